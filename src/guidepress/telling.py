"""What a school has changed, in words and in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guidepress import paths
from guidepress.alignment import align
from guidepress.edits import Edit
from guidepress.errors import Span
from guidepress.homecoming import Arrival
from guidepress.inline import plain
from guidepress.source import Tree

WIDTH = 160  # characters of a text that are shown

_FIELDS = {
    "title": "heading", "lead": "lead", "note": "note", "introduction": "introduction", "points": "list",
    "paragraphs": "text", "rows": "rows", "steps": "steps", "items": "list", "facts": "figures", "shares": "shares",
    "lines": "lines", "roles": "careers", "series": "line above the title", "credit": "credit", "licence": "licence",
    "text": "text", "term": "word", "who": "whom to ask", "about": "what to ask about", "name": "name",
    "contact": "contact", "hours": "office hours", "notes": "notes", "programmes": "programs", "logo": "logo",
}  # fmt: skip
"""What fields are called when a person is told of them."""


def told(arrival: Arrival) -> Iterator[str]:
    """Yield a line for each thing that a school has changed, removed, added or moved."""
    titles = {section["id"]: section["title"] for section in arrival.base.content["sections"]}
    titles |= {section["id"]: section["title"] for section in arrival.recovered.guide["sections"]}
    places = {section["id"]: number for number, section in enumerate(arrival.recovered.guide["sections"])}

    def place(edit: Edit) -> tuple[int, int]:
        steps = edit.steps
        if steps[0] != "sections":
            return (-1, 0)
        return (places.get(steps[1], len(places)), 1) if len(steps) > 1 else (len(places) + 1, 0)

    for edit in sorted(arrival.edits, key=place):
        yield from _edit(edit, titles)
    for key, (was, to) in arrival.publisher.items():
        yield from _publisher(key, was, to)
    for what in arrival.recovered.pictures:
        names = {"logo": "the logo", "banner": "the drawing at the top"}
        name = names[what] if what in names else f"the photograph of “{_said(titles[what.partition(' ')[2]])}”"
        yield f"replaced     {name}"


def _edit(edit: Edit, titles: Mapping[str, str]) -> Iterator[str]:
    steps = edit.steps
    if edit.path == "sections":
        old = [name for name in paths.plain(edit.was) if name in paths.plain(edit.to)]
        new = [name for name in paths.plain(edit.to) if name in paths.plain(edit.was)]
        if old != new:
            yield f"moved        sections, now: {', '.join(f'“{_said(titles.get(name, name))}”' for name in new)}"
        return
    if len(steps) == 2 and steps[0] == "sections":
        title = _said(titles.get(steps[1], steps[1]))
        if edit.to is None:
            yield f"removed      the section “{title}”"
            return
        if edit.was is None:
            yield f"new section  “{title}”"
            yield from (f"  added      {_words(item)}" for item in paths.plain(edit.to).get("added", ()))
            return
    where = f"“{_said(titles.get(steps[1], steps[1]))}”, " if steps[0] == "sections" else ""
    yield from _values(f"{where}{_name(steps)}", steps[-1], edit.was, edit.to)


def _values(where: str, key: str, was: Tree | None, to: Tree | None) -> Iterator[str]:
    old, new = ([] if tree is None else tree.value if isinstance(tree.value, list) else [tree] for tree in (was, to))
    if key == "added":
        where = where.rpartition(",")[0] or "the page"
    if key == "replaced":
        where = where.rpartition(",")[0] or "the page"
        known = {str(paths.plain(item)["of"]): paths.plain(item) for item in old}
        for item in (paths.plain(each) for each in new):
            if known.get(item["of"]) != item:
                said = f"now says: {_words(item)}" if item.get("text") else "is left out"
                yield f"changed      {where}: “{_cut(item['of'])}” {said}"
        return
    pairs = align(old, new)
    order = [pairs[index] for index in range(len(old)) if index in pairs]
    for index, item in enumerate(old):
        if index not in pairs:
            yield f"removed      {where}: {_words(paths.plain(item))}"
        elif not paths.same(item, new[pairs[index]]):
            yield f"changed      {where}: {_words(paths.plain(item))}"
            yield f"  now        {_words(paths.plain(new[pairs[index]]))}"
    for index, item in enumerate(new):
        if index not in pairs.values():
            yield f"added        {where}: {_words(paths.plain(item))}"
    if order != sorted(order):
        yield f"moved        {where}, now: {'; '.join(_words(paths.plain(item), 40) for item in new)}"


def _publisher(key: str, was: Any, to: Any) -> Iterator[str]:
    span = Span("")
    if isinstance(was, Mapping) or isinstance(to, Mapping):
        was, to = was or {}, to or {}
        for inner in dict.fromkeys([*was, *to]):
            if was.get(inner) != to.get(inner):
                old, new = paths.grow(was.get(inner), span), paths.grow(to.get(inner), span)
                yield from _values(_FIELDS.get(key, key), key, old, new)
        return
    yield from _values(_FIELDS.get(key, key), key, paths.grow(was, span), paths.grow(to, span))


def _name(steps: tuple[str, ...]) -> str:
    return next((_FIELDS[step] for step in reversed(steps) if step in _FIELDS), steps[-1])


def _words(value: Any, width: int = WIDTH) -> str:
    """Return the words of a value: a text as it reads, a group as its texts one after the other."""
    if isinstance(value, str):
        return f"“{_cut(_said(value), width)}”"
    if isinstance(value, Mapping):
        texts = [item for key, item in value.items() if key not in ("look", "after", "of")]
        return " · ".join(_words(item, width) for item in texts if item)
    if isinstance(value, list):
        return " · ".join(_words(item, width) for item in value if item)
    return str(value)


def _said(text: str) -> str:
    try:
        return plain(text)
    except ValueError:
        return text


def _cut(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
