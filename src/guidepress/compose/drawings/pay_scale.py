"""The scale on which a pay range is drawn, and what is said of each of its values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from guidepress.compose.drawings.charts import Scale

COARSE = 20_000  # dollars: the scale begins and ends at a whole multiple of it, or of the distance of its figures
_STEPS = (10_000, 20_000, 40_000, 100_000, 200_000, 400_000)  # dollars; then ten, a hundred … times as much
_LONGEST = (6, 7)  # distances: a scale in the finest step has at most 6, in others 7


@dataclass(frozen=True)
class Wording:
    """What is said of a value: its figure as it is printed, and words; without a figure the words hold it."""

    figure: str
    words: str


@dataclass(frozen=True)
class PayScale:
    """A scale of dollars: where it begins and ends, with a figure at each `step`, and the distance of small ticks."""

    axis: Scale
    step: float

    @property
    def figures(self) -> list[float]:
        """The values at which a figure stands."""
        first, last = ceil(self.axis.least / self.step), floor(self.axis.most / self.step)
        return [number * self.step for number in range(first, last + 1)]


def pay_scale(values: Iterable[float]) -> PayScale:
    """Return the shortest scale of whole steps that holds all values, in dollars, with at most eight figures or so."""
    all_values = list(values)
    least, most = floor(min(all_values) / COARSE) * COARSE, ceil(max(all_values) / COARSE) * COARSE
    if most == least:
        most += COARSE
    step = next(step for step in _steps() if most - least <= step * _LONGEST[step > _STEPS[0]])
    if step > COARSE:
        least, most = floor(least / step) * step, ceil(most / step) * step
    return PayScale(Scale(least, most, step / 4), step)


def _steps() -> Iterable[int]:
    factor = 1
    while True:
        yield from (step * factor for step in _STEPS)
        factor *= 100
