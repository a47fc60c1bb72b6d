"""The print edition: what a person finds who looks at the sheets, prints them on both sides, and folds them."""

import re
import time
from base64 import b64encode
from io import BytesIO
from itertools import combinations

import numpy as np
import pikepdf
import pytest
from PIL import Image

from guidepress.brochure.geometry import FORMATS, MM, Format, sheets
from guidepress.errors import ContentError
from guidepress.press.imposition import impose
from helpers import folding
from helpers.imposing import (
    BLACK,
    COLOURS,
    READING,
    border_of,
    colour,
    edit,
    make_pages,
    pages_for,
    pictures,
    print_edition,
)

# Folded


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_folded_sheet_shows_cover_then_flap_over_inside_then_the_inside_and_the_back_behind(paper):
    assert folding.read_c_fold(print_edition(paper=paper)) == [
        ["cover"],
        ["inside-1", "flap"],
        ["inside-1", "inside-2", "inside-3"],
        ["back"],
    ]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_printed_on_the_long_edge_it_folds_to_the_same_piece(paper):
    folding.check_c_fold(print_edition(paper=paper, duplex="long-edge"), edge="long-edge")


@pytest.mark.parametrize(
    ("paper", "narrow", "wide"), [("letter", 261.0, 265.5), ("a4", 277.795, 282.047)], ids=["letter", "a4"]
)
def test_panel_and_back_coincide_and_the_narrow_leaf_is_flap_and_inside_3(paper, narrow, wide):
    leaves = folding.make_paper(*folding.read_faces(print_edition(paper=paper)), "short-edge")
    assert [(leaf.front.text, leaf.back.text) for leaf in leaves] == [
        ("flap", "inside-3"),
        ("back", "inside-2"),
        ("cover", "inside-1"),
    ]
    for leaf, width in zip(leaves, (narrow, wide, wide), strict=True):
        for panel in (leaf.front, leaf.back):
            assert panel.right - panel.left == pytest.approx(width, abs=0.1)
        assert leaf.front.left == pytest.approx(leaf.back.left, abs=0.1)


@pytest.mark.parametrize("pair", list(combinations(READING, 2)), ids="-and-".join)
def test_two_panels_in_each_others_place_are_found_by_folding(pair):
    def swap(document):
        holders = {name: page.obj.Resources.XObject for page in document.pages for name in page.obj.Resources.XObject}
        one, other = (f"/{name}" for name in pair)
        first, second = holders[one][one], holders[other][other]
        holders[one][one], holders[other][other] = second, first

    folding.check_c_fold(print_edition())
    with pytest.raises(folding.FoldingError):
        folding.check_c_fold(edit(print_edition(), swap))


def prepend(operators, number):
    def change(document):
        page = document.pages[number]
        page.contents_add(operators.encode(), prepend=True)

    return change


def test_a_back_sheet_upside_down_is_found_by_folding():
    rotated = edit(print_edition(), prepend("-1 0 0 -1 792 612 cm", 1))
    with pytest.raises(folding.FoldingError):
        folding.check_c_fold(rotated, edge="short-edge")
    folding.check_c_fold(rotated, edge="long-edge")
    with pytest.raises(folding.FoldingError):
        folding.check_c_fold(print_edition(), edge="long-edge")
    with pytest.raises(folding.FoldingError):
        folding.check_c_fold(print_edition(duplex="long-edge"), edge="short-edge")


def test_a_mirrored_or_shifted_back_sheet_is_found_by_folding():
    with pytest.raises(folding.FoldingError, match="mirror"):
        folding.check_c_fold(edit(print_edition(), prepend("-1 0 0 1 792 0 cm", 1)))
    with pytest.raises(folding.FoldingError, match="its leaf"):
        folding.check_c_fold(edit(print_edition(), prepend("1 0 0 1 0.5 0 cm", 1)))


def test_sheets_in_the_wrong_order_are_found_by_folding():
    with pytest.raises(folding.FoldingError):
        folding.check_c_fold(edit(print_edition(marks="both"), lambda document: document.pages.reverse()))


@pytest.mark.parametrize(
    ("narrow", "complaint"),
    [
        (frozenset(), "narrow enough"),
        (frozenset({"cover", "inside-1"}), "the reader meets"),
        (frozenset({"back", "inside-2"}), "narrow enough"),
        (frozenset({"flap"}), "its leaf"),
    ],
    ids=["none", "cover", "middle", "one face"],
)
def test_the_wrong_panel_being_narrow_is_found_by_folding(monkeypatch, narrow, complaint):
    row = FORMATS["trifold"]
    monkeypatch.setitem(FORMATS, "trifold", Format(row.name, row.about, row.reading, row.sheets, narrow))
    with pytest.raises(folding.FoldingError, match=complaint):
        folding.check_c_fold(print_edition())


