"""Draws the strip of a motif: the strength along one line through the cover's drawing, and where on it things lie.

An ultrasound scan line unrolled, what passes through a hand, a row of a PET image as counts, line pairs that fade. Each
comes from the same functions as the cover, so the strip is silent where the cover shows fluid.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import log
from typing import Final, NamedTuple

import numpy as np

from guidepress.compose.drawings.flat_fields import PERSON, amplitude, scan, uptake
from guidepress.compose.drawings.flat_motifs import Flat, are_alike
from guidepress.compose.drawings.line_fields import BODY, CHEST, Array, absorbed, activity, contrast, echo, pose
from guidepress.compose.drawings.line_motifs import Layer, Palette, rectangle, ribbons

__all__ = ["draw", "ground", "places"]

Places = tuple[float, float, float]
Colouring = Palette | Flat

_PITCH: Final = {False: 1.75, True: 6.2}  # points from bar to bar, by whether the drawing is flat
_BAR: Final = {False: 0.9, True: 3.4}  # points: how wide a bar is
_MARGIN: Final = {False: 0.01, True: 0.06}  # of the height: what bars keep clear of the upper and the lower edge
_QUIET: Final = 0.02  # of the height: a line in lines is never thinner, so that it shows where nothing answers
_TONES: Final = (0.36, 0.70)  # of the greatest strength: from here on a flat bar has the second, the third tone
_SAMPLES: Final = 4000  # along a line


class _Line(NamedTuple):
    """Strengths (n,), 0 to 1, along a line through a drawing; where its three captions belong, as shares of it."""

    strength: Array
    places: Places


def draw(motif: str, width: float, height: float, colours: Colouring, seed: int) -> list[Layer]:
    """Draw the strip of a motif over a field of `width` x `height` points, on a ground that is already there.

    In lines it is all in the accent; flat it has three tones by strength. The same arguments give the same layers.
    Raises ValueError for a motif that is not known and for a field under 20 points wide or high.
    """
    if motif not in _LINES:
        raise ValueError(f"no motif is called {motif!r}; known motifs: {', '.join(_LINES)}")
    if min(width, height) < 20:
        raise ValueError(f"a strip of {width:g} x {height:g} points is too small")
    if motif == "linepairs":
        return _fading_bars(width, height, colours) if isinstance(colours, Flat) else _fading(width, height, colours)
    flat = isinstance(colours, Flat)
    count = round(width / _PITCH[flat])
    strength = np.array([part.mean() for part in np.array_split(_line(motif, flat).strength, count)])
    if motif == "pet":
        strength = _counted(strength, seed)
    middles = (np.arange(count) + 0.5) * width / count
    return _bars(middles, np.full(count, _BAR[flat]), strength, height, colours, upright=motif != "ultrasound")


def places(motif: str, flat: bool) -> Places:
    """Return where on the strip of a motif its three captions belong, from left to right, as shares of its width."""
    return _line(motif, flat).places


def ground(colours: Flat) -> str:
    """Return the color of the band under a flat strip: the ink, or its shade where the panel has the ink's color."""
    return colours.shade if are_alike(colours.ink, colours.ground) else colours.ink


# Bars --------------------------------------------------------------------------------------------------------------


def _bars(
    middles: Array, widths: Array, strength: Array, height: float, colours: Colouring, upright: bool
) -> list[Layer]:
    """Draw bars as tall as they are strong: about the middle of the height, or `upright` on its lower edge."""
    flat = isinstance(colours, Flat)
    margin = _MARGIN[flat] * height
    least = widths if flat else np.full(len(widths), _QUIET * height)
    tall = np.maximum(strength * (height - 2 * margin), least)
    tops = height - margin - tall if upright else (height - tall) / 2
    if not isinstance(colours, Flat):
        return [Layer(colours.accent, tuple(map(rectangle, middles - widths / 2, tops, widths, tall)))]
    shapes = list(map(_rounded_bar, middles, tops, widths, tall))
    tones = [tone if not are_alike(tone, ground(colours)) else colours.paper for tone in _tones_of(colours)]
    numbers = np.where(strength < 0.05, 0, 1 + np.digitize(strength, _TONES))
    layers = [
        Layer(colour, tuple(shape for shape, tone in zip(shapes, numbers, strict=True) if tone == number))
        for number, colour in enumerate((colours.shade, *tones))
    ]
    return [layer for layer in layers if layer.shapes]


def _tones_of(colours: Flat) -> tuple[str, str, str]:
    return colours.first, colours.second, colours.paper


def _rounded_bar(middle: float, top: float, width: float, tall: float) -> Array:
    """Return an upright bar whose ends are half circles."""
    radius = width / 2
    turn = np.linspace(0, np.pi, 7)
    over = np.column_stack((middle - radius * np.cos(turn), top + radius - radius * np.sin(turn)))
    under = np.column_stack((middle + radius * np.cos(turn), top + tall - radius + radius * np.sin(turn)))
    return np.concatenate((over, under))


# Lines through the drawings ----------------------------------------------------------------------------------------


@cache
def _line(motif: str, flat: bool) -> _Line:
    return _LINES[motif](flat)


