"""Pay as it is set and written: sets that are hard to draw, in every theme, read back from the PDF by PDFium."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from guidepress import project
from guidepress.brochure import columns, typeset
from guidepress.brochure.fit import Setting
from guidepress.brochure.layout import Layout, columns_of
from guidepress.brochure.typeset import LaidBox
from guidepress.compose import prepared
from guidepress.compose.themes.theme import font_folder
from guidepress.content import reading
from guidepress.verify import glyphs, spacing
from guidepress.verify.glyphs import Page, Tag
from helpers.checkout import ROOT
from helpers.pay_sets import HARD, amounts, dollars

DAY = date(2026, 11, 30)
THEMES = ("clinic", "house", "track")


@cache
def ready(theme: str) -> prepared.Prepared:
    where = project.find(Path(ROOT))
    library = reading.read(where, DAY)
    return prepared.prepare(where, library, library.guides["sonographer"], theme)


def paid(section: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a section of pay that says other amounts, by the name of a hard set."""
    values = amounts(*HARD[name])
    figures = {key: dollars(value) for key, value in values.items()}

    def leaf(value: dict[str, Any], key: str) -> dict[str, Any]:
        return {"path": f"{name}.{key}", "runs": [value["runs"][0] | {"text": figures[key]}]}

    beside = {"median": leaf(section["beside_values"]["median"], "benchmark")} if "benchmark" in values else {}
    said = {key: leaf(value, key) for key, value in section["values"].items()}
    others = {"id": name.replace(" ", "-"), "growth": None, "middle_words": ""}
    return section | {"amounts": values, "figures": figures, "values": said, "beside_values": beside} | others


@cache
def page(theme: str, size: float, wide: bool) -> tuple[Page, dict[str, LaidBox], Layout]:
    """Set all hard sets one under another on a very long panel, and read that page back."""
    made = ready(theme)
    format_ = "halffold" if wide else "trifold"
    layout = Layout(made, format_, columns.frames(format_, "letter")).long()
    every = [section for column in columns_of(made.shown) for section in column["sections"]]
    section = next(section for section in every if section["kind"] == "pay")
    name = list(layout.panels)[-2]
    sections = [paid(section, name) | {"title_lines": []} for name in HARD]
    panel = {"name": name, "columns": [{"name": name, "ground": name, "sections": sections}]}
    shown = made.shown | {"panels": [panel]}
    text = layout.compose(shown, Setting(size, 14))
    laid = typeset.typeset(text, [font_folder(), made.project.templates])
    pages = glyphs.read(typeset.write(laid, tagged=True), "pay.pdf")
    boxes = {name: places[0] for name, places in laid.boxes.items()}
    return pages[boxes[f"section-{sections[0]['id']}"].page], boxes, layout


CASES = [(theme, 10.5, False) for theme in THEMES] + [("track", 13.0, False), ("clinic", 12.0, True)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_letters_of_different_lines_are_a_point_apart(case: tuple[str, float, bool]) -> None:
    found, _, _ = page(*case)
    assert list(spacing.crowded(found)) == []  # of different paragraphs
    headings = {mark for root in found.tags for tag in root.walk() if tag.type == "H2" for mark in tag.marks()}
    stretches = [Tag("P", "", "", [mark]) for mark in {glyph.mark for glyph in found.glyphs} - headings - {-1}]
    close = list(spacing.crowded(replace(found, tags=stretches)))  # of one paragraph, too: those on one line may touch
    on_one_line = [abs(found.glyphs[each.first].bottom - found.glyphs[each.second].bottom) < 4 for each in close]
    assert all(on_one_line)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_value_is_there_with_its_figure_and_its_words_on_its_own_panel(case: tuple[str, float, bool]) -> None:
    found, _, layout = page(*case)
    words = "".join(glyph.text for glyph in found.read()).replace("\u00a0", "").replace(" ", "")
    for name in HARD:
        for value in amounts(*HARD[name]).values():
            assert dollars(value) in words
    for label in ("1in10earnsless", "1in10earnsmore", "halfless", "Newgraduatesusuallystartlower"):
        assert words.count(label) == len(HARD)
    assert words.count("AllUSjobs:") == sum(each[3] is not None for each in HARD.values())
    side = layout.theme.page.side
    shown = [glyph for glyph in found.glyphs if glyph.text.strip()]
    assert min(glyph.left for glyph in shown) >= side - 2.5
    assert max(glyph.right for glyph in shown) <= found.width - side + 0.5


@pytest.mark.parametrize("theme", ["clinic", "house"])
def test_figures_are_where_the_drawing_was_made_to_have_them(theme: str) -> None:
    _, boxes, _ = page(theme, 10.5, False)
    for name in HARD:
        values = amounts(*HARD[name])
        order = [key for key in sorted(values, key=lambda key: -values[key]) if key != "benchmark"]
        tops = [boxes[f"{name}.{key}"].top for key in order if f"{name}.{key}" in boxes]
        assert len(tops) == 3
        if len(set(values.values())) == len(values):
            assert all(first < second for first, second in pairwise(tops))


def test_what_is_closer_than_a_point_is_found() -> None:
    found, _, _ = page("track", 10.5, False)
    moved = [
        replace(glyph, top=glyph.top - 14, bottom=glyph.bottom - 14) if glyph.text == "N" else glyph
        for glyph in found.glyphs
    ]
    assert list(spacing.crowded(replace(found, glyphs=moved)))
