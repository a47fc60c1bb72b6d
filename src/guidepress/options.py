"""What a person chooses for a build: theme, format, paper and school, and how the brochure is printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guidepress.brochure.formats import Duplex
from guidepress.press import printers_marks
from guidepress.press.printers_marks import Marks
from guidepress.project import SCHOOLS


@dataclass(frozen=True)
class Choice:
    """What a person chose for a build: theme, format and paper by name, and for which school; "" for none."""

    theme: str = "clinic"
    format: str = "trifold"
    paper: str = "letter"
    school: str = ""

    def folder(self, build: Path) -> Path:
        """Return where the outputs go: the build folder itself for the usual choice, a folder of its own for others.

        A school has its own folder in schools/, and others in it in the same way.
        """
        if self.school:
            build = build / SCHOOLS / self.school
        parts = [self.theme] if self.theme != Choice.theme else []
        if (self.format, self.paper) != (Choice.format, Choice.paper):
            parts += [self.format, self.paper]
        return build / "-".join(parts) if parts else build


@dataclass(frozen=True)
class Finish:
    """How a brochure is printed: the edge over which sheets turn, a bleed in points, crop marks, faces with fold marks.

    With a `profile`, the bytes of an ICC output profile, there is also an edition for a press. Without `brochure` only
    the handout is made.
    """

    duplex: Duplex | None = None
    bleed: float = 0.0
    crop_marks: bool = False
    profile: bytes = b""
    fold_marks: Marks = "outside"
    brochure: bool = True

    @property
    def margin(self) -> float:
        """Return by how many points the sheet is larger than the paper on every side, to hold bleed and marks."""
        return printers_marks.room(self.bleed) if self.bleed or self.crop_marks else 0.0


USUAL = Choice()
"""The usual choice: a tri-fold on letter paper in the theme clinic, for no school."""

AS_IS = Finish()
"""The usual finish: for an office printer."""
