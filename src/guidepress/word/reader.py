"""Reads a Word file back: its headings, leaves, words and properties.

The file comes from outside: from a school, through any program. So the body is walked in XML: python-docx's
`paragraph.text` passes over inserted text and content controls. Tracked changes count as accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from guidepress.word.names import UNFILLED, heading_level, is_bookmark
from guidepress.word.package import Element, Package, W, open_package, refusal


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
    styles = package.optional(package.related("styles"))
    body = package.xml(package.main).find(f"{W}body")
    if body is None:
        raise refusal(name, "this Word file has no text in it")
    language = _language(styles)
    walk = _Walk(style_names(styles), default_style(styles), language)
    walk.blocks(body)
    walk.end_paragraph()
    roots = [package.xml(part) for part in sorted(package.members) if re.fullmatch(r"word/[^/]+\.xml", part)]
    return HandoutContents(
        headings=tuple(walk.headings),
        leaves=tuple((mark, "".join(pieces).strip()) for mark, pieces in walk.leaves.items()),
        text="\n".join(walk.paragraphs),
        language=language,
        properties=MappingProxyType(_properties(package)),
        unfilled=tuple(walk.unfilled),
        fonts=_fonts(roots),
        pictures=tuple(_alternatives(body)),
        tables=tuple(_has_header(table) for table in body.iter(f"{W}tbl")),
        foreign=tuple(walk.foreign),
    )


_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"  # MS-ODRAWXML, 2.30
_FALSE = {"0", "false", "off"}  # ECMA-376, part 1, 22.9.2.7: what says no; a mark without a value says yes
_FONTS = ("ascii", "hAnsi", "cs", "eastAsia")
# Deleted and moved-away text, the older of two renderings of one thing, and properties: none of it is text.
_PASSED_OVER = {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}sdtPr", f"{W}pPr", f"{W}rPr", f"{W}instrText"}
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}


@dataclass
class _Walk:
    """The walk over the body, which fills the lists as it goes."""

    styles: dict[str, str]
    default: str
    language: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    leaves: dict[str, list[str]] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    unfilled: list[str] = field(default_factory=list)
    foreign: list[tuple[str, str]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)  # the paragraph being read
    style: str = ""  # the name of its style; empty between paragraphs
    marks: dict[str, str] = field(default_factory=dict)  # open bookmarks: id to name
    gap: bool = True  # whether anything but an unfilled place was read since the last one

    def blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tr" and child.find(f"{W}trPr/{W}del") is not None:
                continue
            elif child.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
                self.mark(child)
            elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
                self.blocks(child)  # tables, rows, cells, content controls, insertions

    def paragraph(self, element: Element) -> None:
        style = element.find(f"{W}pPr/{W}pStyle")
        if not self.style:
            self.style = self.styles.get(style.get(f"{W}val"), "?") if style is not None else self.default
        self.inlines(element)
        # A paragraph whose mark is deleted runs on into the next.
        if element.find(f"{W}pPr/{W}rPr/{W}del") is None:
            self.end_paragraph()
            for name in self.marks.values():
                self.leaves[name].append("\n")

    def end_paragraph(self) -> None:
        if not self.style:
            return
        words = "".join(self.line)
        level = heading_level(self.style)
        if level:
            self.headings.append((level, re.sub(r"[ \t\n]+", " ", words).strip()))
        self.paragraphs.append(words)
        self.line, self.style, self.gap = [], "", True

    def inlines(self, parent: Element) -> None:
        for child in parent:
            if child.tag == f"{W}r":
                style = child.find(f"{W}rPr/{W}rStyle")
                named = self.styles.get(style.get(f"{W}val"), "") if style is not None else ""
                words = "".join(_words(child))
                self.say(words, unfilled=named == UNFILLED)
                language = child.find(f"{W}rPr/{W}lang")
                spoken = "" if language is None else language.get(f"{W}val", "")
                # Word writes the handout's own language into runs as it pleases.
                if words and spoken and spoken.lower() != self.language.lower():
                    self.foreign.append((spoken, words))
                for box in child.iter(f"{W}txbxContent"):
                    if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                        self.boxed(box)
            elif child.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
                self.mark(child)
            elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
                self.inlines(child)  # links, fields, content controls, insertions

    def boxed(self, box: Element) -> None:
        """Read a text box as paragraphs of their own, before the paragraph it hangs on."""
        line, style, gap = self.line, self.style, self.gap
        self.line, self.style = [], ""
        self.blocks(box)
        self.end_paragraph()
        self.line, self.style, self.gap = line, style, gap

    def say(self, words: str, *, unfilled: bool) -> None:
        if not words:
            return
        self.line.append(words)
        for name in self.marks.values():
            self.leaves[name].append(words)
        if unfilled and not self.gap:
            self.unfilled[-1] += words
        elif unfilled:
            self.unfilled.append(words)
        self.gap = not unfilled

    def mark(self, element: Element) -> None:
        number = element.get(f"{W}id")
        if element.tag == f"{W}bookmarkEnd":
            self.marks.pop(number, None)
            return
        name = element.get(f"{W}name") or ""
        if is_bookmark(name) and name not in self.leaves:
            self.leaves[name] = []
            self.marks[number] = name


def _words(parent: Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{_MC}AlternateContent" or child.tag == f"{_MC}Choice":
            yield from _words(child)


def style_names(styles: Element | None) -> dict[str, str]:
    """Return each style's name by its id: ids change with the language of Word and with LibreOffice, names do not."""
    found = () if styles is None else styles.iter(f"{W}style")
    names = ((style.get(f"{W}styleId"), style.find(f"{W}name")) for style in found)
    return {key: element.get(f"{W}val", "") for key, element in names if key and element is not None}


def default_style(styles: Element | None) -> str:
    for style in () if styles is None else styles.iter(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
            return style_names(styles).get(style.get(f"{W}styleId"), "") or "Normal"
    return "Normal"


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
        if not any(mark.get("val") not in _FALSE for mark in drawn.iter(_DECORATIVE)):
            yield (drawn.get("descr") or "").strip()


def _has_header(table: Element) -> bool:
    first = table.find(f"{W}tr")
    mark = None if first is None else first.find(f"{W}trPr/{W}tblHeader")
    return mark is not None and mark.get(f"{W}val") not in _FALSE
