"""Makes a handout again from edits, as a build for a school would, and what an import reads it against."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from guidepress import project
from guidepress.compose import prepared
from guidepress.content import paths, reading
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.content.validate import validate
from guidepress.errors import Span
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.roundtrip import remake as origins
from guidepress.schools import merge, school_library
from guidepress.schools.edits import Edit
from guidepress.word import handout
from guidepress.word.base import Base
from helpers.checkout import ROOT


@cache
def library_of(school: str) -> tuple[Project, Library]:
    """Return the project of the checkout and its library for a school; "" is none."""
    where = project.find(ROOT)
    library = reading.read(where, date.today())
    return where, school_library.for_school(where, library, school, date.today()) if school else library


def again(base: Base, content: Mapping[str, Any], publisher: Mapping[str, Any]) -> Base:
    """Return what other content and publisher give, as an import asks for it."""
    return origins.of_other(*library_of(base.school), content, publisher, base.school)


def remake(
    where: Project, library: Library, guide: str, edits: Sequence[Edit], publisher: Mapping[str, Any]
) -> tuple[bytes, Base, dict[str, Any]]:
    """Merge edits into a guide that has not changed since, and make its handout for whoever hands it out then.

    Returns the file, its base, and the guide's content as the merge left it.
    """
    tree, collisions = merge.merge(library.trees["guide", guide], edits)
    assert not collisions, "nothing has changed upstream"
    made, problems = validate(tree, Guide, Span(f"{guide}.yaml"))
    assert isinstance(made, Guide), "\n".join(map(str, problems))
    changed = replace(
        library,
        guides={**library.guides, guide: made},
        trees={**library.trees, ("guide", guide): tree},
        publisher=type(library.publisher).model_validate_json(json.dumps(publisher)),
    )
    ready = prepared.prepare(where, changed, made, Choice.theme)
    _, docx, base = handout.make(ready, "letter")
    return docx, base, paths.plain(tree)
