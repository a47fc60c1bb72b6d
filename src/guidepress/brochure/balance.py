"""Breaking a heading into even lines: as few as it needs, none much longer than another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

MOST_WORDS = 14  # a longer heading is a sentence, and is broken as text is


def lines(text: str, measure: float, width: Callable[[str], float]) -> list[str]:
    """Break a text into the fewest lines that fit a measure, choosing the breaks whose longest line is shortest.

    `measure` and what `width` returns have the same unit. Where the text cannot be broken to fit (a word is too wide,
    or there are very many words) it comes back whole, for whoever lays it out to break.
    """
    words = text.split(" ")
    if len(words) > MOST_WORDS:
        return [text]
    for count in range(1, len(words) + 1):
        best: tuple[float, list[str]] | None = None
        for breaks in combinations(range(1, len(words)), count - 1):
            edges = [0, *breaks, len(words)]
            made = [" ".join(words[start:end]) for start, end in pairwise(edges)]
            longest = max(width(line) for line in made)
            if longest <= measure and (best is None or longest < best[0]):
                best = longest, made
        if best:
            return best[1]
    return [text]
