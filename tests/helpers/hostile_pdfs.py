"""PDFs that no print shop and no school would send: made here, so that no dangerous file lies in the repository.

Each generator yields a name and what makes the file. Making one takes a second at most, reading it may take for ever.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import pikepdf

Make = Callable[[], bytes]

TRIM = b"/TrimBox[10 10 600 700]"
FLATE = b"/FlateDecode"
PLACED = b"q 600 0 0 700 0 0 cm /I Do Q"
CMYK = b"/DeviceCMYK"


def pdf(objects: Mapping[int, bytes], extra: bytes = b"") -> bytes:
    """A PDF of these objects by their numbers, of which the first is the catalog."""
    out, offsets = bytearray(b"%PDF-1.6\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, most = len(out), max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (most + 1)
    for number in range(1, most + 1):
        out += b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (most + 1, extra, start)
    return bytes(out)


def stream(entries: bytes, data: bytes, packings: int = 1, filters: bytes = b"") -> bytes:
    """A stream, packed so many times with Flate, or said to be packed with other filters."""
    for _ in range(packings):
        data = zlib.compress(data, 9)
    filters = filters or (b"/Filter[" + FLATE * packings + b"]" if packings else b"")
    return b"<<%s%s/Length %d>>stream\n" % (entries, filters, len(data)) + data + b"\nendstream"


def document(
    content: bytes = b"",
    resources: bytes = b"",
    box: bytes = b"0 0 612 792",
    more: Mapping[int, bytes] | None = None,
    page: bytes = TRIM,
    raw: bytes | None = None,
    catalog: bytes = b"",
    extra: bytes = b"",
) -> bytes:
    """A PDF of one page. Objects from 10 on are free for `more`."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>%s>>" % (box, resources, page),
        4: raw or stream(b"", content),
    }
    return pdf(objects | dict(more or {}), extra)


def picture(
    wide: int, high: int, data: bytes, space: bytes = b"/DeviceGray", filters: bytes = FLATE, more: bytes = b""
) -> bytes:
    """A picture of bytes that are packed already."""
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s" % (wide, high, space)
    bits = b"" if b"/BitsPerComponent" in more else b"/BitsPerComponent 8"
    return stream(head + bits + more, data, 0, b"/Filter" + filters)


def with_picture(image: bytes, count: int = 1, more: Mapping[int, bytes] | None = None) -> bytes:
    """A page with a picture, or with so many that are the same."""
    names = b"".join(b"/I%d %d 0 R" % (number, 100 + number) for number in range(count))
    placed = b"".join(PLACED.replace(b"/I", b"/I%d" % number) for number in range(count))
    images = {100 + number: image for number in range(count)}
    return document(placed, b"/XObject<<%s>>" % names, more=images | dict(more or {}))


def form(content: bytes, resources: bytes = b"", more: bytes = b"") -> bytes:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<%s>>%s" % (resources, more)
    return stream(head, content)


def zeros(count: int) -> bytes:
    """So many zeros, packed with Flate once."""
    return zlib.compress(bytes(count), 9)


# Pages and objects ----------------------------------------------------------------------------------------------------


