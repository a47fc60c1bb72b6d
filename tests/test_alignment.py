"""Aligning texts and lists: what every pairing keeps to, and that none better was passed over (tried one by one)."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidepress.alignment import (
    best_in_order,
    differences,
    equal_in_order,
    likeness,
    longest_rising,
    most_alike_first,
    moved,
    origins,
    stretches,
    tokens,
)

TEXT = st.text("ab cé.,-\n", max_size=30)
ITEMS = st.lists(st.sampled_from("abcd"), max_size=7)
WORDS = st.lists(st.sampled_from(["of", "the", "nuclear", "medicine", ","]), max_size=12)
PLACES = st.lists(st.integers(0, 5), max_size=9)
QUARTERS = st.integers(-4, 8).map(lambda count: count / 4)  # their sums are exact
GAINS = st.integers(0, 4).flatmap(
    lambda width: st.lists(st.lists(QUARTERS, min_size=width, max_size=width), max_size=4)
)
CANDIDATES = st.lists(st.tuples(QUARTERS, st.integers(0, 4), st.integers(0, 4)), max_size=12)


def pairings(height: int, width: int) -> Iterator[dict[int, int]]:
    """Every pairing of two lists in which no pair crosses another."""
    for count in range(min(height, width) + 1):
        for some in combinations(range(height), count):
            for others in combinations(range(width), count):
                yield dict(zip(some, others, strict=True))


def rises(values: Sequence[int]) -> bool:
    return all(one < other for one, other in pairwise(values))


def is_in_order(pairs: dict[int, int]) -> bool:
    return rises(list(pairs)) and rises(list(pairs.values()))


# Likeness -------------------------------------------------------------------------------------------------------------


@given(TEXT, TEXT)
def test_likeness_is_one_for_the_same_only_and_the_same_from_both_sides(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == likeness(other, one)
    assert (likeness(one, other) == 1) == (one == other)


@given(TEXT, TEXT)
def test_likeness_is_twice_what_two_texts_share_of_what_both_have(one: str, other: str) -> None:
    shared = len(equal_in_order(one, other))
    both = len(one) + len(other)
    assert likeness(one, other) == pytest.approx(2 * shared / both if both else 1)


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ("Hand-eye skill", "Steady hand-eye skill", 0.74),
        ("Skills you need", "Skills that you need", 0.86),
        ("Ms. Rivera", "Mr. Okafor", 0.4),
        ("Nuclear medicine", "", 0),
    ],
)
def test_likeness_of_what_people_write(one: str, other: str, about: float) -> None:
    assert likeness(one, other) == pytest.approx(about, abs=0.01)


def test_words_are_compared_as_wholes_where_words_are_given() -> None:
    assert likeness(["a", "bad", "cat"], ["a", "bad", "bat"]) == pytest.approx(2 / 3)


# Pairings -------------------------------------------------------------------------------------------------------------


@given(ITEMS, ITEMS)
def test_as_many_equal_members_are_paired_in_order_as_can_be(one: list[str], other: list[str]) -> None:
    pairs = equal_in_order(one, other)
    assert is_in_order(pairs)
    assert all(one[index] == other[at] for index, at in pairs.items())
    gains = [[float(left == right) for right in other] for left in one]
    assert len(pairs) == len(best_in_order(gains))


@given(GAINS)
@example([])
@example([[]])
def test_no_pairing_in_order_gains_more(gains: list[list[float]]) -> None:
    pairs = best_in_order(gains)
    assert is_in_order(pairs)
    assert all(gains[index][at] > 0 for index, at in pairs.items())
    every = pairings(len(gains), len(gains[0]) if gains else 0)
    most = max(sum(gains[index][at] for index, at in other.items()) for other in every)
    assert sum(gains[index][at] for index, at in pairs.items()) == most


def test_of_pairings_in_order_that_gain_the_same_one_has_the_early_pairs() -> None:
    assert best_in_order([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]) == {0: 0, 1: 1}
    assert best_in_order([[1.0, 1.0, 1.0]]) == {0: 0}


@given(CANDIDATES, st.randoms())
def test_what_is_not_paired_gives_way_to_a_pair_that_is_as_much_alike(
    candidates: list[tuple[float, int, int]], chance: random.Random
) -> None:
    pairs = most_alike_first(candidates)
    assert len(set(pairs.values())) == len(pairs)
    score = {pair: max(alike for alike, *other in candidates if tuple(other) == pair) for pair in pairs.items()}
    for alike, index, at in candidates:
        taking = [pair for pair in pairs.items() if pair[0] == index or pair[1] == at]
        assert any(score[pair] >= alike for pair in taking)
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert most_alike_first(shuffled) == pairs


def test_of_candidates_as_much_alike_the_nearest_is_taken_and_then_the_first() -> None:
    assert most_alike_first([(0.5, 0, 2), (0.5, 2, 2)]) == {2: 2}
    assert most_alike_first([(0.5, 1, 2), (0.5, 1, 0)]) == {1: 0}


# What has moved -------------------------------------------------------------------------------------------------------


@given(PLACES, st.none() | st.lists(st.integers(1, 4).map(float), min_size=9, max_size=9))
def test_no_run_that_rises_weighs_more_and_the_rest_has_moved(places: list[int], weights: list[float] | None) -> None:
    run = longest_rising(places, weights)
    assert rises(run)
    assert all(places[one] <= places[other] for one, other in pairwise(run))
    weight = weights or [1.0] * 9
    every = (some for count in range(len(places) + 1) for some in combinations(range(len(places)), count))
    rising = (some for some in every if all(places[one] <= places[other] for one, other in pairwise(some)))
    assert sum(weight[index] for index in run) == max(sum(weight[index] for index in some) for some in rising)
    assert sorted([*moved(places), *longest_rising(places)]) == list(range(len(places)))


def test_of_two_that_changed_places_the_first_now_has_moved() -> None:
    assert moved([0, 2, 1, 3]) == [1]
    assert moved([3, 0, 1, 2]) == [0]
    assert moved([0, 1, 1, 2]) == []


# What is the same and what differs ------------------------------------------------------------------------------------


@given(ITEMS, ITEMS)
def test_differences_turn_one_list_into_the_other_with_the_fewest_changes(one: list[str], other: list[str]) -> None:
    changed, position, touched = list[str](), 0, 0
    for part in differences(one, other):
        assert not part.same
        changed += [*one[position : part.start], *other[part.other_start : part.other_end]]
        position = part.end
        touched += part.end - part.start + part.other_end - part.other_start
    assert [*changed, *one[position:]] == other
    assert touched == len(one) + len(other) - 2 * len(equal_in_order(one, other))


@given(ITEMS, ITEMS)
def test_between_two_differences_lies_something_that_is_the_same(one: list[str], other: list[str]) -> None:
    for part, later in pairwise(differences(one, other)):
        kept = one[part.end : later.start]
        assert kept
        assert kept == other[part.other_end : later.other_start]


@given(WORDS, WORDS)
def test_stretches_hold_every_word_of_both_once(one: list[str], other: list[str]) -> None:
    parts = list(stretches(one, other))
    assert [word for part in parts for word in one[part.start : part.end]] == one
    assert [word for part in parts for word in other[part.other_start : part.other_end]] == other
    assert all((one[part.start : part.end] == other[part.other_start : part.other_end]) == part.same for part in parts)


@given(TEXT)
def test_tokens_are_the_whole_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXT, TEXT)
def test_a_character_that_was_there_before_is_the_same_one_and_in_order(before: str, after: str) -> None:
    found = origins(before, after)
    assert len(found) == len(after)
    kept = [(at, char) for at, char in zip(found, after, strict=True) if at is not None]
    assert all(before[at] == char for at, char in kept)
    assert rises([at for at, _ in kept])


@given(TEXT)
def test_in_a_text_that_was_left_alone_every_character_is_where_it_was(text: str) -> None:
    wanted = list(range(len(text))) if any(map(str.isalnum, text)) else [None] * len(text)
    assert origins(text, text) == wanted


def test_a_word_that_was_typed_over_is_new_as_a_whole() -> None:
    before, after = "About 5,800 jobs", "Around 5,800 jobs"
    assert origins(before, after) == [*[None] * 6, *range(5, 16)]
    assert origins("one, two", "three, four") == [None] * 11
