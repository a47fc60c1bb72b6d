"""The way home: an edited handout is imported, and the handout is made again from what was imported."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from guidepress.content import paths, pictures
from guidepress.content.library import BANNER, Library
from guidepress.roundtrip import reception, storage
from guidepress.roundtrip.reception import Arrival
from guidepress.schools import edit_files
from guidepress.word import base as origin
from guidepress.word import edited
from helpers.remaking import again, library_of, remake


def _with_pictures(library: Library, guide: str, brought: Mapping[Path, bytes], arrival: Arrival) -> Library:
    """Read the pictures that came with a handout as a build would."""
    photos, logo = dict(library.photos), library.logo
    for path, data in brought.items():
        path.write_bytes(data)
        if path.name.startswith("logo"):
            logo = pictures.read(path.parent, path, logo.alt if logo else "")
        else:
            photos[guide, BANNER] = pictures.read(path.parent, path, "")
    return replace(library, photos=photos, logo=logo)


def _compare(said: dict[str, Any], recovered: dict[str, Any]) -> None:
    """See to it that the edits say what was recovered."""
    said, recovered = _without_panels(said), _without_panels(recovered)
    assert said == recovered, f"the edits say what was recovered: {said} is not {recovered}"


def _without_panels(guide: dict[str, Any]) -> dict[str, Any]:
    """Leave out on which panels sections begin: a merge hands that on where a section is taken out or moved."""
    sections = [{key: value for key, value in each.items() if key != "panel"} for each in guide["sections"]]
    return guide | {"sections": sections}


def bring_home(docx: bytes) -> bytes:
    """Import an edited handout as its school's edits and return the handout rebuilt from them.

    The edits go through their file, and are merged with today's content, which is what the handout was made from.
    Raises ContentError where the file cannot be imported, or its guide not be built again.
    """
    read = edited.read(docx, "edited.docx")
    assert read.base is not None, "the base travels in the file"
    base = origin.load(read.base, "edited.docx")
    where, library = library_of(base.school)
    arrival = reception.arrive(where, base.school, docx, "edited.docx", "accept", base.guide, lambda guide: base, again)
    file = f"{base.guide}.yaml"
    with tempfile.TemporaryDirectory() as folder:
        brought, pictured, _ = storage.pictures_of(arrival, Path(folder), "x")
        library = _with_pictures(library, base.guide, brought, arrival)
    every = [*arrival.edits, *pictured]
    text = edit_files.write(None, base.guide, base.school or "A school", every)
    edits = edit_files.read(text.encode(), file) if every else []
    docx, _, said = remake(where, library, base.guide, edits, arrival.recovered.publisher)
    if not pictured:
        _compare(said, paths.normal(arrival.recovered.guide))
    return docx
