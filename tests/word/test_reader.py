"""A Word file is read as its reader sees it, and one that is not sound is refused in a plain sentence."""

import io
import zipfile
from datetime import date

import pytest

from guidepress.compose.document import Cell, Document, Heading, Item, Leaf, ListBlock, Paragraph, Run, Table, TableRow
from guidepress.errors import ContentError
from guidepress.word.look import Look
from guidepress.word.names import bookmark
from guidepress.word.reader import read
from guidepress.word.writer import write

LOOK = Look(accent="#0062B1", ink="#15191D", grey="#56606A", hair="#B4BCC4", font="Arial")


def leaf(path: str, words: str, **look: object) -> tuple[Leaf]:
    return (Leaf(path, (Run(words, **look),)),)


def handout() -> bytes:
    head = TableRow((Cell((Run("Role"),), heading=True), Cell((Run("Pay"),), heading=True)))
    row = TableRow((Cell(leaf("r", "Sonographer"), heading=True), Cell(leaf("p", "$96,590"))))
    blocks = (
        Heading(1, leaf("t", "Technician")),
        Heading(2, leaf("s", "Skills")),
        Heading(3, (Run("Care"),)),
        Heading(4, (Run("Detail"),)),
        Paragraph("body", (Run("Ask "), *leaf("n", "School name", unfilled=True), Run("."))),
        ListBlock(False, (Item(leaf("i", "Patience", strong=True), ListBlock(False, (Item(leaf("j", "calm")),))),)),
        Table((), (head,), (row,)),
    )
    document = Document("en-US", "Technician", "A School", "", "", "tech", "1", date(2026, 5, 31), blocks)
    return write(document, LOOK, "letter", page_label="Page {page}")


