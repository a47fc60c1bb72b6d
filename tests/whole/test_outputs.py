"""The real outputs of the technician guide, opened and compared with what a person would check."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from guidepress.commands.cli import main
from guidepress.verify import glyphs
from guidepress.word import reader
from helpers import judges
from helpers.checkout import ROOT

SEED = (ROOT / "tests/fixtures/technician-seed.md").read_text(encoding="utf-8").split("---\n", 2)[2]

SEED_HEADINGS = [
    (1, "Technician Career Pathway"),
    (2, "Technical and Allied Health Careers"),
    (3, "Radiologic Technologist"),
    (3, "Nuclear Medicine Technologist"),
    (3, "Sonographer/Ultrasound Technician"),
    (3, "Quality Assurance Specialist"),
    (2, "Skills and Competencies"),
    (2, "Compensation and Job Outlook"),
]
ALL_HEADINGS = [
    (1, "Technician Career Pathway"),
    (2, "Which one is you?"),
    (2, "Technical and Allied Health Careers"),
    (3, "Radiologic Technologist"),
    (3, "Nuclear Medicine Technologist"),
    (3, "Sonographer/Ultrasound Technician"),
    (3, "Quality Assurance Specialist"),
    (2, "The four careers compared"),
    (2, "Skills and Competencies"),
    (2, "Compensation and Job Outlook"),
    (2, "Where to go from here"),
    (3, "First steps"),
    (3, "Who to ask"),
]
HEARD = ROOT / "docs/heard.md"
HEARD_BEGIN = "<!-- written by GUIDEPRESS_ACCEPT=1 pytest tests/whole/test_outputs.py -->\n"
PANELS = ["cover", "flap", "inside-1", "inside-2", "inside-3", "back"]
WORDS = {"cover": 27, "flap": 62, "inside-1": 86, "inside-2": 126, "inside-3": 90, "back": 104}


@dataclass(frozen=True)
class Outputs:
    folder: Path
    paper: str
    said: str

    def path(self, ending: str) -> Path:
        return self.folder / f"technician-{ending}"

    def read(self, ending: str) -> bytes:
        return self.path(ending).read_bytes()

    def pages(self, ending: str = "brochure.pdf") -> list[glyphs.Page]:
        return glyphs.read(self.read(ending), ending)


def run_build(folder: Path, *arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "guidepress", "build", "technician", "-o", str(folder), *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session", params=["letter", "a4"])
def outputs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    folder = tmp_path_factory.mktemp(request.param)
    said = run_build(folder, "--paper", request.param)
    return Outputs(folder, request.param, said)


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read_text(page: glyphs.Page) -> str:
    return "".join(glyph.text for glyph in page.read())


def seed_pieces() -> list[str]:
    """Every line of the seed without its Markdown marks."""
    lines = [re.sub(r"^(#+|-) ", "", line) for line in SEED.splitlines()]
    return [line for line in lines if line]


# --- words and headings ---------------------------------------------------------------------------------------------


def test_the_build_writes_the_four_files_and_says_so(outputs: Outputs) -> None:
    assert sorted(path.name for path in outputs.folder.iterdir()) == [
        "manifest.json",
        "technician-brochure-print.pdf",
        "technician-brochure.pdf",
        "technician-handout.docx",
    ]
    assert "text at 10.5 pt" in outputs.said
    assert re.search(r"tightest: \S+, \d+ mm left", outputs.said)


def test_the_pdf_s_structure_tree_has_the_seed_s_eight_headings(outputs: Outputs) -> None:
    found = glyphs.headings(outputs.pages())
    assert [heading for heading in found if heading in SEED_HEADINGS] == SEED_HEADINGS
    assert found == ALL_HEADINGS


def test_the_handout_s_heading_styles_have_the_seed_s_eight_headings(outputs: Outputs) -> None:
    found = list(reader.read(outputs.read("handout.docx")).headings)
    assert [heading for heading in found if heading in SEED_HEADINGS] == SEED_HEADINGS
    assert found == ALL_HEADINGS


def test_every_line_of_the_seed_is_in_both_outputs(outputs: Outputs) -> None:
    pieces = seed_pieces()
    assert len(pieces) == 34
    assert sum(len(piece.split()) for piece in pieces) == 226
    brochure = solid("".join(read_text(page) for page in outputs.pages()))
    handout = solid(reader.read(outputs.read("handout.docx")).text)
    for piece in pieces:
        assert solid(piece) in brochure, piece
        assert solid(piece) in handout, piece


def test_each_panel_has_its_words_neither_nearly_none_nor_too_many(outputs: Outputs) -> None:
    counted = {}
    for name, page in zip(PANELS, outputs.pages(), strict=True):
        roots = [page.text(tag) for tag in page.tags]
        counted[name] = len(" ".join(roots).split())
    assert counted == WORDS


def test_the_comparison_leaves_out_what_has_no_official_figure(outputs: Outputs) -> None:
    text = read_text(outputs.pages()[3])
    for figure in ("$80,110", "$101,370", "$96,590", "+4%", "+3%", "+13%", "R.T.(R)", "CNMT", "RDMS"):
        assert figure in text, figure
    assert "May 2025" in text
    assert solid("2024–34") in solid(text)
    assert "None" not in text
    quality = solid(text).split(solid("Quality assurance specialist"))[1]
    assert quality.startswith(solid("We found no official figures."))


# --- the screen edition ---------------------------------------------------------------------------------------------


def test_the_brochure_is_six_panels_of_the_right_sizes(outputs: Outputs) -> None:
    wide, narrow, height = {"letter": (265.5, 261.0, 612.0), "a4": (282.05, 277.8, 595.28)}[outputs.paper]
    expected = [(wide, height), (narrow, height), (wide, height), (wide, height), (narrow, height), (wide, height)]
    found = [(page.width, page.height) for page in outputs.pages()]
    assert len(found) == 6
    for (width, tall), (wanted, wanted_height) in zip(found, expected, strict=True):
        assert width == pytest.approx(wanted, abs=0.02)
        assert tall == pytest.approx(wanted_height, abs=0.02)


def test_the_brochure_says_title_language_and_standard(outputs: Outputs) -> None:
    with pikepdf.open(BytesIO(outputs.read("brochure.pdf"))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Technician Career Pathway"
        assert str(pdf.Root.Lang) == "en-US"
        assert pdf.Root.MarkInfo.Marked is True
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_bookmarks_are_the_headings_and_links_lead_out(outputs: Outputs) -> None:
    with pikepdf.open(BytesIO(outputs.read("brochure.pdf"))) as pdf:
        titles: list[str] = []

        def walk(items: list[pikepdf.OutlineItem]) -> None:
            for item in items:
                titles.append(" ".join(str(item.title).split()))
                walk(item.children)

        with pdf.open_outline() as outline:
            walk(list(outline.root))
        addresses = {str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link}
    assert titles == [text for _, text in ALL_HEADINGS]
    assert addresses == {
        "https://studentaid.gov/h/apply-for-aid/fafsa",
        "https://github.com/TALHAFAROOQ136/radiology_textbook",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://www.jrcert.org/find-a-program/",
        "https://www.jrcnmt.org",
        "https://www.caahep.org",
        "https://www.bls.gov/ooh/healthcare/",
    }


def test_fonts_are_embedded_and_only_the_theme_s(outputs: Outputs) -> None:
    for ending in ("brochure.pdf", "brochure-print.pdf"):
        with pikepdf.open(BytesIO(outputs.read(ending))) as pdf:
            described = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
            names = {str(each.FontName).partition("+")[2] for each in described if "/FontFile2" in each}
            assert len(described) == 2
            assert all("/FontFile2" in each for each in described)
        assert names == {"Open-Sauce-Sans", "Open-Sauce-Sans-Bold"}


def test_text_is_as_large_as_it_must_be(outputs: Outputs) -> None:
    sizes = Counter(round(glyph.size, 2) for page in outputs.pages() for glyph in page.glyphs)
    assert min(sizes) == 8.5
    assert sizes.most_common(1)[0][0] == 10.5
    # Between the two there is nothing but the words in the place for a stamp.
    assert {size for size in sizes if 8.5 < size < 10.5} <= {9.0}


def test_files_are_small(outputs: Outputs) -> None:
    assert len(outputs.read("brochure.pdf")) <= 300_000
    assert len(outputs.read("handout.docx")) <= 60_000


def heard_page(said: str) -> str:
    """Return the page of the docs on what is heard, with what the program prints of one guide."""
    before, mark, _ = HEARD.read_text(encoding="utf-8").partition(HEARD_BEGIN)
    assert mark
    return f"{before}{mark}```text\n{said}```\n"


def test_the_page_of_the_docs_says_what_is_heard_today(outputs: Outputs) -> None:
    done = CliRunner().invoke(main, ["verify", "--heard", str(outputs.path("brochure.pdf"))])
    assert done.exit_code == 0
    page = heard_page(done.stdout)
    if os.environ.get("GUIDEPRESS_ACCEPT"):
        HEARD.write_text(page, encoding="utf-8")
    assert HEARD.read_text(encoding="utf-8") == page


def test_a_brochure_that_is_no_pdf_and_a_call_without_files_are_told_what_to_do(outputs: Outputs) -> None:
    for path, sentence in (
        (outputs.path("handout.docx"), "This is not a PDF that can be read."),
        (outputs.path("brochure-print.pdf"), "This PDF has no tags"),
        (outputs.folder / "none.pdf", "There is no such file."),
    ):
        done = CliRunner().invoke(main, ["verify", "--heard", str(path)])
        assert done.exit_code == 1
        assert sentence in done.stderr
    done = CliRunner().invoke(main, ["verify", "--heard"])
    assert done.exit_code == 2
    assert "of files that you name" in done.stderr
    done = CliRunner().invoke(main, ["verify", "--heard", str(outputs.folder)])
    assert done.stdout.startswith("(Page 1)")


# --- the print edition ----------------------------------------------------------------------------------------------


def test_the_print_edition_is_two_landscape_sheets_to_print_on_both_sides(outputs: Outputs) -> None:
    width, height = {"letter": (792, 612), "a4": (841.89, 595.28)}[outputs.paper]
    with pikepdf.open(BytesIO(outputs.read("brochure-print.pdf"))) as pdf:
        boxes = [[float(edge) for edge in page.mediabox] for page in pdf.pages]
        preferences = pdf.Root.ViewerPreferences
        assert str(preferences.Duplex) == "/DuplexFlipShortEdge"
        assert str(preferences.PrintScaling) == "/None"
    assert boxes == [[0, 0, pytest.approx(width), pytest.approx(height)]] * 2


def test_each_panel_is_where_folding_puts_it(outputs: Outputs) -> None:
    outside, inside = outputs.pages("brochure-print.pdf")
    wide, narrow = {"letter": (265.5, 261.0), "a4": (282.05, 277.8)}[outputs.paper]

    def between(page: glyphs.Page, left: float, right: float) -> str:
        return "".join(glyph.text for glyph in page.glyphs if left <= glyph.left and glyph.right <= right)

    assert solid("Which one is you?") in solid(between(outside, 0, narrow))
    assert solid("Where to go") in solid(between(outside, narrow, narrow + wide))
    assert solid("Medical imaging technicians operate") in solid(between(outside, narrow + wide, narrow + 2 * wide))
    assert solid("Technical and Allied") in solid(between(inside, 0, wide))
    assert solid("The four careers") in solid(between(inside, wide, 2 * wide))
    assert solid("Skills and") in solid(between(inside, 2 * wide, 2 * wide + narrow))


def test_text_keeps_away_from_edges_and_folds(outputs: Outputs) -> None:
    mm = 72 / 25.4
    wide, narrow = {"letter": (265.5, 261.0), "a4": (282.05, 277.8)}[outputs.paper]
    folds = [[narrow, narrow + wide], [wide, 2 * wide]]
    for page, lines in zip(outputs.pages("brochure-print.pdf"), folds, strict=True):
        drawn = [glyph for glyph in page.glyphs if glyph.text.strip()]
        assert len(drawn) > 900
        for glyph in drawn:
            assert min(glyph.left, page.width - glyph.right) >= 6 * mm
            assert min(glyph.top, page.height - glyph.bottom) >= 6 * mm
            assert all(glyph.right <= fold - 5 * mm or glyph.left >= fold + 5 * mm for fold in lines)


# --- the handout ----------------------------------------------------------------------------------------------------


def test_the_handout_marks_what_is_still_to_fill_in_at_its_place_and_at_the_top(outputs: Outputs) -> None:
    handout = reader.read(outputs.read("handout.docx"))
    assert handout.unfilled == ("[Name of your school]", "[Room, telephone, email]")
    lines = handout.text.splitlines()
    at = lines.index("Fill in here, or in the yellow place further down. You may delete this box.")
    assert lines[0] == "[Name of your school]"
    assert lines[at + 1 : at + 3] == ["Name of your school", "Room, telephone, email"]
    assert lines[lines.index("Handed out by") + 1] == "[Room, telephone, email]"


def test_the_handout_s_leaves_are_marked_and_its_properties_set(outputs: Outputs) -> None:
    handout = reader.read(outputs.read("handout.docx"))
    names = [name for name, _ in handout.leaves]
    assert len(names) == len(set(names)) == 91
    assert ("Medical imaging technicians operate") in dict(handout.leaves)[
        "gp_" + hashlib.sha256(b"introduction").hexdigest()[:10]
    ]
    assert handout.language == "en-US"
    assert handout.properties["title"] == "Technician Career Pathway"


# --- the manifest, and building twice -------------------------------------------------------------------------------


def test_the_manifest_tells_size_digest_and_revision_of_each_output(outputs: Outputs) -> None:
    manifest = json.loads((outputs.folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["outputs"]) == {
        "technician-brochure.pdf",
        "technician-brochure-print.pdf",
        "technician-handout.docx",
    }
    for name, entry in manifest["outputs"].items():
        data = (outputs.folder / name).read_bytes()
        assert entry["bytes"] == len(data)
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert re.fullmatch(r"2026\.1-[0-9a-f]{8}", entry["revision"])
        assert entry["paper"] == outputs.paper


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    run_build(tmp_path / "one", TZ="UTC", PYTHONHASHSEED="1", LC_ALL="C")
    run_build(tmp_path / "two", TZ="Asia/Tokyo", PYTHONHASHSEED="2", LC_ALL="C.UTF-8")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 4
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


# --- independent judges ---------------------------------------------------------------------------------------------


@pytest.mark.judge("pdfua")
def test_verapdf_finds_no_fault_by_pdf_ua(outputs: Outputs) -> None:
    path = outputs.path("brochure.pdf")
    assert judges.pdfua([path]) == {path: []}


@pytest.mark.judge("page_validation")
def test_page_validation_finds_no_fault_by_pdf_ua(outputs: Outputs) -> None:
    assert judges.page_validation(outputs.path("brochure.pdf")) == []


@pytest.mark.judge("openxml_sdk")
def test_the_open_xml_sdk_finds_no_fault(outputs: Outputs) -> None:
    assert judges.openxml_sdk(outputs.path("handout.docx")) == []


@pytest.mark.judge("openxml_audit")
def test_openxml_audit_finds_no_fault(outputs: Outputs) -> None:
    assert judges.openxml_audit(outputs.path("handout.docx")) == []


@pytest.mark.judge("libreoffice")
def test_libreoffice_keeps_the_headings(outputs: Outputs) -> None:
    assert judges.libreoffice_headings(outputs.path("handout.docx")) == [
        (level - 1, text)
        for level, text in ALL_HEADINGS  # Word's Title is level 0 there
    ]


@pytest.mark.judge("libreoffice")
def test_the_handout_is_two_or_three_pages_and_strands_no_heading(outputs: Outputs, tmp_path: Path) -> None:
    pdf = judges.libreoffice_pdf(outputs.path("handout.docx"), tmp_path)
    pages = glyphs.read(pdf.read_bytes(), pdf.name)
    assert len(pages) in (2, 3)
    for page in pages:
        lines: dict[int, list[glyphs.Glyph]] = {}
        for glyph in page.glyphs:
            if glyph.bottom < page.height - 60:  # the footer stands below
                lines.setdefault(round(glyph.bottom / 3), []).append(glyph)
        lowest = max(lines)
        assert max(glyph.size for glyph in lines[lowest]) < 12.5, "".join(glyph.text for glyph in lines[lowest])
