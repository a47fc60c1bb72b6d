"""The error for a picture that cannot be used."""

from __future__ import annotations


class PictureError(Exception):
    """A picture cannot be used; says why, with a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
