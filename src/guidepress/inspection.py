"""Outputs that exist, against today's content: the answer of `guidepress verify`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf

from guidepress import artifacts, brochure, build, compose, glyphs, markup, verify, view
from guidepress.artifacts import Choice
from guidepress.errors import ContentError, Problem, Span, nearest
from guidepress.geometry import PAPERS
from guidepress.library import Library
from guidepress.project import Project
from guidepress.schema import Guide
from guidepress.word import reader


def outputs_in(folder: Path) -> list[Path]:
    """List the outputs of a build folder, in the order of their names."""
    return sorted(path for path in folder.glob("*") if path.name.endswith(_ENDINGS))


def inspect(project: Project, library: Library, path: Path) -> list[Problem]:
    """Check one output against the content it should have been made from. Returns what is wrong with it.

    Raises ContentError where the file is none of ours, cannot be read, or was made from other content than today's.
    """
    guide, kind = _recognise(library, path)
    data = _read(path)
    choice = _choice(path, data, kind)
    ready = build.prepare(project, library, guide, choice)
    _same_revision(path, data, kind, ready.revision)
    if kind == "handout":
        pictures = build.handout_art(ready, library, choice.paper)
        html = compose.handout(project, ready.theme, ready.shown, pictures)
        markup.parse(html)
        return build.handout_problems(ready, data, html, ready.has_pictures)
    if kind == "screen":
        dropped = [word[1:] for word in _keywords(data).split() if word.startswith("-")]
        placed = next(build.placings(project, library, ready, choice), None)
        shown = view.guide_view(guide, ready.revision, library, ready.theme, placed)
        html = brochure.draft(project, library, ready.theme, shown, choice.format, choice.paper, placed, dropped)
        return build.screen_problems(ready, data, html, choice, dropped)
    if kind == "press":
        return build.press_problems(data, path.name)
    screen = path.with_name(artifacts.outputs(guide.slug)["screen"])
    return verify.print_edition(data, _read(screen), path.name, choice.format, choice.paper)


_ENDINGS = ("-brochure.pdf", "-brochure-print.pdf", "-brochure-press.pdf", "-handout.docx")


def _recognise(library: Library, path: Path) -> tuple[Guide, str]:
    for slug, guide in library.guides.items():
        for kind, name in artifacts.outputs(slug).items():
            if path.name == name:
                return guide, kind
    known = [name for slug in library.guides for name in artifacts.outputs(slug).values()]
    raise ContentError(
        [Problem(Span(str(path)), "This is not the name of an output of this project.", nearest(path.name, known))]
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        sentence = f"This file cannot be read: {error.strerror}."
        raise ContentError([Problem(Span(str(path)), sentence, "run “guidepress build”")]) from None


def _choice(path: Path, data: bytes, kind: str) -> Choice:
    """Find out how an output was made: from the manifest beside it, else from the size of its pages."""
    try:
        entry = json.loads((path.parent / artifacts.MANIFEST).read_text(encoding="utf-8"))["outputs"][path.name]
        return Choice(entry["theme"], entry["format"], entry["paper"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    if kind == "handout":
        return Choice()
    height = glyphs.read(data, path.name)[0].height
    paper = min(PAPERS.values(), key=lambda each: abs(each.height - height))
    return replace(Choice(), paper=paper.name)


def _same_revision(path: Path, data: bytes, kind: str, revision: str) -> None:
    said = reader.read(data, path.name).properties.get("identifier", "") if kind == "handout" else _keywords(data)
    if kind not in ("print", "press") and revision not in said:
        sentence = f"This file was not made from today's content, whose revision is {revision}."
        raise ContentError([Problem(Span(str(path)), sentence, "run “guidepress build”")])


def _keywords(data: bytes) -> str:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return str(pdf.docinfo.get("/Keywords", ""))
    except pikepdf.PdfError:
        return ""


def everything(project: Project, library: Library, paths: Sequence[Path]) -> list[tuple[Path, list[Problem]]]:
    """Inspect several outputs. A file that cannot be inspected has its reason as its problem."""
    found = []
    for path in paths:
        try:
            found.append((path, inspect(project, library, path)))
        except ContentError as error:
            found.append((path, list(error.problems)))
    return found
