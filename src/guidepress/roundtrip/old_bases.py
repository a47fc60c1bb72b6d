"""Gives names to the lines of a base that was made before lines had names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from guidepress.errors import ContentError
from guidepress.roundtrip.recovery.match import match
from guidepress.word.base import Base


def with_line_names(base: Base, remake: Callable[[Base], Base]) -> Base:
    """Return a base whose lines are called what they are called in the handout that its content gives today.

    `remake` makes the base of that handout, and raises ContentError where the content gives none. A line that is not
    found there stays without a name, and is known by its words.
    """
    if any(passage.line for passage in base.passages):
        return base
    try:
        today = remake(base)
    except ContentError:
        return base
    rows_of_leaves = {mark.name: row for row, passage in enumerate(today.passages) for mark in passage.marks}
    rows = match(today.passages, base.passages, rows_of_leaves)
    named = [
        passage if row is None else replace(passage, line=today.passages[row].line)
        for passage, row in zip(base.passages, rows, strict=True)
    ]
    return replace(base, passages=named)
