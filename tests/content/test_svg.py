"""SVG logos: what is kept of them looks as they do, and nothing hostile in them gets through or takes long."""

from __future__ import annotations

import gzip
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from lxml import etree
from PIL import Image

from guidepress.content import pictures, svg, svg_drawing
from guidepress.content.pictures import PictureError
from helpers import drawings

SIDE = 400


def read(root: Path, text: str | bytes) -> pictures.PictureFile:
    (root / "logo.svg").write_bytes(text if isinstance(text, bytes) else text.encode())
    return pictures.read(root, root / "logo.svg", "A school")


def on_white(image: Image.Image) -> np.ndarray:
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return np.asarray(paper).astype(int)


def as_drawn(text: str) -> np.ndarray:
    """The drawing itself, by a program that knows all of SVG."""
    data = resvg_py.svg_to_bytes(svg_string=text, width=SIDE, dpi=96.0, skip_system_fonts=True)
    return on_white(Image.open(BytesIO(data)).convert("RGBA"))


@pytest.mark.parametrize("name", drawings.OUTLINES)
def test_outlines_look_as_the_drawing_does(name: str) -> None:
    drawing = svg.read(drawings.OUTLINES[name].encode(), "logo.svg")
    assert drawing.effects == ()
    wanted = as_drawn(drawings.OUTLINES[name])
    high, wide = wanted.shape[:2]
    kept = svg_drawing.drawn(svg.write(drawing.shapes, drawing.box), wide, high, "logo.svg", apart=False)
    differs = (np.abs(on_white(kept) - wanted).max(axis=2) > 80).mean()
    assert (wanted < 200).any()
    assert differs < 0.012, f"{differs:.1%} of the pixels differ"


@pytest.mark.parametrize("name", drawings.OUTLINES)
def test_what_is_kept_are_paths_and_clip_paths_and_nothing_else(tmp_path: Path, name: str) -> None:
    kept = read(tmp_path, drawings.OUTLINES[name])
    root = etree.fromstring(kept.vector)
    assert {etree.QName(element).localname for element in root.iter()} <= {"svg", "defs", "clipPath", "g", "path"}
    values = [value for element in root.iter() for value in element.attrib.values()]
    assert not any("http" in value or "javascript" in value or "data:" in value for value in values)
    assert kept.media == "image/png"
    assert abs(kept.width / kept.height - float(root.get("width")) / float(root.get("height"))) < 0.02
    assert kept.vector == read(tmp_path, drawings.OUTLINES[name]).vector


@pytest.mark.parametrize("name", drawings.EFFECTS)
def test_what_outlines_cannot_show_becomes_a_picture_with_a_sentence(tmp_path: Path, name: str) -> None:
    kept = read(tmp_path, drawings.EFFECTS[name])
    assert kept.vector == b""
    assert kept.notes[0][0] == f"“logo.svg” has {name}, so it is printed as a picture, not as outlines."
    assert np.asarray(Image.open(BytesIO(kept.data)).convert("RGB")).min() < 200


def test_a_picture_of_effects_looks_as_the_drawing_does() -> None:
    text = drawings.EFFECTS["gradients"]
    drawing = svg.read(text.encode(), "logo.svg")
    wanted = as_drawn(text)
    kept = svg_drawing.drawn(drawing.markup, wanted.shape[1], wanted.shape[0], "logo.svg", apart=True)
    assert np.abs(on_white(kept) - wanted).max() < 8


def test_nothing_active_is_in_what_a_picture_is_drawn_from() -> None:
    hostile = (
        '<script>x()</script><a href="javascript:x()"><path onclick="x()" d="M0 0h9v9z"/></a><animate/><set/>'
        '<path id="&quot;&gt;&lt;script&gt;" d="M0 0h9v9z"/><foreignObject/><style>a{b:c}</style>'
    )
    text = drawings.EFFECTS["masks"].replace("<mask", f"{hostile}<mask", 1)
    root = etree.fromstring(svg.read(text.encode(), "logo.svg").markup)
    names = {etree.QName(element).localname for element in root.iter()}
    assert {"mask", "rect", "path", "a"} <= names
    assert not names & {"script", "animate", "set", "foreignObject", "style"}
    keys = {key for element in root.iter() for key in element.attrib}
    assert not any(key.startswith("on") or key.endswith("href") for key in keys)


@pytest.mark.parametrize("name", drawings.HOSTILE)
def test_what_is_hostile_or_of_no_use_is_refused_in_one_sentence_soon(tmp_path: Path, name: str) -> None:
    text, sentence = drawings.HOSTILE[name]
    began = time.process_time()
    with pytest.raises(PictureError) as caught:
        read(tmp_path, text)
    assert time.process_time() - began < 3
    assert str(caught.value) == sentence
    assert caught.value.hint


def test_a_picture_of_effects_is_fine_enough_however_much_is_empty_round_it(tmp_path: Path) -> None:
    small = '<rect x="4000" y="4000" width="200" height="100" fill="url(#g)"/>'
    stops = f'<linearGradient id="g">{drawings.STOPS}</linearGradient>'
    kept = read(tmp_path, drawings.svg(stops + small, "0 0 9000 9000"))
    assert kept.width > 700
    red, green, blue = Image.open(BytesIO(kept.data)).convert("RGB").getpixel((kept.width // 10, kept.height // 2))
    assert red > 200
    assert green + blue < 60


def test_text_says_how_it_becomes_outlines(tmp_path: Path) -> None:
    with pytest.raises(PictureError) as caught:
        read(tmp_path, drawings.HOSTILE["text"][0])
    assert "in Inkscape select all, then Path > Object to Path" in caught.value.hint
    assert read(tmp_path, drawings.svg(f'{drawings.SQUARE}<text display="none">Lincoln</text><text> </text>')).vector


def test_what_takes_too_long_to_draw_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg_drawing, "MOST_SECONDS", 2)
    noise = '<filter id="f"><feTurbulence baseFrequency=".05" numOctaves="100000000"/></filter>'
    with pytest.raises(PictureError, match=r"“logo\.svg” takes too long to draw"):
        read(tmp_path, drawings.svg(f'{noise}<g filter="url(#f)">{drawings.SQUARE}</g>'))


def test_very_many_outlines_become_a_picture(tmp_path: Path) -> None:
    many = "".join(f'<path fill="#7a1f3d" d="M{step % 90} {step // 90}h.9v.9z"/>' for step in range(4000))
    kept = read(tmp_path, drawings.svg(many))
    assert kept.vector == b""
    assert "very many outlines" in kept.notes[0][0]


def test_margin_is_cut_off_and_hairlines_are_as_wide_as_a_press_can_print(tmp_path: Path) -> None:
    lines = '<path stroke="#000" stroke-width=".1" d="M400 480h200M400 520h200"/><path d="M400 490h200v20h-200z"/>'
    paper = '<path fill="#fff" d="M0 0h1000v1000h-1000z"/>'
    kept = read(tmp_path, drawings.svg(paper + lines, "0 0 1000 1000"))
    root = etree.fromstring(kept.vector)
    wide, high = float(root.get("width")), float(root.get("height"))
    assert 200 <= wide < 215
    assert 40 <= high < 55
    widths = [float(element.get("stroke-width")) for element in root.iter() if element.get("stroke")]
    points = min(84, 30 * wide / high) / wide
    assert widths
    assert all(0.25 <= width * points < 0.3 for width in widths)


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: data.decode().encode("utf-16")])
def test_packed_files_and_other_encodings_are_read(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    assert read(tmp_path, pack(drawings.svg(drawings.SQUARE).encode())).vector


def test_a_packed_bomb_is_not_unpacked_whole(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="far larger than a logo"):
        read(tmp_path, gzip.compress(drawings.svg(drawings.SQUARE).encode() + b" " * 50_000_000))


def test_a_photograph_is_no_drawing(tmp_path: Path) -> None:
    (tmp_path / "room.svg").write_text(drawings.svg(drawings.SQUARE))
    with pytest.raises(PictureError, match=r"“room\.svg” is a drawing, not a photograph\."):
        pictures.read_photo(tmp_path, tmp_path / "room.svg", "A room")


def test_a_program_that_cannot_be_trusted_to_end_draws_in_a_process_of_its_own() -> None:
    with pytest.raises(PictureError, match="cannot be drawn"):
        svg_drawing.drawn("<svg", 10, 10, "logo.svg", apart=True)
    with pytest.raises(PictureError, match="cannot be drawn"):
        svg_drawing.drawn("<svg", 10, 10, "logo.svg", apart=False)
