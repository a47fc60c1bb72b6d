"""Unpacks the members of a zip that a stranger sent, within limits: nothing doubled, overlapping or oddly packed.

A Word file is a zip (ECMA-376 part 2), and so is an .odt. What no program that writes texts makes is refused before
anything of it is unpacked.
"""

from __future__ import annotations

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from guidepress.errors import ContentError, Problem, Span

MOST_MEMBERS = 2000  # a handout has about 15; one with many pictures a few hundred
MEMBER_SIZE = 32 * 2**20  # bytes, unpacked
TOTAL_SIZE = 64 * 2**20  # bytes, unpacked
XML_SIZE = 12 * 2**20  # bytes of all parts in XML, of which each may cost 30 when it is read; ours have 250,000 in all
_ENTRY = b"PK\x01\x02"  # begins each member's entry in a zip's directory (APPNOTE, 4.3.12)
_HEADER = b"PK\x03\x04"  # begins each member itself (4.3.7), in front of 30 bytes, its name and more about it
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two ways in which a Word file is packed (ECMA-376 part 2, annex B). Others unpack far more from a few bytes than
is asked for at once."""

# What zipfile raises for damaged, encrypted or oddly packed members.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)
TOO_LARGE = "this file is far larger than any handout when it is unpacked"


@dataclass(frozen=True)
class Archive:
    """A zip whose members may be unpacked. `name` is how problems call the file."""

    name: str
    data: bytes
    entries: Mapping[str, zipfile.ZipInfo]

    def unpack(self, members: Sequence[str], most: int = MEMBER_SIZE) -> dict[str, bytes]:
        """Return the bytes of members that are there, in all at most `most`.

        Raises ContentError for more, and for a member that is damaged. Raises KeyError for one that is not there.
        """
        unpacked: dict[str, bytes] = {}
        left = most
        with _told(self.name), zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            for name in members:
                with archive.open(self.entries[name]) as member:
                    unpacked[name] = member.read(left + 1)
                left -= len(unpacked[name])
                if left < 0:
                    raise refusal(self.name, TOO_LARGE)
        return unpacked


def open_archive(data: bytes, name: str) -> Archive:
    """Read the directory of a zip; `name` is how problems call the file. Nothing is unpacked.

    Raises ContentError when the bytes are no zip, are damaged or protected with a password, and for members that lead
    outside, have one name or lie over each other, are packed in a way that no Word file is, or are too many or too
    large.
    """
    if data.count(_ENTRY) > 2 * MOST_MEMBERS:  # zipfile would read the whole directory first
        raise refusal(name, TOO_LARGE)
    with _told(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > TOTAL_SIZE:
            raise refusal(name, TOO_LARGE)
        # Programs do not agree which of two such parts is meant: some fold case, some take “é” apart.
        if len({unicodedata.normalize("NFC", entry.filename).casefold() for entry in entries}) != len(entries):
            raise refusal(name, "this Word file is damaged: it holds two parts of the same name")
        if any(_leads_out(entry.orig_filename) for entry in entries):
            raise refusal(name, "this Word file is damaged: it names a part that lies outside of it")
        if any(entry.flag_bits & 1 for entry in entries):
            raise refusal(name, "this file is protected with a password", "save it in Word without one")
        if any(entry.compress_type not in _PACKED for entry in entries):
            sentence = "this file is packed in a way that no Word file is"
            raise refusal(name, sentence, "open it in Word, and save it as .docx once more")
        if _overlap(data, archive.infolist(), archive.start_dir):
            raise refusal(name, "this Word file is damaged: its parts lie over each other")
    return Archive(name, data, {entry.filename: entry for entry in entries})


def refusal(name: str, message: str, hint: str = "") -> ContentError:
    """Return the error that refuses a file."""
    return ContentError([Problem(Span(name), message, hint)])


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell in a plain sentence what is damaged."""
    try:
        yield
    except KeyError:
        raise
    except _DAMAGES as error:
        raise refusal(name, "this is not a Word file (.docx), or it is damaged") from error


def _overlap(data: bytes, entries: Sequence[zipfile.ZipInfo], end: int) -> bool:
    """Say whether members share bytes with each other or with the directory, which begins at `end`.

    So a few thousand bytes count as many members of many megabytes (David Fifield, “A better zip bomb”, 2019).
    """
    spans = []
    for entry in entries:
        start = entry.header_offset
        header = data[start : start + 30]
        if not header.startswith(_HEADER):
            raise zipfile.BadZipFile(start)
        name_length, extra_length = struct.unpack("<HH", header[26:])
        spans.append((start, start + 30 + name_length + extra_length + entry.compress_size))
    return any(before[1] > after[0] for before, after in pairwise([*sorted(spans), (end, end)]))


def _leads_out(part: str) -> bool:
    """Say whether a member's name would lead out of a folder that it were unpacked into (ECMA-376 part 2, 6.2.2)."""
    return part.startswith("/") or "\\" in part or "\0" in part or ":" in part or ".." in part.split("/")
