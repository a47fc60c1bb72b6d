"""What a press is given: boxes that nest, bleed at the edges alone, and marks outside it."""

import functools
import re
from io import BytesIO

import numpy as np
import pikepdf
import pytest

from guidepress.brochure import geometry
from guidepress.brochure.geometry import FORMATS, MM, PAPERS
from guidepress.press import printers_marks
from helpers.imposing import COLOURS, FLAT, PIECES, draw, pages_for, pictures, print_edition


def boxes_of(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            [[float(side) for side in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox")]
            for page in document.pages
        ]


BLEED = 3 * MM
PRESS = {"bleed": BLEED, "crop_marks": True, "marks": "both"}


@functools.cache
def press_edition(format_name, paper, count, duplex=None):
    pages = pages_for(format_name, paper, count, style="bleed: 3mm")
    return print_edition(format_name, paper, pages, duplex=duplex, **PRESS)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("format_name", "count"), [*PIECES, *FLAT])
def test_the_boxes_nest_and_the_sheet_grows_by_the_room_for_marks(format_name, count, paper):
    across, high = PAPERS[paper].width, PAPERS[paper].height
    if FORMATS[format_name].flat:
        across, high = high, across
    for number, (media, bleed, trim) in enumerate(boxes_of(press_edition(format_name, paper, count))):
        creep = number // 2 * 0.1 * MM if format_name == "booklet" else 0
        room = 8 * MM
        assert media == pytest.approx([0, 0, across + 2 * room, high + 2 * room], abs=0.001)
        assert trim == pytest.approx([room + creep, room, room + across - creep, room + high], abs=0.001)
        assert bleed == pytest.approx([trim[0] - BLEED, trim[1] - BLEED, trim[2] + BLEED, trim[3] + BLEED], abs=0.002)
        assert all(m < b for m, b in zip(media[:2], bleed[:2], strict=True))
        assert all(m > b for m, b in zip(media[2:], bleed[2:], strict=True))


def test_without_marks_the_sheet_grows_by_the_bleed_alone():
    pages = pages_for(style="bleed: 3mm")
    for media, bleed, trim in boxes_of(print_edition(pages=pages, bleed=BLEED, marks="none")):
        assert media == bleed == pytest.approx([0, 0, 792 + 2 * BLEED, 612 + 2 * BLEED], abs=0.001)
        assert trim == pytest.approx([BLEED, BLEED, 792 + BLEED, 612 + BLEED], abs=0.001)


@pytest.mark.parametrize("duplex", ["short-edge", "long-edge"])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("format_name", "count"), [*PIECES[:3], ("booklet", 8), ("flyer", 2)])
def test_bleed_is_shown_at_the_edges_of_the_sheet_and_never_over_a_neighbour(format_name, count, paper, duplex):
    """Two pixels a point; the two pixels about a fold are left out, since they may be mixed of both sides."""
    scale = 2
    pdf = press_edition(format_name, paper, count, duplex)
    laid = geometry.sheets(format_name, paper, duplex, pages=count)
    faces = [face for sheet in laid for face in (sheet.front, sheet.back)]
    for face, picture, (_, bleed, _) in zip(faces, draw(pdf, scale), boxes_of(pdf), strict=True):
        # The folds are those of the paper; the sheet has grown by the room for marks on both sides.
        folds = [8 * MM + x for x in face.folds]
        sides = [bleed[0], *folds, bleed[2]]
        height = picture.shape[0]
        top, bottom = height - bleed[3] * scale, height - bleed[1] * scale
        inked = picture[round(top) + 2 : round(bottom) - 2]
        for placement, left, right in zip(face.placements, sides[:-1], sides[1:], strict=True):
            strip = inked[:, round(left * scale) + 2 : round(right * scale) - 2]
            strange = (strip != COLOURS[placement.panel.name]).any(axis=2)
            # Only the heading and the square, well inside, are of another colour.
            inset = 20 * scale
            strange[inset:-inset, inset:-inset] = False
            assert not strange.any(), placement.panel.name


@pytest.mark.parametrize(("format_name", "count"), [*PIECES, *FLAT])
def test_marks_lie_outside_the_bleed(format_name, count):
    """By their numbers, and by the difference between the sheet and one whose marks are white."""
    pdf, scale = press_edition(format_name, "letter", count), 1
    pages = pages_for(format_name, "letter", count, style="bleed: 3mm")
    bare = print_edition(format_name, "letter", pages, **(PRESS | {"mark_colour": "1 G"}))
    for number, (media, bleed, _) in enumerate(boxes_of(pdf)):
        for _, _, lines in lines_of(pdf, number):
            for x1, y1, x2, y2 in lines:
                assert (
                    max(x1, x2) <= bleed[0] + 0.001
                    or min(x1, x2) >= bleed[2] - 0.001
                    or max(y1, y2) <= bleed[1] + 0.001
                    or min(y1, y2) >= bleed[3] - 0.001
                )
                assert min(x1, x2, y1, y2) >= 0
                assert max(x1, x2) <= media[2]
                assert max(y1, y2) <= media[3]
    for picture, without, (_, bleed, _) in zip(draw(pdf, scale), draw(bare, scale), boxes_of(pdf), strict=True):
        differs = (picture != without).any(axis=2)
        assert differs.sum() > 100
        # A mark may begin where the bleed ends, in the same pixel.
        left, bottom, right, top = (round(side * scale) for side in bleed)
        height = len(picture)
        assert not differs[height - top + 1 : height - bottom - 1, left + 1 : right - 1].any()


