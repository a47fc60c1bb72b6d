"""All texts of a library, and the place of words in the file that they are written in."""

from __future__ import annotations

from datetime import date

import pytest

from guidepress import project
from guidepress.content import reading, source, texts
from guidepress.content.model.fields import Text, Unprinted, Word
from guidepress.content.texts import PlacedText
from guidepress.errors import Span
from helpers.checkout import ROOT

LIBRARY = reading.read(project.find(ROOT), date(2026, 11, 24))


def test_every_kind_of_file_is_walked_with_its_paths_and_places() -> None:
    found = list(texts.walk(LIBRARY))
    assert {text.kind for text in found} == {
        "guide",
        "role",
        "brand",
        "names",
        "labels",
    }  # the publisher is to be filled in
    by_path = {(text.kind, text.stem, text.path): text for text in found}
    source_line = by_path["role", "sonographer", "roles.sonographer.facts.growth.source"]
    assert isinstance(source_line.text, Word)
    assert source_line.span.file == "content/roles/sonographer.yaml"
    assert isinstance(by_path["guide", "sonographer", "subject"].text, Unprinted)
    assert isinstance(by_path["brand", "brand", "brand.legal"].text, Text)
    lines = LIBRARY.texts["content/brand.yaml"].split("\n")
    assert lines[by_path["brand", "brand", "brand.legal"].span.line - 1].startswith("legal:")


def test_a_guide_prints_its_own_texts_and_those_of_its_roles() -> None:
    found = list(texts.printed(LIBRARY, [LIBRARY.guides["sonographer"]]))
    assert {text.stem for text in found if text.kind == "guide"} == {"sonographer"}
    assert {text.stem for text in found if text.kind == "role"} == {"sonographer", "all-occupations"}
    assert not [text for text in found if isinstance(text.text, Unprinted)]
    assert {text.kind for text in found} >= {"labels", "brand"}


@pytest.mark.parametrize(
    ("yaml", "words", "place"),
    [
        ("a: Call → me\n", "→", (1, 9)),
        ('a: "Call → me"\n', "→", (1, 10)),
        ("a: 'Call → me'\n", "→", (1, 10)),
        ("a: >-\n  Call\n  or → me\n", "→", (3, 6)),
        ("a: >-\n  Call\n  or → me\n", "or →", (3, 3)),
        ("x: → →\na: Call\n   me →\n", "→", (3, 7)),
        ('a: "Call \\u2192 me"\nb: →\n', "→", (1, 4)),  # written as an escape: the value's own place
        ("a: 'it''s → me'\n", "→", (1, 4)),
        ("a: Call me\nb: →\n", "→", (1, 4)),  # not in this value
    ],
)
def test_words_are_found_where_they_are_written(yaml: str, words: str, place: tuple[int, int]) -> None:
    tree = source.load(yaml.encode(), "f").value["a"]
    text = PlacedText("guide", "a", "a", ("a",), Text(tree.value), tree)
    assert texts.place({"f": yaml}, text, words) == Span("f", *place)


def test_in_a_file_whose_text_is_not_known_a_value_has_its_own_place() -> None:
    tree = source.load("a: x →\n".encode(), "f").value["a"]
    assert texts.place({}, PlacedText("guide", "a", "a", ("a",), Text("x →"), tree), "→") == Span("f", 1, 4)
