"""What was recovered is set again and read against the edited handout: what differs is put right in the content.

The content knows fields and lists, a page only lines, so a change may come home in a wrong place, or not at all. A
proof shows it. Then the school's own pieces, additions and replacements, are set so that the next handout says what
the edited one said. A correction is kept only where the next proof is better for it.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz.distance import Indel, LCSseq

from guidepress import slots
from guidepress.amendments import BESIDE
from guidepress.base import Base
from guidepress.errors import ContentError
from guidepress.parting import looks
from guidepress.passages import Passage, solid
from guidepress.recover import Recovered
from guidepress.region import LOOKS
from guidepress.rewrite import literal
from guidepress.slots import Slot
from guidepress.territory import Content, Unplaced
from guidepress.word.marks import IDENTIFIER

Remake = Callable[[Mapping[str, Any], Mapping[str, Any]], Base]
"""Makes the base of the handout that a guide's content and its publisher give. Raises ContentError where they give
none."""

_ROUNDS = 3
_PROOFS = 24  # that are made of one handout
_ALIKE = 0.4  # likeness from which a line in another's place is that line, said otherwise


def proofread(base: Base, edited: Sequence[Passage], recovered: Recovered, remake: Remake) -> Recovered:
    """Return what was recovered, corrected until its handout says what the edited one says, as far as it can.

    Where today's content gives another handout than the base did, there is nothing to compare with, and what was
    recovered is returned as it is.
    """
    try:
        again = remake(base.content, base.publisher)
    except ContentError:
        return recovered
    if [_key(each) for each in _lines(again.passages)] != [_key(each) for each in _lines(base.passages)]:
        return recovered
    return _Proofs(base, edited, recovered, remake).read()


@dataclass(frozen=True)
class _Line:
    """A line of a proof: its passage and the slot of its words; `row` counts the lines of a proof."""

    row: int
    passage: Passage
    slot: Slot


@dataclass(frozen=True)
class _Proof:
    """What a handout of some content says. `score` is better the less it is: words lost, then lines that differ."""

    content: Content
    lines: Sequence[_Line]
    keys: Sequence[Any]
    score: tuple[int, int]


@dataclass(frozen=True)
class _Correction:
    """A line, or a row of a table, to be said otherwise, left out (nothing is `said`) or added (there are no `lines`).

    `behind` is the line behind which it is added, None for the very beginning. A line is named by its one leaf, or by
    its words: then what a template sets around them, such as a link, goes with them.
    """

    lines: Sequence[_Line]
    said: Sequence[Passage]
    behind: _Line | None = None
    by_words: bool = False

    @property
    def is_named_otherwise(self) -> bool:
        """Whether its line can be named by its words as well."""
        return bool(self.lines and self.said) and _leaf(self.lines[0].passage) != ""


class _Proofs:
    def __init__(self, base: Base, edited: Sequence[Passage], recovered: Recovered, remake: Remake) -> None:
        self.recovered, self.remake = recovered, remake
        self.edited = _lines(edited)
        self.keys = [_key(each) for each in self.edited]
        held = zip(base.passages, slots.slots(base), strict=True)
        self.fixed = {_key(passage): passage for passage, slot in held if slot.kind == "fixed"}
        self.own = [each for each, key in zip(self.edited, self.keys, strict=True) if key not in self.fixed]
        unfilled = {solid(each.text) for each in base.passages if any(run.unfilled for run in each.stretches)}
        self.waiting = unfilled & {solid(each.text) for each in self.edited}
        self.words = _words(self.own)
        self.left = _PROOFS

    def read(self) -> Recovered:
        proof = self.proof(copy.deepcopy(dict(self.recovered.guide)))
        if proof is None:
            return self.recovered
        for _ in range(_ROUNDS):
            if proof.score == (0, 0):
                break
            better = self.corrected(proof)
            if better is proof:
                break
            proof = better
        proof = self.rescued(proof)
        return replace(self.recovered, guide=proof.content, unplaced=[*self.recovered.unplaced, *self.told(proof)])

    def proof(self, content: Content) -> _Proof | None:
        """Return a proof of some content; None where it gives no handout, or where enough have been made."""
        if not self.left:
            return None
        self.left -= 1
        try:
            made = self.remake(content, self.recovered.publisher)
        except ContentError:
            return None
        shown = zip(made.passages, slots.slots(made), strict=True)
        lines = [_Line(row, passage, slot) for row, (passage, slot) in enumerate(shown) if _counts(passage)]
        said = [line.passage for line in lines if not self.makes_itself(line)]
        lost = (self.words - _words(said)).total()
        mine, theirs = [_key(each) for each in self.own], [_key(each) for each in said]
        differ = LCSseq.distance(mine, theirs) * 2 - abs(len(mine) - len(theirs))
        return _Proof(content, lines, [_key(line.passage) for line in lines], (lost, int(differ)))

    def makes_itself(self, line: _Line) -> bool:
        """Say whether a line of a proof makes itself, and its words were left alone: then today's are right."""
        passage, key = line.passage, _key(line.passage)
        if line.slot.kind == "added" or (line.slot.kind != "fixed" and key not in self.fixed):
            return False
        if key not in self.fixed:  # it says another thing now, such as the sources that are left
            alike = [
                (Indel.normalized_similarity(passage.text, each.text), of)
                for of, each in self.fixed.items()
                if each.look == passage.look and _column(each) == _column(passage)
            ]
            key = max(alike, key=lambda each: each[0])[1] if alike else None
        return key in self.keys

    def waits(self, passage: Passage) -> bool:
        """Say whether a line still waits to be filled in: it stands where the template puts it."""
        return any(each.unfilled for each in passage.stretches) and solid(passage.text) in self.waiting

    def corrected(self, proof: _Proof) -> _Proof:
        """Return the proof with what differs put right: all at once where that helps, else one after another."""
        wanted = list(self.corrections(proof))
        if not wanted:
            return proof
        made = self.proof(_carried_out(proof.content, wanted))
        if made is not None and made.score == (0, 0):
            return made
        best, kept = proof, list[_Correction]()
        for each in wanted:
            for one in (each, replace(each, by_words=True))[: 1 + each.is_named_otherwise]:
                tried = self.proof(_carried_out(proof.content, [*kept, one]))
                if tried is not None and tried.score < best.score:
                    best, kept = tried, [*kept, one]
                    break
        if made is not None and made.score < best.score:
            best = made
        return best

    def corrections(self, proof: _Proof) -> Iterator[_Correction]:
        behind: _Line | None = None
        here: list[_Line] = []
        there: list[Passage] = []
        steps = LCSseq.opcodes(proof.keys, self.keys)
        for number, step in enumerate(steps):
            if step.tag != "equal":
                here += proof.lines[step.src_start : step.src_end]
                there += self.edited[step.dest_start : step.dest_end]
            if step.tag == "equal" or number == len(steps) - 1:
                yield from self.between(proof, behind, here, there)
                here, there = [], []
            if step.tag == "equal":
                behind = proof.lines[step.src_end - 1]

    def between(
        self, proof: _Proof, behind: _Line | None, here: Sequence[_Line], there: Sequence[Passage]
    ) -> Iterator[_Correction]:
        """Yield what makes the lines of a proof that stand behind another say what the edited lines there say."""
        here = [line for line in here if not self.makes_itself(line) and not self.waits(line.passage)]
        there = [each for each in there if _key(each) not in self.fixed and not self.waits(each)]
        pairs = _paired(here, there)
        yield from _left_out(proof, [line for at, line in enumerate(here) if at not in pairs.values()])
        waiting: list[Passage] = []
        for at, passage in enumerate(there):
            if at not in pairs:
                waiting.append(passage)
                continue
            yield from _added(waiting, behind)
            line = here[pairs[at]]
            yield _Correction([line], [passage], behind)
            waiting, behind = [], line
        yield from _added(waiting, behind)

    def rescued(self, proof: _Proof) -> _Proof:
        """Return the proof with every word in it: lines with words that it lacks stand at the end once more."""
        lost = self.words - _words([line.passage for line in proof.lines if not self.makes_itself(line)])
        content = copy.deepcopy(proof.content)
        for passage in self.own:
            words = Counter(passage.text.split())
            if words & lost and _key(passage) not in proof.keys:
                piece = {"look": "paragraph", "text": literal(passage.stretches), "after": "end"}
                content.setdefault("added", []).append(piece)
                lost -= words
        self.left = max(self.left, 1)
        made = self.proof(content) if content != proof.content else None
        return made if made is not None and made.score[0] < proof.score[0] else proof

    def told(self, proof: _Proof) -> Iterator[Unplaced]:
        """Say what still stands otherwise than in the edited handout."""
        keys = [_key(each) for each in self.own]
        found = set(proof.keys)
        texts = {solid(line.passage.text) for line in proof.lines}
        told = {each.text for each in self.recovered.unplaced}
        for step in LCSseq.opcodes(keys, proof.keys):
            for at in range(step.src_start, step.src_end) if step.tag in ("replace", "delete") else ():
                text = solid(self.own[at].text)
                if text not in told:
                    kept = "stands elsewhere" if keys[at] in found else "looks otherwise" if text in texts else ""
                    yield Unplaced(text, f"it is kept, but {kept or 'in other lines'}")


