"""Facts named in running text: what is a reference, what is not, and what stands in its place."""

from __future__ import annotations

import pytest

from guidepress.content.model import inline, references
from guidepress.content.model.references import Reference


@pytest.mark.parametrize(
    ("text", "role", "fact", "part"),
    [
        ("About {openings} a year", "", "openings", "value"),
        ("{all-occupations/pay-median}", "all-occupations", "pay-median", "value"),
        ("Growth, {growth period}", "", "growth", "period"),
        ("{sonographer/growth period}", "sonographer", "growth", "period"),
        ("Ask your board.[^licence]", "", "licence", "nothing"),
        ("It is free.[^all-occupations/student-aid]", "all-occupations", "student-aid", "nothing"),
    ],
)
def test_a_reference_is_read(text: str, role: str, fact: str, part: str) -> None:
    (found,) = references.find(text)
    assert (found.role, found.fact, found.part) == (role, fact, part)
    assert found.written in text


@pytest.mark.parametrize(
    "text",
    [
        "{Pay}",
        "{{ 7*7 }}",
        "{}",
        "{pay median}",
        "{a/b/c}",
        "[^ note]",
        "[^A]",
        "[words](https://a.example)",
        "{pay_10}",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert list(references.find(text)) == []
    assert references.fill(text, lambda found: "spoilt") == text
    assert references.bare(text) == text


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("{a} and [{b}]{lang=de} and **{c}**[^d]", ["a", "b", "c", "d"]),
        (r"\{a} and \[^b] and {c}", ["c"]),
        (r"a backslash, then a fact: \\{a}", ["a"]),
        (r"\\\{a}", []),
        ("[words](https://x.example/{a}) and {b}", ["b"]),
        ("no braces", []),
    ],
)
def test_a_text_names_what_is_printed_and_neither_escapes_nor_addresses(text: str, facts: list[str]) -> None:
    assert [reference.fact for reference in inline.named(text)] == facts


def test_each_reference_is_filled_in_its_place_and_order() -> None:
    seen: list[Reference] = []

    def words(found: Reference) -> str:
        seen.append(found)
        return "" if found.part == "nothing" else found.fact.upper()

    assert references.fill("From {a} to {b/c}.[^d] Then {a period}.", words) == "From A to C. Then A."
    assert [found.fact for found in seen] == ["a", "c", "d", "a"]


def test_bare_text_has_no_reference_left() -> None:
    assert references.bare("You keep it with {renewal}.[^renewal]") == "You keep it with ."
