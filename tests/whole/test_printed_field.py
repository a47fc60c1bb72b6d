"""The edition for an office printer: the text of a colored panel stands in the middle of the color that is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guidepress import building, project
from guidepress.artifacts import outputs
from guidepress.brochure import geometry
from guidepress.brochure.geometry import PRINTER_BORDER
from guidepress.content import reading
from guidepress.options import AS_IS, Choice
from guidepress.units import MM
from guidepress.verify import glyphs
from helpers.checkout import ROOT

OWN = project.find(ROOT)
LIBRARY = reading.read(OWN, date(2026, 11, 30))
FINISHES = {"as it is": AS_IS, "with a bleed": replace(AS_IS, bleed=3 * MM)}


@pytest.mark.parametrize(("format_name", "finish", "moved"), [
    ("trifold", "as it is", {"flap": 0.5, "back": 0, "cover": -0.5}),
    ("halffold", "as it is", {"back": 0, "cover": -0.5}),  # its back is wide, and white
    ("trifold", "with a bleed", {"flap": 0, "back": 0, "cover": 0}),
])  # fmt: skip
def test_text_stands_in_the_middle_of_the_colour_that_is_printed(
    format_name: str, finish: str, moved: dict[str, float]
) -> None:
    finishing = FINISHES[finish]
    made = building.make(OWN, LIBRARY, LIBRARY.guides["sonographer"], Choice("track", format=format_name), finishing)
    names = outputs("sonographer")
    pages = glyphs.read(made.files[names["screen"]], names["screen"])
    sheet = glyphs.read(made.files[names["print"]], names["print"])[0]
    face = geometry.sheets(format_name, "letter", bleed=finishing.bleed, margin=finishing.margin)[0].front
    panels = dict(zip((panel.name for panel in geometry.panels(format_name, "letter")), pages, strict=True))
    shifts = {}
    for placement in face.placements:
        panel = placement.panel
        on_sheet = [glyph for glyph in sheet.glyphs if placement.x <= glyph.left < placement.x + panel.width]
        text = panels[panel.name].glyphs
        difference = min(glyph.left for glyph in on_sheet) - placement.x - min(glyph.left for glyph in text)
        shifts[panel.name] = difference / PRINTER_BORDER
    assert shifts == pytest.approx(moved, abs=0.02)
