"""Schools: what a guide is for one, where what is wrong is told, what a build puts where, and how a school begins."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from click.testing import CliRunner
from PIL import Image

from guidepress import artifacts, building, project
from guidepress.commands import schools as cli_schools
from guidepress.commands.cli import main
from guidepress.commands.telling import understood
from guidepress.compose import prepared
from guidepress.compose.themes import branding
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.content.model import leaves
from guidepress.errors import ContentError
from guidepress.options import Choice, Finish
from guidepress.schools import enrol, school_library
from guidepress.verify import glyphs, inspection
from guidepress.word import reader
from helpers.checkout import ROOT
from helpers.pressroom import tiny_profile

TODAY = date(2026, 11, 24)
OWN = project.find(ROOT)
UPSTREAM = reading.read(OWN, TODAY)
SAMPLES = sorted(OWN.schools())


@cache
def sample(school: str) -> Library:
    return school_library.for_school(OWN, UPSTREAM, school, TODAY)


@pytest.fixture
def where(tmp_path: Path) -> project.Project:
    """A project with the real guides and no school."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("schools"))
    (tmp_path / "build").mkdir()
    return project.find(tmp_path)


def put(where: project.Project, text: str, school: str = "lincoln") -> Library:
    """Write the file of a school and read what its guides are made from."""
    path = where.content / "schools" / school / "school.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return school_library.for_school(where, reading.read(where, TODAY), school, TODAY)


NAMED = "slug: lincoln\nname: Lincoln High School\n"


# --- what a school's guides are made from -----------------------------------------------------------------------------


def test_there_are_two_samples_and_nothing_is_wrong_with_them() -> None:
    assert SAMPLES == ["lincoln-high", "prairie-college"]
    found, problems = school_library.every(OWN, UPSTREAM, TODAY)
    assert problems == []
    assert [each.publisher.name for each in found] == ["Lincoln High School", "Prairie Community College"]


def test_a_school_that_only_says_its_name_changes_no_guide(where: project.Project) -> None:
    made = put(where, NAMED)
    upstream = reading.read(where, TODAY)
    assert made.guides == upstream.guides
    assert made.publisher.name == "Lincoln High School"
    assert made.logo is None
    assert made.advice == ()


def test_a_school_s_words_take_the_place_of_the_guide_s_and_stand_in_its_file() -> None:
    made = sample("prairie-college")
    assert "growing" not in [section.id for section in made.guides["sonographer"].sections]
    assert made.guides["radiologic-technologist"] is UPSTREAM.guides["radiologic-technologist"]
    places = made.places(made.guides["sonographer"])
    assert places["sections.demands.points.2"].file == "content/schools/prairie-college/school.yaml"
    assert places["publisher.programmes.1.name"].file == "content/schools/prairie-college/school.yaml"
    assert places["sections.demands.title"].file == "content/guides/sonographer.yaml"
    assert places["sections.demands.points.2"].line > places["publisher.programmes.1.name"].line > 1


def test_a_panel_passes_to_the_next_section_when_a_school_takes_out_the_one_that_begins_it(
    where: project.Project,
) -> None:
    made = put(where, f"{NAMED}guides:\n  sonographer: {{sections: {{growing: null, for-me: null}}}}\n")
    panels = {section.id: section.panel for section in made.guides["sonographer"].sections}
    assert panels["next"] == "back"
    assert {"growing", "for-me"}.isdisjoint(panels)
    assert panels["sources"] is None


def test_a_wrong_value_is_told_at_its_line_in_the_school_s_file(where: project.Project) -> None:
    with pytest.raises(ContentError) as caught:
        put(where, f"{NAMED}guides:\n  sonographer:\n    sections:\n      skills:\n        points: Care\n")
    (problem,) = caught.value.problems
    assert str(problem.span) == "content/schools/lincoln/school.yaml:7:17"
    assert problem.message == "A list is needed here, not “Care”."
    assert problem.source == "        points: Care"


