"""Tables of facts that stand side by side: read as rows again, a fact to a row, as the content has them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from guidepress.word.lines import Passage


@dataclass(frozen=True)
class Turned:
    """The passages of a handout, and for each the number that it had before."""

    passages: tuple[Passage, ...]
    numbers: tuple[int, ...]


def turn(passages: Sequence[Passage], tables: Collection[int]) -> Turned:
    """Return the passages with the columns of these tables as rows, in whose order they are then read.

    The first column becomes the second row: the head that such a table does not show is the first.
    """
    numbers: list[int] = []
    cells: dict[int, list[int]] = {}
    for number, passage in enumerate(passages):
        if passage.place and passage.place[0] in tables:
            cells.setdefault(passage.place[0], []).append(number)
    for number, passage in enumerate(passages):
        group = cells.get(passage.place[0]) if passage.place else None
        if group is None:
            numbers.append(number)
        elif number == group[0]:
            numbers += sorted(group, key=lambda cell: _by_column(passages[cell]))
    turned = (_turned_cell(passages[number], tables) for number in numbers)
    return Turned(tuple(turned), tuple(numbers))


def _by_column(passage: Passage) -> tuple[int, int]:
    _, row, column = passage.place or (0, 0, 0)
    return column, row


def _turned_cell(passage: Passage, tables: Collection[int]) -> Passage:
    if passage.place is None or passage.place[0] not in tables:
        return passage
    table, row, column = passage.place
    return replace(passage, place=(table, column + 1, row))


def turned_tables(base: Sequence[Passage]) -> list[int]:
    """Return the tables of a base whose facts stand side by side: they show no head, so they have no first row."""
    first_rows: dict[int, int] = {}
    for passage in base:
        if passage.place:
            table, row, _ = passage.place
            first_rows[table] = min(row, first_rows.get(table, row))
    return [table for table, row in first_rows.items() if row > 0]
