"""The scripts that set a machine up: what they pin, what they say, and when they start afresh."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guidepress import machine
from guidepress.machine import Rights
from helpers.checkout import ROOT
from workshop import setup

SCRIPTS = ("accept", "build", "test", "check", "bench")


@pytest.fixture(autouse=True)
def _signals_stay() -> Iterator[None]:
    """Give the signals back: a script that is run in this process listens to them, and its process ends then."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def read_pins(name: str) -> dict[str, set[str]]:
    """Return the versions that a requirements file pins, by package."""
    pins: dict[str, set[str]] = {}
    for found in re.finditer(r"^([a-z0-9.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE):
        pins.setdefault(found[1].replace(".", "-"), set()).add(found[2])
    return pins


def read_names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9.-]", text)[0].lower().replace(".", "-") for text in requirements}


def test_everything_that_pyproject_names_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    run, test, bench = (read_pins(name) for name in setup.PINNED)
    wanted = read_names(project["project"]["dependencies"]) | read_names(project["dependency-groups"]["build"])
    assert len(wanted) > 12
    assert wanted - run.keys() == set()
    assert read_names(project["dependency-groups"]["test"]) - test.keys() == set()
    assert read_names(project["dependency-groups"]["bench"]) - bench.keys() == set()
    for one, other in ((run, test), (run, bench), (test, bench)):
        assert {name for name in one.keys() & other.keys() if one[name] != other[name]} == set()


