"""Where things are: the project above a folder, its content files, and what lies outside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from guidepress import disk, project
from guidepress.errors import ContentError
from guidepress.project import Project
from helpers.checkout import ROOT


@pytest.fixture
def made(tmp_path: Path) -> Project:
    for folder in ("guides", "roles", "labels"):
        (tmp_path / "content" / folder).mkdir(parents=True)
    return project.find(tmp_path)


def test_the_project_is_found_from_any_folder_inside_it(made: Project) -> None:
    assert project.find(made.content / "roles") == made
    assert made.root == made.content.parent
    assert made.build == made.root / "build"


def test_a_project_without_templates_takes_those_that_come_with_guidepress(made: Project) -> None:
    assert made.templates == ROOT / "templates"
    (made.root / "templates").mkdir()
    assert project.find(made.root).templates == made.root / "templates"


def test_where_there_is_no_project_one_is_told_where_to_go(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="There is no Guidepress project here"):
        project.find(tmp_path)


def test_content_files_are_found_by_folder_and_suffix(made: Project) -> None:
    names = ["guides/b.yaml", "guides/a.yml", "roles/c.YAML", "labels/en-US.yaml", "publisher.yml"]
    for name in [*names, "guides/.hidden.yaml", "guides/a.yaml~", "roles/notes.txt", "other.yaml", "schools/x.yaml"]:
        (made.content / name).parent.mkdir(exist_ok=True)
        (made.content / name).touch()
    found = {path.relative_to(made.content).as_posix(): kind for path, kind in made.kinds().items()}
    assert found == {
        "publisher.yml": "publisher",
        "guides/a.yml": "guide",
        "guides/b.yaml": "guide",
        "labels/en-US.yaml": "labels",
        "roles/c.YAML": "role",
    }
    assert list(found) == ["publisher.yml", "guides/a.yml", "guides/b.yaml", "labels/en-US.yaml", "roles/c.YAML"]
    assert [path.name for path in made.unread()] == ["notes.txt"]


def test_names_are_shown_from_the_root_and_never_break_a_line(made: Project) -> None:
    assert made.name(made.content / "guides/a.yaml") == "content/guides/a.yaml"
    assert made.name(Path("/elsewhere/theme.yaml")) == "theme.yaml"
    strange = made.content / os.fsdecode(b"roles/a\nb\x1b[31m\xe9.yaml")
    assert made.name(strange) == r"content/roles/a\nb\x1b[31m\udce9.yaml"
    made.name(strange).encode("utf-8")


def test_inside_follows_links(tmp_path: Path) -> None:
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "in/away").symlink_to(tmp_path / "out")
    (tmp_path / "in/round").symlink_to("round")
    (tmp_path / "in/back").symlink_to("deep")
    root = tmp_path / "in"
    assert disk.inside(root, root / "deep/x")
    assert disk.inside(root, root / "back/x")
    assert disk.inside(root, root / "deep/../x")
    assert not disk.inside(root, root / "../out")
    assert not disk.inside(root, root / "away/x")
    assert not disk.inside(root, root / "round")
    assert not disk.inside(root, tmp_path / "inside-by-name-only")
