"""Writes what initials stand for into the tags of the PDF, so that a reading program can say the words in full."""

from __future__ import annotations

from typing import Any


def write(element: Any, html: Any) -> None:
    """Write the words of a `<span title>` into its structure element, as its expansion (ISO 32000-1, 14.9.5).

    `element` is the structure element and `html` the HTML element that it was made from. A title is given to initials
    only: “CT” with the title “computed tomography”.
    """
    import pydyf

    if words := html.get("title"):
        element["E"] = pydyf.String(words)
