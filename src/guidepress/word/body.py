"""Walks over the text of a Word file: each paragraph and cell as a passage, with its look, words and bookmarks.

The file comes from outside: from a school, through any program. So it is walked in XML: python-docx's `paragraph.text`
passes over inserted text and content controls. Nothing that a person typed is passed over: text in content controls,
text boxes and footnotes is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml import etree

from guidepress.compose.document import Run
from guidepress.content.encoding import FORBIDDEN
from guidepress.word import review
from guidepress.word.bounds import LONGEST, LONGEST_ADDRESS, Tally
from guidepress.word.lines import Look, Mark, Passage, digest, joined
from guidepress.word.names import UNFILLED, heading_level, is_bookmark
from guidepress.word.numbering import DEEPEST, Numbering, number
from guidepress.word.package import Element, Package, W, refusal

Changes = Literal["accept", "reject"]
"""What becomes of tracked changes."""


@dataclass(frozen=True)
class WordText:
    """The text of a Word file, as passages.

    `passages` has every paragraph and cell, empty ones too. `pictures` holds the bytes of each picture by its digest,
    `about` for each comment the number of its passage and the words that it is about.
    """

    passages: tuple[Passage, ...]
    pictures: Mapping[str, bytes]
    about: Mapping[str, tuple[int, list[str]]]


def read_body(package: Package, changes: Changes = "accept") -> WordText:
    """Read the text of a Word file; tracked changes count as accepted unless one asks for them to be rejected.

    Raises ContentError for a file without text, and for one with more of it than any handout has.
    """
    walk = _Walk(package, changes)
    walk.blocks(body_of(package))
    walk.end()
    return WordText(tuple(walk.found), walk.pictures, walk.about)


def body_of(package: Package) -> Element:
    """Return the element that holds the text of a Word file. Raises ContentError where there is none."""
    body = package.xml(package.main).find(f"{W}body")
    if body is None:
        raise refusal(package.name, "this Word file has no text in it")
    return body


_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]|\u200d(?![^\x00-\u2fff])")
"""What nobody typed: LibreOffice leaves a joiner behind the words of a new cell. Between emoji it joins them."""
_LINE_ENDS = "\u0085\u2028\u2029"
_NO = {"0", "false", "off", "none"}  # ECMA-376 part 1, 22.9.2.7; a mark without a value says yes
_PROPERTIES = {f"{W}{tag}" for tag in ("sdtPr", "sdtEndPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr")}
_FALLBACK = f"{_MC}Fallback"  # the older of two renderings of one thing
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_ABOUT = 100  # stretches that are kept of what a comment is about
_STYLES: dict[str, Look] = {"caption": "caption", "fill-in": "fill"}


@dataclass
class _Walk:
    """The walk over the text, which gathers passages as it goes."""

    package: Package
    changes: Changes
    found: list[Passage] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, tuple[int, list[str]]] = field(default_factory=dict)  # what each comment is about
    tables: int = 0
    open: dict[str, str] = field(default_factory=dict)  # bookmarks: id to name
    noted: dict[str, int] = field(default_factory=dict)  # comments whose range is open
    line: list[Run] = field(default_factory=list)
    length: int = 0  # of the line, in characters
    begun: dict[str, int] = field(default_factory=dict)  # where each open bookmark begins in this line
    ended: list[Mark] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    noting: bool = False
    known: dict[str, str] = field(default_factory=dict)  # the digests of pictures by their parts
    look: Look | None = None
    place: tuple[int, int, int] | None = None
    listed: str = ""  # the number of the list that the paragraph before is an item of
    astray: bool = False  # whether the mark of the paragraph before is one that was taken away, tracked

    def __post_init__(self) -> None:
        styles = self.package.optional(self.package.related("styles"))
        self.styles, self.default = style_names(styles), default_style(styles)
        self.numbering = Numbering.of(self.package.optional(self.package.related("numbering")), styles)
        self.parents = _parents(styles)
        self.relations = self.package.relations(self.package.main)
        self.skipped = {f"{W}del", f"{W}moveFrom"} if self.changes == "accept" else {f"{W}ins", f"{W}moveTo"}
        self.gone = "del" if self.changes == "accept" else "ins"
        self.footnotes = review.footnotes(self.package)
        self.tally = Tally(self.package.name)

    # Blocks -------------------------------------------------------------------------------------------------------

    def blocks(self, parent: Element) -> None:
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _PROPERTIES or child.tag == _FALLBACK:
                continue
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif self.marked(child) or child.tag in self.skipped:
                continue
            else:
                self.blocks(child)

    def table(self, table: Element) -> None:
        if self.place:  # a table in a cell is read as part of the cell
            self.blocks(table)
            return
        table_, self.tables, shown = self.tables, self.tables + 1, 0
        for row in _children(table, "tr", self.skipped):
            if row.find(f"{W}trPr/{W}{self.gone}") is not None:
                continue
            column = 0
            for cell in _children(row, "tc", self.skipped):
                self.place = table_, shown, column
                self.blocks(cell)
                self.end()
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                column += max(1, number(span.get(f"{W}val")) if span is not None else 1)
            self.place = None
            shown += 1

    def paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        if self.look is None:
            self.look = self.look_of(properties)
        self.astray = _has_mark(properties, "del", "moveFrom")
        self.listed = _list_of(properties) if self.look[0] in "bn" else ""
        self.inlines(element, "")
        # A paragraph whose mark is deleted runs on into the next.
        if properties is None or properties.find(f"{W}rPr/{W}{self.gone}") is None:
            if not self.place:
                self.end()
            elif self.line:
                self.say(Run("\n"))  # the paragraphs of a cell are lines of one passage
        elif not self.line and not self.place:
            self.look = None  # nothing of it is left, not even how it looked

    def look_of(self, properties: Element | None) -> Look:
        if self.place:
            return "cell"
        style = None if properties is None else properties.find(f"{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        for _ in range(DEEPEST):  # styles may be based on each other in a circle
            level = heading_level(self.styles.get(name, ""))
            if level:
                return self.item_by_its_list(properties) or ("h1", "h2", "h3", "h4")[level - 1]
            if named := _STYLES.get(self.styles.get(name, "").lower()):
                return named
            name = self.parents.get(name, "")
        return self.numbering.look(properties, style.get(f"{W}val", "") if style is not None else "") or "p"

    def item_by_its_list(self, properties: Element | None) -> Look | None:
        """Return how a paragraph with the style of a heading looks if it is an item of a list; None for a heading.

        A heading may have a number, but never a bullet. Beside a tracked change of whole paragraphs, and for a heading
        moved into a list, LibreOffice writes a neighbour's style, but the list that it shows.
        """
        listed = self.numbering.look(properties, "")
        lent = self.astray or _has_mark(properties, "ins", "moveTo") or self.listed == _list_of(properties) != ""
        return listed if listed and (lent or listed[0] == "b") else None

    def end(self) -> None:
        """End the passage that is being read."""
        if self.look is None:
            return
        while self.place and self.line and self.line[-1].text == "\n":
            self.line.pop()
        stretches = tuple(joined(self.line))
        length = sum(len(stretch.text) for stretch in stretches)
        marks = [*self.ended, *(Mark(self.open[key], start, length) for key, start in self.begun.items())]
        marks = [replace(mark, end=min(mark.end, length)) for mark in marks if min(mark.end, length) > mark.start]
        self.add(Passage(self.look, stretches, tuple(marks), self.place))
        self.line, self.length, self.ended, self.look = [], 0, [], None
        self.begun = dict.fromkeys(self.open, 0)
        while self.notes and not self.noting:  # a note in a note follows it, and no note is read twice
            self.noting = True
            self.blocks(self.notes.pop(0))
            self.noting = False
            self.end()

    def add(self, passage: Passage) -> None:
        self.found.append(passage)
        self.tally.passage(passage)

    # Inlines ------------------------------------------------------------------------------------------------------

    def inlines(self, parent: Element, href: str) -> None:
        instruction = ""  # of a field, while it is open
        depth, linked = 0, ""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _PROPERTIES or child.tag == _FALLBACK:
                continue
            if child.tag == f"{W}r":
                mark = child.find(f"{W}fldChar")
                kind = mark.get(f"{W}fldCharType") if mark is not None else ""
                depth += {"begin": 1, "end": -1}.get(kind or "", 0)
                for part in child.iter(f"{W}instrText"):
                    instruction = (instruction + (part.text or ""))[: 2 * LONGEST_ADDRESS]
                if kind == "separate":
                    linked = _address(instruction)
                elif kind == "end" or depth == 0:
                    linked, instruction = linked if depth else "", instruction if depth else ""
                self.run(child, linked or href)
            elif child.tag == f"{W}hyperlink":
                kind, target = self.relations.get(child.get(f"{_R}id", ""), ("", ""))
                target = target.removeprefix("external:")[: LONGEST_ADDRESS + 1]
                self.inlines(child, target if kind == "hyperlink" and len(target) <= LONGEST_ADDRESS else href)
            elif child.tag == f"{W}fldSimple":
                self.inlines(child, _address(child.get(f"{W}instr", "")) or href)
            elif self.marked(child) or child.tag in self.skipped:
                continue
            else:
                self.inlines(child, href)  # content controls, insertions, smart tags

    def run(self, element: Element, href: str) -> None:
        self.parts(element, self.run_look(element.find(f"{W}rPr"), href))

    def parts(self, parent: Element, look: Run) -> None:
        for part in parent:
            if not isinstance(part.tag, str) or part.tag in _PROPERTIES or part.tag == _FALLBACK:
                continue
            name = etree.QName(part).localname
            if part.tag in (f"{W}t", f"{W}delText"):
                self.say(replace(look, text=part.text or ""))
            elif part.tag == f"{W}{name}" and name in _CHARACTERS:
                self.say(replace(look, text=_CHARACTERS[name]))
            elif part.tag == f"{W}sym":
                self.say(replace(look, text=_symbol(part)))
            elif part.tag in (f"{_A}blip", f"{_V}imagedata"):
                self.picture(part)
            elif part.tag == f"{W}txbxContent":
                self.boxed(part)
            elif part.tag == f"{W}commentReference":  # one that was put at a place, not on words, has no range
                self.about.setdefault(part.get(f"{W}id", ""), (len(self.found), []))
            elif part.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                note = self.footnotes.pop((name.removesuffix("Reference"), part.get(f"{W}id", "")), None)
                if note is not None:
                    self.notes.append(note)
            else:
                self.parts(part, look)

    def run_look(self, properties: Element | None, href: str) -> Run:
        if properties is None:
            return Run("", href=href)
        style = properties.find(f"{W}rStyle")
        named = self.styles.get(style.get(f"{W}val", ""), "") if style is not None else ""
        language = properties.find(f"{W}lang")
        return Run(
            "",
            _is_on(properties, "b", named == "Strong"),
            _is_on(properties, "i", named == "Emphasis"),
            href,
            named == UNFILLED,
            "" if language is None else language.get(f"{W}val", ""),
        )

    def say(self, stretch: Run) -> None:
        stretch = replace(stretch, text=_clean(stretch.text))
        if not stretch.text:
            return
        self.line.append(stretch)
        self.length += len(stretch.text)
        self.tally.words(len(stretch.text), self.length)
        for key in list(self.noted):
            words = self.about[key][1]
            words.append(stretch.text)
            if len(words) >= _ABOUT:
                del self.noted[key]

    def picture(self, element: Element) -> None:
        relation = element.get(f"{_R}embed") or element.get(f"{_R}id") or ""
        kind, target = self.relations.get(relation, ("", ""))
        if kind != "image" or target.startswith("external:"):
            return
        if target not in self.known:
            data = self.package.blob(target)
            self.known[target] = digest(data)
            self.pictures[digest(data)] = data
        drawn = next(element.iterancestors(f"{W}drawing"), None)
        described = None if drawn is None else next(drawn.iter(_DRAWN), None)
        words = "" if described is None else _clean(described.get("descr") or "").strip()[:LONGEST]
        self.add(Passage("picture", (), picture=self.known[target], alternative=words))

    def boxed(self, box: Element) -> None:
        """Read a text box as passages of their own, before the paragraph on which it hangs."""
        kept = self.line, self.length, self.begun, self.ended, self.look, self.place
        self.line, self.length, self.begun, self.ended, self.look, self.place = [], 0, {}, [], None, None
        self.blocks(box)
        self.end()
        self.line, self.length, self.begun, self.ended, self.look, self.place = kept

    def marked(self, element: Element) -> bool:
        """Take a bookmark or the range of a comment. Returns whether it was one."""
        key = element.get(f"{W}id", "")
        match etree.QName(element).localname:
            case "bookmarkStart":
                name = element.get(f"{W}name") or ""
                if is_bookmark(name) and name not in self.open.values():
                    self.open[key], self.begun[key] = name, self.length
                    self.tally.open(len(self.open))
            case "bookmarkEnd":
                name, start = self.open.pop(key, ""), self.begun.pop(key, 0)
                if name:
                    self.ended.append(Mark(name, start, self.length))
            case "commentRangeStart":
                self.noted[key] = len(self.found)
                self.about[key] = len(self.found), []
                self.tally.open(len(self.noted))
            case "commentRangeEnd":
                self.noted.pop(key, None)
            case _:
                return False
        return True


def _has_mark(properties: Element | None, *kinds: str) -> bool:
    """Say whether the mark of a paragraph is a tracked change of such kinds."""
    return properties is not None and any(properties.find(f"{W}rPr/{W}{kind}") is not None for kind in kinds)


def _list_of(properties: Element | None) -> str:
    """Return the number of the list that a paragraph says it belongs to; nothing where it says none."""
    found = None if properties is None else properties.find(f"{W}numPr/{W}numId")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _clean(text: str) -> str:
    """Return a text without what nobody typed, and without what no content file can hold; other line ends are ours."""
    return FORBIDDEN.sub(lambda found: "\n" if found[0] in _LINE_ENDS else "", _INVISIBLE.sub("", text))


def _children(parent: Element, tag: str, skipped: set[str]) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in content controls and insertions too."""
    for child in parent:
        if child.tag == f"{W}{tag}":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _PROPERTIES and child.tag not in skipped:
            yield from _children(child, tag, skipped)


def _parents(styles: Element | None) -> dict[str, str]:
    found = {}
    for style in () if styles is None else styles.iter(f"{W}style"):
        based = style.find(f"{W}basedOn")
        if based is not None:
            found[style.get(f"{W}styleId", "")] = based.get(f"{W}val", "")
    return found


def _is_on(properties: Element, name: str, otherwise: bool) -> bool:
    mark = properties.find(f"{W}{name}")
    return otherwise if mark is None else mark.get(f"{W}val") not in _NO


def _address(instruction: str) -> str:
    """Return where the field HYPERLINK leads (ECMA-376 part 1, 17.16.5.25)."""
    match = re.match(r'\s*HYPERLINK\s+"([^"]+)"', instruction)
    return match[1] if match else ""


def _symbol(element: Element) -> str:
    try:
        char = chr(int(element.get(f"{W}char", ""), 16) & 0xFFFF)
    except ValueError:
        return ""
    # Symbol fonts keep their signs among the characters for private use; half a character is none.
    return char if char.isprintable() or "\ue000" <= char <= "\uf8ff" else ""


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
