"""Words of other languages, from the content to the tags of the PDF and the runs of the Word file, and back."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from guidepress import artifacts, building, project
from guidepress.brochure import tagging, typeset
from guidepress.compose import prepared
from guidepress.compose.themes.theme import font_folder
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.options import Choice
from guidepress.project import Project
from guidepress.verify import accounting, glyphs, inspection, outputs
from helpers import judges
from helpers.checkout import ROOT
from helpers.copies import copy_content

DAY = date(2026, 11, 24)
LONG = "Sicherheitsvorschriften in der Nuklearmedizin und in der Röntgendiagnostik"
EDITS = {
    "- Develop safety protocols": f'- "Develop [{LONG}]{{lang=de}}"',
    '"Successful': '"**[Ausbildung]{lang=de-AT}** or [formation **en alternance**]{lang=fr}: successful',
    "[studentaid.gov](https://studentaid.gov/h/apply-for-aid/fafsa)": "[the [ayuda federal]{lang=es} site](https://studentaid.gov/h/apply-for-aid/fafsa)",
}
SAID = {"de": LONG, "de-AT": "Ausbildung", "fr": "formation en alternance", "es": "ayuda federal"}
FORMATS = ("trifold", "halffold", "large-print")


@dataclass(frozen=True)
class Made:
    where: Project
    library: Library
    folder: Path

    def path(self, ending: str) -> Path:
        return self.folder / f"technician-{ending}"

    def spoilt(self, ending: str, data: bytes, folder: Path) -> list[str]:
        """Return what is wrong by the check of languages with one output of other bytes."""
        for each in self.folder.iterdir():
            (folder / each.name).write_bytes(each.read_bytes())
        path = folder / self.path(ending).name
        path.write_bytes(data)
        found = inspection.inspect(self.where, self.library, path)
        [one] = [one for one in found.checks if one.point.words == outputs.FOREIGN.words]
        assert found.problems == list(one.problems)
        return [str(problem).partition("\n")[0] for problem in one.problems]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    root = tmp_path_factory.mktemp("languages") / "project"
    copy_content(root, "technician")
    shutil.copytree(ROOT / "templates", root / "templates")
    path = root / "content/guides/technician.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in EDITS.items():
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    where = project.find(root)
    library = reading.read(where, DAY)

    @cache
    def made(format: str) -> Made:  # noqa: A002
        folder = root / "build" / format
        folder.mkdir(parents=True)
        choice = Choice(format=format)
        artifacts.write(folder, [building.make(where, library, library.guides["technician"], choice)], choice)
        return Made(where, library, folder)

    return made


def elements(pdf: bytes) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each structure element that names a language, in reading order: it, its text, and the types in it."""
    texts: dict[tuple[int, int], str] = {}
    for number, page in enumerate(glyphs.read(pdf, "test.pdf")):
        for glyph in page.glyphs:
            texts[number, glyph.mark] = texts.get((number, glyph.mark), "") + glyph.text
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.objgen: number for number, page in enumerate(document.pages)}

        def below(element: Any) -> Iterator[tuple[str, str]]:
            """Yield the type and the text of each piece of marked content."""
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, int):
                    yield str(element.S), texts.get((pages[element.Pg.objgen], kid), "")
                elif "/S" in kid:
                    yield from below(kid)

        def walk(element: Any) -> Iterator[tuple[str, str, list[str]]]:
            if "/Lang" in element:
                assert element.S == "/Span"
                found = list(below(element))
                yield str(element.Lang), "".join(text for _, text in found), [kind for kind, _ in found]
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    yield from walk(kid)

        yield from walk(document.Root.StructTreeRoot.K[0])


def whole(found: list[tuple[str, str, list[str]]]) -> dict[str, str]:
    """Return the words of each language without spaces, and without the hyphens of broken words."""
    said: dict[str, str] = {}
    for language, text, _ in found:
        said[language] = said.get(language, "") + accounting.solid(text).replace("-", "")
    return said


def changed(data: bytes, change: Callable[[list[Any]], object]) -> bytes:
    """Change the structure elements of a PDF that name a language."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(
            [
                each
                for each in pdf.objects
                if isinstance(each, pikepdf.Dictionary) and each.get("/Lang") and "/S" in each
            ]
        )
        output = BytesIO()
        pdf.save(output)
        return output.getvalue()


def rewritten(data: bytes, pattern: str, to: str) -> bytes:
    """Change the text of a Word file."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as read, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            member = read.read(name)
            if name == "word/document.xml":
                text, count = re.subn(pattern, to, member.decode())
                assert count
                member = text.encode()
            write.writestr(name, member)
    return output.getvalue()


