"""Reads what a PDF paints: every fill, line, text and picture with its color, its size on paper and its place.

The content of pages is followed as ISO 32000-1 has it (8.4 graphics state, 8.6 colour spaces, 9.4 text objects), into
forms, patterns and masks. A file from elsewhere may hold anything: what is read is counted and limited, and what cannot
be understood is counted too, never raised.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Stream

from guidepress.press import colour_spaces
from guidepress.press.colour_spaces import Space
from guidepress.press.glyph_widths import Advances
from guidepress.press.graphics_state import Key, Paint, State, TextRun
from guidepress.press.pdf_limits import (
    DEEPEST,
    MOST_INSTRUCTIONS,
    MOST_PAGES,
    MOST_SHOWN,
    Counting,
    TooMuchError,
    Words,
    instructions,
)

DEEPEST_MASK = 4  # masks in masks: each is a picture of its own for each thing that is seen through it
MASK = 500  # instructions, which take about as long as the picture of a page that a mask is drawn on


@dataclass
class Painting:
    """All that a document paints, and the colour spaces, fonts and pictures that it may use.

    `spaces` are all colour spaces that pages can use, used or not, each with where it is first met; `groups` the same
    for transparency groups; `fonts` says of each font whether it is embedded; `broken` counts what could not be read.
    """

    paints: list[Paint] = field(default_factory=list)
    spaces: dict[Space, str] = field(default_factory=dict)
    groups: dict[Space, str] = field(default_factory=dict)
    fonts: dict[str, bool] = field(default_factory=dict)
    pictures: dict[Key, pikepdf.Object] = field(default_factory=dict)
    broken: Counter[int] = field(default_factory=Counter)


def read(document: pikepdf.Pdf) -> Painting:
    """Read what every page of a document paints. Raises TooMuchError where a file goes beyond the limits."""
    if len(document.pages) > MOST_PAGES:
        raise TooMuchError(f"It has {len(document.pages):,} pages; {MOST_PAGES} are the most that are read.")
    walker = _Walker()
    for number, page in enumerate(document.pages, 1):
        walker.page = number
        walker.group(page.obj, f"page {number}")
        walker.stream(page, _resources(page), State(), (-number, 0), 0)
    return walker.painting


def _resources(holder: Any) -> Any:
    resources = holder.resources if isinstance(holder, pikepdf.Page) else holder.get("/Resources")
    return resources if isinstance(resources, Dictionary) else Dictionary()


def _own(holder: Any, inherited: Any) -> Any:
    """Return the resources of a form or font; where it has none, those of who places it."""
    own = holder.get("/Resources")
    return own if isinstance(own, Dictionary) else inherited


class _Walker:
    def __init__(self) -> None:
        self.page = 0
        self.painting = Painting()
        self._count = 0
        self._words = Words()
        self._shown: set[tuple[int, Key]] = set()  # pictures by page
        self._unpacked = 0  # bytes of these
        self._masks_open = 0
        self._masks: dict[Key, int] = {}  # the instructions that each mask is drawn with
        self._parsed: dict[Key, list[Any]] = {}
        self._scanned: set[Key] = set()
        self._fonts: dict[Key, Advances] = {}

    # Resources: what a page can use, used or not.

    def group(self, holder: pikepdf.Object, where: str) -> None:
        """Note the colour space of a transparency group (ISO 32000-1, 11.6.6)."""
        group = holder.get("/Group")
        if isinstance(group, Dictionary) and group.get("/CS") is not None:
            self.painting.groups.setdefault(colour_spaces.read(group.get("/CS")), where)

    def scan(self, resources: Any, where: str, depth: int) -> None:
        """Note everything in a resource dictionary (ISO 32000-1, table 33), and in all that it refers to."""
        if depth > DEEPEST:
            raise TooMuchError(f"Its forms lie more than {DEEPEST} deep in each other.")
        for entry, note in (
            ("/ColorSpace", self._space),
            ("/Shading", self._shading),
            ("/Pattern", self._pattern),
            ("/XObject", self._xobject),
            ("/ExtGState", partial(self._graphics, resources)),
            ("/Font", partial(self._font, resources)),
        ):
            entries = resources.get(entry)
            for name, entry_object in entries.items() if isinstance(entries, Dictionary) else ():
                with Counting(self.painting.broken, self.page):
                    note(entry_object, f"{where}, {entry[1:]} {str(name)[1:]}", depth)

    def _is_new(self, pdf_object: Any) -> bool:
        key = pdf_object.objgen
        if key != (0, 0) and key in self._scanned:
            return False
        self._scanned.add(key)
        return True

    def _space(self, space: Any, where: str, depth: int) -> None:
        self.painting.spaces.setdefault(colour_spaces.read(space), where)

    def _shading(self, shading: Any, where: str, depth: int) -> None:
        self.painting.spaces.setdefault(colour_spaces.read(shading.get("/ColorSpace")), where)

    def _pattern(self, pattern: Any, where: str, depth: int) -> None:
        if not self._is_new(pattern):
            return
        if isinstance(pattern, Stream):
            state = State(matrix=Matrix(*map(float, pattern.get("/Matrix", (1, 0, 0, 1, 0, 0)))))
            self.stream(pattern, _resources(pattern), state, pattern.objgen, depth + 1)
        elif isinstance(pattern.get("/Shading"), (Dictionary, Stream)):
            self._shading(pattern.get("/Shading"), where, depth)

    def _xobject(self, xobject: Any, where: str, depth: int) -> None:
        if not self._is_new(xobject):
            return
        if str(xobject.get("/Subtype")) == "/Image":
            self._picture(xobject, where)
            for mask in ("/SMask", "/Mask"):
                if isinstance(xobject.get(mask), Stream) and xobject.get(mask).get("/ColorSpace") is not None:
                    self.painting.spaces.setdefault(
                        colour_spaces.read(xobject.get(mask).get("/ColorSpace")), f"{where}, its mask"
                    )
        else:
            self.group(xobject, where)
            self.scan(_resources(xobject), where, depth + 1)

    def _picture(self, picture: Any, where: str) -> None:
        if not picture.get("/ImageMask", False) and picture.get("/ColorSpace") is not None:
            self.painting.spaces.setdefault(colour_spaces.read(picture.get("/ColorSpace")), where)
            self.painting.pictures.setdefault(picture.objgen, picture)

    def _graphics(self, inherited: Any, graphics_state: Any, where: str, depth: int) -> None:
        mask = graphics_state.get("/SMask")
        form = mask.get("/G") if isinstance(mask, Dictionary) else None
        if isinstance(form, Stream) and self._is_new(form):
            self.group(form, f"{where}, its mask")
            before = self._count
            self._masks_open += 1
            if self._masks_open > DEEPEST_MASK:
                raise TooMuchError(f"Its masks lie more than {DEEPEST_MASK} deep in each other.")
            self._masks[form.objgen] = MOST_INSTRUCTIONS  # while it is followed: one within itself has no end
            self.stream(form, _own(form, inherited), State(), form.objgen, depth + 1)
            self._masks_open -= 1
            self._masks[form.objgen] = MASK + self._count - before

    def _font(self, inherited: Any, font: Any, where: str, depth: int) -> None:
        name = str(font.get("/BaseFont", font.get("/Name", where)))[1:]
        if str(font.get("/Subtype")) == "/Type3":
            if self._is_new(font):
                glyphs = font.get("/CharProcs", Dictionary())
                for glyph in glyphs.values():
                    self.stream(glyph, _own(font, inherited), State(), glyph.objgen, depth + 1)
            return
        descendants = font.get("/DescendantFonts")
        described_font = descendants[0] if isinstance(descendants, Array) and len(descendants) else font
        descriptor = described_font.get("/FontDescriptor")
        embedded = isinstance(descriptor, Dictionary) and any(
            isinstance(descriptor.get(key), Stream) for key in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        self.painting.fonts[name] = self.painting.fonts.get(name, True) and embedded

    # Content: what a page paints.

    def stream(self, content: Any, resources: Any, state: State, key: Key, depth: int) -> None:
        """Follow the instructions of a page, a form, a pattern or a glyph."""
        if depth > DEEPEST:
            raise TooMuchError(f"Its forms lie more than {DEEPEST} deep in each other.")
        if key not in self._parsed:
            self.scan(resources, f"page {self.page}", depth)
            self._parsed[key] = []
            with Counting(self.painting.broken, self.page):
                self._parsed[key] = instructions(content, self._words)
            self._add(len(self._parsed[key]))
        text_run = TextRun(self, resources, state, key, depth)
        for index, instruction in enumerate(self._parsed[key]):
            self._add(1)
            with Counting(self.painting.broken, self.page):
                text_run.do(index, instruction)

    def form(self, form: Any, inherited: Any, state: State, depth: int) -> None:
        """Follow a form; one without resources takes those of who places it (ISO 32000-1, table 95)."""
        self.stream(form, _own(form, inherited), state, form.objgen, depth)

    def painted(self, paint: Paint, mask: Key | None = None) -> None:
        """Keep what is painted; a mask through which it is seen is drawn once for each such thing."""
        self.painting.paints.append(paint)
        if mask is not None:
            self._add(self._masks.get(mask, 0))

    def placed(self, picture: Any) -> None:
        """Count what a picture unpacks to, once for each page."""
        place = self.page, picture.objgen
        if place in self._shown:
            return
        pixels = max(int(picture.get("/Width", 0)), 0) * max(int(picture.get("/Height", 0)), 0)
        self._shown.add(place)
        self._unpacked += pixels * max(colour_spaces.read(picture.get("/ColorSpace")).components, 1)
        if self._unpacked > MOST_SHOWN:
            raise TooMuchError(f"Its pages show pictures of more than {MOST_SHOWN:,} bytes, unpacked.")

    def _add(self, count: int) -> None:
        self._count += count
        if self._count > MOST_INSTRUCTIONS:
            raise TooMuchError(f"It has more than {MOST_INSTRUCTIONS:,} drawing instructions.")

    def advances(self, font: Any) -> Advances:
        """Return how wide a font's characters are, read once for each font."""
        if font is None or font.objgen == (0, 0):  # one that is no object of its own is read each time it is used
            advances = Advances(font)
            self._add(len(advances) // 100)
            return advances
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = Advances(font)
        return self._fonts[font.objgen]
