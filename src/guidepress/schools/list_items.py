"""Which item of one list is which of another, and the order of a list that two sides arranged anew."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from guidepress import alignment
from guidepress.content import paths
from guidepress.content.source import Tree

Item = TypeVar("Item", int, str)

NEAR, FAR = 0.6, 0.85
"""How alike two texts must be, of 1, to be one item that was changed: at its place, and if it was moved as well.

“Hand-eye skill” and “Steady hand-eye skill” are 0.74 alike; two points of a list that have nothing to do with each
other are rarely more than 0.45."""

TITLED = 0.9
"""How alike two groups of keys at least are that begin with the same text: a step with its title, a row with its term.
"""


def keys_of(items: Sequence[Tree]) -> list[str]:
    """Return for each item a text that is the same for the same data."""
    return [json.dumps(paths.plain(item), sort_keys=True, ensure_ascii=False) for item in items]


def align(
    one: Sequence[Tree],
    other: Sequence[Tree],
    known: Iterable[tuple[int, int]] = (),
    apart: Collection[int] = (),
    also: Mapping[int, tuple[int, Tree]] = MappingProxyType({}),
) -> dict[int, int]:
    """Return which item of a list is which of another, by index: the same text first, then the most alike.

    `known` holds pairs that are sure beforehand, unless an item of the same text is there; the items of the other list
    in `apart` are partners of such an item only. `also` holds for items the place and the words that somebody gave
    them; they are known by those, too, and where the other list has some of these words already. Each item has one
    partner at most. A list whose items have names is aligned by them.
    """
    names, others = paths.names(one), paths.names(other)
    if names is not None and others is not None and (names or others):
        return {names.index(name): others.index(name) for name in names if name in others}
    left, right = keys_of(one), keys_of(other)
    pairs = alignment.equal_in_order(left, right)
    taken = set(pairs.values())
    for index, key in enumerate(left):
        found = next((at for at, each in enumerate(right) if each == key and at not in taken), None)
        if index not in pairs and found is not None:
            pairs[index] = found
            taken.add(found)
    for index, at in known:
        if index not in pairs and at not in taken:
            pairs[index] = at
            taken.add(at)
    frame = _frame(pairs)
    taken |= set(apart)

    def is_in_order(index: int, at: int) -> bool:
        return all((before < index) == (behind < at) for before, behind in frame.items()) or (
            index in also
            and all((also[each][0] < also[index][0]) == (behind < at) for each, behind in frame.items() if each in also)
        )

    candidates = [
        (likeness, index, at)
        for index in range(len(one))
        for at in range(len(other))
        if index not in pairs
        and at not in taken
        and (likeness := _likeness(one[index], also[index][1] if index in also else None, other[at])) >= NEAR
        and (likeness >= FAR or is_in_order(index, at))
    ]
    return pairs | alignment.most_alike_first(candidates)


def _frame(pairs: Mapping[int, int]) -> dict[int, int]:
    """Return the pairs that stand in one order in both lists, without those that were moved."""
    partners = [pairs[index] for index in sorted(pairs)]
    moved = _moved(sorted(partners), partners)
    return {index: partner for index, partner in pairs.items() if partner not in moved}


def _likeness(item: Tree, changed: Tree | None, other: Tree) -> float:
    """Say how alike an item is to another, which may hold some of what the item was changed to."""
    if changed is None:
        return alikeness(item, other)
    undone = _undone(other, item, changed) or other
    return max(alikeness(item, other), alikeness(changed, other), alikeness(item, undone))


def _undone(now: Tree | None, before: Tree | None, after: Tree | None) -> Tree | None:
    """Return what stands somewhere now as it was before a change, as far as it is just what that led to.

    Where two sides changed different parts of an item, neither side's words may be left to know it by.
    """
    if paths.same(now, after):
        return before
    if now is None or before is None or after is None:
        return now
    kinds = {type(tree.value) for tree in (now, before, after)}
    if kinds == {dict}:
        values = dict[str, Tree]()
        for key in dict.fromkeys([*before.value, *now.value]):  # the first text tells most: the order that there was
            value = _undone(*(paths.child(tree, key) for tree in (now, before, after)))
            if value is not None:
                values[key] = value
        return replace(now, value=values)
    return replace(now, value=_undone_items(now.value, before.value, after.value)) if kinds == {list} else now


def _undone_items(now: Sequence[Tree], before: Sequence[Tree], after: Sequence[Tree]) -> list[Tree]:
    """Return a list without the items that a change added, with those that it took out, and with the words before."""
    partners = align(before, after)
    here, written = keys_of(now), keys_of(after)
    first = {written[partner]: before[index] for index, partner in partners.items()}
    items = [first.get(key, item) for key, item in zip(here, now, strict=True) if key in first or key not in written]
    for index, key in enumerate(keys_of(before)):
        if index not in partners and key not in here:
            items.insert(index, before[index])
    return items


def alikeness(one: Tree, other: Tree) -> float:
    """Say how alike two items are, from 0 to 1, by their texts."""
    left, right = texts_of(paths.plain(one)), texts_of(paths.plain(other))
    if not left or not right or isinstance(one.value, dict) != isinstance(other.value, dict):
        return 0.0
    likeness = alignment.likeness(" ".join(left), " ".join(right))
    if not isinstance(one.value, dict):
        return likeness
    if left[0] == right[0]:
        return max(likeness, TITLED)
    return max(likeness, FAR) if _share_half(one, other) else likeness


def _share_half(one: Tree, other: Tree) -> bool:
    """Say whether two groups of keys agree in at least half of their fields.

    So a row is known again whose term one side has written anew, and whose text the other: what is merged of them has
    a field of each.
    """
    keys = {*one.value, *other.value}
    agreed = [key for key in keys if paths.same(paths.child(one, key), paths.child(other, key))]
    return 2 * len(agreed) >= len(keys)


def texts_of(value: Any) -> list[str]:
    """Return every text in plain data, in order."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_of(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) else []


def arrange(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item], keep: Iterable[Item]
) -> tuple[list[Item], bool]:
    """Return the items to keep in an order with the moves and additions of both sides, and whether both moved one.

    What ours moved or added goes behind the item that it stands behind in ours, and behind what theirs added there.
    What both added stays where theirs has it.
    """
    kept = set(keep)
    known, mine, there = set(base), set(ours), set(theirs)
    common = kept & mine & there
    agreed = [item for item in ours if item in common] == [item for item in theirs if item in common]
    moved = set() if agreed else _moved(base, ours)
    placed = [item for item in ours if item in kept and (item in moved or item not in there)]
    apart = set(placed)
    order = [item for item in theirs if item in kept and item not in apart]
    for item in placed:
        before = [each for each in ours[: ours.index(item)] if each in order]
        at = order.index(before[-1]) + 1 if before else 0
        while at < len(order) and order[at] not in known and order[at] not in mine:
            at += 1
        order.insert(at, item)
    both = [item for item in order if item in moved and item in _moved(base, theirs)]
    there_order = [item for item in theirs if item in kept]
    here_order = [item for item in order if item in there]
    return order, any(_before(item, there_order) != _before(item, here_order) for item in both)


def _before(item: Item, order: Sequence[Item]) -> Item | None:
    at = order.index(item)
    return order[at - 1] if at else None


def _moved(base: Sequence[Item], now: Sequence[Item]) -> set[Item]:
    """Return the fewest items whose moving explains an order: all but a longest run that kept its order."""
    place = {item: index for index, item in enumerate(base)}
    common = [item for item in now if item in place]
    return {common[index] for index in alignment.moved([place[item] for item in common])}
