"""What was recovered is read against the edited handout: what differs is put right, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import Any

import pytest

from guidepress.compose.document import solid
from guidepress.errors import ContentError
from guidepress.roundtrip.proof import proofread
from guidepress.roundtrip.recovery import recovery
from guidepress.roundtrip.recovery.recovery import Recovered
from guidepress.schools import edits
from guidepress.word.base import Base
from guidepress.word.lines import Passage
from guidepress.word.lines import as_read as as_seen
from helpers.handwork import OF, UPSTREAM, Edited, as_read, at, lines, made, new, rebuilt, say
from helpers.remaking import again, library_of, remake


def read_against(base: Base, read: Edited, found: Recovered | None = None) -> Recovered:
    if found is not None:
        return proofread(base, read, found, partial(again, base))
    recovered = recovery.recover(base, read)
    return proofread(base, recovered.edited, recovered, partial(again, base))


@pytest.mark.parametrize("school", OF)
@pytest.mark.parametrize("guide", sorted(UPSTREAM.guides))
def test_where_nothing_was_edited_nothing_is_corrected(guide: str, school: str) -> None:
    _, base = made(guide, school)
    found = recovery.recover(base, base.passages)
    assert read_against(base, as_read(base), found) == replace(found, unplaced=[])


def type_behind_fixed_words(read: Edited) -> None:
    read.insert(at(read, "Programs near you") + 1, new("p", "Ask for the open days."))


def type_before_the_hours(read: Edited) -> None:
    spot = at(read, "Office hours:")
    read[spot] = say(read[spot], f"At the desk. {read[spot].text}")


def take_the_link_off_half_a_name(read: Edited) -> None:
    spot = at(read, "Sonography, High Plains Tech")
    linked, bare = (replace(read[spot].stretches[0], text=text, href=href) for text, href in (
        ("Sonography, ", read[spot].stretches[0].href), ("High Plains Tech", ""),
    ))  # fmt: skip
    read[spot] = replace(read[spot], stretches=(linked, bare), marks=())


def indent_a_line_under_none(read: Edited) -> None:
    spot = at(read, "You stand for long periods")
    read[spot:spot] = [new("p", "We would add:"), new("b1", "Bring water")]


def move_the_programs(read: Edited, to: str = "Skills you need") -> None:
    start, end = at(read, "Programs near you"), at(read, "Take the next step")
    block = read[start:end]
    del read[start:end]
    spot = at(read, to)
    read[spot:spot] = block


def move_the_programs_to_the_top(read: Edited) -> None:
    move_the_programs(read, "Quick facts")


def move_words_that_make_themselves(read: Edited) -> None:
    read.insert(at(read, "Skills you need"), read.pop(at(read, "Handed out by")))


def link_how_long_a_step_takes(read: Edited) -> None:
    spot = at(read, "Accredited program") + 1
    whole = read[spot].stretches[0]
    assert whole.text == "2 or 4 years"
    linked = replace(whole, text=whole.text[:6], href="https://prairie.example/second")
    rest = replace(whole, text=whole.text[6:])
    read[spot] = replace(read[spot], stretches=(linked, rest, *read[spot].stretches[1:]))


def split_a_line_of_sources(read: Edited) -> None:
    spot = at(read, "Job growth (2024–34), ")
    first, second = (replace(read[spot].stretches[0], text=text) for text in ("Job growth (2024–34),", "Workplaces"))
    read[spot : spot + 1] = [replace(read[spot], stretches=(each,), marks=()) for each in (first, second)]


def take_out_two_headings_and_move_a_line(read: Edited) -> None:
    del read[at(read, "Skills you need")]
    del read[at(read, "What it asks of you")]
    read.insert(at(read, "Clear explaining"), read.pop(at(read, "You stand for long periods")))


def move_a_heading_into_its_list(read: Edited) -> None:
    heading = read.pop(at(read, "Is it for me?"))
    read.insert(at(read, "Do I like careful"), replace(heading, look="b0"))


def move_the_heading_of_the_steps_among_them(read: Edited) -> None:
    heading = read.pop(at(read, "Take the next step"))
    read.insert(at(read, "Ask your counselor") + 1, replace(heading, look="n0"))


def make_a_heading_a_paragraph(read: Edited) -> None:
    spot = at(read, "Skills you need")
    read[spot] = replace(read[spot], look="p")


def take_out_the_words_over_an_address(read: Edited) -> None:
    del read[at(read, "Programs near you: caahep.org")]


def take_out_the_words_over_an_address_and_type_behind_it(read: Edited) -> None:
    spot = at(read, "Programs near you: caahep.org")
    read[spot : spot + 2] = [read[spot + 1], new("p", "Ask us for more.")]


KINDS: list[Callable[[Edited], None]] = [
    type_behind_fixed_words, type_before_the_hours, take_the_link_off_half_a_name,
    indent_a_line_under_none, move_the_programs, move_the_programs_to_the_top, move_words_that_make_themselves,
    link_how_long_a_step_takes, split_a_line_of_sources, take_out_two_headings_and_move_a_line,
    move_a_heading_into_its_list, move_the_heading_of_the_steps_among_them, make_a_heading_a_paragraph,
    take_out_the_words_over_an_address, take_out_the_words_over_an_address_and_type_behind_it,
]  # fmt: skip


def test_a_head_that_two_tables_have_is_changed_in_one() -> None:
    _, base = made("technician", "prairie-college")
    read = as_read(base)
    heads = [number for number, each in enumerate(read) if each.text == "Credential" and each.place]
    assert len(heads) == 2
    read[heads[1]] = say(read[heads[1]], "What you earn")
    found = read_against(base, read)
    assert found.unplaced == []
    assert rebuilt(base, found) == lines(read)


def looks(read: Any) -> list[Any]:
    """What can be seen of each line, and not only its words; in tables bold is the column's."""
    return [
        (
            each.look,
            [
                (char, run.strong and each.look[0] != "h", run.href)
                for run in (each.stretches if each.place else as_seen(each))
                for char in run.text
                if char.strip()
            ],
        )
        for each in read
        if each.look not in ("picture", "fill") and "Edition 20" not in each.text
    ]


