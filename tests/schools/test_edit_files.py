"""Files of edits: what is read, what is wrong with them, and what stays when they are written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.content import encoding, paths, source
from guidepress.content.yaml_rewriting import rewrite
from guidepress.errors import ContentError, Span
from guidepress.schools import edit_files
from guidepress.schools.edits import Edit

FILE = "content/schools/lincoln/edits/sonographer.yaml"
BASE = "2026.1-3fa2b1c0"
WRITTEN = """\
# What Lincoln High changed.
guide: sonographer

edits:
  # The principal asked for this.
  - base: 2026.1-3fa2b1c0   # from the first import
    path: sections.work.title
    was: What you do  # old
    to: What you will do  # new

  # Our lab
  - path: sections.work.points
    base: '2026.1-3fa2b1c0'
    was: [A, B]
    # no B here
    to:
      - A   # keep
      - "C: and D"
  # nothing else so far
"""


def edit(path: str, was: Any, to: Any) -> Edit:
    return Edit(BASE, path, paths.grow(was, Span("")), paths.grow(to, Span("")))


def read(text: str) -> list[Any]:
    return [each.plain() for each in edit_files.read(text.encode(), FILE)]


def write(text: str | None, *edits: Edit) -> str:
    return edit_files.write(text, "sonographer", "Lincoln High", edits)


def test_edits_are_read_with_their_places() -> None:
    first, second = edit_files.read(WRITTEN.encode(), FILE)
    assert first.plain() == (BASE, "sections.work.title", "What you do", "What you will do")
    assert second.plain() == (BASE, "sections.work.points", ["A", "B"], ["A", "C: and D"])
    assert first.span == Span(FILE, 6, 5)
    assert first.to
    assert second.to
    assert first.to.span == Span(FILE, 9, 9)
    assert second.to.value[1].span == Span(FILE, 18, 9)


def test_a_new_file_says_what_it_is() -> None:
    assert write(None, edit("title", "A", "B: b"), edit("credit", None, "Ours"), edit("licence", "C", None)) == (
        "# What Lincoln High changed in its handout of “sonographer”. Written when one is read back;\n"
        "# “was” is what the guide said then, “to” what the school says. An edit may be changed or deleted by hand.\n"
        "guide: sonographer\n"
        "edits:\n"
        "  - base: 2026.1-3fa2b1c0\n"
        "    path: title\n"
        "    was: A\n"
        '    to: "B: b"\n'
        "  - base: 2026.1-3fa2b1c0\n"
        "    path: credit\n"
        "    to: Ours\n"
        "  - base: 2026.1-3fa2b1c0\n"
        "    path: licence\n"
        "    was: C\n"
    )


def test_a_file_that_says_the_same_is_not_touched() -> None:
    assert write(WRITTEN, *edit_files.read(WRITTEN.encode(), FILE)) == WRITTEN


def test_only_what_differs_is_changed() -> None:
    first, second = edit_files.read(WRITTEN.encode(), FILE)
    title = edit(first.path, "What you do", "Our work")
    new = edit("sections.pay.note", None, "x " * 80 + "end")
    after = write(WRITTEN, title, second, new)
    assert after.startswith(WRITTEN.replace("What you will do", "Our work").replace("  # nothing else so far\n", ""))
    assert after.endswith("  # nothing else so far\n")
    assert after.count("\n") == WRITTEN.count("\n") + 5
    assert max(map(len, after.splitlines())) <= 120
    assert read(after) == [each.plain() for each in (title, second, new)]


def test_an_edit_that_goes_takes_its_comment_with_it() -> None:
    first, second = edit_files.read(WRITTEN.encode(), FILE)
    assert write(WRITTEN, second) == WRITTEN.replace(WRITTEN[WRITTEN.index("  # The") : WRITTEN.index("\n  # Our")], "")
    assert write(WRITTEN, first) == WRITTEN.replace(
        WRITTEN[WRITTEN.index("\n  # Our") : WRITTEN.index("  # nothing")], ""
    )


def test_a_list_in_an_edit_is_changed_item_by_item() -> None:
    first, second = edit_files.read(WRITTEN.encode(), FILE)
    after = write(WRITTEN, first, edit(second.path, ["A", "B"], ["Z", "A", "D"]))
    assert after == WRITTEN.replace("      - A ", "      - Z\n      - A ").replace('"C: and D"', "D")


def test_no_edits_are_an_empty_list_and_a_list_grows_from_it() -> None:
    empty = write(None)
    assert empty.endswith("guide: sonographer\nedits: []\n")
    assert read(write(empty, edit("title", "A", "B"))) == [(BASE, "title", "A", "B")]


AWKWARD = [
    "2026", "1e3", "007", ".5", "-", "2026-11-24", "true", "Yes", "null", "~", "a: b", "a:", "#5", "a #5", "a # b",
    '"quoted"', "'single'", "it’s “so”", "[brackets]", "{braces}", "*star", "&and", "!bang", "| pipe", "> more", "%",
    "@home", "`tick`", "- dash", "? what", "😀 emoji", "back\\slash", "é", "no", "{pay-median}", "", ",", "...", "---",
    "**bold** words", "[link](https://x.org)", "tail:", "a\u00a0b", "x" * 300, "long words " * 40 + "#5: - end",
]  # fmt: skip
# Soft hyphens are taken out of whatever is read.
CHARS = st.characters(exclude_categories=["Cs"], exclude_characters="\u00ad").filter(
    lambda char: not encoding.FORBIDDEN.match(char)
)
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(CHARS, max_size=20),
    st.lists(st.sampled_from(AWKWARD), max_size=4).map(" ".join),
).map(paths.normal)
KEYS = st.sampled_from(["id", "text", "title", "on", "term", "fact"])
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-999, 999),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
EDITS = st.lists(
    st.builds(edit, st.sampled_from(["title", "sections.work.points", "sections.day"]), st.none() | VALUES, VALUES),
    max_size=5,
)


@settings(max_examples=200)
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_what_is_written_is_read_back_exactly_over_any_text_before(states: list[list[Edit]]) -> None:
    text: str | None = None
    for edits in states:
        text = write(text, *edits)
        assert read(text) == [each.plain() for each in edits]
        assert write(text, *edits) == text
    assert write(WRITTEN, *states[0]).startswith("# What Lincoln High changed.\nguide: sonographer\n\nedits:")
    assert read(write(WRITTEN, *states[0])) == [each.plain() for each in states[0]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", "1:1: This file does not begin with keys."),
        ("edits: []\n", "1:1: The key “guide” is missing."),
        ("guide: technician\n", "1:8: “technician” is not the name of this file."),
        ("guide: sonographer\nedit: []\n", "2:1: The key “edit” is not known here."),
        ("guide: sonographer\nedits: yes\n", "2:8: A list of edits is needed here."),
        ("guide: sonographer\nedits:\n  - a\n", "3:5: Keys with values are needed here."),
        (
            "guide: sonographer\nedits:\n  - base: 2026.1-3fa2b1c0\n    path: title\n",
            "3:5: This edit changes nothing: it has neither “was” nor “to”.",
        ),
        (
            "guide: sonographer\nedits:\n  - base: 2026.1\n    path: title\n    to: A\n",
            "3:11: “2026.1” is not a revision.",
        ),
        (
            "guide: sonographer\nedits:\n  - base: 2026.1-3fa2b1c0\n    path: the title\n    to: A\n",
            "4:11: “the title” is not a content path.",
        ),
        ("guide: sonographer\nedits:\n  - path: title\n    to: A\n", "3:5: The key “base” is missing in this edit."),
        (
            "guide: sonographer\nedits:\n  - base: 2026.1-3fa2b1c0\n    path: title\n    too: A\n    was: B\n",
            "5:5: The key “too” is not known here.",
        ),
        ("guide: sonographer\nedits: [a\n", "2:8: A bracket is opened here"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ContentError) as caught:
        edit_files.read(text.encode(), FILE)
    [problem] = caught.value.problems
    assert f"{problem.span}: {problem.message}".startswith(f"{FILE}:{told}")
    assert problem.hint
    assert problem.source


# Other files ----------------------------------------------------------------------------------------------------------

SCHOOL = """\
# Lincoln High
name: Lincoln High  # as on the door
contact:  # whom to ask
  # at the desk
  - Room 12   # ring twice
  - "Telephone: 555"

  # after class
  - Ann Lee
