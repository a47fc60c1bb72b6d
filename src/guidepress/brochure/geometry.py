"""Where each panel lies on which sheet of paper, for every format, and how far text keeps from edges and folds.

All lengths are points (1/72 inch), but for the thickness of paper, which mills give in millimetres. A sheet's origin is
its lower left corner, x to the right and y upwards, as in PDF (ISO 32000-1, 8.3.2.3). Panels are listed in reading
order everywhere; sheets list them as they lie from left to right.

A format is a row of `FORMATS`, in `formats`. Everything else follows from the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from guidepress.brochure.formats import FORMATS, Crease, Duplex, Fold, Format, Orientation, PageNumbering
from guidepress.errors import ContentError, Problem, Span, row
from guidepress.papers import PAPERS, Paper
from guidepress.units import MM

__all__ = [
    "FORMATS", "MM", "PAPERS", "PAPER_THICKNESS", "PRINTER_BORDER", "SAFE_EDGE", "SAFE_FOLD", "Box", "Duplex", "Face",
    "Fold", "Format", "Insets", "PageNumbering", "Panel", "Paper", "Placement", "Sheet", "default_duplex", "panels",
    "print_order", "safe_insets", "sheets",
]  # fmt: skip

SAFE_EDGE = (
    6 * MM
)  # text keeps this far from a side that is an edge of the sheet: beyond what office printers leave white
SAFE_FOLD = 5 * MM  # and this far from a fold: folding by hand is out by a millimetre or two
PRINTER_BORDER = 5 * MM  # office printers leave up to 4.2 mm (1/6 in) white on each side

PAPER_THICKNESS = 0.1  # mm: office paper of 80 g/m², whose thickness by ISO 534 is 0.10 to 0.11 mm
THICKEST = 0.5  # mm: thicker is board, which is scored and not folded by hand
MOST_CREEP = SAFE_FOLD - 2 * MM  # text that moves towards the spine still keeps as far from it as a fold may be out

Rotation = Literal[0, 180]


class Box(NamedTuple):
    """A rectangle by its sides, in points, in the order of a PDF rectangle (ISO 32000-1, 7.9.5)."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """Return the rectangle with every side moved outwards."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


@dataclass(frozen=True)
class Panel:
    """One face of the folded sheet: its name, its width and height in points."""

    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Placement:
    """A panel on a face of a sheet: the lower left corner of its rectangle, in points, and its rotation in degrees.

    `cell` is the part of the sheet that the panel may colour: up to the folds beside it, and up to the bleed where it
    lies at the edge of the trim.
    """

    panel: Panel
    x: float
    y: float
    rotation: Rotation
    cell: Box


@dataclass(frozen=True)
class Face:
    """One printed side of a sheet: what lies where from left to right, and the x of every fold, in points.

    `trim` is what is left when the sheet is cut, `bleed` how far colour goes beyond it (ISO 32000-1, 14.11.2).
    `creases` are the kinds of the folds as they are seen on this side.
    """

    name: Literal["outside", "inside", "front", "back"]
    width: float
    height: float
    placements: tuple[Placement, ...]
    folds: tuple[float, ...]
    creases: tuple[Crease, ...]
    trim: Box
    bleed: Box


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


UPRIGHT: dict[Orientation, Duplex] = {"landscape": "short-edge", "portrait": "long-edge"}
"""The edge over which a sheet turns like the page of a book, so that both faces are printed upright."""


def panels(
    format: str,  # noqa: A002 - the field's word
    paper: str,
    pages: int | None = None,
    *,
    file: str = "pages",
) -> tuple[Panel, ...]:
    """List a format's panels in reading order with their sizes in points; formats with numbered pages need `pages`.

    Raises ContentError for a format or a paper that is not in the table, and, with `file` as the place, for a number of
    pages that the format does not allow.
    """
    names = row(FORMATS, format, "format").names(pages, f"{format} on {paper} paper", file)
    sizes = {
        placement.panel.name: placement.panel
        for sheet in sheets(format, paper, pages=pages, paper_thickness=0)
        for placement in sheet.front.placements + sheet.back.placements
    }
    return tuple(sizes[name] for name in names)


