"""What a person does to a handout: each operation chooses a place by its seed and sends the commands for it there.

An operation takes a `Hand` and the texts to type, and returns what it did in a few words and which line it chose, or
None where the document has no place for it.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lines import BAR
from places import Places

FEWEST_FACTS, MOST_FACTS = 2, 5  # that stand side by side: more of them are rows

Told = dict[str, Any]
_TRIES = 4


def perform(document: Any, each: dict[str, Any], current: list[dict[str, Any]]) -> tuple[Told | None, Any]:
    """Do one edit and return what it says of itself and the lines there are now.

    An edit has `kind`, `seed`, `texts`, and `track`: open, accepted or rejected, for a tracked change.
    """
    track = each.get("track")
    before = _changes(document) if track else {}
    document.model.RecordChanges = bool(track)
    try:
        told, after = None, current
        for attempt in range(_TRIES):
            hand = Hand(document, current, random.Random(f"{each['seed']}/{attempt}"), list(each["texts"]))  # noqa: S311
            told = OPERATIONS[each["kind"]](hand)
            if told is None or each["kind"] == "comment":
                break
            after = document.show()
            if after != current:
                break
    finally:
        document.model.RecordChanges = False
    if told is not None and track in {"accepted", "rejected"}:
        _settle(document, set(before), "AcceptTrackedChange" if track == "accepted" else "RejectTrackedChange")
        after = document.show()
    return told, after


def _changes(document: Any) -> dict[str, Any]:
    found = {}
    changes = document.model.getRedlines().createEnumeration()
    while changes.hasMoreElements():
        change = changes.nextElement()
        found[change.getPropertyValue("RedlineIdentifier")] = change
    return found


def _settle(document: Any, old: set[str], command: str) -> None:
    """Accept or reject each tracked change but the old ones, one after another, as the buttons in the menu do."""
    for _ in range(60):
        new = [change for name, change in _changes(document).items() if name not in old]
        if not new:
            return
        document.cursor.gotoRange(new[0].getPropertyValue("RedlineStart"), False)
        document.cursor.gotoRange(new[0].getPropertyValue("RedlineEnd"), True)
        document.command(command)
        document.cursor.collapseToStart()
    raise RuntimeError(f"{command} leaves {len(new)} tracked changes")


class Hand:
    """A hand on the keyboard: the document, its lines, a seeded choice of places, and the texts to type."""

    def __init__(self, document: Any, current: list[dict[str, Any]], chance: random.Random, texts: list[str]) -> None:
        self.document, self.lines, self.chance, self.texts = document, current, chance, texts
        self.places = Places(document, current)
        self.command = document.command

    def text(self) -> str:
        return self.texts.pop(0)

    def choose(self, fits: Callable[[int], bool], *near: int) -> int | None:
        """Choose a line that fits and that the cursor can be put in, and in the lines so far from it as well."""
        # The box of what is to be filled in goes once it is, and the line with the revision makes itself.
        free = [
            at for at, line in enumerate(self.lines) if line["style"] != "Fill-in" and "Edition 20" not in line["text"]
        ]
        found = [at for at in free if fits(at)]
        self.chance.shuffle(found)
        return next((at for at in found if all(self.places.find(at + by) is not None for by in (0, *near))), None)

    def go(self, at: int, *, end: bool = False, by: int = 0) -> None:
        place = self.places.find(at)
        self.document.cursor.gotoRange(place.getEnd() if end else place.getStart(), False)
        if by:
            self.document.cursor.goRight(by, False)

    def select(self, at: int, start: int, length: int) -> None:
        self.go(at, by=start)
        self.document.cursor.goRight(length, True)

    def type(self, words: str) -> None:
        self.command("InsertText", Text=words)

    def enter(self) -> None:
        self.command("InsertPara")

    def style(self, name: str) -> None:
        self.command("StyleApply", Style=name, FamilyName="ParagraphStyles")

    def no_bullet(self) -> None:
        if getattr(self.document.cursor, "NumberingIsNumber", False) and self.document.cursor.NumberingRules:
            self.command("RemoveBullets")

    def written(self, at: int) -> bool:
        return bool(self.lines[at]["text"].strip()) and self.lines[at]["role"] != "picture"

    def free(self, at: int) -> bool:
        """Say whether a line is a paragraph of the body, outside every table."""
        return 0 <= at < len(self.lines) and self.lines[at]["cell"] is None and self.lines[at]["role"] != "picture"

    def is_heading(self, at: int) -> bool:
        return bool(self.lines[at]["role"].startswith(("title", "heading")))

    def words(self, at: int) -> list[re.Match[str]]:
        return list(re.finditer(r"\w[\w’'.-]*", self.lines[at]["text"]))


# --- words ----------------------------------------------------------------------------------------------------------


def type_end(hand: Hand) -> Told | None:
    at = hand.choose(hand.written)
    if at is None:
        return None
    hand.go(at, end=True)
    hand.type(f" {hand.text()}")
    return {"line": at}


def type_start(hand: Hand) -> Told | None:
    at = hand.choose(hand.written)
    if at is None:
        return None
    hand.go(at)
    hand.type(f"{hand.text()} ")
    return {"line": at}


def type_middle(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.written(at) and len(hand.words(at)) > 1)
    if at is None:
        return None
    word = hand.chance.choice(hand.words(at)[1:])
    hand.go(at, by=word.start())
    hand.type(f"{hand.text()} ")
    return {"line": at}


def replace_word(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.written(at) and bool(hand.words(at)))
    if at is None:
        return None
    word = hand.chance.choice(hand.words(at))
    hand.select(at, word.start(), len(word[0]))
    hand.type(hand.text())
    return {"line": at}


def retype(hand: Hand) -> Told | None:
    at = hand.choose(hand.written)
    return None if at is None else _type_over(hand, at)


def _type_over(hand: Hand, at: int) -> Told:
    place = hand.places.find(at)
    hand.document.cursor.gotoRange(place.getStart(), False)
    hand.document.cursor.gotoRange(place.getEnd(), True)
    hand.type(hand.text())
    return {"line": at}


def delete_words(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.written(at) and len(hand.words(at)) > 3)
    if at is None:
        return None
    words = hand.words(at)
    first = hand.chance.randrange(1, len(words) - 1)
    last = min(len(words) - 1, first + hand.chance.randrange(1, 4))
    # With the blank before the first word, as a double click and Delete leave it.
    start = words[first - 1].end()
    hand.select(at, start, words[last - 1].end() - start)
    hand.command("Delete")
    return {"line": at}


# --- paragraphs -----------------------------------------------------------------------------------------------------


def add_after(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.written(at) and hand.free(at) and hand.lines[at]["role"] != "title")
    if at is None:
        return None
    hand.go(at, end=True)
    hand.enter()
    hand.type(hand.text())
    return {"line": at}


def split(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.free(at) and len(hand.words(at)) > 3)
    if at is None:
        return None
    word = hand.chance.choice(hand.words(at)[1:])
    hand.go(at, by=word.start())
    hand.enter()
    return {"line": at}


def join(hand: Hand) -> Told | None:
    def fits(at: int) -> bool:
        both = (at - 1, at)
        return all(hand.free(each) and hand.written(each) and not hand.is_heading(each) for each in both)

    at = hand.choose(fits, -1)
    if at is None:
        return None
    place, before = hand.places.find(at), hand.places.find(at - 1)
    hand.document.cursor.gotoRange(place.getStart(), False)
    hand.command("SwBackspace")
    cursor = hand.document.cursor.getText().createTextCursorByRange(hand.document.cursor)
    if cursor.isStartOfParagraph():  # at the start of a list item Backspace has another job than to join
        hand.document.cursor.gotoRange(before.getEnd(), False)
        hand.command("Delete")
    hand.type(" ")
    return {"line": at}


def _select_whole(hand: Hand, first: int, after: int) -> None:
    """Select from the start of a line to the start of another after it, as Shift and the arrows do."""
    hand.document.cursor.gotoRange(hand.places.find(first).getStart(), False)
    if after < len(hand.lines):
        hand.document.cursor.gotoRange(hand.places.find(after).getStart(), True)
    else:
        hand.document.cursor.gotoRange(hand.places.find(after - 1).getEnd(), True)


def _movable(hand: Hand, at: int) -> bool:
    return hand.written(at) and hand.free(at) and hand.free(at + 1)


def delete(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: _movable(hand, at) and hand.lines[at]["role"] != "title", 1)
    if at is None:
        return None
    _select_whole(hand, at, at + 1)
    hand.command("Delete")
    return {"line": at}


def move_up(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.written(at) and hand.free(at) and hand.free(at - 1))
    if at is None:
        return None
    hand.go(at)
    hand.command("MoveUp")
    return {"line": at}


def move_down(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: _movable(hand, at), 1)
    if at is None:
        return None
    hand.go(at)
    hand.command("MoveDown")
    return {"line": at}


def cut_paste(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: _movable(hand, at) and not hand.is_heading(at), 1)
    if at is None:
        return None
    to = hand.choose(lambda to: hand.written(to) and hand.free(to) and to not in {at, at + 1})
    if to is None:
        return None
    _select_whole(hand, at, at + 1)
    hand.command("Cut")
    hand.go(to)
    hand.command("Paste")
    return {"line": at, "to": to}


# --- sections -------------------------------------------------------------------------------------------------------


def _sections(hand: Hand) -> list[tuple[int, int]]:
    heads = [at for at, line in enumerate(hand.lines) if line["role"] == "heading 1"]
    ends = [_close(hand, a, b) for a, b in zip(heads, [*heads[1:], len(hand.lines)], strict=True)]
    return [(a, b) for a, b in zip(heads, ends, strict=True) if b - a > 1]


def _close(hand: Hand, begin: int, end: int) -> int:
    """Return where a section ends, before the lines on who hands the guide out: nobody takes these for part of it."""
    return next((at for at in range(begin, end) if hand.lines[at]["text"].startswith("Handed out by")), end)


def _section(hand: Hand) -> tuple[int, int] | None:
    # The last one has no start of a next section to select up to.
    found = {a: b for a, b in _sections(hand) if b < len(hand.lines)}
    at = hand.choose(lambda at: at in found)
    return None if at is None or hand.places.find(found[at]) is None else (at, found[at])


def delete_section(hand: Hand) -> Told | None:
    found = _section(hand)
    if found is None:
        return None
    _select_whole(hand, *found)
    hand.command("Delete")
    return {"line": found[0]}


def move_section(hand: Hand) -> Told | None:
    found = _section(hand)
    if found is None:
        return None
    heads = {a for a, _ in _sections(hand)} - set(found)
    to = hand.choose(lambda at: at in heads)
    if to is None:
        return None
    _select_whole(hand, *found)
    hand.command("Cut")
    hand.go(to)
    hand.command("Paste")
    return {"line": found[0], "to": to}


def new_section(hand: Hand) -> Told | None:
    """Add a heading and two paragraphs at the end of a section that ends with a paragraph."""
    ends = {b - 1 for _, b in _sections(hand)}
    at = hand.choose(lambda at: at in ends and hand.free(at) and hand.written(at))
    if at is None:
        return None
    hand.go(at, end=True)
    hand.enter()
    hand.style("Heading 1")
    hand.no_bullet()
    hand.type(hand.text())
    for _ in range(2):
        hand.enter()
        hand.type(hand.text())
    return {"line": at}


def normal_paragraph(hand: Hand) -> Told | None:
    """Add a plain paragraph after a heading, after a list, or before a table."""

    def fits(at: int) -> bool:
        if not (hand.free(at) and hand.written(at)) or hand.lines[at]["role"] == "title":
            return False
        after = hand.lines[at + 1] if at + 1 < len(hand.lines) else None
        return after is None or after["cell"] is not None or after["role"] != hand.lines[at]["role"]

    at = hand.choose(fits)
    if at is None:
        return None
    hand.go(at, end=True)
    hand.enter()
    hand.style("Default Paragraph Style")
    hand.no_bullet()
    hand.type(hand.text())
    return {"line": at}


def sub_bullet(hand: Hand) -> Told | None:
    """Add an item one level below, by the Tab key or by the style's name."""
    at = hand.choose(lambda at: hand.written(at) and hand.lines[at]["role"] == "bullet 1")
    if at is None:
        return None
    hand.go(at, end=True)
    hand.enter()
    if hand.chance.random() < 0.5:
        hand.command("DecrementLevel")  # what Tab sends at the start of an item
    else:
        hand.style("List Bullet 2")
    hand.type(hand.text())
    return {"line": at}


