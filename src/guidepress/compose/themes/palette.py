"""Puts a brand's colors into a theme: fields keep them exactly, type and thin lines are deepened until they are read.

The theme says what its parts become (`brand_colours` in theme.yaml), `shades` says what each of those shades is.
Required are 4.5:1 for all text (WCAG 2.2, 1.4.3; large type as well, since the build reads every glyph so) and 3:1 for
what must be seen in drawings (1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guidepress.compose.themes import shades
from guidepress.compose.themes.colours import GRAPHICS, HIGHLIGHT, TEXT, contrast, deepen, holds, lift, mix
from guidepress.compose.themes.shades import WHITE
from guidepress.compose.themes.theme import BrandDress, Dress, Ground, Theme
from guidepress.content.model.brand import BrandColour, BrandColours

_GREY_ON_PAPER, _INK_ON_PAPER = 6.2, 7.0
"""The least contrast of a theme's gray to another paper than white, so that it reads on tints too, and of an ink."""


@dataclass(frozen=True)
class Move:
    """One colour of a brand that is another one for one `use`, which begins with “as” or “beside”.

    `against` is what it does not stand out from there, `before` its contrast to that, `moved` what stands in its place
    and `after` that colour's contrast. Ratios are those of WCAG 2.2, 1 to 21.
    """

    name: str
    colour: str
    use: str
    against: str
    least: float
    before: float
    moved: str
    after: float


@dataclass(frozen=True)
class Pair:
    """A part of a ground that must stand out from another, by at least this contrast."""

    part: str
    beside: str
    least: float


Parts = Mapping[str, str]
"""The colors of a ground by the names of their parts."""


def unmet(parts: Parts, ticks: bool) -> Iterator[Pair]:
    """Yield the pairs of a ground's colours that do not stand out from each other.

    With `ticks` bars lie on scales, so on the ground itself; else they lie in a bar of the tint, and stand out where
    they do from that and it does from the ground. A stop may be as pale as its ground where it lies on a path that is
    not, or where its number could be read on the ground as well.
    """

    def apart(part: str, beside: str, least: float) -> bool:
        return holds(parts[part], parts[beside], least)

    for part in ("text", "quiet", "strong"):
        if not apart(part, "fill", TEXT):
            yield Pair(part, "fill", TEXT)
    for part in ("mark", "tick", "track"):
        if not apart(part, "fill", GRAPHICS):
            yield Pair(part, "fill", GRAPHICS)
    lies_in_tint = not ticks and apart("bar", "tint", GRAPHICS) and apart("tint", "fill", GRAPHICS)
    if not (apart("bar", "fill", GRAPHICS) or lies_in_tint):
        yield Pair("bar", "fill", GRAPHICS)
    on_track = apart("stop", "track", GRAPHICS) and apart("track", "fill", GRAPHICS)
    if not (apart("stop", "fill", GRAPHICS) or on_track or apart("on_stop", "fill", TEXT)):
        yield Pair("stop", "fill", GRAPHICS)
    if not apart("on_stop", "stop", TEXT):
        yield Pair("on_stop", "stop", TEXT)


def unmet_by(theme: Theme) -> list[str]:
    """List what does not stand out in a theme: on its grounds, among its colours, and in the handout.

    An empty list means that all of it can be seen.
    """
    unmet_pairs = [
        f"{name}: {pair.part} on {pair.beside}"
        for name, ground in theme.grounds.items()
        for pair in unmet(ground.model_dump(), theme.figures.ticks)
    ]
    colours, handout = theme.colours, theme.handout
    required = [
        ("ink on paper", colours.ink, colours.paper, TEXT),
        ("gray on paper", colours.grey, colours.paper, TEXT),
        ("gray on tint", colours.grey, colours.tint, TEXT),
        ("ink on second", colours.ink, colours.second or colours.paper, TEXT),
        ("accent of the handout", handout.accent, WHITE, TEXT),
        ("ink of the handout", colours.ink, HIGHLIGHT, TEXT),
        ("gray of the handout", colours.grey, WHITE, TEXT),
        ("rules of the handout", handout.rule, WHITE, GRAPHICS),
    ]
    return unmet_pairs + [
        name_of_pair for name_of_pair, colour, beside, least in required if not holds(colour, beside, least)
    ]


