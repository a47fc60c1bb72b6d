"""The small Markdown inside a text, and links that lead somewhere."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.content.model import inline
from guidepress.content.model.inline import InlineRun


def test_bold_emphasis_and_links_become_runs() -> None:
    assert inline.parse("Ask **now** or *soon*: [bls.gov](https://www.bls.gov/).") == (
        InlineRun("Ask "),
        InlineRun("now", strong=True),
        InlineRun(" or "),
        InlineRun("soon", emphasis=True),
        InlineRun(": "),
        InlineRun("bls.gov", href="https://www.bls.gov/"),
        InlineRun("."),
    )


def test_a_link_can_hold_bold_words_and_stand_in_bold() -> None:
    assert inline.parse("**[a *b*](tel:555-0140)**") == (
        InlineRun("a ", strong=True, href="tel:555-0140"),
        InlineRun("b", strong=True, emphasis=True, href="tel:555-0140"),
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
    assert inline.parse(text) == (InlineRun(text),)


def test_a_backslash_keeps_a_star() -> None:
    assert inline.plain(r"5 \* 3 \[x\]") == "5 * 3 [x]"


@pytest.mark.parametrize(
    "href",
    ["http://a.example", "https://a.example:8080/b?c#d", "HTTPS://A.EXAMPLE/", "mailto:a@b.example", "tel:+1-555-0140"],
)
def test_whole_addresses_are_links(href: str) -> None:
    assert inline.parse(f"[x]({href})") == (InlineRun("x", href=href),)


@pytest.mark.parametrize(
    "href",
    [
        "mailto:a@b.example?cc=c@d.example",
        "mailto:a@b.example,c@d.example?subject=Career%20Night&bcc=e@f.example,g@h.example",
        "mailto:careers+guide@prairie.example?subject=Career%20Night",
        "mailto:a@b.example?cc=c%40d.example&body=Hello%20there",
    ],
)
def test_mail_may_go_to_several_and_say_its_subject(href: str) -> None:
    assert inline.parse(f"[x]({href})") == (InlineRun("x", href=href),)


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://b.example/a|b", "https://b.example/a%7Cb"),
        ('https://b.example/a"b^{c}', "https://b.example/a%22b%5E%7Bc%7D"),
        ("https://bücher.example/ñ", "https://xn--bcher-kva.example/%C3%B1"),
    ],
)
def test_what_cannot_stand_in_an_address_is_written_as_programs_take_it(address: str, href: str) -> None:
    assert inline.parse(f"[x]({address})") == (InlineRun("x", href=href),)


def test_an_address_in_angle_brackets_is_a_link() -> None:
    assert inline.parse("<https://a.example/>") == (InlineRun("https://a.example/", href="https://a.example/"),)


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
        "mailto:a@b.example?cc=counselor",
        "mailto:a@b.example?subject",
        "mailto:a@b.example,",
        "mailto:?cc=a@b.example",
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


# --- words of a language --------------------------------------------------------------------------------------------


def test_words_of_a_language_are_runs_of_it() -> None:
    assert inline.parse('An [Ausbildung]{lang=de}, an [apprentissage]{lang="fr-CA"}.') == (
        InlineRun("An "),
        InlineRun("Ausbildung", language="de"),
        InlineRun(", an "),
        InlineRun("apprentissage", language="fr-CA"),
        InlineRun("."),
    )


def test_a_language_holds_bold_words_and_stands_in_bold_and_in_itself() -> None:
    assert inline.parse("**[die *duale* [formation]{lang=fr}]{lang=de}**") == (
        InlineRun("die ", strong=True, language="de"),
        InlineRun("duale", strong=True, emphasis=True, language="de"),
        InlineRun(" ", strong=True, language="de"),
        InlineRun("formation", strong=True, language="fr"),
    )


def test_a_language_stands_in_a_link_and_a_link_in_a_language() -> None:
    inside = (
        InlineRun("the ", href="https://a.example"),
        InlineRun("Ausbildung", href="https://a.example", language="de"),
    )
    assert inline.parse("[the [Ausbildung]{lang=de}](https://a.example)") == inside
    assert inline.parse("[[Ausbildung](https://a.example)]{lang=de}") == inside[1:]
    assert inline.parse("[a [[b](tel:1)]{lang=de} c](tel:2)")[1] == InlineRun("b", href="tel:1", language="de")


def test_a_fact_stands_in_a_language_and_right_behind_brackets() -> None:
    text = "[für {pay-median} im Jahr[^pay-median]]{lang=de}{growth period}"
    assert inline.parse(text) == (
        InlineRun("für {pay-median} im Jahr[^pay-median]", language="de"),
        InlineRun("{growth period}"),
    )
    assert inline.parse("[see]{pay-median}") == (InlineRun("[see]{pay-median}"),)
    assert inline.parse("[see[^growth]](tel:1)") == (InlineRun("see[^growth]", href="tel:1"),)


@pytest.mark.parametrize(
    "text", [r"\[x\]{colour=red}", r"[x]\{lang=de}", "[x] {a=b}", "[x", "]{x}", "{lang}", "[x]{lang}"]
)
def test_what_is_escaped_or_only_looks_like_a_language_is_text(text: str) -> None:
    assert inline.parse(text) == (InlineRun(text.replace("\\", "")),)


@pytest.mark.parametrize("tag", ["d", "deutsch", "de_DE", "de-", "de--AT", "12", "de-x", "e:n", "de-1", ""])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(inline.LanguageError, match="is not a language"):
        inline.parse(f'[x]{{lang="{tag}"}}')


@pytest.mark.parametrize("tag", ["de", "DE", "fil", "en-US", "es-419", "zh-Hant-TW", "zh-yue", "de-1996", "en-x-a"])
def test_a_language_tag_is_taken_as_it_is(tag: str) -> None:
    assert inline.parse(f"[x]{{lang={tag}}}") == (InlineRun("x", language=tag),)


@pytest.mark.parametrize(
    "braces",
    ["{}", "{de-AT-}", "{lang=}", "{lang='de'}", "{lang=de", "{lang=de lang=fr}", "{lang=de %no%}", "{#a}"],
)
def test_what_else_stands_in_braces_behind_brackets_is_refused(braces: str) -> None:
    with pytest.raises(inline.LanguageError, match="behind the brackets says no language"):
        inline.parse(f"[x]{braces}")


@pytest.mark.parametrize("text", ["*x*{lang=de}", "[x]{lang=de}{lang=fr}", "[^growth]{lang=de}"])
def test_a_language_behind_anything_else_is_refused(text: str) -> None:
    with pytest.raises(inline.LanguageError, match="does not stand right behind words in brackets"):
        inline.parse(text)


@pytest.mark.parametrize("braces", ["{lang=de}", "{.a}"])
def test_a_language_behind_a_link_is_refused_with_where_it_belongs(braces: str) -> None:
    with pytest.raises(inline.LanguageError, match=r"inside the link: “\[\[words\]{lang=de}\]\(https://…\)”"):
        inline.parse(f"[x](tel:1){braces}")


@pytest.mark.parametrize("text", ["[]{lang=de}", "[ ]{lang=de}", "[[^growth]]{lang=de}"])
def test_a_language_of_no_words_is_refused(text: str) -> None:
    with pytest.raises(inline.LanguageError, match="There are no words of the language “de”"):
        inline.parse(text)


@pytest.mark.parametrize("piece", ["[x]{lang=de}", "[x]{pay}", "[^a]", "{lang", "[[x]"])
def test_a_long_text_of_languages_is_read_in_a_moment(piece: str) -> None:
    begun = time.perf_counter()
    assert inline.plain(piece * 5000)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("piece", ["[", "*", "**a", "[x](", "![", "<a", "\\", "_a_ ", "[[x]"])
def test_a_long_text_of_marks_is_read_in_a_moment(piece: str) -> None:
    begun = time.perf_counter()
    assert inline.plain(piece * 5000)
    assert time.perf_counter() - begun < 5


def test_a_link_goes_on_over_bold_words_and_blanks() -> None:
    there, elsewhere = "https://a.example", "https://b.example"
    runs = [
        InlineRun("All ", href=there),
        InlineRun("steps", strong=True, href=there),
        InlineRun(" here", href=there),
        InlineRun(" and more"),
    ]
    assert inline.write(runs) == "[All **steps** here](https://a.example) and more"
    assert list(inline.parse(inline.write(runs))) == runs
    assert (
        inline.write([InlineRun("a", href=there), InlineRun(" "), InlineRun("b", href=there)])
        == f"[a]({there}) [b]({there})"
    )
    assert (
        inline.write([InlineRun("a ", href=there), InlineRun("b", href=elsewhere)]) == f"[a]({there}) [b]({elsewhere})"
    )


def test_looks_that_can_be_said_are_kept_beside_one_that_cannot() -> None:
    runs = [
        InlineRun("CNMT:", strong=True),
        InlineRun(" within 5 years"),
        InlineRun("(N):", strong=True),
        InlineRun(" from "),
        InlineRun("ARRT", strong=True),
    ]
    assert inline.write(runs) == "**CNMT:** within 5 years(N): from **ARRT**"


MARKS = (
    "* ** _ [ ] ( ) < > ` &lt; ! ~ \\ # apple pear plum ](https://a.example) ](mailto:a@b.example) [plum](tel:1) "
    "]{lang=de} [plum]{lang=fr}"
)
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
    assert all(run == InlineRun(run.text) for run in runs)
