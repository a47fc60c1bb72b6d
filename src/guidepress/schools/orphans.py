"""What a school changed in a place that is no longer there: it goes into a section of the school's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.content.source import Tree
from guidepress.errors import Span
from guidepress.schools.alignment import texts_of
from guidepress.schools.edits import Edit

KIND = "own"
"""The kind of a section that is the school's own."""

_OWN = frozenset({"id", "kind", "panel", "title", "added"})


@dataclass(frozen=True)
class Own:
    """A section of the school's own: its name, the section whose edits it holds, and the section itself."""

    name: str
    of: str
    section: Tree


def takes(guide: Tree, steps: Sequence[str]) -> bool:
    """Say whether a content path may hold something that is not there now: not where its section is of another kind."""
    section = paths.walk(guide, steps[:2])
    if steps[0] != "sections" or len(steps) < 3 or section is None:
        return True
    kind = paths.plain(paths.child(section, "kind"))
    known = kinds.kinds().get(str(kind))
    fields = _OWN if kind == KIND else frozenset(known.model.model_fields) if known else None
    return fields is None or steps[2] in fields


def house(guide: Tree, edits: Sequence[Edit]) -> Iterator[tuple[Own, list[Edit]]]:
    """Yield for each section whose edits have lost their place a section of the school's own with their texts.

    Edits that say nothing new are passed over. Texts that such a section holds already are not put there again.
    """
    if paths.names(paths.child(guide, "sections")) is None:
        return
    by_section: dict[str, list[Edit]] = {}
    for edit in edits:
        if set(_texts(edit.to, edit.steps[-1])) - set(_texts(edit.was, edit.steps[-1])):
            of = edit.steps[1] if edit.steps[0] == "sections" and len(edit.steps) > 1 else edit.steps[0]
            by_section.setdefault(of, []).append(edit)
    for of, gone in by_section.items():
        section = paths.walk(guide, ("sections", of))
        name = of if section is None or _is_own(section) else f"{of}-{KIND}"
        yield Own(name, of, _section(name, of, section, paths.walk(guide, ("sections", name)), gone)), gone


def _section(name: str, of: str, section: Tree | None, there: Tree | None, edits: Sequence[Edit]) -> Tree:
    span = edits[0].span
    title, added = paths.child(section, "title"), list[Tree]()
    for edit in edits:
        if edit.steps[2:] == ("title",):
            title = edit.to
        elif edit.to is not None:
            added += _lines(edit.to, edit.steps[-1])
    if there is not None and (before := paths.child(there, "added")) is not None:
        held = texts_of(paths.plain(before))
        new = [line for line in added if paths.plain(paths.child(line, "text")) not in held]
        return paths.put(there, ("added",), Tree([*before.value, *new], before.span))
    if not added and title is not None:
        added = [_line("paragraph", paths.plain(title), title.span)]  # a section must say something
    words = Tree(of.replace("-", " ").capitalize(), span, written=of)
    values = {
        "id": Tree(name, span, written=name),
        "kind": Tree(KIND, span, written=KIND),
        "title": title or words,
        "added": Tree(added, span),
    }
    return Tree(values, span, {key: tree.span for key, tree in values.items()})


def _lines(tree: Tree, field: str) -> list[Tree]:
    """Return the texts of a value as lines to print: a list's as bullets, a text alone as a paragraph."""
    if isinstance(tree.value, list):
        if field == "added":
            return list(tree.value)
        return [line for item in tree.value for line in _item(item, field)]
    return [_line("paragraph", text, tree.span) for text in _texts(tree, field)] if field != "title" else [
        _line("heading", paths.plain(tree), tree.span)
    ]  # fmt: skip


def _item(tree: Tree, field: str) -> list[Tree]:
    """Return an item as a bullet: of a group of keys the first text, a colon, and the others. Its lists follow."""
    if not isinstance(tree.value, dict):
        return [_line("bullet", text, tree.span) for text in _texts(tree, field)]
    own = {key: item for key, item in tree.value.items() if not isinstance(item.value, list)}
    said = _texts(Tree(own, tree.span), field)
    lines = (
        [_line("bullet", ": ".join([said[0], " ".join(said[1:])]) if said[1:] else said[0], tree.span)] if said else []
    )
    return lines + [
        line for key, item in tree.value.items() if isinstance(item.value, list) for line in _lines(item, key)
    ]


def _line(look: str, text: str, span: Span) -> Tree:
    values = {"look": Tree(look, span, written=look), "text": Tree(text, span, written=text)}
    return Tree(values, span, dict.fromkeys(values, span))


def _texts(tree: Tree | None, field: str) -> list[str]:
    """Return the texts in a value that are printed: no short names, no addresses."""
    return list(_printed(paths.plain(tree), field))


def _printed(value: Any, field: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _printed(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _printed(item, field)
    elif isinstance(value, str) and field in kinds.printed_fields():
        yield value


def _is_own(section: Tree) -> bool:
    return bool(paths.plain(paths.child(section, "kind")) == KIND)
