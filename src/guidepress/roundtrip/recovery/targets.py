"""Where the words of each passage of a handout belong: the field, the list and the section that they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from guidepress.compose.line_names import IN_ROW
from guidepress.content.model.guides import NAMES
from guidepress.content.paths import follow, locate
from guidepress.word.base import Base
from guidepress.word.lines import Mark, Passage

Kind = Literal["text", "item", "entry", "row", "head", "added", "replaced", "fixed"]

PUBLISHER = "publisher"
"""The region, and the first step of the content paths, of whoever hands the guide out."""
CONTACT = f"{PUBLISHER}.contact.0"
"""The content path of the place for the contact lines, where it is still to be filled in."""
PLACES = {f"{PUBLISHER}.name": "name", CONTACT: "contact"}
"""The places that are to be filled in, by their content paths: what a guide calls them that says where they stand."""


@dataclass(frozen=True)
class Target:
    """Where the words of a passage belong in the content: region, list, place in the list, and leaves.

    `text` is a field with one text, `item` a text in a list, `entry` a group of fields in one passage, `row` one in a
    row of a table, `head` the heading of one, `added` and `replaced` a school's own; `fixed` words make themselves.
    `list` is the content path of the list, `index` the place in it, `leaves` are those of the content.
    `entry` is the list and the place in it of the entry whose line a school's own words replaced, `pieces` are the
    numbers of the school's replacements that stand in the line beside its leaves.
    """

    kind: Kind
    region: str
    list: str = ""
    index: int = 0
    leaves: tuple[Mark, ...] = ()
    entry: tuple[str, int] | None = None
    pieces: tuple[int, ...] = ()
    is_head: bool = False

    @property
    def item_place(self) -> tuple[str, int]:
        """The list of the item or entry that the words stand for, and the place in it."""
        return self.entry or (self.list, self.index)

    @property
    def path(self) -> str:
        """The content path of its first leaf."""
        return self.leaves[0].name if self.leaves else ""


def find(base: Base) -> list[Target]:
    """Return a target for each passage of a base, in their order: where its words belong."""
    content = {**base.content, PUBLISHER: base.publisher}
    regions = _regions(base.passages)
    memberships = [
        _membership(content, passage, region) for passage, region in zip(base.passages, regions, strict=True)
    ]
    entries = [_entry_of_line(content, passage) for passage in base.passages]
    items_of_rows: dict[tuple[int, int], tuple[str, int]] = {}
    for passage, membership, entry in zip(base.passages, memberships, entries, strict=True):
        if passage.place and entry:
            items_of_rows[passage.place[:2]] = entry
        elif passage.place and membership:
            items_of_rows.setdefault(passage.place[:2], membership[:2])
    passages_of_item = Counter(membership[:2] for membership in memberships if membership)
    targets = []
    for passage, region, membership, entry in zip(base.passages, regions, memberships, entries, strict=True):
        own = tuple(mark for mark in passage.marks if _is_own(content, mark.name))
        leaves = tuple(mark for mark in own if not _amended(mark.name)) or own
        pieces = tuple(_piece_number(mark.name) for mark in own if mark not in leaves)
        path, index = membership[:2] if membership else ("", 0)
        is_head = passage.look in ("h3", "h4") and entry is not None
        if leaves and (kind := _amended(leaves[0].name)):
            targets.append(Target(kind, region, path, index, leaves, entry, is_head=is_head))
        elif passage.place and passage.place[:2] in items_of_rows:
            path, index = items_of_rows[passage.place[:2]]
            targets.append(Target("row", region, path, index, leaves, pieces=pieces))
        elif not leaves:
            targets.append(Target("fixed", region, pieces=pieces))
        elif not membership:
            targets.append(Target("text", region, leaves=leaves, pieces=pieces))
        elif membership[2]:
            targets.append(Target("item", region, path, index, leaves))
        elif passage.look in ("h3", "h4"):
            targets.append(Target("head", region, path, index, leaves, pieces=pieces, is_head=True))
        elif passage.look[0] in "bn" or passages_of_item[path, index] == 1:
            targets.append(Target("entry", region, path, index, leaves, pieces=pieces))
        else:
            targets.append(Target("text", region, leaves=leaves, pieces=pieces))
    return targets


def _regions(passages: Sequence[Passage]) -> list[str]:
    """Return the region of each passage: a section's id, nothing before the first, or what has no section."""
    regions: list[str] = []
    region = ""
    for number, passage in enumerate(passages):
        sections = [mark.name.split(".")[1] for mark in passage.marks if mark.name.startswith("sections.")]
        following_marks = next((later.marks for later in passages[number + 1 :] if not _is_addition(later)), ())
        if passage.waits:
            # A place to fill in may have been moved among anything.
            regions.append(PUBLISHER if region else "")
            continue
        if passage.look == "h2":
            region = sections[0] if sections else f"other {number}"
        elif number == len(passages) - 1 and passage.look == "p":
            region = "imprint"
        elif region and not region.startswith("other"):
            paths = [mark.name for mark in (passage.marks or following_marks)]
            if passage.look == "p" and any(path.startswith(f"{PUBLISHER}.") for path in paths):
                region = PUBLISHER
        regions.append(region)
    return regions


def _is_addition(passage: Passage) -> bool:
    return bool(passage.marks) and _amended(passage.marks[0].name) == "added"


def _is_own(content: Mapping[str, Any], path: str) -> bool:
    """Say whether a leaf is a text of the guide that stands in one place; the name of a career may stand in several."""
    if path.startswith(f"{PUBLISHER}."):
        return True  # also where it is still to be filled in
    if path.startswith(f"{NAMES}."):
        return False
    try:
        locate(content, path)
    except KeyError:
        return False
    return True


def _amended(path: str) -> Kind | None:
    steps = path.split(".")
    return "added" if "added" in steps[:3] else "replaced" if "replaced" in steps[:3] else None


def _entry_of_line(content: Mapping[str, Any], passage: Passage) -> tuple[str, int] | None:
    """Return the list and the place in it of the entry that a line is of, by the name of the line; None for no such."""
    name = passage.line.partition(IN_ROW)[0]
    try:
        location = locate(content, name)
    except KeyError:
        return None
    levels = [level for level, step in enumerate(location) if isinstance(step, int) and (level != 1 or "." not in name)]
    if not levels or not isinstance(follow(content, location[: levels[-1] + 1]), Mapping):
        return None
    index = location[levels[-1]]
    assert isinstance(index, int)  # noqa: S101  (told to the type checker)
    return ".".join(name.split(".")[: levels[-1]]), index


def _piece_number(path: str) -> int:
    steps = path.split(".")
    return int(steps[steps.index("replaced") + 1]) if "replaced" in steps[:3] else -1


def _membership(content: Mapping[str, Any], passage: Passage, region: str) -> tuple[str, int, bool] | None:
    """Return the list that a passage belongs to, the place in it, and whether the passage is a text of the list.

    In a row of a table it is the outermost list of the section, elsewhere the innermost.
    """
    said = [mark for mark in passage.marks if not _amended(mark.name)]
    for mark in said or passage.marks:
        path = mark.name
        if path.startswith("roles.") and path.endswith(".short_name") and passage.place and passage.place[2] == 0:
            path = f"sections.{region}.roles.{path.split('.')[1]}"  # a row of a comparison has no words of its own
        if path.startswith(f"{NAMES}."):
            continue
        try:
            location = locate(content, path)
        except KeyError:
            if path == CONTACT:
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
