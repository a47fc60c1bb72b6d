"""The flat drawings: the physics in them read back from their shapes, their colours on any ground, their weight."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.compose.drawings import motifs
from guidepress.compose.drawings.flat_fields import (
    PERSON,
    Body,
    Disc,
    Fan,
    Wedge,
    amplitude,
    groups,
    intensity,
    scan,
    uptake,
)
from guidepress.compose.drawings.flat_motifs import MOTIFS, Flat, _levels, draw, mark
from guidepress.compose.drawings.line_motifs import Layer

INK, CORAL, SUN, WHITE, PLUM = "#27145F", "#FF5C3E", "#FFC42E", "#FFFFFF", "#4A2A86"
GROUNDS = {"xray": INK, "pet": SUN, "ultrasound": CORAL, "linepairs": WHITE}
COVER = (265.5, 385.0)
ODD = [(20, 20), (20, 300), (600, 20), (131.75, 160), (223, 36), (223, 98), (223, 250), (468, 115), (282, 400)]


def on(ground: str) -> Flat:
    return Flat(ground, INK, CORAL, SUN, WHITE, PLUM)


@cache
def cover(motif: str) -> list[Layer]:
    return draw(motif, *COVER, on(GROUNDS[motif]), 7)


def written(layers: list[Layer]) -> str:
    return "".join(motifs._path(layer) for layer in layers)


def points(layers: list[Layer]) -> np.ndarray:
    return np.concatenate([shape for layer in layers for shape in layer.shapes])


def winding(shapes: tuple[np.ndarray, ...], place: np.ndarray) -> int:
    """How often outlines go round a place, as the nonzero rule counts it."""
    total = 0.0
    for shape in shapes:
        turn = np.arctan2(*(shape - place).T)
        total += float(((np.diff(turn, append=turn[:1]) + np.pi) % (2 * np.pi) - np.pi).sum())
    return round(total / (2 * np.pi))


# Physics


def test_a_ray_is_weakened_by_the_law_of_beer_and_lambert():
    none = Wedge(0, 100, 100, 0, 1, 0)
    left = intensity(
        np.array([50.0, 50 + 10 * np.sqrt(3), 90]), np.array([0.0, 50, 100]), (Disc(50, 50, 20, 0.05),), none
    )
    # Through the middle, through a chord half as long, and past the disc.
    assert left == pytest.approx(np.exp(-np.array([[0, 1, 2], [0, 0.5, 1], [0, 0, 0]])))


def test_each_step_of_the_wedge_takes_the_same_share():
    wedge = Wedge(0, 90, 100, 4, 9, 0.04)
    left = intensity(np.arange(5.0, 90, 10), np.array([100.0]), (), wedge)[:, 0]
    assert left[1:] / left[:-1] == pytest.approx(np.exp(-0.16))
    assert wedge.tops(np.array([-1.0, 5, 85, 91])) == pytest.approx([100, 96, 64, 100])


def test_rays_only_grow_narrower_and_end_as_wide_as_their_bar_is_tall():
    *_, rays, bars = cover("xray")
    assert len(rays.shapes) == len(bars.shapes) == 32
    ends = []
    for ray, bar in zip(rays.shapes, bars.shapes, strict=True):
        right, left = ray[: len(ray) // 2], ray[len(ray) // 2 :][::-1]
        width = right[:, 0] - left[:, 0]
        assert (np.diff(right[:, 1]) > 0).all()
        assert (np.diff(width) < 1e-9).all()
        assert right[0, 1] == 0
        assert width[0] == pytest.approx(np.ptp(bar[:, 0]))
        ends.append((width[-1] / width[0], np.ptp(bar[:, 1])))
        assert bar[:, 1].max() == pytest.approx(COVER[1])
    shares, heights = np.array(ends).T
    assert shares.min() < 0.15
    assert shares.max() > 0.7
    assert heights / shares == pytest.approx(heights[0] / shares[0], rel=1e-6)


def test_levels_of_uptake_hold_just_what_exceeds_them_and_lie_in_one_another():
    layers = cover("pet")[1:]
    assert [layer.colour for layer in layers] == [CORAL, SUN, CORAL, INK, CORAL, SUN, WHITE]
    scale = COVER[0] / 283.5
    places = np.random.default_rng(1).uniform((2, 2), np.array(COVER) - 2, (150, 2))
    for place in places:
        value = float(uptake((place[:1] - COVER[0] / 2) / scale, place[1:] / scale)[0, 0])
        inside = [winding(layer.shapes, place) != 0 for layer in layers]
        assert inside == sorted(inside, reverse=True)
        for level, within in zip((0.10, 0.20, 0.23, 0.34, 0.52, 0.68, 0.84), inside, strict=True):
            assert within == (value > level) or abs(value - level) < 0.01


def test_a_hole_in_a_level_stays_open():
    x = y = np.linspace(-100, 100, 101)
    ring = np.exp(-(((np.hypot(*np.meshgrid(x, y)) - 50) / 20) ** 2))
    (level,) = _levels(x, y, ring, (0.5,), (INK,))
    assert len(level.shapes) == 2
    assert [abs(winding(level.shapes, np.array(place))) for place in ((0, 0), (50, 0), (0, -50), (90, 0))] == [
        0,
        1,
        1,
        0,
    ]


def test_the_lesion_is_hotter_than_what_is_about_it():
    (lesion,) = [part for part in PERSON if part.a == 10]
    row = uptake(lesion.x + np.array([-25.0, 0, 25]), np.array([lesion.y]))[0]
    assert row[1] > 2 * max(row[0], row[2])


def still(**bodies: tuple[Body, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Echoes of a sector with the bodies given, with their distances and angles."""
    fan = Fan(300, 300, (150, -100), 0, 100, 400, 0.6, 5, **bodies)
    r, angle = np.arange(101.0, 400), np.linspace(-0.6, 0.6, 241)
    return amplitude(r, angle, fan, np.random.default_rng(3)), r, angle


