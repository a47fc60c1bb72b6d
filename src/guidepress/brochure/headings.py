"""How a brochure's title and headings are set: how large, on which even lines, and what stands over each panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise

from guidepress.compose.themes.theme import Theme, width
from guidepress.compose.view import Plain, said


@dataclass(frozen=True)
class Headings:
    """The headings that columns begin with: their size and leading in points, and how many lines the tallest has."""

    size: float
    leading: float
    tallest: int


Measure = Callable[[Plain], float]
"""Returns how wide a column of text is, in points."""

TWO_LINES = 2  # of a heading that begins a narrow panel
DISPLAY_LEADING = 1.03  # sizes: the distance of the lines of such a heading
TITLE_LINES = 4
RUNNING_SIZE = 8.5  # points
MOST_WORDS = 14  # a longer heading is a sentence, and is broken as text is


def settle(columns: Sequence[Plain], theme: Theme, measure: Measure, shape: str, dense: bool, full: bool) -> Headings:
    """Break each heading of some columns into even lines for its column, and return how those that begin one are set.

    On narrow panels these have the first of the theme's display sizes at which each stands on two lines; where text is
    not set at `full` size, they have the last: type and headings give way together. The others are smaller there, and
    wherever a page is `dense` or has columns.
    """
    narrow = shape == "narrow"
    first = [(column["sections"][0], measure(column)) for column in columns if column["sections"]]
    size, leading = theme.heading.size, theme.heading.leading
    if narrow:
        size = _display_size(first, theme, full)
        leading = round(size * DISPLAY_LEADING * 2) / 2
    for column in columns:
        for number, section in enumerate(column["sections"]):
            small = shape == "columned" or (number and (dense or narrow))
            least = TWO_LINES if narrow and not number else 1
            broken = _lines(section, measure(column), theme, theme.heading.second if small else size, least)
            section["title_lines"] = broken if len(broken) > 1 else []
    tallest = max((max(len(section["title_lines"]), 1) for section, _ in first), default=1)
    return Headings(size, leading, tallest)


def _display_size(first: Iterable[tuple[Plain, float]], theme: Theme, full: bool) -> float:
    sizes = theme.heading.display if full else theme.heading.display[-1:]
    for size in sizes:
        if all(len(_lines(section, measure, theme, size, TWO_LINES)) <= TWO_LINES for section, measure in first):
            return size
    return sizes[-1]


def _lines(section: Plain, measure: float, theme: Theme, size: float, least: int) -> list[str]:
    """Return the even lines of a section's heading; none where part of it has a look of its own."""
    if any(run[look] for run in section["title"]["runs"] for look in ("strong", "emphasis", "href")):
        return []
    measured = partial(width, theme, size=size, tracking=theme.heading.tracking)
    return lines(said(section["title"]), measure, measured, least)


def lines(text: str, measure: float, width: Callable[[str], float], least: int = 1) -> list[str]:
    """Break a text into the fewest lines that fit a measure, choosing the breaks whose longest line is shortest.

    There are `least` lines at least, where it has as many words. `measure` and what `width` returns have the same unit.
    Where the text cannot be broken to fit (a word is too wide, or there are very many words) it comes back whole, for
    whoever lays it out to break.
    """
    words = text.split(" ")
    if len(words) > MOST_WORDS:
        return [text]
    for count in range(min(least, len(words)), len(words) + 1):
        best: tuple[float, list[str]] | None = None
        for breaks in combinations(range(1, len(words)), count - 1):
            edges = [0, *breaks, len(words)]
            broken = [" ".join(words[start:end]) for start, end in pairwise(edges)]
            longest = max(width(line) for line in broken)
            if longest <= measure and (best is None or longest < best[0]):
                best = longest, broken
        if best:
            return best[1]
    return [text]


def title_size(title: str, theme: Theme, measure: float) -> float:
    """Return the largest size of the title at which no word is too wide and there are four lines at most, in points.

    A title that has more lines at all sizes has the smallest. Where a word is too wide at all of them, it is hyphenated
    at the last size but one: a hyphen costs less than type that is smaller still.
    """
    sizes = sorted(theme.title.sizes, reverse=True)
    fits = []
    for size in sizes:
        measured = partial(width, theme, size=size, tracking=theme.title.tracking)
        if all(measured(word) <= measure for word in title.split()):
            fits.append(size)
            if len(lines(title, measure, measured)) <= TITLE_LINES:
                return size
    return fits[-1] if fits else sizes[-2:][0]


def running_head(title: str, theme: Theme, panel: float) -> str:
    """Shorten a title to what has room beside the page number; `panel` is the width of the narrowest, in points."""
    room = 0.78 * (panel - 2 * theme.page.flood_side)
    words = title.split()
    while width(theme, title, RUNNING_SIZE, 0) > room and len(words) > 1:
        words.pop()
        title = f"{' '.join(words)} …"
    return title
