"""Estimates how high the rows of a handout are, and says what may stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidepress.compose.document import Block, Heading, ListBlock, Picture, Table, plain
from guidepress.word import measuring, sheet
from guidepress.word.heights import Heights
from guidepress.word.sections import HandoutRow, Section

_MOST_IN_COLUMN, _MOST_CALL = 0.45, 0.6  # of a page: a longer section, or call, is never set in a column
_MOST_KEPT = 0.4  # of a page: sources that are longer may be divided
_SPREAD = 4  # items from which a list is spread over two columns
_MASTHEAD_RULE = 7.75  # points: the rule below the masthead, and the white before it
_BELOW_LOGO = 0.28  # sizes: what letters need below the logo
_COLUMN_ENDS = 3.0  # points: the lines in which columns begin and end


@dataclass(frozen=True)
class ColumnHeight:
    """How high a column is, in points, without the white between its sections, of which it has `gaps`.

    `rows` are those of its tables.
    """

    height: float
    gaps: int = 0
    rows: int = 0


@dataclass(frozen=True)
class PlacedPart:
    """What stands on one page as a whole: a row of the handout, or a part of one that may be divided.

    `begins` says that it is the first part of its row, `tail` how much white below it counts as white above the next.
    `heading` is the number of the block of its section that it begins with, where that is a heading inside it.
    """

    columns: tuple[ColumnHeight, ...]
    begins: bool = True
    tail: float = 0.0
    heading: int = 0

    def height(self, gap: float, more: float = 0.0, before: PlacedPart | None = None) -> float:
        """Return how high it is below a part, with the white above it: `gap` and `more` in each row of a table."""
        above = gap if self.begins and before is not BEGIN else 0.0
        above -= min(before.tail, above) if before else 0.0
        return above + max(column.height + column.gaps * gap + column.rows * more for column in self.columns)


BEGIN = PlacedPart(())
"""Stands for the edge of a page: there the white above falls away."""


class Estimate:
    """Estimates how high rows are, and how well they fill pages."""

    def __init__(self, heights: Heights, paper: str) -> None:
        self.heights = heights
        self.depth = sheet.depth(paper)
        self.measure, self.column = sheet.measure(paper), sheet.column(paper)
        self.known: dict[tuple[int, float], float] = {}
        self.parts_of: dict[int, list[PlacedPart]] = {}

    def front(
        self, masthead: Sequence[Block], title: Sequence[Block], drawing: Picture | None, below: Sequence[Block]
    ) -> float:
        """Return how high all before the sections is."""
        logo = max((block.height for block in masthead if isinstance(block, Picture)), default=0.0)
        words = [block for block in masthead if not isinstance(block, Picture)]
        # The logo stands in the line of the name, on its base line.
        look, line = self.heights.look, self.heights.line("Masthead")
        higher = max(0.0, logo + _BELOW_LOGO * look.size - line) if words else logo
        top = self.heights.of(words, self.measure) + higher + (0.0 if look.title else _MASTHEAD_RULE)
        beside = look.title is None and drawing is not None
        width = self.measure - (drawing.width + sheet.DRAWING_GAP if beside and drawing else 0.0)
        words_height = self.heights.of(title, width)
        height = words_height
        if drawing:
            height = max(words_height, drawing.height) + 4 if beside else words_height + drawing.height + 18
        return top + height + self.heights.of(below, self.measure)

    def section(self, section: Section, width: float) -> float:
        """Return how high a section is in a width, without the white above it."""
        key = id(section), width
        if key not in self.known:
            in_column = width < self.measure or section.kind == "sources"
            height = self.heights.of(section.blocks, width, in_column=in_column)
            self.known[key] = height + (8 if section.kind == "card" else 0)
        return self.known[key]

    def may_stand_side_by_side(self, sections: Sequence[Section]) -> bool:
        """Say whether sections can stand in two columns. What to do stands beside whom to ask, and nothing else."""
        if not all(self._is_narrow(section) for section in sections):
            return False
        if any(section.is_call or section.kind == "card" for section in sections):
            return len(sections) == 2 and sections[0].is_call and sections[1].kind == "card"
        return True

    def even_columns(self, sections: Sequence[Section]) -> HandoutRow:
        """Return sections in two columns, divided where these come out most alike."""
        places = range(1, len(sections))
        place = min(places, key=lambda place: max(self.stack(sections[:place]), self.stack(sections[place:])))
        return HandoutRow(tuple(sections[:place]), tuple(sections[place:]))

    def stack(self, sections: Sequence[Section], gap: float = 15.0) -> float:
        """Return how high a column of sections is with a white between them."""
        column = self._column(sections)
        return column.height + column.gaps * gap

    def _column(self, sections: Sequence[Section]) -> ColumnHeight:
        # Of the white below a section and above the next, only the larger counts.
        height = sum(self.section(each, self.column) for each in sections) - sum(map(self.tail, sections[:-1]))
        rows = sum(_rows(block) for section in sections for block in section.blocks)
        return ColumnHeight(height + _COLUMN_ENDS, len(sections) - 1, rows)

    def tail(self, section: Section) -> float:
        """Return the white below a section, which is a part of that above the next one."""
        return self.heights.after(section.blocks[-1])

    def columns(self, row: HandoutRow) -> PlacedPart:
        """Return the part that two columns are."""
        tail = min(self.tail(side[-1]) for side in (row.left, row.right))
        return PlacedPart((self._column(row.left), self._column(row.right)), tail=tail)

    def _is_narrow(self, section: Section) -> bool:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        wide = any(table.kind != "shares" for table in tables) or any(isinstance(b, Picture) for b in section.blocks)
        most = _MOST_CALL if section.is_call else _MOST_IN_COLUMN
        fits = self.section(section, self.column) <= most * self.depth
        return not wide and section.kind != "sources" and fits

    def is_spread(self, section: Section) -> bool:
        """Say whether a section that stands alone is a list of short items, which would leave half the page white."""
        lists = [block for block in section.blocks if isinstance(block, ListBlock)]
        if len(section.blocks) != 2 or len(lists) != 1 or len(lists[0].items) < _SPREAD or lists[0].kind != "plain":
            return False
        look = self.heights.look
        extents = (measuring.extent(plain(item.text), look.font, look.size) for item in lists[0].items)
        return max(extents) <= self.column - 16 and not any(item.children for item in lists[0].items)

    def parts(self, section: Section) -> list[PlacedPart]:
        """Return the parts of a section over the whole measure that stay on one page each."""
        if id(section) not in self.parts_of:
            self.parts_of[id(section)] = [self._spread(section)] if self.is_spread(section) else self._parts(section)
        return self.parts_of[id(section)]

    def _spread(self, section: Section) -> PlacedPart:
        heading, block = section.blocks
        assert isinstance(block, ListBlock)  # noqa: S101  (told to the type checker)
        items = self.heights.list_height(block, self.column) / len(block.items)
        height = self.heights.of((heading,), self.measure, in_column=True)
        return PlacedPart(
            (ColumnHeight(height + -(-len(block.items) // 2) * items + _COLUMN_ENDS),), tail=self.tail(section)
        )

    def _parts(self, section: Section) -> list[PlacedPart]:
        in_column, heights = section.kind == "sources", self.heights
        whole = in_column and self.section(section, self.measure) <= _MOST_KEPT * self.depth
        parts: list[ColumnHeight] = []
        headings: dict[int, int] = {}  # of the parts that begin with one
        kept, kept_rows = 0.0, 0  # what is kept with the next
        followed = zip((None, *section.blocks), section.blocks, (*section.blocks[1:], None), strict=False)
        for number, (before, block, follows) in enumerate(followed):
            if number and not kept and isinstance(block, Heading):
                headings[len(parts)] = number
            height = heights.below(before, block, self.measure, in_column)
            if isinstance(block, Table) and block.kind == "path":
                head, first, second, *others = [*heights.rows(block, self.measure), 0.0, 0.0][: len(block.body) + 3]
                parts += [
                    ColumnHeight(kept + head + first + second, 0, 3),
                    *(ColumnHeight(row, 0, 1) for row in others if row),
                ]
                kept, kept_rows = 0.0, 0
                continue
            kept, kept_rows = kept + height, kept_rows + _rows(block)
            stays = isinstance(block, Heading) or isinstance(follows, ListBlock | Table) or section.kind == "card"
            if not stays and not whole:
                parts.append(ColumnHeight(kept, 0, kept_rows))
                kept, kept_rows = 0.0, 0
        if kept:
            parts.append(ColumnHeight(kept, 0, kept_rows))
        last = len(parts) - 1
        return [
            PlacedPart((column,), number == 0, self.tail(section) if number == last else 0.0, headings.get(number, 0))
            for number, column in enumerate(parts)
        ]

    def uneven(self, row: HandoutRow) -> float:
        """Return how bad a row looks: columns of unlike height, or a list that leaves half the measure white."""
        if row.right:
            left, right = self.stack(row.left), self.stack(row.right)
            return 30 * (abs(left - right) / max(left, right)) ** 2
        return 12.0 if self._is_narrow(row.left[0]) and not row.spread and row.left[0].kind != "card" else 0.0


def _rows(block: Block) -> int:
    """Return how many rows of a table can be set wider apart: those of the facts cannot."""
    return len(block.head) + len(block.body) if isinstance(block, Table) and not block.is_turned else 0
