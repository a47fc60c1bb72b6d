"""The command on a real terminal: a bar while it works, and Ctrl-C at any moment ends it within a second."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from guidepress.commands import stopping
from helpers.checkout import ROOT

pty = pytest.importorskip("pty", reason="Windows has no such terminals")

COMMAND = [sys.executable, "-m", "guidepress"]
WITHIN = 1.0  # seconds in which a command ends, and then some where the machine has much else to do
SLACK = 2.0
READS = 0.5  # seconds in which a person sees a prompt; until readline waits for a key, a Ctrl-C is lost
ENDLESS = 240.0  # seconds after which a command that did not end is killed, and the test has failed


@dataclass(frozen=True)
class Session:
    """What was seen on a terminal: all bytes, the exit status, and how many seconds it took to end once it was told."""

    seen: bytes
    status: int
    took: float


def on_terminal(
    where: Path, *arguments: str, at: float | bytes = b"", number: int = signal.SIGINT, **environment: str
) -> Session:
    """Run a command on a terminal. It is stopped after `at` seconds, or once `at` was read; not where it is empty.

    Ctrl-C is typed, as a person does it; any other signal is sent to the first process alone.
    """
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - another program from here on
        os.chdir(where)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # as on any terminal, also where the tests run in the background
        os.environ.clear()
        os.environ.update(
            {**kept, "TERM": "xterm-256color", "COLUMNS": "100", "TMPDIR": str(where / "tmp"), **environment}
        )
        os.execv(COMMAND[0], [*COMMAND, *arguments])  # noqa: S606 - what a terminal is for
    seen, begun, read, told = b"", time.monotonic(), 0.0, 0.0
    while True:
        if time.monotonic() - begun > ENDLESS:
            os.kill(pid, signal.SIGKILL)
        if select.select([terminal], [], [], 0.02)[0]:
            try:
                data = os.read(terminal, 65536)
            except OSError:  # as Linux says that the other side is closed
                break
            if not data:
                break
            seen += data
        now = time.monotonic()
        if isinstance(at, bytes):
            read = read or (now if at in seen else 0.0)
            due = read and now - read > (READS if number == signal.SIGINT else 0.0)
        else:
            due = now - begun > at
        if at and due and not told:
            told = time.monotonic()
            if number == signal.SIGINT:
                os.write(terminal, b"\x03")
            else:
                os.kill(pid, number)
    took = time.monotonic() - told
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    return Session(seen, status, took)


def left(where: Path) -> list[str]:
    """The processes that still work in a folder, and the files that should be gone."""
    found = [str(path.relative_to(where)) for path in (where / "tmp").iterdir()]
    found += [str(path.relative_to(where)) for path in where.rglob(".making*")]
    for process in Path("/proc").glob("[0-9]*") if sys.platform == "linux" else ():
        try:
            if (process / "cwd").resolve().is_relative_to(where):
                found.append((process / "cmdline").read_text(encoding="utf-8"))
        except OSError:  # it has ended meanwhile
            continue
    return found


@pytest.fixture
def where(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "tmp").mkdir()
    return tmp_path


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        every = [(moment, guides) for moment in (1.0, 3.0, 6.0) for guides in ((), ("sonographer",))]
        sample = [(1.0, ("sonographer",)), (3.0, ())]
        metafunc.parametrize(("moment", "guides"), every if metafunc.config.getoption("--slow") else sample)


def test_ctrl_c_at_any_moment_ends_it_at_once(where: Path, moment: float, guides: tuple[str, ...]) -> None:
    session = on_terminal(where, "build", *guides, "--all-schools", at=moment)
    assert session.status == 130, session.seen
    assert b"Traceback" not in session.seen
    assert b"Stopped." in session.seen
    assert session.took < WITHIN + SLACK
    assert left(where) == []


def test_a_bar_shows_the_guide_in_hand_and_is_gone_when_it_ends(where: Path) -> None:
    session = on_terminal(where, "build", "sonographer", "--school", "lincoln-high")
    assert session.status == 0, session.seen
    shown = session.seen.decode()
    assert "sonographer for Lincoln High School" in shown
    assert "━" in shown
    assert "0/1" in shown
    assert " left" in shown
    assert shown.endswith("\r\n")
    lines = [line.rpartition("\r\x1b[2K")[2] for line in shown.splitlines()]
    assert any("sonographer (2026." in line for line in lines), lines
    assert "\x1b[?25h" in shown  # the cursor is back
    assert left(where) == []


def test_what_was_finished_stays_when_it_is_stopped_and_no_process_is_left(where: Path) -> None:
    """It is stopped once the first guide is told, while processes make others."""
    session = on_terminal(where, "build", "--school", "lincoln-high", at=b" pt; tightest", number=signal.SIGTERM)
    assert session.status == 143, session.seen
    assert b"Traceback" not in session.seen
    assert session.took < WITHIN + SLACK
    made = sorted(path.name for path in where.rglob("*.docx"))
    told = re.search(rb"Stopped\. (\d) of 5 made", session.seen)
    assert told
    assert made
    # One that was written in the very moment in which it was stopped may not be counted yet.
    assert int(told[1]) in (len(made), len(made) - 1)
    assert (where / "build/schools/lincoln-high/manifest.json").is_file()
    assert left(where) == []


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_a_plain_terminal_gets_plain_lines(where: Path, environment: dict[str, str]) -> None:
    edited = where / "content/guides/sonographer.yaml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("kind: path", "kind: pat"), encoding="utf-8")
    session = on_terminal(where, "build", "sonographer", **environment)
    assert session.status == 1
    assert b"did you mean" in session.seen
    assert b"\x1b" not in session.seen


def test_ctrl_c_at_a_prompt_ends_the_command_too(where: Path) -> None:
    session = on_terminal(where, "school", "add", at=b"s name")
    assert session.status == 130, session.seen
    assert b"Stopped." in session.seen
    assert b"Traceback" not in session.seen
    assert left(where) == []


def test_where_ctrl_c_is_an_answer_it_does_not_end_the_command() -> None:
    before = signal.getsignal(signal.SIGINT)
    stopping.listen()
    try:
        with pytest.raises(KeyboardInterrupt), stopping.ctrl_c_answers():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is stopping._stop
    finally:
        for name in stopping.SIGNALS:
            signal.signal(getattr(signal, name), before if name == "SIGINT" else signal.SIG_DFL)
