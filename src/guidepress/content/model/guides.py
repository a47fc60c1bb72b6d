"""Fields of a guide's file, the list of content files with their models, and which roles and facts a guide uses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, Self, cast

from pydantic import Field, StringConstraints, model_validator

from guidepress.content.model import inline, sections
from guidepress.content.model.brand import Brand
from guidepress.content.model.fields import Content, GuideSlug, Slug, Spoken, Text, Unprinted
from guidepress.content.model.labels import Labels, Names
from guidepress.content.model.leaves import check_sum, walk
from guidepress.content.model.publisher import Publisher, School
from guidepress.content.model.roles import Role
from guidepress.content.model.sections import (
    Addition,
    Banner,
    ComparisonSection,
    FactsSection,
    MovedPlace,
    PathSection,
    PaySection,
    Replacement,
    Section,
    SharesSection,
)

# Guides ---------------------------------------------------------------------------------------------------------------


NAMES = "names"
"""The field of a guide with what a school calls careers; the name of one may stand in several places."""


class Guide(Content):
    """The content of one brochure and its handout."""

    slug: GuideSlug
    """The guide's short name; also the file's name and the beginning of its outputs' names."""
    edition: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(\.[0-9]+)?$")]
    """The edition by year, with a count where there are several: “2026.1”, in quotation marks."""
    date: date
    """The day of this edition: the date that the outputs carry."""
    language: Literal["en-US"] = "en-US"
    """The language of the text; content/labels/ holds a file for each."""
    title: Annotated[Text, Spoken("the title")]
    """The title on the cover."""
    series: Annotated[Text, Spoken("the line above the title")]
    """The line above the title, common to all guides of a series."""
    subject: Unprinted
    """One sentence about the guide, for the properties of the files."""
    credit: Annotated[Text | None, Spoken("the credit")] = None
    """Where the text comes from, printed on the back."""
    licence: Annotated[Text | None, Spoken("the licence")] = None
    """On what terms the text may be used by others, printed on the back."""
    introduction: Annotated[Text, Spoken("the introduction")]
    """The paragraph under the title."""
    role: Slug | None = None
    """The role that the guide is about: facts that its texts name are this role's."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """The sections, in the order in which they are read."""
    names: Annotated[dict[Slug, Text], Spoken("names of careers")] = Field(default_factory=dict)
    """What a school calls careers, by the short names of their files, wherever the guide names them."""
    added: tuple[Addition, ...] = ()
    """Pieces of text of a school's own, before the first section and behind the last."""
    replaced: tuple[Replacement, ...] = ()
    """What the handout of a school says otherwise, or leaves out, outside the sections."""
    programmes_behind: Slug | None = None
    """The section behind which programs nearby stand in the handout, where a school has moved them; `introduction` is
    before all sections."""
    moved_places: dict[Literal["name", "contact"], MovedPlace] = Field(default_factory=dict)
    """Where the places for the name and for the contact lines of whoever hands the guide out stand while they are still
    to be filled in, where somebody has moved them. Once filled in, they stand where they always do."""
    banner: Banner | None = None
    """A picture at the top of a school's handout, in place of the drawing."""

    @model_validator(mode="after")
    def _is_not_too_long(self) -> Self:
        check_sum(self, "guide")
        return self


def take_kinds() -> None:
    """Allow in guides exactly the kinds of section that `sections.MODELS` lists."""
    Guide.model_fields["sections"].annotation = cast(Any, tuple.__class_getitem__((sections.section_type(), ...)))
    Guide.model_rebuild(force=True)


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
    slugs = {guide.role} | {reference.role for leaf in walk(guide) for reference in inline.named(leaf.text)}
    for section in guide.sections:
        slugs |= {item.role for name in ("roles", "lines") for item in getattr(section, name, ())}
        if isinstance(section, ComparisonSection | FactsSection | PaySection):
            slugs.add(section.benchmark)
        if isinstance(section, PaySection):
            slugs.add(section.role)
    return {slug for slug in slugs if slug}


class Use(NamedTuple):
    """A place where a guide uses a fact: the place in the file's data, the role and the fact."""

    location: tuple[str | int, ...]
    role: str
    fact: str


def uses(guide: Guide) -> Iterator[Use]:
    """Yield every fact that a guide names by a key of its own or in a text, in reading order."""
    own_role = guide.role or ""
    for index, section in enumerate(guide.sections):
        section_location: tuple[str | int, ...] = ("sections", index)
        if isinstance(section, FactsSection):
            for number, reading in enumerate(section.facts):
                for key in ("fact", "to"):
                    if fact := getattr(reading, key):
                        yield Use((*section_location, "facts", number, key), own_role, fact)
        elif isinstance(section, SharesSection):
            for number, share in enumerate(section.shares):
                yield Use((*section_location, "shares", number, "fact"), own_role, share.fact)
        elif isinstance(section, PathSection):
            for number, path_step in enumerate(section.steps):
                for key in ("years", "years_to"):
                    if fact := getattr(path_step, key):
                        yield Use((*section_location, "steps", number, key), own_role, fact)
    for leaf in walk(guide):
        for reference in inline.named(leaf.text):
            yield Use(leaf.location, reference.role or own_role, reference.fact)
