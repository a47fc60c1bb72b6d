"""Checks what was built: outputs against the content they were made from, legibility, and preflight of any PDF.

A new check belongs here, as a point with its clause of a standard. Nothing here changes an output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.verify.inspection import Inspected, inspect
    from guidepress.verify.preflighting import preflight

__all__ = ["Inspected", "inspect", "preflight"]

__getattr__ = face(
    __name__,
    {
        "Inspected": "inspection",
        "inspect": "inspection",
        "preflight": "preflighting",
    },
)
