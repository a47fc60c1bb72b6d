"""Makes of a brand's one or two colors the shades that a theme is printed in, and leaves the colors themselves alone.

One question decides: which type can the primary color carry? White's and black's contrasts to a color multiply to 21,
so one of the two can always be read, and the primary color is never changed where it fills a field. Type and thin lines
may be deepened. Nothing is made lighter but grays, since a lighter red is pink.
"""

from __future__ import annotations

from collections.abc import Mapping

from guidepress.compose.themes.colours import (
    GRAPHICS,
    TEXT,
    at_lightness,
    contrast,
    deepen,
    holds,
    lift,
    neutral,
    turned,
)

WHITE, BLACK = "#FFFFFF", "#000000"
TYPE, READING = 7.0, 5.0
"""The least contrast to paper of all the type of a theme that is set in a brand's ink, and of its large figures."""
_PALE, _PALE_PRIMARY, _NEARLY_BLACK = (0.93, 0.05), (0.955, 0.045), (0.20, 0.02)  # lightness, the most chroma
_LIFTED = 6.0  # contrast to ink of a grey that was lifted until ink reads on it
_APART = 40.0  # degrees of hue by which the theme's second color has to differ from a brand's
_GREY = "#D9DCE0"  # stands beside a color that is too near to the theme's second one

SHADES = {
    "primary": "The primary color itself. For fields.",
    "paper": "What the theme is printed on.",
    "white": "What type on a dark primary color has: paper.",
    "ink": "For all type on white: at least 7:1 to white, 4.5:1 to the partner.",
    "reading": "For large figures and drawings on white: at least 5:1; nearly black where the primary color is bright.",
    "partner": "Stands beside the primary color as a field of its own, with type in ink: the second color if it can.",
    "pale": "A pale tone of the partner.",
    "field": "A field on which lines in the partner are seen: the primary color, or ink.",
    "bar": "Bars on a field of the primary color: the second color if it stands out there, else white.",
    "mark": "The one mark of a drawing in lines: the second color if it is no gray, else ink.",
}
"""The shades by name, and what each is for."""


def dark(primary: str) -> bool:
    """Say whether white type can be read on a primary colour."""
    return holds(primary, WHITE, TEXT)


def make(primary: str, secondary: str | None, paper: str, ink: str, second: str | None) -> Mapping[str, str]:
    """Return the shades of a brand's colours by name, all as #RRGGBB.

    `paper` and `ink` are what the theme is printed on and in, `second` is its own second colour, if it has one.
    """
    white = paper if holds(paper, primary, TEXT) else WHITE
    bar = _bar(secondary, ink)
    shades = {
        "primary": primary,
        "paper": paper,
        "white": white,
        "bar": bar if bar and holds(bar, primary, GRAPHICS) else white,
        "mark": secondary if secondary and not neutral(secondary) else primary if neutral(primary) else ink,
    }
    return shades | (_dark if dark(primary) else _bright)(primary, secondary, paper, second or WHITE)


def _dark(primary: str, secondary: str | None, paper: str, second: str) -> dict[str, str]:
    ink = _on(primary, paper, TYPE)
    partner = _partner(primary, secondary, ink, second)
    return {
        "ink": _on(ink, partner, TEXT),
        "reading": _on(primary, paper, READING),
        "partner": partner,
        "pale": at_lightness(partner, *_PALE),
        "field": primary if holds(partner, primary, GRAPHICS) else _on(ink, partner, TEXT),
    }


def _bright(primary: str, secondary: str | None, paper: str, second: str) -> dict[str, str]:
    del second  # the primary colour is what stands out
    nearly_black = _nearly_black(primary)
    ink = nearly_black
    if secondary and dark(secondary) and holds(secondary, primary, TEXT):
        ink = _on(secondary, paper, TYPE)
    return {
        "ink": ink,
        "reading": nearly_black,
        "partner": primary,
        "pale": at_lightness(primary, *_PALE_PRIMARY),
        "field": ink,
    }


def _on(colour: str, ground: str, least: float) -> str:
    """Return a colour, deepened until it has a contrast to a light ground."""
    return deepen(colour, lambda shade: holds(shade, ground, least)) or BLACK


def _nearly_black(primary: str) -> str:
    shade = at_lightness(primary, *_NEARLY_BLACK)
    return shade if holds(shade, primary, TEXT) else BLACK


def _bar(secondary: str | None, ink: str) -> str | None:
    """Return the second colour where ink can be read on it: a grey may be lifted until it can."""
    if secondary is None or holds(secondary, ink, TEXT):
        return secondary
    return lift(secondary, lambda shade: contrast(shade, ink) >= _LIFTED) if neutral(secondary) else None


def _partner(primary: str, secondary: str | None, ink: str, second: str) -> str:
    if partner := _bar(secondary, ink):
        return partner
    return second if neutral(primary) or turned(primary, second) >= _APART else _GREY
