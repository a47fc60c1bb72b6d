"""Reads a school's file and edits into the `Library` that its guides are made from, for one school, some, or all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from guidepress.content import advice, consistency, copies, encoding, reading, source
from guidepress.content.library import PUBLISHER, Library
from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import SLUG, Content, free_slug, slug_of
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import School
from guidepress.content.source import Tree
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Problem, Span, nearest, raise_if
from guidepress.project import SCHOOL, Project
from guidepress.schools import answers, drafts, overlay
from guidepress.schools.edits import Edit
from guidepress.schools.merge import merge

FIXED = ("slug",)
"""The keys of a guide that a school cannot write in its own way."""


@dataclass
class OnceEach:
    """Returns the library as it is for a school, by the school's id, and reads each school's files once.

    Raises ContentError as `for_school` does.
    """

    project: Project
    library: Library
    day: date
    _known: dict[str, Library] = field(default_factory=dict)

    def __call__(self, school: str) -> Library:
        if school not in self._known:
            self._known[school] = for_school(self.project, self.library, school, self.day)
        return self._known[school]


def for_school(
    project: Project,
    library: Library,
    school_id: str,
    today: date,
    instead: Mapping[str, Sequence[Edit]] = MappingProxyType({}),
) -> Library:
    """Return a library as it is for a school: handed out by it, in its words where it has some, in its colours.

    Its edits are merged into the guides, and where both have changed a text differently, the advice tells both. The
    edits in `instead` take the place of those in its files, by guide.

    Raises ContentError for a school that does not exist, and with everything that is wrong with its file.
    """
    path = find(project, school_id)
    raise_if(copies.of_school(project, school_id))
    name = project.name(path)
    data = reading.data(project, path)
    texts = {**library.texts, name: encoding.shown(data)}
    tree = source.load(data, name)
    school, problems = validate(tree, School, Span(name))
    problems = [*reading.named_by_file(problems, tree, school_id), *_misnamed(school, school_id, tree)]
    problems += _unknown_guides(school, tree, library)
    guides, trees = dict(library.guides), {**library.trees, PUBLISHER: tree}
    edits = drafts.edits_of(project, school_id)
    texts |= {project.name(path): text for path, text, _ in edits.values()}
    collisions: list[Problem] = []
    for slug, upstream in library.guides.items():
        merged_tree, new_problems = guide_tree(library.trees["guide", slug], _own_guide_lines(tree, slug))
        problems += new_problems
        school_edits = instead[slug] if slug in instead else edits[slug][2] if slug in edits else ()
        if school_edits and not new_problems:
            merged_tree, new_collisions = merge(merged_tree, school_edits)
            collisions += answers.as_problems(new_collisions, library.trees["guide", slug], merged_tree)
        if merged_tree is library.trees["guide", slug] or new_problems:
            continue
        guide, new_problems = _checked(merged_tree, library, Span(name))
        problems += new_problems
        problems += library.holding_up(guide) if guide else []
        guides[slug], trees["guide", slug] = guide or upstream, merged_tree
    if not isinstance(school, School) or problems:
        raise ContentError(source.illustrate(problems, texts))

    school_library = replace(
        library, guides=guides, publisher=school, trees=trees, texts=texts, brand=_school_brand(library.brand, school),
        photos={}, logo=None, advice=(), upstream=library,
        faults={key: problems for key, problems in library.faults.items() if key != PUBLISHER},
    )  # fmt: skip
    if problems := list(consistency.facts_beside_guides(school_library)):
        raise ContentError(source.illustrate(problems, texts))
    # A file that the school names lies beside its own file; what upstream names stays where it is.
    folders = {name: path.parent}
    logo, problems = reading.logo(project, school_library, folders)
    photos, new_problems = reading.photos(project, school_library, folders)
    if problems or new_problems:
        raise ContentError(source.illustrate([*problems, *new_problems], texts))
    school_library = replace(school_library, logo=logo, photos=photos)
    shown_collisions = tuple(source.illustrate(collisions, texts))
    return replace(
        school_library,
        advice=(*shown_collisions, *_advice_on_school_files(project, school_library, today)),
        collisions=shown_collisions,
    )


def with_new_school(library: Library, school: School, tree: Tree, text: str) -> Library:
    """Return a library as it is for a school whose file is not written yet, its pictures left out.

    Raises ContentError where the file names facts that are not there.
    """
    texts = {**library.texts, tree.span.file: text}
    trees = {**library.trees, PUBLISHER: tree}
    school_library = replace(
        library, publisher=school, trees=trees, texts=texts, brand=_school_brand(library.brand, school), advice=()
    )
    if problems := list(consistency.facts_beside_guides(school_library)):
        raise ContentError(source.illustrate(problems, texts))
    return school_library


def each(
    project: Project, library: Library, school_ids: Sequence[str], today: date
) -> Iterator[tuple[str, Library | ContentError]]:
    """Yield each school's id with its library, or with everything that is wrong with its files."""
    for school_id in school_ids:
        try:
            yield school_id, for_school(project, library, school_id, today)
        except ContentError as error:
            yield school_id, error


