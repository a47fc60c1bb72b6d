"""How text is fitted: which type size and line spacing make it fit its panels, and where room left over goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Setting:
    """One way to set text, in points: type size, least gap; by column its gap, the space over its foot, its filler.

    `leading` is the distance of lines, in sizes. A filler is the height of the drawing at a column's foot; the cover's
    drawing is its filler. `stretches` says by how much a section's chart is higher than it must be, `strips` whether
    strips stand. `dropped` names what gave way.
    """

    size: float
    gap: float
    leading: float = 1.3333
    gaps: Mapping[str, float] = field(default_factory=dict)
    feet: Mapping[str, float] = field(default_factory=dict)
    fillers: Mapping[str, float] = field(default_factory=dict)
    stretches: Mapping[str, float] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    strips: bool = False


@dataclass(frozen=True)
class Room:
    """The room on one panel once laid out: points left below its text (negative: it runs over), its gaps, its foot.

    `gaps` counts the places between blocks that may grow; `foot` says whether something stands at the panel's end that
    belongs at the bottom. `stretches` says by how many points the chart of a section may grow: a scale reads the better
    the longer it is.
    """

    left: float
    gaps: int
    foot: bool = False
    stretches: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What a theme allows, in points: type sizes, the preferred first; the least and largest gap; the least filler.

    Leadings, the preferred first, are in sizes. Only where the smallest size is too large, lines stand closer, and at
    the very last blocks, down to the `tight` gap. Before type gets smaller than the `full` size, sections give way.
    """

    sizes: Sequence[float]
    leadings: Sequence[float]
    least_gap: float
    largest_gap: float
    filler: float
    tight: float | None = None
    full: float = 0.0

    @property
    def settings(self) -> list[Setting]:
        """All settings to be tried, each taking less room than the one before it."""
        closer = [(self.sizes[-1], leading) for leading in self.leadings[1:]]
        pairs = [*((size, self.leadings[0]) for size in self.sizes), *closer]
        settings = [Setting(size, self.least_gap, leading) for size, leading in pairs]
        return settings if self.tight is None else [*settings, replace(settings[-1], gap=self.tight)]


Layout = Callable[[Setting], Mapping[str, Room]]
"""Lays a setting out and measures each panel's room."""


@dataclass(frozen=True)
class Trial:
    """One setting that was tried, and the room that each panel had with it."""

    setting: Setting
    rooms: Mapping[str, Room]

    @property
    def fits(self) -> bool:
        """Say whether all text lies in its panel."""
        return all(room.left >= 0 for room in self.rooms.values())


def search(
    limits: Limits,
    layout: Layout,
    ranked: Mapping[str, Sequence[str]] | None = None,
    dropped: tuple[str, ...] = (),
    strips: bool = False,
) -> tuple[Trial, list[Trial]]:
    """Find the first setting at which every column holds its text. Returns that trial, and all that were made.

    A later one never needs more room, so the ordered list is halved instead of walked: three layouts for seven. Where
    columns run over at full size, the `ranked` sections of each, by column, give way one by one, the first named first;
    then `strips`, if there are any, are left out; only what is left then is set smaller, with strips if they cost
    nothing more. Where nothing has a rank, type gets smaller first, but lines and blocks stand closer only without
    strips. Where nothing suffices, the trial returned is that of the last setting: its rooms say what runs over. What
    is `dropped` is left out from the start.
    """
    trials: list[Trial] = []

    def run(setting: Setting, without: tuple[str, ...]) -> Trial:
        setting = replace(setting, dropped=without)
        trials.append(Trial(setting, layout(setting)))
        return trials[-1]

    def first_fitting(settings: Sequence[Setting], without: tuple[str, ...], likely: bool = True) -> Trial | None:
        low, high = 0, len(settings) - 1
        best = None
        if not likely and settings:  # mostly even the last one does not fit, and then no other does
            best, high = run(settings[-1], without), high - 1
            if not best.fits:
                return None
        while low <= high:
            middle = (low + high) // 2
            trial = run(settings[middle], without)
            if trial.fits:
                best, high = trial, middle - 1
            else:
                low = middle + 1
        return best

    gives_way = {column: list(names) for column, names in (ranked or {}).items()}
    count = _full_count(limits, limits.full if any(gives_way.values()) else 0.0)
    without = dropped
    for strip in (True, False) if strips else (False,):
        settings = [replace(setting, strips=strip) for setting in limits.settings[:count]]
        if best := first_fitting(settings, dropped, likely=not any(gives_way.values())):
            return best, trials
        trial, without, removable = trials[-1], dropped, {name: list(left) for name, left in gives_way.items()}
        while not trial.fits:
            removed = [
                removable[name].pop(0) for name, room in trial.rooms.items() if room.left < 0 and removable.get(name)
            ]
            if not removed:
                break
            without += tuple(removed)
            trial = run(settings[-1], without)
        if trial.fits:
            return trial, trials
    best = first_fitting(limits.settings[count:], without)
    if best and strips and (trial := run(replace(best.setting, strips=True), without)).fits:
        best = trial
    return best or trials[-1], trials


