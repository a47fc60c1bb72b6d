"""A sheet of paper that is printed, turned over, folded and opened again, as a person does it.

Nothing here looks at the tables that placed the panels. A printed face is read from the finished PDF: where each form
is drawn by the matrices in the content stream, what it says by the text a viewer finds there, what it looks like by
drawing it, and where to fold by the fold marks. Paper is a row of leaves between folds; a fold turns the leaves on one
side over onto the others.

Coordinates of the paper are those of its front, the face printed first: x to the right, y upwards, in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise

import numpy as np
import pikepdf
import pypdfium2

SAME = 0.1  # points within which two places are one
SLIVER = 10.0  # points of a panel that show beside another are not the panel being read
CLEARANCE = 2.0  # points that a folded-in leaf must stay away from the next fold, or it buckles


class FoldingError(Exception):
    """The paper cannot be folded, or what a reader meets is wrong."""


@dataclass(frozen=True)
class Printed:
    """A panel as printed: what it says, the span of x and of y it takes up, and the direction of its top.

    `picture` is what a reader sees who looks at this side of the leaf, the sheet having been turned over sideways for
    the back: rows from the top, columns from the left.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    up: tuple[float, float]
    mirrored: bool = False
    picture: np.ndarray | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class PrintedFace:
    """One printed side as it leaves the printer: its size, its panels from left to right, the x of its fold marks.

    A sheet that is larger than its trim is cut to it, bleed and marks falling off.
    """

    width: float
    height: float
    panels: tuple[Printed, ...]
    marks: tuple[float, ...]
    picture: np.ndarray | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Leaf:
    """A piece of paper between folds: its two panels, where it lies, whether its back shows, and how high it lies."""

    front: Printed
    back: Printed
    left: float
    right: float
    turned: bool
    layer: int


