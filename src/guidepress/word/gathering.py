"""Gathers what is read of a Word file: the passage that is being read, and those before it; bookmarks and comments."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from guidepress.compose.document import Run
from guidepress.content import directions
from guidepress.content.encoding import FORBIDDEN
from guidepress.word.bounds import LONGEST, Tally
from guidepress.word.lines import Look, Mark, Passage, joined, with_own_look
from guidepress.word.looks import StyleLook
from guidepress.word.names import is_bookmark
from guidepress.word.package import Element, W
from guidepress.word.remarks import Remarks

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]|\u200d(?![^\x00-\u2fff])")
"""What nobody typed: copied text brings soft hyphens along, and LibreOffice leaves a joiner behind the words of a new
cell. Between emoji it joins them."""
_LINE_ENDS = "\u0085\u2028\u2029"
_TAIL = 200  # characters that are kept of the words before a place
_ABOUT = 100  # stretches that are kept of what a comment is about


@dataclass
class Line:
    """The passage that is being read; it has a look once a paragraph of it has begun.

    `bookmark_starts` has where each open bookmark begins in it, `style` is that of the paragraph that is being read,
    `style_looks` those of all its paragraphs with words, `cell_looks` what the table's style says of its cell.
    `lent` is as in `Passage`, `tail` has the last words, which are told where something beside them could not be read,
    `right_to_left` whether a paragraph or a run of it says that it is written so.
    """

    stretches: list[Run] = field(default_factory=list)
    length: int = 0  # in characters
    tail: str = ""
    bookmark_starts: dict[str, int] = field(default_factory=dict)
    ended_marks: list[Mark] = field(default_factory=list)
    look: Look | None = None
    place: tuple[int, int, int] | None = None
    style: str = ""
    style_looks: list[StyleLook] = field(default_factory=list)
    cell_looks: Sequence[Element] = ()
    lent: bool = False
    right_to_left: bool = False

    @property
    def text(self) -> str:
        """The words that have been read of it."""
        return "".join(stretch.text for stretch in self.stretches)


@dataclass
class Gathering:
    """What has been read of a file. `about` has for each comment the number of its passage and the words it is about.

    `open_bookmarks` has names by id, `open_comments` the comments whose range is open, `tail` the last words of the
    last passage with words.
    """

    tally: Tally
    remarks: Remarks = field(default_factory=Remarks)
    passages: list[Passage] = field(default_factory=list)
    about: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    line: Line = field(default_factory=Line)
    open_bookmarks: dict[str, str] = field(default_factory=dict)
    open_comments: dict[str, int] = field(default_factory=dict)
    tail: str = ""

    def say(self, stretch: Run) -> None:
        """Add words to the passage that is being read."""
        said = clean(stretch.text)
        # Blanks at the beginning keep words off a bar or a logo before them.
        stretch = replace(stretch, text=said if self.line.stretches else said.lstrip(" "))
        if not stretch.text:
            return
        self.line.stretches.append(stretch)
        self.line.length += len(stretch.text)
        self.line.tail = (self.line.tail + stretch.text)[-_TAIL:]
        self.tally.words(len(stretch.text), self.line.length)
        for key in list(self.open_comments):
            words = self.about[key][1]
            words.append(stretch.text)
            if len(words) >= _ABOUT:
                del self.open_comments[key]

    def words_before(self) -> str:
        """Return the last words before what is being read: those of its line, else of the passage before."""
        return self.line.tail.strip() or self.tail

    def end_line(self) -> bool:
        """End the passage that is being read. Returns whether there was one."""
        line = self.line
        if line.look is None:
            return False
        while line.place and line.stretches and line.stretches[-1].text == "\n":
            line.stretches.pop()
        gone = self._without_turns(line)
        stretches = tuple(joined(line.stretches))
        self.remarks.end_of_passage(line.text)
        length = len(line.text)
        marks = [
            *line.ended_marks,
            *(Mark(self.open_bookmarks[key], start, line.length) for key, start in line.bookmark_starts.items()),
        ]
        if gone:
            marks = [
                replace(
                    mark, start=mark.start - bisect_left(gone, mark.start), end=mark.end - bisect_left(gone, mark.end)
                )
                for mark in marks
            ]
        marks = [replace(mark, end=min(mark.end, length)) for mark in marks if min(mark.end, length) > mark.start]
        passage = Passage(line.look, stretches, tuple(marks), line.place, lent=line.lent)
        self.add(_with_look_of_styles(passage, line.style_looks))
        starts = dict.fromkeys(self.open_bookmarks, 0)
        self.line = Line(bookmark_starts=starts, place=line.place, style=line.style, cell_looks=line.cell_looks)
        return True

    def _without_turns(self, line: Line) -> list[int]:
        """Take signs out that turn the direction of writing, where nothing needs them; return where they stood."""
        places = directions.surplus(line.text, line.right_to_left)
        if not places:
            return []
        gone, start = set(places), 0
        for number, stretch in enumerate(line.stretches):
            kept = "".join(char for offset, char in enumerate(stretch.text) if start + offset not in gone)
            line.stretches[number] = replace(stretch, text=kept)
            start += len(stretch.text)
        self.remarks.turned(line.text)
        return places

    def alternative(self, text: str) -> str:
        """Return the alternative text of a picture as it may be kept."""
        words = clean(text).strip()[:LONGEST]
        kept = directions.cleaned(words)
        if kept != words:
            self.remarks.turned(kept)
        return kept

    def add(self, passage: Passage) -> None:
        """Add a passage that has been read."""
        self.passages.append(passage)
        self.tail = passage.text.strip()[-_TAIL:] or self.tail
        self.tally.passage(passage)

    def mark(self, element: Element) -> bool:
        """Take a bookmark or the range of a comment. Returns whether it was one."""
        key = element.get(f"{W}id", "")
        match etree.QName(element).localname:
            case "bookmarkStart":
                name = element.get(f"{W}name") or ""
                if is_bookmark(name) and name not in self.open_bookmarks.values():
                    self.open_bookmarks[key], self.line.bookmark_starts[key] = name, self.line.length
                    self.tally.open(len(self.open_bookmarks))
            case "bookmarkEnd":
                name, start = self.open_bookmarks.pop(key, ""), self.line.bookmark_starts.pop(key, 0)
                if name:
                    self.line.ended_marks.append(Mark(name, start, self.line.length))
            case "commentRangeStart":
                self.open_comments[key] = len(self.passages)
                self.about[key] = len(self.passages), []
                self.tally.open(len(self.open_comments))
            case "commentRangeEnd":
                self.open_comments.pop(key, None)
            case _:
                return False
        return True

    def comment(self, element: Element) -> None:
        """Take a comment that was put at a place and not on words: it has no range."""
        self.about.setdefault(element.get(f"{W}id", ""), (len(self.passages), []))


def _with_look_of_styles(passage: Passage, styles: Sequence[StyleLook]) -> Passage:
    """Return a passage with its styles' look apart from that of its words, where they show all of them so."""
    worded_stretches = [stretch for stretch in passage.stretches if stretch.text.strip()]
    own_looks = {}
    for name, looks_so in (
        ("b", [run.strong for run in worded_stretches]),
        ("i", [run.emphasis for run in worded_stretches]),
    ):
        own_looks[name] = bool(styles) and all(looks_so) and all(name in style.own for style in styles)
    seen = with_own_look(passage, bold=own_looks["b"], italic=own_looks["i"])
    meant = {name: own_looks[name] and any(name in style.meant for style in styles) for name in own_looks}
    return replace(seen, bold=meant["b"], italic=meant["i"])


def clean(text: str) -> str:
    """Return a text without what nobody typed, and without what no content file can hold; other line ends are ours."""
    return FORBIDDEN.sub(lambda match: "\n" if match[0] in _LINE_ENDS else "", _INVISIBLE.sub("", text))
