"""Reads a handout's HTML into the blocks of `document`; any element that it does not know is an error with its place.

Whatever the vocabulary does not name is a problem with its place, never silently dropped: the writer of the Word file
can only write what `document` can say.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import cast
from urllib.parse import urlsplit

from guidepress.compose.document import (
    Block,
    Break,
    Cell,
    Document,
    FigureBar,
    FillIn,
    Heading,
    Item,
    Kind,
    Leaf,
    ListBlock,
    ListKind,
    Paragraph,
    Picture,
    Run,
    Table,
    TableKind,
    TableRow,
    Text,
    plain,
)
from guidepress.compose.line_names import LINE
from guidepress.compose.vocabulary import BLOCKS, HEADINGS, INLINE, METAS, Element, outside, read
from guidepress.content.model import addresses, languages
from guidepress.errors import ContentError, Problem, nearest


def parse(html: str) -> Document:
    """Parse handout HTML into a document.

    Raises ContentError with every element, attribute or class outside the vocabulary, at the place that its
    `data-at` names (`file:line`), or else at its line in `html`; then with every fault of a known element: rows of
    unequal length, a picture without a description, an empty paragraph, a leaf inside a leaf.
    """
    root = read(html)
    problems = list(outside(root))
    if problems:
        raise ContentError(problems)
    reading = _Reader()
    document = reading.document(root)
    if document is None or reading.problems:
        raise ContentError(reading.problems)
    return document


class _Reader:
    """Turns a tree inside the vocabulary into blocks, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _wrong(self, element: Element, message: str, hint: str = "") -> None:
        self.problems.append(Problem(element.span, message, hint))

    def document(self, root: Element) -> Document | None:
        html = root.elements("html")[0]
        head, body = html.elements("head")[0], html.elements("body")[0]
        metas: dict[str, str] = {}
        for meta in head.elements("meta"):
            name = meta.attributes.get("name", "")
            if name not in METAS:
                self._wrong(meta, f"the handout has no meta “{name}”", nearest(name, METAS))
            metas[name] = " ".join(meta.attributes.get("content", "").split())
        title = " ".join("".join(_words(element) for element in head.elements("title")).split())
        for name, value in {"title": title, **{key: metas.get(key, "") for key in ("guide", "revision")}}.items():
            if not value:
                self._wrong(head, f"the handout's head says no {name}")
        language = self._language(html, html.attributes.get("lang", ""))
        created = self._date(head, metas.get("created", ""))
        blocks = tuple(block for child in body.elements(*BLOCKS) for block in self._block(child))
        if created is None or self.problems:
            return None
        names = ("author", "subject", "keywords", "guide", "revision")
        author, subject, keywords, guide, revision = (metas.get(name, "") for name in names)
        return Document(language, title, author, subject, keywords, guide, revision, created, blocks)

    def _date(self, head: Element, value: str) -> date | None:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._wrong(head, f"“{value}” is not a date", "write the meta “created” as 2026-05-31")
            return None

    def _language(self, element: Element, value: str) -> str:
        if not languages.is_tag(value):
            self._wrong(element, f"“{value}” is not a language", "for example en-US or es")
        return value

    def _block(self, element: Element) -> Iterator[Block]:
        match element.tag:
            case "p":
                if len(element.classes) > 1:
                    self._wrong(element, f"<p> has more than one class: {' '.join(sorted(element.classes))}")
                kind = cast(Kind, min(element.classes, default="body"))
                yield Paragraph(kind, self._filled(element), _line(element))
            case "ul" | "ol":
                yield self._list(element)
            case "table":
                yield from self._table(element)
            case "figure":
                yield from self._picture(element)
            case "aside":
                heading, lists = element.elements("p"), element.elements("ul", "ol")
                if [child.tag for child in element.elements("p", "ul", "ol")][:1] != ["p"] or len(heading) != 1:
                    self._wrong(element, "<aside> starts with one <p>, its heading")
                elif len(lists) != 1:
                    self._wrong(element, "<aside> holds one list after its heading")
                else:
                    yield FillIn(self._filled(heading[0]), self._list(lists[0], flat=True), _line(heading[0]))
            case _:
                level = HEADINGS.index(element.tag) + 1
                yield Heading(level, self._filled(element), _line(element), "call" in element.classes)

    def _list(self, element: Element, *, flat: bool = False) -> ListBlock:
        items = []
        for li in element.elements("li"):
            lists = li.elements("ul", "ol")
            if lists and flat:
                self._wrong(lists[0], "no further list can stand inside this list")
            elif len(lists) > 1:
                self._wrong(lists[1], "a list item can hold only one list")
            after = li.children[li.children.index(lists[0]) + 1 :] if lists else []
            if any(child.strip() if isinstance(child, str) else child.tag in INLINE for child in after):
                self._wrong(li, "the text of a list item comes before the list inside it")
            children = self._list(lists[0], flat=True) if lists and not flat else None
            items.append(Item(self._filled(li), children, _line(li)))
        if not items:
            self._wrong(element, f"<{element.tag}> has no item")
        kind = cast(ListKind, min(element.classes - {"below"}, default="plain"))
        return ListBlock(element.tag == "ol", tuple(items), "below" in element.classes, kind)

    def _table(self, element: Element) -> Iterator[Table]:
        captions = element.elements("caption")
        head = [row for part in element.elements("thead") for row in part.elements("tr")]
        body = [row for part in element.elements("tbody") for row in part.elements("tr")]
        if not head or not body:
            self._wrong(element, "a table has a header row (<thead>) and at least one row below it (<tbody>)")
            return
        width = len(head[0].elements("th", "td"))
        unequal = [row for row in head + body if len(row.elements("th", "td")) != width]
        for row in unequal:
            self._wrong(row, f"this row has {len(row.elements('th', 'td'))} cells where the first has {width}")
        for cell in (cell for row in head + body for cell in row.elements("th")):
            if cell.attributes.get("scope") not in {"col", "row"}:
                self._wrong(cell, 'a <th> says what it heads: scope="col" or scope="row"')
        if len(captions) > 1:
            self._wrong(captions[1], "a table has only one caption")
        if unequal:
            return
        # A header's class `number` speaks for its whole column.
        numbers = [index for index, cell in enumerate(head[0].elements("th", "td")) if "number" in cell.classes]
        yield Table(
            self._filled(captions[0]) if captions else (),
            tuple(self._row(row, numbers) for row in head),
            tuple(self._row(row, numbers) for row in body),
            cast(TableKind, min(element.classes, default="plain")),
        )

    def _row(self, element: Element, numbers: list[int]) -> TableRow:
        cells = (
            Cell(
                self._text(cell),
                cell.tag == "th",
                "number" in cell.classes or index in numbers,
                "reading" in cell.classes,
                _line(cell),
                self._bar(cell),
            )
            for index, cell in enumerate(element.elements("th", "td"))
        )
        return TableRow(tuple(cells))

    def _bar(self, cell: Element) -> FigureBar | None:
        """Return the bar of a cell: its end, or its start and its end, as parts of its length."""
        given = [cell.attributes.get(name) for name in ("data-bar", "data-mark", "data-ticks", "data-blocks")]
        if given[0] is None:
            return None
        try:
            *start, end = (float(number) for number in given[0].split())
            bar = FigureBar(start[0] if start else 0.0, end, float(given[1]) if given[1] else None, int(given[2] or 0))
            bar = replace(bar, blocks=int(given[3] or 0))
        except ValueError:
            bar = FigureBar(0, -1)
        if not 0 <= bar.start <= bar.end <= 1 or not 0 <= (bar.mark or 0) <= 1 or min(bar.ticks, bar.blocks) < 0:
            self._wrong(cell, f"“{given[0]}” is no bar", "write its end, or its start and its end, from 0 to 1")
        return replace(bar, other="other" in cell.classes)

    def _picture(self, element: Element) -> Iterator[Picture]:
        images, captions = element.elements("img"), element.elements("figcaption")
        if len(images) != 1 or len(captions) > 1:
            self._wrong(element, "a <figure> holds one <img> and at most one <figcaption>")
            return
        image = images[0]
        decorative = "decoration" in element.classes | image.classes
        alt = " ".join(image.attributes.get("alt", "").split())
        if decorative == bool(alt):
            self._wrong(image, "a picture has a description (alt) or the class “decoration”, one of the two")
        sizes = [re.fullmatch(r"(\d+(?:\.\d+)?)pt", image.attributes.get(side, "")) for side in ("width", "height")]
        width, height = (float(size[1]) if size else 0.0 for size in sizes)
        if not width or not height:
            self._wrong(image, "a picture says its width and height in points", 'for example width="451pt"')
        source = re.fullmatch(r"data:(image/(?:png|jpeg));base64,(.+)", image.attributes.get("src", ""), re.DOTALL)
        data = _decoded(source[2]) if source else b""
        media = "image/png" if data.startswith(b"\x89PNG\r\n\x1a\n") else "image/jpeg"
        if not source or source[1] != media or not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            self._wrong(image, "a picture is a PNG or JPEG written into the page as data:image/…;base64,…")
        outlines = image.attributes.get("data-vector", "")
        vector = re.fullmatch(r"data:image/svg\+xml;base64,(.+)", outlines, re.DOTALL)
        if outlines and not vector:
            self._wrong(image, "the outlines of a picture are written into the page as data:image/svg+xml;base64,…")
        caption, caption_line = (self._filled(captions[0]), _line(captions[0])) if captions else ((), "")
        svg = _decoded(vector[1]) if vector else b""
        yield Picture(data, media, alt, decorative, width, height, caption, _line(element), caption_line, svg)

    def _filled(self, element: Element) -> Text:
        text = self._text(element)
        if not plain(text).strip():
            self._wrong(element, f"<{element.tag}> has no text")
        return text

    def _text(self, element: Element) -> Text:
        paths: list[str] = []
        own_path = element.attributes.get("data-leaf")
        if own_path is not None:
            paths.append(self._path(element, own_path))
        pieces = _collapse(list(self._pieces(element, Run(""), 0 if paths else -1, paths)))
        for leaf_number in set(range(1 if own_path is not None else 0, len(paths))) - {leaf for leaf, _ in pieces}:
            self._wrong(element, f"the leaf “{paths[leaf_number]}” has no text")
        if own_path is not None:
            return (Leaf(own_path, tuple(inline for _, inline in pieces)),)
        groups = ((leaf, tuple(inline for _, inline in group)) for leaf, group in groupby(pieces, lambda pair: pair[0]))
        return tuple(part for leaf, group in groups for part in ((Leaf(paths[leaf], group),) if leaf >= 0 else group))

    def _path(self, element: Element, path: str) -> str:
        if not path.strip():
            self._wrong(element, "data-leaf names no content path")
        return path

    def _pieces(self, element: Element, look: Run, leaf: int, paths: list[str]) -> Iterator[tuple[int, Run | Break]]:
        """Yield each run and break with the number of its leaf (-1: none), white space as in the source."""
        for child in element.children:
            if isinstance(child, str):
                yield leaf, replace(look, text=child)
            elif child.tag == "br":
                yield leaf, Break()
            elif child.tag in INLINE:
                inner_look, inner_leaf = self._look(child, look), leaf
                if "data-leaf" in child.attributes:
                    if leaf >= 0:
                        self._wrong(child, f"the leaf “{paths[leaf]}” cannot hold another leaf")
                    paths.append(self._path(child, child.attributes["data-leaf"]))
                    inner_leaf = len(paths) - 1
                yield from self._pieces(child, inner_look, inner_leaf, paths)

    def _look(self, element: Element, look: Run) -> Run:
        match element.tag:
            case "strong":
                return replace(look, strong=True)
            case "em":
                return replace(look, emphasis=True)
            case "a":
                href = element.attributes.get("href", "")
                if look.href:
                    self._wrong(element, "a link cannot stand inside a link")
                if not _is_address(href):
                    self._wrong(element, f"“{href}” is not an address", "http, https, mailto or tel, without spaces")
                return replace(look, href=href)
            case _:
                language = element.attributes.get("lang")
                if language is not None:
                    look = replace(look, language=self._language(element, language))
                return replace(look, unfilled=look.unfilled or "unfilled" in element.classes)


