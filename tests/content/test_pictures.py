"""Pictures that people bring: what is kept of them, and what is refused before it does harm."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFile

from guidepress.content import pictures
from guidepress.content.picture_files import LOGO_LIMIT, PICTURES_LIMIT
from guidepress.content.pictures import PictureError


def write(path: Path, image: Image.Image, kind: str = "PNG", **options: object) -> Path:
    image.save(path, kind, **options)
    return path


def read(path: Path) -> Image.Image:
    picture = pictures.read(path.parent, path, "A school")
    image = Image.open(BytesIO(picture.data))
    assert (picture.width, picture.height) == image.size
    return image


def refusal(root: Path, path: Path) -> str:
    with pytest.raises(PictureError) as caught:
        pictures.read(root, path, "A school")
    return str(caught.value)


def shield(size: tuple[int, int], mode: str = "RGB", ground: object = "white", ink: object = "#7A1F3D") -> Image.Image:
    """A plain logo: a disc that takes most of its picture."""
    image = Image.new(mode, size, ground)
    width, height = size
    ImageDraw.Draw(image).ellipse((width // 20, height // 20, width - width // 20, height - height // 20), fill=ink)
    return image


def shaded(size: tuple[int, int]) -> Image.Image:
    """A logo of as many shades as a photograph of a seal."""
    return Image.merge("RGB", [Image.effect_noise(size, deviation) for deviation in (40, 60, 80)])


def test_a_picture_is_kept_as_png_with_its_words(tmp_path: Path) -> None:
    picture = pictures.read(tmp_path, write(tmp_path / "a.jpg", Image.new("RGB", (30, 20), "red"), "JPEG"), "A school")
    assert picture.data.startswith(b"\x89PNG")
    assert (picture.width, picture.height, picture.alt, picture.name) == (30, 20, "A school", "a.jpg")


def test_a_large_picture_is_made_small_and_keeps_its_shape(tmp_path: Path) -> None:
    # 88 points in a handout, at 600 pixels to the inch
    assert read(write(tmp_path / "a.png", shield((3000, 1500)))).size == (733, 366)


def test_a_house_style_that_shows_its_logo_large_keeps_it_finer(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", shield((3000, 1500)))
    assert pictures.read(tmp_path, path, "A", least_width=170).width == round(170 / 72 * 600)


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA")])
def test_a_shaded_logo_is_a_jpeg_as_small_as_its_place_needs(tmp_path: Path, kind: str, mode: str) -> None:
    picture = shaded((700, 500)).convert(mode)
    if mode == "RGBA":
        picture.putalpha(shield((700, 500), "L", 0, 255))
    kept = pictures.read(tmp_path, write(tmp_path / "seal", picture, kind), "A seal")
    assert kept.media == "image/jpeg"
    assert kept.width == round(min(150, 44 * 1.4) / 72 * 300)
    assert len(kept.data) < LOGO_LIMIT
    corner = Image.open(BytesIO(kept.data)).getpixel((0, 0))
    assert mode == "RGB" or min(corner) > 248  # what was see-through is paper


def test_a_logo_that_stays_too_heavy_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", Image.effect_noise((900, 900), 120).convert("RGB"))
    with pytest.raises(PictureError, match=r"The logo “a\.png” is too heavy: .* and 60,000 are the most\.") as caught:
        pictures.read(tmp_path, path, "A", least_width=170)
    assert caught.value.hint == "take a version in flat colors, or an SVG"


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", shaded((150, 150)))
    assert pictures.read(tmp_path, path, "A").data == pictures.read(tmp_path, path, "A").data


def test_another_picture_under_the_same_name_has_another_digest(tmp_path: Path) -> None:
    one = pictures.read(tmp_path, write(tmp_path / "a.png", shield((200, 200))), "A")
    other = pictures.read(tmp_path, write(tmp_path / "a.png", shield((200, 200), ink="navy")), "A")
    assert one.digest != other.digest


def test_what_is_see_through_stays_so_and_what_only_might_be_does_not(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.png", shield((200, 200), "RGBA", (0, 0, 0, 0)))).getpixel((0, 0))[3] == 0
    assert read(write(tmp_path / "b.png", shield((200, 200), "RGBA"))).mode == "RGB"
    palette = Image.new("P", (200, 200), 0)
    palette.putpalette([255, 255, 255, 0, 0, 90])
    palette.paste(1, (10, 10, 190, 190))
    assert read(write(tmp_path / "p.png", palette, transparency=0)).mode == "RGBA"


def test_sixteen_bits_of_grey_do_not_turn_white(tmp_path: Path) -> None:
    image = Image.new("I;16", (50, 50), 0x8000)
    assert read(write(tmp_path / "a.png", image)).getpixel((0, 0)) == (128, 128, 128)


def test_a_photograph_that_says_it_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees (EXIF 2.32, Orientation)
    assert read(write(tmp_path / "a.jpg", Image.new("RGB", (30, 20)), "JPEG", exif=exif)).size == (20, 30)


# Colours --------------------------------------------------------------------------------------------------------------


def gamma_profile(space: bytes, gamma: float, primaries: tuple[tuple[float, float, float], ...]) -> bytes:
    """A small ICC profile (ICC.1, 7 to 10): a gamma, and for RGB the primaries as XYZ under D50."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    xyz = [b"XYZ " + bytes(4) + b"".join(map(fixed, color)) for color in primaries]
    white = b"XYZ " + bytes(4) + b"".join(map(fixed, (0.9642, 1.0, 0.8249)))
    text = b"desc" + bytes(4) + struct.pack(">I", 2) + b"t\0" + bytes(4 + 4 + 3 + 67) + bytes(2)
    tags = [(b"desc", text), (b"wtpt", white), (b"cprt", b"text" + bytes(4) + b"none" + bytes(4))]
    curves = (b"kTRC",) if space == b"GRAY" else (b"rTRC", b"gTRC", b"bTRC")
    tags += [(name, curve) for name in curves]
    tags += list(zip((b"rXYZ", b"gXYZ", b"bXYZ"), xyz, strict=False))
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags:
        padded = data + bytes(-len(data) % 4)
        table += name + struct.pack(">II", at + len(body), len(data))
        body += padded
    header = struct.pack(">I4sI4s4s4s", 0, b"lcms", 0x02400000, b"mntr", space, b"XYZ ") + bytes(12) + b"acsp"
    header += bytes(28) + b"".join(map(fixed, (0.9642, 1.0, 0.8249))) + bytes(48)
    profile = header + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(profile)) + profile[4:]


