"""One region of an edited handout, a section or what stands outside of sections, back to its content."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from guidepress.compose.amendments import BESIDE, DRAWING, LOGO
from guidepress.compose.document import Run, solid
from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.roundtrip.recovery import leaves
from guidepress.roundtrip.recovery.fields import Fields
from guidepress.roundtrip.recovery.leaves import LeafPart
from guidepress.roundtrip.recovery.markdown import literal, tokens
from guidepress.roundtrip.recovery.order import Content, Unplaced
from guidepress.roundtrip.recovery.targets import Target
from guidepress.word.lines import Passage

LOOKS = {"b0": "bullet", "b1": "subbullet", "n0": "number", "n1": "subbullet"}
LOOKS |= dict.fromkeys(("h1", "h2", "h3", "h4"), "heading")


class Region(Fields):
    """A region on its way back: each passage goes into the field that it came from, or among the school's own."""

    def rebuild(self, columns: Sequence[int]) -> Content:
        """Return the section as the edited passages in these columns say it."""
        self.read(self.name, columns)
        self.settle(self.name)
        kind = str(self.container.get("kind"))
        if not kinds.is_complete(self.container):
            kept = {key: self.container[key] for key in ("panel", "optional", "photo") if key in self.container}
            return self.own(self.name, columns) | kept
        self.write()
        self.container.pop("behind", None)
        return self.container | ({"behind": True} if self.behind and kind != "sources" else {})

    def own(self, section: str, columns: Sequence[int]) -> Content:
        """Return a section of the school's own that says what stands in these columns."""
        made: Content = {"id": section, "kind": "own"}
        self.added, self.anchor, self.open = [], None, ""
        for column in self.blocks(columns):
            passage = self.edited[column]
            row = self.of[column]
            heading = passage.look == "h2" or (row is not None and self.base.passages[row].look == "h2")
            if heading and "title" not in made:
                made["title"] = self.markdown(column, plain=True)
            else:
                self.free(column, [column], anchored=False)
        made.setdefault("title", section.replace("-", " ").capitalize())
        for each in self.added:
            each.pop("after", None)
        if self.behind:
            made["behind"] = True
        if self.added:
            made["added"] = self.added
        return made

    def extend(self, region: str, columns: Sequence[int]) -> None:
        """Read a region that is no section into the guide, and into whoever hands it out."""
        self.open = ""
        self.read(region, columns)
        self.settle(region)

    def read(self, region: str, columns: Sequence[int]) -> None:
        rows = [row for row, slot in enumerate(self.slots) if slot.region == region]
        for row in rows:
            slot = self.slots[row]
            if slot.kind in ("item", "entry", "row", "head"):
                self.lists.setdefault(slot.list, [])
        stays = self.stays = self.staying(region, columns)
        done: set[int] = set()
        blocks, pictures = list(self.blocks(columns)), self.pictures(columns)
        for number, column in enumerate(blocks):
            if column in done:
                continue
            while pictures and column > pictures[0][0]:
                self.anchor, self.open = pictures.pop(0)[1], ""
            was = self.of[column]
            if was is not None and column in stays:
                self.keep(was, column)
            elif self.edited[column].place and was is None:
                cells = self.cells(column, blocks)
                done.update(cells)
                self.free(column, cells)
            else:
                self.free(column, [column], follows=self.next_list(blocks[number + 1 :], stays))
        # What was typed behind words that make themselves stands at the end.
        last = [column for column in blocks if column in stays]
        if self.pending and (not last or not self.named(last[-1])):
            for piece in self.pending:
                if piece["after"] is None or (piece["after"] == self.anchor and self.is_section):
                    piece["after"] = "end"
        self.pending = []

    def blocks(self, columns: Sequence[int]) -> Iterator[int]:
        """Yield the columns that hold words that a section says."""
        for column in columns:
            row = self.of[column]
            passage = self.edited[column]
            if passage.look == "picture":
                continue
            if row is not None and self.base.passages[row].look == "fill":
                elsewhere = {solid(each.text) for each in self.edited if each.look != "fill"}
                if solid(passage.text) not in {solid(self.base.passages[row].text), *elsewhere}:
                    self.add({"look": "paragraph", "text": literal(passage.stretches)})
                continue
            yield column

    def pictures(self, columns: Sequence[int]) -> list[tuple[int, str]]:
        """Return the columns of the logo and of the drawing at the top, with their names, if they are here."""
        title = next((column for column in columns if self.edited[column].look == "h1"), -1)
        drawn = [column for column in columns if self.edited[column].look == "picture"]
        return [] if self.is_section else [(column, LOGO if column < title else DRAWING) for column in drawn]

    def keep(self, row: int, column: int) -> None:
        """Take a passage back into the field that it came from."""
        slot, passage = self.slots[row], self.base.passages[row]
        if slot.kind == "fixed":
            self.fixed(row, column)
        parts = leaves.part(passage, self.edited[column]) if slot.leaves else []
        unfilled = leaves.unfilled(passage)
        values: dict[str, str] = {}
        others: list[LeafPart] = []
        whole_cell = False  # whether a cell is said otherwise as a whole
        for one in parts:
            if one.mark is None or one.mark not in slot.leaves:
                others.append(one)
            elif unfilled.get(one.mark.name) == "".join(each.text for each in one.after):
                values[one.mark.name] = ""
            else:
                values[one.mark.name] = self.value(one, passage, bool(unfilled))
        if slot.kind == "entry" and len(slot.leaves) == 2 and self.is_pair(slot):
            first, second = (leaf.name for leaf in slot.leaves)
            between = passage.text[slot.leaves[0].end : slot.leaves[1].start].strip()
            if values[first] and between not in self.edited[column].text:  # the colon is gone
                values = {first: "", second: literal(self.edited[column].stretches)}
            else:
                self.taken_in(parts, values)
        elif slot.kind == "entry" and any(one.reworded for one in others):
            # A name that is not the guide's own stands in the line: the line as a whole is said otherwise.
            self.replaced.append({"of": solid(passage.text), "text": literal(self.edited[column].stretches)})
            values, others = {one.mark.name: self.source(one.mark.name) for one in parts if one.mark in slot.leaves}, []
        elif slot.kind == "row" and slot.leaves and _is_said_otherwise(parts, others):
            whole_cell, others = True, []
            values = {one.mark.name: self.source(one.mark.name) for one in parts if one.mark in slot.leaves}
        elif slot.kind != "replaced":
            self.taken_in(parts, values)
        if slot.kind == "replaced":
            for path, text in values.items():
                if path.startswith(self.prefix) and slot.index < len(
                    self.replaced
                ):  # else it is the guide's, moved in here
                    self.replaced[slot.index] |= {"text": text or None}
                self.anchor = path
        elif slot.kind == "item":
            if value := values[slot.path]:
                self.lists[slot.list].append(value)
                self.anchor, self.open = f"{slot.list}.{len(self.lists[slot.list]) - 1}", slot.list
        elif slot.kind in ("entry", "row", "head"):
            self.entry(slot, passage, values)
            if slot.kind == "row" and (whole_cell or not slot.leaves):
                self.fixed(row, column, f"{slot.list}.{self.item(slot)}")
            for one in others if self.lists[slot.list] else ():
                last = len(self.lists[slot.list]) - 1
                self.foreign(one, f"{slot.list}.{paths.item_name(self.lists[slot.list][-1]) or last}{BESIDE}")
            others = []
        else:
            changed = {one.mark.name for one in parts if one.mark and one.changed}
            for path, value in values.items():
                # A name that stands in several places is what it was changed to in one of them.
                if path not in self.said or path in changed:
                    self.set(path, value)
                self.said |= {path} if path in changed else set()
                self.anchor, self.open = path, ""
            if passage.marks:
                self.anchor = self.anchor if values else passage.marks[-1].name
                self.open = ""
        if slot.region == "imprint" and any(one.reworded for one in others):
            self.typed(passage, self.edited[column])
            others = []
        for one in others:
            self.foreign(one)

    def taken_in(self, parts: Sequence[LeafPart], values: dict[str, str]) -> None:
        """Take words that were typed over a number or a mark between leaves into the leaf beside them."""
        for number, one in enumerate(parts):
            if one.mark is not None or not one.reworded:
                continue
            words = literal(_beyond(one))
            after = next((each.mark.name for each in parts[number:] if each.mark and each.mark.name in values), None)
            before = next(
                (each.mark.name for each in parts[:number][::-1] if each.mark and each.mark.name in values), None
            )
            if words and after:
                values[after] = f"{words} {values[after]}".strip()
            elif words and before:
                values[before] = f"{values[before]} {words}".strip()

    def is_pair(self, slot: Target) -> bool:
        return self.pair(slot.list) is not None

    def fixed(self, row: int, column: int, entry: str = "") -> None:
        """Take back a passage whose words make themselves: as a replacement where the school says it otherwise.

        `entry` is the content path of the entry in whose row it stands.
        """
        passage, now = self.base.passages[row], self.edited[column]
        region = self.slots[row].region
        if not entry and (passage.marks or not (self.is_section or passage.place)):
            self.anchor, self.open = passage.marks[-1].name if passage.marks else solid(passage.text), ""
        parts = leaves.part(passage, now)
        if passage.look == "fill" or not any(one.changed for one in parts):
            return
        if region == "imprint":
            self.typed(passage, now)
            return
        if not entry and passage.marks and not any(one.mark is None and one.changed for one in parts):
            for one in parts:
                self.foreign(one)
        else:
            beside = self.anchor if entry else self.beside(passage)
            of = f"{beside}{BESIDE}{solid(passage.text)}" if beside else solid(passage.text)
            self.replaced.append({"of": of, "text": literal(now.stretches)})

    def beside(self, passage: Passage) -> str:
        """Return the content path of a row of the table that a cell outside of sections is in; empty for no such cell.

        Two tables of a page may have the same heads.
        """
        if self.is_section or passage.place is None:
            return ""
        for other, slot in zip(self.base.passages, self.slots, strict=True):
            if slot.kind == "row" and other.place and other.place[0] == passage.place[0]:
                return f"{slot.list}.{self.item(slot)}"
        return ""

    def typed(self, passage: Passage, now: Passage) -> None:
        """Keep the words that were typed into a line that makes itself, as an addition."""
        before = set(tokens(passage.text))
        words = " ".join(word for word in now.text.split() if set(tokens(word)) - before)
        if words:
            self.add({"look": "paragraph", "text": literal((Run(words),))})
            self.unplaced.append(Unplaced(words, "this line makes itself in every build; your words stand beside it"))

    def foreign(self, one: LeafPart, row: str = "") -> None:
        """Take back a leaf that is not this guide's: a figure, a role's name. `row` says in which row it stands."""
        if one.mark is None or not one.changed:
            return
        text = literal(one.after)
        self.replaced.append({"of": f"{row}{one.mark.name}"} | ({"text": text} if text else {}))

    def free(self, column: int, cells: Sequence[int], follows: str = "", anchored: bool = True) -> None:
        """Take in a passage that came from no field here: into a list that it stands in, or as an addition."""
        passage = self.edited[column]
        if passage.place and len(cells) > 1:
            texts: dict[int, str] = {}
            for each in cells:
                at = self.edited[each].place
                texts[at[2] if at else 0] = self.markdown(each)
            row = [texts.get(number) or None for number in range(max(texts) + 1)]
            self.add({"look": "row", "cells": row})
            return
        text = self.markdown(column)
        if not text:
            return
        wanted = self.open or follows
        if anchored and wanted and self.joins(wanted, passage, text):
            return
        look = LOOKS.get(passage.look, "paragraph")
        if look == "heading" and not self.is_section:
            look = "paragraph"
        self.add({"look": look, "text": text})

    def joins(self, name: str, passage: Passage, text: str) -> bool:
        """Put a passage into a list as a new item, if it looks like one. Returns whether it did."""
        rows = [row for row, slot in enumerate(self.slots) if slot.list == name and slot.kind in ("item", "entry")]
        if not rows or self.base.passages[rows[0]].look != passage.look or self.is_waiting(rows[0]):
            return False
        item: Any = text
        if self.slots[rows[0]].kind == "entry":
            pair = self.pair(name)
            if pair is None:
                return False
            match = re.fullmatch(r"(?:\*\*)?([^:]{1,60}?):(?:\*\*)?\s+(.+)", text, re.DOTALL)
            item = {pair[0]: match[1], pair[1]: match[2]} if match else {pair[1]: text}
        self.lists[name].append(item)
        self.anchor, self.open = f"{name}.{len(self.lists[name]) - 1}", name
        return True

    def is_waiting(self, row: int) -> bool:
        """Say whether a place to be filled in is still as it was: what is typed beside it does not fill it."""
        column = self.back.get(row)
        return column is not None and leaves.left_empty(self.base.passages[row], self.edited[column])

    def add(self, piece: Content) -> None:
        piece = piece | {"after": self.anchor}
        self.added.append(piece)
        self.pending.append(piece)


def _is_said_otherwise(parts: Sequence[LeafPart], others: Sequence[LeafPart]) -> bool:
    """Say whether a cell no longer says what makes itself in it; the number of a step is not counted."""
    return any(one.changed for one in others if one.mark is not None or one is not parts[0])


def _beyond(one: LeafPart) -> tuple[Run, ...]:
    """Return what was typed into words that make themselves, without these."""
    text = "".join(each.text for each in one.after)
    own = solid("".join(each.text for each in one.before))
    return (Run(text.replace(own, "", 1)),) if own and own in text else one.after
