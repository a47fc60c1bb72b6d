"""Puts what a school added, replaced or left out in a handout into the handout's HTML, at the places it chose.

The templates write them behind the section that they belong to, in an `<aside class="amendments">`; here they are
taken from there to their places, so that no template needs to know where a school may have typed something. A place is
a line, by its name, or a leaf, by its content path. Edits of before lines had names say the words of a line instead, or
the path of an entry and words in its row of a table; they are still understood.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from itertools import takewhile
from typing import Any

from lxml import etree, html

from guidepress.compose import bar_lengths
from guidepress.compose.document import solid
from guidepress.compose.line_names import LINE, name_lines

_Element = Any  # lxml's elements carry no types
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "tr", "figure", "aside")
_TEXTS = ("p", "li", "h1", "h2", "h3", "h4", "th", "td", "figcaption")
_HOLDER, _MOVED = "amendments", "moved"
_BOLD = ("masthead", "term")  # the classes of paragraphs that are bold by their style
DRAWING, LOGO = "banner", "publisher.logo"
"""How an addition names the pictures at the top, behind which it stands."""
_BESIDE = " › "  # in old edits, between the content path of an entry and words in its row of a table


@dataclass(frozen=True)
class Outdated:
    """A place where a school's words stand instead of words that the guide has changed since.

    `of` and `leaf` name it as the school's replacement does. `was` is what stood there when the school said it
    otherwise, `current` what the guide says by now, `said` what the school says.
    """

    of: str
    leaf: str
    was: str
    current: str
    said: str


_HIDDEN, _OUTDATED = "data-hidden", "data-outdated"


def hidden_leaves(page: str) -> frozenset[str]:
    """Return the content paths of the texts of an amended page that a school says otherwise, or has left out."""
    return frozenset(_said_of_itself(page, _HIDDEN).split())


def outdated(page: str) -> list[Outdated]:
    """Return the places of an amended page where the guide has changed what a school says otherwise."""
    return [Outdated(*values) for values in json.loads(_said_of_itself(page, _OUTDATED) or "[]")]


def _said_of_itself(page: str, attribute: str) -> str:
    """Return what an amended page says of itself in its body's attribute; most pages say nothing."""
    return html.document_fromstring(page).find("body").get(attribute, "") if attribute in page else ""


def amend(page: str) -> str:
    """Return a handout's HTML with a name for each line, and with a school's amendments in their places.

    Its body says which texts are hidden by them, and which of them are outdated.
    """
    root = html.document_fromstring(page)
    body = root.find("body")
    name_lines(body)
    hidden: list[str] = []
    outdated_places: list[Outdated] = []
    holders = [element for element in body if element.tag == "aside" and element.get("class") == _HOLDER]
    for holder in holders:
        region = _amend(body, holder)
        hidden += region.hidden
        outdated_places += region.outdated
        body.remove(holder)
    for moved in [element for element in body if element.tag == "aside" and element.get("class") == _MOVED]:
        _move_block(_Region(body, moved, None), moved)
        body.remove(moved)
    for table in list(body.iter("table")):
        head, below = table.find("thead"), table.find("tbody")
        if head is not None and below is not None and not len(head) and len(below) > 1:
            _make_head(head, below[0])
        elif head is not None and below is not None and not len(head) and len(below):
            table.addprevious(_row_as_paragraph(below[0]))
            _drop(table)
        elif below is None or not len(below):
            _drop(table)
    for items in list(body.iter("ul", "ol")):
        if not len(items):
            _drop(items)
    name_lines(body)  # what was added has none yet
    if hidden:
        body.set(_HIDDEN, " ".join(hidden))
    if outdated_places:
        body.set(_OUTDATED, json.dumps([astuple(place) for place in outdated_places], ensure_ascii=False))
    return "<!DOCTYPE html>\n" + str(html.tostring(root, encoding="unicode"))


