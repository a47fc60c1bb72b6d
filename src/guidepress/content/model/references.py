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
    """Return what is shown of each part of a text; None where the parts do not explain what is shown."""
    pattern = "".join(
        f"({re.escape(words)})" if named is None else "()" if named.part == "nothing" else "(.*?)"
        for words, named in parts
    )
    match = re.fullmatch(pattern, shown, re.DOTALL)
    return match.groups() if match else None


def bare(text: str) -> str:
    """Return a text without its references."""
    return _REFERENCE.sub("", text)
