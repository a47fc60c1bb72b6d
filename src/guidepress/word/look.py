"""What a handout takes from its theme: colours, the font with its size, and where the drawing at the title stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from guidepress.compose.themes.colours import HIGHLIGHT, TEXT, contrast
from guidepress.errors import ContentError, Problem, Span

_BODY = 10.5  # points: the size that all measures are given for
_LARGE = 1.1  # by how much headings grow where a bar at their left marks them


@dataclass(frozen=True)
class Surface:
    """A coloured ground and what stands on it, as `#RRGGBB`: words, strong words, bars, marks, ticks, empty bars."""

    fill: str
    text: str
    strong: str
    bar: str
    mark: str
    tick: str
    tint: str


def _plain_surface(fill: str) -> Surface:
    return Surface(fill, "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF", fill)


@dataclass(frozen=True)
class Look:
    """Colours as `#RRGGBB`, the name of the font, and its size in points.

    The font is named, not embedded: take one that Word has and LibreOffice replaces metric for metric (Arial).
    `accent` is the colour of figures and links, `bar` that of bars, marks of lists and the line along a path, `other`
    that of bars of what is compared. `rules` are lines above headings or bars at their left, in `rule` (ink where it is
    empty). `title`, `facts` and `card` are the grounds of the title, the quick facts and the head of the contact card;
    a title without a ground has its drawing at the right. `round` bars lie in a `tint` as long as their scale, and
    a scale has `ticks`.
    """

    accent: str
    ink: str
    grey: str
    hair: str
    font: str
    size: float = _BODY
    rule: str = ""
    rules: Literal["above", "left"] = "above"
    bar: str = ""
    other: str = ""
    tint: str = ""
    round: bool = False
    ticks: bool = True
    title: Surface | None = None
    facts: Surface | None = None
    card: Surface | None = None

    @property
    def scale(self) -> float:
        """By how much this font is set larger than Arial."""
        return self.size / _BODY

    @property
    def heading_scale(self) -> float:
        """By how much headings are set larger than those with a rule above them."""
        return _LARGE if self.rules == "left" else 1.0

    @property
    def marks(self) -> str:
        """The colour of bars and of the marks of lists."""
        return self.bar or self.accent

    @property
    def fact_surface(self) -> Surface:
        """The ground of the quick facts."""
        return self.facts or _plain_surface(self.accent)

    @property
    def card_surface(self) -> Surface:
        """The ground of the contact card's head."""
        return self.card or _plain_surface(self.accent)


def check(look: Look) -> None:
    """Raise ContentError where a colour is not `#RRGGBB`, or where text in it would be hard to read on white."""
    span, problems = Span("theme"), []
    for name in ("accent", "ink", "grey", "hair", "rule", "bar", "other", "tint"):
        value = getattr(look, name)
        if not value and name not in ("accent", "ink", "grey", "hair"):
            continue
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
            problems.append(Problem(span, f"the color {name} is “{value}”", "write it as #RRGGBB"))
        elif name in ("accent", "ink", "grey"):  # the others are never colours of text
            ground = HIGHLIGHT if name == "ink" else "#FFFFFF"
            ratio = contrast(value, ground)
            if ratio < TEXT:
                message = f"the color {name}, {value}, is too pale to read: its contrast is {ratio:.1f}:1"
                problems.append(Problem(span, message, f"take a darker one, of at least {TEXT}:1"))
    if not re.fullmatch(r"[\w .-]{1,31}", look.font):
        problems.append(Problem(span, f"“{look.font}” is not the name of a font"))
    if problems:
        raise ContentError(problems)
