"""Writes the tables of a handout: facts side by side, shares and pay with their bars, steps of a path, and others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from guidepress.compose.document import Cell, Table, TableRow, plain
from guidepress.word import measuring
from guidepress.word.bars import SCALE_HEIGHT, bar_png, scale_png
from guidepress.word.columns import CELL_GUTTER, PATH_LINE, inset, shares
from guidepress.word.drafting import WordDraft
from guidepress.word.elements import add_properties, twips, w, with_text
from guidepress.word.list_styles import STEPS
from guidepress.word.names import FACTS_TABLE, style_id
from guidepress.word.styles import CELL_MARGINS, FACT_SIDE

_TOGETHER = 8  # rows up to which a table is kept on one page,
_LINES = 12  # and lines, about, that it may have for that
_STYLES = {
    "plain": "Data Table",
    "shares": "Data Table",
    "pay": "Pay Table",
    "path": "Path Table",
    "facts": "Data Table",
}
_BAR, _LARGE_BAR = 9.0, 12.0  # points: the height of a bar, and of that beside a large figure
_FIGURES = {"shares": 52.0, "pay": 74.0}  # points: what the figures behind bars need
_FIGURE_SIZES = (1.0, 0.88, 0.75, 0.63, 0.54)  # of a fact's figure, by which a longer one is set smaller


def write_table(
    draft: WordDraft, table: Table, width: float, *, followed: bool, more: float = 0.0
) -> Iterable[BaseOxmlElement]:
    """Return a table as wide as `width` points; one that is `followed` is kept with the line below it.

    Each row is `more` points higher than it needs.
    """
    if table.caption:
        yield draft.paragraph("caption", table.caption, keep=True)
    yield _turned(draft, table, width) if table.is_turned else _Writing(draft, table, width).element(followed, more)


class _Writing:
    """Writes one table whose rows are set as rows."""

    def __init__(self, draft: WordDraft, table: Table, width: float) -> None:
        self.draft, self.table, self.look = draft, table, draft.look
        self.widths = shares(table, width, draft.look)
        self.rows: list[TableRow] = [*table.head, *table.body]
        lines = sum(self._lines(row) for row in self.rows)
        # Bars are compared with each other: such a table is never broken.
        self.together = table.kind in ("shares", "pay") or (len(self.rows) <= _TOGETHER and lines <= _LINES)
        self.num = draft.num(STEPS) if table.kind == "path" else 0

    def element(self, followed: bool, more: float) -> BaseOxmlElement:
        begin = inset(self.table, self.look)
        element = _table(_STYLES[self.table.kind], self.widths, begin, _title(self.table))
        if more:
            above, left, below, right = CELL_MARGINS[_STYLES[self.table.kind]]
            sides = {"top": above + more / 2, "left": left, "bottom": below + more / 2, "right": right}
            margins = (w(side, w=twips(width), type="dxa") for side, width in sides.items())
            element[0].find(qn("w:tblLook")).addprevious(w("tblCellMar", *margins))
        for index, row in enumerate(self.rows):
            head = index < len(self.table.head)
            keep = self._is_kept(index, head) or (followed and index == len(self.rows) - 1)
            properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if head else []))
            cells = (self.cell(cell, column, head, keep) for column, cell in enumerate(row.cells))
            element.append(w("tr", properties, *cells))
        return element

    def _is_kept(self, index: int, head: bool) -> bool:
        """Say whether a row stays with the next one.

        LibreOffice moves a whole table to the next page whose first row is kept with the second, so a table that may be
        broken though it has few rows leaves its head free.
        """
        if self.together:
            return index < len(self.rows) - 1
        if self.num:
            return index < 2  # the head, and two steps at least
        return head and len(self.rows) > _TOGETHER

    def cell(self, cell: Cell, column: int, head: bool, keep: bool) -> BaseOxmlElement:
        has_bars = self.table.kind in ("shares", "pay")
        if head:
            style = "Table Heading"
        elif self.num:
            style = "Table Step" if cell.heading else "Table Text Step"
        elif cell.reading:
            style = "Table Figure"
        else:
            style = "Table Row Heading" if cell.heading else "Table Text"
        paragraph = self.draft.paragraph(style, cell.text, cell.line, keep=keep)
        properties = [w("tcW", w=self.widths[column], type="dxa")]
        if self.num and column == 0 and not head:
            add_properties(paragraph, w("numPr", w("ilvl", val=0), w("numId", val=self.num)))
            line = w("left", val="single", sz=round(PATH_LINE[self.look.rules] * 8), space=0, color=self.look.marks[1:])
            margins = w("tcMar", w("left", w=twips(8), type="dxa"), w("right", w=twips(4), type="dxa"))
            properties += [w("tcBorders", line), margins]
        elif cell.number and not has_bars:
            add_properties(paragraph, w("jc", val="right"))
        if cell.bar and not head:
            self._put_bar(paragraph, cell, column)
        if head:
            properties.append(w("vAlign", val="bottom"))
        elif has_bars:
            properties.append(w("vAlign", val="center"))
        return w("tc", w("tcPr", *properties), paragraph)

    def _put_bar(self, paragraph: BaseOxmlElement, cell: Cell, column: int) -> None:
        """Put the bar of a cell before its figure, and two blanks between them."""
        bar = cell.bar
        assert bar is not None  # noqa: S101  (told to the type checker)
        height = _LARGE_BAR if cell.reading else _BAR
        room = self.widths[column] / 20 - CELL_GUTTER - _FIGURES.get(self.table.kind, 52.0) * self.look.scale
        data, length = bar_png(bar, self.look, max(room, 20.0), height)
        paragraph.insert(1, self.draft.bar(data, length, height))
        paragraph.insert(2, with_text(w("r"), "  "))

    def _lines(self, row: TableRow) -> int:
        """Estimate how many lines a row is high."""
        return max(
            measuring.lines(
                plain(cell.text) or " ", max(width / 20 - CELL_GUTTER, 10.0), self.look.font, self.look.size
            )
            for cell, width in zip(row.cells, self.widths, strict=True)
        )


def _turned(draft: WordDraft, table: Table, width: float) -> BaseOxmlElement:
    """Return a table of facts: a column for each, with its name, its figure over a scale, and what is good to know."""
    look, widths = draft.look, shares(table, width, draft.look)
    ground = look.fact_surface.fill[1:]
    element = _table(FACTS_TABLE, widths, 0.0, _title(table), row_headings=False)
    styles = ("Fact Name", "Fact Figure", "Fact Note")
    above, below = (9, 0, 1), (0, 0, 9)  # points round the words of each row
    rows = list(zip(*(row.cells for row in table.body), strict=True))
    inner = min(widths) / 20 - FACT_SIDE - 4
    for number, cells in enumerate(rows):
        style = styles[min(number, 2)]
        properties = w("trPr", w("cantSplit"), *([w("tblHeader")] if number == 0 else []))
        row = w("tr", properties)
        for cell, cell_width in zip(cells, widths, strict=True):
            size = _figure_size(plain(cell.text), inner, draft) if number == 1 else 0.0
            paragraphs = [draft.paragraph(style, cell.text, cell.line, keep=number < len(rows) - 1, size=size)]
            if cell.bar and number == 1:
                scale = draft.paragraph("Fact Note", (), keep=True)
                add_properties(scale, w("spacing", before=twips(2), after=twips(2)))
                scale.append(draft.bar(scale_png(cell.bar, look, inner - 4), inner - 4, SCALE_HEIGHT))
                paragraphs.append(scale)
            margins = w(
                "tcMar",
                w("top", w=twips(above[min(number, 2)]), type="dxa"),
                w("bottom", w=twips(below[min(number, 2)]), type="dxa"),
            )
            shade = w("shd", val="clear", color="auto", fill=ground)
            row.append(w("tc", w("tcPr", w("tcW", w=cell_width, type="dxa"), shade, margins), *paragraphs))
        element.append(row)
    return element


def _figure_size(text: str, room: float, draft: WordDraft) -> float:
    """Return the size of a fact's figure where it is too long for that of its style, else 0."""
    size = 24.0 * draft.look.heading_scale
    for part in _FIGURE_SIZES:
        if measuring.extent(text, draft.look.font, size * part, bold=True, tracking=-0.7) <= room:
            break
    return 0.0 if part == 1 else round(size * part * 2) / 2


def _table(style: str, widths: Sequence[int], begin: float, title: str, row_headings: bool = True) -> BaseOxmlElement:
    """Return a table without rows. Its title is what a screen reader says of it."""
    first, value = (1, "06A0") if row_headings else (0, "0620")
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=style_id(style)),
            w("tblW", w=sum(widths), type="dxa"),
            *([w("tblInd", w=twips(begin), type="dxa")] if begin else []),
            w("tblLayout", type="fixed"),
            w("tblLook", val=value, firstRow=1, lastRow=0, firstColumn=first, lastColumn=0, noHBand=1, noVBand=1),
            *([w("tblCaption", val=title)] if title else []),
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
    )


def _title(table: Table) -> str:
    """Return the title of a table: what its columns, or the rows of a turned one, say."""
    return ", ".join(" ".join(plain(cell.text).split()) for cell in table.head[0].cells if plain(cell.text).strip())
