"""One guide to its brochure: draw, lay out, fit, lay out once more; the pages, and what the fit found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from lxml import html as lxml_html

from guidepress import art, balance, compose, fit, geometry
from guidepress.fit import Limits, Room, Setting, Trial
from guidepress.geometry import Panel
from guidepress.library import Library
from guidepress.project import Project
from guidepress.theme import Theme, font_folder, width
from guidepress.typeset import Typeset, typeset
from guidepress.view import Plain, said


@dataclass(frozen=True)
class Brochure:
    """A brochure laid out and fitted. `trials` holds every layout that the fit made, the one chosen first."""

    html: str
    laid: Typeset
    setting: Setting
    chosen: Trial
    trials: Sequence[Trial]


def make(project: Project, library: Library, theme: Theme, shown: Plain, format: str, paper: str) -> Brochure:  # noqa: A002
    """Set a guide as panels in reading order.

    Text that does not fit at any size that the theme allows is laid out all the same, on extra pages, so that whoever
    verifies the brochure can say where it runs over and by how much.
    """
    panels = {panel.name: panel for panel in geometry.panels(format, paper)}
    folders = [font_folder(), project.templates]
    limits = Limits(theme.fit.sizes, *theme.fit.gaps, filler=theme.fit.filler)
    _even_headings(shown, theme, panels)

    def measure(setting: Setting) -> Mapping[str, Room]:
        text = _compose(project, library, theme, shown, panels, setting, {}, 0)
        return rooms(text, typeset(text, folders), theme.page.bottom)

    chosen, trials = fit.search(limits, measure, _optional(shown))
    setting = fit.spread(chosen, limits, fixed=["cover"])
    cover = max(setting.fillers["cover"] - theme.page.art + theme.page.bottom, 0)
    drawings = art.brochure(shown, theme, panels, cover, _fillers(setting))
    text = _compose(project, library, theme, shown, panels, setting, drawings, cover)
    return Brochure(text, typeset(text, folders), setting, chosen, trials)


def draft(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    dropped: Sequence[str] = (),
) -> str:
    """Return a brochure's HTML before it is fitted or drawn: all of its words, in their order."""
    panels = {panel.name: panel for panel in geometry.panels(format, paper)}
    _even_headings(shown, theme, panels)
    setting = Setting(min(theme.fit.sizes), theme.fit.gaps[0], dropped=tuple(dropped))
    return _compose(project, library, theme, shown, panels, setting, {}, 0)


def _optional(shown: Plain) -> dict[str, list[str]]:
    """Return the sections of each panel that may be left out; one always stays."""
    found = {
        panel["name"]: [section["id"] for section in panel["sections"] if section["optional"]]
        for panel in shown["panels"]
    }
    counts = {panel["name"]: len(panel["sections"]) for panel in shown["panels"]}
    return {name: ids[1:] if len(ids) == counts[name] else ids for name, ids in found.items()}


def rooms(text: str, laid: Typeset, bottom: float) -> dict[str, Room]:
    """Measure what each panel has left below its text, in points. `bottom` is the margin below the text."""
    root = lxml_html.document_fromstring(text)
    measured: dict[str, Room] = {}
    for name in dict.fromkeys(laid.panels):
        pages = [number for number, panel in enumerate(laid.panels) if panel == name]
        boxes = [*laid.boxes.get(f"flow-{name}", ()), *laid.boxes.get(f"foot-{name}", ())]
        ends = {number: max((box.bottom for box in boxes if box.page == number), default=0.0) for number in pages}
        starts = {number: min((box.top for box in boxes if box.page == number), default=0.0) for number in pages}
        left = laid.sizes[pages[0]][1] - bottom - ends[pages[0]]
        if len(pages) > 1:
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


def _compose(
    project: Project,
    library: Library,
    theme: Theme,
    shown: Plain,
    panels: Mapping[str, Panel],
    setting: Setting,
    drawings: Mapping[str, str],
    cover: float,
) -> str:
    """Compose the HTML for a setting. A drawing not made yet leaves its place empty; `cover` is one's height."""
    size = panels["cover"]
    fillers = _fillers(setting)
    kept = [
        panel | {"sections": [section for section in panel["sections"] if section["id"] not in setting.dropped]}
        for panel in shown["panels"]
    ]
    shown = shown | {"panels": kept}
    fitted = {
        "size": setting.size,
        "dropped": list(setting.dropped),
        "gap": setting.gap,
        "gaps": dict(setting.gaps),
        "feet": dict(setting.feet),
        "fillers": fillers,
        "hang": round(_tallest_heading(shown) * theme.heading.leading + theme.page.hang, 2),
        "title": _title_size(shown, theme, size),
        "running": _running_head(said(shown["title"]), theme, min(panel.width for panel in panels.values())),
        "art": {"top": size.height - cover - theme.page.top, "width": size.width, "height": cover},
    }
    names = ["cover", "logo", *shown["motifs"], *(f"filler-{name}" for name in fillers)]
    pictures: Plain = dict.fromkeys(names, "") | {"fonts": font_folder().as_uri()} | dict(drawings)
    if library.logo:
        pictures["logo"] = art.data_address(library.logo.media, library.logo.data)
    pictures["photos"] = {
        section: art.data_address(photo.media, photo.data)
        for (guide, section), photo in library.photos.items()
        if guide == shown["slug"]
    }
    return compose.brochure(project, theme, shown, _panels(shown, theme, panels), pictures, fitted)


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
