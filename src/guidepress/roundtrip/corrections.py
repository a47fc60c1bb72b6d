"""Finds the corrections of a proof (lines to change, leave out or add), and carries them out in the content."""

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
    """A line of a proof: its passage, the target of its words in the content, and its `row` in the proof."""

    row: int
    passage: Passage
    target: Target


@dataclass(frozen=True)
class Correction:
    """A line or table row to be changed, left out (nothing is `said`) or added (there are no `lines`).

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
        """Whether the line to be corrected can be named by its words as well as by its leaf."""
        return bool(self.lines and self.said) and _only_leaf(self.lines[0].passage) not in (
            "",
            self.lines[0].passage.line,
        )


def between(
    proof: Sequence[Line], behind: Line | None, proof_lines: Sequence[Line], edited_passages: Sequence[Passage]
) -> Iterator[Correction]:
    """Take lines of a proof and the edited lines in their place; yield the corrections from one to the other."""
    pairs = _line_pairs(proof_lines, edited_passages)
    yield from _omissions(proof, [line for position, line in enumerate(proof_lines) if position not in pairs.values()])
    additions: list[Passage] = []
    for position, passage in enumerate(edited_passages):
        if position not in pairs:
            additions.append(passage)
            continue
        yield from _additions(additions, behind)
        line = proof_lines[pairs[position]]
        yield Correction([line], [passage], behind)
        additions, behind = [], line
    yield from _additions(additions, behind)


def _line_pairs(proof_lines: Sequence[Line], edited_passages: Sequence[Passage]) -> dict[int, int]:
    """Return which edited lines are changed lines of the proof, position by position: the most alike, in order.

    Lines that look otherwise are the same only where they have the same words.
    """
    candidates = [
        (
            Indel.normalized_similarity(solid(line.passage.text), solid(passage.text)),
            line.passage.look,
            position,
            line_position,
        )
        for line_position, line in enumerate(proof_lines)
        for position, passage in enumerate(edited_passages)
        if column(line.passage) == column(passage)
        and (line.passage.look == passage.look or line.target.kind != "replaced")
    ]
    pairs: dict[int, int] = {}
    for likeness, look, position, line_position in sorted(
        candidates, key=lambda candidate: (-candidate[0], candidate[2:])
    ):
        if (
            likeness < (_ALIKE if look == edited_passages[position].look else 1.0)
            or position in pairs
            or line_position in pairs.values()
        ):
            continue
        if all((paired_position < position) == (pairs[paired_position] < line_position) for paired_position in pairs):
            pairs[position] = line_position
    return pairs


def column(passage: Passage) -> int | None:
    """Return the number of the table column that a passage stands in; None outside of tables."""
    return passage.place[2] if passage.place else None


def _omissions(proof: Sequence[Line], lines: Sequence[Line]) -> Iterator[Correction]:
    """Yield the corrections that leave lines out: each alone, but of a table only whole rows."""
    for row in _rows(lines, lambda line: line.passage):
        place = row[0].passage.place
        if place:
            row_lines = [line for line in proof if (line_place := line.passage.place) and line_place[:2] == place[:2]]
            if len(row_lines) != len(row):
                continue
        yield Correction(row, [])


def _additions(passages: Sequence[Passage], behind: Line | None) -> Iterator[Correction]:
    for row in _rows(passages, lambda passage: passage):
        if row[0].place and not (behind and behind.passage.place):
            continue  # a table that has moved as a whole
        yield Correction([], row, behind)


def _rows(items: Sequence[Any], passage_of: Callable[[Any], Passage]) -> list[list[Any]]:
    """Group neighbours that stand in one row of a table; what stands in none is alone."""
    rows: list[list[Any]] = []
    for item in items:
        place = passage_of(item).place
        previous_place = passage_of(rows[-1][-1]).place if rows else None
        if place and previous_place and place[:2] == previous_place[:2]:
            rows[-1].append(item)
        else:
            rows.append([item])
    return rows


def carried_out(content: Content, corrections: Sequence[Correction]) -> Content:
    """Take content and corrections; return a copy of the content with the corrections carried out."""
    corrected = copy.deepcopy(content)
    sections = {section["id"]: section for section in corrected["sections"]}
    pieces: dict[int, Content] = {}  # an addition or a replacement by the row that it stands in
    for correction in corrections:
        for line in [*correction.lines, *([correction.behind] if correction.behind else [])]:
            if line.target.kind in ("added", "replaced"):
                holder = _holder(corrected, sections, line)
                kind, index = _list_and_index(line.target)
                pieces[line.row] = holder[kind][index]
    last_pieces: dict[int, Content] = {}  # what was put last behind each row
    for correction in corrections:
        if not correction.lines and correction.said[0].waits:
            corrected["contact_behind"] = _anchor(correction, in_section=False)
            continue
        if not correction.lines:
            behind = correction.behind
            holder = _holder(corrected, sections, behind) if behind else corrected
            _insert_addition(holder, correction, last_pieces, pieces, holder is not corrected)
            continue
        line = correction.lines[0]
        holder = _holder(corrected, sections, line)
        moves = bool(correction.said) and correction.said[0].look != line.passage.look  # it cannot look so where it is
        if (piece := pieces.get(line.row)) is not None:
            _amend_piece(holder, line, piece, correction)
        else:
            _replace_line(holder, replace(correction, said=()) if moves else correction)
            if moves:
                beside = _holder(corrected, sections, correction.behind) if correction.behind else corrected
                _insert_addition(beside, correction, last_pieces, pieces, beside is not corrected)
    for holder in (corrected, *corrected["sections"]):
        for kind in ("added", "replaced"):
            if kind in holder and not holder[kind]:
                holder.pop(kind)
    return corrected


def _holder(content: Content, sections: Mapping[str, Content], line: Line) -> Content:
    """Return what says a line: its section, even where that has lost its heading, or the guide."""
    if line.target.kind in ("added", "replaced"):
        names = [line.target.path]
    else:
        names = [mark.name for mark in line.passage.marks if mark.name.startswith("sections.")]
    steps = names[0].split(".") if names else ["sections", line.target.region]
    return sections.get(steps[1], content) if steps[0] == "sections" else content


def _list_and_index(target: Target) -> tuple[str, int]:
    """Return the name of the list that holds one of a school's own pieces, and the index in it."""
    steps = target.path.split(".")
    position = next(position for position, step in enumerate(steps[:3]) if step in ("added", "replaced"))
    return steps[position], int(steps[position + 1])


