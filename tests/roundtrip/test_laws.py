"""What holds for every edit: the next handout says what the edited one said, and read back unedited it says no more.

A handout that comes home, is built again, and comes home untouched, must give no edits. Every kind of edit is made at
every line where it can be made, in turn, in a guide about one career and in one about several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from guidepress.compose.document import solid
from guidepress.roundtrip.proof import proofread
from guidepress.roundtrip.recovery import recovery
from guidepress.roundtrip.recovery.recovery import Recovered
from guidepress.roundtrip.recovery.seen import beside
from guidepress.word.base import Base
from guidepress.word.lines import Passage
from helpers.handwork import Edited, as_read, lines, made, new, rebuilt, say
from helpers.remaking import again

GUIDES = (("sonographer", ""), ("technician", "lincoln-high"))


def retype(read: Edited, row: int) -> None:
    read[row] = say(read[row], "Words of our own, quite another thing")


def add_a_word(read: Edited, row: int) -> None:
    read[row] = say(read[row], f"{read[row].text} truly")


def delete(read: Edited, row: int) -> None:
    del read[row]


def type_below(read: Edited, row: int) -> None:
    read.insert(row + 1, new("p", "A line of our own stands here."))


def italics(read: Edited, row: int) -> None:
    read[row] = replace(read[row], stretches=tuple(replace(stretch, emphasis=True) for stretch in read[row].stretches))


def retype_the_first_leaf(read: Edited, row: int) -> None:
    mark = read[row].marks[0]
    text = read[row].text
    read[row] = say(read[row], f"{text[: mark.start]}Our word{text[mark.end :]}")


KINDS: tuple[Callable[[Edited, int], None], ...] = (
    retype, add_a_word, delete, type_below, italics, retype_the_first_leaf,
)  # fmt: skip


def can_be(kind: Callable[[Edited, int], None], passage: Passage, row: int, count: int) -> bool:
    if passage.look in ("picture", "fill") or row == count - 1 or passage.waits:
        return False
    if kind is retype_the_first_leaf:
        return bool(passage.marks)
    if kind is delete:  # a cell alone cannot go, and the title must be said
        return passage.place is None and passage.look not in ("h1", "h2")
    return not (kind is type_below and passage.place)


def came_home(base: Base, read: Edited) -> Recovered:
    recovered = recovery.recover(base, read)
    return proofread(base, recovered.edited, recovered, partial(again, base))


def cases() -> Iterator[object]:
    for guide, school in GUIDES:
        _, base = made(guide, school)
        for kind in KINDS:
            rows = [row for row, passage in enumerate(base.passages) if can_be(kind, passage, row, len(base.passages))]
            # One in five lines, another one for each kind, so that all looks of a line come in turn.
            for row in rows[KINDS.index(kind) % 5 :: 5]:
                yield pytest.param(guide, school, kind, row, id=f"{guide}-{kind.__name__}-{base.passages[row].line}")


@pytest.mark.parametrize(("guide", "school", "kind", "row"), list(cases()))
def test_the_next_handout_says_the_same_and_comes_home_without_edits(
    guide: str, school: str, kind: Callable[[Edited, int], None], row: int
) -> None:
    _, base = made(guide, school)
    read = as_read(base)
    kind(read, row)
    home = came_home(base, read)
    assert said(rebuilt(base, home)) == said(lines(home.edited))
    once_more = again(base, home.guide, home.publisher)
    unedited = came_home(once_more, as_read(once_more))
    assert (unedited.guide, unedited.publisher) == (once_more.content, once_more.publisher)


def said(shown: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a handout says, without what makes itself: the sources of facts in its texts, and the letters explained."""
    return [
        (look, text)
        for look, text in shown
        if not text.startswith(("More: ", "Credential (read in 2026)", "Names and letters. "))
    ]


def of_line(base: Base, name: str) -> int:
    return next(row for row, passage in enumerate(base.passages) if passage.line == name)


def names(base: Base) -> list[str]:
    return [passage.line for passage in base.passages if passage.look != "picture"]


def test_the_name_of_a_line_does_not_change_with_its_words_or_its_figures() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    for name in ("sections.workplaces.table.share", "sections.workplaces.shares.workplace-hospitals.in-share"):
        retype(read, of_line(base, name))
    home = came_home(base, read)
    once_more = again(base, home.guide, home.publisher)
    assert names(once_more) == names(base)


