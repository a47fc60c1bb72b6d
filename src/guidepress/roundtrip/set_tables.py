"""Reads the tables of an edited handout as its base has them: facts a row each, and steps without their numbers.

How a table is set is no business of the content. Facts stand side by side, and steps count themselves; some programs
write the numbers that they count as words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from guidepress.compose.document import Run, solid
from guidepress.word.lines import Mark, Passage
from guidepress.word.turned import Turned, turn, turned_tables

_LEAST = 2  # cells that have to say the same before a table is taken for one of the base
_COUNTED = re.compile(r"(\d{1,2})[.)]?[ \t]+")


def as_in_base(base: Sequence[Passage], edited: Sequence[Passage]) -> Turned:
    """Return the passages of an edited handout with its tables as the base has them."""
    turned = turn(edited, _tables_like(base, edited, turned_tables(base)))
    return replace(turned, passages=tuple(_without_numbers(base, turned.passages)))


def _tables_like(base: Sequence[Passage], edited: Sequence[Passage], tables: Sequence[int]) -> set[int]:
    """Return the tables of an edited handout that say what these tables of the base do."""
    found = set()
    for table in tables:
        words = {solid(passage.text) for passage in base if passage.place and passage.place[0] == table}
        same = Counter(
            passage.place[0]
            for passage in edited
            if passage.place and len(solid(passage.text)) > 1 and solid(passage.text) in words
        )
        if same and same.most_common(1)[0][1] >= _LEAST:
            found.add(same.most_common(1)[0][0])
    return found


def _without_numbers(base: Sequence[Passage], edited: Sequence[Passage]) -> list[Passage]:
    """Return the passages without the numbers of steps that a program has written as words."""
    firsts: dict[int, list[int]] = {}
    for number, passage in enumerate(edited):
        if passage.place and passage.place[1] > 0 and passage.place[2] == 0:
            firsts.setdefault(passage.place[0], []).append(number)
    known = {solid(passage.text) for passage in base if passage.place}
    result = list(edited)
    for numbers in firsts.values():
        starts = [_COUNTED.match(edited[number].text) for number in numbers]
        counted = [int(start[1]) for start in starts if start]
        if len(counted) < _LEAST or counted != list(range(1, len(starts) + 1)):
            continue
        if any(solid(edited[number].text) in known for number in numbers):
            continue  # the base has such numbers itself
        for number, start in zip(numbers, starts, strict=True):
            assert start is not None  # noqa: S101  (as many as rows are counted)
            result[number] = _cut(edited[number], start.end())
    return result


def _cut(passage: Passage, length: int) -> Passage:
    """Return a passage without its first characters."""
    stretches: list[Run] = []
    left = length
    for stretch in passage.stretches:
        kept = stretch.text[left:]
        left = max(0, left - len(stretch.text))
        if kept:
            stretches.append(replace(stretch, text=kept))
    marks = (
        Mark(mark.name, max(0, mark.start - length), mark.end - length, mark.occurrence)
        for mark in passage.marks
        if mark.end > length
    )
    return replace(passage, stretches=tuple(stretches), marks=tuple(marks))
