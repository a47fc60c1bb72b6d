"""Finds small type in a PDF, and whether the paper behind it is white: there it is printed in black ink alone.

The page is drawn without its text, with PDFium, and looked at where the text would be: that holds whatever the ground
is made of.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium

from guidepress.press import content_stream
from guidepress.press.graphics_state import Edges, Key
from guidepress.press.pdf_limits import instructions

SCALE = 2  # pixels to a point
MOST_SIDE = 4000  # pixels, for pages of any size
MOST_PIXELS = 400_000_000  # of all pages together: 200 letters at the scale above
WHITE = 250  # of 255: paper, and the last steps of a smoothed edge
SHOWING = frozenset(("Tj", "TJ", "'", '"'))

Pixels = np.ndarray[Any, np.dtype[np.uint8]]


@dataclass
class Small:
    """The instructions of a stream that show small type, by index, and those of them that show it on white only."""

    all: set[int] = field(default_factory=set)
    on_white: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class View:
    """A page as a picture: its pixels (rows from the top; blue, green, red), its scale, its left and top in points."""

    pixels: Pixels
    scale: float
    left: float
    top: float

    def part(self, box: Edges) -> Pixels:
        """Return the pixels of a box: left, bottom, right, top, in points; empty where it lies off the page."""
        left, right = (max(round((edge - self.left) * self.scale), 0) for edge in (box[0], box[2]))
        upper, lower = (max(round((self.top - edge) * self.scale), 0) for edge in (box[3], box[1]))
        return self.pixels[upper : max(lower, upper + 1), left : max(right, left + 1)]


def white_type(pdf: bytes, most: float) -> Mapping[Key, Small]:
    """Find type of `most` points or less in a PDF. Returns it by the stream it stands in.

    Where a stream is placed more than once, type is small when it is small anywhere, and on white when it is so
    everywhere. Raises what pikepdf raises, and `pdf_limits.TooMuchError`.
    """
    by_stream: dict[Key, Small] = {}
    coloured: set[tuple[Key, int]] = set()
    with pikepdf.open(BytesIO(pdf)) as document:
        paints = content_stream.read(document).paints
        views = _Views(draw(document, with_text=False))
        for paint in paints:
            if paint.kind != "text" or paint.size > most or paint.box is None:
                continue
            small = by_stream.setdefault(paint.stream, Small())
            small.all.add(paint.index)
            ground = views.of(paint.page).part(paint.box)
            if not ground.size or ground.min() < WHITE:
                coloured.add((paint.stream, paint.index))
    for stream, small in by_stream.items():
        small.on_white = {index for index in small.all if (stream, index) not in coloured}
    return by_stream


class _Views:
    """The pictures of pages, of which one at a time is kept: pages are asked for in their order."""

    def __init__(self, views: Iterator[View]) -> None:
        self._views, self._number = views, 0
        self._view: View | None = None

    def of(self, number: int) -> View:
        """Return the picture of a page, by its number from 1."""
        while self._number < number or self._view is None:
            self._view = next(self._views)
            self._number += 1
        return self._view


def draw(document: pikepdf.Pdf, with_text: bool) -> Iterator[View]:
    """Draw every page of a document, all of its media box, upright. Text is left out of the document for good.

    Pages that are many and large are drawn smaller.
    """
    for page in document.pages:
        page.obj["/MediaBox"] = page.mediabox
        for name in ("/CropBox", "/Annots", "/UserUnit"):
            if name in page.obj:
                del page.obj[name]
        page.obj["/Rotate"] = 0
    if not with_text:
        for stream in document.objects:
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Form":
                stream.write(_without_text(instructions(stream)))
        for page in document.pages:
            page.obj["/Contents"] = document.make_stream(_without_text(instructions(page)))
    output = BytesIO()
    document.save(output, compress_streams=False)
    boxes = [[float(edge) for edge in page.mediabox] for page in document.pages]
    area = sum(_area(box) for box in boxes)
    scale = min(SCALE, math.sqrt(MOST_PIXELS / max(area, 1)))
    drawn = pdfium.PdfDocument(output.getvalue())
    try:
        for page, box in zip(drawn, boxes, strict=True):
            yield _view(page, box, scale)
    finally:
        drawn.close()


def _area(box: list[float]) -> float:
    return abs((box[2] - box[0]) * (box[3] - box[1]))


def _view(page: Any, box: list[float], scale: float) -> View:
    scale = min(scale, MOST_SIDE / max(abs(box[2] - box[0]), abs(box[3] - box[1]), 1))
    pixels = page.render(scale=scale, draw_annots=False, may_draw_forms=False).to_numpy()[:, :, :3]
    return View(pixels, scale, min(box[0], box[2]), max(box[1], box[3]))


def _without_text(parsed: list[Any]) -> bytes:
    return pikepdf.unparse_content_stream(
        [instruction for instruction in parsed if str(instruction.operator) not in SHOWING]
    )
