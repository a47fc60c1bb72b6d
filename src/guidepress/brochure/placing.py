"""Which section goes on which page, in formats such as booklet and flyer whose pages the content does not name.

A guide says where its sections stand on the six panels of a tri-fold. Other formats have fewer and larger pages, or as
many as it takes: there the sections keep their order and are shared out by the height that each takes. Where whole
sections leave too much empty, lists are broken between their items; where even that does not suffice, sections that the
content gives a rank are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guidepress.brochure.columns import BACK, COVER, FRONT, GLANCE, flows, frames, shape, slots
from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import Panel
from guidepress.compose.placement import Part, Placing, Slot, giving_way
from guidepress.content.model import kinds
from guidepress.errors import row

FULL = 0.97  # of a page: above that a booklet or a flyer takes more pages
MOST = 32  # pages of a booklet
HOPE = 1.06  # of a page: what is measured one under the other may be a little lower side by side
LEAST_COVER = 84.0  # points: what the drawing keeps of a cover on which sections stand
LEAST_PART = 34.0  # points: a list that goes on elsewhere leaves and brings more than one line


@dataclass(frozen=True)
class Block:
    """An unbreakable part of a section: its next few items and the height that they take, in points.

    The first one of a section holds its heading, too.
    """

    items: int
    height: float


@dataclass(frozen=True)
class Column:
    """All sections measured one under the other: the blocks of each by its id, the heights of the foot and the top.

    All in points. At the top of the first panel stand the title and, on a front, what is read at a glance.
    """

    units: Mapping[str, Sequence[Block]]
    foot: float
    top: float


@dataclass(frozen=True)
class _Block:
    """Some items of a section that go into one column together; `begins` says whether a column may begin with them."""

    section: str
    start: int
    height: float
    begins: bool


Measure = Callable[[Mapping[str, Panel], Placing], Column]
"""Sets all sections in one long column of the width that the panels' columns have."""


def share(heights: Sequence[float], capacities: Sequence[float], begins: Sequence[bool]) -> list[int]:
    """Share blocks out among columns in their order, so that the fullest is as little full as can be, the rest even.

    Returns the number of the column of each block. Heights and capacities have the same unit; `begins` says of each
    block whether a column may begin with it.
    """
    count = len(heights)
    ends = [0.0]
    for height in heights:
        ends.append(ends[-1] + height)
    starts = [index for index in range(count) if begins[index]] + [count]
    # best[k][n]: the fullest of the first k columns when they hold the first n blocks, how uneven they are, and where
    # the last of them begins.
    best: list[dict[int, tuple[float, float, int]]] = [{0: (0.0, 0.0, 0)}]
    for room in capacities:
        reached: dict[int, tuple[float, float, int]] = {}
        for end in starts:
            options = []
            for begin, (fullest, uneven, _) in best[-1].items():
                if begin <= end:
                    full = (ends[end] - ends[begin]) / room
                    options.append((max(fullest, full), uneven + full**2, begin))
            if options:
                reached[end] = min(options)
        best.append(reached)
    placed, end = [0] * count, count
    for column in range(len(capacities), 0, -1):
        begin = best[column][end][2]
        placed[begin:end] = [column - 1] * (end - begin)
        end = begin
    return placed


def candidates(
    shown: Mapping[str, Any],
    format: str,  # noqa: A002 - the field's word
    paper: str,
    measure: Measure,
    margins: float,
) -> Iterator[Placing]:
    """Yield ways to place the sections, the preferred first: whole, broken between items, without those that give way.

    `margins` is what a column keeps free above and below, in points. A format that may have more pages takes them
    before anything is broken. Where the pages after a cover do not suffice, the first sections stand on the cover.
    """
    ids = [section["id"] for section in shown["sections"] if section["kind"] != "sources"]
    sources = [section["id"] for section in shown["sections"] if section["kind"] == "sources"]
    if flows(format):
        yield Placing(slots(format, [COVER, BACK]), [Part(section, BACK) for section in ids + sources])
        return
    rule = row(FORMATS, format, "format").numbered
    pages = rule.multiple if rule else None
    most_pages = min(rule.most or MOST, len(ids) + 1) if rule else 0
    while True:
        frame = frames(format, paper, pages)
        wide = shape(format, frame) == "wide"
        job = _Job(shown, frame, slots(format, list(frame), shown["sections"][0]), ids, sources, margins, pages, wide)
        column = measure(frame, job.long())
        last = not rule or (pages or 0) + rule.multiple > most_pages
        placing, fullest = job.place(column, whole=True, cover_too=last)
        if rule and pages and fullest > FULL and not last:
            pages += rule.multiple
            continue
        if fullest <= HOPE:
            yield placing
        yield job.place(column, whole=False, cover_too=last)[0]
        dropped: tuple[str, ...] = ()
        for section in giving_way(shown["sections"]):
            dropped += (section,)
            yield job.place(column, whole=False, cover_too=last, dropped=dropped)[0]
        return


