"""What is said where text runs over: which pieces would do, “nearly” only where it is so, and where to mend it."""

from __future__ import annotations

import pytest

from guidepress.brochure.overset import LINE, OversetPiece, _hint, suggest
from guidepress.errors import Span
from guidepress.units import MM


def piece(name: str, height: float) -> OversetPiece:
    """A piece of text of a height in millimetres."""
    return OversetPiece(f"sections.work.points.{name}", f"Point {name}", height * MM)


PIECES = [piece("a", 5), piece("b", 10), piece("c", 20)]
PLACES = {each.leaf: Span("guide.yaml", 1, 1) for each in PIECES}


ALL = "“Point c” (20 mm), “Point b” (10 mm) and “Point a” (5 mm)"


@pytest.mark.parametrize(
    ("over", "words"),
    {
        4: "shorten this panel's text; without “Point a” (5 mm) it would fit",
        28: "shorten this panel's text; without “Point c” (20 mm) and “Point b” (10 mm) it would fit",
        34: f"shorten this panel's text; without {ALL} it would fit",
        38: f"shorten this panel's text; without {ALL} it would nearly fit",
        60: f"shorten this panel's text, or take a section out: even without {ALL} it would not fit",
    }.items(),
)
def test_pieces_are_said_to_do_only_where_they_do(over: float, words: str) -> None:
    assert _hint(suggest(PIECES, over * MM, PLACES), over * MM) == words


def test_nearly_is_less_than_a_line() -> None:
    assert "nearly" in _hint([PIECES[0]], PIECES[0].height + LINE - 0.1)
    assert "nearly" not in _hint([PIECES[0]], PIECES[0].height + LINE + 1)
    assert _hint([], 10) == "shorten this panel's text"


def test_what_a_role_says_is_mended_in_the_section_that_shows_it() -> None:
    assert OversetPiece("roles.sonographer.facts.growth.value", "+13%", 9, section="pay").place == "sections.pay.title"
    assert OversetPiece("sections.pay.note", "Good pay.", 9, section="pay").place == "sections.pay.note"
    assert OversetPiece("publisher.programmes.0.name", "MRI", 9, section="near").place == "publisher.programmes.0.name"
