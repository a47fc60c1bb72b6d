"""Panels to sheets: the print edition, made from finished pages.

Each page becomes a form XObject (ISO 32000-1, 8.10) that is placed, never redrawn, so fonts and pictures stay shared
and what is printed is what was read. Placements come from `geometry`; nothing here knows one fold from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from guidepress.errors import ContentError, Problem, Span
from guidepress.geometry import MM, PRINTER_BORDER, SAFE_EDGE, Duplex, Face, Panel, Placement, panels, sheets

TOLERANCE = 0.5  # points by which a page may differ from its panel: rounding in CSS, invisible in print
MARK_LENGTH = 5 * MM  # from the sheet's edge inwards, in the white border: the last millimetre prints on any printer
MARK_WEIGHT = 0.4
MARK_GREY = 0.45

Marks = Literal["outside", "both", "none"]

_DUPLEX: Mapping[Duplex, Name] = {"short-edge": Name.DuplexFlipShortEdge, "long-edge": Name.DuplexFlipLongEdge}


def impose(
    pages: bytes,
    format: str,  # noqa: A002 - the field's word
    paper: str,
    title: str,
    language: str,
    *,
    duplex: Duplex = "short-edge",
    border: float = PRINTER_BORDER,
    marks: Marks = "outside",
    file: str = "brochure",
) -> bytes:
    """Place a PDF's pages, which are panels in reading order, on the sheets of a format, and return the print edition.

    A page's trim box is placed; bleed, annotations and tags stay behind. Every panel is clipped to its own rectangle
    and to a white `border`, in points, round the sheet, so that colour which reaches the edge ends evenly on any
    printer. Fold marks, on the faces that `marks` names, lie within that border. `title` and `language` (BCP 47) become
    the document's; viewer preferences (ISO 32000-1, table 150) ask for two-sided printing on the given edge and for no
    scaling. Same input, same bytes.

    Raises ContentError, with `file` as the place, when the number of pages or a page's size does not match the format,
    when the border would reach the text, and when the format or the paper is not in the table.
    """
    wanted = panels(format, paper)
    if not 0 <= border <= SAFE_EDGE:
        message = (
            f"a white border of {border / MM:.1f} mm does not fit: text begins {SAFE_EDGE / MM:.0f} mm from the edge"
        )
        raise ContentError([Problem(Span(file), message, hint=f"choose one from 0 to {SAFE_EDGE / MM:.0f} mm")])

    with pikepdf.open(BytesIO(pages)) as source, pikepdf.new() as print_edition:
        forms = _forms(source, wanted, f"{format} on {paper} paper", file)
        placed = {name: print_edition.copy_foreign(form) for name, form in forms.items()}
        for sheet in sheets(format, paper, duplex):
            for face in (sheet.front, sheet.back):
                marked = marks == "both" or (marks == "outside" and face.name == "outside")
                _add_face(print_edition, face, placed, border, marked)
        _describe(print_edition, title, language, duplex)
        output = BytesIO()
        print_edition.save(
            output,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
        return output.getvalue()


def _forms(source: pikepdf.Pdf, wanted: tuple[Panel, ...], what: str, file: str) -> dict[str, pikepdf.Object]:
    """Turn each page into a form under its panel's name, once number and sizes are as they must be."""
    if len(source.pages) != len(wanted):
        names = ", ".join(panel.name for panel in wanted)
        message = f"there are {len(source.pages)} pages, but {what} has {len(wanted)} panels: {names}"
        raise ContentError([Problem(Span(file), message)])
    forms = {panel.name: page.as_form_xobject() for panel, page in zip(wanted, source.pages, strict=True)}
    problems = [
        Problem(Span(file), f"the panel “{panel.name}” is {_size(box.width, box.height)}, but {what} wants {size}")
        for panel in wanted
        for box, size in [(_extent(forms[panel.name]), _size(panel.width, panel.height))]
        if abs(box.width - panel.width) > TOLERANCE or abs(box.height - panel.height) > TOLERANCE
    ]
    if problems:
        raise ContentError(problems)
    return forms


def _extent(form: pikepdf.Object) -> pikepdf.Rectangle:
    """Return the rectangle a form covers where it is drawn; its matrix holds the page's rotation and unit, if any."""
    matrix = pikepdf.Matrix(form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    return matrix.transform(pikepdf.Rectangle(Array(form.BBox)))


def _size(width: float, height: float) -> str:
    return f"{width:.1f} × {height:.1f} points"


def _add_face(
    print_edition: pikepdf.Pdf, face: Face, forms: Mapping[str, pikepdf.Object], border: float, marked: bool
) -> None:
    """Append one face of a sheet as a page."""
    drawing = [_draw(placement, forms[placement.panel.name], face, border) for placement in face.placements]
    if marked and border and face.folds:
        drawing.append(_draw_marks(face, min(MARK_LENGTH, border)))
    page = print_edition.add_blank_page(page_size=(face.width, face.height))
    page.mediabox = page.cropbox = page.trimbox = Array([0, 0, _decimal(face.width), _decimal(face.height)])
    names = [placement.panel.name for placement in face.placements]
    page.obj.Resources = Dictionary(XObject=Dictionary({f"/{name}": forms[name] for name in names}))
    page.obj.Contents = print_edition.make_stream("\n".join(drawing).encode("ascii"))


def _draw(placement: Placement, form: pikepdf.Object, face: Face, border: float) -> str:
    """Write the operators that clip to a panel's visible part and draw its form there, centre on centre."""
    panel, box = placement.panel, _extent(form)
    left, right = max(placement.x, border), min(placement.x + panel.width, face.width - border)
    bottom, top = max(placement.y, border), min(placement.y + panel.height, face.height - border)
    sign = -1 if placement.rotation == 180 else 1
    x = placement.x + panel.width / 2 - sign * (box.llx + box.urx) / 2
    y = placement.y + panel.height / 2 - sign * (box.lly + box.ury) / 2
    return (
        f"q {_numbers(left, bottom, right - left, top - bottom)} re W n "
        f"{_numbers(sign, 0, 0, sign, x, y)} cm /{panel.name} Do Q"
    )


def _draw_marks(face: Face, length: float) -> str:
    """Write the operators for a short tick at the top and the bottom of every fold."""
    ends = [(0.0, length), (face.height - length, face.height)]
    ticks = [f"{_numbers(x, start)} m {_numbers(x, end)} l" for x in face.folds for start, end in ends]
    return f"q {_numbers(MARK_WEIGHT)} w {_numbers(MARK_GREY)} G {' '.join(ticks)} S Q"


def _numbers(*values: float) -> str:
    return " ".join(str(_decimal(value)) for value in values)


def _decimal(value: float) -> Decimal:
    """Round to a thousandth of a point, so that the file holds no digits that mean nothing."""
    return Decimal(f"{value:.3f}")


def _describe(print_edition: pikepdf.Pdf, title: str, language: str, duplex: Duplex) -> None:
    """Set what a viewer shows and how it prints: title, language, layout and viewer preferences."""
    root = print_edition.Root
    root.Lang = String(language)
    root.PageLayout = Name.SinglePage
    root.ViewerPreferences = Dictionary(
        Duplex=_DUPLEX[duplex], PrintScaling=Name("/None"), PickTrayByPDFSize=True, DisplayDocTitle=True
    )
    print_edition.docinfo[Name.Title] = String(title)
    with print_edition.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}
