"""Draws SVG as a picture with resvg. What may take long is drawn by another process, which is ended where it does."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache
from io import BytesIO

from PIL import Image

from guidepress.content import svg
from guidepress.content.picture_files import PictureError

MOST_SECONDS = 20
_ALONE = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, ValueError, OSError):
    pass
import resvg_py
drawn = resvg_py.svg_to_bytes(
    svg_string=sys.stdin.buffer.read().decode(), width=int(sys.argv[1]), height=int(sys.argv[2]), dpi=96.0,
    skip_system_fonts=True,
)
sys.stdout.buffer.write(drawn)
"""


def drawn(markup: str, wide: int, high: int, name: str, *, apart: bool) -> Image.Image:
    """Draw SVG, its size left open, as an RGBA picture so many pixels wide and high, without fonts.

    With `apart` another process draws it, within limits of time and memory: the markup may ask for anything. Without,
    it is to be outlines as `svg.write` writes them. Raises PictureError where it cannot be drawn.
    """
    markup = svg.sized(markup, wide, high)  # resvg rounds a drawing's size to whole pixels before it enlarges it
    try:
        data = _apart(markup, wide, high) if apart else _here(markup, wide, high)
        picture = Image.open(BytesIO(data), formats=("PNG",))
        return picture.convert("RGBA")
    except subprocess.TimeoutExpired:
        sentence = f"The drawing “{name}” takes too long to draw."
        raise PictureError(sentence, "export it simpler, or as PNG") from None
    except (subprocess.CalledProcessError, ValueError, OSError):
        raise PictureError(f"The drawing “{name}” cannot be drawn.", "export it again, or as PNG") from None


@lru_cache(maxsize=64)
def _here(markup: str, wide: int, high: int) -> bytes:
    import resvg_py  # where it is used: most projects have no SVG

    return resvg_py.svg_to_bytes(svg_string=markup, width=wide, height=high, dpi=96.0, skip_system_fonts=True)


@lru_cache(maxsize=64)
def _apart(markup: str, wide: int, high: int) -> bytes:
    command = [sys.executable, "-P", "-c", _ALONE, str(wide), str(high)]
    finished = subprocess.run(  # noqa: S603 - our own program, with numbers as arguments
        command, input=markup.encode(), capture_output=True, timeout=MOST_SECONDS, check=True
    )
    return finished.stdout
