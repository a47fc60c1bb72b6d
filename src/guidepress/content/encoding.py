"""Bytes of a content file to text: UTF-8 with any line ends; characters that cannot be printed become errors."""

from __future__ import annotations

import re
from dataclasses import replace

from guidepress.content import copied_text
from guidepress.errors import ContentError, Problem, Span, shorten

# What neither Word nor PDF text can hold: controls, lone surrogates, U+FFFE and U+FFFF (XML 1.0, 2.2 Char). And what no
# editor shows while YAML and Word see a line end in it: U+0085, U+2028, U+2029, and a byte order mark inside a file.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

_MOST_TOLD = 20  # invisible characters told one by one
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_HINT = "save it again with the encoding UTF-8"


def decode(data: bytes, file: str) -> str:
    """Return a file's text, every line end a line feed.

    Raises ContentError where it is not UTF-8, and with every character that cannot be printed.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(b"\0") > len(data) // 8:  # UTF-16, or no text at all
        raise ContentError([Problem(Span(file), "This file is not UTF-8 text.", _HINT)])
    try:
        text = _unify(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        start = error.start + (len(_BYTE_ORDER_MARK) if data.startswith(_BYTE_ORDER_MARK) else 0)
        lines_before = shown(data[:start]).split("\n")
        span = Span(file, len(lines_before), len(lines_before[-1]) + 1)
        line = shown(data).split("\n")[len(lines_before) - 1]
        raise ContentError([Problem(span, "This character is not UTF-8 text.", _HINT, line)]) from None
    problems = [
        invisible(match[0], Span(file, number, match.start() + 1), line)
        for number, line in enumerate(text.split("\n"), 1)
        for match in FORBIDDEN.finditer(line)
    ]
    problems = [_with_what_was_meant(problem) for problem in problems]
    if len(problems) > _MOST_TOLD:
        sentence = f"This file holds {len(problems):,} invisible characters that cannot be printed; the first is here."
        problems = [Problem(problems[0].span, sentence, _HINT, problems[0].source)]
    if problems:
        raise ContentError(problems)
    return text


def shown(data: bytes) -> str:
    """Return a file's text as messages show it: decoded as well as can be, every line end a line feed."""
    return _unify(data.decode("utf-8-sig", "replace"))


def invisible(char: str, span: Span, line: str = "") -> Problem:
    """Return the problem for a character that cannot be printed. `line` is the line it stands in."""
    sentence = f"An invisible character stands here (U+{ord(char):04X}); it cannot be printed."
    return Problem(span, sentence, "delete it, and type the text again", line)


def _with_what_was_meant(problem: Problem) -> Problem:
    """Return a problem whose hint says what its line was before it was read in the wrong encoding, if it was."""
    meant = copied_text.repaired(problem.source)
    if not meant or FORBIDDEN.search(meant):
        return problem
    hint = f"it was read in the wrong encoding; probably meant: “{shorten(meant.strip(), 80)}”"
    return replace(problem, hint=hint)


def _unify(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
