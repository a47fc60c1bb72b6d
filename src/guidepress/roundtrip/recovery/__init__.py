"""The lines of an edited handout back to the fields and lists of its content.

Which line was which, and which field or item its words belong to, is found here. Nothing here writes a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.roundtrip.recovery.recovery import Recovered, recover

__all__ = ["Recovered", "recover"]

__getattr__ = face(
    __name__,
    {
        "Recovered": "recovery",
        "recover": "recovery",
    },
)
