"""Makes what is printed of the bytes of a picture: judged as a reader sees it, and as small as its place needs.

Each function raises PictureError for what cannot be printed; `name` is how problems call the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from math import ceil

from PIL import Image, ImageOps

from guidepress.content import image_decoding, picture_look, svg, svg_drawing, svg_outlines
from guidepress.content.picture_files import (
    HANDOUT_BANNER,
    HANDOUT_LOGO,
    LOGO_LIMIT,
    PICTURES_LIMIT,
    SMALL_LOGO,
    PictureError,
    PictureFile,
    emblem_width,
    fitted,
)
from guidepress.content.svg_geometry import Box
from guidepress.errors import and_list

FINE, COARSE = 600, 300  # pixels to the inch: of flat drawings, whose edges are seen, and of photographs
LEAST = 100  # pixels to the inch in a brochure: below, a logo is plainly not sharp
PRESS = 220  # pixels to the inch that a print shop asks for
FLAT = 40_000  # bytes up to which a drawing is kept as fine as it can be
LEAST_LINE = 0.26  # points: a print shop asks for lines of a quarter of a point
MOST_OUTLINES = 60_000  # bytes of outlines

# Logos ----------------------------------------------------------------------------------------------------------------


def logo(data: bytes, name: str, alt: str, least_width: float) -> PictureFile:
    """Make a logo of a file's bytes; `least_width` is how wide the house style shows it at least, in points."""
    if svg.is_svg(data):
        return _drawn_logo(data, name, alt, least_width)
    picture = picture_look.without_margin(image_decoding.decoded(data, name))
    notes = [*picture_look.judge(picture, name), *_sharpness(picture, name), *_inks(data, name)]
    return _kept(picture, alt, _printed_width(picture.width / picture.height, least_width, name), name, notes, data)


def _drawn_logo(data: bytes, name: str, alt: str, least_width: float) -> PictureFile:
    """Read an SVG logo: as outlines, and as a picture of them for programs that read no SVG, or as a picture alone."""
    drawing = svg.read(data, name)

    def draw(box: Box, longest: float) -> Image.Image:
        size = _pixels(box, longest, name)
        if drawing.effects:
            return svg_drawing.drawn(svg.part(drawing, box), *size, name, apart=True)
        return svg_drawing.drawn(svg.write(drawing.shapes, box, least_line(box)), *size, name, apart=False)

    def least_line(box: Box) -> float:
        return LEAST_LINE * (box[2] - box[0]) / fitted(_ratio(box), SMALL_LOGO)

    picture = draw(drawing.box, LOOKED_AT)
    box = _part(drawing.box, picture_look.margin(picture), *picture.size)
    printed = _printed_width(_ratio(box), least_width, name)
    picture = draw(box, printed * max(1, 1 / _ratio(box)) / 72 * FINE)
    notes = list(picture_look.judge(picture, name))
    vector = b""
    if drawing.effects:
        notes.append(_as_picture(name, drawing.effects))
    else:
        outlines = svg.write(drawing.shapes, box, least_line(box))
        vector = svg.sized(outlines, box[2] - box[0], box[3] - box[1]).encode()
        if len(vector) > MOST_OUTLINES:
            notes.append(_as_picture(name, [svg_outlines.OUTLINES]))
            vector = b""
    return replace(_kept(picture, alt, printed, name, notes, data), vector=vector)


def _ratio(box: Box) -> float:
    return (box[2] - box[0]) / (box[3] - box[1])


NARROWEST, FLATTEST = 4, 20  # times as high as wide, and as wide as high, that a logo may be
LOOKED_AT = 1_000  # pixels of the longer side at which it is seen where in a drawing something is


def _as_picture(name: str, effects: Sequence[str]) -> tuple[str, str]:
    sentence = f"“{name}” has {and_list(effects)}, so it is printed as a picture, not as outlines."
    return sentence, "nothing needs to be done; a version in flat colors would be sharper on a press"


def _pixels(box: Box, longest: float, name: str) -> tuple[int, int]:
    """Return how many pixels wide and high a drawing is whose longer side has so many."""
    wide, high = box[2] - box[0], box[3] - box[1]
    if not (wide > 0 and high > 0):
        raise PictureError(f"“{name}” shows nothing.", "export it again, with the drawing in it")
    scale = longest / max(wide, high)
    return max(round(wide * scale), 1), max(round(high * scale), 1)


def _part(box: Box, edges: picture_look.Edges, wide: int, high: int) -> Box:
    """Return the part of a drawing that lies between edges given in pixels."""
    across, down = (box[2] - box[0]) / wide, (box[3] - box[1]) / high
    left, top, right, bottom = edges
    return box[0] + left * across, box[1] + top * down, box[0] + right * across, box[1] + bottom * down


