"""More Word files that no school would send: zips packed to do harm, crowds of runs, what is not read, turned text."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator

from helpers import hostile
from helpers.hostile import RELATIONS, Make, R, after_body, changed, line, nested, packed, parts, replaced, words

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.microsoft.com/office/2006"
O_OBJECT = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link" ProgID="Package"/>'


# The zip --------------------------------------------------------------------------------------------------------------


def packed_by(method: int, name: str = "word/theme/theme1.xml", size: int = 50 * 2**20, said: int = 1000) -> Make:
    """A member of `size` bytes that says it has `said`, packed by a method of zip (APPNOTE, 4.4.5)."""

    def make(handout: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts(handout).items():
                if part != name:
                    archive.writestr(part, content)
            archive.writestr(zipfile.ZipInfo(name), bytes(size), method)
        return out.getvalue().replace(struct.pack("<I", size), struct.pack("<I", said))

    return make


def overlapping(handout: bytes) -> bytes:
    """1,500 pictures in a zip, which are all the same 30,000 bytes (David Fifield, “A better zip bomb”, 2019)."""
    data = changed(handout, {"word/media/x.png": bytes(30_000)})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[start:end]
    at = directory.rindex(b"PK\x01\x02")
    entry = directory[at:]
    more = b"".join(entry.replace(b"media/x.png", b"media/%05d" % number) for number in range(1500))
    count, length = struct.unpack("<HHI", data[end + 8 : end + 16])[1:]
    tail = data[end : end + 8] + struct.pack("<HHI", count + 1500, count + 1500, length + len(more)) + data[end + 16 :]
    return data[:end] + more + tail


def nested_members(handout: bytes) -> bytes:
    """A member that lies within another, which is stored as it is."""
    inner = packed({"word/media/inside.png": bytes(5000)})
    data = bytearray(changed(handout, {"word/media/outer.bin": None}))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts(bytes(data)).items():
            archive.writestr(part, content)
        archive.writestr("word/media/outer.bin", inner)
        archive.writestr("word/media/inside.png", bytes(5000))
    found = out.getvalue()
    place = found.index(inner)
    entry = found.rindex(b"PK\x01\x02")
    return found[: entry + 42] + struct.pack("<I", place) + found[entry + 46 :]


def without_header(handout: bytes) -> bytes:
    """A member whose entry leads to where no member is."""
    entry = handout.rindex(b"PK\x01\x02")
    return handout[: entry + 42] + struct.pack("<I", 7) + handout[entry + 46 :]


def twins(one: str, other: str) -> Make:
    return lambda handout: changed(handout, {one: b"<x/>", other: b"<x/>"})


def macros_of_type(name: str, kind: str) -> Make:
    """Macros in a part of any name, which the list of types tells."""
    entry = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    return lambda handout: replaced(changed(handout, {name: hostile.OLE}), TYPES, b"</Types>", entry)


def macros_of_ending(handout: bytes) -> bytes:
    entry = b'<Default Extension="dat" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    return replaced(changed(handout, {"word/notes.dat": hostile.OLE}), TYPES, b"</Types>", entry)


def macros_of_relation(handout: bytes) -> bytes:
    entry = f'<Relationship Id="v1" Type="{OFFICE}/relationships/vbaProject" Target="notes.bin"/></Relationships>'
    return replaced(changed(handout, {"word/notes.bin": hostile.OLE}), RELATIONS, b"</Relationships>", entry.encode())


def packings() -> Iterator[tuple[str, Make]]:
    yield "a member packed with bzip2", packed_by(zipfile.ZIP_BZIP2)
    yield "a member packed with LZMA", packed_by(zipfile.ZIP_LZMA)
    yield "a picture packed with bzip2", packed_by(zipfile.ZIP_BZIP2, "word/media/picture1.png")
    yield "a kind of file packed with bzip2", packed_by(zipfile.ZIP_BZIP2, "mimetype")
    yield "a member that says it is short", packed_by(zipfile.ZIP_DEFLATED)
    yield "a member that says it is empty", packed_by(zipfile.ZIP_DEFLATED, said=0)
    yield "members over each other", overlapping
    yield "a member in another", nested_members
    yield "a member that is nowhere", without_header
    yield "two parts but for case", twins("word/extra.xml", "WORD/Extra.xml")
    yield "two parts but for ß", twins("word/straße.xml", "word/STRASSE.xml")
    yield "two parts but for accents", twins("word/caf\u00e9.xml", "word/cafe\u0301.xml")
    yield (
        "XML too large in sum",
        lambda handout: changed(handout, {f"word/extra{number}.xml": bytes(2 * 2**20) for number in range(8)}),
    )
    yield (
        "relations too large in sum",
        lambda handout: changed(handout, {f"word/_rels/x{number}.rels": bytes(4 * 2**20) for number in range(4)}),
    )
    for name, kind in (
        ("word/notes.bin", "application/vnd.ms-office.vbaProject"),
        ("word/settings2.xml", "application/vnd.ms-word.vbaData+xml"),
        ("word/embeddings/sheet.xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    ):
        yield f"macros in {name}", macros_of_type(name, kind)
    yield "macros by their ending", macros_of_ending
    yield "macros by their relation", macros_of_relation
    for name in ("xl/vbaProject.bin", "ppt/VBAPROJECT.BIN", "word/vbaData.xml"):
        yield f"macros in {name}", lambda handout, name=name: changed(handout, {name: hostile.OLE})


# Crowds ---------------------------------------------------------------------------------------------------------------

_LOOKS = ("<w:b/>", "<w:i/>", "<w:b/><w:i/>", "")


def crowd(count: int, letters: str = "x") -> str:
    """A paragraph of so many runs, each of which looks otherwise than the one before it."""
    runs = (
        f'<w:r><w:rPr>{_LOOKS[number % 4]}</w:rPr><w:t xml:space="preserve">{letters}</w:t></w:r>'
        for number in range(count)
    )
    return f"<w:p>{''.join(runs)}</w:p>"


def marked(count: int, runs: int) -> str:
    """Runs in bookmarks of ours that have no end."""
    opened = "".join(f'<w:bookmarkStart w:id="{n}" w:name="gp_{n:010x}"/>' for n in range(count))
    return f"{opened}<w:p>{words('x') * runs}</w:p>"


def crowds() -> Iterator[tuple[str, Make]]:
    """Files whose text is far too much of one kind."""
    yield "a paragraph of 4,900 looks", lambda handout: after_body(handout, crowd(4_900))
    yield "18 paragraphs of 4,900 looks", lambda handout: after_body(handout, crowd(4_900) * 18)
    yield "40 paragraphs of 450 looks", lambda handout: after_body(handout, crowd(450) * 40)
    yield "7,000 bookmarks round 20,000 runs", lambda handout: after_body(handout, marked(7_000, 20_000))
    yield "490 bookmarks round 20,000 runs", lambda handout: after_body(handout, marked(490, 20_000))
    yield (
        "490 bookmarks round 990 paragraphs",
        lambda handout: after_body(handout, marked(490, 1) + line("x") * 990),
    )
    yield "a million empty runs", lambda handout: after_body(handout, f"<w:p>{'<w:r/>' * 1_000_000}</w:p>")
    yield "a paragraph of 6,000 characters", lambda handout: after_body(handout, line("word " * 1_200))


def busy() -> Iterator[tuple[str, Make]]:
    """Files at the edge of what is read, which take long where something in them is searched over and over."""
    yield "20 paragraphs of 450 looks", lambda handout: after_body(handout, crowd(450, "ab* {c}") * 20)
    yield (
        "20 paragraphs of one word",
        lambda handout: after_body(handout, (line("a b " * 1_200)) * 18),
    )
    sign = '<w:r><w:sym w:font="Odd" w:char="F0FF"/></w:r>'
    yield (
        "40,000 signs that nobody knows",
        lambda handout: after_body(handout, "<w:p/>" * 800 + f"<w:p>{words('x') * 4_000}{sign * 40_000}</w:p>"),
    )
    gone = "".join(f"<w:r><w:rPr>{'<w:strike/>' if n % 2 else ''}</w:rPr><w:t>ab</w:t></w:r>" for n in range(2_400))
    yield "words struck through one by one", lambda handout: after_body(handout, f"<w:p>{gone}</w:p>")


# What is not read -----------------------------------------------------------------------------------------------------


def field(instruction: str, result: str) -> str:
    """A field as Word writes it, its instruction in two pieces."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>'
        for piece in (instruction[:5], instruction[5:])
    )
    return f"<w:p>{mark('begin')}{told}{mark('separate')}{words(result)}{mark('end')}</w:p>"


