"""Builds guides: makes the files of one guide and checks them. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from guidepress import artifacts, errors
from guidepress.artifacts import Built
from guidepress.brochure import brochure, columns, overset, remedies, typeset
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import PRINTER_BORDER
from guidepress.compose.placement import photo_of
from guidepress.compose.prepared import Prepared, prepare
from guidepress.compose.view import said
from guidepress.content.library import Library
from guidepress.content.model import inline
from guidepress.content.model.guides import Guide
from guidepress.errors import ContentError, Problem, Span, nearest, row
from guidepress.options import AS_IS, Choice, Finish
from guidepress.press import imposition, pdfx, printers_marks
from guidepress.project import Project
from guidepress.units import MM
from guidepress.verify import outputs, points, preflighting
from guidepress.word import handout


def asked(library: Library, names: Sequence[str]) -> list[str]:
    """Return the ids of the guides that are named, of all where none is, those that cannot be made included.

    Raises ContentError for one that does not exist, and where there is no guide.
    """
    known = library.names_of("guide")
    if not known:
        raise ContentError([Problem(Span("content/guides"), "There is no guide here yet.", "put one into this folder")])
    errors.raise_if(
        [
            Problem(Span("build"), f"There is no guide “{name}”.", nearest(name, known))
            for name in names
            if name not in known
        ]
    )
    return list(dict.fromkeys(names)) or sorted(known)


def select(library: Library, names: Sequence[str]) -> list[Guide]:
    """Return the guides by name, all where none is named.

    Raises ContentError for one that does not exist, and for one that cannot be made.
    """
    slugs = asked(library, names)
    errors.raise_if([problem for slug in slugs for problem in library.refusal(slug)])
    return [library.guides[slug] for slug in slugs]


PRESS_BLEED = 3 * MM
"""What print shops ask for. WeasyPrint writes bleed boxes of up to 10 points."""


def make(project: Project, library: Library, guide: Guide, choice: Choice, finish: Finish = AS_IS) -> Built:
    """Make and verify the files of one guide. Raises ContentError with everything that is wrong with them."""
    ready = prepare(project, library, guide, choice.theme)
    if not finish.brochure:
        return _handout_alone(ready, choice)
    ready, fitted_brochure = brochure.fitted(ready, choice.format, choice.paper)
    if not fitted_brochure.chosen.fits:
        raise ContentError(_overset(ready, fitted_brochure, choice))
    zoom = columns.zoom(choice.format)
    screen = typeset.write(fitted_brochure.laid, tagged=True, zoom=zoom)
    properties = ready.shown["properties"]
    centred = frozenset() if finish.bleed else _coloured(ready, fitted_brochure.laid.panels, choice.format)
    bleed = PRINTER_BORDER / 2 if centred else finish.bleed
    panels = fitted_brochure.bled(bleed / zoom) if bleed else fitted_brochure.laid
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
        centred=centred,
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
                *outputs.print_checks(
                    print_edition,
                    *imposed_from,
                    finish.duplex,
                    finish.bleed,
                    finish.margin,
                    outputs.on_paper(ready),
                ),
                *outputs.word_checks(ready, docx, handout_html),
            ]
        )
    )
    if finish.profile:
        files[names["press"]] = _press_edition(ready, fitted_brochure, choice, finish, zoom)
    left_out = _left_out(ready, fitted_brochure.setting.dropped)
    return Built(
        guide.slug,
        ready.revision,
        files,
        fitted_brochure.setting,
        fitted_brochure.chosen.rooms,
        fitted_brochure.trials,
        left_out,
    )


def _left_out(ready: Prepared, dropped: Collection[str]) -> dict[str, str]:
    """Return what gave way in a brochure, by its name, in words for people: a section's title, the words of a note."""
    names: dict[str, str] = {}
    for section in ready.shown["sections"]:
        names[section["id"]] = said(section["title"])
        names[photo_of(section["id"])] = f"the photograph of “{said(section['title'])}”"
        for fact in section.get("facts", ()):
            if fact["note"]:
                names[fact["note"]["path"]] = f"“{errors.shorten(said(fact['note']))}”"
    return {name: words for name, words in names.items() if name in dropped}


def _coloured(ready: Prepared, panels: Iterable[str], format: str) -> frozenset[str]:  # noqa: A002
    """Return the panels that have a colour of their own, of which the white border of a folded sheet cuts some off."""
    if row(FORMATS, format, "format").flat:
        return frozenset()
    theme, scheme = ready.theme, ready.shown["scheme"]
    grounds = {name: theme.ground(scheme, columns.ground(name, format)) for name in panels}
    return frozenset(name for name, ground in grounds.items() if ground.fill != theme.colours.paper)


def _handout_alone(ready: Prepared, choice: Choice) -> Built:
    """Make and verify the handout alone, which needs no Pango. Raises ContentError with everything that is wrong."""
    html, docx, _ = handout.make(ready, choice.paper)
    errors.raise_if(points.problems(outputs.word_checks(ready, docx, html)))
    return Built(ready.guide.slug, ready.revision, {artifacts.file_names(ready)["handout"]: docx})


def _overset(ready: Prepared, fitted_brochure: brochure.Brochure, choice: Choice) -> Iterable[Problem]:
    """Return where the text of a brochure does not fit, whose text is to blame, and what would make it fit.

    Where the same guide fits for no school, it is the school's own text: the guide is not to be shortened for it.
    """
    upstream = ready.library.upstream
    if upstream and ready.guide.slug in upstream.guides:
        for_nobody = prepare(ready.project, upstream, upstream.guides[ready.guide.slug], choice.theme)
        if brochure.fitted(for_nobody, choice.format, choice.paper)[1].chosen.fits:
            school = inline.plain(str(ready.library.publisher.name))
            return overset.report_for_school(fitted_brochure, ready.places, school, ready.own_folder)
    remedy = remedies.find(ready, fitted_brochure, choice.format, choice.paper)
    return overset.report(fitted_brochure, ready.places, remedy)


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
    return [
        Problem(Span(name), f"{check.point}: {check.reason}", "" if check.point in preflighting.FROM_CONTENT else OURS)
        for check in failed
    ]


OURS = (
    "nothing in your content is wrong: this is a fault of Guidepress, please report this line; "
    "without --press the other files are made"
)
"""The hint with what no content can cause."""
