"""Draws the four motifs in lines: the hand in X-ray, the PET ring, the ultrasound sector and the line pairs.

All places follow from the width and height of the field, so a drawing holds for any paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import cos, pi, sin, sqrt
from typing import Final

import contourpy
import numpy as np
from numpy.typing import NDArray

from guidepress.compose.drawings.line_fields import (
    BODY,
    CHEST,
    FINGER,
    SLICE,
    Array,
    Hand,
    Source,
    absorbed,
    activity,
    contrast,
    cyst_wall,
    echo,
    fingers,
    pose,
)
from guidepress.compose.themes import colours

_CLOSE: Final = 0.06  # points: a drawn edge stays this near the computed one


@dataclass(frozen=True)
class Palette:
    """Hex colours of a drawing, as #RRGGBB: one fill, one mark, and the paper (or flood) under both."""

    accent: str
    ink: str
    paper: str
    mark: str = ""
    """A brand's own colour for the one mark of a drawing."""

    def mark_on(self, ground: str, least: float = colours.GRAPHICS) -> str:
        """Return the brand's mark, else the ink, or the other colour where both would drown in the ground.

        `ground` is the accent or the paper; `least` a contrast ratio (3:1 for graphics, WCAG 2.2, 1.4.11). A brand's
        mark has ink beside it, so that a little less is enough.
        """
        if self.mark and colours.contrast(self.mark, ground) >= colours.BESIDE:
            return self.mark
        if colours.contrast(self.ink, ground) >= least:
            return self.ink
        return self.accent if ground == self.paper else self.paper


@dataclass(frozen=True)
class Layer:
    """Shapes of one colour, each an (n, 2) array of points from the top left; open lines if `stroke` is a width."""

    colour: str
    shapes: tuple[Array, ...]
    stroke: float | None = None


@dataclass(frozen=True)
class Frame:
    """What a drawing has to fill, in points. A strip is a detail; otherwise the drawing shows its whole subject.

    `reverse` says that a ground of the paper's colour is laid under the drawing, with an edge to be seen.
    """

    width: float
    height: float
    strip: bool
    palette: Palette
    seed: int
    reverse: bool = False


# Shapes ------------------------------------------------------------------------------------------------------------


def simplify(lines: list[Array]) -> tuple[Array, ...]:
    """Drop the points of lines that they can do without."""
    if not lines:
        return ()
    stops = np.cumsum([len(line) for line in lines])
    spans = np.c_[np.r_[0, stops[:-1]], stops - 1]
    keep = _needed(np.concatenate(lines).T, spans, _CLOSE)
    return tuple(line[keep[first : last + 1]] for line, (first, last) in zip(lines, spans, strict=True))


def _needed(points: Array, spans: NDArray[np.intp], tolerance: float) -> NDArray[np.bool_]:
    """Tell which points of lines are needed to stay within a tolerance of them, by the Douglas-Peucker algorithm.

    `points` is (d, n), lines one after the other, in points of paper; any further row, such as a thickness, counts as
    a coordinate. `spans` is (k, 2): the first and the last point of each line. All lines are halved at the same time.
    """
    keep = np.zeros(points.shape[1], dtype=bool)
    keep[spans] = True
    while len(spans := spans[spans[:, 1] - spans[:, 0] > 1]):
        first, last = spans.T
        count = last - first - 1
        begin = np.cumsum(count) - count
        index = np.arange(int(count.sum())) + np.repeat(first + 1 - begin, count)
        start, chord = points[:, first], points[:, last] - points[:, first]
        offset, along = points[:, index] - np.repeat(start, count, axis=1), np.repeat(chord, count, axis=1)
        length = np.maximum((chord * chord).sum(axis=0), 1e-12)
        share = np.clip((offset * along).sum(axis=0) / np.repeat(length, count), 0, 1)
        error = ((offset - share * along) ** 2).sum(axis=0)
        worst = np.maximum.reduceat(error, begin)
        hits = np.flatnonzero(error == np.repeat(worst, count))
        middle = index[hits[np.searchsorted(hits, begin)]]
        beyond = worst > tolerance**2
        keep[middle[beyond]] = True
        spans = np.r_[np.c_[first, middle][beyond], np.c_[middle, last][beyond]]
    return keep


