"""What `guidepress verify` does: checks built files against today's content, and returns a result for each file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, get_args

import pikepdf

from guidepress import artifacts
from guidepress.brochure import brochure
from guidepress.brochure.formats import Duplex
from guidepress.brochure.geometry import PAPERS
from guidepress.compose import markup, prepared
from guidepress.confinement import Confined
from guidepress.content.library import Library
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import School
from guidepress.errors import ContentError, Problem, Span, raise_if
from guidepress.options import Choice, Finish
from guidepress.press import pdf_sizes
from guidepress.project import SCHOOLS, Project
from guidepress.verify import given_files, glyphs, manifests, outputs, points, preflighting, verapdf
from guidepress.verify.points import LXML, PDFIUM, PIKEPDF, Check, Point
from guidepress.word import handout, reader

Kind = Literal["screen", "print", "handout", "press", "unknown"]


@dataclass(frozen=True)
class Inspected:
    """One file and what was looked at in it.

    `digest` is the SHA-256 of its bytes in hexadecimal digits, empty where it cannot be read. `revision` is what the
    file says, or what the manifest beside it says of just these bytes; empty where neither does. `choice` is how it was
    made, None where that is not known.
    """

    path: Path
    kind: Kind = "unknown"
    digest: str = ""
    revision: str = ""
    choice: Choice | None = None
    checks: Sequence[Check] = ()

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the file."""
        return points.problems(self.checks)

    @property
    def passed(self) -> bool:
        """Whether the file passes every check that was made."""
        return bool(self.checks) and not self.problems


READABLE = "It can be read and compared"
CURRENT = "It was made from today’s content"
_READERS = {"screen": PDFIUM, "print": PDFIUM, "handout": LXML}


def outputs_in(folder: Path) -> list[Path]:
    """List the outputs of a build folder, in the order of their names."""
    return sorted(path for path in folder.glob("*") if path.name.endswith(tuple(artifacts.ENDINGS.values())))


def with_manifest(folder: Path) -> list[Path]:
    """List the outputs of one folder, and its manifest if there is one."""
    manifest = folder / artifacts.MANIFEST
    return [*outputs_in(folder), *([manifest] if manifest.is_file() else [])]


def below(folder: Path) -> list[Path]:
    """List the outputs and manifests of a folder and of all folders in it; hidden ones are passed over."""
    inner = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [*with_manifest(folder), *(path for inner_folder in inner for path in below(inner_folder))]


def named(paths: Sequence[Path]) -> list[Path]:
    """List files that were named, each once, in their order: in place of a folder what is in it and below it."""
    return list(dict.fromkeys(path for name in paths for path in (below(name) if name.is_dir() else [name])))


ForSchool = Callable[[str], Library]
"""Returns the library as it is for a school. Raises ContentError for one that does not exist."""


def everything(
    project: Project, library: Library, paths: Sequence[Path], for_school: ForSchool | None = None
) -> list[Inspected]:
    """Inspect several outputs, in their order, in a child process: they may have come from anywhere."""
    with Confined(state=(project, library, for_school)) as child:
        return [_confined(child, path) for path in paths]


def _confined(child: Confined, path: Path) -> Inspected:
    try:
        return child.run(str(path), _inspect, path)
    except ContentError as error:
        return Inspected(path, checks=[Point(READABLE, "").check(error.problems)])


def _inspect(state: tuple[Project, Library, ForSchool | None], path: Path) -> Inspected:
    project, library, for_school = state
    return inspect(project, library, path, for_school)


def inspect(project: Project, library: Library, path: Path, for_school: ForSchool | None = None) -> Inspected:
    """Check one output against the content it should have been made from.

    Nothing is raised for what a file holds: one that is none of ours, cannot be read, or was made from other content
    than today's has that as its one check that fails, and the checks after it are not made. One of a school's is
    compared with the content as it is for that school, where `for_school` is given.
    """
    inspected = Inspected(path)
    try:
        if path.name == artifacts.MANIFEST and path.is_file():
            return replace(inspected, checks=manifests.checks(path, outputs_in(path.parent)))
        school = _school(project, library, path)
        if for_school and school:
            library = for_school(school)
        guide, kind = _guide_and_kind(library, path, school)
        inspected = replace(inspected, kind=kind)
        data = given_files.read(path, _NOT_THERE)
        with given_files.reading_pdf(str(path)):
            inspected = replace(inspected, digest=hashlib.sha256(data).hexdigest(), revision=_revision(path, data))
            if kind in ("screen", "print"):
                pdf_sizes.check(data)
            choice = _choice(path, data, kind)
            inspected = replace(inspected, choice=choice)
            statement = _statement(path, data, kind)
            inspected = replace(inspected, revision=_revision(path, data, statement))
            checks = _checks(project, library, guide, choice, path, data, kind, statement)
    except ContentError as error:
        checks = [Point(READABLE, "").check(error.problems)]  # whatever could not read it
    return replace(inspected, checks=checks)


