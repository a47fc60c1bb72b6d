"""A base goes in; whether what it says was shown agrees with the content it was made from comes out.

A base travels in a file that anybody may have changed. Everything that brings an edited handout home builds on it, so
it is looked at before anything is compared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guidepress.content import paths
from guidepress.content.model import kinds
from guidepress.content.model.guides import Guide
from guidepress.roundtrip.recovery.targets import PUBLISHER, Target, find
from guidepress.word.base import Base

_TO_BE_FILLED_IN = (f"{PUBLISHER}.name", f"{PUBLISHER}.contact.0")
"""The places that a handout shows before its content has anything for them."""


def is_sound(base: Base) -> bool:
    """Take a base; say whether its passages can have been made from its content.

    Every mark must lead to a text of the content. Every text of a section must be shown, and only once, under the
    heading of that section. The items of each list must be shown in their order, each row of a table from one item.
    """
    content = {**base.content, PUBLISHER: base.publisher}
    shown = [mark.name for passage in base.passages for mark in passage.marks]
    if not all(_leads_to_a_text(content, path) for path in shown):
        return False
    own = [path for path in shown if path.startswith(("sections.", f"{PUBLISHER}.contact."))]
    if len(own) > len(set(own)):
        return False
    if not set(_texts(base.content)) <= set(shown) | set(_said_otherwise(base.content)):
        return False
    targets = find(base)
    return _headings_are_in_place(base, targets) and _lists_are_in_order(base, targets)


def _leads_to_a_text(content: Mapping[str, Any], path: str) -> bool:
    """Say whether a mark leads to a text; marks of facts, names of roles and labels lead out of the guide."""
    first = path.split(".")[0]
    if first not in Guide.model_fields and first != PUBLISHER:
        return True
    try:
        return not isinstance(paths.get(content, path), Mapping | list)
    except KeyError:
        return path in _TO_BE_FILLED_IN


def _texts(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield the content paths of what the lists and headings of sections say, as far as a handout shows it."""
    for section in content["sections"]:
        prefix = f"sections.{section['id']}"
        yield f"{prefix}.title"
        items = kinds.kind(section["kind"]).items
        for number, item in enumerate(section[items] if items else ()):
            if isinstance(item, str):
                yield f"{prefix}.{items}.{number}"


def _said_otherwise(content: Mapping[str, Any]) -> Iterator[str]:
    for holder in (content, *content["sections"]):
        yield from (piece["of"] for piece in holder.get("replaced", ()))


def _headings_are_in_place(base: Base, targets: Sequence[Target]) -> bool:
    """Say whether each section has one heading at most, and its texts stand under that where it has one."""
    sections = {section["id"] for section in base.content["sections"]}
    headed: set[str] = set()
    left_out = set(_said_otherwise(base.content))  # a school may have taken a heading out
    for passage, target in zip(base.passages, targets, strict=True):
        if passage.look == "h2" and target.region in sections:
            if target.region in headed:
                return False
            headed.add(target.region)
        named = {mark.name.split(".")[1] for mark in passage.marks if mark.name.startswith("sections.")}
        without_heading = {section for section in named if f"sections.{section}.title" in left_out}
        if named - without_heading - {target.region}:
            return False
    return True


def _lists_are_in_order(base: Base, targets: Sequence[Target]) -> bool:
    """Say whether the items of each list are all shown, in their order, and no two items share a row of a table."""
    content = {**base.content, PUBLISHER: base.publisher}
    last_index: dict[str, int] = {}
    places: set[tuple[int, int, int]] = set()
    list_paths: set[str] = set()
    paths_outside_lists: set[str] = set()
    for passage, target in zip(base.passages, targets, strict=True):
        if passage.place:
            if passage.place in places:
                return False
            places.add(passage.place)
        if not target.list:
            paths_outside_lists |= {mark.name for mark in target.leaves} if target.kind == "text" else set()
            continue
        try:
            item = paths.get(content, target.list)[target.index]
            if target.kind in ("entry", "row", "head") and not isinstance(item, Mapping):
                return False  # a text of a list has no fields
            name = paths.item_name(item) or str(target.index)
        except (KeyError, IndexError):
            if target.list != f"{PUBLISHER}.contact":
                return False
            name = str(target.index)
        prefix = f"{target.list}.{name}"
        if not all(f"{mark.name}.".startswith(f"{prefix}.") for mark in target.leaves):
            return False
        previous = last_index.get(target.list, -1)
        passed_over = target.list.startswith(f"{PUBLISHER}.")  # programs that are for other guides are not shown
        if target.index < previous or (target.index > previous + 1 and not passed_over):
            return False
        last_index[target.list] = target.index
        list_paths.add(target.list)
    return not any(path.startswith(f"{list_path}.") for path in paths_outside_lists for list_path in list_paths)
