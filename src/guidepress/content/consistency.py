"""Checks between content files: a guide's roles, facts and panels exist, and figures that are compared match."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from guidepress.content import texts
from guidepress.content.library import Library
from guidepress.content.model import guides, inline
from guidepress.content.model.fields import Content, Text
from guidepress.content.model.guides import Guide
from guidepress.content.model.references import Reference
from guidepress.content.model.roles import Role, Unit
from guidepress.content.model.sections import ComparisonSection, FactsSection, PanelName, PaySection
from guidepress.content.source import Tree
from guidepress.errors import Problem, Span, nearest


def references(guide: Guide, tree: Tree, roles: set[str], languages: set[str]) -> Iterator[Problem]:
    """Check what a guide refers to: labels, roles, and the panels in their order."""
    if guide.language not in languages:
        span = tree.value["language"].span if "language" in tree.value else tree.span
        sentence = f"The fixed words for the language “{guide.language}” are missing."
        yield Problem(span, sentence, f"put a file {guide.language}.yaml into content/labels")
    if guide.role and guide.role not in roles:
        span = tree.find(("role",)).span
        yield Problem(span, f"There is no role “{guide.role}”.", nearest(guide.role, roles))
    for slug in guide.names:
        if slug not in roles:
            span = tree.value["names"].keys[slug]
            yield Problem(span, f"There is no role “{slug}”.", nearest(slug, roles))
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
    order = list(PanelName)
    if guide.sections[0].panel is None:
        span = tree.find(("sections", 0)).span
        yield Problem(span, "The first section must say on which panel it begins.", f"add the line “panel: {order[0]}”")
    last_panel = order[0]
    begun_panels = {section.panel for section in guide.sections} | {guide.sections[0].panel or order[0]}
    for index, section in enumerate(guide.sections):
        if section.panel is None:
            continue
        if order.index(section.panel) < order.index(last_panel):
            span = tree.find(("sections", index, "panel")).span
            sentence = f"The panel “{section.panel}” is read before “{last_panel}”, where the sections above stand."
            yield Problem(span, sentence, f"the panels in their order: {', '.join(order)}")
        last_panel = max(last_panel, section.panel, key=order.index)
    missing = [panel for panel in order if panel not in begun_panels]
    if missing:
        panels = f"panel{'s' if len(missing) > 1 else ''} {' and '.join(f'“{panel}”' for panel in missing)}"
        hint = "add the line “panel: …” to the section that begins there"
        yield Problem(tree.keys["sections"], f"No section begins on the {panels}.", hint)


def _role_references(section: Any, location: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in ("roles", "lines"):
        for index, item in enumerate(getattr(section, name, ())):
            yield (*location, name, index, "role"), item.role
    for name in ("benchmark", "role"):
        if slug := getattr(section, name, None):
            yield (*location, name), slug


def _unique(
    names: Sequence[str], tree: Tree, location: tuple[str | int, ...], key: str, where: str
) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name in names[:index]:
            span = tree.find((*location, index, key)).span
            first = tree.find((*location, names.index(name), key)).span
            sentence = f"The {key} “{name}” stands twice {where}; the first is in line {first.line}."
            yield Problem(span, sentence, "choose another" if key == "id" else "keep one of them")


def placeholders(labels: Content, tree: Tree, location: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Check the words in braces: each label has those that its description names, and no others."""
    for name, info in type(labels).model_fields.items():
        value, span = getattr(labels, name), tree.find((*location, name)).span
        if isinstance(value, Content):
            yield from placeholders(value, tree, (*location, name))
            continue
        text = str(value)
        known_braces = re.findall(r"\{\w+\}", info.description or "")
        missing = [word for word in known_braces if word not in text]
        if missing:
            yield Problem(
                span, f"“{name}” must hold {' and '.join(missing)}.", f"all of them: {', '.join(known_braces)}"
            )
        other_text = re.sub("|".join(map(re.escape, known_braces)), "", text) if known_braces else text
        if wrong_braces := re.search(r"\{[^{}]*\}|[{}]", other_text):
            hint = f"allowed here: {', '.join(known_braces)}" if known_braces else "no words in braces are allowed here"
            yield Problem(span, f"Nothing is put in the place of “{wrong_braces[0]}”.", hint)


# Facts and pictures ---------------------------------------------------------------------------------------------------

PAY = ("pay-10th", "pay-median", "pay-90th")
ALL_PAY = ("pay-10th", "pay-25th", "pay-median", "pay-75th", "pay-90th")


def uses(guide: Guide, tree: Tree, roles: Mapping[str, Role], known: set[str]) -> Iterator[Problem]:
    """Check the facts that a guide names: that they are there, and can be drawn where they are drawn."""
    for use in guides.uses(guide):
        span = tree.find(use.location).span
        if not use.role:
            sentence = f"The fact “{use.fact}” is named here, but this guide is about no role."
            yield Problem(span, sentence, "add “role: …” to the guide, or name the role: “{role/fact}”")
        elif use.role not in known and use.role != guide.role:  # its own role is told of where it is named
            yield Problem(span, f"There is no role “{use.role}”.", nearest(use.role, known))
        elif use.role in roles and use.fact not in roles[use.role].facts:
            sentence = f"The role “{use.role}” has no fact “{use.fact}”."
            yield Problem(span, sentence, _hint_of_fact(use, roles[use.role]))
        elif use.role in roles and (needed_unit := _unit_needed(use.location)):
            fact = roles[use.role].facts[use.fact]
            if fact.unit is not needed_unit:
                sentence = f"The fact “{use.fact}” is counted in “{fact.unit}”; here it must be “{needed_unit}”."
                yield Problem(span, sentence, _hint_of_fact(use, roles[use.role]))
    for index, section in enumerate(guide.sections):
        if not isinstance(section, PaySection):
            continue
        slug = section.role or guide.role or ""
        facts_of_role = roles[slug].facts if slug in roles else dict.fromkeys(PAY)
        missing = [key for key in PAY if key not in facts_of_role]
        if not slug or missing:
            reason = f"the role “{slug}” has no {' and no '.join(missing)}" if slug else "this guide is about no role"
            yield Problem(tree.find(("sections", index)).span, f"There is no pay to draw: {reason}.")


def _hint_of_fact(use: guides.Use, role: Role) -> str:
    """Say which facts of a role may be named in a place: where it takes one unit only, those that are counted in it."""
    unit = _unit_needed(use.location)
    if unit is None:
        return nearest(use.fact, role.facts)
    counted = [key for key, fact in role.facts.items() if fact.unit is unit]
    if not counted:
        return f"first add a fact with “unit: {unit}” to content/roles/{role.slug}.yaml"
    return f"“{use.location[-1]}” takes the name of a fact that is counted in “{unit}”: {', '.join(counted)}"


def facts_beside_guides(library: Library) -> Iterator[Problem]:
    """Check the facts that are named outside guides: by a publisher or school, in the house style, in a role's file.

    What a publisher says stands in several guides, and a fact that is named without its role is the guide's own.
    """
    for text in texts.walk(library):
        if text.kind == "guide" or not isinstance(text.text, Text):
            continue
        for reference in inline.named(text.text):
            span = texts.place(library.texts, text, reference.written)
            if text.kind == "role":
                sentence = f"“{reference.written}” names a fact, and none can be named in a role's own file."
                yield Problem(span, sentence, "write the words out; a brace that is to be printed is written “\\{”")
            elif reference.role and reference.role not in library.roles:
                yield Problem(span, f"There is no role “{reference.role}”.", nearest(reference.role, library.roles))
            else:
                shown_in = [
                    guide
                    for guide in library.guides.values()
                    if text.kind == "brand" or library.says(text.location, guide.slug)
                ]
                yield from _unknown_fact(reference, shown_in, library.roles, span)


def _unknown_fact(
    reference: Reference, shown_in: Sequence[Guide], roles: Mapping[str, Role], span: Span
) -> Iterator[Problem]:
    """Tell of a fact that one of the guides that show a text does not have; once, however many they are."""
    fact = reference.fact
    slugs = {guide.slug: reference.role or guide.role or "" for guide in shown_in}
    without = {guide: slug for guide, slug in slugs.items() if slug not in roles or fact not in roles[slug].facts}
    if not without:
        return
    guide, slug = next(((guide, slug) for guide, slug in without.items() if slug), next(iter(without.items())))
    having = [role for role in dict.fromkeys(slugs.values()) if role in roles and fact in roles[role].facts]
    example_role = next((role for role in (*having, *roles) if role in roles and fact in roles[role].facts), "role")
    example = f"name the role, too: “{{{example_role}/{fact}}}”"
    if not slug:
        sentence = f"The fact “{fact}” is named here, but the guide “{guide}”, which shows it, is about no role."
        yield Problem(span, sentence, example)
    else:
        known = roles[slug].facts if slug in roles else {}
        sentence = f"The role “{slug}” has no fact “{fact}”."
        if having:  # the name is right: it is meant for other guides
            sentence = f"The role “{slug}” has no fact “{fact}”, and the guide “{guide}” shows it, too."
        yield Problem(span, sentence, example if having else nearest(fact, known))


