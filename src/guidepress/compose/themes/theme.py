"""What theme.yaml may set: colors, fonts, margins, headings, limits of fitting, the handout's fonts and links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from guidepress import disk
from guidepress.compose.themes import font_metrics, theme_files
from guidepress.compose.themes.font_metrics import Metrics
from guidepress.compose.themes.shades import SHADES
from guidepress.content import source
from guidepress.content.model import guides
from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import Colour, Content, Name, Percent, Slug
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import Project

Points = Annotated[float, Field(gt=0, le=600)]


class Colours(Content):
    """The theme's colors, as #RRGGBB."""

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
    """The place for a stamp or a logo, and what is empty in a bar."""
    light: Colour | None = None
    """What the light parts of a photograph beside a quotation become; its dark ones become the ink. Without it, the
    photograph is in shades of gray."""
    second: Colour | None = None
    """The second color of flat drawings."""
    shade: Colour | None = None
    """The color of shadows in flat drawings; never that of type."""
    mark: Colour | None = None
    """The one mark of a drawing in lines; without it, the ground's."""


PAPER = "paper"
"""The ground that every theme has: that of the sheet itself."""


class Ground(Content):
    """A color that a panel can have all over, and the colors of what stands on it, as #RRGGBB."""

    fill: Colour
    """The ground itself."""
    text: Colour
    """Type and rules."""
    quiet: Colour
    """Notes and sources."""
    strong: Colour
    """Figures in large type."""
    bar: Colour
    """Bars, tracks and dashes."""
    mark: Colour
    """The marks on bars."""
    tick: Colour
    """The ticks of scales."""
    hair: Colour
    """Hairlines."""
    tint: Colour
    """What is empty in a bar."""
    track: Colour
    """The line of a path."""
    stop: Colour
    """The stops on it."""
    on_stop: Colour
    """The numbers in them."""


class Figures(Content):
    """How figures are drawn."""

    bar: Annotated[float, Field(ge=1, le=24)]
    """How thick a bar is, in points."""
    round: bool
    """Whether its ends are round."""
    ticks: bool
    """Whether scales have ticks."""
    pay: Literal["ruler", "band"]
    """Whether a pay range stands upright as a ruler, or lies as a band."""
    pay_ground: Name | None = None
    """The ground under a pay range that stands first on its panel, from edge to edge."""


class FontFace(Content):
    """A font file of the package rendercv-fonts."""

    family: Name
    """The family's name, as the style sheet calls it."""
    weight: Annotated[int, Field(ge=100, le=900)]
    """Its weight: 400 is regular, 700 bold."""
    file: Name
    """The file, below the package's folder."""


class PageTokens(Content):
    """The margins of a panel, in points."""

    top: Points
    """From the panel's top to its text; a running head stands above."""
    hang: Points
    """Below the tallest of the headings that panels begin with: there the text of every panel begins."""
    side: Points
    """At the left and right."""
    sheet: Points
    """At the left and right of a whole sheet on which text stands in columns."""
    gutter: Points
    """Between columns."""
    bottom: Points
    """Below the text."""
    flood_side: Points
    """At the left and right of a colored panel, which office printers leave white 5 mm at its edges."""
    art: Points
    """Between the cover's text and its drawing."""
    band: Points
    """The height of a drawing that stands for a role."""
    portrait: Points
    """The height of a photograph below a quotation at the foot of a panel."""
    portrait_bleeds: bool
    """Whether that photograph goes over the foot of the panel; not where a line of text runs along the foot."""
    code: tuple[Points, Points] = (92, 112)
    """The least and the largest side of the QR code on the back, which takes what room there is."""
    strip: Points = 44.0
    """The height of a strip: the strength along a line through the drawing of a role, below the text of a section."""


class HeadingTokens(Content):
    """The headings of sections, which are broken into even lines."""

    family: Name
    """The family they are set in."""
    weight: Annotated[int, Field(ge=100, le=900)]
    """Its weight."""
    size: Annotated[float, Field(ge=10.5, le=72)]
    """Their size in points."""
    leading: Annotated[float, Field(ge=10.5, le=80)]
    """The distance of their lines in points."""
    display: Annotated[tuple[Annotated[float, Field(ge=18, le=72)], ...], Field(min_length=1)] = (30, 28, 26, 24, 22)
    """The sizes in points of the headings that the panels of a tri-fold begin with, the preferred first. All of a
    brochure have the same one: the first at which each goes on two lines."""
    second: Annotated[float, Field(ge=10.5, le=72)]
    """The size of those that follow the first one on a panel, where a panel holds three sections or more."""
    tracking: Annotated[float, Field(ge=-0.1, le=0.2)]
    """The space added to each letter, in sizes."""


