"""The color spaces of a PDF (ISO 32000-1, 8.6): read, whether a press can print them, how much ink a color takes.

A colour's ink is the sum over all plates, 1 for each that is solid: 100 % in a print shop's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Name, Stream

DEEPEST = 6  # a base of a base of a base


@dataclass(frozen=True)
class Space:
    """A colour space: its family, its number of components, its plates by name, and the space it is based on.

    `family` is the name in the file; that of an ICC profile with three components is “ICCBased RGB”, of the others
    “ICCBased Gray” and “ICCBased CMYK”.
    """

    family: str
    components: int
    plates: tuple[str, ...] = ()
    base: Space | None = None

    def objection(self) -> str:
        """Return the name of what a press for CMYK and spot colours cannot print in this space; empty for nothing."""
        if self.family in _PRESS:
            return ""
        if self.family in ("Separation", "DeviceN", "Indexed", "Pattern"):
            return self.base.objection() if self.base else ""
        return self.family

    def inks(self, values: tuple[float, ...]) -> float | None:
        """Return how much ink a colour takes, None where that is not known: RGB, patterns."""
        if self.family in ("DeviceGray", "CalGray", "ICCBased Gray"):
            return 1 - values[0]
        if self.family in ("DeviceCMYK", "ICCBased CMYK"):
            return sum(values[:4])
        if self.family in ("Separation", "DeviceN"):  # each colorant is a plate of its own; All is every plate
            plates_printed = {"All": 4, "None": 0}
            return sum(value * plates_printed.get(plate, 1) for value, plate in zip(values, self.plates, strict=False))
        return None

    def cmyk(self, values: tuple[float, ...]) -> tuple[float, ...] | None:
        """Return a colour's four inks, None where it is not made of them."""
        if self.family in ("DeviceCMYK", "ICCBased CMYK") and len(values) == 4:
            return values
        if self.family in ("DeviceGray", "CalGray", "ICCBased Gray") and values:
            return 0.0, 0.0, 0.0, 1 - values[0]
        return None

    def first(self) -> tuple[float, ...]:
        """Return the colour that a space begins with (ISO 32000-1, 8.6.8, CS)."""
        if self.family in ("DeviceCMYK", "ICCBased CMYK"):
            return 0.0, 0.0, 0.0, 1.0
        return (1.0 if self.family in ("Separation", "DeviceN") else 0.0,) * self.components


_PRESS = frozenset(("DeviceGray", "DeviceCMYK", "CalGray", "ICCBased Gray", "ICCBased CMYK"))
_DEVICE = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4, "G": 1, "RGB": 3, "CMYK": 4, "CalCMYK": 4}
_LONG = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed", "CalCMYK": "DeviceCMYK"}

GRAY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
PATTERN = Space("Pattern", 0)
UNKNOWN = Space("an unknown color space", 0)


def read(pdf_object: Any, depth: int = 0) -> Space:
    """Read a colour space from its name or its array; one that is broken is `UNKNOWN`, which no press can print.

    The short names of inline images (ISO 32000-1, table 94) are read too.
    """
    if depth > DEEPEST:
        return UNKNOWN
    if isinstance(pdf_object, Name):
        name = str(pdf_object)[1:]
        if name == "Pattern":
            return PATTERN
        return Space(_LONG.get(name, name), _DEVICE[name]) if name in _DEVICE else UNKNOWN
    if not isinstance(pdf_object, Array) or not len(pdf_object):
        return UNKNOWN
    family = str(pdf_object[0])[1:]
    if len(pdf_object) == 1:
        return read(pdf_object[0], depth + 1)
    if family in ("CalGray", "CalRGB", "Lab"):
        return Space(family, 1 if family == "CalGray" else 3)
    if family == "ICCBased" and isinstance(pdf_object[1], Stream):
        count = int(pdf_object[1].get("/N", 0))
        return Space(f"ICCBased {_ICC[count]}", count) if count in _ICC else UNKNOWN
    if family in ("Indexed", "I") and len(pdf_object) > 3:
        return Space("Indexed", 1, base=read(pdf_object[1], depth + 1))
    if family == "Separation" and len(pdf_object) > 3:
        return Space(family, 1, (str(pdf_object[1])[1:],), read(pdf_object[2], depth + 1))
    if family == "DeviceN" and len(pdf_object) > 3 and isinstance(pdf_object[1], Array):
        plates = tuple(str(plate)[1:] for plate in pdf_object[1])
        return Space(family, len(plates), plates, read(pdf_object[2], depth + 1))
    if family == "Pattern":
        return Space(family, 0, base=read(pdf_object[1], depth + 1))
    return UNKNOWN


_ICC = {1: "Gray", 3: "RGB", 4: "CMYK"}
