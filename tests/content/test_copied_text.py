"""Text as it is copied from elsewhere: what is taken out, what is told at its place, and what is left alone."""

from __future__ import annotations

import pytest

from guidepress.content import copied_text, source
from guidepress.content.model.fields import without_quotation_marks
from guidepress.content.yaml_rewriting import emit, rewrite
from guidepress.errors import ContentError

SHY = "\u00ad"


def told(text: str) -> list[tuple[str, str]]:
    """Where something is told of a YAML text, and the first words that say what."""
    with pytest.raises(ContentError) as caught:
        source.load(text.encode(), "f")
    return [(str(problem.span), problem.message) for problem in caught.value.problems]


def load(text: str) -> object:
    return source.load(text.encode(), "f").plain()


# --- soft hyphens -----------------------------------------------------------------------------------------------------


def test_soft_hyphens_are_taken_out_of_values_and_keys_however_they_are_written() -> None:
    text = f'plain: exam{SHY}ination\nquoted: "ex{SHY}am\\u00ADin"\nfolded: >-\n  a{SHY}b\n  c\nke{SHY}y: [x{SHY}]\n'
    assert load(text) == {"plain": "examination", "quoted": "examin", "folded": "ab c", "key": ["x"]}


def test_a_key_that_differs_by_a_soft_hyphen_alone_is_the_same_key() -> None:
    assert told(f"name: a\nna{SHY}me: b\n")[0][0] == "f:2:1"


def test_what_is_written_is_kept_for_messages_and_a_file_that_is_rewritten_keeps_its_other_lines() -> None:
    text = f"a: ex{SHY}am  # as copied\nb: one\n"
    assert source.load(text.encode(), "f").value["a"].written == f"ex{SHY}am"
    assert rewrite(text, {"a": "exam", "b": "two"}) == f"a: ex{SHY}am  # as copied\nb: two\n"


# --- spaces that are none ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("contact:\n\u00a0\u00a0- Room 112\n", "f:2:1", "U+00A0"),
        ("contact:\n  \u00a0- Room 112\n", "f:2:3", "U+00A0"),
        ("contact:\n\u3000- Room 112\n", "f:2:1", "U+3000"),
        ("contact:\n  \u202f- Room 112\n", "f:2:3", "U+202F"),
        ("\u200bname: x\n", "f:1:1", "U+200B"),
        ("name: x\n\u00a0\n", "f:2:1", "U+00A0"),
        ("contact:\n  -\u00a0Room 112\n", "f:2:4", "U+00A0"),
        ("name:\u00a0Lincoln\n", "f:1:6", "U+00A0"),
        ("slug: x\nName:\u2003Lincoln\n", "f:2:6", "U+2003"),
        ("programmes:\n  - name:\u00a0Sonography\n", "f:2:10", "U+00A0"),
    ],
)
def test_what_only_looks_like_a_space_is_named_where_yaml_needs_one(text: str, place: str, code: str) -> None:
    [(where, sentence)] = told(text)
    assert where == place
    assert f"An invisible character stands here ({code}, " in sentence


def test_each_such_line_is_told_and_many_together() -> None:
    assert [place for place, _ in told("c:\n  -\u00a0a\n  -\u00a0b\n")] == ["f:2:4", "f:3:4"]
    assert [place for place, _ in told("c:\n\u00a0 - a\n\u00a0 - b\n")] == ["f:2:1", "f:3:1"]
    [(place, sentence)] = told("c:\n" + "\u00a0 - a\n" * 30)
    assert (place, sentence[:8]) == ("f:2:1", "30 lines")


@pytest.mark.parametrize(
    "text", ["a: Note:\u00a0ask", "a: [5\u00a0mm, \u2009x]", 'a: "\u00a0x"', "a:\n  - Open:\u00a08 to 4"]
)
def test_no_break_spaces_among_words_are_words(text: str) -> None:
    assert "\u00a0" in str(load(text)) or "\\xa0" in str(load(text))


# --- comments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "lost"),
    [
        ("c:\n  - Room # 112\n", "f:2:10", "# 112"),
        ("c: Room #   112 and 113\n", "f:1:9", "#   112 and 113"),
        ("c: Suite # B\n", "f:1:10", "# B"),
        ("c: Track # A9, ask there\n", "f:1:10", "# A9, ask there"),
        ("c: [Room # 112, b]\n", "f:1:10", "# 112, b]"),
        ("c:\n  - # 1 in the state\n", "f:2:5", "# 1 in the state"),
    ],
)
def test_a_number_behind_a_sign_and_a_space_is_told_as_one_without_the_space_is(
    text: str, place: str, lost: str
) -> None:
    assert told(text)[0] == (place, f"“{lost}” would not be printed: after a space, “#” begins a comment.")


