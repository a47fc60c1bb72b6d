"""The table of formats (ways to fold): trifold, zfold, halffold, booklet, flyer, large-print. A row is a format.

A row holds only what cannot be computed: the panels in reading order, which of them share a face of a sheet, which are
narrower because they are folded in between others, and which way each fold goes. `geometry` makes places of it.

Folds are named as in the Yoshizawa–Randlett system of diagrams: seen from the side in question, a mountain fold bends
away from the reader and a valley fold towards the reader; seen from the other side, each is the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from guidepress.errors import ContentError, Problem, Span

Duplex = Literal["short-edge", "long-edge", "none"]
Orientation = Literal["landscape", "portrait"]
Crease = Literal["mountain", "valley"]
Faces = tuple[tuple[str, ...], tuple[str, ...]]  # the front of a sheet and its back, each from left to right


class Fold(NamedTuple):
    """One fold: its crease, counted from 0 at the left of the outside, the side that moves, its kind seen from there.

    The outside is the front of the sheet. A mountain fold takes the moving side behind the rest, a valley fold before.
    """

    crease: int
    moves: Literal["left", "right"]
    kind: Crease


@dataclass(frozen=True)
class PageNumbering:
    """The rule of a format whose pages are numbered and not named: how many there may be, and how they share sheets.

    `rule` says in a sentence how many there may be. Nested sheets are folded once, laid into one another and
    stitched through the fold; without nesting every page is a whole side of a sheet.
    """

    rule: str
    multiple: int = 1
    most: int | None = None
    nested: bool = False

    def allows(self, pages: int) -> bool:
        """Say whether there may be so many pages."""
        return pages > 0 and pages % self.multiple == 0 and (self.most is None or pages <= self.most)


@dataclass(frozen=True)
class Format:
    """A way to fold: panel names in reading order, and for each sheet its front and its back from left to right.

    Both faces are written as a reader sees them, upright, the sheet turned over sideways like the page of a book: the
    first panel of the front and the last of the back are two faces of one piece of paper. A panel is `narrow` on both.
    `folds` are in the order in which they are made, on every sheet. `gathers` says on which panel of this format the
    content of a tri-fold's panel stands, where that is not the panel of the same name.

    A format with `numbered` pages has neither names nor sheets of its own: both follow from the number of pages.
    `columns` is in how many columns text stands on a page. `about` says for people what the format is.
    """

    name: str
    about: str
    reading: tuple[str, ...] = ()
    sheets: tuple[Faces, ...] = ()
    narrow: frozenset[str] = frozenset()
    folds: tuple[Fold, ...] = ()
    orientation: Orientation = "landscape"
    gathers: Mapping[str, str] = field(default_factory=dict)
    numbered: PageNumbering | None = None
    columns: int = 1

    @property
    def fewest(self) -> int | None:
        """How many pages there are at least, where pages are numbered."""
        return self.numbered.multiple if self.numbered else None

    @property
    def nested(self) -> bool:
        """Whether sheets lie within one another, so that the inner ones creep."""
        return self.numbered is not None and self.numbered.nested

    @property
    def flat(self) -> bool:
        """Whether sheets stay as they are, a page on each side."""
        return self.numbered is not None and not self.numbered.nested

    def names(self, pages: int | None, what: str, file: str) -> tuple[str, ...]:
        """List the panels in reading order; numbered ones are called page-1, page-2 and so on.

        Raises ContentError, with `file` as the place and `what` as the format's name to people, for a number of pages
        that the format does not allow, and for none where the format needs one.
        """
        rule = self.numbered
        if rule is None:
            if pages is not None and pages != len(self.reading):
                names = ", ".join(self.reading)
                message = f"there are {pages} pages, but {what} has {len(self.reading)} panels: {names}"
                raise ContentError([Problem(Span(file), message)])
            return self.reading
        if pages is None:
            raise ContentError([Problem(Span(file), "the number of pages is missing", hint=rule.rule)])
        if not rule.allows(pages):
            count = "there is 1 page" if pages == 1 else f"there are {pages} pages"
            raise ContentError([Problem(Span(file), f"{count}, but {rule.rule}", hint=_way_out(pages, rule))])
        return tuple(f"page-{number}" for number in range(1, pages + 1))

    def arrange(self, names: tuple[str, ...]) -> Iterator[Faces]:
        """Give the faces of each sheet, the outermost sheet first. A back with no panel stays blank."""
        if self.numbered is None:
            yield from self.sheets
        elif self.numbered.nested:
            # The outer sheet carries the first two pages and the last two; what is left is a thinner booklet.
            for first in range(0, len(names) // 2, 2):
                last = len(names) - 1 - first
                yield (names[last], names[first]), (names[first + 1], names[last - 1])
        else:
            for first in range(0, len(names), 2):
                yield names[first : first + 1], names[first + 1 : first + 2]


def _way_out(pages: int, rule: PageNumbering) -> str:
    """Say what would make a number of pages fit."""
    if pages < 1:
        return f"add {rule.multiple}"
    surplus = pages % rule.multiple
    fewer = f"leave out {pages - rule.most}" if rule.most is not None and pages > rule.most else ""
    return fewer or (f"add {rule.multiple - surplus}" + (f", or leave out {surplus}" if pages > surplus else ""))


_SIX = ("cover", "flap", "inside-1", "inside-2", "inside-3", "back")

FORMATS: dict[str, Format] = {
    "trifold": Format(
        name="trifold",  # a C-fold: the flap is folded in first, the cover over it
        about="six panels on one sheet, folded in three",
        reading=_SIX,
        sheets=((("flap", "back", "cover"), ("inside-1", "inside-2", "inside-3")),),
        narrow=frozenset({"flap", "inside-3"}),
        folds=(Fold(0, "left", "mountain"), Fold(1, "right", "mountain")),
    ),
    "zfold": Format(
        name="zfold",  # an accordion of three: no leaf lies between two others, so all are as wide
        about="six panels, folded like an accordion",
        reading=_SIX,
        sheets=((("inside-2", "inside-3", "cover"), ("flap", "inside-1", "back")),),
        folds=(Fold(1, "right", "mountain"), Fold(0, "left", "valley")),
    ),
    "halffold": Format(
        name="halffold",
        about="four pages on one sheet, folded once",
        reading=("cover", "inside-1", "inside-2", "back"),
        sheets=((("back", "cover"), ("inside-1", "inside-2")),),
        folds=(Fold(0, "right", "mountain"),),
        gathers={
            "flap": "inside-1",
            "inside-1": "inside-1",
            "inside-2": "inside-2",
            "inside-3": "inside-2",
            "back": "back",
        },
    ),
    "booklet": Format(
        name="booklet",
        about="half-size pages, stitched",
        folds=(Fold(0, "right", "mountain"),),
        numbered=PageNumbering("a booklet has a multiple of four pages", multiple=4, nested=True),
    ),
    "flyer": Format(
        name="flyer",
        about="a whole sheet, on one side or two",
        orientation="portrait",
        numbered=PageNumbering("a flyer has one or two pages", most=2),
        columns=2,
    ),
    "large-print": Format(
        name="large-print",
        about="everything in 18 points, on as many whole pages as it takes",
        orientation="portrait",
        numbered=PageNumbering("a large-print edition has one page or more"),
    ),
}
