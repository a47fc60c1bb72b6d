"""Guidepress: one source of structured content, a brochure to fold, the same to read, and a handout to edit.

What a program needs is here, and `docs/python.md` shows it with examples. Nothing is loaded before a name is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidepress.lazy import face

__version__ = "0.1.0"

if TYPE_CHECKING:
    from guidepress.artifacts import Built, write
    from guidepress.content import read
    from guidepress.content.library import Library
    from guidepress.errors import ContentError, Problem, Span
    from guidepress.options import Choice, Finish
    from guidepress.production import build
    from guidepress.project import Project, find
    from guidepress.roundtrip import receive, store
    from guidepress.schools import for_school
    from guidepress.verify import inspect, preflight

_SOURCES = {
    "Built": "artifacts",
    "Choice": "options",
    "ContentError": "errors",
    "Finish": "options",
    "Library": "content.library",
    "Problem": "errors",
    "Project": "project",
    "Span": "errors",
    "build": "production",
    "find": "project",
    "for_school": "schools",
    "inspect": "verify",
    "preflight": "verify",
    "read": "content",
    "receive": "roundtrip",
    "store": "roundtrip",
    "write": "artifacts",
}
"""Each public name, and the module or wing that it is taken from when it is first used."""

__all__ = [
    "Built", "Choice", "ContentError", "Finish", "Library", "Problem", "Project", "Span", "__version__", "build",
    "find", "for_school", "inspect", "preflight", "read", "receive", "store", "write",
]  # fmt: skip


__getattr__ = face(__name__, _SOURCES)


def __dir__() -> list[str]:
    """List the public names, those not loaded yet included."""
    return sorted(__all__)
