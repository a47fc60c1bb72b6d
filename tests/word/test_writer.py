"""What a person or a program finds in a written handout."""

import base64
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from guidepress.compose.document import (
    Break,
    Cell,
    Document,
    FillIn,
    Heading,
    Item,
    Leaf,
    ListBlock,
    Paragraph,
    Picture,
    Run,
    Table,
    TableRow,
)
from guidepress.errors import ContentError
from guidepress.word.look import Look
from guidepress.word.writer import write

LOOK = Look(accent="#0062B1", ink="#15191D", grey="#56606A", hair="#B4BCC4", font="Arial")
PAGES = "Page {page} of {pages}"
# One white pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=")


def text(words: str, **look: object) -> tuple[Run, ...]:
    return (Run(words, **look),)


def items(*words: str) -> tuple[Item, ...]:
    return tuple(Item(text(word)) for word in words)


def document(*blocks: object) -> Document:
    return Document(
        language="en-US",
        title="Technician Career Pathway",
        author="A School",
        subject="Careers",
        keywords="imaging",
        guide="technician",
        revision="2026-1 a1b2c3d4",
        created=date(2026, 5, 31),
        blocks=blocks,
    )


def table(rows: int, **cell: bool) -> Table:
    head = TableRow((Cell(text("Role"), heading=True), Cell(text("Pay"), heading=True, **cell)))
    body = TableRow((Cell(text("Sonographer"), heading=True), Cell(text("$96,590"), **cell)))
    return Table(text("Pay by role"), (head,), (body,) * rows)


def written(*blocks: object, **changes: object) -> bytes:
    return write(replace(document(*blocks), **changes), LOOK, "letter", page_label=PAGES)


def opened(*blocks: object) -> docx.document.Document:
    return docx.Document(io.BytesIO(written(*blocks)))


def part(name: str, data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def styles(*blocks: object) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in opened(*blocks).paragraphs]


def test_each_block_has_its_style():
    kinds = ("body", "masthead", "lead", "caption", "source", "note", "line")
    assert styles(
        *(Heading(level, text(f"h{level}")) for level in (1, 2, 3, 4)),
        *(Paragraph(kind, text(kind)) for kind in kinds),
    ) == [
        ("Title", "h1"),
        ("Heading 1", "h2"),
        ("Heading 2", "h3"),
        ("Heading 3", "h4"),
        ("Normal", "body"),
        ("Masthead", "masthead"),
        ("Subtitle", "lead"),
        ("Caption", "caption"),
        ("Source", "source"),
        ("Remark", "note"),
        ("Contact", "line"),
    ]


def test_lines_that_belong_together_stay_on_one_page_and_apart_from_what_follows():
    found = opened(
        *(Paragraph("line", text(words)) for words in ("Room 112", "555-0140")), Paragraph("body", text("Note"))
    )
    first, second, note = found.paragraphs
    assert first.paragraph_format.keep_with_next is True
    assert second.paragraph_format.keep_with_next is None
    assert [each.paragraph_format.space_before for each in (first, second)] == [None, None]
    assert note.paragraph_format.space_before is None


def numbering(*blocks: object) -> list[tuple[str, int, int]]:
    """Return text, number of the list and level of each list paragraph."""
    found = []
    for paragraph in opened(*blocks).paragraphs:
        properties = paragraph._p.pPr.numPr
        if properties is not None:
            found.append((paragraph.text, properties.numId.val, properties.ilvl.val))
    return found


def test_every_list_has_a_numbering_of_its_own_that_starts_at_one():
    blocks = (ListBlock(True, items("a", "b")), Paragraph("body", text("x")), ListBlock(True, items("c", "d")))
    assert numbering(*blocks) == [("a", 3, 0), ("b", 3, 0), ("c", 4, 0), ("d", 4, 0)]
    root = etree.fromstring(part("word/numbering.xml", written(*blocks)).encode())
    tags = [etree.QName(child).localname for child in root]
    assert tags == ["abstractNum"] * 5 + ["num"] * 4
    starts = [num.xpath("w:lvlOverride/w:startOverride/@w:val", namespaces=num.nsmap) for num in root[-2:]]
    assert starts == [["1", "1"], ["1", "1"]]


def test_a_list_inside_a_list_is_one_level_deeper():
    inner, other = ListBlock(False, items("in")), ListBlock(True, items("step"))
    block = ListBlock(False, (Item(text("a"), inner), Item(text("b"), other)))
    assert numbering(block) == [("a", 3, 0), ("in", 3, 1), ("b", 3, 0), ("step", 4, 1)]
    assert [style for style, _ in styles(block)] == ["List Bullet", "List Bullet 2", "List Bullet", "List Number 2"]


