"""Pictures that claim, nest or take more than any logo needs: each is used, or told in a sentence, soon."""

from __future__ import annotations

import pytest

from guidepress.content import picture_making
from guidepress.content.picture_files import LEAST_EMBLEM, PICTURES_LIMIT, PictureError
from helpers import hostile_pictures
from hostile.conftest import Place, Run

PICTURES = dict(hostile_pictures.files())


@pytest.mark.parametrize("place_of", ["logo", "photo"])
def test_a_hostile_picture_is_read_or_refused_by_its_reader(place_of: str, request: pytest.FixtureRequest) -> None:
    """Without a child process: every reader has bounds of its own, and raises nothing else.

    An ordinary run tries every fourth of them, `--slow` all.
    """
    outcomes = {"read": 0, "refused": 0}
    tried = list(PICTURES)[:: 1 if request.config.getoption("--slow") else 4]
    for what, make in ((what, PICTURES[what]) for what in tried):
        try:
            if place_of == "logo":
                picture_making.logo(make(), "x.png", "x", LEAST_EMBLEM)
            else:
                picture_making.photo(make(), "x.png", "x", PICTURES_LIMIT)
            outcomes["read"] += 1
        except PictureError as error:
            outcomes["refused" if str(error).isprintable() else what] = outcomes.get("refused", 0) + 1
        except BaseException as error:
            error.add_note(f"This was {what}.")
            raise
    assert outcomes["refused"] > len(tried) // 4, outcomes
    assert sum(outcomes.values()) == len(tried)


SOME = [what for number, what in enumerate(PICTURES) if number % 32 == 0]


@pytest.mark.parametrize("what", SOME)
def test_a_hostile_logo_of_a_new_school_is_told_within_bounds(what: str, place: Place, run: Run) -> None:
    (place.home / "x.png").write_bytes(PICTURES[what]())
    outcome = run(place.home, ["school", "add", "--id", "new", "--name", "New", "--contact", "A", "--logo", "x.png"])
    assert outcome.status in (0, 1), f"{what}: {outcome.said}"
    assert outcome.is_plain, f"{what}: {outcome!a}"
    assert "a fault that this shows" not in outcome.said, f"{what}: {outcome.said}"
    assert "broke down" not in outcome.said, f"{what}: {outcome.said}"
    assert (place.home / "content/schools/new").exists() == (outcome.status == 0)
    assert place.beside_is_as_it_was
