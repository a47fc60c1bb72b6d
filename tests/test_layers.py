"""Who may import whom: the order of the wings, held against the imports of every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.checkout import ROOT

PACKAGE = ROOT / "src/guidepress"
TESTS = ROOT / "tests"


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
COMMANDS = {name for name in MODULES if name.split(".")[0] == "commands"}
# From the ground up: a wing imports itself, what stands beside it on its line never, and what stands above.
WINGS: tuple[tuple[str, ...], ...] = (
    ("errors", "escaping", "disk", "confinement", "lazy", "units", "papers", "alignment", "project"),
    ("content.model",),
    ("content",),
    ("schools",),
    ("compose.drawings", "compose.themes"),
    ("compose",),
    ("brochure",),
    ("press",),
    ("word",),
    ("options",),
    ("artifacts",),
    ("verify",),
    ("roundtrip.recovery",),
    ("roundtrip",),
    ("building",),
    ("production",),
    ("machine", "new_project"),
    ("commands",),
    ("__main__",),
)
IMPORTS = {name: imports(source) for name, source in MODULES.items()}


def ours(name: str) -> set[str]:
    """The modules of the package that a module imports."""
    return ours_of(IMPORTS[name]) - {name}


def ours_of(names: set[str]) -> set[str]:
    """The modules of the package among names that are imported."""
    found = set()
    for each in names:
        if each.split(".")[0] != "guidepress":
            continue
        inner = each.removeprefix("guidepress.").removeprefix("guidepress")
        while inner and inner not in MODULES:
            inner = inner.rpartition(".")[0]
        found.add(inner)
    return found - {""}


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


def floor(name: str) -> int:
    """The line of WINGS that a module stands on; the innermost wing counts."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        for number, wings in enumerate(WINGS):
            if ".".join(parts[:length]) in wings:
                return number
    raise AssertionError(f"{name} is in no wing")


def test_every_module_is_seen_and_so_are_imports_inside_functions() -> None:
    on_disk = {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py")}
    assert set(MODULES) == {name.removesuffix("__init__").rstrip("/").replace("/", ".") for name in on_disk}
    assert {"errors", "content.source", "compose.templates", "brochure.typeset", "word.writer"} <= set(MODULES)
    assert imports("def f():\n    from guidepress.word import writer\n    import os.path\n") == {
        "guidepress.word.writer",
        "os.path",
    }
    assert imports("if TYPE_CHECKING:\n    import weasyprint\nelse:\n    import re\n") == {"re"}
    assert ours("content.reading") >= {"errors", "project", "content.source", "content.validate"}
    assert "building" in ours("commands.build")


def test_every_file_is_in_a_wing_and_no_import_runs_up() -> None:
    assert [wing for line in WINGS for wing in line if wing not in MODULES] == []
    up = [f"{name} imports {other}" for name in MODULES if name for other in ours(name) if floor(other) > floor(name)]
    assert up == []


def test_a_wing_that_has_a_face_of_its_own_is_in_the_order() -> None:
    packages = {path.parent.relative_to(PACKAGE).as_posix().replace("/", ".") for path in PACKAGE.rglob("__init__.py")}
    assert packages - {"."} <= {wing for line in WINGS for wing in line}


def test_the_tests_of_a_wing_know_only_that_wing_and_those_below() -> None:
    seen = 0
    for path in TESTS.glob("*/test_*.py"):
        if path.parent.name in ("whole", "hostile"):
            continue
        seen += 1
        assert path.parent.name in MODULES, path
        for other in ours_of(imports(path.read_text(encoding="utf-8"))):
            assert floor(other) <= floor(path.parent.name), f"{path.name} imports {other}"
    assert seen > 20


def test_errors_and_document_import_nothing_of_ours() -> None:
    assert ours("errors") == set()
    assert ours("compose.document") == set()


def test_writers_and_reader_do_not_know_each_other() -> None:
    ends = {"word.writer", "word.reader", "press.imposition", "brochure.typeset"}
    for name in ends:
        assert reach(name) & (ends - {name}) == set(), name


def test_nothing_imports_the_command_line() -> None:
    assert "commands.merge" in ours("commands.cli")
    assert [name for name in MODULES if ours(name) & COMMANDS and name not in COMMANDS] == ["__main__"]


def test_only_the_top_and_the_project_choose_paths() -> None:
    calls = {"cwd", "home", "expanduser", "getcwd"}
    choosing = {
        name
        for name, source in MODULES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in calls
    }
    assert "commands.cli" in choosing
    assert choosing <= COMMANDS
    # Files are made aside before they are moved into place; LibreOffice reads and writes files, nothing else; processes
    # that make guides keep fonts in files, where the disk is full a command says which folder that is, and doctor looks
    # how much room there is.
    temporary = {"disk", "artifacts", "word.conversion", "production", "commands.group", "commands.doctor"}
    assert {name for name in MODULES if "tempfile" in outside(name)} <= temporary


def test_below_the_build_nothing_reads_a_clock_the_environment_the_network_or_chance() -> None:
    never = {"time", "random", "secrets", "locale", "socket", "urllib.request", "http", "requests"}
    for name in set(MODULES) - {*COMMANDS, "machine"}:  # one looks at this computer: that is its work
        assert outside(name) & never == set(), name
        assert not {each for each in IMPORTS[name] if each.startswith("urllib.request")}, name
        for node in ast.walk(ast.parse(MODULES[name])):
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("environ", "getenv", "today", "now", "utcnow", "uuid1", "uuid4"), (
                    f"{name}:{node.lineno}"
                )


OWNERS = {
    # Rewriting asks where values end, which a Tree does not say.
    "ruamel": {"content.yaml_rewriting", "content.source", "content.yaml_errors"},
    "jinja2": {"compose.sandbox", "compose.templates", "compose.template_faults", "compose.template_files"},
    "weasyprint": {
        "brochure.line_breaks",
        "brochure.line_ends",
        "brochure.page_files",
        "brochure.tagging",
        "brochure.text_widths",
        "brochure.typeset",
    },
    "segno": {"compose.drawings.charts"},
    "resvg_py": {"content.svg_drawing", "word.bars", "word.handout"},
    "cssselect2": {"content.svg_styles"},
}


@pytest.mark.parametrize("engine", OWNERS)
def test_each_engine_has_its_owners(engine: str) -> None:
    assert {name for name in MODULES if engine in outside(name)} == OWNERS[engine]


def test_imports_never_go_round_in_a_circle() -> None:
    assert [name for name in MODULES if name in reach(name)] == []


BLOCKED = ("weasyprint", "resvg_py", "pikepdf", "docx", "lxml", "jinja2", "segno", "pypdfium2", "fontTools", "numpy")
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
from guidepress import project
from guidepress.content import reading
library = reading.read(project.find(Path(sys.argv[1])), date(2026, 11, 23))
print(*sorted(library.guides))
"""


def test_content_can_be_checked_where_no_engine_is_installed() -> None:
    command = [sys.executable, "-c", WITHOUT_ENGINES, str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("blocked\n")
    assert "sonographer technician" in result.stdout
