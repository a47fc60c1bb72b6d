"""Preflight: each point fires for what it is there for, and for nothing else; broken files fail in words."""

from __future__ import annotations

import random
import re
import time
import zlib
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from guidepress.press import pdf_limits
from guidepress.press.pdfx import press
from guidepress.verify.preflighting import POINTS, READABLE, PreflightResult, preflight
from helpers import pressroom
from helpers.pressroom import DAY, LOOKS, add, changed, pressed, sheet, tiny_profile

(
    _, MARKED, INTENT, BOXES, BLEED, COLOUR, GROUP, FONTS, NOTES, ACTIONS, FILES, LAYERS,
    SHARP, INK, RICH, LINES, WHITE, NEAR,
) = POINTS  # fmt: skip


def good() -> bytes:
    return press(sheet("0.9 g 60 60 40 40 re f"), {}, tiny_profile(), "A sheet", DAY, "Test press")


def failed(pdf: bytes, profile: bytes | None = None) -> dict[str, str]:
    checks = preflight(pdf, "file.pdf", profile)
    assert all(check.reason.endswith(".") for check in checks)
    return {check.point: check.reason for check in checks if not check.passed}


def put(content: str, **resources: dict[str, object]) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: add(document, content, **resources)


def show(
    pixels: np.ndarray, space: object = Name.DeviceCMYK, side: float = 10, **entries: object
) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        made = pressroom.picture(document, pixels, space)
        for name, value in entries.items():
            made[f"/{name}"] = value
        add(document, f"{side} 0 0 {side} 60 60 cm /P Do", XObject={"P": made})

    return change


FONT = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def embedded(document: pikepdf.Pdf) -> Dictionary:
    """A font that is said to be in the file."""
    made = Dictionary(FONT)
    made.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontFile=document.make_stream(b"font"))
    made.FirstChar, made.Widths = 97, Array([500] * 3)
    return made


def write(content: str) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: add(document, content, Font={"H": embedded(document)})


def state(content: str, **entries: object) -> Callable[[pikepdf.Pdf], None]:
    return put(f"/S gs {content}", ExtGState={"S": Dictionary(**entries)})


def form(content: str, **entries: object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        made = document.make_stream(content.encode())
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 200])
        for name, value in entries.items():
            made[f"/{name}"] = value
        add(document, "/F Do", XObject={"F": made})

    return change


def note(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        made = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 60, 90, 90]))
        for name, value in entries.items():
            made[f"/{name}"] = value
        document.pages[0].obj.Annots = Array([made])

    return change


def page(name: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.pages[0].obj.__setitem__(name, value)


def root(name: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: document.Root.__setitem__(name, value)


def without(*path: str) -> Callable[[pikepdf.Pdf], None]:
    """Take away what lies at the end of a path from the catalogue, or from the trailer."""

    def change(document: pikepdf.Pdf) -> None:
        held = document.trailer if path[0] == "/Info" else document.Root
        for name in path[:-1]:
            held = held[int(name)] if name.isdigit() else held[name]
        del held[path[-1]]

    return change


def profile(data: bytes, number: int = 4) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        made = document.make_stream(data)
        made.N = number
        document.Root.OutputIntents[0].DestOutputProfile = made

    return change


def metadata(before: bytes, after: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        packet = document.Root.Metadata.read_bytes()
        assert before in packet
        document.Root.Metadata.write(packet.replace(before, after))

    return change


def spot(name: str, other: Name) -> Array:
    solid = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name(f"/{name}"), other, solid])


RICH_BLACK = "0.6 0.5 0.5 0.9 k"
LAB = Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82])])
PLAIN = np.full((40, 40, 4), 60)
RICH_PIXELS = np.where(np.arange(40 * 40 * 4).reshape(40, 40, 4) == 20, 255, 204)


MIXED = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)


def mask(document: pikepdf.Pdf) -> None:
    made = document.make_stream(b"1 1 1 rg 0 0 9 9 re f")
    made.Type, made.Subtype, made.BBox, made.Group = Name.XObject, Name.Form, Array([0, 0, 9, 9]), MIXED
    state("", SMask=Dictionary(S=Name.Luminosity, G=made))(document)


