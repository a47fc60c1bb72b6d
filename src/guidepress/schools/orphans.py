"""Edits of a school whose place is gone from the guide: their texts go into a section of the school's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.content.source import Tree
from guidepress.errors import Span
from guidepress.schools.edits import Edit
from guidepress.schools.list_items import texts_of

KIND = "own"
"""The kind of a section that is the school's own."""

_OWN_FIELDS = frozenset({"id", "kind", "panel", "title", "added"})


@dataclass(frozen=True)
class OrphanSection:
    """A section with the texts of edits whose place is gone: its name, the section they were in, and its content."""

    name: str
    lost_name: str
    section: Tree


def may_hold(guide: Tree, steps: Sequence[str]) -> bool:
    """Say whether something can be added at a content path; not where its section is now of another kind."""
    section = paths.walk(guide, steps[:2])
    if steps[0] != "sections" or len(steps) < 3 or section is None:
        return True
    kind = paths.plain(paths.child(section, "kind"))
    known = kinds.kinds().get(str(kind))
    fields = _OWN_FIELDS if kind == KIND else frozenset(known.model.model_fields) if known else None
    return fields is None or steps[2] in fields


def into_own_sections(guide: Tree, edits: Sequence[Edit]) -> Iterator[tuple[OrphanSection, list[Edit]]]:
    """Yield a section of the school's own, with their texts, for the edits of each section that have lost their place.

    Edits that say nothing new are passed over. Texts that such a section holds already are not put there again.
    """
    if paths.names(paths.child(guide, "sections")) is None:
        return
    by_section: dict[str, list[Edit]] = {}
    for edit in edits:
        if set(_texts(edit.to, edit.steps[-1])) - set(_texts(edit.was, edit.steps[-1])):
            lost_name = edit.steps[1] if edit.steps[0] == "sections" and len(edit.steps) > 1 else edit.steps[0]
            by_section.setdefault(lost_name, []).append(edit)
    for lost_name, lost_edits in by_section.items():
        section = paths.walk(guide, ("sections", lost_name))
        name = lost_name if section is None or _is_own_section(section) else f"{lost_name}-{KIND}"
        yield (
            OrphanSection(
                name,
                lost_name,
                _own_section(name, lost_name, section, paths.walk(guide, ("sections", name)), lost_edits),
            ),
            lost_edits,
        )


def _own_section(
    name: str, lost_name: str, section: Tree | None, own_before: Tree | None, edits: Sequence[Edit]
) -> Tree:
    span = edits[0].span
    title, added = paths.child(section, "title"), list[Tree]()
    for edit in edits:
        if edit.steps[2:] == ("title",):
            title = edit.to
        elif edit.to is not None:
            added += _lines(edit.to, edit.steps[-1])
    if own_before is not None and (before := paths.child(own_before, "added")) is not None:
        texts_before = texts_of(paths.plain(before))
        new_lines = [line for line in added if paths.plain(paths.child(line, "text")) not in texts_before]
        return paths.put(own_before, ("added",), Tree([*before.value, *new_lines], before.span))
    if not added and title is not None:
        added = [_line("paragraph", paths.plain(title), title.span)]  # a section must say something
    words = Tree(lost_name.replace("-", " ").capitalize(), span, written=lost_name)
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
    plain_fields = {key: item for key, item in tree.value.items() if not isinstance(item.value, list)}
    texts = _texts(Tree(plain_fields, tree.span), field)
    lines = (
        [_line("bullet", ": ".join([texts[0], " ".join(texts[1:])]) if texts[1:] else texts[0], tree.span)]
        if texts
        else []
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


def _is_own_section(section: Tree) -> bool:
    return bool(paths.plain(paths.child(section, "kind")) == KIND)
