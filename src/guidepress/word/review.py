"""Reads what an edited .docx has beside its text: its base, its revision, tracked changes, comments, footnotes."""

from __future__ import annotations

import base64
import re
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from guidepress.errors import ContentError
from guidepress.word.archive import refusal
from guidepress.word.names import BASE_NAMESPACE, IDENTIFIER
from guidepress.word.package import Element, Package, W

LARGEST_BASE = 4 * 2**20  # bytes, unpacked; ours have about 30,000
MOST_COMMENTS = 1_000
_MOVES = ("ins", "del", "moveFrom", "moveTo")
_FORMATS = ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange")
_CELLS = ("cellIns", "cellDel", "cellMerge")


@dataclass(frozen=True)
class Comment:
    """A comment: who wrote it, its words, the words that it is about, and the passage in which they stand."""

    author: str
    text: str
    about: str
    passage: int


def footnotes(package: Package) -> dict[tuple[str, str], Element]:
    """Return the footnotes and endnotes by kind and id."""
    notes = {}
    for kind in ("footnote", "endnote"):
        root = package.optional(package.related(f"{kind}s"))
        for note in () if root is None else root.iter(f"{W}{kind}"):
            if note.get(f"{W}type") in (None, "normal"):
                notes[kind, note.get(f"{W}id", "")] = note
    return notes


def base(package: Package) -> bytes | None:
    """Return the base that travels in a handout; it is found by its root's namespace, never by the part's name.

    Raises ContentError where it is damaged: a file that says what it was made from is compared with nothing else.
    """
    for name in sorted(package.members):
        if not re.fullmatch(r"customXml/[^/]+\.xml", name) or BASE_NAMESPACE.encode() not in package.members[name]:
            continue
        root = package.xml(name)
        if root.tag != f"{{{BASE_NAMESPACE}}}base":
            continue
        try:
            packed = base64.b64decode("".join((root.text or "").split()), validate=True)
            unpacking = zlib.decompressobj()
            data = unpacking.decompress(packed, LARGEST_BASE)
        except (ValueError, zlib.error):
            raise unreadable(package.name) from None
        if not unpacking.eof:
            raise unreadable(package.name)
        return data
    return None


def unreadable(name: str) -> ContentError:
    """Return the error that refuses a file whose base cannot be read."""
    sentence = "What this file holds of the content it was made from cannot be read."
    return refusal(name, sentence, "was it made by another version of Guidepress?")


def said(package: Package) -> str:
    """Return the guide and revision that a file names in its properties, else in its footer; empty where in neither."""
    core = package.optional("docProps/core.xml")
    for child in () if core is None else core:
        if isinstance(child.tag, str) and etree.QName(child).localname == "identifier" and (child.text or "").strip():
            return str(child.text).strip()
    for kind, part in sorted(package.relations(package.main).values()):
        root = package.optional(part) if kind == "footer" else None
        words = "" if root is None else "".join(text_element.text or "" for text_element in root.iter(f"{W}t"))
        if match := IDENTIFIER.search(words.replace(" · ", " ")):
            return match[0]
    return ""


def tracked(body: Element) -> dict[str, int]:
    """Count the tracked changes by author. Neighbours of one author and kind are one change, as a person sees it."""
    changes: Counter[str] = Counter()
    last_key = None
    for element in body.iter(*(f"{W}{tag}" for tag in (*_MOVES, *_FORMATS, *_CELLS))):
        cell = next(element.iterancestors(f"{W}tc"), None)
        if (
            cell is not None
            and etree.QName(element).localname in _MOVES
            and cell.find(f"{W}tcPr/{W}cellDel") is not None
        ):
            continue  # the words of a cell that was taken out go with it
        key = element.tag, element.get(f"{W}author", ""), element.get(f"{W}date", "")
        if key != last_key:
            changes[element.get(f"{W}author", "") or "?"] += 1
        last_key = key
    return dict(changes)


def comments(
    package: Package, about: Mapping[str, tuple[int, list[str]]], places: Mapping[int, int]
) -> Iterator[Comment]:
    """Yield the comments. `about` has the passage and the words of each by id, `places` renumbers passages."""
    root = package.optional(package.related("comments"))
    kept_passages = sorted(places)
    for count, comment in enumerate(() if root is None else root.iter(f"{W}comment"), 1):
        if count > MOST_COMMENTS:
            raise refusal(package.name, f"this file holds more than {MOST_COMMENTS:,} comments")
        lines = (
            "".join(text_element.text or "" for text_element in line.iter(f"{W}t")) for line in comment.iter(f"{W}p")
        )
        passage, words = about.get(comment.get(f"{W}id", ""), (0, []))
        kept_before = bisect_right(kept_passages, passage)  # the passage itself, or the last that was kept before it
        place = places[kept_passages[kept_before - 1]] if kept_before else 0
        yield Comment(comment.get(f"{W}author", ""), "\n".join(lines).strip(), "".join(words).strip(), place)
