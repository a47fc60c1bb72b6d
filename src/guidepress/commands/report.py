"""The PDF report of `guidepress verify --report`: which files were checked, by which rules, with which results.

It tells of checks that were made, and of no others: everything on it comes from the checks themselves. That files pass
is not to say that they meet a standard, so it never says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from guidepress import __version__, artifacts
from guidepress.brochure import typeset
from guidepress.compose import templates
from guidepress.compose.themes import theme
from guidepress.compose.themes.theme import font_folder
from guidepress.compose.view import Plain
from guidepress.content.model.labels import Labels
from guidepress.errors import Problem
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.verify.inspection import Hearing, Inspected, Kind
from guidepress.verify.points import LXML, PDFIUM, PIKEPDF, VERAPDF, Check

NAME = "verify-report.pdf"
DIGITS = 10  # of a digest: enough to tell files apart, and few enough to compare by eye
KINDS: tuple[Kind, ...] = ("screen", "print", "handout", "press", "unknown")


def report(
    project: Project, labels: Labels, inspected_files: Sequence[Inspected], hearing: Hearing, day: date
) -> bytes:
    """Return the report on inspected files as a PDF, tagged as PDF/UA-1. Same input, same bytes.

    Its paper is A4 where most of the files are made for that, else Letter. `day` is the day of the checks. Raises
    ContentError where the theme or the template is broken.
    """
    report_theme = theme.read(project, Choice.theme)
    html = templates.report(project, report_theme, view(labels, inspected_files, hearing, day), font_folder().as_uri())
    return typeset.write(typeset.typeset(html, [font_folder()]), tagged=True)


def view(labels: Labels, inspected_files: Sequence[Inspected], hearing: Hearing, day: date) -> Plain:
    """Return the plain data that the report's template is filled with: words, numbers and lists."""
    words = labels.report
    kinds = [kind for kind in KINDS if any(inspected.kind == kind for inspected in inspected_files)]
    choices = {inspected.choice for inspected in inspected_files if inspected.choice}
    readers = _readers(inspected_files, hearing)
    return {
        "language": labels.language,
        "words": words.model_dump(mode="json"),
        "paper": _paper(inspected_files),
        "result": _result(labels, inspected_files),
        "passed": all(inspected.passed for inspected in inspected_files),
        "day": labels.date.format(day=day.day, month=labels.months[day.month - 1], year=day.year),
        "version": words.version.format(version=__version__),
        "choice": _choice(labels, *choices) if len(choices) == 1 else "",
        "kinds": [{"name": getattr(words.kinds, kind), "ending": artifacts.ENDINGS.get(kind, "")} for kind in kinds],
        "guides": list(_guides(labels, inspected_files, kinds, len(choices) > 1)),
        "failed": [
            {
                "name": inspected.path.name,
                "problems": [_sentence(labels, problem, inspected.path.name) for problem in inspected.problems],
            }
            for inspected in inspected_files
            if not inspected.passed
        ],
        "checks": list(_checks(labels, inspected_files, kinds, list(readers))),
        "readers": list(readers.values()),
        "judge": getattr(words, hearing.outcome).format(version=hearing.version, rules=hearing.rules),
    }


def _paper(inspected_files: Sequence[Inspected]) -> str:
    papers = Counter(
        "a4" if inspected.choice.paper == "a4" else "letter" for inspected in inspected_files if inspected.choice
    )
    return papers.most_common(1)[0][0] if papers else "letter"


def _result(labels: Labels, inspected_files: Sequence[Inspected]) -> str:
    words, passed = labels.report, sum(inspected.passed for inspected in inspected_files)
    if len(inspected_files) == 1:
        return words.one if passed else words.one_fails
    return (words.all if passed == len(inspected_files) else words.some).format(
        passed=passed, count=len(inspected_files)
    )


def _choice(labels: Labels, choice: Choice) -> str:
    return labels.report.choice.format(theme=choice.theme, format=choice.format, paper=choice.paper.title())


