"""What a motif is: the drawing for a role as SVG, as a cover, a band, a mosaic, tiles, a mark or a strip.

Only filled and stroked paths: no text, filter, opacity or gradient, so that the drawings stand up to PDF/UA, a print
shop's inks and a photocopier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from guidepress.compose.drawings import flat_motifs, profiles
from guidepress.compose.drawings.edges import Edges, Field, beyond, inner
from guidepress.compose.drawings.flat_motifs import Flat
from guidepress.compose.drawings.line_motifs import (
    Frame,
    Layer,
    Palette,
    draw_linepairs,
    draw_pet,
    draw_ultrasound,
    draw_xray,
    rectangle,
)

__all__ = [
    "MOTIFS", "SEED", "UNIT", "Colouring", "Flat", "Palette", "band", "cover", "filler", "mark", "mosaic",
    "profile", "tiles",
]  # fmt: skip

Colouring = Palette | Flat
"""The colors of a drawing; their kind says whether it is drawn in lines or flat."""

UNIT: Final = 20  # SVG units a point: whole numbers are shorter than decimals, in the SVG and in the PDF made of it
SEED: Final = 7
WHOLE: Final = Edges()
"""No edge of a drawing is cut."""
_GAP: Final = 2.0  # points of paper between the fields of a mosaic
_DRAW: Final[dict[str, Callable[[Frame], list[Layer]]]] = {
    "xray": draw_xray,
    "pet": draw_pet,
    "ultrasound": draw_ultrasound,
    "linepairs": draw_linepairs,
}
MOTIFS: Final[tuple[str, ...]] = tuple(_DRAW)


def cover(
    motif: str, width: float, height: float, colours: Colouring, seed: int = SEED, reverse: bool = False,
    edges: Edges = WHOLE,
) -> str:  # fmt: skip
    """Draw one motif whole, as the art of a cover: in lines, or flat, by the kind of its colours.

    `width` and `height` in points, what lies beyond the `edges` that are cut among them. With `reverse` the ground of a
    drawing in lines is the accent and the drawing is paper. The same arguments give the same text. Raises ValueError
    for a motif that is not known, and for a size under 20 points.
    """
    return _document(width, height, [_drawn(motif, 0, 0, width, height, colours, seed, False, reverse)], edges)


def band(motif: str, width: float, height: float, colours: Colouring, seed: int = SEED, reverse: bool = False) -> str:
    """Draw a detail of a motif as a strip, about as large as on a cover. Arguments and errors as for `cover`."""
    return _document(width, height, [_drawn(motif, 0, 0, width, height, colours, seed, True, reverse)])


def filler(motif: str, width: float, height: float, colours: Colouring, seed: int = SEED) -> str:
    """Draw a motif to fill the foot of a panel: whole in lines, a detail in flat colours. Errors as for `cover`."""
    return (band if isinstance(colours, Flat) else cover)(motif, width, height, colours, seed)


def mark(motif: str, side: float, colours: Flat) -> str:
    """Draw the square mark that stands beside a role's name, `side` points wide. Errors as for `cover`."""
    layers = flat_motifs.mark(motif, side, colours)
    return _document(side, side, [Field((0, 0), (side, side), layers)])


def profile(motif: str, width: float, height: float, colours: Colouring, seed: int = SEED) -> str:
    """Draw the strength along one line through a motif, such as a scan line: the strip below the text of a section.

    In lines it stands on the panel; flat it brings its own ground. Arguments and errors as for `cover`.
    """
    layers = profiles.draw(motif, width, height, colours, seed)
    if isinstance(colours, Flat):
        layers = [Layer(profiles.ground(colours), (rectangle(0, 0, width, height),)), *layers]
    return _document(width, height, [Field((0, 0), (width, height), layers)])


def mosaic(
    motifs: Sequence[str], width: float, height: float, palette: Palette, seed: int = SEED, checked: bool = True,
    edges: Edges = WHOLE,
) -> str:  # fmt: skip
    """Draw several motifs in the order given, two to a row, with two points of paper between the fields.

    An odd one comes first and has a row to itself; two stand one over the other. With `checked` every other field is
    reversed, like the squares of a chessboard. Sizes and errors as for `cover`; no motif at all is a ValueError.
    """
    fields = []
    for number, (x, y, wide, tall) in enumerate(_cells(len(motifs), width, height, _GAP)):
        reverse = checked and _is_dark(number, len(motifs))
        fields.append(_drawn(motifs[number], x, y, wide, tall, palette, seed, False, reverse))
    return _document(width, height, fields, edges)