# --- looks ----------------------------------------------------------------------------------------------------------


def _select_words(hand: Hand) -> int | None:
    at = hand.choose(lambda at: hand.written(at) and bool(hand.words(at)) and not hand.lines[at]["spans"])
    if at is None:
        return None
    words = hand.words(at)
    first = hand.chance.randrange(len(words))
    last = min(len(words) - 1, first + hand.chance.randrange(3))
    hand.select(at, words[first].start(), words[last].end() - words[first].start())
    return at


def bold(hand: Hand) -> Told | None:
    at = _select_words(hand)
    if at is None:
        return None
    hand.command("Bold")
    return {"line": at}


def link(hand: Hand) -> Told | None:
    at = _select_words(hand)
    if at is None:
        return None
    hand.document.cursor.HyperLinkURL = hand.text()
    return {"line": at}


# --- tables ---------------------------------------------------------------------------------------------------------


def edit_cell(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.written(at) and hand.lines[at]["cell"] is not None)
    return None if at is None else _type_over(hand, at)


def insert_row(hand: Hand) -> Told | None:
    at = hand.choose(lambda at: hand.lines[at]["cell"] is not None)
    if at is None:
        return None
    number, row, column = hand.lines[at]["cell"]
    table = hand.places.table(number)
    is_fact = _is_fact(hand, at)
    if is_fact and table.getColumns().getCount() >= MOST_FACTS:
        return None
    hand.go(at)
    if is_fact:  # facts stand side by side: a fact more is a column more
        hand.command("InsertColumnsAfter")
        for below in range(table.getRows().getCount()):
            hand.document.cursor.gotoRange(table.getCellByPosition(column + 1, below).getStart(), False)
            hand.type(hand.text())
        return {"line": at}
    hand.command("InsertRowsAfter")
    for column in range(table.getColumns().getCount()):
        hand.document.cursor.gotoRange(table.getCellByPosition(column, row + 1).getStart(), False)
        hand.type(hand.text())
    return {"line": at}


