"""LibreOffice as a judge: what a second word processor makes of a DOCX."""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from helpers.judges.panel import JudgeError, ask, require

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@functools.cache
def _make_settings() -> Path:
    """Make a settings folder of our own, so that a LibreOffice that a person has open is not disturbed."""
    folder = Path(tempfile.mkdtemp(prefix="guidepress-libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def convert_all(paths: Sequence[Path], filter_name: str, out: Path) -> list[Path]:
    """Have LibreOffice write files in another format into the folder `out`, and return them in their order.

    It is started once for all of them: that takes a second, and a file far less. Raises JudgeError when one did not
    come out: the exit status is 0 even then, so it is not asked.
    """
    require("libreoffice")
    written = [out / f"{path.stem}.{filter_name.split(':')[0]}" for path in paths]
    if len(set(written)) < len(written):
        raise JudgeError(f"two files would become one: {', '.join(path.name for path in written)}")
    for path in written:
        path.unlink(missing_ok=True)
    settings = _make_settings().as_uri()
    options = ["--headless", "--norestore", "--convert-to", filter_name, "--outdir"]
    said = ask(["soffice", f"-env:UserInstallation={settings}", *options, out, *paths], seconds=120 + 10 * len(paths))
    for path, made in zip(paths, written, strict=True):
        if not made.is_file() or not made.stat().st_size:
            raise JudgeError(f"LibreOffice made nothing of {path.name}: {(said.stderr or said.stdout).strip()[-500:]}")
    return written


def convert(path: Path, filter_name: str, out: Path) -> Path:
    """Have LibreOffice write one file in another format into the folder `out` and return it, as `convert_all` does."""
    return convert_all([path], filter_name, out)[0]


def libreoffice_pdf(path: Path, out: Path) -> Path:
    """Have LibreOffice print a DOCX to a PDF in the folder `out` and return it, to count its pages or look at it."""
    return libreoffice_pdfs([path], out)[0]


def libreoffice_pdfs(paths: Sequence[Path], out: Path) -> list[Path]:
    """Have LibreOffice print several DOCX files in one go, as `libreoffice_pdf` prints one; no two of one name."""
    return convert_all(paths, "pdf", out)


def libreoffice_pdfuas(paths: Sequence[Path], out: Path) -> list[Path]:
    """Have LibreOffice export DOCX files as PDF/UA into the folder `out`, in one go, and return those; no two of one
    name."""
    return convert_all(paths, 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}', out)


def libreoffice_version() -> tuple[int, int]:
    """Return LibreOffice's version, such as (7, 4)."""
    said = ask(["soffice", f"-env:UserInstallation={_make_settings().as_uri()}", "--version"]).stdout
    found = re.search(r"LibreOffice (\d+)\.(\d+)", said)
    if not found:
        raise JudgeError(f"LibreOffice does not say its version: {said.strip()}")
    return int(found[1]), int(found[2])


def libreoffice_text(path: Path) -> str:
    """Return a DOCX's text as LibreOffice reads it, a line for each paragraph."""
    with tempfile.TemporaryDirectory() as folder:
        return convert(path, "txt:Text (encoded):UTF8", Path(folder)).read_text(encoding="utf-8-sig")


def libreoffice_headings(path: Path) -> list[tuple[int, str]]:
    """Return the headings that LibreOffice sees in a DOCX, level and text, in order; the Title has level 0."""
    return libreoffice_all_headings([path])[0]


def libreoffice_all_headings(paths: Sequence[Path]) -> list[list[tuple[int, str]]]:
    """Return what `libreoffice_headings` does for several DOCX files, read in one go; no two of one name."""
    with tempfile.TemporaryDirectory() as folder:
        return [_headings(made) for made in convert_all(paths, "fodt", Path(folder))]


def _headings(path: Path) -> list[tuple[int, str]]:
    root = etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()
    parents = {
        style.get(f"{STYLE}name"): style.get(f"{STYLE}parent-style-name")
        for style in root.iter(f"{STYLE}style")
        if style.get(f"{STYLE}family") == "paragraph"
    }
    headings: list[tuple[int, str]] = []
    for block in root.find(f"{OFFICE}body").iter(f"{TEXT}h", f"{TEXT}p"):
        style = block.get(f"{TEXT}style-name")
        while style in parents and style != "Title":
            style = parents[style]
        if style == "Title":
            headings.append((0, _read(block)))
        elif block.tag == f"{TEXT}h":
            headings.append((int(block.get(f"{TEXT}outline-level")), _read(block)))
    return headings


def _read(element: etree._Element) -> str:
    """Return an element's words; notes and comments are not part of them."""
    words = [element.text or ""]
    for child in element:
        if child.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
            words.append(" ")
        elif child.tag not in (f"{TEXT}note", f"{OFFICE}annotation"):
            words.append(_read(child))
        words.append(child.tail or "")
    return " ".join("".join(words).split()) if element.tag in (f"{TEXT}h", f"{TEXT}p") else "".join(words)
