"""What a theme's style sheets and templates ask of a page: nothing from outside, nothing attached, no crash."""

from __future__ import annotations

import base64
import errno
import io
import os
from pathlib import Path

import pytest
from PIL import Image

from guidepress.brochure import page_limits, typeset
from guidepress.errors import ContentError
from helpers import hostile_themes

THEME = "templates/themes/clinic"


def page(style: str = "", body: str = "") -> str:
    words = "<p>Some words in a paragraph, <b>and bold ones</b></p>" * 3
    return f'<html lang="en"><head><title>t</title><style>{style}</style></head><body>{words}{body}</body></html>'


def told(html: str, folders: tuple[Path, ...] = ()) -> str:
    """What is told of a page that cannot be laid out."""
    with pytest.raises(ContentError) as caught:
        typeset.write(typeset.typeset(html, folders, THEME), tagged=False)  # drawings are read as they are painted
    assert {problem.span.file for problem in caught.value.problems} == {THEME}
    assert all(len(problem.message) < 320 for problem in caught.value.problems)
    return " ".join(problem.message for problem in caught.value.problems)


@pytest.mark.parametrize("what", hostile_themes.SHEETS)
def test_a_hostile_style_sheet_is_told_in_a_sentence(what: str) -> None:
    style, words = hostile_themes.SHEETS[what]
    assert words in told(page(style))


@pytest.mark.parametrize("what", hostile_themes.ELEMENTS)
def test_a_hostile_element_is_told_in_a_sentence(what: str) -> None:
    element, words = hostile_themes.ELEMENTS[what]
    assert words in told(page(body=element))


def test_what_is_no_file_is_not_opened_even_in_the_theme(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        assert "it is a pipe or a device" in told(
            page(f"p {{ background: url({tmp_path.as_uri()}/pipe.png) }}"), (tmp_path,)
        )
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    assert "is not read" in told(page(f"p {{ background: url({tmp_path.as_uri()}/zero.png) }}"), (tmp_path,))
    assert "it is a folder" in told(page(f"p {{ background: url({tmp_path.as_uri()}/) }}"), (tmp_path,))


def test_a_picture_of_too_many_pixels_is_not_unpacked(tmp_path: Path) -> None:
    Image.new("1", (9000, 9000)).save(tmp_path / "bomb.png")
    assert "pixels" in told(page(f"p {{ background: url({tmp_path.as_uri()}/bomb.png) }}"), (tmp_path,))
    address = f"data:image/png;base64,{base64.b64encode((tmp_path / 'bomb.png').read_bytes()).decode()}"
    assert "pixels" in told(page(body=f'<img alt="x" src="{address}">'))


def test_pictures_and_style_sheets_of_the_theme_are_read(tmp_path: Path) -> None:
    small = io.BytesIO()
    Image.new("RGB", (3, 3)).save(small, "PNG")
    (tmp_path / "small.png").write_bytes(small.getvalue())
    (tmp_path / "a.css").write_text("p { color: red }", encoding="utf-8")
    where = tmp_path.as_uri()
    style = (
        f"@import url({where}/a.css); p {{ background: url({where}/small.png) }} :root {{ --a: 1px; --b: var(--a) }}"
    )
    laid = typeset.typeset(page(style), (tmp_path,), THEME)
    assert len(laid.document.pages) == 1


def test_colors_addresses_and_words_are_no_numbers() -> None:
    style = (
        "p { color: #123456; margin: 0.000001px 50000px 1e-9px } /* 99999999 */ p::before { content: '123456789' } "
        "@font-face { font-family: x; unicode-range: U+000000-0FFFFF } p { background: url(a/99999999) }"
    )
    page_limits.check(page(style, '<p style="margin: 3px">7777777777</p>'), THEME)
    with pytest.raises(ContentError, match="the number 50001"):
        page_limits.check(page("", '<p style="margin: 50001px">x</p>'), THEME)


def test_a_fault_of_this_computer_is_none_of_the_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(page_limits, "check_attachments", full)
    with pytest.raises(OSError, match="No space left"):
        typeset.typeset(page(), (), THEME)
