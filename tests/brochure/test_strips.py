"""A section's strip: where its captions stand, what is heard of it, and what gives way to what where room is short."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from guidepress import project
from guidepress.brochure import brochure, columns, fit, strips, typeset
from guidepress.brochure.brochure import Brochure
from guidepress.brochure.fit import Limits, Room, Setting
from guidepress.compose import prepared
from guidepress.compose.drawings import profiles
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes import theme
from guidepress.content import reading
from guidepress.content.model.guides import Guide
from guidepress.content.model.sections import PanelName, PointsSection, Section, TextSection
from helpers import glyph_boxes
from helpers.checkout import ROOT

WHERE = project.find(ROOT)
LIBRARY = reading.read(WHERE, date(2026, 11, 24))
THEMES = pytest.mark.parametrize("look", ["clinic", "track", "house"])


@cache
def ready(slug: str, look: str, strip: bool = True) -> Prepared:
    """A guide with a strip under its work, and so few sections that each panel has room."""
    guide = LIBRARY.guides[slug]
    sections = roomy(guide)
    work = next(section for section in sections if isinstance(section, PointsSection))
    sections[sections.index(work)] = work.model_copy(update={"strip": strip})
    return prepare(guide.model_copy(update={"sections": tuple(sections)}), look)


def roomy(guide: Guide) -> list[Section]:
    """The sections with which a panel begins, what comes next, and the sources."""
    return [section for section in guide.sections if section.panel or section.id in ("next", "sources")]


def prepare(guide: Guide, look: str) -> Prepared:
    return prepared.prepare(WHERE, LIBRARY, guide, look)


@cache
def made(slug: str, look: str, format: str = "trifold", strip: bool = True) -> Brochure:  # noqa: A002
    return brochure.fitted(ready(slug, look, strip), format, "letter")[1]


def page(made: Brochure) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(made.html)


# Captions


@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted),
    st.lists(st.floats(5, 110), min_size=3, max_size=3),
    st.floats(120, 400),
)
def test_captions_never_touch_nor_leave_the_measure(places: list[float], widths: list[float], measure: float) -> None:
    lefts = strips.apart([place * measure for place in places], widths, measure)
    if sum(widths) + 2 * strips.APART > measure:
        assert lefts == []
        return
    assert lefts[0] >= 0
    assert lefts[-1] + widths[-1] <= measure + 1e-6
    for (left, width), (after, _) in pairwise(zip(lefts, widths, strict=True)):
        assert after - (left + width) >= strips.APART - 1e-6


def test_a_caption_that_has_room_stands_under_what_it_names() -> None:
    assert strips.apart([50, 120, 190], [40, 60, 30], 222) == pytest.approx([30, 90, 175])
    assert strips.apart([0, 111, 222], [40, 60, 30], 222) == pytest.approx([0, 81, 192])
    # Two that would overlap give way by the same amount.
    left, right, _ = strips.apart([100, 110, 200], [40, 40, 30], 222)
    assert 100 - (left + 20) == pytest.approx((right + 20) - 110)


@THEMES
@pytest.mark.parametrize("slug", [slug for slug, guide in LIBRARY.guides.items() if guide.role])
def test_the_captions_of_every_role_fit_on_one_line_in_every_theme(slug: str, look: str) -> None:
    here = ready(slug, look)
    panels = [columns.frames("trifold", paper)["inside-1"].width for paper in ("letter", "a4")]
    measure = min(panels) - 2 * here.theme.page.side
    strips.caption(here.shown, here.theme, {"inside-1": measure})
    [section] = strips.sections(here.shown)
    placed = section["strip"]["placed"]
    assert [caption["words"] for caption in placed] == section["strip"]["captions"]
    assert sum(caption["before"] + caption["width"] for caption in placed) <= measure + 0.05
    assert all(caption["before"] >= strips.APART - 0.05 for caption in placed[1:])
    face = theme.body_width(here.theme, "fluid: no echo", 10)
    assert 50 < face < 80
    assert theme.body_width(here.theme, "fluid: no echo", 20) == pytest.approx(2 * face)


def test_captions_too_long_for_one_line_stand_side_by_side_on_several() -> None:
    long = ("a caption far too long to stand",) * 3
    labels = LIBRARY.labels["en-US"]
    words = labels.strips.ultrasound.model_copy(update={"captions": long})
    changed = labels.model_copy(update={"strips": labels.strips.model_copy(update={"ultrasound": words})})
    guide = ready("sonographer", "clinic").guide
    library = replace(LIBRARY, labels={**LIBRARY.labels, "en-US": changed})
    fitted = brochure.make(prepared.prepare(WHERE, library, guide, "clinic"), "trifold", "letter")
    assert fitted.setting.strips
    captions = page(fitted).find_class("captions")[0]
    assert [caption.text for caption in captions] == list(long)
    assert all(caption.get("class") is None for caption in captions)


# On the page


@THEMES
def test_a_strip_stands_between_the_lead_and_the_list_and_is_heard_once(look: str) -> None:
    fitted = made("sonographer", look)
    assert fitted.setting.strips
    [strip] = page(fitted).find_class("profile")
    body = strip.getparent()
    order = [child.get("class") for child in body]
    assert order == ["leads", "profile", "dash"]
    [picture] = strip.iter("img")
    assert picture.get("alt") == LIBRARY.labels["en-US"].strips.ultrasound.shows
    assert picture.get("src").startswith("data:image/svg+xml")
    [captions] = strip.find_class("captions")
    assert captions.get("aria-hidden") == "true"
    assert [caption.text for caption in captions] == ["skin: echo", "fluid: no echo", "deep wall: echo"]


@THEMES
def test_in_the_pdf_each_caption_stands_under_what_it_names_and_clear_of_the_next(look: str) -> None:
    here, fitted = ready("sonographer", look), made("sonographer", look)
    document = pdfium.PdfDocument(typeset.write(fitted.laid, tagged=True))
    marks = glyph_boxes.marks(document[2])
    text = "".join(mark.char for mark in marks)
    words = ["skin:echo", "fluid:noecho", "deepwall:echo"]
    starts = [text.index(word) for word in words]
    lines = [marks[start : start + len(word)] for start, word in zip(starts, words, strict=True)]
    assert max(mark.bottom for line in lines for mark in line) - min(mark.top for line in lines for mark in line) < 10
    edges = [(line[0].left, line[-1].right) for line in lines]
    assert all(after - before > 6 for (_, before), (after, _) in pairwise(edges))
    side, measure = here.theme.page.side, document[2].get_width() - 2 * here.theme.page.side
    assert edges[0][0] == pytest.approx(side, abs=1.5)
    assert edges[-1][1] <= side + measure + 0.1
    fluid = profiles.places("ultrasound", here.theme.art == "flat")[1]
    assert sum(edges[1]) / 2 == pytest.approx(side + fluid * measure, abs=4)


def test_in_text_it_stands_behind_the_first_paragraph() -> None:
    guide = LIBRARY.guides["quality-assurance-specialist"]
    week = next(section for section in guide.sections if isinstance(section, TextSection))
    two = (*week.paragraphs, *week.paragraphs)
    wanted = week.model_copy(update={"paragraphs": two, "strip": True, "rank": None, "panel": PanelName.INSIDE_1})
    kept = roomy(guide)
    sections = (kept[0], wanted, *kept[2:])
    fitted = brochure.make(prepare(guide.model_copy(update={"sections": sections}), "clinic"), "trifold", "letter")
    [strip] = page(fitted).find_class("profile")
    assert [child.tag for child in strip.getparent()] == ["p", "div", "p"]
    assert strip.find_class("captions")[0][0].text == "wide lines: clear"


def test_a_flat_strip_lies_on_a_band_from_edge_to_edge_that_bleeds() -> None:
    here = made("sonographer", "track")
    [drawing] = page(here).find_class("drawing")
    assert drawing.get("class") == "drawing bleeds"
    assert drawing.get("style") == "background: #27145F"
    assert "drawing bleeds" not in made("sonographer", "clinic").html


def test_the_drawing_is_on_the_cover_and_in_the_strip_and_at_no_foot() -> None:
    assert not set(made("sonographer", "clinic").setting.fillers) - {columns.COVER}
    without = made("sonographer", "clinic", strip=False)
    assert not without.setting.strips
    assert 'class="profile"' not in without.html
    assert set(without.setting.fillers) - {columns.COVER}


def test_a_guide_without_a_drawing_has_no_strip() -> None:
    guide = ready("sonographer", "clinic").guide
    role = LIBRARY.roles["sonographer"].model_copy(update={"motif": None})
    library = replace(LIBRARY, roles={**LIBRARY.roles, "sonographer": role})
    bare = prepared.prepare(WHERE, library, guide, "clinic")
    assert strips.sections(bare.shown) == []
    assert 'class="profile"' not in brochure.make(bare, "trifold", "letter").html


def test_a_guide_shows_one_strip_the_first_that_is_asked_for() -> None:
    guide = LIBRARY.guides["sonographer"]
    sections = [
        section.model_copy(update={"strip": True}) if isinstance(section, PointsSection) else section
        for section in guide.sections
    ]
    assert sum(getattr(section, "strip", False) for section in sections) > 1
    shown = prepare(guide.model_copy(update={"sections": tuple(sections)}), "clinic").shown
    assert [section["id"] for section in strips.sections(shown)] == ["work"]


def test_large_print_has_no_strip() -> None:
    assert 'class="profile"' not in made("sonographer", "clinic", "large-print").html


# Where there is little room

LIMITS = Limits((13, 12, 11), (1.3, 1.2), 7, 21, filler=98, tight=5)


def panel(words: float, strip: float) -> fit.Layout:
    """A panel of 500 points with words of this height at 11 points, and a strip of that height."""

    def layout(setting: Setting) -> dict[str, Room]:
        used = words * (setting.size / 11) ** 2 * setting.leading / 1.3 + setting.gap + strip * setting.strips
        return {"inside": Room(500 - used, gaps=2)}

    return layout


@pytest.mark.parametrize(
    ("words", "size", "leading", "stands"),
    [
        (250, 13, 1.3, True),  # room for all
        (330, 12, 1.3, True),  # type gets smaller for it
        (480, 11, 1.3, False),  # room for the words alone: lines do not stand closer for it
        (530, 11, 1.2, False),
    ],
)
def test_type_gets_smaller_for_a_strip_but_lines_do_not_stand_closer(
    words: float, size: float, leading: float, stands: bool
) -> None:
    chosen, trials = fit.search(LIMITS, panel(words, 90), strips=True)
    assert chosen.fits
    assert (chosen.setting.size, chosen.setting.leading, chosen.setting.strips) == (size, leading, stands)
    assert chosen in trials


def test_where_another_panel_makes_lines_stand_closer_a_strip_that_costs_nothing_stays() -> None:
    def layout(setting: Setting) -> dict[str, Room]:
        return panel(200, 90)(setting) | {"back": panel(530, 0)(setting)["inside"]}

    chosen, _ = fit.search(LIMITS, layout, strips=True)
    assert (chosen.setting.leading, chosen.setting.strips) == (1.2, True)


def test_where_nothing_fits_the_strip_is_gone_before_a_section_is_left_out() -> None:
    chosen, trials = fit.search(LIMITS, panel(700, 90), {"inside": []}, strips=True)
    assert not chosen.fits
    assert not chosen.setting.strips
    assert chosen == trials[-1]
