"""One guide to its brochure: draw, lay out, fit, lay out once more; the pages, and what the fit found."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import html as lxml_html

from guidepress import compose, fit, geometry, motifs
from guidepress.check import Library
from guidepress.compose import Plain
from guidepress.fit import Limits, Room, Setting, Trial
from guidepress.geometry import Panel
from guidepress.project import Project
from guidepress.theme import Theme, font_folder
from guidepress.typeset import Typeset, typeset


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
    addresses = {"fonts": font_folder().as_uri()}
    if library.logo:
        addresses["logo"] = data_address("image/png", library.logo.png)
    limits = Limits(theme.fit.sizes, *theme.fit.gaps, filler=theme.fit.filler)

    def lay_out(setting: Setting, art: Mapping[str, str], places: Plain) -> tuple[str, Typeset]:
        data = {
            "size": setting.size,
            "gap": setting.gap,
            "gaps": dict(setting.gaps),
            "feet": dict(setting.feet),
            "fillers": {name: height for name, height in setting.fillers.items() if name != "cover"},
            "art": places,
        }
        text = compose.brochure(project, theme, shown, _sizes(panels), addresses | dict(art), data)
        return text, typeset(text, folders)

    def measure(setting: Setting) -> Mapping[str, Room]:
        text, laid = lay_out(setting, _NO_ART | dict.fromkeys(shown["motifs"], ""), {"top": 0, "width": 0, "height": 0})
        return rooms(text, laid, theme.page.bottom)

    chosen, trials = fit.search(limits, measure)
    setting = fit.spread(chosen, limits, fixed=["cover"])
    cover = panels["cover"]
    height = max(setting.fillers["cover"] - theme.page.art + theme.page.bottom, 0)
    places = {"top": cover.height - height - theme.page.top, "width": cover.width, "height": height}
    text, laid = lay_out(setting, _art(shown, theme, panels, cover.width, height), places)
    return Brochure(text, laid, setting, chosen, trials)


def rooms(text: str, laid: Typeset, bottom: float) -> dict[str, Room]:
    """Measure what each panel has left below its text, in points. `bottom` is the margin below the text."""
    root = lxml_html.document_fromstring(text)
    found: dict[str, Room] = {}
    for name in dict.fromkeys(laid.panels):
        pages = [number for number, panel in enumerate(laid.panels) if panel == name]
        boxes = [*laid.boxes.get(f"flow-{name}", ()), *laid.boxes.get(f"foot-{name}", ())]
        ends = {number: max((box.bottom for box in boxes if box.page == number), default=0.0) for number in pages}
        starts = {number: min((box.top for box in boxes if box.page == number), default=0.0) for number in pages}
        left = laid.sizes[pages[0]][1] - bottom - ends[pages[0]]
        if len(pages) > 1:
            # What cannot be broken moves on whole, so a little may still be free where it came from.
            over = sum(ends[number] - starts[number] for number in pages[1:])
            left = min(left - over, -1.0)
        section = root.get_element_by_id(f"panel-{name}")
        gaps = len(section.find_class("gap"))
        found[name] = Room(left, gaps, foot=f"foot-{name}" in laid.boxes)
    return found


def data_address(kind: str, data: bytes) -> str:
    """Return a data: address for bytes of a media type."""
    return f"data:{kind};base64,{b64encode(data).decode()}"


_NO_ART = {"cover": ""}


def _sizes(panels: Mapping[str, Panel]) -> Plain:
    return {name: {"width": round(panel.width, 3), "height": round(panel.height, 3)} for name, panel in panels.items()}


def _art(shown: Plain, theme: Theme, panels: Mapping[str, Panel], width: float, height: float) -> dict[str, str]:
    """Draw the cover's picture and the bands: what a page shows of the roles that its guide names."""
    if not shown["motifs"]:
        return dict(_NO_ART)
    colours = theme.colours
    on_paper = motifs.Palette(accent=colours.accent, ink=colours.ink, paper=colours.paper)
    on_flood = motifs.Palette(accent=colours.on_flood, ink=colours.on_flood, paper=colours.flood)
    drawn = {"cover": motifs.mosaic(shown["motifs"], width, height, on_paper) if height else ""}
    measure = panels["flap"].width - 2 * theme.page.flood_side
    for motif in shown["motifs"]:
        drawn[motif] = motifs.band(motif, measure, BAND, on_flood)
    return {name: data_address("image/svg+xml", svg.encode()) if svg else "" for name, svg in drawn.items()}


BAND = 40.0  # points: the height of a band on the flap
