"""What came out: is every word there, in its place, tagged, in the theme's fonts, on the right pages, small enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont

from guidepress import accounting, geometry, glyphs, ink, legibility
from guidepress.errors import ContentError, Problem, Span
from guidepress.folds import FORMATS, row
from guidepress.theme import Theme, font_folder
from guidepress.word import reader

SCREEN_LIMIT = 300_000  # bytes: an attachment that every school's mail lets through and a phone opens at once
HANDOUT_LIMIT = 60_000  # bytes, without a logo
SLACK = 0.05  # points: rounding when glyph boxes are read back


@dataclass(frozen=True)
class Expected:
    """What an output must be: how people call it, the HTML it was made from, and where each leaf's text stands."""

    name: str
    html: str
    places: Mapping[str, Span]


def screen(pdf: bytes, wanted: Expected, theme: Theme, format: str, paper: str) -> list[Problem]:  # noqa: A002
    """Check the screen edition of a brochure. Returns what is wrong, an empty list where nothing is."""
    pages = glyphs.read(pdf, wanted.name)
    count = _count(format, pages)
    found = [*_pages(pages, wanted.name, geometry.panels(format, paper, count, file=wanted.name))]
    found += _headings(accounting.headings(wanted.html), glyphs.headings(pages), wanted.name)
    pieces = accounting.pieces(wanted.html)
    found += _text(pieces, "".join(glyph.text for page in pages for glyph in page.read()), wanted)
    where = legibility.Where(wanted.name, pieces, wanted.places)
    found += legibility.judge(pdf, pages, geometry.safe_insets(format, count), where)
    found += _fonts(pdf, wanted.name, theme)
    found += _document(pdf, wanted.name)
    if len(pdf) > SCREEN_LIMIT:
        found.append(Problem(Span(wanted.name), f"This file has {len(pdf):,} bytes; {SCREEN_LIMIT:,} are the most."))
    return found


def print_edition(
    pdf: bytes,
    from_pages: bytes,
    name: str,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    duplex: geometry.Duplex | None = None,
    bleed: float = 0.0,
    margin: float = 0.0,
) -> list[Problem]:
    """Check the print edition against the pages it was imposed from: sheets, viewer preferences, and every glyph.

    Each glyph must stand where folding wants its panel, and be seen there: no clipping may cut it off.
    """
    screen_pages = glyphs.read(from_pages, name)
    count = _count(format, screen_pages)
    duplex = duplex or geometry.default_duplex(format)
    faces = geometry.print_order(
        geometry.sheets(format, paper, duplex, pages=count, bleed=bleed, margin=margin), duplex
    )
    read = glyphs.read(pdf, name)
    found: list[Problem] = []
    if [(round(page.width), round(page.height)) for page in read] != [(round(f.width), round(f.height)) for f in faces]:
        sizes = ", ".join(f"{page.width:.0f} × {page.height:.0f} points" for page in read)
        found.append(Problem(Span(name), f"The print edition has the pages {sizes}; it wants {len(faces)} sheets."))
    else:
        panels = [panel.name for panel in geometry.panels(format, paper, count)]
        found += _placed(read, faces, dict(zip(panels, screen_pages, strict=False)), name)
        for face, sights in zip(faces, ink.look(pdf, read, legibility.LEAST_CONTRAST), strict=True):
            hidden = sum(1 for sight in sights if sight and sight.shown < legibility.LEAST_SHOWN)
            if hidden:
                found.append(Problem(Span(name), f"On the {face.name} sheet {hidden} characters cannot be seen whole."))
    with pikepdf.open(BytesIO(pdf)) as document:
        preferences = document.Root.get("/ViewerPreferences", pikepdf.Dictionary())
        edges = {"short-edge": "/DuplexFlipShortEdge", "long-edge": "/DuplexFlipLongEdge", "none": "/Simplex"}
        edge = edges["none" if len(faces) == 1 else duplex]
        for key, value in (("/Duplex", edge), ("/PrintScaling", "/None")):
            if str(preferences.get(key, "")) != value:
                found.append(Problem(Span(name), f"The viewer preference {key} is not {value}."))
    return found


