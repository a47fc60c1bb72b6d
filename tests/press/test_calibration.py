"""The sheet that tests a printer: what an office sees that prints it, turns it over, and holds it against the light."""

import functools
import string
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from guidepress.brochure.geometry import MM, PAPERS
from guidepress.compose.themes.theme import font_folder
from guidepress.errors import ContentError
from guidepress.press.calibration import FONT, SIGN, calibrate
from helpers import folding

LINES = ("Print this sheet on both sides, at actual size (100 %).", "Turn it over like the page of a book.")
BACK = ("Does this arrow point up? Then the printer turns sheets over on the short edge.",)
TEN = 10 / MM  # pixels a point: ten to the millimetre
PX = 10


def sheet(paper="letter", duplex="short-edge"):
    return calibrate(paper, duplex, LINES, BACK, title="Printer test", language="en-US")


@functools.cache
def printed(pdf, edge, scale=TEN):
    """Print the sheet on a printer that turns it over on an edge. Return the front, and the back as a reader sees it
    who turns the sheet like the page of a book: true where there is ink.
    """
    ((front, back),) = folding.print_both_sides(pdf, edge, scale)
    return tuple(face.picture.max(axis=2) < 128 for face in (front, folding.turn_over(back, edge)))


ROUGH = 2 / MM  # two pixels to the millimetre are enough for an arrow


def points_up(ink, quarter):
    """Say whether the arrow in the middle of the right or left half of a page has its head, the widest, at the top."""
    middle, half = ink.shape[0] // 2, round(SIGN / 2 * ROUGH)
    widths = ink[middle - half : middle + half, quarter - 40 : quarter + 40].sum(axis=1)
    assert widths.max() > 40  # the head: more than 2 cm
    return bool(widths.argmax() < half)


@pytest.mark.parametrize("asked", ["short-edge", "long-edge", "none"])
@pytest.mark.parametrize("paper", PAPERS)
def test_turned_like_a_page_the_arrow_of_the_back_says_which_edge_the_printer_used(paper, asked):
    pdf = calibrate(paper, asked)
    front, upright = printed(pdf, "short-edge", ROUGH)
    _, upside_down = printed(pdf, "long-edge", ROUGH)
    right, left = front.shape[1] * 3 // 4, front.shape[1] // 4
    assert points_up(front, right)
    assert points_up(upright, right)
    assert not points_up(upside_down, left)


