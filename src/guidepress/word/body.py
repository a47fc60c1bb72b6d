"""Reads the text of a Word file: each paragraph and cell as a passage, with its look, words and bookmarks.

The file comes from outside: from a school, through any program. So it is walked in XML: python-docx's `paragraph.text`
passes over inserted text and content controls. Nothing that a person typed is passed over: text in content controls,
text boxes and footnotes is read like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from guidepress.compose.document import Run
from guidepress.content.encoding import FORBIDDEN
from guidepress.word import formulas, links, looks, review, symbols
from guidepress.word.bounds import LONGEST, LONGEST_ADDRESS, Tally
from guidepress.word.lines import Look, Mark, Passage, digest, joined, with_own_look
from guidepress.word.looks import Looks, StyleLook, outline
from guidepress.word.names import UNFILLED, heading_level, is_bookmark
from guidepress.word.numbering import DEEPEST, Numbering, number
from guidepress.word.package import Element, Package, W, refusal
from guidepress.word.remarks import Remarks
from guidepress.word.settling import Changes, settle


@dataclass(frozen=True)
class WordText:
    """The text of a Word file as passages, with its pictures, comments and notes.

    `passages` has every paragraph and cell, empty ones too. `pictures` holds the bytes of each picture by its digest,
    `about` for each comment the number of its passage and the words that it is about. `notes` says in sentences what
    was met that could not be read as it stands, or was left out.
    """

    passages: tuple[Passage, ...]
    pictures: Mapping[str, bytes]
    about: Mapping[str, tuple[int, list[str]]]
    notes: tuple[str, ...] = ()


def read_body(package: Package, changes: Changes = "accept") -> WordText:
    """Take a Word file and how to settle its tracked changes (accepted unless told otherwise); return its text.

    Raises ContentError for a file without text, and for one with more of it than any handout has.
    """
    walk, body = _Walk(package, changes), body_of(package)
    for words in settle(body, changes):
        walk.remarks.placeholder(words)
    walk.blocks(body)
    walk.end()
    return WordText(tuple(walk.gathered), walk.pictures, walk.about, tuple(walk.remarks.sentences))


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
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]|\u200d(?![^\x00-\u2fff])")
"""What nobody typed: copied text brings soft hyphens along, and LibreOffice leaves a joiner behind the words of a new
cell. Between emoji it joins them."""
_LINE_ENDS = "\u0085\u2028\u2029"
_PROPERTIES = {f"{W}{tag}" for tag in ("sdtPr", "sdtEndPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr")}
_FALLBACK = f"{_MC}Fallback"  # the older of two renderings of one thing
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_FORMULAS = {f"{formulas.M}oMath", f"{formulas.M}oMathPara"}
_OUTLINED = 3  # levels of the outline that a handout's headings have
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_UNREAD = {_CHART: "a chart", _DIAGRAM: "a diagram (SmartArt)", f"{W}object": "an object of another program"}
_OF_A_LINE = (
    "line",
    "length",
    "bookmark_starts",
    "ended_marks",
    "look",
    "place",
    "style",
    "style_looks",
    "cell_looks",
    "lent",
)
_ABOUT = 100  # stretches that are kept of what a comment is about
_STYLES: dict[str, Look] = {"caption": "caption", "fill-in": "fill"}


@dataclass
class _Walk:
    """The walk over the text, which gathers passages as it goes."""

    package: Package
    changes: Changes
    gathered: list[Passage] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, tuple[int, list[str]]] = field(default_factory=dict)  # what each comment is about
    tables: int = 0
    open_bookmarks: dict[str, str] = field(default_factory=dict)  # bookmarks: id to name
    open_comments: dict[str, int] = field(default_factory=dict)  # comments whose range is open
    line: list[Run] = field(default_factory=list)
    length: int = 0  # of the line, in characters
    bookmark_starts: dict[str, int] = field(default_factory=dict)  # where each open bookmark begins in this line
    ended_marks: list[Mark] = field(default_factory=list)
    footnotes_below: list[Element] = field(default_factory=list)  # of this line
    in_footnote: bool = False
    remarks: Remarks = field(default_factory=Remarks)
    style: str = ""  # of the paragraph that is being read
    style_looks: list[StyleLook] = field(default_factory=list)  # of the paragraphs with words in this passage
    cell_looks: list[Element] = field(default_factory=list)  # what the table's style says of this cell
    picture_digests: dict[str, str] = field(default_factory=dict)  # the digests of pictures by their parts
    look: Look | None = None
    place: tuple[int, int, int] | None = None
    listed: str = ""  # the number of the list that the paragraph before is an item of
    lent: bool = False  # whether this passage stands behind such a mark
    after_removed_mark: bool = False  # whether the mark of the paragraph before is one that was taken away, tracked

    def __post_init__(self) -> None:
        styles = self.package.optional(self.package.related("styles"))
        self.looks = Looks.of(styles)
        self.numbering = Numbering.of(self.package.optional(self.package.related("numbering")), styles)
        self.relations = self.package.relations(self.package.main)
        self.skipped = {f"{W}del", f"{W}moveFrom"} if self.changes == "accept" else {f"{W}ins", f"{W}moveTo"}
        self.removed_tag = "del" if self.changes == "accept" else "ins"
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
            elif child.tag in (f"{W}altChunk", f"{W}subDoc"):
                self.remarks.unread("another file that was put into this one", self.words_before())
            elif child.tag in _FORMULAS:
                self.formula(child)
            elif self.marked(child) or child.tag in self.skipped:
                continue
            else:
                self.blocks(child)

    def table(self, table: Element) -> None:
        if self.place:  # a table in a cell is read as part of the cell
            self.blocks(table)
            return
        table_number, self.tables, shown_rows = self.tables, self.tables + 1, 0
        parts, switched_looks = self.looks.table(table), looks.switched(table)
        rows = [
            row for row in _children(table, "tr", self.skipped) if row.find(f"{W}trPr/{W}{self.removed_tag}") is None
        ]
        for row in rows:
            column = 0
            cells = list(_children(row, "tc", self.skipped))
            for cell_number, cell in enumerate(cells):
                self.place = table_number, shown_rows, column
                self.cell_looks = looks.cell_properties(
                    parts, switched_looks, (shown_rows, len(rows)), (cell_number, len(cells))
                )
                self.blocks(cell)
                self.end()
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                column += max(1, number(span.get(f"{W}val")) if span is not None else 1)
            self.place, self.cell_looks = None, []
            shown_rows += 1 if cells else 0

    def paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        style = None if properties is None else properties.find(f"{W}pStyle")
        self.style = "" if style is None else style.get(f"{W}val", "")
        if self.look is None:
            self.look = self.look_of(properties)
            self.lent = self.after_removed_mark
        self.after_removed_mark = _has_mark(properties, "del", "moveFrom")
        self.listed = _list_of(properties) if self.look[0] in "bn" else ""
        words_before = len(self.line)
        self.inlines(element, "")
        if len(self.line) > words_before:
            self.style_looks.append(self.looks.paragraph(self.style, self.cell_looks))
        # A paragraph whose mark is deleted runs on into the next.
        if properties is None or properties.find(f"{W}rPr/{W}{self.removed_tag}") is None:
            if not self.place:
                self.end()
            elif self.line:
                self.say(Run("\n"))  # the paragraphs of a cell are lines of one passage
        elif not self.line and not self.place:
            self.look = None  # nothing of it is left, not even how it looked

    def look_of(self, properties: Element | None) -> Look:
        if self.place:
            return "cell"
        level = self.heading(properties)
        if level:
            return self.item_by_its_list(properties) or ("h1", "h2", "h3", "h4")[level - 1]
        name = self.style
        for _ in range(DEEPEST):  # styles may be based on each other in a circle
            if named := _STYLES.get(self.looks.names.get(name, "").lower()):
                return named
            name = self.looks.parent(name)
        return self.numbering.look(properties, self.style) or "p"

    def heading(self, properties: Element | None) -> int:
        """Return the level of a heading, 0 for other paragraphs: by the name of its style, or by its outline level."""
        name = self.style
        stated_level = outline(properties)
        for step in range(DEEPEST):
            style_name = self.looks.names.get(name, name)
            if _STYLES.get(style_name.lower()):
                return 0
            if level := heading_level(style_name) or (2 if step == 0 and style_name.lower() == "heading" else 0):
                return level
            element = self.looks.elements.get(name)
            if stated_level is None and element is not None:
                stated_level = outline(element.find(f"{W}pPr"))
            name = self.looks.parent(name)
        return stated_level + 2 if stated_level is not None and stated_level < _OUTLINED else 0

    def item_by_its_list(self, properties: Element | None) -> Look | None:
        """Return how a paragraph with the style of a heading looks if it is an item of a list; None for a heading.

        A heading may have a number, but never a bullet. Beside a tracked change of whole paragraphs, and for a heading
        moved into a list, LibreOffice writes a neighbour's style, but the list that it shows.
        """
        list_look = self.numbering.look(properties, "")
        has_lent_style = (
            self.after_removed_mark
            or _has_mark(properties, "ins", "moveTo")
            or self.listed == _list_of(properties) != ""
        )
        return list_look if list_look and (has_lent_style or list_look[0] == "b") else None

    def end(self) -> None:
        """End the passage that is being read."""
        if self.look is None:
            return
        while self.place and self.line and self.line[-1].text == "\n":
            self.line.pop()
        stretches = tuple(joined(self.line))
        self.remarks.end_of_passage("".join(stretch.text for stretch in stretches))
        length = sum(len(stretch.text) for stretch in stretches)
        marks = [
            *self.ended_marks,
            *(Mark(self.open_bookmarks[key], start, length) for key, start in self.bookmark_starts.items()),
        ]
        marks = [replace(mark, end=min(mark.end, length)) for mark in marks if min(mark.end, length) > mark.start]
        self.add(self.with_own_look(Passage(self.look, stretches, tuple(marks), self.place, lent=self.lent)))
        self.line, self.length, self.ended_marks, self.look, self.style_looks, self.lent = [], 0, [], None, [], False
        self.bookmark_starts = dict.fromkeys(self.open_bookmarks, 0)
        while self.footnotes_below and not self.in_footnote:  # a note in a note follows it, and no note is read twice
            self.in_footnote = True
            self.blocks(self.footnotes_below.pop(0))
            self.in_footnote = False
            self.end()

    def with_own_look(self, passage: Passage) -> Passage:
        """Return a passage with its style's look apart from that of its words, where the style shows all of them so."""
        worded_stretches = [stretch for stretch in passage.stretches if stretch.text.strip()]
        own_looks, styles = {}, self.style_looks
        for name, looks_so in (
            ("b", [run.strong for run in worded_stretches]),
            ("i", [run.emphasis for run in worded_stretches]),
        ):
            own_looks[name] = bool(styles) and all(looks_so) and all(name in style.own for style in styles)
        seen = with_own_look(passage, bold=own_looks["b"], italic=own_looks["i"])
        meant = {name: own_looks[name] and any(name in style.meant for style in styles) for name in own_looks}
        return replace(seen, bold=meant["b"], italic=meant["i"])

    def add(self, passage: Passage) -> None:
        self.gathered.append(passage)
        self.tally.passage(passage)

    # Inlines ------------------------------------------------------------------------------------------------------

    def inlines(self, parent: Element, href: str) -> None:
        instruction = ""  # of a field, while it is open
        depth, field_address = 0, ""
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
                    field_address = self.leading(links.of_field(instruction))
                elif kind == "end" or depth == 0:
                    field_address, instruction = field_address if depth else "", instruction if depth else ""
                self.run(child, field_address or href)
            elif child.tag == f"{W}hyperlink":
                self.inlines(child, self.leading(self.target(child)) or href)
            elif child.tag == f"{W}fldSimple":
                self.inlines(child, self.leading(links.of_field(child.get(f"{W}instr", ""))) or href)
            elif child.tag in _FORMULAS:
                self.formula(child)
            elif self.marked(child) or child.tag in self.skipped:
                continue
            else:
                self.inlines(child, href)  # content controls, insertions, smart tags

    def target(self, link: Element) -> str:
        """Return where a link leads: what its relation says, and the place in it that its anchor names."""
        kind, target = self.relations.get(link.get(f"{_R}id", ""), ("", ""))
        address = target.removeprefix("external:") if kind == "hyperlink" else ""
        return links.joined(address, link.get(f"{W}anchor", ""))

    def leading(self, address: str) -> str:
        """Return an address where a link may lead there; what a reader could not follow is told."""
        if not address or (len(address) <= LONGEST_ADDRESS and links.written(address)):
            return address
        self.remarks.dead_link(address, self.words_before())
        return ""

    def formula(self, element: Element) -> None:
        words = formulas.text_of(element)
        self.remarks.formula(words, self.words_before())
        if self.look is None:
            self.look = "cell" if self.place else "p"
        self.say(Run(words))

    def words_before(self) -> str:
        """Return the words before what is being read: those of its line, else of the passage before."""
        line = "".join(stretch.text for stretch in self.line).strip()
        return line or next((passage.text for passage in reversed(self.gathered) if passage.text.strip()), "")

    def run(self, element: Element, href: str) -> None:
        properties = element.find(f"{W}rPr")
        if self.looks.shows("vanish", properties, self.style, self.cell_looks):
            self.remarks.hidden("".join(text.text or "" for text in element.iter(f"{W}t")))
            return
        length_before = len(self.line)
        self.parts(element, self.run_look(properties, href), _font(properties))
        if any(self.looks.shows(name, properties, self.style, self.cell_looks) for name in ("strike", "dstrike")):
            self.remarks.struck("".join(stretch.text for stretch in self.line[length_before:]), length_before)

    def parts(self, parent: Element, look: Run, font: str) -> None:
        for part in parent:
            if not isinstance(part.tag, str) or part.tag in _PROPERTIES or part.tag == _FALLBACK:
                continue
            name = etree.QName(part).localname
            if part.tag in (f"{W}t", f"{W}delText"):
                self.say(replace(look, text=self.readable(part.text or "", font)))
            elif part.tag == f"{W}{name}" and name in _CHARACTERS:
                self.say(replace(look, text=_CHARACTERS[name]))
            elif part.tag == f"{W}sym":
                self.say(replace(look, text=self.readable(_symbol(part), part.get(f"{W}font", ""), symbol=True)))
            elif part.tag in _UNREAD:
                self.remarks.unread(_UNREAD[part.tag], self.words_before())
            elif part.tag == f"{_V}textpath":
                self.remarks.unread(f"the drawn words “{part.get('string', '')[:80]}”", self.words_before())
            elif part.tag in (f"{_A}blip", f"{_V}imagedata"):
                self.picture(part)
            elif part.tag == f"{W}txbxContent":
                self.boxed(part)
            elif part.tag == f"{W}commentReference":  # one that was put at a place, not on words, has no range
                self.about.setdefault(part.get(f"{W}id", ""), (len(self.gathered), []))
            elif part.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                note = self.footnotes.pop((name.removesuffix("Reference"), part.get(f"{W}id", "")), None)
                if note is not None:
                    self.footnotes_below.append(note)
            else:
                self.parts(part, look, font)

    def run_look(self, properties: Element | None, href: str) -> Run:
        style = None if properties is None else properties.find(f"{W}rStyle")
        style_name = self.looks.names.get(style.get(f"{W}val", ""), "") if style is not None else ""
        language = None if properties is None else properties.find(f"{W}lang")
        return Run(
            "",
            self.looks.shows("b", properties, self.style, self.cell_looks),
            self.looks.shows("i", properties, self.style, self.cell_looks),
            href,
            style_name == UNFILLED,
            "" if language is None else language.get(f"{W}val", ""),
        )

    def readable(self, text: str, font: str, *, symbol: bool = False) -> str:
        """Return a text with the signs of symbol fonts as characters of Unicode; one that is not known is told."""
        if not symbol and not any(map(symbols.is_private, text)):
            return text
        readable_text = ""
        for char in text:
            sign = symbols.of_font(char, font) if symbol or symbols.is_private(char) else char
            if not sign:
                self.remarks.unread(f"a sign of the font “{font or 'unknown'}”", self.words_before() + readable_text)
            readable_text += sign
        return readable_text

    def say(self, stretch: Run) -> None:
        stretch = replace(stretch, text=_clean(stretch.text))
        if not stretch.text:
            return
        self.line.append(stretch)
        self.length += len(stretch.text)
        self.tally.words(len(stretch.text), self.length)
        for key in list(self.open_comments):
            words = self.about[key][1]
            words.append(stretch.text)
            if len(words) >= _ABOUT:
                del self.open_comments[key]

    def picture(self, element: Element) -> None:
        relation = element.get(f"{_R}embed") or element.get(f"{_R}id") or ""
        kind, target = self.relations.get(relation, ("", ""))
        if kind != "image" or target.startswith("external:"):
            return
        if target not in self.picture_digests:
            data = self.package.blob(target)
            self.picture_digests[target] = digest(data)
            self.pictures[digest(data)] = data
        drawing = next(element.iterancestors(f"{W}drawing"), None)
        description = None if drawing is None else next(drawing.iter(_DRAWN), None)
        words = "" if description is None else _clean(description.get("descr") or "").strip()[:LONGEST]
        self.add(Passage("picture", (), picture=self.picture_digests[target], alternative=words))

    def boxed(self, box: Element) -> None:
        """Read a text box as passages of their own, before the paragraph on which it hangs."""
        line_state = {name: getattr(self, name) for name in _OF_A_LINE}
        self.line, self.length, self.bookmark_starts, self.ended_marks, self.look, self.place = (
            [],
            0,
            {},
            [],
            None,
            None,
        )
        self.style_looks, self.cell_looks, self.style = [], [], ""
        self.blocks(box)
        self.end()
        for name, value in line_state.items():
            setattr(self, name, value)

    def marked(self, element: Element) -> bool:
        """Take a bookmark or the range of a comment. Returns whether it was one."""
        key = element.get(f"{W}id", "")
        match etree.QName(element).localname:
            case "bookmarkStart":
                name = element.get(f"{W}name") or ""
                if is_bookmark(name) and name not in self.open_bookmarks.values():
                    self.open_bookmarks[key], self.bookmark_starts[key] = name, self.length
                    self.tally.open(len(self.open_bookmarks))
            case "bookmarkEnd":
                name, start = self.open_bookmarks.pop(key, ""), self.bookmark_starts.pop(key, 0)
                if name:
                    self.ended_marks.append(Mark(name, start, self.length))
            case "commentRangeStart":
                self.open_comments[key] = len(self.gathered)
                self.about[key] = len(self.gathered), []
                self.tally.open(len(self.open_comments))
            case "commentRangeEnd":
                self.open_comments.pop(key, None)
            case _:
                return False
        return True


