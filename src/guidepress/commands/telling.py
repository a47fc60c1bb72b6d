"""How problems are printed on the terminal, and how words of a file are made safe to be printed there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from unicodedata import category

import click

from guidepress.errors import Problem


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, with a blank line between them.

    Advice that follows advice with the same hint, and without a line of its file, stands together over that hint.
    """
    groups = groupby(problems, lambda problem: problem.hint if problem.advice and not problem.source else problem)
    for number, (_, group) in enumerate(groups):
        if number:
            click.echo(err=True)
        *others, last = group
        for problem in (*(replace(other, hint="") for other in others), last):
            first_line, _, other_lines = str(problem).partition("\n")
            click.echo(click.style(first_line, fg="yellow" if problem.advice else "red", bold=True), err=True)
            if other_lines:
                click.echo(other_lines, err=True)


def printable(line: str) -> str:
    """Return a line as a terminal can show it: a file's words must not steer it, or look like lines of ours."""
    return "".join(
        char if category(char) not in ("Cc", "Cs") else " " if char == "\n" else repr(char)[1:-1] for char in line
    )


def understood(typed: str) -> str:
    """Return what was typed as the words that were meant.

    A terminal that is set to Windows-1252 sends bytes that are no UTF-8, which Python hands on as half characters.
    """
    if not any(category(char) == "Cs" for char in typed):
        return typed
    sent = os.fsencode(typed)
    try:
        return sent.decode("cp1252")
    except UnicodeDecodeError:  # of five bytes Windows-1252 makes nothing
        return sent.decode("latin-1")
