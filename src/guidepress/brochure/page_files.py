"""What a brochure's page may read: the data it holds itself, and files of the theme and its fonts; nothing else.

A file is read whole before WeasyPrint sees it, so that no pipe is waited for and no device read without end.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from guidepress import disk
from guidepress.errors import OutsideError

LARGEST = 2**25
"""Bytes of a font or a picture."""

DENIED = "only the project's own files are read"
"""What WeasyPrint is told of an address that is not read."""

_OUTSIDE = "a brochure takes only the project's own files"
_BESIDE = "a style sheet has no files beside it; put a picture into it as a data: address"


def fetcher(folders: Sequence[Path], theme: str) -> Any:
    """Make a fetcher that denies everything but `data:` and files below given folders, links followed.

    Its `denied` lists what was asked for in vain, each with the reason: not every place that fetches says so (an SVG
    `use` does not). `theme` is what people call the folder that the style sheets are from.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        denied: list[tuple[str, str]]
        theme: str

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                parts = urlsplit(url)
                if parts.scheme == "data":
                    response = super().fetch(url, headers)
                    kind, data = response.content_type, response.read(LARGEST + 1)
                else:
                    kind, data = guess_type(parts.path)[0], _read(url, folders)
                _must_be_moderate(data)
            except (OSError, ValueError) as error:
                self.denied.append((url, _reason(error)))
                raise ValueError(DENIED) from None
            return URLFetcherResponse(url, data, {"Content-Type": kind} if kind else None)

    made = Fetcher(allowed_protocols=("data",), allow_redirects=False)
    made.denied, made.theme = [], theme
    return made


class _RefusedError(ValueError):
    """Why an address is not read."""


def _reason(error: Exception) -> str:
    if isinstance(error, _RefusedError):
        return str(error)
    return error.strerror if isinstance(error, OSError) and error.strerror else _OUTSIDE


def _read(url: str, folders: Sequence[Path]) -> bytes:
    """Read a file below one of the folders, once its links are followed. Raises ValueError and OSError."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if not parts.scheme:
        raise _RefusedError(_BESIDE)
    if parts.scheme != "file" or parts.netloc or "\0" in path:
        raise _RefusedError(_OUTSIDE)
    try:
        return disk.read(Path(path), LARGEST, folders)
    except OutsideError:
        raise _RefusedError(_OUTSIDE) from None


def _must_be_moderate(data: bytes) -> None:
    """Raise ValueError for a file that is too large, and for a picture that claims more pixels than it may have."""
    if len(data) > LARGEST:
        raise _RefusedError(f"it is larger than {LARGEST:,} bytes")
    from PIL import Image, UnidentifiedImageError

    from guidepress.content.image_decoding import MOST_PIXELS

    try:
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, struct.error):
        return  # a font, a drawing, a style sheet; or a picture that WeasyPrint warns of
    except Image.DecompressionBombError:
        width = height = MOST_PIXELS
    if width * height > MOST_PIXELS:
        raise _RefusedError(f"it has more than {MOST_PIXELS:,} pixels")
