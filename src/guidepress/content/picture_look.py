"""Looks at a logo as it would stand on paper: where anything of it is seen, and whether enough is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image, ImageColor

from guidepress.content.picture_files import PictureError

Edges = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""

WHITE = "#FFFFFF"
MOST_SIDE = 3_000  # pixels: a larger picture is reduced before it is looked at
TRACE, SEEN = 12, 48  # of 255: from where a pixel is not quite paper, and from where it is plainly seen on it
MUCH_EMPTY = 0.7  # share of a picture that its drawing takes, below which the rest is cut off
PLAIN = 0.6  # share of what is drawn that is as its neighbours are, from which a drawing is flat
LOST = 0.3  # share of a drawing's outer edge that is as white as the paper, from which it is told


def without_margin(picture: Image.Image) -> Image.Image:
    """Return a picture without what is empty round it, where that is much of it."""
    if max(picture.size) > MOST_SIDE:
        picture = picture.copy()
        picture.thumbnail((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    return picture.crop(margin(picture))


def margin(picture: Image.Image) -> Edges:
    """Return the edges of what a picture shows, with a little air; those of the picture where it shows little else."""
    traces = _traces(picture)
    if not traces.any():
        return 0, 0, picture.width, picture.height
    (left, right), (top, bottom) = (_ends(traces.any(axis=axis)) for axis in (0, 1))
    if (right - left) * (bottom - top) >= MUCH_EMPTY * picture.width * picture.height:
        return 0, 0, picture.width, picture.height
    air = max(right - left, bottom - top) // 100
    return max(left - air, 0), max(top - air, 0), min(right + air, picture.width), min(bottom + air, picture.height)


def _traces(picture: Image.Image) -> Any:
    """Say for each pixel whether anything is there: white, too, where the picture is see-through round it."""
    if picture.mode == "RGBA":
        drawn = np.asarray(picture.getchannel("A")) >= TRACE
        if not drawn.all():
            return drawn
    return _ink(picture) >= TRACE


def is_flat(picture: Image.Image) -> bool:
    """Say whether a picture is made of plain fields: most pixels off the paper are what is left of and above them."""
    pixels = np.asarray(picture.convert("RGBA"))
    here = pixels[1:, 1:]
    same = (here == pixels[1:, :-1]).all(axis=2) & (here == pixels[:-1, 1:]).all(axis=2)
    inked = _ink(picture)[1:, 1:] >= TRACE
    return bool((same & inked).sum() >= PLAIN * inked.sum())


def judge(picture: Image.Image, name: str, paper: str = WHITE) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of a picture of which a part is not seen on paper: a sentence, and what to do.

    `paper` is the color of the paper, as #RRGGBB. Raises PictureError where nothing of the picture is seen.
    """
    ink = _ink(picture, paper)
    is_white = paper.upper() == WHITE
    like_paper = "white" if is_white else f"of the paper's color, {paper}"
    stands = ", and stands on white paper" if is_white else ""
    drawn = np.asarray(picture.getchannel("A")) > 64 if picture.mode == "RGBA" else np.ones(ink.shape, dtype=bool)
    if not drawn.any():
        raise PictureError(f"“{name}” shows nothing: all of it is see-through.", "take the picture itself")
    seen = (ink >= SEEN) & drawn
    if seen.sum() < (0.02 if picture.mode == "RGBA" else 0.001) * drawn.sum():
        hint = "take the version for a light ground, or save it with a dark ground of its own"
        hint += "" if is_white else "; or choose another “paper” in content/brand.yaml"
        raise PictureError(f"“{name}” cannot be seen: it is {like_paper}, or nearly so{stands}.", hint)
    edge = drawn & ~_shrunk(drawn)
    if picture.mode == "RGBA" and (edge & (ink < TRACE)).sum() > LOST * edge.sum() > 0:
        sentence = f"A part of “{name}” cannot be seen: it is {like_paper}{stands}."
        yield sentence, "if words are missing, take the version for a light ground; a pale rim does no harm"


def _ink(picture: Image.Image, paper: str = WHITE) -> Any:
    """Return for each pixel how far it is from the paper, from 0 to 255."""
    on_paper = Image.new("RGB", picture.size, paper)
    on_paper.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return np.abs(np.asarray(on_paper, dtype=np.int16) - ImageColor.getrgb(paper)).max(axis=2)


def _shrunk(drawn: Any) -> Any:
    """Return what is drawn without its outermost pixels."""
    inner = np.zeros_like(drawn)
    inner[1:-1, 1:-1] = drawn[1:-1, 1:-1] & drawn[:-2, 1:-1] & drawn[2:, 1:-1] & drawn[1:-1, :-2] & drawn[1:-1, 2:]
    return inner


def _ends(hit: Any) -> tuple[int, int]:
    places = np.flatnonzero(hit)
    return int(places[0]), int(places[-1]) + 1
