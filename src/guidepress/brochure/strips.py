"""Which sections show a strip of the role's drawing, and where its three captions stand below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from guidepress.compose import art
from guidepress.compose.drawings import profiles
from guidepress.compose.drawings.flat_motifs import Flat
from guidepress.compose.themes.theme import Theme, body_width
from guidepress.compose.view import Plain

APART = 9.0  # points between two captions


def sections(shown: Plain) -> list[Plain]:
    """Return the sections on a guide's panels that have a strip: each once, where it begins."""
    return [section for _, section in _placed(shown)]


def _placed(shown: Plain) -> Iterable[tuple[Plain, Plain]]:
    """Yield the sections with a strip, each with the column in which it begins."""
    for panel in shown["panels"]:
        for column in panel["columns"]:
            for section in column["sections"]:
                if section.get("strip") and not section["start"]:
                    yield column, section


def caption(shown: Plain, theme: Theme, measures: Mapping[str, float]) -> None:
    """Place the captions of each strip, and say on which colour it stands; `measures` are the columns' widths, points.

    A caption is given its width and the space before it, in points. Where three do not fit on one line, none is placed.
    """
    for column, section in _placed(shown):
        colours = art.colouring(theme, theme.ground(shown["scheme"], column["ground"]))
        flat, measure, words = isinstance(colours, Flat), measures[column["name"]], section["strip"]["captions"]
        widths = [body_width(theme, text, theme.fit.small) for text in words]
        middles = [share * measure for share in profiles.places(shown["scheme"], flat)]
        lefts = apart(middles, widths, measure)
        ends = [0.0, *(left + width for left, width in zip(lefts, widths, strict=False))]
        section["strip"]["placed"] = [
            {"words": text, "before": round(left - end, 2), "width": round(width, 2)}
            for text, left, width, end in zip(words, lefts, widths, ends, strict=False)
        ]
        section["strip"]["fill"] = profiles.ground(colours) if isinstance(colours, Flat) else ""


def apart(middles: Sequence[float], widths: Sequence[float], measure: float) -> list[float]:
    """Return the left sides of captions, moved as little as possible so that none touches another or runs over.

    `middles` are where their middles belong, from left to right; all lengths are points. The least sum of squares, by
    pooling neighbors that would overlap. Returns nothing where they do not fit side by side.
    """
    starts = [0.0, *accumulate(width + APART for width in widths)]  # where each would begin, one after the other
    slack = measure - (starts[-1] - APART)
    if slack < 0:
        return []
    pools: list[list[float]] = []  # wishes for the room before a caption, which may not shrink from one to the next
    for middle, width, start in zip(middles, widths, starts, strict=False):
        pools.append([middle - width / 2 - start])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    rooms = [min(max(_mean(pool), 0.0), slack) for pool in pools for _ in pool]
    return [start + room for start, room in zip(starts, rooms, strict=False)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
