"""The names of the files that leave for a school: never two alike, never long, safe on every system."""

from __future__ import annotations

import re
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from guidepress.artifacts import ENDINGS, LONGEST, outputs
from guidepress.content.model.fields import SLUG

# Few and short parts, so that joined ids often read alike; long ones, so that names are cut; what Windows reserves, and
# what names end in.
PARTS = st.sampled_from(["a", "b", "c", "1", "con", "lpt1", "brochure", "print", "handout", "x" * 30, "y" * 90])
IDS = st.lists(PARTS, min_size=1, max_size=4).map("-".join)
DEVICES = r"con|prn|aux|nul|com[0-9]|lpt[0-9]"
ENDING = "-brochure-print.pdf"  # the longest one
ROOM = LONGEST - len(ENDING)


def names_of(guides: set[str], schools: set[str]) -> list[str]:
    """The names of all files of a project: the publisher's and every school's."""
    return [
        name for guide, school in product(guides, {"", *schools}) for name in outputs(guide, school, guides).values()
    ]


@given(st.sets(IDS, min_size=1, max_size=5), st.sets(IDS, min_size=1, max_size=5))
@example({"a", "a-b"}, {"c", "b-c"})
@example({"a", "a-b", "a-b-c"}, {"c", "b-c"})
@example({"a", "a-brochure"}, {"brochure", "brochure-print", "print"})
@example({"x" * 90 + "-a", "x" * 90 + "-b"}, {"y" * 90 + "-a", "y" * 90 + "-b"})
def test_no_two_files_are_named_alike_and_every_name_is_safe(guides: set[str], schools: set[str]) -> None:
    names = names_of(guides, schools)
    assert len(set(names)) == len(names) == len(guides) * (len(schools) + 1) * len(ENDINGS)
    for guide, school in product(guides, schools):
        for kind, name in outputs(guide, school, guides).items():
            assert len(name) <= LONGEST
            assert name.endswith(ENDINGS[kind])
            beginning = name.removesuffix(ENDINGS[kind])
            assert re.fullmatch(r"[a-z0-9]+(-{1,2}[a-z0-9]+)*", beginning)
            assert not re.fullmatch(DEVICES, name.partition(".")[0])


@given(IDS, IDS, st.sets(IDS, max_size=4))
def test_a_name_changes_with_no_guide_that_begins_otherwise(guide: str, school: str, others: set[str]) -> None:
    others = {slug for slug in others if not slug.startswith(f"{guide}-")}
    assert outputs(guide, school, others | {guide}) == outputs(guide, school)


def test_the_usual_name_is_guide_school_and_kind() -> None:
    guides = ["radiologic-technologist", "sonographer"]
    assert list(outputs("radiologic-technologist", "lincoln-high", guides).values()) == [
        "radiologic-technologist-lincoln-high-brochure.pdf",
        "radiologic-technologist-lincoln-high-brochure-print.pdf",
        "radiologic-technologist-lincoln-high-handout.docx",
        "radiologic-technologist-lincoln-high-brochure-press.pdf",
    ]
    assert outputs("sonographer")["screen"] == "sonographer-brochure.pdf"


def test_a_name_that_reads_as_that_of_another_guide_has_two_hyphens() -> None:
    guides = ["a", "a-b"]
    assert outputs("a-b", "c", guides)["handout"] == "a-b-c-handout.docx"
    assert outputs("a", "b-c", guides)["handout"] == "a--b-c-handout.docx"
    assert outputs("a", "bc", guides)["handout"] == "a-bc-handout.docx"
    assert outputs("a", "b", guides)["handout"] == "a--b-handout.docx"  # the publisher's guide a-b is a-b-handout.docx


def test_a_name_is_as_long_as_it_may_be_and_then_cut_in_both_ids() -> None:
    fits, one_more = "s" * (ROOM - 2), "s" * (ROOM - 1)
    assert outputs("a", fits)["print"] == f"a-{fits}{ENDING}"
    assert len(outputs("a", fits)["print"]) == LONGEST
    cut = outputs("a", one_more)["print"]
    assert len(cut) == LONGEST
    assert re.fullmatch(rf"a--s+--[0-9a-f]{{10}}{ENDING}", cut)
    both = outputs("guide" * 20, "school" * 20)["print"]
    assert len(both) == LONGEST
    assert re.fullmatch(rf"(?:guide){{6}}\w+--(?:school){{5}}\w+--[0-9a-f]{{10}}{ENDING}", both)


def test_a_cut_name_is_no_other_name_whatever_a_school_calls_itself() -> None:
    cut = outputs("g" * 50, "s" * 50)["handout"].removesuffix(ENDINGS["handout"])
    guide, school, digest = cut.split("--")
    assert all(re.fullmatch(SLUG, part) for part in (guide, school, digest))
    others = [(guide, f"{school}-{digest}"), (f"{guide}-{school}", digest), (guide, school)]
    guides = {guide, f"{guide}-{school}", "g" * 50}
    assert cut not in {outputs(*pair, guides)["handout"].removesuffix(ENDINGS["handout"]) for pair in others}
