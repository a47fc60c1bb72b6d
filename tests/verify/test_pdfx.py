"""The file for a print shop: the same brochure, in the inks of a press."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from guidepress.errors import ContentError
from guidepress.press import content_stream
from guidepress.press.pdfx import find_profile, press, registration_black
from guidepress.press.separations import COATED, Separations, is_rich_black, limited, profile_objection
from guidepress.verify.preflighting import preflight
from helpers import pressroom
from helpers.pressroom import DAY, INK, INKS, LOOKS, SCRIBUS, add, changed, imposed, pressed, sheet, tiny_profile

PROFILES = ["tiny", *(["scribus"] if (SCRIBUS / COATED).is_file() else [])]  # the second where it is installed


def press_sheet(pdf: bytes, **settings: object) -> bytes:
    return press(pdf, INKS["clinic"], tiny_profile(), "A sheet", DAY, **settings)


def paints(pdf: bytes) -> list[content_stream.Paint]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return content_stream.read(document).paints


def inks(pdf: bytes, kind: str = "fill") -> list[tuple[float, ...]]:
    """The inks of a kind of thing in percent, in the order in which they are painted."""
    return [tuple(round(100 * each, 1) for each in paint.values) for paint in paints(pdf) if paint.kind == kind]


def texts(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def render(pdf: bytes) -> list[np.ndarray]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=1.5).to_pil().convert("L") for page in document]
    finally:
        document.close()


# The real brochure.


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("look", LOOKS)
def test_the_brochure_passes_every_point_of_preflight(look: str, name: str) -> None:
    profile = tiny_profile() if name == "tiny" else find_profile(None, [SCRIBUS])
    made = press(imposed(look), INKS[look], profile, "Sonographer", DAY, ink=INK[look])
    failed = [f"{check.point}: {check.reason}" for check in preflight(made, "press.pdf", profile) if not check.passed]
    assert failed == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_same_brochure_gives_the_same_bytes(look: str) -> None:
    again = press(imposed(look), INKS[look], tiny_profile(), "Sonographer", DAY, "Test press", ink=INK[look])
    assert again == pressed(look)


def test_whatever_a_file_is_made_from_changes_its_identity() -> None:
    def identity(pdf: bytes) -> str:
        with pikepdf.open(BytesIO(pdf)) as document:
            return str(document.open_metadata()["xmpMM:DocumentID"])

    plain = sheet("1 0 0 rg 50 50 40 40 re f")
    others = [
        press_sheet(plain),
        press_sheet(sheet("0 1 0 rg 50 50 40 40 re f")),
        press(plain, INKS["track"], tiny_profile(), "A sheet", DAY),
        press(plain, INKS["clinic"], tiny_profile(), "Another", DAY),
        press(plain, INKS["clinic"], tiny_profile(), "A sheet", date(2026, 1, 1)),
        press(plain, INKS["clinic"], tiny_profile(), "A sheet", DAY, "FOGRA51"),
        press_sheet(plain, ink="#15191D"),
    ]
    assert len({identity(each) for each in others}) == len(others)
    assert re.fullmatch(r"uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identity(others[0]))


@pytest.mark.parametrize("look", LOOKS)
def test_not_a_letter_changes(look: str) -> None:
    before, after = texts(imposed(look)), texts(pressed(look))
    assert before == after
    assert sum(map(len, after)) > 2000


@pytest.mark.parametrize("look", LOOKS)
def test_shapes_stay_where_they_were(look: str) -> None:
    for before, after in zip(render(imposed(look)), render(pressed(look)), strict=True):
        before, after = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
        assert abs(float(np.mean(before < 250)) - float(np.mean(after < 250))) < 0.002
        assert np.mean((before < 250) != (after < 250)) < 0.005
        edges = [np.hypot(*np.gradient(each)) > 12 for each in (before, after)]
        near = [_grown(each) for each in edges]
        assert np.mean(near[1][edges[0]]) > 0.97
        assert np.mean(near[0][edges[1]]) > 0.97


def _grown(mask: np.ndarray) -> np.ndarray:
    grown = mask.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            grown |= np.roll(mask, step, axis)
    return grown


@pytest.mark.parametrize("look", LOOKS)
def test_the_themes_colours_have_just_their_inks(look: str) -> None:
    """Every colour of the brochure is the theme's: nothing else may be on the plates but white and black."""
    own = {tuple(float(each) for each in four) for four in INKS[look].values()}
    panels = [paint for paint in paints(pressed(look)) if paint.stream[0] > 0]  # a page's own content is its marks
    found = {tuple(round(100 * each, 1) for each in paint.values) for paint in panels}
    assert found <= own | {(0, 0, 0, 0), (0, 0, 0, 100)}
    assert own & found


