"""Words of files reach a terminal as text: they steer nothing, forge no line, and turn no text round."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from helpers.typist import Typist
from hostile.conftest import SCHOOL, Place, Run

EVIL = "\x1b]0;pwned\x07\x1b[10A\x1b[2K  pass  No notes\n  pass  All is well\r\x9b2J\u202egpj\u2028pass\U000e0041"
"""A title for the window, lines above that are overwritten, forged lines, and a name that is read backwards."""

NAME = EVIL.replace("/", "")


def pdf(path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 200))
        page.obj.TrimBox = [10, 10, 290, 190]
        change(document)
        document.save(path)


def name(text: str) -> pikepdf.Name:
    """A name of a PDF with any bytes in it."""
    return pikepdf.Name("/" + "".join(f"#{byte:02x}" for byte in text.encode()))


def with_note(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[20, 20, 90, 90], Contents=EVIL)
    note.Subtype = pikepdf.Name("/X" + EVIL)
    document.pages[0].Annots = [note]


def with_font(document: pikepdf.Pdf) -> None:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType)
    font.BaseFont = pikepdf.Name("/" + EVIL)
    document.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    document.pages[0].Contents = pikepdf.Stream(document, b"BT /F 12 Tf 20 20 Td (A) Tj ET")


def with_inks(document: pikepdf.Pdf) -> None:
    tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 0, 0], N=1)
    space = pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name("/" + EVIL), pikepdf.Name.DeviceRGB, tint])
    document.pages[0].Resources = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(S=space))
    document.pages[0].Contents = pikepdf.Stream(document, b"/S cs 1 scn 20 20 50 50 re f")


def with_words(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = EVIL
    document.docinfo["/Keywords"] = EVIL
    document.Root.Lang = EVIL
    with document.open_metadata() as metadata:
        metadata["pdf:Producer"] = "x"


PDFS = {"a note": with_note, "a font": with_font, "an ink": with_inks, "its properties": with_words}


@pytest.mark.parametrize("what", PDFS)
@pytest.mark.parametrize("command", ["preflight", "verify", "verify --heard"])
def test_words_of_a_pdf_are_shown_as_text(what: str, command: str, place: Place, run: Run) -> None:
    path = place.home / "build/sonographer-brochure.pdf"
    pdf(path, PDFS[what])
    outcome = run(place.home, [*command.split(), str(path)])
    assert outcome.status == 1, outcome.said
    assert outcome.is_plain, ascii(outcome.said)
    lines = [line.strip() for line in outcome.said.splitlines()]
    assert "pass  No notes" not in lines
    assert "pass  All is well" not in lines


@pytest.mark.parametrize("command", ["preflight", "verify", "import"])
def test_names_of_files_are_shown_as_text(command: str, place: Place, run: Run) -> None:
    (place.home / NAME).write_bytes(b"nothing of ours")
    outcome = run(place.home, [command, NAME])
    assert outcome.status == 1, outcome.said
    assert outcome.is_plain, ascii(outcome.said)
    assert "All is well" in outcome.said
    assert not [line for line in outcome.said.splitlines() if line.strip().startswith("pass  All is well")]


def test_words_of_a_handout_are_shown_as_text(place: Place, run: Run) -> None:
    outcome = run(place.home, ["build", "sonographer", "--school", SCHOOL, "--handout-only", "-o", "out"])
    assert outcome.status == 0, outcome.said
    (made,) = (place.home / "out").rglob("*.docx")
    typist = Typist(made.read_bytes())
    words = "gpj\u202eexe\u2066 \u2028pass\u0085 \u200fhere"
    typist.change("You use equipment", "find out what is", f"find {words} out what is")
    typist.comment("Hand-eye skill", words)
    (place.home / "back.docx").write_bytes(typist.docx())
    outcome = run(place.home, ["import", "back.docx", "--school", SCHOOL, "--report", "returned.html"])
    assert outcome.status == 0, outcome.said
    assert outcome.is_plain, ascii(outcome.said)
    page = (place.home / "returned.html").read_text(encoding="utf-8")
    assert not set("\u202e\u2066\u2028\u0085\u200f") & set(page)


def test_names_of_schools_and_guides_are_shown_as_text(place: Place, run: Run) -> None:
    path = place.home / "content/schools" / SCHOOL / "school.yaml"
    text = path.read_text(encoding="utf-8")
    assert "name: Lincoln High School" in text
    evil = json.dumps("Lincoln \u202eloohcS\u202c High")
    path.write_text(text.replace("name: Lincoln High School", f"name: {evil}"), encoding="utf-8")
    for command in (["list"], ["check", "--format", "json"], ["build", "sonographer", "--school", SCHOOL]):
        outcome = run(place.home, command)
        assert outcome.is_plain, ascii(outcome.said)


def test_keys_and_values_that_are_wrong_are_shown_as_text(place: Place, run: Run) -> None:
    path = place.home / "content/schools" / SCHOOL / "school.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{json.dumps(EVIL)}: {json.dumps(EVIL)}\n", encoding="utf-8")
    outcome = run(place.home, ["check"])
    assert outcome.status == 1
    assert outcome.is_plain, ascii(outcome.said)
