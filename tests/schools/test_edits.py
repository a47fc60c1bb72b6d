"""Edits: what differs between two contents of a guide, and edits of edits."""

from __future__ import annotations

import copy
import typing
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidepress.content import paths
from guidepress.content.model import leaves, sections
from guidepress.content.model.fields import Content
from guidepress.errors import Span
from guidepress.schools.edits import Edit, collapse, diff
from helpers.editing import GUIDES, dice, edited

BASE = "2026.1-00000000"
SONOGRAPHER = paths.plain(GUIDES["sonographer"])


def edit(path: str, was: Any, to: Any, base: str = BASE) -> Edit:
    return Edit(base, path, paths.grow(was, Span("")), paths.grow(to, Span("")))


def told(edits: list[Edit]) -> list[tuple[str, Any, Any]]:
    return [each.plain()[1:] for each in edits]


def section(plain: Any, name: str) -> Any:
    return next(each for each in plain["sections"] if each["id"] == name)


def test_the_same_content_has_no_edits_however_it_is_set_out() -> None:
    other = copy.deepcopy(SONOGRAPHER) | {"credit": None}
    other["title"] = "  Diagnostic Medical\n  Sonographer "
    assert diff(SONOGRAPHER, other, BASE) == []


def test_a_text_is_one_edit_and_a_list_without_names_is_one() -> None:
    other = copy.deepcopy(SONOGRAPHER)
    other["title"] = "Sonographer"
    work = section(other, "work")
    del work["lead"]
    work["points"][1] = "Make images"
    section(other, "next")["steps"]["items"].pop()
    found = told(diff(SONOGRAPHER, other, BASE))
    points = section(SONOGRAPHER, "work")["points"]
    assert [path for path, _, _ in found] == [
        "title",
        "sections.work.lead",
        "sections.work.points",
        "sections.next.steps.items",
    ]
    assert found[0][1:] == ("Diagnostic Medical Sonographer", "Sonographer")
    assert found[1][2] is None
    assert found[2][1:] == (points, [points[0], "Make images", *points[2:]])


def test_items_with_names_are_compared_by_name_in_the_order_of_the_page() -> None:
    other = copy.deepcopy(SONOGRAPHER)
    section(other, "quick-facts")["facts"][0]["note"] = "Ask us"
    alumni = {"id": "alumni", "kind": "text", "title": "Our alumni", "paragraphs": ["They are many."]}
    other["sections"] = [each for each in other["sections"] if each["id"] != "day"]
    other["sections"].insert(2, alumni)
    names = [each["id"] for each in SONOGRAPHER["sections"]]
    after = ["quick-facts", "work", "alumni", *names[3:]]
    assert told(diff(SONOGRAPHER, other, BASE)) == [
        (
            "sections.quick-facts.facts.pay-median.note",
            "New graduates usually start lower",
            "Ask us",
        ),
        ("sections.day", section(SONOGRAPHER, "day"), None),
        ("sections.alumni", None, alumni),
        ("sections", names, after),
    ]


def test_a_section_of_another_kind_is_told_field_by_field() -> None:
    other = copy.deepcopy(SONOGRAPHER)
    work = section(other, "work")
    points = work.pop("points")
    work |= {"kind": "text", "paragraphs": ["All of it."]}
    assert told(diff(SONOGRAPHER, other, BASE)) == [
        ("sections.work.kind", "points", "text"),
        ("sections.work.points", points, None),
        ("sections.work.paragraphs", None, ["All of it."]),
    ]


def test_true_is_no_number_and_a_text_no_number() -> None:
    assert [each.path for each in diff({"a": 1, "b": 1}, {"a": True, "b": "1"}, BASE)] == ["a", "b"]


def test_the_lists_whose_items_have_names_are_those_of_the_models() -> None:
    def named(annotation: Any) -> bool:
        parts = [annotation, *typing.get_args(annotation)]
        models = [each for each in parts if isinstance(each, type) and issubclass(each, Content)]
        return any(set(leaves.NAMES) & set(each.model_fields) for each in models)

    found = {"sections"}
    for model in typing.get_args(typing.get_args(sections.Section)[0]):
        for name, info in model.model_fields.items():
            if typing.get_origin(info.annotation) is tuple and named(info.annotation):
                found.add(name)
    assert found == paths.LISTS


@pytest.mark.parametrize(
    ("edits", "left"),
    [
        ([edit("title", "a", "b"), edit("title", "b", "c")], [("title", "a", "c")]),
        ([edit("title", "a", "b"), edit("title", "b", "a")], []),
        ([edit("title", "a", "b"), edit("title", "x", "c")], [("title", "x", "c")]),
        ([edit("title", "a", "b"), edit("credit", None, "c")], [("title", "a", "b"), ("credit", None, "c")]),
        # inside something that was added
        (
            [edit("sections.x", None, {"id": "x", "title": "a"}), edit("sections.x.title", "a", "b")],
            [("sections.x", None, {"id": "x", "title": "b"})],
        ),
        # inside something that went later: what went is what the guide had
        (
            [edit("sections.x.title", "a", "b"), edit("sections.x", {"id": "x", "title": "b"}, None)],
            [("sections.x", {"id": "x", "title": "a"}, None)],
        ),
        # a section that came and went
        ([edit("sections.x", None, {"id": "x"}), edit("sections.x", {"id": "x"}, None)], []),
        # the order inside something that was added
        (
            [
                edit("sections.x", None, {"id": "x", "facts": [{"fact": "a"}, {"fact": "b"}]}),
                edit("sections.x.facts", ["a", "b"], ["b", "a"]),
            ],
            [("sections.x", None, {"id": "x", "facts": [{"fact": "b"}, {"fact": "a"}]})],
        ),
        # lists that do not go on from one another both hold
        (
            [edit("sections.x.points", ["a"], ["a", "b"]), edit("sections.x.points", ["c"], ["c", "d"])],
            [("sections.x.points", ["a"], ["a", "b"]), ("sections.x.points", ["c"], ["c", "d"])],
        ),
    ],
)
def test_edits_of_edits_collapse(edits: list[Edit], left: list[tuple[str, Any, Any]]) -> None:
    assert told(collapse(edits)) == left


def test_a_collapsed_edit_keeps_the_first_base_unless_the_first_is_void() -> None:
    goes_on = collapse([edit("title", "a", "b", "2026.1-00000001"), edit("title", "b", "c", "2027.1-00000002")])
    void = collapse([edit("title", "a", "b", "2026.1-00000001"), edit("title", "x", "c", "2027.1-00000002")])
    assert [each.base for each in (*goes_on, *void)] == ["2026.1-00000001", "2027.1-00000002"]


@example(257, "quality-assurance-specialist")  # an order inside a section that is taken out, of an item that came
@settings(max_examples=60)
@given(st.integers(0, 2**32), st.sampled_from(sorted(GUIDES)))
def test_collapsing_twice_changes_nothing_more(seed: int, name: str) -> None:
    rng = dice(seed)
    plain = paths.plain(GUIDES[name])
    first = edited(plain, rng, 6)
    second = edited(first, rng, 6)
    once = collapse([*diff(plain, first, BASE), *diff(first, second, BASE)])
    assert collapse(once) == once
