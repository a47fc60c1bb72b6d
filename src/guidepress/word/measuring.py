"""Estimates how wide words are and how many lines they fill in a handout, whose fonts are not at hand.

Word sets a handout with its own fonts. The widths of Arial's and Calibri's letters are known; another font is taken for
an Arial that runs wider or narrower.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from math import ceil

from guidepress.word.letters import WIDTHS

_OTHER = 0.6  # sizes: the width of letters that no table has
_FONTS = {
    "Cambria": (0.95, 0.94), "Times New Roman": (0.89, 0.88), "Georgia": (0.98, 1.03), "Verdana": (1.14, 1.2),
}  # fmt: skip
"""How wide the letters of fonts without a table are beside those of Arial: regular and bold."""
_LINES = {"Calibri": 1.221, "Cambria": 1.172, "Georgia": 1.136, "Verdana": 1.215}
"""How high a line of other fonts is at least, in sizes."""
_LINE = 1.149


def extent(text: str, font: str, size: float, *, bold: bool = False, tracking: float = 0.0) -> float:
    """Return about how wide words on one line are, in points; `size` and `tracking` in points, too."""
    factor = 1.0 if (font, bold) in WIDTHS else _FONTS.get(font, (1.0, 1.0))[bold]
    return _ems(text, font, bold) * size * factor + tracking * len(text)


@lru_cache(maxsize=8192)
def _ems(text: str, font: str, bold: bool) -> float:
    table = WIDTHS.get((font, bold)) or WIDTHS["Arial", bold]
    return sum(table.get(letter) or table.get(unicodedata.normalize("NFD", letter)[0], _OTHER) for letter in text)


def line(font: str, size: float) -> float:
    """Return how high a line of a font is at least, in points."""
    return size * _LINES.get(font, _LINE)


def lines(text: str, width: float, font: str, size: float, *, bold: bool = False, tracking: float = 0.0) -> int:
    """Return about how many lines words fill in a width in points; line breaks in them are counted."""
    return sum(_lines(line, width, font, size, bold, tracking) for line in text.split("\n"))


@lru_cache(maxsize=8192)
def _lines(text: str, width: float, font: str, size: float, bold: bool, tracking: float) -> int:
    count, room = 1, width
    space = extent(" ", font, size, bold=bold, tracking=tracking)
    for word in text.split():
        length = extent(word, font, size, bold=bold, tracking=tracking)
        if length > width:  # a word that is longer than a line is broken
            count += ceil((length - max(room, 0)) / width)
            room = width - length % width
        elif length > room:
            count, room = count + 1, width - length - space
        else:
            room -= length + space
    return count


def title_size(text: str, width: float, font: str, tracking: float) -> float:
    """Return the size of a title in points: the largest in which its longest word fits and its lines are certain.

    A title that fills a line to the brim may be broken in one program and not in another, and a page is then a line
    longer.
    """
    words = text.split() or [""]
    for size in TITLE_SIZES:
        fits = max(extent(word, font, size, bold=True, tracking=tracking) for word in words) <= width
        counts = {lines(text, width * part, font, size, bold=True, tracking=tracking) for part in _NEARLY}
        if fits and len(counts) == 1:
            return size
    return TITLE_SIZES[-1]


TITLE_SIZES = (40.0, 38.5, 37.0, 35.5, 34.0, 31.0, 28.0, 25.0, 22.0)
"""Points, the preferred first."""
_NEARLY = (0.97, 1.0, 1.02)
