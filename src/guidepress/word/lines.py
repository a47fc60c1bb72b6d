"""A handout as a list of passages: each paragraph or cell with its look, its words and the leaves in it.

An unedited handout gives its passages from its blocks, an edited one from its Word file; they are then compared.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from io import BytesIO
from typing import Any, Literal, TypeVar, get_args

from PIL import Image

from guidepress.compose.document import Document, FillIn, Heading, Leaf, ListBlock, Paragraph, Picture, Run, Table, Text

Look = Literal["h1", "h2", "h3", "h4", "p", "b0", "b1", "n0", "n1", "cell", "caption", "fill", "picture"]
"""Headings by level, paragraphs, list items with bullets or numbers by level, cells, pictures and their captions, and
the box that lists what is to be filled in."""


@dataclass(frozen=True)
class Mark:
    """A leaf in a passage: its content path, or the name of its bookmark, and the characters from `start` up to `end`.

    `occurrence` counts the places of a leaf that is shown more than once, from 1.
    """

    name: str
    start: int
    end: int
    occurrence: int = 1


@dataclass(frozen=True)
class Passage:
    """A paragraph: its look, its words, the leaves in it, and table, row and column where it stands in a cell.

    Line breaks are "\n". `picture` is the digest of a picture's bytes, which stands alone in its passage, `alternative`
    its alternative text, empty for a decoration.

    `bold` and `italic` say that its style shows all its words so; the stretches then say nothing of it. `lent` is a
    paragraph whose style may be a neighbour's: it stands behind the mark of one that was taken away, tracked. `line` is
    what the line is called in the handout that it was made for: a name made of places; empty in an edited one, and in a
    base of before lines had names.
    """

    look: Look
    stretches: tuple[Run, ...]
    marks: tuple[Mark, ...] = ()
    place: tuple[int, int, int] | None = None
    picture: str = ""
    alternative: str = ""
    bold: bool = False
    italic: bool = False
    lent: bool = False
    line: str = ""

    @property
    def text(self) -> str:
        """The words of the passage."""
        return "".join(stretch.text for stretch in self.stretches)

    @property
    def waits(self) -> bool:
        """Whether anything in the passage is still to be filled in."""
        return any(stretch.unfilled for stretch in self.stretches)


Item = TypeVar("Item")

BOLD = ("masthead", "term", "speaker")  # kinds of paragraphs whose style is bold
_QUOTED = 80  # characters of a text in a sentence about it
MOST_PIXELS = 40_000_000  # of a picture that is looked at


def digest(picture: bytes) -> str:
    """Return the digest of a picture's pixels: the same picture has the same one, in whatever bytes it is saved."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(picture)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValueError(image.size)
                pixels = f"{image.size}".encode() + image.convert("RGBA").tobytes()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        pixels = picture
    return hashlib.sha256(pixels).hexdigest()[:16]


def passages(document: Document) -> list[Passage]:
    """Return the passages of an unedited handout in reading order."""
    handout_passages: list[Passage] = []
    table_count = 0
    for block in document.blocks:
        match block:
            case Heading():
                look: Look = ("h1", "h2", "h3", "h4")[block.level - 1]
                handout_passages.append(_passage(look, block.text, block.line, bold=True))
            case Paragraph():
                look = "caption" if block.kind == "caption" else "p"
                handout_passages.append(_passage(look, block.text, block.line, bold=block.kind in BOLD))
            case ListBlock():
                handout_passages += _items(block, int(block.below))
            case FillIn():
                heading = _passage("fill", block.heading, block.line)
                handout_passages.append(
                    replace(heading, stretches=tuple(replace(stretch, strong=True) for stretch in heading.stretches))
                )
                handout_passages += [replace(item, look="fill") for item in _items(block.list, 0)]
            case Table():
                if block.caption:
                    handout_passages.append(_passage("caption", block.caption, ""))
                handout_passages += _cells(block, table_count)
                table_count += 1
            case Picture():
                handout_passages.append(
                    Passage("picture", (), picture=digest(block.data), alternative=block.alt, line=block.line)
                )
                if block.caption:
                    handout_passages.append(_passage("caption", block.caption, block.caption_line))
    return _counted(handout_passages)


