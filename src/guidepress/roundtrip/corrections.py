"""Corrections of a proof: a line to be said otherwise, left out or added, by a school's own pieces of the content."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import Indel

from guidepress.compose.amendments import DRAWING, LOGO
from guidepress.compose.document import solid
from guidepress.roundtrip.recovery.markdown import literal
from guidepress.roundtrip.recovery.pieces import Content
from guidepress.roundtrip.recovery.region import LOOKS
from guidepress.roundtrip.recovery.targets import CONTACT, PUBLISHER, Target
from guidepress.word.lines import Passage

_ALIKE = 0.4  # likeness from which a line in another's place is that line, said otherwise


@dataclass(frozen=True)
class Line:
    """A line of a proof: its passage and the slot of its words; `row` counts the lines of a proof."""

    row: int
    passage: Passage
    slot: Target


@dataclass(frozen=True)
class Correction:
    """A line, or a row of a table, to be said otherwise, left out (nothing is `said`) or added (there are no `lines`).

    `behind` is the line behind which it is added, None for the very beginning. A line is named by its one leaf, or by
    its words: then what a template sets around them, such as a link, goes with them. `under` names the picture below
    which it stands, if it stands behind the title or nothing.
    """

    lines: Sequence[Line]
    said: Sequence[Passage]
    behind: Line | None = None
    by_words: bool = False
    under: str = ""

    @property
    def is_named_otherwise(self) -> bool:
        """Whether its line can be named by its words as well."""
        return bool(self.lines and self.said) and _leaf(self.lines[0].passage) not in ("", self.lines[0].passage.line)


def between(
    proof: Sequence[Line], behind: Line | None, here: Sequence[Line], there: Sequence[Passage]
) -> Iterator[Correction]:
    """Yield what makes some lines of a proof, which stand behind another, say what the edited lines there say."""
    pairs = _paired(here, there)
    yield from _left_out(proof, [line for at, line in enumerate(here) if at not in pairs.values()])
    waiting: list[Passage] = []
    for at, passage in enumerate(there):
        if at not in pairs:
            waiting.append(passage)
            continue
        yield from _added(waiting, behind)
        line = here[pairs[at]]
        yield Correction([line], [passage], behind)
        waiting, behind = [], line
    yield from _added(waiting, behind)


def _paired(here: Sequence[Line], there: Sequence[Passage]) -> dict[int, int]:
    """Return which edited lines are lines of the proof said otherwise, by their places: the most alike, in order.

    Lines that look otherwise are the same only where they have the same words.
    """
    alike = [
        (Indel.normalized_similarity(solid(line.passage.text), solid(passage.text)), line.passage.look, at, of)
        for of, line in enumerate(here)
        for at, passage in enumerate(there)
        if column(line.passage) == column(passage)
        and (line.passage.look == passage.look or line.slot.kind != "replaced")
    ]
    found: dict[int, int] = {}
    for like, look, at, of in sorted(alike, key=lambda each: (-each[0], each[2:])):
        if like < (_ALIKE if look == there[at].look else 1.0) or at in found or of in found.values():
            continue
        if all((other < at) == (found[other] < of) for other in found):
            found[at] = of
    return found


def column(passage: Passage) -> int | None:
    return passage.place[2] if passage.place else None


def _left_out(proof: Sequence[Line], lines: Sequence[Line]) -> Iterator[Correction]:
    """Yield what leaves lines out: each alone, but of a table only whole rows."""
    for row in _rows(lines, lambda line: line.passage):
        place = row[0].passage.place
        if place:
            whole = [line for line in proof if (of := line.passage.place) and of[:2] == place[:2]]
            if len(whole) != len(row):
                continue
        yield Correction(row, [])


def _added(waiting: Sequence[Passage], behind: Line | None) -> Iterator[Correction]:
    for row in _rows(waiting, lambda passage: passage):
        if row[0].place and not (behind and behind.passage.place):
            continue  # a table that has moved as a whole
        yield Correction([], row, behind)


def _rows(items: Sequence[Any], passage: Callable[[Any], Passage]) -> list[list[Any]]:
    """Group neighbours that stand in one row of a table; what stands in none is alone."""
    rows: list[list[Any]] = []
    for item in items:
        place = passage(item).place
        before = passage(rows[-1][-1]).place if rows else None
        if place and before and place[:2] == before[:2]:
            rows[-1].append(item)
        else:
            rows.append([item])
    return rows


def carried_out(content: Content, wanted: Sequence[Correction]) -> Content:
    """Return content with corrections carried out."""
    made = copy.deepcopy(content)
    sections = {section["id"]: section for section in made["sections"]}
    pieces: dict[int, Content] = {}  # an addition or a replacement by the row that it stands in
    for each in wanted:
        for line in [*each.lines, *([each.behind] if each.behind else [])]:
            if line.slot.kind in ("added", "replaced"):
                holder = _holder(made, sections, line)
                kind, index = _step(line.slot)
                pieces[line.row] = holder[kind][index]
    last: dict[int, Content] = {}  # what was put last behind each row
    for each in wanted:
        if not each.lines and each.said[0].waits:
            made["contact_behind"] = _anchor(each, pieces, in_section=False)
            continue
        if not each.lines:
            behind = each.behind
            holder = _holder(made, sections, behind) if behind else made
            _add(holder, each, last, pieces, holder is not made)
            continue
        line = each.lines[0]
        holder = _holder(made, sections, line)
        moves = bool(each.said) and each.said[0].look != line.passage.look  # it cannot look so where it is
        if (piece := pieces.get(line.row)) is not None:
            _amend(holder, line, piece, each)
        else:
            _replace(holder, replace(each, said=()) if moves else each)
            if moves:
                beside = _holder(made, sections, each.behind) if each.behind else made
                _add(beside, each, last, pieces, beside is not made)
    for holder in (made, *made["sections"]):
        for kind in ("added", "replaced"):
            if kind in holder and not holder[kind]:
                holder.pop(kind)
    return made


def _holder(made: Content, sections: Mapping[str, Content], line: Line) -> Content:
    """Return what says a line: its section, even where that has lost its heading, or the guide."""
    if line.slot.kind in ("added", "replaced"):
        named = [line.slot.path]
    else:
        named = [mark.name for mark in line.passage.marks if mark.name.startswith("sections.")]
    steps = named[0].split(".") if named else ["sections", line.slot.region]
    return sections.get(steps[1], made) if steps[0] == "sections" else made


def _step(slot: Target) -> tuple[str, int]:
    """Return the list and the place in it of one of a school's own pieces."""
    steps = slot.path.split(".")
    at = next(at for at, step in enumerate(steps[:3]) if step in ("added", "replaced"))
    return steps[at], int(steps[at + 1])


