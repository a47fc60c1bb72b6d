"""Names the lines of a handout by their places, never by their words, so that a line is known again by its name.

A template names what only it knows: `data-line` names a block or a table, `data-row` a row of a table (by its content
path, if it has one), `data-column` a column in its head. The rest follows from that: a line that is a leaf goes by the
leaf's content path, a cell by its row and its column, and what has neither by its section and its place among the lines
there that have no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

_Element = Any  # lxml's elements carry no types

IN_ROW = ".in-"
"""Between the name of a row of a table and the name of a column, in the name of a cell."""
LINE, ROW, COLUMN = "data-line", "data-row", "data-column"
_TEXTS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "figcaption", "figure"})
_AMENDMENTS = frozenset({"amendments", "moved"})


def name_lines(body: _Element) -> None:
    """Give each line of a handout's HTML its name as `data-line`; a line that has one keeps it.

    `body` is lxml's element. Texts, cells and figures are lines. No name is given twice.
    """
    taken = Counter(element.get(LINE) for element in body.iter() if element.get(LINE) and element.tag != "table")
    region = "top"
    for block in body:
        if block.tag == "aside" and block.get("class") in _AMENDMENTS:
            continue
        if block.tag == "h2":
            paths = _leaves(block)
            region = ".".join(paths[0].split(".")[:2]) if paths else block.get(LINE, region)
        if block.tag == "table":
            _name_table(block, region, taken)
            continue
        for element in block.iter():
            if element.tag in _TEXTS and not element.get(LINE):
                element.set(LINE, _free(_own_name(element) or f"{region}.line", taken))


def _name_table(table: _Element, region: str, taken: Counter[str]) -> None:
    """Name the cells of a table by their rows and columns."""
    name = table.attrib.pop(LINE, None) or f"{region}.table"
    columns: list[str] = []
    for number, row in enumerate(table.iter("tr")):
        is_head = row.getparent().tag == "thead"
        cells = row.findall("th") + row.findall("td") if is_head else [cell for cell in row if cell.tag in ("th", "td")]
        own = row.attrib.pop(ROW, None) or str(number)
        row_name = own if "." in own else f"{name}.{own}"
        for index, cell in enumerate(cells):
            column = cell.attrib.pop(COLUMN, None) or str(index)
            if is_head:
                columns.append(column)
            elif index < len(columns):
                column = columns[index]
            if not cell.get(LINE):
                cell.set(LINE, _free(f"{name}.{column}" if is_head else f"{row_name}{IN_ROW}{column}", taken))


def _own_name(element: _Element) -> str:
    """Return what a line is called by its leaves: the content path of the one that it is, or of what its first is in.

    Empty for a line without leaves.
    """
    leaves = list(_leaf_elements(element))
    if not leaves:
        return ""
    path = str(leaves[0].get("data-leaf"))
    return path if _words(leaves[0]) == _words(element) else path.rpartition(".")[0]


def _leaf_elements(element: _Element) -> Iterator[_Element]:
    """Yield the leaves of a line, without those of a list inside it."""
    if element.get("data-leaf"):
        yield element
        return
    for inner in element:
        if inner.tag not in ("ul", "ol"):
            yield from _leaf_elements(inner)


def _leaves(element: _Element) -> list[str]:
    return [str(leaf.get("data-leaf")) for leaf in _leaf_elements(element)]


def _words(element: _Element) -> str:
    """Return the words of a line, without those of a list inside it."""
    inner = "".join((_words(part) if part.tag not in ("ul", "ol") else "") + (part.tail or "") for part in element)
    return " ".join(f"{element.text or ''}{inner}".split())


def _free(name: str, taken: Counter[str]) -> str:
    """Return a name that no other line has: with a number behind it where it is taken."""
    taken[name] += 1
    return name if taken[name] == 1 else _free(f"{name}-{taken[name]}", taken)
