"""Marks of a Word file that say no: every way programs write it, wherever one is read."""

from __future__ import annotations

import pytest

from guidepress.word.edited import read
from guidepress.word.on_off import is_on
from helpers.typist import Typist, element

NO = ["0", "false", "off", "none", "False", " off "]
YES = ["1", "true", "on", "", "True"]


@pytest.mark.parametrize("value", [None, *YES])
def test_a_mark_says_yes(value: str | None) -> None:
    assert is_on(value)


@pytest.mark.parametrize("value", NO)
def test_a_mark_says_no(value: str) -> None:
    assert not is_on(value)


@pytest.mark.parametrize("value", [*NO, *YES])
def test_hidden_words_struck_words_and_placeholders_follow_one_rule(typist: Typist, value: str) -> None:
    said_no = value in NO
    line = typist.line("Stamina")
    run = next(run for run in line if run.tag.endswith("}r"))
    properties = run.find(f"{{{run.nsmap['w']}}}rPr")
    if properties is None:
        properties = element("<w:rPr/>")
        run.insert(0, properties)
    properties.append(element(f'<w:vanish w:val="{value}"/>'))
    control = element(
        f'<w:sdt><w:sdtPr><w:showingPlcHdr w:val="{value}"/></w:sdtPr><w:sdtContent>'
        "<w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    line.addnext(control)
    words = [passage.text for passage in read(typist.docx(), "back.docx").passages]
    assert ("Stamina" in words) is said_no
    assert ("Click here" in words) is said_no
