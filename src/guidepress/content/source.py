"""YAML text to a Tree: plain data in which every value knows the line and column it came from."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from guidepress.content import copied_text, encoding, yaml_errors
from guidepress.errors import ContentError, Problem, Span

LARGEST_FILE = 250_000  # bytes; the longest guide we know is 20 kB
MOST_VALUES = 20_000  # after aliases are followed: an alias bomb grows by powers of its width
DEEPEST = 40  # levels of lists in lists
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOST_DIGITS = 15  # what a 64-bit floating-point number holds exactly


@dataclass(frozen=True)
class Tree:
    """A value and its span. `value` is a dict of Trees, a list of Trees, or a scalar; `keys` places a dict's keys.

    `written` is a scalar as it stands in the file: the number 2026.1 may be written “2026.10”, and soft hyphens are
    still in it. `comment` is the place and the text of a comment one space behind it, which may have been meant.
    """

    value: Any
    span: Span
    keys: Mapping[str, Span] = field(default_factory=dict)
    written: str = ""
    comment: tuple[Span, str] | None = None

    def plain(self) -> Any:
        """Return the same data without spans."""
        if isinstance(self.value, dict):
            return {key: tree.plain() for key, tree in self.value.items()}
        if isinstance(self.value, list):
            return [tree.plain() for tree in self.value]
        return self.value

    def find(self, location: Iterable[str | int]) -> Tree:
        """Return the value at a location (keys and indices), as far as its steps are there.

        A step that is not there is passed over: pydantic puts the tag of a union between the real steps.
        """
        tree = self
        for step in location:
            value = tree.value
            in_dict = isinstance(value, dict) and step in value
            in_list = isinstance(value, list) and isinstance(step, int) and step < len(value)
            if in_dict or in_list:
                tree = value[step]
        return tree


def load(data: bytes, file: str) -> Tree:
    """Read one YAML 1.2 document.

    Raises ContentError with everything found up to the first syntax error, which ends the reading. `file` is the name
    that people see in messages.
    """
    if len(data) > LARGEST_FILE:
        raise ContentError([Problem(Span(file), f"This file is larger than {LARGEST_FILE:,} bytes.", "split it")])
    text = encoding.decode(data, file)
    if problems := copied_text.wrong_indents(text.split("\n"), file):
        raise ContentError(problems)
    composer = _Composer(file, text)
    tree = composer.compose()
    if composer.problems:
        raise ContentError(illustrate(composer.problems, {file: text}))
    return tree


def illustrate(problems: Iterable[Problem], texts: Mapping[str, str]) -> list[Problem]:
    """Add to each problem the line of the file that it points to. `texts` maps file names to their text."""
    lines = {file: text.split("\n") for file, text in texts.items()}
    illustrated = []
    for problem in problems:
        file_lines = lines.get(problem.span.file, [])
        inside = 0 < problem.span.line <= len(file_lines)
        illustrated.append(
            replace(problem, source=file_lines[problem.span.line - 1]) if inside and not problem.source else problem
        )
    return illustrated


# From the parser's events to Trees ----------------------------------------------------------------------------------


@dataclass
class _Open:
    """A list or a group of keys that is still being read. `key` is the key whose value comes next; None drops it.

    `key_span` is where the last key stands, and `key_end` the place behind it: line and column, counted from 0.
    """

    tree: Tree
    anchor: str | None
    count_before: int
    height: int = 0
    key: str | None = None
    expects_key: bool = True
    key_span: Span | None = None
    key_end: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Anchored:
    """A value that an anchor names: how many values it holds, and how many levels."""

    tree: Tree
    size: int
    height: int


class _Composer:
    """Builds Trees from events, without recursion and with limits, and collects problems."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.lines = file, text, text.split("\n")
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.anchored: dict[str, _Anchored | None] = {}  # None while the named value is still open
        self.unused_anchors: dict[str, Span] = {}
        self.count = 0
        self.root: Tree | None = None
        self.swallowed: list[Problem] = []  # told where all else can be read: an open quotation mark swallows, too
        self.quoted_span: Span | None = None  # where the last text in quotation marks begins

    def compose(self) -> Tree:
        """Read the text to its end, to its first syntax error, or to the first limit that it passes."""
        try:
            for event in self.events():
                self.take_event(event)
        except ContentError as error:
            self.problems += error.problems
        else:
            self.problems += [_no_beginning("&", span) for span in self.unused_anchors.values()]
            self.problems += self.swallowed
        return self.root or Tree(None, Span(self.file, 1, 1))

    def events(self) -> Iterator[Event]:
        """Yield the parser's events. Raises ContentError for a syntax error, unless its line has a problem already."""
        try:
            yield from YAML(typ="safe", pure=True).parse(self.text)
        except MarkedYAMLError as error:
            problem = yaml_errors.explain(error, self.lines, self.file, self.quoted_span)
        except (ValueError, OverflowError):  # an escape such as "\U00110000", beyond the last character there is
            problem = yaml_errors.beyond_unicode(self.lines, self.file)
        else:
            return
        if problem.span.line not in {earlier.span.line for earlier in self.problems}:
            raise ContentError([problem])

    def span(self, event: Event) -> Span:
        return Span(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def stop(self, span: Span, sentence: str, hint: str) -> None:
        raise ContentError([Problem(span, sentence, hint)])

    def take_event(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            if self.root is not None:
                self.stop(
                    self.span(event), "A second document begins here.", "keep one in a file: delete “---” or “...”"
                )
        elif isinstance(event, CollectionStartEvent):
            self.open(event)
        elif isinstance(event, CollectionEndEvent):
            self.close()
        elif isinstance(event, AliasEvent):
            self.follow_alias(event)
        elif isinstance(event, ScalarEvent):
            tree = self.scalar(event)
            self.count_values(1, 0, tree.span)
            self.name_anchor(event.anchor, tree.span, _Anchored(tree, 1, 0))
            self.put_value(tree, 0, event)

    def count_values(self, size: int, height: int, span: Span, hint: str = "split the file") -> None:
        """Count values and levels. Raises ContentError beyond a limit."""
        self.count += size
        if self.count > MOST_VALUES:
            self.stop(span, f"This file holds more than {MOST_VALUES:,} values.", hint)
        if len(self.stack) + height > DEEPEST:
            bracket = self.lines[span.line - 1][span.column - 1 : span.column] in ("[", "{")
            hint = "put a text that begins with a bracket in double quotes" if bracket else "indent it less"
            self.stop(span, f"Lists and keys stand inside one another here more than {DEEPEST} levels deep.", hint)

    def name_anchor(self, anchor: str | None, span: Span, anchored: _Anchored | None) -> None:
        if anchor:
            self.anchored[anchor] = anchored
            self.unused_anchors.setdefault(anchor, span)

    def open(self, event: CollectionStartEvent) -> None:
        span = self.span(event)
        self.count_values(1, 1, span)
        self.refuse_tag(event, span, ("map", "seq"))
        self.name_anchor(event.anchor, span, None)
        tree = Tree({}, span, {}) if isinstance(event, MappingStartEvent) else Tree([], span)
        self.stack.append(_Open(tree, event.anchor, self.count - 1))

    def close(self) -> None:
        done = self.stack.pop()
        if done.anchor:
            self.anchored[done.anchor] = _Anchored(done.tree, self.count - done.count_before, done.height + 1)
        self.put_value(done.tree, done.height + 1, None)

    def follow_alias(self, event: AliasEvent) -> None:
        """Put the value that an anchor names in an alias's place; its spans stay those of the value."""
        span = self.span(event)
        anchored = self.anchored.get(event.anchor)
        self.unused_anchors.pop(event.anchor, None)
        if anchored is None:
            if event.anchor in self.anchored:
                sentence = f"“*{event.anchor}” stands for the very value that it is a part of."
                self.problems.append(Problem(span, sentence, "write the values out"))
            elif close_matches := get_close_matches(str(event.anchor), self.anchored, n=1):
                sentence = f"“*{event.anchor}” stands for a value that nothing names “&{event.anchor}”."
                self.problems.append(Problem(span, sentence, f"did you mean “*{close_matches[0]}”?"))
            else:
                self.problems.append(_no_beginning("*", span))
            self.put_value(Tree(None, span), 0, event)
            return
        self.count_values(
            anchored.size, anchored.height, span, "“*” repeats all that its “&” names: write the values out"
        )
        self.put_value(anchored.tree, anchored.height, event)

    def put_value(self, tree: Tree, height: int, event: NodeEvent | None) -> None:
        """Put a finished value where it belongs: it is a key, the value of one, an item, or the whole document."""
        if not self.stack:
            self.root = tree
            return
        holder = self.stack[-1]
        holder.height = max(holder.height, height)
        if isinstance(holder.tree.value, list):
            holder.tree.value.append(tree)
        elif holder.expects_key:
            holder.key = self.key(tree, holder.tree, event)
            holder.expects_key = False
            if event:
                holder.key_span, holder.key_end = tree.span, (event.end_mark.line, event.end_mark.column)
        else:
            if holder.key is not None:
                holder.tree.value[holder.key] = tree
            holder.expects_key = True

    def key(self, tree: Tree, holder: Tree, event: NodeEvent | None) -> str | None:
        """Return a key's word, or None where it cannot be one."""
        span = self.span(event) if event else tree.span
        if not isinstance(event, ScalarEvent):
            self.problems.append(Problem(span, "A list or a group of keys cannot be a key.", "write a word"))
        elif not event.value:
            self.problems.append(Problem(span, "A word is missing before this colon.", "write “key: value”"))
        elif (word := copied_text.without_soft_hyphens(str(event.value))) in holder.keys:
            sentence = f"The key “{word}” stands here a second time; the first is in line "
            self.problems.append(Problem(span, f"{sentence}{holder.keys[word].line}.", "keep one of them"))
        else:
            holder.keys[word] = span  # type: ignore[index]
            return word
        return None

    def refuse_tag(self, event: ScalarEvent | CollectionStartEvent, span: Span, known: tuple[str, ...]) -> None:
        tag = str(getattr(event, "tag", None) or "")
        if tag not in ("", "!", *(f"tag:yaml.org,2002:{kind}" for kind in known)):
            self.problems.append(_no_beginning("!", span))

    def scalar(self, event: ScalarEvent) -> Tree:
        written = str(event.value)
        nothing = not written and not event.style and not event.tag and not event.anchor
        span, line, column = self.empty(event) if nothing else (self.span(event), *_end(event))
        self.refuse_tag(event, span, ("str", "int", "float", "bool", "null"))
        # Dates stay text: the schema reads them. A control character can still come in as an escape such as "\a".
        self.problems += [encoding.invisible(match[0], span) for match in encoding.FORBIDDEN.finditer(written)]
        self.quoted_span = span if event.style in ("'", '"') else None
        last_line = event.end_mark.line - (event.style in (">", "|"))  # the mark of these stands in the line below
        self.look_for_copied_marks(event, last_line)
        text = copied_text.without_soft_hyphens(written)
        if event.style or str(event.tag or "").endswith(("!", ":str")):  # quoted, or said to be text
            return Tree(text, span, written=written)
        value = self.plain(text, span)
        comment = self.comment(line, column, value)
        return Tree(value, span, written=written, comment=comment)

    def look_for_copied_marks(self, event: ScalarEvent, last_line: int) -> None:
        """Find lines of a text that were meant as items or keys. Raises ContentError: what follows is misread, too."""
        first_line, column = event.start_mark.line, event.start_mark.column
        wrong_spaces = []
        for number in range(first_line, min(last_line + 1, len(self.lines)) if not event.style else first_line):
            start = column if number == first_line else 0
            place = Span(self.file, number + 1, start + 1)
            if problem := copied_text.wrong_space(self.lines[number][start:], place, is_broken=False):
                wrong_spaces.append(problem)
        if wrong_spaces:
            raise ContentError(wrong_spaces)
        if not event.value.startswith("-"):  # a list without a space behind each “-” is told as that
            self.swallowed += copied_text.swallowed_items(self.lines, first_line, last_line, self.file)

    def empty(self, event: ScalarEvent) -> tuple[Span, int, int]:
        """Return where a missing value belongs, its key or its “-”, and the place behind it."""
        # The parser gives the place of the next word.
        line, column = event.start_mark.line, event.start_mark.column
        holder = self.stack[-1] if self.stack else None
        if holder and isinstance(holder.tree.value, dict):
            if holder.expects_key:
                return self.span(event), line, column
            row, end = holder.key_end
            return holder.key_span or self.span(event), row, end + len(re.match(r"\s*:?", self.lines[row][end:])[0])  # type: ignore[index]
        for number in range(min(line, len(self.lines) - 1), -1, -1):
            text = self.lines[number][:column] if number == line else self.lines[number]
            if dash := re.search(r"-\s*(#.*)?$", text):
                return Span(self.file, number + 1, dash.start() + 1), number, dash.start() + 1
        return self.span(event), line, column

    def plain(self, text: str, span: Span) -> Any:
        """Read a scalar without quotation marks (YAML 1.2.2, 10.3.2), without octal, hexadecimal, .inf and .nan."""
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return text.lower() == "true"
        whole = re.fullmatch(r"[-+]?[0-9]+", text)
        if not whole and not re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
            return text
        if len(text) > MOST_DIGITS + 2 or math.isinf(float(text)):
            self.problems.append(
                Problem(
                    span,
                    f"This number is too long; {MOST_DIGITS} digits are the most.",
                    "put what is no number in double quotes, such as a color",
                )
            )
            return 0
        return int(text) if whole else float(text)

    def comment(self, line: int, column: int, value: Any) -> tuple[Span, str] | None:
        """Look at the comment behind a value without quotation marks.

        Refuses what was meant as words: “#112” in “Room #112”, “# 112” in “Room # 112”. Returns the place and the text
        of one that may have been: “# ask for Ms. Rivera”.
        """
        rest_of_line = self.lines[line][column:] if line < len(self.lines) else ""
        match = re.match(r"[ \t]*(#[^\s#]\S*)", rest_of_line)
        hint = "put the whole text in double quotes; a comment has a space after its “#”"
        is_text = isinstance(value, str) and not re.fullmatch(_DATE, value)
        if not match and (is_text or value is None):
            match = copied_text.lost_number(rest_of_line)
            hint = "put the whole text in double quotes; a comment goes on a line of its own"
        if match:
            place = Span(self.file, line + 1, column + match.start(1) + 1)
            sentence = f"“{match[1].rstrip()}” would not be printed: after a space, “#” begins a comment."
            self.problems.append(Problem(place, sentence, hint))
        elif is_text and (match := copied_text.lost_words(rest_of_line)):
            return Span(self.file, line + 1, column + match.start(1) + 1), match[1].rstrip()
        return None


def _no_beginning(char: str, span: Span) -> Problem:
    return Problem(span, f"The character “{char}” cannot begin a text.", "put the text in double quotes")


def _end(event: Event) -> tuple[int, int]:
    return event.end_mark.line, event.end_mark.column