def delete_row(hand: Hand) -> Told | None:
    def fits(at: int) -> bool:
        cell = hand.lines[at]["cell"]
        if cell is None:
            return False
        if _is_fact(hand, at):
            return columns[cell[0]] > FEWEST_FACTS
        return cell[1] > 0 and rows[cell[0]] > 3

    cells = {tuple(line["cell"]) for line in hand.lines if line["cell"]}  # one may have several lines
    rows = Counter(table for table, _, column in cells if column == 0)
    columns = Counter(table for table, row, _ in cells if row == 0)
    at = hand.choose(fits)
    if at is None:
        return None
    hand.go(at)
    # Facts stand side by side: a fact less is a column less.
    hand.command("DeleteColumns" if _is_fact(hand, at) else "DeleteRows")
    return {"line": at}


def _is_fact(hand: Hand, at: int) -> bool:
    return bool(hand.lines[at]["style"].startswith("Fact "))


# --- the rest -------------------------------------------------------------------------------------------------------


def contact(hand: Hand) -> Told | None:
    """Fill in a place that waits for the school's name or contact, or a line of its contact block."""
    titles = [at for at, line in enumerate(hand.lines) if line["text"].strip() == "Handed out by"]
    block = {at + step for at in titles for step in (1, 2)}

    def fits(at: int) -> bool:
        line = hand.lines[at]
        return hand.written(at) and (any(s[0] == "unfilled" for s in line["spans"]) or (at in block and hand.free(at)))

    at = hand.choose(fits)
    return None if at is None else _type_over(hand, at)


