"""What a person who listens to a handout would stumble over, beside what a build looks at itself.

A build compares headings and words with the guide. Here a handout is looked at alone: whether its headings go down one
level at a time, and whether its links say where they lead.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from guidepress.word import reader
from helpers.typist import W

VAGUE = {"here", "click here", "this", "this link", "this page", "link", "more", "read more", "learn more", "website"}


def structure_faults(docx: bytes) -> list[str]:
    """Return what is wrong with the structure of a handout, in words; nothing where it is sound."""
    contents = reader.read(docx)
    return [
        *_of_headings(contents.headings),
        *(f"a link says “{words}”" for words in _links(docx) if words.lower().strip(".:→ ") in VAGUE),
        *(thing for counts in (contents.misplaced, contents.wordless) for thing in counts),
        *("a picture without words" for words in contents.pictures if not words),
        *("a table without a header row" for has_header in contents.tables if not has_header),
        *(f"no {name}" for name in ("title", "creator") if not contents.properties.get(name)),
        *(["no language"] if not contents.language else []),
    ]


def _of_headings(headings: tuple[tuple[int, str], ...]) -> Iterator[str]:
    if not headings or headings[0][0] != 1:
        yield "no title"
    if sum(level == 1 for level, _ in headings) > 1:
        yield "two titles"
    for (level, _), (below, words) in pairwise(headings):
        if below > level + 1:
            yield f"“{words}” skips a level"
    for _, words in headings:
        if not words:
            yield "an empty heading"


def _links(docx: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for link in root.iter(f"{W}hyperlink"):
        yield "".join(text.text or "" for text in link.iter(f"{W}t")).strip()
