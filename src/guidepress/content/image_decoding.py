"""Decodes PNG and JPEG within limits of size: upright, in the colors of screens (sRGB), without its color profile."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import ExifTags, Image, ImageCms, ImageFile

from guidepress.content import picture_work
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


def decoded(data: bytes, name: str, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """Decode a picture: upright, as RGB, or RGBA where parts of it are see-through, its colours those of sRGB.

    `name` is how problems call it. Raises PictureError, too, for one of more than `most_pixels`.
    """
    if len(data) > LARGEST_FILE:
        raise PictureError(f"The picture “{name}” is larger than {LARGEST_FILE:,} bytes.", "save it smaller")
    if picture_work.is_too_slow(data):
        sentence = f"The picture “{name}” would take far too long to read: it is made up of thousands of parts."
        raise PictureError(sentence, "open it in a program for pictures, and save it again")
    try:
        with _strictly(), Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > most_pixels:
                sentence = f"The picture “{name}” claims {width:,} by {height:,} pixels; that is too many."
                raise PictureError(sentence, "save it smaller")
            profile = image.info.get("icc_profile")
            turn = _turn(image)
            image.load()
            upright: Image.Image = image if turn is None else image.transpose(turn)
            if upright.mode.startswith("I"):  # 16 bits of grey, of which convert() would keep the lowest 8
                upright = upright.convert("I").point(lambda value: value / 256).convert("L")
            see_through = "A" in upright.getbands() or "transparency" in upright.info
            converted = _screen_colours(upright, profile, see_through)
    except Image.DecompressionBombError:
        raise PictureError(f"The picture “{name}” claims far too many pixels.", "save it smaller") from None
    except MemoryError:
        raise PictureError(f"The picture “{name}” takes too much memory.", "save it smaller") from None
    except PictureError:
        raise
    except Exception:  # Pillow raises anything for a file that is damaged or made to do harm
        raise unreadable(name) from None
    if see_through and converted.getchannel("A").getextrema() == (255, 255):
        converted = converted.convert("RGB")
    converted.info.clear()  # Pillow would write a profile kept here into the next file
    return converted


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return how a picture is to be turned by its camera's notes; None where they do not say it in a way that is known.

    Pillow raises anything where these notes are of another shape than it takes for granted.
    """
    try:
        return _TURNS.get(image.getexif()[ExifTags.Base.Orientation])
    except MemoryError:
        raise
    except Exception:
        return None


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def has_unknown_inks(data: bytes) -> bool:
    """Say whether a picture that can be decoded is in inks (CMYK) without a profile that says what they look like."""
    with _strictly(), Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
        profile = image.info.get("icc_profile")
        return image.mode == "CMYK" and not (profile and _by_profile(Image.new("CMYK", (1, 1)), profile))


def _screen_colours(image: Image.Image, profile: bytes | None, see_through: bool) -> Image.Image:
    """Return a picture as RGB or RGBA in sRGB. A profile that is broken, or for other colours, is passed over."""
    alpha = _as_mode(image, "RGBA").getchannel("A") if see_through else None
    greys = ("1", "LA", "La")
    opaque = image if image.mode in ("CMYK", "L") else _as_mode(image, "L" if image.mode in greys else "RGB")
    if profile:
        opaque = _by_profile(opaque, profile) or opaque
    opaque = _as_mode(opaque, "RGB")
    if alpha is not None:
        opaque.putalpha(alpha)
    return opaque


def _as_mode(image: Image.Image, mode: str) -> Image.Image:
    """Return a picture in a mode, itself where it is in that: a copy of a large one takes 150 MB."""
    return image if image.mode == mode else image.convert(mode)


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
