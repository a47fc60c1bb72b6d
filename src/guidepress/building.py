"""One guide to its three files, verified; then many: written aside, moved into place, the manifest last."""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from guidepress.artifacts import AS_IS, Built, Choice, Finish, outputs
from guidepress.brochure import brochure, columns, overset, placing, typeset
from guidepress.brochure.formats import FORMATS, MM, row
from guidepress.brochure.placing import Placing
from guidepress.compose import art, markup, templates, view
from guidepress.compose.themes import branding, theme
from guidepress.compose.themes.theme import Theme
from guidepress.content.library import Library
from guidepress.content.model import guides as schema
from guidepress.content.model import inline
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import School
from guidepress.content.model.sections import Panel
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.press import impose, pdfx, printers_marks
from guidepress.project import Project
from guidepress.verify import outputs as verify
from guidepress.verify import points, preflighting
from guidepress.verify.accounting import shorten
from guidepress.verify.points import Check
from guidepress.word import base, lines, styles, writer
from guidepress.word.styles import Look


def select(library: Library, names: Sequence[str]) -> list[Guide]:
    """Return the guides by name, all where none is named. Raises ContentError for one that does not exist."""
    unknown = [name for name in names if name not in library.guides]
    if unknown:
        raise ContentError(
            [Problem(Span("build"), f"There is no guide “{name}”.", nearest(name, library.guides)) for name in unknown]
        )
    return [library.guides[name] for name in names or sorted(library.guides)]


@dataclass(frozen=True)
class Prepared:
    """A guide ready to be set: its theme, where its leaves stand, its revision, and what templates see.

    `has_pictures` says whether it holds a logo or photographs, which make its files larger. `required` are the content
    paths of the leaves that every output has to show.
    """

    guide: Guide
    theme: Theme
    places: Mapping[str, Span]
    revision: str
    shown: view.Plain
    has_pictures: bool
    required: Sequence[str]


def prepare(project: Project, library: Library, guide: Guide, choice: Choice) -> Prepared:
    """Prepare a guide for setting. Raises ContentError for characters that the theme's fonts lack."""
    look, _, _ = branding.dress(theme.read(project, choice.theme), library)
    places = library.places(guide)
    verify.raise_if(list(missing_characters(guide, library, look, places)))
    revision = base.revision(guide, library)
    shown = view.guide_view(guide, revision, library, look)
    has_pictures = bool(library.logo) or any(slug == guide.slug for slug, _ in library.photos)
    return Prepared(guide, look, places, revision, shown, has_pictures, required(guide, library))


def required(guide: Guide, library: Library) -> list[str]:
    """Return the content paths of the leaves that a guide has to show: all of its own, and those of its school."""
    own = [leaf.path for leaf in schema.leaves(guide) if leaf.path not in replaced(guide)]
    if isinstance(library.publisher, School):
        told = schema.leaves(library.publisher, "publisher")
        own += [leaf.path for leaf in told if library.publisher.speaks_in(leaf.location, guide.slug)]
    return own


PRESS_BLEED = 3 * MM
"""What print shops ask for. WeasyPrint writes bleed boxes of up to 10 points."""


def placings(project: Project, library: Library, ready: Prepared, choice: Choice) -> Iterator[Placing]:
    """Yield the ways to share a guide's sections out among the panels of a format, the preferred first.

    None where the content itself names the panels of that format, unless a school says more than was placed there.
    """
    fold = row(FORMATS, choice.format, "format")
    if names_panels(choice) and not isinstance(library.publisher, School):
        return
    look = ready.theme
    wide = columns.shape(choice.format, columns.frames(choice.format, choice.paper, fold.fewest)) == "wide"
    written = view.as_written(ready.guide, wide)
    shown = view.guide_view(ready.guide, ready.revision, library, look, written)
    yield from placing.candidates(
        shown,
        choice.format,
        choice.paper,
        partial(brochure.column, project, library, look, shown, choice.format),
        look.page.top + look.page.bottom,
    )


def names_panels(choice: Choice) -> bool:
    """Say whether the content itself names the panels of a format."""
    return set(Panel) <= set(row(FORMATS, choice.format, "format").reading)


def _room(made: tuple[Prepared, brochure.Brochure]) -> float:
    """Return how many points the fullest panel has left; less than nothing where it runs over."""
    return min(room.left for room in made[1].chosen.rooms.values())


