"""A brochure's margins, column widths and heading lines, and its HTML at a given type size and spacing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise

from guidepress.brochure import columns, portraits
from guidepress.brochure.fit import Limits, Setting
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import SAFE_EDGE, Panel, safe_insets
from guidepress.brochure.typeset import LaidBox, Typeset, typeset
from guidepress.compose import art, placement, templates
from guidepress.compose.placement import Slot
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes.theme import Theme, font_folder, width
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

    def cover(self, height: float, bleed: float = 0.0) -> LaidBox:
        """Return where the cover's drawing lies, in points from the top left of its panel.

        It lies below the title and is `height` points high, or lies beside a title that is so high; at the edges of the
        panel it reaches `bleed` points beyond them.
        """
        if columns.FRONT in self.panels:
            page = self.panels[columns.FRONT].width
            return LaidBox(0, page * (1 - BESIDE), -bleed, page + bleed, height + self.theme.page.top)
        panel = self.panels[columns.COVER]
        return LaidBox(0, -bleed, panel.height - height, panel.width + bleed, panel.height + bleed)

    def long(self) -> Layout:
        """Return this layout with panels that are as long as any text, so that what runs over can be measured."""
        return replace(self, panels={name: Panel(name, panel.width, LONGEST) for name, panel in self.panels.items()})

    def typeset(self, text: str) -> Typeset:
        """Lay HTML out as pages."""
        return typeset(text, [font_folder(), self.ready.project.templates])

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
        theme = self.theme
        filled = fillers(setting)
        shown = _without(shown, setting.dropped)
        heading, leading = self.heading(shown, setting)
        even_headings(shown, self, heading)
        portraits.place(shown, self, setting.feet, bleed)
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
            "foot": min(self._last_feet(setting), default=0),
            "fillers": filled,
            "heading": {"size": heading, "leading": leading},
            "hang": round(_tallest_heading(shown) * leading + theme.page.hang, 2) if self.shape == "narrow" else 7,
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
        names = ["cover", "logo", *shown["motifs"], *(f"filler-{name}" for name in filled)]
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

    def _last_feet(self, setting: Setting) -> Iterator[float]:
        """Yield what is left over the foot of the last panel, column by column, in points."""
        last = list(self.panels)[-1]
        return (room for name, room in setting.feet.items() if _panel(name) == last)

    def heading(self, shown: Plain, setting: Setting) -> tuple[float, float]:
        """Return the size and the leading of the headings that columns begin with, in points.

        On narrow panels it is the first of the theme's sizes at which each stands on two lines. Where text is set below
        full size, it is the last of them: type and headings give way together.
        """
        tokens = self.theme.heading
        if self.shape != "narrow":
            return tokens.size, tokens.leading
        sizes = tokens.display if setting.size >= self.limits.full else tokens.display[-1:]
        columns_with_text = [column for column in columns_of(shown) if column["sections"]]

        def fits(size: float) -> bool:
            return all(
                len(self.heading_lines(shown, column, column["sections"][0], size)) <= TWO_LINES
                for column in columns_with_text
            )

        size = next((size for size in sizes if fits(size)), sizes[-1])
        return size, round(size * DISPLAY_LEADING * 2) / 2

    def heading_lines(self, shown: Plain, column: Plain, section: Plain, size: float) -> list[str]:
        """Return the even lines of a section's heading at a size; one that begins a narrow panel has two."""
        runs = section["title"]["runs"]
        if any(run[look] for run in runs for look in ("strong", "emphasis", "href")):
            return []
        theme, title = self.theme, said(section["title"])
        measure = self.column_measure(shown, Slot(column["name"], _panel(column["name"])))
        least = TWO_LINES if self.shape == "narrow" and section is column["sections"][0] else 1
        return lines(title, measure, partial(width, theme, size=size, tracking=theme.heading.tracking), least)

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
                "ground": self.theme.ground(shown["scheme"], name).model_dump(mode="json"),
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


SPARE = 15.0  # points below the text that a page would hold beyond its margin: WeasyPrint breaks some pages too early
BESIDE = 0.4  # of a page's width: a drawing that stands beside the title
TWO_LINES = 2  # of a heading that begins a narrow panel
DISPLAY_LEADING = 1.03  # sizes: the distance of the lines of a heading that begins a narrow panel
LONGEST = 14_000.0  # points: about the longest page that a PDF may have (ISO 32000-1, annex C)


def columns_of(shown: Plain) -> Iterator[Plain]:
    """Yield the columns of text in reading order."""
    for panel in shown["panels"]:
        yield from panel["columns"]


def _without(shown: Plain, dropped: Sequence[str]) -> Plain:
    """Leave out what has given way: sections by their ids, notes and photographs by their content paths."""

    def kept(section: Plain) -> Plain:
        if section["kind"] == placement.QUOTATION:
            return section | ({"photo": None} if placement.photo_of(section["id"]) in dropped else {})
        if "facts" not in section:
            return section
        facts = [
            fact | {"note": None} if fact["note"] and fact["note"]["path"] in dropped else fact
            for fact in section["facts"]
        ]
        return section | {"facts": facts}

    def column(each: Plain) -> Plain:
        sections = [section for section in each["sections"] if section["id"] not in dropped]
        return each | {"sections": [kept(section) for section in sections]}

    return shown | {
        "panels": [panel | {"columns": [column(each) for each in panel["columns"]]} for panel in shown["panels"]]
    }


def _panel(column: str) -> str:
    """Return the name of the panel that a column stands on."""
    return placement.named(column).panel if column != columns.GLANCE.name else columns.GLANCE.panel


def fillers(setting: Setting) -> dict[str, float]:
    """Return the heights of the drawings at the feet of columns, by column, in points: all but the cover's."""
    return {name: height for name, height in setting.fillers.items() if name != columns.COVER}


def even_headings(shown: Plain, layout: Layout, first: float) -> None:
    """Break each heading into even lines for its column; `first` is the size of those that columns begin with."""
    for column in columns_of(shown):
        for number, section in enumerate(column["sections"]):
            small = layout.columns > 1 or (number and (shown["dense"] or layout.shape == "narrow"))
            heading_lines = layout.heading_lines(
                shown, column, section, layout.theme.heading.second if small else first
            )
            section["title_lines"] = heading_lines if len(heading_lines) > 1 else []


def _tallest_heading(shown: Plain) -> int:
    """Return of how many lines the tallest heading is that a column begins with."""
    first = (column["sections"][0] for column in columns_of(shown) if column["sections"])
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


MOST_WORDS = 14  # a longer heading is a sentence, and is broken as text is


def lines(text: str, measure: float, width: Callable[[str], float], least: int = 1) -> list[str]:
    """Break a text into the fewest lines that fit a measure, choosing the breaks whose longest line is shortest.

    There are `least` lines at least, where it has as many words. `measure` and what `width` returns have the same unit.
    Where the text cannot be broken to fit (a word is too wide, or there are very many words) it comes back whole, for
    whoever lays it out to break.
    """
    words = text.split(" ")
    if len(words) > MOST_WORDS:
        return [text]
    for count in range(min(least, len(words)), len(words) + 1):
        best: tuple[float, list[str]] | None = None
        for breaks in combinations(range(1, len(words)), count - 1):
            edges = [0, *breaks, len(words)]
            broken = [" ".join(words[start:end]) for start, end in pairwise(edges)]
            longest = max(width(line) for line in broken)
            if longest <= measure and (best is None or longest < best[0]):
                best = longest, broken
        if best:
            return best[1]
    return [text]
