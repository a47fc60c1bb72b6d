"""The handouts of the guides in content/, made as a build makes them but without their brochures, which take longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guidepress import building, project
from guidepress.compose import prepared
from guidepress.content import reading
from guidepress.options import Choice
from guidepress.schools import school_library
from guidepress.word import handout
from helpers.checkout import ROOT


def handouts(guides: Sequence[str], of: Sequence[str] = ("",)) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each handout, for each of these schools; "" is none. Raises ContentError."""
    where = project.find(ROOT)
    today = date.today()
    library = reading.read(where, today)
    for school in of:
        own = school_library.for_school(where, library, school, today) if school else library
        for chosen in building.select(library, list(guides)):
            ready = prepared.prepare(where, own, own.guides[chosen.slug], Choice.theme)
            name = f"{school}-{chosen.slug}" if school else chosen.slug
            yield name, handout.make(ready, "letter")[1]