def _count(format: str, pages: Sequence[glyphs.Page]) -> int | None:  # noqa: A002
    """Return the number of pages, where it is for the content to say how many there are."""
    return len(pages) if row(FORMATS, format, "format").numbered else None


def _placed(
    sheets: Sequence[glyphs.Page], faces: Sequence[geometry.Face], panels: Mapping[str, glyphs.Page], name: str
) -> Iterator[Problem]:
    """Find panels whose glyphs do not stand on the sheet where folding wants them."""
    for sheet, face in zip(sheets, faces, strict=True):
        stand = Counter((glyph.text, round(glyph.left), round(glyph.bottom)) for glyph in sheet.glyphs)
        for placement in face.placements:
            panel = placement.panel
            down = face.height - placement.y - panel.height
            glyphs_of = panels[panel.name].glyphs if panel.name in panels else ()
            if placement.rotation:  # by half a turn: right and top of a box become its left and bottom
                right, foot = placement.x + panel.width, down + panel.height
                wanted = [(each.text, right - each.right, foot - each.top) for each in glyphs_of]
            else:
                wanted = [(each.text, placement.x + each.left, down + each.bottom) for each in glyphs_of]
            missing = sum(1 for text, x, y in wanted if not any(stand[text, *at] for at in _near(x, y)))
            if missing:
                sentence = f"{missing} of the {len(wanted)} characters of the panel {panel.name} are missing at their"
                yield Problem(Span(name), f"{sentence} place on the {face.name} sheet.")
        count = sum(len(panels[each.panel.name].glyphs) for each in face.placements if each.panel.name in panels)
        if len(sheet.glyphs) != count:
            sentence = f"The {face.name} sheet shows {len(sheet.glyphs)} characters, its panels {count}."
            yield Problem(Span(name), sentence)


def _near(x: float, y: float) -> Iterator[tuple[int, int]]:
    """Yield the whole points that a place may be rounded to when it is read back."""
    for across in {round(x - SLACK), round(x + SLACK)}:
        for down in {round(y - SLACK), round(y + SLACK)}:
            yield across, down


def _text(pieces: Sequence[accounting.Piece], text: str, wanted: Expected) -> list[Problem]:
    """Find leaves that an output holds too often or not often enough; where there are none, text out of its order."""
    found = [lost.problem(wanted.places, wanted.name) for lost in accounting.lost(pieces, text)]
    first = accounting.astray(pieces, text) if not found else None
    if first:
        span = wanted.places.get(first.leaf, Span(wanted.name))
        sentence = f"“{accounting.shorten(first.words)}” does not stand where the content has it in {wanted.name}"
        found.append(Problem(span, f"{sentence}: the order in which it is read aloud is another."))
    return found


def handout(docx: bytes, wanted: Expected, has_pictures: bool) -> list[Problem]:
    """Check a handout: headings in Word's own styles, every leaf once for each time it was composed, the size."""
    read = reader.read(docx, wanted.name)
    found = [*_headings(accounting.headings(wanted.html), list(read.headings), wanted.name)]
    pieces = accounting.pieces(wanted.html)
    found += _text(pieces, read.text, wanted)
    marked = [accounting.solid(text) for _, text in read.leaves]
    composed = [text for _, text in accounting.by_leaf(pieces)]
    if marked != composed:
        found.append(
            Problem(Span(wanted.name), f"{len(marked)} pieces of text are marked; {len(composed)} were composed.")
        )
    if not read.language:
        found.append(Problem(Span(wanted.name), "The handout does not say its language."))
    if len(docx) > HANDOUT_LIMIT and not has_pictures:
        found.append(Problem(Span(wanted.name), f"This file has {len(docx):,} bytes; {HANDOUT_LIMIT:,} are the most."))
    return found


