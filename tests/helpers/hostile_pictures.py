"""Pictures that no school would send, and changes to real ones: made here, so that no dangerous file is kept.

Each generator yields a name and what makes the file. Making one takes a second at most.
"""

from __future__ import annotations

import gzip
import random
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

from helpers.hostile_pdfs import jpeg_head, jpeg_passes

Make = Callable[[], bytes]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    wide: int = 8,
    high: int = 8,
    pixels: bytes | None = None,
    bits: int = 8,
    kind: int = 2,
    interlaced: int = 0,
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """A PNG of any head, with chunks before and after its pixels."""
    head = struct.pack(">IIBBBBB", wide, high, bits, kind, 0, 0, interlaced)
    data = bytes((wide * 3 + 1) * high) if pixels is None else pixels
    body = chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(data)) + after + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(segments: bytes = b"", **options: object) -> bytes:
    """A small real JPEG with segments put in at its beginning."""
    out = BytesIO()
    drawn().convert("RGB").save(out, "JPEG", **options)
    data = out.getvalue()
    return data[:2] + segments + data[2:]


def segment(code: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, code, len(data) + 2) + data


def drawn(wide: int = 60, high: int = 40) -> Image.Image:
    picture = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((4, 4, wide - 4, high - 4), fill=(0, 98, 177, 255))
    pen.line((0, 0, wide, high), fill=(255, 92, 62, 255), width=3)
    return picture


# Notes of a camera ----------------------------------------------------------------------------------------------------


def exif(entries: list[tuple[int, int, int, bytes]], following: int = 0, head: bytes = b"MM\0\x2a\0\0\0\x08") -> bytes:
    """Notes of a camera: entries as tag, type, count and the four bytes of a value or of its place."""
    table = struct.pack(">H", len(entries))
    for tag, kind, count, value in entries:
        table += struct.pack(">HHI", tag, kind, count) + value[:4].ljust(4, b"\0")
    return b"Exif\0\0" + head + table + struct.pack(">I", following)