# Looked at


@pytest.fixture(scope="module")
def letter():
    return pictures(print_edition())


def test_there_are_two_landscape_sheets_of_the_papers_size():
    for paper, size in (("letter", [0, 0, 792, 612]), ("a4", [0, 0, 841.89, 595.28])):
        with pikepdf.open(BytesIO(print_edition(paper=paper))) as document:
            boxes = [
                [float(side) for side in page.obj[name]]
                for page in document.pages
                for name in ("/MediaBox", "/CropBox", "/TrimBox")
            ]
            assert boxes == [size] * 6
            assert not any("/Rotate" in page.obj for page in document.pages)


def test_each_panels_colour_is_where_the_fold_puts_it(letter):
    outside, inside = letter
    assert [colour(outside, x, 300) for x in (100, 259, 263, 394, 524, 529, 700)] == [
        *[COLOURS["flap"]] * 2,
        *[COLOURS["back"]] * 3,
        *[COLOURS["cover"]] * 2,
    ]
    assert [colour(inside, x, 300) for x in (100, 263, 268, 394, 529, 533, 700)] == [
        *[COLOURS["inside-1"]] * 2,
        *[COLOURS["inside-2"]] * 3,
        *[COLOURS["inside-3"]] * 2,
    ]


def test_every_panel_is_upright_its_square_at_its_upper_left(letter):
    for picture, lefts, right_ends in (
        (letter[0], (0, 261, 526.5), (261, 526.5, 792)),
        (letter[1], (0, 265.5, 531), (265.5, 531, 792)),
    ):
        assert [colour(picture, left + 30, 30) for left in lefts] == [BLACK] * 3
        elsewhere = [
            colour(picture, x, y)
            for left, right in zip(lefts, right_ends, strict=True)
            for x, y in ((right - 30, 30), (left + 30, 582), (right - 30, 582))
        ]
        assert len(elsewhere) == 9
        assert all(spot in COLOURS.values() for spot in elsewhere)


def test_for_a_printer_that_flips_on_the_long_edge_the_second_sheet_is_upside_down():
    outside, inside = pictures(print_edition(duplex="long-edge"))
    assert [colour(outside, x, 30) for x in (30, 291, 556.5)] == [BLACK] * 3
    assert [colour(inside, x, 582) for x in (231, 496.5, 762)] == [BLACK] * 3
    assert [colour(inside, x, 300) for x in (100, 394, 700)] == [
        COLOURS["inside-3"],
        COLOURS["inside-2"],
        COLOURS["inside-1"],
    ]


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_five_millimetres_round_the_sheet_are_white_and_colour_begins_right_after(paper):
    for picture in pictures(print_edition(paper=paper, marks="none")):
        assert (border_of(picture, 14) == 255).all()
        height, width, _ = picture.shape
        just_inside = [(16, 300), (width - 17, 300), (300, 16), (300, height - 17), (700, 16), (700, height - 17)]
        assert all(colour(picture, x, y) in COLOURS.values() for x, y in just_inside)


def test_without_a_border_colour_reaches_the_edge():
    for picture in pictures(print_edition(border=0)):
        assert (border_of(picture, 1) != 255).any(axis=1).all()


def fold_marks(picture):
    """Return the columns that are not white at the top and at the bottom of a sheet."""
    top, bottom = picture[:14], picture[-14:]
    return [sorted(set(np.nonzero((strip < 250).any(axis=(0, 2)))[0].tolist())) for strip in (top, bottom)]


def test_fold_marks_are_short_grey_ticks_in_the_border_at_the_folds_of_the_outside(letter):
    outside, inside = letter
    for columns in fold_marks(outside):
        assert {260, 261, 526} >= set(columns)
        assert any(column in (260, 261) for column in columns)
        assert 526 in columns
    assert fold_marks(inside) == [[], []]
    red, green, blue = colour(outside, 526, 5)
    assert red == green == blue < 230


def test_fold_marks_are_drawn_on_both_faces_or_none_when_asked():
    outside, inside = pictures(print_edition(marks="both"))
    assert all(526 in columns for columns in fold_marks(outside))
    assert all(265 in columns for columns in fold_marks(inside))
    assert [fold_marks(picture) for picture in pictures(print_edition(marks="none"))] == [[[], []], [[], []]]


