"""A guide with three times the text is refused with its places; one with almost none still fills six panels."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from guidepress import building, project
from guidepress.artifacts import Built
from guidepress.brochure import brochure, typeset
from guidepress.compose import prepared
from guidepress.content import reading
from guidepress.errors import ContentError
from guidepress.options import Choice
from guidepress.verify import glyphs
from guidepress.word import reader
from helpers.copies import copy_content

GUIDE = "content/guides/technician.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_content(tmp_path, "technician")
    return tmp_path


def rewrite(root: Path, pattern: str, replacement: str) -> None:
    path = root / GUIDE
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count
    path.write_text(text, encoding="utf-8")


def make(root: Path, paper: str = "letter") -> Built:
    where = project.find(root)
    library = reading.read(where, date(2026, 11, 23))
    return building.make(where, library, library.guides["technician"], Choice(paper=paper))


def test_three_times_the_text_is_refused_with_panel_place_and_excess(root: Path) -> None:
    rewrite(root, r"^( +- )([A-Z][^:\"\[\n]*)$", r"\1\2; \2; \2")
    with pytest.raises(ContentError) as caught:
        make(root)
    found = {}
    for each in caught.value.problems:
        told = re.search(r"panel (\S+) holds too much: its text runs over by (\d+) mm", each.message)
        assert told, each.message
        found[told[1]] = int(told[2])
        assert each.span.file == GUIDE
        assert each.span.line > 8
    assert {"inside-1", "inside-3"} <= set(found)
    assert "cover" not in found
    assert min(found["inside-1"], found["inside-3"]) >= 50


LEAST = """
slug: technician
edition: "2026"
date: 2026-11-23
language: en-US
series: Careers
title: Imaging
subject: A short guide.
introduction: Four careers.
sections:
  - {id: match, kind: match, panel: flap, title: You, lines: [
      {role: sonographer, text: Steady hands.}, {role: radiologic-technologist, text: Quick.}]}
  - {id: careers, kind: text, panel: inside-1, title: Careers, paragraphs: [There are four.]}
  - {id: skills, kind: checklist, panel: inside-2, title: Skills, points: [Care]}
  - {id: pay, kind: points, panel: inside-3, title: Pay, points: [It is good.]}
  - {id: next, kind: next, panel: back, title: Next, lead: Ask., steps: {title: First, items: [Ask.]}}
"""


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_almost_no_text_still_fills_six_panels_by_rule(root: Path, paper: str) -> None:
    (root / GUIDE).write_text(LEAST, encoding="utf-8")
    where = project.find(root)
    library = reading.read(where, date(2026, 11, 23))
    choice = Choice(paper=paper)
    ready = prepared.prepare(where, library, library.guides["technician"], choice.theme)
    fitted = brochure.make(ready, choice.format, choice.paper)
    assert sorted(make(root, paper).files)  # it passes every check, too
    assert len(fitted.laid.panels) == 6
    assert fitted.setting.size == 13  # the largest that the theme allows
    assert set(fitted.setting.fillers) == {"cover", "flap", "inside-1", "inside-2", "inside-3"}
    assert fitted.setting.feet["back"] > 100  # who hands it out stands at the foot of the back
    rooms = brochure.rooms(fitted.html, fitted.laid, fitted.slots, fitted.depths)
    for panel, room in rooms.items():
        height = fitted.laid.sizes[0][1]
        filled = fitted.setting.fillers.get(panel, 0.0)
        assert (height - ready.theme.page.bottom - room.left + filled) / height > 0.6, panel


def test_long_words_names_and_addresses_fit_or_are_refused(root: Path) -> None:
    rewrite(root, "Develop safety protocols", "Pneumonoultramicroscopicsilicovolcanoconioses")
    rewrite(root, r"\[jrcnmt\.org\]", "[jrcnmt.org/students/faqs]")
    (root / "content/publisher.yaml").write_text(
        "name: The Alexander Hamilton Memorial Consolidated Regional Vocational and Technical High School of "
        "Northern Washington County\n",
        encoding="utf-8",
    )
    made = make(root)
    assert sorted(made.files) == [
        "technician-brochure-print.pdf",
        "technician-brochure.pdf",
        "technician-handout.docx",
    ]


@pytest.mark.parametrize("look", ["clinic", "house", "track"])
def test_emphasis_is_set_in_a_font_of_the_theme(root: Path, look: str) -> None:
    rewrite(root, "Develop safety protocols", "Develop *safety* protocols")
    where = project.find(root)
    library = reading.read(where, date(2026, 11, 23))
    made = building.make(where, library, library.guides["technician"], Choice(look))  # raises for any other font
    text = "".join(
        glyph.text for page in glyphs.read(made.files["technician-brochure.pdf"], "") for glyph in page.glyphs
    )
    assert "Developsafetyprotocols" in "".join(text.split())


def test_a_character_that_the_fonts_lack_is_refused_at_its_place(root: Path) -> None:
    rewrite(root, "Develop safety protocols", "Develop ☃ protocols")
    with pytest.raises(ContentError) as caught:
        make(root)
    (problem,) = caught.value.problems
    assert (problem.span.file, problem.span.line) == (GUIDE, 62)
    assert "“☃” (U+2603, snowman)" in problem.message


def test_a_warning_of_weasyprint_fails_the_build() -> None:
    html = '<html lang="en"><head><title>t</title><style>p { colour: red }</style></head><body><p>x</p></body></html>'
    with pytest.raises(ContentError, match="colour"):
        typeset.typeset(html, [])


def test_an_optional_section_is_left_out_of_the_brochure_and_said_so(root: Path) -> None:
    rewrite(root, r"^  - id: outlook\n    kind: points\n", "  - id: outlook\n    kind: points\n    optional: true\n")
    rewrite(root, r"^( +- )(Strong|Understanding|Patient care|Commitment|Problem)([^\n]*)$", r"\1\2\3; \2\3; \2\3")
    made = make(root)
    assert made.left_out == {"outlook": "Compensation and Job Outlook"}
    assert made.setting.dropped == ("outlook",)
    brochure_text = "".join(
        glyph.text for page in glyphs.read(made.files["technician-brochure.pdf"], "brochure") for glyph in page.glyphs
    )
    assert "Job Outlook" not in brochure_text
    assert "Compensation and Job Outlook" in reader.read(made.files["technician-handout.docx"]).text


def test_what_runs_over_is_told_with_its_heading_and_what_would_bring_it_back(root: Path) -> None:
    rewrite(root, r"^( +- )(Strong|Understanding|Patient care|Commitment|Problem)([^\n]*)$", r"\1\2\3; \2\3; \2\3")
    with pytest.raises(ContentError) as caught:
        make(root)
    (problem,) = caught.value.problems
    told = re.fullmatch(
        r"The panel inside-3 holds too much: its text runs over by (\d+) mm, about (\d+) words, under “([^”]+)”\.",
        problem.message,
    )
    assert told, problem.message
    assert told[3] == "Compensation and Job Outlook"
    named = re.findall(r"“[^”]+” \((\d+) mm\)", problem.hint)
    assert 1 <= len(named) <= 3
    assert sum(map(int, named)) + len(named) >= int(told[1]) or "nearly" in problem.hint
