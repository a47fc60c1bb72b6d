"""Draws a pay range lying down: the median's figure over its stop on a bar, the other values under its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from guidepress.compose.drawings.charts import Colours, rectangle, svg
from guidepress.compose.drawings.label_places import spread
from guidepress.compose.drawings.lettering import Chart, Lettering, Placed
from guidepress.compose.drawings.pay_scale import Wording, pay_scale

CHIEF = 36.0  # points: the median's figure
_WIDEST = 0.72  # of the measure: the median's figure is never wider

_INSET = 17.0  # points between the ends of the measure and of the scale: half a stop with its halo
_THICK = 16.0  # points: a bar with round ends
_APART = 10.0  # points between the labels of the two ends
_CLEAR = 8.0  # points between the median's figure and a label beside it
_LOWER = 5.0  # points over a row of its own
_SLACK = 1.0  # points: so that what was measured to fit a line does


@dataclass(frozen=True)
class _Kind:
    """How a bar lies under the median's words, in points: how far down its middle and the labels under it are.

    `under` is from the middle to where bends begin; `mark` is how thick the mark of what is compared is.
    """

    middle: float
    under: float
    top: float
    mark: float


_ROUND, _STRIP = _Kind(20.0, 9.0, 39.0, 3.0), _Kind(12.0, 9.5, 25.0, 1.5)


@dataclass(frozen=True)
class _Row:
    """A label of an end: its figure, its words, how wide both are, and where its end is, in points."""

    name: str
    wording: Wording
    width: float
    end: float


def draw(
    amounts: Mapping[str, float],
    wording: Mapping[str, Wording],
    width: float,
    lettering: Lettering,
    title: str,
    colours: Colours,
    round_ends: bool = True,
) -> Chart:
    """Draw a pay range as a bar on a scale that is `width` points wide; the chart is as high as its labels need.

    `amounts` holds `low`, `median` and `high`, and may hold `benchmark`, `quarter` and `three_quarters`; `wording` says
    each but the quarters in words. A bar with `round_ends` has a stop at the median; else it is a strip on ticks with a
    line there, and the middle half is a block. The labels of the ends stand under them, moved as little as possible,
    with a bend where one had to leave its end; where they do not fit beside each other, each has a row of its own. What
    is compared has a mark, and its label stands on the row of the median's figure where there is room for it, else on a
    row at the foot, keyed by the same mark.
    """
    axis = pay_scale(amounts.values()).axis
    places = {name: _INSET + axis.at(value, width - 2 * _INSET) for name, value in amounts.items()}
    ticks = [_INSET + axis.at(value, width - 2 * _INSET) for value in axis.ticks()]
    texts, lower = _chief(wording, places["median"], width, lettering)
    beside = []
    if "benchmark" in amounts:
        beside = _beside(wording["benchmark"], places["benchmark"], texts, width, lettering)
    kind = _ROUND if round_ends else _STRIP
    parts = (_bar if round_ends else _strip)(places, ticks, lower + kind.middle, width, colours)
    rows = [_row(name, wording[name], places[name], lettering) for name in ("low", "high")]
    under, bends, bottom = _ends(rows, lower + kind.middle + kind.under, lower + kind.top, width, lettering)
    parts += [f'<path fill="none" stroke="{colours["tick"]}" stroke-width="1" d="{bend}"/>' for bend in bends]
    if "benchmark" in amounts and not beside:
        bottom += _LOWER
        parts.append(rectangle(0, bottom + 1, kind.mark, lettering.leading - 2, colours["tick"], kind.mark / 2))
        joined, left = f"{wording['benchmark'].words}: {wording['benchmark'].figure}", kind.mark + 5
        beside = [replace(lettering.words("benchmark", joined, left, bottom, width - left), part="label")]
        bottom += beside[0].height
    return Chart(svg(width, bottom, title, parts), width, bottom, (*texts, *under, *beside))


def _bar(places: Mapping[str, float], ticks: list[float], middle: float, width: float, colours: Colours) -> list[str]:
    """Draw a thick bar with round ends on a line, and a stop at the median with a little of the ground round it."""
    start, end = places["low"], places["high"]
    parts = [rectangle(0, middle - 0.75, width, 1.5, colours["tick"])]
    parts += [rectangle(tick - 0.5, middle - 3, 1, 6, colours["tick"]) for tick in ticks[::4]]
    parts.append(rectangle(start, middle - _THICK / 2, end - start, _THICK, colours["mark"], _THICK / 2))
    if "benchmark" in places:
        mark = _ROUND.mark
        parts.append(rectangle(places["benchmark"] - mark / 2, middle - 12, mark, 24, colours["tick"], mark / 2))
    radius = min(15.0, max(9.0, 0.32 * (end - start)))
    discs = ((radius + 2, colours["fill"]), (radius, colours["mark"]), (0.68 * radius, colours["bar"]))
    stop = f'<circle cx="{places["median"]:.2f}" cy="{middle:.2f}"'
    return parts + [f'{stop} r="{size:.2f}" fill="{colour}"/>' for size, colour in discs]


def _strip(places: Mapping[str, float], ticks: list[float], middle: float, width: float, colours: Colours) -> list[str]:
    """Draw a strip over a line with ticks, a block for its middle half, and a line at the median."""
    base = middle + 8
    marks = "".join(f"M{tick:.2f} {base:.2f}v{-5 if index % 4 == 0 else -3}" for index, tick in enumerate(ticks))
    line = f"M0 {base:.2f}H{width:.2f}{marks}"
    parts = [f'<path fill="none" stroke="{colours["tick"]}" stroke-width=".6" d="{line}"/>']
    parts.append(rectangle(places["low"], middle - 1.5, places["high"] - places["low"], 3, colours["bar"]))
    if "quarter" in places and "three_quarters" in places:
        block = places["three_quarters"] - places["quarter"]
        parts.append(rectangle(places["quarter"], middle - 6, block, 12, colours["bar"]))
    if "benchmark" in places:
        parts.append(rectangle(places["benchmark"] - _STRIP.mark / 2, middle - 6, _STRIP.mark, 14, colours["tick"]))
    parts.append(rectangle(places["median"] - 1, middle - 9, 2, 17, colours["mark"]))
    return parts


def _ends(
    rows: list[_Row], under: float, top: float, width: float, lettering: Lettering
) -> tuple[list[Placed], list[str], float]:
    """Place the labels of both ends from `top` down; return them, the bends to their ends, and where they end.

    The bends begin at `under`, in points from the top.
    """
    if rows[0].width + rows[1].width + _APART > width:
        texts, bottom = [], top
        for row in rows:
            joined = lettering.words(row.name, f"{row.wording.figure} {row.wording.words}", 0, bottom, width)
            texts.append(replace(joined, part="label"))
            bottom += joined.height
        return texts, [], bottom
    halves, inwards = [row.width / 2 for row in rows], min(6.0, (rows[1].end - rows[0].end) / 2)
    places = spread([rows[0].end + inwards, rows[1].end - inwards], halves, halves, 0, width, _APART)
    texts, bends = [], []
    for row, place in zip(rows, places, strict=True):
        texts += _under(row, place, top, width, lettering)
        if abs(place - row.end) > row.width / 2 - 3:
            bends.append(f"M{row.end:.2f} {under:.2f}V{(under + top) / 2:.2f}H{place:.2f}V{top:.2f}")
    return texts, bends, top + 2 * lettering.leading


def _chief(
    wording: Mapping[str, Wording], stop: float, width: float, lettering: Lettering
) -> tuple[list[Placed], float]:
    """Place the median's figure and the words under it over its stop, within the measure; say where they end."""
    figure = wording["median"].figure
    size = lettering.figure_size(figure, CHIEF, _WIDEST * width)
    above, below = lettering.display.ink(figure)
    texts = [lettering.figure("median", figure, size, 0, above * size)]
    texts = [replace(texts[0], left=_over(stop, texts[0].width, width))]
    lower = above * size + max(below * size + 1, 0.16 * size)
    for name in ("median", "starters"):
        if words := wording[name].words if name in wording else "":
            wide = min(lettering.width(words) + _SLACK, width)
            left = _over(stop, wide, width)
            texts.append(lettering.words(name, words, left, lower, wide, _align(left, wide, width)))
            lower += texts[-1].height
    return texts, lower


