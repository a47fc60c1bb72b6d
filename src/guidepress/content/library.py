"""The `Library`: all checked content of a project in one value, and the file and line of each text in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from guidepress.content.model import inline, leaves
from guidepress.content.model.brand import Brand
from guidepress.content.model.guides import Guide, roles_of
from guidepress.content.model.labels import Labels, Names
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.model.roles import Role
from guidepress.content.picture_files import PictureFile
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span

BANNER = ""

PUBLISHER = ("publisher", "publisher")
SHARED = (("brand", "brand"), ("names", "names"))
"""The kind and name of files that every guide is made with, whoever hands it out."""


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
    faults: Mapping[tuple[str, str], Sequence[Problem]] = field(default_factory=dict, repr=False)
    """What is wrong with content files, by kind and name; empty where only sound content was asked for."""
    set_aside: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    """The guides that cannot be made, and so are not in `guides`, with what is wrong in the files that they need."""
    upstream: Library | None = field(default=None, repr=False)
    """For a school, the library as it is for no school."""

    def names_of(self, kind: str) -> set[str]:
        """Return the names of all guides, roles or labels (`kind`) that have a file, those with faults included."""
        return {name for of_kind, name in (*self.trees, *self.faults) if of_kind == kind}

    def holding_up(self, guide: Guide) -> list[Problem]:
        """Return what is wrong with the files that a guide needs beside its own: its roles', its labels, shared ones.

        The publisher's file is not among them: in the place of it a school has its own.
        """
        needed = [*(("role", role) for role in sorted(roles_of(guide))), ("labels", guide.language), *SHARED]
        return [problem for key in needed for problem in self.faults.get(key, ())]

    def refusal(self, slug: str) -> list[Problem]:
        """Return why a guide cannot be made for whoever hands it out; nothing where it can."""
        return list(dict.fromkeys((*self.set_aside.get(slug, ()), *self.faults.get(PUBLISHER, ()))))

    def roles_shown(self, guide: Guide) -> set[str]:
        """Return the roles that a guide shows, those included of which only its publisher or school names a fact."""
        slugs = roles_of(guide)
        for leaf in leaves.walk(self.publisher):
            if self.says(leaf.location, guide.slug):
                slugs |= {reference.role for reference in inline.named(leaf.text) if reference.role}
        return slugs

    def is_own(self, file: str) -> bool:
        """Say whether a file is the school's own, its edits included; without a school every file is."""
        tree = self.trees.get(PUBLISHER)
        if not isinstance(self.publisher, School) or tree is None:
            return True
        return PurePosixPath(file).is_relative_to(PurePosixPath(tree.span.file).parent)

    def says(self, location: tuple[str | int, ...], guide: str) -> bool:
        """Say whether a guide shows what stands at a place in the file of the publisher or school."""
        return not isinstance(self.publisher, School) or self.publisher.speaks_in(location, guide)

    def picture_places(self) -> Iterator[tuple[PictureFile, str, Span]]:
        """Yield each picture with the short name of its guide, "" for the logo, and the file and line that name it."""
        if self.logo and (tree := self.trees.get(PUBLISHER)):
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
        if file_tree := self.trees.get(PUBLISHER):  # what is still to fill in has its place, too
            for key, path in (("name", "publisher.name"), ("contact", "publisher.contact.0")):
                spans.setdefault(path, file_tree.find((key,)).span)
        return spans
