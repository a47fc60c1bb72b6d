"""Writes words that come from a file so that a terminal or a page shows text only, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Controls (C0, DEL, C1), half characters, line and paragraph separators, what turns the direction of text (Unicode
# Standard Annex 9, table 1, and the Arabic letter mark), and signs that only programs see (tags, noncharacters).
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_OF_ONE_LINE = {"\n": " ", "\r": " ", "\t": " "}

# The styles that we print ourselves: bold, a color, and the end of both (ECMA-48, 8.3.117).
_STYLED = re.compile("(\x1b\\[(?:0|1|2|3[1-7])m)")


def printable(text: str) -> str:
    """Return a text as one line that neither steers a terminal nor looks like lines of ours.

    Line ends and tabs become spaces, and what would not be seen, or would turn the text round, is written as an escape.
    """
    return _UNSAFE.sub(_escaped, text)


def file_name(name: str) -> str:
    """Return a file's name as text only: whatever is not seen in it is an escape, so that the file can be found."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


def printable_lines(text: str) -> str:
    """Return a text like `printable`, with its line ends and tabs, and the bold and colored words that we print."""
    pieces = _STYLED.split(text)
    return "".join(piece if number % 2 else _UNSAFE.sub(_escaped_inline, piece) for number, piece in enumerate(pieces))


def text_only(data: Any) -> Any:
    """Return plain data, for a page, in which every text shows as what it is; markup is left alone."""
    if isinstance(data, str):
        return data if hasattr(data, "__html__") else _UNSAFE.sub(_escaped_inline, data)
    if isinstance(data, Mapping):
        return {key: text_only(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [text_only(value) for value in data]
    return data


def _escaped_inline(match: re.Match[str]) -> str:
    return match[0] if match[0] in "\n\t" else _escaped(match)


def _escaped(match: re.Match[str]) -> str:
    return _OF_ONE_LINE.get(match[0], ascii(match[0])[1:-1])
