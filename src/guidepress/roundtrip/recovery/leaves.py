"""A passage before and after editing goes in; which of its words now belong to which of its leaves comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from guidepress import alignment
from guidepress.compose.document import Run, solid
from guidepress.word import links
from guidepress.word.lines import Mark, Passage, joined


@dataclass(frozen=True)
class LeafPart:
    """A leaf of a passage: its words before and after editing. Words that stand between leaves have no `mark`."""

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
    """Take a passage before and after editing; return its leaves and what stands between them, with their words."""
    segments = list(_segments(base))
    if len(segments) == 1:
        return [LeafPart(segments[0][2], base.stretches, edited.stretches)]
    owners = _owners(base, edited, segments)
    return [
        LeafPart(mark, _cut(base.stretches, range(start, end)), _cut(edited.stretches, _positions(owners, number)))
        for number, (start, end, mark) in enumerate(segments)
    ]


def _segments(base: Passage) -> Iterator[tuple[int, int, Mark | None]]:
    position = 0
    for mark in sorted(base.marks, key=lambda mark: mark.start):
        if mark.start > position:
            yield position, mark.start, None
        yield mark.start, mark.end, mark
        position = mark.end
    if position < len(base.text) or not base.marks:
        yield position, len(base.text), None


def _owners(base: Passage, edited: Passage, segments: Sequence[tuple[int, int, Mark | None]]) -> list[int]:
    """Return for each character of an edited passage the number of the segment that it belongs to."""
    segment_of = [number for number, (start, end, _) in enumerate(segments) for _ in range(start, end)]
    origins = alignment.origins(base.text, edited.text)
    kept = {position for position in origins if position is not None}
    lost_characters = [0] * len(segments)
    for position, number in enumerate(segment_of):
        lost_characters[number] += position not in kept
    owners: list[int] = [-1 if position is None else segment_of[position] for position in origins]
    position = 0
    while position < len(owners):
        if owners[position] != -1:
            position += 1
            continue
        end = position
        while end < len(owners) and owners[end] == -1:
            end += 1
        first = owners[position - 1] if position else 0
        last = owners[end] if end < len(owners) else len(segments) - 1
        owners[position:end] = _shared(
            edited.text[position:end], first, last, segments, lost_characters, base.text, position == 0
        )
        position = end
    # What a line begins or ends with of itself, such as a quotation mark, is that also where the word beside it is new.
    opening = segments[0][1] if segments[0][2] is None else 0
    closing = len(base.text) - segments[-1][0] if segments[-1][2] is None else 0
    if opening + closing <= len(edited.text):
        if opening and edited.text.startswith(base.text[:opening]):
            owners[:opening] = [0] * opening
        if closing and edited.text.endswith(base.text[-closing:]):
            owners[-closing:] = [len(segments) - 1] * closing
    return owners


def _shared(
    text: str,
    first: int,
    last: int,
    segments: Sequence[tuple[int, int, Mark | None]],
    lost_characters: Sequence[int],
    base: str,
    at_beginning: bool,
) -> list[int]:
    """Share new words out among the segments from `first` to `last`, between which they stand."""
    leaves = [number for number in range(first, last + 1) if segments[number][2] is not None]
    if not leaves:
        return [first] * len(text)
    shortened = [number for number in leaves if lost_characters[number]]
    if len(shortened) > 1:
        # Typed over as a whole: what stands between the leaves, such as a colon, tells them apart.
        for leaf, next_leaf in pairwise(shortened):
            between = base[segments[leaf][1] : segments[next_leaf][0]].strip()
            position = text.find(between) if between else text.find("\n")
            if position > 0:
                rest = _shared(text[position + 1 :], next_leaf, last, segments, lost_characters, base, False)
                return [leaf] * position + [leaf + 1 if leaf + 1 < next_leaf else leaf] * 1 + rest
    if shortened:
        return [max(shortened, key=lambda number: lost_characters[number])] * len(text)
    if segments[first][2] is None or at_beginning:
        return [leaves[0]] * len(text)
    return [first] * len(text)


def _positions(owners: Sequence[int], segment: int) -> list[int]:
    return [position for position, owner in enumerate(owners) if owner == segment]


def _cut(stretches: Sequence[Run], positions: Sequence[int]) -> tuple[Run, ...]:
    wanted = set(positions)
    cut: list[Run] = []
    start = 0
    for stretch in stretches:
        text = "".join(char for offset, char in enumerate(stretch.text) if start + offset in wanted)
        cut.append(replace(stretch, text=text))
        start += len(stretch.text)
    return tuple(joined(cut))


def _text(stretches: Sequence[Run]) -> str:
    return "".join(stretch.text for stretch in stretches)


def looks(stretches: Sequence[Run]) -> tuple[str, list[tuple[bool, bool, str]]]:
    """Return the words of stretches, and the look of each character but white space.

    The slash at the end of an address does not count.
    """
    seen = [
        (stretch.strong, stretch.emphasis, links.compared(stretch.href))
        for stretch in stretches
        for char in stretch.text
        if not char.isspace()
    ]
    return solid(_text(stretches)), seen


def left_empty(base: Passage, edited: Passage) -> bool:
    """Take a passage before and after editing; say whether what is to be filled in came back as it was."""
    return solid(edited.text) in unfilled(base).values()


def unfilled(passage: Passage) -> Mapping[str, str]:
    """Return the leaves of a passage that are still to be filled in: by content path, the words that say so."""
    position, words_by_path = 0, {}
    for stretch in passage.stretches:
        for mark in passage.marks:
            if stretch.unfilled and mark.start <= position < mark.end:
                words_by_path[mark.name] = stretch.text
        position += len(stretch.text)
    return words_by_path


def filled_in(stretches: Sequence[Run], placeholder: str) -> tuple[Run, ...]:
    """Return what was typed in a place to be filled in, without the words that said so.

    It may have been typed over them, or beside them in the same line.
    """
    # What was typed over the place may still look as the place does: that is no look of the words.
    stretches = [
        replace(stretch, unfilled=False, strong=False, emphasis=False) if stretch.unfilled else stretch
        for stretch in stretches
    ]
    text = _text(stretches)
    start = text.find(placeholder)
    if start < 0:
        return tuple(joined(stretches))
    end = start + len(placeholder)
    rest = [position for position in range(len(text)) if not start <= position < end]
    while rest and text[rest[0]] in _BESIDE:
        rest = rest[1:]
    while rest and text[rest[-1]] in _BESIDE:
        rest = rest[:-1]
    return _cut(stretches, rest)


_BESIDE = " \t\n:–—-,;"
"""What people set between the words of a place to be filled in and what they type beside them."""
