"""Pay as it is drawn, for any amounts: nothing touches, nothing lies outside, every value has its figure and words."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.compose.drawings import pay_bar, pay_ruler
from guidepress.compose.drawings.lettering import Chart, touching
from guidepress.compose.drawings.pay_scale import pay_scale
from helpers.pay_sets import ALL_JOBS, COLOURS, HARD, HIGH, LOW, STARTERS, amounts, dollars, lettering, wording

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (150.0, 223.5, 340.0)
THEMES = ("clinic", "house", "track")


@st.composite
def pay(draw: st.DrawFn) -> dict[str, float]:
    """Amounts in order, from a few dollars to millions, often alike, with or without what all jobs pay."""
    base, span = (
        draw(st.sampled_from([0, 900, 30_000, 80_000, 2_000_000])),
        draw(st.sampled_from([1, 900, 60_000, 3e6])),
    )
    low, median, high, benchmark = (base + round(draw(st.floats(0, 1)) * span) for _ in range(4))
    low, median, high = sorted((low, median, high))
    alike = draw(st.sampled_from(["", "", "low", "high", "all"]))
    if alike in ("low", "all"):
        low = median
    if alike in ("high", "all"):
        high = median
    return amounts(low, median, high, draw(st.sampled_from([None, benchmark, low, median, high])))


def charts(paid: dict[str, float], width: float, theme: str, size: float, height: float) -> dict[str, Chart]:
    type_ = lettering(theme, size)
    upright, lying = wording(paid, True), wording(paid, False)
    return {
        "ruler": pay_ruler.draw(paid, upright, width, height, type_, "Pay", COLOURS),
        "bar": pay_bar.draw(paid, lying, width, type_, "Pay", COLOURS),
        "strip": pay_bar.draw(paid, lying, width, type_, "Pay", COLOURS, round_ends=False),
    }


def shapes(chart: Chart) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(str(chart.drawing)))  # noqa: S314 - our own


def rectangles(chart: Chart) -> list[tuple[float, float, float, float]]:
    """Return left, top, width and height of each rectangle that a chart draws."""
    found = [each for each in shapes(chart) if each.tag == f"{SVG}rect"]
    return [tuple(float(each.get(key, 0)) for key in ("x", "y", "width", "height")) for each in found]  # type: ignore[misc]


def said(chart: Chart, name: str) -> str:
    return " ".join(text.text for text in chart.texts if text.name == name)


@settings(max_examples=3000, deadline=None)
@given(pay(), st.sampled_from(THEMES), st.sampled_from([10.5, 11, 13]), st.sampled_from([0.0, 190.0, 250.0]))
def test_nothing_touches_nothing_is_outside_and_each_value_has_its_figure_and_its_words(
    paid: dict[str, float], theme: str, size: float, height: float
) -> None:
    for width in WIDTHS:
        for kind, chart in charts(paid, width, theme, size, height).items():
            assert list(touching(chart.texts, 1)) == [], kind
            for text in chart.texts:
                assert text.left >= -0.05 * text.size, (kind, text)
                assert text.left + text.width <= width + 0.01, (kind, text)
                assert text.ink[0] >= -0.1, (kind, text)
                assert text.ink[1] <= chart.height + 0.1, (kind, text)
            for name, words in (("low", LOW), ("high", HIGH), ("median", "half less")):
                assert dollars(paid[name]) in said(chart, name), kind
                assert words in said(chart, name), kind
            if "benchmark" in paid:
                assert ALL_JOBS in said(chart, "benchmark"), kind
                assert dollars(paid["benchmark"]) in said(chart, "benchmark"), kind
            else:
                assert said(chart, "benchmark") == ""
            assert (said(chart, "starters") == STARTERS) == (kind != "ruler")


@settings(max_examples=300, deadline=None)
@given(pay(), st.sampled_from(THEMES), st.sampled_from([0.0, 200.0, 250.0]))
def test_on_the_ruler_no_line_runs_through_words_and_figures_stand_on_their_lines(
    paid: dict[str, float], theme: str, height: float
) -> None:
    chart = charts(paid, 223.5, theme, 10.5, height)["ruler"]
    lines = [rectangle for rectangle in rectangles(chart) if rectangle[0] + rectangle[2] > 223]
    assert len(lines) == len(paid)
    order = pay_ruler.in_order(paid)
    for (_, top, _, thick), name in zip(lines, order, strict=True):
        for text in chart.texts:
            if text.part != "tick":
                assert text.ink[1] <= top - 0.5 or text.ink[0] >= top + thick + 0.5, (name, text)
        for text in chart.texts:
            if text.name == name:
                assert text.ink[1] <= top + 0.01 if text.part == "figure" else text.ink[0] >= top
                assert abs(text.ink[1 if text.part == "figure" else 0] - top) < 12
    assert all(first[1] < second[1] for first, second in pairwise(lines))


@pytest.mark.parametrize("name", HARD)
def test_a_ruler_is_as_high_as_it_is_asked_to_be_and_never_too_low_for_its_labels(name: str) -> None:
    paid = amounts(*HARD[name])
    least = charts(paid, 223.5, "clinic", 10.5, 0)["ruler"]
    assert 100 < least.height <= pay_ruler.MOST_HEIGHT
    assert charts(paid, 223.5, "clinic", 10.5, 250)["ruler"].height == 250
    viewed = ElementTree.fromstring(str(least.drawing)).get("viewBox")  # noqa: S314
    assert viewed == f"0 0 {least.width:g} {least.height:g}"


def test_where_there_is_room_every_line_is_straight_and_the_scale_is_true() -> None:
    paid = amounts(*HARD["sonographer"])
    chart = charts(paid, 223.5, "clinic", 10.5, 250)["ruler"]
    bends = [each.get("d", "") for each in shapes(chart) if each.get("d", "").count("L") == 1]
    starts = {}
    for name, bend in zip(pay_ruler.in_order(paid), bends, strict=True):
        start, end = (float(number) for number in re.findall(r" ([\d.]+)(?:H|h)", bend))
        assert start == end
        starts[name] = start
    dollars_a_point = (paid["high"] - paid["low"]) / (starts["low"] - starts["high"])
    assert starts["median"] - starts["high"] == pytest.approx(
        (paid["high"] - paid["median"]) / dollars_a_point, abs=0.02
    )
    median = next(text for text in chart.texts if text.name == "median")
    assert median.size == pay_ruler.CHIEF


def test_where_labels_would_meet_a_bend_leads_from_the_true_place() -> None:
    paid = amounts(*HARD["closer still"])
    chart = charts(paid, 223.5, "clinic", 10.5, 250)["ruler"]
    bends = [each.get("d", "") for each in shapes(chart) if each.get("d", "").count("L") == 1]
    ends = [tuple(float(number) for number in re.findall(r" ([\d.]+)(?:H|h)", bend)) for bend in bends]
    assert any(abs(start - end) > 3 for start, end in ends)
    assert [start for start, _ in ends] == sorted(start for start, _ in ends)


def test_the_middle_half_is_a_block_on_ruler_and_strip() -> None:
    paid = {**amounts(*HARD["sonographer"]), "quarter": 80_430, "three_quarters": 106_930}
    drawn = charts(paid, 223.5, "clinic", 10.5, 250)
    assert [wide for _, _, wide, _ in rectangles(drawn["ruler"]) if wide == 12] == [12]
    assert [tall for *_, tall in rectangles(drawn["strip"]) if tall == 12] == [12]


def test_the_median_stands_over_its_stop_and_the_ends_under_theirs() -> None:
    paid = amounts(*HARD["sonographer"])
    chart = charts(paid, 223.5, "track", 11, 0)["bar"]
    circle = next(each for each in shapes(chart) if each.tag == f"{SVG}circle")
    figure = next(text for text in chart.texts if text.name == "median")
    assert figure.left + figure.width / 2 == pytest.approx(float(circle.get("cx", 0)), abs=0.1)
    bar = max(rectangles(chart), key=lambda each: each[3] if each[2] > 24 else 0)
    low = next(text for text in chart.texts if text.name == "low")
    assert low.left < bar[0] + 6 < low.left + low.width
    assert low.top > bar[1] + bar[3]


def test_labels_that_do_not_fit_beside_each_other_take_two_rows() -> None:
    paid = amounts(*HARD["sonographer"])
    narrow, wide = (charts(paid, width, "track", 11, 0)["bar"] for width in (150.0, 223.5))
    assert {text.part for text in narrow.texts if text.name in ("low", "high")} == {"label"}
    assert {text.part for text in wide.texts if text.name in ("low", "high")} == {"strong", "words"}
    assert narrow.height > wide.height


@pytest.mark.parametrize(
    ("values", "least", "most", "step"),
    [
        ((67_820, 129_370, 50_980), 40_000, 140_000, 20_000),
        ((30_900, 39_800, 50_980), 20_000, 60_000, 10_000),
        ((62_100, 239_200, 50_980), 40_000, 240_000, 40_000),
        ((50_000, 50_000), 40_000, 60_000, 10_000),
        ((40_000, 40_000), 40_000, 60_000, 10_000),
        ((50_980, 9_900_000), 0, 10_000_000, 2_000_000),
    ],
)
def test_a_scale_has_the_steps_round_its_values(
    values: tuple[float, ...], least: float, most: float, step: float
) -> None:
    scale = pay_scale(values)
    assert (scale.axis.least, scale.axis.most, scale.step) == (least, most, step)
    assert scale.axis.tick == step / 4
    assert set(scale.figures) <= set(scale.axis.ticks())
