"""Reads and writes files: only what is a file, no more than is wanted of it, and only inside the folder it belongs to.

Every path that is opened goes through here. A path that a stranger's project or archive brought along may be a link
that leads out of it, a pipe that never ends, or a device.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from guidepress.errors import NoFileError, OutsideError

MOST = 256 * 2**20
"""Bytes that are read of a file where nothing less is said: more than any output, font or profile has."""

_OPENED = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_CLOEXEC", "O_NOCTTY", "O_NONBLOCK"))


Folders = Path | Iterable[Path] | None
"""The folder, or the folders, that a file must lie in; None where whoever runs the program has named the file.

Where there are none of them, no file lies there.
"""


def inside(root: Path, path: Path) -> bool:
    """Say whether a path, with its links followed, lies in a folder. Links that go round in a circle lie nowhere."""
    try:
        path.resolve(strict=True)  # from Python 3.13 on only this tells of a circle
    except RuntimeError:  # as before Python 3.13
        return False
    except OSError as error:
        if error.errno == errno.ELOOP:  # all else that may be wrong with it is told where it is read
            return False
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Say whether a path, with its links followed, leads to a file; False, too, for what cannot be looked at."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read(path: Path, most: int = MOST, within: Folders = None) -> bytes:
    """Return the bytes of a file, cut one byte behind `most` of them, by which a caller sees that there are more.

    With `within` it must lie in one of these folders once its links are followed. What is no file is not even opened:
    a pipe would be waited for, and a device has no end. Raises OSError, NoFileError and OutsideError included.
    """
    _must_be_inside(path, within)
    _must_be_file(os.stat(path), path)
    with open(os.open(path, _OPENED), "rb") as file:
        _must_be_file(os.fstat(file.fileno()), path)  # it may have been exchanged meanwhile
        return file.read(most + 1)


def _must_be_inside(path: Path, within: Folders) -> None:
    if within is None:
        return
    roots = [within] if isinstance(within, Path) else within
    if not any(inside(root, path) for root in roots):
        raise OutsideError(errno.EACCES, "it lies outside the folder that it belongs to", str(path))


def _must_be_file(state: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise NoFileError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(state.st_mode):
        raise NoFileError(errno.EINVAL, "it is a pipe or a device", str(path))


def folder(path: Path, within: Folders = None) -> Path:
    """Make a folder with those that it lies in, and return it with its links followed.

    With `within` it must lie in one of these folders, which is seen before anything is made. Raises OSError.
    """
    _must_be_inside(path, within)
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
    return path.resolve()


def write(path: Path, data: bytes, within: Folders = None, *, lasting: bool = False) -> None:
    """Write a file, whole or not at all: aside, under a name that nobody can foresee, and then moved into place.

    The folders that it lies in are made. A link of its name is replaced, and what it led to stays as it is. With
    `within`, the file's folder must lie in one of these. A file that is `lasting` is on the disk, and not only on its
    way there, when this returns. Raises OSError.
    """
    place = folder(path.parent, within)
    descriptor, aside = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".new", dir=place)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(aside, _mode(place / path.name))
        os.replace(aside, place / path.name)
    except BaseException:
        with suppress(OSError):
            os.unlink(aside)
        raise
    if lasting:
        _sync_folder(place)


def nowhere() -> int:
    """Open what takes all that is written to it and keeps nothing. Returns its number. Raises OSError."""
    return os.open(os.devnull, os.O_WRONLY)


def _mode(path: Path) -> int:
    """Return the rights that a file is to have: those that it has, or else those of any new file."""
    with suppress(OSError):
        state = os.lstat(path)
        if stat.S_ISREG(state.st_mode):
            return stat.S_IMODE(state.st_mode)
    return 0o666 & ~_UMASK


def _umask() -> int:
    mask = os.umask(0o022)  # it can be read only by setting it
    os.umask(mask)
    return mask


_UMASK = _umask()


def _sync_folder(place: Path) -> None:
    """See to it that a folder's list of files is on the disk, where the system can do that."""
    if sys.platform != "win32":
        with suppress(OSError):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
