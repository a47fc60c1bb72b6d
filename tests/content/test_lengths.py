"""Texts of content have a greatest length, alone and in sum; what is longer is refused where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidepress.content import source
from guidepress.content.model.fields import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_SLUG, LONGEST_TEXT
from guidepress.content.model.guides import Guide
from guidepress.content.model.leaves import MOST_CHARACTERS, MOST_TEXTS, walk
from guidepress.content.model.publisher import MOST_LINES, MOST_PROGRAMMES, School
from guidepress.content.validate import validate
from guidepress.errors import Problem, Span

ROOT = Path(__file__).parents[2]
SCHOOL = "slug: lincoln-high\nname: Lincoln High School\n"
GUIDE = "".join(
    f"{line}\n"
    for line in (
        "slug: x", "edition: '2026.1'", "date: 2026-11-23", "title: T", "series: S", "subject: S", "introduction: I",
        "sections:", "- id: a", "  kind: text", "  title: A", "  paragraphs:",
    )
)  # fmt: skip


def problems(text: str, model: type[School] | type[Guide] = School) -> list[tuple[int, int, str]]:
    """Return line, column and sentence of each problem of a file."""
    _, found = validate(source.load(text.encode(), "x.yaml"), model, Span("x.yaml"))
    return [(problem.span.line, problem.span.column, problem.message) for problem in found if is_told(problem)]


def is_told(problem: Problem) -> bool:
    assert problem.hint or "list" in problem.message
    return True


@pytest.mark.parametrize(
    ("before", "most", "behind", "what", "column"),
    [
        ("contact: ['", LONGEST_LINE, "']", "line", 11),
        ("hours: ['", LONGEST_LINE, "']", "line", 9),
        ("programmes: [{name: '", LONGEST_LINE, "'}]", "line", 21),
        ("programmes: [{name: A, distance: '", LONGEST_LINE, "'}]", "line", 34),
        ("notes: {technician: ['", LONGEST_TEXT, "']}", "text", 22),
        ("logo: {file: a.png, alt: '", LONGEST_TEXT, "'}", "text", 26),
        ("programmes: [{name: A, guides: ['", LONGEST_SLUG, "']}]", "short name", 33),
    ],
)
def test_a_text_may_be_so_long_and_no_longer(before: str, most: int, behind: str, what: str, column: int) -> None:
    assert problems(f"{SCHOOL}{before}{'x' * most}{behind}\n") == []
    sentence = f"This {what} has {most + 1:,} characters; {most:,} are the most."
    assert problems(f"{SCHOOL}{before}{'x' * (most + 1)}{behind}\n") == [(3, column, sentence)]


def test_an_address_may_be_so_long_and_no_longer() -> None:
    start = "https://example.org/"
    for count, wanted in ((0, []), (1, [f"This address has 2,001 characters; {LONGEST_ADDRESS:,} are the most."])):
        address = start + "x" * (LONGEST_ADDRESS - len(start) + count)
        assert [each[2] for each in problems(f"{SCHOOL}programmes: [{{name: A, link: '{address}'}}]\n")] == wanted


@pytest.mark.parametrize(
    ("key", "most", "item"),
    [("contact", MOST_LINES, "a"), ("hours", MOST_LINES, "a"), ("programmes", MOST_PROGRAMMES, "{name: a}")],
)
def test_a_list_may_be_so_long_and_no_longer(key: str, most: int, item: str) -> None:
    assert problems(f"{SCHOOL}{key}: [{', '.join([item] * most)}]\n") == []
    (found,) = problems(f"{SCHOOL}{key}: [{', '.join([item] * (most + 1))}]\n")
    assert found == (3, len(key) + 3, f"This list takes at most {most} items.")


def test_all_texts_in_sum_may_be_so_long_and_no_longer() -> None:
    def paragraphs(count: int, length: int) -> str:
        return GUIDE + f"  - {'x' * length}\n" * count

    own = 4  # title, series, introduction, heading
    assert problems(paragraphs(MOST_TEXTS - own, 10), Guide) == []
    told = [(1, 1, f"This guide has {MOST_TEXTS + 1} texts; {MOST_TEXTS} are the most.")]
    assert problems(paragraphs(MOST_TEXTS - own + 1, 10), Guide) == told
    (found,) = problems(paragraphs(9, 4_999), Guide)
    assert found[2] == f"This guide has {9 * 4_999 + own:,} characters in its texts; {MOST_CHARACTERS:,} are the most."
    notes = "".join(f"  guide-{number}: [{'x' * 4_999}]\n" for number in range(9))
    (found,) = problems(f"{SCHOOL}notes:\n{notes}")
    assert found[2].startswith("This file has 45,")


def test_our_own_guides_are_far_from_every_bound() -> None:
    guides = sorted((ROOT / "content/guides").glob("*.yaml"))
    assert len(guides) > 3
    for path in guides:
        guide, found = validate(source.load(path.read_bytes(), path.name), Guide, Span(path.name))
        assert found == []
        lengths = [len(leaf.text) for leaf in walk(guide)]
        assert max(lengths) < LONGEST_TEXT / 20
        assert len(lengths) < MOST_TEXTS / 3
        assert sum(lengths) < MOST_CHARACTERS / 5
