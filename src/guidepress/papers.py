"""The table of papers: to add a paper is to add a row. Brochures, handouts and test sheets all take it from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guidepress.units import MM


@dataclass(frozen=True)
class Paper:
    """A landscape sheet, and how much narrower a panel is that is folded in between two others, in points."""

    name: str
    width: float
    height: float
    fold_in: float

    @property
    def upright(self) -> tuple[float, float]:
        """Width and height of the sheet held upright, in points, to the twentieths of a point that Word counts in."""
        return round(self.height * 20) / 20, round(self.width * 20) / 20


PAPERS: Mapping[str, Paper] = {
    "letter": Paper("letter", 792, 612, fold_in=72 / 16),  # ANSI/ASME Y14.1, size A
    "a4": Paper("a4", 841.89, 595.28, fold_in=1.5 * MM),  # ISO 216: 297 mm × 210 mm
}
