"""Fields of each kind of section in a guide: its panel, photo, lists, and whether a full brochure may leave it out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, Union, get_args

from pydantic import Field

from guidepress.content.model.fields import (
    Address,
    Content,
    FactSlug,
    Name,
    Quoted,
    ShareSlug,
    Slug,
    Spoken,
    Text,
    Unprinted,
    YearsSlug,
)


class PanelName(StrEnum):
    """A face of the folded sheet where sections may stand. The cover holds the title and the introduction."""

    FLAP = "flap"
    INSIDE_1 = "inside-1"
    INSIDE_2 = "inside-2"
    INSIDE_3 = "inside-3"
    BACK = "back"


class Photo(Content):
    """A photograph of your own. It is checked for print: at the width of its panel it needs 220 pixels an inch."""

    file: Name
    """A JPEG or PNG file, beside the content folder's publisher.yaml or below it."""
    alt: Unprinted
    """What the photograph shows, for people who do not see it."""
    credit: Text
    """Who took it, printed under it."""


class Addition(Content):
    """A piece of text of a school's own, for which a section has no field."""

    look: Literal["paragraph", "bullet", "subbullet", "number", "heading", "row"]
    """How it is set; `row` is a row of a table."""
    text: Text | None = None
    """The words."""
    cells: tuple[Text | None, ...] = ()
    """The words of a row, cell by cell."""
    after: Name | None = None
    """The name of the line that it follows in the handout, or the content path of what that says; `end` for the end of
    the section. Without it, it stands at the beginning."""


class MovedPlace(Content):
    """Where a place of the handout stands that is still to be filled in, where somebody has moved it."""

    after: Name
    """The name of the line that it follows in the handout, or the content path of what that says."""
    look: Literal["paragraph", "bullet", "subbullet", "number"] = "paragraph"
    """How it is set."""


class Replacement(Content):
    """What a school's handout says in the place of a piece that is not the guide's own: a figure, a fixed word."""

    of: Name
    """The name of the line that is said otherwise, or the content path of the piece of it that is."""
    leaf: Name | None = None
    """The piece of the line that is said otherwise, where it is not all of it: a figure, the name of a role."""
    was: Name | None = None
    """What stood there when the school said it otherwise. Where the guide says another thing by now, one is asked."""
    text: Text | None = None
    """What the handout says there; without it the piece is left out."""


class Banner(Content):
    """A picture at the top of a school's handout, in place of the drawing."""

    file: Name
    """A JPEG or PNG file, beside the content folder's publisher.yaml or below it."""
    alt: Unprinted | None = None
    """What it shows, for people who do not see it; without it, it counts as decoration."""


class SectionBase(Content):
    """What every section has, whatever its kind.

    `in_one_piece` says of a kind that its items never go on in another column, `at_a_glance` that they may stand side
    by side across the top of a page, `belongs_above` that in a brochure it belongs to what stands above it: it begins
    no page of its own accord, and has no heading unless it does begin one.
    """

    in_one_piece: ClassVar[bool] = False
    at_a_glance: ClassVar[bool] = False
    belongs_above: ClassVar[bool] = False

    id: Slug
    """The section's short name; it never changes, so that edits find their place again."""
    title: Text
    """The heading."""
    panel: PanelName | None = None
    """The panel of the folded brochure on which the section begins; without one it follows the section before it."""
    rank: Annotated[int, Field(ge=1, le=9)] | None = None
    """Which sections give way where a panel holds too much for type of full size: 9 first, 1 last. What gives way is
    told; the handout keeps it. Without a rank a section always stands in the brochure."""
    optional: bool = False
    """An older word for `rank: 9`, which files from before ranks have."""
    lead: Annotated[Text | None, Spoken("the opening lines")] = None
    """A sentence or two under the heading."""
    photo: Annotated[Photo | None, Spoken("the photograph")] = None
    """A photograph, under the heading and the lead."""
    added: tuple[Addition, ...] = ()
    """Pieces of text of the school's own, which stand in the handout where they were typed, and in the brochure at the
    end of the section."""
    replaced: tuple[Replacement, ...] = ()
    """What the handout says otherwise, or leaves out. The brochure keeps what is drawn from facts."""
    behind: bool = False
    """Whether it stands in the handout behind the lines on who hands it out."""


