"""Copyfitting as a pure function: which setting is chosen, what is left out, and how room is shared out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.brochure import fit
from guidepress.brochure.fit import Limits, Room, Setting

SIZES = (13, 12.5, 12, 11.5, 11, 10.5)
LIMITS = Limits(SIZES, (1.3333,), 7, 21, filler=98)
HEIGHT = 500.0


def panels(texts: Mapping[str, float], optional: Mapping[str, float] | None = None) -> fit.Layout:
    """A layout in which a panel's text is as high as its amount times the square of its size."""

    def layout(setting: Setting) -> dict[str, Room]:
        rooms = {}
        for name, amount in texts.items():
            rest = sum(high for each, high in (optional or {}).items() if each not in setting.dropped)
            used = (amount + (rest if name == "inside" else 0)) * (setting.size / 10.5) ** 2
            rooms[name] = Room(HEIGHT - used, gaps=3, foot=name == "back")
        return rooms

    return layout


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(10, 700), min_size=1))
def test_the_largest_size_that_fits_is_found_in_few_layouts(texts: dict[str, float]) -> None:
    layout = panels(texts)
    chosen, trials = fit.search(LIMITS, layout)
    fitting = [size for size in SIZES if all(room.left >= 0 for room in layout(Setting(size, 7)).values())]
    assert chosen.fits == bool(fitting)
    assert chosen.setting.size == max(fitting, default=10.5)
    assert len(trials) <= 3
    assert chosen in trials
    assert fit.search(LIMITS, layout)[0] == chosen


FULL = replace(LIMITS, full=11.5)


def test_at_full_size_what_has_a_rank_gives_way_the_first_named_first_and_only_where_text_runs_over() -> None:
    layout = panels({"inside": 350, "back": 100}, {"skills": 60, "day": 80})
    chosen, trials = fit.search(FULL, layout, {"inside": ["day", "skills"], "back": ["more"]})
    assert chosen.fits
    assert chosen.setting == Setting(11.5, 7, dropped=("day",))
    assert trials[-2].setting == Setting(11.5, 7)
    assert trials[-1] == chosen


def test_a_larger_size_that_holds_everything_is_kept_and_nothing_gives_way() -> None:
    layout = panels({"inside": 200}, {"skills": 150})
    chosen, _ = fit.search(FULL, layout, {"inside": ["skills"]})
    assert (chosen.setting.size, chosen.setting.dropped) == (12.5, ())


def test_only_what_always_stands_is_set_below_full_size() -> None:
    layout = panels({"inside": 450}, {"skills": 60})
    chosen, _ = fit.search(FULL, layout, {"inside": ["skills"]})
    assert (chosen.setting.size, chosen.setting.dropped) == (11, ("skills",))


def test_without_ranks_type_gets_smaller_as_far_as_it_may() -> None:
    chosen, _ = fit.search(FULL, panels({"inside": 450}), {"inside": []})
    assert (chosen.setting.size, chosen.setting.dropped) == (11, ())


def test_where_even_that_does_not_help_the_report_is_of_what_always_stands_at_the_smallest_size() -> None:
    layout = panels({"inside": 700}, {"skills": 60})
    chosen, trials = fit.search(FULL, layout, {"inside": ["skills"]})
    assert not chosen.fits
    assert chosen.setting == Setting(10.5, 7, dropped=("skills",))
    assert chosen.rooms["inside"].left == pytest.approx(-200)
    assert trials[-1] == chosen


@given(st.floats(0, 500), st.integers(0, 12), st.booleans())
def test_room_is_shared_out_and_never_more_than_there_is(left: float, gaps: int, foot: bool) -> None:
    trial = fit.Trial(Setting(11, 7), {"inside": Room(left, gaps, foot)})
    setting = fit.spread(trial, LIMITS)
    grown = (setting.gaps["inside"] - 7) * gaps
    assert 7 <= setting.gaps["inside"] <= 21
    filler = setting.fillers.get("inside", 0)
    used = grown + setting.feet.get("inside", 0) + (filler + setting.gaps["inside"] if filler else 0)
    assert used <= left
    assert filler == 0 or filler >= 98
    if not foot and not filler:
        assert left - grown - setting.gaps["inside"] < 98 + 1 + 0.25 * (gaps + 1)


@given(
    st.dictionaries(st.sampled_from("abc"), st.floats(0, 120), max_size=3),
    st.floats(0, 300),
    st.integers(0, 6),
)
def test_a_chart_takes_the_room_before_the_gaps_do_and_never_more_than_it_can(
    growths: dict[str, float], left: float, gaps: int
) -> None:
    room = Room(left, gaps, stretches=growths)
    setting = fit.spread(fit.Trial(Setting(10.5, 7), {"inside": room}), LIMITS)
    grown = setting.stretches
    assert grown.keys() == growths.keys()
    assert all(0 <= grown[name] <= growths[name] for name in grown)
    widened = (setting.gaps["inside"] - 7) * gaps
    used = sum(grown.values()) + widened + setting.fillers.get("inside", 0)
    assert used <= left
    if any(grown[name] < growths[name] - 0.25 for name in grown):  # what could have grown further leaves gaps no more
        assert widened <= 3.5 * gaps
        assert sum(grown.values()) + 3.5 * gaps >= min(left, 3.5 * gaps) - 2


def test_charts_of_one_panel_share_the_room_evenly_as_far_as_each_can_take_it() -> None:
    room = Room(100.5, 0, stretches={"pay": 200, "strip": 20, "path": 90})
    setting = fit.spread(fit.Trial(Setting(10.5, 7), {"inside": room}), LIMITS)
    assert setting.stretches == {"strip": 20, "path": 40, "pay": 40}
