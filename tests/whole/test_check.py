"""`guidepress check`: whatever a build would refuse of content, told in every file and without a layout engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from guidepress import project
from guidepress.commands.cli import main
from guidepress.content import reading
from guidepress.word import reader
from helpers import standing
from helpers.checkout import ROOT

SCHOOL = Path("content/schools/lincoln/school.yaml")
NAMED = "slug: lincoln\nname: Lincoln High School\n"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the real guides and no school."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("schools"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def school(text: str) -> None:
    SCHOOL.parent.mkdir(parents=True, exist_ok=True)
    SCHOOL.write_text(f"{NAMED}{text}", encoding="utf-8")


def told(*arguments: str) -> list[tuple[str, str, str]]:
    """What check tells: the kind, the place, the sentence."""
    result = run("check", "--format", "json", *arguments)
    pieces = json.loads(result.stdout)
    assert result.exit_code == any(piece["kind"] == "problem" for piece in pieces)
    return [
        (piece["kind"], f"{piece['file']}:{piece['line']}:{piece['column']}", piece["message"])
        for piece in pieces
        if not standing.is_standing(piece["message"])
    ]


WITHOUT_ENGINES = """
import sys

class Blocker:
    asked = []
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("weasyprint", "pydyf", "pyphen", "cffi", "tinycss2"):
            self.asked.append(name)
            raise ImportError(f"{name} is not to be opened")

sys.meta_path.insert(0, Blocker())
try:
    import weasyprint
except ImportError:
    print("blocked")
Blocker.asked.clear()
from guidepress.commands.cli import main
try:
    main(sys.argv[1:])
finally:
    print("asked for", Blocker.asked)
