"""What an edited handout shows is read as whoever edited it saw it, whatever its program wrote of it."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from guidepress.word import edited
from helpers.typist import Typist, W


def look(typist: Typist, words: str) -> str:
    [found] = [each for each in edited.read(typist.docx(), "x.docx").passages if each.text == words]
    return found.look


def numbered(typist: Typist, heading: str, like: str) -> Any:
    """Give a heading the number of a list."""
    properties = typist.line(heading).find(f"{W}pPr")
    number = typist.line(like).find(f"{W}pPr/{W}numPr")
    properties.append(etree.fromstring(etree.tostring(number)))
    return properties


def mark(typist: Typist, words: str, kind: str) -> None:
    """Make the mark of a paragraph a tracked change."""
    properties = typist.line(words).find(f"{W}pPr")
    inner = properties.find(f"{W}rPr")
    inner = etree.SubElement(properties, f"{W}rPr") if inner is None else inner
    etree.SubElement(inner, f"{W}{kind}", {f"{W}id": "9001", f"{W}author": "M. Rivera"})


def test_a_heading_that_somebody_numbers_stays_a_heading(typist: Typist) -> None:
    numbered(typist, "Take the next step", "As a senior")
    assert look(typist, "Take the next step") == "h2"


def test_a_heading_with_a_bullet_is_an_item(typist: Typist) -> None:
    numbered(typist, "Take the next step", "Stamina")
    assert look(typist, "Take the next step") == "b0"


def test_a_line_behind_a_heading_that_was_deleted_looks_as_it_does_itself(typist: Typist) -> None:
    mark(typist, "Skills you need", "del")
    for run in list(typist.line("Skills you need").iter(f"{W}r")):
        run.getparent().remove(run)
    assert look(typist, "Clear explaining") == "b0"


@pytest.mark.parametrize("kind", ["moveTo", "ins"])
def test_a_line_put_in_with_a_lent_style_is_an_item_of_its_list(typist: Typist, kind: str) -> None:
    numbered(typist, "Take the next step", "As a senior")
    mark(typist, "Take the next step", kind)
    assert look(typist, "Take the next step") == "n0"


@pytest.mark.parametrize("kind", ["moveFrom", "del"])
def test_a_line_behind_one_that_was_taken_away_is_an_item_of_its_list(typist: Typist, kind: str) -> None:
    typist.move("Take the next step", "Stamina")
    numbered(typist, "Take the next step", "As a senior")
    mark(typist, "Stamina", kind)
    for run in list(typist.line("Stamina").iter(f"{W}r")):
        run.getparent().remove(run)
    assert look(typist, "Take the next step") == "n0"