@pytest.mark.parametrize("edit", KINDS, ids=lambda edit: str(edit.__name__))
def test_what_has_no_field_comes_home_in_its_place_and_look(edit: Callable[[Edited], None]) -> None:
    _, base = made("sonographer", "prairie-college")
    read = as_read(base)
    edit(read)
    found = read_against(base, read)
    assert found.unplaced == []
    assert rebuilt(base, found) == lines(read)
    assert looks(again(base, found.guide, found.publisher).passages) == looks(found.edited)


def move_a_heading_among_the_items_of_another(read: Edited) -> None:
    heading = read.pop(at(read, "Sonographer/Ultrasound Technician"))
    read.insert(at(read, "Certification through ARDMS"), replace(heading, look="b0"))


def move_the_first_heading_below_its_first_item(read: Edited) -> None:
    heading = read.pop(at(read, "Radiologic Technologist"))
    read.insert(at(read, "Pass certification exam") + 1, replace(heading, look="b0"))


@pytest.mark.parametrize(
    "edit",
    [move_a_heading_among_the_items_of_another, move_the_first_heading_below_its_first_item],
    ids=lambda edit: str(edit.__name__),
)
def test_a_smaller_heading_that_became_an_item_stays_bold(edit: Callable[[Edited], None]) -> None:
    _, base = made("technician", "lincoln-high")
    read = as_read(base)
    edit(read)
    found = read_against(base, read)
    assert rebuilt(base, found) == lines(read)
    assert looks(again(base, found.guide, found.publisher).passages) == looks(found.edited)


def lines_before_and_behind(read: Edited) -> None:
    spot = drawing(read)
    read[spot : spot + 1] = [new("p", "Before."), read[spot], new("p", "Behind.")]


def items_before_and_behind(read: Edited) -> None:
    spot = drawing(read)
    read[spot : spot + 1] = [new("b0", "Before."), new("b0", "Too."), read[spot], read[at(read, "Stamina")]]


def pieces_of_the_lead_before_and_behind(read: Edited) -> None:
    spot = drawing(read)
    first, second, third = "Use sound to see inside", "the body, from organs", "and blood flow to babies"
    read[spot - 1 : spot + 1] = [say(read[spot - 1], first), new("p", second), read[spot], new("p", third)]


def a_line_behind_where_the_next_heading_is_gone(read: Edited) -> None:
    lines_before_and_behind(read)
    del read[at(read, "Quick facts")]


def the_next_heading_a_paragraph(read: Edited) -> None:
    read.insert(drawing(read), new("p", "Before."))
    spot = at(read, "Quick facts")
    read[spot] = replace(read[spot], look="p")


def top(read: Sequence[Passage]) -> list[tuple[str, str]]:
    """The looks and words of what stands above the first table, without the box of what is to be filled in."""
    above = takewhile(lambda each: not each.place, read)
    return [(each.look, each.text) for each in above if each.look != "fill"]


def drawing(read: Edited) -> int:
    return next(number for number, each in enumerate(read) if each.look == "picture" and number > at(read, "Use sound"))


@pytest.mark.parametrize(
    "edit",
    [
        lines_before_and_behind, items_before_and_behind, pieces_of_the_lead_before_and_behind,
        a_line_behind_where_the_next_heading_is_gone, the_next_heading_a_paragraph,
    ],
    ids=lambda edit: str(edit.__name__),
)  # fmt: skip
@pytest.mark.parametrize("school", ["", "prairie-college"])
def test_what_stands_before_and_behind_the_drawing_stays_there(edit: Callable[[Edited], None], school: str) -> None:
    _, base = made("sonographer", school)
    read = as_read(base)
    edit(read)
    found = read_against(base, read)
    assert found.unplaced == []
    changed = edits.diff(base.content, found.guide, base.revision)
    _, home, _ = remake(*library_of(school), base.guide, changed, found.publisher)
    assert top(home.passages) == top(read)


