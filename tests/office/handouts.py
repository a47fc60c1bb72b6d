"""The handouts of the guides in content/, made as a build makes them but without their brochures, which take longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from guidepress import build, check, project, schools
from guidepress.artifacts import Choice

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def handouts(guides: Sequence[str], of: Sequence[str] = ("",)) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each handout, for each of these schools; "" is none. Raises ContentError."""
    where = project.find(CHECKOUT)
    today = date.today()
    library = check.read(where, today)
    for school in of:
        own = schools.for_school(where, library, school, today) if school else library
        for chosen in build.select(library, list(guides)):
            ready = build.prepare(where, own, own.guides[chosen.slug], Choice())
            name = f"{school}-{chosen.slug}" if school else chosen.slug
            yield name, build.handout(where, own, ready, "letter")[1]
