"""Finds copies of content files that Dropbox, OneDrive or a download left, and says which of the two is newer."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from guidepress.content.model import languages
from guidepress.errors import Problem, Span, count_of
from guidepress.project import FOLDERS, SCHOOL, SCHOOLS, SINGLE, Project, yaml_files

LABELS, SCHOOL_FILE = "labels", f"{SCHOOL}.yaml"


def of_content(project: Project) -> dict[Path, Problem]:
    """Return the copies among a project's content files, save those of schools, each with what is told of it."""
    folders = [yaml_files(project.content / folder) for folder in FOLDERS]
    copied = _among(project, [path for paths in folders for path in paths])
    root = yaml_files(project.content)
    return copied | {path: told for path, told in _among(project, root).items() if path.stem not in SINGLE}


def of_school(project: Project, school_id: str) -> list[Problem]:
    """Return what is told of the copies in a school's folder, and of the folder itself where it is one."""
    folder = project.content / SCHOOLS / school_id
    first = original(folder, [path.parent for path in project.schools().values()])
    if first:
        return [problem(project, folder, first)]
    return list(_among(project, [*yaml_files(folder), *yaml_files(folder / "edits")]).values())


def _among(project: Project, paths: Sequence[Path]) -> dict[Path, Problem]:
    """Return the copies among files, each of a file in its own folder."""
    firsts = {path: original(path, [other for other in paths if other.parent == path.parent]) for path in paths}
    return {path: problem(project, path, first) for path, first in firsts.items() if first}


def original(path: Path, others: Iterable[Path]) -> Path | None:
    """Return the file or folder of which another is a copy, by their names; None where it seems to be none.

    Its name is that of the first with something behind it that no short name can hold: “technician (1)”, “technician
    (Ann's conflicted copy 2026-05-01)”, “technician-DESKTOP-A1”, “technician - Copy”, “technician.sync-conflict-…”; or
    it is “Copy of technician”.
    """
    name = _stem(path)
    if path.parent.name == LABELS and languages.is_tag(name):
        return None  # “en-US” is no copy of “en”

    def is_first(first: str) -> bool:
        return bool(name.startswith(first) and _ADDED.match(name[len(first) :])) or name.endswith(f" {first}")

    candidates = [other for other in others if other != path and is_first(_stem(other))]
    return max(candidates, key=lambda other: len(_stem(other)), default=None)


_ADDED = re.compile(r"[ (_]|\.sync-conflict|-[^-]*[A-Z]")


def _stem(path: Path) -> str:
    return path.name if path.is_dir() else path.stem


def problem(project: Project, copy: Path, first: Path) -> Problem:
    """Return what is told of a copy: that it is one, which of the two is newer, and what to do."""
    what = "folder" if copy.is_dir() else "file"
    sentence = f"This {what} looks like a copy of “{first.name}” that Dropbox, OneDrive or a download left."
    compared = compare(copy, first)
    if compared == SAME:
        hint = f"delete this {what}"
    else:
        hint = f"put what is right in both into “{first.name}”, then delete this {what}"
    return Problem(Span(project.name(copy)), f"{sentence} {compared}".rstrip(), hint)


SAME = "Both say the same."


def compare(copy: Path, first: Path) -> str:
    """Say whether two files are the same, else which of two files or folders was changed later; "" where neither was.

    A school's folder was changed when its own file was.
    """
    if copy.is_dir() and first.is_dir():
        copy, first = copy / SCHOOL_FILE, first / SCHOOL_FILE
    try:
        if filecmp.cmp(copy, first, shallow=False):
            return SAME if copy.name != SCHOOL_FILE else "Both have the same school.yaml."
        apart = copy.stat().st_mtime - first.stat().st_mtime
    except OSError:  # told where the file is read
        return ""
    if not apart:
        return ""
    return f"{'This one' if apart > 0 else f'“{first.name}”'} is newer, by {_length(abs(apart))}."


def _length(seconds: float) -> str:
    """Return a length of time in words, in the largest unit of which it has one or more."""
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return count_of(int(seconds // size), unit)
    return count_of(max(int(seconds), 1), "second")
