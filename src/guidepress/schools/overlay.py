"""One Tree over another: what a school writes in its own way, merged into a guide, every value keeping its span."""

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
    return merging.value(tree, over), merging.problems


@dataclass(frozen=True)
class _Own:
    """An item of a list as `over` has it: its name, where that stands, and what it says; None takes the item out."""

    name: str
    span: Span
    tree: Tree | None


@dataclass(frozen=True)
class _Merging:
    problems: list[Problem]

    def value(self, tree: Tree, over: Tree) -> Tree:
        if isinstance(tree.value, dict) and isinstance(over.value, dict):
            return self.keys(tree, over)
        if isinstance(tree.value, list) and (name := _named_by(tree.value)):
            if isinstance(over.value, dict):
                return self.items(tree, over, name, list(self.by_keys(over, name)))
            if isinstance(over.value, list) and over.value and all(isinstance(each.value, dict) for each in over.value):
                return self.items(tree, over, name, self.named(over.value, name))
        return over

    def keys(self, tree: Tree, over: Tree) -> Tree:
        values, places = dict(tree.value), dict(tree.keys)
        for key, own in over.value.items():
            if own.value is None:
                if key not in values:
                    sentence = f"There is no “{key}” here that could be taken out."
                    self.problems.append(Problem(over.keys[key], sentence, nearest(key, values)))
                values.pop(key, None)
                continue
            values[key] = self.value(values[key], own) if key in values else own
            places[key] = over.keys[key]
        return Tree(values, over.span, places)

    def by_keys(self, over: Tree, name: str) -> Iterator[_Own]:
        """Yield items that are named by keys as they would stand in a list."""
        for key, said in over.value.items():
            span = over.keys[key]
            if said.value is None:
                yield _Own(key, span, None)
            elif isinstance(said.value, dict):
                values = {name: Tree(key, span, written=key), **said.value}
                yield _Own(key, span, Tree(values, said.span, {name: span, **said.keys}))
            else:
                sentence = f"Keys with values are needed here, not “{said.written}”."
                self.problems.append(
                    Problem(said.span, sentence, f"what to change of “{key}”, or “null” to take it out")
                )

    def named(self, items: Sequence[Tree], name: str) -> list[_Own]:
        """Return the items of a list with their names; what has none cannot be merged."""
        found: list[_Own] = []
        for item in items:
            own = item.value.get(name)
            if own is None or not isinstance(own.value, str):
                sentence = f"This item has no “{name}”, so it does not say which one it changes."
                self.problems.append(Problem(item.span, sentence, f"begin with “{name}: …”"))
            elif own.value in [each.name for each in found]:
                self.problems.append(Problem(own.span, f"“{own.value}” stands twice in this list.", "keep one of them"))
            else:
                found.append(_Own(own.value, own.span, item))
        return found

    def items(self, tree: Tree, over: Tree, name: str, own: Sequence[_Own]) -> Tree:
        items = {str(item.value[name].value): item for item in tree.value}
        order = list(items)
        for each in own:
            if each.name not in items and (each.tree is None or not _is_new(each.tree, name)):
                sentence = f"There is no “{each.name}” here to change."
                self.problems.append(Problem(each.span, sentence, nearest(each.name, items)))
                continue
            if each.tree is None:
                order.remove(each.name)
                continue
            after = each.tree.value.get(AFTER)
            others = [one for one in order if one != each.name]
            if after is not None and after.value not in others:
                sentence = f"There is no other “{after.written}” here to stand after."
                self.problems.append(Problem(after.span, sentence, nearest(after.written, others)))
                continue
            said = _without(each.tree, AFTER)
            items[each.name] = self.value(items[each.name], said) if each.name in items else said
            if after is not None or each.name not in order:
                order = others
                order.insert(order.index(after.value) + 1 if after else len(order), each.name)
        return Tree([items[each] for each in order], over.span)


def _named_by(items: Sequence[Tree]) -> str:
    """Return the key by which all items of a list are named, "" where there is none."""
    for name in NAMES:
        if items and all(isinstance(item.value, dict) and name in item.value for item in items):
            return name
    return ""


def _is_new(item: Tree, name: str) -> bool:
    """Say whether an item may be a new one. A section without a kind is none: its id is mistyped."""
    return name != "id" or "kind" in item.value


def _without(tree: Tree, key: str) -> Tree:
    if key not in tree.value:
        return tree
    values = {each: value for each, value in tree.value.items() if each != key}
    return replace(tree, value=values, keys={each: span for each, span in tree.keys.items() if each != key})
