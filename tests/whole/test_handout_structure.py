"""Handouts as they are listened to: the structure of every one is sound, and for each rule a case in which it fires."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpers.all_handouts import Way, every, make
from helpers.structure_faults import structure_faults
from helpers.typist import Typist, W

EVERY = tuple(every())
SPOILT = Way("clinic", "technician")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "way" in metafunc.fixturenames:
        # One of the five ways of each guide and theme, in turn; where there is time, all.
        some = [way for number, way in enumerate(EVERY) if number % 5 == number // 5 % 5]
        metafunc.parametrize("way", EVERY if metafunc.config.getoption("--slow") else some, ids=str)


def test_every_handout_is_sound(way: Way) -> None:
    assert structure_faults(make(way)) == []


def _restyle(typist: Typist, words: str, style: str) -> None:
    typist.line(words).find(f"{W}pPr/{W}pStyle").set(f"{W}val", style)


def _empty(typist: Typist, words: str) -> None:
    for text in typist.line(words).iter(f"{W}t"):
        text.text = ""


def _say_here(typist: Typist) -> None:
    link = next(typist.root.iter(f"{W}hyperlink"))
    for number, text in enumerate(link.iter(f"{W}t")):
        text.text = "" if number else "Click here"


def _lose_the_head(typist: Typist) -> None:
    mark = next(typist.root.iter(f"{W}tblHeader"))
    mark.getparent().remove(mark)


def _lose_the_title(typist: Typist) -> None:
    core = typist.parts["docProps/core.xml"]
    head, _, rest = core.partition(b"<dc:title>")
    typist.parts["docProps/core.xml"] = head + rest.partition(b"</dc:title>")[2]


def _undecorate(typist: Typist) -> None:
    for mark in list(typist.root.iter("{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"))[:1]:
        mark.set("val", "0")


SPOILS: dict[str, Callable[[Typist], None]] = {
    "“Radiologic Technologist” skips a level": lambda typist: _restyle(typist, "Radiologic Technologist", "Heading3"),
    "two titles": lambda typist: _restyle(typist, "Skills and Competencies", "Title"),
    "no title": lambda typist: _restyle(typist, "Technician Career Pathway", "Normal"),
    "an empty heading": lambda typist: _empty(typist, "Skills and Competencies"),
    "a link says “Click here”": _say_here,
    "a table without a header row": _lose_the_head,
    "a picture without words": _undecorate,
}


@pytest.mark.parametrize("fault", SPOILS)
def test_a_spoiled_handout_is_found(fault: str) -> None:
    typist = Typist(make(SPOILT))
    SPOILS[fault](typist)
    assert structure_faults(typist.docx()) == [fault]


def test_a_file_without_a_title_in_its_properties_is_found() -> None:
    typist = Typist(make(SPOILT))
    _lose_the_title(typist)
    assert structure_faults(typist.docx()) == ["no title"]
