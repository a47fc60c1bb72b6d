"""Logos as schools have them, from the file to the brochure, the press edition and Word; and folders that are links."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result
from lxml import etree
from PIL import Image, ImageDraw

from guidepress import building, project
from guidepress.artifacts import Built
from guidepress.brochure import typeset
from guidepress.commands.cli import main
from guidepress.compose.art import data_address
from guidepress.content import pictures, reading, svg, svg_drawing
from guidepress.content.library import Library
from guidepress.content.picture_files import PictureFile
from guidepress.errors import ContentError, Span
from guidepress.options import AS_IS, Choice
from guidepress.schools import school_library
from guidepress.verify import glyphs, outputs
from helpers import drawings, judges
from helpers.checkout import ROOT
from helpers.copies import copy_content
from helpers.pressroom import tiny_profile

TODAY = date(2026, 11, 24)
GUIDE = "sonographer"
SCHOOL = "slug: riverside\nname: Riverside High School\nlogo: {{file: {}, alt: The seal of Riverside}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    copy_content(folder, GUIDE)
    (folder / "templates").symlink_to(ROOT / "templates")
    (folder / "content/schools/riverside").mkdir(parents=True)
    return folder


def put(root: Path, name: str, data: bytes | str) -> Path:
    folder = root / "content/schools/riverside"
    (folder / "school.yaml").write_text(SCHOOL.format(name), encoding="utf-8")
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return folder / name


def read(root: Path) -> tuple[project.Project, Library]:
    where = project.find(root)
    return where, school_library.for_school(where, reading.read(where, TODAY), "riverside", TODAY)


def made(root: Path, look: str = "clinic", format: str = "trifold", press: bool = False) -> Built:  # noqa: A002
    where, library = read(root)
    finish = replace(AS_IS, profile=tiny_profile()) if press else AS_IS
    return building.make(where, library, library.guides[GUIDE], Choice(look, format, school="riverside"), finish)


def file_of(built: Built, ending: str) -> bytes:
    return next(data for name, data in built.files.items() if name.endswith(ending))


def png(image: Image.Image) -> bytes:
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


@dataclass(frozen=True)
class Shown:
    """An image of a PDF: its colors, its packing, its width in pixels and its bytes."""

    space: str
    packing: str
    width: int
    size: int


def images(pdf: bytes) -> list[Shown]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            Shown(str(each.ColorSpace), str(each.Filter), int(each.Width), len(each.read_raw_bytes()))
            for each in document.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]


def run(*arguments: str | Path) -> Result:
    """Run `guidepress` with arguments in the folder where we are."""
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def colors(pdf: bytes, *operators: str) -> set[tuple[float, ...]]:
    """The colors that the forms and pages of a PDF set with some operators."""
    found: set[tuple[float, ...]] = set()
    with pikepdf.open(BytesIO(pdf)) as document:
        forms = [
            each for each in document.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"
        ]
        for holder in (*document.pages, *forms):
            for instruction in pikepdf.parse_content_stream(holder):
                if str(instruction.operator) in operators:
                    found.add(tuple(round(float(value), 2) for value in instruction.operands))
    return found


@pytest.mark.parametrize("look", ["clinic", "house", "track"])
def test_an_svg_logo_is_outlines_in_brochure_and_press_edition_and_both_in_word(
    root: Path, look: str, tmp_path: Path
) -> None:
    ink = '<path fill="#00897b" d="M10 10h80v80h-80z"/><circle cx="50" cy="50" r="20" fill="#fff"/>'
    put(root, "logo.svg", drawings.svg(ink))
    built = made(root, look, press=True)

    screen = file_of(built, "-brochure.pdf")
    assert images(screen) == []
    assert (0.0, 0.54, 0.48) in colors(screen, "rg")
    pages = glyphs.read(screen, "brochure.pdf")
    said = [tag.alternative for page in pages for tag in page.tags for tag in tag.walk() if tag.type == "Figure"]
    assert "The seal of Riverside" in said
    (tmp_path / "screen.pdf").write_bytes(screen)
    assert judges.page_validation(tmp_path / "screen.pdf") == []

    press = file_of(built, "-press.pdf")  # building.make has looked at it as a print shop does
    assert images(press) == []
    assert colors(press, "rg", "RG", "sc", "scn") <= {(1.0,)}
    assert (0.0, 0.54, 0.48) in colors(file_of(built, "-print.pdf"), "rg")

    with zipfile.ZipFile(BytesIO(file_of(built, ".docx"))) as docx:
        shown = etree.fromstring(docx.read("word/document.xml"))
        links = etree.fromstring(docx.read("word/_rels/document.xml.rels"))
        blip = shown.find(".//{*}svgBlip")
        (target,) = [link.get("Target") for link in links if link.get("Id") == blip.get(f"{RELATIONS}embed")]
        assert docx.read(f"word/{target}").startswith(b"<svg ")
        outer = next(blip.iterancestors("{*}blip"))
        (target,) = [link.get("Target") for link in links if link.get("Id") == outer.get(f"{RELATIONS}embed")]
        assert Image.open(BytesIO(docx.read(f"word/{target}"))).format == "PNG"
        described = [each.get("descr") for each in shown.iter("{*}docPr")]
        assert "The seal of Riverside" in described


RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@pytest.mark.parametrize(
    "judge", [pytest.param(name, marks=pytest.mark.judge(name)) for name in ("openxml_sdk", "openxml_audit")]
)
def test_word_s_own_judges_find_nothing_wrong_with_a_handout_with_an_svg(
    root: Path, judge: str, tmp_path: Path
) -> None:
    put(root, "logo.svg", drawings.OUTLINES["illustrator"])
    path = tmp_path / "handout.docx"
    path.write_bytes(file_of(made(root), ".docx"))
    assert getattr(judges, judge)(path) == []


@pytest.mark.parametrize("name", drawings.OUTLINES)
def test_the_brochure_draws_outlines_as_every_other_program_does(name: str) -> None:
    drawing = svg.read(drawings.OUTLINES[name].encode(), "logo.svg")
    left, top, right, bottom = drawing.box
    wide, high = 600, round(600 * (bottom - top) / (right - left))
    outlines = svg.write(drawing.shapes, drawing.box)
    picture = svg_drawing.drawn(outlines, wide, high, "logo.svg", apart=False)
    wanted = Image.new("RGB", picture.size, "white")
    wanted.paste(picture, mask=picture.getchannel("A"))
    address = data_address("image/svg+xml", svg.sized(outlines, right - left, bottom - top).encode())
    page = f"@page {{ size: {wide}pt {high}pt; margin: 0 }} body {{ margin: 0 }}"
    style = f"{page} img {{ display: block; width: {wide}pt; height: {high}pt }}"
    head = f'<html lang="en"><head><title>Logo</title><style>{style}</style></head>'
    html = f'{head}<body><img src="{address}" alt="Logo"></body></html>'
    document = pdfium.PdfDocument(typeset.write(typeset.typeset(html, ()), tagged=False))
    shown = document[0].render(scale=1).to_pil().convert("RGB").resize(wanted.size)
    document.close()
    differs = np.abs(np.asarray(shown).astype(int) - np.asarray(wanted).astype(int)).max(axis=2) > 80
    assert np.asarray(wanted).min() < 200
    assert differs.mean() < 0.005


@pytest.mark.parametrize("name", ["gradients", "see-through parts"])
def test_an_svg_with_effects_is_a_picture_that_a_press_can_print_and_check_says_so(root: Path, name: str) -> None:
    put(root, "logo.svg", drawings.EFFECTS[name])
    _, library = read(root)
    told = [piece for piece in library.advice if "logo.svg" in piece.message]
    assert [(piece.span.file, piece.span.line, piece.advice) for piece in told] == [
        ("content/schools/riverside/school.yaml", 3, True)
    ]
    built = made(root, press=True)
    assert images(file_of(built, "-brochure.pdf"))
    kinds = {image.space for image in images(file_of(built, "-press.pdf"))}
    assert kinds <= {"/DeviceCMYK", "/DeviceGray"}
    assert "/DeviceCMYK" in kinds
    with zipfile.ZipFile(BytesIO(file_of(built, ".docx"))) as docx:
        assert not any(part.endswith(".svg") for part in docx.namelist())


def seal(side: int = 500) -> Image.Image:
    """A seal with as many shades as a photograph of one."""
    channels = [Image.effect_noise((side, side), spread) for spread in (30, 50, 70)]
    picture = Image.merge("RGB", channels)
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).ellipse((5, 5, side - 5, side - 5), fill=255)
    picture.putalpha(mask)
    return picture


@pytest.mark.parametrize("format", ["trifold", "booklet"])
def test_a_shaded_logo_keeps_the_brochure_light_enough_to_send(root: Path, format: str) -> None:  # noqa: A002
    put(root, "seal.png", png(seal()))
    screen = file_of(made(root, format=format), "-brochure.pdf")
    (image,) = images(screen)
    assert image.packing == "/DCTDecode"
    assert image.size < 60_000
    assert len(screen) < outputs.SCREEN_LIMIT + 60_000


def test_an_ordinary_photograph_in_a_booklet_can_be_built(root: Path) -> None:
    picture = seal(1400).convert("RGB").resize((2400, 1600))
    folder = root / "content/schools/riverside"
    picture.save(folder / "room.jpg", quality=92)
    (folder / "school.yaml").write_text(
        "slug: riverside\nname: Riverside\nguides:\n  sonographer:\n    sections:\n"
        "      day: {photo: {file: room.jpg, alt: A room, credit: Ana}}\n",
        encoding="utf-8",
    )
    screen = file_of(made(root, format="booklet"), "-brochure.pdf")
    assert any(image.width >= 750 for image in images(screen))


def test_a_file_that_is_too_heavy_names_the_picture_its_line_and_its_school() -> None:
    span = Span("content/schools/riverside/school.yaml", 3, 14)
    heavy, light = PictureFile(bytes(9), 3, 3, "A", name="seal.png"), PictureFile(b"", 3, 3, "B", name="room.jpg")
    wanted = outputs.Expected("a-brochure.pdf", "", {}, [(light, Span("b")), (heavy, span)], "Riverside High School")
    (problem,) = outputs._heavy(600_000, 500_000, wanted)
    assert problem.span == span
    assert problem.message == (
        "a-brochure.pdf of Riverside High School is too heavy: it has 600,000 bytes, and 500,000 are the most. "
        "The picture “seal.png” is the heaviest in it."
    )
    assert problem.hint == "take a calmer picture or a version in flat colors, or leave it out"
    assert list(outputs._heavy(500_000, 500_000, wanted)) == []


BAD = {
    "white": (png(Image.new("RGBA", (300, 200), (255, 255, 255, 255))), "cannot be seen"),
    "small": (png(Image.linear_gradient("L").resize((20, 20)).convert("RGB")), "in print that is not sharp"),
    "empty": (png(Image.new("RGBA", (300, 200), (0, 0, 0, 0))), "shows nothing"),
    "text": (drawings.HOSTILE["text"][0].encode(), "holds the text “Lincoln High”"),
    "outside": (drawings.HOSTILE["a picture elsewhere"][0].encode(), "takes a part of itself from elsewhere"),
}


@pytest.mark.parametrize("name", BAD)
def test_check_school_add_and_import_refuse_what_build_would(
    root: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, words = BAD[name]
    put(root, "logo.png", data)
    with pytest.raises(ContentError) as caught:
        read(root)
    (problem,) = caught.value.problems
    assert words in problem.message
    assert str(problem.span) == "content/schools/riverside/school.yaml:3:14"
    monkeypatch.chdir(root)
    checked = run("check")
    assert (checked.exit_code, words in checked.output) == (1, True)
    (tmp_path / "own.svg").write_bytes(data)
    added = run("school", "add", "--id", "lincoln", "--name", "Lincoln", "--logo", tmp_path / "own.svg")
    assert (added.exit_code, words in added.output) == (1, True)
    assert not (root / "content/schools/lincoln").exists()
    with pytest.raises(pictures.PictureError, match=words):
        pictures.check(data, "the logo", "logo")


def test_school_add_says_what_becomes_of_a_logo(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.chdir(root)
    (tmp_path / "own.svg").write_text(drawings.EFFECTS["filters"], encoding="utf-8")
    added = run("school", "add", "--id", "lincoln", "--name", "Lincoln", "--logo", tmp_path / "own.svg")
    assert added.exit_code == 0, added.output
    assert "“own.svg” has filters, so it is printed as a picture, not as outlines." in added.output
    assert (root / "content/schools/lincoln/logo.svg").read_text(encoding="utf-8") == drawings.EFFECTS["filters"]


def test_another_logo_under_the_same_name_makes_another_revision(root: Path) -> None:
    put(root, "logo.svg", drawings.svg(drawings.SQUARE))
    first = made(root).revision
    assert made(root).revision == first
    put(root, "logo.svg", drawings.svg(drawings.SQUARE.replace("#7a1f3d", "#001f3d")))
    assert made(root).revision != first


# Folders that are links -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("linked", ["content", "content/schools", "content/schools/riverside"])
def test_a_folder_of_content_may_be_a_link_to_a_synchronised_one(root: Path, linked: str, tmp_path: Path) -> None:
    put(root, "logo.svg", drawings.svg(drawings.SQUARE))
    synchronised = tmp_path / "Dropbox"
    (root / linked).rename(synchronised)
    (root / linked).symlink_to(synchronised)
    _, library = read(root)
    assert library.logo is not None
    assert library.logo.vector


def test_schools_are_added_to_a_content_folder_that_is_a_link(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "content").rename(tmp_path / "OneDrive")
    (root / "content").symlink_to(tmp_path / "OneDrive")
    (tmp_path / "own.svg").write_text(drawings.svg(drawings.SQUARE), encoding="utf-8")
    monkeypatch.chdir(root)
    added = run("school", "add", "--id", "lincoln", "--name", "Lincoln", "--logo", tmp_path / "own.svg")
    assert added.exit_code == 0, added.output
    assert (tmp_path / "OneDrive/schools/lincoln/logo.svg").is_file()
    assert run("check").exit_code == 0


def test_a_link_to_a_single_file_elsewhere_is_still_not_read(root: Path, tmp_path: Path) -> None:
    logo = put(root, "logo.svg", drawings.svg(drawings.SQUARE))
    logo.rename(tmp_path / "elsewhere.svg")
    logo.symlink_to(tmp_path / "elsewhere.svg")
    with pytest.raises(ContentError, match="lies outside this project"):
        read(root)


HIDDEN = "In the theme house “logo.png” cannot be seen: it is of the paper's color, #FFF5A0, or nearly so."
PALE = "In the theme house: A part of “logo.png” cannot be seen: it is of the paper's color, #FFF5A0."


def on_yellow_paper(root: Path, fill: str, disc: str) -> None:
    """A see-through logo, a field with a disc in it, for a house style that prints on yellow paper."""
    logo = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    drawing = ImageDraw.Draw(logo)
    drawing.rectangle((20, 20, 580, 380), fill=fill)
    drawing.ellipse((200, 100, 400, 300), fill=disc)
    put(root, "logo.png", png(logo))
    brand = root / "content/brand.yaml"
    text = brand.read_text(encoding="utf-8")
    brand.write_text(text.replace("colours:\n", 'colours:\n  paper: {rgb: "#FFF5A0"}\n', 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("fill", "disc", "hidden", "pale"),
    [
        ("#FFF5A0", "#FFF5A0", True, False),
        ("#FFEE90", "#FFFAB8", True, False),
        ("#FFF5A0", "#1D4E89", False, True),
        ("#1D4E89", "#FFF5A0", False, False),
    ],
)
def test_a_logo_is_judged_on_the_paper_it_is_printed_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, fill: str, disc: str, hidden: bool, pale: bool
) -> None:
    monkeypatch.chdir(root)
    on_yellow_paper(root, fill, disc)
    in_house, in_clinic = run("check", "--theme", "house"), run("check")
    assert (HIDDEN in in_house.stderr, PALE in in_house.stderr) == (hidden, pale)
    assert (in_house.exit_code, in_clinic.exit_code) == (int(hidden), 0)
    if hidden:
        assert "content/schools/riverside/school.yaml:3:14: " + HIDDEN in in_house.stderr
        assert "advice: " + HIDDEN in in_clinic.stderr
        assert "or choose another “paper” in content/brand.yaml" in in_house.stderr
        with pytest.raises(ContentError, match="cannot be seen"):
            made(root, "house")
