"""Reads the same content once in a process: hundreds of tests read the same guides, and most of a check is that."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import lru_cache, wraps

from guidepress.content.source import Tree

Load = Callable[[bytes, str], Tree]


def remembering(load: Load) -> Load:
    """Return what loads as `load` does, from memory where it has loaded the same bytes as the same file of content.

    Each call gives a Tree of its own. What cannot be loaded, and what is no file of a project, is loaded anew.
    """

    @lru_cache(maxsize=1000)
    def kept(data: bytes, file: str) -> bytes:
        return pickle.dumps(load(data, file), pickle.HIGHEST_PROTOCOL)

    @wraps(load)
    def remembered(data: bytes, file: str) -> Tree:
        if not file.startswith("content/"):
            return load(data, file)
        tree: Tree = pickle.loads(kept(bytes(data), file))  # noqa: S301 - made here
        return tree

    return remembered
