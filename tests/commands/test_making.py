"""Builds of many guides: a fault holds up no other, each guide is there as soon as it is made, and one line sums up."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guidepress import artifacts, disk, production, project
from guidepress.artifacts import Built
from guidepress.brochure.fit import Room, Setting
from guidepress.commands import making
from guidepress.commands.cli import main
from guidepress.commands.stopping import Stopped
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.errors import ContentError, Problem, Span
from guidepress.options import Choice, Finish
from guidepress.project import Project
from helpers.checkout import ROOT

TODAY = date(2026, 11, 24)


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with the real guides and two schools, where everything is made in this process."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    return project.find(tmp_path)


def fake(_: Project, library: Library, guide: Guide, choice: Choice, __: Finish) -> Built:
    """Make files of a few bytes: what is tried here is what becomes of them."""
    names = artifacts.outputs(guide.slug, choice.school, library.names_of("guide"))
    files = {name: name.encode() for kind, name in names.items() if kind != "press"}
    return Built(guide.slug, "2026.1-12345678", files, Setting(11, 1.3, 6), {"back": Room(30.0, 1)}, (), {})


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production, "make", fake)


def build(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["build", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def school(where: Project, school_id: str, lines: str, name: str = "Riverside High School") -> None:
    path = where.content / "schools" / school_id / "school.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(f'slug: {school_id}\nname: "{name}"\n{lines}', encoding="utf-8")


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# --- one school's fault ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
def test_a_school_whose_file_is_wrong_holds_up_no_other(where: Project) -> None:
    school(where, "a-first-one", "contac:\n  - Room 112\n")
    result = build("sonographer", "technician", "--all-schools")
    assert result.exit_code == 1
    assert "content/schools/a-first-one/school.yaml:3:1: The key “contac” is not known here." in result.stderr
    assert result.stderr.count("“contac”") == 1
    assert "Not made: sonographer, technician for the school “a-first-one”" in result.stderr
    last = result.stderr.rstrip().splitlines()[-1]
    assert last.startswith("4 made, 2 not: sonographer for the school “a-first-one”, technician for ")
    made = {path.parent.name for path in (where.build / "schools").rglob("*.docx")}
    assert made == {"lincoln-high", "prairie-college"}


@pytest.mark.usefixtures("quick")
def test_a_fault_that_shows_only_when_a_guide_is_made_is_told_with_the_name_of_the_school(
    where: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def heavy(at: Project, library: Library, guide: Guide, choice: Choice, finish: Finish) -> Built:
        if choice.school == "lincoln-high" and guide.slug == "technician":
            raise ContentError([Problem(Span("technician-lincoln-high-brochure.pdf"), "This file is too large.")])
        return fake(at, library, guide, choice, finish)

    monkeypatch.setattr(production, "make", heavy)
    result = build("sonographer", "technician", "--all-schools")
    assert result.exit_code == 1
    assert "Not made: technician for Lincoln High School\n" in result.stderr
    assert result.stderr.rstrip().endswith("3 made, 1 not: technician for Lincoln High School.")
    assert len(list((where.build / "schools").rglob("*.docx"))) == 3


@pytest.mark.usefixtures("quick")
def test_a_fault_of_the_program_ends_the_run_and_names_the_school(
    where: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(at: Project, library: Library, guide: Guide, choice: Choice, finish: Finish) -> Built:
        if choice.school == "prairie-college":
            raise ZeroDivisionError("a mistake of ours")
        return fake(at, library, guide, choice, finish)

    monkeypatch.setattr(production, "make", broken)
    result = CliRunner().invoke(main, ["build", "sonographer", "--all-schools"])
    assert isinstance(result.exception, ZeroDivisionError)
    assert result.exception.__notes__ == ["This happened while making sonographer for Prairie Community College."]
    assert {path.parent.name for path in where.build.rglob("*.docx")} == {"lincoln-high"}  # what was made stays


# --- one guide's fault -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("schools", [(), ("--all-schools",)])
def test_a_broken_guide_stops_no_other_one(where: Project, schools: tuple[str, ...]) -> None:
    edit(where.content / "guides/technician.yaml", "kind: checklist", "kind: list")
    result = build("sonographer", *schools)
    assert result.exit_code == 0, result.output
    assert "technician.yaml" not in result.output  # nobody asked for it
    result = build(*schools)
    assert result.exit_code == 1
    assert result.stderr.count("“list” is not a kind of section.") == 1
    assert "8 made, 2 not" in result.stderr if schools else "4 made, 1 not: technician." in result.stderr


@pytest.mark.usefixtures("quick")
def test_a_broken_role_stops_the_guides_that_use_it_and_only_those(where: Project) -> None:
    edit(where.content / "roles/sonographer.yaml", "grade: A", "grade: C")
    result = build("radiologic-technologist", "sonographer")
    assert result.exit_code == 1
    assert "content/roles/sonographer.yaml:" in result.stderr
    assert result.stderr.rstrip().endswith("1 made, 1 not: sonographer.")
    assert files(where.build) == ["manifest.json"] + [
        f"radiologic-technologist-{ending}" for ending in ("brochure-print.pdf", "brochure.pdf", "handout.docx")
    ]


@pytest.mark.usefixtures("quick")
def test_the_publishers_own_fault_holds_up_no_school(where: Project) -> None:
    (where.content / "publisher.yaml").write_text("nam: An office\n", encoding="utf-8")
    assert build("sonographer", "--all-schools").exit_code == 0
    result = build("sonographer")
    assert result.exit_code == 1
    assert "The key “nam” is not known here." in result.stderr
    assert result.stderr.rstrip().endswith("1 problem. Nothing was written.")


@pytest.mark.usefixtures("quick")
def test_a_name_does_not_change_when_another_guide_breaks(where: Project) -> None:
    guide = (where.content / "guides/sonographer.yaml").read_text(encoding="utf-8")
    longer = guide.replace("slug: sonographer\n", "slug: sonographer-lincoln\n")
    (where.content / "guides/sonographer-lincoln.yaml").write_text(longer, encoding="utf-8")
    build("sonographer", "--school", "lincoln-high", "-o", "before")
    (where.content / "guides/sonographer-lincoln.yaml").write_text("slug: [", encoding="utf-8")
    build("sonographer", "--school", "lincoln-high", "-o", "after")
    assert files(where.root / "before") == files(where.root / "after") != []
    assert "sonographer--lincoln-high-handout.docx" in files(where.root / "after")


def test_check_tells_all_problems_of_all_files_at_once(where: Project) -> None:
    edit(where.content / "guides/technician.yaml", "kind: checklist", "kind: list")
    edit(where.content / "roles/sonographer.yaml", "grade: A", "grade: C")
    school(where, "riverside", "contac: [Room 112]\nnotes: {technician: [Ask us.], technicia: [Ask us.]}\n")
    result = CliRunner().invoke(main, ["check", "--format", "json"])
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [(each["file"], each["kind"]) for each in found] == [
        ("content/guides/technician.yaml", "problem"),
        ("content/roles/sonographer.yaml", "problem"),
        ("content/schools/riverside/school.yaml", "problem"),
        ("content/schools/riverside/school.yaml", "problem"),
    ]
    assert "There is no guide “technicia”." in found[-1]["message"]
    assert found[-1]["hint"] == "did you mean “technician”?"  # one with a fault is a guide all the same


def test_publish_and_verify_go_on_with_what_is_sound(where: Project) -> None:
    edit(where.content / "guides/technician.yaml", "kind: checklist", "kind: list")
    school(where, "riverside", "contac: [Room 112]\n")
    result = CliRunner().invoke(main, ["publish", "sonographer", "--all-schools"])
    assert result.exit_code == 1
    assert len(list((where.content / "published").rglob("*"))) >= 2
    assert "“contac”" in result.stderr
    assert result.stderr.rstrip().endswith("2 kept, 1 not.")
    (where.root / "technician-brochure.pdf").write_bytes(b"%PDF-")
    result = CliRunner().invoke(main, ["verify", "technician-brochure.pdf"])
    assert "“list” is not a kind of section." in result.stderr


# --- whose text is too long ------------------------------------------------------------------------------------------


def test_a_note_of_a_school_that_fills_a_panel_is_blamed_and_not_the_guide(where: Project) -> None:
    note = "Ask in the office for the hospitals that take visitors, and bring a parent or a teacher along. " * 16
    school(where, "riverside", f"notes:\n  sonographer:\n    - {note}\n")
    result = build("sonographer", "--school", "riverside")
    assert result.exit_code == 1
    assert "Not made: sonographer for Riverside High School" in result.stderr
    told = [line for line in result.stderr.splitlines() if "holds too much" in line]
    assert told
    assert all(line.startswith("content/schools/riverside/school.yaml:5:7: The panel ") for line in told)
    assert all(line.endswith("because of what Riverside High School adds.") for line in told)
    assert "content/guides" not in result.stderr
    assert "hint: shorten what Riverside High School says in its own file; without “Ask in the office" in result.stderr


def test_a_guide_that_is_too_long_for_everybody_is_blamed_itself(where: Project) -> None:
    point = "Keep at it every day, whatever comes, and write down how long each of the steps took you. " * 24
    edit(where.content / "guides/sonographer.yaml", "points:\n", f"points:\n      - {point}\n")
    school(where, "riverside", "notes:\n  sonographer: [Ask us.]\n")
    result = build("sonographer", "--school", "riverside")
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if "holds too much" in line]
    assert told
    assert not any("Riverside" in line for line in told)
    assert any(line.startswith("content/guides/sonographer.yaml:") for line in told)


# --- as it goes ------------------------------------------------------------------------------------------------------


def test_each_guide_is_written_before_the_next_is_made(where: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[int] = []

    def counting(at: Project, library: Library, guide: Guide, choice: Choice, finish: Finish) -> Built:
        there.append(len(list(where.build.rglob("*.docx"))))
        return fake(at, library, guide, choice, finish)

    monkeypatch.setattr(production, "make", counting)
    assert build("sonographer", "technician", "--all-schools").exit_code == 0
    assert there == [0, 1, 2, 3]


@pytest.mark.usefixtures("quick")
def test_a_log_has_a_line_for_each_and_no_control_characters(where: Project) -> None:
    result = build("sonographer", "technician", "--all-schools")
    assert result.exit_code == 0
    assert all(char.isprintable() or char == "\n" for char in result.output)
    lines = [line for line in result.stdout.splitlines() if "text at 11 pt" in line]
    assert [line.split(" ")[0] for line in lines] == ["sonographer", "technician"] * 2
    assert "4 made." in result.stderr
    assert where.build.is_dir()


def test_what_was_made_before_it_was_stopped_stays_and_is_counted(
    where: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(at: Project, library: Library, guide: Guide, choice: Choice, finish: Finish) -> Built:
        if choice.school == "prairie-college":
            raise Stopped(130)
        return fake(at, library, guide, choice, finish)

    monkeypatch.setattr(production, "make", stopped)
    result = CliRunner().invoke(main, ["build", "sonographer", "--all-schools"])
    assert result.exit_code == 130
    assert isinstance(result.exception, Stopped)
    assert result.exception.words == "Stopped. 1 of 2 made, which stays."
    assert {path.parent.name for path in where.build.rglob("*.docx")} == {"lincoln-high"}


def test_a_full_disk_ends_the_run_with_one_sentence(where: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production, "make", fake)
    really_write = disk.write

    def full(path: Path, data: bytes) -> None:
        if "prairie" in path.name:
            raise OSError(28, "No space left on device")
        really_write(path, data)

    monkeypatch.setattr(disk, "write", full)
    result = build("sonographer", "technician", "--all-schools")
    assert result.exit_code == 1
    assert result.stderr.count("The disk is full") == 1
    assert (
        f"{where.build / 'schools/prairie-college'}: The disk is full: 0.0 MB of room is needed here." in result.stderr
    )
    assert result.stderr.rstrip().endswith("2 made, 2 not: it ended early.")
    assert not list(where.build.rglob(".making*"))


def test_a_full_folder_of_temporary_files_is_told_in_one_sentence(
    where: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Built:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(production, "make", full)
    result = build("sonographer")
    assert result.exit_code == 1
    assert "The disk is full: about 10 MB of room is needed here." in result.stderr
    assert "set TMPDIR to a folder on another disk" in result.stderr
    assert not where.build.exists()


def test_publish_and_schema_say_in_one_sentence_that_content_is_read_only(
    where: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "mkdir", read_only)
    monkeypatch.setattr(os, "replace", read_only)
    for arguments in (["publish", "sonographer"], ["schema", "--write"]):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 1, arguments
        assert isinstance(result.exception, SystemExit), arguments
        assert result.stderr.count("This place can only be read, not written to.") == 1, arguments
        assert str(where.content) in result.stderr, arguments


def test_only_the_first_guides_are_named_where_many_could_not_be_made(
    where: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    run = making.BuildRun(where, reading.read(where, TODAY), ["a"] * 21, [], Choice(), Finish(), None, False)
    run.made = 1
    run.failed = [(production.Job(f"guide-{number}", Choice()), ()) for number in range(20)]
    with pytest.raises(SystemExit):
        run.sum_up(0.0)
    last = capsys.readouterr().err.rstrip().splitlines()[-1]
    assert last.startswith("1 made, 20 not: guide-0, guide-1, ")
    assert last.endswith(", guide-11 and 8 more.")


def test_several_processes_hand_on_in_order_and_none_is_left(where: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    sound = production.Job("sonographer", Choice(), library=reading.read(where, TODAY))
    faulty = production.Job("x", Choice(), problems=[Problem(Span("x"), "wrong")])
    jobs = [faulty, sound, sound, sound]
    before = set(multiprocessing.active_children())  # one may read pictures
    seen = production.make_each(where, jobs, len(jobs))
    assert next(seen) == (faulty, faulty.problems)
    job, result = next(seen)
    assert (job.guide, isinstance(result, Built)) == ("sonographer", True)
    assert set(multiprocessing.active_children()) > before
    seen.close()  # as it is where a person stops the command
    assert set(multiprocessing.active_children()) == before


@pytest.mark.timeout(60)  # with Debian 12's Python the pool waited for ever where jobs are larger than a pipe
def test_a_process_that_is_ended_between_two_jobs_is_told_too(where: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    library = reading.read(where, TODAY)
    assert len(pickle.dumps(library)) > 65_536
    seen = production.make_each(where, [production.Job("sonographer", Choice(), library=library)] * 9, 9)
    assert isinstance(next(seen)[1], Built)
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    with pytest.raises(ContentError, match=r"was ended from outside, at sonographer or shortly after"):
        list(seen)
    assert multiprocessing.active_children() == []


@pytest.mark.timeout(60)
def test_a_process_that_is_ended_from_outside_is_told_in_a_sentence(
    where: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    job = production.Job("sonographer", Choice(), "Lincoln", reading.read(where, TODAY))

    def end_them(_: production.Job) -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(ContentError, match=r"was ended from outside, at sonographer for Lincoln or shortly after"):
        list(production.make_each(where, [job] * 3, 3, starting=end_them))
    assert multiprocessing.active_children() == []


def test_two_builds_of_one_process_with_templates_of_the_project(where: Project) -> None:
    shutil.copytree(ROOT / "templates", where.root / "templates", ignore=shutil.ignore_patterns("pictures"))
    own = project.find(where.root)
    library = reading.read(own, TODAY)
    jobs = [production.Job("sonographer", Choice(), library=library)]
    first, second = (
        [result for _, result in production.make_each(own, jobs, 1) if isinstance(result, Built)] for _ in range(2)
    )
    assert first[0].files == second[0].files
