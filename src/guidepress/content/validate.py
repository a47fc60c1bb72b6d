"""Checks one file's data against its model: gives the model, or every mistake as a plain sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import Content, slug_of
from guidepress.content.model.labels import Names
from guidepress.content.model.publisher import Publisher
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span, count_of, nearest

Location = tuple[str | int, ...]


def validate(tree: Tree, model: type[Content], file: Span) -> tuple[Content | None, list[Problem]]:
    """Check one Tree against its model. Returns the model, or None and what is wrong.

    The check is strict: a text is no number, a number no date, and “true” no 1. `file` places what is wrong with the
    file as a whole.
    """
    if tree.value is None and model in (Brand, Names, Publisher):
        return model(), []
    first = next(iter(model.model_fields))
    if tree.value is None:
        return None, [Problem(file, "This file is empty.", f"begin with “{first}: …”")]
    if not isinstance(tree.value, dict):
        return None, [Problem(tree.span, "This file does not begin with keys.", f"begin with “{first}: …”")]
    try:
        return model.model_validate_json(json.dumps(tree.plain()), strict=True), []
    except ValidationError as error:
        schema = model.model_json_schema()
        problem_by_place: dict[tuple[Span, str], Problem] = {}
        for finding in error.errors(include_url=False):
            problem = _explain(finding, tree, schema)
            if problem:
                # A value that fits no branch of a union is reported once for each branch; one sentence is enough.
                key = problem.message if finding["type"] == "missing" else ""
                problem_by_place.setdefault((problem.span, key), problem)
        return None, list(problem_by_place.values())


# From pydantic's findings to plain sentences --------------------------------------------------------------------------

_NUMBER_OR_TEXT = "A number or a text is needed here"
_KEYS = "Keys with values are needed here"
_DATE = "A date such as 2026-11-23 is needed here"
_NEEDED = {
    "string_type": "Text is needed here",
    "int_type": "A whole number is needed here",
    "float_type": "A number is needed here",
    "tuple_type": "A list is needed here",
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "date_type": _DATE,
    "date_parsing": _DATE,
}

_BOUNDS = {
    "greater_than": "more than",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "less_than_equal": "at most",
}

_TYPE = re.compile(r"int|float|function-.*")  # what pydantic calls the branches of “a number or a text”


def _explain(finding: Mapping[str, Any], tree: Tree, schema: Mapping[str, Any]) -> Problem | None:
    """Turn one of pydantic's errors into a plain sentence; None where it only repeats another."""
    kind, path, context = finding["type"], finding["loc"], finding.get("ctx", {})
    location = _without_tags(tree, path)
    node, parent = tree.find(location), tree.find(location[:-1])
    if kind == "missing":
        if isinstance(location[-1], int):
            return Problem(parent.span, f"This list needs {count_of(location[-1] + 1, 'item')}.")
        return Problem(parent.span, f"The key “{location[-1]}” is missing here.", _field_description(schema, path))
    if kind == "extra_forbidden":
        key = str(location[-1])
        known = _schema_at(schema, path[:-1]).get("properties", {})
        return Problem(parent.keys[key], f"The key “{key}” is not known here.", nearest(key, known))
    if kind == "union_tag_not_found":
        return Problem(node.span, "The key “kind” is missing here.", f"allowed: {', '.join(_kinds(schema, path))}")
    if kind == "union_tag_invalid":
        node = node.value["kind"]
        if node.value in (None, ""):
            return _empty_value(node, required=True)
        return Problem(
            node.span, f"{_show_kind(node, True)} is not a kind of section.", _nearest(node, _kinds(schema, path))
        )
    if kind in ("too_short", "too_long"):
        return _wrong_length(node, kind, context)
    if path[-1:] == ("[key]",):
        key = str(path[-2])
        return Problem(tree.find(path[:-2]).keys[key], finding["msg"], _slug_hint(key))
    if node.value is None or (isinstance(node.value, str) and not node.value.strip()):
        return _empty_value(node, location[-1] in _schema_at(schema, path[:-1]).get("required", ()))
    if kind in ("enum", "literal_error"):
        allowed = re.findall(r"'([^']*)'", context["expected"])
        return Problem(node.span, f"{_show_kind(node, True)} is not allowed here.", _nearest(node, allowed))
    if kind in _BOUNDS:
        return Problem(node.span, f"This number must be {_BOUNDS[kind]} {next(iter(context.values())):g}.")
    if kind == "string_pattern_mismatch":
        return Problem(node.span, f"“{_show(node)}” is not written as it must be.", _field_description(schema, path))
    if kind in _NEEDED:
        either = isinstance(path[-1], str) and path[-1] != location[-1]
        hint = _type_hint("string_type" if either else kind, node, _schema_at(schema, path))
        return Problem(node.span, f"{_NUMBER_OR_TEXT if either else _NEEDED[kind]}, not {_show_kind(node)}.", hint)
    if kind == "no_fact_name":
        counted = f" that is counted in {context['unit']}" if context["unit"] else ""
        unit = f" with “unit: {context['unit']}”" if context["unit"] else ""
        sentence = f"“{location[-1]}” takes the name of a fact{counted}, not {_show_kind(node)}."
        return Problem(node.span, sentence, f"write the figure into content/roles as a fact{unit}, and its name here")
    hints = {
        "bad_slug": _slug_hint(_show(node)),
        "bad_address": _address_hint(node),
        "long_text": "shorten it, or write it as several",
        "long_file": "shorten it",
        "bad_link": "a link is written “[words](https://…)”",
        "bad_language": "words of a language are written “[words]{lang=de}”; “de” is German, “es” Spanish",
    }
    return Problem(node.span, f"{finding['msg'].rstrip('.')}.", context.get("hint") or hints.get(kind, ""))


