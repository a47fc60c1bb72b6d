"""The command build: its options. What it does with them is in `making`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from guidepress import project
from guidepress.brochure import geometry
from guidepress.commands import schools, values
from guidepress.commands.telling import say
from guidepress.content import reading


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
        values.theme_option("The look."),
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


@click.command("build")
@click.argument("guides", nargs=-1, type=values.GuideName(), metavar="[GUIDE]...")
@_choices
@schools.options
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Where to put the files.")
@click.option("--duplex", type=values.one_of(["short-edge", "long-edge", "none"]), help="How the printer turns sheets.")
@click.option("--bleed", type=_Millimetres(3.5), default="0mm", help="How far color goes beyond the cut edge: 3mm.")
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
def build_command(
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
    from guidepress import building, options
    from guidepress.commands import making
    from guidepress.press.separations import find_profile

    started = time.perf_counter()
    current_project, today = project.find(Path.cwd()), date.today()
    library, _ = reading.survey(current_project, today)
    slugs = building.asked(library, guides)
    school_ids = schools.asked(current_project, school, all_schools)
    if handout_only and (press or output_intent):
        raise click.UsageError("“--press” makes a brochure, and “--handout-only” makes none.")
    profile = find_profile(output_intent, project.PROFILES) if press or output_intent else b""
    finish = options.Finish(duplex, bleed * geometry.MM, crop_marks, profile, fold_marks, not handout_only)
    choice = options.Choice(theme, format, paper)
    run = making.BuildRun(current_project, library, slugs, school_ids, choice, finish, output, explain_fit)
    say(f"Making {', '.join(slugs)}{schools.counted(school_ids)} …", err=True)
    run.make(today)
    run.sum_up(started)
