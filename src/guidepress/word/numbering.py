"""Which paragraphs of a Word file are list items, on which level, and with bullets or with numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from guidepress.word.lines import Look
from guidepress.word.package import Element, W

DEEPEST = 10  # styles that are based on one another


@dataclass(frozen=True)
class Numbering:
    """The lists of a Word file (ECMA-376 part 1, 17.9).

    `formats` holds the format of each list's levels by the list's number, `styles` the list and the level that each
    paragraph style gives.
    """

    formats: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    styles: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @staticmethod
    def of(numbering: Element | None, styles: Element | None) -> Numbering:
        """Read the lists of a file from its parts for numbering and styles, which may both be missing."""
        abstract: dict[str, dict[int, str]] = {}
        formats: dict[str, Mapping[int, str]] = {}
        for each in () if numbering is None else numbering.iter(f"{W}abstractNum"):
            abstract[each.get(f"{W}abstractNumId", "")] = {
                number(level.get(f"{W}ilvl")): _value(level.find(f"{W}numFmt")) for level in each.iter(f"{W}lvl")
            }
        for each in () if numbering is None else numbering.iter(f"{W}num"):
            formats[each.get(f"{W}numId", "")] = abstract.get(_value(each.find(f"{W}abstractNumId")), {})
        given: dict[str, tuple[str, int]] = {}
        based: dict[str, str] = {}
        for style in () if styles is None else styles.iter(f"{W}style"):
            name, properties = style.get(f"{W}styleId", ""), style.find(f"{W}pPr/{W}numPr")
            based[name] = _value(style.find(f"{W}basedOn"))
            if properties is not None:
                given[name] = _value(properties.find(f"{W}numId")), number(_value(properties.find(f"{W}ilvl")))
        for name in based:
            above, steps = name, 0
            while above and above not in given and steps < DEEPEST:
                above, steps = based.get(above, ""), steps + 1
            if above in given:
                given.setdefault(name, given[above])
        return Numbering(formats, given)

    def look(self, properties: Element | None, style: str) -> Look | None:
        """Return how a list item looks by its paragraph's properties and style; None where it is no list item."""
        own = None if properties is None else properties.find(f"{W}numPr")
        of, level = self.styles.get(style, ("", 0))
        if own is not None:
            of = _value(own.find(f"{W}numId")) or of
            level = number(_value(own.find(f"{W}ilvl"))) if own.find(f"{W}ilvl") is not None else level
        kind = self.formats.get(of, {}).get(level, "")
        if kind in ("", "none"):
            return None
        if kind == "bullet":
            return "b0" if level == 0 else "b1"
        return "n0" if level == 0 else "n1"


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def number(text: str | None) -> int:
    """Return a small whole number as an attribute has it, 0 for anything else: “²” and 5,000 digits are none."""
    return int(text) if text and re.fullmatch("[0-9]{1,4}", text) else 0
