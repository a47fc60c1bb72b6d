"""An edited handout comes home: received, compared with what was given out, told in words, stored for its school.

What an import says and keeps belongs here. Nothing here reads WordprocessingML or asks a person at the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.roundtrip.reception import Arrival, receive
    from guidepress.roundtrip.storage import store

__all__ = ["Arrival", "receive", "store"]

__getattr__ = face(
    __name__,
    {
        "Arrival": "reception",
        "receive": "reception",
        "store": "storage",
    },
)
