"""What copied text brings along: invisible characters, misread letters, quotation marks, lists, lost comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from guidepress.errors import Problem, Span

# Invisible characters -------------------------------------------------------------------------------------------------

SOFT_HYPHEN = "\u00ad"

_NOT_A_SPACE = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"  # YAML takes none of them for a space
_INDENTED = re.compile(rf"[ \t]*([{_NOT_A_SPACE}])")
_BEHIND_A_MARK = re.compile(rf"\s*(?:- +)*(?:-|[A-Za-z][A-Za-z0-9_-]*:)([{_NOT_A_SPACE}])")
_BEHIND_A_SURE_MARK = re.compile(rf"\s*(?:- +)*(?:-|[a-z_]+:)([{_NOT_A_SPACE}])")  # “Note: …” may be words
_MOST_TOLD = 20  # lines told one by one


def without_soft_hyphens(text: str) -> str:
    """Return a text without soft hyphens (U+00AD): web pages are full of them, and no layout of ours breaks at them."""
    return text.replace(SOFT_HYPHEN, "")


def wrong_indents(lines: Sequence[str], file: str) -> list[Problem]:
    """Return a problem for each line that is indented with a no-break space, or another that is not YAML's."""
    found = [
        _not_a_space(match[1], Span(file, number, match.start(1) + 1), line)
        for number, line in enumerate(lines, 1)
        if (match := _INDENTED.match(line))
    ]
    if len(found) > _MOST_TOLD:
        first = found[0]
        sentence = (
            f"{len(found):,} lines are indented with invisible characters that are not spaces; the first is here."
        )
        return [Problem(first.span, sentence, "put a space in the place of each", first.source)]
    return found


def wrong_space(line: str, span: Span, is_broken: bool) -> Problem | None:
    """Return the problem where a “-” or a key's colon is followed by what only looks like a space.

    `span` is where the line's first character stands. `is_broken` says that YAML cannot read the line.
    """
    match = (_BEHIND_A_MARK if is_broken else _BEHIND_A_SURE_MARK).match(line)
    return _not_a_space(match[1], Span(span.file, span.line, span.column + match.start(1))) if match else None


def _not_a_space(char: str, span: Span, line: str = "") -> Problem:
    name = "no-break space" if char in "\u00a0\u202f" else "not an ordinary space"
    sentence = f"An invisible character stands here (U+{ord(char):04X}, {name}), where only a space may stand."
    return Problem(span, sentence, "delete it, and type a space", line)


# Lists and comments ---------------------------------------------------------------------------------------------------

_ITEM = re.compile(r"\s*([-*•◦▪‣])[ \t]+\S")
_NUMBER = re.compile(r"[ \t]+(#[ \t]+(?:[A-Za-z]?[0-9]|[A-Z](?=\s*$|[,;.)])).*)")
_WORDS = re.compile(r"[ \t](#[ \t]+\S.*)")


def swallowed_items(lines: Sequence[str], first: int, last: int, file: str) -> Iterator[Problem]:
    """Find lines of one text that begin like items of a list: YAML joins them with the line above.

    The text stands in the lines `first` to `last` of the file, counted from 0, the last included; its first line is
    not looked at. Only the first such line is told.
    """
    for number in range(first + 1, min(last + 1, len(lines))):
        if match := _ITEM.match(lines[number]):
            sentence = f"This “{match[1]}” begins no item: the line would be printed as part of the one above."
            hint = (
                "align it with the “-” of the item above, or write both as one sentence: no list stands inside an item"
            )
            yield Problem(Span(file, number + 1, match.start(1) + 1), sentence, hint)
            return


def lost_number(rest_of_line: str) -> re.Match[str] | None:
    """Find “# 112” behind a text without quotation marks, such as “Room # 112”: YAML takes it for a comment."""
    return _NUMBER.match(rest_of_line)


def lost_words(rest_of_line: str) -> re.Match[str] | None:
    """Find “# …” one space behind a text without quotation marks: most likely a comment, but maybe words."""
    return _WORDS.match(rest_of_line)


# Letters and quotation marks ------------------------------------------------------------------------------------------

_USUAL = re.compile("[\x00-\x7f“”‘’–—…•·\u00a0]*")


def repaired(text: str) -> str:
    """Return a text as it was meant whose letters were read in the wrong encoding (“JosÃ©” for “José”).

    Empty where nothing is wrong with it, or nobody can say what was meant.
    """
    if _USUAL.fullmatch(text):
        return ""
    import ftfy  # seldom needed, and slow to load

    meant: str = ftfy.fix_encoding(text)
    return "" if meant == text else meant


def first_difference(text: str, other: str) -> int:
    """Return at which index two texts begin to differ."""
    return next(index for index, (one, two) in enumerate(zip_longest(text, other)) if one != two)
