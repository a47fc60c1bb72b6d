"""What would make a brochure fit whose text runs over: a section on another panel, another format. Each is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from lxml import html as lxml_html

from guidepress.brochure import brochure, columns, overset
from guidepress.brochure.brochure import Brochure
from guidepress.brochure.fit import Room
from guidepress.compose.prepared import Prepared
from guidepress.content.model.sections import PanelName, SectionBase
from guidepress.errors import shorten

LARGER = ("halffold", "flyer", "booklet")
"""Formats that hold more than a tri-fold, the least paper first."""

HEADING = 40.0  # points: more than the heading of a section and the space over it take


def find(ready: Prepared, fitted: Brochure, format: str, paper: str) -> str:  # noqa: A002 - the field's word
    """Return in words what would make a brochure fit, as a hint ends; "" where nothing was found.

    A format is looked for only where no few pieces of text would make it fit, since each takes as long as a build.
    """
    if columns.names_panels(format) and not ready.school:
        for moved, words in _moves(ready, fitted):
            if brochure.make(moved, format, paper).chosen.fits:
                return words
    if overset.can_be_shortened(fitted, ready.places):
        return ""
    if any(-room.left > fitted.depths.get(name, 0.0) for name, room in fitted.chosen.rooms.items()):
        return ""  # more than a whole panel too much in one place: no other format would hold that, either
    for larger in LARGER:
        if larger != format and brochure.fitted(ready, larger, paper)[1].chosen.fits:
            return f"or build with “--format {larger}”, which holds all of it"
    return ""


def _moves(ready: Prepared, fitted: Brochure) -> Iterator[tuple[Prepared, str]]:
    """Yield guides in which a section of a full panel stands on the panel before or after it, if that has room."""
    sections, rooms = ready.guide.sections, fitted.chosen.rooms
    heights = _heights(fitted, sections)
    starts = [index for index, section in enumerate(sections) if section.panel] + [len(sections)]
    for number, (start, end) in enumerate(pairwise(starts)):
        panel = str(sections[start].panel)
        over = -rooms[panel].left if panel in rooms else 0.0
        if over <= 0 or end - start < 2:
            continue
        to_the_one_before, to_the_one_after = (start, number - 1, start, start + 1), (end - 1, number + 1, end, end - 1)
        for moving, other, source, target in (to_the_one_before, to_the_one_after):
            if not 0 <= other < len(starts) - 1:
                continue
            height = heights[sections[moving].id]
            if height + HEADING >= over and _has_room(rooms, sections[starts[other]].panel, height):
                yield _moved(ready, source, target), _words(sections, source, target)


def _has_room(rooms: Mapping[str, Room], panel: PanelName | None, height: float) -> bool:
    return panel is not None and panel in rooms and rooms[panel].left >= height


def _moved(ready: Prepared, source: int, target: int) -> Prepared:
    """Return a guide in which the line `panel` stands at another section."""
    sections = list(ready.guide.sections)
    panel = sections[source].panel
    sections[source] = sections[source].model_copy(update={"panel": None})
    sections[target] = sections[target].model_copy(update={"panel": panel})
    guide = ready.guide.model_copy(update={"sections": tuple(sections)})
    return replace(ready, guide=guide).placed(None)


def _words(sections: Sequence[SectionBase], source: int, target: int) -> str:
    titles = [shorten(str(sections[index].title), 40) for index in (source, target)]
    line = f"panel: {sections[source].panel}"
    return f"or move the line “{line}” from the section “{titles[0]}” to “{titles[1]}”: then everything fits"


def _heights(fitted: Brochure, sections: Sequence[SectionBase]) -> dict[str, float]:
    """Return how high the text of each section is without its heading, in points, by the section's id."""
    root = lxml_html.document_fromstring(fitted.html)
    all_pieces = [piece for slot in fitted.slots for piece in overset.pieces(root, fitted, slot)]
    return {
        section.id: sum(piece.height for piece in all_pieces if piece.leaf.startswith(f"sections.{section.id}."))
        for section in sections
    }
