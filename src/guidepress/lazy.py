"""Names that a package hands on without loading the modules that hold them, until one is used (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def face(package: str, sources: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package: it loads each of its names from the module that `sources` gives.

    `sources` has the path of a module inside the package, with dots, by public name. Any other name raises
    AttributeError.
    """

    def load(name: str) -> Any:
        if name not in sources:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{sources[name]}"), name)

    return load
