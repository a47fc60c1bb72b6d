"""How easily the guides of one role read, and that each figure and each name in them rests on a fact.

Reading ease is the Flesch-Kincaid grade of whole sentences, names in content/names.yaml passed over. The figures of
each run are told below its results.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import textstat
from click.testing import CliRunner

from guidepress import options, project
from guidepress.commands.cli import main
from guidepress.compose import prepared, view
from guidepress.content import reading, reading_ease, wording
from guidepress.content.library import Library
from guidepress.content.model.leaves import walk
from helpers.copies import ROOT, copy_content

FEWEST, MOST = 12, 20  # words in a sentence, on average; the aim is 15 to 20

# By their text, not by reading them: content that is broken is to fail tests, not to hide that there are any.
ROLE_GUIDES = [
    path.stem
    for path in sorted((ROOT / "content/guides").glob("*.yaml"))
    if re.search(r"^role:", path.read_text(encoding="utf-8"), re.MULTILINE)
]


@pytest.fixture(scope="module")
def library() -> Library:
    return reading.read(project.find(ROOT), date(2026, 11, 24))


def leaves(shown: object) -> Iterator[tuple[str, str]]:
    """Yield the path and the printed words of each leaf of what templates see."""
    if isinstance(shown, dict) and {"path", "runs"} <= shown.keys():
        yield shown["path"], view.said(shown)
    for value in shown.values() if isinstance(shown, dict) else shown if isinstance(shown, list) else ():
        yield from leaves(value)


def prose(library: Library, slug: str) -> list[str]:
    """Return the sentences that a reader of a guide meets, facts filled in."""
    guide = library.guides[slug]
    shown = dict(leaves(prepared.prepare(project.find(ROOT), library, guide, options.Choice.theme).shown))
    read = [leaf.path for leaf in walk(guide) if leaf.location[0] in ("introduction", "sections")]
    return [sentence for path in read for sentence in reading_ease.sentences(shown[path])]


def average(found: list[str]) -> float:
    """Return how many words some sentences have on average."""
    return sum(len(reading_ease.words(sentence)) for sentence in found) / len(found)


# --- the guides ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ROLE_GUIDES)
def test_a_guide_of_one_role_reads_easily(
    slug: str, library: Library, record_property: Callable[[str, object], None]
) -> None:
    found = prose(library, slug)
    masked = [reading_ease.masked(sentence, library.names) for sentence in found]
    grade, whole, words = reading_ease.grade(masked), reading_ease.grade(found), average(masked)
    record_property(
        "reading ease",
        f"{slug:30} grade {grade:.1f}, at most {wording.HARDEST} ({whole:.1f} with its names); "
        f"{words:.1f} words a sentence, aim 15 to 20; {len(found)} sentences",
    )
    assert len(found) >= 10
    assert not [sentence for sentence in found if re.search(r"\{[a-z]|\[\^", sentence)], "a fact is not filled in"
    assert grade <= wording.HARDEST
    assert FEWEST <= words <= MOST


def test_there_are_guides_of_one_role() -> None:
    assert "sonographer" in ROLE_GUIDES
    assert "technician" not in ROLE_GUIDES  # of four: its words are another author's, and are kept


# --- the measure -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ROLE_GUIDES)
def test_our_measure_agrees_with_that_of_textstat(slug: str, library: Library) -> None:
    """It has a dictionary of sounds, which ours does without."""
    found = [reading_ease.masked(sentence, library.names) for sentence in prose(library, slug)]
    # textstat ends a sentence at any full stop, also at that of a decimal or of an address.
    text = " ".join(re.sub(r"[.!?](?=\S)", "", sentence) for sentence in found)
    assert reading_ease.grade(found) == pytest.approx(textstat.flesch_kincaid_grade(text), abs=0.6)


def test_passing_over_the_names_of_the_repository_makes_the_grade_lower(library: Library) -> None:
    sentence = "Each diagnostic medical sonographer may earn the RDMS from ARDMS, and most sonographers do."
    masked = reading_ease.masked(sentence, library.names)
    assert masked == "Each name may earn the name from name, and most name do."
    assert reading_ease.grade([sentence]) > reading_ease.grade([masked])


# --- figures and names rest on facts ---------------------------------------------------------------------------------

GROUNDLESS = r"comes from no fact|but no fact that the sentence rests on"


def advice(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what `guidepress check` says of figures and names that rest on no fact, with the file before it."""
    monkeypatch.chdir(root)
    done = CliRunner().invoke(main, ["check", "--format", "json"])
    told = json.loads(done.stdout)
    assert [each["message"] for each in told if each["kind"] == "problem"] == []
    return [f"{each['file']}: {each['message']}" for each in told if re.search(GROUNDLESS, each["message"])]


def test_every_figure_and_name_in_the_guides_of_one_role_rests_on_a_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advice(ROOT, monkeypatch) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("There are 7 probes.", "The figure “7” comes from no fact."),
        ("It pays $96,590 a year.[^pay-median]", "The figure “96,590” comes from no fact."),
        ("ARDMS tests you.", "“ARDMS” is named here, but no fact that the sentence rests on."),
        ("Read this first. Then earn the RDMS.", "“RDMS” is named here, but no fact that the sentence rests on."),
        ("It pays {pay-median}. ARDMS says so.", "“ARDMS” is named here, but no fact that the sentence rests on."),
        ("It pays {pay-median} a year.", None),
        ("ARDMS tests you.[^pay-median]", None),
    ],
)
def test_advice_is_given_where_one_does_not(
    words: str, told: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_content(tmp_path, "sonographer")
    guide = tmp_path / "content/guides/sonographer.yaml"
    text, count = re.subn(
        r"^introduction:.*(?:\n .*)*", f'introduction: "{words}"', guide.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count == 1
    guide.write_text(text, encoding="utf-8")
    assert advice(tmp_path, monkeypatch) == ([f"content/guides/sonographer.yaml: {told}"] if told else [])


def test_a_figure_in_a_guide_of_several_roles_is_its_authors_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_content(tmp_path, "technician")
    guide = tmp_path / "content/guides/technician.yaml"
    text = guide.read_text(encoding="utf-8")
    guide.write_text(text.replace("Develop safety protocols", "Develop 7 ARRT protocols"), encoding="utf-8")
    assert "7 ARRT" in guide.read_text(encoding="utf-8")
    assert advice(tmp_path, monkeypatch) == []
