"""The drawings: their physics, their geometry read back from the SVG, their weight, and how a page takes them."""

from __future__ import annotations

import base64
import logging
import re
import zlib
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.compose.drawings.line_fields import (
    BODY,
    CHEST,
    FINGER,
    absorbed,
    activity,
    contrast,
    cyst_wall,
    echo,
    fingers,
    pose,
)
from guidepress.compose.drawings.motifs import MOTIFS, Palette, band, cover, mosaic

BLUE = Palette("#0062B1", "#15191D", "#FFFFFF")
FLOOD = Palette("#FFFFFF", "#FFFFFF", "#0062B1")
SVG = "{http://www.w3.org/2000/svg}"
OFFICE_BORDER = 5 * 72 / 25.4  # points that an office printer leaves white


def paths(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}path"))  # noqa: S314 - our own text


def shapes(path: ElementTree.Element) -> list[np.ndarray]:
    """Read a path back into points; the grammar is a start and one run of relative steps for each shape."""
    found = []
    for start, steps in re.findall(r"M(-?\d+ -?\d+)l([-\d ]+)z?", path.get("d", "")):
        first = np.array(start.split(), dtype=float)
        rest = np.array(steps.split(), dtype=float).reshape(-1, 2)
        found.append(np.cumsum(np.vstack([first, rest]), axis=0) / 20)
    return found


def extent(path: ElementTree.Element) -> tuple[float, float, float, float]:
    points = np.concatenate(shapes(path))
    return (*points.min(axis=0), *points.max(axis=0))


def marks(svg: str, colour: str = "#15191D") -> list[ElementTree.Element]:
    return [path for path in paths(svg) if colour in (path.get("fill"), path.get("stroke"))]


def weight(*drawings: str) -> int:
    return sum(len(zlib.compress(drawing.encode(), 9)) for drawing in drawings)


@cache
def every_drawing() -> list[str]:
    whole = [cover(motif, 282, 405, BLUE) for motif in MOTIFS] + [
        cover(m, 276, 173, BLUE, reverse=True) for m in MOTIFS
    ]
    strips = [band(motif, 223.5, 56, palette) for motif in MOTIFS for palette in (BLUE, FLOOD)]
    return [*whole, *strips, mosaic(MOTIFS, 276, 349, BLUE)]


# Physics


def test_contrast_falls_from_one_to_nothing_at_the_cut_off():
    assert contrast(0.0) == pytest.approx(1)
    assert contrast(0.5) == pytest.approx(0.391, abs=0.001)
    assert contrast(1.0) == pytest.approx(0)
    assert contrast(1.7) == pytest.approx(0)


def test_bone_absorbs_more_than_flesh_and_air_nothing():
    flesh, both = absorbed(np.array([-10.5, -4.5, 60.0]), np.array([170.0, 105.0]), pose())
    # Level with the middle finger's shaft: its flank, the shaft, the open plate.
    assert flesh[1] == pytest.approx([0.38, 0.43, 0.0], abs=0.03)
    assert both[1] == pytest.approx([0.38, 0.80, 0.0], abs=0.06)
    assert both[0, 2] == 0


def test_fingers_side_by_side_have_bone_in_the_middle_and_air_between():
    middles = FINGER * np.arange(8)
    _, both = absorbed(np.r_[middles, middles + FINGER / 2], np.linspace(-18, 18, 73), fingers(8, 5))
    assert (both[:, :8].max(axis=0) > 0.75).all()
    assert (both[:, :8].min(axis=0) < 0.5).all()  # a joint in each
    assert both[:, 8:].max() == 0


def test_the_ring_is_on_the_finger_that_was_asked_for_and_below_its_joint():
    hand = fingers(10, 6)
    (x, y), _, radius = hand.ring
    assert x == pytest.approx(6 * FINGER, abs=1)
    assert -13 < y < -5
    assert radius == pytest.approx(8.5, abs=0.1)


