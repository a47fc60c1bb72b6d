"""The checks of each built file: all text there and in order, tags, fonts, pages, language, and file size.

Each kind of output has a function that makes its checks, and one beside it that returns only what is wrong. The points
stand here with the clause of a standard where a check tests a part of it: the whole clause asks for more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from guidepress import errors
from guidepress.artifacts import file_names
from guidepress.brochure import geometry
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import PRINTER_BORDER
from guidepress.compose import amendments
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes.theme import Theme, font_folder
from guidepress.content.model import inline, kinds
from guidepress.content.model.publisher import School
from guidepress.content.picture_files import PICTURES_LIMIT, PictureFile
from guidepress.errors import Problem, Span, count_of, row
from guidepress.verify import accounting, brand_fields, glyphs, legibility, line_faults, listening, visibility
from guidepress.verify.points import LXML, PDFIUM, PIKEPDF, Check, Point
from guidepress.word import reader

SCREEN_LIMIT = 300_000  # bytes without pictures: every school's mail lets it through, and a phone opens it at once
HANDOUT_LIMIT = 100_000  # bytes without pictures
SLACK = 0.05  # points: rounding when glyph boxes are read back


# What is looked at. Clauses of ISO 14289-1:2014 and criteria of WCAG 2.2, as `points.Point` writes them.
COMPLETE = Point("No text of the guide is left out", LXML)
PAGES = Point("Each panel is a page of its size", PDFIUM)
HEADINGS = Point("Its headings are those of the guide", PDFIUM, ("WCAG 1.3.1",))
TEXTS = Point("No text is missing or there twice", PDFIUM)
ORDER = Point("It is read aloud in the order of the guide", PDFIUM, ("WCAG 1.3.2",))
ALTERNATIVES = Point("Every figure has an alternative text", PDFIUM, ("PDF/UA-1 7.3", "WCAG 1.1.1"))
EMBEDDED = Point("All fonts are in the file", PIKEPDF, ("PDF/UA-1 7.21.4.1",))
FONTS = Point("All fonts are the theme’s", PIKEPDF)
TAGGED = Point("It is tagged", PIKEPDF, ("PDF/UA-1 6.2, 7.1",))
LANGUAGE = Point("It says its language", PIKEPDF, ("PDF/UA-1 7.2", "WCAG 3.1.1"))
FOREIGN = Point("The language of foreign words is marked", PDFIUM, ("PDF/UA-1 7.2", "WCAG 3.1.2"))
TITLE = Point("It says its title", PIKEPDF, ("PDF/UA-1 7.1", "WCAG 2.4.2"))
BOOKMARKS = Point("It has bookmarks", PIKEPDF)
CLAIM = Point("It says that it follows PDF/UA-1", PIKEPDF, ("PDF/UA-1 5",))
SCREEN_BYTES = Point("It is small enough to email", PIKEPDF)

SHEETS = Point("It has the sheets that folding wants", PDFIUM)
PLACES = Point("Each letter is where folding wants it", PDFIUM)
WHOLE = legibility.SEEN
DUPLEX = Point("It asks to be turned over as it folds", PIKEPDF, ("ISO 32000-1 12.2",))
SCALING = Point("It asks to be printed at actual size", PIKEPDF, ("ISO 32000-1 12.2",))

# What is asked of a handout, too, has the same words; PDF/UA is not for Word.
STYLES = replace(HEADINGS, by=LXML)
WORDS = replace(TEXTS, by=LXML)
READING = replace(ORDER, by=LXML)
MARKED = Point("Each text is marked as one piece", LXML)
PICTURES = replace(ALTERNATIVES, by=LXML, rules=("WCAG 1.1.1",))
TABLES = Point("Every table has a header row", LXML, ("WCAG 1.3.1",))
FLOWING = Point("Nothing floats, and no table is nested or merged", LXML, ("WCAG 1.3.1", "WCAG 1.3.2"))
WORDED = Point("Every link and form field has words", LXML, ("WCAG 2.4.4", "WCAG 4.1.2"))
SPOKEN = replace(LANGUAGE, by=LXML, rules=("WCAG 3.1.1",))
FOREIGN_WORDS = replace(FOREIGN, by=LXML, rules=("WCAG 3.1.2",))
NAMED = replace(TITLE, by=LXML, rules=("WCAG 2.4.2",))
HANDOUT_BYTES = replace(SCREEN_BYTES, by=LXML)


@dataclass(frozen=True)
class Expected:
    """What an output is compared with: its name, the HTML it was made from, and each leaf's place in the content.

    `pictures` are those of the content that it shows, with the places that name them, and `school` is whose they are.
    """

    name: str
    html: str
    places: Mapping[str, Span]
    pictures: Sequence[tuple[PictureFile, Span]] = ()
    school: str = ""


def screen_checks(
    pdf: bytes,
    wanted: Expected,
    theme: Theme,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    ready: Prepared | None = None,
) -> list[Check]:
    """Check the screen edition of a brochure. Raises ContentError where it is no PDF that can be read.

    Where its columns end is looked at if it is known what guide it is of.
    """
    name, pages = wanted.name, glyphs.read(pdf, wanted.name)
    count = _count(format, pages)
    pieces = accounting.pieces(wanted.html)
    where = legibility.Where(name, pieces, wanted.places)
    text = "".join(glyph.text for page in pages for glyph in page.read())
    return [
        PAGES.check(_pages(pages, name, geometry.panels(format, paper, count, file=name))),
        HEADINGS.check(_headings(accounting.headings(wanted.html), glyphs.headings(pages), name)),
        *_text(pieces, text, wanted, TEXTS, ORDER),
        ALTERNATIVES.check(_alternatives(pages, name)),
        *legibility.judge(
            pdf,
            pages,
            geometry.safe_insets(format, count),
            where,
            line_faults.right_sides(ready, format, paper, count) if ready else None,
        ),
        *_fonts(pdf, name, theme),
        *_document(pdf, name),
        FOREIGN.check(accounting.unspoken(pieces, glyphs.foreign(pages), wanted.places, name)),
        *listening.checks(pdf, pages, wanted.html, wanted.places, name),
        SCREEN_BYTES.check(_heavy(len(pdf), SCREEN_LIMIT + (PICTURES_LIMIT if wanted.pictures else 0), wanted)),
    ]


def print_checks(
    pdf: bytes,
    from_pages: bytes,
    name: str,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    duplex: geometry.Duplex | None = None,
    bleed: float = 0.0,
    margin: float = 0.0,
    on_paper: str = "",
) -> list[Check]:
    """Check the print edition against the pages it was imposed from: sheets, viewer preferences, and every glyph.

    Each glyph must stand where folding wants its panel, and be seen there: no clipping may cut it off. On sheets of
    other sizes than are wanted that is not looked for. `bleed` and `margin` are points; `on_paper` is what only a
    printed brochure shows. Raises ContentError where one
    of the files is no PDF that can be read.
    """
    screen_pages = glyphs.read(from_pages, name)
    count = _count(format, screen_pages)
    duplex = duplex or geometry.default_duplex(format)
    faces = geometry.print_order(
        geometry.sheets(format, paper, duplex, pages=count, bleed=bleed, margin=margin), duplex
    )
    print_pages = glyphs.read(pdf, name)
    sizes = list(_sizes(print_pages, faces, name))
    checks = [SHEETS.check(sizes)]
    if not sizes:
        panels = [panel.name for panel in geometry.panels(format, paper, count)]
        pages_of = dict(zip(panels, screen_pages, strict=False))
        checks += [
            PLACES.check(_placed(print_pages, faces, pages_of, name, on_paper, 0.0 if bleed else PRINTER_BORDER)),
            WHOLE.check(_hidden(pdf, print_pages, faces, name)),
        ]
    edges = {"short-edge": "/DuplexFlipShortEdge", "long-edge": "/DuplexFlipLongEdge", "none": "/Simplex"}
    with pikepdf.open(BytesIO(pdf)) as document:
        edge = edges["none" if len(faces) == 1 else duplex]
        for point, key, value in ((DUPLEX, "/Duplex", edge), (SCALING, "/PrintScaling", "/None")):
            differs = str(_entry(document.Root, "/ViewerPreferences", key)) != value
            problem = Problem(Span(name), f"The viewer preference {key} is not {value}.")
            checks.append(point.check([problem] if differs else []))
    return checks


def _sizes(print_pages: Sequence[glyphs.Page], faces: Sequence[geometry.Face], name: str) -> Iterator[Problem]:
    if [(round(page.width), round(page.height)) for page in print_pages] != [
        (round(face.width), round(face.height)) for face in faces
    ]:
        sizes = ", ".join(f"{page.width:.0f} × {page.height:.0f} points" for page in print_pages)
        yield Problem(Span(name), f"The print edition has the pages {sizes}; it wants {count_of(len(faces), 'sheet')}.")


def _hidden(
    pdf: bytes, print_pages: Sequence[glyphs.Page], faces: Sequence[geometry.Face], name: str
) -> Iterator[Problem]:  # fmt: skip
    for face, sights in zip(faces, visibility.look(pdf, print_pages, legibility.LEAST_CONTRAST), strict=True):
        hidden = sum(1 for sight in sights if sight and sight.shown < legibility.LEAST_SHOWN)
        if hidden:
            yield Problem(Span(name), f"On the {face.name} sheet {count_of(hidden, 'character')} cannot be seen whole.")


def _count(format: str, pages: Sequence[glyphs.Page]) -> int | None:  # noqa: A002
    """Return the number of pages, where it is for the content to say how many there are."""
    return len(pages) if row(FORMATS, format, "format").numbered else None


def _placed(
    sheets: Sequence[glyphs.Page],
    faces: Sequence[geometry.Face],
    panels: Mapping[str, glyphs.Page],
    name: str,
    on_paper: str,
    border: float,
) -> Iterator[Problem]:
    """Find panels whose glyphs do not stand on the sheet where folding wants them, and glyphs of no panel.

    A panel at the edge of a sheet may stand in the middle of what a white `border`, in points, leaves of it.
    """
    left_over = Counter(accounting.solid(on_paper))
    for sheet, face in zip(sheets, faces, strict=True):
        standing = Counter((glyph.text, round(glyph.left), round(glyph.bottom)) for glyph in sheet.glyphs)
        for placement in face.placements:
            panel = placement.panel
            panel_top = face.height - placement.y - panel.height
            panel_glyphs = panels[panel.name].glyphs if panel.name in panels else ()
            if placement.rotation:  # by half a turn: right and top of a box become its left and bottom
                right, panel_bottom = placement.x + panel.width, panel_top + panel.height
                wanted = [(glyph.text, right - glyph.right, panel_bottom - glyph.top) for glyph in panel_glyphs]
            else:
                wanted = [(glyph.text, placement.x + glyph.left, panel_top + glyph.bottom) for glyph in panel_glyphs]
            at_left, at_right = placement.cell.left == face.trim.left, placement.cell.right == face.trim.right
            missing = min(
                sum(1 for text, x, y in wanted if not any(standing[text, *place] for place in _near(x + moved, y)))
                for moved in {0.0, (at_left - at_right) * border / 2}
            )
            if missing:
                sentence = f"Of {count_of(len(wanted), 'character')} of the panel {panel.name}, {missing:,} are missing"
                yield Problem(Span(name), f"{sentence} at their place on the {face.name} sheet.")
        on_panels = [
            glyph.text
            for placement in face.placements
            if placement.panel.name in panels
            for glyph in panels[placement.panel.name].glyphs
        ]
        count, added = len(on_panels), _letters(glyph.text for glyph in sheet.glyphs) - _letters(on_panels)
        if added and not added - left_over:
            left_over -= added
        elif added or len(sheet.glyphs) < count:
            sentence = f"The {face.name} sheet shows {count_of(len(sheet.glyphs), 'character')}, its panels {count}."
            yield Problem(Span(name), sentence)


def _letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in accounting.solid(text))


def _near(x: float, y: float) -> Iterator[tuple[int, int]]:
    """Yield the whole points that a place may be rounded to when it is read back."""
    for left in {round(x - SLACK), round(x + SLACK)}:
        for top in {round(y - SLACK), round(y + SLACK)}:
            yield left, top


def _text(
    pieces: Sequence[accounting.Piece], text: str, wanted: Expected, texts: Point, order: Point
) -> Iterator[Check]:  # fmt: skip
    """Find leaves that an output holds too often or not often enough; where there are none, text out of its order."""
    problems = [lost_leaf.problem(wanted.places, wanted.name) for lost_leaf in accounting.lost(pieces, text)]
    yield texts.check(problems)
    if problems:  # what is lost is out of its order as well: only the first is worth telling
        return
    first_astray = accounting.astray(pieces, text)
    sentence = "“{}” does not stand where the content has it in {}: the order in which it is read aloud is another."
    yield order.check(
        [
            Problem(
                wanted.places.get(first_astray.leaf, Span(wanted.name)),
                sentence.format(errors.shorten(first_astray.words), wanted.name),
            )
        ]
        if first_astray
        else []
    )


def handout_checks(docx: bytes, wanted: Expected) -> list[Check]:
    """Check a handout's headings, text, bookmarks, pictures, tables, language and size against its HTML.

    Raises ContentError where it is no Word file that can be read.
    """
    name, contents = wanted.name, reader.read(docx, wanted.name)
    pieces = accounting.pieces(wanted.html)
    pictures = sum(len(picture.data) + len(picture.vector) for picture, _ in wanted.pictures)
    return [
        STYLES.check(_headings(accounting.headings(wanted.html), list(contents.headings), name)),
        *_text(pieces, contents.text, wanted, WORDS, READING),
        MARKED.check(_marked(contents, pieces, name)),
        PICTURES.check(
            _without(sum(not described for described in contents.pictures), "picture", "no alternative text", name)
        ),
        TABLES.check(_without(sum(not has_header for has_header in contents.tables), "table", "no header row", name)),
        FLOWING.check(_counted(contents.misplaced, name)),
        WORDED.check(_counted(contents.wordless, name)),
        SPOKEN.check([] if contents.language else [Problem(Span(name), "The handout does not say its language.")]),
        FOREIGN_WORDS.check(accounting.unspoken(pieces, contents.foreign, wanted.places, name)),
        NAMED.check([] if contents.properties.get("title") else [Problem(Span(name), "The handout has no title.")]),
        HANDOUT_BYTES.check(_heavy(len(docx), HANDOUT_LIMIT + pictures, wanted)),
    ]


def _marked(contents: reader.HandoutContents, pieces: Sequence[accounting.Piece], name: str) -> Iterator[Problem]:
    marked = [accounting.solid(text) for _, text in contents.leaves]
    composed = [text for _, text in accounting.by_leaf(pieces)]
    if marked != composed:
        yield Problem(
            Span(name), f"The Word file marks {count_of(len(marked), 'piece')} of text; {len(composed)} were composed."
        )


def _alternatives(pages: Sequence[glyphs.Page], name: str) -> Iterator[Problem]:
    """Find figures that say nothing to whoever does not see them (ISO 14289-1, 7.3)."""
    tags = [tag for page in pages for root in page.tags for tag in root.walk()]
    return _without(
        sum(tag.type == "Figure" and not tag.alternative.strip() for tag in tags), "figure", "no alternative text", name
    )


def _without(count: int, thing: str, lacks: str, name: str) -> Iterator[Problem]:
    if count:
        yield Problem(Span(name), f"{count} {thing}{'s have' if count > 1 else ' has'} {lacks}.")


def _counted(counts: Mapping[str, int], name: str) -> Iterator[Problem]:
    for thing, count in counts.items():
        yield Problem(Span(name), f"The handout has {count_of(count, thing)}.")


def _heavy(size: int, most: int, wanted: Expected) -> Iterator[Problem]:
    """Find files that are too heavy. Where pictures may be why, the heaviest is named at its place, with its school."""
    if size <= most:
        return
    if not wanted.pictures:
        yield Problem(Span(wanted.name), f"This file has {size:,} bytes; {most:,} are the most.")
        return
    picture, span = max(wanted.pictures, key=lambda picture_and_span: len(picture_and_span[0].data))
    whose = f" of {wanted.school}" if wanted.school else ""
    sentence = (
        f"{wanted.name}{whose} is too heavy: it has {size:,} bytes, and {most:,} are the most. The picture "
        f"“{picture.name}” is the heaviest in it."
    )
    yield Problem(span, sentence, "take a calmer picture or a version in flat colors, or leave it out")


def composed(html: str, places: Mapping[str, Span], required: Sequence[str], name: str) -> list[Problem]:
    """Return a problem for each required leaf of the guide that a template left out."""
    shown = {piece.leaf for piece in accounting.pieces(html)} | amendments.hidden_leaves(html)
    return [
        Problem(places[leaf], f"The templates leave this text out of {name}.", f"content path: {leaf}")
        for leaf in required
        if leaf not in shown
    ]


def _pages(pages: Sequence[glyphs.Page], name: str, panels: Sequence[geometry.Panel]) -> Iterator[Problem]:
    if len(pages) != len(panels):
        yield Problem(
            Span(name),
            f"The brochure has {count_of(len(pages), 'page')}; it wants {len(panels)}, a page for each panel.",
        )
        return
    for page, panel in zip(pages, panels, strict=True):
        if abs(page.width - panel.width) > 0.5 or abs(page.height - panel.height) > 0.5:
            sentence = f"The panel {panel.name} is {page.width:.1f} × {page.height:.1f} points"
            yield Problem(Span(name), f"{sentence}; it wants {panel.width:.1f} × {panel.height:.1f}.")


def _headings(wanted: list[tuple[int, str]], actual: list[tuple[int, str]], name: str) -> Iterator[Problem]:
    """Compare headings by level and words; a line break may have taken a space or added one."""
    if [(level, accounting.solid(text)) for level, text in wanted] == [
        (level, accounting.solid(text)) for level, text in actual
    ]:
        return
    missing = [text for level, text in wanted if (level, accounting.solid(text)) not in _solid(actual)]
    extra = [text for level, text in actual if (level, accounting.solid(text)) not in _solid(wanted)]
    difference = (
        "; ".join([f"missing: “{text}”" for text in missing] + [f"not composed: “{text}”" for text in extra])
        or "their order differs"
    )
    yield Problem(Span(name), f"The headings are not those of the content: {difference}.")


def _solid(headings: list[tuple[int, str]]) -> set[tuple[int, str]]:
    return {(level, accounting.solid(text)) for level, text in headings}


def _fonts(pdf: bytes, name: str, theme: Theme) -> list[Check]:
    """Check that every font is embedded and one of the theme's."""
    allowed = set()
    for face in theme.faces:
        with TTFont(font_folder() / face.file, lazy=True) as font:
            allowed |= {_plain_name(str(font["name"].getDebugName(number))) for number in (1, 4, 6, 16)}
    missing, foreign = [], []
    with pikepdf.open(BytesIO(pdf)) as document:
        for font in document.objects:
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor":
                full_name = str(font.get("/FontName", "without a name")).lstrip("/")
                font_name = full_name.partition("+")[2] or full_name
                if not any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                    missing.append(Problem(Span(name), f"The font {font_name} is not embedded."))
                if _plain_name(font_name) not in allowed:
                    sentence = f"The font {font_name} is none of the theme's."
                    foreign.append(Problem(Span(name), sentence, "a character is missing there"))
    return [EMBEDDED.check(missing), FONTS.check(foreign)]


