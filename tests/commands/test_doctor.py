"""What doctor finds, and what it says where something is missing. Pango is in tests/whole/test_without_pango.py."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from guidepress import machine, project
from guidepress.commands import doctor
from guidepress.commands.cli import main
from guidepress.compose.themes import theme
from guidepress.machine import Rights
from guidepress.project import Project


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    (tmp_path / "content/guides").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return project.find(tmp_path)


def missing(made: Project | None) -> dict[str, str]:
    """What is not there, with what mends it."""
    return {finding.about: finding.mend for finding in doctor.examine(made) if finding.mend}


def needed(made: Project) -> list[str]:
    return [finding.about for finding in doctor.examine(made) if finding.mend and finding.needed]


def test_where_all_is_here_the_exit_status_is_0(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for has in ("has_pango", "has_libreoffice", "has_profile"):
        assert callable(getattr(machine, has))
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0, done.output
    assert done.output.endswith("All that building needs is here.\n")
    for word in ("Python 3.", "Pango", "Fonts: ", "folder build", "folder content", "Free space: ", "LibreOffice"):
        assert word in done.output
    assert "veraPDF" in done.output
    assert "CMYK" in done.output


def test_outside_of_a_project_it_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0
    assert "“guidepress new FOLDER” makes one" in done.output


def test_libreoffice_and_the_profile_are_not_needed_for_building(
    made: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in ("apt-get", "sudo") else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(machine, "PROFILES", (tmp_path,))
    found = missing(made)
    assert found["LibreOffice: handouts that come back as .odt, .doc or .rtf cannot be read"].endswith(
        "sudo apt-get install -y libreoffice-writer`"
    )
    [profile] = [mend for about, mend in found.items() if about.startswith("A CMYK profile")]
    assert profile.endswith("sudo apt-get install -y scribus-data`")
    assert needed(made) == []
    (tmp_path / project.COATED).touch()
    assert not any(about.startswith("A CMYK profile") for about in missing(made))


def test_a_font_that_is_not_there_is_named(made: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(theme, "font_folder", lambda: tmp_path)
    [about] = needed(made)
    assert about.startswith("Fonts: ")
    assert ".ttf" in about
    assert "pip install --force-reinstall rendercv-fonts" in missing(made)[about]


def test_a_disk_that_is_nearly_full_is_told(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=doctor.LEAST_SPACE - 1))
    [about] = needed(made)
    assert about.startswith("Free space: 0.2 GB in ")
    assert "until 200 MB are free" in missing(made)[about]


def test_a_folder_that_cannot_be_written_into_is_told_with_the_command(
    made: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.build.mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) not in (made.build, made.content))
    found = missing(made)
    assert found["The folder build, for what is made, cannot be written into"] == "run `chmod -R u+rwX build`"
    assert found["The folder content, for your content, cannot be written into"] == "run `chmod -R u+rwX content`"
    assert needed(made) == ["The folder build, for what is made, cannot be written into"]
    monkeypatch.setattr(os, "geteuid", lambda: made.build.stat().st_uid + 1)
    assert missing(made)["The folder build, for what is made, cannot be written into"].startswith("run `sudo chown -R ")


def test_a_debian_that_has_no_list_of_packages_yet_fetches_it_first() -> None:
    fresh = Rights("apt-get", is_root=True, can_sudo=False, knows_packages=False)
    assert machine.remedy([machine.PROFILE], fresh) == "run `apt-get update && apt-get install -y scribus-data`"


def test_where_no_package_brings_it_the_print_shop_does() -> None:
    assert machine.remedy([machine.PROFILE], Rights("brew", False, True)) == "ask your print shop for its CMYK profile"
