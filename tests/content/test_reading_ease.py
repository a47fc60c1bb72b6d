"""How easily a text reads: its sentences, syllables and grade, and the names that are passed over."""

from __future__ import annotations

import pytest

from guidepress.content import reading_ease
from guidepress.content.model.labels import Names


@pytest.mark.parametrize(
    ("text", "words", "syllables"),
    [
        ("The cat sat on the mat.", 6, 6),
        ("Bring the machine to a patient’s bed.", 7, 9),
        ("You make images of the body with sound.", 8, 11),
    ],
)
def test_the_grade_of_a_plain_sentence_is_what_the_formula_gives(text: str, words: int, syllables: int) -> None:
    assert len(reading_ease.words(text)) == words
    assert sum(map(reading_ease.syllables, reading_ease.words(text))) == syllables
    assert reading_ease.grade([text]) == pytest.approx(0.39 * words + 11.8 * syllables / words - 15.59)


def test_several_sentences_are_averaged_and_a_stop_inside_a_word_ends_none() -> None:
    found = reading_ease.sentences("See bls.gov for the figures. A scan gives you 3.5 units of it.")
    assert [len(reading_ease.words(sentence)) for sentence in found] == [5, 8]
    assert reading_ease.grade([]) == 0


def test_only_whole_sentences_are_measured() -> None:
    assert reading_ease.sentences("Do it. Then, do more! ") == ["Do it.", "Then, do more!"]
    assert reading_ease.sentences("Why?") == ["Why?"]
    assert reading_ease.sentences("Quick facts") == []
    assert reading_ease.sentences("Find one: caahep.org") == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("the", 1), ("made", 1), ("doses", 2), ("asked", 1), ("needed", 2), ("technologist", 4), ("ARRT", 1),
     ("a", 1), ("radiation", 4), ("patient’s", 2), ("24", 1)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert reading_ease.syllables(word) == count


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
    assert reading_ease.masked(text, NAMES) == masked


def test_without_any_names_nothing_is_passed_over() -> None:
    assert reading_ease.masked("ARDMS lists you as RDMS.", Names()) == "ARDMS lists you as RDMS."