def trees() -> Iterator[tuple[str, Make]]:
    """Files that are none, are broken, or whose pages and objects go round, deep, or beyond all numbers."""
    yield "empty", lambda: b""
    yield "no PDF", lambda: b"Dear all, see you on Monday.\n" * 40
    yield "nothing but a head", lambda: b"%PDF-1.6\n"
    yield "cut short", lambda: document(b"0 0 9 9 re f")[:300]
    yield "no pages", lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 0>>"})
    yield "no catalog", lambda: pdf({1: b"null"})
    yield "a catalog that is a list", lambda: pdf({1: b"[1 2 3]"})
    yield "encrypted", _encrypted
    root, leaf = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    yield "a page that is a number", lambda: pdf({1: root, 2: b"<</Type/Pages/Kids[7 3 0 R]/Count 2>>", 3: leaf})
    yield (
        "pages in a circle",
        lambda: pdf(
            {
                1: root,
                2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>",
                3: b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
            }
        ),
    )
    yield "pages 20,000 deep", lambda: pdf(
        {1: root, **{n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 20_000)}, 20_000: leaf}
    )  # fmt: skip
    yield "a count that lies", lambda: pdf({1: root, 2: b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", 3: leaf})
    for count in (100_000, 2_000_000):
        yield (
            f"one page {count:,} times",
            lambda count=count: pdf(
                {1: root, 2: b"<</Type/Pages/Kids[" + b"3 0 R " * count + b"]/Count %d>>" % count, 3: leaf}
            ),
        )
    yield "a size that lies", lambda: document().replace(b"/Size 5", b"/Size 2147483647")
    yield "lists 100,000 deep in an object", lambda: document(catalog=b"/X " + b"[" * 100_000 + b"]" * 100_000)
    yield "a version that is none", lambda: document().replace(b"%PDF-1.6", b"%PDF-1.\x1b[31m6")
    yield (
        "an object stream that unpacks to 400 MB",
        lambda: pdf(
            {
                1: root,
                2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                3: leaf,
                4: stream(b"/Type/ObjStm/N 1000000/First 10000000", zeros(400_000_000), 0, b"/Filter" + FLATE),
            }
        ),
    )
    yield (
        "an object stream of a million objects",
        lambda: pdf(
            {
                1: root,
                2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                3: leaf,
                4: stream(b"/Type/ObjStm/N 1000000/First 10000000", b"1 0 " * 10_000_000),
            }
        ),
    )
    yield "a catalog in an object stream that unpacks to 200 MB", _packed_catalog
    yield "a cross-reference stream of 20 million entries", _xref_bomb
    yield "a cross-reference stream that unpacks to 4 GB", _xref_double
    yield "400,000 objects", lambda: pdf({**dict.fromkeys(range(5, 400000), b"1"), 1: root, 2: b"null"})


def _encrypted() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(document(b"0 0 9 9 re f"))) as plain:
        plain.save(out, encryption=pikepdf.Encryption(owner="a", user="b"), static_id=True)
    return out.getvalue()


def _packed_catalog() -> bytes:
    packer = zlib.compressobj(9)
    objects = b"<</Type/Catalog/Pages 3 0 R>> <</Type/Pages/Kids[]/Count 0>> "
    packed = packer.compress(b"2 0 3 %d " % objects.index(b" <<") + objects)
    packed += b"".join(packer.compress(bytes(1 << 20)) for _ in range(200)) + packer.flush()
    out = b"%PDF-1.5\n"
    place = len(out)
    out += b"1 0 obj\n" + stream(b"/Type/Obj#53tm/N 2/First 9", packed, 0, b"/Filter" + FLATE) + b"\nendobj\n"
    table = struct.pack(">BIB", 0, 0, 0) + struct.pack(">BIB", 1, place, 0)
    table += struct.pack(">BIB", 2, 1, 0) + struct.pack(">BIB", 2, 1, 1) + struct.pack(">BIB", 1, len(out), 0)
    entries = b"/Type/XRef/Size 5/W[1 4 1]/Root 2 0 R"
    return out + b"4 0 obj\n" + stream(entries, table) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(out)


def _xref_stream(count: int, packed: bytes, filters: bytes) -> bytes:
    head = b"%PDF-1.5\n"
    entries = b"/Type/XRef/Size %d/W[1 2 2]/Root 2 0 R" % count
    return head + b"1 0 obj\n" + stream(entries, packed, 0, filters) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


def _xref_bomb() -> bytes:
    return _xref_stream(20_000_000, zeros(5 * 20_000_000), b"/Filter" + FLATE)


def _xref_double() -> bytes:
    return _xref_stream(20_000_000, _four_gigabytes(), b"/Filter[" + 2 * FLATE + b"]")


def _four_gigabytes() -> bytes:
    """Zeros that unpack, in two steps, to 4 GB, made without unpacking them: a block of Flate many times over."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    repeated = b"\x78\xda" + block * 4000 + b"\x03\x00" + struct.pack(">I", 1)
    return zlib.compress(repeated, 9)


# Content --------------------------------------------------------------------------------------------------------------


def contents() -> Iterator[tuple[str, Make]]:
    """Pages whose drawing has no end, goes round, or unpacks to far more than it is."""
    chain = {
        10 + level: form(b"/F Do " * 10, b"/XObject<</F %d 0 R>>" % (11 + level)) for level in range(12)
    } | {22: form(b"0 0 1 1 re f ")}  # fmt: skip
    yield "forms drawn 10^12 times", lambda: document(b"/F Do", b"/XObject<</F 10 0 R>>", more=chain)
    itself = form(b"/F Do /F Do", b"/XObject<</F 10 0 R>>")
    yield "a form in itself", lambda: document(b"/F Do", b"/XObject<</F 10 0 R>>", more={10: itself})
    yield (
        "a form that is a million boxes, 20 times",
        lambda: document(b"/F Do " * 20, b"/XObject<</F 10 0 R>>", more={10: form(b"0 0 1 1 re f\n" * 1_000_000)}),
    )
    for name, box in (("14,400,000", b"0 0 14400000 14400000"), ("14,400", b"0 0 14400 14400"),
                      ("endless", b"-1e999 -1e999 1e999 1e999"), ("empty", b"0 0 0 0"), ("words", b"(a)(b)(c)(d)"),
                      ("three", b"0 0 1"), ("thin", b"0 0 0.0001 800000")):  # fmt: skip
        yield f"a page of {name}", lambda box=box: document(
            b"0 0 1 rg 0 0 1e9 1e9 re f BT /F 9 Tf (x) Tj ET", box=box, page=b"/TrimBox[" + box + b"]"
        )  # fmt: skip
    yield "200 pages of 14,400 points", _large_pages
    yield "a trim box beyond the page", lambda: document(b"0 0 9 9 re f", page=b"/TrimBox[-1e9 -1e9 1e9 1e9]")
    yield "a unit of a million", lambda: document(b"0 0 600 600 re f", page=TRIM + b"/UserUnit 1000000")
    yield "turned by words", lambda: document(b"0 0 600 600 re f", page=TRIM + b"/Rotate(x)/UserUnit(x)")
    thrice = stream(b"", bytes(10**8), 3)
    yield "content packed three times", lambda: document(raw=thrice)
    yield "content that unpacks to 4 GB", lambda: document(
        raw=stream(b"", _four_gigabytes(), 0, b"/Filter[" + 2 * FLATE + b"]")
    )  # fmt: skip
    yield "content packed 2,000 times", lambda: document(raw=stream(b"", b"x", 0, b"/Filter[" + FLATE * 2000 + b"]"))
    yield "content of run lengths", lambda: document(
        raw=stream(b"", b"\x81\x20" * 400_000, 0, b"/Filter[/RunLengthDecode/RunLengthDecode]")
    )  # fmt: skip
    yield "content packed by LZW", lambda: document(raw=stream(b"", bytes(200_000), 0, b"/Filter/LZWDecode"))
    yield (
        "content with an absurd predictor",
        lambda: document(
            raw=stream(b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>", bytes(1000))
        ),
    )
    yield "filters that are numbers", lambda: document(raw=stream(b"", b"x", 0, b"/Filter[1 2 (x) null]"))
    yield "600,000 boxes", lambda: document(b"0 0 1 1 re f\n" * 600_000)
    yield "a path of 660,000 lines", lambda: document(b"0 0 m " + b"1 1 l 2 2 l " * 330_000 + b"S")
    helvetica = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    yield "3 million letters", lambda: document(b"BT /F 12 Tf (" + b"a" * 3_000_000 + b") Tj ET", helvetica)
    yield "a million pieces of text", lambda: document(b"BT /F 12 Tf [" + b"(a)1" * 1_000_000 + b"] TJ ET", helvetica)
    yield "lists 200,000 deep", lambda: document(b"[" * 200_000 + b"]" * 200_000 + b" TJ")
    yield "dictionaries 100,000 deep", lambda: document(b"/x " + b"<</a " * 100_000 + b">>" * 100_000 + b" BDC")
    yield "a million saved states", lambda: document(b"q " * 1_000_000)
    yield "an inline picture of 60,000 by 60,000", lambda: document(
        b"BI /W 60000 /H 60000 /BPC 8 /CS /G ID " + bytes(1000) + b" EI "
    )  # fmt: skip
    yield "numbers beyond all numbers", lambda: document(b"1e999 0 0 -1e999 9" + b"9" * 5000 + b" 0 cm 0 0 1 1 re f ")
    tiles = stream(
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 .001 .001]/XStep .001/YStep .001/Resources<<>>",
        b"0 0 1 1 re f",
    )
    yield (
        "a pattern of tiny tiles",
        lambda: document(b"/Pattern cs /P scn 0 0 600 700 re f", b"/Pattern<</P 10 0 R>>", more={10: tiles}),
    )
    shade = stream(b"/FunctionType 4/Domain[0 1e9 0 1e9]/Range[0 1 0 1 0 1 0 1]", b"{" + b"dup mul " * 50_000 + b"0 0}")
    yield (
        "a shading of 50,000 steps",
        lambda: document(
            b"/S sh",
            b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceCMYK/Domain[0 1e9 0 1e9]/Function 10 0 R>>>>",
            more={10: shade},
        ),
    )
    yield "masks in masks", _masks
    yield (
        "a mask in itself, by the resources of its page",
        lambda: document(
            b"/G gs 0 0 9 9 re f",
            b"/ExtGState<</G<</SMask<</S/Luminosity/G 10 0 R>>>>>>",
            more={10: form(b"/G gs 0 0 9 9 re f " * 2).replace(b"/Resources", b"/Nothing")},
        ),
    )


def _large_pages() -> bytes:
    pages = {
        10 + n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/TrimBox[9 9 14390 14390]/Contents 4 0 R>>"
        for n in range(200)
    }
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    head = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 200/Kids[%s]>>" % kids}
    return pdf(head | {4: stream(b"", b"0 0 1e5 1e5 re f")} | pages)


def _masks() -> bytes:
    states = {10 + 2 * n: b"<</SMask<</S/Luminosity/G %d 0 R>>>>" % (11 + 2 * n) for n in range(30)}
    groups = {
        11 + 2 * n: form(
            b"/G gs 0 0 600 700 re f " * 2,
            b"/ExtGState<</G %d 0 R>>" % (12 + 2 * n),
            b"/Group<</S/Transparency/CS/DeviceGray>>",
        )
        for n in range(29)
    }
    return document(b"/G gs 0 0 600 700 re f", b"/ExtGState<</G 10 0 R>>", more=states | groups)


# Pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> Iterator[tuple[str, Make]]:
    """Pictures that unpack to far more than they are, one by one or all together."""
    yield "a picture of 100,000 by 100,000", lambda: with_picture(picture(100_000, 100_000, zeros(10**8)))
    big = zeros(7000 * 7000 * 4)
    yield "one picture of 7,000 by 7,000", lambda: with_picture(picture(7000, 7000, big, CMYK))
    yield "6 pictures of 7,000 by 7,000", lambda: with_picture(picture(7000, 7000, big, CMYK), 6)
    twice = zlib.compress(big, 9)
    double = b"[" + FLATE * 2 + b"]"
    yield "10 pictures packed twice", lambda: with_picture(picture(7000, 7000, twice, CMYK, double), 10)
    middle = zeros(1000 * 1000 * 4)
    yield "200 pictures of 1,000 by 1,000", lambda: with_picture(picture(1000, 1000, middle, CMYK), 200)
    yield "5,000 pictures of 500 by 500", lambda: with_picture(picture(500, 500, zeros(10**6), CMYK), 5000)
    yield (
        "a picture of 16 bits",
        lambda: with_picture(picture(5000, 5000, zeros(2 * 10**8), CMYK, more=b"/BitsPerComponent 16")),
    )
    yield "a picture that holds less than it says", lambda: with_picture(picture(3000, 3000, zeros(100), CMYK))
    yield "a small picture that unpacks to 4 GB", lambda: with_picture(
        picture(10, 10, _four_gigabytes(), CMYK, double)
    )  # fmt: skip
    yield "a picture with a huge predictor", lambda: with_picture(
        picture(
            100, 100, zeros(10**7), CMYK, more=b"/DecodeParms<</Predictor 15/Columns 100000000/Colors 4>>"
        )
    )  # fmt: skip
    yield "a picture of sizes that are words", lambda: with_picture(
        picture(100, 100, zeros(10**4), CMYK).replace(b"/Width 100", b"/Width(x)")
    )  # fmt: skip
    yield "a picture of less than nothing", lambda: with_picture(picture(-5000, -5000, zeros(10**4), CMYK))
    yield "a picture of run lengths", lambda: with_picture(
        picture(7000, 7000, b"\x81\x00" * 1_600_000, CMYK, b"/RunLengthDecode")
    )  # fmt: skip
    yield "a picture by LZW", lambda: with_picture(picture(7000, 7000, bytes(200_000), CMYK, b"/LZWDecode"))
    jpx = b"\xff\x4f\xff\x51" + struct.pack(">HHIIIIIIIIH", 41, 0, 60000, 60000, 0, 0, 60000, 60000, 0, 0, 1)
    yield "JPEG 2000 of 60,000 by 60,000", lambda: with_picture(
        picture(60000, 60000, jpx + b"\x07\x01\x01\xff\xd9", filters=b"/JPXDecode")
    )  # fmt: skip
    jbig = bytes.fromhex("00000000300001") + struct.pack(">IIIIIBH", 19, 60000, 60000, 0, 0, 0, 0)
    yield "JBIG2 of 60,000 by 60,000", lambda: with_picture(
        picture(60000, 60000, jbig, filters=b"/JBIG2Decode", more=b"/BitsPerComponent 1")
    )  # fmt: skip
    yield "a fax of 60,000 by 60,000", lambda: with_picture(
        picture(
            60000, 60000, bytes(1000), filters=b"/CCITTFaxDecode",
            more=b"/BitsPerComponent 1/DecodeParms<</K -1/Columns 60000/Rows 60000>>",
        )
    )  # fmt: skip
    for components in (1, 4):
        space = CMYK if components == 4 else b"/DeviceGray"
        yield (
            f"a JPEG of 65,500 by 65,500 with {components} components",
            lambda components=components, space=space: with_picture(
                picture(65500, 65500, jpeg_head(65500, 65500, components), space, b"/DCTDecode")
            ),
        )
    yield "a JPEG of 10 pixels that is said to be large", lambda: with_picture(
        picture(6000, 6000, jpeg_head(7000, 7000, 4), CMYK, b"/DCTDecode"), 4
    )  # fmt: skip
    masks = {50 + n: picture(7000, 7000, zeros(7000 * 7000), more=b"/SMask %d 0 R" % (51 + n)) for n in range(40)}
    yield "masks of masks of pictures", lambda: with_picture(
        picture(10, 10, zeros(400), CMYK, more=b"/SMask 50 0 R"), 1, masks
    )  # fmt: skip
    yield "a picture of 36 MB on 200 pages", _on_many_pages
    yield "a JPEG of 3,000 passes", lambda: with_picture(
        picture(5000, 5000, jpeg_passes(5000, 5000, 3000), b"/DeviceRGB", b"/DCTDecode")
    )  # fmt: skip
    table = b"[/Indexed/DeviceCMYK 255 10 0 R]"
    yield "a table of colors that unpacks to 4 GB", lambda: with_picture(
        picture(10, 10, zeros(100), table), 1, {10: stream(b"", _four_gigabytes(), 0, b"/Filter" + double)}
    )  # fmt: skip
    yield "a table of colors of 100 MB", lambda: with_picture(
        picture(10, 10, zeros(100), table), 1, {10: stream(b"", zeros(10**8), 0, b"/Filter" + FLATE)}
    )  # fmt: skip


def _on_many_pages() -> bytes:
    pages = {
        200
        + n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 700]%s/Contents 4 0 R/Resources<</XObject<</I 10 0 R>>>>>>"
        % TRIM
        for n in range(200)
    }
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    head = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 200/Kids[%s]>>" % kids}
    return pdf(head | {4: stream(b"", PLACED), 10: picture(3000, 3000, zeros(36_000_000), CMYK)} | pages)


def jpeg_passes(wide: int, high: int, passes: int) -> bytes:
    """A progressive JPEG of a few bytes for each of its passes, of which each goes over the whole picture."""
    frame = struct.pack(">HBHHB", 17, 8, high, wide, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    tables = b"\xff\xdb\0\x43\0" + b"\1" * 64
    for kind in (0, 0x10):  # one code of one bit, for no difference, and for an end of what is left
        tables += b"\xff\xc4\0\x14" + bytes((kind, 1)) + bytes(15) + b"\0"
    first = b"\xff\xda\0\x0c\3\1\0\2\0\3\0\0\0\0" + bytes(8)
    later = b"\xff\xda\0\x08\1\1\0\1\x3f\0" + bytes(2)
    return b"\xff\xd8" + tables + b"\xff\xc2" + frame + first + later * passes + b"\xff\xd9"


def jpeg_head(wide: int, high: int, components: int) -> bytes:
    """A JPEG that has a frame of this size and next to nothing in it."""
    parts = b"".join(bytes((number, 0x11, 0)) for number in range(1, components + 1))
    frame = struct.pack(">HBHHB", 8 + 3 * components, 8, high, wide, components) + parts
    scan = bytes((components,)) + b"".join(bytes((number, 0)) for number in range(1, components + 1)) + b"\0\x3f\0"
    tables = b"\xff\xdb\0\x43\0" + b"\1" * 64 + b"\xff\xc4\0\x14\0\1" + bytes(16)
    return (
        b"\xff\xd8" + tables + b"\xff\xc0" + frame
        + b"\xff\xda" + struct.pack(">H", 2 + len(scan)) + scan + bytes(100) + b"\xff\xd9"
    )  # fmt: skip


# Colours and fonts ----------------------------------------------------------------------------------------------------


def spaces() -> Iterator[tuple[str, Make]]:
    """Color spaces, functions and fonts of any shape, and names with what a terminal takes for a command."""

    def coloured(space: bytes, more: bytes = b"", times: int = 1) -> bytes:
        content = b"/C cs 1 1 1 1 scn 0 0 99 99 re f " * times
        return document(content, b"/ColorSpace<</C %s>>" % space, more={10: more} if more else {})

    solid = b"<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 1 1 1]/N 1>>"
    sampled = stream(
        b"/FunctionType 0/Domain[0 1 0 1 0 1 0 1]/Range[0 1 0 1 0 1 0 1]/Size[255 255 255 255]/BitsPerSample 8",
        bytes(100),
    )
    yield "a function of 4 billion samples", lambda: coloured(b"[/DeviceN[/A/B/E/D]/DeviceCMYK 10 0 R]", sampled)
    steps = stream(b"/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1 0 1]", b"{" + b"dup mul " * 100_000 + b"0 0 0}")
    yield "a function of 100,000 steps", lambda: coloured(b"[/Separation/A/DeviceCMYK 10 0 R]", steps, 1000)
    loop = b"<</FunctionType 3/Domain[0 1]/Bounds[]/Encode[0 1]/Functions[10 0 R]>>"
    yield "a function of itself", lambda: coloured(b"[/Separation/A/DeviceCMYK 10 0 R]", loop)
    yield "a color space of itself", lambda: coloured(b"10 0 R", b"[/Indexed 10 0 R 255 (x)]")
    yield "color spaces 5,000 deep", lambda: coloured(
        b"[/Indexed " * 400 + b"/DeviceCMYK" + b" 1 (x)]" * 400
    )  # fmt: skip
    plates = b"".join(b"/P%d" % number for number in range(200_000))
    yield "200,000 plates", lambda: coloured(b"[/DeviceN[" + plates + b"]/DeviceCMYK " + solid + b"]")
    yield "a plate that is a command", lambda: coloured(b"[/Separation/#1b[31mPWN /DeviceCMYK " + solid + b"]")
    many = b"".join(b"/C%d[/Separation/P%d/DeviceRGB 1]" % (number, number) for number in range(60_000))
    yield "60,000 color spaces", lambda: document(b"", b"/ColorSpace<<" + many + b">>")

    def lettered(font: bytes, more: Mapping[int, bytes] | None = None) -> bytes:
        return document(b"BT /F 12 Tf (xyz) Tj ET", b"/Font<</F %s>>" % font, more=more)

    yield "a font that is a command", lambda: lettered(
        b"<</Type/Font/Subtype/Type1/BaseFont/#1b]0;pwned#07#1b[31mRED#9b31m#e2#80#ae>>"
    )  # fmt: skip
    yield "a font of a million widths", lambda: lettered(
        b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/Widths[" + b"1 " * 1_000_000 + b"]>>"
    )  # fmt: skip
    ranges = b"0 65535 9 " * 20_000
    cid = b"<</Type/Font/Subtype/Type0/BaseFont/A/DescendantFonts[<</Subtype/CIDFontType2/W[%s]>>]>>"
    yield "a font of 20,000 ranges", lambda: lettered(b"10 0 R", {10: cid % ranges})
    yield "a font of a range of a billion", lambda: lettered(b"10 0 R", {10: cid % b"0 2000000000 1"})
    yield "a font of 400,000 entries", lambda: lettered(b"10 0 R", {10: cid % (b"1[1]" * 400_000)})
    yield "a font of less than nothing", lambda: lettered(b"10 0 R", {10: cid % b"-2000000000 5 1"})
    yield "a font read a thousand times", lambda: document(
        b"BT /F 12 Tf " + b"(x) Tj " * 1000 + b"ET", b"/Font<</F %s>>" % (cid % (b"0 65535 9 " * 20))
    )  # fmt: skip
    bomb = stream(b"/Length1 10", zeros(4 * 10**8), 0, b"/Filter" + FLATE)
    embedded = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</FontFile2 11 0 R>>>>"
    yield "a font that unpacks to 400 MB", lambda: lettered(embedded, {11: bomb})
    yield (
        "a font whose table of letters unpacks to 400 MB",
        lambda: lettered(b"<</Type/Font/Subtype/Type1/BaseFont/A/ToUnicode 11 0 R>>", {11: bomb}),
    )
    drawn = (
        b"<</Type/Font/Subtype/Type3/FontMatrix[1 0 0 1 0 0]/CharProcs<</x 11 0 R>>/Resources<</Font<</F 10 0 R>>>>>>"
    )
    yield "a drawn font of itself", lambda: lettered(
        b"10 0 R", {10: drawn, 11: stream(b"", b"BT /F 9 Tf (xxxx) Tj ET")}
    )  # fmt: skip


# What a document says of itself ---------------------------------------------------------------------------------------


XMP = (
    '%s<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><pdfxid:GTS_PDFXVersion>%s</pdfxid:GTS_PDFXVersion>%s'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def described(head: str = "", version: str = "", more: str = "", packings: int = 0) -> bytes:
    packet = stream(b"/Type/Metadata/Subtype/XML", (XMP % (head, version, more)).encode(), packings)
    return document(more={10: packet}, catalog=b"/Metadata 10 0 R")


def statements() -> Iterator[tuple[str, Make]]:
    """Metadata, notes, tags, layers, profiles, attached files and names of any shape."""
    laughs = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    yield "XMP of entities of entities", lambda: described(f'<!DOCTYPE x [<!ENTITY a "{"a" * 10}">{laughs}]>', "&k;")
    yield "XMP that takes in a file", lambda: described('<!DOCTYPE x [<!ENTITY k SYSTEM "file:///etc/passwd">]>', "&k;")
    yield "XMP that is a command", lambda: described("", "&#x9b;31m\u202e\npass  evil")
    yield "XMP 100,000 deep", lambda: described("", "", "<dc:a>" * 100_000 + "</dc:a>" * 100_000)
    yield "XMP of 300,000 entries", lambda: described("", "", "<dc:a>b</dc:a>" * 300_000)
    yield "XMP of 300,000 attributes", lambda: described(
        "", "", "<dc:a " + " ".join(f'a{n}="b"' for n in range(300_000)) + "/>"
    )  # fmt: skip
    yield (
        "XMP that unpacks to 400 MB",
        lambda: document(
            more={10: stream(b"/Type/Metadata/Subtype/XML", zeros(4 * 10**8), 0, b"/Filter" + FLATE)},
            catalog=b"/Metadata 10 0 R",
        ),
    )
    yield "XMP that is no XML", lambda: document(
        more={10: stream(b"/Type/Metadata/Subtype/XML", b"\xff\xfe<\0<<<", 0)}, catalog=b"/Metadata 10 0 R"
    )  # fmt: skip
    yield "Info that is a command", lambda: document(extra=b"/Info<</GTS_PDFXVersion(\x1b]0;pwn\x07\x1b[31m)>>")
    yield "Info of a title of 20 MB", lambda: document(extra=b"/Info<</Title(" + b"a" * 20_000_000 + b")>>")
    intent = b"/OutputIntents[<</S/GTS_PDFX/OutputConditionIdentifier(x)/DestOutputProfile 10 0 R>>]"
    yield "a profile of 29 MB", lambda: document(more={10: stream(b"/N 4", bytes(29_000_000))}, catalog=intent)
    yield "a profile that unpacks to 4 GB", lambda: document(
        more={10: stream(b"/N 4", _four_gigabytes(), 0, b"/Filter[" + 2 * FLATE + b"]")}, catalog=intent
    )  # fmt: skip
    yield "output intents that are numbers", lambda: document(catalog=b"/OutputIntents[1 2 (x)]")
    link = b"<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI>>>>"
    for count in (200_000, 1_000_000):
        yield f"{count:,} links", lambda count=count: document(page=TRIM + b"/Annots[" + link * count + b"]")
    yield "notes that are no notes", lambda: document(page=TRIM + b"/Annots[1(x)null<</Subtype 5/Rect(x)>>[]]")
    yield "a note that is a command", lambda: document(
        page=TRIM + b"/Annots[<</Type/Annot/Subtype/X#1b]0;pwned#07#0apass#20#20No#20notes/Rect[0 0 99 99]>>]"
    )  # fmt: skip
    tags = {
        10: b"<</Type/StructTreeRoot/K 11 0 R/ParentTree<</Nums[0[11 0 R]]>>>>",
        11: b"<</Type/StructElem/S/Div/P 10 0 R/Pg 3 0 R/K[11 0 R 12 0 R]>>",
        12: b"<</Type/StructElem/S/Div/P 11 0 R/Pg 3 0 R/K[11 0 R]>>",
    }
    tagged = b"/MarkInfo<</Marked true>>/StructTreeRoot 10 0 R"
    yield "tags in a circle", lambda: document(more=tags, catalog=tagged, page=TRIM + b"/StructParents 0")
    deep = {
        11 + n: b"<</Type/StructElem/S/Div/P %d 0 R/Pg 3 0 R/K[%d 0 R]>>" % (10 + n, 12 + n) for n in range(30_000)
    } | {10: tags[10]}
    yield "tags 30,000 deep", lambda: document(more=deep, catalog=tagged, page=TRIM + b"/StructParents 0")
    doubling = {
        11 + n: b"<</Type/StructElem/S/Div/P 10 0 R/Pg 3 0 R/K[%d 0 R %d 0 R]>>" % (12 + n, 12 + n) for n in range(40)
    } | {10: b"<</Type/StructTreeRoot/K 11 0 R>>", 51: b"<</Type/StructElem/S/P/P 10 0 R/Pg 3 0 R/K 0>>"}
    yield "tags heard 2^40 times", lambda: document(more=doubling, catalog=tagged, page=TRIM + b"/StructParents 0")
    yield "tags that are words", lambda: document(
        more={10: b"<</Type/StructTreeRoot/K[(x) 5 null[1 2]<</S 5/K(x)/Pg 9/A 5>><</K 1>>]>>"}, catalog=tagged
    )  # fmt: skip
    yield "a catalog of words", lambda: document(
        catalog=b"/MarkInfo(x)/ViewerPreferences(x)/Lang 5/Names 5/OCProperties(x)/AcroForm 5/Outlines 5/Metadata 5"
    )  # fmt: skip
    yield "layers of words", lambda: document(catalog=b"/OCProperties<</D(x)/OCGs 5/Configs 5>>")
    yield (
        "an attached file of 400 MB",
        lambda: document(
            more={10: b"<</EF<</F 11 0 R>>>>", 11: stream(b"", zeros(4 * 10**8), 0, b"/Filter" + FLATE)},
            catalog=b"/Names<</EmbeddedFiles<</Names[(a)10 0 R]>>>>",
        ),
    )
    yield "descriptors of no fonts", lambda: document(
        more={10: b"<</Type/FontDescriptor>>", 11: b"<</Type/FontDescriptor/FontName[1]>>"}
    )  # fmt: skip


def files() -> Iterator[tuple[str, Make]]:
    """All of them."""
    for kind in (trees, contents, pictures, spaces, statements):
        yield from kind()


def stating(data: bytes, statement: str) -> bytes:
    """A PDF of `document` that says of itself what one of ours does: its pages are read as if it were."""
    if b"/Info" in data or b"trailer\n<<" not in data:
        return data
    return data.replace(b"trailer\n<<", b"trailer\n<</Info<</Keywords(%s)>>" % statement.encode(), 1)
