"""A paper is one row: added to the table, it gives brochures, handouts and test sheets."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pikepdf
import pytest

import guidepress
from guidepress import papers, project
from guidepress.content import reading
from guidepress.options import Choice
from guidepress.papers import Paper
from guidepress.press import calibration
from helpers.checkout import ROOT

LEGAL = Paper("legal", 1008, 612, fold_in=72 / 16)  # 14 by 8.5 inches


def test_legal_paper_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(papers.PAPERS, "legal", LEGAL)  # type: ignore[arg-type] - a table that a test adds to
    where = project.find(ROOT)
    library = reading.read(where, date(2026, 11, 24))
    (built,) = guidepress.build(where, library, ["sonographer"], Choice(paper="legal"))
    word = docx.Document(BytesIO(built.files["sonographer-handout.docx"])).sections[0]
    assert (word.page_width.pt, word.page_height.pt) == (612, 1008)
    with pikepdf.open(BytesIO(built.files["sonographer-brochure-print.pdf"])) as printed:
        assert [float(side) for side in printed.pages[0].mediabox] == [0, 0, 1008, 612]
    with pikepdf.open(BytesIO(built.files["sonographer-brochure.pdf"])) as screen:
        assert [float(page.mediabox[2]) for page in screen.pages] == pytest.approx(
            [337.5, 333, 337.5, 337.5, 333, 337.5], abs=0.01
        )
    with pikepdf.open(BytesIO(calibration.calibrate("legal", "short-edge", ["Front"], ["Back"]))) as sheet:
        assert [float(side) for side in sheet.pages[0].mediabox] == [0, 0, 1008, 612]


def test_a_paper_that_is_not_in_the_table_is_told_with_those_that_are() -> None:
    where = project.find(ROOT)
    library = reading.read(where, date(2026, 11, 24))
    with pytest.raises(guidepress.ContentError, match="there is no paper “leter”"):
        guidepress.build(where, library, ["sonographer"], Choice(paper="leter"))
