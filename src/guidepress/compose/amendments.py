"""A school's own pieces put where they belong in a handout's HTML: additions, replacements, what is left out.

The templates write them behind the section that they belong to, in an `<aside class="amendments">`; here they are
taken from there to their places, so that no template needs to know where a school may have typed something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as markup

from guidepress.compose.document import solid

_Element = Any  # lxml's elements carry no types
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "tr", "figure", "aside")
_TEXTS = ("p", "li", "h1", "h2", "h3", "h4", "th", "td", "figcaption")
_HOLDER, _MOVED = "amendments", "moved"
DRAWING, LOGO = "banner", "publisher.logo"
"""How an addition names the pictures at the top, behind which it stands."""
BESIDE = " › "
"""Between the content path of an entry and words that make themselves in its row of a table."""


def amend(page: str) -> str:
    """Return a handout's HTML with a school's amendments in their places; as it is where there are none."""
    if f'class="{_HOLDER}"' not in page and f'class="{_MOVED}"' not in page:
        return page
    root = markup.document_fromstring(page)
    body = root.find("body")
    holders = [each for each in body if each.tag == "aside" and each.get("class") == _HOLDER]
    for holder in holders:
        _amend(body, holder)
        body.remove(holder)
    for each in [each for each in body if each.tag == "aside" and each.get("class") == _MOVED]:
        _move(_Region(body, each, None), each)
        body.remove(each)
    for table in list(body.iter("table")):
        head, below = table.find("thead"), table.find("tbody")
        if head is not None and below is not None and not len(head) and len(below) > 1:
            _make_head(head, below[0])
        elif head is not None and below is not None and not len(head) and len(below):
            table.addprevious(_line(below[0]))
            _drop(table)
        elif below is None or not len(below):
            _drop(table)
    for items in list(body.iter("ul", "ol")):
        if not len(items):
            _drop(items)
    return "<!DOCTYPE html>\n" + str(markup.tostring(root, encoding="unicode"))


def _amend(body: _Element, holder: _Element) -> None:
    section = holder.get("data-section")
    heading = None
    if section:
        title = f"sections.{section}.title"
        before = holder.itersiblings("h2", preceding=True)
        heading = next(each for each in before if each.get("data-leaf") == title)
    region = _Region(body, holder, heading)
    for piece in holder.findall("div"):
        region.add(piece)
    # The heading, by which the section is found, goes last. Rows are found before any of their leaves is replaced.
    pieces = sorted(holder.findall("p"), key=lambda each: each.get("data-of", "").endswith(".title"))
    rows = [region.block(piece.get("data-of", "").partition(BESIDE)[0]) for piece in pieces]
    for piece, row in zip(pieces, rows, strict=True):
        region.replace(piece, row)


def _move(page: _Region, moved: _Element) -> None:
    """Put the block of a leaf behind another, if both are there."""
    block, after = page.block(moved.get("data-of", "")), page.block(moved.get("data-after", ""))
    if block is not None and after is not None and block is not after:
        words = markup.Element("span")
        words.text = block.text
        words.extend(list(block))
        _drop(block)
        _put(after, "paragraph", [words])


class _Region:
    """What stands between a section's heading and its amendments; the whole page where there is no heading."""

    def __init__(self, body: _Element, holder: _Element, heading: _Element | None) -> None:
        self.body, self.holder, self.heading = body, holder, heading
        self.behind: dict[str, _Element] = {}  # what was put last behind each place

    def elements(self) -> Iterator[_Element]:
        gone = self.heading is None or self.heading.getparent() is None
        begin = 0 if gone else self.body.index(self.heading)
        for each in list(self.body)[begin : self.body.index(self.holder)]:
            if each.tag != "aside":  # the box of what is to be filled in says the same words
                yield from each.iter()

    def block(self, path: str) -> _Element | None:
        """Return the block in which the last leaf of a content path stands, or the words that make themselves."""
        if path in (DRAWING, LOGO):
            return self.picture(path)
        found = [
            each
            for each in self.elements()
            if (leaf := each.get("data-leaf")) and (leaf == path or leaf.startswith(f"{path}."))
        ] or [each for each in self.elements() if each.tag in _TEXTS and _words(each) == path][:1]
        return _block(found[-1]) if found else None

    def picture(self, name: str) -> _Element | None:
        """Return the drawing under the title, or that title, or the logo above it, if there is one."""
        title = next((each for each in self.elements() if each.tag == "h1"), None)
        if name == LOGO:
            first = next(iter(self.body), None)
            return first if first is not None and first.tag == "figure" else None
        below = title.getnext() if title is not None else None
        return below if below is not None and below.tag == "figure" else title

    def last(self) -> _Element:
        """Return the last block of the region."""
        before = self.holder.getprevious()
        inner = list(before.iter("li", "tr")) if before.tag in ("ul", "ol", "table") else []
        return inner[-1] if inner else before

    def add(self, piece: _Element) -> None:
        after = piece.get("data-after") or ""
        look, words = piece.get("data-look"), piece.findall("span")
        target = self.behind.get(after)
        if target is None:
            target = self.heading if not after else None if after == "end" else self.block(after)
            if target is None and (after not in ("", LOGO) or self.heading is not None):
                target = self.last()
        if target is None:  # before everything
            new = _plain(look, words)
            self.body.insert(0, new)
        else:
            new = _put(target, look, words)
        self.behind[after] = new

    def replace(self, piece: _Element, row: _Element | None) -> None:
        of, words = piece.get("data-of"), piece.find("span")
        found = [each for each in self.elements() if each.get("data-leaf") == of]
        _, beside, inner = (of or "").partition(BESIDE)
        if beside and row is not None:
            found = [each for each in row.iter() if each.get("data-leaf") == inner][:1]
            whole = next(row.iterancestors("table"), row)  # or in the head of its table
            found = found or [each for part in (row, whole) for each in part.iter("th", "td") if _words(each) == inner]
            found = found[:1]
        if not found:
            said = [each for each in self.elements() if each.tag in _TEXTS and _words(each) == of]
            # What the school has moved says the same in its new place.
            found = sorted(said, key=_is_added)[:1]
        if words is None:
            for each in found:
                _leave_out(each)
        elif found:
            found[0].set("data-leaf", words.get("data-leaf"))
            found[0].text = words.text
            found[0][:] = list(words)
        else:  # what it replaced is no longer there: the words are kept
            _put(self.last(), "paragraph", [words])


