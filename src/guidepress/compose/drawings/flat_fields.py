"""The physics behind the flat drawings of the theme `track`: places in, strength of the X-ray, PET or echo out.

Lengths are points of paper unless a docstring says otherwise, since these drawings are laid out on the field itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, cos, hypot, radians, sqrt
from typing import Final

import numpy as np

from guidepress.compose.drawings.line_fields import Array

__all__ = [
    "PERSON",
    "Body",
    "Disc",
    "Fan",
    "Group",
    "Uptake",
    "Wedge",
    "amplitude",
    "groups",
    "intensity",
    "scan",
    "uptake",
]


# X-ray: intensity --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Disc:
    """A round body in the beam: centre, radius, and how much it attenuates per point of path."""

    x: float
    y: float
    radius: float
    mu: float


@dataclass(frozen=True)
class Wedge:
    """A step wedge from `left` to `right` that stands on `foot`: each of `steps` is one `rise` taller than the last."""

    left: float
    right: float
    foot: float
    rise: float
    steps: int
    mu: float

    def tops(self, x: Array) -> Array:
        """Return the height of the upper edge over each place across; the foot itself beside the wedge."""
        step = np.floor((x - self.left) / (self.right - self.left) * self.steps) + 1
        return self.foot - self.rise * np.where((step >= 1) & (step <= self.steps), step, 0)


def intensity(x: Array, y: Array, discs: tuple[Disc, ...], wedge: Wedge) -> Array:
    """Return what is left at each depth `y` (m,) of rays falling at `x` (k,), as a (k, m) share of what was sent.

    The Beer-Lambert law, exp(-INT mu dl), with the length of the path in each body so far: exact, not stepped. Where
    bodies overlap both attenuate.
    """
    total = np.zeros((len(x), len(y)))
    for disc in discs:
        half = np.sqrt(np.maximum(disc.radius**2 - (x - disc.x) ** 2, 0))[:, None]
        total += disc.mu * (np.clip(y, disc.y - half, disc.y + half) - disc.y + half)
    tops = wedge.tops(x)[:, None]
    total += wedge.mu * (np.clip(y, tops, wedge.foot) - tops)
    return np.asarray(np.exp(-total), dtype=np.float64)


# PET: uptake -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uptake:
    """A place that takes up tracer: centre and widths (where it falls to 1/e), and activity, in any one unit."""

    x: float
    y: float
    a: float
    b: float
    activity: float


# A person from the crown down, x from the middle; a unit is a point on a panel of 283.5. With the usual tracer, FDG,
# brain, heart, kidneys and bladder are hot and the liver is warm; one small lesion is what the image was made to find.
PERSON: Final = (
    Uptake(0, 104, 60, 68, 1.0),
    Uptake(0, 90, 24, 28, 0.5),
    Uptake(1, 208, 50, 56, 0.12),
    Uptake(0, 432, 200, 142, 0.46),
    Uptake(26, 324, 31, 35, 0.95),
    Uptake(-70, 426, 58, 46, 0.32),
    Uptake(112, 408, 28, 40, 0.72),
    Uptake(-98, 520, 26, 42, 0.75),
    Uptake(-80, 284, 10, 10, 0.62),
    Uptake(0, 640, 170, 130, 0.34),
    Uptake(4, 640, 46, 40, 1.0),
    Uptake(-70, 860, 62, 150, 0.42),
    Uptake(70, 860, 62, 150, 0.42),
)


def uptake(x: Array, y: Array, sources: tuple[Uptake, ...] = PERSON) -> Array:
    """Return the activity over a grid of columns `x` (n,) and rows `y` (m,), as (m, n): a sum of Gaussians.

    That is what a scanner sees of small sources: each blurred by its point spread.
    """
    total = np.zeros((len(y), len(x)))
    for part in sources:
        across, down = np.exp(-(((x - part.x) / part.a) ** 2)), np.exp(-(((y - part.y) / part.b) ** 2))
        total += part.activity * down[:, None] * across
    return total


# Ultrasound: amplitude ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Body:
    """A cyst or a stone: distance from the apex, angle off the axis in radians, half axes along and across the beam."""

    r: float
    angle: float
    along: float
    across: float


@dataclass(frozen=True)
class Fan:
    """A sector of scan lines: where they meet, and how far their axis is turned to the right, in radians.

    They run from `near` to `far` from the apex, to `half` an angle on both sides of the axis. Wavefronts are `step`
    apart. `width` and `height` are those of the field.
    """

    width: float
    height: float
    apex: tuple[float, float]
    axis: float
    near: float
    far: float
    half: float
    step: float
    cysts: tuple[Body, ...] = ()
    stones: tuple[Body, ...] = ()

    def ways(self, angle: Array) -> Array:
        """Return the directions (n, 2) of scan lines at angles (n,) off the axis."""
        return np.column_stack((np.sin(angle + self.axis), np.cos(angle + self.axis)))

    def reach(self, angle: Array) -> Array:
        """Return how far (n,) it is along scan lines from the apex to where they leave the field."""
        across, down = self.ways(angle).T
        aside = np.where(across > 0, self.width - self.apex[0], self.apex[0]) / np.maximum(np.abs(across), 1e-9)
        return np.asarray(np.minimum((self.height - self.apex[1]) / down, aside), dtype=np.float64)

    def body(self, aside: float, depth: float, along: float, across: float) -> Body:
        """Place a body on the scan line at a share of `half`, at a share of what of that line is in the field."""
        angle = aside * self.half
        return Body(self.near + depth * (float(self.reach(np.array((angle,)))[0]) - self.near), angle, along, across)


def scan(width: float, height: float, detail: bool) -> Fan:
    """Aim a sector at a field, with two cysts and a stone in it.

    A detail is filled from edge to edge by a sector whose probe is out of sight; otherwise the probe's face is at the
    top and a little to the right, and ground is left on both sides.
    """
    size = min(width, 0.55 * height if detail else 0.75 * height)
    if detail:
        near, axis, step = 1.1 * width, 0.0, float(np.clip(size / 20, 4.8, 6.8))
        apex, half = (0.5 * width, -near), 1.04 * atan2(0.5 * width, near)
        bodies = ((-0.1, 0.40, 0.38 * size, 0.34 * size), (0.64, 0.74, 0.18 * size, 0.15 * size))
        stone = (-0.55, 0.58, 0.07 * size, 0.07 * size)
    else:
        near, axis, step = 0.325 * size, radians(-14), float(np.clip(size / 40, 4.8, 6.8))
        apex, half = (0.70 * width, -near * cos(radians(51))), radians(37)
        bodies = ((0.02, 0.583, 0.235 * size, 0.195 * size), (0.60, 0.90, 0.13 * size, 0.12 * size))
        stone = (-0.56, 0.587, 0.055 * size, 0.055 * size)
    far = max(hypot(x - apex[0], y - apex[1]) for x in (0, width) for y in (0, height)) + step
    fan = Fan(width, height, apex, axis, near, far, half, step)
    return replace(fan, cysts=tuple(fan.body(*body) for body in bodies), stones=(fan.body(*stone),))


# Under the skin: share of the depth, how wavy, phase, how much the edge reflects. Skin, fat, muscle, and one deep.
_FASCIAE: Final = ((0.075, 0.02, 0.4, 0.7), (0.135, 0.03, 1.3, 0.8), (0.215, 0.035, 2.2, 0.75), (0.93, 0.03, 0.5, 0.6))
_GAIN: Final = 0.5  # nepers that the time gain gives too much behind a cyst, all of which is fluid along its axis


def amplitude(r: Array, angle: Array, fan: Fan, rng: np.random.Generator) -> Array:
    """Return the echo, 0 to 1, from distances `r` (m,) along scan lines at angles (n,) off the axis, as (m, n).

    Echo = (speckle of the tissue + reflection at walls) x gain. A wall answers only where the beam meets it head on.
    Fluid sends nothing back and takes nothing from the beam, so that the time gain, set for tissue, lights up what is
    behind it; a stone sends back nearly all, so that there is shadow behind.
    """
    u, t = ((r - fan.near) / (fan.far - fan.near))[:, None], (angle / fan.half)[None]
    deep = max(int((fan.far - fan.near) / (1.5 * fan.step)), 2)  # a speckle is one and a half wavefronts long
    fine, coarse = _noise(rng, deep, 16, u, (t + 1) / 2), _noise(rng, 9, 5, u, (t + 1) / 2)
    echo = 0.16 + 0.46 * fine * (0.45 + 0.9 * coarse)
    for share, wave, phase, bright in _FASCIAE:
        echo = echo + bright * np.exp(-(((u - share - wave * np.sin(2.6 * t + phase)) / 0.011) ** 2))
    fluid = np.zeros_like(echo)
    for cyst in fan.cysts:
        v, s = ((r - cyst.r) / cyst.along)[:, None], ((angle - cyst.angle) * cyst.r / cyst.across)[None]
        q = np.hypot(v, s)
        echo = echo * np.clip((q - 1) / 0.13, 0, 1)
        facing = np.abs(v) / np.maximum(q, 1e-6)
        echo += np.where(q > 1, 1.2 * np.exp(-(((q - 1.06) / 0.085) ** 2)) * facing**3.2, 0)
        half = np.sqrt(np.maximum(1 - s * s, 0))
        fluid += (np.clip(v, -half, half) + half) / 2
    for stone in fan.stones:
        v, s = ((r - stone.r) / stone.along)[:, None], ((angle - stone.angle) * stone.r / stone.across)[None]
        shadow = np.where(v > 0.3, np.clip((np.abs(s) - 0.75) / 0.5, 0.05, 1), 1)
        echo = np.maximum(echo * shadow, np.where(v * v + s * s < 2.5, 1.35 * np.exp(-v * v - s * s), 0))
    edge = np.clip((1 - np.abs(t)) / 0.05, 0, 1)  # the outermost lines are fed by fewer elements
    return np.asarray(np.minimum(echo * np.exp(_GAIN * fluid), 1) * edge, dtype=np.float64)


def _noise(rng: np.random.Generator, rows: int, columns: int, down: Array, across: Array) -> Array:
    """Return smooth noise, 0 to 1: values of a lattice of chance joined by curves without a corner.

    `down` (m, 1) and `across` (1, n) go from 0 to 1.
    """
    lattice = rng.random((rows + 2, columns + 2))
    y, x = np.clip(down.ravel(), 0, 1) * rows, np.clip(across.ravel(), 0, 1) * columns
    j, i = y.astype(int), x.astype(int)
    a, b = (y - j)[:, None], x - i
    a, b = a * a * (3 - 2 * a), b * b * (3 - 2 * b)
    upper, lower = lattice[j], lattice[j + 1]
    top, bottom = upper[:, i] * (1 - b) + upper[:, i + 1] * b, lower[:, i] * (1 - b) + lower[:, i + 1] * b
    return np.asarray(top * (1 - a) + bottom * a, dtype=np.float64)


# Line pairs: groups ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Line pairs of one frequency in a rectangle: bars `bar` wide and as far apart, upright or lying.

    Where the bars are too fine to tell apart they are `merged` to one field.
    """

    left: float
    top: float
    width: float
    height: float
    bar: float
    upright: bool
    merged: bool = False


