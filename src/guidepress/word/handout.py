"""Drawings to pixels, for programs that do not draw SVG: Word's pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image

from guidepress.brochure import typeset

DOTS = 200  # an inch: fine enough for an office printer, small enough for an email
COLOURS = 16  # paper, ink, accent, and the shades between them at the edges of strokes


def strip(drawings: Sequence[str], width: float, height: float, gap: float) -> bytes:
    """Set SVG drawings side by side in a strip and return it as PNG. Lengths in points; the same bytes each time."""
    one = (width - gap * (len(drawings) - 1)) / len(drawings)
    cells = "".join(
        f'<div style="position: absolute; top: 0; left: {index * (one + gap):.3f}pt; width: {one:.3f}pt; '
        f"height: {height:g}pt; background: url(data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}) "
        f'no-repeat 0 0 / 100% 100%"></div>'
        for index, svg in enumerate(drawings)
    )
    page = f"@page {{ size: {width:g}pt {height:g}pt; margin: 0 }}"
    html = f'<html lang="en"><head><title>strip</title><style>{page}</style></head><body>{cells}</body></html>'
    document = pdfium.PdfDocument(typeset.write(typeset.typeset(html, ()), tagged=False))
    try:
        picture = document[0].render(scale=DOTS / 72).to_pil()
    finally:
        document.close()
    out = BytesIO()
    few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True, dpi=(DOTS, DOTS))
    return out.getvalue()
