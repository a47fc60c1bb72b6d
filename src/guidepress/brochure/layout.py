"""A brochure's margins, column widths and heading lines, and its HTML at a given type size and spacing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise

from guidepress.brochure import columns
from guidepress.brochure.fit import Limits, Setting
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import Panel
from guidepress.brochure.typeset import LaidBox, Typeset, typeset
from guidepress.compose import art, templates
from guidepress.compose.drawings.edges import Edges
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

        Colour reaches `bleed` points beyond the trim.
        """
        theme, narrow = self.theme, self.shape == "narrow"
        filled = fillers(setting)
        shown = _without(shown, setting.dropped)
        place = self.cover(cover)
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
            "fillers": filled,
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
        names = ["cover", "logo", *shown["motifs"], *(f"filler-{name}" for name in filled)]
        pictures: Plain = dict.fromkeys(names, "") | {"fonts": font_folder().as_uri()} | dict(drawings or {})
        if logo := self.ready.library.logo:
            pictures["logo"] = art.picture_address(logo)
        pictures["photos"] = {
            section: art.picture_address(photo)
            for (guide, section), photo in self.ready.library.photos.items()
            if guide == shown["slug"]
        }
        return templates.brochure(self.ready.project, theme, shown, self.looks(shown), pictures, fitted)

    @property
    def shape(self) -> str:
        """How text is laid out on the format's panels: “large”, “columned”, “wide” or “narrow”."""
        return columns.shape(self.format, self.panels)

    def looks(self, shown: Plain) -> Plain:
        """Return by panel, for the template: its size, its side margin, the width of its text, and its colours."""
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
        even_headings(shown, self)
        return self.compose(shown, replace(self.limits.settings[-1], dropped=tuple(dropped)))


MOST_BLEED = 10.0  # points beyond the trim that a page can show: WeasyPrint writes no larger bleed boxes
SPARE = 15.0  # points below the text that a page would hold beyond its margin: WeasyPrint breaks some pages too early
BESIDE = 0.4  # of a page's width: a drawing that stands beside the title
LONGEST = 14_000.0  # points: about the longest page that a PDF may have (ISO 32000-1, annex C)


def columns_of(shown: Plain) -> Iterator[Plain]:
    """Yield the columns of text in reading order."""
    for panel in shown["panels"]:
        yield from panel["columns"]


def _without(shown: Plain, dropped: Sequence[str]) -> Plain:
    """Leave sections out."""
    panels = [
        panel
        | {
            "columns": [
                column | {"sections": [section for section in column["sections"] if section["id"] not in dropped]}
                for column in panel["columns"]
            ]
        }
        for panel in shown["panels"]
    ]
    return shown | {"panels": panels}


def fillers(setting: Setting) -> dict[str, float]:
    """Return the heights of the drawings at the feet of columns, by column, in points: all but the cover's."""
    return {name: height for name, height in setting.fillers.items() if name != columns.COVER}


def even_headings(shown: Plain, layout: Layout) -> None:
    """Break each section's heading into even lines for the column it stands in."""
    heading = layout.theme.heading
    for panel in shown["panels"]:
        for column in panel["columns"]:
            measure = layout.column_measure(shown, Slot(column["name"], panel["name"]))
            for number, section in enumerate(column["sections"]):
                small = layout.columns > 1 or (number and shown["dense"])
                size = heading.second if small else heading.size
                runs = section["title"]["runs"]
                heading_lines = []
                if not any(run[look] for run in runs for look in ("strong", "emphasis", "href")):
                    heading_lines = lines(
                        said(section["title"]),
                        measure,
                        partial(width, layout.theme, size=size, tracking=heading.tracking),
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


def lines(text: str, measure: float, width: Callable[[str], float]) -> list[str]:
    """Break a text into the fewest lines that fit a measure, choosing the breaks whose longest line is shortest.

    `measure` and what `width` returns have the same unit. Where the text cannot be broken to fit (a word is too wide,
    or there are very many words) it comes back whole, for whoever lays it out to break.
    """
    words = text.split(" ")
    if len(words) > MOST_WORDS:
        return [text]
    for count in range(1, len(words) + 1):
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
