"""What templates see of a guide: texts with facts, dates and phone numbers as they are printed, and drawn figures.

Figures themselves are written by `fact_charts` ($52,000, +6%). A phone number is printed as its file has it. Every text
is data with its content path and its runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from math import ceil
from typing import Any

from pydantic import BaseModel

from guidepress.compose import fact_charts, initials, programmes, runs
from guidepress.compose.drawings import charts
from guidepress.compose.fact_charts import Drawing
from guidepress.compose.placement import CALL, Part, Placing, Slot
from guidepress.compose.themes import branding
from guidepress.compose.themes.theme import Theme
from guidepress.content.library import Library
from guidepress.content.model import inline, kinds, leaves, references
from guidepress.content.model.fields import Text, Word
from guidepress.content.model.guides import NAMES, Guide
from guidepress.content.model.labels import Labels
from guidepress.content.model.publisher import School
from guidepress.content.model.references import Reference
from guidepress.content.model.roles import Fact, Role, Unit
from guidepress.content.model.sections import (
    ComparisonSection,
    FactsSection,
    PanelName,
    PathSection,
    PaySection,
    Section,
    SharesSection,
)
from guidepress.content.picture_files import card_logo

Plain = dict[str, Any]


def printed_texts(*parts: Any) -> Iterator[str]:
    """Yield what each leaf in the data of templates says, and each name of a source."""
    for part in parts:
        if isinstance(part, Mapping):
            if "runs" in part:
                yield said(dict(part))
            else:
                yield from printed_texts(*part.values())
        elif isinstance(part, list | tuple):
            yield from printed_texts(*part)


def said(leaf: Plain) -> str:
    """Return the words of a leaf of the data, without their look."""
    return "".join(run["text"] for run in leaf["runs"])


def guide_view(guide: Guide, revision: str, library: Library, theme: Theme, placing: Placing | None = None) -> Plain:
    """Return all that a template may need of a guide: its sections, facts filled in, also by panel and column of text.

    `placing` says where each section stands, where the content's own panels do not hold.
    """
    return _View(guide, library, theme).guide(revision, placing or as_written(guide))


def listed_sources(cited: Mapping[tuple[str, str], Fact], labels: Labels) -> list[Plain]:
    """Return the list of sources of facts as templates take it; `cited` holds the facts by role and name."""
    sources = fact_charts.sources(cited, labels)
    for cite in sources:
        cite["names"] = [name | {"runs": runs.name(name["text"])} for name in cite["names"]]
    return sources


def sources_without(shown: Plain, dropped: Collection[str], library: Library) -> list[Plain]:
    """Return the sources of a guide in which some sections, or notes, have given way: those of what still stands."""

    def stays(path: str) -> bool:
        kind, _, rest = path.partition(".")
        return path not in dropped and not (kind == "sections" and rest.partition(".")[0] in dropped)

    cited = {
        (role, name): library.roles[role].facts[name]
        for role, name, paths in shown["cited"]
        if any(stays(path) for path in paths)
    }
    return listed_sources(cited, library.labels[shown["language"]])


def _with_plain_words(value: Any) -> Any:
    """Return data in which the fixed words of models are strings: a template sees plain data only."""
    if isinstance(value, dict):
        return {key: _with_plain_words(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_plain_words(item) for item in value]
    return str(value) if isinstance(value, Word) else value


class _View:
    """Turns one guide into plain data, and collects the facts that it cites, in the order in which they are read."""

    def __init__(self, guide: Guide, library: Library, theme: Theme) -> None:
        self.subject = guide
        self.library = library
        self.theme = theme
        self.labels = library.labels[guide.language]
        self.own = library.roles.get(guide.role or "")
        self.scheme = self.own.motif if self.own else None
        # The same drawing twice would say nothing more.
        self.stripped = next((section.id for section in guide.sections if getattr(section, "strip", False)), None)
        self.cited: dict[tuple[str, str], Fact] = {}
        self.cited_at: dict[tuple[str, str], set[str]] = {}  # by fact: the content paths that rest on it
        self.place = ""  # the content path that is being filled in
        self.own_lookup: Plain | None = None  # a page of the publisher's own, for the code on the back
        self.wide = False

    def guide(self, revision: str, placing: Placing) -> Plain:
        guide, library = self.subject, self.library
        self.wide = placing.wide
        publisher = self.publisher()
        self.own_lookup = publisher["lookup"]
        shown: Plain = self.plain(guide)
        if publisher["programmes"]:
            programmes_section = programmes.section(self.literal(self.labels.programmes), publisher["programmes"])
            shown["sections"] = programmes.among(shown["sections"], programmes_section, guide.programmes_behind)
            placing = programmes.placed(guide, placing)
        grounds = {slot.name: slot.ground or slot.panel for slot in placing.slots}
        sections = {section.id: section for section in guide.sections}
        parts_data: list[Plain] = []
        data_by_id = {data["id"]: data for data in shown["sections"]}
        for part in placing.parts:
            # A part that stands on another ground is drawn in other colours than the rest of its section.
            if part.section == programmes.ID:
                parts_data.append(data_by_id[programmes.ID])
                continue
            section = sections[part.section]
            data = data_by_id[section.id] if part.start == 0 else self.plain(section, f"sections.{section.id}")
            self.fill(section, grounds[part.slot], data)
            parts_data.append(data)
        brand = self.plain(self.theme.brand, "brand")
        sources_sections = [data for data in shown["sections"] if data["kind"] == "sources"]
        sources = listed_sources(self.cited, self.labels)
        for data in shown["sections"]:
            data["cites"] = (
                sources if data in sources_sections or (not sources_sections and data["kind"] == "comparison") else []
            )
        grouped = _grouped(parts_data, placing)
        data = shown | {
            "revision": revision,
            "headline": shown["series"] if brand else publisher["name"] or shown["series"],
            "edition_said": self.edition(),
            "scheme": self.scheme,
            "panels": grouped,
            "dense": max(len(column["sections"]) for panel in grouped for column in panel["columns"]) > 2,
            "lookup": next((data["lookup"] for data in shown["sections"] if data.get("lookup")), None),
            "logo": self.logo(),
            "motifs": list(dict.fromkeys(self.motifs())),
            "publisher": publisher,
            "properties": self.properties(shown, publisher),
            "brand": brand,
            "emblem": branding.emblem(self.theme.brand, library.logo),
            "labels": self.labels.model_dump(mode="json"),
            "cited": [(role, fact, sorted(self.cited_at[role, fact])) for role, fact in self.cited],
            "as_of": self.as_of(),
            "letters": initials.listed(printed_texts(shown, sources), self.library.names),
            "unfilled": [
                {"place": place, "words": words}
                for place, words in (("name", self.labels.publisher_name), ("contact", self.labels.publisher_contact))
                if not publisher[place]
            ],
        }
        seen: Plain = _with_plain_words(data)
        return seen

    def publisher(self) -> Plain:
        """Return the publisher's or school's data, with only the notes and programs for this guide."""
        model, slug = self.library.publisher, self.subject.slug
        chosen = ("guides", "notes", "programmes")  # guides hold what is said in their own way already
        data: Plain = {"hours": None, "notes": [], "programmes": [], "lookup": None}
        for name in type(model).model_fields:
            if name not in chosen:
                data[name] = self.plain(getattr(model, name), f"publisher.{name}")
        if isinstance(model, School):  # what another guide shows is not looked at: it may name facts of another role
            data["notes"] = self.plain(model.notes.get(slug, ()), f"publisher.notes.{slug}")
            data["programmes"] = [
                self.plain(programme, f"publisher.programmes.{index}")
                for index, programme in enumerate(model.programmes)
                if model.speaks_in(("programmes", index), slug)
            ]
        return data

    def logo(self) -> Plain:
        """Return how wide the logo is on the card of who hands the guide out, in points, and whether over the name."""
        if not self.library.logo:
            return {"width": 0, "above": False}
        logo = self.library.logo
        width, above = card_logo(logo.width / logo.height, None if logo.vector else logo.width)
        return {"width": round(width, 2), "above": above}

    def edition(self) -> str:
        """Return the guide's edition as the cover says it: the year, and which one of it where it is not the first."""
        year, _, number = self.subject.edition.partition(".")
        place = int(number or 1) - 2
        if place < 0:
            return year
        ordinals = self.labels.ordinals
        if place >= len(ordinals):
            return self.subject.edition
        return self.labels.later_edition.format(year=year, ordinal=ordinals[place])

    def properties(self, shown: Plain, publisher: Plain) -> Plain:
        """Return what the files' properties say: title, author and subject, which name the school where there is one.

        A reading program says the title first of all, and a window or a list of files shows it.
        """
        title, subject = said(shown["title"]), str(self.subject.subject)
        author = said(publisher["name"] or shown["series"])
        if isinstance(self.library.publisher, School):
            # A school may have put its name into the title itself; it is not said twice.
            title = title if author.casefold() in title.casefold() else f"{title} – {author}"
            stop = "" if subject.endswith((".", "!", "?")) else "."
            subject = f"{subject}{stop} {self.labels.published_by.format(name=author)}"
        return {"title": title, "author": author, "subject": subject}

    # Plain data ---------------------------------------------------------------------------------------------------

    def plain(self, value: Any, path: str = "") -> Any:
        """Turn a model into plain data: a text becomes its path and its runs, the rest strings, numbers, lists."""
        if isinstance(value, Text):
            return self.leaf(path, value)
        if isinstance(value, BaseModel):
            return {
                name: self.plain(getattr(value, name), leaves.step(path, name)) for name in type(value).model_fields
            }
        if isinstance(value, Mapping):
            return {key: self.plain(item, leaves.step(path, key)) for key, item in value.items()}
        if isinstance(value, tuple | list):
            return [
                self.plain(item, leaves.step(path, leaves.item_name(item, index))) for index, item in enumerate(value)
            ]
        if isinstance(value, Enum):
            return str(value.value)
        return value.isoformat() if isinstance(value, date) else value

    def leaf(self, path: str, text: str) -> Plain:
        """Return a text as templates take it, the facts that it names put in their places."""
        if not path.startswith("roles."):  # what a role says is shown by the section that is being filled in
            self.place = path
        found: list[Plain] = []
        for run in inline.parse(text, shielded=True):
            language = "" if run.language.lower() == self.subject.language.lower() else run.language
            look = {"strong": run.strong, "emphasis": run.emphasis, "href": run.href, "language": language, "full": ""}
            found += [part | look for part in runs.split(inline.bare(references.fill(run.text, self.word)))]
        if runs.NAME.fullmatch(path):
            found = [run | {"name": True} for run in found]
        return {"path": path, "runs": initials.marked(runs.bind_last(path, found), self.library.names)}

    def literal(self, text: str) -> Plain:
        """Return a fixed word as templates take it: it holds no Markdown, and has no place in a guide."""
        return {"path": "", "runs": runs.bind_last("", [part | runs.PLAIN for part in runs.split(text)])}

    def word(self, reference: Reference) -> str:
        """Return what is printed in the place of a reference, and note that its fact is cited."""
        slug = reference.role or self.subject.role or ""
        fact = self.cite(slug, reference.fact)
        return {"value": fact_charts.words(fact), "period": fact.period, "nothing": ""}[reference.part]

    def cite(self, slug: str, key: str) -> Fact:
        fact = self.library.roles[slug].facts[key]
        self.cited.setdefault((slug, key), fact)
        self.cited_at.setdefault((slug, key), set()).add(self.place)
        return fact

    def name(self, slug: str) -> Plain:
        if slug in self.subject.names:
            return self.leaf(f"{NAMES}.{slug}", self.subject.names[slug])
        return self.leaf(f"roles.{slug}.short_name", self.library.roles[slug].short_name)

    def role(self, slug: str) -> Role:
        """Return a role, called what the guide calls it."""
        role, name = self.library.roles[slug], self.subject.names.get(slug)
        return role.model_copy(update={"short_name": name}) if name else role

    def value(self, slug: str, key: str) -> Plain:
        """Return a fact of a role as a figure, as it is printed alone."""
        fact = self.cite(slug, key)
        return self.leaf(f"roles.{slug}.facts.{key}.value", fact_charts.figure(fact)) | {"period": fact.period}

    # Sections -----------------------------------------------------------------------------------------------------

    def fill(self, section: Section, panel: str, data: Plain) -> None:
        """Fill in what a section takes from facts, and draw it."""
        self.place = f"sections.{section.id}"
        drawing = fact_charts.drawing(self.theme, self.theme.ground(self.scheme, panel), self.labels)
        for name in ("roles", "lines"):
            for item in data.get(name) or ():
                item |= {"motif": self.library.roles[item["role"]].motif, "name": self.name(item["role"])}
        match section:
            case ComparisonSection():
                self.compare(section, data, drawing)
            case FactsSection():
                role, rival = self.own, self.library.roles.get(section.benchmark or "")
                assert role is not None  # noqa: S101  (check has seen to it)
                for item in data["facts"]:
                    title, either = said(item["title"]), item["joined"] == "or"
                    item |= self.reading(role, item["fact"], rival, drawing, title, item["to"], either)
            case SharesSection():
                for item in data["shares"]:
                    item |= self.share(item, drawing)
            case PathSection():
                for step in data["steps"]:
                    step |= self.years(step["years"], step["years_to"], step["joined"] == "or", drawing)
            case PaySection():
                self.pay(section, data, drawing)
        title = f"sections.{section.id}.title"
        data["untitled"] = any(replacement.of == title and replacement.text is None for replacement in section.replaced)
        data["strip"] = self.strip() if section.id == self.stripped else None
        if data.get("lookup"):
            data["lookup"] = dict(self.own_lookup or data["lookup"])
            data["lookup"]["qr"] = drawing.qr_code(data["lookup"]["address"])
            data["lookup"]["printed"] = fact_charts.printed_address(data["lookup"]["address"])
        if data["kind"] == "checklist":
            data["short"] = all(len(said(point)) <= SHORT for point in data["points"])

    def strip(self) -> Plain | None:
        """Return the words for the strip of the role's motif; a guide without one has no strip."""
        return getattr(self.labels.strips, self.scheme).model_dump(mode="json") if self.scheme else None

    def reading(
        self,
        role: Role,
        key: str,
        rival: Role | None,
        drawing: Drawing,
        title: str,
        to: str | None = None,
        either: bool = False,
    ) -> Plain:
        """Return a fact as it is read at a glance: its figure, its drawing and scale, and that of the rival beside it.

        `to` names a second fact: the other end of a span, or the other of two figures where `either` is true.
        """
        fact, end_fact = self.cite(role.slug, key), self.cite(role.slug, to) if to else None
        rival_fact = rival.facts.get(key) if rival else None
        rival_shown = None
        if rival and rival_fact:
            rival_shown = {"name": self.name(rival.slug), "value": self.value(rival.slug, key)}
        value = self.value(role.slug, key)
        if end_fact:
            words = self.labels.years_choice if either else self.labels.years_span
            value = self.literal(words.format(least=fact_charts.words(fact), most=fact_charts.words(end_fact)))
        elif fact.unit is Unit.YEARS:
            value = self.literal(drawing.years_words(float(fact.value), float(fact.value)))
        rival_name = said(rival_shown["name"]) if rival_shown else ""
        shown = {"value": value, "long": len(said(value)) > LONG, "period": fact.period, "beside": rival_shown}
        shown["parts"] = drawing.parts(fact, end_fact, rival_fact)
        if fact.unit is Unit.YEARS:  # blocks that are counted: they need no scale
            years = self.years(key, to, either, drawing)
            return shown | {"drawing": years["drawing"], "width": years["width"], "scale": ""}
        drawn, scale = drawing.reading(title, fact, end_fact, (rival_name, rival_fact) if rival_fact else None)
        return shown | {"drawing": drawn, "width": 0, "scale": scale}

    def share(self, item: Plain, drawing: Drawing) -> Plain:
        role = self.own
        assert role is not None  # noqa: S101  (check has seen to it)
        value = self.value(role.slug, item["fact"])
        fact = role.facts[item["fact"]]
        drawn = drawing.share(said(item["name"]), said(value), float(fact.value), fact.period)
        return {"value": value, "drawing": drawn, "part": min(max(float(fact.value) / 100, 0.0), 1.0)}

    def years(self, least: str | None, most: str | None, either: bool, drawing: Drawing) -> Plain:
        """Return how many years a step takes: in words, and drawn."""
        role = self.own
        if not least or role is None:
            return {"time": "", "drawing": None, "width": 0}
        years_least = float(self.cite(role.slug, least).value)
        years_most = float(self.cite(role.slug, most).value) if most else years_least
        width = charts.YEAR * ceil(years_most)
        return {
            "time": drawing.years_words(years_least, years_most, either),
            "drawing": drawing.years(years_least, years_most, either),
            "width": width,
        }

    def pay(self, section: PaySection, data: Plain, drawing: Drawing) -> None:
        """Fill in the pay and the growth of a role, and those of the benchmark beside them."""
        role = self.library.roles[section.role or self.subject.role or ""]
        rival = self.library.roles[section.benchmark] if section.benchmark else None
        amounts = {end: float(role.facts[key].value) for end, key in fact_charts.PAY_ENDS.items()}
        data["who"] = self.name(role.slug)
        data["values"] = {end: self.value(role.slug, key) for end, key in fact_charts.PAY_ENDS.items()}
        data["periods"] = {"pay": role.facts["pay-median"].period, "growth": ""}
        data |= {"beside": None, "beside_values": {}, "growth": None}
        if rival:
            data["beside"] = {"name": self.name(rival.slug), "growth": None}
            data["beside_values"] = {
                end: self.value(rival.slug, key) for end, key in fact_charts.PAY_ENDS.items() if key in rival.facts
            }
            if "pay-median" in rival.facts:
                amounts["benchmark"] = float(rival.facts["pay-median"].value)
        data |= drawing.pay(role, amounts)
        data["figures"] = {end: said(value) for end, value in data["values"].items()}
        if "benchmark" in amounts:
            data["figures"]["benchmark"] = said(data["beside_values"]["median"])
            data["words"]["benchmark"] = said(data["beside"]["name"])
        lying = self.theme.figures.pay == "band" and not self.wide
        data["growth_said"] = lying and self.growth_at_a_glance(section)
        data["bars"] = self.pay_bars(role, rival)
        if "growth" in role.facts:
            data["periods"]["growth"] = role.facts["growth"].period
            title = f"{self.labels.growth}, {role.facts['growth'].period}"
            data["growth"] = self.reading(role, "growth", rival, drawing, title)
            if data["beside"] and data["growth"]["beside"]:
                data["beside"]["growth"] = data["growth"]["beside"]["value"]

    def growth_at_a_glance(self, pay: PaySection) -> bool:
        """Say whether a section of facts, which always stays, says the growth of pay's role beside the same rival."""
        sections = [one for one in self.subject.sections if isinstance(one, FactsSection) and not one.rank]
        return pay.role in (None, self.subject.role) and any(
            item.fact == "growth" for one in sections if one.benchmark == pay.benchmark for item in one.facts
        )

    def pay_bars(self, role: Role, rival: Role | None) -> dict[str, dict[str, float]]:
        """Return how long the bars of a pay range and of the one beside it are, as parts of one scale from zero."""
        ranges = {"own": role.facts, "beside": rival.facts if rival else {}}
        amounts = {
            who: {end: float(facts[key].value) for end, key in fact_charts.PAY_ENDS.items() if key in facts}
            for who, facts in ranges.items()
        }
        most = charts.scale_from_zero([value for ends in amounts.values() for value in ends.values()], 10_000, 0).most
        return {who: {end: value / most for end, value in ends.items()} for who, ends in amounts.items()}

    def compare(self, section: ComparisonSection, data: Plain, drawing: Drawing) -> None:
        """Fill a comparison with the figures of its roles, drawn on one scale."""
        roles = self.library.roles
        slugs = [item.role for item in section.roles] + ([section.benchmark] if section.benchmark else [])
        axis = fact_charts.shared_scale([roles[slug] for slug in slugs])
        data["periods"] = {
            measure: next((roles[slug].facts[key].period for slug in slugs if key in roles[slug].facts), "")
            for measure, key in (("pay", "pay-median"), ("growth", "growth"))
        }
        yardstick = roles[section.benchmark].facts.get("pay-median") if section.benchmark else None
        for item in data["roles"]:
            drawn, words = drawing.range(self.role(item["role"]), yardstick, axis) if axis else (None, None)
            item |= {"facts": self.compared(item["role"]), "range": drawn, "range_words": words}
        data["complete"] = [item for item in data["roles"] if all(_facts_by_label(item).values())]
        data["incomplete"] = [
            item | {"known": [(measure, fact) for measure, fact in _facts_by_label(item).items() if fact]}
            for item in data["roles"]
            if not all(_facts_by_label(item).values())
        ]
        if section.benchmark:
            data["benchmark"] = {"name": self.name(section.benchmark), "facts": self.compared(section.benchmark)}

    def compared(self, slug: str) -> Plain:
        facts = self.library.roles[slug].facts
        return {key.replace("-", "_"): self.value(slug, key) if key in facts else None for key in fact_charts.COMPARED}

    # The whole ----------------------------------------------------------------------------------------------------

    def motifs(self) -> Iterator[str]:
        """Yield the motifs of the guide's role and of the roles that its sections show."""
        slugs = [self.subject.role] if self.subject.role else []
        for section in self.subject.sections:
            slugs += [item.role for name in ("roles", "lines") for item in getattr(section, name, ())]
        for slug in slugs:
            if motif := self.library.roles[slug].motif:
                yield motif

    def as_of(self) -> str:
        """Return the day on which the figures were looked up, and which of them have a newer edition, as printed.

        Of several days it is the earliest.
        """
        if not self.cited:
            return ""
        day = min(fact.retrieved for fact in self.cited.values())
        month = self.labels.months[day.month - 1]
        written = self.labels.date.format(day=day.day, month=month, year=day.year)
        return " ".join([self.labels.as_of.format(date=written), *fact_charts.outdated(self.cited, self.labels)])