def _amend(body: _Element, holder: _Element) -> _Region:
    """Put the pieces of a holder in their places; return the region that they belong to."""
    section = holder.get("data-section")
    heading = None
    if section:
        title = f"sections.{section}.title"
        before = holder.itersiblings("h2", preceding=True)
        heading = next(block for block in before if block.get("data-leaf") == title)
    region = _Region(body, holder, heading)
    for piece in holder.findall("div"):
        region.add(piece)
    # The heading, by which the section is found, goes last. Rows are found before any of their leaves is replaced.
    pieces = sorted(holder.findall("p"), key=lambda piece: piece.get("data-of", "").endswith(".title"))
    rows = [region.block(piece.get("data-of", "").partition(_BESIDE)[0]) for piece in pieces]
    for piece, row in zip(pieces, rows, strict=True):
        region.replace(piece, row)
    return region


def _move_block(page: _Region, moved: _Element) -> None:
    """Put the block of a leaf behind another, if both are there."""
    block, after = page.block(moved.get("data-of", "")), page.block(moved.get("data-after", ""))
    if block is not None and after is not None and block is not after:
        words = html.Element("strong" if block.get("class") in _BOLD else "span")
        words.text = block.text
        words.extend(list(block))
        _drop(block)
        _put_behind(after, moved.get("data-look", "paragraph"), [words])


class _Region:
    """The part of a page between a section's heading and its amendments; the whole page where there is no heading."""

    def __init__(self, body: _Element, holder: _Element, heading: _Element | None) -> None:
        self.body, self.holder, self.heading = body, holder, heading
        self.last_behind: dict[str, _Element] = {}  # what was put last behind each place
        self.hidden: list[str] = []
        self.outdated: list[Outdated] = []

    def elements(self) -> Iterator[_Element]:
        no_heading = self.heading is None or self.heading.getparent() is None
        begin = 0 if no_heading else self.body.index(self.heading)
        for block in list(self.body)[begin : self.body.index(self.holder)]:
            if block.tag != "aside":  # the box of what is to be filled in says the same words
                yield from block.iter()

    def block(self, path: str) -> _Element | None:
        """Return the block of a line, or the one in which the last leaf of a content path stands."""
        if path in (DRAWING, LOGO):
            return self.picture(path)
        if (line := self.line(path)) is not None:
            return _block(line)
        elements = [
            element
            for element in self.elements()
            if (path_of_leaf := element.get("data-leaf"))
            and (path_of_leaf == path or path_of_leaf.startswith(f"{path}."))
        ] or [element for element in self.elements() if element.tag in _TEXTS and _words(element) == path][:1]
        return _block(elements[-1]) if elements else None

    def line(self, name: str) -> _Element | None:
        """Return the line of a name; None for a name that is just the content path of a leaf."""
        lines = (element for element in self.elements() if element.get(LINE) == name != element.get("data-leaf"))
        return next((line for line in lines if not any(leaf.get("data-leaf") == name for leaf in line.iter())), None)

    def picture(self, name: str) -> _Element | None:
        """Return the logo above the title, if there is one, or the drawing under it, or what that would stand behind.

        The drawing stands behind the lead, and behind what was added there; in pages made for a comparison there is
        none.
        """
        if name == LOGO:
            first = next(iter(self.body), None)
            return first if first is not None and first.tag == "figure" else None
        title = next((element for element in self.elements() if element.tag == "h1"), None)
        below = [] if title is None else list(takewhile(lambda element: element.tag != "h2", title.itersiblings()))
        drawings = [element for element in below if element.tag == "figure"]
        leads = [element for element in below if element.get("class") == "lead"]
        added = takewhile(_is_added, [] if title is None else (leads[:1] or [title])[0].itersiblings())
        return next(iter((*drawings, *list(added)[-1:], *leads)), title)

    def last(self) -> _Element:
        """Return the last block of the region."""
        before = self.holder.getprevious()
        inner = list(before.iter("li", "tr")) if before.tag in ("ul", "ol", "table") else []
        return inner[-1] if inner else before

    def add(self, piece: _Element) -> None:
        after = piece.get("data-after") or ""
        look, words = piece.get("data-look"), piece.findall("span")
        target = self.last_behind.get(after)
        if target is None:
            target = self.heading if not after else None if after == "end" else self.block(after)
            if target is None and (after not in ("", LOGO) or self.heading is not None):
                target = self.last()
        if target is None:  # before everything
            new_block = _block_of(look, words)
            self.body.insert(0, new_block)
        else:
            new_block = _put_behind(target, look, words)
        self.last_behind[after] = new_block

    def replace(self, piece: _Element, row: _Element | None) -> None:
        replaced_path, words, leaf = piece.get("data-of"), piece.find("span"), piece.get("data-inner")
        elements = [element for element in self.elements() if element.get("data-leaf") == replaced_path]
        if (line := self.line(replaced_path or "")) is not None:
            elements = [line]
        if leaf:
            inside = line.iter() if line is not None else self.elements()
            elements = [element for element in inside if element.get("data-leaf") == leaf][:1]
        _, in_row, cell_path = (replaced_path or "").partition(_BESIDE)
        if in_row and row is not None:
            elements = [element for element in row.iter() if element.get("data-leaf") == cell_path][:1]
            table = next(row.iterancestors("table"), row)  # or in the head of its table
            elements = elements or [
                element for part in (row, table) for element in part.iter("th", "td") if _words(element) == cell_path
            ]
            elements = elements[:1]
        if not elements:
            saying_it = [
                element for element in self.elements() if element.tag in _TEXTS and _words(element) == replaced_path
            ]
            # What the school has moved says the same in its new place.
            elements = sorted(saying_it, key=_is_added)[:1]
        for element in elements if words is None else elements[:1]:
            gone = element if words is not None else _block(element)
            self.hidden += [leaf.get("data-leaf") for leaf in gone.iter() if leaf.get("data-leaf")]
        was = piece.get("data-was")
        if elements and words is not None and was and solid(was) != _words(elements[0]):
            values = solid(was), _words(elements[0]), _words(words)
            self.outdated.append(Outdated(replaced_path or "", leaf or "", *values))
        if words is None:
            for element in elements:
                _leave_out(element)
        elif elements:
            cell = next(elements[0].iterancestors("td"), elements[0])
            before = _words(cell)
            elements[0].set("data-leaf", words.get("data-leaf"))
            elements[0].text = words.text
            elements[0][:] = [*words, *elements[0].findall("ul"), *elements[0].findall("ol")]
            bar_lengths.follow(cell, before, _words(cell))
        else:  # what it replaced is no longer there: the words are kept
            _put_behind(self.last(), "paragraph", [words])