def test_small_type_on_white_is_black_alone_and_on_colour_it_keeps_its_colour() -> None:
    found = Counter(
        (paint.size <= 12, tuple(round(100 * each) for each in paint.values))
        for paint in paints(pressed("track"))
        if paint.kind == "text"
    )
    ink, black, white = (95, 100, 20, 25), (0, 0, 0, 100), (0, 0, 0, 0)
    assert found[True, black] > 50  # body text on white panels
    assert found[True, ink] > 10  # on coral and yellow
    assert found[True, white] > 10  # on ink
    assert found[False, ink] > 10
    assert not found[False, black]


def test_nothing_for_a_screen_is_left() -> None:
    with pikepdf.open(BytesIO(pressed("clinic"))) as document:
        assert document.pdf_version == "1.6"
        assert not document.is_encrypted
        assert set(document.Root.keys()) == {
            "/Type", "/Pages", "/Lang", "/OutputIntents", "/Metadata", "/ViewerPreferences",
        }  # fmt: skip
        assert document.Root.Lang == "en-US"
        for page in document.pages:
            assert "/Annots" not in page.obj
            assert "/CropBox" not in page.obj
            assert page.obj.Group.CS == "/DeviceCMYK"
        for each in document.objects:
            if isinstance(each, pikepdf.Stream) and "/Group" in each:
                assert each.Group.CS == "/DeviceCMYK"


def test_a_file_says_what_it_is_and_for_which_press() -> None:
    with pikepdf.open(BytesIO(pressed("clinic"))) as document:
        intent = document.Root.OutputIntents[0]
        assert (intent.S, intent.OutputConditionIdentifier) == (Name.GTS_PDFX, "Test press")
        assert intent.DestOutputProfile.N == 4
        assert bytes(intent.DestOutputProfile.read_bytes()) == tiny_profile()
        info = document.docinfo
        assert (info["/Title"], info["/Trapped"]) == ("Sonographer", Name("/False"))
        assert info["/CreationDate"] == info["/ModDate"] == "D:20261124000000Z"
        metadata = document.open_metadata()
        assert metadata["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
        assert metadata["dc:title"] == "Sonographer"
        for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            assert metadata[key] == "2026-11-24T00:00:00Z"
        assert (metadata["pdf:Trapped"], metadata["xmpMM:RenditionClass"]) == ("False", "default")


def test_a_title_of_any_characters_stays_well_formed() -> None:
    made = press(sheet(), {}, tiny_profile(), "<A> & “B”\n\x00C\ud800", DAY)
    with pikepdf.open(BytesIO(made)) as document:
        assert document.open_metadata()["dc:title"] == document.docinfo["/Title"] == "<A> & “B” C"
        assert "/Author" not in document.docinfo
        assert "dc:creator" not in document.open_metadata()


def test_author_and_subject_of_any_characters_stay_well_formed() -> None:
    said = {"author": "Lincoln\n<High> & {Low}", "subject": "What it is. “{title}”\x00"}
    made = press(sheet(), {}, tiny_profile(), "A", DAY, **said)
    with pikepdf.open(BytesIO(made)) as document:
        metadata = document.open_metadata()
        assert metadata["dc:creator"] == [document.docinfo["/Author"]] == ["Lincoln <High> & {Low}"]
        assert metadata["dc:description"] == document.docinfo["/Subject"] == "What it is. “{title}”"
    assert made != press(sheet(), {}, tiny_profile(), "A", DAY)


# Colours.


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        ("0 0.384314 0.694118 rg", (100, 55, 0, 0)),
        ("/DeviceRGB cs 0 0.384314 0.694118 sc", (100, 55, 0, 0)),
        ("/Cal cs 0 0.384314 0.694118 scn", (100, 55, 0, 0)),
        ("/Icc cs 0 0.384314 0.694118 scn", (100, 55, 0, 0)),
        ("0 0 0 rg", (0, 0, 0, 100)),
        ("1 1 1 rg", (0, 0, 0, 0)),
        ("0 g", (0, 0, 0, 100)),
        ("1 g", (0, 0, 0, 0)),
        ("0.1 0.2 0.3 0.4 k", (10, 20, 30, 40)),
        ("1 1 1 0.5 k", (75, 75, 75, 75)),
        ("/DeviceCMYK cs", (0, 0, 0, 100)),
    ],
)
def test_every_operator_of_colour_becomes_inks(operators: str, expected: tuple[float, ...]) -> None:
    spaces = "<</ColorSpace<</Cal[/CalRGB<</WhitePoint[.95 1 1.09]>>]>>>>"

    def icc(document: pikepdf.Pdf) -> None:
        profile = document.make_stream(b"any")
        profile.N = 3
        document.pages[0].Resources.ColorSpace.Icc = Array([Name.ICCBased, profile])

    both = changed(sheet(f"{operators} 60 60 40 40 re f", spaces), icc)
    assert inks(press_sheet(both)) == [pytest.approx(expected, abs=0.05)]
    upper = " ".join(each.upper() if each.isalpha() else each for each in operators.split())
    strokes = changed(sheet(f"{upper} 60 60 m 90 90 l S", spaces), icc)
    assert inks(press_sheet(strokes), "stroke") == [pytest.approx(expected, abs=0.05)]