@dataclass(frozen=True)
class _Job:
    """What is the same for every way to place the sections of a guide on so many pages."""

    shown: Mapping[str, Any]
    frame: Mapping[str, Panel]
    slots: Sequence[Slot]
    ids: Sequence[str]
    sources: Sequence[str]
    margins: float
    pages: int | None
    wide: bool

    @property
    def glanced(self) -> list[str]:
        """The section that is read at a glance, if there is one."""
        return list(self.ids[:1]) if self.slots[0] == GLANCE else []

    @property
    def belonging(self) -> set[str]:
        """The sections that belong to what stands above them, and so begin no column."""
        return {each["id"] for each in self.shown["sections"][1:] if kinds.kind(each["kind"]).model.belongs_above}

    def long(self) -> Placing:
        """Place all sections in the last column, to be measured."""
        parts = [
            Part(section, self.slots[-1].name) for section in [*self.ids, *self.sources] if section not in self.glanced
        ]
        return Placing(
            self.slots, [Part(section, GLANCE.name) for section in self.glanced] + parts, self.pages, wide=self.wide
        )

    def place(
        self, column: Column, whole: bool, cover_too: bool, dropped: tuple[str, ...] = ()
    ) -> tuple[Placing, float]:
        """Place the sections, whole or in parts; return how full the fullest column would be, too."""
        remaining = [section for section in self.ids if section not in self.glanced and section not in dropped]
        blocks = [block for section in remaining for block in _blocks(section, column.units[section], whole)]
        blocks = [replace(block, begins=block.begins and block.section not in self.belonging) for block in blocks]
        rooms = [self._room(slot, column) for slot in self.slots]
        first = 1 if COVER in self.frame or self.glanced else 0
        block_columns, fullest = _fullest(blocks, rooms[first:], first)
        if fullest > FULL and COVER in self.frame and rooms[0] > 0 and cover_too:
            block_columns, fullest = min(
                (block_columns, fullest), _fullest(blocks, rooms, 0), key=lambda sharing: sharing[1]
            )
        parts = [Part(section, GLANCE.name) for section in self.glanced]
        for block, number in zip(blocks, block_columns, strict=True):
            slot = self.slots[number].name
            if parts and (parts[-1].section, parts[-1].slot) == (block.section, slot):
                continue
            if parts and parts[-1].section == block.section:
                parts[-1] = Part(block.section, parts[-1].slot, parts[-1].start, block.start)
            parts.append(Part(block.section, slot, block.start))
        parts += [
            Part(section, self.slots[-1].name)
            for section in [*(name for name in dropped if name in self.ids), *self.sources]
        ]
        return Placing(self.slots, parts, self.pages, dropped, self.wide), fullest

    def _room(self, slot: Slot, column: Column) -> float:
        """Return how high the sections of a column may be together, in points."""
        room = self.frame[slot.panel].height - self.margins
        if slot.panel == COVER:
            room -= column.top + LEAST_COVER
        if slot.panel == FRONT:
            room -= column.top
        return max(room - column.foot if slot.panel == self.slots[-1].panel else room, 1.0)


def _blocks(section: str, units: Sequence[Block], whole: bool) -> Iterator[_Block]:
    """Yield the parts of a section that may be placed apart: all of it, or its blocks; no short one is left alone."""
    if whole:
        yield _Block(section, 0, sum(unit.height for unit in units), True)
        return
    start = 0
    for number, unit in enumerate(units):
        tall = unit.height >= LEAST_PART
        begins = number == 0 or ((tall or number > 1) and (tall or number < len(units) - 1))
        yield _Block(section, start, unit.height, begins)
        start += unit.items


def _fullest(blocks: Sequence[_Block], capacities: Sequence[float], first: int) -> tuple[list[int], float]:
    """Share blocks out; return the column of each, counted from `first`, and how full the fullest column is."""
    block_columns = share([block.height for block in blocks], capacities, [block.begins for block in blocks])
    used = [
        sum(block.height for block, number in zip(blocks, block_columns, strict=True) if number == slot)
        for slot in range(len(capacities))
    ]
    return [number + first for number in block_columns], max(
        height / room for height, room in zip(used, capacities, strict=True)
    )
