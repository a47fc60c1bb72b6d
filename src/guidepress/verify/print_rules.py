"""What preflight says of a PDF's colors, ink, thin lines, coarse pictures, small type, text and bleed.

Each function returns sentences about what is wrong, none where nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
from PIL import Image

from guidepress.brochure.geometry import MM
from guidepress.content import picture_work
from guidepress.errors import ContentError, count_of
from guidepress.press import colour_spaces, grounds
from guidepress.press.content_stream import Painting
from guidepress.press.graphics_state import Edges, Paint
from guidepress.press.pdf_limits import MOST_BYTES, MOST_PICTURE, TooMuchError, check_size, filters_of
from guidepress.press.separations import MOST_INK, is_rich_black
from guidepress.verify import glyphs

BLEED = 3 * MM
KEEP = 3 * MM  # text from the trim: a guillotine is out by a millimetre
LEAST_PIXELS = 220  # to the inch: half as many again as a screen of 150 lines has
SMALL_TYPE = 12.0  # points
LEAST_LINE = 0.25  # points
RUN = 5 * MM  # of colour at the trim without bleed: less is a stroke that ends there
SLACK = 0.02  # points, and inks: what rounding leaves
WHITE = 245  # of 255


def box(rectangle: Any) -> Edges:
    """Read a rectangle: left, bottom, right, top (ISO 32000-1, 7.9.5: any two opposite corners may be given)."""
    left, bottom, right, top = (float(side) for side in rectangle)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def within(inner: Edges, outer: Edges, slack: float) -> bool:
    """Say whether one rectangle lies within another."""
    starts_inside = all(inner[edge] >= outer[edge] - slack for edge in (0, 1))
    return starts_inside and all(inner[edge] <= outer[edge] + slack for edge in (2, 3))


def meets(first: Edges, second: Edges) -> bool:
    """Say whether two rectangles share a part."""
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


def colours(painting: Painting) -> list[str]:
    """Find colours that a press cannot print: those that are painted, and colour spaces that pages hold."""
    sentences = [f"{where}: {space.objection()}." for space, where in painting.spaces.items() if space.objection()]
    count: dict[tuple[int, str], int] = {}
    for paint in painting.paints:
        if reason := paint.space.objection():
            count[paint.page, reason] = count.get((paint.page, reason), 0) + 1
    for (page, space), times in sorted(count.items()):
        sentences.append(f"Page {page} paints in {space}, {f'{times:,} times' if times > 1 else 'once'}.")
    return sentences


def resolution(painting: Painting) -> list[str]:
    """Find pictures that are too coarse where they are placed."""
    return [
        f"Page {paint.page} has a picture with {paint.size:.0f} pixels to the inch."
        for paint in painting.paints
        if paint.kind in ("picture", "stencil") and paint.size < LEAST_PIXELS - 0.5
    ]


def small_type(painting: Painting) -> list[str]:
    """Find small type in rich black."""
    return [
        f"Page {paint.page} has type of {paint.size:.1f} points in {_inks(inks)}."
        for paint in painting.paints
        if paint.kind == "text" and paint.size <= SMALL_TYPE + SLACK
        for inks in [paint.space.cmyk(paint.values)]
        if inks and is_rich_black(inks)
    ]


def _inks(inks: Sequence[float]) -> str:
    return " ".join(f"{name}{100 * share:.0f}" for name, share in zip("CMYK", inks, strict=True) if share)


def lines(painting: Painting) -> list[str]:
    """Find strokes and filled rectangles that are too thin for a plate."""
    return [
        f"Page {paint.page} has a line of {paint.size:.2f} points."
        for paint in painting.paints
        if (paint.kind == "stroke" or (paint.kind == "fill" and paint.size > 0)) and paint.size < LEAST_LINE - 0.005
    ]


def white(painting: Painting) -> list[str]:
    """Find white that overprints: it would not be there (ISO 32000-1, 8.6.7)."""
    return [
        f"Page {paint.page} has white {paint.kind}s that overprint."
        for paint in painting.paints
        if paint.overprints and paint.values and paint.space.inks(paint.values) == 0
    ]


def ink(document: pikepdf.Pdf, painting: Painting) -> list[str]:
    """Find colours and pixels with too much ink.

    What is painted opaquely or mixed normally never has more ink than the richest of its parts. What overprints or
    multiplies may: it is taken to lie on the richest flat colour that is painted plainly on its page.
    """
    trims = [box(page.obj.get("/TrimBox", page.mediabox)) for page in document.pages]
    totals = [(paint, _total(paint, trims[paint.page - 1])) for paint in painting.paints]
    unknown = sorted({(paint.page, paint.space.objection()) for paint in painting.paints if paint.space.objection()})
    sentences = [f"Page {page} paints in {space}, whose ink is not known." for page, space in unknown]
    pictures = {key: picture_ink(picture) for key, picture in painting.pictures.items()}
    richest: dict[int, float] = {}
    for paint, total in totals:
        if not paint.overprints and not paint.blends:
            richest[paint.page] = max(richest.get(paint.page, 0), total)
    for paint, total in totals:
        adds_up = (paint.overprints or paint.blends) and total > 0
        total_ink = total + (richest.get(paint.page, 0) if adds_up else 0)
        if total_ink > MOST_INK + SLACK:
            reason = ", overprinting or mixed with what lies under it" if adds_up else ""
            sentences.append(f"Page {paint.page} has a color of up to {100 * total_ink:.0f} % of ink{reason}.")
    for total_of in pictures.values():
        if total_of is None:
            sentences.append("A picture is packed in a way in which its ink cannot be measured.")
        elif total_of > MOST_INK + SLACK:
            sentences.append(f"A picture has pixels of {100 * total_of:.0f} % of ink.")
    return sentences


def _total(paint: Paint, trim: Edges) -> float:
    """Return the ink of what is painted; none for a printer's marks, which lie where paper is cut off."""
    places = paint.parts or ((paint.box,) if paint.box else ())
    is_mark = paint.space.plates == ("All",) and places and not any(meets(place, trim) for place in places)
    if not paint.values or is_mark:
        return 0.0
    return paint.space.inks(paint.values) or 0.0