def picture(hand: Hand) -> Told | None:
    """Replace a picture by one of the school's, a plain field of colour."""
    found = hand.document.model.getGraphicObjects()
    every = [found.getByIndex(number) for number in range(found.getCount())]
    pictures = [each for each in every if each.Size.Height > BAR * 2540 / 72]  # hundredths of a millimeter
    if not pictures:
        return None
    path = Path(hand.document.office.folder) / f"{hand.chance.getrandbits(64):016x}.png"
    path.write_bytes(_png(hand.chance))
    provider = hand.document.office.create("com.sun.star.graphic.GraphicProvider")
    chosen = pictures[hand.chance.randrange(len(pictures))]
    chosen.Graphic = provider.queryGraphic(hand.document.named(URL=path.as_uri()))
    return {"line": next((at for at, line in enumerate(hand.lines) if line["role"] == "picture"), 0)}


def _png(chance: random.Random) -> bytes:
    """Make a PNG of 60 by 8 pixels (PNG, third edition, 11.2)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes(chance.randrange(256) for _ in range(3)) * 60) * 8
    header = struct.pack(">IIBBBBB", 60, 8, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def comment(hand: Hand) -> Told | None:
    at = hand.choose(hand.written)
    if at is None:
        return None
    words = hand.words(at)
    hand.go(at, by=hand.chance.choice(words).start() if words else 0)
    # Not the command, which leaves the cursor in the comment's own box.
    note = hand.document.model.createInstance("com.sun.star.text.textfield.Annotation")
    note.Content, note.Author = hand.text(), "Office"
    cursor = hand.document.cursor
    cursor.getText().insertTextContent(cursor, note, False)
    return {"line": at}


OPERATIONS: dict[str, Callable[[Hand], Told | None]] = {
    function.__name__: function
    for function in (
        type_end,
        type_start,
        type_middle,
        replace_word,
        retype,
        delete_words,
        add_after,
        split,
        join,
        delete,
        move_up,
        move_down,
        cut_paste,
        move_section,
        delete_section,
        new_section,
        normal_paragraph,
        sub_bullet,
        bold,
        link,
        insert_row,
        delete_row,
        edit_cell,
        picture,
        contact,
        comment,
    )
}