# What is compared -----------------------------------------------------------------------------------------------------


def _counts(passage: Passage) -> bool:
    """Say whether a passage is compared: not pictures, what is to be filled in, and the line with the revision."""
    return (
        passage.look not in ("picture", "fill")
        and bool(passage.text.strip())
        and not IDENTIFIER.search(passage.text)
        and not _EDITION.search(passage.text)
    )


_EDITION = re.compile(r"\b20[0-9]{2}(\.[0-9]+)?-[0-9a-f]{8}\b")
_NUMBER = re.compile(r"^\d+\. ")


def _lines(found: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in found if _counts(passage)]


def _key(passage: Passage) -> Any:
    """Return what of a passage is compared: the numbers of steps count themselves, headings are bold already."""
    text, seen = looks(passage.stretches)
    numbered = _NUMBER.match(text) if passage.place else None
    if numbered:
        text, seen = text[numbered.end() :], seen[len(numbered[0].replace(" ", "")) :]
    if passage.look[0] == "h":
        seen = [(False, emphasis, href) for _, emphasis, href in seen]
    return passage.look, text, tuple(seen), passage.place[2] if passage.place else None


def _words(found: Sequence[Passage]) -> Counter[str]:
    return Counter(word for passage in found for word in passage.text.split())


# Corrections ----------------------------------------------------------------------------------------------------------