def test_runs_keep_their_look():
    runs = (
        opened(
            Paragraph(
                "body",
                (
                    Run("a", strong=True),
                    Run("b", emphasis=True),
                    Run("c", language="es"),
                    Break(),
                    Run("School name", unfilled=True),
                ),
            )
        )
        .paragraphs[0]
        .runs
    )
    assert [run.text for run in runs] == ["a", "b", "c", "\n", "School name"]
    assert (runs[0].bold, runs[1].italic, runs[2]._r.rPr.find(qn("w:lang")).get(qn("w:val"))) == (True, True, "es")
    assert runs[4].style.name == "Unfilled"
    assert runs[4].style.element.rPr.find(qn("w:shd")).get(qn("w:fill")) == "FFF2B3"


def test_links_are_relationships_in_the_hyperlink_style():
    (link,) = opened(Paragraph("body", text("arrt.org", href="https://www.arrt.org/?a=1&b=2"))).paragraphs[0].hyperlinks
    assert link._hyperlink.get(qn("w:tooltip")) == "arrt.org"
    assert (link.address, link.text, link.runs[0].style.name) == (
        "https://www.arrt.org/?a=1&b=2",
        "arrt.org",
        "Hyperlink",
    )


def test_every_leaf_is_bookmarked_round_its_text_and_a_second_place_gets_a_suffix():
    leaf = Leaf("guide/title", text("Technician"))
    body = part("word/document.xml", written(Heading(1, (leaf,)), Paragraph("body", (Run("The "), leaf, Run(" path")))))
    name = "gp_" + hashlib.sha256(b"guide/title").hexdigest()[:10]
    assert re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"/>', body) == [("0", name), ("1", f"{name}_2")]
    inside = re.findall(r'<w:bookmarkStart w:id="(\d+)"[^>]*>(.*?)<w:bookmarkEnd w:id="\1"/>', body)
    assert [re.sub(r"<[^>]+>", "", words) for _, words in inside] == ["Technician", "Technician"]


def test_a_table_repeats_its_header_row_splits_no_row_and_fills_the_measure():
    result = opened(table(3, number=True))
    assert result.paragraphs[0].style.name == "Caption"
    (grid,) = result.tables
    assert grid.style.name == "Data Table"
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["Role", "Pay"]] + [
        ["Sonographer", "$96,590"]
    ] * 3
    flags = [
        (row._tr.trPr.find(qn("w:tblHeader")) is not None, row._tr.trPr.find(qn("w:cantSplit")) is not None)
        for row in grid.rows
    ]
    assert flags == [(True, True), (False, True), (False, True), (False, True)]
    assert sum(column.width for column in grid.columns) == Pt(504)
    cells = [grid.cell(row, column).paragraphs[0] for row in (0, 1) for column in (0, 1)]
    assert [cell.style.name for cell in cells] == ["Table Heading", "Table Heading", "Table Row Heading", "Table Text"]
    assert [cell.paragraph_format.alignment for cell in cells] == [None, 2, None, 2]
    reading = opened(table(1, reading=True)).tables[0].cell(1, 1).paragraphs[0].style
    assert (reading.name, reading.font.size, reading.font.bold) == ("Table Figure", Pt(15), True)


def test_a_column_is_as_wide_as_its_longest_word_and_more_where_there_is_more_text():
    words = ("Sonographer/Ultrasound Technician", "4%", "A technologist’s credential, then some years of experience")
    head = TableRow(tuple(Cell(text(word), heading=True) for word in ("Role", "Growth", "Usual training")))
    row = TableRow((Cell(text(words[0]), heading=True), Cell(text(words[1])), Cell(text(words[2]))))
    grid = opened(Table((), (head,), (row,))).tables[0]
    role, growth, training = (column.width.pt for column in grid.columns)
    assert role > 120  # “Sonographer/Ultrasound” in bold 10 point is 118 points wide
    assert growth < 80 < training


def test_a_word_too_long_for_the_page_takes_no_room_from_short_columns():
    row = TableRow((Cell(text("Role")), Cell(text("$101,370")), Cell(text("w" * 90))))
    grid = opened(Table((), (row,), (row,))).tables[0]
    role, pay, long = (column.width.pt for column in grid.columns)
    assert role > 12 + 21  # “Role” in 10 point, and the gutter
    assert pay > 12 + 42  # “$101,370”
    assert long > 330
    assert role + pay + long == pytest.approx(504)


def test_nothing_is_stranded_at_the_end_of_a_page():
    result = opened(
        Paragraph("body", text("You need:")),
        ListBlock(False, items("a", "b", "c", "d")),
        ListBlock(False, items("e", "f", "g", "h", "i", "j")),
        table(2),
        Paragraph("source", text("BLS")),
    )
    kept = [paragraph.text for paragraph in result.paragraphs if paragraph.paragraph_format.keep_with_next]
    # A short list stays whole; of a long one, neither the first nor the last item stands alone.
    assert kept == ["You need:", "a", "b", "c", "e", "i", "Pay by role"]
    cells = [cell.paragraphs[0] for row in result.tables[0].rows for cell in row.cells]
    assert [cell.paragraph_format.keep_with_next for cell in cells] == [True] * 6
    long = opened(table(30)).tables[0]
    rows = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in long.rows]
    assert rows == [True] + [None] * 30


