"""Checked content to HTML: what a template sees, and the two pages made of it, every leaf stamped with its path."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from guidepress import figures, inline, schema
from guidepress.check import Library
from guidepress.errors import ContentError, Problem, Span
from guidepress.project import Project
from guidepress.schema import Fact, Guide, Text, Unit
from guidepress.theme import Theme

Plain = dict[str, Any]


# What a template sees -------------------------------------------------------------------------------------------------


def view(value: Any, path: str = "") -> Any:
    """Turn a model into plain data: a leaf becomes its path and its runs, the rest strings, numbers, lists, dicts."""
    if isinstance(value, Text):
        return leaf(path, value)
    if isinstance(value, BaseModel):
        return {name: view(getattr(value, name), schema.step(path, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: view(item, schema.step(path, key)) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [view(item, schema.step(path, schema.item_name(item, index))) for index, item in enumerate(value)]
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else value


def leaf(path: str, text: str) -> Plain:
    """Return a leaf as templates take it."""
    runs = [
        {"text": run.text, "strong": run.strong, "emphasis": run.emphasis, "href": run.href}
        for run in inline.parse(text)
    ]
    return {"path": path, "runs": runs}


def said(leaf: Plain) -> str:
    """Return the words of a leaf."""
    return "".join(run["text"] for run in leaf["runs"])


def guide_view(guide: Guide, revision: str, library: Library, theme: Theme) -> Plain:
    """Return all that a template may need of a guide: its sections, figures filled in, also grouped by panel."""
    labels = library.labels[guide.language]
    shown: Plain = view(guide)
    shown["lookup"] = None
    cited: list[tuple[str, Fact]] = []
    for section, data in zip(guide.sections, shown["sections"], strict=True):
        for name in ("roles", "lines"):
            for item in data.get(name, ()):
                role = library.roles[item["role"]]
                item |= {"motif": role.motif, "name": view(role.short_name, f"roles.{item['role']}.short_name")}
        if isinstance(section, schema.ComparisonSection):
            _compare(section, data, library, theme, cited)
        if data.get("lookup"):
            address = data["lookup"]["address"]
            shown["lookup"] = data["lookup"]
            data["lookup"]["qr"] = figures.qr_code(address, labels.qr.format(address=address), theme.colours.ink)
        data["cites"] = _sources(cited, labels) if isinstance(section, schema.ComparisonSection) else []
    shown |= {
        "revision": revision,
        "panels": _panels(shown["sections"]),
        "motifs": list(dict.fromkeys(motif for motif in _motifs(guide, library) if motif)),
        "publisher": view(library.publisher, "publisher"),
        "labels": labels.model_dump(mode="json"),
        "unfilled": [
            label
            for value, label in (
                (library.publisher.name, labels.publisher_name),
                (library.publisher.contact, labels.publisher_contact),
            )
            if not value
        ],
    }
    return shown


def _panels(sections: Sequence[Plain]) -> list[Plain]:
    """Group sections by the panel they stand on; a section without one stands where the section before it stands."""
    panels: list[Plain] = []
    for section in sections:
        if section["panel"] and (not panels or panels[-1]["name"] != section["panel"]):
            panels.append({"name": section["panel"], "sections": []})
        panels[-1]["sections"].append(section)
    return panels


def _motifs(guide: Guide, library: Library) -> list[str | None]:
    return [
        library.roles[item.role].motif
        for section in guide.sections
        for name in ("roles", "lines")
        for item in getattr(section, name, ())
    ]


def _compare(
    section: schema.ComparisonSection, data: Plain, library: Library, theme: Theme, cited: list[tuple[str, Fact]]
) -> None:
    """Fill a comparison with the figures of its roles, drawn on one scale."""
    labels = library.labels["en-US"]
    slugs = [item.role for item in section.roles] + ([section.benchmark] if section.benchmark else [])
    pay = [
        float(fact.value)
        for slug in slugs
        for key, fact in library.roles[slug].facts.items()
        if key in ("pay-10th", "pay-median", "pay-90th")
    ]
    on = figures.scale(pay) if pay else None
    data["periods"] = {
        measure: next((library.roles[slug].facts[key].period for slug in slugs if key in library.roles[slug].facts), "")
        for measure, key in (("pay", "pay-median"), ("growth", "growth"))
    }
    yardstick = library.roles[section.benchmark].facts.get("pay-median") if section.benchmark else None
    colours = {
        "bar": theme.colours.accent,
        "median": theme.colours.ink,
        "tick": theme.colours.tick,
        "mark": theme.colours.tick,
    }
    for item in data["roles"]:
        slug = item["role"]
        role = library.roles[slug]
        item |= {"facts": _facts(slug, role.facts, cited), "range": None, "range_words": None}
        low, median, high = (role.facts.get(f"pay-{name}") for name in ("10th", "median", "90th"))
        if on and low and median and high:
            title = labels.range.format(
                role=role.short_name,
                low=number(low),
                median=number(median),
                high=number(high),
                least=_dollars(on.least),
                most=_dollars(on.most),
            )
            values = float(low.value), float(median.value), float(high.value)
            mark = float(yardstick.value) if yardstick else None
            item["range"] = figures.pay_range(*values, mark, on, title, colours)
            item["range_words"] = title
    data["complete"] = [item for item in data["roles"] if all(_known(item).values())]
    data["incomplete"] = [
        item | {"known": [(measure, fact) for measure, fact in _known(item).items() if fact]}
        for item in data["roles"]
        if not all(_known(item).values())
    ]
    if section.benchmark:
        role = library.roles[section.benchmark]
        name = view(role.short_name, f"roles.{role.slug}.short_name")
        data["benchmark"] = {"name": name, "facts": _facts(role.slug, role.facts, cited)}


COMPARED = ("pay_10th", "pay_median", "pay_90th", "growth", "training", "credential")
"""The facts that a comparison can show; those a role does not have are None."""


def _facts(slug: str, facts: Mapping[str, Fact], cited: list[tuple[str, Fact]]) -> Plain:
    cited += facts.items()
    return dict.fromkeys(COMPARED) | {
        key.replace("-", "_"): leaf(f"roles.{slug}.facts.{key}.value", number(fact)) | {"period": fact.period}
        for key, fact in facts.items()
    }


def _known(item: Plain) -> Plain:
    """Return the facts of a compared role by the label that stands over them."""
    facts = item["facts"]
    return {
        name: facts["pay_median" if name == "pay" else name] for name in ("pay", "growth", "training", "credential")
    }


def _sources(cited: Sequence[tuple[str, Fact]], labels: schema.Labels) -> list[Plain]:
    """Say where the figures come from: each source once, with the measures it gives and their period."""
    by_source: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for measure in ("pay", "growth", "training", "credential"):
        facts = [fact for key, fact in cited if key.partition("-")[0] == measure]
        if facts:
            names = tuple(dict.fromkeys(fact.source for fact in facts))
            periods = tuple(dict.fromkeys(fact.period for fact in facts))
            by_source.setdefault((names, periods), []).append(getattr(labels, measure))
    return [
        {"measures": measures, "names": list(names), "periods": list(periods)}
        for (names, periods), measures in by_source.items()
    ]


def number(fact: Fact) -> str:
    """Write a fact's value as it is printed in American English."""
    if fact.unit is Unit.DOLLARS:
        return _dollars(float(fact.value))
    if fact.unit is Unit.PERCENT:
        return f"{float(fact.value):+g}%".replace("-", "−")
    if fact.unit is Unit.JOBS:
        return f"{float(fact.value):,.0f}"
    return str(fact.value)


