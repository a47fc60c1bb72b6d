"""Characters of symbol fonts (Wingdings, Symbol) as the Unicode characters that look the same.

A symbol font keeps its signs among the characters for private use, U+F000 to U+F0FF (ECMA-376 part 1, 17.3.3.30): what
one is shows only in that font. The tables have the signs that Word's own lists, arrows and smileys use.
"""

from __future__ import annotations

_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x3F: "✍", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4B: "😐",
    0x4C: "☹", 0x51: "✈", 0x52: "☼", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧",
    0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "◻",
    0xAA: "✦", 0xAB: "★", 0xC3: "⬅", 0xD7: "⮘", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE3: "↖", 0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "➔", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩",
    0xF3: "⬄", 0xF4: "⇳", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {
    **{0x41 + at: char for at, char in enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")},
    **{0x61 + at: char for at, char in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")},
    **{at: chr(at) for at in range(0x20, 0x40) if at not in (0x22, 0x24, 0x27, 0x2A, 0x2D)},
    0x22: "∀", 0x24: "∃", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0xA0: "€", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣",
    0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√",
    0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}


def is_private(char: str) -> bool:
    """Say whether a character is one for private use, which means something in its own font only."""
    return "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"


def of_font(char: str, font: str) -> str:
    """Return the character that looks like one of a symbol font; empty where that is not known."""
    table = _FONTS.get(font.lower())
    code = ord(char)
    if table is not None and (0xF000 <= code <= 0xF0FF or code <= 0xFF):
        return table.get(code & 0xFF, "")
    # Lists of Word keep the bullet of Symbol where the font is lost; no other sign is sure without its font.
    return "•" if code == 0xF0B7 and not font else "" if is_private(char) else char