def _checks(
    project: Project,
    library: Library,
    guide: Guide,
    choice: Choice,
    path: Path,
    data: bytes,
    kind: Kind,
    statement: str,
) -> list[Check]:
    if kind == "press":
        return _press(data, path.name)
    if kind == "print":
        screen = path.with_name(path.name.removesuffix(artifacts.ENDINGS["print"]) + artifacts.ENDINGS["screen"])
        pages = given_files.read(screen, _NOT_THERE)
        pdf_sizes.check(pages)
        # A print edition says nothing itself; it is compared with the screen edition beside it.
        statement = _statement(screen, pages, "screen")
    ready = prepared.prepare(project, library, guide, choice.theme)
    current = _current(path, kind, ready.revision, statement)
    if not current.passed:
        return [current]
    readable = Point(READABLE, _READERS[kind]).check([])  # those that it was read by have raised nothing
    if kind == "print":
        finish = _finish(path)
        finishing = finish.duplex, finish.bleed, finish.margin, outputs.on_paper(ready)
        return [
            readable,
            current,
            *outputs.print_checks(data, pages, path.name, choice.format, choice.paper, *finishing),
        ]
    if kind == "handout":
        html = handout.html_of(ready, choice.paper)
        markup.parse(html)
        own_checks = outputs.word_checks(ready, data, html, path.name)
    else:
        dropped = [token[1:] for token in statement.split() if token.startswith("-")]
        placed = next(brochure.placings(ready, choice.format, choice.paper), None)
        html = brochure.draft(ready.placed(placed), choice.format, choice.paper, placed, dropped)
        own_checks = outputs.brochure_checks(ready, data, html, choice.format, choice.paper, dropped, path.name)
    return [readable, current, *own_checks]


def _press(data: bytes, name: str) -> list[Check]:
    """Look at an edition for a press as a print shop would: its points, with the standards that they are taken from."""
    return [
        Point(
            result.point,
            PDFIUM if result.point in preflighting.DRAWN else PIKEPDF,
            preflighting.RULES.get(result.point, ()),
        ).check([] if result.passed else [Problem(Span(name), f"{result.point}: {result.reason}")])
        for result in preflighting.preflight(data, name)
    ]


def _guide_and_kind(library: Library, path: Path, school: str) -> tuple[Guide, Kind]:
    """Find out from its name of which guide and kind a file is.

    A school's file may also have the name that the publisher's has: that is how they were named in earlier versions.
    """
    kinds: tuple[Kind, ...] = ("screen", "print", "handout", "press")
    known: list[str] = []
    slugs = sorted(library.names_of("guide"))
    for school_id in dict.fromkeys((school, "")):
        for slug in slugs:
            names = artifacts.outputs(slug, school_id, slugs)
            known += names.values()
            for kind in kinds:
                if path.name == names[kind]:
                    raise_if(library.refusal(slug))
                    return library.guides[slug], kind
    close = get_close_matches(path.name, known, n=1)
    if not path.exists():
        hint = f"did you mean “{close[0]}”?" if close else "look at its name and its folder"
        raise ContentError([Problem(Span(str(path)), "There is no such file or folder.", hint)])
    endings = ", ".join(artifacts.ENDINGS.values())
    hint = f"did you mean “{close[0]}”?" if close else f"outputs begin with the name of a guide, and end in {endings}"
    raise ContentError([Problem(Span(str(path)), "This is not a file that Guidepress makes for this project.", hint)])


_NOT_THERE = "run “guidepress build”, or look whether it lies in another folder"


def _choice(path: Path, data: bytes, kind: Kind) -> Choice:
    """Find out how an output was made: from the manifest beside it, else from the size of its pages."""
    entry = _manifest_entry(path)
    if all(isinstance(entry.get(key), str) for key in ("theme", "format", "paper")):
        return Choice(entry["theme"], entry["format"], entry["paper"], str(entry.get("school", "")))
    if kind == "handout":
        return Choice()
    height = glyphs.read(data, path.name)[0].height
    paper = min(PAPERS.values(), key=lambda paper_size: abs(paper_size.height - height))
    return replace(Choice(), paper=paper.name)


