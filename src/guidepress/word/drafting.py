"""Turns texts, lists and pictures of a handout into WordprocessingML, and counts bookmarks and lists meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from guidepress.compose.document import Break, Leaf, ListBlock, Picture, Run, Text
from guidepress.word.elements import add_properties, holdable, twips, w, with_text
from guidepress.word.heights import ITEM_STYLES, term, term_column, white_beside
from guidepress.word.list_styles import BOX, BULLETS, NUMBERS, ROWS, STEPS
from guidepress.word.look import Look
from guidepress.word.names import UNFILLED, bookmark, line_bookmark, style_id

_SHORT = 5  # items up to which a list is kept on one page


@dataclass
class WordDraft:
    """A Word file that is being written, in a look."""

    package: DocxDocument
    look: Look
    measure: float  # the width of the text in points
    bookmarks: int = 0
    pictures: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    relations: dict[bytes, tuple[str, str]] = field(default_factory=dict)  # of pictures: their relation and file

    def paragraph(
        self,
        style: str,
        text: Text,
        line: str = "",
        *,
        keep: bool = False,
        strong: bool = False,
        size: float = 0.0,
        tab: bool = False,
    ) -> BaseOxmlElement:
        """Return a paragraph in a style; with a `size` in points that is not the style's, a `tab` behind its term."""
        element = w("p", w("pPr", w("pStyle", val=style_id(style))))
        if keep:
            add_properties(element, w("keepNext"))
        words: list[BaseOxmlElement] = []
        is_quiet = style in ("Source", "List Source")
        for part in text:
            if isinstance(part, Leaf):
                self.seen[part.path] += 1
                leaf = self.runs(part.inlines, strong, size, is_quiet)
                words += self.marked(bookmark(part.path, self.seen[part.path]), leaf)
            else:
                words += self.runs((part,), strong, size, is_quiet)
        if tab:
            _set_tab(words)
        # A paragraph that is one leaf is known by the bookmark of that.
        is_one_leaf = len(text) == 1 and isinstance(text[0], Leaf)
        element.extend(words if is_one_leaf or not line else self.marked(line_bookmark(line), words))
        return element

    def marked(self, name: str, elements: list[BaseOxmlElement]) -> list[BaseOxmlElement]:
        """Put a bookmark around elements."""
        number, self.bookmarks = self.bookmarks, self.bookmarks + 1
        return [w("bookmarkStart", id=number, name=name), *elements, w("bookmarkEnd", id=number)]

    def runs(
        self, inlines: Iterable[Run | Break], strong: bool, size: float = 0.0, is_quiet: bool = False
    ) -> list[BaseOxmlElement]:
        """Return the runs of a stretch of text, those of a link inside it; `is_quiet` ones are grey as the sources."""
        result: list[BaseOxmlElement] = []
        for href, grouped in groupby(inlines, lambda inline: inline.href if isinstance(inline, Run) else ""):
            group = list(grouped)
            elements = [_run(inline, strong, size, self.look if is_quiet else None) for inline in group]
            if href:
                # What a PDF made of the handout says of a link to people who do not see it (ISO 14289-1, 7.18.5).
                words = "".join(inline.text for inline in group if isinstance(inline, Run))
                link = w("hyperlink", *elements, tooltip=words)
                link.set(
                    qn("r:id"),
                    self.package.part.relate_to(holdable(href), RELATIONSHIP_TYPE.HYPERLINK, is_external=True),
                )
                elements = [link]
            result.extend(elements)
        return result

    # Lists --------------------------------------------------------------------------------------------------------

    def num(self, abstract: int) -> int:
        """Add a numbering of its own for one list, so that it starts at 1 whatever stands before it."""
        numbering = self.package.part.numbering_part.element
        number = len(numbering.findall(qn("w:num"))) + 1
        ordered = abstract in (NUMBERS, STEPS)
        overrides = [w("lvlOverride", w("startOverride", val=1), ilvl=level) for level in (0, 1) if ordered]
        numbering.append(w("num", w("abstractNumId", val=abstract), *overrides, numId=number))
        return number

    def list(self, block: ListBlock, *, wide: bool = False) -> Iterable[BaseOxmlElement]:
        """Return the items of a list.

        A `wide` one stands over the whole measure: it leaves white at its right, and its items are kept together. In
        columns only the last two are: an item that somebody adds is kept like the one before it, and LibreOffice moves
        items that all hang together into the next column.
        """
        abstract = {"rows": ROWS, "steps": STEPS}.get(block.kind, NUMBERS if block.ordered else BULLETS)
        yield from self._items(block, self.num(abstract), int(block.below), wide=wide)

    def boxed_list(self, block: ListBlock) -> Iterable[BaseOxmlElement]:
        """Return the items of the list in the box of what is to be filled in."""
        yield from self._items(block, self.num(BOX), 0, boxed=True)

    def _items(
        self, block: ListBlock, num: int, level: int, *, boxed: bool = False, wide: bool = False
    ) -> Iterable[BaseOxmlElement]:
        hang = term_column(block, self.look) if block.kind == "rows" and not level else 0.0
        white = white_beside(block, self.look, self.measure, self.measure) if wide and not level else 0.0
        last = len(block.items) - 1
        for index, item in enumerate(block.items):
            # Neither the first nor the last item stands alone on a page, nor an item without the list inside it.
            kept_whole = boxed or last < _SHORT
            keep = item.children is not None or (index < last and (kept_whole or index in {0, last - 1}))
            keep = keep and (wide or boxed or index == last - 1)
            style = "Fill-in" if boxed else _item_style(block, level)
            has_tab = hang > 0 and term(item) != ""
            element = self.paragraph(style, item.text, item.line, keep=keep, tab=has_tab)
            add_properties(element, w("numPr", w("ilvl", val=level), w("numId", val=num)))
            if has_tab:
                add_properties(
                    element,
                    w("tabs", w("tab", val="left", pos=twips(hang))),
                    w("ind", left=twips(hang), hanging=twips(hang)),
                )
            elif white:
                add_properties(element, w("ind", left=twips(12), right=twips(white), hanging=twips(12)))
            yield element
            if item.children:
                same_kind = item.children.ordered == block.ordered
                inner_num = num if same_kind else self.num(NUMBERS if item.children.ordered else BULLETS)
                yield from self._items(item.children, inner_num, level + 1, boxed=boxed, wide=wide)

    # Pictures -----------------------------------------------------------------------------------------------------

    def picture(self, picture: Picture, room: float) -> BaseOxmlElement:
        """Return the run of a picture, made smaller where it is wider than the room, in points."""
        scale = min(1.0, room / picture.width)
        drawing = self.inline(picture.data, picture.media, picture.width * scale, picture.height * scale, picture.alt)
        if picture.vector:
            self._add_vector(drawing, picture.vector)
        return w("r", drawing)

    def bar(self, data: bytes, width: float, height: float) -> BaseOxmlElement:
        """Return the run of a bar, which is a decoration: the figure stands beside it."""
        return w("r", self.inline(data, "image/png", width, height, ""))

    def inline(self, data: bytes, media: str, width: float, height: float, alt: str) -> BaseOxmlElement:
        """Return a drawing with a picture; one without a description is marked as a decoration."""
        self.pictures += 1
        if data not in self.relations:
            ending = "png" if media == "image/png" else "jpeg"
            part_name = PackURI(f"/word/media/picture{len(self.relations) + 1}.{ending}")
            part = Part(part_name, media, data, self.package.part.package)
            self.relations[data] = self.package.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE), part_name.filename
        relation, name = self.relations[data]
        inline = CT_Inline.new_pic_inline(self.pictures, relation, name, Pt(width), Pt(height))
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # LibreOffice takes an absent distance for an eighth of an inch
        if alt:
            inline.docPr.set("descr", holdable(alt))
        else:
            inline.docPr.append(parse_xml(_DECORATIVE))
        drawing = OxmlElement("w:drawing")
        drawing.append(inline)
        return drawing

    def _add_vector(self, drawing: BaseOxmlElement, svg: bytes) -> None:
        """Put the outlines of a picture beside it; Word 2016 and later show them in its place (MS-ODRAWXML, 2.3.2)."""
        part = Part(PackURI(f"/word/media/picture{self.pictures}.svg"), "image/svg+xml", svg, self.package.part.package)
        relation = self.package.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = next(drawing.iter(qn("a:blip")))
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


