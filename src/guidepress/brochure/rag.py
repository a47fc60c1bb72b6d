"""Where the lines of a short text end: the fewest lines, then the least uneven ones. Widths in, line ends out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Unbroken:
    """A stretch of text in which no line ends, as wide as it stands on a line, and the space behind it.

    All lengths that this module is given have one unit. `space` is 0 where a line may end and no blank stands.
    """

    text: str
    width: float
    space: float = 0.0


def ends(
    words: Sequence[Unbroken], measure: float, even: bool = False, weak: frozenset[str] = frozenset()
) -> list[int]:
    """Return for each line of a text the number of the word behind its last one. The last of them is the word count.

    There are as few lines as the `measure` allows. Of all ways to break so many, the one of the least cost is taken:
    lines as full as the measure, or `even` lines, each as long as the mean; no three lines that step in or out like
    stairs; no last line that is very short or one word; few lines that end in a `weak` word, such as “the” or “of”.
    Where a word is wider than the measure, the list is empty.
    """
    if not words or max(word.width for word in words) > measure:
        return []
    text = _Text(words, measure, even, weak)
    return text.best()


class _Text:
    """A text's words by their places on one endless line, and what each way to break it costs."""

    def __init__(self, words: Sequence[Unbroken], measure: float, even: bool, weak: frozenset[str]) -> None:
        self.words, self.measure, self.even, self.weak = words, measure, even, weak
        places = list(accumulate((word.width + word.space for word in words), initial=0.0))
        self.lefts = places[:-1]
        self.rights = [left + word.width for left, word in zip(self.lefts, words, strict=True)]
        self.latest = list(self._filled())
        self.count = len(self.latest)
        self.mean = self.width(0, len(words)) / self.count

    def width(self, start: int, end: int) -> float:
        return self.rights[end - 1] - self.lefts[start]

    def _filled(self) -> Iterator[int]:
        """Yield the ends of lines that are filled one by one: no way to break the text has a line end behind these."""
        start = 0
        for number in range(1, len(self.words) + 1):
            if number == len(self.words) or self.width(start, number + 1) > self.measure:
                yield number
                start = number

    def best(self) -> list[int]:
        """Return the ends of the lines that cost least.

        What is kept of the lines above is where the last of them starts and which way it stepped (1 out, -1 in): all
        that the cost of further lines asks for.
        """
        ways: dict[tuple[int, int, int], tuple[float, tuple[int, ...]]] = {(0, 0, 0): (0.0, ())}
        for line, latest in enumerate(self.latest):
            found: dict[tuple[int, int, int], tuple[float, tuple[int, ...]]] = {}
            for (above, start, stepped), (cost, path) in ways.items():
                first = latest if line + 1 == self.count else start + 1
                for end in range(first, latest + 1):
                    width = self.width(start, end)
                    if width > self.measure:
                        break
                    step = self._step(self.width(above, start), width) if line else 0
                    whole = cost + self._cost(start, end, width) + self._stairs(stepped, step, end)
                    state = (start, end, step)
                    if state not in found or whole < found[state][0]:
                        found[state] = whole, (*path, end)
            ways = found
        return list(min(ways.values())[1])

    def _step(self, above: float, width: float) -> int:
        difference = (width - above) / self.measure
        return 0 if abs(difference) <= STEP else (1 if difference > 0 else -1)

    def _stairs(self, stepped: int, step: int, end: int) -> float:
        if not step or step != stepped:
            return 0.0
        return SHORT_STAIRS if step < 0 and end == len(self.words) else STAIRS

    def _cost(self, start: int, end: int, width: float) -> float:
        last = end == len(self.words)
        cost = 0.0
        if self.even or not last:
            cost += (((self.mean if self.even else self.measure) - width) / self.measure) ** 2
        if last:
            share = width / self.measure
            if not self.even:
                cost += HALF_LAST * max(HALF - share, 0) + (SHORT_LAST + SHORT - share if share < SHORT else 0)
            if self.even and self.count > 2 and width > LONG * self.mean:
                cost += LONG_LAST
            if end - start == 1 and len(self.words) > 2 and not (self.even and width > self.mean / 2):
                cost += LONE
        else:
            if not self.words[end - 1].space:
                cost += WITHIN
            if self.count <= FEW and self.words[end - 1].text.casefold() in self.weak:
                cost += WEAK
        return cost


STEP = 0.05  # of the measure: by which a line is longer or shorter than the one above before it is a step
STAIRS = 0.16  # three lines that step the same way
SHORT_STAIRS = 0.03  # where the last of them ends the text
HALF = 0.45  # of the measure: a last line below it costs a little,
HALF_LAST = 0.3  # by this share of what it lacks
SHORT = 0.30  # of the measure: a last line below it is dear,
SHORT_LAST = 0.12  # by this much, and by what it lacks
LONG = 1.1  # of the mean: where lines are even, a last line above it stands out,
LONG_LAST = 0.015  # by this much
LONE = 0.15  # a last line of one word
WITHIN = 0.02  # a line that ends where no blank stands
WEAK = 0.02  # a line that ends in a weak word, as much as one that lacks a seventh of the measure,
FEW = 4  # in a text of so many lines at most
