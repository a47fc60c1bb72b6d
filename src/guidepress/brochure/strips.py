"""Which sections show a strip of the role's drawing, and where its three captions stand below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from guidepress.compose import art
from guidepress.compose.drawings import profiles
from guidepress.compose.drawings.flat_motifs import Flat
from guidepress.compose.drawings.label_places import spread
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

    `middles` are where their middles belong, from left to right; all lengths are points. Returns nothing where the
    captions do not fit side by side.
    """
    if sum(widths) + APART * (len(widths) - 1) > measure:
        return []
    halves = [width / 2 for width in widths]
    placed = spread(middles, halves, halves, 0.0, measure, APART)
    return [middle - half for middle, half in zip(placed, halves, strict=True)]
