"""Handouts that other programs wrote: what is found in each is what its school changed, and nothing else.

The files in tests/cases/handouts were made for one school, by Word, LibreOffice, Aspose and by hand after what Google
Docs and Pages write; the bases of those that lost theirs are in tests/cases/published.
"""

from __future__ import annotations

import copy
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guidepress import project
from guidepress.compose.prepared import prepare
from guidepress.content import paths, reading
from guidepress.content.library import Library
from guidepress.project import Project
from guidepress.roundtrip import reception, remake, summary
from guidepress.roundtrip.reception import Arrival
from guidepress.schools import school_library
from guidepress.word import handout
from guidepress.word.settling import Changes
from helpers.checkout import ROOT
from helpers.converting import converted
from helpers.office.handouts import handouts
from helpers.remaking import remake as remade
from helpers.typist import Typist, W, element

SCHOOL = "lincoln-high"
FILES = ROOT / "tests/cases/handouts"
HOME = tuple[Project, Library]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> HOME:
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copytree(ROOT / "tests/cases/published", folder / "content/published")
    where = project.find(folder)
    return where, reading.read(where, date.today())


@pytest.fixture(scope="module")
def made() -> bytes:
    return dict(handouts(["sonographer"], [SCHOOL]))[f"{SCHOOL}-sonographer"]


@pytest.fixture
def typist(made: bytes) -> Typist:
    return Typist(made)


def receive(home: HOME, data: bytes, changes: Changes = "accept") -> Arrival:
    return reception.receive(*home, SCHOOL, data, "back.docx", date.today(), changes=changes)


def bring(home: HOME, name: str, changes: Changes = "accept") -> Arrival:
    return receive(home, (FILES / f"{name}.docx").read_bytes(), changes)


def told(arrival: Arrival) -> list[str]:
    return [" ".join(line.split()) for line in summary.told(arrival)]


def said(home: HOME, typist: Typist) -> list[tuple[str, str]]:
    """The path of each edit that is found in a handout, and what its school says there."""
    return [(edit.path, str(paths.plain(edit.to))) for edit in receive(home, typist.docx()).edits]


NOTHING = [
    "table-heads-bold-direct", "table-rowhead-bold-direct", "heading-by-outline-level", "sim-pages-technician",
    "sim-google-docs-sonographer", "vanish", "placeholder", "strike", "word-comment-thread",
    "cell-column-deleted-tracked",
]  # fmt: skip


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_in_which_nobody_changed_a_word_gives_nothing(home: HOME, name: str) -> None:
    arrival = bring(home, name)
    assert told(arrival) == []
    assert arrival.is_empty


