"""Which passage of an edited handout was which passage of the handout that was given out.

A bookmark is a claim, not a proof: an editor may leave it on an empty line, stretch it, or drop it. So texts, looks and
places are always compared as well, and without any bookmark they must do. First everything that kept its order is found
at once, then what was moved, then what was typed over in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from guidepress.compose.document import solid
from guidepress.word.lines import Passage

_LEAST = 0.5  # score of two passages that may be one, in their order
_MOVED = 0.75  # likeness of a passage that was moved and changed
_WORDS = 12  # characters below which a text that was moved and changed is not known again
_SURE = 0.95
_SHORT, _FIRST = 8, 0.1

_TABLE, _HEADING, _LOOK, _COLUMN, _MARK = 0.5, 0.2, 0.12, 0.12, 0.55
"""What a difference between table and text costs, and one between heading and text; what the same look, the same column
and a bookmark are worth, in parts of a whole likeness."""


def match(base: Sequence[Passage], edited: Sequence[Passage], marks: Mapping[str, int]) -> list[int | None]:
    """Return for each edited passage the number of the base's passage that it was, None for a new one.

    `marks` has the number of the base's passage that each bookmark was set in. No passage of the base is given twice.
    """
    if not base or not edited:
        return [None] * len(edited)
    likeness = _likeness(base, edited)
    claims = _claims(base, edited, marks)
    score = likeness + _bonus(base, edited) + _MARK * claims
    found = _in_order(score)
    _moved(found, base, edited, likeness, claims)
    _typed_over(found, base, edited)
    _whole_rows(found, base, edited, likeness)
    return found


def _likeness(base: Sequence[Passage], edited: Sequence[Passage]) -> np.ndarray:
    """Return how alike the texts are, from 0 to 1: rows are the base's passages, columns the edited ones."""
    old = [solid(each.text) or each.picture for each in base]
    new = [solid(each.text) or each.picture for each in edited]
    return np.asarray(process.cdist(old, new, scorer=Indel.normalized_similarity, dtype=np.float64))


def _claims(base: Sequence[Passage], edited: Sequence[Passage], marks: Mapping[str, int]) -> np.ndarray:
    """Return what part of an edited passage's text lies in bookmarks of each passage of the base."""
    claims = np.zeros((len(base), len(edited)))
    for column, passage in enumerate(edited):
        for mark in passage.marks:
            row = marks.get(mark.name)
            if row is not None:
                claims[row, column] += (mark.end - mark.start) / max(1, len(passage.text))
    return np.minimum(claims, 1.0)


def _bonus(base: Sequence[Passage], edited: Sequence[Passage]) -> np.ndarray:
    bonus = np.zeros((len(base), len(edited)))
    for row, old in enumerate(base):
        for column, new in enumerate(edited):
            bonus[row, column] = _fits(old, new)
    return bonus


def _fits(old: Passage, new: Passage) -> float:
    if (old.place is None) != (new.place is None) or (old.look == "picture") != (new.look == "picture"):
        return -_TABLE if "picture" not in (old.look, new.look) else -2.0
    if old.place and new.place:
        return _COLUMN if old.place[2] == new.place[2] else -_COLUMN
    if old.look == new.look:
        # Of two that were joined, the first is the one that goes on.
        return _LOOK + (_FIRST if len(old.text) > _SHORT and new.text.startswith(old.text) else 0.0)
    return -_HEADING if (old.look[0] == "h") != (new.look[0] == "h") else 0.0


def _in_order(score: np.ndarray) -> list[int | None]:
    """Pair passages so that their order holds and the sum of the scores above the least is largest."""
    rows, columns = score.shape
    gain = (score - _LEAST).tolist()
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        here, below, gains = best[row], best[row + 1], gain[row]
        for column in range(columns - 1, -1, -1):
            top = below[column] if below[column] >= here[column + 1] else here[column + 1]
            if gains[column] > 0 and gains[column] + below[column + 1] > top:
                top = gains[column] + below[column + 1]
            here[column] = top
    found: list[int | None] = [None] * columns
    row = column = 0
    while row < rows and column < columns:
        if gain[row][column] > 0 and best[row][column] == gain[row][column] + best[row + 1][column + 1]:
            found[column] = row
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found


