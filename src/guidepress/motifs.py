"""The drawings on covers and over the roles: one per motif, computed from the physics of the role, as small SVG.

Only filled and stroked paths, in one colour and one dark mark: no text, filter, opacity or gradient, so that the
drawings stand up to PDF/UA, two inks and a photocopier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from guidepress.motif_drawings import (
    Frame,
    Layer,
    Palette,
    draw_linepairs,
    draw_pet,
    draw_ultrasound,
    draw_xray,
    rectangle,
)

__all__ = ["MOTIFS", "SEED", "UNIT", "Palette", "band", "cover", "mosaic"]

UNIT: Final = 20  # SVG units a point: whole numbers are shorter than decimals, in the SVG and in the PDF made of it
SEED: Final = 7
_GAP: Final = 2.0  # points of paper between the fields of a mosaic
_DRAW: Final[dict[str, Callable[[Frame], list[Layer]]]] = {
    "xray": draw_xray,
    "pet": draw_pet,
    "ultrasound": draw_ultrasound,
    "linepairs": draw_linepairs,
}
MOTIFS: Final[tuple[str, ...]] = tuple(_DRAW)


def cover(motif: str, width: float, height: float, palette: Palette, seed: int = SEED, reverse: bool = False) -> str:
    """Draw one motif whole, as the art of a cover.

    `width` and `height` in points. With `reverse` the ground is the accent and the drawing is paper. The same
    arguments give the same text. Raises ValueError for a motif that is not known, and for a size under 20 points.
    """
    return _document(width, height, [_field(motif, 0, 0, Frame(width, height, False, palette, seed), reverse)])


def band(motif: str, width: float, height: float, palette: Palette, seed: int = SEED, reverse: bool = False) -> str:
    """Draw a detail of a motif as a strip, about as large as on a cover. Arguments and errors as for `cover`."""
    return _document(width, height, [_field(motif, 0, 0, Frame(width, height, True, palette, seed), reverse)])


def mosaic(
    motifs: Sequence[str], width: float, height: float, palette: Palette, seed: int = SEED, checked: bool = True
) -> str:
    """Draw several motifs in the order given, two to a row, with two points of paper between the fields.

    An odd one comes first and has a row to itself; two stand one over the other. With `checked` every other field is
    reversed, like the squares of a chessboard. Sizes and errors as for `cover`; no motif at all is a ValueError.
    """
    if not motifs:
        raise ValueError("a mosaic needs at least one motif")
    fields = []
    rows = _rows(motifs)
    tall = (height - _GAP * (len(rows) - 1)) / len(rows)
    for line, row in enumerate(rows):
        wide = (width - _GAP * (len(row) - 1)) / len(row)
        for column, motif in enumerate(row):
            frame = Frame(wide, tall, False, palette, seed)
            reverse = checked and (line + column) % 2 == 0
            fields.append(_field(motif, column * (wide + _GAP), line * (tall + _GAP), frame, reverse))
    return _document(width, height, fields)


def _rows(motifs: Sequence[str]) -> list[Sequence[str]]:
    if len(motifs) == 2:
        return [motifs[:1], motifs[1:]]
    odd = len(motifs) % 2
    return [motifs[:1]] * odd + [motifs[k : k + 2] for k in range(odd, len(motifs), 2)]


def _field(motif: str, x: float, y: float, frame: Frame, reverse: bool) -> str:
    """Return one drawing as a nested SVG, which cuts it at its field's edges."""
    if motif not in _DRAW:
        raise ValueError(f"no motif is called {motif!r}; known motifs: {', '.join(MOTIFS)}")
    if min(frame.width, frame.height) < 20:
        raise ValueError(f"a field of {frame.width:g} x {frame.height:g} points is too small for a drawing")
    palette, ground = frame.palette, []
    if reverse:
        ground = [Layer(palette.accent, (rectangle(0, 0, frame.width, frame.height),))]
        palette = Palette(palette.paper, palette.ink, palette.accent)
    layers = ground + _DRAW[motif](replace(frame, palette=palette, reverse=reverse))
    left, top, width, height = (round(value * UNIT) for value in (x, y, frame.width, frame.height))
    place = f'x="{left}" y="{top}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg {place} overflow="hidden">{"".join(_path(layer) for layer in layers)}</svg>'


def _document(width: float, height: float, fields: Sequence[str]) -> str:
    box = f"0 0 {round(width * UNIT)} {round(height * UNIT)}"
    size = f'width="{width:g}pt" height="{height:g}pt" viewBox="{box}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(fields)}</svg>'


def _path(layer: Layer) -> str:
    """Return a layer as one path element in whole units, by relative steps; steps of no length are dropped."""
    closed = layer.stroke is None
    parts = []
    if layer.shapes:
        lengths = np.array([len(shape) for shape in layer.shapes])
        corners = np.rint(np.concatenate(layer.shapes) * UNIT).astype(int)
        steps = np.diff(corners, axis=0, prepend=corners[:1])
        heads = np.cumsum(lengths) - lengths
        steps[heads] = 0
        moved = (steps != 0).any(axis=1)
        stops = [*np.cumsum(moved)[heads].tolist(), int(np.sum(moved))]
        moves = [f"{x} {y}" for x, y in steps[moved].tolist()]
        for (x, y), first, stop in zip(corners[heads].tolist(), stops, stops[1:], strict=False):
            if stop - first > closed:
                parts.append(f"M{x} {y}l{' '.join(moves[first:stop])}{'z' if closed else ''}")
    paint = f'fill="{layer.colour}"'
    if layer.stroke is not None:
        paint = f'fill="none" stroke="{layer.colour}" stroke-width="{round(layer.stroke * UNIT)}"'
    return f'<path {paint} d="{"".join(parts)}"/>'
