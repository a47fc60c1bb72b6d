"""The `Library`: all checked content of a project in one value, and the file and line of each text in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from guidepress.content import pictures
from guidepress.content.model import inline, leaves
from guidepress.content.model.brand import Brand
from guidepress.content.model.guides import Guide, roles_of
from guidepress.content.model.labels import Labels, Names
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.model.roles import Role
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
    logo: pictures.PictureFile | None
    photos: Mapping[tuple[str, str], pictures.PictureFile]
    """The photographs by guide and section, and the pictures at the top of handouts by guide and `BANNER`."""
    names: Names
    advice: Sequence[Problem]
    trees: Mapping[tuple[str, str], Tree] = field(repr=False)
    brand: Brand | None = None
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The text of each file by its name, to show the lines that problems point to."""
    collisions: Sequence[Problem] = ()
    """Where a school and the guide it was given have changed one text differently; `advice` holds them, too."""

    def roles_shown(self, guide: Guide) -> set[str]:
        """Return the roles that a guide shows, those included of which only its publisher or school names a fact."""
        slugs = roles_of(guide)
        for leaf in leaves.walk(self.publisher):
            if self.says(leaf.location, guide.slug):
                slugs |= {reference.role for reference in inline.named(leaf.text) if reference.role}
        return slugs

    def is_own(self, file: str) -> bool:
        """Say whether a file is the school's own, its edits included; without a school every file is."""
        tree = self.trees.get(("publisher", "publisher"))
        if not isinstance(self.publisher, School) or tree is None:
            return True
        return PurePosixPath(file).is_relative_to(PurePosixPath(tree.span.file).parent)

    def says(self, location: tuple[str | int, ...], guide: str) -> bool:
        """Say whether a guide shows what stands at a place in the file of the publisher or school."""
        return not isinstance(self.publisher, School) or self.publisher.speaks_in(location, guide)

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
