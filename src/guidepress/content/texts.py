"""Every text of every content file with its place, whatever its kind: what all checks of text walk over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from guidepress.content.library import Library
from guidepress.content.model import leaves
from guidepress.content.model.fields import Content, Text, Unprinted, Word
from guidepress.content.model.guides import Guide
from guidepress.content.source import Tree
from guidepress.errors import Span


class PlacedText(NamedTuple):
    """A text: the kind and the name of its file, its content path, its place in the file's data, and what it says.

    `tree` is its value as it stands in the file. A `Word` holds no Markdown; an `Unprinted` one stands on no page.
    """

    kind: str
    stem: str
    path: str
    location: tuple[str | int, ...]
    text: Text | Word
    tree: Tree

    @property
    def span(self) -> Span:
        """Where the value begins."""
        return self.tree.span


def walk(library: Library) -> Iterator[PlacedText]:
    """Yield every text of a library: guides, roles, who hands them out, the house style, names, the fixed words."""
    for slug, guide in library.guides.items():
        yield from _of_file(library, "guide", slug, guide)
    for slug, role in library.roles.items():
        yield from _of_file(library, "role", slug, role)
    yield from _of_file(library, "publisher", "publisher", library.publisher)
    yield from _of_file(library, "brand", "brand", library.brand)
    yield from _of_file(library, "names", "names", library.names)
    for language, labels in library.labels.items():
        yield from _of_file(library, "labels", language, labels)


def of_guide(library: Library, slug: str) -> Iterator[PlacedText]:
    """Yield the texts of a guide's own file, without the words that are read as they stand (a file's properties)."""
    return (text for text in _of_file(library, "guide", slug, library.guides[slug]) if isinstance(text.text, Text))


def printed(library: Library, guides: Collection[Guide]) -> Iterator[PlacedText]:
    """Yield the texts that may be printed in the files of some guides, those of the roles that they show among them."""
    for guide in guides:
        yield from _on_pages(_of_file(library, "guide", guide.slug, guide))
    shown_roles = {slug for guide in guides for slug in library.roles_shown(guide)} & set(library.roles)
    for slug in sorted(shown_roles):
        yield from _on_pages(_of_file(library, "role", slug, library.roles[slug]))
    for text in _on_pages(_of_file(library, "publisher", "publisher", library.publisher)):
        if any(library.says(text.location, guide.slug) for guide in guides):
            yield text
    yield from _on_pages(_of_file(library, "brand", "brand", library.brand))
    yield from _on_pages(_of_file(library, "names", "names", library.names))
    for language in sorted({guide.language for guide in guides} & set(library.labels)):
        yield from _on_pages(_of_file(library, "labels", language, library.labels[language]))


def _of_file(library: Library, kind: str, stem: str, model: Content | None) -> Iterator[PlacedText]:
    tree = library.trees.get((kind, stem))
    for leaf in leaves.walk(model, _PREFIXES[kind].format(stem), kinds=(Text, Word)) if tree is not None else ():
        yield PlacedText(kind, stem, leaf.path, leaf.location, leaf.text, tree.find(leaf.location))  # type: ignore[union-attr]


def _on_pages(placed_texts: Iterator[PlacedText]) -> Iterator[PlacedText]:
    return (text for text in placed_texts if not isinstance(text.text, Unprinted))


_PREFIXES = {
    "guide": "",
    "role": "roles.{}",
    "publisher": "publisher",
    "brand": "brand",
    "names": "names",
    "labels": "labels",
}


def place(files: Mapping[str, str], text: PlacedText, words: str) -> Span:
    """Return where words of a text stand in its file; where its value begins, if they are written in another way there.

    `files` maps the names of files to their texts.
    """
    span, written = text.span, text.tree.written
    lines = files.get(span.file, "").split("\n")
    if words not in written or not 0 < span.line <= len(lines):
        return span
    before = _without_space(written[: written.index(words)])
    rest = "\n".join([lines[span.line - 1][span.column - 1 :], *lines[span.line :]])
    start = len(re.match(r"[>|][-+0-9]*|[\"']?", rest)[0])  # type: ignore[index]  # it may match nothing
    end = rest.find(words, start)
    while end >= 0 and len(found := _without_space(rest[start:end])) <= len(before):
        if found == before:
            line = rest.count("\n", 0, end)
            column = end - rest.rfind("\n", 0, end) if line else span.column + end
            return Span(span.file, span.line + line, column)
        end = rest.find(words, end + 1)
    return span


def _without_space(text: str) -> str:
    return "".join(text.split())