def _printed_width(ratio: float, least_width: float, name: str) -> float:
    """Return how wide a logo is printed at its largest place, in points; `ratio` is its width to its height.

    Raises PictureError for one so narrow or so flat that it has no place.
    """
    if not 1 / NARROWEST <= ratio <= FLATTEST:
        shape = "higher than it is wide" if ratio < 1 else "wider than it is high"
        raise PictureError(
            f"The logo “{name}” is far {shape}.", "take a version whose parts stand together, nearer to a square"
        )
    return max(fitted(ratio, HANDOUT_LOGO), emblem_width(ratio, least_width))


def _sharpness(picture: Image.Image, name: str) -> Iterator[tuple[str, str]]:
    """Yield what is to be said where a logo is a little coarse. Raises PictureError where it is far too coarse."""
    if picture.getcolors(1):
        return  # a plain field of colour has nothing that could be blurred
    inches = fitted(picture.width / picture.height, SMALL_LOGO) / 72
    sharpness = picture.width / inches
    sentence = f"The logo “{name}” shows {picture.width:,} by {picture.height:,} pixels"
    if sharpness < LEAST:
        hint = f"take one that is at least {ceil(inches * COARSE):,} pixels wide, or an SVG"
        raise PictureError(f"{sentence}: in print that is not sharp.", hint)
    if sharpness < PRESS:
        hint = f"one of {ceil(inches * COARSE):,} pixels in width, or an SVG, would be sharp"
        yield f"{sentence}: in print that is a little blurred, and a print shop refuses it.", hint