ADOBE = gamma_profile(
    b"RGB ", 2.19921875, ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
)
GREY = gamma_profile(b"GRAY", 1.0, ())


def test_a_wide_color_profile_is_carried_out_and_dropped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", Image.new("RGB", (60, 60), (60, 140, 60)), icc_profile=ADOBE)
    image = read(path)
    red, green, blue = image.getpixel((5, 5))
    assert red < 10  # a green of Adobe RGB is beyond what the same numbers are on a screen
    assert abs(green - 141) < 4
    assert abs(blue - 50) < 4
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_a_grey_profile_is_carried_out_and_dropped(tmp_path: Path, mode: str) -> None:
    grey = Image.new(mode, (60, 60), 55 if mode == "L" else (55, 255))
    image = read(write(tmp_path / "a.png", grey, icc_profile=GREY))
    assert all(abs(level - 128) < 3 for level in image.getpixel((5, 5)))  # linear light 0.216 is 0.5 on a screen
    assert "icc_profile" not in image.info


def test_see_through_parts_keep_their_place_beside_a_profile(tmp_path: Path) -> None:
    logo = shield((200, 200), "RGBA", (0, 0, 0, 0), (60, 140, 60, 255))
    image = read(write(tmp_path / "a.png", logo, icc_profile=ADOBE))
    assert image.mode == "RGBA"
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((100, 100))[0] < 10


@pytest.mark.parametrize("profile", [b"nonsense", ADOBE[:200], GREY])
def test_a_profile_that_does_not_go_with_its_picture_is_passed_over(tmp_path: Path, profile: bytes) -> None:
    path = write(tmp_path / "a.png", Image.new("RGB", (60, 60), (60, 140, 60)), icc_profile=profile)
    assert read(path).getpixel((5, 5)) == (60, 140, 60)


PRESS = Path("/usr/share/scribus/profiles/ISOcoated_v2_300_bas.icc")


@pytest.mark.skipif(not PRESS.exists(), reason="no CMYK profile on this machine")
def test_a_cmyk_logo_has_its_own_color(tmp_path: Path) -> None:
    profile = PRESS.read_bytes()
    disc = Image.new("RGB", (300, 300), "#143C8C")
    inks = ImageCms.profileToProfile(
        disc, ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(profile)), outputMode="CMYK"
    )
    image = read(write(tmp_path / "a.jpg", inks, "JPEG", quality=95, icc_profile=profile))
    shown = image.convert("RGB").getpixel((50, 50))
    assert all(abs(level - wanted) < 16 for level, wanted in zip(shown, (0x14, 0x3C, 0x8C), strict=True))
    assert "icc_profile" not in image.info


def test_the_colours_of_a_print_shop_are_read_without_a_profile(tmp_path: Path) -> None:
    inks = Image.new("CMYK", (50, 50), (0, 200, 200, 0))
    assert read(write(tmp_path / "a.jpg", inks, "JPEG")).getpixel((5, 5))[0] > 200


