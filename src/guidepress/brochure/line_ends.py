"""Ends the lines of laid-out pages with the blanks that stand in their text, so that no two words are read as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any


def restore(page_boxes: Sequence[Any]) -> None:
    """Put the blank at which a line was broken back at its end, where WeasyPrint takes it away.

    It stands behind the last letter and moves nothing. Without it, a reading program that joins the texts of a
    paragraph says “body,from”. So does the blank between words that are set apart, beside each other: a term and what
    it means. A line that ends within a word gets none. `page_boxes` are
    WeasyPrint's, and their texts are changed; what has a blank already keeps it as it is.
    """
    from weasyprint.formatting_structure import boxes

    ends: dict[int, int] = {}
    for box in (inner for page in page_boxes for inner in _within(page)):
        lines = [child for child in getattr(box, "children", ()) if isinstance(child, boxes.LineBox)]
        if not lines or box.element is None:
            continue
        source = "".join(box.element.itertext())
        reached = ends.get(id(box.element), 0)  # where the same element went on before: on the page before this, say
        for line in lines:
            all_texts = [inner for inner in _within(line) if isinstance(inner, boxes.TextBox)]
            for text, blank in pairwise(all_texts):
                if not blank.text.strip():  # it is not drawn
                    _lengthen(text)
            texts = [text for text in all_texts if text.text.strip()]
            reached = _behind(source, reached, "".join(text.text for text in texts))
            if texts and source[reached : reached + 1].isspace() and source[reached:].strip():
                _lengthen(texts[-1])
            if texts and line is lines[-1] and box.element_tag in INLINE and (box.element.tail or "").isspace():
                _lengthen(texts[-1])
        ends[id(box.element)] = reached


def _within(box: Any) -> Iterator[Any]:
    """Yield a box and all boxes in it, in their order."""
    box = getattr(box, "_box", box)  # what is placed absolutely stands behind a placeholder
    yield box
    for child in getattr(box, "children", ()):
        yield from _within(child)


def _behind(source: str, start: int, shown: str) -> int:
    """Return where a line ends in the text that it is of; what a style adds (a hyphen, say) is passed over."""
    position = start
    for letter in shown:
        if letter.isspace():
            continue
        following = position
        while following < len(source) and (source[following].isspace() or source[following] in INVISIBLE):
            following += 1
        if source[following : following + 1] == letter:
            position = following + 1
    return position


INLINE = ("a", "em", "span", "strong")
INVISIBLE = "\u00ad\u200b\u2060"


def _lengthen(text: Any) -> None:
    layout = text.pango_layout
    if not layout.text.endswith(" "):
        layout.text += " "
