"""`python -m guidepress`, and the command `guidepress`: stopped with Ctrl-C, printed on any terminal."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

from guidepress.commands import stopping, streams

SELDOM = 50_000
"""Objects made before a look for cycles: a command makes a few guides and ends, and looking takes a tenth of its time.
"""


def main() -> None:
    """Run the command line. The exit status: 0 fine, 1 problems, 2 wrong usage, 130 stopped with Ctrl-C."""
    gc.set_threshold(SELDOM)
    stopping.listen()
    streams.make_readable()
    try:
        from guidepress.commands.cli import main as command  # processes that make guides load this module, not that one

        command()
    except stopping.Stopped as stop:
        with suppress(OSError):  # a terminal that is closed reads nothing
            sys.stderr.write(f"\n{stop.words}\n")
        stopping.leave(int(str(stop.code)))


if __name__ == "__main__":
    main()
