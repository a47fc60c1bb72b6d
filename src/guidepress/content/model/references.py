"""Facts named in running text: `{pay-median}` prints one, `[^licence]` says which one a sentence rests on.

A fact of another role is named with the role before it: `{all-occupations/pay-median}`, `[^sonographer/growth]`; the
time a fact holds for is `{growth period}`. Figures are typed once, in the file of their role, so that they cannot
disagree and each can be traced to its source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Part = Literal["value", "period", "nothing"]


@dataclass(frozen=True)
class Reference:
    """A fact named in a text: its role, "" for the guide's own; its short name; and what of it is printed."""

    role: str
    fact: str
    part: Part
    written: str


_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME = rf"(?:(?P<{{0}}role>{_SLUG})/)?(?P<{{0}}fact>{_SLUG})"
_REFERENCE = re.compile(
    rf"\{{{_NAME.format('p')}(?P<period> period)?\}}|\[\^{_NAME.format('r')}\]"
)  # fmt: skip


def _reference(match: re.Match[str]) -> Reference:
    if match["pfact"]:
        part: Part = "period" if match["period"] else "value"
        return Reference(match["prole"] or "", match["pfact"], part, match[0])
    return Reference(match["rrole"] or "", match["rfact"], "nothing", match[0])


def find(text: str) -> Iterator[Reference]:
    """Yield the facts that a text names, in order."""
    return (_reference(match) for match in _REFERENCE.finditer(text))


def at(text: str, start: int) -> Reference | None:
    """Return the reference that begins at a place in a text; None where there is none."""
    match = _REFERENCE.match(text, start)
    return _reference(match) if match else None


def fill(text: str, words: Callable[[Reference], str]) -> str:
    """Put words in the place of each reference."""
    return _REFERENCE.sub(lambda match: words(_reference(match)), text)


def parted(text: str) -> list[tuple[str, Reference | None]]:
    """Part a text into its words and the facts that it names, as they are written, in order."""
    parts: list[tuple[str, Reference | None]] = []
    position = 0
    for match in _REFERENCE.finditer(text):
        parts += [(text[position : match.start()], None), (match[0], _reference(match))]
        position = match.end()
    return [*parts, (text[position:], None)]


def explain(parts: Sequence[tuple[str, Reference | None]], shown: str) -> tuple[str, ...] | None:
    """Return what is shown of each part of a text; None where the parts do not explain what is shown.

    Of several ways to explain it, that one in which the first fact is as short as can be, then the second, and so on.
    Each of the words that stand between two facts is searched once: what is shown may come from a stranger's file.
    """
    # Words that nothing shown parts from each other stand in one piece.
    pieces = [""]
    for words, named in parts:
        if named is None:
            pieces[-1] += words
        elif named.part != "nothing":
            pieces.append("")
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        facts: list[str] | None = [] if shown == first else None
    elif len(first) + len(last) > len(shown) or not (shown.startswith(first) and shown.endswith(last)):
        facts = None
    else:
        facts = _between(pieces[1:-1], shown[len(first) : len(shown) - len(last)])
    if facts is None:
        return None
    said = iter(facts)
    return tuple(words if named is None else "" if named.part == "nothing" else next(said) for words, named in parts)


def _between(pieces: Sequence[str], shown: str) -> list[str] | None:
    """Return what stands in a text before each piece, each where it first is, and behind the last; None where not."""
    found, position = [], 0
    for piece in pieces:
        start = shown.find(piece, position)
        if start < 0:
            return None
        found.append(shown[position:start])
        position = start + len(piece)
    return [*found, shown[position:]]


def bare(text: str) -> str:
    """Return a text without its references."""
    return _REFERENCE.sub("", text)
