"""Handouts that somebody edits in Word keep their looks, as LibreOffice prints them."""

from __future__ import annotations

import pytest

from helpers import page_faults, secretary
from helpers.all_handouts import ROLES, Way, make, print_all
from helpers.printed import Printed
from helpers.typist import Typist

pytestmark = pytest.mark.judge("libreoffice")

LOOKS = (
    ("clinic", "none", "letter"), ("house", "lincoln", "letter"), ("track", "none", "letter"),
    ("house", "prairie", "letter"), ("clinic", "lincoln", "letter"), ("track", "none", "a4"),
)  # fmt: skip
EDITED = {
    f"{guide}-{name}": (Way(theme, guide, school, paper), name)
    for at, guide in enumerate(ROLES)
    for number, name in enumerate(secretary.EDITS)
    for theme, school, paper in [LOOKS[(number + at) % len(LOOKS)]]
}
"""Every edit of every role's guide, each in one of the looks."""
LONGER = ("three-bullets", "nine-bullets", "long-paragraph", "paragraph-above")
"""Edits that may take a page more: a step has room at the foot of its page."""
FILLED = 0.15  # of a page that an edit adds


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    files = {}
    for name, (way, edit) in EDITED.items():
        typist = Typist(make(way))
        secretary.EDITS[edit](typist)
        files[name] = typist.docx()
    return print_all(files, tmp_path_factory.mktemp("edited"))


def test_enough_is_edited() -> None:
    assert len(EDITED) >= 24
    assert {(way.theme, way.school, way.paper) for way, _ in EDITED.values()} == set(LOOKS)


@pytest.mark.parametrize("name", EDITED)
def test_an_edited_handout_looks_right(edited: dict[str, Printed], name: str) -> None:
    """Nothing is lost, printed over something or beyond the margins, and no heading is left alone."""
    page = edited[name]
    assert [fault for check in page_faults.ALWAYS for fault in check(page)] == []
    assert len(page.sizes) <= (4 if EDITED[name][1] in LONGER else 3)
    assert page.filled(len(page.sizes) - 1) > FILLED


def test_a_fourth_page_begins_with_a_heading_and_the_sources_stay_together(edited: dict[str, Printed]) -> None:
    longer = [page for page in edited.values() if len(page.sizes) > 3]
    assert longer
    assert len(longer) < len([name for name, (_, edit) in EDITED.items() if edit in LONGER]) / 2
    for page in longer:
        first = next(each for each in page.paragraphs if each.lines[0].page == 3)
        assert first.style == "Heading1"
        sources = next(number for number, each in enumerate(page.paragraphs) if each.text == "Sources")
        assert {line.page for each in page.paragraphs[sources:] for line in each.lines} == {3}


@pytest.mark.parametrize("name", [name for name, (_, edit) in EDITED.items() if edit in ("no-left", "no-right")])
def test_what_stands_beside_a_deleted_section_stays_in_its_column(edited: dict[str, Printed], name: str) -> None:
    """White stays beside it: what was at the right does not move to the left."""
    way, edit = EDITED[name]
    before = secretary.pair(Typist(make(way)))
    kept = before[1] if edit == "no-left" else before[0]
    words = secretary.said(kept[0]).replace(" ", "")
    [heading] = [each for each in edited[name].paragraphs if each.text == words]
    middle = edited[name].sizes[0][0] / 2
    assert (heading.lines[0].left > middle) == (edit == "no-left")


def test_a_step_more_is_counted(edited: dict[str, Printed]) -> None:
    for guide in ROLES:
        steps = [each for each in edited[f"{guide}-step"].paragraphs if each.style == "TableStep"]
        assert len(steps) > 3
        assert steps[-1].text == steps[-2].text


def test_bullets_more_move_nothing_else_where_there_is_room_for_them(edited: dict[str, Printed]) -> None:
    """One guide fills its first page with the box of what is to be filled in; the others have room."""
    pages = [edited[f"{guide}-three-bullets"] for guide in ROLES]
    level = [page for page in pages if not list(page_faults.flowing_columns(page))]
    assert len(level) >= 3
    for page in level:
        assert list(page_faults.uneven_columns(page)) == []
        assert len(page.sizes) == 3
