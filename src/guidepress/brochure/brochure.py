"""Makes one guide's brochure: tries placings and type sizes, keeps the best, and returns its laid-out pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import inf
from typing import Any

from lxml import html as lxml_html

from guidepress.brochure import columns, fit, placing, strips
from guidepress.brochure.fit import Room, Setting, Trial
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import Panel
from guidepress.brochure.layout import Layout, columns_of, fillers
from guidepress.brochure.placing import Block, Column
from guidepress.brochure.typeset import Typeset
from guidepress.compose import art, placement, view
from guidepress.compose.placement import Placing, Slot, giving_way
from guidepress.compose.prepared import Prepared
from guidepress.compose.view import Plain
from guidepress.content.model import kinds
from guidepress.content.model.publisher import School
from guidepress.errors import row


@dataclass(frozen=True)
class Brochure:
    """A fitted brochure: its HTML, the setting chosen for it, and in `trials` every layout that was tried.

    Where nothing fits, what is laid out is the trial itself, each panel on one page as long as its text. `depths` says
    for each column of text how far down it may reach, in points from the top of its page, and `slots` which it is.
    `bled` lays it out with a bleed, in points. `first` says whether it is set at the first of all settings.
    """

    html: str
    setting: Setting
    chosen: Trial
    trials: Sequence[Trial]
    slots: Sequence[Slot]
    depths: Mapping[str, float]
    bled: Callable[[float], Typeset]
    first: bool = False

    @cached_property
    def laid(self) -> Typeset:
        """The laid-out pages, made when first asked for: of several placings of a guide only the best is needed."""
        return self.bled(0.0)

    @property
    def rank(self) -> tuple[float, ...]:
        """A key to sort by, the best first: larger type, then lines further apart, then blocks further apart."""
        setting = self.chosen.setting
        return -setting.size, -setting.leading, -setting.gap


TALLER = 72.0  # points by which a head with a drawing may grow where text leaves room


def make(
    ready: Prepared,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    placed: Placing | None = None,
) -> Brochure:
    """Lay a guide out as panels and fit its text; `placed` says where its sections go, except in a tri-fold.

    Text is measured on panels as long as it needs, so that what runs over is known to the point: a layout that breaks
    pages would say only that it does. What is then laid out keeps free below the text what was measured, not what the
    breaking of pages would: that refuses some lines which fit.
    """
    shown, theme = ready.shown, ready.theme
    layout = Layout(ready, format, columns.frames(format, paper, placed.pages if placed else None))
    limits = layout.limits
    slots = columns.slots(format, list(layout.panels), shown["sections"][0])
    depths = {slot.name: layout.panels[slot.panel].height - theme.page.bottom for slot in slots}
    measuring = layout if layout.flows else layout.long()
    laid_out: list[tuple[str, Typeset]] = []  # one a trial: the chosen one is not laid out again

    def measure(setting: Setting) -> Mapping[str, Room]:
        text = measuring.compose(shown, setting)
        laid_out.append((text, measuring.typeset(text)))
        return rooms(*laid_out[-1], slots, depths)

    stripped = not layout.flows and bool(strips.sections(shown))
    if stripped:
        strips.caption(shown, theme, {slot.name: layout.column_measure(shown, slot) for slot in slots})
    if placed:
        chosen, trials = fit.search(limits, measure, dropped=placed.dropped, strips=stripped)
    else:
        chosen, trials = fit.search(limits, measure, _ranked(shown), strips=stripped)
    text, laid = laid_out[trials.index(chosen)]
    if not chosen.fits:
        return Brochure(text, chosen.setting, chosen, trials, slots, depths, lambda _: laid)
    head_growth = _taller(chosen, slots)
    trial = replace(
        chosen, rooms={name: _lower(room, head_growth.get(name, 0.0)) for name, room in chosen.rooms.items()}
    )
    if chosen.setting.strips:  # the drawing is on the cover and once more: a third at a foot would be too much
        limits = replace(limits, filler=inf)
    setting = fit.spread(trial, limits, fixed=[columns.COVER], plain=_drawn(shown))
    cover = setting.fillers.get(columns.COVER, 0.0) - theme.page.art + theme.page.bottom
    if head_growth:
        head = laid.at("head-front")
        cover = (head.bottom - head.top if head else 0.0) + min(head_growth.values())
    cover = max(cover, 0.0)
    cover_box = layout.cover(cover)
    measures = {slot.name: layout.column_measure(shown, slot) for slot in slots}
    item_shares = {slot.name: layout.item_share(slot) for slot in slots}
    size = (cover_box.right - cover_box.left, cover_box.bottom - cover_box.top)
    strip = theme.page.strip if setting.strips else 0.0
    drawings = art.brochure(shown, theme, measures, size, layout.cover_edges(), fillers(setting), item_shares, strip)
    text = layout.compose(shown, setting, drawings, cover)

    def bled(bleed: float) -> Typeset:
        return layout.typeset(layout.compose(shown, setting, drawings, cover, bleed) if bleed else text)

    first = replace(chosen.setting, dropped=(), strips=False) == limits.settings[0]
    return Brochure(text, setting, chosen, trials, slots, depths, bled, first)


def column(
    ready: Prepared,
    format: str,  # noqa: A002
    panels: Mapping[str, Panel],
    standing: Placing,
) -> Column:
    """Measure sections: lay them out as `standing` says, in the smallest type, on very long panels as wide as these.

    Returns what those in the last column take, the foot of the last panel and the top of the first one.
    """
    shown = ready.shown
    layout = Layout(ready, format, panels).long()
    # What stands on the widest measure here may have to stand on the narrowest, of a coloured panel.
    layout = replace(layout, widest_side=max(layout.side(shown, name) for name in panels))
    first, last = next(iter(panels)), standing.slots[-1]
    regrouped = view.regrouped(shown, standing)
    laid = layout.typeset(layout.compose(regrouped, layout.limits.settings[-1]))
    sections = [
        section for section in regrouped["panels"][-1]["columns"][-1]["sections"] if section["kind"] != "sources"
    ]
    foot, flow = laid.at(f"foot-{last.panel}"), laid.at(f"flow-{last.name}")
    tops = [box.top for section in sections if (box := laid.at(f"section-{section['id']}"))]
    bottoms = [*tops[1:], flow.bottom if flow else 0.0]
    units = {
        section["id"]: list(_units(section, laid, top, end))
        for section, top, end in zip(sections, tops, bottoms, strict=True)
    }
    title = laid.at(f"flow-{first}")
    title_height = title.bottom if title else laid.boxes[f"flow-{first}{placement.COLUMN}1"][0].top
    return Column(units, foot.bottom - foot.top if foot else 0.0, title_height - ready.theme.page.top)


def _units(section: Plain, laid: Typeset, top: float, end: float) -> Iterator[Block]:
    """Yield the unbreakable parts of a section that reaches from top to end, in points; items side by side are one."""
    items = kinds.kind(section["kind"]).breakable
    rows: list[tuple[float, int]] = []
    for item in section.get(items, ()):
        # Facts are leaves of their role, and may stand elsewhere, too.
        own_paths = [path for path in _paths(item) if path.startswith(f"sections.{section['id']}.")]
        item_top = min((box.top for path in own_paths for box in laid.boxes.get(path, ())), default=top)
        if rows and abs(rows[-1][0] - item_top) < 1:
            rows[-1] = (rows[-1][0], rows[-1][1] + 1)
        else:
            rows.append((item_top, 1))
    edges = [top, *(row_top for row_top, _ in rows[1:]), end]
    counts = [count for _, count in rows] or [0]
    for count, begin, stop in zip(counts, edges, edges[1:], strict=False):
        yield Block(count, stop - begin)


def _paths(item: Any) -> Iterator[str]:
    """Yield the content paths of the leaves of an item."""
    if isinstance(item, dict):
        if item.get("path") and "runs" in item:
            yield item["path"]
        for child in item.values():
            yield from _paths(child)
    elif isinstance(item, list):
        for child in item:
            yield from _paths(child)


def draft(
    ready: Prepared,
    format: str,  # noqa: A002
    paper: str,
    placed: Placing | None = None,
    dropped: Sequence[str] = (),
) -> str:
    """Return a brochure's HTML before it is fitted or drawn: all of its words, in their order."""
    panels = columns.frames(format, paper, placed.pages if placed else None)
    return Layout(ready, format, panels).draft(ready.shown, dropped)