def places_of_crosses(ink):
    height, width = ink.shape
    corner = 30 * PX
    return [(height // 2, width // 2)] + [(y, x) for y in (corner, height - corner) for x in (corner, width - corner)]


@pytest.mark.parametrize("edge", ["short-edge", "long-edge"])
@pytest.mark.parametrize("paper", PAPERS)
def test_held_against_the_light_the_crosses_of_both_sides_coincide(paper, edge):
    front, back = printed(sheet(paper), edge)
    through = back[:, ::-1]
    for y, x in places_of_crosses(front):
        one, other = (side[y - 60 : y + 60, x - 60 : x + 60] for side in (front, through))
        assert one.sum() > 800
        # Lines one pixel wide: one that lies a pixel beside the other still touches it.
        assert near_ink(other)[one].mean() > 0.99
        assert near_ink(one)[other].mean() > 0.99


def test_a_back_that_is_printed_a_millimetre_off_is_seen_to_be():
    front, back = printed(sheet(), "short-edge")
    through = np.roll(back[:, ::-1], (PX, PX), axis=(0, 1))
    y, x = places_of_crosses(front)[0]
    one, other = (side[y - 120 : y + 120, x - 120 : x + 120] for side in (front, through))
    assert near_ink(other)[one].mean() < 0.8
    # The long line of the back runs through the first tick of the front's scale.
    assert one[116:125, 120 + PX - 2 : 120 + PX + 3].any(axis=1).all()
    assert other[:, 120 + PX - 2 : 120 + PX + 3].any(axis=1)[30:-30].all()


def near_ink(ink):
    """Return what is inked, or within two pixels of ink across and down."""
    for axis in (0, 1):
        ink = np.logical_or.reduce([np.roll(ink, step, axis) for step in range(-2, 3)])
    return ink


def rulers(ink):
    """Cut a strip along each of the four rulers, from the edge inwards, through the ticks: which millimetres it has.

    That at the edge itself may fall off.
    """
    found = []
    for quarter in range(4):
        turned = np.rot90(ink, quarter)  # every edge in its turn is the top
        width = turned.shape[1]
        right = turned[: 21 * PX, width // 2 + 15 : width // 2 + 25].mean(axis=1)
        left = turned[: 21 * PX, width // 2 - 25 : width // 2 - 15].mean(axis=1)
        side = max((right, left), key=lambda strip: (strip > 0.5).sum())
        rows = np.nonzero(side > 0.5)[0]
        found.append(sorted({round(row / PX) for row in rows} - {0}))
        assert all(abs(row / PX - round(row / PX)) < 0.3 for row in rows)
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_rulers_count_millimetres_from_every_edge_on_both_sides(paper):
    for ink in printed(sheet(paper), "short-edge"):
        for ticks in rulers(ink):
            assert ticks == list(range(1, 21))


def test_a_printer_that_leaves_a_border_white_shows_it_by_the_first_tick_that_is_printed():
    front = printed(sheet(), "short-edge")[0].copy()
    front[: round(4.2 * PX)] = False
    front[:, : round(3.4 * PX)] = False
    front[-round(4.2 * PX) :] = False
    assert [ticks[0] for ticks in rulers(front)] == [5, 1, 5, 4]


@pytest.mark.parametrize("edge", ["short-edge", "long-edge"])
def test_rulers_of_front_and_back_meet_through_the_paper(edge):
    """Both count from the same edge; their ticks lie on the same lines, beside each other or on one another."""
    front, back = printed(sheet(), edge)
    both = front | back[:, ::-1]
    for quarter in range(4):
        turned = np.rot90(both, quarter)
        middle = turned.shape[1] // 2
        rows = turned[: 21 * PX, middle - 25 : middle + 25].mean(axis=1)
        inked = np.nonzero(rows > 0.4)[0]
        assert {round(row / PX) for row in inked} | {0} == set(range(21))
        assert all(abs(row / PX - round(row / PX)) < 0.3 for row in inked)


# Words


def test_letters_are_outlines_that_look_as_the_font_has_them():
    front, back = printed(sheet(), "short-edge")
    height, width = front.shape
    for ink, letter in ((front, "A"), (back, "B")):
        part = ink[height // 2 - 250 : height // 2 + 250, width // 4 - 250 : width // 4 + 250]
        font = ImageFont.truetype(font_folder() / FONT, size=SIGN * TEN / 0.714)  # capitals are 0.714 em tall
        image = Image.new("1", (500, 500))
        ImageDraw.Draw(image).text((250, 250 + SIGN * TEN / 2), letter, font=font, fill=1, anchor="ms")
        drawn = np.asarray(image)
        assert (part & drawn).sum() / (part | drawn).sum() > 0.97


def test_no_font_is_needed_and_every_character_an_instruction_may_want_can_be_drawn():
    wanted = string.digits + string.ascii_letters + string.punctuation + "“”‘’–—…×±°éèñüß½ "
    lines = [wanted[start : start + 40] for start in range(0, len(wanted), 40)]
    pdf = calibrate("a4", "short-edge", lines)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert not any(isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each for each in document.objects)
        assert all(len(page.obj.Resources) == 0 for page in document.pages)


def test_words_are_below_the_middle_and_away_from_everything_else():
    bare, _ = printed(calibrate("letter"), "short-edge")
    with_words, _ = printed(sheet(), "short-edge")
    rows, columns = np.nonzero(with_words & ~bare)
    height, width = bare.shape
    assert len(rows) > 2000
    assert height // 2 + 25 * PX < rows.min() < rows.max() < height - 24 * PX
    assert 24 * PX < columns.min() < columns.max() < width - 24 * PX
    assert not (with_words & ~bare & near_ink(bare)).any()


# The file


def test_there_are_two_landscape_pages_and_the_printer_is_asked_for_the_edge():
    for paper, duplex, preference in (
        ("letter", "short-edge", "/DuplexFlipShortEdge"),
        ("a4", "long-edge", "/DuplexFlipLongEdge"),
        ("a4", "none", "/Simplex"),
    ):
        with pikepdf.open(BytesIO(sheet(paper, duplex))) as document:
            assert document.Root.ViewerPreferences.Duplex == preference
            assert document.Root.ViewerPreferences.PrintScaling == pikepdf.Name("/None")
            assert str(document.docinfo["/Title"]) == "Printer test"
            assert str(document.Root.Lang) == "en-US"
            size = [0, 0, PAPERS[paper].width, PAPERS[paper].height]
            assert [[float(side) for side in page.mediabox] for page in document.pages] == [size] * 2


def test_the_same_bytes_each_time():
    assert sheet() == sheet()
    assert sheet() != sheet(duplex="long-edge")
    assert len(sheet()) < 60_000


def refusal(*args):
    with pytest.raises(ContentError) as caught:
        calibrate(*args)
    return str(caught.value)


def test_what_cannot_be_set_is_refused_in_plain_words():
    assert refusal("legal") == "paper: there is no paper “legal”\n  hint: allowed here: a4, letter"
    assert refusal("letter", "short-edge", ["Print it ✂"]) == (
        "calibration sheet: the font has no “✂” (U+2702)\n  hint: write it in another way"
    )
    assert "mm too long: “ww" in refusal("letter", "short-edge", ["w" * 120])
    assert refusal("letter", "short-edge", ["a line"] * 20) == (
        "calibration sheet: there are 20 lines, but 10 are the most that fit below the middle of the sheet"
    )


def test_a_person_can_read_it_at_arms_length():
    """Eleven points is the size of the brochures' text; what is drawn is as tall."""
    document = pypdfium2.PdfDocument(calibrate("letter", "short-edge", ["H"]))
    bare = pypdfium2.PdfDocument(calibrate("letter"))
    one, other = (np.asarray(each[0].render(scale=4).to_pil().convert("L")).astype(int) for each in (document, bare))
    rows = np.nonzero((one != other).any(axis=1))[0]
    document.close()
    bare.close()
    assert (rows.max() - rows.min()) / 4 == pytest.approx(11 * 0.714, abs=0.5)
