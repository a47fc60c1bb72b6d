"""What turns one page into another, row by row: rows said otherwise, left out, or added.

It holds for any two pages that `apply(diff(before, after), before)` is `after`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from guidepress import alignment
from guidepress.roundtrip.page import PageRow

_ALIKE = 0.4  # likeness from which one line in another's place is that line, said otherwise
_LEAST = 0.01  # likeness of what stands in the other's place, whatever it says
_SAME, _SAME_HEAD, _SAME_LOOSE = 3.0, 6.0, 2.0
"""Likeness of rows that are the same: where two changed places, a heading or a row of a table stays rather than a line,
and any line rather than a loose one."""
_HEADINGS = ("h1", "h2")  # they head a part of the page, which goes on under the new one


@dataclass(frozen=True)
class RowChange:
    """A row of a page that is said otherwise or left out, or a row that is added.

    `row` is its number in the page before, None for one that is added. `said` is the row that stands there afterward,
    of the same look and with no other columns (one that it lacks is empty), None where it is left out. `behind` is the
    number of the row before that an added one follows, None for the beginning.
    """

    row: int | None
    said: PageRow | None
    behind: int | None = None


def apply(changes: Sequence[RowChange], before: Sequence[PageRow]) -> list[PageRow]:
    """Return a page with changes made to it. What is added behind one row keeps the order of the changes."""
    said = {change.row: change.said for change in changes if change.row is not None}
    added: dict[int | None, list[PageRow]] = defaultdict(list)
    for change in changes:
        if change.row is None and change.said is not None:
            added[change.behind].append(change.said)
    after = list(added[None])
    for number, row in enumerate(before):
        here = said.get(number, row)
        after += [*([here] if here is not None else []), *added[number]]
    return after


def diff(before: Sequence[PageRow], after: Sequence[PageRow]) -> list[RowChange]:
    """Return the changes that turn one page into another, in the order of the page.

    Rows stay that are the same, headings rather than others, and what is much alike is one row said otherwise.
    """
    changes: list[RowChange] = []
    behind: int | None = None
    left, right = 0, 0
    pairs = alignment.best_in_order([[_likeness(row, other) for other in after] for row in before])
    for row, number in [*pairs.items(), (len(before), len(after))]:
        changes += [RowChange(gone, None) for gone in range(left, row)]
        changes += [RowChange(None, new, behind) for new in after[right:number]]
        if row < len(before) and before[row].identity != after[number].identity:
            changes.append(RowChange(row, after[number]))
        left, right, behind = row + 1, number + 1, row
    return changes


def _likeness(row: PageRow, other: PageRow) -> float:
    """Say how alike two rows are: 0 where they are two, more than 1 where they are the same."""
    if row.look != other.look or not other.cells.keys() <= row.cells.keys():
        return 0.0
    heads = row.in_table or row.look in _HEADINGS
    if row.identity == other.identity:
        return _SAME_HEAD if heads else _SAME_LOOSE if row.loose else _SAME
    shares = [alignment.likeness(words, other.cells.get(column, "")) for column, words in row.cells.items()]
    likeness = sum(shares) / len(shares)
    if heads:
        return max(likeness, _LEAST)
    return likeness if likeness >= _ALIKE else 0.0
