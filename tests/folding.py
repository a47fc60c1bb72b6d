"""A sheet of paper that is printed, turned over, folded and opened again, as a person does it.

Nothing here looks at the tables that placed the panels. A printed face is read from the finished PDF: where each form
is drawn by the matrices in the content stream, what it says by the text a viewer finds there, and where to fold by the
fold marks. Paper is a row of leaves between folds; a fold turns the leaves on one side over onto the others.

Coordinates of the paper are those of its front, the face printed first: x to the right, y upwards, in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2

SAME = 0.1  # points within which two places are one
SLIVER = 10.0  # points of a panel that show beside another are not the panel being read
CLEARANCE = 2.0  # points that a folded-in leaf must stay away from the next fold, or it buckles


class FoldingError(Exception):
    """The paper cannot be folded, or what a reader meets is wrong."""


@dataclass(frozen=True)
class Printed:
    """A panel as printed: what it says, the span of x and of y it takes up, and the direction of its top."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    up: tuple[float, float]
    mirrored: bool = False


@dataclass(frozen=True)
class PrintedFace:
    """One printed side as it leaves the printer: its size, its panels from left to right, the x of its fold marks."""

    width: float
    height: float
    panels: tuple[Printed, ...]
    marks: tuple[float, ...]


@dataclass(frozen=True)
class Leaf:
    """A piece of paper between folds: its two panels, where it lies, whether its back shows, and how high it lies."""

    front: Printed
    back: Printed
    left: float
    right: float
    turned: bool
    layer: int


