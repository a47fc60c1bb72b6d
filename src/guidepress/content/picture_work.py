"""Says how large a PNG or JPEG is and how much work it asks for, from its bytes: before anything decodes it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

MOST_PASSES = 600_000_000
"""Pixels that are decoded, counted once for each pass: a photograph of 40 million that is built up in 15 passes."""
MOST_SEGMENTS = 60_000
"""Segments of a file: each costs time, however little it holds."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN = 0xDA
# In what is packed, no marker can stand but those after which a decoder can begin anew (ITU-T T.81, B.1.1.5).
_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")


def pixels(data: bytes) -> int:
    """Return how many pixels a JPEG or JPEG 2000 claims, the largest of its frames where it has several; 0 for none."""
    sizes = [_area(data, start) for code, start in _segments(data) if code in _FRAMES]
    place = data.find(b"\xff\x4f\xff\x51")
    if place >= 0 and len(data) >= place + 24:  # JPEG 2000 (ITU-T T.800, A.5.1)
        right, bottom, left, top = struct.unpack_from(">IIII", data, place + 8)
        sizes.append(max(right - left, 0) * max(bottom - top, 0))
    return max(sizes, default=0)


def is_too_slow(data: bytes) -> bool:
    """Say whether a PNG or JPEG asks for far more work than its pixels do: by thousands of passes over them, or parts.

    Most JPEG files have one pass, and one that is built up before the reader's eyes about ten.
    """
    if data[:8] == _PNG:
        return any(count > MOST_SEGMENTS for count, _ in enumerate(_chunks(data), 1))
    if b"\xff" * MOST_SEGMENTS in data:  # what may stand between segments, and is read byte by byte
        return True
    passes = 0
    for count, (code, _) in enumerate(_segments(data), 1):
        passes += code == _SCAN
        if count > MOST_SEGMENTS:
            return True
    return passes > 1 and passes * pixels(data) > MOST_PASSES


_PNG = b"\x89PNG\r\n\x1a\n"


def _chunks(data: bytes) -> Iterator[int]:
    """Yield where each chunk of a PNG begins (ISO/IEC 15948, 5.3)."""
    place = len(_PNG)
    while place + 8 <= len(data):
        yield place
        place += 12 + int(struct.unpack_from(">I", data, place)[0])


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the kind of each segment, and where what it holds begins (B.1.1.4)."""
    place = 0
    while match := _MARKER.search(data, place):
        code, place = match[1][0], match.end()
        if code in (0x01, 0xD8, 0xD9) or place + 2 > len(data):  # these hold nothing
            continue
        yield code, place + 2
        place += max(struct.unpack_from(">H", data, place)[0], 2)


def _area(data: bytes, start: int) -> int:
    if start + 5 > len(data):
        return 0
    high, wide = struct.unpack_from(">HH", data, start + 1)
    return int(high) * int(wide)
