"""Bad input, and the exact words a person reads: each case is a change to the good content and a file of words.

After a sentence has been changed on purpose, `GUIDEPRESS_ACCEPT=1 pytest tests/test_cases.py` writes the words anew.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from guidepress.cli import main

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "tests/cases"
GUIDE = "content/guides/technician.yaml"
ROLE = "content/roles/sonographer.yaml"
PUBLISHER = "content/publisher.yaml"
LABELS = "content/labels/en-US.yaml"

Change = Callable[[Path], object]


def edit(file: str, before: str, after: str, count: int = 1) -> Change:
    def change(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert before in text, f"{file} does not hold {before!r}"
        path.write_text(text.replace(before, after, count), encoding="utf-8")

    return change


def put(file: str, data: str | bytes) -> Change:
    def change(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    return change


def remove(file: str) -> Change:
    return lambda root: (root / file).unlink()


def copy(file: str, to: str) -> Change:
    return lambda root: shutil.copy(root / file, root / to)


def both(*changes: Change) -> Change:
    def change(root: Path) -> None:
        for each in changes:
            each(root)

    return change


def logo(file: str) -> Change:
    return put(PUBLISHER, f"name: Lincoln High School\nlogo:\n  file: {file}\n  alt: Lincoln High School\n")


def png(width: int, height: int) -> bytes:
    """A PNG whose header claims a size and whose data is nearly nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcde", "bcdef", strict=True)
)

