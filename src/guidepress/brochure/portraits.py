"""Where the photograph of a quotation stands: at the foot of its panel where it is read last there, and how large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from guidepress.brochure.columns import COVER, FRONT
from guidepress.compose.placement import QUOTATION, named
from guidepress.compose.view import Plain

if TYPE_CHECKING:
    from guidepress.brochure.layout import Layout

RATIO = 1.5  # width to height: on a wide page a photograph takes the room that is left, but grows no higher
OVER = 2.0  # points beyond the foot of a page: the text above ends a little higher than reckoned


def place(shown: Plain, layout: Layout, feet: Mapping[str, float], bleed: float) -> None:
    """Say of each quotation whether its photograph stands at the foot of its panel, how large it is, what is above it.

    There it goes over the edges of the panel at both sides and at the foot, by `bleed`. On the cover, a front and the
    last panel something else stands at the foot, and where text is set in columns or flows on no page has one: there a
    photograph is as wide as the text. `feet` is the room left on each column. All lengths are points.
    """
    page, last = layout.theme.page, list(layout.panels)[-1]
    for panel in shown["panels"]:
        has_foot = panel["name"] not in (COVER, FRONT, last) and layout.shape in ("narrow", "wide")
        for column in panel["columns"]:
            standing = [section for section in column["sections"] if section["kind"] != "sources"]
            has_portrait = any(section["kind"] == QUOTATION and section["photo"] for section in standing)
            for section in standing:
                section["yields"] = has_portrait  # a strip gives its place to a photograph
                if section["kind"] != QUOTATION:
                    continue
                at_foot = has_foot and bool(section["photo"]) and section is standing[-1]
                width, room = layout.panels[panel["name"]].width, feet.get(column["name"], 0.0)
                height, above = page.portrait, 0.0
                over = page.bottom if at_foot and page.portrait_bleeds else 0.0
                if at_foot:
                    growth = min(room, max(width / RATIO - height, 0.0)) if layout.shape == "wide" else 0.0
                    height, above = height + growth, room - growth
                    width += 2 * bleed
                else:
                    width = layout.column_measure(shown, named(column["name"]))
                section["portrait"] = {
                    "at_foot": at_foot,
                    "width": round(width, 2),
                    "height": round(height + (bleed + OVER if over else 0.0), 2),
                    "inside": round(height - over, 2),
                    "above": round(above, 2),
                }


def placed(shown: Plain) -> Iterator[Plain]:
    """Yield the quotations of a guide that have a photograph and stand in its brochure."""
    for panel in shown["panels"]:
        for column in panel["columns"]:
            yield from (section for section in column["sections"] if section["kind"] == QUOTATION and section["photo"])