def test_a_careers_name_retyped_is_the_schools_word_for_it_in_the_brochure_too() -> None:
    _, base = made("technician")
    read = as_read(base)
    old, typed = "Nuclear medicine technologist", "Nuclear imaging technologist"
    for row, passage in enumerate(read):
        if old in passage.text:
            stretches = (
                replace(stretch, text=stretch.text.replace(old, typed)) for stretch in base.passages[row].stretches
            )
            read[row] = replace(passage, stretches=tuple(stretches))
    home = came_home(base, read)
    assert home.guide["names"] == {"nuclear-medicine-technologist": typed}
    assert not any("replaced" in section for section in home.guide["sections"])
    assert rebuilt(base, home) == lines(read)
    once_more = again(base, home.guide, home.publisher)
    assert came_home(once_more, as_read(once_more)).guide == once_more.content


def test_a_careers_name_retyped_in_its_row_holds_everywhere_and_the_career_keeps_its_row() -> None:
    _, base = made("technician")
    read = as_read(base)
    row = of_line(base, "sections.comparison.roles.sonographer.in-role")
    read[row] = say(read[row], "Ultrasound specialist")
    home = came_home(base, read)
    assert home.guide["names"] == {"sonographer": "Ultrasound specialist"}
    assert not any("replaced" in section for section in home.guide["sections"])
    assert rebuilt(base, home) == [
        (look, text.replace("Sonographer. You like", "Ultrasound specialist. You like")) for look, text in lines(read)
    ]
    once_more = again(base, home.guide, home.publisher)
    comparison = next(section for section in once_more.content["sections"] if section["id"] == "comparison")
    assert "sonographer" in [role["role"] for role in comparison["roles"]]
    assert came_home(once_more, as_read(once_more)).guide == once_more.content


def test_the_first_words_of_a_line_typed_over_as_a_whole_are_no_name_of_a_career() -> None:
    _, base = made("technician")
    read = as_read(base)
    for name in ("sections.match.lines.sonographer", "sections.comparison.known.quality-assurance-specialist"):
        row = of_line(base, name)
        read[row] = say(read[row], "Sign up with Dr. Milwick before Tuesday, or call 555-1509.")
    home = came_home(base, read)
    assert "names" not in home.guide
    assert rebuilt(base, home) == lines(read)


def test_a_place_to_fill_in_that_was_joined_to_the_line_above_is_not_filled_with_that_line() -> None:
    _, base = made("sonographer")
    for has_marks in (True, False):
        read = as_read(base, has_marks)
        row = of_line(base, "publisher.heading")
        assert "[Room, telephone, email]" in read[row + 1].text
        stretches = (*say(read[row], f"{read[row].text} ").stretches, *read[row + 1].stretches)
        read[row : row + 2] = [replace(read[row], stretches=stretches, marks=())]
        home = came_home(base, read)
        assert not home.publisher.get("contact")
        assert not home.unplaced
        assert "Handed out by [Room, telephone, email]" in [text for _, text in rebuilt(base, home)]


def test_bold_words_of_a_line_that_is_like_a_deleted_heading_stay_bold_and_the_others_do_not() -> None:
    _, base = made("technician", "lincoln-high")
    read = as_read(base, marks=False)
    row = of_line(base, "sections.comparison.known.quality-assurance-specialist")
    bold, rest = read[row].stretches[0], read[row].stretches[1]
    halves = (replace(rest, text=" No official"), replace(rest, text=rest.text.partition(" No official ")[2]))
    read[row : row + 1] = [replace(read[row], stretches=(bold, halves[0])), new("p", halves[1].text)]
    del read[of_line(base, "sections.careers.roles.quality-assurance-specialist.title")]
    seen = next(passage for passage in beside(base, read) if "No official" in passage.text)
    assert [(stretch.text.strip(), stretch.strong) for stretch in seen.stretches] == [
        ("Quality assurance specialist.", True),
        ("No official", False),
    ]


def test_a_section_deleted_and_another_one_typed_in_its_place_are_two_changes() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    start, end = of_line(base, "sections.skills.title"), of_line(base, "sections.pay.title")
    read[start:end] = [new("h2", "Our own ultrasound lab"), new("p", "You can visit it every Friday in spring.")]
    read[start] = replace(read[start], marks=base.passages[start].marks)
    home = came_home(base, read)
    sections = {section["id"]: section for section in home.guide["sections"]}
    assert "skills" not in sections
    (own,) = [section for section in sections.values() if section["kind"] == "own"]
    assert own["title"] == "Our own ultrasound lab"
    assert [solid(target.leaves[0].name) for target in recovery.deleted(base, home)] == ["sections.skills.title"]


def test_a_title_that_lost_its_style_is_still_the_title() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    row = of_line(base, "title")
    read[row] = replace(read[row], look="p")
    assert [passage.look for passage in beside(base, read)] == [passage.look for passage in base.passages]
