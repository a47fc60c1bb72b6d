"""What somebody says: in three sizes, in both outputs, with a photograph that gives way, and home from a handout.

Nobody here is real: the people, their words and their photograph are made up for these tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from guidepress import building, project
from guidepress.artifacts import Built
from guidepress.compose import prepared
from guidepress.content import pictures, reading
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.content.validate import validate
from guidepress.errors import ContentError
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.roundtrip import reception, summary
from guidepress.roundtrip import remake as origins
from guidepress.verify import accounting, glyphs
from guidepress.word import handout as word
from guidepress.word.base import Base
from helpers import judges
from helpers.copies import ROOT, copy_content
from helpers.typist import Typist, W

WORDS = "My hands know more than I can say, and that is fine."
GUIDE = """
slug: technician
edition: "2026"
date: 2026-11-23
language: en-US
series: Careers
title: Imaging
subject: A short guide.
introduction: Four careers.
sections:
  - {id: match, kind: match, panel: flap, title: You, lines: [
      {role: sonographer, text: Steady hands.}, {role: radiologic-technologist, text: Quick.}]}
  - {id: room, kind: text, panel: inside-1, title: The room, paragraphs: [It is calm.]}
  - id: voice
    kind: quotation
    title: From someone who does it
    words: My hands know more than I can say, and that is fine.
    who: Avery Madeup, technologist
    about: class of 2019, a made-up person
PHOTO
  - {id: skills, kind: checklist, panel: inside-2, title: Skills, points: [Care]}
  - {id: pay, kind: points, panel: inside-3, title: Pay, points: [It is good.]}
  - {id: next, kind: next, panel: back, title: Next, lead: Ask., steps: {items: [Ask.]}}
"""
PHOTO = "    photo: {file: person.jpg, alt: A made-up scene with nobody in it, credit: Drawn for a test}"
LIGHT = np.array([0xFF, 0xF3, 0xE2])  # what is light in a photograph of the theme track
INK = np.array([0x27, 0x14, 0x5F])


def put(
    root: Path, change: Callable[[str], str] = str, photo: bool = True, size: tuple[int, int] = (1800, 1200)
) -> None:
    text = GUIDE.replace("PHOTO", PHOTO if photo else "")
    (root / "content/publisher.yaml").write_text("name: Made-up High School\n", encoding="utf-8")
    (root / "content/guides/technician.yaml").write_text(change(text), encoding="utf-8")
    shades = Image.linear_gradient("L").resize(size)  # dark above, light below
    Image.merge("RGB", (shades, shades, shades.point(lambda value: value // 2))).save(
        root / "content/person.jpg", quality=85
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_content(tmp_path, "technician")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    return tmp_path


def read(root: Path) -> tuple[Project, Library]:
    where = project.find(root)
    return where, reading.read(where, date(2026, 11, 24))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Builds the guide as it stands above, by theme and format, each once."""
    root = tmp_path_factory.mktemp("quotations")
    copy_content(root, "technician")
    (root / "templates").symlink_to(ROOT / "templates")
    put(root)
    return cache(partial(build, root))


def build(root: Path, theme: str = "clinic", format: str = "trifold") -> Built:  # noqa: A002
    where, library = read(root)
    return building.make(where, library, library.guides["technician"], Choice(theme, format))


def screen(built: Built) -> bytes:
    return built.files["technician-brochure.pdf"]


def page_with(pages: Sequence[glyphs.Page], words: str) -> int:
    return next(number for number, page in enumerate(pages) if accounting.solid(words) in text_of(page))


def text_of(page: glyphs.Page) -> str:
    return accounting.solid("".join(glyph.text for glyph in page.glyphs))


def pixels(pdf: bytes, page: int) -> np.ndarray:
    with pdfium.PdfDocument(pdf) as document:
        return np.asarray(document[page].render(scale=1).to_pil().convert("RGB")).astype(int)


