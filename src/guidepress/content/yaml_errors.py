"""Broken YAML explained: the parser's error to a plain sentence, at the line where a person would mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ruamel.yaml.error import MarkedYAMLError

from guidepress.content import copied_text
from guidepress.errors import Problem, Span

# What ruamel says, by a piece of its message; what we say; and a hint. The first that fits is taken.
_SENTENCES = (
    (
        "cannot start any token",
        "The character “{char}” cannot begin a text.",
        "put the text in double quotes",
    ),
    (
        "mapping values are not allowed",
        "A colon and a space make a key, and there cannot be a key here.",
        "put the whole text in double quotes",
    ),
    (
        "mapping keys are not allowed",
        "A question mark and a space cannot begin a text.",
        "put the text in double quotes",
    ),
    (
        "sequence entries are not allowed",
        "A list cannot begin here.",
        "begin it on a line of its own, or put the text in double quotes",
    ),
    (
        "expected chomping or indentation",
        "After “>” or “|” the text begins on the next line.",
        "put a text that begins with “>” or “|” in double quotes",
    ),
    (
        "expected <block end>",
        "This line is not indented like the lines around it, or a “-” is missing.",
        "align it with the lines that it belongs to",
    ),
    (
        "could not find expected ':'",
        "This line is neither a key with its colon nor an item with its “-”.",
        "write “key: value” or “- text”; a text that goes on is indented further than its key",
    ),
    (
        "found unknown escape",
        "A backslash in double quotes begins an escape, and there is none like this.",
        "write the backslash twice",
    ),
    (
        "expected escape sequence",
        "A backslash in double quotes begins an escape, and this one is not complete.",
        "write the backslash twice",
    ),
    (
        "quoted scalar",
        "A quotation mark is opened here and never closed.",
        "add the closing quotation mark; a text that only begins with one goes whole into the other kind",
    ),
    (
        "expected ',' or",
        "A bracket is opened here; a comma or its closing bracket is missing.",
        "put a text that begins with a bracket in double quotes; close a list with “]”",
    ),
    (
        "did not find expected node",
        "A value is missing here.",
        "put a text that begins with a bracket in double quotes",
    ),
    (
        "expected the node content",
        "A value is missing here.",
        "put a text that begins with a bracket in double quotes",
    ),
    (
        "while scanning an a",  # an anchor, an alias
        "The character “{char}” cannot begin a text.",
        "put the text in double quotes",
    ),
    (
        "undefined tag handle",
        "The character “!” cannot begin a text.",
        "put the text in double quotes",
    ),
    (
        "while scanning a tag",
        "The character “!” cannot begin a text.",
        "put the text in double quotes",
    ),
    (
        "while parsing a node",
        "The character “!” cannot begin a text.",
        "put the text in double quotes",
    ),
    (
        "while scanning a block scalar",
        "This text is not indented evenly.",
        "indent every line of it by the same number of spaces",
    ),
)

_KEY_WITHOUT_SPACE = re.compile(r"\s*(- +)*[A-Za-z][A-Za-z0-9_-]*:(?=[^\s/])")  # “title:Skills”
_NO_SPACE = ("A space is missing after the colon.", "write “key: value”")

# Something that is never closed is found at the end of the file; the person looks for where it was opened.
_BLAMED_WHERE_OPENED = (
    "end of stream",
    "document separator",
    "expected ',' or",
    "could not find expected ':'",
    "while scanning an a",
)


def explain(error: MarkedYAMLError, lines: Sequence[str], file: str, quoted: Span | None = None) -> Problem:
    """Return a YAML syntax error as a plain sentence at the place where a person would look for it.

    `lines` is the file's text. `quoted` is where a text in quotation marks begins that ends just before the error.
    """
    message = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if any(piece in message for piece in _BLAMED_WHERE_OPENED) and error.context_mark:
        mark = error.context_mark
    # A mark stands behind the last line where the file ends too early.
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[line])) if mark else 0
    source = lines[line]
    if problem := copied_text.wrong_space(source, Span(file, line + 1, 1), is_broken=True):
        return problem
    if problem := _tab_problem(source, line, column, file) or _percent_problem(lines, line, message, file):
        return problem
    if "expected <block end>" in message and quoted and quoted.line <= line:
        sentence = f"A quotation mark is opened here, and the next one, in line {line + 1}, comes too late to close it."
        return Problem(quoted, sentence, "add the closing quotation mark")
    if "could not find expected ':'" in message and (key_without_space := _KEY_WITHOUT_SPACE.match(source)):
        return Problem(Span(file, line + 1, key_without_space.end() + 1), *_NO_SPACE)
    if "mapping values are not allowed" in message and (problem := _indented_key_problem(lines, line, column, file)):
        return problem
    if "expected <block end>" in message and (problem := _text_after_end_problem(source, line, column, file)):
        return problem
    span = Span(file, line + 1, column + 1)
    for piece, sentence, hint in _SENTENCES:
        if piece in message:
            return Problem(span, sentence.replace("{char}", source[column : column + 1] or " "), hint)
    return Problem(span, "This is not written as YAML is.", "put the text in double quotes")


def beyond_unicode(lines: Sequence[str], file: str) -> Problem:
    """Explain an escape such as "\\U00110000", which names a character beyond the last one there is (U+10FFFF)."""
    sentence = "A backslash in double quotes begins an escape, and this one names no character."
    for number, line in enumerate(lines, 1):
        for match in re.finditer(r"\\U([0-9A-Fa-f]{8})", line):
            if int(match[1], 16) > 0x10FFFF:
                return Problem(Span(file, number, match.start() + 1), sentence, "write the backslash twice")
    return Problem(Span(file), sentence, "write the backslash twice")


def _tab_problem(source: str, line: int, column: int, file: str) -> Problem | None:
    indent = re.match(r"[ \t]*", source)
    if indent and "\t" in indent[0]:
        place = Span(file, line + 1, indent[0].index("\t") + 1)
        sentence = "This line is indented with a tab; only spaces are allowed."
        return Problem(place, sentence, "put two spaces in place of each tab")
    if source[column : column + 1] == "\t":
        place = Span(file, line + 1, column + 1)
        return Problem(place, "A tab stands here; only spaces are allowed.", "put a space in its place")
    return None


def _percent_problem(lines: Sequence[str], line: int, message: str, file: str) -> Problem | None:
    """Find a line that begins with “%”: for YAML it speaks to the parser, and the line after it gets the blame."""
    if not any(piece in message for piece in ("document start", "directive", "incompatible YAML")):
        return None
    for number in range(line, -1, -1):
        if lines[number].startswith("%"):
            sentence = "A line cannot begin with “%”."
            return Problem(Span(file, number + 1, 1), sentence, "indent it like the text it belongs to, or delete it")
    return None


def _indented_key_problem(lines: Sequence[str], line: int, column: int, file: str) -> Problem | None:
    """Explain a key that cannot be one because of the line above it."""
    if re.match(r"\s*(- +)*[^\s:]+$", lines[line][:column]) is None:
        return None  # the colon stands inside a text
    line_above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), None)
    if line_above is None:
        return None
    if key_without_space := _KEY_WITHOUT_SPACE.match(lines[line_above]):
        return Problem(Span(file, line_above + 1, key_without_space.end() + 1), *_NO_SPACE)
    indent = len(lines[line]) - len(lines[line].lstrip())
    if indent > len(lines[line_above]) - len(lines[line_above].lstrip()):
        place = Span(file, line + 1, indent + 1)
        sentence = "This line is indented further than the line above it, which has its value already."
        return Problem(place, sentence, "align the two lines")
    return None


def _text_after_end_problem(source: str, line: int, column: int, file: str) -> Problem | None:
    """Explain text after a closing quotation mark or bracket: “"Hello" she said”, “{page} of {pages}”."""
    before = source[:column].rstrip()
    place = Span(file, line + 1, column + 1)
    if before.endswith(('"', "'")):
        quote_hint = (
            'a quotation mark inside “"…"” is written “\\"”' if before[-1] == '"' else "inside “'…'” it is “''”"
        )
        sentence = "The text goes on after its closing quotation mark."
        return Problem(place, sentence, f"put the whole text in quotation marks; {quote_hint}")
    if before.endswith(("}", "]")):
        return Problem(place, "The text goes on after a closing bracket.", "put the whole text in double quotes")
    return None
