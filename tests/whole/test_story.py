"""A school's handout from the first build to next year's edition, through the command line, as one story."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from guidepress.commands import cli
from guidepress.word import edited
from helpers.checkout import ROOT
from helpers.typist import Typist

SCHOOL = "lincoln-high"
BROCHURE, PRINT, HANDOUT = (
    f"build/schools/{SCHOOL}/sonographer-{SCHOOL}-{name}"
    for name in ("brochure.pdf", "brochure-print.pdf", "handout.docx")
)
EDITS = f"content/schools/{SCHOOL}/edits/sonographer.yaml"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli.main, args)
    assert result.exit_code == status, result.output
    return result.output


def build() -> str:
    return run("build", "sonographer", "--school", SCHOOL)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def solid(text: str) -> str:
    """A text without what a line break may add to it or take from it."""
    return re.sub(r"[\s\u00ad\ufffe-]", "", text)


def brochure() -> str:
    with pypdfium2.PdfDocument(BROCHURE) as pdf:
        return solid(" ".join(page.get_textpage().get_text_range() for page in pdf))


def handout() -> list[str]:
    return [each.text for each in edited.read(Path(HANDOUT).read_bytes(), "handout").passages]


def replace(path: str, old: str, new: str) -> None:
    file = Path(path)
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def edit_handout() -> bytes:
    """Do to the handout what a counselor may do to it in an afternoon."""
    typist = Typist(Path(HANDOUT).read_bytes())
    typist.change("You use equipment", "find out what is", "find out what is going")
    typist.add("Check that each image is clear and complete", "Bring the images to the doctor at once")
    typist.delete("Technical skill")
    typist.move("Stamina", "Clear explaining")
    typist.add("Do I like careful work with my hands, and small details?", "Come and see", like="Is it for me?")
    typist.add("Come and see", "Mercy Hospital opens its doors in May.", like="You use equipment")
    typist.add("Mercy Hospital", "Ask Ms. Rivera for a place.")
    typist.add("You use equipment", "In our town that is Mercy Hospital.")
    typist.change("Counseling Office, Room 112", "112", "114")
    typist.delete_row("Medical labs")
    typist.comment("Hand-eye skill", "Is this the right word?")
    typist.insert_tracked("People skills", " of every kind")
    return typist.docx()


SAID = (
    "Bring the images to the doctor at once",
    "Come and see",
    "Mercy Hospital opens its doors in May.",
    "Ask Ms. Rivera for a place.",
    "In our town that is Mercy Hospital.",
    "Counseling Office, Room 114",
)
OF_SKILLS = "People skills of every kind"
SKILLS = ["Clear explaining", "Stamina", "An eye for detail", "Hand-eye skill", OF_SKILLS]
GONE = ("Technical skill", "Medical labs", "Counseling Office, Room 112")


def assert_the_schools_words_stand() -> None:
    printed, written = brochure(), handout()
    assert all(solid(words) in printed for words in SAID)
    assert all(words in written for words in (*SAID, OF_SKILLS))
    assert not [words for words in GONE if solid(words) in printed or words in written]
    at = written.index("Skills you need")
    assert written[at + 1 : at + 6] == SKILLS
    assert not [words for words in SKILLS if solid(words) in printed]  # the school says so much else


def test_a_schools_words_come_home_and_live_through_next_years_edition(project: Path) -> None:
    build()
    Path("back.docx").write_bytes(edit_handout())

    # What has changed is shown, and nothing is written.
    before = tree(project)
    said = run("import", "back.docx", "--school", SCHOOL)
    assert said.startswith("Lincoln High School, “Diagnostic Medical Sonographer”")
    assert all(f"“{words}”" in said for words in (*SAID, OF_SKILLS))
    assert "1 tracked change by M. Rivera" in said
    assert "M. Rivera on “Hand-eye skill”: “Is this the right word?”" in said
    assert "Nothing was written. Add --apply to take it over." in said
    assert tree(project) == before

    # It is taken over: into the school's folder, and nowhere else.
    run("import", "back.docx", "--school", SCHOOL, "--apply")
    after = tree(project)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    changed = {name for name in changed if not name.startswith(".guidepress/")}  # from where it can be taken back
    assert changed == {EDITS, f"content/schools/{SCHOOL}/school.yaml"}
    assert "  - Counseling Office, Room 114\n" in after[f"content/schools/{SCHOOL}/school.yaml"].decode()

    assert "left out of the brochure for want of room: Skills you need\n" in build()
    assert_the_schools_words_stand()
    assert "going wrong" in " ".join(handout())
    first = tree(project / "build/schools")

    # Once more the same file: what is built stays the same.
    run("import", "back.docx", "--school", SCHOOL, "--apply")
    assert build().count("both changed") == 0
    assert tree(project / "build/schools") == first
    (project / EDITS).write_bytes(after[EDITS])

    # Next year: another line of the same list, a figure, and a sentence that the school has changed, too.
    guide = "content/guides/sonographer.yaml"
    replace(guide, "- Explain the exam and answer questions", "- Explain the exam and calm the patient")
    replace(guide, "You use equipment that sends", "You guide a probe that sends")
    replace("content/roles/sonographer.yaml", "value: 96590", "value: 97100")
    told = " ".join(build().split())
    assert_the_schools_words_stand()
    printed, written = brochure(), handout()
    for words in ("Explain the exam and calm the patient", "$97,100"):
        assert solid(words) in printed
        assert words in written
    assert "$96,590" not in printed

    # The collision is told with both texts, a proposal, and both places.
    lead = (project / guide).read_text(encoding="utf-8").splitlines()
    [line] = [number for number, each in enumerate(lead, 1) if each == "    lead: >-"]
    assert re.search(
        rf"{EDITS}:\d+:\d+: advice: In “What you do”, the opening lines, the school and the guide both changed", told
    )
    assert "the school to “You use equipment that sends" in told
    assert "the guide to “You guide a probe that sends" in told
    assert f"the guide’s stands in {guide}:{line}:" in told
    assert "with both changes it would be “You guide a probe that sends" in told
    assert told.count("both changed") == 1
    assert any(each.startswith("You use equipment") and "going wrong" in each for each in written)

    # It is answered, and not asked again.
    Path("answers.yaml").write_text("- {guide: sonographer, path: sections.work.lead, answer: proposal}\n")
    assert "1 decided now, 0 open." in run("merge", "--school", SCHOOL, "--answers", "answers.yaml")
    answered = tree(project / "content")
    assert "0 decided now, 0 open." in run("merge", "--school", SCHOOL)
    assert tree(project / "content") == answered
    assert "both changed" not in build()
    assert_the_schools_words_stand()
    sentence = (
        "You guide a probe that sends high-frequency sound waves into the body. It makes images that help doctors to "
        "find out what is going wrong."
    )
    assert solid(sentence) in brochure()
    assert any(each.startswith(sentence) for each in handout())

    # The files hold what they must, and come out the same again.
    passed = run("verify", BROCHURE, PRINT, HANDOUT)
    assert passed.count(": passes") == 3
    made = tree(project / "build/schools")
    build()
    assert tree(project / "build/schools") == made
