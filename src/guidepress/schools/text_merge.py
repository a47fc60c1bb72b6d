"""One text for two that both changed: the changes of both sides, where they touch different words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from guidepress.content import paths
from guidepress.content.model import inline

_Change = tuple[int, int, tuple[str, ...]]  # words of the base from, up to, and what takes their place


def propose(was: str, ours: str, theirs: str) -> str | None:
    """Return a text with the changes of both sides, word by word.

    None where they touch the same words, or where what comes out would not be read as the Markdown that it was.
    """
    base = paths.normal(was).split(" ")
    mine, yours = (_changes(base, paths.normal(text).split(" ")) for text in (ours, theirs))
    changes = sorted({*mine, *yours})
    for one, other in pairwise(changes):
        if other[0] < one[1] or (one[0] == other[0]) or (other[0] == one[1] and other[0] == other[1]):
            return None
    words: list[str] = []
    at = 0
    for start, end, new in changes:
        words += [*base[at:start], *new]
        at = end
    proposal = " ".join([*words, *base[at:]]).strip()
    return proposal if proposal and _whole(proposal, (was, ours, theirs)) else None


def _changes(base: Sequence[str], words: Sequence[str]) -> list[_Change]:
    """Return what turns some words into others; what lies side by side is one change."""
    changes: list[_Change] = []
    for step in LCSseq.opcodes(base, words):
        if step.tag == "equal":
            continue
        new = tuple(words[step.dest_start : step.dest_end])
        if changes and changes[-1][1] == step.src_start:
            start, _, before = changes.pop()
            changes.append((start, step.src_end, (*before, *new)))
        else:
            changes.append((step.src_start, step.src_end, new))
    return changes


def _whole(proposal: str, sources: Sequence[str]) -> bool:
    """Say whether a text can be read, and shows no sign of Markdown that the texts it was made of do not show."""
    try:
        shown = _signs(proposal)
        return all(count <= max(_signs(text)[sign] for text in sources) for sign, count in shown.items())
    except ValueError:
        return False


def _signs(text: str) -> Counter[str]:
    return Counter(char for char in inline.plain(text) if char in "*_[]{}<>")
