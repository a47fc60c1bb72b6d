"""Writes a handout as a .docx file: headings, paragraphs, lists, tables and pictures, each text with its bookmark."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import uuid
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import groupby
from math import ceil

import docx
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from guidepress.compose.document import (
    UNHOLDABLE,
    Block,
    Break,
    Cell,
    Document,
    FillIn,
    Heading,
    Leaf,
    ListBlock,
    Paragraph,
    Picture,
    Run,
    Table,
    TableRow,
    Text,
    headings,
    plain,
)
from guidepress.errors import ContentError, Problem, Span
from guidepress.word.names import BASE_NAMESPACE, UNFILLED, bookmark, line_bookmark
from guidepress.word.styles import BOX, BULLETS, GUTTER, NUMBERS, Look, measure, style_id, template

_KINDS = {
    "body": "Normal",
    "lead": "Subtitle",
    "caption": "caption",
    "source": "Source",
    "note": "Remark",
    "term": "Term",
    "line": "Contact",
}
_SHORT = 5  # items up to which a list is kept on one page
_TOGETHER = 8  # rows up to which a table is kept on one page,
_LINES = 12  # and lines, about, that it may have for that
_SLICE = 4.0  # points by which a column grows


def write(document: Document, look: Look, paper: str, *, page_label: str, base: bytes | None = None) -> bytes:
    """Write a handout as DOCX bytes; the same arguments give the same bytes.

    `page_label` is the label that counts the pages in the footer, such as “Page {page} of {pages}”. `base` is the
    published content the handout was made from; it travels in the file, compressed, as a custom XML part.
    Raises ContentError for text that XML cannot hold, for a label without {page}, and for a look that cannot be read.
    """
    if "{page}" not in page_label:
        raise ContentError([Problem(Span("labels"), f"the page label “{page_label}” lacks {{page}}")])
    package = docx.Document(io.BytesIO(template(look, paper, _holdable(document.language))))
    draft = _Draft(package, measure(paper), look.ink if look.head_filled else "")
    body = package.element.body
    neighbours = (None, *document.blocks, None)
    for before, block, after in zip(neighbours, document.blocks, neighbours[2:], strict=False):
        for element in draft.block(block, before, after):
            body.insert(len(body) - 1, element)  # the section's properties stay last
    _fill_margins(package, document, page_label)
    _fill_properties(package, document)
    if base is not None:
        _store_base(package, base)
    output = io.BytesIO()
    package.save(output)
    return _settled(output.getvalue())


@dataclass
class _Draft:
    """Turns blocks into WordprocessingML, and counts bookmarks, lists and pictures meanwhile."""

    package: DocxDocument
    width: float  # of the text, in points
    head: str = ""  # the colour that fills the first row of a table, if any
    bookmarks: int = 0
    pictures: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def block(self, block: Block, before: Block | None, after: Block | None) -> Iterable[BaseOxmlElement]:
        match block:
            case Heading():
                name = "Title" if block.level == 1 else f"heading {block.level - 1}"
                yield self.paragraph(name, block.text, block.line)
            case Paragraph():
                name = _KINDS[block.kind]
                # A line that introduces a list or a table, or names the table's picture, stays with it.
                is_followed_by_line = block.kind == "line" and _is_line(after)
                element = self.paragraph(
                    name, block.text, block.line, keep=is_followed_by_line or isinstance(after, ListBlock | Table)
                )
                if isinstance(before, ListBlock | Table) and block.kind not in {"source", "caption"}:
                    _properties(element, _w("spacing", before=120 if isinstance(before, ListBlock) else 240))
                elif _is_line(before) and block.kind == "body":
                    _properties(element, _w("spacing", before=100))
                yield element
            case ListBlock():
                yield from self.list(block, self.num(block.ordered), int(block.below))
            case FillIn():
                heading = self.paragraph("Fill-in", block.heading, block.line, keep=True, strong=True)
                if before is not None:
                    _properties(heading, _w("spacing", before=320))
                yield heading
                items = list(self.list(block.list, self.num(block.list.ordered, boxed=True), 0, boxed=True))
                _properties(items[-1], _w("spacing", after=480))  # below the box
                yield from items
            case Table():
                yield from self.table(block, followed=isinstance(after, Paragraph) and after.kind in {"source", "note"})
            case Picture():
                yield from self.picture(block)

    def paragraph(
        self, style: str, text: Text, line: str = "", *, keep: bool = False, strong: bool = False
    ) -> BaseOxmlElement:
        element = _w("p", _w("pPr", _w("pStyle", val=style_id(style))))
        if keep:
            _properties(element, _w("keepNext"))
        words: list[BaseOxmlElement] = []
        for part in text:
            if isinstance(part, Leaf):
                self.seen[part.path] += 1
                leaf = self.runs(part.inlines, strong)
                words += self.marked(bookmark(part.path, self.seen[part.path]), leaf)
            else:
                words += self.runs((part,), strong)
        # A paragraph that is one leaf is known by the bookmark of that.
        is_one_leaf = len(text) == 1 and isinstance(text[0], Leaf)
        element.extend(words if is_one_leaf or not line else self.marked(line_bookmark(line), words))
        return element

    def marked(self, name: str, elements: list[BaseOxmlElement]) -> list[BaseOxmlElement]:
        """Put a bookmark around elements."""
        number, self.bookmarks = self.bookmarks, self.bookmarks + 1
        return [_w("bookmarkStart", id=number, name=name), *elements, _w("bookmarkEnd", id=number)]

    def runs(self, inlines: Iterable[Run | Break], strong: bool) -> list[BaseOxmlElement]:
        result: list[BaseOxmlElement] = []
        for href, grouped in groupby(inlines, lambda inline: inline.href if isinstance(inline, Run) else ""):
            group = list(grouped)
            elements = [_run(inline, strong) for inline in group]
            if href:
                # What a PDF made of the handout says of a link to people who do not see it (ISO 14289-1, 7.18.5).
                words = "".join(inline.text for inline in group if isinstance(inline, Run))
                link = _w("hyperlink", *elements, tooltip=words)
                link.set(
                    qn("r:id"),
                    self.package.part.relate_to(_holdable(href), RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
                )
                elements = [link]
            result.extend(elements)
        return result

    def num(self, ordered: bool, *, boxed: bool = False) -> int:
        """Add a numbering of its own for one list, so that it starts at 1 whatever stands before it."""
        numbering = self.package.part.numbering_part.element
        number = len(numbering.findall(qn("w:num"))) + 1
        abstract = NUMBERS if ordered else BOX if boxed else BULLETS
        overrides = [_w("lvlOverride", _w("startOverride", val=1), ilvl=level) for level in (0, 1) if ordered]
        numbering.append(_w("num", _w("abstractNumId", val=abstract), *overrides, numId=number))
        return number

    def list(self, block: ListBlock, num: int, level: int, *, boxed: bool = False) -> Iterable[BaseOxmlElement]:
        name = ("List Number" if block.ordered else "List Bullet") + (" 2" if level else "")
        last = len(block.items) - 1
        for index, item in enumerate(block.items):
            # Neither the first nor the last item stands alone on a page, nor an item without the list inside it.
            kept_whole = boxed or last < _SHORT
            keep = item.children is not None or (index < last and (kept_whole or index in {0, last - 1}))
            element = self.paragraph("Fill-in" if boxed else name, item.text, item.line, keep=keep)
            _properties(element, _w("numPr", _w("ilvl", val=level), _w("numId", val=num)))
            yield element
            if item.children:
                same_kind = item.children.ordered == block.ordered
                inner_num = num if same_kind else self.num(item.children.ordered, boxed=boxed)
                yield from self.list(item.children, inner_num, level + 1, boxed=boxed)

    def table(self, table: Table, *, followed: bool) -> Iterable[BaseOxmlElement]:
        if table.caption:
            yield self.paragraph("caption", table.caption, keep=True)
        widths = _columns(table, self.width)
        rows = [*table.head, *table.body]
        keep_together = len(rows) <= _TOGETHER and sum(_lines(row, widths) for row in rows) <= _LINES
        element = _w(
            "tbl",
            _w(
                "tblPr",
                _w("tblStyle", val=style_id("Guidepress Table")),
                _w("tblW", w=sum(widths), type="dxa"),
                _w("tblLayout", type="fixed"),
                _w("tblLook", val="0620", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
            ),
            _w("tblGrid", *(_w("gridCol", w=width) for width in widths)),
        )
        for index, row in enumerate(rows):
            head = index < len(table.head)
            # LibreOffice moves a whole table to the next page whose first row is kept with the second, so a table that
            # may be broken though it has few rows leaves its head free.
            keep = (
                (head and (keep_together or len(rows) > _TOGETHER))
                or (keep_together and index < len(rows) - 1)
                or (followed and index == len(rows) - 1)
            )
            properties = _w("trPr", _w("cantSplit"), *([_w("tblHeader")] if head else []))
            cells = (self.cell(cell, width, head, keep) for cell, width in zip(row.cells, widths, strict=True))
            element.append(_w("tr", properties, *cells))
        yield element

    def cell(self, cell: Cell, width: int, head: bool, keep: bool) -> BaseOxmlElement:
        style = "Table Heading" if head else "Table Row Heading" if cell.heading else "Table Text"
        paragraph = self.paragraph("Table Figure" if cell.reading else style, cell.text, cell.line, keep=keep)
        if cell.number:
            _properties(paragraph, _w("jc", val="right"))
        cell_properties = [_w("shd", val="clear", color="auto", fill=self.head[1:])] if head and self.head else []
        cell_properties += [_w("vAlign", val="bottom")] if head else []
        return _w("tc", _w("tcPr", _w("tcW", w=width, type="dxa"), *cell_properties), paragraph)

    def picture(self, picture: Picture) -> Iterable[BaseOxmlElement]:
        self.pictures += 1
        scale = min(1.0, self.width / picture.width)
        ending = "png" if picture.media == "image/png" else "jpeg"
        part_name = PackURI(f"/word/media/picture{self.pictures}.{ending}")
        part = Part(part_name, picture.media, picture.data, self.package.part.package)
        relation = self.package.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        width, height = Pt(picture.width * scale), Pt(picture.height * scale)
        inline = CT_Inline.new_pic_inline(self.pictures, relation, part_name.filename, width, height)
        if picture.vector:
            self._add_vector(inline, picture.vector)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # LibreOffice takes an absent distance for an eighth of an inch
        if picture.decorative:
            inline.docPr.append(parse_xml(_DECORATIVE))
        else:
            inline.docPr.set("descr", _holdable(picture.alt))
        drawing = OxmlElement("w:drawing")
        drawing.append(inline)
        element = _w("p", _w("pPr", _w("pStyle", val="Normal"), _w("spacing", before=120, after=240)), _w("r", drawing))
        if picture.caption:
            _properties(element, _w("keepNext"))
        yield element
        if picture.caption:
            yield self.paragraph("caption", picture.caption, picture.caption_line)

    def _add_vector(self, inline: BaseOxmlElement, svg: bytes) -> None:
        """Put the outlines of a picture beside it; Word 2016 and later show them in its place (MS-ODRAWXML, 2.3.2)."""
        part = Part(PackURI(f"/word/media/picture{self.pictures}.svg"), "image/svg+xml", svg, self.package.part.package)
        relation = self.package.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = next(inline.iter(qn("a:blip")))
        blip.append(parse_xml(_VECTOR.format(relation=relation)))


_VECTOR = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{relation}"/>'
    "</a:ext></a:extLst>"
)

# Marks a picture as decorative (MS-ODRAWXML, 2.30): Word's accessibility checker and readers then pass it over.
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def _is_line(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.kind == "line"


def _w(tag: str, *children: BaseOxmlElement, **attributes: str | int) -> BaseOxmlElement:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), _holdable(str(value)))
    element.extend(children)
    return element


# The order of a paragraph's properties that are written here (ECMA-376 part 1, 17.3.1.26).
_ORDER = ("pStyle", "keepNext", "numPr", "spacing", "jc")


def _properties(paragraph: BaseOxmlElement, added: BaseOxmlElement) -> None:
    properties = paragraph[0]
    properties.append(added)
    properties[:] = sorted(properties, key=lambda element: _ORDER.index(element.tag.rpartition("}")[2]))


def _run(inline: Run | Break, strong: bool) -> BaseOxmlElement:
    if isinstance(inline, Break):
        return _w("r", _w("br"))
    run_properties = []
    if inline.unfilled or inline.href:
        run_properties.append(_w("rStyle", val=UNFILLED if inline.unfilled else "Hyperlink"))
    # Bold and italics are written directly: a bold character style on a bold paragraph style would switch bold off.
    if strong or inline.strong:
        run_properties.extend((_w("b"), _w("bCs")))
    if inline.emphasis:
        run_properties.extend((_w("i"), _w("iCs")))
    if inline.language:
        run_properties.append(_w("lang", val=inline.language))
    element = _w("r", *([_w("rPr", *run_properties)] if run_properties else []))
    return _with_text(element, inline.text)


def _with_text(run: BaseOxmlElement, text: str) -> BaseOxmlElement:
    words = _w("t")
    words.text = _holdable(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _holdable(text: str) -> str:
    unholdable = UNHOLDABLE.search(text)
    if unholdable:
        message = (
            f"a Word file cannot hold the character U+{ord(unholdable[0]):04X} in “{UNHOLDABLE.sub('�', text)[:40]}”"
        )
        raise ContentError([Problem(Span("handout"), message, "remove the character")])
    return text


def _columns(table: Table, width: float) -> list[int]:
    """Share the width of the text among a table's columns, in twentieths of a point.

    Each column gets room for its longest word, as far as there is room, and the rest goes where the most lines break.
    """
    rows = table.head + table.body
    least, wish = [], []
    for column in zip(*(row.cells for row in rows), strict=True):
        words = [(word, cell) for cell in column for word in re.split(r"[ \n]", plain(cell.text))]
        least.append(GUTTER + max(_extent(word, cell) for word, cell in words) + 2)
        # A heading may take two lines, so it asks for half.
        lines = [
            _extent(line, cell) / (2 if index < len(table.head) else 1)
            for index, cell in enumerate(column)
            for line in plain(cell.text).split("\n")
        ]
        wish.append(GUTTER + max(lines) + 2)
    limit = max(least)
    while sum(min(share, limit) for share in least) > width:
        limit -= 1  # only the longest words are broken
    shares = [min(share, limit) for share in least]
    while sum(shares) + _SLICE <= width:
        # The column that would break into the most lines gets the next slice.
        narrowest = max(range(len(shares)), key=lambda index: (wish[index] / shares[index], -index))
        shares[narrowest] += _SLICE
    twips = [round(share * 20) for share in shares]
    twips[-1] += round(width * 20) - sum(twips)
    return twips


def _lines(row: TableRow, widths: Sequence[int]) -> int:
    """Estimate how many lines a row of a table is high."""
    return max(
        sum(ceil((_extent(line, cell) or 1) / (width / 20 - GUTTER)) for line in plain(cell.text).split("\n"))
        for cell, width in zip(row.cells, widths, strict=True)
    )


def _extent(text: str, cell: Cell) -> float:
    """Estimate the width of a line in a cell, in points, from the mean widths of Arial's letters and figures."""
    size = 16.0 if cell.reading else 10.0
    weight = 1.35 if cell.reading else 1.08 if cell.heading else 1.0  # a wide heading font may set readings
    ems = sum(
        0.3 if char in "iljtfr.,:;'|!()[] " else 0.86 if char in "mwMW%—" else 0.7 if char.isupper() else 0.56
        for char in text
    )
    return ems * size * weight