def default_duplex(format: str) -> Duplex:  # noqa: A002
    """Return the edge over which a format's sheets turn like the page of a book: the short one of landscape sheets.

    Raises ContentError for a format that is not in the table.
    """
    return UPRIGHT[row(FORMATS, format, "format").orientation]


def sheets(
    format: str,  # noqa: A002
    paper: str,
    duplex: Duplex | None = None,
    *,
    pages: int | None = None,
    bleed: float = 0.0,
    margin: float = 0.0,
    paper_thickness: float = PAPER_THICKNESS,
) -> tuple[Sheet, ...]:
    """Lay a format's panels out on its sheets of paper, each face as it leaves the printer, the outermost sheet first.

    A landscape sheet that the printer turns over on its short edge has both faces upright. One that it turns over on
    its long edge needs the second face upside down, so that the folded piece is the same. For portrait sheets it is the
    other way round. By default, and where a person turns the stack over like the page of a book, both are upright.

    With `bleed` or `margin`, in points, the sheet is larger than the paper by the greater of both on every side, and
    the paper's rectangle lies in the middle of it.

    Sheets that are nested and stitched creep: with the k-th sheet counted from the outermost, k = 0, the fold of the
    sheet rests against the k sheets round it and is pushed out from the spine by k × thickness, `paper_thickness` being
    in millimetres. So its pages are moved towards the spine by as much, and it is trimmed by as much at both its outer
    edges; then all pages end alike when the fore-edge is cut flush with the outermost sheet. This is shingling as
    imposing programs do it; the Impozycjoner handbook, “Reduction of creeping pages”, has the formula, with a factor
    for folds that are not pressed flat, which is 1 here. Kodak Preps, “Calculating Shingling Amounts”, has it rounded
    up: the whole creep is number of pages / 4 × stock thickness.

    Raises ContentError for a format or a paper that is not in the table, for a number of pages that the format does not
    allow, and for paper that is too thick.
    """
    fold, size = row(FORMATS, format, "format"), row(PAPERS, paper, "paper")
    arranged = list(fold.arrange(fold.names(pages, f"{format} on {paper} paper", "pages")))
    step = _step(fold, len(arranged), paper_thickness)
    upright = duplex in (None, "none", UPRIGHT[fold.orientation])
    laid = []
    for number, (front, back) in enumerate(arranged):
        layout = _SheetLayout(fold, size, bleed, max(bleed, margin), creep=number * step)
        back_face = layout.face("back" if fold.flat else "inside", back)
        laid.append(
            Sheet(
                front=layout.face("front" if fold.flat else "outside", front),
                back=back_face if upright else _turned(back_face),
            )
        )
    return tuple(laid)


def print_order(laid: Sequence[Sheet], duplex: Duplex | None = None) -> tuple[Face, ...]:
    """List the faces of sheets in the order in which they are printed, without blank ones at the end.

    A printer that prints both sides takes front and back of one sheet after the other. One that does not, prints all
    fronts first. It leaves the stack with the last sheet on top and its printed side down, and laid in again like this
    the last sheet is the first to be drawn, so that the backs come in reverse order.
    """
    if duplex == "none":
        faces = [sheet.front for sheet in laid] + [sheet.back for sheet in reversed(laid)]
    else:
        faces = [face for sheet in laid for face in (sheet.front, sheet.back)]
    while faces and not faces[-1].placements:
        faces.pop()
    return tuple(faces)


def safe_insets(format: str, pages: int | None = None) -> dict[str, Insets]:  # noqa: A002
    """Give the safe insets of every panel by name, in reading order: `SAFE_EDGE` at an edge, `SAFE_FOLD` at a fold.

    Raises ContentError for a format that is not in the table, and for a number of pages that it does not allow.
    """
    fold = row(FORMATS, format, "format")
    names_in_order = fold.names(pages, format, "pages")
    insets = {
        name: Insets(
            top=SAFE_EDGE,
            right=SAFE_EDGE if column == len(names) - 1 else SAFE_FOLD,
            bottom=SAFE_EDGE,
            left=SAFE_EDGE if column == 0 else SAFE_FOLD,
        )
        for faces in fold.arrange(names_in_order)
        for names in faces
        for column, name in enumerate(names)
    }
    return {name: insets[name] for name in names_in_order}


