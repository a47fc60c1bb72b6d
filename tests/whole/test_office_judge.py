"""The judge of what comes home, on lists of lines written by hand: what it must see and what it must let pass."""

from __future__ import annotations

from typing import Any

from helpers.office.accept import as_compared
from helpers.office.judge import judge, key, trace
from helpers.office.scripts import DEV, HELD_OUT, KINDS, alone, scripts

Line = dict[str, Any]


def line(
    text: str, role: str = "body", *spans: tuple[str, str, str], mark: str = "", column: int | None = None
) -> Line:
    cell = None if column is None else [0, 1, column]
    spanned = [list(span) for span in spans]
    return {"text": text, "role": role, "spans": spanned, "cell": cell, "picture": "", "marks": [mark] if mark else []}


BEFORE = [
    line("A title", "title", mark="gp_0000000001"),
    line("What you do", "heading 1", mark="gp_0000000002"),
    line("You take pictures of the inside of the body.", mark="gp_0000000003"),
    line("Care for people", "bullet 1", mark="gp_0000000004"),
    line("Keep the room safe", "bullet 1", mark="gp_0000000005"),
    line("Sources", "heading 1"),
    line("Edition 2026.1-00000000"),
]


def changed(lines: list[Line], at: int, text: str) -> list[Line]:
    return [*lines[:at], {**lines[at], "text": text}, *lines[at + 1 :]]


TYPED = changed(BEFORE, 3, "Care for people at Harley Clinic")
ADDED = [*TYPED[:5], line("Ask Ms. Dunford", "bullet 1"), *TYPED[5:]]


def test_everything_home_is_exact() -> None:
    verdict = judge(["type_end", "add_after"], [BEFORE, TYPED, ADDED], ADDED, ADDED, ADDED)
    assert [each.recovered and each.wanted for each in verdict.changes] == [True, True]
    assert (verdict.exact, verdict.wrong, verdict.lost, verdict.differences) == (True, (), (), ())


def test_a_file_as_it_was_before_recovers_nothing_and_loses_what_was_typed() -> None:
    verdict = judge(["type_end", "add_after"], [BEFORE, TYPED, ADDED], ADDED, ADDED, BEFORE)
    assert [each.recovered for each in verdict.changes] == [False, False]
    assert "Ms. Dunford" in verdict.changes[1].why
    assert verdict.lost == ("Ask", "Clinic", "Dunford", "Harley", "Ms.", "at")
    assert not verdict.exact
    assert verdict.wrong == ()


def test_the_right_words_in_another_role_or_place_are_not_recovered() -> None:
    as_body = [{**each, "role": "body"} if "Dunford" in each["text"] else each for each in ADDED]
    verdict = judge(["type_end", "add_after"], [BEFORE, TYPED, ADDED], ADDED, ADDED, as_body)
    assert [each.recovered for each in verdict.changes] == [True, False]
    elsewhere = [*TYPED, ADDED[5]]
    verdict = judge(["type_end", "add_after"], [BEFORE, TYPED, ADDED], ADDED, ADDED, elsewhere)
    assert [each.recovered for each in verdict.changes] == [True, False]
    assert (verdict.lost, verdict.wrong) == ((), ())


def test_what_was_deleted_must_be_gone() -> None:
    without = BEFORE[:3] + BEFORE[4:]
    verdict = judge(["delete"], [BEFORE, without], without, without, BEFORE)
    assert verdict.changes[0].why == "still there: Care for people"
    assert judge(["delete"], [BEFORE, without], without, without, without).changes[0].recovered


def test_a_line_that_is_changed_and_then_deleted_must_be_gone_as_it_was_at_first() -> None:
    without = BEFORE[:3] + BEFORE[4:]
    verdict = judge(["type_end", "delete"], [BEFORE, TYPED, without], without, without, BEFORE)
    assert [(each.wanted, each.recovered) for each in verdict.changes] == [(False, True), (True, False)]


def test_a_line_that_nobody_touched_and_that_differs_is_wrongly_changed() -> None:
    home = changed(TYPED, 2, "You take pictures.")
    verdict = judge(["type_end"], [BEFORE, TYPED], TYPED, TYPED, home)
    assert verdict.wrong == ("body: You take pictures of the inside of the body.",)
    assert verdict.changes[0].recovered
    assert sorted(verdict.differences) == [
        "+ body: You take pictures.",
        "- body: You take pictures of the inside of the body.",
    ]


def test_lines_that_make_themselves_do_not_count() -> None:
    home = changed(TYPED, 6, "Edition 2026.1-11111111")
    plain = judge(["type_end"], [BEFORE, TYPED], TYPED, TYPED, home)
    assert not plain.exact
    verdict = judge(
        ["type_end"], [BEFORE, TYPED], TYPED, TYPED, home, itself=lambda each: each["text"].startswith("Edition")
    )
    assert verdict.exact
    assert verdict.wrong == verdict.lost == ()


