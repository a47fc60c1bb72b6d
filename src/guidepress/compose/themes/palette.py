"""Puts a brand's colors in the place of a theme's, and makes them lighter or darker until everything can be read.

The theme says which of its colours give way (`places` in theme.yaml). Then each ground is looked at on its own: a field
of colour keeps the brand's exact colour where paper or ink can be read on it, while lines and figures that stand on
white may have to be darker. Required are 4.5:1 for all text (WCAG 2.2, 1.4.3; large type as well, since the build reads
every glyph so) and 3:1 for what must be seen in drawings (1.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guidepress.compose.themes.colours import GRAPHICS, HIGHLIGHT, TEXT, contrast, holds, mix, move
from guidepress.compose.themes.theme import Ground, Mix, Place, Theme
from guidepress.content.model.brand import BrandColours

WHITE = "#FFFFFF"
NAMES = ("paper", "ink", "primary", "secondary")
"""The colors of a brand, in the order in which they are placed."""


@dataclass(frozen=True)
class Move:
    """One colour of a brand that was made lighter or darker for one `use`, which begins with “in” or “as”.

    `against` is what it did not stand out from, `before` its contrast to that, `moved` what it became and `after` that
    colour's contrast. Ratios are those of WCAG 2.2, 1 to 21.
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
    """Return a theme in a brand's colours, and what had to be moved. Placing the same colours again changes nothing."""
    placing = _Placing(theme, colours)
    placing.choose()
    placed_theme = placing.theme()
    shown = {*used_by(placed_theme), placed_theme.handout.accent, placed_theme.handout.rule}
    # What was moved once more on every ground is told of there, with where it came to rest.
    return placed_theme, [move_made for move_made in dict.fromkeys(placing.moves) if move_made.moved in shown]


