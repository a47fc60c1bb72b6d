"""Imposition: finished pages go in, and the print edition comes out, with every page in its place on the sheets.

Each page becomes a form XObject (ISO 32000-1, 8.10) that is placed, never redrawn, so fonts and pictures stay shared
and what is printed is what was read. Placements come from `geometry`; nothing here knows one fold from another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from guidepress.brochure.formats import FORMATS
from guidepress.brochure.geometry import (
    MM,
    PAPER_THICKNESS,
    PRINTER_BORDER,
    SAFE_EDGE,
    Box,
    Duplex,
    Face,
    Panel,
    Placement,
    default_duplex,
    panels,
    print_order,
    sheets,
)
from guidepress.errors import ContentError, Problem, Span, row
from guidepress.press import printers_marks
from guidepress.press.printers_marks import Marks, decimal, numbers

TOLERANCE = 0.5  # points by which a page may differ from its panel: rounding in CSS, invisible in print

_DUPLEX: Mapping[Duplex, Name] = {
    "short-edge": Name.DuplexFlipShortEdge,
    "long-edge": Name.DuplexFlipLongEdge,
    "none": Name.Simplex,
}


@dataclass(frozen=True)
class _Form:
    """A page as a form, and the rectangle that its trim covers where it is drawn."""

    form: pikepdf.Object
    trim: pikepdf.Rectangle


def impose(
    pages: bytes,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    title: str,
    language: str,
    *,
    author: str = "",
    subject: str = "",
    duplex: Duplex | None = None,
    border: float | None = None,
    marks: Marks = "outside",
    file: str = "brochure",
    bleed: float = 0.0,
    crop_marks: bool = False,
    mark_colour: str = printers_marks.GREY,
    paper_thickness: float = PAPER_THICKNESS,
    centred: Collection[str] = (),
) -> bytes:
    """Place a PDF's pages, which are panels in reading order, on the sheets of a format, and return the print edition.

    A page's trim box is placed; annotations and tags stay behind. Every panel is clipped to its own rectangle and to a
    white `border`, in points, round the sheet, so that colour which reaches the edge ends evenly on any printer. By
    default it is `PRINTER_BORDER`, and none with a bleed or on sheets that are not folded. `title`, `language` (BCP
    47), `author` and `subject` become the document's; viewer preferences (ISO 32000-1, table 150) ask for two-sided
    printing on the edge that `duplex` names, by default the one that leaves both faces upright, and for no scaling.
    With “none” they ask for one-sided printing, and the sheets come in the order of `geometry.print_order`.

    `bleed`, in points, is how much of a page's bleed box is shown beyond its trim, at the edges of the sheet only. Fold
    marks, on the faces that `marks` names, and `crop_marks` on all, lie outside the bleed. For both the sheet grows; on
    a sheet that does not, fold marks lie within the white border. `mark_colour` is the operators that set the colour of
    strokes; `printers_marks.REGISTRATION` is for a press. `paper_thickness`, in millimetres, is for stitched sheets,
    which creep (see `geometry.sheets`). Panels that are `centred` stand in the middle of what the border leaves of
    them, so that the margins beside their text are alike; their pages need half a border of bleed. Same input, same
    bytes.

    Raises ContentError, with `file` as the place, when the number of pages or a page's size does not match the format,
    when the border would reach the text, when a page has too little bleed, and when border and bleed are both asked
    for; and when the format or the paper is not in the table, or the paper is too thick.
    """
    flat = row(FORMATS, format, "format").flat
    if border is None:
        border = 0.0 if bleed or flat else PRINTER_BORDER
    format_name = f"{format} on {paper} paper"
    with pikepdf.open(BytesIO(pages)) as source, pikepdf.new() as print_edition:
        count = len(source.pages)
        wanted_panels = panels(format, paper, count, file=file)
        _check_edges(border, bleed, file)
        shift = dict.fromkeys(centred, border / 2)
        forms = {
            name: _Form(print_edition.copy_foreign(form.form), form.trim)
            for name, form in _forms(source, wanted_panels, format_name, bleed, shift, file).items()
        }
        outside_marks = crop_marks or (bleed > 0 and marks != "none")
        laid_sheets = sheets(
            format,
            paper,
            duplex,
            pages=count,
            bleed=bleed,
            margin=printers_marks.room(bleed) if outside_marks else 0.0,
            paper_thickness=paper_thickness,
        )
        faces = print_order(laid_sheets, duplex)
        for face in faces:
            drawing = [
                _draw(placement, forms[placement.panel.name], face, border, placement.panel.name in centred)
                for placement in face.placements
            ]
            if face.folds and (marks == "both" or (marks == "outside" and face.name == "outside")):
                if outside_marks:
                    drawing.append(printers_marks.draw_fold(face, mark_colour))
                elif border:
                    drawing.append(printers_marks.draw_ticks(face, border, mark_colour))
            if crop_marks:
                drawing.append(printers_marks.draw_crop(face, mark_colour))
            _add_face(print_edition, face, forms, drawing)
        asked_duplex = (duplex or default_duplex(format)) if len(faces) > 1 else "none"
        describe(print_edition, title, language, asked_duplex, author, subject)
        return save(print_edition)


def _check_edges(border: float, bleed: float, file: str) -> None:
    """Raise ContentError for a white border or a bleed that cannot be."""
    if not 0 <= border <= SAFE_EDGE:
        message = (
            f"a white border of {border / MM:.1f} mm does not fit: text begins {SAFE_EDGE / MM:.0f} mm from the edge"
        )
        raise ContentError([Problem(Span(file), message, hint=f"choose one from 0 to {SAFE_EDGE / MM:.0f} mm")])
    if bleed < 0:
        raise ContentError([Problem(Span(file), f"a bleed of {bleed / MM:.1f} mm is none", hint="3 mm are usual")])
    if border and bleed:
        message = "a white border and a bleed exclude each other: color ends before the edge, or goes beyond it"
        raise ContentError([Problem(Span(file), message, hint="choose one of them")])


def _forms(
    source: pikepdf.Pdf,
    wanted_panels: tuple[Panel, ...],
    format_name: str,
    bleed: float,
    shift: Mapping[str, float],
    file: str,
) -> dict[str, _Form]:
    """Turn each page into a form, by its panel's name, with a bleed and as much as it is moved by.

    Raises ContentError where a size is wrong.
    """
    problems, forms = [], {}
    for panel, page in zip(wanted_panels, source.pages, strict=True):
        form = page.as_form_xobject()
        trim = _extent(form)
        if abs(trim.width - panel.width) > TOLERANCE or abs(trim.height - panel.height) > TOLERANCE:
            size, wanted_size = _size(trim.width, trim.height), _size(panel.width, panel.height)
            problems.append(
                Problem(Span(file), f"the panel “{panel.name}” is {size}, but {format_name} wants {wanted_size}")
            )
        elif wanted_bleed := max(bleed, shift.get(panel.name, 0.0)):
            bleed_width = _open_to_bleed(form, page)
            if bleed_width < wanted_bleed - TOLERANCE:
                message = f"the panel “{panel.name}” has {bleed_width / MM:.1f} mm of bleed"
                message += f", but {wanted_bleed / MM:.1f} mm are wanted"
                problems.append(Problem(Span(file), message))
        forms[panel.name] = _Form(form, trim)
    if problems:
        raise ContentError(problems)
    return forms


def _open_to_bleed(form: pikepdf.Object, page: pikepdf.Page) -> float:
    """Let a form show its page's bleed box where it showed the trim box, and return how wide the bleed is, in points.

    It is as wide as on its narrowest side. Where a page has no bleed box, its crop box is that (14.11.2).
    """
    trim, visible = pikepdf.Rectangle(Array(form.BBox)), pikepdf.Rectangle(Array(page.mediabox))
    box = pikepdf.Rectangle(Array(page.obj.get(Name.BleedBox, page.cropbox)))
    llx, lly = max(box.llx, visible.llx), max(box.lly, visible.lly)
    urx, ury = min(box.urx, visible.urx), min(box.ury, visible.ury)
    bleed_width = min(trim.llx - llx, trim.lly - lly, urx - trim.urx, ury - trim.ury)
    if bleed_width > 0:
        form.BBox = Array([decimal(side) for side in (llx, lly, urx, ury)])
    return bleed_width


def _extent(form: pikepdf.Object) -> pikepdf.Rectangle:
    """Return the rectangle a form covers where it is drawn; its matrix holds the page's rotation and unit, if any."""
    matrix = pikepdf.Matrix(form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    return matrix.transform(pikepdf.Rectangle(Array(form.BBox)))


def _size(width: float, height: float) -> str:
    return f"{width:.1f} × {height:.1f} points"


def _add_face(print_edition: pikepdf.Pdf, face: Face, forms: Mapping[str, _Form], drawing: list[str]) -> None:
    """Append one face of a sheet as a page: its boxes, the forms it shows, and the operators that draw them."""
    page = print_edition.add_blank_page(page_size=(face.width, face.height))
    page.mediabox = page.cropbox = Array([0, 0, decimal(face.width), decimal(face.height)])
    page.trimbox = Array([_edge(side) for side in face.trim])
    if face.trim != Box(0, 0, face.width, face.height):
        page.bleedbox = Array([_edge(side) for side in face.bleed])
    names = [placement.panel.name for placement in face.placements]
    page.obj.Resources = Dictionary(XObject=Dictionary({f"/{name}": forms[name].form for name in names}))
    content = "\n".join(drawing)
    if printers_marks.REGISTRATION in content:
        page.obj.Resources.ColorSpace = Dictionary(Registration=_registration())
    page.obj.Contents = print_edition.make_stream(content.encode("ascii"))


def _edge(side: float) -> object:
    """Write a side of a box, with nothing after the point where it is 0."""
    return decimal(side) if side else 0


def _registration() -> Array:
    """Return the colour space of the colorant All, for a viewer with an alternate in process colours."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])


def _draw(placement: Placement, form: _Form, face: Face, border: float, centred: bool) -> str:
    """Write the operators that clip to a panel's visible part and draw its form there, centre on centre.

    The centre is the panel's, or that of its visible part.
    """
    panel, box, cell = placement.panel, form.trim, placement.cell
    left, bottom, right, top = cell
    if border:
        inner = face.trim.grown(-border)
        left, right = max(left, inner.left), min(right, inner.right)
        bottom, top = max(bottom, inner.bottom), min(top, inner.top)
    sign = -1 if placement.rotation == 180 else 1
    centre = (left + right) / 2 if centred and border else placement.x + panel.width / 2
    x = centre - sign * (box.llx + box.urx) / 2
    y = placement.y + panel.height / 2 - sign * (box.lly + box.ury) / 2
    return (
        f"q {numbers(left, bottom, right - left, top - bottom)} re W n "
        f"{numbers(sign, 0, 0, sign, x, y)} cm /{panel.name} Do Q"
    )


def describe(
    print_edition: pikepdf.Pdf, title: str, language: str, duplex: Duplex, author: str = "", subject: str = ""
) -> None:
    """Set what a viewer shows and how it prints: properties, language, layout and viewer preferences."""
    root = print_edition.Root
    root.Lang = String(language)
    root.PageLayout = Name.SinglePage
    root.ViewerPreferences = Dictionary(
        Duplex=_DUPLEX[duplex], PrintScaling=Name("/None"), PickTrayByPDFSize=True, DisplayDocTitle=True
    )
    for name, value in {Name.Title: title, Name.Author: author, Name.Subject: subject}.items():
        if value:
            print_edition.docinfo[name] = String(value)
    with print_edition.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}
        if author:
            metadata["dc:creator"] = [author]
        if subject:
            metadata["dc:description"] = subject


def save(print_edition: pikepdf.Pdf) -> bytes:
    """Return the file: no date in it, its identifier from its content, so that the same input gives the same bytes."""
    output = BytesIO()
    print_edition.save(
        output,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return output.getvalue()
