"""The commands check, verify, preflight, calibrate, schema. Exit status: 0 fine, 1 problems, 2 wrong usage."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from guidepress import __version__, project
from guidepress.brochure import geometry
from guidepress.commands import build, completion, doctor, history, imports, merge, projects, schools, streams, values
from guidepress.commands.group import Commands
from guidepress.commands.telling import as_typed, from_here, say, tell
from guidepress.compose.themes import branding
from guidepress.compose.themes.theme import FILES, json_schema
from guidepress.confinement import Confined
from guidepress.content import reading, wording
from guidepress.content.library import Library
from guidepress.content.model.labels import Labels
from guidepress.errors import ContentError, Problem, Span, count_of, raise_if
from guidepress.escaping import printable
from guidepress.schools import journal, school_library

_EPILOG = """Read on: “guidepress COMMAND --help” shows all that a command can do, and README.md in the folder of your
project leads through the work."""


@click.group(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="guidepress")
def main() -> None:
    """Make a folded brochure and a Word handout from one guide."""
    history.settle()


@main.command("check")
@click.option("--format", type=values.one_of(["text", "json"]), default="text", help="For people, or for programs.")
@click.option("--strict", is_flag=True, help="Fail on advice, too.")
@click.option(
    "--verbose",
    is_flag=True,
    help="Show each piece of advice alone: each color that is too faint in places, each long sentence.",
)
@values.theme_option()
def check_command(format: str, strict: bool, verbose: bool, theme: str) -> None:  # noqa: A002
    """Check the content. Nothing is written."""
    from guidepress.compose import template_faults
    from guidepress.compose.themes import coverage
    from guidepress.roundtrip import old_edits, outdated

    current_project = project.find(Path.cwd())
    library, problems = reading.survey(current_project, date.today())
    is_sound = not problems
    school_libraries, school_problems = school_library.every(current_project, library, date.today())
    problems += school_problems
    problems += template_faults.find(current_project, theme)
    advice: list[Problem] = []
    try:
        for checked_library in (library, *school_libraries):
            found = coverage.report(current_project, checked_library, theme)
            found += branding.hidden_logos(current_project, checked_library, theme)
            problems += [piece for piece in found if not piece.advice]
            if is_sound:  # else that is to be mended first
                moved = branding.moved_colours(current_project, checked_library)
                advice += branding.advice(checked_library, moved, each=verbose or format == "json")
                advice += outdated.advice(current_project, checked_library)
                advice += old_edits.advice(current_project, checked_library)
                advice += [piece for piece in found if piece.advice]
    except ContentError as error:  # the theme's
        problems += error.problems
    if not problems:  # a school answers for its own words
        advice += wording.advice(library, each=verbose or format == "json")
    # What a guide says, or a broken theme, is told once, not again for every school that hands it out.
    problems = sorted(dict.fromkeys(problems), key=lambda problem: problem.span)
    advice = sorted(dict.fromkeys(advice), key=lambda piece: piece.hint == branding.MOVED_HINT)  # they need nothing
    if format == "json":
        say(streams.as_json([_plain(problem) for problem in [*problems, *advice]]))
    else:
        tell([*problems, *advice])
        if problems:
            say(f"{count_of(len(problems), 'problem')}.")
        else:
            counted = [(len(library.guides), "guide"), (len(school_libraries), "school")]
            counts = ", ".join(count_of(count, word) for count, word in counted if count)
            pieces = count_of(len(advice), "piece of advice", "pieces of advice")
            say(f"{counts}, no problems, {pieces}.")
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
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Where to put the report.")
@click.option("--heard", "wants_heard", is_flag=True, help="Print what a listener hears of each brochure named.")
def verify_command(files: tuple[Path, ...], wants_report: bool, output: Path | None, wants_heard: bool) -> None:
    """Check outputs that exist: that they hold all of today's content, in its place, tagged, in the right fonts."""
    from guidepress import artifacts
    from guidepress.commands import report
    from guidepress.verify import inspection, verapdf

    if output and not wants_report:
        raise click.UsageError("“-o” says where the report goes; add “--report”.")
    if wants_heard:
        if wants_report or not files:
            raise click.UsageError("“--heard” prints what is heard of files that you name; it goes without “--report”.")
        _print_heard(files)
        return
    current_project = project.find(Path.cwd())
    library, _ = reading.survey(current_project, date.today())
    paths = inspection.named(files) if files else inspection.with_manifest(current_project.build)
    build_folder = from_here(current_project.build)
    others = 0 if files or not current_project.build.is_dir() else len(inspection.below(current_project.build))
    elsewhere = f"{count_of(others - len(paths), 'more file')} in folders below {build_folder}: "
    elsewhere += as_typed(f"“guidepress verify {build_folder}” checks all.")
    if not paths:
        place = f" in {', '.join(map(str, files))}" if files else ""
        say(as_typed(f"There is no output yet{place}: run “guidepress build”."), err=True)
        say(elsewhere if others else "", err=True, nl=bool(others))
        sys.exit(1)
    for_school = school_library.OnceEach(current_project, library, date.today())
    inspected_files = inspection.everything(current_project, library, paths, for_school)
    hearing = inspection.Hearing("nothing")
    if wants_report:
        inspected_files, hearing = inspection.hear(inspected_files, verapdf.find(current_project.root / project.JUDGE))
    for inspected in inspected_files:
        result = "passes" if inspected.passed else count_of(len(inspected.problems), "problem")
        say(f"{from_here(inspected.path)}: {result}")
        tell(inspected.problems)
    if others > len(paths):
        say(elsewhere)
    if hearing.outcome == "silent":
        say(f"The veraPDF engine gave no answer. {hearing.reason}", err=True)
    if wants_report:
        # A manifest is for programs: it has its place on a page for people only where something is wrong with it.
        shown_files = [file for file in inspected_files if file.path.name != artifacts.MANIFEST or not file.passed]
        page = report.report(current_project, _fixed_words(library), shown_files, hearing, date.today())
        parents = {inspected.path.resolve().parent for inspected in inspected_files}
        folder = output.resolve() if output else parents.pop() if len(parents) == 1 else current_project.build
        within = None if output or files else current_project.root
        artifacts.write_file(folder, report.NAME, page, within)
        say(f"  {from_here(folder / report.NAME)}  {len(page) / 1000:,.0f} kB")
    if not all(inspected.passed for inspected in inspected_files):
        sys.exit(1)


