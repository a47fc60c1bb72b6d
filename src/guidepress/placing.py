"""Which section stands on which panel, in the formats whose panels the content does not name.

A guide says where its sections stand on the six panels of a tri-fold. Other formats have fewer and larger pages, or as
many as it takes: there the sections keep their order and are shared out by the height that each takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from guidepress.folds import FORMATS, row
from guidepress.geometry import Panel, panels
from guidepress.view import Plain

COVER, BACK = "cover", "back"

LARGE = 18.0  # points: large print (American Printing House, Guidelines for Print Document Design, 2011)
SET = 10.5  # points: the size at which large print is set, to be enlarged when it is written
FULL = 0.97  # of a page: above that a booklet takes more pages
MOST = 32  # pages of a booklet


LEAST_COVER = 110.0  # points: what the drawing keeps of a cover on which sections stand


@dataclass(frozen=True)
class Column:
    """All sections set one under the other: the height of each by its id, of the foot, of the title on the cover."""

    heights: Mapping[str, float]
    foot: float
    title: float


def zoom(format: str) -> float:  # noqa: A002 - the field's word
    """Return by how much the pages of a format are enlarged when they are written."""
    return LARGE / SET if format == "large-print" else 1.0


def flows(format: str) -> bool:  # noqa: A002
    """Say whether text simply flows on over as many pages as it takes."""
    return format == "large-print"


def frames(format: str, paper: str, pages: int | None = None) -> dict[str, Panel]:  # noqa: A002
    """Return the panels that a guide is set on, by name, in points before they are enlarged.

    Of numbered pages the first is the cover and the last the back, as in the formats whose panels have names. Where
    text flows, the back stands for all pages after the cover.
    """
    if flows(format):
        first, last = panels(format, paper, 2)
        found = {COVER: first, BACK: last}
    else:
        all_panels = panels(format, paper, pages)
        names = [panel.name for panel in all_panels]
        if row(FORMATS, format, "format").numbered:
            names[0], names[-1] = COVER, BACK
        found = dict(zip(names, all_panels, strict=True))
    by = zoom(format)
    return {name: Panel(name, panel.width / by, panel.height / by) for name, panel in found.items()}


def share(heights: Sequence[float], capacities: Sequence[float]) -> list[int]:
    """Share blocks out among panels in their order, so that the fullest panel is as little full as can be.

    Returns the number of the panel of each block; every panel gets at least one. Heights and capacities have the same
    unit. Raises ValueError where there are fewer blocks than panels.
    """
    count, slots = len(heights), len(capacities)
    if count < slots:
        raise ValueError(f"{count} blocks cannot fill {slots} panels")
    ends = [0.0]
    for height in heights:
        ends.append(ends[-1] + height)
    # best[k][n]: how full the fullest of the first k panels is when they hold the first n blocks, and where the last
    # of them begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for slot, room in enumerate(capacities):
        row_: dict[int, tuple[float, int]] = {}
        for end in range(slot + 1, count - (slots - slot - 1) + 1):
            options = [
                (max(fullest, (ends[end] - ends[begin]) / room), begin)
                for begin, (fullest, _) in best[slot].items()
                if begin < end
            ]
            if options:
                row_[end] = min(options)
        best.append(row_)
    found, end = [0] * count, count
    for slot in range(slots, 0, -1):
        begin = best[slot][end][1]
        found[begin:end] = [slot - 1] * (end - begin)
        end = begin
    return found


def place(
    shown: Plain,
    format: str,  # noqa: A002
    paper: str,
    measure: Callable[[Panel], Column],
    margins: float,
) -> tuple[dict[str, str], int | None]:
    """Return the panel of each section by its id, and the number of pages where the format has numbered ones.

    `measure` sets all sections in one long column on a panel of this width. `margins` is what a page keeps free above
    and below, in points. Where the pages after the cover do not suffice, the first sections stand on the cover.
    """
    ids = [section["id"] for section in shown["sections"] if section["kind"] != "sources"]
    sources = [section["id"] for section in shown["sections"] if section["kind"] == "sources"]
    if flows(format):
        return dict.fromkeys(ids + sources, BACK), None
    pages = 4 if row(FORMATS, format, "format").numbered else None
    while True:
        slots = list(frames(format, paper, pages).values())
        column = measure(slots[-1])
        heights = [column.heights[each] for each in ids]
        capacities = [panel.height - margins for panel in slots]
        capacities[0] -= column.title + LEAST_COVER
        capacities[-1] -= column.foot
        parts, fullest = _fullest(heights, capacities[1:], 1)
        if fullest > FULL and capacities[0] > 0 and pages is None:
            parts, fullest = min((parts, fullest), _fullest(heights, capacities, 0), key=lambda each: each[1])
        if pages is None or fullest <= FULL or pages + 4 > min(MOST, len(ids) + 1):
            placed = {each: slots[part].name for each, part in zip(ids, parts, strict=True)}
            return placed | dict.fromkeys(sources, BACK), pages
        pages += 4


def _fullest(heights: Sequence[float], capacities: Sequence[float], first: int) -> tuple[list[int], float]:
    """Share blocks out; return the panel of each, counted from `first`, and how full the fullest panel is."""
    parts = share(heights, capacities)
    used = [
        sum(height for height, part in zip(heights, parts, strict=True) if part == slot)
        for slot in range(len(capacities))
    ]
    return [part + first for part in parts], max(each / room for each, room in zip(used, capacities, strict=True))
