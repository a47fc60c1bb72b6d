"""What `guidepress verify` says of a manifest, of a folder, and of what is not there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from guidepress.commands.cli import main
from guidepress.verify import inspection, manifests
from helpers.copies import copy_content

NAMES = ("technician-brochure.pdf", "technician-handout.docx")


def manifest(folder: Path) -> Path:
    """Write two files and their manifest into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {}
    for name in NAMES:
        (folder / name).write_bytes(name.encode())
        outputs[name] = {"sha256": hashlib.sha256(name.encode()).hexdigest()}
    path = folder / "manifest.json"
    path.write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    return path


def told(path: Path) -> list[str]:
    checks = manifests.checks(path, inspection.outputs_in(path.parent))
    return [problem.message for check in checks for problem in check.problems]


def test_a_manifest_of_files_that_are_there_passes(tmp_path: Path) -> None:
    assert told(manifest(tmp_path)) == []


def test_a_file_that_is_gone_one_that_was_changed_and_one_that_is_not_listed_are_told(tmp_path: Path) -> None:
    path = manifest(tmp_path)
    (tmp_path / NAMES[0]).unlink()
    (tmp_path / NAMES[1]).write_bytes(b"edited")
    (tmp_path / "sonographer-handout.docx").write_bytes(b"new")
    (tmp_path / "notes.txt").write_bytes(b"no output")
    assert told(path) == [
        "“technician-brochure.pdf” is listed here, but there is no such file beside it.",
        "“sonographer-handout.docx” lies beside it, but is not listed here.",
        "“technician-handout.docx” was changed since it was built.",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"outputs": []}', '{"outputs": {"a.pdf": 1}}', '{"outputs": {"a.pdf": {}}}', "\x00"],
)
def test_what_is_no_manifest_says_so(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_content(tmp_path, "technician")
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["verify", "manifest.json"])
    assert result.exit_code == 1
    assert result.stdout == "manifest.json: 1 problem\n"
    assert result.stderr == (
        "manifest.json: This is not the list of files that “guidepress build” writes.\n"
        "  hint: run “guidepress build”, which writes it anew\n"
    )


def test_a_folder_is_looked_into_with_its_folders_and_manifests(tmp_path: Path) -> None:
    manifest(tmp_path)
    manifest(tmp_path / "schools/lincoln")
    manifest(tmp_path / ".making-1")
    found = [path.relative_to(tmp_path).as_posix() for path in inspection.named([tmp_path])]
    assert found == [*NAMES, "manifest.json", *(f"schools/lincoln/{name}" for name in (*NAMES, "manifest.json"))]


@pytest.mark.parametrize(
    ("name", "words"),
    {
        "nothere.pdf": "There is no such file or folder.\n  hint: look at its name and its folder\n",
        "nothere/": "There is no such file or folder.\n  hint: look at its name and its folder\n",
        "technicain-handout.docx": (
            "There is no such file or folder.\n  hint: did you mean “technician-handout.docx”?\n"
        ),
        "technician-handout.docx": (
            "There is no such file.\n  hint: run “guidepress build”, or look whether it lies in another folder\n"
        ),
        "content/publisher.yaml": (
            "This is not a file that Guidepress makes for this project.\n"
            "  hint: outputs begin with the name of a guide, and end in "
            "-brochure.pdf, -brochure-print.pdf, -handout.docx, -brochure-press.pdf\n"
        ),
    }.items(),
)
def test_what_is_not_there_or_no_output_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    copy_content(tmp_path, "technician")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["verify", name])
    assert result.exit_code == 1
    assert result.stderr == f"{Path(name)}: {words}"


def test_outputs_in_other_folders_are_mentioned_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_content(tmp_path, "technician")
    manifest(tmp_path / "build/track")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["verify"])
    assert result.exit_code == 1
    assert result.stderr == (
        "There is no output yet: run “guidepress build”.\n"
        "3 more files in folders below build: “guidepress verify build” checks all.\n"
    )