def test_a_grey_is_black_alone_and_as_dark_as_it_was() -> None:
    made = [inks(press_sheet(sheet(f"{level} g 60 60 40 40 re f")))[0] for level in np.linspace(0, 1, 12)]
    assert all(each[:3] == (0, 0, 0) for each in made)
    blacks = [each[3] for each in made]
    assert blacks == sorted(blacks, reverse=True)
    assert (blacks[0], blacks[-1]) == (100, 0)


def test_other_colours_go_through_the_profile_within_the_limit() -> None:
    """The profile would have 400 % for what is nearly black."""
    red, dark = inks(press_sheet(sheet("1 0 0 rg 60 60 9 9 re f 0.01 0.02 0.03 rg 80 60 9 9 re f")))
    assert red[0] < 5
    assert red[1] > 80
    assert red[2] > 80
    assert sum(dark) <= 300.1
    assert dark[3] > 90


def test_the_limit_takes_grey_out_of_colours_and_gives_it_to_black() -> None:
    """Three equal parts of colour are a grey that black prints alone; where black is solid, colours are scaled."""
    assert limited([0.9, 0.8, 0.7, 0.7]).tolist() == pytest.approx([0.85, 0.75, 0.65, 0.75])
    assert limited([1, 1, 1, 1]).tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 1])
    assert limited([1, 1, 0, 1]).tolist() == [1, 1, 0, 1]
    assert limited([1, 1, 0.2, 1]).tolist() == pytest.approx([10 / 11, 10 / 11, 2 / 11, 1])
    assert limited([0.5, 0.5, 0.5, 0.5]).tolist() == [0.5, 0.5, 0.5, 0.5]
    many = np.random.default_rng(1).random((2000, 4)) * 1.0
    kept = limited(many)
    assert kept.sum(axis=1).max() <= 3 + 1e-9
    assert kept.min() >= 0
    assert kept.max() <= 1
    under = many.sum(axis=1) <= 3
    assert np.array_equal(kept[under], many[under])


