"""Writes a handout as a .docx file: what stands where is decided by `layout`, each text has its bookmark.

Side by side is made of columns of continuous sections, never of tables, boxes or frames: what is text stays in the
body, where every program and every reader finds it. A section ends in a small paragraph of its own, so that nobody who
deletes text takes its columns along.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from guidepress.compose.document import (
    Block,
    Document,
    FillIn,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Table,
    plain,
    waits,
)
from guidepress.errors import ContentError, Problem, Span
from guidepress.word import measuring, sheet
from guidepress.word.drafting import WordDraft
from guidepress.word.elements import add_properties, holdable, twips, w, with_text
from guidepress.word.heights import (
    BOX_ABOVE,
    PARAGRAPHS,
    PICTURE_WHITE,
    direct_heading,
    space_between,
)
from guidepress.word.layout import HandoutLayout, lay_out
from guidepress.word.look import Look
from guidepress.word.parts import fill_margins, fill_properties, settled, store_base
from guidepress.word.sections import HandoutRow, Section
from guidepress.word.styles import CARD_SPACE, TITLE_TRACKING
from guidepress.word.tables import write_table
from guidepress.word.template import template

_NOTHING: Mapping[int, float] = MappingProxyType({})
_CALL_RULE = 2.25  # points: the rule over what the reader is to do


def write(
    document: Document, look: Look, paper: str, *, page_label: str, publisher: str = "", base: bytes | None = None
) -> bytes:
    """Write a handout as DOCX bytes; the same arguments give the same bytes.

    `page_label` is the label that counts the pages in the footer, such as “Page {page} of {pages}”, `publisher` who
    hands it out, as the running head says it. `base` is the published content the handout was made from; it travels in
    the file, compressed, as a custom XML part.
    Raises ContentError for text that XML cannot hold, for a label without {page}, and for a look that cannot be read.
    """
    if "{page}" not in page_label:
        raise ContentError([Problem(Span("labels"), f"the page label “{page_label}” lacks {{page}}")])
    layout = lay_out(document, look, paper)
    quotations = any(isinstance(block, Paragraph) and block.kind == "quotation" for block in document.blocks)
    empty = template(look, paper, holdable(document.language), layout.air, quotations)
    package = docx.Document(io.BytesIO(empty))
    fill_margins(package, document, page_label, publisher)
    body = package.element.body
    writing = _Writing(WordDraft(package, look, sheet.measure(paper)), paper, body[-1], layout.air.gap)
    for element in writing.handout(layout):
        body.insert(len(body) - 1, element)  # the last section's properties stay last
    writing.end()
    fill_properties(package, document)
    if base is not None:
        store_base(package, base)
    output = io.BytesIO()
    package.save(output)
    return settled(output.getvalue())


class _Writing:
    """Writes the blocks of a handout where its layout has them. `last` are the properties of the last section."""

    def __init__(self, draft: WordDraft, paper: str, last: BaseOxmlElement, gap: float) -> None:
        self.draft, self.look, self.last = draft, draft.look, last
        self.measure, self.column = sheet.measure(paper), sheet.column(paper)
        self.gap = gap  # points between sections, as the styles have it
        self.first: BaseOxmlElement | None = None  # the properties of the first section, where it is not the last

    def handout(self, layout: HandoutLayout) -> Iterator[BaseOxmlElement]:
        yield from self.masthead(layout.masthead)
        yield from self.title(layout)
        yield from self.blocks(layout.below_title, self.measure)
        for row in layout.rows:
            yield from self.row(row)

    def end(self) -> None:
        """Give the running head and foot to the first section: those that follow take them from it."""
        if self.first is None:
            return
        kinds = ("headerReference", "footerReference")
        references = [found for kind in kinds for found in self.last.findall(qn(f"w:{kind}"))]
        for number, reference in enumerate(references):
            self.first.insert(number, reference)
        self.first.append(w("titlePg"))
        self.last.remove(self.last.find(qn("w:titlePg")))
        self.last.insert(0, w("type", val="continuous"))

    # Sections of the file -----------------------------------------------------------------------------------------

    def end_section(
        self, widths: Sequence[float] = (), gap: float = sheet.GUTTER, *, next_page: bool = False, keep: bool = False
    ) -> BaseOxmlElement:
        """Return the paragraph that ends a section of columns of such widths, in points; of one where there is none."""
        columns = [
            w("col", w=twips(width), **({"space": twips(gap)} if number < len(widths) - 1 else {}))
            for number, width in enumerate(widths)
        ]
        shape = (
            w("cols", *columns, num=len(widths), equalWidth=0, space=twips(gap))
            if widths
            else w("cols", space=twips(gap))
        )
        kind = w("type", val="nextPage" if next_page else "continuous")
        page = [self.last.find(qn(f"w:{name}")) for name in ("pgSz", "pgMar")]
        properties = w("sectPr", kind, *(_copied(element) for element in page), shape)
        if self.first is None:
            self.first = properties
        element = self.draft.paragraph("Break", (), keep=keep)
        add_properties(element, properties)
        return element

    def next_column(self) -> BaseOxmlElement:
        """Return the paragraph behind which the next column begins: in a heading the break would leave a blank line."""
        element = self.draft.paragraph("Break", ())
        element.append(w("r", w("br", type="column")))
        return element

    def row(self, row: HandoutRow) -> Iterator[BaseOxmlElement]:
        """Write what stands at one height."""
        if not row.whole:
            elements = list(self.section(row.left[0], self.measure, row, above=row.above))
            for element in elements[:-1] if row.kept else ():
                add_properties(element, w("keepNext"))
            yield from elements
            return
        if not row.breaks:
            # The white above a column is no heading's own: LibreOffice sets it outside, and columns would not be level.
            # It is kept with them: LibreOffice may else set columns that begin a page over what stands there.
            yield self.space(row.above)
        if row.spread:
            heading, block = row.left[0].blocks
            assert isinstance(heading, Heading) and isinstance(block, ListBlock)  # noqa: S101, PT018  (so `spread` has it)
            yield self.heading(heading, above=0.0, small=True)
            yield self.end_section(next_page=row.breaks, keep=True)
            yield from self.draft.list(block)
            yield self.end_section((self.column, self.column))
            return
        yield self.end_section()
        yield self.draft.paragraph("Break", (), keep=True)
        yield from self.stack(row.left, row)
        yield self.next_column()
        yield from self.stack(row.right, row)
        yield self.end_section((self.column, self.column), next_page=row.breaks)

    def stack(self, sections: Sequence[Section], row: HandoutRow) -> Iterator[BaseOxmlElement]:
        """Write the sections of a column. Above the first there is no white: LibreOffice sets that outside."""
        for number, section in enumerate(sections):
            yield from self.section(section, self.column, row, above=row.gap if number else 0.0)

    def space(self, height: float) -> BaseOxmlElement:
        """Return an empty paragraph as high as the white, in points, that it is kept for."""
        element = self.draft.paragraph("Space", (), keep=True)
        if height != self.gap:
            add_properties(element, w("spacing", line=twips(height), lineRule="exact"))
        return element

    # What stands in them ------------------------------------------------------------------------------------------

    def masthead(self, blocks: Sequence[Block]) -> Iterator[BaseOxmlElement]:
        """Write who hands the guide out: the logo, and the name in its line."""
        logo: Picture | None = None
        for block in blocks:
            if isinstance(block, Picture) and logo is None and not block.caption:
                logo = block
                continue
            if isinstance(block, Paragraph) and block.kind == "masthead" and logo is not None:
                element = self.draft.paragraph("Masthead", block.text, block.line)
                element.insert(1, self.draft.picture(logo, self.measure / 2))
                element.insert(2, with_text(w("r"), "  "))
                beside = min(logo.width, self.measure / 2) + measuring.extent("  ", self.look.font, self.look.size)
                # The lines of a long name begin below each other.
                add_properties(element, w("ind", left=twips(beside), hanging=twips(beside)))
                logo = None
                yield element
                continue
            if logo is not None:
                yield self.picture(logo, self.measure)
                logo = None
            yield from self.blocks((block,), self.measure)
        if logo is not None:
            yield self.picture(logo, self.measure)

    def title(self, layout: HandoutLayout) -> Iterator[BaseOxmlElement]:
        """Write the title, with its drawing at the right or below it."""
        drawing = layout.drawing
        beside = self.look.title is None and drawing is not None and drawing.width < self.measure / 2
        if not beside or drawing is None:
            yield from self.title_words(layout.title, self.measure - (36 if self.look.title else 0))
            if drawing is not None and self.look.title:
                yield self.banner(drawing)
            elif drawing is not None:
                yield self.picture(drawing, self.measure)
            return
        width = self.measure - drawing.width - sheet.DRAWING_GAP
        yield self.end_section()
        yield from self.title_words(layout.title, width)
        yield self.next_column()
        yield self.banner(drawing)
        yield self.end_section((width, drawing.width), sheet.DRAWING_GAP)

    def title_words(self, blocks: Sequence[Block], width: float) -> Iterator[BaseOxmlElement]:
        neighbours = (None, *blocks, None)
        for before, block, after in zip(neighbours, blocks, neighbours[2:], strict=False):
            if not (isinstance(block, Heading) and block.level == 1):
                keep = isinstance(block, Paragraph) and block.kind in ("note", "lead")  # with the title, or its drawing
                yield from self.block(block, before, after, width, keep)
                continue
            size = measuring.title_size(plain(block.text), width, self.look.font, TITLE_TRACKING)
            smaller = 0.0 if size == measuring.TITLE_SIZES[0] else size
            element = self.draft.paragraph("Title", block.text, block.line, size=smaller)
            if smaller:
                add_properties(element, w("spacing", before=0, after=140, line=twips(size + 1), lineRule="exact"))
            yield element

    def banner(self, drawing: Picture) -> BaseOxmlElement:
        element = self.draft.paragraph("Banner", ())
        element.append(self.draft.picture(drawing, self.measure))
        return element

    def section(self, section: Section, width: float, row: HandoutRow, *, above: float) -> Iterator[BaseOxmlElement]:
        """Write a section of a row, with white `above` it. Its heading is small in a column and over sources."""
        blocks, in_column = section.blocks, width < self.measure
        if section.heading is None and above:
            yield self.space(above)
        if section.kind == "card":
            yield from self.card(blocks, width)
            return
        if section.heading is not None:
            heading = self.heading(section.heading, above=above, small=in_column or section.kind == "sources")
            if row.breaks and not row.whole:
                add_properties(heading, w("pageBreakBefore"))
            yield heading
            blocks = blocks[1:]
        pushed = {number - len(section.blocks) + len(blocks): white for number, white in row.pushed}
        yield from self.blocks(blocks, width, row.open, pushed)

    def heading(self, heading: Heading, *, above: float, small: bool) -> BaseOxmlElement:
        """Write the heading of a section: all are Word's Heading 1, and look larger or smaller by direct formatting.

        Other programs drop styles that are based on a heading's, and with them what it is.
        """
        before = {"before": twips(above)} if above != self.gap else {}
        if not (small or heading.call):
            element = self.draft.paragraph("heading 1", heading.text, heading.line)
            if before:
                add_properties(element, w("spacing", **before))
            return element
        size, line, after = direct_heading(heading, self.look)
        element = self.draft.paragraph("heading 1", heading.text, heading.line, size=size)
        add_properties(element, w("spacing", **before, after=twips(after), line=twips(line), lineRule="atLeast"))
        if heading.call and self.look.rules == "above":
            rule = w("top", val="single", sz=round(_CALL_RULE * 8), space=4, color=self.look.accent[1:])
            add_properties(element, w("pBdr", rule))
            _colour(element, self.look.accent)
        return element

    def card(self, blocks: Sequence[Block], width: float) -> Iterator[BaseOxmlElement]:
        """Write the card of whoever hands the guide out: a strip, lines in a frame, and the foot of the frame."""
        count = next((place for place, block in enumerate(blocks) if place and not _is_line(block)), len(blocks))
        for place, block in enumerate(blocks[:count]):
            assert isinstance(block, Paragraph)  # noqa: S101  (told to the type checker)
            is_last = place == count - 1
            style = "Contact Last" if is_last and place else PARAGRAPHS[block.kind]
            element = self.draft.paragraph(style, block.text, block.line, keep=not is_last)
            if is_last and waits(block.text):
                add_properties(element, w("spacing", after=0, line=twips(CARD_SPACE), lineRule="atLeast"))
            yield element
        if count < len(blocks):
            yield self.draft.paragraph("Break", ())
        yield from self.blocks(blocks[count:], width)

    def blocks(
        self, blocks: Sequence[Block], width: float, more: float = 0.0, pushed: Mapping[int, float] = _NOTHING
    ) -> Iterator[BaseOxmlElement]:
        """Write blocks below each other, with `more` points of white in each row of a table.

        `pushed` are the points of white above headings that a page ends above, by their numbers.
        """
        neighbours = (None, *blocks, None)
        for number, (before, block, after) in enumerate(zip(neighbours, blocks, neighbours[2:], strict=False)):
            for element in self.block(block, before, after, width, more=more):
                if number in pushed:
                    add_properties(element, w("spacing", before=twips(pushed[number])))
                yield element

    def block(
        self,
        block: Block,
        before: Block | None,
        after: Block | None,
        width: float,
        keep: bool = False,
        more: float = 0.0,
    ) -> Iterator[BaseOxmlElement]:
        draft = self.draft
        match block:
            case Heading():
                name = "Title" if block.level == 1 else f"heading {block.level - 1}"
                yield draft.paragraph(name, block.text, block.line)
            case Paragraph():
                # A line that introduces a list or a table, or names the table's picture, stays with it.
                kept = keep or (_is_line(block) and _is_line(after)) or isinstance(after, ListBlock | Table)
                element = draft.paragraph(PARAGRAPHS[block.kind], block.text, block.line, keep=kept)
                if space := space_between(before, block):
                    add_properties(element, w("spacing", before=twips(space)))
                yield element
            case ListBlock():
                yield from draft.list(block, wide=width == self.measure)
            case FillIn():
                heading = draft.paragraph("Fill-in", block.heading, block.line, keep=True, strong=True)
                if before is not None or width == self.measure:
                    add_properties(heading, w("spacing", before=twips(BOX_ABOVE)))
                yield heading
                yield from draft.boxed_list(block.list)
            case Table():
                followed = isinstance(after, Paragraph) and after.kind in {"source", "note"}
                yield from write_table(draft, block, width, followed=followed, more=more)
            case Picture():
                yield self.picture(block, width)
                if block.caption:
                    yield draft.paragraph("caption", block.caption, block.caption_line)

    def picture(self, picture: Picture, width: float) -> BaseOxmlElement:
        element = self.draft.paragraph("Normal", (), keep=bool(picture.caption))
        above, below = PICTURE_WHITE
        add_properties(element, w("spacing", before=twips(above), after=twips(below)))
        element.append(self.draft.picture(picture, width))
        return element


def _is_line(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.kind == "line"


def _copied(element: BaseOxmlElement) -> BaseOxmlElement:
    copy = w(element.tag.rpartition("}")[2])
    copy.attrib.update(element.attrib)
    return copy


def _colour(paragraph: BaseOxmlElement, colour: str) -> None:
    """Set the words of a paragraph in a colour."""
    for properties in paragraph.iter(qn("w:rPr")):
        size = properties.find(qn("w:sz"))
        element = w("color", val=colour[1:])
        if size is not None:
            size.addprevious(element)
        else:
            properties.append(element)
