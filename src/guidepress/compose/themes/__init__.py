"""Themes: their colors, fonts and sizes, and how the colors of a school or an institution are put into one.

Colours, fonts and the tokens of a theme belong here. Nothing here knows what a guide says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.compose.themes.branding import dress, moved_colours
    from guidepress.compose.themes.theme import Theme

__all__ = ["Theme", "dress", "moved_colours"]

__getattr__ = face(
    __name__,
    {
        "Theme": "theme",
        "dress": "branding",
        "moved_colours": "branding",
    },
)