class RolePoints(Content):
    """A role as this guide describes it."""

    role: Slug
    """The short name of the role, as in content/roles/."""
    title: Text
    """The heading over the points."""
    points: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What to know about the role, a line each."""


class RolesSection(SectionBase):
    """Several roles, each with its own heading and points."""

    kind: Literal["roles"]
    roles: Annotated[tuple[RolePoints, ...], Field(min_length=1), Spoken("careers")]
    """The roles in order."""


class OwnSection(SectionBase):
    """A section of a school's own: its title, and below it what is `added`."""

    kind: Literal["own"]


class PointsSection(SectionBase):
    """A lead and a list: points with dashes, a checklist between rules, or a ladder, which is climbed in order."""

    kind: Literal["points", "checklist", "ladder"]
    points: Annotated[tuple[Text, ...], Field(min_length=1), Spoken("list")]
    """The list."""
    strip: bool = False
    """Whether a strip from the drawing of the guide's role, such as one line of an ultrasound scan, stands between the
    lead and the list of the brochure, where it has room for it. A guide shows one strip: the first."""


class TextSection(SectionBase):
    """Running text."""

    kind: Literal["text"]
    paragraphs: Annotated[tuple[Text, ...], Field(min_length=1), Spoken("text")]
    """The paragraphs."""
    strip: bool = False
    """Whether a strip from the drawing of the guide's role, such as one line of an ultrasound scan, stands below the
    first paragraph of the brochure, where it has room for it. A guide shows one strip: the first."""


class QuotationSection(SectionBase):
    """What somebody says of the career, with a name, and a photograph where there is one.

    The title stands in the handout; in the brochure it does only where the quotation begins a panel. The photograph is
    printed in shades of gray, or of the theme's ink, at the foot of the panel, and takes the place of a strip on it. It
    gives way before the words do.
    """

    belongs_above: ClassVar[bool] = True

    kind: Literal["quotation"]
    words: Annotated[Quoted, Spoken("the quotation")]
    """What was said. The quotation marks are printed by themselves."""
    who: Annotated[Text, Spoken("the name")]
    """Who said it: a name, and what the person does."""
    about: Annotated[Text | None, Spoken("the line about the person")] = None
    """A line about the person, such as “class of 2019”."""


class RoleLine(Content):
    """One line about a role."""

    role: Slug
    """The short name of the role, as in content/roles/."""
    text: Text
    """The line."""


class MatchSection(SectionBase):
    """Which one is you: a line for each role, so that a reader finds herself."""

    in_one_piece: ClassVar[bool] = True
    at_a_glance: ClassVar[bool] = True

    kind: Literal["match"]
    lines: Annotated[tuple[RoleLine, ...], Field(min_length=2), Spoken("list")]
    """A line for each role."""


class ComparedRole(Content):
    """A role in a comparison. Its figures come from its facts; a figure that no fact gives is left out."""

    role: Slug
    """The short name of the role, as in content/roles/."""
    note: Text | None = None
    """What to say beside the figures, or in place of figures that do not exist."""


class ComparisonSection(SectionBase):
    """Several roles side by side: pay, growth, usual training, credential."""

    in_one_piece: ClassVar[bool] = True

    kind: Literal["comparison"]
    roles: Annotated[tuple[ComparedRole, ...], Field(min_length=2), Spoken("careers")]
    """The roles in order."""
    benchmark: Slug | None = None
    """The role that the others are measured against, such as all occupations."""
    note: Annotated[Text | None, Spoken("the remark")] = None
    """How to read the figures."""


class Reading(Content):
    """A fact that is read at a glance: its value large, drawn on a scale beside that of the benchmark."""

    fact: FactSlug
    """The fact of the guide's role."""
    to: FactSlug | None = None
    """The fact at the other end, where the figure is two: from two years to four, or two years or four."""
    joined: Literal["to", "or"] = "to"
    """How the two figures belong together: `to`, anything from one to the other; `or`, one of the two."""
    title: Text
    """What it measures."""
    note: Text | None = None
    """What to say under it."""
    rank: Annotated[int, Field(ge=1, le=9)] | None = None
    """When the note gives way, like the rank of a section: 9 first, 1 last. Without a rank it always stands."""


