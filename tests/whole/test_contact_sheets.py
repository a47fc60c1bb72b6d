"""The pictures of the README and of the themes' pages: drawn from a build, with every page of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from guidepress import artifacts, building, project
from guidepress.content import reading
from guidepress.options import Choice
from helpers.checkout import ROOT

GUIDE = "sonographer"
FORMATS = ("trifold", "halffold", "flyer", "zfold", "booklet", "large-print")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One guide in every format, each in a folder of its own, and as a tri-fold in the folder itself."""
    folder = tmp_path_factory.mktemp("built")
    where = project.find(ROOT)
    library = reading.read(where, date(2026, 11, 24))
    for name in FORMATS:
        choice = Choice("track", name)
        made = building.make(where, library, library.guides[GUIDE], choice)
        artifacts.write(folder / name, [made], choice)
        if name == "trifold":
            artifacts.write(folder, [made], choice)
    return folder


def draw(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", "workshop.pictures", *arguments], cwd=ROOT, check=True, capture_output=True)


def colours(path: Path) -> int:
    with Image.open(path) as picture:
        return len(picture.convert("RGB").getcolors(1 << 24) or ())


def test_a_guide_gets_its_cover_and_inside_its_panels_and_its_sheets(built: Path, tmp_path: Path) -> None:
    draw(built, tmp_path)
    names = {path.name for path in tmp_path.iterdir()} - {f"{GUIDE}-handout.png"}  # that one needs LibreOffice
    assert names == {f"{GUIDE}.png", f"{GUIDE}-panels.png", f"{GUIDE}-sheets.png", "covers.png"}
    assert all(colours(path) > 8 for path in tmp_path.iterdir())
    with Image.open(tmp_path / f"{GUIDE}-panels.png") as panels, Image.open(tmp_path / "covers.png") as covers:
        assert panels.width > 5 * covers.width


def test_one_sheet_shows_every_format(built: Path, tmp_path: Path) -> None:
    draw(built, tmp_path, GUIDE)
    with Image.open(tmp_path / "formats.png") as sheet:
        across, high = sheet.size
    # Four rows of pages of 8.5, 8.5, 11 and 8.5 inches; the widest is a booklet's three pages and a whole sheet.
    assert 40 * (8.5 + 8.5 + 11 + 8.5) < high < 40 * 36.5 + 200
    assert 40 * (3 * 5.5 + 11) < across < 40 * 27.5 + 200
    assert colours(tmp_path / "formats.png") > 16


def test_a_folder_without_a_build_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        draw(tmp_path, tmp_path / "out", GUIDE)
