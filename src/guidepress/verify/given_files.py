"""Reads a file that somebody wants to have checked."""

from __future__ import annotations

from pathlib import Path

from guidepress import disk
from guidepress.errors import ContentError, Problem, Span


def read(path: Path, missing: str = "") -> bytes:
    """Return the bytes of a file. Raises ContentError where it is not there, with the hint `missing`, or is no file."""
    try:
        return disk.read(path)
    except FileNotFoundError:
        raise ContentError([Problem(Span(str(path)), "There is no such file.", missing)]) from None
    except OSError as error:
        raise ContentError([Problem(Span(str(path)), f"This file cannot be read: {error.strerror}.")]) from None
