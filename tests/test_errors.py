"""How a problem is shown: the place, the line, the caret under the right character, the hint."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from guidepress.errors import ContentError, Problem, Span, nearest


def shown(source: str, column: int) -> tuple[str, str]:
    """The line and the caret's line as they are printed, without the line number."""
    lines = str(Problem(Span("f.yaml", 7, column), "Wrong.", source=source)).split("\n")
    assert lines[0] == f"f.yaml:7:{column}: Wrong."
    return lines[1].removeprefix("  7 | "), lines[2].removeprefix("    | ")


def columns(text: str) -> int:
    """How many columns of a terminal a text takes, by the rule that errors states."""
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def test_a_problem_is_a_place_a_sentence_the_line_with_a_caret_and_a_hint() -> None:
    problem = Problem(Span("a.yaml", 12, 3), "Wrong.", "mend it", "ab*d")
    assert str(problem) == "a.yaml:12:3: Wrong.\n  12 | ab*d\n     |   ^\n  hint: mend it"


def test_a_problem_with_a_whole_file_shows_no_line() -> None:
    assert str(Problem(Span("a.yaml"), "Wrong.", source="x")) == "a.yaml: Wrong."


def test_advice_says_that_it_is_advice() -> None:
    assert str(Problem(Span("a.yaml", 1, 1), "Look.", advice=True)) == "a.yaml:1:1: advice: Look."


def test_problems_are_told_by_file_line_and_column_whatever_order_they_come_in() -> None:
    spans = [Span("b", 1, 1), Span("a", 10, 1), Span("a", 9, 2), Span("a"), Span("a", 9, 1)]
    told = ContentError(Problem(span, "Wrong.") for span in spans).problems
    assert [str(problem.span) for problem in told] == ["a", "a:9:1", "a:9:2", "a:10:1", "b:1:1"]


def test_a_tab_takes_one_column_as_it_does_in_the_place() -> None:
    assert shown("\ta: @b", 5) == (" a: @b", "    ^")


def test_wide_characters_before_the_caret_take_two_columns_and_combining_marks_none() -> None:
    assert shown("技能: @", 5) == ("技能: @", "      ^")
    assert shown("🙂 @", 3) == ("🙂 @", "   ^")
    assert shown("cafe\u0301 @", 7) == ("cafe\u0301 @", "     ^")


def test_a_long_line_is_cut_on_both_sides_with_the_caret_in_view() -> None:
    line, caret = shown("a" * 200 + "@" + "b" * 200, 201)
    assert line == "…" + "a" * 50 + "@" + "b" * 49 + "…"
    assert line[len(caret) - 1] == "@"


def test_the_end_of_a_long_line_is_shown_whole() -> None:
    line, caret = shown("a" * 300 + "@", 301)
    assert (line[0], line[-1], len(line)) == ("…", "@", 101)
    assert len(caret) == 101


@given(st.text(max_size=300), st.data())
def test_the_caret_always_stands_under_the_character(text: str, data: st.DataObject) -> None:
    text = "".join(char for char in text if char.isprintable() and not char.isspace())
    if not text:
        return
    column = data.draw(st.integers(1, len(text)))
    marked = text[: column - 1] + "@" + text[column:]
    line, caret = shown(marked, column)
    assert columns(line) <= 104
    assert "\n" not in line
    before = [columns(line[:at]) for at, char in enumerate(line) if char == "@"]
    assert len(caret) - 1 in before


def test_the_nearest_word_is_suggested_and_otherwise_all_that_are_allowed() -> None:
    assert nearest("titel", ["title", "lead", "kind"]) == "did you mean “title”?"
    assert nearest("Title", ["title", "lead"]) == "did you mean “title”?"
    assert nearest("zzz", ["title", "lead"]) == "allowed here: lead, title"
    assert nearest("zzz", []) == ""