def pattern(document: pikepdf.Pdf) -> None:
    made = document.make_stream(b"1 0 1 rg 0 0 5 5 re f")
    made.PatternType, made.PaintType, made.TilingType, made.BBox = 1, 1, 1, Array([0, 0, 9, 9])
    made.XStep, made.YStep, made.Resources = 9, 9, Dictionary()
    add(document, "/Pattern cs /P scn 60 60 30 30 re f", Pattern={"P": made})


def jpeg(document: pikepdf.Pdf) -> None:
    """A CMYK JPEG as Photoshop writes it: inks turned round, and Decode to turn them back."""
    packed = BytesIO()
    Image.new("CMYK", (40, 40), (230, 230, 230, 230)).save(packed, "JPEG", quality=95)
    made = document.make_stream(b"")
    made.write(packed.getvalue(), filter=Name.DCTDecode)
    made.Type, made.Subtype, made.ColorSpace, made.BitsPerComponent = Name.XObject, Name.Image, Name.DeviceCMYK, 8
    made.Width = made.Height = 40
    made.Decode = Array([1, 0, 1, 0, 1, 0, 1, 0])
    add(document, "10 0 0 10 60 60 cm /P Do", XObject={"P": made})


SPOILT: list[tuple[str, Callable[[pikepdf.Pdf], None], set[str], str]] = [
    ("an operator in RGB", put("1 0 0 rg 60 60 9 9 re f"), {COLOUR, INK}, "DeviceRGB, once"),
    ("a stroke in RGB", put("1 0 0 RG 60 60 m 90 90 l S"), {COLOUR, INK}, "DeviceRGB"),
    ("RGB in a form", form("1 0 0 rg 60 60 9 9 re f"), {COLOUR, INK}, "DeviceRGB"),
    ("a space of RGB by its name", put("/DeviceRGB cs 60 60 9 9 re f"), {COLOUR, INK}, "DeviceRGB"),
    ("Lab that is not used", put("", ColorSpace={"L": LAB}), {COLOUR}, "ColorSpace L: Lab"),
    ("a spot color over Lab", put("", ColorSpace={"L": spot("Gold", LAB)}), {COLOUR}, "Lab"),
    ("Indexed over RGB", put("", ColorSpace={"I": Array([Name.Indexed, Name.DeviceRGB, 0, String("abc")])}),
     {COLOUR}, "DeviceRGB"),
    ("a picture in RGB", show(np.full((40, 40, 3), 9), Name.DeviceRGB), {COLOUR, INK}, "DeviceRGB"),
    ("an inline picture in RGB", put("5 0 0 5 60 60 cm BI /W 16 /H 16 /BPC 8 /CS /RGB ID " + "x" * 768 + " EI"),
     {COLOUR, INK}, "DeviceRGB"),
    ("a gradient in RGB", put("/S sh", Shading={"S": Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB)}),
     {COLOUR, INK}, "DeviceRGB"),
    ("a mask in RGB", mask, {COLOUR, GROUP, INK}, "its mask is mixed in DeviceRGB"),
    ("a pattern in RGB", pattern, {COLOUR, INK}, "DeviceRGB"),
    ("a group in RGB", form("", Group=MIXED), {GROUP}, "mixed in DeviceRGB"),
    ("a page in RGB", page("/Group", MIXED), {GROUP}, "page 1"),
    ("320 % of ink", put("0.8 0.8 0.8 0.8 k 60 60 9 9 re f"), {INK}, "up to 320 %"),
    ("a spot color", put("/G cs 1 scn 60 60 9 9 re f", ColorSpace={"G": spot("Gold", Name.DeviceCMYK)}), set(), ""),
    ("every plate within the trim", put("/A cs 1 scn 60 60 9 9 re f", ColorSpace={"A": spot("All", Name.DeviceCMYK)}),
     {INK}, "up to 400 %"),
    ("every plate outside it", put("/A CS 1 SCN 2 60 m 12 60 l S", ColorSpace={"A": spot("All", Name.DeviceCMYK)}),
     set(), ""),
    ("a pixel of 323 % of ink", show(RICH_PIXELS), {INK}, "pixels of 3"),
    ("a JPEG of 361 % of ink", jpeg, {INK}, "pixels of 36"),
    ("a picture turned round", show(PLAIN, Decode=Array([1, 0] * 4)), {INK}, "pixels of 306 %"),
    ("a picture with enough pixels", show(PLAIN), set(), ""),
    ("a picture in JPEG 2000", show(PLAIN, Filter=Name.JPXDecode), {INK}, "cannot be measured"),
    ("overprinting within the limit", state("0.9 0.9 0.9 0 k 60 60 9 9 re f", op=True), set(), ""),
    ("overprinting too much", lambda document: (put("0.9 0.9 0 0.4 k 60 60 9 9 re f")(document),
     state("0 0 1 0.1 k 60 60 9 9 re f", op=True)(document)), {INK}, "overprinting"),
    ("multiplying too much", lambda document: (put("0.9 0.9 0 0.4 k 60 60 9 9 re f")(document),
     state("0 0 1 0.1 k 60 60 9 9 re f", BM=Name.Multiply)(document)), {INK}, "mixed with"),
    ("small type in rich black", write(f"{RICH_BLACK} BT /H 10 Tf 60 90 Td (abc) Tj ET"), {RICH}, "10.0 points in C60"),
    ("small type by its matrix", write(f"{RICH_BLACK} BT /H 1 Tf 9 0 0 11.5 60 90 Tm (a) Tj ET"), {RICH}, "11.5"),
    ("large type in rich black", write(f"{RICH_BLACK} BT /H 13 Tf 60 90 Td (abc) Tj ET"), set(), ""),
    ("small type in black", write("0 0 0 1 k BT /H 9 Tf 60 90 Td (abc) Tj ET"), set(), ""),
    ("a font that is not embedded", put("BT /H 10 Tf 60 90 Td (abc) Tj ET", Font={"H": FONT}), {FONTS}, "Helvetica"),
    ("a composite font that is not", put("", Font={"H": Dictionary(Type=Name.Font, Subtype=Name.Type0,
     BaseFont=Name.Wide, DescendantFonts=Array([Dictionary(Subtype=Name.CIDFontType2)]))}), {FONTS}, "Wide"),
    ("a hairline", put("0.2 w 60 60 m 90 90 l S"), {LINES}, "0.20 points"),
    ("the thinnest line there is", put("0 w 60 60 m 90 90 l S"), {LINES}, "0.00 points"),
    ("a line made thin", put("0.1 0 0 0.1 0 0 cm 1 w 600 600 m 900 900 l S"), {LINES}, "0.10 points"),
    ("a thin rectangle", put("60 60 40 0.2 re f"), {LINES}, "0.20 points"),
    ("a line of a quarter point", put("0.25 w 60 60 m 90 90 l S 60 60 9 0.25 re f"), set(), ""),
    ("white that overprints", state("0 0 0 0 k 60 60 9 9 re f", op=True, OPM=1), {WHITE}, "white fills"),
    ("white lines that overprint", state("0 0 0 0 K 60 60 m 90 90 l S", OP=True), {WHITE}, "white strokes"),
    ("white knocked out", state("0 0 0 0 k 60 60 9 9 re f", OP=True, op=False), set(), ""),
    ("a coarse picture", show(PLAIN, side=20), {SHARP}, "144 pixels"),
    ("a coarse stencil", show(np.zeros((40, 5)), side=20, ImageMask=True, BitsPerComponent=1), {SHARP}, "18 pixels"),
    ("a link", note(), {NOTES}, "Page 1 has a link"),
    ("a note", note(Subtype=Name.Text), {NOTES}, "a note (Text)"),
    ("a link outside", note(Rect=Array([0, 0, 10, 10])), set(), ""),
    ("a printer's mark", note(Subtype=Name.PrinterMark), set(), ""),
    ("a link with an action", note(A=Dictionary(S=Name.URI, URI=String("x:"))), {NOTES, ACTIONS}, "has an action"),
    ("an action at opening", root("/OpenAction", Dictionary(S=Name.GoTo)), {ACTIONS}, "when it is opened"),
    ("a page with actions", page("/AA", Dictionary()), {ACTIONS}, "A page has actions"),
    ("a form", root("/AcroForm", Dictionary()), {ACTIONS}, "a form"),
    ("a script", root("/Names", Dictionary(JavaScript=Dictionary())), {ACTIONS}, "a script"),
    ("a script somewhere", lambda document: page("/PieceInfo", document.make_indirect(Dictionary(S=Name.JavaScript)))(
     document), {ACTIONS}, "a script"),
    ("a file within", root("/Names", Dictionary(EmbeddedFiles=Dictionary())), {FILES}, "attached"),
    ("a file somewhere", lambda document: page("/PieceInfo", document.make_indirect(Dictionary(EF=Dictionary())))(
     document), {FILES}, "embedded"),
    ("a layer", root("/OCProperties", Dictionary(D=Dictionary())), set(), ""),
    ("a hidden layer", root("/OCProperties", Dictionary(D=Dictionary(OFF=[0]))), {LAYERS}, "hidden"),
    ("layers off", root("/OCProperties", Dictionary(D=Dictionary(BaseState=Name.OFF))), {LAYERS}, "hidden"),
    ("a layer for screens", root("/OCProperties", Dictionary(D=Dictionary(AS=[0]))), {LAYERS}, "on a screen"),
    ("layers in two ways", root("/OCProperties", Dictionary(D=Dictionary(), Configs=[0])), {LAYERS}, "more ways"),
    ("no trim box", lambda document: document.pages[0].obj.__delitem__("/TrimBox"), {BOXES}, "Page 1 has no trim box"),
    ("an art box", page("/ArtBox", Array([60, 60, 90, 90])), {BOXES}, "art box"),
    ("trim beyond bleed", page("/BleedBox", Array([30, 18, 282, 182])), {BOXES}, "trim box of page 1 lies outside"),
    ("bleed beyond the sheet", page("/BleedBox", Array([-9, 18, 282, 182])), {BOXES}, "bleed box of page 1 lies"),
    ("no trim at all", page("/TrimBox", Array([60, 60, 60, 60])), {BOXES}, "is empty"),
    ("units of its own", page("/UserUnit", 2), {BOXES}, "not in points"),
    ("color that ends at the trim", put("0.5 g 100 27 60 100 re f"), {BLEED}, "bottom"),
    ("color that bleeds too little", put("0.5 g 100 21 60 100 re f"), {BLEED}, "bottom"),
    ("color that bleeds", put("0.5 g 100 18 60 100 re f 9 60 40 40 re f"), set(), ""),
    ("a bleed box that is too narrow", lambda document: (put("0.5 g 100 18 60 100 re f")(document),
     page("/BleedBox", Array([18, 20, 282, 182]))(document)), {BLEED}, "bottom"),
    ("color short of the trim", put("0.5 g 100 32 60 100 re f"), set(), ""),
    ("no output intent", without("/OutputIntents"), {INTENT}, "has none"),
    ("no profile", without("/OutputIntents", "0", "/DestOutputProfile"), {INTENT}, "no profile"),
    ("no condition", without("/OutputIntents", "0", "/OutputConditionIdentifier"), {INTENT}, "printing condition"),
    ("two output intents", lambda document: document.Root.OutputIntents.append(document.Root.OutputIntents[0]),
     {INTENT}, "2 output intents"),
    ("a profile for RGB", profile(tiny_profile(b"prtr", b"RGB ")), {INTENT}, "for RGB"),
    ("a profile for screens", profile(tiny_profile(b"mntr")), {INTENT}, "mntr"),
    ("a profile said to have three", profile(tiny_profile(), 3), {INTENT}, "four components"),
    ("no XMP", without("/Metadata"), {MARKED}, "no XMP"),
    ("another version in XMP", metadata(b"PDF/X-4<", b"PDF/X-3<"), {MARKED}, "PDF/X-3"),
    ("no version in XMP", metadata(b"GTS_PDFXVersion", b"GTS_Other"), {MARKED}, "does not name"),
    ("XMP without dates", metadata(b"xmp:MetadataDate", b"xmp:Other"), {MARKED}, "xmp:MetadataDate"),
    ("XMP that is broken", metadata(b"<rdf:RDF", b"<rdf:RDF <"), {MARKED}, ""),
    ("no Info", without("/Info"), {MARKED}, "no Info"),
    ("another version in Info", lambda document: document.docinfo.__setitem__("/GTS_PDFXVersion", "PDF/X-1"),
     {MARKED}, "PDF/X-1"),
    ("no word on trapping", without("/Info", "/Trapped"), {MARKED}, "trapped"),
    ("no title", without("/Info", "/Title"), {MARKED}, "no Title"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "points", "words"), [each[1:] for each in SPOILT], ids=[each[0] for each in SPOILT])
