"""Opens a PDF from elsewhere only where what it comes to, unpacked and drawn, is moderate: it is counted beforehand.

A file of a few kilobytes can unpack to gigabytes, and every library that reads or draws it would try to hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from guidepress.content import picture_work
from guidepress.press import colour_spaces, content_stream
from guidepress.press.pdf_limits import (
    MOST_METADATA,
    MOST_NOTES,
    MOST_OBJECTS,
    MOST_PAGES,
    MOST_PICTURE,
    MOST_PICTURES,
    MOST_STREAM,
    MOST_STREAMS,
    MOST_STRUCTURE,
    MOST_STRUCTURE_STREAM,
    TooMuchError,
    filters_of,
    flate_size,
    unpacked_size,
)


@contextmanager
def opened(data: bytes) -> Iterator[pikepdf.Pdf]:
    """Open a PDF, and close it in the end.

    Raises `pdf_limits.TooMuchError` where it comes to more than is read, and what pikepdf raises: `pdf_limits.BROKEN`.
    """
    _check_structure(data)
    with pikepdf.open(BytesIO(data)) as document:
        if not document.is_encrypted:
            _check_pages(document)
            if len(document.objects) > MOST_OBJECTS:
                raise TooMuchError(f"It has more than {MOST_OBJECTS:,} objects.")
            _check_streams(document)
        yield document


@lru_cache(maxsize=2)
def check(data: bytes) -> None:
    """Check that a PDF can be read and drawn without harm. Raises the same as `opened`.

    A print edition is checked with the screen edition beside it, whose turn comes next: it is not counted twice. One
    that is damaged is refused: another library may mend it to something else than what was counted here.
    """
    with opened(data) as document:
        content_stream.read(document)
        if document.get_warnings():
            raise TooMuchError("It is damaged.")


_STREAM = re.compile(rb"stream\r?\n")
_LONGEST_ENTRIES = 4_000  # bytes before a stream that say what is in it


def _check_structure(data: bytes) -> None:
    """Count what the library unpacks by itself to find a file's objects, and what it makes objects of.

    That is looked for in the bytes, since opening the file would unpack it.
    """
    size, place = 0, 0
    while match := _STREAM.search(data, place):
        start = match.end()
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        size += start - place
        entries = data[max(place, match.start() - _LONGEST_ENTRIES) : match.start()]
        entries = entries[max(entries.rfind(b"obj"), 0) :]
        if b"ObjStm" in (plain := _plain(entries)) or b"XRef" in plain:
            if len(re.findall(rb"/(?:FlateDecode|Fl)\b", plain)) > 1 or re.search(rb"/(?:LZW|RunLength|RL)", plain):
                raise TooMuchError("The list of its objects is packed more than once.")
            unpacked = flate_size(data[start:end], MOST_STRUCTURE_STREAM)
            if unpacked > MOST_STRUCTURE_STREAM:
                raise TooMuchError(f"A list of its objects may unpack to more than {MOST_STRUCTURE_STREAM:,} bytes.")
            size += unpacked
        if size > MOST_STRUCTURE:
            break
        place = min(end + len(b"endstream"), len(data))
    if size + len(data) - place > MOST_STRUCTURE:
        raise TooMuchError(f"Its objects come to more than {MOST_STRUCTURE:,} bytes, without pictures and fonts.")


def _plain(entries: bytes) -> bytes:
    """Return a dictionary with the letters of its names that are given as numbers (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes((int(match[1], 16),)), entries)


def _check_pages(document: pikepdf.Pdf) -> None:
    """Count pages, and notes on them. The library would make an object of each, and of each below each, first."""
    tree = document.Root.get("/Pages")
    waiting: list[Any] = [tree] if isinstance(tree, Dictionary) else []
    pages = notes = nodes = 0
    while waiting:
        node = waiting.pop()
        nodes += 1
        kids = node.get("/Kids")
        if isinstance(kids, Array):
            if len(kids) + len(waiting) > MOST_PAGES or nodes > 10 * MOST_PAGES:
                raise TooMuchError(f"It has more than {MOST_PAGES} pages, which are the most that are read.")
            waiting += [kid for kid in kids if isinstance(kid, Dictionary)]
            continue
        pages += 1
        if isinstance(node.get("/Annots"), Array):
            notes += len(node.get("/Annots"))
        if pages > MOST_PAGES:
            raise TooMuchError(f"It has more than {MOST_PAGES} pages, which are the most that are read.")
    if notes > MOST_NOTES:
        raise TooMuchError(f"It has {notes:,} links and notes; {MOST_NOTES:,} are the most that are read.")


def _check_streams(document: pikepdf.Pdf) -> None:
    """Count what all streams unpack to: pictures by their pixels, too, and all else together."""
    pictures = others = 0
    for stream in document.objects:
        if not isinstance(stream, Stream):
            continue
        if str(stream.get("/Subtype", "")) == "/Image":
            pictures += picture_size(stream)
            if pictures > MOST_PICTURES:
                raise TooMuchError(f"Its pictures come to more than {MOST_PICTURES:,} bytes, unpacked.")
            continue
        if str(stream.get("/Type", "")) in ("/ObjStm", "/XRef"):
            continue
        is_metadata = str(stream.get("/Type", "")) == "/Metadata"
        most = MOST_METADATA if is_metadata else MOST_STREAM
        others += (size := unpacked_size(stream, most))
        if size > most:
            raise TooMuchError(f"A stream in it may unpack to more than {most:,} bytes.")
        if others > MOST_STREAMS:
            raise TooMuchError(f"Its streams may unpack to more than {MOST_STREAMS:,} bytes together.")


def picture_size(picture: Any) -> int:
    """Return how many bytes a picture comes to, unpacked. Raises TooMuchError where one is larger than is read."""
    wide, high = (_whole(picture.get(key)) for key in ("/Width", "/Height"))
    components = max(colour_spaces.read(picture.get("/ColorSpace")).components, 1)
    bits = 1 if picture.get("/ImageMask", False) else _whole(picture.get("/BitsPerComponent", 8))
    size = wide * high * components * max(bits, 1) // 8
    filters = filters_of(picture)
    if filters[-1:] in (["/DCTDecode"], ["/DCT"], ["/JPXDecode"]):
        raw = bytes(picture.read_raw_bytes()) if len(filters) == 1 else b""
        size = max(size, picture_work.pixels(raw) * max(components, 3))
        if picture_work.is_too_slow(raw):
            raise TooMuchError("A picture in it is packed in far too many passes.")
    size = max(size, unpacked_size(picture, MOST_PICTURE))
    if size > MOST_PICTURE:
        raise TooMuchError(f"A picture in it may unpack to more than {MOST_PICTURE:,} bytes.")
    return size


def _whole(value: Any) -> int:
    """Return a number of a file that should be whole and at least 0; 0 for anything else."""
    try:
        return max(int(value), 0)
    except (TypeError, ValueError, ArithmeticError):
        return 0
