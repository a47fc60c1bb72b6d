"""A picture ready to be printed, the error for one that cannot be, and how large each place for one is."""

from __future__ import annotations

from dataclasses import dataclass

from guidepress.units import MM

SMALL_LOGO = (84.0, 30.0)
HANDOUT_LOGO = (150.0, 44.0)
"""How wide and how high a logo is beside its school's name in points: at least in a brochure, at most in a handout."""
EMBLEM_HEIGHT, EMBLEM_WIDTH = 40.0, 96.0
"""The height that a logo has on the cover of the theme `house`, and how wide it is at most for that, in points."""
LEAST_EMBLEM = 20 * MM
"""How wide it is there at least where content/brand.yaml says nothing else, in points."""
HANDOUT_BANNER = (504.0, 200.0)
"""How wide and how high a picture at the top of a handout is at most, in points."""
LARGEST_FILE = 10_000_000  # bytes of a file that is read
PICTURES_LIMIT = 200_000  # bytes of all pictures of a brochure
LOGO_LIMIT = 60_000  # bytes of the logo among them


class PictureError(Exception):
    """A picture cannot be used; says why, with a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def unreadable(name: str) -> PictureError:
    """Return the error for a file that is no picture of a kind that is read."""
    return PictureError(f"“{name}” is not a PNG, JPEG or SVG picture that can be read.", "save it again as PNG")


@dataclass(frozen=True)
class PictureFile:
    """A picture ready to be printed: its bytes, its width and height in pixels, and its text alternative.

    `vector` is the same picture as SVG, of outlines only, where it came as such. `notes` say, each with a hint, what
    whoever brought it should know. `name` and `digest` are those of the file it was read from.
    """

    data: bytes
    width: int
    height: int
    alt: str
    media: str = "image/png"
    vector: bytes = b""
    notes: tuple[tuple[str, str], ...] = ()
    name: str = ""
    digest: str = ""

    @property
    def best(self) -> tuple[str, bytes]:
        """The kind and the bytes of what is printed: the outlines where there are any."""
        return ("image/svg+xml", self.vector) if self.vector else (self.media, self.data)


def emblem_width(ratio: float, least_width: float) -> float:
    """Return how wide a logo stands on the cover of the theme `house`, in points."""
    return max(least_width, min(EMBLEM_HEIGHT * ratio, EMBLEM_WIDTH))


def card_logo(ratio: float, pixels: int | None = None) -> tuple[float, bool]:
    """Return how wide a logo is on a brochure's card of who hands it out, in points, and if it stands over the name.

    One that is about square, or up to thrice as wide as high, stands beside the name; a longer one has its own line.
    `ratio` is its width to its height, `pixels` its width where it has pixels: one that would be blurred is smaller.
    """
    if ratio <= BROAD:
        width, above = (SQUARE_LOGO * min(ratio, 1.0), False) if ratio <= SQUARE else (BROAD_LOGO, False)
    else:
        width, above = fitted(ratio, LINE_LOGO), True
    if pixels is not None:
        width = min(width, max(fitted(ratio, SMALL_LOGO), pixels / SHARP * 72))
    return width, above


SHARP = 300  # pixels to the inch
SQUARE, BROAD = 1.6, 3.2  # the most width to height of a logo that has a square field, and of one that has a broad one
SQUARE_LOGO, BROAD_LOGO = 56.0, 100.0  # points: how wide these fields are
LINE_LOGO = (207.0, 34.0)  # points: how wide and how high a logo is at most on a line of its own, on any panel


def fitted(ratio: float, room: tuple[float, float]) -> float:
    """Return how wide a picture is in a room of such a width and height; `ratio` is its width to its height."""
    return min(room[0], room[1] * ratio)


def share(photos: int) -> int:
    """Return how many bytes each of so many photographs of one brochure may have, a logo beside them."""
    return (PICTURES_LIMIT - LOGO_LIMIT) // max(photos, 1)
