"""Decides how the sections of a handout stand: over the whole measure, side by side, or as a list in two columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from guidepress.compose.document import Block, Document, Heading, Picture
from guidepress.word.estimate import Estimate
from guidepress.word.heights import Heights
from guidepress.word.look import Look
from guidepress.word.pagination import HandoutPage, Pagination
from guidepress.word.sections import HandoutRow, front_of, split
from guidepress.word.styles import Air

_LEADINGS = (0.0, 0.5, 1.0, 1.5)
"""Points added to each line, the least first: white is good where there is little to say and it costs no page."""


@dataclass(frozen=True)
class HandoutLayout:
    """A handout laid out: what stands before its sections, then its rows, and the white between them."""

    masthead: tuple[Block, ...]
    title: tuple[Block, ...]
    drawing: Picture | None
    below_title: tuple[Block, ...]
    rows: tuple[HandoutRow, ...]
    air: Air
    pages: tuple[HandoutPage, ...] = ()


def lay_out(document: Document, look: Look, paper: str) -> HandoutLayout:
    """Return how the blocks of a handout stand on a paper."""
    front, sections = split(document.blocks)
    masthead, title, drawing, below = front_of(front)
    if not sections:
        return HandoutLayout(masthead, title, drawing, below, (), Air())
    least = float("inf")
    for leading in _LEADINGS:
        tried = Estimate(Heights(look, paper, leading), paper)
        cost, tried_pages = Pagination(sections, tried, tried.front(masthead, title, drawing, below)).best
        if cost >= least or (leading and min(page.gap for page in tried_pages) < Air().gap):
            break
        least, estimate, pages = cost, tried, tried_pages
    rows = tuple(_rows(pages, estimate))
    gap = Counter(row.gap for row in rows).most_common(1)[0][0]
    return HandoutLayout(masthead, title, drawing, below, rows, Air(gap, estimate.heights.leading), pages)


def _rows(pages: Sequence[HandoutPage], estimate: Estimate) -> list[HandoutRow]:
    """Return the rows of pages with the white of the page on which they begin."""
    rows: list[HandoutRow] = []
    breaks, push = False, 0.0
    for page in pages:
        for number, row in enumerate(page.rows):
            if number == 0 and page.continues:
                heading = page.parts[0].heading
                if push and heading:
                    block = rows[-1].left[0].blocks[heading]
                    assert isinstance(block, Heading)  # noqa: S101  (told to the type checker)
                    above = estimate.heights.before(block) + push
                    rows[-1] = replace(rows[-1], pushed=(*rows[-1].pushed, (heading, above)))
                continue
            before = rows[-1] if rows else None
            # Between two paragraphs only the larger white counts; at the ends of columns, both.
            sides = (before.left, before.right) if before is not None and (before.whole or row.whole) else ()
            tail = min((estimate.tail(side[-1]) for side in sides if side), default=0.0)
            above = page.gap - tail + (push if number == 0 else 0.0)
            kept = row.left[0].kind == "sources" and len(estimate.parts(row.left[0])) == 1
            white = replace(row, gap=page.gap, above=above, open=page.open)
            rows.append(replace(white, breaks=breaks and number == 0, kept=kept))
        breaks, push = page.breaks, page.push
    return rows
