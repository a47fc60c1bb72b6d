"""Sets Guidepress up on this machine: system libraries, `.venv`, the pinned packages.

`prepare` is what every script calls first. It uses the standard library only, because nothing else is there yet.
Each step says on standard error what it does and how many seconds it took; what the machine's package manager and
pip have to say is kept in `.cache/setup.log`. When everything is in place nothing is said and nothing is changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from guidepress import machine
from guidepress.machine import Need
from workshop import stopping
from workshop.machine import JUDGE_NEEDS, PRESS_NEEDS, PYTHON, RUN_NEEDS

CHECKOUT = Path(__file__).resolve().parents[2]

# The files of pinned packages, and what each step of installing them is called.
PINNED = {
    "requirements.txt": "packages",
    "requirements-test.txt": "packages for the tests",
    "requirements-bench.txt": "packages to measure beside",
}


class SetupError(Exception):
    """The set-up cannot go on; the message is one plain sentence that tells a person what to do."""


def satisfy(needs: Sequence[Need]) -> None:
    """Install what is missing where that is allowed, otherwise raise `SetupError` with the command to run."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return
    who = machine.rights()
    advice = machine.advise(missing, who)
    packages = " ".join(need.packages.get(who.manager, "") for need in missing).split()
    if not machine.may_install_silently(who):
        raise SetupError(advice)
    apt = [*([] if who.is_root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *packages]
    with step(f"Installing {', '.join(packages)} with apt-get"):
        succeeded, output = run(install)
        if "dpkg --configure -a" in output:  # dpkg was once ended in its midst: apt-get does nothing before this
            run([*apt[:-1], "dpkg", "--configure", "-a"])
            succeeded, output = run(install)
        if not succeeded:  # a machine that was never updated, or too long ago, does not know where the packages are
            run([*apt, "update"])
            succeeded, output = run(install)
        if not succeeded:
            raise SetupError(f"{advice[:-1]}; trying it here failed: {find_reason(output)}.")
    if still_missing := [need for need in missing if not need.present()]:
        raise SetupError(
            f"apt-get has installed {' '.join(packages)}, but {still_missing[0].name} cannot be used even so."
        )


# --- .venv ----------------------------------------------------------------------------------------------------------


def commands_of(venv: Path) -> Path:
    """Return the folder where a virtual environment keeps its commands."""
    return venv / ("Scripts" if sys.platform == "win32" else "bin")


def describe(checkout: Path) -> dict[str, str]:
    """Return what a finished `.venv` of this checkout was made from: place, Python, and a digest of each source."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    build_settings = {
        "project": project["project"],
        "backend": project["build-system"],
        "tool": project["tool"]["hatch"],
    }
    sources = {name: (checkout / name).read_bytes().replace(b"\r\n", b"\n") for name in PINNED}
    sources["package"] = json.dumps(build_settings, sort_keys=True).encode()
    digests = {name: hashlib.sha256(data).hexdigest()[:16] for name, data in sources.items()}
    return {"checkout": str(checkout), "python": PYTHON, **digests}


def read_stamp(checkout: Path) -> dict[str, str]:
    """Return what the `.venv` that is here says it was made from; empty when it is absent, unfinished or broken."""
    try:
        stamp = json.loads((checkout / ".venv/guidepress-setup.json").read_text(encoding="utf-8"))
        python = str(commands_of(checkout / ".venv") / "python")
        command = [python, "-I", "-S", "-c", "import sys; print(sys.version_info[:2])"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}
    is_sound = isinstance(stamp, dict) and output == f"({stamp.get('python', '').replace('.', ', ')})"
    return stamp if is_sound else {}


def write_stamp(checkout: Path, stamp: dict[str, str]) -> None:
    """Record that `.venv` is finished; an interrupted set-up leaves no stamp, so the next one starts afresh."""
    path = checkout / ".venv/guidepress-setup.json"
    path.with_suffix(".new").write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    path.with_suffix(".new").replace(path)


def plan(stamp: dict[str, str], wanted: dict[str, str], test: bool, bench: bool = False) -> list[str]:
    """Return the steps still to be done, in order: of `venv`, the names in `PINNED`, and `package`."""
    if any(stamp.get(name) != wanted[name] for name in ("checkout", "python", "requirements.txt")):
        stamp, todo = {}, ["venv", "requirements.txt"]
    else:
        todo = []
    layers = [*(["requirements-test.txt"] if test else []), *(["requirements-bench.txt"] if bench else []), "package"]
    return todo + [name for name in layers if stamp.get(name) != wanted[name]]


def prepare(test: bool = False, full: bool = False, bench: bool = False, press: bool = False) -> Path:
    """Set up whatever is missing and return the folder with `.venv`'s commands.

    `test` adds what the tests need, `full` also what the machine must have for the judges, `bench` what Guidepress is
    measured beside, `press` the CMYK profile for a print shop. Raises `SetupError`.
    """
    if sys.platform == "darwin":  # Homebrew's libraries are found by a child process only through this
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib:/usr/lib")
    satisfy([*RUN_NEEDS, *(JUDGE_NEEDS if full else ()), *(PRESS_NEEDS if press else ())])
    venv, stamp, wanted = CHECKOUT / ".venv", read_stamp(CHECKOUT), describe(CHECKOUT)
    todo = plan(stamp, wanted, test, bench)
    if not todo:
        return commands_of(venv)
    if not os.access(CHECKOUT, os.W_OK):
        raise SetupError(f"You may not write to {CHECKOUT}: clone Guidepress into a folder of your own.")
    python = str(commands_of(venv) / "python")
    pip = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    (venv / "guidepress-setup.json").unlink(missing_ok=True)
    if "venv" in todo:
        with step("Making .venv afresh" if venv.exists() else "Making .venv"):
            if venv.exists():
                shutil.rmtree(venv)
            # When this runs inside the very .venv that was removed, the Python it was made with makes the new one.
            succeeded, output = run(
                [getattr(sys, "_base_executable", "") or sys.executable, "-I", "-m", "venv", str(venv)]
            )
            if not succeeded:
                raise SetupError(f"Python could not make .venv: {find_reason(output)}.")
        stamp = {name: wanted[name] for name in ("checkout", "python", "requirements.txt")}
    for name, description in PINNED.items():
        if name in todo:
            with step(f"Installing the pinned {description}") as finish:
                succeeded, output = run([*pip, "--only-binary=:all:", "--require-hashes", "-r", name])
                if not succeeded:
                    raise SetupError(f"pip could not install the pinned {description}: {find_reason(output)}.")
                installed = re.search(r"^Successfully installed (.*)$", output, re.MULTILINE)
                finish(f"{len(installed[1].split()) if installed else 0} packages, ")
            stamp[name] = wanted[name]
    if "package" in todo:
        with step("Installing Guidepress from this checkout"):
            succeeded, output = run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", "."])
            if not succeeded:
                raise SetupError(f"pip could not install Guidepress from this checkout: {find_reason(output)}.")
        stamp["package"] = wanted["package"]
    write_stamp(CHECKOUT, stamp)
    return commands_of(venv)


# --- running and telling --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def step(description: str) -> Iterator[Callable[[str], None]]:
    """Say what is being done and then how long it took; the value given is called with words to add before that."""
    started, details = time.monotonic(), [""]
    sys.stderr.write(f"{description} … ")
    sys.stderr.flush()
    try:
        yield lambda text: details.append(text)
    except KeyboardInterrupt:  # `start` has the last word
        raise
    except BaseException:
        sys.stderr.write("no\n")
        raise
    sys.stderr.write(f"{details[-1]}{time.monotonic() - started:.1f} s\n")


def run(command: Sequence[str]) -> tuple[bool, str]:
    """Run a command in the checkout, keep what it says in the log, and return whether it worked and what it said."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PIP_USER", "PIP_TARGET")}
    environment |= {"PATH": os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"]), "LC_ALL": "C"}
    if sys.platform == "win32":
        environment["PATH"] = os.environ["PATH"]
    log = CHECKOUT / ".cache/setup.log"
    log.parent.mkdir(exist_ok=True)
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    output = stopping.read_out(process, "apt-get" if "apt-get" in command else Path(command[0]).name)
    is_long = log.exists() and log.stat().st_size > 1_000_000
    with log.open("w" if is_long else "a", encoding="utf-8") as file:
        file.write(f"$ {' '.join(command)}\n{output}\n")
    return process.returncode == 0, output


def find_reason(output: str) -> str:
    """Return the line of a failed command's output that says why, without the addresses it tried."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    connection_lines = [line for line in lines if "connection broken by" in line or "Could not fetch URL" in line]
    if connection_lines:
        text = connection_lines[-1].split("connection broken by")[-1]
        cause = re.search(r"\[Errno [^\]]*\] [^'\")(]*|\[SSL[^\]]*\] [^'\")(]*|[\w ]*timed out", text)
        line = f"the network does not answer ({cause[0].strip()})" if cause else text
    else:
        npm_lines = [line for line in lines if re.match(r"npm (ERR!|error) [A-Z0-9a-z ]*[a-z] [a-z]", line)]
        exception_lines = [line for line in lines if re.match(r"[A-Z]\w*(Error|Exception): ", line)]
        error_lines = [line for line in lines if re.match(r"(ERROR|E|error): ", line)]
        line = (npm_lines[:1] or exception_lines[-1:] or error_lines[-1:] or lines[-1:] or ["it said nothing"])[0]
    line = re.sub(r"^(ERROR|E|error|npm ERR!|npm error):? ", "", line)
    return f"{hide_hosts(line).rstrip('. ')} (all of it is in .cache/setup.log)"


def hide_hosts(text: str) -> str:
    """Return a text without the names of the hosts that were asked: they are this machine's business."""
    return re.sub(r"\w+://[^/\s'\"]*", "", re.sub(r"host='[^']*'", "", text))


def hand_over(command: Sequence[str | Path]) -> NoReturn:
    """Replace this process by `command`, run in the checkout; on Windows, wait for it and pass its exit status on."""
    arguments = [str(argument) for argument in command]
    os.chdir(CHECKOUT)
    sys.stderr.flush()
    if sys.platform == "win32":
        sys.exit(subprocess.call(arguments))
    os.execv(arguments[0], arguments)


def start(main: Callable[[list[str]], object]) -> NoReturn:
    """Run a script's `main` with its arguments; every failure of the set-up is one sentence and exit status 1.

    Ctrl-C, a terminal that is closed and `kill` end it in order, with exit status 130, 129 and 143.
    """
    received = stopping.listen()
    try:
        sys.exit(int(bool(main(sys.argv[1:]))))
    except SetupError as error:
        log = CHECKOUT / ".cache/setup.log"
        if os.environ.get("CI") and log.exists():  # nobody can open the log of a machine that is gone
            sys.stderr.write(hide_hosts("\n".join(log.read_text(encoding="utf-8").splitlines()[-60:])) + "\n")
        sys.exit(str(error))
    except OSError as error:
        file_name = f"{error.filename}: " if error.filename else ""
        sys.exit(f"The set-up cannot go on: {file_name}{error.strerror or error}.")
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):  # a terminal that is closed reads nothing
            sys.stderr.write("\nStopped; the next run takes up the set-up from where it is safe.\n")
        sys.exit(128 + received[0])
