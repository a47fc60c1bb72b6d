"""The pages of handouts, measured as LibreOffice prints them, and for each measure a case in which it fires."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from guidepress.compose.document import Paragraph, plain
from guidepress.word import sheet
from guidepress.word.estimate import Estimate
from guidepress.word.heights import Heights
from guidepress.word.layout import HandoutLayout, lay_out
from helpers import page_faults, secretary
from helpers.all_handouts import LONG, Way, document, every, make, print_all
from helpers.printed import Printed, solid
from helpers.typist import Typist, W, element

pytestmark = pytest.mark.judge("libreoffice")

EVERY = tuple(every())
MORE = tuple(
    Way(way.theme, way.guide, school, "a4")
    for way in EVERY
    for school in ("lincoln", "prairie", "long")
    if (way.school, way.paper) == ("none", "letter") and way.guide != "technician"
)
"""Role guides on A4, as schools hand them out; the technician guide has too little text to fill a third page."""
SPOILT = Way("clinic", "sonographer")


def chosen(config: pytest.Config) -> list[Way]:
    """Take two of the five ways of each guide and theme, in turn; where there is time, all, and schools on A4.

    Two of those are always there: LibreOffice set columns over other words on their third page.
    """
    if config.getoption("--slow"):
        return [*EVERY, *MORE]
    known = [Way(theme, "radiologic-technologist", "prairie", "a4") for theme in ("clinic", "house")]
    return known + [way for number, way in enumerate(EVERY) if number % 5 in {number // 5 % 5, (number // 5 + 2) % 5}]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", chosen(metafunc.config), ids=str)


# Spoiled handouts -----------------------------------------------------------------------------------------------------


def on_a_new_page(typist: Typist, words: str) -> None:
    _set(typist.line(words), "<w:pageBreakBefore/>")


def _set(paragraph: Any, xml: str) -> None:
    """Give a paragraph a property of its own."""
    new = element(xml)
    properties = paragraph.find(f"{W}pPr")
    if (old := properties.find(new.tag)) is not None:
        properties.remove(old)
    properties.find(f"{W}pStyle").addnext(new)


def _hide(typist: Typist) -> None:
    for run in typist.line("What you do").iter(f"{W}r"):
        run.find(f"{W}rPr").append(element("<w:vanish/>"))


def _part_card(typist: Typist) -> None:
    """Write the end of the card behind the last source, a page further on."""
    line = typist.line("[Room, telephone, email]")
    copied = copy.deepcopy(line)
    _set(copied, "<w:pageBreakBefore/>")
    typist.root.find(f"{W}body")[-2].addnext(copied)


def _widen_bar(typist: Typist) -> None:
    wide = next(each for each in typist.root.iter() if each.tag.endswith("}extent"))
    wide.set("cx", str(int(wide.get("cx")) * 3))


def _push_right(typist: Typist) -> None:
    _set(secretary.pair(typist)[1][0], '<w:spacing w:before="400" w:after="80"/>')


SPOILERS: Mapping[str, tuple[Callable[[Typist], None], str]] = {
    "a hidden heading": (_hide, "lost_words"),
    "a heading before a new page": (
        lambda typist: on_a_new_page(typist, "You stand for long periods"),
        "stranded_headings",
    ),
    "a last item on a new page": (lambda typist: on_a_new_page(typist, "Shift work is possible"), "lone_lines"),
    "a card in two places": (_part_card, "broken_cards"),
    "sources on a page of their own": (lambda typist: on_a_new_page(typist, "Sources"), "empty_last_page"),
    "a path on a new page": (lambda typist: on_a_new_page(typist, "Boards that certify you"), "holes"),
    "a paragraph beyond the left": (
        lambda typist: _set(typist.line("Of the jobs in this career"), '<w:ind w:left="-400"/>'),
        "beyond_margins",
    ),
    "a drawing that is too wide": (_widen_bar, "beyond_margins"),
    "facts on the second page": (lambda typist: on_a_new_page(typist, "Quick facts"), "incomplete_first_page"),
    "a heading with white above": (_push_right, "uneven_columns"),
    "nine bullets more": (lambda typist: secretary.add_bullets(typist, 9), "flowing_columns"),
    "lines that stand too close": (
        lambda typist: _set(typist.line("You use equipment"), '<w:spacing w:line="20" w:lineRule="exact"/>'),
        "printed_over",
    ),
    "more than three pages": (lambda typist: on_a_new_page(typist, "Sources"), "number_of_pages"),
}


# Pages ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """All handouts that are looked at, printed in one go: LibreOffice is slow to start."""
    files = {str(way): make(way) for way in {*chosen(request.config), SPOILT}}
    for name, (spoil, _) in SPOILERS.items():
        typist = Typist(make(SPOILT))
        spoil(typist)
        files[name] = typist.docx()
    return print_all(files, tmp_path_factory.mktemp("pages"))


def test_the_pages_of_a_handout_are_right(pages: dict[str, Printed], way: Way) -> None:
    page = pages[str(way)]
    faults = [fault for check in page_faults.MADE for fault in check(page)]
    faults += page_faults.number_of_pages(page, 3)
    assert faults == []


@pytest.mark.parametrize("name", SPOILERS)
def test_each_measure_fires_where_a_page_is_spoiled_and_only_there(pages: dict[str, Printed], name: str) -> None:
    check = SPOILERS[name][1]
    measure = getattr(page_faults, check)
    more = (3,) if check == "number_of_pages" else ()
    assert list(measure(pages[str(SPOILT)], *more)) == []
    assert list(measure(pages[name], *more)) != []


def test_every_measure_has_a_case_in_which_it_fires() -> None:
    measures = {check.__name__ for check in page_faults.MADE} | {"number_of_pages"}
    assert measures == {check for _, check in SPOILERS.values()}
    assert set(page_faults.ALWAYS) < set(page_faults.MADE)


def test_all_guides_looks_and_schools_are_looked_at(request: pytest.FixtureRequest) -> None:
    assert len(LONG) == 90
    assert len(EVERY) == 75
    some = chosen(request.config)
    assert {way.guide for way in some} == {way.guide for way in EVERY}
    assert {way.theme for way in some} == {way.theme for way in EVERY}
    assert {(way.school, way.paper) for way in some} >= {(way.school, way.paper) for way in EVERY}


# Estimates ------------------------------------------------------------------------------------------------------------


def _begins(layout: HandoutLayout, page: Printed) -> list[tuple[int, float]]:
    """Return the page and the height at which each row of a layout begins."""
    found, at = [], 0
    for row in layout.rows:
        first = row.left[0].blocks[0]
        words = solid(plain(first.text)) if isinstance(first, Paragraph) or row.left[0].heading else ""
        at = next(n for n in range(at, len(page.paragraphs)) if page.paragraphs[n].text == words) + 1
        line = page.paragraphs[at - 1].lines[0]
        found.append((line.page, line.top))
    return found


def test_heights_are_estimated_within_three_parts_of_a_hundred(pages: dict[str, Printed], way: Way) -> None:
    """What stands on a page from its first heading to its last, and all before the first heading."""
    words, look = document(way)
    layout = lay_out(words, look, way.paper)
    estimate = Estimate(Heights(look, way.paper, layout.air.leading), way.paper)
    begins = _begins(layout, pages[str(way)])
    first = layout.rows[0]
    guessed = estimate.front(layout.masthead, layout.title, layout.drawing, layout.below_title) + first.above
    measured = begins[0][1] - sheet.TOP
    # From a heading to the next: its own white above is not in it, that above the next one is.
    pairs = zip(layout.rows, layout.rows[1:], begins, begins[1:], strict=False)
    for row, following, (page, top), (next_page, next_top) in pairs:
        if page == next_page:
            parts = [estimate.columns(row)] if row.right else estimate.parts(row.left[0])
            guessed += sum(part.height(0.0 if number == 0 else row.gap, row.open) for number, part in enumerate(parts))
            guessed += max(0.0, following.gap - parts[-1].tail)
            measured += next_top - top
    assert measured > 800
    assert guessed == pytest.approx(measured, rel=0.03)
