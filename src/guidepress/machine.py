"""What this computer must have beside Python packages (Pango, a CMYK profile, LibreOffice): seen, and how to get it.

The standard library alone is used here, since `scripts/build` asks before anything else is installed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guidepress.project import COATED, PROFILES

# How each package manager is asked; the first that is on the machine counts.
MANAGERS = {
    "apt-get": "apt-get install -y",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "apk": "apk add",
    "zypper": "zypper install",
    "brew": "brew install",
    "winget": "winget install",
}


@dataclass(frozen=True)
class Need:
    """Something that only the machine's package manager can install, and how to see whether it is there.

    `packages` has the packages by package manager, separated by spaces; `otherwise` says what to do where it has none.
    """

    name: str
    present: Callable[[], bool]
    packages: dict[str, str]
    otherwise: str = "install it with this machine's package manager"


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


def has_libreoffice() -> bool:
    """Say whether LibreOffice can be started here by its name, as reading a handout that is no .docx does it."""
    return bool(shutil.which("soffice") or shutil.which("libreoffice"))


def has_profile() -> bool:
    """Say whether the CMYK profile is here that `--press` takes where none is named."""
    return any((folder / COATED).is_file() for folder in PROFILES)


PANGO = Need(
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
)
PROFILE = Need(
    "a CMYK profile",
    has_profile,
    {"apt-get": "scribus-data", **dict.fromkeys(("dnf", "pacman", "apk", "zypper"), "scribus")},
    "ask your print shop for its CMYK profile",
)
LIBREOFFICE = Need(
    "LibreOffice",
    has_libreoffice,
    {
        "apt-get": "libreoffice-writer",
        "dnf": "libreoffice-writer",
        "pacman": "libreoffice-fresh",
        "apk": "libreoffice-writer",
        "zypper": "libreoffice-writer",
        "brew": "libreoffice",
        "winget": "TheDocumentFoundation.LibreOffice",
    },
)
NEEDS = {need.name: need for need in (PANGO, PROFILE, LIBREOFFICE)}
"""By name, what a problem's `needs` may say."""


@dataclass(frozen=True)
class Rights:
    """The package manager of a machine, "" for none, and whether the person here may use it, alone or through sudo."""

    manager: str
    is_root: bool
    can_sudo: bool
    knows_packages: bool = True  # a fresh Debian has no list of packages yet, and finds none before it has one


def rights() -> Rights:
    """Find out which package manager is here, and who may use it."""
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    lists = Path("/var/lib/apt/lists")
    return Rights(
        manager, is_root, shutil.which("sudo") is not None, manager != "apt-get" or any(lists.glob("*_Packages*"))
    )


def may_install_silently(who: Rights) -> bool:
    """Say whether packages can be installed here without asking the person anything."""
    if who.manager != "apt-get":
        return False
    return who.is_root or (
        who.can_sudo and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0  # noqa: S607
    )


def remedy(needs: Sequence[Need], who: Rights) -> str:
    """Return what to do about things that are missing, as “run `…`” with one command wherever there is one."""
    packages = " ".join(need.packages.get(who.manager, "") for need in needs).split()
    if sys.platform == "win32" and PANGO in needs:
        return "install MSYS2, run `pacman -S mingw-w64-ucrt-x86_64-pango` in its UCRT64 window"
    if sys.platform == "darwin" and not who.manager and PANGO in needs:
        return "install Homebrew, run `brew install pango`"
    if not packages:
        return needs[0].otherwise
    sudo = "sudo " if who.can_sudo and not who.is_root and who.manager not in ("brew", "winget") else ""
    command = f"{sudo}{MANAGERS[who.manager]} {' '.join(packages)}"
    if not who.knows_packages:
        command = f"{sudo}apt-get update && {command}"
    may = who.is_root or sudo or who.manager in ("brew", "winget")
    return f"run `{command}`" if may else f"have the administrator run `{command}`"


def advise(needs: Sequence[Need], who: Rights) -> str:
    """Return the sentence about what is missing: what it is, the command to run, and what to do then."""
    names = " and ".join(need.name for need in needs)
    what_to_do = f"{remedy(needs, who)}, then run this command again"
    return f"Guidepress needs {names}, which this machine does not have: {what_to_do}."


def show_homebrew() -> None:
    """Start this program anew where macOS would not find Homebrew's libraries: it reads where they are only at a start.

    A process that was started by `scripts/build`, or anew, has the variable, and nothing is done.
    """
    variable, folder = "DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib"
    if sys.platform == "darwin" and variable not in os.environ and Path(folder).is_dir():
        os.environ[variable] = f"{folder}:/usr/local/lib:/usr/lib"
        os.execv(sys.executable, [sys.executable, "-m", "guidepress", *sys.argv[1:]])  # noqa: S606 - itself
