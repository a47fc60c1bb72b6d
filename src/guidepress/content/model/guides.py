"""What content may say: the one model behind checking, the JSON Schema for editors, and the reference in the docs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, Field, StringConstraints

from guidepress.content.model import references
from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import Address, Content, Slug, Text, Word
from guidepress.content.model.labels import ReportWords
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.model.sections import (
    Addition,
    Banner,
    ComparisonSection,
    FactsSection,
    PathSection,
    PaySection,
    Replacement,
    Section,
    SharesSection,
)

# Facts and roles ------------------------------------------------------------------------------------------------------


class Unit(StrEnum):
    """What a fact's value counts."""

    DOLLARS = "US dollars a year"
    PERCENT = "percent"
    SHARE = "percent of jobs"
    JOBS = "jobs"
    YEARS = "years"
    WORDS = "words"


class Fact(Content):
    """One figure or finding, with everything needed to print it honestly and to know when to look again."""

    value: int | float | Text
    """The figure, or the words."""
    unit: Unit
    """What the value counts; `words` for a text."""
    period: Word
    """What time the value holds for, as printed: “May 2025”, “2024–34”."""
    source: Word
    """Who says so, as printed: the publisher and the publication."""
    address: Address
    """Where it can be looked up."""
    retrieved: date
    """The day it was read there."""
    review_after: date
    """The day after which `guidepress check` asks for a new look."""
    grade: Literal["A", "A-", "B"]
    """A: read at the official source. A-: official, by way of a carrier. B: a copy that quotes the official source."""


class Role(Content):
    """An occupation and the facts about it."""

    slug: Slug
    """The short name by which guides refer to the role; also the file's name."""
    name: Text
    """The occupation's formal name."""
    short_name: Text
    """The name where room is scarce, in a comparison or beside a scale."""
    motif: Literal["xray", "pet", "ultrasound", "linepairs"] | None = None
    """The drawing that stands for the role."""
    facts: dict[Slug, Fact] = Field(default_factory=dict)
    """The facts by short name. Figures and comparisons look for pay-10th, pay-median, pay-90th, growth, training and
    credential; texts name any of them."""


# Guides ---------------------------------------------------------------------------------------------------------------


class Guide(Content):
    """The content of one brochure and its handout."""

    slug: Slug
    """The guide's short name; also the file's name and the beginning of its outputs' names."""
    edition: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(\.[0-9]+)?$")]
    """The edition by year, with a count where there are several: “2026.1”, in quotation marks."""
    date: date
    """The day of this edition: the date that the outputs carry."""
    language: Literal["en-US"] = "en-US"
    """The language of the text; content/labels/ holds a file for each."""
    title: Text
    """The title on the cover."""
    series: Text
    """The line above the title, common to all guides of a series."""
    subject: Word
    """One sentence about the guide, for the properties of the files."""
    credit: Text | None = None
    """Where the text comes from, printed on the back."""
    licence: Text | None = None
    """On what terms the text may be used by others, printed on the back."""
    introduction: Text
    """The paragraph under the title."""
    role: Slug | None = None
    """The role that the guide is about: facts that its texts name are this role's."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """The sections, in the order in which they are read."""
    added: tuple[Addition, ...] = ()
    """Pieces of text of a school's own, before the first section and behind the last."""
    replaced: tuple[Replacement, ...] = ()
    """What the handout of a school says otherwise, or leaves out, outside the sections."""
    programmes_behind: Slug | None = None
    """The section behind which programs nearby stand in the handout, where a school has moved them; `introduction` is
    before all sections."""
    contact_behind: Word | None = None
    """The content path, or the words, of the line of the handout behind which the place for the contact lines stands
    while it is still to be filled in, where somebody has moved it."""
    banner: Banner | None = None
    """A picture at the top of a school's handout, in place of the drawing."""


# Names and labels -----------------------------------------------------------------------------------------------------


class Names(Content):
    """Names that a reader cannot be spared: a test of reading ease passes over them. A sentence of a role's guide that
    has one of a body or a credential in it rests on a fact, and says on which."""

    bodies: tuple[Word, ...] = ()
    """Boards, societies, offices: ARRT, US Bureau of Labor Statistics."""
    credentials: tuple[Word, ...] = ()
    """What the bodies award: R.T.(R), CNMT."""
    occupations: tuple[Word, ...] = ()
    """What people in the field are called, and what the field is called."""


