"""Reads a file of a theme: only a file, only inside the templates folder, and not more than such a file ever holds."""

from __future__ import annotations

from pathlib import Path

from guidepress import disk
from guidepress.errors import ContentError, NoFileError, OutsideError, Problem, Span, unreadable


def read(path: Path, name: str, root: Path, most: int) -> bytes:
    """Return the bytes of a file that must lie in the folder `root`, which itself may be a link.

    `name` is what people call it. Raises ContentError where a link leads out of the folder, where it is a folder, a
    pipe or a device, where it is larger than `most` bytes, or cannot be read.
    """
    try:
        data = disk.read(path, most, root)
    except OutsideError:
        sentence = "This is a link that leads out of the templates folder, so it is not read."
        raise ContentError(
            [Problem(Span(name), sentence, "put a copy of the file there in place of the link")]
        ) from None
    except NoFileError as error:
        sentence = f"This is not read: {error.strerror}."
        raise ContentError([Problem(Span(name), sentence, "put a file there, or delete it")]) from None
    except OSError as error:
        raise unreadable(Span(name), error) from None
    if len(data) > most:
        sentence = f"This file is larger than {most:,} bytes, which no file of a theme is."
        raise ContentError([Problem(Span(name), sentence, "make it smaller")])
    return data
