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