def _insert_addition(
    holder: Content,
    correction: Correction,
    last_pieces: dict[int, Content],
    pieces: Mapping[int, Content],
    in_section: bool,
) -> None:
    piece = _piece(correction.said, in_section)
    added = holder.setdefault("added", [])
    row = -1 if correction.behind is None else correction.behind.row
    previous = last_pieces.get(row) or pieces.get(row)
    if previous is not None and any(addition is previous for addition in added):
        position = next(position for position, addition in enumerate(added) if addition is previous) + 1
        if "after" in previous:
            piece["after"] = previous["after"]
    else:
        after = _anchor(correction, in_section)
        position = next(
            (position for position, addition in enumerate(added) if addition.get("after") == after), len(added)
        )
        if after:
            piece["after"] = after
    added.insert(position, piece)
    last_pieces[row] = piece


def _anchor(correction: Correction, in_section: bool) -> str | None:
    """Return how an addition names what it stands behind: none for the beginning."""
    behind = correction.behind
    if behind is None:
        return correction.under if correction.under == LOGO else None
    if behind.passage.look == "h1" and correction.under == DRAWING:
        return DRAWING
    marks = behind.passage.marks
    if behind.passage.waits and marks:
        return CONTACT.rpartition(".")[0]  # once they are filled in, it is the last of them
    if in_section and marks and re.fullmatch(r"sections\.[^.]+\.title", marks[-1].name):
        return None
    return behind.passage.line or solid(behind.passage.text)


def _piece(passages: Sequence[Passage], in_section: bool) -> Content:
    if passages[0].place:
        texts = {passage.place[2]: literal(passage.stretches) for passage in passages if passage.place}
        return {"look": "row", "cells": [texts.get(number) or None for number in range(max(texts) + 1)]}
    look = LOOKS.get(passages[0].look, "paragraph")
    heading = look == "heading"
    return {
        "look": "paragraph" if heading and not in_section else look,
        "text": literal(passages[0].stretches, heading),
    }


def _amend_piece(holder: Content, line: Line, piece: Content, correction: Correction) -> None:
    """Change one of a school's own pieces, or leave it out."""
    kind, _ = _list_and_index(line.target)
    if not correction.said:
        if kind == "added":
            holder["added"] = [addition for addition in holder["added"] if addition is not piece]
        else:
            piece.pop("text", None)
        return
    text = literal(correction.said[0].stretches)
    if line.passage.place and "cells" in piece:
        piece["cells"] = [
            text if number == line.passage.place[2] else cell for number, cell in enumerate(piece["cells"])
        ]
    else:
        piece["text"] = text
        if kind == "added":
            piece["look"] = LOOKS.get(correction.said[0].look, "paragraph")


def _replace_line(holder: Content, correction: Correction) -> None:
    """Add the replacement to the content that changes a line of the handout, or leaves it out."""
    replaced = holder.setdefault("replaced", [])
    line_name = _line_name(correction)
    values: Content = {}
    if correction.said:
        values = {"was": solid(correction.lines[0].passage.text), "text": literal(correction.said[0].stretches)}
    for replacement in replaced:
        if replacement["of"] == line_name and "leaf" not in replacement:
            replacement.pop("text", None)
            replacement.update(values | {"was": replacement["was"]} if "was" in replacement else values)
            return
    replaced.append({"of": line_name, **values})


def _line_name(correction: Correction) -> str:
    """Return how a replacement names its line: by its one leaf, so that a link around it stays, else by its name."""
    passage = correction.lines[0].passage
    leaf = "" if correction.by_words or (not correction.said and passage.place) else _only_leaf(passage)
    if leaf.startswith(("sections.", f"{PUBLISHER}.")) or not passage.line:
        return leaf or passage.line or solid(passage.text)
    return passage.line


def _only_leaf(passage: Passage) -> str:
    """Return the one leaf that a passage consists of; nothing where there is more in it, or it is to be filled in."""
    if passage.waits:
        return ""  # what will be filled in there one day is another thing
    whole_leaves = [mark.name for mark in passage.marks if mark.end - mark.start >= len(passage.text.strip())]
    return whole_leaves[0] if len(whole_leaves) == len(passage.marks) == 1 else ""
