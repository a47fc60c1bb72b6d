"""The handout as a Word file: its styles, writing it, and reading one that a school has edited.

All that knows WordprocessingML belongs here, and the base that travels inside a handout. What an edited line means for
the content is found in roundtrip, never here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.word.reader import read
    from guidepress.word.writer import write

__all__ = ["read", "write"]

__getattr__ = face(
    __name__,
    {
        "read": "reader",
        "write": "writer",
    },
)
