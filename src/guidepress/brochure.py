"""One guide to its brochure: draw, lay out, fit, lay out once more; the pages, and what the fit found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from lxml import html as lxml_html

from guidepress import art, balance, columns, compose, fit, view
from guidepress.columns import Slot
from guidepress.fit import Limits, Room, Setting, Trial
from guidepress.folds import FORMATS, row
from guidepress.geometry import Panel
from guidepress.library import Library
from guidepress.placing import ITEMS, Column, Placing, Unit
from guidepress.project import Project
from guidepress.theme import Theme, font_folder, width
from guidepress.typeset import Box, Typeset, typeset
from guidepress.view import Plain, said


@dataclass(frozen=True)
class Brochure:
    """A brochure fitted. `trials` holds every layout that the fit made.

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
        """The brochure laid out: when it is asked for, because of several placings of a guide only the best is."""
        return self.bled(0.0)

    @property
    def rank(self) -> tuple[float, ...]:
        """How good it is, the less the better: large type, then lines and blocks further apart."""
        setting = self.chosen.setting
        return -setting.size, -setting.leading, -setting.gap


@dataclass(frozen=True)
class Stock:
    """What a guide is set on and with: the project's templates, a theme, a format, and its panels by name.

    No panel has a margin at the sides below `widest_side`, in points.
    """

    project: Project
    library: Library
    theme: Theme
    format: str
    panels: Mapping[str, Panel]
    widest_side: float = 0.0

    @property
    def columns(self) -> int:
        """In how many columns text stands on a panel."""
        return row(FORMATS, self.format, "format").columns

    @property
    def flows(self) -> bool:
        """Whether text flows on over as many pages as it takes."""
        return columns.flows(self.format)

    @property
    def limits(self) -> Limits:
        """Within what limits text is fitted. Large print has one size, which is enlarged."""
        fit = self.theme.fit
        sizes, leadings = ((columns.SET,), fit.leadings[:1]) if self.flows else (fit.sizes, fit.leadings)
        return Limits(sizes, leadings, *fit.gaps, filler=fit.filler, tight=None if self.flows else fit.tight)

    def side(self, shown: Plain, panel: str) -> float:
        """Return the margin at the sides of a panel, in points: wider where it is coloured or a whole sheet."""
        theme = self.theme
        if self.columns > 1:
            return theme.page.sheet
        coloured = theme.ground(shown["scheme"], panel) != theme.grounds["paper"]
        return max(theme.page.flood_side if coloured else theme.page.side, self.widest_side)

    def measure(self, shown: Plain, panel: str) -> float:
        """Return how wide a column of text is on a panel, in points."""
        inner = self.panels[panel].width - 2 * self.side(shown, panel)
        return (inner - (self.columns - 1) * self.theme.page.gutter) / self.columns

    def column_measure(self, shown: Plain, slot: Slot) -> float:
        """Return how wide a column of text is, in points; what is read at a glance stands across the others."""
        if slot.name == columns.GLANCE.name:
            return self.panels[slot.panel].width - 2 * self.side(shown, slot.panel)
        return self.measure(shown, slot.panel)

    def apart(self, slot: Slot) -> float:
        """Return how much of a column's measure one of the items takes that stand side by side."""
        if slot == columns.GLANCE:
            return 0.227
        return 0.473 if self.shape == "wide" else 1.0

    def title_measure(self, shown: Plain) -> float:
        """Return how wide the title may be, in points: beside a front's title stands a drawing."""
        if columns.FRONT not in self.panels:
            return self.measure(shown, columns.COVER)
        page = self.panels[columns.FRONT].width
        return page * (1 - BESIDE) - self.side(shown, columns.FRONT) - self.theme.page.gutter

    def cover(self, height: float, bleed: float = 0.0) -> Box:
        """Return where the cover's drawing lies, in points from the top left of its panel.

        It lies below the title and is `height` points high, or lies beside a title that is so high; at the edges of the
        panel it reaches `bleed` points beyond them.
        """
        if columns.FRONT in self.panels:
            page = self.panels[columns.FRONT].width
            return Box(0, page * (1 - BESIDE), -bleed, page + bleed, height + self.theme.page.top)
        panel = self.panels[columns.COVER]
        return Box(0, -bleed, panel.height - height, panel.width + bleed, panel.height + bleed)

    def long(self) -> Stock:
        """Return the same with panels that are as long as any text, so that what runs over can be measured."""
        return replace(self, panels={name: Panel(name, each.width, LONGEST) for name, each in self.panels.items()})

    def typeset(self, text: str) -> Typeset:
        """Lay HTML out."""
        return typeset(text, [font_folder(), self.project.templates])

    def compose(
        self,
        shown: Plain,
        setting: Setting,
        drawings: Mapping[str, str] | None = None,
        cover: float = 0.0,
        bleed: float = 0.0,
    ) -> str:
        """Compose the HTML for a setting. A drawing not made yet leaves its place empty; `cover` is one's height.

        Colour and the cover's drawing reach `bleed` points beyond the trim.
        """
        theme, narrow = self.theme, self.shape == "narrow"
        fillers = _fillers(setting)
        shown = _without(shown, setting.dropped)
        place = self.cover(cover, bleed)
        fitted = {
            "size": setting.size,
            "leading": setting.leading,
            "bleed": bleed,
            "bottom": theme.page.bottom - (0 if self.flows else SPARE),
            "small": setting.size if self.flows else theme.fit.small,
            "dropped": list(setting.dropped),
            "gap": setting.gap,
            "gaps": dict(setting.gaps),
            "foot": min(setting.feet.values(), default=0),
            "fillers": fillers,
            "hang": round(_tallest_heading(shown) * theme.heading.leading + theme.page.hang, 2) if narrow else 7,
            "title": _title_size(shown, theme, self.title_measure(shown)),
            "head": {"width": round(self.title_measure(shown), 3), "height": cover},
            "running": _running_head(said(shown["title"]), theme, min(panel.width for panel in self.panels.values())),
            "art": {
                "left": place.left - self.side(shown, next(iter(self.panels))),
                "top": place.top - theme.page.top,
                "width": place.right - place.left,
                "height": place.bottom - place.top,
            },
            "shape": self.shape,
        }
        names = ["cover", "logo", *shown["motifs"], *(f"filler-{name}" for name in fillers)]
        pictures: Plain = dict.fromkeys(names, "") | {"fonts": font_folder().as_uri()} | dict(drawings or {})
        if logo := self.library.logo:
            pictures["logo"] = art.data_address(logo.media, logo.data)
        pictures["photos"] = {
            section: art.data_address(photo.media, photo.data)
            for (guide, section), photo in self.library.photos.items()
            if guide == shown["slug"]
        }
        return compose.brochure(self.project, theme, shown, self.looks(shown), pictures, fitted)

    @property
    def shape(self) -> str:
        """How text stands: large, in columns, on a wide measure or on a narrow one."""
        return columns.shape(self.format, self.panels)

    def looks(self, shown: Plain) -> Plain:
        """Return of each panel its size, its margin at the sides, its measure, and the colours that stand on it."""
        return {
            name: {
                "width": round(panel.width, 3),
                "height": round(panel.height, 3),
                "side": self.side(shown, name),
                "measure": round(self.measure(shown, name), 3),
                "ground": self.theme.ground(shown["scheme"], name).model_dump(mode="json"),
                "head": self.theme.ground(shown["scheme"], columns.COVER).model_dump(mode="json"),
                "glance": self.theme.ground(shown["scheme"], columns.GLANCE.ground).model_dump(mode="json"),
            }
            for name, panel in self.panels.items()
        }

    def draft(self, shown: Plain, dropped: Sequence[str] = ()) -> str:
        """Compose the HTML at the smallest size, without drawings: all words, in their order."""
        _even_headings(shown, self)
        return self.compose(shown, replace(self.limits.settings[-1], dropped=tuple(dropped)))


