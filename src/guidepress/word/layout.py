"""Decides how the sections of a handout stand: over the whole measure, side by side, or as a list in two columns.

The order is the guide's and never changes. Of all ways to pair neighbors the one is taken that fills the fewest pages
and ends them best, as far as `estimate` can tell: Word sets the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guidepress.compose.document import Block, Document, Picture
from guidepress.word.estimate import Estimate
from guidepress.word.heights import Heights
from guidepress.word.look import Look
from guidepress.word.sections import HandoutRow, Section, front_of, split
from guidepress.word.styles import Air

_AIRS = (
    *(Air(gap) for gap in (12.0, 13.5, 15.0, 17.0, 19.0, 22.0)), Air(19.0, 0.5), Air(22.0, 0.5), Air(22.0, 1.0),
    Air(26.0, 1.5),
)  # fmt: skip
"""How much white is tried, the least first: 15 points between sections are what it is designed for."""
_MOST_SIDE_BY_SIDE = 4  # sections in two columns


@dataclass(frozen=True)
class HandoutLayout:
    """A handout laid out: what stands before its sections, then its rows, and the white between them."""

    masthead: tuple[Block, ...]
    title: tuple[Block, ...]
    drawing: Picture | None
    below_title: tuple[Block, ...]
    rows: tuple[HandoutRow, ...]
    air: Air


def lay_out(document: Document, look: Look, paper: str) -> HandoutLayout:
    """Return how the blocks of a handout stand on a paper."""
    front, sections = split(document.blocks)
    masthead, title, drawing, below = front_of(front)
    best: tuple[float, Air, tuple[HandoutRow, ...]] | None = None
    for air in _AIRS:
        estimate = Estimate(Heights(look, paper, air), paper)
        top = estimate.front(masthead, title, drawing, below)
        for rows in _arrangements(sections, estimate):
            cost, placed = estimate.cost(top, rows)
            if best is None or cost < best[0] - 1e-6:
                best = cost, air, placed
    assert best is not None  # noqa: S101  (there is always the way without pairs)
    return HandoutLayout(masthead, title, drawing, below, best[2], best[1])


def _arrangements(sections: Sequence[Section], estimate: Estimate) -> Iterator[list[HandoutRow]]:
    """Yield the ways to set sections one below the other or neighbors in two columns."""
    if not sections:
        yield []
        return
    first = sections[0]
    for count in range(2, min(_MOST_SIDE_BY_SIDE, len(sections)) + 1):
        if not estimate.may_stand_side_by_side(sections[:count]):
            break
        row = estimate.even_columns(sections[:count])
        yield from ([row, *rows] for rows in _arrangements(sections[count:], estimate))
    with_card = first.is_call and len(sections) > 1 and estimate.may_stand_side_by_side(sections[:2])
    if not with_card:  # what to do and whom to ask belong together
        row = HandoutRow((first,), spread=estimate.is_spread(first))
        yield from ([row, *rows] for rows in _arrangements(sections[1:], estimate))
