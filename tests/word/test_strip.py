"""The strip of drawings over a handout: drawn without Pango, at its size, the same bytes each time."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

from PIL import Image

from guidepress.word import handout

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 720 360">'
    '<svg x="0" y="0" width="720" height="360" viewBox="0 0 720 360" overflow="hidden">'
    '<path fill="{colour}" d="M0 0h720v360h-720z"/><path fill="#FFFFFF" d="M300 120h120v120h-120z"/></svg></svg>'
)
DRAWINGS = [SQUARE.format(colour=colour) for colour in ("#CC0000", "#0000CC")]


def test_drawings_stand_side_by_side_with_a_gap_of_paper_between_them() -> None:
    data = handout.strip(DRAWINGS, 153.0, 36.0, 9.0)  # two inches wide, and an eighth of an inch between them
    with Image.open(BytesIO(data)) as picture:
        assert picture.size == (425, 100)
        assert round(picture.info["dpi"][0]) == handout.DOTS
        shown = picture.convert("RGB")
    row = {x: shown.getpixel((x, 5)) for x in (2, 190, 212, 230, 422)}
    assert row == {2: (204, 0, 0), 190: (204, 0, 0), 212: (255, 255, 255), 230: (0, 0, 204), 422: (0, 0, 204)}
    assert shown.getpixel((100, 50)) == (255, 255, 255)  # the hole in the middle of the first
    assert shown.getpixel((100, 95)) == (204, 0, 0)


def test_the_same_drawings_give_the_same_bytes() -> None:
    assert handout.strip(DRAWINGS, 153.0, 36.0, 9.0) == handout.strip(DRAWINGS, 153.0, 36.0, 9.0)
    assert handout.strip(DRAWINGS, 153.0, 36.0, 9.0) != handout.strip(DRAWINGS[::-1], 153.0, 36.0, 9.0)


def test_no_layout_engine_is_loaded_for_it() -> None:
    code = (
        f"import sys; from guidepress.word import handout; handout.strip({DRAWINGS!r}, 153.0, 36.0, 9.0); "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'weasyprint', 'resvg_py'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['resvg_py']\n"
