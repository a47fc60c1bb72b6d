"""The numbers of papers, folds and panels, compared with what a ruler shows."""

import pytest

from guidepress import geometry
from guidepress.errors import ContentError
from guidepress.geometry import FORMATS, PAPERS, Format, panels, safe_insets, sheets

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


def disagreements(format_name, paper_name):
    """List what cannot be printed: panels that are missing or printed twice, or whose backs are elsewhere."""
    size, found, seen = PAPERS[paper_name], [], []
    for sheet in sheets(format_name, paper_name):
        for one, other in zip(sheet.front.placements, reversed(sheet.back.placements), strict=True):
            seen += [one.panel.name, other.panel.name]
            if abs(size.width - other.x - other.panel.width - one.x) > 0.1:
                found.append(f"{other.panel.name} is not behind {one.panel.name}")
            if abs(one.panel.width - other.panel.width) > 0.1:
                found.append(f"{one.panel.name} and {other.panel.name} differ in width")
        for face in (sheet.front, sheet.back):
            if abs(sum(placed.panel.width for placed in face.placements) - size.width) > 0.1:
                found.append(f"the {face.name} does not fill the sheet")
    if sorted(seen) != sorted(FORMATS[format_name].reading):
        found.append(f"printed {seen}")
    return found


def test_in_every_format_on_every_paper_each_panel_lies_exactly_behind_its_other_face():
    pairs = [(format_name, paper_name) for format_name in FORMATS for paper_name in PAPERS]
    assert {("trifold", "letter"), ("trifold", "a4")} <= set(pairs)
    assert {pair: disagreements(*pair) for pair in pairs} == {pair: [] for pair in pairs}


def test_a_format_that_is_narrow_on_one_face_only_is_noticed(monkeypatch):
    row = Format("trifold", TRIFOLD, FORMATS["trifold"].sheets, narrow=frozenset({"flap"}))
    monkeypatch.setitem(FORMATS, "trifold", row)
    assert disagreements("trifold", "letter") == [
        "flap and inside-3 differ in width",
        "inside-2 is not behind back",
        "back and inside-2 differ in width",
        "inside-1 is not behind cover",
        "cover and inside-1 differ in width",
    ]


ROWS = {
    "zfold": Format("zfold", ("1", "2", "3", "4", "5", "6"), ((("1", "2", "3"), ("4", "5", "6")),)),
    "halffold": Format("halffold", ("1", "2", "3", "4"), ((("4", "1"), ("2", "3")),)),
    "booklet": Format("booklet", tuple("12345678"), ((("8", "1"), ("2", "7")), (("6", "3"), ("4", "5")))),
    "gatefold": Format(
        "gatefold",
        tuple("12345678"),
        ((("1", "2", "3", "4"), ("5", "6", "7", "8")),),
        narrow=frozenset({"1", "4", "5", "8"}),
    ),
}


@pytest.mark.parametrize(
    ("name", "sheet_count", "widths"),
    [
        ("zfold", 1, [264.0] * 6),
        ("halffold", 1, [396.0] * 4),
        ("booklet", 2, [396.0] * 8),
        ("gatefold", 1, [195.75, 200.25, 200.25, 195.75] * 2),
    ],
)
def test_another_fold_is_one_more_row_of_the_table(monkeypatch, name, sheet_count, widths):
    monkeypatch.setitem(FORMATS, name, ROWS[name])
    assert [panel.width for panel in panels(name, "letter")] == widths
    assert len(sheets(name, "letter")) == sheet_count
    assert disagreements(name, "letter") == []
    assert disagreements(name, "a4") == []


def test_an_unknown_format_or_paper_is_answered_with_the_nearest_known_one():
    with pytest.raises(ContentError) as caught:
        panels("trifould", "letter")
    assert str(caught.value) == "format: there is no format “trifould”\n  hint: did you mean “trifold”?"
    with pytest.raises(ContentError) as caught:
        sheets("trifold", "legal-size")
    assert str(caught.value) == "paper: there is no paper “legal-size”\n  hint: allowed here: a4, letter"
    with pytest.raises(ContentError) as caught:
        safe_insets("poster")
    assert str(caught.value) == "format: there is no format “poster”\n  hint: allowed here: trifold"