class Labels(Content):
    """The fixed words of the templates in one language. Words in braces stand for what is put in their place."""

    language: Literal["en-US"]
    """The language; also the file's name."""
    page: Word
    """The page numbers at the foot of the handout: {page}, {pages}."""
    edition: Word
    """Before the number of the edition."""
    unfilled: Word
    """Over the list of places to fill in, at the top of the handout."""
    stamp: Word
    """In the place for a stamp, on the back of the brochure."""
    publisher: Word
    """Before the publisher's name, on the handout."""
    publisher_name: Word
    """In the place for the publisher's name."""
    publisher_contact: Word
    """In the place for the publisher's contact."""
    hours: Word
    """Before the hours of the publisher's office."""
    programmes: Word
    """Over the programs nearby."""
    programme: Word
    """Over the names of the programs nearby, in a table of the handout."""
    length: Word
    """Over how long a program takes, in a table of the handout."""
    distance: Word
    """Over how far away a program is, in a table of the handout."""
    role: Word
    """Over the names of the roles in a comparison."""
    pay: Word
    """Over the median pay."""
    growth: Word
    """Over the growth in jobs."""
    training: Word
    """Over the usual training."""
    credential: Word
    """Over the credential."""
    range: Word
    """What a pay range shows, in words: {role}, {low}, {median}, {high}, {least}, {most}."""
    range_ends: Word
    """How to read a pay range, under the comparison in the brochure."""
    range_lines: Word
    """How to read a pay range, under the comparison in the handout."""
    sources: Word
    """Before the sources of the figures."""
    workplaces: Word
    """Before the source of the shares of workplaces."""
    more_facts: Word
    """Before the sources of all other facts."""
    as_of: Word
    """On what day the figures were looked up: {date}."""
    date: Word
    """How a date is written: {day}, {month}, {year}."""
    months: Annotated[tuple[Word, ...], Field(min_length=12, max_length=12)]
    """The names of the months."""
    published_by: Word
    """Who hands the guide out: {name}."""
    measure: Word
    """Over what is measured, in a table of the handout."""
    pay_range: Word
    """Over a pay range that is drawn."""
    figure: Word
    """Over the figures, in a table of the handout."""
    context: Word
    """Over what puts a figure into context, in a table of the handout."""
    less: Word
    """Beside the pay that 1 in 10 earns less than."""
    half: Word
    """Beside the median pay."""
    more: Word
    """Beside the pay that 1 in 10 earns more than."""
    workplace: Word
    """Over the workplaces, in a table of the handout."""
    share: Word
    """Over the shares of jobs, in a table of the handout."""
    step: Word
    """Over the steps of a path, in a table of the handout."""
    takes: Word
    """Over how long a step takes, in a table of the handout."""
    to_do: Word
    """Over what to do in a step, in a table of the handout."""
    any_time: Word
    """For a step that takes no fixed time, in a table of the handout."""
    year: Word
    """One year: {least}."""
    years: Word
    """Several years: {least}."""
    years_span: Word
    """The same in figures, large: {least}, {most}."""
    years_range: Word
    """From some years to more: {least}, {most}."""
    reading: Word
    """What a figure on a scale shows, in words: {name}, {value}, {least}, {most}."""
    reading_beside: Word
    """What a figure on a scale shows beside another, in words: {name}, {value}, {other}, {beside}, {least}, {most}."""
    part: Word
    """What a bar that is part of a whole shows, in words: {name}, {value}."""
    photo: Word
    """Before the name of a photographer."""
    calibrate: Word
    """The title of the sheet that tests a printer."""
    calibrate_front: tuple[Word, ...]
    """What to do with that sheet, on its front, a line each."""
    calibrate_back: tuple[Word, ...]
    """What to see on its back, a line each."""
    qr: Word
    """What a QR code holds, for people who do not see it: {address}."""
    report: ReportWords
    """The words of the report on checked files."""


# Leaves ---------------------------------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """A piece of text: its content path, its place in the file's data, and the text itself."""

    path: str
    location: tuple[str | int, ...]
    text: Text


# The fields by which the items of a list are named in a content path. Items without one go by their index.
NAMES = ("id", "role", "slug", "fact")


def leaves(value: Any, path: str = "", location: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Walk a model and yield its leaves in reading order."""
    if isinstance(value, Text):
        yield Leaf(path, location, value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), step(path, name), (*location, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, step(path, key), (*location, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, step(path, item_name(item, index)), (*location, index))


def item_name(item: Any, index: int) -> str:
    """Name an item of a list as content paths do: by its id where it has one, else by its index."""
    return next((str(getattr(item, name)) for name in NAMES if hasattr(item, name)), str(index))


def step(path: str, name: str) -> str:
    """Go one step down a content path."""
    return f"{path}.{name}" if path else name


FILES: dict[str, type[Content]] = {
    "guide": Guide,
    "role": Role,
    "publisher": Publisher,
    "school": School,
    "brand": Brand,
    "names": Names,
    "labels": Labels,
}
"""The kinds of content file and their models."""


def roles_of(guide: Guide) -> set[str]:
    """Return the roles that a guide is about, shows, measures others against, or names a fact of."""
    found = {guide.role} | {reference.role for leaf in leaves(guide) for reference in references.find(leaf.text)}
    for section in guide.sections:
        found |= {item.role for name in ("roles", "lines") for item in getattr(section, name, ())}
        if isinstance(section, ComparisonSection | FactsSection | PaySection):
            found.add(section.benchmark)
        if isinstance(section, PaySection):
            found.add(section.role)
    return {slug for slug in found if slug}


class Use(NamedTuple):
    """A place where a guide uses a fact: the place in the file's data, the role and the fact."""

    location: tuple[str | int, ...]
    role: str
    fact: str


def uses(guide: Guide) -> Iterator[Use]:
    """Yield every fact that a guide names by a key of its own or in a text, in reading order."""
    own = guide.role or ""
    for index, section in enumerate(guide.sections):
        at: tuple[str | int, ...] = ("sections", index)
        if isinstance(section, FactsSection):
            for number, reading in enumerate(section.facts):
                for key in ("fact", "to"):
                    if fact := getattr(reading, key):
                        yield Use((*at, "facts", number, key), own, fact)
        elif isinstance(section, SharesSection):
            for number, share in enumerate(section.shares):
                yield Use((*at, "shares", number, "fact"), own, share.fact)
        elif isinstance(section, PathSection):
            for number, step_ in enumerate(section.steps):
                for key in ("years", "years_to"):
                    if fact := getattr(step_, key):
                        yield Use((*at, "steps", number, key), own, fact)
    for leaf in leaves(guide):
        for reference in references.find(leaf.text):
            yield Use(leaf.location, reference.role or own, reference.fact)
