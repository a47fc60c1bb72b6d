"""What `import guidepress` offers: light to load, each name what it says, whatever else has been imported before."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

import guidepress
from helpers.checkout import ROOT

FACES = sorted(name for name in guidepress.__all__ if name != "__version__")
WINGS = [path.parent for path in sorted((ROOT / "src/guidepress").rglob("__init__.py"))]


def test_to_import_it_loads_nothing_of_ours_and_no_engine() -> None:
    code = "import sys, guidepress; print([name for name in sys.modules if name.startswith('guidepress.')])"
    heavy = "; print([name for name in ('weasyprint', 'pydantic', 'lxml', 'numpy', 'docx') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code + heavy], capture_output=True, text=True, check=True)
    assert done.stdout == "['guidepress.lazy']\n[]\n"


@pytest.mark.parametrize("name", FACES)
def test_each_public_name_is_there_and_says_what_it_is(name: str) -> None:
    found = getattr(guidepress, name)
    assert inspect.isclass(found) or inspect.isfunction(found), f"{name} is a {type(found).__name__}"
    assert len(inspect.getdoc(found) or "") > 30
    assert f"guidepress.{name}" in (ROOT / "docs/python.md").read_text(encoding="utf-8") or inspect.isclass(found)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'bild'"):
        guidepress.bild  # noqa: B018
    assert dir(guidepress) == sorted(guidepress.__all__)


ALL_MODULES_THEN_THE_FACE = """
import importlib, pathlib, pkgutil, types
import guidepress
names = [found.name for found in pkgutil.walk_packages(guidepress.__path__, "guidepress.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
print([name for name in guidepress.__all__ if isinstance(getattr(guidepress, name), types.ModuleType)])
try:
    guidepress.find(pathlib.Path("/"))
except guidepress.ContentError as error:
    print(error.problems[0].message)
"""


def test_every_module_can_be_imported_first_and_the_names_are_still_functions() -> None:
    """A module imported by anybody becomes an attribute of its package, and would take the place of a function."""
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        ALL_MODULES_THEN_THE_FACE.replace('find("/")', 'find(__import__("pathlib").Path("/"))'),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, modules, sentence = done.stdout.splitlines()
    assert int(count) > 100
    assert modules == "[]"
    assert sentence == "There is no Guidepress project here."


def test_no_name_that_a_wing_hands_on_is_that_of_a_module_beside_it() -> None:
    handed_on = 0
    for wing in WINGS:
        beside = {module.name for module in pkgutil.iter_modules([str(wing)])}
        module = importlib.import_module(".".join(("guidepress", *wing.relative_to(ROOT / "src/guidepress").parts)))
        names = set(getattr(module, "__all__", ()))
        handed_on += len(names)
        assert names & beside == set(), wing
    assert handed_on > 20


def test_what_type_checkers_see_of_the_face_is_what_is_loaded() -> None:
    tree = ast.parse((ROOT / "src/guidepress/__init__.py").read_text(encoding="utf-8"))
    (checked,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: node.module.removeprefix("guidepress.")
        for node in checked.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    assert seen == guidepress._SOURCES
