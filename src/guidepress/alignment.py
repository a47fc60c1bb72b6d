"""Aligning two texts or two lists: how alike they are, which member is which, what has moved. Knows no content.

All likenesses are on one scale, from 0 for nothing in common to 1 for the same, so that limits can be compared. What
else speaks for two members to be one, such as a bookmark or a column, is the caller's to add. A pairing is a dictionary
from the index in the one list to the index in the other, and holds no index twice.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel, LCSseq

_MOST_COMPARED = 1_000_000  # pairs of words: two texts of 3,000 characters, where those of a handout have at most 400
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def likeness(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Return how alike two texts are, or two lists of words: from 0 to 1, twice what they share of what both have.

    What they share is counted in their order: 1 minus the indel distance over both lengths. Two empty ones are alike.
    """
    return Indel.normalized_similarity(one, other)


# Which member is which ------------------------------------------------------------------------------------------------


def equal_in_order(one: Sequence[Hashable], other: Sequence[Hashable]) -> dict[int, int]:
    """Pair members that are equal, as many as can be without one pair crossing another."""
    return {
        step.src_start + offset: step.dest_start + offset
        for step in LCSseq.opcodes(one, other)
        if step.tag == "equal"
        for offset in range(step.src_end - step.src_start)
    }


def best_in_order(gains: Sequence[Sequence[float]]) -> dict[int, int]:
    """Pair members so that no pair crosses another and the sum of what the pairs gain is largest.

    `gains` has for each member of the one list what a pair of it and each of the other's would gain. What gains nothing
    is no pair. Of pairings that gain the same, one with early pairs is taken. Takes time by the product of the lengths.
    """
    height, width = len(gains), len(gains[0]) if gains else 0
    best = [[0.0] * (width + 1) for _ in range(height + 1)]  # the most that can be gained from two members on
    for index in range(height - 1, -1, -1):
        current, below, row = best[index], best[index + 1], gains[index]
        for at in range(width - 1, -1, -1):
            highest = below[at] if below[at] >= current[at + 1] else current[at + 1]
            if row[at] > 0 and row[at] + below[at + 1] > highest:
                highest = row[at] + below[at + 1]
            current[at] = highest
    pairs: dict[int, int] = {}
    index = at = 0
    while index < height and at < width:
        if gains[index][at] > 0 and best[index][at] == gains[index][at] + best[index + 1][at + 1]:
            pairs[index] = at
            index, at = index + 1, at + 1
        elif best[index][at] == best[index + 1][at]:
            index += 1
        else:
            at += 1
    return pairs


def most_alike_first(candidates: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """Pair members one by one, the most alike first; of pairs as much alike, the nearest, and of those the first.

    A candidate is a likeness and two indices that may be a pair. Pairs may cross each other.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, index, at in sorted(candidates, key=lambda one: (-one[0], abs(one[1] - one[2]), one[1:])):
        if index not in pairs and at not in taken:
            pairs[index] = at
            taken.add(at)
    return pairs


# What has moved -------------------------------------------------------------------------------------------------------


def longest_rising(places: Sequence[Any], weights: Sequence[float] | None = None) -> list[int]:
    """Return the indices of the weightiest run of places in which none is less than the one before it.

    Without weights that is the longest. Of runs that weigh the same, one that ends last is taken, and of those that
    lead there the ones that come last: so of two items that changed places, the first now is the one that moved.
    """
    best: list[tuple[float, int]] = []  # for each place, the weight of the best run that ends there, and the one before
    for index, place in enumerate(places):
        before = [(best[earlier][0], earlier) for earlier in range(index) if places[earlier] <= place]
        weight, earlier = max(before, default=(0.0, -1))
        best.append((weight + (weights[index] if weights else 1.0), earlier))
    index = max(range(len(best)), key=lambda end: (best[end][0], end), default=-1)
    run = []
    while index != -1:
        run.append(index)
        index = best[index][1]
    return run[::-1]


def moved(places: Sequence[Any]) -> list[int]:
    """Return the indices of the fewest places whose moving explains an order: all but a longest rising run."""
    stay = set(longest_rising(places))
    return [index for index in range(len(places)) if index not in stay]


# What is the same and what differs ------------------------------------------------------------------------------------


class Stretch(NamedTuple):
    """A part of two sequences that is the same in both, or differs: from `start` up to `end` in each."""

    same: bool
    start: int
    end: int
    other_start: int
    other_end: int


def differences(one: Sequence[Hashable], other: Sequence[Hashable]) -> Iterator[Stretch]:
    """Yield where two lists differ, so that as many members as can be are the same; between two lie some of those."""
    start = other_start = 0
    for index, at in [*equal_in_order(one, other).items(), (len(one), len(other))]:
        if (start, other_start) != (index, at):
            yield Stretch(False, start, index, other_start, at)
        start, other_start = index + 1, at + 1


def stretches(one: Sequence[str], other: Sequence[str]) -> Iterator[Stretch]:
    """Yield two lists of words in parts that are the same and that differ, as a reader would tell them apart.

    The longest parts that are the same are found first, not the most words: here and there a comma or an “of” that both
    have says nothing. Of two long texts it is the most words after all: the time for the longest parts grows with the
    cube of the length, where a stranger repeats a word often enough.
    """
    if len(one) * len(other) > _MOST_COMPARED:
        start = other_start = 0
        for part in [*differences(one, other), Stretch(False, len(one), len(one), len(other), len(other))]:
            if start < part.start:
                yield Stretch(True, start, part.start, other_start, part.other_start)
            if part.start < part.end or part.other_start < part.other_end:
                yield part
            start, other_start = part.end, part.other_end
        return
    for tag, start, end, other_start, other_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        yield Stretch(tag == "equal", start, end, other_start, other_end)


def tokens(text: str) -> list[str]:
    """Split a text into words, white space and marks: the units in which texts are compared."""
    return _TOKEN.findall(text)


def origins(before: str, after: str) -> list[int | None]:
    """Take a text before and after editing; return for each character where it stood before, None for a new one.

    Words are kept or new as a whole. Marks and white space alone are new: they are alike everywhere.
    """
    old, new = tokens(before), tokens(after)
    starts = [0]
    for token in old:
        starts.append(starts[-1] + len(token))
    found: list[int | None] = []
    for part in stretches(old, new):
        text = "".join(new[part.other_start : part.other_end])
        kept = part.same and any(map(str.isalnum, text))
        found += [starts[part.start] + offset if kept else None for offset in range(len(text))]
    return found
