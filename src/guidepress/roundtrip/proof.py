"""Sets recovered content as a handout again, compares it with the edited one, and returns the corrected content.

The content knows fields and lists, a page only lines, so a change may come home in a wrong place, or not at all. A
proof shows it. Then the page is patched with the school's own pieces, additions and replacements, so that the next
handout says what the edited one said. The patch is kept only where the proof of it is better.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from guidepress import alignment
from guidepress.compose.amendments import DRAWING, LOGO
from guidepress.compose.document import solid
from guidepress.errors import ContentError
from guidepress.roundtrip import page, patch
from guidepress.roundtrip.page import PageRow
from guidepress.roundtrip.patched import MadeLine, is_place, patched
from guidepress.roundtrip.recovery import targets
from guidepress.roundtrip.recovery.markdown import literal
from guidepress.roundtrip.recovery.pieces import AT_THE_END, Content, Unplaced
from guidepress.roundtrip.recovery.recovery import Recovered
from guidepress.word.base import Base
from guidepress.word.lines import Passage, grouped

Remake = Callable[[Mapping[str, Any], Mapping[str, Any]], Base]
"""Makes the base of the handout that a guide's content and its publisher give. Raises ContentError where they give
none."""


def proofread(base: Base, edited: Sequence[Passage], recovered: Recovered, remake: Remake) -> Recovered:
    """Take recovered content and the edited handout; return the content corrected to say what the handout says.

    Where today's content gives another handout than the base did, there is nothing to compare with, and what was
    recovered is returned as it is.
    """
    try:
        base_of_today = remake(base.content, base.publisher)
    except ContentError:
        return recovered
    if [page.key(passage) for passage in page.compared(base_of_today.passages)] != [
        page.key(passage) for passage in page.compared(base.passages)
    ]:
        return recovered
    wanted = Wanted.of(base, edited)
    proof = Proof.of(copy.deepcopy(dict(recovered.guide)), recovered.publisher, wanted, remake)
    if proof is None:
        return recovered
    for correct in (_corrected, _with_every_word):
        content = correct(proof)
        if content != proof.content:
            better = Proof.of(content, recovered.publisher, wanted, remake)
            proof = better if better is not None and better.score < proof.score else proof
    in_place = {
        solid(passage.text) for passage, is_in_place in zip(proof.wanted, proof.in_place, strict=True) if is_in_place
    }
    told = [one for one in recovered.unplaced if one.reason != AT_THE_END or one.text not in in_place]
    return replace(recovered, guide=proof.content, unplaced=[*told, *_differences(proof, recovered)])


@dataclass(frozen=True)
class Wanted:
    """What the next handout should show: the edited one's passages.

    `fixed` are the base's passages that make themselves, by their keys: their words may differ by then.
    `below_pictures` has the edited passages between the logo and the title, and those between the drawing and the first
    section, by the name of the picture.
    """

    passages: Sequence[Passage]
    fixed: Mapping[Hashable, Passage]
    below_pictures: Mapping[str, Sequence[Passage]]

    @classmethod
    def of(cls, base: Base, edited: Sequence[Passage]) -> Wanted:
        """Return what an edited handout wants of the next one; `base` is what it was made from."""
        # What the box says that lists what is to be filled in, in whatever look it came back.
        fill_texts, other_texts = (
            {solid(passage.text) for passage in base.passages if (passage.look == "fill") == is_fill}
            for is_fill in (True, False)
        )
        passages = [
            _without_other_gaps(passage, base.passages)
            for passage in page.compared(edited)
            if solid(passage.text) not in fill_texts - other_texts
        ]
        base_targets = zip(base.passages, targets.find(base), strict=True)
        fixed = {page.key(passage): passage for passage, target in base_targets if target.kind == "fixed"}
        return cls(passages, fixed, _below_pictures(edited))

    @cached_property
    def keys(self) -> frozenset[Hashable]:
        """What the passages are compared by."""
        return frozenset(page.key(passage) for passage in self.passages)


@dataclass(frozen=True)
class Proof:
    """The page that some content gives, beside what is wanted of it.

    `wanted` and `shown` leave out the lines that make themselves and differ today. `score` is better the less it is:
    words lost, then lines that differ.
    """

    content: Content
    lines: Sequence[MadeLine]
    wanted: Sequence[Passage]
    shown: Sequence[MadeLine]
    below_pictures: Mapping[str, Sequence[Passage]]

    @classmethod
    def of(cls, content: Content, publisher: Mapping[str, Any], wanted: Wanted, remake: Remake) -> Proof | None:
        """Return the proof of some content and its publisher; None if they give no handout."""
        try:
            base = remake(content, publisher)
        except ContentError:
            return None
        base_targets = zip(base.passages, targets.find(base), strict=True)
        lines = [MadeLine(passage, target) for passage, target in base_targets if page.is_compared(passage)]
        keys = {page.key(line.passage) for line in lines}
        passages = [
            passage for passage in wanted.passages if page.key(passage) not in wanted.fixed or page.key(passage) in keys
        ]
        shown = [line for line in lines if not _makes_itself(line, wanted)]
        return cls(content, lines, passages, shown, wanted.below_pictures)

    @cached_property
    def lost_words(self) -> Counter[str]:
        """The words that are wanted and not shown, and how often."""
        return page.word_counts(self.wanted) - page.word_counts([line.passage for line in self.shown])

    @cached_property
    def score(self) -> tuple[int, int]:
        """How far it is from what is wanted."""
        shown = [page.key(line.passage) for line in self.shown]
        same = alignment.equal_in_order(self.wanted_keys, shown)
        return self.lost_words.total(), len(self.wanted_keys) + len(shown) - 2 * len(same)

    @cached_property
    def wanted_keys(self) -> list[Hashable]:
        """What the wanted passages are compared by."""
        return [page.key(passage) for passage in self.wanted]

    @cached_property
    def keys(self) -> list[Hashable]:
        """What all its lines are compared by."""
        return [page.key(line.passage) for line in self.lines]

    @cached_property
    def in_place(self) -> list[bool]:
        """Whether each wanted passage stands in its place."""
        pairs = alignment.equal_in_order(self.wanted_keys, self.keys)
        return [position in pairs for position in range(len(self.wanted))]


def _makes_itself(line: MadeLine, wanted: Wanted) -> bool:
    """Say whether a line of a proof is generated and differs today from the words that the school left alone.

    Such is the list of sources, once a fact is no longer told.
    """
    passage = line.passage
    key = page.key(passage)
    if line.target.kind != "fixed" or key in wanted.keys or key in wanted.fixed:
        return False
    similar = [
        (alignment.likeness(passage.text, fixed_passage.text), fixed_key)
        for fixed_key, fixed_passage in wanted.fixed.items()
        if fixed_passage.look == passage.look and page.column(fixed_passage) == page.column(passage)
    ]
    return bool(similar) and max(similar, key=lambda likeness: likeness[0])[1] in wanted.keys


def _corrected(proof: Proof) -> Content:
    """Return the content with the school's own pieces that make its page the wanted one."""
    if proof.score == (0, 0):
        return proof.content
    groups = grouped(proof.shown, lambda line: line.passage)
    before = [
        PageRow(
            tuple(line.passage for line in group), loose=any(line.is_own or is_place(line.passage) for line in group)
        )
        for group in groups
    ]
    after = page.rows(proof.wanted)
    below_pictures = {
        picture: [row for row in after if any(row.passages[0] is passage for passage in passages)]
        for picture, passages in proof.below_pictures.items()
    }
    return patched(proof.content, groups, patch.diff(before, after), below_pictures)


