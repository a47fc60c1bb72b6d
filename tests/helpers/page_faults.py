"""What can be wrong with the pages of a handout that was printed: each check returns a sentence for each fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from guidepress.word import sheet
from helpers.glyph_boxes import overlaps
from helpers.printed import Placed, Printed

FULL = 0.55  # of the last page
HOLE = 0.30  # of a page that is not the last: as much may stay free at its foot
_SLACK = 1.0  # points
_ABOVE = 13.0  # a heading: its rule is nearer
_IMAGE = 3  # PDFium's number for pictures


def number_of_pages(printed: Printed, wanted: int) -> Iterator[str]:
    if len(printed.sizes) != wanted:
        yield f"{len(printed.sizes)} pages, not {wanted}"


def lost_words(printed: Printed) -> Iterator[str]:
    """Words of the file that no page shows in their order."""
    yield from (f"“{words[:40]}” is on no page" for words in printed.lost)


def stranded_headings(printed: Printed) -> Iterator[str]:
    """Headings, and heads of tables, behind which a page or a column ends."""
    for before, after in pairwise(printed.paragraphs):
        heads = before.is_heading or (before.table and before.style == "TableHeading" != after.style)
        if heads and _spot(printed, before, -1) != _spot(printed, after, 0):
            yield f"“{before.text[:40]}” stands alone at the foot of page {before.lines[-1].page + 1}"


def lone_lines(printed: Printed) -> Iterator[str]:
    """Lists, cards and paragraphs of which a single line stands on another page or in another column."""
    for (_, number), group in groupby(printed.paragraphs, lambda each: (each.section, each.list_number or id(each))):
        members = list(group)
        spots = Counter(_spot(printed, each, at) for each in members for at in range(len(each.lines)))
        if len(spots) > 1 and min(spots.values()) == 1 and not members[0].table:
            what = "list" if number == members[0].list_number else "paragraph"
            yield f"a single line of the {what} “{members[0].text[:40]}” is over"


def broken_cards(printed: Printed) -> Iterator[str]:
    """Contact cards that a page's end divides."""
    card = [each for each in printed.paragraphs if each.style in ("Term", "Contact", "ContactLast")]
    if len({line.page for each in card for line in each.lines}) > 1:
        yield "the contact card is divided"


def empty_last_page(printed: Printed) -> Iterator[str]:
    filled = printed.filled(len(printed.sizes) - 1)
    if filled < FULL:
        yield f"the last page is {filled:.0%} full"


def holes(printed: Printed) -> Iterator[str]:
    """Pages that end early though others follow."""
    for page in range(len(printed.sizes) - 1):
        if (filled := printed.filled(page)) < 1 - HOLE:
            yield f"page {page + 1} is {filled:.0%} full"


def beyond_margins(printed: Printed) -> Iterator[str]:
    for page, (width, height) in enumerate(printed.sizes):
        left, right, top, bottom = sheet.SIDE, width - sheet.SIDE, sheet.TOP, height - sheet.BOTTOM
        for glyph in printed.glyphs[page]:
            if glyph.left < left - _SLACK or glyph.right > right + _SLACK or glyph.bottom > bottom + _SLACK:
                yield f"“{glyph.text}” on page {page + 1} is beyond the margin"
        for box in printed.boxes[page]:
            wide = box.left < left - _SLACK or box.right > right + _SLACK
            if wide or (box.kind == _IMAGE and (box.top < top - _SLACK or box.bottom > bottom + _SLACK)):
                edges = ", ".join(f"{edge:.1f}" for edge in (box.left, box.top, box.right, box.bottom))
                yield f"something drawn on page {page + 1} is beyond the margin: {edges}"


def incomplete_first_page(printed: Printed) -> Iterator[str]:
    """The first page has title and facts, where there are some, and a section at least below them."""
    facts = [each for each in printed.paragraphs if each.table == "FactsTable"]
    if any(line.page for each in facts for line in each.lines):
        yield "the quick facts are not whole on the first page"
    headings = [each for each in printed.paragraphs if each.style == "Heading1" and each.lines[0].page == 0]
    if len(headings) < (2 if facts else 1):
        yield "no section stands on the first page"


def uneven_columns(printed: Printed) -> Iterator[str]:
    """Columns that do not begin at one height."""
    for name, left, right in _columns(printed):
        tops = [_top(printed, side[0]) for side in (left, right)]
        if left[0].lines[0].page == right[0].lines[0].page and abs(tops[0] - tops[1]) > _SLACK:
            yield f"the columns of “{name}” begin at {tops[0]:.1f} and {tops[1]:.1f}"


def _top(printed: Printed, paragraph: Placed) -> float:
    """Return where a paragraph begins on its page: at its rule or its ground, if it has one."""
    line, middle = paragraph.lines[0], printed.sizes[0][0] / 2
    sides = (0.0, middle) if line.right < middle else (middle, 2 * middle)
    over = [box for box in printed.boxes[line.page] if sides[0] <= box.left and box.right <= sides[1]]
    return min([line.top] + [box.top for box in over if line.top - _ABOVE <= box.top <= line.top])


def flowing_columns(printed: Printed) -> Iterator[str]:
    """Columns that flow into each other, or of which one stands on another page."""
    for name, left, right in _columns(printed):
        pages = {line.page for each in left + right for line in each.lines}
        middle = printed.sizes[0][0] / 2
        out = [each for each in left if any(line.left > middle for line in each.lines)]
        out += [each for each in right if any(line.left < middle for line in each.lines)]
        if len(pages) > 1 or out:
            yield f"the columns of “{name}” flow into each other"


def printed_over(printed: Printed) -> Iterator[str]:
    """Letters that lie over others."""
    for page, glyphs in enumerate(printed.glyphs):
        if found := overlaps(glyphs):
            one, other = found[0]
            yield f"on page {page + 1}, {len(found)} letters lie over others: {one} and {other}"


ALWAYS = (lost_words, beyond_margins, printed_over, stranded_headings, broken_cards)
"""What holds whatever a person does to a handout."""
MADE = (
    *ALWAYS, lone_lines, empty_last_page, holes, incomplete_first_page, uneven_columns, flowing_columns,
)  # fmt: skip
"""What holds for a handout as it is made."""


def _columns(printed: Printed) -> Iterator[tuple[str, list[Placed], list[Placed]]]:
    """Yield the sections of two columns that both have words: the first words, and what is written in each."""
    for _, group in groupby(printed.paragraphs, lambda each: each.section):
        members = list(group)
        left, right = ([each for each in members if each.column == column] for column in (0, 1))
        if members[0].columns == 2 and left and right:
            yield left[0].text[:30], left, right


def _spot(printed: Printed, paragraph: Placed, line: int) -> tuple[int, int]:
    """Return the page and, where there are columns, the column in which a line stands."""
    place = paragraph.lines[line]
    in_right = paragraph.columns == 2 and place.left > printed.sizes[0][0] / 2
    return place.page, int(in_right)