@pytest.mark.parametrize("theme", ["clinic", "house", "track"])
def test_a_photograph_goes_over_the_edges_at_the_foot_of_its_panel(
    plain: Callable[..., Built], theme: str, tmp_path: Path
) -> None:
    pdf = screen(plain(theme))
    pages = glyphs.read(pdf, "brochure.pdf")
    number = page_with(pages, f"“{WORDS}”")
    shown = pixels(pdf, number)
    height = 176 if theme == "track" else 150
    foot = 42 if theme == "house" else 0  # there the name of the guide runs along the foot
    photograph = shown[len(shown) - foot - height + 2 : len(shown) - foot - 1]
    assert (photograph[:, [1, -2]].sum(axis=2) < 740).all()  # at both sides, down to the foot
    assert (shown[len(shown) - foot - height - 6, :] > 250).all()  # white above it
    if theme == "track":
        spread = (photograph.mean(axis=1) - INK) / (LIGHT - INK)
        assert (np.ptp(spread, axis=1) < 0.06).all()  # each shade lies between ink and light
    else:
        assert (np.ptp(photograph, axis=2) <= 4).all()  # gray
    assert photograph[-1].mean() > photograph[0].mean() + 60
    path = tmp_path / "quotation.pdf"
    path.write_bytes(pdf)
    assert judges.page_validation(path) == []


def test_a_quotation_is_heard_as_one_with_its_picture_and_no_heading(plain: Callable[..., Built]) -> None:
    pdf = screen(plain("clinic"))
    pages = glyphs.read(pdf, "brochure.pdf")
    page = pages[page_with(pages, WORDS)]
    kinds = [tag.type for each in page.tags for tag in each.walk()]
    assert kinds.count("BlockQuote") == 1
    alternatives = [tag.alternative for each in page.tags for tag in each.walk() if tag.type == "Figure"]
    assert alternatives == ["A made-up scene with nobody in it"]
    assert "From someone who does it" not in [text for _, text in glyphs.headings(pages)]
    said = "".join(glyph.text for glyph in page.read()).replace("\u00a0", " ")
    assert "“My hands" in said
    assert "fine.”" in said
    assert said.index("Avery Madeup") < said.index("class of 2019") < said.index("Photo: Drawn for a test")


def test_the_first_mark_hangs_and_stays_in_the_safe_area(plain: Callable[..., Built]) -> None:
    for theme in ("clinic", "track", "house"):
        pages = glyphs.read(screen(plain(theme)), "brochure.pdf")
        page = pages[page_with(pages, WORDS)]
        mark = next(glyph for glyph in page.glyphs if glyph.text == "“")
        first = next(glyph for glyph in page.glyphs if glyph.text == "M" and abs(glyph.bottom - mark.bottom) < 20)
        margin = 24 if theme == "house" else 21
        assert 17 <= mark.left < margin - 1.5, theme
        assert margin < first.left < margin + 6, theme  # not a whole mark further in than all other words


def test_words_alone_take_the_place_of_a_section(root: Path) -> None:
    put(root, photo=False)
    built = build(root)
    pages = glyphs.read(screen(built), "brochure.pdf")
    page = pages[page_with(pages, f"“{WORDS}”")]
    assert [tag for each in page.tags for tag in each.walk() if tag.type == "Figure"] == []
    assert built.left_out == {}


@pytest.mark.parametrize("theme", ["clinic", "track"])
def test_on_a_page_of_a_booklet_the_photograph_takes_the_room_that_is_left(root: Path, theme: str) -> None:
    put(root, lambda text: text.replace("paragraphs: [It is calm.]", f"paragraphs: [{'It is calm. ' * 60}]"))
    pdf = screen(build(root, theme, "booklet"))
    pages = glyphs.read(pdf, "brochure.pdf")
    number = page_with(pages, WORDS)
    shown = pixels(pdf, number)
    top = max(glyph.bottom for glyph in pages[number].glyphs)
    photograph = shown[round(top) + 14 : -1]
    assert len(photograph) > 200  # higher than in a tri-fold
    assert (photograph[:, [1, -2]].sum(axis=2) < 740).all()


