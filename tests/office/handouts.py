"""The handouts of the guides in content/, made as a build makes them but without their brochures, which take longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from guidepress import build, check, compose, markup, project
from guidepress.artifacts import Choice
from guidepress.word import writer

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def handouts(guides: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each handout. Raises ContentError."""
    where = project.find(CHECKOUT)
    library = check.read(where, date.today())
    for guide in build.select(library, list(guides)):
        ready = build.prepare(where, library, guide, Choice())
        html = compose.handout(where, ready.theme, ready.shown, build.handout_art(ready, library, "letter"))
        label = library.labels[guide.language].page
        look = build.look_of(ready.theme)
        yield guide.slug, writer.write(markup.parse(html), look, "letter", page_label=label, base=ready.base)
