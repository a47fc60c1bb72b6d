"""YAML text to a Tree: plain data in which every value knows the line and column it came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from guidepress.errors import ContentError, Problem, Span

LARGEST_FILE = 1_000_000  # bytes; the longest guide we know is 20 kB
MOST_VALUES = 20_000  # after aliases are followed: an alias bomb grows by powers of its width
DEEPEST = 40  # levels of lists in lists


@dataclass(frozen=True)
class Tree:
    """A value and its span. `value` is a dict of Trees, a list of Trees, or a scalar; `keys` places a dict's keys."""

    value: Any
    span: Span
    keys: Mapping[str, Span] = field(default_factory=dict)

    def plain(self) -> Any:
        """Return the same data without spans."""
        if isinstance(self.value, dict):
            return {key: tree.plain() for key, tree in self.value.items()}
        if isinstance(self.value, list):
            return [tree.plain() for tree in self.value]
        return self.value

    def find(self, location: Iterable[str | int]) -> Tree:
        """Return the deepest Tree on the way along a location (keys and indices).

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

    Raises ContentError with every duplicate key and forbidden character of the file, or with its first syntax error.
    `file` is the name that people see in messages.
    """
    if len(data) > LARGEST_FILE:
        raise ContentError(
            [Problem(Span(file), f"This file has {len(data):,} bytes; content files hold at most {LARGEST_FILE:,}.")]
        )
    text = _decode(data, file)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        problems: list[Problem] = []
        tree = _Builder(file, problems).build(root, 0) if root is not None else Tree(None, Span(file, 1, 1))
    except RecursionError:
        raise ContentError(
            [Problem(Span(file), f"Lists stand in lists here more than {DEEPEST} levels deep.")]
        ) from None
    except MarkedYAMLError as error:
        raise ContentError(illustrate([_syntax(error, text, file)], {file: text})) from None
    except YAMLError as error:
        raise ContentError([Problem(Span(file), f"This is not valid YAML: {error}.")]) from None
    if problems:
        raise ContentError(illustrate(problems, {file: text}))
    return tree


def illustrate(problems: Iterable[Problem], texts: Mapping[str, str]) -> list[Problem]:
    """Add to each problem the line of the file that it points to. `texts` maps file names to their text."""
    lines = {file: text.split("\n") for file, text in texts.items()}
    shown = []
    for problem in problems:
        of_file = lines.get(problem.span.file, [])
        inside = 0 < problem.span.line <= len(of_file)
        shown.append(
            replace(problem, source=of_file[problem.span.line - 1]) if inside and not problem.source else problem
        )
    return shown


# Characters that neither Word nor PDF text can hold: controls, lone surrogates, U+FFFE and U+FFFF (XML 1.0, 2.2 Char).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def _decode(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        span = Span(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        raise ContentError(
            [Problem(span, "This file is not UTF-8 text.", "save it again with the encoding UTF-8")]
        ) from None
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for match in FORBIDDEN.finditer(line):
            found.append(_control(match[0], Span(file, number, match.start() + 1)))
    if found:
        raise ContentError(illustrate(found, {file: text}))
    return text


def _control(char: str, span: Span) -> Problem:
    return Problem(
        span, f"The control character U+{ord(char):04X} cannot be printed.", "delete it, and type the text again"
    )