def fitted(project: Project, library: Library, ready: Prepared, choice: Choice) -> tuple[Prepared, brochure.Brochure]:
    """Set a guide's brochure by the best of its placings. Returns the guide as it is shown then, too.

    The best is the one that holds everything at the first of the theme's settings; of equals the first. Only where none
    holds everything, sections are left out. Where none fits at all, it is set by the last one that has everything.
    """

    def set_(shown: view.Plain, placed: Placing | None = None) -> brochure.Brochure:
        return brochure.make(project, library, ready.theme, shown, choice.format, choice.paper, placed)

    fits: list[tuple[Prepared, brochure.Brochure]] = []
    over: tuple[Prepared, brochure.Brochure] | None = None
    if names_panels(choice):
        over = ready, set_(ready.shown)
        if over[1].chosen.fits:
            return over
    for placed in placings(project, library, ready, choice):
        if placed.dropped and fits:
            break
        shown = view.guide_view(ready.guide, ready.revision, library, ready.theme, placed)
        made = replace(ready, shown=shown), set_(shown, placed)
        if made[1].chosen.fits:
            fits.append(made)
            if made[1].first:  # no other can be better
                break
        elif not placed.dropped:
            over = max(over, made, key=_room) if over and names_panels(choice) else made
    if fits:
        return min(fits, key=lambda each: each[1].rank)
    return over or (ready, set_(ready.shown))


def make(project: Project, library: Library, guide: Guide, choice: Choice, finish: Finish = AS_IS) -> Built:
    """Make and verify the files of one guide. Raises ContentError with everything that is wrong with them."""
    ready, made = fitted(project, library, prepare(project, library, guide, choice), choice)
    shown = ready.shown
    verify.raise_if(list(overset.report(made, ready.places)))
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

    handout_html, docx, _ = handout(project, library, ready, choice.paper)
    names = outputs(guide.slug)
    files = {names["screen"]: screen, names["print"]: printed, names["handout"]: docx}
    imposed_from = screen, names["print"], choice.format, choice.paper
    verify.raise_if(
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


def handout(project: Project, library: Library, ready: Prepared, paper: str) -> tuple[str, bytes, base.Base]:
    """Make the handout that goes with a brochure. Returns its HTML, the Word file, and the base that travels in it."""
    html = templates.handout(project, ready.theme, ready.shown, handout_art(ready, library, paper))
    document = markup.parse(html)
    guide, publisher = base.plain(ready.guide), base.plain(library.publisher)
    school = str(publisher.get("slug", ""))
    origin = base.Base(ready.guide.slug, ready.revision, school, guide, publisher, lines.passages(document))
    docx = writer.write(
        document,
        look_of(ready.theme),
        handout_paper(paper),
        page_label=page_label(ready.guide, library),
        base=origin.dump(),
    )
    return html, docx, origin


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
    verify.raise_if(press_problems(data, name, finish.profile))
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


def replaced(guide: Guide) -> set[str]:
    """Return the content paths of what a school's handout says otherwise or leaves out."""
    held = [guide, *guide.sections]
    return {each.of for one in held for each in one.replaced}


def missing_characters(
    guide: Guide, library: Library, look: Theme, places: Mapping[str, Span]
) -> Iterator[Problem]:  # fmt: skip
    """Find characters that a font of the theme lacks, before WeasyPrint takes them from any other font."""
    has = frozenset.intersection(*(theme.characters(face) for face in look.faces))
    texts = [(leaf.path, str(leaf.text)) for leaf in schema.leaves(guide)]
    texts += [(leaf.path, str(leaf.text)) for leaf in schema.leaves(library.publisher, "publisher")]
    texts += [(leaf.path, str(leaf.text)) for leaf in schema.leaves(look.brand, "brand")]
    for slug in schema.roles_of(guide):
        texts += [(leaf.path, str(leaf.text)) for leaf in schema.leaves(library.roles[slug], f"roles.{slug}")]
    for path, text in texts:
        for char in dict.fromkeys(text):
            if ord(char) not in has and not char.isspace():
                sentence = f"The fonts of this theme have no “{char}” (U+{ord(char):04X})."
                yield Problem(places[path], sentence, f"write it in another way: “{shorten(text)}”")


def page_label(guide: Guide, library: Library) -> str:
    """Return what counts the pages of a handout, behind the name of its school."""
    label = library.labels[guide.language].page
    if not isinstance(library.publisher, School):
        return label
    return f"{re.sub('[{}]', '', inline.plain(library.publisher.name))} · {label}"


def handout_art(ready: Prepared, library: Library, paper: str) -> view.Plain:
    """Return the pictures of a guide's handout on the paper that goes with a brochure's."""
    return art.handout(library, ready.theme, ready.shown, styles.measure(handout_paper(paper)))


def handout_paper(paper: str) -> Literal["letter", "a4"]:
    """Return the paper of the handout that goes with a brochure's."""
    return "a4" if paper == "a4" else "letter"


def look_of(look: Theme) -> Look:
    """Return what the handout takes from a theme."""
    colours, tokens = look.colours, look.handout
    return Look(
        tokens.accent, colours.ink, colours.grey, colours.hair, tokens.font, tokens.heading_font, tokens.rule,
        tokens.rules == "below", tokens.table_head == "filled",
    )  # fmt: skip