def linked_picture(attribute: str) -> Make:
    """A picture that is not in the file."""

    def make(handout: bytes) -> bytes:
        kind = f"{R}/image"
        entry = f'<Relationship Id="far1" Type="{kind}" Target="http://127.0.0.1:9/x.png" TargetMode="External"/>'
        linked = replaced(handout, RELATIONS, b"</Relationships>", f"{entry}</Relationships>".encode())
        return after_body(linked, f'<w:p><w:r><w:drawing><a:blip r:{attribute}="far1"/></w:drawing></w:r></w:p>')

    return make


def unread() -> Iterator[tuple[str, str, Make]]:
    """Yield what it is, the beginning of what is told of it, and how it is made."""
    another, thing = "another file that was put into this one", "an object of another program"
    filled = "a place that Word fills from elsewhere (“{} "
    for what, told, xml in (
        ("altChunk", another, '<w:altChunk r:id="rId1"/>'),
        ("altChunk in a paragraph", another, f"<w:p>{nested('sdt sdtContent', 1, '<w:altChunk/>')}</w:p>"),
        ("subDoc", another, '<w:p><w:subDoc r:id="rId1"/></w:p>'),
        ("object", thing, f"<w:p><w:r><w:object>{O_OBJECT}</w:object></w:r></w:p>"),
        ("object in a picture", thing, f"<w:p><w:r><w:pict>{O_OBJECT}</w:pict></w:r></w:p>"),
        ("ActiveX", "a control (ActiveX)", '<w:p><w:r><w:pict><w:control r:id="x" w:name="c"/></w:pict></w:r></w:p>'),
    ):  # fmt: skip
        yield what, told, lambda handout, xml=xml: after_body(handout, xml)
    for instruction, result in (
        (' INCLUDETEXT "http://127.0.0.1:9/x.docx" ', "typed"),
        ("INCLUDEPICTURE http://127.0.0.1:9/x.png", ""),
        (' ddeauto cmd.exe "/k calc"', "typed"),
        (' LINK Excel.Sheet.12 "C:/x.xlsx" ', "typed"),
        (" MACROBUTTON AutoOpen Click", "Click"),
    ):
        name = instruction.split()[0]
        xml = field(instruction, result)
        yield name, filled.format(name), lambda handout, xml=xml: after_body(handout, xml)
    simple = f'<w:p><w:fldSimple w:instr=" DDE x y">{words("typed")}</w:fldSimple></w:p>'
    yield "DDE in a simple field", filled.format("DDE"), lambda handout: after_body(handout, simple)
    picture = "a picture that is linked, not in the file itself,"
    yield "linked picture", picture, linked_picture("link")
    yield "embedded picture that is outside", picture, linked_picture("embed")