def place(theme: Theme, colours: BrandColours) -> tuple[Theme, list[Move]]:
    """Return a theme in a brand's colours, and what stands in the place of one of them somewhere.

    A theme that does not say what it becomes is returned as it is, and so is one that wears colours already.
    """
    if theme.brand_colours is None:
        return theme, []
    moves: list[Move] = []
    given = {
        name: brand_colour for name in ("primary", "secondary", "ink", "paper")
        if (brand_colour := getattr(colours, name, None))
    }  # fmt: skip
    bare, moves = _on_its_paper(theme, given)
    primary = colours.primary.rgb.upper()
    secondary = colours.secondary.rgb.upper() if colours.secondary else None
    paper = bare.colours.paper
    made = dict(shades.make(primary, secondary, paper, bare.colours.ink, bare.colours.second))
    dress = dress_for(theme.brand_colours, primary)
    placed = _dressed(bare, dress, made)
    moves += _moves(dress, made, primary, secondary, bare)
    return placed.model_copy(update={"inks": _inks(theme, placed, given.values(), made)}), moves


def dress_for(choices: BrandDress, primary: str) -> Dress:
    """Return what a theme becomes in a primary colour."""
    return choices.dark if shades.dark(primary) else choices.bright


def _on_its_paper(theme: Theme, given: Mapping[str, BrandColour]) -> tuple[Theme, list[Move]]:
    """Return a theme on a brand's paper and in its ink, where it has those: they are what all else is read against."""
    changed: dict[str, str] = {}
    moves: list[Move] = []

    def settle(name: str, against: str, least: float, moved: str | None) -> str:
        colour, now = given[name].rgb.upper(), moved or getattr(theme.colours, name).upper()
        if now != colour:
            before, after = contrast(colour, against), contrast(now, against)
            moves.append(Move(name, colour, f"as {name}", against, least, before, now, after))
        changed[getattr(theme.colours, name).upper()] = now
        return now

    paper, grey = theme.colours.paper.upper(), theme.colours.grey.upper()
    if "paper" in given:
        lifted = lift(given["paper"].rgb.upper(), lambda shade: holds(shade, grey, _GREY_ON_PAPER))
        paper = settle("paper", grey, _GREY_ON_PAPER, lifted)
    if "ink" in given:
        deepened = deepen(given["ink"].rgb.upper(), lambda shade: holds(shade, paper, _INK_ON_PAPER))
        settle("ink", paper, _INK_ON_PAPER, deepened)
    if not changed:
        return theme, moves

    def now(part: str | None) -> str | None:
        return changed.get(part.upper(), part) if part else part

    grounds = {name: _mapped(ground, now) for name, ground in theme.grounds.items()}
    return theme.model_copy(update={"grounds": grounds, "colours": _mapped(theme.colours, now)}), moves


def _mapped(group: Any, now: Any) -> Any:
    return type(group)(**{part: now(colour) for part, colour in group.model_dump().items()})


def _dressed(theme: Theme, dress: Dress, made: dict[str, str]) -> Theme:
    """Return a theme in shades. What does not stand out in them is deepened, or takes the colour of the text."""
    named = made | {
        name: mix(made[tint.of], made[tint.into], tint.share) for name, tint in dress.tints.items()
    }  # fmt: skip

    def worn(group: Any, parts: Mapping[str, str]) -> dict[str, Any]:
        return {**group.model_dump(), **{part: named[shade] for part, shade in parts.items()}}

    grounds = {}
    for name, ground in theme.grounds.items():
        parts = worn(ground, dress.grounds.get(name, {}))
        _repair(parts, theme.figures.ticks, theme.colours.ink)
        grounds[name] = Ground(**parts)
    colours = worn(theme.colours, dress.colours)
    for beside in (colours["paper"], colours["tint"], WHITE):
        colours["grey"] = _deepened(colours["grey"], beside, TEXT, colours["ink"])
    handout = worn(theme.handout, dress.handout)
    for part, least in (("accent", TEXT), ("rule", GRAPHICS)):
        handout[part] = _deepened(handout[part], WHITE, least, colours["ink"])
    panels = theme.panels if dress.panels is None else {"default": dress.panels}
    return theme.model_copy(
        update={
            "grounds": grounds,
            "colours": type(theme.colours)(**colours),
            "handout": type(theme.handout)(**handout),
            "panels": panels,
            "brand_colours": None,
        }
    )


def _deepened(colour: str, ground: str, least: float, text: str) -> str:
    """Return a colour, deepened until it stands out from a ground; the colour of the text where that helps nothing."""
    return deepen(colour, lambda shade: holds(shade, ground, least)) or text


def _repair(parts: dict[str, str], ticks: bool, ink: str) -> None:
    """Make all of a ground stand out: by deepening what stands on a light one, else in the text's colour."""
    if not holds(parts["text"], parts["fill"], TEXT):
        parts["text"] = next(
            shade for shade in (ink, WHITE, shades.BLACK) if holds(shade, parts["fill"], TEXT)
        )  # fmt: skip
    for pair in list(unmet(parts, ticks)):
        if pair.part != "on_stop":
            parts[pair.part] = _deepened(parts[pair.part], parts["fill"], pair.least, parts["text"])
    if not holds(parts["on_stop"], parts["stop"], TEXT):
        choices = (parts["fill"], parts["text"], WHITE, shades.BLACK)
        parts["on_stop"] = next(shade for shade in choices if holds(shade, parts["stop"], TEXT))


def _moves(dress: Dress, made: Mapping[str, str], primary: str, secondary: str | None, bare: Theme) -> Iterator[Move]:
    """Yield what stands in the place of a brand's colours in a theme, of what the theme shows."""
    shown, paper, ink = set(_shades_of(dress)), bare.colours.paper, bare.colours.ink
    for name, least in (("ink", shades.TYPE), ("reading", shades.READING)):
        if name in shown and made[name] != primary and not holds(primary, paper, least):
            before, after = contrast(primary, paper), contrast(made[name], paper)
            yield Move("primary", primary, "as type", paper, least, before, made[name], after)
            break
    if secondary is None or secondary in (made[name] for name in shown if name in made):
        return
    beside_primary, under_type = "beside the primary color", "under type"
    for name, use, against, least in (
        ("partner", beside_primary, made["ink"], TEXT),
        ("bar", beside_primary, primary, GRAPHICS),
        ("bar", under_type, ink, TEXT),
    ):
        if name in shown and made[name] != primary and not holds(secondary, against, least):
            before, after = contrast(secondary, against), contrast(made[name], against)
            yield Move("secondary", secondary, use, against, least, before, made[name], after)
            return


def _shades_of(dress: Dress) -> Iterator[str]:
    for parts in (dress.colours, dress.handout, *dress.grounds.values()):
        yield from parts.values()


def _inks(
    theme: Theme, placed: Theme, given: Iterable[BrandColour], made: Mapping[str, str]
) -> dict[str, Any]:  # fmt: skip
    """Return what a press prints: the theme's own for what stayed, a brand's for what is exactly its colour.

    What is nearly black is printed in black alone: small type in several inks would blur.
    """
    used = set(used_by(placed))
    kept = {colour: inks for colour, inks in theme.inks.items() if colour.upper() in used}
    if made["reading"] in used and contrast(made["reading"], WHITE) > _NEARLY_BLACK:
        kept[made["reading"]] = (0, 0, 0, 100)
    for brand_colour in given:
        exact = brand_colour.rgb.upper()
        if exact in used:
            kept = {colour: inks for colour, inks in kept.items() if colour.upper() != exact}
            if brand_colour.cmyk:
                kept[exact] = brand_colour.cmyk
    return kept


_NEARLY_BLACK = 17.0  # contrast to white of what is printed in black alone


def used_by(theme: Theme) -> Iterator[str]:
    """Yield every colour that a theme's brochure shows."""
    for ground in theme.grounds.values():
        yield from ground.model_dump().values()
    yield from (colour for colour in theme.colours.model_dump().values() if colour)
