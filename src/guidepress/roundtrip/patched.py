"""Writes a patch of a handout's page into its content: as a school's own additions and replacements."""

from __future__ import annotations

import copy
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from guidepress.compose.amendments import DRAWING
from guidepress.compose.document import solid
from guidepress.roundtrip import page
from guidepress.roundtrip.page import PageRow
from guidepress.roundtrip.patch import RowChange
from guidepress.roundtrip.recovery.markdown import literal
from guidepress.roundtrip.recovery.pieces import Content
from guidepress.roundtrip.recovery.region import LOOKS
from guidepress.roundtrip.recovery.targets import CONTACT, PLACES, Target
from guidepress.word.lines import Passage, as_read


@dataclass(frozen=True)
class MadeLine:
    """A line of a page that was made: its passage, and the target of its words in the content that it was made of."""

    passage: Passage
    target: Target

    @property
    def is_own(self) -> bool:
        """Whether it is one of the school's own pieces already."""
        return self.target.kind in ("added", "replaced")


def is_place(passage: Passage) -> bool:
    """Say whether a line of a page that was made is a place that is still to be filled in."""
    return bool(_place_name(passage))


def _place_name(passage: Passage) -> str:
    return next((PLACES[mark.name] for mark in passage.marks if mark.name in PLACES), "") if passage.waits else ""


def patched(
    content: Content,
    rows: Sequence[Sequence[MadeLine]],
    changes: Sequence[RowChange],
    below_pictures: Mapping[str, Container[PageRow]],
) -> Content:
    """Return a guide's content that gives a page with the changes.

    `rows` are the lines of each row of the page that the content gives. `below_pictures` has the rows of the page that
    is wanted that stand between the logo and the title, and between the drawing and the first section, by the name of
    the picture.
    """
    writer = _Writer(copy.deepcopy(content), rows, below_pictures)
    moved = {change.said.words for change in changes if change.row is None and change.said and change.said.waits}
    for change in changes:
        if change.row is None and change.said is not None:
            writer.add(change.said, change.behind)
        elif change.row is not None and change.said is not None:
            writer.reword(rows[change.row], change.said)
        elif change.row is not None and not (
            is_place(first := rows[change.row][0].passage) and solid(first.text) in moved
        ):
            writer.leave_out(rows[change.row])
    return writer.written()


