"""Merges a school's edits into the guide as it is now: who wins where both changed a text, and what is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from guidepress.content import paths
from guidepress.content.source import Tree
from guidepress.errors import Span
from guidepress.schools import list_items, orphans, panel_starts, text_merge
from guidepress.schools.edits import Edit, collapse

Location = tuple[str | int, ...]


class Happened(StrEnum):
    """What the school and the guide each did in a collision; “here” is the school, “there” the guide."""

    BOTH_CHANGED = "changed here and there"
    BOTH_ADDED = "added here and there"
    DELETED_HERE = "deleted here, changed there"
    DELETED_THERE = "changed here, deleted there"
    BOTH_MOVED = "moved here and there"


@dataclass(frozen=True)
class Collision:
    """A place that the school and the guide changed differently. The draft has the school's text until one is chosen.

    `path` is the edit's. `at_was` and `at_ours` are the place inside what the edit says there was and is, empty for all
    of it. Of a list that both sides arranged anew `was`, `ours` and `theirs` are the whole list. `proposal` is a text
    with the changes of both. `orphan_paths` are the paths of edits whose place is gone, which `ours` holds in a section
    of its own.
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
    orphan_paths: tuple[str, ...] = ()

    @property
    def item(self) -> str:
        """The text by which people know which item of a list it is about; empty for all of an edit."""
        known = self.was if self.was is not None else self.ours
        inside = (self.at_was or self.at_ours) and self.happened is not Happened.BOTH_MOVED
        texts = list_items.texts_of(paths.plain(known)) if inside else []
        return texts[0] if texts else ""


def merge(tree: Tree, edits: Sequence[Edit]) -> tuple[Tree, list[Collision]]:
    """Carry out a school's edits in a guide as it is now. Returns the draft and the collisions, in the edits' order.

    What is the guide's keeps its Trees and so its spans; what is the school's has those of the edit. In a collision the
    draft has the school's. Nothing that is passed in changes.
    """
    draft, collisions = tree, list[Collision]()
    homeless_edits: list[Edit] = []
    added: set[str] = set()
    collapsed_edits = collapse(edits)
    for edit in (edit for edit in collapsed_edits if not edit.orders):
        steps = edit.steps
        holder, theirs = paths.walk(draft, steps[:-1]), paths.walk(draft, steps)
        if holder is None or (theirs is None and not orphans.may_hold(draft, steps)):
            homeless_edits.append(edit)
            continue
        place = theirs or holder
        result = _MergePlace(edit.path, edit.span, place.span, collisions).merge_value(edit.was, edit.to, theirs)
        if theirs is None and result is not None:
            added.add(edit.path)
        if result is not theirs:
            draft = paths.put(draft, steps, result)
    for own_section, lost_edits in orphans.into_own_sections(draft, homeless_edits):
        sections = paths.walk(tree, ("sections",))
        if not paths.same(paths.walk(draft, ("sections", own_section.name)), own_section.section):
            draft = paths.put(draft, ("sections", own_section.name), own_section.section)
        added.add(f"sections.{own_section.name}")
        happened, theirs_span = Happened.DELETED_THERE, sections.span if sections else tree.span
        collisions.append(
            Collision(
                f"sections.{own_section.lost_name}", happened, None, own_section.section, None, None,
                lost_edits[0].span, theirs_span, orphan_paths=tuple(edit.path for edit in lost_edits),
            )
        )  # fmt: skip
    # Last of all the order, in which a section of the school's own that stands for a lost one has its place, too.
    for edit in (edit for edit in collapsed_edits if edit.orders):
        draft = _order(draft, edit, added, collisions)
    return panel_starts.hand_on(tree, draft), collisions


def merge_value(
    path: str, was: Tree | None, ours: Tree | None, theirs: Tree | None
) -> tuple[Tree | None, list[Collision]]:
    """Merge one value of any kind, item by item and key by key, and return it with the collisions.

    `was` is what both sides started from. In a collision the value has ours. `path` is for the collisions.
    """
    collisions = list[Collision]()
    nowhere = Span("")
    return _MergePlace(path, nowhere, nowhere, collisions).merge_value(was, ours, theirs), collisions