def _guides(
    labels: Labels, inspected_files: Sequence[Inspected], kinds: Sequence[Kind], mixed: bool
) -> Iterator[Plain]:
    """Yield the files guide by guide: those of one folder whose names begin alike, made in the same way.

    How they were made is said only where that is not the same for all.
    """
    by_guide: dict[tuple[str, Path, Choice | None], dict[str, Inspected]] = {}
    for inspected in inspected_files:
        name = inspected.path.name.removesuffix(artifacts.ENDINGS.get(inspected.kind, ""))
        by_guide.setdefault((name, inspected.path.parent, inspected.choice), {})[inspected.kind] = inspected
    for (name, _, choice), files in by_guide.items():
        revisions = {inspected.revision for inspected in files.values()}
        yield {
            "name": name,
            "choice": _choice(labels, choice) if mixed and choice else "",
            "revision": "" if len(revisions) > 1 else min(revisions) or labels.report.no_revision,
            "files": [_file(labels, files[kind], len(revisions) > 1) if kind in files else None for kind in kinds],
        }


def _file(labels: Labels, inspected: Inspected, mixed: bool) -> Plain:
    """Show a file: its result, its digest, and its revision where the files of its guide have several."""
    words, failed = labels.report, sum(not check.passed for check in inspected.checks)
    result = words.passes if inspected.passed else words.fails
    return {
        "passed": inspected.passed,
        "result": result.format(count=len(inspected.checks), failed=failed),
        "digest": inspected.digest[:DIGITS],
        "revision": (inspected.revision or words.no_revision) if mixed else "",
    }


def _sentence(labels: Labels, problem: Problem, name: str) -> str:
    """Say what is wrong with a file of that name: with the line of the content, or the other file, where it is there.

    Of a path only the name is told: where a file lies on one machine is nobody's business on another.
    """
    file_name = Path(problem.span.file).name
    prefix = f"{file_name}: " if file_name != name and not problem.span.line else ""
    place = f" ({problem.span})" if problem.span.line else ""
    hint = f" {labels.report.hint.format(hint=problem.hint)}" if problem.hint else ""
    return f"{prefix}{problem.message}{place}{hint}"


def _checks(
    labels: Labels, inspected_files: Sequence[Inspected], kinds: Sequence[Kind], readers: Sequence[str]
) -> Iterator[Plain]:  # fmt: skip
    """Yield each check with its clauses, its readers, and how many files of each kind passed it."""
    by_words: dict[str, dict[str, list[Check]]] = {}
    files = Counter(inspected.kind for inspected in inspected_files)
    for kind in kinds:
        for check in (check for inspected in inspected_files if inspected.kind == kind for check in inspected.checks):
            by_words.setdefault(check.point.words, {}).setdefault(kind, []).append(check)
    for words, by_kind in by_words.items():
        points = list(dict.fromkeys(check.point for checks in by_kind.values() for check in checks))
        numbers = sorted({readers.index(point.by) + 1 for point in points if point.by})
        yield {
            "words": words,
            "rules": ", ".join(dict.fromkeys(rule for point in points for rule in point.rules)),
            "by": ", ".join(map(str, numbers)),
            "passed": all(check.passed for checks in by_kind.values() for check in checks),
            "tallies": [_tally(labels, by_kind[kind], files[kind]) if kind in by_kind else None for kind in kinds],
        }


def _tally(labels: Labels, made_checks: Sequence[Check], files: int) -> Plain:
    """Say how many files passed a check, of those for which it was made."""
    passed, not_made = sum(check.passed for check in made_checks), files - len(made_checks)
    words = labels.report.not_made if not_made else labels.report.tally
    return {
        "passed": passed == len(made_checks),
        "words": words.format(passed=passed, count=len(made_checks), left=not_made),
    }


def _readers(inspected_files: Sequence[Inspected], hearing: Hearing) -> dict[str, str]:
    """Return the programs that read the files for a check, each with its version, in the order of their names here."""
    used_readers = {check.point.by for inspected in inspected_files for check in inspected.checks}
    versions = {
        PDFIUM: _pdfium(),
        PIKEPDF: version("pikepdf"),
        LXML: version("lxml"),
        VERAPDF: hearing.version,
    }
    return {name: f"{name} {version_number}" for name, version_number in versions.items() if name in used_readers}


def _pdfium() -> str:
    """Return the version of PDFium itself, not that of the package which brings it."""
    from pypdfium2.version import PDFIUM_INFO

    return str(PDFIUM_INFO).partition("@")[0]