def tiles(
    motifs: Sequence[str], width: float, height: float, colours: Sequence[Flat], seed: int = SEED, edges: Edges = WHOLE
) -> str:
    """Draw several motifs flat, each on a ground of its own, as tiles without gaps. Otherwise as `mosaic`."""
    cells = _cells(len(motifs), width, height, 0.0)
    fields = [
        _drawn(motif, *cell, tile_colours, seed, False, False)
        for motif, tile_colours, cell in zip(motifs, colours, cells, strict=True)
    ]
    return _document(width, height, fields, edges)


def _cells(count: int, width: float, height: float, gap: float) -> list[tuple[float, float, float, float]]:
    """Lay out fields two to a row: left, top, width and height of each, in points."""
    if not count:
        raise ValueError("a mosaic needs at least one motif")
    rows = _rows(range(count))
    tall = (height - gap * (len(rows) - 1)) / len(rows)
    cells = []
    for line, row in enumerate(rows):
        wide = (width - gap * (len(row) - 1)) / len(row)
        cells += [(column * (wide + gap), line * (tall + gap), wide, tall) for column in range(len(row))]
    return cells


def _is_dark(number: int, count: int) -> bool:
    """Say whether a field is one of the dark ones of a chessboard."""
    rows = _rows(range(count))
    line = next(index for index, row in enumerate(rows) if number in row)
    return (line + list(rows[line]).index(number)) % 2 == 0


def _rows(fields: Sequence[int]) -> list[Sequence[int]]:
    if len(fields) == 2:
        return [fields[:1], fields[1:]]
    odd = len(fields) % 2
    return [fields[:1]] * odd + [fields[k : k + 2] for k in range(odd, len(fields), 2)]


def _drawn(
    motif: str, x: float, y: float, width: float, height: float, colours: Colouring, seed: int, strip: bool,
    reverse: bool,
) -> Field:  # fmt: skip
    """Draw one field at its place."""
    corner, size = (x, y), (width, height)
    if isinstance(colours, Flat):
        return Field(corner, size, flat_motifs.draw(motif, width, height, colours, seed, detail=strip))
    if motif not in _DRAW:
        raise ValueError(f"no motif is called {motif!r}; known motifs: {', '.join(MOTIFS)}")
    if min(width, height) < 20:
        raise ValueError(f"a field of {width:g} x {height:g} points is too small for a drawing")
    ground = []
    if reverse:
        ground = [Layer(colours.accent, (rectangle(0, 0, width, height),))]
        colours = replace(colours, accent=colours.paper, paper=colours.accent)
    return Field(corner, size, ground + _DRAW[motif](Frame(width, height, strip, colours, seed, reverse)))


def _cut(field: Field, content: str, origin: tuple[float, float] = (0.0, 0.0)) -> str:
    """Return a nested SVG, which cuts its content at a field's edges; `origin` is where that content begins."""
    left, top, wide, tall, x, y = (round(value * UNIT) for value in (*field.corner, *field.size, *origin))
    place = f'x="{left}" y="{top}" width="{wide}" height="{tall}" viewBox="{x} {y} {wide} {tall}"'
    return f'<svg {place} overflow="hidden">{content}</svg>'


def _document(width: float, height: float, fields: Sequence[Field], edges: Edges = WHOLE) -> str:
    """Return a whole drawing: its fields, cut at the edges, and what is drawn on beyond them."""
    content = "".join(_cut(field, "".join(map(_path, field.layers))) for field in fields)
    if any(edges):
        within = inner((width, height), edges)
        content = _cut(within, content, within.corner) + "".join(map(_path, beyond(fields, (width, height), edges)))
    box = f"0 0 {round(width * UNIT)} {round(height * UNIT)}"
    size = f'width="{width:g}pt" height="{height:g}pt" viewBox="{box}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>'


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
