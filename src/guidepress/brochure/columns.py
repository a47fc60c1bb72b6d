"""A format's panels (its pages) for one guide, and the columns of text on each; how far large print is enlarged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import Panel, panels
from guidepress.compose.placement import CALL, COLUMN, Slot
from guidepress.content.model import kinds
from guidepress.content.model.sections import PanelName
from guidepress.errors import row

COVER, FRONT, BACK = "cover", "front", "back"
"""The panels that are special: one with the title alone, one with the title over text, one with a foot."""

LARGE = 18.0  # points: large print (American Printing House, Guidelines for Print Document Design, 2011)
SET = 10.5  # points: the size at which large print is set, to be enlarged when it is written


GLANCE = Slot("front-glance", FRONT, "flap")
"""Across a front, under its title: what is read at a glance, on the ground that a tri-fold's flap has."""


def ground(panel: str, format: str) -> str:  # noqa: A002 - the field's word
    """Return the name by which a theme knows a panel's ground: a back that asks for one thing has one of its own."""
    return CALL if panel == BACK and names_panels(format) else panel


def zoom(format: str) -> float:  # noqa: A002 - the field's word
    """Return by how much the pages of a format are enlarged when they are written."""
    return LARGE / SET if format == "large-print" else 1.0


def flows(format: str) -> bool:  # noqa: A002
    """Say whether text simply flows on over as many pages as it takes."""
    return format == "large-print"


def frames(format: str, paper: str, pages: int | None = None) -> dict[str, Panel]:  # noqa: A002
    """Return the panels that a guide is laid out on, by name, in points before they are enlarged.

    Of numbered pages the first is the cover and the last the back, as in the formats whose panels have names. Flat ones
    have no cover: the title stands over the text of the front. Where text flows, the back stands for all pages after
    the cover.
    """
    numbered = row(FORMATS, format, "format")
    if flows(format):
        first, last = panels(format, paper, 2)
        by_name = {COVER: first, BACK: last}
    else:
        all_panels = panels(format, paper, pages)
        names = [panel.name for panel in all_panels]
        if numbered.numbered:
            names[-1] = BACK
            names[0] = FRONT if numbered.flat else COVER
        by_name = dict(zip(names, all_panels, strict=True))
    enlargement = zoom(format)
    return {name: Panel(name, panel.width / enlargement, panel.height / enlargement) for name, panel in by_name.items()}


def slots(format: str, names: Sequence[str], first: Mapping[str, Any] | None = None) -> list[Slot]:  # noqa: A002
    """List the columns of text of panels, both in reading order. `first` is the section that is read first."""
    count = row(FORMATS, format, "format").columns
    if count == 1:
        return [Slot(name, name, ground(name, format)) for name in names]
    columns = [Slot(f"{name}{COLUMN}{number}", name) for name in names for number in range(1, count + 1)]
    glanced = first and len(first.get(kinds.kind(first["kind"]).glanced, ())) in (3, 4)
    return [GLANCE, *columns] if glanced else columns


def names_panels(format: str) -> bool:  # noqa: A002
    """Say whether the content itself names the panels of a format."""
    return set(PanelName) <= set(row(FORMATS, format, "format").reading)


def shape(format: str, names: Mapping[str, Panel]) -> str:  # noqa: A002
    """Say how text is laid out on a format's panels: “large”, “columned”, “wide” or “narrow”."""
    if flows(format):
        return "large"
    if row(FORMATS, format, "format").columns > 1:
        return "columned"
    return "wide" if max(panel.width for panel in names.values()) > WIDE else "narrow"


WIDE = 340.0  # points: on a wider panel figures and lists stand side by side
