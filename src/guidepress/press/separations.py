"""Which inks a screen color becomes: a theme's own, black alone for grays, else by the print shop's ICC profile.

The conversion is LittleCMS's, from sRGB (IEC 61966-2-1) to the profile, relative colorimetric with black point
compensation. Inks are shares from 0 to 1 in the order cyan, magenta, yellow, black.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from guidepress import disk
from guidepress.errors import ContentError, Problem, Span
from guidepress.project import COATED

Inks = tuple[float, float, float, float]

MOST_INK = 3.0  # what coated paper takes from a sheet-fed press (ISO 12647-2; the 300 of ISO Coated v2 300 %)
BLACK: Inks = (0.0, 0.0, 0.0, 1.0)


def find_profile(named: Path | None, folders: Sequence[Path]) -> bytes:
    """Return the bytes of the profile to print with: the one named, else ISO Coated v2 300 % in the first folder.

    Raises ContentError where the one named cannot be read or is not an output profile for CMYK, and where none is named
    and none is found.
    """
    if named is not None:
        try:
            data = disk.read(named)
        except OSError as error:
            sentence = f"The profile cannot be read: {error.strerror}."
            raise ContentError([Problem(Span(str(named)), sentence)]) from None
        check_profile(data, str(named))
        return data
    for folder in folders:
        try:
            data = disk.read(folder / COATED)
        except OSError:
            continue
        check_profile(data, str(folder / COATED))
        return data
    sentence = "There is no CMYK profile here, and a file for a print shop needs one."
    hint = "name your print shop's own: --output-intent PROFILE.icc"
    raise ContentError([Problem(Span("output intent"), sentence, hint, needs="a CMYK profile")])


def check_profile(data: bytes, file: str = "output intent") -> None:
    """Raise ContentError where bytes are not an ICC output profile (class prtr) for CMYK (ISO 15930-7)."""
    if reason := profile_objection(data):
        raise ContentError([Problem(Span(file), reason, "ask the print shop for its CMYK output profile")])


def profile_objection(data: bytes) -> str:
    """Return why bytes are not an ICC output profile for CMYK in a sentence, empty where they are (ICC.1, 7.2)."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return "This is not an ICC profile."
    profile_class, space = data[12:16], data[16:20]
    if profile_class != b"prtr":
        return (
            f"This ICC profile is of the class “{_shown(profile_class)}”, not “prtr”: it is not for a printing press."
        )
    if space != b"CMYK":
        return f"This ICC profile is for {_shown(space)}, not for CMYK."
    return ""


def _shown(signature: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "?" for byte in signature).strip()


class Separations:
    """Converts screen colours and pictures to inks, by the theme's colours and an ICC profile."""

    def __init__(self, colours: Mapping[str, tuple[float, float, float, float]], profile: bytes) -> None:
        """Prepare the conversion. `colours` gives the inks of “#RRGGBB” in percent; they are kept exactly.

        Raises ContentError where a colour or its inks are not such, where its inks are more than paper takes, and where
        the profile cannot be used.
        """
        check_profile(profile)
        self._own = _checked(colours)
        try:
            press = ImageCms.ImageCmsProfile(BytesIO(profile))
            self.description = ImageCms.getProfileDescription(press).strip()
            self._to_press = ImageCms.buildTransform(
                ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", **_HOW
            )  # fmt: skip
            self._blacks = _blacks(press)
        except (ImageCms.PyCMSError, OSError, ValueError) as error:
            sentence = "The ICC profile cannot be used: it has no table from colors to inks and back."
            raise ContentError([Problem(Span("output intent"), sentence)]) from error

    def inks(self, red: int, green: int, blue: int) -> Inks:
        """Return the inks of a colour given from 0 to 255: a theme's own, black alone for greys, else the profile's."""
        if own_inks := self._own.get((red, green, blue)):
            return own_inks
        if red == green == blue:
            return self.grey(red)
        pixel = Image.new("RGB", (1, 1), (red, green, blue))
        converted = np.asarray(ImageCms.applyTransform(pixel, self._to_press), dtype=np.float64)
        cyan, magenta, yellow, black = (float(ink) for ink in limited(converted / 255)[0, 0])
        return cyan, magenta, yellow, black

    def grey(self, level: int) -> Inks:
        """Return a grey as black alone: as far between paper and solid black as the screen's is, in lightness L*."""
        return 0.0, 0.0, 0.0, float(self._blacks[level])

    def small(self, inks: Inks) -> Inks:
        """Return the inks of small type: rich black becomes black alone, since plates are never quite in register."""
        return (0.0, 0.0, 0.0, max(inks[3], min(1.0, inks[3] + max(inks[:3])))) if is_rich_black(inks) else inks

    def picture(self, image: Image.Image) -> Image.Image:
        """Return an RGB picture as CMYK, its pixels within the limit of ink."""
        converted = ImageCms.applyTransform(image.convert("RGB"), self._to_press)
        shares = limited(np.asarray(converted, dtype=np.float64) / 255)
        # Rounding down keeps the sum of four bytes within the limit.
        return Image.fromarray(np.floor(shares * 255 + 1e-9).astype(np.uint8), "CMYK")

    def grey_picture(self, image: Image.Image) -> Image.Image:
        """Return a grey picture as the paper that black ink leaves: what DeviceGray means on a press."""
        return image.convert("L").point([round(255 * (1 - float(black))) for black in self._blacks])


