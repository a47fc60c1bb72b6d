"""An edited handout back to content: nothing changed gives nothing, each kind of edit its words in their place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from guidepress.errors import Span
from guidepress.roundtrip.recovery import recovery
from guidepress.roundtrip.set_tables import as_in_base
from guidepress.word import base as origin
from guidepress.word import edited
from guidepress.word import lines as passages
from helpers.editing import dice
from helpers.handwork import OF, UPSTREAM, Edited, as_read, at, lines, made, new, rebuilt, say


@pytest.mark.parametrize("school", OF)
@pytest.mark.parametrize("guide", sorted(UPSTREAM.guides))
def test_a_handout_that_nobody_edited_gives_no_edits(guide: str, school: str) -> None:
    docx, base = made(guide, school)
    read = edited.read(docx, "handout.docx")
    assert read.base is not None
    assert origin.load(read.base, "handout.docx") == base
    bare = [replace(passage, marks=(), line="") for passage in base.passages]
    found = as_in_base(base.passages, read.passages).passages
    assert [replace(passage, marks=()) for passage in found] == bare
    assert [set(passage.marks) for passage in found] == [set(passage.marks) for passage in as_read(base)]
    for marks in (True, False):
        recovered = recovery.recover(base, list(found) if marks else as_read(base, marks=False))
        assert (recovered.guide, recovered.publisher) == (base.content, base.publisher)
        assert (recovered.unplaced, recovered.pictures) == ((), {})


def change_a_word(read: Edited) -> None:
    spot = at(read, "You stand for long periods")
    read[spot] = say(read[spot], read[spot].text.replace("long periods", "hours"))


def type_over_a_heading(read: Edited) -> None:
    read[at(read, "Quick facts")] = new("h2", "What counts")


def add_a_bullet(read: Edited) -> None:
    read.insert(at(read, "Stamina") + 1, new("b0", "Patience"))


def add_a_line_to_rows(read: Edited) -> None:
    read.insert(at(read, "Then:") + 1, new("b0", "Noon: lunch with the team"))


def add_a_paragraph_between(read: Edited) -> None:
    read.insert(at(read, "Stamina") + 1, new("p", "We practise this every Tuesday."))


def add_a_sub_bullet(read: Edited) -> None:
    read.insert(at(read, "Stamina") + 1, new("b1", "Run, swim or dance"))


def take_a_bullet_out(read: Edited) -> None:
    del read[at(read, "Stamina")]


def take_a_lead_out(read: Edited) -> None:
    del read[at(read, "You use equipment")]


def take_a_heading_out(read: Edited) -> None:
    del read[at(read, "A typical day")]


def move_a_bullet(read: Edited) -> None:
    read.insert(at(read, "Clear explaining"), read.pop(at(read, "Stamina")))


def move_a_bullet_to_another_section(read: Edited) -> None:
    moved = read.pop(at(read, "Stamina"))
    read.insert(at(read, "Explain the exam"), moved)


def join_two_bullets(read: Edited) -> None:
    spot = at(read, "People skills")
    read[spot : spot + 2] = [say(read[spot], "People skills and stamina")]


def split_a_bullet(read: Edited) -> None:
    spot = at(read, "Look for anything unusual")
    read[spot : spot + 1] = [say(read[spot], "Look for anything unusual"), new("b0", "Sum it up for the doctor")]


def add_a_section(read: Edited) -> None:
    spot = at(read, "Skills you need")
    read[spot:spot] = [new("h2", "Visit us"), new("p", "Come on March 4."), new("b0", "Bring a friend")]


def move_a_section(read: Edited) -> None:
    start, end = at(read, "Skills you need"), at(read, "What it asks of you")
    block = read[start:end]
    del read[start:end]
    read[at(read, "A typical day") : at(read, "A typical day")] = block


def take_a_section_out(read: Edited) -> None:
    del read[at(read, "Is it for me?") : at(read, "Take the next step")]


def take_a_row_out(read: Edited) -> None:
    read[:] = [each for each in read if each.place is None or each.place[:2] != (1, 2)]


def take_a_drawn_row_out(read: Edited) -> None:
    row = read[at(read, "1 in 10 earns less")].place
    assert row is not None
    read[:] = [each for each in read if each.place is None or each.place[:2] != row[:2]]


def add_a_row(read: Edited) -> None:
    spot = at(read, "21%")
    read[spot + 1 : spot + 1] = [
        replace(new("cell", text), place=(1, 99, column)) for column, text in enumerate(("Our clinic", "3%"))
    ]


def add_a_row_and_type_over_the_one_below(read: Edited) -> None:
    spot = at(read, "Outpatient centers")
    place = read[spot].place
    assert place is not None
    row = [replace(new("cell", text), place=(place[0], 98, column)) for column, text in enumerate(("Centers", "9%"))]
    read[spot : spot + 1] = [*row, replace(new("cell", "On the road"), place=place)]


def split_a_heading_over_a_table(read: Edited) -> None:
    spot = at(read, "Where you work")
    read[spot : spot + 1] = [new("h2", "Where"), new("h2", "you work")]


def add_a_section_over_a_table(read: Edited) -> None:
    spot = at(read, "Pay and outlook") + 1
    read[spot:spot] = [new("p", "First the good news."), new("h2", "In figures")]


def change_a_figure(read: Edited) -> None:
    spot = at(read, "$67,820")
    read[spot] = say(read[spot], "$60,000 here")


def change_fixed_words(read: Edited) -> None:
    read[at(read, "Handed out by")] = new("p", "With best wishes from")


def type_over_a_cell(read: Edited) -> None:
    spot = at(read, "All US jobs: +3%")
    read[spot] = say(read[spot], "Many jobs here")


KINDS: list[Callable[[Edited], None]] = [
    change_a_word, type_over_a_heading, add_a_bullet, add_a_line_to_rows, add_a_paragraph_between, add_a_sub_bullet,
    take_a_bullet_out, take_a_lead_out, take_a_heading_out, move_a_bullet, move_a_bullet_to_another_section,
    join_two_bullets, split_a_bullet, add_a_section, move_a_section, take_a_section_out, take_a_row_out,
    take_a_drawn_row_out, add_a_row, add_a_row_and_type_over_the_one_below, split_a_heading_over_a_table,
    add_a_section_over_a_table, change_a_figure, change_fixed_words, type_over_a_cell,
]  # fmt: skip


@pytest.mark.parametrize("marks", [True, False], ids=["marks", "no-marks"])
@pytest.mark.parametrize("edit", KINDS, ids=lambda edit: str(edit.__name__))
def test_each_kind_of_edit_comes_home(edit: Callable[[Edited], None], marks: bool) -> None:
    _, base = made("sonographer")
    read = as_read(base, marks)
    edit(read)
    found = recovery.recover(base, read)
    assert found.unplaced == ()
    assert sources_aside(rebuilt(base, found)) == sources_aside(lines(read))


def sources_aside(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out the list of sources, which makes itself from whatever facts are left."""
    return read[: read.index(("h2", "Sources"))]


