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
        for list_element in () if numbering is None else numbering.iter(f"{W}abstractNum"):
            abstract[list_element.get(f"{W}abstractNumId", "")] = {
                number(level.get(f"{W}ilvl")): _value(level.find(f"{W}numFmt"))
                for level in list_element.iter(f"{W}lvl")
            }
        for list_element in () if numbering is None else numbering.iter(f"{W}num"):
            formats[list_element.get(f"{W}numId", "")] = abstract.get(
                _value(list_element.find(f"{W}abstractNumId")), {}
            )
        style_lists: dict[str, tuple[str, int]] = {}
        based_on: dict[str, str] = {}
        for style in () if styles is None else styles.iter(f"{W}style"):
            name, properties = style.get(f"{W}styleId", ""), style.find(f"{W}pPr/{W}numPr")
            based_on[name] = _value(style.find(f"{W}basedOn"))
            if properties is not None:
                style_lists[name] = _value(properties.find(f"{W}numId")), number(_value(properties.find(f"{W}ilvl")))
        for name in based_on:
            ancestor, steps = name, 0
            while ancestor and ancestor not in style_lists and steps < DEEPEST:
                ancestor, steps = based_on.get(ancestor, ""), steps + 1
            if ancestor in style_lists:
                style_lists.setdefault(name, style_lists[ancestor])
        return Numbering(formats, style_lists)

    def look(self, properties: Element | None, style: str) -> Look | None:
        """Return how a list item looks by its paragraph's properties and style; None where it is no list item."""
        own_numbering = None if properties is None else properties.find(f"{W}numPr")
        list_number, level = self.styles.get(style, ("", 0))
        if own_numbering is not None:
            list_number = _value(own_numbering.find(f"{W}numId")) or list_number
            level = (
                number(_value(own_numbering.find(f"{W}ilvl"))) if own_numbering.find(f"{W}ilvl") is not None else level
            )
        number_format = self.formats.get(list_number, {}).get(level, "")
        if number_format in ("", "none"):
            return None
        if number_format == "bullet":
            return "b0" if level == 0 else "b1"
        return "n0" if level == 0 else "n1"


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def number(text: str | None) -> int:
    """Return a small whole number as an attribute has it, 0 for anything else: “²” and 5,000 digits are none."""
    return int(text) if text and re.fullmatch("[0-9]{1,4}", text) else 0