SPARE = 15.0  # points below the text that a page would hold beyond its margin: WeasyPrint breaks some pages too early
BESIDE = 0.4  # of a page's width: a drawing that stands beside the title
LONGEST = 14_000.0  # points: about the longest page that a PDF may have (ISO 32000-1, annex C)
TALLER = 72.0  # points by which a head with a drawing may grow where text leaves room


def make(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    placed: Placing | None = None,
) -> Brochure:
    """Set a guide as panels in reading order; `placed` says where its sections stand in other formats than a tri-fold.

    Text is measured on panels as long as it needs, so that what runs over is known to the point: a layout that breaks
    pages would say only that it does. What is then laid out keeps free below the text what was measured, not what the
    breaking of pages would: that refuses some lines which fit.
    """
    stock = Stock(project, library, theme, format, columns.frames(format, paper, placed.pages if placed else None))
    limits = stock.limits
    slots = columns.slots(format, list(stock.panels), shown["sections"][0])
    depths = {slot.name: stock.panels[slot.panel].height - theme.page.bottom for slot in slots}
    _even_headings(shown, stock)
    measuring = stock if stock.flows else stock.long()
    layouts: list[tuple[str, Typeset]] = []  # one for each trial, so that the chosen one need not be laid out again

    layouts: list[tuple[str, Typeset]] = []  # one for each trial: what is found in the chosen one is not laid out again

    def measure(setting: Setting) -> Mapping[str, Room]:
        text = measuring.compose(shown, setting)
        layouts.append((text, measuring.typeset(text)))
        return rooms(*layouts[-1], slots, depths)

    if placed:
        chosen, trials = fit.search(limits, measure, dropped=placed.dropped)
    else:
        chosen, trials = fit.search(limits, measure, _optional(shown))
    text, laid = layouts[trials.index(chosen)]
    if not chosen.fits:
        return Brochure(text, chosen.setting, chosen, trials, slots, depths, lambda _: laid)
    taken = _taller(chosen, slots)
    trial = replace(chosen, rooms={name: _lower(room, taken.get(name, 0.0)) for name, room in chosen.rooms.items()})
    setting = fit.spread(trial, limits, fixed=[columns.COVER], plain=_drawn(shown))
    cover = setting.fillers.get(columns.COVER, 0.0) - theme.page.art + theme.page.bottom
    if taken:
        head = laid.at("head-front")
        cover = (head.bottom - head.top if head else 0.0) + min(taken.values())
    cover = max(cover, 0.0)
    place = stock.cover(cover)
    measures = {slot.name: stock.column_measure(shown, slot) for slot in slots}
    apart = {slot.name: stock.apart(slot) for slot in slots}
    size = (place.right - place.left, place.bottom - place.top)
    drawings = art.brochure(shown, theme, measures, size, _fillers(setting), apart)
    text = stock.compose(shown, setting, drawings, cover)

    def bled(bleed: float) -> Typeset:
        return stock.typeset(stock.compose(shown, setting, drawings, cover, bleed) if bleed else text)

    first = replace(chosen.setting, dropped=()) == limits.settings[0]
    return Brochure(text, setting, chosen, trials, slots, depths, bled, first)


