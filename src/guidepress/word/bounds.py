"""Limits for an edited handout: a file with more text, bookmarks or pictures than any handout has is refused.

Comparing takes time by the product of what the file and its base hold, so both are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass

from guidepress.content.model.fields import LONGEST_TEXT
from guidepress.word.archive import refusal
from guidepress.word.lines import Passage

MOST_PASSAGES = 1_000  # paragraphs and cells; ours have about 120
MOST_CHARACTERS = 100_000  # in all; ours have about 4,000
LONGEST = LONGEST_TEXT  # characters of a paragraph: no content holds a longer one; ours have at most 400
MOST_RUNS = 50_000  # in all, with words or without: Word begins a new one wherever somebody has typed; ours have 1,000
MOST_LOOKS = 500  # times that a paragraph changes its look, as from plain to bold; ours change it at most 20 times
MOST_LOOKS_IN_ALL = 10_000
MOST_MARKS = 50_000  # a bookmark that spans paragraphs counts in each of them
MOST_OPEN = 500  # bookmarks, or comments, that are open at one place
MOST_PICTURES = 200
MOST_HEADINGS = 200  # of sections; ours have about 8


@dataclass
class Tally:
    """Counts what was read of a file; every method raises ContentError over a limit. Problems call the file `name`."""

    name: str
    passages: int = 0
    characters: int = 0
    runs: int = 0
    looks: int = 0
    marks: int = 0
    pictures: int = 0
    headings: int = 0

    def passage(self, passage: Passage) -> None:
        """Count a passage, its stretches of one look, and the bookmarks in it."""
        self.passages += 1
        self.marks += len(passage.marks)
        self.pictures += passage.look == "picture"
        self.headings += passage.look == "h2"
        self.looks += len(passage.stretches)
        self._bound(self.headings, MOST_HEADINGS, "it has more than {most} sections")
        self._bound(self.passages, MOST_PASSAGES, "it has more than {most} paragraphs and cells")
        self._bound(len(passage.stretches), MOST_LOOKS, "one of its paragraphs changes its look more than {most} times")
        self._bound(self.looks, MOST_LOOKS_IN_ALL, "its words change their look more than {most} times")
        self._bound(self.marks, MOST_MARKS, "it has more than {most} bookmarks of a handout")
        self._bound(self.pictures, MOST_PICTURES, "it has more than {most} pictures")

    def run(self) -> None:
        """Count a run, which may have no words."""
        self.runs += 1
        self._bound(self.runs, MOST_RUNS, "its text is in more than {most} pieces")

    def words(self, count: int, length: int) -> None:
        """Count new characters; `length` is how many their paragraph has with them."""
        self.characters += count
        self._bound(length, LONGEST, "one of its paragraphs has more than {most} characters")
        self._bound(self.characters, MOST_CHARACTERS, "it has more than {most} characters")

    def open(self, count: int) -> None:
        """Check how many bookmarks or comments are open at one place."""
        self._bound(count, MOST_OPEN, "more than {most} of its bookmarks or comments have no end")

    def _bound(self, count: int, most: int, complaint: str) -> None:
        if count > most:
            sentence = f"this file is far larger than any handout: {complaint.format(most=f'{most:,}')}"
            raise refusal(self.name, sentence)
