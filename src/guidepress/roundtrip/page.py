"""A handout as a reader compares it with another: rows of lines, without what makes itself or waits to be filled in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from guidepress.compose.document import solid
from guidepress.roundtrip.recovery.leaves import looks
from guidepress.word.lines import Passage, as_read, grouped
from guidepress.word.names import IDENTIFIER

_EDITION = re.compile(r"\b20[0-9]{2}(\.[0-9]+)?-[0-9a-f]{8}\b")
_NUMBER = re.compile(r"^\d+\. ")


def is_compared(passage: Passage) -> bool:
    """Say whether a passage is compared: not pictures, what is to be filled in, and the line with the revision."""
    return (
        passage.look not in ("picture", "fill")
        and bool(passage.text.strip())
        and not IDENTIFIER.search(passage.text)
        and not _EDITION.search(passage.text)
    )


def compared(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages that are compared."""
    return [passage for passage in passages if is_compared(passage)]


def key(passage: Passage) -> Hashable:
    """Return what a passage is compared by: its look, its words with their looks, and its column in a table."""
    text, seen = _seen(passage)
    return passage.look, text, tuple(seen), column(passage)


def word_counts(passages: Sequence[Passage]) -> Counter[str]:
    """Return how often each word stands in passages; the numbers of steps are none."""
    return Counter(word for passage in passages for word in _seen(passage)[0].split())


def _seen(passage: Passage) -> tuple[str, list[tuple[bool, bool, str]]]:
    """Return the words of a passage and the look of each letter.

    A line looks as its reader sees it, but headings are bold already, and cells by their column; steps count
    themselves.
    """
    text, seen = looks(passage.stretches if passage.place else as_read(passage))
    numbered = _NUMBER.match(text) if passage.place else None
    if numbered and not any(any(look) for look in seen[: len(numbered[0]) - 1]):
        text, seen = text[numbered.end() :], seen[len(numbered[0].replace(" ", "")) :]
    if passage.look[0] == "h":
        seen = [(False, emphasis, href) for _, emphasis, href in seen]
    return text, seen


def column(passage: Passage) -> int | None:
    """Return the number of the table column that a passage stands in; None outside of tables."""
    return passage.place[2] if passage.place else None


@dataclass(frozen=True)
class PageRow:
    """A line of a page, or the lines of a row of one of its tables, which all have a `place` in that row.

    A `loose` one is of the school's own, or a place to fill in: where two changed places, it is the one that moved.
    """

    passages: tuple[Passage, ...]
    loose: bool = False

    @property
    def in_table(self) -> bool:
        """Whether it is a row of a table."""
        return self.passages[0].place is not None

    @property
    def look(self) -> str:
        """How it is set; "cell" in a table."""
        return self.passages[0].look

    @property
    def waits(self) -> bool:
        """Whether it is a line that is still to be filled in."""
        return not self.in_table and self.passages[0].waits

    @property
    def words(self) -> str:
        """The words of a line; of a row of a table those in its first cell."""
        return solid(self.passages[0].text)

    @cached_property
    def identity(self) -> tuple[Hashable, ...]:
        """What it is compared by."""
        return tuple(key(passage) for passage in self.passages)

    @cached_property
    def cells(self) -> dict[int | None, str]:
        """The words in each column of a table; those of a line have no column."""
        words: dict[int | None, str] = {}
        for passage in self.passages:
            words[column(passage)] = f"{words.get(column(passage), '')} {solid(passage.text)}".strip()
        return words


def rows(passages: Sequence[Passage]) -> list[PageRow]:
    """Return the rows of a page."""
    return [PageRow(tuple(group)) for group in grouped(passages, lambda passage: passage)]