@dataclass
class _Writer:
    """The content that changes are being written into.

    `own` has the school's own piece that a line stands for, by the line's id: found before the first change, since
    changes move pieces in their lists. `last` is what was put last behind each row.
    """

    content: Content
    rows: Sequence[Sequence[MadeLine]]
    below_pictures: Mapping[str, Container[PageRow]]
    own: dict[int, Content] = field(init=False)
    last: dict[int | None, Content] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = {id(line): self._piece_of(line) for row in self.rows for line in row if line.is_own}

    def written(self) -> Content:
        """Return the content, without lists of pieces that have nothing left in them."""
        for holder in (self.content, *self.content["sections"]):
            for kind in ("added", "replaced"):
                if kind in holder and not holder[kind]:
                    holder.pop(kind)
        return self.content

    def reword(self, lines: Sequence[MadeLine], said: PageRow) -> None:
        """Say the lines of a row otherwise, where they say something else."""
        for line in lines:
            passages = [passage for passage in said.passages if page.column(passage) == page.column(line.passage)]
            if not passages or [page.key(passage) for passage in passages] == [page.key(line.passage)]:
                continue  # a cell that is empty keeps its words: a table has no way to say so, and it is told
            is_set_so = line.passage.bold or line.passage.place  # the page gives the words their style's look again
            text = "\n".join(literal(one.stretches if is_set_so else as_read(one)) for one in passages)
            piece = self.own.get(id(line))
            if piece is None:
                self._replace(line, {"was": solid(line.passage.text), "text": text})
            elif line.passage.place and "cells" in piece:
                number = line.passage.place[2]
                piece["cells"] = [text if index == number else cell for index, cell in enumerate(piece["cells"])]
            else:
                piece["text"] = text

    def leave_out(self, lines: Sequence[MadeLine]) -> None:
        """Leave out a row: the page does so with all of it, where its first line is left out."""
        line = lines[0]
        piece = self.own.get(id(line))
        if piece is None:
            self._replace(line, {})
        elif line.target.kind == "replaced":
            piece.pop("text", None)
        else:
            holder = self._holder(line)
            holder["added"] = [addition for addition in holder["added"] if addition is not piece]

    def add(self, said: PageRow, behind: int | None) -> None:
        """Add a row behind another, or at the beginning; a row of a table only behind another one."""
        line = None if behind is None else self.rows[behind][0]
        if said.in_table and not (line and line.passage.place):
            return  # a table that has moved as a whole
        holder = self._holder(line) if line else self.content
        in_section = holder is not self.content
        if said.waits:
            self._move_place(said, line)
            return
        piece = _piece(said, in_section)
        added = holder.setdefault("added", [])
        previous = self.last.get(behind) or (self.own.get(id(line)) if line else None)
        spots = [index for index, addition in enumerate(added) if addition is previous]
        anchor = self._anchor(said, line, in_section)
        if previous is not None and spots and (anchor != DRAWING or previous.get("after") == DRAWING):
            spot = spots[0] + 1
            after = previous.get("after")
        else:
            after = anchor
            same = [index for index, addition in enumerate(added) if addition.get("after") == after]
            spot = same[0] if same else len(added)
        added.insert(spot, piece | ({"after": after} if after else {}))
        self.last[behind] = added[spot]

    def _move_place(self, said: PageRow, behind: MadeLine | None) -> None:
        """Move a place that is to be filled in; at the very beginning there is nothing that it could follow."""
        names = [
            _place_name(line.passage) for row in self.rows for line in row if solid(line.passage.text) == said.words
        ]
        after = self._anchor(said, behind, in_section=False)
        if after and any(names):
            look = LOOKS.get(said.look, "paragraph")
            place = {"after": after, "look": "paragraph" if look == "heading" else look}
            self.content.setdefault("moved_places", {})[next(filter(None, names))] = place

    def _anchor(self, said: PageRow, behind: MadeLine | None, in_section: bool) -> str | None:
        """Return how an addition names what it stands behind: none for the beginning of its section or the page."""
        picture = next((name for name, rows in self.below_pictures.items() if said in rows), None)
        if behind is None or (picture == DRAWING and not in_section):
            return picture
        marks = behind.passage.marks
        if behind.passage.waits and marks:
            return CONTACT.rpartition(".")[0]  # once they are filled in, it is the last of them
        if in_section and marks and re.fullmatch(r"sections\.[^.]+\.title", marks[-1].name):
            return None
        return behind.passage.line

    def _replace(self, line: MadeLine, values: Content) -> None:
        """Add the replacement that says a line otherwise, or leaves it out, or change the one that is there."""
        replaced = self._holder(line).setdefault("replaced", [])
        name = line.passage.line
        for replacement in replaced:
            if replacement["of"] == name and "leaf" not in replacement:
                replacement.pop("text", None)
                replacement.update(values | ({"was": replacement["was"]} if "was" in replacement else {}))
                return
        replaced.append({"of": name, **values})

    def _holder(self, line: MadeLine) -> Content:
        """Return what says a line: its section, even where that has lost its heading, or the guide."""
        if line.is_own:
            paths = [line.target.path]
        else:
            paths = [mark.name for mark in line.passage.marks if mark.name.startswith("sections.")]
        steps = paths[0].split(".") if paths else ["sections", line.target.region]
        sections = {section["id"]: section for section in self.content["sections"]}
        return sections.get(steps[1], self.content) if steps[0] == "sections" else self.content

    def _piece_of(self, line: MadeLine) -> Content:
        steps = line.target.path.split(".")
        spot = next(spot for spot, step in enumerate(steps[:3]) if step in ("added", "replaced"))
        piece: Content = self._holder(line)[steps[spot]][int(steps[spot + 1])]
        return piece


def _piece(row: PageRow, in_section: bool) -> Content:
    """Return the addition that gives a row."""
    if row.in_table:
        texts: dict[int, str] = {}
        for passage in row.passages:
            number = page.column(passage) or 0
            texts[number] = "\n".join(text for text in (texts.get(number), literal(passage.stretches)) if text)
        return {"look": "row", "cells": [texts.get(number) or None for number in range(max(texts) + 1)]}
    look = LOOKS.get(row.look, "paragraph")
    is_heading = look == "heading"
    return {
        "look": "paragraph" if is_heading and not in_section else look,
        "text": literal(as_read(row.passages[0]), is_heading and in_section),
    }