def _plain_name(name: str) -> str:
    """Return a font's name without what differs: Pango ends a family that ends in a figure with a comma."""
    return name.replace("-", "").replace(" ", "").replace(",", "").lower()


def _document(pdf: bytes, name: str) -> list[Check]:
    """Check what a reading program shows and says: tags, language, title, bookmarks (ISO 14289-1, 7.1, 7.2)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        marked = _entry(root, "/MarkInfo", "/Marked")
        shows_title = _entry(root, "/ViewerPreferences", "/DisplayDocTitle")
        claim = str(document.open_metadata().get("pdfuaid:part", ""))
        wanted = (
            (TAGGED, bool(marked) and "/StructTreeRoot" in root, "is not tagged"),
            (LANGUAGE, bool(str(root.get("/Lang", ""))), "does not say its language"),
            (TITLE, bool(document.docinfo.get("/Title")) and bool(shows_title), "does not show its title"),
            (BOOKMARKS, "/Outlines" in root, "has no bookmarks"),
            (CLAIM, claim == "1", "does not say that it follows PDF/UA-1"),
        )
    return [
        point.check([] if passes else [Problem(Span(name), f"The brochure {sentence}.")])
        for point, passes, sentence in wanted
    ]


def _entry(root: pikepdf.Object, name: str, key: str) -> Any:
    """Return an entry of a dictionary in the catalog, None where either is missing or is something else."""
    dictionary = root.get(name)
    return dictionary.get(key) if isinstance(dictionary, pikepdf.Dictionary) else None


# A guide's own outputs ------------------------------------------------------------------------------------------------


def brochure_checks(
    ready: Prepared,
    pdf: bytes,
    html: str,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    dropped: Sequence[str] = (),
    name: str = "",
) -> list[Check]:
    """Check a screen edition against the HTML of its guide, and that HTML against the guide.

    `dropped` names what gave way. `name` is the file's own, where
    it is not that of a file made today.
    """
    name = name or file_names(ready)["screen"]
    left_out = tuple(start for name in dropped for start in (f"sections.{name}.", f"{name}."))
    untitled = {
        f"sections.{section.id}.title"
        for section in ready.guide.sections
        if kinds.kind(section.kind).model.belongs_above
    }
    required = [
        path
        for path in ready.required
        if path not in {*dropped, *untitled} and not path.startswith(left_out) and ".replaced." not in f".{path}"
    ]
    return [
        COMPLETE.check(composed(html, ready.places, required, name)),
        *screen_checks(pdf, _expected(ready, name, html), ready.theme, format, paper, ready),
        *brand_fields.checks(pdf, ready, format, paper, name),
    ]


def word_checks(ready: Prepared, docx: bytes, html: str, name: str = "") -> list[Check]:
    """Check a handout against the HTML of its guide, and that HTML against the guide. `name` is as for a brochure."""
    name = name or file_names(ready)["handout"]
    return [
        COMPLETE.check(composed(html, ready.places, ready.required, name)),
        *handout_checks(docx, _expected(ready, name, html)),
    ]


def on_paper(ready: Prepared) -> str:
    """Return the words that only a printed brochure shows: those in the place for a stamp, where no name stands."""
    return "" if ready.shown["publisher"]["name"] else str(ready.shown["labels"]["stamp"])


def _expected(ready: Prepared, name: str, html: str) -> Expected:
    publisher = ready.library.publisher
    school = inline.plain(publisher.name) if isinstance(publisher, School) else ""
    return Expected(name, html, ready.places, ready.pictures, school)
