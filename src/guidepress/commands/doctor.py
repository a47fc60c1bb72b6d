"""The command doctor: looks at what this computer has for building, and says for all that is missing what mends it."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from guidepress import machine, project
from guidepress.commands.telling import as_typed, say
from guidepress.errors import ContentError
from guidepress.machine import Need
from guidepress.project import JUDGE, Project

LEAST_SPACE = 200_000_000
"""Bytes that must be free: a build of the samples for two schools takes 20 million, and twice that while it is made."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is and how it is, and what mends it; `mend` is empty where all is well.

    Without what is `needed` nothing can be built; without the rest only what `about` says.
    """

    about: str
    mend: str = ""
    needed: bool = True


@click.command("doctor")
def doctor_command() -> None:
    """Look at what this computer has, and say what mends whatever is missing.

    Exit status 0 means that all is here that building needs.
    """
    try:
        current_project = project.find(Path.cwd())
    except ContentError:
        current_project = None
    findings = list(examine(current_project))
    for finding in findings:
        if not finding.mend:
            mark = click.style("ok      ", fg="green")
        elif finding.needed:
            mark = click.style("missing ", fg="red", bold=True)
        else:
            mark = click.style("not here", fg="yellow")
        say(f"{mark}  {finding.about}")
        if finding.mend:
            say(f"          {as_typed(finding.mend)}")
    missing = sum(bool(finding.mend) and finding.needed for finding in findings)
    if missing:
        verb = "thing is" if missing == 1 else "things are"
        say(f"\n{missing} {verb} missing that building needs.")
        sys.exit(1)
    say("\nAll that building needs is here.")


def examine(current_project: Project | None) -> Iterator[Finding]:
    """Look at Python, Pango, fonts, folders, free space, LibreOffice, veraPDF and a CMYK profile, in this order."""
    who = machine.rights()

    def look(need: Need, here: str, without: str, needed: bool = False) -> Finding:
        return Finding(here) if need.present() else Finding(without, machine.remedy([need], who), needed)

    yield Finding(f"Python {platform.python_version()}")
    yield look(
        machine.PANGO, "Pango, which sets the text of brochures", "Pango, which sets the text of brochures", True
    )
    yield _fonts()
    yield from (
        _folders(current_project)
        if current_project
        else [Finding("A project in this folder", "“guidepress new FOLDER” makes one, or go to yours", needed=False)]
    )
    yield _space(current_project)
    yield look(
        machine.LIBREOFFICE,
        "LibreOffice, for handouts that come back as .odt, .doc or .rtf",
        "LibreOffice: handouts that come back as .odt, .doc or .rtf cannot be read",
    )
    yield _judge(current_project)
    yield look(
        machine.PROFILE,
        "A CMYK profile, for “--press”",
        "A CMYK profile: “--press” works only with “--output-intent PROFILE.icc”",
    )


def _fonts() -> Finding:
    """Look for the font files that the themes name."""
    from guidepress.compose.themes import theme

    ours = project.of_package()
    try:
        folder = theme.font_folder()
        themes = [theme.read(ours, name) for name in theme.names(ours)]
        files = {face.file for each in themes for face in each.faces}
        lost = sorted(file for file in files if not (folder / file).is_file())
    except ModuleNotFoundError:
        files, lost = set(), ["rendercv-fonts"]
    if lost:
        mend = f"run `{shlex.quote(sys.executable)} -m pip install --force-reinstall rendercv-fonts`"
        return Finding(f"Fonts: {', '.join(lost)}", mend)
    return Finding(f"Fonts: {len(files)} files for {len(themes)} themes")


def _folders(current_project: Project) -> Iterator[Finding]:
    """Look whether the project's folders can be written into, or made where they are not there."""
    for folder, purpose in ((current_project.build, "for what is made"), (current_project.content, "for your content")):
        shown = os.path.relpath(folder)
        place = _existing(folder)
        if os.access(place, os.W_OK | os.X_OK):
            yield Finding(f"The folder {shown}, {purpose}")
            continue
        mend = "choose “Properties”, “Security” for that folder in the Explorer, and allow yourself to write"
        if os.name == "posix":
            own = place.stat().st_uid == os.geteuid()
            command = "chmod -R u+rwX" if own else f"sudo chown -R {os.geteuid()}"
            mend = f"run `{command} {shlex.quote(os.path.relpath(place))}`"
        about = f"The folder {shown}, {purpose}, cannot be written into"
        yield Finding(about, mend, needed=folder == current_project.build)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _space(current_project: Project | None) -> Finding:
    """Look how much is free where files are made."""
    places = [_existing(current_project.build if current_project else Path.cwd())]
    try:
        places.append(Path(tempfile.gettempdir()))
    except FileNotFoundError:  # no folder for passing files can be written into
        return Finding("A folder for passing files", "set TMPDIR to a folder that can be written into")
    free, place = min((shutil.disk_usage(each).free, each) for each in places)
    about = f"Free space: {free / 1e9:.1f} GB"
    if free >= LEAST_SPACE:
        return Finding(about)
    return Finding(
        f"{about} in {place}", f"delete files there that you no longer need, until {LEAST_SPACE / 1e6:.0f} MB are free"
    )


def _judge(current_project: Project | None) -> Finding:
    from guidepress.verify import verapdf

    engine = verapdf.find(current_project.root / JUDGE) if current_project else None
    if engine:
        return Finding(f"veraPDF {engine.version}, for “verify --report”")
    in_checkout = current_project is not None and (current_project.root / "scripts/test").is_file()
    mend = "run `scripts/test --full`" + ("" if in_checkout else " in a checkout of Guidepress")
    return Finding("veraPDF: “verify --report” cannot ask a second judge", mend, needed=False)
