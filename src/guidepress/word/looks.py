"""How a Word file shows its words: bold, italic, struck or hidden, by every style that bears on them and by hand.

The rules are those of ECMA-376 part 1, 17.7.2 (the order of styles) and 17.7.3 (toggle properties).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guidepress.word.names import OWN_STYLES
from guidepress.word.numbering import DEEPEST, number
from guidepress.word.on_off import is_on
from guidepress.word.package import Element, W

_NAMED = {("Strong", "b"), ("Emphasis", "i")}  # built-in styles, which a program may leave undefined


@dataclass(frozen=True)
class StyleLook:
    """How a paragraph's style shows its words. `own` are the toggles that its style itself turns on, of `b` and `i`.

    `meant` is what a reader takes for the words' look: a style of ours that a school restyles says nothing of them.
    """

    own: frozenset[str] = frozenset()
    meant: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Looks:
    """The looks that the styles of a Word file give. `defaults` are the document's run properties."""

    elements: Mapping[str, Element] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    standard: Mapping[str, str] = field(default_factory=dict)  # the default style of each type
    defaults: Element | None = None

    @staticmethod
    def of(styles: Element | None) -> Looks:
        """Read the styles of a file from their part, which may be missing."""
        if styles is None:
            return Looks()
        elements = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        default = [key for key, style in elements.items() if is_on(style.get(f"{W}default", "0"))]
        standard = {elements[key].get(f"{W}type", ""): key for key in default}
        found = {key: style.find(f"{W}name") for key, style in elements.items()}
        names = {key: name.get(f"{W}val", "") for key, name in found.items() if key and name is not None}
        return Looks(elements, names, standard, styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def parent(self, style: str) -> str:
        """Return the style that a style is based on; empty where there is none."""
        element = self.elements.get(style)
        based = None if element is None else element.find(f"{W}basedOn")
        return "" if based is None else str(based.get(f"{W}val", ""))

    def paragraph(self, style: str, table: Sequence[Element] = ()) -> StyleLook:
        """Return the look that a paragraph gives to its words by its style, and by that of the table it stands in."""
        own = frozenset(name for name in ("b", "i") if self._combined(name, self._levels(name, style, "", table)))
        name = self.names.get(style or self.standard.get("paragraph", ""), "").lower()
        if name in OWN_STYLES:
            return StyleLook(own, frozenset("b" if OWN_STYLES[name] else ""))
        return StyleLook(own, own)

    def shows(self, name: str, run: Element | None, style: str, table: Sequence[Element] = ()) -> bool:
        """Say whether a toggle is on for a run with these properties, in a paragraph of a style."""
        direct = None if run is None else toggle(run, name)
        if direct is not None:
            return direct
        named = None if run is None else run.find(f"{W}rStyle")
        character = "" if named is None else named.get(f"{W}val", "")
        return self._combined(name, self._levels(name, style, character, table))

    def table(self, table: Element) -> Mapping[str, Element]:
        """Return the run properties that a table's style has for the whole of it and for its parts, by the part."""
        style = table.find(f"{W}tblPr/{W}tblStyle")
        key = style.get(f"{W}val", "") if style is not None else self.standard.get("table", "")
        parts: dict[str, Element] = {}
        for _ in range(DEEPEST):
            element = self.elements.get(key)
            if element is None:
                break
            for part in [element, *element.findall(f"{W}tblStylePr")]:
                properties = part.find(f"{W}rPr")
                if properties is not None:
                    parts.setdefault(part.get(f"{W}type", "") if part is not element else "whole", properties)
            key = self.parent(key)
        return parts

    def _levels(self, name: str, style: str, character: str, table: Sequence[Element]) -> list[bool]:
        """Return what each level of styles says of a toggle."""
        in_table = next((said for part in table if (said := toggle(part, name)) is not None), False)
        by_character = self._by_style(name, character or self.standard.get("character", ""))
        if by_character is None and (self.names.get(character), name) in _NAMED:
            by_character = True
        return [
            in_table,
            bool(self._by_style(name, style or self.standard.get("paragraph", ""))),
            bool(by_character),
        ]

    def _by_style(self, name: str, style: str) -> bool | None:
        for _ in range(DEEPEST):
            element = self.elements.get(style)
            if element is None:
                return None
            properties = element.find(f"{W}rPr")
            if properties is not None and (said := toggle(properties, name)) is not None:
                return said
            style = self.parent(style)
        return None

    def _combined(self, name: str, levels: Sequence[bool]) -> bool:
        """Return what levels of styles say together: the document's defaults win, else each turns the last round."""
        return bool(self.defaults is not None and toggle(self.defaults, name)) or sum(levels) % 2 == 1


def toggle(properties: Element, name: str) -> bool | None:
    """Return whether run properties turn a toggle on; None where they do not say."""
    mark = properties.find(f"{W}{name}")
    return None if mark is None else is_on(mark.get(f"{W}val"))


_PARTS = {"firstRow": 0x20, "lastRow": 0x40, "firstCol": 0x80, "lastCol": 0x100}
_ATTRIBUTES = {"firstRow": "firstRow", "lastRow": "lastRow", "firstCol": "firstColumn", "lastCol": "lastColumn"}


def switched(table: Element) -> frozenset[str]:
    """Return which parts of its style a table shows, such as the first row (ECMA-376 part 1, 17.4.55)."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return frozenset()
    value = look.get(f"{W}val", "")
    bits = int(value, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", value) else 0
    on = set()
    for part, bit in _PARTS.items():
        said = look.get(f"{W}{_ATTRIBUTES[part]}")
        if is_on(said) if said is not None else bits & bit:
            on.add(part)
    return frozenset(on)


def cell_properties(
    parts: Mapping[str, Element], on: frozenset[str], row: tuple[int, int], column: tuple[int, int]
) -> list[Element]:
    """Return the run properties of a table's style for a cell, the strongest first.

    `row` and `column` are the cell's number and how many there are.
    """
    stands = {
        "firstRow": row[0] == 0,
        "lastRow": row[0] == row[1] - 1,
        "firstCol": column[0] == 0,
        "lastCol": column[0] == column[1] - 1,
    }
    found = [parts[name] for name, here in stands.items() if here and name in on and name in parts]
    return found + ([parts["whole"]] if "whole" in parts else [])


def outline(properties: Element | None) -> int | None:
    """Return the outline level that paragraph properties state, from 0; 9 is running text; None where they do not."""
    level = None if properties is None else properties.find(f"{W}outlineLvl")
    return None if level is None else number(level.get(f"{W}val"))
