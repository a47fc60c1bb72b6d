"""Rewrites a school's older edits, which know lines by the words there, so that they name the lines instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from guidepress.content import paths, reading, yaml_rewriting
from guidepress.content.library import Library
from guidepress.content.revision import plain
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span, count_of, shorten
from guidepress.project import Project
from guidepress.roundtrip import remake
from guidepress.roundtrip.old_places import KEYS, Renamed, key_of, may_be_old, renamed
from guidepress.schools import drafts, school_library
from guidepress.schools.drafts import Draft
from guidepress.schools.edits import Edit
from guidepress.schools.merge import merge


@dataclass(frozen=True)
class NamedEdits:
    """A school's edits of a guide with the names of lines, and the text of their file with these edits.

    `count` says how many lines were renamed, `lost` has the words that no line of the handout says any more.
    """

    edits: tuple[Edit, ...]
    text: str
    count: int = 0
    lost: tuple[str, ...] = ()

    @property
    def notes(self) -> Iterator[str]:
        """What was renamed, in a line, and what could not be."""
        if self.count:
            lines = count_of(self.count, "line")
            yield f"{lines} that this school's earlier edits knew by the words there: now known by name"
        for words in self.lost:
            yield _LOST.format(shorten(words))


_LOST = "No line of the handout says “{}” any more, where an earlier edit of the school belongs"


def in_edits(project: Project, library: Library, guide: str, edits: Sequence[Edit], text: str) -> NamedEdits:
    """Return a school's edits of a guide with the names of lines. Nothing is written.

    `library` is that of the school, `text` what stands in the file of the edits now.
    """
    if not _may_have_old_places(edits):
        return NamedEdits(tuple(edits), text)
    found = _of_school(project, library, guide)
    values: dict[paths.Location, Any] = {}
    named_edits: list[Edit] = []
    count = 0
    lost: list[str] = []
    for index, edit in enumerate(edits):
        for location, kind, section, item in _items(edit, edit.to):
            key = key_of(section, kind, paths.plain(item))
            if new_pieces := found.pieces.get(key):
                values["edits", index, "to", *location] = new_pieces[0]
                count += 1
            elif key in found.unfound:
                lost.append(found.unfound[key])
        follows = any(earlier.path == edit.path and paths.same(earlier.to, edit.was) for earlier in edits[:index])
        was = _with_names(edit, edit.was, found) if follows else edit.was
        named_edits.append(replace(edit, was=was, to=_with_names(edit, edit.to, found)))
    return NamedEdits(tuple(named_edits), yaml_rewriting.exchanged(text, values), count, tuple(dict.fromkeys(lost)))


def _of_school(project: Project, library: Library, guide: str) -> Renamed:
    publisher = plain(library.publisher)
    return renamed(
        plain(library.guides[guide]),
        lambda content: remake.of_other(project, library, content, publisher, str(publisher.get("slug", ""))),
    )


def _items(edit: Edit, tree: Tree | None) -> Iterator[tuple[paths.Location, str, str, Tree]]:
    """Yield the pieces in what an edit says: the place in it, the list, the section and the piece."""
    steps = edit.steps
    section = steps[1] if steps[0] == "sections" and len(steps) > 1 else ""
    if tree is None or len(steps) != (2 if section else 0) + (steps[-1] in KEYS):
        return
    for kind in KEYS:
        pieces = tree if steps[-1] == kind else paths.child(tree, kind) if steps[-1] not in KEYS else None
        if pieces is not None and isinstance(pieces.value, list):
            for number, item in enumerate(pieces.value):
                yield (number,) if pieces is tree else (kind, number), kind, section, item


def _with_names(edit: Edit, tree: Tree | None, found: Renamed) -> Tree | None:
    """Return what an edit says with the names of lines; a Tree that says the same keeps its places."""
    new_lists: dict[str, list[Tree]] = {}
    more: dict[str, list[Tree]] = {}
    for _, kind, section, item in _items(edit, tree):
        new_pieces = found.pieces.get(key_of(section, kind, paths.plain(item)), ())
        grown = [each for piece in new_pieces if (each := paths.grow(piece, item.span))] or [item]
        new_lists.setdefault(kind, []).append(grown[0])
        more.setdefault(kind, []).extend(grown[1:])
    for kind, items in new_lists.items():
        if tree is not None and edit.steps[-1] == kind:
            tree = replace(tree, value=[*items, *more[kind]])
        elif tree is not None and (pieces := paths.child(tree, kind)):
            tree = paths.put(tree, (kind,), replace(pieces, value=[*items, *more[kind]]))
    return tree


def in_drafts(project: Project, all_drafts: Sequence[Draft], today: date) -> tuple[list[Draft], dict[Path, NamedEdits]]:
    """Return schools' drafts with the names of lines, and what was renamed in each, by its file. Nothing is written.

    Raises ContentError where the content cannot be read.
    """
    old = [draft for draft in all_drafts if _may_have_old_places(draft.edits)]
    library = reading.read(project, today) if old else None
    named: dict[Path, NamedEdits] = {}
    drafts_now = []
    for draft in all_drafts:
        found = NamedEdits(draft.edits, draft.text)
        if library and draft in old:
            own_library = school_library.for_school(project, library, draft.school, today)
            found = in_edits(project, own_library, draft.guide, draft.edits, draft.text)
        if found.count:
            tree, collisions = merge(draft.upstream, found.edits)
            draft = replace(draft, edits=found.edits, text=found.text, tree=tree, collisions=tuple(collisions))
        named[draft.path] = found
        drafts_now.append(draft)
    return drafts_now, named


def _may_have_old_places(edits: Sequence[Edit]) -> bool:
    """Say whether edits may know lines by the words there; whether they do, only the handout tells."""
    return any(
        may_be_old(kind, paths.plain(item))
        for edit in edits
        for _, kind, _, item in _items(edit, edit.to)
        if isinstance(item.value, dict)
    )


def advice(project: Project, library: Library) -> list[Problem]:
    """Return as advice what a school's edits know by its words, and what they say of lines that are not there."""
    school = str(plain(library.publisher).get("slug", ""))
    problems: list[Problem] = []
    if school not in drafts.schools(project):
        return problems
    for guide, (_, _, edits) in drafts.edits_of(project, school).items():
        if not _may_have_old_places(edits):
            continue
        found = _of_school(project, library, guide)
        spans: list[Span] = []
        for edit in edits:
            for _, kind, section, item in _items(edit, edit.to):
                key = key_of(section, kind, paths.plain(item))
                spans += [item.span] if key in found.pieces else []
                if words := found.unfound.get(key):
                    hint = "what the school says stands at the end of its section; delete this piece if that is right"
                    problems.append(Problem(item.span, f"{_LOST.format(shorten(words))}.", hint, advice=True))
        if spans:
            what = "A line is" if len(spans) == 1 else f"{len(spans)} lines are"
            message = f"{what} known by the words that stand there, and lost when those change."
            hint = f"have each known by its name: guidepress merge {guide} --school {school}"
            problems.append(Problem(spans[0], message, hint, advice=True))
    return problems
