"""Writes a handout as typst markup and as pandoc's Markdown, so that these programs can be timed on the same words.

Pictures are left out and their captions kept: what is compared is the setting of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guidepress.compose.document import (
    Block,
    Break,
    Document,
    FillIn,
    Heading,
    Leaf,
    ListBlock,
    Paragraph,
    Picture,
    Run,
    Table,
    TableRow,
    Text,
)


@dataclass(frozen=True)
class Page:
    """A page to set text on: its width and height, its margins, and the size of its type, in points."""

    width: float
    height: float
    top: float
    side: float
    bottom: float
    size: float


def escape(text: str) -> str:
    """Return a text with every character escaped that typst or Markdown would take for markup.

    Both take any mark of ASCII punctuation after a backslash as itself: typst's reference, “Syntax”, on escape
    sequences; CommonMark 0.31, section 2.4, which pandoc's Markdown follows here.
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def pieces(text: Text) -> Iterator[Run | Break]:
    """Yield the runs and breaks of a text: runs that look alike are joined, and no white space is bold.

    Markdown can say neither where one bold run ends and the next begins, nor that a space is bold.
    """
    joined: list[Run | Break] = []
    for inline in (inline for part in text for inline in (part.inlines if isinstance(part, Leaf) else (part,))):
        previous = joined[-1] if joined else None
        if (
            isinstance(inline, Run)
            and isinstance(previous, Run)
            and replace(previous, text="") == replace(inline, text="")
        ):
            joined[-1] = replace(previous, text=previous.text + inline.text)
        else:
            joined.append(inline)
    for inline in joined:
        if isinstance(inline, Break):
            yield inline
            continue
        space_before, words, space_after = re.findall(r"^( *)(.*?)( *)$", inline.text, re.DOTALL)[0]
        yield from (piece for piece in (Run(space_before), replace(inline, text=words), Run(space_after)) if piece.text)


# --- typst ----------------------------------------------------------------------------------------------------------


def typst(document: Document, page: Page, family: str) -> str:
    """Return a handout as typst markup. Its type is of the page's size, or of the input `size`, in points."""
    margins = f"(top: {page.top}pt, x: {page.side}pt, bottom: {page.bottom}pt)"
    size = f'float(sys.inputs.at("size", default: "{page.size}")) * 1pt'
    head = (
        f"#set document(title: {_quoted(document.title)}, author: {_quoted(document.author)})",
        f"#set page(width: {page.width}pt, height: {page.height}pt, margin: {margins})",
        f"#set text(font: {_quoted(family)}, size: {size}, lang: {_quoted(document.language[:2])})",
        "#set table.cell(breakable: false)",  # else the words of a cell that is cut stand in no order
    )
    return "\n".join([*head, "", *(line for block in document.blocks for line in _typst_block(block))])


def _typst_block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'=' * block.level} {_typst_text(block.text)}\n"
        case Paragraph():
            yield f"{_typst_text(block.text)}\n"
        case ListBlock():
            yield "\n".join(_typst_items(block)) + "\n"
        case FillIn():
            yield f"{_typst_text(block.heading)}\n"
            yield from _typst_block(block.list)
        case Table():
            if block.caption:
                yield f"{_typst_text(block.caption)}\n"
            head, body = (", ".join(_typst_row(row) for row in rows) for rows in (block.head, block.body))
            yield f"#table(columns: {len(block.head[0].cells)}, table.header({head}), {body})\n"
        case Picture():
            if block.caption:
                yield f"{_typst_text(block.caption)}\n"


def _typst_items(block: ListBlock, depth: int = 0) -> Iterator[str]:
    for item in block.items:
        yield f"{'  ' * depth}{'+' if block.ordered else '-'} {_typst_text(item.text)}"
        if item.children:
            yield from _typst_items(item.children, depth + 1)


def _typst_row(row: TableRow) -> str:
    return ", ".join(f"[{_typst_text(cell.text)}]" for cell in row.cells)


def _typst_text(text: Text) -> str:
    return "".join(r" \ " if isinstance(inline, Break) else _typst_run(inline) for inline in pieces(text))


def _typst_run(run: Run) -> str:
    words = escape(run.text)
    if run.emphasis:
        words = f"#emph[{words}]"
    if run.strong:
        words = f"#strong[{words}]"
    return f"#link({_quoted(run.href)})[{words}]" if run.href else words


def _quoted(text: str) -> str:
    """Return a text as a string of typst's code."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- Markdown -------------------------------------------------------------------------------------------------------


def markdown(document: Document) -> str:
    """Return a handout as pandoc's Markdown. A line break in a cell becomes a space: a row is one line there."""
    return "\n".join(line for block in document.blocks for line in _markdown_block(block))


def _markdown_block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_markdown_text(block.text, ' ')}\n"
        case Paragraph():
            yield f"{_markdown_text(block.text)}\n"
        case ListBlock():
            # Of two lists in a row Markdown makes one; a remark between them keeps them apart.
            yield "\n".join(_markdown_items(block)) + "\n\n<!-- -->\n"
        case FillIn():
            yield f"{_markdown_text(block.heading)}\n"
            yield from _markdown_block(block.list)
        case Table():
            if block.caption:
                yield f"{_markdown_text(block.caption)}\n"
            first_row, *other_rows = (_markdown_row(row) for row in block.head + block.body)
            separator = "|" + " --- |" * len(block.head[0].cells)
            yield "\n".join([first_row, separator, *other_rows]) + "\n"
        case Picture():
            if block.caption:
                yield f"{_markdown_text(block.caption)}\n"


def _markdown_items(block: ListBlock, indent: str = "") -> Iterator[str]:
    mark = "1." if block.ordered else "-"
    for item in block.items:
        yield f"{indent}{mark} {_markdown_text(item.text, ' ')}"
        if item.children:
            yield from _markdown_items(item.children, indent + "    ")


def _markdown_row(row: TableRow) -> str:
    return "| " + " | ".join(_markdown_text(cell.text, " ") for cell in row.cells) + " |"


def _markdown_text(text: Text, break_: str = "\\\n") -> str:
    return "".join(break_ if isinstance(inline, Break) else _markdown_run(inline) for inline in pieces(text))


def _markdown_run(run: Run) -> str:
    marks = "**" * run.strong + "*" * run.emphasis
    words = f"{marks}{escape(run.text)}{marks}"
    return f"[{words}](<{run.href}>)" if run.href else words


# --- what was made --------------------------------------------------------------------------------------------------


def missing(texts: Sequence[str], output: str) -> str | None:
    """Return the first of some texts that an output lacks or holds out of order, white space aside; None for none."""
    solid_text, position = re.sub(r"\s+", "", output), 0
    for text in texts:
        wanted = re.sub(r"\s+", "", text)
        start = solid_text.find(wanted, position)
        if start < 0:
            return text
        position = start + len(wanted)
    return None
