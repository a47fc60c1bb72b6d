"""Reads a file that somebody wants to have checked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pikepdf.exceptions
from pypdfium2 import PdfiumError

from guidepress import disk
from guidepress.errors import ContentError, Problem, Span, unreadable
from guidepress.press.pdf_limits import TooMuchError


def read(path: Path, missing: str = "") -> bytes:
    """Return the bytes of a file. Raises ContentError where it is not there, with the hint `missing`, or is no file."""
    try:
        return disk.read(path)
    except FileNotFoundError:
        raise ContentError([Problem(Span(str(path)), "There is no such file.", missing)]) from None
    except OSError as error:
        raise unreadable(Span(str(path)), error) from None


@contextmanager
def reading_pdf(file: str) -> Iterator[None]:
    """Turn what is raised where a PDF is damaged, or comes to more than is read, into ContentError with a sentence."""
    try:
        yield
    except TooMuchError as error:
        sentence = f"This file is not read to its end. {error}"
    except pikepdf.PasswordError:
        sentence = "This PDF is encrypted."
    except (pikepdf.PdfError, pikepdf.exceptions.QpdfRuntimeError, PdfiumError, zlib.error):
        sentence = "This is not a PDF that can be read."
    else:
        return
    raise ContentError([Problem(Span(file), sentence)])
