"""Finds places in a guide's content that are known by the words there, and gives them the names of lines instead.

Before lines had names, an edit said the words of a line, a content path of an entry and words in its row of a table, or
a figure without the line that it stands in. Such a place is lost once its words change; a name is not.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from guidepress.compose.document import solid
from guidepress.content import paths
from guidepress.content.model.guides import NAMES
from guidepress.content.revision import canonical
from guidepress.errors import ContentError
from guidepress.word.base import Base
from guidepress.word.lines import Passage

Content = Mapping[str, Any]
Piece = dict[str, Any]
Compose = Callable[[Content], Base]
"""Gives the base of the handout that a guide's content makes; raises ContentError where it makes none."""

KEYS = {"added": "after", "replaced": "of"}
"""The lists of a school's own pieces, and the key under which a piece says where it stands."""
_IN_ROW = " › "  # between the content path of an entry and words, or a leaf, in its row of a table
_PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
_OWN = ("sections.", "publisher.", "top.", "fill-in.")
_FOREIGN = ("roles.", "brand.", f"{NAMES}.")
_SIMPLE = frozenset({"title", "introduction", "series", "credit", "licence", "banner", "imprint", "fill-in", "end"})
_BEHIND_THE_SECTIONS = frozenset({"publisher.heading", "imprint"})
"""Lines that stand behind sections and in none."""


@dataclass(frozen=True)
class Renamed:
    """A guide's content with the names of lines. `pieces` has what became of each piece that was rewritten, `unfound`
    the words that no line of the handout has today; both by section, list and piece.
    """

    content: Content
    pieces: Mapping[bytes, tuple[Piece, ...]] = field(default_factory=dict)
    unfound: Mapping[bytes, str] = field(default_factory=dict)


def renamed(content: Content, compose: Compose) -> Renamed:
    """Take a guide's content; return it with each old place named by the line that it means, and all else as it is.

    The handout stays the same, line by line: what could not be renamed so stays as it is.
    """
    old_places = [place for place in _places(content) if may_be_old(*place[1:])]
    if not old_places:
        return Renamed(content)
    try:
        page = _Page(compose(_without_replacements(content)).passages)
        before = _shown(compose(content))
    except ContentError:
        return Renamed(content)
    renamings: dict[bytes, tuple[Piece, ...]] = {}
    unfound: dict[bytes, str] = {}
    for section, kind, piece in old_places:
        key = key_of(section, kind, piece)
        found = page.renamed(section, kind, piece)
        if not found:
            unfound[key] = str(piece[KEYS[kind]])
        elif found != (piece,):
            renamings[key] = found

    def keeps_the_handout(candidates: Mapping[bytes, tuple[Piece, ...]]) -> bool:
        try:
            return _shown(compose(_carried_out(content, candidates))) == before
        except ContentError:
            return False

    if not keeps_the_handout(renamings):
        sure: dict[bytes, tuple[Piece, ...]] = {}
        for key, pieces in renamings.items():
            if keeps_the_handout(sure | {key: pieces}):
                sure[key] = pieces
        renamings = sure
    return Renamed(_carried_out(content, renamings), renamings, unfound)


def _places(content: Content) -> Iterator[tuple[str, str, Piece]]:
    """Yield the pieces of a school's own: section, list and piece. The section is empty for those of the guide."""
    for section, holder in [("", content), *((each["id"], each) for each in content["sections"])]:
        for kind in KEYS:
            for piece in holder.get(kind) or ():
                yield section, kind, piece


def may_be_old(kind: str, piece: Piece) -> bool:
    """Say whether a piece may say where it stands in an old way; whether it does, only the page tells."""
    where = str(piece.get(KEYS[kind], "end"))
    if where in _SIMPLE or "leaf" in piece:
        return False
    known = _OWN if kind == "replaced" else (*_OWN, *_FOREIGN)  # behind a figure one may add as behind any leaf
    return not (_PATH.fullmatch(where) and where.startswith(known))


def _without_replacements(content: Content) -> Content:
    sections = [{key: value for key, value in section.items() if key != "replaced"} for section in content["sections"]]
    return {key: value for key, value in content.items() if key != "replaced"} | {"sections": sections}


def _carried_out(content: Content, renamings: Mapping[bytes, tuple[Piece, ...]]) -> Content:
    result = dict(copy.deepcopy(content))
    for section, holder in [("", result), *((each["id"], each) for each in result["sections"])]:
        for kind in KEYS:
            if holder.get(kind):
                holder[kind] = _exchanged(section, kind, holder[kind], renamings)
    return result


