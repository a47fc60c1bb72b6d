"""Fields of a role's file: an occupation and its facts, each with value, unit, period, source and review date."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from guidepress.content.model.fields import Address, Content, RoleSlug, Slug, Text, Word


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
    newer: Word | None = None
    """The edition that has come out since, such as “2025–35”, where one is known and the value could not yet be read in
    it. The guide says so beside the date, and `guidepress check` asks for it."""
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

    slug: RoleSlug
    """The short name by which guides refer to the role; also the file's name."""
    name: Text
    """The occupation's formal name."""
    short_name: Text
    """The name where room is scarce, in a comparison or beside a scale."""
    motif: Literal["xray", "pet", "ultrasound", "linepairs"] | None = None
    """The drawing that stands for the role."""
    facts: dict[Slug, Fact] = Field(default_factory=dict)
    """The facts by short name. Figures and comparisons look for pay-10th, pay-median, pay-90th, growth, training and
    credential; texts name any of them. How a name begins says where its source is listed: `pay-…` (in US dollars a
    year) under “Median pay a year”, `growth-…` (in percent) under “Job growth”, `training-…` under “Usual training”,
    `credential-…` under “Credential”, `workplace-…` under “Workplaces”; all others come last, under “More”."""
