"""Runs commands on what strangers send, each in a process that may take little memory and time, and is watched.

Reads a line of JSON for each run from its standard input: the folder to run in, and the arguments. Prints a line of
JSON for each: the exit status, what was said, the seconds it took, and what it wrote, deleted, called or started
outside of the folder.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import forked

from guidepress import building, confinement  # noqa: F401 - read once, not in every process
from guidepress.commands import cli, imports  # noqa: F401
from guidepress.roundtrip import returned, summary  # noqa: F401
from guidepress.verify import heard, inspection, preflighting  # noqa: F401

MEMORY = 1024 * 2**20
"""Bytes of address space."""

SECONDS = 20
PATIENCE = 12
"""Seconds that reading one file may take, so that the child process ends before the command does."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod"}
_CALLS = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "os.system", "os.exec", "os.posix_spawn"}


def watching(folder: Path, tell: Callable[[str], None]) -> Callable[[str, tuple[Any, ...]], None]:
    """Return an audit hook that tells of whatever is changed outside of a folder, or called or started at all."""
    allowed = [folder.resolve(), Path(tempfile.gettempdir()).resolve()]

    def outside(path: Any) -> bool:
        if isinstance(path, int) or path == os.devnull:
            return False
        found = Path(os.fsdecode(path)).resolve()
        return not any(found.is_relative_to(each) for each in allowed)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & _WRITES and outside(path):
                tell(f"{event} {path}")
        elif event in _CHANGES:
            paths = [each for each in arguments[:2] if isinstance(each, str | bytes | os.PathLike)]
            # What is taken away or linked is what lies there, not what it leads to.
            if event == "os.mkdir" and os.path.isdir(paths[0]):
                return  # it fails: nothing is made
            if any(outside(Path(os.fsdecode(path)).parent) for path in paths):
                tell(f"{event} {paths}")
        elif event in _CALLS:
            tell(f"{event} {arguments[:2]}")

    return hook


def run(folder: str, arguments: list[str]) -> dict[str, Any]:
    with (
        tempfile.TemporaryFile() as said,
        tempfile.TemporaryFile() as seen,
        tempfile.TemporaryDirectory(prefix="guidepress-watched-") as temporary,  # tests lie where others lie
    ):
        start = time.monotonic()
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            forked.print_into(said)
            os.chdir(folder)
            tempfile.tempdir = temporary
            number = os.dup(seen.fileno())
            sys.addaudithook(watching(Path(folder), lambda words: os.write(number, f"{words}\n".encode()) and None))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            confinement.allow(PATIENCE)
            os._exit(forked.status_of(lambda: cli.main.main(arguments, "guidepress")))
        status = ended(child)
        return {
            "status": status,
            "said": forked.text(said),
            "seconds": time.monotonic() - start,
            "seen": forked.text(seen),
        }


def ended(child: int) -> int:
    """Wait for a process no longer than it may take; return its exit status, -9 for one that had to be ended."""
    signal.alarm(SECONDS)
    try:
        _, code = os.waitpid(child, 0)
    except TimeoutError:
        os.killpg(child, signal.SIGKILL)
        _, code = os.waitpid(child, 0)
    finally:
        signal.alarm(0)
    return os.waitstatus_to_exitcode(code)


def too_long(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    signal.signal(signal.SIGALRM, too_long)
    gc.freeze()
    for line in sys.stdin:
        folder, arguments = json.loads(line)
        sys.stdout.write(f"{json.dumps(run(folder, arguments))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
