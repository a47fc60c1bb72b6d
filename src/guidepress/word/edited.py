"""Reads a handout that a school has edited: its passages, its base, what is tracked in it, and its comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guidepress.word import review
from guidepress.word.body import body_of, read_body
from guidepress.word.lines import Passage
from guidepress.word.package import open_package
from guidepress.word.settling import Changes


@dataclass(frozen=True)
class Edited:
    """An edited handout. `base` is None where the file carries none; `said` is what it says of its guide and revision.

    `tracked` counts the tracked changes by author, `pictures` holds the bytes of each picture by its digest. `notes`
    says in plain sentences what could not be read as it stands, or was left out, with the words next to it.
    """

    passages: tuple[Passage, ...]
    base: bytes | None
    said: str
    tracked: Mapping[str, int]
    comments: tuple[review.Comment, ...]
    pictures: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


def read(data: bytes, name: str, changes: Changes = "accept") -> Edited:
    """Read the bytes of an edited handout; `name` is how problems call it.

    Raises ContentError for whatever is no Word file that can be read safely.
    """
    package = open_package(data, name)
    body = read_body(package, changes)
    kept = [number for number, passage in enumerate(body.passages) if passage.picture or passage.text.strip()]
    numbers = {before: now for now, before in enumerate(kept)}
    return Edited(
        tuple(body.passages[number] for number in kept),
        review.base(package),
        review.said(package),
        review.tracked(body_of(package)),
        tuple(review.comments(package, body.about, numbers)),
        body.pictures,
        body.notes,
    )
