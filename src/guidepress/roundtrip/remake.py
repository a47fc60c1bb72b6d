"""Makes the base of a handout from today's content or from other content, without writing the handout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from guidepress.compose import markup
from guidepress.compose.prepared import prepare
from guidepress.content.library import BANNER, Library
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.picture_files import PictureFile
from guidepress.content.revision import plain
from guidepress.errors import ContentError, Problem, Span
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.word import handout, lines
from guidepress.word.base import Base


def of_today(project: Project, library: Library, slug: str) -> Base:
    """Return the base that a guide's handout would have today. Raises ContentError."""
    return _base(project, library, library.guides[slug], drawn=True)


def of_other(
    project: Project, library: Library, content: Mapping[str, Any], publisher: Mapping[str, Any], school: str
) -> Base:
    """Take a guide's content and its publisher, both as they stand in YAML; return the base of their handout.

    `school` is the short name of the school that it is made for, empty for none. The drawing at the top, which takes
    most of the time, is left out. Raises ContentError for content that gives no handout.
    """
    try:
        guide = Guide.model_validate_json(json.dumps(content), strict=True)
        publisher_model = (School if school else Publisher).model_validate_json(json.dumps(publisher), strict=True)
    except ValidationError:
        raise ContentError([Problem(Span(str(content.get("slug", ""))), "This is no content of a guide.")]) from None
    try:
        return _base(
            project,
            replace(
                library,
                guides={**library.guides, guide.slug: guide},
                publisher=publisher_model,
                photos=_photos(library, guide),
            ),
            guide,
            drawn=False,
        )
    except (KeyError, ValueError):  # it speaks of a role or a fact that is not here
        raise ContentError([Problem(Span(guide.slug), "This speaks of what is not here.")]) from None


def _photos(library: Library, guide: Guide) -> dict[tuple[str, str], PictureFile]:
    """Return the photographs of a library for other content of a guide: a section may be gone, or have another name."""
    published = library.guides.get(guide.slug)
    by_file = {
        section.photo.file: library.photos[guide.slug, section.id]
        for section in (published.sections if published else ())
        if section.photo and (guide.slug, section.id) in library.photos
    }
    others = {key: photo for key, photo in library.photos.items() if key[0] != guide.slug or key[1] == BANNER}
    return others | {
        (guide.slug, section.id): by_file[section.photo.file]
        for section in guide.sections
        if section.photo and section.photo.file in by_file
    }


def _base(project: Project, library: Library, guide: Guide, drawn: bool) -> Base:
    prepared = prepare(project, library, guide, Choice.theme, with_characters=False)
    document = markup.parse(handout.html_of(prepared, Choice.paper, drawn))
    content, publisher = plain(guide), plain(library.publisher)
    return Base(
        guide.slug, prepared.revision, str(publisher.get("slug", "")), content, publisher, lines.passages(document)
    )
