"""Logos, banners and photographs: found in the project, read, and made ready to be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from guidepress import disk
from guidepress.confinement import Confined
from guidepress.content.picture_files import (
    LARGEST_FILE,
    LEAST_EMBLEM,
    PICTURES_LIMIT,
    PictureError,
    PictureFile,
    share,
)
from guidepress.errors import ContentError, shorten

__all__ = [
    "LEAST_EMBLEM",
    "PictureError",
    "PictureFile",
    "check",
    "cut",
    "judge_on",
    "read",
    "read_banner",
    "read_photo",
    "share",
]


def read(
    roots: Path | Iterable[Path], path: Path, alt: str, least_width: float = LEAST_EMBLEM
) -> PictureFile:  # fmt: skip
    """Read a logo (PNG, JPEG or SVG) that lies in one of some folders, as small as its places need; the same each time.

    What is empty round it is cut off. A flat drawing is kept as PNG, a shaded one as JPEG; an SVG as outlines, too,
    where outlines can show it. `least_width` is how wide the house style shows it at least, in points.

    Raises PictureError for what cannot be printed: too coarse, or not to be seen on white paper.
    """
    from guidepress.content import picture_making  # where it is used: it loads what content without pictures needs not

    return _made(picture_making.logo, _bytes(roots, path), _name(path), alt, least_width)


def judge_on(logo: PictureFile, paper: str) -> list[tuple[str, str]]:
    """Return what is to be said of a logo, as it was read, that is printed on paper of this color (#RRGGBB).

    Each is a sentence and what to do. Raises PictureError where nothing of it would be seen.
    """
    from guidepress.content import image_decoding, picture_look

    return list(picture_look.judge(image_decoding.decoded(logo.data, logo.name), logo.name, paper))


def read_banner(roots: Path | Iterable[Path], path: Path, alt: str) -> PictureFile:
    """Read a picture for the top of a handout, kept as small as its place needs. Raises PictureError."""
    from guidepress.content import picture_making

    return _made(picture_making.banner, _bytes(roots, path), _name(path), alt)


def read_photo(
    roots: Path | Iterable[Path], path: Path, alt: str, most: int = PICTURES_LIMIT, *, portrait: bool = False
) -> PictureFile:
    """Read a photograph as wide as a panel, reduced to what print needs and to `most` bytes; it is kept as JPEG.

    It must be sharp enough for print, and not higher than a panel has room for. A `portrait`, which stands beside what
    somebody says, goes over the whole width of a page: it is finer, and in shades of gray. Raises PictureError.
    """
    from guidepress.content import picture_making

    make = picture_making.portrait if portrait else picture_making.photo
    return _made(make, _bytes(roots, path), _name(path), alt, most)


@lru_cache(maxsize=16)
def cut(portrait: PictureFile, ratio: float, tones: tuple[str, str] | None) -> PictureFile:
    """Return a portrait cut to a ratio of its width to its height, its grays between two colors where they are given.

    `tones` are the color of what is dark and of what is light, #RRGGBB.
    """
    from guidepress.content import picture_making

    return picture_making.cut(portrait, ratio, tones)


def check(data: bytes, name: str, place: Literal["logo", "photo", "portrait"]) -> None:
    """Check that a picture from elsewhere can be printed in its place, before it is kept. Raises PictureError."""
    from guidepress.content import picture_making

    if place == "logo":
        _made(picture_making.logo, data, name, "", LEAST_EMBLEM)
    else:
        make = picture_making.portrait if place == "portrait" else picture_making.photo
        _made(make, data, name, "", PICTURES_LIMIT)


@cache
def _child() -> Confined:
    """Return the process in which all pictures are read; it ends with this one."""
    return Confined()


def _made(make: Callable[..., PictureFile], data: bytes, name: str, *how: Any) -> PictureFile:
    """Make a picture in a child process, since its file may have come from anywhere. Raises PictureError."""
    try:
        made = _child().run(name, _made_or_refused, make, data, name, *how)
    except ContentError as error:
        (problem,) = error.problems
        raise PictureError(f"The picture “{name}” cannot be read. {problem.message}", problem.hint) from None
    if isinstance(made, PictureError):
        raise made
    return made


def _made_or_refused(make: Callable[..., PictureFile], *how: Any) -> PictureFile | PictureError:
    try:
        return make(*how)
    except PictureError as error:
        return error


def _name(path: Path) -> str:
    return shorten(path.name, 40)


def _bytes(roots: Path | Iterable[Path], path: Path) -> bytes:
    """Read a picture's file, cut just beyond the largest size allowed. Raises PictureError."""
    name = _name(path)
    if not any(disk.inside(root, path) for root in ([roots] if isinstance(roots, Path) else roots)):
        raise PictureError(f"“{name}” lies outside this project.", "copy the picture into the content folder")
    try:
        if path.is_dir():
            raise PictureError(f"“{name}” is a folder, not a picture.", "name the picture in it")
        if not path.is_file():
            raise PictureError(f"There is no picture “{name}” here.", "look at its name and its folder")
        return disk.read(path, LARGEST_FILE)
    except OSError as error:
        raise PictureError(f"The picture “{name}” cannot be read: {error.strerror}.") from None
