"""What a process does that was forked to run one command: it prints into a file, and ends with the command's status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any


def print_into(said: IO[bytes]) -> None:
    """Let all that this process prints go into a file, and let it read nothing."""
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def status_of(command: Callable[[], Any]) -> int:
    """Run a command and return its exit status; 70 where it fails otherwise than by an exit, and what it failed at."""
    status = 70
    try:
        command()
    except SystemExit as error:
        status = int(error.code or 0) if not isinstance(error.code, str) else 1
    except BaseException as error:
        traceback.print_exception(error)
    sys.stdout.flush()
    sys.stderr.flush()
    return status


def text(file: IO[bytes]) -> str:
    """Return what was printed into a file."""
    file.seek(0)
    return file.read().decode("utf-8", "backslashreplace")