@pytest.mark.parametrize("format", ["halffold", "flyer", "large-print"])
def test_every_other_format_shows_it(root: Path, format: str) -> None:  # noqa: A002
    put(root)
    built = build(root, format=format)
    pages = glyphs.read(screen(built), "brochure.pdf")
    page = pages[page_with(pages, WORDS)]
    assert [tag.alternative for each in page.tags for tag in each.walk() if tag.type == "Figure" and tag.alternative]
    assert built.left_out == {}


def test_a_quotation_that_begins_a_panel_has_its_heading(root: Path) -> None:
    put(root, lambda text: text.replace("  - {id: room, kind: text, panel: inside-1, title: The room, "
                                        "paragraphs: [It is calm.]}\n", "").replace("kind: quotation",
                                        "kind: quotation\n    panel: inside-1"))  # fmt: skip
    headings = [text for _, text in glyphs.headings(glyphs.read(screen(build(root)), "brochure.pdf"))]
    assert "From someone who does it" in headings


def crowded(lines: int, rank: str = "") -> Callable[[str], str]:
    points = ", ".join(["A line about the room and what it asks of you day by day"] * lines)
    room = f"kind: points, panel: inside-1, title: The room, points: [{points}]"
    return lambda text: text.replace(
        "kind: text, panel: inside-1, title: The room, paragraphs: [It is calm.]", room
    ).replace("    kind: quotation\n", f"    kind: quotation\n{rank}")


@pytest.mark.parametrize("rank", ["", "    rank: 5\n"])
def test_a_photograph_without_room_gives_way_and_the_words_stay(root: Path, rank: str) -> None:
    put(root, crowded(9, rank))
    built = build(root)
    assert built.left_out == {"sections.voice.photo": "the photograph of “From someone who does it”"}
    pages = glyphs.read(screen(built), "brochure.pdf")
    page = pages[page_with(pages, WORDS)]
    assert "Drawn" not in "".join(glyph.text for glyph in page.glyphs)
    written = docx.Document(BytesIO(built.files["technician-handout.docx"]))
    described = [shape._inline.docPr.get("descr") for shape in written.inline_shapes]
    assert "A made-up scene with nobody in it" in described  # the handout keeps it


def test_with_a_rank_the_words_give_way_next(root: Path) -> None:
    put(root, crowded(13, "    rank: 5\n"))
    built = build(root)
    assert built.left_out["voice"] == "From someone who does it"
    assert not [page for page in glyphs.read(screen(built), "a.pdf") if accounting.solid(WORDS) in text_of(page)]


def test_the_same_photograph_gives_the_same_bytes(root: Path) -> None:
    put(root)
    first = pictures.read_photo(root, root / "content/person.jpg", "Nobody", portrait=True)
    pictures.cut.cache_clear()
    again = pictures.read_photo(root, root / "content/person.jpg", "Nobody", portrait=True)
    assert first == again
    one = pictures.cut(first, 1.5, ("#27145F", "#FFF3E2"))
    pictures.cut.cache_clear()
    assert pictures.cut(again, 1.5, ("#27145F", "#FFF3E2")) == one
    with Image.open(BytesIO(first.data)) as gray, Image.open(BytesIO(one.data)) as toned:
        assert gray.mode == "L"
        assert toned.mode == "RGB"
        assert toned.width / toned.height == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize("size", [(3000, 1200), (1500, 2000)])
