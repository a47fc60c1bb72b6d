"""The system packages that setting up and testing need (venv, LibreOffice, Java, fonts …), and whether they are there.

Debian's and Ubuntu's names are used to install; the others' are for the sentence that tells a person what to run. What
Guidepress itself needs of a machine is in `guidepress.machine`.
"""

from __future__ import annotations

import importlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from guidepress.machine import LIBREOFFICE, MANAGERS, PANGO, PROFILE, Need

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def has_venv() -> bool:
    """Say whether this Python can make a virtual environment with pip in it (Debian packs that separately)."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def has_writer() -> bool:
    """Say whether LibreOffice is here with its word processor, which Debian packs separately.

    Debian's edition without windows does not count: it lacks the box of a comment, and aborts where it would show one.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return False
    program_folder = Path(program).resolve().parent
    comment_box = program_folder.parent / "share/config/soffice.cfg/modules/swriter/ui/annotation.ui"
    return sys.platform != "linux" or ((program_folder / "libswlo.so").exists() and comment_box.exists())


def find_bridge() -> str:
    """Return a Python of this machine that can talk to LibreOffice (Debian packs that separately), or nothing."""
    for name in ("/usr/bin/python3", "/Applications/LibreOffice.app/Contents/Resources/python", "python3"):
        program = shutil.which(name)
        if program and not subprocess.run([program, "-c", "import uno"], capture_output=True, check=False).returncode:
            return program
    return ""


def has_fonts() -> bool:
    """Say whether the faces that stand in for Calibri and Arial, metric for metric, are installed."""
    if sys.platform != "linux":
        return True
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return all(
        any(any(folder.rglob(name)) for folder in folders) for name in ("Carlito-Regular.*", "LiberationSans-Regular.*")
    )


RUN_NEEDS = (
    Need("Python's venv module", has_venv, {"apt-get": f"python{PYTHON}-venv", "apk": "python3 py3-pip"}),
    PANGO,
)

PRESS_NEEDS = (PROFILE,)

JUDGE_NEEDS = (
    Need(
        "a Java compiler",
        lambda: bool(shutil.which("javac")),
        {
            "apt-get": "default-jdk-headless",
            "dnf": "java-latest-openjdk-devel",
            "pacman": "jdk-openjdk",
            "apk": "openjdk17-jdk",
            "brew": "openjdk",
        },
    ),
    Need(
        "LibreOffice Writer",
        has_writer,
        LIBREOFFICE.packages,
    ),
    Need(
        "LibreOffice's bridge to Python",
        lambda: bool(find_bridge()),
        {
            "apt-get": "python3-uno",
            "dnf": "libreoffice-pyuno",
            "pacman": "libreoffice-fresh",
            "apk": "py3-uno",
            "zypper": "libreoffice-pyuno",
            "brew": "libreoffice",
        },
    ),
    Need(
        "Poppler",
        lambda: bool(shutil.which("pdfinfo")),
        {name: "poppler" if name in ("pacman", "brew") else "poppler-utils" for name in MANAGERS},
    ),
    Need("npm", lambda: bool(shutil.which("npm")), {name: "node" if name == "brew" else "npm" for name in MANAGERS}),
    Need(
        "the fonts Carlito and Liberation Sans",
        has_fonts,
        {
            "apt-get": "fonts-crosextra-carlito fonts-liberation",
            "dnf": "google-carlito-fonts liberation-sans-fonts",
            "pacman": "ttf-carlito ttf-liberation",
            "apk": "font-carlito font-liberation",
        },
    ),
)