def test_a_cyst_sends_nothing_back_and_brightens_what_is_behind_it():
    plain, r, angle = still()
    echo, *_ = still(cysts=(Body(250, 0, 40, 30),))
    q = np.hypot((r[:, None] - 250) / 40, angle * 250 / 30)
    assert (echo[q < 1] == 0).all()
    behind, before = (r > 300) & (r < 370), (r > 170) & (r < 200)
    middle = np.abs(angle) < 0.02
    assert echo[behind][:, middle].mean() == pytest.approx(1.65 * plain[behind][:, middle].mean(), rel=0.02)
    assert echo[before][:, middle] == pytest.approx(plain[before][:, middle], abs=0.01)
    aside = np.abs(angle) > 0.2
    assert echo[:, aside] == pytest.approx(plain[:, aside])


def test_the_wall_of_a_cyst_answers_where_the_beam_meets_it_head_on():
    echo, r, angle = still(cysts=(Body(250, 0, 40, 40),))
    head_on = echo[(r > 292) & (r < 299)][:, np.abs(angle) < 0.01].max()
    flank = echo[np.abs(r - 250) < 2][:, (angle > 0.165) & (angle < 0.185)].max()
    assert head_on == 1
    assert flank < 0.6


def test_a_stone_answers_most_and_leaves_a_shadow():
    plain, r, angle = still()
    echo, *_ = still(stones=(Body(250, 0.1, 10, 10),))
    line = np.abs(angle - 0.1) < 0.01
    assert echo[np.abs(r - 250) < 2][:, line].min() == 1
    assert (echo[r > 275][:, line] <= 0.051 * plain[r > 275][:, line].max()).all()


@pytest.mark.parametrize(("width", "height", "detail"), [(*COVER, False), (131.75, 160, False), (115, 468, True)])
def test_no_ribbon_runs_into_a_cyst_and_ribbons_run_all_round_it(width, height, detail):
    fan = scan(width, height, detail)
    ribbons = points(draw("ultrasound", width, height, on(CORAL), 7, detail)[2:-1])
    across, down = (ribbons - fan.apex).T
    r, angle = np.hypot(across, down), np.arctan2(across, down) - fan.axis
    cyst = fan.cysts[0]
    q = np.hypot((r - cyst.r) / cyst.along, (angle - cyst.angle) * cyst.r / cyst.across)
    assert q.min() > 1 - 0.5 * fan.step / cyst.along  # a ribbon at its edge is half a step thick
    assert ((q > 1) & (q < 1.5)).sum() > 100


