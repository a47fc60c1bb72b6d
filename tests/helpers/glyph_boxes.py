"""Every glyph that a page shows, its box read with PDFium alone, and which of them lie over one another."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MM = 72 / 25.4


@dataclass(frozen=True)
class Mark:
    char: str
    left: float
    top: float
    right: float
    bottom: float


def marks(page: pdfium.PdfPage) -> list[Mark]:
    """Every glyph that a page shows, its box from the top left corner, read straight from PDFium."""
    import ctypes

    height, found = page.get_height(), []
    shown = page.get_textpage()
    edges = [ctypes.c_double() for _ in range(4)]
    for index in range(raw.FPDFText_CountChars(shown.raw)):
        char = chr(raw.FPDFText_GetUnicode(shown.raw, index))
        if raw.FPDFText_IsGenerated(shown.raw, index) == 1 or char.isspace():
            continue
        raw.FPDFText_GetCharBox(shown.raw, index, *(ctypes.byref(edge) for edge in edges))
        left, right, bottom, top = (edge.value for edge in edges)
        found.append(Mark("-" if ord(char) == 2 else char, left, height - top, right, height - bottom))
    shown.close()
    return found


def overlaps(page: list[Mark]) -> list[tuple[Mark, Mark]]:
    """Glyphs that are printed over one another: more than half of the smaller box."""
    found = []
    ordered = sorted((mark for mark in page if mark.right > mark.left), key=lambda mark: mark.top)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.top >= one.bottom:
                break
            if (one.left, one.right) == (other.left, other.right):
                continue  # a ligature: one glyph, two letters
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            area = min((each.right - each.left) * (each.bottom - each.top) for each in (one, other))
            if across > 0 and down > 0 and area > 0 and across * down > 0.5 * area:
                found.append((one, other))
    return found
