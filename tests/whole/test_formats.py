"""Every format on every paper, printed in every way, folded or stitched, and read by whoever opens it."""

from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest

from guidepress.brochure import geometry
from guidepress.brochure.geometry import FORMATS, MM, PAPERS
from helpers import folding
from helpers.imposing import BLACK, COLOURS, FLAT, PIECES, border_of, colour, pages_for, pictures, print_edition

# Every format, on every paper, printed in every way

DUPLEX = ("short-edge", "long-edge", "none")


def check_shown(panels_seen, names):
    """Check by text and by picture that a reader sees these panels, whole and the right way up."""
    assert [panel.text for panel in panels_seen] == names
    for panel, name in zip(panels_seen, names, strict=True):
        height, width, _ = panel.picture.shape
        assert panel.up[1] > 0
        assert colour(panel.picture, 30, 30) == BLACK, name
        plain = [(width - 30, 30), (30, height - 30), (width - 30, height - 30), (width // 2, height // 2)]
        assert [colour(panel.picture, *at) for at in plain] == [COLOURS[name]] * 4, name


def read_piece(pdf, format_name, edge):
    """Print, fold or stitch a piece, and return what a reader sees in every state, as lists of panels."""
    if format_name == "zfold":
        return folding.read_z_fold(pdf, edge)
    printed = folding.print_both_sides(pdf, edge)
    papers = [folding.make_paper(*faces, edge, creep=3) for faces in printed]
    if format_name == "trifold":
        opened, half, folded = folding.c_fold(papers[0])
        states = [(folded, "back"), (half, "back"), (opened, "back"), (folded, "front")]
        return [folding.visible(*state) for state in states]
    if format_name == "halffold":
        folded = folding.fold(papers[0], papers[0][1].left, "right")
        return [folding.visible(*state) for state in [(folded, "back"), (papers[0], "back"), (folded, "front")]]
    book = folding.stitch([folding.fold(paper, paper[1].left, "right") for paper in papers], 0.1 * MM)
    return [[page] for page in folding.turn_leaves(book)]


def wanted_of(format_name, count):
    return {
        "trifold": [["cover"], ["inside-1", "flap"], ["inside-1", "inside-2", "inside-3"], ["back"]],
        "zfold": [
            ["cover"],
            ["flap", "inside-1"],
            ["flap", "inside-1", "back"],
            ["inside-2", "inside-3"],
            ["inside-2", "inside-3", "cover"],
            ["back"],
        ],
        "halffold": [["cover"], ["inside-1", "inside-2"], ["back"]],
        "booklet": [[f"page-{number}"] for number in range(1, (count or 0) + 1)],
    }[format_name]


def check_piece(states, format_name, count):
    for seen, names in zip(states, wanted_of(format_name, count), strict=True):
        check_shown(seen, names)


@pytest.mark.parametrize("duplex", DUPLEX)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("format_name", "count"), PIECES)
def test_printed_folded_and_opened_every_panel_is_where_the_reader_expects_it(format_name, count, paper, duplex):
    pdf = print_edition(format_name, paper, count=count, duplex=duplex)
    check_piece(read_piece(pdf, format_name, duplex), format_name, count)


@pytest.mark.parametrize(("format_name", "count"), PIECES)
def test_for_a_press_with_bleed_and_marks_the_cut_sheet_folds_to_the_same_piece(format_name, count):
    pages = pages_for(format_name, "a4", count, style="bleed: 3mm")
    for duplex in DUPLEX:
        pdf = print_edition(format_name, "a4", pages, bleed=3 * MM, crop_marks=True, duplex=duplex)
        check_piece(read_piece(pdf, format_name, duplex), format_name, count)


@pytest.mark.parametrize("duplex", DUPLEX)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("format_name", "count"), FLAT)
def test_flat_pages_lie_one_on_each_side_of_portrait_sheets_turned_like_pages(format_name, count, paper, duplex):
    printed = folding.print_both_sides(print_edition(format_name, paper, count=count, duplex=duplex), duplex)
    assert len(printed) == (count + 1) // 2
    seen = []
    for front, back in printed:
        assert (front.width, front.height) == pytest.approx((PAPERS[paper].height, PAPERS[paper].width))
        for face in [front] + ([folding.turn_over(back, duplex)] if back and back.panels else []):
            (panel,) = face.panels
            seen.append(folding.replace(panel, picture=face.picture))
    check_shown(seen, [f"page-{number}" for number in range(1, count + 1)])


@pytest.mark.parametrize("format_name", FORMATS)
def test_on_the_wrong_edge_no_piece_can_be_read(format_name):
    count = None if FORMATS[format_name].numbered is None else 2 if FORMATS[format_name].flat else 8
    right = geometry.default_duplex(format_name)
    wrong = "long-edge" if right == "short-edge" else "short-edge"
    pdf = print_edition(format_name, count=count)
    if FORMATS[format_name].flat:
        _, back = folding.print_both_sides(pdf, wrong)[0]
        assert folding.turn_over(back, wrong).panels[0].up[1] < 0
        return
    with pytest.raises((folding.FoldingError, AssertionError)):
        check_piece(read_piece(pdf, format_name, wrong), format_name, count)


@pytest.mark.parametrize("format_name", ["trifold", "zfold", "halffold"])
def test_the_folds_of_the_row_made_in_their_order_give_the_closed_piece(format_name):
    ((front, back),) = folding.print_both_sides(print_edition(format_name), "short-edge")
    paper = folding.make_paper(front, back, "short-edge")
    for fold in FORMATS[format_name].folds:
        to = "behind" if fold.kind == "mountain" else "before"
        paper = folding.fold(paper, front.marks[fold.crease], fold.moves, to)
    assert (folding.look(paper, "back"), folding.look(paper, "front")) == (["cover"], ["back"])


