"""What can be wrong, and where: spans, problems, and the one exception that carries them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


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

    `source` is the text of the line the span points to, shown with a caret; `hint` says what would mend it.
    """

    span: Span
    message: str
    hint: str = ""
    source: str = ""
    advice: bool = False

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
    """Return a hint for a misspelt word: the nearest known one, or all that are allowed."""
    names = sorted(known)
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    if close:
        return f"did you mean “{close[0]}”?"
    return f"allowed here: {', '.join(names)}" if names else ""


_WIDTH = 100  # characters of a source line that are shown; the caret stays in view


def _window(source: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column, and where the caret goes in it. Tabs and controls become spaces."""
    text = "".join(char if char.isprintable() else " " for char in source)
    caret = max(column - 1, 0)
    if len(text) <= _WIDTH:
        return text.rstrip(), caret
    start = max(0, min(caret - _WIDTH // 2, len(text) - _WIDTH))
    head, tail = ("…" if start else ""), ("…" if start + _WIDTH < len(text) else "")
    return f"{head}{text[start : start + _WIDTH]}{tail}", caret - start + len(head)
