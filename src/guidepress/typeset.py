"""Brochure HTML to panels, with WeasyPrint: what may be fetched, and where each leaf and each panel's text landed."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from guidepress.errors import ContentError, Problem, Span

if TYPE_CHECKING:  # WeasyPrint loads Pango, which is not needed to check content: it is imported where it is used
    from weasyprint import Document
    from weasyprint.urls import URLFetcher

PX = 0.75  # points in a CSS pixel


@dataclass(frozen=True)
class Box:
    """Where an element lies: the page, counted from 0, and its edges in points from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Typeset:
    """A brochure laid out. `panels` names the panel of each page; text that runs over makes extra pages."""

    document: Document
    panels: Sequence[str]
    sizes: Sequence[tuple[float, float]]
    boxes: Mapping[str, Sequence[Box]]

    def at(self, name: str) -> Box | None:
        """Return where an element by its id, or a leaf by its content path, begins."""
        found = self.boxes.get(name)
        return found[0] if found else None


def typeset(html: str, folders: Sequence[Path]) -> Typeset:
    """Lay a brochure out. Only `data:` and files below `folders` are fetched.

    Raises ContentError with everything that WeasyPrint warns of: an unknown property and a picture that is not there
    both mean that the page is not what its maker thinks it is.
    """
    from weasyprint import HTML

    with _warnings_are_errors():
        document = HTML(string=_anchored(html), base_url="guidepress:", url_fetcher=_fetcher(folders)).render(
            font_config=_fonts(), optimize_images=True
        )
    boxes: dict[str, list[Box]] = {}
    for number, page in enumerate(document.pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            boxes.setdefault(name, []).append(Box(number, left * PX, top * PX, right * PX, bottom * PX))
    starts = {found[0].page: name.removeprefix("panel-") for name, found in boxes.items() if name.startswith("panel-")}
    panels: list[str] = []
    for number in range(len(document.pages)):
        panels.append(starts.get(number, panels[-1] if panels else ""))
    sizes = [(page.width * PX, page.height * PX) for page in document.pages]
    return Typeset(document, panels, sizes, boxes)


def write(laid: Typeset, tagged: bool) -> bytes:
    """Write panels to PDF: the screen edition tagged as PDF/UA-1, or plain pages as raw material for imposing."""
    with _warnings_are_errors():
        options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True} if tagged else {}
        return bytes(laid.document.write_pdf(optimize_images=True, **options))


def _anchored(html: str) -> str:
    """Make each leaf an anchor by its content path, so that WeasyPrint says where it landed.

    An anchor takes only a literal, and each may stand once: where a leaf is shown again, its path gets “#2”, “#3”, …
    """
    seen: Counter[str] = Counter()

    def anchor(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        name = match[1] if seen[match[1]] == 1 else f"{match[1]}#{seen[match[1]]}"
        return f"""{match[0]} style='-weasy-anchor: "{name}"'"""

    return re.sub(r'data-leaf="([^"]+)"', anchor, html)


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _fetcher(folders: Sequence[Path]) -> URLFetcher:
    """Make a fetcher that denies everything but `data:` and files below given folders, links followed."""
    from weasyprint.urls import URLFetcher

    allowed = [folder.resolve() for folder in folders]

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "file" and not parts.netloc:
                path = Path(unquote(parts.path)).resolve()
                if any(path.is_relative_to(folder) for folder in allowed):
                    return super().fetch(url, headers)
            elif parts.scheme == "data":
                return super().fetch(url, headers)
            raise ValueError("only the project's own files are read")

    return Fetcher(allowed_protocols=("data", "file"), allow_redirects=False)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_are_errors() -> Iterator[None]:
    """Raise ContentError for what WeasyPrint logs as a warning or an error."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    before, propagate = list(logger.handlers), logger.propagate
    logger.handlers, logger.propagate = [collector], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = before, propagate
    if collector.messages:
        found = list(dict.fromkeys(collector.messages))
        raise ContentError([Problem(Span("templates"), f"WeasyPrint warns: {_short(each)}") for each in found])


def _short(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:199]}…"
