"""What a school's guides are made from: the library as it is for one school, or everything wrong with its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from guidepress.content import advice, consistency, encoding, reading, source
from guidepress.content.library import Library
from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import Content
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import School
from guidepress.content.source import Tree
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import SCHOOL, SCHOOLS, Project
from guidepress.schools import answers, drafts, overlay
from guidepress.schools.edits import Edit
from guidepress.schools.merge import merge

FIXED = ("slug",)
"""The keys of a guide that a school cannot write in its own way."""


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
    name = project.name(path)
    data = reading.data(project, path)
    texts = {**library.texts, name: encoding.shown(data)}
    tree = source.load(data, name)
    school, problems = validate(tree, School, Span(name))
    if isinstance(school, School):
        problems += _misnamed(school, school_id, tree)
    problems += _unknown(school, tree, library)
    guides, trees = dict(library.guides), {**library.trees, ("publisher", "publisher"): tree}
    edits = drafts.edits_of(project, school_id)
    texts |= {project.name(path): text for path, text, _ in edits.values()}
    collisions: list[Problem] = []
    for slug, upstream in library.guides.items():
        made, wrong = guide_tree(library.trees["guide", slug], _own(tree, slug))
        problems += wrong
        recorded = instead[slug] if slug in instead else edits[slug][2] if slug in edits else ()
        if recorded and not wrong:
            made, met = merge(made, recorded)
            collisions += answers.as_problems(met)
        if made is library.trees["guide", slug] or wrong:
            continue
        guide, wrong = _checked(made, library, Span(name))
        problems += wrong
        guides[slug], trees["guide", slug] = guide or upstream, made
    if not isinstance(school, School) or problems:
        raise ContentError(source.illustrate(problems, texts))

    made_for = replace(
        library, guides=guides, publisher=school, trees=trees, texts=texts, brand=_worn(library.brand, school),
        photos={}, logo=None, advice=(),
    )  # fmt: skip
    # A file that the school names lies beside its own file; what upstream names stays where it is.
    folders = {name: path.parent}
    logo, problems = reading.logo(project, made_for, folders)
    photos, wrong = reading.photos(project, made_for, folders)
    if problems or wrong:
        raise ContentError(source.illustrate([*problems, *wrong], texts))
    made_for = replace(made_for, logo=logo, photos=photos)
    met_with = tuple(source.illustrate(collisions, texts))
    return replace(made_for, advice=(*met_with, *_advised(project, made_for, name, today)), collisions=met_with)


def every(project: Project, library: Library, today: date) -> tuple[list[Library], list[Problem]]:
    """Return the libraries of all schools, and everything that is wrong with the files of the others."""
    found: list[Library] = []
    problems: list[Problem] = []
    for school_id in project.schools():
        try:
            found.append(for_school(project, library, school_id, today))
        except ContentError as error:
            problems += error.problems
    return found, problems


def several(
    project: Project, library: Library, school_ids: Sequence[str], today: date
) -> dict[str, Library]:  # fmt: skip
    """Return the libraries of some schools by their ids. Raises ContentError with what is wrong with any of them."""
    found: dict[str, Library] = {}
    problems: list[Problem] = []
    for school_id in school_ids:
        try:
            found[school_id] = for_school(project, library, school_id, today)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return found


def find(project: Project, school_id: str) -> Path:
    """Return the file of a school. Raises ContentError where there is none."""
    known = project.schools()
    if school_id in known:
        return known[school_id]
    hint = nearest(school_id, known) or f"put a file {SCHOOL}.yaml into content/{SCHOOLS}/{school_id}"
    raise ContentError([Problem(Span("schools"), f"There is no school “{school_id}”.", hint)])


# A school's guides ----------------------------------------------------------------------------------------------------


def own_words(project: Project, school_id: str) -> Callable[[str, Tree], Tree]:
    """Return what puts into a guide, by its short name, what a school's own file says of it."""
    path = project.schools().get(school_id)
    tree = source.load(reading.data(project, path), project.name(path)) if path else None

    def put(slug: str, upstream: Tree) -> Tree:
        return guide_tree(upstream, _own(tree, slug) if tree else None)[0]

    return put


def _own(tree: Tree, slug: str) -> Tree | None:
    """Return what a school's file says of a guide, None where it says nothing."""
    return tree.find(("guides", slug)) if slug in _keys(tree, "guides") else None


