"""What comes home may be anything: each file gets one plain sentence, within bounds, and nothing is written."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from guidepress import project
from guidepress.compose import prepared
from guidepress.content import reading
from guidepress.errors import ContentError
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.roundtrip import reception
from guidepress.schools import school_library
from guidepress.word import base as origin
from guidepress.word import handout
from guidepress.word.base import Base
from helpers import hostile, hostile_files, oddities
from helpers.checkout import ROOT
from helpers.copies import copy_content, copy_school, tree
from helpers.remaking import again

SCHOOL = "lincoln-high"
APPLY = ("--apply", "--yes")
DAMAGED = "What this file holds of the content it was made from cannot be read."

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="files are read in processes of their own here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one guide and one school."""
    root = tmp_path_factory.mktemp("home")
    copy_content(root, "sonographer")
    copy_school(root, SCHOOL)
    return project.find(root)


@pytest.fixture(scope="module")
def made(home: Project) -> tuple[bytes, Base]:
    """The school's handout and its base."""
    library = school_library.for_school(home, reading.read(home, date.today()), SCHOOL, date.today())
    choice = Choice()
    ready = prepared.prepare(home, library, library.guides["sonographer"], choice.theme)
    _, docx, base = handout.make(ready, choice.paper)
    return docx, base


@pytest.fixture
def copied(home: Project, tmp_path: Path) -> Project:
    """A project of a test's own."""
    shutil.copytree(home.root, tmp_path / "project")
    return project.find(tmp_path / "project")


def imported(where: Project | Sequence[Project], runs: Sequence[tuple[Path, Sequence[str]]]) -> list[tuple[int, str]]:
    """Import files, each in a process with little memory, into one project or into one each.

    Returns the exit status of each and what it said.
    """
    places = [where] * len(runs) if isinstance(where, Project) else where
    every = zip(places, runs, strict=True)
    arguments = [each for place, (path, options) in every for each in (str(place.root), str(path), *options, ",")][:-1]
    program = [sys.executable, str(ROOT / "tests/helpers/importing.py"), SCHOOL, *arguments]
    done = subprocess.run(program, capture_output=True, text=True, check=True, cwd=ROOT)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(runs)
    return [(status, said) for _, status, said, _ in found]


def written(folder: Path, docx: bytes, cases: Iterator[tuple[str, hostile.Make]]) -> dict[str, Path]:
    """Make files in a folder. Returns them by what they are."""
    found = {}
    for number, (what, make) in enumerate(cases):
        found[what] = folder / f"file-{number}.docx"
        found[what].write_bytes(make(docx))
    assert len(found) == number + 1
    return found


