"""The passages of a handout before and after editing go in; which edited passage was which comes out.

A bookmark is a claim, not a proof: an editor may leave it on an empty line, stretch it, or drop it. So texts, looks and
places are always compared as well, and without any bookmark they must do. First everything that kept its order is found
at once, then what was moved, then what was typed over in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guidepress import alignment
from guidepress.compose.document import solid
from guidepress.word.lines import Passage
from guidepress.word.names import bookmark, line_bookmark

_LEAST = 0.5  # score of two passages that may be one, in their order
_MOVED = 0.75  # likeness of a passage that was moved and changed
_WORDS = 12  # characters below which a text that was moved and changed is not known again
_SURE = 0.95
_SHORT, _FIRST = 8, 0.1

_TABLE, _HEADING, _LOOK, _COLUMN, _MARK, _PLACE = 0.5, 0.2, 0.12, 0.12, 0.55, 0.4
"""What a difference between table and text costs, and one between heading and text; what the same look, the same
column, a bookmark, and the look of a place to fill in are worth, in parts of a whole likeness."""


def rows_of_bookmarks(base: Sequence[Passage]) -> dict[str, int]:
    """Return the number of the base's passage that each bookmark was set in: round one of its leaves, or round it all.

    Not every passage has a bookmark of its own: one that is a single leaf has only that of the leaf.
    """
    lines = {line_bookmark(passage.line): row for row, passage in enumerate(base) if passage.line}
    leaves = {bookmark(mark.name, mark.occurrence): row for row, passage in enumerate(base) for mark in passage.marks}
    return lines | leaves


def match(base: Sequence[Passage], edited: Sequence[Passage], marks: Mapping[str, int]) -> list[int | None]:
    """Return for each edited passage the number of the passage that it was in the base, None for a new one.

    `marks` has the number of the base's passage that each bookmark was set in. No passage of the base is given twice.
    """
    likeness = _likeness(base, edited)
    claims = _claims(base, edited, marks)
    row_of: list[int | None] = [None] * len(edited)
    _pair_in_order(row_of, base, edited, likeness, claims)
    _pair_moved(row_of, base, edited, likeness, claims)
    _pair_typed_over(row_of, base, edited)
    _keep_rows_whole(row_of, base, edited, likeness)
    return row_of


_Matrix = Sequence[Sequence[float]]
"""A value for each passage of the base (rows) and each edited one (columns)."""


def _likeness(base: Sequence[Passage], edited: Sequence[Passage]) -> _Matrix:
    """Return how alike the texts are, from 0 to 1."""
    old = [solid(passage.text) or passage.picture for passage in base]
    new = [solid(passage.text) or passage.picture for passage in edited]
    return [[alignment.likeness(old_text, new_text) for new_text in new] for old_text in old]


def _claims(base: Sequence[Passage], edited: Sequence[Passage], marks: Mapping[str, int]) -> _Matrix:
    """Return what part of an edited passage's text lies in bookmarks of each passage of the base."""
    claims = [[0.0] * len(edited) for _ in base]
    for column, passage in enumerate(edited):
        for mark in passage.marks:
            row = marks.get(mark.name)
            if row is not None:
                claimed = (mark.end - mark.start) / max(1, len(passage.text))
                claims[row][column] = min(1.0, claims[row][column] + claimed)
    return claims


def _fits(old: Passage, new: Passage) -> float:
    if (old.place is None) != (new.place is None) or (old.look == "picture") != (new.look == "picture"):
        return -_TABLE if "picture" not in (old.look, new.look) else -2.0
    if old.place and new.place:
        return _COLUMN if old.place[2] == new.place[2] else -_COLUMN
    if old.look == new.look:
        # Of two that were joined, the first is the one that goes on. Words typed over a place look like it.
        starts = len(old.text) > _SHORT and new.text.startswith(old.text)
        return _LOOK + (_FIRST if starts else 0.0) + (_PLACE if old.waits and new.waits else 0.0)
    return -_HEADING if (old.look[0] == "h") != (new.look[0] == "h") else 0.0


def _pair_in_order(
    row_of: list[int | None], base: Sequence[Passage], edited: Sequence[Passage], likeness: _Matrix, claims: _Matrix
) -> None:
    """Pair what kept its order, so that the sum of all that speaks for the pairs is largest."""
    gains = [
        [
            likeness[row][column] + _fits(old, new) + _MARK * claims[row][column] - _LEAST
            for column, new in enumerate(edited)
        ]
        for row, old in enumerate(base)
    ]
    for row, column in alignment.best_in_order(gains).items():
        row_of[column] = row


