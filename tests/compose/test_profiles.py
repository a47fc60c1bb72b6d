"""The strips: each is true to the field of its cover, stays in its box, weighs little and is the same every time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from guidepress.compose.drawings import motifs, profiles
from guidepress.compose.drawings.flat_fields import PERSON, scan, uptake
from guidepress.compose.drawings.flat_motifs import Flat
from guidepress.compose.drawings.line_fields import BODY, CHEST, absorbed, activity, contrast, pose
from guidepress.compose.drawings.line_motifs import Layer, Palette
from guidepress.compose.drawings.motifs import MOTIFS, Colouring

INK, CORAL, SUN, WHITE, PLUM = "#27145F", "#FF5C3E", "#FFC42E", "#FFFFFF", "#4A2A86"
LINES = Palette("#0062B1", "#15191D", WHITE)
FLAT = Flat(WHITE, INK, CORAL, SUN, WHITE, PLUM)
SIZES = [(222.0, 44.0), (222.0, 62.0), (340.0, 165.0), (150.0, 30.0)]
ARTS = pytest.mark.parametrize("colours", [LINES, FLAT], ids=["lines", "flat"])
EVERY = pytest.mark.parametrize("motif", MOTIFS)


def bars(motif: str, colours: Colouring, width: float = 222.0, height: float = 62.0) -> tuple[np.ndarray, np.ndarray]:
    """The bars of a strip from left to right: the middle of each as a share of the width, and how tall it is."""
    shapes = [shape for layer in profiles.draw(motif, width, height, colours, 7) for shape in layer.shapes]
    edges = np.array([(*shape.min(axis=0), *shape.max(axis=0)) for shape in shapes])
    left, top, right, bottom = edges[edges[:, 0].argsort()].T
    return (left + right) / 2 / width, bottom - top


def points(layers: list[Layer]) -> np.ndarray:
    return np.concatenate([shape for layer in layers for shape in layer.shapes])


@EVERY
@ARTS
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_strip_stays_in_its_box_and_fills_it(motif: str, colours: Colouring, width: float, height: float) -> None:
    x, y = points(profiles.draw(motif, width, height, colours, 7)).T
    assert (x >= -1e-6).all()
    assert (x <= width + 1e-6).all()
    assert (y >= -1e-6).all()
    assert (y <= height + 1e-6).all()
    assert x.max() - x.min() > 0.95 * width
    assert y.max() - y.min() > 0.7 * height


@EVERY
@ARTS
def test_a_strip_is_light_and_the_same_every_time(motif: str, colours: Colouring) -> None:
    drawn = motifs.profile(motif, 222, 62, colours)
    assert drawn == motifs.profile(motif, 222, 62, colours)
    assert 1_000 < len(drawn) < 12_000
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own text
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"svg", "path"}
    colours_used = set(re.findall(r"#[0-9A-F]{6}", drawn))
    assert colours_used <= ({INK, CORAL, SUN, WHITE, PLUM} if colours is FLAT else {"#0062B1"})


def test_in_a_scan_line_nothing_answers_from_fluid() -> None:
    place, tall = bars("ultrasound", LINES)
    depth = place * BODY.depth
    middle = np.hypot(BODY.cyst[0], BODY.probe + BODY.cyst[1]) - BODY.probe
    fluid = np.abs(depth - middle) < 12
    assert fluid.sum() > 10
    assert (tall[fluid] < 0.03 * 62).all()
    assert tall[~fluid & (depth < 140)].mean() > 0.3 * 62
    # Past the last wall the echo only fades.
    assert (np.diff(tall[depth > 142]) < 0.01).all()


def test_in_a_flat_scan_line_only_fluid_is_silent() -> None:
    fan = scan(283.5, 405.0, detail=False)
    [dots] = [layer for layer in profiles.draw("ultrasound", 222, 62, FLAT, 7) if layer.colour == PLUM]
    place = np.sort([shape[:, 0].mean() / 222 for shape in dots.shapes])
    away = np.abs(fan.near + place * (fan.far - fan.near) - fan.cysts[0].r)
    assert len(place) > 5
    assert (away < 1.1 * fan.cysts[0].along).all()
    assert np.ptp(place) * (fan.far - fan.near) > 1.5 * fan.cysts[0].along


def test_of_the_x_rays_all_pass_in_air_fewer_in_flesh_and_fewest_in_bone() -> None:
    for colours in (LINES, FLAT):
        place, tall = bars("xray", colours)
        flesh, both = absorbed(-46 + 108 * place, np.array((105.0,)), pose())
        air, bone = both[0] < 0.01, both[0] > flesh[0] + 0.2
        soft = ~air & ~bone & (flesh[0] > 0.35)
        assert min(air.sum(), bone.sum(), soft.sum()) >= 3
        in_air, in_flesh, in_bone = (float(np.median(tall[part])) for part in (air, soft, bone))  # edges lie in a bar
        assert in_air > 1.4 * in_flesh
        assert in_flesh > 1.8 * in_bone
        share = (tall - tall.min()) / np.ptp(tall)
        assert np.corrcoef(share, 1 - both[0])[0, 1] > 0.97


@pytest.mark.parametrize(
    ("colours", "row"),
    [
        (LINES, lambda place: activity(2 * place - 1, np.full_like(place, -0.065), CHEST)),
        (FLAT, lambda place: uptake(320 * place - 200, np.array((286.0,)), PERSON)[0]),
    ],
    ids=["lines", "flat"],
)
def test_counts_follow_the_activity_of_the_row(colours: Colouring, row) -> None:
    place, tall = bars("pet", colours)
    true = row(place)
    assert np.corrcoef(tall, true)[0, 1] > 0.95
    assert tall.argmax() == pytest.approx(true.argmax(), abs=5)


def test_line_pairs_are_as_tall_as_the_contrast_that_is_left_of_them() -> None:
    shapes = [shape for layer in profiles.draw("linepairs", 222, 62, FLAT, 7) for shape in layer.shapes]
    wide, tall = np.array([np.ptp(shape, axis=0) for shape in shapes]).T
    order = wide.argsort()[::-1]
    wide, tall = wide[order], tall[order]
    assert len(wide) > 20
    kept = tall > 1.5 * wide  # finer ones are dots
    frequency = 2.4 / (2 * wide[kept] * 18 / (2 * wide[0]))
    assert tall[kept] / 62 / 0.88 == pytest.approx(contrast(frequency), abs=0.02)


def test_in_lines_the_pairs_fade_to_one_even_gray() -> None:
    [ribbon] = profiles.draw("linepairs", 222, 44, LINES, 7)[0].shapes
    upper = ribbon[: len(ribbon) // 2]
    thick = np.abs(1 - 2 * upper[:, 1] / 44)
    swings = [np.ptp(thick[(upper[:, 0] >= x) & (upper[:, 0] < x + 30)]) for x in (0, 60, 120, 185)]
    assert swings == sorted(swings, reverse=True)
    assert swings[0] > 0.8
    last = thick[upper[:, 0] > 219]
    assert last == pytest.approx(0.49, abs=0.03)


@EVERY
@pytest.mark.parametrize("flat", [False, True])
def test_the_places_of_the_captions_go_from_left_to_right_over_the_strip(motif: str, flat: bool) -> None:
    left, middle, right = profiles.places(motif, flat)
    assert 0 <= left < middle - 0.2
    assert middle < right - 0.15
    assert right <= 1


@ARTS
def test_the_captions_stand_at_what_they_name(colours: Colouring) -> None:
    def at(motif: str) -> list[float]:
        place, tall = bars(motif, colours)
        shares = profiles.places(motif, colours is FLAT)
        return [float(tall[np.abs(place - share).argsort()[:3]].mean()) / tall.max() for share in shares]

    skin, fluid, wall = at("ultrasound")
    assert skin > 0.3
    assert fluid < 0.08
    assert wall > 0.6
    air, bone, flesh = at("xray")
    assert air > 0.95
    assert bone < 0.35
    assert bone < flesh < 0.85
    edge, hot, heart = at("pet")
    assert edge < 0.15
    assert edge < heart < hot


def test_a_flat_strip_is_seen_on_any_panel_and_in_any_two_colours() -> None:
    for ground in (WHITE, SUN, CORAL, INK):
        band = profiles.ground(Flat(ground, INK, CORAL, SUN, WHITE, PLUM))
        assert band == (PLUM if ground == INK else INK)
    drowned = Flat(WHITE, INK, INK, INK, WHITE, PLUM)  # a school whose colours are all the same
    for motif in MOTIFS:
        tones = {layer.colour for layer in profiles.draw(motif, 222, 62, drowned, 7)}
        assert tones <= {WHITE, PLUM}
        assert WHITE in tones


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="no motif is called 'mri'"):
        profiles.draw("mri", 222, 44, LINES, 7)
    with pytest.raises(ValueError, match="too small"):
        profiles.draw("xray", 222, 12, FLAT, 7)
