"""LibreOffice as a judge: what a second word processor makes of a DOCX."""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import tempfile
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


def convert(path: Path, filter_name: str, out: Path) -> Path:
    """Have LibreOffice write a file in another format into the folder `out` and return it.

    Raises JudgeError when no file came out: the exit status is 0 even then, so it is not asked.
    """
    require("libreoffice")
    written = out / f"{path.stem}.{filter_name.split(':')[0]}"
    written.unlink(missing_ok=True)
    settings = _make_settings().as_uri()
    options = ["--headless", "--norestore", "--convert-to", filter_name, "--outdir"]
    said = ask(["soffice", f"-env:UserInstallation={settings}", *options, out, path])
    if not written.is_file() or not written.stat().st_size:
        raise JudgeError(f"LibreOffice made nothing of {path.name}: {(said.stderr or said.stdout).strip()[-500:]}")
    return written


def libreoffice_pdf(path: Path, out: Path) -> Path:
    """Have LibreOffice print a DOCX to a PDF in the folder `out` and return it, to count its pages or look at it."""
    return convert(path, "pdf", out)


def libreoffice_pdfua(path: Path, out: Path) -> Path:
    """Have LibreOffice export a DOCX as PDF/UA into the folder `out` and return the file."""
    return convert(path, 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}', out)


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
    with tempfile.TemporaryDirectory() as folder:
        root = etree.parse(convert(path, "fodt", Path(folder)), etree.XMLParser(resolve_entities=False)).getroot()
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
