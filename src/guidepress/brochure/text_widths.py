"""Measures text before WeasyPrint breaks it into lines: the pieces of a line box, each as wide as Pango sets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

ADDRESS = "address"  # the class of an address in a template


@dataclass(frozen=True)
class Fragment:
    """The text of one text box and its style; `path` says which child of which child of the line box it is.

    `before` and `after` are the widths of what stands at its sides: margins, borders and padding of inline elements.
    """

    text: str
    style: Any
    path: tuple[int, ...]
    address: bool
    before: float = 0.0
    after: float = 0.0
    simple: bool = True


def fragments(box: Any, path: tuple[int, ...] = (), address: bool = False) -> Iterator[Fragment]:
    """Yield the pieces of text in a line box in their order; `simple` is false for what is no text."""
    from weasyprint.formatting_structure import boxes

    for index, child in enumerate(box.children):
        here = (*path, index)
        if isinstance(child, boxes.TextBox):
            yield Fragment(child.text, child.style, here, address)
        elif not child.is_in_normal_flow():
            continue
        elif isinstance(child, boxes.InlineBox):
            own = (
                address or ADDRESS in ((child.element.get("class") or "") if child.element is not None else "").split()
            )
            inner = list(fragments(child, here, own))
            before, after = _sides(child.style)
            if (before or after) and (len(inner) != 1 or before is None or after is None):
                inner = [Fragment("", child.style, here, own, simple=False)]
            elif before or after:
                inner = [replace(inner[0], before=before or 0.0, after=after or 0.0)]
            yield from inner
        else:
            yield Fragment("", child.style, here, address, simple=False)


def _sides(style: Any) -> tuple[float | None, float | None]:
    """Return how much stands at the left and right of an inline element, in CSS pixels; None where it is a share."""
    sides: list[float | None] = []
    for side in ("left", "right"):
        lengths = [style[f"margin_{side}"], style[f"padding_{side}"]]
        pixels = [length.value for length in lengths if getattr(length, "unit", None) == "px"]
        border = style[f"border_{side}_width"] if style[f"border_{side}_style"] not in ("none", "hidden") else 0
        sides.append(sum(pixels) + border if len(pixels) == len(lengths) else None)
    return sides[0], sides[1]


def _pieces(text: str) -> Iterator[str]:
    """Yield the words and the blanks of a text: what is measured once and kept."""
    for number, word in enumerate(text.split(" ")):
        if number:
            yield " "
        if word:
            yield word


def opportunities(text: str, language: str | None) -> Iterator[int]:
    """Yield the places inside a text at which a line may end; not at a soft hyphen, which a line ends at in need."""
    from weasyprint.text.line_break import get_log_attrs

    attributes = get_log_attrs(text, language)
    for place in range(1, len(text)):
        if attributes[place].is_line_break and text[place - 1] != "\u00ad":
            yield place


def width(text: str, style: Any) -> float:
    """Return how wide a piece of text is in a style, in CSS pixels: with its face, features, kerning and spacing."""
    spacing = style["letter_spacing"] if style["letter_spacing"] != "normal" else 0.0
    words = style["word_spacing"] * (text.count(" ") + text.count("\u00a0"))
    ems = sum(_em(piece, style) for piece in _pieces(text))
    wide: float = ems * style["font_size"] + spacing * len(text) + words
    return wide


def _em(text: str, style: Any) -> float:
    """Return the width of a piece of text in sizes, as Pango shapes it; each is shaped once for each face."""
    from weasyprint.text.line_break import Layout, line_size

    key = text, face(style)[0]
    if key not in _ems:
        trial = style.copy()
        trial["letter_spacing"], trial["word_spacing"], trial["font_size"] = "normal", 0, TRIAL_SIZE
        layout = Layout(trial)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        _ems[key] = line_size(line, trial)[0] / TRIAL_SIZE
    return _ems[key]


_ems: dict[tuple[str, str], float] = {}
TRIAL_SIZE = 100.0  # CSS pixels


def face(style: Any) -> tuple[str, float, float]:
    """Return what decides how wide text is: the face with its features, the size, and the space between letters."""
    from weasyprint.text.line_break import _font_style_cache_key

    spacing = style["letter_spacing"] if style["letter_spacing"] != "normal" else 0.0
    return _font_style_cache_key(style) + style["font_kerning"], style["font_size"], spacing
