"""Limits for reading a PDF from elsewhere, so that a small file that unpacks to a huge one does no harm."""

from __future__ import annotations

import struct
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections import Counter
from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Stream
from PIL import Image

MOST_PAGES = 200
MOST_OBJECTS = 300_000
MOST_INSTRUCTIONS = 500_000  # over all pages, forms counted each time that they are placed
MOST_WORDS = 1_000_000  # numbers, names, strings and operators of all content: each takes some 300 bytes
MOST_BYTES = 8_000_000  # of one stream of content, unpacked
MOST_METADATA = 1_000_000  # bytes of XMP, unpacked
MOST_STREAM = 30_000_000  # bytes of any other stream that is no picture, unpacked: fonts, profiles
MOST_STREAMS = 120_000_000  # of all of these together
MOST_STRUCTURE = 12_000_000  # bytes of objects without their streams, of which each takes some 50 when it is read
MOST_STRUCTURE_STREAM = 8_000_000  # bytes of one stream that holds objects, unpacked
MOST_TAGS = 100_000  # of a page, or of all pages, each counted where it is named
DEEPEST_TAG = 100  # tags in tags
MOST_NOTES = 10_000  # links and notes on all pages
MOST_PICTURE = 150_000_000  # bytes of a picture, unpacked
MOST_PICTURES = 500_000_000  # of all pictures together
MOST_SHOWN = 1_500_000_000  # of the pictures of each page, added up
MOST_WIDTHS = 300_000  # of characters, that a font says
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


class Words:
    """How many numbers, names, strings and operators may still be read."""

    def __init__(self) -> None:
        self._left = MOST_WORDS

    def take(self, count: int) -> None:
        """Take so many of them. Raises TooMuchError where there are not as many left."""
        self._left -= count
        if self._left < 0:
            raise TooMuchError(f"Its pages are drawn with more than {MOST_WORDS:,} numbers and instructions.")


def instructions(holder: Any, words: Words | None = None) -> list[Any]:
    """Parse the content of a page or a form. Raises TooMuchError where it comes to more than is read.

    `words` is what several contents may have together; without it this one may have as much.
    """
    streams = _content(holder)
    for part in streams:
        check_size(part, MOST_BYTES)
    words = words or Words()
    for part in streams:
        words.take(_count_words(bytes(part.read_bytes())))
    return list(pikepdf.parse_content_stream(holder)) if streams else []


def _content(holder: Any) -> list[Stream]:
    contents = holder.obj.get("/Contents") if isinstance(holder, pikepdf.Page) else holder
    parts = contents if isinstance(contents, Array) else [contents]
    return [part for part in parts if isinstance(part, Stream)]


def _count_words(data: bytes) -> int:
    """Return how many numbers, names, strings and operators content has at most (ISO 32000-1, 7.2)."""
    kinds = _KINDS[np.frombuffer(data, np.uint8)]
    begins = (kinds[1:] == 1) & (kinds[:-1] != 1)
    return int(begins.sum()) + int((kinds == 2).sum()) + bool(len(kinds) and kinds[0] == 1)


_KINDS = np.ones(256, np.uint8)  # 0: white space and what closes, 1: of a word, 2: what opens a string, list or name
_KINDS[list(b"\0\t\n\f\r )>]}")] = 0
_KINDS[list(b"(<[{/%")] = 2


def filters_of(stream: Any) -> list[str]:
    """Return the names of a stream's filters, in the order in which they are undone."""
    filters = stream.get("/Filter")
    if filters is None:
        return []
    return [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]


def check_size(stream: Stream, most: int) -> None:
    """Raise TooMuchError where a stream unpacks to more than `most` bytes, or may do so."""
    if unpacked_size(stream, most) > most:
        raise TooMuchError(f"A stream in it may unpack to more than {most:,} bytes.")


def unpacked_size(stream: Any, most: int) -> int:
    """Return how many bytes a stream unpacks to at most, or any number beyond `most` where it is more than that.

    It is unpacked to see, but for packings that Python does not know: of these the largest factor that they can have is
    taken (ISO 32000-1, 7.4). Those of pictures are not unpacked: their pixels are counted.
    """
    data, factor = bytes(stream.read_raw_bytes()), 1
    names = filters_of(stream)
    if len(names) > MOST_FILTERS or _row(stream) > LONGEST_ROW:
        return most + 1
    for index, name in enumerate(names):
        if name in ("/FlateDecode", "/Fl") and factor == 1 and index == len(names) - 1:
            return flate_size(data, most)
        if name in _UNDO and factor == 1:
            data = _undone(name, data, most)
        else:
            factor *= _LARGEST.get(name, 1)
        if len(data) * factor > most:
            break
    return len(data) * factor


MOST_FILTERS = 8
LONGEST_ROW = 4_000_000  # bytes of a row of a picture, of which some are held while it is unpacked


def _row(stream: Any) -> int:
    """Return how many bytes a row has by what is said of a stream's packing (ISO 32000-1, table 8)."""
    entries = stream.get("/DecodeParms", stream.get("/DP"))
    longest = 0
    for entry in entries if isinstance(entries, Array) else [entries]:
        if isinstance(entry, Dictionary):
            sizes = [
                entry.get(key, default) for key, default in (("/Columns", 1), ("/Colors", 1), ("/BitsPerComponent", 8))
            ]
            longest = max(longest, prod(size for size in sizes if isinstance(size, int)) // 8)
    return longest


_BLANK = b" \t\n\r\f\0"
# By how much a packing can shrink, where it is not undone to see.
_LARGEST = {"/FlateDecode": 1032, "/Fl": 1032, "/LZWDecode": 1400, "/LZW": 1400, "/RunLengthDecode": 64, "/RL": 64}
_UNDO: dict[str, Callable[[bytes, int], bytes]] = {
    **dict.fromkeys(("/FlateDecode", "/Fl"), lambda data, most: zlib.decompressobj().decompress(data, most + 1)),
    **dict.fromkeys(("/ASCII85Decode", "/A85"), lambda data, _: a85decode(data.partition(b"~")[0], ignorechars=_BLANK)),
    **dict.fromkeys(("/ASCIIHexDecode", "/AHx"), lambda data, _: unhexlify(_even(data.partition(b">")[0]))),
}


def flate_size(raw: bytes, most: int) -> int:
    """Return how many bytes Flate unpacks to, or any number beyond `most` where it is more than that."""
    unpacker = zlib.decompressobj()
    size, remaining = 0, raw
    try:
        while remaining and not unpacker.eof and size <= most:
            size += len(unpacker.decompress(remaining, 1 << 20))
            remaining = unpacker.unconsumed_tail
    except zlib.error:
        pass  # damaged: what reads it says so
    return size


def _undone(name: str, data: bytes, most: int) -> bytes:
    try:
        return _UNDO[name](data, most)
    except (zlib.error, ValueError):
        return b""


def _even(digits: bytes) -> bytes:
    digits = digits.translate(None, _BLANK)
    return digits + b"0" * (len(digits) % 2)
