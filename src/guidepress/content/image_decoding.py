"""Decodes PNG and JPEG within limits of size: upright, in the colors of screens (sRGB), without its color profile."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from guidepress.content.picture_files import LARGEST_FILE, PictureError, unreadable

MOST_PIXELS = 40_000_000  # as large as a good camera's; a picture of a few bytes can claim far more


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


def decoded(data: bytes, name: str) -> Image.Image:
    """Decode a picture: upright, as RGB, or RGBA where parts of it are see-through, its colours those of sRGB.

    `name` is how problems call it. Raises PictureError.
    """
    if len(data) > LARGEST_FILE:
        raise PictureError(f"The picture “{name}” is larger than {LARGEST_FILE:,} bytes.", "save it smaller")
    try:
        with _strictly(), Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                sentence = f"The picture “{name}” claims {width:,} by {height:,} pixels; that is too many."
                raise PictureError(sentence, "save it smaller")
            profile = image.info.get("icc_profile")
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith("I"):  # 16 bits of grey, of which convert() would keep the lowest 8
                upright = upright.convert("I").point(lambda value: value / 256).convert("L")
            see_through = "A" in upright.getbands() or "transparency" in upright.info
            converted = _screen_colours(upright, profile, see_through)
    except Image.DecompressionBombError:
        raise PictureError(f"The picture “{name}” claims far too many pixels.", "save it smaller") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise unreadable(name) from None
    if see_through and converted.getchannel("A").getextrema() == (255, 255):
        converted = converted.convert("RGB")
    converted.info.clear()  # Pillow would write a profile kept here into the next file
    return converted


def _screen_colours(image: Image.Image, profile: bytes | None, see_through: bool) -> Image.Image:
    """Return a picture as RGB or RGBA in sRGB. A profile that is broken, or for other colours, is passed over."""
    alpha = image.convert("RGBA").getchannel("A") if see_through else None
    greys = ("1", "LA", "La")
    opaque = image if image.mode in ("CMYK", "L") else image.convert("L" if image.mode in greys else "RGB")
    if profile:
        opaque = _by_profile(opaque, profile) or opaque
    opaque = opaque.convert("RGB")
    if alpha is not None:
        opaque.putalpha(alpha)
    return opaque


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Carry out an ICC profile: relative colorimetric, black made black, as Adobe's programs do it by default."""
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