def _paired(here: Sequence[_Line], there: Sequence[Passage]) -> dict[int, int]:
    """Return which edited lines are lines of the proof said otherwise, by their places: the most alike, in order.

    Lines that look otherwise are the same only where they have the same words.
    """
    alike = [
        (Indel.normalized_similarity(solid(line.passage.text), solid(passage.text)), line.passage.look, at, of)
        for of, line in enumerate(here)
        for at, passage in enumerate(there)
        if _column(line.passage) == _column(passage)
        and (line.passage.look == passage.look or line.slot.kind != "replaced")
    ]
    found: dict[int, int] = {}
    for like, look, at, of in sorted(alike, key=lambda each: (-each[0], each[2:])):
        if like < (_ALIKE if look == there[at].look else 1.0) or at in found or of in found.values():
            continue
        if all((other < at) == (found[other] < of) for other in found):
            found[at] = of
    return found


def _column(passage: Passage) -> int | None:
    return passage.place[2] if passage.place else None


def _left_out(proof: _Proof, lines: Sequence[_Line]) -> Iterator[_Correction]:
    """Yield what leaves lines out: each alone, but of a table only whole rows."""
    for row in _rows(lines, lambda line: line.passage):
        place = row[0].passage.place
        if place:
            whole = [line for line in proof.lines if (of := line.passage.place) and of[:2] == place[:2]]
            if len(whole) != len(row):
                continue
        yield _Correction(row, [])


def _added(waiting: Sequence[Passage], behind: _Line | None) -> Iterator[_Correction]:
    for row in _rows(waiting, lambda passage: passage):
        if row[0].place and not (behind and behind.passage.place):
            continue  # a table that has moved as a whole
        yield _Correction([], row, behind)


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


