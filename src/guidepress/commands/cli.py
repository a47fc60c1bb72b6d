"""The commands build, check, verify, preflight, calibrate, schema. Exit status: 0 fine, 1 problems, 2 wrong usage."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click

from guidepress import __version__, project
from guidepress.brochure import geometry
from guidepress.commands import completion, doctor, history, imports, merge, projects, schools, values
from guidepress.commands.group import Commands
from guidepress.commands.telling import as_typed, tell
from guidepress.compose.themes import branding
from guidepress.compose.themes.theme import FILES, json_schema
from guidepress.content import reading
from guidepress.errors import ContentError, Problem
from guidepress.schools import school_library

_EPILOG = """Read on: “guidepress COMMAND --help” shows all that a command can do, and README.md in the folder of your
project leads through the work."""


@click.group(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guidepress")
def main() -> None:
    """Make a folded brochure and a Word handout from one guide."""
    history.settle()


class _Millimetres(click.ParamType[float]):
    """An option's value in millimetres, written `3mm` or `3`, up to the largest allowed."""

    name = "millimetres"

    def __init__(self, most: float) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> float:
        try:
            length = float(str(value).strip().removesuffix("mm"))
        except ValueError:
            self.fail(f"“{value}” is no length; write it as 3mm", param, context)
        if not 0 <= length <= self.most:
            self.fail(f"{length:g} mm is not between 0 and {self.most:g} mm", param, context)
        return length


