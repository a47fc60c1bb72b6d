"""A school's edits as data: two versions of a guide to a list of edits, and edits that follow each other joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from guidepress.content import paths
from guidepress.content.model.leaves import step
from guidepress.content.source import Tree
from guidepress.errors import Span


@dataclass(frozen=True)
class Edit:
    """One piece of a guide that a school changed.

    `base` is the revision in which it said `was`, `path` its content path. `was` and `to` are None where there was
    nothing, and where there is nothing now. At the path of a list whose items have names both are lists of names: the
    order. `span` is where the edit stands in the school's file; it does not tell edits apart.
    """

    base: str
    path: str
    was: Tree | None
    to: Tree | None
    span: Span = field(default=Span(""), compare=False)

    def plain(self) -> tuple[str, str, Any, Any]:
        """Return base, path, was and to without places."""
        return self.base, self.path, paths.plain(self.was), paths.plain(self.to)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the content path."""
        return tuple(self.path.split("."))

    @property
    def orders(self) -> bool:
        """Whether the edit changes only the order of a list whose items have names."""
        values = [tree.value for tree in (self.was, self.to) if tree is not None]
        texts = all(isinstance(value, list) and all(isinstance(item.value, str) for item in value) for value in values)
        return self.steps[-1] in paths.LISTS and len(values) == 2 and texts


def diff(was: Any, to: Any, base: str, span: Span = Span("")) -> list[Edit]:  # noqa: B008 - a frozen value
    """Return the edits that turn one content of a guide (plain data) into another, in the order of the page.

    A text is one edit, and so is a list whose items have no names. Lists of named items are compared by name.
    """
    return list(_diff(paths.normal(was), paths.normal(to), "", base, span))


def _diff(was: Any, to: Any, path: str, base: str, span: Span) -> Iterator[Edit]:
    if paths.alike(was, to):
        return
    before, after = paths.names(was), paths.names(to)
    if isinstance(was, dict) and isinstance(to, dict):
        for key in [*was, *(key for key in to if key not in was)]:
            yield from _diff(was.get(key), to.get(key), step(path, key), base, span)
    elif before is not None and after is not None:
        old, new = dict(zip(before, was, strict=True)), dict(zip(after, to, strict=True))
        for name in _names_in_order(before, after):
            yield from _diff(old.get(name), new.get(name), step(path, name), base, span)
        if before != after:
            yield Edit(base, path, paths.grow(before, span), paths.grow(after, span), span)
    else:
        yield Edit(base, path, paths.grow(was, span), paths.grow(to, span), span)


def _names_in_order(before: list[str], after: list[str]) -> list[str]:
    """Return the names that there are now in their order, each one that went behind the one it stood behind."""
    order = list(after)
    for index, name in enumerate(before):
        if name not in after:
            order.insert(order.index(before[index - 1]) + 1 if index else 0, name)
    return order


# Edits of edits -------------------------------------------------------------------------------------------------------


def collapse(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits with those that continue each other joined into one; edits that cancel out are left out.

    An edit inside something that an earlier edit added becomes part of that, and one inside something that a later edit
    takes out is forgotten. Of two changes to one text that do not go on from one another the later holds: whoever made
    it saw what the text said then.
    """
    kept: list[Edit] = []
    for edit in edits:
        _combine(edit, kept)
    return [edit for edit in kept if not paths.same(edit.was, edit.to)]


def _combine(edit: Edit, kept: list[Edit]) -> None:
    for index in range(len(kept) - 1, -1, -1):
        earlier = kept[index]
        if earlier.path == edit.path:
            follows = paths.same(earlier.to, edit.was)
            if follows or not (_has_parts(earlier) or _has_parts(edit)):
                base, was = (earlier.base, earlier.was) if follows else (edit.base, edit.was)
                kept[index] = Edit(base, edit.path, was, edit.to, edit.span)
                return
            break
        if edit.path.startswith(f"{earlier.path}.") and (new_to := _applied_inside(earlier, edit)):
            kept[index] = replace(earlier, to=new_to)
            return
    forgets = True
    while (
        forgets
    ):  # an order can be taken back only once what it names is as it was, so one may open the way to another
        forgets = False
        for index in range(len(kept) - 1, -1, -1):
            earlier = kept[index]
            if earlier.path.startswith(f"{edit.path}.") and (before := _undone_inside(edit, earlier)):
                edit = replace(edit, was=before)
                del kept[index]
                forgets = True
    kept.append(edit)


def _has_parts(edit: Edit) -> bool:
    return any(tree is not None and isinstance(tree.value, dict | list) for tree in (edit.was, edit.to))


def _inner_steps(inner: Edit, outer: Edit) -> tuple[str, ...]:
    return inner.steps[len(outer.steps) :]


def _applied_inside(outer: Edit, inner: Edit) -> Tree | None:
    """Return what an earlier edit puts in with a later one carried out in it; None where it does not fit."""
    inner_steps = _inner_steps(inner, outer)
    if outer.to is None or outer.orders or paths.walk(outer.to, inner_steps[:-1]) is None:
        return None
    return _exchanged(outer.to, inner_steps, inner, inner.was, inner.to)


def _undone_inside(outer: Edit, inner: Edit) -> Tree | None:
    """Return what a later edit takes out as it was before an earlier one; None where it does not fit."""
    inner_steps = _inner_steps(inner, outer)
    if outer.was is None or outer.orders or paths.walk(outer.was, inner_steps[:-1]) is None:
        return None
    holder = paths.walk(outer.was, inner_steps[:-1])
    if inner.to is None and holder is not None and isinstance(holder.value, list):
        return None  # where in the list it stood is no longer known
    return _exchanged(outer.was, inner_steps, inner, inner.to, inner.was)


def _exchanged(
    tree: Tree, inner_steps: tuple[str, ...], inner: Edit, old_value: Tree | None, new_value: Tree | None
) -> Tree | None:
    current = paths.walk(tree, inner_steps)
    if inner.orders:
        order = paths.plain(new_value)
        names_now = paths.names(current)
        fits = current is not None and names_now is not None and sorted(names_now) == sorted(order)
        return paths.put(tree, inner_steps, paths.reorder(current, order)) if fits and current else None
    return paths.put(tree, inner_steps, new_value) if paths.same(current, old_value) else None