# --- the outputs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_the_pdf_says_the_language_of_each_word(make: Callable[[str], Made], format: str) -> None:  # noqa: A002
    found = list(elements(make(format).path("brochure.pdf").read_bytes()))
    assert whole(found) == {language: accounting.solid(words) for language, words in SAID.items()}
    assert {kind for language, _, kinds in found for kind in kinds if language == "es"} == {"/Link"}


def test_words_that_are_broken_over_lines_are_all_in_their_language(make: Callable[[str], Made]) -> None:
    found = list(elements(make("trifold").path("brochure.pdf").read_bytes()))
    parts = [text.strip() for language, text, _ in found if language == "de"]
    assert all(parts)
    assert " ".join(parts) == LONG


@pytest.mark.parametrize("format", FORMATS)
def test_all_that_is_verified_holds(make: Callable[[str], Made], format: str) -> None:  # noqa: A002
    made = make(format)
    for path in inspection.outputs_in(made.folder):
        found = inspection.inspect(made.where, made.library, path)
        assert found.problems == []
        assert found.kind == "print" or outputs.FOREIGN.words in [one.point.words for one in found.checks]


def test_the_handout_says_the_language_of_each_word(make: Callable[[str], Made]) -> None:
    data = make("trifold").path("handout.docx").read_bytes()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    said: dict[str, str] = {}
    for run in body.iter(f"{w}r"):
        if (mark := run.find(f"{w}rPr/{w}lang")) is not None:
            said[mark.get(f"{w}val")] = said.get(mark.get(f"{w}val"), "") + "".join(run.itertext(f"{w}t"))
    assert said == SAID
    back: dict[str, str] = {}
    for language, words in outputs.reader.read(data).foreign:
        back[language] = back.get(language, "") + words
    assert back == SAID


def test_the_same_guide_gives_the_same_bytes(make: Callable[[str], Made], tmp_path: Path) -> None:
    made = make("trifold")
    choice = Choice(format="trifold")
    artifacts.write(
        tmp_path, [building.make(made.where, made.library, made.library.guides["technician"], choice)], choice
    )
    for path in inspection.outputs_in(made.folder):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_the_guides_own_language_is_not_marked(make: Callable[[str], Made]) -> None:
    made = make("trifold")
    guide = made.library.guides["technician"]
    own = guide.model_copy(update={"introduction": type(guide.introduction)("[Hello]{lang=en-us} [là]{lang=fr}")})
    ready = prepared.prepare(made.where, made.library, own, Choice.theme)
    assert [run["language"] for run in ready.shown["introduction"]["runs"]] == ["", "", "fr"]


@pytest.mark.judge("pdfua")
def test_verapdf_finds_no_fault_by_pdf_ua(make: Callable[[str], Made]) -> None:
    paths = [make(format).path("brochure.pdf") for format in FORMATS]  # noqa: A001
    assert judges.pdfua(paths) == {path: [] for path in paths}


@pytest.mark.judge("openxml_sdk")
def test_the_open_xml_sdk_finds_no_fault(make: Callable[[str], Made]) -> None:
    assert judges.openxml_sdk(make("trifold").path("handout.docx")) == []


# --- what is wrong is told ------------------------------------------------------------------------------------------


def test_a_pdf_whose_words_are_not_marked_is_told_with_their_place(make: Callable[[str], Made], tmp_path: Path) -> None:
    made = make("trifold")
    data = made.path("brochure.pdf").read_bytes()
    line = "content/guides/technician.yaml:62:13"

    def forget(marked: list[Any]) -> None:
        del next(each for each in marked if each.Lang == "de")["/Lang"]

    [wrong] = made.spoilt("brochure.pdf", changed(data, forget), tmp_path)
    assert wrong.startswith(f"{line}: “")
    assert wrong.endswith("” is not marked as of the language “de” in technician-brochure.pdf.")

    def mistake(marked: list[Any]) -> None:
        next(each for each in marked if each.Lang == "de-AT")["/Lang"] = pikepdf.String("nl")

    wrong, more = made.spoilt("brochure.pdf", changed(data, mistake), tmp_path)
    assert "“Ausbildung” is not marked as of the language “de-AT”" in wrong
    assert more.endswith("Words are marked as of the language “nl” that are not of it.")

    def spread(marked: list[Any]) -> None:
        each = next(each for each in marked if each.Lang == "de")
        each.P["/Lang"] = pikepdf.String("de")

    [wrong] = made.spoilt("brochure.pdf", changed(data, spread), tmp_path)
    assert wrong.endswith("Words are marked as of the language “de” that are not of it.")