def _print_heard(files: tuple[Path, ...]) -> None:
    """Print what is heard of PDFs, and of the screen editions in folders; each under its name."""
    from guidepress import artifacts
    from guidepress.verify import given_files, heard, inspection

    paths = [
        path
        for name in files
        for path in inspection.named([name])
        if not name.is_dir() or path.name.endswith(artifacts.ENDINGS["screen"])
    ]
    if not paths:
        raise ContentError([Problem(Span(str(files[0])), "There is no brochure here.", "run “guidepress build”")])
    with Confined() as child:
        for path in paths:
            words = child.run(str(path), heard.heard, given_files.read(path), str(path))
            if len(paths) > 1:
                say(f"{from_here(path)}:")
            say(words, nl=len(paths) > 1)


def _fixed_words(library: Library) -> Labels:
    """Return the words of pages that are printed for whoever makes guides. Raises ContentError for a fault in them."""
    raise_if(library.faults.get(("labels", "en-US"), ()))
    return library.labels["en-US"]


@main.command("preflight")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def preflight_command(files: tuple[Path, ...]) -> None:
    """Look at PDFs as a print shop does, ours or made elsewhere: pass or fail for each point, with the reason."""
    from guidepress.verify import given_files, preflighting

    failed = False
    with Confined() as child:
        for path in files:
            data = given_files.read(path)
            say(f"{from_here(path)}:")
            try:
                point_results = child.run(path.name, preflighting.preflight, data, path.name)
            except ContentError as error:
                failed = True
                tell(error.problems)
                continue
            for point_result in point_results:
                failed = failed or not point_result.passed
                mark = (
                    click.style("pass", fg="green") if point_result.passed else click.style("FAIL", fg="red", bold=True)
                )
                say(f"  {mark}  {point_result.point}: {printable(point_result.reason)}")
    if failed:
        sys.exit(1)


@main.command("calibrate")
@click.option("--paper", type=values.one_of(sorted(geometry.PAPERS)), default="letter", show_default=True)
@click.option("--duplex", type=values.one_of(["short-edge", "long-edge"]), default="short-edge", show_default=True)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Where to put the file.")
def calibrate_command(paper: str, duplex: Any, output: Path | None) -> None:
    """Make a sheet that shows how a printer turns paper over, and how exactly it prints both sides."""
    from guidepress import artifacts
    from guidepress.press import calibration

    current_project = project.find(Path.cwd())
    labels = _fixed_words(reading.survey(current_project, date.today())[0])
    sheet = calibration.calibrate(
        paper, duplex, labels.calibrate_front, labels.calibrate_back, title=labels.calibrate, language=labels.language
    )
    folder = output.resolve() if output else current_project.build
    artifacts.write_file(folder, f"printer-test-{paper}.pdf", sheet, None if output else current_project.root)
    say(f"  {from_here(folder / f'printer-test-{paper}.pdf')}  {len(sheet) / 1000:,.0f} kB")


@main.command("schema")
@click.argument("kind", type=values.one_of(sorted(FILES)), required=False)
@click.option("--write", is_flag=True, help="Write all of them to content/schema, where editors look for them.")
def schema_command(kind: str | None, write: bool) -> None:
    """Print the JSON Schema of a kind of content file."""
    if write:
        current_project = project.find(Path.cwd())
        for name in FILES:
            path = current_project.content / "schema" / f"{name}.json"
            journal.put(current_project, path, json_schema(name).encode())
        return
    say(json_schema(kind or "guide"), nl=False)


@main.group("school", cls=Commands)
def school_group() -> None:
    """Schools that hand the guides out."""


school_group.add_command(schools.add)
main.add_command(projects.new_command)
main.add_command(projects.list_command)
main.add_command(doctor.doctor_command)
main.add_command(completion.completion_command)
main.add_command(build.build_command)
main.add_command(history.history_command)
main.add_command(history.undo_command)
main.add_command(history.redo_command)
main.add_command(imports.import_command)
main.add_command(imports.publish_command)
main.add_command(merge.merge_command)
