"""Who may import whom: read from the imports of every module, which must all be seen first."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src/guidepress"


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(source: str) -> set[str]:
    """Every module that a source imports anywhere in it, save where only the type checker looks."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for other in node.orelse:
                visit(other)
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


MODULES = {name_of(path): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
COMMANDS = {name for name in MODULES if name == "cli" or name.startswith("cli_")}
IMPORTS = {name: imports(source) for name, source in MODULES.items()}


def ours(name: str) -> set[str]:
    """The modules of the package that a module imports."""
    found = set()
    for each in IMPORTS[name]:
        if each.split(".")[0] != "guidepress":
            continue
        inner = each.removeprefix("guidepress.").removeprefix("guidepress")
        while inner and inner not in MODULES:
            inner = inner.rpartition(".")[0]
        found.add(inner)
    return found - {"", name}


def reach(name: str) -> set[str]:
    """All modules of the package that a module needs, however many steps away."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for each in ours(waiting.pop()) - seen:
            seen.add(each)
            waiting.append(each)
    return seen


def outside(name: str) -> set[str]:
    return {each.split(".")[0] for each in IMPORTS[name]}


def test_every_module_is_seen_and_so_are_imports_inside_functions() -> None:
    on_disk = {path.stem for path in PACKAGE.glob("*.py")} | {f"word.{path.stem}" for path in PACKAGE.glob("word/*.py")}
    assert set(MODULES) == {"" if name == "__init__" else name.removesuffix(".__init__") for name in on_disk}
    assert {"errors", "source", "check", "compose", "typeset", "build", "cli", "word.writer"} <= set(MODULES)
    assert imports("def f():\n    from guidepress.word import writer\n    import os.path\n") == {
        "guidepress.word.writer",
        "os.path",
    }
    assert imports("if TYPE_CHECKING:\n    import weasyprint\nelse:\n    import re\n") == {"re"}
    assert ours("check") >= {"errors", "project", "schema", "source", "validate"}
    assert "build" in ours("cli")


def test_errors_and_document_import_nothing_of_ours() -> None:
    assert ours("errors") == set()
    assert ours("document") == set()


def test_writers_and_reader_do_not_know_each_other() -> None:
    ends = {"word.writer", "word.reader", "impose", "typeset"}
    for name in ends:
        assert reach(name) & (ends - {name}) == set(), name


def test_nothing_imports_the_command_line() -> None:
    assert "cli_merge" in ours("cli")
    assert [name for name in MODULES if ours(name) & COMMANDS and name not in COMMANDS] == []


def test_only_the_top_and_the_project_choose_paths() -> None:
    calls = {"cwd", "home", "expanduser", "getcwd"}
    choosing = {
        name
        for name, source in MODULES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in calls
    }
    assert "cli" in choosing
    assert choosing <= COMMANDS
    assert {name for name in MODULES if "tempfile" in outside(name)} <= {"artifacts"}


def test_below_the_build_nothing_reads_a_clock_the_environment_the_network_or_chance() -> None:
    never = {"time", "random", "secrets", "locale", "socket", "urllib.request", "http", "requests"}
    for name in set(MODULES) - {*COMMANDS, "build"}:
        assert outside(name) & never == set(), name
        assert not {each for each in IMPORTS[name] if each.startswith("urllib.request")}, name
        for node in ast.walk(ast.parse(MODULES[name])):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("environ", "getenv", "today", "now", "utcnow", "uuid1", "uuid4"), (
                    f"{name}:{node.lineno}"
                )


OWNERS = {
    "ruamel": {"rewriting", "source", "syntax"},  # rewriting asks where values end, which a Tree does not say
    "jinja2": {"compose"},
    "weasyprint": {"languages", "typeset"},
    "segno": {"figures"},
}


@pytest.mark.parametrize("engine", OWNERS)
def test_each_engine_has_its_owners(engine: str) -> None:
    assert {name for name in MODULES if engine in outside(name)} == OWNERS[engine]


def test_imports_never_go_round_in_a_circle() -> None:
    assert [name for name in MODULES if name in reach(name)] == []


BLOCKED = ("weasyprint", "pikepdf", "docx", "lxml", "jinja2", "segno", "pypdfium2", "fontTools", "numpy")
WITHOUT_ENGINES = f"""
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {BLOCKED!r}:
            raise ImportError(f"{{name}} is not installed here")

sys.meta_path.insert(0, Blocker())
try:
    import weasyprint
except ImportError:
    print("blocked")
from datetime import date
from pathlib import Path
from guidepress import check, project
library = check.read(project.find(Path(sys.argv[1])), date(2026, 11, 23))
print(*sorted(library.guides))
"""


def test_content_can_be_checked_where_no_engine_is_installed() -> None:
    command = [sys.executable, "-c", WITHOUT_ENGINES, str(PACKAGE.parent.parent)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("blocked\n")
    assert "sonographer technician" in result.stdout
