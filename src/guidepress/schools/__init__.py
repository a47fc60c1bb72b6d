"""One school: its file over the guides, the edits it keeps, and the merge of those edits with next year's guides.

What a school may say in its own way, and who wins where it and a guide differ, belongs here. Nothing here knows a
PDF or a Word file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.schools.school_library import every, for_school, several

__all__ = ["every", "for_school", "several"]

__getattr__ = face(
    __name__,
    {
        "every": "school_library",
        "for_school": "school_library",
        "several": "school_library",
    },
)
