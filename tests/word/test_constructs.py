"""What other programs write is read as its reader sees it: lists, headings, links, signs, and what is not shown."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from guidepress.errors import ContentError
from guidepress.word import conversion, edited, links, symbols
from guidepress.word.edited import Edited
from guidepress.word.lines import Passage
from guidepress.word.settling import Changes
from helpers.typist import Typist, W, element

ITEM = "Stamina"


def read(typist: Typist, changes: Changes = "accept") -> Edited:
    return edited.read(typist.docx(), "x.docx", changes)


def passage(typist: Typist, words: str, changes: Changes = "accept") -> Passage:
    [found] = [each for each in read(typist, changes).passages if each.text == words]
    return found


def put(typist: Typist, part: str, xml: str) -> None:
    """Put a piece at the end of a part."""
    whole = typist.parts[f"word/{part}.xml"].decode()
    root = f"</w:{part}>"
    typist.parts[f"word/{part}.xml"] = whole.replace(root, xml + root).encode()


def end(typist: Typist, words: str, xml: str) -> None:
    """Put a piece at the end of a paragraph."""
    typist.line(words).append(element(xml))


def dress(typist: Typist, words: str, style: str, inside: str = "") -> None:
    """Give a paragraph a style and properties in the place of its own."""
    properties = typist.line(words).find(f"{W}pPr")
    properties[:] = element(f'<w:pPr><w:pStyle w:val="{style}"/>{inside}</w:pPr>')


def retype(typist: Typist, words: str, xml: str) -> None:
    """Put a piece in the place of all that a paragraph says."""
    line = typist.line(words)
    for child in [child for child in line if child.tag != f"{W}pPr"]:
        line.remove(child)
    line.append(element(xml))


# Lists ----------------------------------------------------------------------------------------------------------------

LEVELS = '<w:lvl w:ilvl="0"><w:numFmt w:val="{}"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="{}"/>{}</w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="90">{LEVELS.format("bullet", "decimal", "<w:pStyle w:val=`Deep`/>")}'
    '</w:abstractNum><w:abstractNum w:abstractNumId="91"><w:numStyleLink w:val="OurList"/></w:abstractNum>'
    '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num><w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>'
    '<w:num w:numId="92"><w:abstractNumId w:val="91"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="lowerRoman"/></w:lvl></w:lvlOverride></w:num>'
    '<w:num w:numId="93"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1">'
    '<w:numFmt w:val="bullet"/></w:lvl></w:lvlOverride></w:num>'
).replace("`", '"')
STYLES = (
    '<w:style w:type="numbering" w:styleId="OurList"><w:name w:val="Our List"/><w:pPr><w:numPr>'
    '<w:numId w:val="90"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:pPr><w:numPr><w:numId w:val="90"/>'
    "</w:numPr></w:pPr></w:style>"
)


@pytest.mark.parametrize(
    ("number", "level", "look"),
    [(90, 0, "b0"), (90, 1, "n1"), (91, 0, "b0"), (91, 1, "n1"), (92, 0, "n0"), (92, 1, "n1"), (93, 1, "b1")],
)
def test_a_list_has_the_format_of_its_effective_level(typist: Typist, number: int, level: int, look: str) -> None:
    put(typist, "numbering", NUMBERING)
    put(typist, "styles", STYLES)
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    dress(typist, ITEM, "Normal", numbers)
    assert passage(typist, ITEM).look == look


def test_a_style_is_on_the_level_that_names_it(typist: Typist) -> None:
    put(typist, "numbering", NUMBERING)
    put(typist, "styles", STYLES)
    dress(typist, ITEM, "Deep")
    assert passage(typist, ITEM).look == "n1"


# Headings -------------------------------------------------------------------------------------------------------------


BIG = '<w:style w:styleId="Big"><w:name w:val="Big"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'


@pytest.mark.parametrize(
    ("key", "inside", "look"),
    [
        ("berschrift1", '<w:name w:val="Überschrift 1"/>', "h2"),
        ("Heading3", "", "h4"),
        ("Kop2", '<w:name w:val="Kop 2"/>', "h3"),
        ("Heading", '<w:name w:val="Heading"/>', "h2"),
        ("Chapter", '<w:name w:val="Chapter"/><w:basedOn w:val="Heading2"/>', "h3"),
        ("Big", '<w:name w:val="Big"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>', "h3"),
        ("Bigger", f'<w:name w:val="Bigger"/><w:basedOn w:val="Big"/></w:style>{BIG}', "h3"),
        ("Deep", '<w:name w:val="Deep"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "p"),
        ("TableHeadingLike", '<w:name w:val="Table Heading Like"/>', "p"),
    ],
)
def test_a_heading_is_known_by_its_name_in_any_language_and_by_its_level(
    typist: Typist, key: str, inside: str, look: str
) -> None:
    if key != "Heading3":
        put(typist, "styles", f'<w:style w:type="paragraph" w:styleId="{key}">{inside}</w:style>')
    dress(typist, "What you do", key)
    assert passage(typist, "What you do").look == look


def test_a_heading_is_known_by_the_outline_level_of_its_own(typist: Typist) -> None:
    dress(typist, "What you do", "Normal", '<w:outlineLvl w:val="0"/>')
    assert passage(typist, "What you do").look == "h2"


# Looks (ECMA-376 part 1, 17.7.3) --------------------------------------------------------------------------------------

HEAVY = '<w:style w:type="character" w:styleId="Heavy"><w:name w:val="Heavy"/><w:rPr><w:b/></w:rPr></w:style>'
LOUD = '<w:style w:type="paragraph" w:styleId="Loud"><w:name w:val="Loud"/><w:rPr><w:b/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("paragraph", "run", "bold"),
    [
        ("Normal", "", False),
        ("Normal", '<w:rStyle w:val="Heavy"/>', True),
        ("Normal", '<w:rStyle w:val="Heavy"/><w:b w:val="false"/>', False),
        ("Normal", '<w:rStyle w:val="Nowhere"/>', False),
        ("Loud", "", True),
        ("Loud", '<w:b w:val="0"/>', False),
        ("Loud", '<w:rStyle w:val="Heavy"/>', False),
        ("Loud", '<w:rStyle w:val="Heavy"/><w:b/>', True),
    ],
)
def test_a_toggle_is_turned_by_each_level_of_styles_and_set_by_hand(
    typist: Typist, paragraph: str, run: str, bold: bool
) -> None:
    put(typist, "styles", HEAVY + LOUD)
    dress(typist, ITEM, paragraph)
    retype(typist, ITEM, f"<w:r><w:rPr>{run}</w:rPr><w:t>{ITEM}</w:t></w:r>")
    found = passage(typist, ITEM)
    assert (found.bold or found.stretches[0].strong) is bold


def test_the_defaults_of_a_document_win_over_its_styles(typist: Typist) -> None:
    put(typist, "styles", LOUD)
    styles = typist.parts["word/styles.xml"].replace(b"<w:rPrDefault><w:rPr>", b"<w:rPrDefault><w:rPr><w:i/>")
    typist.parts["word/styles.xml"] = styles
    assert b"<w:rPr><w:i/>" in styles
    dress(typist, ITEM, "Loud")
    found = passage(typist, ITEM)
    assert (found.bold, found.italic) == (True, True)


# Words that are not shown, and shown otherwise ------------------------------------------------------------------------

UNSEEN = '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize("inside", ["<w:vanish/>", '<w:rStyle w:val="Unseen"/>'])
def test_hidden_words_are_left_out_and_told(typist: Typist, inside: str) -> None:
    put(typist, "styles", UNSEEN)
    end(typist, ITEM, f"<w:r><w:rPr>{inside}</w:rPr><w:t> of the office</w:t></w:r>")
    assert passage(typist, ITEM)
    assert read(typist).notes == ("hidden text was left out: “of the office”",)


def test_a_whole_paragraph_hidden_by_its_style_is_none(typist: Typist) -> None:
    put(typist, "styles", UNSEEN.replace("character", "paragraph"))
    typist.add(ITEM, "Nobody sees this")
    dress(typist, "Nobody sees this", "Unseen")
    assert not [each for each in read(typist).passages if "Nobody" in each.text]
    assert read(typist).notes == ("hidden text was left out: “Nobody sees this”",)


@pytest.mark.parametrize("inside", ["<w:strike/>", "<w:dstrike/>"])
def test_struck_words_are_kept_and_told_with_where_they_stand(typist: Typist, inside: str) -> None:
    end(typist, ITEM, f"<w:r><w:rPr>{inside}</w:rPr><w:t> and </w:t></w:r>")
    end(typist, ITEM, f"<w:r><w:rPr>{inside}</w:rPr><w:t>strength</w:t></w:r>")
    assert passage(typist, "Stamina and strength")
    [note] = read(typist).notes
    assert note.startswith("“and strength” in “Stamina and strength” is struck through; the words were kept")


def test_the_placeholder_of_an_empty_field_in_a_line_is_left_out(typist: Typist) -> None:
    content = "<w:r><w:t>Choose an item.</w:t></w:r>"
    for shown in ("<w:showingPlcHdr/>", '<w:showingPlcHdr w:val="0"/>'):
        end(typist, "Stamina", f"<w:sdt><w:sdtPr>{shown}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    assert passage(typist, "StaminaChoose an item.")
    assert read(typist).notes == ("“Choose an item.” is the placeholder of an empty field, and was left out",)


# Signs, formulas, and what cannot be read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [
        ("Wingdings", "F0E0", "→"),
        ("Symbol", "F0AE", "→"),
        ("Wingdings", "F04A", "☺"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "F061", "α"),
        ("Wingdings", "00FC", "✓"),
        ("Arial", "2192", "→"),
    ],
)
def test_a_sign_of_a_symbol_font_is_the_character_that_looks_like_it(
    typist: Typist, font: str, char: str, sign: str
) -> None:
    end(typist, ITEM, f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>')
    assert passage(typist, ITEM + sign)
    assert read(typist).notes == ()


def test_a_sign_that_is_typed_in_a_symbol_font_is_read_too_and_one_that_is_not_known_is_told(typist: Typist) -> None:
    fonts = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    end(typist, ITEM, f"<w:r><w:rPr>{fonts}</w:rPr><w:t> \uf0e0</w:t></w:r>")
    end(typist, ITEM, "<w:r><w:t> x\ue000</w:t></w:r>")
    end(typist, ITEM, '<w:r><w:sym w:font="Webdings" w:char="F0AA"/></w:r>')
    assert passage(typist, f"{ITEM} → x")
    assert read(typist).notes == (
        f"a sign of the font “unknown” after “{ITEM} → x” could not be read and was left out",
        f"a sign of the font “Webdings” after “{ITEM} → x” could not be read and was left out",
    )


def test_no_sign_of_a_symbol_font_is_itself_one_for_private_use() -> None:
    signs = [symbols.of_font(chr(0xF000 + code), font) for font in ("Wingdings", "Symbol") for code in range(256)]
    assert not any(map(symbols.is_private, "".join(signs)))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>r+1</m:t></m:r></m:den></m:f>", "1/(r+1)"),
        ("<m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "c²"),
        ("<m:sSub><m:e><m:r><m:t>I</m:t></m:r></m:e><m:sub><m:r><m:t>max</m:t></m:r></m:sub></m:sSub>", "I_max"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad>", "√x"),
        ("<m:d><m:e><m:r><m:t>a</m:t></m:r></m:e><m:e><m:r><m:t>b</m:t></m:r></m:e></m:d>", "(a,b)"),
    ],
)
@pytest.mark.parametrize("around", ["<m:oMath>{}</m:oMath>", "<m:oMathPara><m:oMath>{}</m:oMath></m:oMathPara>"])
def test_a_formula_is_read_as_a_line_of_text(typist: Typist, around: str, formula: str, words: str) -> None:
    end(typist, ITEM, around.format(formula))
    assert passage(typist, ITEM + words)
    assert read(typist).notes == (f"a formula after “{ITEM}” was read as text: “{words}”",)


CHART = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (f"<w:r><w:drawing>{CHART}</w:drawing></w:r>", "a chart"),
        ("<w:r><w:object/></w:r>", "an object of another program"),
        ('<w:r><w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="Go!"/></w:pict></w:r>', "“Go!”"),
    ],
)
def test_what_holds_words_that_cannot_be_read_is_told(typist: Typist, xml: str, what: str) -> None:
    end(typist, ITEM, xml)
    [note] = read(typist).notes
    assert what in note
    assert note.endswith(f"after “{ITEM}” could not be read and was left out")


def test_another_file_that_was_put_in_is_told(typist: Typist) -> None:
    typist.line(ITEM).addnext(element("<w:altChunk/>"))
    assert read(typist).notes == (
        f"another file that was put into this one after “{ITEM}” could not be read and was left out",
    )


def test_the_words_of_a_text_box_are_read(typist: Typist) -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Call us</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    end(typist, ITEM, box)
    assert passage(typist, "Call us").look == "p"
    assert passage(typist, ITEM).look == "b0"


# Links ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "address"),
    [
        (r" HYPERLINK https://a.example/team ", "https://a.example/team"),
        (r' HYPERLINK "https://a.example/team" \o "Our team" ', "https://a.example/team"),
        (r' HYPERLINK \o "Our team" "https://a.example/team" ', "https://a.example/team"),
        (r" HYPERLINK \t _blank https://a.example/team \n ", "https://a.example/team"),
        (r' hyperlink "https://a.example/team" \l "who" ', "https://a.example/team#who"),
        (r' HYPERLINK \l "_Toc1" ', "#_Toc1"),
        (r' HYPERLINK "file:///C:\\office\\x.docx" ', r"file:///C:\office\x.docx"),
        (" HYPERLINK ", ""),
        (" PAGEREF _Toc1 ", ""),
    ],
)
def test_the_address_of_a_field_is_found_with_any_switches(instruction: str, address: str) -> None:
    assert links.of_field(instruction) == address


def test_the_place_that_a_link_names_beside_its_relation_belongs_to_the_address(typist: Typist) -> None:
    typist.link(ITEM, " here", "https://a.example/page", "who")
    assert passage(typist, f"{ITEM} here").stretches[-1].href == "https://a.example/page#who"


def test_a_link_to_a_place_in_the_file_keeps_its_words_and_is_told(typist: Typist) -> None:
    end(typist, ITEM, '<w:hyperlink w:anchor="top"><w:r><w:t> up</w:t></w:r></w:hyperlink>')
    assert passage(typist, f"{ITEM} up").stretches[-1].href == ""
    [note] = read(typist).notes
    assert note.startswith(f"a link after “{ITEM}” leads to a place in this file")


# Tracked changes ------------------------------------------------------------------------------------------------------

WHO = 'w:id="9001" w:author="M. Rivera" w:date="2026-12-01T09:00:00Z"'


def test_a_tracked_change_of_a_paragraphs_style_is_counted_and_can_be_rejected(typist: Typist) -> None:
    before = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    dress(typist, "What you do", "Normal", f"<w:pPrChange {WHO}>{before}</w:pPrChange>")
    assert dict(read(typist).tracked) == {"M. Rivera": 1}
    assert passage(typist, "What you do").look == "p"
    assert passage(typist, "What you do", "reject").look == "h2"


def test_a_tracked_change_of_looks_can_be_rejected(typist: Typist) -> None:
    was = f"<w:rPrChange {WHO}><w:rPr><w:i/></w:rPr></w:rPrChange>"
    retype(typist, ITEM, f"<w:r><w:rPr><w:b/>{was}</w:rPr><w:t>{ITEM}</w:t></w:r>")
    accepted, rejected = (passage(typist, ITEM, changes).stretches[0] for changes in ("accept", "reject"))
    assert (accepted.strong, accepted.emphasis) == (True, False)
    assert (rejected.strong, rejected.emphasis) == (False, True)


@pytest.mark.parametrize(("kind", "there"), [("cellDel", "reject"), ("cellIns", "accept")])
def test_tracked_columns_stand_where_they_are_not_taken_out(typist: Typist, kind: str, there: Changes) -> None:
    for row in typist.line("Workplace").iterancestors(f"{W}tbl"):
        for properties in [
            cells[-1].find(f"{W}tcPr") for one in row.iter(f"{W}tr") if (cells := one.findall(f"{W}tc"))
        ]:
            properties.append(element(f"<w:{kind} {WHO}/>"))
    assert dict(read(typist).tracked) == {"M. Rivera": 1}
    for changes in ("accept", "reject"):
        words = [each.text for each in read(typist, changes).passages]
        assert ("Share of jobs" in words) is (changes == there)
        assert "Workplace" in words


# Other kinds of file --------------------------------------------------------------------------------------------------


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)
    return made.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (rb"{\rtf1\ansi Words}", "rtf"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ""),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ""),
        (zipped(document=b""), ""),
        (b"PK\x03\x04 damaged", ""),
        (b"%PDF-1.7", ""),
        (b"", ""),
    ],
)
def test_the_kind_of_a_file_is_in_its_bytes(data: bytes, kind: str) -> None:
    assert conversion.kind(data) == kind
    if not kind:
        assert conversion.as_docx(data, "back.odt") is data


def test_another_kind_of_file_is_refused_with_what_to_do_where_libreoffice_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(ContentError) as refused:
        conversion.as_docx(rb"{\rtf1 Words}", "back.rtf")
    [problem] = refused.value.problems
    assert problem.message == "this is a Rich Text file (.rtf), not a Word file (.docx)"
    assert problem.hint.startswith("save it as .docx: File, Save As …")


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n", "#!/bin/sh\nsleep 60\n"])
def test_a_file_that_libreoffice_cannot_read_is_refused(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text(program)
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / "soffice"))
    monkeypatch.setattr(conversion, "SECONDS", 1)
    with pytest.raises(ContentError, match="LibreOffice cannot read it"):
        conversion.as_docx(rb"{\rtf1 Words}", "back.rtf")
