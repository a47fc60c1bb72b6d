"""Draws a pay range upright, on a ruler of dollars: each value has its own line, its figure over it, words under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from guidepress.compose.drawings.charts import Colours, Scale, rectangle, svg
from guidepress.compose.drawings.label_places import spread
from guidepress.compose.drawings.lettering import Chart, Lettering, Placed, baseline
from guidepress.compose.drawings.pay_scale import Wording, pay_scale

MOST_HEIGHT = 250.0  # points: taller, and figures that belong together fall apart
CHIEF = 38.0  # points: the median's figure, the chief of its panel
LEAST_CHIEF = 33.0  # points: so small it may be where every line can then be straight
FIGURE = 17.5  # points: the figures of the lowest and the highest tenth

_HEAD, _FOOT = 12.0, 10.0  # points over the scale and under it, at the least: half a figure of the scale
_GAP = 4.5  # points between the words of a label and the figure under them
_CLEAR = 2.0  # points that are enough where else a line would have to be moved
# Points from the left: figures of the scale end, ticks begin and end, lines begin, the bar, lines bend, are level again
_FIGURES, _LONG, _SHORT, _TICKS, _LINES, _BAR, _BEND, _LEVEL = 26, 28.5, 31, 34, 37, 41.5, 52, 64
WORDS = 66.0  # points from the left: where figures and words begin
_LITTLE = 3.5  # points: a bend of so little would look like a fault
_SLIP = 0.05  # points that the margins of the scale may be off
_WEIGHTS = {"high": 0.75, "median": 2.0, "low": 0.75, "benchmark": 0.5}


@dataclass(frozen=True)
class _Label:
    """A value with what stands on its line and under it, in points, all counted from the line."""

    name: str
    size: float
    rise: float
    above: float
    drop: float
    below: float


def draw(
    amounts: Mapping[str, float],
    wording: Mapping[str, Wording],
    width: float,
    height: float,
    lettering: Lettering,
    title: str,
    colours: Colours,
) -> Chart:
    """Draw a pay range as a ruler that is `width` points wide and `height` high, and higher where its labels need it.

    `amounts` holds `low`, `median` and `high`, and may hold `quarter` and `three_quarters` (the middle half is a block)
    and `benchmark`; `wording` says each but the quarters in words. Labels keep their order; where two would touch, they
    are moved as little as possible, and a bend joins the line of each to its true place on the scale.
    """
    scale = pay_scale(amounts.values())
    axis, ticks = scale.axis, {value: f"${value / 1000:,.0f}k" for value in scale.figures}
    tick_wide = max(lettering.regular.width(text) for text in ticks.values()) * lettering.small
    right = max(tick_wide + 2 - _FIGURES, 0.0)  # long figures push all else to the right
    room = width - WORDS - right
    labels = _labels(amounts, wording, room, lettering, CHIEF)
    least = sum(label.above + label.below for label in labels) + _GAP * (len(labels) - 1)
    height = max(height, least, _HEAD + _FOOT + 1.6 * lettering.small * (len(ticks) - 1))
    places = wanted = _wanted(axis, amounts, labels, height)
    for chief in range(int(CHIEF), int(LEAST_CHIEF) - 1, -1):
        smaller = _labels(amounts, wording, room, lettering, chief)
        straight = _wanted(axis, amounts, smaller, height)
        if _clear(straight, smaller, height):
            labels, places, wanted = smaller, straight, straight
            break
    else:
        above, below = [label.above for label in labels], [label.below for label in labels]
        places = _settled(spread(wanted, above, below, 0, height, _GAP), wanted, labels, height)
    head, foot = _margins(axis, amounts, labels, height)

    def y(value: float) -> float:
        return height - foot - axis.at(value, height - head - foot)

    texts = []
    for label, place in zip(labels, places, strict=True):
        texts += _texts(label, wording[label.name], place, WORDS + right, room, lettering)
    for value, text in ticks.items():
        texts.append(_tick(text, y(value), right, lettering))
    marks = "".join(
        f"M{(_LONG if value in ticks else _SHORT) + right:.2f} {y(value):.2f}H{_TICKS + right:.2f}"
        for value in axis.ticks()
    )
    parts = [f'<path fill="none" stroke="{colours["tick"]}" stroke-width=".6" d="{marks}"/>']
    parts.append(rectangle(_BAR + right, y(amounts["high"]), 3, y(amounts["low"]) - y(amounts["high"]), colours["bar"]))
    if "quarter" in amounts and "three_quarters" in amounts:
        top = y(amounts["three_quarters"])
        parts.append(rectangle(_LINES + right, top, 12, y(amounts["quarter"]) - top, colours["bar"]))
    for label, true_place, place in zip(labels, wanted, places, strict=True):
        colour = colours["tick" if label.name == "benchmark" else "mark"]
        weight, level = _WEIGHTS[label.name], _LEVEL + right
        bend = f"M{_LINES + right:.2f} {true_place:.2f}H{_BEND + right:.2f}L{level:.2f} {place:.2f}h.5"
        parts.append(f'<path fill="none" stroke="{colour}" stroke-width="{weight:g}" d="{bend}"/>')
        parts.append(rectangle(level, place - weight / 2, width - level, weight, colour))
    return Chart(svg(width, height, title, parts), width, height, tuple(texts))


def in_order(amounts: Mapping[str, float]) -> list[str]:
    """Return the names of the values that have a line, as they stand from the top: the highest first."""
    names = [name for name in _WEIGHTS if name in amounts]
    return sorted(names, key=lambda name: -amounts[name])


def _labels(
    amounts: Mapping[str, float], wording: Mapping[str, Wording], room: float, lettering: Lettering, chief: float
) -> list[_Label]:
    """Measure what stands on each value's line and under it, the median's figure no larger than `chief`, in points."""
    labels = []
    for name in in_order(amounts):
        figure, half = wording[name].figure, _WEIGHTS[name] / 2
        drop = half + (3.0 if name == "median" else 2.0)
        words = drop + lettering.words(name, wording[name].words, 0, 0, room).ink[1]
        if not figure:
            labels.append(_Label(name, 0, 0, half, drop, words))
            continue
        size = lettering.figure_size(figure, chief if name == "median" else FIGURE, room)
        above, below = lettering.display.ink(figure)
        rise = max(0.13 * size, below * size + half + 1.5)  # so that the line stays clear of $ and the comma
        labels.append(_Label(name, size, rise, rise + above * size, drop, words))
    return labels


def _wanted(axis: Scale, amounts: Mapping[str, float], labels: list[_Label], height: float) -> list[float]:
    """Return the true places of the labels' lines, in points from the top."""
    head, foot = _margins(axis, amounts, labels, height)
    return [height - foot - axis.at(amounts[label.name], height - head - foot) for label in labels]


