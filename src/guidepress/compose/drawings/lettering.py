"""What a drawing must know of the type that stands in it: how wide words are, how many lines they take, what ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from markupsafe import Markup


class MeasuredFace(Protocol):
    """A font, measured in sizes: 1 is as long as the type is large."""

    @property
    def ascent(self) -> float:
        """How far a line of type reaches above its baseline."""

    @property
    def descent(self) -> float:
        """How far it reaches below."""

    def width(self, text: str) -> float:
        """Return how wide a text is."""

    def ink(self, text: str) -> tuple[float, float]:
        """Return how far the ink of a text reaches above its baseline and below it."""


@dataclass(frozen=True)
class Lettering:
    """The type of a drawing, lengths in points: body type regular and bold, and large figures in `display`.

    `size` and `leading` are those of body type, `small` is the size of a scale's figures; `tracking` is what is added
    to each letter of a large figure, in sizes.
    """

    regular: MeasuredFace
    bold: MeasuredFace
    display: MeasuredFace
    tracking: float
    size: float
    leading: float
    small: float = 8.5

    def width(self, text: str, bold: bool = False) -> float:
        """Return how wide a line of body type is, in points."""
        return (self.bold if bold else self.regular).width(text) * self.size

    def lines(self, text: str, room: float, bold: bool = False) -> int:
        """Return how many lines of body type a text takes in a width of `room` points; a long word is broken."""
        count, used, space = 1, 0.0, self.width(" ")
        for word in text.split():
            wide = self.width(word, bold)
            if used and used + space + wide > room:
                count, used = count + 1, 0.0
            used += wide + (space if used else 0.0)
            if used > room:  # broken where the line ends: a little is lost at each end
                broken = ceil(used / max(room - self.size, self.size))
                count, used = count + broken - 1, room
        return count

    def words(self, name: str, text: str, left: float, top: float, width: float, align: str = "left") -> Placed:
        """Place body text in a box as wide as `width`, from `top` downwards, in points."""
        return self._block(self.regular, name, "words", text, left, top, width, align)

    def bold_figure(self, name: str, text: str, left: float, top: float, width: float, align: str) -> Placed:
        """Place a figure in bold body type in a box of one line, in points."""
        return self._block(self.bold, name, "strong", text, left, top, width, align)

    def _block(
        self, face: MeasuredFace, name: str, part: str, text: str, left: float, top: float, width: float, align: str
    ) -> Placed:
        count = self.lines(text, width, bold=face is self.bold)
        above, below = face.ink(text)
        first = top + baseline(face, self.size, self.leading)
        ink = first - above * self.size, first + (count - 1) * self.leading + below * self.size
        return Placed(
            name, part, text, left, top, width, count * self.leading, self.size, self.leading, ink, align
        )  # fmt: skip

    def figure(self, name: str, figure: str, size: float, left: float, base: float) -> Placed:
        """Place a large figure with its baseline at `base`; its line is as high as its type, in points."""
        above, below = self.display.ink(figure)
        top, ink = base - baseline(self.display, size, size), (base - above * size, base + below * size)
        return Placed(name, "figure", figure, left, top, self.figure_width(figure, size), size, size, size, ink)

    def figure_width(self, figure: str, size: float) -> float:
        """Return how wide a large figure is, in points."""
        return (self.display.width(figure) + self.tracking * len(figure)) * size

    def figure_size(self, figure: str, most: float, room: float) -> float:
        """Return the largest size up to `most` at which a figure is no wider than `room`, in points and whole ones."""
        size = most
        while size > LEAST_FIGURE and self.figure_width(figure, size) > room:
            size -= 1
        return size


LEAST_FIGURE = 10.5  # points: a figure is never smaller than the least body type


@dataclass(frozen=True)
class Placed:
    """A piece of text in a drawing: what it says, where its box lies, and how it is set, in points from the top left.

    `name` is the value it belongs to, such as “median”. Its `part` is a “figure” in large type, a “strong” one in bold
    body type, its “words”, or a “label” that has both; a “tick” is a figure of the scale. `ink` says from where to
    where it has ink, downwards.
    """

    name: str
    part: str
    text: str
    left: float
    top: float
    width: float
    height: float
    size: float
    leading: float
    ink: tuple[float, float]
    align: str = "left"

    def touches(self, other: Placed, least: float) -> bool:
        """Say whether two texts are closer to each other than `least` points."""
        across = max(self.left, other.left) - min(self.left + self.width, other.left + other.width)
        down = max(self.ink[0], other.ink[0]) - min(self.ink[1], other.ink[1])
        return max(across, down) < least


@dataclass(frozen=True)
class Chart:
    """A drawing with text in it, both as wide and as high as it says, in points; `texts` are in reading order."""

    drawing: Markup
    width: float
    height: float
    texts: tuple[Placed, ...]


def baseline(face: MeasuredFace, size: float, leading: float) -> float:
    """Return how far below the top of a line its baseline lies (CSS 2.1, 10.8.1)."""
    return (leading - (face.ascent + face.descent) * size) / 2 + face.ascent * size


def touching(texts: Sequence[Placed], least: float) -> Iterator[tuple[Placed, Placed]]:
    """Yield the pairs of texts that are closer to each other than `least` points."""
    for index, text in enumerate(texts):
        yield from ((text, other) for other in texts[index + 1 :] if text.touches(other, least))
