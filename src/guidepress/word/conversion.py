"""A handout that came back as another kind of file (.odt, .doc, .rtf), turned into .docx by LibreOffice where it is.

What a file is shows in its first bytes, never in its name.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from guidepress import disk
from guidepress.errors import ContentError
from guidepress.word.archive import open_archive, refusal

SECONDS = 60  # LibreOffice needs about 5, and longer when it starts for the first time
_MEMORY = 4096 * 2**20  # bytes of address space, of which it reserves about 1.5 GB for a handout
_KINDS = {"odt": "an OpenDocument text (.odt)", "doc": "an old Word file (.doc)", "rtf": "a Rich Text file (.rtf)"}
_HINT = "save it as .docx: File, Save As …, and choose “Word Document (.docx)”"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB, 2.2
_ODF = b"application/vnd.oasis.opendocument.text"  # OpenDocument 1.3, part 2, 3.3: the member “mimetype”

_LONGEST = 200  # characters of the kind of file that an OpenDocument file says it is

_NOTHING_RUNS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""Settings of LibreOffice: a file from outside runs no macros, and reaches for nothing that it only names."""


def kind(data: bytes) -> str:
    """Return which kind of text file the bytes are, `odt`, `doc` or `rtf`; empty for any other, as for .docx."""
    if data.lstrip()[:5] == rb"{\rtf":
        return "rtf"
    if data.startswith(_OLE):
        # Its directory names the streams in UTF-16: a .docx with a password is one of another name.
        return "doc" if "WordDocument".encode("utf-16-le") in data else ""
    if data.startswith(b"PK"):
        try:
            return "odt" if open_archive(data, "").unpack(["mimetype"], _LONGEST)["mimetype"] == _ODF else ""
        except (KeyError, ContentError):
            return ""
    return ""


def as_docx(data: bytes, name: str) -> bytes:
    """Return the bytes of a handout as .docx; those of any file that is no .odt, .doc or .rtf as they are.

    `name` is how problems call the file. Raises ContentError where LibreOffice is not on this machine or cannot read
    the file.
    """
    found = kind(data)
    if not found:
        return data
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise refusal(name, f"this is {_KINDS[found]}, not a Word file (.docx)", _HINT)
    with tempfile.TemporaryDirectory(prefix="guidepress-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, found, Path(folder))
    if converted is None:
        raise _unreadable(name, found)
    return converted


def _convert(program: str, data: bytes, found: str, folder: Path) -> bytes | None:
    """Let LibreOffice turn a file into .docx in a folder, with settings of its own; None where it does not."""
    disk.write(folder / f"handout.{found}", data)
    settings = folder / "profile" / "user"
    disk.write(settings / "registrymodifications.xcu", _NOTHING_RUNS.encode())
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "converted"),
        str(folder / f"handout.{found}"),
    ]
    if not _ran(command):
        return None
    try:
        return disk.read(folder / "converted" / "handout.docx")
    except OSError:
        return None


def _ran(command: Sequence[str]) -> bool:
    """Run a program with all that it starts itself, no longer than it may take; say whether it was content."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(  # noqa: S603 - a program and paths, no shell
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=os.name == "posix"
        )
    except OSError:
        return False
    try:
        _limit(process.pid)
        return process.wait(SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            # `soffice` is a script: what it has started would go on, and hold the files.
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()


def _limit(process: int) -> None:
    """Limit the memory of a process, and of those that it starts, where the system can do that from outside."""
    try:
        import resource

        resource.prlimit(process, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, AttributeError, OSError, ValueError):  # Windows, macOS, or it has ended already
        return


def _unreadable(name: str, found: str) -> ContentError:
    return refusal(name, f"this is {_KINDS[found]}, and LibreOffice cannot read it", _HINT)
