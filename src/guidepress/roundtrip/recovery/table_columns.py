"""Finds columns that a school took out of a table or put into one, so that the others are compared with their own.

A table of a handout keeps its columns: one that was taken out is told, with its words, and stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from guidepress.compose.document import solid
from guidepress.roundtrip.recovery.match import match, rows_of_bookmarks
from guidepress.word.base import Base
from guidepress.word.lines import Passage, grouped, shortened
from guidepress.word.names import bookmark
from guidepress.word.turned import turned_tables


@dataclass(frozen=True)
class Aligned:
    """The passages of an edited handout whose tables have the columns of its base.

    `numbers` has for each passage the number that it had before; None for one that was put back. `notes` tells in
    sentences which columns were taken out.
    """

    passages: tuple[Passage, ...]
    numbers: tuple[int | None, ...]
    notes: tuple[str, ...] = ()


def aligned(base: Base, edited: Sequence[Passage]) -> Aligned:
    """Return the passages of an edited handout with each cell of a table in the column that it was in."""
    unchanged = Aligned(tuple(edited), tuple(range(len(edited))))
    widths = [_widths(base.passages), _widths(edited)]
    if sorted(widths[0].values()) == sorted(widths[1].values()):
        return unchanged
    rows = match(base.passages, edited, rows_of_bookmarks(base.passages))
    tables = {table: _columns_of(table, base.passages, edited, rows) for table in widths[1]}
    cells = {passage.place: passage for passage in base.passages if passage.place}
    passages: list[Passage] = []
    numbers: list[int | None] = []
    gone: dict[tuple[int, int], list[str]] = defaultdict(list)
    for line in grouped(range(len(edited)), lambda number: edited[number]):
        place = edited[line[0]].place
        found = tables[place[0]] if place else None
        if place is None or found is None:
            passages += [edited[number] for number in line]
            numbers += line
            continue
        base_table, columns = found
        new_number = max(widths[0][base_table], *columns.values()) + 1  # of a column that was put in
        placed: list[tuple[int, Passage, int | None]] = []
        for number in line:
            cell = edited[number].place
            assert cell is not None  # noqa: S101  (told to the type checker)
            column = columns.get(cell[2], new_number + cell[2])
            placed.append((column, replace(edited[number], place=(*cell[:2], column)), number))
        base_row = _row_of(line, base.passages, rows, base_table)
        for column in range(widths[0][base_table] + 1):
            was = cells.get((base_table, base_row, column)) if base_row is not None else None
            if was is not None and column not in columns.values():
                placed.append((column, _put_back(was, (*place[:2], column)), None))
                gone[base_table, column].append(solid(was.text))
        for _, passage, origin in sorted(placed, key=lambda each: each[0]):
            passages.append(passage)
            numbers.append(origin)
    side_by_side = turned_tables(base.passages)
    notes = tuple(
        _sentence(words, "row" if base_table in side_by_side else "column") for (base_table, _), words in gone.items()
    )
    return Aligned(tuple(passages), tuple(numbers), notes) if any(tables.values()) else unchanged


def _put_back(was: Passage, place: tuple[int, int, int]) -> Passage:
    """Return a cell of the base as an edited handout would have it."""
    marks = (replace(mark, name=bookmark(mark.name, mark.occurrence), occurrence=1) for mark in was.marks)
    return replace(was, place=place, marks=tuple(marks), line="")


def _widths(passages: Sequence[Passage]) -> dict[int, int]:
    """Return the number of the last column of each table."""
    widths: dict[int, int] = {}
    for passage in passages:
        if passage.place:
            widths[passage.place[0]] = max(passage.place[2], widths.get(passage.place[0], 0))
    return widths


def _columns_of(
    table: int, base: Sequence[Passage], edited: Sequence[Passage], rows: Sequence[int | None]
) -> tuple[int, Mapping[int, int]] | None:
    """Return which table of the base a table was, and for its columns which columns they were.

    None where it has all of them and no other, and where its cells do not tell.
    """
    votes: Counter[tuple[int, int, int]] = Counter()
    for passage, row in zip(edited, rows, strict=True):
        was = None if row is None else base[row]
        if was is None or was.place is None or passage.place is None or passage.place[0] != table:
            continue
        if solid(passage.text) == solid(was.text):
            votes[passage.place[2], was.place[0], was.place[2]] += 1
    if not votes:
        return None
    tables = Counter[int]()
    for (_, base_table, _), count in votes.items():
        tables[base_table] += count
    [(base_table, _)] = tables.most_common(1)
    columns: dict[int, int] = {}
    for (column, other_table, base_column), _ in votes.most_common():
        if other_table == base_table and base_column not in columns.values():
            columns.setdefault(column, base_column)
    columns = dict(sorted(columns.items()))
    all_columns = {passage.place[2] for passage in base if passage.place and passage.place[0] == base_table}
    in_order = all(one < other for one, other in pairwise(columns.values()))
    stays = all(column == base_column for column, base_column in columns.items())
    if not in_order or (stays and set(columns.values()) == all_columns):
        return None
    return base_table, columns


def _row_of(line: Sequence[int], base: Sequence[Passage], rows: Sequence[int | None], base_table: int) -> int | None:
    """Return the row of the base's table that most cells of a row come from."""
    votes = Counter(
        place[1]
        for number in line
        if (row := rows[number]) is not None and (place := base[row].place) and place[0] == base_table
    )
    return votes.most_common(1)[0][0] if votes else None


def _sentence(words: Sequence[str], what: str) -> str:
    """Tell that a column was taken out; of facts that stand side by side it is seen as a row."""
    said = " · ".join(words)
    return f"a {what} of a table was taken out: “{shortened(said)}”; the table keeps its {what}s, so it stays"
