"""Every guide in every format, on every paper, in every theme: `--slow` builds all of them, an ordinary run a sample.

What a build checks itself it has checked when it returns; here PDFium alone looks at the pages once more.
"""

from __future__ import annotations

import random
from datetime import date
from functools import cache

import pypdfium2 as pdfium
import pytest

from guidepress import building, project
from guidepress.artifacts import outputs
from guidepress.brochure.formats import FORMATS
from guidepress.content import reading
from guidepress.options import Choice
from guidepress.papers import PAPERS
from guidepress.verify import glyphs as readback
from guidepress.verify import heard, tags
from helpers import judges
from helpers.checkout import ROOT
from helpers.glyph_boxes import MM, marks, overlaps

WHERE = project.find(ROOT)
LIBRARY = reading.read(WHERE, date(2026, 11, 24))
THEMES = sorted(path.parent.name for path in (ROOT / "templates/themes").glob("*/theme.yaml"))
EVERY = [
    (guide, Choice(theme, format_, paper))
    for theme in THEMES
    for format_ in FORMATS
    for paper in PAPERS
    for guide in sorted(LIBRARY.guides)
]
SAMPLE = 8
Judged = dict[tuple[str, Choice], list[judges.Failure]]


def chosen(config: pytest.Config) -> list[tuple[str, Choice]]:
    slow = config.getoption("--slow")
    return EVERY if slow else random.Random(20261124).sample(EVERY, SAMPLE)  # noqa: S311 - chance that repeats


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    every = chosen(metafunc.config)
    ids = [f"{guide}-{each.theme}-{each.format}-{each.paper}" for guide, each in every]
    metafunc.parametrize(("guide", "choice"), every, ids=ids)


@cache
def make(guide: str, choice: Choice) -> tuple[bytes, bool]:
    """Build a guide. Returns its screen edition, and whether every panel has room left."""
    made = building.make(WHERE, LIBRARY, LIBRARY.guides[guide], choice)
    return made.files[outputs(guide)["screen"]], all(room.left >= 0 for room in made.rooms.values())


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """What veraPDF finds wrong with each screen edition: it is started once for all."""
    folder = tmp_path_factory.mktemp("screens")
    paths = {each: folder / f"{number}.pdf" for number, each in enumerate(chosen(request.config))}
    for each, path in paths.items():
        path.write_bytes(make(*each)[0])
    failures = judges.pdfua(paths.values())
    return {each: failures[path] for each, path in paths.items()}


def test_it_fits_and_its_glyphs_lie_within_the_trim_and_off_each_other(guide: str, choice: Choice) -> None:
    screen, fits = make(guide, choice)
    assert fits or choice.format == "large-print"
    document = pdfium.PdfDocument(screen)
    pages = [(marks(page), *page.get_size()) for page in document]
    document.close()
    assert len(pages) > 1
    for glyphs, width, height in pages:
        assert glyphs
        assert min(mark.left for mark in glyphs) >= 5 * MM - 0.1
        assert max(mark.right for mark in glyphs) <= width - 5 * MM + 0.1
        assert min(mark.top for mark in glyphs) >= 5 * MM - 0.1
        assert max(mark.bottom for mark in glyphs) <= height - 5 * MM + 0.1
        assert overlaps(glyphs) == []


def test_what_is_heard_and_copied_is_whole(guide: str, choice: Choice) -> None:
    """No line ends with a hyphen of the text, which copying would take away; nothing on paper alone is heard."""
    screen, _ = make(guide, choice)
    elements = [each for root in tags.read(screen, readback.read(screen, "")) for each in root.walk()]
    lines = [each.children("Span") for each in elements]
    ends = [line.text().rstrip()[-1:] for parts in lines for line in parts[:-1]]
    assert len(ends) > 20
    assert "-" not in ends
    said = heard.heard(screen, "")
    assert LIBRARY.labels["en-US"].stamp not in said
    assert said.count("Picture: ") <= 3  # the code, the middle half of the pay, and a strip


@pytest.mark.judge("pdfua")
def test_verapdf_finds_no_fault_by_pdf_ua(judged: Judged, guide: str, choice: Choice) -> None:
    assert judged[guide, choice] == []
