"""Compares an output's text with the HTML it was made from: what is missing, doubled, out of order, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from unicodedata import normalize

from lxml import html as lxml_html

from guidepress.compose.document import MOST_TURNED
from guidepress.errors import Problem, Span, shorten


@dataclass(frozen=True)
class Piece:
    """Some text of an HTML page and the leaf (the piece of content) that it belongs to; fixed words belong to none.

    `text` is solid, as texts are compared; `words` is as it stands in the page, as people are told of it. `panel` is
    the panel of a brochure on which it stands. `language` is empty where it is the page's.
    """

    leaf: str
    text: str
    words: str = ""
    panel: str = ""
    language: str = ""


@dataclass(frozen=True)
class Lost:
    """A leaf that an output does not hold as often as it should."""

    leaf: str
    text: str
    wanted: int
    found: int
    panel: str = ""

    def problem(self, places: Mapping[str, Span], output: str) -> Problem:
        """Return the problem: a sentence, and the leaf's place in the content."""
        times = "nowhere" if self.found == 0 else f"{_times(self.found)} instead of {_times(self.wanted)}"
        panel = f" of the panel {self.panel}" if self.panel else ""
        return Problem(
            places.get(self.leaf, Span(output)), f"“{shorten(self.text)}”{panel} stands {times} in {output}."
        )


def pieces(html: str) -> list[Piece]:
    """Return the text of an HTML page in order, leaf by leaf.

    What only describes a picture is no text, and what is hidden from whoever listens, or
    stands on paper alone, is not asked for.
    """
    body = lxml_html.document_fromstring(html).find("body")
    found_pieces: list[Piece] = []

    def add(words: str | None, leaf: str, panel: str, language: str) -> None:
        if words and (text := solid(words)):
            found_pieces.append(Piece(leaf, text, words, panel, language))

    def walk(element: lxml_html.HtmlElement, leaf: str, panel: str, language: str) -> None:
        is_text = isinstance(element.tag, str) and not element.tag.endswith("svg")
        if not is_text or _is_unshown(element) or not _is_heard(element):
            return
        leaf, language = element.get("data-leaf", leaf), element.get("lang", language)
        if element.get("id", "").startswith("panel-"):
            panel = element.get("id").removeprefix("panel-")
        add(element.text, leaf, panel, language)
        for child in element:
            walk(child, leaf, panel, language)
            add(child.tail, leaf, panel, language)

    walk(body, "", "", "")
    return found_pieces


def _is_unshown(element: lxml_html.HtmlElement) -> bool:
    """Say whether an element is the head of a table of facts: set side by side, each has its name for a head."""
    table = element.getparent() if element.tag == "thead" else None
    return table is not None and table.get("class") == "facts" and len(table.findall("tbody/tr")) <= MOST_TURNED


def _is_heard(element: lxml_html.HtmlElement) -> bool:
    return not (element.get("aria-hidden") == "true" or element.get("data-edition") == "print")


def headings(html: str) -> list[tuple[int, str]]:
    """Return the level and the words of every heading of an HTML page."""
    root = lxml_html.document_fromstring(html)
    return [
        (int(heading.tag[1]), " ".join(heading.text_content().split())) for heading in root.xpath("//h1|//h2|//h3|//h4")
    ]


def solid(text: str) -> str:
    """Return a text as texts are compared: without spaces and soft hyphens, each character written in one way.

    White space, soft hyphens and joiners go. Accents stand after their letters (Unicode normal form D) and a ligature
    that was typed as one character is its letters: fonts and readers put them together and take them apart.
    """
    letters = normalize("NFD", text).translate(_LIGATURES)
    return re.sub("[\\s\u00ad\u200b\u200c\u200d\u2060\ufeff]+", "", letters)


_LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB05)}
_HYPHENS = ("-", "\u2010")