def _with_every_word(proof: Proof) -> Content:
    """Return the content with every word in it: lines with words that its page lacks are added at the end."""
    lost_words = Counter(proof.lost_words)
    content = copy.deepcopy(proof.content)
    for passage, key in zip(proof.wanted, proof.wanted_keys, strict=True):
        words = Counter(passage.text.split())
        if words & lost_words and key not in proof.keys:
            piece = {"look": "paragraph", "text": literal(passage.stretches), "after": "end"}
            content.setdefault("added", []).append(piece)
            lost_words -= words
    return content


def _differences(proof: Proof, recovered: Recovered) -> Iterator[Unplaced]:
    """Yield the edited lines that a proof still shows elsewhere or otherwise."""
    texts = {solid(line.passage.text) for line in proof.lines}
    told_texts = {unplaced.text for unplaced in recovered.unplaced}
    for passage, key, is_in_place in zip(proof.wanted, proof.wanted_keys, proof.in_place, strict=True):
        text = solid(passage.text)
        if not is_in_place and text not in told_texts:
            stands_elsewhere = key in proof.keys
            difference = "stands elsewhere" if stands_elsewhere else "looks otherwise" if text in texts else ""
            yield Unplaced(text, f"it is kept, but {difference or 'in other lines'}")


def _below_pictures(edited: Sequence[Passage]) -> dict[str, Sequence[Passage]]:
    """Return the edited lines between the logo and the title, and those between the drawing and the first section."""
    looks = [passage.look for passage in edited]
    title = looks.index("h1") if "h1" in looks else len(edited)
    section = next((number for number in range(title, len(edited)) if looks[number] in ("h2", "cell")), len(edited))
    parts = {LOGO: (0, title), DRAWING: (title, section)}
    return {
        name: edited[looks.index("picture", begin, end) + 1 : end]
        for name, (begin, end) in parts.items()
        if "picture" in looks[begin:end]
    }


def _without_other_gaps(passage: Passage, base: Sequence[Passage]) -> Passage:
    """Return a passage with nothing to be filled in, unless it is one of the places that the base had."""
    if not passage.waits or any(
        is_place(base_passage) and solid(base_passage.text) == solid(passage.text) for base_passage in base
    ):
        return passage
    return replace(passage, stretches=tuple(replace(stretch, unfilled=False) for stretch in passage.stretches))
