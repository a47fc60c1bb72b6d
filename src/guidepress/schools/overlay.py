"""Lays the lines of a school's file over a guide: keys and named items merge, and `null` takes one out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guidepress.content.source import Tree
from guidepress.errors import Problem, Span, nearest

NAMES = ("id", "role", "slug", "fact")
"""The keys by which the items of a list are named, as in content paths."""

AFTER = "after"
"""The key by which a new item says behind which one it stands; without it, it stands at the end."""


def merge(tree: Tree, over: Tree) -> tuple[Tree, list[Problem]]:
    """Lay one Tree over another. Returns the merged Tree, and what could not be merged, at its place in `over`.

    Keys merge by name, and so do the items of a list that have a name; all else is replaced whole. `null` takes out a
    key or a named item. Items are named as in the list itself, or by keys: `{skills: null}` for `[{id: skills, …}]`. A
    merged value has the span of what lies over it, so that what is then missing is told there.
    """
    merging = _Merging([])
    return merging.merge_value(tree, over), merging.problems


@dataclass(frozen=True)
class _OwnItem:
    """An item of a list as `over` has it: its name, where that stands, and what it says; None takes the item out."""

    name: str
    span: Span
    tree: Tree | None


@dataclass(frozen=True)
class _Merging:
    problems: list[Problem]

    def merge_value(self, tree: Tree, over: Tree) -> Tree:
        if isinstance(tree.value, dict) and isinstance(over.value, dict):
            return self.merge_keys(tree, over)
        if isinstance(tree.value, list) and (name := _named_by(tree.value)):
            if isinstance(over.value, dict):
                return self.merge_items(tree, over, name, list(self.items_by_keys(over, name)))
            if isinstance(over.value, list) and over.value and all(isinstance(item.value, dict) for item in over.value):
                return self.merge_items(tree, over, name, self.named_items(over.value, name))
        return over

    def merge_keys(self, tree: Tree, over: Tree) -> Tree:
        values, key_spans = dict(tree.value), dict(tree.keys)
        for key, own_value in over.value.items():
            if own_value.value is None:
                if key not in values:
                    sentence = f"There is no “{key}” here that could be taken out."
                    self.problems.append(Problem(over.keys[key], sentence, nearest(key, values)))
                values.pop(key, None)
                continue
            values[key] = self.merge_value(values[key], own_value) if key in values else own_value
            key_spans[key] = over.keys[key]
        return Tree(values, over.span, key_spans)

    def items_by_keys(self, over: Tree, name: str) -> Iterator[_OwnItem]:
        """Yield items that are named by keys as they would stand in a list."""
        for key, own_value in over.value.items():
            span = over.keys[key]
            if own_value.value is None:
                yield _OwnItem(key, span, None)
            elif isinstance(own_value.value, dict):
                values = {name: Tree(key, span, written=key), **own_value.value}
                yield _OwnItem(key, span, Tree(values, own_value.span, {name: span, **own_value.keys}))
            else:
                sentence = f"Keys with values are needed here, not “{own_value.written}”."
                self.problems.append(
                    Problem(own_value.span, sentence, f"what to change of “{key}”, or “null” to take it out")
                )

    def named_items(self, items: Sequence[Tree], name: str) -> list[_OwnItem]:
        """Return the items of a list with their names; what has none cannot be merged."""
        own_items: list[_OwnItem] = []
        for item in items:
            item_name = item.value.get(name)
            if item_name is None or not isinstance(item_name.value, str):
                sentence = f"This item has no “{name}”, so it does not say which one it changes."
                self.problems.append(Problem(item.span, sentence, f"begin with “{name}: …”"))
            elif item_name.value in [earlier.name for earlier in own_items]:
                self.problems.append(
                    Problem(item_name.span, f"“{item_name.value}” stands twice in this list.", "keep one of them")
                )
            else:
                own_items.append(_OwnItem(item_name.value, item_name.span, item))
        return own_items

    def merge_items(self, tree: Tree, over: Tree, name: str, own_items: Sequence[_OwnItem]) -> Tree:
        items = {str(item.value[name].value): item for item in tree.value}
        order = list(items)
        for own_item in own_items:
            if own_item.name not in items and (own_item.tree is None or not _is_new(own_item.tree, name)):
                sentence = f"There is no “{own_item.name}” here to change."
                self.problems.append(Problem(own_item.span, sentence, nearest(own_item.name, items)))
                continue
            if own_item.tree is None:
                order.remove(own_item.name)
                continue
            after = own_item.tree.value.get(AFTER)
            others = [other_name for other_name in order if other_name != own_item.name]
            if after is not None and after.value not in others:
                sentence = f"There is no other “{after.written}” here to stand after."
                self.problems.append(Problem(after.span, sentence, nearest(after.written, others)))
                continue
            own_tree = _without(own_item.tree, AFTER)
            items[own_item.name] = (
                self.merge_value(items[own_item.name], own_tree) if own_item.name in items else own_tree
            )
            if after is not None or own_item.name not in order:
                order = others
                order.insert(order.index(after.value) + 1 if after else len(order), own_item.name)
        return Tree([items[item_name] for item_name in order], over.span)


def _named_by(items: Sequence[Tree]) -> str:
    """Return the key by which all items of a list are named, "" where there is none."""
    for name in NAMES:
        if items and all(isinstance(item.value, dict) and name in item.value for item in items):
            return name
    return ""


def _is_new(item: Tree, name: str) -> bool:
    """Say whether an item may be a new one. A section without a kind may not: its id is mistyped."""
    return name != "id" or "kind" in item.value


def _without(tree: Tree, key: str) -> Tree:
    if key not in tree.value:
        return tree
    values = {other_key: value for other_key, value in tree.value.items() if other_key != key}
    return replace(
        tree, value=values, keys={other_key: span for other_key, span in tree.keys.items() if other_key != key}
    )