def test_each_point_fires_for_what_it_is_there_for(
    change: Callable[[pikepdf.Pdf], None], points: set[str], words: str
) -> None:
    found = failed(changed(good(), change))
    assert set(found) == points
    if points:
        assert words in " ".join(found.values())


def test_every_point_has_a_file_that_fails_it() -> None:
    assert {point for _, _, points, _ in SPOILT for point in points} == set(POINTS) - {READABLE, NEAR}


def test_a_good_file_passes_every_point_with_a_reason() -> None:
    checks = preflight(good(), "file.pdf", tiny_profile())
    assert [check.point for check in checks] == list(POINTS)
    assert all(check.passed for check in checks)
    assert checks[0] == PreflightResult(READABLE, True, "file.pdf has 1 page and PDF version 1.6.")
    assert all(re.fullmatch(r"[A-Zf].+\.", check.reason) for check in checks)


def test_another_profile_than_the_named_one_is_noticed() -> None:
    assert failed(good(), tiny_profile()) == {}
    assert "another" in failed(good(), b"another")[INTENT]


def test_a_file_of_a_later_version_is_noticed() -> None:
    made = changed(good(), lambda _: None, force_version="1.7")
    assert "PDF 1.7" in failed(made)[MARKED]


@pytest.mark.parametrize("look", LOOKS)
def test_the_real_brochure_fails_only_at_what_was_spoilt(look: str) -> None:
    assert failed(pressed(look)) == {}
    assert set(failed(changed(pressed(look), put("1 0 0 rg 60 60 9 9 re f")))) == {COLOUR, INK}