class Title(Content):
    """The title on the cover, set as large as its longest word allows."""

    sizes: Annotated[tuple[Annotated[float, Field(ge=18, le=72)], ...], Field(min_length=1)]
    """The sizes in points, the preferred first."""
    tracking: Annotated[float, Field(ge=-0.1, le=0.2)]
    """The space added to each letter, in sizes."""


class Fit(Content):
    """Within what limits text is fitted to its panels, in points."""

    sizes: Annotated[tuple[Annotated[float, Field(ge=10.5, le=18)], ...], Field(min_length=1)]
    """The sizes of body text, the preferred first; 10.5 is the least."""
    full: Annotated[float, Field(ge=10.5, le=18)] = 10.5
    """The size below which a section gives way rather than type gets smaller, where the content ranks its sections."""
    leadings: Annotated[tuple[Annotated[float, Field(ge=1.15, le=2)], ...], Field(min_length=1)]
    """The distance of lines, in sizes, the preferred first; lines stand closer only where no size fits."""
    gaps: tuple[Points, Points]
    """The least and the largest space between blocks."""
    tight: Points
    """The space between blocks where nothing else makes text fit."""
    small: Annotated[float, Field(ge=8.5, le=18)]
    """The size of sources and captions; 8.5 is the least."""
    filler: Points
    """A panel that would end with more empty height than this gets a drawing at its foot."""


class Tint(Content):
    """A tint, mixed of two shades of a brand's colors."""

    of: Slug
    """The shade that is mixed in."""
    into: Slug
    """The shade that it is mixed into."""
    share: Percent
    """How much of the first it holds, in percent."""


class Dress(Content):
    """What the parts of a theme become in a brand's colors; what is not named stays as it is.

    A shade is one of those that `shades` makes of the brand's colors, or one of the tints.
    """

    tints: dict[Slug, Tint] = Field(default_factory=dict)
    """Tints by their names."""
    colours: dict[Name, Slug] = Field(default_factory=dict)
    """The shades of the theme's colors."""
    grounds: dict[Slug, dict[Name, Slug]] = Field(default_factory=dict)
    """The shades of what stands on each ground, and of the ground itself."""
    handout: dict[Name, Slug] = Field(default_factory=dict)
    """The shades of the handout's `accent` and `rule`."""
    panels: dict[Slug, Slug] | None = None
    """Which panels have which ground, in every guide; without it, those that the theme has."""


class BrandDress(Content):
    """The colors of whoever hands the guides out, put in the place of the theme's.

    The primary color is never changed where it fills a field: white reads on it, or black does.
    """

    dark: Dress
    """For a primary color on which white type can be read, at 4.5:1."""
    bright: Dress
    """For all others: on them, type is nearly black."""


class HandoutTokens(Content):
    """What the handout takes from the theme beside its colors."""

    font: Name
    """A font that Word has, and that LibreOffice has or replaces metric for metric."""
    size: Annotated[float, Field(ge=10.5, le=14)]
    """The size of its text in points: more for a font whose letters are small, such as Calibri."""
    accent: Colour
    """The color of large figures and of links: readable on white."""
    rule: Colour
    """The color of the rules above headings, or of the bars at their left."""
    rules: Literal["above", "left"]
    """Whether a heading has a rule above it or a bar at its left."""
    title: Slug
    """The ground of the title; on `paper` the drawing stands at its right, else below it."""
    facts: Slug
    """The ground of the quick facts."""
    card: Slug
    """The ground of the head of the contact card."""


