"""Reads and writes content/schools/<id>/edits/<guide>.yaml, the file with a school's edits of one guide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from guidepress.content import encoding, paths, source
from guidepress.content.revision import REVISION
from guidepress.content.source import Tree
from guidepress.content.yaml_rewriting import rewrite
from guidepress.errors import ContentError, Problem, nearest
from guidepress.schools.edits import Edit

_PATH = r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*"
_KEYS = ("base", "path", "was", "to")


def read(data: bytes, file: str) -> list[Edit]:
    """Read a school's edits of one guide. `file` is the name that people see.

    Raises ContentError with everything that is wrong with the file.
    """
    tree = source.load(data, file)
    problems = list(_problems(tree, file))
    if problems:
        raise ContentError(source.illustrate(problems, {file: encoding.shown(data)}))
    edits_tree = paths.child(tree, "edits") if isinstance(tree.value, dict) else None
    items: list[Tree] = edits_tree.value if edits_tree else []
    return [
        _renewed(Edit(paths.plain(item.value["base"]), paths.plain(item.value["path"]), *_was_and_to(item), item.span))
        for item in items
    ]


def _renewed(edit: Edit) -> Edit:
    """Return an edit as it is said today: before a name could be moved, `contact_behind` said it of contact lines."""
    if edit.path != "contact_behind":
        return edit
    was, to = (
        paths.grow({"contact": {"after": paths.plain(tree)}}, tree.span) if tree else None
        for tree in (edit.was, edit.to)
    )
    return replace(edit, path="moved_places", was=was, to=to)


def _was_and_to(item: Tree) -> tuple[Tree | None, Tree | None]:
    return paths.child(item, "was"), paths.child(item, "to")


def _problems(tree: Tree, file: str) -> Iterator[Problem]:
    if not isinstance(tree.value, dict):
        yield Problem(tree.span, "This file does not begin with keys.", "begin with “guide: …”")
        return
    for key in tree.value:
        if key not in ("guide", "edits"):
            yield Problem(tree.keys[key], f"The key “{key}” is not known here.", nearest(key, ("guide", "edits")))
    guide, name = tree.value.get("guide"), PurePosixPath(file).stem
    if guide is None:
        yield Problem(tree.span, "The key “guide” is missing.", f"add the line “guide: {name}”")
    elif guide.value != name:
        hint = f"write “guide: {name}”, or rename the file"
        yield Problem(guide.span, f"“{guide.written}” is not the name of this file.", hint)
    edits = tree.value.get("edits")
    if edits is None or edits.value is None:
        return
    if not isinstance(edits.value, list):
        yield Problem(edits.span, "A list of edits is needed here.", "begin each with “- base: …”")
        return
    for item in edits.value:
        yield from _edit_problems(item)


def _edit_problems(item: Tree) -> Iterator[Problem]:
    if not isinstance(item.value, dict):
        yield Problem(item.span, "Keys with values are needed here.", f"allowed here: {', '.join(_KEYS)}")
        return
    for key in item.value:
        if key not in _KEYS:
            yield Problem(item.keys[key], f"The key “{key}” is not known here.", nearest(key, _KEYS))
    for key, pattern, example in (("base", REVISION, "2026.1-3fa2b1c0"), ("path", _PATH, "sections.work.title")):
        value = item.value.get(key)
        if value is None or value.value is None:
            yield Problem(item.span, f"The key “{key}” is missing in this edit.", f"write it as “{key}: {example}”")
        elif not isinstance(value.value, str) or not re.fullmatch(pattern, value.value.strip()):
            needed = "a revision" if key == "base" else "a content path"
            yield Problem(value.span, f"“{value.written}” is not {needed}.", f"write it as “{example}”")
    if _was_and_to(item) == (None, None):
        hint = "say what there was in “was”, and what there is now in “to”"
        yield Problem(item.span, "This edit changes nothing: it has neither “was” nor “to”.", hint)


def write(text_before: str | None, guide: str, school_name: str, edits: Sequence[Edit]) -> str:
    """Return the text of the file that holds a school's edits of a guide.

    `text_before` is the text that it has, whose comments and order stay; only what differs is changed. `school_name`
    is for the line at the head of a new file.
    """
    plain_edits = [_plain_edit(edit) for edit in edits]
    data = {"guide": guide, "edits": plain_edits}
    head = (
        f"# What {' '.join(school_name.split())} changed in its handout of “{guide}”. Written when one is read back;\n"
        "# “was” is what the guide said then, “to” what the school says. An edit may be changed or deleted by hand.\n"
    )
    return rewrite(text_before if text_before and text_before.strip() else head, data)


def _plain_edit(edit: Edit) -> dict[str, Any]:
    base, path, was, to = edit.plain()
    values = {"base": base, "path": path, "was": was, "to": to}
    return {key: value for key, value in values.items() if value is not None}


def set_values(text: str, values: Mapping[tuple[str | int, ...], Any]) -> str:
    """Return a content file's text with some values changed, and everything else as it is.

    `values` maps places (keys and indices) to plain data; None takes a value out. Raises ContentError where the text
    cannot be read, and KeyError where a place lies inside something that is not there.
    """
    data = source.load(text.encode(), "").plain()
    data = {} if data is None else data
    for place, value in values.items():
        holder = data
        for step, following in pairwise(place):
            if isinstance(holder, dict) and holder.get(step) is None and isinstance(following, str):
                holder[step] = {}
            holder = _child(holder, step, place)
        _set_child(holder, place[-1], value, place)
    return rewrite(text, data)


def _child(holder: Any, step: str | int, place: tuple[str | int, ...]) -> Any:
    try:
        return holder[step]
    except (KeyError, IndexError, TypeError):
        raise KeyError(place) from None


def _set_child(holder: Any, step: str | int, value: Any, place: tuple[str | int, ...]) -> None:
    if isinstance(holder, dict) and isinstance(step, str):
        holder[step] = value
        if value is None:
            del holder[step]
    elif isinstance(holder, list) and isinstance(step, int) and step <= len(holder):
        holder[step : step + 1] = [] if value is None else [value]
    else:
        raise KeyError(place)
