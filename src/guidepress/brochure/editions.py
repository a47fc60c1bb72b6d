"""Takes out of laid-out pages, for as long as the screen edition is written, what only a printed brochure shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def for_screen(page_boxes: Sequence[Any]) -> Iterator[None]:
    """Take elements with `data-edition="print"` out of WeasyPrint's pages, and put them back. Nothing else moves."""
    full: list[tuple[Any, Any]] = []
    for box in page_boxes:
        _take_out(box, full)
    try:
        yield
    finally:
        for box, children in full:
            box.children = children


def _take_out(box: Any, full: list[tuple[Any, Any]]) -> None:
    box = getattr(box, "_box", box)  # what is placed absolutely stands behind a placeholder
    children = getattr(box, "children", ())
    shown = [child for child in children if child.element is None or child.element.get("data-edition") != "print"]
    if len(shown) < len(children):
        full.append((box, children))
        box.children = shown
    for child in shown:
        _take_out(child, full)