def _moved(
    found: list[int | None],
    base: Sequence[Passage],
    edited: Sequence[Passage],
    likeness: np.ndarray,
    claims: np.ndarray,
) -> None:
    """Pair what is left and was moved: by bookmark, by the same words, by words that are much alike."""
    pairs = []
    taken_rows = set(found)
    free = [row for row in range(len(base)) if row not in taken_rows]
    for column, taken in enumerate(found):
        if taken is not None:
            continue
        for row in free:
            like, claim = float(likeness[row, column]), float(claims[row, column])
            apart = (base[row].place is None) != (edited[column].place is None)
            long = min(len(base[row].text), len(edited[column].text)) >= _WORDS
            same = like > _SURE and (long or not base[row].place)
            if (claim > 0.5 and like >= 0.3) or (not apart and (same or (long and like >= _MOVED))):
                pairs.append((like + _MARK * claim + _fits(base[row], edited[column]), -abs(row - column), row, column))
    for _, _, row, column in sorted(pairs, reverse=True):
        if found[column] is None and row not in taken_rows:
            found[column] = row
            taken_rows.add(row)


def _typed_over(found: list[int | None], base: Sequence[Passage], edited: Sequence[Passage]) -> None:
    """Pair what stands alone between the same neighbours and looks the same: a text that was typed over."""
    column = 0
    taken = set(found)
    while column < len(edited):
        if found[column] is not None:
            column += 1
            continue
        end = column
        while end < len(edited) and found[end] is None:
            end += 1
        before = found[column - 1] if column else -1
        after = found[end] if end < len(edited) else len(base)
        if before is not None and after is not None and before < after:
            rows = [row for row in range(before + 1, after) if row not in taken]
            for each in range(column, end):
                for row in rows:
                    if _slot(base[row]) == _slot(edited[each]):
                        found[each] = row
                        taken.add(row)
                        rows = [other for other in rows if other > row]
                        break
        column = end


def _whole_rows(
    found: list[int | None], base: Sequence[Passage], edited: Sequence[Passage], likeness: np.ndarray
) -> None:
    """Keep the cells of a row together, where some went to another: with the row that most of their words speak for."""
    before, after = _rows(base), _rows(edited)
    votes: dict[tuple[_Row, _Row], float] = {}
    for column, row in enumerate(found):
        to, of = edited[column].place, base[row].place if row is not None else None
        if row is not None and to and of:
            pair = of[:2], to[:2]
            votes[pair] = votes.get(pair, 0.0) + float(likeness[row, column])
    back: dict[_Row, _Row] = {}
    for (there, here), _ in sorted(votes.items(), key=lambda each: (-each[1], each[0])):
        if here not in back and there not in back.values():
            back[here] = there
    apart = [(there, here) for there, here in votes if back.get(here) != there]
    torn = {here for _, here in apart} | {here for here, there in back.items() if there in [one for one, _ in apart]}
    for here in sorted(torn):
        cells, held = after[here], before[back[here]] if here in back else {}
        if held and held.keys() != cells.keys():
            continue
        for at, column in cells.items():
            cell = held.get(at)
            if cell is not None and cell in found:
                found[found.index(cell)] = None
            found[column] = cell


_Row = tuple[int, int]


def _rows(found: Sequence[Passage]) -> dict[_Row, dict[int, int]]:
    """Return the rows of tables: of each the cells, by their columns, and the number of the first passage in them."""
    rows: dict[_Row, dict[int, int]] = {}
    for number, passage in enumerate(found):
        if passage.place:
            rows.setdefault(passage.place[:2], {}).setdefault(passage.place[2], number)
    return rows


def _slot(passage: Passage) -> tuple[str, int]:
    return passage.look, passage.place[2] if passage.place else 0
