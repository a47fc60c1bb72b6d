"""All guides in all themes on both papers: their outputs opened, and compared with what a person would check."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pypdfium2 as pdfium
import pytest
import zxingcpp

from guidepress import project
from guidepress.compose import fact_charts
from guidepress.compose.themes import branding, theme
from guidepress.content import reading
from guidepress.content.model import guides as schema
from guidepress.content.model import inline, leaves, references, roles
from guidepress.content.model.guides import Guide
from guidepress.content.model.sections import FactsSection, PathSection, PaySection, SharesSection
from guidepress.verify import glyphs
from guidepress.word import reader
from helpers import judges
from helpers.checkout import ROOT
from helpers.commanding import command

LIBRARY = reading.read(project.find(ROOT), date(2026, 11, 24))
ROLE_GUIDES = {
    "nuclear-medicine-technologist": "pet",
    "quality-assurance-specialist": "linepairs",
    "radiologic-technologist": "xray",
    "sonographer": "ultrasound",
}
THEMES = ("clinic", "house", "track")
PAPERS = ("letter", "a4")
MADE = [(look, paper) for look in THEMES for paper in PAPERS]


@lru_cache(maxsize=2 * len(LIBRARY.guides))
def read_pages(path: Path) -> list[glyphs.Page]:
    """Read a brochure once for all the tests that look at it one after the other."""
    return glyphs.read(path.read_bytes(), path.name)


@dataclass(frozen=True)
class Made:
    folder: Path
    theme: str
    paper: str

    def path(self, guide: str, ending: str) -> Path:
        return self.folder / f"{guide}-{ending}"

    def pages(self, guide: str) -> list[glyphs.Page]:
        return read_pages(self.path(guide, "brochure.pdf"))

    def handout(self, guide: str) -> bytes:
        return self.path(guide, "handout.docx").read_bytes()


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Made]:
    """Builds all guides in a theme on a paper, once: by the command, in this process, so that what it loads stays."""

    @cache
    def build(look: str, paper: str) -> Made:
        folder = tmp_path_factory.mktemp(f"{look}-{paper}")
        done = command("build", "--theme", look, "--paper", paper, "-o", folder)
        assert done.exit_code == 0, done.output
        return Made(folder, look, paper)

    return build


@pytest.fixture(scope="session", params=MADE, ids=lambda each: "-".join(each))
def made(request: pytest.FixtureRequest, build: Callable[[str, str], Made]) -> Made:
    return build(*request.param)


def guides() -> list[Guide]:
    return list(LIBRARY.guides.values())


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def read_text(page: glyphs.Page) -> str:
    return solid("".join(glyph.text for glyph in page.read()))


def role_of(guide: Guide) -> roles.Role:
    return LIBRARY.roles[guide.role or ""]


def test_the_five_guides_are_there_each_with_the_motif_of_its_role() -> None:
    assert set(LIBRARY.guides) == {"technician", *ROLE_GUIDES}
    for slug, motif in ROLE_GUIDES.items():
        guide = LIBRARY.guides[slug]
        assert guide.role == slug
        assert role_of(guide).motif == motif
    assert {path.parent.name for path in (ROOT / "templates/themes").glob("*/theme.yaml")} == set(THEMES)


def test_a_role_s_guide_has_its_sections_in_the_order_of_the_best_leaflets() -> None:
    order = ["quick-facts", "work", "day", "week", "demands", "rules", "path", "credentials", "skills", "pay"]
    order += ["workplaces", "growing", "for-me", "next", "sources"]
    for slug in ROLE_GUIDES:
        found = [section.id for section in LIBRARY.guides[slug].sections]
        assert found == [name for name in order if name in found], slug
        assert len(found) >= 11
        assert found[-1] == "sources"


def test_figures_in_role_guides_come_from_facts() -> None:
    for slug in ROLE_GUIDES:
        guide = LIBRARY.guides[slug]
        bare = [references.bare(leaf.text) for leaf in leaves.walk(guide) if leaf.path.startswith("sections.")]
        assert len(bare) > 40
        assert [text for text in bare if re.search(r"\d", text)] == []
        assert len(list(schema.uses(guide))) > 15
    assert LIBRARY.advice == ()


def test_a_fact_has_a_grade_a_year_and_a_source_that_can_be_looked_up() -> None:
    seen = [fact for role in LIBRARY.roles.values() for fact in role.facts.values()]
    assert len(seen) > 60
    for fact in seen:
        assert fact.grade in ("A", "A-", "B")
        assert re.search(r"20\d\d", fact.period)
        assert fact.address.startswith("http")


# --- brochures ------------------------------------------------------------------------------------------------------


def test_every_guide_makes_its_three_files(made: Made) -> None:
    endings = ("brochure.pdf", "brochure-print.pdf", "handout.docx")
    wanted = {f"{guide.slug}-{ending}" for guide in guides() for ending in endings} | {"manifest.json"}
    assert {path.name for path in made.folder.iterdir()} == wanted
    assert len(wanted) == 16


def test_brochures_and_handouts_have_the_same_headings_in_the_same_order(made: Made) -> None:
    for guide in guides():
        found = glyphs.headings(made.pages(guide.slug))
        assert found[0] == (1, guide.title)
        shown = [text for level, text in found if level == 2]
        left_out = [section for section in guide.sections if section.title not in shown]
        assert all(section.rank for section in left_out)  # for want of room, and told
        assert shown == [section.title for section in guide.sections if section not in left_out]
        gone = {section.title for section in left_out}
        handout = [head for head in reader.read(made.handout(guide.slug)).headings if head[1] not in gone]
        assert handout == found


def test_files_are_small_and_have_six_panels(made: Made) -> None:
    for guide in guides():
        assert len(made.pages(guide.slug)) == 6
        assert len(made.path(guide.slug, "brochure.pdf").read_bytes()) <= 300_000
        assert len(made.handout(guide.slug)) <= 100_000


def test_body_text_is_at_least_10_5_points_and_no_text_is_under_8_5(made: Made) -> None:
    for guide in guides():
        sizes = [round(glyph.size, 2) for page in made.pages(guide.slug) for glyph in page.glyphs if glyph.text.strip()]
        assert min(sizes) >= 8.5
        assert max(set(sizes), key=sizes.count) >= 10.5


def test_only_the_theme_s_fonts_are_embedded(made: Made) -> None:
    look, _, _ = branding.dress(theme.read(project.find(ROOT), made.theme), LIBRARY)
    families = {face.family.replace(" ", "-") for face in look.faces}
    for guide in guides():
        with pikepdf.open(made.path(guide.slug, "brochure.pdf")) as pdf:
            described = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each]
            names = {str(each.FontName).partition("+")[2] for each in described if "/FontFile2" in each}
        assert names
        assert all(any(name.startswith(family) for family in families) for name in names), names


def figures_of(guide: Guide, theme: str) -> int:
    """How many drawings say what no words beside them do: the middle half on a ruler of pay, a strip, the code."""
    rulers = [section for section in guide.sections if isinstance(section, PaySection) and theme != "track"]
    middle = [one for one in rulers if "pay-25th" in LIBRARY.roles[one.role or guide.role or ""].facts]
    strips = [section for section in guide.sections if getattr(section, "strip", False)]
    return len(middle) + len(strips) + 1


def test_every_figure_has_a_text_alternative(made: Made) -> None:
    for slug in ROLE_GUIDES:
        tags = [tag for page in made.pages(slug) for root in page.tags for tag in root.walk() if tag.type == "Figure"]
        assert len(tags) == figures_of(LIBRARY.guides[slug], made.theme), slug
        assert all(tag.alternative.strip() for tag in tags), slug
        assert any(LIBRARY.labels["en-US"].qr.split("{")[0] in tag.alternative for tag in tags)


def test_every_figure_gives_its_data_as_a_table_in_the_handout(made: Made) -> None:
    for slug in ROLE_GUIDES:
        guide, role = LIBRARY.guides[slug], role_of(LIBRARY.guides[slug])
        tables = docx.Document(BytesIO(made.handout(slug))).tables
        cells = ["\n".join(cell.text for row in table.rows for cell in row.cells) for table in tables]
        drawn = [s for s in guide.sections if isinstance(s, FactsSection | SharesSection | PathSection | PaySection)]
        assert len(cells) == len(drawn) >= 2
        for section, text in zip(drawn, cells, strict=True):
            match section:
                case FactsSection():
                    wanted = [fact_charts.words(role.facts[item.fact]) for item in section.facts]
                case SharesSection():
                    wanted = [fact_charts.figure(role.facts[item.fact]) for item in section.shares]
                case PathSection():
                    wanted = [str(step.title) for step in section.steps]
                case _:
                    paid = LIBRARY.roles[section.role or slug]
                    wanted = [fact_charts.figure(paid.facts[key]) for key in ("pay-10th", "pay-median", "pay-90th")]
            assert all(word in text for word in wanted), (slug, wanted)


def test_the_back_says_as_of_when_on_what_terms_and_which_edition(made: Made) -> None:
    for guide in guides():
        text = read_text(made.pages(guide.slug)[5])
        assert solid("Checked November 23, 2026.") in text
        newer = solid("Job growth is from the 2024–34 edition; a newer one is out.")
        assert (newer in text) == (guide.role != "quality-assurance-specialist")  # it shows no growth
        assert solid(f"Edition {guide.edition}-") in text
        if guide.role:
            assert solid(inline.plain(guide.licence or "no licence")) in text


def test_the_qr_code_can_be_read_and_leads_to_the_page_that_stays_current(made: Made) -> None:
    for guide in guides():
        wanted = next(section.lookup.address for section in guide.sections if getattr(section, "lookup", None))
        document = pdfium.PdfDocument(made.path(guide.slug, "brochure.pdf"))
        picture = document[5].render(scale=150 / 72).to_pil().convert("L")
        document.close()
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [wanted]
        assert re.match(r"https://www\.(bls\.gov/ooh/|jrcert\.org/find-a-program|jrcnmt\.org$|caahep\.org$)", wanted)


def test_the_figures_that_the_role_guides_print_are_those_of_their_facts(made: Made) -> None:
    for slug in ("nuclear-medicine-technologist", "radiologic-technologist", "sonographer"):
        role = LIBRARY.roles[slug]
        text = "".join(read_text(page) for page in made.pages(slug))
        for key in ("pay-10th", "pay-median", "pay-90th", "growth", "workplace-hospitals"):
            assert fact_charts.figure(role.facts[key]) in text, (slug, key)
        assert "$50,980" in text
        assert "May2025" in text


def test_the_quality_assurance_guide_prints_no_figure_that_does_not_exist(made: Made) -> None:
    role = LIBRARY.roles["quality-assurance-specialist"]
    assert not {"pay-median", "growth"} & set(role.facts)
    text = " ".join(page.text(tag) for page in made.pages(role.slug) for tag in page.tags)
    assert re.search(r"no official (pay )?figures?|no official", text, re.IGNORECASE)
    assert re.search(r"start as a technologist|technologists? first", text, re.IGNORECASE)


def test_the_same_content_gives_the_same_bytes_in_each_theme(build: Callable[[str, str], Made], tmp_path: Path) -> None:
    """Those of a guide alone in a process of its own, and those of all guides here, manifest included."""
    for look in THEMES:
        folder = tmp_path / look
        program = [sys.executable, "-m", "guidepress", "build", "sonographer", "--theme", look]
        subprocess.run([*program, "-o", str(folder)], cwd=ROOT, capture_output=True, check=True)
        alone = {path.name: path.read_bytes() for path in folder.iterdir()}
        made = build(look, "letter")
        among = {path.name: path.read_bytes() for path in made.folder.glob("sonographer-*")}
        manifest = json.loads((made.folder / "manifest.json").read_bytes())
        manifest["outputs"] = {name: entry for name, entry in manifest["outputs"].items() if name in among}
        among["manifest.json"] = f"{json.dumps(manifest, indent=2, ensure_ascii=False)}\n".encode()
        assert len(alone) == 4
        assert alone == among


# --- independent judges ---------------------------------------------------------------------------------------------


@pytest.mark.judge("pdfua")
def test_verapdf_finds_no_fault_by_pdf_ua(made: Made) -> None:
    paths = [made.path(guide.slug, "brochure.pdf") for guide in guides()]
    assert judges.pdfua(paths) == {path: [] for path in paths}


@pytest.mark.judge("page_validation")
def test_page_validation_finds_no_fault_by_pdf_ua(made: Made) -> None:
    for guide in guides():
        assert judges.page_validation(made.path(guide.slug, "brochure.pdf")) == []


@pytest.mark.judge("openxml_sdk")
def test_the_open_xml_sdk_finds_no_fault(made: Made) -> None:
    for guide in guides():
        assert judges.openxml_sdk(made.path(guide.slug, "handout.docx")) == []


@pytest.mark.judge("openxml_audit")
def test_openxml_audit_finds_no_fault(made: Made) -> None:
    for guide in guides():
        assert judges.openxml_audit(made.path(guide.slug, "handout.docx")) == []


@pytest.mark.judge("libreoffice")
def test_libreoffice_keeps_the_headings_and_needs_few_pages(made: Made, tmp_path: Path) -> None:
    paths = [made.path(guide.slug, "handout.docx") for guide in guides()]
    found, printed = judges.libreoffice_all_headings(paths), judges.libreoffice_pdfs(paths, tmp_path)
    for path, headings, pdf in zip(paths, found, printed, strict=True):
        assert headings == [(level - 1, text) for level, text in reader.read(path.read_bytes()).headings]
        assert len(glyphs.read(pdf.read_bytes(), pdf.name)) <= 3


OLD_OFFICE = {"7.1-3", "7.18.3-1", "7.3-1"}
"""What LibreOffice before 25 does wrong itself when it exports PDF/UA: rules over and under headings are left untagged,
pages with links lack their tab order, and a picture that is marked as decorative is none to it."""


@pytest.mark.judge("libreoffice", "pdfua")
def test_a_handout_exported_by_libreoffice_passes_verapdf_but_for_the_faults_of_old_releases(
    made: Made, tmp_path: Path
) -> None:
    handouts = [made.path(slug, "handout.docx") for slug in ("sonographer", "technician")]
    files = judges.libreoffice_pdfuas(handouts, tmp_path)
    known = OLD_OFFICE if judges.libreoffice_version() < (25, 2) else set()
    for failures in judges.pdfua(files).values():
        assert {failure.rule for failure in failures} <= known


def test_a_handout_names_the_fonts_and_colours_of_its_theme(made: Made) -> None:
    look, _, _ = branding.dress(theme.read(project.find(ROOT), made.theme), LIBRARY)
    with zipfile.ZipFile(made.path("sonographer", "handout.docx")) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert f'w:ascii="{look.handout.font}"' in styles
    assert look.handout.rule[1:] in styles
