"""The report on checked files: opened as a person would, and each check that it lists made to fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from guidepress import __version__, artifacts, building, project
from guidepress.brochure import brochure, typeset
from guidepress.commands import report
from guidepress.compose import prepared, templates
from guidepress.compose.themes.theme import font_folder
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.verify import glyphs, inspection, legibility, listening, outputs, preflighting, verapdf
from guidepress.verify import points as checks
from guidepress.verify.inspection import Hearing, Inspected
from guidepress.word import handout
from helpers import judges
from helpers.checkout import ROOT
from helpers.commanding import command
from helpers.pressroom import sheet

DAY = date(2026, 11, 24)
SLUGS = (
    "nuclear-medicine-technologist",
    "quality-assurance-specialist",
    "radiologic-technologist",
    "sonographer",
    "technician",
)
NAMES = artifacts.outputs("technician")
KINDS = ("screen", "print", "handout")
LEAF = '<li data-leaf="sections.skills.points.2">'
WORDS = "Patient care and communication skills"


@dataclass(frozen=True)
class Made:
    where: Project
    library: Library
    folder: Path
    html: str

    def read(self, kind: str) -> bytes:
        return (self.folder / NAMES[kind]).read_bytes()

    def spoilt(self, folder: Path, kind: str, data: bytes) -> Inspected:
        """Inspect one output with other bytes, beside the others as they are."""
        for each in self.folder.iterdir():
            (folder / each.name).write_bytes(each.read_bytes())
        (folder / NAMES[kind]).write_bytes(data)
        return inspection.inspect(self.where, self.library, folder / NAMES[kind])

    def report(self, found: list[Inspected], hearing: Hearing | None = None) -> bytes:
        labels = self.library.labels["en-US"]
        return report.report(self.where, labels, found, hearing or Hearing("missing"), DAY)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    where = project.find(ROOT)
    library = reading.read(where, DAY)
    guide = library.guides["technician"]
    folder = tmp_path_factory.mktemp("outputs")
    artifacts.write(folder, [building.make(where, library, guide, Choice())], Choice())
    ready = prepared.prepare(where, library, guide, Choice.theme)
    return Made(where, library, folder, brochure.draft(ready, "trifold", "letter"))


@pytest.fixture(scope="module")
def found(made: Made) -> list[Inspected]:
    return inspection.everything(made.where, made.library, [made.folder / NAMES[kind] for kind in KINDS])


def pages(pdf: bytes) -> list[glyphs.Page]:
    return glyphs.read(pdf, report.NAME)


def words(pdf: bytes) -> str:
    """Return all that a report says, without spaces: lines are broken anywhere."""
    return "".join(glyph.text for page in pages(pdf) for glyph in page.read() if not glyph.text.isspace())


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


# --- what stands on it ----------------------------------------------------------------------------------------------


def test_the_report_names_files_digests_revisions_programs_and_checks(made: Made, found: list[Inspected]) -> None:
    assert [each.kind for each in found] == list(KINDS)
    said = words(made.report(found))
    assert solid("3 files pass these machine checks.") in said
    assert solid("A person must look at both.") in said
    assert solid("theme clinic, format trifold, paper Letter") in said
    for each in found:
        assert each.digest[:10] in said
        assert each.revision in said
        assert each.path.name.removeprefix("technician") in said
        for one in each.checks:
            assert solid(one.point.words) in said, one.point.words
            assert all(solid(rule) in said for rule in one.point.rules)
    assert solid("November 24, 2026") in said
    assert solid(f"Guidepress {__version__}") in said
    assert re.search(r"1PDFium\d+\.\d+\.\d+\.\d+,2pikepdf\d+\.\d+\.\d+,3lxml\d+\.\d+", said)


def test_no_report_says_that_anything_is_compliant(made: Made, found: list[Inspected]) -> None:
    bad = replace(found[0], checks=[outputs.TAGGED.check([inspection.Problem(inspection.Span("x"), "It is bad.")])])
    for outcome in ("heard", "missing", "silent", "nothing"):
        for files in (found, [*found[1:], bad], [bad], [found[0]]):
            said = words(made.report(files, Hearing(outcome, "1.2", 106))).lower()  # type: ignore[arg-type]
            assert "machinechecks" in said
            assert "complian" not in said
            assert "conform" not in said


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_outputs_of_the_five_guides_take_one_page_of_their_paper(
    made: Made, found: list[Inspected], paper: str, size: tuple[int, int]
) -> None:
    files = [
        replace(each, path=made.folder / artifacts.outputs(slug)[each.kind], choice=Choice(paper=paper))
        for slug in SLUGS
        for each in found
    ]
    files = [
        replace(each, checks=[*each.checks, verapdf.POINT.check([])]) if each.kind == "screen" else each
        for each in files
    ]
    read = pages(made.report(files, Hearing("heard", "1.31.50", 106)))
    assert [(round(page.width), round(page.height)) for page in read] == [size]
    assert min(glyph.size for glyph in read[0].glyphs) > 8.49


def test_very_many_files_run_on_and_none_is_lost(made: Made, found: list[Inspected]) -> None:
    problems = [inspection.Problem(inspection.Span("x.pdf"), f"Sentence {number} of many.") for number in range(150)]
    files = [replace(each, path=Path(f"/{n}/guide-{n}{NAMES[each.kind][10:]}")) for n in range(60) for each in found]
    files.append(replace(found[0], path=Path("/x/x.pdf"), checks=[outputs.TEXTS.check(problems)]))
    made_of_many = made.report(files)
    read, said = pages(made_of_many), words(made_of_many)
    assert len(read) > 3
    assert solid("180 of 181 files pass these machine checks.") in said
    assert all(f"guide-{n}2026" in said for n in range(60))
    assert said.count(found[0].digest[:10]) == 61
    assert all(solid(problem.message) in said for problem in problems)
    assert "guide-59" in said
    for page in read:
        assert all(glyph.left > 0 and glyph.right < page.width for glyph in page.glyphs)
        assert all(glyph.top > 0 and glyph.bottom < page.height for glyph in page.glyphs)


def test_the_same_files_give_the_same_bytes(made: Made, found: list[Inspected]) -> None:
    again = inspection.everything(made.where, made.library, [made.folder / NAMES[kind] for kind in KINDS])
    assert made.report(found) == made.report(again)


def test_a_damaged_output_stands_there_as_failing_with_its_sentence(
    made: Made, found: list[Inspected], tmp_path: Path
) -> None:
    data = made.read("screen").replace(b"/Lang", b"/Lank")
    bad = made.spoilt(tmp_path, "screen", changed(made.read("screen"), lambda pdf: pdf.Root.__delitem__("/Lang")))
    broken = made.spoilt(tmp_path, "handout", data[:99])
    pdf = made.report([bad, found[1], broken])
    said = words(pdf)
    assert solid("1 of 3 files pass these machine checks.") in said
    assert solid("technician-brochure.pdf The brochure does not say its language.") in said
    assert solid(f"fails 1 of {len(bad.checks)}") in said
    assert solid("technician-handout.docx this is a PDF, whatever its name says") in said
    assert str(tmp_path) not in said
    assert solid("To mend it: run “guidepress build”.") not in said
    headings = [text for _, text in glyphs.headings(pages(pdf))]
    assert headings == [
        "1 of 3 files pass these machine checks.",
        "What failed",
        "technician-brochure.pdf",
        "technician-handout.docx",
    ]


def test_a_file_of_another_revision_or_of_no_guide_says_so_and_has_no_other_checks(made: Made, tmp_path: Path) -> None:
    other = changed(made.read("screen"), lambda pdf: pdf.docinfo.__setitem__("/Keywords", "technician 2025.1-0a1b2c3d"))
    stale = made.spoilt(tmp_path, "screen", other)
    assert [(one.point.words, one.passed) for one in stale.checks] == [(inspection.CURRENT, False)]
    assert stale.revision == "2025.1-0a1b2c3d"
    (tmp_path / "letter.pdf").write_bytes(b"%PDF")
    strange = inspection.inspect(made.where, made.library, tmp_path / "letter.pdf")
    assert strange.kind == "unknown"
    said = words(made.report([stale, strange]))
    assert solid("0 of 2 files pass") in said
    assert "2025.1-0a1b2c3d" in said
    assert solid("To mend it: run “guidepress build”.") in said
    assert solid("This is not a file that Guidepress makes for this project.") in said
    assert solid(outputs.TAGGED.words) not in said


# --- each check that is listed can fail -----------------------------------------------------------------------------


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        output = BytesIO()
        pdf.save(output)
        return output.getvalue()


def repacked(data: bytes, part: str, pattern: str, to: str) -> bytes:
    """Change a Word file: everything that matches in one of its parts."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as read, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            member = read.read(name)
            if name == part:
                text, count = re.subn(pattern, to, member.decode(), flags=re.DOTALL)
                assert count
                member = text.encode()
            write.writestr(name, member)
    return output.getvalue()


