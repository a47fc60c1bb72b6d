"""Puts an institution's house style and a school's colors into a theme, and advises where another color is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from guidepress.compose.themes import palette, theme
from guidepress.compose.themes.palette import Move
from guidepress.compose.themes.shades import WHITE
from guidepress.compose.themes.theme import FontFace, Theme
from guidepress.content import pictures, source
from guidepress.content.library import Library
from guidepress.content.model.brand import Brand, BrandColours, Typeface
from guidepress.content.model.publisher import School
from guidepress.content.picture_files import PictureError, PictureFile, emblem_width
from guidepress.errors import ContentError, Problem, Span, and_list, count_of
from guidepress.project import Project
from guidepress.units import MM


class Family(NamedTuple):
    """A family of the package rendercv-fonts: its files, and the font of Word nearest to it.

    `scale` is by how much it is set smaller than Source Sans 3, so that its small letters come out as high.
    """

    regular: str
    bold: str
    word: str
    scale: float


def _family(name: str, word: str, scale: float, ending: str = "ttf") -> Family:
    stem = f"{name}/{name.replace(' ', '')}"
    return Family(f"{stem}-Regular.{ending}", f"{stem}-Bold.{ending}", word, scale)


FAMILIES: dict[Typeface, Family] = {
    "Source Sans 3": _family("Source Sans 3", "Calibri", 1),
    "Open Sans": _family("Open Sans", "Arial", 0.91),
    "Noto Sans": _family("Noto Sans", "Arial", 0.91),
    "Roboto": _family("Roboto", "Arial", 0.92),
    "Lato": _family("Lato", "Calibri", 0.96),
    "XCharter": _family("XCharter", "Cambria", 1, "otf"),
}
"""The families that suit: upright in two weights, figures of one height and width, small letters that are high enough
at 10.5 points, and every character of the guides.

Of the others in the package, Raleway's figures hang below the line, Fontin's and Mukta's differ in width, Poppins and
Open Sauce Sans run too wide, EB Garamond and Gentium are too small, and Ubuntu is the face of another brand.
"""


def dress(look: Theme, library: Library) -> tuple[Theme, list[Move], str]:
    """Return a theme in a library's brand colours, what stands in for them, and the kind of file that they come from.

    A theme that follows a brand takes its colours from content/brand.yaml, if that has any; all others, and it without
    them, from content/publisher.yaml.
    """
    look, colours, kind = _asked(look, library)
    if colours is None:
        return look, [], kind
    worn, moves = palette.place(look, colours)
    return worn, moves, kind


def _asked(look: Theme, library: Library) -> tuple[Theme, BrandColours | None, str]:
    """Return a theme in a brand's shapes, the colours that it is to wear, and the kind of file that these stand in."""
    colours, kind = library.publisher.colours, "publisher"
    if look.brand is not None:
        brand = library.brand or look.brand
        look = follow(look, brand)
        if brand.colours:
            colours, kind = brand.colours, "brand"
    return look, colours, kind


def primary_fields(look: Theme, library: Library, motif: str | None) -> tuple[str, set[str], str]:
    """Return a brand's primary colour, which panels of a theme it is to fill, and the kind of file that it stands in.

    `look` is the theme as its file has it, `motif` that of the guide's role. The colour is empty where there is none.
    """
    look, colours, kind = _asked(look, library)
    if colours is None or look.brand_colours is None:
        return "", set(), kind
    primary = colours.primary.rgb.upper()
    dressed = palette.dress_for(look.brand_colours, primary)
    panels = dressed.panels or look.panels.get(motif or "default") or look.panels["default"]
    fills = {name for name, parts in dressed.grounds.items() if parts.get("fill") == "primary"}
    return primary, {panel for panel, ground in panels.items() if ground in fills}, kind


def follow(look: Theme, brand: Brand) -> Theme:
    """Return a theme in the typeface and the shapes of a brand; its colours are placed afterwards."""
    family = FAMILIES[brand.typeface]
    regular, bold = family.regular, family.bold
    faces = [
        FontFace(family=brand.typeface, weight=weight, file=file) for weight, file in ((400, regular), (700, bold))
    ]
    is_bold = brand.headings.weight == "bold"
    heading = look.heading.model_copy(
        update={
            "family": brand.typeface,
            "weight": 700 if is_bold else 400,
            "size": _scaled(look.heading.size, family),
            "display": tuple(_scaled(size, family) for size in look.heading.display),
            "second": _scaled(look.heading.second, family),
        }
    )
    sizes = tuple(dict.fromkeys(max(_scaled(size, family), LEAST_BODY) for size in look.fit.sizes))
    full, small = max(_scaled(look.fit.full, family), LEAST_BODY), max(_scaled(look.fit.small, family), LEAST)
    title = look.title.model_copy(update={"sizes": tuple(_scaled(size, family) for size in look.title.sizes)})
    cover = "primary" if brand.cover == "field" else "paper"
    return look.model_copy(
        update={
            "brand": brand,
            "faces": tuple(faces),
            "title": title,
            "heading": heading,
            "fit": look.fit.model_copy(update={"sizes": sizes, "full": full, "small": small}),
            "figures": look.figures.model_copy(update={"round": brand.corners > 0}),
            "panels": {scheme: {**panels, "cover": cover} for scheme, panels in look.panels.items()},
            "handout": look.handout.model_copy(
                update={"font": family.word, "size": WORD_SIZES.get(family.word, WORD_SIZE)}
            ),
        }
    )


WORD_SIZES, WORD_SIZE = {"Calibri": 11.0, "Cambria": 11.0}, 10.5
"""The size of text in the fonts of Word whose letters are small, and in the others, in points."""
LEAST_BODY, LEAST = 10.5, 8.5  # points: body text and all other text are nowhere smaller


