"""Fields of content/labels/<language>.yaml: every fixed word that is printed; and of content/names.yaml."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from guidepress.content.model.fields import Address, Content, Name, Unprinted, Word


class KindWords(Content):
    """The words for each kind of output."""

    screen: Word
    """The brochure to read on a screen."""
    print: Word
    """The brochure to print and fold."""
    handout: Word
    """The handout for Word."""
    press: Word
    """The brochure for a print shop."""
    unknown: Word
    """A file that is none of these."""


class ReportWords(Content):
    """The fixed words of the report on checked files. Words in braces stand for what is put in their place."""

    title: Word
    """What the report is, over its result and in the properties of its file."""
    all: Word
    """The result where every file passes: {count}."""
    some: Word
    """The result where some files do not: {passed}, {count}."""
    one: Word
    """The result where the only file passes."""
    one_fails: Word
    """The result where the only file does not."""
    person: Word
    """What machines cannot judge, and who must."""
    program: Word
    """Before the program that made the checks."""
    version: Word
    """That program: {version}."""
    set_as: Word
    """Before theme, format and paper."""
    choice: Word
    """How files were made: {theme}, {format}, {paper}."""
    failed: Word
    """Over what is wrong."""
    hint: Word
    """After what is wrong, what would mend it: {hint}."""
    files: Word
    """Over the list of files, guide by guide."""
    revision: Word
    """Over the revisions."""
    digests: Word
    """What the digits under a result are."""
    passes: Word
    """For a file that passes: {count}, the number of its checks."""
    fails: Word
    """For a file that does not: {failed} of its {count} checks."""
    no_revision: Word
    """For a file that does not say its revision."""
    kinds: KindWords
    """Over the results of each kind."""
    checks: Word
    """Over the checks."""
    rules: Word
    """What it means that a clause of a standard stands beside a check."""
    rule: Word
    """Over the clauses."""
    reader: Word
    """Over the numbers of the programs that read the files for a check."""
    tally: Word
    """How many files passed a check: {passed}, {count}."""
    not_made: Word
    """The same where the check was not made for some: {passed}, {count}, {left}."""
    readers: Word
    """Over the programs that read the files."""
    heard: Word
    """What the independent judge did: {version}, {rules}."""
    missing: Word
    """Said where there is no independent judge on the machine."""
    silent: Word
    """Said where the independent judge gave no answer."""
    nothing: Word
    """Said where there was nothing for the independent judge to look at."""
    looked: Word
    """Before the place for the name of a person who looked at the files."""
    looked_on: Word
    """Before the place for the day on which the person did."""


class StripWords(Content):
    """The words for one strip: the strength along a line through the drawing of a role."""

    shows: Word
    """What it shows, in a sentence or two, for people who do not see it. It says what the captions say, too."""
    captions: Annotated[tuple[Word, ...], Field(min_length=3, max_length=3)]
    """The three captions below it, from left to right, each under what it names."""


class Strips(Content):
    """The words for the strip of each drawing."""

    ultrasound: StripWords
    """The echoes along one line of a scan: the skin, fluid, a wall deep inside."""
    xray: StripWords
    """How much passes along a row across four fingers: air, bone, flesh."""
    pet: StripWords
    """What a camera counts along a row of its image: the edge, the hot spot, the heart."""
    linepairs: StripWords
    """How clear test lines are: wide ones, finer ones, the finest."""


class LongForm(Content):
    """What a set of initials stands for, and where that was read."""

    words: Word
    """The words, as printed: computed tomography."""
    source: Unprinted
    """Who says so: the publisher and the publication."""
    address: Address
    """Where it can be looked up."""
    retrieved: date
    """The day it was read there."""
    review_after: date
    """The day after which `guidepress check` asks for a new look."""
    grade: Literal["A", "A-", "B"]
    """A: read at the official source. A-: official, by way of a carrier. B: a copy that quotes the official source."""


class Names(Content):
    """Names that a reader cannot be spared. The measure of reading ease passes over them. A sentence of a role's guide
    that has one of a body or a credential in it rests on a fact, and says on which."""

    in_full: dict[Name, LongForm] = Field(default_factory=dict)
    """What initials stand for. A guide in which they are printed says it once, in a list of names and letters, unless
    it has the words in its text already."""
    known: tuple[Name, ...] = ()
    """Initials that every reader knows: US."""
    terms: tuple[Name, ...] = ()
    """Initials of the field that are neither a body nor a credential: CT."""
    bodies: tuple[Name, ...] = ()
    """Boards, societies, offices: ARRT, US Bureau of Labor Statistics."""
    credentials: tuple[Name, ...] = ()
    """What the bodies award: R.T.(R), CNMT."""
    occupations: tuple[Name, ...] = ()
    """What people in the field are called, and what the field is called."""


class Labels(Content):
    """The fixed words of the templates in one language. Words in braces stand for what is put in their place."""

    language: Literal["en-US"]
    """The language; also the file's name."""
    page: Word
    """The page numbers at the foot of the handout: {page}, {pages}."""
    edition: Word
    """Before the number of the edition."""
    later_edition: Word
    """On the cover of an edition that is not the first of its year: {year}, {ordinal}."""
    ordinals: Annotated[tuple[Word, ...], Field(min_length=1)]
    """What the second edition of a year and those after it are called."""
    unfilled: Word
    """Over the list of places to fill in, at the top of the handout."""
    scan: Word
    """Under the address beside the QR code, on the back of the brochure."""
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
    range_middle: Word
    """What the block of a pay ruler shows, said to whoever does not see it: {low}, {high}."""
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
    newer: Word
    """Said behind that day of a figure of which a newer edition is out: {measure}, {period}."""
    letters: Word
    """Before the list of names and letters: what each set of initials in a guide stands for."""
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
    median: Word
    """Under a figure that is the median pay: what a median is."""
    half: Word
    """What a median is, behind “Median pay a year”."""
    starters: Word
    """What pay people who begin may expect, near the median pay."""
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
    years_either: Word
    """Some years or more, one of the two: {least}, {most}."""
    years_choice: Word
    """The same in figures, large: {least}, {most}."""
    reading: Word
    """What a figure on a scale shows, in words: {name}, {value}, {least}, {most}."""
    reading_beside: Word
    """What a figure on a scale shows beside another, in words: {name}, {value}, {other}, {beside}, {least}, {most}."""
    scale: Word
    """From what to what a scale goes, beside it: {least}, {most}."""
    part: Word
    """What a bar that is part of a whole shows, in words: {name}, {value}, {period}."""
    photo: Word
    """Before the name of a photographer."""
    quotation_begins: Word
    """The mark before what somebody said."""
    quotation_ends: Word
    """The mark behind what somebody said."""
    calibrate: Word
    """The title of the sheet that tests a printer."""
    calibrate_front: tuple[Word, ...]
    """What to do with that sheet, on its front, a line each."""
    calibrate_back: tuple[Word, ...]
    """What to see on its back, a line each."""
    qr: Word
    """What a QR code holds, for people who do not see it: {address}."""
    strips: Strips
    """The words for the strip below the text of a section."""
    report: ReportWords
    """The words of the report on checked files."""