def is_rich_black(inks: Sequence[float]) -> bool:
    """Say whether four inks are a rich black: half black or more, and more than a tenth of another ink."""
    return inks[3] >= 0.5 and max(inks[:3]) > 0.1


def limited(inks: Any, most: float = MOST_INK) -> Any:
    """Bring arrays of four inks (last axis) within a sum, by grey component replacement.

    Equal parts of cyan, magenta and yellow are a grey that black prints alone: each part taken off the three and given
    to black lowers the sum by two. Where black is solid already, the three are scaled down, which keeps the hue.
    """
    limited_inks = np.array(inks, dtype=np.float64)
    colours, black = limited_inks[..., :3], limited_inks[..., 3]
    excess = np.maximum(limited_inks.sum(axis=-1) - most, 0)
    moved_to_black = np.minimum(np.minimum(excess / 2, 1 - black), colours.min(axis=-1))
    colours -= moved_to_black[..., None]
    black += moved_to_black
    total = colours.sum(axis=-1)
    room = np.maximum(most - black, 0)
    scale = np.where(total > room, room / np.maximum(total, 1e-9), 1.0)
    colours *= scale[..., None]
    return limited_inks


_HOW: dict[str, Any] = {
    "renderingIntent": ImageCms.Intent.RELATIVE_COLORIMETRIC,
    "flags": ImageCms.Flags.BLACKPOINTCOMPENSATION,
}


def _blacks(press: ImageCms.ImageCmsProfile) -> Any:
    """Return for each grey from 0 to 255 how much black alone is as dark, paper being white and solid black black."""
    ramp = np.zeros((1, 256, 4), np.uint8)
    ramp[0, :, 3] = np.arange(256)
    to_lab = ImageCms.buildTransform(
        press, ImageCms.createProfile("LAB"), "CMYK", "LAB", renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    light = np.asarray(ImageCms.applyTransform(Image.fromarray(ramp, "CMYK"), to_lab), dtype=np.float64)[0, :, 0]
    if not light[0] > light[255]:
        raise ValueError("black ink does not darken the paper")
    dark = np.maximum.accumulate((light[0] - light) / (light[0] - light[255]))
    levels = np.arange(256) / 255
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    lightness = np.where(linear > 216 / 24389, 1.16 * np.cbrt(linear) - 0.16, linear * 24389 / 2700)
    blacks = np.interp(1 - lightness, dark, np.arange(256) / 255)
    blacks[0], blacks[255] = 1.0, 0.0
    return np.round(blacks, 4)


def _checked(colours: Mapping[str, tuple[float, float, float, float]]) -> dict[tuple[int, int, int], Inks]:
    problems = []
    inks_by_colour: dict[tuple[int, int, int], Inks] = {}
    for name, percents in colours.items():
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", name):
            problems.append(f"“{name}” is not a color such as #0062B1.")
        elif len(percents) != 4 or not all(0 <= percent <= 100 for percent in percents):
            problems.append(f"The inks of {name} are not four numbers from 0 to 100.")
        elif sum(percents) > 100 * MOST_INK:
            total = f"{sum(percents):.0f} % of ink"
            problems.append(f"{name} takes {total}; paper takes {100 * MOST_INK:.0f} %.")
        else:
            cyan, magenta, yellow, black = (percent / 100 for percent in percents)
            inks_by_colour[rgb(name)] = cyan, magenta, yellow, black
    if problems:
        raise ContentError([Problem(Span("colours"), sentence) for sentence in problems])
    return inks_by_colour


def rgb(name: str) -> tuple[int, int, int]:
    """Return “#RRGGBB” as three numbers from 0 to 255."""
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
