"""How easily the guides of one role read, and that each figure and each name in them rests on a fact.

Reading ease is measured as the Flesch-Kincaid grade (Kincaid and others 1975: 0.39 times the words in a sentence, plus
11.8 times the syllables in a word, minus 15.59) over whole sentences only: a heading, a table cell or a point of a few
words has no sentence to measure. Names that a reader cannot be spared, listed in content/names.yaml, count as one short
word. The figures of each run are told below its results.
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
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.content.model.labels import Names
from guidepress.content.model.leaves import walk
from helpers.copies import ROOT, copy_content

HARDEST = 8.9  # grade
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


def mask(text: str, names: Names) -> str:
    """Return a text with one short word in the place of each name: bodies and credentials as written, trades anyhow."""
    for group, flags in (((*names.bodies, *names.credentials), re.NOFLAG), (names.occupations, re.IGNORECASE)):
        listed = "|".join(re.escape(name) for name in sorted(group, key=len, reverse=True))
        text = re.sub(rf"(?<![\w.])(?:{listed or '(?!)'})(?!\w)", "name", text, flags=flags)
    return text


def sentences(texts: list[str]) -> list[str]:
    """Return the sentences of those texts that are whole ones."""
    whole = (text.strip() for text in texts if re.search(r"[.!?]$", text.strip()))
    return [sentence for text in whole for sentence in re.split(r"(?<=[.!?])\s+", text)]


def prose(library: Library, slug: str) -> list[str]:
    """Return the sentences that a reader of a guide meets, facts filled in."""
    guide = library.guides[slug]
    shown = dict(leaves(prepared.prepare(project.find(ROOT), library, guide, options.Choice.theme).shown))
    read = [leaf.path for leaf in walk(guide) if leaf.location[0] in ("introduction", "sections")]
    return sentences([shown[path] for path in read])


def measure(found: list[str]) -> tuple[float, float]:
    """Return the Flesch-Kincaid grade of some sentences, and how many words they have on average."""
    # textstat ends a sentence at any full stop, also at that of a decimal or of an address.
    text = " ".join(re.sub(r"[.!?](?=\S)", "", sentence) for sentence in found)
    return textstat.flesch_kincaid_grade(text), textstat.words_per_sentence(text)


# --- the guides ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ROLE_GUIDES)
def test_a_guide_of_one_role_reads_easily(
    slug: str, library: Library, record_property: Callable[[str, object], None]
) -> None:
    found = prose(library, slug)
    grade, words = measure([mask(sentence, library.names) for sentence in found])
    whole, _ = measure(found)
    record_property(
        "reading ease",
        f"{slug:30} grade {grade:.1f}, at most {HARDEST} ({whole:.1f} with its names); "
        f"{words:.1f} words a sentence, aim 15 to 20; {len(found)} sentences",
    )
    assert len(found) >= 10
    assert not [sentence for sentence in found if re.search(r"\{[a-z]|\[\^", sentence)], "a fact is not filled in"
    assert grade <= HARDEST
    assert FEWEST <= words <= MOST


def test_there_are_guides_of_one_role() -> None:
    assert "sonographer" in ROLE_GUIDES
    assert "technician" not in ROLE_GUIDES  # of four: its words are another author's, and are kept


# --- the measure -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "syllables"),
    [
        ("The cat sat on the mat.", 6, 6),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 13, 24),
        ("Bring the machine to a patient’s bed.", 7, 9),
    ],
)
def test_the_measure_of_a_plain_sentence_is_what_the_formula_gives(text: str, words: int, syllables: int) -> None:
    grade, length = measure([text])
    assert length == words
    assert grade == pytest.approx(0.39 * words + 11.8 * syllables / words - 15.59)


def test_several_sentences_are_averaged_and_a_stop_inside_a_word_ends_none() -> None:
    _, words = measure(["See bls.gov for the figures.", "A scan gives you 3.5 units of it."])
    assert words == (5 + 8) / 2


def test_only_whole_sentences_are_measured() -> None:
    assert sentences(["Quick facts", "Do it. Then, do more! ", "from ARDMS", "Why?", "Find one: caahep.org"]) == [
        "Do it.",
        "Then, do more!",
        "Why?",
    ]


NAMES = Names(
    bodies=("ARDMS", "BLS", "The Joint Commission"),
    credentials=("RDMS", "R.T.(R)", "SPI"),
    occupations=("diagnostic medical sonographer", "sonographers", "sonographer"),
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("ARDMS lists you as RDMS.", "name lists you as name."),
        ("Sonographers work.", "name work."),
        ("A diagnostic medical sonographer is one.", "A name is one."),
        ("You are an R.T.(R) or an R.T.(R).", "You are an name or an name."),
        ("The SPINE and the spi are none.", "The SPINE and the spi are none."),
        ("Ask bls.gov, not BLS.", "Ask bls.gov, not name."),
        ("The Joint Commission looks.", "name looks."),
    ],
)
def test_names_are_passed_over(text: str, masked: str) -> None:
    assert mask(text, NAMES) == masked


def test_without_any_names_nothing_is_passed_over() -> None:
    assert mask("ARDMS lists you as RDMS.", Names()) == "ARDMS lists you as RDMS."


def test_passing_over_the_names_of_the_repository_makes_the_grade_lower(library: Library) -> None:
    sentence = "Each diagnostic medical sonographer may earn the RDMS from ARDMS, and most sonographers do."
    assert mask(sentence, library.names) == "Each name may earn the name from name, and most name do."
    assert measure([sentence])[0] > measure([mask(sentence, library.names)])[0]


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