def picture_ink(picture: pikepdf.Object) -> float | None:
    """Return the most ink that a pixel of a picture has, None where it cannot be measured.

    One in RGB has none that is known, which is another point's matter.
    """
    space = colour_spaces.read(picture.get("/ColorSpace"))
    if space.objection() or (space.family == "Indexed" and space.base and space.base.components == 1):
        return 0.0
    check_size(picture, MOST_PICTURE)  # type: ignore[arg-type]
    wide, high = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
    if wide * high * max(space.components, 1) > MOST_PICTURE:
        raise TooMuchError("A picture in it is larger than is read.")
    if space.components == 1 and space.family != "Indexed":
        return 4.0 if space.plates == ("All",) else 1.0
    samples = _samples(picture, space, wide, high)
    if samples is None:
        return None
    decode = [float(number) for number in picture.get("/Decode", ())]
    if len(decode) != 2 * space.components:
        decode = [0.0, 1.0] * space.components
    return samples.richest(np.array(decode[::2], np.float32), np.array(decode[1::2], np.float32))


@dataclass(frozen=True)
class _Samples:
    """A picture's samples, a row for each pixel, as they stand in the file: whole numbers, as high as `most`.

    With `is_turned` the highest number stands for no ink.
    """

    values: Any
    most: int
    is_turned: bool = False

    def richest(self, lowest: Any, highest: Any) -> float:
        """Return the most ink of a pixel. All of a picture's shares at once would take ten times its memory."""
        most_ink = 0.0
        for start in range(0, len(self.values), _AT_ONCE):
            shares = self.values[start : start + _AT_ONCE].astype(np.float32) / self.most
            shares = lowest + (1 - shares if self.is_turned else shares) * (highest - lowest)
            most_ink = max(most_ink, float(shares.sum(axis=-1).max(initial=0.0)))
        return most_ink


_AT_ONCE = 1_000_000  # pixels


