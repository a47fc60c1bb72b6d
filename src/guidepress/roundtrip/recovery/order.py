"""Which passages of a region still stand in the order of its fields, and so go back into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guidepress import alignment
from guidepress.roundtrip.recovery.compared import Compared

Rank = tuple[int, ...]


def staying(compared: Compared, region: str, columns: Sequence[int]) -> set[int]:
    """Return the columns whose passages belong to a region and stand in the order of its fields.

    Words that make themselves, and rows of tables, stay where the template puts them.
    """
    own = {
        column: row for column in columns
        if (row := compared.rows[column]) is not None
        and compared.targets[row].region == region
        and compared.targets[row].kind != "added"
        and not _has_lost_its_heading(compared, row)
    }  # fmt: skip
    order, ranks = list(own), _ranks(compared, own)
    # Of two that cannot both stay, the one goes that no longer looks as it did.
    weights = [_weight(compared, own[column]) for column in order]
    run = alignment.longest_rising([ranks[column] for column in order], weights)
    in_order = {order[place] for place in run}
    return in_order | {
        column for column, row in own.items() if compared.targets[row].kind in ("fixed", "row", "replaced")
    }


def _weight(compared: Compared, row: int) -> float:
    """Say how much speaks for a passage to be in its place: a heading carries what stands under it."""
    before, now = compared.base.passages[row], compared.edited[compared.columns[row]]
    if before.look in ("h1", "h2") or compared.targets[row].is_head:
        return 100.0
    return 1.0 + (now.look == before.look)


def _has_lost_its_heading(compared: Compared, row: int) -> bool:
    """Say whether the heading over the list of an item is gone: it is then read under the one before."""
    outer = compared.targets[row].list.rpartition(".")[0]
    heads = [
        other for other, target in enumerate(compared.targets) if target.is_head and compared.item_path(target) == outer
    ]
    return bool(heads) and not any(head in compared.columns for head in heads)


def _ranks(compared: Compared, own: Mapping[int, int]) -> dict[int, Rank]:
    """Return for each column where it belongs in the order of the fields; equal ranks may stand in any order.

    `own` has the row of each column. The items of a list may be put in another order, and so may groups under
    headings; what stands under such a heading goes with it.
    """
    first_of_list: dict[str, int] = {}
    first_of_table: dict[int, int] = {}
    for row, target in enumerate(compared.targets):
        if target.item_place[0]:
            first_of_list.setdefault(target.item_place[0], row)
        if place := compared.base.passages[row].place:
            first_of_table.setdefault(place[0], row)
    groups: dict[str, int] = {}
    for row in own.values():
        if compared.targets[row].is_head:
            groups.setdefault(compared.item_path(compared.targets[row]), len(groups))
    ranks: dict[int, Rank] = {}
    for column, row in own.items():
        target, place = compared.targets[row], compared.base.passages[row].place
        named = compared.item_path(target) if target.is_head else target.path
        group = next((path for path in groups if f"{named}.".startswith(f"{path}.")), None)
        if group is not None:
            ranks[column] = first_of_list[group.rpartition(".")[0]], groups[group], int(not target.is_head)
        elif target.item_place[0]:
            ranks[column] = (first_of_list[target.item_place[0]],)
        else:
            ranks[column] = (first_of_table[place[0]] if place else row,)
    return ranks
