"""Ctrl-C while a machine is set up: the tool at work (apt-get, pip, npm) is stopped in order, never in its midst."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

PATIENCE = 3.0  # seconds in which a tool ends by itself before the person is told that it is still at work


def listen() -> list[int]:
    """Make Ctrl-C, `kill` and a closed terminal raise KeyboardInterrupt; return a list that the signals go into."""
    received: list[int] = []

    def interrupt(number: int, frame: object) -> NoReturn:
        received.append(number)
        raise KeyboardInterrupt

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):  # as `nohup` asks
            continue
        signal.signal(number, interrupt)
    return received


def read_out(process: subprocess.Popen[str], name: str) -> str:
    """Wait for a tool and return all it printed. On Ctrl-C wait until it has stopped, and raise KeyboardInterrupt.

    The tool runs in a session of its own, so that a Ctrl-C on the terminal reaches this process alone. pip and npm then
    take away what they have begun. apt-get heeds it while it downloads, not while dpkg works: that would leave
    packages half-installed. A second Ctrl-C kills the tool and all that it has started.
    """
    try:
        return process.communicate()[0]
    except KeyboardInterrupt:
        _stop(process, name)
        raise


def _stop(process: subprocess.Popen[str], name: str) -> None:
    if sys.platform == "win32":  # there every process of a terminal gets Ctrl-C by itself
        process.wait()
        return
    try:
        with contextlib.suppress(PermissionError):  # what `sudo` has started is another's, and ends when it is done
            process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=PATIENCE)
            return
        with contextlib.suppress(OSError):  # a terminal that is closed reads nothing
            sys.stderr.write(f"\n{name} finishes what it has begun; Ctrl-C again ends it at once.")
            sys.stderr.flush()
        process.communicate()
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(command: Sequence[str | Path], folder: Path) -> int:
    """Run a script of this project in a folder and return its exit status. Ctrl-C is heeded by it, and told by it."""
    with subprocess.Popen(command, cwd=folder) as process:
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return process.wait()