def test_the_hottest_place_is_the_first_source_and_no_other_reaches_the_lesion_threshold():
    x, y = np.meshgrid(np.linspace(-1, 1, 201), np.linspace(-1, 1, 201))
    image = activity(x, y, CHEST)
    image /= image.max()
    row, column = np.unravel_index(image.argmax(), image.shape)
    assert (x[row, column], y[row, column]) == pytest.approx((-0.25, -0.24), abs=0.02)
    lesion = image > 0.41
    assert lesion.sum() > 100
    assert np.hypot(x[lesion] + 0.25, y[lesion] + 0.24).max() < 0.2


def test_fluid_sends_no_echo_and_brightens_what_lies_behind_it():
    across, deep = BODY.cyst[:2]
    angle = np.arctan2(across, BODY.probe + deep)
    depth, angles = np.meshgrid(np.arange(0, 160, 0.5), angle + np.radians(np.linspace(-1, 1, 9)))
    strength = echo(depth, angles, BODY, np.random.default_rng(7))
    row = strength.mean(axis=0)
    middle = round((np.hypot(across, BODY.probe + deep) - BODY.probe) / 0.5)
    assert row[middle - 16 : middle + 16].max() == 0
    before, behind = row[middle - 70 : middle - 40].mean(), row[middle + 45 : middle + 75].mean()
    assert behind > 1.5 * before


def test_the_wall_of_the_cyst_runs_where_the_echoes_stop():
    wall = cyst_wall(BODY)
    x, y = wall.T
    assert abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2 == pytest.approx(np.pi * 22 * 15, rel=0.01)
    middle = wall[:-1].mean(axis=0)
    for share, answers in ((0.9, False), (1.25, True)):
        across, down = (middle + share * (wall - middle)).T
        angle, depth = np.arctan2(across, BODY.probe + down), np.hypot(across, BODY.probe + down) - BODY.probe
        strength = np.concatenate(
            [
                echo(at + np.arange(-2, 3)[None] * 0.5, np.full((1, 5), turn), BODY, np.random.default_rng(7))[0, 2:3]
                for at, turn in zip(depth, angle, strict=True)
            ]
        )
        assert ((strength > 0.05) == answers).all()


# Documents


def test_the_known_motifs_are_four():
    assert MOTIFS == ("xray", "pet", "ultrasound", "linepairs")


@pytest.mark.parametrize("draw", [cover, band])
def test_an_unknown_motif_is_refused_by_name(draw):
    with pytest.raises(ValueError, match=r"'mri'; known motifs: xray, pet, ultrasound, linepairs$"):
        draw("mri", 282, 405, BLUE)


def test_a_mosaic_refuses_an_unknown_motif_and_none_at_all():
    with pytest.raises(ValueError, match="'heart'"):
        mosaic(["xray", "heart"], 276, 349, BLUE)
    with pytest.raises(ValueError, match="at least one"):
        mosaic([], 276, 349, BLUE)


def test_a_field_too_small_to_draw_in_is_refused():
    with pytest.raises(ValueError, match="276 x 12 points is too small"):
        band("pet", 276, 12, BLUE)


@pytest.mark.parametrize(("width", "height"), [(20, 20), (20, 300), (600, 20)])
@pytest.mark.parametrize("motif", MOTIFS)
def test_the_least_field_that_is_allowed_is_drawn(motif, width, height):
    for drawing in (cover(motif, width, height, BLUE), band(motif, width, height, BLUE)):
        assert f'width="{width}pt" height="{height}pt"' in drawing
        assert sum(len(shapes(path)) for path in paths(drawing)) >= 3


@pytest.mark.parametrize("motif", MOTIFS)
def test_the_same_call_gives_the_same_bytes(motif):
    assert cover(motif, 200, 250, BLUE) == cover(motif, 200, 250, BLUE)
    assert band(motif, 207, 40, FLOOD) == band(motif, 207, 40, FLOOD)