CASES: dict[str, Change] = {
    "unknown-key": edit(GUIDE, "introduction:", "introdction:"),
    "unknown-key-in-a-section": edit(GUIDE, '    lead: "Successful', '    leed: "Successful'),
    "missing-key": edit(GUIDE, "title: Technician Career Pathway\n", ""),
    "number-for-text": edit(GUIDE, "title: Technician Career Pathway", "title: 2026"),
    "text-for-number": edit(ROLE, "value: 96590", "value: much"),
    "list-for-text": edit(GUIDE, "title: Skills and Competencies", "title: [Skills, Competencies]"),
    "text-for-list": edit(ROLE, "facts:", "facts: none\nfact:"),
    "wrong-kind": edit(GUIDE, "kind: checklist", "kind: checkliste"),
    "missing-kind": edit(GUIDE, "    kind: checklist\n", ""),
    "wrong-unit": edit(ROLE, "unit: percent", "unit: per cent"),
    "empty-text": edit(GUIDE, "title: Skills and Competencies", 'title: ""'),
    "nothing-after-a-key": edit(GUIDE, "title: Skills and Competencies", "title:"),
    "duplicate-key": edit(GUIDE, 'edition: "2026.1"', 'edition: "2026.1"\nedition: "2026.2"'),
    "tab": edit(GUIDE, "  - id: skills", "\t- id: skills"),
    "colon-in-text": edit(GUIDE, "Audit imaging practices", "Audit: imaging practices"),
    "colon-in-a-value": edit(GUIDE, "title: Skills and Competencies", "title: Skills: and competencies"),
    "quotation-mark-not-closed": edit(GUIDE, 'edition: "2026.1"', 'edition: "2026.1'),
    "bracket-not-closed": edit(GUIDE, "title: Skills and Competencies", "title: [Skills"),
    "bad-indentation": edit(GUIDE, "    kind: checklist", "     kind: checklist"),
    "at-sign": edit(GUIDE, "title: Skills and Competencies", "title: @skills"),
    "two-documents": edit(GUIDE, "sections:\n", "---\nsections:\n"),
    "not-utf-8": put(GUIDE, b"slug: technician\ntitle: Caf\xe9\n"),
    "empty-file": put(GUIDE, ""),
    "only-comments": put(GUIDE, "# nothing yet\n"),
    "a-list-at-the-top": put(GUIDE, "- one\n- two\n"),
    "empty-guide": edit(GUIDE, "sections:\n", "sections: []\nunused:\n"),
    "unknown-role": edit(GUIDE, "role: sonographer", "role: sonografer"),
    "unknown-benchmark": edit(GUIDE, "benchmark: all-occupations", "benchmark: all-jobs"),
    "slug-is-not-the-file-s-name": edit(GUIDE, "slug: technician", "slug: technicians"),
    "duplicate-slug": copy(GUIDE, "content/guides/copy.yaml"),
    "duplicate-section": edit(GUIDE, "id: outlook", "id: skills"),
    "panels-out-of-order": edit(GUIDE, "panel: inside-3", "panel: inside-1"),
    "panel-without-a-section": edit(GUIDE, "    panel: inside-2\n", ""),
    "control-character": edit(GUIDE, "Develop safety protocols", "Develop\x07 safety protocols"),
    "escaped-control-character": edit(GUIDE, "- Develop safety protocols", '- "Develop\\a safety protocols"'),
    "forbidden-link": edit(GUIDE, "https://studentaid.gov)", "javascript:alert(1))"),
    "no-such-day": edit(ROLE, "retrieved: 2026-11-23", "retrieved: 2026-13-40"),
    "edition-as-a-number": edit(GUIDE, 'edition: "2026.1"', "edition: 2026.1"),
    "value-without-its-unit": edit(ROLE, "unit: US dollars a year", "unit: words"),
    "pay-upside-down": edit(ROLE, "value: 67820", "value: 167820"),
    "mixed-editions": edit(ROLE, "period: May 2025", "period: May 2024", count=3),
    "missing-labels": remove(LABELS),
    "missing-logo": logo("logo.png"),
    "unreadable-logo": both(logo("logo.png"), put("content/logo.png", "not a picture")),
    "image-bomb": both(logo("logo.png"), put("content/logo.png", png(50_000, 50_000))),
    "logo-outside-the-project": both(logo("../../logo.png"), put("../logo.png", png(4, 4))),
    "alias-bomb": put(ROLE, BOMB),
    "unknown-alias": edit(GUIDE, "title: Skills and Competencies", "title: *skills"),
    "deep-nesting": put(ROLE, "a: " + "[" * 5000),
    "several-files": both(
        edit(GUIDE, "kind: checklist", "kind: list"),
        edit(ROLE, "grade: A-", "grade: C"),
        edit(LABELS, "growth: Job growth\n", ""),
        put(PUBLISHER, "nam: Lincoln High School\n"),
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    shutil.copytree(ROOT / "content", root / "content")
    (root / "build").mkdir()
    (root / "build/technician-brochure.pdf").write_bytes(b"the last good one")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("name", CASES)
def test_a_case_gets_exactly_its_words(name: str, project: Path) -> None:
    CASES[name](project)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    words = WORDS / f"{name}.txt"
    if os.environ.get("GUIDEPRESS_ACCEPT"):
        words.write_text(result.stderr, encoding="utf-8")
    assert result.stderr == words.read_text(encoding="utf-8")
    assert "Traceback" not in result.output


def test_every_file_of_words_has_its_case() -> None:
    assert {path.stem for path in WORDS.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", ["unknown-key", "image-bomb", "several-files"])
def test_a_failed_build_says_the_same_and_leaves_what_was_good(name: str, project: Path) -> None:
    CASES[name](project)
    result = CliRunner().invoke(main, ["build"])
    assert result.exit_code == 1
    assert (WORDS / f"{name}.txt").read_text(encoding="utf-8") in result.stderr
    assert "Nothing was written." in result.stderr
    assert [path.name for path in (project / "build").iterdir()] == ["technician-brochure.pdf"]
    assert (project / "build/technician-brochure.pdf").read_bytes() == b"the last good one"


def test_good_content_has_no_problems(project: Path) -> None:
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 guide, no problems")


def test_advice_is_a_failure_only_when_asked(project: Path) -> None:
    edit(ROLE, "2026-11-23\n    review_after: 2027-06-30", "2025-11-23\n    review_after: 2026-01-01")(project)
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    strict = CliRunner().invoke(main, ["check", "--strict"])
    assert strict.exit_code == 1
    assert "was to be looked at again after 2026-01-01" in strict.stderr


def test_a_mistyped_command_or_guide_gets_a_suggestion(project: Path) -> None:
    wrong = CliRunner().invoke(main, ["biuld"])
    assert wrong.exit_code == 2
    assert "did you mean “build”?" in wrong.output
    unknown = CliRunner().invoke(main, ["build", "technican"])
    assert unknown.exit_code == 1
    assert "There is no guide “technican”." in unknown.stderr
    assert "did you mean “technician”?" in unknown.stderr


def test_html_in_content_is_text(project: Path) -> None:
    edit(GUIDE, "Develop safety protocols", "Develop <b>safety</b> & {{ 7*7 }} protocols")(project)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
