"""`Prepared`: a guide with all that its files are made from: theme, revision, data for templates, places of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guidepress import errors
from guidepress.compose import view
from guidepress.compose.placement import Placing
from guidepress.compose.themes import branding, coverage, theme
from guidepress.compose.themes.theme import Theme
from guidepress.content.library import Library
from guidepress.content.model import leaves
from guidepress.content.model.guides import NAMES, Guide
from guidepress.content.model.publisher import School
from guidepress.content.picture_files import PictureFile
from guidepress.content.revision import revision_of
from guidepress.errors import Span
from guidepress.project import SCHOOLS, Project


@dataclass(frozen=True)
class Prepared:
    """A guide with all that its files are made from: theme, revision, what templates see, where its texts stand.

    `pictures` are its logo, its banner and its photographs, which make its files larger, with the places that name
    them. `required` are the content paths of the leaves that every output has to show.
    """

    project: Project
    library: Library
    guide: Guide
    theme: Theme
    places: Mapping[str, Span]
    revision: str
    shown: view.Plain
    pictures: Sequence[tuple[PictureFile, Span]]
    required: Sequence[str]

    @property
    def school(self) -> str:
        """The id of the school that hands the guide out, empty for none."""
        return self.library.publisher.slug if isinstance(self.library.publisher, School) else ""

    @property
    def own_folder(self) -> str:
        """The folder of that school as messages name it, with a slash at its end; empty for none."""
        return f"{self.project.name(self.project.content / SCHOOLS / self.school)}/" if self.school else ""

    def placed(self, placing: Placing | None) -> Prepared:
        """Return the same guide as templates see it where its sections stand elsewhere."""
        return replace(self, shown=view.guide_view(self.guide, self.revision, self.library, self.theme, placing))


def prepare(
    project: Project, library: Library, guide: Guide, look_name: str, *, with_characters: bool = True
) -> Prepared:
    """Return a guide made ready in the theme of that name, in the colours of its school or publisher.

    Raises ContentError for characters that the theme's fonts lack; `with_characters` says whether that is looked at.
    """
    look, _, _ = branding.dress(theme.read(project, look_name), library)
    places = library.places(guide)
    errors.raise_if([piece for piece in branding.hidden_logo(look, library) if not piece.advice])
    if with_characters:
        errors.raise_if(coverage.problems(project, library, [guide], look_name))
    revision = revision_of(guide, library)
    shown = view.guide_view(guide, revision, library, look)
    pictures = [(picture, span) for picture, slug, span in library.picture_places() if slug in ("", guide.slug)]
    return Prepared(project, library, guide, look, places, revision, shown, pictures, required(guide, library))


def required(guide: Guide, library: Library) -> list[str]:
    """Return the content paths of the leaves that a guide has to show: all of its own, and those of its school."""
    required_paths = [
        leaf.path
        for leaf in leaves.walk(guide)
        if leaf.path not in replaced(guide) and not leaf.path.startswith(f"{NAMES}.")
    ]
    if isinstance(library.publisher, School):
        school_leaves = leaves.walk(library.publisher, "publisher")
        required_paths += [
            leaf.path for leaf in school_leaves if library.publisher.speaks_in(leaf.location, guide.slug)
        ]
    return required_paths


def replaced(guide: Guide) -> set[str]:
    """Return the content paths of the texts that a school's handout replaces or leaves out."""
    pieces = [*guide.replaced, *(piece for section in guide.sections for piece in section.replaced)]
    return {piece.of for piece in pieces}
