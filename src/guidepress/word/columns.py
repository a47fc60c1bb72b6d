"""Shares the width of a handout's text among the columns of a table, in twentieths of a point."""

from __future__ import annotations

import re

from guidepress.compose.document import Cell, Table, plain
from guidepress.word import measuring
from guidepress.word.elements import twips
from guidepress.word.look import Look

CELL_GUTTER = 12.0  # between the columns of a table
_SLICE = 4.0  # points by which a column grows
_FIRST = {"shares": 140.0, "pay": 170.0}  # the column of names, at most
_STEP, _MOST_TAKES = 146.0, 84.0  # the columns of a path
_LEAST_NAMES = 60.0
PATH_LINE = {"above": 3.0, "left": 6.0}  # points: the line along a path, by the rules of the headings


def inset(table: Table, look: Look) -> float:
    """Return how far from the margin a table begins, in points: the line along a path is drawn half outside of it."""
    return PATH_LINE[look.rules] / 2 if table.kind == "path" else 0.0


def shares(table: Table, width: float, look: Look) -> list[int]:
    """Return how wide each column of a table is as it is set, in twentieths of a point; `width` is in points."""
    width -= inset(table, look)
    if table.is_turned:
        return _even(width, len(table.body))
    count = len(table.head[0].cells)
    if table.kind == "shares" and count == 2:
        return _named(_names(table, look, min(_FIRST["shares"], width * 0.5)), width, 1)
    if table.kind == "pay" and count > 1:
        return _named(_names(table, look, _FIRST["pay"]), width, count - 1)
    if table.kind == "path" and count == 3:
        part = min(1.0, width / 504)
        first = max(_STEP * part, 25 + 12 + _longest_word(table, 0, look))
        times = max(measuring.extent(plain(row.cells[1].text), look.font, look.size) for row in table.body)
        second = max(min(times + CELL_GUTTER + 2, _MOST_TAKES * part), CELL_GUTTER + _longest_word(table, 1, look))
        return [twips(first), twips(second), twips(width) - twips(first) - twips(second)]
    return _by_words(table, width, look)


def _even(width: float, count: int) -> list[int]:
    part = twips(width) // count
    return [part] * (count - 1) + [twips(width) - part * (count - 1)]


def _named(first: float, width: float, others: int) -> list[int]:
    return [twips(first), *_even(width - first, others)]


def _names(table: Table, look: Look, most: float) -> float:
    """Return how wide the column of names is: as wide as the longest of them, up to `most` points."""
    names = [line for row in table.body for line in plain(row.cells[0].text).split("\n")]
    widest = max(measuring.extent(name, look.font, look.size, bold=True) for name in names)
    return min(most, max(widest + CELL_GUTTER + 4, _LEAST_NAMES))


def _longest_word(table: Table, column: int, look: Look) -> float:
    words = [word for row in table.body for word in plain(row.cells[column].text).split()] or [""]
    return max(measuring.extent(word, look.font, look.size, bold=column == 0) for word in words)


def _by_words(table: Table, width: float, look: Look) -> list[int]:
    """Give each column room for its longest word, as far as there is room, and the rest where the most lines break."""
    rows = table.head + table.body
    least, wish = [], []
    for column in zip(*(row.cells for row in rows), strict=True):
        words = [(word, cell) for cell in column for word in re.split(r"[ \n]", plain(cell.text))]
        least.append(CELL_GUTTER + max(_extent(word, cell, look) for word, cell in words) + 2)
        # A heading may take two lines, so it asks for half.
        line_widths = [
            _extent(line, cell, look) / (2 if index < len(table.head) else 1)
            for index, cell in enumerate(column)
            for line in plain(cell.text).split("\n")
        ]
        wish.append(CELL_GUTTER + max(line_widths) + 2)
    limit = max(least)
    while sum(min(share, limit) for share in least) > width:
        limit -= 1  # only the longest words are broken
    widths = [min(share, limit) for share in least]
    while sum(widths) + _SLICE <= width:
        # The column that would break into the most lines gets the next slice.
        narrowest = max(range(len(widths)), key=lambda index: (wish[index] / widths[index], -index))
        widths[narrowest] += _SLICE
    rounded = [twips(share) for share in widths]
    rounded[-1] += twips(width) - sum(rounded)
    return rounded


def _extent(text: str, cell: Cell, look: Look) -> float:
    size = 15.0 * look.scale if cell.reading else look.size
    return measuring.extent(text, look.font, size, bold=cell.reading or cell.heading)