def test_a_moved_line_is_recovered_only_in_its_new_place() -> None:
    moved = [*BEFORE[:3], BEFORE[4], BEFORE[3], *BEFORE[5:]]
    assert judge(["move_up"], [BEFORE, moved], moved, moved, moved).changes[0].recovered
    assert not judge(["move_up"], [BEFORE, moved], moved, moved, BEFORE).changes[0].recovered


def test_bold_and_links_count_but_not_a_slash_that_an_office_adds() -> None:
    linked = [*BEFORE[:3], line("Care for people", "bullet 1", ("link", "Care", "https://a.example/")), *BEFORE[4:]]
    home = [*BEFORE[:3], line("Care for people", "bullet 1", ("link", "Care", "https://a.example")), *BEFORE[4:]]
    assert judge(["link"], [BEFORE, linked], linked, linked, home).exact
    assert not judge(["link"], [BEFORE, linked], linked, linked, BEFORE).changes[0].recovered


def test_an_edit_without_effect_is_not_wanted_and_empty_lines_and_blanks_do_not_count() -> None:
    spaced = [*BEFORE[:2], line(""), *changed(BEFORE, 2, "You  take pictures of the inside of the body. ")[2:]]
    verdict = judge(["comment"], [BEFORE, BEFORE], BEFORE, BEFORE, spaced)
    assert [(each.wanted, each.recovered) for each in verdict.changes] == [(False, True)]
    assert verdict.exact


def test_either_look_is_right_where_the_office_saves_another_than_it_shows() -> None:
    saved = [*TYPED[:1], {**TYPED[1], "role": "body"}, *TYPED[2:]]
    for home in (saved, TYPED):
        verdict = judge(["type_end"], [BEFORE, TYPED], saved, TYPED, home)
        assert verdict.exact
        assert verdict.wrong == ()


def test_a_later_edit_of_the_same_line_is_the_business_of_both() -> None:
    again = changed(TYPED, 3, "Care for people at Harley Clinic and Oakton")
    traced = trace(["type_end", "type_end"], [BEFORE, TYPED, again])
    assert [change.lines for change in traced.changes] == [(3,), (3,)]
    assert traced.changes[0].before == ("Care for people",)
    assert traced.changes[0].marks == ("gp_0000000004",)
    assert traced.untouched == (0, 1, 2, 4, 5, 6)


def test_a_line_typed_anew_keeps_its_place_and_a_row_keeps_its_columns() -> None:
    anew = changed(BEFORE, 4, "Bus 12 stops here")
    traced = trace(["retype"], [BEFORE, anew])
    assert (traced.changes[0].lines, traced.changes[0].removed) == ((4,), ())
    row = [line("Hospitals", "cell", column=0), line("57%", "cell", column=1)]
    swapped = [{**row[0], "cell": [0, 1, 1]}, {**row[1], "cell": [0, 1, 0]}]
    assert not judge(["edit_cell"], [BEFORE, BEFORE + row], BEFORE + row, BEFORE + row, BEFORE + swapped).exact


# --- scripts --------------------------------------------------------------------------------------------------------


def test_scripts_are_the_same_for_the_same_seed_and_never_type_a_text_twice() -> None:
    made = scripts(DEV.start, 30, 20)
    assert made == scripts(DEV.start, 30, 20)
    assert {edit.kind for script in made for edit in script.edits} == set(KINDS)
    for script in made:
        texts = [text for edit in script.edits for text in edit.texts]
        assert len(script.edits) == 20
        assert len(set(texts)) == len(texts) > 0
    tracks = {edit.track for script in made for edit in script.edits}
    assert tracks == {None, "open", "accepted", "rejected"}
    assert not set(DEV) & set(HELD_OUT)
    assert all(alone(kind, 1).edits[0].kind == kind for kind in KINDS)


def test_words_that_one_style_or_another_shows_bold_are_the_same_to_a_reader() -> None:
    def seen(style: str, text: str = "Ashworth lab", *spans: tuple[str, str, str], column: int | None = None) -> Any:
        return key(as_compared([{**line(text, "cell", *spans, column=column), "style": style}])[0])

    bold = ("bold", "Ashworth lab", "")
    assert seen("Table Heading", column=0) == seen("Table Step", column=0) == seen("Table Row Heading", column=0)
    assert seen("Fact Figure", column=1) == seen("Table Text", "Ashworth lab", bold, column=1)
    assert seen("Masthead") == seen("Normal", "Ashworth lab", bold)
    assert seen("Table Step", column=0) != seen("Table Text", column=0)
    assert seen("Masthead") != seen("Remark")
