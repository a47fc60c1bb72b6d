"""The commands new, which writes a new project, and list, which shows what is in one."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

import click

from guidepress import papers, project
from guidepress.brochure import formats
from guidepress.commands import values
from guidepress.commands.telling import as_typed, name, say
from guidepress.compose.themes import theme
from guidepress.content import reading
from guidepress.content.model import inline
from guidepress.content.model.publisher import School
from guidepress.escaping import printable
from guidepress.options import Choice
from guidepress.schools import enrol, school_library
from guidepress.units import MM


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--school", "school_name", default="Your School", show_default=True, help="The name of its school.")
@click.option("--samples", is_flag=True, help="Take all guides and schools that come with Guidepress.")
def new_command(folder: Path, school_name: str, samples: bool) -> None:
    """Write a new project into FOLDER: one guide, one school, and a page that says what to do next.

    FOLDER is made. One that holds anything already is left as it is.
    """
    from guidepress import new_project

    school_id = enrol.suggested_id(school_name)
    if not school_id:
        raise click.UsageError(f"“{school_name}” has no letter from A to Z, of which its folder could be named.")
    made = new_project.write(folder, enrol.Written(school_id, school_name), samples, date.today())
    guides, schools = values.GuideName().names(made), list(made.schools())
    say(f"{folder} is a project now: {', '.join(guides)}; for {', '.join(schools)}.")
    say("\nWhat to do next:")
    if made.root != Path.cwd().resolve():
        say(f"  cd {shlex.quote(str(folder))}")
    command = name(made.root)
    for arguments, purpose in (
        ("build", "makes its brochures and handouts"),
        (f"build --school {schools[0]}", "makes those of the school"),
        ("check", "says whether all is well after you have changed something"),
    ):
        say(f"  {command} {arguments:<{len('build --school ') + len(schools[0])}}  {purpose}")
    say("README.md there leads on.")


@click.command("list")
def list_command() -> None:
    """Show the guides, schools, themes, formats and papers that you can name."""
    current_project = project.find(Path.cwd())
    guides = dict.fromkeys(values.GuideName().names(current_project), "")
    schools = dict.fromkeys(current_project.schools(), "")
    # What cannot be read is listed by the name of its file.
    library, problems = reading.survey(current_project, date.today())
    found, school_problems = school_library.every(current_project, library, date.today())
    guides |= {slug: f"{inline.plain(guide.title)}, {guide.edition}" for slug, guide in library.guides.items()}
    for its_library in found:
        publisher = its_library.publisher
        if isinstance(publisher, School):
            schools[publisher.slug] = inline.plain(publisher.name)
    for title, rows in (
        ("Guides", guides),
        ("Schools, for --school", schools),
        ("Themes, for --theme", {each: USUAL * (each == Choice.theme) for each in theme.names(current_project)}),
        ("Formats, for --format", {each.name: each.about for each in formats.FORMATS.values()}),
        ("Papers, for --paper", {each.name: _size(each) for each in papers.PAPERS.values()}),
    ):
        say(f"{title}:")
        width = max(map(len, rows), default=0)
        for each, about in rows.items():
            usual = f"; {USUAL}" if each in (Choice.format, Choice.paper) else ""
            say(f"  {printable(each):<{width}}  {printable(about)}{usual}".rstrip())
        if not rows:
            say("  none yet")
        say()
    if problems or school_problems:
        say(as_typed("Something in the content is wrong: “guidepress check” says what."), err=True)


USUAL = "the usual one"


def _size(paper: papers.Paper) -> str:
    width, height = paper.height, paper.width  # in the table a sheet lies
    return f"{width / 72:.3g} × {height / 72:.3g} in, {width / MM:.0f} × {height / MM:.0f} mm"
