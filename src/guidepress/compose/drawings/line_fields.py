"""The physics behind the line drawings: places in the body in, strength of the X-ray, PET or echo out.

Lengths are millimetres of the body (hand, ultrasound), or radii of the detector ring (PET).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Point = tuple[float, float]


# X-ray: the hand ---------------------------------------------------------------------------------------------------

# Attenuation per millimetre, chosen for the drawing; bone is stated as what it adds to the flesh it displaces.
_MU_FLESH: Final = 0.0376
_MU_BONE: Final = 0.2178


@dataclass(frozen=True)
class Digit:
    """One ray of the hand: where its metacarpal starts, how it points, how long and how wide its bones are.

    Angles are degrees from straight up, negative towards the thumb. All sizes are chosen for the drawing.
    """

    base: Point
    palm_angle: float
    finger_angle: float
    lengths: tuple[float, ...]
    bone: float
    flesh: float


_DIGITS: Final = (
    Digit((-23.5, 9.5), -41, -29, (46, 31.5, 21.5), 1.12, 10.6),
    Digit((-11.5, 14.5), -9, -13, (68, 40, 22.5, 16), 1.02, 9.0),
    Digit((-1.5, 16.5), -1, -2, (64.5, 44.5, 26.5, 17.5), 1.04, 9.2),
    Digit((7.5, 15.5), 8, 9, (58, 41.5, 25.5, 17.5), 0.98, 8.8),
    Digit((15.5, 12), 17.5, 21, (53.5, 32.5, 18, 16), 0.86, 7.8),
)
_RING_DIGIT: Final = 3
# Half widths at the base, the narrowest place of the shaft and the head, from the metacarpal outwards.
_WIDTHS: Final = ((6.6, 3.9, 6.9), (6.6, 4.1, 5.0), (5.6, 3.7, 4.4), (4.7, 2.1, 3.3))
_JOINT: Final = 2.4  # the gap that cartilage leaves between two bones
# Carpal bones: centre, half axes, turn in degrees.
_CARPALS: Final = (
    (-19.5, 3.5, 6.3, 5.0, -35),
    (-9.6, 7.4, 4.3, 5.4, 0),
    (0.2, 4.6, 5.0, 9.4, 0),
    (10.8, 4.6, 5.2, 8.0, 18),
    (-13.2, -7.0, 8.6, 5.0, 38),
    (-1.4, -10.6, 6.2, 5.0, 0),
    (10.2, -8.6, 5.2, 4.4, -20),
)


FINGER: Final = 24.0  # millimetres from finger to finger, where they stand side by side
_RING_BELOW: Final = 14.0  # millimetres from the ring to the joint over it, there
# Little, ring, middle and index finger, there: how many millimetres up its joint is, how many degrees it leans
# outwards, and how many of its bones are below that joint.
_STANCE: Final = ((7.0, 5.0, 2), (5.0, 2.0, 1), (11.0, 0.0, 1), (4.0, -3.0, 1))


@dataclass(frozen=True)
class Bone:
    """A long bone from its base to its head, with half widths at base, shaft and head."""

    start: Point
    end: Point
    widths: tuple[float, float, float]


@dataclass(frozen=True)
class Hand:
    """A hand in one pose: its long bones, its flesh as tapered rods (start, end, radius, radius), its wrist, its ring.

    `wrist` holds the round bones: centre, half axes and turn in degrees. The ring is a centre, a direction along the
    finger (radians from straight up) and the finger's radius there. Below the height `palm` flesh is thicker.
    """

    bones: tuple[Bone, ...]
    rods: tuple[tuple[Point, Point, float, float], ...]
    ring: tuple[Point, float, float]
    wrist: tuple[tuple[float, float, float, float, float], ...]
    palm: float


def pose() -> Hand:
    """Lay out an open hand, palm down, fingers up, thumb to the left, the middle of the wrist at the origin."""
    bones: list[Bone] = []
    rods: list[tuple[Point, Point, float, float]] = []
    ring: tuple[Point, float, float] = ((0.0, 0.0), 0.0, 0.0)
    for number, digit in enumerate(_DIGITS):
        place, angle = digit.base, float(np.radians(digit.palm_angle))
        for joint, length in enumerate(digit.lengths):
            if joint:  # fingers curve a little towards the middle one
                angle = float(np.radians(digit.finger_angle) * (1 - 0.12 * (joint - 1)))
            bone, rod = _segment(digit, joint, place, angle)
            bones.append(bone)
            rods.append(rod)
            if number == _RING_DIGIT and joint == 1:
                ring = (_move(place, angle, 0.52 * length), angle, digit.flesh * 0.97)
            place = _move(bone.end, angle, _JOINT)
    rods += [((-9, 8), (-6, 66), 17, 15), ((8, 4), (14, 56), 17, 14), ((-16, 8), (-34, 34), 15, 13)]
    rods += [((0, 4), (-1, -40), 27, 24), ((-1, -40), (-1, -170), 24, 31)]
    bones += [Bone((-7, -400), (-8.5, -18.5), (8, 6.6, 14)), Bone((12, -400), (14.5, -19.5), (6.5, 5.2, 7.4))]
    return Hand(tuple(bones), tuple(rods), ring, _CARPALS, palm=62.0)


def fingers(count: int, ringed: int) -> Hand:
    """Stand fingers side by side, `FINGER` millimetres apart, as of one hand after the other, left and right in turn.

    The first stands at x = 0, and a joint of each is near y = 0. The one with the number `ringed` is a ring finger.
    """
    bones: list[Bone] = []
    rods: list[tuple[Point, Point, float, float]] = []
    ring: tuple[Point, float, float] = ((0.0, 0.0), 0.0, 0.0)
    for number in range(count):
        turn = (number - ringed + 6) % 8  # little finger to index finger, and back again
        which = min(turn, 7 - turn)
        up, lean, below = _STANCE[which]
        digit = replace(_DIGITS[4 - which], bone=0.88 * _DIGITS[4 - which].bone)  # slimmer, for so small a picture
        joint, angle = (number * FINGER, up), float(np.radians(-lean if turn < 4 else lean))
        if number == ringed:
            ring = (_move(joint, angle, -_RING_BELOW), angle, digit.flesh * 0.97)
        place = _move(joint, angle, -sum(digit.lengths[1 : 1 + below]) - _JOINT * (below - 0.5))
        for order in range(1, 4):
            bone, rod = _segment(digit, order, place, angle)
            bones.append(bone)
            rods.append(rod)
            place = _move(bone.end, angle, _JOINT)
    return Hand(tuple(bones), tuple(rods), ring, (), palm=-200.0)


def _segment(digit: Digit, joint: int, place: Point, angle: float) -> tuple[Bone, tuple[Point, Point, float, float]]:
    """Return one bone of a digit and the flesh about it; joint 0 is the metacarpal."""
    length, last = digit.lengths[joint], joint == len(digit.lengths) - 1
    end = _move(place, angle, length)
    a, b, c = (digit.bone * width for width in _WIDTHS[joint + (len(digit.lengths) == 3 and joint > 0)])
    bone = Bone(place, end, (a, b, c))
    if not joint:
        return bone, (place, end, 10.5, 10.5)
    near, far = digit.flesh * (1.04 - 0.07 * joint), digit.flesh * (0.97 - 0.07 * joint)
    return bone, (_move(place, angle, -3), _move(end, angle, -4.5 if last else 1), near, far)


def _move(place: Point, angle: float, distance: float) -> Point:
    return (float(place[0] + np.sin(angle) * distance), float(place[1] + np.cos(angle) * distance))


def absorbed(across: Array, up: Array, hand: Hand) -> tuple[Array, Array]:
    """Return the share of a parallel beam that flesh alone, and flesh with bone, keeps from the plate.

    The Beer-Lambert law, 1 - exp(-INT mu dl). Flesh is a body pressed flat, with rounded rims; a shaft is a tube, so
    the path through it is the chord of the bone less most of the chord of its marrow.

    `across` (n,) and `up` (m,) are the columns and rows of a grid in millimetres; the results are (m, n).
    """
    flesh = _MU_FLESH * _flesh_path(across, up, hand)
    bone = np.zeros_like(flesh)
    for shaft in hand.bones:
        window = _near(across, up, (shaft.start, shaft.end), max(shaft.widths) + 1)
        path = _shaft_path(across[None, window[1]], up[window[0], None], shaft)
        np.maximum(bone[window], path, out=bone[window])
    for cx, cy, a, b, turn in hand.wrist:
        window = _near(across, up, ((cx, cy), (cx, cy)), max(a, b))
        dx, dy = across[None, window[1]] - cx, up[window[0], None] - cy
        c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        disc = np.hypot((dx * c + dy * s) / a, (dy * c - dx * s) / b)
        np.maximum(bone[window], 7.4 * np.sqrt(np.maximum(1 - disc**2.6, 0)), out=bone[window])
    return 1 - np.exp(-flesh), 1 - np.exp(-flesh - _MU_BONE * bone)


def _near(across: Array, up: Array, ends: tuple[Point, Point], margin: float) -> tuple[slice, slice]:
    """Return the part of a grid that lies within a margin of a straight line, as slices of rows and columns."""
    (ax, ay), (bx, by) = ends
    columns = np.flatnonzero((across > min(ax, bx) - margin) & (across < max(ax, bx) + margin))
    rows = np.flatnonzero((up > min(ay, by) - margin) & (up < max(ay, by) + margin))
    if not (len(columns) and len(rows)):
        return slice(0), slice(0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _shaft_path(x: Array, y: Array, bone: Bone) -> Array:
    """Return the millimetres of hard bone in the beam."""
    (ax, ay), (bx, by) = bone.start, bone.end
    length = float(np.hypot(bx - ax, by - ay))
    ux, uy = (bx - ax) / length, (by - ay) / length
    t = ((x - ax) * ux + (y - ay) * uy) / length
    v2 = ((x - ax) * uy - (y - ay) * ux) ** 2
    base, shaft, head = bone.widths
    reach = (7.0 if length < 100 else 17.0) / length  # how far the flare of an end runs up the shaft
    half = shaft + (base - shaft) * np.exp(-((t / reach) ** 2)) + (head - shaft) * np.exp(-(((1 - t) / reach) ** 2))
    inward = np.minimum(t, 1 - t)
    end = np.clip(inward / (2.2 / length), 0, 1)  # ends are rounded over a couple of millimetres
    half = half * np.sqrt(1 - (1 - end) ** 2)
    marrow = np.maximum(half - (1.7 if length < 100 else 2.0), 0)
    hollow = 1.0 + 0.7 * np.clip(inward / (1.4 * reach), 0, 1)
    chord = 2 * np.sqrt(np.maximum(half**2 - v2, 0)) - hollow * np.sqrt(np.maximum(marrow**2 - v2, 0))
    return np.asarray(0.9 * chord, dtype=np.float64)


def _flesh_path(across: Array, up: Array, hand: Hand) -> Array:
    """Return the millimetres of flesh in the beam: rods joined smoothly, so that webs stand between the fingers."""
    inside = np.full((len(up), len(across)), -50.0)
    for (ax, ay), (bx, by), near, far in hand.rods:
        window = _near(across, up, ((ax, ay), (bx, by)), max(near, far) + 12)  # no rod is felt further out
        x, y = across[None, window[1]] - ax, up[window[0], None] - ay
        dx, dy = bx - ax, by - ay
        t = np.clip((x * dx + y * dy) / (dx * dx + dy * dy), 0, 1)
        depth = near + (far - near) * t - np.hypot(x - t * dx, y - t * dy)
        before = inside[window]
        blend = np.maximum(7.0 - np.abs(before - depth), 0)
        inside[window] = np.maximum(before, depth) + blend * blend / 28
    rim = np.clip(inside / 7.5, 0, 1)
    thick = 15 + 9 / (1 + np.exp(np.clip((up - hand.palm) / 9, -30, 30)))
    return np.asarray(thick[:, None] * (1 - (1 - rim) ** 2.8) ** (1 / 2.8), dtype=np.float64)


# PET: activity -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """A place that takes up tracer: centre and widths (standard deviations) in ring radii, turn in radians, activity.

    `bow` bends it into the horseshoe that heart muscle makes: the radius of the arc, 0 for none.
    """

    x: float
    y: float
    a: float
    b: float
    turn: float
    activity: float
    bow: float = 0.0


CHEST: Final = (
    Source(-0.25, -0.24, 0.105, 0.085, 0.4, 1.0),
    Source(0.26, 0.26, 0.075, 0.0, 0.75, 0.38, bow=0.20),
    Source(-0.36, 0.46, 0.12, 0.07, -0.35, 0.17),
)
# For a strip: widths are shares of the strip's height.
SLICE: Final = (Source(-0.40, 0.0, 0.20, 0.165, 0.35, 1.0), Source(0.42, 0.0, 0.24, 0.15, -0.3, 0.30))


def activity(x: Array, y: Array, sources: tuple[Source, ...]) -> Array:
    """Return the tracer's activity, 1 at the hottest place: a sum of Gaussians, one bent into a horseshoe."""
    total = np.zeros_like(x)
    for source in sources:
        c, s = np.cos(source.turn), np.sin(source.turn)
        u, v = (x - source.x) * c + (y - source.y) * s, (y - source.y) * c - (x - source.x) * s
        if source.bow:
            wall = np.exp(-(((np.hypot(u, v) - source.bow) / source.a) ** 2) / 2)
            total += source.activity * wall / (1 + np.exp(-7 * (np.cos(np.arctan2(v, u)) + 0.62)))
        else:
            total += source.activity * np.exp(-((u / source.a) ** 2 + (v / source.b) ** 2) / 2)
    return total


