"""docs/architecture.md lists every wing and module, in the order of the wings, with the first line of each.

After a module has come, gone or been described anew, `GUIDEPRESS_ACCEPT=1 pytest tests/test_architecture.py` writes the
list again.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

from helpers.checkout import ROOT

PACKAGE = ROOT / "src/guidepress"
PAGE = ROOT / "docs/architecture.md"
BEGIN = "<!-- modules: written by GUIDEPRESS_ACCEPT=1 pytest tests/test_architecture.py -->\n"
END = "<!-- end of modules -->"
ORDER = (
    "", "content/model", "content", "schools", "compose/drawings", "compose/themes", "compose", "brochure", "press",
    "word", "verify", "roundtrip/recovery", "roundtrip", "commands",
)  # fmt: skip


def first_line(path: Path) -> str:
    """The first sentence or two of a module's docstring, all on its first line."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, f"{path} has no docstring"
    return said.splitlines()[0]


def listed() -> str:
    lines = []
    for wing in ORDER:
        folder = PACKAGE / wing
        about = (
            "What every wing stands on, and the straight line on top."
            if not wing
            else first_line(folder / "__init__.py")
        )
        lines.append(f"\n**{wing or 'guidepress'}/** — {about}\n")
        for path in sorted(folder.glob("*.py")):
            if path.name != "__init__.py":
                lines.append(f"- `{path.name}`: {first_line(path)}")
    return "\n".join(lines).lstrip("\n") + "\n"


def test_the_list_of_wings_and_modules_is_that_of_the_tree() -> None:
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    written, _, tail = rest.partition(END)
    if os.environ.get("GUIDEPRESS_ACCEPT"):
        PAGE.write_text(f"{head}{BEGIN}\n{listed()}\n{END}{tail}", encoding="utf-8")
        return
    assert written.strip() == listed().strip()


def test_every_wing_of_the_tree_is_in_the_order() -> None:
    wings = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")}
    assert wings == {wing or "." for wing in ORDER}


def test_every_file_that_the_page_names_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`((?:content|schools|compose|brochure|press|word|verify|roundtrip|commands)/[\w./]*)`", page)
    assert len(named) > 20
    for name in named:
        in_package, in_checkout = PACKAGE / name, ROOT / name
        assert in_package.exists() or in_checkout.exists(), name
