"""How headings are broken: even lines, two where a narrow panel begins, one size for all that begin one; and rungs."""

from __future__ import annotations

import textwrap
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress import project
from guidepress.brochure import climbing, headings
from guidepress.compose import prepared
from guidepress.compose.themes.theme import Theme
from guidepress.content import reading
from helpers.checkout import ROOT

MEASURE = 223.5  # points


@cache
def look(name: str) -> Theme:
    where = project.find(ROOT)
    library = reading.read(where, date(2026, 11, 24))
    return prepared.prepare(where, library, library.guides["sonographer"], name).theme


def section(title: str, kind: str = "points", **more: Any) -> dict[str, Any]:
    run = {"text": title, "strong": False, "emphasis": False, "href": ""}
    return {"title": {"path": "", "runs": [run]}, "kind": kind, **more}


def column(*titles: str) -> dict[str, Any]:
    return {"sections": [section(title) for title in titles]}


def settle(columns: list[dict[str, Any]], theme: str = "clinic", full: bool = True) -> headings.Headings:
    return headings.settle(columns, look(theme), lambda _: MEASURE, "narrow", False, full)


@pytest.mark.parametrize("theme", ["clinic", "track", "house"])
def test_what_begins_a_panel_stands_on_two_lines_at_the_largest_size(theme: str) -> None:
    columns = [column("What you do", "A typical day"), column("How to get there"), column("Pay and outlook")]
    found = settle(columns, theme)
    assert found.size == look(theme).heading.display[0]
    assert found.tallest == 2
    assert [each["sections"][0]["title_lines"] for each in columns] == [
        ["What", "you do"],
        ["How to", "get there"],
        ["Pay and", "outlook"],
    ]
    assert columns[0]["sections"][1]["title_lines"] == []  # small, and on one line


def test_one_long_heading_makes_all_of_them_smaller() -> None:
    columns = [column("What you do"), column("Technical and Allied Health Careers")]
    found = settle(columns)
    assert found.size < look("clinic").heading.display[0]
    assert all(len(each["sections"][0]["title_lines"]) == 2 for each in columns)


def test_below_full_size_headings_are_small_too() -> None:
    assert settle([column("What you do")], full=False).size == look("clinic").heading.display[-1]


def test_one_word_stays_on_one_line() -> None:
    columns = [column("Sources")]
    assert settle(columns).tallest == 1
    assert columns[0]["sections"][0]["title_lines"] == []


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=9), st.integers(1, 3))
def test_all_words_come_once_on_the_fewest_lines(words: list[str], least: int) -> None:
    found = headings.lines(" ".join(words), 30, len, least)
    assert " ".join(found).split() == words
    assert all(len(line) <= 30 for line in found)
    assert len(found) == max(len(textwrap.wrap(" ".join(words), 30)), min(least, len(words)))


HEIGHTS = st.lists(st.floats(10, 60), min_size=1, max_size=8)


@given(HEIGHTS)
def test_the_first_rung_stands_last_and_no_two_stand_on_one_place(heights: list[float]) -> None:
    rungs = climbing.reversed_rungs(heights)
    natural = [sum(heights[:number]) for number in range(len(heights))]
    tops = [start + rung["down"] for start, rung in zip(natural, rungs, strict=True)]
    assert tops == sorted(tops, reverse=True)
    assert tops[-1] == pytest.approx(0, abs=0.02)
    for (upper, rung), lower in pairwise([*zip(reversed(tops), reversed(rungs), strict=True), (sum(heights), None)]):
        assert upper + rung["height"] == pytest.approx(lower[0], abs=0.05)


def climb(steps: int, theme: str = "track", last: str = "ladder") -> list[dict[str, float]]:
    run = {"text": "Lead technologist", "strong": False, "emphasis": False, "href": ""}
    path = section("How to get there", "path", steps=[{}] * steps)
    ladder = section("Growing from here", last, points=[{"runs": [run]}] * 3)
    columns = [{"sections": [path]}, {"sections": [section("Pay", "pay"), ladder]}]
    return climbing.rungs(columns, look(theme), lambda _: MEASURE, 11.25, 1.2444)


def test_a_line_climbs_only_where_it_leaves_at_the_right_for_a_ladder_in_a_theme_with_round_lines() -> None:
    assert [rung["down"] for rung in climb(4)] == [40, 0, -40]
    assert climb(3) == climb(4, "clinic") == climb(4, last="points") == []
