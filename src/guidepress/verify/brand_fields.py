"""Checks that a school's or an institution's primary color fills the fields of a brochure exactly as it was given.

A school knows its color at a glance, and so do its students: a field that is a little lighter is another school's. Each
page is drawn, and the pixels are counted that have the very color; so a theme, a style sheet or a conversion that
moves it is found alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pypdfium2 as pdfium

from guidepress.brochure import geometry
from guidepress.brochure.formats import FORMATS
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes import branding, palette, theme
from guidepress.compose.themes.colours import turned
from guidepress.compose.themes.shades import WHITE
from guidepress.errors import Problem, Span, row
from guidepress.verify.points import PDFIUM, Check, Point

FIELDS = Point("The school’s color fills its fields unchanged", PDFIUM)

LEAST_SHARE: Final = 0.1
"""The share of a panel that its ground fills at least; the rest is drawing and type."""
_LIKE: Final = 30.0  # degrees of hue within which people take a color for a paler or darker one
_SCALE: Final = 0.5  # pixels to a point: a field is large


def checks(pdf: bytes, ready: Prepared, format: str, paper: str, name: str) -> list[Check]:  # noqa: A002
    """Check the screen edition of a guide whose publisher has a color; no check where there is none.

    `name` is the file's.
    """
    look = theme.read(ready.project, ready.theme.name)
    primary, fields, kind = branding.primary_fields(look, ready.library, ready.shown["scheme"])
    if not primary:
        return []
    tree = ready.library.trees.get((kind, kind))
    span = tree.find(("colours", "primary", "rgb")).span if tree else Span(name)
    shares = list(_colours(pdf))
    count = len(shares) if row(FORMATS, format, "format").numbered else None
    panels = [panel.name for panel in geometry.panels(format, paper, count, file=name)]
    shades = {colour.upper() for colour in palette.used_by(ready.theme)}
    return [FIELDS.check(moved(shares, primary, fields, panels, shades, span))]


def moved(
    pages: Sequence[Counter[str]],
    primary: str,
    fields: set[str],
    panels: Sequence[str],
    shades: set[str],
    span: Span,
) -> Iterator[Problem]:
    """Yield a problem for each panel of `fields` that the primary colour does not fill exactly.

    `pages` has the share of each colour on each page, `panels` their names, `shades` all colours of the theme: another
    one of the primary colour's hue that fills as much is a field that was moved, too. Where no page is such a panel,
    the colour has to be somewhere. `span` is where the colour is given.
    """
    wanted = [(panel, page) for panel, page in zip(panels, pages, strict=False) if panel in fields]
    for panel, shares in wanted:
        filling = [colour for colour, share in shares.most_common() if share >= LEAST_SHARE]
        strange = [colour for colour in filling if colour not in shades and turned(colour, primary) < _LIKE]
        if strange or primary not in filling:
            fill = next((colour for colour in (*strange, *filling) if colour != WHITE), WHITE)
            sentence = f"The panel {panel} is filled with {fill}, not with the primary color {primary}."
            yield Problem(span, sentence, _HINT)
    if not wanted and not any(shares[primary] > 0 for shares in pages):
        yield Problem(span, f"No page has a field of the primary color {primary}.", _HINT)


_HINT = "a fault of the theme: its style sheet, or what it says under brand_colours, changes the color"


def _colours(pdf: bytes) -> Iterator[Counter[str]]:
    """Yield for each page the share of it that each colour, as #RRGGBB, covers."""
    document = pdfium.PdfDocument(pdf)
    try:
        for page in document:
            pixels = page.render(scale=_SCALE, draw_annots=False, may_draw_forms=False).to_numpy()[:, :, :3]
            packed = pixels.reshape(-1, 3).astype(np.uint32) @ np.array((1, 256, 65536), np.uint32)  # blue, green, red
            values, counts = np.unique(packed, return_counts=True)
            shares = (counts / packed.size).tolist()
            yield Counter({f"#{value:06X}": share for value, share in zip(values.tolist(), shares, strict=True)})
    finally:
        document.close()
