"""`python -m guidepress`: the command line."""

from __future__ import annotations

from guidepress.commands import main

if __name__ == "__main__":
    main()