def read_faces(pdf: bytes, scale: float = 1) -> list[PrintedFace]:
    """Read every page of an imposed PDF as a printed face, drawn with `scale` pixels a point."""
    drawn = pypdfium2.PdfDocument(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        faces = []
        for number, page in enumerate(document.pages):
            forms, lines = _drawn(page)
            text = drawn[number].get_textpage()
            # A sheet of the paper's own height is not cut. (The inner sheets of a booklet are, but only when nested.)
            left, bottom, right, top = (float(side) for side in page.trimbox)
            if bottom == 0:
                left, bottom, right, top = (float(side) for side in page.mediabox)
            panels = [
                replace(
                    form,
                    text=_text(text, form),
                    left=max(form.left, left) - left,
                    right=min(form.right, right) - left,
                    bottom=max(form.bottom, bottom) - bottom,
                    top=min(form.top, top) - bottom,
                )
                for form in forms
            ]
            panels.sort(key=lambda panel: panel.left)
            marks = sorted(x - left for x in lines if left + SAME < x < right - SAME)
            picture = np.asarray(drawn[number].render(scale=scale).to_pil().convert("RGB"))
            down, across = (round(scale * at) for at in (float(page.mediabox[3]) - top, left))
            picture = picture[
                down : down + round(scale * (top - bottom)), across : across + round(scale * (right - left))
            ]
            faces.append(PrintedFace(right - left, top - bottom, tuple(panels), tuple(marks), picture))
    drawn.close()
    return faces


def print_both_sides(pdf: bytes, edge: str, scale: float = 1) -> list[tuple[PrintedFace, PrintedFace | None]]:
    """Print a PDF on both sides, and return each sheet's two faces, in the order in which the stack is picked up.

    With no edge the printer prints one side: all fronts, which it lays down on one another, printed side down. The
    stack is laid in again as it is, and drawn from the top.
    """
    faces = read_faces(pdf, scale)
    if edge != "none":
        backs: list[PrintedFace | None] = [*faces[1::2]]
        return list(zip(faces[::2], backs + [None] * (len(faces) % 2), strict=True))
    count = (len(faces) + 1) // 2
    stack, drawn_first = faces[:count], [*faces[count:], *[None] * (len(faces) % 2)]
    return list(zip(stack, reversed(drawn_first), strict=True))


def sideways(face: PrintedFace, edge: str) -> bool:
    """Say whether a sheet that is turned over on an edge is turned like the page of a book: the edge is upright."""
    if edge == "none":
        return True  # a person turns the stack
    upright_is_short = face.width > face.height
    return (edge == "short-edge") == upright_is_short


def turn_over(face: PrintedFace, edge: str) -> PrintedFace:
    """Return the second face as it lies on the paper, in the coordinates of the front, seen through the paper.

    Over the short edge of a landscape sheet, left and right change places and up stays up, as with the page of a book.
    Over the long edge, top and bottom change places, as with a wall calendar. Pictures are as seen by a reader who has
    turned the sheet like a page.
    """
    like_a_page = sideways(face, edge)

    def turned(panel: Printed) -> Printed:
        if like_a_page:
            left, right = face.width - panel.right, face.width - panel.left
            return replace(panel, left=left, right=right, up=(-panel.up[0], panel.up[1]))
        bottom, top = face.height - panel.top, face.height - panel.bottom
        return replace(panel, bottom=bottom, top=top, up=(panel.up[0], -panel.up[1]))

    panels = tuple(sorted((turned(panel) for panel in face.panels), key=lambda panel: panel.left))
    picture = face.picture if like_a_page or face.picture is None else face.picture[::-1, ::-1]
    return PrintedFace(face.width, face.height, panels, face.marks, picture)


def make_paper(front: PrintedFace, back: PrintedFace, edge: str, creep: float = 0) -> tuple[Leaf, ...]:
    """Print two faces on one sheet and crease it at the marks. Raise FoldingError where the two faces disagree.

    Panels may lie beside their leaf by the `creep` that a nested sheet has, in points.
    """
    behind = turn_over(back, edge)
    picture = behind.picture
    scale = 1 if front.picture is None else front.picture.shape[1] / front.width
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
            if abs(panel.left - left) > SAME + creep or abs(panel.right - right) > SAME + creep:
                raise FoldingError(f"{panel.text} lies from {panel.left} to {panel.right}, its leaf {left} to {right}")
            if abs(panel.bottom) > SAME or abs(panel.top - front.height) > SAME:
                raise FoldingError(f"{panel.text} does not fill the height of the sheet")
        if front.picture is not None and picture is not None:
            start, end, width = round(left * scale), round(right * scale), picture.shape[1]
            one = replace(one, picture=front.picture[:, start:end])
            other = replace(other, picture=picture[:, width - end : width - start])
        leaves.append(Leaf(one, other, left, right, turned=False, layer=0))
    return tuple(leaves)


def fold(paper: Sequence[Leaf], crease: float, side: str, to: str = "behind") -> tuple[Leaf, ...]:
    """Fold everything on one side of a crease behind the rest, so that the front ends up outside, or before it.

    The moved leaves land mirrored about the crease and in reverse order of height, below or above all others as seen
    from the front. Raise FoldingError if nothing moves or stays, or if a leaf lies across the crease.
    """
    moved = [leaf for leaf in paper if (leaf.left >= crease - SAME if side == "right" else leaf.right <= crease + SAME)]
    kept = [leaf for leaf in paper if leaf not in moved]
    across = [leaf for leaf in kept if leaf.left < crease - SAME and leaf.right > crease + SAME]
    if across or not moved or not kept:
        raise FoldingError(f"the paper cannot be folded at {crease}")
    if to == "behind":
        contact, first = min(leaf.layer for leaf in kept) - 1, min(leaf.layer for leaf in moved)
    else:
        contact, first = max(leaf.layer for leaf in kept) + 1, max(leaf.layer for leaf in moved)
    landed = [
        replace(
            leaf,
            left=2 * crease - leaf.right,
            right=2 * crease - leaf.left,
            turned=not leaf.turned,
            layer=contact - (leaf.layer - first),
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


def z_fold(paper: Sequence[Leaf]) -> Iterator[tuple[Leaf, ...]]:
    """Fold three leaves as an accordion, the right one behind and the left one before the middle, and yield each state.

    Raise FoldingError unless all are equally wide.
    """
    _, middle, last = paper
    widths = [leaf.right - leaf.left for leaf in paper]
    if max(widths) - min(widths) > SAME:
        raise FoldingError(f"the leaves differ in width: {widths}")
    yield tuple(paper)
    half = fold(paper, last.left, "right")
    yield half
    yield fold(half, middle.left, "left", to="before")


def visible(paper: Sequence[Leaf], seen_from: str) -> list[Printed]:
    """List the panels a reader sees, from left to right, looking at the front of the paper or at the back.

    The reader holds the paper so that the text is upright; raise FoldingError if that differs between visible panels.
    """
    nearest_first = sorted(paper, key=lambda leaf: leaf.layer, reverse=seen_from == "front")
    found: list[tuple[float, Printed]] = []
    covered: list[tuple[float, float]] = []
    for leaf in nearest_first:
        if _uncovered(leaf, covered) > SLIVER:
            shows_front = (seen_from == "front") != leaf.turned
            found.append((leaf.left, leaf.front if shows_front else leaf.back))
        covered.append((leaf.left, leaf.right))
    tops = {round(panel.up[1]) for _, panel in found}
    if len(tops) != 1 or 0 in tops:
        raise FoldingError(f"not all upright together: {[panel.text for _, panel in found]}")
    (top,) = tops
    # From behind left and right change places; so they do when the reader holds the paper the other way up.
    rightwards = (seen_from == "front") == (top > 0)
    return [panel for _, panel in sorted(found, key=lambda each: each[0], reverse=not rightwards)]


def look(paper: Sequence[Leaf], seen_from: str) -> list[str]:
    """List what a reader sees, from left to right, looking at the front of the paper or at the back."""
    return [panel.text for panel in visible(paper, seen_from)]


def stitch(folded: Sequence[Sequence[Leaf]], thickness: float) -> list[Leaf]:
    """Lay folded sheets into one another, the first outermost, and list the leaves as a reader turns them.

    Each leaf's `left` and `right` become the distances of its fold and its outer edge from the spine: a sheet is pushed
    out by the `thickness`, in points, of every sheet round it. The fore-edge is cut flush with the outermost sheet.
    """
    leaves: list[Leaf] = []
    for number, sheet in enumerate(folded):
        if len(sheet) != 2:
            raise FoldingError(f"a sheet of a booklet has two leaves, not {len(sheet)}")
        pushed = number * thickness
        for leaf in sorted(sheet, key=lambda leaf: leaf.layer, reverse=True):
            width = leaf.right - leaf.left
            leaves.append(replace(leaf, left=pushed, right=pushed + width, layer=0))
    cut = min(leaf.right for leaf in leaves[:2])
    nearest_first = [*leaves[1::2], *reversed(leaves[::2])]
    return [replace(leaf, right=cut, layer=-number) for number, leaf in enumerate(nearest_first)]


def turn_leaves(book: Sequence[Leaf]) -> list[Printed]:
    """List the pages in the order in which a reader meets them who turns leaf after leaf, cover first."""
    return [page for leaf in book for page in ((leaf.front, leaf.back) if leaf.turned else (leaf.back, leaf.front))]


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


def read_z_fold(pdf: bytes, edge: str = "short-edge") -> list[list[Printed]]:
    """Print an accordion of three and fold it, and list what is seen: closed, opened once, both sides, and from behind.

    Opened once, it is the cover that turns. The second fold goes the other way: the rest is on the side behind.
    """
    ((front, back),) = print_both_sides(pdf, edge)
    opened, half, folded = z_fold(make_paper(front, back, edge))
    once = fold(opened, opened[1].left, "left", to="before")
    return [
        visible(folded, "back"), visible(once, "back"), visible(opened, "back"), visible(half, "front"),
        visible(opened, "front"), visible(folded, "front"),
    ]  # fmt: skip


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
    """Walk a page's content stream: where each form is drawn, and the x of every vertical line.

    Of a form with bleed only what is inside its clip counts. Without bleed the clip may leave a white border, which
    belongs to the panel.
    """
    matrix, stack, clip = pikepdf.Matrix(), [], None
    forms, marks, pen = [], set(), (0.0, 0.0)
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "q":
            stack.append(matrix)
        elif operator == "Q":
            matrix = stack.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*(float(value) for value in operands)) @ matrix
        elif operator == "re":
            x, y, width, height = (float(value) for value in operands)
            clip = (x, y, x + width, y + height)
        elif operator == "m":
            pen = matrix.transform(tuple(float(value) for value in operands))
        elif operator == "l":
            end = matrix.transform(tuple(float(value) for value in operands))
            if abs(end[0] - pen[0]) <= SAME:
                marks.add(round(end[0], 2))
            pen = end
        elif operator == "Do":
            form = page.obj.Resources.XObject[str(operands[0])]
            forms.append(_form(form, matrix, clip if list(page.bleedbox) != list(page.trimbox) else None))
    return forms, marks


def _form(form: pikepdf.Object, matrix: pikepdf.Matrix, clip: tuple[float, float, float, float] | None) -> Printed:
    box = matrix.transform(pikepdf.Rectangle(form.BBox))
    left, bottom, right, top = box.llx, box.lly, box.urx, box.ury
    if clip:
        left, bottom, right, top = max(left, clip[0]), max(bottom, clip[1]), min(right, clip[2]), min(top, clip[3])
    a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
    return Printed("", left, right, bottom, top, up=(c, d), mirrored=a * d - b * c < 0)
