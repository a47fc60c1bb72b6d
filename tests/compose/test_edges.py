"""What reaches an edge of a drawing that is cut goes on over the bleed: in every drawing, at every edge."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO

import numpy as np
import pytest
import resvg_py
from PIL import Image

from guidepress.compose.drawings import motifs
from guidepress.compose.drawings.edges import INSIDE, Edges, Field, beyond, painted
from guidepress.compose.drawings.line_motifs import Layer, rectangle
from guidepress.compose.drawings.motifs import MOTIFS, Flat, Palette

LINES = Palette("#0062B1", "#15191D", "#FFFFFF")
FLAT = Flat("#27145F", "#27145F", "#FF5C3E", "#FFC42E", "#FFFFFF", "#4A2A86")
EDGES = Edges(left=10, top=10, right=10, bottom=10)
SIZE = (284.0, 405.0)
DOTS = 4


def drawn(svg: str) -> np.ndarray:
    width, height = (round(side * DOTS) for side in SIZE)
    png = resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, dpi=72, background="#FFFFFF")
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


PICTURES: dict[str, Callable[[], str]] = {
    **{f"{motif} in lines": partial(motifs.cover, motif, *SIZE, LINES, edges=EDGES) for motif in MOTIFS},
    **{f"{motif} flat": partial(motifs.cover, motif, *SIZE, FLAT, edges=EDGES) for motif in MOTIFS},
    "mosaic": partial(motifs.mosaic, MOTIFS, *SIZE, LINES, edges=EDGES),
    "tiles": partial(motifs.tiles, MOTIFS, *SIZE, [FLAT] * 4, edges=EDGES),
}


@pytest.mark.parametrize("name", PICTURES)
def test_beyond_an_edge_a_drawing_is_what_it_is_at_the_edge(name: str) -> None:
    picture = drawn(PICTURES[name]())
    assert picture.std() > 10  # something is drawn
    inner, end = 10 * DOTS, 2
    height, width, _ = picture.shape
    sides = {
        "left": (picture[inner:-inner, inner - 1], picture[inner:-inner, end]),
        "right": (picture[inner:-inner, width - inner], picture[inner:-inner, width - end]),
        "top": (picture[inner - 1, inner:-inner], picture[end, inner:-inner]),
        "bottom": (picture[height - inner, inner:-inner], picture[height - end, inner:-inner]),
    }
    for side, (at_edge, at_end) in sides.items():
        assert (np.abs(at_edge - at_end).max(axis=1) < 24).mean() > 0.99, side


def test_without_an_edge_that_is_cut_a_drawing_is_what_it_was() -> None:
    assert motifs.cover("pet", *SIZE, LINES) == motifs.cover("pet", *SIZE, LINES, edges=Edges())
    assert beyond([Field((0, 0), SIZE, [Layer("#000000", (rectangle(0, 0, *SIZE),))])], SIZE, Edges()) == []


def test_a_line_that_runs_along_the_edge_goes_on() -> None:
    stripe = Layer("#FF0000", (rectangle(0, 88.5, 50, 2),))  # it ends half a point inside the edge at 91
    away = Layer("#00FF00", (rectangle(0, 80, 50, 2),))
    found = beyond([Field((0, 0), (100, 100), [stripe, away])], (100, 100), Edges(bottom=9))
    assert [layer.colour for layer in found] == ["#FF0000"]
    (shape,) = found[0].shapes
    assert shape[:, 0].min() == 0
    assert shape[:, 0].max() == 50
    assert shape[:, 1].max() == 100
    assert shape[:, 1].min() < 91 - INSIDE


def test_holes_crossings_and_strokes_are_found() -> None:
    ring = np.array([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (2, 2), (2, 8), (8, 8), (8, 2), (2, 2)], dtype=float)
    assert painted(Layer("#000000", (ring,)), 5.0, 0).tolist() == [[0, 2], [8, 10]]
    both = Layer("#000000", (rectangle(0, 0, 4, 4), rectangle(0, 2, 4, 6)))  # they overlap
    assert painted(both, 1.0, 0).tolist() == [[0, 8]]
    line = Layer("#000000", (np.array([(0.0, 5.0), (10.0, 5.0)]),), 2.0)
    assert painted(line, 3.0, 0).tolist() == [[4, 6]]
    assert painted(line, 30.0, 0).tolist() == []
    assert painted(Layer("#000000", ()), 1.0, 1).tolist() == []


def test_the_strips_fill_the_corners_that_are_cut() -> None:
    ground = Layer("#123456", (rectangle(0, 0, 100, 100),))
    found = beyond([Field((0, 0), (100, 100), [ground])], (100, 100), Edges(right=9, bottom=9))
    corners = [tuple(shape.max(axis=0)) for layer in found for shape in layer.shapes]
    assert (100, 100) in corners
