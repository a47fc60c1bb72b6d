"""What a school changes in the guides: its own file, its edits of handouts, and merging both with newer guides.

What a school's file may set is `School` in content/model/publisher.py; how it is laid over a guide is `overlay.py`, and
`enrol.py` writes a new one. There is no list (table) of schools yet: it would be a wing of its own, `batch/`, and give
each of its rows to `enrol.py`. Nothing here knows a PDF or a Word file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.schools.school_library import each, every, for_school

__all__ = ["each", "every", "for_school"]

__getattr__ = face(
    __name__,
    {
        "every": "school_library",
        "for_school": "school_library",
        "each": "school_library",
    },
)
