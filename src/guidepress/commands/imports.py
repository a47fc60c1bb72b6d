"""The commands import (take over a handout that a school has edited) and publish (keep what is needed for that)."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import category

import click

from guidepress import project
from guidepress.commands import schools
from guidepress.content import reading
from guidepress.errors import ContentError, Problem, Span


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--school", required=True, metavar="ID", help="The school that edited the handout.")
@click.option("--guide", default="", metavar="GUIDE", help="The guide, where the file does not say which.")
@click.option(
    "--changes",
    type=click.Choice(["accept", "reject"]),
    default="accept",
    show_default=True,
    help="What becomes of tracked changes.",
)
@click.option("--apply", "applies", is_flag=True, help="Write what was found. Without it nothing is written.")
@click.option("--yes", is_flag=True, help="Say yes to whatever is asked.")
def import_command(file: Path, school: str, guide: str, changes: Any, applies: bool, yes: bool) -> None:
    """Show what a school has changed in its handout, and take it over with --apply."""
    from guidepress.roundtrip import reception, storage, summary

    current_project = project.find(Path.cwd())
    today = date.today()
    library = reading.read(current_project, today)
    arrival = reception.receive(
        current_project, library, school, _read_file(file), _printable(file.name), today, guide=guide, changes=changes
    )
    school_library, base = arrival.own or library, arrival.base
    click.echo(
        f"{school_library.publisher.name}, “{school_library.guides[base.guide].title}”, made from {base.revision}:"
    )
    for line in summary.told(arrival):
        click.echo(f"  {_printable(line)}")
    for line in _lines_about_review(arrival, changes):
        click.echo(f"  {_printable(line)}")
    storing = storage.prepare(current_project, library, school, arrival, today)
    for line in storing.told:
        click.echo(f"  {_printable(line)}")
    if arrival.is_empty:
        click.echo("Nothing has changed that could be taken over.")
        return
    unwritten = storing.unwritten()
    if not unwritten.files:
        click.echo("All of this is in already. Nothing was written.")
        return
    if not applies:
        if arrival.asks:
            click.echo("Before it is taken over, you will be asked:")
            for question in arrival.asks:
                click.echo(f"  {_printable(question)}")
        click.echo("Nothing was written. Add --apply to take it over.")
        return
    for question in arrival.asks:
        _confirm(_printable(question), yes)
    storage.write(unwritten)
    for path in unwritten.files:
        click.echo(f"  wrote {os.path.relpath(path)}")
    click.echo(f"To build with it: guidepress build {arrival.base.guide} --school {school}")


@click.command("publish")
@click.argument("guides", nargs=-1, metavar="[GUIDE]...")
@schools.options
def publish_command(guides: tuple[str, ...], school: tuple[str, ...], all_schools: bool) -> None:
    """Keep the bases of the handouts that you give out, so that their footer is enough to bring them home."""
    from guidepress import building
    from guidepress.roundtrip import reception, remake

    current_project = project.find(Path.cwd())
    today = date.today()
    library = reading.read(current_project, today)
    slugs = [guide.slug for guide in building.select(library, guides)]
    for school_library in schools.chosen(current_project, library, school, all_schools, today).values():
        for slug in slugs:
            base = remake.of_today(current_project, school_library, slug)
            path = reception.published(current_project, base)
            if path.is_file():
                click.echo(f"{slug} ({base.revision}): kept already")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base.dump())
            click.echo(f"{slug} ({base.revision}): {os.path.relpath(path)}")


LARGEST = 32 * 2**20  # bytes of a file that is read


def _read_file(file: Path) -> bytes:
    """Read a file as far as a handout may be long. Raises ContentError."""
    span = Span(_printable(file.name))
    if file.exists() and not file.is_file():  # a folder, or what could be read without end
        raise ContentError([Problem(span, "This is no file.", "name the Word file that was edited")])
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise ContentError([Problem(span, f"This file cannot be read: {error.strerror}.")]) from None
    if len(data) > LARGEST:
        raise ContentError([Problem(span, "This file is far larger than any handout.")])
    return data


def _lines_about_review(arrival: Any, changes: str) -> Any:
    """Yield what else is to be said of an edited file: tracked changes, comments, what found no place."""
    treatment = "read as accepted" if changes == "accept" else "read as rejected"
    alternative = "“--changes reject” leaves them out" if changes == "accept" else "“--changes accept” takes them in"
    for author, count in arrival.read.tracked.items():
        yield f"tracked      {count} tracked change{'s' if count > 1 else ''} by {author}: {treatment}; {alternative}"
    for comment in arrival.read.comments:
        passages = arrival.read.passages
        about = comment.about or (passages[comment.passage].text if comment.passage < len(passages) else "")
        yield f"comment      {comment.author} on “{about[:80]}”: “{comment.text}”"
    for note in arrival.read.notes:
        yield f"note         {note}"
    for unplaced in arrival.recovered.unplaced:
        yield f"note         “{unplaced.text[:80]}”: {unplaced.reason}"


def _printable(line: str) -> str:
    """Return a line as a terminal can show it: a file's words must not steer it, or look like lines of ours."""
    return "".join(
        char if category(char) not in ("Cc", "Cs") else " " if char == "\n" else repr(char)[1:-1] for char in line
    )


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _confirm(question: str, yes: bool) -> None:
    if yes:
        click.echo(f"{question} Yes.")
    elif not _at_a_terminal():
        sentence = f"{question} There is no one to ask."
        raise ContentError([Problem(Span("import"), sentence, "look at it, and add “--yes”")])
    elif not click.confirm(question):
        click.echo("Nothing was written.")
        sys.exit(1)
