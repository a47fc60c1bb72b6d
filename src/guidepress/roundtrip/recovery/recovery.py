"""An edited handout back to content: what its school now says, field by field and list by list.

Every passage of the edited handout finds its way into the content: into the field that it came from, into the list
between whose items it stands, or, where there is no field for it, among the school's own additions. Nothing is dropped.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from guidepress import alignment
from guidepress.compose import programmes
from guidepress.compose.document import Run, solid
from guidepress.content.model.fields import slug_of
from guidepress.content.model.inline import plain
from guidepress.roundtrip.recovery.career_names import with_new_names
from guidepress.roundtrip.recovery.compared import Compared
from guidepress.roundtrip.recovery.leaves import filled_in, left_empty, unfilled
from guidepress.roundtrip.recovery.markdown import literal
from guidepress.roundtrip.recovery.match import match, rows_of_bookmarks
from guidepress.roundtrip.recovery.pieces import AT_THE_END, Content, Unplaced
from guidepress.roundtrip.recovery.quotations import with_printed_marks
from guidepress.roundtrip.recovery.region import Region
from guidepress.roundtrip.recovery.targets import PLACES, PUBLISHER, Target, find
from guidepress.word.base import Base
from guidepress.word.lines import Passage, as_read
from guidepress.word.names import marks_leaf

_BOX_NAME = "fill-in.name"  # the line of the box that asks for the name


@dataclass(frozen=True)
class Recovered:
    """What a school's edited handout says: the guide and who hands it out, as they would stand in YAML.

    `pictures` has the digest of each picture that was replaced by what it shows: `logo`, `banner` for the drawing at
    the top, or `photo` and the section.
    `marked` is the share of the bookmarks of its leaves that were found again. `edited` are the lines of the edited
    handout with each new name of a career wherever it stands.
    """

    guide: Mapping[str, Any]
    publisher: Mapping[str, Any]
    pictures: Mapping[str, str] = field(default_factory=dict)
    unplaced: Sequence[Unplaced] = ()
    marked: float = 1.0
    edited: Sequence[Passage] = ()


def recover(base: Base, edited: Sequence[Passage]) -> Recovered:
    """Return what an edited handout says, compared with the base that it was made from."""
    return _Recovery(base, edited).recover()


class _Recovery:
    """An edited handout, compared with its base, on its way to content. `regions` says where each column stands now."""

    def __init__(self, base: Base, edited: Sequence[Passage]) -> None:
        targets = find(base)
        self.marks = rows_of_bookmarks(base.passages)
        rows = match(base.passages, edited, self.marks)
        _part_from_sections_that_are_gone(base, targets, edited, rows)
        _give_tables_their_headings(base, targets, edited, rows)
        self.compared = with_printed_marks(with_new_names(Compared(base, targets, edited, rows)))
        self.headings = {
            target.region: row for row, target in enumerate(targets) if base.passages[row].look == "h2"
        }  # fmt: skip
        self.regions = self.find_regions()
        self.unplaced: list[Unplaced] = []

    def recover(self) -> Recovered:
        compared = self.compared
        guide: Content = copy.deepcopy(dict(compared.base.content))
        publisher: Content = copy.deepcopy(dict(compared.base.publisher))
        sections = {section["id"]: section for section in guide["sections"]}
        order: list[str] = []
        rebuilt: dict[str, Content] = {}
        read: list[Region] = []
        shared = Region.of(compared, "", guide, publisher)

        def new_id(heading: str) -> str:
            return _new_id(heading, {*sections, *(section["id"] for section in rebuilt.values())})

        publisher_ends = min(self.cluster(PUBLISHER), default=len(compared.edited))
        for name in dict.fromkeys([*self.regions, *(target.region for target in compared.targets)]):
            columns = [column for column, region in enumerate(self.regions) if region == name]
            if name in sections:
                if not columns:
                    continue  # the whole section is gone
                order.append(name)
                region = Region.of(compared, name, sections[name], publisher)
                rebuilt[name] = region.rebuild(columns, behind=columns[0] > publisher_ends)
                if rebuilt[name]["kind"] == "own" != sections[name]["kind"]:
                    rebuilt[name]["id"] = new_id(name)
                read.append(region)
            elif name.startswith("new "):
                order.append(name)
                region = Region.of(compared, name, {}, publisher)
                heading = new_id(compared.edited[columns[0]].text)
                rebuilt[name] = region.own(heading, columns, behind=columns[0] > publisher_ends)
                read.append(region)
            else:
                shared.extend(name, columns)
        shared.write()
        read.append(shared)
        self.unplaced += [unplaced for region in read for unplaced in region.pieces.unplaced]
        as_seen = {column for region in read for column in region.pieces.as_seen}
        self.take_box(publisher)
        self.keep_all(guide, publisher, rebuilt.values())
        guide["sections"] = self.ordered([section["id"] for section in guide["sections"]], order, rebuilt)
        self.place_programmes(rebuilt, guide)
        return Recovered(
            guide, publisher, self.pictures(), tuple(self.unplaced), self.share(), self.as_filled_in(publisher, as_seen)
        )

    def take_box(self, publisher: Content) -> None:
        """Take what was typed in the box of what is to be filled in: the name, and lines of the contact."""
        compared = self.compared
        elsewhere = {solid(passage.text) for passage in compared.edited if passage.look != "fill"}
        typed: list[str] = []
        for column, passage in enumerate(compared.edited):
            was = compared.was(column)
            if "fill" not in (passage.look, was.look if was is not None else passage.look):
                continue
            label = was.text if was is not None else ""
            stretches = filled_in(passage.stretches, label) if label else passage.stretches
            words = solid("".join(stretch.text for stretch in stretches))
            if not words or solid(passage.text) in {solid(label), *elsewhere}:
                continue
            if was is not None and was.line == _BOX_NAME and not publisher.get("name"):
                publisher["name"] = words
            else:
                typed.append(literal(stretches))
        lines = [line for line in typed if line not in (publisher.get("contact") or ())]
        if lines:
            publisher["contact"] = [*(publisher.get("contact") or ()), *lines]

    def as_filled_in(self, publisher: Content, as_seen: Collection[int]) -> list[Passage]:
        """Return the edited lines as a handout will say them once it has what was typed into places to be filled in.

        What said that something is to be filled in goes, beside what was typed there and where it was typed elsewhere.
        `as_seen` has the columns whose words were taken in with the look that only their style gave them.
        """
        lines: list[Passage] = []
        for column, passage in enumerate(self.compared.edited):
            row, was = self.compared.rows[column], self.compared.was(column)
            if column in as_seen:
                passage = replace(passage, stretches=as_read(passage), bold=False, italic=False)
            places = unfilled(was) if was is not None and was.look != "fill" else {}
            for path, placeholder in places.items():
                rest = self.compared.filled_in(row or 0, passage.stretches, placeholder)
                if rest:
                    passage = replace(passage, stretches=rest)
                elif values := publisher.get(PLACES.get(path, "")):  # it was typed in the box
                    typed = [values] if isinstance(values, str) else values
                    lines += [replace(passage, stretches=(Run(plain(words)),)) for words in typed]
                    break
            else:
                lines.append(passage)
        return lines

    def keep_all(self, guide: Content, publisher: Content, sections: Iterable[Content]) -> None:
        """See to it that no word is lost: what has found no place stands at the end, as an addition."""
        said = set(alignment.tokens(_all_text([*sections, publisher, {**guide, "sections": []}])))
        for column, passage in enumerate(self.compared.edited):
            was = self.compared.was(column)
            before = was.text if was is not None else ""
            words = [word for word in alignment.tokens(passage.text) if word.strip()]
            lost = [word for word in words if word not in said and word not in before]
            if lost:
                guide.setdefault("added", []).append(
                    {"look": "paragraph", "text": literal(passage.stretches), "after": "end"}
                )
                self.unplaced.append(Unplaced(solid(passage.text), AT_THE_END))

    # Regions ------------------------------------------------------------------------------------------------------

    def find_regions(self) -> list[str]:
        """Return the region in which each edited passage stands now."""
        compared, headings = self.compared, self.headings
        publisher = self.cluster(PUBLISHER)
        regions: list[str] = []
        current = ""
        for column, passage in enumerate(compared.edited):
            row = compared.rows[column]
            heads = passage.look == "h2" and (row is None or row == headings.get(compared.targets[row].region))
            if heads and current == PUBLISHER:
                publisher = set()  # what still comes of it was moved under another heading
            if row is None:
                if passage.look == "h2" and column:
                    current = f"new {column}"
                regions.append(current)
                continue
            own = compared.targets[row].region
            if self.waits(column):
                regions.append(own)  # it stands where the template puts it, wherever it was moved
                continue
            headless = own in headings and headings[own] not in compared.columns
            if row == headings.get(own) or headless or column in publisher or own == "imprint":
                current = own
            # A table stays with its section, wherever it is read.
            regions.append(own if passage.place and compared.base.passages[row].place else current)
        return regions

    def waits(self, column: int) -> bool:
        """Say whether a passage is a place that was left to be filled in."""
        before = self.compared.was(column)
        return before is not None and left_empty(before, self.compared.edited[column])

    def cluster(self, region: str) -> set[int]:
        """Return the columns where a region stands: the most of it with nothing of another region between."""
        groups: list[list[int]] = [[]]
        for column, row in enumerate(self.compared.rows):
            if row is None or self.waits(column):
                continue
            if self.compared.targets[row].region == region:
                groups[-1].append(column)
            elif groups[-1]:
                groups.append([])
        most: list[int] = max(groups, key=len)
        return set(most)

    def ordered(self, before: Sequence[str], now: Sequence[str], rebuilt: Mapping[str, Content]) -> list[Content]:
        """Put sections in order: as they stand in the handout where a school has moved any, else as they stood."""
        shown = list(dict.fromkeys(target.region for target in self.compared.targets if target.region in before))
        kept = [region for region in now if region in before]
        if kept == [region for region in shown if region in kept]:
            kept = [region for region in before if region in kept]
        result = [rebuilt[region] for region in kept]
        for number, region in enumerate(now):
            if region in before:
                continue
            above = next((other for other in reversed(now[:number]) if other in rebuilt), None)
            place = 0 if above is None else result.index(rebuilt[above]) + 1
            result.insert(place, rebuilt[region])
        return result

    def place_programmes(self, rebuilt: Mapping[str, Content], guide: Content) -> None:
        """Say behind which section the programs nearby stand, where they do not stand there by themselves."""
        marked = [
            target.region
            for passage, target in zip(self.compared.base.passages, self.compared.targets, strict=True)
            if any(mark.name.startswith(f"{PUBLISHER}.programmes.") for mark in passage.marks)
        ]
        if not marked or marked[0] not in self.regions:
            return
        place = programmes.before_next([section["kind"] for section in guide["sections"]])
        by_themselves = guide["sections"][place - 1]["id"] if place else programmes.FIRST
        above = self.regions[: self.regions.index(marked[0])][::-1]
        behind = next((rebuilt[region]["id"] for region in above if region in rebuilt), programmes.FIRST)
        guide.pop("programmes_behind", None)
        if behind != by_themselves:
            guide["programmes_behind"] = behind

    # The rest -----------------------------------------------------------------------------------------------------

    def share(self) -> float:
        """Return the share of the leaves' bookmarks that were found again."""
        set_once = {name for name in self.marks if marks_leaf(name)}
        kept = {mark.name for passage in self.compared.edited for mark in passage.marks}
        return len(kept & set_once) / len(set_once) if set_once else 1.0

    def pictures(self) -> dict[str, str]:
        """Return the pictures that were replaced, by what they show."""
        replaced: dict[str, str] = {}
        for column, passage in enumerate(self.compared.edited):
            if passage.look != "picture":
                continue
            before = self.compared.was(column)
            if before is not None and before.picture == passage.picture:
                continue
            what = self.shows(before, self.regions[column]) if before is not None else ""
            if what:
                replaced[what] = passage.picture
            else:
                told = passage.alternative or "a picture"
                reason = "only the logo, the drawing at the top and photographs can be replaced in a handout"
                self.unplaced.append(Unplaced(told, reason))
        return replaced

    def shows(self, picture: Passage, region: str) -> str:
        """Return what a picture of the base shows; empty for a decoration that is not the one at the top."""
        base = self.compared.base
        logo = base.publisher.get("logo")
        if logo and picture.alternative == solid(logo["alt"]):
            return "logo"
        photos = {section["id"]: section["photo"] for section in base.content["sections"] if section.get("photo")}
        if region in photos and picture.alternative == solid(photos[region]["alt"]):
            return f"photo {region}"
        return "" if picture.alternative or region else "banner"


