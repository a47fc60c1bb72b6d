"""Content against content: references, panels, figures that must go together, and advice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guidepress import project
from guidepress.content import reading
from guidepress.content.model import leaves
from guidepress.content.reading import Library
from guidepress.errors import ContentError
from helpers.checkout import ROOT
from helpers.copies import copy_content

TODAY = date(2026, 11, 23)
GUIDE = "content/guides/technician.yaml"
ROLE = "content/roles/sonographer.yaml"
LABELS = "content/labels/en-US.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_content(tmp_path, "technician")
    return tmp_path


def edit(root: Path, file: str, *pairs: tuple[str, str]) -> None:
    text = (root / file).read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    (root / file).write_text(text, encoding="utf-8")


def read(root: Path, today: date = TODAY) -> Library:
    return reading.read(project.find(root), today)


def wrong(root: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(root)
    assert all(problem.source for problem in caught.value.problems if problem.span.line)
    return [problem.message for problem in caught.value.problems]


def advice(root: Path, today: date = TODAY) -> list[tuple[str, str]]:
    found = read(root, today).advice
    assert all(problem.advice for problem in found)
    return [(str(problem.span), problem.message) for problem in found]


def test_the_real_content_is_read_whole_with_nothing_to_say() -> None:
    library = read(ROOT)
    assert list(library.guides) == [
        "nuclear-medicine-technologist",
        "quality-assurance-specialist",
        "radiologic-technologist",
        "sonographer",
        "technician",
    ]
    assert set(library.roles) == {
        "all-occupations",
        "nuclear-medicine-technologist",
        "quality-assurance-specialist",
        "radiologic-technologist",
        "sonographer",
    }
    assert library.labels["en-US"].page == "Page {page} of {pages}"
    assert library.advice == ()


def test_the_place_of_every_leaf_is_known(root: Path) -> None:
    library = read(root)
    guide = library.guides["technician"]
    places = library.places(guide)
    assert {leaf.path for leaf in leaves.walk(guide)} <= set(places)
    for path, words in {
        "title": "Technician Career Pathway",
        "sections.skills.points.2": "Patient care and communication skills",
        "sections.careers.roles.sonographer.points.2": "Certification through ARDMS",
    }.items():
        span = places[path]
        line = (root / span.file).read_text(encoding="utf-8").split("\n")[span.line - 1]
        assert line[span.column - 1 :].strip('"') == words
    assert places["roles.sonographer.facts.pay-median.value"].file == ROLE


def test_a_library_keeps_its_trees_under_the_names_of_their_files(root: Path) -> None:
    assert set(read(root).trees) == {
        ("brand", "brand"),
        ("guide", "technician"),
        ("labels", "en-US"),
        ("names", "names"),
        ("publisher", "publisher"),
        *(("role", stem) for stem in read(root).roles),
    }


def test_a_role_that_is_broken_is_not_also_called_missing(root: Path) -> None:
    (root / ROLE).write_text("slug: [", encoding="utf-8")
    assert len(wrong(root)) == 1


def test_labels_that_are_broken_are_not_also_called_missing(root: Path) -> None:
    (root / LABELS).write_text("language: [", encoding="utf-8")
    assert len(wrong(root)) == 1


def test_a_guide_without_its_language_line_is_told_where_labels_are_missing(root: Path) -> None:
    edit(root, GUIDE, ("language: en-US\n", ""))
    assert read(root).guides["technician"].language == "en-US"
    (root / LABELS).unlink()
    assert wrong(root) == ["The fixed words for the language “en-US” are missing."]


def test_a_wrong_slug_does_not_hide_what_else_is_wrong(root: Path) -> None:
    edit(root, GUIDE, ("slug: technician", "slug: technicians"), ("role: sonographer", "role: sonografer"))
    assert wrong(root) == ["The slug “technicians” is not the name of this file.", "There is no role “sonografer”."]


def test_content_paths_are_unique(root: Path) -> None:
    edit(
        root, GUIDE, ("      - role: sonographer\n        text", "      - role: radiologic-technologist\n        text")
    )
    assert wrong(root)[0].startswith(
        "The role “radiologic-technologist” stands twice in this list; the first is in line"
    )
    paths = [leaf.path for leaf in leaves.walk(read(ROOT).guides["technician"])]
    assert len(paths) == len(set(paths)) > 50


def test_the_same_role_may_stand_in_several_sections() -> None:
    library = read(ROOT)
    assert sum("sonographer" in leaf.path for leaf in leaves.walk(library.guides["technician"])) > 4


@pytest.mark.parametrize("panel", ["flap", "inside-1", "inside-2", "inside-3", "back"])
def test_a_section_must_begin_on_every_panel(root: Path, panel: str) -> None:
    edit(root, GUIDE, (f"    panel: {panel}\n", ""))
    expected = (
        "The first section must say on which panel it begins."
        if panel == "flap"
        else f"No section begins on the panel “{panel}”."
    )
    assert wrong(root) == [expected]


def test_several_panels_without_a_section_are_one_problem(root: Path) -> None:
    edit(root, GUIDE, ("    panel: inside-2\n", ""), ("    panel: inside-3\n", ""))
    assert wrong(root) == ["No section begins on the panels “inside-2” and “inside-3”."]


@pytest.mark.parametrize(
    ("label", "sentences"),
    [
        ("page: Page {page}", ["“page” must hold {pages}."]),
        ("page: Page", ["“page” must hold {page} and {pages}."]),
        ("page: '{page} {pages} {page}'", []),
        ("page: '{page} {pages} {total}'", ["Nothing is put in the place of “{total}”."]),
        ("page: '{page} {pages} {0}'", ["Nothing is put in the place of “{0}”."]),
        ("page: '{page} {pages} {}'", ["Nothing is put in the place of “{}”."]),
        ("page: '{page} {pages} }'", ["Nothing is put in the place of “}”."]),
        ("page: '{page!r} {page} {pages}'", ["Nothing is put in the place of “{page!r}”."]),
        ("page: '{page:>99999999} {page} {pages}'", ["Nothing is put in the place of “{page:>99999999}”."]),
        ("edition: Edition {edition}", ["Nothing is put in the place of “{edition}”."]),
        ("qr: 'QR: {address[0]}'", ["“qr” must hold {address}.", "Nothing is put in the place of “{address[0]}”."]),
    ],
)
def test_words_in_braces_are_those_that_the_label_takes(root: Path, label: str, sentences: list[str]) -> None:
    key = label.partition(":")[0]
    lines = (root / LABELS).read_text(encoding="utf-8").split("\n")
    (root / LABELS).write_text(
        "\n".join(label if line.startswith(f"{key}:") else line for line in lines), encoding="utf-8"
    )
    if sentences:
        assert wrong(root) == sentences
    else:
        assert read(root)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("value: 96590", "value: much", "“much” does not go with the unit “US dollars a year”."),
        ("value: 96590", "value: 0", "“0” cannot be a figure in US dollars a year."),
        ("value: 96590", "value: -96590", "“-96590” cannot be a figure in US dollars a year."),
        ("value: 96590", "value: 96590.5", "“96590.5” cannot be a figure in US dollars a year."),
        ("value: 129370", "value: 1000001", "“1000001” cannot be a figure in US dollars a year."),
        ("value: 96590", "value: 196590", "“pay-75th” is smaller than “pay-median”."),
        ("value: 67820", "value: 97820", "“pay-25th” is smaller than “pay-10th”."),
        ("value: 13", "value: -101", "“-101” cannot be a figure in percent."),
        ("value: 13", "value: 1001", "“1001” cannot be a figure in percent."),
        ("value: 13", "value: 13%", "“13%” does not go with the unit “percent”."),
        (
            "unit: percent",
            "unit: jobs",
            " counted in “percent”, as its name begins with “growth”.",
        ),
        ("unit: words", "unit: years", "” does not go with the unit “years”."),
    ],
)
def test_a_figure_goes_with_its_unit_and_its_neighbours(root: Path, before: str, after: str, sentence: str) -> None:
    edit(root, ROLE, (before, after))
    assert any(told.endswith(sentence) for told in wrong(root))


def test_equal_ends_of_a_pay_range_and_negative_growth_are_fine(root: Path) -> None:
    edit(root, ROLE, ("value: 67820", "value: 80430"), ("value: 13", "value: -4.5"))
    assert read(root).roles["sonographer"].facts["growth"].value == -4.5


def test_a_number_for_words_says_how_to_write_it(root: Path) -> None:
    text = (root / ROLE).read_text(encoding="utf-8")
    start = text.index("  training:\n    value: ") + len("  training:\n    value: ")
    (root / ROLE).write_text(text[:start] + "2\n" + text[text.index("\n", start) + 1 :], encoding="utf-8")
    with pytest.raises(ContentError, match="“2” does not go with the unit “words”") as caught:
        read(root)
    assert caught.value.problems[0].hint == "put it in double quotes"


@pytest.mark.parametrize("key", ["pay-10th", "pay-median", "pay-90th", "growth"])
def test_one_period_for_each_measure(root: Path, key: str) -> None:
    text = (root / ROLE).read_text(encoding="utf-8")
    start = text.index("    period:", text.index(f"  {key}:"))
    (root / ROLE).write_text(
        text[:start] + "    period: 1999\n".replace("1999", "May 1999") + text[text.index("\n", start) + 1 :]
    )
    (told,) = wrong(root)
    measure = "growth" if key == "growth" else "pay"
    assert told.startswith(f"This comparison mixes figures for {measure} from different dates: ")
    assert "May 1999 (sonographer)" in told


def test_facts_that_want_a_new_look_are_advice_from_the_day_after(root: Path) -> None:
    assert advice(root, date(2027, 2, 28)) == []
    late = advice(root, date(2027, 3, 1))
    assert late
    assert all(sentence.endswith("was to be looked at again after 2027-02-28.") for _, sentence in late)


def test_a_day_still_to_come_is_advice(root: Path) -> None:
    edit(root, ROLE, ("retrieved: 2026-11-23", "retrieved: 2026-12-24"))
    assert advice(root) == [(f"{ROLE}:13:16", "The fact “pay-10th” was read on a day that is still to come.")]


def test_a_fact_with_nearly_a_known_name_is_advice_and_another_is_not(root: Path) -> None:
    edit(root, ROLE, ("  pay-90th:", "  pay-90:"), ("  credential:", "  union:"))
    assert advice(root) == [(f"{ROLE}:25:3", "The fact “pay-90” is shown nowhere.")]


def test_files_that_are_not_read_are_told(root: Path) -> None:
    (root / "content/guides/doctor.yaml.txt").touch()
    (root / "content/roles/.DS_Store").touch()
    (root / "content/roles/sonographer.yaml~").touch()
    sentence = "This file is not read: its name does not end in “.yaml”."
    assert advice(root) == [("content/guides/doctor.yaml.txt", sentence)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Develop ** safety** protocols", "**"),
        ("Develop [safety] (https://a.example) protocols", "] ("),
        ("Develop <b>safety</b> protocols", "<b>"),
        ("Develop safety<br/> protocols", "<br/>"),
    ],
)
def test_marks_that_will_be_printed_are_advice(root: Path, text: str, mark: str) -> None:
    edit(root, GUIDE, ("- Develop safety protocols", f"- {text}"))
    assert advice(root) == [(f"{GUIDE}:62:{13 + text.index(mark)}", f"“{mark}” will be printed as it stands here.")]


@pytest.mark.parametrize("text", ["Pay <50 dollars, or >60", "5 * 3 * 2", "a_b_c", "See [below]", r"2 \* 3"])
def test_marks_that_people_mean_are_left_alone(root: Path, text: str) -> None:
    edit(root, GUIDE, ("- Develop safety protocols", f"- {text}"))
    assert advice(root) == []


def test_all_problems_of_all_files_come_in_the_order_of_their_places(root: Path) -> None:
    edit(root, GUIDE, ("kind: checklist", "kind: list"), ("date: 2026", "date: 26"))
    edit(root, ROLE, ("grade: A-", "grade: C"))
    edit(root, LABELS, ("page: Page {page} of", "page: Page {number} of"))
    (root / "content/publisher.yaml").write_bytes(b"name: \xff\n")
    (root / "content/roles/empty.yaml").touch()
    with pytest.raises(ContentError) as caught:
        read(root)
    spans = [problem.span for problem in caught.value.problems]
    assert spans == sorted(spans)
    assert [span.file for span in dict.fromkeys(spans)] == [
        GUIDE,
        GUIDE,
        LABELS,
        "content/publisher.yaml",
        "content/roles/empty.yaml",
        ROLE,
    ]


def test_a_file_is_read_no_further_than_content_may_be_long(root: Path) -> None:
    with (root / "content/roles/huge.yaml").open("wb") as file:
        file.truncate(2_000_000_000)
    assert wrong(root) == ["This file is larger than 250,000 bytes."]
