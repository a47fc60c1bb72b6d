"""Pages made on the spot, a colour and a word on each, and what becomes of them: print editions and their pictures."""

import functools
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import rendercv_fonts
import weasyprint

from guidepress.brochure.geometry import panels
from guidepress.press.imposition import impose

PIECES = [("trifold", None), ("zfold", None), ("halffold", None), *(("booklet", count) for count in (4, 8, 12, 16))]
FLAT = [("flyer", 1), ("flyer", 2), ("large-print", 1), ("large-print", 3), ("large-print", 4)]
"""Every format, with the numbers of pages it is tried with."""

COLOURS = {
    "cover": (200, 40, 40),
    "flap": (40, 160, 60),
    "inside-1": (50, 80, 200),
    "inside-2": (230, 190, 30),
    "inside-3": (150, 60, 180),
    "back": (40, 180, 190),
}
COLOURS |= {f"page-{n}": (30 + 37 * n % 200, 30 + 91 * n % 200, 30 + 53 * n % 200) for n in range(1, 65)}
READING = tuple(COLOURS)[:6]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
FONT = next(path for path in sorted(rendercv_fonts.paths_to_font_files) if path.name == "OpenSans-Regular.ttf")


@functools.cache
def make_pages(sizes, names=READING, style="", extra="", variant=None):
    """Set a page for each panel: a flat colour to its very edges, its name, a black square near its upper left corner.

    The square is 12 points wide, 24 points from the top and from the left.
    """
    rules = [
        f"@page p{number} {{ size: {width}pt {height}pt; background: rgb{COLOURS.get(name, (120, 120, 120))} }} "
        f"#p{number} {{ page: p{number} }}"
        for number, (name, (width, height)) in enumerate(zip(names, sizes, strict=True))
    ]
    bodies = [f"<section id=p{number}><i></i><h1>{name}</h1>{extra}</section>" for number, name in enumerate(names)]
    html = f"""<!doctype html><html lang=en><title>Six panels</title><style>
        @font-face {{ font-family: Face; src: url({FONT.as_uri()}) }}
        @page {{ margin: 0; {style} }}
        body {{ margin: 0; font: 12pt Face }}
        section {{ position: relative; padding: 60pt 30pt 0; break-after: page }}
        i {{ position: absolute; left: 24pt; top: 24pt; width: 12pt; height: 12pt; background: #000 }}
        h1 {{ font: 12pt Face; margin: 0 }}
        {" ".join(rules)}</style>{"".join(bodies)}"""
    return weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)


def pages_for(format_name="trifold", paper="letter", count=None, **settings):
    wanted = panels(format_name, paper, count)
    sizes = tuple((panel.width, panel.height) for panel in wanted)
    return make_pages(sizes, tuple(panel.name for panel in wanted), **settings)


def print_edition(format_name="trifold", paper="letter", pages=None, count=None, **settings):
    source = pages_for(format_name, paper, count) if pages is None else pages
    return impose(source, format_name, paper, "Six panels", "en-GB", **settings)


def draw(pdf, scale=1):
    """Draw every page, `scale` pixels a point: rows from the top, columns from the left, red, green, blue."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = [np.asarray(page.render(scale=scale).to_pil().convert("RGB")) for page in document]
    document.close()
    return drawn


def pictures(pdf, scale=1):
    """Draw every page in numbers that can be subtracted."""
    return [picture.astype(int) for picture in draw(pdf, scale)]


def colour(picture, x, y):
    """Return the colour at a point, x from the left and y from the top."""
    return tuple(picture[int(y), int(x)].tolist())


def edit(pdf, change):
    """Return a PDF after a change to it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        output = BytesIO()
        document.save(output)
    return output.getvalue()


def border_of(picture, depth):
    """Return the pixels within a depth of the sheet's edge, as a list of rows."""
    strips = (picture[:depth], picture[-depth:], picture[:, :depth], picture[:, -depth:])
    return np.concatenate([strip.reshape(-1, 3) for strip in strips])
