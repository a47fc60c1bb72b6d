"""Edits documents in LibreOffice as a person would: the program's own commands, sent to a cursor in its window.

    /usr/bin/python3 driver.py PROGRAM

runs under the system's Python, which has LibreOffice's bridge (Debian's package python3-uno). PROGRAM is the soffice
to start. Requests and answers are JSON, one a line, on standard input and output:

    {"do": "show", "path": …}                       what LibreOffice shows of a file
    {"do": "edit", "path": …, "out": …, "edits": […]}   open, edit, save, and show it before, after each edit, and saved

One LibreOffice runs, hidden, in a settings folder of its own. One that crashes, or says nothing for the seconds a
request may take, is ended, the request is answered with an error, and the next one starts another.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid
from pathlib import Path
from typing import Any

import lines
import operations
import uno
from com.sun.star.beans import PropertyValue

_START = 60.0  # seconds that LibreOffice may take to start
_SECONDS = 90.0  # that a request may take where it does not say


class Office:
    """One hidden LibreOffice, started when it is first needed."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.folder = Path(tempfile.mkdtemp(prefix="guidepress-office-"))
        self.process: subprocess.Popen[bytes] | None = None
        self.context: Any = None
        self.opened = 0

    def start(self) -> None:
        if self.process is not None and self.process.poll() is None and self.context is not None:
            return
        self.stop()
        pipe = f"guidepress-{uuid.uuid4().hex}"
        environment = dict(os.environ)
        beside = Path(self.program).resolve().parent
        # A copy that lies unpacked in a folder finds its libraries only so.
        roots = [beside, *sorted(beside.parent.parent.glob("*-linux-gnu"))]
        if not str(beside).startswith("/usr/lib/"):
            environment["LD_LIBRARY_PATH"] = os.pathsep.join(str(folder) for folder in roots)

        def launch() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [
                    str(beside / "soffice.bin" if (beside / "soffice.bin").exists() else self.program),
                    f"-env:UserInstallation={(self.folder / 'settings').as_uri()}",
                    "--headless",
                    "--norestore",
                    "--nologo",
                    "--nodefault",
                    f"--accept=pipe,name={pipe};urp;",
                ],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        self.process = launch()
        local = uno.getComponentContext()
        # Another release than the bridge's has types that the bridge does not know, and one it meets ends the bridge.
        types = local.getValueByName("/singletons/com.sun.star.reflection.theTypeDescriptionManager")
        for path in (beside / "types.rdb", beside / "types" / "offapi.rdb"):
            if path.is_file() and not str(beside).startswith("/usr/lib/"):
                types.insert(path.as_uri())
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + _START
        while True:
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception as error:
                if self.process.poll() == 81:  # it has made its settings folder and asks to be started again
                    self.process = launch()
                elif time.monotonic() > end or self.process.poll() is not None:
                    raise RuntimeError(f"LibreOffice does not start: {error}") from error
                time.sleep(0.1)
        self.desktop = self.create("com.sun.star.frame.Desktop")
        self.dispatcher = self.create("com.sun.star.frame.DispatchHelper")

    def create(self, service: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    def stop(self) -> None:
        self.context = None
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def end(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def open(self, path: str) -> Document:
        # A copy of its own: an office that was killed leaves a lock beside the file, and the next cannot open it then.
        self.opened += 1
        copy = self.folder / f"{self.opened}.docx"
        shutil.copyfile(path, copy)
        return Document(self, self.desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, named(Hidden=True)))


class Document:
    """An open document: its cursor, its commands, and what it shows."""

    named = staticmethod(lambda **values: named(**values))

    def __init__(self, office: Office, model: Any) -> None:
        if model is None:
            raise RuntimeError("LibreOffice cannot open the file")
        self.office, self.model = office, model
        self.controller = model.getCurrentController()
        self.frame = self.controller.getFrame()
        self.cursor = self.controller.getViewCursor()

    def command(self, name: str, **arguments: Any) -> None:
        """Send one of the user's commands, such as InsertPara, to where the cursor is."""
        keys = {key.replace("_", "."): value for key, value in arguments.items()}
        self.office.dispatcher.executeDispatch(self.frame, f".uno:{name}", "", 0, named(**keys))

    def show(self) -> list[lines.Line]:
        path = self.office.folder / "shown.fodt"
        self.model.storeToURL(path.as_uri(), named(FilterName="OpenDocument Text Flat XML"))
        return lines.read(path.read_bytes())

    def accept(self) -> list[lines.Line]:
        """Accept every tracked change and show what is there then."""
        if self.model.getRedlines().createEnumeration().hasMoreElements():
            self.command("AcceptAllTrackedChanges")
        return self.show()

    def save(self, path: str) -> None:
        self.model.storeToURL(Path(path).as_uri(), named(FilterName="MS Word 2007 XML"))

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.model.close(True)


def named(**values: Any) -> tuple[PropertyValue, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def show(office: Office, path: str) -> list[lines.Line]:
    document = office.open(path)
    try:
        return document.accept()
    finally:
        document.close()


def edit(office: Office, request: dict[str, Any]) -> dict[str, Any]:
    document = office.open(request["path"])
    try:
        before = document.show()
        done = []
        current = before
        for each in request["edits"]:
            told, after = operations.perform(document, each, current)
            done.append({"told": told, "after": after if after != current else None})
            current = after
        document.save(request["out"])
        last = document.accept()
    finally:
        document.close()
    return {"before": before, "edits": done, "saved": show(office, request["out"]), "last": last}


def answer(office: Office, request: dict[str, Any]) -> dict[str, Any]:
    late = threading.Event()

    def give_up() -> None:
        late.set()
        office.stop()

    timer = threading.Timer(request.get("seconds", _SECONDS), give_up)
    timer.start()
    try:
        office.start()
        if request["do"] == "show":
            return {"lines": show(office, request["path"])}
        return edit(office, request)
    except Exception as error:
        alive = office.process is not None and office.process.poll() is None
        why = "it said nothing in time" if late.is_set() else "" if alive else "it crashed"
        office.stop()
        where = traceback.extract_tb(error.__traceback__)[-1]
        return {"error": f"{why or type(error).__name__}: {error} ({where.name}, line {where.lineno})"}
    finally:
        timer.cancel()


def main(program: str) -> None:
    office = Office(program)
    try:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(office, json.loads(line))) + "\n")
            sys.stdout.flush()
    finally:
        office.end()


if __name__ == "__main__":
    main(sys.argv[1])