def _school(project: Project, library: Library, path: Path) -> str:
    """Find out for which school an output was made: from the manifest beside it, its folder, its name, or the library.

    The name is looked at last: a file that lies elsewhere than where it was made has nothing else that says it.
    """
    school = _manifest_entry(path).get("school")
    if isinstance(school, str) and school:
        return school
    schools, folder = (project.build / SCHOOLS).resolve(), path.resolve().parent
    if folder.is_relative_to(schools) and (parts := folder.relative_to(schools).parts):
        return parts[0]
    for school in project.schools():
        slugs = library.names_of("guide")
        for slug in slugs:
            if path.name in artifacts.outputs(slug, school, slugs).values():
                return school
    return library.publisher.slug if isinstance(library.publisher, School) else ""


MOST_BLEED = 100.0  # points, which is far more than any print shop asks for


def _finish(path: Path) -> Finish:
    """Find out from the manifest beside it how a print edition is finished; without one, as usual."""
    entry = _manifest_entry(path)
    duplex, bleed = entry.get("duplex"), entry.get("bleed")
    return Finish(
        duplex if duplex in list(get_args(Duplex)) else None,
        float(bleed) if isinstance(bleed, int | float) and 0 <= bleed <= MOST_BLEED else 0.0,
        entry.get("crop_marks") is True,
    )


def _manifest_entry(path: Path) -> dict[str, Any]:
    """Return what the manifest beside an output says of it, nothing where there is none."""
    try:
        return artifacts.manifest_entries(path.parent / artifacts.MANIFEST).get(path.name, {})
    except (OSError, artifacts.ManifestError):
        return {}


def _statement(path: Path, data: bytes, kind: Kind) -> str:
    """Return what a file says of the content it was made from: its revision, and what a brochure leaves out."""
    if kind == "handout":
        return reader.read(data, path.name).properties.get("identifier", "")
    if kind == "press":
        return ""  # it says nothing, and preflight tells why one cannot be read
    try:
        with pikepdf.open(BytesIO(data)) as document:
            return str(document.docinfo.get("/Keywords", ""))
    except pikepdf.PdfError:
        raise ContentError([Problem(Span(path.name), "This is not a PDF that can be read.")]) from None


def _revision(path: Path, data: bytes, statement: str = "") -> str:
    """Return the revision that a file says, else what the manifest says of just these bytes."""
    if match := re.search(r"\b20[0-9]{2}(\.[0-9]+)?-[0-9a-f]{8}\b", statement):
        return match[0]
    entry = _manifest_entry(path)
    return str(entry.get("revision", "")) if entry.get("sha256") == hashlib.sha256(data).hexdigest() else ""


def _current(path: Path, kind: Kind, revision: str, statement: str) -> Check:
    subject = "The brochure beside this file, with which it is compared," if kind == "print" else "This file"
    sentence = f"{subject} was not made from today's content, whose revision is {revision}."
    problems = [] if revision in statement else [Problem(Span(str(path)), sentence, "run “guidepress build”")]
    return Point(CURRENT, LXML if kind == "handout" else PIKEPDF).check(problems)


@dataclass(frozen=True)
class Hearing:
    """What became of veraPDF, the independent judge: “heard”, “missing”, “silent” (no answer), or “nothing” to judge.

    `version` is its version and `rules` the number of rules that it tested each file by, where it was heard. `reason`
    is what it said instead of an answer.
    """

    outcome: Literal["heard", "missing", "silent", "nothing"]
    version: str = ""
    rules: int = 0
    reason: str = ""


def _is_read(inspected: Inspected) -> bool:
    return all(check.passed for check in inspected.checks if check.point.words == READABLE)


def hear(inspected_files: Sequence[Inspected], engine: verapdf.Engine | None) -> tuple[list[Inspected], Hearing]:
    """Have veraPDF judge the screen editions that can be read. Returns the files with its checks added."""
    asked = [inspected for inspected in inspected_files if inspected.kind == "screen" and _is_read(inspected)]
    if not asked:
        return list(inspected_files), Hearing("nothing")
    if engine is None:
        return list(inspected_files), Hearing("missing")
    try:
        verdict = verapdf.ask(engine, [edition.path for edition in asked])
    except verapdf.SilentError as error:
        return list(inspected_files), Hearing("silent", engine.version, reason=str(error))
    added = dict(zip([edition.path for edition in asked], verdict.checks, strict=True))
    judged = [
        replace(edition, checks=[*edition.checks, added[edition.path]]) if edition.path in added else edition
        for edition in inspected_files
    ]
    return judged, Hearing("heard", engine.version, verdict.rules)
