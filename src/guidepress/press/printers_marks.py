"""Crop marks and fold marks: where they go on one side of a sheet, and the PDF operators that draw them.

All lengths are points. Marks lie outside the bleed, so that none is left on the cut sheet; ISO 32000-1, 14.11.3 calls
them printer's marks. Where a sheet is printed on paper of its own size there is no room outside, and fold marks stand
in its white border instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from guidepress.brochure.formats import Crease
from guidepress.brochure.geometry import Face
from guidepress.units import MM

LENGTH = 5 * MM
CLEAR = 3 * MM  # from the trim: a knife that is out by a millimetre or two cuts no mark in half
WEIGHT = 0.25  # a hairline on every press
BORDER_WEIGHT = 0.4  # in the white border marks are seen by the reader who folds, from an office printer

GREY = "0.450 G"
REGISTRATION = "/Registration CS 1 SCN"
"""The color of marks for a press: on every plate (ISO 32000-1, 8.6.6.4, the colorant All)."""

DASHES: dict[Crease, str] = {"valley": "[2.500 1.500] 0 d", "mountain": "[5.000 1.500 1.000 1.500] 0 d"}
"""The Yoshizawa–Randlett lines: dashes for a fold towards the reader, dashes and dots for one away."""

Line = tuple[float, float, float, float]
Marks = Literal["outside", "both", "none"]
"""The faces that show fold marks."""


def offset(bleed: float) -> float:
    """Return how far from the trim marks begin: clear of it, and outside the bleed."""
    return max(CLEAR, bleed)


def room(bleed: float) -> float:
    """Return how much larger than the trim a sheet must be on each side to show marks."""
    return offset(bleed) + LENGTH


def crop(face: Face) -> list[Line]:
    """Return two lines at each corner of a face's trim, as long as `LENGTH`, that say where to cut."""
    trim, start = face.trim, offset(face.trim.left - face.bleed.left)
    end = start + LENGTH
    upright = [
        (x, y + sign * start, x, y + sign * end)
        for x in (trim.left, trim.right)
        for y, sign in ((trim.bottom, -1), (trim.top, 1))
    ]
    level = [
        (x + sign * start, y, x + sign * end, y)
        for x, sign in ((trim.left, -1), (trim.right, 1))
        for y in (trim.bottom, trim.top)
    ]
    return [*upright, *level]


def draw_crop(face: Face, colour: str) -> str:
    """Write the operators for a face's crop marks; `colour` is the operators that set the colour of strokes."""
    return _stroke(crop(face), WEIGHT, colour)


def fold(face: Face) -> list[tuple[Line, Crease]]:
    """Return the lines above and below the trim that continue each fold, and the fold's kind."""
    trim, start = face.trim, offset(face.trim.left - face.bleed.left)
    end = start + LENGTH
    return [
        ((x, y + sign * start, x, y + sign * end), crease)
        for x, crease in zip(face.folds, face.creases, strict=True)
        for y, sign in ((trim.bottom, -1), (trim.top, 1))
    ]


def draw_fold(face: Face, colour: str) -> str:
    """Write the operators for a face's fold marks outside the trim, dashed by the kind of each fold."""
    lines = fold(face)
    kinds = [kind for kind in DASHES if any(kind == crease for _, crease in lines)]
    return "\n".join(
        _stroke([line for line, crease in lines if crease == kind], WEIGHT, f"{colour} {DASHES[kind]}")
        for kind in kinds
    )


def draw_ticks(face: Face, border: float, colour: str) -> str:
    """Write the operators for a short tick at the top and the bottom of every fold, in a sheet's white border.

    They begin at the edge: the last millimetre prints on any printer.
    """
    length = min(LENGTH, border)
    ends = [(0.0, length), (face.height - length, face.height)]
    return _stroke([(x, start, x, end) for x in face.folds for start, end in ends], BORDER_WEIGHT, colour)


def _stroke(lines: Iterable[Line], weight: float, colour: str) -> str:
    path = " ".join(f"{numbers(*line[:2])} m {numbers(*line[2:])} l" for line in lines)
    return f"q {numbers(weight)} w {colour} {path} S Q"


def numbers(*values: float) -> str:
    """Write numbers as the operands of a PDF operator."""
    return " ".join(str(decimal(value)) for value in values)


def decimal(value: float) -> Decimal:
    """Round to a thousandth of a point, so that the file holds no digits that mean nothing."""
    return Decimal(f"{value:.3f}")