def guide_tree(upstream: Tree, own: Tree | None) -> tuple[Tree, list[Problem]]:
    """Return a guide's Tree as it is for a school, and what could not be merged: the guide, then what lies over it."""
    tree = upstream
    problems: list[Problem] = []
    if own is not None and isinstance(own.value, dict):
        problems = [
            Problem(own.keys[key], f"A school cannot change the {key} of a guide.", "delete this line")
            for key in FIXED
            if key in own.value
        ]
        tree, wrong = overlay.merge(tree, own)
        problems += wrong
        if "sections" in own.value:
            tree = _panels_kept(upstream, tree)
    return tree, problems


def _panels_kept(upstream: Tree, tree: Tree) -> Tree:
    """Let a section begin the panel that one before it began, which a school has taken out."""
    sections = tree.value.get("sections")
    if sections is None or not _are_sections(sections):
        return tree
    kept = {section.value["id"].value: section for section in sections.value}
    lost: tuple[Tree, Span] | None = None
    for section in upstream.value["sections"].value:
        slug = section.value["id"].value
        if slug not in kept:
            if "panel" in section.value:
                lost = section.value["panel"], section.keys["panel"]
            continue
        left = kept[slug]
        if lost and "panel" not in left.value:
            panel, span = lost
            kept[slug] = replace(left, value={**left.value, "panel": panel}, keys={**left.keys, "panel": span})
        lost = None
    made = replace(sections, value=[kept[section.value["id"].value] for section in sections.value])
    return replace(tree, value={**tree.value, "sections": made})


def _are_sections(tree: Tree) -> bool:
    return isinstance(tree.value, list) and all(
        isinstance(each.value, dict) and isinstance(each.find(("id",)).value, str) for each in tree.value
    )


def _checked(tree: Tree, library: Library, file: Span) -> tuple[Guide | None, list[Problem]]:
    """Check a merged guide as every other one is checked."""
    guide, problems = validate(tree, Guide, file)
    if not isinstance(guide, Guide):
        return None, problems
    roles = set(library.roles)
    problems += consistency.references(guide, tree, roles, set(library.labels))
    problems += consistency.uses(guide, tree, library.roles, roles)
    problems += consistency.comparisons(guide, tree, library.roles)
    return guide, problems


# Names ----------------------------------------------------------------------------------------------------------------


def _misnamed(school: School, school_id: str, tree: Tree) -> list[Problem]:
    if school.slug == school_id:
        return []
    sentence = f"The slug “{school.slug}” is not the name of this file's folder."
    return [Problem(tree.value["slug"].span, sentence, f"write “slug: {school_id}”, or rename the folder")]


def _unknown(school: Content | None, tree: Tree, library: Library) -> list[Problem]:
    """Find what a school says of guides that do not exist."""
    named = [(slug, span) for key in ("notes", "guides") for slug, span in _keys(tree, key).items()]
    for index, programme in enumerate(school.programmes if isinstance(school, School) else ()):
        for number, slug in enumerate(programme.guides):
            named.append((slug, tree.find(("programmes", index, "guides", number)).span))
    return [
        Problem(span, f"There is no guide “{slug}”.", nearest(slug, library.guides))
        for slug, span in named
        if slug not in library.guides
    ]


def _keys(tree: Tree, key: str) -> Mapping[str, Span]:
    found = tree.value.get(key) if isinstance(tree.value, dict) else None
    return found.keys if found is not None and isinstance(found.value, dict) else {}


# Look and advice ------------------------------------------------------------------------------------------------------


def _worn(brand: Brand | None, school: School) -> Brand | None:
    """Return the house style as a school wears it: its type and its shapes, under the school's own name and colours.

    What an institution has to say on everything that it prints is not for a school to say.
    """
    if brand is None:
        return None
    return brand.model_copy(update={"name": None, "legal": None} | ({"colours": None} if school.colours else {}))


def _advised(project: Project, library: Library, file: str, today: date) -> list[Problem]:
    """Return the advice that is about the school's own file: the rest is told of the guides themselves."""
    told = [piece for piece in advice.advise(project, library, today) if piece.span.file == file]
    return sorted(source.illustrate(told, library.texts), key=lambda piece: piece.span)
