"""What a language tag is (`es`, `zh-Hant`), and how a PDF marks words that are in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# RFC 5646, section 2.1, without what no language has today: a language of four letters or more, and the grandfathered.
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # the language: de, zh-yue
    r"(-[a-z]{4})?"  # its script: zh-Hant
    r"(-([a-z]{2}|[0-9]{3}))?"  # its region: en-US, es-419
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # its variants: de-1996
    r"(-[0-9a-wyz](-[a-z0-9]{2,8})+)*"  # extensions
    r"(-x(-[a-z0-9]{1,8})+)?",  # what two agreed on
    re.IGNORECASE,
)


def is_tag(value: str) -> bool:
    """Say whether a language can be named so: `de`, `en-US`, `zh-Hant`."""
    return _TAG.fullmatch(value) is not None


def mark(document: Any, pdf: Any) -> None:
    """Write the language of each `<span lang>` into its tags (ISO 14289-1, 7.2), which WeasyPrint leaves out.

    This is a finisher of WeasyPrint's `write_pdf`, for a tagged PDF. A span that is broken has a box on each line, and
    each box a structure element of its own.
    """
    boxes = [box for page in document.pages for box in _spans(page._page_box)]
    elements = [pdf_object for pdf_object in pdf.objects if _is_span(pdf_object)]
    if len(boxes) != len(elements):  # another release of WeasyPrint tags in another way
        raise RuntimeError(f"WeasyPrint made {len(elements)} tags of {len(boxes)} spans: their languages are lost.")
    for box, element in zip(boxes, elements, strict=True):
        if language := box.element.get("lang"):
            element["Lang"] = f"({language})"  # a string of a PDF; a tag has no character that must be escaped


def _spans(box: Any) -> Iterator[Any]:
    """Yield the boxes of spans in the order in which WeasyPrint makes their structure elements, parents first."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox

    box = getattr(box, "_box", box)  # what is placed absolutely stands behind a placeholder
    if isinstance(box, TextBox):
        return
    if box.element_tag == "span" and not isinstance(box, LineBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _spans(child)


def _is_span(pdf_object: Any) -> bool:
    """Say whether an object of a PDF is a span's element. That of a text is a /Span, too, but holds marked content."""
    kids = pdf_object.get("K") if isinstance(pdf_object, dict) and pdf_object.get("S") == "/Span" else None
    return kids is not None and not any(isinstance(kid, int) for kid in kids)
