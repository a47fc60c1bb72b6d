"""The command school add, and the options --school and --all-schools of other commands."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from guidepress import project
from guidepress.commands import values
from guidepress.commands.telling import as_typed, say, tell, understood
from guidepress.content import reading
from guidepress.content.model import colour_words
from guidepress.content.model.fields import SLUG, free_slug, slug_of
from guidepress.content.model.publisher import School
from guidepress.content.source import Tree
from guidepress.errors import ContentError, Problem, count_of, raise_if
from guidepress.project import Project
from guidepress.schools import enrol, school_library
from guidepress.schools.enrol import Written


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options --all-schools and --school to a command."""
    for option in (
        click.option("--all-schools", is_flag=True, help="For every school in content/schools."),
        click.option(
            "--school", type=values.SchoolId(), multiple=True, metavar="ID", help="For this school. May be repeated."
        ),
    ):
        command = option(command)
    return command


def asked(current_project: Project, names: Sequence[str], every: bool) -> list[str]:
    """Return the ids of the schools that are meant, in their order; none where it is not about schools.

    Raises ContentError for a school that does not exist. What is wrong with one is told when it is read.
    """
    if every:
        school_ids = list(current_project.schools())
        if not school_ids:
            raise click.UsageError(as_typed("There is no school yet: “guidepress school add” makes the file of one."))
        return school_ids
    school_ids = list(dict.fromkeys(names))
    problems: list[Problem] = []
    for school_id in school_ids:
        try:
            school_library.find(current_project, school_id)
        except ContentError as error:
            problems += error.problems
    raise_if(problems)
    return school_ids


def counted(school_ids: Sequence[str]) -> str:
    """Say for how many schools something is done; nothing where it is one or none."""
    return f" for {count_of(len(school_ids), 'school')}" if len(school_ids) > 1 else ""


class _Colour(click.ParamType[str]):
    """A color in one of the ways in which people write it, which becomes #RRGGBB and is said back."""

    name = "color"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> str:
        try:
            colour = colour_words.read(str(value))
        except colour_words.ColourError as error:
            self.fail(_sentence(str(error), error.hint), param, context)
        if colour.lower() != str(value).strip().lower():
            say(f"“{value}” is taken as {colour}.")
        return colour


class _Id(click.ParamType[str]):
    """A school's short name, which its folder can have on every system."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> str:
        text = str(value).strip()
        free = free_slug(slug_of(text), "school")
        if text != free:
            is_slug = re.fullmatch(SLUG, text)
            reason = (
                "Windows lets no folder have it" if is_slug else "it holds small letters, digits and single hyphens"
            )
            hint = f"write “{free}”" if free else ""
            self.fail(_sentence(f"“{text}” cannot be a short name: {reason}.", hint), param, context)
        return text


def _sentence(reason: str, hint: str) -> str:
    """Return what is wrong and what would mend it as one line."""
    return f"{reason} {hint[:1].upper()}{hint[1:]}".rstrip() + ("." if hint and hint[-1] not in ".?" else "")


@click.command("add")
@click.option("--id", "school_id", type=_Id(), help="The short name, also that of the folder: lincoln-high.")
@click.option("--name", help="The school's name.")
@click.option("--contact", multiple=True, help="A line under the name. May be repeated.")
@click.option("--hours", multiple=True, help="When the office is open. May be repeated.")
@click.option(
    "--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PNG, JPEG or SVG picture."
)
@click.option("--primary", type=_Colour(), metavar="COLOR", help="Its color: #1D4E89, or a name such as maroon.")
@click.option("--secondary", type=_Colour(), metavar="COLOR", help="A second color.")
@values.theme_option()
def add(
    school_id: str | None,
    name: str | None,
    contact: tuple[str, ...],
    hours: tuple[str, ...],
    logo: Path | None,
    primary: str | None,
    secondary: str | None,
    theme: str,
) -> None:
    """Write the file of a new school. What no option says is asked for."""
    current_project = project.find(Path.cwd())
    new_school = Written(school_id or "", name or "", contact, hours, logo, primary, secondary)
    new_school = _completed(current_project, new_school)
    when, check = datetime.now().isoformat(" ", "minutes"), _build_would_refuse(current_project, theme)
    path = enrol.write(current_project, new_school, when, check)
    say(f"{current_project.name(path)} is written. Programs nearby, notes and changes to a guide go into it, too.")
    tell(enrol.advice(new_school))
    say(as_typed(f"To build for this school: guidepress build --school {new_school.id}"))


def _build_would_refuse(current_project: Project, theme: str) -> enrol.Check:
    """Return a function that finds in a new school's file what no guide could be built with, in a theme."""

    def problems(school: School, tree: Tree, text: str) -> Sequence[Problem]:
        from guidepress.compose.themes import coverage

        try:
            library = reading.read(current_project, date.today())
        except ContentError:
            return ()  # what is wrong with the guides holds up no school; “guidepress check” tells it
        try:
            own_library = school_library.with_new_school(library, school, tree, text)
        except ContentError as error:
            return error.problems
        return [piece for piece in coverage.report(current_project, own_library, theme) if not piece.advice]

    return problems


