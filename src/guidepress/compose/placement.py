"""On which panel and in which column of a brochure each section, or part of one, stands: as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Slot:
    """A column of text: its name, and the panel that it stands on, which has the same name where it is the only one.

    It has the colours of the panel, or of the one that `ground` names.
    """

    name: str
    panel: str
    ground: str = ""

    def __str__(self) -> str:
        """Say to people which column it is."""
        _, _, number = self.name.partition(COLUMN)
        return f"column {number} of the panel {self.panel}" if number else f"the panel {self.panel}"


def named(name: str) -> Slot:
    """Return the column of text that has this name."""
    return Slot(name, name.partition(COLUMN)[0])


COLUMN = "-column-"
CALL = "call"
"""The ground of a narrow back, on which stands what to do next. Themes name it as they do panels."""


@dataclass(frozen=True)
class Part:
    """A section, by its id, or some of its items, and the column where it stands: items from `start` up to `stop`."""

    section: str
    slot: str
    start: int = 0
    stop: int | None = None


@dataclass(frozen=True)
class Placing:
    """Where every section stands in a brochure: its columns and the parts of sections, both in reading order.

    `pages` is the number of pages of a format that has numbered ones, `dropped` the sections that are left out. On a
    `wide` measure figures and lists stand side by side.
    """

    slots: Sequence[Slot]
    parts: Sequence[Part]
    pages: int | None = None
    dropped: tuple[str, ...] = ()
    wide: bool = False


def giving_way(sections: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what has a rank, in the order in which it gives way: sections by their ids, notes by their content paths.

    The highest rank goes first; of equal ranks what is read last. The photograph of a quotation goes before its words,
    and last of all where the section has no rank.
    """
    ranks: dict[str, float] = {}
    for section in sections:
        rank = ranks[section["id"]] = section["rank"] or (FIRST_TO_GO if section["optional"] else 0)
        if section.get("kind") == QUOTATION and section["photo"]:
            ranks[photo_of(section["id"])] = rank or LAST_TO_GO
        ranks |= {
            item["note"]["path"]: item["rank"] for item in section.get("facts", ()) if item["rank"] and item["note"]
        }
    return sorted((name for name in reversed(ranks) if ranks[name]), key=lambda name: -ranks[name])


FIRST_TO_GO, LAST_TO_GO = 9, 0.5
QUOTATION = "quotation"


def photo_of(section: str) -> str:
    """Return the content path of a section's photograph."""
    return f"sections.{section}.photo"
