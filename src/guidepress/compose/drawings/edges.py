"""Draws on what reaches an edge of a drawing that is cut: straight out, over the bleed, so that no cut shows white.

A drawing goes on beyond its edge anyway. Yet a line of it that runs along the edge ends in the bleed, and a print shop
refuses that. So beyond an edge that is cut a drawing stays what it is at the edge, whatever it is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from guidepress.compose.drawings.line_fields import Array
from guidepress.compose.drawings.line_motifs import Layer, rectangle

INSIDE: Final = 1.0
"""How far inside an edge a drawing ends and what is there is drawn on, in points: what ends so near it goes on, too."""
_OVER: Final = 0.5  # points by which both overlap, so that no viewer shows a white hairline between them


class Edges(NamedTuple):
    """How far a drawing reaches beyond each of its edges that is cut, in points; 0 where nothing is cut."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


class Field(NamedTuple):
    """A part of a drawing: where it begins and its size, in points, and what is painted in it, from where it begins."""

    corner: tuple[float, float]
    size: tuple[float, float]
    layers: Sequence[Layer]


def inner(size: tuple[float, float], edges: Edges) -> Field:
    """Return what is left of a drawing of a size within its edges that are cut, without what is painted there."""
    left, top, right, bottom = (edge and edge + INSIDE for edge in edges)
    return Field((left, top), (size[0] - left - right, size[1] - top - bottom), ())


def beyond(fields: Sequence[Field], size: tuple[float, float], edges: Edges) -> list[Layer]:
    """Return what is to be painted beyond the edges of a drawing that are cut, in its order.

    `size` is the width and the height of the whole drawing in points, what lies beyond its edges among them.
    """
    near, far = (edges.left, edges.top), (edges.right, edges.bottom)
    strips: list[Layer] = []
    for axis, other in ((0, 1), (1, 0)):
        low, high = near[other], size[other] - far[other]
        start, end = near[axis], size[axis] - far[axis]
        for cut, place, out in (
            (near[axis], start + INSIDE, (0.0, start + INSIDE + _OVER)),
            (far[axis], end - INSIDE, (end - INSIDE - _OVER, size[axis])),
        ):
            for field in fields if cut else ():
                if not 0 <= place - field.corner[axis] <= field.size[axis]:
                    continue
                limits = max(field.corner[other], low), min(field.corner[other] + field.size[other], high)
                for layer in field.layers:
                    runs = painted(layer, place - field.corner[axis], axis) + field.corner[other]
                    runs = np.clip(runs, *limits)
                    if axis:  # the strips above and below fill the corners, too
                        runs[(runs == low) & (near[other] > 0)] = 0.0
                        runs[(runs == high) & (far[other] > 0)] = size[other]
                    boxes = tuple(_box(axis, out, run) for run in runs if run[1] > run[0])
                    if boxes:
                        strips.append(Layer(layer.colour, boxes))
    return strips


def _box(axis: int, out: tuple[float, float], run: Array) -> Array:
    (left, right), (top, bottom) = (run, out) if axis else (out, run)
    return rectangle(float(left), float(top), float(right - left), float(bottom - top))


def painted(layer: Layer, place: float, axis: int) -> Array:
    """Return where a layer paints a line across a drawing, as (n, 2): from and to, in points.

    The line is vertical at the x `place` for the axis 0, horizontal at that y for the axis 1. What is filled follows
    from the nonzero rule.
    """
    starts, ends = _sides(layer)
    if not len(starts):
        return np.empty((0, 2))
    before, after = starts[:, axis], ends[:, axis]
    crossing = (before <= place) != (after <= place)
    starts, ends, before, after = starts[crossing], ends[crossing], before[crossing], after[crossing]
    share = (place - before) / (after - before)
    along = starts[:, 1 - axis] + share * (ends[:, 1 - axis] - starts[:, 1 - axis])
    order = np.argsort(along, kind="stable")
    along, winding = along[order], np.cumsum(np.where(after > before, 1, -1)[order])
    inside = winding != 0
    first = inside & ~np.concatenate(([False], inside[:-1]))
    last = ~inside & np.concatenate(([False], inside[:-1]))
    return np.column_stack((along[first], along[last]))


def _sides(layer: Layer) -> tuple[Array, Array]:
    """Return the beginnings and the ends of the sides of a layer's shapes; a line's segments as boxes of its width."""
    shapes = [shape for shape in _outlines(layer) if len(shape) > 1]
    if not shapes:
        return np.empty((0, 2)), np.empty((0, 2))
    return np.concatenate(shapes), np.concatenate([np.roll(shape, -1, axis=0) for shape in shapes])


def _outlines(layer: Layer) -> Iterator[Array]:
    if layer.stroke is None:
        yield from layer.shapes
        return
    for line in layer.shapes:
        for one, other in pairwise(line):
            step = other - one
            length = float(np.hypot(*step))
            if length:
                aside = np.array((-step[1], step[0])) * (layer.stroke / 2 / length)
                yield np.array((one + aside, other + aside, other - aside, one - aside))
