"""Answers to collisions: the edits rewritten so that the same question does not come again; and the question itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal

from guidepress.content import paths
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span
from guidepress.schools import alignment
from guidepress.schools.edits import Edit, collapse
from guidepress.schools.merge import Collision, Happened, Location

Answer = Literal["ours", "theirs", "proposal"]


def answer(edits: Sequence[Edit], collision: Collision, choice: Answer, base: str) -> list[Edit]:
    """Return the edits with a collision decided: the school's text, the guide's, or the proposal for both.

    The edit then says that there was what the guide has now, at the revision `base`, and changes it to what was chosen.
    An answer that was given already changes nothing. Raises ValueError where a proposal is chosen that there is not.
    """
    if choice == "proposal" and collision.proposal is None:
        raise ValueError("There is no proposal for this collision")
    before = collapse(edits)
    if collision.strays:
        return _housed(before, collision, choice, base)
    after: list[Edit] = []
    done = False
    for edit in before:
        new = edit if done or edit.path != collision.path else _decided(edit, collision, choice, base)
        done = done or new is not edit
        after.append(new)
    return collapse(after)


def _housed(edits: Sequence[Edit], collision: Collision, choice: Answer, base: str) -> list[Edit]:
    """Let the section that holds what has lost its place be one that the school added, or let its texts go."""
    rest = [edit for edit in edits if edit.path not in collision.strays]
    if len(rest) == len(edits) or choice == "theirs" or collision.ours is None:
        return rest
    path = f"sections.{paths.item_name(collision.ours)}"
    return [*rest, Edit(base, path, None, collision.ours, collision.ours_span)]


def _decided(edit: Edit, collision: Collision, choice: Answer, base: str) -> Edit:
    if collision.happened is Happened.BOTH_MOVED:
        return _ordered(edit, collision, choice, base)
    place = next(_found(edit.was, collision.at_was, collision.was), None)
    held = next(_found(edit.to, collision.at_ours, collision.ours), None)
    if place is None or (held is None and collision.ours is not None):
        return edit
    adds = collision.was is None and bool(place) and isinstance(place[-1], int)
    beside = _get(edit.was, place[:-1]) if adds else None
    if beside is not None and any(paths.same(item, collision.theirs) for item in beside.value):
        return edit
    chosen = {"ours": collision.ours, "theirs": collision.theirs}.get(choice)
    if choice == "proposal":
        chosen = paths.grow(collision.proposal, collision.ours_span)
    to = edit.to
    if held is not None and collision.ours is not None:
        to = _with(to, held, chosen)
    elif chosen is not None:
        to = _beside(edit, place, chosen)
    return Edit(base, edit.path, _with(edit.was, place, collision.theirs, adds), to, edit.span)


def _found(tree: Tree | None, location: Location, wanted: Tree | None) -> Iterator[Location]:
    """Yield where a value stands in a Tree: at its location, or at the same one in another item of a list."""
    if not location:
        if paths.same(tree, wanted):
            yield ()
        return
    step, rest = location[0], location[1:]
    if tree is None and wanted is None:
        yield location
    if tree is None or not isinstance(tree.value, dict | list):
        return
    if isinstance(step, str):
        yield from ((step, *each) for each in _found(paths.child(tree, step), rest, wanted))
        return
    if wanted is None and not rest:
        yield location  # it is not in the list: there is nothing to look for
        return
    for index in sorted(range(len(tree.value)), key=lambda each: abs(each - step)):
        yield from ((index, *each) for each in _found(tree.value[index], rest, wanted))


def _with(tree: Tree | None, location: Location, new: Tree | None, adds: bool = False) -> Tree | None:
    """Return a Tree with a value exchanged, or added to a list; None takes it out. What is not there yet is made."""
    if not location:
        return new
    step, rest = location[0], location[1:]
    if tree is None:
        span = new.span if new else Span("")
        tree = Tree({} if isinstance(step, str) else [], span)
    if isinstance(step, str):
        inner = _with(paths.child(tree, step), rest, new, adds)
        return paths.put(tree, (step,), inner)
    items = list(tree.value)
    at_end = adds and not rest
    inner = new if at_end else _with(items[step] if step < len(items) else None, rest, new, adds)
    items[step : step if at_end else step + 1] = [] if inner is None else [inner]
    return replace(tree, value=items)


def _beside(edit: Edit, place: Location, new: Tree) -> Tree | None:
    """Return what an edit puts in with an item that it took out put back, behind the one that it stood behind."""
    if not place or isinstance(place[-1], str):
        return _with(edit.to, place, new) if place else new
    before = _get(edit.was, place[:-1])
    target = _target(edit, place[:-1])
    after = _get(edit.to, target) if target is not None else None
    if before is None or after is None or target is None:
        return edit.to
    here = alignment.align(before.value, after.value)
    above = [here[index] for index in range(int(place[-1])) if index in here]
    at = above[-1] + 1 if above else 0
    return _with(edit.to, target, replace(after, value=[*after.value[:at], new, *after.value[at:]]))


def _target(edit: Edit, place: Location) -> Location | None:
    """Return where what stands at a place in what there was stands now."""
    target: Location = ()
    for index, step in enumerate(place):
        before, after = _get(edit.was, place[:index]), _get(edit.to, target)
        if isinstance(step, str) or before is None or after is None:
            target = (*target, step)
            continue
        here = alignment.align(before.value, after.value)
        if step not in here:
            return None
        target = (*target, here[step])
    return target


def _get(tree: Tree | None, location: Location) -> Tree | None:
    for step in location:
        if tree is None:
            return None
        if isinstance(step, str):
            tree = paths.child(tree, step)
        else:
            tree = tree.value[step] if isinstance(tree.value, list) and step < len(tree.value) else None
    return tree


def _ordered(edit: Edit, collision: Collision, choice: Answer, base: str) -> Edit:
    """Let an edit start from the order that a list has in the guide now, and lead to the one that was chosen."""
    place = next(_found(edit.was, collision.at_was, collision.was), None)
    held = next(_found(edit.to, collision.at_ours, collision.ours), None)
    was, ours, theirs = collision.was, collision.ours, collision.theirs
    if place is None or held is None or was is None or ours is None or theirs is None:
        return edit
    here, there = alignment.align(was.value, ours.value), alignment.align(was.value, theirs.value)
    everything = list(range(len(was.value)))
    # Items that only ours has are numbered behind those that were there.
    known = {at: index for index, at in here.items()}
    mine = [known.get(at, len(everything) + at) for at in range(len(ours.value))]
    moved = [index for index, _ in sorted(there.items(), key=lambda pair: pair[1])]
    order, _ = alignment.arrange(everything, moved, everything, everything)
    before = replace(was, value=[was.value[index] for index in order])
    after = ours
    if choice == "theirs":
        last, _ = alignment.arrange(everything, moved, mine, mine)
        by_row = dict(zip(mine, ours.value, strict=True))
        after = replace(ours, value=[by_row[row] for row in last])
    return Edit(base, edit.path, _with(edit.was, place, before), _with(edit.to, held, after), edit.span)


# The question ---------------------------------------------------------------------------------------------------------


def as_problems(collisions: Iterable[Collision]) -> list[Problem]:
    """Tell each collision as advice, at the place of the school's edit, with both texts and the proposal."""
    return [Problem(each.ours_span, sentence(each), _hint(each), advice=True) for each in collisions]


