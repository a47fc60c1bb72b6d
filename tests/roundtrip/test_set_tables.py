"""Facts side by side, bars before figures and the box of what is to be filled in come home from the file itself."""

from __future__ import annotations

import copy
import io
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt
from PIL import Image

from guidepress import project
from guidepress.content import paths
from guidepress.roundtrip import reception
from guidepress.roundtrip.reception import Arrival
from guidepress.schools import edits
from guidepress.word import edited
from guidepress.word.base import Base
from helpers.checkout import ROOT
from helpers.converting import converted
from helpers.handwork import made
from helpers.remaking import again, library_of, remake
from helpers.typist import Typist, W

FACTS = "sections.quick-facts"
NAMES = ["pay-median", "growth", "school-least", "first-credential"]
EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"


def receive(data: bytes, school: str = "lincoln-high") -> Arrival:
    def of_today(guide: str) -> Base:
        raise AssertionError("the base is in the file")

    return reception.arrive(project.find(ROOT), school, data, "back.docx", "accept", "", of_today, again)


def rows(typist: Typist, words: str = "National credential") -> list[list[Any]]:
    """The cells of the table in which a paragraph stands, row by row."""
    table = next(typist.line(words).iterancestors(f"{W}tbl"))
    return [row.findall(f"{W}tc") for row in table.iter(f"{W}tr")]


def delete_column(typist: Typist, number: int) -> None:
    for row in rows(typist):
        row[number].getparent().remove(row[number])


def move_column(typist: Typist) -> None:
    for row in rows(typist):
        row[1].addnext(row[0])


NAME = "Name of your school"
OURS = ["Visits a year", "42 here", "Ask Ms. Rivera"]