def _drawn(shown: Plain) -> list[str]:
    """Return the columns that have drawings of their own: one more at the foot would favour one role."""
    return [
        column["name"]
        for column in columns_of(shown)
        if any(line["motif"] for section in column["sections"] for line in section.get("lines") or ())
    ]


def _ranked(shown: Plain) -> dict[str, list[str]]:
    """Return what may give way in each column, the first to go first; one section always stays."""
    ranked = {}
    for column in columns_of(shown):
        names = giving_way(column["sections"])
        ids = [name for name in names if name in {section["id"] for section in column["sections"]}]
        if len(ids) == len(column["sections"]) and ids:
            names.remove(ids[-1])
        ranked[column["name"]] = names
    return ranked


def rooms(text: str, laid: Typeset, slots: Sequence[Slot], depths: Mapping[str, float]) -> dict[str, Room]:
    """Measure what each column has left below its text, in points, down to its depth.

    At the end of the last panel stands the foot, below the longest of its columns. Where text flows on over several
    pages, what is left is left on the last.
    """
    root = lxml_html.document_fromstring(text)
    measured: dict[str, Room] = {}
    for slot in slots:
        if slot == columns.GLANCE:
            continue  # it has the height that it takes
        flow, foot = laid.boxes.get(f"flow-{slot.name}", ()), laid.boxes.get(f"foot-{slot.panel}", ())
        text_end = flow[-1].bottom if flow else 0.0
        if foot:
            text_end = foot[-1].bottom if len(flow) + len(foot) > 2 else text_end + foot[0].bottom - foot[0].top
        flow_element = root.get_element_by_id(f"flow-{slot.name}", None)
        gaps = len(flow_element.find_class("gap")) if flow_element is not None else 0
        hangs = flow_element is not None and bool(flow_element.find_class("hangs") + flow_element.find_class("at-foot"))
        measured[slot.name] = Room(depths[slot.name] - text_end, gaps, bool(foot) or hangs, _stretches(flow_element))
    return measured


