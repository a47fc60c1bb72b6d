"""Charts, and the drawing (motif) that stands for each role: values in, SVG out.

A new chart or a new motif belongs here. Everything is a pure function; nothing here knows content or paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.compose.drawings.motifs import band, cover, filler, mark, mosaic, profile, tiles

__all__ = ["band", "cover", "filler", "mark", "mosaic", "profile", "tiles"]

__getattr__ = face(
    __name__,
    {
        "band": "motifs",
        "cover": "motifs",
        "filler": "motifs",
        "mark": "motifs",
        "mosaic": "motifs",
        "profile": "motifs",
        "tiles": "motifs",
    },
)