def _scaled(size: float, family: Family) -> float:
    return round(size * family.scale * 4) / 4


def emblem(brand: Brand | None, logo: PictureFile | None) -> dict[str, float] | None:
    """Return the width, the height and the clear space of the logo on the cover, in points; None without one.

    It is as high as three lines of the institution's name, and wider where its least width asks for that.
    """
    if brand is None or logo is None:
        return None
    width = emblem_width(logo.width / logo.height, brand.logo.least_width * MM)
    height = width * logo.height / logo.width
    sizes = {"width": width, "height": height, "around": brand.logo.clear_space * MM}
    return {name: round(size, 2) for name, size in sizes.items()}


def hidden_logo(look: Theme, library: Library) -> list[Problem]:
    """Return what is wrong with a logo on the paper of a theme in a library's colors; a part that is lost is advice.

    Every theme puts it on its paper. What is to be said of it on white paper, that of handouts, was said when it was
    read.
    """
    paper = look.colours.paper
    if library.logo is None or paper.upper() == WHITE:
        return []
    span = library.trees["publisher", "publisher"].find(("logo", "file")).span
    try:
        notes = pictures.judge_on(library.logo, paper)
    except PictureError as error:
        return [Problem(span, f"In the theme {look.name} {error}", error.hint)]
    return [Problem(span, f"In the theme {look.name}: {sentence}", hint, advice=True) for sentence, hint in notes]


def hidden_logos(project: Project, library: Library, theme_name: str) -> list[Problem]:
    """Return the same for every theme that can be read, as advice for those that are not the one of this name."""
    found: list[Problem] = []
    if library.logo is None or not library.is_own(library.trees["publisher", "publisher"].span.file):
        return found
    for name in theme.names(project):
        try:
            look, _, _ = dress(theme.read(project, name), library)
        except ContentError:
            continue
        for problem in hidden_logo(look, library):
            hint = (
                problem.hint
                if name == theme_name
                else f"unless you build with it nothing needs to be done; {problem.hint}"
            )
            found.append(replace(problem, hint=hint, advice=problem.advice or name != theme_name))
    return source.illustrate(found, library.texts)


def advice(library: Library, moved: Mapping[str, Sequence[Problem]], *, each: bool = False) -> list[Problem]:
    """Return all advice of a library: collisions first, then the rest by place, that on colours last.

    `moved` is what `moved_colours` says of it. Of those a single piece tells, or with `each` one for each colour and
    theme.
    """
    colours = [piece for problems in moved.values() for piece in problems]
    other_advice = sorted((piece for piece in library.advice if piece not in library.collisions), key=_place)
    return [*library.collisions, *other_advice, *(sorted(colours, key=_place) if each else in_one(moved))]


def _place(piece: Problem) -> Span:
    return piece.span


def in_one(moved: Mapping[str, Sequence[Problem]]) -> list[Problem]:
    """Return one piece of advice that says in which themes other colours stand in; none where there are none."""
    pieces = [piece for problems in moved.values() for piece in problems]
    if not pieces:
        return []
    count = len({piece.span for piece in pieces})
    are, use = "is" if count == 1 else "are", "uses" if len(moved) == 1 else "use"
    sentence = (
        f"{count_of(count, 'color')} {are} too faint in places: the {listed(list(moved))} {use} another one there."
    )
    return [Problem(min(map(_place, pieces)), sentence, MOVED_HINT, advice=True)]


def listed(names: Sequence[str]) -> str:
    """Return themes as a sentence names them: “theme track”, “themes clinic and track”."""
    return f"{'themes' if len(names) > 1 else 'theme'} {and_list(names)}"


MOVED_HINT = "nothing needs to be done: fields keep a primary color exactly; “guidepress check --verbose” shows where"


def moved_colours(project: Project, library: Library) -> dict[str, list[Problem]]:
    """Return by theme, as advice, for which colours of a brand others stand in, each at its place in the content.

    Of a school only what its own file asks for: the rest is told of the guides themselves. A theme that cannot be read
    is passed over: whoever builds with it is told.
    """
    if library.publisher.colours is None and not (library.brand and library.brand.colours):
        return {}
    problems_by_theme: dict[str, list[Problem]] = {}
    for name in theme.names(project):
        try:
            _, moves, kind = dress(theme.read(project, name), library)
        except ContentError:
            continue
        tree = library.trees.get((kind, kind))
        for moved in moves if tree else ():
            span = tree.find(("colours", moved.name, "rgb")).span if tree else Span(kind)
            problems_by_theme.setdefault(name, []).append(
                Problem(span, _sentence(moved, name), _hint(moved), advice=True)
            )
    if isinstance(library.publisher, School):
        school_file = library.trees["publisher", "publisher"].span.file
        problems_by_theme = {
            name: [piece for piece in problems if piece.span.file == school_file]
            for name, problems in problems_by_theme.items()
        }
    return {name: source.illustrate(problems, library.texts) for name, problems in problems_by_theme.items()}


def _sentence(moved: Move, name: str) -> str:
    place = {
        "primary": "It fills fields exactly as it is; type and thin lines on paper are {moved} there, {after}.",
        "secondary": "{moved} stands there in its place, {after}.",
    }.get(moved.name, "It is {moved} there, {after}.")
    return (
        f"In the theme {name} the color {moved.name}, {moved.colour}, does not stand out enough {moved.use}: its "
        f"contrast to {moved.against} is {moved.before:.1f}, and {moved.least:g} is the least. "
    ) + place.format(moved=moved.moved, after=f"whose contrast is {moved.after:.1f}")


def _hint(moved: Move) -> str:
    return f"nothing needs to be done; the logo keeps {moved.colour} exactly"