def _line(element: Element) -> str:
    return element.attributes.get(LINE, "")


def _words(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _words(child) for child in element.children)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        return b""


def _is_address(href: str) -> bool:
    # Word calls a file damaged when a link's target is not a URI (RFC 3986), so nothing doubtful passes.
    if re.search(r"[\s<>\"{}|\\^`]", href):
        return False
    try:
        parts = urlsplit(href)
        named = parts.hostname if parts.scheme in {"http", "https"} else parts.path
    except ValueError:
        return False
    return parts.scheme in addresses.SCHEMES and bool(named)


def _collapse(pieces: list[tuple[int, Run | Break]]) -> list[tuple[int, Run | Break]]:
    """Collapse white space as HTML does (CSS Text 3, section 4.1.1) and join neighbours that look the same."""
    result: list[tuple[int, Run | Break]] = []
    for leaf, piece in pieces:
        last = result[-1][1] if result else Break()
        if isinstance(piece, Break):
            _trim_end(result)
            result.append((leaf, piece))
            continue
        text = re.sub(r"[ \t\r\n]+", " ", piece.text)
        if isinstance(last, Break) or last.text.endswith(" "):
            text = text.removeprefix(" ")
        if not text:
            continue
        if isinstance(last, Run) and result[-1][0] == leaf and replace(last, text="") == replace(piece, text=""):
            result[-1] = (leaf, replace(last, text=last.text + text))
        else:
            result.append((leaf, replace(piece, text=text)))
    _trim_end(result)
    return result


def _trim_end(pieces: list[tuple[int, Run | Break]]) -> None:
    if pieces and isinstance(pieces[-1][1], Run):
        leaf, last = pieces.pop()
        text = cast(Run, last).text.removesuffix(" ")
        if text:
            pieces.append((leaf, replace(cast(Run, last), text=text)))
