"""`scripts/bench`: times Guidepress beside typst and pandoc on the guides of content/, and what fitting costs.

Every row is run in turn, again and again, so that a machine that gets slower for a while slows all rows alike. What
typst and pandoc made is read back: a time counts only when the words of the guide are all there.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from platform import python_version

import click
import pypdfium2 as pdfium

from guidepress import artifacts, building, production, project
from guidepress.brochure import brochure, geometry, typeset
from guidepress.brochure.formats import FORMATS
from guidepress.compose import document, markup, prepared, templates
from guidepress.compose.document import Document
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes import theme
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.errors import ContentError
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.word import handout, reader
from workshop import fitting, rival_markup, rivals
from workshop.fitting import clock

CHECKOUT = Path(__file__).resolve().parents[2]
CHOICE = Choice()


@dataclass(frozen=True)
class Row:
    """One row of the table: its name, how it is run in this process, given the number of the run, and its commands.

    `beside` names the rows that its time is divided by.
    """

    name: str
    warm: Callable[[int], object]
    cold: Sequence[Sequence[str]]
    beside: Sequence[str] = ()


# --- Guidepress -----------------------------------------------------------------------------------------------------


def read() -> tuple[Project, Library]:
    """Read the content of this checkout. Raises ContentError."""
    current_project = project.find(CHECKOUT)
    return current_project, reading.read(current_project, date.today())


def make_all(folder: Path) -> None:
    """Make the three files of every guide, verify them and write them, one guide after another."""
    current_project, library = read()
    built = [building.make(current_project, library, guide, CHOICE) for guide in building.select(library, [])]
    artifacts.write(folder, built, CHOICE)


def make_side_by_side(folder: Path) -> None:
    """Make the same files as `guidepress build` does: where guides are many, one on each processor."""
    current_project, library = read()
    built, problems = production.make_all(current_project, library, building.select(library, []), CHOICE)
    if problems:
        raise ContentError(problems)
    artifacts.write(folder, built, CHOICE)


def make_brochures(folder: Path) -> None:
    """Make the brochure of every guide and write it, without verifying it."""
    current_project, library = read()
    for guide in building.select(library, []):
        ready = prepared.prepare(current_project, library, guide, CHOICE.theme)
        fitted = brochure.make(ready, CHOICE.format, CHOICE.paper)
        (folder / artifacts.outputs(guide.slug)["screen"]).write_bytes(typeset.write(fitted.laid, tagged=True))


def make_handouts(folder: Path) -> None:
    """Make the handout of every guide and write it, without verifying it."""
    current_project, library = read()
    for guide in building.select(library, []):
        ready = prepared.prepare(current_project, library, guide, CHOICE.theme)
        _, docx, _ = handout.make(ready, CHOICE.paper)
        (folder / artifacts.outputs(guide.slug)["handout"]).write_bytes(docx)


def parse_handout(ready: Prepared) -> Document:
    """Return the handout of a guide as blocks."""
    pictures = handout.pictures(ready, CHOICE.paper)
    return markup.parse(templates.handout(ready, pictures))


OURS = {"all": make_all, "build": make_side_by_side, "brochures": make_brochures, "handouts": make_handouts}


# --- typst and pandoc -----------------------------------------------------------------------------------------------


def write_sources(folder: Path) -> dict[str, Document]:
    """Write the input of typst and pandoc, a file for each guide, and return the guides by short name."""
    current_project, library = read()
    default_theme = theme.read(current_project, CHOICE.theme)
    panel = next(panel for panel in geometry.panels(CHOICE.format, CHOICE.paper) if panel.name == "cover")
    page = rival_markup.Page(
        panel.width,
        panel.height,
        default_theme.page.top,
        default_theme.page.side,
        default_theme.page.bottom,
        min(default_theme.fit.sizes),
    )
    guides = {}
    for guide in building.select(library, []):
        blocks = parse_handout(prepared.prepare(current_project, library, guide, CHOICE.theme))
        (folder / f"{guide.slug}.typ").write_text(
            rival_markup.typst(blocks, page, default_theme.faces[0].family), encoding="utf-8"
        )
        (folder / f"{guide.slug}.md").write_text(rival_markup.markdown(blocks), encoding="utf-8")
        guides[guide.slug] = blocks
    return guides


def run_all(commands: Sequence[Sequence[str]]) -> None:
    """Run commands one after another. Raises click's exception with what the first that fails says."""
    for command in commands:
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        if process.returncode:
            raise click.ClickException(f"“{Path(command[0]).name}” failed: {process.stderr.strip()[-2000:]}")


def read_pdf(path: Path) -> tuple[int, str]:
    """Return the number of pages of a PDF and its words. PDFium gives U+FFFE for a hyphen at the end of a line."""
    with pdfium.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return len(pages), "\n".join(pages).replace("\ufffe", "-")


