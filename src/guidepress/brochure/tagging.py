"""Finishes the tags that WeasyPrint writes: languages, tables, numbers of lists, hidden drawings, words of links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from guidepress.units import PX

ROLES = {
    "table": "/Table",
    "row": "/TR",
    "columnheader": "/TH",
    "rowheader": "/TH",
    "cell": "/TD",
    "presentation": "",
}
"""The ARIA roles of templates, and the tags that they become; an element of no tag gives its children to its parent."""

_SCOPES = {"columnheader": "/Column", "rowheader": "/Row"}


@dataclass(eq=False)
class _Tagged:
    """A box of a laid-out page, its structure element, and the page's number. `parent` is the box around it.

    `item` is the element of the list item that WeasyPrint puts round the box of one. `linked` is false for the margins
    of a page, whose elements no other element holds.
    """

    box: Any
    element: Any
    page: int
    parent: _Tagged | None
    item: Any = None
    linked: bool = True

    @property
    def html(self) -> Any:
        """The HTML element of which this is the box; None where it is a line's, a text's or another inner box."""
        own = self.box.element
        return None if self.parent is not None and self.parent.box.element is own else own

    @property
    def hidden(self) -> bool:
        """Whether it is not to be heard."""
        html = self.html
        return not self.linked or (html is not None and html.get("aria-hidden") == "true")


def finisher(zoom: float) -> Callable[[Any, Any], None]:
    """Return a finisher for WeasyPrint's `write_pdf` of a tagged PDF that is enlarged by `zoom`."""
    return partial(_finish, zoom)


def _finish(zoom: float, document: Any, pdf: Any) -> None:
    """Finish the tags. Raises RuntimeError where WeasyPrint has not made them as is expected here."""
    every = list(_pair(document, pdf))
    hidden: set[_Tagged] = set()
    for tagged in every:
        if tagged.parent in hidden or tagged.hidden:
            hidden.add(tagged)
            if tagged.parent not in hidden and tagged.linked:
                _take_out(pdf, tagged.element)
    _silence(pdf, hidden)
    for tagged in every:
        html = tagged.html
        if tagged in hidden or html is None:
            continue
        _name_language(tagged.element, html)
        if tagged.box.element_tag == "span":
            _expand(tagged.element, html)
        _number(pdf, tagged, html)
        _give_role(pdf, tagged.element, html)
        if "BBox" in tagged.element.get("A", {}):
            _place(tagged, document.pages[tagged.page].height, PX * zoom)
        if annotation := tagged.box.link_annotation:
            annotation["Contents"] = type(annotation["Contents"])(_described(tagged))
            if tagged.element["S"] == "/Figure" and tagged.parent and tagged.parent.element["S"] == "/Link":
                _move_link(pdf, annotation, tagged.element, tagged.parent.element)
    _join(pdf, [tagged for tagged in every if tagged not in hidden])


def _join(pdf: Any, every: list[_Tagged]) -> None:
    """Make one of what goes on: a table or a list over pages, a link or other words over lines."""
    begun: dict[int, _Tagged] = {}
    for tagged in every:
        kind = tagged.element["S"]
        if tagged.html is None or kind not in ("/Table", "/L", "/Link", "/Span", "/NonStruct"):
            continue
        first = begun.setdefault(id(tagged.html), tagged)
        if first is tagged or (kind not in ("/Table", "/L") and not _follows(pdf, first, tagged)):
            continue
        whole, held = first.element, tagged.element["K"]
        for kid in _kids(pdf, tagged.element):
            if "P" in kid:
                kid["P"] = whole.reference
        numbers = _parents(pdf)["Nums"]
        for mark in (kid for kid in held if isinstance(kid, int)):
            numbers[2 * tagged.page + 1][mark] = whole.reference
        if annotation := tagged.box.link_annotation:
            numbers[2 * annotation["StructParent"] + 1] = whole.reference
        whole["K"].extend(held)
        tagged.element["K"] = type(held)()
        _take_out(pdf, tagged.element)