def _full_count(limits: Limits, full: float) -> int:
    """Return how many settings, from the first, are of full size, and have lines and blocks at their usual distance."""
    usual = limits.leadings[0], limits.least_gap
    return sum(setting.size >= full and (setting.leading, setting.gap) == usual for setting in limits.settings)


def spread(trial: Trial, limits: Limits, fixed: Iterable[str] = (), plain: Iterable[str] = ()) -> Setting:
    """Share out the room that is left, panel by panel, and return the setting for the final layout.

    First the charts that may grow do, so far that the gaps can be half as large again; then the gaps, up to the
    largest. What is then left stands over the foot where there is one; else, if it is more than the theme leaves empty,
    a drawing fills it. Panels in `fixed` (the cover) keep their gaps and always fill; those in `plain` get one only
    where half as much again is empty, so their gaps may grow three times as far.
    Lengths are rounded down to quarter points, so that the same content gives the same page on every machine.
    """
    gaps: dict[str, float] = {}
    feet: dict[str, float] = {}
    fillers: dict[str, float] = {}
    stretches: dict[str, float] = {}
    for name, room in trial.rooms.items():
        left = max(room.left - _SLIP, 0)
        if name in fixed:
            fillers[name] = _quarter(left)
            continue
        air = min(trial.setting.gap / 2, limits.largest_gap - trial.setting.gap) * room.gaps
        grown = _stretched(room.stretches, max(left - air, 0))
        stretches |= grown
        left -= sum(grown.values())
        most = (limits.largest_gap - trial.setting.gap) * (3 if name in plain else 1)
        grow = min(most, left / room.gaps) if room.gaps else 0
        gaps[name] = trial.setting.gap + _quarter(grow)
        left -= (gaps[name] - trial.setting.gap) * room.gaps
        if room.foot:
            feet[name] = _quarter(left)
        elif left - gaps[name] >= limits.filler * (1.5 if name in plain else 1):
            fillers[name] = _quarter(left - gaps[name])
    return replace(trial.setting, gaps=gaps, feet=feet, fillers=fillers, stretches=stretches)


def _stretched(most: Mapping[str, float], left: float) -> dict[str, float]:
    """Share out the room that is left among the charts of a panel that may grow: as evenly as they can take it."""
    grown = {}
    for count, name in zip(range(len(most), 0, -1), sorted(most, key=lambda name: most[name]), strict=True):
        grown[name] = _quarter(min(most[name], left / count))
        left -= grown[name]
    return grown


_SLIP = 0.5  # points kept free: what a gap adds to a line box can be rounded up


def _quarter(length: float) -> float:
    return int(length * 4) / 4