def test_the_fill_in_box_is_one_box_without_a_heading_style():
    found = styles(FillIn(text("Before you hand this out"), ListBlock(False, items("School", "Contact"))))
    assert found == [("Fill-in", "Before you hand this out"), ("Fill-in", "School"), ("Fill-in", "Contact")]


def test_a_picture_carries_its_description_or_is_marked_decorative():
    seen = Picture(PNG, "image/png", "A hand", False, 100, 50, text("The first plate"))
    plain = Picture(PNG, "image/png", "", True, 936, 56)
    data = written(seen, plain)
    body = etree.fromstring(part("word/document.xml", data).encode())
    first, second = (element for element in body.iter() if element.tag.endswith("}docPr"))
    assert (first.get("descr"), first.get("title"), len(first)) == ("A hand", None, 0)
    assert second.get("descr") is None
    assert [element.get("val") for element in second.iter() if element.tag.endswith("}decorative")] == ["1"]
    shapes = docx.Document(io.BytesIO(data)).inline_shapes
    # The second is wider than the text and shrinks to it.
    assert [(shape.width.pt, shape.height.pt) for shape in shapes] == [(100, 50), (504, pytest.approx(30.15, abs=0.1))]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/media/picture1.png") == PNG


def test_the_header_has_the_heading_and_the_footer_counts_the_pages():
    data = written(Heading(1, text("Technician Career Pathway")), title="Technician Career Pathway – A School")
    words = re.sub(r"<w:tab/>", "\t", part("word/footer1.xml", data))
    assert re.sub(r"<[^>]+>", "", words).strip() == "technician · 2026-1 a1b2c3d4\tPage 1 of 1"
    assert re.findall(r'w:instr="([^"]+)"', words) == [" PAGE ", " NUMPAGES "]
    assert part("word/footer2.xml", data) == part("word/footer1.xml", data)
    assert re.sub(r"<[^>]+>", "", part("word/header1.xml", data)).strip() == "Technician Career Pathway"
    assert "Technician Career Pathway" in part("word/header1.xml", written())  # without a heading, the title
    spanish = write(document(), LOOK, "letter", page_label="Página {page} de {pages}")
    assert "Página " in part("word/footer1.xml", spanish)
    with pytest.raises(ContentError, match=r"lacks \{page\}"):
        write(document(), LOOK, "letter", page_label="Page")


def test_core_properties_are_the_contents_own():
    properties = opened().core_properties
    assert (properties.title, properties.author, properties.subject, properties.keywords) == (
        "Technician Career Pathway",
        "A School",
        "Careers",
        "imaging",
    )
    assert (properties.language, properties.identifier) == ("en-US", "technician 2026-1 a1b2c3d4")
    day = datetime(2026, 5, 31, tzinfo=UTC)
    assert (properties.created, properties.modified) == (day, day)


def test_the_base_travels_in_a_part_of_its_own_namespace():
    base = b"title: Technician\n" * 100
    data = write(document(), LOOK, "letter", page_label=PAGES, base=base)
    root = etree.fromstring(part("customXml/item1.xml", data).encode())
    assert root.tag == "{urn:guidepress:base:1}base"
    assert zlib.decompress(base64.b64decode(root.text)) == base
    assert "customXml" in part("word/_rels/document.xml.rels", data)
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        assert not [name for name in archive.namelist() if name.startswith("customXml")]


def test_the_same_document_gives_the_same_bytes_in_a_settled_order():
    blocks = (Heading(1, text("x")), table(2), Picture(PNG, "image/png", "a", False, 9, 9))
    data = written(*blocks)
    assert data == written(*blocks)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == ["[Content_Types].xml", *sorted(set(names) - {"[Content_Types].xml"})]
    assert len(data) < 22_000


def test_text_that_word_cannot_hold_is_refused_wherever_it_stands():
    for bad in (
        document(Paragraph("body", text("a\x07b"))),
        document(Paragraph("body", text("link", href="https://a/\ufffe"))),
        document(Picture(PNG, "image/png", "a\x00", False, 9, 9)),
        replace(document(), title="a\ud800"),
        replace(document(), keywords="a\x1f"),
        replace(document(), language="en\x01"),
    ):
        with pytest.raises(ContentError, match=r"a Word file cannot hold the character U\+[0-9A-F]{4}"):
            write(bad, LOOK, "letter", page_label=PAGES)
