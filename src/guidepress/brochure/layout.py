"""A brochure's margins, column widths and heading lines, and its HTML at a given type size and spacing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise
from math import inf

from guidepress.brochure import columns, portraits, strips
from guidepress.brochure.fit import Limits, Setting
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import SAFE_EDGE, Panel, safe_insets
from guidepress.brochure.typeset import LaidBox, Typeset, typeset
from guidepress.compose import art, pay_charts, placement, templates, view
from guidepress.compose.drawings.edges import Edges
from guidepress.compose.placement import Slot
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes.theme import Theme, body_width, font_folder, width
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
        theme = self.theme
        filled = fillers(setting)
        shown = self._without(shown, setting.dropped)
        heading, leading = self.heading(shown, setting)
        even_headings(shown, self, heading)
        shown = pay_charts.charted(shown, theme, partial(self._pay_room, shown, setting))
        portraits.place(shown, self, setting.feet, bleed)
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
            "foot": min(self._feet(setting, columns_of(shown)), default=0),
            "feet": dict(setting.feet),
            "climbed": self.climbed(shown, setting),
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

    def _pay_room(self, shown: Plain, setting: Setting, column: Plain, section: Plain) -> pay_charts.Room:
        """Return what a setting gives to the pay in a column: where text flows on, all the height that it can take."""
        measure, lying = self.column_measure(shown, Slot(column["name"], _panel(column["name"]))), self.shape == "wide"
        growth = inf if self.flows else setting.stretches.get(section["id"], 0.0)
        leads = self.shape == "narrow" and section is column["sections"][0]
        width = round(measure * PAY, 2) if lying else measure
        return pay_charts.Room(width, growth, setting.size, setting.leading, lying, leads)

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

    def climbed(self, shown: Plain, setting: Setting) -> list[dict[str, float]]:
        """Return how high each rung is of a ladder that the line of a path climbs, and how far it is moved, in points.

        Such a line goes on over the fold and comes to the first rung at the foot, so the rungs stand in reverse, though
        they are read in their order. A theme with round lines draws it so, where the path is the last on its panel, its
        line ends at the right, and the ladder ends the next panel. Elsewhere there are none.
        """
        if self.shape != "narrow" or self.theme.art != "flat":
            return []
        for column, following in pairwise(columns_of(shown)):
            if not column["sections"] or not following["sections"]:
                continue
            path, ladder = column["sections"][-1], following["sections"][-1]
            if (path["kind"], ladder["kind"]) == ("path", "ladder") and len(path["steps"]) % 2 == 0:
                measure = self.measure(shown, following["name"]) - BEFORE_RUNG
                body = partial(body_width, self.theme, size=setting.size)
                counts = [len(lines(said(point), measure, body)) for point in ladder["points"]]
                return _reversed([RUNG + (count - 1) * setting.size * setting.leading for count in counts])
        return []

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
TWO_LINES = 2  # of a heading that begins a narrow panel
DISPLAY_LEADING = 1.03  # sizes: the distance of the lines of a heading that begins a narrow panel
RUNG, BEFORE_RUNG = (
    20.0,
    31.0,
)  # points: how high a rung of one line is that a line climbs, and what is before its words
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


def even_headings(shown: Plain, layout: Layout, first: float) -> None:
    """Break each heading into even lines for its column; `first` is the size of those that columns begin with."""
    for column in columns_of(shown):
        for number, section in enumerate(column["sections"]):
            small = layout.columns > 1 or (number and (shown["dense"] or layout.shape == "narrow"))
            heading_lines = layout.heading_lines(
                shown, column, section, layout.theme.heading.second if small else first
            )
            section["title_lines"] = heading_lines if len(heading_lines) > 1 else []


def _reversed(heights: Sequence[float]) -> list[dict[str, float]]:
    """Return the height of each rung, and by how much it is moved down so that the first stands last."""
    before = [sum(heights[:number]) for number in range(len(heights))]
    total = sum(heights)
    return [
        {"height": round(height, 2), "down": round(total - 2 * start - height, 2)}
        for height, start in zip(heights, before, strict=True)
    ]


def _tallest_heading(shown: Plain) -> int:
    """Return of how many lines the tallest heading is that a column begins with."""
    first = (column["sections"][0] for column in columns_of(shown) if column["sections"])
    return max((max(len(section["title_lines"]), 1) for section in first), default=1)


def _title_size(shown: Plain, theme: Theme, measure: float) -> float:
    """Return the largest size of the title at which no word is too wide and there are four lines at most, in points.

    A title that has more lines at all sizes has the smallest. Where a word is too wide at all of them, it is hyphenated
    at the last size but one: a hyphen costs less than type that is smaller still.
    """
    title = said(shown["title"])
    sizes = sorted(theme.title.sizes, reverse=True)
    fits = []
    for size in sizes:
        measured = partial(width, theme, size=size, tracking=theme.title.tracking)
        if all(measured(word) <= measure for word in title.split()):
            fits.append(size)
            if len(lines(title, measure, measured)) <= TITLE_LINES:
                return size
    return fits[-1] if fits else sizes[-2:][0]


TITLE_LINES = 4


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
