"""How far the characters of a PDF's fonts move on (ISO 32000-1, 9.2.4, and 9.7.4.3 for composite fonts)."""

from __future__ import annotations

from typing import Any

from pikepdf import Array

HIGHEST = 0xFFFF  # of the codes of a composite font


class Advances:
    """The widths of a font's characters, in thousandths of its size."""

    def __init__(self, font: Any) -> None:
        self._widths: dict[int, float] = {}
        self._default = 500.0
        under: Any = font.get("/DescendantFonts") if font is not None else None
        self._wide = isinstance(under, Array) and len(under) > 0
        if self._wide:
            self._read_wide(under[0])
        elif font is not None and isinstance(font.get("/Widths"), Array):
            first = int(font.get("/FirstChar", 0))
            scale = 1000 * float(font.get("/FontMatrix", [0.001])[0]) if str(font.get("/Subtype")) == "/Type3" else 1
            self._widths = {first + place: float(each) * scale for place, each in enumerate(font.get("/Widths"))}

    def _read_wide(self, font: Any) -> None:
        self._default = float(font.get("/DW", 1000))
        listed = list(font.get("/W", []))
        while len(listed) > 1:
            start, second = int(listed[0]), listed[1]
            if isinstance(second, Array):
                self._widths |= {start + place: float(each) for place, each in enumerate(second)}
                listed = listed[2:]
            else:
                self._widths |= dict.fromkeys(range(start, min(int(second), HIGHEST) + 1), float(listed[2]))
                listed = listed[3:]

    def of(self, text: bytes, size: float, spacing: float, word: float, stretch: float) -> float:
        """Return how far a string moves on in text space, in a size and with spacing (ISO 32000-1, 9.4.4)."""
        step = 2 if self._wide else 1
        codes = [int.from_bytes(text[place : place + step], "big") for place in range(0, len(text), step)]
        glyphs = sum(self._widths.get(code, self._default) for code in codes) / 1000 * size
        words = 0 if self._wide else codes.count(32) * word
        return (glyphs + len(codes) * spacing + words) * stretch