def column(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    format: str,  # noqa: A002
    panels: Mapping[str, Panel],
    standing: Placing,
) -> Column:
    """Set sections at the smallest size where `standing` says, on very long panels that are as wide as these.

    Returns what those in the last column take, the foot of the last panel and the top of the first one.
    """
    stock = Stock(project, library, theme, format, panels).long()
    # What stands on the widest measure here may have to stand on the narrowest, of a coloured panel.
    stock = replace(stock, widest_side=max(stock.side(shown, name) for name in panels))
    first, last = next(iter(panels)), standing.slots[-1]
    alone = view.regrouped(shown, standing)
    _even_headings(alone, stock)
    laid = stock.typeset(stock.compose(alone, stock.limits.settings[-1]))
    sections = [each for each in alone["panels"][-1]["columns"][-1]["sections"] if each["kind"] != "sources"]
    foot, flow = laid.at(f"foot-{last.panel}"), laid.at(f"flow-{last.name}")
    tops = [box.top for each in sections if (box := laid.at(f"section-{each['id']}"))]
    ends = [*tops[1:], flow.bottom if flow else 0.0]
    units = {
        each["id"]: list(_units(each, laid, top, end)) for each, top, end in zip(sections, tops, ends, strict=True)
    }
    title = laid.at(f"flow-{first}")
    over = title.bottom if title else laid.boxes[f"flow-{first}{columns.COLUMN}1"][0].top
    return Column(units, foot.bottom - foot.top if foot else 0.0, over - theme.page.top)


def _units(section: Plain, laid: Typeset, top: float, end: float) -> Iterator[Unit]:
    """Yield what is not broken of a section that reaches from top to end, in points; items side by side are one."""
    items = ITEMS.get(section["kind"], "")
    found: list[tuple[float, int]] = []
    for item in section.get(items, ()):
        # Facts are leaves of their role, and may stand elsewhere, too.
        own = [path for path in _paths(item) if path.startswith(f"sections.{section['id']}.")]
        at = min((box.top for path in own for box in laid.boxes.get(path, ())), default=top)
        if found and abs(found[-1][0] - at) < 1:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    edges = [top, *(at for at, _ in found[1:]), end]
    counts = [count for _, count in found] or [0]
    for count, begin, stop in zip(counts, edges, edges[1:], strict=False):
        yield Unit(count, stop - begin)


def _paths(item: Any) -> Iterator[str]:
    """Yield the content paths of the leaves of an item."""
    if isinstance(item, dict):
        if item.get("path") and "runs" in item:
            yield item["path"]
        for each in item.values():
            yield from _paths(each)
    elif isinstance(item, list):
        for each in item:
            yield from _paths(each)