def _is_added(element: _Element) -> bool:
    """Say whether a block is one of the school's own additions, by the names of its leaves."""
    return any("added" in (inner.get("data-leaf") or "").split(".")[:3] for inner in element.iter())


def _words(element: _Element) -> str:
    """Return the words of an element as they are compared; a line break is a space."""
    return solid("".join(_pieces(element)))


def _pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for inner in element:
        yield from [" "] if inner.tag == "br" else _pieces(inner)
        yield inner.tail or ""


def _block(element: _Element) -> _Element:
    while element.tag not in _BLOCKS and element.getparent() is not None:
        element = element.getparent()
    return element


def _block_of(look: str, words: list[_Element]) -> _Element:
    """Make a new block from the words of an addition: a list with one item, a heading, or a paragraph."""
    if look in ("bullet", "subbullet", "number"):
        items = html.Element("ol" if look == "number" else "ul", {"class": "below"} if look == "subbullet" else {})
        items.append(_joined("li", words))
        return items
    return _joined("h3" if look == "heading" else "p", words)


def _joined(tag: str, words: list[_Element]) -> _Element:
    block = html.Element(tag)
    for number, span in enumerate(words):
        if number:
            block[-1].tail = " · "
        block.append(span)
        span.tail = None
    return block


def _put_behind(target: _Element, look: str, words: list[_Element]) -> _Element:
    """Put a piece behind a block. Returns the block that it became, behind which the next one goes."""
    if target.tag == "tr" and look == "row":
        row = _new_row(target, words)
        body = target.getparent()
        if body.tag == "thead":
            body.getparent().find("tbody").insert(0, row)
        else:
            target.addnext(row)
        return row
    table = target.getnext()
    if look == "row" and table is not None and table.tag == "table":
        row = _new_row(table.find("thead")[-1], words)
        table.find("tbody").insert(0, row)
        return row
    if target.tag == "tr":
        target = next(ancestor for ancestor in target.iterancestors() if ancestor.tag == "table")
    if target.tag == "li":
        items = target.getparent()
        is_inner, is_below = items.getparent().tag == "li", items.get("class") == "below"
        if look == "subbullet" and not (is_inner or is_below):
            inner_list = target.find("ul")
            if inner_list is None:
                inner_list = etree.SubElement(target, "ul")
            new_block = _joined("li", words)
            inner_list.append(new_block)
            return new_block
        if look == ("subbullet" if is_inner or is_below else "number" if items.tag == "ol" else "bullet"):
            new_block = _joined("li", words)
            target.addnext(new_block)
            return new_block
        if is_inner:
            return _put_behind(items.getparent(), look, words)
        items_behind = list(target.itersiblings())
        if items_behind:
            second_list = html.Element(items.tag)
            second_list.extend(items_behind)
            items.addnext(second_list)
        target = items
    new_block = _block_of(look, words)
    target.addnext(new_block)
    return new_block[0] if new_block.tag in ("ul", "ol") else new_block


