"""The system packages that Guidepress needs (Pango, LibreOffice, Java, fonts …), and whether they are installed.

Debian's and Ubuntu's names are used to install; the others' are for the sentence that tells a person what to run.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

# How each package manager is asked; the first that is on the machine counts.
MANAGERS = {
    "apt-get": "apt-get install -y",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "apk": "apk add",
    "zypper": "zypper install",
    "brew": "brew install",
}


@dataclass(frozen=True)
class Need:
    """Something that only the machine's package manager can install, and how to see whether it is there."""

    name: str
    present: Callable[[], bool]
    packages: dict[str, str]  # by package manager, separated by spaces


def has_venv() -> bool:
    """Say whether this Python can make a virtual environment with pip in it (Debian packs that separately)."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def has_pango() -> bool:
    """Say whether every library that WeasyPrint opens can be opened here, by the names that each system uses."""
    folders = [""]
    if sys.platform == "darwin":
        folders += ["/opt/homebrew/lib/", "/usr/local/lib/"]
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", "C:\\msys64\\ucrt64\\bin").split(";"):
            with contextlib.suppress(OSError):
                os.add_dll_directory(folder)
    stems = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig")
    for stem in stems:
        number = "1" if stem == "fontconfig" else "0"
        names = (f"lib{stem}.so.{number}", f"lib{stem}.{number}.dylib", f"lib{stem}.dylib", f"lib{stem}-{number}.dll")
        if not any(_opens(folder + name) for folder in folders for name in names):
            return False
    return True


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


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
    Need(
        "Pango",
        has_pango,
        {
            "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
            "dnf": "pango",
            "pacman": "pango",
            "apk": "pango harfbuzz-subset fontconfig",
            "zypper": "libpango-1_0-0 libharfbuzz-subset0",
            "brew": "pango",
        },
    ),
)

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
        {
            "apt-get": "libreoffice-writer",
            "dnf": "libreoffice-writer",
            "pacman": "libreoffice-fresh",
            "apk": "libreoffice-writer",
            "brew": "libreoffice",
        },
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


def advise(needs: Sequence[Need], manager: str, is_root: bool, can_sudo: bool) -> str:
    """Return the sentence about what is missing: what it is, the command to run, and what to do then."""
    names = " and ".join(need.name for need in needs)
    packages = " ".join(need.packages.get(manager, "") for need in needs).split()
    if sys.platform == "win32" and not manager:
        remedy = "install MSYS2, run `pacman -S mingw-w64-ucrt-x86_64-pango` in its UCRT64 window"
    elif sys.platform == "darwin" and not manager:
        remedy = "install Homebrew, run `brew install pango`"
    elif not packages:
        remedy = "install it with this machine's package manager"
    elif is_root or manager == "brew":
        remedy = f"run `{MANAGERS[manager]} {' '.join(packages)}`"
    elif can_sudo:
        remedy = f"run `sudo {MANAGERS[manager]} {' '.join(packages)}`"
    else:
        remedy = f"have the administrator run `{MANAGERS[manager]} {' '.join(packages)}`"
    return f"Guidepress needs {names}, which this machine does not have: {remedy}, then run this command again."
