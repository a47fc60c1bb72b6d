"""Other formats, and what a print shop gets: built from the command line, opened, and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result

from guidepress import project
from guidepress.brochure import brochure
from guidepress.compose.prepared import Prepared
from guidepress.content import reading
from guidepress.verify import glyphs, preflighting
from helpers import judges
from helpers.checkout import ROOT
from helpers.commanding import command
from helpers.pressroom import tiny_profile

LIBRARY = reading.read(project.find(ROOT), date(2026, 11, 24))
GUIDE = "sonographer"
FORMATS = {
    ("zfold", "letter"): (6, (264, 612), 2, (792, 612)),
    ("booklet", "letter"): (8, (396, 612), 4, (792, 612)),
    ("booklet", "a4"): (8, (420.9, 595.3), 4, (841.9, 595.3)),
    ("halffold", "letter"): (4, (396, 612), 2, (792, 612)),
    ("halffold", "a4"): (4, (420.9, 595.3), 2, (841.9, 595.3)),
    ("flyer", "letter"): (2, (612, 792), 2, (612, 792)),
    ("flyer", "a4"): (2, (595.3, 841.9), 2, (595.3, 841.9)),
    ("large-print", "letter"): (None, (612, 792), None, (612, 792)),
    ("large-print", "a4"): (None, (595.3, 841.9), None, (595.3, 841.9)),
}
LOOKS = ("clinic", "house", "track")
MADE = [(LOOKS[number % 3], *each) for number, each in enumerate(FORMATS)]
"""Each format on each paper, in one theme: all of them in all themes are in test_matrix."""


@dataclass(frozen=True)
class Made:
    folder: Path
    theme: str
    format: str
    paper: str

    def path(self, ending: str) -> Path:
        return self.folder / f"{GUIDE}-{ending}"

    def pages(self, ending: str) -> list[glyphs.Page]:
        return glyphs.read(self.path(ending).read_bytes(), ending)


def build(folder: Path, *arguments: str | Path) -> Result:
    return command("build", GUIDE, "-o", folder, *arguments)


@pytest.fixture(scope="module", autouse=True)
def fitted_once() -> Iterator[None]:
    """Fit the guide once for each theme, format and paper: ways to finish a print edition change nothing about it.

    It is laid out anew for each build.
    """
    fit, known = brochure.fitted, {}

    def fitted(ready: Prepared, format_: str, paper: str) -> tuple[Prepared, brochure.Brochure]:
        key = (ready.guide.slug, ready.revision, ready.theme.name, format_, paper)
        if key not in known:
            known[key] = fit(ready, format_, paper)
        shown, made = known[key]
        return shown, replace(made)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(brochure, "fitted", fitted)
        yield


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, str, str]], Made]:
    """Builds the guide in a theme and a format on a paper, once."""

    @cache
    def make(each: tuple[str, str, str]) -> Made:
        look, format_, paper = each
        folder = tmp_path_factory.mktemp("-".join(each))
        done = build(folder, "--theme", look, "--format", format_, "--paper", paper)
        assert done.exit_code == 0, done.output
        return Made(folder, look, format_, paper)

    return make


@pytest.fixture(scope="module", params=MADE, ids=lambda each: "-".join(each))
def made(request: pytest.FixtureRequest, every: Callable[[tuple[str, str, str]], Made]) -> Made:
    return every(request.param)


def test_pages_and_sheets_have_the_number_and_the_size_of_their_format(made: Made) -> None:
    count, size, sheets, sheet = FORMATS[made.format, made.paper]
    pages, printed = made.pages("brochure.pdf"), made.pages("brochure-print.pdf")
    assert len(pages) == (count or len(printed))
    assert len(printed) == (sheets or len(pages))
    assert all((page.width, page.height) == pytest.approx(size, abs=0.1) for page in pages)
    assert all((page.width, page.height) == pytest.approx(sheet, abs=0.1) for page in printed)


def test_every_heading_is_there_in_the_order_of_the_content(made: Made) -> None:
    found = glyphs.headings(made.pages("brochure.pdf"))
    guide = LIBRARY.guides[GUIDE]
    with pikepdf.open(made.path("brochure.pdf")) as pdf:
        dropped = [word[1:] for word in str(pdf.docinfo["/Keywords"]).split() if word.startswith("-")]
    ranked = {section.id for section in guide.sections if section.rank}
    assert {name for name in dropped if "." not in name} <= ranked
    kept = [section.title for section in guide.sections if section.id not in dropped]
    assert [text for level, text in found if level == 2] == kept


def test_large_print_is_at_least_18_points_throughout(made: Made) -> None:
    sizes = [glyph.size for page in made.pages("brochure.pdf") for glyph in page.glyphs if glyph.text.strip()]
    least = 18 if made.format == "large-print" else 8.5
    assert min(sizes) >= least - 0.01
    assert max(set(sizes), key=sizes.count) >= (18 if made.format == "large-print" else 10.5) - 0.01


def test_a_portrait_sheet_turns_over_its_long_edge_and_a_folded_one_over_its_short(made: Made) -> None:
    with pikepdf.open(made.path("brochure-print.pdf")) as pdf:
        edge = str(pdf.Root.ViewerPreferences.Duplex)
    assert edge == ("/DuplexFlipLongEdge" if made.format in ("large-print", "flyer") else "/DuplexFlipShortEdge")


@pytest.fixture(scope="module")
def judged(every: Callable[[tuple[str, str, str]], Made]) -> dict[Path, list[judges.Failure]]:
    """What veraPDF finds wrong with each brochure: it is started once for all of them."""
    return judges.pdfua([every(each).path("brochure.pdf") for each in MADE])


@pytest.mark.judge("pdfua")
def test_verapdf_finds_no_fault_by_pdf_ua(made: Made, judged: dict[Path, list[judges.Failure]]) -> None:
    assert judged[made.path("brochure.pdf")] == []


# --- the print edition in other ways, and for a press -----------------------------------------------------------------


@pytest.mark.parametrize(("duplex", "edge"), [("long-edge", "/DuplexFlipLongEdge"), ("none", "/Simplex")])
def test_bleed_crop_marks_and_duplex_are_as_asked(duplex: str, edge: str, tmp_path: Path) -> None:
    done = build(tmp_path, "--bleed", "3mm", "--crop-marks", "--duplex", duplex, "--theme", "track")
    assert done.exit_code == 0, done.output
    with pikepdf.open(tmp_path / f"{GUIDE}-brochure-print.pdf") as pdf:
        assert str(pdf.Root.ViewerPreferences.Duplex) == edge
        for page in pdf.pages:
            trim, bleed = ([float(edge) for edge in box] for box in (page.trimbox, page.bleedbox))
            assert [a - b for a, b in zip(trim, bleed, strict=True)] == pytest.approx([8.504, 8.504, -8.504, -8.504])
            assert trim[2] - trim[0] == pytest.approx(792)


def lines(path: Path) -> list[int]:
    """How many strokes each sheet has itself: the marks; what its panels hold is drawn within their forms."""
    with pikepdf.open(path) as pdf:
        return [sum(str(operator) == "S" for _, operator in pikepdf.parse_content_stream(page)) for page in pdf.pages]


@pytest.mark.parametrize(
    ("faces", "marked"), [("outside", [True, False]), ("both", [True, True]), ("none", [False] * 2)]
)
def test_fold_marks_are_on_the_faces_asked_for(faces: str, marked: list[bool], tmp_path: Path) -> None:
    done = build(tmp_path, "--fold-marks", faces)
    assert done.exit_code == 0, done.output
    assert [count > 0 for count in lines(tmp_path / f"{GUIDE}-brochure-print.pdf")] == marked


PRESSED = [(look, "trifold") for look in LOOKS] + [("track", "halffold"), ("track", "flyer"), ("house", "flyer")]


@pytest.mark.parametrize(("look", "format_"), PRESSED)
def test_the_press_edition_passes_preflight_and_the_command_says_so(look: str, format_: str, tmp_path: Path) -> None:
    (tmp_path / "own.icc").write_bytes(tiny_profile())
    done = build(
        tmp_path, "--press", "--output-intent", str(tmp_path / "own.icc"), "--theme", look, "--format", format_
    )
    assert done.exit_code == 0, done.output
    path = tmp_path / f"{GUIDE}-brochure-press.pdf"
    said = command("preflight", path)
    assert said.exit_code == 0, said.output
    assert said.output.count("  pass  ") == len(preflighting.POINTS)
    inspected = command("verify", path)
    assert (inspected.exit_code, inspected.stdout.strip().endswith("press.pdf: passes")) == (0, True), inspected.output
    screen = command("preflight", tmp_path / f"{GUIDE}-brochure.pdf")
    assert screen.exit_code == 1
    assert "FAIL  It is marked as PDF/X-4" in screen.output


@pytest.mark.parametrize(
    ("given", "said"), [("wide", "“wide” is no length"), ("9mm", "9 mm is not between 0 and 3.5 mm"), ("nan", "is not")]
)
def test_a_bleed_that_cannot_be_is_refused_as_wrong_usage(given: str, said: str, tmp_path: Path) -> None:
    done = build(tmp_path, "--bleed", given)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_profile_that_is_none_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "own.icc").write_bytes(b"no profile")
    done = build(tmp_path / "out", "--press", "--output-intent", str(tmp_path / "own.icc"))
    assert done.exit_code == 1
    assert "own.icc" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_printer_test_has_two_pages(tmp_path: Path) -> None:
    done = command("calibrate", "--paper", "a4", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    with pikepdf.open(tmp_path / "printer-test-a4.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert str(pdf.docinfo["/Title"]) == "Printer test"


def test_explained_fits_tell_each_trial(tmp_path: Path) -> None:
    done = build(tmp_path, "--explain-fit")
    assert done.exit_code == 0, done.output
    assert "trial 1: " in done.stdout
    assert "chosen: " in done.stdout
