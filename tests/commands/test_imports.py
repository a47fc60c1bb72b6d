"""guidepress import and publish: what they ask, refuse, take over and keep."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from guidepress.commands import cli
from guidepress.content.source import load
from helpers.checkout import ROOT
from helpers.office.handouts import handouts
from helpers.typist import Typist, W

SCHOOL = "lincoln-high"
FOLDER = f"content/schools/{SCHOOL}"
NO_BASE = "The base is neither in the file nor among those published, so today's content was taken. Go on?"
GONE = "The section “Growing from here” is gone. Take it out?"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(handouts(["sonographer"], ["", SCHOOL]))


@pytest.fixture
def typist(made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typist:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return Typist(made[f"{SCHOOL}-sonographer"])


def run(*args: str, status: int = 0, said: str | None = None) -> str:
    result = CliRunner().invoke(cli.main, args, input=said)
    assert result.exit_code == status, result.output
    return result.output


def bring(typist: Typist, *args: str, school: str = SCHOOL, status: int = 0, said: str | None = None) -> str:
    Path("back.docx").write_bytes(typist.docx())
    return run("import", "back.docx", "--school", school, *args, status=status, said=said)


def content() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path("content").rglob("*")) if path.is_file()}


def edits() -> list[tuple[str, object]]:
    """The path of each edit that is kept, and what the school says there."""
    [path] = Path(FOLDER, "edits").iterdir()
    found = load(path.read_bytes(), path.name).plain()
    assert found["guide"] == "sonographer"
    return [(each["path"], each.get("to")) for each in found["edits"]]


def stripped(typist: Typist) -> str:
    typist.strip_base()
    return NO_BASE


def unmarked(typist: Typist) -> str:
    typist.strip_marks(keep=10)
    return "of the bookmarks are left, so texts were known by their words. Is all of it right?"


def shortened(typist: Typist) -> str:
    typist.delete_section("Growing from here")
    return GONE


@pytest.mark.parametrize("spoil", [stripped, unmarked, shortened])
def test_what_is_not_sure_is_asked_and_not_done_where_nobody_can_answer(typist: Typist, spoil: object) -> None:
    question = spoil(typist)  # type: ignore[operator]
    typist.change("What you do", "do", "do all day")
    before = content()
    shown = bring(typist, status=1)
    assert "Before it is taken over, you will be asked:" in shown
    assert question in shown
    [as_data] = json.loads(bring(typist, "--format", "json", status=1))
    assert (as_data["status"], len(as_data["questions"])) == ("asked", 1)
    assert "Nothing was written." in bring(typist, "--yes")
    refused = bring(typist, "--apply", status=1)
    assert f"{question} There is no one to ask." in refused
    assert "hint: look at it, and add “--yes”" in refused
    assert content() == before
    assert f"{question} Yes." in bring(typist, "--apply", "--yes")
    assert ("sections.work.title", "What you do all day") in edits()


def test_the_handout_of_another_school_is_asked_about(typist: Typist) -> None:
    typist.change("What you do", "do", "do all day")
    question = "This handout was made for the school “lincoln-high”. Take it for “prairie-college”?"
    assert question in bring(typist, school="prairie-college", status=1)
    assert question in bring(typist, "--apply", school="prairie-college", status=1)
    assert not Path("content/schools/prairie-college/edits").exists()


def test_at_a_terminal_no_writes_nothing_and_yes_writes(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidepress.commands.imports._at_a_terminal", lambda: True)
    typist.delete_section("Growing from here")
    before = content()
    assert "Nothing was written." in bring(typist, "--apply", status=1, said="n\n")
    assert content() == before
    assert f"wrote {FOLDER}/edits/sonographer.yaml" in bring(typist, "--apply", said="y\n")
    assert ("sections.growing", None) in edits()


def test_tracked_changes_can_be_rejected(typist: Typist) -> None:
    typist.insert_tracked("People skills", " of every kind")
    shown = bring(typist)
    assert "now        “People skills of every kind”" in shown
    assert "1 tracked change by M. Rivera: read as accepted; “--changes reject” leaves them out" in shown
    shown = bring(typist, "--changes", "reject", "--apply")
    assert "of every kind" not in shown
    assert "1 tracked change by M. Rivera: read as rejected; “--changes accept” takes them in" in shown
    assert "Nothing has changed that could be taken over." in shown
    assert not Path(FOLDER, "edits").exists()


def test_a_published_base_is_found_by_the_footer(typist: Typist) -> None:
    said = run("publish", "sonographer", "--school", SCHOOL)
    [kept] = Path("content/published/sonographer").iterdir()
    assert said == f"sonographer for {SCHOOL} ({kept.stem}): {kept}\n"
    assert (
        run("publish", "sonographer", "--school", SCHOOL) == f"sonographer for {SCHOOL} ({kept.stem}): kept already\n"
    )
    # What the guide says now is no longer what the handout was made from.
    guide = Path("content/guides/sonographer.yaml")
    text = guide.read_text(encoding="utf-8")
    guide.write_text(text.replace("title: What you do", "title: What they do"), encoding="utf-8")
    typist.strip_base()
    typist.delete("Technical skill")
    shown = bring(typist, status=1)
    assert f"The base is not in the file; the one published as {kept.stem} was taken. Is it that one?" in shown
    bring(typist, "--apply", "--yes")
    assert [path for path, _ in edits()] == ["sections.skills.points"]


def test_places_that_were_filled_in_are_the_schools_own(typist: Typist, made: dict[str, bytes]) -> None:
    run("school", "add", "--id", "riverside", "--name", "Riverside")
    typist = Typist(made["sonographer"])
    for place, words in (
        ("[Name of your school]", "Riverside High School"),
        ("[Room, telephone, email]", "Room 4, 555-0199"),
    ):
        for text in [each for each in typist.root.iter() if each.text == place]:
            text.text = words
    shown = bring(typist, "--apply", school="riverside")
    assert "added        contact: “Room 4, 555-0199”" in shown
    own = load(Path("content/schools/riverside/school.yaml").read_bytes(), "school.yaml").plain()
    assert (own["name"], own["contact"]) == ("Riverside High School", ["Room 4, 555-0199"])
    assert not Path("content/schools/riverside/edits").exists()
    assert "All of this is in already. Nothing was written." in bring(typist, "--apply", school="riverside")


def test_what_is_in_already_is_said_to_be_and_not_written_again(typist: Typist) -> None:
    typist.change("What you do", "do", "do all day")
    typist.change("Counseling Office, Room 112", "112", "114")
    shown = bring(typist, "--apply")
    assert f"wrote {FOLDER}/edits/sonographer.yaml" in shown
    assert f"wrote {FOLDER}/school.yaml" in shown
    before = content()
    for args in ((), ("--apply",)):
        assert "All of this is in already. Nothing was written." in bring(typist, *args)
    assert content() == before


def test_a_list_that_is_in_already_is_not_written_again(typist: Typist) -> None:
    typist.delete("Technical skill")
    bring(typist, "--apply")
    before = content()
    bring(typist, "--apply")
    assert content() == before


def test_a_handout_that_nobody_changed_changes_nothing(typist: Typist) -> None:
    assert bring(typist, "--apply").splitlines()[1:] == ["Nothing has changed."]
    assert not Path(FOLDER, "edits").exists()


def test_a_section_with_rows_is_asked_about_once(typist: Typist) -> None:
    typist.delete_section("Quick facts")
    assert bring(typist, status=1).count("The section “Quick facts” is gone.") == 1


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("Office hours", "Office hours", "Come by"),
        ("Handed out by", "Handed out by", "A gift of"),
        ("Checked November", "Checked November", "Numbers of November"),
    ],
)
def test_what_was_typed_over_words_that_make_themselves_is_not_lost_unsaid(
    typist: Typist, line: str, old: str, new: str
) -> None:
    typist.change(line, old, new)
    assert new in bring(typist)


def test_what_a_school_changes_of_its_own_words_collides_with_nothing(typist: Typist) -> None:
    typist.change("Ask Ms. Rivera which", "which", "what")
    bring(typist, "--apply")
    run("merge", "--school", SCHOOL)


def test_a_comment_at_a_place_is_told_with_its_line(typist: Typist) -> None:
    typist.comment("Hand-eye skill", "Is this the right word?")
    for each in [*typist.root.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")]:
        each.getparent().remove(each)
    assert "comment      M. Rivera on “Hand-eye skill”: “Is this the right word?”" in bring(typist)


# --- what a build would refuse ----------------------------------------------------------------------------------------

ITEM = "Position the patient and take the images"


def test_characters_that_the_fonts_lack_are_refused_with_the_line_before_anything_is_written(typist: Typist) -> None:
    typist.change(ITEM, "take the images", "help Ms. Nguyễn → X\u2011ray")
    before = content()
    told = bring(typist)
    line = "“Position the patient and help Ms. Nguyễn → X\u2011ray”"
    assert told.count(f"The guide could not be built with {line}: The fonts of the theme clinic have no “") == 3
    refused = bring(typist, "--apply", "--yes", status=1)
    assert f"{line}: The fonts of the theme clinic have no “→” (U+2192, rightwards arrow)." in refused
    assert "hint: write “->” in its place, or build with “--theme house”" in refused
    assert content() == before
    assert "There is no theme “hause”." in bring(typist, "--apply", "--yes", "--theme", "hause", status=1)
    assert "wrote" in bring(typist, "--apply", "--yes", "--theme", "house")
    assert run("check", "--theme", "house")
    assert "Nguyễn" in str(edits())


def test_the_same_holds_for_what_a_handout_says_of_its_school(typist: Typist) -> None:
    typist.change("Counseling Office, Room 112", "112", "112½")
    before = content()
    refused = bring(typist, "--apply", "--yes", status=1)
    assert "Counseling Office, Room 112½”: The fonts of the theme clinic have no “½”" in refused
    assert content() == before


def test_braces_that_are_typed_are_words_wherever_they_are_typed(typist: Typist) -> None:
    typist.change(ITEM, "take the images", "ask for {pay-medain} [^here] {Name}")
    typist.change("Counseling Office, Room 112", "Room 112", "Room {room}")
    bring(typist, "--apply", "--yes")
    kept = dict(edits())["sections.work.points"]
    assert r"Position the patient and ask for \{pay-medain} \[^here\] \{Name}" in kept
    own = load(Path(FOLDER, "school.yaml").read_bytes(), "school.yaml").plain()
    assert own["contact"][1] == r"Counseling Office, Room \{room}"
    told = run("check")
    assert "no problems" in told
    assert "will be printed as it stands" not in told
    assert "All of this is in already" in bring(typist, "--apply", "--yes")


def test_soft_hyphens_that_come_along_with_pasted_words_are_not_kept(typist: Typist) -> None:
    typist.change(ITEM, "take the images", "take exam\u00adina\u00adtion images")
    bring(typist, "--apply", "--yes")
    assert "take examination images" in str(edits())
    assert "\u00ad" not in str(edits())


def test_soft_hyphens_alone_are_no_change(typist: Typist) -> None:
    typist.change(ITEM, "Position", "Po\u00adsi\u00adtion")
    assert "Nothing has changed." in bring(typist)
