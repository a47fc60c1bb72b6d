"""How problems are printed on the terminal, how a file's words are made safe there, and what our own name is here."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from unicodedata import category

import click

from guidepress import machine
from guidepress.errors import Problem
from guidepress.escaping import file_name, printable, printable_lines


def tell(problems: Iterable[Problem]) -> None:
    """Print problems, with a blank line between them.

    Advice that follows advice with the same hint, and without a line of its file, stands together over that hint.
    """
    told = map(_as_told_here, problems)
    groups = groupby(told, lambda problem: problem.hint if problem.advice and not problem.source else problem)
    for number, (_, group) in enumerate(groups):
        if number:
            say(err=True)
        *others, last = group
        for problem in (*(replace(other, hint="") for other in others), last):
            first_line, _, other_lines = str(problem).partition("\n")
            say(click.style(first_line, fg="yellow" if problem.advice else "red", bold=True), err=True)
            if other_lines:
                say(other_lines, err=True)


def _as_told_here(problem: Problem) -> Problem:
    """Return a problem with the hint that holds here: what installs what it lacks, our commands as typed."""
    hint = problem.hint
    if problem.needs:
        remedy = machine.remedy([machine.NEEDS[problem.needs]], machine.rights())
        hint = f"{remedy}, or {hint}" if hint else remedy
    span = replace(problem.span, file=printable(problem.span.file))
    return replace(problem, span=span, message=printable(as_typed(problem.message)), hint=printable(as_typed(hint)))


def say(words: str = "", err: bool = False, nl: bool = True) -> None:
    """Print words as text only: what would steer the terminal is written as an escape, line ends are line ends.

    Words that come from a file go through `printable` first, so that they look like no line of ours.
    """
    click.echo(printable_lines(words), err=err, nl=nl)


def from_here(path: Path) -> str:
    """Return a path as a person here would write it, from the working folder, and as text only."""
    return file_name(os.path.relpath(path))


def as_typed(sentence: str) -> str:
    """Return a sentence in which our commands are written as they must be typed here.

    They stand in it as “guidepress check”, or behind a colon and a blank: guidepress check.
    """
    return re.sub(r"(?:(?<=“)|(?<=: ))guidepress(?= [a-z])", lambda _: name(), sentence)


@cache
def name(folder: Path | None = None) -> str:
    """Return what must be typed to start this program: its name where that finds it, else where it lies.

    A place inside `folder`, the working folder where none is given, is written from there: `.venv/bin/guidepress`.
    """
    program = Path(sys.argv[0])
    if program.stem != "guidepress":  # started as `python -m guidepress`
        program = Path(sys.executable).with_name(f"guidepress{Path(sys.executable).suffix}")
    found = shutil.which("guidepress")
    if found and program.exists() and os.path.samefile(found, program):
        return "guidepress"
    here = (folder or Path.cwd()).resolve()
    if not program.exists():
        return f"{shlex.quote(_from(here, Path(sys.executable)))} -m guidepress"
    return shlex.quote(_from(here, program).removesuffix(".exe"))


def _from(here: Path, program: Path) -> str:
    """Write where a program lies, links not followed, from a folder that it lies in."""
    place = program.parent.resolve() / program.name
    return str(place.relative_to(here) if place.is_relative_to(here) else place)


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
