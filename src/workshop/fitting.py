"""Measures what fitting costs: how many layouts it makes, and its time beside that of one layout of the same HTML.

WeasyPrint itself is wrapped, so every layout is counted, whoever asks for it, and none is estimated.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest import mock

import click
from weasyprint import HTML

from guidepress import building
from guidepress.brochure import brochure, fit, typeset
from guidepress.brochure.brochure import Brochure
from guidepress.compose import prepared
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes import theme
from guidepress.content.library import Library
from guidepress.options import Choice
from guidepress.project import Project

PARTS = ("placing", "trials", "final")
"""What layouts are made for: to measure sections before they are placed, to try settings, and what is then written."""


@dataclass(frozen=True)
class Fitting:
    """What one guide's brochure costs in one format: its layouts by part; the seconds of all of them, and of one."""

    name: str
    layouts: Mapping[str, int]
    whole: list[float] = field(default_factory=list)
    single: list[float] = field(default_factory=list)


def clock(work: Callable[[], object]) -> float:
    """Return how many seconds a piece of work took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Count the layouts that WeasyPrint makes, by part: what is neither for placing nor a trial is final."""
    counts: Counter[str] = Counter()
    asking = ["final"]

    def counting_as(part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*positional: Any, **keywords: Any) -> Any:
            asking.append(part)
            try:
                return work(*positional, **keywords)
            finally:
                asking.pop()

        return run

    render = HTML.render

    def counted(*positional: Any, **keywords: Any) -> Any:
        counts[asking[-1]] += 1
        return render(*positional, **keywords)

    with (
        mock.patch.object(HTML, "render", counted),
        mock.patch.object(brochure, "column", counting_as("placing", brochure.column)),
        mock.patch.object(fit, "search", counting_as("trials", fit.search)),
    ):
        yield counts


def fit_brochure(ready: Prepared, choice: Choice) -> Brochure:
    """Fit a guide's brochure by the best of its placings and lay that out, as a build does."""
    fitted = brochure.fitted(ready, choice.format, choice.paper)[1]
    _ = fitted.laid  # it is laid out when it is asked for
    return fitted


def measure(project: Project, library: Library, formats: Sequence[str], runs: int) -> list[Fitting]:
    """Count and time the fitting of every guide in some formats. Both times are taken in turn, in every run."""
    measurements: list[tuple[Fitting, Callable[[], object], Callable[[], object]]] = []
    for name in formats:
        choice = Choice(format=name)
        for guide in building.select(library, []):
            ready = prepared.prepare(project, library, guide, choice.theme)
            whole = partial(fit_brochure, ready, choice)
            with counting() as counts:  # it is not timed, and the runs that are come after it: they are warm
                fitted = whole()
            single = partial(typeset.typeset, fitted.html, [theme.font_folder(), project.templates])
            measurements.append((Fitting(f"{name}: {guide.slug}", dict(counts)), whole, single))
    for number in range(1, runs + 1):
        click.echo(f"Fitting, run {number} of {runs} …", err=True)
        for fitting, fit_guide, lay_out in measurements:
            fitting.whole.append(clock(fit_guide))
            fitting.single.append(clock(lay_out))
    return [fitting for fitting, _, _ in measurements]


def tabulate(fittings: Sequence[Fitting]) -> str:
    """Return the table: for each guide its layouts, the medians of both times, and the one divided by the other."""
    heads = [*(f"{part:>9}" for part in (*PARTS, "all")), f"{'fitted':>10}{'laid out':>10}{'÷':>6}"]
    lines = [f"{'layouts, and seconds':46}" + "".join(heads)]
    for fitting in fittings:
        counts = [fitting.layouts.get(part, 0) for part in PARTS]
        whole, single = statistics.median(fitting.whole), statistics.median(fitting.single)
        line = f"{fitting.name:46}" + "".join(f"{count:9}" for count in (*counts, sum(fitting.layouts.values())))
        lines.append(f"{line}{whole:10.4f}{single:10.4f}{whole / single:6.1f}")
    return "\n".join(lines)


def tell(project: Project, library: Library, formats: Sequence[str], runs: int) -> None:
    """Count and time fitting, and print the table."""
    table = tabulate(measure(project, library, formats, runs))
    click.echo(f"Fitting, with the theme {Choice.theme} on {Choice.paper}. Runs of each row: {runs}.")
    click.echo("placing: sections measured to share them out. trials: settings tried, for all ways to place them.")
    click.echo(
        "fitted: all these layouts and the drawings, in a warm process. laid out: the HTML it ends with, once more."
    )
    click.echo("\n" + table + "\n")
