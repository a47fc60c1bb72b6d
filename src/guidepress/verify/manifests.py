"""Checks a manifest.json: each file that it lists lies beside it, unchanged, and it lists every output there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from guidepress import artifacts, disk
from guidepress.errors import ContentError, Problem, Span
from guidepress.verify.points import Check, Point

LISTED = Point("Every file that it lists is there, and every output is listed", "")
UNCHANGED = Point("Every file is as it was built", "")


def checks(path: Path, outputs: list[Path]) -> list[Check]:
    """Check a manifest against the outputs in its folder. Raises ContentError where it is none that can be read."""
    entries = _entries(path)
    return [LISTED.check(_listed(path, entries, outputs)), UNCHANGED.check(_changed(path, entries))]


def _entries(path: Path) -> dict[str, str]:
    """Return the digest of each file that a manifest lists, by the file's name."""
    try:
        listed = artifacts.manifest_entries(path)
        return {name: str(entry["sha256"]) for name, entry in listed.items()}
    except OSError as error:
        sentence = f"This file cannot be read: {error.strerror}."
    except (artifacts.ManifestError, KeyError):
        sentence = "This is not the list of files that “guidepress build” writes."
    raise ContentError([Problem(Span(str(path)), sentence, "run “guidepress build”, which writes it anew")])


def _listed(path: Path, entries: dict[str, str], outputs: list[Path]) -> Iterator[Problem]:
    for name in entries:
        if not disk.is_file(path.parent / name):
            sentence = f"“{name}” is listed here, but there is no such file beside it."
            yield Problem(Span(str(path)), sentence, "run “guidepress build”, which brings the list up to date")
    for output in outputs:
        if output.name not in entries:
            sentence = f"“{output.name}” lies beside it, but is not listed here."
            yield Problem(Span(str(path)), sentence, "build it again, or take it out of the folder")


def _changed(path: Path, entries: dict[str, str]) -> Iterator[Problem]:
    for name, digest in entries.items():
        try:
            data = disk.read(path.parent / name, within=path.parent)
        except OSError:
            continue  # told as not there, or by its own check
        if hashlib.sha256(data).hexdigest() != digest:
            sentence = f"“{name}” was changed since it was built."
            yield Problem(Span(str(path)), sentence, "build it again; keep a copy first if the change is wanted")
