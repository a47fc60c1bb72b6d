"""Judges of PDF files: the veraPDF engine, page-validation, and Poppler's reading of the tag tree."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from helpers.judges.panel import CACHE, Failure, JudgeError, ask, require

SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A Java that judges a few files and ends: what it would spend on compiling for a long life is half of its work."""


def pdfua(paths: Iterable[Path]) -> dict[Path, list[Failure]]:
    """Judge PDFs against PDF/UA-1 (ISO 14289-1) by the veraPDF engine, all in one go (about 1 s, then 0.1 s a file).

    Rules are named as veraPDF names them, clause and test: "7.1-3". A file that is no PDF breaks "unreadable".
    """
    require("pdfua")
    asked = list(paths)
    class_path = os.pathsep.join(str(CACHE / "verapdf" / name) for name in ("engine.jar", "classes"))
    said = ask(["java", *SHORT_LIVED, "-cp", class_path, "PdfUa", *map(str, asked)], seconds=120 + 10 * len(asked))
    answers = [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]
    if said.returncode or len(answers) != len(asked) or any(answer["rules"] < 100 for answer in answers):
        raise JudgeError(f"the veraPDF engine did not judge every file: {said.stderr.strip()[-500:]}")
    return {
        path: [Failure(**failure) for failure in answer["failures"]]
        for path, answer in zip(asked, answers, strict=True)
    }


def page_validation(path: Path) -> list[Failure]:
    """Judge a PDF against PDF/UA-1 in this process (about 4 ms), by rules such as "PDFUA1-STRUCT-TREE-ROOT-001"."""
    require("page_validation")
    import page

    try:
        report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)
    except page.PageError as error:
        return [Failure("unreadable", 1, str(error), "")]
    if report.rules.total < 50:
        raise JudgeError(f"page-validation looked at {report.rules.total} rules only")
    times = Counter(failure.rule_id for failure in report.failures)
    firsts = {failure.rule_id: failure for failure in reversed(report.failures)}
    return [Failure(rule, times[rule], firsts[rule].message, "") for rule in sorted(times)]


def poppler_headings(path: Path) -> list[tuple[int, str]]:
    """Return the headings in a PDF's structure tree, level and text, in reading order, as Poppler sees them.

    Each line of a heading is a span of its own without the space at which it was broken, so a new span is a new word.
    """
    require("poppler")
    said = ask(["pdfinfo", "-struct-text", path])
    if said.returncode:
        raise JudgeError(f"Poppler cannot read {path.name}: {said.stderr.strip()}")
    headings: list[tuple[int, str]] = []
    depth: int | None = None  # how far the heading is indented while its own text is being read
    for line in said.stdout.splitlines():
        indent = len(line) - len(line.lstrip())
        if depth is not None and indent <= depth:
            depth = None
        if found := re.match(r"H([1-6]) \(block\)", line.strip()):
            headings.append((int(found[1]), ""))
            depth = indent
        elif depth is not None and line.strip().startswith("Span"):
            headings[-1] = (headings[-1][0], headings[-1][1] + " ")
        elif depth is not None and (text := re.fullmatch(r'"(.*)"', line.strip())):
            level, words = headings[-1]
            headings[-1] = (level, words + text[1])
    return [(level, " ".join(words.split())) for level, words in headings]