def composed(html: str, places: Mapping[str, Span], required: Sequence[str], name: str) -> list[Problem]:
    """Check that a template showed every leaf of the guide."""
    shown = {piece.leaf for piece in accounting.pieces(html)}
    return [
        Problem(places[leaf], f"The templates leave this text out of {name}.", f"content path: {leaf}")
        for leaf in required
        if leaf not in shown
    ]


def _pages(pages: Sequence[glyphs.Page], name: str, panels: Sequence[geometry.Panel]) -> Iterator[Problem]:
    if len(pages) != len(panels):
        yield Problem(
            Span(name), f"The brochure has {len(pages)} pages; it wants {len(panels)}, a page for each panel."
        )
        return
    for page, panel in zip(pages, panels, strict=True):
        if abs(page.width - panel.width) > 0.5 or abs(page.height - panel.height) > 0.5:
            sentence = f"The panel {panel.name} is {page.width:.1f} × {page.height:.1f} points"
            yield Problem(Span(name), f"{sentence}; it wants {panel.width:.1f} × {panel.height:.1f}.")


def _headings(wanted: list[tuple[int, str]], found: list[tuple[int, str]], name: str) -> Iterator[Problem]:
    """Compare headings by level and words; a line break may have taken a space or added one."""
    if [(level, accounting.solid(text)) for level, text in wanted] == [
        (level, accounting.solid(text)) for level, text in found
    ]:
        return
    missing = [text for level, text in wanted if (level, accounting.solid(text)) not in _solid(found)]
    extra = [text for level, text in found if (level, accounting.solid(text)) not in _solid(wanted)]
    what = (
        "; ".join([f"missing: “{text}”" for text in missing] + [f"not composed: “{text}”" for text in extra])
        or "their order differs"
    )
    yield Problem(Span(name), f"The headings are not those of the content: {what}.")


def _solid(headings: list[tuple[int, str]]) -> set[tuple[int, str]]:
    return {(level, accounting.solid(text)) for level, text in headings}


def _fonts(pdf: bytes, name: str, theme: Theme) -> Iterator[Problem]:
    """Check that every font is embedded and one of the theme's."""
    allowed = set()
    for face in theme.faces:
        with TTFont(font_folder() / face.file, lazy=True) as font:
            allowed |= {_plain_name(str(font["name"].getDebugName(number))) for number in (1, 4, 6, 16)}
    with pikepdf.open(BytesIO(pdf)) as document:
        for font in document.objects:
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor":
                called = str(font.FontName).lstrip("/").partition("+")[2] or str(font.FontName)
                if not any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    yield Problem(Span(name), f"The font {called} is not embedded.")
                if _plain_name(called) not in allowed:
                    yield Problem(
                        Span(name), f"The font {called} is none of the theme's.", "a character is missing there"
                    )


def _plain_name(name: str) -> str:
    """Return a font's name without what differs: Pango ends a family that ends in a figure with a comma."""
    return name.replace("-", "").replace(" ", "").replace(",", "").lower()


def _document(pdf: bytes, name: str) -> Iterator[Problem]:
    """Check what a reading program shows and says: tags, language, title, bookmarks (ISO 14289-1, 7.1, 7.2)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        preferences = root.get("/ViewerPreferences", pikepdf.Dictionary())
        if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False) or "/StructTreeRoot" not in root:
            yield Problem(Span(name), "The brochure is not tagged.")
        if not str(root.get("/Lang", "")):
            yield Problem(Span(name), "The brochure does not say its language.")
        if not document.docinfo.get("/Title") or not preferences.get("/DisplayDocTitle", False):
            yield Problem(Span(name), "The brochure does not show its title.")
        if "/Outlines" not in root:
            yield Problem(Span(name), "The brochure has no bookmarks.")
        with document.open_metadata() as metadata:
            if str(metadata.get("pdfuaid:part", "")) != "1":
                yield Problem(Span(name), "The brochure does not say that it follows PDF/UA-1.")


def raise_if(problems: Sequence[Problem]) -> None:
    """Raise ContentError where there are problems."""
    if problems:
        raise ContentError(problems)