def every(project: Project, library: Library, today: date) -> tuple[list[Library], list[Problem]]:
    """Return the libraries of all schools, and everything that is wrong with the files of the others."""
    results = [result for _, result in each(project, library, list(project.schools()), today)]
    problems = [problem for result in results if isinstance(result, ContentError) for problem in result.problems]
    return [result for result in results if isinstance(result, Library)], problems


def find(project: Project, school_id: str) -> Path:
    """Return the file of a school. Raises ContentError where there is none."""
    known = project.schools()
    if school_id in known:
        return known[school_id]
    hint = nearest(school_id, known) or "“guidepress school add” makes the file of a new school"
    raise ContentError([Problem(Span("schools"), f"There is no school “{school_id}”.", hint)])


# A school's guides ----------------------------------------------------------------------------------------------------


def own_words(project: Project, school_id: str) -> Callable[[str, Tree], Tree]:
    """Return a function that lays over a guide, given its short name and Tree, the lines of a school's own file."""
    path = project.schools().get(school_id)
    tree = source.load(reading.data(project, path), project.name(path)) if path else None

    def put(slug: str, upstream: Tree) -> Tree:
        return guide_tree(upstream, _own_guide_lines(tree, slug) if tree else None)[0]

    return put


def _own_guide_lines(tree: Tree, slug: str) -> Tree | None:
    """Return the lines of a school's file for a guide, None where there are none."""
    return tree.find(("guides", slug)) if slug in _keys(tree, "guides") else None


def guide_tree(upstream: Tree, own_lines: Tree | None) -> tuple[Tree, list[Problem]]:
    """Return a guide's Tree with a school's own lines laid over it, and the problems of lines that do not fit."""
    tree = upstream
    problems: list[Problem] = []
    if own_lines is not None and isinstance(own_lines.value, dict):
        problems = [
            Problem(own_lines.keys[key], f"A school cannot change the {key} of a guide.", "delete this line")
            for key in FIXED
            if key in own_lines.value
        ]
        tree, merge_problems = overlay.merge(tree, own_lines)
        problems += merge_problems
        if "sections" in own_lines.value:
            tree = _keep_panels(upstream, tree)
    return tree, problems