def _inks(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Yield what is to be said of a picture for a press that does not say which inks it means."""
    if image_decoding.has_unknown_inks(data):
        sentence = f"“{name}” is in the colors of a press (CMYK) without a color profile: they are converted plainly, "
        sentence += "and may look different."
        yield sentence, "look at the brochure; if they are wrong, save the picture again as RGB, or with its profile"


def _kept(
    picture: Image.Image, alt: str, printed: float, name: str, notes: Iterable[tuple[str, str]], source: bytes
) -> PictureFile:
    """Return a logo as small as its place needs: PNG where it is flat, JPEG where it is shaded.

    A shaded one that is see-through is put on white, which it stands on everywhere.
    """
    fine = _reduced(picture, printed / 72 * FINE)
    flat = PictureFile(
        _png(fine), fine.width, fine.height, alt, notes=tuple(notes), name=name, digest=_digest(source)
    )  # fmt: skip
    shaded = _on_white(_reduced(picture, printed / 72 * COARSE))
    if len(flat.data) <= FLAT and (
        picture.mode == "RGBA"
        or picture_look.is_flat(fine)
        or len(flat.data) <= 2 * len(_jpeg(shaded, SHADED[0]))
    ):  # fmt: skip
        return flat
    for quality in SHADED:
        data = _jpeg(shaded, quality)
        if len(data) <= LOGO_LIMIT:
            return replace(flat, data=data, width=shaded.width, height=shaded.height, media="image/jpeg")
    raise PictureError(
        _heavy("logo", name, len(data), LOGO_LIMIT), "take a version in flat colors, or an SVG"
    )  # fmt: skip


SHADED = (88, 80, 72, 64)  # qualities of JPEG, the first that is light enough


def _on_white(picture: Image.Image) -> Image.Image:
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return flat


def _heavy(kind: str, name: str, size: int, most: int) -> str:
    return (
        f"The {kind} “{name}” is too heavy: made as small as print allows it has {size:,} bytes, and {most:,} are the "
        "most."
    )


# Photographs and banners ----------------------------------------------------------------------------------------------


def photo(data: bytes, name: str, alt: str, most: int) -> PictureFile:
    """Make a photograph of at most so many bytes of a file's bytes."""
    if svg.is_svg(data):
        raise PictureError(f"“{name}” is a drawing, not a photograph.", "take a PNG or JPEG picture")
    picture = image_decoding.decoded(data, name)
    _check_photo(picture, name, LEAST_PHOTO)
    kept = _light(picture, alt, (KEPT_PHOTO, LEAST_PHOTO), most, ("photograph", name, LIGHTER), data)
    return replace(kept, notes=tuple(_inks(data, name)))


def portrait(data: bytes, name: str, alt: str, most: int) -> PictureFile:
    """Make a photograph in shades of gray of a file's bytes, to go over the whole width of a page.

    What is left of its `most` bytes is for the colors that a theme may give the shades.
    """
    if svg.is_svg(data):
        raise PictureError(f"“{name}” is a drawing, not a photograph.", "take a PNG or JPEG picture")
    picture = image_decoding.decoded(data, name)
    _check_photo(picture, name, LEAST_PORTRAIT, round(LEAST_PORTRAIT / 1.5))
    gray = _part_of(_on_white(picture).convert("L"), min(picture.width / picture.height, WIDEST))
    labels = ("photograph", name, LIGHTER)
    return _light(gray, alt, (KEPT_PORTRAIT, LEAST_PORTRAIT), round(most * GRAY), labels, data)


def cut(picture: PictureFile, ratio: float, tones: tuple[str, str] | None) -> PictureFile:
    """Return a portrait cut to a ratio of its width to its height, its grays between two colors where they are given.

    The same bytes each time.
    """
    with Image.open(BytesIO(picture.data)) as gray:
        shown = _part_of(gray.convert("L"), ratio)
    if tones:
        shown = ImageOps.colorize(shown, *tones)
    data = b""
    for quality in QUALITIES:
        data = _jpeg(shown, quality)
        if len(data) * (GRAY if tones else 1) <= len(picture.data):
            break
    return replace(picture, data=data, width=shown.width, height=shown.height)


def _part_of(photo: Image.Image, ratio: float) -> Image.Image:
    """Return as much of a photograph as has a ratio of width to height: its middle, or more of its upper part."""
    width, height = min(photo.width, round(photo.height * ratio)), min(photo.height, round(photo.width / ratio))
    left, top = (photo.width - width) // 2, round((photo.height - height) * HEAD)
    return photo.crop((left, top, left + width, top + height))


def _check_photo(photo: Image.Image, name: str, least: int, least_height: int = 1) -> None:
    if photo.width < least:
        sentence = f"The photograph “{name}” is {photo.width:,} pixels wide: in print that is not sharp."
        raise PictureError(sentence, f"take one of at least {least:,} pixels")
    if photo.height > 1.5 * photo.width:
        raise PictureError(f"The photograph “{name}” is too high for a panel.", "cut it to at most 2 by 3")
    if photo.height < least_height:
        sentence = f"The photograph “{name}” is {photo.height:,} pixels high: beside a quotation that is not sharp."
        raise PictureError(sentence, f"take one of at least {least:,} by {least_height:,} pixels")


HEAD = 0.3  # how much of what is cut off a photograph of a person comes off above, where the head is
WIDEST = 16 / 9  # width to height: of a photograph that is wider, the middle is kept
LIGHTER = "take a calmer picture, cut away what is not needed, or leave another photograph out"
LEAST_PHOTO = 750  # pixels: 220 to the inch over the measure of a panel of A4, 241.5 points
KEPT_PHOTO = 1010  # pixels: 300 to the inch; more does not show in print and makes the file heavy
LEAST_PORTRAIT = 1350  # pixels: 220 to the inch over a page of A5 with its bleed, 438 points
KEPT_PORTRAIT = 1600
GRAY = 0.75  # how many bytes a photograph has in shades of gray, of those in two colors


def banner(data: bytes, name: str, alt: str) -> PictureFile:
    """Make a picture for the top of a handout of a file's bytes."""
    if svg.is_svg(data):
        return _drawn_logo(data, name, alt, HANDOUT_BANNER[0] / 2)
    picture = image_decoding.decoded(data, name)
    notes = (*picture_look.judge(picture, name), *_inks(data, name))
    widest = round(fitted(picture.width / picture.height, HANDOUT_BANNER) / 72 * COARSE)
    flat = _reduced(picture, widest)
    flat_data = _png(flat)
    if len(flat_data) <= (2 * FLAT if picture_look.is_flat(flat) else FLAT):
        return PictureFile(
            flat_data, flat.width, flat.height, alt, notes=notes, name=name, digest=_digest(data)
        )  # fmt: skip
    labels = ("picture", name, "take a calmer picture, or cut away what is not needed")
    return replace(_light(picture, alt, (widest, widest * 2 // 3), PICTURES_LIMIT, labels, data), notes=notes)


def _light(
    picture: Image.Image,
    alt: str,
    widths: tuple[int, int],
    most: int,
    labels: tuple[str, str, str],
    source: bytes,
) -> PictureFile:
    """Return a photograph as JPEG of at most so many bytes: of the greater width if that can be, else of the smaller.

    `labels` are its kind, its name and what to do where it is too heavy, for the problem.
    """
    flat = picture if picture.mode == "L" else _on_white(picture)
    data = b""
    for width, qualities in zip(widths, (QUALITIES, QUALITIES[1:]), strict=True):
        reduced = _reduced(flat, width)
        for quality in qualities:
            data = _jpeg(reduced, quality)
            if len(data) <= most:
                return PictureFile(
                    data, reduced.width, reduced.height, alt, "image/jpeg", name=labels[1], digest=_digest(source)
                )
    kind, name, hint = labels
    raise PictureError(_heavy(kind, name, len(data), most), hint)


QUALITIES = (82, 74, 66, 58)

# Files ----------------------------------------------------------------------------------------------------------------


def _reduced(picture: Image.Image, width: float) -> Image.Image:
    """Return a picture at most so many pixels wide, in its shape; never enlarged."""
    wide = max(round(width), 1)
    if picture.width <= wide:
        return picture
    return picture.resize((wide, max(round(picture.height * wide / picture.width), 1)), Image.Resampling.LANCZOS)


def _png(picture: Image.Image) -> bytes:
    output = BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """Return a picture as JPEG; of a good quality, colours are kept as fine as their brightness."""
    output = BytesIO()
    picture.save(output, "JPEG", quality=quality, optimize=True, subsampling=0 if quality > QUALITIES[0] else 2)
    return output.getvalue()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
