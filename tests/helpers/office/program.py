"""The office: starts the driver, sends it handouts and edits, and starts it again when it has died."""

from __future__ import annotations

import functools
import hashlib
import json
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from helpers.office.scripts import Edit
from workshop import machine

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[2] / ".cache" / "office"
_SECONDS = 120.0  # for one request, however many edits it has
_TRIES = 3

Line = dict[str, Any]


class OfficeError(Exception):
    """Say that LibreOffice gave no answer, after it was started afresh a few times."""


@dataclass(frozen=True)
class Edited:
    """An edited handout: its bytes and what LibreOffice showed.

    `states`: the lines before the first edit and after each one, tracked changes accepted. `told`: what
    each operation said of itself, None where it found no place. `saved`: the lines of the saved file opened again,
    every tracked change accepted; `last`: the same of the open document, which differs where LibreOffice writes
    something else than it shows.
    """

    data: bytes
    states: tuple[list[Line], ...]
    told: tuple[dict[str, Any] | None, ...]
    saved: list[Line]
    last: list[Line]


@functools.cache
def find_python() -> str | None:
    """Return a Python of this machine that has LibreOffice's bridge, or None."""
    return machine.find_bridge() or None


class Office:
    """A LibreOffice that opens, edits and shows handouts; a context manager, which ends it."""

    def __init__(self, program: str = "", cache: Path | None = None) -> None:
        """Take the soffice to start, the machine's own where it is empty, and a folder to keep edited handouts in."""
        self.program = program or shutil.which("soffice") or "soffice"
        self.cache = cache
        self._driver: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener: threading.Thread | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="guidepress-edits-"))

    def __enter__(self) -> Office:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """End the driver, and LibreOffice with it."""
        self._stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def show(self, data: bytes) -> list[Line]:
        """Return what LibreOffice shows of a DOCX, every tracked change accepted. Raises OfficeError."""
        path = self._folder / "shown.docx"
        path.write_bytes(data)
        found: list[Line] = self._ask({"do": "show", "path": str(path)})["lines"]
        return found

    def edit(self, data: bytes, edits: Sequence[Edit]) -> Edited:
        """Edit a DOCX and return it. Deterministic, so that it can come out of the cache. Raises OfficeError."""
        key = self._key(data, edits)
        kept = self.cache / key if self.cache else None
        if kept is not None and kept.with_suffix(".json").is_file():
            told = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
            return _edited(kept.with_suffix(".docx").read_bytes(), told)
        path, out = self._folder / "before.docx", self._folder / "after.docx"
        path.write_bytes(data)
        told = self._ask(
            {"do": "edit", "path": str(path), "out": str(out), "edits": [asdict(edit) for edit in edits]},
        )
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.with_suffix(".docx").write_bytes(out.read_bytes())
            kept.with_suffix(".json").write_text(json.dumps(told), encoding="utf-8")
        return _edited(out.read_bytes(), told)

    def _key(self, data: bytes, edits: Sequence[Edit]) -> str:
        digest = hashlib.sha256(data)
        digest.update(json.dumps([asdict(edit) for edit in edits]).encode())
        digest.update(str(Path(self.program).resolve()).encode())
        for path in sorted(HERE.glob("*.py")):  # of the driver, too: what it does decides what comes out
            if path.name in {"driver.py", "lines.py", "operations.py", "places.py"}:
                digest.update(path.read_bytes())
        return digest.hexdigest()[:32]

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        why = ""
        for _ in range(_TRIES):
            driver = self._start()
            assert driver.stdin is not None
            try:
                driver.stdin.write(json.dumps({**request, "seconds": _SECONDS}) + "\n")
                driver.stdin.flush()
                answer = json.loads(self._answers.get(timeout=_SECONDS + 90))
            except (OSError, queue.Empty, ValueError) as error:
                why = f"the driver does not answer: {error!r}"
                self._stop()
                continue
            if "error" not in answer:
                found: dict[str, Any] = answer
                return found
            why = answer["error"]
        raise OfficeError(why)

    def _start(self) -> subprocess.Popen[str]:
        if self._driver is not None and self._driver.poll() is None:
            return self._driver
        python = find_python()
        if python is None:
            raise OfficeError("there is no Python with LibreOffice's bridge (python3-uno) on this machine")
        self._driver = subprocess.Popen(
            [python, str(HERE / "driver.py"), self.program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        self._answers = queue.Queue()
        self._listener = threading.Thread(target=_listen, args=(self._driver, self._answers), daemon=True)
        self._listener.start()
        return self._driver

    def _stop(self) -> None:
        if self._driver is None:
            return
        assert self._driver.stdin is not None
        try:
            self._driver.stdin.close()  # the driver ends LibreOffice and then itself
            self._driver.wait(timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            self._driver.kill()
            self._driver.wait()
        if self._listener is not None:
            self._listener.join()
        if self._driver.stdout is not None:
            self._driver.stdout.close()
        self._driver = None


def _listen(driver: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    assert driver.stdout is not None
    for line in driver.stdout:
        answers.put(line)
    answers.put("")  # no JSON: the driver has gone


def _edited(data: bytes, told: Mapping[str, Any]) -> Edited:
    states = [told["before"]]
    for edit in told["edits"]:
        states.append(edit["after"] if edit["after"] is not None else states[-1])
    return Edited(data, tuple(states), tuple(edit["told"] for edit in told["edits"]), told["saved"], told["last"])
