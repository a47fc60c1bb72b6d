"""What verify says of a brochure as it is heard: order, lists, tables, pictures, links, blanks between words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lxml import html as lxml_html

from guidepress.errors import Problem, Span, count_of, shorten
from guidepress.verify import accounting, heard, tags
from guidepress.verify.glyphs import Page
from guidepress.verify.points import PDFIUM, PIKEPDF, Check, Point
from guidepress.verify.tags import StructElement

DRAWN = Point("It is drawn in the order in which it is read", PDFIUM, ("WCAG 1.3.2",))
BLANKS = Point("No two words are read aloud as one", PDFIUM, ("WCAG 1.3.1",))
STRUCTURE = Point("Lists say their numbers, tables their heads", PIKEPDF, ("PDF/UA-1 7.5, 7.6",))
FIGURES = Point("Figures have their place, and say nothing twice", PIKEPDF, ("PDF/UA-1 7.3",))
LINKS = Point("Every link says in words where it leads", PIKEPDF, ("PDF/UA-1 7.18.5",))

NEAR = 2.0  # points: by which a figure's place may differ from what is drawn, for the width of strokes
FIGURE_WORDS = re.compile(r"[$+−-]?\d[\d,.]*%?")


def checks(data: bytes, pages: Sequence[Page], html: str, places: Mapping[str, Span], name: str) -> list[Check]:
    """Check how a screen edition is heard. `html` is what it was made from, `places` has the leaves of its content."""
    roots = tags.read(data, pages)
    elements = [element for root in roots for element in root.walk()]
    page = lxml_html.document_fromstring(html)
    return [
        DRAWN.check(_drawn(pages, name)),
        BLANKS.check(_blanks(roots, page, places, name)),
        STRUCTURE.check([*_lists(elements, page, name), *_tables(elements, page, name)]),
        FIGURES.check([*_once(roots, elements, name), *_placed(elements, pages, name)]),
        LINKS.check(_links(elements, name)),
    ]


def _drawn(pages: Sequence[Page], name: str) -> Iterator[Problem]:
    """Compare, word by word, the order in which each page is drawn with that of its tags; tell the first difference."""
    for number, page in enumerate(pages, 1):
        read = [mark for root in page.tags for mark in root.marks()]
        drawn = [mark for mark in dict.fromkeys(each.mark for each in page.drawn) if mark in set(read)]
        read = [mark for mark in read if mark in set(drawn)]
        for read_mark, drawn_mark in zip(read, drawn, strict=False):
            if read_mark != drawn_mark:
                sentence = f"On page {number} “{_words(page, drawn_mark)}” is drawn before “{_words(page, read_mark)}”"
                yield Problem(
                    Span(name), f"{sentence}, and read aloud behind it.", "whoever copies text gets the order drawn"
                )
                return


def _words(page: Page, mark: int) -> str:
    return shorten("".join(glyph.text for glyph in page.glyphs if glyph.mark == mark).strip() or "a picture")


def _blanks(
    roots: Sequence[StructElement], page: lxml_html.HtmlElement, places: Mapping[str, Span], name: str
) -> Iterator[Problem]:
    """Find paragraphs and headings whose letters all stand in the tags, and not with all their blanks."""
    said = " ".join(root.text() for root in roots)
    spoken, solid = f" {_spaced(said)} ", accounting.solid(said)
    for block in page.xpath(BLOCKS):
        leaves = block.xpath("descendant-or-self::*/@data-leaf")
        text = block.text_content()
        words = _spaced(text)
        if "\u00ad" not in text and accounting.solid(text) in solid and f" {words} " not in spoken:
            span = places.get(leaves[0], Span(name)) if leaves else Span(name)
            yield Problem(span, f"Words of “{shorten(words)}” are read aloud as one in {name}.")


BLOCKS = "//p | //h1 | //h2 | //h3 | //li[not(.//p or .//div or .//li or .//*[@class='number'])]"


def _spaced(text: str) -> str:
    """Return a text as `accounting.solid` does, with one blank between its words."""
    return " ".join(accounting.solid(word) for word in text.split() if accounting.solid(word))


def _lists(elements: Sequence[StructElement], page: lxml_html.HtmlElement, name: str) -> Iterator[Problem]:
    labels = 0
    for element in elements:
        if element.kind != "L":
            continue
        own = [label for item in element.children("LI") for label in item.children("Lbl")]
        labels += len(own)
        if own and element.attributes.get("ListNumbering", "None") == "None":
            yield Problem(Span(name), f"A list with the number “{own[0].text()}” does not say that it is numbered.")
    wanted = len(page.xpath("//ol/li"))
    if labels < wanted:
        yield Problem(Span(name), f"Of {count_of(wanted, 'item')} of numbered lists, {wanted - labels} say no number.")


def _tables(elements: Sequence[StructElement], page: lxml_html.HtmlElement, name: str) -> Iterator[Problem]:
    tables = [element for element in elements if element.kind == "Table"]
    wanted = len(page.xpath("//*[@role='table'] | //table"))
    if len(tables) < wanted:
        yield Problem(Span(name), f"{count_of(wanted - len(tables), 'table')} of the page cannot be heard as one.")
    for table in tables:
        cells = heard.rows(table)
        columns = len(heard.heads(cells))
        for row in cells[1:]:
            width = sum(int(cell.attributes.get("ColSpan", 1)) for cell in row)
            if width != columns:
                words = shorten(" ".join(cell.text() for cell in row))
                yield Problem(Span(name), f"A row of a table has {width} columns instead of {columns}: “{words}”.")
        if not all(heard.heads(cells)):
            words = shorten(" ".join(cell.text() for row in cells for cell in row))
            yield Problem(Span(name), f"A table has columns without a head: “{words}”.")


def _once(roots: Sequence[StructElement], elements: Sequence[StructElement], name: str) -> Iterator[Problem]:
    """Find pictures that say the same twice, or figures that all stand in the text beside them."""
    pictures = [element for element in elements if element.kind == "Figure"]
    for words, times in Counter(element.alternative for element in pictures).items():
        if words and times > 1:
            yield Problem(Span(name), f"“{shorten(words)}” is said of {times} pictures: say it once.")
    for root in roots:
        spoken = set(FIGURE_WORDS.findall(root.text()))
        for picture in (element for element in root.walk() if element.kind == "Figure"):
            figures = FIGURE_WORDS.findall(picture.alternative)
            if len(figures) > 1 and spoken.issuperset(figures):
                yield Problem(
                    Span(name), f"A picture says again what stands in the text: “{shorten(picture.alternative)}”."
                )


def _placed(elements: Sequence[StructElement], pages: Sequence[Page], name: str) -> Iterator[Problem]:
    """Find figures whose box is not where they are drawn, in points from the page's lower left corner."""
    for figure in (element for element in elements if element.kind == "Figure"):
        drawn = [each for each in pages[figure.page].drawn if each.mark in figure.marks]
        box = figure.attributes.get("BBox", [])
        if not drawn:
            continue
        edges = (
            min(each.left for each in drawn) + NEAR,
            min(each.bottom for each in drawn) + NEAR,
            max(each.right for each in drawn) - NEAR,
            max(each.top for each in drawn) - NEAR,
        )
        inside = (
            len(box) == 4 and box[0] <= edges[0] and box[1] <= edges[1] and box[2] >= edges[2] and box[3] >= edges[3]
        )
        if not inside:
            words = shorten(figure.alternative)
            yield Problem(Span(name), f"The picture “{words}” on page {figure.page + 1} says that it stands elsewhere.")


def _links(elements: Sequence[StructElement], name: str) -> Iterator[Problem]:
    for element in elements:
        if element.link is not None and (not element.link or "://" in element.link or element.link == element.address):
            yield Problem(Span(name), f"The link to {element.address} says nothing of itself but its address.")
