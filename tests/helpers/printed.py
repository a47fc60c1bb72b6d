"""A handout as LibreOffice prints it: where each of its paragraphs stands, read from the DOCX and the PDF of it.

LibreOffice draws a page in the order of the document, so the words of the file are looked for one behind the other.
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guidepress.verify import glyphs
from guidepress.verify.glyphs import Glyph
from guidepress.word import sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EDGES = sheet.TOP - 6, sheet.BOTTOM - 4  # below and above of these, in points, stand the words of a page's body


@dataclass
class Line:
    """A line of a paragraph: its page, counted from 0, and its edges in points from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Placed:
    """A paragraph with its style, the section of the file and the column that it is written in, and its lines.

    `columns` is how many its section has, `list_number` that of its list, 0 where it is in none.
    """

    style: str
    text: str
    section: int
    column: int
    columns: int
    list_number: int
    table: str
    lines: list[Line] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.style in ("Title", "Heading1", "Heading2", "Heading3", "Term")


@dataclass
class Box:
    """Something that is drawn: a picture, a rule or a ground."""

    kind: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Printed:
    """A handout that was printed: its paragraphs that have words, the sizes of its pages, what is drawn on each."""

    name: str
    paragraphs: list[Placed]
    lost: list[str]
    sizes: list[tuple[float, float]]
    glyphs: list[list[Glyph]]
    boxes: list[list[Box]]

    def filled(self, page: int) -> float:
        """How much of a page's depth is used, from 0 to 1."""
        height = self.sizes[page][1]
        lowest = [glyph.bottom for glyph in self.glyphs[page]] + [box.bottom for box in self.boxes[page]]
        lowest = [bottom for bottom in lowest if bottom <= height - _EDGES[1]]
        return (max(lowest, default=sheet.TOP) - sheet.TOP) / (height - sheet.TOP - sheet.BOTTOM)


def read(name: str, data: bytes, pdf: Path) -> Printed:
    """Read a handout and what LibreOffice printed of it."""
    pages = glyphs.read(pdf.read_bytes(), pdf.name)
    bodies = [
        [g for g in page.glyphs if g.text.strip() and g.top > _EDGES[0] and g.bottom < page.height - _EDGES[1]]
        for page in pages
    ]
    paragraphs, lost = _find(list(_paragraphs(data)), bodies)
    return Printed(name, paragraphs, lost, [(p.width, p.height) for p in pages], bodies, _boxes(pdf))


def _paragraphs(data: bytes) -> Iterator[Placed]:
    """Yield the paragraphs of a file that have words."""
    body = docx.Document(io.BytesIO(data)).element.body
    counts = [
        int(cols.get(f"{W}num", "1")) if (cols := properties.find(f"{W}cols")) is not None else 1
        for properties in body.iter(f"{W}sectPr")
    ]
    section = column = 0
    for paragraph in body.iter(f"{W}p"):
        table = next((each.find(f"{W}tblPr/{W}tblStyle") for each in paragraph.iterancestors(f"{W}tbl")), None)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        text = solid("".join(each.text or "" for each in paragraph.iter(f"{W}t")))
        if text:
            yield Placed(
                style.get(f"{W}val") if style is not None else "",
                text,
                section,
                column,
                counts[section],
                int(number.get(f"{W}val")) if number is not None and table is None else 0,
                table.get(f"{W}val") if table is not None else "",
            )
        if any(each.get(f"{W}type") == "column" for each in paragraph.iter(f"{W}br")):
            column += 1
        if paragraph.find(f"{W}pPr/{W}sectPr") is not None:
            section, column = section + 1, 0


def solid(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-\u200f\u2060]+", "", text)


def _find(paragraphs: Sequence[Placed], bodies: Sequence[Sequence[Glyph]]) -> tuple[list[Placed], list[str]]:
    """Give each paragraph its lines. Returns those that were found, and the words of the others."""
    drawn = [
        (page, glyph, letter) for page, body in enumerate(bodies) for glyph in body for letter in solid(glyph.text)
    ]
    words, at = "".join(letter for _, _, letter in drawn), 0
    found, lost = [], []
    for paragraph in paragraphs:
        place = words.find(paragraph.text, at)
        if place < 0:
            lost.append(paragraph.text)
            continue
        at = place + len(paragraph.text)
        for page, glyph, _ in drawn[place:at]:
            line = paragraph.lines[-1] if paragraph.lines else None
            if line is None or _is_new(line, page, glyph):
                paragraph.lines.append(Line(page, glyph.left, glyph.top, glyph.right, glyph.bottom))
            else:
                line.left, line.right = min(line.left, glyph.left), max(line.right, glyph.right)
                line.top, line.bottom = min(line.top, glyph.top), max(line.bottom, glyph.bottom)
        found.append(paragraph)
    return found, lost


def _is_new(line: Line, page: int, glyph: Glyph) -> bool:
    """Say whether a letter begins another line: below this one, at the left of it, or in the next column."""
    lower = glyph.top > line.bottom - 3 and glyph.left < line.right - 3
    return page != line.page or lower or glyph.top > line.bottom or glyph.bottom < line.top - 20


def _boxes(pdf: Path) -> list[list[Box]]:
    document = pdfium.PdfDocument(pdf)
    found = []
    for page in document:
        height, boxes = page.get_height(), []
        for each in page.get_objects(max_depth=2):
            if each.type != raw.FPDF_PAGEOBJ_TEXT:
                left, bottom, right, top = each.get_bounds()
                across, down = _pen(each.raw, right - left, top - bottom)
                boxes.append(Box(each.type, left + across, height - top + down, right - across, height - bottom - down))
        found.append(boxes)
    document.close()
    return found


def _pen(path: raw.FPDF_PAGEOBJECT, width: float, height: float) -> tuple[float, float]:
    """Return by how much PDFium takes the box of a line for too wide and too high: by its pen at every end."""
    fill, stroke, pen = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    if not raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)) or not stroke.value:
        return 0.0, 0.0
    raw.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(pen))
    return (pen.value, pen.value / 2) if width > height else (pen.value / 2, pen.value)
