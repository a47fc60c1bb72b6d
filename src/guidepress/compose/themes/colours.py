"""Color arithmetic: the contrast of two colors, one made lighter or darker, two mixed, and their hues compared.

Contrast is that of WCAG 2.2 (definition of contrast ratio, from 1 to 21). Colours are moved in OKLCH, in which
lightness, chroma and hue are near to what people see. All colours are texts, `#RRGGBB`, and lie in sRGB.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product

from coloraide import Color

TEXT = 4.5
"""The least contrast of text to its ground (WCAG 2.2, 1.4.3, level AA)."""
GRAPHICS = 3.0
"""The least contrast of what must be seen in a drawing to what lies beside it (WCAG 2.2, 1.4.11)."""
BESIDE = 1.8
"""The least contrast of a mark that has ink beside it to the ground that both lie on."""

_SAFE = 0.002  # the guideline rounds the weights of red, green and blue, which changes a ratio by a thousandth
_GREY = 0.004  # chroma in OKLCH below which a colour has no hue to keep
_NEUTRAL = 0.035  # chroma in OKLCH below which people call a colour grey, black or white
_STEP = 0.01  # of lightness, from 0 to 1


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, of two colours written `#RRGGBB` (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def holds(one: str, other: str, least: float) -> bool:
    """Say whether two colours have at least this contrast, with a margin for readers that round differently."""
    return contrast(one, other) >= least + _SAFE


def mix(one: str, other: str, share: float) -> str:
    """Return `share` percent of one colour mixed into another, as a printer's tint is: in sRGB, channel by channel."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex(*(round(first * share / 100 + second * (1 - share / 100)) for first, second in pairs))


def hue(colour: str) -> float | None:
    """Return a colour's hue in OKLCH in degrees; None for greys."""
    _, chroma, degrees = _oklch(colour)
    return degrees if chroma >= _GREY else None


def neutral(colour: str) -> bool:
    """Say whether a colour is a grey, black or white to the eye: of a chroma under 0.035 in OKLCH."""
    return _oklch(colour)[1] < _NEUTRAL


def deepen(colour: str, suits: Callable[[str], bool]) -> str | None:
    """Return a colour, made darker until it suits, of the same hue; None where it never does.

    A colour that suits is returned as it is. Chroma is kept as far as sRGB has it at that lightness.
    """
    return _toward(colour, suits, -_STEP)


def lift(colour: str, suits: Callable[[str], bool]) -> str | None:
    """Return a colour, made lighter until it suits; None where it never does. Only for neutrals and papers.

    A colour that people know is never made lighter: a lighter red is pink.
    """
    return _toward(colour, suits, _STEP)


def _toward(colour: str, suits: Callable[[str], bool], step: float) -> str | None:
    if suits(colour):
        return colour
    start = _oklch(colour)[0]
    end = 1.0 if step > 0 else 0.0
    for number in range(1, int(abs(end - start) / _STEP) + 2):
        lightness = min(max(start + number * step, 0.0), 1.0)
        if suits(shade := at_lightness(colour, lightness)):
            return shade
    return None


@lru_cache(maxsize=4096)
def at_lightness(colour: str, lightness: float, most: float = 1.0) -> str:
    """Return a colour of the same hue at a lightness from 0 to 1, with less chroma where sRGB has no more there.

    `most` is the most chroma that it keeps.
    """
    _, chroma, angle = _oklch(colour)
    chroma = min(chroma, most)
    if chroma < _GREY:
        chroma = 0.0
    lightness = min(max(lightness, 0.0), 1.0)
    # Without its tolerance (jnd) the fit takes off chroma alone; with it, hue would turn by some degrees.
    moved = Color("oklch", [lightness, chroma, angle]).fit("srgb", method="oklch-chroma", jnd=0).convert("srgb")
    channels = [min(max(channel, 0.0), 1.0) * 255 for channel in moved[:3]]
    if chroma == 0:
        return _hex(*(round(channel) for channel in channels))
    # Rounding to 256 steps turns the hue of dark colours: of the steps around, the one that turns it least.
    neighbours = product(*({int(channel), min(int(channel) + 1, 255)} for channel in channels))
    return min(
        (_hex(*rounded) for rounded in neighbours), key=lambda rounded: (round(_hue_turn(rounded, angle), 1), rounded)
    )


def turned(one: str, other: str) -> float:
    """Return by how many degrees the hues of two colours differ in OKLCH, 0 to 180; 0 where either is a grey."""
    first, second = hue(one), hue(other)
    return 0.0 if first is None or second is None else _degrees_apart(first, second)


def _hue_turn(colour: str, angle: float) -> float:
    own_hue = hue(colour)
    return 180.0 if own_hue is None else _degrees_apart(own_hue, angle)


def _degrees_apart(first: float, second: float) -> float:
    return abs((first - second + 180) % 360 - 180)


@lru_cache(maxsize=4096)
def _oklch(colour: str) -> tuple[float, float, float]:
    lightness, chroma, angle = Color(colour).convert("oklch").coords(nans=False)
    return lightness, chroma, angle


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    return float(Color(colour).luminance())


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(red: int, green: int, blue: int) -> str:
    return f"#{red:02X}{green:02X}{blue:02X}"


HIGHLIGHT = "#FFF2B3"
"""The ground of a place to be filled in."""
