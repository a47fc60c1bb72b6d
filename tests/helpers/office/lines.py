"""What a word processor shows of a document, paragraph by paragraph, read from flat OpenDocument (ODF 1.3, part 3).

LibreOffice writes that file itself, so nothing of Guidepress has a say in it. Tracked changes count as accepted: what
is deleted is left out, and a paragraph whose end is deleted runs on into the next. Standard library only, because it
runs under the system's Python too.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from typing import Any

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"

Line = dict[str, Any]
BAR = 14.0  # points: the height of the highest bar beside a figure
_REPEATED = f"{TABLE}number-columns-repeated"
_PASSED_OVER = {f"{TEXT}note", f"{OFFICE}annotation", f"{OFFICE}annotation-end", f"{TEXT}ruby-text"}


def read(data: bytes) -> list[Line]:
    """Return the body's paragraphs in reading order, empty ones too, each as a dictionary that JSON can hold.

    `text`; `style`, the name of the style; `role`: title, heading 1, bullet 1, number 2, cell, picture or body; `cell`:
    table, row and column, counted from 0, or None; `spans`: kind (bold, italic, link, unfilled), words, and the address
    of a link, where the look differs from the style's; `marks`: the bookmarks that begin in it; `picture`: a digest.
    """
    root = ET.fromstring(data)  # noqa: S314 (LibreOffice has just written it)
    walk = _Walk(root)
    walk.blocks(root.find(f"{OFFICE}body/{OFFICE}text"))
    return walk.lines


class _Walk:
    def __init__(self, root: Any) -> None:
        self.lines: list[Line] = []
        self.tables = 0
        self.styles: dict[str, Any] = {}
        self.lists: dict[str, Any] = {}
        self.defaults: dict[str, Any] = {}
        for element in root.iter(f"{STYLE}style"):
            self.styles[f"{element.get(f'{STYLE}family')} {element.get(f'{STYLE}name')}"] = element
        for element in root.iter(f"{TEXT}list-style"):
            self.lists[element.get(f"{STYLE}name")] = element
        # Changes that delete: their words stand in the text, between two marks of the change's name.
        self.deletions = {
            region.get(f"{TEXT}id")
            for region in root.iter(f"{TEXT}changed-region")
            if region.find(f"{TEXT}deletion") is not None
        }
        self.deleted = 0  # deletions open where the walk is
        self.pending: _Inlines | None = None  # of a paragraph whose end is deleted
        automatic = root.find(f"{OFFICE}automatic-styles")
        self.automatic = {id(style) for style in automatic} if automatic is not None else set()

    # --- styles ---

    def named(self, family: str, name: str) -> str:
        """Return the style a person sees in the list of styles, below an automatic one."""
        style = self.styles.get(f"{family} {name}")
        while style is not None and id(style) in self.automatic:
            name = style.get(f"{STYLE}parent-style-name") or ("Standard" if family == "paragraph" else "")
            style = self.styles.get(f"{family} {name}")
        return name

    def look(self, family: str, name: str) -> dict[str, bool]:
        """Return whether a style is bold and italic, where it or a style above it says so."""
        found: dict[str, bool] = {}
        style = self.styles.get(f"{family} {name}")
        while style is not None:
            properties = style.find(f"{STYLE}text-properties")
            for kind, key, plain in (("bold", "font-weight", "normal"), ("italic", "font-style", "normal")):
                value = None if properties is None else properties.get(FO + key)
                if value is not None:
                    found.setdefault(kind, value != plain)
            style = self.styles.get(f"{family} {style.get(f'{STYLE}parent-style-name')}")
        return found

    def list_kind(self, name: str, level: int) -> str:
        for element in self.lists.get(name, ()):
            if element.get(f"{TEXT}level") == str(level):
                if element.tag == f"{TEXT}list-level-style-bullet":
                    return "bullet"
                return "number" if element.get(f"{STYLE}num-format") else ""
        return ""

    # --- blocks ---

    def blocks(self, parent: Any, depth: int = 0, list_name: str = "", item: bool = False, cell: Any = None) -> None:
        for child in parent:
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                self.paragraph(child, depth if item else 0, list_name, cell)
                item = item and depth == 0  # only the first paragraph of an item has its bullet
            elif child.tag == f"{TEXT}list":
                self.blocks(child, depth + 1, child.get(f"{TEXT}style-name") or list_name, False, cell)
            elif child.tag == f"{TEXT}list-item":
                self.blocks(child, depth, list_name, True, cell)
            elif child.tag == f"{TABLE}table":
                self.table(child)
            elif child.tag in {f"{TEXT}change-start", f"{TEXT}change-end"}:
                if child.get(f"{TEXT}change-id") in self.deletions:
                    self.deleted += 1 if child.tag == f"{TEXT}change-start" else -1
            elif child.tag in {f"{TEXT}section", f"{TEXT}list-header", f"{TEXT}index-body"}:
                self.blocks(child, depth, list_name, False, cell)

    def table(self, table: Any) -> None:
        number, at = self.tables, 0
        for row in table.iter(f"{TABLE}table-row"):
            column, first, gone = 0, len(self.lines), []
            for cell in row:
                if cell.tag == f"{TABLE}table-cell":
                    started = self.deleted
                    self.blocks(cell, cell=[number, at, column])
                    text = "".join(cell.itertext()).strip()
                    empty = not any(line["text"].strip() for line in self.lines if line["cell"] == [number, at, column])
                    gone.append(empty and (bool(text) or bool(started)))
                column += int(cell.get(_REPEATED, "1"))
            if gone and all(gone):
                del self.lines[first:]
            else:
                at += 1
        self.tables += at > 0

    def paragraph(self, element: Any, depth: int, list_name: str, cell: Any) -> None:
        name = element.get(f"{TEXT}style-name", "")
        style = self.named("paragraph", name)
        looks = self.look("paragraph", style), self.look("paragraph", name)
        walk = _Inlines(self, *looks, in_cell=cell is not None)
        if self.pending is not None and cell is None:
            before, self.pending = self.pending, None
            walk.pieces, walk.marks, walk.picture = before.pieces, before.marks, before.picture
            kept = before.place if walk.pieces or walk.picture else (element, depth, list_name)
            element_shown, depth, list_name = kept
        else:
            element_shown = element
        walk.read(element, {})
        if self.deleted and cell is None:
            walk.place = (element_shown, depth, list_name)
            self.pending = walk
            return
        if element_shown is not element:
            style = self.named("paragraph", element_shown.get(f"{TEXT}style-name", ""))
        text = "".join(words for words, _ in walk.pieces)
        kind = self.list_kind(list_name, depth) if depth else ""
        shown = style.replace("_20_", " ")
        if walk.picture and not text.strip():
            role = "picture"
        elif cell is not None:
            role = "cell"
        elif shown == "Title":
            role = "title"
        elif element_shown.tag == f"{TEXT}h" and not kind:
            role = f"heading {element_shown.get(f'{TEXT}outline-level')}"
        else:
            role = f"{kind} {depth}" if kind else "body"
        self.lines.append(
            {
                "text": text,
                "style": shown,
                "role": role,
                "cell": cell,
                "spans": walk.spans(),
                "marks": walk.marks,
                "picture": walk.picture,
            }
        )


class _Inlines:
    def __init__(self, walk: _Walk, style: dict[str, bool], own: dict[str, bool], in_cell: bool = False) -> None:
        self.walk, self.style, self.own, self.in_cell = walk, style, own, in_cell
        self.pieces: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self.marks: list[str] = []
        self.picture = ""
        self.place: tuple[Any, int, str] = (None, 0, "")

    def say(self, words: str | None, look: dict[str, Any]) -> None:
        if words and not self.walk.deleted:
            full = {**self.own, **look}
            kinds = [(k, "") for k in ("bold", "italic") if full.get(k, False) != self.style.get(k, False)]
            kinds += [(k, full[k]) for k in ("link", "unfilled") if k in full]
            self.pieces.append((words, tuple(kinds)))

    def read(self, element: Any, look: dict[str, Any]) -> None:
        self.say(_squeeze(element.text), look)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}span":
                name = child.get(f"{TEXT}style-name", "")
                added: dict[str, Any] = dict(self.walk.look("text", name))
                if self.walk.named("text", name) == "Unfilled":
                    added["unfilled"] = ""
                self.read(child, {**look, **added})
            elif tag == f"{TEXT}a":
                self.read(child, {**look, "link": child.get(f"{XLINK}href", "")})
            elif tag == f"{TEXT}s":
                self.say(" " * int(child.get(f"{TEXT}c", "1")), look)
            elif tag == f"{TEXT}tab":
                self.say("\t", look)
            elif tag == f"{TEXT}line-break":
                self.say("\n", look)
            elif tag in {f"{TEXT}change-start", f"{TEXT}change-end"}:
                if child.get(f"{TEXT}change-id") in self.walk.deletions:
                    self.walk.deleted += 1 if tag == f"{TEXT}change-start" else -1
            elif tag in {f"{TEXT}bookmark-start", f"{TEXT}bookmark"}:
                self.marks.append(child.get(f"{TEXT}name", ""))
            elif tag.startswith(DRAW) and self.in_cell and _height(child) <= BAR:
                pass  # a bar or a scale, which is drawn anew for its figure
            elif tag.startswith(DRAW) and not self.walk.deleted:
                for data in child.iter(f"{OFFICE}binary-data"):
                    packed = re.sub(r"\s", "", data.text or "")
                    self.picture = hashlib.sha256(packed.encode()).hexdigest()[:16]
                    break
            elif not tag.startswith(DRAW) and tag not in _PASSED_OVER:
                self.read(child, look)  # fields, links within meta elements
            self.say(_squeeze(child.tail), look)

    def spans(self) -> list[list[str]]:
        """Return kind, words and address of each stretch that looks different, joined where it goes on."""
        found: list[list[str]] = []
        for kind in ("bold", "italic", "link", "unfilled"):
            before = None
            for words, kinds in self.pieces:
                value = dict(kinds).get(kind)
                if value is None:
                    before = None
                elif value == before:
                    found[-1][1] += words
                else:
                    found.append([kind, words, value])
                    before = value
        return [[kind, words.strip(), value] for kind, words, value in found if words.strip()]


def _height(frame: Any) -> float:
    """Return how high a picture is shown, in points; endless where it is not said in inches."""
    said = re.fullmatch(r"([0-9.]+)in", frame.get(f"{SVG}height", ""))
    return float(said[1]) * 72 if said else float("inf")


def _squeeze(words: str | None) -> str:
    # White space in the file counts as one blank; more of them are written as elements (ODF 1.3, part 3, 6.1.2).
    return re.sub(r"[ \t\r\n]+", " ", words or "")
