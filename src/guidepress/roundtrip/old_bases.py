"""Gives names to the lines of a base that was made before lines had names, and to places in its content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from guidepress.errors import ContentError
from guidepress.roundtrip import old_places
from guidepress.roundtrip.recovery.match import match
from guidepress.word.base import Base


def with_names(base: Base, remake: Callable[[Base, Mapping[str, Any]], Base]) -> Base:
    """Return a base whose lines, and the places of a school's own pieces in its content, have names.

    `remake` makes the base that other content in its place gives today, and raises ContentError where that gives none.
    """
    base = _with_named_lines(base, remake)
    found = old_places.renamed(base.content, lambda content: remake(base, content))
    return replace(base, content=found.content) if found.pieces else base


def _with_named_lines(base: Base, remake: Callable[[Base, Mapping[str, Any]], Base]) -> Base:
    """Return a base whose lines are called what they are called in the handout that its content gives today.

    A line that is not found there stays without a name, and is known by its words.
    """
    if any(passage.line for passage in base.passages):
        return base
    try:
        today = remake(base, base.content)
    except ContentError:
        return base
    rows_of_leaves = {mark.name: row for row, passage in enumerate(today.passages) for mark in passage.marks}
    rows = match(today.passages, base.passages, rows_of_leaves)
    named = [
        passage if row is None else replace(passage, line=today.passages[row].line)
        for passage, row in zip(base.passages, rows, strict=True)
    ]
    return replace(base, passages=named)
