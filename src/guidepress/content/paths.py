"""Content paths in Trees: what stands at one, what is put there, and when two values are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from guidepress.content.model import leaves
from guidepress.content.source import Tree
from guidepress.errors import Span

LISTS = frozenset({"sections", "roles", "lines", "facts", "shares"})
"""The fields whose items go by a name of their own in a content path."""


def normal(value: Any) -> Any:
    """Return plain data as the models read it: white space collapsed in texts, and no keys without a value."""
    if isinstance(value, str):
        return re.sub(r"[ \t\r\n]+", " ", value).strip()
    if isinstance(value, Mapping):
        return {key: normal(item) for key, item in value.items() if item is not None}
    if isinstance(value, Sequence):
        return [normal(item) for item in value]
    return value


def plain(tree: Tree | None) -> Any:
    """Return the data of a Tree as the models read it; None where there is none."""
    return None if tree is None else normal(tree.plain())


def grow(value: Any, span: Span) -> Tree | None:
    """Make a Tree of plain data, all of it at one place; None of None."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        items = {key: tree for key, item in value.items() if (tree := grow(item, span))}
        return Tree(items, span, dict.fromkeys(items, span))
    if isinstance(value, list | tuple):
        return Tree([grow(item, span) or Tree(None, span) for item in value], span)
    return Tree(value, span, written=str(value))


def alike(one: Any, other: Any) -> bool:
    """Say whether two pieces of normal data are the same: “true” is no 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def same(one: Tree | None, other: Tree | None) -> bool:
    """Say whether two Trees hold the same data, wherever they stand."""
    return alike(plain(one), plain(other))


def item_name(item: Any) -> str | None:
    """Name an item of a list, plain or a Tree, as schema.item_name does; None where it goes by its index."""
    value = item.value if isinstance(item, Tree) else item
    if not isinstance(value, Mapping):
        return None
    found = next((value[name] for name in leaves.NAMES if value.get(name) is not None), None)
    name = found.value if isinstance(found, Tree) else found
    return name if isinstance(name, str) and name and "." not in name else None


def names(items: Any) -> list[str] | None:
    """Return the names of a list's items; None where it is no list, or where not each item has a name of its own."""
    value = items.value if isinstance(items, Tree) else items
    if not isinstance(value, list):
        return None
    found = [item_name(item) for item in value]
    return [name for name in found if name] if None not in found and len(set(found)) == len(found) else None


Location = tuple[str | int, ...]
"""The keys and indices that lead to a place in content."""


def key(value: Any, step: str) -> str | int | None:
    """Return the key or the index that one step of a content path leads to; None where it leads nowhere.

    `value` is plain, or what a Tree holds. An item of a list goes by its name.
    """
    if isinstance(value, Mapping):
        return step if step in value else None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return next((index for index, item in enumerate(value) if item_name(item) == step), None)
    return None


def locate(content: Any, path: str) -> Location:
    """Return the keys and indices that lead to a content path in plain content. Raises KeyError where nothing is.

    An item that has no name goes by its place in the list.
    """
    location: list[str | int] = []
    for step in path.split("."):
        found = key(content, step)
        if found is None and isinstance(content, list | tuple) and step.isdigit() and int(step) < len(content):
            found = int(step)
        if found is None:
            raise KeyError(path)
        location.append(found)
        content = content[found]
    return tuple(location)


def follow(content: Any, location: Location) -> Any:
    """Return what stands at a location in plain content."""
    for step in location:
        content = content[step]
    return content


def get(content: Any, path: str) -> Any:
    """Return what stands at a content path in plain content. Raises KeyError where nothing does."""
    return follow(content, locate(content, path))


def child(tree: Tree | None, step: str) -> Tree | None:
    """Return what stands one step down a content path; None where nothing does."""
    found = None if tree is None else key(tree.value, step)
    if tree is None or found is None:
        return None
    item: Tree = tree.value[found]
    return item if item.value is not None else None


def walk(tree: Tree | None, steps: Sequence[str]) -> Tree | None:
    """Return what stands at a content path; None where nothing does."""
    for step in steps:
        tree = child(tree, step)
    return tree


def put(tree: Tree, steps: Sequence[str], new: Tree | None) -> Tree:
    """Return a Tree with a value at a content path put in, exchanged, or taken out.

    An item that is new to a list goes to its end, a section before the sources with which a guide closes.
    Raises KeyError where a step before the last is not there.
    """
    step, rest = steps[0], steps[1:]
    old = child(tree, step)
    if rest:
        if old is None:
            raise KeyError(step)
        new = put(old, rest, new)
    if isinstance(tree.value, list):
        items = [item for item in tree.value if new is not None or item is not old]
        if new is not None and old is not None:
            items = [new if item is old else item for item in items]
        elif new is not None:
            items.insert(len(items) - closes(items), new)
        return replace(tree, value=items)
    values, keys = dict(tree.value), dict(tree.keys)
    if new is None:
        values.pop(step, None)
        keys.pop(step, None)
    else:
        values[step] = new
        keys.setdefault(step, new.span)
    return replace(tree, value=values, keys=keys)


def closes(items: Sequence[Tree]) -> bool:
    """Say whether a list ends with the section of sources."""
    last = child(items[-1], "kind") if items and isinstance(items[-1].value, dict) else None
    return last is not None and last.value == "sources"


def reorder(tree: Tree, order: Sequence[str]) -> Tree:
    """Put the items of a named list into an order that names each of them."""
    by_name = {item_name(item): item for item in tree.value}
    return replace(tree, value=[by_name[name] for name in order])
