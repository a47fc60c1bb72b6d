"""Asks whether a package that Guidepress is pinned to has a known fault; says so where nobody answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from workshop import setup

SECONDS = 120

FILES = ("requirements.txt", "requirements-test.txt", "requirements-bench.txt")


def faults(commands: Path) -> list[str]:
    """Return a line for each known fault of the pinned packages; `commands` is the folder of `.venv`'s commands.

    Where the data cannot be reached, or know some packages not, that is said, and is no fault.
    """
    found: list[str] = []
    for name in FILES:
        try:
            answer = subprocess.run(
                [commands / "pip-audit", "-r", name, "--require-hashes", "--disable-pip", "--format", "json"],
                cwd=setup.CHECKOUT, capture_output=True, text=True, timeout=SECONDS, check=False,
            ).stdout  # fmt: skip
            packages = json.loads(answer)["dependencies"]
        except (OSError, subprocess.TimeoutExpired, ValueError, KeyError):
            sys.stderr.write("pip-audit: its data cannot be reached from here; nothing was asked.\n")
            return found
        unknown = [package["name"] for package in packages if package.get("skip_reason")]
        if unknown:
            sys.stderr.write(
                f"pip-audit: {name}: {len(unknown)} of {len(packages)} packages are not known to its data.\n"
            )
        found += lines(name, packages)
    return found


def lines(name: str, packages: list[dict[str, object]]) -> list[str]:
    """Return what pip-audit says of the packages of a file: a line for each fault, with the version that mends it."""
    found = []
    for package in packages:
        faults_of_package = package.get("vulns")
        for fault in faults_of_package if isinstance(faults_of_package, list) else ():
            mended = ", ".join(fault.get("fix_versions") or ()) or "no version yet"
            found.append(
                f"{name}: {package['name']} {package['version']} has the fault {fault['id']}; mended in {mended}"
            )
    return found
