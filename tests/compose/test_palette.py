"""A brand's colours in every theme: all of it can be seen, what can be seen is left alone, hues stay, twice is once."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pytest
from coloraide import Color
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidepress import project
from guidepress.compose.themes import palette, shades, theme
from guidepress.compose.themes.colours import contrast, holds, neutral, turned
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
@example("#008A00", "#000000")
@settings(max_examples=100)
def test_any_two_colours_can_be_seen_in_every_theme(name: str, primary: str, secondary: str | None) -> None:
    look, moves = palette.place(THEMES[name], brand(primary, secondary))
    assert palette.unmet_by(look) == []
    for each in moves:
        assert each.before < each.least + 0.01
        assert each.after >= each.least
        assert each.after == contrast(each.moved, each.against)
        assert each.moved in used(look)
    again, _ = palette.place(look, brand(primary, secondary))
    assert again == look


@pytest.mark.parametrize("name", NAMES)
@given(primary=ANY)
@settings(max_examples=60)
def test_type_in_a_primary_colour_is_deepened_and_never_lifted(name: str, primary: str) -> None:
    made = shades.make(primary, None, "#FFFFFF", "#15191D", THEMES[name].colours.second)
    for shade in ("ink", "reading"):
        assert contrast(made[shade], "#FFFFFF") >= contrast(primary, "#FFFFFF")
        assert turned(primary, made[shade]) < 6 or hue_shift(primary, made[shade]) < 0.005
    if holds(primary, "#FFFFFF", 7):
        assert made["reading"] == primary


def random_brands(count: int) -> Iterator[tuple[str, str | None]]:
    """Yield brands: every other one has a second colour, every fifth is grey."""
    chance = random.Random(20261130)  # noqa: S311 - no secret
    for number in range(count):
        primary = f"#{chance.randrange(1 << 24):06X}"
        secondary = f"#{chance.randrange(1 << 24):06X}" if number % 2 else None
        if number % 5 == 0:
            primary = "#" + f"{chance.randrange(256):02X}" * 3
        yield primary, secondary


FIELDS = {"clinic": ("flood",), "house": ("primary",), "track": ("coral",)}


@pytest.mark.parametrize("name", NAMES)
def test_three_thousand_brands_keep_their_primary_colour_and_can_be_read(name: str) -> None:
    failures = []
    brands = list(random_brands(3000))
    assert sum(secondary is not None for _, secondary in brands) == 1500
    for primary, secondary in brands:
        look, _ = palette.place(THEMES[name], brand(primary, secondary))
        paper = look.grounds["paper"]
        stated = [
            *((f"{each}: {part}", getattr(ground, part), ground.fill, 4.5)
              for each, ground in look.grounds.items() for part in ("text", "quiet", "strong")),
            *((f"{each}: {part}", getattr(ground, part), ground.fill, 3)
              for each, ground in look.grounds.items() for part in ("mark", "tick", "track")),
            *((f"{each}: number", ground.on_stop, ground.stop, 4.5) for each, ground in look.grounds.items()),
            ("type on paper", paper.text, paper.fill, 7),
            ("bars on paper", paper.bar, paper.fill, 3),
        ]  # fmt: skip
        failures += [(primary, secondary, words) for words, one, other, least in stated if contrast(one, other) < least]
        failures += [(primary, secondary, "field") for field in FIELDS[name] if look.grounds[field].fill != primary]
        failures += [(primary, secondary, words) for words in palette.unmet_by(look)]
    assert failures == []


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
@pytest.mark.parametrize("name", NAMES)
def test_a_field_keeps_the_exact_colour(name: str, colour: str) -> None:
    look, _ = palette.place(THEMES[name], brand(colour))
    for field in FIELDS[name]:
        assert look.grounds[field].fill == colour
        assert holds(look.grounds[field].text, colour, 4.5)


def test_in_track_the_cover_is_the_primary_colour_and_the_flap_its_partner() -> None:
    maroon, _ = palette.place(THEMES["track"], brand("#6F1D2C", "#F0B323"))
    assert maroon.ground("ultrasound", "cover").fill == maroon.ground(None, "cover").fill == "#6F1D2C"
    assert maroon.ground("pet", "flap").fill == "#F0B323"
    assert maroon.ground("pet", "inside-2").track == "#F0B323"
    assert maroon.ground("pet", "inside-2").fill == maroon.colours.ink == maroon.handout.accent == "#6F1D2C"
    assert maroon.ground("pet", "cover").text == "#FFFFFF"
    assert maroon.colours.accent == maroon.colours.second == "#F0B323"


def test_what_stands_beside_a_dark_colour_follows_from_it() -> None:
    def partner(primary: str, secondary: str | None) -> str:
        return palette.place(THEMES["track"], brand(primary, secondary))[0].ground(None, "flap").fill

    assert partner("#000000", None) == "#FFC42E"  # the theme's own sun
    assert partner("#1A2B6D", None) == "#FFC42E"
    assert partner("#8A5A00", None) == "#D9DCE0"  # the sun would be one more brown
    assert partner("#6F1D2C", "#3A0A55") == "#FFC42E"  # on which no type in maroon could be read
    grey = partner("#154734", "#A7A9AC")
    assert grey != "#A7A9AC"
    assert neutral(grey)
    assert contrast(grey, "#154734") == pytest.approx(6, abs=0.2)


def test_a_bright_colour_carries_type_that_is_nearly_black_or_a_dark_second_colour() -> None:
    yellow, moves = palette.place(THEMES["track"], brand("#FFD100"))
    assert contrast(yellow.colours.ink, "#FFFFFF") > 17
    assert yellow.ground(None, "cover").text == yellow.ground(None, "inside-2").fill == yellow.colours.ink
    assert yellow.ground(None, "inside-2").track == "#FFD100"
    assert [(each.name, each.use) for each in moves] == [("primary", "as type")]
    blue, _ = palette.place(THEMES["track"], brand("#FFD100", "#0B2D6B"))
    assert blue.colours.ink == blue.ground(None, "cover").text == "#0B2D6B"
    clinic, _ = palette.place(THEMES["clinic"], brand("#FFD100"))
    assert clinic.ground("xray", "cover").fill == clinic.ground("xray", "flap").fill == "#FFD100"
    assert clinic.grounds["paper"].strong == clinic.ground(None, "cover").bar == yellow.colours.ink


def test_the_second_colour_is_the_bars_and_the_mark_of_clinic_where_it_can_be_seen() -> None:
    gold, _ = palette.place(THEMES["clinic"], brand("#6F1D2C", "#F0B323"))
    assert (gold.grounds["flood"].bar, gold.colours.mark) == ("#F0B323", "#F0B323")
    assert gold.grounds["paper"].bar == "#6F1D2C"
    drowned, moves = palette.place(THEMES["clinic"], brand("#6F1D2C", "#1D2C6F"))
    assert drowned.grounds["flood"].bar == "#FFFFFF"
    assert [(each.name, each.colour) for each in moves] == []  # it is still the mark
    assert palette.place(THEMES["clinic"], brand("#154734", "#A7A9AC"))[0].colours.mark == "#15191D"


def test_in_clinic_ink_and_greys_stay() -> None:
    before, after = THEMES["clinic"], palette.place(THEMES["clinic"], brand("#7A0019"))[0]
    for name in ("paper", "ink", "grey", "tick", "hair", "tint"):
        assert getattr(after.colours, name) == getattr(before.colours, name)
    assert after.handout.accent == after.grounds["paper"].strong == after.grounds["flood"].fill == "#7A0019"


def test_inks_are_kept_for_what_is_exactly_the_brand_s_and_dropped_for_what_gave_way_or_moved() -> None:
    yellow = BrandColours(primary=BrandColour(rgb="#ffd200", cmyk=(0, 16, 100, 0)))
    look, _ = palette.place(THEMES["clinic"], yellow)
    assert look.inks["#FFD200"] == (0, 16, 100, 0)
    assert look.inks[look.grounds["paper"].strong] == (0, 0, 0, 100)  # nearly black: small type in one ink
    assert "#56606A" in look.inks
    assert not {"#0062B1", "#A9CBE8"} & set(look.inks)
    bare, _ = palette.place(THEMES["clinic"], brand("#FFD200"))
    assert "#FFD200" not in bare.inks


def test_what_does_not_stand_out_is_found() -> None:
    look = THEMES["clinic"]
    pale = look.grounds["paper"].model_copy(update={"strong": "#BBBBBB", "tick": "#EEEEEE", "stop": "#EEEEEE"})
    spoilt = look.model_copy(update={"grounds": {**look.grounds, "paper": pale}})
    # The pale stop is no fault of its own: it lies on a path that stands out.
    assert palette.unmet_by(spoilt) == ["paper: strong on fill", "paper: tick on fill", "paper: on_stop on stop"]
