"""Reads a PDF back with PDFium: every character on each page with its place, font and size, and the tags."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from guidepress.errors import ContentError, Problem, Span
from guidepress.press.pdf_limits import DEEPEST_TAG, MOST_TAGS, TooMuchError


@dataclass(frozen=True)
class Glyph:
    """A character as it stands on a page: its edges in points from the page's top left corner, its font and size.

    `size` is the size in points as printed, the scale of the page applied. `mark` is the marked content it belongs to,
    -1 where it is none (ISO 32000-1, 14.6): a running head, say.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    font: str
    size: float
    mark: int


@dataclass(frozen=True)
class Tag:
    """A structure element on one page: its type, its own marked content and its children, in reading order.

    `language` is empty where it is that of what is around it.
    """

    type: str
    alternative: str
    language: str
    content: Sequence[Tag | int]

    def marks(self) -> Iterator[int]:
        """Yield the marked content below the element in reading order."""
        for item in self.content:
            if isinstance(item, Tag):
                yield from item.marks()
            else:
                yield item

    def languages(self, around: str = "") -> Iterator[tuple[str, int]]:
        """Yield the marked content below the element, as `marks` does, each with its language."""
        language = self.language or around
        for item in self.content:
            if isinstance(item, Tag):
                yield from item.languages(language)
            else:
                yield language, item

    def walk(self) -> Iterator[Tag]:
        """Yield the element and all below it."""
        yield self
        for item in self.content:
            if isinstance(item, Tag):
                yield from item.walk()


@dataclass(frozen=True)
class Drawn:
    """An object as it is drawn: the marked content it belongs to, its edges in points from the lower left corner."""

    mark: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Page:
    """A page: its size in points, its glyphs in the order they are drawn, its tags.

    `drawn` has all of its objects, pictures too, in the order they are drawn.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    tags: Sequence[Tag]
    drawn: Sequence[Drawn] = ()

    def order(self) -> Iterator[int]:
        """Yield the tagged glyphs in reading order, each as its index in `glyphs`."""
        by_mark: dict[int, list[int]] = {}
        for index, glyph in enumerate(self.glyphs):
            by_mark.setdefault(glyph.mark, []).append(index)
        for tag in self.tags:
            for mark in tag.marks():
                yield from by_mark.get(mark, ())

    def read(self) -> Iterator[Glyph]:
        """Yield the tagged glyphs in reading order."""
        return (self.glyphs[index] for index in self.order())

    def text(self, tag: Tag) -> str:
        """Return the text of an element; a space stands between lines, where the page has none either."""
        marks = list(tag.marks())
        tagged = [glyph for mark in marks for glyph in self.glyphs if glyph.mark == mark]
        words = ""
        for previous, glyph in zip([None, *tagged], tagged, strict=False):
            # Large type is set so tight that a letter may stand higher than a tail of the line above ends.
            is_new_line = previous and (glyph.top > previous.bottom or glyph.right < previous.left)
            if is_new_line and not words.endswith((" ", "-", "/")):
                words += " "
            words += glyph.text
        return " ".join(words.split())


def read(data: bytes, file: str) -> list[Page]:
    """Read every page of a PDF. Raises ContentError where it is none, has no pages, or has far too many tags."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise ContentError([Problem(Span(file), "This is not a PDF that can be read.")]) from None
    try:
        if not len(document):
            raise ContentError([Problem(Span(file), "This PDF has no pages.")])
        return [_page(page) for page in document]
    except pdfium.PdfiumError:
        raise ContentError([Problem(Span(file), "A page of this PDF cannot be read.")]) from None
    except TooMuchError:
        sentence = f"This PDF has more than {MOST_TAGS:,} tags on a page, or tags {DEEPEST_TAG} deep in each other."
        raise ContentError([Problem(Span(file), sentence)]) from None
    finally:
        document.close()


def headings(pages: Sequence[Page]) -> list[tuple[int, str]]:
    """Return the level and text of every heading in the structure tree, in reading order."""
    found_headings = []
    for page in pages:
        for root in page.tags:
            for tag in root.walk():
                if len(tag.type) == 2 and tag.type[0] == "H" and tag.type[1].isdigit():
                    found_headings.append((int(tag.type[1]), page.text(tag)))
    return found_headings


