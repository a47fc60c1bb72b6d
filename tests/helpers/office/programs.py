"""What comes home of handouts that other programs opened and saved: the edits that a school made must be the same.

Each handout is edited by hand eight times, once while changes are tracked, and once more it has lost its base. It is
then opened and saved by each program on this machine; what an import finds must be what it finds in the file itself.
SuperDoc is fetched by `scripts/test --full`; a LibreOffice beside the machine's own is named by GUIDEPRESS_SOFFICE.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import click

from guidepress import project
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.errors import ContentError
from guidepress.project import Project
from guidepress.roundtrip import reception, remake, summary
from guidepress.schools import school_library
from helpers.checkout import ROOT
from helpers.converting import converted
from helpers.judges.word import find_superdoc
from helpers.office.handouts import handouts
from helpers.typist import Typist

SCHOOL = "lincoln-high"
GUIDES = ("sonographer", "technician")
TODAY = date.today()


Save = Callable[[bytes, Path, str], bytes]
"""Opens a Word file and saves it: its bytes, a folder to do it in, and the program."""


def _by_libreoffice(ending: str) -> Save:
    return lambda data, folder, program: converted(data, ending, folder, program)


def _by_command(*commands: Sequence[str]) -> Save:
    """Return what saves a file with commands of a program that take {given} and {saved}."""

    def save(data: bytes, folder: Path, program: str) -> bytes:
        given, saved = folder / "given.docx", folder / "saved.docx"
        given.write_bytes(data)
        # SuperDoc keeps what it has opened in a folder of its own.
        environment = {**os.environ, "SUPERDOC_CLI_STATE_DIR": str(folder / "state")}
        for arguments in commands:
            named = [argument.format(given=given, saved=saved) for argument in arguments]
            subprocess.run([program, *named], check=True, capture_output=True, timeout=120, env=environment)
        return saved.read_bytes()

    return save


def _newer_libreoffice() -> str:
    """Return a LibreOffice beside the machine's own, which the environment names; empty where it names none."""
    return os.environ.get("GUIDEPRESS_SOFFICE", "")


PROGRAMS: dict[str, tuple[Callable[[], str], Save]] = {
    **{
        f"LibreOffice, .{ending}": (lambda: shutil.which("soffice") or "", _by_libreoffice(ending))
        for ending in ("docx", "odt", "doc", "rtf")
    },
    **{
        f"newer LibreOffice, .{ending}": (_newer_libreoffice, _by_libreoffice(ending))
        for ending in ("docx", "odt", "doc", "rtf")
    },
    "AbiWord": (
        lambda: shutil.which("abiword") or "",
        _by_command(["--to=docx", "--to-name={saved}", "{given}"]),
    ),
    "pandoc": (lambda: shutil.which("pandoc") or "", _by_command(["{given}", "-o", "{saved}"])),
    "SuperDoc": (
        lambda: str(find_superdoc() or ""),
        _by_command(["open", "{given}"], ["save", "--out", "{saved}"], ["close"]),
    ),
}
"""What finds the program, empty where it is not on this machine, and what opens and saves a file with it."""


@dataclass
class Counted:
    """How many edits were to be found, how many were, and how many were found that nobody made."""

    wanted: int = 0
    found: int = 0
    wrong: int = 0

    def show(self) -> str:
        return f"{self.found}/{self.wanted}, {self.wrong} wrong"


def _edits() -> dict[str, Callable[[Typist, str], None]]:
    """Return the standard edits; each is made in a guide, whose lines they know."""
    first = {"sonographer": "Explain the exam", "technician": "Patient care and communication"}
    later = {"sonographer": "Position the patient", "technician": "Commitment to continuing"}
    section = {"sonographer": "Growing from here", "technician": "Skills and Competencies"}
    return {
        "a word changed": lambda typist, guide: typist.change(first[guide], first[guide].split()[-1], "everything"),
        "a line added": lambda typist, guide: typist.add(first[guide], "Bring your questions"),
        "a line deleted": lambda typist, guide: typist.delete(later[guide]),
        "a line moved": lambda typist, guide: typist.move(first[guide], later[guide]),
        "a section deleted": lambda typist, guide: typist.delete_section(section[guide]),
        "the room changed": lambda typist, guide: typist.change("Counseling Office, Room 112", "112", "114"),
        "a line linked": lambda typist, guide: typist.link(later[guide], "(more)", "https://school.example/more"),
        "words inserted, tracked": lambda typist, guide: typist.insert_tracked(first[guide], " with us"),
    }


def _said(current_project: Project, library: Library, data: bytes, guide: str) -> list[str]:
    """Return the lines that tell of the edits found in a file."""
    arrival = reception.receive(current_project, library, SCHOOL, data, "back", TODAY, guide=guide)
    return sorted(line for change in summary.changes(arrival) for line in change.lines())


def _files() -> Iterator[tuple[str, str, bytes]]:
    """Yield what was done, the guide, and the edited file."""
    for name, handout in handouts(list(GUIDES), [SCHOOL]):
        guide = name.removeprefix(f"{SCHOOL}-")
        yield "nothing", guide, handout
        for what, edit in _edits().items():
            typist = Typist(handout)
            edit(typist, guide)
            yield what, guide, typist.docx()
        typist = Typist(handout)
        typist.change("Counseling Office, Room 112", "112", "114")
        typist.strip_base()
        yield "the room changed, base lost", guide, typist.docx()


def run() -> None:
    """Print for each program what comes home of the edits through it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "content", Path(folder, "content"))
        shutil.copytree(ROOT / "templates", Path(folder, "templates"))
        current_project = project.find(Path(folder))
        library = reading.read(current_project, TODAY)
        own = school_library.for_school(current_project, library, SCHOOL, TODAY)
        for guide in GUIDES:  # what has lost its base is known by its footer
            base = remake.of_today(current_project, own, guide)
            path = reception.published(current_project, base)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base.dump())
        files = list(_files())
        wanted = {(what, guide): _said(current_project, library, data, guide) for what, guide, data in files}
        for name, (find, save) in PROGRAMS.items():
            if not (program := find()):
                click.echo(f"{name:<24} not tried: it is not on this machine")
                continue
            saves = partial(_saved, save, program)
            _try(name, saves, files, wanted, lambda data, guide: _said(current_project, library, data, guide))


def _saved(save: Save, program: str, data: bytes, folder: Path) -> bytes:
    return save(data, folder, program)


def _try(
    name: str,
    save: Callable[[bytes, Path], bytes],
    files: list[tuple[str, str, bytes]],
    wanted: dict[tuple[str, str], list[str]],
    said: Callable[[bytes, str], list[str]],
) -> None:
    counted, told = Counted(), list[str]()
    for what, guide, data in files:
        with tempfile.TemporaryDirectory() as inner:
            try:
                lines = said(save(data, Path(inner)), guide)
            except (ContentError, subprocess.SubprocessError, OSError) as error:
                lines = [f"failed: {error}".splitlines()[0]]
        expected = wanted[what, guide]
        counted.wanted += len(expected)
        counted.found += sum(line in lines for line in expected)
        wrong = [line for line in lines if line not in expected]
        counted.wrong += len(wrong)
        if wrong or any(line not in lines for line in expected):
            told += [f"    {guide}, {what}: {line}" for line in wrong or ["not found"]]
    click.echo(f"{name:<24} {counted.show()}")
    for line in told[:30]:
        click.echo(line[:160])