def _follows(pdf: Any, first: _Tagged, second: _Tagged) -> bool:
    """Say whether an element stands right behind another, on the same page."""
    one, other = first.element, second.element
    if first.page != second.page or one["P"] != other["P"]:
        return False
    around = _parent(pdf, one)["K"]
    return bool(around.index(other.reference) == around.index(one.reference) + 1)


def _pair(document: Any, pdf: Any) -> Iterator[_Tagged]:
    """Yield each box that has a structure element with it, in the order in which WeasyPrint makes them."""
    elements = iter([each for each in pdf.objects if isinstance(each, dict) and each.get("S", b"") and "P" in each])
    next(elements, None)  # that of the whole document
    try:
        for number, page in enumerate(document.pages):
            yield from _walk(page._page_box, elements, number, None, True)
    except StopIteration:
        raise RuntimeError("WeasyPrint made fewer tags than boxes: another release of it is needed.") from None
    if next(elements, None) is not None:
        raise RuntimeError("WeasyPrint made more tags than boxes: another release of it is needed.")


def _walk(box: Any, elements: Iterator[Any], page: int, parent: _Tagged | None, linked: bool) -> Iterator[_Tagged]:
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)  # what is placed absolutely stands behind a placeholder
    margin = isinstance(box, boxes.MarginBox)
    of_whole = box.element_tag in ("html", "body") and isinstance(box, boxes.ParentBox)
    if margin or isinstance(box, boxes.PageBox) or (of_whole and not isinstance(box, boxes.LineBox)):
        for child in box.children:
            yield from _walk(child, elements, page, parent, linked and not margin)
        return
    element, item = next(elements), None
    if element["S"] == "/LI" and _is_item_of_no_marker(box):
        item, element = element, next(elements)
    tagged = _Tagged(box, element, page, parent, item, linked)
    yield tagged
    for child in _children(box, element):
        for inner in child.children if isinstance(child, boxes.LineBox) else [child]:
            if not isinstance(inner, boxes.TextBox):
                yield from _walk(inner, elements, page, tagged, linked)
            elif element["S"] != "/Link":  # a link holds its text itself
                yield _Tagged(inner, next(elements), page, tagged, linked=linked)


def _children(box: Any, element: Any) -> list[Any]:
    """Return the boxes in a box; those of a table are in a second box, beside its caption."""
    if element["S"] != "/Table" or not box.is_table_wrapper:
        return list(getattr(box, "children", ()))
    table = box.get_wrapped_table()
    return [inner for child in box.children for inner in (child.children if child is table else [child])]


def _is_item_of_no_marker(box: Any) -> bool:
    style = box.style
    return box.element_tag in ("dt", "dd") or (
        box.element_tag == "li" and ("list-item" not in style["display"] or style["list_style_type"] == "none")
    )


def _parent(pdf: Any, element: Any) -> Any:
    return pdf.objects[int(element["P"].split()[0])]


def _kids(pdf: Any, element: Any) -> Iterator[Any]:
    """Yield the objects below an element: structure elements, and references to links."""
    for kid in element.get("K", ()):
        if isinstance(kid, bytes):
            yield pdf.objects[int(kid.split()[0])]


def _take_out(pdf: Any, element: Any) -> None:
    """Take an element out of the one that holds it."""
    _parent(pdf, element)["K"].remove(element.reference)


def _parents(pdf: Any) -> Any:
    """Return the tree that says for each mark of a page, and for each link, which element holds it."""
    root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
    return pdf.objects[int(root["ParentTree"].split()[0])]


def _silence(pdf: Any, hidden: set[_Tagged]) -> None:
    """Make what hidden boxes draw an artifact (ISO 32000-1, 14.8.2.2.2), which no reading program says."""
    marks: dict[int, set[int]] = {}
    for tagged in hidden:
        found = (kid for kid in tagged.element.get("K", ()) if isinstance(kid, int))
        marks.setdefault(tagged.page, set()).update(found)
        tagged.element["K"] = type(tagged.element["K"])()
    for page, silent in marks.items():
        stream = pdf.objects[int(pdf.objects[int(pdf.page_references[page].split()[0])]["Contents"].split()[0])].stream
        for index in range(len(stream) - 1, 0, -1):
            if stream[index] == b"BDC" and isinstance(stream[index - 1], dict) and stream[index - 1]["MCID"] in silent:
                stream[index - 2 : index + 1] = ["/Artifact", b"BMC"]
        numbers = _parents(pdf)["Nums"][2 * page + 1]
        for mark in silent:
            numbers[mark] = "null"


