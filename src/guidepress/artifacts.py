"""The files that a build makes: their names, writing them into a folder together, and manifest.json."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guidepress import __version__, disk
from guidepress.brochure.fit import Room, Setting, Trial
from guidepress.compose.prepared import Prepared
from guidepress.disk import Folders
from guidepress.errors import unwritable
from guidepress.options import AS_IS, USUAL, Choice, Finish


@dataclass(frozen=True)
class Built:
    """The files made from one guide, by file name, and how its text was fitted.

    `setting` is what was settled, `rooms` each panel's room before that, `trials` every layout that was tried, and
    `left_out` the titles of sections that gave way; None and empty where no brochure was made.
    """

    guide: str
    revision: str
    files: Mapping[str, bytes]
    setting: Setting | None = None
    rooms: Mapping[str, Room] = field(default_factory=dict)
    trials: Sequence[Trial] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


ENDINGS = {
    "screen": "-brochure.pdf",
    "print": "-brochure-print.pdf",
    "handout": "-handout.docx",
    "press": "-brochure-press.pdf",
}
"""What the name of a file adds to what it begins with, by kind. No ending is the end of another one."""

LONGEST = 100
"""How many characters the name of a school's file has at most: mail servers and Windows cut or refuse long ones."""

DIGEST = 10
"""How many hexadecimal digits stand in a shortened name: among a thousand alike, two meet once in two million times."""


def outputs(slug: str, school: str = "", guides: Collection[str] = ()) -> dict[str, str]:
    """Return the names of a guide's files by kind, of a school's where its id is given.

    The publisher's begin with the guide's id. A school's begin with the guide's id and its own, so that they say whose
    they are wherever they lie. `guides` are the ids of all guides of the project. The rule for a school:

    - `guide-school`, the plain form, where it can be read in only one way. It is read so that the longest guide's id
      that it begins with, or is, counts: beside a guide `a-b`, the guide `a` of the school `b-c` is not `a-b-c`, which
      is the guide `a-b` of the school `c`.
    - `guide--school` where the plain form would be read as another guide. No id has two hyphens together, so they show
      where the guide's ends.
    - `guide--school--digest` where the name would be longer than `LONGEST`: the beginnings of both ids, and some digits
      of the digest of both as they are. Two pairs of hyphens are in no other name.

    So no two files of a project have the same name, even where those of several schools and of the publisher lie in one
    folder; only of two shortened names can that be said no more surely than a digest says it. A name depends on no
    other school, and on no other guide save one whose id begins with this one's: it stays the same from year to year.
    Ids hold a-z, 0-9 and hyphens, so names do, too, save for the dot of the ending; and none is that of a Windows
    device (`con`, `lpt1`), since there is always a hyphen in it.
    """
    beginning = _beginning(slug, school, guides) if school else slug
    return {kind: f"{beginning}{ending}" for kind, ending in ENDINGS.items()}


def file_names(ready: Prepared) -> dict[str, str]:
    """Return the names of the files of a guide that is made ready, by kind."""
    return outputs(ready.guide.slug, ready.school, ready.library.names_of("guide"))


def _beginning(guide: str, school: str, guides: Collection[str]) -> str:
    """Return what the names of a school's files begin with."""
    joined = f"{guide}-{school}"
    readings = [slug for slug in {guide, *guides} if joined == slug or joined.startswith(f"{slug}-")]
    if max(readings, key=len) != guide:
        joined = f"{guide}--{school}"
    most = LONGEST - max(map(len, ENDINGS.values()))
    if len(joined) <= most:
        return joined
    # A space is in no id, so no two pairs of ids are the same text.
    digest = hashlib.sha256(f"{guide} {school}".encode()).hexdigest()[:DIGEST]
    room = most - len(f"----{digest}")
    guide_part = guide[: max(room // 2, room - len(school))]
    school_part = school[: room - len(guide_part)]
    return f"{guide_part.rstrip('-')}--{school_part.rstrip('-')}--{digest}"


def write(
    folder: Path,
    built: Sequence[Built],
    choice: Choice = USUAL,
    finish: Finish = AS_IS,
    waiting: Callable[[], None] = lambda: None,
    within: Folders = None,
) -> None:
    """Write the files of guides into a folder: first aside, then all moved into place, the manifest last.

    One process at a time writes to a folder, so that the manifest lists the files of all of them; `waiting` is called
    where another one has to be waited for. The folder must lie in one of the folders `within`, if any are given. Raises
    ContentError where the folder cannot be written.
    """
    try:
        with _alone_in(folder, waiting, within):
            aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
            try:
                for built_guide in built:
                    for name, data in built_guide.files.items():
                        disk.write(aside / name, data)
                disk.write(aside / MANIFEST, _manifest(folder, built, choice, finish).encode())
                _move([name for built_guide in built for name in built_guide.files] + [MANIFEST], aside, folder)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        size = sum(len(data) for built_guide in built for data in built_guide.files.values())
        raise unwritable(str(folder), error, f"{size / 1e6:.1f} MB", ELSEWHERE) from None


def _move(names: Sequence[str], aside: Path, folder: Path) -> None:
    """Move files into place. Where a person stops that, the rest is moved all the same: the manifest lists them."""
    waiting = list(names)
    try:
        while waiting:
            os.replace(aside / waiting[0], folder / waiting[0])
            waiting.pop(0)
    except OSError:
        raise
    except BaseException:
        for name in waiting:
            if (aside / name).exists():
                os.replace(aside / name, folder / name)
        raise


def write_file(folder: Path, name: str, data: bytes, within: Folders = None) -> None:
    """Write one file that belongs to no guide, as `write` does. Raises ContentError where that cannot be done."""
    try:
        with _alone_in(folder, within=within):
            aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
            try:
                disk.write(aside / name, data)
                os.replace(aside / name, folder / name)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise unwritable(str(folder / name), error, f"{len(data) / 1e6:.1f} MB") from None


_ASIDE = ".making-"
_LOCK = ".guidepress.lock"
ELSEWHERE = "put the files elsewhere with “-o FOLDER”"
"""What a person may do who cannot, or may not, write into the build folder."""

SOON = 1.0
"""Seconds that are waited for another process without a word: it holds a folder only while it moves its files."""


@contextmanager
def _alone_in(folder: Path, waiting: Callable[[], None] = lambda: None, within: Folders = None) -> Iterator[None]:
    """Make a folder, and hold it until the end of the block, as the one process that writes to it.

    What a process has left there that was ended from outside in the middle of writing is taken away.
    """
    from filelock import FileLock, Timeout

    disk.folder(folder, within)
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=SOON)
    except Timeout:
        waiting()
        lock.acquire()
    try:
        for leftover in folder.glob(f"{_ASIDE}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        yield
    finally:
        if os.name == "posix":  # elsewhere the library itself deletes it
            (folder / _LOCK).unlink(missing_ok=True)  # while it is held: whoever waits for it sees that it is gone
        lock.release()


MANIFEST = "manifest.json"


MOST_MANIFEST = 10_000_000  # bytes: those of some 20,000 outputs


class ManifestError(ValueError):
    """A file is not such a list as a build writes."""


def manifest_entries(path: Path) -> dict[str, dict[str, Any]]:
    """Return what a manifest says of each output, by the output's name, which is one of a file beside it.

    Raises OSError where it cannot be read, and ManifestError where it is none.
    """
    data = disk.read(path, MOST_MANIFEST, within=path.parent)
    if len(data) > MOST_MANIFEST:
        raise ManifestError(f"more than {MOST_MANIFEST:,} bytes")
    try:
        entries = json.loads(data, parse_constant=_no_number)["outputs"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ManifestError(str(error)) from None
    if not isinstance(entries, dict) or not all(map(_is_entry, entries.items())):
        raise ManifestError("it lists something else than files")
    return entries


def _is_entry(item: tuple[str, Any]) -> bool:
    name, entry = item
    is_name = name.isprintable() and not set(name) & set('/\\:"<>|*?') and 0 < len(name) <= 255 and name.strip(".")
    return bool(is_name) and isinstance(entry, dict)


def _no_number(word: str) -> float:
    raise ManifestError(word)


def _manifest(folder: Path, built: Sequence[Built], choice: Choice, finish: Finish) -> str:
    """Return the text of manifest.json: every output in the folder, those of earlier builds included."""
    entries: dict[str, Any] = {}
    try:
        earlier_entries = manifest_entries(folder / MANIFEST)
        entries = {name: entry for name, entry in earlier_entries.items() if disk.is_file(folder / name)}
    except (OSError, ManifestError):
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
            if name.endswith(ENDINGS["print"]):
                finish_entry = {
                    "duplex": finish.duplex,
                    "bleed": round(finish.bleed, 3),
                    "crop_marks": finish.crop_marks,
                }
                entries[name] |= {key: value for key, value in finish_entry.items() if value}
    manifest = {"guidepress": __version__, "outputs": dict(sorted(entries.items()))}
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