def _is_added(element: _Element) -> bool:
    """Say whether a block is one of the school's own additions, by the names of its leaves."""
    return any("added" in (each.get("data-leaf") or "").split(".")[:3] for each in element.iter())


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


def _plain(look: str, words: list[_Element]) -> _Element:
    """Make a block that stands for itself."""
    if look in ("bullet", "subbullet", "number"):
        items = markup.Element("ol" if look == "number" else "ul", {"class": "below"} if look == "subbullet" else {})
        items.append(_filled("li", words))
        return items
    return _filled("h3" if look == "heading" else "p", words)


def _filled(tag: str, words: list[_Element]) -> _Element:
    made = markup.Element(tag)
    for number, each in enumerate(words):
        if number:
            made[-1].tail = " · "
        made.append(each)
        each.tail = None
    return made


def _put(target: _Element, look: str, words: list[_Element]) -> _Element:
    """Put a piece behind a block. Returns the block that it became, behind which the next one goes."""
    if target.tag == "tr" and look == "row":
        row = _row(target, words)
        body = target.getparent()
        if body.tag == "thead":
            body.getparent().find("tbody").insert(0, row)
        else:
            target.addnext(row)
        return row
    table = target.getnext()
    if look == "row" and table is not None and table.tag == "table":
        row = _row(table.find("thead")[-1], words)
        table.find("tbody").insert(0, row)
        return row
    if target.tag == "tr":
        target = next(each for each in target.iterancestors() if each.tag == "table")
    if target.tag == "li":
        items = target.getparent()
        inside, below = items.getparent().tag == "li", items.get("class") == "below"
        if look == "subbullet" and not (inside or below):
            inner = target.find("ul")
            if inner is None:
                inner = etree.SubElement(target, "ul")
            new = _filled("li", words)
            inner.append(new)
            return new
        if look == ("subbullet" if inside or below else "number" if items.tag == "ol" else "bullet"):
            new = _filled("li", words)
            target.addnext(new)
            return new
        if inside:
            return _put(items.getparent(), look, words)
        rest = list(target.itersiblings())
        if rest:
            tail = markup.Element(items.tag)
            tail.extend(rest)
            items.addnext(tail)
        target = items
    new = _plain(look, words)
    target.addnext(new)
    return new[0] if new.tag in ("ul", "ol") else new


def _row(beside: _Element, words: list[_Element]) -> _Element:
    """Make a row of a table, as wide as the one beside it; its first cell is a heading where that one's is."""
    row = markup.Element("tr")
    model = list(beside)
    last = beside.getparent().getparent().findall(".//tr")[-1]
    for number, cell in enumerate(model):
        heading = number == 0 and last[0].tag == "th"
        made = etree.SubElement(row, "th" if heading else "td")
        if heading:
            made.set("scope", "row")
        if cell.get("class") == "number":
            made.set("class", "number")
        if number < len(words):
            made.append(words[number])
            words[number].tail = None
    return row


def _make_head(head: _Element, row: _Element) -> None:
    """Make a row the head of its table, which has lost its own."""
    head.append(row)
    for cell in row:
        cell.tag = "th"
        cell.set("scope", "col")


def _line(row: _Element) -> _Element:
    """Make the only row of a table a line of text."""
    made = markup.Element("p")
    for cell in row:
        words = markup.Element("span")
        words.text = cell.text
        words.extend(list(cell))
        if leaf := cell.get("data-leaf"):
            words.set("data-leaf", leaf)
        if len(made):
            made[-1].tail = " · "
        made.append(words)
    return made


def _leave_out(element: _Element) -> None:
    """Take a piece out: its row in a table, else the paragraph that it fills, else only the piece."""
    block = _block(element)
    others = [each for each in block.iter() if each.get("data-leaf") and each is not element]
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
