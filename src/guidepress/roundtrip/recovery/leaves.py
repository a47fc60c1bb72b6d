"""Which words of an edited passage belong to which leaf in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from guidepress.compose.document import Run, solid
from guidepress.roundtrip.recovery.markdown import matched
from guidepress.word import links
from guidepress.word.lines import Mark, Passage, joined


@dataclass(frozen=True)
class LeafPart:
    """A leaf of a passage, what was shown of it and what is shown now. Words between leaves have no `mark`."""

    mark: Mark | None
    before: tuple[Run, ...]
    after: tuple[Run, ...]

    @property
    def changed(self) -> bool:
        """Whether its words or their look have changed."""
        return looks(self.before) != looks(self.after)

    @property
    def reworded(self) -> bool:
        """Whether its words have changed, white space and marks aside."""
        return re.sub(r"\W", "", _text(self.before)) != re.sub(r"\W", "", _text(self.after))


def part(base: Passage, edited: Passage) -> list[LeafPart]:
    """Part an edited passage among the leaves of the passage that it was, and the words between them."""
    segments = list(_segments(base))
    if len(segments) == 1:
        return [LeafPart(segments[0][2], base.stretches, edited.stretches)]
    owner = _owners(base, edited, segments)
    return [
        LeafPart(mark, _cut(base.stretches, range(start, end)), _cut(edited.stretches, _places(owner, number)))
        for number, (start, end, mark) in enumerate(segments)
    ]


def _segments(base: Passage) -> Iterator[tuple[int, int, Mark | None]]:
    at = 0
    for mark in sorted(base.marks, key=lambda each: each.start):
        if mark.start > at:
            yield at, mark.start, None
        yield mark.start, mark.end, mark
        at = mark.end
    if at < len(base.text) or not base.marks:
        yield at, len(base.text), None


def _owners(base: Passage, edited: Passage, segments: Sequence[tuple[int, int, Mark | None]]) -> list[int]:
    """Return for each character of an edited passage the number of the segment that it belongs to."""
    of = [number for number, (start, end, _) in enumerate(segments) for _ in range(start, end)]
    origin = matched(base.text, edited.text)
    kept = {at for at in origin if at is not None}
    gone = [0] * len(segments)
    for at, number in enumerate(of):
        gone[number] += at not in kept
    owner: list[int] = [-1 if at is None else of[at] for at in origin]
    at = 0
    while at < len(owner):
        if owner[at] != -1:
            at += 1
            continue
        end = at
        while end < len(owner) and owner[end] == -1:
            end += 1
        first = owner[at - 1] if at else 0
        last = owner[end] if end < len(owner) else len(segments) - 1
        owner[at:end] = _shared(edited.text[at:end], first, last, segments, gone, base.text, at == 0)
        at = end
    return owner


def _shared(
    text: str,
    first: int,
    last: int,
    segments: Sequence[tuple[int, int, Mark | None]],
    gone: Sequence[int],
    base: str,
    opens: bool,
) -> list[int]:
    """Share new words out among the segments from `first` to `last`, between which they stand."""
    leaves = [number for number in range(first, last + 1) if segments[number][2] is not None]
    if not leaves:
        return [first] * len(text)
    lost = [number for number in leaves if gone[number]]
    if len(lost) > 1:
        # Typed over as a whole: what stands between the leaves, such as a colon, tells them apart.
        for one, other in pairwise(lost):
            between = base[segments[one][1] : segments[other][0]].strip()
            at = text.find(between) if between else text.find("\n")
            if at > 0:
                rest = _shared(text[at + 1 :], other, last, segments, gone, base, False)
                return [one] * at + [one + 1 if one + 1 < other else one] * 1 + rest
    if lost:
        return [max(lost, key=lambda number: gone[number])] * len(text)
    if segments[first][2] is None or opens:
        return [leaves[0]] * len(text)
    return [first] * len(text)


def _places(owner: Sequence[int], number: int) -> list[int]:
    return [at for at, each in enumerate(owner) if each == number]


def _cut(stretches: Sequence[Run], places: Sequence[int]) -> tuple[Run, ...]:
    wanted = set(places)
    cut: list[Run] = []
    at = 0
    for stretch in stretches:
        text = "".join(char for offset, char in enumerate(stretch.text) if at + offset in wanted)
        cut.append(replace(stretch, text=text))
        at += len(stretch.text)
    return tuple(joined(cut))


def _text(stretches: Sequence[Run]) -> str:
    return "".join(each.text for each in stretches)


def looks(stretches: Sequence[Run]) -> tuple[str, list[tuple[bool, bool, str]]]:
    """Return words and the look of each character that is seen; the slash at an address's end does not count."""
    looks = [
        (each.strong, each.emphasis, links.compared(each.href))
        for each in stretches
        for char in each.text
        if not char.isspace()
    ]
    return solid(_text(stretches)), looks


def left_empty(base: Passage, edited: Passage) -> bool:
    """Say whether a place that is still to be filled in came back as it was."""
    return solid(edited.text) in unfilled(base).values()


def unfilled(passage: Passage) -> Mapping[str, str]:
    """Return the places of a passage that are still to be filled in, by content path, with the words that say so."""
    at, found = 0, {}
    for stretch in passage.stretches:
        for mark in passage.marks:
            if stretch.unfilled and mark.start <= at < mark.end:
                found[mark.name] = stretch.text
        at += len(stretch.text)
    return found
