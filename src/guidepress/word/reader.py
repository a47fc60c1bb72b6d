"""Reads back what a Word file says as a whole, for checks: its headings, leaves, words, fonts and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from lxml import etree

from guidepress.word.body import body_of, read_body
from guidepress.word.lines import Passage
from guidepress.word.names import marks_leaf
from guidepress.word.on_off import is_on
from guidepress.word.package import Element, Package, W, open_package
from guidepress.word.turned import turn


@dataclass(frozen=True)
class HandoutContents:
    """What a handout says, in reading order, with tracked changes accepted.

    `headings`: level (Title is 1, Heading 1 is 2) and words. `leaves`: name of the bookmark and the text inside it.
    `text`: one line for each paragraph, tables cell by cell. `fonts`: every family a style or a run names. `pictures`:
    the alternative text of each picture that is not marked as decorative. `tables`: for each table, whether its first
    row is marked as a header row. `foreign`: each stretch of text that names a language other than the handout's, after
    that language.
    """

    headings: tuple[tuple[int, str], ...]
    leaves: tuple[tuple[str, str], ...]
    text: str
    language: str
    properties: Mapping[str, str]
    unfilled: tuple[str, ...]
    fonts: tuple[str, ...]
    pictures: tuple[str, ...]
    tables: tuple[bool, ...]
    foreign: tuple[tuple[str, str], ...]


def read(data: bytes, name: str = "handout.docx") -> HandoutContents:
    """Read the bytes of a Word file; `name` is how problems call it.

    Raises ContentError when the bytes are no Word document, are damaged, protected with a password, or are larger
    when unpacked than any handout.
    """
    package = open_package(data, name)
    element, text = body_of(package), read_body(package)
    passages = turn(text.passages, text.turned).passages
    language = _language(package.optional(package.related("styles")))
    roots = [package.xml(part) for part in sorted(package.members) if re.fullmatch(r"word/[^/]+\.xml", part)]
    return HandoutContents(
        headings=tuple(_headings(passages)),
        leaves=tuple(_leaves(passages)),
        text="\n".join(passage.text for passage in passages),
        language=language,
        properties=MappingProxyType(_properties(package)),
        unfilled=tuple(_unfilled(passages)),
        fonts=_fonts(roots),
        pictures=tuple(_alternatives(element)),
        tables=tuple(_has_header(table) for table in element.iter(f"{W}tbl")),
        foreign=tuple(_foreign(passages, language)),
    )


_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"  # MS-ODRAWXML, 2.30
_FONTS = ("ascii", "hAnsi", "cs", "eastAsia")


def _headings(passages: Sequence[Passage]) -> Iterator[tuple[int, str]]:
    for passage in passages:
        if passage.look[0] == "h":
            yield int(passage.look[1]), re.sub(r"[ \t\n]+", " ", passage.text).strip()


def _leaves(passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """Yield the bookmarks with their words; one that goes on over several paragraphs has a line for each."""
    words: dict[str, list[str]] = {}
    for passage in passages:
        for mark in filter(lambda mark: marks_leaf(mark.name), passage.marks):
            words.setdefault(mark.name, []).append(passage.text[mark.start : mark.end])
    for name, lines in words.items():
        yield name, "\n".join(lines).strip()


def _unfilled(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the words of each place that is still to be filled in."""
    for passage in passages:
        for unfilled, stretches in groupby(passage.stretches, key=lambda stretch: stretch.unfilled):
            if unfilled:
                yield "".join(stretch.text for stretch in stretches)


def _foreign(passages: Sequence[Passage], language: str) -> Iterator[tuple[str, str]]:
    """Yield the stretches that name another language; Word writes the handout's own into them as it pleases."""
    for passage in passages:
        for stretch in passage.stretches:
            if stretch.language and stretch.language.lower() != language.lower():
                yield stretch.language, stretch.text


def _language(styles: Element | None) -> str:
    places = (f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang", f"{W}style[@{W}default='1']/{W}rPr/{W}lang")
    if styles is None:
        return ""
    for place in places:
        language = styles.find(place)
        if language is not None and language.get(f"{W}val"):
            return str(language.get(f"{W}val"))
    return ""


def _properties(package: Package) -> dict[str, str]:
    root = package.optional("docProps/core.xml")
    children = () if root is None else root
    return {etree.QName(child).localname: (child.text or "").strip() for child in children}


def _fonts(roots: list[Element]) -> tuple[str, ...]:
    found = (element for root in roots for element in root.iter(f"{W}rFonts"))
    return tuple(sorted({element.get(f"{W}{key}") for element in found for key in _FONTS} - {None}))


def _alternatives(body: Element) -> Iterator[str]:
    """Yield the alternative text of each picture, empty where it has none; decorative ones need none."""
    for drawn in body.iter(_DRAWN):
        if not any(is_on(mark.get("val")) for mark in drawn.iter(_DECORATIVE)):
            yield (drawn.get("descr") or "").strip()


def _has_header(table: Element) -> bool:
    first = table.find(f"{W}tr")
    mark = None if first is None else first.find(f"{W}trPr/{W}tblHeader")
    return mark is not None and is_on(mark.get(f"{W}val"))
