"""Who the judges are, whether each is on this machine, and where what was fetched for them lies."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[2] / ".cache" / "judges"

# What each fetched judge is made from; its folder in the cache carries the digest of these files when it is whole.
SOURCES = {
    "verapdf": (HERE / "verapdf.txt", HERE / "PdfUa.java"),
    "openxml-sdk": (HERE / "package.json", HERE / "package-lock.json"),
    "superdoc": (HERE / "superdoc" / "package.json", HERE / "superdoc" / "package-lock.json"),
}
NAMES = ("pdfua", "page_validation", "poppler", "openxml_sdk", "openxml_audit", "libreoffice", "office")


class JudgeError(Exception):
    """Say that a judge is missing or gave no answer, which is not the same as an objection."""


@dataclass(frozen=True)
class Failure:
    """One rule that a file breaks: its number, how often, the judge's words, and the first place."""

    rule: str
    times: int
    message: str
    where: str


def digest(name: str) -> str:
    """Return the digest of what a fetched judge is made from."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in SOURCES[name])).hexdigest()


def is_fetched(name: str) -> bool:
    """Say whether a fetched judge lies whole in the cache and is made from the present sources."""
    mark = CACHE / name / "made-from"
    return mark.is_file() and mark.read_text(encoding="utf-8") == digest(name)


def find_missing(name: str) -> str | None:
    """Return why a judge cannot be asked on this machine, in one sentence, or None when it can."""
    get_full = "`scripts/test --full` installs it"
    if name == "pdfua":
        if not is_fetched("verapdf"):
            return f"the veraPDF engine is not here: {get_full}."
        return None if shutil.which("java") else f"there is no Java for the veraPDF engine: {get_full}."
    if name == "openxml_sdk":
        return None if is_fetched("openxml-sdk") else f"the Open XML SDK's validator is not here: {get_full}."
    if name == "libreoffice":
        return None if shutil.which("soffice") else f"LibreOffice is not here: {get_full}."
    if name == "office":
        # It edits: LibreOffice, and a Python that can send it a person's commands.
        if not shutil.which("soffice"):
            return f"LibreOffice is not here: {get_full}."
        from workshop.machine import (
            find_bridge,  # of the folder scripts, which the tests and the scripts can import from
        )

        return None if find_bridge() else f"LibreOffice's bridge to Python (python3-uno) is not here: {get_full}."
    if name == "poppler":
        return None if shutil.which("pdfinfo") else f"Poppler (pdfinfo) is not here: {get_full}."
    module, package = {
        "page_validation": ("page", "page-validation"),
        "openxml_audit": ("openxml_audit", "openxml-audit"),
    }[name]
    return None if importlib.util.find_spec(module) else f"{package} is not here: `scripts/test` installs it."


def available() -> dict[str, bool]:
    """Return for every judge whether it can be asked on this machine."""
    return {name: find_missing(name) is None for name in NAMES}


def require(name: str) -> None:
    """Raise JudgeError when a judge cannot be asked."""
    if reason := find_missing(name):
        raise JudgeError(reason)


def ask(command: Sequence[str | Path], seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """Run a judge and return what it says. Raises JudgeError when it cannot be run or is still silent then."""
    try:
        return subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise JudgeError(f"{Path(command[0]).name} did not answer: {error}") from error
