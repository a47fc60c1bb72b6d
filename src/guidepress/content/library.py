"""The `Library`: all checked content of a project in one value, and the file and line of each text in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from guidepress.content.model import leaves
from guidepress.content.model.brand import Brand
from guidepress.content.model.guides import Guide
from guidepress.content.model.labels import Labels, Names
from guidepress.content.model.publisher import Publisher
from guidepress.content.model.roles import Role
from guidepress.content.picture_files import PictureFile
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span

BANNER = ""


@dataclass(frozen=True)
class Library:
    """All content of a project, checked. `advice` holds what is not wrong but wants a look."""

    guides: Mapping[str, Guide]
    roles: Mapping[str, Role]
    publisher: Publisher
    labels: Mapping[str, Labels]
    logo: PictureFile | None
    photos: Mapping[tuple[str, str], PictureFile]
    """The photographs by guide and section, and the pictures at the top of handouts by guide and `BANNER`."""
    names: Names
    advice: Sequence[Problem]
    trees: Mapping[tuple[str, str], Tree] = field(repr=False)
    brand: Brand | None = None
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The text of each file by its name, to show the lines that problems point to."""
    collisions: Sequence[Problem] = ()
    """Where a school and the guide it was given have changed one text differently; `advice` holds them, too."""

    def picture_places(self) -> Iterator[tuple[PictureFile, str, Span]]:
        """Yield each picture with the short name of its guide, "" for the logo, and the file and line that name it."""
        if self.logo and (tree := self.trees.get(("publisher", "publisher"))):
            yield self.logo, "", tree.find(("logo", "file")).span
        for (slug, section_id), picture in self.photos.items():
            tree, guide = self.trees["guide", slug], self.guides[slug]
            if section_id == BANNER:
                yield picture, slug, tree.find(("banner", "file")).span
                continue
            index = next(number for number, section in enumerate(guide.sections) if section.id == section_id)
            yield picture, slug, tree.find(("sections", index, "photo", "file")).span

    def places(self, guide: Guide) -> dict[str, Span]:
        """Return the file and line of each leaf that the guide can show, by content path."""
        spans = {leaf.path: self.trees["guide", guide.slug].find(leaf.location).span for leaf in leaves.walk(guide)}
        for slug, role in self.roles.items():
            tree = self.trees["role", slug]
            for leaf in leaves.walk(role, f"roles.{slug}"):
                spans[leaf.path] = tree.find(leaf.location).span
            for key in role.facts:
                spans[f"roles.{slug}.facts.{key}.value"] = tree.find(("facts", key, "value")).span
        for kind, model in (("publisher", self.publisher), ("brand", self.brand)):
            if file_tree := self.trees.get((kind, kind)):
                spans |= {leaf.path: file_tree.find(leaf.location).span for leaf in leaves.walk(model, kind)}
        if file_tree := self.trees.get(("publisher", "publisher")):  # what is still to fill in has its place, too
            for key, path in (("name", "publisher.name"), ("contact", "publisher.contact.0")):
                spans.setdefault(path, file_tree.find((key,)).span)
        return spans
