"""One guide to its brochure: draw, lay out, fit, lay out once more; the pages, and what the fit found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import html as lxml_html

from guidepress import art, balance, compose, fit, placing
from guidepress.fit import Limits, Room, Setting, Trial
from guidepress.geometry import Panel
from guidepress.library import Library
from guidepress.project import Project
from guidepress.theme import Theme, font_folder, width
from guidepress.typeset import Typeset, typeset
from guidepress.view import Plain, said


@dataclass(frozen=True)
class Brochure:
    """A brochure laid out and fitted. `trials` holds every layout that the fit made.

    `bled` lays the same out again with a bleed, in points.
    """

    html: str
    laid: Typeset
    setting: Setting
    chosen: Trial
    trials: Sequence[Trial]
    bled: Callable[[float], Typeset]


@dataclass(frozen=True)
class Stock:
    """What a guide is set on and with: the project's templates, a theme, a format, and its panels by name."""

    project: Project
    library: Library
    theme: Theme
    format: str
    panels: Mapping[str, Panel]

    def typeset(self, text: str) -> Typeset:
        """Lay HTML out."""
        return typeset(text, [font_folder(), self.project.templates])

    def compose(
        self, shown: Plain, setting: Setting, drawings: Mapping[str, str], cover: float, bleed: float = 0.0
    ) -> str:
        """Compose the HTML for a setting. A drawing not made yet leaves its place empty; `cover` is one's height.

        Colour and the cover's drawing reach `bleed` points beyond the trim.
        """
        theme, panels = self.theme, self.panels
        size = panels["cover"]
        fillers = _fillers(setting)
        kept = [
            panel | {"sections": [section for section in panel["sections"] if section["id"] not in setting.dropped]}
            for panel in shown["panels"]
        ]
        shown = shown | {"panels": kept}
        large = placing.flows(self.format)
        fitted = {
            "size": setting.size,
            "bleed": bleed,
            "small": setting.size if large else theme.fit.small,
            "dropped": list(setting.dropped),
            "gap": setting.gap,
            "gaps": dict(setting.gaps),
            "feet": dict(setting.feet),
            "fillers": fillers,
            "hang": round(_tallest_heading(shown) * theme.heading.leading + theme.page.hang, 2),
            "title": _title_size(shown, theme, size),
            "running": _running_head(said(shown["title"]), theme, min(panel.width for panel in panels.values())),
            "art": {"top": size.height - cover - theme.page.top, "width": size.width, "height": cover},
            "shape": "large" if large else "wide" if size.width > WIDE else "narrow",
        }
        names = ["cover", "logo", *shown["motifs"], *(f"filler-{name}" for name in fillers)]
        pictures: Plain = dict.fromkeys(names, "") | {"fonts": font_folder().as_uri()} | dict(drawings)
        if logo := self.library.logo:
            pictures["logo"] = art.data_address(logo.media, logo.data)
        pictures["photos"] = {
            section: art.data_address(photo.media, photo.data)
            for (guide, section), photo in self.library.photos.items()
            if guide == shown["slug"]
        }
        return compose.brochure(self.project, theme, shown, _panels(shown, theme, panels), pictures, fitted)


WIDE = 330.0  # points: on a wider panel figures and lists stand side by side


def make(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    pages: int | None = None,
) -> Brochure:
    """Set a guide as panels in reading order; `pages` is their number in formats whose pages are numbered.

    Text that does not fit at any size that the theme allows is laid out all the same, on extra pages, so that whoever
    verifies the brochure can say where it runs over and by how much.
    """
    stock = Stock(project, library, theme, format, placing.frames(format, paper, pages))
    sizes = (placing.SET,) if placing.flows(format) else theme.fit.sizes
    limits = Limits(sizes, *theme.fit.gaps, filler=theme.fit.filler)
    _even_headings(shown, theme, stock.panels)

    def measure(setting: Setting) -> Mapping[str, Room]:
        text = stock.compose(shown, setting, {}, 0)
        return rooms(text, stock.typeset(text), theme.page.bottom, placing.flows(format))

    chosen, trials = fit.search(limits, measure, _optional(shown))
    setting = fit.spread(chosen, limits, fixed=["cover"], plain=_drawn(shown))
    cover = max(setting.fillers["cover"] - theme.page.art + theme.page.bottom, 0)
    drawings = art.brochure(shown, theme, stock.panels, cover, _fillers(setting))
    text = stock.compose(shown, setting, drawings, cover)

    def bled(bleed: float) -> Typeset:
        return stock.typeset(stock.compose(shown, setting, drawings, cover, bleed))

    return Brochure(text, stock.typeset(text), setting, chosen, trials, bled)


def column(
    project: Project, library: Library, theme: Theme, shown: Plain, format: str, panel: Panel  # noqa: A002
) -> placing.Column:  # fmt: skip
    """Set all sections one under the other at the smallest size, on a panel as wide as this one but very long.

    Returns the height of each section, of the foot of the back and of the title on the cover, in points.
    """
    long = Panel(placing.BACK, panel.width, LONGEST)
    cover = Panel(placing.COVER, panel.width, panel.height)
    stock = Stock(project, library, theme, format, {placing.COVER: cover, placing.BACK: long})
    sections = list(shown["sections"])
    alone = shown | {"panels": [{"name": placing.BACK, "sections": sections}]}
    _even_headings(alone, theme, stock.panels)
    text = stock.compose(alone, Setting(min(theme.fit.sizes), theme.fit.gaps[0]), {}, 0)
    laid = stock.typeset(text)
    tops = {each["id"]: laid.at(f"section-{each['id']}") for each in sections if each["kind"] != "sources"}
    foot, flow = laid.at(f"foot-{placing.BACK}"), laid.at(f"flow-{placing.BACK}")
    edges = [box.top for box in tops.values() if box] + [flow.bottom if flow else 0.0]
    heights = {name: below - above for name, above, below in zip(tops, edges, edges[1:], strict=False)}
    head = laid.at(f"flow-{placing.COVER}")
    return placing.Column(heights, foot.bottom - foot.top if foot else 0.0, head.bottom - head.top if head else 0.0)


