"""A folder of handouts that came back: each taken over whole or not at all, told in words, as a page and as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from lxml import html

from guidepress.commands import cli
from helpers.checkout import ROOT
from helpers.office.handouts import handouts
from helpers.typist import Typist

LINCOLN, PRAIRIE = "content/schools/lincoln-high", "content/schools/prairie-college"
EVIL = "<script>alert(1)</script> & more"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(handouts(["sonographer", "technician"], ["", "lincoln-high", "prairie-college"]))


@pytest.fixture
def folder(made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two edited handouts, one that nobody changed, one of no school, a letter, and no handouts."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    back = tmp_path / "back"
    back.mkdir()
    typist = Typist(made["lincoln-high-sonographer"])
    typist.change("Explain the exam", "answer questions", f"answer {EVIL}")
    typist.change("Counseling Office, Room 112", "112", "114")
    typist.comment("Hand-eye skill", EVIL)
    (back / "a lincoln.docx").write_bytes(typist.docx())
    typist = Typist(made["prairie-college-sonographer"])
    typist.delete_section("Quick facts")
    (back / "b prairie.docx").write_bytes(typist.docx())
    (back / "c technician.docx").write_bytes(made["prairie-college-technician"])
    (back / "sonographer-lincoln-high-handout.docx").write_bytes(made["sonographer"])
    letter = docx.Document()
    letter.add_paragraph("Dear Ms. Rivera")
    letter.save(str(back / "letter.docx"))
    (back / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (back / "open.odt").write_bytes(b"PK")
    for name in ("~$a lincoln.docx", ".hidden.docx", "notes.txt"):
        (back / name).write_bytes(b"nothing")
    return back


def run(*args: str, status: int = 0, said: str | None = None) -> str:
    result = CliRunner().invoke(cli.main, args, input=said)
    assert result.exit_code == status, result.output
    return result.output


def content() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path("content").rglob("*")) if path.is_file()}


def test_a_folder_is_taken_over_file_by_file_and_taken_back_in_one_step(folder: Path) -> None:
    before = content()
    said = run("import", "back", "--apply", status=1)
    assert "7 files: 1 taken over, 1 with nothing to take over, 3 to be answered, 2 not readable." in said
    assert "The section “Quick facts” is gone. Take it out? There is no one to ask." in said
    assert "its name it may be that of “lincoln-high”" in said
    assert "hint: open it in Word or LibreOffice, and save it as “Word Document (*.docx)”" in said
    assert Path(LINCOLN, "edits/sonographer.yaml").is_file()
    assert not Path(PRAIRIE, "edits").exists()
    said = run("import", "back", "--apply", "--yes", status=1)
    assert "what was answered:\n    b prairie.docx: The section “Quick facts” is gone. Take it out?" in said
    assert Path(PRAIRIE, "edits/sonographer.yaml").is_file()
    assert "1 file\n" in run("history")
    assert f"deleted   {PRAIRIE}/edits/sonographer.yaml" in run("undo")
    assert "a lincoln.docx taken over" in run("undo")
    assert content() == before
    assert run("undo") == "There is nothing to take back.\n"


def test_what_one_file_left_is_what_the_next_one_sees(made: dict[str, bytes], folder: Path) -> None:
    for name, words in (("1.docx", "Bring the images to the doctor"), ("2.docx", "Wave to the patient")):
        typist = Typist(made["lincoln-high-sonographer"])
        typist.add("Check that each", words)
        typist.change("Counseling Office, Room 112", "112", name)
        (folder / name).write_bytes(typist.docx())
    before = content()
    said = run("import", "back/1.docx", "back/2.docx", "--apply", "--yes")
    question = "the school's file says “Counseling Office, Room 1.docx” by now, this handout says"
    assert f"{question} “Counseling Office, Room 2.docx”. Take the handout's words? No: the file's words stay" in said
    edits = Path(LINCOLN, "edits/sonographer.yaml").read_text(encoding="utf-8")
    assert "Bring the images" in edits
    assert "Wave to the patient" in edits
    assert "Room 1.docx" in Path(LINCOLN, "school.yaml").read_text(encoding="utf-8")
    assert "2 handouts taken over; 2 files" in run("history")
    run("undo")
    assert content() == before


def test_patterns_that_the_shell_left_alone_are_ours(folder: Path) -> None:
    said = run("import", "back/?*.docx", status=1)
    assert "5 files" in said
    assert "hidden" not in said
    assert "No file has a name like this." in run("import", "back/*.pdf", status=1)
    (folder / "empty").mkdir()
    assert "There is no handout in this folder." in run("import", "back/empty", status=1)


def test_a_file_alone_says_whose_it_is(folder: Path) -> None:
    said = run("import", "back/c technician.docx")
    assert said.splitlines()[1:] == ["Nothing has changed."]
    said = run("import", "back/sonographer-lincoln-high-handout.docx", status=1)
    assert "This file does not say which school it is from." in said
    assert "Nothing has changed." in run(
        "import", "back/sonographer-lincoln-high-handout.docx", "--school", "lincoln-high"
    )


def test_whose_a_file_is_is_asked_at_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidepress.commands.imports._at_a_terminal", lambda: True)
    name = "back/sonographer-lincoln-high-handout.docx"
    assert "Lincoln High School, “Diagnostic" in run("import", name, said="lincoln-high\n")
    assert "does not say which school" in run("import", name, said="none\n", status=1)


def test_a_letter_is_never_taken_for_a_handout_unasked(folder: Path) -> None:
    before = content()
    args = ("import", "back/letter.docx", "--school", "lincoln-high", "--guide", "sonographer", "--apply", "--yes")
    assert "Nothing in this file shows that it is this handout" in run(*args, status=1)
    assert content() == before


def test_as_json_there_is_nothing_else(folder: Path) -> None:
    result = CliRunner().invoke(cli.main, ["import", "back", "--format", "json"])
    assert result.exit_code == 1
    by_name = {each["file"]: each for each in json.loads(result.stdout)}
    lincoln = by_name["a lincoln.docx"]
    assert (lincoln["school"], lincoln["guide"], lincoln["status"]) == ("lincoln-high", "sonographer", "changed")
    assert lincoln["edits"] == [
        {
            "kind": "changed",
            "place": "“What you do”, list",
            "was": "Explain the exam and answer questions",
            "now": f"Explain the exam and answer {EVIL}",
        },
        {
            "kind": "changed",
            "place": "contact",
            "was": "Counseling Office, Room 112",
            "now": "Counseling Office, Room 114",
        },
    ]
    assert lincoln["comments"] == [{"author": "M. Rivera", "about": "Hand-eye skill", "text": EVIL}]
    assert by_name["b prairie.docx"]["questions"] == ["The section “Quick facts” is gone. Take it out?"]
    assert by_name["c technician.docx"]["status"] == "unchanged"
    assert by_name["letter.docx"]["status"] == "asked"
    assert by_name["old.doc"]["status"] == "unreadable"


def test_the_page_shows_each_change_and_lets_no_words_of_a_file_become_markup(folder: Path) -> None:
    run("import", "back", "--report", "returned.html", status=1)
    text = Path("returned.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "://" not in text
    page = html.fromstring(text.encode())
    assert page.get("lang") == "en"
    assert [each.tag for each in page.iter("h1", "h2")] == ["h1", *["h2"] * 7]
    assert all(page.get_element_by_id(each.get("href")[1:]) is not None for each in page.iter("a"))
    [change] = [
        each for each in page.iter("li") if "alert(1)" in each.text_content() and each.find(".//del") is not None
    ]
    assert change.find(".//del").text_content() == "struck: questions"
    assert change.find(".//ins").text_content() == f"inserted: {EVIL}"
    rows = [[cell.text_content() for cell in row] for row in page.iter("tr")][1:]
    assert rows[0] == ["a lincoln.docx", "Lincoln High School", "sonographer", "not taken over yet", "2", "0"]


def test_undo_names_the_file_that_was_changed_by_hand(folder: Path) -> None:
    run("import", "back/a lincoln.docx", "--apply")
    path = Path(LINCOLN, "school.yaml")
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    by_hand = content()
    said = run("undo", status=1)
    assert f"{LINCOLN}/school.yaml: This file has been changed since" in said
    assert content() == by_hand
    said = run("undo", "--anyway")
    [copy] = [line.split("copy in")[1].strip() for line in said.splitlines() if "copy in" in line]
    assert Path(copy).read_bytes() == by_hand[str(path)]
    assert "# by hand" not in path.read_text(encoding="utf-8")


def test_a_new_school_is_taken_back_with_its_folder(folder: Path) -> None:
    before = content()
    run("school", "add", "--id", "riverside", "--name", "Riverside")
    assert "school add" in run("history")
    assert "deleted   content/schools/riverside/school.yaml" in run("undo")
    assert content() == before
    assert not Path("content/schools/riverside").exists()
    run("redo")
    assert Path("content/schools/riverside/school.yaml").is_file()
    assert run("redo") == "There is nothing to do again.\n"


def test_what_a_power_cut_interrupted_is_whole_before_the_next_command_reads_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(self: object, step: object, back: object) -> None:
        raise PowerCut

    before = content()
    with monkeypatch.context() as patched:
        patched.setattr("guidepress.schools.journal._Journal.note", cut)
        with pytest.raises(PowerCut):
            CliRunner().invoke(cli.main, ["import", "back/a lincoln.docx", "--apply"], catch_exceptions=False)
    assert Path(".guidepress/pending.json").is_file()
    Path(LINCOLN, "edits/sonographer.yaml").unlink()  # as if the power had gone between the two files
    assert "The last command was interrupted." in run("history")
    assert content() == before
    assert run("history") == "Nothing has been changed by a command yet.\n"
