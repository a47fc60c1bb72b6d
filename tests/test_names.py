"""Names: no public class has the name of another, wherever in the package it stands."""

from __future__ import annotations

import ast
from collections import defaultdict

from helpers.checkout import ROOT

PACKAGE = ROOT / "src/guidepress"


def test_no_public_class_name_stands_twice_in_the_package() -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert len(where) > 150
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}
