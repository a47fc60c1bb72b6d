"""Trees to checked content, or every problem of every file at once, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from guidepress import encoding, inline, pictures, schema, source
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.project import Project, inside
from guidepress.schema import Content, Guide, Labels, Panel, Publisher, Role, Unit
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
    files: dict[tuple[str, str], str] = {}
    for path, kind in project.kinds().items():
        name, key = project.name(path), (kind, path.stem)
        if first := files.get(key):
            sentence = f"“{first}” is there already; two files cannot have one name."
            problems.append(Problem(Span(name), sentence, "rename one of them, or delete it"))
            continue
        files[key] = name
        try:
            data = _data(project, path)
            texts[name] = encoding.shown(data)
            tree = source.load(data, name)
        except ContentError as error:
            problems += error.problems
            continue
        model, wrong = validate(tree, schema.FILES[kind], Span(name))
        problems += wrong
        trees[key] = tree
        if model is not None:
            models[key] = model
            problems += _named_like_its_file(model, tree, path.stem)
    problems += _duplicate_slugs(models, trees)
    library = _library(models, trees)
    # A file that could not be read is not told a second time by whoever refers to it.
    known = {stem: {file for kind, file in files if kind == stem} for stem in ("role", "labels")}
    for stem, guide in library.guides.items():
        problems += _references(guide, trees["guide", stem], known["role"], known["labels"])
        problems += _comparisons(guide, trees["guide", stem], library)
    for stem, role in library.roles.items():
        problems += _facts(role, trees["role", stem])
    for stem, labels in library.labels.items():
        problems += _placeholders(labels, trees["labels", stem])
    logo, wrong = _logo(project, library, trees)
    problems += wrong
    if not any(kind == "guide" for kind, _ in files):
        problems.append(Problem(Span("content/guides"), "There is no guide here yet.", "put one into this folder"))
    if problems:
        raise ContentError(source.illustrate(problems, texts))
    advice = source.illustrate(_advice(project, library, trees, today), texts)
    return replace(library, logo=logo, advice=tuple(sorted(advice, key=lambda each: each.span)))


def _data(project: Project, path: Path) -> bytes:
    """Read a content file, as far as a content file may be long. Raises ContentError."""
    span = Span(project.name(path))
    if not inside(project.content, path):
        raise ContentError([Problem(span, "This file lies outside the content folder.", "put the file itself here")])
    try:
        if not path.is_file():
            what = "a link that leads nowhere" if path.is_symlink() else "a folder" if path.is_dir() else "not a file"
            raise ContentError([Problem(span, f"This is {what}.", "give it another name, or delete it")])
        with path.open("rb") as file:
            return file.read(source.LARGEST_FILE + 1)
    except OSError as error:
        raise ContentError([Problem(span, f"This file cannot be read: {error.strerror}.")]) from None


def _library(models: Mapping[tuple[str, str], Content], trees: Mapping[tuple[str, str], Tree]) -> Library:
    guides = {key[1]: model for key, model in models.items() if isinstance(model, Guide)}
    roles = {key[1]: model for key, model in models.items() if isinstance(model, Role)}
    labels = {key[1]: model for key, model in models.items() if isinstance(model, Labels)}
    publisher = models.get(("publisher", "publisher"), Publisher())
    assert isinstance(publisher, Publisher)  # noqa: S101  (told to the type checker; FILES gives no other)
    return Library(guides, roles, publisher, labels, None, (), trees)


# Names and references -------------------------------------------------------------------------------------------------


def _named_like_its_file(model: Content, tree: Tree, stem: str) -> Iterator[Problem]:
    key = "slug" if isinstance(model, Guide | Role) else "language" if isinstance(model, Labels) else ""
    if key and getattr(model, key) != stem:
        sentence = f"The {key} “{getattr(model, key)}” is not the name of this file."
        hint = f"rename the file to “{getattr(model, key)}.yaml”"
        if key == "slug" and re.fullmatch(schema.SLUG, stem):
            hint = f"write “{key}: {stem}”, or {hint}"
        yield Problem(tree.value[key].span, sentence, hint)


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


def _references(guide: Guide, tree: Tree, roles: set[str], languages: set[str]) -> Iterator[Problem]:
    """Check what a guide refers to: labels, roles, and the panels in their order."""
    if guide.language not in languages:
        span = tree.value["language"].span if "language" in tree.value else tree.span
        sentence = f"The fixed words for the language “{guide.language}” are missing."
        yield Problem(span, sentence, f"put a file {guide.language}.yaml into content/labels")
    yield from _unique([section.id for section in guide.sections], tree, ("sections",), "id", "in this file")
    for index, section in enumerate(guide.sections):
        for name in ("roles", "lines"):
            items = getattr(section, name, ())
            yield from _unique([item.role for item in items], tree, ("sections", index, name), "role", "in this list")
        for location, slug in _role_references(section, ("sections", index)):
            if slug not in roles:
                yield Problem(tree.find(location).span, f"There is no role “{slug}”.", nearest(slug, roles))
    yield from _panels(guide, tree)


def _panels(guide: Guide, tree: Tree) -> Iterator[Problem]:
    """Check that sections begin on every panel, in the order in which panels are read, from the first section on."""
    order = list(Panel)
    if guide.sections[0].panel is None:
        span = tree.find(("sections", 0)).span
        yield Problem(span, "The first section must say on which panel it begins.", f"add the line “panel: {order[0]}”")
    reached = order[0]
    begun = {section.panel for section in guide.sections} | {guide.sections[0].panel or order[0]}
    for index, section in enumerate(guide.sections):
        if section.panel is None:
            continue
        if order.index(section.panel) < order.index(reached):
            span = tree.find(("sections", index, "panel")).span
            sentence = f"The panel “{section.panel}” is read before “{reached}”, where the sections above stand."
            yield Problem(span, sentence, f"the panels in their order: {', '.join(order)}")
        reached = max(reached, section.panel, key=order.index)
    missing = [panel for panel in order if panel not in begun]
    if missing:
        panels = f"panel{'s' if len(missing) > 1 else ''} {' and '.join(f'“{panel}”' for panel in missing)}"
        hint = "add the line “panel: …” to the section that begins there"
        yield Problem(tree.keys["sections"], f"No section begins on the {panels}.", hint)


def _role_references(section: Any, location: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("roles", "lines"):
        for index, item in enumerate(getattr(section, name, ())):
            yield (*location, name, index, "role"), item.role
    if getattr(section, "benchmark", None):
        yield (*location, "benchmark"), section.benchmark


def _unique(
    names: Sequence[str], tree: Tree, location: tuple[str | int, ...], key: str, where: str
) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            span = tree.find((*location, index, key)).span
            first = tree.find((*location, names.index(name), key)).span
            sentence = f"The {key} “{name}” stands twice {where}; the first is in line {first.line}."
            yield Problem(span, sentence, "choose another" if key == "id" else "keep one of them")


def _placeholders(labels: Labels, tree: Tree) -> Iterator[Problem]:
    """Check the words in braces: each label has those that its description names, and no others."""
    for name, info in type(labels).model_fields.items():
        text, span = str(getattr(labels, name)), tree.find((name,)).span
        known = re.findall(r"\{\w+\}", info.description or "")
        missing = [word for word in known if word not in text]
        if missing:
            yield Problem(span, f"“{name}” must hold {' and '.join(missing)}.", f"all of them: {', '.join(known)}")
        rest = re.sub("|".join(map(re.escape, known)), "", text) if known else text
        if wrong := re.search(r"\{[^{}]*\}|[{}]", rest):
            hint = f"allowed here: {', '.join(known)}" if known else "no words in braces are allowed here"
            yield Problem(span, f"Nothing is put in the place of “{wrong[0]}”.", hint)


# Facts and pictures ---------------------------------------------------------------------------------------------------

PAY = ("pay-10th", "pay-median", "pay-90th")
SHOWN = (*PAY, "growth", "training", "credential")
"""The facts that a comparison shows."""


def _comparisons(guide: Guide, tree: Tree, library: Library) -> Iterator[Problem]:
    """Check that the figures of a comparison can be compared: one period for each measure, none against itself."""
    for index, section in enumerate(guide.sections):
        if not isinstance(section, schema.ComparisonSection):
            continue
        slugs = [item.role for item in section.roles]
        if section.benchmark in slugs:
            span = tree.find(("sections", index, "benchmark")).span
            sentence = f"The role “{section.benchmark}” would be measured against itself."
            yield Problem(span, sentence, "take it out of the list, or choose another benchmark")
        elif section.benchmark:
            slugs.append(section.benchmark)
        for measure, keys in (("pay", PAY), ("growth", ("growth",))):
            periods: dict[str, list[str]] = {}
            for slug in slugs:
                facts = library.roles[slug].facts if slug in library.roles else {}
                for period in dict.fromkeys(facts[key].period for key in keys if key in facts):
                    periods.setdefault(period, []).append(slug)
            if len(periods) > 1:
                told = "; ".join(f"{period} ({', '.join(of)})" for period, of in sorted(periods.items()))
                sentence = f"This comparison mixes figures for {measure} from different dates: {told}."
                hint = "bring the facts of all these roles to one edition"
                yield Problem(tree.find(("sections", index)).span, sentence, hint)


BOUNDS = {Unit.DOLLARS: (1, 1_000_000), Unit.JOBS: (1, 1_000_000_000), Unit.PERCENT: (-100, 1000), Unit.YEARS: (0, 100)}
"""The least and the largest figure in each unit: what lies outside is mistyped."""

WHOLE = (Unit.DOLLARS, Unit.JOBS)
"""The units that are printed without decimals."""


def _plausible(value: float, unit: Unit) -> bool:
    least, most = BOUNDS[unit]
    return least <= value <= most and (unit not in WHOLE or value.is_integer())


def _facts(role: Role, tree: Tree) -> Iterator[Problem]:
    """Check each fact's value against its unit, its dates against each other, and pay ranges against themselves."""
    for key, fact in role.facts.items():
        span = tree.find(("facts", key, "value")).span
        told = tree.find(("facts", key, "value")).written
        number = not isinstance(fact.value, str)
        needed = {"pay": Unit.DOLLARS, "growth": Unit.PERCENT}.get(key.partition("-")[0])
        if needed and fact.unit is not needed:
            place = tree.find(("facts", key, "unit")).span
            yield Problem(place, f"The fact “{key}” is counted in “{needed}”.", f"write “unit: {needed}”")
        elif number == (fact.unit is Unit.WORDS):
            hint = "write the number alone, as in “50980”" if needed or not number else "put it in double quotes"
            yield Problem(span, f"“{told}” does not go with the unit “{fact.unit}”.", hint)
        elif number and not _plausible(float(fact.value), fact.unit):
            least, most = BOUNDS[fact.unit]
            hint = f"from {least:,} to {most:,}{', without decimals' if fact.unit in WHOLE else ''}"
            yield Problem(span, f"“{told}” cannot be a figure in {fact.unit}.", hint)
        if fact.review_after < fact.retrieved:
            place = tree.find(("facts", key, "review_after")).span
            yield Problem(
                place, f"This is before {fact.retrieved}, the day in “retrieved”.", "one of the two is mistyped"
            )
    pay = [(key, role.facts[key]) for key in PAY if key in role.facts and not isinstance(role.facts[key].value, str)]
    for (lower, low), (upper, high) in pairwise(pay):
        if float(low.value) > float(high.value):
            span = tree.find(("facts", upper, "value")).span
            yield Problem(span, f"“{upper}” is smaller than “{lower}”.", "one of the two is mistyped")


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