def _choices(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--theme", type=values.ThemeName(), default="clinic", show_default=True, help="The look."),
        click.option(
            "--paper",
            type=values.one_of(sorted(geometry.PAPERS)),
            default="letter",
            show_default=True,
            help="The paper.",
        ),
        click.option(
            "--format",
            type=values.one_of(sorted(geometry.FORMATS)),
            default="trifold",
            show_default=True,
            help="How the brochure is folded.",
        ),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("guides", nargs=-1, type=values.GuideName(), metavar="[GUIDE]...")
@_choices
@schools.options
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Put the files elsewhere.")
@click.option("--duplex", type=values.one_of(["short-edge", "long-edge", "none"]), help="How the printer turns sheets.")
@click.option("--bleed", type=_Millimetres(3.5), default="0mm", help="Let colour reach so far beyond the trim: 3mm.")
@click.option("--crop-marks", is_flag=True, help="Draw crop marks on the print edition.")
@click.option(
    "--fold-marks",
    type=values.one_of(["outside", "both", "none"]),
    default="outside",
    show_default=True,
    help="The faces of the print edition that show where to fold.",
)
@click.option("--press", is_flag=True, help="Make an edition for a print shop, too: PDF/X-4 in CMYK.")
@click.option(
    "--output-intent",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PROFILE.icc",
    help="The print shop's own profile, for --press.",
)
@click.option("--handout-only", is_flag=True, help="Make the handouts alone, which need no Pango.")
@click.option("--explain-fit", is_flag=True, help="Show each layout that was tried, and what each panel had left.")
def build(
    guides: tuple[str, ...],
    theme: str,
    paper: str,
    format: str,  # noqa: A002 - the field's word
    school: tuple[str, ...],
    all_schools: bool,
    output: Path | None,
    duplex: Any,
    bleed: float,
    crop_marks: bool,
    fold_marks: Any,
    press: bool,
    output_intent: Path | None,
    handout_only: bool,
    explain_fit: bool,
) -> None:
    """Build every guide, or those named: brochure to read, brochure to print, handout."""
    from guidepress import artifacts, building, options
    from guidepress.press.separations import find_profile
    from guidepress.roundtrip import outdated

    started = time.perf_counter()
    current_project = project.find(Path.cwd())
    library = reading.read(current_project, date.today())
    libraries = schools.chosen(current_project, library, school, all_schools, date.today())
    chosen_guides = building.select(library, guides)
    click.echo(f"Making {', '.join(guide.slug for guide in chosen_guides)} …", err=True)
    if handout_only and (press or output_intent):
        raise click.UsageError("“--press” makes a brochure, and “--handout-only” makes none.")
    profile = find_profile(output_intent, project.PROFILES) if press or output_intent else b""
    finish = options.Finish(duplex, bleed * geometry.MM, crop_marks, profile, fold_marks, not handout_only)
    results, problems = [], []
    for name, content in libraries.items():
        choice = options.Choice(theme, format, paper, name)
        school_guides = [content.guides[guide.slug] for guide in chosen_guides]
        built, failures = building.make_all(current_project, content, school_guides, choice, finish)
        results.append((choice, built))
        problems += failures
    if problems:
        raise ContentError(dict.fromkeys(problems))
    for choice, built in results:
        content = libraries[choice.school]
        folder = choice.folder(current_project.build)
        if output:
            folder = output.resolve() / (choice.school if len(results) > 1 else "")
        artifacts.write(folder, built, choice, finish)
        tell([*content.collisions, *outdated.advice(current_project, content)])
        tell(branding.moved_colours(current_project, content).get(theme, ()))
        if choice.school:
            click.echo(f"For {content.publisher.name}:")
        for built_guide in built:
            _tell_built(built_guide, folder, explain_fit)
    count = sum(len(branding.advice(current_project, content)) for content in libraries.values())
    if count:
        click.echo(as_typed(f"{count} pieces of advice: run “guidepress check”."))
    click.echo(f"Done in {time.perf_counter() - started:.1f} s.", err=True)


def _tell_built(built: Any, folder: Path, explain_fit: bool) -> None:
    """Print how a guide's brochure was fitted, and where its files are."""
    click.echo(f"{built.guide} ({built.revision}): {fitted_words(built) if built.setting else 'the handout alone'}")
    for title in built.left_out.values():
        click.echo(f"  left out of the brochure for want of room: {title}")
    if explain_fit and built.setting:
        for line in explained(built):
            click.echo(f"  {line}")
    for name, data in built.files.items():
        click.echo(f"  {os.path.relpath(folder / name)}  {len(data) / 1000:,.0f} kB")


def fitted_words(built: Any) -> str:
    """Return in words how a brochure's text was fitted: the type size, and the tightest panel or column."""
    from guidepress.compose import placement

    panel, room = min(
        ((name, room) for name, room in built.rooms.items() if name != "cover"),
        key=lambda panel_and_room: panel_and_room[1].left,
    )
    column_name = str(placement.named(panel)).removeprefix("the panel ")
    return f"text at {built.setting.size:g} pt; tightest: {column_name}, {room.left / geometry.MM:.0f} mm left"


def explained(built: Any) -> Iterator[str]:
    """Yield a line for each layout that was tried (the room left on each panel, in millimetres) and the chosen one."""
    for number, trial in enumerate(built.trials, 1):
        rooms = ", ".join(f"{name} {room.left / geometry.MM:+.0f}" for name, room in trial.rooms.items())
        leading = f", lines {trial.setting.leading:g}"
        dropped = f", without {', '.join(trial.setting.dropped)}" if trial.setting.dropped else ""
        verdict = "fits" if trial.fits else "runs over"
        yield f"trial {number}: {trial.setting.size:g} pt{leading}{dropped}, mm left: {rooms}: {verdict}"
    setting = built.setting
    spaces = ", ".join(f"{name} {gap:g}" for name, gap in setting.gaps.items())
    yield f"chosen: {setting.size:g} pt; pt between blocks: {spaces}"


@main.command("check")
@click.option("--format", type=values.one_of(["text", "json"]), default="text", help="For people, or for machines.")
@click.option("--strict", is_flag=True, help="Advice, too, is a failure.")
def check_command(format: str, strict: bool) -> None:  # noqa: A002
    """Check the content. Nothing is written."""
    from guidepress.roundtrip import outdated

    current_project = project.find(Path.cwd())
    problems: list[Problem] = []
    advice: list[Problem] = []
    try:
        library = reading.read(current_project, date.today())
        school_libraries, problems = school_library.every(current_project, library, date.today())
        advice = [
            piece
            for checked_library in (library, *school_libraries)
            for piece in (
                *branding.advice(current_project, checked_library),
                *outdated.advice(current_project, checked_library),
            )
        ]
    except ContentError as error:
        problems = list(error.problems)
    if format == "json":
        click.echo(json.dumps([_plain(problem) for problem in [*problems, *advice]], indent=2, ensure_ascii=False))
    else:
        tell([*problems, *advice])
        if problems:
            click.echo(f"{len(problems)} problems.")
        else:
            counted = [(len(library.guides), "guide"), (len(school_libraries), "school")]
            counts = ", ".join(f"{count} {word}{'s' if count != 1 else ''}" for count, word in counted if count)
            click.echo(f"{counts}, no problems, {len(advice)} pieces of advice.")
    if problems or (strict and advice):
        sys.exit(1)


def _plain(problem: Problem) -> dict[str, Any]:
    span = problem.span
    kind = "advice" if problem.advice else "problem"
    place = {"file": span.file, "line": span.line, "column": span.column}
    return place | {"kind": kind, "message": problem.message, "hint": problem.hint}


@main.command("verify")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE OR FOLDER]...")
@click.option("--report", "wants_report", is_flag=True, help="Write a page to keep: what was checked, and the results.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Put the report elsewhere.")
def verify_command(files: tuple[Path, ...], wants_report: bool, output: Path | None) -> None:
    """Check outputs that exist: that they hold all of today's content, in its place, tagged, in the right fonts."""
    from guidepress import artifacts
    from guidepress.commands import report
    from guidepress.verify import inspection, verapdf

    if output and not wants_report:
        raise click.UsageError("“-o” says where the report goes; add “--report”.")
    current_project = project.find(Path.cwd())
    library = reading.read(current_project, date.today())
    paths = inspection.named(files) if files else inspection.outputs_in(current_project.build)
    if not paths:
        place = f" in {', '.join(map(str, files))}" if files else ""
        click.echo(as_typed(f"There is no output yet{place}: run “guidepress build”."), err=True)
        sys.exit(1)
    for_school = cache(lambda school: school_library.for_school(current_project, library, school, date.today()))
    inspected_files = inspection.everything(current_project, library, paths, for_school)
    hearing = inspection.Hearing("nothing")
    if wants_report:
        inspected_files, hearing = inspection.hear(inspected_files, verapdf.find(current_project.root / project.JUDGE))
    for inspected in inspected_files:
        result = "passes" if inspected.passed else f"{len(inspected.problems)} problems"
        click.echo(f"{os.path.relpath(inspected.path)}: {result}")
        tell(inspected.problems)
    if hearing.outcome == "silent":
        click.echo(f"The veraPDF engine gave no answer. {hearing.reason}", err=True)
    if wants_report:
        page = report.report(current_project, library.labels["en-US"], inspected_files, hearing, date.today())
        parents = {inspected.path.resolve().parent for inspected in inspected_files}
        folder = output.resolve() if output else parents.pop() if len(parents) == 1 else current_project.build
        artifacts.write_file(folder, report.NAME, page)
        click.echo(f"  {os.path.relpath(folder / report.NAME)}  {len(page) / 1000:,.0f} kB")
    if not all(inspected.passed for inspected in inspected_files):
        sys.exit(1)


