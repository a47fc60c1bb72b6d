"""Draws the four motifs in flat colors, for the theme `track`, and the square mark that stands beside a role's name.

A ray's width is its intensity, a contour is a level of uptake, a ribbon's thickness is an echo, a bar's width is half
a line pair. Layers are painted in order, filled by the nonzero rule; all places follow from the width and height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from math import hypot, pi, radians, sqrt
from typing import Final

import contourpy
import numpy as np

from guidepress.compose.drawings.flat_fields import (
    Disc,
    Group,
    Uptake,
    Wedge,
    amplitude,
    groups,
    intensity,
    scan,
    uptake,
)
from guidepress.compose.drawings.line_fields import Array
from guidepress.compose.drawings.line_motifs import Layer, rectangle, ribbons, simplify

__all__ = ["MOTIFS", "Flat", "are_alike", "draw", "mark"]

_LEAST: Final = 20.0  # points: the smallest side that a drawing is made for
# How many times wider than high a field is from which on a motif lies in it.
_LIES: Final = {"xray": 1.3, "pet": 1.3, "ultrasound": 1.3, "linepairs": 1.0}
_STRIP: Final = 2.5  # times as long as wide: too long a field for a silhouette, so that a detail has to fill it


@dataclass(frozen=True)
class Flat:
    """Hex colours of a flat drawing, as #RRGGBB: what lies under it, four to draw with, and a shade of the ink."""

    ground: str
    ink: str
    first: str
    second: str
    paper: str
    shade: str

    def on(self, home: str | None) -> Flat:
        """Return the palette for a drawing that was made for a ground of its colour `home`, if for any.

        If one of the colours would drown in the ground, it and the home ground change places.
        """
        if home is None:
            return self
        drowned = [name for name in _COLOURS if are_alike(getattr(self, name), self.ground)]
        changes = dict.fromkeys(drowned, getattr(self, home))
        return replace(self, **changes, **({} if home in changes or not changes else {home: self.ground}))


_COLOURS: Final = ("ink", "first", "second", "paper", "shade")
# The ground that a drawing is made for. Ultrasound has none, since all its colours lie on the sector.
_HOMES: Final = {"xray": "ink", "pet": "second", "linepairs": "paper"}


def are_alike(one: str, other: str) -> bool:
    """Tell whether two hex colours are too alike to lie side by side: 50 steps of 255 apart, chosen by eye."""
    return hypot(*(int(one[k : k + 2], 16) - int(other[k : k + 2], 16) for k in (1, 3, 5))) < 50


@dataclass(frozen=True)
class _Field:
    """What a drawing has to fill, in points, and how."""

    width: float
    height: float
    palette: Flat
    seed: int
    detail: bool

    @property
    def edge(self) -> Array:
        return rectangle(0, 0, self.width, self.height)


def draw(motif: str, width: float, height: float, palette: Flat, seed: int, detail: bool = False) -> list[Layer]:
    """Draw a motif over a field of `width` x `height` points, the ground first.

    Without `detail` the drawing comes out of the ground, as the art of a cover or a tile; with it the field is filled
    from edge to edge, as a strip. Shapes may run a few points over the edges, where the field has to cut them. The same
    arguments give the same layers. Raises ValueError for a motif that is not known and for a side under 20 points.
    """
    _check(motif, width, height)
    ground = Layer(palette.ground, (rectangle(0, 0, width, height),))
    detail = detail or max(width, height) > _STRIP * min(width, height)
    lies = width > _LIES[motif] * height and (detail or motif != "ultrasound")  # a probe that shows is held from above
    sides = (height, width) if lies else (width, height)
    layers = _DRAW[motif](_Field(*sides, palette.on(_HOMES.get(motif)), seed, detail))
    if lies:
        layers = [replace(layer, shapes=tuple(shape[:, ::-1] for shape in layer.shapes)) for layer in layers]
    return [ground, *(layer for layer in layers if layer.shapes)]


def _check(motif: str, *sides: float) -> None:
    if motif not in MOTIFS:
        raise ValueError(f"no motif is called {motif!r}; known motifs: {', '.join(MOTIFS)}")
    if not all(side >= _LEAST for side in sides):
        raise ValueError(f"a drawing of {' x '.join(f'{side:g}' for side in sides)} points is too small")


# Shapes ------------------------------------------------------------------------------------------------------------


def _circle(disc: Disc) -> Array:
    count = max(int(pi * sqrt(disc.radius / 0.08)), 12)  # its sides stay within 0.04 points of the curve
    turn = np.linspace(0, 2 * pi, count, endpoint=False)
    return np.array((disc.x, disc.y)) + disc.radius * np.column_stack((np.cos(turn), np.sin(turn)))


