"""The page on handouts that came back: each change with its words struck and inserted, for whoever decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from guidepress import alignment
from guidepress.compose import templates
from guidepress.compose.view import Plain
from guidepress.errors import count_of
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.roundtrip.returned import Returned, counted
from guidepress.roundtrip.summary import Change

ALIKE = 0.4
"""How much of two texts must be the same, of 1, for single words to be struck; else the whole text is."""

_STATUS = {
    "taken": "taken over",
    "changed": "not taken over yet",
    "unchanged": "nothing to take over",
    "asked": "to be answered",
    "unreadable": "not readable",
}


def report(project: Project, results: Sequence[Returned], today: date) -> str:
    """Return the page as HTML that needs nothing beside it. Raises ContentError where its template is broken."""
    return templates.returned(project, Choice.theme, view(results, today))


def view(results: Sequence[Returned], today: date) -> Plain:
    """Return the plain data that the page's template is filled with."""
    counts = [f"{count} {_STATUS[status]}" for status, count in counted(results).items()]
    return {
        "day": today.isoformat(),
        "result": f"{count_of(len(results), 'file')}: {', '.join(counts)}",
        "files": [_file(number, returned) for number, returned in enumerate(results, 1)],
    }


def _file(number: int, returned: Returned) -> Plain:
    return returned.plain() | {
        "anchor": f"file-{number}",
        "name": returned.name,
        "publisher": returned.publisher,
        "title": returned.title,
        "language": returned.language,
        "in_words": _STATUS[returned.status],
        "sentence": returned.sentence,
        # What nobody knows of a file is told once, with its hint.
        "questions": [] if returned.missing else list(returned.questions),
        "edits": [_edit(change) for change in returned.edits],
    }


def _edit(change: Change) -> Plain:
    was, now = change.words
    moved = change.kind == "moved"
    return {
        "kind": change.kind,
        "place": change.place,
        "pieces": [{"done": "same", "words": was}] if moved else list(pieces(was, now)),
        "to": now if moved else "",
        "remark": change.remark,
    }


def pieces(was: str, now: str) -> Iterator[Plain]:
    """Yield the words that two texts share, and those that were struck and inserted, in the order of reading."""
    old, new = (re.findall(r"\S+\s*", text) for text in (was, now))
    old_words, new_words = ([word.strip() for word in words] for words in (old, new))
    whole = [alignment.Stretch(False, 0, len(old), 0, len(new))]
    is_another = alignment.likeness(old_words, new_words) < ALIKE
    for same, start, end, start_now, end_now in whole if is_another else alignment.stretches(old_words, new_words):
        if same:
            yield {"done": "same", "words": "".join(new[start_now:end_now])}
            continue
        for what, words in (("struck", "".join(old[start:end])), ("inserted", "".join(new[start_now:end_now]))):
            if words:
                yield {"done": what, "words": words}