def read_faces(pdf: bytes) -> list[PrintedFace]:
    """Read every page of an imposed PDF as a printed face."""
    texts = pypdfium2.PdfDocument(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        faces = []
        for number, page in enumerate(document.pages):
            forms, marks = _drawn(page)
            text = texts[number].get_textpage()
            panels = [replace(form, text=_text(text, form)) for form in forms]
            _, _, width, height = (float(side) for side in page.mediabox)
            panels.sort(key=lambda panel: panel.left)
            faces.append(PrintedFace(width, height, tuple(panels), tuple(sorted(marks))))
    texts.close()
    return faces


def turn_over(face: PrintedFace, edge: str) -> PrintedFace:
    """Return the second face as it lies on the paper, in the coordinates of the front, seen through the paper.

    Over the short edge of a landscape sheet, left and right change places and up stays up, as with the page of a book.
    Over the long edge, top and bottom change places, as with a wall calendar.
    """

    def turned(panel: Printed) -> Printed:
        if edge == "short-edge":
            left, right = face.width - panel.right, face.width - panel.left
            return replace(panel, left=left, right=right, up=(-panel.up[0], panel.up[1]))
        bottom, top = face.height - panel.top, face.height - panel.bottom
        return replace(panel, bottom=bottom, top=top, up=(panel.up[0], -panel.up[1]))

    panels = tuple(sorted((turned(panel) for panel in face.panels), key=lambda panel: panel.left))
    return PrintedFace(face.width, face.height, panels, face.marks)


def make_paper(front: PrintedFace, back: PrintedFace, edge: str) -> tuple[Leaf, ...]:
    """Print two faces on one sheet and crease it at the marks. Raise FoldingError where the two faces disagree."""
    behind = turn_over(back, edge)
    if len(front.panels) != len(behind.panels):
        raise FoldingError(f"{len(front.panels)} panels on the front, {len(behind.panels)} on the back")
    creases = (0.0, *front.marks, front.width)
    if len(creases) != len(front.panels) + 1:
        raise FoldingError(f"{len(front.panels)} panels, but fold marks at {front.marks}")
    leaves = []
    for one, other, left, right in zip(front.panels, behind.panels, creases[:-1], creases[1:], strict=True):
        for panel in (one, other):
            if panel.mirrored:
                raise FoldingError(f"{panel.text} is printed as in a mirror")
            if abs(panel.left - left) > SAME or abs(panel.right - right) > SAME:
                raise FoldingError(f"{panel.text} lies from {panel.left} to {panel.right}, its leaf {left} to {right}")
            if abs(panel.bottom) > SAME or abs(panel.top - front.height) > SAME:
                raise FoldingError(f"{panel.text} does not fill the height of the sheet")
        leaves.append(Leaf(one, other, left, right, turned=False, layer=0))
    return tuple(leaves)


def fold(paper: Sequence[Leaf], crease: float, side: str) -> tuple[Leaf, ...]:
    """Fold everything on one side of a crease behind the rest, so that the front ends up outside.

    The moved leaves land mirrored about the crease and in reverse order of height, below all others as seen from the
    front. Raise FoldingError if nothing moves or stays, or if a leaf lies across the crease.
    """
    moved = [leaf for leaf in paper if (leaf.left >= crease - SAME if side == "right" else leaf.right <= crease + SAME)]
    kept = [leaf for leaf in paper if leaf not in moved]
    across = [leaf for leaf in kept if leaf.left < crease - SAME and leaf.right > crease + SAME]
    if across or not moved or not kept:
        raise FoldingError(f"the paper cannot be folded at {crease}")
    contact = min(leaf.layer for leaf in kept) - 1
    lowest = min(leaf.layer for leaf in moved)
    landed = [
        replace(
            leaf,
            left=2 * crease - leaf.right,
            right=2 * crease - leaf.left,
            turned=not leaf.turned,
            layer=contact - (leaf.layer - lowest),
        )
        for leaf in moved
    ]
    return (*kept, *landed)


def c_fold(paper: Sequence[Leaf]) -> Iterator[tuple[Leaf, ...]]:
    """Fold three leaves over one another, the narrower end first, and yield the paper open, half folded and folded.

    Raise FoldingError if neither end is narrower, or the end folded in reaches the other crease.
    """
    first, middle, last = paper
    widths = {"left": first.right - first.left, "right": last.right - last.left}
    inner = min(widths, key=lambda side: widths[side])
    outer = "right" if inner == "left" else "left"
    if widths[outer] - widths[inner] < CLEARANCE or middle.right - middle.left - widths[inner] < CLEARANCE:
        raise FoldingError(f"no end is narrow enough to be folded in: {widths}")
    creases = {"left": middle.left, "right": middle.right}
    yield tuple(paper)
    half = fold(paper, creases[inner], inner)
    yield half
    yield fold(half, creases[outer], outer)


def look(paper: Sequence[Leaf], seen_from: str) -> list[str]:
    """List what a reader sees, from left to right, looking at the front of the paper or at the back.

    The reader holds the paper so that the text is upright; raise FoldingError if that differs between visible panels.
    """
    nearest_first = sorted(paper, key=lambda leaf: leaf.layer, reverse=seen_from == "front")
    visible: list[tuple[float, Printed]] = []
    covered: list[tuple[float, float]] = []
    for leaf in nearest_first:
        if _uncovered(leaf, covered) > SLIVER:
            shows_front = (seen_from == "front") != leaf.turned
            visible.append((leaf.left, leaf.front if shows_front else leaf.back))
        covered.append((leaf.left, leaf.right))
    tops = {round(panel.up[1]) for _, panel in visible}
    if len(tops) != 1 or 0 in tops:
        raise FoldingError(f"not all upright together: {[panel.text for _, panel in visible]}")
    (top,) = tops
    # From behind left and right change places; so they do when the reader holds the paper the other way up.
    rightwards = (seen_from == "front") == (top > 0)
    return [panel.text for _, panel in sorted(visible, key=lambda each: each[0], reverse=not rightwards)]


def read_c_fold(pdf: bytes, edge: str = "short-edge") -> list[list[str]]:
    """Print a tri-fold, fold it, lay it down with the side on top that was folded last, and read it.

    Returns what is seen, from left to right: closed, opened once, opened fully, and closed from behind. Raises
    FoldingError for paper that does not fold or panels that are not all the same way up.
    """
    front, back = read_faces(pdf)
    paper = make_paper(front, back, edge)
    tops = {round(panel.up[1]) for leaf in paper for panel in (leaf.front, leaf.back)}
    if len(tops) != 1 or 0 in tops:
        raise FoldingError("not all panels of the sheet are the same way up")
    opened, half, folded = c_fold(paper)
    # The paper was folded behind its front, so the side folded last is seen from the back.
    return [look(folded, "back"), look(half, "back"), look(opened, "back"), look(folded, "front")]


def check_c_fold(pdf: bytes, edge: str = "short-edge") -> None:
    """Raise FoldingError unless a reader of the folded sheet meets the panels as a tri-fold brochure shows them."""
    seen = read_c_fold(pdf, edge)
    if seen != [["cover"], ["inside-1", "flap"], ["inside-1", "inside-2", "inside-3"], ["back"]]:
        raise FoldingError(f"the reader meets {seen}")


def _uncovered(leaf: Leaf, covered: Sequence[tuple[float, float]]) -> float:
    """Return how many points of a leaf's width no nearer leaf covers."""
    cuts = sorted({leaf.left, leaf.right, *(x for span in covered for x in span if leaf.left < x < leaf.right)})
    return sum(
        right - left
        for left, right in pairwise(cuts)
        if not any(start <= left and right <= end for start, end in covered)
    )


def _text(page: pypdfium2.PdfTextPage, panel: Printed) -> str:
    return " ".join(page.get_text_bounded(panel.left, panel.bottom, panel.right, panel.top).split())


def _drawn(page: pikepdf.Page) -> tuple[list[Printed], set[float]]:
    """Walk a page's content stream: where each form is drawn, and the x of every vertical line."""
    matrix, stack = pikepdf.Matrix(), []
    forms, marks, pen = [], set(), (0.0, 0.0)
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q":
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*(float(value) for value in operands)) @ matrix
        elif operator == "m":
            pen = matrix.transform(tuple(float(value) for value in operands))
        elif operator == "l":
            end = matrix.transform(tuple(float(value) for value in operands))
            if abs(end[0] - pen[0]) <= SAME:
                marks.add(round(end[0], 2))
            pen = end
        elif operator == "Do":
            form = page.obj.Resources.XObject[str(operands[0])]
            forms.append(_form(form, matrix))
    return forms, marks


def _form(form: pikepdf.Object, matrix: pikepdf.Matrix) -> Printed:
    box = matrix.transform(pikepdf.Rectangle(form.BBox))
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    return Printed("", box.llx, box.urx, box.lly, box.ury, up=(c, d), mirrored=a * d - b * c < 0)
