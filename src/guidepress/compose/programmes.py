"""Programs nearby as a section among those of a guide: which, and where it stands."""

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
    has = {key: any(each[key] for each in programmes) for key in ("credential", "length", "distance")}
    kept: dict[str, Any] = {"panel": None, "optional": False, "lead": None, "photo": None}
    kept |= {"added": [], "replaced": [], "untitled": False, "behind": False}
    return {"id": ID, "kind": "programmes", "title": title, **kept, "programmes": programmes, "has": has}


def among(sections: Sequence[dict[str, Any]], own: dict[str, Any], behind: str | None = None) -> list[dict[str, Any]]:
    """Put the section where it stands among those of a guide: behind that which is named, if it is there."""
    ids = [each["id"] for each in sections]
    usual = 0 if behind == FIRST else before_next([each["kind"] for each in sections])
    at = ids.index(behind) + 1 if behind in ids else usual
    return [*sections[:at], own, *sections[at:]]


def placed(guide: Guide, placing: Placing) -> Placing:
    """Place the section, unless it is placed already: in the column of the section before it.

    Next steps that begin a panel of their own keep it to themselves, so the panel before it holds the programs.
    """
    if any(part.section == ID for part in placing.parts):
        return placing
    at = before_next([each.kind for each in guide.sections])
    after = [each.id for each in guide.sections[at:]]
    index = next((index for index, part in enumerate(placing.parts) if part.section in after), len(placing.parts))
    slot = placing.parts[max(index - 1, 0)].slot
    return replace(placing, parts=[*placing.parts[:index], Part(ID, slot), *placing.parts[index:]])


def before_next(kinds: Sequence[str]) -> int:
    """Return before which section the programs stand: the next steps, else the sources, else at the end."""
    return next((kinds.index(kind) for kind in ("next", "sources") if kind in kinds), len(kinds))
