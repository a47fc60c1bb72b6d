"""Runs what reads a stranger's file in a child process with limits of memory and time, so that no file ends a command.

The limits are the second line of defence: every reader has bounds of its own. What dies here all the same is told in
one sentence with the file's name.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any, TypeVar

from guidepress import disk
from guidepress.errors import ContentError, Problem, Span

T = TypeVar("T")

_allowed: float = 0  # seconds that were asked for, 0 where none were


def allow(seconds: float) -> None:
    """Let every call of a child take so many seconds, in place of the usual number: for a machine that is very slow."""
    global _allowed
    _allowed = seconds


def allowed() -> float:
    """Return the seconds that were asked for, 0 where none were."""
    return _allowed


@dataclass(frozen=True)
class Allowance:
    """What one call may take: `memory` in bytes, beside what the child begins with, and `seconds`.

    `doing` says in a sentence what takes them, as in “It takes more than 60 seconds to read this file”.
    """

    memory: int
    seconds: float
    doing: str

    def here(self) -> Allowance:
        """Return the limits with the seconds that were asked for."""
        return replace(self, seconds=_allowed) if _allowed else self


READING = Allowance(1024 * 2**20, 60.0, "to read this file")
"""For one file: no handout, picture or output of ours takes a tenth of it."""

SETTING = Allowance(2048 * 2**20, 300.0, "to make this guide with the theme of this project")
"""For one guide in a theme that does not come with Guidepress: a large booklet takes some 30 seconds, and 500 MB."""

REPORT = "please report it, with the file: see SECURITY.md"

_VALUE, _PROBLEMS, _MEMORY, _TIME, _BROKEN, _FAULT = "value", "problems", "memory", "time", "broken", "fault"
_inside = False  # whether this process is such a child: what it calls needs no other one


class Confined:
    """A child process that is started at the first call, and again after a call that it did not survive.

    `state`, where there is one, is the first argument of every call; it is handed over once. It must be picklable where
    the system cannot split a process in two, as the arguments and results of calls must be everywhere.
    """

    def __init__(self, limits: Allowance = READING, state: Any = None, method: str | None = None) -> None:
        self.limits = limits.here()
        self.state = state
        # Forked where that is safe, since it takes a hundredth of a second; elsewhere started afresh.
        self._context: Any = multiprocessing.get_context(
            method or ("fork" if sys.platform.startswith("linux") else "spawn")
        )
        self._process: Any = None
        self._connection: Connection | None = None

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, name: str, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function in the child and return its result; problems call what it reads `name`.

        Raises ContentError with what the function says is wrong, and where the child runs out of memory or time, breaks
        down, or meets a fault of the program.
        """
        if _inside:
            return function(*_with(self.state, arguments))
        kind, content = self._answer(function, arguments)
        if kind == _VALUE:
            value: T = content
            return value
        if kind == _PROBLEMS:
            raise ContentError(content)
        self.close()
        if kind == _MEMORY:
            sentence = f"It takes more than {self.limits.memory // 2**20:,} MB of memory {self.limits.doing}."
        else:
            sentence = str(content)
        raise ContentError([Problem(Span(name), sentence, REPORT if kind == _FAULT else "")])

    def _answer(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
        try:
            connection = self._started()
            connection.send((function, arguments))
            if not connection.poll(self.limits.seconds):
                return _TIME, f"It takes more than {self.limits.seconds:g} seconds {self.limits.doing}."
            kind, content = connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._process.join(1)
            code = self._process.exitcode
            ending = f"signal {-code}" if code is not None and code < 0 else f"status {code}"
            return _BROKEN, f"A part of Guidepress broke down when it tried {self.limits.doing} ({ending})."
        return kind, content

    def _started(self) -> Connection:
        if self._connection is not None and self._process.is_alive():
            return self._connection
        self.close()
        ours, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, ours, self.state, self.limits), daemon=True)
        with warnings.catch_warnings():
            # Python warns of other threads; the only ones that we start wait, and hold no lock.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        theirs.close()
        self._connection = ours
        return self._connection

    def close(self) -> None:
        """End the child, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def _with(state: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return arguments if state is None else (state, *arguments)


# In the child ---------------------------------------------------------------------------------------------------------


def _serve(theirs: Connection, ours: Connection, state: Any, limits: Allowance) -> None:
    """Answer calls until the first process closes the connection or is gone."""
    global _inside
    _inside = True
    ours.close()  # else the child would not see that the first process is gone
    with suppress(ValueError, OSError):
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends this one
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _be_silent()
    _limit(limits)
    while True:
        try:
            function, arguments = theirs.recv()
        except (EOFError, OSError):
            return
        try:
            reply = _called(function, state, arguments)
            theirs.send(reply)
        except MemoryError:
            theirs.send((_MEMORY, ""))


def _called(function: Callable[..., Any], state: Any, arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return _VALUE, function(*_with(state, arguments))
    except ContentError as error:
        return _PROBLEMS, error.problems
    except MemoryError:
        return _MEMORY, ""
    except RecursionError as error:
        return _FAULT, f"This is nested far deeper than anything that Guidepress reads ({_place(error)})."
    except Exception as error:  # the child is there so that no fault of a reader ends a command
        return _FAULT, f"Guidepress has a fault that this shows: {type(error).__name__} in {_place(error)}."


def _place(error: BaseException) -> str:
    """Return the module and line of ours in which an exception arose."""
    package = Path(__file__).parent
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(package)]
    ours = [frame for frame in frames if frame.filename != __file__] or frames
    return f"{Path(ours[-1].filename).relative_to(package).as_posix()}, line {ours[-1].lineno}"


def _be_silent() -> None:
    """Close what a library would print to: a file's words would come to the terminal as they are."""
    with suppress(OSError):
        nothing = disk.nowhere()
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(nothing, "w"))


def _limit(limits: Allowance) -> None:
    """Set what the system lets a process be limited by; elsewhere the deadline alone holds."""
    try:
        import resource
    except ImportError:  # Windows
        return
    taken = _address_space()
    for kind, most in (
        # Memory that is written to, where the system counts it; and the whole address space, in which libraries reserve
        # far more than they use.
        ("RLIMIT_DATA", limits.memory + taken),
        ("RLIMIT_AS", 2 * limits.memory + taken),
        ("RLIMIT_CORE", 0),
    ):
        with suppress(AttributeError, ValueError, OSError):
            soft, hard = resource.getrlimit(getattr(resource, kind))
            ceilings = [most, *(each for each in (soft, hard) if each != resource.RLIM_INFINITY)]
            resource.setrlimit(getattr(resource, kind), (min(ceilings), hard))


def _address_space() -> int:
    """Return how large this process is, in bytes; 0 where the system does not say."""
    try:
        return int(disk.read(Path("/proc/self/statm"), 100).split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0