class Theme(Content):
    """The tokens of a theme."""

    name: Name
    """The theme's name; also the name of its folder."""
    art: Literal["lines", "flat"]
    """How the roles' motifs are drawn: in lines of one color, or in flat colors."""
    colours: Colours
    """The colors."""
    inks: dict[Colour, tuple[Percent, Percent, Percent, Percent]]
    """What a press prints for each color: cyan, magenta, yellow and black, in percent. Other colors are converted."""
    brand_colours: BrandDress | None = None
    """What the theme becomes in the colors of whoever hands the guides out. Without it, it keeps its own."""
    brand: Brand | None = None
    """Only in a theme that follows the house style of content/brand.yaml: what holds where there is no such file."""
    grounds: dict[Slug, Ground]
    """The colors that a panel can have all over, by name; `paper` is one of them."""
    panels: dict[Slug, dict[Slug, Slug]]
    """Which panels have which ground, by the motif of the guide's role; `default` where no other is given. A panel that
    is not named is paper."""
    faces: Annotated[tuple[FontFace, ...], Field(min_length=1)]
    """The fonts of the brochure."""
    page: PageTokens
    """The margins."""
    title: Title
    """The title on the cover."""
    heading: HeadingTokens
    """The headings of sections."""
    figures: Figures
    """The look of figures."""
    fit: Fit
    """The limits of copyfitting."""
    handout: HandoutTokens
    """The look of the handout."""

    def ground(self, motif: str | None, panel: str) -> Ground:
        """Return the ground of a panel in a guide whose role has this motif, or in a guide of several roles."""
        panels = self.panels.get(motif or "default") or self.panels["default"]
        return self.grounds[panels.get(panel, "paper")]


LARGEST = 2**20
"""Bytes of theme.yaml."""


def names(project: Project) -> list[str]:
    """Return the names of all themes, in order."""
    return sorted(file.parent.name for file in (project.templates / "themes").glob("*/theme.yaml"))


def read(project: Project, name: str) -> Theme:
    """Read a theme by name. Raises ContentError: unknown theme, or anything wrong in its file."""
    path = project.templates / "themes" / name / "theme.yaml"
    if name not in names(project):
        raise ContentError([Problem(Span("--theme"), f"There is no theme “{name}”.", nearest(name, names(project)))])
    file_name = project.name(path)
    return _read(theme_files.read(path, file_name, project.templates, LARGEST), file_name)


@lru_cache(maxsize=16)
def _read(data: bytes, file_name: str) -> Theme:
    """Read a theme from its file as it is now: every proof asks for it, and it seldom changes in between."""
    theme, problems = validate(source.load(data, file_name), Theme, Span(file_name))
    if isinstance(theme, Theme):
        tree = source.load(data, file_name)
        for check in (_unknown_grounds, _unknown_shades, _unknown_fonts):
            problems += check(theme, tree)
    if problems or not isinstance(theme, Theme):
        raise ContentError(source.illustrate(problems, {file_name: data.decode()}))
    return theme


def _unknown_grounds(theme: Theme, tree: source.Tree) -> Iterator[Problem]:
    """Check that every ground that is named is there, and so are `paper` and the default panels."""
    for key, known, needed in (("grounds", theme.grounds, PAPER), ("panels", theme.panels, "default")):
        if needed not in known:
            yield Problem(tree.find((key,)).span, f"The key “{needed}” is missing here.")
    for scheme, panels in theme.panels.items():
        for panel, ground in panels.items():
            if ground not in theme.grounds:
                span = tree.find(("panels", scheme, panel)).span
                yield Problem(span, f"There is no ground “{ground}”.", nearest(ground, theme.grounds))
    pay_ground = theme.figures.pay_ground
    if pay_ground and pay_ground not in theme.grounds:
        span = tree.find(("figures", "pay_ground")).span
        yield Problem(span, f"There is no ground “{pay_ground}”.", nearest(pay_ground, theme.grounds))
    for part in ("title", "facts", "card"):
        ground = getattr(theme.handout, part)
        if ground not in theme.grounds:
            span = tree.find(("handout", part)).span
            yield Problem(span, f"There is no ground “{ground}”.", nearest(ground, theme.grounds))


