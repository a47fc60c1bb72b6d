"""Which passage was which: a line's bookmark is believed where its words are still alike, and never against them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guidepress.compose.document import Run
from guidepress.roundtrip.recovery import recovery
from guidepress.roundtrip.recovery.match import match, rows_of_bookmarks
from guidepress.word.base import Base
from guidepress.word.lines import Mark
from guidepress.word.names import line_bookmark, marks_leaf
from helpers.handwork import UPSTREAM, Edited, as_read, at, made, new, say

GUIDES = sorted(UPSTREAM.guides)


def rows(base: Base, read: Edited) -> list[int | None]:
    return match(base.passages, read, rows_of_bookmarks(base.passages))


def sources(base: Base) -> list[int]:
    """The lines of the list of sources: they make themselves, and no leaf is in them."""
    return [row for row, passage in enumerate(base.passages) if passage.line.startswith("sections.sources.cites.")]


def move_and_reword(read: Edited, row: int) -> int:
    """Move a line up under the title and change most of its words; return where it stands."""
    line = read.pop(row)
    kept = line.text[: len(line.text) * 2 // 5]
    there = at(read, "Quick facts")
    read.insert(there, say(line, f"{kept} as we say it here"))
    return there


@pytest.mark.parametrize("guide", ["sonographer", "radiologic-technologist", "nuclear-medicine-technologist"])
def test_a_line_without_a_leaf_that_was_moved_and_reworded_is_known_by_its_bookmark(guide: str) -> None:
    _, base = made(guide)
    assert len(sources(base)) > 1
    for row in sources(base):
        read = as_read(base)
        there = move_and_reword(read, row)
        assert rows(base, read)[there] == row
        read[there] = replace(read[there], marks=())
        assert rows(base, read)[there] is None  # by its words alone it would not be


def test_where_two_bookmarks_changed_places_the_words_are_believed() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    one, other = sources(base)[:2]
    read[one], read[other] = (
        replace(read[one], marks=(Mark(line_bookmark(base.passages[other].line), 0, len(read[one].text)),)),
        replace(read[other], marks=(Mark(line_bookmark(base.passages[one].line), 0, len(read[other].text)),)),
    )
    assert rows(base, read) == list(range(len(base.passages)))


@pytest.mark.parametrize("below", [0, 1], ids=["above", "below"])
@pytest.mark.parametrize("guide", GUIDES)
def test_a_line_typed_beside_another_is_new_although_the_bookmark_goes_on_over_it(guide: str, below: int) -> None:
    _, base = made(guide)
    seen = 0
    for row, passage in enumerate(as_read(base)):
        own = [mark for mark in passage.marks if not marks_leaf(mark.name)]
        if not own or passage.place:
            continue
        seen += 1
        read = as_read(base)
        typed = "Bring your family along to see it"
        read.insert(row + below, replace(new(passage.look, typed), marks=(Mark(own[0].name, 0, len(typed)),)))
        found = rows(base, read)
        assert found.pop(row + below) is None, passage.text
        assert found == list(range(len(base.passages)))
    assert seen > 3


def test_a_bookmark_that_was_left_on_an_empty_line_says_nothing() -> None:
    _, base = made("sonographer")
    row = sources(base)[0]
    read = as_read(base)
    left = replace(new("p", ""), marks=(Mark(read[row].marks[0].name, 0, 0),))
    read[row] = replace(read[row], marks=())
    read.insert(3, left)
    found = rows(base, read)
    assert found.pop(3) is None
    assert found == list(range(len(base.passages)))


@pytest.mark.parametrize("place", ["[Name of your school]", "[Room, telephone, email]"])
@pytest.mark.parametrize("typed", ["Coach Bexbrook, counselor, Room C189", "555-0100"])
def test_words_typed_over_a_place_to_fill_in_are_known_by_its_look_without_bookmarks(place: str, typed: str) -> None:
    _, base = made("quality-assurance-specialist")
    read = as_read(base, marks=False)
    spot = next(number for number, each in enumerate(read) if each.text == place and each.look != "fill")
    read[spot] = replace(read[spot], stretches=(Run(typed, unfilled=True),))
    near = spot + 1 if read[spot + 1].look == "p" else spot - 1
    read[near] = say(read[near], "Last year 29 of our students went on to Wesford High School.")
    assert rows(base, read)[spot] == spot


def test_the_share_of_bookmarks_that_is_told_is_that_of_the_leaves() -> None:
    _, base = made("sonographer")
    of_leaves, of_lines = (
        [
            replace(passage, marks=tuple(mark for mark in passage.marks if marks_leaf(mark.name) == leaf))
            for passage in as_read(base)
        ]
        for leaf in (True, False)
    )
    assert recovery.recover(base, of_leaves).marked == 1  # as in handouts made before lines had bookmarks
    assert recovery.recover(base, of_lines).marked == 0