@pytest.mark.parametrize(("name", "least"), [*zip(setup.PINNED, (20, 20, 2), strict=True)])
def test_every_pin_has_hashes_and_no_file_names_a_host_or_a_path_of_one_machine(name: str, least: int) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) >= least
    assert [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert re.search(r"://|--index|--find-links|(^|\s)/\w", text) is None


def test_the_scripts_can_be_run_as_they_are() -> None:
    for name in SCRIPTS:
        path = ROOT / "scripts" / name
        assert path.read_text().startswith("#!/usr/bin/env python3\n")
        assert sys.platform == "win32" or os.access(path, os.X_OK)


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_older_python_is_turned_away_in_one_sentence(name: str) -> None:
    code = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    command = [sys.executable, "-c", code, str(ROOT / "scripts" / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Guidepress needs Python 3.11 or later, and this is Python 3.9.\n"


@pytest.mark.parametrize(
    ("manager", "is_root", "can_sudo", "command"),
    [
        ("apt-get", True, False, "run `apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"),
        ("apt-get", False, True, "run `sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"),
        ("dnf", False, True, "run `sudo dnf install pango`"),
        ("pacman", False, True, "run `sudo pacman -S pango`"),
        ("apk", True, False, "run `apk add pango harfbuzz-subset fontconfig`"),
        ("brew", False, True, "run `brew install pango`"),
        ("dnf", False, False, "have the administrator run `dnf install pango`"),
        ("", False, False, "install it with this machine's package manager"),
    ],
)
def test_a_missing_library_is_one_sentence_with_the_command(
    manager: str, is_root: bool, can_sudo: bool, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    sentence = machine.advise([machine.PANGO], Rights(manager, is_root, can_sudo))
    assert (
        sentence == f"Guidepress needs Pango, which this machine does not have: {command}, then run this command again."
    )


def test_windows_and_macos_are_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Rights("", is_root=False, can_sudo=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert "install MSYS2, run `pacman -S mingw-w64-ucrt-x86_64-pango`" in machine.advise([machine.PANGO], nobody)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "install Homebrew, run `brew install pango`" in machine.advise([machine.PANGO], nobody)


def test_pango_is_found_by_opening_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.has_pango()  # the tests themselves need it
    real = machine._opens
    monkeypatch.setattr(machine, "_opens", lambda library: "harfbuzz-subset" not in library and real(library))
    assert not machine.has_pango()


def test_where_nothing_may_be_installed_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = machine.Need("a unicorn", lambda: False, {"apt-get": "unicorn"})
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(setup, "run", lambda command: pytest.fail(f"it ran {command}"))
    with pytest.raises(
        setup.SetupError, match=r"needs a unicorn.*have the administrator run `apt-get install -y unicorn`"
    ):
        setup.satisfy([absent])
    setup.satisfy([machine.Need("a horse", lambda: True, {})])


def test_what_apt_cannot_install_is_told_with_its_own_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = machine.Need("a unicorn", lambda: False, {"apt-get": "unicorn"})
    ran: list[list[str]] = []

    def refuse(command: list[str]) -> tuple[bool, str]:
        ran.append(command)
        return False, "Reading package lists...\nE: Unable to locate package unicorn\n"

    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(setup, "run", refuse)
    with pytest.raises(setup.SetupError, match="trying it here failed: Unable to locate package unicorn"):
        setup.satisfy([absent])
    assert [("update" in command, "install" in command) for command in ran] == [
        (False, True),
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--press"], True),
        (["sonographer", "--press", "--paper", "a4"], True),
        (["sonographer"], False),
        (["--press", "--output-intent", "mine.icc"], False),
        (["--press", "--output-intent=mine.icc"], False),
    ],
)
def test_the_edition_for_a_print_shop_has_its_profile_set_up(
    arguments: list[str], wanted: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What `scripts/build` asks for, and that the profile is asked for as Pango is: by the same names."""
    asked: list[list[str]] = []
    ran: list[list[str]] = []
    monkeypatch.setattr(setup, "satisfy", lambda needs: asked.append([need.name for need in needs]))
    monkeypatch.setattr(setup, "plan", lambda *_: [])
    monkeypatch.setattr(setup, "hand_over", lambda command: ran.append([str(word) for word in command]))
    runpy.run_path(str(ROOT / "scripts/build"))["main"](arguments)
    assert [("a CMYK profile" in names, "Pango" in names) for names in asked] == [(wanted, True)]
    assert ran[0][1:] == ["build", *arguments]
    monkeypatch.setattr(machine, "PROFILES", (tmp_path,))
    assert not machine.PROFILE.present()
    (tmp_path / machine.COATED).touch()
    assert machine.PROFILE.present()


def test_homebrews_libraries_are_found_by_starting_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append([program, *arguments]))
    monkeypatch.setattr(Path, "is_dir", lambda self: str(self) == "/opt/homebrew/lib")
    monkeypatch.setattr(sys, "argv", ["/x/guidepress", "build", "--press"])
    monkeypatch.setenv("DYLD_FALLBACK_LIBRARY_PATH", "")  # so that what is set below is taken back
    monkeypatch.delenv("DYLD_FALLBACK_LIBRARY_PATH")
    monkeypatch.setattr(sys, "platform", "linux")
    machine.show_homebrew()
    assert started == []
    monkeypatch.setattr(sys, "platform", "darwin")
    machine.show_homebrew()
    machine.show_homebrew()  # the variable is set now: it does not go round
    assert started == [[sys.executable, sys.executable, "-m", "guidepress", "build", "--press"]]
    assert os.environ["DYLD_FALLBACK_LIBRARY_PATH"].startswith("/opt/homebrew/lib:")


LAST = "\nERROR: No matching distribution found for jinja2==3.1.6\n"
NO_NAMES = (
    "after connection broken by 'NewConnectionError('<HTTPSConnection at 0x7f>: Failed to establish a new connection:"
)
NO_NAMES += " [Errno -3] Temporary failure in name resolution')': /simple/jinja2/" + LAST
TOO_SLOW = (
    "after connection broken by 'ReadTimeoutError(\"HTTPSConnectionPool(host='some.host', port=443): Read timed out."
)
TOO_SLOW += " (read timeout=15)\")': /simple/jinja2/" + LAST
NO_TRUST = "Could not fetch URL https://some.host/simple/jinja2/: There was a problem confirming the ssl certificate:"
NO_TRUST += (
    " (SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:992)')) - skipping" + LAST
)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (NO_NAMES, "the network does not answer ([Errno -3] Temporary failure in name resolution)"),
        (TOO_SLOW, "the network does not answer (Read timed out)"),
        (NO_TRUST, "the network does not answer ([SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed)"),
        ("Collecting x\nERROR: Disk https://some.host/simple is full.\n", "Disk /simple is full"),
        ("npm error code E404\nnpm error 404 Not found here\nnpm error A log is there\n", "404 Not found here"),
        (
            "  OSError: No README.md\n  [end of output]\nerror: metadata-generation-failed\nhint: See above\n",
            "OSError: No README.md",
        ),
        ("", "it said nothing"),
    ],
)
def test_the_reason_of_a_failure_is_found_without_addresses(said: str, reason: str) -> None:
    assert setup.find_reason(said) == f"{reason} (all of it is in .cache/setup.log)"


# --- when .venv is good enough ---------------------------------------------------------------------------------------


def make_checkout(folder: Path) -> Path:
    """Make a small checkout with a .venv that looks finished."""
    for name in (*setup.PINNED, "pyproject.toml"):
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder)
    commands = setup.commands_of(folder / ".venv")
    commands.mkdir(parents=True)
    (commands / "python").symlink_to(sys.executable)
    setup.write_stamp(folder, setup.describe(folder))
    return folder


def plan(checkout: Path, test: bool = False, bench: bool = False) -> list[str]:
    return setup.plan(setup.read_stamp(checkout), setup.describe(checkout), test, bench)


ALL = ["venv", "requirements.txt", "package"]


def test_a_finished_venv_needs_nothing(tmp_path: Path) -> None:
    assert plan(make_checkout(tmp_path), test=True, bench=True) == []


def test_tests_add_to_a_venv_that_was_made_for_a_build(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path)
    stamp = setup.describe(checkout)
    del stamp["requirements-test.txt"]
    setup.write_stamp(checkout, stamp)
    assert plan(checkout) == []
    assert plan(checkout, test=True) == ["requirements-test.txt"]


def test_what_is_measured_beside_is_added_only_to_measure(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path)
    stamp = setup.describe(checkout)
    del stamp["requirements-bench.txt"]
    setup.write_stamp(checkout, stamp)
    assert plan(checkout, test=True) == []
    assert plan(checkout, bench=True) == ["requirements-bench.txt"]
    setup.write_stamp(checkout, {**stamp, "requirements.txt": "others"})
    assert plan(checkout, bench=True) == ["venv", "requirements.txt", "requirements-bench.txt", "package"]
    prepares = [
        path.name for path in (ROOT / "scripts").iterdir() if path.is_file() and "bench=True" in path.read_text()
    ]
    assert prepares == ["bench"]


def test_an_interrupted_set_up_is_begun_again(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path)
    (checkout / ".venv/guidepress-setup.json").unlink()
    assert plan(checkout) == ALL
    (checkout / ".venv/guidepress-setup.json").write_text('{"checkout": ')
    assert plan(checkout) == ALL


def test_other_pins_begin_again_and_other_metadata_only_installs_the_package_again(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path)
    text = (checkout / "pyproject.toml").read_text()
    (checkout / "pyproject.toml").write_text(text.replace("line-length = 120", "line-length = 100"))
    assert plan(checkout) == []
    (checkout / "pyproject.toml").write_text(text.replace("guidepress.__main__:main", "guidepress.__main__:other"))
    assert plan(checkout) == ["package"]
    (checkout / "requirements.txt").write_text((checkout / "requirements.txt").read_text() + "# changed\n")
    assert plan(checkout) == ALL


def test_a_moved_or_copied_checkout_begins_again(tmp_path: Path) -> None:
    make_checkout(tmp_path / "here")
    shutil.copytree(tmp_path / "here", tmp_path / "there", symlinks=True)
    assert plan(tmp_path / "there") == ALL
    assert plan(tmp_path / "here") == []


def test_a_venv_whose_python_is_gone_or_another_begins_again(tmp_path: Path) -> None:
    checkout = make_checkout(tmp_path)
    stamp = setup.describe(checkout)
    setup.write_stamp(checkout, {**stamp, "python": "3.10"})
    assert plan(checkout) == ALL
    setup.write_stamp(checkout, stamp)
    python = setup.commands_of(checkout / ".venv") / "python"
    python.unlink()
    python.symlink_to(tmp_path / "no-such-python")
    assert plan(checkout) == ALL


# --- the scripts as a person runs them -------------------------------------------------------------------------------


def copy_scripts(folder: Path) -> Path:
    for name in ("scripts", "src/workshop", "src/guidepress"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*setup.PINNED, "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def test_a_broken_network_is_one_sentence_and_leaves_no_venv_that_looks_finished(tmp_path: Path) -> None:
    checkout = copy_scripts(tmp_path / "a path with spaces")
    offline = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PIP_") and name != "CI"},
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "1",
        "PIP_NO_CACHE_DIR": "1",
    }
    command = [sys.executable, str(checkout / "scripts/build")]
    done = subprocess.run(command, cwd=tmp_path, env=offline, capture_output=True, text=True, check=False)
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(lines) == 3
    assert re.fullmatch(r"Making \.venv … \d+\.\d s", lines[0])
    assert lines[1] == "Installing the pinned packages … no"
    sentence = (
        r"pip could not install the pinned packages: the network does not answer \(\[(Errno|WinError) .*refused.*\)"
    )
    assert re.fullmatch(sentence + r" \(all of it is in \.cache/setup\.log\)\.", lines[2])
    assert "127.0.0.1" not in done.stderr
    assert "127.0.0.1" in (checkout / ".cache/setup.log").read_text()
    assert setup.read_stamp(checkout) == {}


def test_a_checkout_that_may_not_be_written_to_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkout = copy_scripts(tmp_path / "theirs")
    monkeypatch.setattr(setup, "CHECKOUT", checkout)
    monkeypatch.setattr(os, "access", lambda path, mode: path != checkout)
    with pytest.raises(setup.SetupError, match=r"You may not write to .*theirs: clone Guidepress into a folder"):
        setup.prepare()
    assert not (checkout / ".venv").exists()


def test_where_nobody_can_open_the_log_its_end_is_shown_without_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(arguments: list[str]) -> None:
        setup.run([sys.executable, "-c", "print('no answer from https://some.host/simple')"])
        raise setup.SetupError("Do this.")

    monkeypatch.setattr(setup, "CHECKOUT", tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit):
        setup.start(fail)
    assert "no answer from /simple" in capsys.readouterr().err
    monkeypatch.delenv("CI")
    with pytest.raises(SystemExit):
        setup.start(fail)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (setup.SetupError("Do this."), "Do this."),
        (
            PermissionError(13, "Permission denied", "/some/file"),
            "The set-up cannot go on: /some/file: Permission denied.",
        ),
        (OSError(28, "No space left on device"), "The set-up cannot go on: No space left on device."),
    ],
)
def test_no_failure_of_the_set_up_shows_a_traceback(
    fault: BaseException, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)

    def fail(arguments: list[str]) -> None:
        raise fault

    with pytest.raises(SystemExit) as stopped:
        setup.start(fail)
    assert stopped.value.code == sentence  # which Python prints, and then exits with status 1


SET_UP = """
import sys
import signal
from workshop import setup, stopping

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # as on any terminal, also where the tests run under nohup
stopping.PATIENCE = 0.3

def main(arguments):
    with setup.step("Installing it"):
        setup.run([sys.executable, "-c", TOOL, *arguments])

setup.start(main)
"""

TOOL = """
import pathlib, signal, sys, time

begun, heeds = pathlib.Path(sys.argv[1]), sys.argv[2] == "heeds"
signal.signal(signal.SIGINT, signal.default_int_handler if heeds else signal.SIG_IGN)
begun.touch()
try:
    time.sleep(60)
finally:
    begun.unlink()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C in another way")
@pytest.mark.parametrize(
    ("heeds", "sent", "status", "before"),
    [
        (True, [signal.SIGINT], 130, ""),
        (True, [signal.SIGTERM], 143, ""),
        (True, [signal.SIGHUP], 129, ""),
        (False, [signal.SIGINT] * 2, 130, "\npython finishes what it has begun; Ctrl-C again ends it at once."),
    ],
)
def test_ctrl_c_in_a_set_up_stops_the_tool_in_order_and_is_one_line(
    heeds: bool, sent: list[signal.Signals], status: int, before: str, tmp_path: Path
) -> None:
    """The tool takes away what it has begun; one that does not heed is waited for, until it is asked again."""
    begun, program = tmp_path / "begun", tmp_path / "python"
    program.symlink_to(sys.executable)
    code = SET_UP.replace("TOOL", repr(TOOL)).replace("sys.executable", repr(str(program)))
    command = [sys.executable, "-c", code, str(begun), "heeds" if heeds else "deaf"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        for count, number in enumerate(sent):
            wait_until(begun.exists)
            # The set-up has to be back from starting the tool, and a second Ctrl-C is typed once the person was told.
            time.sleep(0.4 + 0.6 * count)
            os.killpg(process.pid, number)  # as a terminal does it: every process of its session
        told = process.communicate(timeout=20)[1]
    assert process.returncode == status
    assert told == f"Installing it … {before}\nStopped; the next run takes up the set-up from where it is safe.\n"
    assert begun.exists() != heeds
    assert not [path for path in Path("/proc").glob("[0-9]*") if str(begun) in read_command(path)]


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def read_command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended meanwhile
        return ""


def test_ctrl_c_in_a_part_of_a_script_is_told_by_that_part(tmp_path: Path) -> None:
    code = "import signal, sys; signal.signal(2, lambda *_: sys.exit(130)); print(1, flush=True); signal.pause()"
    outer = "import sys, pathlib; from workshop import stopping; stopping.listen(); sys.exit(stopping.wait_for("
    outer += f"[sys.executable, '-c', {code!r}], pathlib.Path({str(tmp_path)!r})))"
    with subprocess.Popen(
        [sys.executable, "-c", outer],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=20)[1] == ""
    assert process.returncode == 130


def test_dpkg_that_was_ended_in_its_midst_is_put_right_first(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def answer(command: list[str]) -> tuple[bool, str]:
        ran.append(command)
        is_right = any("dpkg" in earlier for earlier in ran)
        return is_right, "" if is_right else "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to …"

    need = machine.Need("Pango", lambda: len(ran) == 3, {"apt-get": "pango"})
    monkeypatch.setattr(machine, "rights", lambda: Rights("apt-get", is_root=True, can_sudo=False))
    monkeypatch.setattr(setup, "run", answer)
    setup.satisfy([need])
    assert ran[0] == ran[2]
    assert "install" in ran[0]
    assert ran[1] == ["env", "DEBIAN_FRONTEND=noninteractive", "dpkg", "--configure", "-a"]


def test_the_second_run_says_nothing_takes_no_time_and_passes_arguments_on() -> None:
    if setup.plan(setup.read_stamp(ROOT), setup.describe(ROOT), test=True):
        pytest.skip(
            "this .venv was not made by scripts/test, which would replace it: `scripts/test` makes one that was."
        )
    started = time.monotonic()
    command = [sys.executable, str(ROOT / "scripts/test"), "--version"]
    done = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, check=False)
    assert re.fullmatch(r"pytest \d+\.\d+\.\d+\n", done.stdout + done.stderr)
    assert done.returncode == 0
    assert time.monotonic() - started < 10
    assert json.loads((ROOT / ".venv/guidepress-setup.json").read_text())["checkout"] == str(ROOT)
