"""What comes from a file is shown as text: it steers no terminal, forges no line, and turns no text round."""

from __future__ import annotations

import json
import re
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from guidepress.commands import telling
from guidepress.commands.streams import as_json
from guidepress.errors import Problem, Span
from guidepress.escaping import printable, printable_lines, text_only
from helpers.checkout import ROOT

HARMFUL = {
    "an escape sequence": ("\x1b[10A\x1b[J", "\\x1b[10A\\x1b[J"),
    "a title": ("\x1b]0;pwned\x07", "\\x1b]0;pwned\\x07"),
    "a control of one byte": ("\x9b2Jx", "\\x9b2Jx"),
    "a line": ("fine\n  pass  No notes", "fine   pass  No notes"),
    "a line of Unicode": ("fine\u2028pass\u2029", "fine\\u2028pass\\u2029"),
    "a return": ("FAIL\rpass", "FAIL pass"),
    "what goes back": ("FAIL\b\b\b\bpass", "FAIL\\x08\\x08\\x08\\x08pass"),
    "a turn of direction": ("gpj.\u202eexe", "gpj.\\u202eexe"),
    "an isolate": ("\u2066a\u2069", "\\u2066a\\u2069"),
    "tags": ("a\U000e0041", "a\\U000e0041"),
    "half a character": ("\udc9b", "\\udc9b"),
    "nothing": ("\x00", "\\x00"),
}


@pytest.mark.parametrize("what", HARMFUL)
def test_what_does_harm_is_written_as_an_escape(what: str) -> None:
    harmful, shown = HARMFUL[what]
    assert printable(harmful) == shown


@given(st.text())
def test_a_text_is_one_line_of_what_can_be_seen(text: str) -> None:
    shown = printable(text)
    assert len(shown.splitlines()) <= 1
    assert not [char for char in shown if category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert printable(shown) == shown


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs"))))
def test_words_of_every_language_stay_as_they_are(words: str) -> None:
    assert printable(words) == words


def test_lines_and_styles_of_ours_stay_and_no_other_sequence() -> None:
    ours = "\x1b[31m\x1b[1mFAIL\x1b[0m\tTwo\nlines"
    assert printable_lines(ours) == ours
    assert printable_lines("\x1b[8mhidden\x1b[5mblinks\x1b[2J") == "\\x1b[8mhidden\\x1b[5mblinks\\x1b[2J"


def test_a_problem_is_told_as_text_whatever_its_file_holds(capsys: pytest.CaptureFixture[str]) -> None:
    telling.tell([Problem(Span("a\nb.yaml", 2, 3), "The word “\x1b[2J\nx.yaml: fine” is not known.", "use “\u202eok”")])
    assert re.sub(r"\x1b\[\d+m", "", capsys.readouterr().err) == (
        "a b.yaml:2:3: The word “\\x1b[2J x.yaml: fine” is not known.\n  hint: use “\\u202eok”\n"
    )


def test_data_for_programs_is_the_same_data() -> None:
    data = {"name": "x\x1b[2J\x85\u202e\U000e0041 é"}
    text = as_json(data)
    assert json.loads(text) == data
    assert printable_lines(text) == text


def test_the_data_of_a_page_is_text_and_its_markup_stays() -> None:
    data = {"words": ["a\u202eb", ("\x9b", 3)], "markup": Markup("<b>\u2028</b>"), "lines": "one\ntwo"}
    assert text_only(data) == {
        "words": ["a\\u202eb", ["\\x9b", 3]],
        "markup": Markup("<b>\u2028</b>"),
        "lines": "one\ntwo",
    }


def test_commands_print_through_one_function_only() -> None:
    prints = re.compile(r"\b(?:click\.(?:echo|secho|echo_via_pager)|(?<!def )print|sys\.std(?:out|err)\.write)\(")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "src/guidepress").rglob("*.py"))
        if prints.search(path.read_text(encoding="utf-8"))
    ]
    # The first says that it was stopped, in words of ours.
    assert found == ["src/guidepress/__main__.py", "src/guidepress/commands/telling.py"]