def test_text_near_the_trim_is_counted() -> None:
    def closer(document: pikepdf.Pdf) -> None:
        document.pages[0].obj.TrimBox = Array([12, 12, 700, 600])
        document.pages[0].obj.BleedBox = Array([3, 3, 720, 620])

    found = failed(changed(pressed("clinic"), closer))
    assert re.search(r"Page 1 has \d+ characters within 3 mm of the trim", found[NEAR])


def test_a_brochure_as_it_is_for_screens_fails_in_words() -> None:
    found = failed(pressroom.imposed("track"))
    assert {MARKED, INTENT, COLOUR, GROUP, INK} <= set(found)
    assert "XMP does not name PDF/X-4" in found[MARKED]


# Files that are broken, or made to do harm.


def unreadable(pdf: bytes) -> str:
    (check,) = preflight(pdf, "file.pdf")
    assert (check.point, check.passed) == (READABLE, False)
    return check.reason


@pytest.mark.parametrize("encryption", [{"owner": "a", "user": "b"}, {"owner": "a", "user": ""}])
def test_an_encrypted_file_fails(encryption: dict[str, str]) -> None:
    assert "encrypted" in unreadable(changed(good(), lambda _: None, encryption=pikepdf.Encryption(**encryption)))


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.6", b"\x00" * 5000, b"<html>", b"%PDF-1.6\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>"],
)
def test_garbage_fails_in_a_sentence(data: bytes) -> None:
    assert unreadable(data).startswith("file.pdf ")


