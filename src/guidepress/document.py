"""The handout's blocks and inlines as values, and the parser of the closed handout HTML that makes them.

The vocabulary is data (`_INSIDE`, `_ATTRIBUTES`, `_CLASSES`). Whatever it does not name is a problem with its place,
never silently dropped: the writer of the Word file can only write what these types can say.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from itertools import groupby
from typing import Literal, cast
from urllib.parse import urlsplit

from guidepress.errors import ContentError, Problem, Span, nearest

# Characters that XML 1.0 (section 2.2, production Char) cannot hold, and so neither can a Word file.
UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look. `href` and `language` are empty where they do not apply."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    unfilled: bool = False
    language: str = ""


@dataclass(frozen=True)
class Break:
    """A line break inside a paragraph."""


@dataclass(frozen=True)
class Leaf:
    """One editable piece of text and its content path. Leaves never nest."""

    path: str
    inlines: tuple[Run | Break, ...]


Text = tuple[Leaf | Run | Break, ...]
Kind = Literal["body", "lead", "caption", "source", "note", "term"]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title (Word: Title), 2 to 4 are Word's Heading 1 to 3."""

    level: int
    text: Text


@dataclass(frozen=True)
class Paragraph:
    kind: Kind
    text: Text


@dataclass(frozen=True)
class Item:
    text: Text
    children: ListBlock | None = None


@dataclass(frozen=True)
class ListBlock:
    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Cell:
    """A table cell; `heading` is a `th`, `number` is set flush right, `reading` is the large figure."""

    text: Text
    heading: bool = False
    number: bool = False
    reading: bool = False


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table whose rows all have the same number of cells. `head` holds at least one row."""

    caption: Text
    head: tuple[Row, ...]
    body: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG picture; width and height in points; `alt` is empty exactly where it is decorative."""

    data: bytes
    media: str
    alt: str
    decorative: bool
    width: float
    height: float
    caption: Text = ()


@dataclass(frozen=True)
class FillIn:
    """The box that lists what is still to be filled in: its heading and its list."""

    heading: Text
    list: ListBlock


Block = Heading | Paragraph | ListBlock | Table | Picture | FillIn


@dataclass(frozen=True)
class Document:
    """A handout. `created` is the date of the content, never of the build."""

    language: str
    title: str
    author: str
    subject: str
    keywords: str
    guide: str
    revision: str
    created: date
    blocks: tuple[Block, ...]


def plain(text: Text) -> str:
    """Return the words of a text without their look; a line break becomes a newline."""
    inlines = (inline for part in text for inline in (part.inlines if isinstance(part, Leaf) else (part,)))
    return "".join("\n" if isinstance(inline, Break) else inline.text for inline in inlines)


def texts(document: Document) -> Iterator[Text]:
    """Yield every text of the document in reading order."""
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case ListBlock():
                yield from _list_texts(block)
            case FillIn():
                yield block.heading
                yield from _list_texts(block.list)
            case Table():
                yield block.caption
                yield from (cell.text for row in block.head + block.body for cell in row.cells)
            case Picture():
                yield block.caption


def leaves(document: Document) -> list[tuple[str, str]]:
    """Return each leaf's content path and text, in reading order, without white space at its ends."""
    parts = (part for text in texts(document) for part in text)
    return [(part.path, plain(part.inlines).strip()) for part in parts if isinstance(part, Leaf)]


def headings(document: Document) -> list[tuple[int, str]]:
    """Return the level (h1 is 1) and the words of each heading, on one line, in order."""
    found = (block for block in document.blocks if isinstance(block, Heading))
    return [(heading.level, re.sub(r"[ \n]+", " ", plain(heading.text))) for heading in found]


def _list_texts(block: ListBlock) -> Iterator[Text]:
    for item in block.items:
        yield item.text
        if item.children:
            yield from _list_texts(item.children)