def test_ribbons_have_three_tones_and_white_is_the_thickest():
    *_, first, second, paper, cuts = cover("ultrasound")
    assert [layer.colour for layer in (first, second, paper, cuts)] == [CORAL, SUN, WHITE, INK]
    apex = np.array(scan(*COVER, False).apex)
    thick = [
        np.mean(
            [np.ptp(np.hypot(*(shape[[len(shape) // 4, -1 - len(shape) // 4]] - apex).T)) for shape in layer.shapes]
        )
        for layer in (first, second, paper)
    ]
    assert thick[0] < 0.7 * thick[1] < 0.7 * thick[2]
    assert cuts.stroke == 0.7
    assert len(cuts.shapes) > 20


@pytest.mark.parametrize(("width", "height"), [COVER, (131.75, 160), (115, 468), (36, 223), (20, 600)])
def test_frequencies_rise_by_the_root_of_two_down_to_the_limit(width, height):
    laid = groups(width, height, 9, 1.1)
    bars = np.array([group.bar for group in laid])
    assert bars[:-1] / bars[1:] == pytest.approx(np.sqrt(2))
    assert bars[-1] < 1.1 <= bars[-2]
    assert [group.merged for group in laid] == [False] * (len(laid) - 1) + [True]
    assert [group.upright for group in laid[1:]] == [not group.upright for group in laid[:-1]]


def test_bars_are_drawn_as_wide_as_the_spaces_between_them():
    *layers, merged = cover("linepairs")[1:]
    assert len(merged.shapes) == 1
    assert merged.colour == CORAL
    widths = []
    for number, layer in enumerate(layers):
        lows = np.array([shape.min(axis=0) for shape in layer.shapes])
        highs = np.array([shape.max(axis=0) for shape in layer.shapes])
        side = number % 2  # upright bars first
        ends, starts = np.sort(highs[:, side])[:-1], np.sort(lows[:, side])[1:]
        widths.append(starts[0] - ends[0])
        assert starts - ends == pytest.approx(widths[-1])
        assert (highs - lows)[2:-2, side] == pytest.approx(widths[-1])
    assert np.divide(widths[:-1], widths[1:]) == pytest.approx(np.sqrt(2))


def test_groups_do_not_touch():
    boxes = [(shape.min(axis=0), shape.max(axis=0)) for layer in cover("linepairs")[1:] for shape in layer.shapes]
    for number, (low, high) in enumerate(boxes):
        for lower, higher in boxes[:number]:
            assert (np.maximum(low, lower) >= np.minimum(high, higher) - 1e-9).any()


# Fields


def test_the_motifs_are_those_of_the_line_drawings():
    assert MOTIFS == motifs.MOTIFS


@pytest.mark.parametrize("motif", MOTIFS)
def test_the_same_call_gives_the_same_bytes(motif):
    again = draw(motif, *COVER, on(GROUNDS[motif]), 7)
    assert written(again) == written(cover(motif))
    assert written(mark(motif, 38, on(INK))) == written(mark(motif, 38, on(INK)))


def test_only_speckle_is_chance():
    for motif in MOTIFS:
        other = written(draw(motif, *COVER, on(GROUNDS[motif]), 8))
        assert (other == written(cover(motif))) == (motif != "ultrasound")


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize(("width", "height"), ODD)
@pytest.mark.parametrize("motif", MOTIFS)
def test_any_field_is_filled_and_little_runs_over_its_edges(motif, width, height, detail):
    ground, *layers = draw(motif, width, height, on(GROUNDS[motif]), 7, detail)
    assert (ground.colour, ground.shapes[0].tolist()) == (
        GROUNDS[motif],
        [[0, 0], [width, 0], [width, height], [0, height]],
    )
    assert all(layer.shapes for layer in layers)
    found = points(layers)
    assert np.isfinite(found).all()
    over = 6 + 0.12 * min(width, height)
    assert (found > -over).all()
    assert (found < np.array((width, height)) + over).all()
    low, high = found.min(axis=0), found.max(axis=0)
    assert (high - low > 0.8 * np.array((width, height))).all()


@pytest.mark.parametrize("motif", ["xray", "ultrasound", "linepairs"])
def test_a_strip_has_no_bare_ground_at_any_edge(motif):
    found = points(draw(motif, 468, 115, on(GROUNDS[motif]), 7, detail=True)[1:])
    assert (found.min(axis=0) < (3, 3)).all()
    assert (found.max(axis=0) > (465, 112)).all()


def test_a_wide_field_is_a_high_one_mirrored_in_the_diagonal():
    high, wide = (draw("pet", *size, on(SUN), 7, detail=True) for size in ((115, 468), (468, 115)))
    assert [layer.colour for layer in high] == [layer.colour for layer in wide]
    assert points(high[1:])[:, ::-1] == pytest.approx(points(wide[1:]))


@pytest.mark.parametrize("ground", [INK, CORAL, SUN, WHITE, "#DDE8F4"])
@pytest.mark.parametrize("motif", MOTIFS)
def test_nothing_drowns_in_the_ground(motif, ground):
    layers = draw(motif, 200, 250, on(ground), 7)[1:]
    outermost = layers if motif == "linepairs" else layers[-2:] if motif == "xray" else layers[:1]
    assert ground not in {layer.colour for layer in outermost}
    assert len({layer.colour for layer in layers}) > 2


@settings(max_examples=12, derandomize=True)
@given(st.sampled_from(MOTIFS), st.floats(20, 480), st.floats(20, 480), st.booleans())
def test_any_size_is_drawn(motif, width, height, detail):
    found = points(draw(motif, width, height, on(GROUNDS[motif]), 7, detail)[1:])
    assert np.isfinite(found).all()


# Marks


@pytest.mark.parametrize("side", [20, 38, 120])
@pytest.mark.parametrize("motif", MOTIFS)
def test_a_mark_is_a_square_with_rounded_corners_and_nothing_reaches_out_of_it(motif, side):
    ground, *layers = mark(motif, side, on(GROUNDS[motif]))
    assert ground.colour == GROUNDS[motif]
    assert len(layers) >= 2
    outline = ground.shapes[0]
    assert (outline.min(axis=0), outline.max(axis=0)) == (pytest.approx([0, 0]), pytest.approx([side, side]))
    for place in np.concatenate([outline, points(layers)]):
        beyond = np.maximum(np.abs(place - side / 2) - side / 4, 0)  # from the square that the corners' centres span
        assert np.hypot(*beyond) < side / 4 + 1e-6


# Errors and weight


@pytest.mark.parametrize("call", [lambda p: draw("mri", 200, 200, p, 7), lambda p: mark("mri", 38, p)])
def test_an_unknown_motif_is_refused_by_name(call):
    with pytest.raises(ValueError, match=r"'mri'; known motifs: xray, pet, ultrasound, linepairs$"):
        call(on(WHITE))


@pytest.mark.parametrize(
    ("width", "height"), [(19.9, 300), (300, 12), (0, 0), (-40, 40), (float("nan"), 40), (40, float("nan"))]
)
def test_a_field_too_small_to_draw_in_is_refused(width, height):
    with pytest.raises(ValueError, match="too small"):
        draw("pet", width, height, on(SUN), 7)
    with pytest.raises(ValueError, match="too small"):
        mark("pet", 19.9, on(SUN))


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_drawing_stays_light(motif):
    for width, height in (COVER, (282, 400)):
        for detail in (False, True):
            assert len(written(draw(motif, width, height, on(GROUNDS[motif]), 7, detail))) < 60_000
    assert len(written(draw(motif, 468, 115, on(GROUNDS[motif]), 7, detail=True))) < 40_000
    assert len(written(mark(motif, 38, on(GROUNDS[motif])))) < 8_000


def test_colours_that_do_not_drown_are_left_alone():
    assert on(INK).on("ink") == replace(on(INK), ink=INK)
    assert on("#1FB893").on("paper") == on("#1FB893")
    assert on(INK).on("paper") == Flat(INK, WHITE, CORAL, SUN, INK, PLUM)
