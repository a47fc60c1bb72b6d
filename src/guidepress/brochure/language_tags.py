"""Writes the language of each `<span lang>` into the tags of the PDF, which WeasyPrint leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guidepress.brochure import expansions


def mark(document: Any, pdf: Any) -> None:
    """Write the language of each `<span lang>` into its tags (ISO 14289-1, 7.2), which WeasyPrint leaves out.

    This is a finisher of WeasyPrint's `write_pdf`, for a tagged PDF. A span that is broken has a box on each line, and
    each box a structure element of its own.
    """
    boxes = [box for page in document.pages for box in _spans(page._page_box)]
    elements = [element for element in pdf.objects if _is_span(element)]
    if len(boxes) != len(elements):  # another release of WeasyPrint tags in another way
        raise RuntimeError(f"WeasyPrint made {len(elements)} tags of {len(boxes)} spans: their languages are lost.")
    for box, element in zip(boxes, elements, strict=True):
        expansions.write(element, box.element)
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
