"""Counting text: is every leaf in an output as often as in the HTML it was made from; whose is each glyph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import html as lxml_html

from guidepress.errors import Problem, Span


@dataclass(frozen=True)
class Piece:
    """A stretch of a page's text and the leaf it belongs to; fixed words belong to none."""

    leaf: str
    text: str


@dataclass(frozen=True)
class Lost:
    """A leaf that an output does not hold as often as it should."""

    leaf: str
    text: str
    wanted: int
    found: int

    def problem(self, places: Mapping[str, Span], output: str) -> Problem:
        """Say it in a sentence, at the leaf's place in the content."""
        times = "nowhere" if self.found == 0 else f"{self.found} times instead of {self.wanted}"
        return Problem(places.get(self.leaf, Span(output)), f"“{shorten(self.text)}” stands {times} in {output}.")


def pieces(html: str) -> list[Piece]:
    """Return the text of an HTML page in order, leaf by leaf. What only describes a picture is no text."""
    body = lxml_html.document_fromstring(html).find("body")
    found: list[Piece] = []

    def walk(element: lxml_html.HtmlElement, leaf: str) -> None:
        if not isinstance(element.tag, str) or element.tag.endswith("svg"):
            return
        leaf = element.get("data-leaf", leaf)
        if element.text:
            found.append(Piece(leaf, element.text))
        for child in element:
            walk(child, leaf)
            if child.tail:
                found.append(Piece(leaf, child.tail))

    walk(body, "")
    return [Piece(piece.leaf, text) for piece in found if (text := solid(piece.text))]


def headings(html: str) -> list[tuple[int, str]]:
    """Return the level and the words of every heading of an HTML page."""
    root = lxml_html.document_fromstring(html)
    return [(int(each.tag[1]), " ".join(each.text_content().split())) for each in root.xpath("//h1|//h2|//h3|//h4")]


def solid(text: str) -> str:
    """Take out what a layout may add or drop: white space, soft hyphens, joiners."""
    return re.sub("[\\s\u00ad\u200b\u200c\u200d\u2060]+", "", text)


def lost(wanted: Sequence[Piece], text: str) -> Iterator[Lost]:
    """Yield each leaf that stands in `text` more or less often than in the pieces. Both are compared without spaces."""
    whole = "".join(piece.text for piece in wanted)
    actual = solid(text)
    leaves: dict[str, str] = {}
    for leaf, said in by_leaf(wanted):
        leaves.setdefault(leaf, said)
    for leaf, said in leaves.items():
        if whole.count(said) != actual.count(said):
            yield Lost(leaf, said, whole.count(said), actual.count(said))


def by_leaf(wanted: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Join the neighbouring pieces of one leaf: bold words and links make several of it."""
    leaf, said = "", ""
    for piece in wanted:
        if piece.leaf != leaf:
            if leaf and said:
                yield leaf, said
            leaf, said = piece.leaf, ""
        said += piece.text
    if leaf and said:
        yield leaf, said


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


def shorten(text: str, length: int = 48) -> str:
    """Cut a text for a message."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
