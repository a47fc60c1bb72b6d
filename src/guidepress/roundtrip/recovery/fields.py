"""What an edited region says, put into the fields and the lists of its content."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidepress.compose.document import solid
from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.roundtrip.recovery import leaves
from guidepress.roundtrip.recovery.compared import Compared
from guidepress.roundtrip.recovery.pieces import Content, Pieces
from guidepress.roundtrip.recovery.targets import PUBLISHER, Target
from guidepress.word.lines import Passage

_WORDS, _ADDRESS = "lookup.text", "lookup.address"  # the line over the address of new figures, and the address's line


@dataclass
class Fields:
    """The fields and lists of a region, filled again; what cannot be without the school's words goes.

    `section` is the id of the section, empty for what is in none. `container` is the content of the section or of the
    guide, `publisher` of whoever hands it out; both are changed. `lists` has the items of each list read so far by its
    content path, `entries` the entries among them by their list and the place in it that they had.
    """

    compared: Compared
    section: str
    container: Content
    publisher: Content
    pieces: Pieces
    lists: dict[str, list[Any]] = field(default_factory=dict)
    entries: dict[tuple[str, int], Content] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What the content paths of its own section begin with; empty for what stands outside of sections."""
        return f"sections.{self.section}." if self.section else ""

    def begin(self, region: str) -> None:
        """Empty the lists of a region, to be filled again."""
        for row in self.compared.rows_of(region):
            target = self.compared.targets[row]
            if target.kind in ("item", "entry", "row", "head"):
                self.lists.setdefault(target.list, [])
            elif target.entry:
                self.lists.setdefault(target.entry[0], [])

    # Items and entries ----------------------------------------------------------------------------------------------

    def add_item(self, path: str, item: Any) -> None:
        """Put an item at the end of a list; what follows may go on that list."""
        self.lists[path].append(item)
        self.pieces.pass_on(f"{path}.{len(self.lists[path]) - 1}", path)

    def last_entry(self, path: str) -> str:
        """Return the content path of the entry that was put into a list last."""
        items = self.lists[path]
        return f"{path}.{paths.item_name(items[-1]) or len(items) - 1}"

    def line(self, row: int) -> str:
        """Return what a line of an entry will be called, once the entry stands where it was put last."""
        name, target = self.compared.line(row), self.compared.targets[row]
        if target.list and self.lists.get(target.list):
            before = self.compared.item_path(target)
            if f"{name}.".startswith(f"{before}."):
                return self.last_entry(target.list) + name.removeprefix(before)
        return name

    def add_entry(self, target: Target, passage: Passage, values: Mapping[str, str]) -> None:
        """Take the fields of an entry back; the entry itself comes into its list with the first of them."""
        entry = self.entries.get((target.list, target.index))
        if entry is None:
            entry = self._begin_entry(target, passage, values)
        if entry is None:
            return
        prefix = f"{self.compared.item_path(target)}."
        gone: list[paths.Location] = []
        for path, value in values.items():
            location = paths.locate(self.compared.item(target), path.removeprefix(prefix))
            holder = paths.follow(entry, location[:-1])
            if value:
                holder[location[-1]] = value
            elif self.compared.may_be_empty(path):
                holder.pop(location[-1], None)
            else:
                gone.append(location)
        self._empty(entry, gone, prefix)
        anchor = self.pieces.anchor
        if values:
            anchor = f"{target.list}.{paths.item_name(entry) or len(self.lists[target.list]) - 1}"
            if target.kind == "head":  # what stands under it begins behind the heading, not behind all of it
                anchor = f"{anchor}.{target.path.rpartition('.')[2]}"
        elif passage.marks:
            anchor = passage.marks[-1].name
        self.pieces.pass_on(anchor, target.list if target.kind == "entry" else "")

    def _begin_entry(self, target: Target, passage: Passage, values: Mapping[str, str]) -> Content | None:
        """Put an entry into its list as it was; None, and it stays out, where all of its words here were deleted."""
        path = self.compared.item_path(target)
        entry: Content = copy.deepcopy(paths.get(self.compared.content, path))
        if target.kind == "head" or "points" in entry:
            entry["points"] = self.lists[f"{path}.points"] = []
        if values and not any(values.values()):
            if target.kind == "row":
                reason = "this cannot be empty, so it stays; delete the whole row"
                self.pieces.cannot_take(solid(passage.text), reason)
            return None
        self.entries[target.list, target.index] = entry
        self.lists[target.list].append(entry)
        return entry

    def _empty(self, entry: Content, gone: Sequence[paths.Location], prefix: str) -> None:
        """Take out fields that cannot be empty: with the branch that they belong to, or else not at all."""
        branches: dict[int, set[str]] = {}
        for location in gone:
            if len(location) == 3 and location[0] == "branches" and isinstance(location[1], int):
                branches.setdefault(location[1], set()).add(str(location[2]))
            else:
                path = prefix + ".".join(str(step) for step in location)
                self.pieces.cannot_take(path, "this cannot be empty, so it stays; delete the whole row or line instead")
        for index in sorted(branches, reverse=True):
            branch = entry["branches"].pop(index)
            left = [branch[key] for key in ("name", "text") if key not in branches[index]]
            if left:
                entry["text"] = f"{entry['text']} {left[0]}"
        if branches and not entry["branches"]:
            entry.pop("branches")

    # Fields ---------------------------------------------------------------------------------------------------------

    def set(self, path: str, value: str) -> None:
        """Set a field with one text, or take it out."""
        if not path.startswith((self.prefix, f"{PUBLISHER}.")):
            # It stands under a heading that is not its own, because that was taken out: its field is not in reach here.
            if value != self.compared.source(path):
                self.pieces.say_otherwise(path, value)
            return None
        if path.startswith(f"{PUBLISHER}."):
            node, steps = self.publisher, path.split(".")[1:]
        else:
            node, steps = self.container, path.split(".")[2 if self.section else 0 :]
        for step in steps[:-1]:
            inner: Any = node.get(step) if isinstance(node, dict) else None
            if inner is None:
                return None  # what it stood in is gone already
            if isinstance(inner, list):
                return self._set_in_list(path, steps, value)
            node = inner
        if value:
            node[steps[-1]] = value
        elif self.compared.may_be_empty(path) and not path.startswith(f"{PUBLISHER}."):
            node.pop(steps[-1], None)
        elif self.section and steps[-1] in kinds.kind(node.get("kind")).texts:
            node.pop(steps[-1], None)  # without it the section is none of its kind
        elif path.endswith(_WORDS) and not self._shows_address():
            (self.publisher if path.startswith(f"{PUBLISHER}.") else self.container).pop("lookup", None)
        elif path == f"{PUBLISHER}.name" and not self.compared.base.school:
            node.pop("name", None)
        else:
            self.pieces.leave_out(path)
        return None

    def _shows_address(self) -> bool:
        """Say whether the address of new figures still stands in the edited handout."""
        return any(self.compared.line(row).endswith(_ADDRESS) for row in self.compared.columns)

    def _set_in_list(self, path: str, steps: Sequence[str], value: str) -> None:
        """Set a field of an item that is not rebuilt with its list, such as the note under a comparison."""
        location = paths.locate(self.container, ".".join(steps))
        holder = paths.follow(self.container, location[:-1])
        if value:
            holder[location[-1]] = value
        elif self.compared.may_be_empty(path):
            holder.pop(location[-1], None)
        else:
            self.pieces.leave_out(path)

    # What is gone ---------------------------------------------------------------------------------------------------

    def settle(self, region: str, stays: Collection[int]) -> None:
        """Put the lists into the content, and leave out what is no longer there.

        `stays` has the columns whose passages went back into their fields.
        """
        for path, items in self.lists.items():
            self._put(path, items)
            nested = path.count(".") > 2 and path.endswith(".points")
            if nested and not any(entry.get("points") is items for entry in self.entries.values()):
                self.pieces.added += [{"look": "bullet", "text": item, "after": "end"} for item in items]
        self.lists = {}
        rows = self.compared.rows_of(region)
        photo = {row for row in rows if f"{self.compared.line(row)}.".startswith(f"{self.prefix}photo.")}
        if self.section and photo and photo.isdisjoint(self.compared.columns):
            self.container.pop("photo", None)  # with its caption; the picture alone may be lost on the way
        table_rows: dict[tuple[int, int], list[int]] = {}
        for row in rows:
            if place := self.compared.base.passages[row].place:
                table_rows.setdefault(place[:2], []).append(row)
        for row in rows:
            if self.compared.columns.get(row) in stays:
                continue
            target, passage = self.compared.targets[row], self.compared.base.passages[row]
            if target.kind == "text":
                for leaf in target.leaves:
                    if leaf.name not in leaves.unfilled(passage) and not self.compared.stands_elsewhere(leaf.name, row):
                        self.set(leaf.name, "")
            elif target.kind == "replaced":
                self.pieces.replaced[target.index].pop("text", None)
            elif target.kind == "fixed" or (target.kind == "row" and not target.leaves):
                self._drop(row, table_rows)
            for number in target.pieces:
                self.pieces.replaced[number].pop("text", None)

    def _drop(self, row: int, table_rows: Mapping[tuple[int, int], Sequence[int]]) -> None:
        """Leave out words that make themselves and that the school has deleted: a line, or a whole row of a table.

        A cell alone, a figure in it too, stays, and that is told.
        """
        passages, still_there = self.compared.base.passages, self.compared.columns
        passage = passages[row]
        if passage.look in ("fill", "picture") or self.compared.targets[row].region == "imprint":
            return
        if not passage.place:
            name = self.compared.line(row)
            if not (name.endswith(_ADDRESS) and "lookup" not in self.container):  # else it is gone with its words
                self.pieces.leave_out(name)
            return
        cells = table_rows[passage.place[:2]]
        if any(cell in still_there for cell in cells):
            if row not in still_there:
                self.pieces.cannot_take(solid(passage.text), "a cell of this table cannot be empty")
        elif row == cells[0] and self.compared.targets[row].kind == "fixed":  # an entry's row goes with the entry
            self.pieces.leave_out(self.compared.line(row))

    def _put(self, path: str, items: list[Any]) -> None:
        """Put a list where it belongs; where it is empty, what cannot be without it goes, too."""
        steps = path.split(".")
        if steps[0] == PUBLISHER:
            self._put_of_publisher(path, items)
            return
        steps = steps[2:] if self.section else steps
        if len(steps) > 2:
            return  # the list of an entry, which is in place already
        if len(steps) == 1:
            self.container[steps[0]] = items
            return
        holder = self.container.get(steps[0])
        if isinstance(holder, dict) and items:
            holder[steps[1]] = items
        elif isinstance(holder, dict):
            shown = {self.compared.targets[row].path for row in self.compared.columns}
            if "title" in holder and f"sections.{self.section}.{steps[0]}.title" in shown:
                self.pieces.added.append({"look": "heading", "text": holder["title"], "after": None})
            self.container.pop(steps[0])

    def _put_of_publisher(self, path: str, items: list[Any]) -> None:
        """Put a list of whoever hands the guide out where it belongs; what this guide does not show of it stays."""
        try:
            before = paths.get(self.compared.content, path)
        except KeyError:
            before = []
        shown = {target.index for target in self.compared.targets if target.list == path}
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
