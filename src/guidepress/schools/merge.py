"""A school's edits and next year's content: a three-way merge in which no text of either side is lost unsaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guidepress.content import paths
from guidepress.content.source import Tree
from guidepress.errors import Span
from guidepress.schools import alignment, panel_starts, text_merge
from guidepress.schools import orphans as strays
from guidepress.schools.edits import Edit, collapse

Location = tuple[str | int, ...]


class Happened(StrEnum):
    """What the two sides did, “here” being the school."""

    BOTH_CHANGED = "changed here and there"
    BOTH_ADDED = "added here and there"
    DELETED_HERE = "deleted here, changed there"
    DELETED_THERE = "changed here, deleted there"
    BOTH_MOVED = "moved here and there"


@dataclass(frozen=True)
class Collision:
    """A place where both sides did different things. The draft has what ours says, until somebody answers.

    `path` is the edit's. `at_was` and `at_ours` are the place inside what the edit says there was and is, empty for all
    of it. Of a list that both sides arranged anew `was`, `ours` and `theirs` are the whole list. `proposal` is a text
    with the changes of both. `strays` are the paths of edits whose place is gone, which `ours` holds in a section of
    its own.
    """

    path: str
    happened: Happened
    was: Tree | None
    ours: Tree | None
    theirs: Tree | None
    proposal: str | None
    ours_span: Span
    theirs_span: Span
    at_was: Location = ()
    at_ours: Location = ()
    strays: tuple[str, ...] = ()

    @property
    def item(self) -> str:
        """The text by which people know which item of a list it is about; empty for all of an edit."""
        known = self.was if self.was is not None else self.ours
        inside = (self.at_was or self.at_ours) and self.happened is not Happened.BOTH_MOVED
        texts = alignment.texts_of(paths.plain(known)) if inside else []
        return texts[0] if texts else ""


def merge(tree: Tree, edits: Sequence[Edit]) -> tuple[Tree, list[Collision]]:
    """Carry out a school's edits in a guide as it is now. Returns the draft and the collisions, in the edits' order.

    What is the guide's keeps its Trees and so its spans; what is the school's has those of the edit. In a collision the
    draft has the school's. Nothing that is passed in changes.
    """
    draft, found = tree, list[Collision]()
    homeless: list[Edit] = []
    added: set[str] = set()
    whole = collapse(edits)
    for edit in (each for each in whole if not each.orders):
        steps = edit.steps
        holder, theirs = paths.walk(draft, steps[:-1]), paths.walk(draft, steps)
        if holder is None or (theirs is None and not strays.takes(draft, steps)):
            homeless.append(edit)
            continue
        place = theirs or holder
        result = _Where(edit.path, edit.span, place.span, found).value(edit.was, edit.to, theirs)
        if theirs is None and result is not None:
            added.add(edit.path)
        if result is not theirs:
            draft = paths.put(draft, steps, result)
    for own, gone in strays.house(draft, homeless):
        held = paths.walk(tree, ("sections",))
        if not paths.same(paths.walk(draft, ("sections", own.name)), own.section):
            draft = paths.put(draft, ("sections", own.name), own.section)
        added.add(f"sections.{own.name}")
        what, there = Happened.DELETED_THERE, held.span if held else tree.span
        found.append(
            Collision(
                f"sections.{own.of}", what, None, own.section, None, None, gone[0].span, there,
                strays=tuple(each.path for each in gone),
            )
        )  # fmt: skip
    # Last of all the order, in which a section of the school's own that stands for a lost one has its place, too.
    for edit in (each for each in whole if each.orders):
        draft = _order(draft, edit, added, found)
    return panel_starts.hand_on(tree, draft), found


def _order(draft: Tree, edit: Edit, added: set[str], found: list[Collision]) -> Tree:
    """Put a list whose items have names into its new order. `added` are the paths of what the school's edits added."""
    items = paths.walk(draft, edit.steps)
    names = paths.names(items)
    if items is None or not names or edit.was is None or edit.to is None:
        return draft
    to = paths.plain(edit.to)
    # What the edits added stands at the end so far, which says nothing about where it belongs.
    there = [name for name in names if name not in to or f"{edit.path}.{name}" not in added]
    order, both = alignment.arrange(paths.plain(edit.was), to, there, names)
    if both:
        theirs = paths.grow(names, items.span)
        span = edit.to.span if edit.to.span.line else edit.span
        found.append(Collision(edit.path, Happened.BOTH_MOVED, edit.was, edit.to, theirs, None, span, items.span))
    return paths.put(draft, edit.steps, paths.reorder(items, order)) if order != names else draft