# Ultrasound: echoes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Abdomen:
    """What lies under the probe, in millimetres: the probe's radius, the depth shown, a cyst and a vein.

    The cyst is its place across, its depth, two half axes and a turn in radians. The vein is where it begins, across
    and down, how fast it sinks and how fast that grows as it goes across, and its half width; 0 leaves it out.
    Speckle is how much it varies, as a share of the echo, and how many scan lines a grain of it is wide.
    """

    probe: float
    depth: float
    cyst: tuple[float, float, float, float, float]
    vein: tuple[float, float, float, float, float]
    speckle: float = 0.32
    grain: int = 7


BODY: Final = Abdomen(50, 160, (-18, 82, 22, 15, 0.35), (10, 112, -0.1, -0.011, 4.2))
# Under the skin: depth of the upper edge, how wavy it is, the phase of the wave, what the tissue scatters, and how much
# the edge itself reflects. Fat, muscle, fat, liver.
_TISSUES: Final = (
    (3.2, 0.5, 0.3, 0.16, 0.2),
    (13.6, 1.6, 1.2, 0.50, 0.9),
    (28.0, 1.9, 2.4, 0.12, 0.9),
    (34.4, 1.6, 2.8, 0.40, 0.75),
)
_MUSCLE: Final = 1  # the tissue whose fibres show as stripes
_LOSS: Final = 0.0115  # nepers a millimetre, chosen for the drawing