def draft(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    format: str,  # noqa: A002
    paper: str,
    placed: Placing | None = None,
    dropped: Sequence[str] = (),
) -> str:
    """Return a brochure's HTML before it is fitted or drawn: all of its words, in their order."""
    return Stock(
        project, library, theme, format, columns.frames(format, paper, placed.pages if placed else None)
    ).draft(shown, dropped)


def _columns(shown: Plain) -> Iterator[Plain]:
    """Yield the columns of text in reading order."""
    for panel in shown["panels"]:
        yield from panel["columns"]


def _without(shown: Plain, dropped: Sequence[str]) -> Plain:
    """Leave sections out."""
    panels = [
        panel
        | {
            "columns": [
                each | {"sections": [section for section in each["sections"] if section["id"] not in dropped]}
                for each in panel["columns"]
            ]
        }
        for panel in shown["panels"]
    ]
    return shown | {"panels": panels}


def _drawn(shown: Plain) -> list[str]:
    """Return the columns that have drawings of their own: one more at the foot would favour one role."""
    return [
        each["name"]
        for each in _columns(shown)
        if any(line["motif"] for section in each["sections"] for line in section.get("lines") or ())
    ]


def _optional(shown: Plain) -> dict[str, list[str]]:
    """Return the sections of each column that may be left out; one always stays."""
    found = {}
    for each in _columns(shown):
        ids = [section["id"] for section in each["sections"] if section["optional"]]
        found[each["name"]] = ids[1:] if len(ids) == len(each["sections"]) else ids
    return found


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
        end = flow[-1].bottom if flow else 0.0
        if foot:
            end = foot[-1].bottom if len(flow) + len(foot) > 2 else end + foot[0].bottom - foot[0].top
        found = root.get_element_by_id(f"flow-{slot.name}", None)
        gaps = len(found.find_class("gap")) if found is not None else 0
        measured[slot.name] = Room(depths[slot.name] - end, gaps, foot=bool(foot))
    return measured


def _taller(chosen: Trial, slots: Sequence[Slot]) -> dict[str, float]:
    """Return by how many points a front's head grows, by the columns under it: what the fullest leaves."""
    under = [slot.name for slot in slots if slot.panel == columns.FRONT and slot != columns.GLANCE]
    if not under:
        return {}
    grow = max(min(TALLER, *(chosen.rooms[name].left for name in under)) - 1, 0.0)
    return dict.fromkeys(under, int(grow * 4) / 4)


def _lower(room: Room, by: float) -> Room:
    return replace(room, left=room.left - by)


def _fillers(setting: Setting) -> dict[str, float]:
    return {name: height for name, height in setting.fillers.items() if name != columns.COVER}


def _even_headings(shown: Plain, stock: Stock) -> None:
    """Break each section's heading into even lines for the column it stands in."""
    heading = stock.theme.heading
    for panel in shown["panels"]:
        for each in panel["columns"]:
            measure = stock.column_measure(shown, Slot(each["name"], panel["name"]))
            for number, section in enumerate(each["sections"]):
                small = stock.columns > 1 or (number and shown["dense"])
                size = heading.second if small else heading.size
                runs = section["title"]["runs"]
                made = []
                if not any(run[look] for run in runs for look in ("strong", "emphasis", "href")):
                    made = balance.lines(
                        said(section["title"]),
                        measure,
                        partial(width, stock.theme, size=size, tracking=heading.tracking),
                    )
                section["title_lines"] = made if len(made) > 1 else []


def _tallest_heading(shown: Plain) -> int:
    """Return of how many lines the tallest heading is that a column begins with."""
    first = (each["sections"][0] for each in _columns(shown) if each["sections"])
    return max((max(len(section["title_lines"]), 1) for section in first), default=1)


def _title_size(shown: Plain, theme: Theme, measure: float) -> float:
    """Return the largest size of the title at which its longest word fits the measure, in points."""
    words = said(shown["title"]).split()
    fits = [
        size
        for size in theme.title.sizes
        if all(width(theme, word, size, theme.title.tracking) <= measure for word in words)
    ]
    return max(fits, default=min(theme.title.sizes))


def _running_head(title: str, theme: Theme, panel: float) -> str:
    """Shorten a title to what has room over the text of every panel, beside the page number."""
    room = 0.78 * (panel - 2 * theme.page.flood_side)

    def fits(text: str) -> bool:
        return width(theme, text, RUNNING_SIZE, 0) <= room

    words = title.split()
    while not fits(title) and len(words) > 1:
        words.pop()
        title = f"{' '.join(words)} …"
    return title


RUNNING_SIZE = 8.5  # points
