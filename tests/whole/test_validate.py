"""Trees against models: what is wrong in plain words, at the place in the file, and every finding once."""

from __future__ import annotations

import pytest

from guidepress.compose.themes.theme import Colours, Fit
from guidepress.content import source
from guidepress.content.model import roles
from guidepress.content.model.guides import Content, Guide
from guidepress.content.model.publisher import Publisher
from guidepress.content.model.roles import Fact, Role
from guidepress.content.validate import validate
from guidepress.errors import Problem, Span

FACT = """
value: 3
unit: percent
period: 2024–34
source: BLS
address: https://www.bls.gov/
retrieved: 2026-11-23
review_after: 2027-02-28
grade: A
"""
GUIDE = """
slug: a
edition: "2026"
date: 2026-11-23
series: A
title: A
subject: A
introduction: A
sections:
"""


REST = "filler: 5\nsmall: 8.5\ntight: 3\n"


def wrong(text: str, model: type[Content]) -> list[tuple[str, str, str]]:
    """The place, sentence and hint of everything that is wrong with a text."""
    tree = source.load(text.encode(), "f")
    made, problems = validate(tree, model, Span("f"))
    assert (made is None) == bool(problems)
    ordered: list[Problem] = sorted(problems, key=lambda problem: problem.span)
    return [(str(each.span).removeprefix("f:"), each.message, each.hint) for each in ordered]


def fact(line: str) -> list[tuple[str, str, str]]:
    key = line.partition(":")[0]
    lines = [line if each.startswith(f"{key}:") else each for each in FACT.strip().split("\n")]
    return wrong("\n".join(lines), Fact)


def section(text: str) -> list[tuple[str, str, str]]:
    """What is wrong with one section, its first line as line 1."""
    found = wrong(GUIDE.lstrip("\n") + text, Guide)
    return [(f"{int(place.split(':')[0]) - 8}:{place.split(':')[1]}", *rest) for place, *rest in found]  # type: ignore[misc]


def test_what_is_right_becomes_a_model() -> None:
    made, problems = validate(source.load(FACT.encode(), "f"), Fact, Span("f"))
    assert problems == []
    assert isinstance(made, Fact)
    assert (made.value, made.unit, made.retrieved.isoformat()) == (3, roles.Unit.PERCENT, "2026-11-23")


@pytest.mark.parametrize(
    ("line", "place", "sentence"),
    [
        ("value: true", "1:8", "A number or a text is needed here, not “true”."),
        ("value: [3]", "1:8", "A number or a text is needed here, not a list."),
        ("value: {}", "1:8", "A number or a text is needed here, not a group of keys."),
        ("value:", "1:1", "Nothing stands here."),
        ("value: ''", "1:8", "Nothing stands here."),
        ("unit: 7", "2:7", "The number 7 is not allowed here."),
        ("unit: Percent", "2:7", "“Percent” is not allowed here."),
        ("period: 2025", "3:9", "Text is needed here, not the number 2025."),
        ("period: '  '", "3:9", "Nothing stands here."),
        ("address: ftp://a.example", "5:10", "“ftp://a.example” is not a web address."),
        ("retrieved: 20261123", "6:12", "A date such as 2026-11-23 is needed here, not the number 20261123."),
        ('retrieved: "1700000000"', "6:12", "A date such as 2026-11-23 is needed here, not “1700000000”."),
        ("retrieved: 2026-13-40", "6:12", "A date such as 2026-11-23 is needed here, not “2026-13-40”."),
        ("retrieved: 2026-02-29", "6:12", "A date such as 2026-11-23 is needed here, not “2026-02-29”."),
        ("retrieved: 2026-11-3", "6:12", "A date such as 2026-11-23 is needed here, not “2026-11-3”."),
        (
            "retrieved: 2026-11-23T10:00:00",
            "6:12",
            "A date such as 2026-11-23 is needed here, not “2026-11-23T10:00:00”.",
        ),
        ("grade: [A]", "8:8", "A list is not allowed here."),
    ],
)
def test_a_wrong_value_is_told_once_at_its_place(line: str, place: str, sentence: str) -> None:
    assert [found[:2] for found in fact(line)] == [(place, sentence)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("f", "This file is empty.", "begin with “slug: …”")),
        ("# nothing\n", ("f", "This file is empty.", "begin with “slug: …”")),
        ("# x\n- a\n", ("2:1", "This file does not begin with keys.", "begin with “slug: …”")),
        ("hello\n", ("1:1", "This file does not begin with keys.", "begin with “slug: …”")),
    ],
)
def test_a_file_without_keys_is_told_what_it_begins_with(text: str, found: tuple[str, str, str]) -> None:
    assert wrong(text, Role) == [found]


def test_an_empty_publisher_is_nobody() -> None:
    assert validate(source.load(b"# nobody yet\n", "f"), Publisher, Span("f")) == (Publisher(), [])


def test_a_section_whose_kind_is_also_a_key_keeps_its_places() -> None:
    text = (
        "- kind: points\n  id: a\n  titel: A\n  points:\n  - ok\n  - 7\n- kind: roles\n  id: b\n  roles: x\n  title:\n"
    )
    assert [(place, sentence) for place, sentence, _ in section(text)] == [
        ("1:3", "The key “title” is missing here."),
        ("3:3", "The key “titel” is not known here."),
        ("6:5", "Text is needed here, not the number 7."),
        ("9:10", "A list is needed here, not “x”."),
        ("10:3", "Nothing stands here."),
    ]


