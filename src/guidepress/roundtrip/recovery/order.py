"""What stood in a region of a handout and what stands in it now: which passages stay, and in which order of fields."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher, School
from guidepress.roundtrip.recovery import leaves, targets
from guidepress.roundtrip.recovery.leaves import LeafPart
from guidepress.roundtrip.recovery.markdown import literal, rewrite
from guidepress.roundtrip.recovery.targets import PUBLISHER, Target
from guidepress.word.base import Base
from guidepress.word.lines import Passage

Content = dict[str, Any]


@dataclass(frozen=True)
class Unplaced:
    """What could not be taken over, in words, and why."""

    text: str
    reason: str


class Territory:
    """A region on its way back: the passages of the base that stood in it, and those that stand in it now.

    `container` is the content of its section, or of the guide where it is none. A section may stand `behind` the lines
    on who hands the guide out.
    """

    def __init__(
        self,
        base: Base,
        found: Sequence[Target],
        edited: Sequence[Passage],
        of: Sequence[int | None],
        name: str,
        container: Content,
        publisher: Content,
        behind: bool = False,
    ) -> None:
        self.base, self.slots, self.edited, self.of, self.name = base, found, edited, of, name
        self.container, self.publisher = container, publisher
        self.held = {**base.content, PUBLISHER: base.publisher}
        self.back = {row: column for column, row in enumerate(of) if row is not None}
        self.is_section = bool(name)
        self.behind = behind
        self.unplaced: list[Unplaced] = []
        self.added: list[Content] = []
        self.replaced: list[Content] = [copy.deepcopy(each) for each in container.get("replaced", ())]
        self.lists: dict[str, list[Any]] = {}
        self.entries: dict[tuple[str, int], Content] = {}
        self.anchor: str | None = None
        self.stays: set[int] = set()
        self.said: set[str] = set()  # the fields that the school has changed
        self.open = ""  # the list whose item was read last
        self.pending: list[Content] = []  # additions that may still turn out to stand at the end

    @property
    def prefix(self) -> str:
        """What the content paths of its own section begin with; empty for what stands outside of sections."""
        return f"sections.{self.name}." if self.is_section else ""

    def named(self, column: int) -> bool:
        row = self.of[column]
        return row is not None and bool(self.base.passages[row].marks)

    def staying(self, region: str, columns: Sequence[int]) -> set[int]:
        """Return the columns whose passages belong here and stand in the order of the fields."""
        own = [
            column for column in columns
            if (row := self.of[column]) is not None
            and self.slots[row].region == region
            and self.slots[row].kind != "added"
            and not self.headless(row)
        ]  # fmt: skip
        ranks = self.ranks(own)
        sequence = [ranks[column] for column in own]
        # Of two that cannot both stay, the one goes that no longer looks as it did.
        weights = [self.weight(column) for column in own]
        stays = {own[at] for at in _longest_rising(sequence, weights)}
        # Words that make themselves, and rows of tables, stay where the template puts them.
        return stays | {
            column for column in own if self.slots[self.of[column] or 0].kind in ("fixed", "row", "replaced")
        }

    def weight(self, column: int) -> float:
        """Say how much speaks for a passage to be in its place: a heading carries what stands under it."""
        row = self.of[column] or 0
        if self.base.passages[row].look in ("h1", "h2") or self.slots[row].kind == "head":
            return 100.0
        return 1.0 + (self.edited[column].look == self.base.passages[row].look)

    def headless(self, row: int) -> bool:
        """Say whether the heading over the list of an item is gone: it is then read under the one before."""
        outer = self.slots[row].list.rpartition(".")[0]
        heads = [
            other
            for other, slot in enumerate(self.slots)
            if slot.kind == "head" and f"{slot.list}.{self.item(slot)}" == outer
        ]
        return bool(heads) and not any(head in self.back for head in heads)

    def ranks(self, own: Sequence[int]) -> dict[int, tuple[int, ...]]:
        first: dict[str, int] = {}
        tables: dict[int, int] = {}
        for row, slot in enumerate(self.slots):
            if slot.list:
                first.setdefault(slot.list, row)
            if place := self.base.passages[row].place:
                tables.setdefault(place[0], row)
        groups: dict[str, int] = {}
        for column in own:
            slot = self.slots[self.of[column] or 0]
            if slot.kind == "head":
                groups.setdefault(f"{slot.list}.{self.item(slot)}", len(groups))
        found: dict[int, tuple[int, ...]] = {}
        for column in own:
            row = self.of[column] or 0
            slot, place = self.slots[row], self.base.passages[row].place
            group = next((each for each in groups if f"{slot.path}.".startswith(f"{each}.")), None)
            if group is not None:
                found[column] = first[group.rpartition(".")[0]], groups[group], int(slot.kind != "head")
            elif slot.list:
                found[column] = (first[slot.list],)
            else:
                found[column] = (tables[place[0]] if place else row,)
        return found

    def next_list(self, columns: Sequence[int], stays: set[int]) -> str:
        """Return the list whose first item is the next passage that stays; nothing where it is none."""
        for column in columns:
            if column in stays:
                slot = self.slots[self.of[column] or 0]
                return slot.list if slot.kind in ("item", "entry") and not self.lists.get(slot.list) else ""
        return ""

    def cells(self, column: int, columns: Sequence[int]) -> list[int]:
        """Return the cells of a new row of a table; the one cell where its row is not new."""
        place = self.edited[column].place
        row = [each for each in columns if (other := self.edited[each].place) and place and other[:2] == place[:2]]
        return row if all(self.of[each] is None for each in row) else [column]

    def value(self, one: LeafPart, passage: Passage, was_unfilled: bool = False) -> str:
        """Return the Markdown of a leaf as it is said now."""
        assert one.mark is not None  # noqa: S101  (told to the type checker)
        plain = passage.look[0] == "h" or (passage.place is not None and passage.place[1] == 0)
        source = self.source(one.mark.name)
        if not source or was_unfilled:
            return literal(one.after, plain)
        return rewrite(source, one.before, one.after, plain) if one.changed else source

    def source(self, path: str) -> str:
        """Return the Markdown of a leaf of the base, nothing where it has none."""
        try:
            return str(targets.at(self.held, targets.locate(self.held, path)))
        except KeyError:
            return ""

    def markdown(self, column: int, plain: bool = False) -> str:
        """Return the Markdown of a whole passage: of its one leaf where it has just one, so that facts stay named."""
        row = self.of[column]
        if row is not None and len(self.slots[row].leaves) == 1 and len(self.base.passages[row].marks) == 1:
            parts = leaves.part(self.base.passages[row], self.edited[column])
            if len(parts) == 1:
                return self.value(parts[0], self.base.passages[row])
        return literal(self.edited[column].stretches, plain)

    def item(self, slot: Target) -> str:
        """Return the step of a content path that leads to the item of a slot."""
        try:
            item = targets.at(self.held, targets.locate(self.held, slot.list))[slot.index]
        except (KeyError, IndexError):
            return str(slot.index)
        return paths.item_name(item) or str(slot.index)

    def model_of(self, path: str) -> tuple[type[BaseModel], list[str]]:
        """Return the model that a content path begins in, and the steps that lead on from there."""
        first, *rest = path.split(".")
        if first == PUBLISHER:
            return School if self.base.school else Publisher, rest
        if first == "sections" and rest:
            by_id = {section["id"]: section["kind"] for section in self.base.content["sections"]}
            return kinds.kind(by_id.get(rest[0])).model, rest[1:]
        return Guide, [first, *rest]

    def may_be_empty(self, path: str) -> bool:
        """Say whether the field at a content path may be left out."""
        return kinds.may_be_empty(*self.model_of(path))

    def pair(self, path: str) -> tuple[str, str] | None:
        """Return the two fields of the items of a list that are a word or two, and what belongs to it."""
        return kinds.pair(*self.model_of(path))

    def at_base(self, slot: Target) -> Any:
        return targets.at(self.held, targets.locate(self.held, slot.list))[slot.index]


def _longest_rising(sequence: Sequence[tuple[int, ...]], weights: Sequence[float]) -> list[int]:
    """Return the places of the weightiest run of items in which none is less than the one before it."""
    best: list[tuple[float, int]] = []  # weight, and the place before
    for at, item in enumerate(sequence):
        before = [(best[earlier][0], earlier) for earlier in range(at) if sequence[earlier] <= item]
        weight, earlier = max(before, default=(0.0, -1))
        best.append((weight + weights[at], earlier))
    if not best:
        return []
    at = max(range(len(best)), key=lambda each: best[each][0])
    found = []
    while at != -1:
        found.append(at)
        at = best[at][1]
    return found[::-1]
