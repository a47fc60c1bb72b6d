"""How a mistake is told: the file, line and column, the sentence and hint, and the one exception that carries them."""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar


@dataclass(frozen=True, order=True)
class Span:
    """Where a value stands: a file as shown to people, a line and a column, both counted from 1.

    Line 0 means the file as a whole (it is missing, or cannot be read).
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in a plain sentence.

    `source` is the text of the line the span points to, shown with a caret; `hint` says what would mend it. `needs`
    names what this computer lacks (`Pango`, `a CMYK profile`): the command line says in the hint how to install it.
    """

    span: Span
    message: str
    hint: str = ""
    source: str = ""
    advice: bool = False
    needs: str = ""

    def __str__(self) -> str:
        """Render the problem as the command line prints it: place and sentence, the line with a caret, the hint."""
        lines = [f"{self.span}: {'advice: ' if self.advice else ''}{self.message}"]
        if self.source and self.span.line:
            text, caret = _window(self.source, self.span.column)
            number = str(self.span.line)
            lines += [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * caret}^"]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


class ContentError(Exception):
    """Something in content, templates or outputs is wrong. Carries every problem found, ordered by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.span))
        super().__init__("\n\n".join(str(problem) for problem in self.problems))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint for a misspelt word: the nearest word that is known, or all that are allowed."""
    names = sorted(known)
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"allowed here: {', '.join(names)}" if names else ""


_WIDTH = 100  # columns of a terminal that a source line may take; the caret stays in view


def _window(source: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column, and how many terminal columns the caret is indented under it.

    Tabs and what cannot be shown become spaces. A wide character (CJK, emoji) takes two columns and a combining mark
    none, as terminals do it (Unicode Standard Annex 11); emoji joined to one picture are counted singly.
    """
    text = "".join(char if char.isprintable() else " " for char in source).rstrip()
    caret_index = min(max(column - 1, 0), len(text))
    start, end = 0, len(text)
    if sum(map(_width, text)) > _WIDTH:
        before, after = 0, 0
        start = end = caret_index
        while start > 0 and before < _WIDTH // 2:
            start -= 1
            before += _width(text[start])
        while end < len(text) and before + after < _WIDTH:
            after += _width(text[end])
            end += 1
        while start > 0 and before + after < _WIDTH:
            start -= 1
            before += _width(text[start])
        while start < caret_index and unicodedata.combining(text[start]):
            start += 1  # its letter is cut off
    head, tail = ("…" if start else ""), ("…" if end < len(text) else "")
    caret = len(head) + sum(map(_width, text[start:caret_index]))
    return f"{head}{text[start:end]}{tail}", caret


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def count_of(number: int, noun: str, nouns: str = "") -> str:
    """Return a number with its noun: “1 file”, “2 files”. `nouns` is the plural where it does not just end in “s”."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def and_list(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: “a”, “a and b”, “a, b and c”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def shorten(text: str, length: int = 48) -> str:
    """Cut a text for a message."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def raise_if(problems: Sequence[Problem]) -> None:
    """Raise ContentError where there are problems."""
    if problems:
        raise ContentError(problems)


class NoFileError(OSError):
    """A path leads to something else than a file: a folder, a pipe, a device."""


class OutsideError(OSError):
    """A path leads out of the folder that it belongs to, through a link or through “..”."""


FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""The error numbers of a disk, or of a person's share of one, that has no room left."""


def unwritable(place: str, error: OSError, needed: str = "", instead: str = "") -> ContentError:
    """Return the sentence for a file or folder that cannot be written: what stands in the way, and what mends it.

    `needed` says how much room is wanted, as in “1.2 MB”; `instead` how another place is chosen.
    """
    other_place = f", or {instead}" if instead else ""
    if isinstance(error, OutsideError):
        sentence = "This lies outside the folder that it belongs to: a link on the way leads out of it."
        hint = f"put the folder itself there in place of the link{other_place}"
    elif error.errno in FULL:
        room = f"{needed} of room is needed" if needed else "some room is needed"
        sentence, hint = f"The disk is full: {room} here.", f"delete what you no longer need there{other_place}"
    elif error.errno == errno.EROFS:
        sentence, hint = "This place can only be read, not written to.", f"make it writable{other_place}"
    elif error.errno in (errno.EACCES, errno.EPERM):
        sentence = "This may not be written: the computer does not allow it."
        hint = f"close it where it is open in another program, or ask for the right to write there{other_place}"
    else:
        sentence, hint = f"This cannot be written: {error.strerror}.", instead
    return ContentError([Problem(Span(place), sentence, hint)])


def unreadable(place: Span, error: OSError, hint: str = "") -> ContentError:
    """Return the sentence for a file that cannot be read, with what the system says of it."""
    return ContentError([Problem(place, f"This file cannot be read: {error.strerror}.", hint)])


Row = TypeVar("Row")


def row(table: Mapping[str, Row], name: str, what: str) -> Row:
    """Look a name up in a table. Raises ContentError that says which names there are."""
    if name not in table:
        raise ContentError([Problem(Span(what), f"there is no {what} “{name}”", hint=nearest(name, table))])
    return table[name]