def _pair_moved(
    row_of: list[int | None], base: Sequence[Passage], edited: Sequence[Passage], likeness: _Matrix, claims: _Matrix
) -> None:
    """Pair what is left and was moved: by bookmark, by the same words, by words that are much alike."""
    candidates = []
    taken_rows = set(row_of)
    free_rows = [row for row in range(len(base)) if row not in taken_rows]
    for column, paired_row in enumerate(row_of):
        if paired_row is not None:
            continue
        for row in free_rows:
            alike, claim = likeness[row][column], claims[row][column]
            apart = (base[row].place is None) != (edited[column].place is None)
            long = min(len(base[row].text), len(edited[column].text)) >= _WORDS
            same = alike > _SURE and (long or not base[row].place)
            if (claim > 0.5 and alike >= 0.3) or (not apart and (same or (long and alike >= _MOVED))):
                candidates.append((alike + _MARK * claim + _fits(base[row], edited[column]), row, column))
    for row, column in alignment.most_alike_first(candidates).items():
        row_of[column] = row


def _pair_typed_over(row_of: list[int | None], base: Sequence[Passage], edited: Sequence[Passage]) -> None:
    """Pair what stands alone between the same neighbours and looks the same: a text that was typed over."""
    column = 0
    taken_rows = set(row_of)
    while column < len(edited):
        if row_of[column] is not None:
            column += 1
            continue
        end = column
        while end < len(edited) and row_of[end] is None:
            end += 1
        row_before = row_of[column - 1] if column else -1
        row_after = row_of[end] if end < len(edited) else len(base)
        if row_before is not None and row_after is not None and row_before < row_after:
            free_rows = [row for row in range(row_before + 1, row_after) if row not in taken_rows]
            gains = [
                [float(_look_and_column(base[row]) == _look_and_column(new)) for new in edited[column:end]]
                for row in free_rows
            ]
            for index, offset in alignment.best_in_order(gains).items():
                row_of[column + offset] = free_rows[index]
                taken_rows.add(free_rows[index])
        column = end


def _keep_rows_whole(
    row_of: list[int | None], base: Sequence[Passage], edited: Sequence[Passage], likeness: _Matrix
) -> None:
    """Keep the cells of a row together, where some went to another: with the row that most of their words speak for."""
    base_cells_by_row, edited_cells_by_row = _cells_by_row(base), _cells_by_row(edited)
    base_rows, edited_rows = list(base_cells_by_row), list(edited_cells_by_row)
    votes: dict[tuple[int, int], float] = {}
    for column, row in enumerate(row_of):
        edited_place, base_place = edited[column].place, base[row].place if row is not None else None
        if row is not None and edited_place and base_place:
            pair = base_rows.index(base_place[:2]), edited_rows.index(edited_place[:2])
            votes[pair] = votes.get(pair, 0.0) + likeness[row][column]
    pairs = alignment.most_alike_first((vote, *pair) for pair, vote in votes.items())
    origin_of = {edited_row: base_row for base_row, edited_row in pairs.items()}
    overruled = [(base_row, edited_row) for base_row, edited_row in votes if origin_of.get(edited_row) != base_row]
    torn = {edited_row for _, edited_row in overruled} | {
        pairs[base_row] for base_row, _ in overruled if base_row in pairs
    }
    for edited_row in sorted(torn):
        edited_cells = edited_cells_by_row[edited_rows[edited_row]]
        base_cells = base_cells_by_row[base_rows[origin_of[edited_row]]] if edited_row in origin_of else {}
        if base_cells and base_cells.keys() != edited_cells.keys():
            continue
        for place_in_row, column in edited_cells.items():
            origin = base_cells.get(place_in_row)
            if origin is not None and origin in row_of:
                row_of[row_of.index(origin)] = None
            row_of[column] = origin


_TableRow = tuple[int, int]


def _cells_by_row(passages: Sequence[Passage]) -> dict[_TableRow, dict[int, int]]:
    """Return the rows of tables: of each the cells, by their columns, and the number of the first passage in them."""
    rows: dict[_TableRow, dict[int, int]] = {}
    for number, passage in enumerate(passages):
        if passage.place:
            rows.setdefault(passage.place[:2], {}).setdefault(passage.place[2], number)
    return rows


def _look_and_column(passage: Passage) -> tuple[str, int]:
    return passage.look, passage.place[2] if passage.place else 0
