"""Writes a new project into an empty folder: one guide with its facts, one school, and a page on what to do next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from guidepress import disk, project
from guidepress.content import reading
from guidepress.content.model.guides import roles_of
from guidepress.errors import ContentError, Problem, Span, unwritable
from guidepress.project import PUBLISHED, SCHOOL, SCHOOLS, Project
from guidepress.schools import enrol
from guidepress.schools.enrol import Written

GUIDE = "sonographer"
"""The guide of the samples that a new project begins with: it rests on two files of facts, fewer than any other."""

NO_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems put into a folder by themselves: one that holds nothing else is empty."""


def write(folder: Path, school: Written, samples: bool, today: date) -> Project:
    """Write a project into a folder, which is made where it is not there, and return it.

    It holds one guide and the school given; with `samples` all guides and schools that come with Guidepress instead.
    Raises ContentError where the folder is not empty or cannot be written; nothing is left in it then.
    """
    try:
        held = sorted(path.name for path in folder.iterdir() if path.name not in NO_FILES) if folder.exists() else []
    except OSError as error:
        raise ContentError(
            [Problem(Span(str(folder)), f"This is no folder to write into: {error.strerror}.")]
        ) from None
    if held:
        sentence = f"This folder is not empty: “{held[0]}” is in it. Nothing was changed."
        raise ContentError([Problem(Span(str(folder)), sentence, "name a folder that does not exist yet")])
    files = dict(_files(school, samples, today))
    made = _missing(folder)
    try:
        for name, data in files.items():
            disk.write(folder / name, data)
    except BaseException as error:
        for name in {Path(name).parts[0] for name in files}:
            _remove(folder / name)
        if made:
            _remove(made)
        if not isinstance(error, OSError):
            raise
        raise unwritable(str(folder), error, instead="name another folder") from None
    return project.find(folder)


def _missing(folder: Path) -> Path | None:
    """Return the outermost folder that has to be made for a folder, None where that is there."""
    missing = None
    for path in (folder.absolute(), *folder.absolute().parents):
        if path.exists():
            break
        missing = path
    return missing


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _files(school: Written, samples: bool, today: date) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a new project by name, with forward slashes."""
    ours = project.of_package()
    content = ours.content
    yield "README.md", disk.read(ours.templates / "project" / "README.md")
    wanted = None
    if not samples:
        guide = reading.read(ours, today).guides[GUIDE]
        wanted = {f"guides/{GUIDE}.yaml", *(f"roles/{role}.yaml" for role in roles_of(guide))}
        yield f"content/{SCHOOLS}/{school.id}/{SCHOOL}.yaml", enrol.file_text(school).encode()
    for path in sorted(content.rglob("*")):
        name = path.relative_to(content).as_posix()
        chosen = not wanted or name in wanted or not name.startswith(("guides/", "roles/", f"{SCHOOLS}/"))
        if chosen and path.is_file() and path.suffix != ".md" and not name.startswith((".", f"{PUBLISHED}/")):
            yield f"content/{name}", disk.read(path)
