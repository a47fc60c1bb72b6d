"""A brochure's margins and column widths, and its HTML at a given type size and spacing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf

from guidepress.brochure import back, climbing, columns, headings, portraits, strips
from guidepress.brochure.fit import Limits, Setting
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import SAFE_EDGE, Panel, safe_insets
from guidepress.brochure.typeset import LaidBox, Typeset, typeset
from guidepress.compose import art, pay_charts, placement, templates, view
from guidepress.compose.drawings.edges import Edges
from guidepress.compose.placement import Slot
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes.theme import Theme, font_folder
from guidepress.compose.view import Plain, said
from guidepress.errors import row


@dataclass(frozen=True)
class Layout:
    """All that is needed to lay out a guide: the prepared guide, a format, and the format's panels by name.

    No panel has a margin at the sides below `widest_side`, in points.
    """

    ready: Prepared
    format: str
    panels: Mapping[str, Panel]
    widest_side: float = 0.0

    @property
    def theme(self) -> Theme:
        """The theme, in the colours of whoever hands the guide out."""
        return self.ready.theme

    @property
    def columns(self) -> int:
        """How many columns of text a panel has."""
        return row(FORMATS, self.format, "format").columns

    @property
    def flows(self) -> bool:
        """Whether text flows on over as many pages as it takes."""
        return columns.flows(self.format)

    @property
    def limits(self) -> Limits:
        """The type sizes and spacings that fitting may choose from. Large print has one size, which is enlarged."""
        fit = self.theme.fit
        sizes, leadings = ((columns.SET,), fit.leadings[:1]) if self.flows else (fit.sizes, fit.leadings)
        tight = None if self.flows else fit.tight
        return Limits(sizes, leadings, *fit.gaps, filler=fit.filler, tight=tight, full=fit.full)

    def side(self, shown: Plain, panel: str) -> float:
        """Return the margin at the sides of a panel, in points: wider where it is coloured or a whole sheet."""
        theme = self.theme
        if self.columns > 1:
            return theme.page.sheet
        coloured = theme.ground(shown["scheme"], columns.ground(panel, self.format)) != theme.grounds["paper"]
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

    def _measure_of(self, shown: Plain, column: Plain) -> float:
        return self.column_measure(shown, Slot(column["name"], _panel(column["name"])))

    def item_share(self, slot: Slot) -> float:
        """Return which share of a column's width one item takes where items stand side by side."""
        if slot == columns.GLANCE:
            return 0.227
        return 0.473 if self.shape == "wide" else 1.0

    def title_measure(self, shown: Plain) -> float:
        """Return how wide the title may be, in points: beside a front's title stands a drawing."""
        if columns.FRONT not in self.panels:
            return self.measure(shown, columns.COVER)
        page = self.panels[columns.FRONT].width
        return page * (1 - BESIDE) - self.side(shown, columns.FRONT) - self.theme.page.gutter

    def cover(self, height: float) -> LaidBox:
        """Return where the cover's drawing lies, in points from the top left of its panel.

        It lies below the title and is `height` points high, or lies beside a title that is so high. It is drawn beyond
        the edges of the panel in every edition, so that it goes on wherever one has a bleed.
        """
        bleed = MOST_BLEED
        if columns.FRONT in self.panels:
            page = self.panels[columns.FRONT].width
            return LaidBox(0, page * (1 - BESIDE), -bleed, page + bleed, height + self.theme.page.top)
        panel = self.panels[columns.COVER]
        return LaidBox(0, -bleed, panel.height - height, panel.width + bleed, panel.height + bleed)

    def cover_edges(self) -> Edges:
        """Return which edges of the cover's drawing are cut with the sheet, and how far it goes on there, in points.

        At the left of a folded cover is a fold; beyond it the drawing itself goes on, since an office printer's white
        border moves it there.
        """
        if columns.FRONT in self.panels:
            return Edges(top=MOST_BLEED, right=MOST_BLEED)
        return Edges(right=MOST_BLEED, bottom=MOST_BLEED)

    def long(self) -> Layout:
        """Return this layout with panels that are as long as any text, so that what runs over can be measured."""
        return replace(self, panels={name: Panel(name, panel.width, LONGEST) for name, panel in self.panels.items()})

    def typeset(self, text: str) -> Typeset:
        """Lay HTML out as pages."""
        project = self.ready.project
        theme = project.name(project.templates / "themes" / self.theme.name)
        return typeset(text, [font_folder(), project.templates], theme)

    def compose(
        self,
        shown: Plain,
        setting: Setting,
        drawings: Mapping[str, str] | None = None,
        cover: float = 0.0,
        bleed: float = 0.0,
    ) -> str:
        """Compose the HTML for a setting. A drawing not made yet leaves its place empty; `cover` is one's height.

        Colour reaches `bleed` points beyond the trim.
        """
        theme, narrow, title = self.theme, self.shape == "narrow", said(shown["title"])
        filled = fillers(setting)
        shown = self._without(shown, setting.dropped)
        every_column, full = list(columns_of(shown)), setting.size >= self.limits.full
        measure = partial(self._measure_of, shown)
        foot = min(self._feet(setting, every_column), default=0.0)
        first = headings.settle(every_column, theme, measure, self.shape, shown["dense"], full)
        shown = pay_charts.charted(shown, theme, partial(self._pay_room, shown, setting))
        portraits.place(shown, self, setting.feet, bleed)
        place = self.cover(cover)
        fitted = {
            "size": setting.size,
            "leading": setting.leading,
            "bleed": bleed,
            "bottom": theme.page.bottom - (0 if self.flows else SPARE),
            "small": self._small(setting),
            "dropped": list(setting.dropped),
            "gap": setting.gap,
            "gaps": dict(setting.gaps),
            "foot": foot,
            "back": back.shares(shown, theme, foot, narrow),
            "feet": dict(setting.feet),
            "climbed": climbing.rungs(every_column, theme, measure, setting.size, setting.leading) if narrow else [],
            "fillers": filled,
            "heading": {"size": first.size, "leading": first.leading},
            "hang": round(first.tallest * first.leading + theme.page.hang, 2) if narrow else 7,
            "title": headings.title_size(title, theme, self.title_measure(shown)),
            "head": {"width": round(self.title_measure(shown), 3), "height": cover},
            "running": headings.running_head(title, theme, min(panel.width for panel in self.panels.values())),
            "art": {
                "left": place.left - self.side(shown, next(iter(self.panels))),
                "top": place.top - theme.page.top,
                "width": place.right - place.left,
                "height": place.bottom - place.top,
            },
            "shape": self.shape,
            "pay": round(PAY * 100, 1),
            "strip": theme.page.strip if setting.strips else 0,
        }
        names = ["cover", "logo", *shown["motifs"], *(f"filler-{name}" for name in filled)]
        names += [art.strip_name(section) for section in strips.sections(shown)]
        pictures: Plain = dict.fromkeys(names, "") | {"fonts": font_folder().as_uri()} | dict(drawings or {})
        if logo := self.ready.library.logo:
            pictures["logo"] = art.picture_address(logo)
        photos = {
            section: photo for (guide, section), photo in self.ready.library.photos.items() if guide == shown["slug"]
        }
        pictures["photos"] = {section: art.picture_address(photo) for section, photo in photos.items()}
        for section in portraits.placed(shown):
            portrait = section["portrait"]
            photo = photos[section["id"]]
            pictures["photos"][section["id"]] = art.portrait_address(
                photo, theme, portrait["width"] / portrait["height"]
            )
        return templates.brochure(self.ready.project, theme, shown, self.looks(shown), pictures, fitted)

    def _small(self, setting: Setting) -> float:
        """Return the size of small print, in points: in large print nothing is smaller than the text."""
        return setting.size if self.flows else self.theme.fit.small

    def _pay_room(self, shown: Plain, setting: Setting, column: Plain, section: Plain) -> pay_charts.PayRoom:
        """Return what a setting gives to the pay in a column: where text flows on, all the height that it can take."""
        measure, lying = self._measure_of(shown, column), self.shape == "wide"
        growth = inf if self.flows else setting.stretches.get(section["id"], 0.0)
        leads = self.shape == "narrow" and section is column["sections"][0]
        width = round(measure * PAY, 2) if lying else measure
        return pay_charts.PayRoom(width, growth, setting.size, setting.leading, self._small(setting), lying, leads)

    def _feet(self, setting: Setting, every_column: Iterable[Plain]) -> Iterator[float]:
        """Yield the space over the foot of the last panel, by its columns."""
        last = list(self.panels)[-1]
        for column in every_column:
            if _panel(column["name"]) == last and column["name"] in setting.feet:
                yield setting.feet[column["name"]]

    def _without(self, shown: Plain, dropped: Sequence[str]) -> Plain:
        """Leave out what has given way: sections by ids, notes and photographs by paths, and sources of these alone."""
        if not dropped:
            return shown
        sources = view.sources_without(shown, dropped, self.ready.library)

        def kept(section: Plain) -> Plain:
            changed: Plain = {"cites": sources if section.get("cites") else []}
            if "facts" in section:
                changed["facts"] = [
                    fact | {"note": None} if fact["note"] and fact["note"]["path"] in dropped else fact
                    for fact in section["facts"]
                ]
            if placement.photo_of(section["id"]) in dropped:
                changed["photo"] = None
            return section | changed

        def column(each: Plain) -> Plain:
            return each | {"sections": [kept(section) for section in each["sections"] if section["id"] not in dropped]}

        return shown | {
            "panels": [panel | {"columns": [column(each) for each in panel["columns"]]} for panel in shown["panels"]]
        }

    @property
    def shape(self) -> str:
        """How text is laid out on the format's panels: “large”, “columned”, “wide” or “narrow”."""
        return columns.shape(self.format, self.panels)

    def looks(self, shown: Plain) -> Plain:
        """Return by panel, for the template: its size, its side margin, the width of its text, and its colours."""
        insets = self.left_insets()
        return {
            name: {
                "width": round(panel.width, 3),
                "height": round(panel.height, 3),
                "side": self.side(shown, name),
                "hang": round(max(self.side(shown, name) - insets.get(name, SAFE_EDGE), 0), 2),
                "measure": round(self.measure(shown, name), 3),
                "ground": self.theme.ground(shown["scheme"], columns.ground(name, self.format)).model_dump(mode="json"),
                "head": self.theme.ground(shown["scheme"], columns.COVER).model_dump(mode="json"),
                "glance": self.theme.ground(shown["scheme"], columns.GLANCE.ground).model_dump(mode="json"),
            }
            for name, panel in self.panels.items()
        }

    def left_insets(self) -> dict[str, float]:
        """Return by panel how far text keeps from its left edge, in points."""
        pages = len(self.panels) if row(FORMATS, self.format, "format").numbered else None
        insets = safe_insets(self.format, pages).values()
        return {name: inset.left / columns.zoom(self.format) for name, inset in zip(self.panels, insets, strict=False)}

    def draft(self, shown: Plain, dropped: Sequence[str] = ()) -> str:
        """Compose the HTML at the smallest size, without drawings: all words, in their order."""
        return self.compose(shown, replace(self.limits.settings[-1], dropped=tuple(dropped)))


MOST_BLEED = 10.0  # points beyond the trim that a page can show: WeasyPrint writes no larger bleed boxes
SPARE = 15.0  # points below the text that a page would hold beyond its margin: WeasyPrint breaks some pages too early
PAY = 0.62  # of a wide measure: pay, beside which stands the growth in jobs
BESIDE = 0.4  # of a page's width: a drawing that stands beside the title
LONGEST = 14_000.0  # points: about the longest page that a PDF may have (ISO 32000-1, annex C)


def columns_of(shown: Plain) -> Iterator[Plain]:
    """Yield the columns of text in reading order."""
    for panel in shown["panels"]:
        yield from panel["columns"]


def _panel(column: str) -> str:
    """Return the name of the panel that a column stands on."""
    return placement.named(column).panel if column != columns.GLANCE.name else columns.GLANCE.panel


def fillers(setting: Setting) -> dict[str, float]:
    """Return the heights of the drawings at the feet of columns, by column, in points: all but the cover's."""
    return {name: height for name, height in setting.fillers.items() if name != columns.COVER}
