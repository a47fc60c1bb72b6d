"""Turns a guide into its brochure's HTML and its handout's document: which words, figures and drawings stand where.

This is the last place that knows content and the first that knows looks: which words stand where, how a figure is
written, what is drawn. Nothing here measures a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.compose.prepared import Prepared, prepare

__all__ = ["Prepared", "prepare"]

__getattr__ = face(
    __name__,
    {
        "Prepared": "prepared",
        "prepare": "prepared",
    },
)