def echo(depth: Array, angle: Array, body: Abdomen, rng: np.random.Generator) -> Array:
    """Return the strength of the echo, 0 to 1, from each depth (axis 1, mm) of each scan line (axis 0, radians).

    Echo = (backscatter x speckle + reflection where impedance jumps) x exp(-2 INT mu dr) x time gain. The gain undoes
    the loss of soft tissue, so what is left is the difference: fluid loses nothing, hence the bright strip behind it.
    Speckle is Rayleigh-distributed, here blurred to the size of the sound pulse and softened.
    """
    across, down = (body.probe + depth) * np.sin(angle), (body.probe + depth) * np.cos(angle) - body.probe
    scatter, mirror = _tissue(depth, angle)

    diaphragm = 138.4 - down - 0.0025 * across**2 + 0.03 * across  # millimetres still to go
    beyond = diaphragm < 0
    scatter = np.where(beyond, 0.34 * np.exp(np.minimum(diaphragm, 0) / 8), scatter)
    mirror += 1.2 * np.exp(-((diaphragm / 1.9) ** 2))

    clearance, facing = _cyst(across, down, angle, body)
    # A wall answers only where the beam meets it head on: its near and far side, not its flanks.
    mirror += 0.9 * facing**6 * np.exp(-(((clearance - 0.6) / 1.8) ** 2))
    edge = np.clip(0.5 + clearance / 1.2, 0, 1)
    scatter, mirror = scatter * edge, mirror * edge
    scatter *= np.where(diaphragm > 3, _outside_vein(across, down, body), 1)

    fluid = np.cumsum(np.where(clearance < 0, depth[:, 1:2] - depth[:, 0:1], 0.0), axis=1)
    noise = _blur(_blur(rng.rayleigh(1.0, depth.shape), 3, 1), body.grain, 0)
    speckle = np.maximum(1 + np.where(beyond, 0.08, body.speckle) * (noise - noise.mean()) / noise.std(), 0.25)
    return np.asarray(np.clip((scatter * speckle + mirror) * np.exp(2 * _LOSS * fluid), 0, 1), dtype=np.float64)


