"""A file turned into one of another kind by LibreOffice, for tests."""

from __future__ import annotations

import subprocess
from pathlib import Path


def converted(data: bytes, ending: str, folder: Path, program: str = "soffice") -> bytes:
    """Return a Word file as LibreOffice saves it under another ending; `program` is which one."""
    (folder / "given.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", ending, "--outdir", str(folder / "made")]
    subprocess.run([*command, str(folder / "given.docx")], check=True, capture_output=True, timeout=120)
    return (folder / "made" / f"given.{ending}").read_bytes()
