"""What initials in a guide stand for: the list of names and letters, and the runs of a text that are such initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from guidepress.content.model.labels import Names

Plain = dict[str, Any]


def listed(texts: Iterable[str], names: Names) -> list[Plain]:
    """Return the initials that stand in texts with the words that they stand for, in the order of the alphabet.

    Initials are passed over whose words stand in the texts themselves, so that nothing is said twice.
    """
    whole_text = "\n".join(texts)
    said = whole_text.casefold()
    printed = set(_pattern(names).findall(whole_text))
    return [
        {"short": short, "words": names.in_full[short].words}
        for short in sorted(printed, key=str.casefold)
        if names.in_full[short].words.casefold() not in said
    ]


def marked(runs: Sequence[Plain], names: Names) -> list[Plain]:
    """Split the runs of a text so that initials stand alone, each with the words that it stands for under `full`."""
    if not names.in_full:
        return list(runs)
    pattern = _pattern(names)
    found: list[Plain] = []
    for run in runs:
        if run.get("address"):
            found.append(run)
            continue
        for index, part in enumerate(pattern.split(run["text"])):
            if part:
                found.append(run | {"text": part, "full": str(names.in_full[part].words) if index % 2 else ""})
    return found


def _pattern(names: Names) -> re.Pattern[str]:
    """Return the pattern of all initials of which the words are known, the longest first, each in a group."""
    known = sorted(names.in_full, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, known)) or '(?!)'})(?!\w)")
