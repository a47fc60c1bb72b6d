"""Reads a Word file back: its headings, leaves, words and properties.

The file comes from outside: from a school, through any program. So the body is walked in XML: python-docx's
`paragraph.text` passes over inserted text and content controls. Tracked changes count as accepted.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from types import MappingProxyType
from typing import Any

from lxml import etree

from guidepress.errors import ContentError, Problem, Span
from guidepress.word.marks import UNFILLED, heading_level, is_bookmark

_MEMBERS = 2000  # a handout has about 15; one with many pictures a few hundred
_MEMBER_SIZE = 32 * 2**20  # bytes, unpacked
_TOTAL_SIZE = 64 * 2**20  # bytes, unpacked

# What zipfile raises for damaged, encrypted or oddly packed members.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)

_Element = Any  # lxml's elements carry no types


@dataclass(frozen=True)
class Handout:
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


def read(data: bytes, name: str = "handout.docx") -> Handout:
    """Read the bytes of a Word file; `name` is how problems call it.

    Raises ContentError when the bytes are no Word document, are damaged, protected with a password, or are larger
    when unpacked than any handout.
    """
    members = _unzip(data, name)
    main = _main_part(members, name)
    styles = _part(members, _target(members, main, "styles", name), name)
    body = _xml(members, main, name).find(f"{_W}body")
    if body is None:
        raise _refusal(name, "this Word file has no text in it")
    language = _language(styles)
    walk = _Walk(_style_names(styles), _default_style(styles), language)
    walk.blocks(body)
    walk.end_paragraph()
    roots = [_xml(members, part, name) for part in sorted(members) if re.fullmatch(r"word/[^/]+\.xml", part)]
    return Handout(
        headings=tuple(walk.headings),
        leaves=tuple((mark, "".join(pieces).strip()) for mark, pieces in walk.leaves.items()),
        text="\n".join(walk.paragraphs),
        language=language,
        properties=MappingProxyType(_properties(members, name)),
        unfilled=tuple(walk.unfilled),
        fonts=_fonts(roots),
        pictures=tuple(_alternatives(body)),
        tables=tuple(_has_header(table) for table in body.iter(f"{_W}tbl")),
        foreign=tuple(walk.foreign),
    )


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"  # MS-ODRAWXML, 2.30
_FALSE = {"0", "false", "off"}  # ECMA-376, part 1, 22.9.2.7: what says no; a mark without a value says yes
_FONTS = ("ascii", "hAnsi", "cs", "eastAsia")
# Deleted and moved-away text, the older of two renderings of one thing, and properties: none of it is text.
_PASSED_OVER = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}sdtPr", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText"}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}


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

    def blocks(self, parent: _Element) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self.paragraph(child)
            elif child.tag == f"{_W}tr" and child.find(f"{_W}trPr/{_W}del") is not None:
                continue
            elif child.tag in {f"{_W}bookmarkStart", f"{_W}bookmarkEnd"}:
                self.mark(child)
            elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
                self.blocks(child)  # tables, rows, cells, content controls, insertions

    def paragraph(self, element: _Element) -> None:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        if not self.style:
            self.style = self.styles.get(style.get(f"{_W}val"), "?") if style is not None else self.default
        self.inlines(element)
        # A paragraph whose mark is deleted runs on into the next.
        if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
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

    def inlines(self, parent: _Element) -> None:
        for child in parent:
            if child.tag == f"{_W}r":
                style = child.find(f"{_W}rPr/{_W}rStyle")
                named = self.styles.get(style.get(f"{_W}val"), "") if style is not None else ""
                words = "".join(_words(child))
                self.say(words, unfilled=named == UNFILLED)
                language = child.find(f"{_W}rPr/{_W}lang")
                spoken = "" if language is None else language.get(f"{_W}val", "")
                # Word writes the handout's own language into runs as it pleases.
                if words and spoken and spoken.lower() != self.language.lower():
                    self.foreign.append((spoken, words))
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
                        self.boxed(box)
            elif child.tag in {f"{_W}bookmarkStart", f"{_W}bookmarkEnd"}:
                self.mark(child)
            elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
                self.inlines(child)  # links, fields, content controls, insertions

    def boxed(self, box: _Element) -> None:
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

    def mark(self, element: _Element) -> None:
        number = element.get(f"{_W}id")
        if element.tag == f"{_W}bookmarkEnd":
            self.marks.pop(number, None)
            return
        name = element.get(f"{_W}name") or ""
        if is_bookmark(name) and name not in self.leaves:
            self.leaves[name] = []
            self.marks[number] = name


def _words(parent: _Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag == f"{_MC}AlternateContent" or child.tag == f"{_MC}Choice":
            yield from _words(child)


def _unzip(data: bytes, name: str) -> dict[str, bytes]:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # MS-CFB, 2.2: an old .doc, or an encrypted .docx
        raise _refusal(
            name, "this is a protected or an old Word file", "open it in Word and save it as .docx, without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MEMBERS or sum(entry.file_size for entry in entries) > _TOTAL_SIZE:
                raise _refusal(name, "this file is far larger than any handout when it is unpacked")
            if len({entry.filename.lower() for entry in entries}) != len(entries):
                raise _refusal(name, "this Word file is damaged: it holds two parts of the same name")
            # Pictures and fonts are never read, so they are never unpacked.
            wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            return {entry.filename: _unpack(archive, entry, name) for entry in wanted}
    except _DAMAGES as error:
        raise _refusal(name, "this is not a Word file (.docx), or it is damaged") from error


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    with archive.open(entry) as member:
        content = member.read(_MEMBER_SIZE + 1)
    if len(content) > _MEMBER_SIZE:
        raise _refusal(name, "this file is far larger than any handout when it is unpacked")
    return content


def _xml(members: dict[str, bytes], part: str, name: str) -> _Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(members[part], parser)
    except KeyError:
        raise _refusal(name, f"this Word file is damaged: its part {part} is missing") from None
    except etree.XMLSyntaxError:
        raise _refusal(name, f"this Word file is damaged: its part {part} cannot be read") from None
    if root.getroottree().docinfo.doctype:
        raise _refusal(name, f"this Word file holds a document type in {part}, which no Word file has")
    return root


def _part(members: dict[str, bytes], part: str, name: str) -> _Element | None:
    return _xml(members, part, name) if part in members else None


def _main_part(members: dict[str, bytes], name: str) -> str:
    if "[Content_Types].xml" not in members or "_rels/.rels" not in members:
        raise _refusal(name, "this is not a Word file (.docx)")
    part = _target(members, "", "officeDocument", name)
    if part and _xml(members, part, name).tag == f"{_W}document":
        return part
    strict = b"purl.oclc.org/ooxml" in members["_rels/.rels"]
    hint = "save it in Word as “Word Document (*.docx)”" if strict else ""
    raise _refusal(name, "this is not a Word file (.docx)", hint)


def _target(members: dict[str, bytes], part: str, kind: str, name: str) -> str:
    """Return the name of the part that `part` (the package itself if empty) relates to in this way, or nothing."""
    folder = dirname(part)
    relations = _part(members, join(folder, "_rels", f"{part[len(folder) :].lstrip('/')}.rels"), name)
    for relation in () if relations is None else relations:
        if relation.get("Type") == _RELATION + kind and relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            return normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
    return ""


def _style_names(styles: _Element | None) -> dict[str, str]:
    """Return each style's name by its id: ids change with the language of Word and with LibreOffice, names do not."""
    found = () if styles is None else styles.iter(f"{_W}style")
    names = ((style.get(f"{_W}styleId"), style.find(f"{_W}name")) for style in found)
    return {key: element.get(f"{_W}val", "") for key, element in names if key and element is not None}


