"""Lines as WeasyPrint sets them by sense: read back from its pages, with the fonts of the themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes

from guidepress.brochure import line_breaks, text_widths, typeset
from guidepress.compose.templates import named, reached, spelled
from guidepress.compose.themes.theme import font_folder
from guidepress.units import PX

SHEET = f"""
@font-face {{ font-family: Mukta; src: url("{(font_folder() / "Mukta/Mukta-Regular.ttf").as_uri()}") }}
@font-face {{ font-family: Mukta; font-weight: 700; src: url("{(font_folder() / "Mukta/Mukta-Bold.ttf").as_uri()}") }}
@page {{ size: 400pt 800pt; margin: 20pt }}
html {{ font: 11pt/14pt Mukta; --lines: ragged; hyphens: auto; hyphenate-limit-zone: 100%; hyphenate-character: "-";
  overflow-wrap: anywhere }}
h1 {{ --lines: even; hyphens: auto; font-size: 20pt; line-height: 22pt }} .plain {{ --lines: none }}
.address {{ hyphens: none }} .told {{ padding: 0 4pt }}
#text {{ margin: 0 }}
"""
TEXT = (
    "You use equipment that sends sound waves into the body. It makes images that help. It uses no ionizing radiation."
)


def page(inner: str, width: float, tag: str = "p", look: str = "") -> str:
    text = f'<{tag} id="text" style="width: {width}pt; {look}">{inner}</{tag}>'
    return f'<html lang="en-US"><head><title>t</title><style>{SHEET}</style></head><body>{text}</body></html>'


def within(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from within(child)


def set_lines(inner: str, width: float, tag: str = "p", look: str = "") -> list[tuple[str, float]]:
    """Set a text in a measure (points); return its lines with their widths, without what nobody sees."""
    laid = typeset.typeset(page(inner, width, tag, look), [font_folder()])
    found = []
    for box in (each for laid_page in laid.document.pages for each in within(laid_page._page_box)):
        if isinstance(box, boxes.LineBox):
            text = "".join(each.text for each in within(box) if isinstance(each, boxes.TextBox))
            found.append((text.translate(dict.fromkeys(map(ord, "\u200b\u2060"))).strip(), box.width * PX))
    return found


def lines(inner: str, width: float, tag: str = "p", look: str = "") -> list[str]:
    return [text for text, _ in set_lines(inner, width, tag, look)]


def test_a_short_text_is_broken_by_sense_and_a_plain_one_line_by_line() -> None:
    lone = 0
    for width in range(110, 300, 2):
        plain, ours = lines(TEXT, width, look="--lines: none"), lines(TEXT, width)
        assert len(ours) == len(plain)
        assert " ".join(ours) == " ".join(plain) == TEXT
        lone += plain[-1] == "radiation."
        assert ours[-1] != "radiation."
    assert lone > 1  # else little was tried


def test_headings_have_even_lines() -> None:
    widths = [width for _, width in set_lines("Use sound to see inside the body, from organs to babies", 300, "h1")]
    plain = [
        width
        for _, width in set_lines("Use sound to see inside the body, from organs to babies", 300, "h1", "--lines: none")
    ]
    assert len(widths) == len(plain)
    assert max(widths) - min(widths) < max(plain) - min(plain)


some_text = st.lists(
    st.one_of(
        st.text("abcdefghilmnorstuvw", min_size=1, max_size=13),
        st.sampled_from(["the", "of", "bls.gov/ooh", "“We", "scan”", "2024–34", "it’s", "A", "V"]),
    ),
    min_size=2,
    max_size=40,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(some_text, st.integers(90, 300), st.booleans(), st.integers(0, 39))
def test_every_word_stays_no_line_is_too_wide_and_there_are_no_more_lines(
    words: list[str], width: int, even: bool, bold: int
) -> None:
    marked = [f"<strong>{word}</strong>" if number == bold else word for number, word in enumerate(words)]
    tag = "h1" if even else "p"
    ours = set_lines(" ".join(marked), width, tag)
    plain = set_lines(" ".join(marked), width, tag, "--lines: none")
    assert "".join(text for text, _ in ours).replace(" ", "").replace("-", "") == "".join(words)
    assert all(line_width <= width + 0.01 for _, line_width in ours)
    # To save a line, WeasyPrint breaks addresses, and hyphenates a word that stands behind bold ones; we do neither.
    broken = any("/" in text or text.endswith("-") for text, _ in plain)
    assert len(ours) <= len(plain) or broken


@pytest.mark.parametrize("lie", [0.7, 0.97, 1.04, 1.6])
def test_where_a_measure_is_wrong_nothing_runs_over_and_nothing_is_lost(
    lie: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = text_widths.width
    monkeypatch.setattr(text_widths, "width", lambda text, style: true(text, style) * lie)
    monkeypatch.setattr(line_breaks, "_plans", {})
    for width in range(120, 260, 9):
        ours = set_lines(TEXT, width)
        assert " ".join(text for text, _ in ours) == TEXT
        assert all(line_width <= width + 0.01 for _, line_width in ours)


@pytest.mark.parametrize(
    "inner",
    [
        "It makes <strong>images that help</strong> doctors to find out <em>what</em> is wrong, and where it is.",
        'See <a href="https://www.bls.gov/ooh">the handbook of the bureau</a>, or ask <strong>your counselor</strong>.',
        '<strong><span>First</span>:</strong> checking the probes and the room, <span title="x">then</span> the scans.',
        'A <span class="told">told</span> word, and words behind it that go on over two or three lines of the text.',
    ],
)
def test_bold_words_links_and_spans_stay_as_they_are(inner: str) -> None:
    plain_text = re.sub("<[^>]+>", "", inner)
    for width in (90, 130, 170, 210):
        ours = set_lines(inner, width)
        assert " ".join(text for text, _ in ours) == plain_text
        assert all(line_width <= width + 0.01 for _, line_width in ours)
        assert len(ours) <= len(set_lines(inner, width, look="--lines: none"))


def test_words_are_read_and_copied_with_their_blanks_and_in_order() -> None:
    html = page(TEXT, 195)
    pdf = typeset.write(typeset.typeset(html, [font_folder()]), tagged=True)
    copied = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert len(copied.splitlines()) > 2
    assert " ".join(copied.split()) == TEXT


@pytest.mark.parametrize("address", ["bls.gov/ooh", "jane.doe@school.example", "https://www.caahep.org/students"])
@pytest.mark.parametrize("behind", [".", " and more words that follow it.", ""])
def test_an_address_that_fits_a_line_stays_whole(address: str, behind: str) -> None:
    for text in ("New figures:", "Where the new figures of the bureau are:", "word " * 70):
        for width in range(165, 260, 7):
            ours = lines(f"{text} {reached(address)}{behind}", width)
            assert any(address in line for line in ours), ours


def test_an_address_in_a_link_stays_whole_and_is_one_link() -> None:
    run = {"text": "bls.gov/ooh", "href": "https://www.bls.gov/ooh/", "address": True, "whole": False, "full": ""}
    inner = f'New figures from the bureau: <a href="{run["href"]}">{spelled(run)}</a>.'
    for width in range(90, 200, 10):
        assert any("bls.gov/ooh" in line for line in lines(inner, width))
    laid = typeset.typeset(page(inner, 200), [font_folder()])
    with pikepdf.open(BytesIO(typeset.write(laid, tagged=True))) as pdf:
        (link,) = pdf.pages[0].Annots
        assert str(link.A.URI) == run["href"]


@pytest.mark.parametrize(
    ("address", "pieces"),
    [
        (
            "college-career-community-partnerships@mlk-memorial-academy.example",
            ["college-career-community-", "partnerships@mlk-", "memorial-academy.example"],
        ),
        ("studentaid.gov/apply-for-aid/fafsa/filling-out", ["studentaid.gov/apply-for-", "aid/fafsa/filling-out"]),
        (
            "careers@northwest.community.college.of.trees.example",
            ["careers", "@northwest.community", ".college.of.trees.example"],
        ),
        ("school.example/find?state=oregon&amp;town=salem", ["school.example/find", "?state=oregon&town=salem"]),
    ],
)
def test_a_longer_address_is_broken_at_its_marks_and_never_by_a_hyphen(address: str, pieces: list[str]) -> None:
    inner = reached(address.replace("&amp;", "&"))
    assert lines(inner, 130) == pieces
    assert "".join(pieces) == address.replace("&amp;", "&")


def test_a_word_is_hyphenated_only_where_it_is_wider_than_its_line() -> None:
    word = "electroencephalography"
    for width in range(120, 300, 11):
        ours = lines(f"The word for it is <strong>said</strong> {word} and nothing else", width)
        assert any(word in line for line in ours)
        assert not any(line.endswith("-") for line in ours)
    narrow = lines(f"It is {word}.", 70)
    assert "".join(narrow).replace("-", "").replace(" ", "") == f"Itis{word}."
    assert [line for line in narrow if line.endswith("-")]


def test_a_soft_hyphen_serves_in_need_only_and_draws_a_hyphen_of_the_font() -> None:
    for width in range(80, 180, 9):
        ours = lines("Explain the exam\u00adina\u00adtion and an\u00adswer ques\u00adtions to all", width)
        assert not any(line.endswith("-") for line in ours)
    narrow = lines("exam\u00adina\u00adtion\u00adques\u00adtions", 60)
    assert all(line.endswith("-") for line in narrow[:-1])
    assert len(narrow) > 1


@pytest.mark.parametrize("name", ["Dallas/Fort-Worth Academy", "Smith–Jones School", "Saint-Exupéry Lycée"])
def test_a_name_is_broken_at_its_blanks_only(name: str) -> None:
    for width in range(100, 160, 5):
        assert lines(named(name), width, "h1", "font-size: 12pt") in (name.split(" "), [name])