@pytest.mark.parametrize("motif", ["pet", "ultrasound"])
def test_chance_comes_from_the_seed_alone(motif):
    assert cover(motif, 200, 250, BLUE, seed=1) != cover(motif, 200, 250, BLUE, seed=2)


def test_drawings_are_nothing_but_paths_in_the_colours_of_the_palette():
    drawings = every_drawing()
    assert len(drawings) == 17
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)  # noqa: S314 - our own text
        elements = list(root.iter())
        assert {element.tag for element in elements} == {f"{SVG}svg", f"{SVG}path"}
        for path in root.iter(f"{SVG}path"):
            assert set(path.attrib) in ({"fill", "d"}, {"fill", "stroke", "stroke-width", "d"})
            assert {path.get("fill"), path.get("stroke")} <= {None, "none", "#0062B1", "#15191D", "#FFFFFF"}
            assert shapes(path)
            assert re.fullmatch(r"(M-?\d+ -?\d+l-?\d+ -?\d+( -?\d+ -?\d+)*z?)+", path.get("d", ""))


def test_no_stroke_is_finer_than_a_fifth_of_a_point():
    strokes = [int(p.get("stroke-width", 0)) / 20 for d in every_drawing() for p in paths(d) if p.get("stroke")]
    assert len(strokes) > 40
    assert min(strokes) >= 0.2


def test_a_drawing_states_its_size_in_points():
    assert cover("linepairs", 282, 405, BLUE).startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" width="282pt" height="405pt" viewBox="0 0 5640 8100">'
    )
    assert 'width="223.5pt" height="56pt" viewBox="0 0 4470 1120"' in band("pet", 223.5, 56, BLUE)


@pytest.mark.parametrize("motif", ["xray", "pet", "linepairs"])
@pytest.mark.parametrize(("width", "height"), [(282, 405), (274, 398), (300, 420), (200, 300)])
def test_the_mark_stays_clear_of_the_border_an_office_printer_leaves(motif, width, height):
    (mark,) = marks(cover(motif, width, height, BLUE))
    left, top, right, _bottom = extent(mark)
    assert left > OFFICE_BORDER
    assert right < width - OFFICE_BORDER
    assert top > (0 if motif == "linepairs" else OFFICE_BORDER)


def test_fingers_and_thumb_stay_clear_of_the_border_and_the_wrist_runs_off_the_paper():
    hand = paths(cover("xray", 282, 405, BLUE))[0]
    left, top, right, bottom = extent(hand)
    assert left > 12.5
    assert top > OFFICE_BORDER
    assert right < 282 - 12.5
    assert bottom > 402


def test_line_pairs_step_by_the_sixth_root_of_two_and_fall_to_a_tenth_at_the_limit():
    bars, mark = paths(cover("linepairs", 282, 405, BLUE))
    boxes = [(shape.min(axis=0), shape.max(axis=0)) for shape in shapes(bars)]
    lefts = np.array([low[0] for low, _ in boxes])
    heights = np.array([high[1] - low[1] for low, high in boxes])
    assert len(boxes) > 18
    steps = np.diff(lefts)
    assert steps[:-1] / steps[1:] == pytest.approx(2 ** (1 / 6), rel=0.06)
    assert (np.diff(heights) < 0).all()
    assert heights[-1] / extent(mark)[3] == pytest.approx(0.10, abs=0.01)
    assert extent(mark)[0] > lefts[-1]