def _items(block: ListBlock, level: int) -> Iterator[Passage]:
    look: Look = ("n0" if block.ordered else "b0") if level == 0 else ("n1" if block.ordered else "b1")
    for item in block.items:
        yield _passage(look, item.text, item.line)
        if item.children:
            yield from _items(item.children, level + 1)


def _cells(block: Table, table_number: int) -> Iterator[Passage]:
    """Yield the cells of a table row by row; a turned one shows no head, so its rows begin with the second."""
    for number, row in enumerate(block.head + block.body):
        if block.is_turned and number < len(block.head):
            continue
        for column, cell in enumerate(row.cells):
            bold = number < len(block.head) or cell.heading or cell.reading
            yield _passage("cell", cell.text, cell.line, (table_number, number, column), bold=bold)


def _passage(
    look: Look, text: Text, line: str, place: tuple[int, int, int] | None = None, *, bold: bool = False
) -> Passage:
    stretches: list[Run] = []
    marks: list[Mark] = []
    position = 0
    for part in text:
        start = position
        for inline in part.inlines if isinstance(part, Leaf) else (part,):
            stretches.append(inline if isinstance(inline, Run) else Run("\n"))
            position += len(stretches[-1].text)
        if isinstance(part, Leaf):
            marks.append(Mark(part.path, start, position))
    return with_own_look(Passage(look, tuple(joined(stretches)), tuple(marks), place, line=line), bold=bold)


def with_own_look(passage: Passage, *, bold: bool, italic: bool = False) -> Passage:
    """Return a passage whose style shows its words bold or italic, so that its stretches say nothing of it."""
    stretches = (
        replace(stretch, strong=stretch.strong and not bold, emphasis=stretch.emphasis and not italic)
        for stretch in passage.stretches
    )
    return replace(passage, stretches=tuple(joined(list(stretches))), bold=bold, italic=italic)


def as_read(passage: Passage) -> tuple[Run, ...]:
    """Return the stretches of a passage as its reader sees them: bold and italic where its style shows them so."""
    return tuple(
        replace(stretch, strong=stretch.strong or passage.bold, emphasis=stretch.emphasis or passage.italic)
        for stretch in passage.stretches
    )


def shortened(text: str) -> str:
    """Return words as a sentence quotes them: on one line, and cut where they are long."""
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…"


def joined(stretches: Sequence[Run]) -> Iterator[Run]:
    """Join neighbouring runs of text that look the same, without empty ones."""
    last: Run | None = None
    for stretch in stretches:
        if not stretch.text:
            continue
        if last and replace(last, text="") == replace(stretch, text=""):
            last = replace(last, text=last.text + stretch.text)
            continue
        if last:
            yield last
        last = stretch
    if last:
        yield last


def _counted(handout_passages: Sequence[Passage]) -> list[Passage]:
    times_seen: dict[str, int] = {}
    counted = []
    for passage in handout_passages:
        marks = []
        for mark in passage.marks:
            times_seen[mark.name] = times_seen.get(mark.name, 0) + 1
            marks.append(replace(mark, occurrence=times_seen[mark.name]))
        counted.append(replace(passage, marks=tuple(marks)))
    return counted


# As data, in the base that travels in a handout -----------------------------------------------------------------------


