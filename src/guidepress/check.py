"""Trees to checked content, or every problem of every file at once, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from guidepress import pictures, schema, source
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import Project
from guidepress.schema import Content, Fact, Guide, Labels, Panel, Publisher, Role
from guidepress.source import Tree
from guidepress.validate import validate


@dataclass(frozen=True)
class Library:
    """All content of a project, checked. `advice` holds what is not wrong but wants a look."""

    guides: Mapping[str, Guide]
    roles: Mapping[str, Role]
    publisher: Publisher
    labels: Mapping[str, Labels]
    logo: pictures.Picture | None
    advice: Sequence[Problem]
    trees: Mapping[tuple[str, str], Tree] = field(repr=False)

    def places(self, guide: Guide) -> dict[str, Span]:
        """Return where each leaf that the guide can show stands, by content path."""
        found = {leaf.path: self.trees["guide", guide.slug].find(leaf.location).span for leaf in schema.leaves(guide)}
        for slug, role in self.roles.items():
            tree = self.trees["role", slug]
            for leaf in schema.leaves(role, f"roles.{slug}"):
                found[leaf.path] = tree.find(leaf.location).span
            for key in role.facts:
                found[f"roles.{slug}.facts.{key}.value"] = tree.find(("facts", key, "value")).span
        if ("publisher", "publisher") in self.trees:
            tree = self.trees["publisher", "publisher"]
            found |= {leaf.path: tree.find(leaf.location).span for leaf in schema.leaves(self.publisher, "publisher")}
        return found


def read(project: Project, today: date) -> Library:
    """Read and check all content of a project.

    Raises ContentError with the problems of all files. `today` decides which facts want a new look.
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    trees: dict[tuple[str, str], Tree] = {}
    models: dict[tuple[str, str], Content] = {}
    for path, kind in project.kinds().items():
        name = project.name(path)
        try:
            data = path.read_bytes()
            texts[name] = data.decode("utf-8-sig", "replace")
            tree = source.load(data, name)
        except OSError as error:
            problems.append(Problem(Span(name), f"This file cannot be read: {error.strerror}."))
            continue
        except ContentError as error:
            problems += error.problems
            continue
        key = (kind, path.stem)
        model, wrong = validate(tree, schema.FILES[kind], Span(name))
        problems += wrong
        trees[key] = tree
        if model is not None:
            models[key] = model
            problems += _named_like_its_file(model, tree, path.stem)
    problems += _duplicate_slugs(models, trees)
    library = _library(models, trees)
    # A file that could not be read is not told a second time by whoever refers to it.
    known = {path.stem for path, kind in project.kinds().items() if kind == "role"}
    for guide in library.guides.values():
        problems += _references(guide, trees["guide", guide.slug], known, library)
    for role in library.roles.values():
        problems += _facts(role, trees["role", role.slug])
    logo, wrong = _logo(project, library, trees)
    problems += wrong
    if not library.guides and not problems:
        problems.append(Problem(Span("content/guides"), "There is no guide here yet.", "run “guidepress new”"))
    if problems:
        raise ContentError(source.illustrate(problems, texts))
    advice = source.illustrate(_stale(library, trees, today), texts)
    return Library(library.guides, library.roles, library.publisher, library.labels, logo, advice, trees)


def _library(models: Mapping[tuple[str, str], Content], trees: Mapping[tuple[str, str], Tree]) -> Library:
    guides = {key[1]: model for key, model in models.items() if isinstance(model, Guide) and model.slug == key[1]}
    roles = {key[1]: model for key, model in models.items() if isinstance(model, Role) and model.slug == key[1]}
    labels = {key[1]: model for key, model in models.items() if isinstance(model, Labels)}
    publisher = models.get(("publisher", "publisher"), Publisher())
    assert isinstance(publisher, Publisher)  # noqa: S101  (told to the type checker; FILES gives no other)
    return Library(guides, roles, publisher, labels, None, (), trees)


# What one file says of another ----------------------------------------------------------------------------------------


def _named_like_its_file(model: Content, tree: Tree, stem: str) -> Iterator[Problem]:
    key = "slug" if isinstance(model, Guide | Role) else "language" if isinstance(model, Labels) else ""
    if key and getattr(model, key) != stem:
        yield Problem(
            tree.value[key].span,
            f"The {key} “{getattr(model, key)}” is not the name of this file.",
            f"write “{key}: {stem}”, or rename the file",
        )


def _duplicate_slugs(
    models: Mapping[tuple[str, str], Content], trees: Mapping[tuple[str, str], Tree]
) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Span] = {}
    for (kind, stem), model in models.items():
        if not isinstance(model, Guide | Role):
            continue
        span = trees[kind, stem].value["slug"].span
        first = seen.setdefault((kind, model.slug), span)
        if first is not span:
            yield Problem(span, f"The slug “{model.slug}” is taken already, in {first}.", "choose another")


