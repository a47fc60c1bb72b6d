"""How wide the characters of a PDF's fonts are (ISO 32000-1, 9.2.4, and 9.7.4.3 for composite fonts)."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pikepdf import Array

from guidepress.press.pdf_limits import MOST_WIDTHS, TooMuchError

HIGHEST = 0xFFFF  # of the codes of a composite font


class Advances:
    """The widths of a font's characters, in thousandths of its size."""

    def __init__(self, font: Any) -> None:
        self._widths: dict[int, float] = {}
        self._default = 500.0
        descendants: Any = font.get("/DescendantFonts") if font is not None else None
        self._wide = isinstance(descendants, Array) and len(descendants) > 0
        if self._wide:
            self._read_wide(descendants[0])
        elif font is not None and isinstance(font.get("/Widths"), Array):
            first = int(font.get("/FirstChar", 0))
            scale = 1000 * float(font.get("/FontMatrix", [0.001])[0]) if str(font.get("/Subtype")) == "/Type3" else 1
            widths = islice(font.get("/Widths"), HIGHEST + 1)
            self._widths = {first + index: float(width) * scale for index, width in enumerate(widths)}

    def __len__(self) -> int:
        """Return the number of characters whose width the font says."""
        return len(self._widths)

    def _read_wide(self, font: Any) -> None:
        self._default = float(font.get("/DW", 1000))
        entries, count = iter(font.get("/W", [])), 0
        for entry in entries:
            start, second = int(entry), next(entries, None)
            if second is None:
                break
            if isinstance(second, Array):
                self._widths |= {start + index: float(width) for index, width in enumerate(second)}
                count += len(second)
            else:
                codes = range(max(start, 0), min(int(second), HIGHEST) + 1)
                self._widths |= dict.fromkeys(codes, float(next(entries)))
                count += len(codes)
            if count > MOST_WIDTHS:
                raise TooMuchError(f"A font in it says more than {MOST_WIDTHS:,} widths of characters.")

    def of(self, text: bytes, size: float, spacing: float, word: float, stretch: float) -> float:
        """Return how wide a string is in text space, in a type size and with spacing (ISO 32000-1, 9.4.4)."""
        code_length = 2 if self._wide else 1
        codes = [int.from_bytes(text[start : start + code_length], "big") for start in range(0, len(text), code_length)]
        glyph_widths = sum(self._widths.get(code, self._default) for code in codes) / 1000 * size
        word_spaces = 0 if self._wide else codes.count(32) * word
        return (glyph_widths + len(codes) * spacing + word_spaces) * stretch