def test_a_handout_whose_words_are_not_marked_is_told(make: Callable[[str], Made], tmp_path: Path) -> None:
    made = make("trifold")
    data = made.path("handout.docx").read_bytes()
    [wrong] = made.spoilt("handout.docx", rewritten(data, r'<w:lang w:val="es"/>', ""), tmp_path)
    assert "“ayuda federal” is not marked as of the language “es” in technician-handout.docx" in wrong
    more = rewritten(data, r"<w:r><w:t", r'<w:r><w:rPr><w:lang w:val="nl"/></w:rPr><w:t')
    [wrong] = made.spoilt("handout.docx", more, tmp_path)
    assert wrong.endswith("Words are marked as of the language “nl” that are not of it.")
    own = rewritten(data, r"<w:r><w:t", r'<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t')
    assert made.spoilt("handout.docx", own, tmp_path) == []  # as Word writes it when somebody edits


# --- the tags of any page -------------------------------------------------------------------------------------------

PAGE = """<html lang="en-US"><head><title>Test</title><style>
@page {{ size: 300pt 200pt; margin: 20pt; @top-left {{ content: element(head) }} }}
html {{ font: 11pt "Source Sans 3" }} .head {{ position: running(head) }}
.before::before {{ content: "·" }}
</style></head><body><h1>Test</h1>{}</body></html>"""
ADDED = "·"
SHAPES = {
    "in lists": '<ul><li>a <span lang="de">eins</span><ul><li><span lang="fr">deux</span></li></ul></li></ul>',
    "after another list": '<ul><li><ul><li><span lang="fr">un</span></li></ul><span lang="de">zwei</span></li></ul>',
    "without bullets": '<ul style="list-style: none"><li>a <span lang="de">eins</span></li></ul>',
    "placed": '<p>a<span lang="de" style="position: absolute">eins</span> <span lang="fr">deux</span></p>',
    "floating": '<p>a <span lang="fr">un</span><span lang="de" style="float: right">zwei</span></p>',
    "as blocks": '<p>a<span lang="de" style="display: block">eins <b>zwei</b></span><span lang="fr">trois</span></p>',
    "as boxes": '<p>a<span lang="de" style="display: inline-block">eins <span>zwei</span></span></p>',
    "flexible": '<p style="display: flex"><span lang="de">eins</span><span lang="fr">deux</span></p>',
    "in each other": '<p><span>a <span lang="de">eins <span lang="fr">deux</span> drei</span></span></p>',
    "in columns": f'<div style="columns: 2"><p><span lang="de">{"eins zwei drei " * 30}</span></p></div>',
    "over pages": f'<p><span>a</span> <span lang="de">{"eins zwei drei " * 90}</span> <span lang="fr">un</span></p>',
    "in tables": (
        '<table><caption>a <span lang="de">o</span></caption><thead><tr><th><span lang="fr">un</span></th></tr></thead>'
        '<tbody><tr><td>a <span lang="de">zwei</span></td></tr></tbody></table>'
    ),
    "beside a running head": '<p class="head"><span>above</span></p><p>a <span lang="de">eins</span></p>',
    "with what a style adds": '<p><span class="before">a</span> <span lang="de" class="before">eins</span></p>',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_languages_of_any_page_stand_at_their_words(shape: str) -> None:
    html = PAGE.format(SHAPES[shape])
    pdf = typeset.write(typeset.typeset(html, [font_folder()]), tagged=True)
    pieces = [piece for piece in accounting.pieces(html) if piece.language]
    assert pieces
    marked: dict[str, str] = {}
    for language, text in glyphs.foreign(glyphs.read(pdf, "test.pdf")):
        marked[language] = marked.get(language, "") + accounting.solid(text)
    for language in {piece.language for piece in pieces}:
        wanted = "".join(piece.text for piece in pieces if piece.language == language)
        assert marked[language].replace(ADDED, "") == wanted


def test_tags_that_are_not_those_of_the_boxes_are_no_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    laid = typeset.typeset(PAGE.format(SHAPES["in lists"]), [font_folder()])
    monkeypatch.setattr(tagging, "_children", lambda box, element: [])
    with pytest.raises(RuntimeError, match="another release of it is needed"):
        typeset.write(laid, tagged=True)