class _Placing:
    """Puts a brand's colours into one theme. `given` maps the theme's colours to what took their place."""

    def __init__(self, theme: Theme, colours: BrandColours) -> None:
        self.old = theme
        self.brand = {name: brand_colour for name in NAMES if (brand_colour := getattr(colours, name, None))}
        self.given: dict[str, str] = {}
        self.names: dict[str, str] = {}  # of the brand's colours, by the theme's colour whose place they took
        self.moves: list[Move] = []

    # Which of the theme's colours gives way ---------------------------------------------------------------------------

    def choose(self) -> None:
        """Find the place of each colour; those that have the contrast for none are moved when all have found theirs."""
        waiting: list[tuple[str, Place]] = []
        fitting: list[tuple[str, Place]] = []
        taken: set[str] = set()
        for name, brand_colour in self.brand.items():
            places: tuple[Place, ...] = getattr(self.old.places, name)
            free = [place for place in places if place.of.upper() not in taken]
            fits = next((place for place in free if not self.lacking(brand_colour.rgb.upper(), place)), None)
            if fits is None and not (free and free[-1] == places[-1]):
                continue
            chosen = fits or free[-1]
            taken.add(chosen.of.upper())
            self.names[chosen.of.upper()] = name
            (fitting if fits else waiting).append((name, chosen))
            if fits:
                self.given[chosen.of.upper()] = brand_colour.rgb.upper()
        for name, chosen in waiting + fitting:  # what has moved may be what another one stood out from
            self.settle(name, chosen)

    def settle(self, name: str, chosen: Place) -> None:
        """Move a colour until it has the contrast for its place; where none has, the theme keeps its own."""
        colour = self.brand[name].rgb.upper()
        suiting = move(colour, lambda candidate: not self.lacking(candidate, chosen))
        if suiting is None:
            del self.names[chosen.of.upper()]
            return
        for against, least in self.lacking(colour, chosen)[:1]:
            self.record_move(name, f"in the place of the theme's {chosen.of}", against, least, suiting)
        self.given[chosen.of.upper()] = suiting

    def lacking(self, colour: str, place: Place) -> list[tuple[str, float]]:
        """Return the colours of the theme that a colour would not stand out from in a place, and the least contrast."""
        required = [(self.colour_now(beside), least) for beside, least in place.least.items()]
        return [(beside, least) for beside, least in required if not holds(colour, beside, least)]

    def colour_now(self, colour: str, into: str | None = None) -> str:
        """Return what stands for a colour of the theme now. `into` takes the place of what tints are mixed into."""
        colour = colour.upper()
        recipe = self.recipes.get(colour)
        if colour in self.given or recipe is None:
            return self.given.get(colour, colour)
        mixed_in, ground = recipe.of.upper(), recipe.into.upper()
        if all(self.given.get(original, original) == original for original in (mixed_in, ground)):
            return colour
        return mix(self.given.get(mixed_in, mixed_in), into or self.given.get(ground, ground), recipe.share)

    @property
    def recipes(self) -> dict[str, Mix]:
        return {colour.upper(): recipe for colour, recipe in self.old.places.mixes.items()}

    def record_move(self, name: str, use: str, against: str, least: float, moved: str) -> None:
        exact = self.brand[name].rgb.upper()
        before, after = contrast(exact, against), contrast(moved, against)
        self.moves.append(Move(name, exact, use, against, least, before, moved, after))

    # The theme with its colours replaced, and repaired ----------------------------------------------------------------

    def theme(self) -> Theme:
        old_theme = self.old
        if not self.given:
            return old_theme
        grounds = {name: self.ground(name, ground) for name, ground in old_theme.grounds.items()}
        colours = {name: colour and self.colour_now(colour) for name, colour in old_theme.colours.model_dump().items()}
        handout = old_theme.handout.model_dump()
        for part, least in (("accent", TEXT), ("rule", GRAPHICS)):
            use = "in headings and figures of the handout" if part == "accent" else "in the rules of the handout"
            handout[part] = self.seen_colour(handout[part], WHITE, least, use)
        changed = {
            "grounds": {name: Ground(**parts) for name, parts in grounds.items()},
            "colours": type(old_theme.colours)(**colours),
            "handout": type(old_theme.handout)(**handout),
            "places": self.places(),
        }
        placed_theme = old_theme.model_copy(update=changed)
        return placed_theme.model_copy(update={"inks": self.inks(placed_theme)})

    def seen_colour(self, colour: str, against: str, least: float, use: str) -> str:
        """Return what stands for a colour of the theme, moved until it stands out."""
        colour_now = self.colour_now(colour)
        name = self.names.get(colour.upper())
        if name is None or holds(colour_now, against, least):
            return colour_now
        moved = move(colour_now, lambda candidate: holds(candidate, against, least)) or self.colour_now(
            self.old.colours.ink
        )
        self.record_move(name, use, against, least, moved)
        return moved

    def ground(self, called: str, ground: Ground) -> dict[str, str]:
        """Return the colours of one ground: first the ground itself and its text, then what stands on it."""
        was = {part: colour.upper() for part, colour in ground.model_dump().items()}
        parts = {part: self.colour_now(colour) for part, colour in was.items()}
        paper, ink = self.colour_now(self.old.colours.paper), self.colour_now(self.old.colours.ink)
        self.field(called, was, parts, (parts["text"], paper, ink))
        text = parts["text"]
        for part, colour in was.items():
            if colour in self.recipes:
                # Where ink is now read on a ground, tints lie between that ground and ink.
                flipped = self.recipes[colour].into.upper() == was["text"]
                parts[part] = self.colour_now(colour, text if flipped else None)
        for group in _groups(was):
            self.repair(called, was, parts, group)
        return parts

    def field(self, called: str, was: Parts, parts: dict[str, str], choices: tuple[str, ...]) -> None:
        """Settle a ground and its text: the ground stays where any of the choices can be read on it."""
        readable = [candidate for candidate in choices if holds(candidate, parts["fill"], TEXT)]
        name = self.names.get(was["fill"])
        if not readable and name:
            fill = parts["fill"]
            moved = move(fill, lambda fill: any(holds(candidate, fill, TEXT) for candidate in choices))
            if moved:
                text = max(choices, key=lambda candidate: contrast(candidate, moved))
                self.record_move(name, f"as the ground {called}", text, TEXT, moved)
                parts["fill"] = moved
                readable = [text]
        if readable:
            before, parts["text"] = parts["text"], readable[0]
            if before != readable[0]:  # what had the colour of the text keeps it
                for part, colour in was.items():
                    if colour == was["text"] and part not in ("fill", "on_stop"):
                        parts[part] = readable[0]
        if was["on_stop"] == was["fill"]:
            parts["on_stop"] = parts["fill"]

    def repair(self, called: str, was: Parts, parts: dict[str, str], group: tuple[str, ...]) -> None:
        """Move what has one colour on a ground together, until all of it stands out."""
        ticks = self.old.figures.ticks

        def lacks(colour: str) -> list[Pair]:
            tried = {**parts, **dict.fromkeys(group, colour)}
            tried["on_stop"] = _number_colour(tried, parts)
            return [pair for pair in unmet(tried, ticks) if {pair.part, pair.beside} & set(group)]

        colour_now = parts[group[0]]
        lacking_pairs = lacks(colour_now)
        if lacking_pairs:
            name = self.names.get(was[group[0]]) or self.mixed_from(was[group[0]])
            moved = move(colour_now, lambda candidate: not lacks(candidate)) if name else None
            moved = moved or (
                parts["text"] if not lacks(parts["text"]) else move(colour_now, lambda candidate: not lacks(candidate))
            )
            if moved:
                parts.update(dict.fromkeys(group, moved))
                if was[group[0]] in self.names:
                    pair = max(lacking_pairs, key=lambda pair_lacking: pair_lacking.least)
                    against = parts[pair.beside if pair.part in group else pair.part]
                    use = f"in {_words(group)} on the ground {called}"
                    self.record_move(self.names[was[group[0]]], use, against, pair.least, moved)
        if "stop" in group:
            parts["on_stop"] = _number_colour(parts, parts)

    def mixed_from(self, colour: str) -> str | None:
        """Return the name of the brand's colour that a tint is mixed of."""
        recipe = self.recipes.get(colour)
        return self.names.get(recipe.of.upper()) if recipe else None

    # What the theme says of its colours -------------------------------------------------------------------------------

    def places(self) -> Any:
        """Return the theme's places, told of its colours as they are now."""
        old_places = self.old.places
        fresh: dict[str, Any] = {
            name: tuple(
                Place(
                    of=self.colour_now(place.of),
                    least={self.colour_now(beside): least for beside, least in place.least.items()},
                )
                for place in getattr(old_places, name)
            )
            for name in NAMES
        }
        fresh["mixes"] = {
            self.colour_now(colour): Mix(
                of=self.colour_now(recipe.of), into=self.colour_now(recipe.into), share=recipe.share
            )
            for colour, recipe in self.recipes.items()
        }
        return type(old_places)(**fresh)

    def inks(self, placed_theme: Theme) -> dict[str, Any]:
        """Return what a press prints: the theme's own for what stayed, a brand's for what is exactly its colour."""
        replaced = set(self.given) | {colour for colour in self.recipes if self.colour_now(colour) != colour}
        kept = {colour.upper(): inks for colour, inks in self.old.inks.items() if colour.upper() not in replaced}
        used = set(used_by(placed_theme))
        for brand_colour in self.brand.values():
            if brand_colour.rgb.upper() in used:
                kept.pop(brand_colour.rgb.upper(), None)
                if brand_colour.cmyk:
                    kept[brand_colour.rgb.upper()] = brand_colour.cmyk
        return kept


