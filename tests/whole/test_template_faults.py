"""Faults in the templates of a theme, found by check: with file and line, no layout engine, and none where none is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from guidepress import project
from guidepress.commands import cli
from guidepress.compose import template_faults
from guidepress.project import Project
from helpers.checkout import ROOT


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return project.find(tmp_path)


@pytest.mark.parametrize("theme", ["clinic", "track", "house"])
def test_the_themes_as_they_are_have_none(theme: str) -> None:
    assert template_faults.find(project.find(ROOT), theme) == []


def test_a_theme_that_does_not_exist_is_told_once(where: Project) -> None:
    told = CliRunner().invoke(cli.main, ["check", "--theme", "nix"])
    assert told.stderr.count("There is no theme “nix”.") == 1
    assert "1 problem." in told.stdout


@pytest.mark.parametrize(
    ("file", "line", "message", "hint"),
    [
        ("handout/handout.html", "{% if guide.title %}", "The template is broken: Unexpected end of template", ""),
        ("brochure/sections.html", "{{ giude.title }}", "Nothing here is named “giude”.", "did you mean “guide”?"),
        ("handout/blocks.html", "{{ lables.edition }}", "Nothing here is named “lables”.", "did you mean “labels”?"),
        ("themes/clinic/brochure.css", "a { color: {{ teme.name }} }", "Nothing here is named “teme”.", "did you mean"),
        ("brochure/pages.css", "{{ 1 | dobule }}", "The template is broken: No filter named 'dobule'", ""),
        (
            "brochure/brochure.html",
            '{% include "fold.html" %}',
            "There is no template “fold.html”.",
            "look at its name",
        ),
        ("report/report.html", "{% endfor %}", "The template is broken: Encountered unknown tag 'endfor'", ""),
    ],
)
def test_a_fault_is_found_at_its_line_and_check_tells_it(
    file: str, line: str, message: str, hint: str, where: Project
) -> None:
    path = where.templates / file
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    [problem] = template_faults.find(where, "clinic")
    assert problem.message.startswith(message)
    assert problem.message.endswith(".")
    assert not problem.message.endswith("..")
    assert problem.hint.startswith(hint)
    assert (problem.span.file, problem.span.line) == (f"templates/{file}", text.count("\n") + 2)
    told = CliRunner().invoke(cli.main, ["check"])
    assert told.exit_code == 1
    assert f"templates/{file}:{text.count(chr(10)) + 2}" in told.stderr
    assert message in told.stderr


def test_a_template_in_another_encoding_is_told_by_check_and_by_build(where: Project) -> None:
    path = where.templates / "handout/handout.html"
    path.write_bytes(path.read_bytes() + b"<p>Universit\xe9</p>\n")
    for command in (["check"], ["build", "sonographer", "--handout-only"]):
        told = CliRunner().invoke(cli.main, command)
        assert told.exit_code == 1
        assert isinstance(told.exception, SystemExit)
        assert "templates/handout/handout.html" in told.stderr
        assert "This character is not UTF-8 text." in told.stderr


def test_another_theme_s_fault_holds_up_nobody(where: Project) -> None:
    (where.templates / "themes/track/brochure.css").write_text("{% if %}", encoding="utf-8")
    assert template_faults.find(where, "clinic") == []
    assert len(template_faults.find(where, "track")) == 1
