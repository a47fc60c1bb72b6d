"""The group of all commands: their order in the help, an example for each, and how failures are told."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from guidepress import confinement, machine
from guidepress.commands import progress
from guidepress.commands.telling import name, say, tell, understood
from guidepress.errors import FULL, ContentError, Problem, count_of, nearest, unwritable

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "new": ("Write a new project: one guide, one school, what to do next.", "my-guides"),
        "doctor": ("Say what this computer lacks, and what mends it.", ""),
        "list": ("Show the guides, schools, themes, formats and papers.", ""),
    },
    "Write": {
        "check": ("Check the content. Nothing is written.", ""),
        "schema": ("Print what may stand in a kind of content file.", "guide"),
    },
    "Make": {
        "build": ("Make the brochures and handouts of all guides, or of some.", "sonographer --paper a4"),
        "verify": ("Check files that were made, against today's content.", "build/sonographer-handout.docx"),
        "calibrate": ("Make a sheet that shows how a printer turns paper over.", "--paper a4"),
        "preflight": ("Look at PDFs as a print shop does.", "build/sonographer-brochure-press.pdf"),
    },
    "Schools": {
        "school": ("Schools that hand the guides out.", "add"),
        "publish": ("Keep what is needed to read handouts that come back.", "--all-schools"),
        "import": ("Show and take over what schools changed in handouts.", "sonographer-edited.docx --apply"),
        "merge": ("Decide where a school and a guide changed the same words.", "--school lincoln-high"),
        "history": ("List what can be taken back.", ""),
        "undo": ("Take back the last import, merge or new school.", ""),
        "redo": ("Do again what was taken back.", ""),
    },
    "Help": {
        "completion": ("Let the Tab key complete commands, guides and schools.", "bash"),
    },
}
"""The commands in the order of the work: what each does in at most 62 characters, and the rest of an example."""

_LINES = {command: line for section in SECTIONS.values() for command, line in section.items()}

SECONDS = "GUIDEPRESS_SECONDS"
"""The variable of the environment that says how many seconds the reading of one file may take on a slow machine."""

COMPLETE = "_GUIDEPRESS_COMPLETE"
"""The variable of the environment through which a shell asks how words go on."""


class Commands(click.Group):
    """A group of commands that suggests the nearest name, and prints problems instead of tracebacks."""

    def main(  # type: ignore[override] # click has two of them, and gives the same arguments to both
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Run as the command that was typed, unless another name is given."""
        if prog_name is None:
            machine.show_homebrew()
            allowed = os.environ.get(SECONDS, "")
            confinement.allow(float(allowed) if allowed.isdecimal() else 0)
        typed = sys.argv[1:] if args is None else args
        return super().main([_meant(argument) for argument in typed], prog_name or name(), COMPLETE, **extra)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the program does, and its first example as it must be typed here."""
        super().format_help_text(ctx, formatter)
        if not ctx.parent:
            folder = Path.cwd() / "my-guides"
            with formatter.section("A first example"):
                for line in (f"{name()} new {folder.name}", f"cd {folder.name}", f"{name(folder)} build"):
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the work; those that it does not name come last."""
        order = list(_LINES)
        return sorted(self.commands, key=lambda each: (order.index(each) if each in order else len(order), each))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, which ends its help with an example."""
        command = super().get_command(ctx, cmd_name)
        if command and cmd_name in _LINES and not ctx.parent and not command.epilog:
            command.epilog = f"\b\nFor example:\n  {' '.join((name(), cmd_name, _LINES[cmd_name][1])).strip()}"
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command that was typed, or fail with the nearest one."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.fail(f"There is no command “{args[0]}”; {nearest(args[0], self.commands)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, none of it cut off, under the headings of the work."""
        if ctx.parent:
            sections = {"Commands": list(self.commands)}
        else:
            sections = {title: [each for each in lines if each in self.commands] for title, lines in SECTIONS.items()}
            sections["More"] = [each for each in self.list_commands(ctx) if each not in _LINES]
        for title, commands in sections.items():
            if commands:
                with formatter.section(title):
                    formatter.write_dl([(each, self._line(ctx, each)) for each in commands], col_max=12)

    def _line(self, ctx: click.Context, command: str) -> str:
        if command in _LINES and not ctx.parent:
            return _LINES[command][0]
        return self.commands[command].get_short_help_str(limit=1000)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; problems are printed, and the exit status is 1."""
        if progress.plain():
            ctx.color = False
        try:
            return super().invoke(ctx)
        except ContentError as error:
            _refuse(ctx, error.problems)
        except OSError as error:
            if error.errno not in IN_THE_WAY:
                raise
            place = str(error.filename or tempfile.gettempdir())
            _refuse(ctx, unwritable(place, error).problems)


IN_THE_WAY = FULL | {errno.EROFS}
"""The error numbers that are a matter of the machine, wherever they turn up, and never a fault of the program."""


def _refuse(context: click.Context, problems: Sequence[Problem]) -> NoReturn:
    tell(problems)
    say(f"\n{count_of(len(problems), 'problem')}. Nothing was written.", err=True)
    context.exit(1)


def _meant(argument: str) -> str:
    """Return an argument as it was meant where its bytes are no UTF-8, and say so; a file of just that name is left."""
    words = understood(argument)
    if words == argument or os.path.exists(argument.rpartition("=")[2]):
        return argument
    say(f"“{words}” was not sent as UTF-8, and is read as Windows-1252.", err=True)
    return words