def _exchanged(
    section: str, kind: str, pieces: Sequence[Piece], renamings: Mapping[bytes, tuple[Piece, ...]]
) -> list[Piece]:
    """Return a list with the new pieces, each where the old one stood, and what is more than one at the end."""
    found = [renamings.get(key_of(section, kind, piece), (piece,)) for piece in pieces]
    return [new[0] for new in found] + [piece for new in found for piece in new[1:]]


def key_of(section: str, kind: str, piece: Piece) -> bytes:
    """Return what tells a piece of a list of a section, or of the guide, from all others."""
    return canonical([section, kind, paths.normal(piece)])


def _shown(base: Base) -> list[Passage]:
    """Return what a handout shows but its revision, without the paths of leaves, in which pieces are numbered."""
    return [
        replace(
            passage,
            marks=(),
            stretches=tuple(replace(run, text=run.text.replace(base.revision, "")) for run in passage.stretches),
        )
        for passage in base.passages
    ]


class _Page:
    """The lines of a handout in which nothing is said otherwise yet."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.regions: dict[str, list[Passage]] = {"": []}
        section: str | None = None
        for passage in passages:
            if passage.look == "fill":  # the box of what is to be filled in says words of other lines
                continue
            if passage.look == "h2":
                titles = [mark.name.split(".") for mark in passage.marks if mark.name.startswith("sections.")]
                section = titles[0][1] if titles else None
            elif passage.line in _BEHIND_THE_SECTIONS:
                section = None
            self.regions[""].append(passage)
            if section:
                self.regions.setdefault(section, []).append(passage)

    def renamed(self, section: str, kind: str, piece: Piece) -> tuple[Piece, ...]:
        """Return a piece with the name of its line, several where it leaves out a figure in several lines.

        Empty where no line of the handout is meant.
        """
        lines, where = self.regions.get(section, []), str(piece[KEYS[kind]])
        if any(passage.line == where for passage in lines):
            return (piece,)
        entry, in_row, cell = where.partition(_IN_ROW)
        if in_row:
            found = self._in_row(lines, entry, cell)
        else:
            found = [(passage, where) for passage in lines if where in _names(passage)]
            found = found or [(passage, "") for passage in _saying(lines, where)]
        found = [(passage, leaf) for passage, leaf in found if passage.line]
        if kind == "added":
            return tuple({**piece, "after": passage.line} for passage, _ in found[:1])
        several = "text" not in piece and found and found[0][1]  # a figure is left out wherever it stands
        return tuple(_replacement(piece, passage, leaf) for passage, leaf in (found if several else found[:1]))

    def _in_row(self, lines: Sequence[Passage], entry: str, cell: str) -> list[tuple[Passage, str]]:
        """Return the cell that is meant in the row of an entry, or in the head of its table."""
        of_entry = [
            passage
            for passage in lines
            if passage.line == entry or any(f"{name}.".startswith(f"{entry}.") for name in _names(passage))
        ] or _saying(lines, entry)
        if not of_entry:
            return []
        last = of_entry[-1]
        if last.place is None:
            row = table = [last]
        else:
            table = [passage for passage in lines if passage.place and passage.place[0] == last.place[0]]
            row = [passage for passage in table if passage.place and passage.place[1] == last.place[1]]
        leaves = [(passage, cell) for passage in row if cell in _names(passage)]
        return leaves[:1] or [(passage, "") for passage in (*row, *table) if solid(passage.text) == cell][:1]


def _names(passage: Passage) -> list[str]:
    return [mark.name for mark in passage.marks]


def _saying(lines: Sequence[Passage], words: str) -> list[Passage]:
    """Return the line of these words; one that the school has added itself only where there is no other."""
    saying = [passage for passage in lines if solid(passage.text) == solid(words)]
    return sorted(saying, key=lambda passage: any("added" in name.split(".")[:3] for name in _names(passage)))[:1]


def _replacement(piece: Piece, passage: Passage, leaf: str) -> Piece:
    """Return a replacement of a line, or of a leaf in it, that says what stood there."""
    mark = next((mark for mark in passage.marks if mark.name == leaf), None)
    was = solid(passage.text[mark.start : mark.end] if mark else passage.text)
    is_part = mark is not None and was != solid(passage.text)
    values = {"leaf": leaf if is_part else None, "was": piece.get("was", was) if "text" in piece else None}
    return {**piece, "of": passage.line} | {key: value for key, value in values.items() if value}
