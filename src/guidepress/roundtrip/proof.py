"""Sets recovered content as a handout again, compares it with the edited one, and returns the corrected content.

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
    """Take recovered content and the edited handout; return the content corrected to say what the handout says.

    Where today's content gives another handout than the base did, there is nothing to compare with, and what was
    recovered is returned as it is.
    """
    try:
        base_of_today = remake(base.content, base.publisher)
    except ContentError:
        return recovered
    if [_key(passage) for passage in _compared(base_of_today.passages)] != [
        _key(passage) for passage in _compared(base.passages)
    ]:
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
    """The proofs made of one edited handout."""

    def __init__(self, base: Base, edited: Sequence[Passage], recovered: Recovered, remake: Remake) -> None:
        self.recovered, self.remake = recovered, remake
        # What the box says that lists what is to be filled in, in whatever look it came back.
        fill_texts, other_texts = (
            {solid(passage.text) for passage in base.passages if (passage.look == "fill") == is_fill}
            for is_fill in (True, False)
        )
        passages = [passage for passage in _compared(edited) if solid(passage.text) not in fill_texts - other_texts]
        self.below_pictures = _below_pictures(edited)
        self.edited = [_without_other_gaps(passage, base.passages) for passage in passages]
        self.edited_keys = [_key(passage) for passage in self.edited]
        self.edited_key_set = frozenset(self.edited_keys)
        base_targets = zip(base.passages, targets.find(base), strict=True)
        self.fixed_passages = {_key(passage): passage for passage, target in base_targets if target.kind == "fixed"}
        self.proofs_left = _PROOFS

    def read(self) -> Recovered:
        """Return what was recovered, with its content corrected and what still differs listed as unplaced."""
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
        return replace(
            self.recovered, guide=proof.content, unplaced=[*self.recovered.unplaced, *self.differences(proof)]
        )

    def proof(self, content: Content) -> _Proof | None:
        """Return the proof of some content; None if it gives no handout, or if no more proofs are left."""
        if not self.proofs_left:
            return None
        self.proofs_left -= 1
        try:
            base = self.remake(content, self.recovered.publisher)
        except ContentError:
            return None
        base_targets = zip(base.passages, targets.find(base), strict=True)
        lines = [
            Line(number, passage, target)
            for number, (passage, target) in enumerate(base_targets)
            if _is_compared(passage)
        ]
        keys = [_key(line.passage) for line in lines]
        wanted, shown = self.wanted_passages(keys), [line.passage for line in lines if not self.makes_itself(line)]
        wanted_keys, shown_keys = [_key(passage) for passage in wanted], [_key(passage) for passage in shown]
        difference = LCSseq.distance(wanted_keys, shown_keys) * 2 - abs(len(wanted_keys) - len(shown_keys))
        return _Proof(content, lines, keys, ((_word_counts(wanted) - _word_counts(shown)).total(), int(difference)))

    def wanted_passages(self, proof_keys: Collection[Any]) -> list[Passage]:
        """Return the edited lines that a proof with these keys should show: not those that have changed since."""
        shown_keys = frozenset(proof_keys)
        return [
            passage
            for passage, key in zip(self.edited, self.edited_keys, strict=True)
            if key not in self.fixed_passages or key in shown_keys
        ]

    def makes_itself(self, line: Line) -> bool:
        """Say whether a line of a proof is generated and differs today from the words that the school left alone.

        Such is the list of sources, once a fact is no longer told.
        """
        passage = line.passage
        if line.target.kind != "fixed" or _key(passage) in self.edited_key_set or _key(passage) in self.fixed_passages:
            return False
        similar = [
            (Indel.normalized_similarity(passage.text, fixed_passage.text), key)
            for key, fixed_passage in self.fixed_passages.items()
            if fixed_passage.look == passage.look and column(fixed_passage) == column(passage)
        ]
        return bool(similar) and max(similar, key=lambda likeness: likeness[0])[1] in self.edited_key_set

    def corrected(self, proof: _Proof) -> _Proof:
        """Return a better proof, with the differences corrected all at once or one by one; else the same proof."""
        corrections = list(self.corrections(proof))
        if not corrections:
            return proof
        corrected_at_once = self.proof(carried_out(proof.content, corrections))
        if corrected_at_once is not None and corrected_at_once.score == (0, 0):
            return corrected_at_once
        best, kept = proof, list[Correction]()
        for correction in corrections:
            for variant in (correction, replace(correction, by_words=True))[: 1 + correction.is_named_otherwise]:
                trial = self.proof(carried_out(proof.content, [*kept, variant]))
                if trial is not None and trial.score < best.score:
                    best, kept = trial, [*kept, variant]
                    break
        if corrected_at_once is not None and corrected_at_once.score < best.score:
            best = corrected_at_once
        return best

    def corrections(self, proof: _Proof) -> Iterator[Correction]:
        """Yield the corrections that would make a proof say what the edited handout says."""
        lines = [line for line in proof.lines if not _is_place(line.passage)]
        edited = [passage for passage in self.edited if not passage.waits]
        place_corrections = list(self.place_corrections(proof))
        place_lines = [] if place_corrections else [line for line in proof.lines if _is_place(line.passage)]
        after_place = [passage for place, passage in pairwise(self.edited) if place.waits]
        behind: Line | None = None
        proof_run: list[Line] = []
        edited_run: list[Passage] = []
        steps = LCSseq.opcodes([_key(line.passage) for line in lines], [_key(passage) for passage in edited])
        for number, step in enumerate(steps):
            if step.tag != "equal":
                proof_run += lines[step.src_start : step.src_end]
                edited_run += edited[step.dest_start : step.dest_end]
            if step.tag == "equal" or number == len(steps) - 1:
                wrong_lines = [line for line in proof_run if not self.makes_itself(line)]
                wanted_passages = [
                    passage
                    for passage in edited_run
                    if _key(passage) not in self.fixed_passages or _key(passage) in proof.keys
                ]
                for correction in between(lines, behind, wrong_lines, wanted_passages):
                    first = correction.said[0] if correction.said else None
                    behind_line = place_lines[0] if place_lines and first in after_place else correction.behind
                    under = next((name for line, name in self.below_pictures if line is first), "")
                    yield replace(correction, behind=behind_line, under=under)
                proof_run, edited_run = [], []
            if step.tag == "equal":
                behind = lines[step.src_end - 1]
        yield from place_corrections

    def place_corrections(self, proof: _Proof) -> Iterator[Correction]:
        """Yield the correction that moves the place for the contact lines to where the edited handout has it."""
        shown_positions = [position for position, line in enumerate(proof.lines) if _is_place(line.passage)]
        wanted_positions = [position for position, passage in enumerate(self.edited) if passage.waits]
        if shown_positions and not wanted_positions:
            yield Correction([proof.lines[shown_positions[0]]], [])
        if (
            shown_positions
            and wanted_positions
            and wanted_positions[0]
            and proof.keys[shown_positions[0] - 1] != self.edited_keys[wanted_positions[0] - 1]
        ):
            lines_above = [
                line for line in proof.lines if _key(line.passage) == self.edited_keys[wanted_positions[0] - 1]
            ]
            if lines_above:
                yield Correction([], [self.edited[wanted_positions[0]]], lines_above[-1])

    def rescued(self, proof: _Proof) -> _Proof:
        """Return the proof with every word in it: lines with words that it lacks are added at the end."""
        wanted = self.wanted_passages(proof.keys)
        lost_words = _word_counts(wanted) - _word_counts(
            [line.passage for line in proof.lines if not self.makes_itself(line)]
        )
        content = copy.deepcopy(proof.content)
        for passage in wanted:
            words = Counter(passage.text.split())
            if words & lost_words and _key(passage) not in proof.keys:
                piece = {"look": "paragraph", "text": literal(passage.stretches), "after": "end"}
                content.setdefault("added", []).append(piece)
                lost_words -= words
        self.proofs_left = max(self.proofs_left, 1)
        rescued = self.proof(content) if content != proof.content else None
        return rescued if rescued is not None and rescued.score[0] < proof.score[0] else proof

    def differences(self, proof: _Proof) -> Iterator[Unplaced]:
        """Yield the edited lines that a proof still shows elsewhere or otherwise."""
        wanted = self.wanted_passages(proof.keys)
        keys = [_key(passage) for passage in wanted]
        proof_keys = set(proof.keys)
        texts = {solid(line.passage.text) for line in proof.lines}
        told_texts = {unplaced.text for unplaced in self.recovered.unplaced}
        for step in LCSseq.opcodes(keys, proof.keys):
            for position in range(step.src_start, step.src_end) if step.tag in ("replace", "delete") else ():
                text = solid(wanted[position].text)
                if text not in told_texts:
                    difference = (
                        "stands elsewhere"
                        if keys[position] in proof_keys
                        else "looks otherwise"
                        if text in texts
                        else ""
                    )
                    yield Unplaced(text, f"it is kept, but {difference or 'in other lines'}")


# What is compared -----------------------------------------------------------------------------------------------------


def _is_compared(passage: Passage) -> bool:
    """Say whether a passage is compared: not pictures, what is to be filled in, and the line with the revision."""
    return (
        passage.look not in ("picture", "fill")
        and bool(passage.text.strip())
        and not IDENTIFIER.search(passage.text)
        and not _EDITION.search(passage.text)
    )


_EDITION = re.compile(r"\b20[0-9]{2}(\.[0-9]+)?-[0-9a-f]{8}\b")
_NUMBER = re.compile(r"^\d+\. ")


def _compared(passages: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in passages if _is_compared(passage)]


def _key(passage: Passage) -> Any:
    """Return what a passage is compared by: the numbers of steps count themselves, headings are bold already."""
    text, seen = looks(passage.stretches)
    numbered = _NUMBER.match(text) if passage.place else None
    if numbered and not any(any(look) for look in seen[: len(numbered[0]) - 1]):
        text, seen = text[numbered.end() :], seen[len(numbered[0].replace(" ", "")) :]
    if passage.look[0] == "h":
        seen = [(False, emphasis, href) for _, emphasis, href in seen]
    return passage.look, text, tuple(seen), passage.place[2] if passage.place else None


def _below_pictures(edited: Sequence[Passage]) -> list[tuple[Passage, str]]:
    """Return the edited lines that stand below a picture, each with the picture's name."""
    title_position = next((position for position, passage in enumerate(edited) if passage.look == "h1"), len(edited))
    below, name = [], ""
    for position, passage in enumerate(edited):
        if passage.look == "picture":
            name = LOGO if position < title_position else DRAWING
        elif name:
            below.append((passage, name))
    return below


def _is_place(passage: Passage) -> bool:
    """Say whether a line of a proof is the place for the contact lines."""
    return passage.waits and any(mark.name == CONTACT for mark in passage.marks)


def _without_other_gaps(passage: Passage, base: Sequence[Passage]) -> Passage:
    """Return a passage with nothing to be filled in, unless it is the place for the contact lines."""
    is_contact_place = any(
        mark.name == CONTACT and solid(base_passage.text) == solid(passage.text)
        for base_passage in base
        for mark in base_passage.marks
    )
    if is_contact_place or not passage.waits:
        return passage
    return replace(passage, stretches=tuple(replace(stretch, unfilled=False) for stretch in passage.stretches))


def _word_counts(passages: Sequence[Passage]) -> Counter[str]:
    return Counter(word for passage in passages for word in _key(passage)[1].split())
