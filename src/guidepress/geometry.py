"""Papers, folds and panels as numbers: which panel lies where on which sheet, and how far text keeps from its sides.

All lengths are points (1/72 inch). A sheet's origin is its lower left corner, x to the right and y upwards, as in PDF
(ISO 32000-1, 8.3.2.3). Panels are listed in reading order everywhere; sheets list them as they lie from left to right.

A format is a row of `FORMATS`: its panels in reading order, the panels on the front and the back of each sheet, and
which of them are narrower because they are folded in between others. Everything else follows from the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple, TypeVar

from guidepress.errors import ContentError, Problem, Span, nearest

MM = 72 / 25.4

SAFE_EDGE = (
    6 * MM
)  # text keeps this far from a side that is an edge of the sheet: beyond what office printers leave white
SAFE_FOLD = 5 * MM  # and this far from a fold: folding by hand is out by a millimetre or two
PRINTER_BORDER = 5 * MM  # office printers leave up to 4.2 mm (1/6 in) white on each side

Rotation = Literal[0, 180]
Duplex = Literal["short-edge", "long-edge"]


@dataclass(frozen=True)
class Paper:
    """A landscape sheet, and how much narrower a panel is that is folded in between two others, in points."""

    name: str
    width: float
    height: float
    fold_in: float


@dataclass(frozen=True)
class Format:
    """A way to fold: panel names in reading order, and for each sheet its front and its back from left to right.

    Both faces are written as a reader sees them, upright, the sheet turned over sideways like the page of a book: the
    first panel of the front and the last of the back are two faces of one piece of paper. A panel is `narrow` on both.
    """

    name: str
    reading: tuple[str, ...]
    sheets: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    narrow: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Panel:
    """One face of the folded sheet: its name, its width and height in points."""

    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Placement:
    """A panel on a face of a sheet: the lower left corner of its rectangle, in points, and its rotation in degrees."""

    panel: Panel
    x: float
    y: float
    rotation: Rotation


@dataclass(frozen=True)
class Face:
    """One printed side of a sheet: what lies where from left to right, and the x of every fold, in points."""

    name: Literal["outside", "inside"]
    width: float
    height: float
    placements: tuple[Placement, ...]
    folds: tuple[float, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper: the face printed first, which is outside when folded, and the face on its back."""

    front: Face
    back: Face


class Insets(NamedTuple):
    """How far text keeps from each side of an upright panel, in points, in the order of CSS."""

    top: float
    right: float
    bottom: float
    left: float


PAPERS: Mapping[str, Paper] = {
    "letter": Paper("letter", 792, 612, fold_in=72 / 16),  # ANSI/ASME Y14.1, size A
    "a4": Paper("a4", 841.89, 595.28, fold_in=1.5 * MM),  # ISO 216: 297 mm × 210 mm
}

FORMATS: dict[str, Format] = {
    "trifold": Format(
        name="trifold",  # a C-fold: the flap is folded in first, the cover over it
        reading=("cover", "flap", "inside-1", "inside-2", "inside-3", "back"),
        sheets=((("flap", "back", "cover"), ("inside-1", "inside-2", "inside-3")),),
        narrow=frozenset({"flap", "inside-3"}),
    ),
}

BACK_ROTATION: Mapping[Duplex, Rotation] = {"short-edge": 0, "long-edge": 180}  # of the face printed second


def panels(format: str, paper: str) -> tuple[Panel, ...]:  # noqa: A002 - the field's word
    """List a format's panels in reading order with their sizes in points.

    Raises ContentError for a format or a paper that is not in the table.
    """
    sizes = {placed.panel.name: placed.panel for sheet in sheets(format, paper) for placed in _placements(sheet)}
    return tuple(sizes[name] for name in _row(FORMATS, format, "format").reading)


def sheets(format: str, paper: str, duplex: Duplex = "short-edge") -> tuple[Sheet, ...]:  # noqa: A002
    """Lay a format's panels out on its sheets of paper, each face as it leaves the printer.

    A landscape sheet that the printer turns over on its short edge has both faces upright. One that it turns over on
    its long edge needs the second face upside down, so that the folded piece is the same.

    Raises ContentError for a format or a paper that is not in the table.
    """
    fold, size = _row(FORMATS, format, "format"), _row(PAPERS, paper, "paper")
    return tuple(
        Sheet(
            front=_face("outside", front, fold, size),
            back=_rotated(_face("inside", back, fold, size), BACK_ROTATION[duplex]),
        )
        for front, back in fold.sheets
    )


def safe_insets(format: str) -> dict[str, Insets]:  # noqa: A002
    """Give the safe insets of every panel by name, in reading order: `SAFE_EDGE` at an edge, `SAFE_FOLD` at a fold.

    Raises ContentError for a format that is not in the table.
    """
    fold = _row(FORMATS, format, "format")
    insets = {
        name: Insets(
            top=SAFE_EDGE,
            right=SAFE_EDGE if column == len(names) - 1 else SAFE_FOLD,
            bottom=SAFE_EDGE,
            left=SAFE_EDGE if column == 0 else SAFE_FOLD,
        )
        for faces in fold.sheets
        for names in faces
        for column, name in enumerate(names)
    }
    return {name: insets[name] for name in fold.reading}


def _face(name: Literal["outside", "inside"], names: tuple[str, ...], fold: Format, paper: Paper) -> Face:
    """Set the named panels side by side: equal widths, but for the narrow ones, that together fill the paper."""
    narrow = sum(each in fold.narrow for each in names)
    wide = (paper.width + narrow * paper.fold_in) / len(names)
    widths = [wide - paper.fold_in if each in fold.narrow else wide for each in names]
    lefts = list(accumulate(widths, initial=0.0))[:-1]
    placements = tuple(
        Placement(Panel(each, width, paper.height), left, 0.0, 0)
        for each, width, left in zip(names, widths, lefts, strict=True)
    )
    return Face(name, paper.width, paper.height, placements, folds=tuple(lefts[1:]))


def _rotated(face: Face, rotation: Rotation) -> Face:
    """Turn a whole face in its plane about the middle of the sheet."""
    if rotation == 0:
        return face
    placements = tuple(
        Placement(each.panel, face.width - each.x - each.panel.width, face.height - each.y - each.panel.height, 180)
        for each in reversed(face.placements)
    )
    folds = tuple(face.width - x for x in reversed(face.folds))
    return Face(face.name, face.width, face.height, placements, folds)


def _placements(sheet: Sheet) -> tuple[Placement, ...]:
    return sheet.front.placements + sheet.back.placements


Row = TypeVar("Row")


def _row(table: Mapping[str, Row], name: str, what: str) -> Row:
    """Look a name up in a table, or say which names there are."""
    if name not in table:
        raise ContentError([Problem(Span(what), f"there is no {what} “{name}”", hint=nearest(name, table))])
    return table[name]