def used_by(theme: Theme) -> Iterator[str]:
    """Yield every colour that a theme's brochure shows."""
    for ground in theme.grounds.values():
        yield from ground.model_dump().values()
    yield from (colour for colour in theme.colours.model_dump().values() if colour)


def _groups(was: Parts) -> list[tuple[str, ...]]:
    """Return the parts that stand on a ground, those of one colour together; the text and the numbers are settled."""
    parts_by_colour: dict[str, list[str]] = {}
    for part in ("quiet", "strong", "track", "stop", "bar", "mark", "tick"):
        parts_by_colour.setdefault(was[part], []).append(part)
    return [tuple(parts) for parts in parts_by_colour.values()]


def _number_colour(tried: Parts, parts: Parts) -> str:
    """Return the colour of the numbers in stops: as it is, else the ground's, the text's, white or black."""
    choices = (tried["on_stop"], parts["fill"], parts["text"], WHITE)
    return next((colour for colour in choices if holds(colour, tried["stop"], TEXT)), tried["on_stop"])


_WORDS = {
    "quiet": "notes", "strong": "figures", "track": "the path", "stop": "the stops of the path", "bar": "bars",
    "mark": "marks", "tick": "the ticks of scales",
}  # fmt: skip


def _words(group: tuple[str, ...]) -> str:
    words = [_WORDS[part] for part in group]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