def test_the_accordion_folded_the_wrong_way_is_found():
    ((front, back),) = folding.print_both_sides(print_edition("zfold"), "short-edge")
    paper = folding.make_paper(front, back, "short-edge")
    once = folding.fold(paper, front.marks[1], "right")
    assert folding.look(folding.fold(once, front.marks[0], "left"), "front") != ["back"]


# Creep


def margins(pdf, thickness, edge="short-edge"):
    """Stitch a booklet of paper so thick, in millimetres, and return for every page where its heading stands and where
    its trimmed edge is: millimetres from the spine of the whole booklet.
    """
    document = pypdfium2.PdfDocument(pdf)
    headings = {}
    for page in document:
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            headings[text.get_text_bounded(left, bottom, right, top).strip()] = left
    document.close()
    printed = folding.print_both_sides(pdf, edge)
    found = {}
    for sheet, faces in enumerate(printed):
        pushed = sheet * thickness * MM
        for face in faces:
            (fold,) = face.marks or printed[0][0].marks
            for panel in face.panels:
                found[panel.text] = (pushed + abs(headings[panel.text] - fold)) / MM
    return found


def spread_of(found, parity):
    at = [value for name, value in found.items() if int(name.removeprefix("page-")) % 2 == parity]
    assert len(at) == len(found) / 2
    return max(at) - min(at)


@pytest.mark.parametrize("thickness", [0.08, 0.1, 0.25])
@pytest.mark.parametrize("count", [4, 8, 12, 16])
def test_folded_and_trimmed_the_outer_margins_of_a_booklet_are_even(count, thickness):
    found = margins(print_edition("booklet", count=count, paper_thickness=thickness), thickness)
    assert len(found) == count
    for parity in (0, 1):
        assert spread_of(found, parity) < 0.05


def test_without_compensation_or_with_that_of_other_paper_the_margins_are_seen_to_differ():
    plain = margins(print_edition("booklet", count=16, paper_thickness=0), 0.1)
    assert spread_of(plain, 0) == pytest.approx(0.3, abs=0.02)
    assert spread_of(plain, 1) == pytest.approx(0.3, abs=0.02)
    thick = margins(print_edition("booklet", count=16, paper_thickness=0.1), 0.2)
    assert spread_of(thick, 1) == pytest.approx(0.3, abs=0.02)


def test_the_white_border_is_as_wide_on_every_page_of_a_trimmed_booklet():
    """Ten pixels a point, in a row of pixels: the border ends within a tenth of a point, 0.035 mm."""
    document = pypdfium2.PdfDocument(print_edition("booklet", count=16, marks="none"))
    for number, page in enumerate(document):
        picture = np.asarray(page.render(scale=10, crop=(0, 200, 0, 411)).to_pil().convert("RGB"))
        row = (picture[5] != 255).any(axis=1)
        creep = number // 2 * 0.1 * MM
        for white in (row.argmax() / 10, row[::-1].argmax() / 10):
            assert white - creep == pytest.approx(geometry.PRINTER_BORDER, abs=0.15)
    document.close()


def test_inner_sheets_are_trimmed_by_their_creep_on_both_sides():
    with pikepdf.open(BytesIO(print_edition("booklet", count=12))) as document:
        boxes = [[float(side) for side in page.trimbox] for page in document.pages]
    step = 0.1 * MM
    assert boxes == [pytest.approx([k * step, 0, 792 - k * step, 612], abs=0.001) for k in (0, 0, 1, 1, 2, 2)]


# Opened by a printer


@pytest.mark.parametrize(
    ("format_name", "count", "duplex", "preference"),
    [
        ("trifold", None, None, "/DuplexFlipShortEdge"),
        ("zfold", None, "long-edge", "/DuplexFlipLongEdge"),
        ("booklet", 8, None, "/DuplexFlipShortEdge"),
        ("booklet", 8, "none", "/Simplex"),
        ("flyer", 1, None, "/Simplex"),
        ("flyer", 2, None, "/DuplexFlipLongEdge"),
        ("flyer", 2, "short-edge", "/DuplexFlipShortEdge"),
        ("large-print", 3, None, "/DuplexFlipLongEdge"),
        ("large-print", 3, "none", "/Simplex"),
    ],
)
def test_the_printer_is_asked_for_the_edge_that_the_faces_were_turned_for(format_name, count, duplex, preference):
    with pikepdf.open(BytesIO(print_edition(format_name, count=count, duplex=duplex))) as document:
        assert document.Root.ViewerPreferences.Duplex == preference


def test_for_a_stack_that_is_laid_in_again_fronts_come_first_and_backs_from_the_last_sheet_on():
    def names(format_name, count):
        return [
            [panel.text for panel in face.panels]
            for face in folding.read_faces(print_edition(format_name, count=count, duplex="none"))
        ]

    assert names("booklet", 8) == [
        ["page-8", "page-1"], ["page-6", "page-3"], ["page-4", "page-5"], ["page-2", "page-7"],
    ]  # fmt: skip
    # The last sheet has no third page on its back: a blank one keeps the stack in step.
    assert names("large-print", 3) == [["page-1"], ["page-3"], [], ["page-2"]]
    assert names("flyer", 1) == [["page-1"]]


def test_flat_pages_reach_the_edge_unless_a_border_is_asked_for():
    for picture in pictures(print_edition("flyer", count=2)):
        assert (border_of(picture, 1) != 255).any(axis=1).all()
    for picture in pictures(print_edition("flyer", count=2, border=geometry.PRINTER_BORDER)):
        assert (border_of(picture, 14) == 255).all()
