"""Reads, checks and rewrites the YAML content files; every value keeps the line and column where it was written.

`guidepress check` lives here. What is said about a mistake in a file belongs here; nothing here sets a page, opens a
PDF or a Word file, or knows how anything looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.content.library import Library
    from guidepress.content.reading import read

__all__ = ["Library", "read"]

__getattr__ = face(
    __name__,
    {
        "Library": "library",
        "read": "reading",
    },
)