@pytest.mark.parametrize(
    "text",
    [
        "v: 96590  # 2025\n",
        "d: 2026-11-23 # 3rd edition\n",
        'e: "2026.1" # 2 so far\n',
        "# 112\na: b\n",
        "k: # the keys\n  a: b\n",
    ],
)
def test_a_comment_behind_a_figure_a_date_a_quoted_text_or_alone_is_a_comment(text: str) -> None:
    assert load(text)


def test_words_one_space_behind_a_text_may_have_been_meant_and_their_place_is_kept() -> None:
    value = source.load(b"c: Suite # Bee, upstairs\n", "f").value["c"]
    assert value.value == "Suite"
    assert value.comment is not None
    assert (str(value.comment[0]), value.comment[1]) == ("f:1:10", "# Bee, upstairs")
    for text in (b"c: flap  # the left one\n", b"c: 7 # a\n", b'c: "Suite" # a\n', b"c: Suite\n"):
        assert source.load(text, "f").value["c"].comment is None


# --- lists that YAML joins with the line above ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("l:\n  - Bring these\n    - transcript\n    - letter\n  - next\n", "f:3:5"),
        ("l: Bring\n  - a\n  - b\n", "f:2:3"),
        ("l: >-\n  Bring:\n  - a\n  - b\nm: x\n", "f:3:3"),
        ("l: |\n  Bring:\n\n   * a\n", "f:4:4"),
        ('l:\n  - "Bring\n    • a"\n', "f:3:5"),
        ("l:\n  - {a: Bring\n       ▪ b}\n", "f:3:8"),
    ],
)
def test_a_list_inside_a_text_is_told_at_its_first_item(text: str, place: str) -> None:
    [(where, sentence)] = told(text)
    assert where == place
    assert "begins no item: the line would be printed as part of the one above." in sentence


@pytest.mark.parametrize(
    "text",
    [
        "l:\n  - >-\n    one\n    two\n  - next\n",
        "l: |\n  one\n# a comment\n",
        "l: >-\n  a sentence\n  – with a dash\n  -5 degrees\n",
        "l:\n  - a\n  # - b\n  - c\n",
        "l: >-\n  one\n\nm:\n  - x\n",
        "k:\n- a\n- b\n",
    ],
)
def test_what_is_no_list_inside_a_text_is_left_alone(text: str) -> None:
    assert load(text)


def test_an_open_quotation_mark_is_told_and_not_the_lines_that_it_swallows() -> None:
    found = told('a: "x\nb:\n  - one\n  - two "y" z\n')
    assert not any("begins no item" in sentence for _, sentence in found)


def test_a_long_text_that_is_written_never_looks_like_a_list_inside_itself() -> None:
    text = " ".join(["and so on"] * 11) + " of 2024 - 2026 and " + " ".join(["further"] * 12)
    for shift in range(24):
        value = "x" * shift + text
        assert load("\n".join(emit({"a": value}, 0)) + "\n") == {"a": value}


# --- letters and quotation marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("José", ""),
        ("Escuela JosÃ© MartÃ\u00ad", "Escuela José Martí"),
        ("We donâ€™t close", "We don’t close"),
        ("caf√©", "café"),
        ("Mon–Fri, “all” day…", ""),
        ("Nguyễn, Łódź, Überlingen, l’école", ""),
        ("Â© 2026", "© 2026"),
    ],
)
def test_letters_read_in_the_wrong_encoding_are_known_and_said_as_they_were_meant(text: str, meant: str) -> None:
    assert copied_text.repaired(text) == meant


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“Riverside High”", "Riverside High"),
        ("‘Room 112’", "Room 112"),
        ("„Zimmer 4“", "Zimmer 4"),
        ("”both alike”", "both alike"),
        ("“Ask”, she says, “early”", ""),
        ("the “Lincoln”", ""),
        ("‘It’s here’", "It’s here"),
        ("’90s", ""),
        ("“”", ""),
        ('"straight"', ""),
    ],
)
def test_quotation_marks_round_a_whole_text_are_known(text: str, inner: str) -> None:
    assert without_quotation_marks(text) == inner
