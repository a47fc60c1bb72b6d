"""The commands undo, redo and history: the last import, merge or new school is taken back, or done again."""

from __future__ import annotations

from pathlib import Path

import click

from guidepress import project
from guidepress.commands.telling import as_typed, say
from guidepress.errors import ContentError, count_of
from guidepress.escaping import printable
from guidepress.schools import journal
from guidepress.schools.journal import Restored

_ANYWAY = click.option("--anyway", is_flag=True, help="Even where a file was changed since; a copy is kept.")


def settle() -> None:
    """Bring to an end what a power cut has interrupted in this project, before any command reads it."""
    try:
        interrupted = journal.settle(project.find(Path.cwd()))
    except (ContentError, OSError):  # no project here, or none that may be written: the command says so itself
        return
    if interrupted:
        sentence = "The last command was interrupted. Its files are whole again: see “guidepress history”."
        say(as_typed(sentence), err=True)


@click.command("undo")
@_ANYWAY
def undo_command(anyway: bool) -> None:
    """Take back the last import, merge or new school. Once more takes back the one before it."""
    restored = journal.undo(project.find(Path.cwd()), anyway)
    if _tell(restored, "Taken back", "There is nothing to take back."):
        say(as_typed("To do it again: guidepress redo"))


@click.command("redo")
@_ANYWAY
def redo_command(anyway: bool) -> None:
    """Do again what “undo” took back last."""
    _tell(journal.redo(project.find(Path.cwd()), anyway), "Done again", "There is nothing to do again.")


@click.command("history")
def history_command() -> None:
    """List the imports, merges and new schools that can be taken back, the newest first."""
    steps = journal.steps(project.find(Path.cwd()))
    if not steps:
        say("Nothing has been changed by a command yet.")
    for step in steps:
        occasion, count = step.occasion, len(step.files)
        mark = "  (taken back)" if step.undone else ""
        files = count_of(count, "file")
        line = f"{occasion.when:<16}  {occasion.command:<10}  {occasion.words}; {files}{mark}"
        say(printable(f"{step.number:>3}  {line}"))
        say(printable(f"{'':>33}{', '.join(occasion.schools)}"))


def _tell(restored: Restored | None, done: str, nothing: str) -> bool:
    """Print what undoing or redoing a step did, or that there was none. Returns whether there was one."""
    if restored is None:
        say(nothing)
        return False
    occasion = restored.step.occasion
    say(f"{done}: {printable(f'{occasion.command} of {occasion.when} ({occasion.words})')}.")
    for what, names in (("put back", restored.put_back), ("deleted", restored.deleted), ("copy in", restored.copies)):
        for name in names:
            say(f"  {what:<8}  {printable(name)}")
    return True