def _completed(current_project: Project, known: Written) -> Written:
    """Return what is known of a new school with what is missing, asked for at the terminal.

    Each answer is checked at once and asked for again where something is wrong with it: none is thrown away for the
    sake of another. Raises UsageError where no terminal is there to answer at.
    """
    if known.id and known.name:
        return known
    if not _at_terminal():
        suggested = enrol.suggested_id(known.name)
        what, option = ("The school’s name", "--name") if not known.name else ("A short name for its folder", "--id")
        example = f", for example “--id {suggested}”" if suggested else ""
        raise click.UsageError(f"{what} is missing: add “{option} …”{example}.")
    raise_if(enrol.problems(current_project, known))

    form = _Form(current_project, known)
    if not known.name:
        form.ask("The school’s name", "name", needed=True)
        if not known.contact:
            what = "A line of its contact: a person, a room, a telephone number (Enter for no more)"
            while form.ask(what, "contact"):
                pass
        if not known.hours:
            while form.ask("When its office is open (Enter for no more)", "hours"):
                pass
        if not known.logo:
            form.ask("A file with its logo, PNG, JPEG or SVG (Enter for none)", "logo", _path)
        if not known.primary:
            what = "Its color: #1D4E89, or a name such as maroon (Enter for none)"
            form.ask(what, "primary", lambda answer: _Colour().convert(answer, None, None))
    if not known.id:
        suggested = enrol.suggested_id(form.known.name)
        what = "A short name for its folder"
        form.ask(what, "id", lambda answer: _Id().convert(answer, None, None), suggested, needed=True)
    return form.known


@dataclass
class _Form:
    """What is known of a new school, to which answers are added."""

    project: Project
    known: Written

    def ask(
        self,
        what: str,
        field: str,
        read: Callable[[str], Any] = str,
        suggested: str = "",
        *,
        needed: bool = False,
    ) -> bool:
        """Ask for a field, or for a line more of it, until the answer is right. Returns whether there was an answer."""

        def check(typed: str) -> Written | None:
            answer = understood(typed.strip())
            if not answer and needed:
                raise click.UsageError("This is needed.")
            if not answer:
                return None
            value, before = read(answer), getattr(self.known, field)
            new: Any = (*before, value) if isinstance(before, tuple) else value
            tried = replace(self.known, **{field: new})
            told = enrol.problems(self.project, tried)
            if told:
                raise click.UsageError(" ".join(_sentence(problem.message, problem.hint) for problem in told))
            return tried

        default = suggested or (None if needed else "")
        answered = click.prompt(what, default=default, show_default=bool(suggested), value_proc=check)
        self.known = answered or self.known
        return answered is not None


def _path(typed: str) -> Path:
    """Return a path as it is typed, or dropped onto the terminal, which puts quotation marks round it."""
    return Path(typed.strip("'\"")).expanduser()


def _at_terminal() -> bool:
    return sys.stdin.isatty()
