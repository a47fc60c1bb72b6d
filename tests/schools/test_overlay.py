"""One Tree over another: what merges by key, what by name, what is replaced, and where each value says it stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress.content import source
from guidepress.content.source import Tree
from guidepress.schools import overlay

GUIDE = """title: Sonographer
credit: Nobody
sections:
  - id: day
    kind: rows
    title: A typical day
    rows: [{term: First, text: Probes}, {term: Last, text: Cleaning}]
  - id: skills
    kind: checklist
    title: Skills
    points: [Stamina, Patience]
  - id: match
    kind: match
    lines: [{role: a, text: One}, {role: b, text: Two}]
"""


def tree(text: str, file: str) -> Tree:
    return source.load(text.encode(), file)


def merged(over: str) -> tuple[Any, list[str]]:
    """What comes of a guide with this over it, as plain data, and what is wrong with it."""
    made, problems = overlay.merge(tree(GUIDE, "guide"), tree(over, "school"))
    assert all(problem.span.file == "school" for problem in problems)
    return made.plain(), [f"{problem.span.line}:{problem.span.column} {problem.message}" for problem in problems]


def ids(made: Any) -> list[str]:
    return [section["id"] for section in made["sections"]]


def test_keys_merge_and_everything_else_stays() -> None:
    made, problems = merged("title: Ultrasound\n")
    assert problems == []
    assert made == tree(GUIDE, "guide").plain() | {"title": "Ultrasound"}


@pytest.mark.parametrize(
    "over", ["sections: [{id: skills, title: Yours}]\n", "sections:\n  skills:\n    title: Yours\n"]
)
def test_a_section_is_named_by_its_id_in_a_list_or_by_a_key(over: str) -> None:
    made, problems = merged(over)
    assert problems == []
    assert ids(made) == ["day", "skills", "match"]
    assert made["sections"][1] == {
        "id": "skills", "kind": "checklist", "title": "Yours", "points": ["Stamina", "Patience"],
    }  # fmt: skip


def test_lists_of_texts_and_of_items_without_names_are_replaced_whole() -> None:
    made, problems = merged("sections: {skills: {points: [Care]}, day: {rows: [{term: Noon, text: Lunch}]}}\n")
    assert problems == []
    assert made["sections"][1]["points"] == ["Care"]
    assert made["sections"][0]["rows"] == [{"term": "Noon", "text": "Lunch"}]


def test_items_deep_inside_merge_by_their_role() -> None:
    made, problems = merged("sections: [{id: match, lines: [{role: b, text: Zwei}]}]\n")
    assert problems == []
    assert made["sections"][2]["lines"] == [{"role": "a", "text": "One"}, {"role": "b", "text": "Zwei"}]


def test_null_takes_out_a_key_or_a_named_item() -> None:
    made, problems = merged("credit: null\nsections: {day: null}\n")
    assert problems == []
    assert "credit" not in made
    assert ids(made) == ["skills", "match"]


def test_a_new_section_stands_at_the_end_or_after_another() -> None:
    made, problems = merged(
        "sections:\n  - {id: clubs, kind: text, title: Clubs, paragraphs: [Join.]}\n"
        "  - {id: visit, kind: text, title: Visit, paragraphs: [Come.], after: day}\n"
    )
    assert problems == []
    assert ids(made) == ["day", "visit", "skills", "match", "clubs"]
    assert "after" not in made["sections"][1]


def test_a_section_can_be_moved_and_changed_at_once() -> None:
    made, problems = merged("sections: {day: {after: skills, title: Your day}}\n")
    assert problems == []
    assert ids(made) == ["skills", "day", "match"]
    assert made["sections"][1]["title"] == "Your day"


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ("sections: [{id: skils, title: Yours}]\n", "1:17 There is no “skils” here to change."),
        ("sections:\n  skils: null\n", "2:3 There is no “skils” here to change."),
        ("sections: {skills: Yours}\n", "1:20 Keys with values are needed here, not “Yours”."),
        ("sections: [{title: Yours}]\n", "1:12 This item has no “id”, so it does not say which one it changes."),
        ("sections: [{id: day}, {id: day}]\n", "1:28 “day” stands twice in this list."),
        ("sections: {day: {after: dai}}\n", "1:25 There is no other “dai” here to stand after."),
        ("sections: {day: {after: day}}\n", "1:25 There is no other “day” here to stand after."),
        ("licence: null\n", "1:1 There is no “licence” here that could be taken out."),
    ],
)
def test_what_cannot_be_merged_is_told_where_it_stands(over: str, told: str) -> None:
    made, problems = merged(over)
    assert problems == [told]
    assert ids(made) == ["day", "skills", "match"]


def test_a_misspelt_section_gets_a_suggestion() -> None:
    _, problems = overlay.merge(tree(GUIDE, "guide"), tree("sections: {skils: {title: Yours}}\n", "school"))
    assert problems[0].hint == "did you mean “skills”?"


def test_every_value_keeps_the_place_it_came_from() -> None:
    over = "sections:\n  - id: skills\n    title: Yours\n"
    made, _ = overlay.merge(tree(GUIDE, "guide"), tree(over, "school"))
    skills = made.find(("sections", 1))
    assert str(made.find(("title",)).span) == "guide:1:8"
    assert str(skills.find(("title",)).span) == "school:3:12"
    assert str(skills.keys["title"]) == "school:3:5"
    assert str(skills.find(("points", 1)).span) == "guide:11:23"
    assert str(skills.span) == "school:2:5"  # what is missing in it now, the school has taken out


VALUES = st.recursive(
    st.integers() | st.text("abc", min_size=1, max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


def as_tree(value: Any, file: str) -> Tree:
    span = tree("x", file).span
    if isinstance(value, dict):
        return Tree({key: as_tree(each, file) for key, each in value.items()}, span, dict.fromkeys(value, span))
    return Tree([as_tree(each, file) for each in value], span) if isinstance(value, list) else Tree(value, span)


@given(VALUES, VALUES)
def test_merging_twice_is_merging_once_and_nothing_over_it_is_nothing(under: Any, over: Any) -> None:
    once, problems = overlay.merge(as_tree(under, "guide"), as_tree(over, "school"))
    twice, _ = overlay.merge(once, as_tree(over, "school"))
    assert problems == []
    assert twice.plain() == once.plain()
    if isinstance(under, dict):
        assert overlay.merge(as_tree(under, "guide"), as_tree({}, "school"))[0].plain() == under