class _Builder:
    """Turns ruamel's nodes into Trees, follows aliases with a limit, and collects problems."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems, self.count = file, problems, 0

    def span(self, node: Node) -> Span:
        return Span(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def build(self, node: Node, depth: int) -> Tree:
        span = self.span(node)
        self.count += 1
        if self.count > MOST_VALUES:
            raise ContentError(
                [
                    Problem(
                        span,
                        f"The aliases of this file unfold to more than {MOST_VALUES:,} values.",
                        "write the values out",
                    )
                ]
            )
        if depth > DEEPEST:
            raise RecursionError
        if isinstance(node, MappingNode):
            return self.mapping(node, span, depth)
        if isinstance(node, SequenceNode):
            return Tree([self.build(item, depth + 1) for item in node.value], span)
        return Tree(self.scalar(node, span), span)

    def mapping(self, node: MappingNode, span: Span, depth: int) -> Tree:
        values: dict[str, Tree] = {}
        keys: dict[str, Span] = {}
        for key, value in node.value:
            place = self.span(key)
            if not isinstance(key, ScalarNode):
                self.problems.append(Problem(place, "A key must be a word, not a list or another group of keys."))
                continue
            if first := keys.get(key.value):
                self.problems.append(
                    Problem(
                        place,
                        f"The key “{key.value}” stands here a second time; the first is in line {first.line}.",
                        "keep one of them",
                    )
                )
                continue
            keys[key.value] = place
            values[key.value] = self.build(value, depth + 1)
        return Tree(values, span, keys)

    def scalar(self, node: Node, span: Span) -> Any:
        text: str = node.value
        tag = str(node.tag).rpartition(":")[2]
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag == "int" and re.fullmatch(r"[-+]?[0-9]+", text):
            return int(text)
        if tag == "float" and re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?", text):
            return float(text)
        if tag not in ("str", "int", "float", "timestamp"):
            self.problems.append(
                Problem(
                    span,
                    f"The tag “{node.tag}” has no meaning here.",
                    "put a text that begins with “!” in quotation marks",
                )
            )
        # Dates stay text: the schema reads them. A control character can still come in as an escape such as "\a".
        for match in FORBIDDEN.finditer(text):
            self.problems.append(_control(match[0], span))
        return text


# What ruamel says, and what we say. Keyed by a piece of its message.
_PLAIN = {
    "mapping values are not allowed": (
        "A colon followed by a space makes a new key, and there cannot be one here.",
        "put the whole text in double quotes, or indent the line",
    ),
    "cannot start any token": (
        "The character “{char}” cannot start a value.",
        "put the text in double quotes",
    ),
    "expected <block end>": (
        "This line is not indented like the lines around it, or a “-” is missing.",
        "align it with the line above",
    ),
    "could not find expected ':'": ("A colon is missing after this key.", "write “key: value”"),
    "while scanning a quoted scalar": (
        "A quotation mark is opened here and never closed.",
        "add the closing quotation mark",
    ),
    "found unexpected end of stream": ("The file ends inside a quoted text.", "add the closing quotation mark"),
    "expected ',' or": (
        "A comma is missing in this list, or its closing bracket.",
        "close a list with “]” and a group with “}”",
    ),
    "found undefined alias": (
        "The “*” refers to a name that no “&” defines.",
        "put a text that begins with “*” in quotation marks",
    ),
    "expected a single document": ("A second document begins here.", "keep one document in a file: delete the “---”"),
    "found unknown escape": (
        "A backslash in double quotes begins an escape that does not exist.",
        "write the backslash twice",
    ),
}


def _syntax(error: MarkedYAMLError, text: str, file: str) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    # Something that is never closed is found at the end of the file; the person looks for where it was opened.
    opened = "quoted scalar" in said or "expected ',' or" in said
    mark = (error.context_mark if opened else error.problem_mark) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.split("\n")
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    indent = re.match(r"[ \t]*", source)
    if indent and "\t" in indent[0]:
        place = Span(file, line, indent[0].index("\t") + 1)
        return Problem(
            place, "This line is indented with a tab; YAML takes only spaces.", "replace each tab by two spaces"
        )
    for piece, (sentence, hint) in _PLAIN.items():
        if piece in said:
            char = source[column - 1 : column] or " "
            return Problem(Span(file, line, column), sentence.replace("{char}", "tab" if char == "\t" else char), hint)
    return Problem(
        Span(file, line, column), f"This is not valid YAML: {(error.problem or 'it cannot be read').strip()}."
    )
