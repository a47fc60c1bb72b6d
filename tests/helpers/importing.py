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

import forked
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
            forked.print_into(said)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(SECONDS)
            os._exit(forked.status_of(lambda: cli.main(["import", *arguments])))
        _, code = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(code), forked.text(said)


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