# Turned text ----------------------------------------------------------------------------------------------------------

TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def turned() -> Iterator[tuple[str, str, str]]:
    """Yield what it is, the words with signs that turn the direction of writing, and the words as they are read."""
    yield "an override", "Pay is \u202e000,09$\u202c a year", "Pay is 000,09$ a year"
    yield "an open override", "Ask at moc.live\u202e", "Ask at moc.live"
    yield "a balanced isolate in English", "Ask \u2067Ms. Lopez\u2069 now", "Ask Ms. Lopez now"
    yield "every sign", f"a{TURNS}b", "ab"
    yield "Hebrew, balanced", "שלום \u2066Ms. Lopez\u2069 שלום", "שלום \u2066Ms. Lopez\u2069 שלום"
    yield "Arabic with marks", "مرحبا\u200e (303) 555-0100", "مرحبا\u200e (303) 555-0100"
    yield "Hebrew, not closed", "שלום \u2066Ms. Lopez", "שלום Ms. Lopez"
    yield "Hebrew, crossed", "שלום \u202b\u2066x\u202c\u2069", "שלום x"
    yield "Hebrew, an override", "שלום \u202eabc\u202c", "שלום abc"
    yield "C1 controls and separators", "Ask\u0085at\u2028the\u2029desk\u009b31m", "Ask at the desk31m"


# The base -------------------------------------------------------------------------------------------------------------


def forged() -> Iterator[tuple[str, Make]]:
    """Files whose base says more than any content holds."""
    for what, spoil in (
        ("a base with a title of 60,000 characters", lambda base: base["content"].update(title="x " * 30_000)),
        ("a base with a contact line of 201 characters", lambda base: base["publisher"].update(contact=["x" * 201])),
        (
            "a base with 1,000 paragraphs",
            lambda base: base["content"]["sections"].append(
                {"id": "more", "kind": "text", "title": "More", "paragraphs": ["x"] * 1_000}
            ),
        ),
        ("a base with 101 leaves in a line", lambda base: base["passages"][0].update(marks=[["title", 0, 0, 1]] * 101)),
        (
            "a base with 501 looks in a line",
            lambda base: base["passages"][0].update(
                stretches=[{"text": "x", "strong": bool(number % 2)} for number in range(501)], marks=[]
            ),
        ),
        (
            "a base with a short name of 5,000 letters",
            lambda base: base["content"]["sections"][0].update(id="x" * 5_000),
        ),
    ):
        yield what, hostile.spoilt(spoil)
