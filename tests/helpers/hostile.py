"""Word files that no school would send: made here, so that no test needs a dangerous file in the repository."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from guidepress.word.names import BASE_NAMESPACE

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}" xmlns:mc="{MC}"'
DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"

Make = Callable[[bytes], bytes]
"""Makes a hostile file of a handout as it was given out."""


def parts(handout: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(handout)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(handout: bytes, more: Mapping[str, bytes | None]) -> bytes:
    """The handout with some parts exchanged, added or (None) left out."""
    members = {**parts(handout), **more}
    return packed({name: content for name, content in members.items() if content is not None})


def replaced(handout: bytes, part: str, old: bytes, new: bytes) -> bytes:
    before = parts(handout)[part]
    assert old in before
    return changed(handout, {part: before.replace(old, new)})


def body(xml: str, head: str = "") -> bytes:
    return f"{head}<w:document {SPACES}><w:body>{xml}</w:body></w:document>".encode()


def with_body(handout: bytes, xml: str, head: str = "") -> bytes:
    return changed(handout, {DOCUMENT: body(xml, head)})


def after_body(handout: bytes, xml: str) -> bytes:
    """The handout with something behind its own text."""
    text = parts(handout)[DOCUMENT]
    at = text.rindex(b"<w:sectPr")
    wrapped = f"<w:sdt {SPACES}><w:sdtContent>{xml}</w:sdtContent></w:sdt>".encode()
    return changed(handout, {DOCUMENT: text[:at] + wrapped + text[at:]})


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def line(text: str) -> str:
    return f"<w:p>{words(text)}</w:p>"


def nested(tag: str, depth: int, inner: str) -> str:
    steps = tag.split()
    opened, closed = "".join(f"<w:{step}>" for step in steps), "".join(f"</w:{step}>" for step in reversed(steps))
    return opened * depth + inner + closed * depth


def table(rows: int, columns: int) -> str:
    cells = f"<w:tc>{line('x')}</w:tc>" * columns
    return f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>"


# The zip --------------------------------------------------------------------------------------------------------------


def lying(handout: bytes) -> bytes:
    """A member of 40 million bytes whose entries say that it has ten."""
    data = bytearray(changed(handout, {DOCUMENT: b" " * 40_000_000}))
    size = struct.pack("<I", 40_000_000)
    assert data.count(size) >= 1
    return bytes(data.replace(size, struct.pack("<I", 10)))


def encrypted(handout: bytes) -> bytes:
    """Every entry says that its member is encrypted."""
    data = bytearray(handout)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def doubled(handout: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts(handout).items():
            archive.writestr(name, content)
        second = zipfile.ZipInfo("word/Document.xml")
        archive.writestr(second, body(line("twice")))
    return out.getvalue().replace(b"word/Document.xml", b"word/document.xml")


def within(handout: bytes) -> bytes:
    """A zip of zips of zips, each of which packs to nothing."""
    data = bytes(2**22)
    for _ in range(5):
        data = packed({f"{number}.docx": data for number in range(10)})
    return data


def many(count: int) -> Make:
    return lambda handout: changed(handout, {f"word/media/x{number}.bin": b"" for number in range(count)})


def renamed(old: str, new: str) -> Make:
    return lambda handout: packed({new if name == old else name: data for name, data in parts(handout).items()})


def added(name: str) -> Make:
    return lambda handout: changed(handout, {name: b"root:x:0:0"})


ODT = packed(
    {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>", "META-INF/manifest.xml": b"<x/>"}
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043") + bytes(600) + b"\xff\xd9"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")


def zips() -> Iterator[tuple[str, Make]]:
    yield "one huge member", lambda handout: changed(handout, {"word/theme/theme1.xml": bytes(2**28)})
    yield "a huge text", lambda handout: changed(handout, {DOCUMENT: b" " * 40_000_000})
    yield "a huge picture", lambda handout: changed(handout, {"word/media/picture1.png": bytes(50 * 2**20)})
    yield "zips in zips", within
    yield "20,000 members", many(20_000)
    yield "sizes that lie", lying
    yield "two members of one name", doubled
    yield "encrypted members", encrypted
    for name in ("../../etc/passwd.xml", "/etc/passwd", "word\\..\\..\\x.xml", "C:/x.xml", "word/../../../x"):
        yield f"a part {name}", added(name)
    yield "a target ../../../x", lambda handout: replaced(handout, RELATIONS, b'"styles.xml"', b'"../../../styles.xml"')
    yield (
        "a target with backslashes",
        lambda handout: replaced(handout, RELATIONS, b'"styles.xml"', b'"..\\..\\..\\styles.xml"'),
    )
    yield (
        "a text that is elsewhere",
        lambda handout: replaced(handout, "_rels/.rels", b"word/document.xml", b"../../../../etc/passwd"),
    )
    yield "no text", lambda handout: changed(handout, {DOCUMENT: None})
    yield "macros", lambda handout: changed(handout, {"word/vbaProject.bin": OLE})
    yield "an old .doc", lambda handout: OLE
    yield "a PDF", lambda handout: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
    yield "an .odt", lambda handout: ODT
    yield "a JPEG", lambda handout: JPEG
    yield "nothing", lambda handout: b""
    yield "33 MB", lambda handout: handout + bytes(33 * 2**20)
    for share in (1, 10, 50, 90, 99):
        yield f"{share} % of a file", lambda handout, share=share: handout[: len(handout) * share // 100]
    for cut in (1, 21, 22, 23, 100):
        yield f"a file short of {cut} bytes", lambda handout, cut=cut: handout[:-cut]


# The XML --------------------------------------------------------------------------------------------------------------


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE w:document [<!ENTITY l0 "lol">{lines}]>'


def entities(port: int = 9) -> Iterator[tuple[str, Make]]:
    yield "a billion laughs", lambda handout: with_body(handout, line("&l11;"), laughs())
    yield "a billion laughs in an attribute", lambda handout: with_body(handout, '<w:p w:x="&l11;"/>', laughs())
    wide = f'<!DOCTYPE w:document [<!ENTITY a "{"a" * 100_000}">]>'
    yield "a quadratic blow-up", lambda handout: with_body(handout, line("&a;" * 100_000), wide)
    for address in ("file:///etc/passwd", f"http://127.0.0.1:{port}/x"):
        yield (
            f"the entity {address}",
            lambda handout, address=address: with_body(
                handout, line("&x;"), f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{address}">]>'
            ),
        )
        yield (
            f"the document type {address}",
            lambda handout, address=address: with_body(handout, line("x"), f'<!DOCTYPE w:document SYSTEM "{address}">'),
        )
    yield (
        "a parameter entity",
        lambda handout: with_body(
            handout, line("x"), f'<!DOCTYPE w:document [<!ENTITY % x SYSTEM "http://127.0.0.1:{port}/x"> %x;]>'
        ),
    )
    yield (
        "laughs in UTF-16",
        lambda handout: changed(handout, {DOCUMENT: body(line("&l11;"), laughs()).decode().encode("utf-16")}),
    )
    yield (
        "laughs in the styles",
        lambda handout: changed(
            handout, {"word/styles.xml": f"{laughs()}<w:styles {SPACES}>&l11;</w:styles>".encode()}
        ),
    )
    yield (
        "laughs in the properties",
        lambda handout: changed(handout, {"docProps/core.xml": f"{laughs()}<x>&l11;</x>".encode()}),
    )


def large() -> Iterator[tuple[str, Make]]:
    yield "50,000 paragraphs", lambda handout: with_body(handout, line("x") * 50_000)
    yield "50,000 paragraphs behind the text", lambda handout: after_body(handout, line("x") * 50_000)
    yield "a table of 500 by 500", lambda handout: with_body(handout, table(500, 500))
    yield "a table of 100 by 100", lambda handout: after_body(handout, table(100, 100))
    yield "tables 200 deep", lambda handout: with_body(handout, nested("tbl tr tc", 200, line("x")))
    yield "controls 3,000 deep", lambda handout: with_body(handout, nested("sdt sdtContent", 3000, line("x")))
    yield (
        "smart tags 3,000 deep",
        lambda handout: with_body(handout, f"<w:p>{nested('smartTag', 3000, words('x'))}</w:p>"),
    )
    yield "2 million characters", lambda handout: with_body(handout, line("x" * 2_000_000))
    yield "12 million characters", lambda handout: with_body(handout, line("x" * 12_000_000))
    yield "500,000 characters", lambda handout: with_body(handout, line("word " * 1000) * 100)
    yield "2 million empty elements", lambda handout: with_body(handout, "<w:a/>" * 2_500_000)
    yield (
        "our bookmarks without an end",
        lambda handout: with_body(
            handout,
            "".join(f'<w:bookmarkStart w:id="{n}" w:name="gp_{n:010x}"/>' for n in range(10_000)) + line("x") * 1000,
        ),
    )
    yield (
        "bookmarks over many paragraphs",
        lambda handout: with_body(
            handout,
            "".join(f'<w:bookmarkStart w:id="{n}" w:name="gp_{n:010x}"/>' for n in range(400)) + line("x") * 900,
        ),
    )
    yield (
        "10,000 open comments",
        lambda handout: with_body(
            handout, "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(10_000)) + line("x") * 1000
        ),
    )
    yield (
        "900 headings of one text",
        lambda handout: after_body(
            handout, f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{words("Again")}</w:p>' * 900
        ),
    )
    yield (
        "a picture 10,000 times",
        lambda handout: with_body(
            handout,
            "<w:p>" + f'<w:r><w:drawing><a:blip r:embed="{_picture(handout)}"/></w:drawing></w:r>' * 10_000 + "</w:p>",
        ),
    )


def _picture(handout: bytes, part: str = "media/picture") -> str:
    found = [each.get("Id") for each in etree.fromstring(parts(handout)[RELATIONS]) if part in each.get("Target", "")]
    return str(found[0])


# The base -------------------------------------------------------------------------------------------------------------


def base_of(handout: bytes) -> dict[str, Any]:
    """The base that a handout carries, as plain data."""
    text = etree.fromstring(parts(handout)["customXml/item1.xml"]).text or ""
    return dict(json.loads(zlib.decompress(base64.b64decode(text))))


def with_base(handout: bytes, base: Any) -> bytes:
    """The handout with another base: text as it stands in the part, bytes that are packed, or plain data."""
    if not isinstance(base, str | bytes):
        base = json.dumps(base).encode()
    if isinstance(base, bytes):
        base = base64.b64encode(zlib.compress(base)).decode()
    part = f'<gp:base xmlns:gp="{BASE_NAMESPACE}">{base}</gp:base>'.encode()
    return changed(handout, {"customXml/item1.xml": part})


def spoilt(spoil: Callable[[dict[str, Any]], Any]) -> Make:
    def make(handout: bytes) -> bytes:
        base = base_of(handout)
        other = spoil(base)
        return with_base(handout, base if other is None else other)

    return make


def _marks(*mark: Any) -> Make:
    def spoil(base: dict[str, Any]) -> None:
        first = next(each for each in base["passages"] if each["marks"])
        first["marks"][0] = list(mark)

    return spoilt(spoil)


def bases() -> Iterator[tuple[str, Make]]:
    for what, text in (
        ("no base64", "not base64!"),
        ("no ASCII", "é" * 8),
        ("no zlib", "aGVsbG8gd29ybGQ="),
        ("empty", ""),
    ):
        yield f"a base that is {what}", lambda handout, text=text: with_base(handout, text)
    yield (
        "a base cut short",
        lambda handout: with_base(
            handout, base64.b64encode(zlib.compress(json.dumps(base_of(handout)).encode())[:-40]).decode()
        ),
    )
    yield "a base that is a bomb", lambda handout: with_base(handout, bytes(2**28))
    for what, data in (
        ("no JSON", b"{nonsense"), ("no UTF-8", b'{"version": "\xff"}'), ("a list", b"[1, 2]"), ("null", b"null"),
        ("deep", b"[" * 100_000 + b"]" * 100_000), ("deep in a key", b'{"version": ' + b'{"a":' * 50_000),
        ("a huge number", b'{"version": ' + b"9" * 100_000 + b"}"),
    ):  # fmt: skip
        yield f"a base that is {what}", lambda handout, data=data: with_base(handout, data)
    yield "a base of version 2", spoilt(lambda base: base.update(version=2))
    yield "a base of no version", spoilt(lambda base: base.pop("version") and None)
    for key in ("guide", "revision", "school", "content", "publisher", "passages"):
        for value in (None, 7, [], {}, "../../etc", "x" * 100_000, [[]], {"a": {"b": 1}}):
            if not (key == "publisher" and value == {}):
                yield (
                    f"a base whose {key} is {str(value)[:20]}",
                    spoilt(lambda base, k=key, v=value: base.update({k: v})),
                )
    for mark in (("sections.work.title", -5, 3, 1), ("sections.work.title", 0, 10**9, 1),
                 ("sections.work.title", 9, 2, 1), ("sections.work.title", 0, 1e999, 1), (7, 0, 1, 1),
                 ("sections.work.title", "a", 1, 1), ("sections.work.title", True, None, 1), ("../../etc", 0, 1, 1),
                 ("sections", 0), ("", 0, 1, 1), ("sections.²", 0, 1, 1)):  # fmt: skip
        yield f"a base with the mark {mark}", _marks(*mark)
    yield "a base with a section ../x", spoilt(lambda base: base["content"]["sections"][0].update(id="../x"))
    yield "a base with a section a.b", spoilt(lambda base: base["content"]["sections"][0].update(id="a.b"))
    yield "a base with half a character", spoilt(lambda base: base["content"].update(title="a\ud800b"))
    yield (
        "a base with half a character shown",
        spoilt(lambda base: base["passages"][0].update(stretches=[{"text": "\ud800"}], marks=[])),
    )
    yield "a base of 5,000 passages", spoilt(lambda base: base.update(passages=base["passages"][:1] * 5_000))
    for key, value in (("look", "h9"), ("look", ["p"]), ("place", [0, 0]), ("place", [-1, 0, 0]), ("place", "abc"),
                       ("stretches", [{"text": 5}]), ("stretches", [{"word": "x"}]), ("picture", 5),
                       ("stretches", [{"text": "x", "strong": "yes"}])):  # fmt: skip
        yield (
            f"a base whose passage has {key} {value}",
            spoilt(lambda base, key=key, value=value: base["passages"][3].update({key: value})),
        )


# Pictures -------------------------------------------------------------------------------------------------------------


def bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few bytes that claims to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def pictures() -> Iterator[tuple[str, Make]]:
    for what, data in (("a bomb", bomb()), ("no picture", b"hello"), ("cut short", bomb(40, 40)), ("empty", b""),
                       ("11 MB", bomb(40, 40) + bytes(11_000_000)), ("a program", b"MZ" + bytes(400))):  # fmt: skip
        for part in ("word/media/picture1.png", "word/media/picture2.png"):
            yield f"{part} that is {what}", lambda handout, part=part, data=data: changed(handout, {part: data})
    yield (
        "a picture that is outside",
        lambda handout: replaced(handout, RELATIONS, b'"media/picture1.png"', b'"../../../../etc/passwd"'),
    )
    yield "a picture that is missing", lambda handout: changed(handout, {"word/media/picture1.png": None})
