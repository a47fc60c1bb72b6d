"""Builds guides: makes the files of one guide and checks them, then several guides at a time. Writes nothing."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial

from guidepress import artifacts, errors
from guidepress.artifacts import Built
from guidepress.brochure import brochure, columns, overset, typeset
from guidepress.compose.prepared import Prepared, prepare
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.options import AS_IS, USUAL, Choice, Finish
from guidepress.press import imposition, pdfx, printers_marks
from guidepress.project import Project
from guidepress.units import MM
from guidepress.verify import outputs, points, preflighting
from guidepress.word import handout


def select(library: Library, names: Sequence[str]) -> list[Guide]:
    """Return the guides by name, all where none is named. Raises ContentError for one that does not exist."""
    unknown = [name for name in names if name not in library.guides]
    if unknown:
        raise ContentError(
            [Problem(Span("build"), f"There is no guide “{name}”.", nearest(name, library.guides)) for name in unknown]
        )
    return [library.guides[name] for name in names or sorted(library.guides)]


PRESS_BLEED = 3 * MM
"""What print shops ask for. WeasyPrint writes bleed boxes of up to 10 points."""


def make(project: Project, library: Library, guide: Guide, choice: Choice, finish: Finish = AS_IS) -> Built:
    """Make and verify the files of one guide. Raises ContentError with everything that is wrong with them."""
    ready = prepare(project, library, guide, choice.theme)
    if not finish.brochure:
        return _handout_alone(ready, choice)
    ready, fitted_brochure = brochure.fitted(ready, choice.format, choice.paper)
    errors.raise_if(list(overset.report(fitted_brochure, ready.places)))
    zoom = columns.zoom(choice.format)
    screen = typeset.write(fitted_brochure.laid, tagged=True, zoom=zoom)
    properties = ready.shown["properties"]
    panels = fitted_brochure.bled(finish.bleed / zoom) if finish.bleed else fitted_brochure.laid
    print_edition = imposition.impose(
        typeset.write(panels, tagged=False, zoom=zoom),
        choice.format,
        choice.paper,
        properties["title"],
        guide.language,
        author=properties["author"],
        subject=properties["subject"],
        duplex=finish.duplex,
        bleed=finish.bleed,
        crop_marks=finish.crop_marks,
        marks=finish.fold_marks,
        file=guide.slug,
    )

    handout_html, docx, _ = handout.make(ready, choice.paper)
    names = artifacts.file_names(ready)
    files = {names["screen"]: screen, names["print"]: print_edition, names["handout"]: docx}
    imposed_from = screen, names["print"], choice.format, choice.paper
    errors.raise_if(
        points.problems(
            [
                *outputs.brochure_checks(
                    ready, screen, fitted_brochure.html, choice.format, choice.paper, fitted_brochure.setting.dropped
                ),
                *outputs.print_checks(print_edition, *imposed_from, finish.duplex, finish.bleed, finish.margin),
                *outputs.word_checks(ready, docx, handout_html, ready.has_pictures),
            ]
        )
    )
    if finish.profile:
        files[names["press"]] = _press_edition(ready, fitted_brochure, choice, finish, zoom)
    left_out = {
        section.id: str(section.title) for section in guide.sections if section.id in fitted_brochure.setting.dropped
    }
    return Built(
        guide.slug,
        ready.revision,
        files,
        fitted_brochure.setting,
        fitted_brochure.chosen.rooms,
        fitted_brochure.trials,
        left_out,
    )


def _handout_alone(ready: Prepared, choice: Choice) -> Built:
    """Make and verify the handout alone, which needs no Pango. Raises ContentError with everything that is wrong."""
    html, docx, _ = handout.make(ready, choice.paper)
    errors.raise_if(points.problems(outputs.word_checks(ready, docx, html, ready.has_pictures)))
    return Built(ready.guide.slug, ready.revision, {artifacts.file_names(ready)["handout"]: docx})


def _press_edition(
    ready: Prepared, fitted_brochure: brochure.Brochure, choice: Choice, finish: Finish, zoom: float
) -> bytes:
    """Make the edition for a print shop and check it as a print shop would. Raises ContentError for what it finds."""
    name, properties = artifacts.file_names(ready)["press"], ready.shown["properties"]
    imposed = imposition.impose(
        typeset.write(fitted_brochure.bled(PRESS_BLEED / zoom), tagged=False, zoom=zoom),
        choice.format,
        choice.paper,
        properties["title"],
        ready.guide.language,
        duplex=finish.duplex,
        marks="both",
        bleed=PRESS_BLEED,
        crop_marks=True,
        mark_colour=printers_marks.REGISTRATION,
        file=name,
    )
    theme = ready.theme
    inks = {colour.upper(): ink for colour, ink in theme.inks.items()}
    data = pdfx.press(
        imposed,
        inks,
        finish.profile,
        properties["title"],
        ready.guide.date,
        author=properties["author"],
        subject=properties["subject"],
        ink=theme.colours.ink,
        file=name,
    )
    errors.raise_if(press_problems(data, name, finish.profile))
    return data


def press_problems(data: bytes, name: str, profile: bytes | None = None) -> list[Problem]:
    """Return what a print shop would find wrong with its edition, made for that profile if one is given."""
    failed = [check for check in preflighting.preflight(data, name, profile) if not check.passed]
    return [Problem(Span(name), f"{check.point}: {check.reason}") for check in failed]


def build(
    project: Project, library: Library, names: Sequence[str] = (), choice: Choice = USUAL, finish: Finish = AS_IS
) -> list[Built]:
    """Make and verify the files of the guides named, of all where none is named. Nothing is written.

    Several are made at a time, as many as the machine has processors. Raises ContentError with everything that is wrong
    with any of them, and for a guide that does not exist.
    """
    built, problems = make_all(project, library, select(library, names), choice, finish)
    errors.raise_if(problems)
    return built


WITHOUT_PANGO = "make the handouts alone: guidepress build --handout-only"

FEW = 2  # guides up to which starting processes costs more than it saves
SELDOM = 50_000  # objects made before a look for cycles: a process that makes a few guides and ends needs few looks


def make_all(
    project: Project,
    library: Library,
    guides: Sequence[Guide],
    choice: Choice,
    finish: Finish = AS_IS,
) -> tuple[list[Built], list[Problem]]:
    """Make and verify the files of several guides, as many at a time as the machine has processors.

    Returns what was made, in the order of the guides, and everything that is wrong, each thing once.
    """
    workers = min(os.cpu_count() or 1, len(guides))
    if len(guides) <= FEW or workers < 2:
        done = [_make_or_problems(project, library, guide, choice, finish) for guide in guides]
    else:
        # Started afresh, not forked: Pango and Cairo make no promise for a process that is split in two.
        afresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, afresh, initializer=gc.set_threshold, initargs=(SELDOM,)) as pool:
            done = list(pool.map(partial(_make_or_problems, project, library, choice=choice, finish=finish), guides))
    built_guides = [result for result in done if isinstance(result, Built)]
    problems = dict.fromkeys(problem for result in done if not isinstance(result, Built) for problem in result)
    return built_guides, list(problems)


def _make_or_problems(
    project: Project, library: Library, guide: Guide, choice: Choice, finish: Finish
) -> Built | tuple[Problem, ...]:
    """Make one guide, or return what is wrong: an exception of ours does not travel between processes."""
    try:
        return make(project, library, guide, choice, finish)
    except ContentError as error:
        return tuple(replace(each, hint=WITHOUT_PANGO) if each.needs == "Pango" else each for each in error.problems)