def test_fold_marks_are_hairlines_no_longer_than_the_border_is_wide():
    with pikepdf.open(BytesIO(print_edition())) as document:
        content = document.pages[0].Contents.read_bytes().decode()
    assert re.findall(r"([\d.]+) w ([\d.]+) G", content) == [("0.400", "0.450")]
    ticks = re.findall(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l", content)
    assert [tuple(float(number) for number in tick) for tick in ticks] == [
        (261.0, 0.0, 261.0, 14.173),
        (261.0, 597.827, 261.0, 612.0),
        (526.5, 0.0, 526.5, 14.173),
        (526.5, 597.827, 526.5, 612.0),
    ]
    with pikepdf.open(BytesIO(print_edition(border=0))) as document:
        assert " l" not in document.pages[0].Contents.read_bytes().decode()


def test_bleed_stays_behind_and_never_runs_into_the_next_panel(letter):
    pages = pages_for(style="bleed: 9pt")
    with pikepdf.open(BytesIO(pages)) as document:
        assert [float(side) for side in document.pages[0].mediabox] == [-9, -9, 274.5, 621]
    for with_bleed, without in zip(pictures(print_edition(pages=pages)), letter, strict=True):
        assert np.abs(with_bleed - without).max() <= 2


def test_a_page_that_is_stored_turned_is_placed_as_it_is_shown(letter):
    def turn_cover(document):
        document.pages[0].rotate(180, relative=True)

    outside, _ = pictures(print_edition(pages=edit(pages_for(), turn_cover)))
    assert colour(outside, 762, 582) == BLACK
    assert colour(outside, 556.5, 30) == colour(letter[0], 762, 582) == COLOURS["cover"]


PATTERNED = (
    "<p style='height:200pt; background: url(\"data:image/svg+xml,"
    "<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2217%22 height=%2213%22>"
    "<circle cx=%227%22 cy=%226%22 r=%225%22/></svg>\")'></p>"
    "<p style='height:60pt; background:linear-gradient(red, rgba(0,0,255,.3))'></p>"
)


def test_pictures_patterns_and_gradients_come_out_as_on_the_page():
    pages = pages_for(extra=PATTERNED)
    # Two pixels a point: every panel begins and ends on a whole pixel.
    expected = pictures(pages, scale=2)
    outside, inside = pictures(print_edition(pages=pages), scale=2)
    places = [(outside, 1053), (outside, 0), (inside, 0), (inside, 531), (inside, 1062), (outside, 522)]
    for page, (sheet, left) in zip(expected, places, strict=True):
        found = sheet[:, left : left + page.shape[1]][30:-30, 30:-30]
        assert np.unique(found @ (65536, 256, 1)).size > 50  # shades: the gradient is there
        assert np.abs(found - page[30:-30, 30:-30]).max() <= 2


# Opened in a viewer


def test_a_viewer_prints_both_sides_flips_on_the_short_edge_and_does_not_scale():
    with pikepdf.open(BytesIO(print_edition())) as document:
        preferences = document.Root.ViewerPreferences
        assert {key: preferences[key] for key in preferences} == {
            "/Duplex": pikepdf.Name.DuplexFlipShortEdge,
            "/PrintScaling": pikepdf.Name("/None"),
            "/PickTrayByPDFSize": True,
            "/DisplayDocTitle": True,
        }
        assert document.Root.PageLayout == pikepdf.Name.SinglePage
        assert document.pdf_version == "1.7"
    with pikepdf.open(BytesIO(print_edition(duplex="long-edge"))) as document:
        assert document.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipLongEdge


def test_title_and_language_are_the_documents():
    pdf = impose(pages_for(), "trifold", "letter", "Careers in imaging – “2026”", "fr-CA")
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]) == "Careers in imaging – “2026”"
        assert str(document.Root.Lang) == "fr-CA"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Careers in imaging – “2026”"
            assert metadata["dc:language"] == {"fr-CA"}


def test_author_and_subject_are_the_documents_where_there_are_any():
    pdf = impose(pages_for(), "trifold", "letter", "Panels", "en", author="Lincoln “High”", subject="Six of them.")
    with pikepdf.open(BytesIO(pdf)) as document, document.open_metadata() as metadata:
        assert metadata["dc:creator"] == [str(document.docinfo["/Author"])] == ["Lincoln “High”"]
        assert metadata["dc:description"] == str(document.docinfo["/Subject"]) == "Six of them."


