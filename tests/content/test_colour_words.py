"""Colours as people write them: what each is taken as, and what is said of what is none."""

from __future__ import annotations

import pytest

from guidepress.content.model import colour_words

UNDERSTOOD = {
    "#1D4E89": "#1D4E89",
    "1D4E89": "#1D4E89",
    "1d4e89": "#1d4e89",
    "#18a": "#1188aa",
    "maroon": "#800000",
    "Dark Green": "#006400",
    "dark-green": "#006400",
    "grey": "#808080",
    "29, 78, 137": "#1D4E89",
    "rgb(29 78 137)": "#1D4E89",
    "RGB: 29/78/137": "#1D4E89",
}
WHERE = "write “#” and six digits: what a school’s website or style guide calls the “hex” value"
REFUSED = {
    "#1D4E8": ("“#1D4E8” is no color: it has 5 digits, and a color has six.", "copy it once more"),
    "#1": ("“#1” is no color: it has 1 digit, and a color has six.", "copy it once more"),
    "1D4E8": ("“1D4E8” is no color: it has 5 digits, and a color has six.", "copy it once more"),
    "#1D4E89FF": ("“#1D4E89FF” is no color: it has 8 digits, and a color has six.", "copy it once more"),
    "#O062B1": ("“#O062B1” is no color: “O” is no digit of one.", "did you mean “#0062B1”?"),
    "OO62Bl": ("“OO62Bl” is no color: “O” is no digit of one.", "did you mean “#0062B1”?"),
    "#1D4G89": ("“#1D4G89” is no color: “G” is no digit of one.", "the digits of a color are 0 to 9 and A to F"),
    "marron": ("“marron” is not a color that Guidepress knows.", "did you mean “maroon”?"),
    "school blue": ("“school blue” is not a color that Guidepress knows.", WHERE),
    "PMS289": ("“PMS289” is not a color that Guidepress knows.", WHERE),
    "Pantone 289 C": ("“Pantone 289 C” is not a color that Guidepress knows.", WHERE),
    "300, 78, 137": ("“300, 78, 137” is not a color that Guidepress knows.", WHERE),
    "0 100 50 20": ("“0 100 50 20” is not a color that Guidepress knows.", WHERE),
}


@pytest.mark.parametrize(("written", "taken_as"), UNDERSTOOD.items())
def test_a_colour_is_understood_as_people_write_it(written: str, taken_as: str) -> None:
    assert colour_words.read(written) == taken_as


@pytest.mark.parametrize(("written", "told"), REFUSED.items())
def test_what_is_no_colour_is_told_without_another_colour_to_copy(written: str, told: tuple[str, str]) -> None:
    with pytest.raises(colour_words.ColourError) as caught:
        colour_words.read(written)
    assert (str(caught.value), caught.value.hint) == told
