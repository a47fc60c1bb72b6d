"""A handout's passages as they are read from its file, and edits made on them. Shared by tests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from guidepress.compose import prepared
from guidepress.compose.document import Run, solid
from guidepress.options import Choice
from guidepress.roundtrip.recovery import recovery
from guidepress.schools import edits
from guidepress.word import handout
from guidepress.word.base import Base
from guidepress.word.lines import Mark, Passage
from guidepress.word.names import bookmark, line_bookmark
from helpers.remaking import library_of, remake

WHERE, UPSTREAM = library_of("")
OF = ["", *WHERE.schools()]
Edited = list[Passage]


@cache
def made(guide: str, school: str = "") -> tuple[bytes, Base]:
    _, own = library_of(school)
    _, docx, base = handout.make(prepared.prepare(WHERE, own, own.guides[guide], Choice.theme), "letter")
    return docx, base


def as_read(base: Base, marks: bool = True) -> Edited:
    """The passages of a handout as they are read from its file, with bookmarks or without."""
    read = []
    for each in base.passages:
        named = [replace(mark, name=bookmark(mark.name, mark.occurrence), occurrence=1) for mark in each.marks]
        is_one_leaf = [(mark.start, mark.end) for mark in each.marks] == [(0, len(each.text))]
        if each.look != "picture" and not is_one_leaf:
            named.append(Mark(line_bookmark(each.line), 0, len(each.text)))
        read.append(replace(each, marks=tuple(named) if marks else ()))
    return read


def at(read: Edited, text: str) -> int:
    return next(number for number, each in enumerate(read) if solid(each.text).startswith(text))


def say(passage: Passage, text: str) -> Passage:
    return replace(passage, stretches=(Run(text),))


def new(look: Any, text: str) -> Passage:
    return Passage(look, (Run(text),))


def rebuilt(base: Base, found: recovery.Recovered) -> list[tuple[str, str]]:
    """The lines of the handout that is made again from what was recovered, by way of edits and a merge."""
    changed = edits.diff(base.content, found.guide, base.revision)
    _, again, _ = remake(*library_of(base.school), base.guide, changed, found.publisher)
    return lines(again.passages)


def lines(read: Any) -> list[tuple[str, str]]:
    """The looks and words of a handout's lines, without its revision and the box that says what is to be filled in."""
    kept = [each for each in read if each.look not in ("picture", "fill") and "Edition 20" not in each.text]
    return [(each.look, solid(each.text)) for each in kept]
