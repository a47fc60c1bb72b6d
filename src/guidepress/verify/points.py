"""The two kinds of value that all of verify uses: a point (what is asked of an output) and a check (its result).

A check exists only once its point has been looked at, so a list of checks tells what was done and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guidepress.errors import Problem

PDFIUM = "PDFium"
PIKEPDF = "pikepdf"
LXML = "lxml"
VERAPDF = "veraPDF"


@dataclass(frozen=True)
class Point:
    """One thing that is asked of an output: in plain words, what reads the output for it, and where it comes from.

    `by` names the library or program that reads. `rules` names the clauses of standards of which this is a part, none
    where the rule is Guidepress's own: “PDF/UA-1 7.3” is a clause of ISO 14289-1:2014, “WCAG 1.4.3” a criterion of
    WCAG 2.2.
    """

    words: str
    by: str
    rules: tuple[str, ...] = ()

    def check(self, problems: Iterable[Problem]) -> Check:
        """Return this point's check: what is wrong by it, nothing where the output passes."""
        return Check(self, tuple(problems))


@dataclass(frozen=True)
class Check:
    """A point that was looked at in one output, and what is wrong there: nothing where the output passes."""

    point: Point
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def problems(checks: Iterable[Check]) -> list[Problem]:
    """Return the problems of all the checks, in their order."""
    return [problem for check in checks for problem in check.problems]
