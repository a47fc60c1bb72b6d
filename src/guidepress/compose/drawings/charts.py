"""How each small chart is drawn: pay range, reading on a scale, share, years, QR code. Values in, SVG out.

Every drawing but a QR code lies in a coordinate system of points, as wide as the measure of a panel that it is made
for, so that strokes keep their weight. Figures stand as text beside a drawing, never in it; `title` is the text
alternative (ISO 14289-1, 7.3: figures need one).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from math import ceil, floor

import segno
from markupsafe import Markup

Colours = Mapping[str, str]
"""`bar`, `mark`, `tick`, `fill` (the ground) and `tint` (what is empty), as #RRGGBB."""


Ends = tuple[float, float, float]
"""The low end of a pay range, its median and its high end."""


@dataclass(frozen=True)
class Style:
    """How a theme draws: how thick bars are, in points, whether they end round, and whether scales have ticks."""

    bar: float
    round: bool
    ticks: bool


@dataclass(frozen=True)
class Scale:
    """A linear scale: the values at its ends, and the distance of its ticks."""

    least: float
    most: float
    tick: float

    def at(self, value: float, length: float) -> float:
        """Return where a value lies on a scale that is `length` points long."""
        return (value - self.least) / (self.most - self.least) * length

    def ticks(self) -> list[float]:
        """Return the values at which ticks stand."""
        return [self.least + index * self.tick for index in range(round((self.most - self.least) / self.tick) + 1)]


def scale(values: Iterable[float], tick: float = 20_000) -> Scale:
    """Return the shortest scale of whole ticks that holds all values, so that ranges side by side can be compared."""
    all_values = list(values)
    least, most = floor(min(all_values) / tick) * tick, ceil(max(all_values) / tick) * tick
    return Scale(least, most if most > least else least + tick, tick)


def scale_from_zero(values: Iterable[float], tick: float, least_most: float) -> Scale:
    """Return a scale that begins at zero, or below it where a value does, and reaches at least to `least_most`."""
    all_values = [0.0, least_most, *values]
    return Scale(floor(min(all_values) / tick) * tick, ceil(max(all_values) / tick) * tick, tick)


WIDTH = 140.0  # points: about what a strip gets between its end figures
FULL = 223.5  # points: the measure of a panel of a letter sheet


def pay_range(ends: Ends, benchmark: float | None, axis: Scale, title: str, style: Style, colours: Colours) -> Markup:
    """Draw a pay range as a strip between its end figures: a bar from low to high, a mark at the median."""
    draw = _disc_range if style.round else _strip
    return draw(ends, benchmark, axis, title, colours)


def _strip(ends: Ends, benchmark: float | None, axis: Scale, title: str, colours: Colours) -> Markup:
    """Draw a range on an axis with ticks: a bar from low to high, a mark at the median, a fainter one beside it."""
    low, median, high = ends

    def x(value: float) -> float:
        return 0.25 + axis.at(value, WIDTH - 0.5)

    parts = [
        _axis(WIDTH, 10, [x(tick) for tick in axis.ticks()], colours["tick"]),
        rectangle(x(low), 3.5, x(high) - x(low), 3, colours["bar"]),
    ]
    if benchmark is not None:
        parts.append(rectangle(x(benchmark) - 0.5, 4, 1, 6, colours["tick"]))
    parts.append(rectangle(x(median) - 1.5, 0, 3, 10, colours["mark"]))
    return svg(WIDTH, 10, title, parts)


DISC = 16.0  # points: the ring at the median


def _disc_range(ends: Ends, benchmark: float | None, axis: Scale, title: str, colours: Colours) -> Markup:
    """Draw a range as a bar with a ringed disc at the median."""
    radius = DISC / 2

    def x(value: float) -> float:
        return radius + axis.at(value, WIDTH - DISC)

    low, median, high = ends
    thick = DISC * 0.47
    parts = [rectangle(0, radius - 0.75, WIDTH, 1.5, colours["tick"], 0.75)]
    if benchmark is not None:
        parts.append(rectangle(x(benchmark) - 1.5, radius - 0.27 * DISC, 3, 0.54 * DISC, colours["tick"], 1.5))
    bar = x(high) - x(low)
    parts.append(rectangle(x(low), radius - thick / 2, bar, thick, colours["mark"], thick / 2))
    parts.append(f'<circle cx="{x(median):.2f}" cy="{radius:g}" r="{radius:g}" fill="{colours["mark"]}"/>')
    parts.append(f'<circle cx="{x(median):.2f}" cy="{radius:g}" r="{radius * 0.72:.2f}" fill="{colours["bar"]}"/>')
    return svg(WIDTH, DISC, title, parts)


