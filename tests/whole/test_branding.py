"""The theme that follows an institution: one file, its name and its line on what is made, its logo, its faces."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from guidepress import building, project
from guidepress.artifacts import outputs
from guidepress.brochure import brochure
from guidepress.commands.cli import main
from guidepress.compose import prepared
from guidepress.compose.themes import branding, coverage, theme
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.content.model.brand import Brand, BrandColour, BrandColours, HouseColours, HouseHeadings, HouseLogo
from guidepress.content.pictures import PictureFile
from guidepress.options import Choice
from guidepress.verify import glyphs
from guidepress.word import reader
from helpers.checkout import ROOT
from helpers.copies import copy_content

TODAY = date(2026, 11, 24)
OWN = project.find(ROOT)
LIBRARY = reading.read(OWN, TODAY)
HOUSE = theme.read(OWN, "house")
THEMES = sorted(path.parent.name for path in (ROOT / "templates/themes").glob("*/theme.yaml"))


def copied(root: Path, *files: tuple[str, str]) -> Library:
    """Check a copy of the content with some files written anew."""
    copy_content(root, "technician")
    for name, text in files:
        (root / "content" / name).write_text(text, encoding="utf-8")
    return reading.read(project.find(root), TODAY)


def dressed_in(**asked: object) -> theme.Theme:
    return branding.dress(HOUSE, replace(LIBRARY, brand=Brand.model_validate(asked)))[0]


# --- the file ---------------------------------------------------------------------------------------------------------


def test_an_empty_file_and_no_file_at_all_give_the_theme_as_it_is(tmp_path: Path) -> None:
    empty = copied(tmp_path / "one", ("brand.yaml", "# nothing yet\n"))
    assert empty.brand == Brand()
    (tmp_path / "one/content/brand.yaml").unlink()
    none = reading.read(project.find(tmp_path / "one"), TODAY)
    assert none.brand is None
    assert branding.dress(HOUSE, empty) == branding.dress(HOUSE, none)
    assert branding.dress(HOUSE, none)[0] == HOUSE


def test_a_nearly_empty_file_is_enough(tmp_path: Path) -> None:
    library = copied(tmp_path, ("brand.yaml", "name: Northern Clinic\n"))
    assert library.brand == Brand(name=library.brand.name if library.brand else None)
    ready = prepared.prepare(project.find(tmp_path), library, library.guides["technician"], "house")
    assert ready.theme.brand == library.brand


def test_the_sample_needs_no_advice_and_says_that_it_is_invented() -> None:
    assert LIBRARY.brand is not None
    assert LIBRARY.advice == ()
    assert "invented" in str(LIBRARY.brand.legal)


def test_a_brand_s_colours_go_before_the_publisher_s_in_the_theme_that_follows_it_and_nowhere_else() -> None:
    maroon, green = BrandColour(rgb="#520726"), BrandColour(rgb="#0B5D3B")
    publisher = LIBRARY.publisher.model_copy(update={"colours": BrandColours(primary=maroon)})
    both = replace(LIBRARY, publisher=publisher, brand=Brand(colours=HouseColours(primary=green)))
    assert branding.dress(HOUSE, both)[0].grounds["primary"].fill == "#0B5D3B"
    assert branding.dress(HOUSE, replace(both, brand=Brand()))[0].grounds["primary"].fill == "#520726"
    assert branding.dress(theme.read(OWN, "clinic"), both)[0].grounds["flood"].fill == "#520726"


def test_the_shapes_are_the_brand_s() -> None:
    bar = dressed_in(cover="bar", corners=4, headings=HouseHeadings(weight="regular"), typeface="Lato")
    assert {panels["cover"] for panels in bar.panels.values()} == {"paper"}
    assert {panels["cover"] for panels in dressed_in(cover="field").panels.values()} == {"primary"}
    assert bar.figures.round
    assert not dressed_in().figures.round
    assert (bar.heading.family, bar.heading.weight, bar.handout.font) == ("Lato", 400, "Calibri")


# --- typefaces --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typeface", branding.FAMILIES)
def test_a_typeface_has_two_weights_every_character_and_figures_of_one_width(typeface: str) -> None:
    from fontTools.ttLib import TTFont

    look = dressed_in(typeface=typeface)
    own_library = replace(LIBRARY, brand=Brand(typeface=typeface))
    assert coverage.problems(OWN, own_library, LIBRARY.guides.values(), "house") == []
    weights = []
    for face in look.faces:
        with TTFont(theme.font_folder() / face.file) as font:
            weights.append(font["OS/2"].usWeightClass)
            named, metrics = font.getBestCmap(), font["hmtx"]
            assert len({metrics[named[ord(figure)]][0] for figure in "0123456789"}) == 1
            assert font["OS/2"].sxHeight / font["head"].unitsPerEm * min(look.fit.sizes) >= 5.0  # points
    assert weights == [400, 700]
    assert min(look.fit.sizes) >= 10.5
    assert look.handout.font in ("Arial", "Calibri", "Cambria")  # LibreOffice replaces them metric for metric


# --- what is made -----------------------------------------------------------------------------------------------------


def test_the_name_stands_on_the_cover_and_the_legal_line_on_the_back_and_in_the_handout() -> None:
    made = building.make(OWN, LIBRARY, LIBRARY.guides["sonographer"], Choice("house"))
    names = outputs("sonographer")
    pages = glyphs.read(made.files[names["screen"]], names["screen"])
    cover, back = ("".join(glyph.text for glyph in pages[at].read()) for at in (0, 5))
    assert re.sub(r"\s+", "", cover).startswith("CarrowmereUniversityHospital")
    legal = str(LIBRARY.brand.legal) if LIBRARY.brand else ""
    assert re.sub(r"\s+", "", legal) in re.sub(r"\s+", "", back)
    assert legal in " ".join(reader.read(made.files[names["handout"]]).text.split())


def test_without_a_brand_s_name_the_publisher_s_stands_there(tmp_path: Path) -> None:
    library = copied(tmp_path, ("brand.yaml", "corners: 2\n"), ("publisher.yaml", "name: Lincoln High School\n"))
    ready = prepared.prepare(project.find(tmp_path), library, library.guides["technician"], "house")
    html = brochure.draft(ready, "trifold", "letter")
    head = html.partition('<div class="series">')[0]
    assert "Lincoln High School" in head.rpartition('<div class="house">')[2]


@pytest.mark.parametrize(("width", "height"), [(900, 420), (400, 400), (200, 700), (2000, 200)])
def test_a_logo_is_no_narrower_than_it_may_be_and_keeps_its_shape(width: int, height: int) -> None:
    out = BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    logo = PictureFile(out.getvalue(), width, height, "A name")
    found = branding.emblem(Brand(logo=HouseLogo(least_width=25, clear_space=6)), logo)
    assert found is not None
    assert found["width"] >= 25 * 72 / 25.4 - 0.01
    assert found["width"] / found["height"] == pytest.approx(width / height, rel=0.01)
    assert found["around"] == pytest.approx(17.0, abs=0.02)
    assert branding.emblem(None, logo) is branding.emblem(Brand(), None) is None


@pytest.mark.parametrize("colour", ["#FFD200", "#808080", "#39FF14"])
@pytest.mark.parametrize("look", THEMES)
def test_guides_in_hard_colours_pass_what_a_build_verifies(look: str, colour: str) -> None:
    colours = BrandColours(primary=BrandColour(rgb=colour))
    publisher = LIBRARY.publisher.model_copy(update={"colours": colours})
    library = replace(LIBRARY, publisher=publisher, brand=Brand())
    made = building.make(OWN, library, library.guides["sonographer"], Choice(look))
    assert len(made.files) == 3


def test_a_build_tells_the_moves_of_its_theme_at_their_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied(tmp_path, ("publisher.yaml", 'colours:\n  primary: {rgb: "#FFD200"}\n'))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["build", "--theme", "track"])
    assert done.exit_code == 0, done.output
    told = re.findall(
        r"content/publisher\.yaml:2:\d+: advice: 1 color is too faint in places: the (.+) uses another", done.stderr
    )
    assert told == ["theme track"]
    checked = CliRunner().invoke(main, ["check", "--verbose"])
    assert "the logo keeps #FFD200 exactly" in checked.stderr
    assert {"clinic", "track"} <= set(re.findall(r"In the theme (\w+)", checked.stderr))