PLACE = "[Room, telephone, email]"


def place(read: Edited) -> int:
    """The line that is to be filled in; the box at the top lists it, too."""
    return next(number for number, each in enumerate(read) if solid(each.text) == PLACE and each.look != "fill")


def delete_the_place(read: Edited) -> None:
    del read[place(read)]


def move_the_place(read: Edited) -> None:
    read.insert(at(read, "Skills you need") + 1, read.pop(place(read)))


def move_the_place_under_the_next_heading(read: Edited) -> None:
    read.insert(at(read, "Sources"), read.pop(place(read)))


def lend_the_box_a_look(read: Edited) -> None:
    spot = next(number for number, each in enumerate(read) if each.look == "fill")
    read[spot] = replace(read[spot], look="p")


def type_behind_the_place(read: Edited) -> None:
    read.insert(place(read) + 1, new("p", "Ask for Ms. Ruiz."))


def type_before_the_place(read: Edited) -> None:
    read.insert(place(read), new("p", "Ask for Ms. Ruiz."))


@pytest.mark.parametrize(
    "edit",
    [
        lend_the_box_a_look, delete_the_place, move_the_place, move_the_place_under_the_next_heading,
        type_behind_the_place, type_before_the_place,
    ],
    ids=lambda edit: str(edit.__name__),
)  # fmt: skip
def test_a_place_to_fill_in_stays_one_wherever_it_is_left(edit: Callable[[Edited], None]) -> None:
    _, base = made("sonographer")
    read = as_read(base)
    edit(read)
    found = read_against(base, read)
    assert found.unplaced == []
    assert found.publisher == base.publisher
    box = solid(next(each.text for each in base.passages if each.look == "fill"))
    assert rebuilt(base, found) == [line for line in lines(read) if line[1] != box]
    # The handout made of it comes home unchanged, too; and once the place is filled in, nothing is left of it.
    once_more = again(base, found.guide, found.publisher)
    assert read_against(once_more, as_read(once_more)).guide == once_more.content
    filled = again(base, found.guide, {**found.publisher, "contact": ["Room 9", "555-0100"]})
    said = [text for _, text in lines(filled.passages)]
    assert PLACE not in said
    assert said.index("555-0100") == said.index("Room 9") + 1


NAME = "[Name of your school]"


@pytest.mark.parametrize("look", ["p", "b0"])
@pytest.mark.parametrize("above", ["Skills you need", "Clear explaining"])
def test_the_place_for_a_name_stays_one_wherever_it_is_moved(above: str, look: Any) -> None:
    _, base = made("sonographer")
    read = as_read(base)
    old = next(number for number, each in enumerate(read) if solid(each.text) == NAME and each.look != "fill")
    moved = read.pop(old)
    bold = tuple(replace(stretch, strong=True) for stretch in moved.stretches)
    read.insert(at(read, above) + 1, replace(moved, look=look, stretches=bold, bold=False))
    found = read_against(base, read)
    assert found.unplaced == []
    assert rebuilt(base, found) == lines(read)
    once_more = again(base, found.guide, found.publisher)
    assert next(each for each in once_more.passages if solid(each.text) == NAME and each.look != "fill").waits
    assert read_against(once_more, as_read(once_more)).guide == once_more.content
    said = lines(again(base, found.guide, {**found.publisher, "name": "Elm High School"}).passages)
    assert NAME not in [text for _, text in said]
    assert said[0] == ("p", "Elm High School")


def test_words_that_were_lost_stand_at_the_end_and_are_told() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    table = [replace(new("cell", text), place=(9, 0, column)) for column, text in enumerate(("Bus", "Line 12"))]
    read[at(read, "Skills you need") : at(read, "Skills you need")] = table
    nothing = recovery.recover(base, base.passages)  # as if none of it had come home
    found = read_against(base, read, nothing)
    said = [line for _, line in rebuilt(base, found)]
    assert [word for word in ("Bus", "Line 12") if word not in said] == []
    assert {each.text for each in found.unplaced} == {"Bus", "Line 12"}


def test_where_today_s_facts_are_others_what_was_recovered_stays_as_it_is() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    type_over = at(read, "Handed out by")
    read[type_over] = new("p", "With best wishes from")
    found = recovery.recover(base, read)

    def otherwise(content: Mapping[str, Any], publisher: Mapping[str, Any]) -> Base:
        today = again(base, content, publisher)
        return replace(today, passages=[replace(each) for each in today.passages[1:]])

    def none(content: Mapping[str, Any], publisher: Mapping[str, Any]) -> Base:
        raise ContentError([])

    assert proofread(base, read, found, otherwise) is found
    assert proofread(base, read, found, none) is found
