"""Photographs of one's own: in the brochure and the handout, with their words, sharp enough for print, or refused."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image

from guidepress import building, project
from guidepress.compose import prepared
from guidepress.content import picture_making, pictures, reading
from guidepress.errors import ContentError
from guidepress.options import Choice
from guidepress.roundtrip import reception, remake, summary
from guidepress.verify import glyphs
from guidepress.word import handout
from guidepress.word.base import Base
from helpers import judges
from helpers.copies import ROOT, copy_content
from helpers.typist import Typist

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
  - id: room
    kind: text
    panel: inside-1
    title: The room
    photo: {file: photos/room.jpg, alt: A technologist sets up an X-ray room, credit: Ana Ruiz}
    paragraphs: [It is calm.]
  - {id: skills, kind: checklist, panel: inside-2, title: Skills, points: [Care]}
  - {id: pay, kind: points, panel: inside-3, title: Pay, points: [It is good.]}
  - {id: next, kind: next, panel: back, title: Next, lead: Ask., steps: {items: [Ask.]}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_content(tmp_path, "technician")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    (tmp_path / "content/guides/technician.yaml").write_text(GUIDE, encoding="utf-8")
    (tmp_path / "content/photos").mkdir()
    return tmp_path


def photograph(root: Path, width: int = 1600, height: int = 1000) -> None:
    picture = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    picture.save(root / "content/photos/room.jpg", quality=80)


@pytest.mark.parametrize("look", ["clinic", "house", "track"])
def test_a_photograph_stands_in_both_outputs_with_its_words(root: Path, look: str, tmp_path: Path) -> None:
    photograph(root)
    where = project.find(root)
    library = reading.read(where, date(2026, 11, 24))
    made = building.make(where, library, library.guides["technician"], Choice(look))

    screen = made.files["technician-brochure.pdf"]
    page = glyphs.read(screen, "technician-brochure.pdf")[2]
    alternatives = [tag.alternative for tag in page.tags for tag in tag.walk() if tag.type == "Figure"]
    assert alternatives == ["A technologist sets up an X-ray room"]
    assert "Photo: Ana Ruiz" in "".join(glyph.text for glyph in page.read()).replace("\u00a0", " ")
    with pikepdf.open(BytesIO(screen)) as pdf:
        sizes = [(int(each.Width), int(each.Height)) for each in pdf.objects if _is_image(each)]
    measure = (265.5 - 42) / 72
    (size,) = sizes
    assert size[0] / measure >= 220
    assert size[1] / size[0] == pytest.approx(0.625, abs=0.01)

    handout = docx.Document(BytesIO(made.files["technician-handout.docx"]))
    described = [shape._inline.docPr.get("descr") for shape in handout.inline_shapes]
    assert "A technologist sets up an X-ray room" in described
    path = tmp_path / "photo.pdf"
    path.write_bytes(screen)
    assert judges.page_validation(path) == []


def _is_image(each: object) -> bool:
    return isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image" and "/SMask" not in each


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((749, 500), "The photograph “room.jpg” is 749 pixels wide: in print that is not sharp."),
        ((900, 1500), "The photograph “room.jpg” is too high for a panel."),
        (None, "There is no picture “room.jpg” here."),
    ],
)
def test_a_photograph_that_cannot_be_printed_is_refused_at_its_place(
    root: Path, size: tuple[int, int] | None, sentence: str
) -> None:
    if size:
        photograph(root, *size)
    with pytest.raises(ContentError) as caught:
        reading.read(project.find(root), date(2026, 11, 24))
    (problem,) = caught.value.problems
    assert problem.message == sentence
    assert (problem.span.file, problem.span.line) == ("content/guides/technician.yaml", 17)
    assert problem.hint


def test_a_photograph_is_kept_as_jpeg_no_finer_than_print_needs(tmp_path: Path) -> None:
    Image.new("RGBA", (3000, 2000), (10, 20, 30, 0)).save(tmp_path / "a.png")
    kept = pictures.read_photo(tmp_path, tmp_path / "a.png", "Nothing")
    assert kept.media == "image/jpeg"
    assert (kept.width, kept.height) == (picture_making.KEPT_PHOTO, 673)
    assert Image.open(BytesIO(kept.data)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)  # see-through is paper
    assert pictures.read_photo(tmp_path, tmp_path / "a.png", "Nothing").data == kept.data


def test_a_section_with_a_photograph_that_is_deleted_in_word_is_gone(root: Path) -> None:
    photograph(root)
    where = project.find(root)
    library = reading.read(where, date(2026, 11, 24))
    ready = prepared.prepare(where, library, library.guides["technician"], "clinic")
    typist = Typist(handout.make(ready, "letter")[1])
    picture = typist.line("Photo: Ana Ruiz").getprevious()
    picture.getparent().remove(picture)
    for line in ("The room", "Photo: Ana Ruiz", "It is calm."):
        typist.delete(line)

    def none(guide: str) -> Base:
        raise AssertionError("the base is in the file")

    def again(base: Base, content: object, publisher: object) -> Base:
        return remake.of_other(where, library, content, publisher, base.school)  # type: ignore[arg-type]

    arrival = reception.arrive(where, "", typist.docx(), "handout.docx", "accept", "", none, again)
    assert "room" not in [section["id"] for section in arrival.recovered.guide["sections"]]
    assert list(summary.told(arrival)) == ["removed      the section “The room”"]
