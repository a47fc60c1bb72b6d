"""The README's commands, run as it shows them, and what it says is there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guidepress import project
from helpers.checkout import ROOT
from helpers.typist import Typist

README = (ROOT / "README.md").read_text(encoding="utf-8")
SCHOOLS = (ROOT / "content/schools/README.md").read_text(encoding="utf-8")

# The test suite does not start itself, and the rivals that the benchmark needs are set up by it alone. The press
# edition needs a profile that a machine may lack; tests/whole/test_finishes.py makes one with a profile of its own. All
# pictures in all themes take minutes; tests/whole/test_contact_sheets.py draws those of one guide.
NOT_RUN = {
    "scripts/pictures",
    "scripts/test",
    "scripts/bench",
    "scripts/build sonographer --press",
    ".venv/bin/guidepress preflight build/sonographer-brochure-press.pdf",
}


def commands(page: str = README) -> list[str]:
    """Every line of a page's shell blocks, the README's where no other is named."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_readme_shows_these_commands() -> None:
    assert commands() == [
        "scripts/build",
        "scripts/build sonographer",
        "scripts/build --theme track",
        "scripts/build --paper a4",
        "scripts/test",
        ".venv/bin/guidepress calibrate",
        "scripts/build sonographer --format flyer",
        "scripts/build sonographer --press",
        ".venv/bin/guidepress preflight build/sonographer-brochure-press.pdf",
        ".venv/bin/guidepress check",
        ".venv/bin/guidepress verify",
        ".venv/bin/guidepress verify build/sonographer-handout.docx",
        ".venv/bin/guidepress verify --report",
        ".venv/bin/guidepress verify --heard build/sonographer-brochure.pdf",
        '.venv/bin/guidepress school add --id riverside --name "Riverside High School" --primary "#1D4E89"',
        "scripts/build --school lincoln-high",
        ".venv/bin/guidepress verify build/schools/lincoln-high/sonographer-lincoln-high-handout.docx",
        "scripts/pictures",
        "scripts/bench",
    ]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which the scripts' set-up is replaced by this test run's own Python."""
    copy = tmp_path_factory.mktemp("clone") / "guidepress"
    copy.mkdir()
    for folder in ("content", "templates", "scripts", "src"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "build").mkdir()
    # The set-up itself is proved in tests/whole/test_scripts.py; here the commands run on what is installed already.
    (copy / "src/workshop/setup.py").write_text(
        "import os, sys\nfrom pathlib import Path\nCHECKOUT = Path(__file__).parents[2]\n"
        f"def prepare(**wanted): return Path({str(Path(sys.executable).parent)!r})\n"
        "def hand_over(command):\n    os.chdir(CHECKOUT)\n    os.execv(str(command[0]), list(map(str, command)))\n"
        "def start(main): sys.exit(main(sys.argv[1:]))\n",
        encoding="utf-8",
    )
    (copy / ".venv").symlink_to(Path(sys.prefix))
    return copy


@pytest.mark.parametrize("command", [command for command in dict.fromkeys(commands()) if command not in NOT_RUN])
def test_a_command_of_the_readme_works(checkout: Path, command: str) -> None:
    if "verify" in command and not (checkout / "build/manifest.json").exists():
        subprocess.run(["scripts/build"], cwd=checkout, check=True, capture_output=True)
    if "build/schools" in command and not (checkout / "build/schools").exists():
        subprocess.run(["scripts/build", "--school", "lincoln-high"], cwd=checkout, check=True, capture_output=True)
    done = subprocess.run(shlex.split(command), cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    made = {"scripts/build --paper a4": "trifold-a4", "scripts/build --theme track": "track"}.get(command)
    if made:
        assert (checkout / "build" / made / "technician-brochure.pdf").is_file()


def test_the_files_that_the_readme_names_are_there() -> None:
    named = re.findall(r"`((?:content|templates|scripts|src|tests)/[^`<]*)`", README)
    assert len(named) > 8
    for path in named:
        assert (ROOT / path.split()[0]).exists(), path


def test_the_pictures_of_the_readme_are_there_with_words_for_those_who_do_not_see_them() -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", README)
    themes = [path.parent for path in (ROOT / "templates/themes").glob("*/theme.yaml")]
    assert {f"templates/themes/{theme.name}/pictures/covers.png" for theme in themes} <= {path for _, path in pictures}
    assert all(f"templates/themes/{theme.name}/README.md" in README for theme in themes)
    shown = {Path(path).name for _, path in pictures}
    assert shown >= {"technician-sheets.png", "sonographer-handout.png", "formats.png"}
    for words, path in pictures:
        assert len(words.split()) >= 4
        assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("theme", ["clinic", "house", "track"])
def test_the_page_of_a_theme_shows_each_guide_and_each_format(theme: str) -> None:
    folder = ROOT / "templates/themes" / theme
    text = (folder / "README.md").read_text(encoding="utf-8")
    pictures = {path: words for words, path in re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", text)}
    guides = [path.stem for path in (ROOT / "content/guides").iterdir()]
    assert set(pictures) >= {f"pictures/{name}.png" for name in ("covers", "formats", *guides)}
    assert all((folder / path).is_file() and len(words.split()) >= 4 for path, words in pictures.items())


def test_the_error_that_the_readme_shows_is_what_one_reads(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "project"
    shutil.copytree(checkout / "content", copy / "content")
    guide = copy / "content/guides/technician.yaml"
    guide.write_text(guide.read_text(encoding="utf-8").replace("introduction:", "introdction:"), encoding="utf-8")
    command = [sys.executable, "-m", "guidepress", "check"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    shown = re.search(r"```text\n(content/.*?)```", README, re.DOTALL)
    assert shown
    assert done.returncode == 1
    assert shown[1] in done.stderr


# A school's handout, there and back: the commands of its page in their order, and between them what people do ---------


def _edit(checkout: Path) -> None:
    typist = Typist((checkout / "build/schools/lincoln-high/sonographer-lincoln-high-handout.docx").read_bytes())
    typist.change("Explain the exam", "answer questions", "answer every question")
    typist.add("Check that each", "Bring the images to the doctor")
    typist.change("21%", "21", "25")
    typist.change("Counseling Office, Room 112", "112", "114")
    (checkout / "sonographer-edited.docx").write_bytes(typist.docx())


def _next_year(checkout: Path) -> None:
    guide = checkout / "content/guides/sonographer.yaml"
    text = guide.read_text(encoding="utf-8")
    changed = text.replace("Explain the exam and answer", "Explain the exam to the patient and answer")
    assert changed != text
    guide.write_text(changed, encoding="utf-8")
    build = ["scripts/build", "sonographer", "--school", "lincoln-high"]
    done = subprocess.run(build, cwd=checkout, capture_output=True, text=True, check=True)
    (checkout / "next-year.txt").write_text(done.stderr, encoding="utf-8")


def _answer(checkout: Path) -> None:
    [answers] = re.findall(r"^```yaml\n(.*?)^```", SCHOOLS, re.MULTILINE | re.DOTALL)
    (checkout / "answers.yaml").write_text(answers, encoding="utf-8")


def _fill_folder(checkout: Path) -> None:
    typist = Typist((checkout / "build/schools/lincoln-high/sonographer-lincoln-high-handout.docx").read_bytes())
    typist.change("What you do", "do", "do all day")
    (checkout / "returned").mkdir()
    (checkout / "returned/lincoln.docx").write_bytes(typist.docx())


IMPORT = ".venv/bin/guidepress import sonographer-edited.docx --school lincoln-high"
MERGE = ".venv/bin/guidepress merge --school lincoln-high"
FOLDER = ".venv/bin/guidepress import returned"
BEFORE = {
    IMPORT: _edit,
    MERGE: _next_year,
    f"{MERGE} --answers answers.yaml": _answer,
    f"{FOLDER} --report returned.html": _fill_folder,
}


def test_the_commands_of_the_page_on_schools_bring_a_handout_home(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "guidepress"
    shutil.copytree(checkout, copy, symlinks=True)
    shown = commands(SCHOOLS)
    assert shown == [
        "scripts/build sonographer --school lincoln-high",
        ".venv/bin/guidepress publish sonographer --school lincoln-high",
        IMPORT,
        f"{IMPORT} --apply",
        "scripts/build sonographer --school lincoln-high",
        MERGE,
        f"{MERGE} --answers answers.yaml",
        "scripts/build sonographer --school lincoln-high",
        ".venv/bin/guidepress verify build/schools/lincoln-high/sonographer-lincoln-high-handout.docx",
        f"{FOLDER} --report returned.html",
        f"{FOLDER} --apply",
        ".venv/bin/guidepress history",
        ".venv/bin/guidepress undo",
    ]
    output = ""
    for command in shown:
        if command in BEFORE:
            BEFORE[command](copy)
        done = subprocess.run(
            shlex.split(command), cwd=copy, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        # Nobody is there to answer: the collision stays open, which is status 1.
        assert done.returncode == (1 if command == MERGE else 0), f"{command}: {done.stderr}"
        assert "Traceback" not in done.stderr
        output += done.stdout + done.stderr
    output += (copy / "next-year.txt").read_text(encoding="utf-8")
    lines = re.sub(r" {3}\(content/.*\)$", "", output, flags=re.MULTILINE)
    said = re.findall(r"^```text\n(.*?)^```", SCHOOLS, re.MULTILINE | re.DOTALL)
    assert len(said) == 4
    assert [block for block in said if block.rstrip("\n") not in lines] == []
    assert list((copy / "content/published/sonographer").iterdir())


def test_the_page_on_schools_is_linked_and_is_no_content() -> None:
    assert "(content/schools/README.md)" in README
    where = project.find(ROOT)
    assert (where.unread(), where.misplaced()) == ([], [])
    named = re.findall(r"`(content/(?!published)[^`<]*)`", SCHOOLS)
    assert len(named) > 1
    assert all((ROOT / path).exists() for path in named)
