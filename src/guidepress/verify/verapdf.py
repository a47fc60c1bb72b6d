"""Asks veraPDF, an independent checker of PDF/UA-1 (ISO 14289-1), about PDFs, where it is on this machine.

It is the one that the full test suite fetches: the engine's archive, and a small class that asks it and answers with a
line of JSON for each file. It runs in Java, as a program of its own; nothing of it is part of Guidepress.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidepress.errors import Problem, Span
from guidepress.verify.points import VERAPDF, Check, Point

ENGINE, CLASSES, ASKED = "engine.jar", "classes", "PdfUa"
LEAST_RULES = 100  # its profile of PDF/UA-1 has 106; with far fewer, it is not that profile
START, EACH = 120, 10  # seconds that it may take to start, and for each file


@dataclass(frozen=True)
class Engine:
    """The engine on this machine: the Java program, the folder it lies in, its version."""

    java: str
    folder: Path
    version: str


class SilentError(Exception):
    """The engine gave no answer, which is not the same as an objection."""


def find(folder: Path) -> Engine | None:
    """Return the engine in a folder, None where it is not complete, its version is unknown, or there is no Java."""
    java = shutil.which("java")
    version = _version(folder / ENGINE)
    if not java or not version or not (folder / CLASSES / f"{ASKED}.class").is_file():
        return None
    return Engine(java, folder, version)


def _version(archive: Path) -> str:
    """Read the version of the part that validates, which the engine's archive states."""
    try:
        with zipfile.ZipFile(archive) as jar_file:
            properties = jar_file.read("org/verapdf/release/library.properties").decode("utf-8", "replace")
    except (OSError, KeyError, zipfile.BadZipFile):
        return ""
    lines = (line.partition("=") for line in properties.splitlines())
    return next((value.strip() for key, _, value in lines if key == "verapdf.release.version"), "")


@dataclass(frozen=True)
class Verdict:
    """What the engine found: how many rules it tested each file by, and a check for each file, in their order."""

    rules: int
    checks: Sequence[Check]


def ask(engine: Engine, paths: Sequence[Path]) -> Verdict:
    """Have the engine check PDFs by PDF/UA-1: takes about a second, and a tenth of one for each file.

    Raises SilentError where it does not judge every file by the whole profile.
    """
    class_path = os.pathsep.join(str(engine.folder / name) for name in (ENGINE, CLASSES))
    files = [str(path.resolve()) for path in paths]
    try:
        process = subprocess.run(  # noqa: S603 - a program and paths, no shell
            [engine.java, "-cp", class_path, ASKED, *files],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=START + EACH * len(files),
            check=False,
        )
        answers = [json.loads(line) for line in process.stdout.splitlines() if line.startswith("{")]
        rules = min((int(answer["rules"]) for answer in answers), default=0)
        checks = [_check(path, answer["failures"]) for path, answer in zip(paths, answers, strict=True)]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise SilentError(str(error)) from None
    if process.returncode or rules < LEAST_RULES:
        raise SilentError(process.stderr.strip()[-500:])
    return Verdict(rules, checks)


POINT = Point("veraPDF finds nothing wrong", VERAPDF, ("PDF/UA-1",))


def _check(path: Path, failures: Sequence[dict[str, Any]]) -> Check:
    """Turn objections into problems, in the engine's own words: clause and test, how often, what is said of it."""
    return POINT.check(
        Problem(
            Span(path.name),
            f"veraPDF, {_rule(failure['rule'])}: {_sentence(failure['message'])}{_times(failure['times'])}",
        )
        for failure in failures
    )


def _rule(rule: str) -> str:
    clause, _, test = rule.partition("-")
    return f"PDF/UA-1 {clause}, test {test}" if test else rule


def _sentence(message: str) -> str:
    return f"{message.strip().rstrip('.')}."


def _times(count: int) -> str:
    return f" This stands {count} times." if count > 1 else ""
