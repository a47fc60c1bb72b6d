"""Advice on the words of guides: each rule with a case in which it fires and one in which it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guidepress import project
from guidepress.content import reading, wording
from helpers.copies import copy_content

GUIDE = "content/guides/sonographer.yaml"
LONG = " ".join(["You explain each exam to the patient and then"] * 4) + " you stop."
HARD = "Administrative responsibilities necessitate considerable organizational sophistication."


def told(root: Path, words: str, *, each: bool = False) -> list[str]:
    """What is advised on the sonographer's guide with that introduction."""
    copy_content(root, "sonographer")
    path = root / GUIDE
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if line.startswith("introduction:"))
    path.write_text(text.replace(line, f'introduction: "{words}"'), encoding="utf-8")
    library = reading.read(project.find(root), date(2026, 11, 24))
    found = wording.advice(library, each=each)
    assert all(piece.advice and piece.hint for piece in found)
    return [f"{piece.span.file}:{piece.span.line}: {piece.message}" for piece in found if piece.span.file == GUIDE]


def test_a_guide_in_short_plain_sentences_gets_no_advice(tmp_path: Path) -> None:
    assert told(tmp_path, "You look into the body with sound (US). You stay kind.") == []


def test_a_long_sentence_is_told_at_its_place(tmp_path: Path) -> None:
    [message] = told(tmp_path, f"Be kind. {LONG}")
    assert message.startswith(f"{GUIDE}:12: A sentence has 38 words; 25 is the aim: “You explain each")


def test_several_long_sentences_are_one_line_or_a_line_each(tmp_path: Path) -> None:
    [message] = told(tmp_path / "one", f"{LONG} {LONG}")
    assert "2 sentences have more than 25 words; this one has 38" in message
    assert len(told(tmp_path / "each", f"{LONG} {LONG}", each=True)) == 2


def test_a_guide_that_reads_hard_is_told(tmp_path: Path) -> None:
    [message] = told(tmp_path, " ".join([HARD] * 12))
    assert "This guide reads as hard as a text of grade" in message


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Ask the ABC and the XYZ.", "ABC, XYZ"),
        ("Ask the DEFs.", "DEF"),
        ("Ask the Able Body Club (ABC). The ABC helps.", None),
        ("Pass the exam (ABC).", "ABC"),
        ("A CT scan, an X-ray, a PDF, the US.", None),
        ("ARDMS tests you.[^exams]", None),
        ("See ABC.example or mail A@BCD.example.", None),
    ],
)
def test_initials_that_nobody_explains_are_told(words: str, named: str | None, tmp_path: Path) -> None:
    wanted = f"{GUIDE}:12: Nothing in this guide says what these initials stand for: {named}."
    assert told(tmp_path, words) == ([wanted] if named else [])


def test_a_figure_of_which_a_newer_edition_is_out_is_told(tmp_path: Path) -> None:
    copy_content(tmp_path, "sonographer")
    library = reading.read(project.find(tmp_path), date(2026, 11, 24))
    [grouped] = [piece.message for piece in wording.advice(library) if "edition" in piece.message]
    assert grouped == "7 facts are of the edition 2024–34; 2025–35 is out."
    single = [piece.message for piece in wording.advice(library, each=True) if "edition" in piece.message]
    assert len(single) == 7
    assert "The fact “openings” is of the edition 2024–34; 2025–35 is out." in single
    for path in (tmp_path / "content/roles").glob("*.yaml"):
        kept = [line for line in path.read_text(encoding="utf-8").split("\n") if "newer:" not in line]
        path.write_text("\n".join(kept), encoding="utf-8")
    library = reading.read(project.find(tmp_path), date(2026, 11, 24))
    assert not [piece for piece in wording.advice(library) if "edition" in piece.message]
