"""Labels along a line: none touches another, all lie inside, and no other placing moves them less."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.compose.drawings.label_places import spread

LABEL = st.tuples(st.floats(0, 300), st.floats(0.5, 40), st.floats(0.5, 40), st.floats(0, 60))


def movement(places: list[float], wanted: list[float]) -> float:
    return sum((place - want) ** 2 for place, want in zip(places, wanted, strict=True))


@given(st.lists(LABEL, min_size=1, max_size=6), st.floats(0, 10), st.floats(0, 200))
def test_labels_keep_apart_and_inside_and_move_as_little_as_can_be(
    labels: list[tuple[float, float, float, float]], gap: float, spare: float
) -> None:
    labels = sorted(labels)
    wanted, before, after = ([label[part] for label in labels] for part in range(3))
    most = sum(before) + sum(after) + gap * (len(labels) - 1) + spare
    places = spread(wanted, before, after, 0, most, gap)
    assert places[0] - before[0] >= -1e-6
    assert places[-1] + after[-1] <= most + 1e-6
    for first, second in pairwise(range(len(labels))):
        assert places[second] - before[second] - places[first] - after[first] >= gap - 1e-6
    # Another placing that is allowed: from the first label on, each as far on as chance has it.
    other, start, left = [], 0.0, spare
    for _, ahead, behind, further in labels:
        start += min(further, left)
        left -= min(further, left)
        other.append(start + ahead)
        start += ahead + behind + gap
    assert movement(places, wanted) <= movement(other, wanted) + 1e-6


def test_what_has_room_stays_where_it_is() -> None:
    assert spread([20, 60, 100], [5, 5, 5], [5, 5, 5], 0, 200, 3) == [20, 60, 100]


def test_two_that_want_one_place_part_evenly() -> None:
    assert spread([50, 50], [5, 5], [5, 5], 0, 100, 4) == [43, 57]


def test_where_there_is_too_little_room_the_last_ones_run_over_and_none_touches() -> None:
    assert spread([10, 10, 10], [10] * 3, [10] * 3, 0, 40, 1) == [10, 31, 52]


def test_no_label_has_no_place() -> None:
    assert spread([], [], [], 0, 10) == []


@pytest.mark.parametrize(("wanted", "before"), [([5, 4], [1, 1]), ([4, 5], [1])])
def test_what_is_out_of_order_or_incomplete_is_refused(wanted: list[float], before: list[float]) -> None:
    with pytest.raises(ValueError, match="label"):
        spread(wanted, before, [1, 1], 0, 10)