@pytest.mark.parametrize(("width", "height", "count"), [(207, 36, 10), (223.5, 56, 7), (451, 56, 14), (117, 56, 4)])
def test_a_strip_of_fingers_has_bones_from_edge_to_edge_and_one_ring(width, height, count):
    _rows, moat, bones, *_, ring = paths(band("xray", width, height, BLUE))
    boxes = np.array([(*shape.min(axis=0), *shape.max(axis=0)) for shape in shapes(bones)])
    across = (boxes[:, 0] + boxes[:, 2]) / 2
    assert len(boxes) >= 2 * count  # two bones or three to a finger
    assert len(set(np.floor(across / (width / count)))) == count
    assert boxes[:, 1].min() < 0 < height < boxes[:, 3].max()
    assert moat.get("stroke") == "#FFFFFF"
    left, top, right, bottom = extent(ring)
    assert ring.get("fill") == "#15191D"
    assert 0.45 * width < (left + right) / 2 < 0.75 * width
    assert height / 2 < top < bottom < height
    assert right - left < width / count


def area(shape: np.ndarray) -> float:
    x, y = shape.T
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


@pytest.mark.parametrize(("width", "height"), [(207, 36), (223.5, 56), (117, 56), (451, 56)])
def test_a_strip_of_ultrasound_is_darker_behind_the_cyst_than_before_it(width, height):
    echoes, cyst, wall, _probe = paths(band("ultrasound", width, height, BLUE))
    left, top, right, bottom = extent(cyst)
    assert extent(wall) == (left, top, right, bottom)
    assert cyst.get("fill") == "#FFFFFF"
    assert 0 < top < 0.3 * height < 0.7 * height < bottom < height

    def cover_share(first: float, last: float) -> float:
        arcs = [shape for shape in shapes(echoes) if first < shape[:, 0].mean() < last]
        assert arcs
        return sum(area(shape) for shape in arcs) / ((last - first) * height)

    before, behind = cover_share(left - 0.06 * width, left), cover_share(right, right + 0.12 * width)
    assert behind > 1.2 * before


def test_the_filled_patch_of_a_pet_image_is_as_large_as_what_exceeds_41_per_cent():
    x, y = np.meshgrid(np.linspace(-1, 1, 801), np.linspace(-1, 1, 801))
    image = activity(x, y, CHEST)
    radius = 0.60 * 282  # points
    patch = [path for path in paths(cover("pet", 282, 405, BLUE)) if path.get("fill") == "#0062B1"][-1]
    (shape,) = shapes(patch)
    assert area(shape) == pytest.approx((image > 0.41 * image.max()).sum() * (radius / 400) ** 2, rel=0.02)
    assert len(shape) < 80  # no more points than it takes


def test_the_lying_hand_points_its_fingers_along_a_wide_field():
    upright, lying = cover("xray", 173, 276, BLUE), cover("xray", 276, 173, BLUE)
    left, top, right, bottom = extent(paths(upright)[0])
    assert extent(paths(lying)[0]) == pytest.approx((276 - bottom, left, 276 - top, right), abs=0.11)


@settings(max_examples=10, derandomize=True)
@given(st.sampled_from(MOTIFS), st.floats(150, 460), st.floats(28, 70))
def test_a_band_fills_any_strip(motif, width, height):
    points = np.concatenate([np.concatenate(shapes(path)) for path in paths(band(motif, width, height, BLUE))])
    assert points[:, 0].min() < 0.05 * width
    assert points[:, 0].max() > 0.85 * width
    assert points[:, 1].min() < 0.15 * height
    assert points[:, 1].max() > 0.95 * height


@settings(max_examples=6, derandomize=True)
@given(st.sampled_from(MOTIFS), st.floats(120, 320), st.floats(140, 360))
def test_a_cover_fills_any_field(motif, width, height):
    points = np.concatenate([np.concatenate(shapes(path)) for path in paths(cover(motif, width, height, BLUE))])
    low, high = points.min(axis=0), points.max(axis=0)
    assert ((high - low) / (width, height)).max() > 0.85
    assert (low < (0.3 * width, 0.3 * height)).all()
    assert (high > (0.7 * width, 0.7 * height)).all()


