"""From a guide to the pages of its brochure: formats, where each section goes, type sizes, text that does not fit.

How large type is, what stands on which panel and what is said where text does not fit belongs here. Nothing here
knows sheets, printers or Word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.brochure.brochure import Brochure, draft, fitted

__all__ = ["Brochure", "draft", "fitted"]

__getattr__ = face(
    __name__,
    {
        "Brochure": "brochure",
        "draft": "brochure",
        "fitted": "brochure",
    },
)