def test_a_photograph_of_any_shape_is_cut_to_its_place_near_the_head(root: Path, size: tuple[int, int]) -> None:
    put(root, size=size)
    kept = pictures.read_photo(root, root / "content/person.jpg", "Nobody", portrait=True)
    for ratio in (1.1, 1.53, 1.78):
        part = pictures.cut(kept, ratio, None)
        assert part.width / part.height == pytest.approx(ratio, abs=0.01)
        assert part.width == min(kept.width, round(kept.height * ratio))
        with Image.open(BytesIO(part.data)) as picture:
            shades = np.asarray(picture.convert("L")).astype(int)
        assert shades.shape == (part.height, part.width)
        # the gradient goes from dark to light: what is cut off above is less than what is cut off below
        assert shades[0].mean() <= 255 - shades[-1].mean() + 3


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((1349, 1200), "The photograph “person.jpg” is 1,349 pixels wide: in print that is not sharp."),
        ((1400, 899), "The photograph “person.jpg” is 899 pixels high: beside a quotation that is not sharp."),
    ],
)
def test_a_photograph_that_is_too_coarse_for_a_page_is_refused(
    root: Path, size: tuple[int, int], sentence: str
) -> None:
    put(root, size=size)
    with pytest.raises(ContentError) as caught:
        read(root)
    (problem,) = caught.value.problems
    assert problem.message == sentence
    assert problem.hint == "take one of at least 1,350 pixels" or problem.hint.endswith("1,350 by 900 pixels")


@pytest.mark.parametrize("typed", [f"“{WORDS}”", f"„{WORDS}“", f"'\"{WORDS}\"'", f"«{WORDS}»"])
def test_marks_that_were_typed_are_not_printed_twice(root: Path, typed: str) -> None:
    put(root, lambda text: text.replace(f"words: {WORDS}", f"words: {typed}"))
    _, library = read(root)
    (section,) = (each for each in library.guides["technician"].sections if each.id == "voice")
    assert section.words == WORDS  # type: ignore[union-attr]
    assert not [piece for piece in library.advice if "quotation marks" in piece.message]


def test_marks_within_what_was_said_stay(root: Path) -> None:
    inside = "“Breathe,” I say, “and hold.”"
    put(root, lambda text: text.replace(f"words: {WORDS}", f"words: {inside}"))
    _, library = read(root)
    (section,) = (each for each in library.guides["technician"].sections if each.id == "voice")
    assert section.words == inside  # type: ignore[union-attr]


@pytest.mark.parametrize("key", ["words", "who"])
def test_a_quotation_without_its_words_or_a_name_is_refused_at_its_place(root: Path, key: str) -> None:
    put(root, lambda text: "\n".join(line for line in text.split("\n") if not line.strip().startswith(f"{key}:")))
    with pytest.raises(ContentError) as caught:
        read(root)
    (problem,) = caught.value.problems
    assert f"“{key}”" in problem.message
    assert (problem.span.file, problem.span.line) == ("content/guides/technician.yaml", 14)


# In Word, and home again ----------------------------------------------------------------------------------------------


def handout(root: Path) -> bytes:
    where, library = read(root)
    return word.make(prepared.prepare(where, library, library.guides["technician"], Choice.theme), "letter")[1]


def arrive(root: Path, edited: bytes) -> reception.Arrival:
    where, library = read(root)

    def make(guide: str) -> Base:
        raise AssertionError("the base is in the file")

    def again(base: Base, content: object, publisher: object) -> Base:
        return origins.of_other(where, library, content, publisher, base.school)  # type: ignore[arg-type]

    return reception.arrive(where, "", edited, "handout.docx", "accept", "", make, again)


def voice(arrival: reception.Arrival) -> dict[str, object] | None:
    guide = arrival.recovered.guide
    made, problems = validate_plain(guide)
    assert made is not None, problems
    return next((each for each in guide["sections"] if "voice" in each["id"]), None)


def validate_plain(guide: object) -> tuple[Guide | None, str]:
    from guidepress.content import source
    from guidepress.errors import Span

    made, problems = validate(source.load(json.dumps(guide).encode(), "guide.yaml"), Guide, Span("guide.yaml"))
    return (made if isinstance(made, Guide) else None), "\n".join(map(str, problems))


