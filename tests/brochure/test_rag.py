"""Where lines of short texts end: what holds for every text, and the faults that a reader would see."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.brochure import rag
from guidepress.brochure.rag import Unbroken

SPACE = 3.0


def words(text: str) -> list[Unbroken]:
    """Words in a type in which each letter is ten wide, a thin space three."""
    return [Unbroken(word, 10.0 * len(word), SPACE) for word in text.split()]


def broken(text: str, measure: float, even: bool = False, weak: str = "") -> list[str]:
    ends = rag.ends(words(text), measure, even, frozenset(weak.split()))
    return [" ".join(text.split()[start:end]) for start, end in pairwise([0, *ends])]


def width(line: list[Unbroken]) -> float:
    return sum(word.width for word in line) + sum(word.space for word in line[:-1])


def filled(every: list[Unbroken], measure: float) -> int:
    """Return how many lines there are if each is as full as it goes."""
    count, line = 1, [every[0]]
    for word in every[1:]:
        if width([*line, word]) > measure:
            count, line = count + 1, []
        line.append(word)
    return count


some_words = st.lists(
    st.builds(
        Unbroken,
        st.sampled_from(["the", "of", "sound", "x"]),
        st.integers(1, 90).map(float),
        st.sampled_from([0.0, SPACE]),
    ),
    min_size=1,
    max_size=60,
)


@given(some_words, st.integers(20, 400).map(float), st.booleans())
def test_all_words_stay_in_order_on_the_fewest_lines_and_none_is_wider_than_the_measure(
    every: list[Unbroken], measure: float, even: bool
) -> None:
    ends = rag.ends(every, measure, even, frozenset(["the", "of"]))
    if max(word.width for word in every) > measure:
        assert ends == []
        return
    assert ends == sorted(set(ends))
    assert ends[-1] == len(every)
    lines = [every[start:end] for start, end in pairwise([0, *ends])]
    assert all(line and width(line) <= measure + 1e-6 for line in lines)
    assert len(lines) == filled(every, measure)


@given(st.lists(st.integers(1, 9), min_size=2, max_size=9), st.integers(10, 30))
def test_even_lines_are_as_even_as_any_two_or_three_lines_can_be(lengths: list[int], letters: int) -> None:
    every = [Unbroken("x" * length, 10.0 * length, SPACE) for length in lengths]
    measure = 10.0 * letters
    ends = rag.ends(every, measure, even=True)
    count = len(ends)
    if count != 2:  # with two lines there are no stairs, and what is left of the cost is how uneven they are
        return
    found = [width(every[: ends[0]]), width(every[ends[0] :])]
    lone = len(every) - ends[0] == 1
    for (cut,) in combinations(range(1, len(every)), 1):
        other = [width(every[:cut]), width(every[cut:])]
        if max(other) <= measure and len(every) - cut != 1 and not lone:
            assert abs(found[0] - found[1]) <= abs(other[0] - other[1]) + 2 * SPACE


def test_no_word_stands_alone_on_the_last_line_where_another_can_join_it() -> None:
    assert broken("out what is wrong It uses no ionizing radiation", 290)[-1] != "radiation"
    assert broken("ask its health board early", 210) == ["ask its health", "board early"]


@pytest.mark.parametrize("measure", [200, 240, 280])
def test_lines_do_not_step_in_or_out_like_stairs_where_they_need_not(measure: int) -> None:
    text = "a study of the year found that the work had hurt up to ninety in a hundred of them in time and for long"
    lines = broken(text, measure)
    steps = [len(below) - len(above) for above, below in pairwise(lines)]
    assert len(lines) > 3
    same = [(one, other) for one, other in pairwise(steps[:-1]) if one * other > 0 and min(abs(one), abs(other)) > 2]
    assert same == []


@pytest.mark.parametrize(
    ("text", "measure"), [("Watching old hearts a long while", 195), ("Pictures of probes in a clean room", 190)]
)
def test_a_line_does_not_end_in_a_weak_word_where_that_costs_little(text: str, measure: float) -> None:
    weak = "and the of a that is in"
    without, ours = broken(text, measure), broken(text, measure, weak=weak)
    assert without[0].split()[-1] in weak.split()
    assert ours[0].split()[-1] not in weak.split()
    assert len(ours) == len(without)


def test_a_line_ends_inside_a_word_only_in_need() -> None:
    every = [Unbroken("high-", 50, 0.0), Unbroken("frequency", 90, SPACE), Unbroken("waves", 50, SPACE)]
    assert rag.ends(every, 150) == [2, 3]
    assert rag.ends(every, 100) == [1, 2, 3]


def test_a_word_wider_than_the_measure_is_left_to_whoever_can_break_it() -> None:
    assert broken("a Donaudampfschifffahrt", 100) == []
    assert rag.ends([], 100) == []