@pytest.mark.parametrize(
    ("mode", "profile", "told"),
    [("CMYK", b"", True), ("CMYK", b"nonsense", True), ("CMYK", ADOBE, True), ("RGB", b"", False), ("L", b"", False)],
)
def test_inks_that_nothing_describes_are_told_of_logos_banners_and_photographs(
    tmp_path: Path, mode: str, profile: bytes, told: bool
) -> None:
    ink: tuple[int, ...] | int = (200, 90, 0, 40) if mode == "CMYK" else 90 if mode == "L" else (20, 60, 90)
    path = write(tmp_path / "a.jpg", Image.new(mode, (900, 600), ink), "JPEG", icc_profile=profile)
    for read_it in (pictures.read, pictures.read_banner, pictures.read_photo):
        sentences = [sentence for sentence, _ in read_it(tmp_path, path, "A").notes]
        expected = "“a.jpg” is in the colors of a press (CMYK) without a color profile: they are converted plainly"
        assert [sentence.startswith(expected) for sentence in sentences] == [True] * told


@pytest.mark.skipif(not PRESS.exists(), reason="no CMYK profile on this machine")
def test_inks_with_their_profile_need_no_word(tmp_path: Path) -> None:
    inks = Image.new("CMYK", (900, 600), (200, 90, 0, 40))
    path = write(tmp_path / "a.jpg", inks, "JPEG", icc_profile=PRESS.read_bytes())
    assert pictures.read(tmp_path, path, "A").notes == ()


# On paper -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "image",
    [
        shield((300, 300), "RGBA", (0, 0, 0, 0), "white"),
        shield((300, 300), "RGBA", (255, 255, 255, 0), (240, 240, 240, 255)),
        shield((300, 300), ink="white"),
        shield((300, 300), "L", 255, 250),
    ],
)
def test_a_logo_that_is_white_on_white_is_refused(tmp_path: Path, image: Image.Image) -> None:
    path = write(tmp_path / "a.png", image)
    assert refusal(tmp_path, path) == "“a.png” cannot be seen: it is white, or nearly so, and stands on white paper."


def test_a_logo_of_nothing_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", Image.new("RGBA", (300, 300), (10, 20, 30, 0)))
    assert refusal(tmp_path, path) == "“a.png” shows nothing: all of it is see-through."


@pytest.mark.parametrize("ink", ["#FFE000", "#000", "#7FBF3F"])
def test_a_bright_logo_is_seen(tmp_path: Path, ink: str) -> None:
    kept = pictures.read(tmp_path, write(tmp_path / "a.png", shield((300, 300), "RGBA", (0, 0, 0, 0), ink)), "A")
    assert kept.notes == ()


def test_white_words_beside_a_colored_sign_are_told(tmp_path: Path) -> None:
    logo = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    drawing = ImageDraw.Draw(logo)
    drawing.ellipse((10, 10, 190, 190), fill="#7A1F3D")
    for left in range(220, 580, 40):
        drawing.rectangle((left, 60, left + 20, 140), fill="white")
    kept = pictures.read(tmp_path, write(tmp_path / "a.png", logo), "A")
    assert [sentence for sentence, _ in kept.notes] == [
        "A part of “a.png” cannot be seen: it is white, and stands on white paper."
    ]


@pytest.mark.parametrize("ground", ["white", (255, 255, 255, 0)])
def test_what_is_empty_round_a_logo_is_cut_off(tmp_path: Path, ground: object) -> None:
    page = Image.new("RGBA", (1600, 2000), ground)
    page.paste(shield((400, 200), "RGBA", ground), (600, 900))
    size = read(write(tmp_path / "a.png", page)).size
    assert abs(size[0] / size[1] - 2) < 0.05


