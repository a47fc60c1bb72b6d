"""A color as people write it (`#1D4E89`, `1D4E89`, `maroon`, `29, 78, 137`), read as #RRGGBB."""

from __future__ import annotations

import re
from difflib import get_close_matches

from PIL import ImageColor

from guidepress.errors import count_of

_DIGITS = re.compile("[0-9A-Fa-f]*")
_LIKE_DIGITS = str.maketrans("OoIlL", "00111")  # letters that are taken for digits when a colour is copied by hand
_DECIMAL = re.compile(r"(?:rgb)?[\s:(]*(\d{1,3})[\s,;/]+(\d{1,3})[\s,;/]+(\d{1,3})[\s)]*", re.IGNORECASE)
_WHERE_TO_FIND = "write “#” and six digits: what a school’s website or style guide calls the “hex” value"


class ColourError(ValueError):
    """What is written is no color. Its text says why; `hint` says what would mend it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


def read(written: str) -> str:
    """Return a colour as #RRGGBB; digits keep their letters as they are written.

    Understood are six hexadecimal digits with or without “#”, three with it, three numbers from 0 to 255 for red, green
    and blue, and the names of colours in CSS (CSS Color Module Level 4, 6.1). Raises ColourError.
    """
    text = " ".join(written.split())
    digits = text.removeprefix("#")
    if _DIGITS.fullmatch(digits):
        if len(digits) == 6:
            return f"#{digits}"
        if text.startswith("#") and len(digits) == 3:
            return f"#{''.join(2 * digit for digit in digits)}"
    name = re.sub("[ -]", "", text.lower())
    if name in ImageColor.colormap:
        red, green, blue = ImageColor.getrgb(name)[:3]
        return f"#{red:02X}{green:02X}{blue:02X}"
    decimal = _DECIMAL.fullmatch(text)
    if decimal and all(int(part) <= 255 for part in decimal.groups()):
        return "#" + "".join(f"{int(part):02X}" for part in decimal.groups())
    raise _error(text, digits, name)


def _error(text: str, digits: str, name: str) -> ColourError:
    meant = digits.translate(_LIKE_DIGITS)
    wrong, foreign = re.sub("[0-9A-Fa-f]", "", digits), re.sub("[0-9A-Fa-f]", "", meant)
    like_digits = re.fullmatch("[0-9A-Za-z]{3,8}", digits) and re.search(r"\d", digits) and len(foreign) < 3
    if text.startswith("#") or like_digits:  # “PMS289” is the name of an ink
        if wrong and len(digits) == 6 and _DIGITS.fullmatch(meant):
            return ColourError(f"“{text}” is no color: “{wrong[0]}” is no digit of one.", f"did you mean “#{meant}”?")
        if wrong:
            reason = f"“{text}” is no color: “{wrong[0]}” is no digit of one."
            return ColourError(reason, "the digits of a color are 0 to 9 and A to F")
        count = count_of(len(digits), "digit")
        return ColourError(f"“{text}” is no color: it has {count}, and a color has six.", "copy it once more")
    close_names = get_close_matches(name, ImageColor.colormap, n=1, cutoff=0.8)
    hint = f"did you mean “{close_names[0]}”?" if close_names else _WHERE_TO_FIND
    return ColourError(f"“{text}” is not a color that Guidepress knows.", hint)