def test_a_logo_and_a_photograph_lie_beside_the_school_s_file(where: project.Project) -> None:
    folder = where.content / "schools/lincoln"
    folder.mkdir(parents=True)
    Image.new("RGB", (40, 20), "#7A1F3D").save(folder / "logo.png")
    Image.effect_noise((900, 600), 60).convert("RGB").save(folder / "room.jpg")
    made = put(
        where,
        f"{NAMED}logo: {{file: logo.png, alt: Our shield}}\nguides:\n  sonographer:\n    sections:\n"
        "      day: {photo: {file: room.jpg, alt: A room, credit: Ana}}\n",
    )
    assert made.logo is not None
    assert (made.logo.width, made.logo.height) == (40, 20)
    assert list(made.photos) == [("sonographer", "day")]


def test_a_school_s_colours_are_worn_and_what_was_moved_is_told_at_its_file(where: project.Project) -> None:
    made = put(where, f'{NAMED}colours:\n  primary:\n    rgb: "#FFD200"\n')
    assert {str(each.span) for told in branding.moved_colours(where, made).values() for each in told} == {
        "content/schools/lincoln/school.yaml:5:10"
    }
    (told,) = branding.advice(made, branding.moved_colours(where, made))
    assert str(told.span) == "content/schools/lincoln/school.yaml:5:10"
    each = branding.advice(made, branding.moved_colours(where, made), each=True)
    assert len(each) > 1
    assert all(piece.source for piece in each)
    ready = prepared.prepare(where, made, made.guides["technician"], Choice.theme)
    assert "#FFD200" in [ground.fill for ground in ready.theme.grounds.values()]


def test_a_house_style_is_worn_under_the_school_s_own_name() -> None:
    for school in SAMPLES:
        ready = prepared.prepare(OWN, sample(school), UPSTREAM.guides["technician"], "house")
        assert ready.shown["brand"]["name"] is None
        assert ready.shown["brand"]["legal"] is None
        assert ready.theme.brand is not None


def test_figures_in_a_school_s_own_words_need_no_fact(where: project.Project) -> None:
    said = "guides:\n  sonographer:\n    sections:\n      demands:\n        points: ['Ask in room 112. **bold']\n"
    advice = put(where, f"{NAMED}{said}").advice
    assert [each.message for each in advice] == ["“**” will be printed as it stands here."]


def test_files_that_are_no_school_s_own_get_advice(where: project.Project) -> None:
    put(where, NAMED)
    (where.content / "schools/prairie.yaml").write_text(NAMED, encoding="utf-8")
    (where.content / "schools/lincoln/lincoln.yaml").write_text(NAMED, encoding="utf-8")
    told = [str(each.span) for each in reading.read(where, TODAY).advice]
    assert told == ["content/schools/lincoln/lincoln.yaml", "content/schools/prairie.yaml"]


# --- what stands where ------------------------------------------------------------------------------------------------


def words_of(files: dict[str, bytes], slug: str, school: str) -> tuple[list[str], str]:
    """The words on each panel of a brochure, and those of the handout, without spaces."""
    names = artifacts.outputs(slug, school, UPSTREAM.guides)
    pages = glyphs.read(files[names["screen"]], names["screen"])
    panels = ["".join(glyph.text for glyph in page.read()) for page in pages]
    return ["".join(each.split()) for each in panels], reader.read(files[names["handout"]]).text


def test_name_contact_hours_notes_and_programmes_stand_where_a_reader_looks() -> None:
    made = sample("prairie-college")
    one = building.make(OWN, made, made.guides["technician"], Choice(school="prairie-college"))
    panels, handout = words_of(dict(one.files), "technician", "prairie-college")
    assert "PrairieCommunityCollege" in panels[0]
    for said in ("PrairieCommunityCollege", "Advising,BuildingC", "555-0173", "Officehours:TueandThu,9to3"):
        assert said in panels[5]
    assert panels[4].index("Programsnearyou") < panels[4].index("Radiography,hereatPrairie") < len(panels[4])
    lines = handout.splitlines()
    assert lines[0] == "Prairie Community College"
    assert lines.index("Programs near you") < lines.index("Where to go from here")
    assert lines.index("Handed out by") > lines.index("Where to go from here")
    assert not reader.read(one.files["technician-prairie-college-handout.docx"]).unfilled


