"""What is opened is a file that lies where it belongs; what is written is whole, and goes through no link."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from guidepress import disk
from guidepress.errors import NoFileError, OutsideError
from helpers.checkout import ROOT

PACKAGE = ROOT / "src/guidepress"
GOES_ROUND = {
    "open", "read_bytes", "read_text", "write_bytes", "write_text", "mkdir", "makedirs", "mkstemp", "fdopen", "touch",
    "symlink_to", "copyfile", "copytree", "NamedTemporaryFile",
}  # fmt: skip
ALLOWED = {
    # Bytes in memory, or a picture or an archive made of them.
    "BytesIO", "Image", "pikepdf", "archive", "ZipFile", "zipfile",
}  # fmt: skip


def opens(source: str) -> Iterator[tuple[int, str]]:
    """Every call in a module that opens or writes a path by itself: its line and what is called."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id in GOES_ROUND:
            yield node.lineno, function.id
        elif isinstance(function, ast.Attribute) and (
            function.attr in GOES_ROUND or ast.unparse(function) == "shutil.copy"
        ):
            yield node.lineno, f"{ast.unparse(function.value)}.{function.attr}"


def of_memory(call: str) -> bool:
    """Whether a call opens what is in memory already: a part of an archive or of a PDF, a picture in bytes."""
    return call in EXCEPTIONS or call.split(".")[0] in ALLOWED


EXCEPTIONS = {
    "self.open",  # of the YAML reader: a collection
    "self.tally.open",  # of the limits of a handout: bookmarks
    "table.read_bytes", "picture.read_bytes", "profile_stream.read_bytes", "part.read_bytes",  # streams of a PDF
}  # fmt: skip


def test_no_module_opens_or_writes_a_path_by_itself() -> None:
    found = {
        f"{path.relative_to(PACKAGE).as_posix()}:{line}": call
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "disk.py"
        for line, call in opens(path.read_text(encoding="utf-8"))
        if not of_memory(call)
    }
    assert found == {}


def test_the_search_for_opens_finds_them() -> None:
    source = (
        "open(p)\np.open('rb')\nPath(p).read_text()\nshutil.copy(a, b)\ncopy(a)\nos.fdopen(3)\nImage.open(BytesIO(b))"
    )
    found = [call for _, call in opens(source) if not of_memory(call)]
    assert found == ["open", "p.open", "Path(p).read_text", "shutil.copy", "os.fdopen"]


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """A folder that things belong to, and one beside it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside/secret").write_bytes(b"secret")
    return tmp_path / "home", tmp_path / "beside"


def test_a_file_is_read_and_cut_just_behind_what_is_wanted(places: tuple[Path, Path]) -> None:
    home, _ = places
    (home / "file").write_bytes(b"0123456789")
    assert disk.read(home / "file") == b"0123456789"
    assert disk.read(home / "file", 3) == b"0123"
    assert disk.read(home / "file", 10, within=home) == b"0123456789"


def test_what_lies_outside_is_not_read(places: tuple[Path, Path]) -> None:
    home, beside = places
    (home / "link").symlink_to(beside / "secret")
    (home / "folder").symlink_to(beside)
    (home / "round").symlink_to(home / "round")
    (home / "file").write_bytes(b"x")
    (home / "inner").symlink_to(home / "file")
    for name in ("link", "folder/secret", "../beside/secret", "round"):
        with pytest.raises(OutsideError):
            disk.read(home / name, within=[home])
    with pytest.raises(OutsideError):
        disk.read(home / "file", within=[])  # nothing lies in no folder
    assert disk.read(home / "link") == b"secret"  # where no folder is named, whoever runs it has named the file
    assert disk.read(home / "link", within=[home, beside]) == b"secret"
    assert disk.read(home / "inner", within=home) == b"x"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.timeout(10)
def test_pipes_devices_and_folders_are_refused_at_once(places: tuple[Path, Path]) -> None:
    home, _ = places
    os.mkfifo(home / "pipe")
    (home / "to-the-pipe").symlink_to(home / "pipe")
    (home / "zero").symlink_to("/dev/zero")
    for path in (home / "pipe", home / "to-the-pipe", home / "zero", Path("/dev/zero"), home):
        with pytest.raises(NoFileError):
            disk.read(path)


def test_a_file_is_written_whole_and_its_rights_stay(places: tuple[Path, Path]) -> None:
    home, _ = places
    disk.write(home / "a/b/new", b"one", within=home)
    assert (home / "a/b/new").read_bytes() == b"one"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((home / "a/b/new").stat().st_mode) == 0o666 & ~mask
    (home / "a/b/new").chmod(0o640)
    disk.write(home / "a/b/new", b"two", lasting=True)
    assert (home / "a/b/new").read_bytes() == b"two"
    assert stat.S_IMODE((home / "a/b/new").stat().st_mode) == 0o640
    assert [path.name for path in (home / "a/b").iterdir()] == ["new"]


def test_nothing_is_written_through_a_link(places: tuple[Path, Path]) -> None:
    home, beside = places
    (home / "file").symlink_to(beside / "secret")
    disk.write(home / "file", b"ours", within=home)
    assert (beside / "secret").read_bytes() == b"secret"
    assert (home / "file").read_bytes() == b"ours"
    assert not (home / "file").is_symlink()
    (home / "folder").symlink_to(beside)
    for name in ("folder/new", "folder/deeper/new", "../beside/new"):
        with pytest.raises(OutsideError):
            disk.write(home / name, b"ours", within=home)
    assert sorted(path.name for path in beside.iterdir()) == ["secret"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = places

    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        disk.write(home / "file", b"data")
    assert list(home.iterdir()) == []
