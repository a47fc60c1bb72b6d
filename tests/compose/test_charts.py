"""What is drawn from values: where things lie, in proportion, and what is said to those who do not see them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from guidepress.compose import fact_charts
from guidepress.compose.drawings import charts
from guidepress.compose.drawings.charts import FULL, YEAR, Scale, Style
from guidepress.content.model.roles import Fact, Unit

COLOURS = {"bar": "#0062B1", "mark": "#15191D", "tick": "#7C868F", "fill": "#FFFFFF", "tint": "#EEF0F2"}
LINES = Style(3, False, True)
ROUND = Style(9, True, False)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: Markup) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)  # noqa: S314 - it is ours
    assert root.tag == f"{SVG}svg"
    return root


def bars(svg: Markup, colour: str) -> list[tuple[float, float]]:
    """Left edge and width of every rectangle of a colour."""
    found = [each for each in drawn(svg).iter(f"{SVG}rect") if each.get("fill") == colour]
    return [(float(each.get("x", 0)), float(each.get("width", 0))) for each in found]


def title(svg: Markup) -> str:
    return drawn(svg).findtext(f"{SVG}title") or ""


def fact(value: object, unit: Unit) -> Fact:
    return Fact.model_validate(
        {
            "value": value,
            "unit": unit,
            "period": "2024–34",
            "source": "BLS",
            "address": "https://www.bls.gov",
            "retrieved": "2026-11-23",
            "review_after": "2027-11-23",
            "grade": "A",
        }
    )


@pytest.mark.parametrize("style", [LINES, ROUND], ids=["lines", "round"])
def test_a_bar_twice_as_long_is_twice_as_much(style: Style) -> None:
    on = charts.scale_from_zero([13, 3], 1, 20)
    assert (on.least, on.most) == (0, 20)
    (ten,) = bars(charts.reading(0, 10, None, on, "Growth", style, COLOURS), COLOURS["bar"])
    (five,) = bars(charts.reading(0, 5, None, on, "Growth", style, COLOURS), COLOURS["bar"])
    assert ten[1] == pytest.approx(2 * five[1], abs=0.1)
    assert ten[1] == pytest.approx(FULL / 2, abs=0.5)


def test_a_span_begins_where_it_begins() -> None:
    on = Scale(0, 6, 1)
    ((left, width),) = bars(charts.reading(2, 4, None, on, "Years", LINES, COLOURS), COLOURS["bar"])
    assert left == pytest.approx(FULL / 3, abs=0.5)
    assert width == pytest.approx(FULL / 3, abs=0.5)


def test_the_benchmark_is_marked_where_it_lies() -> None:
    on = Scale(0, 140_000, 10_000)
    svg = charts.reading(0, 96_590, 50_980, on, "Pay", LINES, COLOURS)
    ((left, width),) = bars(svg, COLOURS["mark"])
    assert left + width / 2 == pytest.approx(FULL * 50_980 / 140_000, abs=0.5)


def test_growth_below_zero_has_a_scale_that_reaches_down_to_it() -> None:
    on = charts.scale_from_zero([-4, 3], 1, 20)
    assert (on.least, on.most) == (-4, 20)
    ((left, width),) = bars(charts.reading(0, -4, None, on, "Growth", LINES, COLOURS), COLOURS["bar"])
    assert left == pytest.approx(0.25)
    assert width == pytest.approx(FULL / 6, abs=0.5)


@pytest.mark.parametrize(("value", "share"), [(57, 0.57), (0, 0.0), (100, 1.0), (140, 1.0)])
def test_a_share_is_a_part_of_the_whole_measure(value: float, share: float) -> None:
    (bar,) = bars(charts.share(value, "Hospitals: 57%", LINES, COLOURS), COLOURS["bar"])
    assert bar == (0, pytest.approx(FULL * share, abs=0.01))


def test_years_are_blocks_full_and_open() -> None:
    svg = charts.years(2, 4, "2 to 4 years", LINES, COLOURS)
    full = bars(svg, COLOURS["bar"])
    assert [left for left, _ in full] == [0, YEAR]
    assert len([each for each in drawn(svg).iter(f"{SVG}rect") if each.get("fill") == "none"]) == 4
    assert title(svg) == "2 to 4 years"
    half = bars(charts.years(1.5, 1.5, "", LINES, COLOURS), COLOURS["bar"])
    assert half[1][1] < half[0][1] / 1.5


@pytest.mark.parametrize("style", [LINES, ROUND], ids=["lines", "round"])
def test_a_pay_range_lies_between_its_ends(style: Style) -> None:
    on = Scale(40_000, 140_000, 20_000)
    svg = charts.pay_range((60_000, 90_000, 120_000), 50_980, on, "Pay", style, COLOURS)
    width = float((drawn(svg).get("viewBox") or "").split()[2])
    colour = COLOURS["mark"] if style.round else COLOURS["bar"]
    left, wide = max(bars(svg, colour), key=lambda each: each[1])
    inset = 8 if style.round else 0.25
    assert left == pytest.approx(inset + 0.2 * (width - 2 * inset), abs=0.3)
    assert wide == pytest.approx(0.6 * (width - 2 * inset), abs=0.3)


def test_words_of_a_title_are_escaped() -> None:
    svg = charts.share(10, "R&D <b>labs</b>", LINES, COLOURS)
    assert title(svg) == "R&D <b>labs</b>"
    assert "<b>" not in re.sub(r"&lt;b&gt;", "", svg)


@pytest.mark.parametrize(
    ("value", "unit", "alone", "inside"),
    [
        (96590, Unit.DOLLARS, "$96,590", "$96,590"),
        (13, Unit.PERCENT, "+13%", "13%"),
        (-2.5, Unit.PERCENT, "−2.5%", "−2.5%"),
        (0, Unit.PERCENT, "+0%", "0%"),
        (57, Unit.SHARE, "57%", "57%"),
        (5800, Unit.JOBS, "5,800", "5,800"),
        (2, Unit.YEARS, "2", "2"),
        (1.5, Unit.YEARS, "1.5", "1.5"),
        ("30 CME credits every 3 years", Unit.WORDS, "30 CME credits every 3 years", "30 CME credits every 3 years"),
    ],
)
def test_a_fact_alone_and_in_a_sentence(value: object, unit: Unit, alone: str, inside: str) -> None:
    assert fact_charts.figure(fact(value, unit)) == alone
    assert fact_charts.words(fact(value, unit)) == inside
