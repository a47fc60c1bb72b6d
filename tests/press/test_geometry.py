"""The numbers of papers, folds and panels, compared with what a ruler shows."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidepress.brochure import geometry
from guidepress.brochure.geometry import FORMATS, MM, PAPERS, Format, panels, print_order, safe_insets, sheets
from guidepress.errors import ContentError
from guidepress.press import printers_marks

TRIFOLD = ("cover", "flap", "inside-1", "inside-2", "inside-3", "back")


def near(value):
    return pytest.approx(value, abs=0.005)


def lying(face):
    return [(placed.panel.name, round(placed.x, 2), round(placed.panel.width, 2)) for placed in face.placements]


def test_safe_distances_are_six_five_and_five_millimetres():
    assert pytest.approx(17.008, abs=0.001) == geometry.SAFE_EDGE
    assert pytest.approx(14.173, abs=0.001) == geometry.SAFE_FOLD
    assert pytest.approx(14.173, abs=0.001) == geometry.PRINTER_BORDER


def test_a_letter_trifold_has_six_panels_and_two_of_them_are_a_sixteenth_of_an_inch_narrower():
    assert [(panel.name, panel.width, panel.height) for panel in panels("trifold", "letter")] == [
        ("cover", 265.5, 612),
        ("flap", 261.0, 612),
        ("inside-1", 265.5, 612),
        ("inside-2", 265.5, 612),
        ("inside-3", 261.0, 612),
        ("back", 265.5, 612),
    ]


def test_an_a4_trifold_has_six_panels_and_two_of_them_are_one_and_a_half_millimetres_narrower():
    sizes = [(panel.name, panel.width * 25.4 / 72, panel.height * 25.4 / 72) for panel in panels("trifold", "a4")]
    assert sizes == [
        ("cover", near(99.5), near(210)),
        ("flap", near(98.0), near(210)),
        ("inside-1", near(99.5), near(210)),
        ("inside-2", near(99.5), near(210)),
        ("inside-3", near(98.0), near(210)),
        ("back", near(99.5), near(210)),
    ]


def test_the_outside_is_flap_back_cover_and_the_inside_reads_from_left_to_right():
    (sheet,) = sheets("trifold", "letter")
    assert (sheet.front.name, sheet.back.name) == ("outside", "inside")
    assert (sheet.front.width, sheet.front.height) == (792, 612)
    assert lying(sheet.front) == [("flap", 0, 261), ("back", 261, 265.5), ("cover", 526.5, 265.5)]
    assert lying(sheet.back) == [("inside-1", 0, 265.5), ("inside-2", 265.5, 265.5), ("inside-3", 531, 261)]
    assert (sheet.front.folds, sheet.back.folds) == ((261, 526.5), (265.5, 531))
    assert {(placed.y, placed.rotation) for face in (sheet.front, sheet.back) for placed in face.placements} == {(0, 0)}


def test_flipped_on_the_long_edge_the_second_face_is_turned_by_half():
    (sheet,) = sheets("trifold", "letter", duplex="long-edge")
    assert lying(sheet.front) == [("flap", 0, 261), ("back", 261, 265.5), ("cover", 526.5, 265.5)]
    assert {placed.rotation for placed in sheet.front.placements} == {0}
    assert lying(sheet.back) == [("inside-3", 0, 261), ("inside-2", 261, 265.5), ("inside-1", 526.5, 265.5)]
    assert {placed.rotation for placed in sheet.back.placements} == {180}
    assert sheet.back.folds == (261, 526.5)


def test_six_millimetres_at_the_edges_of_the_sheet_and_five_at_folds():
    edge, fold = near(17.01), near(14.17)
    assert safe_insets("trifold") == {
        "cover": (edge, edge, edge, fold),
        "flap": (edge, fold, edge, edge),
        "inside-1": (edge, fold, edge, edge),
        "inside-2": (edge, fold, edge, fold),
        "inside-3": (edge, edge, edge, fold),
        "back": (edge, fold, edge, fold),
    }
    assert tuple(safe_insets("trifold")) == TRIFOLD


def test_insets_are_named_as_in_css():
    insets = safe_insets("trifold")["flap"]
    assert (insets.top, insets.right, insets.bottom, insets.left) == tuple(insets)
    assert insets.left > insets.right


# Every row of the table


def disagreements(format_name, paper_name, pages=None):
    """List what cannot be printed: panels that are missing or printed twice, or whose backs are elsewhere."""
    size, found, seen = PAPERS[paper_name], [], []
    for sheet in sheets(format_name, paper_name, pages=pages, paper_thickness=0):
        for one, other in zip(sheet.front.placements, reversed(sheet.back.placements), strict=True):
            seen += [one.panel.name, other.panel.name]
            if abs(size.width - other.x - other.panel.width - one.x) > 0.1:
                found.append(f"{other.panel.name} is not behind {one.panel.name}")
            if abs(one.panel.width - other.panel.width) > 0.1:
                found.append(f"{one.panel.name} and {other.panel.name} differ in width")
        for face in (sheet.front, sheet.back):
            if abs(sum(placed.panel.width for placed in face.placements) - size.width) > 0.1:
                found.append(f"the {face.name} does not fill the sheet")
    if sorted(seen) != sorted(panel.name for panel in panels(format_name, paper_name, pages)):
        found.append(f"printed {seen}")
    return found


FOLDED = [("trifold", None), ("zfold", None), ("halffold", None), ("booklet", 4), ("booklet", 16)]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(("format_name", "pages"), FOLDED)
def test_in_every_format_on_every_paper_each_panel_lies_exactly_behind_its_other_face(format_name, pages, paper):
    assert {name for name, _ in FOLDED} == {name for name, row in FORMATS.items() if not row.flat}
    assert disagreements(format_name, paper, pages) == []


def test_a_format_that_is_narrow_on_one_face_only_is_noticed(monkeypatch):
    row = Format("trifold", "narrow on one face", TRIFOLD, FORMATS["trifold"].sheets, narrow=frozenset({"flap"}))
    monkeypatch.setitem(FORMATS, "trifold", row)
    assert disagreements("trifold", "letter") == [
        "flap and inside-3 differ in width",
        "inside-2 is not behind back",
        "back and inside-2 differ in width",
        "inside-1 is not behind cover",
        "cover and inside-1 differ in width",
    ]


def test_another_fold_is_one_more_row_of_the_table(monkeypatch):
    """A gate: both ends are folded in and meet in the middle."""
    faces = (("1", "2", "3", "4"), ("5", "6", "7", "8"))
    row = Format("gatefold", "a gate", tuple("12345678"), (faces,), narrow=frozenset({"1", "4", "5", "8"}))
    monkeypatch.setitem(FORMATS, "gatefold", row)
    assert [panel.width for panel in panels("gatefold", "letter")] == [195.75, 200.25, 200.25, 195.75] * 2
    assert disagreements("gatefold", "letter") == disagreements("gatefold", "a4") == []


# The rows


@pytest.mark.parametrize(
    ("format_name", "pages", "paper", "size", "count"),
    [
        ("zfold", None, "letter", (264, 612), 6),
        ("zfold", None, "a4", (99 * MM, 210 * MM), 6),
        ("halffold", None, "letter", (396, 612), 4),
        ("halffold", None, "a4", (148.5 * MM, 210 * MM), 4),
        ("booklet", 8, "letter", (5.5 * 72, 8.5 * 72), 8),  # half-letter
        ("booklet", 8, "a4", (148.5 * MM, 210 * MM), 8),  # A5, whose 148 mm are rounded down
        ("flyer", 2, "letter", (612, 792), 2),
        ("large-print", 5, "a4", (210 * MM, 297 * MM), 5),
    ],
)
def test_sizes_of_panels_are_shares_of_the_paper(format_name, pages, paper, size, count):
    found = panels(format_name, paper, pages)
    assert len(found) == count
    assert {(near(panel.width), near(panel.height)) == (panel.width, panel.height) for panel in found} == {True}
    assert all((panel.width, panel.height) == (near(size[0]), near(size[1])) for panel in found)


def test_an_accordion_has_the_panels_of_a_tri_fold_and_no_narrow_one():
    (sheet,) = sheets("zfold", "letter")
    assert [panel.name for panel in panels("zfold", "letter")] == list(TRIFOLD)
    assert lying(sheet.front) == [("inside-2", 0, 264), ("inside-3", 264, 264), ("cover", 528, 264)]
    assert lying(sheet.back) == [("flap", 0, 264), ("inside-1", 264, 264), ("back", 528, 264)]
    assert (sheet.front.creases, sheet.back.creases) == (("valley", "mountain"), ("valley", "mountain"))
    (c_fold,) = sheets("trifold", "letter")
    assert (c_fold.front.creases, c_fold.back.creases) == (("mountain", "mountain"), ("valley", "valley"))


def test_folded_once_a_sheet_has_four_pages_and_gathers_six_panels_on_them():
    (sheet,) = sheets("halffold", "letter")
    assert lying(sheet.front) == [("back", 0, 396), ("cover", 396, 396)]
    assert lying(sheet.back) == [("inside-1", 0, 396), ("inside-2", 396, 396)]
    row = FORMATS["halffold"]
    assert set(row.gathers) | {"cover"} == set(TRIFOLD)
    assert set(row.gathers.values()) | {"cover"} == set(row.reading)


def test_the_pages_of_a_booklet_of_eight_lie_as_printers_lay_them():
    outer, inner = sheets("booklet", "letter", pages=8, paper_thickness=0)
    assert [name for name, _, _ in lying(outer.front)] == ["page-8", "page-1"]
    assert [name for name, _, _ in lying(outer.back)] == ["page-2", "page-7"]
    assert [name for name, _, _ in lying(inner.front)] == ["page-6", "page-3"]
    assert [name for name, _, _ in lying(inner.back)] == ["page-4", "page-5"]


@given(st.integers(1, 40).map(lambda sheets: 4 * sheets), st.sampled_from(sorted(PAPERS)))
def test_in_every_booklet_pages_side_by_side_add_up_to_one_more_than_there_are(pages, paper):
    laid = sheets("booklet", paper, pages=pages, paper_thickness=0)
    seen = []
    for sheet in laid:
        for face in (sheet.front, sheet.back):
            numbers = [int(placed.panel.name.removeprefix("page-")) for placed in face.placements]
            assert sum(numbers) == pages + 1
            assert numbers[0] % 2 == 0  # even pages lie at the left of the spine
            seen += numbers
    assert sorted(seen) == list(range(1, pages + 1))
    assert len(laid) == pages // 4


@given(st.integers(1, 16), st.floats(0, 0.2))
def test_each_nested_sheet_is_moved_towards_the_spine_by_the_thickness_of_all_round_it(count, thickness):
    laid = sheets("booklet", "letter", pages=4 * count, paper_thickness=thickness)
    for number, sheet in enumerate(laid):
        shift = number * thickness * MM
        for face in (sheet.front, sheet.back):
            left, right = face.placements
            assert (left.x, right.x) == (pytest.approx(shift), pytest.approx(396 - shift))
            # No page colours the other side of the spine.
            assert left.cell.right == right.cell.left == 396
            assert (face.trim.left, face.trim.right) == (pytest.approx(shift), pytest.approx(792 - shift))


SHEETS = st.one_of(
    st.tuples(st.sampled_from(["trifold", "zfold", "halffold"]), st.none()),
    st.tuples(st.just("booklet"), st.sampled_from([4, 8, 12, 16, 40])),
    st.tuples(st.just("flyer"), st.integers(1, 2)),
    st.tuples(st.just("large-print"), st.integers(1, 9)),
)


@given(SHEETS, st.sampled_from(sorted(PAPERS)), st.sampled_from(["short-edge", "long-edge", "none"]), st.floats(0, 30))
@example(("booklet", 16), "a4", "long-edge", 3 * MM)
def test_on_every_sheet_boxes_nest_cells_do_not_overlap_and_marks_lie_outside(what, paper, duplex, bleed):
    format_name, pages = what
    room = printers_marks.room(bleed)
    for sheet in sheets(format_name, paper, duplex, pages=pages, bleed=bleed, margin=room):
        for face in (sheet.front, sheet.back):
            assert 0 <= face.bleed.left <= face.trim.left < face.trim.right <= face.bleed.right <= face.width
            assert 0 <= face.bleed.bottom <= face.trim.bottom < face.trim.top <= face.bleed.top <= face.height
            cells = [placed.cell for placed in face.placements]
            for one, other in pairwise(cells):
                assert one.right == pytest.approx(other.left)
            if cells:
                assert (cells[0].left, cells[-1].right) == pytest.approx((face.bleed.left, face.bleed.right))
            drawn = printers_marks.crop(face) + [line for line, _ in printers_marks.fold(face)]
            for x1, y1, x2, y2 in drawn:
                beside = max(x1, x2) <= face.bleed.left + 1e-6 or min(x1, x2) >= face.bleed.right - 1e-6
                assert beside or max(y1, y2) <= face.bleed.bottom + 1e-6 or min(y1, y2) >= face.bleed.top - 1e-6
                assert min(x1, x2, y1, y2) > -1e-6
                assert max(x1, x2) < face.width + 1e-6
                assert max(y1, y2) < face.height + 1e-6


# How they are printed


@pytest.mark.parametrize(
    ("format_name", "duplex", "turned"),
    [
        ("trifold", None, 0), ("trifold", "short-edge", 0), ("trifold", "long-edge", 180), ("trifold", "none", 0),
        ("booklet", None, 0), ("booklet", "long-edge", 180),
        ("flyer", None, 0), ("flyer", "long-edge", 0), ("flyer", "short-edge", 180), ("flyer", "none", 0),
    ],
)  # fmt: skip
def test_the_second_face_is_turned_unless_the_sheet_turns_like_the_page_of_a_book(format_name, duplex, turned):
    pages = {"booklet": 4, "flyer": 2}.get(format_name)
    (sheet,) = sheets(format_name, "a4", duplex, pages=pages)
    assert {placed.rotation for placed in sheet.front.placements} == {0}
    assert {placed.rotation for placed in sheet.back.placements} == {turned}
    assert geometry.default_duplex(format_name) == ("long-edge" if format_name == "flyer" else "short-edge")


def test_faces_alternate_in_a_duplex_printer_and_else_all_fronts_come_first():
    def names(pages, duplex):
        faces = print_order(sheets("large-print", "letter", duplex, pages=pages), duplex)
        return [[placed.panel.name.removeprefix("page-") for placed in face.placements] for face in faces]

    assert names(4, None) == [["1"], ["2"], ["3"], ["4"]]
    assert names(4, "none") == [["1"], ["3"], ["4"], ["2"]]
    assert names(3, "long-edge") == [["1"], ["2"], ["3"]]
    assert names(3, "none") == [["1"], ["3"], [], ["2"]]
    assert names(1, "none") == [["1"]]


def test_insets_of_numbered_pages_are_narrower_at_the_spine():
    insets = safe_insets("booklet", 4)
    assert list(insets) == ["page-1", "page-2", "page-3", "page-4"]
    edge, fold = near(17.01), near(14.17)
    assert [(each.right, each.left) for each in insets.values()] == [(edge, fold), (fold, edge)] * 2
    assert set(safe_insets("flyer", 2).values()) == {(geometry.SAFE_EDGE,) * 4}


# Refused


def said(call, *args, **settings):
    with pytest.raises(ContentError) as caught:
        call(*args, **settings)
    return str(caught.value)


ALLOWED = {"booklet": lambda n: n % 4 == 0, "flyer": lambda n: n <= 2, "large-print": lambda n: True}


@given(st.sampled_from(sorted(ALLOWED)), st.integers(-3, 70))
def test_a_number_of_pages_is_taken_or_refused_by_the_rule_of_the_row(format_name, pages):
    if pages > 0 and ALLOWED[format_name](pages):
        assert len(panels(format_name, "letter", pages)) == len(safe_insets(format_name, pages)) == pages
    else:
        for call in (lambda: panels(format_name, "a4", pages), lambda: safe_insets(format_name, pages)):
            assert f", but {FORMATS[format_name].numbered.rule}" in said(call)


def test_what_is_wrong_with_a_number_of_pages_is_said_in_plain_words():
    assert said(panels, "booklet", "letter", 10) == (
        "pages: there are 10 pages, but a booklet has a multiple of four pages\n  hint: add 2, or leave out 2"
    )
    assert said(panels, "flyer", "letter", 3, file="guide.yaml") == (
        "guide.yaml: there are 3 pages, but a flyer has one or two pages\n  hint: leave out 1"
    )
    assert said(panels, "large-print", "letter", 0) == (
        "pages: there are 0 pages, but a large-print edition has one page or more\n  hint: add 1"
    )
    assert said(sheets, "booklet", "letter") == (
        "pages: the number of pages is missing\n  hint: a booklet has a multiple of four pages"
    )
    assert said(sheets, "halffold", "letter", pages=6) == (
        "pages: there are 6 pages, but halffold on letter paper has 4 panels: cover, inside-1, inside-2, back"
    )


def test_paper_that_cannot_be_folded_or_stitched_is_refused():
    assert said(sheets, "trifold", "letter", paper_thickness=-0.1) == (
        "paper thickness: paper cannot be -0.1 mm thick\n"
        "  hint: office paper has 0.1 mm; choose a thickness from 0 to 0.5 mm"
    )
    assert "push the innermost out by 3.9 mm" in said(sheets, "booklet", "a4", pages=160)
    assert len(sheets("booklet", "a4", pages=120)) == 30


def test_an_unknown_format_or_paper_is_answered_with_the_nearest_known_one():
    assert said(panels, "trifould", "letter") == (
        "format: there is no format “trifould”\n  hint: did you mean “trifold”?"
    )
    assert said(sheets, "trifold", "legal-size") == (
        "paper: there is no paper “legal-size”\n  hint: allowed here: a4, letter"
    )
    assert said(safe_insets, "poster") == (
        "format: there is no format “poster”\n"
        "  hint: allowed here: booklet, flyer, halffold, large-print, trifold, zfold"
    )
