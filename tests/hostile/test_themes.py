"""A theme from anywhere reads nothing outside and comes to an end: what it does wrong is a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers import hostile_themes
from helpers.checkout import ROOT
from hostile.conftest import Place, Run

THEMES = dict(hostile_themes.themes())
OFTEN = [what for number, what in enumerate(THEMES) if what.startswith(("file: ", "element: ")) or number % 24 == 0]
"""What an ordinary run tries through the command; `--slow` tries all, and the tests of the wings try the rest."""


@pytest.fixture
def theme(place: Place) -> Path:
    """The folder of a theme in the templates of the project itself."""
    shutil.copytree(ROOT / "templates", place.home / "templates", ignore=shutil.ignore_patterns("pictures"))
    return place.home / "templates/themes/clinic"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "what" in metafunc.fixturenames:
        metafunc.parametrize("what", list(THEMES) if metafunc.config.getoption("--slow") else OFTEN)


def test_a_hostile_theme_gets_a_sentence(what: str, theme: Path, place: Place, run: Run) -> None:
    THEMES[what](theme)
    for path in (place.home / "build").iterdir():
        path.unlink()
    outcome = run(place.home, ["build", "sonographer"])
    assert outcome.status == 1, outcome.said
    assert outcome.is_plain, ascii(outcome.said)
    assert "TOPSECRET" not in outcome.said
    assert "root:" not in outcome.said
    assert "a fault that this shows" not in outcome.said
    assert "broke down" not in outcome.said
    assert place.beside_is_as_it_was
    assert list((place.home / "build").iterdir()) == []


def test_a_theme_of_the_project_makes_the_same_files(theme: Path, place: Place, run: Run) -> None:
    before = {path.name: path.read_bytes() for path in (place.home / "build").iterdir()}
    outcome = run(place.home, ["build", "sonographer"])
    assert outcome.status == 0, outcome.said
    assert {path.name: path.read_bytes() for path in (place.home / "build").iterdir()} == before
