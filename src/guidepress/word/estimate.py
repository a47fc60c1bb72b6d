"""Estimates how high the rows of a handout are, how well they fill its pages, and what may stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidepress.compose.document import Block, Heading, ListBlock, Picture, Table, plain
from guidepress.word import measuring, sheet
from guidepress.word.heights import Heights
from guidepress.word.sections import HandoutRow, Section

_ERRORS = (0.985, 1.0, 1.01)  # by as much blocks may come out lower or higher than they are estimated
_MOST_IN_COLUMN, _MOST_CALL = 0.45, 0.6  # of a page: a longer section, or call, is never set in a column
_SPREAD = 4  # items from which a list is spread over two columns
_FULL = 0.6  # of the last page
_MASTHEAD_RULE = 7.75  # points: the rule below the masthead, and the white before it


@dataclass
class PageFlow:
    """The page that is being filled: how much of its depth is used, its number, and what all pages cost so far.

    `error` is by how much all heights are taken higher than estimated.
    """

    depth: float
    used: float
    error: float
    number: int = 1
    cost: float = 0.0

    def fits(self, height: float) -> bool:
        """Say whether as much fits below."""
        return self.used + height * self.error <= self.depth

    def put(self, height: float, above: float = 0.0) -> None:
        """Put something below, on a new page where it does not fit: there the white `above` it falls away."""
        if not self.fits(height):
            self.turn()
        if not self.used:
            height -= above
        self.used += height * self.error

    def turn(self) -> None:
        """Begin a new page. The hole at the foot of this one is the worse the larger it is."""
        hole = max(0.0, 1 - self.used / self.depth)
        self.cost += 500 * hole**2
        self.number, self.used = self.number + 1, 0.0

    def total(self) -> float:
        """Return what all pages cost."""
        return self.cost + 1000 * self.number

    def empty(self) -> float:
        """Return what it costs that the last page is not well filled."""
        return 3000 * max(0.0, _FULL - self.used / self.depth) if self.number > 1 else 0.0


class Estimate:
    """Estimates how high rows are, and how well they fill pages."""

    def __init__(self, heights: Heights, paper: str) -> None:
        self.heights = heights
        self.depth = sheet.depth(paper)
        self.measure, self.column = sheet.measure(paper), sheet.column(paper)
        self.known: dict[tuple[int, str], float] = {}
        self.parts: dict[tuple[int, str], list[float]] = {}

    def front(
        self, masthead: Sequence[Block], title: Sequence[Block], drawing: Picture | None, below: Sequence[Block]
    ) -> float:
        """Return how high all before the sections is."""
        logo = max((block.height for block in masthead if isinstance(block, Picture)), default=0.0)
        words = [block for block in masthead if not isinstance(block, Picture)]
        top = max(logo, self.heights.of(words, self.measure)) + (0.0 if self.heights.look.title else _MASTHEAD_RULE)
        beside = self.heights.look.title is None and drawing is not None
        width = self.measure - (drawing.width + sheet.DRAWING_GAP if beside and drawing else 0.0)
        words_height = self.heights.of(title, width)
        height = words_height
        if drawing:
            height = max(words_height, drawing.height) + 4 if beside else words_height + drawing.height + 18
        return top + height + self.heights.of(below, self.measure)

    def section(self, section: Section, width: float) -> float:
        """Return how high a section is in a width."""
        key = id(section), str(width)
        if key not in self.known:
            in_column = width < self.measure or section.kind == "sources"
            height = self.heights.of(section.blocks, width, in_column=in_column)
            if section.kind == "card":
                height += 8
            elif section.kind == "sources":
                height += self.heights.air.gap
            self.known[key] = height
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

    def stack(self, sections: Sequence[Section]) -> float:
        """Return how high a column of sections is."""
        gap, height = self.heights.air.gap, 0.0
        for before, section in zip((None, *sections), sections, strict=False):
            # Of the white below a section and above the next, only the larger counts.
            height += self.section(section, self.column)
            height += max(0.0, gap - self.heights.after(before.blocks[-1])) if before else 0.0
        return height

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

    def row(self, row: HandoutRow) -> float:
        """Return how high a row is, with the white before it."""
        if row.right:
            return self.heights.air.gap + max(self.stack(row.left), self.stack(row.right)) + 3
        height = self.section(row.left[0], self.measure)
        if row.spread:
            block = row.left[0].blocks[1]
            assert isinstance(block, ListBlock)  # noqa: S101  (told to the type checker)
            height -= self.heights.list_height(block, self.measure) / 2
        return height

    def shared(self, before: HandoutRow | None, row: HandoutRow) -> float:
        """Return the white below a row that counts no more where another row stands below it."""
        if before is None or before.whole or row.whole or row.left[0].kind == "sources":
            return 0.0
        return min(self.heights.after(before.left[0].blocks[-1]), self.heights.air.gap)

    def cost(self, top: float, rows: Sequence[HandoutRow]) -> tuple[float, tuple[HandoutRow, ...]]:
        """Return how bad a way to set rows is, and the rows with the pages that have to begin with one of them.

        Every way is tried with lower and higher blocks than estimated: it has to hold for all of them.
        """
        flows = [PageFlow(self.depth, top * error, error) for error in _ERRORS]
        placed: list[HandoutRow] = []
        for number, row in enumerate(rows):
            atoms = [self.row(row)] if row.whole else list(self.atoms(row.left[0]))
            atoms[0] -= self.shared(rows[number - 1] if number else None, row)
            # Columns flow into each other where they do not fit, so they are told to begin on a new page.
            breaks = row.whole and not all(flow.fits(atoms[0]) for flow in flows)
            for flow in flows:
                before = flow.number
                if breaks:
                    flow.cost += 60
                    flow.turn()
                for number_of_atom, atom in enumerate(atoms):
                    flow.put(atom, self.heights.air.gap if number_of_atom == 0 and (breaks or not row.whole) else 0.0)
                if flow.number > before and number == 0:
                    flow.cost += 300  # the first page is complete with the facts
                if flow.number > before and not row.whole and len(atoms) > 1 and flow.used < 2 * atoms[-1]:
                    flow.cost += 40  # a page that begins with the end of a section
            placed.append(HandoutRow(row.left, row.right, row.spread, breaks))
        numbers = [flow.number for flow in flows]
        cost = sum(self._uneven(row) for row in rows) + sum(flow.total() for flow in flows) / len(flows)
        cost += max(flow.empty() for flow in flows if flow.number == min(numbers))
        cost += 600 * (max(numbers) - min(numbers))
        # White is good where it costs no page.
        return cost - 3 * self.heights.air.gap - 20 * self.heights.air.leading, tuple(placed)

    def atoms(self, section: Section) -> list[float]:
        """Return the heights of the parts of a section over the whole measure that stay on one page each."""
        key = id(section), "atoms"
        if key not in self.parts:
            in_column = section.kind == "sources"
            heights = self.heights
            parts: list[float] = []
            kept = heights.air.gap if in_column else 0.0  # what is kept with the next
            for number, block in enumerate(section.blocks):
                height = heights.below(section.blocks[number - 1] if number else None, block, self.measure, in_column)
                follows = section.blocks[number + 1] if number + 1 < len(section.blocks) else None
                if isinstance(block, Table) and block.kind == "path":
                    head, first, second, *others = [*heights.rows(block, self.measure), 0.0, 0.0][: len(block.body) + 3]
                    parts += [kept + head + first + second, *(row for row in others if row)]
                    kept = 0.0
                elif isinstance(block, Heading) or isinstance(follows, ListBlock | Table) or section.kind == "card":
                    kept += height
                else:
                    parts.append(kept + height)
                    kept = 0.0
            self.parts[key] = [*parts, kept] if kept else parts
        return self.parts[key]

    def _uneven(self, row: HandoutRow) -> float:
        """Return how bad a row looks: columns of unlike height, or a list that leaves half the measure white."""
        if row.right:
            left, right = self.stack(row.left), self.stack(row.right)
            return 30 * (abs(left - right) / max(left, right)) ** 2
        return 12.0 if self._is_narrow(row.left[0]) and not row.spread and row.left[0].kind != "card" else 0.0