LONGEST = 14_000.0  # points: about the longest page that a PDF may have (ISO 32000-1, annex C)


def draft(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    format: str,  # noqa: A002
    paper: str,
    pages: int | None = None,
    dropped: Sequence[str] = (),
) -> str:
    """Return a brochure's HTML before it is fitted or drawn: all of its words, in their order."""
    stock = Stock(project, library, theme, format, placing.frames(format, paper, pages))
    _even_headings(shown, theme, stock.panels)
    return stock.compose(shown, Setting(min(theme.fit.sizes), theme.fit.gaps[0], dropped=tuple(dropped)), {}, 0)


def _drawn(shown: Plain) -> list[str]:
    """Return the panels that have drawings of their own: one more at the foot would favour one role."""
    return [
        panel["name"]
        for panel in shown["panels"]
        if any(line["motif"] for section in panel["sections"] for line in section.get("lines") or ())
    ]


def _optional(shown: Plain) -> dict[str, list[str]]:
    """Return the sections of each panel that may be left out; one always stays."""
    found = {
        panel["name"]: [section["id"] for section in panel["sections"] if section["optional"]]
        for panel in shown["panels"]
    }
    counts = {panel["name"]: len(panel["sections"]) for panel in shown["panels"]}
    return {name: ids[1:] if len(ids) == counts[name] else ids for name, ids in found.items()}


def rooms(text: str, laid: Typeset, bottom: float, flows: bool = False) -> dict[str, Room]:
    """Measure what each panel has left below its text, in points. `bottom` is the margin below the text.

    Where text `flows`, it may take as many pages as it needs, and what is left is left on the last.
    """
    root = lxml_html.document_fromstring(text)
    measured: dict[str, Room] = {}
    for name in dict.fromkeys(laid.panels):
        pages = [number for number, panel in enumerate(laid.panels) if panel == name]
        boxes = [*laid.boxes.get(f"flow-{name}", ()), *laid.boxes.get(f"foot-{name}", ())]
        ends = {number: max((box.bottom for box in boxes if box.page == number), default=0.0) for number in pages}
        starts = {number: min((box.top for box in boxes if box.page == number), default=0.0) for number in pages}
        left = laid.sizes[pages[0]][1] - bottom - ends[pages[0]]
        if flows and len(pages) > 1:
            left = max(laid.sizes[pages[-1]][1] - bottom - ends[pages[-1]], 0.0)
        elif len(pages) > 1:
            # A block that is broken reaches down to the end of its page, so its last leaf says what is used there; what
            # cannot be broken moves on whole, so a little may still be free where it came from.
            leaves = [found for name, found in laid.boxes.items() if not name.startswith(("panel-", "flow-", "foot-"))]
            used = max((box.bottom for found in leaves for box in found if box.page == pages[0]), default=0.0)
            over = sum(ends[number] - starts[number] for number in pages[1:])
            left = min(laid.sizes[pages[0]][1] - bottom - used - over, -1.0)
        section = root.get_element_by_id(f"panel-{name}")
        gaps = len(section.find_class("gap"))
        measured[name] = Room(left, gaps, foot=f"foot-{name}" in laid.boxes)
    return measured


def _fillers(setting: Setting) -> dict[str, float]:
    return {name: height for name, height in setting.fillers.items() if name != "cover"}


def _panels(shown: Plain, theme: Theme, panels: Mapping[str, Panel]) -> Plain:
    """Return of each panel its size, its margin at the sides and the colours that stand on it."""
    return {
        name: {
            "width": round(panel.width, 3),
            "height": round(panel.height, 3),
            "side": art.side(theme, shown["scheme"], name),
            "ground": theme.ground(shown["scheme"], name).model_dump(mode="json"),
        }
        for name, panel in panels.items()
    }


def _even_headings(shown: Plain, theme: Theme, panels: Mapping[str, Panel]) -> None:
    """Break each section's heading into even lines for the panel it stands on."""
    heading = theme.heading
    for panel in shown["panels"]:
        measure = panels[panel["name"]].width - 2 * art.side(theme, shown["scheme"], panel["name"])
        for number, section in enumerate(panel["sections"]):
            size = heading.second if number and shown["dense"] else heading.size
            runs = section["title"]["runs"]
            made = []
            if not any(run[look] for run in runs for look in ("strong", "emphasis", "href")):
                made = balance.lines(
                    said(section["title"]),
                    measure,
                    partial(width, theme, size=size, tracking=heading.tracking),
                )
            section["title_lines"] = made if len(made) > 1 else []


def _tallest_heading(shown: Plain) -> int:
    """Return of how many lines the tallest heading is that a panel begins with."""
    return max((max(len(panel["sections"][0]["title_lines"]), 1) for panel in shown["panels"]), default=1)


def _title_size(shown: Plain, theme: Theme, cover: Panel) -> float:
    """Return the largest size of the title at which its longest word fits the measure, in points."""
    measure = cover.width - 2 * art.side(theme, shown["scheme"], "cover")
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
