"""A theme: its tokens, checked like content, and its fonts."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fontTools.ttLib import TTFont
from pydantic import Field, StringConstraints

from guidepress import schema, source
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import Project
from guidepress.schema import Content, Word
from guidepress.validate import validate

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Points = Annotated[float, Field(gt=0, le=600)]


class Colours(Content):
    """The theme's colours, as #RRGGBB."""

    paper: Colour
    """What is printed on."""
    ink: Colour
    """Type and rules."""
    accent: Colour
    """Figures, marks and drawings."""
    grey: Colour
    """Notes and sources."""
    tick: Colour
    """The ticks of scales."""
    hair: Colour
    """The hairlines of lists and tables."""
    tint: Colour
    """The place for a stamp or a logo."""
    flood: Colour
    """The ground of the panel that is coloured all over."""
    on_flood: Colour
    """Type and drawings on that ground."""
    flood_tick: Colour
    """Ticks on that ground."""


class Face(Content):
    """A font file of the package rendercv-fonts."""

    family: Word
    """The family's name, as the style sheet calls it."""
    weight: Annotated[int, Field(ge=100, le=900)]
    """Its weight: 400 is regular, 700 bold."""
    file: Word
    """The file, below the package's folder."""


class Page(Content):
    """The margins of a panel, in points."""

    top: Points
    """From the panel's top to its text; the running head stands above."""
    hang: Annotated[float, Field(gt=0, lt=0.5)]
    """Where the text of every panel begins below its heading, in panel heights."""
    side: Points
    """At the left and right."""
    bottom: Points
    """Below the text."""
    flood_side: Points
    """At the left and right of the coloured panel, which office printers leave white 5 mm at its edges."""
    art: Points
    """Between the cover's text and its drawing."""
    band: Points
    """The height of a drawing that stands in a strip."""


class Heading(Content):
    """The headings of sections, which are broken into even lines."""

    size: Annotated[float, Field(ge=10.5, le=72)]
    """Their size in points."""
    tracking: Annotated[float, Field(ge=-0.1, le=0.2)]
    """The space added to each letter, in sizes."""
    weight: Annotated[int, Field(ge=100, le=900)]
    """The weight of the face they are set in."""


class Fit(Content):
    """Within what limits text is fitted to its panels, in points."""

    sizes: Annotated[tuple[Annotated[float, Field(ge=10.5, le=18)], ...], Field(min_length=1)]
    """The sizes of body text, the preferred first; 10.5 is the least."""
    leading: Annotated[float, Field(ge=1.15, le=2)]
    """The distance of lines, in sizes."""
    gaps: tuple[Points, Points]
    """The least and the largest space between blocks."""
    filler: Points
    """A panel that would end with more empty height than this gets a drawing at its foot."""


class Handout(Content):
    """What the handout takes from the theme beside its colours."""

    font: Word
    """A font that Word has, and that LibreOffice has or replaces metric for metric."""


class Theme(Content):
    """The tokens of a theme."""

    name: Word
    """The theme's name; also the name of its folder."""
    colours: Colours
    """The colours."""
    faces: Annotated[tuple[Face, ...], Field(min_length=1)]
    """The fonts of the brochure."""
    page: Page
    """The margins."""
    heading: Heading
    """The headings of sections."""
    fit: Fit
    """The limits of copyfitting."""
    handout: Handout
    """The look of the handout."""


def read(project: Project, name: str) -> Theme:
    """Read a theme by name. Raises ContentError: unknown theme, or anything wrong in its file."""
    folder = project.templates / "themes"
    path = folder / name / "theme.yaml"
    if not path.is_file():
        known = [each.parent.name for each in folder.glob("*/theme.yaml")]
        raise ContentError([Problem(Span("--theme"), f"There is no theme “{name}”.", nearest(name, known))])
    shown = project.name(path)
    data = path.read_bytes()
    theme, problems = validate(source.load(data, shown), Theme, Span(shown))
    if problems or not isinstance(theme, Theme):
        raise ContentError(source.illustrate(problems, {shown: data.decode()}))
    return theme


def font_folder() -> Path:
    """Return where the package rendercv-fonts keeps its files."""
    return Path(str(files("rendercv_fonts")))


@cache
def characters(face: Face) -> frozenset[int]:
    """Return the code points that a face has a glyph for, read from its character map."""
    with TTFont(font_folder() / face.file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def width(theme: Theme, text: str) -> float:
    """Return how wide a heading is in points, from the advances of its letters; kerning makes it a little less."""
    face = next((face for face in theme.faces if face.weight == theme.heading.weight), theme.faces[0])
    advances, units = _advances(face)
    ems = sum(advances.get(ord(char), units / 2) for char in text) / units + theme.heading.tracking * len(text)
    return ems * theme.heading.size


@cache
def _advances(face: Face) -> tuple[dict[int, int], int]:
    with TTFont(font_folder() / face.file, lazy=True) as font:
        metrics = font["hmtx"]
        return {code: metrics[name][0] for code, name in font.getBestCmap().items()}, font["head"].unitsPerEm


FILES: dict[str, type[Content]] = {**schema.FILES, "theme": Theme}
"""Every kind of file that people write, and its model."""


def json_schema(kind: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind of file, as text."""
    made = FILES[kind].model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