def _beside(wording: Wording, mark: float, chief: list[Placed], width: float, lettering: Lettering) -> list[Placed]:
    """Place the label of what is compared beside the median's figure, over its mark; nothing where there is no room."""
    words = f"{wording.words}:"
    wide = max(lettering.width(words), lettering.width(wording.figure, bold=True)) + _SLACK
    left = _over(mark, wide, width)
    first, last = min(text.left for text in chief), max(text.left + text.width for text in chief)
    if wide > width or not (left + wide + _CLEAR <= first or left - _CLEAR >= last):
        return []
    top = max(text.top + text.height for text in chief) - 2 * lettering.leading
    align = _align(left, wide, width)
    return [
        lettering.words("benchmark", words, left, top, wide, align),
        lettering.bold_figure("benchmark", wording.figure, left, top + lettering.leading, wide, align),
    ]


def _row(name: str, wording: Wording, end: float, lettering: Lettering) -> _Row:
    wide = max(lettering.width(wording.figure, bold=True), lettering.width(wording.words)) + _SLACK
    return _Row(name, wording, wide, end)


def _under(row: _Row, place: float, top: float, width: float, lettering: Lettering) -> list[Placed]:
    """Place a label of two lines, its figure and its words, with its middle at `place`."""
    left = place - row.width / 2
    align = _align(left, row.width, width)
    return [
        lettering.bold_figure(row.name, row.wording.figure, left, top, row.width, align),
        lettering.words(row.name, row.wording.words, left, top + lettering.leading, row.width, align),
    ]


def _over(middle: float, wide: float, width: float) -> float:
    """Return where something `wide` begins that stands over a place and within the measure."""
    return min(max(middle - wide / 2, 0.0), max(width - wide, 0.0))


def _align(left: float, wide: float, width: float) -> str:
    """Return how lines stand in a box: flush with the edge of the measure that it touches, else in the middle."""
    return "left" if left < 2 else "right" if left + wide > width - 2 else "center"
