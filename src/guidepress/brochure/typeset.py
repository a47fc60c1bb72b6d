"""Lays HTML out as pages with WeasyPrint, says where each piece of text landed, and writes the screen PDF."""

from __future__ import annotations

import atexit
import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidepress.brochure import editions, line_breaks, line_ends, page_files, page_limits, tagging
from guidepress.errors import ContentError, Problem, Span
from guidepress.units import PX

if TYPE_CHECKING:  # WeasyPrint loads Pango, which is not needed to check content: it is imported where it is used
    from weasyprint import Document


@dataclass(frozen=True)
class LaidBox:
    """Where an element lies: the page, counted from 0, and its edges in points from the page's top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Typeset:
    """Laid-out pages of a brochure. `panels` names the panel of each page; text that runs over makes extra pages."""

    document: Document
    panels: Sequence[str]
    sizes: Sequence[tuple[float, float]]
    boxes: Mapping[str, Sequence[LaidBox]]

    def at(self, name: str) -> LaidBox | None:
        """Return where an element by its id, or a leaf by its content path, begins."""
        boxes = self.boxes.get(name)
        return boxes[0] if boxes else None


def load() -> Any:
    """Load WeasyPrint, which loads Pango, and return it. Raises ContentError where Pango is not on this computer."""
    try:
        with redirect_stdout(StringIO()), warnings.catch_warnings():  # it prints addresses of its own documentation
            warnings.filterwarnings("error", "HarfBuzz-Subset")
            import weasyprint
    except (OSError, UserWarning):
        sentence = "Pages cannot be set here: Pango, which sets their text, is not on this computer."
        raise ContentError([Problem(Span("Pango"), sentence, needs="Pango")]) from None
    return weasyprint


def typeset(html: str, folders: Sequence[Path], theme: str = "templates") -> Typeset:
    """Lay a brochure's HTML out as pages. Only `data:` and files below `folders` are fetched.

    `theme` is what people call the folder that the style sheets are from.

    Raises ContentError where Pango is missing, with every address that was denied, and with all that WeasyPrint warns
    of or fails at: an unknown property and a picture that is not there both mean that the page is not what its maker
    thinks it is.
    """
    weasyprint = load()
    page_limits.check(html, theme)
    fetcher = page_files.fetcher(folders, theme)
    with _warnings_are_errors(fetcher), line_breaks.by_sense():
        document = weasyprint.HTML(string=_anchored(html), base_url="guidepress:", url_fetcher=fetcher).render(
            font_config=_fonts()
        )
        page_limits.check_attachments(document, theme)
    boxes: dict[str, list[LaidBox]] = {}
    for number, page in enumerate(document.pages):
        for name, (left, top, right, bottom) in page.anchors.items():
            boxes.setdefault(name, []).append(LaidBox(number, left * PX, top * PX, right * PX, bottom * PX))
    starts = {
        places[0].page: name.removeprefix("panel-") for name, places in boxes.items() if name.startswith("panel-")
    }
    panels: list[str] = []
    for number in range(len(document.pages)):
        panels.append(starts.get(number, panels[-1] if panels else ""))
    sizes = [(page.width * PX, page.height * PX) for page in document.pages]
    return Typeset(document, panels, sizes, boxes)


def write(laid: Typeset, tagged: bool, zoom: float = 1.0) -> bytes:
    """Write laid-out pages as a PDF: the screen edition, tagged as PDF/UA-1, or plain pages to be imposed on sheets.

    Everything is enlarged by `zoom`.
    """
    page_boxes = [page._page_box for page in laid.document.pages]
    line_ends.restore(page_boxes)
    _link_once(laid.document)
    edition = editions.for_screen(page_boxes) if tagged else nullcontext()
    with _warnings_are_errors(laid.document.url_fetcher), edition:
        marked: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "finisher": tagging.finisher(zoom)}
        options = marked if tagged else {}
        return bytes(laid.document.write_pdf(zoom=zoom, **options))


def _link_once(document: Document) -> None:
    """Leave one link where a link is: WeasyPrint makes one of each element in it, too (a drawing, an address)."""
    for page in document.pages:
        page.links[:] = [link for link in page.links if link[3].link]


def _anchored(html: str) -> str:
    """Make each leaf an anchor by its content path, so that WeasyPrint says where it landed.

    An anchor takes only a literal, and each may stand once: where a leaf is shown again, its path gets “#2”, “#3”, …
    A style that the element has already is kept: of two attributes of one name, HTML drops the second.
    """
    times_seen: Counter[str] = Counter()

    def anchor(match: re.Match[str]) -> str:
        leaf = _LEAF.search(match[0])
        if leaf is None:
            return match[0]
        path = leaf[1]
        times_seen[path] += 1
        declared = f"""-weasy-anchor: '{path if times_seen[path] == 1 else f"{path}#{times_seen[path]}"}'"""
        styled, count = re.subn(r'(?<=\sstyle=")', f"{declared}; ", match[0], count=1)
        return styled if count else f'{match[1]} style="{declared}"{match[0][len(match[1]) :]}'

    return re.sub(r"""(<[A-Za-z][A-Za-z0-9]*)(?=\s)(?:[^<>"']|"[^"]*"|'[^']*')*>""", anchor, html)


_LEAF = re.compile(r'\sdata-leaf="([^"]+)"')


@cache
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def discard_fonts() -> None:
    """Take away the files of fonts that were written to set text. Nothing can be set after that: the process ends."""
    if _fonts.cache_info().currsize:
        _fonts().__del__()


# Kept for all layouts of a process, and let go before Python takes its modules apart: it ends with a C call.
atexit.register(_fonts.cache_clear)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _warnings_are_errors(fetcher: Any) -> Iterator[None]:
    """Raise ContentError for each denied address, for what WeasyPrint logs, and for what it fails at.

    What it fails at is a fault of the style sheets or templates: they hold what its makers did not think of.
    """
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    handlers, propagate = list(logger.handlers), logger.propagate
    logger.handlers, logger.propagate = [collector], False
    already = len(fetcher.denied)
    failure: Exception | None = None
    try:
        yield
    except OSError:  # of this computer, as where its disk is full: no fault of a theme
        raise
    except Exception as error:
        if page_limits.is_ours(error):
            raise
        failure = error  # where an address is denied, some places warn and others give up
    finally:
        logger.handlers, logger.propagate = handlers, propagate
    refused = [f"“{_short(url)}” is not read: {reason}." for url, reason in dict(fetcher.denied[already:]).items()]
    warned = [
        f"WeasyPrint warns: {_short(message)}"
        for message in dict.fromkeys(collector.messages)
        if page_files.DENIED not in message
    ]
    problems = [Problem(Span(fetcher.theme), sentence) for sentence in refused + warned]
    if isinstance(failure, ContentError):
        problems += failure.problems
    elif failure is not None and not refused:
        problems.append(page_limits.failed(failure, fetcher.theme))
    if problems:
        raise ContentError(problems) from failure


def _short(message: str) -> str:
    return message if len(message) <= 200 else f"{message[:199]}…"
