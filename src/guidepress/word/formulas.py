"""A formula of a Word file (Office Math, ECMA-376 part 1, 22.1) as the line of text that says the same."""

from __future__ import annotations

from lxml import etree

from guidepress.word.package import Element

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def text_of(element: Element) -> str:
    """Return the words of a formula: fractions with a slash, powers raised, roots behind their sign."""
    if not isinstance(element.tag, str):
        return ""
    name = etree.QName(element).localname
    part = {etree.QName(child).localname: text_of(child) for child in element if isinstance(child.tag, str)}
    match name:
        case "t":
            return element.text or ""
        case "f":
            return f"{_held(part.get('num', ''))}/{_held(part.get('den', ''))}"
        case "rad":
            return f"{part.get('deg', '').translate(_RAISED)}√{_held(part.get('e', ''))}"
        case "sSup" | "sSub" | "sSubSup":
            below = _shifted(part.get("sub", ""), _LOWERED, "_")
            return part.get("e", "") + below + _shifted(part.get("sup", ""), _RAISED, "^")
        case "d":
            return f"({','.join(text_of(child) for child in element if child.tag == f'{M}e')})"
        case "nary":
            sign = element.find(f"{M}naryPr/{M}chr")
            below = _shifted(part.get("sub", ""), _LOWERED, "_") + _shifted(part.get("sup", ""), _RAISED, "^")
            return f"{'∫' if sign is None else sign.get(f'{M}val', '')}{below} {part.get('e', '')}"
        case _:
            return "".join(text_of(child) for child in element)


def _held(words: str) -> str:
    """Return words in brackets, unless they are one."""
    return words if words.isalnum() or words.startswith("(") else f"({words})"


def _shifted(words: str, table: dict[int, int], sign: str) -> str:
    return words.translate(table) if all(ord(char) in table for char in words) else sign + _held(words)
