"""The JSON Schemas that editors use: fresh, pointed to by every file, and of one mind with the check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guidepress import project
from guidepress.compose.themes import theme
from guidepress.content import source
from guidepress.content.model import guides, leaves
from guidepress.content.validate import validate
from guidepress.errors import Span
from helpers.checkout import ROOT

FOLDER = ROOT / "content/schema"
FILES = {**project.find(ROOT).kinds(), ROOT / "templates/themes/clinic/theme.yaml": "theme"}


def made(kind: str) -> dict[str, Any]:
    return dict(json.loads(theme.json_schema(kind)))


def test_the_committed_schemas_are_fresh() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{kind}.json" for kind in theme.FILES}
    for kind in theme.FILES:
        assert (FOLDER / f"{kind}.json").read_text(encoding="utf-8") == theme.json_schema(kind)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_of_every_file_points_to_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n")[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, first
    assert (path.parent / match[1]).resolve() == FOLDER / f"{FILES[path]}.json"


def findings(value: Any, node: Any, root: Any, place: str = "") -> Iterator[str]:
    """What a value has against a JSON Schema, for the keywords that ours use; an unknown keyword is an error."""
    known = {"$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "default", "description"}
    known |= {
        "discriminator",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
    }
    known |= {
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "patternProperties",
        "prefixItems",
        "properties",
        "propertyNames",
        "required",
        "title",
        "type",
    }
    assert set(node) <= known, set(node) - known
    if "$ref" in node:
        yield from findings(value, root["$defs"][node["$ref"].rpartition("/")[2]], root, place)
    for branches in (node.get("anyOf"), node.get("oneOf")):
        if branches:
            each = [list(findings(value, branch, root, place)) for branch in branches]
            if all(each):
                yield f"{place}: no branch" if len(each) > 1 else each[0][0]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float, "null": type(None)}
    kinds["boolean"] = bool
    odd = isinstance(value, bool) and node.get("type") != "boolean"
    if "type" in node and (not isinstance(value, kinds[node["type"]]) or odd):
        yield f"{place}: not {node['type']}"
        return
    if "enum" in node and value not in node["enum"]:
        yield f"{place}: not one of {node['enum']}"
    if "const" in node and value != node["const"]:
        yield f"{place}: not {node['const']}"
    if isinstance(value, int | float):
        inside = node.get("minimum", value) <= value <= node.get("maximum", value)
        if not inside or not node.get("exclusiveMinimum", value - 1) < value < node.get("exclusiveMaximum", value + 1):
            yield f"{place}: out of bounds"
    if isinstance(value, str):
        if len(value) < node.get("minLength", 0):
            yield f"{place}: too short"
        if len(value) > node.get("maxLength", len(value)):
            yield f"{place}: too long"
        if "pattern" in node and not re.search(node["pattern"], value):
            yield f"{place}: pattern"
        if node.get("format") == "date" and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            yield f"{place}: no date"
    if isinstance(value, list):
        if not node.get("minItems", 0) <= len(value) <= node.get("maxItems", 10**9):
            yield f"{place}: length"
        for index, item in enumerate(value):
            inner = node.get("prefixItems", [])[index : index + 1] or [node.get("items", {})]
            yield from findings(item, inner[0], root, f"{place}/{index}")
    if isinstance(value, dict):
        for key in node.get("required", ()):
            if key not in value:
                yield f"{place}: {key} missing"
        for key, item in value.items():
            yield from findings(key, node.get("propertyNames", {}), root, f"{place}/{key}")
            named = [each for pattern, each in node.get("patternProperties", {}).items() if re.search(pattern, key)]
            inner = node.get("properties", {}).get(key, (named or [node.get("additionalProperties", True)])[0])
            if inner is False:
                yield f"{place}: {key} unknown"
            elif inner is not True:
                yield from findings(item, inner, root, f"{place}/{key}")


def both(text: str, kind: str) -> tuple[bool, bool]:
    """Whether the JSON Schema and the check take a text."""
    tree = source.load(text.encode(), "f")
    _, problems = validate(tree, theme.FILES[kind], Span("f"))
    root = made(kind)
    return not list(findings(tree.plain(), root, root)), not problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_accepts_the_real_content(path: Path) -> None:
    root = made(FILES[path])
    assert list(findings(source.load(path.read_bytes(), path.name).plain(), root, root)) == []


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("guides/technician.yaml", "introduction:", "introdction:"),
        ("guides/technician.yaml", "title: Technician Career Pathway\n", ""),
        ("guides/technician.yaml", "title: Technician Career Pathway", "title: 7"),
        ("guides/technician.yaml", "title: Technician Career Pathway", "title: true"),
        ("guides/technician.yaml", "title: Technician Career Pathway", 'title: ""'),
        ("guides/technician.yaml", "title: Technician Career Pathway", "title:"),
        ("guides/technician.yaml", 'edition: "2026.1"', "edition: 2026.1"),
        ("guides/technician.yaml", 'edition: "2026.1"', "edition: spring"),
        ("guides/technician.yaml", "date: 2026-11-23", "date: 20261123"),
        ("guides/technician.yaml", "date: 2026-11-23", "date: tomorrow"),
        ("guides/technician.yaml", "panel: flap", "panel: cover"),
        ("guides/technician.yaml", "kind: checklist", "kind: list"),
        ("guides/technician.yaml", "    kind: checklist\n", ""),
        ("guides/technician.yaml", "id: outlook", "id: Outlook"),
        ("guides/technician.yaml", "    points:\n      - Strong", "    paragraphs:\n      - Strong"),
        ("roles/sonographer.yaml", "value: 96590", "value: [96590]"),
        ("roles/sonographer.yaml", "unit: percent", "unit: per cent"),
        ("roles/sonographer.yaml", "grade: A-", "grade: D"),
        ("roles/sonographer.yaml", "motif: ultrasound", "motif: guitar"),
        ("labels/en-US.yaml", "growth: Job growth\n", ""),
        ("publisher.yaml", "name:", "nam:"),
        ("publisher.yaml", "logo:", "logo: logo.png"),
    ],
)
def test_what_the_check_refuses_the_schema_refuses(file: str, before: str, after: str) -> None:
    text = (ROOT / "content" / file).read_text(encoding="utf-8")
    kind = next(kind for path, kind in FILES.items() if path == ROOT / "content" / file)
    assert both(text, kind) == (True, True)
    assert before in text
    assert both(text.replace(before, after, 1), kind) == (False, False)


def test_every_key_is_described_in_words_that_a_person_can_use() -> None:
    seen = 0
    for kind in theme.FILES:
        root = made(kind)
        assert root["additionalProperties"] is False
        for node in [root, *root.get("$defs", {}).values()]:
            for key, about in node.get("properties", {}).items():
                if key != "kind":
                    assert about.get("description", "").endswith((".", "…")), (kind, key)
                    seen += 1
    assert seen > 80


def test_leaves_are_named_by_id_and_by_index() -> None:
    tree = source.load((ROOT / "content/guides/technician.yaml").read_bytes(), "f")
    guide, _ = validate(tree, guides.Guide, Span("f"))
    found = {leaf.path: leaf for leaf in leaves.walk(guide)}
    assert found["sections.careers.roles.sonographer.points.0"].text == "Training in diagnostic medical sonography"
    assert found["sections.careers.roles.sonographer.points.0"].location == ("sections", 1, "roles", 2, "points", 0)
    assert found["sections.next.contacts.items.0.about"].location == ("sections", 5, "contacts", "items", 0, "about")
    assert next(iter(found)) == "title"
