"""Finds which characters of a PDF can be seen, by drawing each page with its text, without it, and its text alone.

A glyph that is cut off, covered, transparent or of its ground's colour is in the PDF and can be copied from it, yet no
reader sees it. Where the page of nothing but text has ink, the page as it is must differ from the page without text,
by as much as contrast asks for. That needs no knowledge of how the page was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium

from guidepress.press.pdf_limits import TooMuchError
from guidepress.verify.glyphs import Glyph, Page

LONGEST_SIDE = 4_000  # points of a page: more than any sheet has
SCALE = 2  # pixels to a point: the dot of an i at 8.5 points still has some


@dataclass(frozen=True)
class Sight:
    """How well a glyph can be seen: the share of its ink that shows, and the contrast of that ink to its ground.

    The contrast is that of the middle pixel, from 1 to 21 (WCAG 2.2, contrast ratio).
    """

    shown: float
    contrast: float


def look(pdf: bytes, pages: Sequence[Page], least: float) -> list[list[Sight | None]]:
    """Look at every glyph of a PDF. Returns for each page what is seen of each glyph, in the order of the glyphs.

    `pages` is what `glyphs.read` gives for it. Ink shows where its contrast to the ground is `least` or more. None
    stands for a glyph without ink: a space, or one that lies off the page.

    Raises `pdf_limits.TooMuchError` for pages that are far larger than any sheet.
    """
    drawn = [_render(variant) for variant in (pdf, _only(pdf, _is_no_text), _only(pdf, _is_text))]
    sights_of_pages: list[list[Sight | None]] = []
    for page, picture, without_text, text_only in zip(pages, *drawn, strict=True):
        inked = text_only[:, :, 1] < 128
        contrast = np.zeros(inked.shape)
        contrast[inked] = _contrast(picture[inked], without_text[inked])
        sights_of_pages.append([_see(glyph, picture, contrast, inked, least) for glyph in page.glyphs])
    return sights_of_pages


Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def _see(glyph: Glyph, picture: Pixels, contrasts: Numbers, inked: Mask, least: float) -> Sight | None:
    edges = (max(round(edge * SCALE), 0) for edge in (glyph.top, glyph.bottom, glyph.left, glyph.right))
    top, bottom, left, right = edges
    glyph_area = slice(top, bottom + 1), slice(left, right + 1)
    ink = inked[glyph_area]
    if glyph.text.isspace() or not ink.any():
        return None
    contrast = np.sort(contrasts[glyph_area][ink])
    share = float(np.mean(contrast >= least))
    if 0.5 < share < 1:
        # A line drawn through text in the text's own colour, such as an underline, hides none of it.
        colours, shown = picture[glyph_area][ink], contrasts[glyph_area][ink] >= least
        own_colour = np.median(colours[shown], axis=0)
        share = float(np.mean(shown | (np.abs(colours - own_colour).max(axis=1) < 8)))
    return Sight(share, float(contrast[contrast.size // 2]))


def _contrast(first: Pixels, second: Pixels) -> Numbers:
    luminances = _LIGHT[first] @ _WEIGHTS, _LIGHT[second] @ _WEIGHTS
    ratio: Numbers = (np.maximum(*luminances) + 0.05) / (np.minimum(*luminances) + 0.05)
    return ratio


_LEVELS = np.arange(256) / 255
_LIGHT = np.where(_LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)
_WEIGHTS = np.array([0.0722, 0.7152, 0.2126])  # blue, green, red: WCAG 2.2, relative luminance


def _render(pdf: bytes) -> Iterator[Pixels]:
    """Draw every page; text without smoothing, so that each of its pixels has the text's full colour.

    One page at a time is held, since those of a long booklet take hundreds of megabytes.
    """
    document = pdfium.PdfDocument(pdf)
    try:
        for page in document:
            if max(page.get_size()) > LONGEST_SIDE:
                raise TooMuchError(f"A page of it is longer than {LONGEST_SIDE:,} points.")
            drawn = page.render(scale=SCALE, no_smoothtext=True, draw_annots=False, may_draw_forms=False)
            yield drawn.to_numpy()[:, :, :3]
    finally:
        document.close()


Choice = Callable[[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage, pikepdf.Object], bool]


def _only(pdf: bytes, wanted: Choice) -> bytes:
    """Return a PDF with only those instructions of its pages and forms that are wanted."""
    with pikepdf.open(BytesIO(pdf)) as document:
        forms = [
            pdf_object
            for pdf_object in document.objects
            if isinstance(pdf_object, pikepdf.Stream) and pdf_object.get("/Subtype") == "/Form"
        ]
        for form in forms:
            form.write(_filtered(form, form.get("/Resources", pikepdf.Dictionary()), wanted))
        for page in document.pages:
            page.Contents = document.make_stream(_filtered(page, page.resources, wanted))
        output = BytesIO()
        document.save(output, compress_streams=False)
        return output.getvalue()


def _filtered(stream: Any, resources: pikepdf.Object, wanted: Choice) -> bytes:
    return pikepdf.unparse_content_stream(
        [instruction for instruction in pikepdf.parse_content_stream(stream) if wanted(instruction, resources)]
    )


_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
# Where text stands and how large: no colour, no clipping, no state, so that all of it is black on white.
_PLACING = (
    frozenset(("q", "Q", "cm", "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tc", "Tw", "Tz", "TL", "Ts")) | _SHOWING
)


def _is_no_text(
    instruction: pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage, _: pikepdf.Object
) -> bool:
    return str(instruction.operator) not in _SHOWING


def _is_text(
    instruction: pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage, resources: pikepdf.Object
) -> bool:
    if str(instruction.operator) == "Do":
        xobject = resources.get("/XObject", pikepdf.Dictionary()).get(str(instruction.operands[0]))
        return xobject is not None and xobject.get("/Subtype") == "/Form"
    return str(instruction.operator) in _PLACING
