"""Names that the writer and the reader of a handout share: styles, bookmarks, and the part that holds the base."""

from __future__ import annotations

import hashlib
import re

BASE_NAMESPACE = "urn:guidepress:base:1"  # root of the custom XML part; it is found by this, never by its file name
FACTS_TABLE = "Facts Table"  # table style of facts that stand side by side
UNFILLED = "Unfilled"  # character style of a place that is still to be filled in
HEADING_STYLES = {"title": 1, "heading 1": 2, "heading 2": 3, "heading 3": 4}  # Word's style names in lower case
BOLD_STYLES = {
    *HEADING_STYLES, "masthead", "term", "table heading", "table row heading", "table figure", "table step",
    "fact name", "fact figure",
}  # fmt: skip
_PLAIN_STYLES = {
    "normal", "subtitle", "contact", "contact last", "remark", "caption", "source", "fill-in", "table text",
    "table text step", "fact note", "banner", "space", "break",
}  # fmt: skip
_LIST_STYLES = {
    "list bullet", "list bullet 2", "list number", "list number 2", "list row", "list step", "list source",
}  # fmt: skip
OWN_STYLES = {style: style in BOLD_STYLES for style in BOLD_STYLES | _PLAIN_STYLES | _LIST_STYLES}
"""The paragraph styles of a handout in lower case, and whether their words are bold in it."""

IDENTIFIER = re.compile(r"\b([a-z0-9]+(?:-[a-z0-9]+)*) (20[0-9]{2}(?:\.[0-9]+)?-[0-9a-f]{8})(?: ([a-z0-9-]+))?")
"""What a handout says of itself: its guide, its revision, and the school that it was made for."""


def style_id(name: str) -> str:
    """Return the id of a style: Word's own for built-in names (`heading 1` is `Heading1`)."""
    return "".join(word[0].upper() + word[1:] for word in re.split(r"[ -]", name))


_BOOKMARK = re.compile(r"g[pl]_[0-9a-f]{10}(_\d+)?")


def bookmark(path: str, occurrence: int = 1) -> str:
    """Return the bookmark name of a leaf: `gp_` and 10 hex digits of its content path, `_2` for its second place.

    Word allows 40 characters, starting with a letter (ECMA-376 part 1, 17.13.6.2).
    """
    name = f"gp_{hashlib.sha256(path.encode()).hexdigest()[:10]}"
    return name if occurrence == 1 else f"{name}_{occurrence}"


def line_bookmark(line: str) -> str:
    """Return the bookmark name of a line: `gl_` and 10 hex digits of its name."""
    return f"gl_{hashlib.sha256(line.encode()).hexdigest()[:10]}"


def is_bookmark(name: str) -> bool:
    """Say whether a bookmark marks a leaf or a line of ours."""
    return _BOOKMARK.fullmatch(name) is not None


def marks_leaf(name: str) -> bool:
    """Say whether a bookmark marks a leaf, not a line."""
    return is_bookmark(name) and name.startswith("gp_")


_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|encabezado|titolo|kop|rubrik|overskrift|otsikko|nagłówek|заголовок|"
    r"intestazione|cabeçalho|nadpis|标题|見出し) ?([1-9])"
)
_TITLES = {"titel", "titre", "título", "titolo", "title"}


def heading_level(style: str) -> int:
    """Return the level a style's name gives to its paragraphs (Title is 1, Heading 1 is 2), or 0.

    Word keeps the English names of its styles in the file; other programs translate them, or write their ids.
    """
    name = style.lower()
    if name in _TITLES:
        return 1
    match = _HEADING.fullmatch(name)
    level = int(match[1]) + 1 if match else 0
    return level if level <= max(HEADING_STYLES.values()) else 0
