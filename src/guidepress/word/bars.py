"""Draws the bars and scales in the tables of a handout as small pictures."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import resvg_py
from PIL import Image

from guidepress.compose.document import FigureBar
from guidepress.word.look import Look

DOTS = 300  # an inch: a bar's end is seen at once where it is jagged
SCALE_HEIGHT = 9.0  # points
_LEAST = 2.0  # points: a shorter bar would not be seen
_BLOCK = 18.0  # points: a block with the white behind it
_COLOURS = 16


def bar_png(bar: FigureBar, look: Look, width: float, height: float) -> tuple[bytes, float]:
    """Draw a bar on white whose scale is `width` points long. Returns the PNG and how wide it is, in points.

    Where bars lie in a tint it is as wide as the scale, else it ends where the bar does.
    """
    colour = (look.other or look.grey) if bar.other else look.marks
    length = max(_LEAST if not look.round else height, width * bar.end)
    in_tint = bool(look.round and look.tint and not bar.other and bar.ticks == 0)
    full = width if in_tint else length
    radius = height / 2 if look.round else 0.0
    shapes = [_box(0, 0, full, height, look.tint, radius)] if in_tint else []
    shapes.append(_box(0, 0, length, height, colour, radius))
    return _drawn("".join(shapes), full, height, "#FFFFFF"), full


def scale_png(bar: FigureBar, look: Look, width: float) -> bytes:
    """Draw the scale of a fact on the ground of the facts, `width` points long, as PNG."""
    ground, height = look.fact_surface, SCALE_HEIGHT
    shapes: list[str] = []
    if bar.blocks:
        return _drawn(_blocks(bar, look), width, height, ground.fill)
    start, end = bar.start * width, max(bar.end * width, bar.start * width + _LEAST)
    if look.round:
        shapes += [_box(0, 1.5, width, 6, ground.tint, 3), _box(start, 1.5, end - start, 6, ground.bar, 3)]
    else:
        for number in range(bar.ticks + 1 if look.ticks and bar.ticks else 0):
            place = min(max(number / bar.ticks * width, 0.25), width - 0.25)
            shapes.append(_box(place - 0.25, 3, 0.5, 4, ground.tick))
        shapes += [_box(0, 6.5, width, 0.5, ground.tick), _box(start, 4, end - start, 3, ground.bar)]
    if bar.mark is not None:
        place = min(max(bar.mark * width, 1), width - 1)
        shapes.append(_box(place - (1 if look.round else 0.75), 0, 2 if look.round else 1.5, height, ground.mark))
    return _drawn("".join(shapes), width, height, ground.fill)


def _blocks(bar: FigureBar, look: Look) -> str:
    """Return blocks to count: full up to the end of a bar, the others open."""
    ground, height = look.fact_surface, 6.0
    colour = ground.mark if look.round else ground.bar
    radius = height / 2 if look.round else 0.0
    full = round(bar.end * bar.blocks, 6)
    shapes = []
    for number in range(bar.blocks):
        left, part = number * _BLOCK, min(max(full - number, 0.0), 1.0)
        outline = f'x="{left + 0.4:.2f}" y="1.9" width="{_BLOCK - 2.8:.2f}" height="{height - 0.8:.2f}" rx="{radius:g}"'
        shapes.append(f'<rect {outline} fill="none" stroke="{colour}" stroke-width="0.8"/>')
        if part:
            shapes.append(_box(left, 1.5, part * (_BLOCK - 2), height, colour, radius))
    return "".join(shapes)


def _box(left: float, top: float, width: float, height: float, colour: str, radius: float = 0.0) -> str:
    place = f'x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}"'
    return f'<rect {place} rx="{radius:g}" fill="{colour}"/>'


@lru_cache(maxsize=256)
def _drawn(shapes: str, width: float, height: float, ground: str) -> bytes:
    """Return shapes as a PNG of few colours."""
    box = f'viewBox="0 0 {width:.2f} {height:.2f}" width="{width:.2f}pt" height="{height:.2f}pt"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{shapes}</svg>'
    dots = [max(1, round(side * DOTS / 72)) for side in (width, height)]
    data = resvg_py.svg_to_bytes(
        svg_string=svg, width=dots[0], height=dots[1], dpi=DOTS, background=ground, skip_system_fonts=True
    )
    output = BytesIO()
    with Image.open(BytesIO(data)) as drawn:
        reduced = drawn.convert("RGB").quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(output, "PNG", optimize=True, dpi=(DOTS, DOTS))
    return output.getvalue()
