"""Writes every change of a project's content, and keeps it as a step that can be undone and redone.

The journal is the folder `.guidepress` at the project's root, for people who have no other history. A step holds the
bytes of its files before and after it. What is about to be written is put down first: after a power cut the next
command carries it through or takes it back, so that a project never stays half-way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from guidepress import disk
from guidepress.errors import ContentError, Problem, Span, unwritable
from guidepress.project import Project

FOLDER = ".guidepress"
"""The folder of the journal, at the project's root."""

MOST_STEPS = 50
LARGEST = 20 * 2**20  # bytes of all that is kept


@dataclass(frozen=True)
class Occasion:
    """Why files are written: the command, the day and time in words, a line on what it does, and the schools."""

    command: str
    when: str
    words: str
    schools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of the journal. `files` has for each file, by its name from the project's root, the digests of its bytes
    before and after; None where there was no such file. `undone` says whether the step has been taken back.
    """

    number: int
    occasion: Occasion
    files: Mapping[str, tuple[str | None, str | None]]
    undone: bool = False


@dataclass(frozen=True)
class Restored:
    """What undoing or redoing a step did: the files put back, the files deleted, and the copies kept."""

    step: Step
    put_back: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    copies: tuple[str, ...] = field(default=())


def digest(path: Path) -> str | None:
    """Return the digest of a file's bytes, None where there is no such file."""
    try:
        return _digest(disk.read(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise unwritable(str(path), error) from None


def write(
    project: Project,
    files: Mapping[Path, bytes],
    occasion: Occasion,
    *,
    seen: Mapping[Path, str | None] | None = None,
    onto: int = 0,
) -> int:
    """Write files of a project, all or none, as one step of its journal. Returns the number of the step.

    `seen` holds the digests that files had when they were read: where one is another now, somebody else was quicker,
    and nothing is written. `onto` is the number of a step of the same command that these files belong to, if it is
    still the last one. Raises ContentError where a file cannot be written.
    """
    with _opened(project) as journal:
        for path, known_digest in (seen or {}).items():
            if digest(path) != known_digest:
                sentence = "This file has been changed by somebody else meanwhile."
                raise ContentError([Problem(Span(project.name(path)), sentence, "run the same command again")])
        steps = journal.steps()
        step = steps[-1] if onto and steps and steps[-1].number == onto and not steps[-1].undone else None
        number = step.number if step else steps[-1].number + 1 if steps else 1
        changes = {journal.name(path): (journal.keep_file(path), journal.keep(data)) for path, data in files.items()}
        journal.carry_out(Step(number, occasion, changes), back=False)
        journal.prune()
        return number


def steps(project: Project) -> list[Step]:
    """Return the steps that are kept, the newest first."""
    return _Journal(project).steps()[::-1]


def undo(project: Project, anyway: bool = False) -> Restored | None:
    """Take back the last step that stands; return what that did, None if there is no such step.

    Raises ContentError where a file has been changed since, by hand, say. With `anyway` a copy of such a file is kept.
    """
    with _opened(project) as journal:
        step = next((step for step in reversed(journal.steps()) if not step.undone), None)
        return journal.restore(step, back=True, anyway=anyway) if step else None


def redo(project: Project, anyway: bool = False) -> Restored | None:
    """Redo the step that was taken back last; return what that did, None if there is none or a newer step stands.

    Raises ContentError as `undo` does.
    """
    with _opened(project) as journal:
        step = None
        for candidate in reversed(journal.steps()):
            if not candidate.undone:
                break
            step = candidate
        return journal.restore(step, back=False, anyway=anyway) if step else None


def settle(project: Project) -> bool:
    """Finish or take back a step that a power cut has interrupted; return whether there was one."""
    if not (project.root / FOLDER / _PENDING).is_file():
        return False
    with _opened(project):
        return True


def put(project: Project, path: Path, data: bytes) -> None:
    """Write the bytes of a content file that belongs to no step, whole or not at all. Raises ContentError."""
    try:
        disk.write(path, data, project.content_roots(), lasting=True)
    except OSError as error:
        raise unwritable(str(path), error) from None


# The folder -----------------------------------------------------------------------------------------------------------

_PENDING = "pending.json"
_STEPS = "steps"
_BYTES = "bytes"
_KEPT = "kept"


@contextmanager
def _opened(project: Project) -> Iterator[_Journal]:
    """Open the journal for one command at a time, with what was interrupted brought to an end. Raises ContentError."""
    journal = _Journal(project)
    try:
        disk.folder(journal.folder, project.root)
        with FileLock(journal.folder / "lock"):  # the system lets go of it when the command ends, however it ends
            if not (journal.folder / ".gitignore").exists():
                journal.put_down(journal.folder / ".gitignore", b"*\n")
            journal.settle()
            yield journal
    except OSError as error:
        raise unwritable(str(error.filename or journal.folder), error) from None


class _Journal:
    """The journal of a project; whoever changes it holds its lock."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.root / FOLDER

    def name(self, path: Path) -> str:
        """Return the name of a file from the project's root. Raises ContentError where it lies outside of content."""
        parent = next(parent for parent in path.parents if parent.exists())
        if not path.is_relative_to(self.project.content) or not self.project.holds(parent):
            raise ContentError([Problem(Span(str(path)), "This file lies outside the content folder.")])
        return path.relative_to(self.project.root).as_posix()

    def put_down(self, path: Path, data: bytes) -> None:
        """Write a file of the journal itself. Raises OSError, also where a link would lead out of the project."""
        disk.write(path, data, self.project.root, lasting=True)

    def steps(self) -> list[Step]:
        """Return the steps, the oldest first. What cannot be read is passed over: it could not be undone."""
        kept_steps = []
        for path in (self.folder / _STEPS).glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                kept_steps.append(_step(json.loads(disk.read(path))))
        return sorted(kept_steps, key=lambda step: step.number)

    def keep(self, data: bytes) -> str:
        """Keep bytes under their digest, and return the digest."""
        data_digest = _digest(data)
        path = self.folder / _BYTES / data_digest
        if not path.is_file():
            self.put_down(path, data)
        return data_digest

    def keep_file(self, path: Path) -> str | None:
        """Keep the bytes of a file, and return their digest; None where there is no such file."""
        return self.keep(disk.read(path)) if path.is_file() else None

    def kept(self, data_digest: str) -> bytes:
        """Return bytes that were kept. Raises ContentError where they are there no longer, or are not the same."""
        path = self.folder / _BYTES / data_digest
        data = disk.read(path) if path.is_file() else b""
        if _digest(data) != data_digest:
            sentence = "The history of this project is damaged: what a file said before is no longer there."
            raise ContentError([Problem(Span(FOLDER), sentence)])
        return data

    # What is put down first, and carried out then -----------------------------------------------------------------

    def carry_out(self, step: Step, back: bool) -> None:
        """Write a step's files, or take them back: put down what is to be, do it, and note that it is done."""
        contents = {
            name: None if wanted_digest is None else self.kept(wanted_digest)
            for name, wanted_digest in ((name, digests[0 if back else 1]) for name, digests in step.files.items())
        }
        self.put_down(self.folder / _PENDING, _json({"back": back, **asdict(step)}))
        try:
            for name, data in contents.items():
                self.make(name, data)
        except BaseException:  # a person who stops the command, too: nothing is left half-way
            self.settle()
            raise
        self.note(step, back)

    def settle(self) -> None:
        """Bring to an end what is put down and not noted: it stands where all of it was done, else it is taken back."""
        path = self.folder / _PENDING
        if not path.is_file():
            return
        try:
            pending = json.loads(disk.read(path))
            step, back = _step(pending), bool(pending["back"])
        except (ValueError, KeyError, TypeError, AttributeError):  # nothing of ours: we put it down whole, or not
            path.unlink()
            return
        start_side, end_side = (1, 0) if back else (0, 1)
        current = {name: digest(self.project.root / name) for name in step.files}
        if all(current[name] == digests[end_side] for name, digests in step.files.items()):
            self.note(step, back)
            return
        for name, digests in step.files.items():
            start_digest = digests[start_side]
            if current[name] == digests[end_side]:
                self.make(name, None if start_digest is None else self.kept(start_digest))
        path.unlink()

    def note(self, step: Step, back: bool) -> None:
        """Note that a step is done, or taken back. To do it twice is to do it once."""
        path = self.folder / _STEPS / f"{step.number:06}.json"
        known_step = next((candidate for candidate in self.steps() if candidate.number == step.number), None)
        files = dict(known_step.files) if known_step else {}
        for name, (before, after) in step.files.items():
            files[name] = (files[name][0] if name in files else before), after
        schools = (*(known_step.occasion.schools if known_step else ()), *step.occasion.schools)
        occasion = replace(step.occasion, schools=tuple(dict.fromkeys(schools)))
        self.put_down(path, _json(asdict(Step(step.number, occasion, files, back))))
        (self.folder / _PENDING).unlink()

    def make(self, name: str, data: bytes | None) -> None:
        """Give a file these bytes; None deletes it, and the folders that it leaves empty."""
        path = self.project.root / name
        self.name(path)  # a journal may have come from elsewhere with its project: it writes into content only
        if data is not None:
            disk.write(path, data, self.project.content_roots(), lasting=True)
            return
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder.parent == self.project.content or not folder.is_relative_to(self.project.content):
                break
            try:
                folder.rmdir()
            except OSError:  # something else is in it
                break

    # Back, and there again ----------------------------------------------------------------------------------------

    def restore(self, step: Step, back: bool, anyway: bool) -> Restored:
        """Take a step back, or do it again, where its files are as it left them."""
        result_side = 1 if back else 0
        changed = [
            name for name, digests in step.files.items() if digest(self.project.root / name) != digests[result_side]
        ]
        if changed and not anyway:
            raise ContentError([Problem(Span(name), _changed_since(back), _ANYWAY) for name in changed])
        copies = [copy for name in changed if (copy := self.copy(step, name))]
        self.carry_out(step, back)
        deleted = tuple(name for name, digests in step.files.items() if digests[1 - result_side] is None)
        put_back = tuple(name for name in step.files if name not in deleted)
        return Restored(replace(step, undone=back), put_back, deleted, tuple(copies))

    def copy(self, step: Step, name: str) -> str:
        """Keep a copy of a file that was changed by hand, where a person finds it. Returns its name; "" without it."""
        path = self.project.root / name
        if not path.is_file():
            return ""
        data = disk.read(path)
        copy = self.folder / _KEPT / f"{step.number:06}-{_digest(data)[:8]}" / name
        self.put_down(copy, data)
        return copy.relative_to(self.project.root).as_posix()

    def prune(self) -> None:
        """Forget the oldest steps where there are too many, or too much is kept; the last one always stays."""
        kept_steps: list[Step] = []
        size = 0
        sizes = {path.name: path.stat().st_size for path in (self.folder / _BYTES).iterdir()}
        wanted_digests: set[str] = set()
        for step in reversed(self.steps()):
            new_digests = {
                data_digest for digests in step.files.values() for data_digest in digests if data_digest
            } - wanted_digests
            size += sum(sizes.get(data_digest, 0) for data_digest in new_digests)
            if kept_steps and (len(kept_steps) == MOST_STEPS or size > LARGEST):
                break
            kept_steps.append(step)
            wanted_digests |= new_digests
        numbers = {f"{step.number:06}.json" for step in kept_steps}
        for path in (self.folder / _STEPS).iterdir():
            if path.name not in numbers:
                path.unlink()
        for name in sizes.keys() - wanted_digests:
            (self.folder / _BYTES / name).unlink()


_ANYWAY = "add “--anyway” to do it all the same; a copy of the file as it is now is kept"


def _changed_since(back: bool) -> str:
    return f"This file has been changed since; {'taking back' if back else 'doing again'} would lose what it says now."


def _step(data: Any) -> Step:
    """Return a step from its JSON. Raises ValueError, KeyError or TypeError where it is none."""
    occasion = Occasion(**{**data["occasion"], "schools": tuple(data["occasion"]["schools"])})
    files = {str(name): (before, after) for name, (before, after) in data["files"].items()}
    for name, digests in files.items():
        steps_of_path = name.split("/")
        if ".." in steps_of_path or "\\" in name or ":" in name or steps_of_path[0] != "content":
            raise ValueError(name)
        if any(data_digest is not None and not _is_digest(data_digest) for data_digest in digests):
            raise ValueError(digests)
    return Step(int(data["number"]), occasion, files, bool(data["undone"]))


def _is_digest(text: str) -> bool:
    return len(text) == 64 and not text.strip("0123456789abcdef")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