def reading(
    start: float, end: float, benchmark: float | None, axis: Scale, title: str, style: Style, colours: Colours
) -> Markup:
    """Draw one value as a bar over the whole measure, from `start` (zero, or the least of a span) to `end`."""
    height = max(9.0, style.bar + (6.0 if benchmark is not None else 0.0))
    middle = height / 2

    def x(value: float) -> float:
        return 0.25 + axis.at(value, FULL - 0.5)

    left, right = sorted((x(start), x(end)))
    if style.ticks:
        bar = rectangle(left, height - style.bar - 1, right - left, style.bar, colours["bar"])
        parts = [_axis(FULL, height, [x(tick) for tick in axis.ticks()], colours["tick"]), bar]
        if benchmark is not None:
            parts.append(rectangle(x(benchmark) - 0.75, 3, 1.5, height - 3, colours["mark"]))
    else:
        radius = style.bar / 2 if style.round else 0
        parts = [
            rectangle(0, middle - style.bar / 2, FULL, style.bar, colours["tint"], radius),
            rectangle(left, middle - style.bar / 2, max(right - left, style.bar), style.bar, colours["bar"], radius),
        ]
        if benchmark is not None:
            parts.append(rectangle(x(benchmark) - 1.5, 0, 3, height, colours["mark"], 1.5))
    return svg(FULL, height, title, parts)


def share(value: float, title: str, style: Style, colours: Colours) -> Markup:
    """Draw a part of a whole: `value` percent of the whole measure."""
    right = FULL * min(max(value, 0), 100) / 100
    if style.ticks:  # a bar that hangs from a hairline, as long as the whole
        parts = [
            rectangle(0, 0, FULL, 0.5, colours["tick"]),
            rectangle(0, 0, right, style.bar, colours["bar"]),
        ]
        return svg(FULL, style.bar, title, parts)
    radius = style.bar / 2 if style.round else 0
    parts = [
        rectangle(0, 0, FULL, style.bar, colours["tint"], radius),
        rectangle(0, 0, max(right, style.bar), style.bar, colours["bar"], radius),
    ]
    return svg(FULL, style.bar, title, parts)


YEAR = 17.0  # points that a year takes


def years(least: float, most: float, title: str, style: Style, colours: Colours) -> Markup:
    """Draw years as blocks in a row: full as far as a step takes at least, open as far as it may take."""
    height, gap = 7.0, 2.0
    colour = colours["bar" if style.ticks else "mark"]  # on a ground, not on a bar's own, so that it has its contrast
    parts = []
    for index in range(ceil(most)):
        block_width = min(most - index, 1) * YEAR - gap
        certain_width = max(min(least - index, 1) * YEAR - gap, 0) if least > index else 0
        radius = height / 2 if style.round else 0
        parts.append(
            f'<rect x="{index * YEAR + 0.5:.2f}" y=".5" width="{block_width - 1:.2f}" height="{height - 1:g}" '
            f'rx="{radius:g}" fill="none" stroke="{colour}" stroke-width="1"/>'
        )
        if certain_width:
            parts.append(rectangle(index * YEAR, 0, certain_width, height, colour, radius))
    return svg(ceil(most) * YEAR, height, title, parts)


def qr_code(address: str, title: str, colour: str) -> Markup:
    """Draw a QR code without a quiet zone: the white round it belongs to the layout (ISO/IEC 18004, 6.3.8: 4 modules).

    Error correction level M: 15 % may be dirty or torn.
    """
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    # Runs of dark modules in one piece: single squares would show hairlines between them.
    path = []
    for y, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.append(f"M{start} {y}h{column - start}v1H{start}z")
                start = None
    return svg(len(rows), len(rows), title, [f'<path fill="{colour}" d="{"".join(path)}"/>'])


def _axis(width: float, height: float, ticks: Iterable[float], colour: str) -> str:
    marks = "".join(f"M{x:.2f} {height - 0.25:g}v-2.5" for x in ticks)
    line = f"M0 {height - 0.25:g}H{width:g}{marks}"
    return f'<path fill="none" stroke="{colour}" stroke-width=".5" d="{line}"/>'


def rectangle(x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> str:
    corner = f' rx="{radius:g}"' if radius else ""
    size = f'width="{width:.2f}" height="{height:.2f}"'
    return f'<rect x="{x:.2f}" y="{y:.2f}" {size}{corner} fill="{colour}"/>'


def svg(width: float, height: float, title: str, parts: Iterable[str]) -> Markup:
    # The only markup that does not come from a template; what stands in it is a number, a colour, or escaped here.
    return Markup(  # noqa: S704
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
