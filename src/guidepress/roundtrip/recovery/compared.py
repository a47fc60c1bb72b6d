"""An edited handout beside the one that was given out: which passage was which, and to which field each belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from guidepress.compose.document import Run, solid
from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher, School
from guidepress.roundtrip.recovery import leaves
from guidepress.roundtrip.recovery.leaves import LeafPart
from guidepress.roundtrip.recovery.markdown import literal, rewrite
from guidepress.roundtrip.recovery.targets import PUBLISHER, Target
from guidepress.word.base import Base
from guidepress.word.lines import Passage


@dataclass(frozen=True)
class Compared:
    """The passages of an edited handout, compared with those of its base.

    A row is the number of a passage of the base, a column the number of a passage of the edited handout. `targets` has
    where the words of each row belong, `rows` which row each column was: None for one that is new.
    """

    base: Base
    targets: Sequence[Target]
    edited: Sequence[Passage]
    rows: Sequence[int | None]

    @cached_property
    def columns(self) -> Mapping[int, int]:
        """The column in which each row stands now, for the rows that still stand."""
        return {row: column for column, row in enumerate(self.rows) if row is not None}

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """The content that the base was made from, with who hands it out."""
        return {**self.base.content, PUBLISHER: self.base.publisher}

    def was(self, column: int) -> Passage | None:
        """Return the passage of the base that a column was; None for a new one."""
        row = self.rows[column]
        return None if row is None else self.base.passages[row]

    def holds_leaves(self, column: int) -> bool:
        """Say whether a column was a passage that said something of the content."""
        passage = self.was(column)
        return passage is not None and bool(passage.marks)

    def rows_of(self, region: str) -> list[int]:
        """Return the rows of a region, in their order."""
        return [row for row, target in enumerate(self.targets) if target.region == region]

    def cells(self, column: int, columns: Sequence[int]) -> list[int]:
        """Return the cells of a row of a table that is the school's own; the one cell where its row is not."""
        place = self.edited[column].place
        cells = [
            other for other in columns if place and (cell := self.edited[other].place) and cell[:2] == place[:2]
        ]  # fmt: skip
        return cells if all(map(self.is_own_cell, cells)) else [column]

    def is_own_cell(self, column: int) -> bool:
        """Say whether a cell is the school's own: new, or added to the handout before."""
        row = self.rows[column]
        return row is None or self.targets[row].kind == "added"

    def still_waits(self, row: int) -> bool:
        """Say whether a place to be filled in is still as it was: what is typed beside it does not fill it."""
        column = self.columns.get(row)
        return column is not None and leaves.left_empty(self.base.passages[row], self.edited[column])

    def filled_in(self, row: int, stretches: Sequence[Run], placeholder: str) -> tuple[Run, ...]:
        """Return what was typed in a place of a row that is to be filled in: nothing where it was only joined.

        Whoever deletes the end of the line above has that line's words before the place, and has typed none.
        """
        typed = leaves.filled_in(stretches, placeholder)
        above = row - 1
        is_joined = above >= 0 and above not in self.columns
        words = solid("".join(stretch.text for stretch in typed))
        return () if is_joined and words == solid(self.base.passages[above].text) else typed

    def stands_elsewhere(self, path: str, row: int) -> bool:
        """Say whether a leaf of a row still stands in another place of the handout."""
        others = (other for other in self.columns if other != row)
        return any(mark.name == path for other in others for mark in self.base.passages[other].marks)

    # Words --------------------------------------------------------------------------------------------------------

    def source(self, path: str) -> str:
        """Return the Markdown of a leaf of the base; empty where it has none."""
        try:
            return str(paths.get(self.content, path))
        except KeyError:
            return ""

    def value(self, part: LeafPart, passage: Passage, was_unfilled: bool = False) -> str:
        """Return the Markdown of a leaf as the edited handout says it."""
        assert part.mark is not None  # noqa: S101  (told to the type checker)
        plain = passage.look[0] == "h" or (passage.place is not None and passage.place[1] == 0)
        source = self.source(part.mark.name)
        if not source or was_unfilled:
            return literal(part.after, plain)
        return rewrite(source, part.before, part.after, plain) if part.changed else source

    def markdown(self, column: int, plain: bool = False) -> str:
        """Return the Markdown of a whole passage: of its one leaf where it has just one, so that facts stay named."""
        row = self.rows[column]
        if row is not None and len(self.targets[row].leaves) == 1 and len(self.base.passages[row].marks) == 1:
            parts = leaves.part(self.base.passages[row], self.edited[column])
            if len(parts) == 1:
                return self.value(parts[0], self.base.passages[row])
        return literal(self.edited[column].stretches, plain)

    # The content that a target leads to -----------------------------------------------------------------------------

    def item(self, target: Target) -> Any:
        """Return the item of the content to which the list and the index of a target lead."""
        path, index = target.item_place
        return paths.get(self.content, path)[index]

    def item_path(self, target: Target) -> str:
        """Return the content path of the item to which a target leads."""
        path, index = target.item_place
        try:
            name = paths.item_name(self.item(target))
        except (KeyError, IndexError):
            name = None
        return f"{path}.{name or index}"

    def line(self, row: int) -> str:
        """Return what a line of the base is called; its words where it has no name."""
        passage = self.base.passages[row]
        return passage.line or solid(passage.text)

    def may_be_empty(self, path: str) -> bool:
        """Say whether the field at a content path may be left out."""
        return kinds.may_be_empty(*self._model_of(path))

    def pair(self, path: str) -> tuple[str, str] | None:
        """Return the two fields of the items of a list that are a word or two, and what belongs to it."""
        return kinds.pair(*self._model_of(path))

    def _model_of(self, path: str) -> tuple[type[BaseModel], list[str]]:
        """Return the model that a content path begins in, and the steps that lead on from there."""
        first, *rest = path.split(".")
        if first == PUBLISHER:
            return School if self.base.school else Publisher, rest
        if first == "sections" and rest:
            by_id = {section["id"]: section["kind"] for section in self.base.content["sections"]}
            return kinds.kind(by_id.get(rest[0])).model, rest[1:]
        return Guide, [first, *rest]
