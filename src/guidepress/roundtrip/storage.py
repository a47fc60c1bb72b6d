"""An arrival goes in; what it changes is written into its school's folder, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from guidepress import disk
from guidepress.compose.prepared import prepare as prepare_guide
from guidepress.content import consistency, paths, source
from guidepress.content.library import PUBLISHER, Library
from guidepress.content.model.publisher import School
from guidepress.content.source import Tree
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Problem, Span, raise_if, shorten
from guidepress.options import Choice
from guidepress.project import SUFFIXES, Project
from guidepress.roundtrip import old_edits, reception, school_file
from guidepress.roundtrip.reception import Arrival
from guidepress.roundtrip.school_file import Decision
from guidepress.schools import drafts, edit_files, journal, school_library
from guidepress.schools.edits import Edit, collapse
from guidepress.schools.journal import Occasion
from guidepress.verify import outputs
from guidepress.word import handout

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Intake:
    """The files that an arrival makes or changes, by path, and what is to be known of them.

    `decisions` are those that a person may make of it, `guides` the short names of the guides that change with it.
    `blocked` says why guides could not be built with it; then it cannot be written. `notes` tells what else is written.
    `seen` holds the digests of the files that it builds on, as they were when they were read.
    """

    files: Mapping[Path, bytes]
    seen: Mapping[Path, str | None] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    guides: tuple[str, ...] = ()
    blocked: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def unwritten(self) -> Intake:
        """Return the intake without the files that hold just these bytes already."""
        files = {path: data for path, data in self.files.items() if not path.is_file() or disk.read(path) != data}
        return replace(self, files=files)


def store(project: Project, library: Library, school: str, arrival: Arrival, today: date) -> list[Path]:
    """Write what an arrival changes into its school's folder, all or nothing; return the paths of the files written.

    `library` is that of the project. Raises ContentError where the school does not exist, where the guide could not be
    checked with these edits, and where a file cannot be written.
    """
    intake = prepare(project, library, school, arrival, today).unwritten()
    words = f"{arrival.name} taken over" if arrival.name else "a handout taken over"
    if intake.files:
        write(project, intake, Occasion("store", today.isoformat(), words, (school,)))
    return list(intake.files)


def prepare(
    project: Project,
    library: Library,
    school: str,
    arrival: Arrival,
    today: date,
    answers: Mapping[str, bool] = MappingProxyType({}),
    theme: str = Choice.theme,
) -> Intake:
    """Take an arrival; return the files that are to be written for its school. Nothing is written yet.

    `library` is that of the project. `answers` has what a person decided, by the question of the decision; without an
    answer the one holds that changes least. `theme` is what the guides are built in. Raises ContentError where the
    school does not exist, and where the guide could not be checked with these edits.
    """
    own_library = arrival.own or school_library.for_school(project, library, school, today)
    path = school_library.find(project, school)
    folder, name = path.parent, project.name(path)
    files: dict[Path, bytes] = {}
    seen = {file: journal.digest(file) for file in (path, folder / "edits" / f"{arrival.base.guide}.yaml")}
    edits_by_guide = drafts.edits_of(project, school)
    guide = arrival.base.guide
    edits = list(arrival.edits)
    text = disk.read(path, source.LARGEST_FILE, within=project.content_roots()).decode()
    file_data = paths.normal(source.load(text.encode(), name).plain())
    own_file = school_file.merged(*_versions(arrival, file_data), guide, list(library.guides), answers)
    values = dict(own_file.values)
    picture_files, picture_edits, picture_values = pictures_of(arrival, folder, school)
    files |= picture_files
    values |= picture_values
    edits_file, text_before, edits_before = edits_by_guide.get(guide, (folder / "edits" / f"{guide}.yaml", "", ()))
    named = old_edits.in_edits(project, own_library, guide, edits_before, text_before)
    edits = [edit for edit in edits if not _is_in(edit, own_library.trees["guide", guide])]
    # The pictures are not in their places yet, so the guide is checked without them.
    changed = school_library.for_school(
        project, library, school, today, instead={guide: collapse([*named.edits, *edits])}
    )
    edits += picture_edits
    if edits:
        all_edits = collapse([*named.edits, *edits])
        school_name = str(file_data.get("name") or school)
        files[edits_file] = edit_files.write(named.text or None, guide, school_name, all_edits).encode()
    if values:
        files[path] = edit_files.set_values(text, values).encode()
        changed = _with_own_file(changed, files[path], name, picture_values)
    notes = [*named.notes] if edits else []
    if files and arrival.found == "published" and arrival.is_renamed:
        base_file = reception.published(project, arrival.base)
        seen[base_file], files[base_file] = journal.digest(base_file), arrival.base.dump()
        notes.append(f"the lines in {project.name(base_file)}: now known by name")
    _check(project, files, arrival.name)
    shown_in = own_file.guides | ({guide} if edits else set())
    guides = tuple(slug for slug in library.guides if slug in shown_in)
    blocked = tuple(_reasons_not_to_build(project, changed, guides, arrival.name, theme))
    return Intake(files, seen, own_file.decisions, guides, blocked, tuple(notes))


def pictures_of(
    arrival: Arrival, folder: Path, school: str
) -> tuple[dict[Path, bytes], list[Edit], dict[tuple[str | int, ...], Any]]:
    """Return what an arrival's new pictures make: files, edits of the guide, and values for the school's own file."""
    files: dict[Path, bytes] = {}
    edits: list[Edit] = []
    values: dict[tuple[str | int, ...], Any] = {}
    for picture, digest in arrival.recovered.pictures.items():
        data = arrival.read.pictures[digest]
        ending = "png" if data.startswith(b"\x89PNG") else "jpg"
        kind, _, section_id = picture.partition(" ")
        name = "-".join(
            part for part in (kind, arrival.base.guide * (kind == "banner"), section_id, digest[:8]) if part
        )
        files[folder / f"{name}.{ending}"] = data
        path = f"schools/{school}/{name}.{ending}"
        if kind == "logo":
            values["logo", "file"] = f"{name}.{ending}"
        elif kind == "banner":
            before = arrival.base.content.get("banner")
            edits.append(_edit(arrival, "banner", before, {"file": path}))
        else:
            sections = arrival.base.content["sections"]
            photo = next(section for section in sections if section["id"] == section_id)["photo"]
            edits.append(_edit(arrival, f"sections.{section_id}.photo.file", photo["file"], path))
    return files, edits, values


def _edit(arrival: Arrival, path: str, was: Any, to: Any) -> Edit:
    span = Span("")
    return Edit(arrival.base.revision, path, paths.grow(was, span), paths.grow(to, span))


def write(project: Project, intake: Intake, occasion: Occasion, onto: int = 0) -> int:
    """Write the files, all or none, as a step of the journal, or as more of the step `onto`. Returns its number.

    Raises ContentError where one cannot be written, or was changed by somebody else since it was read, and where a
    guide could not be built with them.
    """
    raise_if(intake.blocked)
    return journal.write(project, intake.files, occasion, seen=intake.seen, onto=onto)


def _is_in(edit: Edit, content: Tree) -> bool:
    """Say whether a guide says already what an edit would make it say: the same file may come home twice."""
    value = paths.walk(content, edit.steps)
    if edit.orders:
        return bool(paths.names(value) == paths.plain(edit.to))
    return paths.same(value, edit.to)


def _versions(arrival: Arrival, file_data: Plain) -> tuple[Plain, Plain, Plain]:
    """Return what a school's file said when its handout was made, what the handout makes of it, and what it says now.

    A handout that was made for no school says nothing of what its school's file said: what was filled in holds.
    """
    if arrival.base.school:
        return arrival.base.publisher, arrival.recovered.publisher, file_data
    return {}, {key: to for key, (_, to) in arrival.publisher.items()}, {}


def _with_own_file(library: Library, data: bytes, name: str, pictures: Mapping[Any, Any]) -> Library:
    """Return a school's library with its file as it will stand there. Raises ContentError for what no school can say.

    A new logo, which is not in its place yet, is left out.
    """
    tree = source.load(data, name)
    school, problems = validate(tree, School, Span(name))
    if not isinstance(school, School):
        raise ContentError(problems)
    changed = replace(
        library,
        publisher=school.model_copy(update={"logo": None}) if pictures else school,
        trees={**library.trees, PUBLISHER: tree},
        texts={**library.texts, name: data.decode()},
    )
    raise_if(list(consistency.facts_beside_guides(changed)))
    return changed


def _reasons_not_to_build(
    project: Project, library: Library, guides: Sequence[str], name: str, theme: str
) -> Iterator[Problem]:
    """Yield why the guides could not be built with what a handout has changed, with the line of it."""
    for slug in guides:
        try:
            ready = prepare_guide(project, library, library.guides[slug], theme)
            html = handout.html_of(ready, Choice.paper, drawn=False)
            problems = outputs.composed(html, ready.places, ready.required, f"the handout of {slug}")
        except ContentError as error:
            problems = list(error.problems)
        for problem in problems:
            line = f"“{shorten(problem.source.strip(), 80)}”" if problem.source else "this"
            yield Problem(Span(name), f"The guide could not be built with {line}: {problem.message}", problem.hint)


def _check(project: Project, files: Mapping[Path, bytes], name: str) -> None:
    """See to it that what would be written could be read again. Raises ContentError."""
    for path, data in files.items():
        if path.suffix not in SUFFIXES:
            continue
        if len(data) > source.LARGEST_FILE:
            sentence = f"What has changed in this file is more than {project.name(path)} may hold"
            raise ContentError([Problem(Span(name), f"{sentence}: {source.LARGEST_FILE:,} bytes.")])
        source.load(data, project.name(path))
