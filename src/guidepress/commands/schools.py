"""The command school add, and the options --school and --all-schools of other commands."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from guidepress import project
from guidepress.commands import values
from guidepress.commands.telling import as_typed
from guidepress.content.library import Library
from guidepress.content.model.fields import SLUG
from guidepress.project import Project
from guidepress.schools import enrol, school_library
from guidepress.schools.enrol import Written


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options --all-schools and --school to a command."""
    for option in (
        click.option("--all-schools", is_flag=True, help="Build for every school in content/schools."),
        click.option(
            "--school",
            type=values.SchoolId(),
            multiple=True,
            metavar="ID",
            help="Build for this school; may be repeated.",
        ),
    ):
        command = option(command)
    return command


def chosen(
    current_project: Project, library: Library, names: tuple[str, ...], every: bool, today: date
) -> dict[str, Library]:  # fmt: skip
    """Return the libraries to build for, by the school's id; without schools, the one of no school under "".

    Raises ContentError for a school that does not exist, and where something is wrong with a school's file.
    """
    if every and not current_project.schools():
        raise click.UsageError(as_typed("There is no school yet: “guidepress school add” makes the file of one."))
    school_ids = list(current_project.schools()) if every else list(dict.fromkeys(names))
    return school_library.several(current_project, library, school_ids, today) if school_ids else {"": library}


class _Pattern(click.ParamType[str]):
    """An option's value that must match a pattern."""

    def __init__(self, name: str, pattern: str, hint: str) -> None:
        self.name, self.pattern, self.hint = name, pattern, hint

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> str:
        if not re.fullmatch(self.pattern, str(value).strip()):
            self.fail(f"“{value}” is not written as it must be; {self.hint}", param, context)
        return str(value).strip()


COLOUR = _Pattern("colour", "#[0-9A-Fa-f]{6}", "write it as “#0062B1”")
ID = _Pattern("id", SLUG, "it holds small letters, digits and single hyphens")


@click.command("add")
@click.option("--id", "school_id", type=ID, help="The short name, also that of the folder: lincoln-high.")
@click.option("--name", help="The school's name.")
@click.option("--contact", multiple=True, help="A line under the name. May be repeated.")
@click.option("--hours", multiple=True, help="When the office is open. May be repeated.")
@click.option("--logo", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A PNG or JPEG picture.")
@click.option("--primary", type=COLOUR, metavar="#RRGGBB", help="The school's colour.")
@click.option("--secondary", type=COLOUR, metavar="#RRGGBB", help="A second colour.")
def add(
    school_id: str | None,
    name: str | None,
    contact: tuple[str, ...],
    hours: tuple[str, ...],
    logo: Path | None,
    primary: str | None,
    secondary: str | None,
) -> None:
    """Write the file of a new school. What no option says is asked for."""
    current_project = project.find(Path.cwd())
    if not name:
        name = _ask("The school's name", "--name")
        contact = contact or _ask_lines("A line of its contact: a person, a room, a telephone number")
        hours = hours or _ask_lines("When its office is open")
        logo = logo or _ask_optional("A file with its logo", click.Path(exists=True, dir_okay=False, path_type=Path))
        primary = primary or _ask_optional("Its colour, as #RRGGBB", COLOUR)
    school_id = school_id or _ask("A short name for its folder", "--id", enrol.slug_of(name), ID)
    new_school = Written(school_id, name, contact, hours, logo, primary, secondary)
    path = enrol.write(current_project, new_school, datetime.now().isoformat(" ", "minutes"))
    click.echo(
        f"{current_project.name(path)} is written. Programs nearby, notes and changes to a guide go into it, too."
    )
    click.echo(as_typed(f"To build for this school: guidepress build --school {school_id}"))


def _ask(what: str, option: str, suggested: str | None = None, kind: Any = None) -> str:
    """Ask for a value that is needed. Raises UsageError where no terminal is there to answer at."""
    if not _at_terminal():
        hint = f": add “{option} …”, for example “{option} {suggested}”" if suggested else f": add “{option} …”"
        raise click.UsageError(f"{what} is missing{hint}.")
    return str(click.prompt(what, default=suggested, type=kind)).strip()


def _ask_optional(what: str, kind: Any) -> Any:
    answer = click.prompt(f"{what} (Enter for none)", default="", show_default=False, value_proc=lambda text: text)
    return kind.convert(answer, None, None) if answer else None


def _ask_lines(what: str) -> tuple[str, ...]:
    """Ask for lines until one is empty."""
    lines: list[str] = []
    while answer := click.prompt(f"{what} (Enter for no more)", default="", show_default=False).strip():
        lines.append(answer)
    return tuple(lines)


def _at_terminal() -> bool:
    return sys.stdin.isatty()