def sentence(collision: Collision) -> str:
    """Say in plain words what the two sides did."""
    here, there = (shown(tree) for tree in (collision.ours, collision.theirs))
    was, where = shown(collision.was), f"“{collision.path}”"
    if collision.strays:
        return f"The place of what the school changed in {where} is gone; a section of its own holds it now."
    return {
        Happened.BOTH_CHANGED: f"In {where} the school and the guide both changed “{was}”: the school to “{here}”, "
        f"the guide to “{there}”.",
        Happened.BOTH_ADDED: f"In {where} the school and the guide both added something: the school “{here}”, "
        f"the guide “{there}”.",
        Happened.DELETED_HERE: f"In {where} the school deleted “{was}”, which the guide changed to “{there}”.",
        Happened.DELETED_THERE: f"In {where} the school changed “{was}” to “{here}”, and the guide deleted it.",
        Happened.BOTH_MOVED: f"In {where} the school and the guide both changed the order; the school’s holds.",
    }[collision.happened]


def _hint(collision: Collision) -> str:
    there = f" ({collision.theirs_span})" if collision.theirs_span.line else ""
    kept = "the draft leaves it out" if collision.ours is None else "the draft has the school’s"
    both = f"; with both changes it would be “{collision.proposal}”" if collision.proposal else ""
    return f"{kept}, the guide’s stands in {there.strip(' ()')}{both}; “guidepress merge” asks" if there else kept


LONGEST = 160  # characters of a text that a message shows


def shown(tree: Tree | None) -> str:
    """Return the texts of a value in one line, cut where it is long."""
    value: Any = paths.plain(tree)
    said = " · ".join(alignment.texts_of(value)) if isinstance(value, dict | list) else str(value or "")
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"
