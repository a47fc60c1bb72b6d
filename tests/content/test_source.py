"""YAML to Trees: every value with its place, every limit, every syntax error where a person looks for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidepress.content import encoding, source
from guidepress.content.copied_text import SOFT_HYPHEN
from guidepress.content.source import Tree
from guidepress.errors import ContentError, Problem, Span
from helpers.checkout import ROOT


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as caught:
        source.load(text.encode() if isinstance(text, str) else text, "f.yaml")
    return caught.value.problems


def places(text: str | bytes) -> list[str]:
    return [str(problem.span) for problem in problems(text)]


def load(text: str) -> Tree:
    return source.load(text.encode(), "f.yaml")


def read(data: bytes) -> tuple[Tree | None, tuple[Problem, ...]]:
    try:
        return source.load(data, "f.yaml"), ()
    except ContentError as error:
        return None, error.problems


def leaves(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree.value, dict):
        for item in tree.value.values():
            yield from leaves(item)
    elif isinstance(tree.value, list):
        for item in tree.value:
            yield from leaves(item)
    else:
        yield tree


# Values and places


def test_every_value_and_key_knows_its_line_and_column() -> None:
    tree = load("title: Hello\nsections:\n  - id: one\n    points: [a, 2]\n")
    assert tree.plain() == {"title": "Hello", "sections": [{"id": "one", "points": ["a", 2]}]}
    assert tree.value["title"].span == Span("f.yaml", 1, 8)
    assert tree.keys["sections"] == Span("f.yaml", 2, 1)
    section = tree.find(("sections", 0))
    assert section.span == Span("f.yaml", 3, 5)
    assert section.keys["points"] == Span("f.yaml", 4, 5)
    assert tree.find(("sections", 0, "points", 1)).span == Span("f.yaml", 4, 17)


def test_find_passes_over_steps_that_are_not_there() -> None:
    tree = load("sections:\n  - title: x\n")
    assert tree.find(("sections", 0, "text", "title")).value == "x"
    assert tree.find(("sections", 7, "title")).span == Span("f.yaml", 2, 3)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("007", 7),
        ("2026.10", 2026.1),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1_000", "1_000"),
        ("1,000", "1,000"),
        ("555-0140", "555-0140"),
        ("2026-11-23", "2026-11-23"),
        ('"7"', "7"),
        ("'true'", "true"),
        ("!!str 7", "7"),
        ("! 7", "7"),
    ],
)
def test_a_scalar_is_read_as_people_mean_it(written: str, value: object) -> None:
    read = load(f"a: {written}\n").value["a"]
    assert read.value == value
    assert type(read.value) is type(value)


def test_a_number_keeps_what_is_written() -> None:
    assert load("a: 2026.10").value["a"].written == "2026.10"


def test_yaml_1_1_does_not_turn_yes_into_true() -> None:
    assert load("%YAML 1.1\n---\na: yes\nb: 017\n").plain() == {"a": "yes", "b": 17}


def test_where_a_value_is_missing_its_key_is_the_place_or_its_dash() -> None:
    tree = load("a:\n# a comment\nb:\n  - x\n  -  # nothing\n  -\nc: {d: }\n")
    assert tree.plain() == {"a": None, "b": ["x", None, None], "c": {"d": None}}
    assert [(leaf.span.line, leaf.span.column) for leaf in leaves(tree)] == [(1, 1), (4, 5), (5, 3), (6, 3), (7, 5)]


def test_an_alias_repeats_a_value_with_the_places_of_the_value() -> None:
    tree = load("a: &x [one, two]\nb: *x\n")
    assert tree.plain() == {"a": ["one", "two"], "b": ["one", "two"]}
    assert tree.find(("b", 1)).span == Span("f.yaml", 1, 13)


def test_line_ends_and_a_byte_order_mark_change_no_place() -> None:
    text = "title: Hello\nsections:\n  - id: one\n    text: two\n"
    plain = source.load(text.encode(), "f.yaml")
    for other in (
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    ):
        assert source.load(other, "f.yaml") == plain


def test_every_character_that_is_not_refused_is_read() -> None:
    kept = "".join(chr(code) for code in [*range(0x20, 0x3000), *range(0xE000, 0x10000), 0x1F642, 0x10FFFF])
    kept = encoding.FORBIDDEN.sub("", kept).replace('"', "").replace("\\", "")
    assert load(f'a: "{kept}"').value["a"].value == kept.replace(SOFT_HYPHEN, "")
    assert len(kept) > 19_000


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_place_of_every_leaf_of_the_real_content_is_where_its_text_begins(path: Path) -> None:
    data = path.read_bytes()
    lines = data.decode().split("\n")
    seen = 0
    for leaf in leaves(source.load(data, path.name)):
        if leaf.value is None:
            continue
        there = lines[leaf.span.line - 1][leaf.span.column - 1 :].lstrip("\"'")
        if there.startswith((">", "|")):
            there = lines[leaf.span.line].strip()
        assert there.startswith(leaf.written.split()[0]), leaf
        seen += 1
    assert seen or path.stem == "publisher"


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8).filter(lambda word: word != "null")
PLAIN = WORDS.filter(lambda word: word not in ("true", "false"))


@given(st.dictionaries(PLAIN, st.lists(PLAIN, min_size=1, max_size=4) | PLAIN, min_size=1, max_size=5))
def test_what_is_written_plainly_is_read_back_and_found_again(data: dict[str, str | list[str]]) -> None:
    text = "".join(
        f"{key}: {value}\n" if isinstance(value, str) else f"{key}:\n" + "".join(f"  - {item}\n" for item in value)
        for key, value in data.items()
    )
    tree = load(text)
    assert tree.plain() == data
    lines = text.split("\n")
    for leaf in leaves(tree):
        at = leaf.span.column - 1
        assert lines[leaf.span.line - 1][at : at + len(leaf.value)] == leaf.value


# What is refused


def test_all_problems_before_a_syntax_error_are_told_with_it() -> None:
    text = "a: 1\na: 2\nb: !x y\nc: @z\n"
    assert places(text) == ["f.yaml:2:1", "f.yaml:3:4", "f.yaml:4:4"]


def test_an_alias_bomb_is_stopped_without_unfolding_it() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    begun = time.perf_counter()
    (problem,) = problems("\n".join(lines))
    assert time.perf_counter() - begun < 1
    assert problem.message == "This file holds more than 20,000 values."
    assert problem.span == Span("f.yaml", 5, 10)  # 11 + 111 + 1,111 + 11,111, and then 11,111 more


def test_aliases_cannot_stack_levels_without_end() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60)]
    (problem,) = problems("\n".join(lines))
    assert problem.message == "Lists and keys stand inside one another here more than 40 levels deep."
    assert problem.span.line == 40


@pytest.mark.parametrize(("deep", "fine"), [(40, True), (41, False)])
def test_forty_levels_are_the_most(deep: int, fine: bool) -> None:
    text = "[" * deep + "]" * deep
    if fine:
        assert isinstance(load(text).value, list)
    else:
        assert places(text) == ["f.yaml:1:41"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[[], ", "{? "])
def test_ten_thousand_openings_are_refused_in_a_moment(opening: str) -> None:
    begun = time.perf_counter()
    assert len(places(opening * 10_000)) == 1
    assert time.perf_counter() - begun < 3


def test_a_name_that_is_nearly_one_gets_a_suggestion() -> None:
    (problem,) = problems("a: &figures [1]\nb: *figure\nc: *figures\n")
    assert problem.hint == "did you mean “*figures”?"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: caf\xe9\n", "f.yaml:1:7"),
        (b"\xef\xbb\xbfa: caf\xe9\n", "f.yaml:1:7"),
        ("a: ü\r\nb: ".encode() + b"\xff\n", "f.yaml:2:4"),
        ("a: 1\n".encode("utf-16"), "f.yaml"),
        ("a: 1\n".encode("utf-16-be"), "f.yaml"),
        (b"PK\x03\x04" + bytes(200), "f.yaml"),
    ],
)
def test_bytes_that_are_no_utf_8_are_placed(data: bytes, place: str) -> None:
    (problem,) = problems(data)
    assert str(problem.span) == place
    assert problem.hint == "save it again with the encoding UTF-8"


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\ufeff", "\uffff"])
def test_an_invisible_character_is_refused_raw_and_escaped(char: str) -> None:
    (raw,) = problems(f"title: 1\nb: Hello{char}there this is a long text\n")
    assert str(raw.span) == "f.yaml:2:9"
    assert raw.message == f"An invisible character stands here (U+{ord(char):04X}); it cannot be printed."
    (escaped,) = problems(f'title: 1\nb: "Hello\\u{ord(char):04x}"\n')
    assert str(escaped.span) == "f.yaml:2:4"
    assert escaped.message == raw.message


@pytest.mark.parametrize("text", ["a: x #1\n", "a: #1\n", "- x #1\n", "a: >\n  x\nb: x #1 y\n", "a: x\n  y #z\n"])
def test_text_behind_a_number_sign_is_never_lost_in_silence(text: str) -> None:
    (problem,) = problems(text)
    assert "would not be printed" in problem.message
    assert problem.source[problem.span.column - 1] == "#"


@pytest.mark.parametrize(
    "text", ["a: x # a comment\n", "a: # a comment\n  - x\n", "a: '#1'\n", "a: x#1\n", "#a: x\na: x\n"]
)
def test_comments_are_left_alone(text: str) -> None:
    assert load(text).plain()["a"] in ("x", ["x"], "#1", "x#1")


# Anything at all

# What stands in YAML files, mixed: it comes far more often upon something that breaks than any text does.
BROKEN = """a b: : - [ ] { } , " ' # & * ! !!str | > % %YAML --- ... ? @ ` \\ \\u0000 \\U00110000 ~ 7 1e999 << é 🙂"""
PIECES = st.sampled_from(
    [*BROKEN.split(), " ", "  ", "\n", "\n  ", "\t", "\r", "\x85", "\u2028", "\ufeff", "&x ", "*x "]
)


@settings(max_examples=400, deadline=timedelta(seconds=2))
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_gives_a_tree_or_problems_in_their_places(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    tree, found = read(data)
    lines = encoding.shown(data).split("\n")
    assert tree or found
    for problem in found:
        assert 0 <= problem.span.line <= len(lines), problem
        if problem.span.line:
            assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 1, problem
        str(problem).encode("utf-8")
    for leaf in leaves(tree) if tree else ():
        assert leaf.value is None or isinstance(leaf.value, str | int | float)


@settings(max_examples=200, deadline=timedelta(seconds=2))
@given(st.binary(max_size=60))
def test_any_bytes_give_a_tree_or_problems(data: bytes) -> None:
    tree, found = read(data)
    assert bool(tree) != bool(found)