def notes() -> Iterator[tuple[str, bytes]]:
    """Notes of a camera of any shape. 0x112 says how a picture is turned."""
    for kind in range(14):
        for count in (0, 1, 2, 5, 0xFFFFFFFF):
            yield f"turned by type {kind}, {count} times", exif([(0x112, kind, count, b"\0\6\0\6")])
    for value in (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\x09", b"abcd"):
        yield f"turned by {value!r}", exif([(0x112, 3, 1, value)])
    yield "turned, and a fraction through nothing", exif([(0x112, 5, 1, b"\0\0\0\x26"), (0x11A, 5, 1, b"\0\0\0\x26")])
    yield "tables in a circle", exif([(0x112, 3, 1, b"\0\6"), (0x8769, 4, 1, b"\0\0\0\x08")], following=8)
    yield "a table far away", exif([(0x112, 3, 1, b"\0\6"), (0x8769, 4, 1, b"\xff\xff\xff\xf0")])
    yield "60,000 entries", exif([(0x112, 3, 1, b"\0\6")] * 5_000)
    yield "nothing", b"Exif\0\0"
    yield "no table", b"Exif\0\0MM\0\x2a\0\0\0\x08"
    yield "a big table", b"Exif\0\0MM\0\x2b\0\x08\0\0" + bytes(100)
    yield "another order", exif([(0x112, 3, 1, b"\6\0")], head=b"II\x2a\0\x08\0\0\0")
    yield "letters", b"Exif\0\0" + b"orientation " * 100


# Pictures -------------------------------------------------------------------------------------------------------------


def pixels() -> Iterator[tuple[str, Make]]:
    """PNG and JPEG that claim more than they hold, or ask for far more work than their pixels do."""
    yield "empty", lambda: b""
    yield "no picture", lambda: b"hello"
    yield "a PNG of nothing but a head", lambda: b"\x89PNG\r\n\x1a\n"
    yield "a PNG of 50,000 by 50,000", lambda: png(50_000, 50_000, bytes(1000))
    yield "a PNG of 2 billion by 1", lambda: png(2**31 - 1, 1, bytes(1000))
    yield "a PNG of 0 by 0", lambda: png(0, 0, b"")
    for bits, kind in ((16, 6), (16, 0), (1, 3), (8, 3), (16, 4), (8, 7), (3, 2)):
        yield (
            f"a PNG of {bits} bits and kind {kind}",
            lambda bits=bits, kind=kind: png(5000, 5000, bytes(1000), bits, kind),
        )
    yield "a large PNG of 16 bits", lambda: png(6000, 6000, bytes((6000 * 8 + 1) * 6000), 16, 6)
    yield "a large interlaced PNG", lambda: png(6000, 6000, bytes(6000 * 6000 * 4 + 60_000), 8, 6, interlaced=1)
    yield "an odd palette", lambda: png(8, 8, bytes(72), 8, 3, before=chunk(b"PLTE", bytes(7)))
    yield "a palette of 5,000 colors", lambda: png(8, 8, bytes(72), 8, 3, before=chunk(b"PLTE", bytes(15_000)))
    yield "transparency of any length", lambda: png(before=chunk(b"tRNS", bytes(999)))
    yield "transparency of a byte", lambda: png(before=chunk(b"tRNS", b"a"))
    yield (
        "a PNG whose text unpacks to 1 GB",
        lambda: png(before=chunk(b"zTXt", b"a\0\0" + _gigabyte()), after=chunk(b"iTXt", b"a\0\1\0\0\0" + _gigabyte())),
    )
    yield "a PNG whose color profile unpacks to 1 GB", lambda: png(before=chunk(b"iCCP", b"a\0\0" + _gigabyte()))
    yield (
        "a PNG whose pixels unpack to 1 GB",
        lambda: png().replace(chunk(b"IEND", b""), chunk(b"IDAT", _gigabyte()) + chunk(b"IEND", b"")),
    )
    yield "a PNG of 700,000 chunks", lambda: png(before=chunk(b"aaAa", b"") * 700_000)
    yield "a PNG of 400,000 texts", lambda: png(before=chunk(b"tEXt", b"a\0b") * 400_000)
    yield "a PNG of 9 MB of text", lambda: png(after=chunk(b"tEXt", b"a\0" + bytes(9_000_000)))
    yield "a PNG of 700,000 pieces", lambda: png(pixels=b"", after=chunk(b"IDAT", b"") * 700_000)
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 8, 8, 0, 0, 1, 1, 0, 0))
    yield (
        "a film of 100,000 frames",
        lambda: png(
            before=chunk(b"acTL", struct.pack(">II", 4_000_000_000, 0)) + frame,
            after=b"".join(
                chunk(b"fcTL", struct.pack(">IIIIIHHBB", n, 8, 8, 0, 0, 1, 1, 0, 0)) for n in range(1, 100_000)
            ),
        ),
    )
    yield (
        "a film of a frame that is larger",
        lambda: png(
            before=chunk(b"acTL", struct.pack(">II", 1, 0))
            + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 4_000_000, 4_000_000, 9, 9, 0, 0, 9, 9))
        ),
    )
    yield "a PNG with a resolution of nothing", lambda: png(before=chunk(b"pHYs", struct.pack(">IIB", 0, 0, 1)))
    yield "a PNG with gamma of nothing", lambda: png(before=chunk(b"gAMA", bytes(4)) + chunk(b"cHRM", bytes(32)))
    yield "a JPEG of 65,500 by 65,500", lambda: jpeg_head(65_500, 65_500, 3)
    yield "a JPEG of 6,000 by 6,000 and nothing", lambda: jpeg_head(6_000, 6_000, 3)
    yield "a JPEG in inks of 6,000 by 6,000 and nothing", lambda: jpeg_head(6_000, 6_000, 4)
    yield "a JPEG of 0 by 0", lambda: jpeg_head(0, 0, 3)
    yield "a JPEG of 10 components", lambda: jpeg_head(60, 60, 10)
    for passes in (300, 4_000):
        yield f"a JPEG of {passes} passes", lambda passes=passes: jpeg_passes(6000, 6000, passes)
    yield "a JPEG of a million segments", lambda: jpeg(segment(0xFE, b"") * 1_000_000)
    yield (
        "a JPEG of a million restarts",
        lambda: jpeg_head(6_000, 6_000, 3).replace(bytes(100), b"\0\xff\xd0" * 1_000_000),
    )
    yield "a JPEG of 6 million fills", lambda: jpeg(b"\xff" * 6_000_000)
    yield (
        "a JPEG of 9 MB of profile",
        lambda: jpeg(
            b"".join(segment(0xE2, b"ICC_PROFILE\0" + bytes((n % 256, 140)) + bytes(65_000)) for n in range(1, 140))
        ),
    )
    yield "a JPEG whose table is far away", lambda: jpeg(segment(0xE2, b"MPF\0MM\0\x2a\xff\xff\xff\xf0"))
    for name, table in _albums():
        yield f"an album {name}", lambda table=table: jpeg(segment(0xE2, b"MPF\0" + table))
    yield "a JPEG coded by arithmetic", lambda: jpeg_head(6_000, 6_000, 3).replace(b"\xff\xc0", b"\xff\xc9")
    yield "a JPEG without loss", lambda: jpeg_head(6_000, 6_000, 3).replace(b"\xff\xc0", b"\xff\xc3")
    yield "a JPEG of Adobe of any shape", lambda: jpeg(segment(0xEE, b"Adobe") + segment(0xED, b"Photoshop 3.0\0" * 3))
    yield (
        "a JPEG of Photoshop's parts",
        lambda: jpeg(segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x03\xed\0\0\xff\xff\xff\xff" + bytes(9))),
    )
    yield (
        "a JPEG with a note of 60 kB of XMP",
        lambda: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<a>" * 20_000)),
    )
    for name, note in notes():
        yield f"a JPEG with notes: {name}", lambda note=note: jpeg(segment(0xE1, note[:65_000]))
        yield f"a PNG with notes: {name}", lambda note=note: png(after=chunk(b"eXIf", note[6:]))
    for name, profile in profiles():
        for mode in ("RGB", "CMYK", "L"):
            yield f"{mode} with a profile {name}", lambda mode=mode, profile=profile: _profiled(mode, profile)


def _gigabyte() -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * 1000 + b"\x03\x00" + struct.pack(">I", 1)


def _albums() -> Iterator[tuple[str, bytes]]:
    """Tables of several pictures in one file (CIPA DC-007) of any shape."""
    yield "of nothing", b""
    yield "of letters", b"MM\0\x2a" + b"letters " * 9
    for count in (0, 2, 0xFFFFFFFF):
        for kind in (2, 4, 5, 7):
            entries = [(0xB001, kind, 1, struct.pack(">I", count)), (0xB002, kind, 32, b"\0\0\0\x08")]
            yield f"of {count} of type {kind}", exif(entries)[6:] + bytes(40)


def profiles() -> Iterator[tuple[str, bytes]]:
    real = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "of nothing", b""
    yield "of letters", b"acsp" * 99
    yield "that is cut short", real[:200]
    yield "for RGB", real
    yield "for inks that is none", real[:16] + b"CMYK" + real[20:]
    yield "for gray that is none", real[:16] + b"GRAY" + real[20:]
    yield "of 4 billion parts", real[:128] + b"\xff" * 4 + real[132:]
    yield "whose parts lie far away", real[:132] + b"\xff" * 200 + real[332:]
    yield "that is a link", real[:12] + b"link" + real[16:]


def _profiled(mode: str, profile: bytes) -> bytes:
    out = BytesIO()
    Image.new(mode, (20, 20)).save(out, "JPEG", icc_profile=profile)
    return out.getvalue()


# Drawings -------------------------------------------------------------------------------------------------------------

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 60"{}>{}</svg>'
)


