"""What is refused in a page before or after it is laid out: huge numbers, variables that double, attached files.

And the sentence for what WeasyPrint fails at. What only takes time is ended by a deadline elsewhere.
"""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from guidepress.errors import ContentError, Problem, Span, shorten

if TYPE_CHECKING:
    from weasyprint import Document

LONGEST_VALUE = 100_000
"""Letters that a variable of a style sheet (`--name`) may come to, once all that it names is put in."""

MOST_VARIABLES = 1_000
"""Variables of all style sheets of a page."""

LARGEST_NUMBER = 50_000
"""The largest number of a style sheet: a length in its unit, a count of columns, a span of rows."""

_STYLES = re.compile(r"<style[^>]*>(.*?)(?:</style>|\Z)|\sstyle=\"([^\"]*)\"", re.DOTALL | re.IGNORECASE)
_NO_NUMBERS = re.compile(
    r"""/\*.*?(?:\*/|\Z)|url\(\s*"[^"]*"\s*\)|url\(\s*'[^']*'\s*\)|url\([^)]*\)?|"[^"]*"|'[^']*'|#\w+|u\+[\w?-]+""",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])\d*\.?\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]*)")
_NAMED = re.compile(r"var\(\s*(--[\w-]+)", re.IGNORECASE)


def check(html: str, theme: str) -> None:
    """Raise ContentError for what would take the layout all memory or hours, and can be seen before."""
    for match in _STYLES.finditer(html):
        for number in _NUMBER.findall(_NO_NUMBERS.sub(" ", match[1] or match[2] or "")):
            if float(number) > LARGEST_NUMBER:
                sentence = (
                    f"A style sheet holds the number {shorten(number)}; more than {LARGEST_NUMBER:,} fits no page."
                )
                raise ContentError([Problem(Span(theme), sentence, "write a smaller one")])
    _check_variables(html, theme)


def _check_variables(html: str, theme: str) -> None:
    values: dict[str, list[tuple[int, list[str]]]] = {}
    for name, value in _VARIABLE.findall(html):
        values.setdefault(name, []).append((len(value), _NAMED.findall(value)))
    if len(values) > MOST_VARIABLES:
        sentence = f"The style sheets have more than {MOST_VARIABLES:,} variables, which no theme needs."
        raise ContentError([Problem(Span(theme), sentence, "write fewer into the style sheets of this theme")])
    lengths = dict.fromkeys(values, 0)
    for _ in values:  # in the worst order, one more of them is known each time
        before = dict(lengths)
        for name, found in values.items():
            lengths[name] = max(length + sum(lengths.get(other, 0) for other in others) for length, others in found)
            if lengths[name] > LONGEST_VALUE:
                sentence = f"The variable “{shorten(name)}” of a style sheet comes to more text than any page needs."
                hint = "look for variables that name each other twice, or in a circle"
                raise ContentError([Problem(Span(theme), sentence, hint)])
        if lengths == before:
            return


def check_attachments(document: Document, theme: str) -> None:
    """Raise ContentError where pages would carry files with them: nobody who gets a brochure expects that."""
    attached = [link for page in document.pages for link in page.links if link[0] == "attachment"]
    if attached or document.metadata.attachments:
        sentence = "The pages attach a file to the PDF (rel=attachment); a brochure carries no other files."
        raise ContentError([Problem(Span(theme), sentence, "take it out of the templates of this theme")])


def is_ours(error: Exception) -> bool:
    """Say whether an exception arose in a module of Guidepress: then it is a fault of the program, not of a theme."""
    if isinstance(error, ContentError | MemoryError | RecursionError):
        return False
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(Path(__file__).parents[1])


def failed(error: Exception, theme: str) -> Problem:
    """Return the sentence for what WeasyPrint failed at, and where in it, for whoever mends a theme."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "?"
    reason = {MemoryError: "there is not enough memory", RecursionError: "something is nested too deeply"}.get(
        type(error), ""
    )
    told = reason or shorten(f"{type(error).__name__} {error}".strip(), 120)
    sentence = f"The pages cannot be laid out as the style sheets say: {told} ({place})."
    return Problem(Span(theme), sentence, "look at what was last changed in the theme, in brochure.css first")