hours: {monday: "8-4"}
programmes:
  - name: Radiography  # ours
    length: two years
    place: >-
      Main
      campus
    # the waiting list is long
  - name: Sonography
"""


def test_values_of_a_file_are_changed_and_all_else_stays() -> None:
    after = edit_files.set_values(
        SCHOOL,
        {
            ("name",): "Lincoln High: North",
            ("contact",): ["Room 12", "Telephone 556", "Ann Lee", "Bo"],
            ("programmes", 0, "place"): "North campus",
            ("programmes", 1, "length"): "one year",
            ("colours", "main"): "#0062B1",
        },
    )
    assert after == (
        SCHOOL.replace("Lincoln High  #", '"Lincoln High: North"  #')
        .replace('"Telephone: 555"', "Telephone 556")
        .replace("  - Ann Lee\n", "  - Ann Lee\n  - Bo\n")
        .replace(">-\n      Main\n      campus", "North campus")
        .replace("- name: Sonography\n", "- name: Sonography\n    length: one year\n")
        + 'colours:\n  main: "#0062B1"\n'
    )


def test_values_are_taken_out() -> None:
    after = edit_files.set_values(SCHOOL, {("contact",): None, ("programmes", 0, "length"): None, ("hours",): None})
    assert after == SCHOOL.replace(SCHOOL[SCHOOL.index("contact") : SCHOOL.index("programmes")], "").replace(
        "    length: two years\n", ""
    )


def test_a_place_inside_what_is_not_there_is_refused() -> None:
    for place in (("name", "first"), ("programmes", 7, "name"), ("contact", "x")):
        with pytest.raises(KeyError):
            edit_files.set_values(SCHOOL, {place: "A"})


def test_a_file_woven_with_anchors_is_written_anew_under_its_opening() -> None:
    text = "# Head\n\na: &one\n  - x\nb: *one\n"
    assert rewrite(text, {"a": ["x", "z"], "b": ["x"]}) == "# Head\n\na:\n  - x\n  - z\nb:\n  - x\n"


def test_line_ends_and_a_missing_last_one_are_put_right() -> None:
    assert rewrite("a: b\r\nc: d", {"a": "b", "c": "e"}) == "a: b\nc: e\n"
    assert source.load(rewrite("# only this\n", {"a": "b"}).encode(), "").plain() == {"a": "b"}