def svg(body: str, attributes: str = "", head: str = "") -> bytes:
    return (head + SVG.format(attributes, body)).encode()


def drawings() -> Iterator[tuple[str, Make]]:
    """Logos as SVG: entities, uses, depth, paths, numbers and styles without end."""
    shape = '<rect width="9" height="9"/>'
    laughs = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    yield "entities of entities", lambda: svg("<desc>&k;</desc>", head=f'<!DOCTYPE svg [<!ENTITY a "ha">{laughs}]>')
    yield (
        "a long entity many times",
        lambda: svg("<desc>" + "&a;" * 20_000 + "</desc>", head=f'<!DOCTYPE svg [<!ENTITY a "{"a" * 100_000}">]>'),
    )
    yield "an entity of itself", lambda: svg("&a;", head='<!DOCTYPE svg [<!ENTITY a "&a;">]>')
    yield "an entity from a file", lambda: svg("&a;", head='<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    yield (
        "parameters of entities",
        lambda: svg("", head='<!DOCTYPE svg [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'),
    )
    yield "uses in a circle", lambda: svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')
    doubling = "".join(f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(40))
    yield "uses 2^40 times", lambda: svg(f'{doubling}<g id="a40">{shape}</g>')
    yield "groups 5,000 deep", lambda: svg("<g>" * 5_000 + shape + "</g>" * 5_000)
    yield "100,000 shapes", lambda: svg(shape * 60_000)
    yield "a path of 1.9 MB", lambda: svg(f'<path d="M0 0{"l1 1" * 450_000}"/>')
    yield "arcs of no end", lambda: svg(f'<path d="M0 0{"a1e9 1e9 0 1 1 9 9" * 20_000}"/>')
    for number in ("1e999", "-1e999", "NaN", "inf", "1e308", "9" * 5_000, "1e-400", "--5", ""):
        yield (
            f"numbers of {number[:9]}",
            lambda number=number: svg(
                f'<rect width="{number}" height="{number}" x="{number}"/><path d="M{number} 0L{number} {number}Z"/>'
                f'<g transform="scale({number}) matrix({number} 1 1 1 1 {number})">{shape}</g>'
            ),
        )
        yield (
            f"a view of {number[:9]}",
            lambda number=number: svg(shape).replace(
                b'"0 0 90 60"', f'"0 0 {number} {number}" width="{number}" height="{number}"'.encode()
            ),
        )
        yield (
            f"lines of {number[:9]}",
            lambda number=number: svg(
                f'<path d="M0 0H9V9" stroke="red" stroke-width="{number}" stroke-dasharray="{number}" '
                f'stroke-miterlimit="{number}" opacity="{number}"/>'
            ),
        )
    yield "100,000 transforms", lambda: svg(f'<g transform="{"scale(1.1)" * 100_000}">{shape}</g>')
    yield "transforms that end badly", lambda: svg(f'<g transform="{"a() " * 500}!">{shape}</g>')
    yield "blanks in an address", lambda: svg(f'<rect fill="url(#{" " * 500_000}" width="9" height="9"/>')
    yield "a number of a million figures", lambda: svg(f'<rect width="{"9" * 1_000_000}x" height="9"/>')
    yield "an address in brackets", lambda: svg('<rect fill="url((http://elsewhere/a)" width="9" height="9"/>')
    yield "100,000 dashes", lambda: svg(f'<path d="M0 0H9" stroke="red" stroke-dasharray="{"1e-9 " * 100_000}"/>')
    yield "tiny dashes on a long line", lambda: svg('<path d="M0 0H1e8" stroke="red" stroke-dasharray="1e-6"/>')
    yield "30,000 rules", lambda: svg(f"<style>{'rect{fill:red}' * 30_000}</style>{shape}")
    yield "a rule of 100,000 selectors", lambda: svg(f"<style>{'a,' * 100_000}rect{{fill:red}}</style>{shape}")
    yield (
        "2,000 rules for 9,000 shapes",
        lambda: svg(f"<style>{'rect,g,path,a,b,c,*{fill:red;stroke:blue}' * 1_999}</style>{shape * 9_000}"),
    )
    yield "brackets 50,000 deep in a style", lambda: svg(f"<style>rect{{fill:{'(' * 50_000}}}</style>{shape}")
    yield "brackets 50,000 deep in an attribute", lambda: svg(f'<rect fill="{"rgb(" * 50_000}" width="9" height="9"/>')
    yield "blocks 50,000 deep", lambda: svg(f"<style>{'@media{' * 50_000}</style>{shape}")
    yield "a style attribute of 1.9 MB", lambda: svg(f'<rect style="{"fill:red;" * 200_000}" width="9" height="9"/>')
    yield "url( 300,000 times", lambda: svg(f'<rect fill="{"url(" * 300_000}" width="9" height="9"/>')
    yield (
        "colors of calc",
        lambda: svg(f'<rect fill="color-mix(in srgb,{"color-mix(in srgb," * 3000}red" width="9" height="9"/>'),
    )
    for name, inner in (("itself in itself", svg(shape)), ("a PNG that claims more", png(50_000, 50_000, b"")),
                        ("no picture", b"hello"), ("a large PNG", png(6000, 6000, bytes(6000 * 18_001)))):  # fmt: skip
        for media in ("svg+xml", "png"):
            address = f"data:image/{media};base64,{b64encode(inner).decode()}"
            yield f"{name} as {media}", lambda address=address: svg(f'<image href="{address}" width="9" height="9"/>')
    many = b64encode(png(2500, 2500, bytes(2500 * 7501))).decode()
    yield (
        "200 pictures of 2,500 by 2,500",
        lambda: svg("".join(f'<image href="data:image/png;base64,{many}" width="9" height="9"/>' for _ in range(40))),
    )
    yield (
        "a filter of a billion",
        lambda: svg(
            '<filter id="f" x="-1e9" y="-1e9" width="1e9" height="1e9"><feGaussianBlur stdDeviation="1e9"/>'
            f'<feMorphology radius="1e9"/><feTurbulence numOctaves="1000000"/></filter><g filter="url(#f)">{shape}</g>'
        ),
    )
    yield (
        "a pattern of nothing",
        lambda: svg(
            '<pattern id="p" width="1e-9" height="1e-9" patternUnits="userSpaceOnUse"><rect width="1" height="1"/>'
            '</pattern><rect width="90" height="60" fill="url(#p)"/>'
        ),
    )
    nested = "".join(f'<clipPath id="c{n}" clip-path="url(#c{n + 1})">{shape}</clipPath>' for n in range(3_000))
    yield "clips in clips", lambda: svg(f'{nested}<g clip-path="url(#c0)">{shape}</g>')
    masks = "".join(f'<mask id="m{n}"><g mask="url(#m{n + 1})">{shape * 9}</g></mask>' for n in range(60))
    yield "masks in masks", lambda: svg(f'{masks}<g mask="url(#m0)">{shape}</g>')
    marked = '<marker id="m"><path d="M0 0H9"/></marker><path marker-mid="url(#m)" d="M0 0{}"/>'
    yield "a marker at 200,000 points", lambda: svg(marked.format("h1" * 190_000))
    yield "packed, 1 GB", lambda: gzip.compress(svg(" " * 10_000_000)) * 2
    yield "packed, cut short", lambda: gzip.compress(svg(shape))[:40]
    yield "words where numbers are", lambda: svg("<circle r='a' cx='b'/><polygon points='a b c'/>", ' viewbox="x"')
    yield "no end", lambda: svg(shape)[:-9]
    yield "half a character", lambda: svg(shape) + b"\xff\xfe"
    yield "another root", lambda: b"<html xmlns:svg='x'><svg/></html>"
    yield "a script", lambda: svg("<script>alert(1)</script>" + shape)
    yield "UTF-16 that is none", lambda: b"\xff\xfe" + svg(shape)
    yield "200,000 attributes", lambda: svg("<g " + " ".join(f'a{n}="b"' for n in range(150_000)) + f">{shape}</g>")
    yield "names of no end", lambda: svg(f"<{'a' * 1_000_000}/>")