def lines_of(pdf, number=0):
    with pikepdf.open(BytesIO(pdf)) as document:
        content = document.pages[number].Contents.read_bytes().decode()
    groups = re.findall(r"q ([\d.]+) w (.*?) ([\d.]+ [\d.]+ m .*?) S Q", content)
    return [
        (float(weight), colour, [tuple(map(float, each)) for each in re.findall(r"(\S+) (\S+) m (\S+) (\S+) l", path)])
        for weight, colour, path in groups
    ]


def test_crop_marks_are_eight_hairlines_of_five_millimetres_three_clear_of_the_trim():
    (*_, (weight, colour, lines)) = lines_of(print_edition(crop_marks=True))
    assert (weight, colour) == (0.25, "0.450 G")
    left, bottom, right, top = 8 * MM, 8 * MM, 8 * MM + 792, 8 * MM + 612
    assert len(lines) == 8
    assert all(abs(x2 - x1) + abs(y2 - y1) == pytest.approx(5 * MM, abs=0.002) for x1, y1, x2, y2 in lines)
    near_corners = {
        (x + sign * (3 * MM + along * MM), y)
        for x, sign in ((left, -1), (right, 1))
        for y in (bottom, top)
        for along in (0, 5)
    } | {
        (x, y + sign * (3 * MM + along * MM))
        for x in (left, right)
        for y, sign in ((bottom, -1), (top, 1))
        for along in (0, 5)
    }
    ends = sorted((x, y) for x1, y1, x2, y2 in lines for x, y in ((x1, y1), (x2, y2)))
    assert np.abs(np.array(ends) - np.array(sorted((round(x, 3), round(y, 3)) for x, y in near_corners))).max() < 0.002


def test_with_a_wide_bleed_marks_begin_where_it_ends():
    pages = pages_for(style="bleed: 10pt")  # WeasyPrint makes no bleed box wider than that
    pdf = print_edition(pages=pages, bleed=10, crop_marks=True)
    ((media, _, _), _) = boxes_of(pdf)
    assert media[2] == pytest.approx(792 + 2 * (10 + 5 * MM), abs=0.001)
    nearest = min(x1 for x1, y1, x2, y2 in lines_of(pdf)[-1][2] if abs(y1 - y2) < 0.001)
    assert nearest == pytest.approx(5 * MM, abs=0.002)


def test_fold_marks_of_an_accordion_tell_the_fold_that_goes_the_other_way_by_its_dashes():
    pdf = press_edition("zfold", "letter", None)

    def folds(number):
        return {colour: sorted({line[0] for line in lines}) for _, colour, lines in lines_of(pdf, number)[:2]}

    def near(x):
        return [pytest.approx(8 * MM + x, abs=0.001)]

    assert folds(0) == {
        f"0.450 G {printers_marks.DASHES['mountain']}": near(528),
        f"0.450 G {printers_marks.DASHES['valley']}": near(264),
    }
    # From behind a mountain is a valley.
    assert folds(1) == {
        f"0.450 G {printers_marks.DASHES['valley']}": near(264),
        f"0.450 G {printers_marks.DASHES['mountain']}": near(528),
    }


def test_marks_for_a_press_are_of_registration_black():
    pages = pages_for(style="bleed: 3mm")
    pdf = print_edition(pages=pages, mark_colour=printers_marks.REGISTRATION, **PRESS)
    assert {colour.partition(" [")[0] for _, colour, _ in lines_of(pdf)} == {"/Registration CS 1 SCN"}
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            space = page.obj.Resources.ColorSpace.Registration
            assert [str(part) for part in list(space)[:3]] == ["/Separation", "/All", "/DeviceCMYK"]
    for picture in pictures(pdf):
        assert picture[3 * 2, round(8 * MM)].max() < 230  # a viewer shows them dark


def test_on_paper_of_its_own_size_a_sheet_has_no_bleed_box_and_marks_as_ever():
    with pikepdf.open(BytesIO(print_edition("zfold"))) as document:
        assert not any("/BleedBox" in page.obj for page in document.pages)
    assert [(weight, colour) for weight, colour, _ in lines_of(print_edition("zfold"))] == [(0.4, "0.450 G")]
