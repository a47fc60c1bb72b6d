"""Finds faulty lines: letters over the right side of their column of text, and names broken inside a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from guidepress.brochure import columns
from guidepress.brochure.layout import Layout, columns_of
from guidepress.compose.placement import COLUMN
from guidepress.compose.prepared import Prepared
from guidepress.compose.runs import NAME
from guidepress.content.model import addresses
from guidepress.verify.glyphs import Page

OVERHANG = 1.0  # points: by which round letters and quotation marks may reach over a column's side

RightOf = Callable[[int, str], float | None]
"""Where the column of a leaf ends at the right on a page, by the page's number from 0; None where it has none."""


def right_sides(
    ready: Prepared,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    pages: int | None = None,
) -> RightOf:
    """Return where columns of text end at the right in a brochure, in points from the page's left.

    `pages` says how many it has, where its format has as many as the content takes.

    On sheets with several columns a section's text ends with its own column; what stands across them (the title, what
    is read at a glance, the foot) ends with the last.
    """
    layout = Layout(ready, format, columns.frames(format, paper, pages))
    shown, names, enlargement = ready.shown, list(layout.panels), columns.zoom(format)
    numbers: dict[str, list[str]] = {}
    for column in columns_of(shown):
        for section in column["sections"]:
            if section["kind"] != "sources":  # they stand in the foot
                numbers.setdefault(section["id"], []).append(column["name"].partition(COLUMN)[2])

    def right_of(page: int, leaf: str) -> float | None:
        panel = names[min(page, len(names) - 1)]
        left, measure = layout.side(shown, panel), layout.measure(shown, panel)
        number = layout.columns
        section = leaf.split(".")[1] if leaf.startswith("sections.") else ""
        own = numbers.get(section, [])
        if len(own) == 1 and own[0]:  # of one whose items stand in two columns, no one can say which is whose
            number = int(own[0])
        return (left + number * measure + (number - 1) * layout.theme.page.gutter) * enlargement

    return right_of


def overrun(page: Page, leaves: Sequence[str], right_of: Callable[[str], float | None]) -> Mapping[int, float]:
    """Return for each leaf whose letters stand over its column's right side the one that is worst, and by how much.

    `leaves` has the leaf of each of the page's glyphs; the result has places in them, and points.
    """
    worst: dict[str, tuple[float, int]] = {}
    for index, (glyph, leaf) in enumerate(zip(page.glyphs, leaves, strict=True)):
        right = right_of(leaf) if glyph.text.strip() else None
        if right is None:
            continue
        excess = glyph.right - right
        if excess > max(OVERHANG, worst[leaf][0] if leaf in worst else 0.0):
            worst[leaf] = excess, index
    return {index: excess for excess, index in worst.values()}


def broken_names(page: Page, leaves: Sequence[str]) -> Iterator[int]:
    """Yield where a name goes on in a new line inside a word, as a place in the page's glyphs.

    A word that is hyphenated by the dictionary ends its line in a hyphen; an address has its own places to be broken.
    """
    order = list(page.order())
    for position, (before, after) in enumerate(pairwise(order)):
        first, second = page.glyphs[before], page.glyphs[after]
        leaf = leaves[after]
        if not leaf or leaves[before] != leaf or not NAME.fullmatch(leaf) or not second.text.strip():
            continue
        is_new_line = second.left < first.left and second.bottom > first.bottom + second.size / 2
        in_word = first.text.strip() and first.text not in ("-", "\u2010", "\u00ad")
        if is_new_line and in_word and not addresses.IN_TEXT.search(_word(page, order, position)):
            yield after


def _word(page: Page, order: Sequence[int], position: int) -> str:
    """Return the letters up to the nearest blanks on both sides of a place in the reading order."""
    texts = [page.glyphs[index].text for index in order]
    start, end = position, position
    while start > 0 and texts[start - 1].strip():
        start -= 1
    while end < len(texts) and texts[end].strip():
        end += 1
    return "".join(texts[start:end])
