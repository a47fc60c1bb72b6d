"""One region of an edited handout, a section or what stands outside of sections, back to its content."""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidepress import alignment
from guidepress.compose.amendments import DRAWING, LOGO
from guidepress.compose.document import Run, solid
from guidepress.content.model import kinds
from guidepress.roundtrip.recovery import leaves
from guidepress.roundtrip.recovery.compared import Compared
from guidepress.roundtrip.recovery.fields import Fields
from guidepress.roundtrip.recovery.leaves import LeafPart
from guidepress.roundtrip.recovery.markdown import literal
from guidepress.roundtrip.recovery.order import staying
from guidepress.roundtrip.recovery.pieces import Content, Pieces
from guidepress.roundtrip.recovery.targets import PUBLISHER, Kind, Target
from guidepress.word.lines import Passage, as_read

LOOKS = {"b0": "bullet", "b1": "subbullet", "n0": "number", "n1": "subbullet"}
LOOKS |= dict.fromkeys(("h1", "h2", "h3", "h4"), "heading")
PROGRAMMES = f"{PUBLISHER}.programmes"
NOTHING = "–"
"""What stands in a cell of a table that has nothing to say."""


@dataclass
class Region:
    """A region that is read from top to bottom: each passage goes into its field, or among the school's own pieces.

    `reworded` has the fields that the school has changed so far.
    """

    compared: Compared
    fields: Fields
    pieces: Pieces
    reworded: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, compared: Compared, section: str, container: Content, publisher: Content) -> Region:
        """Return the region of a section, or with an empty name of what is in none; both contents will be changed."""
        pieces = Pieces([copy.deepcopy(piece) for piece in container.get("replaced", ())])
        return cls(compared, Fields(compared, section, container, publisher, pieces), pieces)

    def rebuild(self, columns: Sequence[int], behind: bool) -> Content:
        """Return the section as the edited passages in these columns say it.

        It may stand `behind` the lines on who hands the guide out.
        """
        section, content = self.fields.section, self.fields.container
        self.extend(section, columns)
        if not kinds.is_complete(content):
            kept = {key: content[key] for key in ("panel", "rank", "optional", "photo") if key in content}
            caption = f"sections.{section}.photo.credit"  # the photograph brings it along
            words = [column for column in columns if not ("photo" in kept and self._says(column) == caption)]
            return self.own(section, words, behind) | kept
        self.write()
        content.pop("behind", None)
        return content | ({"behind": True} if behind and content.get("kind") != "sources" else {})

    def own(self, section: str, columns: Sequence[int], behind: bool) -> Content:
        """Return a section of the school's own that says what stands in these columns."""
        content: Content = {"id": section, "kind": "own"}
        self.pieces.start_anew()
        for column in self._words(columns):
            before = self.compared.was(column)
            is_heading = self.compared.edited[column].look == "h2" or (before is not None and before.look == "h2")
            if is_heading and "title" not in content:
                content["title"] = self.compared.markdown(column, plain=True)
            else:
                self._add(column)
        content.setdefault("title", section.replace("-", " ").capitalize())
        for piece in self.pieces.added:
            piece.pop("after", None)
        if behind:
            content["behind"] = True
        if self.pieces.added:
            content["added"] = self.pieces.added
        return content

    def extend(self, region: str, columns: Sequence[int]) -> None:
        """Read the passages in these columns into the fields of a region, and what has no field into the pieces."""
        self.pieces.open_list = ""
        self.fields.begin(region)
        stays = staying(self.compared, region, columns)
        self._read(columns, stays)
        self.fields.settle(region, stays)

    def write(self) -> None:
        """Write the school's own pieces into the content."""
        self.pieces.write(self.fields.container)

    def _read(self, columns: Sequence[int], stays: Collection[int]) -> None:
        words, pictures = list(self._words(columns)), self._pictures(columns)
        taken: set[int] = set()
        for number, column in enumerate(words):
            if column in taken:
                continue
            while pictures and column > pictures[0][0]:
                self.pieces.pass_on(pictures.pop(0)[1])
            row = self.compared.rows[column]
            if row is not None and column in stays:
                self._keep(row, column)
            elif self.compared.edited[column].place and self.compared.is_own_cell(column):
                cells = self.compared.cells(column, words)
                taken.update(cells)
                self._add_cells(cells)
            else:
                self._add_line(column, self.pieces.open_list or self._next_list(words[number + 1 :], stays))
        # What was typed behind words that make themselves stands at the end.
        last = next((column for column in reversed(words) if column in stays), None)
        if last is None or not self.compared.holds_leaves(last):
            for piece in self.pieces.pending:
                if piece["after"] is None or (piece["after"] == self.pieces.anchor and self.fields.section):
                    piece["after"] = "end"
        self.pieces.pending = []

    def _words(self, columns: Sequence[int]) -> Iterator[int]:
        """Yield the columns that hold words that a section says."""
        for column in columns:
            passage, before = self.compared.edited[column], self.compared.was(column)
            if passage.look == "picture":
                continue
            if passage.look == "fill" or (before is not None and before.look == "fill"):
                continue  # the box of what is to be filled in is read as a whole
            yield column

    def _says(self, column: int) -> str:
        """Return the content path of the first leaf of what a column was; empty for a new line, and one without any."""
        row = self.compared.rows[column]
        return "" if row is None else self.compared.targets[row].path

    def _pictures(self, columns: Sequence[int]) -> list[tuple[int, str]]:
        """Return the columns of the logo and of the drawing at the top, with their names, if they are here."""
        if self.fields.section:
            return []
        title = next((column for column in columns if self.compared.edited[column].look == "h1"), -1)
        drawn = [column for column in columns if self.compared.edited[column].look == "picture"]
        return [(column, LOGO if column < title else DRAWING) for column in drawn]

    def _next_list(self, columns: Sequence[int], stays: Collection[int]) -> str:
        """Return the list whose first item is the next passage that stays; empty where it is none."""
        column = next((column for column in columns if column in stays), None)
        row = None if column is None else self.compared.rows[column]
        if row is None:
            return ""
        target = self.compared.targets[row]
        return target.list if target.kind in ("item", "entry") and not self.fields.lists.get(target.list) else ""

    # Passages that stay ---------------------------------------------------------------------------------------------

    def _keep(self, row: int, column: int) -> None:
        """Take a passage back into the fields that it came from."""
        target, passage, now = (
            self.compared.targets[row],
            self.compared.base.passages[row],
            self.compared.edited[column],
        )
        if target.kind == "fixed":
            self._keep_fixed(row, now)
        parts = leaves.part(passage, now) if target.leaves else []
        values, others = self._values(row, parts)
        if target.kind == "replaced":
            self._keep_replaced(target, parts, values)
        elif target.kind == "item":
            _take_in(parts, values)
            if value := values[target.path]:
                self.fields.add_item(target.list, value)
        elif target.kind in ("entry", "row", "head"):
            self._keep_in_entry(row, now, parts, values, others)
            return
        else:
            _take_in(parts, values)
            self._keep_texts(passage, parts, values)
        if target.region == "imprint" and any(part.reworded for part in others):
            self._keep_typed(passage, now)
        else:
            self._keep_foreign(row, others)

    def _values(self, row: int, parts: Sequence[LeafPart]) -> tuple[dict[str, str], list[LeafPart]]:
        """Return what each leaf of a row's target says now, and the parts that are no leaves of it."""
        target, passage = self.compared.targets[row], self.compared.base.passages[row]
        unfilled = leaves.unfilled(passage)
        values: dict[str, str] = {}
        others: list[LeafPart] = []
        for part in parts:
            if part.mark is None or part.mark not in target.leaves:
                others.append(part)
            elif part.mark.name in unfilled:
                typed = self.compared.filled_in(row, part.after, unfilled[part.mark.name])
                values[part.mark.name] = literal(typed)
            else:
                values[part.mark.name] = self.compared.value(part, passage, bool(unfilled))
        return values, others

    def _unchanged(self, target: Target, parts: Sequence[LeafPart]) -> dict[str, str]:
        """Return what each leaf of a target said before."""
        return {
            part.mark.name: self.compared.source(part.mark.name)
            for part in parts
            if part.mark in target.leaves and part.mark
        }

    def _keep_replaced(self, target: Target, parts: Sequence[LeafPart], values: dict[str, str]) -> None:
        """Take back what the school said otherwise already."""
        for path, text in values.items():
            # One of another section was moved in here, and is the guide's.
            if path.startswith(self.fields.prefix) and target.index < len(self.pieces.replaced):
                self.pieces.replaced[target.index] |= {"text": text or None}
            self.pieces.anchor = path
        if target.entry and parts:  # the entry itself is still there, though its line says something else
            kind: Kind = "head" if target.is_head else "row"
            anchor = self.pieces.anchor
            self.fields.add_entry(Target(kind, target.region, *target.entry), Passage("p", ()), {})
            self.pieces.pass_on(anchor)

    def _keep_in_entry(
        self,
        row: int,
        now: Passage,
        parts: Sequence[LeafPart],
        values: dict[str, str],
        others: Sequence[LeafPart],
    ) -> None:
        """Take back a line with the fields of an entry, a cell of a row of a table, or the heading over an entry."""
        target, passage = self.compared.targets[row], self.compared.base.passages[row]
        is_pair = target.kind == "entry" and len(target.leaves) == 2 and self.compared.pair(target.list) is not None
        if target.kind == "entry":
            # Where a name that is not the guide's own stands in the line, the line as a whole is said otherwise.
            is_whole = not is_pair and any(part.reworded for part in others)
        else:
            is_whole = target.kind == "row" and bool(target.leaves) and _is_said_otherwise(parts, others)
        if is_whole:
            values, others = self._unchanged(target, parts), []
        elif is_pair and _has_lost_its_colon(target, passage, now, values):
            first, second = (leaf.name for leaf in target.leaves)
            values = {first: "", second: literal(now.stretches)}
        else:
            _take_in(parts, values)
        self.fields.add_entry(target, passage, values)
        if target.kind == "entry" and is_whole:
            self._say_otherwise(row, now)
        elif target.kind == "row" and (is_whole or not target.leaves):
            self._keep_fixed(row, now, in_entry=True)
        if self.fields.lists[target.list]:  # leaves that are not this guide's, if the entry is still there
            self._keep_foreign(row, others)

    def _keep_texts(self, passage: Passage, parts: Sequence[LeafPart], values: dict[str, str]) -> None:
        """Take back fields with one text each."""
        changed = {part.mark.name for part in parts if part.mark and part.changed}
        for path, value in values.items():
            # A name that stands in several places is what it was changed to in one of them.
            if path not in self.reworded or path in changed:
                self.fields.set(path, value)
            self.reworded |= {path} if path in changed else set()
            self.pieces.pass_on(path)
        if passage.marks:
            self.pieces.pass_on(self.pieces.anchor if values else passage.marks[-1].name)

    def _keep_fixed(self, row: int, now: Passage, in_entry: bool = False) -> None:
        """Take back a passage whose words make themselves: as a replacement where the school says it otherwise.

        It may stand in the row of an entry.
        """
        passage = self.compared.base.passages[row]
        if not in_entry and (passage.marks or not (self.fields.section or passage.place)):
            self.pieces.pass_on(self.compared.line(row))
        parts = leaves.part(passage, now)
        if passage.look == "fill" or not any(part.changed for part in parts):
            return
        if self.compared.targets[row].region == "imprint":
            self._keep_typed(passage, now)
        elif not in_entry and passage.marks and not any(part.mark is None and part.changed for part in parts):
            self._keep_foreign(row, parts)
        else:
            self._say_otherwise(row, now)

    def _say_otherwise(self, row: int, now: Passage) -> None:
        """Have a line as a whole say what it says now."""
        was = solid(self.compared.base.passages[row].text)
        self.pieces.say_otherwise(self.fields.line(row), literal(now.stretches), was=was)

    def _keep_typed(self, passage: Passage, now: Passage) -> None:
        """Keep the words that were typed into a line that makes itself, as an addition."""
        before = set(alignment.tokens(passage.text))
        words = " ".join(word for word in now.text.split() if set(alignment.tokens(word)) - before)
        if words:
            self.pieces.add("paragraph", text=literal((Run(words),)))
            self.pieces.cannot_take(words, "this line makes itself in every build; your words stand beside it")

    def _keep_foreign(self, row: int, parts: Sequence[LeafPart]) -> None:
        """Take back leaves of a line that are not this guide's: a figure, a role's name."""
        passage = self.compared.base.passages[row]
        for part in parts:
            if part.mark is None or not part.changed:
                continue
            numbers = [number for number in self.compared.targets[row].pieces if f".{number}." in part.mark.name]
            if numbers and ".replaced." in f".{part.mark.name}":
                self.pieces.replaced[numbers[0]] |= {"text": literal(part.after) or None}
                continue
            if literal(part.after) != solid("".join(stretch.text for stretch in part.before)):
                # Bold that the template gives cannot be taken off.
                was = passage.text[part.mark.start : part.mark.end]
                leaf = part.mark.name if solid(was) != solid(passage.text) else ""
                self.pieces.say_otherwise(self.fields.line(row), literal(part.after), leaf, solid(was))

    # Passages that are new, or stand out of their order -------------------------------------------------------------

    def _add_cells(self, cells: Sequence[int]) -> None:
        """Take in the cells of a new row of a table as an addition."""
        if len(cells) == 1:
            self._add_line(cells[0], self.pieces.open_list)
            return
        by_column = {place[2]: cell for cell in cells if (place := self.compared.edited[cell].place)}
        programme = self._programme(by_column)
        if programme and PROGRAMMES in self.fields.lists:
            self.fields.add_item(PROGRAMMES, programme)
            return
        texts = {number: self.compared.markdown(cell) for number, cell in by_column.items()}
        self.pieces.add("row", cells=[texts.get(number) or None for number in range(max(texts) + 1)])

    def _programme(self, cells: Mapping[int, int]) -> Content | None:
        """Return what a new row of the table of programs nearby says, for this guide; None for a row of another table.

        `cells` has the column of the handout's text for each column of the table.
        """
        table = {place[0] for cell in cells.values() if (place := self.compared.edited[cell].place)}
        keys: dict[int, str] = {}
        for row, column in self.compared.columns.items():
            name, place = self.compared.line(row), self.compared.edited[column].place
            if place and place[0] in table and name.startswith(f"{PROGRAMMES}.table."):
                keys[place[2]] = name.rpartition(".")[2]
        texts = {keys[number]: self.compared.markdown(cell) for number, cell in cells.items() if number in keys}
        programme: Content = {key: text for key, text in texts.items() if text and text != NOTHING}
        if "name" not in programme:
            return None
        number = next(number for number, key in keys.items() if key == "name")
        links = {stretch.href for stretch in self.compared.edited[cells[number]].stretches if stretch.text.strip()}
        if len(links) == 1 and (link := links.pop()):
            programme |= {"name": self.compared.edited[cells[number]].text.strip(), "link": link}
        return programme | {"guides": [self.compared.base.guide]}

    def _add_line(self, column: int, in_list: str) -> None:
        """Take in a passage that came from no field here: into a list that it stands in, or as an addition."""
        text = self._text_beyond_fields(column)
        if text and not (in_list and self._joins(in_list, self.compared.edited[column], text)):
            self._add(column)

    def _add(self, column: int) -> None:
        """Take in a passage as an addition."""
        look = LOOKS.get(self.compared.edited[column].look, "paragraph")
        if look == "heading" and not self.fields.section:
            look = "paragraph"
        text = self.compared.markdown(column) if look == "heading" else self._text_beyond_fields(column)
        if text:
            self.pieces.add(look, text=text)

    def _text_beyond_fields(self, column: int) -> str:
        """Return the Markdown of a passage that will stand in another style: with the look that its own one gave it."""
        passage = self.compared.edited[column]
        if not (passage.bold or passage.italic):
            return self.compared.markdown(column)
        self.pieces.as_seen.add(column)
        return literal(as_read(passage))

    def _joins(self, path: str, passage: Passage, text: str) -> bool:
        """Put a passage into a list as a new item, if it looks like one. Returns whether it did."""
        targets = self.compared.targets
        row = next(
            (row for row, target in enumerate(targets) if target.list == path and target.kind in ("item", "entry")),
            None,
        )
        if row is None or self.compared.base.passages[row].look != passage.look or self.compared.still_waits(row):
            return False
        item: Any = text
        if targets[row].kind == "entry":
            pair = self.compared.pair(path)
            if pair is None:
                return False
            match = re.fullmatch(r"(?:\*\*)?([^:]{1,60}?):(?:\*\*)?\s+(.+)", text, re.DOTALL)
            item = {pair[0]: match[1], pair[1]: match[2]} if match else {pair[1]: text}
        self.fields.add_item(path, item)
        return True


