"""The test sheet (`guidepress calibrate`) that shows over which edge a printer turns paper, and how exactly.

Both pages are drawn upright whatever `duplex` says; it only becomes the viewer preference. So turning the printed sheet
over on its short edge, like the page of a book, shows the arrow of the back pointing up when the printer turned it on
the short edge, and down when it turned it on the long one. Held against the light, the crosses of both sides coincide,
or show by how many millimetres they do not. Rulers that begin at the four edges show how much of them is not printed.

All lengths are points. Letters are filled outlines, so that the file needs no font and words stand where they should on
any printer. The words come from the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pikepdf
from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary

from guidepress.brochure.formats import Duplex
from guidepress.compose.themes.theme import font_folder
from guidepress.errors import ContentError, Problem, Span, row
from guidepress.papers import PAPERS
from guidepress.press.imposition import describe, save
from guidepress.press.printers_marks import decimal, numbers
from guidepress.units import MM

FONT = "Open Sans/OpenSans-Regular.ttf"
RULER = 20  # mm: four times what office printers leave white
HAIR = 0.35
TEXT, LEADING = 11.0, 15.0
TEXT_TOP = 28 * MM  # below the middle of the sheet, clear of letter, cross and arrow
TEXT_EDGE = 25 * MM  # text keeps clear of the rulers
SIGN = 42 * MM  # the height of the arrow, and of the letter about it
CORNER = 30 * MM  # from both edges to a corner's cross

Point = tuple[float, float]


def calibrate(
    paper: str,
    duplex: Duplex = "short-edge",
    lines: Sequence[str] = (),
    back_lines: Sequence[str] = (),
    *,
    letters: tuple[str, str] = ("A", "B"),
    title: str = "",
    language: str = "",
) -> bytes:
    """Return a sheet of two landscape pages that tests two-sided printing. Same input, same bytes.

    `lines` are the instructions on the front and `back_lines` those on the back, a line each, below the middle;
    `letters` tell the two sides apart. `title` and `language` (BCP 47) become the document's.

    Raises ContentError for a paper that is not in the table, for a character that the font lacks, and for lines that
    are too long or too many.
    """
    size = row(PAPERS, paper, "paper")
    with pikepdf.new() as sheet:
        for letter, side_lines in zip(letters, (lines, back_lines), strict=True):
            page = sheet.add_blank_page(page_size=(size.width, size.height))
            page.mediabox = page.cropbox = page.trimbox = Array([0, 0, decimal(size.width), decimal(size.height)])
            page.obj.Resources = Dictionary()
            drawing = "\n".join(_page(size.width, size.height, letter, side_lines))
            page.obj.Contents = sheet.make_stream(drawing.encode("ascii"))
        describe(sheet, title, language, duplex)
        return save(sheet)


def _page(width: float, height: float, letter: str, lines: Sequence[str]) -> Iterator[str]:
    """Draw one side; only the letter and the words differ between the two sides."""
    yield f"{numbers(HAIR)} w 0 G 0 g"
    # Each ruler is the one before it turned by a quarter: of two rulers that meet through the paper, one has its ticks
    # to one side and the other to the other, or both to the same, and either way the ticks touch.
    yield from _ruler((width / 2, 0), (0, 1))
    yield from _ruler((0, height / 2), (1, 0))
    yield from _ruler((width / 2, height), (0, -1))
    yield from _ruler((width, height / 2), (-1, 0))
    yield _cross(width / 2, height / 2, 10)
    for x in (CORNER, width - CORNER):
        for y in (CORNER, height - CORNER):
            yield _cross(x, y, 5)
    yield _arrow(width * 3 / 4, height / 2)
    letter_size = SIGN / _cap_height()
    yield _text(letter, width / 4 - _advance(letter, letter_size) / 2, height / 2 - SIGN / 2, letter_size)
    yield from _lines(lines, width, height)


def _lines(lines: Sequence[str], width: float, height: float) -> Iterator[str]:
    """Set lines centred below the middle of the page."""
    top_line = height / 2 - TEXT_TOP
    if top_line - LEADING * len(lines) < TEXT_EDGE:
        most_lines = int((top_line - TEXT_EDGE) / LEADING)
        message = f"there are {len(lines)} lines, but {most_lines} are the most that fit below the middle of the sheet"
        raise ContentError([Problem(Span("calibration sheet"), message)])
    for number, line in enumerate(lines, start=1):
        line_width = _advance(line, TEXT)
        if line_width > width - 2 * TEXT_EDGE:
            message = f"this line is {(line_width - width + 2 * TEXT_EDGE) / MM:.0f} mm too long: “{line}”"
            raise ContentError([Problem(Span("calibration sheet"), message, hint="make two lines of it")])
        yield _text(line, (width - line_width) / 2, top_line - LEADING * number, TEXT)


def _ruler(start: Point, inwards: Point) -> Iterator[str]:
    """Draw a ruler from an edge inwards: ticks to its left by the millimetre, longer and with a number at every fifth.

    `start` is a point of the edge and `inwards` the unit vector away from it.
    """
    (x, y), (dx, dy) = start, inwards
    side = (-dy, dx)  # to the left of the direction
    yield _line((x, y), (x + dx * RULER * MM, y + dy * RULER * MM))
    for tick in range(RULER + 1):
        tick_length = 5 * MM if tick % 5 == 0 else 3 * MM
        tick_start = (x + dx * tick * MM, y + dy * tick * MM)
        yield _line(tick_start, (tick_start[0] + side[0] * tick_length, tick_start[1] + side[1] * tick_length))
        if tick and tick % 5 == 0:
            label = str(tick)
            middle = (tick_start[0] + side[0] * (tick_length + 5), tick_start[1] + side[1] * (tick_length + 5))
            yield _text(label, middle[0] - _advance(label, 6) / 2, middle[1] - _cap_height() * 6 / 2, 6)


def _cross(x: float, y: float, arm: int) -> str:
    """Draw a register cross with a circle of half its size, and a scale of millimetres on each arm."""
    lines = [_line((x - arm * MM, y), (x + arm * MM, y)), _line((x, y - arm * MM), (x, y + arm * MM))]
    for step in range(1, arm + 1):
        half_tick = (1.0 if step % 5 == 0 else 0.5) * MM
        for distance in (-step * MM, step * MM):
            lines.append(_line((x + distance, y - half_tick), (x + distance, y + half_tick)))
            lines.append(_line((x - half_tick, y + distance), (x + half_tick, y + distance)))
    return "\n".join([*lines, _circle(x, y, arm / 2 * MM)])


def _circle(x: float, y: float, radius: float) -> str:
    """Draw a circle of four Bézier curves; with 0.5523 of the radius they are off by less than 0.03 % of it."""
    r, k = radius, radius * 0.5523
    corners = [(x, y + r), (x - r, y), (x, y - r), (x + r, y)]
    pulls = [((x + r, y + k), (x + k, y + r)), ((x - k, y + r), (x - r, y + k)),
             ((x - r, y - k), (x - k, y - r)), ((x + k, y - r), (x + r, y - k))]  # fmt: skip
    curves = [
        f"{numbers(*first_pull, *second_pull, *end)} c"
        for (first_pull, second_pull), end in zip(pulls, corners, strict=True)
    ]
    return f"{numbers(x + r, y)} m {' '.join(curves)} s"


def _arrow(x: float, y: float) -> str:
    """Draw an arrow that points up, its middle at a point."""
    half, head, shaft = SIGN / 2, SIGN * 0.3, SIGN * 0.09
    corners = [(0, half), (head, half - head), (shaft, half - head), (shaft, -half)]
    corners += [(-across, up) for across, up in reversed(corners[1:])]
    path = " ".join(
        f"{numbers(x + across, y + up)} {'l' if index else 'm'}" for index, (across, up) in enumerate(corners)
    )
    return f"{path} f"


def _line(start: Point, end: Point) -> str:
    return f"{numbers(*start)} m {numbers(*end)} l S"


def _text(text: str, x: float, y: float, size: float) -> str:
    """Fill the outlines of a text that begins at a point of the baseline."""
    scale = size / _font()["head"].unitsPerEm
    drawn = []
    for char in text:
        path = _outline(char)
        if path:
            drawn.append(f"q {scale:.6f} 0 0 {scale:.6f} {numbers(x, y)} cm {path} f Q")
        x += _advance(char, size)
    return "\n".join(drawn)


@cache
def _outline(char: str) -> str:
    """Return a character's outline as operators, in font units. TrueType curves are quadratic, PDF's are cubic."""
    glyphs = _font().getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[_glyph(char)].draw(pen)
    path: list[str] = []
    pen_position: Point = (0, 0)
    for operator, points in pen.value:
        if operator == "moveTo":
            pen_position = points[0]
            path.append(f"{numbers(*pen_position)} m")
        elif operator == "lineTo":
            pen_position = points[0]
            path.append(f"{numbers(*pen_position)} l")
        elif operator == "qCurveTo":
            for pull, end in decomposeQuadraticSegment(points):
                # The cubic with the same shape has its handles two thirds of the way to the quadratic's one.
                first = [start + (control - start) * 2 / 3 for start, control in zip(pen_position, pull, strict=True)]
                second = [start + (control - start) * 2 / 3 for start, control in zip(end, pull, strict=True)]
                path.append(f"{numbers(*first, *second, *end)} c")
                pen_position = end
        else:
            path.append("h")
    return " ".join(path)


def _advance(text: str, size: float) -> float:
    """Return how wide a text is."""
    font = _font()
    return sum(float(font["hmtx"][_glyph(char)][0]) for char in text) * size / float(font["head"].unitsPerEm)


def _cap_height() -> float:
    """Return the height of capitals and figures, in ems."""
    font = _font()
    return float(font["OS/2"].sCapHeight) / float(font["head"].unitsPerEm)


def _glyph(char: str) -> str:
    glyphs = _font().getBestCmap()
    if ord(char) not in glyphs:
        message = f"the font has no “{char}” (U+{ord(char):04X})"
        raise ContentError([Problem(Span("calibration sheet"), message, hint="write it in another way")])
    return str(glyphs[ord(char)])


@cache
def _font() -> Any:
    return TTFont(font_folder() / FONT)