def parse(html: str) -> Document:
    """Parse handout HTML into a document.

    Raises ContentError with every element, attribute or class outside the vocabulary, at the place that its
    `data-at` names (`file:line`), or else at its line in `html`; then with every fault of a known element: rows of
    unequal length, a picture without a description, an empty paragraph, a leaf inside a leaf.
    """
    root = _tree(html)
    problems = list(_outside_vocabulary(root))
    if problems:
        raise ContentError(problems)
    reading = _Reading()
    document = reading.document(root)
    if document is None or reading.problems:
        raise ContentError(reading.problems)
    return document


_HEADINGS = ("h1", "h2", "h3", "h4")
_INLINE = {"strong", "em", "a", "br", "span"}
_BLOCKS = {*_HEADINGS, "p", "ul", "ol", "table", "figure", "aside"}
_INSIDE: dict[str, set[str]] = {
    "": {"html"},
    "html": {"head", "body"},
    "head": {"title", "meta"},
    "body": _BLOCKS,
    "ul": {"li"},
    "ol": {"li"},
    "li": _INLINE | {"ul", "ol"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "figure": {"img", "figcaption"},
    "aside": {"p", "ul", "ol"},
    "title": set(),
    **dict.fromkeys((*_HEADINGS, "p", "th", "td", "caption", "figcaption", *(_INLINE - {"br"})), _INLINE),
    "br": set(),
    "img": set(),
    "meta": set(),
}
_VOID = {"br", "img", "meta"}
_HOLDS_TEXT = {*_HEADINGS, "p", "li", "th", "td", "caption", "figcaption", "title", *(_INLINE - {"br"})}
_LEAVES = {*_HEADINGS, "p", "li", "th", "td", "caption", "figcaption", "span"}
_CLASSES: dict[str, set[str]] = {
    "p": {"lead", "caption", "source", "note", "term"},
    "th": {"number", "reading"},
    "td": {"number", "reading"},
    "figure": {"decoration"},
    "img": {"decoration"},
    "aside": {"fill-in"},
    "span": {"unfilled"},
}
_ATTRIBUTES: dict[str, set[str]] = {
    "html": {"lang"},
    "span": {"lang"},
    "meta": {"name", "content"},
    "a": {"href"},
    "th": {"scope"},
    "img": {"src", "alt", "width", "height"},
}
_METAS = {"author", "subject", "keywords", "revision", "guide", "created"}
_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    span: Span
    children: list[_Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def elements(self, *tags: str) -> list[_Element]:
        return [child for child in self.children if not isinstance(child, str) and child.tag in tags]


class _Builder(HTMLParser):
    """Builds the tree strictly: a general HTML parser mends wrong nesting, and mending would lose or move text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", {}, Span("handout.html", 1, 1))
        self.open = [self.root]
        self.problems: list[Problem] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line, offset = self.getpos()
        place = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", attributes.pop("data-at", ""))
        span = Span("handout.html", line, offset + 1)
        if place:
            span = Span(place[1], int(place[2]), int(place[3] or 1))
        element = _Element(tag, attributes, span)
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.open[-1].tag == tag:
            self.open.pop()
            return
        self.problems.append(
            Problem(self.open[-1].span, f"<{self.open[-1].tag or 'html'}> is not closed before </{tag}>")
        )
        if tag in {element.tag for element in self.open}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_pi(self, data: str) -> None:
        self.problems.append(Problem(self.open[-1].span, f"the handout has no “<?{data[:20]}”"))

    def unknown_decl(self, data: str) -> None:
        self.problems.append(Problem(self.open[-1].span, f"the handout has no “<![{data[:20]}”"))


def _tree(html: str) -> _Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    unclosed = [Problem(element.span, f"<{element.tag}> is not closed") for element in builder.open[1:]]
    if builder.problems or unclosed:
        raise ContentError([*builder.problems, *unclosed])
    roots = builder.root.elements("html")
    if len(roots) != 1 or len(roots[0].elements("head")) != 1 or len(roots[0].elements("body")) != 1:
        raise ContentError([Problem(builder.root.span, "a handout is one <html> with one <head> and one <body>")])
    return builder.root


def _outside_vocabulary(parent: _Element) -> Iterator[Problem]:
    inside = _INSIDE.get(parent.tag, set())
    for child in parent.children:
        if isinstance(child, str):
            if child.strip() and parent.tag not in _HOLDS_TEXT and parent.tag in _INSIDE:
                where = f"<{parent.tag}>" if parent.tag else "the page"
                yield Problem(parent.span, f"{where} holds the bare text “{child.strip()[:40]}”")
            bad = UNHOLDABLE.search(child)
            if bad:
                yield _unholdable(parent.span, bad[0])
            continue
        if child.tag not in _INSIDE:
            yield Problem(child.span, f"the handout has no element <{child.tag}>", nearest(child.tag, inside))
        elif child.tag not in inside and parent.tag in _INSIDE:
            yield Problem(child.span, f"<{child.tag}> cannot stand inside <{parent.tag}>", nearest(child.tag, inside))
        if child.tag in _INSIDE:
            yield from _wrong_attributes(child)
        yield from _outside_vocabulary(child)


def _wrong_attributes(element: _Element) -> Iterator[Problem]:
    known = _ATTRIBUTES.get(element.tag, set()) | ({"class"} if element.tag in _CLASSES else set())
    known |= {"data-leaf"} if element.tag in _LEAVES else set()
    for name, value in element.attributes.items():
        if name not in known:
            yield Problem(element.span, f"<{element.tag}> has no attribute “{name}”", nearest(name, known))
        bad = UNHOLDABLE.search(value)
        if bad:
            yield _unholdable(element.span, bad[0])
    known = _CLASSES.get(element.tag, set())
    for name in sorted(element.classes - known):
        yield Problem(element.span, f"<{element.tag}> has no class “{name}”", nearest(name, known))


def _unholdable(span: Span, character: str) -> Problem:
    return Problem(span, f"a Word file cannot hold the character U+{ord(character):04X}", "remove the character")


class _Reading:
    """Turns a tree inside the vocabulary into blocks, and collects what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def _wrong(self, element: _Element, message: str, hint: str = "") -> None:
        self.problems.append(Problem(element.span, message, hint))

    def document(self, root: _Element) -> Document | None:
        html = root.elements("html")[0]
        head, body = html.elements("head")[0], html.elements("body")[0]
        metas: dict[str, str] = {}
        for meta in head.elements("meta"):
            name = meta.attributes.get("name", "")
            if name not in _METAS:
                self._wrong(meta, f"the handout has no meta “{name}”", nearest(name, _METAS))
            metas[name] = " ".join(meta.attributes.get("content", "").split())
        title = " ".join("".join(_words(element) for element in head.elements("title")).split())
        for name, value in {"title": title, **{key: metas.get(key, "") for key in ("guide", "revision")}}.items():
            if not value:
                self._wrong(head, f"the handout's head says no {name}")
        language = self._language(html, html.attributes.get("lang", ""))
        created = self._date(head, metas.get("created", ""))
        blocks = tuple(block for child in body.elements(*_BLOCKS) for block in self._block(child))
        if created is None or self.problems:
            return None
        names = ("author", "subject", "keywords", "guide", "revision")
        author, subject, keywords, guide, revision = (metas.get(name, "") for name in names)
        return Document(language, title, author, subject, keywords, guide, revision, created, blocks)

    def _date(self, head: _Element, value: str) -> date | None:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._wrong(head, f"“{value}” is not a date", "write the meta “created” as 2026-05-31")
            return None

    def _language(self, element: _Element, value: str) -> str:
        # The shape of a language tag: RFC 5646, section 2.1.
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
            self._wrong(element, f"“{value}” is not a language", "for example en-US or es")
        return value

    def _block(self, element: _Element) -> Iterator[Block]:
        match element.tag:
            case "p":
                if len(element.classes) > 1:
                    self._wrong(element, f"<p> has more than one class: {' '.join(sorted(element.classes))}")
                kind = cast(Kind, min(element.classes, default="body"))
                yield Paragraph(kind, self._filled(element))
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
                    yield FillIn(self._filled(heading[0]), self._list(lists[0], flat=True))
            case _:
                yield Heading(_HEADINGS.index(element.tag) + 1, self._filled(element))

    def _list(self, element: _Element, *, flat: bool = False) -> ListBlock:
        items = []
        for li in element.elements("li"):
            lists = li.elements("ul", "ol")
            if lists and flat:
                self._wrong(lists[0], "no further list can stand inside this list")
            elif len(lists) > 1:
                self._wrong(lists[1], "a list item can hold only one list")
            after = li.children[li.children.index(lists[0]) + 1 :] if lists else []
            if any(child.strip() if isinstance(child, str) else child.tag in _INLINE for child in after):
                self._wrong(li, "the text of a list item comes before the list inside it")
            children = self._list(lists[0], flat=True) if lists and not flat else None
            items.append(Item(self._filled(li), children))
        if not items:
            self._wrong(element, f"<{element.tag}> has no item")
        return ListBlock(element.tag == "ol", tuple(items))

    def _table(self, element: _Element) -> Iterator[Table]:
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
        )

    def _row(self, element: _Element, numbers: list[int]) -> Row:
        cells = (
            Cell(
                self._text(cell), cell.tag == "th", "number" in cell.classes or at in numbers, "reading" in cell.classes
            )
            for at, cell in enumerate(element.elements("th", "td"))
        )
        return Row(tuple(cells))

    def _picture(self, element: _Element) -> Iterator[Picture]:
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
        caption = self._filled(captions[0]) if captions else ()
        yield Picture(data, media, alt, decorative, width, height, caption)

    def _filled(self, element: _Element) -> Text:
        text = self._text(element)
        if not plain(text).strip():
            self._wrong(element, f"<{element.tag}> has no text")
        return text

    def _text(self, element: _Element) -> Text:
        paths: list[str] = []
        own = element.attributes.get("data-leaf")
        if own is not None:
            paths.append(self._path(element, own))
        pieces = _collapse(list(self._pieces(element, Run(""), 0 if paths else -1, paths)))
        for at in set(range(1 if own is not None else 0, len(paths))) - {leaf for leaf, _ in pieces}:
            self._wrong(element, f"the leaf “{paths[at]}” has no text")
        if own is not None:
            return (Leaf(own, tuple(inline for _, inline in pieces)),)
        groups = ((leaf, tuple(inline for _, inline in group)) for leaf, group in groupby(pieces, lambda pair: pair[0]))
        return tuple(part for leaf, group in groups for part in ((Leaf(paths[leaf], group),) if leaf >= 0 else group))

    def _path(self, element: _Element, path: str) -> str:
        if not path.strip():
            self._wrong(element, "data-leaf names no content path")
        return path

    def _pieces(self, element: _Element, look: Run, leaf: int, paths: list[str]) -> Iterator[tuple[int, Run | Break]]:
        """Yield each run and break with the number of its leaf (-1: none), white space as in the source."""
        for child in element.children:
            if isinstance(child, str):
                yield leaf, replace(look, text=child)
            elif child.tag == "br":
                yield leaf, Break()
            elif child.tag in _INLINE:
                inner, at = self._look(child, look), leaf
                if "data-leaf" in child.attributes:
                    if leaf >= 0:
                        self._wrong(child, f"the leaf “{paths[leaf]}” cannot hold another leaf")
                    paths.append(self._path(child, child.attributes["data-leaf"]))
                    at = len(paths) - 1
                yield from self._pieces(child, inner, at, paths)

    def _look(self, element: _Element, look: Run) -> Run:
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


def _words(element: _Element) -> str:
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
    return parts.scheme in _SCHEMES and bool(named)


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
