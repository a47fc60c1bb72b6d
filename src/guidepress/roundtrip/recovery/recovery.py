"""An edited handout back to content: what its school now says, field by field and list by list.

Every passage of the edited handout finds its way into the content: into the field that it came from, into the list
between whose items it stands, or, where there is no field for it, among the school's own additions. Nothing is dropped.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guidepress.compose import programmes
from guidepress.compose.document import solid
from guidepress.content.model.inline import plain
from guidepress.roundtrip.recovery import targets as places
from guidepress.roundtrip.recovery.leaves import left_empty
from guidepress.roundtrip.recovery.markdown import literal, tokens
from guidepress.roundtrip.recovery.match import match
from guidepress.roundtrip.recovery.order import Content, Unplaced
from guidepress.roundtrip.recovery.region import Region
from guidepress.roundtrip.recovery.targets import PUBLISHER, Target
from guidepress.word.base import Base
from guidepress.word.lines import Passage
from guidepress.word.names import bookmark


@dataclass(frozen=True)
class Recovered:
    """What a school's edited handout says: the guide and who hands it out, as they would stand in YAML.

    `pictures` has the digest of each picture that was replaced by what it shows: `logo`, `banner` for the drawing at
    the top, or `photo` and the section.
    `marked` is the share of the handout's bookmarks that were found again.
    """

    guide: Mapping[str, Any]
    publisher: Mapping[str, Any]
    pictures: Mapping[str, str] = field(default_factory=dict)
    unplaced: Sequence[Unplaced] = ()
    marked: float = 1.0


def recover(base: Base, edited: Sequence[Passage]) -> Recovered:
    """Return what an edited handout says, compared with the base that it was made from."""
    return _Recovery(base, edited).recover()


class _Recovery:
    def __init__(self, base: Base, edited: Sequence[Passage]) -> None:
        self.base, self.edited = base, edited
        self.slots = places.slots(base)
        self.marks = {
            bookmark(mark.name, mark.occurrence): row
            for row, passage in enumerate(base.passages)
            for mark in passage.marks
        }
        self.of = match(base.passages, edited, self.marks)
        self.give_tables_their_headings()
        self.back = {row: column for column, row in enumerate(self.of) if row is not None}
        self.unplaced: list[Unplaced] = []

    def give_tables_their_headings(self) -> None:
        """Let a section go on under the heading right above its table, where a school has put more than one.

        What stands above that heading is then a section of the school's own.
        """
        headings = {slot.region: row for row, slot in enumerate(self.slots) if self.base.passages[row].look == "h2"}
        columns = {row: column for column, row in enumerate(self.of) if row is not None}
        for region, row in headings.items():
            tables = [
                columns[other]
                for other, slot in enumerate(self.slots)
                if slot.region == region and self.base.passages[other].place and other in columns
            ]
            if row not in columns or not tables:
                continue
            between = range(columns[row] + 1, min(tables))
            typed = [at for at in between if self.of[at] is None and self.edited[at].look == "h2"]
            if typed:
                self.of[columns[row]], self.of[typed[-1]] = None, row

    def recover(self) -> Recovered:
        regions = self.regions()
        guide: Content = copy.deepcopy(dict(self.base.content))
        publisher: Content = copy.deepcopy(dict(self.base.publisher))
        sections = {section["id"]: section for section in guide["sections"]}
        order: list[str] = []
        made: dict[str, Content] = {}
        shared = Region(self.base, self.slots, self.edited, self.of, "", guide, publisher)

        def new_id(heading: str) -> str:
            return _new_id(heading, {*sections, *(each["id"] for each in made.values())})

        publisher_ends = min(self.cluster(PUBLISHER), default=len(self.edited))
        for region in dict.fromkeys([*regions, *(slot.region for slot in self.slots)]):
            columns = [column for column, each in enumerate(regions) if each == region]
            if region in sections:
                if not columns:
                    continue  # the whole section is gone
                order.append(region)
                behind = columns[0] > publisher_ends
                one = Region(self.base, self.slots, self.edited, self.of, region, sections[region], publisher, behind)
                made[region] = one.rebuild(columns)
                if made[region]["kind"] == "own" != sections[region]["kind"]:
                    made[region]["id"] = new_id(region)
                self.unplaced += one.unplaced
            elif region.startswith("new "):
                order.append(region)
                behind = columns[0] > publisher_ends
                one = Region(self.base, self.slots, self.edited, self.of, region, {}, publisher, behind)
                made[region] = one.own(new_id(self.edited[columns[0]].text), columns)
            else:
                shared.extend(region, columns)
        shared.write()
        self.unplaced += shared.unplaced
        self.keep_all(guide, publisher, made.values())
        guide["sections"] = self.ordered([section["id"] for section in guide["sections"]], order, made)
        self.place_programmes(regions, made, guide)
        return Recovered(guide, publisher, self.pictures(regions), tuple(self.unplaced), self.share())

    def keep_all(self, guide: Content, publisher: Content, sections: Iterable[Content]) -> None:
        """See to it that no word is lost: what has found no place stands at the end, as an addition."""
        said = set(tokens(_all_text([*sections, publisher, {**guide, "sections": []}])))
        for column, passage in enumerate(self.edited):
            row = self.of[column]
            before = self.base.passages[row].text if row is not None else ""
            lost = [word for word in tokens(passage.text) if word.strip() and word not in said and word not in before]
            if lost:
                guide.setdefault("added", []).append(
                    {"look": "paragraph", "text": literal(passage.stretches), "after": "end"}
                )
                self.unplaced.append(Unplaced(solid(passage.text), "this found no place and stands at the end"))

    # Regions ------------------------------------------------------------------------------------------------------

    def regions(self) -> list[str]:
        """Return the region in which each edited passage stands now."""
        headings = {slot.region: row for row, slot in enumerate(self.slots) if self.base.passages[row].look == "h2"}
        publisher = self.cluster(PUBLISHER)
        found: list[str] = []
        current = ""
        for column, passage in enumerate(self.edited):
            row = self.of[column]
            heads = passage.look == "h2" and (row is None or row == headings.get(self.slots[row].region))
            if heads and current == PUBLISHER:
                publisher = set()  # what still comes of it was moved under another heading
            if row is None:
                if passage.look == "h2" and column:
                    current = f"new {column}"
                found.append(current)
                continue
            of = self.slots[row].region
            if self.waits(column):
                found.append(of)  # it stands where the template puts it, wherever it was moved
                continue
            headless = of in headings and headings[of] not in self.back
            if row == headings.get(of) or headless or column in publisher or of == "imprint":
                current = of
            # A table stays with its section, wherever it is read.
            found.append(of if passage.place and self.base.passages[row].place else current)
        return found

    def waits(self, column: int) -> bool:
        """Say whether a passage is a place that was left to be filled in."""
        row = self.of[column]
        return row is not None and left_empty(self.base.passages[row], self.edited[column])

    def cluster(self, region: str) -> set[int]:
        """Return the columns where a region stands: the most of it with nothing of another region between."""
        groups: list[list[int]] = [[]]
        for column, row in enumerate(self.of):
            if row is None or self.waits(column):
                continue
            if self.slots[row].region == region:
                groups[-1].append(column)
            elif groups[-1]:
                groups.append([])
        most: list[int] = max(groups, key=len)
        return set(most)

    def ordered(self, before: Sequence[str], now: Sequence[str], made: Mapping[str, Content]) -> list[Content]:
        """Put sections in order: as they stand in the handout where a school has moved any, else as they stood."""
        shown = list(dict.fromkeys(slot.region for slot in self.slots if slot.region in before))
        kept = [region for region in now if region in before]
        if kept == [region for region in shown if region in kept]:
            kept = [region for region in before if region in kept]
        result = [made[region] for region in kept]
        for number, region in enumerate(now):
            if region in before:
                continue
            above = next((each for each in reversed(now[:number]) if each in made), None)
            at = 0 if above is None else result.index(made[above]) + 1
            result.insert(at, made[region])
        return result

    def place_programmes(self, regions: Sequence[str], made: Mapping[str, Content], guide: Content) -> None:
        """Say behind which section the programs nearby stand, where they do not stand there by themselves."""
        marked = [
            slot.region
            for passage, slot in zip(self.base.passages, self.slots, strict=True)
            if any(mark.name.startswith(f"{PUBLISHER}.programmes.") for mark in passage.marks)
        ]
        if not marked or marked[0] not in regions:
            return
        at = programmes.before_next([each["kind"] for each in guide["sections"]])
        by_themselves = guide["sections"][at - 1]["id"] if at else programmes.FIRST
        before = (made[each]["id"] for each in regions[: regions.index(marked[0])][::-1] if each in made)
        above = next(before, programmes.FIRST)
        guide.pop("programmes_behind", None)
        if above != by_themselves:
            guide["programmes_behind"] = above

    # The rest -----------------------------------------------------------------------------------------------------

    def share(self) -> float:
        """Return the share of the bookmarks that were found again."""
        found = {mark.name for passage in self.edited for mark in passage.marks}
        return len(found & set(self.marks)) / len(self.marks) if self.marks else 1.0

    def pictures(self, regions: Sequence[str]) -> dict[str, str]:
        """Return the pictures that were replaced, by what they show."""
        found: dict[str, str] = {}
        for column, passage in enumerate(self.edited):
            if passage.look != "picture":
                continue
            row = self.of[column]
            before = self.base.passages[row] if row is not None else None
            if before is not None and before.picture == passage.picture:
                continue
            what = self.shows(before, regions[column]) if before is not None else ""
            if what:
                found[what] = passage.picture
            else:
                told = passage.alternative or "a picture"
                reason = "only the logo, the drawing at the top and photographs can be replaced in a handout"
                self.unplaced.append(Unplaced(told, reason))
        return found

    def shows(self, picture: Passage, region: str) -> str:
        """Return what a picture of the base shows; nothing for a decoration that is not the one at the top."""
        logo = self.base.publisher.get("logo")
        if logo and picture.alternative == solid(logo["alt"]):
            return "logo"
        photos = {each["id"]: each["photo"] for each in self.base.content["sections"] if each.get("photo")}
        if region in photos and picture.alternative == solid(photos[region]["alt"]):
            return f"photo {region}"
        return "" if picture.alternative or region else "banner"


def _new_id(heading: str, taken: Collection[str]) -> str:
    """Return an id for a section of the school's own, made from its heading, that no other has."""
    slug = re.sub(r"[^a-z0-9]+", "-", solid(heading).lower()).strip("-")[:40].strip("-")
    wanted = f"own-{slug or 'section'}"
    found, count = wanted, 1
    while found in taken:
        count += 1
        found = f"{wanted}-{count}"
    return found


def _all_text(value: Any) -> str:
    """Return all texts of plain content, without their Markdown."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return " ".join(_all_text(item) for item in value.values())
    if isinstance(value, Sequence):
        return " ".join(_all_text(item) for item in value)
    return ""


def deleted(base: Base, recovered: Recovered) -> list[Target]:
    """Return the headings of the sections that an edited handout no longer has."""
    left = {section["id"] for section in recovered.guide["sections"]}
    gone = [section["id"] for section in base.content["sections"] if section["id"] not in left]
    return [slot for slot in places.slots(base) if slot.region in gone and slot.path == f"sections.{slot.region}.title"]
