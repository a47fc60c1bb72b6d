"""A collision between a school and a guide as a question in words, and the edits rewritten by the answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from guidepress.content import paths
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span
from guidepress.schools import list_items, places
from guidepress.schools.edits import Edit, collapse
from guidepress.schools.merge import Collision, Happened, Location

Answer = Literal["ours", "theirs", "proposal"]


def answer(edits: Sequence[Edit], collision: Collision, choice: Answer, base: str) -> list[Edit]:
    """Return a school's edits with a collision decided: for its own text, the guide's, or the proposal of both.

    The edit then says that there was what the guide has now, at the revision `base`, and changes it to what was chosen.
    An answer that was given already changes nothing. Raises ValueError where a proposal is chosen that there is not.
    """
    if choice == "proposal" and collision.proposal is None:
        raise ValueError("There is no proposal for this collision")
    before = collapse(edits)
    if collision.orphan_paths:
        return _with_own_section(before, collision, choice, base)
    after: list[Edit] = []
    is_decided = False
    for edit in before:
        decided = edit if is_decided or edit.path != collision.path else _edit_decided(edit, collision, choice, base)
        is_decided = is_decided or decided is not edit
        after.append(decided)
    return collapse(after)


def _with_own_section(edits: Sequence[Edit], collision: Collision, choice: Answer, base: str) -> list[Edit]:
    """Make the section that holds texts without a place an addition of the school's, or drop those texts."""
    other_edits = [edit for edit in edits if edit.path not in collision.orphan_paths]
    if len(other_edits) == len(edits) or choice == "theirs" or collision.ours is None:
        return other_edits
    path = f"sections.{paths.item_name(collision.ours)}"
    return [*other_edits, Edit(base, path, None, collision.ours, collision.ours_span)]


def _edit_decided(edit: Edit, collision: Collision, choice: Answer, base: str) -> Edit:
    if collision.happened is Happened.BOTH_MOVED:
        return _order_decided(edit, collision, choice, base)
    was_place = next(_places_of(edit.was, collision.at_was, collision.was), None)
    ours_place = next(_places_of(edit.to, collision.at_ours, collision.ours), None)
    if was_place is None or (ours_place is None and collision.ours is not None):
        return edit
    adds = collision.was is None and bool(was_place) and isinstance(was_place[-1], int)
    was_list = _tree_at(edit.was, was_place[:-1]) if adds else None
    if was_list is not None and any(paths.same(item, collision.theirs) for item in was_list.value):
        return edit
    chosen = {"ours": collision.ours, "theirs": collision.theirs}.get(choice)
    if choice == "proposal":
        chosen = paths.grow(collision.proposal, collision.ours_span)
    new_to = edit.to
    if ours_place is not None and collision.ours is not None:
        new_to = _exchanged(new_to, ours_place, chosen)
    elif chosen is not None:
        new_to = _put_back(edit, was_place, chosen)
    return Edit(base, edit.path, _exchanged(edit.was, was_place, collision.theirs, adds), new_to, edit.span)


def _places_of(tree: Tree | None, location: Location, sought: Tree | None) -> Iterator[Location]:
    """Yield where a value stands in a Tree: at its location, or at the same one in another item of a list."""
    if not location:
        if paths.same(tree, sought):
            yield ()
        return
    step, inner_location = location[0], location[1:]
    if tree is None and sought is None:
        yield location
    if tree is None or not isinstance(tree.value, dict | list):
        return
    if isinstance(step, str):
        yield from ((step, *place) for place in _places_of(paths.child(tree, step), inner_location, sought))
        return
    if sought is None and not inner_location:
        yield location  # it is not in the list: there is nothing to look for
        return
    for index in sorted(range(len(tree.value)), key=lambda candidate: abs(candidate - step)):
        yield from ((index, *place) for place in _places_of(tree.value[index], inner_location, sought))


def _exchanged(tree: Tree | None, location: Location, new_value: Tree | None, adds: bool = False) -> Tree | None:
    """Return a Tree with a value exchanged, or added to a list; None takes it out. What is not there yet is made."""
    if not location:
        return new_value
    step, inner_location = location[0], location[1:]
    if tree is None:
        span = new_value.span if new_value else Span("")
        tree = Tree({} if isinstance(step, str) else [], span)
    if isinstance(step, str):
        inner = _exchanged(paths.child(tree, step), inner_location, new_value, adds)
        return paths.put(tree, (step,), inner)
    items = list(tree.value)
    at_end = adds and not inner_location
    inner = (
        new_value if at_end else _exchanged(items[step] if step < len(items) else None, inner_location, new_value, adds)
    )
    items[step : step if at_end else step + 1] = [] if inner is None else [inner]
    return replace(tree, value=items)


def _put_back(edit: Edit, place: Location, item: Tree) -> Tree | None:
    """Return an edit's new list with an item that it took out put back, behind the item it stood behind before."""
    if not place or isinstance(place[-1], str):
        return _exchanged(edit.to, place, item) if place else item
    before = _tree_at(edit.was, place[:-1])
    target = _place_now(edit, place[:-1])
    after = _tree_at(edit.to, target) if target is not None else None
    if before is None or after is None or target is None:
        return edit.to
    index_now = list_items.align(before.value, after.value)
    indices_above = [index_now[old_index] for old_index in range(int(place[-1])) if old_index in index_now]
    insert_at = indices_above[-1] + 1 if indices_above else 0
    return _exchanged(edit.to, target, replace(after, value=[*after.value[:insert_at], item, *after.value[insert_at:]]))