def _add(
    holder: Content, wanted: Correction, last: dict[int, Content], pieces: Mapping[int, Content], in_section: bool
) -> None:
    piece = _piece(wanted.said, in_section)
    added = holder.setdefault("added", [])
    row = -1 if wanted.behind is None else wanted.behind.row
    before = last.get(row) or pieces.get(row)
    if before is not None and any(each is before for each in added):
        at = next(at for at, each in enumerate(added) if each is before) + 1
        if "after" in before:
            piece["after"] = before["after"]
    else:
        after = _anchor(wanted, pieces, in_section)
        at = next((at for at, each in enumerate(added) if each.get("after") == after), len(added))
        if after:
            piece["after"] = after
    added.insert(at, piece)
    last[row] = piece


def _anchor(wanted: Correction, pieces: Mapping[int, Content], in_section: bool) -> str | None:
    """Return how an addition names what it stands behind: none for the beginning."""
    behind = wanted.behind
    if behind is None:
        return wanted.under if wanted.under == LOGO else None
    if behind.passage.look == "h1" and wanted.under == DRAWING:
        return DRAWING
    marks = behind.passage.marks
    if behind.passage.waits and marks:
        return CONTACT.rpartition(".")[0]  # once they are filled in, it is the last of them
    if in_section and marks and re.fullmatch(r"sections\.[^.]+\.title", marks[-1].name):
        return None
    return behind.passage.line or solid(behind.passage.text)


def _piece(said: Sequence[Passage], in_section: bool) -> Content:
    if said[0].place:
        texts = {passage.place[2]: literal(passage.stretches) for passage in said if passage.place}
        return {"look": "row", "cells": [texts.get(number) or None for number in range(max(texts) + 1)]}
    look = LOOKS.get(said[0].look, "paragraph")
    heading = look == "heading"
    return {"look": "paragraph" if heading and not in_section else look, "text": literal(said[0].stretches, heading)}


def _amend(holder: Content, line: Line, piece: Content, wanted: Correction) -> None:
    """Say one of a school's own pieces otherwise, or leave it out."""
    kind, _ = _step(line.slot)
    if not wanted.said:
        if kind == "added":
            holder["added"] = [each for each in holder["added"] if each is not piece]
        else:
            piece.pop("text", None)
        return
    text = literal(wanted.said[0].stretches)
    if line.passage.place and "cells" in piece:
        piece["cells"] = [
            text if number == line.passage.place[2] else cell for number, cell in enumerate(piece["cells"])
        ]
    else:
        piece["text"] = text
        if kind == "added":
            piece["look"] = LOOKS.get(wanted.said[0].look, "paragraph")


def _replace(holder: Content, wanted: Correction) -> None:
    """Have a line of the content said otherwise, or left out, in the handout."""
    replaced = holder.setdefault("replaced", [])
    of = _named(wanted)
    values: Content = {}
    if wanted.said:
        values = {"was": solid(wanted.lines[0].passage.text), "text": literal(wanted.said[0].stretches)}
    for each in replaced:
        if each["of"] == of and "leaf" not in each:
            each.pop("text", None)
            each.update(values | {"was": each["was"]} if "was" in each else values)
            return
    replaced.append({"of": of, **values})


def _named(wanted: Correction) -> str:
    """Return how a replacement names its line: by its one leaf, so that a link around it stays, else by its name."""
    passage = wanted.lines[0].passage
    leaf = "" if wanted.by_words or (not wanted.said and passage.place) else _leaf(passage)
    if leaf.startswith(("sections.", f"{PUBLISHER}.")) or not passage.line:
        return leaf or passage.line or solid(passage.text)
    return passage.line


def _leaf(passage: Passage) -> str:
    """Return the one leaf that a passage consists of; nothing where there is more in it, or it is to be filled in."""
    if passage.waits:
        return ""  # what will be filled in there one day is another thing
    whole = [mark.name for mark in passage.marks if mark.end - mark.start >= len(passage.text.strip())]
    return whole[0] if len(whole) == len(passage.marks) == 1 else ""