@main.command("preflight")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def preflight_command(files: tuple[Path, ...]) -> None:
    """Look at PDFs as a print shop does, ours or made elsewhere: pass or fail for each point, with the reason."""
    from guidepress.verify import preflighting

    failed = False
    for path in files:
        click.echo(f"{os.path.relpath(path)}:")
        for point_result in preflighting.preflight(path.read_bytes(), path.name):
            failed = failed or not point_result.passed
            mark = click.style("pass", fg="green") if point_result.passed else click.style("FAIL", fg="red", bold=True)
            click.echo(f"  {mark}  {point_result.point}: {point_result.reason}")
    if failed:
        sys.exit(1)


@main.command("calibrate")
@click.option("--paper", type=values.one_of(sorted(geometry.PAPERS)), default="letter", show_default=True)
@click.option("--duplex", type=values.one_of(["short-edge", "long-edge"]), default="short-edge", show_default=True)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Put the file elsewhere.")
def calibrate_command(paper: str, duplex: Any, output: Path | None) -> None:
    """Make a sheet that shows how a printer turns paper over, and how exactly it prints both sides."""
    from guidepress import artifacts
    from guidepress.press import calibration

    current_project = project.find(Path.cwd())
    labels = reading.read(current_project, date.today()).labels["en-US"]
    sheet = calibration.calibrate(
        paper, duplex, labels.calibrate_front, labels.calibrate_back, title=labels.calibrate, language=labels.language
    )
    folder = output.resolve() if output else current_project.build
    artifacts.write_file(folder, f"printer-test-{paper}.pdf", sheet)
    click.echo(f"  {os.path.relpath(folder / f'printer-test-{paper}.pdf')}  {len(sheet) / 1000:,.0f} kB")


@main.command("schema")
@click.argument("kind", type=values.one_of(sorted(FILES)), required=False)
@click.option("--write", is_flag=True, help="Write all of them to content/schema, where editors look for them.")
def schema_command(kind: str | None, write: bool) -> None:
    """Print the JSON Schema of a kind of content file."""
    if write:
        folder = project.find(Path.cwd()).content / "schema"
        folder.mkdir(exist_ok=True)
        for name in FILES:
            (folder / f"{name}.json").write_text(json_schema(name), encoding="utf-8")
        return
    click.echo(json_schema(kind or "guide"), nl=False)


@main.group("school", cls=Commands)
def school_group() -> None:
    """Schools that hand the guides out."""


school_group.add_command(schools.add)
main.add_command(projects.new_command)
main.add_command(projects.list_command)
main.add_command(doctor.doctor_command)
main.add_command(completion.completion_command)
main.add_command(history.history_command)
main.add_command(history.undo_command)
main.add_command(history.redo_command)
main.add_command(imports.import_command)
main.add_command(imports.publish_command)
main.add_command(merge.merge_command)
