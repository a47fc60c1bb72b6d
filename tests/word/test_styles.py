"""The style template: Word's own names, our look, nothing of another program's defaults."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.shared import Pt

from guidepress.compose.themes.colours import contrast
from guidepress.errors import ContentError
from guidepress.word import sheet
from guidepress.word.look import Look
from guidepress.word.names import bookmark, heading_level, is_bookmark, style_id
from guidepress.word.styles import Air
from guidepress.word.template import template

LOOK = Look(accent="#0062B1", ink="#15191D", grey="#56606A", hair="#B4BCC4", font="Arial")


def part(name: str, data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_the_template_has_exactly_the_styles_of_the_handout_under_words_names():
    styles = part("word/styles.xml", template(LOOK, "letter", "en-US", Air()))
    found = re.findall(r'w:styleId="(\w+)"[^>]*>\s*<w:name w:val="([^"]+)"', styles)
    assert dict(found) == {
        "Normal": "Normal",
        "DefaultParagraphFont": "Default Paragraph Font",
        "TableNormal": "Normal Table",
        "NoList": "No List",
        "Title": "Title",
        "Subtitle": "Subtitle",
        "Heading1": "heading 1",
        "Heading2": "heading 2",
        "Heading3": "heading 3",
        "ListBullet": "List Bullet",
        "ListBullet2": "List Bullet 2",
        "ListNumber": "List Number",
        "ListNumber2": "List Number 2",
        "ListRow": "List Row",
        "ListStep": "List Step",
        "ListSource": "List Source",
        "Masthead": "Masthead",
        "Banner": "Banner",
        "Term": "Term",
        "Contact": "Contact",
        "ContactLast": "Contact Last",
        "Remark": "Remark",
        "Caption": "caption",
        "Source": "Source",
        "FillIn": "Fill-in",
        "TableText": "Table Text",
        "TableHeading": "Table Heading",
        "TableRowHeading": "Table Row Heading",
        "TableFigure": "Table Figure",
        "TableStep": "Table Step",
        "TableTextStep": "Table Text Step",
        "FactName": "Fact Name",
        "FactFigure": "Fact Figure",
        "FactNote": "Fact Note",
        "Space": "Space",
        "Break": "Break",
        "Header": "header",
        "Footer": "footer",
        "Hyperlink": "Hyperlink",
        "Unfilled": "Unfilled",
        "DataTable": "Data Table",
        "PayTable": "Pay Table",
        "PathTable": "Path Table",
        "FactsTable": "Facts Table",
    }
    assert len(found) == 44
    referred = re.findall(r'<w:(?:basedOn|next) w:val="(\w+)"', styles)
    assert len(referred) > 20
    assert set(referred) <= {key for key, _ in found}
    assert style_id("heading 1") == "Heading1"


def test_the_template_opens_in_the_look_and_on_the_paper_asked_for():
    letter = docx.Document(io.BytesIO(template(LOOK, "letter", "es-US", Air())))
    title = letter.styles["Title"]
    assert (title.font.size, title.font.bold, str(title.font.color.rgb)) == (Pt(40), True, "15191D")
    assert letter.styles["Normal"].font.size == Pt(10.5)
    heading = letter.styles["Heading 1"].paragraph_format
    assert (heading.keep_with_next, heading.keep_together) == (True, True)
    section = letter.sections[0]
    assert (section.page_width, section.page_height, section.left_margin) == (Pt(612), Pt(792), Pt(54))
    a4 = docx.Document(io.BytesIO(template(LOOK, "a4", "en-US", Air()))).sections[0]
    assert (a4.page_width.mm, a4.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    assert (sheet.measure("letter"), sheet.measure("a4")) == (504.0, pytest.approx(487.3))
    styles = part("word/styles.xml", template(LOOK, "letter", "es-US", Air()))
    assert re.findall(r"<w:lang [^>]*>", styles) == ['<w:lang w:val="es-US"/>']
    assert set(re.findall(r'w:(?:ascii|hAnsi|cs|eastAsia)="([^"]+)"', styles)) == {"Arial"}
    assert "Theme=" not in styles


def test_settings_are_of_today_and_ask_nothing_on_opening():
    settings = part("word/settings.xml", template(LOOK, "letter", "en-US", Air()))
    assert '<w:zoom w:percent="100"/>' in settings
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
    assert "updateFields" not in settings


def test_contrast_is_reckoned_as_the_guidelines_say():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.01)
    assert min(contrast(colour, "#FFFFFF") for colour in (LOOK.accent, LOOK.ink, LOOK.grey)) > 4.5


def test_a_look_that_cannot_be_read_is_refused_with_every_reason():
    with pytest.raises(ContentError) as caught:
        template(replace(LOOK, accent="#FFD400", grey="grey", font='A"b'), "letter", "en-US", Air())
    assert [problem.message for problem in caught.value.problems] == [
        "the color accent, #FFD400, is too pale to read: its contrast is 1.4:1",
        "the color grey is “grey”",
        '“A"b” is not the name of a font',
    ]


def test_bookmark_names_come_from_the_path_and_are_known_again():
    # The first 10 hex digits of the SHA-256 of “guide/title”.
    assert bookmark("guide/title") == "gp_" + "47e1998a82"
    assert bookmark("guide/title", 2) == bookmark("guide/title") + "_2"
    assert [is_bookmark(name) for name in (bookmark("a"), bookmark("a", 12), "_GoBack", "gp_xyz")] == [
        True,
        True,
        False,
        False,
    ]


def test_heading_levels_go_by_the_names_of_styles_in_any_case():
    names = ("Title", "heading 1", "Heading 3", "Normal", "heading 9")
    assert [heading_level(name) for name in names] == [1, 2, 4, 0, 0]