LONG = 9  # letters above which a figure is set smaller
SHORT = 24  # letters up to which the points of a checklist stand in two columns


def _facts_by_label(item: Plain) -> Plain:
    """Return the facts of a compared role by the label that stands over them."""
    shown = item["facts"]
    return {
        name: shown["pay_median" if name == "pay" else name] for name in ("pay", "growth", "training", "credential")
    }


def as_written(guide: Guide, wide: bool = False) -> Placing:
    """Return a placing with each section on the panel that it names, else on that of the section before it."""
    panel = guide.sections[0].panel or PanelName.FLAP
    parts = []
    for section in guide.sections:
        panel = section.panel or panel
        parts.append(Part(section.id, str(panel.value)))
    grounds = {} if wide else {str(PanelName.BACK.value): CALL}
    names = dict.fromkeys(part.slot for part in parts)
    return Placing([Slot(name, name, grounds.get(name, "")) for name in names], parts, wide=wide)


def regrouped(shown: Plain, placing: Placing) -> Plain:
    """Return a guide's data for templates with its sections placed elsewhere. Colours stay as they are."""
    section_by_id = {section["id"]: section for section in shown["sections"]}
    return shown | {"panels": _grouped([section_by_id[part.section] for part in placing.parts], placing)}


def _grouped(sections: Sequence[Plain], placing: Placing) -> list[Plain]:
    """Group the parts of sections by the panel and the column of text that they stand in."""
    panels: dict[str, Plain] = {}
    for slot in placing.slots:
        panel = panels.setdefault(slot.panel, {"name": slot.panel, "columns": []})
        column_sections = [
            _part(section, part)
            for section, part in zip(sections, placing.parts, strict=True)
            if part.slot == slot.name
        ]
        panel["columns"].append({"name": slot.name, "ground": slot.ground or slot.panel, "sections": column_sections})
    return list(panels.values())


def _part(section: Plain, part: Part) -> Plain:
    """Return a section with the items of one part of it: at which it starts, and whether it goes on elsewhere."""
    shown_part = section | {"start": part.start, "goes_on": part.stop is not None}
    if part.start or part.stop is not None:
        items = kinds.kind(section["kind"]).breakable
        shown_part[items] = section[items][part.start : part.stop]
    return shown_part
