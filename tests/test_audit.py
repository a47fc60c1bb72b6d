"""What pip-audit says of the pinned packages is told in lines, and nobody's silence is taken for a fault."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from helpers.checkout import ROOT
from workshop import audit

SOUND = {"name": "jinja2", "version": "3.1.6", "vulns": []}
FAULTY = {
    "name": "pillow",
    "version": "1.0",
    "vulns": [{"id": "CVE-1-2", "fix_versions": ["1.1", "2.0"]}, {"id": "CVE-3-4", "fix_versions": []}],
}
UNKNOWN = {"name": "mystery", "skip_reason": "not found"}


def answering(monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    def run(*_: Any, **__: Any) -> SimpleNamespace:
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(stdout=answer)

    monkeypatch.setattr(subprocess, "run", run)


def test_known_faults_are_told_with_the_version_that_mends_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, json.dumps({"dependencies": [SOUND, FAULTY, UNKNOWN]}))
    faults = audit.faults(Path("bin"))
    assert faults[:2] == [
        "requirements.txt: pillow 1.0 has the fault CVE-1-2; mended in 1.1, 2.0",
        "requirements.txt: pillow 1.0 has the fault CVE-3-4; mended in no version yet",
    ]
    assert len(faults) == 2 * len(audit.FILES)
    assert "1 of 3 packages are not known" in capsys.readouterr().err


@pytest.mark.parametrize(
    "answer", ["", "no JSON", "{}", FileNotFoundError(), subprocess.TimeoutExpired(["pip-audit"], 120)]
)
def test_silence_is_no_fault(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: Any) -> None:
    answering(monkeypatch, answer)
    assert audit.faults(Path("bin")) == []
    assert "its data cannot be reached" in capsys.readouterr().err


def test_every_file_of_pinned_packages_is_asked_about() -> None:
    assert {path.name for path in ROOT.glob("requirements*.txt")} == set(audit.FILES)