def rejoin(wanted: Sequence[Piece], text: str) -> str:
    """Return the text of an output without spaces, and without the hyphens that a layout set where it broke a word."""
    expected, actual = "".join(piece.text for piece in wanted), solid(text)
    if expected == actual:
        return actual
    return "".join(
        actual[start:end]
        for kind, _, _, start, end in SequenceMatcher(None, expected, actual, autojunk=False).get_opcodes()
        if not (kind == "insert" and actual[start:end] in _HYPHENS)
    )


def lost(wanted: Sequence[Piece], text: str) -> Iterator[Lost]:
    """Yield each leaf that stands in `text` more or less often than in the pieces. Both are compared without spaces."""
    expected, actual = "".join(piece.text for piece in wanted), rejoin(wanted, text)
    panels = {piece.leaf: piece.panel for piece in reversed(wanted)}
    told = set()
    for leaf, leaf_text in dict.fromkeys(by_leaf(wanted)):
        if leaf not in told and expected.count(leaf_text) != actual.count(leaf_text):
            told.add(leaf)
            yield Lost(leaf, words(wanted, leaf), expected.count(leaf_text), actual.count(leaf_text), panels[leaf])


def words(wanted: Sequence[Piece], leaf: str) -> str:
    """Return a leaf's words as they stand in the HTML, to be shown to people."""
    runs = (run for run_leaf, run in groupby(wanted, key=lambda piece: piece.leaf) if run_leaf == leaf)
    return " ".join("".join(piece.words for piece in next(runs, ())).split())


def astray(wanted: Sequence[Piece], text: str) -> Piece | None:
    """Return the first piece of text that is out of order or missing in an output; None where all are in order.

    Fixed words count too. What the output holds beside them, the numbers of lists say, is passed over.
    """
    actual, position_reached = rejoin(wanted, text), 0
    for leaf, stretch in _stretches(wanted):
        position = actual.find(stretch, position_reached)
        if position < 0:
            return Piece(leaf, stretch, words(wanted, leaf) if leaf else stretch)
        position_reached = position + len(stretch)
    return None


def unspoken(
    wanted: Sequence[Piece], marked: Sequence[tuple[str, str]], places: Mapping[str, Span], output: str
) -> Iterator[Problem]:
    """Yield for each language what is wrong where an output marks other words as of that language than the HTML does.

    `marked` holds what the output marks, in its order, each stretch behind its language.
    """
    pieces = [piece for piece in wanted if piece.language]
    for language in dict.fromkeys(
        [*(piece.language for piece in pieces), *(marked_language for marked_language, _ in marked)]
    ):
        own_pieces = [piece for piece in pieces if piece.language == language]
        text = "".join(marked_text for marked_language, marked_text in marked if marked_language == language)
        if rejoin(own_pieces, text) == "".join(piece.text for piece in own_pieces):
            continue
        if first_astray := astray(own_pieces, text):
            sentence = f"“{shorten(first_astray.words)}” is not marked as of the language “{language}” in {output}."
            yield Problem(places.get(first_astray.leaf, Span(output)), sentence)
        else:
            yield Problem(Span(output), f"Words are marked as of the language “{language}” that are not of it.")


def by_leaf(wanted: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Return each leaf with its whole text: neighbouring pieces, as bold words and links make them, are joined."""
    return ((leaf, text) for leaf, text in _stretches(wanted) if leaf)


def _stretches(wanted: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for leaf, leaf_pieces in groupby(wanted, key=lambda piece: piece.leaf):
        yield leaf, "".join(piece.text for piece in leaf_pieces)


def owners(wanted: Sequence[Piece], characters: str) -> list[str]:
    """Return for each character of an output the leaf that it belongs to, "" for none. `characters` has no spaces.

    Where the output says what the HTML says, this is exact; where not, the longest common stretches decide.
    """
    expected = "".join(piece.text for piece in wanted)
    leaf_at = [piece.leaf for piece in wanted for _ in piece.text]
    if expected == characters:
        return leaf_at
    leaf_of = [""] * len(characters)
    for block in SequenceMatcher(None, expected, characters, autojunk=False).get_matching_blocks():
        leaf_of[block.b : block.b + block.size] = leaf_at[block.a : block.a + block.size]
    return leaf_of


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
