"""From pages to the print edition: pages placed on sheets, crop and fold marks, and PDF/X in a print shop's inks.

The reading of PDF content that recolouring needs is here, too. Nothing here knows what a guide says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.press.calibration import calibrate
    from guidepress.press.imposition import impose
    from guidepress.press.pdfx import press
    from guidepress.press.separations import find_profile

__all__ = ["calibrate", "find_profile", "impose", "press"]

__getattr__ = face(
    __name__,
    {
        "calibrate": "calibration",
        "find_profile": "separations",
        "impose": "imposition",
        "press": "pdfx",
    },
)