def add_column(typist: Typist, behind: int) -> None:
    for row, words in zip(rows(typist), OURS, strict=True):
        cell = copy.deepcopy(row[behind])
        for mark in list(cell.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        first, *others = cell.findall(f"{W}p")
        for element in (*others, *first.findall(f"{W}r")):
            element.getparent().remove(element)
        run = first.makeelement(f"{W}r")
        text = run.makeelement(f"{W}t")
        text.text = words
        run.append(text)
        first.append(run)
        row[behind].addnext(cell)


def retype(typist: Typist) -> None:
    typist.change("Growth in jobs", "Growth in jobs", "More jobs")
    typist.change("RDMS", "RDMS", "RVT")
    typist.change("Two years for", "Two years", "2 years")


Said = list[tuple[str, Any]]
RETYPED: Said = [
    (f"{FACTS}.facts.growth.title", "More jobs, {growth period}"),
    (
        f"{FACTS}.facts.school-least.note",
        "2 years for an associate’s degree, four for a bachelor’s[^education]; a certificate is {certificate}",
    ),
    (f"{FACTS}.replaced", [{"of": f"{FACTS}.facts.first-credential.in-figure", "was": "RDMS", "text": "RVT"}]),
]


def without(number: int) -> Said:
    left = [name for name in NAMES if name != NAMES[number]]
    return [(f"{FACTS}.facts.{NAMES[number]}", None), (f"{FACTS}.facts", left)]


def row_behind(number: int) -> Said:
    return [(f"{FACTS}.added", [{"look": "row", "cells": OURS, "after": f"{FACTS}.facts.{NAMES[number]}"}])]


CASES: dict[str, tuple[Callable[[Typist], None], Said]] = {
    "nothing": (lambda typist: None, []),
    **{f"column {number} deleted": (partial(delete_column, number=number), without(number)) for number in range(4)},
    **{f"column behind {number}": (partial(add_column, behind=number), row_behind(number)) for number in (0, 3)},
    "columns exchanged": (move_column, [(f"{FACTS}.facts", ["growth", "pay-median", *NAMES[2:]])]),
    "cells retyped": (retype, RETYPED),
}


def said(arrival: Arrival) -> Said:
    assert not arrival.recovered.unplaced
    assert not arrival.read.notes
    return [(edit.path, paths.plain(edit.to)) for edit in arrival.edits]


@pytest.mark.parametrize("has_marks", [True, False], ids=["marks", "no marks"])
@pytest.mark.parametrize("case", CASES)
def test_facts_that_stand_side_by_side_come_home_as_rows(case: str, has_marks: bool) -> None:
    do, wanted = CASES[case]
    typist = Typist(made("sonographer", "lincoln-high")[0])
    do(typist)
    if not has_marks:
        typist.strip_marks()
    assert said(receive(typist.docx())) == wanted


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("case", ["nothing", "column 1 deleted", "column behind 0", "cells retyped"])
def test_facts_come_home_from_libreoffice_which_drops_their_style(case: str, tmp_path: Path) -> None:
    do, wanted = CASES[case]
    typist = Typist(made("sonographer", "lincoln-high")[0])
    do(typist)
    typist.strip_marks(keep=60)  # some are enough to be sure, and some tables have none
    assert said(receive(converted(typist.docx(), "docx", tmp_path))) == wanted


def test_a_column_that_was_added_is_a_column_of_the_next_handout_and_no_edit_of_it() -> None:
    typist = Typist(made("sonographer", "lincoln-high")[0])
    add_column(typist, 0)
    docx_again, base = made_again(receive(typist.docx()))
    again_read = Typist(docx_again)
    assert [len(row) for row in rows(again_read)] == [5, 5, 5]
    assert ["".join(row[1].itertext()).strip() for row in rows(again_read)] == OURS
    arrival = receive(docx_again)
    assert arrival.base == base
    assert said(arrival) == []


def made_again(arrival: Arrival) -> tuple[bytes, Base]:
    """The handout that is made once an arrival is taken over."""
    base = arrival.base
    changed = edits.diff(base.content, arrival.recovered.guide, base.revision)
    made_file, made_base, _ = remake(*library_of(base.school), base.guide, changed, arrival.recovered.publisher)
    return made_file, made_base


def bar_of(typist: Typist, words: str) -> int:
    """How long the bar in the cell beside some words is; 0 for none."""
    cells = next(row for row in rows(typist, words) if "".join(row[0].itertext()).strip() == words)
    return next((int(extent.get("cx")) for extent in cells[1].iter(EXTENT)), 0)


@pytest.mark.parametrize(
    ("figure", "length"), [("28.5%", 0.5), ("57%", 1.0), ("most of us", 0.0)], ids=["half", "the same", "no figure"]
)
def test_a_bar_follows_its_figure_when_the_handout_is_made_again(figure: str, length: float) -> None:
    typist = Typist(made("sonographer", "lincoln-high")[0])
    before = bar_of(typist, "Hospitals")
    assert before > 0
    typist.change("57%", "57%", figure)
    after = bar_of(Typist(made_again(receive(typist.docx()))[0]), "Hospitals")
    assert after == pytest.approx(before * length, rel=0.02)


def with_picture(data: bytes, height: float, description: str) -> bytes:
    """A handout with a picture more in the cell of a figure."""
    package = docx.Document(io.BytesIO(data))
    cell = next(cell for table in package.tables for cell in table.column_cells(1) if cell.text.strip() == "21%")
    picture = io.BytesIO()
    Image.new("RGB", (60, 20), "red").save(picture, "PNG")
    picture.seek(0)
    run = cell.paragraphs[0].add_run()
    run.add_picture(picture, height=Pt(height))
    for properties in run._r.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
        properties.attrib.pop("descr", None)
        if description:
            properties.set("descr", description)
    output = io.BytesIO()
    package.save(output)
    return output.getvalue()


def test_a_bar_is_no_passage_and_a_picture_that_somebody_put_into_a_cell_is_told() -> None:
    data, base = made("sonographer", "lincoln-high")
    pictures = [passage for passage in base.passages if passage.look == "picture"]
    assert len([one for one in edited.read(data, "made.docx").passages if one.look == "picture"]) == len(pictures)
    assert not receive(with_picture(data, 13, "")).recovered.unplaced
    reason = "only the logo, the drawing at the top and photographs can be replaced in a handout"
    for height, description, told in ((13, "Our lab", "Our lab"), (40, "", "a picture")):
        arrival = receive(with_picture(data, height, description))
        assert [(one.text, one.reason) for one in arrival.recovered.unplaced] == [(told, reason)]
        assert arrival.edits == ()


@pytest.mark.parametrize("has_marks", [True, False], ids=["marks", "no marks"])
def test_the_name_typed_in_the_box_is_the_name(has_marks: bool) -> None:
    typist = Typist(made("sonographer")[0])
    typist.change(NAME, NAME, "Elm High School")
    if not has_marks:
        typist.strip_marks()
    recovered = receive(typist.docx(), "").recovered
    assert recovered.publisher["name"] == "Elm High School"
    assert "contact" not in recovered.publisher or not recovered.publisher["contact"]
    assert not recovered.unplaced
    base = receive(typist.docx(), "").base
    remade = again(base, recovered.guide, recovered.publisher).passages
    assert next(passage.text for passage in remade if passage.look != "picture") == "Elm High School"
    assert not any(NAME in passage.text for passage in remade)


@pytest.mark.parametrize("words", ["Doctors’ offices", "Accredited program", "1 in 10 earns less"])
def test_a_row_that_was_added_is_no_edit_of_the_next_handout(words: str) -> None:
    typist = Typist(made("sonographer", "lincoln-high")[0])
    [row] = typist.line(words).iterancestors(f"{W}tr")
    new = copy.deepcopy(row)
    for mark in list(new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    for number, cell in enumerate(new.iter(f"{W}tc")):
        texts = [text for text in cell.iter(f"{W}t") if (text.text or "").strip()]
        for text in texts:
            text.text = f"Our cell {number}" if text is texts[0] else ""
    row.addnext(new)
    docx_again, base = made_again(receive(typist.docx()))
    assert [passage.text for passage in base.passages if passage.text.startswith("Our cell")][:2] == [
        "Our cell 0",
        "Our cell 1",
    ]
    assert said(receive(docx_again)) == []
