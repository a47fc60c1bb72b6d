"""What is printed where an output lacks characters: readable, in the encoding asked for, and never a failure."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.checkout import ROOT

NAME = "“École José – Łódź” → ½ 北"
EXPECTED = {
    "ascii": '"Ecole Jose - Lodz" > 1/2 Bei',
    "cp1252": "“École José – Lódz” > ½ Bei",
    "latin-1": '"École José - Lódz" > ½ Bei',
    "utf-8": NAME,
}


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """A project with a school whose name no font has."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("schools"))
    path = tmp_path / "content/schools/lodz/school.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f"slug: lodz\nname: {NAME}\n", encoding="utf-8")
    return tmp_path


def run(where: Path, encoding: str, *arguments: str) -> tuple[int, str, str]:
    """Run the command with its output in an encoding. Returns the exit status and what was printed."""
    command = [sys.executable, "-m", "guidepress", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=where, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


@pytest.mark.parametrize("encoding", EXPECTED)
def test_what_an_output_lacks_is_replaced_readably(where: Path, encoding: str) -> None:
    status, _, said = run(where, encoding, "build", "sonographer", "--school", "lodz")
    assert status == 1
    assert f"Not made: sonographer for {EXPECTED[encoding]}\n" in said
    assert "Traceback" not in said


def test_json_loses_nothing_where_an_output_lacks_characters(where: Path) -> None:
    (where / "content/schools/lodz/school.yaml").write_text(f"slug: lodz\nname: {NAME}\nŁ: 1\n", encoding="utf-8")
    found = [json.loads(run(where, encoding, "check", "--format", "json")[1]) for encoding in EXPECTED]
    assert "“Ł”" in found[0][0]["message"]
    assert all(each == found[0] for each in found)