def heavier(data: bytes, size: int) -> bytes:
    output = BytesIO(data)
    with zipfile.ZipFile(output, "a") as archive:
        archive.writestr("word/media/more.bin", os.urandom(size))
    return output.getvalue()


def styled(style: str) -> Callable[[str], str]:
    return lambda html: html.replace(LEAF, f'{LEAF[:-1]} style="{style}">')


def exchanged(html: str) -> str:
    """Exchange two points of a list: all is there, in another order."""
    first, second = re.findall(r'<li data-leaf="sections\.skills\.points\.[23]">.*?</li>', html, re.DOTALL)
    return html.replace(first, "<li>-</li>").replace(second, first).replace("<li>-</li>", second)


def without(key: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: pdf.Root.__delitem__(key)


def from_objects(kind: str, value: str, keys: tuple[str, ...]) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get(kind) == value:
                for key in keys:
                    if key in each:
                        del each[key]

    return change


def foreign(pdf: pikepdf.Pdf) -> None:
    """Say of a heading that it is of another language."""
    next(each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/H2").Lang = "de"


def unclaimed(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        del metadata["pdfuaid:part"]


def drawn(before: str = "", after: str = "") -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(before.encode(), prepend=True)
        page.contents_add(after.encode())

    return change


def no_wish(key: str) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: pdf.Root.ViewerPreferences.__delitem__(key)


def weigh(pdf: pikepdf.Pdf) -> None:
    pdf.Root.More = pdf.make_stream(os.urandom(outputs.SCREEN_LIMIT))


SET_AGAIN: dict[str, Callable[[str], str]] = {
    outputs.PAGES.words: lambda html: html.replace(
        "</body>", '<section style="break-before: page"><p>more</p></section></body>'
    ),
    outputs.HEADINGS.words: lambda html: re.sub(r"<(/?)h3", r"<\1h4", html),
    outputs.TEXTS.words: styled("display: none"),
    outputs.ORDER.words: exchanged,
    "All text lies in the safe area": styled("position: relative; left: -40pt"),
    "Body text has 10.5 points, captions 8.5": styled("font-size: 9pt"),
    "Text has a contrast of 4.5 to 1": styled("opacity: .2"),
    "No letter is cut off or covered": styled("height: 5pt; overflow: hidden"),
    "No text is printed over other text": styled("position: absolute; top: 0"),
    "Paragraphs are at least 1 point apart": styled("position: relative; top: 11pt"),
    legibility.COLUMN.words: styled("position: relative; left: 31pt"),
    legibility.NAMES.words: lambda html: html.replace("<h1 ", '<h1 style="width: 50pt; hyphens: none" '),
    outputs.FONTS.words: styled("font-family: monospace"),
    listening.DRAWN.words: styled("z-index: 1"),
    listening.BLANKS.words: lambda html: html.replace(LEAF + WORDS, LEAF + WORDS.replace(" ", "")),
    listening.STRUCTURE.words: lambda html: html.replace('role="columnheader"', 'role="cell"'),
}
CHANGED: dict[str, dict[str, Callable[[pikepdf.Pdf], object]]] = {
    "screen": {
        inspection.CURRENT: lambda pdf: pdf.docinfo.__setitem__("/Keywords", "technician"),
        outputs.ALTERNATIVES.words: from_objects("/S", "/Figure", ("/Alt",)),
        outputs.EMBEDDED.words: from_objects("/Type", "/FontDescriptor", ("/FontFile2", "/FontFile3")),
        outputs.TAGGED.words: without("/MarkInfo"),
        outputs.LANGUAGE.words: without("/Lang"),
        outputs.FOREIGN.words: foreign,
        outputs.TITLE.words: without("/ViewerPreferences"),
        outputs.BOOKMARKS.words: without("/Outlines"),
        outputs.CLAIM.words: unclaimed,
        listening.FIGURES.words: from_objects("/S", "/Figure", ("/A",)),
        listening.LINKS.words: from_objects("/Subtype", "/Link", ("/Contents",)),
        outputs.SCREEN_BYTES.words: weigh,
    },
    "print": {
        outputs.SHEETS.words: lambda pdf: pdf.pages.__delitem__(0),
        outputs.PLACES.words: drawn("1 0 0 1 9 0 cm"),
        outputs.WHOLE.words: drawn(after="1 g 300 0 200 600 re f"),
        outputs.DUPLEX.words: no_wish("/Duplex"),
        outputs.SCALING.words: no_wish("/PrintScaling"),
    },
}
DOCUMENT = "word/document.xml"
REPACKED: dict[str, Callable[[bytes], bytes]] = {
    inspection.CURRENT: lambda docx: repacked(docx, "docProps/core.xml", r"2026\.1-[0-9a-f]{8}", "none"),
    outputs.STYLES.words: lambda docx: repacked(docx, DOCUMENT, 'w:val="Heading2"', 'w:val="Heading3"'),
    outputs.WORDS.words: lambda docx: repacked(docx, DOCUMENT, WORDS, "Something else"),
    outputs.READING.words: lambda docx: repacked(
        docx, DOCUMENT, f"({WORDS})(.*?<w:t[^>]*>)([^<]+)(</w:t>)", r"\3\2\1\4"
    ),
    outputs.MARKED.words: lambda docx: repacked(docx, DOCUMENT, r'w:name="gp_', 'w:name="pg_'),
    outputs.PICTURES.words: lambda docx: repacked(docx, DOCUMENT, r"<adec:decorative[^>]*/>", ""),
    outputs.TABLES.words: lambda docx: repacked(docx, DOCUMENT, r"<w:tblHeader/>", ""),
    outputs.FLOWING.words: lambda docx: repacked(docx, DOCUMENT, "(</?)wp:inline", r"\1wp:anchor"),
    outputs.WORDED.words: lambda docx: repacked(docx, DOCUMENT, "(<w:hyperlink [^>]*>).*?(</w:hyperlink>)", r"\1\2"),
    outputs.SPOKEN.words: lambda docx: repacked(docx, "word/styles.xml", r"<w:lang [^>]*/>", ""),
    outputs.FOREIGN_WORDS.words: lambda docx: repacked(
        docx, DOCUMENT, "<w:r><w:t", '<w:r><w:rPr><w:lang w:val="de"/></w:rPr><w:t'
    ),
    outputs.NAMED.words: lambda docx: repacked(docx, "docProps/core.xml", r"<dc:title>[^<]*</dc:title>", ""),
    outputs.HANDOUT_BYTES.words: lambda docx: heavier(docx, outputs.HANDOUT_LIMIT),
}
EVERYWHERE = {inspection.READABLE}
BESIDE = {inspection.CURRENT}  # for a print edition, the brochure beside it tells
COMPOSED = {outputs.COMPLETE.words}  # what the templates leave out; tested by templates, not by files


def fails(each: Inspected, point: str) -> bool:
    [one] = [one for one in each.checks if one.point.words == point]
    assert all(problem.message for problem in one.problems)
    return not one.passed


@pytest.mark.parametrize("point", SET_AGAIN)
def test_a_brochure_set_wrongly_fails_the_check_for_that(made: Made, tmp_path: Path, point: str) -> None:
    html = SET_AGAIN[point](made.html)
    assert html != made.html
    pdf = typeset.write(typeset.typeset(html, [font_folder(), made.where.templates]), tagged=True)
    assert fails(made.spoilt(tmp_path, "screen", pdf), point)


@pytest.mark.parametrize(("kind", "point"), [(kind, point) for kind, changes in CHANGED.items() for point in changes])
def test_a_pdf_that_was_changed_fails_the_check_for_that(made: Made, tmp_path: Path, kind: str, point: str) -> None:
    assert fails(made.spoilt(tmp_path, kind, changed(made.read(kind), CHANGED[kind][point])), point)


@pytest.mark.parametrize("point", REPACKED)
def test_a_handout_that_was_changed_fails_the_check_for_that(made: Made, tmp_path: Path, point: str) -> None:
    assert fails(made.spoilt(tmp_path, "handout", REPACKED[point](made.read("handout"))), point)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_cannot_be_read_fails_the_check_for_that(made: Made, tmp_path: Path, kind: str) -> None:
    each = made.spoilt(tmp_path, kind, b"nothing")
    assert fails(each, inspection.READABLE)
    assert len(each.checks) == 1
    assert each.kind == kind
    assert len(each.digest) == 64


def test_a_print_edition_of_a_brochure_of_another_revision_fails_the_check_for_that(made: Made, tmp_path: Path) -> None:
    made.spoilt(tmp_path, "screen", changed(made.read("screen"), CHANGED["screen"][inspection.CURRENT]))
    each = inspection.inspect(made.where, made.library, tmp_path / NAMES["print"])
    assert fails(each, inspection.CURRENT)
    assert each.problems[0].message.startswith("The brochure beside this file, with which it is compared, was not made")


@pytest.mark.parametrize(("kind", "module", "name"), [("screen", brochure, "draft"), ("handout", templates, "handout")])
def test_a_template_that_leaves_a_text_out_fails_the_check_for_that(
    made: Made, monkeypatch: pytest.MonkeyPatch, kind: str, module: object, name: str
) -> None:
    whole = getattr(module, name)

    def lacking(*values: object) -> str:
        return re.sub(r' data-leaf="sections\.skills\.points\.2"', "", str(whole(*values)))

    monkeypatch.setattr(module, name, lacking)
    assert fails(inspection.inspect(made.where, made.library, made.folder / NAMES[kind]), outputs.COMPLETE.words)


def test_a_build_finds_what_an_inspection_finds(made: Made, tmp_path: Path) -> None:
    ready = prepared.prepare(made.where, made.library, made.library.guides["technician"], Choice.theme)
    pdf = changed(made.read("screen"), without("/Lang"))
    docx = REPACKED[outputs.TABLES.words](made.read("handout"))
    html = templates.handout(ready, handout.pictures(ready, Choice.paper))
    screen = made.spoilt(tmp_path, "screen", pdf).problems
    spoilt = made.spoilt(tmp_path, "handout", docx).problems
    assert len(screen) == len(spoilt) == 1
    assert checks.problems(outputs.brochure_checks(ready, pdf, made.html, "trifold", "letter")) == screen
    assert checks.problems(outputs.word_checks(ready, docx, html)) == spoilt


def test_every_check_that_is_listed_is_among_those_made_to_fail(found: list[Inspected]) -> None:
    listed = {each.kind: [one.point.words for one in each.checks] for each in found}
    assert all(len(points) == len(set(points)) for points in listed.values())
    assert set(listed["screen"]) == EVERYWHERE | COMPOSED | set(SET_AGAIN) | set(CHANGED["screen"])
    assert set(listed["print"]) == EVERYWHERE | BESIDE | set(CHANGED["print"])
    assert set(listed["handout"]) == EVERYWHERE | COMPOSED | set(REPACKED)


def test_a_check_that_was_not_made_is_not_listed(made: Made, tmp_path: Path) -> None:
    pdf = typeset.write(typeset.typeset(SET_AGAIN[outputs.TEXTS.words](made.html), [font_folder()]), tagged=True)
    lost = made.spoilt(tmp_path, "screen", pdf)
    assert outputs.ORDER not in [one.point for one in lost.checks]
    assert solid(outputs.ORDER.words) not in words(made.report([lost]))
    one_sheet = made.spoilt(tmp_path, "print", changed(made.read("print"), lambda pdf: pdf.pages.__delitem__(0)))
    assert not {outputs.PLACES, outputs.WHOLE} & {one.point for one in one_sheet.checks}


def test_an_edition_for_a_press_has_the_points_of_preflight(made: Made, tmp_path: Path) -> None:
    path = tmp_path / NAMES["press"]
    path.write_bytes(sheet("1 0 0 rg 60 60 40 40 re f"))
    each = inspection.inspect(made.where, made.library, path)
    assert [one.point.words for one in each.checks] == list(preflighting.POINTS)
    said = words(made.report([each]))
    assert solid("This file does not pass these machine checks.") in said
    assert solid("It is marked as PDF/X-4: ") in said
    assert set(preflighting.RULES) | set(preflighting.DRAWN) <= set(preflighting.POINTS)


# --- the independent judge ------------------------------------------------------------------------------------------


@pytest.fixture
def engine() -> verapdf.Engine:
    here = verapdf.find(ROOT / project.JUDGE)
    assert here
    return here


@pytest.mark.judge("pdfua")
def test_the_report_itself_passes_verapdf(made: Made, found: list[Inspected], tmp_path: Path) -> None:
    bad = made.spoilt(tmp_path, "screen", changed(made.read("screen"), without("/MarkInfo")))
    paths = [tmp_path / "good.pdf", tmp_path / "bad.pdf"]
    paths[0].write_bytes(made.report(found))
    paths[1].write_bytes(made.report([bad, *found[1:]]))
    assert judges.pdfua(paths) == {path: [] for path in paths}


@pytest.mark.judge("page_validation")
def test_the_report_itself_passes_page_validation(made: Made, found: list[Inspected], tmp_path: Path) -> None:
    path = tmp_path / report.NAME
    path.write_bytes(made.report(found))
    assert judges.page_validation(path) == []


@pytest.mark.judge("pdfua")
def test_verapdf_is_asked_about_the_screen_editions_and_named(
    made: Made, found: list[Inspected], engine: verapdf.Engine
) -> None:
    judged, hearing = inspection.hear(found, engine)
    assert [verapdf.POINT in [one.point for one in each.checks] for each in judged] == [True, False, False]
    assert all(each.passed for each in judged)
    assert re.fullmatch(r"\d+\.\d+\.\d+", hearing.version)
    assert hearing.rules >= 100
    said = words(made.report(judged, hearing))
    assert f"4veraPDF{hearing.version}" in said
    assert f"by{hearing.rules}rulesofPDF/UA-1" in said
    assert solid(verapdf.POINT.words) in said


@pytest.mark.judge("pdfua")
def test_what_verapdf_objects_to_is_told(made: Made, engine: verapdf.Engine, tmp_path: Path) -> None:
    bad = made.spoilt(tmp_path, "screen", changed(made.read("screen"), without("/Lang")))
    [judged], hearing = inspection.hear([bad], engine)
    assert fails(judged, verapdf.POINT.words)
    assert solid("veraPDF, PDF/UA-1 7.2, test 34: Natural language") in words(made.report([judged], hearing))


def test_where_there_is_no_judge_the_report_says_so_and_lists_no_check_of_it(
    made: Made, found: list[Inspected], tmp_path: Path
) -> None:
    assert verapdf.find(tmp_path) is None
    same, hearing = inspection.hear(found, None)
    assert same == found
    said = words(made.report(same, hearing))
    assert solid("No independent judge was asked") in said
    assert solid(verapdf.POINT.words) not in said
    assert inspection.hear(found[1:], None)[1].outcome == "nothing"


def test_a_judge_that_gives_no_answer_has_judged_nothing(made: Made, found: list[Inspected], tmp_path: Path) -> None:
    for program in (sys.executable, str(tmp_path / "none")):
        same, hearing = inspection.hear(found, verapdf.Engine(program, tmp_path, "1.2.3"))
        assert same == found
        assert hearing.outcome == "silent"
        said = words(made.report(same, hearing))
        assert solid("gave no answer") in said
        assert solid(verapdf.POINT.words) not in said


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_command_writes_the_report_beside_the_outputs_or_elsewhere(made: Made, tmp_path: Path) -> None:
    files = [made.folder / NAMES[kind] for kind in KINDS]
    done = command("verify", "--report", *files)
    assert done.exit_code == 0, done.output
    assert report.NAME in done.stdout
    assert solid("3 files pass these machine checks.") in words((made.folder / report.NAME).read_bytes())
    assert inspection.outputs_in(made.folder) == sorted(files)
    (made.folder / report.NAME).unlink()
    done = command("verify", "--report", "-o", tmp_path / "kept", files[2])
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [report.NAME]
    assert not (made.folder / report.NAME).exists()


def test_the_command_fails_where_a_file_fails_and_writes_the_report_all_the_same(made: Made, tmp_path: Path) -> None:
    (tmp_path / NAMES["handout"]).write_bytes(b"nothing")
    program = [sys.executable, "-m", "guidepress", "verify", "--report", str(tmp_path / NAMES["handout"])]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert solid("This file does not pass these machine checks.") in words((tmp_path / report.NAME).read_bytes())


def test_a_folder_for_a_report_that_nobody_asked_for_is_wrong_usage(tmp_path: Path) -> None:
    done = command("verify", "-o", tmp_path)
    assert done.exit_code == 2
    assert "add “--report”" in done.stderr