def _order(draft: Tree, edit: Edit, added: set[str], collisions: list[Collision]) -> Tree:
    """Put a list whose items have names into its new order. `added` are the paths of what the school's edits added."""
    items = paths.walk(draft, edit.steps)
    names = paths.names(items)
    if items is None or not names or edit.was is None or edit.to is None:
        return draft
    wanted_order = paths.plain(edit.to)
    # What the edits added stands at the end so far, which says nothing about where it belongs.
    guide_order = [name for name in names if name not in wanted_order or f"{edit.path}.{name}" not in added]
    order, both_moved = list_items.arrange(paths.plain(edit.was), wanted_order, guide_order, names)
    if both_moved:
        theirs = paths.grow(names, items.span)
        span = edit.to.span if edit.to.span.line else edit.span
        collisions.append(Collision(edit.path, Happened.BOTH_MOVED, edit.was, edit.to, theirs, None, span, items.span))
    return paths.put(draft, edit.steps, paths.reorder(items, order)) if order != names else draft


@dataclass(frozen=True)
class _MergePlace:
    """A place that is being merged: the span of each side there, and the collisions found so far."""

    path: str
    ours: Span
    theirs: Span
    collisions: list[Collision]
    at_was: Location = ()
    at_ours: Location = ()

    def step_down(
        self, was_step: str | int, ours_step: str | int, ours: Tree | None, theirs: Tree | None
    ) -> _MergePlace:
        """Go one step down; where a side has nothing, its place stays the one above."""
        return _MergePlace(
            self.path,
            ours.span if ours and ours.span.line else self.ours,
            theirs.span if theirs else self.theirs,
            self.collisions,
            (*self.at_was, was_step),
            (*self.at_ours, ours_step),
        )

    def add_collision(self, was: Tree | None, ours: Tree | None, theirs: Tree | None, happened: Happened) -> None:
        values = [tree.value if tree else None for tree in (was, ours, theirs)]
        texts = [value for value in values if isinstance(value, str)]
        proposal = text_merge.propose(*texts) if len(texts) == 3 else None
        ours_span = ours.span if ours and ours.span.line else self.ours
        theirs_span = theirs.span if theirs else self.theirs
        self.collisions.append(
            Collision(
                self.path, happened, was, ours, theirs, proposal, ours_span, theirs_span, self.at_was, self.at_ours
            )
        )

    def merge_value(self, was: Tree | None, ours: Tree | None, theirs: Tree | None) -> Tree | None:
        """Merge one value of any kind. None where it goes, or was never there."""
        if paths.same(ours, theirs) or paths.same(ours, was):
            return theirs
        if paths.same(theirs, was) or (ours is None and paths.same(_without_panel(theirs), _without_panel(was))):
            return ours
        if ours is not None and theirs is not None:
            kinds = {type(tree.value) for tree in (was, ours, theirs) if tree is not None}
            if kinds == {dict} and _kind(ours) == _kind(theirs):
                return self.merge_mapping(was, ours, theirs)
            if kinds == {list}:
                return self.merge_list(was, ours, theirs)
        if was is None:
            happened = Happened.BOTH_ADDED
        elif ours is None:
            happened = Happened.DELETED_HERE
        else:
            happened = Happened.DELETED_THERE if theirs is None else Happened.BOTH_CHANGED
        self.add_collision(was, ours, theirs, happened)
        return ours

    def merge_mapping(self, was: Tree | None, ours: Tree, theirs: Tree) -> Tree:
        """Merge key by key."""
        values, keys = dict[str, Tree](), dict[str, Span]()
        for key in dict.fromkeys([*theirs.value, *ours.value]):
            was_value, ours_value, theirs_value = (paths.child(tree, key) for tree in (was, ours, theirs))
            if key == "panel":  # where a section stands on the sheet is for the guide to say
                merged = ours_value if paths.same(was_value, theirs_value) else theirs_value
            else:
                merged = self.step_down(key, key, ours_value, theirs_value).merge_value(
                    was_value, ours_value, theirs_value
                )
            if merged is not None:
                values[key] = merged
                keys[key] = theirs.keys.get(key) or ours.keys.get(key) or merged.span
        return replace(theirs, value=values, keys=keys)

    def merge_list(self, was: Tree | None, ours: Tree, theirs: Tree) -> Tree:
        """Merge item by item, and then the order."""
        was_items, ours_items, theirs_items = (tree.value if tree else [] for tree in (was, ours, theirs))
        rows = _rows(was_items, ours_items, theirs_items)
        merged_items: dict[int, Tree] = {}
        for row, (was_index, ours_index, theirs_index) in enumerate(rows):
            was_item, ours_item, theirs_item = (
                _item_at(was_items, was_index),
                _item_at(ours_items, ours_index),
                _item_at(theirs_items, theirs_index),
            )
            place = self.step_down(
                len(was_items) if was_index is None else was_index,
                len(ours_items) if ours_index is None else ours_index,
                ours_item,
                theirs_item,
            )
            if was_index is None and ours_item and theirs_item and not paths.same(ours_item, theirs_item):
                place.add_collision(None, ours_item, theirs_item, Happened.BOTH_ADDED)
                merged: Tree | None = ours_item
            else:
                merged = place.merge_value(was_item, ours_item, theirs_item)
            if merged is not None:
                merged_items[row] = merged
        sides = [
            [
                row
                for _, row in sorted(
                    (indices[side], row) for row, indices in enumerate(rows) if indices[side] is not None
                )
            ]
            for side in range(3)
        ]
        order, both = list_items.arrange(sides[0], sides[1], sides[2], merged_items)
        if both:
            self.add_collision(was, ours, theirs, Happened.BOTH_MOVED)
        return replace(theirs, value=[merged_items[row] for row in order])


