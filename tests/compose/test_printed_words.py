"""How words are set in a brochure: hyphens that stay at their words, telephone numbers that can be tapped."""

from __future__ import annotations

import pytest

from guidepress.compose import runs
from guidepress.compose.templates import spelled, telephoned, unbroken

JOINER = "\u2060"


@pytest.mark.parametrize("text", ["high-frequency sound", "a two-year degree", "state-of-the-art", "problem‑solving"])
def test_no_line_ends_behind_a_hyphen_within_a_word(text: str) -> None:
    bound = unbroken(text)
    assert bound.replace(JOINER, "") == text
    assert bound.count(JOINER) == sum(bound.count(hyphen) for hyphen in "-‑")


@pytest.mark.parametrize("text", ["pre- and postgraduate", "- a dash", "2024–34", "no hyphen"])
def test_other_dashes_and_open_hyphens_stay_as_they_are(text: str) -> None:
    assert unbroken(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("555-0140", "5550140"),
        ("Call 541-555-0100.", "5415550100"),
        ("(541) 555-0100", "5415550100"),
        ("+1 541 555 0100, ask for Ms. Rivera", "+15415550100"),
        ("541.555.0100 <office>", "5415550100"),
    ],
)
def test_a_telephone_number_is_a_link_that_dials_it(text: str, number: str) -> None:
    set_text = telephoned(text, unbroken)
    assert f'<a href="tel:{number}">' in set_text
    assert set_text.striptags().replace(JOINER, "").replace("\u00a0", " ") == text


@pytest.mark.parametrize("text", ["Room 112", "2024–34", "337-010-00071", "$96,590", "OAR 337-010", "a555-0140b"])
def test_what_is_no_telephone_number_is_no_link(text: str) -> None:
    assert "<a" not in telephoned(text, unbroken)


def test_a_telephone_number_among_names_is_a_link_too() -> None:
    run = {"text": "Ms. Rivera-Lee, 541-555-0100", "whole": False, "href": "", "full": "", "name": True}
    assert 'href="tel:5415550100"' in spelled(run, phones=True)
    assert spelled(run, phones=True).startswith(f"Ms. Rivera-{JOINER}Lee, ")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("New figures: bls.gov/ooh.", ["bls.gov/ooh"]),
        ("Ask jane.doe@school.example, or see https://www.caahep.org/students?state=OR.", None),
        ("e.g. at 7 a.m., Ph.D. or R.T.(R) and 2.5 to 3.5, and/or more", []),
        ("(studentaid.gov)", ["studentaid.gov"]),
    ],
)
def test_an_address_in_a_text_is_marked_to_be_kept_whole(text: str, found: list[str] | None) -> None:
    if found is None:
        found = ["jane.doe@school.example", "https://www.caahep.org/students?state=OR"]
    split = runs.split(text)
    assert "".join(run["text"] for run in split) == text
    assert [run["text"] for run in split if run["address"]] == found


def test_only_where_it_is_asked_for_and_not_within_a_link() -> None:
    run = {"text": "555-0140", "whole": False, "href": "", "full": ""}
    assert "tel:5550140" in spelled(run, phones=True)
    assert "<a" not in spelled(run)
    assert "<a" not in spelled(run | {"href": "https://school.example"}, phones=True)
