"""Counting text: is every leaf in an output as often as in the HTML it was made from; whose is each glyph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from unicodedata import normalize

from lxml import html as lxml_html

from guidepress.errors import Problem, Span, shorten


@dataclass(frozen=True)
class Piece:
    """A stretch of a page's text and the leaf it belongs to; fixed words belong to none.

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
        """Say it in a sentence, at the leaf's place in the content."""
        times = "nowhere" if self.found == 0 else f"{_times(self.found)} instead of {_times(self.wanted)}"
        panel = f" of the panel {self.panel}" if self.panel else ""
        return Problem(
            places.get(self.leaf, Span(output)), f"“{shorten(self.text)}”{panel} stands {times} in {output}."
        )


def pieces(html: str) -> list[Piece]:
    """Return the text of an HTML page in order, leaf by leaf. What only describes a picture is no text."""
    body = lxml_html.document_fromstring(html).find("body")
    found: list[Piece] = []

    def add(words: str | None, leaf: str, panel: str, language: str) -> None:
        if words and (text := solid(words)):
            found.append(Piece(leaf, text, words, panel, language))

    def walk(element: lxml_html.HtmlElement, leaf: str, panel: str, language: str) -> None:
        if not isinstance(element.tag, str) or element.tag.endswith("svg"):
            return
        leaf, language = element.get("data-leaf", leaf), element.get("lang", language)
        if element.get("id", "").startswith("panel-"):
            panel = element.get("id").removeprefix("panel-")
        add(element.text, leaf, panel, language)
        for child in element:
            walk(child, leaf, panel, language)
            add(child.tail, leaf, panel, language)

    walk(body, "", "", "")
    return found


def headings(html: str) -> list[tuple[int, str]]:
    """Return the level and the words of every heading of an HTML page."""
    root = lxml_html.document_fromstring(html)
    return [(int(each.tag[1]), " ".join(each.text_content().split())) for each in root.xpath("//h1|//h2|//h3|//h4")]


def solid(text: str) -> str:
    """Take out what a layout may add or drop, and write each character in one way.

    White space, soft hyphens and joiners go. Accents stand after their letters (Unicode normal form D) and a ligature
    that was typed as one character is its letters: fonts and readers put them together and take them apart.
    """
    letters = normalize("NFD", text).translate(_LIGATURES)
    return re.sub("[\\s\u00ad\u200b\u200c\u200d\u2060\ufeff]+", "", letters)


_LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB05)}
_HYPHENS = ("-", "\u2010")


def rejoin(wanted: Sequence[Piece], text: str) -> str:
    """Return the text of an output without spaces, and without the hyphens that a layout set where it broke a word."""
    whole, actual = "".join(piece.text for piece in wanted), solid(text)
    if whole == actual:
        return actual
    return "".join(
        actual[start:end]
        for kind, _, _, start, end in SequenceMatcher(None, whole, actual, autojunk=False).get_opcodes()
        if not (kind == "insert" and actual[start:end] in _HYPHENS)
    )


def lost(wanted: Sequence[Piece], text: str) -> Iterator[Lost]:
    """Yield each leaf that stands in `text` more or less often than in the pieces. Both are compared without spaces."""
    whole, actual = "".join(piece.text for piece in wanted), rejoin(wanted, text)
    panels = {piece.leaf: piece.panel for piece in reversed(wanted)}
    seen = set()
    for leaf, said in dict.fromkeys(by_leaf(wanted)):
        if leaf not in seen and whole.count(said) != actual.count(said):
            seen.add(leaf)
            yield Lost(leaf, words(wanted, leaf), whole.count(said), actual.count(said), panels[leaf])


def words(wanted: Sequence[Piece], leaf: str) -> str:
    """Return a leaf's words as people know them."""
    runs = (run for each, run in groupby(wanted, key=lambda piece: piece.leaf) if each == leaf)
    return " ".join("".join(piece.words for piece in next(runs, ())).split())


def astray(wanted: Sequence[Piece], text: str) -> Piece | None:
    """Return the first stretch of text that an output does not hold after those before it; None where all are in order.

    Fixed words count too. What the output holds beside them, the numbers of lists say, is passed over.
    """
    actual, reached = rejoin(wanted, text), 0
    for leaf, said in _stretches(wanted):
        at = actual.find(said, reached)
        if at < 0:
            return Piece(leaf, said, words(wanted, leaf) if leaf else said)
        reached = at + len(said)
    return None


def unspoken(
    wanted: Sequence[Piece], marked: Sequence[tuple[str, str]], places: Mapping[str, Span], output: str
) -> Iterator[Problem]:
    """Yield for each language what is wrong where an output marks other words as of that language than the HTML does.

    `marked` holds what the output marks, in its order, each stretch behind its language.
    """
    pieces = [piece for piece in wanted if piece.language]
    for language in dict.fromkeys([*(piece.language for piece in pieces), *(each for each, _ in marked)]):
        own = [piece for piece in pieces if piece.language == language]
        text = "".join(said for each, said in marked if each == language)
        if rejoin(own, text) == "".join(piece.text for piece in own):
            continue
        if first := astray(own, text):
            sentence = f"“{shorten(first.words)}” is not marked as of the language “{language}” in {output}."
            yield Problem(places.get(first.leaf, Span(output)), sentence)
        else:
            yield Problem(Span(output), f"Words are marked as of the language “{language}” that are not of it.")


def by_leaf(wanted: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Join the neighbouring pieces of one leaf: bold words and links make several of it."""
    return ((leaf, said) for leaf, said in _stretches(wanted) if leaf)


def _stretches(wanted: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for leaf, run in groupby(wanted, key=lambda piece: piece.leaf):
        yield leaf, "".join(piece.text for piece in run)


def owners(wanted: Sequence[Piece], characters: str) -> list[str]:
    """Return for each character of an output the leaf it belongs to, "" for none. `characters` holds no spaces.

    Where the output says what the HTML says, this is exact; where not, the longest common stretches decide.
    """
    whole = "".join(piece.text for piece in wanted)
    leaf_at = [piece.leaf for piece in wanted for _ in piece.text]
    if whole == characters:
        return leaf_at
    found = [""] * len(characters)
    for block in SequenceMatcher(None, whole, characters, autojunk=False).get_matching_blocks():
        found[block.b : block.b + block.size] = leaf_at[block.a : block.a + block.size]
    return found


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
