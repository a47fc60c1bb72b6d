"""The wheel, and the commands where Pango is not installed: what needs no layout works, the rest says what to run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from guidepress import machine
from helpers import without_pango
from helpers.checkout import ROOT
from helpers.typist import Typist

REMEDY = machine.remedy([machine.PANGO], machine.rights())


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is in the wheel, made from a copy of the checkout: nothing of the checkout is found from there."""
    copy, made = tmp_path_factory.mktemp("checkout") / "guidepress", tmp_path_factory.mktemp("wheel")
    copy.mkdir()
    for name in ("content", "templates", "src", "pyproject.toml", "README.md", "LICENSE"):
        copier = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copier(ROOT / name, copy / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    [wheel] = made.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(made)
    return made


def test_the_wheel_carries_templates_themes_and_samples_and_no_pictures_of_the_pages(packages: Path) -> None:
    shipped = packages / "guidepress/shipped"
    for folder, pattern in (("content", "*.yaml"), ("templates", "*.html"), ("templates", "*.css")):
        wanted = {path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob(pattern)}
        found = {path.relative_to(shipped / folder) for path in (shipped / folder).rglob(pattern)}
        assert len(wanted) > 2
        assert found == wanted
    assert (shipped / "content/schools/lincoln-high/logo.png").is_file()
    assert list(shipped.rglob("pictures")) == []
    assert not (packages / "workshop").exists()


def test_every_command_works_or_says_what_to_run_where_pango_is_missing(packages: Path, tmp_path: Path) -> None:
    handout = "build/schools/riverside-high/sonographer-riverside-high-handout.docx"
    build, school = ["build", "sonographer"], ["--school", "riverside-high"]
    project = tmp_path / "guides"
    [new] = without_pango.run(tmp_path, ["new", "guides", "--school", "Riverside High"], packages=packages)
    assert (new.status, new.raised) == (0, "")
    first = without_pango.run(
        project,
        ["check"],
        ["list"],
        [*build, *school],
        [*build, "--handout-only", *school],
        ["publish", *school],
        ["verify", handout],
        ["verify", handout, "--report"],
        ["calibrate"],
        ["schema"],
        ["history"],
        packages=packages,
    )
    assert [done.raised for done in first] == [""] * len(first)
    assert [done.status for done in first] == [0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    for refused in (first[2], first[6]):
        assert "Pango, which sets their text, is not on this computer." in refused.output
        assert f"hint: {REMEDY}" in refused.output
    assert "guidepress build --handout-only" in first[2].output
    assert first[2].output.count("Pango:") == 1

    typist = Typist((project / handout).read_bytes())
    typist.change("Explain the exam", "answer questions", "answer every question")
    (project / "edited.docx").write_bytes(typist.docx())
    home = without_pango.run(
        project, ["import", "edited.docx"], ["import", "edited.docx", "--apply"], ["merge"], ["undo"], packages=packages
    )
    assert [(done.status, done.raised) for done in home] == [(0, "")] * 4
    assert "“Explain the exam and answer every question”" in home[0].output


def test_doctor_names_pango_and_the_command_that_brings_it(tmp_path: Path) -> None:
    [done] = without_pango.run(tmp_path, ["doctor"])
    assert done.status == 1
    assert f"missing   Pango, which sets the text of brochures\n          {REMEDY}\n" in done.output
    assert "1 thing is missing that building needs." in done.output


def test_a_handout_made_without_pango_is_the_same_to_the_byte(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    command = ["build", "technician", "--handout-only", "-o"]
    [done] = without_pango.run(tmp_path, [*command, "without"])
    subprocess.run(
        [sys.executable, "-m", "guidepress", *command, "with"], cwd=tmp_path, check=True, capture_output=True
    )
    name = "technician-handout.docx"
    assert done.status == 0, done.output
    assert (tmp_path / "without" / name).read_bytes() == (tmp_path / "with" / name).read_bytes()
