"""What content may say: the one model behind checking, the JSON Schema for editors, and the reference in the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from guidepress import inline


class Text(str):
    """One editable piece of text, a leaf. It may hold bold, emphasis and links in Markdown."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls._read, core_schema.str_schema(strict=True))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "minLength": 1}

    @classmethod
    def _read(cls, value: str) -> Text:
        text = re.sub(r"[ \t\r\n]+", " ", value).strip()
        if not text:
            raise PydanticCustomError("empty_text", "This text is empty.")
        try:
            inline.parse(text)
        except ValueError as error:
            raise PydanticCustomError("bad_link", "{reason}", {"reason": str(error)}) from None
        return cls(text)


SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""What a short name looks like."""


def _slug(value: str) -> str:
    if not re.fullmatch(SLUG, value):
        raise PydanticCustomError(
            "bad_slug",
            "“{value}” cannot be a short name: it holds small letters, digits and single hyphens.",
            {"value": value},
        )
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value):
        raise PydanticCustomError("bad_address", "“{value}” is not a web address.", {"value": value})
    return value


Slug = Annotated[str, AfterValidator(_slug), Field(json_schema_extra={"pattern": f"^{SLUG}$"})]
Address = Annotated[str, AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Content(BaseModel):
    """The base of every model: nothing extra, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


# Facts and roles ------------------------------------------------------------------------------------------------------


class Unit(StrEnum):
    """What a fact's value counts."""

    DOLLARS = "US dollars a year"
    PERCENT = "percent"
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
    """The facts by short name: pay-median, pay-10th, pay-90th, growth, training, credential, …"""


# Guides ---------------------------------------------------------------------------------------------------------------


class Panel(StrEnum):
    """A face of the folded sheet where sections may stand. The cover holds the title and the introduction."""

    FLAP = "flap"
    INSIDE_1 = "inside-1"
    INSIDE_2 = "inside-2"
    INSIDE_3 = "inside-3"
    BACK = "back"


class _Section(Content):
    id: Slug
    """The section's short name; it never changes, so that edits find their place again."""
    title: Text
    """The heading."""
    panel: Panel | None = None
    """The panel of the folded brochure on which the section begins; without one it follows the section before it."""
    lead: Text | None = None
    """A sentence or two under the heading."""


class RolePoints(Content):
    """A role as this guide describes it."""

    role: Slug
    """The short name of the role, as in content/roles/."""
    title: Text
    """The heading over the points."""
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What to know about the role, a line each."""


class RolesSection(_Section):
    """Several roles, each with its own heading and points."""

    kind: Literal["roles"]
    roles: Annotated[tuple[RolePoints, ...], Field(min_length=1)]
    """The roles in order."""


class PointsSection(_Section):
    """A lead and a list."""

    kind: Literal["points", "checklist"]
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The list."""


class TextSection(_Section):
    """Running text."""

    kind: Literal["text"]
    paragraphs: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The paragraphs."""


class RoleLine(Content):
    """One line about a role."""

    role: Slug
    """The short name of the role, as in content/roles/."""
    text: Text
    """The line."""


class MatchSection(_Section):
    """Which one is you: a line for each role, so that a reader finds herself."""

    kind: Literal["match"]
    lines: Annotated[tuple[RoleLine, ...], Field(min_length=2)]
    """A line for each role."""


class ComparedRole(Content):
    """A role in a comparison. Its figures come from its facts; a figure that no fact gives is left out."""

    role: Slug
    """The short name of the role, as in content/roles/."""
    note: Text | None = None
    """What to say beside the figures, or in place of figures that do not exist."""


class ComparisonSection(_Section):
    """Several roles side by side: pay, growth, usual training, credential."""

    kind: Literal["comparison"]
    roles: Annotated[tuple[ComparedRole, ...], Field(min_length=2)]
    """The roles in order."""
    benchmark: Slug | None = None
    """The role that the others are measured against, such as all occupations."""
    note: Text | None = None
    """How to read the figures."""


class Steps(Content):
    """Things to do, in order."""

    title: Text
    """The heading."""
    items: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The steps, a sentence or two each."""


class Contact(Content):
    """Someone to ask."""

    about: Text
    """What to ask about."""
    who: Text
    """Whom: a name or an address."""


class Contacts(Content):
    """Whom to ask about what."""

    title: Text
    """The heading."""
    items: Annotated[tuple[Contact, ...], Field(min_length=1)]
    """The contacts in order."""


class Lookup(Content):
    """A page that stays current, printed as a QR code and in words."""

    address: Address
    """Where the QR code leads."""
    text: Text
    """What one finds there, with the address in words."""


class NextSection(_Section):
    """Where to go from here: closing words, steps, contacts, and a page that stays current."""

    kind: Literal["next"]
    steps: Steps | None = None
    """What to do first."""
    contacts: Contacts | None = None
    """Who to ask."""
    lookup: Lookup | None = None
    """The page that stays current."""


Section = Annotated[
    RolesSection | PointsSection | TextSection | MatchSection | ComparisonSection | NextSection,
    Field(discriminator="kind"),
]


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
    introduction: Text
    """The paragraph under the title."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """The sections, in the order in which they are read."""


# Publisher and labels -------------------------------------------------------------------------------------------------


class Logo(Content):
    """A picture of the publisher's name."""

    file: Word
    """A PNG or JPEG file, beside this file or below it."""
    alt: Word
    """What the picture says, for people who do not see it."""


class Publisher(Content):
    """Who hands the guides out. What is left empty becomes a place to fill in, or for a stamp."""

    name: Text | None = None
    """The name of the school, society or office."""
    contact: tuple[Text, ...] | None = None
    """Lines under the name: a person, a room, a telephone number, an address."""
    logo: Logo | None = None
    """The logo, if there is one."""


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
    qr: Word
    """What a QR code holds, for people who do not see it: {address}."""


# Leaves ---------------------------------------------------------------------------------------------------------------


class Leaf(NamedTuple):
    """A piece of text: its content path, its place in the file's data, and the text itself."""

    path: str
    location: tuple[str | int, ...]
    text: Text


# The fields by which the items of a list are named in a content path. Items without one go by their index.
_NAMES = ("id", "role", "slug")


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
    return next((str(getattr(item, name)) for name in _NAMES if hasattr(item, name)), str(index))


def step(path: str, name: str) -> str:
    """Go one step down a content path."""
    return f"{path}.{name}" if path else name


FILES: dict[str, type[Content]] = {"guide": Guide, "role": Role, "publisher": Publisher, "labels": Labels}
"""The kinds of content file and their models."""

SECTIONS: tuple[type[_Section], ...] = (
    RolesSection,
    PointsSection,
    TextSection,
    MatchSection,
    ComparisonSection,
    NextSection,
)


def tags(section: type[_Section]) -> tuple[str, ...]:
    """Return the values of `kind` that make a section of this model."""
    return tuple(section.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


def roles_of(guide: Guide) -> set[str]:
    """Return the roles that a guide shows or measures others against."""
    items = [item for section in guide.sections for name in ("roles", "lines") for item in getattr(section, name, ())]
    measures = [section.benchmark for section in guide.sections if isinstance(section, ComparisonSection)]
    return {item.role for item in items} | {slug for slug in measures if slug}
