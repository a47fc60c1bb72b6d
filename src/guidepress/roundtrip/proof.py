"""What was recovered is set again and read against the edited handout: what differs is put right in the content.

The content knows fields and lists, a page only lines, so a change may come home in a wrong place, or not at all. A
proof shows it. Then the school's own pieces, additions and replacements, are set so that the next handout says what
the edited one said. A correction is kept only where the next proof is better for it.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel, LCSseq

from guidepress.compose.amendments import DRAWING, LOGO
from guidepress.compose.document import solid
from guidepress.errors import ContentError
from guidepress.roundtrip.corrections import Correction, Line, between, carried_out, column
from guidepress.roundtrip.recovery import targets
from guidepress.roundtrip.recovery.leaves import looks
from guidepress.roundtrip.recovery.markdown import literal
from guidepress.roundtrip.recovery.pieces import Content, Unplaced
from guidepress.roundtrip.recovery.recovery import Recovered
from guidepress.roundtrip.recovery.targets import CONTACT
from guidepress.word.base import Base
from guidepress.word.lines import Passage
from guidepress.word.names import IDENTIFIER

Remake = Callable[[Mapping[str, Any], Mapping[str, Any]], Base]
"""Makes the base of the handout that a guide's content and its publisher give. Raises ContentError where they give
none."""

_ROUNDS = 3
_PROOFS = 24  # that are made of one handout


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
class _Proof:
    """What a handout of some content says. `score` is better the less it is: words lost, then lines that differ."""

    content: Content
    lines: Sequence[Line]
    keys: Sequence[Any]
    score: tuple[int, int]


class _Proofs:
    def __init__(self, base: Base, edited: Sequence[Passage], recovered: Recovered, remake: Remake) -> None:
        self.recovered, self.remake = recovered, remake
        # What the box says that lists what is to be filled in, in whatever look it came back.
        boxed, others = (
            {solid(each.text) for each in base.passages if (each.look == "fill") == fill} for fill in (True, False)
        )
        lines = [each for each in _lines(edited) if solid(each.text) not in boxed - others]
        self.under = _under_pictures(edited)
        self.edited = [_as_it_waits(each, base.passages) for each in lines]
        self.keys = [_key(each) for each in self.edited]
        self.known = frozenset(self.keys)
        held = zip(base.passages, targets.find(base), strict=True)
        self.fixed = {_key(passage): passage for passage, slot in held if slot.kind == "fixed"}
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
        shown = zip(made.passages, targets.find(made), strict=True)
        lines = [Line(row, passage, slot) for row, (passage, slot) in enumerate(shown) if _counts(passage)]
        keys = [_key(line.passage) for line in lines]
        mine, theirs = self.wanted(keys), [line.passage for line in lines if not self.makes_itself(line)]
        ours, others = [_key(each) for each in mine], [_key(each) for each in theirs]
        differ = LCSseq.distance(ours, others) * 2 - abs(len(ours) - len(others))
        return _Proof(content, lines, keys, ((_words(mine) - _words(theirs)).total(), int(differ)))

    def wanted(self, keys: Collection[Any]) -> list[Passage]:
        """Return the edited lines that a proof with these lines is to show: not those that say another thing today."""
        shown = frozenset(keys)
        return [each for each, key in zip(self.edited, self.keys, strict=True) if key not in self.fixed or key in shown]

    def makes_itself(self, line: Line) -> bool:
        """Say whether a line of a proof makes itself, and says another thing today than its words that were left alone.

        Such is the list of sources, once a fact is no longer told.
        """
        passage = line.passage
        if line.slot.kind != "fixed" or _key(passage) in self.known or _key(passage) in self.fixed:
            return False
        alike = [
            (Indel.normalized_similarity(passage.text, each.text), key)
            for key, each in self.fixed.items()
            if each.look == passage.look and column(each) == column(passage)
        ]
        return bool(alike) and max(alike, key=lambda each: each[0])[1] in self.known

    def corrected(self, proof: _Proof) -> _Proof:
        """Return the proof with what differs put right: all at once where that helps, else one after another."""
        wanted = list(self.corrections(proof))
        if not wanted:
            return proof
        made = self.proof(carried_out(proof.content, wanted))
        if made is not None and made.score == (0, 0):
            return made
        best, kept = proof, list[Correction]()
        for each in wanted:
            for one in (each, replace(each, by_words=True))[: 1 + each.is_named_otherwise]:
                tried = self.proof(carried_out(proof.content, [*kept, one]))
                if tried is not None and tried.score < best.score:
                    best, kept = tried, [*kept, one]
                    break
        if made is not None and made.score < best.score:
            best = made
        return best

    def corrections(self, proof: _Proof) -> Iterator[Correction]:
        """Yield what would make a proof say what the edited handout says."""
        lines = [line for line in proof.lines if not _is_place(line.passage)]
        edited = [each for each in self.edited if not each.waits]
        moved = list(self.place(proof))
        places = [] if moved else [line for line in proof.lines if _is_place(line.passage)]
        follow = [each for place, each in pairwise(self.edited) if place.waits]
        behind: Line | None = None
        here: list[Line] = []
        there: list[Passage] = []
        steps = LCSseq.opcodes([_key(line.passage) for line in lines], [_key(each) for each in edited])
        for number, step in enumerate(steps):
            if step.tag != "equal":
                here += lines[step.src_start : step.src_end]
                there += edited[step.dest_start : step.dest_end]
            if step.tag == "equal" or number == len(steps) - 1:
                wrong = [line for line in here if not self.makes_itself(line)]
                said = [each for each in there if _key(each) not in self.fixed or _key(each) in proof.keys]
                for each in between(lines, behind, wrong, said):
                    first = each.said[0] if each.said else None
                    at = places[0] if places and first in follow else each.behind
                    under = next((name for line, name in self.under if line is first), "")
                    yield replace(each, behind=at, under=under)
                here, there = [], []
            if step.tag == "equal":
                behind = lines[step.src_end - 1]
        yield from moved

    def place(self, proof: _Proof) -> Iterator[Correction]:
        """Yield what puts the place for the contact lines, one piece wherever it stands, where it was moved to."""
        shown = [at for at, line in enumerate(proof.lines) if _is_place(line.passage)]
        wanted = [at for at, each in enumerate(self.edited) if each.waits]
        if shown and not wanted:
            yield Correction([proof.lines[shown[0]]], [])
        if shown and wanted and wanted[0] and proof.keys[shown[0] - 1] != self.keys[wanted[0] - 1]:
            above = [line for line in proof.lines if _key(line.passage) == self.keys[wanted[0] - 1]]
            if above:
                yield Correction([], [self.edited[wanted[0]]], above[-1])

    def rescued(self, proof: _Proof) -> _Proof:
        """Return the proof with every word in it: lines with words that it lacks stand at the end once more."""
        mine = self.wanted(proof.keys)
        lost = _words(mine) - _words([line.passage for line in proof.lines if not self.makes_itself(line)])
        content = copy.deepcopy(proof.content)
        for passage in mine:
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
        mine = self.wanted(proof.keys)
        keys = [_key(each) for each in mine]
        found = set(proof.keys)
        texts = {solid(line.passage.text) for line in proof.lines}
        told = {each.text for each in self.recovered.unplaced}
        for step in LCSseq.opcodes(keys, proof.keys):
            for at in range(step.src_start, step.src_end) if step.tag in ("replace", "delete") else ():
                text = solid(mine[at].text)
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
    if numbered and not any(any(look) for look in seen[: len(numbered[0]) - 1]):
        text, seen = text[numbered.end() :], seen[len(numbered[0].replace(" ", "")) :]
    if passage.look[0] == "h":
        seen = [(False, emphasis, href) for _, emphasis, href in seen]
    return passage.look, text, tuple(seen), passage.place[2] if passage.place else None


def _under_pictures(edited: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Return the edited lines at the top that stand below a picture, each with the picture's name."""
    title = next((at for at, each in enumerate(edited) if each.look == "h1"), len(edited))
    found, name = [], ""
    for at, each in enumerate(edited):
        if each.look == "picture":
            name = LOGO if at < title else DRAWING
        elif name:
            found.append((each, name))
    return found


def _is_place(passage: Passage) -> bool:
    """Say whether a line of a proof is the place for the contact lines."""
    return passage.waits and any(mark.name == CONTACT for mark in passage.marks)


def _as_it_waits(passage: Passage, base: Sequence[Passage]) -> Passage:
    """Return a line as one that is not to be filled in, unless it is the place for the contact lines."""
    waiting = any(
        mark.name == CONTACT and solid(each.text) == solid(passage.text) for each in base for mark in each.marks
    )
    if waiting or not passage.waits:
        return passage
    return replace(passage, stretches=tuple(replace(each, unfilled=False) for each in passage.stretches))


def _words(found: Sequence[Passage]) -> Counter[str]:
    return Counter(word for passage in found for word in _key(passage)[1].split())