_INSET: Final = 0.014  # of the width of the first rectangle: what a group keeps clear of the edge of its own
_CUT: Final = 0.2  # of the bar at the left edge of the field is cut off, so that the drawing runs on beyond


def groups(width: float, height: float, cells: int, limit: float) -> list[Group]:
    """Lay out groups of line pairs over a field no wider than high, the coarsest first.

    A rectangle of 1 to the root of two is halved again and again, so that each group, `cells` bars and spaces wide, is
    the last one turned, and finer by the root of two: f = f0 x 2^(k/2), every third step of the USAF-1951 series. Bars
    narrower than `limit` points merge. A long field has coarser groups below, in the same series.
    """
    over = _INSET + _CUT * (1 - 2 * _INSET) / cells
    long = height > 1.45 * sqrt(2) * width
    wide = (width if long else max(width, height / sqrt(2))) / (1 - 2 * over)
    gap, bar = _INSET * wide, (1 - 2 * _INSET) * wide / cells
    x, y, w, h = -over * wide, -gap, wide, sqrt(2) * wide
    laid = _coarser(width, height, y + h + gap, gap, bar) if long else []
    number = 0
    while bar >= limit:
        left, top = x, y
        if number % 2:
            w, left, x = w / 2, *((x + w / 2, x) if number % 4 == 1 else (x, x + w / 2))
        else:
            h, top, y = h / 2, *((y + h / 2, y) if number % 4 == 0 else (y, y + h / 2))
        laid.append(Group(left + gap, top + gap, w - 2 * gap, h - 2 * gap, bar, number % 2 == 0))
        number, gap, bar = number + 1, gap / sqrt(2), bar / sqrt(2)
    return [*laid, Group(x + gap, y + gap, w - 2 * gap, h - 2 * gap, bar, number % 2 == 0, merged=True)]


def _coarser(width: float, height: float, top: float, gap: float, bar: float) -> list[Group]:
    """Return lying and upright groups in turn from `top` to the lower edge: the coarsest, the lowest, comes first."""
    laid: list[Group] = []
    while top < height:
        gap, bar, upright = gap * sqrt(2), bar * sqrt(2), len(laid) % 2 == 1
        tall = 7 * bar  # four bars and the spaces between
        if top + 1.6 * tall > height:  # no room for another one below: this one runs on beyond the edge
            tall = height + bar - top
        aside = (2 * int(width / bar / 4 + 1) + 0.5) * bar if upright else 0.0  # a bar in the middle
        left, right = (width / 2 - aside, width / 2 + aside) if upright else (0.0, width)
        laid.insert(0, Group(left, top, right - left, tall, bar, upright))
        top += tall + 2 * gap
    return laid
