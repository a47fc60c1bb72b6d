"""One guide to its three files, verified; then many: written aside, moved into place, the manifest last."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from guidepress import errors
from guidepress.artifacts import Built, outputs
from guidepress.brochure import brochure, columns, overset, placing, typeset
from guidepress.brochure.formats import FORMATS, row
from guidepress.compose import view
from guidepress.compose.placement import Placing
from guidepress.compose.prepare import Prepared, prepare
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import School
from guidepress.content.model.sections import Panel
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.options import AS_IS, Choice, Finish
from guidepress.press import impose, pdfx, printers_marks
from guidepress.project import Project
from guidepress.units import MM
from guidepress.verify import outputs as verify
from guidepress.verify import points, preflighting
from guidepress.verify.points import Check
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


def placings(ready: Prepared, choice: Choice) -> Iterator[Placing]:
    """Yield the ways to share a guide's sections out among the panels of a format, the preferred first.

    None where the content itself names the panels of that format, unless a school says more than was placed there.
    """
    fold = row(FORMATS, choice.format, "format")
    if names_panels(choice) and not isinstance(ready.library.publisher, School):
        return
    page = ready.theme.page
    wide = columns.shape(choice.format, columns.frames(choice.format, choice.paper, fold.fewest)) == "wide"
    measured = ready.placed(view.as_written(ready.guide, wide))
    yield from placing.candidates(
        measured.shown,
        choice.format,
        choice.paper,
        partial(brochure.column, measured, choice.format),
        page.top + page.bottom,
    )


def names_panels(choice: Choice) -> bool:
    """Say whether the content itself names the panels of a format."""
    return set(Panel) <= set(row(FORMATS, choice.format, "format").reading)


def _room(made: tuple[Prepared, brochure.Brochure]) -> float:
    """Return how many points the fullest panel has left; less than nothing where it runs over."""
    return min(room.left for room in made[1].chosen.rooms.values())


def fitted(ready: Prepared, choice: Choice) -> tuple[Prepared, brochure.Brochure]:
    """Set a guide's brochure by the best of its placings. Returns the guide as it is shown then, too.

    The best is the one that holds everything at the first of the theme's settings; of equals the first. Only where none
    holds everything, sections are left out. Where none fits at all, it is set by the last one that has everything.
    """

    def set_(shown: Prepared, placed: Placing | None = None) -> tuple[Prepared, brochure.Brochure]:
        return shown, brochure.make(shown, choice.format, choice.paper, placed)

    fits: list[tuple[Prepared, brochure.Brochure]] = []
    over: tuple[Prepared, brochure.Brochure] | None = None
    if names_panels(choice):
        over = set_(ready)
        if over[1].chosen.fits:
            return over
    for placed in placings(ready, choice):
        if placed.dropped and fits:
            break
        made = set_(ready.placed(placed), placed)
        if made[1].chosen.fits:
            fits.append(made)
            if made[1].first:  # no other can be better
                break
        elif not placed.dropped:
            over = max(over, made, key=_room) if over and names_panels(choice) else made
    if fits:
        return min(fits, key=lambda candidate: candidate[1].rank)
    return over or set_(ready)


def make(project: Project, library: Library, guide: Guide, choice: Choice, finish: Finish = AS_IS) -> Built:
    """Make and verify the files of one guide. Raises ContentError with everything that is wrong with them."""
    ready, made = fitted(prepare(project, library, guide, choice.theme), choice)
    shown = ready.shown
    errors.raise_if(list(overset.report(made, ready.places)))
    zoom = columns.zoom(choice.format)
    screen = typeset.write(made.laid, tagged=True, zoom=zoom)
    title = view.said(shown["title"])
    laid = made.bled(finish.bleed / zoom) if finish.bleed else made.laid
    printed = impose.impose(
        typeset.write(laid, tagged=False, zoom=zoom),
        choice.format,
        choice.paper,
        title,
        guide.language,
        duplex=finish.duplex,
        bleed=finish.bleed,
        crop_marks=finish.crop_marks,
        marks=finish.fold_marks,
        file=guide.slug,
    )

    handout_html, docx, _ = handout.make(ready, choice.paper)
    names = outputs(guide.slug)
    files = {names["screen"]: screen, names["print"]: printed, names["handout"]: docx}
    imposed_from = screen, names["print"], choice.format, choice.paper
    errors.raise_if(
        points.problems(
            [
                *screen_checks(ready, screen, made.html, choice, made.setting.dropped),
                *verify.print_checks(printed, *imposed_from, finish.duplex, finish.bleed, finish.margin),
                *handout_checks(ready, docx, handout_html, ready.has_pictures),
            ]
        )
    )
    if finish.profile:
        files[names["press"]] = _press(ready, made, choice, finish, zoom, title)
    left_out = {section.id: str(section.title) for section in guide.sections if section.id in made.setting.dropped}
    return Built(guide.slug, ready.revision, files, made.setting, made.chosen.rooms, made.trials, left_out)


def _press(ready: Prepared, made: brochure.Brochure, choice: Choice, finish: Finish, zoom: float, title: str) -> bytes:
    """Make the edition for a press and look at it as a print shop would. Raises ContentError for what it finds."""
    name = outputs(ready.guide.slug)["press"]
    imposed = impose.impose(
        typeset.write(made.bled(PRESS_BLEED / zoom), tagged=False, zoom=zoom),
        choice.format,
        choice.paper,
        title,
        ready.guide.language,
        duplex=finish.duplex,
        marks="both",
        bleed=PRESS_BLEED,
        crop_marks=True,
        mark_colour=printers_marks.REGISTRATION,
        file=name,
    )
    look = ready.theme
    inks = {colour.upper(): ink for colour, ink in look.inks.items()}
    data = pdfx.press(imposed, inks, finish.profile, title, ready.guide.date, ink=look.colours.ink, file=name)
    errors.raise_if(press_problems(data, name, finish.profile))
    return data


def press_problems(data: bytes, name: str, profile: bytes | None = None) -> list[Problem]:
    """Say what a print shop would find wrong with an edition for a press, made for that profile if one is given."""
    failed = [check for check in preflighting.preflight(data, name, profile) if not check.passed]
    return [Problem(Span(name), f"{check.point}: {check.reason}") for check in failed]


FEW = 2  # guides up to which starting processes costs more than it saves


def make_all(
    project: Project,
    library: Library,
    guides: Sequence[Guide],
    choice: Choice,
    finish: Finish = AS_IS,
) -> tuple[list[Built], list[Problem]]:
    """Make and verify the files of several guides, as many at a time as the machine has processors.

    Returns what was made, in the order of the guides, and everything that is wrong.
    """
    workers = min(os.cpu_count() or 1, len(guides))
    if len(guides) <= FEW or workers < 2:
        done = [_attempt(project, library, guide, choice, finish) for guide in guides]
    else:
        # Started afresh, not forked: Pango and Cairo make no promise for a process that is split in two.
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
            done = list(pool.map(partial(_attempt, project, library, choice=choice, finish=finish), guides))
    made = [each for each in done if isinstance(each, Built)]
    return made, [problem for each in done if not isinstance(each, Built) for problem in each]


def _attempt(
    project: Project, library: Library, guide: Guide, choice: Choice, finish: Finish
) -> Built | tuple[Problem, ...]:
    """Make one guide, or return what is wrong: an exception of ours does not travel between processes."""
    try:
        return make(project, library, guide, choice, finish)
    except ContentError as error:
        return error.problems


def screen_checks(ready: Prepared, pdf: bytes, html: str, choice: Choice, dropped: Sequence[str] = ()) -> list[Check]:
    """Check a screen edition against the HTML of its guide, and that HTML against the guide.

    `dropped` names the optional sections that were left out because there was no room.
    """
    name = outputs(ready.guide.slug)["screen"]
    left_out = tuple(f"sections.{each}." for each in dropped)
    required = [path for path in ready.required if not path.startswith(left_out) and ".replaced." not in f".{path}"]
    wanted = verify.Expected(name, html, ready.places)
    return [
        verify.COMPLETE.check(verify.composed(html, ready.places, required, name)),
        *verify.screen_checks(pdf, wanted, ready.theme, choice.format, choice.paper),
    ]


def handout_checks(ready: Prepared, docx: bytes, html: str, has_pictures: bool) -> list[Check]:
    """Check a handout against the HTML of its guide, and that HTML against the guide."""
    name = outputs(ready.guide.slug)["handout"]
    wanted = verify.Expected(name, html, ready.places)
    return [
        verify.COMPLETE.check(verify.composed(html, ready.places, ready.required, name)),
        *verify.handout_checks(docx, wanted, has_pictures),
    ]
