"""Finds texts that stand too close to each other: letters of two paragraphs less than a point apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from guidepress.verify.glyphs import Glyph, Page, Tag

LEAST_SPACE = 1.0  # points between the letters of two paragraphs, across or down

_INLINE = frozenset({"Span", "Link", "Strong", "Em", "Code", "Quote", "NonStruct"})
"""Tags within a paragraph: its letters may stand as close as they like to each other."""


@dataclass(frozen=True)
class Crowded:
    """Two letters of different paragraphs that are closer than they should be, as places in a page's glyphs."""

    first: int
    second: int
    distance: float


def crowded(page: Page) -> Iterator[Crowded]:
    """Yield for each two paragraphs of a page that are too close the two letters that are closest, in points.

    What is not tagged (a running head, the figures of a scale) counts as one paragraph. Letters that lie over each
    other have a distance below zero.
    """
    shown = [index for index, glyph in enumerate(page.glyphs) if glyph.text.strip()]
    if not shown:
        return
    paragraphs = _paragraphs(page.tags)
    owners = np.array([paragraphs.get(page.glyphs[index].mark, -1) for index in shown])
    boxes = np.array([_box(page.glyphs[index]) for index in shown])
    gaps = np.maximum(boxes[:, None, :2], boxes[None, :, :2]) - np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    distances = np.triu(np.where(owners[:, None] != owners[None, :], gaps.max(axis=2), np.inf), 1)
    near = np.argwhere((distances < LEAST_SPACE) & (np.triu(np.ones_like(distances), 1) > 0))
    closest: dict[tuple[int, int], Crowded] = {}
    for first, second in near.tolist():
        pair = min(owners[first], owners[second]), max(owners[first], owners[second])
        found = Crowded(shown[first], shown[second], float(distances[first, second]))
        if pair not in closest or found.distance < closest[pair].distance:
            closest[pair] = found
    yield from closest.values()


def _box(glyph: Glyph) -> tuple[float, float, float, float]:
    return glyph.left, glyph.top, glyph.right, glyph.bottom


def _paragraphs(tags: Sequence[Tag]) -> dict[int, int]:
    """Return for each marked content the number of the paragraph it belongs to: its nearest tag that is no inline."""
    numbers: dict[int, int] = {}
    count = 0

    def walk(tag: Tag, number: int) -> None:
        nonlocal count
        if tag.type not in _INLINE:
            count += 1
            number = count
        for item in tag.content:
            if isinstance(item, Tag):
                walk(item, number)
            else:
                numbers[item] = number

    for tag in tags:
        walk(tag, 0)
    return numbers
