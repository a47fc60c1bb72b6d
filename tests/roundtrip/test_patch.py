"""A patch makes one page of another, whatever the two say; and a handout made anew shows what its patch says."""

from __future__ import annotations

import copy
from dataclasses import replace
from functools import cache, partial
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidepress.roundtrip import page
from guidepress.roundtrip.page import PageRow
from guidepress.roundtrip.patch import RowChange, apply, diff
from guidepress.roundtrip.patched import is_place, patched
from guidepress.roundtrip.proof import Proof, Wanted
from guidepress.word.base import Base
from guidepress.word.lines import grouped
from helpers.handwork import made, new, say
from helpers.remaking import again

WORDS = st.sampled_from(["ask", "your", "clinic", "about", "a", "visit", "each", "week", "Ä", "2", "of", "3"])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
LOOKS = st.sampled_from(["h2", "h3", "p", "p", "b0", "b1", "n0"])
LINES = st.builds(lambda look, text: PageRow((new(look, text),)), LOOKS, TEXTS)


def table_row(texts: list[str]) -> PageRow:
    return PageRow(tuple(replace(new("cell", text), place=(0, 0, number)) for number, text in enumerate(texts)))


TABLE_ROWS = st.lists(TEXTS, min_size=1, max_size=3).map(table_row)
PAGES = st.lists(LINES | TABLE_ROWS, max_size=12)


def seen(rows: list[PageRow]) -> list[Any]:
    return [row.identity for row in rows]


@given(PAGES, PAGES)
def test_a_patch_makes_the_second_page_of_the_first(before: list[PageRow], after: list[PageRow]) -> None:
    changes = diff(before, after)
    assert seen(apply(changes, before)) == seen(after)
    assert all(change.row is not None or change.said is not None for change in changes)


@given(PAGES)
def test_between_two_pages_that_say_the_same_nothing_changes(rows: list[PageRow]) -> None:
    assert diff(rows, list(rows)) == []


@given(PAGES, PAGES)
def test_a_line_is_said_otherwise_only_in_its_own_look(before: list[PageRow], after: list[PageRow]) -> None:
    for change in diff(before, after):
        if change.row is not None and change.said is not None:
            assert change.said.look == before[change.row].look
            assert change.said.cells.keys() <= before[change.row].cells.keys()


def test_a_line_changed_is_told_as_one_change() -> None:
    before, after = (
        PageRow((new("p", "Ms. Rivera, career counselor"),)),
        PageRow((new("p", "Ms. Ortiz, career counselor"),)),
    )
    assert diff([before], [after]) == [RowChange(0, after)]


@cache
def page_of(guide: str, school: str) -> tuple[Base, Proof, list[Any], list[PageRow]]:
    """The base of a handout, its proof, and the lines and the rows of its page."""
    _, base = made(guide, school)
    wanted = Wanted.of(base, base.passages)
    proof = Proof.of(dict(base.content), base.publisher, wanted, partial(again, base))
    assert proof is not None
    groups = grouped(proof.shown, lambda line: line.passage)
    return base, proof, groups, [PageRow(tuple(line.passage for line in group)) for group in groups]


def in_a_long_table(rows: list[PageRow], number: int) -> bool:
    """Whether a row is one of a table that keeps a head and a row without it."""
    around = rows[max(0, number - 2) : number]
    return len(around) == 2 and all(row.in_table for row in (*around, rows[number]))


@st.composite
def changes_of(draw: st.DrawFn, rows: list[PageRow]) -> list[RowChange]:
    """Changes as a school makes them: some rows said otherwise or left out, and some added."""
    changes: list[RowChange] = []
    numbers = draw(st.lists(st.integers(1, len(rows) - 1), unique=True, max_size=6))
    for number in sorted(numbers):
        row = rows[number]
        passage = row.passages[0]
        kinds = ["behind"]
        if not is_place(passage) and passage.look != "h1":
            kinds += ["otherwise", "otherwise"]
            kinds += ["out"] if passage.look != "h2" and (not row.in_table or in_a_long_table(rows, number)) else []
        match draw(st.sampled_from(kinds)):
            case "out":
                changes.append(RowChange(number, None))
            case "otherwise":
                spot = draw(st.integers(0, len(row.passages) - 1))
                words = f"{draw(TEXTS)} ours"
                passages = list(row.passages)
                passages[spot] = replace(say(passages[spot], words), marks=())
                changes.append(RowChange(number, PageRow(tuple(passages))))
            case _:
                if row.in_table:
                    texts = [f"{draw(TEXTS)} ours" for _ in row.passages]
                    changes.append(RowChange(None, table_row(texts), number))
                else:
                    look = draw(st.sampled_from(["p", "b0", "n0"]))
                    changes += [RowChange(None, PageRow((new(look, f"{draw(TEXTS)} ours"),)), number)]
    return changes


PAGES_MADE = [("sonographer", ""), ("technician", "lincoln-high"), ("quality-assurance-specialist", "prairie-college")]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_next_handout_shows_what_the_patch_says(data: st.DataObject) -> None:
    base, proof, groups, rows = page_of(*data.draw(st.sampled_from(PAGES_MADE)))
    changes = data.draw(changes_of(rows))
    content = patched(copy.deepcopy(proof.content), groups, changes, {})
    remade = again(base, content, base.publisher)
    assert seen(page.rows(page.compared(remade.passages))) == seen(apply(changes, rows))