def _name_language(element: Any, html: Any) -> None:
    """Write the language of a `lang` attribute into the tag (ISO 14289-1, 7.2), which WeasyPrint leaves out."""
    if language := html.get("lang"):
        element["Lang"] = f"({language})"  # a string of a PDF; a tag has no character that must be escaped


def _expand(element: Any, html: Any) -> None:
    """Write what initials stand for into the tag (ISO 32000-1, 14.9.5): the title of a span, “computed tomography”."""
    import pydyf

    if words := html.get("title"):
        element["E"] = pydyf.String(words)


def _number(pdf: Any, tagged: _Tagged, html: Any) -> None:
    """Make the number of a list's item its label (ISO 32000-1, 14.8.4.3.3), and say of the list that it is numbered."""
    around = tagged.parent
    while around and around.item is None and around.html is None:  # a box that only lays lines out
        around = around.parent
    if html.get("class") != "number" or around is None or around.item is None:
        return
    item = around.item
    _take_out(pdf, tagged.element)
    item["K"].insert(0, tagged.element.reference)
    tagged.element["S"], tagged.element["P"] = "/Lbl", item.reference
    _parent(pdf, item)["A"] = type(item)({"O": "/List", "ListNumbering": "/Decimal"})


def _give_role(pdf: Any, element: Any, html: Any) -> None:
    """Give an element the tag of its ARIA role. Headers of a table say of what: of their column or of their row."""
    role = html.get("role", "")
    if role not in ROLES:
        return
    if ROLES[role]:
        element["S"] = ROLES[role]
        attributes: dict[str, str | int] = {"O": "/Table"}
        if role in _SCOPES:
            attributes["Scope"] = _SCOPES[role]
        if columns := html.get("aria-colspan"):
            attributes["ColSpan"] = int(columns)
        if len(attributes) > 1:
            element["A"] = type(element)(attributes)
        return
    parent = _parent(pdf, element)
    at = parent["K"].index(element.reference)
    parent["K"][at : at + 1] = element["K"]
    for kid in _kids(pdf, element):
        kid["P"] = parent.reference
    element["K"] = type(element["K"])()


def _place(tagged: _Tagged, height: float, scale: float) -> None:
    """Write where a figure stands in the units of the page, from its lower left corner; WeasyPrint writes pixels."""
    box = tagged.box
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, height - top - box.height, left + box.width, height - top)
    tagged.element["A"]["BBox"] = type(tagged.element["K"])(round(corner * scale, 3) for corner in corners)


def _move_link(pdf: Any, annotation: Any, figure: Any, link: Any) -> None:
    """Move a link that WeasyPrint writes at a picture to the tag round it (ISO 14289-1, 7.18.5)."""
    reference = next(kid for kid in figure["K"] if isinstance(kid, bytes))
    figure["K"].remove(reference)
    link["K"].insert(0, reference)
    numbers = _parents(pdf)["Nums"]
    numbers[2 * annotation["StructParent"] + 1] = link.reference


def _described(tagged: _Tagged) -> str:
    """Return what a link says of itself: its words, with those around it where it shows nothing but an address."""
    words, around = _said(tagged.html), tagged.parent
    described = words
    while " " not in words and described == words and around and around.box.element_tag not in ("ul", "ol", "div"):
        described, around = _said(around.box.element), around.parent
    return described


def _said(html: Any) -> str:
    """Return the words of an element: of a drawing its title, of a picture its alternative text; no list's number."""
    return " ".join("".join(_words(html)).replace("\u2060", "").split())


def _words(html: Any) -> Iterator[str]:
    yield html.get("alt", "")
    yield html.text or ""
    for child in html:
        if child.get("class") != "number":
            yield from _words(child)
        yield child.tail or ""
