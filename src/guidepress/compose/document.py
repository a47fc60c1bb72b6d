"""The handout as values: the headings, paragraphs, lists, tables and pictures that its Word file is written from.

`markup` makes them from HTML, and the writer of the Word file turns them into paragraphs; neither knows the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

# Characters that XML 1.0 (section 2.2, production Char) cannot hold, and so neither can a Word file.
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look. `href` and `language` are empty where they do not apply."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    unfilled: bool = False
    language: str = ""


@dataclass(frozen=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True)
class Leaf:
    """One editable piece of text and its content path. Leaves never nest."""

    path: str
    inlines: tuple[Run | Break, ...]


Text = tuple[Leaf | Run | Break, ...]
MOST_TURNED = 5  # facts that stand side by side
Kind = Literal["body", "masthead", "note", "lead", "caption", "source", "term", "line", "quotation", "speaker"]
TableKind = Literal["plain", "facts", "shares", "path", "pay"]
ListKind = Literal["plain", "rows", "steps", "sources"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title (Word: Title), 2 to 4 are Word's Heading 1 to 3.

    `line` is the name of its line, made of places; empty for one without a name. `call` is the one over what the reader
    is to do.
    """

    level: int
    text: Text
    line: str = ""
    call: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; its kind says which style it has in Word, `line` what its line is called."""

    kind: Kind
    text: Text
    line: str = ""


@dataclass(frozen=True)
class Item:
    """An item of a list, and the list inside it, if there is one."""

    text: Text
    children: ListBlock | None = None
    line: str = ""


@dataclass(frozen=True)
class ListBlock:
    """A list; one that begins `below` stands one level further in, under no item. Its kind says how it is set."""

    ordered: bool
    items: tuple[Item, ...]
    below: bool = False
    kind: ListKind = "plain"


@dataclass(frozen=True)
class FigureBar:
    """A bar that a cell shows beside its figure, or a scale below it: parts of its length from 0 to 1.

    `mark` is where what it is compared with stands, `ticks` how many parts a scale has, `other` a bar of what the
    guide's own is compared with. Instead of a scale there may be `blocks` to count, full up to its end.
    """

    start: float
    end: float
    mark: float | None = None
    ticks: int = 0
    other: bool = False
    blocks: int = 0


@dataclass(frozen=True)
class Cell:
    """A table cell; `heading` is a `th`, `number` is set flush right, `reading` is the large figure."""

    text: Text
    heading: bool = False
    number: bool = False
    reading: bool = False
    line: str = ""
    bar: FigureBar | None = None


@dataclass(frozen=True)
class TableRow:
    """A row of a table, cell by cell."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table whose rows all have the same number of cells. `head` holds at least one row.

    One of facts is turned where it is set: a column for each fact, its name at the head; `is_turned` says so. Steps of
    a path count themselves.
    """

    caption: Text
    head: tuple[TableRow, ...]
    body: tuple[TableRow, ...]
    kind: TableKind = "plain"

    @property
    def is_turned(self) -> bool:
        """Whether its rows are set side by side, as columns, and its own head is not shown."""
        return self.kind == "facts" and len(self.body) <= MOST_TURNED


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG picture; width and height in points; `alt` is empty exactly where it is decorative.

    `vector` is the same as SVG, for programs that read it; empty for none.
    """

    data: bytes
    media: str
    alt: str
    decorative: bool
    width: float
    height: float
    caption: Text = ()
    line: str = ""
    caption_line: str = ""
    vector: bytes = b""


@dataclass(frozen=True)
class FillIn:
    """The box that lists what is still to be filled in: its heading and its list."""

    heading: Text
    list: ListBlock
    line: str = ""


Block = Heading | Paragraph | ListBlock | Table | Picture | FillIn


@dataclass(frozen=True)
class Document:
    """A handout. `created` is the date of the content, never of the build."""

    language: str
    title: str
    author: str
    subject: str
    keywords: str
    guide: str
    revision: str
    created: date
    blocks: tuple[Block, ...]


def plain(text: Text) -> str:
    """Return the words of a text without their look; a line break becomes a newline."""
    return "".join("\n" if isinstance(inline, Break) else inline.text for inline in _inlines(text))


def waits(text: Text) -> bool:
    """Say whether anything in a text is a place that is still to be filled in."""
    return any(isinstance(inline, Run) and inline.unfilled for inline in _inlines(text))


def _inlines(text: Text) -> Iterator[Run | Break]:
    for part in text:
        yield from part.inlines if isinstance(part, Leaf) else (part,)


def texts(document: Document) -> Iterator[Text]:
    """Yield every text of the document in reading order."""
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case ListBlock():
                yield from _list_texts(block)
            case FillIn():
                yield block.heading
                yield from _list_texts(block.list)
            case Table():
                yield block.caption
                rows = block.body if block.is_turned else block.head + block.body
                yield from (cell.text for row in rows for cell in row.cells)
            case Picture():
                yield block.caption


def leaves(document: Document) -> list[tuple[str, str]]:
    """Return each leaf's content path and text, in reading order, without white space at its ends."""
    parts = (part for text in texts(document) for part in text)
    return [(part.path, plain(part.inlines).strip()) for part in parts if isinstance(part, Leaf)]


def headings(document: Document) -> list[tuple[int, str]]:
    """Return the level (h1 is 1) and the words of each heading, on one line, in order."""
    blocks = (block for block in document.blocks if isinstance(block, Heading))
    return [(heading.level, re.sub(r"[ \n]+", " ", plain(heading.text))) for heading in blocks]


def _list_texts(block: ListBlock) -> Iterator[Text]:
    for item in block.items:
        yield item.text
        if item.children:
            yield from _list_texts(item.children)


def solid(text: str) -> str:
    """Return a text with its white space as single spaces and none at its ends, to compare it with another."""
    return re.sub(r"\s+", " ", text).strip()
