"""The advice that the repository's own content gets as long as words and editions are not at hand for it."""

from __future__ import annotations

import re

_STANDING = re.compile(
    r"names? (is|are) printed as initials only|is printed, and nothing says what it stands for"
    r"|facts? (is|are) of the edition|is of the edition 2024–34; 2025–35 is out"
)


def is_standing(message: str) -> bool:
    """Say whether a piece of advice is of that kind."""
    return _STANDING.search(message) is not None


def left_out(told: str) -> str:
    """Return what a command told without that advice. Pieces with one hint stand together, that hint below them."""
    blocks = []
    for block in told.split("\n\n"):
        lines = block.split("\n")
        kept = [line for line in lines if not is_standing(line)]
        if len(kept) == len(lines) or any(line and not line.startswith("  hint:") for line in kept):
            blocks.append("\n".join(kept))
    text = "\n\n".join(blocks)
    return text if text.endswith("\n") or not text else f"{text}\n"