def _stretches(flow_element: lxml_html.HtmlElement | None) -> dict[str, float]:
    """Return by how many points the charts of a column may grow, by the sections they stand in."""
    charts = flow_element.xpath(".//*[@data-growth]") if flow_element is not None else ()
    return {chart.get("data-section"): float(chart.get("data-growth")) for chart in charts}


def _taller(chosen: Trial, slots: Sequence[Slot]) -> dict[str, float]:
    """Return by how many points a front's head grows, by the columns under it: what the fullest leaves."""
    under_head = [slot.name for slot in slots if slot.panel == columns.FRONT and slot != columns.GLANCE]
    if not under_head:
        return {}
    growth = max(min(TALLER, *(chosen.rooms[name].left for name in under_head)) - 1, 0.0)
    return dict.fromkeys(under_head, int(growth * 4) / 4)


def _lower(room: Room, height: float) -> Room:
    return replace(room, left=room.left - height)


def placings(ready: Prepared, format: str, paper: str) -> Iterator[Placing]:  # noqa: A002
    """Yield the ways to share a guide's sections out among the panels of a format, the preferred first.

    None where the content itself names the panels of that format, unless a school says more than was placed there.
    """
    fold = row(FORMATS, format, "format")
    if columns.names_panels(format) and not isinstance(ready.library.publisher, School):
        return
    page = ready.theme.page
    wide = columns.shape(format, columns.frames(format, paper, fold.fewest)) == "wide"
    measured = ready.placed(view.as_written(ready.guide, wide))
    yield from placing.candidates(
        measured.shown, format, paper, partial(column, measured, format), page.top + page.bottom
    )


def fitted(ready: Prepared, format: str, paper: str) -> tuple[Prepared, Brochure]:  # noqa: A002
    """Make a guide's brochure by the best of its placings; return it with the guide as templates then see it.

    The best is the one that holds everything at the first of the theme's settings; of equals the first. Only where none
    holds everything, sections are left out. Where none fits at all, it is set by the last one that has everything.
    """

    def lay_out(shown: Prepared, placed: Placing | None = None) -> tuple[Prepared, Brochure]:
        return shown, make(shown, format, paper, placed)

    fits: list[tuple[Prepared, Brochure]] = []
    overfull: tuple[Prepared, Brochure] | None = None
    if columns.names_panels(format):
        overfull = lay_out(ready)
        if overfull[1].chosen.fits or _is_hopeless(overfull[1]):
            return overfull
    for placed in placings(ready, format, paper):
        if placed.dropped and fits:
            break
        candidate = lay_out(ready.placed(placed), placed)
        if candidate[1].chosen.fits:
            fits.append(candidate)
            if candidate[1].first:  # no other can be better
                break
        elif not placed.dropped:
            named = overfull is not None and columns.names_panels(format)
            overfull = max(overfull, candidate, key=_least_room) if overfull and named else candidate
    if fits:
        return min(fits, key=lambda candidate: candidate[1].rank)
    return overfull or lay_out(ready)


HOPELESS = 200.0  # points that all panels together lack: columns of other widths may win a few lines, not these


def _is_hopeless(brochure: Brochure) -> bool:
    """Say whether a brochure's text is more than all its panels together hold, wherever its sections stand."""
    return sum(room.left for name, room in brochure.chosen.rooms.items() if name != columns.COVER) < -HOPELESS


def _least_room(candidate: tuple[Prepared, Brochure]) -> float:
    """Return how many points the fullest panel has left; less than nothing where it runs over."""
    return min(room.left for room in candidate[1].chosen.rooms.values())
