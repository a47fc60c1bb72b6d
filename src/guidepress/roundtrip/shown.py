"""What a handout showed, by the content paths of its leaves: words, rows of tables, and the figures of facts."""

from __future__ import annotations

from collections.abc import Iterator

from guidepress.compose.amendments import BESIDE
from guidepress.compose.document import solid
from guidepress.content import paths
from guidepress.content.model import inline, references
from guidepress.roundtrip.recovery import targets
from guidepress.word.base import Base
from guidepress.word.lines import Passage


class Shown:
    """What a handout showed. `leaves` holds the words of each leaf by its content path, `figures` those of each fact.

    Facts go by how they are written in a text: `{pay-median}`, and `[^exams]`, which shows nothing.
    """

    def __init__(self, base: Base) -> None:
        self.places = list(zip(base.passages, targets.find(base), strict=True))
        self.leaves: dict[str, str] = {}
        self.figures: dict[str, str] = {}
        held = {**base.content, targets.PUBLISHER: base.publisher}
        for passage, _ in self.places:
            for mark in passage.marks:
                words = passage.text[mark.start : mark.end]
                self.leaves.setdefault(mark.name, words)
                try:
                    source = paths.get(held, mark.name)
                except KeyError:
                    continue
                self.figures |= _figures(str(source), words)

    def of(self, section: str) -> Iterator[Passage]:
        """Yield the passages of a section."""
        return (passage for passage, slot in self.places if slot.region == section)

    def words(self, of: str, section: str) -> str:
        """Return the words that a replacement is of: a leaf in a section, a leaf or words in a row, or plain words."""
        inner = of.rpartition(BESIDE)[2]
        here = (
            passage.text[mark.start : mark.end]
            for passage in self.of(section)
            for mark in passage.marks
            if mark.name == inner
        )
        return solid(next(here, self.leaves.get(inner, inner)))

    def cells(self, of: str, section: str) -> list[str]:
        """Return the cells of the row of a table in which a replacement is; none where it is in no table."""
        path, beside, _ = of.partition(BESIDE)
        for passage in self.of(section):
            names = [mark.name for mark in passage.marks]
            found = any(each == path or (beside and each.startswith(f"{path}.")) for each in names)
            if passage.place and (found or solid(passage.text) == of):
                row = passage.place[:2]
                return [solid(each.text) for each in self.of(section) if each.place and each.place[:2] == row]
        return []

    def head(self, of: str, section: str) -> str:
        """Return what stands at the head of the row in which a replacement is; empty where it is in no table."""
        return next(iter(self.cells(of, section)), "")

    def row(self, of: str, section: str) -> str:
        """Return the words of the row of a table in which a leaf stands, else those of the leaf."""
        return " · ".join(self.cells(of, section)) or self.words(of, section)


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
