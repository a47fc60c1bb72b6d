"""Takes invisible signs that turn the direction of writing out of a text that has no use for them.

With them a text reads otherwise than it is written (Boucher and Anderson, “Trojan Source”, 2021): a web address, a
figure or a line on a screen. Hebrew and Arabic beside Latin words need some of them, so there they stay.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OVERRIDES = "\u202d\u202e"  # show letters in another order than they are written: no text needs that
_CLOSED_BY = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
_ENDS = "\u202c\u2069"


def surplus(text: str, right_to_left: bool = False) -> list[int]:
    """Return the places of the signs that a text has no use for, in their order.

    That is all of them, unless it is written from right to left, as its letters or `right_to_left` say, and each sign
    that begins something is followed by the one that ends it, on the same line.
    """
    places = [match.start() for match in _SIGNS.finditer(text)]
    if places and (right_to_left or _is_right_to_left(text)) and _is_balanced(text):
        return []
    return places


def cleaned(text: str, right_to_left: bool = False) -> str:
    """Return a text without the signs that it has no use for."""
    places = set(surplus(text, right_to_left))
    return "".join(char for place, char in enumerate(text) if place not in places) if places else text


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in _SIGNS.sub("", text))


def _is_balanced(text: str) -> bool:
    awaited: list[str] = []
    for char in text:
        if char in _OVERRIDES or (char == "\n" and awaited):
            return False
        if char in _CLOSED_BY:
            awaited.append(_CLOSED_BY[char])
        elif char in _ENDS and (not awaited or awaited.pop() != char):
            return False
    return not awaited