def _margins(axis: Scale, amounts: Mapping[str, float], labels: list[_Label], height: float) -> tuple[float, float]:
    """Return how much stays free over the scale and under it, in points: what the first and the last label need."""
    first, last = labels[0], labels[-1]
    head, foot = _HEAD, _FOOT
    for _ in range(4):  # each margin makes the scale shorter, and so the other one a little larger
        length = height - head - foot
        head = max(_HEAD, first.above - (length - axis.at(amounts[first.name], length)))
        foot = max(_FOOT, last.below - axis.at(amounts[last.name], length))
    return head, foot


def _clear(places: list[float], labels: list[_Label], height: float) -> bool:
    """Say whether no label touches another one, nor runs out at the top or at the foot."""
    spans = [(place - label.above, place + label.below) for place, label in zip(places, labels, strict=True)]
    inside = spans[0][0] >= -_SLIP and spans[-1][1] <= height + _SLIP
    return inside and all(first[1] + _CLEAR <= second[0] for first, second in pairwise(spans))


def _settled(places: list[float], wanted: list[float], labels: list[_Label], height: float) -> list[float]:
    """Return places in which those that were moved by a little are back at their true place, where that is clear."""
    settled = list(places)
    for index, place in enumerate(wanted):
        back = [*settled[:index], place, *settled[index + 1 :]]
        if abs(settled[index] - place) < _LITTLE and _clear(back, labels, height):
            settled = back
    return settled


def _texts(
    label: _Label, wording: Wording, line: float, left: float, room: float, lettering: Lettering
) -> list[Placed]:
    words = lettering.words(label.name, wording.words, left, line + label.drop, room)
    if not wording.figure:
        return [words]
    figure = lettering.figure(label.name, wording.figure, label.size, left - 0.05 * label.size, line - label.rise)
    return [figure, words]


def _tick(text: str, middle: float, right: float, lettering: Lettering) -> Placed:
    """Place a figure of the scale, its middle beside its tick."""
    size = lettering.small
    leading = 1.2 * size
    above, below = lettering.regular.ink(text)
    capitals, _ = lettering.regular.ink("0")
    base = middle + capitals * size / 2
    top, wide = base - baseline(lettering.regular, size, leading), lettering.regular.width(text) * size
    ink = base - above * size, base + below * size
    return Placed("scale", "tick", text, _FIGURES + right - wide, top, wide, leading, size, leading, ink, "right")