def _without_tags(tree: Tree, path: Location) -> Location:
    """Drop from pydantic's path what is no step in the file: a section's kind behind its index, a type behind a key."""
    location: list[str | int] = []
    for index, step in enumerate(path):
        parent = tree.find(location)
        kind = parent.value.get("kind") if isinstance(parent.value, dict) else None
        if kind and kind.value == step and isinstance(path[index - 1], int):
            continue
        no_key = not isinstance(parent.value, dict) or (step not in parent.value and _TYPE.fullmatch(str(step)))
        if isinstance(step, str) and step != "[key]" and no_key:
            continue
        location.append(step)
    return tuple(location)


def _empty_value(node: Tree, required: bool) -> Problem:
    return Problem(node.span, "Nothing stands here.", "write a value" if required else "write a value, or delete it")


def _wrong_length(node: Tree, kind: str, context: Mapping[str, Any]) -> Problem | None:
    """Count the items as they stand in the file: pydantic counts only those that are right."""
    limit = context["min_length"] if kind == "too_short" else context["max_length"]
    if kind == "too_short" and len(node.value) >= limit:
        return None
    items = count_of(limit, "item")
    return Problem(node.span, f"This list {'needs at least' if kind == 'too_short' else 'takes at most'} {items}.")


def _type_hint(kind: str, node: Tree, field_schema: Mapping[str, Any]) -> str:
    is_text = isinstance(node.value, str)
    if kind in ("string_type", "int_type", "float_type"):
        if isinstance(node.value, dict):
            return "a colon and a space make a key: put a text that holds one in double quotes"
        if isinstance(node.value, list):
            return "write it without “-” and without brackets"
        if kind == "string_type":
            return "put it in double quotes"
        return "write it without quotation marks" if is_text and re.fullmatch(r"[-+.0-9]+", node.value) else ""
    if kind == "tuple_type":
        if is_text and node.value.startswith("-"):
            return "put a space behind each “-”"
        return "write each item on a line of its own that begins with “- ”"
    if "discriminator" in field_schema:
        return "begin with “id: …”"
    if field_schema.get("properties"):
        return f"allowed here: {', '.join(field_schema['properties'])}"
    return ""


def _slug_hint(value: str) -> str:
    slug = slug_of(value)
    return f"write “{slug}”" if slug else ""


def _address_hint(node: Tree) -> str:
    written = str(node.written)
    if re.match(r"https?://\S+\s\S", written) and "." in written.split()[0]:
        return "in an address, a space is written “%20”; words beside it go elsewhere"
    if re.match(r"https?://[^/?#\s]*@", written):
        return "whoever reads the guide would see the name and the password: leave them out"
    return "a web address begins with “https://”"


def _nearest(node: Tree, allowed: Sequence[str]) -> str:
    return nearest(_show(node), allowed)


def _kinds(schema: Mapping[str, Any], path: Location) -> list[str]:
    return list(_schema_at(schema, path)["discriminator"]["mapping"])


def _show(tree: Tree) -> str:
    value = tree.written
    return value if len(value) <= 40 else f"{value[:39]}…"


def _show_kind(tree: Tree, beginning: bool = False) -> str:
    if isinstance(tree.value, dict):
        words = "a group of keys"
    elif isinstance(tree.value, list):
        words = "a list"
    elif isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
        words = f"the number {_show(tree)}"
    else:
        return f"“{_show(tree)}”"
    return words[:1].upper() + words[1:] if beginning else words


def _field_description(schema: Mapping[str, Any], path: Location) -> str:
    """Return the schema's own words on a field."""
    parent = _schema_at(schema, path[:-1])
    about: str = parent.get("properties", {}).get(path[-1], {}).get("description", "")
    first_letter = about[:1].lower() if about[1:2].islower() or about[1:2] == " " else about[:1]
    return f"{path[-1]}: {first_letter}{about[1:]}" if about else ""


def _schema_at(schema: Mapping[str, Any], path: Location) -> Mapping[str, Any]:
    """Walk a JSON Schema along pydantic's path; a union's tag is a step that takes the branch with that tag."""

    def resolve(node: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" in node:
            return resolve(schema["$defs"][node["$ref"].rpartition("/")[2]])
        branches = [resolve(branch) for branch in node.get("anyOf", ()) if branch.get("type") != "null"]
        return branches[0] if len(branches) == 1 else node

    node = resolve(schema)
    for step in path:
        if "discriminator" in node:
            node = resolve({"$ref": node["discriminator"]["mapping"].get(step, "")})
        elif isinstance(step, int):
            node = resolve(node.get("items", {}))
        else:
            named = node.get("properties", {}).get(step)
            node = resolve(named or next(iter(node.get("patternProperties", {}).values()), {}))
    return node
