"""Reads the text of a Word file: each paragraph and cell as a passage, with its look, words and bookmarks.

The file comes from outside: from a school, through any program. So it is walked in XML: python-docx's `paragraph.text`
passes over inserted text and content controls. Nothing that a person typed is passed over: text in content controls,
text boxes and footnotes is read like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from guidepress.compose.document import Run, solid
from guidepress.word import looks, outside, review
from guidepress.word.archive import refusal
from guidepress.word.bounds import Tally
from guidepress.word.gathering import Gathering, Line
from guidepress.word.inlines import FORMULAS, Inlines, is_content
from guidepress.word.lines import Passage
from guidepress.word.looks import Looks
from guidepress.word.names import FACTS_TABLE, style_id
from guidepress.word.numbering import Numbering, number
from guidepress.word.on_off import is_on
from guidepress.word.outside import UNREAD
from guidepress.word.package import Element, Package, W
from guidepress.word.paragraphs import ParagraphLooks, has_mark, list_of, style_of
from guidepress.word.settling import Changes, settle


@dataclass(frozen=True)
class WordText:
    """The text of a Word file as passages, with its pictures, comments and notes.

    `passages` has every paragraph and cell, empty ones too. `pictures` holds the bytes of each picture by its digest,
    `about` for each comment the number of its passage and the words that it is about. `notes` says in sentences what
    was met that could not be read as it stands, or was left out. `turned` are the tables whose style sets facts side by
    side.
    """

    passages: tuple[Passage, ...]
    pictures: Mapping[str, bytes]
    about: Mapping[str, tuple[int, list[str]]]
    notes: tuple[str, ...] = ()
    turned: frozenset[int] = frozenset()


def read_body(package: Package, changes: Changes = "accept") -> WordText:
    """Take a Word file and how to settle its tracked changes (accepted unless told otherwise); return its text.

    Raises ContentError for a file without text, and for one with more of it than any handout has.
    """
    walk, body = _Walk(package, changes), body_of(package)
    gathering = walk.gathering
    for words in settle(body, changes):
        gathering.remarks.placeholder(words)
    for instruction in outside.fields([body, *walk.inlines.footnotes.values()]):
        gathering.remarks.filled_from_elsewhere(instruction)
    walk.blocks(body)
    walk.end()
    notes = tuple(gathering.remarks.sentences)
    passages, turned = tuple(gathering.passages), frozenset(walk.turned)
    return WordText(passages, walk.inlines.pictures, gathering.about, notes, turned)


def body_of(package: Package) -> Element:
    """Return the element that holds the text of a Word file. Raises ContentError where there is none."""
    body = package.xml(package.main).find(f"{W}body")
    if body is None:
        raise refusal(package.name, "this Word file has no text in it")
    return body


class _Walk:
    """The walk over the paragraphs and tables of a file."""

    def __init__(self, package: Package, changes: Changes) -> None:
        styles = package.optional(package.related("styles"))
        self.looks = Looks.of(styles)
        numbering = Numbering.of(package.optional(package.related("numbering")), styles)
        self.paragraph_looks = ParagraphLooks(self.looks, numbering)
        self.skipped = {f"{W}del", f"{W}moveFrom"} if changes == "accept" else {f"{W}ins", f"{W}moveTo"}
        self.removed_tag = "del" if changes == "accept" else "ins"
        self.gathering = Gathering(Tally(package.name))
        self.inlines = Inlines(package, self.gathering, self.looks, self.skipped, review.footnotes(package), self.boxed)
        self.tables = 0
        self.turned: set[int] = set()
        self.in_footnote = False
        self.list_before = ""  # the number of the list that the paragraph before is an item of
        self.after_removed_mark = False  # whether the mark of the paragraph before was taken away, tracked

    def blocks(self, parent: Element) -> None:
        for child in parent:
            if not is_content(child):
                continue
            if child.tag == f"{W}p":
                if not _is_title_of_table(child):
                    self.paragraph(child)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif child.tag in UNREAD:
                self.gathering.remarks.unread(UNREAD[child.tag], self.gathering.words_before())
            elif child.tag in FORMULAS:
                self.inlines.formula(child)
            elif self.gathering.mark(child) or child.tag in self.skipped:
                continue
            else:
                self.blocks(child)

    def table(self, table: Element) -> None:
        if self.gathering.line.place:  # a table in a cell is read as part of the cell
            self.blocks(table)
            return
        table_number, self.tables, shown_rows = self.tables, self.tables + 1, 0
        style = table.find(f"{W}tblPr/{W}tblStyle")
        if style is not None and style.get(f"{W}val") == style_id(FACTS_TABLE):
            self.turned.add(table_number)
        parts, switched_looks = self.looks.table(table), looks.switched(table)
        rows = [
            row for row in _children(table, "tr", self.skipped) if row.find(f"{W}trPr/{W}{self.removed_tag}") is None
        ]
        for row in rows:
            column = 0
            cells = list(_children(row, "tc", self.skipped))
            for cell_number, cell in enumerate(cells):
                self.gathering.line.place = table_number, shown_rows, column
                self.gathering.line.cell_looks = looks.cell_properties(
                    parts, switched_looks, (shown_rows, len(rows)), (cell_number, len(cells))
                )
                self.blocks(cell)
                self.end()
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                column += max(1, number(span.get(f"{W}val")) if span is not None else 1)
            self.gathering.line.place, self.gathering.line.cell_looks = None, ()
            shown_rows += 1 if cells else 0

    def paragraph(self, element: Element) -> None:
        properties, line = element.find(f"{W}pPr"), self.gathering.line
        line.style = style_of(properties)
        if line.look is None:
            line.lent = self.after_removed_mark
            line.look = (
                "cell"
                if line.place
                else self.paragraph_looks.look(properties, line.style, self.list_before, self.after_removed_mark)
            )
        self.after_removed_mark = has_mark(properties, "del", "moveFrom")
        self.list_before = list_of(properties) if line.look[0] in "bn" else ""
        turned = None if properties is None else properties.find(f"{W}bidi")
        line.right_to_left |= turned is not None and is_on(turned.get(f"{W}val"))
        words_before = len(line.stretches)
        self.inlines.read(element)
        if len(line.stretches) > words_before:
            line.style_looks.append(self.looks.paragraph(line.style, line.cell_looks))
        # A paragraph whose mark is deleted runs on into the next.
        if properties is None or properties.find(f"{W}rPr/{W}{self.removed_tag}") is None:
            if not line.place:
                self.end()
            elif line.stretches:
                self.gathering.say(Run("\n"))  # the paragraphs of a cell are lines of one passage
        elif not line.stretches and not line.place:
            line.look = None  # nothing of it is left, not even how it looked

    def end(self) -> None:
        """End the passage that is being read; the notes in it follow, each once, and a note in a note follows that."""
        if not self.gathering.end_line():
            return
        while self.inlines.footnotes_below and not self.in_footnote:
            self.in_footnote = True
            self.blocks(self.inlines.footnotes_below.pop(0))
            self.in_footnote = False
            self.end()

    def boxed(self, box: Element) -> None:
        """Read a text box as passages of their own, before the paragraph on which it hangs."""
        line = self.gathering.line
        self.gathering.line = Line()
        self.blocks(box)
        self.end()
        self.gathering.line = line


def _children(parent: Element, tag: str, skipped: Collection[str]) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in content controls and insertions too."""
    for child in parent:
        if child.tag == f"{W}{tag}":
            yield child
        elif is_content(child) and child.tag not in skipped:
            yield from _children(child, tag, skipped)


def _is_title_of_table(paragraph: Element) -> bool:
    """Say whether a paragraph repeats the title of the table behind it.

    Word shows a table's title to nobody, a reading program says it; pandoc writes it once more, as a paragraph.
    """
    behind = paragraph.getnext()
    title = behind.find(f"{W}tblPr/{W}tblCaption") if behind is not None and behind.tag == f"{W}tbl" else None
    words = "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
    return title is not None and solid(words) == solid(title.get(f"{W}val", "")) != ""
