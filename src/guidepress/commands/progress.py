"""How far a build is: on a terminal a bar with the guide in hand, in a log nothing but the lines that are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, Task


def plain() -> bool:
    """Say whether a person or the terminal wants plain lines: NO_COLOR, or a terminal that can do nothing else."""
    dumb = ("dumb", "unknown") if os.name == "nt" else ("", "dumb", "unknown")
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "") in dumb


class Bar:
    """A bar over all that is to be made; without `drawn` it shows nothing."""

    def __init__(self, count: int, drawn: Progress | None = None) -> None:
        self._drawn = drawn
        self._task = drawn.add_task("", total=count) if drawn else None

    def begin(self, what: object) -> None:
        """Show what is in hand."""
        if self._drawn and self._task is not None:
            self._drawn.update(self._task, description=str(what))

    def advance(self) -> None:
        """Count one more as done."""
        if self._drawn and self._task is not None:
            self._drawn.advance(self._task)


@contextmanager
def bar(count: int) -> Iterator[Bar]:
    """Show a bar at the foot of the terminal until the end of the block; what is printed meanwhile goes above it."""
    if plain() or not sys.stderr.isatty():
        yield Bar(count)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.table import Column
    from rich.text import Text

    class InHand(ProgressColumn):
        """The guide in hand, cut where the line is too short; as it is, not as markup."""

        def render(self, task: Task) -> Text:
            return Text(task.description)

    class Rate(ProgressColumn):
        """How many are made in a minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{60 * task.speed:.0f} a minute" if task.speed else "")

    drawn = Progress(
        InHand(Column(ratio=1, no_wrap=True, overflow="ellipsis")),
        BarColumn(20),
        MofNCompleteColumn(),
        Rate(Column(no_wrap=True)),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        expand=True,
        redirect_stdout=sys.stdout.isatty(),
        speed_estimate_period=600,
    )
    with drawn:
        yield Bar(count, drawn)