def test_a_fact_stays_a_fact_where_other_words_of_its_sentence_change() -> None:
    _, base = made("sonographer")
    read = as_read(base)
    spot = at(read, "All US jobs: +3%")
    read[spot] = say(read[spot], read[spot].text.replace("jobs open each year", "posts open each year"))
    (section,) = [each for each in recovery.recover(base, read).guide["sections"] if each["id"] == "quick-facts"]
    note = next(each["note"] for each in section["facts"] if each["fact"] == "growth")
    assert note == "About {openings} posts open each year, including those of people who retire or change jobs"


def test_contact_lines_and_the_name_are_the_school_s_own() -> None:
    _, base = made("sonographer", "lincoln-high")
    read = as_read(base)
    read[at(read, "555-0140")] = new("p", "555-0199")
    read.insert(at(read, "555-0199") + 1, new("p", "Open day on March 4"))
    found = recovery.recover(base, read)
    assert found.guide == base.content
    assert found.publisher["contact"][2:4] == ["555-0199", "Open day on March 4"]


@pytest.mark.parametrize("seed", range(12))
def test_many_edits_at_once_lose_no_word(seed: int) -> None:
    chance = dice(seed)
    guide = sorted(UPSTREAM.guides)[seed % 5]
    _, base = made(guide, OF[seed % len(OF)])
    read = as_read(base, marks=bool(seed % 2))
    typed = []
    for number in range(20):
        spot = chance.randrange(1, len(read) - 1)
        if read[spot].look in ("picture", "fill") or read[spot].place:
            continue
        word = f"word{seed}x{number}"
        typed.append(word)
        match chance.randrange(4):
            case 0:
                read[spot] = say(read[spot], f"{read[spot].text} {word}")
            case 1:
                read[spot] = say(read[spot], word)
            case 2:
                read.insert(spot, new(chance.choice(("p", "b0", "b1", "n0", "h3")), word))
            case _:
                read.insert(spot, say(read.pop(chance.randrange(1, len(read) - 1)), word))
    standing = {word for word in typed if any(word in each.text for each in read)}
    found = recovery.recover(base, read)
    said = json.dumps([found.guide, found.publisher])
    assert {word for word in standing if word not in said} == set()


def test_the_passages_of_a_base_are_kept_as_data() -> None:
    _, base = made("technician")
    assert passages.load(passages.dump(base.passages)) == list(base.passages)
    assert origin.load(base.dump(), "base") == base
    assert Span("base") == Span("base", 0, 0)
