"""A school's edits and next year's content: each case by itself, and the laws that hold for all of them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidepress.content import consistency, paths
from guidepress.content.model import guides, kinds
from guidepress.content.source import Tree
from guidepress.content.validate import validate
from guidepress.errors import Span
from guidepress.schools import answers, panel_starts, text_merge
from guidepress.schools.edits import Edit, diff
from guidepress.schools.merge import Collision, Happened, merge
from helpers.editing import GUIDES, dice, edited, get, places, texts_of

BASE, NEXT = "2026.1-00000000", "2027.1-11111111"
UPSTREAM, SCHOOL = Span("content/guides/x.yaml", 7, 3), Span("content/schools/s/edits/x.yaml", 9, 5)


def grow(value: Any, span: Span = UPSTREAM) -> Tree:
    tree = paths.grow(value, span)
    assert tree
    return tree


def guide(*points: Any, **more: Any) -> dict[str, Any]:
    return {"title": "T", "sections": [{"id": "s", "kind": "points", "title": "S", "points": list(points)} | more]}


def merged(base: Any, ours: Any, theirs: Any) -> tuple[Any, list[Collision]]:
    tree, found = merge(grow(theirs), diff(base, ours, BASE, SCHOOL))
    return paths.plain(tree), found


def points(base: list[Any], ours: list[Any], theirs: list[Any]) -> tuple[list[Any], list[str]]:
    draft, found = merged(guide(*base), guide(*ours), guide(*theirs))
    return draft["sections"][0]["points"], [str(each.happened.name) for each in found]


A, B, C, D = "Explain the exam", "Position the patient", "Check each image", "Keep careful records"
CNMT = {"name": "CNMT", "text": "from NMTCB, soon after school"}
RTN = {"name": "R.T.(N)", "text": "from ARRT, which tests technologists of other kinds as well"}
CHANGED, OTHERWISE, PLURAL = "Position the patient well", "Position each patient", "Position the patients"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "draft", "told"),
    [
        # one side
        ([A, B], [A, B], [A, B], [A, B], []),
        ([A, B], [A, CHANGED], [A, B], [A, CHANGED], []),
        ([A, B], [A, B], [A, CHANGED], [A, CHANGED], []),
        ([A, B], [A, B, C], [A, B], [A, B, C], []),
        ([A, B], [A, B], [C, A, B], [C, A, B], []),
        ([A, B, C], [A, C], [A, B, C], [A, C], []),
        ([A, B, C], [A, B, C], [B, C], [B, C], []),
        ([A, B, C], [C, A, B], [A, B, C], [C, A, B], []),
        # both sides, different items
        ([A, B], [A, CHANGED], [C, B], [C, CHANGED], []),  # what stands in the place of another is a new item
        ([A, B], [A, B, C], [D, A, B], [D, A, B, C], []),
        ([A, B, C], [B, C], [A, B], [B], []),
        ([A, B, C], [C, A, B], [A, CHANGED, C], [C, A, CHANGED], []),
        ([A, B, C], [A, CHANGED, C], [C, A, B], [C, A, CHANGED], []),
        ([A, B, C], [C, A, B], [A, B, C, D], [C, A, B, D], []),
        # the same on both sides
        ([A, B], [A, CHANGED], [A, CHANGED], [A, CHANGED], []),
        ([A, B], [A], [A], [A], []),
        ([A, B], [A, C, B], [A, C, B], [A, C, B], []),
        ([A, B], [A, C, B], [A, B, C], [A, B, C], []),
        ([A, B, C], [C, A, B], [C, A, B], [C, A, B], []),
        # both added at one place: theirs first
        ([A, B], [A, C, B], [A, D, B], [A, D, C, B], []),
        ([A], [C, A], [D, A], [D, C, A], []),
        ([A], [A, C], [A, D], [A, D, C], []),
        ([A], [A, C, "Ours"], [A, C, "Theirs"], [A, C, "Theirs", "Ours"], []),
        # collisions: the school's holds
        ([A, B], [A, CHANGED], [A, OTHERWISE], [A, CHANGED], ["BOTH_CHANGED"]),
        ([A, B], [A], [A, CHANGED], [A], ["DELETED_HERE"]),
        ([A, B], [A, CHANGED], [A], [A, CHANGED], ["DELETED_THERE"]),
        ([A, B, C, D], [D, A, B, C], [A, D, B, C], [D, A, B, C], ["BOTH_MOVED"]),
        ([A, B, C, D], [CHANGED, A, C, D], [A, C, D, PLURAL], [CHANGED, A, C, D], ["BOTH_CHANGED", "BOTH_MOVED"]),
    ],
)  # fmt: skip
def test_a_list_merges_item_by_item(
    base: list[str], ours: list[str], theirs: list[str], draft: list[str], told: list[str]
) -> None:
    assert points(base, ours, theirs) == (draft, told)


def test_items_of_several_keys_merge_key_by_key() -> None:
    row = {"term": "First", "text": "Checking the probes"}
    draft, told = points([row], [row | {"term": "At eight"}], [row | {"text": "Checking the probes and the room"}])
    assert (draft, told) == ([{"term": "At eight", "text": "Checking the probes and the room"}], [])
    _, found = merged(guide(row), guide(row | {"text": "Checking probes"}), guide(row | {"text": "Looking at probes"}))
    assert [(each.at_was, each.at_ours, each.item) for each in found] == [((0, "text"), (0, "text"), row["text"])]


@pytest.mark.parametrize(
    ("row", "ours", "theirs"),
    [
        ({"term": "Scan", "text": "Taking images"}, {"text": "Ours"}, {"term": "Ten o’clock, in room two"}),
        ({"about": "Ultrasound", "who": "caahep.org"}, {"who": "Ms. Rivera"}, {"about": "Schools that are accredited"}),
        ({"title": "Exam", "text": "Pass it"}, {"title": "The board’s own examination"}, {"text": "Theirs, all new"}),
    ],
)
def test_an_item_of_which_each_side_wrote_a_field_anew_is_known_again(
    row: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    beside = {key: f"Another {value}" for key, value in row.items()}
    base, edited_base, other = guide(row, beside), guide(row | ours, beside), guide(row | theirs, beside)
    edits = diff(base, edited_base, BASE, SCHOOL)
    once, found = merge(grow(other), edits)
    assert found == []
    assert paths.plain(once) == guide(row | ours | theirs, beside)
    assert paths.plain(merge(once, edits)[0]) == paths.plain(once)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "draft"),
    [
        # the school took the label out by which the row is known, the guide changed the rest
        (
            {"about": "Nuclear medicine", "who": "[jrcnmt.org](https://www.jrcnmt.org)"},
            {"who": "[jrcnmt.org](https://www.jrcnmt.org)"},
            {"about": "Nuclear medicine", "who": "Ask us"},
            {"who": "Ask us"},
        ),
        # the school took a way to go on out, the guide changed the other one and the title
        (
            {"title": "Exam", "text": "Pass it.", "branches": [CNMT, RTN]},
            {"title": "Exam", "text": "Pass it.", "branches": [CNMT]},
            {"title": "A test by a board", "text": "Pass it.", "branches": [CNMT | {"text": "soon"}, RTN]},
            {"title": "A test by a board", "text": "Pass it.", "branches": [CNMT | {"text": "soon"}]},
        ),
    ],
)
def test_an_item_is_known_again_by_what_it_was_before_the_schools_changes(
    base: Any, ours: Any, theirs: Any, draft: Any
) -> None:
    assert points([A, base], [A, ours], [A, theirs]) == ([A, draft], [])
    assert points([A, base], [A, ours], [A, draft]) == ([A, draft], [])


def test_an_item_that_the_guide_moved_and_rewrote_does_not_become_the_old_one_in_a_draft() -> None:
    ours = "Keep careful records of all"
    base, school, guide_now = [A, B, C, D], [B, C, A, ours], [A, B, D, "Check the picture"]
    once = [B, A, ours, "Check the picture"]
    assert points(base, school, guide_now) == (once, [])
    assert points(base, school, once) == (once, [])


def test_a_section_that_holds_what_lost_its_place_stands_where_the_school_had_moved_it() -> None:
    first, second, third = (guide(text)["sections"][0] for text in (A, B, C))
    base = guide(A) | {"sections": [first | {"id": "one"}, second | {"id": "two"}, third | {"id": "three"}]}
    one, two, three = base["sections"]
    ours = base | {"sections": [two | {"points": [B, CHANGED]}, one, three]}
    edits = diff(base, ours, BASE, SCHOOL)
    once, found = merge(grow(base | {"sections": [one, three]}), edits)
    assert [each.happened for each in found] == [Happened.DELETED_THERE]
    assert [(each["id"], each["kind"]) for each in paths.plain(once)["sections"]] == [
        ("two", "own"), ("one", "points"), ("three", "points"),
    ]  # fmt: skip
    assert paths.plain(merge(once, edits)[0]) == paths.plain(once)


def test_a_text_that_both_changed_collides_with_a_proposal_and_both_places() -> None:
    ours = guide(A) | {"title": "The good pathway"}
    theirs = guide(A) | {"title": "A pathway in imaging"}
    draft, found = merged(guide(A) | {"title": "The pathway"}, ours, theirs)
    assert draft["title"] == "The good pathway"
    assert [(each.path, each.happened, each.proposal) for each in found] == [("title", Happened.BOTH_CHANGED, None)]
    draft, found = merged(guide(A) | {"title": "The pathway"}, ours, guide(A) | {"title": "The pathway in imaging"})
    assert found[0].proposal == "The good pathway in imaging"
    assert (found[0].ours_span, found[0].theirs_span) == (SCHOOL, UPSTREAM)
    assert draft["title"] == "The good pathway"


def test_a_field_that_is_added_taken_out_or_kept() -> None:
    base, lead = guide(A, lead="Lead"), guide(A, lead="Ours")
    assert merged(guide(A), lead, guide(A, lead="Theirs"))[1][0].happened is Happened.BOTH_ADDED
    assert merged(base, guide(A), guide(A, lead="Theirs"))[1][0].happened is Happened.DELETED_HERE
    draft, found = merged(base, lead, guide(A))
    assert draft["sections"][0]["lead"] == "Ours"
    assert found[0].happened is Happened.DELETED_THERE
    assert merged(base, guide(A), guide(A)) == (guide(A), [])


# Sections -------------------------------------------------------------------------------------------------------------


def named(*names: str, **texts: str) -> dict[str, Any]:
    made = [{"id": each, "kind": "points", "title": texts.get(each, each.upper()), "points": [each]} for each in names]
    return {"title": "T", "sections": made}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "draft", "told"),
    [
        ("a b c", "a c", "a b c", "a c", []),
        ("a b c", "a b c", "a c", "a c", []),
        ("a b", "a b x", "a b y", "a b y x", []),
        ("a b", "a x b", "y a b", "y a x b", []),
        ("a b c", "c a b", "a b c d", "c a b d", []),
        ("a b c", "b a c", "a c", "a c", []),
        ("a b c d", "d a b c", "a d b c", "d a b c", ["BOTH_MOVED"]),
        ("a b c", "c a b", "c a b", "c a b", []),
        ("a b", "x a b", "a b x", "a b x", []),
        ("a b c d", "d c", "a d c", "d c", []),  # both changed the order in the same way
    ],
)
def test_sections_merge_by_name(base: str, ours: str, theirs: str, draft: str, told: list[str]) -> None:
    got, found = merged(*(named(*each.split()) for each in (base, ours, theirs)))
    assert " ".join(each["id"] for each in got["sections"]) == draft
    assert [each.happened.name for each in found] == told


def test_a_section_that_the_school_took_out_and_the_guide_changed_stays_out_and_is_told() -> None:
    draft, found = merged(named("a", "b"), named("a"), named("a", "b", b="New"))
    assert [each["id"] for each in draft["sections"]] == ["a"]
    assert [(each.path, each.happened) for each in found] == [("sections.b", Happened.DELETED_HERE)]
    assert texts_of([found[0].theirs]) >= {"New"}


def test_a_section_that_only_begins_another_panel_now_is_taken_out_without_a_question() -> None:
    theirs = named("a", "b")
    theirs["sections"][1]["panel"] = "back"
    assert merged(named("a", "b"), named("a"), theirs)[1] == []


def test_both_add_a_section_of_one_name() -> None:
    draft, found = merged(named("a"), named("a", "x", x="Ours"), named("a", "x", x="Theirs"))
    assert [(each.happened, each.at_ours) for each in found] == [(Happened.BOTH_ADDED, ("title",))]
    assert [each["title"] for each in draft["sections"]] == ["A", "Ours"]


def test_what_the_school_changed_in_a_section_that_is_gone_goes_into_a_section_of_its_own() -> None:
    ours = named("a", "who-we-are", **{"who-we-are": "Ours"})
    ours["sections"][1]["points"] = ["who-we-are", "New"]
    draft, found = merged(named("a", "who-we-are"), ours, named("a"))
    added = [{"look": "bullet", "text": "who-we-are"}, {"look": "bullet", "text": "New"}]
    assert draft["sections"][1] == {"id": "who-we-are", "kind": "own", "title": "Ours", "added": added}
    assert [(each.path, each.happened, each.orphan_paths) for each in found] == [
        (
            "sections.who-we-are",
            Happened.DELETED_THERE,
            ("sections.who-we-are.title", "sections.who-we-are.points"),
        )
    ]
    del ours["sections"][1]["title"]
    untitled, _ = merged(named("a", "who-we-are"), ours | {}, named("a"))
    assert untitled["sections"][1]["title"] == "Who we are"


def test_rows_steps_and_notes_that_have_lost_their_place_are_lines() -> None:
    base = {"title": "T", "sections": [{"id": "p", "kind": "path", "title": "P", "steps": []}]}
    step = {"title": "Exam", "years": "school-least", "text": "Pass it.", "branches": [{"name": "X", "text": "y"}]}
    ours = copy.deepcopy(base)
    ours["sections"][0]["steps"] = [step]
    ours["sections"][0]["lead"] = "A lead"
    theirs = {"title": "T", "sections": [{"id": "p", "kind": "text", "title": "Q", "paragraphs": ["Other"]}]}
    draft, found = merged(base, ours, theirs)
    lines = [(each["look"], each["text"]) for each in draft["sections"][1]["added"]]
    assert (draft["sections"][1]["id"], draft["sections"][1]["title"]) == ("p-own", "Q")
    assert lines == [("bullet", "Exam: Pass it."), ("bullet", "X: y")]
    assert draft["sections"][0]["lead"] == "A lead"
    assert [each.happened for each in found] == [Happened.DELETED_THERE]


def test_what_was_only_taken_out_of_a_section_that_is_gone_asks_nothing() -> None:
    ours = named("a", "b")
    ours["sections"][1]["points"] = []
    assert merged(named("a", "b"), ours, named("a")) == (named("a"), [])


def test_the_texts_that_are_printed_are_known_by_their_models() -> None:
    assert {"title", "lead", "points", "text", "note", "items", "who"} <= kinds.printed_fields()
    assert not {"id", "kind", "panel", "fact", "years", "address", "benchmark", "file"} & kinds.printed_fields()


# Places and values ----------------------------------------------------------------------------------------------------


def test_values_keep_the_place_that_they_come_from_and_nothing_passed_in_changes() -> None:
    tree = GUIDES["sonographer"]
    plain = tree.plain()
    other = copy.deepcopy(plain)
    other["sections"][1]["points"].append("Ours")
    edits = diff(plain, other, BASE, SCHOOL)
    draft, _ = merge(tree, edits)
    assert tree.plain() == plain
    before, after = (paths.walk(each, ("sections", "work", "points")) for each in (tree, draft))
    assert before
    assert after
    assert after.value[-1].span == SCHOOL
    ours_changed, _ = merge(grow(plain), edits)
    assert ours_changed.value["title"].span == UPSTREAM
    assert draft.value["title"] is tree.value["title"]


def test_a_wrong_value_of_the_school_is_told_at_its_line() -> None:
    edit = Edit(BASE, "sections.work.panel", paths.grow("inside-1", SCHOOL), paths.grow("cellar", SCHOOL), SCHOOL)
    draft, _ = merge(GUIDES["sonographer"], [edit])
    _, problems = validate(draft, guides.Guide, Span("content/guides/sonographer.yaml"))
    assert [problem.span for problem in problems] == [SCHOOL]


# Panels ---------------------------------------------------------------------------------------------------------------


def panels(*sections: str) -> dict[str, Any]:
    made = []
    for each in sections:
        name, _, panel = each.partition(":")
        made.append({"id": name, "kind": "text", "title": name} | ({"panel": panel} if panel else {}))
    return {"sections": made}


FIVE = ("a:flap", "b", "c:inside-1", "d:inside-2", "e", "f:inside-3", "g:back", "h")


@pytest.mark.parametrize(
    ("after", "settled"),
    [
        (FIVE, FIVE),
        # the one that began a panel is gone: the next begins it
        (("b", *FIVE[2:]), ("b:flap", *FIVE[2:])),
        # a panel of one section is gone: a neighbour's section moves over
        ((*FIVE[:2], *FIVE[3:]), ("a:flap", "b", "d:inside-1", "e:inside-2", *FIVE[5:])),
        # two change places on one panel
        (("b", "a:flap", *FIVE[2:]), ("b:flap", "a", *FIVE[2:])),
        # a new one in front of all
        (("new", *FIVE), ("new:flap", "a", *FIVE[1:])),
        # the last one comes first
        (("h", *FIVE[:-1]), ("h:flap", "a", *FIVE[1:-1])),
        # fewer sections than panels
        (("a:flap", "c:inside-1", "g:back"), ("a:flap", "c:inside-1", "g:back")),
        (("a:flap", "b", "c:inside-1", "g:back"), ("a:flap", "b:inside-1", "c:inside-2", "g:back")),
        (("h", "g:back"), ("h:inside-3", "g:back")),
    ],
)
def test_panels_are_handed_on(after: tuple[str, ...], settled: tuple[str, ...]) -> None:
    draft = panel_starts.hand_on(grow(panels(*FIVE)), grow(panels(*after)))
    assert paths.plain(draft) == panels(*settled)


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.sampled_from(sorted(GUIDES)))
def test_with_five_sections_left_no_panel_is_without_a_beginning(seed: int, name: str) -> None:
    rng = dice(seed)
    base = GUIDES[name]
    other = paths.plain(base)
    while len(other["sections"]) > 6 and rng.random() < 0.8:
        other["sections"].pop(rng.randrange(len(other["sections"])))
    rng.shuffle(other["sections"])
    draft, _ = merge(base, diff(base.plain(), other, BASE))
    model, problems = validate(draft, guides.Guide, UPSTREAM)
    assert problems == []
    assert isinstance(model, guides.Guide)
    assert list(consistency.references(model, draft, guides.roles_of(model), {"en-US"})) == []


# Proposals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "ours", "theirs", "proposal"),
    [
        ("You make images here", "You make good images here", "You make images there", "You make good images there"),
        ("a b c d", "a c d", "a b c e", "a c e"),
        ("a b c", "x b c", "y b c", None),
        ("a b", "a x b", "a y b", None),
        ("a b c", "a x b c", "a x b d", "a x b d"),
        ("a b c d", "a B c d", "a b C d", "a B C d"),
        ("a b c", "a B x c", "a b y c", None),
        ("See the page now", "See [the page](https://x.org) now", "See the big page now", None),
        ("be very kind now", "be **very kind** now", "be very good kind today", None),
        ("be kind here now", "be **kind** here now", "be kind here today", "be **kind** here today"),
        ("one two", "two", "one", None),
    ],
)
def test_a_proposal_has_the_changes_of_both_where_they_touch_different_words(
    was: str, ours: str, theirs: str, proposal: str | None
) -> None:
    assert text_merge.propose(was, ours, theirs) == proposal
    assert text_merge.propose(was, theirs, ours) == proposal


# Answers --------------------------------------------------------------------------------------------------------------


def answered(base: Any, ours: Any, theirs: Any, choice: answers.Answer) -> Any:
    edits = diff(base, ours, BASE, SCHOOL)
    for _ in range(9):
        draft, found = merge(grow(theirs), edits)
        if not found:
            return paths.plain(draft)
        assert not {each.base for each in edits} & {NEXT} or len(found) > 0
        edits = answers.answer(edits, found[0], choice, NEXT)
        assert answers.answer(edits, found[0], choice, NEXT) == edits
    raise AssertionError("the question comes again")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "mine", "yours"),
    [
        ([A, B], [A, CHANGED], [A, OTHERWISE], [A, CHANGED], [A, OTHERWISE]),
        ([A, B], [A], [A, CHANGED], [A], [A, CHANGED]),
        ([A, B, C], [A, C], [A, CHANGED, C], [A, C], [A, CHANGED, C]),
        ([A, B], [A, CHANGED], [A], [A, CHANGED], [A]),
        ([A, B, C, D], [D, A, B, C], [A, D, B, C], [D, A, B, C], [A, D, B, C]),
        ([A, B, C, D], [CHANGED, A, C, D], [A, C, D, PLURAL], [CHANGED, A, C, D], [A, C, D, PLURAL]),
    ],
)
def test_an_answer_is_given_once(
    base: list[str], ours: list[str], theirs: list[str], mine: list[str], yours: list[str]
) -> None:
    values = guide(*base), guide(*ours), guide(*theirs)
    assert answered(*values, "ours")["sections"][0]["points"] == mine
    assert answered(*values, "theirs")["sections"][0]["points"] == yours


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (guide(A) | {"title": "One"}, guide(A) | {"title": "Two"}, guide(A) | {"title": "Three"}),
        (guide(A, lead="One"), guide(A), guide(A, lead="Two")),
        (guide(A, lead="One"), guide(A, lead="Two"), guide(A)),
        (guide(A), guide(A, lead="One"), guide(A, lead="Two")),
        (named("a"), named("a", "x", x="Ours"), named("a", "x", x="Theirs")),
        (named("a", "b"), named("a"), named("a", "b", b="Other")),
        (named("a", "b", "c", "d"), named("d", "a", "b", "c"), named("a", "d", "b", "c")),
    ],
)
def test_an_answer_for_the_guide_gives_the_guide_and_one_for_the_school_the_school(
    base: Any, ours: Any, theirs: Any
) -> None:
    assert answered(base, ours, theirs, "theirs") == theirs
    assert answered(base, ours, theirs, "ours") == ours


def test_what_has_lost_its_place_stays_or_goes() -> None:
    base, ours, theirs = named("a", "b"), named("a", "b", b="Ours"), named("a")
    kept = answered(base, ours, theirs, "ours")
    assert [(each["id"], each["kind"], each["title"]) for each in kept["sections"]][1] == ("b", "own", "Ours")
    assert answered(base, ours, theirs, "theirs") == theirs


def test_a_proposal_is_taken_for_both_and_only_where_there_is_one() -> None:
    base, ours, theirs = (guide(text) for text in ("a b c", "x b c", "a b d"))
    edits = diff(base, ours, BASE)
    _, [found] = merge(grow(theirs), edits)
    after = answers.answer(edits, found, "proposal", NEXT)
    assert [each.plain() for each in after] == [(NEXT, "sections.s.points", ["a b d"], ["x b d"])]
    assert paths.plain(merge(grow(theirs), after)[0]) == guide("x b d")
    _, [other] = merge(grow(guide("y b c")), edits)
    with pytest.raises(ValueError, match="no proposal"):
        answers.answer(edits, other, "proposal", NEXT)


def test_a_collision_is_told_in_plain_words_at_the_schools_line() -> None:
    values = [guide(text) for text in ("You make images", "You make good images", "They make images")]
    _, found = merged(*values)
    [problem] = answers.as_problems(found, *map(grow, values[::2]))
    assert str(problem) == (
        "content/schools/s/edits/x.yaml:9:5: advice: In “S”, list, the school and the guide both changed "
        "“You make images”: the school to “You make good images”, the guide to “They make images”.\n"
        "  hint: the draft has the school’s, the guide’s stands in content/guides/x.yaml:7:3; with both changes it "
        "would be “They make good images”; “guidepress merge” asks"
    )


# Laws -----------------------------------------------------------------------------------------------------------------

SEEDS = st.integers(0, 2**32)
NAMES = st.sampled_from(sorted(GUIDES))
LAW = settings(max_examples=80)


def changed(seed: int, name: str) -> tuple[Tree, Any, Any, list[Edit]]:
    """A guide, what a school made of it, what next year's authors made of it, and the school's edits."""
    rng = dice(seed)
    base = GUIDES[name]
    plain = paths.plain(base)
    ours, theirs = edited(plain, rng, rng.randint(1, 10)), edited(plain, rng, rng.randint(0, 10))
    return base, ours, theirs, diff(plain, ours, BASE, SCHOOL)


@pytest.mark.parametrize("name", sorted(GUIDES))
def test_without_edits_nothing_changes(name: str) -> None:
    assert merge(GUIDES[name], []) == (GUIDES[name], [])


@LAW
@given(SEEDS, NAMES)
def test_edits_of_an_unchanged_guide_give_what_the_school_made_and_never_collide(seed: int, name: str) -> None:
    base, ours, _, edits = changed(seed, name)
    draft, found = merge(base, edits)
    assert found == []
    assert paths.plain(draft) == paths.plain(panel_starts.hand_on(base, grow(ours)))


@LAW
@given(SEEDS, NAMES)
@example(665, "technician")
@example(8446, "nuclear-medicine-technologist")
@example(39849, "technician")
@example(52540, "nuclear-medicine-technologist")
@example(12270, "nuclear-medicine-technologist")
def test_edits_carried_out_twice_change_nothing_more(seed: int, name: str) -> None:
    _, _, theirs, edits = changed(seed, name)
    once, _ = merge(grow(theirs), edits)
    assert paths.plain(merge(once, edits)[0]) == paths.plain(once)


@LAW
@given(SEEDS, NAMES)
def test_edits_that_do_not_collide_commute(seed: int, name: str) -> None:
    _, _, theirs, edits = changed(seed, name)
    draft, found = merge(grow(theirs), edits)
    shuffled = dice(seed).sample(edits, len(edits))
    again, found_again = merge(grow(theirs), shuffled)
    assert len(found) == len(found_again)
    if not any(each.orphan_paths for each in found):
        assert paths.plain(again) == paths.plain(draft)


@LAW
@given(SEEDS, NAMES)
def test_no_text_of_either_side_is_lost_unsaid(seed: int, name: str) -> None:
    base, ours, theirs, edits = changed(seed, name)
    draft, found = merge(grow(theirs), edits)
    told = texts_of([draft, *(tree for each in found for tree in (each.was, each.ours, each.theirs))])
    new = {get(plain, at) for plain in (ours, theirs) for at in places(plain)} - texts_of([base])
    said = " ".join(sorted(told))
    assert {text for text in new if text not in said} == set()


@LAW
@given(SEEDS, NAMES)
def test_two_imports_one_after_the_other_are_as_good_as_one(seed: int, name: str) -> None:
    base, first, _, edits = changed(seed, name)
    rng = dice(seed + 1)
    second = edited(first, rng, rng.randint(1, 8))
    draft, found = merge(base, [*edits, *diff(first, second, BASE)])
    assert found == []
    assert paths.plain(draft) == paths.plain(panel_starts.hand_on(base, grow(second)))


@settings(max_examples=40)
@given(SEEDS, NAMES, st.sampled_from(["ours", "theirs", "proposal"]))
def test_every_collision_can_be_answered(seed: int, name: str, choice: answers.Answer) -> None:
    rng = dice(seed)
    plain = paths.plain(GUIDES[name])
    ours, theirs = edited(plain, rng, 14), grow(edited(plain, rng, 25))
    edits = diff(plain, ours, BASE, SCHOOL)
    for _ in range(60):
        draft, found = merge(theirs, edits)
        if not found:
            return
        one = found[0]
        taken = choice if choice != "proposal" or one.proposal else "ours"
        edits = answers.answer(edits, one, taken, NEXT)
        assert answers.answer(edits, one, taken, NEXT) == edits
        draft, left = merge(theirs, edits)
        assert len(left) < len(found)
        chosen = {"ours": one.ours, "theirs": one.theirs, "proposal": paths.grow(one.proposal, SCHOOL)}[taken]
        if one.happened is not Happened.BOTH_MOVED and chosen is not None:
            assert texts_of([chosen]) <= texts_of([draft])
    raise AssertionError("collisions come again and again")