def foreign(pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Return the text of all elements that name a language, in reading order, each stretch with its language."""
    stretches = []
    for page in pages:
        texts: dict[int, str] = {}
        for glyph in page.glyphs:
            texts[glyph.mark] = texts.get(glyph.mark, "") + glyph.text
        languages = (marked for root in page.tags for marked in root.languages())
        stretches += [(language, texts.get(mark, "")) for language, mark in languages if language]
    return stretches


def _page(page: pdfium.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        glyphs = list(_glyphs(text.raw, height))
    finally:
        text.close()
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    try:
        count = raw.FPDF_StructTree_CountChildren(tree) if tree else 0
        counter = itertools.count(1)
        tags = [_tag(raw.FPDF_StructTree_GetChildAtIndex(tree, index), counter) for index in range(count)]
    finally:
        if tree:
            raw.FPDF_StructTree_Close(tree)
    return Page(width, height, glyphs, tags, list(_drawn(page.raw)))


def _drawn(page: raw.FPDF_PAGE) -> Iterator[Drawn]:
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(raw.FPDFPage_CountObjects(page)):
        drawn_object = raw.FPDFPage_GetObject(page, index)
        mark = raw.FPDFPageObj_GetMarkedContentID(drawn_object)
        if mark >= 0 and raw.FPDFPageObj_GetBounds(drawn_object, *(ctypes.byref(edge) for edge in edges)):
            yield Drawn(mark, *(edge.value for edge in edges))


def _glyphs(text: raw.FPDF_TEXTPAGE, height: float) -> Iterator[Glyph]:
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    matrix = raw.FS_MATRIX()
    fonts: dict[int, str] = {}
    marks: dict[int, int] = {}
    for index in range(raw.FPDFText_CountChars(text)):
        # PDFium adds spaces and line breaks where it sees gaps; only what is drawn counts.
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, index)
        # It gives a hyphen at the end of a line as U+0002; drawn is a hyphen all the same.
        char = "-" if raw.FPDFText_IsHyphen(text, index) == 1 else chr(code)
        raw.FPDFText_GetCharBox(text, index, *(ctypes.byref(edge) for edge in edges))
        # The size in the file is that before the page's scale: WeasyPrint writes CSS pixels and scales by 0.75.
        raw.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        text_object = raw.FPDFText_GetTextObject(text, index)
        key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if key not in fonts:
            fonts[key] = _font(text, index)
            marks[key] = raw.FPDFPageObj_GetMarkedContentID(text_object) if text_object else -1
        yield Glyph(
            char,
            left.value,
            height - top.value,
            right.value,
            height - bottom.value,
            fonts[key],
            size,
            marks[key],
        )


def _font(text: raw.FPDF_TEXTPAGE, index: int) -> str:
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, index, None, 0, ctypes.byref(flags))
    buffer = ctypes.create_string_buffer(max(length, 1))
    raw.FPDFText_GetFontInfo(text, index, buffer, length, ctypes.byref(flags))
    return buffer.value.decode("utf-8", "replace")


def _tag(element: raw.FPDF_STRUCTELEMENT, counter: Iterator[int], depth: int = 0) -> Tag:
    if depth > DEEPEST_TAG or next(counter) > MOST_TAGS:
        raise TooMuchError
    content: list[Tag | int] = []
    for index in range(max(raw.FPDF_StructElement_CountChildren(element), 0)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            content.append(_tag(child, counter, depth + 1))
        else:
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mark >= 0:
                content.append(mark)
    kind = _string(raw.FPDF_StructElement_GetType, element)
    alternative = _string(raw.FPDF_StructElement_GetAltText, element)
    return Tag(kind, alternative, _string(raw.FPDF_StructElement_GetLang, element), content)


def _string(function: object, element: raw.FPDF_STRUCTELEMENT) -> str:
    length = function(element, None, 0)  # type: ignore[operator]
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(element, buffer, length)  # type: ignore[operator]
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
