"""Writes what a listener hears of a PDF, from its tags: headings, lists with their numbers, tables, pictures, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidepress.errors import ContentError, Problem, Span
from guidepress.press import pdf_sizes
from guidepress.verify import given_files, glyphs, tags
from guidepress.verify.tags import INLINE, StructElement

INDENT = "  "


def heard(data: bytes, file: str) -> str:
    """Return what a reading program says of a PDF, a line for each thing it says. Raises ContentError for no PDF.

    Raises ContentError for a PDF without tags, too: nothing says in which order it is heard.

    Lists, tables and pictures are announced as such programs do; words in square brackets tell where a link leads.
    """
    lines: list[str] = []
    page = -1
    with given_files.reading_pdf(file):
        pdf_sizes.check(data)
        roots = tags.read(data, glyphs.read(data, file))
    for root in roots:
        for number, line in _lines(root):
            if number != page and line.strip():
                lines += ["", f"(Page {number + 1})"]
                page = number
            lines.append(line.rstrip())
    if not lines:
        sentence = "This PDF has no tags: a reading program can only guess what comes first in it."
        hint = "a print edition has none; the brochure to read on a screen has them"
        raise ContentError([Problem(Span(file), sentence, hint)])
    return "\n".join(lines).strip() + "\n"


def _lines(element: StructElement, indent: str = "") -> Iterator[tuple[int, str]]:
    """Yield each line with the number of the page that it stands on."""
    if element.kind == "Figure":
        yield element.page, f"{indent}Picture: {element.alternative or '(nothing is said of it)'}"
    elif element.kind == "L":
        yield from _list(element, indent)
    elif element.kind == "Table":
        yield from _table(element, indent)
    elif element.link is not None and not _is_inline(element):  # round a picture
        for page, line in _blocks(element, indent):
            yield page, f"{line} [link]"
    else:
        before = f"Heading {element.kind[1]}: " if element.kind[:1] == "H" and element.kind[1:].isdigit() else ""
        yield from _blocks(element, indent, before)


def _blocks(element: StructElement, indent: str, before: str = "") -> Iterator[tuple[int, str]]:
    """Yield an element's own words, joined where they are parts of a line, and what is heard apart, in their order."""
    words, page = "", element.page
    for part in element.parts:
        if isinstance(part, str) or _is_inline(part):
            page = element.page if isinstance(part, str) or words else part.page
            words += part if isinstance(part, str) else _inline(part)
            continue
        if words.strip():
            yield page, f"{indent}{before}{' '.join(words.split())}"
        words = ""
        yield from _lines(part, indent)
    if words.strip():
        yield page, f"{indent}{before}{' '.join(words.split())}"


def _is_inline(element: StructElement) -> bool:
    return element.kind in INLINE and all(inner.kind in INLINE for inner in element.walk())


def _inline(element: StructElement) -> str:
    words = "".join(part if isinstance(part, str) else _inline(part) for part in element.parts)
    if element.link is None:
        return words
    said = " ".join(words.split())
    return f"{words} [link]" if element.link == said else f"{words} [link: {element.link}]"


def _list(element: StructElement, indent: str) -> Iterator[tuple[int, str]]:
    items = element.children("LI")
    numbered = element.attributes.get("ListNumbering", "None") not in ("None", "Disc", "Circle", "Square")
    name = f"{'Numbered list' if numbered else 'List'} of {len(items)}"
    yield element.page, f"{indent}{name}:"
    for item in items:
        label = " ".join(part.text() for part in item.children("Lbl")).strip()
        lines = [line for part in item.children() if part.kind != "Lbl" for line in _lines(part, "")]
        mark = f"{label}." if label else "•"
        for index, (page, line) in enumerate(lines):
            yield page, f"{indent}{INDENT}{mark if index == 0 else ' ' * len(mark)} {line}"


def rows(table: StructElement) -> list[list[StructElement]]:
    """Return the cells of a table, row by row."""
    found = [element for element in table.walk() if element.kind == "TR"]
    return [row.children("TH", "TD") for row in found]


def heads(cells: Sequence[Sequence[StructElement]]) -> list[str]:
    """Return the words over each column of a table, from the heads of its first row."""
    first = cells[0] if cells else ()
    return [cell.text() if cell.attributes.get("Scope") == "Column" else "" for cell in first]


def _table(element: StructElement, indent: str) -> Iterator[tuple[int, str]]:
    cells = rows(element)
    over = heads(cells)
    yield element.page, f"{indent}Table of {len(over)} columns and {len(cells)} rows:"
    for row in cells[1:] if any(over) else cells:
        column = 0
        for cell in row:
            span = int(cell.attributes.get("ColSpan", 1))
            head = over[column] if span == 1 and column < len(over) and cell.kind == "TD" else ""
            step = indent + INDENT * (1 if cell.kind == "TH" else 2)
            if text := cell.text():
                yield cell.page, f"{step}{head}{': ' if head else ''}{text}"
            column += span