def _tissue(depth: Array, angle: Array) -> tuple[Array, Array]:
    """Return backscatter and reflection of the layers between the skin and the liver."""
    scatter, mirror = np.full_like(depth, 0.9), np.zeros_like(depth)
    fibres = 0.5 + 0.5 * np.sin(2 * np.pi * depth / 3.5 + 3 * np.sin(3 * angle))
    for number, (top, wave, phase, tissue, bright) in enumerate(_TISSUES):
        edge = top + wave * (np.sin(4.2 * angle + phase) + 0.4 * np.sin(11 * angle + 2 * phase))
        scatter = np.where(depth > edge, 0.25 + 0.45 * fibres if number == _MUSCLE else tissue, scatter)
        mirror += bright * np.exp(-(((depth - edge) / 1.3) ** 2))
    return scatter, mirror


def _cyst(across: Array, down: Array, angle: Array, body: Abdomen) -> tuple[Array, Array]:
    """Return the distance to the cyst's wall (mm, about; negative inside), and how squarely the beam meets it."""
    cx, cz, a, b, turn = body.cyst
    c, s = np.cos(turn), np.sin(turn)
    u, v = ((across - cx) * c + (down - cz) * s) / a, ((down - cz) * c - (across - cx) * s) / b
    nx, nz = u * c / a - v * s / b, u * s / a + v * c / b
    facing = np.abs(nx * np.sin(angle) + nz * np.cos(angle)) / np.maximum(np.hypot(nx, nz), 1e-9)
    return (np.hypot(u, v) - 1) * b, facing