def _part_from_sections_that_are_gone(
    base: Base, targets: Sequence[Target], edited: Sequence[Passage], rows: list[int | None]
) -> None:
    """Take a heading for a new one where nothing of its section is left, and another one was typed in its place.

    Changes `rows`.
    """
    columns = {row: column for column, row in enumerate(rows) if row is not None}
    for row, target in enumerate(targets):
        if base.passages[row].look != "h2" or row not in columns:
            continue
        others = [other for other, its in enumerate(targets) if its.region == target.region and other != row]
        old, new = base.passages[row].text, edited[columns[row]].text
        is_another = alignment.likeness(solid(old), solid(new)) < _SAME_HEADING
        if others and is_another and not any(other in columns for other in others):
            rows[columns[row]] = None


_SAME_HEADING = 0.5  # likeness of two headings that may be one


def _give_tables_their_headings(
    base: Base, targets: Sequence[Target], edited: Sequence[Passage], rows: list[int | None]
) -> None:
    """Let a section go on under the heading right above its table, where a school has put more than one.

    What stands above that heading is then a section of the school's own. Changes `rows`.
    """
    headings = {target.region: row for row, target in enumerate(targets) if base.passages[row].look == "h2"}
    columns = {row: column for column, row in enumerate(rows) if row is not None}
    for region, row in headings.items():
        tables = [
            columns[other]
            for other, target in enumerate(targets)
            if target.region == region and base.passages[other].place and other in columns
        ]
        if row not in columns or not tables:
            continue
        between = range(columns[row] + 1, min(tables))
        typed = [column for column in between if rows[column] is None and edited[column].look == "h2"]
        if typed:
            rows[columns[row]], rows[typed[-1]] = None, row


def _new_id(heading: str, taken: Collection[str]) -> str:
    """Return an id for a section of the school's own, made from its heading, that no other has."""
    slug = slug_of(solid(heading))[:40].strip("-")
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
    titles = {f"sections.{section}.title" for section in gone}
    return [target for target in find(base) if target.region in gone and target.path in titles]
