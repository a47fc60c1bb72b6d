"""Changes values in a YAML file that people write by hand, and leaves every other character as it is."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from guidepress import alignment
from guidepress.content import copied_text, paths, source
from guidepress.content.model import leaves
from guidepress.content.revision import REVISION
from guidepress.errors import ContentError

WIDTH = 110  # characters of a line, after which a text goes on in the next

_NAME_KEYS = (*leaves.NAMES, "path", "name", "title", "term")
_Change = tuple[int, int, str]  # from and up to which character, and what takes their place


def rewrite(text: str, wanted: Any) -> str:
    """Return a YAML file's text changed so that it holds other plain data.

    What does not change keeps its characters, comments beside it included; a comment above an item that goes, goes with
    it. A file whose values are woven together (“&” and “*”) is written anew under the comments that it begins with.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text += "" if not text or text.endswith("\n") else "\n"
    wanted = paths.normal(wanted)
    if _loads(text, wanted):
        return text
    try:
        changed = _Rewriter(text).rewritten(wanted)
    except (YAMLError, ContentError):
        changed = ""
    return changed if _loads(changed, wanted) else _opening_comments(text) + "\n".join(emit(wanted, 0)) + "\n"


def exchanged(text: str, values: Mapping[paths.Location, Mapping[str, Any]]) -> str:
    """Return a YAML file's text with other keys and values in some of its mappings, and everything else as it is.

    `values` has the plain data that a mapping is to hold, by its place; none of its keys go. A mapping in braces, and a
    place that is not there, stay as they are.
    """
    rewriter = _Rewriter(text)
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        return text
    for place, value in values.items():
        node = _node_at(root, place)
        if isinstance(node, MappingNode) and not node.flow_style:
            rewriter.mapping(node, dict(value))
    return rewriter.changed()


