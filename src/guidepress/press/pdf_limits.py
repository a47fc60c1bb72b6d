"""Limits for reading a PDF from elsewhere, so that a small file that unpacks to a huge one does no harm."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from math import prod
from typing import Any

import pikepdf
from pikepdf import Array, Stream
from PIL import Image

MOST_PAGES = 200
MOST_OBJECTS = 300_000
MOST_INSTRUCTIONS = 2_000_000  # over all pages, forms counted each time that they are placed
MOST_BYTES = 8_000_000  # of one stream of content, unpacked
MOST_PICTURE = 200_000_000  # bytes of a picture, unpacked
MOST_PROFILE = 30_000_000  # bytes of an ICC profile, unpacked
DEEPEST = 24  # forms within forms

BROKEN = (
    TypeError, ValueError, KeyError, IndexError, AttributeError, ArithmeticError, RuntimeError, NotImplementedError,
    AssertionError, OSError, EOFError, SyntaxError, struct.error, zlib.error, pikepdf.PdfError,
    Image.DecompressionBombError,
)  # fmt: skip
"""What reading an object of a file can raise that is not what it should be."""


class TooMuchError(Exception):
    """A file holds more than is read; the message is a plain sentence."""


class Counting:
    """A context manager that counts, by page, what is broken and cannot be read, and goes on."""

    def __init__(self, counter: Counter[int], page: int) -> None:
        self._counter, self._page = counter, page

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> bool:
        if kind is not None and issubclass(kind, BROKEN) and not issubclass(kind, RecursionError):
            self._counter[self._page] += 1
            return True
        return False


def instructions(holder: Any) -> list[Any]:
    """Parse the content of a page or a form. Raises TooMuchError where it would unpack to more than is read."""
    is_page = isinstance(holder, pikepdf.Page)
    contents = holder.obj.get("/Contents") if is_page else holder
    if contents is None:
        return []
    for part in contents if isinstance(contents, Array) else [contents]:
        if isinstance(part, Stream):
            check_size(part, MOST_BYTES)
    return list(pikepdf.parse_content_stream(holder))


def check_size(stream: Stream, most: int) -> None:
    """Raise TooMuchError where a stream unpacks to more than `most` bytes, or may do so.

    One Flate packing is unpacked to see. Of others the largest factor that they can have is taken (ISO 32000-1, 7.4).
    """
    filters = stream.get("/Filter")
    names = (
        [str(filter_name) for filter_name in filters]
        if isinstance(filters, Array)
        else []
        if filters is None
        else [str(filters)]
    )
    raw = stream.read_raw_bytes()
    if names in (["/FlateDecode"], ["/Fl"]):
        size = _flate_size(raw, most)
    else:
        size = len(raw) * prod(_LARGEST.get(filter_name, 1) for filter_name in names)
    if size > most:
        raise TooMuchError(f"A stream in it may unpack to more than {most:,} bytes.")


# By how much a packing can shrink. Those of pictures are not unpacked here: their pixels are counted.
_LARGEST = {"/FlateDecode": 1032, "/Fl": 1032, "/LZWDecode": 1400, "/LZW": 1400, "/RunLengthDecode": 64, "/RL": 64}


def _flate_size(raw: bytes, most: int) -> int:
    unpacker = zlib.decompressobj()
    size, remaining = 0, raw
    try:
        while remaining and not unpacker.eof and size <= most:
            size += len(unpacker.decompress(remaining, 1 << 20))
            remaining = unpacker.unconsumed_tail
    except zlib.error:
        pass  # damaged: what reads it says so
    return size
