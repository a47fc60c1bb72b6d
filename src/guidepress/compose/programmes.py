"""The section with a school's programs nearby: its data for templates, and behind which section it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from guidepress.compose.placement import Part, Placing
from guidepress.content.model.guides import Guide

ID = "publisher.programmes"
"""The id of the section: none of a guide's own can have it."""

FIRST = "introduction"
"""Behind what the section stands that stands before all others."""


def section(title: dict[str, Any], programmes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the section as templates see it. `has` says which of its columns hold anything."""
    filled = {key: any(programme[key] for programme in programmes) for key in ("credential", "length", "distance")}
    common_fields: dict[str, Any] = {"panel": None, "rank": None, "optional": False, "lead": None, "photo": None}
    common_fields |= {"added": [], "replaced": [], "untitled": False, "behind": False}
    return {"id": ID, "kind": "programmes", "title": title, **common_fields, "programmes": programmes, "has": filled}


def among(
    sections: Sequence[dict[str, Any]], programmes_section: dict[str, Any], behind: str | None = None
) -> list[dict[str, Any]]:
    """Return a guide's sections with the programs among them: behind the section that is named, if it is there."""
    ids = [section_data["id"] for section_data in sections]
    usual_position = 0 if behind == FIRST else before_next([section_data["kind"] for section_data in sections])
    position = ids.index(behind) + 1 if behind in ids else usual_position
    return [*sections[:position], programmes_section, *sections[position:]]


def placed(guide: Guide, placing: Placing) -> Placing:
    """Return a placing with the programs in the column of the section before them, unless they are placed already.

    Next steps that begin a panel of their own keep it to themselves, so the panel before it holds the programs.
    """
    if any(part.section == ID for part in placing.parts):
        return placing
    position = before_next([section_data.kind for section_data in guide.sections])
    ids_after = [section_data.id for section_data in guide.sections[position:]]
    index = next((index for index, part in enumerate(placing.parts) if part.section in ids_after), len(placing.parts))
    slot = placing.parts[max(index - 1, 0)].slot
    return replace(placing, parts=[*placing.parts[:index], Part(ID, slot), *placing.parts[index:]])


def before_next(kinds: Sequence[str]) -> int:
    """Return before which section the programs stand: the next steps, else the sources, else at the end."""
    return next((kinds.index(kind) for kind in ("next", "sources") if kind in kinds), len(kinds))
