"""The page for people who program: its examples run as they stand there, one after the other."""

from __future__ import annotations

import re
import shutil

import pytest

import guidepress
from helpers.checkout import ROOT

PAGE = (ROOT / "docs/python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Run all examples in a copy of the project. Returns the names that are bound at the end."""
    root = tmp_path_factory.mktemp("program")
    for folder in ("content", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    names: dict[str, object] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for example in EXAMPLES:
            exec(compile(example, "docs/python.md", "exec"), names)  # noqa: S102 - the page's own examples
    return names


def test_the_examples_make_what_the_page_says(said: dict[str, object]) -> None:
    assert len(EXAMPLES) >= 7
    project = said["project"]
    assert isinstance(project, guidepress.Project)
    written = {path.relative_to(project.root).as_posix() for path in (project.root / "out").rglob("*.*")}
    assert {
        "out/manifest.json",
        "out/sonographer-brochure.pdf",
        "out/lincoln-high/sonographer-lincoln-high-handout.docx",
    } <= written
    error = re.search(r'\["(\w+)"\]\)\nexcept', PAGE)
    assert error
    assert error[1] not in said["library"].guides  # type: ignore[attr-defined]


def test_what_was_made_is_found_sound_and_an_unedited_handout_changes_nothing(said: dict[str, object]) -> None:
    assert said["checked"].passed  # type: ignore[attr-defined]
    assert said["arrival"].is_empty  # type: ignore[attr-defined]
    assert said["written"] == []


def test_every_name_of_the_face_is_on_the_page() -> None:
    unnamed = [name for name in guidepress.__all__ if not re.search(rf"\b{name}\b", PAGE) and name != "__version__"]
    assert set(unnamed) <= {"Built", "Library", "Problem", "Project", "Span"}  # what the functions return
