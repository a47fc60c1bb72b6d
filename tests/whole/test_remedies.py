"""What is told to make text fit that runs over was laid out, and does."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from guidepress import building, project
from guidepress.content import reading
from guidepress.errors import ContentError, Problem
from guidepress.options import Choice
from helpers.copies import ROOT, copy_content

GUIDE = "content/guides/sonographer.yaml"
EXTRA = """\
  - id: extra
    kind: points
    title: One more thing
    points:
      - Bring a pencil and a notebook
      - Write down what you see in the rooms that you visit
      - Ask what the people there like best about their day
"""


def told(root: Path, before: str, after: str) -> tuple[Problem, ...]:
    """Build the sonographer's guide with a change; return what is said of it, nothing where it is built."""
    path = root / GUIDE
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    where = project.find(root)
    library = reading.read(where, date(2026, 11, 24))
    try:
        building.make(where, library, library.guides["sonographer"], Choice())
    except ContentError as error:
        return error.problems
    return ()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy_content(tmp_path, "sonographer")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return tmp_path


def test_a_section_that_fits_on_the_next_panel_is_told_and_fits_there(root: Path) -> None:
    path = root / GUIDE
    first, *sections = re.split(r"^(?=  - id: )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    without = [each for each in sections if not re.search("^    rank: ", each, re.MULTILINE)]  # what would give way
    short = re.sub(r"        branches:.*?(?=\n  - id: )", "", "".join([first, *without]), flags=re.DOTALL)
    path.write_text(short, encoding="utf-8")  # so that the next panel has room
    rooms = "".join(f"      - Ask one of them to show you the room number {number} too\n" for number in (1, 2, 3))
    (problem,) = told(root, "  - id: path\n", f"{EXTRA}{rooms}  - id: path\n")
    assert "The panel inside-1 holds too much" in problem.message
    assert problem.span.file == GUIDE
    assert problem.hint.endswith(
        "; or move the line “panel: inside-2” from the section “How to get there” to “One more thing”: "
        "then everything fits"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("    panel: inside-2\n", "", 1), encoding="utf-8")
    assert told(root, "    title: One more thing\n", "    panel: inside-2\n    title: One more thing\n") == ()


def test_a_format_is_told_where_no_few_pieces_would_do(root: Path) -> None:
    points = "".join(f"      - Watch what happens in week {week} and write it down.\n" for week in range(12))
    (problem,) = told(root, "  - id: path\n", f"{EXTRA}{points}  - id: path\n")
    assert "it would not fit; or build with “--format " in problem.hint