def files() -> Iterator[tuple[str, Make]]:
    """All of them."""
    yield from pixels()
    yield from drawings()


# Real pictures, changed -----------------------------------------------------------------------------------------------


def originals() -> list[bytes]:
    """Small real pictures of all kinds that are read."""
    made = []
    plain = drawn()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    notes = Image.Exif()
    notes[0x112], notes[0x10F], notes[0x8769] = 6, "Camera", {0x9003: "2026:01:01 00:00:00"}
    for mode, kind, options in (
        ("RGBA", "PNG", {}), ("RGB", "PNG", {"icc_profile": profile}), ("P", "PNG", {"transparency": 0}),
        ("LA", "PNG", {"exif": notes}), ("1", "PNG", {}), ("I;16", "PNG", {}), ("L", "JPEG", {}),
        ("RGB", "JPEG", {"progressive": True, "exif": notes, "icc_profile": profile}), ("CMYK", "JPEG", {}),
        ("RGB", "JPEG", {"restart_marker_blocks": 2, "exif": notes}), ("RGB", "MPO", {"exif": notes}),
    ):  # fmt: skip
        out = BytesIO()
        if mode == "LA":
            image = plain.convert("LA")
        elif mode in ("I;16", "1", "P"):
            image = plain.convert("RGB").convert("L").convert("I;16" if mode == "I;16" else mode)
        else:
            image = plain.convert(mode)
        more = {"save_all": True, "append_images": [image]} if kind == "MPO" else {}
        image.save(out, kind, **options, **more)
        made.append(out.getvalue())
    return made