def _unit_needed(location: tuple[str | int, ...]) -> Unit | None:
    """Return the unit that a fact must have where it is drawn as a figure; None where any unit will do."""
    if location[2:3] == ("shares",) and location[-1] == "fact":
        return Unit.SHARE
    return Unit.YEARS if location[-1] in ("years", "years_to") else None


def comparisons(guide: Guide, tree: Tree, roles: Mapping[str, Role]) -> Iterator[Problem]:
    """Check that figures that stand side by side can be compared: one period for each measure, none against itself."""
    for index, section in enumerate(guide.sections):
        if isinstance(section, ComparisonSection):
            slugs = [item.role for item in section.roles]
        elif isinstance(section, FactsSection | PaySection):
            slugs = [slug for slug in (getattr(section, "role", None) or guide.role,) if slug]
        else:
            continue
        if section.benchmark in slugs:
            span = tree.find(("sections", index, "benchmark")).span
            sentence = f"The role “{section.benchmark}” would be measured against itself."
            yield Problem(span, sentence, "take it out of the list, or choose another benchmark")
        elif section.benchmark:
            slugs.append(section.benchmark)
        for measure, keys in (("pay", PAY), ("growth", ("growth",))):
            periods: dict[str, list[str]] = {}
            for slug in slugs:
                facts = roles[slug].facts if slug in roles else {}
                for period in dict.fromkeys(facts[key].period for key in keys if key in facts):
                    periods.setdefault(period, []).append(slug)
            if len(periods) > 1:
                mixed_periods = "; ".join(
                    f"{period} ({', '.join(role_slugs)})" for period, role_slugs in sorted(periods.items())
                )
                sentence = f"This comparison mixes figures for {measure} from different dates: {mixed_periods}."
                hint = "bring the facts of all these roles to one edition"
                yield Problem(tree.find(("sections", index)).span, sentence, hint)


BOUNDS = {
    Unit.DOLLARS: (1, 1_000_000),
    Unit.JOBS: (1, 1_000_000_000),
    Unit.PERCENT: (-100, 1000),
    Unit.SHARE: (0, 100),
    Unit.YEARS: (0, 100),
}
"""The least and the largest figure in each unit: what lies outside is mistyped."""

WHOLE = (Unit.DOLLARS, Unit.JOBS)
"""The units that are printed without decimals."""


def _plausible(value: float, unit: Unit) -> bool:
    least, most = BOUNDS[unit]
    return least <= value <= most and (unit not in WHOLE or value.is_integer())


def _prefix(key: str) -> str:
    return key.partition("-")[0]


def facts(role: Role, tree: Tree) -> Iterator[Problem]:
    """Check each fact's value against its unit, its dates against each other, and pay ranges against themselves."""
    for key, fact in role.facts.items():
        span = tree.find(("facts", key, "value")).span
        written = tree.find(("facts", key, "value")).written
        is_number = not isinstance(fact.value, str)
        needed_unit = {"pay": Unit.DOLLARS, "growth": Unit.PERCENT}.get(_prefix(key))
        if needed_unit and fact.unit is not needed_unit:
            unit_span = tree.find(("facts", key, "unit")).span
            sentence = f"The fact “{key}” must be counted in “{needed_unit}”, as its name begins with “{_prefix(key)}”."
            hint = f"write “unit: {needed_unit}”, or let its name begin otherwise"
            yield Problem(unit_span, sentence, hint)
        elif is_number == (fact.unit is Unit.WORDS):
            hint = (
                "write the number alone, as in “50980”" if needed_unit or not is_number else "put it in double quotes"
            )
            yield Problem(span, f"“{written}” does not go with the unit “{fact.unit}”.", hint)
        elif is_number and not _plausible(float(fact.value), fact.unit):
            least, most = BOUNDS[fact.unit]
            hint = f"from {least:,} to {most:,}{', without decimals' if fact.unit in WHOLE else ''}"
            yield Problem(span, f"“{written}” cannot be a figure in {fact.unit}.", hint)
        if fact.newer == fact.period:
            sentence = f"“newer” says {fact.newer}, and that is the edition which the fact is of."
            yield Problem(tree.find(("facts", key, "newer")).span, sentence, "take the line out")
        if fact.review_after < fact.retrieved:
            unit_span = tree.find(("facts", key, "review_after")).span
            yield Problem(
                unit_span, f"This is before {fact.retrieved}, the day in “retrieved”.", "one of the two is mistyped"
            )
    pay = [
        (key, role.facts[key]) for key in ALL_PAY if key in role.facts and not isinstance(role.facts[key].value, str)
    ]
    for (lower, low), (upper, high) in pairwise(pay):
        if float(low.value) > float(high.value):
            span = tree.find(("facts", upper, "value")).span
            yield Problem(span, f"“{upper}” is smaller than “{lower}”.", "one of the two is mistyped")
