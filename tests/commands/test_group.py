"""The help, names in capitals, the Tab key, and our own name in hints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from guidepress.commands import group, telling
from guidepress.commands.cli import main
from helpers.checkout import ROOT


def commands(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command and group, by the words that are typed."""
    yield path
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, (*path, name))


def test_every_command_has_its_place_in_the_order_of_the_work() -> None:
    listed = [name for section in group.SECTIONS.values() for name in section]
    assert sorted(listed) == sorted(main.commands)
    assert listed[:2] == ["new", "doctor"]
    shown = CliRunner().invoke(main, ["--help"]).output
    places = [shown.index(f"\n  {name} ") for name in listed]
    assert places == sorted(places)


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_no_line_of_the_help_is_cut_and_none_is_longer_than_a_terminal(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"], prog_name="guidepress", terminal_width=80)
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert len(lines) > 4
    assert [line for line in lines if len(line) > 80 or (line.endswith("...") and not line.startswith("Usage:"))] == []


def test_the_help_begins_with_an_example_and_says_where_to_read_on() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert "A first example:\n  guidepress new my-guides\n  cd my-guides\n  guidepress build\n" in shown
    assert shown.index("A first example") < shown.index("Begin:")
    assert "README.md in the folder of your" in shown.splitlines()[-2] + shown.splitlines()[-1]
    for path in commands():
        if len(path) == 1:
            help_of_command = CliRunner().invoke(main, [*path, "--help"]).output
            assert re.search(rf"^  [^\n]*:\n    guidepress {path[0]}\b", help_of_command, re.MULTILINE), path


def test_every_command_that_a_page_shows_is_there_with_its_options() -> None:
    shown = 0
    for page in ("docs/installing.md", "templates/project/README.md", "README.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for line in re.findall(r"(?:^|`)(?:\.venv/bin/)?guidepress ([a-z][^`\n]*)", text, re.MULTILINE):
            words = line.split()
            command = main.commands[words[0]]
            if isinstance(command, click.Group):
                command = command.commands[words[1]] if len(words) > 1 else command
            known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            assert {word for word in words if word.startswith("--")} <= known, line
            shown += 1
    assert shown > 20


def test_an_example_names_only_options_that_there_are() -> None:
    for section in group.SECTIONS.values():
        for name, (_, rest) in section.items():
            known = {option for parameter in main.commands[name].params for option in parameter.opts}
            assert {word for word in rest.split() if word.startswith("--")} <= known, name


def test_a_name_may_be_written_in_capitals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    build = ["build", "SONOGRAPHER", "--handout-only", "--paper", "A4", "--format", "ZFold", "--theme", "Track"]
    done = CliRunner().invoke(main, [*build, "--school", "LINCOLN-high"])
    assert done.exit_code == 0, done.output
    folder = tmp_path / "build/schools/lincoln-high/track-zfold-a4"
    assert (folder / "sonographer-lincoln-high-handout.docx").is_file()
    done = CliRunner().invoke(main, ["build", "--theme", "Trak"])
    assert "There is no theme “Trak”." in done.output
    assert "did you mean “track”?" in done.output


def offered(words: list[str], begun: str) -> list[str]:
    complete = ShellComplete(main, {}, "guidepress", group.COMPLETE)
    return [item.value for item in complete.get_completions(words, begun)]


def test_the_tab_key_offers_commands_guides_schools_and_themes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered(["build"], "s") == []  # no project here, and no traceback
    monkeypatch.chdir(ROOT)
    assert offered([], "pre") == ["preflight"]
    assert offered(["build"], "so") == ["sonographer"]
    assert offered(["build", "--school"], "l") == ["lincoln-high"]
    assert offered(["merge", "--school"], "L") == ["lincoln-high"]
    assert offered(["build", "--theme"], "") == ["clinic", "house", "track"]
    assert offered(["build", "--paper"], "A") == ["a4"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_a_shell_is_given_is_in_its_language(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert f"{group.COMPLETE}={shell}_complete" in done.stdout
    if program := shutil.which(shell):
        subprocess.run([program, "-n", "/dev/stdin"], input=done.stdout, text=True, check=True, capture_output=True)


def test_bash_completes_a_guide_by_what_it_was_given(tmp_path: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not here")
    script = CliRunner().invoke(main, ["completion", "bash"]).stdout
    (tmp_path / "guidepress.bash").write_text(script, encoding="utf-8")
    asked = (
        f"source {tmp_path}/guidepress.bash; COMP_WORDS=(guidepress build nucl); COMP_CWORD=2; "
        "_guidepress_completion guidepress; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(["bash", "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "nuclear-medicine-technologist", done.stderr


def test_hints_name_the_command_as_it_must_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "my project/.venv/bin/guidepress"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.setattr(sys, "argv", [str(program), "check"])
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.chdir(tmp_path / "my project")
    sentence = "Run “guidepress check”, or undo it: guidepress undo. guidepress is our name."
    telling.name.cache_clear()
    assert telling.as_typed(sentence) == (
        "Run “.venv/bin/guidepress check”, or undo it: .venv/bin/guidepress undo. guidepress is our name."
    )
    assert telling.name(tmp_path) == "'my project/.venv/bin/guidepress'"
    assert telling.name(tmp_path / "elsewhere") == f"'{program}'"
    monkeypatch.setenv("PATH", str(program.parent))
    telling.name.cache_clear()
    assert telling.as_typed(sentence) == sentence
    link = tmp_path / "bin/guidepress"  # as pipx and uv lay it
    link.parent.mkdir()
    link.symlink_to(program)
    monkeypatch.setenv("PATH", str(link.parent))
    telling.name.cache_clear()
    assert telling.name() == "guidepress"
    program.unlink()
    monkeypatch.setattr(sys, "argv", ["/x/guidepress/__main__.py"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python/bin/python3"))
    telling.name.cache_clear()
    assert telling.name() == "python/bin/python3 -m guidepress".replace("python/", str(tmp_path / "python") + "/")
    telling.name.cache_clear()
