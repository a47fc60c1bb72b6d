"""Changes a handout by chance: a few bytes, elements, attributes, or pieces of its base."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pikepdf
from lxml import etree
from PIL import Image, ImageDraw

from helpers.hostile import DOCUMENT, RELATIONS, base_of, changed, parts, with_base


def spoilt(handout: bytes, rng: Random) -> bytes:
    """The handout with a few bytes, elements, attributes or pieces of its base changed by chance."""
    return rng.choice([_bytes, _letters, _elements, _attributes, _base])(handout, rng)


def _bytes(handout: bytes, rng: Random) -> bytes:
    data = bytearray(handout)
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def _letters(handout: bytes, rng: Random) -> bytes:
    members = parts(handout)
    name = rng.choice([each for each in members if each.endswith((".xml", ".rels"))])
    data = bytearray(members[name])
    for _ in range(rng.randint(1, 3)):
        data[rng.randrange(len(data))] = rng.choice(b'abc019 "<>=/&;-')
    return changed(handout, {name: bytes(data)})


_READ = [DOCUMENT] * 6 + ["word/styles.xml", "word/numbering.xml", "word/footer1.xml", "docProps/core.xml", RELATIONS]


def _elements(handout: bytes, rng: Random) -> bytes:
    """Some elements are taken out, moved among their neighbours, moved elsewhere, or doubled."""
    name = rng.choice(_READ)
    root = etree.fromstring(parts(handout)[name])
    every = list(root.iter())[1:]
    for _ in range(rng.randint(1, 12)):
        one, other = rng.choice(every), rng.choice(every)
        above = one.getparent()
        what = rng.randrange(5)
        if above is None:
            continue
        if what < 2:
            above.remove(one)
        elif what == 2:
            above.insert(rng.randrange(len(above)), one)
        elif what == 3 and one is not other and one not in list(other.iterancestors()):
            other.append(one)
        elif what == 4:
            above.append(copy.deepcopy(one))
    return changed(handout, {name: etree.tostring(root)})


def _attributes(handout: bytes, rng: Random) -> bytes:
    """Some attributes exchange their values."""
    name = rng.choice(_READ)
    root = etree.fromstring(parts(handout)[name])
    every = [(each, key) for each in root.iter() for key in each.attrib]
    for _ in range(rng.randint(1, 30)) if every else ():
        (one, key), (other, second) = rng.choice(every), rng.choice(every)
        one.attrib[key], other.attrib[second] = other.attrib[second], one.attrib[key]
    return changed(handout, {name: etree.tostring(root)})


def _base(handout: bytes, rng: Random) -> bytes:
    """Some values of the base are taken out, made others, shuffled or turned round."""
    base = base_of(handout)
    for _ in range(rng.randint(1, 3)):
        at = rng.choice([place for place in _places(base) if place])
        holder: Any = base
        for step in at[:-1]:
            holder = holder[step]
        what = rng.randrange(4)
        if what == 0:
            del holder[at[-1]]
        elif what == 1:
            holder[at[-1]] = rng.choice([None, 0, -1, "x", "", [], {}, True, 1e9, "sections.work.title"])
        elif what == 2 and isinstance(holder, list):
            rng.shuffle(holder)
        elif isinstance(holder[at[-1]], str):
            holder[at[-1]] = holder[at[-1]][::-1]
    return with_base(handout, base)


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(item, (*at, key))


# Other files ----------------------------------------------------------------------------------------------------------


def pdf(rng: Random) -> bytes:
    """A small PDF with text, a picture, a form, an annotation and a profile, a few of its values changed by chance."""
    data = bytearray(_sound_pdf())
    if rng.random() < 0.3:
        for _ in range(rng.randint(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        return bytes(data)
    pieces = re.split(rb"(/\w+|-?\d+(?:\.\d+)?|<<|>>|\[|\]| R\b)", bytes(data))
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(1, len(pieces), 2)
        new = rng.choice([*_VALUES, pieces[rng.randrange(1, len(pieces), 2)]])
        if len(new) <= len(pieces[at]) or rng.random() < 0.1:  # else every object behind it would be lost
            pieces[at] = new.ljust(len(pieces[at]))
    return b"".join(pieces)


_VALUES = (
    b"", b"0", b"-1", b"1e9", b"2147483648", b"-0.0000001", b"9" * 40, b"null", b"true", b"(text)", b"<FEFF0041>",
    b"[", b"]", b"<<>>", b"[[[]]]", b"/A", b"/Type", b"/Kids", b"/DeviceN", b"/Pattern", b"1 0 R", b"3 0 R", b"99 0 R",
)  # fmt: skip


@cache
def _sound_pdf() -> bytes:
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 300, 200],
        TrimBox=[10, 10, 290, 190],
        BleedBox=[2, 2, 298, 198],
        Rotate=0,
    )
    with pikepdf.new() as document:
        picture = pikepdf.Stream(document, bytes(range(48)))
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=4, Height=4, BitsPerComponent=8,
            ColorSpace=[pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 3, bytes(range(12))],
            SMask=pikepdf.Stream(document, bytes(16), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=4,
                                 Height=4, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray),
        )  # fmt: skip
        form = pikepdf.Stream(document, b"0.2 0.3 0.4 0.1 k 5 5 20 20 re f 1 J [3 2] 0 d 2 w 0 0 m 30 30 l S")
        form.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 50], Matrix=[1, 0, 0, 1, 0, 0],
            Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB),
        )  # fmt: skip
        tint = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 1, 1, 0], N=1)
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica, FirstChar=65,
                LastChar=67, Widths=[700, 600, 500],
            )),
            XObject=pikepdf.Dictionary(I=picture, G=form),
            ColorSpace=pikepdf.Dictionary(
                S=[pikepdf.Name.Separation, pikepdf.Name.Spot, pikepdf.Name.DeviceCMYK, tint]
            ),
            ExtGState=pikepdf.Dictionary(E=pikepdf.Dictionary(ca=0.5, OP=True, OPM=1, BM=pikepdf.Name.Multiply)),
        )  # fmt: skip
        page.Contents = pikepdf.Stream(
            document,
            b"q 1 0 0 rg 0 0 150 90 re f Q /S cs 0.7 scn 20 20 30 30 re f q 40 0 0 40 60 60 cm /I Do Q q /E gs /G Do Q "
            b"BT /F 12 Tf 20 150 Td (ABC) Tj 0 -14 Td [(A) -200 (B)] TJ ET 0.1 w 10 100 m 200 100 l S",
        )
        page.Annots = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 50, 50],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://school.example"),
            )
        ]  # fmt: skip
        document.pages.append(pikepdf.Page(page))
        out = io.BytesIO()
        document.save(out, static_id=True, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def picture(rng: Random) -> bytes:
    """A small PNG, JPEG or SVG with a few of its bytes changed by chance, most of them near its beginning."""
    data = bytearray(rng.choice(_sound_pictures()))
    for _ in range(rng.randint(1, 6)):
        most = len(data) if rng.random() < 0.4 else min(len(data), 200)
        at = rng.randrange(most)
        how = rng.randrange(4)
        if how == 0:
            data[at] = rng.randrange(256)
        elif how == 1:
            data[at:at] = data[at : at + rng.randint(1, 40)]
        elif how == 2:
            del data[at : at + rng.randint(1, 8)]
        else:
            data[at] = rng.choice(b"\x00\x01\x7f\x80\xff0-9e")
        if not data:
            return b""
    return bytes(data)


@cache
def _sound_pictures() -> tuple[bytes, ...]:
    drawn = Image.new("RGB", (320, 240), "#f0e8d8")
    ImageDraw.Draw(drawn).ellipse((40, 30, 280, 210), fill="#7a1f3d", outline="#102a43", width=9)
    found = []
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8769] = 6, "a school", {0x9003: "2026:11:30 10:00:00"}
    for name, options in {
        "PNG": [{"mode": mode} for mode in ("RGB", "RGBA", "P", "LA", "L", "1", "I;16")],
        "JPEG": [{"mode": "RGB"}, {"mode": "CMYK"}, {"mode": "L", "progressive": True}, {"mode": "RGB", "exif": exif}],
    }.items():
        for each in options:
            mode = str(each["mode"])
            changed_picture = drawn.convert("I").convert("I;16") if mode == "I;16" else drawn.convert(mode)
            out = io.BytesIO()
            changed_picture.save(out, name, **{key: value for key, value in each.items() if key != "mode"})
            found.append(out.getvalue())
    found.append(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80"><defs><path id="p" d="M10 10h30v20z"/></defs>'
        b'<g transform="rotate(10 5 5)" fill="#7a1f3d"><use href="#p" x="5"/><circle cx="60" cy="40" r="20"/></g>'
        b'<path d="M5 70 C 20 10 40 90 95 60 A 5 9 30 1 0 3 3" stroke="#102a43" stroke-width="3" fill="none"/></svg>'
    )
    return tuple(found)


def lines(file: bytes, rng: Random) -> bytes:
    """A file of YAML with a few of its lines and signs changed by chance."""
    pieces = file.decode().splitlines(keepends=True)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(pieces))
        how = rng.randrange(6)
        if how == 0:
            pieces.insert(at, pieces[rng.randrange(len(pieces))])
        elif how == 1 and len(pieces) > 1:
            pieces.pop(at)
        elif how == 2:
            pieces[at] = f"{' ' * rng.randint(0, 9)}{pieces[at].lstrip()}"
        else:
            line = list(pieces[at])
            line.insert(rng.randrange(len(line) + 1), rng.choice(_SIGNS))
            pieces[at] = "".join(line)
    return "".join(pieces).encode("utf-8", "surrogatepass")


_SIGNS = (
    *":-#&*!|>'\"%@`{}[],?\t\\", "\x00", "\x1b", "\u2028", "\u202e", "\ufeff", "\ud800", "- ", ": ", "&a ", "*a ",
    "!!python ", "<<: ", "---\n", "...\n", "1e999", "0x", "~", "é", "x" * 300, "{" * 60,
)  # fmt: skip