def _default_style(styles: _Element | None) -> str:
    for style in () if styles is None else styles.iter(f"{_W}style"):
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true", "on"}:
            return _style_names(styles).get(style.get(f"{_W}styleId"), "") or "Normal"
    return "Normal"


def _language(styles: _Element | None) -> str:
    places = (f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang", f"{_W}style[@{_W}default='1']/{_W}rPr/{_W}lang")
    if styles is None:
        return ""
    for place in places:
        language = styles.find(place)
        if language is not None and language.get(f"{_W}val"):
            return str(language.get(f"{_W}val"))
    return ""


def _properties(members: dict[str, bytes], name: str) -> dict[str, str]:
    root = _part(members, "docProps/core.xml", name)
    children = () if root is None else root
    return {etree.QName(child).localname: (child.text or "").strip() for child in children}


def _fonts(roots: list[_Element]) -> tuple[str, ...]:
    found = (element for root in roots for element in root.iter(f"{_W}rFonts"))
    return tuple(sorted({element.get(f"{_W}{key}") for element in found for key in _FONTS} - {None}))


def _alternatives(body: _Element) -> Iterator[str]:
    """Yield the alternative text of each picture, empty where it has none; decorative ones need none."""
    for drawn in body.iter(_DRAWN):
        if not any(mark.get("val") not in _FALSE for mark in drawn.iter(_DECORATIVE)):
            yield (drawn.get("descr") or "").strip()


def _has_header(table: _Element) -> bool:
    first = table.find(f"{_W}tr")
    mark = None if first is None else first.find(f"{_W}trPr/{_W}tblHeader")
    return mark is not None and mark.get(f"{_W}val") not in _FALSE


def _refusal(name: str, message: str, hint: str = "") -> ContentError:
    return ContentError([Problem(Span(name), message, hint)])
