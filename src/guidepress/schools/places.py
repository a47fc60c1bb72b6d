"""A place in a guide as a person calls it: under which heading, in which list or field, and at which item."""

from __future__ import annotations

import re
from contextlib import suppress

from guidepress.content import paths
from guidepress.content.model import inline, kinds
from guidepress.content.source import Tree
from guidepress.schools import list_items


def spoken(path: str, *guides: Tree) -> str:
    """Return a content path in words: “What you do”, list. Headings come from the first of the guides that has it."""
    steps = tuple(path.split("."))
    if steps[0] != "sections" or len(steps) == 1:
        return _field(steps) if steps[0] != "sections" else "the order of the sections"
    words = [_called(steps[:2], guides)]
    if len(steps) > 2:
        words.append("the heading" if steps[2:] == ("title",) else _field(steps[2:]))
    if len(steps) > 3 and steps[2] in paths.LISTS:
        words.append(_called(steps[:4], guides))
    return ", ".join(words)


def read(text: str) -> str:
    """Return a text as it reads: without its Markdown, and without the marks that say what a sentence rests on."""
    with suppress(ValueError):
        text = inline.plain(text)
    return re.sub(r"\[\^[^\]]+\]", "", text)


def _field(steps: tuple[str, ...]) -> str:
    names = kinds.spoken_names()
    return next((names[step] for step in steps if step in names), steps[-1])


def _called(steps: tuple[str, ...], guides: tuple[Tree, ...]) -> str:
    """Return in quotation marks the heading of a section or the first text of an item; its short name without one."""
    for guide in guides:
        item = paths.walk(guide, steps)
        title = paths.child(item, "title") if item is not None else None
        texts = list_items.texts_of(paths.plain(title if title is not None else item)) if item is not None else []
        if texts:
            return f"“{read(texts[0])}”"
    return f"“{steps[-1].replace('-', ' ')}”"
