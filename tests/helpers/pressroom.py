"""What tests of the press share: a brochure imposed with boxes and marks, its theme's inks, a small CMYK profile."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name

from guidepress import project
from guidepress.brochure import brochure, typeset
from guidepress.compose import prepared, view
from guidepress.content import reading
from guidepress.press import imposition, pdfx
from helpers.checkout import ROOT

SCRIBUS = Path("/usr/share/scribus/profiles")
DAY = date(2026, 11, 24)
LOOKS = ("clinic", "track")
INK = {"clinic": "#15191D", "track": "#27145F"}
INKS = {
    "clinic": {
        "#0062B1": (100, 55, 0, 0), "#15191D": (0, 0, 0, 100), "#56606A": (0, 0, 0, 72), "#7C868F": (0, 0, 0, 55),
        "#B4BCC4": (0, 0, 0, 28), "#EEF0F2": (0, 0, 0, 6), "#A9CBE8": (35, 10, 0, 0),
    },
    "track": {
        "#27145F": (95, 100, 20, 25), "#FF5C3E": (0, 78, 76, 0), "#FFC42E": (0, 24, 88, 0), "#4A2A86": (82, 95, 5, 0),
        "#FFDCCF": (0, 16, 15, 0),
    },
}  # fmt: skip


@cache
def imposed(look: str) -> bytes:
    """The sonographer brochure on its sheets, with room for bleed and a mark outside the trim."""
    own = project.find(ROOT)
    library = reading.read(own, DAY)
    ready = prepared.prepare(own, library, library.guides["sonographer"], look)
    made = brochure.make(ready, "trifold", "letter")
    pages = typeset.write(made.laid, tagged=False)
    title = view.said(ready.shown["title"])
    return boxed(imposition.impose(pages, "trifold", "letter", title, "en-US"))


def boxed(pdf: bytes) -> bytes:
    def mend(document: pikepdf.Pdf) -> None:
        black = pdfx.registration_black(document)
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            page.mediabox = page.cropbox = Array([left - 27, bottom - 27, right + 27, top + 27])
            page.obj.BleedBox = Array([left - 9, bottom - 9, right + 9, top + 9])
            lines = [(x, y, x, y + 8) for x in (left, right) for y in (bottom - 20, top + 12)]
            path = " ".join(
                f"{x} {y} m {x2} {y2} l" for x, y, x2, y2 in lines
            )  # one path all round, as marks often are
            page.contents_add(f"q {black} 0.25 w {path} S Q".encode())

    return changed(pdf, mend)


@cache
def pressed(look: str) -> bytes:
    return pdfx.press(imposed(look), INKS[look], tiny_profile(), "Sonographer", DAY, "Test press", ink=INK[look])


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    """Open a PDF, change it, save it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        out = BytesIO()
        document.save(out, deterministic_id="encryption" not in saving, **saving)
        return out.getvalue()


@cache
def sheet(content: str = "", resources: str = "", extra: str = "") -> bytes:
    """One page of 300 by 200 points, trim box 27 points inside, in RGB: content as operators."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 200))
    page.obj.TrimBox, page.obj.BleedBox = Array([27, 27, 273, 173]), Array([18, 18, 282, 182])
    page.obj.Resources = pikepdf.Object.parse(resources.encode()) if resources else Dictionary()
    page.obj.Contents = document.make_stream(content.encode())
    for name, value in pikepdf.Object.parse(extra.encode()).items() if extra else ():
        page.obj[name] = value
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def add(document: pikepdf.Pdf, content: str, number: int = 0, **resources: dict[str, object]) -> None:
    """Add operators, and resources by kind and name, to a page."""
    page = document.pages[number]
    for kind, held in resources.items():
        if f"/{kind}" not in page.obj.Resources:
            page.obj.Resources[f"/{kind}"] = Dictionary()
        for name, value in held.items():
            page.obj.Resources[f"/{kind}"][f"/{name}"] = value
    page.contents_add(b"q " + content.encode() + b" Q")


def picture(document: pikepdf.Pdf, pixels: np.ndarray, space: pikepdf.Object) -> pikepdf.Stream:
    made = document.make_stream(pixels.astype(np.uint8).tobytes())
    made.Type, made.Subtype, made.ColorSpace, made.BitsPerComponent = Name.XObject, Name.Image, space, 8
    made.Height, made.Width = pixels.shape[:2]
    return made


@cache
def tiny_profile(kind: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """An ICC output profile of a few kilobytes (ICC.1, version 2, lut8Type), for a press that never was.

    Colours and inks are each other's complement; where they get dark, black comes on top, up to 400 % of ink.
    """
    cmyk = np.stack(np.meshgrid(*[[0.0, 1.0]] * 4, indexing="ij"), -1).reshape(-1, 4)
    shown = (1 - cmyk[:, :3]) * (1 - 0.9 * cmyk[:, 3:]) * 0.95 + 0.05 * (1 - cmyk[:, 3:])
    to_lab = _lut(4, 2, _lab(shown))
    grid = np.stack(np.meshgrid(*[np.linspace(0, 255, 17)] * 3, indexing="ij"), -1).reshape(-1, 3)
    inks = 1 - _rgb(grid)
    black = np.clip((inks.min(axis=1, keepdims=True) - 0.3) / 0.7, 0, 1)
    from_lab = _lut(3, 17, np.round(255 * np.hstack([inks, black])))
    name = b"Tiny press\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text" + bytes(4) + b"No rights reserved\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061),
        b"A2B0": to_lab,
        b"B2A0": from_lab,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for signature, data in tags.items():
        table += signature + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = start + len(body)
    header = struct.pack(">I4xI4s4s4s", size, 0x02400000, kind, space, b"Lab ") + bytes(12) + b"acsp"
    header = header.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return header.ljust(128, b"\0") + table + body


def _lut(inputs: int, grid: int, nodes: np.ndarray) -> bytes:
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if place % 4 == 0 else 0 for place in range(9)))
    head = b"mft1" + bytes(4) + bytes([inputs, nodes.shape[1], grid, 0]) + matrix
    return head + straight * inputs + nodes.astype(np.uint8).tobytes() + straight * nodes.shape[1]


_TO_XYZ = np.array([[0.4361, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]])  # sRGB at D50
_WHITE = _TO_XYZ.sum(axis=1)


def _lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB from 0 to 1 to Lab in bytes."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    ratio = linear @ _TO_XYZ.T / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], -1)
    return np.clip(np.round(lab * [2.55, 1, 1] + [0, 128, 128]), 0, 255)


def _rgb(lab: np.ndarray) -> np.ndarray:
    """Lab in bytes to sRGB from 0 to 1."""
    light, a, b = lab[:, 0] / 2.55, lab[:, 1] - 128, lab[:, 2] - 128
    middle = (light + 16) / 116
    f = np.stack([middle + a / 500, middle, middle - b / 200], -1)
    ratio = np.where(f**3 > 216 / 24389, f**3, (116 * f - 16) * 27 / 24389)
    linear = np.clip((ratio * _WHITE) @ np.linalg.inv(_TO_XYZ).T, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
