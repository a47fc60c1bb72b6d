"""What is drawn from values: pay ranges on a common scale, QR codes. Values in, SVG out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import ceil, floor

import segno
from markupsafe import Markup


@dataclass(frozen=True)
class Scale:
    """A linear scale: the values at its ends, and the distance of its ticks."""

    least: float
    most: float
    tick: float

    def at(self, value: float, width: float) -> float:
        """Return where a value lies on a scale that is `width` points long."""
        return (value - self.least) / (self.most - self.least) * width


def scale(values: Iterable[float], tick: float = 20_000) -> Scale:
    """Return the shortest scale of whole ticks that holds all values, so that ranges side by side can be compared."""
    found = list(values)
    least, most = floor(min(found) / tick) * tick, ceil(max(found) / tick) * tick
    return Scale(least, most if most > least else least + tick, tick)


WIDTH = 140.0  # points: about what a strip gets between its end figures, so that strokes keep their weight
HEIGHT = 10.0


def pay_range(
    low: float, median: float, high: float, benchmark: float | None, on: Scale, title: str, colours: dict[str, str]
) -> Markup:
    """Draw a pay range as a strip: a bar from low to high, a block at the median, a mark at the benchmark.

    Values in dollars. `title` is the text alternative (ISO 14289-1, 7.3: figures need one). `colours` gives `bar`,
    `median`, `tick` and `mark`.
    """

    def x(value: float) -> float:
        return 0.25 + on.at(value, WIDTH - 0.5)

    steps = int((on.most - on.least) / on.tick) + 1
    ticks = "".join(f"M{x(on.least + index * on.tick):.2f} {HEIGHT - 0.25}v-2.5" for index in range(steps))
    parts = [
        f'<path fill="none" stroke="{colours["tick"]}" stroke-width=".5" d="M0 {HEIGHT - 0.25}H{WIDTH:g}{ticks}"/>',
        f'<rect x="{x(low):.2f}" y="3.5" width="{x(high) - x(low):.2f}" height="3" fill="{colours["bar"]}"/>',
    ]
    if benchmark is not None:
        parts.append(f'<rect x="{x(benchmark) - 0.5:.2f}" y="4" width="1" height="6" fill="{colours["mark"]}"/>')
    parts.append(f'<rect x="{x(median) - 1.5:.2f}" y="0" width="3" height="10" fill="{colours["median"]}"/>')
    return _svg(WIDTH, HEIGHT, title, "".join(parts))


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
    return _svg(len(rows), len(rows), title, f'<path fill="{colour}" d="{"".join(path)}"/>')


def _svg(width: float, height: float, title: str, body: str) -> Markup:
    # The only markup that does not come from a template; what stands in it is a number, a colour, or escaped here.
    return Markup(  # noqa: S704
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )
