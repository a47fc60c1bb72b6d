"""Pictures that strangers send: each is read, or told in one sentence, soon and in little memory."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from PIL import Image

from guidepress.content import image_decoding, picture_work, svg, svg_geometry
from guidepress.content.picture_files import PictureError
from helpers import hostile_pictures

SECONDS = 8  # on a busy machine; each takes less than one when it is alone


def read(data: bytes) -> str:
    """What is said of a picture, empty where it is read."""
    try:
        if svg.is_svg(data):
            svg.read(data, "logo")
        else:
            image_decoding.decoded(data, "logo")
    except PictureError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("part", range(8))
def test_a_picture_of_any_shape_is_read_or_told_in_a_sentence(part: int) -> None:
    for name, make in list(hostile_pictures.files())[part::8]:
        data = make()
        begun = time.monotonic()
        said = read(data)
        assert not said or said.endswith("."), name
        assert time.monotonic() - begun < SECONDS, name


def test_changed_bytes_raise_nothing_else() -> None:
    sources = hostile_pictures.originals()
    assert all(read(source) == "" for source in sources)
    said = [read(hostile_pictures.mutated(seed, sources)) for seed in range(1_000)]
    assert 200 < sum(map(bool, said)) < 800  # both ways out are taken


def test_passes_over_a_large_frame_are_counted_before_it_is_decoded() -> None:
    assert "thousands of parts" in read(hostile_pictures.jpeg_passes(6000, 6000, 300))
    assert not read(hostile_pictures.jpeg_passes(600, 400, 300))  # over a small one they cost little
    out = BytesIO()
    Image.effect_noise((3000, 2000), 50).save(out, "JPEG", progressive=True)
    assert not picture_work.is_too_slow(out.getvalue())
    assert picture_work.pixels(out.getvalue()) == 6_000_000


@pytest.mark.parametrize(("name", "note"), list(hostile_pictures.notes()))
def test_notes_of_a_camera_never_refuse_a_picture(name: str, note: bytes) -> None:
    data = hostile_pictures.jpeg(hostile_pictures.segment(0xE1, note[:65_000]))
    assert image_decoding.decoded(data, "photo").size in ((60, 40), (40, 60))


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_as_its_camera_says(turn: int) -> None:
    exif = Image.Exif()
    exif[0x112] = turn
    out = BytesIO()
    hostile_pictures.drawn().save(out, "PNG", exif=exif)
    assert image_decoding.decoded(out.getvalue(), "photo").size == ((60, 40) if turn < 5 else (40, 60))


def test_transforms_that_end_badly_take_no_longer_than_others() -> None:
    begun = time.monotonic()
    with pytest.raises(ValueError, match="!"):
        svg_geometry.transform_of("scale(1) " * 300 + "!")
    assert time.monotonic() - begun < 1
    assert svg_geometry.transform_of(" translate(1 2) , scale(2)\n") == svg_geometry.transform_of("matrix(2 0 0 2 1 2)")


@pytest.mark.parametrize("value", ["url((http://elsewhere/a)", "url(http://elsewhere/a", "url( 'http://elsewhere/a' )"])
def test_an_address_is_seen_however_it_is_bracketed(value: str) -> None:
    assert "from elsewhere" in read(hostile_pictures.svg(f'<rect fill="{value}" width="9" height="9"/>'))


def test_pictures_in_a_drawing_are_counted_together() -> None:
    body = hostile_pictures.b64encode(hostile_pictures.png(3000, 3000, bytes(3000 * 9001))).decode()
    one = f'<image href="data:image/png;base64,{body}" width="9" height="9"/>'
    assert not read(hostile_pictures.svg(one))
    assert "too many" in read(hostile_pictures.svg(one * 4))