def _scan_line(flat: bool) -> _Line:
    """Return the echo along the scan line that crosses the cyst: near the skin, in the fluid, at the deep wall."""
    if flat:
        fan = scan(283.5, 405.0, detail=False)
        cyst, depth = fan.cysts[0], fan.far - fan.near
        way = np.linspace(fan.near, fan.far, _SAMPLES)
        angles = np.linspace(-fan.half, fan.half, 201)
        answer = amplitude(way, angles, fan, np.random.default_rng(_SEED))
        strength = answer[:, np.abs(angles - cyst.angle).argmin()]
        return _Line(strength, (0.0, (cyst.r - fan.near) / depth, _deepest(strength)))
    across, deep = BODY.cyst[:2]
    angle = float(np.arctan2(across, BODY.probe + deep))
    lines = angle + np.radians(np.linspace(-4, 4, 33))
    step = 0.5  # millimetres: as fine as the sound pulse is long
    depth, angles = np.meshgrid(np.arange(step / 2, BODY.depth, step), lines)
    strength = echo(depth, angles, BODY, np.random.default_rng(_SEED))[len(lines) // 2]
    middle = (np.hypot(across, BODY.probe + deep) - BODY.probe) / BODY.depth
    return _Line(np.repeat(strength, _SAMPLES // len(strength)), (0.0, float(middle), _deepest(strength)))


def _deepest(strength: Array) -> float:
    """Return where along a scan line the last wall answers: the deepest of the strongest echoes of its last fifth."""
    return 1 - int(strength[: -len(strength) // 5 : -1].argmax()) / len(strength)


_SEED: Final = 7  # the cover's


def _hand_row(flat: bool) -> _Line:
    """Return which share of the X-rays passes along a row across four fingers: in air, through bone, through flesh."""
    left, right, up = -46.0, 62.0, 105.0  # millimetres, as the hand lies on the plate
    across = np.linspace(left, right, _SAMPLES)
    flesh, both = absorbed(across, np.array((up,)), pose())
    bones = np.flatnonzero(np.diff((both[0] > flesh[0] + 0.01).astype(int)))  # their edges, two a finger
    edges = np.flatnonzero(flesh[0] > 0.05)
    middle, rim = (bones[2] + bones[3]) / 2, (bones[-1] + edges[-1]) / 2
    return _Line(1 - both[0], (0.0, float(middle / _SAMPLES), float(rim / _SAMPLES)))


def _image_row(flat: bool) -> _Line:
    """Return the activity along a row of the PET image: little at the left, then the hot spot, then the heart."""
    if flat:
        across = np.linspace(-200.0, 120.0, _SAMPLES)
        image = uptake(across, np.array((286.0,)), PERSON)[0]
        spots = PERSON[8].x, PERSON[4].x
    else:
        across = np.linspace(-1.0, 1.0, _SAMPLES)
        image = activity(across, np.full(_SAMPLES, -0.065), CHEST)
        spots = CHEST[0].x, CHEST[1].x
    middle, right = (float(np.searchsorted(across, spot) / _SAMPLES) for spot in spots)
    return _Line(image / image.max(), (0.0, middle, right))


_MOST: Final = 60  # counts at the hottest place of the row, chosen for the drawing


def _counted(strength: Array, seed: int) -> Array:
    """Return strengths as a camera counts them, by chance (Poisson's distribution); 1 is the greatest number."""
    counts = np.random.default_rng(seed).poisson(_MOST * strength)
    return np.asarray(counts / counts.max(), dtype=np.float64)


# Line pairs --------------------------------------------------------------------------------------------------------

_WIDEST: Final = {False: 14.0, True: 18.0}  # points a pair
_FINEST: Final = {False: 1.7, True: 2.4}  # points a pair; nothing is left of it


def _periods(share: Array, flat: bool) -> Array:
    """Return how wide a line pair is, in points, at shares of the strip's width: the same factor in each step."""
    return np.asarray(_WIDEST[flat] * (_FINEST[flat] / _WIDEST[flat]) ** share, dtype=np.float64)


def _pairs(flat: bool) -> _Line:
    """Return the contrast that is left of line pairs (the MTF), wide ones at the left, and finer and finer ones."""
    share = np.linspace(0, 1, _SAMPLES)
    left = contrast(_FINEST[flat] / _periods(share, flat))
    return _Line(left, (0.0, float(np.searchsorted(-left, -0.5) / _SAMPLES), 1.0))


def _fading(width: float, height: float, colours: Palette) -> list[Layer]:
    """Draw line pairs as they are seen: (1 + MTF cos) / 2 is how thick the ribbon is, until all is one even gray."""
    x = np.linspace(0, width, 12 * round(width))
    share, rate = x / width, log(_FINEST[False] / _WIDEST[False]) / width
    # The phase is the integral of 2 pi / period, whose logarithm falls by `rate` a point.
    phase = 2 * np.pi / _WIDEST[False] * (np.exp(-rate * x) - 1) / -rate
    left = contrast(_FINEST[False] / _periods(share, flat=False))
    half = height * (0.5 - _MARGIN[False]) * (1 - left * np.cos(phase)) / 2
    centre = np.column_stack((x, np.full(len(x), height / 2)))[None]
    return [Layer(colours.accent, tuple(ribbons(centre, np.array((0.0, 1.0)), half[None], 0.0, 0.1)))]


def _fading_bars(width: float, height: float, colours: Flat) -> list[Layer]:
    """Draw line pairs as bars, half a pair wide and as tall as the contrast that is left of it."""
    starts, widths = [0.0], []
    while starts[-1] < width:
        widths.append(float(_periods(np.array(starts[-1] / width), flat=True)))
        starts.append(starts[-1] + widths[-1])
    pairs = np.array(widths) * width / starts[-1]
    middles = np.cumsum(pairs) - 0.5 * pairs
    strength = contrast(_FINEST[True] / np.array(widths))
    return _bars(middles, pairs / 2, strength, height, colours, upright=True)


_LINES: Final[dict[str, Callable[[bool], _Line]]] = {
    "xray": _hand_row,
    "pet": _image_row,
    "ultrasound": _scan_line,
    "linepairs": _pairs,
}