def refused(said: tuple[int, str], what: str, name: str) -> str:
    """See to it that a file got one problem in a plain sentence. Returns the sentence."""
    status, text = said
    assert (status, text.rstrip().splitlines()[-1]) == (1, "1 problem. Nothing was written."), f"{what}: {text}"
    first = text.splitlines()[0]
    assert first.startswith(f"{name}: "), f"{what}: {text}"
    assert "Traceback" not in text, what
    assert all(char.isprintable() or char == "\n" for char in text), what
    return first.removeprefix(f"{name}: ")


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A port of this computer that no one should call."""
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        port.listen()
        port.setblocking(False)
        yield port


_LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_IS_NOT = ", and LibreOffice cannot read it" if _LIBREOFFICE else ", not a Word file (.docx)"
SENTENCES: dict[str, dict[str, str]] = {
    "zips": {
        "one huge member": "this file is far larger than any handout when it is unpacked",
        "20,000 members": "this file is far larger than any handout when it is unpacked",
        "sizes that lie": "this is not a Word file (.docx), or it is damaged",
        "two members of one name": "this Word file is damaged: it holds two parts of the same name",
        "encrypted members": "this file is protected with a password",
        "a part ../../etc/passwd.xml": "this Word file is damaged: it names a part that lies outside of it",
        "a text that is elsewhere": "this Word file is damaged: it names a part that lies outside of it",
        "macros": "this Word file holds macros",
        "an old .doc": f"this is an old Word file (.doc){_IS_NOT}",
        "a PDF": "this is a PDF, whatever its name says",
        "an .odt": f"this is an OpenDocument text (.odt){_IS_NOT}",
        "a JPEG": "this is not a Word file (.docx), or it is damaged",
        "nothing": "this is not a Word file (.docx), or it is damaged",
        "33 MB": "This file is far larger than any handout.",
    },
    "large": {
        "50,000 paragraphs": "this file is far larger than any handout: it has more than 1,000 paragraphs and cells",
        "2 million characters":
            "this file is far larger than any handout: one of its paragraphs has more than 5,000 characters",
        "500,000 characters": "this file is far larger than any handout: it has more than 100,000 characters",
        "controls 3,000 deep":
            "this file is far larger than any handout, or nested far deeper, in its part word/document.xml",
        "a picture 10,000 times": "this file is far larger than any handout: it has more than 200 pictures",
        "900 headings of one text": "this file is far larger than any handout: it has more than 200 sections",
    },
    "pictures": {
        "word/media/picture1.png that is a bomb": "The picture “the logo” claims far too many pixels.",
        "word/media/picture2.png that is no picture":
            "“the drawing at the top” is not a PNG, JPEG or SVG picture that can be read.",
        "a picture that is outside": "this Word file is damaged: it names a part that lies outside of it",
        "a picture that is missing": "this Word file is damaged: its part word/media/picture1.png is missing",
    },
}  # fmt: skip
"""The exact words that some files get."""


def told(
    home: Project, docx: bytes, folder: Path, cases: Iterator[tuple[str, hostile.Make]], options: Sequence[str] = APPLY
) -> dict[str, str]:
    """Import files that do harm; see to it that each gets one sentence, and that nothing is written. Returns them."""
    files = written(folder, docx, cases)
    before, around = tree(home.root), tree(folder)
    said = imported(home, [(path, options) for path in files.values()])
    assert tree(home.root) == before
    assert tree(folder) == around
    return {what: refused(each, what, path.name) for (what, path), each in zip(files.items(), said, strict=True)}


@pytest.mark.parametrize("group", ["zips", "large", "pictures"])
def test_a_file_that_does_harm_gets_one_sentence_and_nothing_is_written(
    home: Project, made: tuple[bytes, Base], tmp_path: Path, group: str
) -> None:
    found = told(home, made[0], tmp_path, getattr(hostile, group)())
    assert {what: found[what] for what in SENTENCES[group]} == SENTENCES[group]


@pytest.mark.parametrize("group", ["packings", "crowds"])
def test_a_file_that_is_packed_or_crowded_to_do_harm_gets_one_sentence(
    home: Project, made: tuple[bytes, Base], tmp_path: Path, group: str
) -> None:
    found = set(told(home, made[0], tmp_path, getattr(hostile_files, group)()).values())
    assert all(sentence.startswith(("this ", "one of ", "More ", "It has ")) for sentence in found), found


def test_without_apply_the_sentences_are_the_same(home: Project, made: tuple[bytes, Base], tmp_path: Path) -> None:
    cases = (each for each in hostile.zips() if each[0] in SENTENCES["zips"])
    assert told(home, made[0], tmp_path, cases, ()) == SENTENCES["zips"]


def test_entities_grow_into_nothing_and_call_no_one(
    home: Project, made: tuple[bytes, Base], tmp_path: Path, listening: socket.socket
) -> None:
    files = written(tmp_path, made[0], hostile.entities(listening.getsockname()[1]))
    before = tree(home.root)
    said = imported(home, [(path, APPLY) for path in files.values()])
    sentences = {refused(each, what, path.name) for (what, path), each in zip(files.items(), said, strict=True)}
    assert "this Word file holds a document type in word/document.xml, which no Word file has" in sentences
    assert "root:" not in "".join(text for _, text in said)
    with pytest.raises(BlockingIOError):
        listening.accept()
    assert tree(home.root) == before


def test_a_base_that_is_none_of_ours_is_refused(home: Project, made: tuple[bytes, Base]) -> None:
    sentences = {}
    for what, make in hostile.bases():
        with pytest.raises(ContentError) as caught:
            reception.arrive(home, SCHOOL, make(made[0]), "x.docx", "accept", "", lambda slug: made[1], again)
        (problem,) = caught.value.problems
        sentences[what] = problem.message
    others = {what: sentence for what, sentence in sentences.items() if sentence != DAMAGED}
    assert others == {}
    assert len(sentences) > 70


def test_bases_that_cost_memory_or_depth_are_refused_within_bounds(
    home: Project, made: tuple[bytes, Base], tmp_path: Path
) -> None:
    wanted = (
        "a base that is a bomb",
        "a base that is deep",
        "a base that is deep in a key",
        "a base whose guide is ../../etc",
    )
    cases = (each for each in hostile.bases() if each[0] in wanted)
    assert told(home, made[0], tmp_path, cases) == dict.fromkeys(wanted, DAMAGED)


def test_the_base_of_a_guide_that_is_not_here_is_refused(home: Project, made: tuple[bytes, Base]) -> None:
    base = hostile.base_of(made[0]) | {"guide": "astronaut"}
    with pytest.raises(ContentError, match="This file says that it is the guide “astronaut”, which is not here"):
        reception.arrive(
            home, SCHOOL, hostile.with_base(made[0], base), "x.docx", "accept", "", lambda slug: made[1], again
        )


def test_a_published_base_of_another_name_is_not_taken(copied: Project, made: tuple[bytes, Base]) -> None:
    docx, base = made
    without = hostile.changed(docx, {"customXml/item1.xml": None})
    path = reception.published(copied, base)
    path.parent.mkdir(parents=True)
    path.write_bytes(base.dump())
    arrival = reception.arrive(copied, SCHOOL, without, "x.docx", "accept", "", lambda slug: base, again)
    assert arrival.found == "published"
    path.write_bytes(replace(base, revision="2026.1-00000000").dump())
    with pytest.raises(ContentError, match="This file is not the base that its name says"):
        reception.arrive(copied, SCHOOL, without, "x.docx", "accept", "", lambda slug: base, again)


def test_every_base_that_we_make_is_one_of_ours(made: tuple[bytes, Base]) -> None:
    assert origin.load(made[1].dump(), "x") == replace(made[1], passages=origin.load(made[1].dump(), "x").passages)
    assert origin.load(made[1].dump(), "x").dump() == made[1].dump()


# Not there, and not ours --------------------------------------------------------------------------------------------


def test_what_is_no_file_is_refused(home: Project, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    runs = [(tmp_path / "missing.docx", APPLY), (tmp_path / "folder", APPLY), (tmp_path / "pipe", APPLY)]
    said = imported(home, runs)
    found = [refused(each, path.name, path.name) for (path, _), each in zip(runs, said, strict=True)]
    assert found == [
        "This file cannot be read: No such file or directory.",
        "There is no handout in this folder.",
        "This is no file: it is a pipe or a device.",
    ]


def foreign() -> bytes:
    document = Document()
    document.add_heading("A letter", 1)
    document.add_paragraph("Dear all, the guide is fine.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_libreoffice(folder: Path) -> bytes:
    text = folder / "letter.txt"
    text.write_text("Dear all,\n\nthe guide is fine.\n", encoding="utf-8")
    judges_home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    program = ["soffice", judges_home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run([*program, str(text)], check=True, capture_output=True, timeout=120)
    return (folder / "letter.docx").read_bytes()


@pytest.mark.parametrize("make", [
    lambda folder: foreign(),
    pytest.param(by_libreoffice, marks=pytest.mark.judge("libreoffice")),
])  # fmt: skip
def test_another_file_is_asked_which_guide_it_is(home: Project, tmp_path: Path, make: Callable[[Path], bytes]) -> None:
    path = tmp_path / "other.docx"
    path.write_bytes(make(tmp_path))
    before = tree(home.root)
    (said,) = imported(home, [(path, APPLY)])
    assert refused(said, "another file", path.name) == "This file does not say which guide it is."
    assert "hint: add “--guide” and the guide's short name" in said[1]
    assert tree(home.root) == before


# Odd, but to be read ------------------------------------------------------------------------------------------------


def test_what_is_odd_is_read_and_leaves_a_project_that_can_be_read(
    home: Project, made: tuple[bytes, Base], tmp_path: Path
) -> None:
    files = written(tmp_path, made[0], oddities.odd())
    places = []
    for path in files.values():
        shutil.copytree(home.root, tmp_path / path.stem)
        places.append(project.find(tmp_path / path.stem))
    said = imported(places, [(path, APPLY) for path in files.values()])
    before = tree(home.root)
    taken = 0
    for what, place, (status, text) in zip(files, places, said, strict=True):
        after = {name: data for name, data in tree(place.root).items() if not name.startswith(".guidepress")}
        assert "Traceback" not in text, f"{what}: {text}"
        assert status in (0, 1), f"{what}: {text}"
        if status == 1:
            assert text.rstrip().endswith("Nothing was written."), f"{what}: {text}"
            assert after == before, what
            continue
        touched = {name for name in after if after[name] != before.get(name)}
        folder = f"content/schools/{SCHOOL}"
        new = set(after) - set(before)
        assert touched | new <= {f"{folder}/edits", f"{folder}/edits/sonographer.yaml", f"{folder}/school.yaml"}, what
        assert set(before) <= set(after), what
        school_library.for_school(place, reading.read(place, date.today()), SCHOOL, date.today())
        words = b"".join(after[name] or b"" for name in touched).decode()
        assert not any(each in words for each in ("javascript:", "file:", "data:", "\x9b", "\u2028")), what
        taken += bool(touched)
    assert taken > 10
