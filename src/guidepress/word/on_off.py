"""Whether a mark of a Word file says yes or no (ECMA-376 part 1, 22.9.2.7)."""

from __future__ import annotations

_NO = frozenset({"0", "false", "off", "none"})  # “none” is no value of the standard's, but programs write it for no


def is_on(value: str | None) -> bool:
    """Say whether the value of a mark, or of an attribute that is there, says yes. A mark without a value does."""
    return value is None or value.strip().lower() not in _NO