def test_a_file_that_is_cut_short_never_raises() -> None:
    whole = pressed("clinic")
    for length in np.linspace(0, len(whole) - 8, 12).astype(int):
        checks = preflight(whole[:length], "file.pdf")
        assert not all(check.passed for check in checks)


def test_a_file_that_had_to_be_mended_is_said_to_be_damaged() -> None:
    assert "is damaged" in failed(good()[:-10])[READABLE]


def test_a_file_with_bytes_changed_never_raises() -> None:
    chance = random.Random(4)  # noqa: S311 - the same files each time
    whole = changed(
        good(), put("0.6 0.5 0.5 0.9 k 60 60 9 9 re f"), object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    for _ in range(60):
        spoilt = bytearray(whole)
        for _ in range(20):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        assert all(isinstance(check, PreflightResult) for check in preflight(bytes(spoilt), "file.pdf"))


@pytest.mark.parametrize(
    "content",
    [
        "/None Do", "1 0 rg", "(a) Tj", "/H Tf", "1 cs", "/X gs", "q " * 2000, "1 1 1 1 1 sc", "/F 1e999 Tf (a) Tj",
        "a b c d e f cm", "0 0 0 0 0 0 cm 0 0 m 1 1 l S", "[(a) /b] TJ", "/None sh", "1 m", "/None cs 1 scn",
        "BI /W 1 ID x EI", "9" * 400 + " w 0 0 m 1 1 l S",
    ],
)  # fmt: skip
def test_instructions_that_make_no_sense_never_raise(content: str) -> None:
    checks = preflight(changed(good(), put(content)), "file.pdf")
    assert [check.point for check in checks] == list(POINTS)


@pytest.mark.parametrize("content", ["/None Do", "1 0 rg", "/H Tf", "1 m", "/None sh"])
def test_instructions_that_make_no_sense_are_counted(content: str) -> None:
    found = failed(changed(good(), put(content)))
    assert found[READABLE] == "1 instruction on page 1 cannot be followed."


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("/Resources", 3), ("/Resources", Dictionary(Font=3, XObject=[], ColorSpace=Dictionary(A=3, B=Array([])))),
        ("/Resources", Dictionary(ExtGState=Dictionary(A=Dictionary(SMask=Dictionary(G=3))), Shading=Dictionary(A=3))),
        ("/Resources", Dictionary(Font=Dictionary(A=3, B=Dictionary(DescendantFonts=Array([]))))),
        ("/TrimBox", Array([1])), ("/TrimBox", Name.A), ("/BleedBox", Array([1, 2, 3, Name.A])),
        ("/Annots", Array([3])), ("/Annots", Array([Dictionary(Rect=Name.A)])),
        ("/Group", Array([])), ("/MediaBox", Array([0, 0, 0, 0])),
        ("/MediaBox", Array([0, 0, 1e30, 1e30])), ("/Contents", Array([3])), ("/Rotate", Name.A), ("/UserUnit", Name.A),
    ],
)  # fmt: skip
def test_pages_that_are_not_what_they_should_be_never_raise(entry: str, value: object) -> None:
    checks = preflight(changed(good(), page(entry, value)), "file.pdf")
    assert not all(check.passed for check in checks) or entry in ("/Group", "/Contents", "/Rotate", "/Resources")