def mutated(seed: int, sources: list[bytes]) -> bytes:
    """A real picture with some bytes changed, put in, left out or doubled; the same for the same seed.

    In a PNG the sums of chunks are mended after, so that what they hold is read.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    data = bytearray(chance.choice(sources))
    most = chance.choice((60, 400, len(data)))  # what stands at the beginning is read by more than pixels are
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(min(most, len(data)))
        act = chance.random()
        if act < 0.6:
            data[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256), data[place] ^ 1))
        elif act < 0.75:
            data[place : place + 4] = struct.pack(">I", chance.choice((0, 1, 0xFFFFFFFF, 0x7FFFFFFF, 65_536)))
        elif act < 0.85:
            del data[place : place + chance.randint(1, 30)]
        elif act < 0.95:
            data[place:place] = data[place : place + chance.randint(1, 60)]
        else:
            data[place:place] = chance.randbytes(chance.randint(1, 20))
        if len(data) < 20:
            break
    return _mended(bytes(data))


def _mended(data: bytes) -> bytes:
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        return data
    out, place = bytearray(data), 8
    while place + 12 <= len(data):
        length = struct.unpack_from(">I", data, place)[0]
        end = place + 8 + length
        if end + 4 > len(data):
            break
        struct.pack_into(">I", out, end, zlib.crc32(data[place + 4 : end]))
        place = end + 4
    return bytes(out)