def _rows(
    was_items: Sequence[Tree], ours_items: Sequence[Tree], theirs_items: Sequence[Tree]
) -> list[tuple[int | None, ...]]:
    """Return for each item its index in the three lists, None where it is not in one."""
    ours_by_was = list_items.align(was_items, ours_items)
    theirs_keys = list_items.keys_of(theirs_items)
    theirs_by_ours = {
        ours_index: theirs_keys.index(key)
        for ours_index, key in enumerate(list_items.keys_of(ours_items))
        if key in theirs_keys
    }
    sure = [
        (was_index, theirs_by_ours[ours_index])
        for was_index, ours_index in ours_by_was.items()
        if ours_index in theirs_by_ours
    ]
    twins = {
        theirs_index for ours_index, theirs_index in theirs_by_ours.items() if ours_index not in ours_by_was.values()
    }
    theirs_by_was = list_items.align(
        was_items,
        theirs_items,
        sure,
        twins,
        {was_index: (ours_index, ours_items[ours_index]) for was_index, ours_index in ours_by_was.items()},
    )
    rows: list[tuple[int | None, ...]] = [
        (was_index, ours_by_was.get(was_index), theirs_by_was.get(was_index)) for was_index in range(len(was_items))
    ]
    ours_added = [ours_index for ours_index in range(len(ours_items)) if ours_index not in ours_by_was.values()]
    theirs_added = [
        theirs_index for theirs_index in range(len(theirs_items)) if theirs_index not in theirs_by_was.values()
    ]
    for ours_index in ours_added:
        twin = next(
            (
                theirs_index
                for theirs_index in theirs_added
                if paths.same(ours_items[ours_index], theirs_items[theirs_index])
                or _same_name(ours_items[ours_index], theirs_items[theirs_index])
            ),
            None,
        )
        if twin is not None:
            theirs_added.remove(twin)
        rows.append((None, ours_index, twin))
    return [*rows, *((None, None, theirs_index) for theirs_index in theirs_added)]


def _same_name(one: Tree, other: Tree) -> bool:
    return paths.item_name(one) is not None and paths.item_name(one) == paths.item_name(other)


def _item_at(items: Sequence[Tree], index: int | None) -> Tree | None:
    return None if index is None else items[index]


def _kind(tree: Tree) -> object:
    return paths.plain(paths.child(tree, "kind"))


def _without_panel(tree: Tree | None) -> Tree | None:
    """Return a section without the panel that it begins: another one is no change to it."""
    if tree is None or not isinstance(tree.value, dict) or "panel" not in tree.value:
        return tree
    return replace(tree, value={key: item for key, item in tree.value.items() if key != "panel"})
