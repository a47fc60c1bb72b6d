"""The command line: options, prompts and printed lines, one file for each group of commands.

Options, prompts and what is printed belong here. No decision about content or outputs is taken here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

if TYPE_CHECKING:
    from guidepress.commands.cli import main

__all__ = ["main"]

__getattr__ = face(
    __name__,
    {
        "main": "cli",
    },
)