def _samples(picture: pikepdf.Object, space: colour_spaces.Space, wide: int, high: int) -> _Samples | None:
    """Return a picture's samples, None where they are packed in a way that is not read."""
    names = filters_of(picture)
    if space.family == "Indexed":
        table = picture.get("/ColorSpace")[3]  # type: ignore[index]
        if isinstance(table, pikepdf.Stream):
            check_size(table, MOST_BYTES)
        data = bytes(table.read_bytes()) if isinstance(table, pikepdf.Stream) else bytes(table)
        count = max(space.base.components, 1) if space.base else 4
        return _Samples(np.frombuffer(data[: min(len(data) // count, 256) * count], np.uint8).reshape(-1, count), 255)
    if names[-1:] in (["/DCTDecode"], ["/DCT"]):
        if len(names) > 1:
            return None
        data = picture.read_raw_bytes()
        if picture_work.is_too_slow(data):
            raise TooMuchError("A picture in it is packed in far too many passes.")
        with Image.open(BytesIO(data), formats=("JPEG",)) as image:
            if image.width * image.height * 4 > MOST_PICTURE or image.mode != "CMYK":
                return None
            # Pillow turns the inks of every CMYK JPEG round, as Photoshop writes them; in a PDF, Decode does.
            return _Samples(np.asarray(image).reshape(-1, 4), 255, is_turned=True)
    if set(names) - {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"}:
        return None
    bits = int(picture.get("/BitsPerComponent", 8))
    if bits not in (8, 16):
        return None
    count = wide * high * space.components
    values = np.frombuffer(memoryview(picture.get_stream_buffer()), np.uint8 if bits == 8 else ">u2", count)
    return _Samples(values.reshape(-1, space.components), 2**bits - 1)


def text(document: pikepdf.Pdf, pdf: bytes) -> list[str]:
    """Find glyphs nearer to the trim than is safe; what lies wholly outside it is cut off and does not count."""
    try:
        pages = glyphs.read(pdf, "")
    except ContentError:
        return ["The text cannot be read."]
    sentences = []
    for number, (page, printed_page) in enumerate(zip(document.pages, pages, strict=False), 1):
        trim = box(page.obj.get("/TrimBox", page.mediabox))
        safe = trim[0] + KEEP, trim[1] + KEEP, trim[2] - KEEP, trim[3] - KEEP
        near_trim = 0
        for glyph in printed_page.glyphs:
            edges = glyph.left, printed_page.height - glyph.bottom, glyph.right, printed_page.height - glyph.top
            near_trim += not glyph.text.isspace() and meets(edges, trim) and not within(edges, safe, SLACK)
        if near_trim:
            sentences.append(f"Page {number} has {count_of(near_trim, 'character')} within 3 mm of the trim.")
    return sentences


def bleed(document: pikepdf.Pdf, pdf: bytes) -> list[str]:
    """Find sides of pages where colour reaches the trim and does not go on to the bleed, by drawing the pages."""
    sentences = []
    with pikepdf.open(BytesIO(pdf)) as copy:
        views = grounds.draw(copy, with_text=True)
        for number, (page, view) in enumerate(zip(document.pages, views, strict=True), 1):
            media = box(page.mediabox)
            trim = box(page.obj.get("/TrimBox", media))
            bleed_box = box(page.obj.get("/BleedBox", media))
            for side in _bare(view, trim, bleed_box):
                sentences.append(f"On page {number} color reaches the trim and does not bleed 3 mm: {side}.")
    return sentences


_SIDES = (("left", 0, -1), ("bottom", 1, -1), ("right", 2, 1), ("top", 3, 1))


def _bare(view: grounds.View, trim: Edges, bleed_box: Edges) -> Iterator[str]:
    distance = 0.75  # points from the trim, and from the end of the bleed, at which is looked: smoothing reaches so far
    for name, side, direction in _SIDES:
        at_trim = _strip(view, trim, side, trim[side] - direction * distance)
        inked = at_trim.min(axis=-1) < WHITE
        if direction * (bleed_box[side] - trim[side]) >= BLEED - SLACK:
            beyond = _strip(view, trim, side, trim[side] + direction * (BLEED - distance)).min(axis=-1) < WHITE
            length = min(len(inked), len(beyond))
            inked = inked[:length] & ~beyond[:length]
        if _longest(inked) > RUN * view.scale:
            yield name


def _strip(view: grounds.View, trim: Edges, side: int, place: float) -> Any:
    """Return the line of pixels along a side of the trim at a place across it."""
    line = (place, trim[1], place, trim[3]) if side in (0, 2) else (trim[0], place, trim[2], place)
    return view.part(line).reshape(-1, 3)


def _longest(mask: Any) -> int:
    """Return the length of the longest run of what is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max(initial=0))