def changed(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """Return the file with some parts replaced, added or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            content = parts[name] if name in parts else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def with_body(xml: str) -> bytes:
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    return changed(
        handout(), {"word/document.xml": f"<w:document {spaces}><w:body>{xml}</w:body></w:document>".encode()}
    )


def run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def test_what_was_written_is_read_back():
    found = read(handout())
    assert found.headings == ((1, "Technician"), (2, "Skills"), (3, "Care"), (4, "Detail"))
    assert found.leaves == tuple(
        (bookmark(path), words)
        for path, words in (
            ("t", "Technician"),
            ("s", "Skills"),
            ("n", "School name"),
            ("i", "Patience"),
            ("j", "calm"),
            ("r", "Sonographer"),
            ("p", "$96,590"),
        )
    )
    assert found.text == (
        "Technician\nSkills\nCare\nDetail\nAsk School name.\nPatience\ncalm\nRole\nPay\nSonographer\n$96,590"
    )
    assert (found.language, found.unfilled, found.fonts) == ("en-US", ("School name",), ("Arial",))
    assert dict(found.properties) == {
        "title": "Technician",
        "creator": "A School",
        "language": "en-US",
        "identifier": "tech 1",
        "created": "2026-05-31T00:00:00Z",
        "modified": "2026-05-31T00:00:00Z",
    }


def test_headings_go_by_the_names_of_styles_whatever_their_ids():
    with zipfile.ZipFile(io.BytesIO(handout())) as archive:
        styles, body = archive.read("word/styles.xml"), archive.read("word/document.xml")
    german = {
        "word/styles.xml": styles.replace(b'"Heading1"', b'"berschrift1"').replace(b'"heading 1"', b'"Heading 1"'),
        "word/document.xml": body.replace(b'"Heading1"', b'"berschrift1"'),
    }
    assert read(changed(handout(), german)).headings == read(handout()).headings


def test_tracked_changes_count_as_accepted():
    found = read(
        with_body(
            f"<w:p>{run('a ')}<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
            f"<w:p><w:moveFrom>{run('here')}</w:moveFrom><w:moveTo>{run('there')}</w:moveTo></w:p>"
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('joined ')}</w:p><w:p>{run('line')}</w:p>"
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('gone')}</w:p></w:tc></w:tr>"
            f"<w:tr><w:tc><w:p>{run('stays')}</w:p></w:tc></w:tr></w:tbl>"
        )
    )
    assert found.text == "a new\nthere\njoined line\nstays"


def test_text_in_content_controls_links_fields_and_text_boxes_is_read_once():
    box = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
    found = read(
        with_body(
            f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:p>{run('block')}</w:p></w:sdtContent></w:sdt>"
            f"<w:p><w:hyperlink>{run('link')}</w:hyperlink><w:r><w:tab/></w:r><w:sdt><w:sdtContent>{run('inner')}"
            f"</w:sdtContent></w:sdt><w:fldSimple>{run('7')}</w:fldSimple><w:r><w:br/><w:instrText>PAGE</w:instrText>"
            "<w:noBreakHyphen/></w:r></w:p>"
            f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
            f"</mc:AlternateContent></w:r>{run('after')}</w:p>"
        )
    )
    assert found.text == "block\nlink inner7\n\u2011\nboxed\nafter"


def test_a_leaf_that_was_split_into_two_paragraphs_keeps_both():
    mark = bookmark("t")
    found = read(
        with_body(
            f'<w:p><w:bookmarkStart w:id="5" w:name="{mark}"/><w:bookmarkStart w:id="6" w:name="_GoBack"/>{run("one")}'
            f'</w:p><w:p>{run("two")}<w:bookmarkEnd w:id="5"/>{run(" more")}</w:p>'
        )
    )
    assert found.leaves == ((mark, "one\ntwo"),)


def refusal(data: bytes) -> str:
    with pytest.raises(ContentError) as caught:
        read(data, "from-school.docx")
    (problem,) = caught.value.problems
    assert problem.span.file == "from-school.docx"
    return problem.message


def test_what_is_no_word_file_is_refused_in_a_plain_sentence():
    neither = "this is not a Word file (.docx), or it is damaged"
    assert refusal(b"hello") == neither
    assert refusal(handout()[:-100]) == neither
    whole = handout()
    middle = whole.index(b"word/document.xml") + 60
    assert refusal(whole[:middle] + b"\xff" * 40 + whole[middle + 40 :]) == neither
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "this is a protected or an old Word file"
    assert refusal(changed(handout(), {"_rels/.rels": None})) == "this is not a Word file (.docx)"
    assert refusal(changed(handout(), {"word/document.xml": b"<x/>"})) == "this is not a Word file (.docx)"
    damaged = changed(handout(), {"word/document.xml": b"<w:doc"})
    assert refusal(damaged) == "this Word file is damaged: its part word/document.xml cannot be read"
    missing = changed(handout(), {"word/document.xml": None})
    assert refusal(missing) == "this Word file is damaged: its part word/document.xml is missing"


def test_entities_and_document_types_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    expected = "this Word file holds a document type in word/document.xml, which no Word file has"
    assert refusal(changed(handout(), {"word/document.xml": bomb})) == expected
    wide = bomb.decode().encode("utf-16")
    assert refusal(changed(handout(), {"word/document.xml": wide})) == expected


def test_files_that_unpack_too_large_are_refused():
    large = "this file is far larger than any handout when it is unpacked"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"word/{number}.xml", bytes(22 * 2**20))
    assert refusal(out.getvalue()) == large
    assert refusal(changed(handout(), {"word/x.xml": bytes(33 * 2**20)})) == large
    assert refusal(changed(handout(), {f"word/x{number}.txt": b"" for number in range(2001)})) == large


def test_two_parts_of_one_name_are_refused():
    twice = changed(handout(), {"WORD/document.xml": b"<x/>"})
    assert refusal(twice) == "this Word file is damaged: it holds two parts of the same name"


ANCHOR = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="A" descr="A hand"/></wp:anchor></w:drawing></w:r>'
)
LINKED_PICTURE = ANCHOR.replace("anchor", "inline")


def table(inside: str, properties: str = "") -> str:
    return f"<w:tbl><w:tr><w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc></w:tr></w:tbl>"


def control(properties: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:p>{run('Pay')}</w:p></w:sdtContent></w:sdt>"


def link(inside: str) -> str:
    return f'<w:p><w:hyperlink w:anchor="top">{inside}</w:hyperlink></w:p>'


PARAGRAPH = f"<w:p>{run('Pay')}</w:p>"
MERGED, CELL = '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="1"/>'


@pytest.mark.parametrize(
    ("body", "misplaced", "wordless"),
    [
        (PARAGRAPH + table(PARAGRAPH, CELL) + link(run("caahep.org")), {}, {}),
        (f"<w:p>{ANCHOR}</w:p>", {"floating picture": 1}, {}),
        (table(table(PARAGRAPH) + table(PARAGRAPH)), {"nested table": 2}, {}),
        (table(PARAGRAPH, MERGED) + table(PARAGRAPH, "<w:vMerge/>"), {"merged cell": 2}, {}),
        (link(run(" ")) + link("") + link(LINKED_PICTURE), {}, {"empty link": 2}),
        (control("") + control('<w:alias w:val=" "/>'), {}, {"unnamed form field": 2}),
        (control('<w:alias w:val="Your name"/>') + control("<w:docPartObj/>"), {}, {}),
    ],
)
def test_what_a_screen_reader_cannot_read_in_its_place_or_has_no_words_for_is_counted(
    body: str, misplaced: dict[str, int], wordless: dict[str, int]
) -> None:
    found = read(with_body(body))
    assert (dict(found.misplaced), dict(found.wordless)) == (misplaced, wordless)


def test_a_picture_in_the_running_head_is_asked_for_its_alternative_text() -> None:
    with zipfile.ZipFile(io.BytesIO(handout())) as archive:
        name = next(name for name in archive.namelist() if name.startswith("word/header"))
        head = archive.read(name).replace(b"</w:hdr>", f"<w:p>{LINKED_PICTURE}</w:p></w:hdr>".encode())
    described = changed(handout(), {name: head})
    bare = changed(handout(), {name: head.replace(b' descr="A hand"', b"")})
    assert (read(described).pictures, read(bare).pictures) == (("A hand",), ("",))
