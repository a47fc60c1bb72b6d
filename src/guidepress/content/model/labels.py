"""The fixed words of the report on checked files."""

from __future__ import annotations

from guidepress.content.model.fields import Content, Word


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
