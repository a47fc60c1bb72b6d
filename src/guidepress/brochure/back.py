"""How the room that is left on a narrow back is shared: by the code, the space round it, and the field for a stamp."""

from __future__ import annotations

from guidepress.compose.themes.theme import Theme
from guidepress.compose.view import Plain

BESIDE_CARD = 62.0  # points: the side of a code that stands beside a school's card
ROUND_CODE = 40.0  # points over and under the code, before the field for a stamp grows
STAMP, STAMP_GROWTH = 72.0, 32.0  # points: how high that field is at least, and by how much it may grow


def shares(shown: Plain, theme: Theme, left: float, narrow: bool) -> Plain:
    """Return how the `left` points over the foot of the back are shared, in points.

    First the `code` grows to its largest side, then the `spare` space over and under it, then the field for a `stamp`.
    Where the back lists whom to ask, besides, the code stands `beside` who hands the guide out, and does not grow.
    """
    least, most = theme.page.code
    named = bool(shown["publisher"]["name"])
    beside = any(section.get("contacts") for section in shown["sections"])
    code = BESIDE_CARD if beside and named else least
    if narrow and not beside:
        code += min(left, most - least)
    further = max(left - (most - least), 0.0)
    growth = min(max(further - ROUND_CODE, 0.0), STAMP_GROWTH) if narrow and not named else 0.0
    return {"code": code, "stamp": STAMP + growth, "spare": further - growth, "beside": beside}
