"""The sheet of a handout: its margins, the width of its text, and its columns. Lengths are points."""

from __future__ import annotations

from guidepress.errors import row
from guidepress.papers import PAPERS

SIDE, TOP, BOTTOM = 54.0, 46.0, 41.0
HEADER, FOOTER = 25.0, 22.0
GUTTER = 24.0  # between two columns
DRAWING, DRAWING_GAP = 206.0, 4.0  # the drawing beside the title, and the white before it


def size(paper: str) -> tuple[float, float]:
    """Return the width and the height of a paper. Raises ContentError for one that is not known."""
    return row(PAPERS, paper, "paper").upright


def measure(paper: str) -> float:
    """Return the width of the text on a paper."""
    return size(paper)[0] - 2 * SIDE


def depth(paper: str) -> float:
    """Return the height of the text on a paper."""
    return size(paper)[1] - TOP - BOTTOM


def column(paper: str) -> float:
    """Return the width of one of two columns on a paper."""
    return (measure(paper) - GUTTER) / 2


def drawing(paper: str) -> float:
    """Return the width of the drawing beside the title: less on a narrow paper."""
    return DRAWING - (measure("letter") - measure(paper))
