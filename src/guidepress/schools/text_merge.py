"""One text from two that were both changed: the changes of both, where they touch different words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from guidepress import alignment
from guidepress.content import paths
from guidepress.content.model import inline

_Change = tuple[int, int, tuple[str, ...]]  # words of the base from, up to, and what takes their place


def propose(was: str, ours: str, theirs: str) -> str | None:
    """Return a text with the changes of both sides, word by word.

    None where they touch the same words, or where what comes out would not be read as the Markdown that it was.
    """
    base = paths.normal(was).split(" ")
    ours_changes, theirs_changes = (_changes(base, paths.normal(text).split(" ")) for text in (ours, theirs))
    changes = sorted({*ours_changes, *theirs_changes})
    for change, next_change in pairwise(changes):
        if (
            next_change[0] < change[1]
            or (change[0] == next_change[0])
            or (next_change[0] == change[1] and next_change[0] == next_change[1])
        ):
            return None
    words: list[str] = []
    position = 0
    for start, end, new_words in changes:
        words += [*base[position:start], *new_words]
        position = end
    proposal = " ".join([*words, *base[position:]]).strip()
    return proposal if proposal and _reads_as_before(proposal, (was, ours, theirs)) else None


def _changes(base: Sequence[str], words: Sequence[str]) -> list[_Change]:
    """Return what turns some words into others; what lies side by side is one change."""
    return [
        (part.start, part.end, tuple(words[part.other_start : part.other_end]))
        for part in alignment.differences(base, words)
    ]


def _reads_as_before(proposal: str, sources: Sequence[str]) -> bool:
    """Say whether a text can be read, and shows no sign of Markdown that the texts it was made of do not show."""
    try:
        shown = _markdown_signs(proposal)
        return all(count <= max(_markdown_signs(text)[sign] for text in sources) for sign, count in shown.items())
    except ValueError:
        return False


def _markdown_signs(text: str) -> Counter[str]:
    return Counter(char for char in inline.plain(text) if char in "*_[]{}<>")