def test_a_list_whose_items_are_all_wrong_is_not_also_too_short() -> None:
    assert len(section("- kind: text\n  id: a\n  title: A\n  paragraphs: [1]\n")) == 1


def test_an_empty_list_says_how_many_it_needs() -> None:
    assert section("- {kind: text, id: a, title: A, paragraphs: []}\n")[0][1] == "This list needs at least 1 item."
    assert section("- {kind: match, id: a, title: A, lines: []}\n")[0][1] == "This list needs at least 2 items."
    assert wrong(f"sizes: [11]\nleadings: [1.3]\ngaps: [1]\n{REST}", Fit)[0][:2] == ("3:7", "This list needs 2 items.")
    assert wrong("sizes: [11]\nleadings: [1.3]\ngaps: [1, 2, 3]\nfiller: 5\nsmall: 8.5\ntight: 3\n", Fit)[0][:2] == (
        "3:7",
        "This list takes at most 2 items.",
    )


@pytest.mark.parametrize("kind", ["7", "[text]", "{a: b}", "Text Section"])
def test_a_kind_that_is_none_lists_the_kinds(kind: str) -> None:
    ((place, sentence, hint),) = section(f"- kind: {kind}\n")
    assert place == "1:9"
    assert sentence.endswith(" is not a kind of section.")
    assert "text" in hint


@pytest.mark.parametrize("kind", ["", "null", '""'])
def test_a_kind_that_is_empty_says_so(kind: str) -> None:
    ((_, sentence, _),) = section(f"- kind: {kind}\n")
    assert sentence == "Nothing stands here."


def test_hints_say_what_to_write() -> None:
    assert fact("period: 2025")[0][2] == "put it in double quotes"
    assert fact("source: {a: b}")[0][2] == "a colon and a space make a key: put a text that holds one in double quotes"
    assert fact("source: [BLS]")[0][2] == "write it without “-” and without brackets"
    assert (
        wrong("slug: a\nname: A\nshort_name: A\nfacts:\n  growth:\n    unti: x\n", Role)[-1][2]
        == "did you mean “unit”?"
    )
    assert fact("unit: per cent")[0][2] == "did you mean “percent”?"
    assert section("- {kind: text, id: a, title: A, paragraphs: -x}\n")[0][2] == "put a space behind each “-”"
    assert section("- Hello\n")[0][2] == "begin with “id: …”"
    assert wrong("logo: logo.png\n", Publisher)[0][2] == "allowed here: file, alt"
    assert (
        wrong(f"sizes: [11]\nleadings: ['1.3']\ngaps: [1, 2]\n{REST}", Fit)[0][2] == "write it without quotation marks"
    )
    assert wrong("slug: Größe 7!\nname: A\nshort_name: A\n", Role)[0][2] == "write “grosse-7”"


def test_a_missing_key_is_explained_in_the_words_of_the_schema() -> None:
    found = {sentence: hint for _, sentence, hint in wrong("slug: a\n", Role)}
    assert found == {
        "The key “name” is missing here.": "name: the occupation's formal name.",
        "The key “short_name” is missing here.": (
            "short_name: the name where room is scarce, in a comparison or beside a scale."
        ),
    }
    grade = next(hint for _, sentence, hint in wrong("value: 3\n", Fact) if "“grade”" in sentence)
    assert grade.startswith("grade: A: read at the official source.")


def test_a_key_of_facts_that_is_no_short_name_is_told_at_the_key() -> None:
    text = "slug: a\nname: A\nshort_name: A\nfacts:\n  Pay Median:\n" + FACT.replace("\n", "\n    ").rstrip() + "\n"
    ((place, sentence, hint),) = wrong(text, Role)
    assert (place, hint) == ("5:3", "write “pay-median”")
    assert sentence.startswith("“Pay Median” cannot be a short name")


def test_numbers_out_of_bounds_and_colours_say_what_is_allowed() -> None:
    found = wrong("sizes: [9, 11]\nleadings: [3]\ngaps: [0, 2]\nfiller: 1000\nsmall: 8.5\ntight: 3\n", Fit)
    assert [(place, sentence) for place, sentence, _ in found] == [
        ("1:9", "This number must be at least 10.5."),
        ("2:12", "This number must be at most 2."),
        ("3:8", "This number must be more than 0."),
        ("4:9", "This number must be at most 600."),
    ]
    assert [found[1] for found in wrong("paper: reddish\n", Colours) if "reddish" in found[1]] == [
        "“reddish” is not a color that Guidepress knows."
    ]


def test_no_sentence_speaks_of_types_as_programmers_do() -> None:
    texts = [
        fact(f"{key}: {value}") for key in Fact.model_fields for value in ("[]", "{}", "true", "7", "x", "", "[[]]")
    ]
    texts += [section(f"- kind: {kind}\n  id: {{}}\n  zzz: 1\n") for kind in ("text", "points", "match", "zzz", "[]")]
    told = " ".join(sentence + hint for found in texts for _, sentence, hint in found)
    assert len(told) > 3000
    for jargon in (
        "mapping",
        "scalar",
        "token",
        "valid",
        "schema",
        "string",
        "integer",
        "tuple",
        "dict",
        "Input",
        "null",
    ):
        assert jargon not in told
