"""What is printed where a terminal, file or pipe lacks a character: the nearest readable ones, never a failure."""

from __future__ import annotations

import codecs
import json
import sys
from typing import Any

from guidepress.escaping import printable_lines

ERRORS = "guidepress-readable"
ASCII = "guidepress-ascii"


def make_readable() -> None:
    """See to it that whatever is printed can be printed: characters that an output lacks are replaced."""
    codecs.register_error(ERRORS, _replaced)
    codecs.register(_ascii)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # click takes ASCII for a mistake of the system, and writes UTF-8 where a person asked for ASCII.
            is_ascii = codecs.lookup(stream.encoding or "ascii").name == "ascii"
            stream.reconfigure(encoding=ASCII if is_ascii else None, errors=ERRORS)


def as_json(data: Any) -> str:
    """Return data as JSON that loses nothing where it is printed: what the output lacks is written as an escape."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(data, indent=2, ensure_ascii=not encoding.lower().startswith("utf"))
    return text if printable_lines(text) == text else json.dumps(data, indent=2)


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for characters that an encoding lacks: the nearest plain signs, or else an escape."""
    from anyascii import anyascii  # loading its tables takes longer than most commands

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(anyascii(char) or ascii(char)[1:-1] for char in lacking), error.end


def _ascii(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != ASCII:
        return None
    plain = codecs.lookup("ascii")
    return codecs.CodecInfo(
        plain.encode,
        plain.decode,
        plain.streamreader,
        plain.streamwriter,
        plain.incrementalencoder,
        plain.incrementaldecoder,
        name=ASCII,
    )
