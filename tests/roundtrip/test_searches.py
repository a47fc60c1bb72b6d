"""Searches over what a stranger's file says: they find what the plain way finds, in few steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidepress import alignment
from guidepress.compose.document import Run
from guidepress.content.model import inline, references
from guidepress.content.model.references import Reference
from guidepress.roundtrip.recovery import markdown
from guidepress.word import lines

FACT, NOTHING = Reference("", "a", "value", "{a}"), Reference("", "a", "nothing", "[^a]")
PARTS = st.lists(st.tuples(st.text("ab.", max_size=3), st.sampled_from([None, None, FACT, NOTHING])), max_size=8)


def explained_by_pattern(parts: Sequence[tuple[str, Reference | None]], shown: str) -> tuple[str, ...] | None:
    """What it was before: a pattern whose search takes time by a power of the number of facts."""
    pattern = "".join(
        f"({re.escape(words)})" if named is None else "()" if named.part == "nothing" else "(.*?)"
        for words, named in parts
    )
    match = re.fullmatch(pattern, shown, re.DOTALL)
    return match.groups() if match else None


@given(PARTS, st.data())
def test_what_is_shown_is_explained_as_by_a_pattern(parts: list[tuple[str, Reference | None]], data: Any) -> None:
    values = (words if named is None else data.draw(st.text("ab.\n", max_size=4)) for words, named in parts)
    shown = data.draw(st.one_of(st.just("".join(values)), st.text("ab.\n", max_size=12)))
    assert references.explain(parts, shown) == explained_by_pattern(parts, shown)


class Counted(str):
    """A text that counts how often it is searched."""

    __slots__ = ("searches",)
    searches: int

    def find(self, *arguments: Any) -> int:
        self.searches += 1
        return super().find(*arguments)


def test_each_piece_is_searched_once() -> None:
    text = Counted("a" * 1_000)
    text.searches = 0
    assert references._between(["a"] * 50 + ["b"], text) is None
    assert text.searches == 51


def nearest_by_looking(origins: Sequence[int | None], position: int) -> int | None:
    """What it was before: a look at every place before and behind, for every character."""
    nearest_first = chain(range(position - 1, -1, -1), range(position, len(origins)))
    return next((origins[place] for place in nearest_first if origins[place] is not None), None)


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=12))
def test_the_nearest_character_that_was_kept_is_found_in_one_pass(origins: list[int | None]) -> None:
    wanted = [nearest_by_looking(origins, position) for position in range(len(origins))]
    assert markdown._nearest_kept(origins) == wanted


LOOKS = st.builds(Run, st.text("ab *_[", max_size=3), st.booleans(), st.booleans())


@given(st.lists(LOOKS, max_size=30))
def test_new_words_are_written_with_every_word(runs: list[Run]) -> None:
    text = "".join(run.text for run in runs)
    assert inline.plain(markdown.literal(runs)).split() == text.split() or not text.strip()


def test_looks_that_cannot_be_said_are_tried_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    read_back = inline._read_back

    def counted(runs: list[inline.InlineRun], literal: bool) -> str | None:
        tried.append(len(runs))
        return read_back(runs, literal)

    monkeypatch.setattr(inline, "_read_back", counted)
    runs = [inline.InlineRun("x*", number % 2 == 0, number % 3 == 0) for number in range(500)]
    assert inline.plain(inline.write(runs)) == "x*" * 500
    assert sum(tried) <= inline._MOST_WRITTEN + 4 * 500
    assert len(tried) > 3  # there was something to be tried


WORDS = st.lists(st.sampled_from("abc"), max_size=12)


@given(WORDS, WORDS)
def test_long_texts_are_compared_in_parts_that_hold_every_word_once(one: list[str], other: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_MOST_COMPARED", -1)
        parts = list(alignment.stretches(one, other))
    assert [word for part in parts for word in one[part.start : part.end]] == one
    assert [word for part in parts for word in other[part.other_start : part.other_end]] == other
    assert all((one[part.start : part.end] == other[part.other_start : part.other_end]) == part.same for part in parts)
    assert all(before.same != after.same for before, after in pairwise(parts))


def passage(**values: Any) -> dict[str, Any]:
    return {"look": "p", "stretches": [{"text": "word"}], "marks": [], **values}


def passages_of(kind: str, count: int) -> list[dict[str, Any]]:
    """Passages of a base that have so many of something."""
    match kind:
        case "characters of one":
            return [passage(stretches=[{"text": "x" * count}])]
        case "characters in all":
            return [passage(stretches=[{"text": "x" * 5_000}])] * 19 + [passage(stretches=[{"text": "x" * count}])]
        case "looks of one":
            return [passage(stretches=[{"text": "x", "strong": bool(number % 2)} for number in range(count)])]
        case "leaves of one":
            return [passage(marks=[["title", 0, 0, number] for number in range(count)])]
    return [passage()] * count


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        ("characters of one", 10_000), ("characters in all", 5_000), ("looks of one", 500), ("leaves of one", 100),
        ("passages", 1_000),
    ],
)  # fmt: skip
def test_a_base_may_show_so_much_and_no_more(kind: str, most: int) -> None:
    assert lines.load(passages_of(kind, most))
    with pytest.raises(ValueError, match=r".") as caught:
        lines.load(passages_of(kind, most + 1))
    assert type(caught.value) is ValueError