def _carried_out(content: Content, wanted: Sequence[_Correction]) -> Content:
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
        if not each.lines:
            behind = each.behind
            holder = _holder(made, sections, behind) if behind else made
            _add(holder, each.said, behind, last, pieces, holder is not made)
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
                _add(beside, each.said, each.behind, last, pieces, beside is not made)
    for holder in (made, *made["sections"]):
        for kind in ("added", "replaced"):
            if kind in holder and not holder[kind]:
                holder.pop(kind)
    return made


def _holder(made: Content, sections: Mapping[str, Content], line: _Line) -> Content:
    own = line.slot.kind in ("added", "replaced")
    steps = line.slot.path.split(".")
    return (
        sections.get(steps[1] if steps[0] == "sections" else "", made) if own else sections.get(line.slot.region, made)
    )


def _step(slot: Slot) -> tuple[str, int]:
    """Return the list and the place in it of one of a school's own pieces."""
    steps = slot.path.split(".")
    at = next(at for at, step in enumerate(steps[:3]) if step in ("added", "replaced"))
    return steps[at], int(steps[at + 1])


def _add(
    holder: Content,
    said: Sequence[Passage],
    behind: _Line | None,
    last: dict[int, Content],
    pieces: Mapping[int, Content],
    in_section: bool,
) -> None:
    piece = _piece(said, in_section)
    added = holder.setdefault("added", [])
    row = -1 if behind is None else behind.row
    before = last.get(row) or pieces.get(row)
    if before is not None and any(each is before for each in added):
        at = next(at for at, each in enumerate(added) if each is before) + 1
        if "after" in before:
            piece["after"] = before["after"]
    else:
        marks = behind.passage.marks if behind else ()
        title = bool(in_section and marks and marks[-1].name.endswith(".title") and marks[-1].name.count(".") == 2)
        after = None if behind is None or title else marks[-1].name if marks else solid(behind.passage.text)
        at = next((at for at, each in enumerate(added) if each.get("after") == after), len(added))
        if after:
            piece["after"] = after
    added.insert(at, piece)
    last[row] = piece


def _piece(said: Sequence[Passage], in_section: bool) -> Content:
    if said[0].place:
        texts = {passage.place[2]: literal(passage.stretches) for passage in said if passage.place}
        return {"look": "row", "cells": [texts.get(number) or None for number in range(max(texts) + 1)]}
    look = LOOKS.get(said[0].look, "paragraph")
    heading = look == "heading"
    return {"look": "paragraph" if heading and not in_section else look, "text": literal(said[0].stretches, heading)}


def _amend(holder: Content, line: _Line, piece: Content, wanted: _Correction) -> None:
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


def _replace(holder: Content, wanted: _Correction) -> None:
    """Have a line of the content said otherwise, or left out, in the handout."""
    replaced = holder.setdefault("replaced", [])
    of = _named(wanted)
    text = {"text": literal(wanted.said[0].stretches)} if wanted.said else {}
    for each in replaced:
        if each["of"] == of:
            each.pop("text", None)
            each.update(text)
            return
    replaced.append({"of": of, **text})


def _named(wanted: _Correction) -> str:
    """Return how a replacement names its line: by its one leaf, in a table by its row, else by its words."""
    passage, slot = wanted.lines[0].passage, wanted.lines[0].slot
    if not wanted.said and passage.place:
        return next((mark.name for line in wanted.lines for mark in line.passage.marks), solid(passage.text))
    if (leaf := _leaf(passage)) and not wanted.by_words:
        return leaf
    if slot.kind == "row":
        entry = ".".join(slot.path.split(".")[: slot.list.count(".") + 2]) if slot.path else f"{slot.list}.{slot.index}"
        return f"{entry}{BESIDE}{solid(passage.text)}"
    return solid(passage.text)


def _leaf(passage: Passage) -> str:
    """Return the one leaf that a passage consists of; nothing where there is more in it."""
    whole = [mark.name for mark in passage.marks if mark.end - mark.start >= len(passage.text.strip())]
    return whole[0] if len(whole) == len(passage.marks) == 1 else ""
