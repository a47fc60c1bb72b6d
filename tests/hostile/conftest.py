"""A project to attack, a folder beside it that must stay as it is, and a process that runs commands within limits."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.checkout import ROOT
from helpers.copies import copy_content, copy_school, tree

SCHOOL = "lincoln-high"


@dataclass(frozen=True)
class Outcome:
    """What became of a command: its exit status, what it said, how long it took, and what it did outside its folder."""

    status: int
    said: str
    seconds: float
    seen: str

    @property
    def is_plain(self) -> bool:
        """Whether it said nothing but text, no traceback, and did nothing outside."""
        text = all(char.isprintable() or char in "\n\t" for char in self.said)
        return text and "Traceback" not in self.said and not self.seen


Run = Callable[[Path, Sequence[str]], Outcome]


@pytest.fixture(scope="session")
def run() -> Iterator[Run]:
    """Run a command in a folder, under 1 GiB of memory and 20 seconds."""
    if not hasattr(os, "fork"):
        pytest.skip("commands run in processes of their own here")
    program = [sys.executable, str(ROOT / "tests/helpers/within_limits.py")]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:

        def ask(folder: Path, arguments: Sequence[str]) -> Outcome:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{json.dumps([str(folder), list(arguments)])}\n")
            process.stdin.flush()
            return Outcome(**json.loads(process.stdout.readline()))

        yield ask
        process.kill()  # a child of this process may hold the other end of its pipe: it would wait for ever


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """A sound project with one guide, one school and its outputs, which no test changes."""
    root = tmp_path_factory.mktemp("sound") / "home"
    copy_content(root, "sonographer")
    copy_school(root, SCHOOL)
    outcome = run(root, ["build", "sonographer"])
    assert outcome.status == 0, outcome.said
    assert outcome.is_plain
    return root


@dataclass(frozen=True)
class Place:
    """A project to attack and a folder beside it, with what both held at the start."""

    home: Path
    beside: Path
    before: dict[str, bytes | None]

    @property
    def beside_is_as_it_was(self) -> bool:
        """Whether the folder beside the project holds just what it held."""
        return tree(self.beside) == self.before


@pytest.fixture
def place(sound: Path, tmp_path: Path) -> Place:
    """A copy of the sound project, and a folder beside it with a secret."""
    shutil.copytree(sound, tmp_path / "home")
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "secret.txt").write_text("TOPSECRET-7431-outside", encoding="utf-8")
    return Place(tmp_path / "home", beside, tree(beside))