def _references(guide: Guide, tree: Tree, known: set[str], library: Library) -> Iterator[Problem]:
    """Check what a guide refers to: roles, and the panels in their order."""
    for index, section in enumerate(guide.sections):
        for location, slug in _role_references(section, ("sections", index)):
            if slug not in known:
                yield Problem(tree.find(location).span, f"There is no role “{slug}”.", nearest(slug, known))
    yield from _unique([section.id for section in guide.sections], tree, ("sections",), "id")
    order = list(Panel)
    reached = -1
    begun: set[Panel] = set()
    for index, section in enumerate(guide.sections):
        if section.panel is None:
            continue
        place = order.index(section.panel)
        if place < reached:
            span = tree.find(("sections", index, "panel")).span
            hint = f"the panels are read in this order: {', '.join(order)}"
            yield Problem(span, f"The panel “{section.panel}” comes before the panel of the section above.", hint)
        reached = max(reached, place)
        begun.add(section.panel)
    missing = [panel for panel in order if panel not in begun]
    if missing:
        what = f"the panel{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
        yield Problem(
            tree.keys["sections"], f"No section begins on {what}.", "give a section the line “panel: …” for each"
        )
    yield from _comparisons(guide, tree, library)


def _role_references(section: Any, location: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("roles", "lines"):
        for index, item in enumerate(getattr(section, name, ())):
            yield (*location, name, index, "role"), item.role
    if getattr(section, "benchmark", None):
        yield (*location, "benchmark"), section.benchmark


def _unique(names: Sequence[str], tree: Tree, location: tuple[str, ...], key: str) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Problem(
                tree.find((*location, index, key)).span,
                f"The {key} “{name}” stands twice in this file.",
                "choose another",
            )


def _comparisons(guide: Guide, tree: Tree, library: Library) -> Iterator[Problem]:
    """Check that the figures of a comparison can be compared: one period for each measure."""
    for index, section in enumerate(guide.sections):
        if not isinstance(section, schema.ComparisonSection):
            continue
        slugs = [item.role for item in section.roles] + ([section.benchmark] if section.benchmark else [])
        for measure in ("pay-median", "growth"):
            facts = {slug: library.roles[slug].facts[measure] for slug in slugs if _has(library, slug, measure)}
            periods = sorted({fact.period for fact in facts.values()})
            if len(periods) > 1:
                span = tree.find(("sections", index)).span
                sentence = f"This comparison mixes figures for “{measure}” of {' and '.join(periods)}."
                yield Problem(span, sentence, "bring the facts of all these roles to one edition")


def _has(library: Library, slug: str, measure: str) -> bool:
    return slug in library.roles and measure in library.roles[slug].facts


_UNITS = {"pay": schema.Unit.DOLLARS, "growth": schema.Unit.PERCENT}


def _facts(role: Role, tree: Tree) -> Iterator[Problem]:
    """Check each fact's value against its unit, and pay ranges against themselves."""
    for key, fact in role.facts.items():
        span = tree.find(("facts", key, "value")).span
        words = isinstance(fact.value, schema.Text)
        if words != (fact.unit is schema.Unit.WORDS):
            yield Problem(span, f"The value “{fact.value}” does not go with the unit “{fact.unit}”.")
        needed = _UNITS.get(key.partition("-")[0])
        if needed and fact.unit is not needed:
            place = tree.find(("facts", key, "unit")).span
            yield Problem(place, f"The fact “{key}” is counted in “{needed}”.", f"write “unit: {needed}”")
    pay = [(key, role.facts[key]) for key in ("pay-10th", "pay-median", "pay-90th") if key in role.facts]
    for (lower, low), (upper, high) in pairwise(pay):
        if _number(low) > _number(high):
            span = tree.find(("facts", upper, "value")).span
            yield Problem(span, f"“{upper}” is smaller than “{lower}”.", "one of the two is mistyped")


def _number(fact: Fact) -> float:
    return 0 if isinstance(fact.value, str) else float(fact.value)


def _logo(
    project: Project, library: Library, trees: Mapping[tuple[str, str], Tree]
) -> tuple[pictures.Picture | None, list[Problem]]:
    logo = library.publisher.logo
    if logo is None:
        return None, []
    span = trees["publisher", "publisher"].find(("logo", "file")).span
    try:
        return pictures.read(project.root, project.content / Path(logo.file), logo.alt), []
    except pictures.PictureError as error:
        return None, [Problem(span, str(error), error.hint)]


def _stale(library: Library, trees: Mapping[tuple[str, str], Tree], today: date) -> Iterator[Problem]:
    for slug, role in library.roles.items():
        for key, fact in role.facts.items():
            if fact.review_after < today:
                span = trees["role", slug].find(("facts", key, "review_after")).span
                sentence = f"The fact “{key}” was to be looked at again after {fact.review_after}."
                yield Problem(span, sentence, f"see {fact.address}, then set retrieved and review_after", advice=True)
