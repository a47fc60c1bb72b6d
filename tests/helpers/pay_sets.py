"""Pay that is hard to draw: amounts and their words, and the type of each theme to set them in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from guidepress import project
from guidepress.compose.drawings.lettering import Lettering
from guidepress.compose.drawings.pay_scale import Wording
from guidepress.compose.themes import theme as themes
from helpers.checkout import ROOT

COLOURS = {"bar": "#0062B1", "mark": "#15191D", "tick": "#7C868F", "fill": "#FFFFFF", "tint": "#EEF0F2"}

HARD: dict[str, tuple[int, int, int, int | None]] = {
    "sonographer": (67_820, 96_590, 129_370, 50_980),
    "nothing beside it": (67_820, 96_590, 129_370, None),
    "the lowest is the median": (50_000, 50_000, 90_000, 50_980),
    "the highest is the median": (30_000, 88_000, 88_000, 50_980),
    "all alike": (50_000, 50_000, 50_000, 50_000),
    "close together": (88_000, 95_200, 118_900, 50_980),
    "closer still": (30_900, 34_100, 39_800, 50_980),
    "a wide range": (62_100, 171_200, 239_200, 50_980),
    "all jobs above": (27_300, 36_010, 51_900, 139_000),
    "all jobs at the median": (40_000, 60_000, 80_000, 60_000),
    "at the end of the scale": (40_000, 60_000, 80_000, 40_000),
    "a few dollars": (900, 1_200, 2_100, 1_500),
    "millions": (120_000, 1_450_000, 9_900_000, 50_980),
}
"""By name: the lowest tenth, the median, the highest tenth, and what all jobs pay or None, in dollars a year."""

LOW, MEDIAN, HALF, HIGH = (
    "1 in 10 earns less", "Median: half earn more, half less", "Half earn more, half less", "1 in 10 earns more",
)  # fmt: skip
ALL_JOBS, STARTERS = "All US jobs", "New graduates usually start lower"


def dollars(value: float) -> str:
    return f"${value:,.0f}"


def amounts(low: float, median: float, high: float, benchmark: float | None) -> dict[str, float]:
    known = {"low": low, "median": median, "high": high}
    return known if benchmark is None else known | {"benchmark": benchmark}


def wording(paid: dict[str, float], upright: bool) -> dict[str, Wording]:
    said = {"low": LOW, "median": HALF if upright else MEDIAN, "high": HIGH}
    words = {name: Wording(dollars(paid[name]), text) for name, text in said.items()}
    if not upright:
        words["starters"] = Wording("", STARTERS)
    if "benchmark" in paid:
        all_jobs = dollars(paid["benchmark"])
        words["benchmark"] = Wording("", f"{ALL_JOBS}: {all_jobs}") if upright else Wording(all_jobs, ALL_JOBS)
    return words


@cache
def lettering(name: str, size: float) -> Lettering:
    theme = themes.read(project.find(Path(ROOT)), name)
    body, heading = theme.faces[0].family, theme.heading
    faces = [themes.metrics(theme, body, 400), themes.metrics(theme, body, 700)]
    display = themes.metrics(theme, heading.family, heading.weight)
    return Lettering(*faces, display, heading.tracking, size, 1.25 * size)