def _place_now(edit: Edit, place: Location) -> Location | None:
    """Return the place in an edit's new value of what stands at a place in its old value; None where it is gone."""
    target: Location = ()
    for index, step in enumerate(place):
        before, after = _tree_at(edit.was, place[:index]), _tree_at(edit.to, target)
        if isinstance(step, str) or before is None or after is None:
            target = (*target, step)
            continue
        index_now = list_items.align(before.value, after.value)
        if step not in index_now:
            return None
        target = (*target, index_now[step])
    return target


def _tree_at(tree: Tree | None, location: Location) -> Tree | None:
    for step in location:
        if tree is None:
            return None
        if isinstance(step, str):
            tree = paths.child(tree, step)
        else:
            tree = tree.value[step] if isinstance(tree.value, list) and step < len(tree.value) else None
    return tree


def _order_decided(edit: Edit, collision: Collision, choice: Answer, base: str) -> Edit:
    """Return an edit that starts from a list's order in the guide now and leads to the order that was chosen."""
    was_place = next(_places_of(edit.was, collision.at_was, collision.was), None)
    ours_place = next(_places_of(edit.to, collision.at_ours, collision.ours), None)
    was, ours, theirs = collision.was, collision.ours, collision.theirs
    if was_place is None or ours_place is None or was is None or ours is None or theirs is None:
        return edit
    ours_by_was, theirs_by_was = list_items.align(was.value, ours.value), list_items.align(was.value, theirs.value)
    was_order = list(range(len(was.value)))
    # Items that only ours has are numbered behind those that were there.
    was_by_ours = {ours_index: was_index for was_index, ours_index in ours_by_was.items()}
    ours_order = [was_by_ours.get(ours_index, len(was_order) + ours_index) for ours_index in range(len(ours.value))]
    theirs_order = [was_index for was_index, _ in sorted(theirs_by_was.items(), key=lambda pair: pair[1])]
    order, _ = list_items.arrange(was_order, theirs_order, was_order, was_order)
    before = replace(was, value=[was.value[was_index] for was_index in order])
    after = ours
    if choice == "theirs":
        final_order, _ = list_items.arrange(was_order, theirs_order, ours_order, ours_order)
        by_row = dict(zip(ours_order, ours.value, strict=True))
        after = replace(ours, value=[by_row[row] for row in final_order])
    return Edit(
        base, edit.path, _exchanged(edit.was, was_place, before), _exchanged(edit.to, ours_place, after), edit.span
    )


# The question ---------------------------------------------------------------------------------------------------------


def as_problems(collisions: Iterable[Collision], *guides: Tree) -> list[Problem]:
    """Return each collision as advice at the place of the school's edit, with both texts and the proposal.

    `guides` are the guide and the draft, whose headings and words say where it is.
    """
    return [
        Problem(collision.ours_span, _sentence(collision, guides), _hint(collision), advice=True)
        for collision in collisions
    ]


def _sentence(collision: Collision, guides: Sequence[Tree]) -> str:
    """Return a sentence on what the school and the guide each did in a collision."""
    was, ours, theirs = (_read(tree) for tree in (collision.was, collision.ours, collision.theirs))
    place = places.spoken(collision.path, *guides)
    if collision.orphan_paths:
        return f"The place of what the school changed in {place} is gone; a section of its own holds it now."
    both = "and the guide both"
    happened = {
        Happened.BOTH_CHANGED: f"{both} changed “{was}”: the school to “{ours}”, the guide to “{theirs}”.",
        Happened.BOTH_ADDED: f"{both} added something: the school “{ours}”, the guide “{theirs}”.",
        Happened.DELETED_HERE: f"deleted “{was}”, which the guide changed to “{theirs}”.",
        Happened.DELETED_THERE: f"changed “{was}” to “{ours}”, and the guide deleted it.",
        Happened.BOTH_MOVED: f"{both} changed the order; the school’s holds.",
    }
    return f"In {place}, the school {happened[collision.happened]}"


def _read(tree: Tree | None) -> str:
    return places.read(shown(tree))


def _hint(collision: Collision) -> str:
    theirs_place = str(collision.theirs_span) if collision.theirs_span.line else ""
    draft_holds = "the draft leaves it out" if collision.ours is None else "the draft has the school’s"
    both_changes = f"; with both changes it would be “{places.read(collision.proposal)}”" if collision.proposal else ""
    return (
        f"{draft_holds}, the guide’s stands in {theirs_place}{both_changes}; “guidepress merge” asks"
        if theirs_place
        else draft_holds
    )


LONGEST = 160  # characters of a text that a message shows


def shown(tree: Tree | None) -> str:
    """Return the texts of a value in one line, cut where it is long."""
    value: Any = paths.plain(tree)
    text = " · ".join(list_items.texts_of(value)) if isinstance(value, dict | list) else str(value or "")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
