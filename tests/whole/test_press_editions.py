"""The edition for a print shop of every guide, theme, format and paper: all with `--slow`, else a sample."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest

from guidepress import building, project
from guidepress.artifacts import outputs
from guidepress.brochure.formats import FORMATS
from guidepress.content import reading
from guidepress.options import AS_IS, Choice
from guidepress.papers import PAPERS
from guidepress.verify import preflighting
from helpers.checkout import ROOT
from helpers.pressroom import tiny_profile

OWN = project.find(ROOT)
LIBRARY = reading.read(OWN, date(2026, 11, 30))
THEMES = sorted(path.parent.name for path in (ROOT / "templates/themes").glob("*/theme.yaml"))
EVERY = [
    (guide, Choice(theme, format_, paper))
    for format_ in FORMATS
    for theme in THEMES
    for paper in PAPERS
    for guide in sorted(LIBRARY.guides)
]
ONCE_REFUSED = [
    (guide, Choice(theme, "trifold", "letter"))
    for theme, guide in (
        ("clinic", "technician"),
        ("clinic", "radiologic-technologist"),
        ("track", "nuclear-medicine-technologist"),
        ("track", "quality-assurance-specialist"),
    )
]
SAMPLE = 2


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "choice" in metafunc.fixturenames:
        chance = random.Random(20261130)  # noqa: S311 - chance that repeats
        every = EVERY if metafunc.config.getoption("--slow") else ONCE_REFUSED + chance.sample(EVERY, SAMPLE)
        ids = [f"{guide}-{each.theme}-{each.format}-{each.paper}" for guide, each in every]
        metafunc.parametrize(("guide", "choice"), every, ids=ids)


def test_it_is_made_and_its_colour_goes_on_beyond_every_cut(guide: str, choice: Choice) -> None:
    """A build fails where its preflight does; here the trim and the end of the bleed are compared once more."""
    made = building.make(OWN, LIBRARY, LIBRARY.guides[guide], choice, replace(AS_IS, profile=tiny_profile()))
    data = made.files[outputs(guide)["press"]]
    document = pdfium.PdfDocument(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == len(document) > 0
        for page, drawn in zip(pdf.pages, document, strict=True):
            trim = [float(edge) for edge in page.trimbox]
            height = float(page.mediabox[3])
            inked = drawn.render(scale=4).to_numpy()[:, :, :3].min(axis=2) < 250

            def row(
                y: float, inked: np.ndarray = inked, trim: list[float] = trim, height: float = height
            ) -> np.ndarray:
                return inked[round((height - y) * 4), round(trim[0] * 4) : round(trim[2] * 4)]

            def column(
                x: float, inked: np.ndarray = inked, trim: list[float] = trim, height: float = height
            ) -> np.ndarray:
                return inked[round((height - trim[3]) * 4) : round((height - trim[1]) * 4), round(x * 4)]

            for line, edge, outwards in ((column, 0, -1), (row, 1, -1), (column, 2, 1), (row, 3, 1)):
                at_trim, beyond = line(trim[edge] - outwards * 0.6), line(trim[edge] + outwards * 7.5)
                ends = np.flatnonzero(np.diff(np.concatenate(([0], (at_trim & ~beyond).astype(int), [0]))))
                assert max(ends[1::2] - ends[::2], default=0) < 8 * 4  # points: less is a stroke that ends there
    document.close()


def test_a_fault_of_ours_is_not_blamed_on_the_content(monkeypatch: pytest.MonkeyPatch) -> None:
    points = preflighting.POINTS

    def all_fail(*_: object) -> list[preflighting.PreflightResult]:
        return [preflighting.PreflightResult(point, False, "It fails.") for point in points]

    monkeypatch.setattr(building.preflighting, "preflight", all_fail)
    problems = building.press_problems(b"", "press.pdf")
    assert [problem.message for problem in problems] == [f"{point}: It fails." for point in points]
    ours = {problem.message.partition(": It")[0] for problem in problems if problem.hint == building.OURS}
    assert "Color that reaches the trim bleeds 3 mm beyond it" in ours
    assert set(points) - ours == preflighting.FROM_CONTENT
    assert "a fault of Guidepress" in building.OURS