def _cut(shapes: Sequence[Array], edge: Array) -> tuple[Array, ...]:
    """Cut shapes to what lies inside a convex outline that runs clockwise on paper (Sutherland-Hodgman)."""
    cut_shapes = []
    for shape in shapes:
        for start, step in zip(edge, np.roll(edge, -1, axis=0) - edge, strict=True):
            side = step[0] * (shape[:, 1] - start[1]) - step[1] * (shape[:, 0] - start[0])
            if (side >= 0).all():
                continue
            after, beyond = np.roll(shape, -1, axis=0), np.roll(side, -1)
            crosses = (side >= 0) != (beyond >= 0)
            share = np.where(crosses, side / np.where(crosses, side - beyond, 1), 0)[:, None]
            both = np.stack((shape, shape + share * (after - shape)), axis=1).reshape(-1, 2)
            shape = both[np.stack((side >= 0, crosses), axis=1).ravel()]
            if len(shape) < 3:
                break
        else:
            cut_shapes.append(shape)
    return tuple(cut_shapes)


def _rounded(side: float) -> Array:
    """Return a square with its corners rounded to a quarter of its side, clockwise on paper."""
    turn = np.linspace(0, pi / 2, 9)
    centres = side * np.array(((0.75, 0.75), (0.25, 0.75), (0.25, 0.25), (0.75, 0.25)))
    arcs = [
        centre + side / 4 * np.column_stack((np.cos(turn + k * pi / 2), np.sin(turn + k * pi / 2)))
        for k, centre in enumerate(centres)
    ]
    return np.concatenate(arcs)


# X-ray -------------------------------------------------------------------------------------------------------------

_OPEN: Final = 0.81  # of the pitch of the rays is an unweakened ray wide
# Bodies on a cover, and on the longer way through a strip: across and down as shares of the field, radius as a share
# of its size, nepers along the diameter.
_COVER: Final = ((0.415, 0.36, 0.375, 0.75), (0.735, 0.63, 0.215, 1.0), (0.30, 0.285, 0.11, 0.75))
_STRETCH: Final = ((0.40, 0.25, 0.44, 0.7), (0.72, 0.50, 0.34, 0.8), (0.27, 0.22, 0.15, 0.7), (0.20, 0.74, 0.26, 0.7))


def _draw_xray(field: _Field) -> list[Layer]:
    """Draw rays that fall through bodies and a step wedge, as wide as they are strong, over their own profile."""
    width, height, palette = field.width, field.height, field.palette
    size, bodies = min(width, 0.72 * height), _COVER if height < 1.8 * width else _STRETCH
    foot = height - min(0.15 * height, 58, 0.3 * width)  # of the rays; the profile stands below
    discs = tuple(Disc(x * width, y * foot, share * size, loss / (2 * share * size)) for x, y, share, loss in bodies)
    steps, rise = 9 if width > 60 else 5, float(np.clip(0.022 * foot, 1, 0.06 * width))
    wedge = Wedge(0, width, foot - min(0.02 * height, 8), rise, steps, 0.8 / steps / rise)
    layers = [
        Layer(colour, _cut([_circle(disc)], field.edge))
        for disc, colour in zip(discs, cycle((palette.first, palette.shade, palette.second)), strict=False)
    ]
    edges = np.linspace(0, width, steps + 1)
    tops = np.repeat(wedge.tops((edges[1:] + edges[:-1]) / 2), 2)
    stair = np.r_[np.column_stack((np.repeat(edges, 2)[1:-1], tops)), ((width, wedge.foot), (0, wedge.foot))]
    pitch = width / max(round(width / float(np.clip(width / 18, 5, 8.2))), 3)
    x = np.arange(pitch / 2, width, pitch)
    share = intensity(x, np.array((foot,)), discs, wedge)[:, 0].tolist()
    tall, wide = 0.88 * (height - foot), _OPEN * pitch
    bars = [
        rectangle(centre - wide / 2, height - tall * remaining, wide, tall * remaining)
        for centre, remaining in zip(x, share, strict=True)
    ]
    rays = _rays(x, foot, pitch, discs, wedge)
    return [*layers, Layer(palette.second, (stair,)), Layer(palette.paper, rays), Layer(palette.paper, tuple(bars))]


def _rays(x: Array, foot: float, pitch: float, discs: tuple[Disc, ...], wedge: Wedge) -> tuple[Array, ...]:
    """Return rays that fall from 0 to `foot`, as wide as they are strong."""
    y = np.linspace(0, foot, max(int(foot / 1.5), 12))
    beam = np.dstack(np.meshgrid(x, y, indexing="ij"))
    return tuple(ribbons(beam, np.array((1.0, 0.0)), _OPEN / 2 * pitch * intensity(x, y, discs, wedge), 0.0))