def cyst_wall(body: Abdomen) -> Array:
    """Return the outline of the cyst, (n, 2) millimetres across from the middle and down from the skin."""
    cx, cz, a, b, turn = body.cyst
    c, s = np.cos(turn), np.sin(turn)
    sweep = np.linspace(0, 2 * np.pi, 49)
    u, v = a * np.cos(sweep), b * np.sin(sweep)
    return np.column_stack((cx + u * c - v * s, cz + u * s + v * c))


def _outside_vein(across: Array, down: Array, body: Abdomen) -> Array:
    """Return 0 in the blood of the vein, 1 outside it."""
    start, top, slope, bend, bore = body.vein
    along = across - start
    half = bore * np.clip(along / 21, 0, 1) ** 0.6
    course = top + slope * along + bend * along * np.abs(along)
    offset = np.abs(down - course) / np.hypot(1, slope + 2 * bend * along)
    wall = np.clip(0.5 + (offset - half) / 1.2, 0, 1)
    return np.asarray(np.where((along > 0) & (bore > 0), wall, 1), dtype=np.float64)


def _blur(values: Array, size: int, axis: int) -> Array:
    """Return the running mean along an axis, weighted by a Hann window of an odd size; edges are held."""
    weights = np.hanning(size + 2)[1:-1]
    padding = [(size // 2, size // 2) if k == axis else (0, 0) for k in range(values.ndim)]
    padded = np.pad(values, padding, mode="edge")
    total = np.zeros_like(values)
    for start, weight in enumerate(weights / weights.sum()):
        total += weight * np.take(padded, range(start, start + values.shape[axis]), axis=axis)
    return total


# Line pairs: contrast ----------------------------------------------------------------------------------------------


def contrast(frequency: Array | float) -> Array:
    """Return the contrast a diffraction-limited round aperture leaves at a share of its cut-off frequency.

    The diffraction-limited MTF: MTF(v) = 2/pi (acos v - v sqrt(1 - v^2)), the autocorrelation of a disc.
    """
    v = np.clip(np.asarray(frequency, dtype=np.float64), 0, 1)
    return np.asarray(2 / np.pi * (np.arccos(v) - v * np.sqrt(1 - v * v)), dtype=np.float64)
