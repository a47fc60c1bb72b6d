"""Text is never lost: each guard of the outputs, and a page spoilt on purpose so that it fires.

The brochure is composed and fitted as always; then one thing in its HTML or CSS is spoilt, it is set again, and what
comes out is checked against the HTML as it should have been.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from guidepress import project
from guidepress.brochure import brochure, typeset
from guidepress.brochure.brochure import Brochure
from guidepress.compose import markup, prepared, templates
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes.theme import font_folder
from guidepress.content import reading
from guidepress.content.reading import Library
from guidepress.errors import ContentError, Problem, Span
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.verify import outputs, points
from guidepress.word import writer
from guidepress.word.handout import look_of
from helpers.checkout import ROOT

LEAF = '<li data-leaf="sections.skills.points.2">'
WORDS = "Patient care and communication skills"
PLACE = Span("content/guides/technician.yaml", 87, 9)


@dataclass(frozen=True)
class Made:
    where: Project
    library: Library
    ready: Prepared
    fitted: Brochure


@pytest.fixture(scope="module")
def made() -> Made:
    where = project.find(ROOT)
    library = reading.read(where, date(2026, 11, 23))
    ready = prepared.prepare(where, library, library.guides["technician"], Choice.theme)
    fitted = brochure.make(ready, "trifold", "letter")
    assert fitted.html.count(LEAF) == 1
    return Made(where, library, ready, fitted)


def screen(made: Made, html: str, tagged: bool = True) -> bytes:
    return typeset.write(typeset.typeset(html, [font_folder(), made.where.templates]), tagged=tagged)


def problems(made: Made, html: str, tagged: bool = True) -> list[Problem]:
    return points.problems(
        outputs.brochure_checks(made.ready, screen(made, html, tagged), made.fitted.html, "trifold", "letter")
    )


def styled(made: Made, style: str) -> str:
    return made.fitted.html.replace(LEAF, f'{LEAF[:-1]} style="{style}">')


def test_a_good_brochure_has_no_problems(made: Made) -> None:
    assert problems(made, made.fitted.html) == []


@pytest.mark.parametrize(
    ("style", "sentence"),
    [
        ("display: none", "of the panel inside-3 stands nowhere in technician-brochure.pdf."),
        ("position: relative; left: -40pt", "runs 11.4 mm over the safe area at the left."),
        ("position: relative; left: 200pt", "runs 59.2 mm over the safe area at the right."),
        ("height: 5pt; overflow: hidden", "cannot be seen whole"),
        ("color: #fff", "cannot be seen whole"),
        ("opacity: .2", "has a contrast of 1.5 to what lies under it; 4.5 is the least."),
        ("font-size: 9pt", "is set in 9 points; 10.5 is the least for body text."),
    ],
)
def test_a_spoilt_leaf_is_named_with_its_file_and_line(made: Made, style: str, sentence: str) -> None:
    found = problems(made, styled(made, style))
    assert [problem.span for problem in found] == [PLACE]
    assert f"“{WORDS}”" in found[0].message
    assert sentence in found[0].message


def test_a_line_over_its_column_s_side_is_found_inside_the_safe_area_too(made: Made) -> None:
    found = problems(made, styled(made, "position: relative; left: 31pt"))
    assert [problem.span for problem in found] == [PLACE]
    assert "points over the right side of its column." in found[0].message
    step = '<span data-leaf="sections.next.steps.items.1" class="step">'
    assert made.fitted.html.count(step) == 1
    found = problems(
        made, made.fitted.html.replace(step, f'{step[:-1]} style="flex: 1; margin-right: -5pt; text-align: right">')
    )
    assert [each.message.partition(" runs ")[2][3:] for each in found] == [" points over the right side of its column."]


@pytest.mark.parametrize("style", ["width: 60pt", "width: 5em; letter-spacing: .1em"])
def test_a_name_broken_inside_a_word_is_found(made: Made, style: str) -> None:
    start = '<h1 data-leaf="title"'
    assert made.fitted.html.count(start) == 1
    found = problems(made, made.fitted.html.replace(start, f'{start} style="{style}; hyphens: none"'))
    assert any("is a name, and is broken inside a word" in each.message for each in found)
    # The dictionary may break it, and then ends its line in a hyphen.
    found = problems(made, made.fitted.html.replace(start, f'{start} style="width: 70pt; font-size: 20pt"'))
    assert not any("is a name" in each.message for each in found)


def test_text_printed_over_text_is_found(made: Made) -> None:
    found = problems(made, styled(made, "position: absolute; top: 0"))
    assert any("“Strong technical aptitude" in each.message for each in found)
    assert any("printed over each other" in each.message for each in found)


def test_a_leaf_printed_twice_is_found(made: Made) -> None:
    found = problems(made, made.fitted.html.replace(LEAF, f"{LEAF}{WORDS} "))
    assert any("stands 2 times instead of once" in each.message and each.span == PLACE for each in found)


def test_a_font_that_is_not_the_theme_s_is_found(made: Made) -> None:
    found = problems(made, styled(made, "font-family: monospace"))
    assert any("is none of the theme's" in each.message for each in found)


def test_a_heading_of_another_level_is_found(made: Made) -> None:
    good = '<h3 data-leaf="sections.next.steps.title">First steps</h3>'
    assert good in made.fitted.html
    found = problems(made, made.fitted.html.replace(good, good.replace("h3", "h4")))
    assert any("The headings are not those of the content" in each.message for each in found)
    assert any("First steps" in each.message for each in found)


def test_an_untagged_brochure_is_refused(made: Made) -> None:
    messages = [each.message for each in problems(made, made.fitted.html, tagged=False)]
    assert "The brochure is not tagged." in messages
    assert "The brochure does not say that it follows PDF/UA-1." in messages
    assert "The brochure does not show its title." in messages


def test_a_seventh_page_is_refused(made: Made) -> None:
    html = made.fitted.html.replace("</body>", '<section style="break-before: page"><p>more</p></section></body>')
    messages = [each.message for each in problems(made, html)]
    assert "The brochure has 7 pages; it wants 6, a page for each panel." in messages


def test_a_brochure_of_too_many_bytes_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "SCREEN_LIMIT", 1000)
    messages = [each.message for each in problems(made, made.fitted.html)]
    assert any("1,000 are the most" in message for message in messages)


def test_a_template_that_leaves_a_leaf_out_is_refused(made: Made) -> None:
    html = made.fitted.html.replace(LEAF + WORDS, "<li>")
    found = points.problems(outputs.brochure_checks(made.ready, screen(made, html), html, "trifold", "letter"))
    assert any("leave this text out" in each.message and each.span == PLACE for each in found)


def test_sheets_that_lost_text_or_their_printer_s_wishes_are_refused(made: Made) -> None:
    pdf = screen(made, made.fitted.html)
    messages = [each.message for each in points.problems(outputs.print_checks(pdf, pdf, "sheets", "trifold", "letter"))]
    assert any("wants 2 sheets" in message for message in messages)
    assert "The viewer preference /Duplex is not /DuplexFlipShortEdge." in messages
    assert "The viewer preference /PrintScaling is not /None." in messages


def handout(made: Made, before: str = "", after: str = "") -> list[Problem]:
    art = {"logo": "", "band": ""}
    html = templates.handout(made.ready, art)
    assert before in html
    spoilt = markup.parse(html.replace(before, after, 1) if before else html)
    docx = writer.write(spoilt, look_of(made.ready.theme), "letter", page_label="Page {page} of {pages}")
    return points.problems(outputs.word_checks(made.ready, docx, html))


def test_a_good_handout_has_no_problems(made: Made) -> None:
    assert handout(made) == []


def test_a_handout_that_lost_a_leaf_is_refused(made: Made) -> None:
    found = handout(made, WORDS, "Something else")
    assert any(WORDS in each.message and each.span == PLACE for each in found)


def test_a_handout_with_another_heading_style_is_refused(made: Made) -> None:
    html = templates.handout(made.ready, {"logo": "", "band": ""})
    start = html.index("<h2", html.index("Audit imaging practices"))
    heading = html[start : html.index("</h2>", start) + 5]
    found = handout(made, heading, heading.replace("h2", "h3"))
    assert any("The headings are not those of the content" in each.message for each in found)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="2"/>', "The handout has 1 merged cell."),
        (b"<w:sectPr", b"<w:p><w:hyperlink/></w:p><w:sectPr", "The handout has 1 empty link."),
    ],
)
def test_a_handout_that_cannot_be_heard_in_order_is_refused(
    made: Made, before: bytes, after: bytes, sentence: str
) -> None:
    html = templates.handout(made.ready, {"logo": "", "band": ""})
    look = look_of(made.ready.theme)
    docx = writer.write(markup.parse(html), look, "letter", page_label="Page {page} of {pages}")
    with zipfile.ZipFile(io.BytesIO(docx)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    head, found, tail = parts["word/document.xml"].rpartition(before)
    assert found
    spoilt = io.BytesIO()
    with zipfile.ZipFile(spoilt, "w") as package:
        for name, data in parts.items():
            package.writestr(name, head + after + tail if name == "word/document.xml" else data)
    found_problems = points.problems(outputs.word_checks(made.ready, spoilt.getvalue(), html))
    assert [each.message for each in found_problems] == [sentence]


def test_an_element_that_the_handout_does_not_know_is_refused_with_its_template_and_line(made: Made) -> None:
    html = templates.handout(made.ready, {"logo": "", "band": ""})
    with pytest.raises(ContentError) as caught:
        markup.parse(html.replace("<aside", '<marquee data-at="handout.html:9">x</marquee><aside', 1))
    assert caught.value.problems[0].span.file == "handout.html"
    assert caught.value.problems[0].span.line == 9


def test_nothing_but_the_project_s_own_files_is_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    page = '<html lang="en"><head><title>t</title>{}</head><body><p>x</p></body></html>'
    for address in ("http://localhost/a.css", "https://localhost/a.css", "ftp://localhost/a.css", secret.as_uri()):
        with pytest.raises(ContentError, match=r"WeasyPrint|cannot|read"):
            typeset.typeset(page.format(f'<link rel="stylesheet" href="{address}">'), [font_folder()])
    allowed = typeset.typeset(page.format(f'<link rel="stylesheet" href="{secret.as_uri()}">'), [tmp_path])
    assert len(allowed.document.pages) == 1


def test_templates_see_plain_data_only(made: Made) -> None:
    seen = set()

    def walk(value: object) -> None:
        seen.add(type(value).__name__)
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
            walk(each)

    walk(made.ready.shown)
    assert seen <= {"dict", "list", "tuple", "str", "int", "float", "bool", "NoneType", "Markup"}
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text