def fields(count: int) -> list[tuple[str | None, ...]]:
    root = ElementTree.fromstring(mosaic((MOTIFS * 2)[:count], 276, 349, BLUE))  # noqa: S314 - our own text
    return [tuple(field.get(key) for key in ("x", "y", "width", "height", "overflow")) for field in root]


def test_four_motifs_stand_two_by_two_with_two_points_between():
    assert fields(4) == [
        ("0", "0", "2740", "3470", "hidden"),
        ("2780", "0", "2740", "3470", "hidden"),
        ("0", "3510", "2740", "3470", "hidden"),
        ("2780", "3510", "2740", "3470", "hidden"),
    ]


def test_an_odd_motif_has_the_first_row_and_two_are_stacked():
    assert [field[:3] for field in fields(1)] == [("0", "0", "5520")]
    assert [field[:3] for field in fields(2)] == [("0", "0", "5520"), ("0", "3510", "5520")]
    assert [field[:3] for field in fields(3)] == [("0", "0", "5520"), ("0", "3510", "2740"), ("2780", "3510", "2740")]
    assert len(fields(5)) == 5


def grounds(svg: str) -> list[bool]:
    """Tell for each field whether it begins with a full rectangle of the accent."""
    found = []
    for field in ElementTree.fromstring(svg):  # noqa: S314 - our own text
        first, size = field[0], f"l{field.get('width')} 0 0 {field.get('height')} -"
        found.append(first.get("fill") == "#0062B1" and first.get("d", "").startswith("M0 0" + size))
    return found


def test_fields_of_a_mosaic_alternate_like_a_chessboard_unless_told_not_to():
    assert grounds(mosaic(MOTIFS, 276, 349, BLUE)) == [True, False, False, True]
    assert grounds(mosaic(MOTIFS, 276, 349, BLUE, checked=False)) == [False] * 4
    assert grounds(cover("pet", 282, 405, BLUE, reverse=True)) == [True]


def test_a_mark_never_drowns_in_its_ground():
    assert not marks(cover("linepairs", 282, 405, BLUE, reverse=True))  # dark on blue: paper is used instead
    assert len(marks(cover("linepairs", 282, 405, BLUE))) == 1
    spot = paths(band("pet", 223.5, 56, FLOOD))[-1]
    assert spot.get("fill") == "#0062B1"  # on the white hot spot a white mark would vanish


# Weight and setting


def test_a_cover_and_four_bands_stay_light():
    bands = [band(motif, 223.5, 56, BLUE) for motif in MOTIFS]
    assert weight(*bands, mosaic(MOTIFS, 276, 349, BLUE)) < 60_000
    for motif in MOTIFS:
        assert weight(*bands, cover(motif, 282, 405, BLUE)) < 75_000


def test_a_page_takes_a_mosaic_as_background_and_the_line_between_its_fields_stays_paper(caplog):
    weasyprint = pytest.importorskip("weasyprint")
    pdfium = pytest.importorskip("pypdfium2")
    data = base64.b64encode(mosaic(MOTIFS, 276, 348, BLUE).encode()).decode()
    style = "@page { size: 276pt 348pt; margin: 0 } html, body { margin: 0 } div { width: 276pt; height: 348pt }"
    html = (
        f'<html lang="en"><title>Test</title><style>{style}</style>'
        f'<div style="background: url(data:image/svg+xml;base64,{data}) 0 0/100% 100% no-repeat"></div></html>'
    )
    with caplog.at_level(logging.WARNING):
        pdf = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    assert caplog.records == []
    assert len(pdf) < 60_000
    pixels = pdfium.PdfDocument(pdf)[0].render(scale=2).to_numpy().astype(int)
    assert pixels.shape[:2] == (696, 552)
    assert (pixels[:, 275:277] > 250).all()
    assert (pixels[347:349, :] > 250).all()
    corner = pixels[4:20, 4:20].reshape(-1, pixels.shape[2]).mean(axis=0)[:3]
    assert sorted(corner) == pytest.approx([0, 98, 177], abs=2)
