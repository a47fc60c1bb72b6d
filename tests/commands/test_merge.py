"""guidepress merge: what it shows, asks, takes from a file and writes."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guidepress import project
from guidepress.commands import cli
from guidepress.content import reading
from guidepress.content.revision import revision_of
from guidepress.errors import ContentError
from guidepress.schools import drafts
from helpers.checkout import ROOT

BASE = "2026.1-3fa2b1c0"
EDITS = f"""\
# Lincoln's own words.
guide: sonographer
edits:
  # the principal's title
  - base: {BASE}
    path: sections.work.title
    was: What sonographers do  # last year's
    to: What you will do
  - base: {BASE}
    path: sections.skills.points
    was: [Clear explaining, An eye for detail, Strength]
    to: [Clear and kind explaining, An eye for detail, Strength]
"""
# What the guide has now: “What you do”, and “Clear explaining[^skills]”, and no “Strength”.


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    path = tmp_path / "content/schools/lincoln/edits/sonographer.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(EDITS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def run(*args: str, said: str | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["merge", *args], input=said)


def test_open_collisions_are_listed_with_both_places_and_the_status_is_1(school: Path) -> None:
    result = run()
    assert result.exit_code == 1
    assert "“What you do”, the heading: the school and the guide both changed it\n" in result.output
    assert "the school's  What you will do   (content/schools/lincoln/edits/sonographer.yaml:8:9)" in result.output
    assert re.search(r"the guide's   What you do   \(content/guides/sonographer\.yaml:\d+:12\)", result.output)
    assert "in a file     guide: sonographer, path: sections.work.title\n" in result.output
    assert "[^skills]" not in result.output
    assert "lincoln, sonographer: 2 edits, 0 decided now, 2 open." in result.output
    assert school.read_text(encoding="utf-8") == EDITS


def test_answers_from_a_file_are_written_and_not_asked_for_again(school: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "- {guide: sonographer, path: sections.work.title, answer: school}\n"
        "- {guide: sonographer, path: sections.skills.points, item: Clear, answer: theirs}\n"
        "- {guide: technician, path: title, answer: theirs}\n",
        encoding="utf-8",
    )
    result = run("sonographer", "--school", "lincoln", "--answers", str(answers))
    assert result.exit_code == 0, result.output
    assert "2 decided now, 0 open" in result.output
    assert "Nothing open fits the answer for “title” of technician." in result.output
    where = project.find(tmp_path)
    library = reading.read(where, date(2026, 11, 24))
    revision = revision_of(library.guides["sonographer"], library)
    written = school.read_text(encoding="utf-8")
    assert written == EDITS.replace("was: What sonographers do ", "was: What you do ").replace(
        EDITS[EDITS.index(f"  - base: {BASE}\n    path: sections.skills") :], ""
    ).replace(BASE, revision)
    [draft] = drafts.drafts(where, "lincoln")
    assert draft.collisions == ()
    again = run("--answers", str(answers))
    assert again.exit_code == 0
    assert school.read_text(encoding="utf-8") == written
    assert [path.name for path in school.parent.iterdir()] == ["sonographer.yaml"]


@pytest.mark.parametrize("answers", ["theirs\n", "g\n", "?\nx\nguide's\n"])
def test_at_a_terminal_each_collision_is_asked_for(school: Path, answers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidepress.commands.merge._at_a_terminal", lambda: True)
    result = run(said=f"{answers}l\n")
    assert result.exit_code == 1
    assert result.output.count("Which holds? [s]chool's, [g]uide's") == answers.count("\n") + 1
    assert ("The guide's words hold, and the school's are dropped here." in result.output) == ("?" in answers)
    assert ("Answer with s, g" in result.output) == ("x" in answers)
    assert "sections." not in result.output
    assert "1 decided now, 1 open" in result.output
    written = school.read_text(encoding="utf-8")
    assert "sections.work.title" not in written
    assert "Clear and kind explaining" in written
    assert CliRunner().invoke(cli.main, ["undo"]).exit_code == 0
    assert school.read_text(encoding="utf-8") == EDITS


def test_what_was_decided_before_ctrl_c_is_kept(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidepress.commands.merge._at_a_terminal", lambda: True)
    result = run(said="g\n")  # and then nothing more can be read, as at Ctrl-C
    assert result.exit_code == 1
    assert "lincoln, sonographer: 2 edits, 1 decided now, 1 open." in result.output
    assert result.output.endswith("You stopped here. What you decided is kept; “guidepress merge” asks for the rest.\n")
    written = school.read_text(encoding="utf-8")
    assert "sections.work.title" not in written
    assert "sections.skills.points" in written


def test_wrong_names_and_wrong_answers_are_told(school: Path, tmp_path: Path) -> None:
    result = run("sonografer", "--school", "lincon")
    assert result.exit_code == 1
    assert "There is no school “lincon” here." in result.output
    assert "did you mean “sonographer”?" in result.output
    answers = tmp_path / "answers.yaml"
    answers.write_text("- {guide: sonographer, path: title, answer: mine}\n- {path: title}\n- a\n", encoding="utf-8")
    result = run("--answers", str(answers))
    assert result.exit_code == 1
    assert "answers.yaml:1:45: “mine” is no answer." in result.output
    assert "answers.yaml:2:3: The key “guide” is missing in this answer." in result.output
    assert "answers.yaml:3:3: Keys with values are needed here." in result.output
    answers.write_text("guide: sonographer\n", encoding="utf-8")
    assert "A list of answers is needed here." in run("--answers", str(answers)).output


def test_edits_of_no_guide_and_broken_files_are_told_together(school: Path) -> None:
    school.with_name("sonografer.yaml").write_text("guide: sonografer\n", encoding="utf-8")
    school.with_name("technician.yaml").write_text("guide: technician\nedits: [\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        drafts.drafts(project.find(school), "lincoln")
    assert [problem.span.file.rpartition("/")[2] for problem in caught.value.problems] == [
        "sonografer.yaml",
        "technician.yaml",
    ]
    assert "did you mean “sonographer”?" in caught.value.problems[0].hint


def test_without_schools_there_is_nothing_to_do(school: Path) -> None:
    shutil.rmtree(school.parents[2])
    result = run()
    assert (result.exit_code, result.output) == (0, "No school has edits yet.\n")


def test_what_else_is_the_schools_is_put_in_before_the_edits(school: Path) -> None:
    seen: list[str] = []

    def overlay(guide: str, tree: object) -> object:
        seen.append(guide)
        return tree

    drafts.drafts(project.find(school), "lincoln", overlay)  # type: ignore[arg-type]
    assert seen == ["sonographer"]