def compare_words(folder: Path, guides: Mapping[str, Document]) -> int:
    """Check that typst and pandoc set each word of each guide, and return how many pages typst needed.

    Raises click's exception with the first text that is not there: then the times would not be of the same work.
    """
    total = 0
    for slug, blocks in guides.items():
        wanted = [document.plain(text) for text in document.texts(blocks)]
        pages, pdf_text = read_pdf(folder / f"{slug}.pdf")
        total += pages
        handout_text = reader.read((folder / f"{slug}.docx").read_bytes(), f"{slug}.docx").text
        for program, program_text in (("typst", pdf_text), ("pandoc", handout_text)):
            if (missing_text := rival_markup.missing(wanted, program_text)) is not None:
                raise click.ClickException(
                    f"What {program} made of {slug} does not hold “{missing_text}” in its place."
                )
    return total


# --- timing and telling ---------------------------------------------------------------------------------------------


def lay_rows(folder: Path) -> list[Row]:
    """Return the rows of the table; what they write goes into folders below `folder`."""
    import pypandoc

    default_theme = theme.read(project.find(CHECKOUT), CHOICE.theme)
    fonts, size = str((theme.font_folder() / default_theme.faces[0].file).parent), min(default_theme.fit.sizes)
    pandoc = rivals.pandoc_commands(pypandoc.get_pandoc_path(), folder)

    def ours(name: str, key: str, *beside: str) -> Row:
        output_folder = folder / key
        output_folder.mkdir()
        command = [sys.executable, __file__, "--only", key, "--into", str(output_folder)]
        return Row(name, lambda number: OURS[key](output_folder), [command], beside)

    return [
        ours("guidepress: brochure, print, handout, verified", "all", "typst", "pandoc"),
        ours("guidepress: the same, guides side by side", "build", "typst", "pandoc"),
        ours("guidepress: brochure", "brochures", "typst"),
        ours("guidepress: handout", "handouts", "pandoc"),
        Row(
            "typst: brochure",
            # typst keeps what it has set and would only write it out again: a size not seen yet has it set anew.
            lambda number: rivals.set_with_typst(folder, fonts, size + number / 1000),
            [[sys.executable, rivals.__file__, str(folder), fonts, str(size)]],
            ("typst",),
        ),
        Row("pandoc: handout", lambda number: run_all(pandoc), pandoc, ("pandoc",)),
    ]


def tabulate(rows: Sequence[Row], cold: Sequence[Sequence[float]], warm: Sequence[Sequence[float]], guides: int) -> str:
    """Return the table: for each row the median of its seconds by guide, and that divided by typst's and by pandoc's.

    `cold` and `warm` hold the seconds of each run of each row, for all guides together.
    """
    lines = [f"{'seconds by guide':46}" + "".join(f"{kind:>10}  ÷ typst ÷ pandoc" for kind in ("cold", "warm"))]
    medians = [[statistics.median(runs) / guides for runs in kind] for kind in (cold, warm)]
    row_numbers = {row.name.partition(":")[0]: number for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        line = f"{row.name:46}"
        for kind in medians:
            ratios = [
                f"{kind[number] / kind[row_numbers[name]]:.1f}" if name in row.beside else "–"
                for name in ("typst", "pandoc")
            ]
            line += f"{kind[number]:10.4f} {ratios[0]:>8} {ratios[1]:>8}"
        lines.append(line)
    return "\n".join(lines)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--runs", type=click.IntRange(min=1), default=5, show_default=True, help="How often each row is timed.")
@click.option("--fit", is_flag=True, help="Measure what fitting costs alone, in every format.")
@click.option("--only", type=click.Choice(sorted(OURS)), hidden=True)
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), hidden=True)
def main(runs: int, fit: bool, only: str | None, into: Path | None) -> None:
    """Time Guidepress beside typst and pandoc on the guides of content/, and what fitting costs."""
    try:
        if only and into:  # a cold run, in the process that it was given
            OURS[only](into)
            return
        if not fit:
            measure(runs)
        fitting.tell(*read(), list(FORMATS) if fit else [CHOICE.format], runs)
        click.echo(
            "These times are for comparing with each other only: another machine, or another hour, gives others."
        )
    except ContentError as error:
        raise click.ClickException("\n".join(str(problem) for problem in error.problems)) from None


def measure(runs: int) -> None:
    """Time every row, cold and warm, and print the table."""
    import pypandoc

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        guides = write_sources(folder)
        rows = lay_rows(folder)
        for row in rows:  # the first run inside a process is not a warm one, and it makes what is read back
            row.warm(0)
        pages = compare_words(folder, guides)
        cold: list[list[float]] = [[] for _ in rows]
        warm: list[list[float]] = [[] for _ in rows]
        for number in range(1, runs + 1):
            click.echo(f"Run {number} of {runs} …", err=True)
            for index, row in enumerate(rows):
                cold[index].append(clock(partial(run_all, row.cold)))
                warm[index].append(clock(partial(row.warm, number)))
    versions = f"WeasyPrint {version('weasyprint')}, typst {version('typst')}, pandoc {pypandoc.get_pandoc_version()}"
    click.echo(f"Guides: {len(guides)}. Runs of each row: {runs}. Python {python_version()}, {versions}.")
    click.echo(f"typst and pandoc set the same words, without drawings, fitting or checks: typst on {pages} pages.")
    click.echo("cold: in a new process, its start included. warm: in one that has done it before, which pandoc cannot.")
    click.echo("\n" + tabulate(rows, cold, warm, len(guides)) + "\n")


if __name__ == "__main__":
    main(prog_name="scripts/bench")
