"""What a reader sees of an edited passage beside what our handout showed of it: whose bold words are a style's.

A program that loses our styles writes the bold of a heading into its words; a school that gives a paragraph another
style changes its words' look. So the look of words is compared with that of the passage that they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from guidepress.compose.document import Run, solid
from guidepress.roundtrip.recovery.leaves import part
from guidepress.roundtrip.recovery.match import match, rows_of_bookmarks
from guidepress.word.base import Base
from guidepress.word.lines import Passage, joined, with_own_look


def beside(base: Base, edited: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages of an edited handout with their looks as they are compared with those of its base.

    Bold that our handout shows by its style is taken from the words; bold that only a school's style gives is put into
    them. A heading that reached a neighbour's style with a tracked deletion is a heading again.
    """
    rows = match(base.passages, edited, rows_of_bookmarks(base.passages))
    columns = _columns(base, edited, rows)
    seen = []
    for passage, row in zip(edited, rows, strict=True):
        was = None if row is None else base.passages[row]
        if was is not None and passage.lent and not passage.place:
            passage = replace(passage, look=was.look, bold=was.bold, italic=was.italic)
        if was is not None and was.look == "h1" and not passage.place and solid(was.text) == solid(passage.text):
            passage = replace(passage, look="h1")  # pandoc saves the title as a paragraph like any other
        passage = _seen(passage, _own_bold(passage, was, columns))
        seen.append(passage if was is None else _with_looks_of_leaves(passage, was))
    return tuple(seen)


def _with_looks_of_leaves(passage: Passage, was: Passage) -> Passage:
    """Return a passage in which the words between leaves look as they did, where they only follow a leaf's new look.

    A cell that is set in italics as a whole is one change, of its leaf: the number before it makes itself.
    """
    parts = part(was, passage)
    after = [leaf_part.after for leaf_part in parts]
    for number, between in enumerate(parts):
        beside_it = [one for one in parts[max(0, number - 1) : number + 2] if one.mark is not None and one.changed]
        if between.mark is None and solid(_words(between.before)) == solid(_words(between.after)) and beside_it:
            like = [stretch for one in beside_it for stretch in one.after]
            if all(any(_look(stretch) == _look(other) for other in like) for stretch in between.after):
                after[number] = between.before
    stretches = [stretch for some in after for stretch in some]
    return replace(passage, stretches=tuple(joined(stretches))) if _words(stretches) == passage.text else passage


def _words(stretches: Sequence[Run]) -> str:
    return "".join(stretch.text for stretch in stretches)


def _look(stretch: Run) -> Run:
    return replace(stretch, text="")


def _seen(passage: Passage, bold: bool) -> Passage:
    """Return a passage with the look of its words beside a style that is bold or not."""
    if passage.look[0] == "h":
        return with_own_look(passage, bold=True)
    stretches = tuple(
        replace(
            stretch,
            strong=(stretch.strong or passage.bold) and not bold,
            emphasis=stretch.emphasis or passage.italic,
        )
        for stretch in passage.stretches
    )
    return with_own_look(replace(passage, stretches=stretches), bold=bold)


def _own_bold(passage: Passage, was: Passage | None, columns: Mapping[tuple[int, int], bool]) -> bool:
    """Say whether our handout shows all words of a passage in bold: of a new one, as those beside it."""
    if was is not None:
        return was.bold and (passage.look == was.look or not _is_bold_in_part(passage))
    if passage.place is None:
        return False
    table, row, column = passage.place
    return row == 0 or columns.get((table, column), passage.bold)


def _is_bold_in_part(passage: Passage) -> bool:
    """Say whether some words of a passage are bold and some are not, which no style does."""
    return len({stretch.strong for stretch in passage.stretches if stretch.text.strip()}) > 1


def _columns(base: Base, edited: Sequence[Passage], rows: Sequence[int | None]) -> dict[tuple[int, int], bool]:
    """Return for each column of an edited handout's tables whether its cells below the first row were bold."""
    found: dict[tuple[int, int], bool] = {}
    for passage, row in zip(edited, rows, strict=True):
        if row is not None and passage.place and passage.place[1] > 0:
            found.setdefault((passage.place[0], passage.place[2]), base.passages[row].bold)
    return found
