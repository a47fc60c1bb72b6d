"""Runs the command as on a computer without Pango: opening one of its libraries fails, as it does on a bare Debian."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SITE = """
import ctypes
import cffi.api

def refusing(opener):
    def open_library(self, name, *rest, **named):
        if name and any(stem in name for stem in ("pango", "gobject", "harfbuzz", "fontconfig")):
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        return opener(self, name, *rest, **named)
    return open_library

ctypes.CDLL.__init__ = refusing(ctypes.CDLL.__init__)
cffi.api.FFI.dlopen = refusing(cffi.api.FFI.dlopen)
"""

_RUN = """
import json, sys
from click.testing import CliRunner
from guidepress.commands.cli import main
for arguments in json.loads(sys.argv[1]):
    done = CliRunner().invoke(main, arguments)
    raised = "" if done.exception is None or isinstance(done.exception, SystemExit) else repr(done.exception)
    print(json.dumps([done.exit_code, done.output, raised]))
"""


@dataclass(frozen=True)
class Done:
    """The exit status of a command, what it printed, and the exception that it did not turn into words."""

    status: int
    output: str
    raised: str


def run(folder: Path, *commands: list[str], packages: Path | None = None) -> list[Done]:
    """Run commands one after another in a folder, with the package from `packages` where that is given."""
    site = folder / ".site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(_SITE, encoding="utf-8")
    search = [str(site), *([str(packages)] if packages else [])]
    process = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(commands)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(search)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    return [Done(*json.loads(line)) for line in process.stdout.splitlines()]
