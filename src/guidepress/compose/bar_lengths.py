"""How long the bar of a cell is once a school has typed another figure over the one that it was drawn for."""

from __future__ import annotations

import re
from typing import Any

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009]\d{3})*(?:[.,]\d+)?")
_UNITS = re.compile("[%\u2030$€£¥\u2212-]")  # signs that say what a number is; a minus turns a bar round
_BAR, _BLOCKS, _OTHERS = "data-bar", "data-blocks", ("data-mark", "data-ticks", "data-blocks")


def follow(cell: Any, before: str, now: str) -> None:
    """Give the bar of a cell of a page the length of its new figure; take it off where that cannot be said.

    `before` and `now` are the words of the cell. A bar begins at zero, so it is as much longer as the figure is larger.
    Blocks that are counted are taken off: there would be others.
    """
    if _BAR not in cell.attrib or before == now:
        return
    bar = cell.get(_BAR).split()
    numbers = [_one_number(words) for words in (before, now)]
    old, new = numbers
    if _BLOCKS not in cell.attrib and old and new is not None and float(bar[0]) * (len(bar) - 1) == 0:
        end = float(bar[-1]) * new / old
        if end <= 1 and sorted(_UNITS.findall(before)) == sorted(_UNITS.findall(now)):
            cell.set(_BAR, " ".join([*bar[:-1], f"{end:.4g}"]))
            return
    for name in (_BAR, *_OTHERS):
        cell.attrib.pop(name, None)


def _one_number(words: str) -> float | None:
    """Return the number that words say; None where they say none, or more than one."""
    found = _NUMBER.findall(words)
    if len(found) != 1:
        return None
    whole, point, decimals = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}|\d{4,}))?", found[0]).groups()  # type: ignore[union-attr]
    digits = re.sub(r"\D", "", whole)
    return float(f"{digits}.{decimals}" if point else digits)