def ribbons(
    centre: Array, normal: Array, half: Array, least: float, close: float = _CLOSE, fewest: int = 2
) -> list[Array]:
    """Turn lines whose thickness is a signal into closed shapes, one per run of points that reaches `least`.

    `centre` is (k, n, 2) for k lines; `normal` the same, or (n, 2) for all; `half`, half the thickness, is (k, n); all
    in points. The edges stay within `close` of the signal; a run of fewer than `fewest` points is dropped.
    """
    visible = np.pad(half > least, ((0, 0), (1, 1))).astype(np.int8).ravel()
    starts, stops = np.flatnonzero(np.diff(visible) == 1), np.flatnonzero(np.diff(visible) == -1)
    width = half.shape[1] + 2  # of a padded line
    spans = np.c_[starts - 2 * (starts // width), stops - 2 * (stops // width) - 1]
    spans = spans[spans[:, 1] - spans[:, 0] >= fewest - 1]
    middle, offset = centre.reshape(-1, 2), (normal * half[:, :, None]).reshape(-1, 2)
    keep = _needed(np.vstack([middle.T, half.ravel()]), spans, close)
    kept_points = np.flatnonzero(keep)
    upper, lower = (middle + offset)[kept_points], (middle - offset)[kept_points]
    shapes = []
    for first, stop in np.searchsorted(kept_points, spans + np.array((0, 1))).tolist():
        shapes.append(np.concatenate((upper[first:stop], lower[first:stop][::-1])))
    return shapes


def rectangle(x: float, y: float, width: float, height: float) -> Array:
    """Return the corners of a rectangle from its top left."""
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def _turned_layers(layers: list[Layer], move: Callable[[Array], Array]) -> list[Layer]:
    return [Layer(layer.colour, tuple(move(shape) for shape in layer.shapes), layer.stroke) for layer in layers]


# X-ray -------------------------------------------------------------------------------------------------------------


def draw_xray(frame: Frame) -> list[Layer]:
    """Draw a hand as the plate sees it: rows of a beam, each as thick as what was absorbed. A strip shows fingers."""
    if frame.strip:
        return _fingers(frame)
    if frame.width > 1.25 * frame.height:
        layers = _hand(replace(frame, width=frame.height, height=frame.width))
        return _turned_layers(layers, lambda p: np.c_[frame.width - p[:, 1], p[:, 0]])
    return _hand(frame)


def _hand(frame: Frame) -> list[Layer]:
    """Draw the whole hand, its sides clear of the border that an office printer leaves."""
    width, height = frame.width, frame.height
    hand, pitch = pose(), float(np.clip(height / 150, 2.0, 2.7))
    scale = min(0.93 * width / 152, height / 212)
    origin = np.array((width / 2 + 13.3 * scale, 0.35 * (height - 212 * scale) + 183 * scale))
    rows = np.arange(pitch / 2, height, pitch)
    across = np.linspace(-1, width + 1, int(width / 0.6))
    flesh, both = absorbed((across - origin[0]) / scale, (origin[1] - rows) / scale, hand)
    # The window of a display: flesh held back so that bone stands clear of it.
    tone = np.where(both > flesh + 0.01, np.clip(1.42 * both - 0.38, 0.45, 0.93), 0.6 * flesh)
    if scale > 1.2:
        _lay_wedge(tone, across, rows, origin + scale * np.array((-78, -176)), 12 * scale, int(78 * scale / 9 / pitch))
    return [
        Layer(frame.palette.accent, tuple(_beam(across, rows, pitch / 2 * tone))),
        *_ring_layers(frame, hand, origin, scale),
    ]


def _fingers(frame: Frame) -> list[Layer]:
    """Draw fingers side by side over the whole strip: flesh as rows of the beam, bone solid, with paper about it."""
    width, height, palette = frame.width, frame.height, frame.palette
    count = max(round(width / FINGER / float(np.clip(height / 43, 0.8, 1.3))), 3)
    scale = width / count / FINGER
    hand = fingers(count, round(0.6 * count))
    origin = np.array((scale * FINGER / 2, height / 2))
    pitch = 1.8  # two dots of a screen with 80 to the inch, so that the rows make an even tone and do not shimmer
    across = np.linspace(-2, width + 2, int(width / 0.6))
    rows = np.arange(-2.0, height + 2, pitch / 3)
    flesh, both = absorbed((across - origin[0]) / scale, (origin[1] - rows) / scale, hand)
    lines = _beam(across, rows[1::3], pitch / 2 * 1.1 * flesh[1::3])
    both[[0, -1]] = both[:, [0, -1]] = 0  # so that every outline is closed
    # The level is just over what flesh alone absorbs.
    bones = simplify([np.asarray(line) for line in contourpy.contour_generator(across, rows, both).lines(0.46)])
    return [
        Layer(palette.accent, tuple(lines)),
        Layer(palette.paper, bones, 1.0),
        Layer(palette.accent, bones),
        *_ring_layers(frame, hand, origin, scale),
    ]


def _beam(across: Array, rows: Array, half: Array) -> list[Array]:
    """Return rows of the beam with half thicknesses (rows, across)."""
    centre = np.dstack(np.meshgrid(across, rows))
    return ribbons(centre, np.array((0.0, 1.0)), half, 0.1)


def _ring_layers(frame: Frame, hand: Hand, origin: Array, scale: float) -> list[Layer]:
    """Return the ring, which absorbs all, and the paper that sets it off."""
    place, angle, radius = hand.ring
    centre = origin + scale * np.array((place[0], -place[1]))
    ring, moat = (centre + scale * _ring(angle, radius, extra) for extra in (0.0, 1.0))
    return [Layer(frame.palette.paper, (moat,)), Layer(frame.palette.ink, (ring,))]


def _ring(angle: float, radius: float, extra: float) -> Array:
    """Return the outline of a ring seen from above, in millimetres about its centre, wider by `extra` all round."""
    along, out = np.array((np.sin(angle), -np.cos(angle))), np.array((np.cos(angle), np.sin(angle)))
    sweep = np.linspace(-1, 1, 9)[:, None]
    bow = 1.1 * (sweep**2 - 1) * along
    side = sweep * (radius + 1.0 + extra) * out
    outline = np.r_[bow + side + (2.6 + extra) * along, (bow + side - (2.6 + extra) * along)[::-1]]
    return np.asarray(outline, dtype=np.float64)


def _lay_wedge(tone: Array, across: Array, rows: Array, corner: Array, width: float, lines: int) -> None:
    """Put a step wedge on the plate, by which exposure is checked: nine equal steps of aluminium, one millimetre each.

    Its attenuation, 0.305 per millimetre, is chosen for the drawing. A step is `lines` rows of the beam high, the last
    of them left open.
    """
    columns = (across > corner[0]) & (across < corner[0] + width)
    first = int(np.searchsorted(rows, corner[1]))
    for step in range(9):
        start = first + step * lines
        tone[start : start + lines - 1, columns] = 0.95 * (1 - np.exp(-0.305 * (step + 1)))


# PET ---------------------------------------------------------------------------------------------------------------


def draw_pet(frame: Frame) -> list[Layer]:
    """Draw a ring of detectors, the lines of response between them, and the image that they make."""
    palette, rng = frame.palette, np.random.default_rng(frame.seed)
    if frame.strip:  # a slice through the middle of the ring, detectors at both ends
        radius = max(0.5 * frame.width - 9, 0.35 * frame.width)
        share = min(frame.height / radius, 0.75)
        sources = tuple(replace(part, a=part.a * share, b=part.b * share) for part in SLICE)
        count, size = int(np.clip(0.7 * radius, 64, 110)), float(np.clip(frame.height / 66, 0.6, 0.9))
    else:
        short, long = sorted((frame.width, frame.height))
        radius, sources = min(0.60 * short, 0.452 * long), CHEST
        count, size = int(np.clip(0.8 * radius, 72, 110)), float(np.clip(radius / 165, 0.6, 1.0))
    centre = np.array((frame.width / 2, frame.height / 2))

    lines = _responses(sources, count, rng)
    ends = np.arctan2(*np.concatenate(lines).T[::-1])
    number = 4 * max(round(2 * np.pi * radius / (8.2 * size) / 4), 2)
    hits = np.bincount(np.rint(ends / (2 * np.pi) * number).astype(int) % number, minlength=number)
    middle, half = 2 * np.pi * np.arange(number)[:, None] / number, np.pi / number * 0.72
    inner, outer = np.full(number, radius + 3 * size), radius + (12 + 1.8 * np.minimum(hits, 4)) * size
    turn, reach = middle + half * np.array((-1, -1, 1, 1)), np.c_[inner, outer, outer, inner]
    blocks = centre + np.dstack((reach * np.cos(turn), reach * np.sin(turn)))

    # The grid spans the ring whatever the frame cuts off, so that every contour is closed.
    tall = min(1.0, 1.5 * frame.height / radius) if frame.strip else 1.0
    x, y = np.linspace(-1, 1, 220), np.linspace(-tall, tall, int(220 * tall))
    image = activity(*np.meshgrid(x, y), sources)
    contours = contourpy.contour_generator(x, y, image / image.max())

    def level(share: float) -> tuple[Array, ...]:
        return simplify([centre + radius * np.asarray(line) for line in contours.lines(share)])

    layers = [
        Layer(palette.accent, tuple(centre + radius * line for line in lines), 0.35 if size > 0.75 else 0.28),
        Layer(palette.accent, tuple(blocks)),
        Layer(palette.paper, level(0.055)),
    ]
    for share, stroke in ((0.055, 0.7), (0.095, 0.85), (0.15, 1.05), (0.215, 1.3), (0.285, 1.6)):
        layers.append(Layer(palette.accent, level(share), stroke * size))
    layers.append(Layer(palette.accent, level(0.41)))
    for share in (0.60, 0.80):
        layers.append(Layer(palette.paper, level(share), 1.1 * size))
    turn = np.linspace(0, 2 * np.pi, 25)[:-1]
    spot = centre + radius * np.array((sources[0].x, sources[0].y)) + 4.4 * size * np.c_[np.cos(turn), np.sin(turn)]
    layers.append(Layer(palette.mark_on(palette.accent, 2.5), (spot,)))
    return layers


def _responses(sources: tuple[Source, ...], count: int, rng: np.random.Generator) -> list[Array]:
    """Return lines of response through each source, as chords of the unit circle.

    Each decay sends two photons back to back, every direction alike. Directions are drawn one from each of equal
    steps, so that a source shows as a star and not as a tangle, and cold sources get fewer than their share.
    """
    lines = []
    for source in sources:
        share = max(int(count * source.activity**2), 4)
        for number in range(share):
            angle = pi * (number + rng.uniform(0.25, 0.75)) / share
            u, v = rng.normal(0, 0.12, 2).tolist()
            x, y = source.x + u * source.a, source.y + v * (source.b or source.a)
            if source.bow:
                around = source.turn + rng.uniform(-2, 2)
                x, y = x + source.bow * cos(around), y + source.bow * sin(around)
            c, s = cos(angle), sin(angle)
            middle = x * c + y * s
            reach = sqrt(1 - x * x - y * y + middle**2)
            near, far = middle + reach, middle - reach
            lines.append(np.array(((x - near * c, y - near * s), (x - far * c, y - far * s))))
    return lines


# Ultrasound --------------------------------------------------------------------------------------------------------


def draw_ultrasound(frame: Frame) -> list[Layer]:
    """Draw a curved array's sector as arcs of equal depth, each as thick as the echo that comes back from there."""
    if frame.strip:
        layers = _sector(replace(frame, width=frame.height, height=frame.width))
        return _turned_layers(layers, lambda shape: shape[:, ::-1])
    return _sector(frame)


def _sector(frame: Frame) -> list[Layer]:
    width, height, palette = frame.width, frame.height, frame.palette
    rng = np.random.default_rng(frame.seed)
    head = 7.0 if height > 200 else 5.0  # points that the probe takes at the top
    gap = 0.6 * head
    fan, body, pitch = float(np.radians(36)), BODY, float(np.clip(height / 140, 2.0, 2.8))
    if frame.strip:
        view = width * BODY.depth / height  # millimetres across
        cyst = (-0.03 * view, 0.45 * BODY.depth, 0.30 * view, float(np.clip(0.55 * view, 15, 22)), 0.2)
        body, pitch = replace(BODY, cyst=cyst, vein=(0, 0, 0, 0, 0), speckle=0.2, grain=9), 2.7  # whole dots too
        fan = 1.15 * float(np.arctan(0.5 * view / BODY.probe))
    rise = BODY.probe * (1 - np.cos(fan))  # the probe's ends stand higher than its middle
    scale = (height - head) / (BODY.depth + rise)
    head += scale * rise
    apex = np.array((width / 2, head - BODY.probe * scale))
    depths = np.arange(0.5 * pitch, BODY.depth * scale, pitch)
    angles = np.linspace(-fan, fan, int(2 * fan * (BODY.probe + BODY.depth) * scale / 2.2))
    depth_grid, angle_grid = np.meshgrid(depths / scale, angles)
    signal = echo(depth_grid, angle_grid, body, rng)
    ways = np.c_[np.sin(angles), np.cos(angles)]
    arcs = apex + (BODY.probe * scale + depths)[:, None, None] * ways
    inside = (np.abs(arcs[..., 0] - width / 2) < width / 2 + 3) & (arcs[..., 1] < height + 3)
    shapes = ribbons(arcs, ways, np.where(inside, pitch / 2 * np.minimum(signal.T, 0.92), 0), 0.1, 0.08, 5)
    layers = [Layer(palette.accent, tuple(shapes))]
    if frame.strip:  # so small a cyst needs its wall drawn to have an edge
        wall = np.array((width / 2, head)) + scale * cyst_wall(body)
        layers += [Layer(palette.paper, (wall,)), Layer(palette.accent, (wall,), 0.9)]
    sweep = np.linspace(-1.02 * fan, 1.02 * fan, 33)
    probe = apex + (BODY.probe * scale - gap) * np.c_[np.sin(sweep), np.cos(sweep)]
    return [*layers, Layer(palette.mark_on(palette.paper), (probe,), gap)]


# Line pairs --------------------------------------------------------------------------------------------------------


def draw_linepairs(frame: Frame) -> list[Layer]:
    """Draw line pairs in the steps of the USAF-1951 target, 2^(1/6) apart, each as tall as the contrast left of it.

    The dark line stands at the limit of resolution, where a tenth of the contrast is left.
    """
    width, height = frame.width, frame.height
    margin, top = (1.0, 0.0) if frame.strip else (min(18.0, 0.3 * width), 0.035 * height)
    finest = 1.7  # points a pair, about the least that a screen can show
    room = width - margin - 2
    pairs = 2
    while finest * sum(2 ** (k / 6) for k in range(pairs + 1)) < room:
        pairs += 1
    finest = room / sum(2 ** (k / 6) for k in range(pairs))
    share = np.linspace(0, 1, 2001)
    limit = float(share[np.searchsorted(-contrast(share), -0.1)])
    bars, x = [], 0.0
    # A field begins with a space, so that its edge stays whole and no bar lies on a fold; a strip has no edge.
    late = 0.0 if frame.strip else 0.5
    for k in reversed(range(pairs)):
        pair = finest * 2 ** (k / 6)
        tall = (height - top) * float(contrast(limit * finest / pair))
        bars.append(rectangle(x + late * pair, height - tall, pair / 2, tall))
        x += pair
    mark = rectangle(x + late * finest, top, 1.4, height - top)
    return [Layer(frame.palette.accent, tuple(bars)), Layer(frame.palette.mark_on(frame.palette.paper), (mark,))]
