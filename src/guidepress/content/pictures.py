"""Logos, banners and photographs: opened within limits of size, checked for print, and made smaller."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from guidepress.project import inside

LARGEST_FILE = 10_000_000  # bytes
MOST_PIXELS = 40_000_000  # as large as a good camera's; a picture of a few bytes can claim far more
KEPT_SIDE = 1200  # pixels: a logo 49 mm wide is sharp at 600 dots an inch


@contextmanager
def _strictly() -> Iterator[None]:
    """Refuse pictures that are cut short, which Pillow takes once WeasyPrint has been imported; warn of nothing.

    Our own limit of pixels is below Pillow's, and a broken note in a camera's file does no harm.
    """
    truncated_before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated_before


@dataclass(frozen=True)
class PictureFile:
    """A picture ready to be printed: its bytes, its width and height in pixels, and its text alternative."""

    data: bytes
    width: int
    height: int
    alt: str
    media: str = "image/png"


class PictureError(Exception):
    """A picture cannot be used; says why, with a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def read(root: Path, path: Path, alt: str) -> PictureFile:
    """Read a logo, a PNG or JPEG that lies inside a project, reduced to what print needs; it is kept as PNG.

    The same picture gives the same bytes. Raises PictureError.
    """
    picture = _opened(root, path, _name(path))
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return PictureFile(buffer.getvalue(), picture.width, picture.height, alt)


def read_photo(root: Path, path: Path, alt: str) -> PictureFile:
    """Read a photograph as wide as a panel, reduced to what print needs; it is kept as JPEG.

    It must be sharp enough for print, and not higher than a panel has room for. Raises PictureError.
    """
    name = _name(path)
    photo = _opened(root, path, name)
    _check_photo(photo, name)
    if photo.width > KEPT_PHOTO:
        size = KEPT_PHOTO, round(photo.height * KEPT_PHOTO / photo.width)
        photo = photo.resize(size, Image.Resampling.LANCZOS)
    flat = Image.new("RGB", photo.size, "white")
    flat.paste(photo, mask=photo.getchannel("A") if photo.mode == "RGBA" else None)
    buffer = BytesIO()
    flat.save(buffer, "JPEG", quality=82, optimize=True)
    return PictureFile(buffer.getvalue(), flat.width, flat.height, alt, "image/jpeg")


def check(data: bytes, name: str, is_photo: bool) -> None:
    """Check that a picture from elsewhere can be read, before it is kept. Raises PictureError."""
    picture = _decoded(data, name)
    if is_photo:
        _check_photo(picture, name)


def _check_photo(photo: Image.Image, name: str) -> None:
    if photo.width < LEAST_PHOTO:
        sentence = f"The photograph “{name}” is {photo.width:,} pixels wide: in print that is not sharp."
        raise PictureError(sentence, f"take one of at least {LEAST_PHOTO:,} pixels")
    if photo.height > 1.5 * photo.width:
        raise PictureError(f"The photograph “{name}” is too high for a panel.", "cut it to at most 2 by 3")


LEAST_PHOTO = 750  # pixels: 220 to the inch over the measure of a panel of A4, 241.5 points
KEPT_PHOTO = 1010  # pixels: 300 to the inch; more does not show in print and makes the file heavy


def _name(path: Path) -> str:
    return path.name if len(path.name) <= 40 else f"{path.name[:39]}…"


def _opened(root: Path, path: Path, name: str) -> Image.Image:
    """Open a picture within limits, upright, as RGB or RGBA. Raises PictureError."""
    if not inside(root, path):
        raise PictureError(f"“{name}” lies outside this project.", "copy the picture into the content folder")
    try:
        if path.is_dir():
            raise PictureError(f"“{name}” is a folder, not a picture.", "name the picture in it")
        if not path.is_file():
            raise PictureError(f"There is no picture “{name}” here.", "look at its name and its folder")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise PictureError(f"The picture “{name}” cannot be read: {error.strerror}.") from None
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> Image.Image:
    """Decode a picture within limits, upright, as RGB or RGBA. Raises PictureError."""
    if len(data) > LARGEST_FILE:
        raise PictureError(f"The picture “{name}” is larger than {LARGEST_FILE:,} bytes.", "save it smaller")
    try:
        with _strictly(), Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                sentence = f"The picture “{name}” claims {width:,} by {height:,} pixels; that is too many."
                raise PictureError(sentence, "save it smaller")
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith("I"):  # 16 bits of grey, of which convert() would keep the lowest 8
                upright = upright.convert("I").point(lambda value: value / 256).convert("L")
            see_through = "A" in upright.getbands() or "transparency" in upright.info
            converted = upright.convert("RGBA" if see_through else "RGB")
    except Image.DecompressionBombError:
        raise PictureError(f"The picture “{name}” claims far too many pixels.", "save it smaller") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureError(f"“{name}” is not a PNG or JPEG picture that can be read.", "save it again as PNG") from None
    return converted