"""


@pytest.mark.parametrize("faulty", [False, True])
def test_check_opens_no_layout_engine(root: Path, faulty: bool) -> None:
    school("contact: [a → b]\n" if faulty else "contact: [Room 112]\n")
    command = [sys.executable, "-c", WITHOUT_ENGINES, "check", "--theme", "track"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert result.returncode == faulty, result.stderr
    assert result.stdout.startswith("blocked\n")
    assert result.stdout.endswith("asked for []\n")
    assert ("U+2192, rightwards arrow" in result.stderr) == faulty


# --- facts named beside guides ----------------------------------------------------------------------------------------

NO_FACT = "The role “sonographer” has no fact “pay-medain”."
FIELDS = {
    "contact": "contact:\n  - 'x {sonographer/pay-medain}'\n",
    "hours": "hours: ['{sonographer/pay-medain} hours']\n",
    "notes": "notes:\n  sonographer: ['Pay: {pay-medain}']\n",
    "programme": "programmes:\n  - name: P\n    credential: 'x[^sonographer/pay-medain]'\n",
    "programme-of-one-guide": "programmes:\n  - name: 'P {pay-medain}'\n    guides: [sonographer]\n",
    "own-words": "guides:\n  sonographer:\n    sections:\n      demands: {title: 'From {pay-medain}'}\n",
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_fact_that_is_not_there_is_told_in_every_field_of_a_school(field: str) -> None:
    school(FIELDS[field])
    [(kind, place, sentence)] = told()
    assert (kind, sentence) == ("problem", NO_FACT)
    assert place.startswith(f"{SCHOOL.as_posix()}:")
    built = run("build", "sonographer", "--school", "lincoln")
    assert built.exit_code == 1
    assert NO_FACT in built.stderr


def test_a_fact_without_its_role_must_be_there_in_every_guide_that_shows_it() -> None:
    school("contact: ['Median pay: {pay-median}']\n")
    [(_, place, sentence)] = told()
    assert place == f"{SCHOOL.as_posix()}:3:24"
    assert sentence == (
        "The role “quality-assurance-specialist” has no fact “pay-median”, "
        "and the guide “quality-assurance-specialist” shows it, too."
    )
    school("notes:\n  sonographer: ['Median pay: {pay-median}']\n")
    assert told() == []
    school("contact: ['Since {founded}']\n")
    assert [sentence for _, _, sentence in told()] == [
        "The role “nuclear-medicine-technologist” has no fact “founded”."
    ]


def test_a_note_may_name_a_fact_that_another_guide_does_not_have_and_is_cited_where_it_is_shown() -> None:
    school("notes:\n  sonographer: ['Pay here: {pay-median}.', 'A brace: \\{pay-medain}.']\n")
    assert told() == []
    result = run("build", "sonographer", "technician", "--school", "lincoln")
    assert result.exit_code == 0, result.stderr
    text = str(reader.read(Path("build/schools/lincoln/sonographer-lincoln-handout.docx").read_bytes(), "x"))
    assert "Pay here: $96,590." in text
    assert "A brace: {pay-medain}." in text


# --- escapes, soft hyphens, addresses: what is right is built ---------------------------------------------------------


def test_soft_hyphens_addresses_and_escaped_braces_are_built_in_every_theme() -> None:
    school(
        "contact: ['exam\u00adina\u00adtion and an\u00adswer ques\u00adtions, again and a\u00adgain', "
        "'[us](mailto:a@b.example?cc=c@d.example)']\n"
        "programmes:\n  - {name: Sono\u00adgraphy, link: 'https://b.example/a|\"^{b}\\c'}\n"
        "notes:\n  sonographer: ['\\{Ask} \\[^us] for \\{pay-median}']\n"
    )
    assert told() == []
    folder = Path("build/schools/lincoln")
    for theme, place in (("clinic", folder), ("track", folder / "track")):
        result = run("build", "sonographer", "--school", "lincoln", "--theme", theme)
        assert result.exit_code == 0, result.stderr
        with pikepdf.open(place / "sonographer-lincoln-brochure.pdf") as pdf:
            links = {
                str(each["/A"]["/URI"])
                for page in pdf.pages
                for each in page.get("/Annots", ())
                if each.get("/A") and "/URI" in each["/A"]
            }
        assert "https://b.example/a%7C%22%5E%7Bb%7D%5Cc" in links
        assert "mailto:a@b.example?cc=c@d.example" in links
    text = str(reader.read((folder / "sonographer-lincoln-handout.docx").read_bytes(), "x"))
    assert "\u00ad" not in text
    assert "examination and answer questions" in text
    assert "{Ask} [^us] for {pay-median}" in text
    result = run("import", str(folder / "sonographer-lincoln-handout.docx"))
    assert "Nothing has changed." in result.stdout, result.output


# --- characters -------------------------------------------------------------------------------------------------------


def test_the_theme_that_is_chosen_decides_what_is_refused_and_what_is_advice() -> None:
    school("contact: [Ms. Nguyễn]\n")
    [(kind, place, sentence)] = told()
    assert (kind, place) == ("problem", f"{SCHOOL.as_posix()}:3:19")
    assert sentence.startswith("The fonts of the theme clinic have no “ễ”")
    [(kind, place, sentence)] = told("--theme", "house")
    assert (kind, place) == ("advice", f"{SCHOOL.as_posix()}:3:19")
    assert sentence.startswith("The fonts of the themes clinic and track have no “ễ”")
    assert [kind for kind, _, _ in told("--theme", "track")] == ["problem"]
    unknown = run("check", "--theme", "clinc")
    assert unknown.exit_code == 1
    assert "There is no theme “clinc”." in unknown.stderr


def test_what_a_guide_says_is_told_once_however_many_schools_hand_it_out() -> None:
    path = Path("content/guides/technician.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("Develop safety", "Develop → safety"), encoding="utf-8")
    for name in ("lincoln", "prairie"):
        Path("content/schools", name).mkdir(parents=True)
        Path("content/schools", name, "school.yaml").write_text(f"slug: {name}\nname: {name}\n", encoding="utf-8")
    [(kind, place, _)] = told()
    assert (kind, place) == ("problem", "content/guides/technician.yaml:62:21")


# --- advice in the files of a school ----------------------------------------------------------------------------------


def test_what_was_copied_is_told_in_a_school_s_own_words_and_in_its_edits_too() -> None:
    school("guides:\n  technician: {title: “Technician”}\n")
    edits = SCHOOL.parent / "edits"
    edits.mkdir()
    edit = "guide: sonographer\nedits:\n  - base: 2026.1-00000000\n    path: title\n"
    was = "    was: Diagnostic Medical Sonographer\n    to: SonographÃ©e &amp; more\n"
    (edits / "sonographer.yaml").write_text(edit + was, encoding="utf-8")
    found = told()
    assert {kind for kind, _, _ in found} == {"advice"}
    places = {place: sentence for _, place, sentence in found}
    folder = SCHOOL.parent.as_posix()
    assert places[f"{folder}/school.yaml:4:23"] == "The curly quotation marks round “Technician” will be printed."
    assert places[f"{folder}/edits/sonographer.yaml:6:18"].startswith("Letters of “SonographÃ©e")
    assert places[f"{folder}/edits/sonographer.yaml:6:22"] == "“&amp;” will be printed as it stands here."


def test_an_escaped_brace_is_a_brace_in_words_without_markdown_too() -> None:
    path = Path("content/roles/sonographer.yaml")
    text = path.read_text(encoding="utf-8")
    before = "source: US Bureau of Labor Statistics (BLS), wage tables"
    assert before in text
    path.write_text(text.replace(before, r"source: \{BLS} \[^x], {growth}", 1), encoding="utf-8")
    [(kind, place, sentence)] = told()
    assert (kind, place) == ("advice", "content/roles/sonographer.yaml:11:27")
    assert sentence == "“{growth}” will be printed as it stands here."
    role = reading.read(project.find(Path.cwd()), date(2026, 11, 24)).roles["sonographer"]
    assert role.facts["pay-10th"].source == "{BLS} [^x], {growth}"


# --- new schools ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--contact", "Room ½", "The fonts of the theme clinic have no “½”"),
        ("--name", "Escuela \u200bJosé", "U+200B (zero width space), which nobody sees"),
        ("--hours", "Open {opening}", "has no fact “opening”."),
        ("--contact", "[us](mailto:us)", "is not a whole address"),
    ],
)
def test_a_new_school_that_no_guide_could_be_built_for_is_not_written(option: str, value: str, sentence: str) -> None:
    given = {"--name": "Lincoln High School", option: value}
    arguments = [part for pair in given.items() for part in pair]
    result = run("school", "add", "--id", "lincoln", *arguments)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "content/schools/lincoln/school.yaml:" in result.stderr
    assert not SCHOOL.parent.exists()


def test_a_new_school_is_checked_in_the_theme_that_it_will_be_built_in() -> None:
    arguments = ["school", "add", "--id", "lincoln", "--name", "Nguyễn High School", "--theme", "house"]
    assert run(*arguments).exit_code == 0
    assert told("--theme", "house")[0][0] == "advice"


def test_a_fault_in_the_guides_holds_up_no_new_school() -> None:
    Path("content/guides/technician.yaml").write_text("slug: technician\n", encoding="utf-8")
    assert run("school", "add", "--id", "lincoln", "--name", "Lincoln High School").exit_code == 0
    assert SCHOOL.exists()
