"""The commands new and list: what a new project holds, what is left alone, what is listed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from guidepress import disk, new_project, papers, project
from guidepress.brochure import formats
from guidepress.commands.cli import main
from guidepress.content import reading
from guidepress.errors import ContentError
from guidepress.schools import school_library
from guidepress.schools.enrol import Written
from helpers.checkout import ROOT

TODAY = date(2026, 11, 30)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_project_has_one_guide_and_one_school_and_nothing_wrong(here: Path) -> None:
    status, said = run("new", "my guides", "--school", "Riverside High")
    assert status == 0
    made = project.find(here / "my guides")
    library = reading.read(made, TODAY)
    libraries, problems = school_library.every(made, library, TODAY)
    assert list(library.guides) == ["sonographer"]
    assert problems == []
    assert [each.publisher.name for each in libraries] == ["Riverside High"]
    assert set(library.roles) == {"sonographer", "all-occupations"}
    assert {"README.md", "content"} == {path.name for path in made.root.iterdir()}
    assert [line.split("  ")[1] for line in said.splitlines() if line.startswith("  ")] == [
        "cd 'my guides'",
        "guidepress build",
        "guidepress build --school riverside-high",
        "guidepress check",
    ]


def test_the_samples_are_all_that_come_with_guidepress(here: Path) -> None:
    assert run("new", "samples", "--samples")[0] == 0
    made = held(here / "samples/content")
    wanted = {
        name: data
        for name, data in held(ROOT / "content").items()
        if not name.endswith(".md") and not name.startswith("published/")
    }
    assert len(wanted) > 20
    assert made == wanted


@pytest.mark.parametrize("name", ["notes.txt", ".git/config", "content/guides/mine.yaml"])
def test_a_folder_that_holds_something_is_left_as_it_is(here: Path, name: str) -> None:
    (here / "full" / name).parent.mkdir(parents=True)
    (here / "full" / name).write_text("mine")
    status, said = run("new", "full")
    assert status == 1
    assert f"This folder is not empty: “{name.split('/')[0]}” is in it. Nothing was changed." in said
    assert held(here / "full") == {name: b"mine"}


def test_an_empty_folder_is_filled_and_so_is_the_one_that_one_is_in(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "empty/.DS_Store").touch()
    assert run("new", "empty")[0] == 0
    os.chdir(here / "empty")
    (here / "empty/inner").mkdir()
    os.chdir("inner")
    status, said = run("new", ".")
    assert status == 0
    assert "  cd " not in said
    assert project.find(Path.cwd()).root == here / "empty/inner"


def test_a_file_in_the_place_of_the_folder_is_told(here: Path) -> None:
    (here / "file").write_text("mine")
    status, said = run("new", "file")
    assert status == 1
    assert "This is no folder to write into: Not a directory." in said


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_half_way_leaves_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    really_write, written = disk.write, []

    def write(path: Path, data: bytes) -> None:
        if len(written) == 5:
            raise failure
        written.append(path)
        really_write(path, data)

    monkeypatch.setattr(disk, "write", write)
    (here / "there").mkdir()
    for folder in (here / "deep/new", here / "there"):
        written.clear()
        with pytest.raises((ContentError, KeyboardInterrupt)):
            new_project.write(folder, Written("riverside", "Riverside"), samples=True, today=TODAY)
    assert [path.name for path in here.rglob("*")] == ["there"]


def test_everything_that_can_be_named_is_listed(here: Path) -> None:
    run("new", "samples", "--samples")
    os.chdir("samples")
    status, said = run("list")
    assert status == 0
    words = [line.split()[0] for line in said.splitlines() if line.startswith("  ")]
    themes = [path.parent.name for path in sorted((ROOT / "templates/themes").glob("*/theme.yaml"))]
    guides = sorted(path.stem for path in (ROOT / "content/guides").glob("*.yaml"))
    assert words == [*guides, "lincoln-high", "prairie-college", *themes, *formats.FORMATS, *papers.PAPERS]
    assert "Diagnostic Medical Sonographer, 2026.1" in said
    assert "Lincoln High School" in said
    assert "8.5 × 11 in, 216 × 279 mm; the usual one" in said
    assert max(map(len, said.splitlines())) <= 80


def test_content_with_a_fault_is_listed_by_its_names_and_the_fault_is_pointed_to(here: Path) -> None:
    run("new", "p")
    os.chdir("p")
    guide = Path("content/guides/sonographer.yaml")
    guide.write_text(guide.read_text(encoding="utf-8").replace("introduction:", "introdction:"), encoding="utf-8")
    status, said = run("list")
    assert status == 0
    assert "\n  sonographer\n" in said
    assert "\n  your-school  Your School\n" in said
    assert "Something in the content is wrong: “guidepress check” says what." in said


def test_every_format_says_what_it_is() -> None:
    assert all(len(each.about.split()) >= 3 for each in formats.FORMATS.values())
