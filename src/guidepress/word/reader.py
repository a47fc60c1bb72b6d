"""Reads back what a Word file says as a whole, for checks: its headings, leaves, words, fonts and properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    the alternative text of each picture that is not marked as decorative, those in the running head and foot too.
    `tables`: for each table, whether its first row is marked as a header row. `misplaced` and `wordless` count what a
    screen reader cannot read in its place, and what has no words for it. `foreign`: each stretch of text that names a
    language other than the handout's, after that language.
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
    misplaced: Mapping[str, int]
    wordless: Mapping[str, int]
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
        pictures=tuple(text for root in roots for text in _alternatives(root)),
        tables=tuple(_has_header(table) for table in element.iter(f"{W}tbl")),
        misplaced=MappingProxyType(_counted(roots, _MISPLACED)),
        wordless=MappingProxyType(_counted(roots, _WORDLESS)),
        foreign=tuple(_foreign(passages, language)),
    )


_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
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


def _alternatives(root: Element) -> Iterator[str]:
    """Yield the alternative text of each picture, empty where it has none; decorative ones need none."""
    for drawn in root.iter(_DRAWN):
        if not any(is_on(mark.get("val")) for mark in drawn.iter(_DECORATIVE)):
            yield (drawn.get("descr") or "").strip()


def _has_header(table: Element) -> bool:
    first = table.find(f"{W}tr")
    mark = None if first is None else first.find(f"{W}trPr/{W}tblHeader")
    return mark is not None and is_on(mark.get(f"{W}val"))


def _is_merged(properties: Element) -> bool:
    span = properties.find(f"{W}gridSpan")
    spans_columns = span is not None and span.get(f"{W}val") != "1"
    return spans_columns or any(properties.find(f"{W}{name}") is not None for name in ("vMerge", "hMerge"))


def _is_empty_link(link: Element) -> bool:
    """Say whether a link holds no words; that of a picture is read by the picture's alternative text."""
    return not "".join(link.itertext(f"{W}t")).strip() and next(link.iter(_DRAWN), None) is None


def _is_unnamed(properties: Element) -> bool:
    """Say whether a form field (content control) has no title; what Word fills, such as a page number, needs none."""
    title = properties.find(f"{W}alias")
    return properties.find(f"{W}docPartObj") is None and (title is None or not title.get(f"{W}val", "").strip())


_Kinds = Mapping[str, tuple[str, Callable[[Element], bool]]]
"""What is counted: by its name in English, the tag of its element, and which of these elements count."""

_MISPLACED: _Kinds = {
    "floating picture": (_ANCHOR, lambda anchor: True),
    "nested table": (f"{W}tbl", lambda table: next(table.iterancestors(f"{W}tbl"), None) is not None),
    "merged cell": (f"{W}tcPr", _is_merged),
}
_WORDLESS: _Kinds = {
    "empty link": (f"{W}hyperlink", _is_empty_link),
    "unnamed form field": (f"{W}sdtPr", _is_unnamed),
}


def _counted(roots: Sequence[Element], kinds: _Kinds) -> dict[str, int]:
    """Count elements of each kind in the parts of a file; kinds that there are none of are left out."""
    counts = {
        name: sum(1 for root in roots for element in root.iter(tag) if counts_here(element))
        for name, (tag, counts_here) in kinds.items()
    }
    return {name: count for name, count in counts.items() if count}
