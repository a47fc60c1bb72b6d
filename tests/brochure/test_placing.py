"""Sections shared out among the columns of a format: in their order, evenly, broken only where nobody minds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.brochure import columns, placing
from guidepress.brochure.placing import Block, Column
from guidepress.compose import placement
from guidepress.compose.placement import Part, Placing

HEIGHTS = st.lists(st.floats(5, 300), min_size=1, max_size=14)
ROOMS = st.lists(st.floats(80, 600), min_size=1, max_size=6)


def used(heights: list[float], found: list[int], count: int) -> list[float]:
    return [sum(high for high, slot in zip(heights, found, strict=True) if slot == each) for each in range(count)]


def every_way(heights: list[float], count: int) -> list[list[int]]:
    ways = [[0] * 0]
    for _ in heights:
        ways = [[*way, slot] for way in ways for slot in range(way[-1] if way else 0, count)]
    return ways


@given(st.lists(st.integers(5, 300), min_size=1, max_size=6), st.lists(st.integers(80, 600), min_size=1, max_size=3))
def test_no_other_way_leaves_the_fullest_column_less_full(heights: list[int], rooms: list[int]) -> None:
    def fullest(way: list[int]) -> float:
        return max(each / room for each, room in zip(used(heights, way, len(rooms)), rooms, strict=True))

    found = placing.share(heights, rooms, [True] * len(heights))
    assert fullest(found) == pytest.approx(min(fullest(way) for way in every_way(heights, len(rooms))))


@given(HEIGHTS, ROOMS, st.data())
def test_blocks_keep_their_order_and_a_column_begins_only_where_it_may(
    heights: list[float], rooms: list[float], data: Any
) -> None:
    begins = [True, *(data.draw(st.booleans()) for _ in heights[1:])]
    found = placing.share(heights, rooms, begins)
    assert len(found) == len(heights)
    assert found == sorted(found)
    assert all(begins[index] for index in range(1, len(found)) if found[index] != found[index - 1])


def test_of_ways_that_are_as_full_the_most_even_one_is_taken() -> None:
    assert placing.share([100, 10, 10], [100, 100, 100], [True] * 3) == [0, 1, 2]


# A guide --------------------------------------------------------------------------------------------------------------


def guide(*sections: tuple[str, str, bool]) -> dict[str, Any]:
    return {
        "sections": [
            {"id": name, "kind": kind, "rank": 8 if ranked else None, "optional": False, "points": [1] * 9}
            for name, kind, ranked in sections
        ]
    }


def candidates(shown: dict[str, Any], heights: dict[str, list[float]], format_name: str) -> list[Placing]:
    column = Column({name: [Block(1, high) for high in each] for name, each in heights.items()}, foot=120, top=150)
    return list(placing.candidates(shown, format_name, "letter", lambda *_: column, margins=90))


def test_what_fits_whole_is_tried_whole_first_then_broken() -> None:
    shown = guide(("work", "points", False), ("day", "points", False), ("skills", "points", False))
    whole, broken = candidates(shown, {"work": [40] * 6, "day": [40] * 6, "skills": [40] * 4}, "halffold")
    assert [part.start for part in whole.parts] == [0, 0, 0]
    assert not whole.dropped
    assert not broken.dropped


def test_a_list_is_broken_between_items_and_all_of_them_come_once() -> None:
    heights = {"work": [60, *[20.0] * 30], "day": [60, *[20.0] * 10]}
    (broken,) = candidates(guide(("work", "points", False), ("day", "points", False)), heights, "halffold")
    work = [part for part in broken.parts if part.section == "work"]
    assert len(work) > 1
    assert work[0].start == 0
    assert [part.stop for part in work] == [*(part.start for part in work[1:]), None]
    assert all((part.stop or 31) - part.start >= 2 for part in work)  # no line alone


def test_what_has_no_items_stays_whole_however_high_it_is() -> None:
    column = {"pay": [400.0], "work": [400.0], "next": [400.0]}
    for each in candidates(
        guide(("pay", "pay", False), ("work", "text", False), ("next", "next", False)), column, "halffold"
    ):
        assert [part.start for part in each.parts] == [0, 0, 0]


def test_what_has_a_rank_gives_way_what_is_read_last_first() -> None:
    shown = guide(
        ("work", "points", True), ("day", "points", False), ("more", "points", True), ("sources", "sources", False)
    )
    found = candidates(shown, {"work": [600.0], "day": [600.0], "more": [600.0]}, "halffold")
    assert [each.dropped for each in found] == [(), ("more",), ("more", "work")]
    assert all(Part("sources", "back") in each.parts for each in found)


def test_a_photograph_beside_a_quotation_gives_way_before_its_words_and_last_without_a_rank() -> None:
    photo = {"file": "a.jpg"}
    one = {"id": "one", "kind": "quotation", "rank": 5, "optional": False, "photo": photo}
    two = {"id": "two", "kind": "quotation", "rank": None, "optional": False, "photo": photo}
    bare = {"id": "bare", "kind": "quotation", "rank": None, "optional": False, "photo": None}
    text = {"id": "text", "kind": "text", "rank": 1, "optional": False, "photo": photo}
    assert placement.giving_way([two, one, bare, text]) == ["sections.one.photo", "one", "text", "sections.two.photo"]


def test_the_highest_rank_gives_way_first_and_notes_have_ranks_of_their_own() -> None:
    note = {"path": "sections.glance.facts.growth.note", "runs": []}
    section = {"kind": "facts", "rank": None, "optional": False}
    sections = [
        section | {"id": "glance", "facts": [{"note": note, "rank": 5}, {"note": None, "rank": 9}]},
        section | {"id": "work"},
        section | {"id": "day", "rank": 2},
        section | {"id": "more", "optional": True},
        section | {"id": "skills", "rank": 7},
    ]
    assert placement.giving_way(sections) == ["more", "skills", "sections.glance.facts.growth.note", "day"]


def test_a_flyer_has_one_page_where_that_suffices_and_a_booklet_as_many_as_it_takes() -> None:
    shown = guide(*((f"s{number}", "points", False) for number in range(9)))
    little = {f"s{number}": [30.0] for number in range(9)}
    much = {f"s{number}": [150.0] for number in range(9)}
    assert candidates(shown, little, "flyer")[0].pages == 1
    assert candidates(shown, much, "flyer")[0].pages == 2
    assert candidates(shown, little, "booklet")[0].pages == 4
    assert candidates(shown, much, "booklet")[0].pages == 8


def test_three_or_four_facts_that_come_first_are_read_at_a_glance() -> None:
    first = {"kind": "facts", "facts": [1, 2, 3, 4]}
    names = ["front", "back"]
    assert columns.slots("flyer", names, first)[0] == columns.GLANCE
    for other in ({"kind": "facts", "facts": [1, 2]}, {"kind": "points", "points": [1, 2, 3]}):
        assert columns.GLANCE not in columns.slots("flyer", names, other)
    assert [str(slot) for slot in columns.slots("flyer", names)] == [
        "column 1 of the panel front",
        "column 2 of the panel front",
        "column 1 of the panel back",
        "column 2 of the panel back",
    ]
