"""How problems are printed on the terminal, and how words of a file are made safe to be printed there."""

from __future__ import annotations

from typing import Any
from unicodedata import category

import click


def tell(problems: Any) -> None:
    """Print problems, with a blank line between them."""
    for number, problem in enumerate(problems):
        first_line, _, other_lines = str(problem).partition("\n")
        colour = "yellow" if problem.advice else "red"
        click.echo(("\n" if number else "") + click.style(first_line, fg=colour, bold=True), err=True)
        if other_lines:
            click.echo(other_lines, err=True)


def printable(line: str) -> str:
    """Return a line as a terminal can show it: a file's words must not steer it, or look like lines of ours."""
    return "".join(
        char if category(char) not in ("Cc", "Cs") else " " if char == "\n" else repr(char)[1:-1] for char in line
    )
