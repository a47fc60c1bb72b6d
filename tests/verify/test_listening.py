"""What verify says of how a brochure is heard: each check passes a good page, and fires on one that is wrong."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from guidepress.brochure import tagging
from guidepress.errors import ContentError
from guidepress.verify import glyphs, heard, listening, tags
from guidepress.verify.points import Point
from helpers import sixpanels
from helpers.sixpanels import Made, make

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10"><title>{}</title><path d="M0 0h100v10H0z"/></svg>'
ROWS = (
    '<div role="table"><div role="row"><p role="columnheader">Career</p><p role="columnheader">Pay</p></div>'
    '<div role="presentation"><div role="row"><p role="rowheader">Sonographer</p>{}</div></div></div>'
)
CELL = '<div role="cell"><p>a good sum</p></div>'
LIST = '<ol style="list-style: none"><li><span class="number">1</span><div>Ask.</div></li></ol>'
LINK = '<p>New figures: <a href="https://www.bls.gov/ooh">bls.gov</a></p>'


def page(body: str, css: str = "") -> Made:
    return make({"flap": body}, css)


def fired(made: Made, point: Point, pdf: bytes | None = None) -> list[str]:
    """Return what a check says of a brochure."""
    data = made.pdf if pdf is None else pdf
    places = sixpanels.places(made.html)
    checks = listening.checks(data, glyphs.read(data, "a.pdf"), made.html, places, "a.pdf")
    (check,) = [each for each in checks if each.point == point]
    return [problem.message for problem in check.problems]


@pytest.mark.parametrize("body", [ROWS.format(CELL), LIST, LINK, SVG.format("A river"), "<h2>One</h2><p>two three</p>"])
def test_a_good_page_passes_every_check(body: str) -> None:
    made = page(f"<h2>Here</h2>{body}")
    checks = listening.checks(made.pdf, glyphs.read(made.pdf, "a.pdf"), made.html, {}, "a.pdf")
    assert len(checks) == 5
    assert [problem.message for check in checks for problem in check.problems] == []


@pytest.mark.parametrize(
    "css", ["p.late { position: relative }", "h2 + p { float: right }", "p.late { z-index: 1; position: relative }"]
)
def test_what_is_drawn_in_another_order_than_it_is_read_is_told_by_its_words(css: str) -> None:
    made = page('<h2>One</h2><p class="late">two words</p><p>three</p>', css)
    (message,) = fired(made, listening.DRAWN)
    assert message.startswith("On page 2 “")
    assert "“two words” is drawn before “One”" in message or "“three” is drawn before “two words”" in message


def test_a_drawing_is_in_the_order_of_drawing_too() -> None:
    made = page(f"<p>one</p>{SVG.format('A river')}<p>two</p>", "svg { position: absolute; width: 40pt }")
    assert fired(made, listening.DRAWN) == ["On page 2 “two” is drawn before “a picture”, and read aloud behind it."]


def test_lines_end_with_a_blank_and_not_within_a_word() -> None:
    made = page('<p class="narrow">Use sound to see inside the body, from organs to incomprehensibilities</p>')
    said = heard.heard(made.pdf, "a.pdf")
    assert "Use sound to see inside the body, from organs to incomprehensibilities" in said


@pytest.mark.parametrize(
    "body",
    [
        '<p class="narrow">inside the body, from organs</p>',
        '<p style="display: flex"><strong>Body:</strong> <span>organs</span></p>',
        "<p><strong>Body</strong> <br>organs</p>",
        "<p><strong>Body:</strong> <span>organs</span></p>",
    ],
)
def test_without_its_blanks_a_paragraph_is_told(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fired(page(body), listening.BLANKS) == []
    monkeypatch.setattr("guidepress.brochure.line_ends.restore", lambda page_boxes: None)
    (message,) = [each for each in fired(page(body), listening.BLANKS) if "ody" in each]
    assert message.startswith("Words of “")
    assert message.endswith("are read aloud as one in a.pdf.")


def test_a_numbered_list_says_its_numbers() -> None:
    assert "Numbered list of 1:\n  1. Ask." in heard.heard(page(LIST).pdf, "a.pdf")
    assert fired(page("<ol style='list-style: none'><li>Ask.</li></ol>"), listening.STRUCTURE) == [
        "Of 1 item of numbered lists, 1 say no number."
    ]


def test_a_list_with_numbers_that_does_not_say_so_is_told() -> None:
    made = page(LIST)
    spoilt = _edited(made.pdf, "/L", lambda element: element.__delitem__("/A"))
    assert fired(made, listening.STRUCTURE, spoilt) == ["A list with the number “1” does not say that it is numbered."]


def test_a_table_is_heard_with_its_heads() -> None:
    said = heard.heard(page(ROWS.format(CELL)).pdf, "a.pdf")
    assert "Table of 2 columns and 2 rows:\n  Sonographer\n    Pay: a good sum" in said


def test_a_table_of_uneven_rows_or_without_heads_is_told() -> None:
    assert fired(page(ROWS.format("")), listening.STRUCTURE) == [
        "A row of a table has 1 columns instead of 2: “Sonographer”."
    ]
    made = page(ROWS.format(CELL))
    spoilt = _edited(made.pdf, "/TH", lambda element: element.__delitem__("/A"))
    (message,) = fired(made, listening.STRUCTURE, spoilt)
    assert message.startswith("A table has columns without a head")


def test_a_table_that_cannot_be_heard_as_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagging, "ROLES", {})
    assert fired(page(ROWS.format(CELL)), listening.STRUCTURE) == ["1 table of the page cannot be heard as one."]


def test_a_table_that_goes_on_over_pages_is_one() -> None:
    rows = "".join(f'<div role="row"><p role="rowheader">Row {number}</p>{CELL}</div>' for number in range(60))
    pdf = page(ROWS.format(CELL).removesuffix("</div>") + rows + "</div>").pdf
    found = [element for root in tags.read(pdf, glyphs.read(pdf, "a.pdf")) for element in root.walk()]
    (table,) = [element for element in found if element.kind == "Table"]
    assert len(heard.rows(table)) == 62
    assert len({row[0].page for row in heard.rows(table)}) > 1


def test_a_chart_that_says_what_stands_beside_it_is_told_unless_it_is_hidden() -> None:
    words = "Half earn $96,590, all jobs $50,980."
    chart = SVG.format(words)
    (message,) = fired(page(f"<p>{words}</p>{chart}"), listening.FIGURES)
    assert message == f"A picture says again what stands in the text: “{words}”."
    hidden = page(f'<p>{words}</p><div aria-hidden="true">{chart}</div>')
    assert fired(hidden, listening.FIGURES) == []
    assert "Picture" not in heard.heard(hidden.pdf, "a.pdf")
    assert fired(page(f"<p>Half earn $96,590.</p>{chart}"), listening.FIGURES) == []  # it alone says the other


def test_a_logo_that_is_named_twice_is_told() -> None:
    logo = SVG.format("Lincoln High School")
    assert fired(page(logo + logo), listening.FIGURES) == ["“Lincoln High School” is said of 2 pictures: say it once."]


def test_what_is_hidden_is_no_part_of_the_tags_and_is_drawn() -> None:
    pdf = page('<p>heard</p><p aria-hidden="true">seen alone</p>').pdf
    (flap,) = [
        each for each in glyphs.read(pdf, "a.pdf") if "seen alone" in "".join(glyph.text for glyph in each.glyphs)
    ]
    assert "".join(glyph.text for glyph in flap.read()) == "heard"
    assert "seen" not in heard.heard(pdf, "a.pdf")


def test_a_figure_stands_where_it_says() -> None:
    made = page(SVG.format("A river"))
    assert fired(made, listening.FIGURES) == []
    spoilt = _edited(made.pdf, "/Figure", lambda element: element.A.__setitem__("/BBox", [0, 0, 20, 20]))
    assert fired(made, listening.FIGURES, spoilt) == ["The picture “A river” on page 2 says that it stands elsewhere."]


def test_a_link_says_words_also_round_a_picture() -> None:
    assert "bls.gov [link: New figures: bls.gov]" in heard.heard(page(LINK).pdf, "a.pdf")
    code = page(f'<a href="https://www.bls.gov" style="display: block">{SVG.format("Code: bls.gov")}</a>')
    assert "Picture: Code: bls.gov [link]" in heard.heard(code.pdf, "a.pdf")
    made = page(LINK)
    with pikepdf.open(BytesIO(made.pdf)) as document:
        (link,) = [link for each in document.pages for link in each.get("/Annots", [])]
        link.Contents = link.A.URI
        document.save(spoilt := BytesIO())
    assert fired(made, listening.LINKS, spoilt.getvalue()) == [
        "The link to https://www.bls.gov/ooh says nothing of itself but its address."
    ]


def test_what_stands_on_paper_alone_is_not_in_the_screen_edition_and_comes_back() -> None:
    html = sixpanels.page({"flap": '<p>both</p><div data-edition="print"><p>a stamp</p></div>'})
    for tagged, shown in ((True, False), (False, True), (True, False)):
        pages = glyphs.read(sixpanels.pdf_of(html, tagged), "a.pdf")
        assert ("a stamp" in "".join(glyph.text for glyph in pages[1].glyphs)) is shown


def test_a_pdf_without_tags_is_told() -> None:
    pdf = sixpanels.pdf_of(sixpanels.page(), tagged=False)
    with pytest.raises(ContentError) as caught:
        heard.heard(pdf, "a.pdf")
    assert [problem.message for problem in caught.value.problems] == [
        "This PDF has no tags: a reading program can only guess what comes first in it."
    ]


def _edited(pdf: bytes, kind: str, edit) -> bytes:  # type: ignore[no-untyped-def]
    """Return a PDF with each structure element of a kind edited; there must be one."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind]
        assert found
        for element in found:
            if "/A" in element:
                edit(element)
        document.save(edited := BytesIO())
    return edited.getvalue()