def test_a_little_air_and_a_colored_ground_are_left_alone(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.png", shield((200, 200)))).size == (200, 200)
    badge = Image.new("RGB", (300, 300), "navy")
    badge.paste("white", (130, 130, 170, 170))
    assert read(write(tmp_path / "b.png", badge)).size == (300, 300)


def test_a_logo_too_coarse_for_print_is_refused_and_one_a_little_coarse_is_told(tmp_path: Path) -> None:
    icon = write(tmp_path / "favicon.png", shield((32, 32)))
    with pytest.raises(PictureError) as caught:
        pictures.read(tmp_path, icon, "A")
    assert str(caught.value) == "The logo “favicon.png” shows 32 by 32 pixels: in print that is not sharp."
    assert caught.value.hint == "take one that is at least 125 pixels wide, or an SVG"
    kept = pictures.read(tmp_path, write(tmp_path / "a.png", shield((70, 70))), "A")
    assert [sentence.partition(": ")[2] for sentence, _ in kept.notes] == [
        "in print that is a little blurred, and a print shop refuses it."
    ]
    assert pictures.read(tmp_path, write(tmp_path / "a.png", shield((100, 100))), "A").notes == ()


@pytest.mark.parametrize(("size", "words"), [((100, 600), "higher than it is wide"), ((4000, 100), "wider than")])
def test_a_logo_of_a_shape_that_has_no_place_is_refused(tmp_path: Path, size: tuple[int, int], words: str) -> None:
    assert words in refusal(tmp_path, write(tmp_path / "a.png", Image.new("RGB", size, "navy")))


def test_a_banner_is_as_light_as_its_place_needs(tmp_path: Path) -> None:
    kept = pictures.read_banner(tmp_path, write(tmp_path / "a.png", shaded((3000, 1000))), "")
    assert kept.media == "image/jpeg"
    assert len(kept.data) <= PICTURES_LIMIT
    flat = pictures.read_banner(tmp_path, write(tmp_path / "b.png", shield((3000, 1000))), "")
    assert (flat.media, flat.width) == ("image/png", 2100)


def test_a_name_that_lies_about_the_format_does_no_harm(tmp_path: Path) -> None:
    assert read(write(tmp_path / "logo.gif", Image.new("RGB", (5, 5)))).size == (5, 5)


def claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_500, 12_000, 50_000])
def test_an_image_bomb_is_refused_without_being_unpacked(tmp_path: Path, side: int) -> None:
    (tmp_path / "a.png").write_bytes(claiming(side, side))
    tracemalloc.start()
    begun = time.perf_counter()
    sentence = refusal(tmp_path, tmp_path / "a.png")
    assert time.perf_counter() - begun < 2
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert sentence.startswith("The picture “a.png” claims ")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "WEBP", "ICO"])
def test_no_other_pictures_are_read(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "a.png", Image.new("RGB", (16, 16)), kind)
    assert refusal(tmp_path, path) == "“a.png” is not a PNG, JPEG or SVG picture that can be read."


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<html><svg/></html>", b"\x1f\x8b\x08junk", b"\x89PNG\r\n\x1a\n", b"%!PS"]
)
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.png").write_bytes(data)
    assert refusal(tmp_path, tmp_path / "a.png") == "“a.png” is not a PNG, JPEG or SVG picture that can be read."


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_picture_cut_short_is_refused_whatever_other_modules_ask_of_pillow(
    tmp_path: Path, kind: str, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    whole = write(tmp_path / "whole", Image.effect_noise((40, 40), 60), kind).read_bytes()
    refused = 0
    for end in range(0, len(whole), 37):
        (tmp_path / "a.png").write_bytes(whole[:end])
        try:
            pictures.read(tmp_path, tmp_path / "a.png", "A")
        except PictureError:
            refused += 1
    assert refused > len(whole) // 37 * 0.9
    assert lenient is ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_broken_chunk_is_refused(tmp_path: Path) -> None:
    data = bytearray(write(tmp_path / "a.png", Image.effect_noise((40, 40), 60)).read_bytes())
    data[40] ^= 0xFF
    (tmp_path / "a.png").write_bytes(data)
    assert refusal(tmp_path, tmp_path / "a.png") == "“a.png” is not a PNG, JPEG or SVG picture that can be read."


def test_paths_that_leave_the_project_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    outside = write(tmp_path / "secret.png", Image.new("RGB", (5, 5)))
    (root / "link.png").symlink_to(outside)
    (root / "circle.png").symlink_to("circle.png")
    (root / "round").symlink_to("round", target_is_directory=True)
    circles = (root / "circle.png", root / "round/a.png")
    for path in (outside, root / "../secret.png", root / "link.png", *circles):
        assert "lies outside this project" in refusal(root, path)
    (root / "good.png").symlink_to(write(root / "real.png", Image.new("RGB", (5, 5))))
    assert pictures.read(root, root / "good.png", "A").width == 5


def test_a_folder_a_missing_file_and_a_name_too_long_are_told_apart(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, tmp_path)
        == f"“{tmp_path.name[:39]}{'…' if len(tmp_path.name) > 40 else ''}” is a folder, not a picture."
    )
    assert refusal(tmp_path, tmp_path / "a.png") == "There is no picture “a.png” here."
    assert "cannot be read: File name too long." in refusal(tmp_path, tmp_path / ("a" * 300))


def test_a_file_too_large_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(2_000_000_000)
    assert refusal(tmp_path, tmp_path / "a.png") == "The picture “a.png” is larger than 10,000,000 bytes."
