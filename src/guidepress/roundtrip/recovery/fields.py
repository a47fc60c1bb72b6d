"""What an edited region says, put into the fields and the lists of its content."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from guidepress.compose.document import solid
from guidepress.content import paths
from guidepress.roundtrip.recovery import leaves, targets
from guidepress.roundtrip.recovery.order import Content, Territory, Unplaced
from guidepress.roundtrip.recovery.targets import PUBLISHER, Target
from guidepress.word.lines import Passage


class Fields(Territory):
    """A region whose fields and lists are filled again; what cannot be without the school's words goes."""

    def entry(self, slot: Target, passage: Passage, values: Mapping[str, str]) -> None:
        """Take the fields of an entry back; the entry itself comes into its list with the first of them."""
        entry = self.entries.get((slot.list, slot.index))
        if entry is None:
            entry = copy.deepcopy(targets.at(self.held, targets.locate(self.held, f"{slot.list}.{self.item(slot)}")))
            if slot.kind == "head" or "points" in entry:
                entry["points"] = self.lists[f"{slot.list}.{self.item(slot)}.points"] = []
            if values and not any(values.values()):
                if slot.kind == "row":
                    self.unplaced.append(
                        Unplaced(solid(passage.text), "this cannot be empty, so it stays; delete the whole row")
                    )
                return
            self.entries[slot.list, slot.index] = entry
            self.lists[slot.list].append(entry)
        prefix = f"{slot.list}.{self.item(slot)}."
        gone: list[targets.Location] = []
        for path, value in values.items():
            location = targets.locate(self.at_base(slot), path.removeprefix(prefix))
            holder = targets.at(entry, location[:-1])
            if value:
                holder[location[-1]] = value
            elif self.may_be_empty(path):
                holder.pop(location[-1], None)
            else:
                gone.append(location)
        self.empty(entry, gone, prefix)
        number = len(self.lists[slot.list]) - 1
        name = paths.item_name(entry) or str(number)
        if slot.kind == "head":  # what stands under it begins behind the heading, not behind all of it
            name = f"{name}.{slot.path.rpartition('.')[2]}"
        self.anchor = f"{slot.list}.{name}" if values else (passage.marks[-1].name if passage.marks else self.anchor)
        self.open = slot.list if slot.kind == "entry" else ""

    def empty(self, entry: Content, gone: Sequence[targets.Location], prefix: str) -> None:
        """Take out fields that cannot be empty: with the branch that they belong to, or else not at all."""
        branches: dict[int, set[str]] = {}
        for location in gone:
            if len(location) == 3 and location[0] == "branches" and isinstance(location[1], int):
                branches.setdefault(location[1], set()).add(str(location[2]))
            else:
                path = prefix + ".".join(str(step) for step in location)
                self.unplaced.append(
                    Unplaced(path, "this cannot be empty, so it stays; delete the whole row or line instead")
                )
        for index in sorted(branches, reverse=True):
            branch = entry["branches"].pop(index)
            left = [branch[key] for key in ("name", "text") if key not in branches[index]]
            if left:
                entry["text"] = f"{entry['text']} {left[0]}"
        if branches and not entry["branches"]:
            entry.pop("branches")

    def set(self, path: str, value: str) -> None:
        """Set a field with one text, or take it out."""
        if not path.startswith((self.prefix, f"{PUBLISHER}.")):
            # It stands under a heading that is not its own, because that was taken out: its field is not in reach here.
            if value != self.source(path):
                self.replaced.append({"of": path} | ({"text": value} if value else {}))
            return None
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
                return self.set_in_list(path, steps, value)
            node = inner
        if value:
            node[steps[-1]] = value
        elif self.may_be_empty(path) and not path.startswith(f"{PUBLISHER}."):
            node.pop(steps[-1], None)
        elif path.endswith("lookup.text"):
            self.container.pop("lookup", None)
        elif path == f"{PUBLISHER}.name" and not self.base.school:
            node.pop("name", None)
        else:
            self.leave_out(path)
        return None

    def set_in_list(self, path: str, steps: Sequence[str], value: str) -> None:
        """Set a field of an item that is not rebuilt with its list, such as the note under a comparison."""
        location = targets.locate(self.container, ".".join(steps))
        holder = targets.at(self.container, location[:-1])
        if value:
            holder[location[-1]] = value
        elif self.may_be_empty(path):
            holder.pop(location[-1], None)
        else:
            self.leave_out(path)

    def leave_out(self, path: str) -> None:
        if not any(each["of"] == path for each in self.replaced):
            self.replaced.append({"of": path})

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
        for row, slot in enumerate(self.slots):
            if slot.region != region or self.back.get(row) in self.stays:
                continue
            passage = self.base.passages[row]
            if slot.kind == "text":
                for leaf in slot.leaves:
                    if leaf.name not in leaves.unfilled(passage) and not self.elsewhere(leaf.name, row):
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
                    self.unplaced.append(Unplaced(solid(passage.text), "a cell of this table cannot be empty"))
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
            before = targets.at(self.held, targets.locate(self.held, path))
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
