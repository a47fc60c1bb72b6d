"""Makes a guide's handout: its pictures, its look from the theme, and the Word file with its base inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import resvg_py
from PIL import Image

from guidepress.compose import markup, templates
from guidepress.compose.art import colouring, data_address, line_colours
from guidepress.compose.drawings import motifs
from guidepress.compose.drawings.motifs import Colouring
from guidepress.compose.placement import QUOTATION
from guidepress.compose.prepared import Prepared
from guidepress.compose.themes.theme import PAPER, Ground, Theme
from guidepress.compose.view import Plain
from guidepress.content.library import BANNER, Library
from guidepress.content.model import inline
from guidepress.content.model.publisher import School
from guidepress.content.picture_files import HANDOUT_BANNER, HANDOUT_LOGO, PictureFile
from guidepress.content.revision import plain
from guidepress.word import base, lines, sheet, writer
from guidepress.word.look import Look, Surface

DOTS = 200  # an inch: fine enough for an office printer, small enough for an email
BAND, BESIDE = 46.0, 150.0  # points: the height of the drawings under the handout's title, and of that beside it
COLOURS = 16  # paper, ink, accent, and the shades between them at the edges of strokes


def strip(drawings: Sequence[str], width: float, height: float, gap: float) -> bytes:
    """Put SVG drawings side by side in a strip and return it as PNG. Lengths in points; the same bytes each time.

    resvg draws them: it brings all it needs, so a handout can be made where Pango is not.
    """
    cell_width = (width - gap * (len(drawings) - 1)) / len(drawings)
    picture = Image.new("RGB", (_dots(width), _dots(height)), "white")
    for index, svg in enumerate(drawings):
        left = index * (cell_width + gap)
        cell = resvg_py.svg_to_bytes(
            svg_string=svg,
            width=_dots(left + cell_width) - _dots(left),
            height=picture.height,
            dpi=DOTS,  # without it, lengths in points are taken for nothing
            background="#FFFFFF",
            skip_system_fonts=True,
        )
        with Image.open(BytesIO(cell)) as drawn:
            picture.paste(drawn.convert("RGB"), (_dots(left), 0))
    output = BytesIO()
    reduced = picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    reduced.save(output, "PNG", optimize=True, dpi=(DOTS, DOTS))
    return output.getvalue()


def _dots(points: float) -> int:
    return round(points * DOTS / 72)


def pictures(ready: Prepared, paper: str) -> Plain:
    """Return the pictures of a guide's handout on the paper that goes with a brochure's: drawing, logo, photographs.

    The drawing stands at the right of the title, or below it as a strip as wide as the text; a logo is at most 150 × 34
    points, a photograph 300 points wide, beside a quotation 210.
    """
    library, theme, shown = ready.library, ready.theme, ready.shown
    beside = theme.handout.title == PAPER
    width, height = (sheet.drawing(paper), BESIDE) if beside else (sheet.measure(paper), BAND)
    shown_pictures: Plain = {
        "logo": "",
        "logo_vector": "",
        "band": "",
        "band_vector": "",
        "band_width": width,
        "band_height": height,
        "band_alt": "",
        "photos": {},
    }
    if banner := library.photos.get((shown["slug"], BANNER)):
        scale = min(width / banner.width, (height if beside else HANDOUT_BANNER[1]) / banner.height)
        shown_pictures |= {
            "band": data_address(banner.media, banner.data),
            "band_vector": vector_address(banner),
            "band_alt": banner.alt,
            "band_width": round(banner.width * scale, 2),
            "band_height": round(banner.height * scale, 2),
        }
    elif names := shown["motifs"]:
        if beside:
            whole = motifs.cover(names[0], width, height, _on_handout(theme, names[0])) if len(names) == 1 else (
                motifs.mosaic(names, width, height, line_colours(theme, theme.grounds[PAPER]))
            )  # fmt: skip
            drawings, gap = [whole], 0.0
        else:
            gap = 3.0 if theme.art == "lines" else 0.0
            motif_width = (width - gap * (len(names) - 1)) / len(names)
            drawings = [motifs.band(motif, motif_width, height, _on_handout(theme, motif)) for motif in names]
        shown_pictures["band"] = data_address("image/png", strip(drawings, width, height, gap))
    if logo := library.logo:
        scale = min(HANDOUT_LOGO[0] / logo.width, HANDOUT_LOGO[1] / logo.height)
        shown_pictures |= {
            "logo": data_address(logo.media, logo.data),
            "logo_vector": vector_address(logo),
            "logo_width": round(logo.width * scale, 2),
            "logo_height": round(logo.height * scale, 2),
        }
    quotations = {each["id"] for each in shown["sections"] if each["kind"] == QUOTATION}
    for (guide, section), photo in library.photos.items():
        if guide == shown["slug"] and section != BANNER:
            width = 210.0 if section in quotations else 300.0
            shown_pictures["photos"][section] = {
                "source": data_address(photo.media, photo.data),
                "width": width,
                "height": round(width * photo.height / photo.width, 2),
            }
    return shown_pictures


def vector_address(picture: PictureFile) -> str:
    """Return the outlines of a picture as a `data:` address, empty where it has none."""
    return data_address("image/svg+xml", picture.vector) if picture.vector else ""


def _on_handout(theme: Theme, motif: str) -> Colouring:
    return colouring(theme, theme.ground(motif, "cover") if theme.art == "flat" else theme.grounds[PAPER])


def html_of(ready: Prepared, paper: str, drawn: bool = True) -> str:
    """Return the HTML of a guide's handout; the drawing at the top, which takes most of the time, only if wanted."""
    if not drawn:
        ready = replace(ready, shown=ready.shown | {"motifs": []})
    return templates.handout(ready, pictures(ready, paper))


def make(ready: Prepared, paper: str) -> tuple[str, bytes, base.Base]:
    """Make the handout that goes with a brochure. Returns its HTML, the Word file, and the base that travels in it."""
    html = html_of(ready, paper)
    document = markup.parse(html)
    guide, publisher = plain(ready.guide), plain(ready.library.publisher)
    school = str(publisher.get("slug", ""))
    handout_base = base.Base(ready.guide.slug, ready.revision, school, guide, publisher, lines.passages(document))
    docx = writer.write(
        document,
        look_of(ready.theme),
        paper,
        page_label=ready.library.labels[ready.guide.language].page,
        publisher=_running_name(ready.library),
        base=handout_base.dump(),
    )
    return html, docx, handout_base


def _running_name(library: Library) -> str:
    """Return the name of the handout's school, which stands at the head of its pages; empty without one."""
    return inline.plain(library.publisher.name) if isinstance(library.publisher, School) else ""


def look_of(theme: Theme) -> Look:
    """Return what a handout takes from a theme: its colors, its font, and the grounds of its title, facts and card."""
    colours, tokens, paper = theme.colours, theme.handout, theme.grounds[PAPER]
    return Look(
        tokens.accent,
        colours.ink,
        colours.grey,
        colours.hair,
        tokens.font,
        tokens.size,
        rule=tokens.rule,
        rules=tokens.rules,
        bar=paper.bar,
        other=colours.tick,
        tint=colours.tint,
        round=theme.figures.round,
        ticks=theme.figures.ticks,
        title=None if tokens.title == PAPER else _surface(theme.grounds[tokens.title]),
        facts=_surface(theme.grounds[tokens.facts]),
        card=_surface(theme.grounds[tokens.card]),
    )


def _surface(ground: Ground) -> Surface:
    return Surface(ground.fill, ground.text, ground.strong, ground.bar, ground.mark, ground.hair, ground.tint)
