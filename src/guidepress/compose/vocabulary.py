"""Which HTML elements, attributes and classes a handout may have, and the reader that refuses all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from guidepress.compose.document import UNHOLDABLE
from guidepress.compose.line_names import LINE
from guidepress.errors import ContentError, Problem, Span, nearest

HEADINGS = ("h1", "h2", "h3", "h4")
INLINE = {"strong", "em", "a", "br", "span"}
BLOCKS = {*HEADINGS, "p", "ul", "ol", "table", "figure", "aside"}
_MAY_HOLD: dict[str, set[str]] = {
    "": {"html"},
    "html": {"head", "body"},
    "head": {"title", "meta"},
    "body": BLOCKS,
    "ul": {"li"},
    "ol": {"li"},
    "li": INLINE | {"ul", "ol"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "figure": {"img", "figcaption"},
    "aside": {"p", "ul", "ol"},
    "title": set(),
    **dict.fromkeys((*HEADINGS, "p", "th", "td", "caption", "figcaption", *(INLINE - {"br"})), INLINE),
    "br": set(),
    "img": set(),
    "meta": set(),
}
_VOID = {"br", "img", "meta"}
_HOLDS_TEXT = {*HEADINGS, "p", "li", "th", "td", "caption", "figcaption", "title", *(INLINE - {"br"})}
_LEAVES = {*HEADINGS, "p", "li", "th", "td", "caption", "figcaption", "span"}
_LINES = {*HEADINGS, "p", "li", "th", "td", "figure", "figcaption"}
_CLASSES: dict[str, set[str]] = {
    "h2": {"call"},
    "p": {"masthead", "lead", "caption", "source", "note", "term", "line", "quotation", "speaker"},
    "table": {"facts", "shares", "path", "pay"},
    "th": {"number", "reading"},
    "td": {"number", "reading", "other"},
    "figure": {"decoration"},
    "img": {"decoration"},
    "aside": {"fill-in"},
    "span": {"unfilled"},
    "ul": {"below", "rows", "sources"},
    "ol": {"steps"},
}
_ATTRIBUTES: dict[str, set[str]] = {
    "html": {"lang"},
    "body": {"data-hidden", "data-outdated"},  # what amendments say of themselves
    "span": {"lang"},
    "meta": {"name", "content"},
    "a": {"href"},
    "th": {"scope"},
    "td": {"data-bar", "data-mark", "data-ticks", "data-blocks"},
    "img": {"src", "data-vector", "alt", "width", "height"},
}
METAS = {"author", "subject", "keywords", "revision", "guide", "created"}


@dataclass
class Element:
    """An element of a handout's HTML: its tag, its attributes, its place, and the elements and texts in it."""

    tag: str
    attributes: dict[str, str]
    span: Span
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        """The names in the attribute `class`."""
        return set(self.attributes.get("class", "").split())

    def elements(self, *tags: str) -> list[Element]:
        """Return the elements directly inside that have one of these tags, in order."""
        return [child for child in self.children if not isinstance(child, str) and child.tag in tags]


class _Builder(HTMLParser):
    """Builds the tree strictly: a general HTML parser mends wrong nesting, and mending would lose or move text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, Span("handout.html", 1, 1))
        self.open = [self.root]
        self.problems: list[Problem] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        line, offset = self.getpos()
        place = re.fullmatch(r"(.+?):(\d+)(?::(\d+))?", attributes.pop("data-at", ""))
        span = Span("handout.html", line, offset + 1)
        if place:
            span = Span(place[1], int(place[2]), int(place[3] or 1))
        element = Element(tag, attributes, span)
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


def read(html: str) -> Element:
    """Return a handout's HTML as a tree of elements. Raises ContentError where its tags are not nested rightly."""
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


def outside(parent: Element) -> Iterator[Problem]:
    """Yield a problem for everything inside an element that a handout may not have."""
    inside = _MAY_HOLD.get(parent.tag, set())
    for child in parent.children:
        if isinstance(child, str):
            if child.strip() and parent.tag not in _HOLDS_TEXT and parent.tag in _MAY_HOLD:
                place = f"<{parent.tag}>" if parent.tag else "the page"
                yield Problem(parent.span, f"{place} holds the bare text “{child.strip()[:40]}”")
            unholdable = UNHOLDABLE.search(child)
            if unholdable:
                yield _unholdable(parent.span, unholdable[0])
            continue
        if child.tag not in _MAY_HOLD:
            yield Problem(child.span, f"the handout has no element <{child.tag}>", nearest(child.tag, inside))
        elif child.tag not in inside and parent.tag in _MAY_HOLD:
            yield Problem(child.span, f"<{child.tag}> cannot stand inside <{parent.tag}>", nearest(child.tag, inside))
        if child.tag in _MAY_HOLD:
            yield from _wrong_attributes(child)
        yield from outside(child)


def _wrong_attributes(element: Element) -> Iterator[Problem]:
    known = _ATTRIBUTES.get(element.tag, set()) | ({"class"} if element.tag in _CLASSES else set())
    known |= {"data-leaf"} if element.tag in _LEAVES else set()
    known |= {LINE} if element.tag in _LINES else set()
    for name, value in element.attributes.items():
        if name not in known:
            yield Problem(element.span, f"<{element.tag}> has no attribute “{name}”", nearest(name, known))
        unholdable = UNHOLDABLE.search(value)
        if unholdable:
            yield _unholdable(element.span, unholdable[0])
    known = _CLASSES.get(element.tag, set())
    for name in sorted(element.classes - known):
        yield Problem(element.span, f"<{element.tag}> has no class “{name}”", nearest(name, known))


def _unholdable(span: Span, character: str) -> Problem:
    return Problem(span, f"a Word file cannot hold the character U+{ord(character):04X}", "remove the character")
