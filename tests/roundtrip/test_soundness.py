"""A base that says what its content does not hold is refused; what reads one that passes never trips."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from guidepress.errors import ContentError
from guidepress.roundtrip.recovery.recovery import recover
from guidepress.roundtrip.recovery.soundness import is_sound
from guidepress.word import base
from guidepress.word.base import Base
from helpers.handwork import UPSTREAM, made

Spoil = Callable[[dict[str, Any], random.Random], None]
STRAY = (
    "sections.zzz.title", "sections.zzz.points.0", "sections.work.points.99", "sections.path.steps.9.title",
    "publisher.contact.9", "sections.path.steps.0", "sections.work", "sections", "roles.zz.short_name", "credit",
)  # fmt: skip


def _without_a_section(data: dict[str, Any], chance: random.Random) -> None:
    data["content"]["sections"].pop(chance.randrange(len(data["content"]["sections"])))


def _with_a_stray_mark(data: dict[str, Any], chance: random.Random) -> None:
    passage = chance.choice([passage for passage in data["passages"] if passage["marks"]])
    chance.choice(passage["marks"])[0] = chance.choice(STRAY)


def _without_a_passage(data: dict[str, Any], chance: random.Random) -> None:
    data["passages"].pop(chance.randrange(len(data["passages"])))


def _shuffled(data: dict[str, Any], chance: random.Random) -> None:
    chance.shuffle(data["passages"])


def _with_a_shorter_list(data: dict[str, Any], chance: random.Random) -> None:
    lists = [value for section in data["content"]["sections"] for value in section.values() if isinstance(value, list)]
    long = [found for found in lists if len(found) > 1]
    chance.choice(long).pop()


def _with_a_passage_twice(data: dict[str, Any], chance: random.Random) -> None:
    of_sections = [
        passage for passage in data["passages"] if any(mark[0].startswith("sections.") for mark in passage["marks"])
    ]
    data["passages"].append(copy.deepcopy(chance.choice(of_sections)))


def _with_another_look(data: dict[str, Any], chance: random.Random) -> None:
    chance.choice(data["passages"])["look"] = chance.choice(["h1", "h2", "h3", "p", "b0", "n0", "cell", "fill"])


def _in_another_cell(data: dict[str, Any], chance: random.Random) -> None:
    chance.choice(data["passages"])["place"] = chance.choice([None, [0, 0, 0], [0, 1, 0], [3, 2, 1]])


def _with_marks_exchanged(data: dict[str, Any], chance: random.Random) -> None:
    one, other = chance.choice(data["passages"]), chance.choice(data["passages"])
    one["marks"], other["marks"] = other["marks"], one["marks"]


SPOILS: tuple[Spoil, ...] = (
    _without_a_section, _with_a_stray_mark, _without_a_passage, _shuffled, _with_a_shorter_list,
    _with_a_passage_twice, _with_another_look, _in_another_cell, _with_marks_exchanged,
)  # fmt: skip


def load(data: dict[str, Any]) -> Base | None:
    try:
        return base.load(json.dumps(data).encode(), "x.docx")
    except ContentError:
        return None  # refused before it is looked at


@pytest.mark.parametrize("school", ["", "lincoln-high", "prairie-college"])
@pytest.mark.parametrize("guide", sorted(UPSTREAM.guides))
def test_the_base_of_every_handout_that_is_made_is_sound(guide: str, school: str) -> None:
    _, base_of_it = made(guide, school)
    assert is_sound(base_of_it)


@pytest.mark.parametrize(
    "spoil",
    [_without_a_section, _shuffled, _with_a_shorter_list, _with_a_passage_twice],
    ids=lambda spoil: spoil.__name__,
)
def test_a_base_whose_passages_are_not_those_of_its_content_is_not_sound(spoil: Spoil) -> None:
    _, base_of_it = made("sonographer", "")
    for seed in range(12):
        data = json.loads(base_of_it.dump())
        spoil(data, random.Random(seed))  # noqa: S311 - chance that repeats is wanted
        found = load(data)
        assert found is None or not is_sound(found), seed


def test_whatever_is_spoilt_a_base_that_counts_as_sound_can_be_read_to_its_end() -> None:
    _, base_of_it = made("sonographer", "lincoln-high")
    outcomes = {"refused": 0, "sound": 0}
    for seed in range(250):
        chance = random.Random(seed)  # noqa: S311 - chance that repeats is wanted
        data = json.loads(base_of_it.dump())
        for spoil in chance.choices(SPOILS, k=chance.randint(1, 3)):
            spoil(data, chance)
        found = load(data)
        if found is None or not is_sound(found):
            outcomes["refused"] += 1
            continue
        recover(found, found.passages)  # raises nothing
        outcomes["sound"] += 1
    assert outcomes["refused"] > 100
    assert outcomes["sound"] > 10
