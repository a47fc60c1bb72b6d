"""Contrast as the guidelines reckon it; colours deepened and grays lifted in lightness alone; tints mixed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidepress.compose.themes import colours
from guidepress.compose.themes.colours import contrast, deepen, holds, hue, lift, mix, neutral, turned

ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def by_the_guideline(one: str, other: str) -> float:
    """The contrast ratio, written down from WCAG 2.2 once more."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#0062B1", "#FFFFFF", 6.2),
    ],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.05)


@given(ANY, ANY, st.sampled_from([3.0, 4.5, 7.0]))
def test_what_holds_holds_also_by_the_rounded_numbers_of_the_guideline(one: str, other: str, least: float) -> None:
    assert contrast(one, other) == pytest.approx(by_the_guideline(one, other), abs=0.0015)
    if holds(one, other, least):
        assert by_the_guideline(one, other) >= least


def whole_steps_turn(colour: str) -> float:
    """By how many degrees a colour's hue turns at most where each channel is one of 256: much for one near black."""
    return 3 if max(int(colour[at : at + 2], 16) for at in (1, 3, 5)) >= 8 else 60


@example("#004143", "#008284", 4.5)
@given(ANY, ANY, st.sampled_from([3.0, 4.5]))
def test_a_colour_is_deepened_until_it_stands_out_and_keeps_its_hue(colour: str, ground: str, least: float) -> None:
    deeper = deepen(colour, lambda each: holds(each, ground, least))
    if deeper is None:
        assert not holds("#000000", ground, least)
        return
    assert holds(deeper, ground, least)
    assert contrast(deeper, "#FFFFFF") >= contrast(colour, "#FFFFFF")
    if holds(colour, ground, least):
        assert deeper == colour
    assert turned(colour, deeper) < whole_steps_turn(deeper)
    assert deepen(deeper, lambda each: holds(each, ground, least)) == deeper


def test_a_colour_is_deepened_no_further_than_it_must() -> None:
    assert contrast(deepen("#FFD200", lambda each: holds(each, "#FFFFFF", 4.5)) or "", "#FFFFFF") < 4.8
    assert deepen("#520726", lambda each: holds(each, "#15191D", 4.5)) is None  # lighter it would be pink
    assert deepen("#808080", lambda each: False) is None


def test_a_gray_is_lifted() -> None:
    lifted = lift("#A7A9AC", lambda each: holds(each, "#154734", 6))
    assert lifted is not None
    assert 6 <= contrast(lifted, "#154734") < 6.4
    assert neutral(lifted)
    assert neutral("#000000")
    assert not neutral("#6F1D2C")
    assert lift("#808080", lambda each: False) is None


def test_greys_have_no_hue_and_stay_grey() -> None:
    assert hue("#808080") is None
    assert turned("#808080", "#FF0000") == 0
    grey = colours.at_lightness("#808080", 0.4)
    assert grey[1:3] == grey[3:5] == grey[5:7]


def test_a_tint_is_mixed_channel_by_channel() -> None:
    assert mix("#FF0000", "#FFFFFF", 20) == "#FFCCCC"
    assert mix("#0062B1", "#FFFFFF", 100) == "#0062B1"
    assert mix("#0062B1", "#FFFFFF", 0) == "#FFFFFF"
