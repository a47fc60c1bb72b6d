"""Ctrl-C, and being told to end: a command stops within a second and leaves nothing half-done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # Ctrl-C, `kill`, a terminal that is closed; Windows lacks the last one
PATIENCE = 0.7  # seconds in which a command ends by itself, and takes away what it has begun


class Stopped(SystemExit):
    """A person or the system stops the command. The exit status is 128 and the number of the signal: 130 for Ctrl-C.

    `words` is what the person is told at the end.
    """

    words = "Stopped."


def listen() -> None:
    """From now on raise `Stopped` in the main thread where the command is to stop."""
    for name in SIGNALS:
        number = getattr(signal, name, None)
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):  # as `nohup` asks
            continue
        signal.signal(number, _stop)


@contextmanager
def ctrl_c_answers() -> Iterator[None]:
    """In this block Ctrl-C is an answer, not the end: it raises KeyboardInterrupt, which `click.prompt` knows."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    for name in SIGNALS:  # a second one changes nothing: the first is being obeyed
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    sys.unraisablehook = lambda _: None  # code that cannot hand an exception on would print it, with a traceback
    threading.Thread(target=_end, args=(128 + number,), daemon=True).start()
    raise Stopped(128 + number)


def leave(status: int) -> NoReturn:
    """End the process at once: Python would take half a second or more to take down all that is loaded."""
    for process in multiprocessing.active_children():
        process.kill()
    if typeset := sys.modules.get("guidepress.brochure.typeset"):  # only where it is loaded there is anything to do
        typeset.discard_fonts()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a terminal that is closed reads nothing
            stream.flush()
    os._exit(status)


def _end(status: int) -> None:
    """End the process in any case: code that swallows every exception does not keep it alive."""
    time.sleep(PATIENCE)
    leave(status)
