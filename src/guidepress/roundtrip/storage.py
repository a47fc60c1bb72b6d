"""What an edited handout has changed is written into its school's folder: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from guidepress.content import paths, source
from guidepress.content.library import Library
from guidepress.content.source import Tree
from guidepress.errors import ContentError, Problem, Span
from guidepress.project import SUFFIXES, Project
from guidepress.roundtrip.reception import Arrival
from guidepress.schools import drafts, edit_files, journal, school_library
from guidepress.schools.edits import Edit, collapse
from guidepress.schools.journal import Occasion


@dataclass(frozen=True)
class Intake:
    """The files that an arrival makes or changes, by path, and what a person should know of them.

    `seen` holds the digests of the files that it builds on, as they were when they were read.
    """

    files: Mapping[Path, bytes]
    told: tuple[str, ...]
    seen: Mapping[Path, str | None] = field(default_factory=dict)

    def unwritten(self) -> Intake:
        """Return the same with only the files that do not hold just these bytes already."""
        files = {path: data for path, data in self.files.items() if not path.is_file() or path.read_bytes() != data}
        return replace(self, files=files)


def store(project: Project, library: Library, school: str, arrival: Arrival, today: date) -> list[Path]:
    """Write what a handout has changed into its school's folder: all of it, or nothing. Returns the files written.

    `library` is that of the project. Raises ContentError where the school does not exist, where the guide could not be
    checked with these edits, and where a file cannot be written.
    """
    intake = prepare(project, library, school, arrival, today).unwritten()
    words = f"{arrival.name} taken over" if arrival.name else "a handout taken over"
    if intake.files:
        write(project, intake, Occasion("store", today.isoformat(), words, (school,)))
    return list(intake.files)


def prepare(project: Project, library: Library, school: str, arrival: Arrival, today: date) -> Intake:
    """Return what is to be written for a school. Nothing is written yet.

    `library` is that of the project. Raises ContentError where the school does not
    exist, and where the guide could not be checked with these edits.
    """
    own = arrival.own or school_library.for_school(project, library, school, today)
    path = school_library.find(project, school)
    folder = path.parent
    told: list[str] = []
    files: dict[Path, bytes] = {}
    seen = {each: journal.digest(each) for each in (path, folder / "edits" / f"{arrival.base.guide}.yaml")}
    known = drafts.edits_of(project, school)
    guide = arrival.base.guide
    edits = list(arrival.edits)
    values = {key: value for key, (_, value) in _values(arrival).items()}
    brought, pictured, named = pictures_of(arrival, folder, school)
    files |= brought
    values |= named
    file, before, old = known.get(guide, (folder / "edits" / f"{guide}.yaml", "", ()))
    edits = [edit for edit in edits if not _is_in(edit, own.trees["guide", guide])]
    # The pictures are not in their places yet, so the guide is checked without them.
    school_library.for_school(project, library, school, today, instead={guide: collapse([*old, *edits])})
    edits += pictured
    whole = collapse([*old, *edits])
    if edits:
        text = edit_files.write(before or None, guide, _name(path, project), whole)
        files[file] = text.encode()
    if values:
        text = path.read_text(encoding="utf-8")
        told += _changed_since(project, path, arrival)
        files[path] = edit_files.set_values(text, values).encode()
    _check(project, files, arrival.name)
    return Intake(files, tuple(told), seen)


def pictures_of(
    arrival: Arrival, folder: Path, school: str
) -> tuple[dict[Path, bytes], list[Edit], dict[tuple[str | int, ...], Any]]:
    """Return the pictures that were replaced: their files, the edits of the guide, and what the school's file says."""
    files: dict[Path, bytes] = {}
    edits: list[Edit] = []
    values: dict[tuple[str | int, ...], Any] = {}
    for what, digest in arrival.recovered.pictures.items():
        data = arrival.read.pictures[digest]
        ending = "png" if data.startswith(b"\x89PNG") else "jpg"
        kind, _, section = what.partition(" ")
        name = "-".join(part for part in (kind, arrival.base.guide * (kind == "banner"), section, digest[:8]) if part)
        files[folder / f"{name}.{ending}"] = data
        file = f"schools/{school}/{name}.{ending}"
        if kind == "logo":
            values["logo", "file"] = f"{name}.{ending}"
        elif kind == "banner":
            held = arrival.base.content.get("banner")
            edits.append(_edit(arrival, "banner", held, {"file": file}))
        else:
            held = next(each for each in arrival.base.content["sections"] if each["id"] == section)["photo"]
            edits.append(_edit(arrival, f"sections.{section}.photo.file", held["file"], file))
    return files, edits, values


def _edit(arrival: Arrival, path: str, was: Any, to: Any) -> Edit:
    span = Span("")
    return Edit(arrival.base.revision, path, paths.grow(was, span), paths.grow(to, span))


def write(project: Project, intake: Intake, occasion: Occasion, onto: int = 0) -> int:
    """Write the files, all or none, as a step of the journal, or as more of the step `onto`. Returns its number.

    Raises ContentError where one cannot be written, or was changed by somebody else since it was read.
    """
    return journal.write(project, intake.files, occasion, seen=intake.seen, onto=onto)


def _values(arrival: Arrival) -> dict[tuple[str | int, ...], tuple[Any, Any]]:
    """Return what changes in the school's own file: was and to by place."""
    found: dict[tuple[str | int, ...], tuple[Any, Any]] = {}
    for key, (was, to) in arrival.publisher.items():
        if isinstance(was, Mapping) and isinstance(to, Mapping):
            for inner in dict.fromkeys([*was, *to]):
                if was.get(inner) != to.get(inner):
                    found[key, inner] = was.get(inner), to.get(inner)
        else:
            found[(key,)] = was, to
    return found


def _changed_since(project: Project, path: Path, arrival: Arrival) -> list[str]:
    """Say where the school's own file has changed since the handout was made."""
    now = paths.normal(source.load(path.read_bytes(), project.name(path)).plain())
    told = []
    for place, (was, to) in _values(arrival).items():
        value: Any = now
        for step in place:
            value = value.get(step) if isinstance(value, Mapping) else None
        if arrival.base.school and value not in (paths.normal(was), paths.normal(to)):
            key, file = ".".join(map(str, place)), project.name(path)
            told.append(f"“{key}” has changed in {file} since; the handout's words are taken.")
    return told


def _is_in(edit: Edit, now: Tree) -> bool:
    """Say whether a guide says already what an edit would make it say: the same file may come home twice."""
    found = paths.walk(now, edit.steps)
    if edit.orders:
        return bool(paths.names(found) == paths.plain(edit.to))
    return paths.same(found, edit.to)


def _name(path: Path, project: Project) -> str:
    tree = source.load(path.read_bytes(), project.name(path))
    return str(paths.plain(paths.child(tree, "name")) or path.parent.name)


def _check(project: Project, files: Mapping[Path, bytes], name: str) -> None:
    """See to it that what would be written could be read again. Raises ContentError."""
    for path, data in files.items():
        if path.suffix not in SUFFIXES:
            continue
        if len(data) > source.LARGEST_FILE:
            sentence = f"What has changed in this file is more than {project.name(path)} may hold"
            raise ContentError([Problem(Span(name), f"{sentence}: {source.LARGEST_FILE:,} bytes.")])
        source.load(data, project.name(path))