def test_a_programme_stands_in_the_guides_that_it_names_and_a_note_in_its_own() -> None:
    for school, there, elsewhere in (
        ("prairie-college", "publisher.programmes.1.name", "publisher.programmes.0.name"),
        ("lincoln-high", "publisher.notes.sonographer.0", "publisher.notes.technician.0"),
    ):
        made = sample(school)
        ready = prepared.prepare(OWN, made, made.guides["sonographer"], Choice.theme)
        shown = ready.shown["publisher"]
        assert [each["path"] for each in [*(one["name"] for one in shown["programmes"]), *shown["notes"]]] == [there]
        assert there in ready.required
        assert elsewhere in [leaf.path for leaf in leaves.walk(made.publisher, "publisher")]
        assert elsewhere not in ready.required


def test_a_handout_for_no_school_marks_the_places_to_fill_in_as_leaves() -> None:
    ready = prepared.prepare(OWN, UPSTREAM, UPSTREAM.guides["sonographer"], Choice.theme)
    assert str(ready.places["publisher.name"]).startswith("content/publisher.yaml:")
    assert str(ready.places["publisher.contact.0"]).startswith("content/publisher.yaml:")
    assert ready.required == [leaf.path for leaf in leaves.walk(ready.guide)]


def test_what_does_not_fit_is_told_in_the_school_s_file(where: project.Project) -> None:
    many = "".join(f"  - {{name: Radiography at college number {each}, length: 2 years}}\n" for each in range(12))
    made = put(where, f"{NAMED}programmes:\n{many}")
    with pytest.raises(ContentError, match="holds too much") as caught:
        building.make(where, made, made.guides["sonographer"], Choice())
    problems = caught.value.problems
    assert "content/schools/lincoln/school.yaml" in {problem.span.file for problem in problems}
    assert any("under “Programs near you”" in problem.message for problem in problems)


# --- the command line -------------------------------------------------------------------------------------------------