def test_links_tags_and_outlines_stay_in_the_edition_to_read():
    pages = pages_for(extra='<a href="https://example.org/">a link</a>', variant="pdf/ua-1")
    with pikepdf.open(BytesIO(pages)) as source:
        assert all("/Annots" in page.obj for page in source.pages)
        assert {"/StructTreeRoot", "/MarkInfo", "/Outlines"} <= set(source.Root.keys())
    with pikepdf.open(BytesIO(print_edition(pages=pages))) as document:
        assert not any("/Annots" in page.obj for page in document.pages)
        assert set(document.Root.keys()) == {
            "/Lang",
            "/Metadata",
            "/PageLayout",
            "/Pages",
            "/Type",
            "/ViewerPreferences",
        }


def noise_image():
    """Make a PNG of about 30 KB that does not compress."""
    pixels = (np.arange(100 * 100 * 3, dtype=np.uint64) ** 3 * 2654435761 >> 13).astype(np.uint8).reshape(100, 100, 3)
    output = BytesIO()
    Image.fromarray(pixels).save(output, "PNG")
    return b64encode(output.getvalue()).decode()


def streams_of(pdf):
    """Count the embedded font files and the images of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
        images = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == pikepdf.Name.Image
        ]
        return len(fonts), len(images)


def test_a_font_and_an_image_used_on_every_panel_are_stored_once_and_the_file_stays_the_same_size():
    pages = pages_for(extra=f'<img src="data:image/png;base64,{noise_image()}">')
    pdf = print_edition(pages=pages)
    assert streams_of(pages) == streams_of(pdf) == (1, 1)
    assert len(pages) > 30_000
    assert len(pdf) < len(pages) + 4_000


def test_the_same_pages_give_the_same_bytes_a_second_later_and_no_date_is_in_them():
    first = print_edition()
    time.sleep(1.1)  # a file identifier made from the clock changes every second
    assert first == print_edition()
    with pikepdf.open(BytesIO(first)) as document:
        assert list(document.docinfo.keys()) == ["/Title"]
        assert b"Date" not in document.Root.Metadata.read_bytes()
    assert first != print_edition(marks="none")


# Refused


def refusal(pages, **settings):
    with pytest.raises(ContentError) as caught:
        impose(pages, "trifold", "letter", "Six panels", "en", **settings)
    return [str(problem) for problem in caught.value.problems]


def test_a_wrong_number_of_pages_is_refused():
    def drop_last(document):
        del document.pages[-1]

    (sentence,) = refusal(edit(pages_for(), drop_last), file="technician")
    assert sentence == (
        "technician: there are 5 pages, but trifold on letter paper has 6 panels: "
        "cover, flap, inside-1, inside-2, inside-3, back"
    )


def test_pages_of_the_wrong_size_are_refused_all_at_once_with_both_sizes():
    sizes = ((265.5, 612), (265.5, 612), (265.5, 612), (265.5, 612.4), (261.6, 612), (265.5, 600))
    assert [sentence.removeprefix("brochure: the panel ") for sentence in refusal(make_pages(sizes))] == [
        "“flap” is 265.5 × 612.0 points, but trifold on letter paper wants 261.0 × 612.0 points",
        "“inside-3” is 261.6 × 612.0 points, but trifold on letter paper wants 261.0 × 612.0 points",
        "“back” is 265.5 × 600.0 points, but trifold on letter paper wants 265.5 × 612.0 points",
    ]


def test_a_page_that_lies_on_its_side_is_refused_with_the_size_it_is_shown_at():
    def turn_cover(document):
        document.pages[0].rotate(90, relative=True)

    assert refusal(edit(pages_for(), turn_cover)) == [
        "brochure: the panel “cover” is 612.0 × 265.5 points, but trifold on letter paper wants 265.5 × 612.0 points"
    ]


def test_pages_for_another_paper_are_refused():
    assert len(refusal(pages_for(paper="a4"))) == 6


def test_a_page_within_half_a_point_is_placed_in_the_middle_of_its_panel():
    sizes = ((265.1, 612), (261, 612), (265.5, 612), (265.5, 612), (261, 612), (265.5, 612))
    outside, _ = folding.read_faces(print_edition(pages=make_pages(sizes)))
    cover = outside.panels[2]
    assert (cover.left, cover.right) == (pytest.approx(526.7, abs=0.01), pytest.approx(791.8, abs=0.01))


def test_a_border_that_would_reach_the_text_is_refused():
    (sentence,) = refusal(pages_for(), border=20)
    assert sentence == (
        "brochure: a white border of 7.1 mm does not fit: text begins 6 mm from the edge\n"
        "  hint: choose one from 0 to 6 mm"
    )
    assert len(refusal(pages_for(), border=-1)) == 1


def test_an_unknown_format_is_refused():
    with pytest.raises(ContentError, match="there is no format “origami”"):
        impose(pages_for(), "origami", "letter", "Six panels", "en")


def refusal_of(format_name, pages, **settings):
    with pytest.raises(ContentError) as caught:
        impose(pages, format_name, "letter", "Pages", "en", file="guide", **settings)
    return str(caught.value)


def test_numbers_of_pages_that_no_sheets_hold_are_refused_in_plain_words():
    half, whole = ((396, 612),), ((612, 792),)
    assert refusal_of("booklet", make_pages(half * 6, tuple("123456"))) == (
        "guide: there are 6 pages, but a booklet has a multiple of four pages\n  hint: add 2, or leave out 2"
    )
    assert refusal_of("booklet", make_pages(half, ("1",))) == (
        "guide: there is 1 page, but a booklet has a multiple of four pages\n  hint: add 3"
    )
    assert refusal_of("flyer", make_pages(whole * 3, tuple("123"))) == (
        "guide: there are 3 pages, but a flyer has one or two pages\n  hint: leave out 1"
    )


def test_pages_with_too_little_bleed_and_a_border_beside_a_bleed_are_refused():
    assert refusal_of("trifold", pages_for(), bleed=3 * MM).splitlines()[0] == (
        "guide: the panel “cover” has 0.0 mm of bleed, but 3.0 mm are wanted"
    )
    assert len(refusal_of("trifold", pages_for(style="bleed: 1mm"), bleed=3 * MM).splitlines()) == 11
    assert refusal_of("trifold", pages_for(style="bleed: 3mm"), bleed=3 * MM, border=9) == (
        "guide: a white border and a bleed exclude each other: color ends before the edge, or goes beyond it\n"
        "  hint: choose one of them"
    )
    assert "a bleed of -1.0 mm is none" in refusal_of("trifold", pages_for(), bleed=-MM)


def test_paper_too_thick_to_be_folded_or_stitched_is_refused():
    pages = pages_for("booklet", count=64)
    assert refusal_of("booklet", pages, paper_thickness=0.25) == (
        "paper thickness: 16 sheets of paper 0.25 mm thick push the innermost out by 3.8 mm\n"
        "  hint: 3 mm are the most: take thinner paper, or fewer pages"
    )
    assert refusal_of("booklet", pages, paper_thickness=1).startswith("paper thickness: paper cannot be 1 mm thick")
    assert impose(pages, "booklet", "letter", "Pages", "en", paper_thickness=0.1)


def lefts(pdf):
    """Return by panel where it is drawn on the outside: how far its form is moved to the right, in points."""
    with pikepdf.open(BytesIO(pdf)) as document:
        content = document.pages[0].Contents.read_bytes().decode()
    return {name: float(x) for x, name in re.findall(r"(\S+) \S+ cm /(\S+) Do", content)}


@pytest.mark.parametrize("border", [4.0, 5 * MM])
def test_a_centred_panel_stands_in_the_middle_of_what_the_border_leaves_of_it(border):
    """Its bleed shows at the fold, so that no white line is left there; the others stand where they stood."""
    pages = pages_for(style="bleed: 3mm")
    centred = print_edition(pages=pages, border=border, centred=("flap", "cover", "inside-2"))
    before, after = lefts(print_edition(pages=pages, border=border)), lefts(centred)
    assert set(before) == set(after) == {"flap", "back", "cover"}
    moved = {name: after[name] - before[name] for name in before}
    assert moved == pytest.approx({"flap": border / 2, "back": 0, "cover": -border / 2}, abs=0.01)
    outside = pictures(centred)[0]
    edge = round(border) + 1
    assert colour(outside, edge, 300) == COLOURS["flap"]
    folds = sheets("trifold", "letter")[0].front.folds
    for fold, left, right in zip(folds, ("flap", "back"), ("back", "cover"), strict=True):
        assert colour(outside, fold - 2, 300) == COLOURS[left]
        assert colour(outside, fold + 2, 300) == COLOURS[right]


def test_a_centred_panel_needs_as_much_bleed_as_it_is_moved_by():
    said = refusal_of("trifold", pages_for(), border=9, centred=("flap",))
    assert said.startswith("guide: the panel “flap” has 0.0 mm of bleed, but 1.6 mm are wanted")
