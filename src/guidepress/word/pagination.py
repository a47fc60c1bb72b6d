"""Divides the sections of a handout into pages, and shares out the white on each of them.

The order is the guide's and never changes. Of all ways to pair neighbors and to end pages the one is taken that needs
the fewest pages, ends them at about one height, and leaves room at their feet for what a school may add: as far as
`estimate` can tell, since Word sets the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from guidepress.word.estimate import BEGIN, Estimate, PlacedPart
from guidepress.word.sections import HandoutRow, Section

_WHITES = ((11.0, -1.5), (15.0, 0.0), (22.0, 0.0), (22.0, 3.0))
"""The white of a page: points between its sections, and more than usual in each row of a table. The second is usual."""
_ERRORS = (0.975, 1.005)  # by as much pages may come out lower or higher than they are estimated
_FOOT = 0.88  # of a page: as far down it is stretched
_BRIM = 0.92  # of a page: beyond it has less white than usual
_MOST_PUSH = 80.0  # points of white by which a row is kept from a page
_RESERVE = 50.0  # points at the foot of a page: room for three bullets or a step more
_FULL = 0.6  # of the last page
_LEAST = 0.55  # of a page that could take more
_MOST_SIDE_BY_SIDE = 4  # sections in two columns
_STEP = 8.0  # points: of two beginnings of a page that are as high, the better one is followed
_PAGE, _HOLE, _TIGHT, _EMPTY = 1000.0, 1200.0, 90.0, 3000.0  # what a page, its hole, and what it lacks cost
_BREAK, _PUSH, _PARTED, _SHORT_END, _COLUMNS_LAST, _NO_FACTS = 60.0, 5.0, 20.0, 60.0, 60.0, 300.0


@dataclass(frozen=True)
class HandoutPage:
    """A page: its rows, their parts that stand on it, and its white.

    `gap` is the white between sections, `open` the white that each row of a table has more than usual. `continues` says
    that the first row began on the page before, `breaks` that the next page has to be told to begin, and `push` is the
    white that keeps its first row from this page.
    """

    rows: tuple[HandoutRow, ...]
    parts: tuple[PlacedPart, ...]
    gap: float
    open: float
    continues: bool
    breaks: bool
    push: float


class _Place(NamedTuple):
    """A place where a page may begin: before a section, or before a part inside it."""

    section: int
    part: int = 0


_Begin = tuple[_Place, bool]  # where a page begins, and whether it begins with columns


@dataclass(frozen=True)
class _Start:
    """The beginning of a page that is being filled: what stands on it so far, up to a place."""

    place: _Place
    continues: bool
    rows: tuple[HandoutRow, ...] = ()
    parts: tuple[PlacedPart, ...] = ()
    height: float = 0.0
    cost: float = 0.0


class Pagination:
    """The ways to set sections on pages below what stands at the head of the first, which is `top` points high."""

    def __init__(self, sections: Sequence[Section], estimate: Estimate, top: float) -> None:
        self.sections, self.estimate, self.top = sections, estimate, top
        self.rows_at: dict[_Place, list[tuple[_Place, HandoutRow, PlacedPart]]] = {}
        self.known: dict[_Begin, tuple[float, tuple[HandoutPage, ...]]] = {}

    @cached_property
    def best(self) -> tuple[float, tuple[HandoutPage, ...]]:
        """What the best way costs, and its pages."""
        starts: dict[_Begin, list[_Start]] = {}
        waiting = [(_Place(0), in_columns) for in_columns in (False, True)]
        while waiting:
            begin = waiting.pop()
            starts[begin] = list(self._starts(*begin))
            ends = {(start.place, each) for start in starts[begin] for each in (False, True)}
            waiting += [end for end in ends if end[0].section < len(self.sections) and end not in {*starts, *waiting}]
        for begin in sorted(starts, reverse=True):
            self.known[begin] = self._pages(begin[0] == _Place(0), starts[begin])
        return min((self.known[_Place(0), in_columns] for in_columns in (False, True)), key=lambda way: way[0])

    def _count(self, number: int) -> int:
        return len(self.estimate.parts(self.sections[number]))

    def _pages(self, first: bool, starts: Sequence[_Start]) -> tuple[float, tuple[HandoutPage, ...]]:
        """Return the best pages of those that begin in such ways."""
        best: tuple[float, tuple[HandoutPage, ...]] = float("inf"), ()
        for start in starts:
            if start.place.section == len(self.sections):
                cost, page = self._page(start, first, None)
                if cost < best[0]:
                    best = cost, (page,)
                continue
            for in_columns in (False, True):
                cost_of_others, others = self.known[start.place, in_columns]
                if start.cost + _PAGE + cost_of_others >= best[0]:
                    continue
                cost, page = self._page(start, first, others[0])
                if cost + cost_of_others < best[0]:
                    best = cost + cost_of_others, (page, *others)
        return best

    # One page -----------------------------------------------------------------------------------------------------

    def _starts(self, begin: _Place, in_columns: bool) -> Iterator[_Start]:
        """Yield what may stand on a page that begins at a place."""
        first = begin == _Place(0)
        waiting: dict[_Place, dict[int, _Start]] = {
            begin: {0: _Start(begin, begin.part > 0, height=self.top if first else 0.0)}
        }
        while waiting:
            place = min(waiting)
            for start in waiting.pop(place).values():
                is_full = True
                for end, row, part in self._next(place) if place.section < len(self.sections) else ():
                    if not start.parts and row.whole != in_columns:
                        continue
                    before = start.parts[-1] if start.parts else None if first else BEGIN
                    height = start.height + part.height(*_WHITES[0], before)
                    if start.parts and height * _ERRORS[-1] > self.estimate.depth:
                        continue
                    is_full = False
                    cost = start.cost + (self.estimate.uneven(row) if place.part == 0 else 0.0)
                    rows = start.rows if place.part and start.parts else (*start.rows, row)
                    grown = _Start(end, start.continues, rows, (*start.parts, part), height, cost)
                    alike = waiting.setdefault(end, {})
                    rival = alike.get(round(height / _STEP))
                    if rival is None or cost < rival.cost:
                        alike[round(height / _STEP)] = grown
                if start.parts and (is_full or start.height > _LEAST * self.estimate.depth):
                    yield start

    def _next(self, place: _Place) -> list[tuple[_Place, HandoutRow, PlacedPart]]:
        """Return what may stand next: for each way the place behind it, its row, and its part."""
        if place not in self.rows_at:
            self.rows_at[place] = list(self._ways(place))
        return self.rows_at[place]

    def _ways(self, place: _Place) -> Iterator[tuple[_Place, HandoutRow, PlacedPart]]:
        estimate, number = self.estimate, place.section
        section, others = self.sections[number], self.sections[number : number + _MOST_SIDE_BY_SIDE]
        with_card = section.is_call and len(others) > 1 and estimate.may_stand_side_by_side(others[:2])
        if place.part or not with_card:  # what to do and whom to ask belong together
            row = HandoutRow((section,), spread=estimate.is_spread(section))
            last = place.part + 1 == self._count(number)
            end = _Place(number + 1) if last else _Place(number, place.part + 1)
            yield end, row, estimate.parts(section)[place.part]
        for count in range(2, len(others) + 1) if not place.part else ():
            if not estimate.may_stand_side_by_side(others[:count]):
                break
            row = estimate.even_columns(others[:count])
            yield _Place(number + count), row, estimate.columns(row)

    def _page(self, start: _Start, first: bool, following: HandoutPage | None) -> tuple[float, HandoutPage]:
        """Return what a page costs, and the page with its white; `following` is the next page, if there is one."""
        depth = self.estimate.depth
        gap, is_open = self._white(start, first)
        filled, breaks, push = self._height(start, first, gap, is_open), False, 0.0
        cost = start.cost + _PAGE * (1 + int(filled * _ERRORS[1] / depth))
        if following is not None and filled <= depth:  # what is higher than a page ends somewhere
            # White above the next row keeps it away, and falls away at the head of a page. Other than a break it does
            # no harm where a school writes more: what goes over is followed by the rest.
            lowest = (filled + following.parts[0].height(gap, 0.0, start.parts[-1])) * _ERRORS[0]
            push = max(0.0, depth - lowest + 2)
            can_be_pushed = following.parts[0].begins or following.parts[0].heading
            breaks = following.rows[0].whole or push > (_MOST_PUSH if can_be_pushed else 0.0)
            cost += _BREAK if breaks else _PUSH if push else 0.0
        part = filled / depth
        cost += _HOLE * max(0.0, _FOOT - part) ** 2
        cost += _TIGHT * (max(0.0, _RESERVE - (depth - filled)) / _RESERVE) ** 2
        if following is None:
            cost += 0.0 if first else _EMPTY * max(0.0, _FULL - part)
        elif start.place.part:
            rest = following.parts[: self._count(start.place.section) - start.place.part]
            cost += _PARTED + (_SHORT_END if sum(each.height(0.0) for each in rest) < depth / 12 else 0.0)
        elif not first and len(start.parts[-1].columns) > 1:
            cost += _COLUMNS_LAST  # they flow into each other where a school writes more
        if first and len(start.rows) < min(2, len(self.sections)):
            cost += _NO_FACTS  # the first page is complete with the facts and a section
        push = 0.0 if breaks else round(push)
        return cost, HandoutPage(start.rows, start.parts, gap, is_open, start.continues, breaks, push)

    def _white(self, start: _Start, first: bool) -> tuple[float, float]:
        """Return the white between the sections and in the rows of a page with which it ends where it should."""
        wanted, most = _FOOT * self.estimate.depth, _BRIM * self.estimate.depth
        wanted = max(wanted, min(most, self._height(start, first, *_WHITES[1])))
        low, high = _WHITES[0], self._height(start, first, *_WHITES[0])
        for white in _WHITES[1:]:
            below, high = high, self._height(start, first, *white)
            if high > wanted:
                share = max(0.0, wanted - below) / max(high - below, 1.0)
                gap, more = (less + share * (much - less) for less, much in zip(low, white, strict=True))
                return round(2 * gap) / 2, round(4 * more) / 4
            low = white
        return low

    def _height(self, start: _Start, first: bool, gap: float, is_open: float) -> float:
        height, before = self.top if first else 0.0, None if first else BEGIN
        for part in start.parts:
            height += part.height(gap, is_open, before)
            before = part
        return height
