"""Runs typst and pandoc on prepared files, to time them. Imports are timed too, so it imports only what each needs.

Run as a program, `rivals.py FOLDER FONTS SIZE`, it sets the typst files of a folder in a process of their own.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def fonts(folder: str) -> Any:
    """Load the fonts of a folder for typst, once in a process: Guidepress, too, keeps the ones it has loaded."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def set_with_typst(folder: Path, font_folder: str, size: float) -> None:
    """Turn every typst file of a folder into a tagged PDF (PDF/UA-1), as the brochure is. `size` of type in points."""
    import typst

    for source in sorted(folder.glob("*.typ")):
        typst.compile(
            source,
            output=source.with_suffix(".pdf"),
            font_paths=fonts(font_folder),
            sys_inputs={"size": f"{size:g}"},
            pdf_standards="ua-1",
        )


def pandoc_commands(pandoc: str, folder: Path) -> list[list[str]]:
    """Return the commands with which pandoc turns every Markdown file of a folder into a Word file."""
    return [
        [pandoc, "--from=markdown-smart", "--to=docx", f"--output={source.with_suffix('.docx')}", str(source)]
        for source in sorted(folder.glob("*.md"))
    ]


if __name__ == "__main__":
    set_with_typst(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))
