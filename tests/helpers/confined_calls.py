"""What the tests of child processes ask one to do; where it is started afresh, it must be able to import this."""

from __future__ import annotations

import ctypes
import os
import sys
import time

from guidepress.confinement import Allowance, Confined
from guidepress.errors import ContentError, Problem, Span

SMALL = Allowance(128 * 2**20, 2.0, "to read this file")


def process_id() -> int:
    return os.getpid()


def doubled(state: list[int], number: int) -> list[int]:
    state.append(number)
    return [2 * each for each in state]


def refuse() -> None:
    raise ContentError([Problem(Span("x.docx", 3, 4), "This is wrong.", "mend it")])


def fail() -> None:
    raise TypeError("words of the file")


def nest() -> None:
    nest()


def take(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def wait(seconds: float) -> None:
    time.sleep(seconds)


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def crash() -> None:
    ctypes.string_at(0)


def leave(status: int) -> None:
    os._exit(status)


def talk() -> str:
    os.write(1, b"\x1b]0;words of a library\x07")
    os.write(2, b"and a warning")
    sys.stdout.write("more words\n")
    sys.stdout.flush()
    return "done"


def of_a_child_within() -> tuple[bool, bool]:
    with Confined(SMALL) as inner:
        return inner.run("y", process_id) == os.getpid(), inner._process is None