def _keep_panels(upstream: Tree, tree: Tree) -> Tree:
    """Return a guide in which a section begins the panel of the one before it, where a school took that one out."""
    sections = tree.value.get("sections")
    if sections is None or not _are_sections(sections):
        return tree
    sections_by_id = {section.value["id"].value: section for section in sections.value}
    lost_panel: tuple[Tree, Span] | None = None
    for section in upstream.value["sections"].value:
        slug = section.value["id"].value
        if slug not in sections_by_id:
            if "panel" in section.value:
                lost_panel = section.value["panel"], section.keys["panel"]
            continue
        section_left = sections_by_id[slug]
        if lost_panel and "panel" not in section_left.value:
            panel, span = lost_panel
            sections_by_id[slug] = replace(
                section_left, value={**section_left.value, "panel": panel}, keys={**section_left.keys, "panel": span}
            )
        lost_panel = None
    new_sections = replace(sections, value=[sections_by_id[section.value["id"].value] for section in sections.value])
    return replace(tree, value={**tree.value, "sections": new_sections})


def _are_sections(tree: Tree) -> bool:
    return isinstance(tree.value, list) and all(
        isinstance(section.value, dict) and isinstance(section.find(("id",)).value, str) for section in tree.value
    )


def _checked(tree: Tree, library: Library, file: Span) -> tuple[Guide | None, list[Problem]]:
    """Check a merged guide as every other one is checked."""
    guide, problems = validate(tree, Guide, file)
    if not isinstance(guide, Guide):
        return None, problems
    roles = library.names_of("role")
    problems += consistency.references(guide, tree, roles, library.names_of("labels"))
    problems += consistency.uses(guide, tree, library.roles, roles)
    problems += consistency.comparisons(guide, tree, library.roles)
    return guide, problems


# Names ----------------------------------------------------------------------------------------------------------------


def _misnamed(school: Content | None, school_id: str, tree: Tree) -> list[Problem]:
    """Return the problem of a folder that no school can be named like, or that is named unlike its school."""
    slug = tree.find(("slug",))
    wanted = school.slug if isinstance(school, School) else slug_of(slug.written) or slug_of(school_id)
    if not re.fullmatch(SLUG, school_id) or (school_id != slug.written and free_slug(school_id, SCHOOL) != school_id):
        sentence = f"The folder “{school_id}” cannot be named so: a school's folder has its short name."
        return [Problem(slug.span, sentence, f"rename the folder to “{free_slug(wanted, SCHOOL)}”")]
    if not isinstance(school, School) or school.slug == school_id:
        return []
    sentence = f"The slug “{school.slug}” is not the name of this file's folder."
    hint = f"write “slug: {school_id}”, or rename the folder to “{school.slug}”"
    return [Problem(slug.span, sentence, hint)]


def _unknown_guides(school: Content | None, tree: Tree, library: Library) -> list[Problem]:
    """Return the problems of lines in a school's file that name guides that do not exist."""
    named = [(slug, span) for key in ("notes", "guides") for slug, span in _keys(tree, key).items()]
    for index, programme in enumerate(school.programmes if isinstance(school, School) else ()):
        for number, slug in enumerate(programme.guides):
            named.append((slug, tree.find(("programmes", index, "guides", number)).span))
    known = library.names_of("guide")
    return [
        Problem(span, f"There is no guide “{slug}”.", nearest(slug, known)) for slug, span in named if slug not in known
    ]


def _keys(tree: Tree, key: str) -> Mapping[str, Span]:
    group = tree.value.get(key) if isinstance(tree.value, dict) else None
    return group.keys if group is not None and isinstance(group.value, dict) else {}


# Look and advice ------------------------------------------------------------------------------------------------------


def _school_brand(brand: Brand | None, school: School) -> Brand | None:
    """Return the house style for a school: its type and its shapes, under the school's own name and colours.

    What an institution has to say on everything that it prints is not for a school to say.
    """
    if brand is None:
        return None
    return brand.model_copy(update={"name": None, "legal": None} | ({"colours": None} if school.colours else {}))


def _advice_on_school_files(project: Project, library: Library, today: date) -> list[Problem]:
    """Return the advice that is about the school's own files: the rest is told of the guides themselves."""
    own_advice = [piece for piece in advice.advise(project, library, today) if library.is_own(piece.span.file)]
    return sorted(source.illustrate(own_advice, library.texts), key=lambda piece: piece.span)
