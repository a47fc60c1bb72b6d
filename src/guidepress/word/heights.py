"""Estimates how high the blocks of a handout will be set, in points, so that its sections can be laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from guidepress.compose.document import (
    Block,
    FillIn,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Picture,
    Table,
    TableRow,
    plain,
    waits,
)
from guidepress.word import measuring, sheet
from guidepress.word.columns import CELL_GUTTER, shares
from guidepress.word.look import Look
from guidepress.word.styles import (
    CARD_SPACE,
    FACT_SIDE,
    STEP_DROP,
    STEP_NUMBER,
    STRIP,
    TITLE_TRACKING,
    Air,
    ParagraphStyle,
    paragraph_styles,
)

PARAGRAPHS = {
    "body": "Normal", "masthead": "Masthead", "note": "Remark", "lead": "Subtitle", "caption": "caption",
    "source": "Source", "term": "Term", "line": "Contact",
    "quotation": "Quote", "speaker": "Quoted Person",
}  # fmt: skip
"""The style of each kind of paragraph."""
_MOST_TERM, _TERM_GAP = 96.0, 8.0  # the column of terms, at most, and the white behind the longest
_WIDE = (60.0, 45.0, 30.0, 15.0, 0.0)  # at the right of a list over the whole measure: 85 letters are a good line
ROW_SPACE = {"plain": 6.7, "shares": 6.7, "path": 8.1, "pay": 12.4, "facts": 6.7}  # round the words of a row, its rule
BOX_ABOVE, BOX_AROUND = 9.0, 7.5  # above the box of what is to be filled in, and between its words and its edges
PICTURE_WHITE = 5.0, 8.0  # above and below a photograph
ITEM_STYLES = {"plain": "List Bullet", "rows": "List Row", "steps": "List Step", "sources": "List Source"}
_HANGS = {"plain": 16.0, "steps": 25.0, "sources": 12.0}
_NUMBER = 1.17  # the height of a line of large numbers, in sizes


@dataclass(frozen=True)
class Heights:
    """Estimates for one look, paper, and white added to each line of text; without the white above sections."""

    look: Look
    paper: str
    leading: float = 0.0

    @cached_property
    def styles(self) -> dict[str, ParagraphStyle]:
        """The paragraph styles by name."""
        return paragraph_styles(self.look, self.measure, Air(0.0, self.leading))

    @property
    def measure(self) -> float:
        """The width of the text."""
        return sheet.measure(self.paper)

    def style(self, name: str) -> ParagraphStyle:
        """Return a paragraph style; Normal is none of them."""
        return self.styles.get(name) or ParagraphStyle("Normal")

    def of(self, blocks: Sequence[Block], width: float, *, in_column: bool = False) -> float:
        """Return how high blocks are in a width; a heading `in_column` is a small one."""
        neighbours = zip((None, *blocks), blocks, strict=False)
        return sum(self.below(before, block, width, in_column) for before, block in neighbours)

    def below(self, before: Block | None, block: Block, width: float, in_column: bool = False) -> float:
        """Return how much higher a block makes what stands above it: of the white of both, only the larger counts."""
        height = self.block(block, width, in_column) + space_between(before, block)
        return height - (min(self.after(before), self._before(block, before, in_column)) if before else 0.0)

    def after(self, block: Block) -> float:
        """Return the white below a block."""
        match block:
            case Heading():
                if block.level == 2:
                    return direct_heading(block, self.look)[2]
                return self.style("Title" if block.level == 1 else f"heading {block.level - 1}").after
            case Paragraph():
                waiting = block.kind == "line" and waits(block.text)
                return 0.0 if waiting else self.style(PARAGRAPHS[block.kind]).after
            case ListBlock():
                return self.style(ITEM_STYLES[block.kind]).after
            case Picture():
                return self.style("caption").after if block.caption else PICTURE_WHITE[1]
        return 0.0

    def before(self, heading: Heading) -> float:
        """Return the white above a heading, as its style has it."""
        return self.style("Title" if heading.level == 1 else f"heading {heading.level - 1}").before

    def _before(self, block: Block, before: Block, in_column: bool) -> float:
        """Return the white above a block that stands below another."""
        match block:
            case Heading():
                return 0.0 if in_column and block.level == 2 else self.before(block)
            case Paragraph():
                return space_between(before, block) or self.style(PARAGRAPHS[block.kind]).before
            case FillIn():
                return BOX_ABOVE
            case Picture():
                return PICTURE_WHITE[0]
        return 0.0

    def block(self, block: Block, width: float, in_column: bool = False) -> float:
        """Return how high a block is in a width."""
        match block:
            case Heading():
                return self._heading(block, width, in_column)
            case Paragraph():
                if block.kind == "line" and waits(block.text):
                    return CARD_SPACE
                around = 2 * STRIP if block.kind == "term" else 0.0
                return self._text(plain(block.text), PARAGRAPHS[block.kind], width) + around
            case ListBlock():
                return self.list_height(block, width - (white_beside(block, self.look, width, self.measure)))
            case FillIn():
                lines = (plain(block.heading), *(plain(item.text) for item in block.list.items))
                return BOX_ABOVE + BOX_AROUND + sum(self._text(line, "Fill-in", width) for line in lines)
            case Table():
                return self.table(block, width)
            case Picture():
                scale = min(1.0, width / block.width)
                caption = self._text(plain(block.caption), "caption", width) if block.caption else 0.0
                return block.height * scale + sum(PICTURE_WHITE) + caption
        return 0.0

    def _heading(self, block: Heading, width: float, in_column: bool) -> float:
        words = plain(block.text)
        if block.level == 2 and (in_column or block.call):
            size, line, after = direct_heading(block, self.look)
            count = measuring.lines(words, width, self.look.font, size, bold=True)
            return count * max(line, measuring.line(self.look.font, size)) + after + self._rule
        if block.level == 1:
            style = self.style("Title")
            inner = width - style.indent[0] - style.indent[1]
            size = measuring.title_size(words, inner, self.look.font, TITLE_TRACKING)
            count = measuring.lines(words, inner, self.look.font, size, bold=True, tracking=TITLE_TRACKING)
            return count * (style.leading if size == measuring.TITLE_SIZES[0] else size + 1) + style.after
        return self._text(words, f"heading {block.level - 1}", width) + (self._rule if block.level == 2 else 0.0)

    @property
    def _rule(self) -> float:
        """The white between the rule above a heading and its words."""
        return 4.75 if self.look.rules == "above" else 0.0

    def _text(self, words: str, style_name: str, width: float, size: float = 0.0) -> float:
        style = self.style(style_name)
        size = size or style.size or self.look.size
        inner = width - style.indent[0] - style.indent[1]
        count = measuring.lines(words, inner, self.look.font, size, bold=style.bold, tracking=style.tracking)
        return style.before + count * max(self.line(style_name), measuring.line(self.look.font, size)) + style.after

    def line(self, style_name: str) -> float:
        """Return the distance of the lines of a style."""
        style, normal = self.style(style_name), self.style("Masthead").leading
        return style.leading or (self.style(style.based).leading if style.based != "Normal" else 0.0) or normal

    def list_height(self, block: ListBlock, width: float) -> float:
        """Return how high a list is."""
        name = ITEM_STYLES[block.kind]
        hang = term_column(block, self.look) if block.kind == "rows" else _HANGS[block.kind]
        height = 0.0
        # A large number makes the first line of its item higher.
        number_line = _NUMBER * STEP_NUMBER * self.look.heading_scale
        taller = max(0.0, number_line - self.line(name)) if block.kind == "steps" else 0.0
        for item in block.items:
            words = plain(item.text)
            if block.kind == "rows" and hang:
                words = words.removeprefix(term(item))  # it stands in a column of its own
            height += self._text(words, name, width - hang) + (2.5 if block.kind == "rows" else taller)
            if item.children:
                height += self.list_height(item.children, width - hang)
        return height

    # Tables -------------------------------------------------------------------------------------------------------

    def table(self, table: Table, width: float) -> float:
        """Return how high a table is."""
        caption = self._text(plain(table.caption), "caption", width) if table.caption else 0.0
        return caption + sum(self.rows(table, width))

    def rows(self, table: Table, width: float) -> list[float]:
        """Return how high each row of a table is as it is set, its head first; a turned one has no head of its own."""
        widths = [share / 20 for share in shares(table, width, self.look)]
        if table.is_turned:
            return self._turned(table, widths)
        space = ROW_SPACE[table.kind]
        rows = [(row, "Table Heading") for row in table.head] + [(row, "Table Text") for row in table.body]
        heights = [self._row(row, widths, style) + (6.0 if style == "Table Heading" else space) for row, style in rows]
        if table.kind == "path":
            heights[1:] = [height + STEP_DROP * self.look.heading_scale**3 - 0.5 for height in heights[1:]]
        return heights

    def _row(self, row: TableRow, widths: Sequence[float], style: str) -> float:
        cells = zip(row.cells, widths, strict=True)
        return max(
            self._text(plain(cell.text), "Table Figure" if cell.reading else style, max(width - CELL_GUTTER, 20))
            for cell, width in cells
        )

    def _turned(self, table: Table, widths: Sequence[float]) -> list[float]:
        inner = widths[0] - FACT_SIDE - 4
        columns = list(zip(*(row.cells for row in table.body), strict=True))
        names = max(self._text(plain(cell.text), "Fact Name", inner) for cell in columns[0]) + 11
        figures = self.line("Fact Figure") + (15 if any(cell.bar for cell in columns[1]) else 0) + 1
        notes = max(self._text(plain(cell.text), "Fact Note", inner) for cell in columns[2]) + 10
        return [names, figures, notes]


def direct_heading(heading: Heading, look: Look) -> tuple[float, float, float]:
    """Return the size of a heading in a column, or over what the reader is to do, its line, and the white below it."""
    if heading.call:
        return 24.0, 26.0, 8.0
    return 14.5 * look.heading_scale, 18.0 * look.heading_scale, 4.0


def space_between(before: Block | None, block: Block) -> float:
    """Return the white above a paragraph that stands below a list or a table."""
    if not isinstance(block, Paragraph) or block.kind in ("source", "caption"):
        return 0.0
    return 4.0 if isinstance(before, ListBlock) else 8.0 if isinstance(before, Table) else 0.0


def white_beside(block: ListBlock, look: Look, width: float, measure: float) -> float:
    """Return how much white a list leaves at its right, in points: some where it stands over the whole measure.

    Lines of 85 letters are good to read, but a last line with a single word is not: of all widths that need the fewest
    lines, it is the least.
    """
    if width < measure or block.kind != "plain" or block.ordered:
        return 0.0
    inner = width - _HANGS["plain"]

    def lines(white: float) -> int:
        return sum(measuring.lines(plain(item.text), inner - white, look.font, look.size) for item in block.items)

    return min(_WIDE, key=lines)


def term(item: Item) -> str:
    """Return the term that an item begins with, with its colon; empty where it begins with none."""
    before = ""
    for part in item.text[:-1]:
        before += plain((part,))
        if before.endswith(": "):
            return before.rstrip()
    return ""


def term_column(block: ListBlock, look: Look) -> float:
    """Return how wide the column of the terms of a list is; 0 where there are none, or one is too long for a column."""
    widest = max(measuring.extent(term(item), look.font, look.size, bold=True) for item in block.items)
    return widest + _TERM_GAP if 0 < widest <= _MOST_TERM else 0.0
