"""Which paragraphs of a Word file are list items, on which level, and with bullets or with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
        lists = _Lists(numbering, styles)
        formats = {name: lists.formats(name) for name in lists.elements}
        style_lists: dict[str, tuple[str, int]] = {}
        based_on: dict[str, str] = {}
        for style in () if styles is None else styles.iter(f"{W}style"):
            name, properties = style.get(f"{W}styleId", ""), style.find(f"{W}pPr/{W}numPr")
            based_on[name] = _value(style.find(f"{W}basedOn"))
            if properties is not None:
                list_number = _value(properties.find(f"{W}numId"))
                level = properties.find(f"{W}ilvl")
                stated = number(_value(level)) if level is not None else lists.level(list_number, name)
                style_lists[name] = list_number, stated
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


class _Lists:
    """The lists of a file as they are written: each by its number, with what it takes from elsewhere."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        found = [] if numbering is None else list(numbering.iter(f"{W}num"))
        self.elements = {element.get(f"{W}numId", ""): element for element in found}
        abstract = [] if numbering is None else list(numbering.iter(f"{W}abstractNum"))
        self.abstract = {element.get(f"{W}abstractNumId", ""): element for element in abstract}
        self.styled = {}  # the number of the list that a style for lists stands for
        for style in () if styles is None else styles.iter(f"{W}style"):
            named = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if style.get(f"{W}type") == "numbering" and named is not None:
                self.styled[style.get(f"{W}styleId", "")] = _value(named)

    def levels(self, name: str) -> Iterator[Element]:
        """Yield the levels of a list: those that its style for lists has (17.9.21), then those of its own (17.9.8)."""
        chain: list[Element] = []
        for _ in range(DEEPEST):
            element = self.elements.get(name)
            if element is None:
                break
            chain.insert(0, element)
            abstract = self.abstract.get(_value(element.find(f"{W}abstractNumId")))
            link = None if abstract is None else abstract.find(f"{W}numStyleLink")
            if abstract is not None and link is None:
                yield from abstract.findall(f"{W}lvl")
            name = "" if link is None else self.styled.get(_value(link), "")
        for element in chain:
            yield from element.findall(f"{W}lvlOverride/{W}lvl")

    def formats(self, name: str) -> Mapping[int, str]:
        """Return the format of each level of a list; one that states none has numbers (17.9.17)."""
        found = {}
        for level in self.levels(name):
            stated = next(level.iter(f"{W}numFmt"), None)
            found[number(level.get(f"{W}ilvl"))] = "decimal" if stated is None else _value(stated)
        return found

    def level(self, name: str, style: str) -> int:
        """Return the level of a list that is tied to a paragraph style (17.9.23), 0 where none is."""
        tied = (level for level in self.levels(name) if _value(level.find(f"{W}pStyle")) == style)
        return next((number(level.get(f"{W}ilvl")) for level in tied), 0)


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(f"{W}val", ""))


def number(text: str | None) -> int:
    """Return a small whole number as an attribute has it, 0 for anything else: “²” and 5,000 digits are none."""
    return int(text) if text and re.fullmatch("[0-9]{1,4}", text) else 0