def _node_at(node: Node | None, place: paths.Location) -> Node | None:
    """Return the node at a place; None where there is none."""
    for step in place:
        if isinstance(node, MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def _loads(text: str, wanted: Any) -> bool:
    try:
        return bool(text) and paths.alike(paths.plain(source.load(text.encode(), "")), wanted)
    except ContentError:
        return False


def _opening_comments(text: str) -> str:
    return re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", text)[0]  # type: ignore[index] # it may match nothing


# Plain data to YAML ---------------------------------------------------------------------------------------------------

_RESERVED_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def scalar(value: Any) -> str:
    """Write one value (text, number, true, nothing) as YAML in one line, in double quotes where it needs them."""
    if not isinstance(value, str):
        return json.dumps(value)
    bare = (
        (value[:1].isalpha() or re.fullmatch(REVISION, value))
        and value.isprintable()
        and not value.endswith((":", " "))
    )
    if bare and value.lower() not in _RESERVED_WORDS and ": " not in value and " #" not in value:
        return value
    return json.dumps(value, ensure_ascii=False)


def emit(value: Any, indent: int) -> list[str]:
    """Write plain data as lines of YAML, indented by some spaces; long texts go on in the next line."""
    pad = " " * indent
    lines: list[str] = []
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            first, *more_lines = _after_key(item, indent)
            lines += [f"{pad}{scalar(key)}:{first}", *more_lines]
    elif isinstance(value, list | tuple) and value:
        for item in value:
            if isinstance(item, Mapping | list | tuple) and item:
                first, *more_lines = emit(item, indent + 2)
                lines += [f"{pad}- {first.lstrip(' ')}", *more_lines]
            else:
                first, *more_lines = _after_key(item, indent)
                lines += [f"{pad}-{first}", *more_lines]
    else:
        lines.append(pad + _inline(value))
    return lines


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{}"
    return "[]" if isinstance(value, list | tuple) else scalar(value)


def _after_key(value: Any, indent: int, no_comment: bool = True) -> list[str]:
    """Write what stands behind a key or a “-”: the rest of its line, and the lines below.

    `no_comment` says that no comment follows in the line.
    """
    if isinstance(value, Mapping | list | tuple) and value:
        return ["", *emit(value, indent + 2)]
    short = _inline(value)
    if not no_comment or not isinstance(value, str) or len(short) + indent <= WIDTH or not _can_wrap(value):
        return [f" {short}"]
    pad = " " * (indent + 2)
    wrapped = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    if any(
        copied_text.swallowed_items(wrapped, 0, len(wrapped) - 1, "")
    ):  # a dash that begins a line looks like an item
        return [f" {short}"]
    return [" >-", *(pad + line for line in wrapped)]


def _can_wrap(value: str) -> bool:
    """Say whether a text is words with single spaces, which come back as they were from lines that are joined."""
    return value.isprintable() and " ".join(value.split()) == value


# In place -------------------------------------------------------------------------------------------------------------


class _Rewriter:
    """Collects the changes to one text, which do not overlap, and carries them out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.changes: list[_Change] = []

    def rewritten(self, wanted: Any) -> str:
        """Return the text changed to hold other data. Raises YAMLError where it holds no keys to begin with."""
        node = YAML(typ="safe", pure=True).compose(self.text)
        if not isinstance(node, MappingNode) or node.flow_style or not isinstance(wanted, dict) or not wanted:
            raise YAMLError
        self.mapping(node, wanted)
        return self.changed()

    def changed(self) -> str:
        """Return the text with the changes carried out."""
        text = self.text
        in_order = sorted(enumerate(self.changes), key=lambda change: (change[1][0], change[1][1], change[0]))
        for _, (start, end, new_text) in reversed(in_order):
            text = text[:start] + new_text + text[end:]
        return text

    def value(self, node: Node, wanted: Any, start: int, indent: int) -> None:
        """Change a value to another one. It begins behind its key's colon or its “-”, which has an indentation."""
        is_block = isinstance(node, CollectionNode) and not node.flow_style
        is_item = self.text[start - 1] == "-"
        if paths.alike(_plain(node), wanted):
            return
        if is_block and isinstance(node, MappingNode) and isinstance(wanted, dict) and wanted:
            # The first key of an item shares its line with the “-”: where it goes, the item is written anew.
            if not is_item or wanted.get(node.value[0][0].value) is not None:
                self.mapping(node, wanted)
                return
        elif isinstance(node, SequenceNode) and is_block and isinstance(wanted, list) and wanted:
            self.sequence(node, wanted)
            return
        end = max(self.end(node), start)
        rest_of_line = self.text[end : self.text.index("\n", end)]
        if is_item:
            first, *lines_below = (
                emit([wanted], indent) if not rest_of_line.strip() else ["-" + _after_key(wanted, indent, False)[0]]
            )
            first = first.lstrip(" ")[1:]
        else:
            first, *lines_below = _after_key(wanted, indent, not rest_of_line.strip())
        self.changes.append((start, end, "\n".join([first, *lines_below])))

    def mapping(self, node: MappingNode, wanted: dict[str, Any]) -> None:
        indent = node.start_mark.column
        known_keys = {key.value: (key, value) for key, value in node.value}
        for name, (key, value) in known_keys.items():
            colon = self.text.index(":", key.end_mark.index) + 1
            if wanted.get(name) is not None:
                self.value(value, wanted[name], colon, indent)
            elif _plain(value) is not None:
                end = self.line_end(max(self.end(value), colon))
                self.changes.append((self.starts[key.start_mark.line], end, ""))
        if added := {name: value for name, value in wanted.items() if name not in known_keys}:
            insert_at = self.line_end(self.end(node))
            self.changes.append((insert_at, insert_at, "\n".join(emit(added, indent)) + "\n"))

    def sequence(self, node: CollectionNode, wanted: list[Any]) -> None:
        old_items = [json.dumps(_plain(item), sort_keys=True) for item in node.value]
        new_items = [json.dumps(item, sort_keys=True) for item in wanted]
        for part in alignment.differences(old_items, new_items):
            self.exchange(node, part.start, part.end, wanted[part.other_start : part.other_end])

    def exchange(self, node: CollectionNode, begin: int, end: int, new_items: list[Any]) -> None:
        """Put new items in the place of some that lie side by side; those that are the same ones change inside."""
        indent, items = node.start_mark.column, node.value
        # An item begins where the one before it ends: the comments above it are its own.
        first_line = node.start_mark.line
        while first_line and self.text[self.starts[first_line - 1] :].lstrip(" ").startswith("#"):
            first_line -= 1
        ends = [self.starts[first_line], *(self.line_end(self.end(item)) for item in items)]
        insert_at, remaining = ends[begin], list(range(begin, end))
        for item in new_items:
            match = next((index for index in remaining if _is_same_item(items[index], item)), None)
            if match is None:
                self.changes.append((insert_at, insert_at, "\n".join(emit([item], indent)) + "\n"))
                continue
            for dropped in remaining[: remaining.index(match)]:
                self.changes.append((ends[dropped], ends[dropped + 1], ""))
            remaining = remaining[remaining.index(match) + 1 :]
            dash = self.text.rindex("-", 0, items[match].start_mark.index) + 1
            self.value(items[match], item, dash, indent)
            insert_at = ends[match + 1]
        for dropped in remaining:
            self.changes.append((ends[dropped], ends[dropped + 1], ""))

    def end(self, node: Node) -> int:
        """Return where a value ends, without the comments and the empty lines that follow it."""
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return self.block_end(node)
        if not isinstance(node, CollectionNode) or node.flow_style:
            return int(node.end_mark.index)
        last = node.value[-1]
        if isinstance(last, tuple):
            return max(self.end(last[1]), self.text.index(":", last[0].end_mark.index) + 1)
        return self.end(last)

    def block_end(self, node: ScalarNode) -> int:
        """Return where the lines of a text behind “>” or “|” end: the last one indented as the first is."""
        lines = self.text[node.start_mark.index : node.end_mark.index].split("\n")
        indents = [len(line) - len(line.lstrip(" ")) if line.strip() else None for line in lines]
        first = next((indent for indent in indents[1:] if indent is not None), 0)
        last = max((index for index in range(1, len(lines)) if (indents[index] or -1) >= first), default=0)
        return int(node.start_mark.index) + sum(len(line) + 1 for line in lines[:last]) + len(lines[last])

    def line_end(self, index: int) -> int:
        return self.text.index("\n", index) + 1


def _plain(node: Node) -> Any:
    """Return what a node holds, as this project reads YAML."""
    if isinstance(node, MappingNode):
        return {key.value: value for key, item in node.value if (value := _plain(item)) is not None}
    if not isinstance(node, ScalarNode):
        return [_plain(item) for item in node.value]
    text = copied_text.without_soft_hyphens(node.value)
    if not node.style and _may_be_no_text(text):
        return paths.plain(source.load(text.encode() or b"~", ""))
    return paths.normal(text)


def _may_be_no_text(value: str) -> bool:
    """Say whether a text without quotation marks might be read as a number, as true or false, or as nothing."""
    return value == "" or re.fullmatch(r"~|[-+.\w]{1,20}", value, re.ASCII) is not None


def _is_same_item(node: Node, new_item: Any) -> bool:
    """Say whether two items are one that changed: of one name, or at one path."""
    old_item = _plain(node)
    if not isinstance(old_item, dict) or not isinstance(new_item, dict):
        return False
    return any(old_item.get(name) == new_item[name] for name in _NAME_KEYS if new_item.get(name) is not None)