def test_a_colour_goes_back_to_what_it_was_after_small_type_and_for_forms() -> None:
    def mend(document: pikepdf.Pdf) -> None:
        form = document.make_stream(b"10 10 5 5 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 50, 50])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        document.pages[0].Resources = Dictionary(XObject=Dictionary(F=form), Font=Dictionary(H=font))

    content = (
        "0.152941 0.078431 0.372549 rg BT /H 10 Tf 1 0 0 1 60 120 Tm (small) Tj 1 0 0 1 60 90 Tm /H 20 Tf (large) Tj "
        "ET q BT /H 8 Tf 1 0 0 1 150 120 Tm (small) Tj ET Q 60 60 9 9 re f BT /H 9 Tf 1 0 0 1 150 90 Tm (small) Tj ET "
        "/F Do"
    )
    made = press(changed(sheet(content), mend), INKS["track"], tiny_profile(), "x", DAY, ink=INK["track"])
    ink, black = (95, 100, 20, 25), (0, 0, 0, 100)
    assert [pytest.approx(each) for each in inks(made, "text")] == [black, ink, black, black]
    assert [pytest.approx(each) for each in inks(made)] == [ink, ink]  # the form's own has the colour it inherits


def test_small_type_is_never_rich_black_whoever_asks_for_it() -> None:
    font = "<</Font<</H<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    made = press_sheet(sheet("0.6 0.5 0.5 0.9 k BT /H 10 Tf 60 90 Td (a) Tj /H 14 Tf 0 30 Td (b) Tj ET", font))
    small, large = inks(made, "text")
    assert (small[:3], large) == ((0, 0, 0), (60, 50, 50, 90))
    assert small[3] == 100
    assert is_rich_black((0.6, 0, 0, 0.9))
    assert not is_rich_black((0.05, 0, 0, 1))


# Pictures.


def test_pictures_become_cmyk_within_the_limit_and_keep_their_masks() -> None:
    rng = np.random.default_rng(2)
    pixels = rng.integers(0, 256, (40, 50, 3))
    pixels[:8] = rng.integers(0, 12, (8, 50, 3))  # nearly black: the profile would have up to 400 %
    pixels[-1] = 255

    def put(document: pikepdf.Pdf) -> None:
        made = pressroom.picture(document, pixels, Name.DeviceRGB)
        made.SMask = pressroom.picture(document, np.full((40, 50), 128), Name.DeviceGray)
        grey = pressroom.picture(document, np.tile(np.arange(50) * 5, (40, 1)), Name.DeviceGray)
        indexed = pressroom.picture(document, np.zeros((4, 5)), Array([Name.Indexed, Name.DeviceRGB, 0, b"\xff\0\0"]))
        add(document, "40 0 0 40 50 50 cm /P Do /G Do /I Do", XObject={"P": made, "G": grey, "I": indexed})

    made = press_sheet(changed(sheet(), put))
    with pikepdf.open(BytesIO(made)) as document:
        held = document.pages[0].Resources.XObject
        assert (held.P.ColorSpace, held.G.ColorSpace) == (Name.DeviceCMYK, Name.DeviceGray)
        assert held.I.ColorSpace == Name.DeviceCMYK
        samples = np.frombuffer(held.P.read_bytes(), np.uint8).reshape(40, 50, 4)
        assert samples.sum(axis=-1, dtype=int).max() <= 3 * 255
        assert samples[-1].max() <= 8  # white is paper
        assert set(held.P.SMask.read_bytes()) == {128}
        grey = np.frombuffer(held.G.read_bytes(), np.uint8).reshape(40, 50)[0].astype(int)
        assert (np.diff(grey) >= 0).all()
        assert grey[0] == 0
    assert texts(made) == [""]


def test_a_photograph_packed_as_jpeg_becomes_cmyk() -> None:
    packed = BytesIO()
    Image.radial_gradient("L").convert("RGB").save(packed, "JPEG", quality=80)

    def put(document: pikepdf.Pdf) -> None:
        made = document.make_stream(b"")
        made.write(packed.getvalue(), filter=Name.DCTDecode)
        made.Type, made.Subtype, made.ColorSpace, made.BitsPerComponent = Name.XObject, Name.Image, Name.DeviceRGB, 8
        made.Width = made.Height = 256
        add(document, "60 0 0 60 50 50 cm /P Do", XObject={"P": made})

    with pikepdf.open(BytesIO(press_sheet(changed(sheet(), put)))) as document:
        held = document.pages[0].Resources.XObject.P
        assert len(held.read_bytes()) == 256 * 256 * 4
        assert held.Filter == Name.FlateDecode


# Marks.


def test_marks_print_on_every_plate() -> None:
    def mark(document: pikepdf.Pdf) -> None:
        assert registration_black(document) == "/Registration CS 1 SCN"
        document.pages[0].contents_add(b"q /Registration CS 1 SCN 0.3 w 27 2 m 27 12 l S Q")

    made = press_sheet(changed(sheet(), mark))
    (paint,) = [each for each in paints(made) if each.kind == "stroke"]
    assert (paint.space.plates, paint.values, paint.space.inks(paint.values)) == (("All",), (1,), 4)
    assert [check.point for check in preflight(made, "x") if not check.passed] == []


# What is refused.


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (b"", "not a PDF"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 50, "not a PDF"),
        (changed(sheet(), lambda document: document.pages[0].obj.__delitem__("/TrimBox")), "no trim box"),
        (changed(sheet(), lambda document: document.pages[0].obj.__delitem__("/BleedBox")), "no bleed box"),
        (sheet("", "", "<</TrimBox[0 0 300 200]>>"), "within each other"),
        (sheet("", "", "<</BleedBox[-9 -9 309 209]>>"), "within each other"),
        (sheet("/S sh", "<</Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB>>>>>>"), "a gradient"),
        (sheet("", "<</Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB>>>>>>"), "a gradient"),
        (sheet("/L cs 50 1 1 sc", "<</ColorSpace<</L[/Lab<</WhitePoint[.96 1 .82]>>]>>>>"), "Lab"),
        (sheet("/Pattern cs /P scn"), "Pattern"),
        (sheet("1 0 rg"), "cannot be read"),
        (sheet("BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI"), "within its text"),
        (sheet("", "<</ExtGState<</G<</SMask<</S/Luminosity>>>>>>>>"), "soft mask"),
        (sheet("", "<</Font<</T<</Subtype/Type3>>>>>>"), "drawn font"),
        (changed(sheet(), lambda document: document.Root.__setitem__("/OCProperties", Dictionary())), "layers"),
        (changed(sheet(), lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b")), "encrypted"),
        (changed(sheet(), lambda document: document.pages.__delitem__(0)), "no pages"),
    ],
)  # fmt: skip
def test_what_has_no_place_on_a_press_is_refused_in_words(pdf: bytes, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        press_sheet(pdf)


def test_links_and_actions_stay_behind() -> None:
    def spoil(document: pikepdf.Pdf) -> None:
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 50, 90, 90], A=Dictionary(S=Name.URI, URI="x:"))
        document.pages[0].Annots = Array([link])
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        document.Root.Names = Dictionary(JavaScript=Dictionary(), EmbeddedFiles=Dictionary())

    made = press_sheet(changed(sheet(), spoil))
    assert [check.point for check in preflight(made, "x") if not check.passed] == []
    assert b"alert" not in made