def _unknown_shades(theme: Theme, tree: source.Tree) -> Iterator[Problem]:
    """Check that what is put into a brand's colours is there, and so are the shades: mistyped, it would stay."""
    for kind in ("dark", "bright") if theme.brand_colours else ():
        dress: Dress = getattr(theme.brand_colours, kind)
        shades_known = {*SHADES, *dress.tints}
        named: list[tuple[tuple[str, ...], str]] = [
            (("tints", tint, key), shade)
            for tint, mixed in dress.tints.items()
            for key, shade in (("of", mixed.of), ("into", mixed.into))
        ]
        groups = [
            (("colours",), dress.colours, Colours.model_fields),
            (("handout",), dress.handout, ("accent", "rule")),
            *((("grounds", ground), parts, Ground.model_fields) for ground, parts in dress.grounds.items()),
        ]
        for path, parts, known in groups:
            named += [((*path, part), shade) for part, shade in parts.items()]
            for part in parts:
                if part not in known:
                    span = tree.find(("brand_colours", kind, *path)).keys[part]
                    yield Problem(span, f"Nothing there is called “{part}”.", nearest(part, known))
        for path, shade in named:
            known_here = SHADES if path[0] == "tints" else shades_known
            if shade not in known_here:
                span = tree.find(("brand_colours", kind, *path)).span
                yield Problem(span, f"There is no shade “{shade}”.", nearest(shade, known_here))
        for ground in dress.grounds:
            if ground not in theme.grounds:
                span = tree.find(("brand_colours", kind, "grounds")).keys[ground]
                yield Problem(span, f"There is no ground “{ground}”.", nearest(ground, theme.grounds))
        for panel, ground in (dress.panels or {}).items():
            if ground not in theme.grounds:
                span = tree.find(("brand_colours", kind, "panels", panel)).span
                yield Problem(span, f"There is no ground “{ground}”.", nearest(ground, theme.grounds))


def _unknown_fonts(theme: Theme, tree: source.Tree) -> Iterator[Problem]:
    """Check that every font file is there and can be read, and that headings are set in one of the theme's families."""
    for index, face in enumerate(theme.faces):
        span = tree.find(("faces", index, "file")).span
        if not disk.inside(font_folder(), _font_file(face)):
            sentence = f"“{face.file}” lies outside of the package rendercv-fonts, and no font is read from elsewhere."
            yield Problem(span, sentence, _FONT_HINT)
        elif not disk.is_file(_font_file(face)):
            known = (path.relative_to(font_folder()).as_posix() for path in font_folder().glob("*/*.[ot]tf"))
            close = get_close_matches(face.file, known, n=1)
            hint = f"did you mean “{close[0]}”?" if close else _FONT_HINT
            yield Problem(span, f"There is no font file “{face.file}”.", hint)
        elif not characters(face):
            yield Problem(span, f"“{face.file}” is not a font that can be read.", "name one that ends in .ttf or .otf")
    families = [face.family for face in theme.faces]
    if theme.heading.family not in families:
        span = tree.find(("heading", "family")).span
        yield Problem(
            span, f"No font of the family “{theme.heading.family}” is among the faces of this theme.",
            nearest(theme.heading.family, families),
        )  # fmt: skip


_FONT_HINT = "name a file of the package rendercv-fonts"


def _font_file(face: FontFace) -> Path:
    return font_folder() / face.file


def font_folder() -> Path:
    """Return where the package rendercv-fonts keeps its files."""
    return Path(str(files("rendercv_fonts")))


@cache
def characters(face: FontFace) -> frozenset[int]:
    """Return the code points that a face has a glyph for, read from its character map; none where it is no font."""
    from fontTools.ttLib import TTFont, TTLibError  # a theme's tokens are read where no engine is installed, too

    try:
        with TTFont(BytesIO(disk.read(_font_file(face), within=font_folder())), lazy=True) as font:
            return frozenset(font.getBestCmap())
    except TTLibError:
        return frozenset()


def metrics(theme: Theme, family: str, weight: int) -> Metrics:
    """Measure one of the theme's fonts; the first of them where it has none of that family and weight."""
    face = next((face for face in theme.faces if (face.family, face.weight) == (family, weight)), theme.faces[0])
    return font_metrics.read(_font_file(face))


def width(theme: Theme, text: str, size: float, tracking: float) -> float:
    """Return how wide a heading is in points, from the advances of its letters; kerning makes it a little less."""
    heading = metrics(theme, theme.heading.family, theme.heading.weight)
    return (heading.width(text) + tracking * len(text)) * size


def body_width(theme: Theme, text: str, size: float) -> float:
    """Return how wide body text is in points, as `width` does a heading. A theme names the face of its text first."""
    return font_metrics.read(_font_file(theme.faces[0])).width(text) * size


FILES: dict[str, type[Content]] = {**guides.FILES, "theme": Theme}
"""Every kind of file that people write, and its model."""


def json_schema(kind: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind of file, as text."""
    schema = FILES[kind].model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
