"""A theme as it is worn: in the house style of an institution, and in the colours of whoever hands the guides out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from guidepress import livery, theme
from guidepress.brand import Brand, Typeface
from guidepress.errors import ContentError, Problem, Span
from guidepress.library import Library
from guidepress.livery import Move
from guidepress.project import Project
from guidepress.theme import Face, Theme


class Family(NamedTuple):
    """A family of the package rendercv-fonts: its files, and the font of Word nearest to it.

    `grows` is by how much it is set larger than Source Sans 3, so that small letters come out about as high.
    """

    regular: str
    bold: str
    word: str
    small_capitals: bool
    grows: float = 1.0


def _family(name: str, word: str, small_capitals: bool, ending: str = "ttf") -> Family:
    stem = f"{name}/{name.replace(' ', '')}"
    return Family(f"{stem}-Regular.{ending}", f"{stem}-Bold.{ending}", word, small_capitals)


FAMILIES: dict[Typeface, Family] = {
    "Source Sans 3": _family("Source Sans 3", "Calibri", True),
    "Open Sans": _family("Open Sans", "Arial", False),
    "Noto Sans": _family("Noto Sans", "Arial", True),
    "Roboto": _family("Roboto", "Arial", True),
    "Lato": _family("Lato", "Calibri", False),
    "Open Sauce Sans": _family("Open Sauce Sans", "Arial", False),
    "XCharter": _family("XCharter", "Cambria", True, "otf"),
}
"""The families that suit: upright in two weights, figures of one height and width, small letters that are high enough
at 10.5 points, and every character of the guides. Raleway's figures hang below the line, Poppins runs too wide,
EB Garamond and Gentium are too small, Fontin lacks a true regular weight, Ubuntu is the face of another brand."""


def dress(look: Theme, library: Library) -> tuple[Theme, list[Move], str]:
    """Return a theme as it is worn, what had to be moved, and in which kind of file the colours stand.

    A theme that follows a brand takes its colours from content/brand.yaml, if that has any; all others, and it without
    them, from content/publisher.yaml.
    """
    colours, kind = library.publisher.colours, "publisher"
    if look.brand is not None:
        brand = library.brand or look.brand
        look = follow(look, brand)
        if brand.colours:
            colours, kind = brand.colours, "brand"
    if colours is None:
        return look, [], kind
    worn, moves = livery.place(look, colours)
    return worn, moves, kind


def follow(look: Theme, brand: Brand) -> Theme:
    """Return a theme in the typeface and the shapes of a brand, whose colours are placed afterwards."""
    family = FAMILIES[brand.typeface]
    regular, bold = family.regular, family.bold
    faces = [Face(family=brand.typeface, weight=weight, file=file) for weight, file in ((400, regular), (700, bold))]
    is_bold = brand.headings.weight == "bold"
    heading = look.heading.model_copy(update={"family": brand.typeface, "weight": 700 if is_bold else 400})
    cover = "primary" if brand.cover == "field" else "paper"
    return look.model_copy(
        update={
            "brand": brand,
            "faces": tuple(faces),
            "heading": heading,
            "figures": look.figures.model_copy(update={"round": brand.corners > 0}),
            "panels": {scheme: {**panels, "cover": cover} for scheme, panels in look.panels.items()},
            "handout": look.handout.model_copy(update={"font": family.word, "heading_font": family.word}),
        }
    )


def objections(brand: Brand, span: Span) -> Iterator[Problem]:
    """Say what a brand asks for that cannot be had. `span` is where its typeface stands."""
    if brand.headings.case == "small capitals" and not FAMILIES[brand.typeface].small_capitals:
        has = ", ".join(name for name, family in FAMILIES.items() if family.small_capitals)
        yield Problem(span, f"The typeface {brand.typeface} has no small capitals.", f"these have: {has}")


def advise(project: Project, library: Library) -> dict[str, list[Problem]]:
    """Say by theme which colours of a brand had to be moved in it, each at its place in the content.

    A theme that cannot be read is passed over: whoever builds with it is told.
    """
    if library.publisher.colours is None and not (library.brand and library.brand.colours):
        return {}
    found: dict[str, list[Problem]] = {}
    for path in sorted((project.templates / "themes").glob("*/theme.yaml")):
        name = path.parent.name
        try:
            _, moves, kind = dress(theme.read(project, name), library)
        except ContentError:
            continue
        tree = library.trees.get((kind, kind))
        for each in moves if tree else ():
            span = tree.find(("colours", each.name, "rgb")).span if tree else Span(kind)
            found.setdefault(name, []).append(Problem(span, _said(each, name), _hint(each), advice=True))
    return found


def _said(each: Move, name: str) -> str:
    return (
        f"In the theme {name} the colour {each.name}, {each.colour}, does not stand out enough as {each.use}: its "
        f"contrast to {each.against} is {each.before:.1f}, and {each.least:g} is the least. It was moved there to "
        f"{each.moved}, whose contrast is {each.after:.1f}."
    )


def _hint(each: Move) -> str:
    return f"nothing needs to be done; the logo keeps {each.colour} exactly"