def _fill_margins(package: DocxDocument, document: Document, page_label: str) -> None:
    section = package.sections[0]
    # The heading, not the title of the properties: that names the school, too, as the footer does.
    running = next((words for level, words in headings(document) if level == 1 and words), document.title)
    section.header.paragraphs[0]._p.append(_with_text(_w("r"), running))
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]._p
        paragraph.append(_with_text(_w("r"), f"{document.guide} · {document.revision}"))
        paragraph.append(_w("r", _w("tab")))
        for piece in re.split(r"(\{pages?\})", page_label):
            match piece:
                case "{page}" | "{pages}":
                    code = "PAGE" if piece == "{page}" else "NUMPAGES"
                    paragraph.append(_w("fldSimple", _with_text(_w("r"), "1"), instr=f" {code} "))
                case _ if piece:
                    paragraph.append(_with_text(_w("r"), piece))


def _fill_properties(package: DocxDocument, document: Document) -> None:
    properties = package.core_properties
    moment = datetime.combine(document.created, time(), UTC)
    values = {
        "title": document.title,
        "subject": document.subject,
        "author": document.author,
        "keywords": document.keywords,
        "language": document.language,
        "identifier": f"{document.guide} {document.revision}",
    }
    for name, value in values.items():
        if value:
            # Core properties hold at most 255 characters in python-docx, as in Word's own dialogue.
            setattr(properties, name, _holdable(value)[:255])
    properties.created = properties.modified = moment


def _store_base(package: DocxDocument, base: bytes) -> None:
    text = base64.b64encode(zlib.compress(base, 9)).decode()
    item = f'<base xmlns="{BASE_NAMESPACE}" encoding="zlib base64">{text}</base>'
    store_id = uuid.UUID(bytes=hashlib.sha256(base).digest()[:16], version=4)
    store = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    properties = (
        f'<ds:datastoreItem xmlns:ds="{store}" ds:itemID="{{{str(store_id).upper()}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{BASE_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    opc_package = package.part.package
    content_type = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    part = Part(PackURI("/customXml/item1.xml"), "application/xml", _DECLARATION + item.encode(), opc_package)
    properties_part = Part(
        PackURI("/customXml/itemProps1.xml"), content_type, _DECLARATION + properties.encode(), opc_package
    )
    part.relate_to(properties_part, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    package.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _settled(data: bytes) -> bytes:
    """Zip the parts again in a fixed order with a fixed date; the list of content types comes first (OPC, annex C)."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(output, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(name), compresslevel=9)
    return output.getvalue()
