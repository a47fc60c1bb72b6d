"""Every guide in every format, on every paper, in every theme: `--slow` builds all of them, an ordinary run a sample.

What a build checks itself it has checked when it returns; here PDFium alone looks at the pages once more.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from guidepress import building, project
from guidepress.artifacts import outputs
from guidepress.brochure.formats import FORMATS
from guidepress.content import reading
from guidepress.options import Choice
from guidepress.papers import PAPERS
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    slow = metafunc.config.getoption("--slow")
    chosen = EVERY if slow else random.Random(20261124).sample(EVERY, SAMPLE)  # noqa: S311 - chance that repeats
    ids = [f"{guide}-{each.theme}-{each.format}-{each.paper}" for guide, each in chosen]
    metafunc.parametrize(("guide", "choice"), chosen, ids=ids)


@pytest.mark.judge("pdfua")
def test_it_fits_and_its_glyphs_lie_within_the_trim_and_off_each_other(
    guide: str, choice: Choice, tmp_path: Path
) -> None:
    made = building.make(WHERE, LIBRARY, LIBRARY.guides[guide], choice)
    assert all(room.left >= 0 for room in made.rooms.values()) or choice.format == "large-print"
    screen = made.files[outputs(guide)["screen"]]
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
    path = tmp_path / "screen.pdf"
    path.write_bytes(screen)
    assert judges.pdfua([path]) == {path: []}
