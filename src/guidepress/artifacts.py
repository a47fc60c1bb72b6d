"""The files that a build makes: their names, writing them into a folder together, and manifest.json."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guidepress import __version__
from guidepress.brochure.fit import Room, Setting, Trial
from guidepress.errors import ContentError, Problem, Span
from guidepress.options import AS_IS, USUAL, Choice, Finish


@dataclass(frozen=True)
class Built:
    """The files made from one guide, by file name, and how its text was fitted.

    `setting` is what was settled, `rooms` each panel's room before that, `trials` every layout that was tried, and
    `left_out` the titles of optional sections that had no room.
    """

    guide: str
    revision: str
    files: Mapping[str, bytes]
    setting: Setting
    rooms: Mapping[str, Room]
    trials: Sequence[Trial]
    left_out: Mapping[str, str]


def outputs(slug: str) -> dict[str, str]:
    """Return the names of a guide's files."""
    return {
        "screen": f"{slug}-brochure.pdf",
        "print": f"{slug}-brochure-print.pdf",
        "handout": f"{slug}-handout.docx",
        "press": f"{slug}-brochure-press.pdf",
    }


def write(folder: Path, built: Sequence[Built], choice: Choice = USUAL, finish: Finish = AS_IS) -> None:
    """Write the files of guides into a folder: first aside, then all moved into place, the manifest last.

    Raises ContentError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".making-", dir=folder))
        try:
            for built_guide in built:
                for name, data in built_guide.files.items():
                    (aside / name).write_bytes(data)
            (aside / MANIFEST).write_text(_manifest(folder, built, choice, finish), encoding="utf-8")
            for name in [name for built_guide in built for name in built_guide.files] + [MANIFEST]:
                os.replace(aside / name, folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        sentence = f"The outputs cannot be written: {error.strerror}."
        raise ContentError([Problem(Span(str(folder)), sentence, "is one of them open in another program?")]) from None


def write_file(folder: Path, name: str, data: bytes) -> None:
    """Write one file that belongs to no guide. Raises ContentError where the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    except OSError as error:
        raise ContentError([Problem(Span(str(folder)), f"“{name}” cannot be written: {error.strerror}.")]) from None


MANIFEST = "manifest.json"


def _manifest(folder: Path, built: Sequence[Built], choice: Choice, finish: Finish) -> str:
    """Return the text of manifest.json: every output in the folder, those of earlier builds included."""
    entries: dict[str, Any] = {}
    try:
        earlier_entries = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"]
        entries = {name: entry for name, entry in earlier_entries.items() if (folder / name).is_file()}
    except (OSError, ValueError, KeyError, AttributeError):
        pass  # no manifest, or one that is not ours: a new one is written
    for built_guide in built:
        for name, data in built_guide.files.items():
            entries[name] = {
                "guide": built_guide.guide,
                "revision": built_guide.revision,
                "theme": choice.theme,
                "format": choice.format,
                "paper": choice.paper,
                **({"school": choice.school} if choice.school else {}),
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            if name == outputs(built_guide.guide)["print"]:
                finish_entry = {
                    "duplex": finish.duplex,
                    "bleed": round(finish.bleed, 3),
                    "crop_marks": finish.crop_marks,
                }
                entries[name] |= {key: value for key, value in finish_entry.items() if value}
    manifest = {"guidepress": __version__, "outputs": dict(sorted(entries.items()))}
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
