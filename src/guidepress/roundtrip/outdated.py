"""Finds where a school's words stand instead of words that the guide has changed since: a figure typed over, say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from guidepress.compose import amendments
from guidepress.compose.amendments import Outdated
from guidepress.compose.prepared import prepare
from guidepress.content import paths
from guidepress.content.library import Library
from guidepress.errors import Problem, Span
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.schools.drafts import Draft, edits_of
from guidepress.schools.edits import Edit, collapse
from guidepress.schools.merge import merge


def find(project: Project, library: Library) -> Iterator[tuple[str, Outdated]]:
    """Yield the outdated places in the handouts of a school's library, each after the short name of its guide."""
    from guidepress.word import handout  # loads WeasyPrint, which a check does without

    for slug, guide in library.guides.items():
        pieces = [*guide.replaced, *(piece for section in guide.sections for piece in section.replaced)]
        if any(piece.was and piece.text for piece in pieces):
            ready = prepare(project, library, guide, Choice.theme, with_characters=False)
            for place in amendments.outdated(handout.html_of(ready, Choice.paper, drawn=False)):
                yield slug, place


def advice(project: Project, library: Library) -> list[Problem]:
    """Return the outdated places of a school's library as advice."""
    places = list(find(project, library))
    school = getattr(library.publisher, "slug", "")
    files = {slug: project.name(path) for slug, (path, _, _) in edits_of(project, school).items()} if places else {}
    return [
        Problem(
            Span(files.get(slug, slug)),
            f"The handout says “{place.said}” where the guide said “{place.was}”, and says “{place.current}” today.",
            f"decide it: guidepress merge {slug} --school {school}",
            advice=True,
        )
        for slug, place in places
    ]


def may_be_outdated(draft: Draft) -> bool:
    """Say whether a school says anything otherwise that the guide may change, such as a figure."""
    return any("was" in piece for _, pieces in _lists_of_pieces(paths.plain(draft.tree)) for piece in pieces)


def decided(draft: Draft, place: Outdated, keeps_schools_words: bool, base: str) -> Draft:
    """Return a school's edits with an outdated place decided, at the revision `base` of the guide.

    The school's words stay, over what the guide says by now, or they go and the guide's are shown.
    """
    edits = list(draft.edits)
    content = paths.plain(draft.tree)
    for path, pieces in _lists_of_pieces(content):
        if not any(_is_of(piece, place) for piece in pieces):
            continue
        kept = [
            piece | {"was": place.current} if _is_of(piece, place) else piece
            for piece in pieces
            if keeps_schools_words or not _is_of(piece, place)
        ]
        span = Span("")
        edits.append(Edit(base, path, paths.grow(pieces, span), paths.grow(kept or None, span), span))
    edits = collapse(edits)
    tree, collisions = merge(draft.upstream, edits)
    return replace(draft, edits=tuple(edits), tree=tree, collisions=tuple(collisions))


def _lists_of_pieces(content: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the lists of what a guide says otherwise, each after its content path."""
    if content.get("replaced"):
        yield "replaced", content["replaced"]
    for section in content["sections"]:
        if section.get("replaced"):
            yield f"sections.{section['id']}.replaced", section["replaced"]


def _is_of(piece: Mapping[str, Any], place: Outdated) -> bool:
    return bool(piece["of"] == place.of and piece.get("leaf", "") == place.leaf)
