"""A brand's colours in every theme: all of it can be seen, what can be seen is left alone, hues stay, twice is once."""

from __future__ import annotations

import math

import pytest
from coloraide import Color
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidepress import project
from guidepress.compose.themes import palette, theme
from guidepress.compose.themes.colours import contrast, holds, turned
from guidepress.compose.themes.theme import Theme
from guidepress.content.model.brand import BrandColour, BrandColours, HouseColours
from helpers.checkout import ROOT

NAMES = sorted(path.parent.name for path in (ROOT / "templates/themes").glob("*/theme.yaml"))
THEMES = {name: theme.read(project.find(ROOT), name) for name in NAMES}
ANY = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
HARD = ("#FFD200", "#520726", "#808080", "#FFFFFF", "#000000", "#39FF14")


def brand(primary: str, secondary: str | None = None) -> BrandColours:
    return BrandColours(primary=BrandColour(rgb=primary), secondary=BrandColour(rgb=secondary) if secondary else None)


def used(look: Theme) -> set[str]:
    return {*palette.used_by(look), look.handout.accent, look.handout.rule}


def hue_shift(one: str, other: str) -> float:
    """Return how far apart two hues look, as a distance in OKLab: a person sees none below 0.02.

    Nearly black, two neighbours among the 256 steps of a screen differ by many degrees, and look the same.
    """
    chroma = min(Color(colour).convert("oklch")["chroma"] for colour in (one, other))
    return 2 * chroma * math.sin(math.radians(turned(one, other)) / 2)


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_s_own_colours_can_be_seen(name: str) -> None:
    assert palette.unmet_by(THEMES[name]) == []


@pytest.mark.parametrize("name", NAMES)
@given(primary=ANY, secondary=st.none() | ANY)
@example("#FFFFFF", None)
@example("#000000", "#FFFFFF")
@example("#39FF14", "#39FF14")
@example("#0045E7", "#030304")
@settings(max_examples=100)
def test_any_two_colours_can_be_seen_in_every_theme(name: str, primary: str, secondary: str | None) -> None:
    look, moves = palette.place(THEMES[name], brand(primary, secondary))
    assert palette.unmet_by(look) == []
    for each in moves:
        assert turned(each.colour, each.moved) < 3 or hue_shift(each.colour, each.moved) < 0.005
        assert each.before < each.least + 0.01
        assert each.after >= each.least
        assert each.after == contrast(each.moved, each.against)
        assert each.moved in used(look)
    again, _ = palette.place(look, brand(primary, secondary))
    assert again == look


@pytest.mark.parametrize("name", NAMES)
@given(colour=ANY)
@settings(max_examples=60)
def test_a_colour_that_stands_out_as_it_is_is_not_moved(name: str, colour: str) -> None:
    look, moves = palette.place(THEMES[name], brand(colour))
    if not moves:
        assert colour in used(look)
    if holds(colour, "#FFFFFF", 7) and holds(colour, "#FF5C3E", 4.5) and holds(colour, "#FFC42E", 4.5):
        assert moves == []


@given(primary=ANY, secondary=ANY, ink=ANY, paper=ANY)
@example("#0E4A66", "#F0B63A", "#808080", "#808080")
@example("#FFFFFF", "#000000", "#FFFFFF", "#000000")
@settings(max_examples=100)
def test_a_house_may_choose_its_ink_and_its_paper_too(primary: str, secondary: str, ink: str, paper: str) -> None:
    given = {"primary": primary, "secondary": secondary, "ink": ink, "paper": paper}
    colours = HouseColours(**{name: BrandColour(rgb=colour) for name, colour in given.items()})
    look, _ = palette.place(THEMES["house"], colours)
    assert palette.unmet_by(look) == []
    assert palette.place(look, colours)[0] == look
    assert holds(look.colours.ink, look.colours.paper, 7)


@pytest.mark.parametrize("colour", HARD)
def test_a_field_keeps_the_exact_colour_where_paper_or_ink_can_be_read_on_it(colour: str) -> None:
    look, _ = palette.place(THEMES["clinic"], brand(colour))
    flood = look.grounds["flood"]
    readable = any(holds(colour, each, 4.5) for each in (look.colours.paper, look.colours.ink))
    assert (flood.fill == colour) is readable
    assert holds(flood.text, flood.fill, 4.5)


def test_in_track_a_dark_colour_is_the_ink_and_a_light_one_the_coral() -> None:
    maroon, green = (
        palette.place(THEMES["track"], brand("#520726"))[0],
        palette.place(THEMES["track"], brand("#1FB893"))[0],
    )
    assert (maroon.colours.ink, maroon.colours.accent, maroon.colours.second) == ("#520726", "#FF5C3E", "#FFC42E")
    assert (green.colours.ink, green.colours.accent, green.colours.second) == ("#27145F", "#1FB893", "#FFC42E")
    both = palette.place(THEMES["track"], brand("#1FB893", "#0B2D23"))[0]
    assert (both.colours.ink, both.colours.accent) == ("#0B2D23", "#1FB893")
    assert maroon.colours.shade not in ("#4A2A86", "#520726")  # mixed anew
    grey, moves = palette.place(THEMES["track"], brand("#808080"))
    assert grey.colours.accent == moves[0].moved == "#8B8B8B"


def test_in_clinic_ink_and_greys_stay() -> None:
    before, after = THEMES["clinic"], palette.place(THEMES["clinic"], brand("#7A0019"))[0]
    for name in ("paper", "ink", "grey", "tick", "hair", "tint"):
        assert getattr(after.colours, name) == getattr(before.colours, name)
    assert after.handout.accent == after.grounds["paper"].strong == after.grounds["flood"].fill == "#7A0019"


def test_inks_are_kept_for_what_is_exactly_the_brand_s_and_dropped_for_what_gave_way_or_moved() -> None:
    yellow = BrandColours(primary=BrandColour(rgb="#ffd200", cmyk=(0, 16, 100, 0)))
    look, _ = palette.place(THEMES["clinic"], yellow)
    assert look.inks["#FFD200"] == (0, 16, 100, 0)
    assert "#15191D" in look.inks
    assert look.grounds["paper"].strong not in look.inks
    assert not {"#0062B1", "#A9CBE8"} & set(look.inks)
    bare, _ = palette.place(THEMES["clinic"], brand("#FFD200"))
    assert "#FFD200" not in bare.inks


def test_what_does_not_stand_out_is_found() -> None:
    look = THEMES["clinic"]
    pale = look.grounds["paper"].model_copy(update={"strong": "#BBBBBB", "tick": "#EEEEEE", "stop": "#EEEEEE"})
    spoilt = look.model_copy(update={"grounds": {**look.grounds, "paper": pale}})
    # The pale stop is no fault of its own: it lies on a path that stands out.
    assert palette.unmet_by(spoilt) == ["paper: strong on fill", "paper: tick on fill", "paper: on_stop on stop"]
