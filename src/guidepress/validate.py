"""One Tree against its model: the model, or everything that is wrong with it in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from guidepress import schema
from guidepress.errors import Problem, Span, nearest
from guidepress.schema import Content, Publisher
from guidepress.source import Tree


def validate(tree: Tree, model: type[Content], file: Span) -> tuple[Content | None, list[Problem]]:
    """Check one Tree against its model. Returns the model, or None and what is wrong."""
    if tree.value is None and model is Publisher:
        return Publisher(), []
    if not isinstance(tree.value, dict):
        what = "is empty" if tree.value is None else "does not begin with keys"
        first = next(iter(model.model_fields))
        return None, [Problem(file, f"This file {what}.", f"begin with “{first}: …”")]
    try:
        return model.model_validate(tree.plain()), []
    except ValidationError as error:
        by_place: dict[tuple[Span, str], Problem] = {}
        for item in error.errors(include_url=False):
            problem = _explain(item, tree, model)
            # A value that fits no branch of a union is reported once for each branch; one sentence is enough.
            by_place.setdefault((problem.span, problem.message if item["type"] == "missing" else ""), problem)
        return None, list(by_place.values())


# From pydantic's findings to plain sentences --------------------------------------------------------------------------

_NEEDED = {
    "string_type": "Text is needed here",
    "int_type": "A whole number is needed here",
    "float_type": "A number is needed here",
    "bool_type": "“true” or “false” is needed here",
    "tuple_type": "A list is needed here: lines that begin with “-”",
    "dict_type": "Keys with values are needed here",
    "model_type": "Keys with values are needed here",
    "model_attributes_type": "Keys with values are needed here",
    "date_type": "A date such as 2026-11-23 is needed here",
    "date_from_datetime_parsing": "A date such as 2026-11-23 is needed here",
    "date_parsing": "A date such as 2026-11-23 is needed here",
    "date_from_datetime_inexact": "A date such as 2026-11-23 is needed here",
}


def _explain(item: Mapping[str, Any], tree: Tree, model: type[Content]) -> Problem:
    kind, location = item["type"], item["loc"]
    here = tree.find(location)
    if kind == "missing":
        return Problem(
            tree.find(location[:-1]).span, f"The key “{location[-1]}” is missing here.", _about(model, location)
        )
    if kind == "extra_forbidden":
        holder = tree.find(location[:-1])
        key = str(location[-1])
        hint = nearest(key, _keys(model, location[:-1]))
        return Problem(holder.keys.get(key, holder.span), f"The key “{key}” is not known here.", hint)
    if kind == "union_tag_not_found":
        return Problem(here.span, "The key “kind” is missing here.", f"allowed: {_kinds(item)}")
    if kind == "union_tag_invalid":
        tag = here.value["kind"]
        allowed = _kinds(item).split(", ")
        return Problem(tag.span, f"“{tag.value}” is not a kind of section.", nearest(str(tag.value), allowed))
    if kind in ("enum", "literal_error"):
        allowed = [word.strip(" '") for word in item["ctx"]["expected"].replace(" or ", ",").split(",")]
        return Problem(here.span, f"“{_show(here)}” is not allowed here.", nearest(_show(here), allowed))
    if kind == "too_short":
        need = item["ctx"]["min_length"]
        return Problem(here.span, f"This list needs at least {need} item{'s' if need > 1 else ''}.")
    if kind in ("string_too_short", "empty_text") or here.value is None:
        return Problem(here.span, "Nothing stands here.", "write a value, or take the whole line out")
    if kind == "string_pattern_mismatch":
        return Problem(here.span, f"“{_show(here)}” is not written as it must be.", _about(model, location))
    if kind in _NEEDED:
        hint = "put it in quotation marks" if kind == "string_type" and not isinstance(here.value, dict | list) else ""
        return Problem(here.span, f"{_NEEDED[kind]}, not {_show_kind(here)}.", hint)
    return Problem(here.span, f"{item['msg'].rstrip('.')}.")


def _kinds(item: Mapping[str, Any]) -> str:
    expected = item.get("ctx", {}).get("expected_tags")
    if expected:
        return ", ".join(word.strip(" '") for word in str(expected).split(","))
    return ", ".join(tag for branch in schema.SECTIONS for tag in schema.tags(branch))


def _show(tree: Tree) -> str:
    value = str(tree.value)
    return value if len(value) <= 40 else f"{value[:39]}…"


def _show_kind(tree: Tree) -> str:
    if isinstance(tree.value, dict):
        return "keys with values"
    if isinstance(tree.value, list):
        return "a list"
    if isinstance(tree.value, bool):
        return f"“{str(tree.value).lower()}”"
    return f"“{_show(tree)}”" if isinstance(tree.value, str) else f"the number {tree.value}"


def _about(model: type[Content], location: Sequence[str | int]) -> str:
    """Return the schema's own words on a field."""
    parent = _schema_at(model.model_json_schema(), location[:-1])
    about: str = parent.get("properties", {}).get(location[-1], {}).get("description", "")
    return f"{location[-1]}: {about[:1].lower()}{about[1:]}" if about else ""


def _keys(model: type[Content], location: Sequence[str | int]) -> list[str]:
    return list(_schema_at(model.model_json_schema(), location).get("properties", {}))


def _schema_at(root: Mapping[str, Any], location: Sequence[str | int]) -> Mapping[str, Any]:
    """Walk a JSON Schema along an error's location; a union's tag is a step that takes the branch with that tag."""

    def resolve(node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]]
        return node

    node = resolve(root)
    for step in location:
        if "anyOf" in node:
            node = next((resolve(one) for one in node["anyOf"] if resolve(one).get("type") != "null"), {})
        if "discriminator" in node:
            node = resolve({"$ref": node["discriminator"]["mapping"].get(step, "")}) if step else node
        elif isinstance(step, int):
            node = resolve(node.get("items", {}))
        else:
            node = resolve(node.get("properties", {}).get(step) or node.get("additionalProperties") or {})
    return node
