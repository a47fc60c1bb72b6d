"""The runs of a text as templates take them: what stays whole at a line's end, what is an address, what is a name."""

from __future__ import annotations

import re
from typing import Any

from guidepress.content.model import addresses

Plain = dict[str, Any]

PLAIN: Plain = {"strong": False, "emphasis": False, "href": "", "language": "", "full": ""}
SHORT_TEXT = 60
"""Words of a text of which the lines are broken by sense; in a longer one each line is as full as it goes."""
WHOLE = re.compile(r"((?<!\w)(?:\w[-‑]\w+|\d+–\d+|[A-Z]+-[A-Z]+|[A-Z.]+\([A-Z]+\)))")
"""What is not broken at the end of a line: X-ray, 2024–34, JRC-DMS, R.T.(R)."""
NAME = re.compile(
    r"title|series|brand\.name|publisher\.(?:name|contact\.\d+)|publisher\.programmes\.\d+\.name|sections\.[^.]+\.who"
)
"""The content paths of names, and of lines that may be one: lines end at their blanks only."""
UNBOUND = ("title", "series")  # set so large that two words may not go on a line
LAST = re.compile(r"(?<= )(\S{1,11} \S{1,9})$")
"""The end of a text that would leave one short word on a line of its own."""


def split(text: str) -> list[Plain]:
    """Split a text into runs, and mark addresses, and what must not be broken at the end of a line."""
    runs: list[Plain] = []
    for index, part in enumerate(addresses.IN_TEXT.split(text)):
        if index % 2:
            runs.append({"text": part, "whole": False, "address": True})
        else:
            runs += [
                {"text": piece, "whole": bool(WHOLE.fullmatch(piece)), "address": False}
                for piece in WHOLE.split(part)
                if piece
            ]
    return runs


def bind_last(path: str, runs: list[Plain]) -> list[Plain]:
    """Bind the last two words of a long text, so that no short word stands alone on its last line.

    In a short one that is seen to where its lines are broken. `path` is the text's content path.
    """
    words = sum(len(run["text"].split()) for run in runs)
    if words <= SHORT_TEXT or path in UNBOUND:
        return runs
    run = runs[-1]
    if run["whole"] or run["address"] or run["href"] or not (match := LAST.search(run["text"])):
        return runs
    return [*runs[:-1], run | {"text": run["text"][: match.start()]}, run | {"text": match[1], "whole": True}]


def name(text: str) -> list[Plain]:
    """Return the runs of a name: it is one, and lines end at its blanks only."""
    return [PLAIN | {"text": text, "whole": False, "address": False, "name": True}]
