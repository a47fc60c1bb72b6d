"""Reads the tags of a PDF as a tree, as a reading program meets them: kinds, words, labels, alternatives, links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf

from guidepress.press.pdf_limits import DEEPEST_TAG, MOST_TAGS, TooMuchError
from guidepress.verify.glyphs import Page

INLINE = ("Span", "Link", "NonStruct", "Em", "Strong", "Quote", "Reference")
"""The tags of parts of a line; what is of another tag is heard apart from what is around it."""


@dataclass(frozen=True)
class StructElement:
    """A structure element (ISO 32000-1, 14.7.2): its kind, what it holds in reading order, and what it says of itself.

    `parts` holds elements and texts. `alternative` stands for what is seen. `attributes` are those of layout, lists and
    tables by their names. `link` is what its link says of itself, `address` where that leads. `marks` are its own
    marked contents on the page, which is counted from 0.
    """

    kind: str
    parts: Sequence[StructElement | str]
    alternative: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    address: str = ""
    page: int = 0
    marks: Sequence[int] = ()

    def walk(self) -> Iterator[StructElement]:
        """Yield the element and all below it, in reading order."""
        yield self
        for part in self.parts:
            if isinstance(part, StructElement):
                yield from part.walk()

    def children(self, *kinds: str) -> list[StructElement]:
        """Return the elements right below this one that are of these kinds; of any where none is named."""
        return [part for part in self.parts if isinstance(part, StructElement) and (not kinds or part.kind in kinds)]

    def text(self) -> str:
        """Return all of its words: parts of a line joined as they are, a blank round all else."""
        words = ""
        for part in self.parts:
            if isinstance(part, str):
                words += part
            else:
                words += part.text() if part.kind in INLINE else f" {part.text()} "
        return words if self.kind in INLINE else " ".join(words.split())


def read(data: bytes, pages: Sequence[Page]) -> list[StructElement]:
    """Read the tags of a PDF whose pages are read already. A PDF without tags has none.

    What is no tag is passed over. Raises `pdf_limits.TooMuchError` where there are far more than a brochure has.
    """
    texts: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pages):
        for glyph in page.glyphs:
            texts[number, glyph.mark] = texts.get((number, glyph.mark), "") + glyph.text
    with pikepdf.open(BytesIO(data)) as document:
        numbers = {page.objgen: index for index, page in enumerate(document.pages)}
        root = document.Root.get("/StructTreeRoot")
        if not isinstance(root, pikepdf.Dictionary):
            return []
        reader = _Reader(numbers, texts)
        return [reader.element(kid, 0, 0) for kid in _kids(root) if isinstance(kid, pikepdf.Dictionary)]


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    if kids is not None:
        yield from kids if isinstance(kids, pikepdf.Array) else [kids]


class _Reader:
    """Reads elements. An element may be named in many places, and within itself, so they are counted."""

    def __init__(self, numbers: Mapping[Any, int], texts: Mapping[tuple[int, int], str]) -> None:
        self._numbers, self._texts = numbers, texts
        self._count = 0

    def element(self, element: Any, page: int, depth: int) -> StructElement:
        """Read an element and all that is in it. Raises TooMuchError."""
        self._count += 1
        if depth > DEEPEST_TAG or self._count > MOST_TAGS:
            raise TooMuchError(f"It has more than {MOST_TAGS:,} tags, or tags {DEEPEST_TAG} deep in each other.")
        if isinstance(element.get("/Pg"), pikepdf.Dictionary):
            page = self._numbers.get(element.Pg.objgen, page)
        parts: list[StructElement | str] = []
        marks: list[int] = []
        link, address = None, ""
        for kid in _kids(element):
            if isinstance(kid, int):
                marks.append(kid)
                parts.append(self._texts.get((page, kid), ""))
            elif not isinstance(kid, pikepdf.Dictionary):
                continue
            elif "/S" in kid:
                parts.append(self.element(kid, page, depth + 1))
            elif isinstance(kid.get("/Obj"), pikepdf.Dictionary):  # an annotation
                link = str(kid.Obj.get("/Contents", ""))
                action = kid.Obj.get("/A")
                address = str(action.get("/URI", "")) if isinstance(action, pikepdf.Dictionary) else ""
        if "/ActualText" in element:
            parts = [str(element.ActualText)]
        owned = element.get("/A", [])
        attributes = {
            str(name).lstrip("/"): _plain(value)
            for each in (owned if isinstance(owned, pikepdf.Array) else [owned])
            if isinstance(each, pikepdf.Dictionary)
            for name, value in each.items()
        }
        kind = str(element.get("/S", "")).lstrip("/")
        return StructElement(kind, parts, str(element.get("/Alt", "")), attributes, link, address, page, marks)


def _plain(value: Any) -> Any:
    """Return a value of a PDF as one of Python: a number, a list of numbers, or a name without its stroke."""
    if isinstance(value, pikepdf.Array):
        return [float(each) for each in value if isinstance(each, int | float | Decimal)]
    return value if isinstance(value, int | float | Decimal) else str(value).lstrip("/")
