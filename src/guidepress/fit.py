"""Copyfitting: which setting makes text fill its panels, as pure functions; laying out is passed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Setting:
    """What a layout takes, in points: body size, the least gap; by panel its gap, the space over its foot, its filler.

    A filler is the height of the drawing at a panel's foot; the cover's drawing is its filler. `dropped` names the
    optional sections that are left out.
    """

    size: float
    gap: float
    gaps: Mapping[str, float] = field(default_factory=dict)
    feet: Mapping[str, float] = field(default_factory=dict)
    fillers: Mapping[str, float] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Room:
    """How one panel came out: the points left below its text, negative where text runs over; its gaps; its foot.

    `gaps` counts the places between blocks that may grow; `foot` says whether something stands at the panel's end that
    belongs at the bottom.
    """

    left: float
    gaps: int
    foot: bool = False


@dataclass(frozen=True)
class Limits:
    """What a theme allows, in points: sizes, the preferred first; the least and the largest gap; the least filler."""

    sizes: Sequence[float]
    least_gap: float
    largest_gap: float
    filler: float


Layout = Callable[[Setting], Mapping[str, Room]]
"""Lays a setting out and measures each panel's room."""


@dataclass(frozen=True)
class Trial:
    """One setting that was tried, and what it gave."""

    setting: Setting
    rooms: Mapping[str, Room]

    @property
    def fits(self) -> bool:
        """Say whether all text lies in its panel."""
        return all(room.left >= 0 for room in self.rooms.values())


def search(
    limits: Limits, layout: Layout, optional: Mapping[str, Sequence[str]] | None = None
) -> tuple[Trial, list[Trial]]:
    """Find the first size at which every panel holds its text. Returns that trial, and all that were made.

    A smaller size never needs more room, so the ordered list is halved instead of walked: three layouts for six sizes.
    Where nothing fits, the `optional` sections of the panels that run over, by panel in reading order, are left out one
    by one, the last first. Where that does not suffice, the trial returned is that of the smallest size with everything
    in it: its rooms say what runs over.
    """
    trials: list[Trial] = []

    def run(size: float, dropped: tuple[str, ...] = ()) -> Trial:
        setting = Setting(size, limits.least_gap, dropped=dropped)
        trials.append(Trial(setting, layout(setting)))
        return trials[-1]

    low, high = 0, len(limits.sizes) - 1
    best = None
    while low <= high:
        middle = (low + high) // 2
        trial = run(limits.sizes[middle])
        if trial.fits:
            best, high = trial, middle - 1
        else:
            low = middle + 1
    if best:
        return best, trials
    smallest = trial = trials[-1]
    left = {panel: list(names) for panel, names in (optional or {}).items()}
    dropped: tuple[str, ...] = ()
    while not trial.fits:
        going = [left[name].pop() for name, room in trial.rooms.items() if room.left < 0 and left.get(name)]
        if not going:
            return smallest, trials
        dropped += tuple(going)
        trial = run(limits.sizes[-1], dropped)
    return trial, trials


def spread(trial: Trial, limits: Limits, fixed: Iterable[str] = (), plain: Iterable[str] = ()) -> Setting:
    """Share out the room that is left, panel by panel, and return the setting for the final layout.

    First the gaps grow, up to the largest. What is then left stands over the foot where there is one; else, if it is
    more than the theme leaves empty, a drawing fills it. Panels in `fixed` (the cover) keep their gaps and always fill;
    those in `plain` get one only where half as much again is empty, so their gaps may grow three times as far.
    Lengths are rounded down to quarter points, so that the same content gives the same page on every machine.
    """
    gaps: dict[str, float] = {}
    feet: dict[str, float] = {}
    fillers: dict[str, float] = {}
    for name, room in trial.rooms.items():
        left = max(room.left - _SLIP, 0)
        if name in fixed:
            fillers[name] = _quarter(left)
            continue
        most = (limits.largest_gap - limits.least_gap) * (3 if name in plain else 1)
        grow = min(most, left / room.gaps) if room.gaps else 0
        gaps[name] = limits.least_gap + _quarter(grow)
        left -= (gaps[name] - limits.least_gap) * room.gaps
        if room.foot:
            feet[name] = _quarter(left)
        elif left - gaps[name] >= limits.filler * (1.5 if name in plain else 1):
            fillers[name] = _quarter(left - gaps[name])
    return replace(trial.setting, gaps=gaps, feet=feet, fillers=fillers)


_SLIP = 0.5  # points kept free: what a gap adds to a line box can be rounded up


def _quarter(length: float) -> float:
    return int(length * 4) / 4
