"""Finds out what a school calls a career: its name, retyped in a handout, is the school's word for it everywhere."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from guidepress import alignment
from guidepress.compose.document import Run, solid
from guidepress.content.model.guides import NAMES
from guidepress.roundtrip.recovery import leaves
from guidepress.roundtrip.recovery.compared import Compared
from guidepress.roundtrip.recovery.leaves import LeafPart
from guidepress.word.lines import Mark, Passage, joined

_LEAF = re.compile(rf"roles\.([^.]+)\.short_name|{NAMES}\.([^.]+)")
_KEPT = 0.5  # likeness from which the rest of a line is the same, said a little otherwise
_LONGEST = 60  # characters of a name; what is longer says more than a name


def career_of(path: str) -> str:
    """Return the career whose name stands at a content path; empty for what is no name of a career."""
    match = _LEAF.fullmatch(path)
    return (match[1] or match[2]) if match else ""


def with_new_names(compared: Compared) -> Compared:
    """Take a handout in which names of careers were retyped; return it as if all of it were made with the new names.

    So a name holds in every place where it stands, also where it was left as it was.
    """
    names = _retyped(compared)
    if not names:
        return compared
    content = {**compared.base.content, NAMES: {**compared.base.content.get(NAMES, {}), **names}}
    passages = [_renamed(passage, names) for passage in compared.base.passages]
    edited = list(compared.edited)
    for row, column in compared.columns.items():
        edited[column] = _with_names_left_alone_renamed(compared.base.passages[row], edited[column], names)
    return replace(compared, base=replace(compared.base, content=content, passages=passages), edited=edited)


def _retyped(compared: Compared) -> dict[str, str]:
    """Return the new names by their careers; of several for one career the one that was typed most often.

    Where all of a line was typed over, its first words are no name.
    """
    typed: dict[str, Counter[str]] = defaultdict(Counter)
    for row, column in compared.columns.items():
        passage = compared.base.passages[row]
        if not any(career_of(mark.name) for mark in passage.marks):
            continue
        parts = leaves.part(passage, compared.edited[column])
        if not _keeps_the_rest(parts):
            continue
        for part in parts:
            career = career_of(part.mark.name) if part.mark else ""
            text = "".join(stretch.text for stretch in part.after)
            if career and part.reworded and solid(text) and "\n" not in text and len(text) <= _LONGEST:
                typed[career][solid(text)] += 1
    return {career: counts.most_common(1)[0][0] for career, counts in typed.items()}


def _keeps_the_rest(parts: Sequence[LeafPart]) -> bool:
    """Say whether a line still says what it said beside the names of careers, if it said anything."""
    rest = [part for part in parts if part.mark is None or not career_of(part.mark.name)]
    before = "".join(run.text for part in rest for run in part.before)
    after = "".join(run.text for part in rest for run in part.after)
    return not solid(before) or alignment.likeness(before, after) >= _KEPT


def _renamed(passage: Passage, names: Mapping[str, str]) -> Passage:
    """Return a passage with the new names of careers in the places of the old ones."""
    if not any(career_of(mark.name) in names for mark in passage.marks):
        return passage
    stretches: list[Run] = []
    marks: list[Mark] = []
    for part in leaves.part(passage, passage):
        words, name = part.before, part.mark.name if part.mark else ""
        if (career := career_of(name)) in names:
            look = words[0] if words else Run("")
            words, name = (replace(look, text=names[career]),), f"{NAMES}.{career}"
        start = sum(len(stretch.text) for stretch in stretches)
        stretches += words
        if part.mark:
            end = start + sum(len(stretch.text) for stretch in words)
            marks.append(replace(part.mark, name=name, start=start, end=end))
    return replace(passage, stretches=tuple(joined(stretches)), marks=tuple(marks))


def _with_names_left_alone_renamed(base: Passage, edited: Passage, names: Mapping[str, str]) -> Passage:
    """Return an edited passage with the new names of careers where the old ones were left."""
    if not any(career_of(mark.name) in names for mark in base.marks):
        return edited
    stretches: list[Run] = []
    for part in leaves.part(base, edited):
        career = career_of(part.mark.name) if part.mark else ""
        is_left_alone = career in names and bool(part.after) and not part.reworded
        stretches += [replace(part.after[0], text=names[career])] if is_left_alone else part.after
    return replace(edited, stretches=tuple(joined(stretches)))
