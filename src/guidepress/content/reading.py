"""Reads all content files of a project into a `Library`, or raises every problem of every file at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from guidepress import disk
from guidepress.content import advice, consistency, copies, encoding, pictures, source
from guidepress.content.library import BANNER, PUBLISHER, Library
from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import SLUG, Content, slug_of
from guidepress.content.model.guides import FILES, Guide
from guidepress.content.model.labels import Labels, Names
from guidepress.content.model.publisher import Publisher
from guidepress.content.model.roles import Role
from guidepress.content.model.sections import QuotationSection
from guidepress.content.source import Tree
from guidepress.content.validate import validate
from guidepress.errors import ContentError, Problem, Span, raise_if, unreadable
from guidepress.project import FOLDERS, SCHOOL, Project, yaml_files
from guidepress.units import MM


def read(project: Project, today: date) -> Library:
    """Read and check all content of a project.

    Raises ContentError with the problems of all files. `today` decides which facts want a new look.
    """
    library, problems = survey(project, today)
    raise_if(problems)
    return library


def survey(project: Project, today: date) -> tuple[Library, list[Problem]]:
    """Read and check all content of a project; return it with the problems of all files.

    What is sound can be used. A guide that needs a file with a fault is not among the guides, but `set_aside`.
    """
    copied = copies.of_content(project)
    problems = list(copied.values())
    texts: dict[str, str] = {}
    trees: dict[tuple[str, str], Tree] = {}
    models: dict[tuple[str, str], Content] = {}
    files: dict[tuple[str, str], str] = {}
    keys: dict[str, tuple[str, str]] = {}
    for path, kind in project.kinds().items():
        if path in copied or kind == SCHOOL:
            continue  # `schools` reads them, each by itself: one that is wrong holds up no other
        name, key = project.name(path), (kind, path.stem)
        keys[name] = key
        if first := files.get(key):
            sentence = f"“{first}” is there already; two files cannot have one name."
            problems.append(Problem(Span(name), sentence, "rename one of them, or delete it"))
            continue
        files[key] = name
        try:
            file_bytes = data(project, path)
            texts[name] = encoding.shown(file_bytes)
            tree = source.load(file_bytes, name)
        except ContentError as error:
            problems += error.problems
            continue
        model, file_problems = validate(tree, FILES[kind], Span(name))
        problems += named_by_file(file_problems, tree, path.stem)
        trees[key] = tree
        if model is not None:
            models[key] = model
            problems += _named_like_its_file(model, tree, path)
    for path in copied:  # which of the two is right, a person has to say
        stem = (copies.original(path, yaml_files(path.parent)) or path).stem
        keys[project.name(path)] = (FOLDERS.get(path.parent.name, stem), stem)
    problems += _duplicate_slugs(models, trees)
    library = replace(_library(models, trees), texts=texts)
    # A file that could not be read is not told a second time by whoever refers to it.
    known_names = {kind: {stem for of_kind, stem in files if of_kind == kind} for kind in ("role", "labels")}
    for stem, guide in library.guides.items():
        problems += consistency.references(guide, trees["guide", stem], known_names["role"], known_names["labels"])
        problems += consistency.uses(guide, trees["guide", stem], library.roles, known_names["role"])
        problems += consistency.comparisons(guide, trees["guide", stem], library.roles)
    for stem, role in library.roles.items():
        problems += consistency.facts(role, trees["role", stem])
    for stem, labels in library.labels.items():
        problems += consistency.placeholders(labels, trees["labels", stem])
    problems += consistency.facts_beside_guides(library)
    logo_picture, file_problems = logo(project, library)
    problems += file_problems
    photo_files, file_problems = photos(project, library)
    problems += file_problems
    if not any(kind == "guide" for kind, _ in files):
        problems.append(Problem(Span("content/guides"), "There is no guide here yet.", "put one into this folder"))
    problems = source.illustrate(problems, texts)
    library = _set_aside(library, problems, keys)
    advised_problems = source.illustrate(advice.advise(project, library, today), texts)
    advised_problems = sorted(advised_problems, key=lambda piece: piece.span)
    library = replace(library, logo=logo_picture, photos=photo_files, texts=texts, advice=tuple(advised_problems))
    return library, problems


def _set_aside(library: Library, problems: Sequence[Problem], keys: Mapping[str, tuple[str, str]]) -> Library:
    """Return a library that knows its faults, without the guides that they hold up. `keys` has kind and name by file.

    A problem of no content file, such as a template's, holds up nothing here: whoever meets it again tells it.
    """
    faults: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.span.file in keys:
            faults.setdefault(keys[problem.span.file], []).append(problem)
    library = replace(library, faults=faults)
    unread = sorted(library.names_of("guide") - set(library.guides))
    # What a guide needs that cannot be read is not known: it is told of everything that it may need.
    shared = [problem for (kind, _), found in faults.items() if kind not in ("guide", "publisher") for problem in found]
    set_aside = {name: [*faults["guide", name], *shared] for name in unread}
    for slug, guide in library.guides.items():
        if held_up := [*faults.get(("guide", slug), ()), *library.holding_up(guide)]:
            set_aside[slug] = held_up
    sound_guides = {slug: guide for slug, guide in library.guides.items() if slug not in set_aside}
    return replace(library, guides=sound_guides, set_aside=set_aside)


def data(project: Project, path: Path) -> bytes:
    """Return the bytes of a content file, cut just beyond the largest size allowed. Raises ContentError."""
    span = Span(project.name(path))
    if not project.holds(path):
        raise ContentError([Problem(span, "This file lies outside the content folder.", "put the file itself here")])
    try:
        if not path.is_file():
            entry = "a link that leads nowhere" if path.is_symlink() else "a folder" if path.is_dir() else "not a file"
            raise ContentError([Problem(span, f"This is {entry}.", "give it another name, or delete it")])
        return disk.read(path, source.LARGEST_FILE)
    except OSError as error:
        raise unreadable(span, error) from None


def _library(models: Mapping[tuple[str, str], Content], trees: Mapping[tuple[str, str], Tree]) -> Library:
    guides = {key[1]: model for key, model in models.items() if isinstance(model, Guide)}
    roles = {key[1]: model for key, model in models.items() if isinstance(model, Role)}
    labels = {key[1]: model for key, model in models.items() if isinstance(model, Labels)}
    publisher = models.get(PUBLISHER, Publisher())
    assert isinstance(publisher, Publisher)  # noqa: S101  (told to the type checker; FILES gives no other)
    names = models.get(("names", "names"), Names())
    assert isinstance(names, Names)  # noqa: S101  (the same)
    brand = models.get(("brand", "brand"))
    assert brand is None or isinstance(brand, Brand)  # noqa: S101  (the same)
    return Library(guides, roles, publisher, labels, None, {}, names, (), trees, brand)


# Names and references -------------------------------------------------------------------------------------------------


def _named_like_its_file(model: Content, tree: Tree, path: Path) -> Iterator[Problem]:
    stem = path.stem
    key = "slug" if isinstance(model, Guide | Role) else "language" if isinstance(model, Labels) else ""
    if key and getattr(model, key) != stem:
        sentence = f"The {key} “{getattr(model, key)}” is not the name of this file."
        hint = f"rename the file to “{getattr(model, key)}.yaml”"
        if (first := path.with_stem(getattr(model, key))).is_file():
            new = f"write “{key}: {stem}”"
            if key == "slug" and not re.fullmatch(SLUG, stem):
                new = f"give it a short name, such as “{slug_of(stem) or 'new'}”, as its {key} and as the file's name"
            hint = f"if it is new, {new}; if Dropbox or OneDrive left it as a copy, delete it. "
            hint = f"{hint}{copies.compare(path, first)}".rstrip()
        elif key == "slug" and re.fullmatch(SLUG, stem):
            hint = f"write “{key}: {stem}”, or {hint}"
        yield Problem(tree.value[key].span, sentence, hint)


def named_by_file(problems: Sequence[Problem], tree: Tree, name: str) -> list[Problem]:
    """Return problems of a file in which what is wrong with its slug is mended by the name of the file or folder."""
    slug = tree.value.get("slug") if isinstance(tree.value, dict) else None
    if slug is None or not re.fullmatch(SLUG, name) or slug.written == name:
        return list(problems)
    hint = f"write “{name}”, as the file or its folder is named"
    return [replace(problem, hint=hint) if problem.span == slug.span else problem for problem in problems]


def _duplicate_slugs(
    models: Mapping[tuple[str, str], Content], trees: Mapping[tuple[str, str], Tree]
) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Span] = {}
    for (kind, stem), model in models.items():
        if not isinstance(model, Guide | Role) or (model.slug != stem and (kind, model.slug) in models):
            continue  # none of the kind, or told already, at the file that is not named like its slug
        span = trees[kind, stem].value["slug"].span
        first = seen.setdefault((kind, model.slug), span)
        if first is not span:
            yield Problem(span, f"The slug “{model.slug}” is taken already, in {first}.", "choose another")


# Pictures -------------------------------------------------------------------------------------------------------------


def logo(
    project: Project, library: Library, folders: Mapping[str, Path] | None = None
) -> tuple[pictures.PictureFile | None, list[Problem]]:
    """Return the logo of the publisher or school, None without one, and the problems in it.

    `folders` says by the name of a content file where what it names lies; without, in the content folder.
    """
    logo_line = library.publisher.logo
    if logo_line is None:
        return None, []
    span = library.trees["publisher", "publisher"].find(("logo", "file")).span
    folder = (folders or {}).get(span.file, project.content)
    try:
        least = library.brand.logo.least_width * MM if library.brand else pictures.LEAST_EMBLEM
        return pictures.read(_roots(project), folder / Path(logo_line.file), logo_line.alt, least), []
    except pictures.PictureError as error:
        return None, [Problem(span, str(error), error.hint)]


def _roots(project: Project) -> Iterator[Path]:
    """Yield the folders in which a picture may lie."""
    yield project.root
    yield from project.content_roots()


def photos(
    project: Project, library: Library, folders: Mapping[str, Path] | None = None
) -> tuple[dict[tuple[str, str], pictures.PictureFile], list[Problem]]:
    """Return the photographs of all guides by guide and section, and the problems in them.

    The photographs of a guide share what its brochure may weigh. `folders` is as for `logo`.
    """
    by_section: dict[tuple[str, str], pictures.PictureFile] = {}
    problems: list[Problem] = []
    for slug, guide in library.guides.items():
        share = pictures.share(sum(section.photo is not None for section in guide.sections))
        if guide.banner:
            span = library.trees["guide", slug].find(("banner", "file")).span
            folder = (folders or {}).get(span.file, project.content)
            try:
                picture = pictures.read_banner(
                    _roots(project), folder / Path(guide.banner.file), guide.banner.alt or ""
                )
                by_section[slug, BANNER] = picture
            except pictures.PictureError as error:
                problems.append(Problem(span, str(error), error.hint))
        for index, section in enumerate(guide.sections):
            if section.photo is None:
                continue
            span = library.trees["guide", slug].find(("sections", index, "photo", "file")).span
            folder = (folders or {}).get(span.file, project.content)
            try:
                file, alt = folder / Path(section.photo.file), section.photo.alt
                is_portrait = isinstance(section, QuotationSection)
                picture = pictures.read_photo(_roots(project), file, alt, share, portrait=is_portrait)
                by_section[slug, section.id] = picture
            except pictures.PictureError as error:
                problems.append(Problem(span, str(error), error.hint))
    return by_section, problems