def _run(inline: Run | Break, strong: bool, size: float, quiet: Look | None) -> BaseOxmlElement:
    if isinstance(inline, Break):
        return w("r", w("br"))
    run_properties = []
    if inline.unfilled or inline.href:
        run_properties.append(w("rStyle", val=UNFILLED if inline.unfilled else "Hyperlink"))
    # Bold and italics are written directly: a bold character style on a bold paragraph style would switch bold off.
    if strong or inline.strong:
        run_properties.extend((w("b"), w("bCs")))
    if inline.emphasis:
        run_properties.extend((w("i"), w("iCs")))
    if quiet and inline.href:
        # Sources are many addresses: in the colour of links, they would speak louder than the text.
        run_properties.append(w("color", val=quiet.grey[1:]))
    if size:
        run_properties.extend((w("sz", val=round(size * 2)), w("szCs", val=round(size * 2))))
    if quiet and inline.href:
        run_properties.append(w("u", val="single", color=quiet.hair[1:]))
    if inline.language:
        run_properties.append(w("lang", val=inline.language))
    element = w("r", *([w("rPr", *run_properties)] if run_properties else []))
    return with_text(element, inline.text)


def _item_style(block: ListBlock, level: int) -> str:
    if block.kind != "plain" and not level:
        return ITEM_STYLES[block.kind]
    return ("List Number" if block.ordered else "List Bullet") + (" 2" if level else "")


def _set_tab(words: list[BaseOxmlElement]) -> None:
    """Put a tab in the place of the blank behind the colon of a term."""
    texts = [text for element in words for text in element.iter(qn("w:t"))]
    behind_colon = False
    for text in texts:
        said = text.text or ""
        before, found, after = said.partition(": ")
        if behind_colon and said.startswith(" "):
            before, found, after = "", " ", said[1:]
        elif found:
            before = f"{before}:"
        if found:
            text.text = after
            text.addprevious(w("tab"))
            if before:
                text.getprevious().addprevious(with_text(w("r"), before)[-1])
            return
        behind_colon = said.endswith(":")
