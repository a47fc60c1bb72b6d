"""Copies of the good content that tests may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.checkout import ROOT


def copy_content(root: Path, *guides: str) -> None:
    """Copy the repository's content into a folder, of its guides only those named, so that a fault is told once.

    Schools stay behind: they speak of guides that are not there then.
    """
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("schools"))
    for path in (root / "content/guides").iterdir():
        if path.stem not in guides:
            path.unlink()


def copy_school(root: Path, school: str) -> None:
    """Copy a school into a project of the sonographer's guide alone, without its edits and words on other guides."""
    folder = root / "content/schools" / school
    shutil.copytree(ROOT / "content/schools" / school, folder, ignore=shutil.ignore_patterns("edits"))
    path = folder / "school.yaml"
    text = path.read_text(encoding="utf-8")
    other = "  technician:\n    - Career Night is in October, in the gym.\n"
    assert other in text
    path.write_text(text.replace(other, ""), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below a folder, with its bytes; links are not followed."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in folder.rglob("*")
    }
