"""What a paragraph of a Word file is, by its styles and properties: a heading, an item of a list, a caption, a text."""

from __future__ import annotations

from dataclasses import dataclass

from guidepress.word.lines import Look
from guidepress.word.looks import Looks, outline
from guidepress.word.names import heading_level
from guidepress.word.numbering import DEEPEST, Numbering
from guidepress.word.package import Element, W

_OUTLINED = 3  # levels of the outline that a handout's headings have
_STYLES: dict[str, Look] = {"caption": "caption", "fill-in": "fill"}


@dataclass(frozen=True)
class ParagraphLooks:
    """The looks that the styles and lists of a file give to its paragraphs."""

    looks: Looks
    numbering: Numbering

    def look(self, properties: Element | None, style: str, list_before: str, after_removed_mark: bool) -> Look:
        """Return how a paragraph outside of tables looks.

        `list_before` is the number of the list that the paragraph before is an item of, `after_removed_mark` says
        whether the mark of that paragraph was taken away, tracked.
        """
        level = self._heading(properties, style)
        if level:
            has_lent_style = (
                after_removed_mark or has_mark(properties, "ins", "moveTo") or list_before == list_of(properties) != ""
            )
            return self._item_by_its_list(properties, has_lent_style) or ("h1", "h2", "h3", "h4")[level - 1]
        name = style
        for _ in range(DEEPEST):  # styles may be based on each other in a circle
            if named := _STYLES.get(self.looks.names.get(name, "").lower()):
                return named
            name = self.looks.parent(name)
        return self.numbering.look(properties, style) or "p"

    def _heading(self, properties: Element | None, style: str) -> int:
        """Return the level of a heading, 0 for other paragraphs: by the name of its style, or by its outline level."""
        name = style
        stated_level = outline(properties)
        for step in range(DEEPEST):
            style_name = self.looks.names.get(name, name)
            if _STYLES.get(style_name.lower()):
                return 0
            if level := heading_level(style_name) or (2 if step == 0 and style_name.lower() == "heading" else 0):
                return level
            element = self.looks.elements.get(name)
            if stated_level is None and element is not None:
                stated_level = outline(element.find(f"{W}pPr"))
            name = self.looks.parent(name)
        return stated_level + 2 if stated_level is not None and stated_level < _OUTLINED else 0

    def _item_by_its_list(self, properties: Element | None, has_lent_style: bool) -> Look | None:
        """Return how a paragraph with the style of a heading looks if it is an item of a list; None for a heading.

        A heading may have a number, but never a bullet. Beside a tracked change of whole paragraphs, and for a heading
        moved into a list, LibreOffice writes a neighbour's style, but the list that it shows.
        """
        list_look = self.numbering.look(properties, "")
        return list_look if list_look and (has_lent_style or list_look[0] == "b") else None


def style_of(properties: Element | None) -> str:
    """Return the id of the style that a paragraph names; empty where it names none."""
    style = None if properties is None else properties.find(f"{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val", ""))


def has_mark(properties: Element | None, *kinds: str) -> bool:
    """Say whether the mark of a paragraph is a tracked change of such kinds."""
    return properties is not None and any(properties.find(f"{W}rPr/{W}{kind}") is not None for kind in kinds)


def list_of(properties: Element | None) -> str:
    """Return the number of the list that a paragraph says it belongs to; nothing where it says none."""
    list_number = None if properties is None else properties.find(f"{W}numPr/{W}numId")
    return "" if list_number is None else str(list_number.get(f"{W}val", ""))