def itself(document: pikepdf.Pdf) -> None:
    made = document.make_stream(b"/F Do /F Do")
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    made.Resources = Dictionary(XObject=Dictionary(F=made))
    add(document, "/F Do", XObject={"F": made})


def doubled(document: pikepdf.Pdf) -> None:
    """Twenty forms, each of which draws the next ten times: more instructions than a machine could follow."""
    inner: Stream | None = None
    for _ in range(20):
        made = document.make_stream(b"/F Do " * 10 if inner is not None else b"0 0 9 9 re f")
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        made.Resources = Dictionary(XObject=Dictionary(F=inner)) if inner is not None else Dictionary()
        inner = made
    add(document, "/F Do", XObject={"F": inner})


def packed(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.Contents = document.make_stream(b"")
    document.pages[0].obj.Contents.write(zlib.compress(b"q Q " * 5_000_000), filter=Name.FlateDecode)


def packed_twice(document: pikepdf.Pdf) -> None:
    twice = zlib.compress(zlib.compress(b"q Q " * 20_000_000))
    document.pages[0].obj.Contents = document.make_stream(b"")
    document.pages[0].obj.Contents.write(twice, filter=Array([Name.FlateDecode, Name.FlateDecode]))


def many(document: pikepdf.Pdf) -> None:
    for _ in range(pdf_limits.MOST_PAGES):
        document.add_blank_page()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (itself, "deep in each other"),
        (doubled, "drawing instructions"),
        (packed, "may unpack to more"),
        (packed_twice, "may unpack to more"),
        (many, "more than 200 pages"),
    ],
)
def test_a_file_made_to_take_for_ever_is_stopped(
    change: Callable[[pikepdf.Pdf], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidepress.press.content_stream.MOST_INSTRUCTIONS", 50_000)  # the real limit takes seconds
    made = changed(good(), change, compress_streams=False)
    begun = time.monotonic()
    assert words in unreadable(made)
    assert time.monotonic() - begun < 5


def test_a_picture_that_claims_more_than_there_is_fails_in_words() -> None:
    huge = unreadable(changed(good(), show(PLAIN, Width=60_000, Height=60_000, side=1)))
    assert "is not read to its end. A picture in it" in huge
    short = failed(changed(good(), show(PLAIN, Width=400)))
    assert "cannot be read" in short[INK]


def test_an_empty_file_has_no_pages() -> None:
    assert "no pages" in unreadable(changed(good(), lambda document: document.pages.__delitem__(0)))
