"""What a theme's templates and its theme.yaml may do: no file outside is read, and no fault is more than a sentence."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from guidepress import project
from guidepress.compose import template_faults, templates
from guidepress.compose.themes import theme
from guidepress.errors import ContentError, Problem
from guidepress.project import Project
from helpers import hostile_themes
from helpers.checkout import ROOT

OWN = "templates/themes/clinic"


@pytest.fixture
def where(tmp_path: Path) -> Project:
    """A project with templates of its own."""
    (tmp_path / "project/content/guides").mkdir(parents=True)
    shutil.copytree(ROOT / "templates", tmp_path / "project/templates", ignore=shutil.ignore_patterns("pictures"))
    return project.find(tmp_path / "project")


def told(where: Project, text: str) -> Problem:
    """What is told of a template that says this on its third line."""
    (where.root / OWN / "returned.html").write_text(f"<p>\n\n{text}", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        templates.returned(where, "clinic", {})
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("what", hostile_themes.EXPRESSIONS)
def test_a_template_that_fails_or_does_not_end_is_one_sentence(what: str, where: Project) -> None:
    text, words = hostile_themes.EXPRESSIONS[what]
    problem = told(where, text)
    assert words in problem.message
    assert problem.message.endswith(".")
    assert len(problem.message) < 300
    assert problem.span.file == f"{OWN}/returned.html"
    assert problem.span.line in ((1,) if "nested too deeply" in words else (3, 4))


@pytest.mark.parametrize("includes", ["{% include 'returned.html' %}", "{% include 'other.html' %}"])
def test_a_template_that_takes_itself_in_is_one_sentence(includes: str, where: Project) -> None:
    (where.root / OWN / "other.html").write_text("{% include 'returned.html' %}", encoding="utf-8")
    assert "takes itself in again and again" in told(where, includes).message


def test_what_pages_need_is_as_it_was(where: Project) -> None:
    text = (
        "{% for i in range(3) %}{{ loop.index }}{{ loop.last }}{{ loop.length }}{% endfor %}"
        "{{ '%05.1f' % 2.25 }}{{ '{:,}'.format(1234567) }}{{ 'a'|center(5) }}{{ 2 ** 10 }}{{ [1] * 2 == [1, 1] }}"
        "{{ 'a' ~ 1 ~ '<' }}{{ ['a', 'b']|join('&') }}{{ 'abc'.replace('b', 'x') }}{{ ('x' * 500000)|length }}"
        "{% for i in [[1, [2]], 3] recursive %}{{ loop(i) if i is iterable else i }}{% endfor %}"
    )
    (where.root / OWN / "returned.html").write_text(text, encoding="utf-8")
    made = templates.returned(where, "clinic", {})
    assert made == "1False32False33True3002.21,234,567  a  1024Truea1&lt;a&amp;baxc500000123"


def test_one_page_does_not_take_the_steps_of_another(where: Project) -> None:
    text = "{% for i in range(20) %}{% for i in range(99999) %}{% endfor %}{% endfor %}fine"
    (where.root / OWN / "returned.html").write_text(text, encoding="utf-8")
    assert [templates.returned(where, "clinic", {}) for _ in range(2)] == ["fine", "fine"]


def made_in(where: Project, path: Path) -> None:
    """Have a template take in another one at a path of the theme."""
    name = path.relative_to(where.root / OWN).as_posix()
    (where.root / OWN / "returned.html").write_text(f"{{% include '{name}' %}}", encoding="utf-8")


def test_a_link_out_of_the_templates_folder_is_not_read(where: Project) -> None:
    secret = where.root.parent / "outside/secret.txt"
    secret.parent.mkdir()
    secret.write_text("TOPSECRET-7431", encoding="utf-8")
    (where.root / OWN / "inc.txt").symlink_to(secret)
    (where.root / OWN / "folder").symlink_to(secret.parent)
    for path in ("inc.txt", "folder/secret.txt"):
        made_in(where, where.root / OWN / path)
        with pytest.raises(ContentError, match="a link that leads out of the templates folder") as caught:
            templates.returned(where, "clinic", {})
        assert caught.value.problems[0].span.file == f"{OWN}/{path}"


def test_a_link_to_another_template_is_read_and_so_are_templates_behind_a_link(where: Project) -> None:
    (where.root / "templates/shared.txt").write_text("shared", encoding="utf-8")
    (where.root / OWN / "inc.txt").symlink_to(where.root / "templates/shared.txt")
    made_in(where, where.root / OWN / "inc.txt")
    assert templates.returned(where, "clinic", {}) == "shared"
    moved = where.root.parent / "elsewhere"
    where.templates.rename(moved)
    where.templates.symlink_to(moved)
    (moved / "themes/clinic/inc.txt").unlink()
    (moved / "themes/clinic/inc.txt").symlink_to(moved / "shared.txt")
    templates.environment_for.cache_clear()
    assert templates.returned(where, "clinic", {}) == "shared"


def test_a_theme_s_folder_that_is_a_link_to_outside_is_not_read(where: Project) -> None:
    other = where.root.parent / "other"
    (where.root / OWN).rename(other)
    (where.root / OWN).symlink_to(other)
    with pytest.raises(ContentError, match="a link that leads out of the templates folder"):
        theme.read(where, "clinic")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("what", dict(hostile_themes.files()))
def test_a_file_of_a_theme_that_is_none_is_one_sentence(what: str, where: Project) -> None:
    dict(hostile_themes.files())[what](where.root / OWN)
    templates.environment_for.cache_clear()
    if "theme.yaml" in what or "font" in what:
        with pytest.raises(ContentError) as caught:
            theme.read(where, "clinic")
        (problem,) = caught.value.problems
        assert problem.span.file == ("--theme" if "circle" in what else f"{OWN}/theme.yaml")
    else:
        problems = template_faults.find(where, "clinic")
        assert {problem.span.file for problem in problems} == {f"{OWN}/{what.split()[0]}"}
        problem = problems[0]
    assert problem.message.endswith((".", "here"))
    assert "TOPSECRET" not in str(problem)
