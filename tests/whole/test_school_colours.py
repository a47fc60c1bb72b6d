"""A school recognizes its color: four brands in two themes, measured on the pages as they are drawn."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from coloraide import Color

from guidepress import project
from guidepress.brochure import brochure, geometry, typeset
from guidepress.compose import prepared
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes import theme
from guidepress.content import reading
from guidepress.content.model.brand import BrandColour, BrandColours
from guidepress.content.model.publisher import School
from guidepress.errors import ContentError
from guidepress.verify import accounting, brand_fields, glyphs, visibility
from helpers.checkout import ROOT

OWN = project.find(ROOT)
LIBRARY = reading.read(OWN, date(2026, 11, 30))
BRANDS = {
    "maroon": ("Lincoln High School", "#6F1D2C", "#F0B323"),
    "yellow": ("Canary Valley College", "#FFD100", None),
    "black": ("Northside Technical", "#000000", None),
    "forest": ("Cedar Ridge High School", "#154734", "#A7A9AC"),
}
PAIRS = [(name, look) for name in BRANDS for look in ("clinic", "track")]
PANELS = ["cover", "flap", "inside-1", "inside-2", "inside-3", "back"]
FILLED = {"clinic": ["flap"], "track": ["cover"]}


@dataclass(frozen=True)
class Made:
    """A brochure of a school, its pages as pixels (red, green, blue), and what can be seen of each glyph."""

    ready: Prepared
    html: str
    pdf: bytes
    pages: list[np.ndarray]
    glyphs: list[glyphs.Page]
    sights: list[list[visibility.Sight | None]]

    @cached_property
    def colours(self) -> dict[str, Counter[str]]:
        """For each panel, the share of it that each colour covers."""
        panels = {}
        for panel, pixels in zip(PANELS, self.pages, strict=True):
            packed = pixels.reshape(-1, 3).astype(np.uint32) @ np.array((65536, 256, 1), np.uint32)
            values, counts = np.unique(packed, return_counts=True)
            pairs = zip(values.tolist(), counts.tolist(), strict=True)
            panels[panel] = Counter({f"#{value:06X}": count / packed.size for value, count in pairs})
        return panels

    def shares(self, panel: str) -> Counter[str]:
        """Return the share of a panel that each colour covers."""
        return self.colours[panel]


def of_school(brand: str, look: str, guide: str = "sonographer") -> Prepared:
    name, primary, secondary = BRANDS[brand]
    colours = BrandColours(
        primary=BrandColour(rgb=primary), secondary=BrandColour(rgb=secondary) if secondary else None
    )
    school = School(slug="a-school", name=name, contact=["Room 112"], colours=colours)
    library = replace(LIBRARY, publisher=school)
    return prepared.prepare(OWN, library, library.guides[guide], look)


@cache
def made(brand: str, look: str) -> Made:
    ready, fitted = brochure.fitted(of_school(brand, look), "trifold", "letter")
    pdf = typeset.write(fitted.laid, tagged=True)
    document = pdfium.PdfDocument(pdf)
    pages = [page.render(scale=2, no_smoothtext=True).to_numpy()[:, :, 2::-1].copy() for page in document]
    document.close()
    read = glyphs.read(pdf, "brochure.pdf")
    return Made(ready, fitted.html, pdf, pages, read, visibility.look(pdf, read, 4.5))


def contrast(one: str, other: str) -> float:
    return float(Color(one).contrast(other))


@pytest.mark.parametrize(("brand", "look"), PAIRS)
def test_all_type_can_be_read_where_it_stands(brand: str, look: str) -> None:
    brochure_made = made(brand, look)
    for panel, sights in zip(PANELS, brochure_made.sights, strict=True):
        seen = [sight.contrast for sight in sights if sight]
        assert len(seen) > 40
        assert min(seen) >= 4.5
        if look == "track" and panel == "inside-1":  # all of it on white, but for the strip, which has no type
            assert brochure_made.shares(panel).most_common(1)[0][0] == "#FFFFFF"
            assert min(seen) >= 7


@pytest.mark.parametrize(("brand", "look"), PAIRS)
def test_its_fields_are_exactly_the_colour(brand: str, look: str) -> None:
    primary = BRANDS[brand][1]
    bright = brand == "yellow"
    fields = ["cover", "flap"] if bright else FILLED[look]
    for panel in fields:
        shares = made(brand, look).shares(panel)
        assert shares.most_common(1)[0][0] == primary or shares[primary] > 0.4
    if look == "track" and not bright:  # the path runs over the same field
        assert made(brand, look).shares("inside-2").most_common(1)[0][0] == primary


@pytest.mark.parametrize(("brand", "look"), PAIRS)
def test_no_colour_of_another_hue_is_on_the_pages_and_none_that_is_paler(brand: str, look: str) -> None:
    _, primary, secondary = BRANDS[brand]
    theme_own = ["#FFC42E"] if look == "track" and brand == "black" else []
    own = [Color(colour).convert("oklch") for colour in (primary, secondary, *theme_own) if colour]
    checked = 0
    for panel in PANELS:
        for colour, share in made(brand, look).shares(panel).items():
            if share < 0.004:  # shades at the edges of shapes
                continue
            flat = Color(colour).convert("oklch")
            if flat["chroma"] < 0.035:
                continue
            turns = [abs((flat["hue"] - each["hue"] + 180) % 360 - 180) for each in own if each["chroma"] >= 0.035]
            assert turns, (panel, colour)
            assert min(turns) <= 6, (panel, colour)
            checked += 1
            if min(turns) == turns[0] and brand in ("maroon", "forest") and panel in ("flap", "cover"):
                strong = flat["chroma"] > 0.6 * own[0]["chroma"]
                assert not strong or flat["lightness"] <= own[0]["lightness"] + 0.002, (panel, colour)
    assert checked or brand == "black"


@pytest.mark.parametrize("brand", BRANDS)
def test_lines_and_bars_stand_out(brand: str) -> None:
    track = made(brand, "track")
    ground, *others = [colour for colour, _ in track.shares("inside-2").most_common(6)]
    line = track.ready.theme.ground("ultrasound", "inside-2").track
    assert line in others
    assert contrast(line, ground) >= 3
    for look in ("clinic", "track"):
        for name in ("flap", "inside-3"):
            parts = made(brand, look).ready.theme.ground("ultrasound", name)
            assert made(brand, look).shares(name)[parts.bar] > 0.0005
            assert max(contrast(parts.bar, parts.fill), contrast(parts.bar, parts.tint)) >= 3


def test_clinic_s_readings_can_be_read_on_white() -> None:
    for brand in BRANDS:
        strong = made(brand, "clinic").ready.theme.grounds["paper"].strong
        assert made(brand, "clinic").shares("inside-3")[strong] > 0.005
        assert contrast(strong, "#FFFFFF") >= 4.5


@pytest.mark.parametrize("look", ["clinic", "track"])
def test_the_school_s_name_stands_at_the_head_of_the_cover_and_the_series_on_the_back(look: str) -> None:
    cover, *_, back = made("maroon", look).glyphs
    head, foot = ("".join(glyph.text for glyph in page.read()) for page in (cover, back))
    assert accounting.solid(head).startswith(accounting.solid("Lincoln High School2026"))
    series = accounting.solid(str(LIBRARY.guides["sonographer"].series))
    assert series not in accounting.solid(head)
    assert series in accounting.solid(foot)


# --- the guard --------------------------------------------------------------------------------------------------------


def checks(pdf: bytes, ready: Prepared) -> list[str]:
    found = brand_fields.checks(pdf, ready, "trifold", "letter", "brochure.pdf")
    assert [check.point for check in found] == [brand_fields.FIELDS]
    return [problem.message for check in found for problem in check.problems]


def repainted(pdf: bytes, colour: str, other: str) -> bytes:
    """Return a PDF in which every fill of one colour has another, as a wrong style sheet would have it."""

    def numbers(text: str) -> list[float]:
        return [int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)]

    changed = 0
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            out = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "rg" and np.allclose(
                    [float(each) for each in operands], numbers(colour), atol=1e-3
                ):
                    operands = [round(each, 4) for each in numbers(other)]
                    changed += 1
                out.append((operands, operator))
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(out))
        result = BytesIO()
        document.save(result)
    assert changed
    return result.getvalue()


@pytest.mark.parametrize(("brand", "look"), PAIRS)
def test_a_field_of_the_school_s_colour_passes(brand: str, look: str) -> None:
    assert checks(made(brand, look).pdf, made(brand, look).ready) == []


@pytest.mark.parametrize(("brand", "look", "panel", "paler"), [
    ("maroon", "track", "cover", "#E58FA5"),
    ("forest", "clinic", "flap", "#154735"),
    ("yellow", "clinic", "cover", "#B19100"),
])  # fmt: skip
def test_a_field_whose_colour_moved_is_found(brand: str, look: str, panel: str, paler: str) -> None:
    primary = BRANDS[brand][1]
    said = checks(repainted(made(brand, look).pdf, primary, paler), made(brand, look).ready)
    assert f"The panel {panel} is filled with {paler}, not with the primary color {primary}." in said


def test_a_colour_that_is_on_no_page_is_found_where_no_whole_panel_has_it() -> None:
    pages = [Counter({"#FFFFFF": 0.9, "#E58FA5": 0.1})]
    span = LIBRARY.trees["publisher", "publisher"].span
    named = [panel.name for panel in geometry.panels("flyer", "letter", 1)]
    found = list(brand_fields.moved(pages, "#6F1D2C", {"cover"}, named, set(), span))
    assert [problem.message for problem in found] == ["No page has a field of the primary color #6F1D2C."]
    assert not list(brand_fields.moved([Counter({"#6F1D2C": 0.02})], "#6F1D2C", {"cover"}, named, set(), span))


def test_without_a_colour_nothing_is_looked_for() -> None:
    ready = prepared.prepare(OWN, LIBRARY, LIBRARY.guides["sonographer"], "track")
    assert ready.theme == theme.read(OWN, "track")
    assert brand_fields.checks(made("maroon", "track").pdf, ready, "trifold", "letter", "brochure.pdf") == []


@pytest.mark.parametrize(("edition", "said"), [
    ("2026", "2026"), ("2026.1", "2026"), ("2026.2", "2026, second edition"), ("2026.3", "2026, third edition"),
    ("2026.40", "2026.40"),
])  # fmt: skip
def test_the_cover_says_the_year_and_which_edition_of_it(edition: str, said: str) -> None:
    guide = LIBRARY.guides["sonographer"].model_copy(update={"edition": edition})
    ready = prepared.prepare(OWN, LIBRARY, guide, "clinic")
    assert ready.shown["edition_said"] == said
    html = brochure.draft(ready, "trifold", "letter")
    cover, _, rest = html.partition("<body")[2].partition("<h1")
    assert f"<strong>{said}</strong>" in cover
    assert ready.revision not in cover
    assert ready.revision.partition("-")[2] in rest


def test_a_shade_that_does_not_exist_is_told_at_its_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    file = tmp_path / "templates/themes/track/theme.yaml"
    text = file.read_text(encoding="utf-8")
    assert "fill: partner" in text
    line = text[: text.index("fill: partner")].count("\n") + 1
    for wrong, message in (
        (text.replace("fill: partner", "fill: partnr", 1), "There is no shade “partnr”."),
        (text.replace("{fill: partner", "{fil: partner", 1), "Nothing there is called “fil”."),
    ):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(ContentError) as caught:
            theme.read(project.find(tmp_path), "track")
        (problem,) = caught.value.problems
        assert problem.message == message
        assert problem.span.line == line
