"""Runs `guidepress import` on many files, each in a process of its own that may take little memory and time.

    python importing.py SCHOOL PROJECT FILE [OPTION]... , PROJECT FILE [OPTION]... , ...

Prints a line of JSON for each: the exit status, what was said, and the seconds it took.
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
from datetime import date
from pathlib import Path

from remembering import remembering

from guidepress import project
from guidepress.commands import cli
from guidepress.content import reading, source
from guidepress.roundtrip import (
    summary,  # noqa: F401 - read once, not in every process
)

MEMORY = 1536 * 2**20  # bytes of address space
SECONDS = 60


def run(arguments: list[str]) -> tuple[int, str]:
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(SECONDS)
            status = 70
            try:
                cli.main(["import", *arguments])
            except SystemExit as error:
                status = int(error.code or 0) if not isinstance(error.code, str) else 1
            except BaseException as error:
                import traceback

                traceback.print_exception(error)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        _, code = os.waitpid(child, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(code), said.read().decode("utf-8", "backslashreplace")


def main() -> None:
    school, *rest = sys.argv[1:]
    runs: list[list[str]] = [[]]
    for argument in rest:
        if argument == ",":
            runs.append([])
        else:
            runs[-1].append(argument)
    # What each process would read for itself of the content is read once; they are forked from this one.
    source.load = remembering(source.load)
    reading.read(project.find(Path(runs[0][0])), date.today())
    gc.freeze()
    for folder, *arguments in runs:
        os.chdir(folder)
        start = time.monotonic()
        status, said = run([*arguments, "--school", school])
        sys.stdout.write(f"{json.dumps([arguments, status, said, round(time.monotonic() - start, 2)])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