def run(*arguments: str, text: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments, input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_build_for_schools_fills_a_folder_for_each_and_verify_knows_them(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    put(where, f"{NAMED}hours: ['Mon–Fri, 8 to 4']\n")
    put(where, "slug: prairie\nname: Prairie College\nguides: {sonographer: {title: Sonographer}}\n", "prairie")
    code, said = run("build", "sonographer", "--all-schools")
    assert code == 0, said
    assert "For Lincoln High School:" in said
    files = sorted(path.relative_to(where.build).as_posix() for path in where.build.rglob("*") if path.is_file())
    endings = ("brochure-print.pdf", "brochure.pdf", "handout.docx")
    assert files == [
        f"schools/{each}/{name}"
        for each in ("lincoln", "prairie")
        for name in ["manifest.json", *(f"sonographer-{each}-{ending}" for ending in endings)]
    ]
    manifest = json.loads((where.build / "schools/prairie/manifest.json").read_text(encoding="utf-8"))
    assert {entry["school"] for entry in manifest["outputs"].values()} == {"prairie"}
    paths = [str(path) for path in sorted(where.build.rglob("sonographer-*"))]
    code, said = run("verify", *paths)
    assert code == 0, said
    assert said.count("passes") == 6
    # Without the manifest the folder says for which school they are, and for none they are not what is wanted.
    for path in where.build.rglob("manifest.json"):
        path.unlink()
    code, said = run("verify", *paths)
    assert code == 0, said
    library = reading.read(where, TODAY)
    inspected = inspection.everything(where, library, [Path(each) for each in paths])
    assert [each.passed for each in inspected if "prairie" in str(each.path)] == [False] * 3


LONG = "the-regional-career-and-technical-education-center-of-the-lower-river-valley-and-the-lakes"


def test_schools_with_long_ids_build_into_one_folder_and_every_file_passes(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    for ending, name in (("north", "North Campus"), ("south", "South Campus")):
        put(where, f"slug: {LONG}-{ending}\nname: {name}\n", f"{LONG}-{ending}")
        code, said = run("build", "sonographer", "--school", f"{LONG}-{ending}", "-o", "out")
        assert code == 0, said
    names = {path.name for path in Path("out").glob("sonographer-*")}
    assert len(names) == 6
    assert max(map(len, names)) <= artifacts.LONGEST
    schools = {
        key: entry["school"] for key, entry in json.loads(Path("out/manifest.json").read_text())["outputs"].items()
    }
    assert set(schools) == names
    assert sorted(schools.values()) == [f"{LONG}-north"] * 3 + [f"{LONG}-south"] * 3
    code, said = run("verify", "out")
    assert code == 0, said
    assert said.count(": passes") == 7  # the manifest, too
    # Elsewhere, without the manifest, the name says whose a file is.
    Path("out/manifest.json").unlink()
    assert run("verify", "out", "out")[1].count(": passes") == 6


def test_guides_and_schools_that_join_alike_build_into_one_folder(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    guide = (where.content / "guides/sonographer.yaml").read_text(encoding="utf-8")
    other = guide.replace("slug: sonographer\n", "slug: sonographer-lincoln\n")
    assert other != guide
    (where.content / "guides/sonographer-lincoln.yaml").write_text(other, encoding="utf-8")
    put(where, "slug: high\nname: The High School\n", "high")
    put(where, "slug: lincoln-high\nname: Lincoln High School\n", "lincoln-high")
    for school, slug in (("high", "sonographer-lincoln"), ("lincoln-high", "sonographer")):
        code, said = run("build", slug, "--school", school, "-o", "out")
        assert code == 0, said
    assert {path.name for path in Path("out").glob("*.docx")} == {
        "sonographer-lincoln-high-handout.docx",
        "sonographer--lincoln-high-handout.docx",
    }
    Path("out/manifest.json").unlink()
    code, said = run("verify", "out")
    assert code == 0, said
    assert said.count(": passes") == 6


def test_files_with_the_names_of_earlier_versions_still_pass_and_come_home(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    put(where, NAMED)
    assert run("build", "sonographer", "--school", "lincoln")[0] == 0
    folder = Path("build/schools/lincoln")
    manifest = folder / "manifest.json"
    for path in folder.glob("sonographer-*"):
        path.rename(folder / path.name.replace("-lincoln", ""))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("sonographer-lincoln-", "sonographer-"))
    old = ["sonographer-brochure-print.pdf", "sonographer-brochure.pdf", "sonographer-handout.docx"]
    assert sorted(path.name for path in folder.glob("sonographer-*")) == old
    code, said = run("verify", str(folder))
    assert code == 0, said
    assert said.count(": passes") == 4  # the manifest, too
    manifest.unlink()
    code, said = run("verify", str(folder))
    assert code == 0, said
    for name in ("sonographer-handout.docx", "technician-prairie-handout.docx", "Scan 7.docx"):
        (folder / "sonographer-handout.docx").rename(folder / name)
        code, said = run("import", str(folder / name), "--school", "lincoln")
        assert code == 0, said
        assert "Lincoln High School, “Diagnostic Medical Sonographer”" in said
        assert "Nothing has changed." in said
        (folder / name).rename(folder / "sonographer-handout.docx")


def test_a_folder_without_outputs_is_told_by_its_name(where: project.Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(where.root)
    code, said = run("verify", "content")
    assert code == 1
    assert said == "There is no output yet in content: run “guidepress build”.\n"


# --- what the files' properties say -----------------------------------------------------------------------------------


def test_the_properties_of_every_file_name_the_guide_and_the_school() -> None:
    made = sample("lincoln-high")
    finish = Finish(profile=tiny_profile())
    built = building.make(OWN, made, made.guides["sonographer"], Choice(school="lincoln-high"), finish)
    assert len(built.files) == 4
    title, author = "Diagnostic Medical Sonographer – Lincoln High School", "Lincoln High School"
    subject = f"{made.guides['sonographer'].subject} Handed out by Lincoln High School."
    for name, data in built.files.items():
        if name.endswith(".docx"):
            word = docx.Document(BytesIO(data))
            properties = word.core_properties
            assert (properties.title, properties.author, properties.subject) == (title, author, subject)
            # On the page the title stays as short as it was, and the school stands at its right.
            assert word.sections[0].header.paragraphs[0].text == f"Diagnostic Medical Sonographer\t{author}"
            continue
        with pikepdf.open(BytesIO(data)) as pdf:
            said = [str(pdf.docinfo[key]) for key in ("/Title", "/Author", "/Subject")]
            assert said == [title, author, subject], name
            metadata = pdf.open_metadata()
            assert metadata["dc:title"] == title
            assert metadata["dc:creator"] == [author]
            assert metadata["dc:description"] == subject
            assert pdf.Root.ViewerPreferences.DisplayDocTitle


def properties_of(made: Library) -> dict[str, str]:
    """What the properties of the sonographer guide's files say."""
    shown = prepared.prepare(OWN, made, made.guides["sonographer"], Choice.theme).shown
    return dict(shown["properties"])


def test_a_title_that_names_the_school_itself_does_not_name_it_twice(where: project.Project) -> None:
    made = put(
        where, f"{NAMED}guides: {{sonographer: {{title: Sonography at LINCOLN High School, subject: A guide}}}}\n"
    )
    assert properties_of(made) == {
        "title": "Sonography at LINCOLN High School",
        "author": "Lincoln High School",
        "subject": "A guide. Handed out by Lincoln High School.",
    }


def test_a_name_with_markup_is_said_in_words(where: project.Project) -> None:
    made = put(where, 'slug: lincoln\nname: "**Lincoln** [High](https://example.org)"\n')
    assert properties_of(made)["title"] == "Diagnostic Medical Sonographer – Lincoln High"


def test_the_publishers_own_files_keep_their_title_and_subject() -> None:
    assert properties_of(UPSTREAM) == {
        "title": "Diagnostic Medical Sonographer",
        "author": "Careers in medical imaging",
        "subject": UPSTREAM.guides["sonographer"].subject,
    }


def test_another_theme_of_a_school_has_its_own_folder() -> None:
    build_folder = Path("build")
    assert Choice(school="lincoln").folder(build_folder) == Path("build/schools/lincoln")
    assert Choice("track", school="lincoln").folder(build_folder) == Path("build/schools/lincoln/track")
    assert Choice("clinic", "flyer", school="a").folder(build_folder) == Path("build/schools/a/flyer-letter")


def test_a_school_with_a_fault_holds_up_no_other_and_no_build_without_it(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    put(where, NAMED)
    with pytest.raises(ContentError):
        put(where, "slug: prairie\n", "prairie")
    assert reading.read(where, TODAY).publisher.name is None
    assert school_library.for_school(where, reading.read(where, TODAY), "lincoln", TODAY).publisher.name
    code, said = run("check")
    assert code == 1
    assert said.count("The key “name” is missing here.") == 1
    code, said = run("build", "sonographer", "--school", "lincoln", "--school", "prairie")
    assert code == 1
    assert said.count("The key “name” is missing here.") == 1
    assert said.rstrip().endswith("1 made, 1 not: sonographer for the school “prairie”.")
    assert [path.name for path in (where.build / "schools").iterdir()] == ["lincoln"]


def test_a_school_can_be_added_with_options_and_is_never_written_over(
    where: project.Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(where.root)
    Image.new("RGB", (40, 20), "#7A1F3D").save(tmp_path / "Shield.PNG")
    arguments = ["school", "add", "--id", "lincoln", "--name", 'The "Lincoln": School', "--contact", "Room 112"]
    arguments += ["--contact", "555-0140", "--hours", "Mon–Fri", "--logo", str(tmp_path / "Shield.PNG")]
    arguments += ["--primary", "#7A1F3D", "--secondary", "#F2B705"]
    code, said = run(*arguments)
    assert code == 0, said
    assert "content/schools/lincoln/school.yaml is written" in said
    made = school_library.for_school(where, reading.read(where, TODAY), "lincoln", TODAY)
    assert made.publisher.name == 'The "Lincoln": School'
    assert made.publisher.contact == ("Room 112", "555-0140")
    assert made.publisher.colours is not None
    assert made.logo is not None
    path = where.content / "schools/lincoln/school.yaml"
    before = path.read_bytes()
    assert before.startswith(b"# yaml-language-server: $schema=../../schema/school.json\n")
    code, said = run("school", "add", "--id", "lincoln", "--name", "Another")
    assert code == 1
    assert "There is a folder for the school “lincoln” already; nothing in it was changed." in said
    assert path.read_bytes() == before


def test_every_comment_of_a_new_school_s_file_may_lose_its_mark(where: project.Project) -> None:
    path = enrol.write(where, enrol.Written("lincoln", "Lincoln"))
    text = path.read_text(encoding="utf-8")
    Image.new("RGB", (40, 20), "#7A1F3D").save(path.parent / "logo.png")
    lines = [line[1:] if line.startswith("#") and not line.startswith("# ") else line for line in text.splitlines()]
    lines = [line[1:] if line.startswith("#  ") else line for line in lines]
    made = put(where, "\n".join(lines) + "\n")
    assert made.publisher.contact
    assert made.logo is not None
    assert made.publisher.colours is not None
    assert made.publisher.colours.secondary is not None
    assert [section.title for section in made.guides["sonographer"].sections if section.id == "day"] == [
        "A day at County Hospital"
    ]


def test_a_new_school_is_refused_whole_where_something_is_wrong(
    where: project.Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(where.root)
    (tmp_path / "logo.png").write_text("no picture", encoding="utf-8")
    code, said = run("school", "add", "--id", "lincoln", "--name", "Lincoln", "--logo", str(tmp_path / "logo.png"))
    assert (code, "is not a PNG, JPEG or SVG picture" in said) == (1, True)
    code, said = run("school", "add", "--id", "lincoln", "--name", "Lincoln", "--primary", "reddish")
    assert (code, "“reddish” is not a color that Guidepress knows." in said) == (2, True)
    code, said = run("school", "add", "--id", "Lincoln High", "--name", "Lincoln")
    assert (code, "single hyphens. Write “lincoln-high”.\n" in said) == (2, True)
    code, said = run("school", "add", "--id", "con", "--name", "Lincoln")
    assert (code, "Windows lets no folder have it. Write “con-school”.\n" in said) == (2, True)
    assert not (where.content / "schools").exists()


def test_what_is_missing_is_asked_for_only_at_a_terminal(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    code, said = run("school", "add", "--name", "Lincoln High")
    assert code == 2
    assert "A short name for its folder is missing: add “--id …”, for example “--id lincoln-high”." in said
    assert not (where.content / "schools").exists()
    monkeypatch.setattr(cli_schools, "_at_terminal", lambda: True)
    code, said = run("school", "add", text="Lincoln High\nRoom 112\n555-0140\n\n\n\n#7A1F3D\n\n")
    assert code == 0, said
    made = school_library.for_school(where, reading.read(where, TODAY), "lincoln-high", TODAY)
    assert made.publisher.contact == ("Room 112", "555-0140")
    assert made.publisher.colours is not None
    assert made.publisher.colours.primary.rgb == "#7A1F3D"
    assert made.logo is None


def test_a_name_for_a_color_is_said_back_and_written_as_digits(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    code, said = run(
        *("school", "add", "--id", "lincoln", "--name", "Lincoln", "--primary", "maroon", "--secondary", "1D4E89")
    )
    assert code == 0
    assert said.startswith("“maroon” is taken as #800000.\n“1D4E89” is taken as #1D4E89.\n")
    written = (where.content / "schools/lincoln/school.yaml").read_text(encoding="utf-8")
    assert '    rgb: "#800000"\n' in written
    assert '    rgb: "#1D4E89"\n' in written


def test_at_a_terminal_a_wrong_answer_is_asked_for_again_and_no_other_is_lost(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    monkeypatch.setattr(cli_schools, "_at_terminal", lambda: True)
    put(where, NAMED)
    Image.new("RGB", (40, 20), "#7A1F3D").save(where.root / "our logo.png")
    answers = {
        " ": "Error: This is needed.\n",
        "École Lincoln": "",
        "Room [112](x)": "Error: The link “x” must begin with https:, http:, mailto: or tel:.",
        "Room 112": "",
        "": "",
        "8 to 4": "",
        " \t": "",
        "logo.png": "Error: There is no picture “logo.png” here.",
        "content/publisher.yaml": "Error: “publisher.yaml” is not a PNG, JPEG or SVG picture that can be read.",
        "'our logo.png'": "",
        "mauvish": "Error: “mauvish” is not a color that Guidepress knows.",
        "Maroon": "“Maroon” is taken as #800000.\n",
        "lincoln": "Error: There is a folder for the school “lincoln” already; nothing in it was changed.",
        "Lincoln High": "Write “lincoln-high”.\n",
        "aux": "Error: “aux” cannot be a short name: Windows lets no folder have it. Write “aux-school”.\n",
        "\n": "",
    }
    code, said = run("school", "add", text="\n".join(answers))
    assert code == 0, said
    for words in answers.values():
        assert words in said
    made = school_library.for_school(where, reading.read(where, TODAY), "ecole-lincoln", TODAY)
    assert made.publisher.name == "École Lincoln"
    assert made.publisher.contact == ("Room 112",)
    assert made.publisher.hours == ("8 to 4",)
    assert made.publisher.colours is not None
    assert made.publisher.colours.primary.rgb == "#800000"
    assert made.logo is not None


@pytest.mark.parametrize(
    ("typed", "meant"),
    {
        "É".encode("cp1252") + b"cole Saint-Jean": "École Saint-Jean",
        b"St. Mary\x92s": "St. Mary’s",
        b"Se\xf1or \x81": "Señor \x81",
        "École".encode(): "École",
        b"Lincoln": "Lincoln",
    }.items(),
)
def test_bytes_of_windows_1252_are_read_as_such(typed: bytes, meant: str) -> None:
    assert understood(os.fsdecode(typed)) == meant


def test_an_argument_in_windows_1252_is_understood_and_said_back(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    code, said = run("school", "add", "--id", "ecole", os.fsdecode(b"--name=\xc9cole"))
    assert code == 0, said
    assert said.startswith("“--name=École” was not sent as UTF-8, and is read as Windows-1252.\n")
    assert 'name: "École"\n' in (where.content / "schools/ecole/school.yaml").read_text(encoding="utf-8")
    odd = where.root / os.fsdecode(b"logo-\xe9.png")
    Image.new("RGB", (40, 20), "#7A1F3D").save(os.fspath(odd), "PNG")
    code, said = run("school", "add", "--id", "two", "--name", "Two", "--logo", os.fspath(odd))
    assert code == 0, said
    assert "Windows-1252" not in said
    for command in ("build", "verify", "import", "merge", "publish", "preflight"):
        code, said = run(command, os.fsdecode(b"\xc9cole"))
        assert code in (1, 2)
        assert said.splitlines().pop(0) == "“École” was not sent as UTF-8, and is read as Windows-1252."
        assert "École" in said.partition("\n")[2]


def test_all_schools_where_there_is_none_says_how_to_begin(
    where: project.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(where.root)
    code, said = run("build", "--all-schools")
    assert code == 2
    assert "“guidepress school add” makes the file of one" in said
    code, said = run("school", "ad")
    assert code == 2
    assert "did you mean “add”?" in said