# PET ---------------------------------------------------------------------------------------------------------------

_LEVELS: Final = (0.10, 0.20, 0.23, 0.34, 0.52, 0.68, 0.84)  # shares of what the brain takes up


def _draw_pet(field: _Field) -> list[Layer]:
    """Draw levels of uptake, one over the other, out of which a person appears."""
    width, height, palette = field.width, field.height, field.palette
    # Points a unit of the person: a cover shows head and chest, a strip what fits across, from the crown; where that
    # would be little more than the head, the chest alone.
    scale = max(width / 230, height / 1000) if field.detail else min(width / 283.5, height / 394)
    x, y = np.arange(-4.0, width + 5, 1.6), np.arange(-4.0, height + 5, 1.6)
    crown = -190.0 if field.detail and height < 1.4 * width else 0.0
    image = uptake((x - width / 2) / scale, y / scale - crown)
    first, second, ink = palette.first, palette.second, palette.ink
    return _levels(x, y, image, _LEVELS, (first, second, first, ink, first, second, palette.paper))


def _levels(x: Array, y: Array, image: Array, levels: Sequence[float], colours: Sequence[str]) -> list[Layer]:
    """Return what exceeds each level, filled; a hole runs the other way round, which keeps it open."""
    image[[0, -1]] = image[:, [0, -1]] = 0  # so that every contour is closed
    contours = contourpy.contour_generator(x, y, image)
    return [
        Layer(colour, simplify([np.asarray(line) for line in contours.lines(level)]))
        for level, colour in zip(levels, colours, strict=True)
    ]


# Ultrasound --------------------------------------------------------------------------------------------------------

_BEAM: Final = 9.6  # points from scan line to scan line, halfway down


def _draw_ultrasound(field: _Field) -> list[Layer]:
    """Draw a sector of ribbons, each at one distance from the probe and as thick as the echo from there.

    Each scan line has one of three tones for the strength of its echo; between them the sector shows.
    """
    palette = field.palette
    fan = scan(field.width, field.height, field.detail)
    apex = np.array(fan.apex)
    lines = int(np.clip(2 * fan.half * (fan.near + field.height / 2) / _BEAM, 10, 44))
    samples = max(int(2 * fan.half * fan.far / lines / 1.3), 3)  # from scan line to scan line
    angles = np.linspace(-fan.half, fan.half, lines * samples + 1)
    rows = np.arange(fan.near + 0.7 * fan.step, fan.far, fan.step)
    ways, reach = fan.ways(angles), np.minimum(fan.reach(angles) + 4, fan.far)
    echo = np.where(rows[:, None] < reach, amplitude(rows, angles, fan, np.random.default_rng(field.seed)), 0)
    parts = echo[:, :-1].reshape(len(rows), lines, samples)
    strength = parts.sum(axis=2) / np.maximum((parts > 0.05).sum(axis=2), 1)  # of what answers at all
    arcs = apex + rows[:, None, None] * ways
    outline = np.r_[apex + fan.near * ways, (apex + reach[:, None] * ways)[::-1]]
    ground = palette.shade if are_alike(palette.ink, palette.ground) else palette.ink
    layers = [Layer(ground, simplify([outline]))]
    for colour, low, high in ((palette.first, 0.05, 0.44), (palette.second, 0.44, 0.8), (palette.paper, 0.8, 9)):
        cells = np.repeat((strength >= low) & (strength < high), samples, axis=1)
        in_tone = np.pad(cells, ((0, 0), (0, 1))) | np.pad(cells, ((0, 0), (1, 0)))
        half = np.where(in_tone, 0.46 * fan.step * echo, 0)
        layers.append(Layer(colour, tuple(ribbons(arcs, ways, half, 0.1, 0.07, 3))))
    cuts = range(samples, lines * samples, samples)
    rays = [np.array((apex + fan.near * ways[k], apex + reach[k] * ways[k])) for k in cuts]
    return [*layers, Layer(ground, tuple(rays), 0.7)]


# Line pairs --------------------------------------------------------------------------------------------------------

_LIMIT: Final = 1.1  # points, chosen by eye: finer bars run together on a copier


def _draw_linepairs(field: _Field) -> list[Layer]:
    """Draw groups of line pairs, each finer by the root of two, down to the limit of resolution."""
    palette = field.palette
    laid = groups(field.width, field.height, 9 if field.detail or field.width < 140 else 13, _LIMIT)
    colours = cycle((palette.ink, palette.first, palette.ink, palette.second))
    return [
        Layer(palette.first if group.merged else colour, _cut(_bars(group), field.edge))
        for group, colour in zip(laid, colours, strict=False)
    ]