# Advice ---------------------------------------------------------------------------------------------------------------


def _advice(
    project: Project, library: Library, trees: Mapping[tuple[str, str], Tree], today: date
) -> Iterator[Problem]:
    """Say what is not wrong but wants a look."""
    for path in project.unread():
        sentence = "This file is not read: its name does not end in “.yaml”."
        yield Problem(Span(project.name(path)), sentence, "rename it, or move it elsewhere", advice=True)
    for slug, role in library.roles.items():
        for key, fact in role.facts.items():
            tree = trees["role", slug].find(("facts", key))
            if fact.review_after < today:
                sentence = f"The fact “{key}” was to be looked at again after {fact.review_after}."
                hint = f"see {fact.address}, then set retrieved and review_after"
                yield Problem(tree.find(("review_after",)).span, sentence, hint, advice=True)
            if fact.retrieved > today:
                sentence = f"The fact “{key}” was read on a day that is still to come."
                yield Problem(tree.find(("retrieved",)).span, sentence, "is the date mistyped?", advice=True)
            if key not in SHOWN and (near := get_close_matches(key, SHOWN, n=1, cutoff=0.75)):
                span = trees["role", slug].find(("facts",)).keys[key]
                sentence = f"The fact “{key}” is shown nowhere."
                yield Problem(span, sentence, f"did you mean “{near[0]}”?", advice=True)
    for (kind, stem), tree in trees.items():
        model = {"guide": library.guides, "role": library.roles}.get(kind, {"publisher": library.publisher})
        for leaf in schema.leaves(model.get(stem)):
            if mark := re.search(r"\*\*|\]\s*\(|</?[a-zA-Z]+[^<>]*>", inline.plain(leaf.text)):
                sentence = f"“{mark[0]}” will be printed as it stands here."
                hint = "bold is written “**bold**”, a link “[words](https://…)”; HTML is not read"
                yield Problem(tree.find(leaf.location).span, sentence, hint, advice=True)