def test_it_has_styles_of_its_own_in_word_and_only_where_it_is(root: Path) -> None:
    put(root)
    with_one = docx.Document(BytesIO(handout(root)))
    styles = {paragraph.text: paragraph.style.name for paragraph in with_one.paragraphs}
    assert styles[f"“{WORDS}”"] == "Quote"
    assert styles["Avery Madeup, technologist"] == "Quoted Person"
    put(root, lambda text: text[: text.index("  - id: voice")] + text[text.index("  - {id: skills") :])
    without = docx.Document(BytesIO(handout(root)))
    assert {"Quote", "Quoted Person"}.isdisjoint(style.name for style in without.styles)


def test_an_unedited_quotation_comes_home_as_it_was(root: Path) -> None:
    put(root)
    arrival = arrive(root, handout(root))
    assert list(arrival.edits) == []
    assert dict(arrival.recovered.pictures) == {}


@pytest.mark.parametrize("marks", [("“", "”"), ('"', '"'), ("", "")])
def test_words_that_were_typed_anew_come_home_without_their_marks(root: Path, marks: tuple[str, str]) -> None:
    put(root)
    typist = Typist(handout(root))
    texts = [each for each in typist.line(f"“{WORDS}").iter(f"{W}t") if each.text]
    for text in texts:
        text.text = ""
    texts[1].text = f"{marks[0]}I draw with sound all day long.{marks[1]}"
    arrival = arrive(root, typist.docx())
    found = voice(arrival)
    assert found is not None
    made, problems = validate_plain(arrival.recovered.guide)
    assert made is not None, problems
    (section,) = (each for each in made.sections if each.id == "voice")
    assert section.kind == "quotation"
    assert section.words == "I draw with sound all day long."  # type: ignore[union-attr]


def test_a_changed_name_and_a_deleted_line_come_home_and_are_told(root: Path) -> None:
    put(root)
    typist = Typist(handout(root))
    typist.change("Avery Madeup", "Avery Madeup, technologist", "Blake Invented, technologist")
    typist.delete("class of 2019")
    typist.change(f"“{WORDS}", "fine", "enough")
    arrival = arrive(root, typist.docx())
    found = voice(arrival)
    assert found is not None
    assert found["kind"] == "quotation"
    assert found["who"] == "Blake Invented, technologist"
    assert found["words"] == WORDS.replace("fine", "enough")
    assert "about" not in found
    told = " ".join(summary.told(arrival))
    assert "“From someone who does it”, the quotation: " in told
    assert "“From someone who does it”, the name: " in told
    assert "removed      “From someone who does it”, the line about the person: " in told


def test_a_deleted_quotation_is_gone(root: Path) -> None:
    put(root, photo=False)
    typist = Typist(handout(root))
    for line in ("From someone", f"“{WORDS}", "Avery Madeup", "class of 2019"):
        typist.delete(line)
    arrival = arrive(root, typist.docx())
    assert voice(arrival) is None
    assert [line for line in summary.told(arrival) if line] == ["removed      the section “From someone who does it”"]


@pytest.mark.parametrize("line", [f"“{WORDS}", "Avery Madeup"])
def test_what_is_left_of_a_quotation_without_its_words_or_name_is_text(root: Path, line: str) -> None:
    put(root, photo=False)
    typist = Typist(handout(root))
    typist.delete(line)
    arrival = arrive(root, typist.docx())
    found = voice(arrival)
    assert found is not None
    assert found["kind"] == "own"
    assert found["title"] == "From someone who does it"
    added = found["added"]
    assert isinstance(added, list)
    left = [f"“{WORDS}”", "Avery Madeup, technologist", "class of 2019, a made-up person"]
    assert [piece["text"].replace("*", "") for piece in added] == [each for each in left if not each.startswith(line)]