def _bars(group: Group) -> list[Array]:
    if group.merged:
        return [rectangle(group.left, group.top, group.width, group.height)]
    starts = np.arange(0, (group.width if group.upright else group.height) - group.bar / 2, 2 * group.bar)
    if group.upright:
        return [rectangle(group.left + start, group.top, group.bar, group.height) for start in starts]
    return [rectangle(group.left, group.top + start, group.width, group.bar) for start in starts]


_DRAW: Final[dict[str, Callable[[_Field], list[Layer]]]] = {
    "xray": _draw_xray,
    "pet": _draw_pet,
    "ultrasound": _draw_ultrasound,
    "linepairs": _draw_linepairs,
}
MOTIFS: Final[tuple[str, ...]] = tuple(_DRAW)


# Marks -------------------------------------------------------------------------------------------------------------


def mark(motif: str, side: float, palette: Flat) -> list[Layer]:
    """Draw the mark of a role: a square of `side` points with rounded corners, the motif in its simplest true form.

    The same arguments give the same layers. Errors as for `draw`.
    """
    _check(motif, side)
    edge = _rounded(side)
    layers = _MARK[motif](side, palette.on(_HOMES.get(motif)))
    return [Layer(palette.ground, (edge,)), *(replace(layer, shapes=_cut(layer.shapes, edge)) for layer in layers)]


def _mark_xray(side: float, palette: Flat) -> list[Layer]:
    """Draw four rays, two of them through a disc, clear of the edge."""
    wide, tall, corner = 0.8 * side, 0.74 * side, np.array((0.1 * side, 0.13 * side))
    disc = Disc(0.5 * wide, 0.5 * tall, 0.30 * side, 1.4 / (0.60 * side))
    rays = _rays(wide * np.array((1, 3, 5, 7)) / 8, tall, wide / 4, (disc,), Wedge(0, wide, tall, 0, 1, 0))
    return [Layer(palette.first, (corner + _circle(disc),)), Layer(palette.paper, tuple(corner + ray for ray in rays))]


def _mark_pet(side: float, palette: Flat) -> list[Layer]:
    """Draw head and shoulders in four levels."""
    grid = np.linspace(-0.1, 1.1, 73)
    image = uptake(grid, grid, (Uptake(0.5, 0.38, 0.20, 0.22, 1.0), Uptake(0.5, 1.16, 0.52, 0.42, 0.75)))
    colours = (palette.first, palette.ink, palette.first, palette.paper)
    return _levels(grid * side, grid * side, image, (0.22, 0.5, 0.74, 0.86), colours)


def _mark_ultrasound(side: float, palette: Flat) -> list[Layer]:
    """Draw six ribbons: skin, tissue, a cyst in it, and brighter tissue behind the cyst."""
    apex, near, far, pitch = np.array((0.5 * side, -0.10 * side)), 0.26 * side, 0.98 * side, 0.116 * side
    angles, rows = np.linspace(-radians(38), radians(38), 61), near + pitch * (np.arange(6) + 0.6)
    ways = np.column_stack((np.sin(angles), np.cos(angles)))
    down, across = ((rows - 0.62 * side) / (0.17 * side))[:, None], (angles * 0.62 / 0.17)[None]
    fluid = down**2 + across**2 < 1
    echo = np.where(fluid, 0, np.where((down > 0) & (np.abs(across) < 1), 0.8, 0.5))
    echo[0] = 0.8
    arcs = apex + rows[:, None, None] * ways
    ground = palette.shade if are_alike(palette.ink, palette.ground) else palette.ink
    layers = [Layer(ground, (np.r_[apex + near * ways, (apex + far * ways)[::-1]],))]
    for colour, low, high in ((palette.second, 0.1, 0.6), (palette.paper, 0.6, 1)):
        half = np.where((echo > low) & (echo <= high), 0.5 * pitch * echo, 0)
        layers.append(Layer(colour, tuple(ribbons(arcs, ways, half, 0.05))))
    return layers


def _mark_linepairs(side: float, palette: Flat) -> list[Layer]:
    """Draw three groups, each finer by the root of two, that fill the square between them."""
    b = side / 10.5
    low = 8 * b / sqrt(2)
    laid = (
        (palette.ink, Group(0, 0, 5 * b, side, b, True)),
        (palette.first, Group(6 * b, 0, 4.5 * b, 7 * b / sqrt(2), b / sqrt(2), False)),
        (palette.ink, Group(6 * b, low, 4.5 * b, side - low, b / 2, True)),
    )
    return [Layer(colour, tuple(_bars(group))) for colour, group in laid]


_MARK: Final[dict[str, Callable[[float, Flat], list[Layer]]]] = {
    "xray": _mark_xray,
    "pet": _mark_pet,
    "ultrasound": _mark_ultrasound,
    "linepairs": _mark_linepairs,
}