def dump(handout_passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return passages as plain data for JSON; empty values are left out."""

    def plain(value: Any) -> dict[str, Any]:
        return {key: item for key, item in asdict(value).items() if item}

    return [
        plain(passage)
        | {"stretches": [plain(stretch) for stretch in passage.stretches]}
        | {"marks": [[mark.name, mark.start, mark.end, mark.occurrence] for mark in passage.marks]}
        for passage in handout_passages
    ]


def load(data: Any) -> list[Passage]:
    """Read passages from what `dump` returned. Raises KeyError, TypeError or ValueError where it is anything else.

    The data may come from anywhere: a passage that no handout can have is none of ours.
    """
    if not isinstance(data, list) or not 0 < len(data) <= MOST:
        raise ValueError(data)
    loaded = [_loaded(passage_data) for passage_data in data]
    if sum(len(passage.text) for passage in loaded) > 100 * MOST:
        raise ValueError("too long in all")
    return loaded if any(passage.bold for passage in loaded) else _with_known_looks(loaded)


_FACT_TITLE = re.compile(r"sections\.[^.]+\.facts\.[^.]+\.title")


def _with_known_looks(loaded: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a base that does not say which styles are bold, with those that are.

    Earlier bases did not say it. Headings are bold, the first row and the first column of a table, the large figures
    beside the facts of a table, and the lines that name who hands a handout out.
    """
    facts = {
        passage.place[:2]
        for passage in loaded
        if passage.place and any(_FACT_TITLE.fullmatch(mark.name) for mark in passage.marks)
    }
    result = []
    for passage in loaded:
        names = [mark.name for mark in passage.marks]
        if passage.place:
            _, row, column = passage.place
            bold = row == 0 or column == 0 or (column == 1 and passage.place[:2] in facts)
        else:
            bold = passage.look[0] == "h" or (passage.look == "p" and names in ([], ["publisher.name"]))
        result.append(with_own_look(passage, bold=bold))
    return result


MOST = 1_000
"""The passages of a base; half as many stretches, a tenth as many leaves and ten times as many characters are the most
of one, and a hundred times as many characters the most in all. Ours have about 120 of at most 400 characters."""

_PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def _loaded(data: Any) -> Passage:
    place = tuple(data["place"]) if data.get("place") else None
    passage = Passage(
        data["look"],
        tuple(Run(**stretch) for stretch in data["stretches"]),
        tuple(Mark(*mark) for mark in data["marks"]),
        (place[0], place[1], place[2]) if place else None,
        data.get("picture", ""),
        data.get("alternative", ""),
        data.get("bold", False) is True,
        line=data.get("line", ""),
    )
    types = {field.name: field.type for field in fields(Run)}
    typed_values = [(getattr(stretch, name), type_) for stretch in passage.stretches for name, type_ in types.items()]
    if not all(type(value).__name__ == type_ for value, type_ in typed_values) or passage.look not in get_args(Look):
        raise TypeError(data)
    if not all(isinstance(text, str) for text in (passage.picture, passage.alternative, passage.line)):
        raise TypeError(data)
    numbers = [number for mark in passage.marks for number in (mark.start, mark.end, mark.occurrence)]
    if (
        not all(type(number) is int and number >= 0 for number in [*numbers, *(place or ())])
        or len(place or "abc") != 3
    ):
        raise ValueError(data)
    if len(passage.stretches) > MOST // 2 or len(passage.marks) > MOST // 10:
        raise ValueError(len(passage.stretches), len(passage.marks))
    edges = [edge for mark in passage.marks for edge in (mark.start, mark.end)]
    if edges != sorted(edges) or max([0, *edges]) > len(passage.text) or len(passage.text) > 10 * MOST:
        raise ValueError(data)
    names = [mark.name for mark in passage.marks] + [passage.line] * bool(passage.line)
    if not all(_PATH.fullmatch(name) for name in names):
        raise ValueError(data)
    return passage


def grouped(items: Sequence[Item], passage_of: Callable[[Item], Passage]) -> list[list[Item]]:
    """Group neighbors that stand in one row of a table; what stands in none is alone."""
    groups: list[list[Item]] = []
    for item in items:
        place = passage_of(item).place
        last = passage_of(groups[-1][-1]).place if groups else None
        if place and last and place[:2] == last[:2]:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
