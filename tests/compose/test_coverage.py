"""Characters that the fonts of a theme lack: which they are, where they stand, and what is proposed instead."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guidepress import project
from guidepress.compose.themes import coverage
from guidepress.content import reading, source
from guidepress.content.library import Library
from guidepress.content.model.brand import Brand
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Problem, Span
from guidepress.project import Project
from helpers.checkout import ROOT

OWN = project.find(ROOT)
LIBRARY = reading.read(OWN, date(2026, 11, 24))
FILE = "content/publisher.yaml"


def handed_out(text: str, model: type[Publisher] = Publisher) -> Library:
    """The library as it is with this text in the file of its publisher."""
    tree = source.load(text.encode(), FILE)
    publisher, problems = validate(tree, model, Span(FILE))
    assert problems == []
    assert isinstance(publisher, Publisher)
    trees = {**LIBRARY.trees, ("publisher", "publisher"): tree}
    return replace(LIBRARY, publisher=publisher, trees=trees, texts={**LIBRARY.texts, FILE: text})


def problems(text: str, theme: str = "clinic", where: Project = OWN) -> list[Problem]:
    library = handed_out(f'name: "{text}"\n')
    return coverage.problems(where, library, library.guides.values(), theme)


def advice(text: str, theme: str = "clinic", where: Project = OWN) -> list[Problem]:
    library = handed_out(f'name: "{text}"\n')
    return [piece for piece in coverage.report(where, library, theme) if piece.advice]


@pytest.mark.parametrize("theme", ["clinic", "track", "house"])
def test_the_guides_as_they_are_can_be_printed_in_every_theme(theme: str) -> None:
    assert coverage.problems(OWN, LIBRARY, LIBRARY.guides.values(), theme) == []
    assert coverage.report(OWN, LIBRARY, theme) == []


@pytest.mark.parametrize(
    ("char", "named", "hint"),
    [
        ("→", "“→” (U+2192, rightwards arrow)", "write “->” in its place, or build with “--theme house”"),
        ("′", "“′” (U+2032, prime)", "write “'” in its place, or build with “--theme house”"),
        ("\u2011", "“\u2011” (U+2011, non-breaking hyphen)", "write “-” in its place, or build with “--theme house”"),
        (
            "½",
            "“½” (U+00BD, vulgar fraction one half)",
            "write “1/2” in its place, or build with “--theme house” or “--theme track”",
        ),
        ("\u200b", "U+200B (zero width space), which nobody sees", "delete it"),
        ("\u200e", "U+200E (left-to-right mark), which nobody sees", "delete it"),
        ("\ufe0f", "U+FE0F (variation selector-16), which nobody sees", "delete it"),
        ("①", "“①” (U+2460, circled digit one)", "write “1” in its place"),
        ("ﬀ", "“ﬀ” (U+FB00, latin small ligature ff)", "write “ff” in its place, or build with “--theme house”"),
        ("☎", "“☎” (U+260E, black telephone)", "write “Phone:” in its place"),
        ("≥", "“≥” (U+2265, greater-than or equal to)", "write “at least” in its place"),
        ("中", "“中” (U+4E2D, cjk unified ideograph-4e2d)", "write “The 中 School” in another way, without “中”"),
    ],
)
def test_a_character_is_named_with_its_place_and_what_to_write_instead(char: str, named: str, hint: str) -> None:
    [problem] = problems(f"The {char} School")
    assert problem.span == Span(FILE, 1, 12)
    assert problem.message == f"The fonts of the theme clinic have no {named}."
    assert problem.hint.startswith(hint)
    assert not problem.advice
    assert problem.source == f'name: "The {char} School"'


def test_an_accent_on_its_own_is_shown_on_a_circle_and_the_letter_with_it_is_proposed() -> None:
    assert problems("Universidad Jose\u0301", "house") == []
    [problem] = problems("Universidad Jose\u0301", "track")
    assert "“◌\u0301” (U+0301, combining acute accent)" in problem.message
    assert problem.hint.startswith("write “é” in its place")


def test_each_character_is_told_once_in_a_text_and_in_each_text() -> None:
    library = handed_out("name: a → b → c\ncontact: [→, x → y]\n")
    found = coverage.problems(OWN, library, library.guides.values(), "clinic")
    assert [str(problem.span) for problem in found] == [f"{FILE}:1:9", f"{FILE}:2:11", f"{FILE}:2:16"]


def test_a_theme_that_has_a_character_prints_it_and_those_that_lack_it_are_advice() -> None:
    assert problems("Room ½", "track") == []
    [piece] = advice("Room ½", "track")
    assert piece.advice
    assert piece.message == "The fonts of the theme clinic have no “½” (U+00BD, vulgar fraction one half)."
    assert piece.hint == "nothing needs to be done unless you build with it; then write “1/2” in its place"
    [piece] = advice("a → b", "house")
    assert piece.message.startswith("The fonts of the themes clinic and track have no “→”")
    assert piece.hint.startswith("nothing needs to be done unless you build with one of them; then write “->”")
    assert advice("a → b", "clinic") == []  # it is refused there: what the others lack matters no more


def test_the_house_is_asked_in_its_own_typeface() -> None:
    library = handed_out("name: a ′ b\n")
    for typeface, lacking in (("Lato", 1), ("Open Sans", 0), ("Source Sans 3", 0)):
        dressed = replace(library, brand=Brand.model_validate({"typeface": typeface}))
        assert len(coverage.problems(OWN, dressed, dressed.guides.values(), "house")) == lacking


def test_only_what_is_printed_counts() -> None:
    text = "slug: a\nname: A\nlogo: {file: a.png, alt: Our → sign}\n"
    text += 'contact: ["[here](https://a.example/→)"]\nnotes: {technician: [see →]}\n'
    library = handed_out(text, School)
    guides = library.guides
    assert coverage.problems(OWN, library, [guides["sonographer"]], "clinic") == []
    [problem] = coverage.problems(OWN, library, [guides["technician"]], "clinic")
    assert problem.span == Span(FILE, 5, 26)


def test_what_the_house_says_is_printed_in_the_house_alone() -> None:
    text = LIBRARY.texts["content/brand.yaml"].replace("legal: ", "legal: 中 ")
    tree = source.load(text.encode(), "content/brand.yaml")
    brand = validate(tree, Brand, Span("content/brand.yaml"))[0]
    assert isinstance(brand, Brand)
    texts = {**LIBRARY.texts, "content/brand.yaml": text}
    library = replace(LIBRARY, brand=brand, trees={**LIBRARY.trees, ("brand", "brand"): tree}, texts=texts)
    assert coverage.problems(OWN, library, library.guides.values(), "clinic") == []
    assert [piece.advice for piece in coverage.report(OWN, library, "clinic")] == [True]
    [problem] = coverage.problems(OWN, library, library.guides.values(), "house")
    assert problem.span.file == "content/brand.yaml"


# --- themes that cannot be read ---------------------------------------------------------------------------------------


@pytest.fixture
def where(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "templates/themes", tmp_path / "templates/themes")
    return Project(tmp_path, ROOT / "content", tmp_path / "templates", tmp_path / "build")


def spoil(where: Project, theme: str, before: str, after: str) -> None:
    path = where.templates / "themes" / theme / "theme.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("Mukta/Mukta-Bold.ttf", "Mukta/Mukta-Bald.ttf", "There is no font file “Mukta/Mukta-Bald.ttf”."),
        ("Mukta/Mukta-Bold.ttf", "Mukta", "There is no font file “Mukta”."),
        ("Mukta/Mukta-Bold.ttf", "__init__.py", "“__init__.py” is not a font that can be read."),
        (
            "heading:\n  family: Poppins",
            "heading:\n  family: Popins",
            "No font of the family “Popins” is among the faces of this theme.",
        ),
    ],
)
def test_fonts_that_are_not_there_are_refused_in_the_theme_and_advice_on_another(
    where: Project, before: str, after: str, sentence: str
) -> None:
    spoil(where, "track", before, after)
    with pytest.raises(ContentError) as caught:
        problems("A", "track", where)
    assert [problem.message for problem in caught.value.problems] == [sentence]
    assert caught.value.problems[0].span.line > 1
    assert problems("A", "clinic", where) == []
    [piece] = advice("A", "clinic", where)
    assert (piece.message, piece.advice) == (sentence, True)