def _step(fold: Format, count: int, thickness: float) -> float:
    """Return by how many points each nested sheet creeps beyond the one round it."""
    if not 0 <= thickness <= THICKEST:
        message = f"paper cannot be {thickness:g} mm thick"
        hint = f"office paper has {PAPER_THICKNESS:g} mm; choose a thickness from 0 to {THICKEST:g} mm"
        raise ContentError([Problem(Span("paper thickness"), message, hint=hint)])
    if not fold.nested:
        return 0.0
    creep = (count - 1) * thickness
    if creep * MM > MOST_CREEP:
        message = f"{count} sheets of paper {thickness:g} mm thick push the innermost out by {creep:.1f} mm"
        hint = f"{MOST_CREEP / MM:.0f} mm are the most: take thinner paper, or fewer pages"
        raise ContentError([Problem(Span("paper thickness"), message, hint=hint)])
    return thickness * MM


@dataclass(frozen=True)
class _SheetLayout:
    """What all faces of one sheet have in common: the row, the paper, and lengths in points."""

    fold: Format
    paper: Paper
    bleed: float
    margin: float
    creep: float

    def face(self, name: Literal["outside", "inside", "front", "back"], names: tuple[str, ...]) -> Face:
        """Set the named panels side by side: equal widths, but for the narrow ones, that together fill the paper."""
        paper, margin = self.paper, self.margin
        width, height = paper.width, paper.height
        if self.fold.orientation == "portrait":
            width, height = height, width
        narrow = sum(panel in self.fold.narrow for panel in names)
        wide = (width + narrow * paper.fold_in) / max(len(names), 1)
        widths = [wide - paper.fold_in if panel in self.fold.narrow else wide for panel in names]
        lefts = list(accumulate(widths, initial=margin))[:-1]
        trim = Box(margin + self.creep, margin, margin + width - self.creep, margin + height)
        bled = trim.grown(self.bleed)
        placements = []
        for column, (panel, panel_width, left) in enumerate(zip(names, widths, lefts, strict=True)):
            first, last = column == 0, column == len(names) - 1
            # Only a booklet creeps, and both its columns have the spine on their inner side.
            x = left + self.creep if first else left - self.creep
            right = left + panel_width
            cell = Box(bled.left if first else left, bled.bottom, bled.right if last else right, bled.top)
            placements.append(Placement(Panel(panel, panel_width, height), x, margin, 0, cell))
        creases = self._creases(len(lefts[1:]), seen_from_outside=name == "outside")
        sizes = (width + 2 * margin, height + 2 * margin)
        return Face(name, *sizes, tuple(placements), tuple(lefts[1:]), creases, trim, bled)

    def _creases(self, count: int, seen_from_outside: bool) -> tuple[Crease, ...]:
        """Give the kinds of a face's folds from left to right; a row that says nothing folds away from the outside."""
        kinds: list[Crease] = ["mountain"] * count
        for fold in self.fold.folds if count else ():
            kinds[fold.crease] = fold.kind
        if seen_from_outside:
            return tuple(kinds)
        return tuple("valley" if kind == "mountain" else "mountain" for kind in reversed(kinds))


def _turned(face: Face) -> Face:
    """Turn a whole face in its plane by half a turn, about the middle of the sheet."""

    def turned(box: Box) -> Box:
        return Box(face.width - box.right, face.height - box.top, face.width - box.left, face.height - box.bottom)

    placements = tuple(
        Placement(
            panel=placement.panel,
            x=face.width - placement.x - placement.panel.width,
            y=face.height - placement.y - placement.panel.height,
            rotation=180,
            cell=turned(placement.cell),
        )
        for placement in reversed(face.placements)
    )
    folds = tuple(face.width - x for x in reversed(face.folds))
    creases = tuple(reversed(face.creases))
    return Face(face.name, face.width, face.height, placements, folds, creases, turned(face.trim), turned(face.bleed))
