"""Measures a font file: how wide letters are, where their line begins and ends, how far their ink reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

USE_TYPO_METRICS = 1 << 7  # OpenType, OS/2, fsSelection


@dataclass(frozen=True)
class Metrics:
    """A font, measured in sizes: the advances of its letters, how far a line reaches above and below its baseline.

    `inks` says of each letter how far its ink reaches above the baseline and below it.
    """

    advances: Mapping[int, float]
    ascent: float
    descent: float
    inks: Mapping[int, tuple[float, float]]

    def width(self, text: str) -> float:
        """Return how wide a text is; kerning makes it a little less. A letter that the font lacks counts as half."""
        return sum(self.advances.get(ord(char), 0.5) for char in text)

    def ink(self, text: str) -> tuple[float, float]:
        """Return how far the ink of a text reaches above its baseline and below it."""
        inks = [self.inks.get(ord(char), (self.ascent, self.descent)) for char in text if not char.isspace()]
        return max((above for above, _ in inks), default=0.0), max((below for _, below in inks), default=0.0)


@cache
def read(file: Path) -> Metrics:
    """Measure a font file. Lines reach as far as Pango has them reach. Raises OSError and TTLibError of fontTools."""
    from fontTools.pens.boundsPen import BoundsPen  # a theme's tokens are read where no engine is installed, too
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        units, characters, widths = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
        glyphs = font.getGlyphSet()
        inks = {}
        for code in _MEASURED & characters.keys():
            pen = BoundsPen(glyphs)
            glyphs[characters[code]].draw(pen)
            if pen.bounds:
                inks[code] = pen.bounds[3] / units, -pen.bounds[1] / units
        ascent, descent = _line(font)
        advances = {code: widths[name][0] / units for code, name in characters.items()}
        return Metrics(advances, ascent / units, descent / units, inks)


_MEASURED = frozenset([*range(0x21, 0x180), *map(ord, "–—‘’“”…−€")])
"""The letters whose ink is measured: those of European languages. That of all others is taken to fill the line."""


def _line(font: Any) -> tuple[float, float]:
    """Return how far a line of type reaches above and below its baseline, in the font's units, as HarfBuzz has it."""
    across, system = font["hhea"], font["OS/2"]
    if system.fsSelection & USE_TYPO_METRICS or not (across.ascent or across.descent):
        return system.sTypoAscender, -system.sTypoDescender
    return across.ascent, -across.descent
