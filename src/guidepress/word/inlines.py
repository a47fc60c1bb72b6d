"""Reads what stands in the paragraphs of a Word file: runs of words with their looks, links, fields and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from lxml import etree

from guidepress.compose.document import Run
from guidepress.content.model.fields import LONGEST_ADDRESS
from guidepress.word import formulas, links, symbols
from guidepress.word.gathering import Gathering
from guidepress.word.lines import Passage, digest
from guidepress.word.looks import Looks
from guidepress.word.names import UNFILLED
from guidepress.word.outside import LINKED_PICTURE, UNREAD
from guidepress.word.package import Element, Package, W

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_BAR = 14.0  # points: a picture in a table without a description that is no higher is a bar
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_PROPERTIES = {f"{W}{tag}" for tag in ("sdtPr", "sdtEndPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr")}
_FALLBACK = f"{_MC}Fallback"  # the older of two renderings of one thing
FORMULAS = frozenset({f"{formulas.M}oMath", f"{formulas.M}oMathPara"})


def is_content(element: Element) -> bool:
    """Say whether an element may hold words or pictures: it is no comment, and no properties of something."""
    return isinstance(element.tag, str) and element.tag not in _PROPERTIES and element.tag != _FALLBACK


@dataclass
class Inlines:
    """Reads inline content into what is gathered. `skipped` are the tags of what is read as not there.

    `boxed` reads a text box. `footnotes` has those of the file that have not been met, `footnotes_below` those that
    belong under the passage that is being read. `pictures` has the bytes of each picture by its digest.
    """

    package: Package
    gathering: Gathering
    looks: Looks
    skipped: Collection[str]
    footnotes: dict[tuple[str, str], Element]
    boxed: Callable[[Element], None]
    footnotes_below: list[Element] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)  # of pictures, by their parts

    def __post_init__(self) -> None:
        self.relations = self.package.relations(self.package.main)
        self.remarks = self.gathering.remarks

    def read(self, parent: Element, href: str = "") -> None:
        """Read what a paragraph, a link or a control holds; `href` is where the words lead that it stands in."""
        instruction = ""  # of a field, while it is open
        depth, field_address = 0, ""
        for child in parent:
            if not is_content(child):
                continue
            if child.tag == f"{W}r":
                mark = child.find(f"{W}fldChar")
                kind = mark.get(f"{W}fldCharType") if mark is not None else ""
                depth += {"begin": 1, "end": -1}.get(kind or "", 0)
                for part in child.iter(f"{W}instrText"):
                    instruction = (instruction + (part.text or ""))[: 2 * LONGEST_ADDRESS]
                if kind == "separate":
                    field_address = self._leading(links.of_field(instruction))
                elif kind == "end" or depth == 0:
                    field_address, instruction = field_address if depth else "", instruction if depth else ""
                self._run(child, field_address or href)
            elif child.tag == f"{W}hyperlink":
                self.read(child, self._leading(self._target(child)) or href)
            elif child.tag == f"{W}fldSimple":
                self.read(child, self._leading(links.of_field(child.get(f"{W}instr", ""))) or href)
            elif child.tag in FORMULAS:
                self.formula(child)
            elif child.tag in UNREAD:
                self.remarks.unread(UNREAD[child.tag], self.gathering.words_before())
            elif self.gathering.mark(child) or child.tag in self.skipped:
                continue
            else:
                self.read(child, href)  # content controls, insertions, smart tags

    def formula(self, element: Element) -> None:
        """Read a formula as words; it may stand between paragraphs, too."""
        words, line = formulas.text_of(element), self.gathering.line
        self.remarks.formula(words, self.gathering.words_before())
        if line.look is None:
            line.look = "cell" if line.place else "p"
        self.gathering.say(Run(words))

    # Links --------------------------------------------------------------------------------------------------------

    def _target(self, link: Element) -> str:
        """Return where a link leads: what its relation says, and the place in it that its anchor names."""
        kind, target = self.relations.get(link.get(f"{_R}id", ""), ("", ""))
        address = target.removeprefix("external:") if kind == "hyperlink" else ""
        return links.joined(address, link.get(f"{W}anchor", ""))

    def _leading(self, address: str) -> str:
        """Return an address where a link may lead there; what a reader could not follow is told."""
        if not address or (len(address) <= LONGEST_ADDRESS and links.written(address)):
            return address
        self.remarks.dead_link(address, self.gathering.words_before())
        return ""

    # Runs ---------------------------------------------------------------------------------------------------------

    def _run(self, element: Element, href: str) -> None:
        self.gathering.tally.run()
        properties, line = element.find(f"{W}rPr"), self.gathering.line
        if self._shows("vanish", properties):
            self.remarks.hidden("".join(text.text or "" for text in element.iter(f"{W}t")))
            return
        line.right_to_left |= self._shows("rtl", properties)
        before = len(line.stretches)
        self._parts(element, self._look(properties, href), _font(properties))
        if any(self._shows(name, properties) for name in ("strike", "dstrike")):
            self.remarks.struck("".join(stretch.text for stretch in line.stretches[before:]), before)

    def _shows(self, name: str, properties: Element | None) -> bool:
        return self.looks.shows(name, properties, self.gathering.line.style, self.gathering.line.cell_looks)

    def _look(self, properties: Element | None, href: str) -> Run:
        """Return a run without words that looks as the properties of one say."""
        style = None if properties is None else properties.find(f"{W}rStyle")
        style_name = self.looks.names.get(style.get(f"{W}val", ""), "") if style is not None else ""
        language = None if properties is None else properties.find(f"{W}lang")
        return Run(
            "",
            self._shows("b", properties),
            self._shows("i", properties),
            href,
            style_name == UNFILLED,
            "" if language is None else language.get(f"{W}val", ""),
        )

    def _parts(self, parent: Element, look: Run, font: str) -> None:
        """Read what a run holds: words, characters that have a tag of their own, pictures, boxes and notes."""
        for part in parent:
            if not is_content(part):
                continue
            name = etree.QName(part).localname
            if part.tag in (f"{W}t", f"{W}delText"):
                self.gathering.say(replace(look, text=self._readable(part.text or "", font)))
            elif part.tag == f"{W}{name}" and name in _CHARACTERS:
                # A tab between words, as behind a term, is a blank: content knows no other.
                is_between = name in ("tab", "ptab") and self.gathering.line.tail.strip()
                self.gathering.say(replace(look, text=" " if is_between else _CHARACTERS[name]))
            elif part.tag == f"{W}sym":
                sign = self._readable(_symbol(part), part.get(f"{W}font", ""), symbol=True)
                self.gathering.say(replace(look, text=sign))
            elif part.tag in UNREAD:
                self.remarks.unread(UNREAD[part.tag], self.gathering.words_before())
            elif part.tag == f"{_V}textpath":
                words = part.get("string", "")[:80]
                self.remarks.unread(f"the drawn words “{words}”", self.gathering.words_before())
            elif part.tag in (f"{_A}blip", f"{_V}imagedata"):
                self._picture(part)
            elif part.tag == f"{W}txbxContent":
                self.boxed(part)
            elif part.tag == f"{W}commentReference":
                self.gathering.comment(part)
            elif part.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                note = self.footnotes.pop((name.removesuffix("Reference"), part.get(f"{W}id", "")), None)
                if note is not None:
                    self.footnotes_below.append(note)
            else:
                self._parts(part, look, font)

    def _readable(self, text: str, font: str, *, symbol: bool = False) -> str:
        """Return a text with the signs of symbol fonts as characters of Unicode; one that is not known is told."""
        if not symbol and not any(map(symbols.is_private, text)):
            return text
        readable_text = ""
        for char in text:
            sign = symbols.of_font(char, font) if symbol or symbols.is_private(char) else char
            if not sign:
                words_before = self.gathering.words_before() + readable_text[-80:]
                self.remarks.unread(f"a sign of the font “{font or 'unknown'}”", words_before)
            readable_text += sign
        return readable_text

    def _picture(self, element: Element) -> None:
        relation = element.get(f"{_R}embed") or element.get(f"{_R}id") or ""
        kind, target = self.relations.get(relation, ("", ""))
        if kind != "image" or target.startswith("external:"):
            if relation or element.get(f"{_R}link") or element.get(f"{_R}href"):
                self.remarks.unread(LINKED_PICTURE, self.gathering.words_before())
            return
        if target not in self._digests:
            data = self.package.blob(target)
            self._digests[target] = digest(data)
            self.pictures[digest(data)] = data
        drawing = next(element.iterancestors(f"{W}drawing"), None)
        description = None if drawing is None else next(drawing.iter(_DRAWN), None)
        words = "" if description is None else self.gathering.alternative(description.get("descr") or "")
        if self.gathering.line.place and not words and _height(element) <= _BAR:
            return  # a bar beside a figure, which follows the figure
        self.gathering.add(Passage("picture", (), picture=self._digests[target], alternative=words))


def _height(element: Element) -> float:
    """Return how high a picture is shown, in points; endless where it does not say."""
    drawing = next(element.iterancestors(f"{W}drawing"), None)
    extent = None if drawing is None else next(drawing.iter(_EXTENT), None)
    if extent is not None and (high := extent.get("cy", "")).isascii() and high.isdigit():
        return int(high[:12]) / 12700
    shape = next(element.iterancestors(f"{_V}shape"), None)
    stated = None if shape is None else re.search(r"height:\s*(\d{1,6}(?:\.\d{1,4})?)pt", shape.get("style", "")[:500])
    return float(stated[1]) if stated else float("inf")


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
