"""What several handouts of one school change does not undo each other, and what stands beside fields goes into them."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdfium2 import PdfDocument

from guidepress.commands import cli
from guidepress.content.source import load
from helpers.checkout import ROOT
from helpers.office.handouts import handouts
from helpers.typist import Typist, W

LINCOLN, PRAIRIE = "lincoln-high", "prairie-college"
PROGRAM = "Sonography, High Plains Tech"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(handouts(["sonographer", "technician"], ["", LINCOLN, PRAIRIE]))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)


def run(*args: str, status: int = 0, said: str | None = None) -> str:
    result = CliRunner().invoke(cli.main, args, input=said)
    assert result.exit_code == status, result.output
    return result.output


def bring(typist: Typist, school: str, *args: str, said: str | None = None) -> str:
    Path("back.docx").write_bytes(typist.docx())
    return run("import", "back.docx", "--school", school, "--apply", *args, said=said)


def own_file(school: str) -> dict[str, Any]:
    path = Path("content/schools", school, "school.yaml")
    return dict(load(path.read_bytes(), path.name).plain())


def unedited_after(school: str, guide: str) -> str:
    """What an import of the next handout says, as it leaves a build."""
    run("build", guide, "--school", school, "-o", "out")
    return run("import", f"out/{guide}-{school}-handout.docx", "--school", school)


def test_another_counselor_in_one_handout_and_another_telephone_in_the_next_are_kept(made: dict[str, bytes]) -> None:
    first, second = Typist(made[f"{LINCOLN}-sonographer"]), Typist(made[f"{LINCOLN}-technician"])
    first.change("Ms. Rivera, career counselor", "Ms. Rivera", "Mr. Lee")
    second.change("555-0140", "555-0140", "555-0199")
    bring(first, LINCOLN)
    assert "Mr. Lee" not in bring(second, LINCOLN)
    assert own_file(LINCOLN)["contact"][:3] == [
        "Mr. Lee, career counselor", "Counseling Office, Room 112", "555-0199",
    ]  # fmt: skip


@pytest.mark.parametrize(("answer", "holds"), [("n\n", "Mr. Lee"), ("y\n", "Dr. Ruiz")])
def test_where_two_handouts_say_the_same_line_otherwise_one_is_asked(
    made: dict[str, bytes], answer: str, holds: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidepress.commands.imports._at_a_terminal", lambda: True)
    for guide, name, said in (("sonographer", "Mr. Lee", None), ("technician", "Dr. Ruiz", answer)):
        typist = Typist(made[f"{LINCOLN}-{guide}"])
        typist.change("Ms. Rivera, career counselor", "Ms. Rivera", name)
        output = bring(typist, LINCOLN, said=said)
    assert "the school's file says “Mr. Lee, career counselor” by now" in output
    assert own_file(LINCOLN)["contact"][0] == f"{holds}, career counselor"


def test_a_row_typed_among_the_programs_is_a_program_of_this_guide(made: dict[str, bytes]) -> None:
    typist = Typist(made[f"{PRAIRIE}-sonographer"])
    [row] = typist.line(PROGRAM).iterancestors(f"{W}tr")
    new = copy.deepcopy(row)
    for cell, words in zip(
        new.iter(f"{W}tc"), ("Sonography, Valley College", "Certificate", "1 year", "9 miles"), strict=True
    ):
        texts = list(cell.iter(f"{W}t"))
        texts[0].text = words
        for other in texts[1:]:
            other.text = ""
    row.addnext(new)
    bring(typist, PRAIRIE)
    program = own_file(PRAIRIE)["programmes"][-1]
    link = program.pop("link")
    assert link == "https://high-plains.example/sonography"  # the row was copied with its link
    assert program == {
        "name": "Sonography, Valley College", "credential": "Certificate", "length": "1 year", "distance": "9 miles",
        "guides": ["sonographer"],
    }  # fmt: skip
    assert not Path("content/schools", PRAIRIE, "edits").exists()
    assert "Nothing has changed." in unedited_after(PRAIRIE, "sonographer")


@pytest.mark.parametrize(("answer", "left"), [("n\n", ["technician"]), ("y\n", None)])
def test_a_program_deleted_in_one_handout_stays_in_the_others_unless_that_is_meant(
    made: dict[str, bytes], answer: str, left: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidepress.commands.imports._at_a_terminal", lambda: True)
    typist = Typist(made[f"{PRAIRIE}-sonographer"])
    typist.delete_row(PROGRAM)
    output = bring(typist, PRAIRIE, said=answer)
    assert "Take it out of the other guides, too (technician)?" in output
    [told] = [line for line in output.splitlines() if line.startswith("To build with it")]
    assert ("technician" in told, "sonographer" in told) == (left is None, True)
    kept = {program["name"]: program.get("guides") for program in own_file(PRAIRIE)["programmes"]}
    assert kept.get(PROGRAM) == left


@pytest.mark.parametrize("way", ["over it", "beside it", "in the box"])
def test_what_is_typed_where_something_is_to_be_filled_in_comes_home_as_the_contact(
    made: dict[str, bytes], way: str
) -> None:
    run("school", "add", "--id", "riverside", "--name", "Riverside")
    typist = Typist(made["sonographer"])
    place = "[Room, telephone, email]"
    [waiting] = [each for each in typist.root.iter(f"{W}t") if each.text == place]
    if way == "in the box":
        label = place.strip("[]")
        typist.change(label, label, f"{label}: Room 4, 555-0199")
    else:
        waiting.text = "Room 4, 555-0199" if way == "over it" else f"{place}: Room 4, 555-0199"
    bring(typist, "riverside")
    assert own_file("riverside")["contact"] == ["Room 4, 555-0199"]
    run("build", "sonographer", "--school", "riverside", "-o", "out")
    again = Typist(Path("out/sonographer-riverside-handout.docx").read_bytes())
    words = "".join(text.text or "" for text in again.root.iter(f"{W}t"))
    assert place not in words
    assert words.count("Room 4, 555-0199") == 1


def test_a_figure_typed_over_is_asked_about_once_the_fact_has_changed(made: dict[str, bytes]) -> None:
    typist = Typist(made[f"{LINCOLN}-sonographer"])
    typist.change("21%", "21", "25")
    bring(typist, LINCOLN)
    assert "25%" not in run("check")
    roles = Path("content/roles/sonographer.yaml")
    before, offices, after = roles.read_text(encoding="utf-8").partition("workplace-offices:")
    roles.write_text(f"{before}{offices}{after.replace('value: 21', 'value: 23', 1)}", encoding="utf-8")
    said = "The handout says “25%” where the guide said “21%”, and says “23%” today."
    assert said in run("check")
    assert "25%" in run("merge", status=1)


def test_a_careers_name_retyped_in_the_handout_stands_in_the_brochure(made: dict[str, bytes]) -> None:
    typist = Typist(made[f"{LINCOLN}-technician"])
    old, new = "Nuclear medicine technologist", "Nuclear imaging technologist"
    typist.change(f"{old}. You", old, new)
    typist.change(old, old, new)
    said = bring(typist, LINCOLN)
    assert f"changed      the name of a career: “{old}”\n    now        “{new}”, wherever it stands" in said
    assert "Nothing has changed." in unedited_after(LINCOLN, "technician")
    brochure = PdfDocument(Path(f"out/technician-{LINCOLN}-brochure.pdf"))
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in brochure).split())
    assert new in words
    assert old not in words


def test_an_import_that_the_guide_could_not_be_built_with_is_shown_and_refused_before_it_writes(
    made: dict[str, bytes],
) -> None:
    typist = Typist(made[f"{LINCOLN}-sonographer"])
    typist.add("Check that each image", "Snow ☃ is no problem")
    Path("back.docx").write_bytes(typist.docx())
    why = (
        "The guide could not be built with “Snow ☃ is no problem”: "
        "The fonts of the theme clinic have no “☃” (U+2603, snowman)."
    )
    shown = run("import", "back.docx", "--school", LINCOLN)
    assert "“Snow ☃ is no problem”" in shown
    assert f"note         {why}" in shown
    assert f"back.docx: {why}" in run("import", "back.docx", "--school", LINCOLN, "--apply", status=1)
    assert not Path("content/schools", LINCOLN, "edits").exists()


def test_the_page_for_whoever_decides_shows_what_is_to_be_decided_and_what_was(made: dict[str, bytes]) -> None:
    typist = Typist(made[f"{PRAIRIE}-sonographer"])
    typist.delete_row(PROGRAM)
    Path("back.docx").write_bytes(typist.docx())
    shutil.copytree(ROOT / "templates", "templates")
    run("import", "back.docx", "--report", "open.html")
    run("import", "back.docx", "--report", "decided.html", "--apply", "--yes")
    before, after = (Path(name).read_text(encoding="utf-8") for name in ("open.html", "decided.html"))
    question, answer = "Take it out of the other guides, too (technician)?", "is taken out of sonographer only."
    assert question in before
    assert question in after
    assert "Decided:" not in before
    assert f"Decided: “{PROGRAM}” {answer}" in after
