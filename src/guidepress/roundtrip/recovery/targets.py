"""Where the words of each passage of a handout belong: the field, the list and the section that they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from guidepress.content.paths import locate
from guidepress.word.base import Base
from guidepress.word.lines import Mark, Passage

Kind = Literal["text", "item", "entry", "row", "head", "added", "replaced", "fixed"]

PUBLISHER = "publisher"
"""The region, and the first step of the content paths, of whoever hands the guide out."""


@dataclass(frozen=True)
class Target:
    """Where the words of a passage belong.

    `text` is a field with one text, `item` a text in a list, `entry` a group of fields in one passage, `row` one in a
    row of a table, `head` the heading of one, `added` and `replaced` a school's own; `fixed` words make themselves.
    `list` is the content path of the list, `index` the place in it, `leaves` are those of the content.
    """

    kind: Kind
    region: str
    list: str = ""
    index: int = 0
    leaves: tuple[Mark, ...] = ()

    @property
    def path(self) -> str:
        """The content path of its first leaf."""
        return self.leaves[0].name if self.leaves else ""


def find(base: Base) -> list[Target]:
    """Return where the words of each passage of a base belong."""
    held = {**base.content, PUBLISHER: base.publisher}
    regions = _regions(base.passages)
    lists = [_list(held, passage, region) for passage, region in zip(base.passages, regions, strict=True)]
    rows: dict[tuple[int, int], tuple[str, int]] = {}
    for passage, found in zip(base.passages, lists, strict=True):
        if passage.place and found:
            rows.setdefault(passage.place[:2], found[:2])
    alone = Counter(found[:2] for found in lists if found)
    made = []
    for passage, region, found in zip(base.passages, regions, lists, strict=True):
        leaves = tuple(mark for mark in passage.marks if _is_own(held, mark.name))
        of, index = found[:2] if found else ("", 0)
        if leaves and (kind := _amended(leaves[0].name)):
            made.append(Target(kind, region, of, index, leaves))
        elif passage.place and passage.place[:2] in rows:
            of, index = rows[passage.place[:2]]
            made.append(Target("row", region, of, index, leaves))
        elif not leaves:
            made.append(Target("fixed", region))
        elif not found:
            made.append(Target("text", region, leaves=leaves))
        elif found[2]:
            made.append(Target("item", region, of, index, leaves))
        elif passage.look in ("h3", "h4"):
            made.append(Target("head", region, of, index, leaves))
        elif passage.look[0] in "bn" or alone[of, index] == 1:
            made.append(Target("entry", region, of, index, leaves))
        else:
            made.append(Target("text", region, leaves=leaves))
    return made


def _regions(passages: Sequence[Passage]) -> list[str]:
    """Return the region of each passage: a section's id, nothing before the first, or what has no section."""
    found: list[str] = []
    region = ""
    for number, passage in enumerate(passages):
        sections = [mark.name.split(".")[1] for mark in passage.marks if mark.name.startswith("sections.")]
        after = next((each.marks for each in passages[number + 1 :] if not _is_addition(each)), ())
        if passage.waits:
            # A place to fill in may have been moved among anything.
            found.append(PUBLISHER if region else "")
            continue
        if passage.look == "h2":
            region = sections[0] if sections else f"other {number}"
        elif number == len(passages) - 1 and passage.look == "p":
            region = "imprint"
        elif region and not region.startswith("other"):
            named = [mark.name for mark in (passage.marks or after)]
            if passage.look == "p" and any(each.startswith(f"{PUBLISHER}.") for each in named):
                region = PUBLISHER
        found.append(region)
    return found


def _is_addition(passage: Passage) -> bool:
    return bool(passage.marks) and _amended(passage.marks[0].name) == "added"


def _is_own(held: Mapping[str, Any], path: str) -> bool:
    if path.startswith(f"{PUBLISHER}."):
        return True  # also where it is still to be filled in
    try:
        locate(held, path)
    except KeyError:
        return False
    return True


def _amended(path: str) -> Kind | None:
    steps = path.split(".")
    return "added" if "added" in steps[:3] else "replaced" if "replaced" in steps[:3] else None


def _list(held: Mapping[str, Any], passage: Passage, region: str) -> tuple[str, int, bool] | None:
    """Return the list that a passage belongs to, the place in it, and whether the passage is a text of the list.

    In a row of a table it is the outermost list of the section, elsewhere the innermost.
    """
    for mark in passage.marks:
        path = mark.name
        if path.startswith("roles.") and path.endswith(".short_name") and passage.place and passage.place[2] == 0:
            path = f"sections.{region}.roles.{path.split('.')[1]}"  # a row of a comparison has no words of its own
        try:
            location = locate(held, path)
        except KeyError:
            if path == f"{PUBLISHER}.contact.0":
                return f"{PUBLISHER}.contact", 0, True
            continue
        steps = path.split(".")
        levels = [
            number
            for number, step in enumerate(location)
            if isinstance(step, int) and (number != 1 or steps[0] != "sections")
        ]
        if not levels:
            continue
        level = levels[0] if passage.place else levels[-1]
        index = location[level]
        assert isinstance(index, int)  # noqa: S101  (told to the type checker)
        return ".".join(steps[:level]), index, level == len(steps) - 1 and mark.name == path
    return None