class FactsSection(SectionBase):
    """Quick facts: three or four readings."""

    in_one_piece: ClassVar[bool] = True
    at_a_glance: ClassVar[bool] = True

    kind: Literal["facts"]
    facts: Annotated[tuple[Reading, ...], Field(min_length=1), Spoken("table")]
    """The readings in order."""
    benchmark: Slug | None = None
    """The role that they are measured against, such as all occupations, where it has the same fact."""


class Row(Content):
    """A word or two, and what belongs to it."""

    term: Text | None = None
    """The word or two: a time of day, a name."""
    text: Text
    """What belongs to it."""


class RowsSection(SectionBase):
    """Rows of a term and its text: a typical day, a credential and how it is kept."""

    kind: Literal["rows"]
    rows: Annotated[tuple[Row, ...], Field(min_length=1), Spoken("list")]
    """The rows in order."""


class Share(Content):
    """A part of the whole."""

    fact: ShareSlug
    """The fact of the guide's role, counted in “percent of jobs”."""
    name: Text
    """What has this share."""


class SharesSection(SectionBase):
    """Parts of a whole, drawn as bars: where people work."""

    kind: Literal["shares"]
    shares: Annotated[tuple[Share, ...], Field(min_length=1), Spoken("table")]
    """The parts, the largest first. They need not add up to the whole."""


class Branch(Content):
    """One of several ways to go on."""

    name: Text
    """Its name: a credential."""
    text: Text
    """What it is for."""


class PathStep(Content):
    """A step of the path."""

    title: Text
    """What it is, in a word or two."""
    years: YearsSlug | None = None
    """The name of the fact, counted in years, that says how many years it takes, or takes at least."""
    years_to: YearsSlug | None = None
    """The name of the fact, counted in years, that says how many years it takes at most."""
    joined: Literal["to", "or"] = "to"
    """How the two figures belong together: `to`, anything from one to the other; `or`, one of the two."""
    text: Text
    """What to do."""
    branches: Annotated[tuple[Branch, ...], Spoken("branches")] = ()
    """Where there is a real choice: the ways to go on."""


class PathSection(SectionBase):
    """How to get there: steps along a line."""

    kind: Literal["path"]
    steps: Annotated[tuple[PathStep, ...], Field(min_length=2), Spoken("steps")]
    """The steps in order."""


class PaySection(SectionBase):
    """What a role pays and how its jobs grow: the facts pay-10th, pay-median, pay-90th and growth, drawn."""

    kind: Literal["pay"]
    role: Slug | None = None
    """The role whose figures these are, where it is not the guide's own."""
    benchmark: Slug | None = None
    """The role that they are measured against, such as all occupations."""
    note: Text | None = None
    """What to say under the figures."""


class SourcesSection(SectionBase):
    """Where the facts come from. The list makes itself: every source of a fact that the guide prints or rests on,
    under what it measures. The beginning of a fact's name says that: pay-, growth-, training-, credential-, workplace-.
    """

    kind: Literal["sources"]


class Steps(Content):
    """Things to do, in order."""

    title: Text | None = None
    """The heading, where the section's own does not say it."""
    items: Annotated[tuple[Text, ...], Field(min_length=1), Spoken("list")]
    """The steps, a sentence or two each."""


class Contact(Content):
    """Someone to ask."""

    about: Text | None = None
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


class NextSection(SectionBase):
    """Where to go from here: closing words, steps, contacts, and a page that stays current."""

    kind: Literal["next"]
    steps: Steps | None = None
    """What to do first."""
    contacts: Contacts | None = None
    """Who to ask."""
    lookup: Annotated[Lookup | None, Spoken("the link of the code")] = None
    """The page that stays current."""


Section = Annotated[
    RolesSection
    | PointsSection
    | TextSection
    | QuotationSection
    | MatchSection
    | ComparisonSection
    | FactsSection
    | RowsSection
    | SharesSection
    | PathSection
    | PaySection
    | NextSection
    | SourcesSection
    | OwnSection,
    Field(discriminator="kind"),
]

MODELS: list[type[SectionBase]] = list(get_args(get_args(Section)[0]))
"""The model of each kind of section; `kinds.register` adds one."""


def section_type() -> Any:
    """Return the type of a section of any kind there is now: its key `kind` says by which model it is read."""
    return Annotated[Union[tuple(MODELS)], Field(discriminator="kind")]  # noqa: UP007 - the models are a list
