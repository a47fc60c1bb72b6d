"""One region of an edited handout, a section or what stands outside of sections, back to its content."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guidepress import parting, slots
from guidepress.amendments import BESIDE
from guidepress.base import Base
from guidepress.parting import Part
from guidepress.passages import Passage, Stretch, solid
from guidepress.rewrite import literal, rewrite, tokens
from guidepress.slots import PUBLISHER, Slot

Content = dict[str, Any]

_LOOKS = {"b0": "bullet", "b1": "subbullet", "n0": "number", "n1": "subbullet", "h3": "heading", "h4": "heading"}
_LEAST = {"path": ("steps", 2), "match": ("lines", 2), "comparison": ("roles", 2), "roles": ("roles", 1),
          "facts": ("facts", 1), "shares": ("shares", 1), "rows": ("rows", 1), "text": ("paragraphs", 1),
          "points": ("points", 1), "checklist": ("points", 1), "ladder": ("points", 1)}  # fmt: skip
"""The list without which a section of a kind is none, and how many items it needs."""
_OPTIONAL = ("lead", "note", "credit", "licence", "term", "about")
_PAIRS = {"rows": ("term", "text"), "items": ("about", "who")}
"""Lists whose entries are a word or two, a colon, and what belongs to it."""


class Region:
    """A region on its way back: the passages of the base that stood in it, and those that stand in it now.

    `container` is the content of its section, or of the guide where it is none. A section may stand `behind` the lines
    on who hands the guide out.
    """

    def __init__(
        self,
        base: Base,
        found: Sequence[Slot],
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
        self.unplaced: list[tuple[str, str]] = []
        self.added: list[Content] = []
        self.replaced: list[Content] = [copy.deepcopy(each) for each in container.get("replaced", ())]
        self.lists: dict[str, list[Any]] = {}
        self.entries: dict[tuple[str, int], Content] = {}
        self.anchor: str | None = None
        self.stays: set[int] = set()
        self.said: set[str] = set()  # the fields that the school has changed
        self.open = ""  # the list whose item was read last
        self.pending: list[tuple[Content, bool]] = []

    # A section ----------------------------------------------------------------------------------------------------

    def rebuild(self, columns: Sequence[int]) -> Content:
        """Return the section as the edited passages in these columns say it."""
        self.read(self.name, columns)
        self.settle(self.name)
        kind = str(self.container.get("kind"))
        name, least = _LEAST.get(kind, ("", 0))
        short = name and len(self.container.get(name, ())) < least
        if short or any(not role.get("points") for role in self.container.get("roles", ()) if kind == "roles"):
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

    # What stands outside of sections ------------------------------------------------------------------------------

    def extend(self, region: str, columns: Sequence[int]) -> None:
        """Read a region that is no section into the guide, and into whoever hands it out."""
        self.open = ""
        self.read(region, columns)
        self.settle(region)

    def finish(self) -> None:
        """Write what was read outside of sections."""
        self.write()

    # Reading ------------------------------------------------------------------------------------------------------

    def read(self, region: str, columns: Sequence[int]) -> None:
        rows = [row for row, slot in enumerate(self.slots) if slot.region == region]
        for row in rows:
            slot = self.slots[row]
            if slot.kind in ("item", "entry", "row") or (slot.kind == "head"):
                self.lists.setdefault(slot.list, [])
        stays = self.stays = self.staying(region, columns)
        done: set[int] = set()
        blocks = list(self.blocks(columns))
        for number, column in enumerate(blocks):
            if column in done:
                continue
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
            for piece, _ in self.pending:
                if piece["after"] == self.anchor or piece["after"] is None:
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

    # Fields -------------------------------------------------------------------------------------------------------

    def keep(self, row: int, column: int) -> None:
        """Take a passage back into the field that it came from."""
        slot, passage = self.slots[row], self.base.passages[row]
        if slot.kind == "fixed":
            self.fixed(row, column)
        parts = parting.part(passage, self.edited[column]) if slot.leaves else []
        unfilled = parting.unfilled(passage)
        values: dict[str, str] = {}
        others: list[Part] = []
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
                self.foreign(one, f"{slot.list}.{slots.name(self.lists[slot.list][-1]) or last}{BESIDE}")
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

    def taken_in(self, parts: Sequence[Part], values: dict[str, str]) -> None:
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

    def is_pair(self, slot: Slot) -> bool:
        return slot.list.rpartition(".")[2] in _PAIRS

    def value(self, one: Part, passage: Passage, was_unfilled: bool = False) -> str:
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
            return str(slots.at(self.held, slots.locate(self.held, path)))
        except KeyError:
            return ""

    def markdown(self, column: int, plain: bool = False) -> str:
        """Return the Markdown of a whole passage: of its one leaf where it has just one, so that facts stay named."""
        row = self.of[column]
        if row is not None and len(self.slots[row].leaves) == 1 and len(self.base.passages[row].marks) == 1:
            parts = parting.part(self.base.passages[row], self.edited[column])
            if len(parts) == 1:
                return self.value(parts[0], self.base.passages[row])
        return literal(self.edited[column].stretches, plain)

    def item(self, slot: Slot) -> str:
        """Return the step of a content path that leads to the item of a slot."""
        try:
            item = slots.at(self.held, slots.locate(self.held, slot.list))[slot.index]
        except (KeyError, IndexError):
            return str(slot.index)
        return slots.name(item) or str(slot.index)

    def entry(self, slot: Slot, passage: Passage, values: Mapping[str, str]) -> None:
        """Take the fields of an entry back; the entry itself comes into its list with the first of them."""
        entry = self.entries.get((slot.list, slot.index))
        if entry is None:
            entry = copy.deepcopy(slots.at(self.held, slots.locate(self.held, f"{slot.list}.{self.item(slot)}")))
            if slot.kind == "head" or "points" in entry:
                entry["points"] = self.lists[f"{slot.list}.{self.item(slot)}.points"] = []
            if values and not any(values.values()):
                if slot.kind == "row":
                    self.unplaced.append(
                        (solid(passage.text), "this cannot be empty, so it stays; delete the whole row")
                    )
                return
            self.entries[slot.list, slot.index] = entry
            self.lists[slot.list].append(entry)
        prefix = f"{slot.list}.{self.item(slot)}."
        gone: list[slots.Location] = []
        for path, value in values.items():
            location = slots.locate(self.at_base(slot), path.removeprefix(prefix))
            holder = slots.at(entry, location[:-1])
            if value:
                holder[location[-1]] = value
            elif location[-1] in _OPTIONAL:
                holder.pop(location[-1], None)
            else:
                gone.append(location)
        self.empty(entry, gone, prefix)
        number = len(self.lists[slot.list]) - 1
        name = slots.name(entry) or str(number)
        if slot.kind == "head":  # what stands under it begins behind the heading, not behind all of it
            name = f"{name}.{slot.path.rpartition('.')[2]}"
        self.anchor = f"{slot.list}.{name}" if values else (passage.marks[-1].name if passage.marks else self.anchor)
        self.open = slot.list if slot.kind == "entry" else ""

    def at_base(self, slot: Slot) -> Any:
        return slots.at(self.held, slots.locate(self.held, slot.list))[slot.index]

    def empty(self, entry: Content, gone: Sequence[slots.Location], prefix: str) -> None:
        """Take out fields that cannot be empty: with the branch that they belong to, or else not at all."""
        branches: dict[int, set[str]] = {}
        for location in gone:
            if len(location) == 3 and location[0] == "branches" and isinstance(location[1], int):
                branches.setdefault(location[1], set()).add(str(location[2]))
            else:
                path = prefix + ".".join(str(step) for step in location)
                self.unplaced.append((path, "this cannot be empty, so it stays; delete the whole row or line instead"))
        for index in sorted(branches, reverse=True):
            branch = entry["branches"].pop(index)
            left = [branch[key] for key in ("name", "text") if key not in branches[index]]
            if left:
                entry["text"] = f"{entry['text']} {left[0]}"
        if branches and not entry["branches"]:
            entry.pop("branches")

    def set(self, path: str, value: str) -> None:
        """Set a field with one text, or take it out."""
        if path.startswith(f"{PUBLISHER}."):
            node, steps = self.publisher, path.split(".")[1:]
        else:
            node = self.container
            steps = path.split(".")[2 if self.is_section else 0 :]
        for step in steps[:-1]:
            inner: Any = node.get(step) if isinstance(node, dict) else None
            if inner is None:
                return None  # what it stood in is gone already
            if isinstance(inner, list):
                return self.set_in_list(inner, path, steps, value)
            node = inner
        if value:
            node[steps[-1]] = value
        elif steps[-1] in _OPTIONAL or steps[-2:] == ["steps", "title"]:
            node.pop(steps[-1], None)
        elif path.endswith("lookup.text"):
            self.container.pop("lookup", None)
        elif path == f"{PUBLISHER}.name" and not self.base.school:
            node.pop("name", None)
        else:
            self.leave_out(path)
        return None

    def set_in_list(self, items: list[Any], path: str, steps: Sequence[str], value: str) -> None:
        """Set a field of an item that is not rebuilt with its list, such as the note under a comparison."""
        location = slots.locate(self.container, ".".join(steps))
        holder = slots.at(self.container, location[:-1])
        if value:
            holder[location[-1]] = value
        elif location[-1] in _OPTIONAL:
            holder.pop(location[-1], None)
        else:
            self.leave_out(path)

    # What makes itself --------------------------------------------------------------------------------------------

    def fixed(self, row: int, column: int, entry: str = "") -> None:
        """Take back a passage whose words make themselves: as a replacement where the school says it otherwise.

        `entry` is the content path of the entry in whose row it stands.
        """
        passage, now = self.base.passages[row], self.edited[column]
        region = self.slots[row].region
        if passage.marks and not entry:
            self.anchor, self.open = passage.marks[-1].name, ""
        parts = parting.part(passage, now)
        if passage.look == "fill" or not any(one.changed for one in parts):
            return
        if region == "imprint":
            self.typed(passage, now)
            return
        if not entry and passage.marks and not any(one.mark is None and one.changed for one in parts):
            for one in parts:
                self.foreign(one)
        else:
            of = f"{self.anchor}{BESIDE}{solid(passage.text)}" if entry else solid(passage.text)
            self.replaced.append({"of": of, "text": literal(now.stretches)})

    def typed(self, passage: Passage, now: Passage) -> None:
        """Keep the words that were typed into a line that makes itself, as an addition."""
        before = set(tokens(passage.text))
        words = " ".join(word for word in now.text.split() if set(tokens(word)) - before)
        if words:
            self.add({"look": "paragraph", "text": literal((Stretch(words),))})
            self.unplaced.append((words, "this line makes itself in every build; your words stand beside it"))

    def foreign(self, one: Part, row: str = "") -> None:
        """Take back a leaf that is not this guide's: a figure, a role's name. `row` says in which row it stands."""
        if one.mark is None or not one.changed:
            return
        text = literal(one.after)
        self.replaced.append({"of": f"{row}{one.mark.name}"} | ({"text": text} if text else {}))

    def leave_out(self, path: str) -> None:
        if not any(each["of"] == path for each in self.replaced):
            self.replaced.append({"of": path})

    # The school's own ---------------------------------------------------------------------------------------------

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
        look = _LOOKS.get(passage.look, "paragraph")
        if look == "heading" and not self.is_section:
            look = "paragraph"
        if passage.look in ("h1", "h2"):
            look = "heading" if self.is_section else "paragraph"
        self.add({"look": look, "text": text})

    def joins(self, name: str, passage: Passage, text: str) -> bool:
        """Put a passage into a list as a new item, if it looks like one. Returns whether it did."""
        rows = [row for row, slot in enumerate(self.slots) if slot.list == name and slot.kind in ("item", "entry")]
        if not rows or self.base.passages[rows[0]].look != passage.look:
            return False
        item: Any = text
        if self.slots[rows[0]].kind == "entry":
            pair = _PAIRS.get(name.rpartition(".")[2])
            match = re.fullmatch(r"(?:\*\*)?([^:]{1,60}?):(?:\*\*)?\s+(.+)", text, re.DOTALL)
            if pair is None:
                return False
            item = {pair[0]: match[1], pair[1]: match[2]} if match else {pair[1]: text}
        self.lists[name].append(item)
        self.anchor, self.open = f"{name}.{len(self.lists[name]) - 1}", name
        return True

    def add(self, piece: Content) -> None:
        piece = piece | {"after": self.anchor}
        self.added.append(piece)
        self.pending.append((piece, True))

    # Writing ------------------------------------------------------------------------------------------------------

    def settle(self, region: str) -> None:
        """Put the lists into the content, and leave out what is no longer there."""
        for path, items in self.lists.items():
            self.put(path, items)
            nested = path.count(".") > 2 and path.endswith(".points")
            if nested and not any(entry.get("points") is items for entry in self.entries.values()):
                self.added += [{"look": "bullet", "text": item, "after": "end"} for item in items]
        self.lists = {}
        table_rows: dict[tuple[int, int], list[int]] = {}
        for row, slot in enumerate(self.slots):
            if slot.region == region and (place := self.base.passages[row].place):
                table_rows.setdefault(place[:2], []).append(row)
        stays = self.stays
        for row, slot in enumerate(self.slots):
            if slot.region != region or (self.back.get(row) in stays and row in self.back):
                continue
            passage = self.base.passages[row]
            if slot.kind == "text":
                for leaf in slot.leaves:
                    if leaf.name not in parting.unfilled(passage) and not self.elsewhere(leaf.name, row):
                        self.set(leaf.name, "")
            elif slot.kind == "replaced":
                self.replaced[slot.index].pop("text", None)
            elif slot.kind == "fixed":
                self.drop(row, table_rows)

    def elsewhere(self, path: str, row: int) -> bool:
        """Say whether a leaf of a row still stands in another place of the handout."""
        others = (other for other in self.back if other != row)
        return any(mark.name == path for other in others for mark in self.base.passages[other].marks)

    def drop(self, row: int, table_rows: Mapping[tuple[int, int], Sequence[int]]) -> None:
        """Leave out words that make themselves and that the school has deleted: a line, or a whole row of a table."""
        passage, slot = self.base.passages[row], self.slots[row]
        if passage.look in ("fill", "picture") or slot.region == "imprint":
            return
        if passage.place:
            whole = table_rows[passage.place[:2]]
            if any(each in self.back for each in whole):
                if row not in self.back:
                    self.unplaced.append((solid(passage.text), "a cell of this table cannot be empty"))
                return
            if row != whole[0]:
                return
            marks = [mark.name for each in whole for mark in self.base.passages[each].marks]
            self.leave_out(
                next((each for each in marks if ".facts." in each), marks[0] if marks else solid(passage.text))
            )
        else:
            self.leave_out(passage.marks[0].name if len(passage.marks) == 1 else solid(passage.text))

    def put(self, path: str, items: list[Any]) -> None:
        """Put a list where it belongs; where it is empty, what cannot be without it goes, too."""
        steps = path.split(".")
        if steps[0] == PUBLISHER:
            self.put_of_publisher(path, items)
            return
        steps = steps[2:] if self.is_section else steps
        if len(steps) > 2:
            return  # the list of an entry, which is in place already
        if len(steps) == 2:
            holder = self.container.get(steps[0])
            if isinstance(holder, dict) and items:
                holder[steps[1]] = items
            elif isinstance(holder, dict):
                if "title" in holder and f"sections.{self.name}.{steps[0]}.title" in {
                    self.slots[row].path for row in self.back
                }:
                    self.added.append({"look": "heading", "text": holder["title"], "after": None})
                self.container.pop(steps[0])
            return
        self.container[steps[0]] = items

    def put_of_publisher(self, path: str, items: list[Any]) -> None:
        """Put a list of whoever hands the guide out where it belongs; what this guide does not show of it stays."""
        try:
            before = slots.at(self.held, slots.locate(self.held, path))
        except KeyError:
            before = []
        shown = {slot.index for slot in self.slots if slot.list == path}
        for index, item in enumerate(before):
            if index not in shown:
                items.insert(min(index, len(items)), copy.deepcopy(item))
        node = self.publisher
        steps = path.split(".")[1:]
        for step in steps[:-1]:
            node = node.setdefault(step, {})
        if items:
            node[steps[-1]] = items
        else:
            node.pop(steps[-1], None)

    def write(self) -> None:
        """Write what the school says of its own into the content."""
        for name, pieces in (("added", self.added), ("replaced", self.replaced)):
            kept = [{key: value for key, value in piece.items() if value is not None} for piece in pieces]
            if kept:
                self.container[name] = kept
            else:
                self.container.pop(name, None)


def _is_said_otherwise(parts: Sequence[Part], others: Sequence[Part]) -> bool:
    """Say whether a cell no longer says what makes itself in it; the number of a step is not counted."""
    if any(one.mark is not None and one.changed for one in others):
        return True
    return any(one.mark is None and one.changed for one in (others if parts[0].mark else parts[1:]) if one in others)


def _beyond(one: Part) -> tuple[Stretch, ...]:
    """Return what was typed into words that make themselves, without these."""
    text = "".join(each.text for each in one.after)
    own = solid("".join(each.text for each in one.before))
    return (Stretch(text.replace(own, "", 1)),) if own and own in text else one.after


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