def _new_row(beside: _Element, words: list[_Element]) -> _Element:
    """Make a row of a table, as wide as the one beside it; its first cell is a heading where that one's is."""
    row = html.Element("tr")
    model_cells = list(beside)
    rows = beside.getparent().getparent().findall("./tbody/tr")
    last_row = rows[-1] if rows else beside
    for number, cell in enumerate(model_cells):
        heading = number == 0 and last_row[0].tag == "th"
        new_cell = etree.SubElement(row, "th" if heading else "td")
        if heading:
            new_cell.set("scope", "row")
        if cell.get("class") == "number":
            new_cell.set("class", "number")
        elif rows and all(_is_reading(row, number) for row in rows):
            new_cell.set("class", "reading")
        if number < len(words):
            new_cell.append(words[number])
            words[number].tail = None
    return row


def _is_reading(row: _Element, number: int) -> bool:
    """Say whether a cell of a row shows a figure that is read first, as each fact does."""
    return number < len(row) and row[number].get("class") == "reading"


def _make_head(head: _Element, row: _Element) -> None:
    """Make a row the head of its table, which has lost its own."""
    head.append(row)
    for cell in row:
        cell.tag = "th"
        cell.set("scope", "col")


def _row_as_paragraph(row: _Element) -> _Element:
    """Return the only row of a table as a paragraph."""
    paragraph = html.Element("p")
    for cell in row:
        words = html.Element("span")
        words.text = cell.text
        words.extend(list(cell))
        if leaf := cell.get("data-leaf"):
            words.set("data-leaf", leaf)
        if len(paragraph):
            paragraph[-1].tail = " · "
        paragraph.append(words)
    return paragraph


def _leave_out(element: _Element) -> None:
    """Take a piece out: its row in a table, else the paragraph that it fills, else only the piece."""
    block = _block(element)
    others = [inner for inner in block.iter() if inner.get("data-leaf") and inner is not element]
    if block is element or block.tag == "tr" or not others:
        _drop(block)
        return
    while element.getparent() is not block:
        element = element.getparent()
    _drop(element)


def _drop(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if tail := (element.tail or "").lstrip():  # lxml takes the words behind an element away with it
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''}{tail}"
        else:
            before.tail = f"{before.tail or ''}{tail}"
    parent.remove(element)