@dataclass(frozen=True)
class _Where:
    """A place that is merged: where each side is told about, and the collisions found so far."""

    path: str
    ours: Span
    theirs: Span
    found: list[Collision]
    at_was: Location = ()
    at_ours: Location = ()

    def into(self, was: str | int, ours: str | int, mine: Tree | None, other: Tree | None) -> _Where:
        """Go one step down; where a side has nothing, its place stays the one above."""
        return _Where(
            self.path,
            mine.span if mine and mine.span.line else self.ours,
            other.span if other else self.theirs,
            self.found,
            (*self.at_was, was),
            (*self.at_ours, ours),
        )

    def collide(self, was: Tree | None, ours: Tree | None, theirs: Tree | None, happened: Happened) -> None:
        told = [each.value if each else None for each in (was, ours, theirs)]
        words = [each for each in told if isinstance(each, str)]
        proposal = text_merge.propose(*words) if len(words) == 3 else None
        mine = ours.span if ours and ours.span.line else self.ours
        there = theirs.span if theirs else self.theirs
        self.found.append(
            Collision(self.path, happened, was, ours, theirs, proposal, mine, there, self.at_was, self.at_ours)
        )

    def value(self, was: Tree | None, ours: Tree | None, theirs: Tree | None) -> Tree | None:
        """Merge one value of any kind. None where it goes, or was never there."""
        if paths.same(ours, theirs) or paths.same(ours, was):
            return theirs
        if paths.same(theirs, was) or (ours is None and paths.same(_content(theirs), _content(was))):
            return ours
        if ours is not None and theirs is not None:
            kinds = {type(each.value) for each in (was, ours, theirs) if each is not None}
            if kinds == {dict} and _kind(ours) == _kind(theirs):
                return self.mapping(was, ours, theirs)
            if kinds == {list}:
                return self.list(was, ours, theirs)
        if was is None:
            happened = Happened.BOTH_ADDED
        elif ours is None:
            happened = Happened.DELETED_HERE
        else:
            happened = Happened.DELETED_THERE if theirs is None else Happened.BOTH_CHANGED
        self.collide(was, ours, theirs, happened)
        return ours

    def mapping(self, was: Tree | None, ours: Tree, theirs: Tree) -> Tree:
        """Merge key by key."""
        values, keys = dict[str, Tree](), dict[str, Span]()
        for key in dict.fromkeys([*theirs.value, *ours.value]):
            old, mine, other = (paths.child(each, key) for each in (was, ours, theirs))
            if key == "panel":  # where a section stands on the sheet is for the guide to say
                new = mine if paths.same(old, other) else other
            else:
                new = self.into(key, key, mine, other).value(old, mine, other)
            if new is not None:
                values[key] = new
                keys[key] = theirs.keys.get(key) or ours.keys.get(key) or new.span
        return replace(theirs, value=values, keys=keys)

    def list(self, was: Tree | None, ours: Tree, theirs: Tree) -> Tree:
        """Merge item by item, and then the order."""
        old, mine, other = (each.value if each else [] for each in (was, ours, theirs))
        rows = _rows(old, mine, other)
        kept: dict[int, Tree] = {}
        for row, (at, here, there) in enumerate(rows):
            base, one, two = _at(old, at), _at(mine, here), _at(other, there)
            where = self.into(len(old) if at is None else at, len(mine) if here is None else here, one, two)
            if at is None and one and two and not paths.same(one, two):
                where.collide(None, one, two, Happened.BOTH_ADDED)
                new: Tree | None = one
            else:
                new = where.value(base, one, two)
            if new is not None:
                kept[row] = new
        sides = [
            [row for _, row in sorted((each[side], row) for row, each in enumerate(rows) if each[side] is not None)]
            for side in range(3)
        ]
        order, both = alignment.arrange(sides[0], sides[1], sides[2], kept)
        if both:
            self.collide(was, ours, theirs, Happened.BOTH_MOVED)
        return replace(theirs, value=[kept[row] for row in order])


def _rows(old: Sequence[Tree], mine: Sequence[Tree], other: Sequence[Tree]) -> list[tuple[int | None, ...]]:
    """Return for each item its index in the three lists, None where it is not in one."""
    here = alignment.align(old, mine)
    keys = alignment.keys_of(other)
    agreed = {at: keys.index(key) for at, key in enumerate(alignment.keys_of(mine)) if key in keys}
    sure = [(index, agreed[at]) for index, at in here.items() if at in agreed]
    twins = {each for at, each in agreed.items() if at not in here.values()}
    there = alignment.align(old, other, sure, twins, {index: (at, mine[at]) for index, at in here.items()})
    rows: list[tuple[int | None, ...]] = [(index, here.get(index), there.get(index)) for index in range(len(old))]
    added = [at for at in range(len(mine)) if at not in here.values()]
    beside = [at for at in range(len(other)) if at not in there.values()]
    for at in added:
        twin = next(
            (each for each in beside if paths.same(mine[at], other[each]) or _named(mine[at], other[each])), None
        )
        if twin is not None:
            beside.remove(twin)
        rows.append((None, at, twin))
    return [*rows, *((None, None, at) for at in beside)]


def _named(one: Tree, other: Tree) -> bool:
    return paths.item_name(one) is not None and paths.item_name(one) == paths.item_name(other)


def _at(items: Sequence[Tree], index: int | None) -> Tree | None:
    return None if index is None else items[index]


def _kind(tree: Tree) -> object:
    return paths.plain(paths.child(tree, "kind"))


def _content(tree: Tree | None) -> Tree | None:
    """Return a section without the panel that it begins: another one is no change to it."""
    if tree is None or not isinstance(tree.value, dict) or "panel" not in tree.value:
        return tree
    return replace(tree, value={key: item for key, item in tree.value.items() if key != "panel"})
