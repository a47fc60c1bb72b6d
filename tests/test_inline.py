"""The small Markdown inside a text, and links that lead somewhere."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress import inline
from guidepress.inline import Run


def test_bold_emphasis_and_links_become_runs() -> None:
    assert inline.parse("Ask **now** or *soon*: [bls.gov](https://www.bls.gov/).") == (
        Run("Ask "),
        Run("now", strong=True),
        Run(" or "),
        Run("soon", emphasis=True),
        Run(": "),
        Run("bls.gov", href="https://www.bls.gov/"),
        Run("."),
    )


def test_a_link_can_hold_bold_words_and_stand_in_bold() -> None:
    assert inline.parse("**[a *b*](tel:555-0140)**") == (
        Run("a ", strong=True, href="tel:555-0140"),
        Run("b", strong=True, emphasis=True, href="tel:555-0140"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "a & b &amp; c",
        "`code`",
        "# title",
        "![",
        "1 < 2",
        "{{ 7*7 }}",
        "~~no~~",
        "a_b_c",
        "x ^ 2",
        "- a",
        "***",
    ],
)
def test_everything_else_stays_the_characters_it_is_made_of(text: str) -> None:
    assert inline.parse(text) == (Run(text),)


def test_a_backslash_keeps_a_star() -> None:
    assert inline.plain(r"5 \* 3 \[x\]") == "5 * 3 [x]"


@pytest.mark.parametrize(
    "href",
    ["http://a.example", "https://a.example:8080/b?c#d", "HTTPS://A.EXAMPLE/", "mailto:a@b.example", "tel:+1-555-0140"],
)
def test_whole_addresses_are_links(href: str) -> None:
    assert inline.parse(f"[x]({href})") == (Run("x", href=href),)


def test_an_address_in_angle_brackets_is_a_link() -> None:
    assert inline.parse("<https://a.example/>") == (Run("https://a.example/", href="https://a.example/"),)


REFUSED = """
javascript:alert(1)  JavaScript:alert(1)  java&#115;cript:alert(1)  vbscript:x  data:text/html,x  file:///etc/passwd
ftp://a.example  //a.example/  www.a.example  a.html  #top
"""


@pytest.mark.parametrize("href", [*REFUSED.split(), ""])
def test_other_schemes_are_refused(href: str) -> None:
    with pytest.raises(ValueError, match="must begin with https:, http:, mailto: or tel:"):
        inline.parse(f"[x]({href})")


@pytest.mark.parametrize(
    "href",
    [
        "https:",
        "https://",
        "https:///x",
        "https://localhost",
        "http://[::1",
        "mailto:a",
        "mailto:@b.example",
        "tel:",
        "tel:x",
    ],
)
def test_an_address_that_leads_nowhere_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="is not a whole address"):
        inline.parse(f"[x]({href})")


def test_a_link_without_words_and_words_that_would_be_lost_are_refused() -> None:
    with pytest.raises(ValueError, match="has no words to press on"):
        inline.parse("[](https://a.example)")
    with pytest.raises(ValueError, match="“Title” would not be printed"):
        inline.parse("[x](https://a.example 'Title')")


@pytest.mark.parametrize("piece", ["[", "*", "**a", "[x](", "![", "<a", "\\", "_a_ ", "[[x]"])
def test_a_long_text_of_marks_is_read_in_a_moment(piece: str) -> None:
    begun = time.perf_counter()
    assert inline.plain(piece * 5000)
    assert time.perf_counter() - begun < 5


MARKS = "* ** _ [ ] ( ) < > ` &lt; ! ~ \\ # apple pear plum ](https://a.example) ](mailto:a@b.example) [plum](tel:1)"
MARKED = st.sampled_from([*MARKS.split(), " ", "\n"])


@settings(max_examples=400)
@given(st.lists(MARKED, max_size=40).map("".join))
def test_no_word_is_ever_lost_or_added(text: str) -> None:
    try:
        said = inline.plain(text)
    except ValueError:
        return
    for word in ("apple", "pear", "plum"):
        assert said.count(word) == text.count(word)


@given(st.text(alphabet=st.characters(exclude_characters="*_[]\\<`!\n\r\x00", exclude_categories=["Cs"]), max_size=80))
def test_a_text_without_marks_is_one_run_unchanged(text: str) -> None:
    runs = inline.parse(text)
    assert "".join(run.text for run in runs) == text
    assert all(run == Run(run.text) for run in runs)