def _has_lost_its_colon(target: Target, passage: Passage, now: Passage, values: Mapping[str, str]) -> bool:
    """Say whether what stands between the two fields of an entry, such as a colon, is gone, and the first is not."""
    first, second = target.leaves
    return bool(values[first.name]) and passage.text[first.end : second.start].strip() not in now.text


def _take_in(parts: Sequence[LeafPart], values: dict[str, str]) -> None:
    """Take words that were typed over a number or a mark between leaves into the leaf beside them."""
    for number, part in enumerate(parts):
        if part.mark is not None or not part.reworded:
            continue
        words = literal(_without_own_words(part))
        after, before = _first_leaf(parts[number:], values), _first_leaf(parts[number::-1], values)
        if words and after:
            values[after] = f"{words} {values[after]}".strip()
        elif words and before:
            values[before] = f"{values[before]} {words}".strip()


def _first_leaf(parts: Sequence[LeafPart], values: Mapping[str, str]) -> str | None:
    """Return the first leaf among parts that has a value."""
    return next((part.mark.name for part in parts if part.mark is not None and part.mark.name in values), None)


def _is_said_otherwise(parts: Sequence[LeafPart], others: Sequence[LeafPart]) -> bool:
    """Say whether a cell no longer says what makes itself in it; another number of a step is not counted."""
    return any(
        part.changed for part in others if part.mark is not None or part is not parts[0] or not _is_numbered_anew(part)
    )


def _is_numbered_anew(part: LeafPart) -> bool:
    """Say whether what stands before a leaf is a number, and still no more than one; its look is not counted."""
    before, after = ("".join(stretch.text for stretch in side) for side in (part.before, part.after))
    return bool(_NUMBER.fullmatch(before)) and bool(_NUMBER.fullmatch(after))


_NUMBER = re.compile(r"\s*(\d+[.)]?)?\s*")


def _without_own_words(part: LeafPart) -> tuple[Run, ...]:
    """Return what was typed into words that make themselves, without these."""
    text = "".join(stretch.text for stretch in part.after)
    own = solid("".join(stretch.text for stretch in part.before))
    return (Run(text.replace(own, "", 1)),) if own and own in text else part.after
