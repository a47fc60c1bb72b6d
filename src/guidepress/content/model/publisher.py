"""Fields of content/publisher.yaml and of a school's file: name, contact, logo, colors, hours, programs, guides."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from guidepress.content.model.brand import BrandColours
from guidepress.content.model.fields import Address, Content, Line, Name, SchoolSlug, Slug, Spoken, Text, Unprinted
from guidepress.content.model.leaves import check_sum
from guidepress.content.model.sections import Lookup

MOST_LINES = 20
"""Lines of a contact or of office hours, and paragraphs of a school's notes on a guide, the most: more than the back of
a brochure holds."""

MOST_PROGRAMMES = 60
"""Programs nearby, the most: more than two pages of a handout hold."""


class Logo(Content):
    """A picture of the publisher's name."""

    file: Name
    """A PNG, JPEG or SVG file, beside this file or below it."""
    alt: Unprinted
    """What the picture says, for people who do not see it."""


class Publisher(Content):
    """Who hands the guides out. What is left empty becomes a place to fill in, or for a stamp."""

    name: Annotated[Line | None, Spoken("the school’s name")] = None
    """The name of the school, society or office."""
    contact: Annotated[Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)] | None, Spoken("contact")] = None
    """Lines under the name: a person, a room, a telephone number, an address."""
    logo: Annotated[Logo | None, Spoken("the logo")] = None
    """The logo, if there is one."""
    colours: BrandColours | None = None
    """The publisher's colors, which take the place of the theme's."""
    lookup: Annotated[Lookup | None, Spoken("the link of the code")] = None
    """A page of the publisher's own, such as its list of programs. The code on the back leads there, in every guide."""


class Programme(Content):
    """A course of study that a reader can take nearby."""

    name: Line
    """What it is, and where: the program and its college."""
    credential: Line | None = None
    """What one has at its end: a certificate, an associate degree."""
    length: Line | None = None
    """How long it takes."""
    distance: Line | None = None
    """How far away it is."""
    link: Address | None = None
    """The program's own page."""
    guides: tuple[Slug, ...] = ()
    """The guides that it stands in, by their short names; without them, it stands in all."""


class School(Publisher):
    """A school that hands the guides out: what it puts on them, and what it says in its own way."""

    slug: SchoolSlug
    """The school's short name; also the name of its folder."""
    name: Line
    """The school's name."""
    hours: Annotated[Annotated[tuple[Line, ...], Field(max_length=MOST_LINES)] | None, Spoken("office hours")] = None
    """When the office is open, a line each."""
    programmes: Annotated[tuple[Programme, ...], Field(max_length=MOST_PROGRAMMES), Spoken("programs nearby")] = ()
    """Programs nearby. They stand before a guide's next steps."""
    notes: Annotated[dict[Slug, Annotated[tuple[Text, ...], Field(max_length=MOST_LINES)]], Spoken("notes")] = Field(
        default_factory=dict
    )
    """By the short name of a guide: what the school adds to it, under its own name, a paragraph each."""
    language: Literal["en-US"] = "en-US"
    """The language of the text; content/labels/ holds a file for each."""
    guides: dict[Slug, dict[str, Any]] = Field(default_factory=dict)
    """By the short name of a guide: the lines of it that the school writes in its own way, by their keys. Sections are
    named by their id, lists are replaced whole, and nothing after a key or `null` takes it out."""

    @model_validator(mode="after")
    def _is_not_too_long(self) -> Self:
        check_sum(self, "file")
        return self

    def speaks_in(self, location: tuple[str | int, ...], guide: str) -> bool:
        """Say whether a guide shows what stands at a place in the school's file."""
        match location:
            case ("notes", slug, *_):
                return slug == guide
            case ("programmes", int(index), *_):
                return not self.programmes[index].guides or guide in self.programmes[index].guides
        return True
