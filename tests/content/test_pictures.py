"""Pictures that people bring: what is kept of them, and what is refused before it does harm."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFile

from guidepress.content import pictures
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


def test_a_picture_is_kept_as_png_with_its_words(tmp_path: Path) -> None:
    picture = pictures.read(tmp_path, write(tmp_path / "a.jpg", Image.new("RGB", (30, 20), "red"), "JPEG"), "A school")
    assert picture.data.startswith(b"\x89PNG")
    assert (picture.width, picture.height, picture.alt) == (30, 20, "A school")


def test_a_large_picture_is_made_small_and_keeps_its_shape(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.png", Image.new("L", (3000, 1500)))).size == (1200, 600)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", Image.effect_noise((50, 50), 50))
    assert pictures.read(tmp_path, path, "A").data == pictures.read(tmp_path, path, "A").data


def test_what_is_see_through_stays_so(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.png", Image.new("RGBA", (5, 5), (1, 2, 3, 0)))).getpixel((0, 0)) == (1, 2, 3, 0)
    palette = Image.new("P", (5, 5), 0)
    assert read(write(tmp_path / "p.png", palette, transparency=0)).mode == "RGBA"


def test_sixteen_bits_of_grey_do_not_turn_white(tmp_path: Path) -> None:
    image = Image.new("I;16", (5, 5), 0x8000)
    assert read(write(tmp_path / "a.png", image)).getpixel((0, 0)) == (128, 128, 128)


def test_a_photograph_that_says_it_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees (EXIF 2.32, Orientation)
    assert read(write(tmp_path / "a.jpg", Image.new("RGB", (30, 20)), "JPEG", exif=exif)).size == (20, 30)


def test_the_colours_of_a_print_shop_are_read(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.jpg", Image.new("CMYK", (5, 5), (0, 0, 0, 0)), "JPEG")).mode == "RGB"


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
def test_only_png_and_jpeg_are_read(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path / "a.png", Image.new("RGB", (16, 16)), kind)
    assert refusal(tmp_path, path) == "“a.png” is not a PNG or JPEG picture that can be read."


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n", b"%!PS"]
)
def test_what_is_no_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.png").write_bytes(data)
    assert refusal(tmp_path, tmp_path / "a.png") == "“a.png” is not a PNG or JPEG picture that can be read."


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
    assert refusal(tmp_path, tmp_path / "a.png") == "“a.png” is not a PNG or JPEG picture that can be read."


def test_paths_that_leave_the_project_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    outside = write(tmp_path / "secret.png", Image.new("RGB", (5, 5)))
    (root / "link.png").symlink_to(outside)
    (root / "circle.png").symlink_to("circle.png")
    for path in (outside, root / "../secret.png", root / "link.png", root / "circle.png"):
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
