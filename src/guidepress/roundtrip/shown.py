"""A base goes in; what its handout showed comes out: words by content path, rows of tables, figures of facts."""

from __future__ import annotations

from collections.abc import Iterator

from guidepress.compose.document import solid
from guidepress.content import paths
from guidepress.content.model import inline, references
from guidepress.roundtrip.recovery import targets
from guidepress.word.base import Base
from guidepress.word.lines import Passage


class Shown:
    """What the handout of a base showed: `leaves` has words by content path, `figures` the words of each fact.

    Facts go by how they are written in a text: `{pay-median}`, and `[^exams]`, which shows nothing.
    """

    def __init__(self, base: Base) -> None:
        self.targeted = list(zip(base.passages, targets.find(base), strict=True))
        self.leaves: dict[str, str] = {}
        self.figures: dict[str, str] = {}
        content = {**base.content, targets.PUBLISHER: base.publisher}
        for passage, _ in self.targeted:
            for mark in passage.marks:
                words = passage.text[mark.start : mark.end]
                self.leaves.setdefault(mark.name, words)
                try:
                    source = paths.get(content, mark.name)
                except KeyError:
                    continue
                self.figures |= _figures(str(source), words)

    def passages_of(self, section: str) -> Iterator[Passage]:
        """Yield the passages of the section with this id."""
        return (passage for passage, target in self.targeted if target.region == section)

    def words(self, original: str, section: str, leaf: str = "") -> str:
        """Return the words that a replacement takes the place of.

        Its `original` names a line of a section, or a leaf by its content path; `leaf` one leaf of that line.
        """
        for passage in self.passages_of(section):
            if passage.line == original and not leaf:
                return solid(passage.text)
            for mark in passage.marks:
                if mark.name == (leaf or original) and (not leaf or passage.line == original):
                    return solid(passage.text[mark.start : mark.end])
        return solid(self.leaves.get(leaf or original, original))

    def cells(self, original: str, section: str) -> list[str]:
        """Return the cells of the row of a table in which a replacement's original stands; none outside of tables."""
        for passage in self.passages_of(section):
            if passage.place and original in (passage.line, *(mark.name for mark in passage.marks)):
                row = passage.place[:2]
                return [solid(cell.text) for cell in self.passages_of(section) if cell.place and cell.place[:2] == row]
        return []

    def head(self, original: str, section: str) -> str:
        """Return the first cell of the row in which a replacement's original stands; empty outside of tables."""
        return next(iter(self.cells(original, section)), "")

    def row(self, original: str, section: str) -> str:
        """Return the words of the row of a table in which a leaf stands, else those of the leaf."""
        return " · ".join(self.cells(original, section)) or self.words(original, section)


def _figures(source: str, words: str) -> dict[str, str]:
    """Return which words stand for each fact that a text names; nothing where the text does not explain its words."""
    try:
        text = inline.plain(source)
    except ValueError:
        return {}
    parts = references.parted(text)
    explained = references.explain(parts, solid(words))
    if explained is None:
        return {}
    return {written: said for (written, named), said in zip(parts, explained, strict=True) if named}
