"""Where the line of a path goes on over the fold and climbs the ladder of the next panel: how its rungs stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from guidepress.brochure.headings import lines
from guidepress.compose.themes.theme import Theme, body_width
from guidepress.compose.view import Plain, said

RUNG = 20.0  # points: how high a rung of one line is
BEFORE = 31.0  # points from the column's left side to the words of a rung


def rungs(
    columns: Sequence[Plain], theme: Theme, measure: Callable[[Plain], float], size: float, leading: float
) -> list[dict[str, float]]:
    """Return how high each rung is, and how far down it is moved, in points; none where no line climbs.

    The line comes to the first rung at the foot of the ladder, so the rungs stand in reverse, though they are read in
    their order. A theme with round lines draws it so on narrow panels, where the path is the last of its column, its
    line ends at the right, and the ladder is the last of the next. `measure` returns the width of a column, `size` is
    that of text in points, `leading` the distance of its lines in sizes.
    """
    if theme.art != "flat":
        return []
    filled = [column for column in columns if column["sections"]]
    for column, following in pairwise(filled):
        path, ladder = column["sections"][-1], following["sections"][-1]
        if (path["kind"], ladder["kind"]) == ("path", "ladder") and len(path["steps"]) % 2 == 0:
            room, body = measure(following) - BEFORE, partial(body_width, theme, size=size)
            counts = [len(lines(said(point), room, body)) for point in ladder["points"]]
            return reversed_rungs([RUNG + (count - 1) * size * leading for count in counts])
    return []


def reversed_rungs(heights: Sequence[float]) -> list[dict[str, float]]:
    """Return the height of each rung, and by how much it is moved down so that the first stands last, in points."""
    total, start = sum(heights), 0.0
    found = []
    for height in heights:
        found.append({"height": round(height, 2), "down": round(total - 2 * start - height, 2)})
        start += height
    return found
