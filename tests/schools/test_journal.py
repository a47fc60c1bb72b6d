"""The journal of a project: a step is taken back whole, nothing typed since is lost, a power cut leaves no halves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from guidepress import disk, project
from guidepress.errors import ContentError
from guidepress.project import Project
from guidepress.schools import journal
from guidepress.schools.journal import Occasion

NOON = Occasion("import", "2026-11-30 12:00", "one handout taken over", ("lincoln",))


def made(folder: Path) -> Project:
    (folder / "content/guides").mkdir(parents=True)
    (folder / "content/schools/lincoln").mkdir(parents=True)
    (folder / "content/schools/lincoln/school.yaml").write_bytes(b"before\r\n")
    return project.find(folder)


@pytest.fixture
def where(tmp_path: Path) -> Project:
    return made(tmp_path)


def school(where: Project, name: str = "school.yaml") -> Path:
    return where.content / "schools/lincoln" / name


def tree(where: Project) -> dict[str, bytes]:
    paths = sorted(where.content.rglob("*"))
    return {path.relative_to(where.root).as_posix(): path.read_bytes() if path.is_file() else b"" for path in paths}


def two(where: Project) -> dict[Path, bytes]:
    return {school(where): b"after", school(where, "edits/sonographer.yaml"): b"new"}


def test_a_step_is_taken_back_and_done_again(where: Project) -> None:
    before = tree(where)
    journal.write(where, two(where), NOON)
    after = tree(where)
    assert after["content/schools/lincoln/edits/sonographer.yaml"] == b"new"
    restored = journal.undo(where)
    assert restored is not None
    assert restored.step.occasion == NOON
    assert restored.put_back == ("content/schools/lincoln/school.yaml",)
    assert restored.deleted == ("content/schools/lincoln/edits/sonographer.yaml",)
    assert tree(where) == before  # the folder of the edits is gone, too
    assert journal.undo(where) is None
    assert journal.redo(where) is not None
    assert tree(where) == after
    assert journal.redo(where) is None


def test_steps_are_taken_back_one_by_one_and_a_new_one_ends_what_can_be_done_again(where: Project) -> None:
    for words in (b"1", b"2", b"3"):
        journal.write(where, {school(where): words}, NOON)
    for words in (b"2", b"1"):
        journal.undo(where)
        assert school(where).read_bytes() == words
    journal.redo(where)
    assert school(where).read_bytes() == b"2"
    journal.write(where, {school(where): b"4"}, NOON)
    assert journal.redo(where) is None
    assert [(step.number, step.undone) for step in journal.steps(where)] == [
        (4, False),
        (3, True),
        (2, False),
        (1, False),
    ]
    for words in (b"2", b"1", b"before\r\n"):
        journal.undo(where)
        assert school(where).read_bytes() == words


def test_files_of_one_command_are_one_step(where: Project) -> None:
    before = tree(where)
    number = journal.write(where, {school(where): b"1"}, NOON)
    prairie = where.content / "schools/prairie/school.yaml"
    more = Occasion("import", "2026-11-30 12:01", "two handouts taken over", ("prairie",))
    assert journal.write(where, {prairie: b"p", school(where): b"2"}, more, onto=number) == number
    [step] = journal.steps(where)
    assert step.occasion == Occasion("import", "2026-11-30 12:01", "two handouts taken over", ("lincoln", "prairie"))
    journal.undo(where)
    assert tree(where) == before


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"by hand"), lambda path: path.unlink()])
def test_what_was_changed_by_hand_since_is_not_lost(where: Project, change: object) -> None:
    journal.write(where, two(where), NOON)
    change(school(where))  # type: ignore[operator]
    by_hand = tree(where)
    with pytest.raises(ContentError) as caught:
        journal.undo(where)
    [problem] = caught.value.problems
    assert problem.span.file == "content/schools/lincoln/school.yaml"
    assert problem.message == "This file has been changed since; taking back would lose what it says now."
    assert tree(where) == by_hand
    restored = journal.undo(where, anyway=True)
    assert restored is not None
    assert school(where).read_bytes() == b"before\r\n"
    if "content/schools/lincoln/school.yaml" in by_hand:
        [copy] = restored.copies
        assert (where.root / copy).read_bytes() == b"by hand"


def test_a_file_that_somebody_else_changed_meanwhile_is_not_written_over(where: Project) -> None:
    seen = {path: journal.digest(path) for path in two(where)}
    school(where).write_bytes(b"by hand")
    before = tree(where)
    with pytest.raises(ContentError, match="changed by somebody else meanwhile"):
        journal.write(where, two(where), NOON, seen=seen)
    assert tree(where) == before
    assert journal.steps(where) == []


class PowerCut(BaseException):
    """Nothing that comes after it is done."""


@pytest.mark.parametrize("back", [False, True])
def test_a_power_cut_at_any_moment_leaves_the_old_state_or_the_new_one(
    back: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_put, really_unlink = disk.write, Path.unlink
    outcomes = []
    for moment in range(30):
        where = made(tmp_path / str(moment))
        old = tree(where)
        if back:
            journal.write(where, two(where), NOON)
            old = tree(where)
        left = moment

        def cut() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCut

        def put(path: Path, data: bytes, within: Iterable[Path] | Path = (), *, lasting: bool = False) -> None:
            cut()
            really_put(path, data, within, lasting=lasting)

        def unlink(path: Path, missing_ok: bool = False) -> None:
            cut()
            really_unlink(path, missing_ok)

        with monkeypatch.context() as patched:
            patched.setattr(disk, "write", put)
            patched.setattr(Path, "unlink", unlink)
            try:
                journal.undo(where) if back else journal.write(where, two(where), NOON)
            except PowerCut:
                pass
            else:
                break
        journal.settle(where)
        files = [path.read_bytes() if path.is_file() else None for path in two(where)]
        if tree(where) != old:
            assert files == ([b"before\r\n", None] if back else [b"after", b"new"])
        assert [step.undone for step in journal.steps(where)] == (
            [tree(where) != old] if back else [False] * (tree(where) != old)
        )
        assert not (where.root / ".guidepress/pending.json").exists()
        outcomes.append(tree(where) != old)
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}
    assert len(outcomes) > (3 if back else 7)


def test_a_disk_that_cannot_be_written_leaves_all_as_it_was(where: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(where)
    really_put = disk.write

    def put(path: Path, data: bytes, within: Iterable[Path] | Path = (), *, lasting: bool = False) -> None:
        if path.parent.name == "edits":
            raise OSError(28, "No space left on device", str(path))
        really_put(path, data, within, lasting=lasting)

    monkeypatch.setattr(disk, "write", put)
    with pytest.raises(ContentError, match="The disk is full"):
        journal.write(where, two(where), NOON)
    assert tree(where) == before
    assert journal.steps(where) == []


def test_old_steps_are_forgotten_with_their_bytes(where: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_STEPS", 3)
    for number in range(6):
        journal.write(where, {school(where): str(number).encode()}, NOON)
    assert [step.number for step in journal.steps(where)] == [6, 5, 4]
    assert len(list((where.root / ".guidepress/bytes").iterdir())) == 4
    monkeypatch.setattr(journal, "LARGEST", 10)
    journal.write(where, {school(where): b"x" * 100}, NOON)
    assert [step.number for step in journal.steps(where)] == [7]
    journal.undo(where)
    assert school(where).read_bytes() == b"5"


def test_a_journal_that_would_write_elsewhere_is_passed_over(where: Project) -> None:
    number = journal.write(where, two(where), NOON)
    path = where.root / f".guidepress/steps/{number:06}.json"
    step = json.loads(path.read_bytes())
    for name in ("../outside", "content/../../outside", "/etc/passwd", "build/x", "content\\..\\x"):
        path.write_text(json.dumps({**step, "files": {name: list(next(iter(step["files"].values())))}}))
        assert journal.undo(where) is None
    with pytest.raises(ContentError, match="outside the content folder"):
        journal.write(where, {where.root / "README.md": b""}, NOON)


WRITES = """
import sys
from pathlib import Path
from guidepress import project
from guidepress.schools import journal
where = project.find(Path(sys.argv[1]))
for number in range(8):
    path = where.content / "schools/lincoln" / f"{sys.argv[2]}.yaml"
    journal.write(where, {path: str(number).encode()}, journal.Occasion("import", "", "", ()))
"""


def test_two_commands_at_once_do_not_get_into_each_other_s_way(where: Project) -> None:
    both = [subprocess.Popen([sys.executable, "-c", WRITES, str(where.root), who]) for who in ("one", "two")]
    assert [one.wait() for one in both] == [0, 0]
    assert [step.number for step in journal.steps(where)] == list(range(16, 0, -1))
    while journal.undo(where):
        pass
    assert tree(where) == {
        "content/guides": b"",
        "content/schools": b"",
        "content/schools/lincoln": b"",
        "content/schools/lincoln/school.yaml": b"before\r\n",
    }