RADIOLOGIC = "You like variety, people and machines, and you think on your feet."
PLACE = "“Technical and Allied Health Careers”"
CHANGES = {
    "real-aspose24-through-doc-sonographer": ["added “Created with an evaluation copy of Aspose.Words."],
    "real-lo7.4-tracked-last-bullet-deleted-technician": [
        f"removed {PLACE}, “Quality Assurance Specialist”: “Audit imaging practices”"
    ],
    "bold-tracked-rejected": [
        f"changed {PLACE}, “Nuclear Medicine Technologist”: “Handle radioactive materials safely”, in its look"
    ],
    "step-cell-italic": ["changed “How to get there”, steps: “High school”, in its look"],
    "step-title-italic": ["changed “How to get there”, steps: “High school”, in its look"],
    "step-number-retyped": ["changed “How to get there”"],
    "table-rowhead-reworded": ["changed the name of a career: “Radiologic technologist”"],
    "omath": ["added “Skills and Competencies”, list: “Know the formula E=hf by heart”"],
    "symbol-arrow": ["added “Skills and Competencies”, list: “School → career”"],
    "list-numstylelink": ["added “Skills and Competencies”, list: “Working well in a team”"],
    "unquoted-hyperlink-field": ["added “Skills and Competencies”, list: “See our team page”"],
    "moved-tracked": [f"moved {PLACE}, “Quality Assurance Specialist”: “Audit imaging practices”"],
    "word-content-controls": ["changed contact: “555-0140”"],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_gives_what_was_changed_in_it_and_nothing_else(home: HOME, name: str) -> None:
    lines = [line for line in told(bring(home, name)) if not line.startswith("now ")]
    assert len(lines) == len(CHANGES[name]), lines
    for line, begins in zip(lines, CHANGES[name], strict=True):
        assert line.startswith(begins)


TAKEN_OVER = {
    "figure-retyped": ({"21%"}, {"25%"}),
    "list-numstylelink": (set(), {"Working well in a team"}),
    "real-lo7.4-tracked-last-bullet-deleted-technician": ({"Audit imaging practices"}, set()),
    "step-number-retyped": ({"High school"}, {"Step 1: High school"}),
    "step-title-italic": (set(), set()),
    "sim-google-docs-sonographer": (set(), set()),
    "table-rowhead-reworded": (
        {"Radiologic technologist", f"Radiologic technologist. {RADIOLOGIC}"},
        {"X-ray technologist", f"X-ray technologist. {RADIOLOGIC}"},
    ),
}


@pytest.mark.parametrize("name", TAKEN_OVER)
def test_what_was_changed_in_a_handout_of_before_stands_in_that_of_today_and_nothing_else(
    home: HOME, name: str
) -> None:
    arrival = bring(home, name)
    own = school_library.for_school(*home, SCHOOL, date.today())
    publisher = own.publisher.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    before, after = (
        {passage.text for passage in remade(home[0], own, arrival.base.guide, edits, publisher)[1].passages}
        for edits in ((), arrival.edits)
    )
    edition = {text for text in before | after if text.startswith(("Text: ", "Checked "))}  # it counts the change
    assert (before - after - edition, after - before - edition) == TAKEN_OVER[name]


NOTES = {
    "strike": "“Develop safety protocols” is struck through; the words were kept",
    "omath": "a formula after “Know the formula” was read as text: “E=hf”",
    "vanish": "hidden text was left out: “Hidden remark of the office”",
    "placeholder": "“Click or tap here to enter text.” is the placeholder of an empty field",
}


@pytest.mark.parametrize("name", NOTES)
def test_what_is_not_read_as_it_stands_is_told_with_its_words(home: HOME, name: str) -> None:
    [note] = bring(home, name).read.notes
    assert note.startswith(NOTES[name])


def test_the_words_of_a_column_that_was_taken_out_are_named(home: HOME) -> None:
    arrival = bring(home, "cell-column-deleted-tracked")
    assert dict(arrival.read.tracked) == {"A. Teacher": 1}
    [note] = arrival.read.notes
    assert note.startswith("a column of a table was taken out: “Share of jobs · 57% · 21% · 10% · 4%”; ")
    assert not arrival.recovered.unplaced


def columns(typist: Typist, head: str) -> list[list[Any]]:
    """The cells of each row of the table in which a cell says this."""
    table = next(typist.line(head).iterancestors(f"{W}tbl"))
    return [row.findall(f"{W}tc") for row in table.iter(f"{W}tr")]


WHO = 'w:id="990" w:author="M. Rivera" w:date="2026-11-01T10:00:00Z"'


@pytest.mark.parametrize("is_tracked", [False, True])
@pytest.mark.parametrize(("head", "number"), [("Takes", 0), ("Takes", 1), ("Takes", 2), ("Share of jobs", 0)])
def test_a_column_taken_out_moves_nothing_into_another(
    home: HOME, typist: Typist, head: str, number: int, is_tracked: bool
) -> None:
    taken = [row[number] for row in columns(typist, head)]
    words = [" ".join("".join(text.text or "" for text in cell.iter(f"{W}t")).split()) for cell in taken]
    typist.change("Stamina", "Stamina", "Patience")
    for cell in taken:
        if is_tracked:
            cell.find(f"{W}tcPr").append(element(f"<w:cellDel {WHO}/>"))
        else:
            cell.getparent().remove(cell)
    arrival = receive(home, typist.docx())
    assert [edit.path for edit in arrival.edits] == ["sections.skills.points"]
    [note] = arrival.read.notes
    assert words[0] in note
    assert dict(arrival.read.tracked) == ({"M. Rivera": 1} if is_tracked else {})
    if is_tracked:
        rejected = receive(home, typist.docx(), "reject")
        assert [edit.path for edit in rejected.edits] == ["sections.skills.points"]
        assert rejected.read.notes == ()


def test_the_title_of_a_table_that_a_program_writes_above_it_is_no_edit(home: HOME, typist: Typist) -> None:
    tables = list(typist.root.iter(f"{W}tbl"))
    titles = [table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") for table in tables]
    assert len(titles) > 2
    for table, title in zip(tables, titles, strict=True):  # as pandoc does
        table.addprevious(element(f"<w:p><w:r><w:t>{title}</w:t></w:r></w:p>"))
    assert said(home, typist) == []


def test_other_words_above_a_table_are_an_edit_also_if_they_hold_its_title(home: HOME, typist: Typist) -> None:
    table = next(typist.root.iter(f"{W}tbl"))
    title = table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
    table.addprevious(element(f"<w:p><w:r><w:t>See also: {title}</w:t></w:r></w:p>"))
    [(_, value)] = said(home, typist)
    assert f"See also: {title}" in value


@pytest.mark.parametrize("number", [0, 1, 2], ids=["names", "figures", "notes"])
def test_a_row_of_the_facts_taken_out_is_told_as_the_row_that_was_seen(home: HOME, typist: Typist, number: int) -> None:
    table = next(typist.line("Growth in jobs, 2024–34").iterancestors(f"{W}tbl"))
    row = table.findall(f"{W}tr")[number]
    words = next(text.text for text in row.iter(f"{W}t") if (text.text or "").strip())
    table.remove(row)
    arrival = receive(home, typist.docx())
    assert arrival.is_empty
    [note] = arrival.read.notes
    assert note.startswith(f"a row of a table was taken out: “{words}")
    assert note.endswith("; the table keeps its rows, so it stays")


@pytest.mark.parametrize("behind", [0, 1, 2])
def test_the_words_of_a_column_put_in_are_kept_wherever_it_was_put(home: HOME, typist: Typist, behind: int) -> None:
    for count, row in enumerate(columns(typist, "Takes")):
        cell = element(f"<w:tc><w:tcPr><w:cellIns {WHO}/></w:tcPr><w:p><w:r><w:t>Cost {count}</w:t></w:r></w:p></w:tc>")
        row[behind].addnext(cell)
    arrival = receive(home, typist.docx())
    assert {edit.path for edit in arrival.edits} == {"sections.path.added"}
    said = str([paths.plain(edit.to) for edit in arrival.edits])
    assert all(f"Cost {count}" in said for count in range(5))
    assert receive(home, typist.docx(), "reject").is_empty


def test_a_figure_whose_cell_was_emptied_is_told(home: HOME, typist: Typist) -> None:
    typist.change("57%", "57%", "")
    arrival = receive(home, typist.docx())
    assert arrival.is_empty
    assert [(one.text, one.reason) for one in arrival.recovered.unplaced] == [
        ("57%", "a cell of this table cannot be empty")
    ]


TRACKED = ["bold-tracked-rejected", "real-lo7.4-tracked-last-bullet-deleted-technician", "cell-column-deleted-tracked"]


@pytest.mark.parametrize("name", TRACKED)
def test_tracked_changes_of_every_kind_are_counted_and_can_be_rejected(home: HOME, name: str) -> None:
    arrival = bring(home, name, "reject")
    assert list(arrival.read.tracked.values()) == [1]
    assert arrival.is_empty
    assert not arrival.recovered.unplaced


def test_a_thread_of_comments_is_two_comments(home: HOME) -> None:
    assert [comment.author for comment in bring(home, "word-comment-thread").read.comments] == ["A. Teacher", "B. Head"]


def test_a_link_of_a_field_without_quotation_marks_is_a_link(home: HOME) -> None:
    [edit] = bring(home, "unquoted-hyperlink-field").edits
    assert "See [our team page](https://lincoln-high.example/team)" in str(paths.plain(edit.to))


# More files of each kind, made from one of our own handouts -----------------------------------------------------------


def style(typist: Typist, kind: str, key: str, inside: str) -> None:
    """Define a style."""
    mark = f"</{'w:styles'}>".encode()
    one = f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{key}"/>{inside}</w:style>'
    typist.parts["word/styles.xml"] = typist.parts["word/styles.xml"].replace(mark, one.encode() + mark)


def dress(typist: Typist, words: str, inside: str) -> None:
    """Give every run of a paragraph these properties more."""
    for run in typist.line(words).iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = element("<w:rPr/>")
            run.insert(0, properties)
        properties.extend(element(f"<w:rPr>{inside}</w:rPr>"))


def restyle(typist: Typist, words: str, key: str) -> None:
    typist.line(words).find(f"{W}pPr/{W}pStyle").set(f"{W}val", key)


ITEM = "Position the patient and take the images"
PATH = "sections.work.points"


@pytest.mark.parametrize(
    ("inside", "looks"),
    [
        ("<w:rPr><w:b/><w:i/></w:rPr>", "***{}***"),
        ('<w:basedOn w:val="Heavy"/><w:rPr><w:color w:val="FF0000"/></w:rPr>', "**{}**"),
        ('<w:basedOn w:val="Heavy"/><w:rPr><w:b w:val="0"/><w:i/></w:rPr>', "*{}*"),
    ],
)
def test_bold_of_any_character_style_is_an_edit(home: HOME, typist: Typist, inside: str, looks: str) -> None:
    style(typist, "character", "Heavy", "<w:rPr><w:b/></w:rPr>")
    style(typist, "character", "Intense", inside)
    dress(typist, ITEM, '<w:rStyle w:val="Intense"/>')
    [(path, now)] = said(home, typist)
    assert path.startswith(PATH)
    assert looks.format(ITEM) in str(now)


def test_bold_of_a_paragraph_style_is_an_edit_but_not_of_one_of_ours_that_was_changed(
    home: HOME, typist: Typist
) -> None:
    style(typist, "paragraph", "Loud", '<w:basedOn w:val="ListBullet"/><w:rPr><w:b/></w:rPr>')
    restyle(typist, ITEM, "Loud")
    [(_, now)] = said(home, typist)
    assert f"**{ITEM}**" in str(now)


@pytest.mark.parametrize("words", ["Hospitals", "Workplace", "What you do", "Median pay a year, May 2025", "+13%"])
@pytest.mark.parametrize(
    "inside", ["<w:b/>", '<w:b w:val="0"/>', '<w:rStyle w:val="Heavy"/>'], ids=["bold", "not bold", "by style"]
)
def test_bold_where_our_handout_is_bold_is_no_edit(home: HOME, typist: Typist, words: str, inside: str) -> None:
    style(typist, "character", "Heavy", "<w:rPr><w:b/></w:rPr>")
    for line in [line for line in typist.root.iter(f"{W}p") if "".join(line.itertext()).strip() == words][:1]:
        for run in line.iter(f"{W}r"):
            run.insert(0, element(f"<w:rPr>{inside}</w:rPr>"))
    assert said(home, typist) == []


@pytest.mark.parametrize(
    ("taken", "behind", "old", "new"),
    [
        ("What you do", "You use equipment that sends", "", ""),
        ("What you do", "You use equipment that sends", "find out what is wrong", "find out what hurts"),
        ("Skills you need", "Clear explaining", "", ""),
        ("Skills you need", "Clear explaining", "Clear", "Plain"),
        ("Diagnostic Medical Sonographer", "Use sound to see", "", ""),
    ],
)
def test_the_style_of_a_heading_that_was_taken_away_says_nothing_of_the_line_behind_it(
    home: HOME, typist: Typist, taken: str, behind: str, old: str, new: str
) -> None:
    heading = typist.line(taken)
    restyle(typist, behind, heading.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))  # as LibreOffice saves a tracked deletion
    if old:
        typist.change(behind, old, new)
    for run in list(heading.iter(f"{W}r")):
        run.getparent().remove(run)
    heading.find(f"{W}pPr").append(
        element('<w:rPr><w:del w:id="90" w:author="A" w:date="2026-12-01T09:00:00Z"/></w:rPr>')
    )
    values = [value for _, value in said(home, typist)]
    assert [value for value in values if "**" in value] == []
    assert any(new in value for value in values)


def test_a_heading_moved_into_a_list_is_an_item_in_bold(home: HOME, typist: Typist) -> None:
    for heading, behind in (("Skills you need", "Stamina"), ("Take the next step", "Join our FAFSA")):
        typist.move(heading, behind)
        numbering = typist.line(behind).find(f"{W}pPr/{W}numPr")
        typist.line(heading).find(f"{W}pPr/{W}pStyle").addnext(copy.deepcopy(numbering))
        mark = '<w:rPr><w:ins w:id="90" w:author="A" w:date="2026-12-01T09:00:00Z"/></w:rPr>'
        typist.line(heading).find(f"{W}pPr").append(element(mark))
    values = " ".join(value for _, value in said(home, typist))
    assert "**Skills you need**" in values
    assert "**Take the next step**" in values


def test_styles_of_ours_that_a_school_restyles_say_nothing_of_the_words(home: HOME, typist: Typist) -> None:
    styles = typist.parts["word/styles.xml"]
    for name in (b"List Bullet", b"Table Text", b"Normal"):
        head, found, tail = styles.partition(b'<w:name w:val="' + name + b'"/>')
        assert found
        before, closing, rest = tail.partition(b"</w:style>")
        styles = head + found + before.replace(b"<w:rPr>", b"").replace(b"</w:rPr>", b"") + b"<w:rPr><w:i/></w:rPr>"
        styles += closing + rest
    typist.parts["word/styles.xml"] = styles
    assert said(home, typist) == []


def test_a_table_style_of_word_is_no_edit_of_its_heads(home: HOME, typist: Typist) -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    parts = (
        f'<w:tblStylePr w:type="firstRow">{bold}</w:tblStylePr><w:tblStylePr w:type="firstCol">{bold}</w:tblStylePr>'
    )
    style(typist, "table", "GridTable", parts)
    for table in typist.root.iter(f"{W}tbl"):
        table.find(f"{W}tblPr/{W}tblStyle").set(f"{W}val", "GridTable")
        table.find(f"{W}tblPr/{W}tblLook").set(f"{W}firstColumn", "1")
        for paragraph in table.iter(f"{W}pStyle"):
            paragraph.set(f"{W}val", "TableText")
    assert said(home, typist) == []


@pytest.mark.parametrize("typed", ["Earn {pay} here", "Ask [^licence] and {all-occupations/pay-median}", r"a\{b\} [x]"])
def test_braces_that_a_school_types_are_words(home: HOME, typist: Typist, typed: str) -> None:
    typist.add(ITEM, typed)
    typist.change("Explain the exam", "questions", "{pay-median}")
    arrival = receive(home, typist.docx())
    [edit] = arrival.edits
    assert r"Explain the exam and answer \{pay-median}" in paths.plain(edit.to)
    made_again = remake.of_other(
        home[0], arrival.own or home[1], arrival.recovered.guide, arrival.recovered.publisher, SCHOOL
    )
    assert {typed, "Explain the exam and answer {pay-median}"} <= {passage.text for passage in made_again.passages}


LINKS = {
    "https://example.org/a_(b)": "https://example.org/a_%28b%29",
    "https://example.org/a b|c": "https://example.org/a%20b%7Cc",
    "https://example.org/[x]{y}": "https://example.org/%5Bx%5D%7By%7D",
    "https://example.org/Universität": "https://example.org/Universit%C3%A4t",
    "https://es.wikipedia.org/wiki/Ecografía": "https://es.wikipedia.org/wiki/Ecograf%C3%ADa",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "mailto:a@b.example?cc=c@d.example&subject=Career Night": (
        "mailto:a@b.example?cc=c@d.example&subject=Career%20Night"
    ),
    "https://example.org/a?b=1&c=2#d": "https://example.org/a?b=1&c=2#d",
}


@pytest.mark.parametrize("address", LINKS)
def test_an_address_with_any_character_in_it_is_kept(home: HOME, typist: Typist, address: str) -> None:
    typist.add(ITEM, "See ")
    typist.link("See ", "our page", address)
    [(_, now)] = said(home, typist)
    assert f"See [our page]({LINKS[address]})" in now


@pytest.mark.parametrize(
    ("address", "saved", "place"),
    [
        ("https://www.example.org/pay.htm#tab-5", "https://www.example.org/pay.htm", "tab-5"),
        ("https://www.example.org/educación/", "https://www.example.org/educaci%C3%B3n/", ""),
        ("https://www.example.org/educaci%C3%B3n/#año", "https://www.example.org/educación/", "año"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", ""),
        (
            "mailto:careers+guide@b.example?subject=Career%20Night",
            "mailto:careers+guide@b.example?subject=Career Night",
            "",
        ),
        ("mailto:a@b.example?cc=c@d.example", "mailto:a@b.example?cc=c@d.example", ""),
    ],
)
def test_a_link_that_another_program_saved_in_its_own_way_has_not_changed(
    tmp_path: Path, address: str, saved: str, place: str
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("schools"))
    folder = tmp_path / "content/schools" / SCHOOL
    folder.mkdir(parents=True)
    text = f'slug: {SCHOOL}\nname: Lincoln High School\nnotes:\n  sonographer: ["Read [our page]({address}) first."]\n'
    (folder / "school.yaml").write_text(text, encoding="utf-8")
    where = project.find(tmp_path)
    library = reading.read(where, date.today())
    own = school_library.for_school(where, library, SCHOOL, date.today())
    made = handout.make(prepare(where, own, own.guides["sonographer"], "clinic"), "letter")[1]
    typist = Typist(made)
    typist.resave_link("our page", saved, place)
    arrival = receive((where, library), typist.docx())
    assert told(arrival) == []
    assert arrival.is_empty
    typist.resave_link("our page", "https://www.example.org/another", place)
    assert not receive((where, library), typist.docx()).is_empty


def test_a_link_that_nobody_else_could_follow_is_told_by_name(home: HOME, typist: Typist) -> None:
    typist.add(ITEM, "See ")
    typist.link("See ", "our page", "file:///C:/office/plan.docx")
    arrival = receive(home, typist.docx())
    assert "See our page" in str(paths.plain(arrival.edits[0].to))
    [note] = arrival.read.notes
    assert "a link after “See” leads to “file:///C:/office/plan.docx”" in note


def test_an_italic_cell_is_one_edit_wherever_the_number_of_a_step_stands(home: HOME, typist: Typist) -> None:
    dress(typist, "Accredited program", "<w:i/>")
    assert len(said(home, typist)) == 1
    assert len(told(receive(home, typist.docx()))) == 1


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("ending", ["odt", "doc", "rtf"])
def test_other_kinds_of_file_come_home_by_way_of_libreoffice(
    home: HOME, typist: Typist, ending: str, tmp_path: Path
) -> None:
    typist.change(ITEM, "patient", "person")
    arrival = receive(home, converted(typist.docx(), ending, tmp_path))
    assert [line for line in told(arrival) if line.startswith("changed")] == [
        f"changed “What you do”, list: “{ITEM}”"
    ] or len(arrival.edits) == 1