@pytest.mark.parametrize(
    ("colours", "words"),
    [
        ({"0062B1": (0, 0, 0, 0)}, "not a color"),
        ({"#0062B1": (0, 0, 101, 0)}, "not four numbers"),
        ({"#0062B1": (0, 0, 1)}, "not four numbers"),
        ({"#0062B1": (100, 100, 100, 20)}, "320 % of ink"),
    ],
)
def test_a_themes_inks_are_checked(colours: dict[str, tuple[float, ...]], words: str) -> None:
    with pytest.raises(ContentError, match=words):
        press(sheet(), colours, tiny_profile(), "x", DAY)  # type: ignore[arg-type]


# Profiles.


def test_the_profile_that_is_named_is_taken(tmp_path: Path) -> None:
    own = tmp_path / "own.icc"
    own.write_bytes(tiny_profile())
    assert find_profile(own, []) == tiny_profile()


def test_without_a_name_the_coated_one_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / COATED).write_bytes(tiny_profile())
    assert find_profile(None, [tmp_path / "one", tmp_path / "two"]) == tiny_profile()
    with pytest.raises(ContentError, match=r"(?s)no CMYK profile.*--output-intent"):
        find_profile(None, [tmp_path])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an ICC profile"),
        (b"no" * 200, "not an ICC profile"),
        (tiny_profile(b"mntr"), "class “mntr”"),
        (tiny_profile(b"prtr", b"RGB "), "for RGB"),
        (tiny_profile(b"\xff\0\n\x7f"), "class"),
    ],
)
def test_only_a_press_profile_for_cmyk_will_do(data: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "own.icc").write_bytes(data)
    with pytest.raises(ContentError, match=words):
        find_profile(tmp_path / "own.icc", [])
    assert words in profile_objection(data)


@pytest.mark.parametrize("length", [132, 400, 5000])
def test_a_profile_that_is_cut_short_is_refused(length: int) -> None:
    with pytest.raises(ContentError, match="cannot be used"):
        Separations({}, tiny_profile()[:length])


def test_a_profile_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be read"):
        find_profile(tmp_path / "none.icc", [])
    with pytest.raises(ContentError, match="cannot be read"):
        find_profile(tmp_path, [])


def test_the_tiny_profile_is_small_and_repeats() -> None:
    assert len(zlib.compress(tiny_profile())) < 20_000
    assert pressroom.tiny_profile.__wrapped__() == tiny_profile()