def _has_mark(properties: Element | None, *kinds: str) -> bool:
    """Say whether the mark of a paragraph is a tracked change of such kinds."""
    return properties is not None and any(properties.find(f"{W}rPr/{W}{kind}") is not None for kind in kinds)


def _list_of(properties: Element | None) -> str:
    """Return the number of the list that a paragraph says it belongs to; nothing where it says none."""
    list_number = None if properties is None else properties.find(f"{W}numPr/{W}numId")
    return "" if list_number is None else str(list_number.get(f"{W}val", ""))


def _clean(text: str) -> str:
    """Return a text without what nobody typed, and without what no content file can hold; other line ends are ours."""
    return FORBIDDEN.sub(lambda match: "\n" if match[0] in _LINE_ENDS else "", _INVISIBLE.sub("", text))


def _children(parent: Element, tag: str, skipped: set[str]) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in content controls and insertions too."""
    for child in parent:
        if child.tag == f"{W}{tag}":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _PROPERTIES and child.tag not in skipped:
            yield from _children(child, tag, skipped)


def _font(properties: Element | None) -> str:
    """Return the font that a run names."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")


def _symbol(element: Element) -> str:
    try:
        char = chr(int(element.get(f"{W}char", ""), 16) & 0xFFFF)
    except ValueError:
        return ""
    return char if char.isprintable() or symbols.is_private(char) else ""  # half a character is none