def _dollars(value: float) -> str:
    return f"${value:,.0f}"


# The pages ------------------------------------------------------------------------------------------------------------


def brochure(project: Project, theme: Theme, shown: Plain, panels: Plain, art: Mapping[str, str], fit: Plain) -> str:
    """Render the brochure's HTML with its style sheet in it.

    `panels` gives each panel's width and height in points, `art` the address of each drawing, `fit` what was settled.
    """
    data = {
        "guide": shown,
        "labels": shown["labels"],
        "theme": theme.model_dump(mode="json"),
        "panels": panels,
        "art": dict(art),
        "fit": fit,
    }
    environment = _environment(project, theme)
    sheet = _render(project, environment, "brochure.css", data)
    return _render(project, environment, "brochure.html", data | {"style": Markup(sheet)})  # noqa: S704


def handout(project: Project, theme: Theme, shown: Plain, art: Plain) -> str:
    """Render the handout's HTML, each tag stamped with its template and line.

    `art` gives the address of each picture, and the logo's width and height in points.
    """
    data = {"guide": shown, "labels": shown["labels"], "art": art}
    return _render(project, _environment(project, theme, stamped=True), "handout.html", data)


def _environment(project: Project, theme: Theme, stamped: bool = False) -> Environment:
    """Make a Jinja environment that finds a theme's templates before the common ones.

    Sandboxed, and it sees plain data only: a sandbox alone does not stop a template from calling a path object.
    """
    folder = project.templates
    loader = FileSystemLoader([folder / "themes" / theme.name, folder / "handout", folder / "brochure", folder])
    return ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_Stamp] if stamped else [],
    )


def _render(project: Project, environment: Environment, name: str, data: Plain) -> str:
    try:
        return environment.get_template(name).render(data)
    except TemplateSyntaxError as error:
        raise ContentError(
            [Problem(_span(project, error.filename, error.lineno), f"The template is broken: {error.message}.")]
        ) from None
    except TemplateError as error:
        raise ContentError(
            [Problem(_failed_at(project, error, name), f"The template fails: {error.message}.")]
        ) from None


def _failed_at(project: Project, error: BaseException, name: str) -> Span:
    """Find the template's line in a traceback: Jinja rewrites it so that templates stand in it as files."""
    trace, found = error.__traceback__, Span(name)
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if str(project.templates) in file:
            found = _span(project, file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _span(project: Project, file: str | None, line: int | None) -> Span:
    return Span(project.name(Path(file)) if file else "templates", line or 0, 1 if line else 0)


class _Stamp(Extension):
    """Stamp each tag of a template with the template's name and line, so that a refused element can be found."""

    _tag = re.compile(r"<([a-z][a-z0-9]*|\{\{ ?tag ?\}\})(?=[\s>])")

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        lines = source.split("\n")
        return "\n".join(
            self._tag.sub(lambda match, at=number: f'<{match[1]} data-at="{name}:{at}"', line)  # type: ignore[misc]
            for number, line in enumerate(lines, 1)
        )

    def parse(self, parser: Any) -> nodes.Node:  # pragma: no cover - the extension has no tags of its own
        raise NotImplementedError
