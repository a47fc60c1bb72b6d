"""Links that lead out, pipes, devices: nothing outside is read or written, and each gets a sentence at once."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from helpers.copies import tree
from hostile.conftest import SCHOOL, Place, Run

HANDOUT = "build/sonographer-handout.docx"
BROCHURE = "build/sonographer-brochure.pdf"
SCHOOL_FILE = f"content/schools/{SCHOOL}/school.yaml"
GUIDE_FILE = "content/guides/sonographer.yaml"

Attack = Callable[[Place], Sequence[str]]
"""Puts something harmful into a project; returns the arguments of the command that meets it."""


def put(make: Callable[[Path, Place], None], name: str, *command: str) -> Attack:
    """Exchange what lies at a name in the project for something else, and run a command."""

    def attack(place: Place) -> Sequence[str]:
        path = place.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            path.rename(place.home / f"old-{path.name}")
        path.unlink(missing_ok=True)
        make(path, place)
        return command

    return attack


def pipe(path: Path, place: Place) -> None:
    os.mkfifo(path)


def to_a_pipe(path: Path, place: Place) -> None:
    os.mkfifo(place.home / "a-pipe")
    path.symlink_to(place.home / "a-pipe")


def zero(path: Path, place: Place) -> None:
    path.symlink_to("/dev/zero")


def secret(path: Path, place: Place) -> None:
    path.symlink_to(place.beside / "secret.txt")


def outside(path: Path, place: Place) -> None:
    path.symlink_to(place.beside)


def outside_by_steps(path: Path, place: Place) -> None:
    path.symlink_to(Path(os.path.relpath(place.beside, path.parent)))


def itself(path: Path, place: Place) -> None:
    path.symlink_to(path)


def edited_handout(place: Place) -> Path:
    """A handout of the school that says something new, from which an import would write."""
    from helpers.typist import Typist

    typist = Typist((place.home / "school-handout.docx").read_bytes())
    typist.change("You use equipment", "find out what is", "find out what is going")
    path = place.home / "edited.docx"
    path.write_bytes(typist.docx())
    return path


def imported(make: Callable[[Path, Place], None], name: str) -> Attack:
    """Exchange what lies at a name, and take over a handout that was edited."""

    def attack(place: Place) -> Sequence[str]:
        edited_handout(place)
        put(make, name)(place)
        return ["import", "edited.docx", "--school", SCHOOL, "--apply", "--yes"]

    return attack


def forged_journal(place: Place) -> Sequence[str]:
    """A history that came with the project, and says that a file outside was deleted."""
    folder = place.home / ".guidepress"
    (folder / "steps").mkdir(parents=True)
    (folder / "bytes").mkdir()
    occasion = {"command": "import", "when": "today", "words": "x", "schools": []}
    step = {"number": 1, "occasion": occasion, "undone": False}
    step["files"] = {"content/../../beside/secret.txt": [None, "0" * 64]}
    (folder / "steps/000001.json").write_text(json.dumps(step), encoding="utf-8")
    return ["undo"]


def verified_elsewhere(place: Place) -> Sequence[str]:
    """A build folder that was moved out of the project, with its outputs, and linked."""
    shutil.copytree(place.home / "build", place.beside, dirs_exist_ok=True)
    place.before.update(tree(place.beside))
    put(outside, "build")(place)
    return ["verify", "--report"]


REFUSED: dict[str, Attack] = {
    "a brochure that is a pipe": put(pipe, BROCHURE, "verify", BROCHURE),
    "a brochure that leads to a device": put(zero, BROCHURE, "verify", BROCHURE),
    "a handout that leads to a pipe": put(to_a_pipe, HANDOUT, "verify", HANDOUT),
    "a list of files that is a pipe": put(pipe, "build/manifest.json", "verify", "build/manifest.json"),
    "a PDF for a print shop that is a pipe": put(pipe, "x.pdf", "preflight", "x.pdf"),
    "a PDF for a print shop that leads to a device": put(zero, "x.pdf", "preflight", "x.pdf"),
    "a handout that came back as a pipe": put(pipe, "x.docx", "import", "x.docx"),
    "a handout that came back and leads to a device": put(zero, "x.docx", "import", "x.docx"),
    "a handout that came back and leads to itself": put(itself, "x.docx", "import", "x.docx"),
    "a folder of handouts that holds only a pipe": put(pipe, "returned/x.docx", "import", "returned"),
    "a school's file that is a pipe": put(pipe, SCHOOL_FILE, "build", "sonographer", "--school", SCHOOL),
    "a school's file that leads to a device": put(zero, SCHOOL_FILE, "check"),
    "a school's file that leads out": put(secret, SCHOOL_FILE, "build", "sonographer", "--school", SCHOOL),
    "a guide that leads out": put(secret, GUIDE_FILE, "build", "sonographer"),
    "a guide that is a pipe": put(pipe, GUIDE_FILE, "check"),
    "a logo that is a pipe": put(pipe, f"content/schools/{SCHOOL}/logo.png", "check"),
    "a logo that leads to a device": put(zero, f"content/schools/{SCHOOL}/logo.png", "check"),
    "a logo that leads out": put(secret, f"content/schools/{SCHOOL}/logo.png", "check"),
    "a publisher's file that leads to a device": put(zero, "content/publisher.yaml", "check"),
    "a build folder that leads out": put(outside, "build", "build", "sonographer"),
    "a build folder that leads out by steps": put(outside_by_steps, "build", "build", "sonographer"),
    "a folder of schools' outputs that leads out":
        put(outside, "build/schools", "build", "sonographer", "--school", SCHOOL),
    "a school's outputs that lead out":
        put(outside, f"build/schools/{SCHOOL}", "build", "sonographer", "--school", SCHOOL),
    "a build folder that leads out, and a report": verified_elsewhere,
    "a printer's test that leads out": put(outside, "build", "calibrate"),
    "a folder of schemas that leads out": put(outside, "content/schema", "schema", "--write"),
    "a history that leads out": imported(outside, ".guidepress"),
    "a school's edits that lead out": imported(outside, f"content/schools/{SCHOOL}/edits"),
    "a school's edits that lead out by steps": imported(outside_by_steps, f"content/schools/{SCHOOL}/edits"),
    "a profile for a press that is a pipe":
        put(pipe, "x.icc", "build", "sonographer", "--press", "--output-intent", "x.icc"),
    "answers that are a pipe": put(pipe, "answers.yaml", "merge", "--school", SCHOOL, "--answers", "answers.yaml"),
    "a new school's logo that is a pipe":
        put(pipe, "x.png", "school", "add", "--id", "new", "--name", "New", "--logo", "x.png"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_leads_out_or_never_ends_gets_a_sentence(what: str, place: Place, run: Run, handout: bytes) -> None:
    (place.home / "school-handout.docx").write_bytes(handout)
    arguments = REFUSED[what](place)
    content = tree(place.home / "content")
    outcome = run(place.home, arguments)
    assert outcome.status in (1, 2), outcome.said
    assert outcome.is_plain, outcome
    assert "TOPSECRET" not in outcome.said
    assert "break" not in outcome.said
    assert "fault" not in outcome.said
    assert outcome.seconds < 10, outcome.seconds  # it is refused, not waited for
    assert place.beside_is_as_it_was
    assert tree(place.home / "content") == content


@pytest.fixture(scope="session")
def handout(sound: Path, run: Run) -> bytes:
    """The handout of the school."""
    outcome = run(sound, ["build", "sonographer", "--school", SCHOOL, "--handout-only", "-o", "out"])
    assert outcome.status == 0, outcome.said
    (path,) = (sound / "out").rglob("*.docx")
    return path.read_bytes()


def foreseen(place: Place) -> Sequence[str]:
    edited_handout(place)
    edits = place.home / f"content/schools/{SCHOOL}/edits"
    edits.mkdir()
    (edits / ".sonographer.yaml.new").symlink_to(place.beside / "secret.txt")
    return ["import", "edited.docx", "--school", SCHOOL, "--apply", "--yes"]


HARMLESS: dict[str, Attack] = {
    "a link under a name that could once be foreseen": foreseen,
    "an output that leads out": put(secret, BROCHURE, "build", "sonographer"),
    "a list of files that leads out": put(secret, "build/manifest.json", "build", "sonographer"),
    "a list of files that is a pipe": put(pipe, "build/manifest.json", "build", "sonographer"),
    "a list of files that leads to a device": put(zero, "build/manifest.json", "verify"),
    "a history that names a file outside": forged_journal,
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_leads_out_is_not_followed_where_the_work_can_be_done(
    what: str, place: Place, run: Run, handout: bytes
) -> None:
    (place.home / "school-handout.docx").write_bytes(handout)
    outcome = run(place.home, HARMLESS[what](place))
    assert outcome.status == 0, outcome.said
    assert outcome.is_plain, outcome
    assert "TOPSECRET" not in outcome.said
    assert place.beside_is_as_it_was
    assert (place.beside / "secret.txt").read_text(encoding="utf-8") == "TOPSECRET-7431-outside"


def test_what_is_watched_for_is_seen(place: Place, run: Run) -> None:
    """Writing beside the project, where a person asks for it, is seen by the watcher of these tests."""
    outcome = run(place.home, ["build", "sonographer", "--handout-only", "-o", str(place.beside / "asked")])
    assert outcome.status == 0
    assert str(place.beside) in outcome.seen
    assert not place.beside_is_as_it_was
