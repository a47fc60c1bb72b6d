"""Draw contact sheets of a build: `<guide>-panels.png`, `<guide>-sheets.png`, and the handout's with LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

DOTS = 100  # an inch
GROUND = (214, 218, 222)
GAP = 14  # pixels between pages


def pages(pdf: Path) -> list[Image.Image]:
    """Render every page of a PDF."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def contact_sheet(pictures: Sequence[Image.Image], columns: int) -> Image.Image:
    """Lay pictures out in rows on a grey ground."""
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
    width = max(sum(each.width + GAP for each in row) for row in rows) + GAP
    height = sum(max(each.height for each in row) + GAP for row in rows) + GAP
    sheet = Image.new("RGB", (width, height), GROUND)
    top = GAP
    for row in rows:
        left = GAP
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width + GAP
        top += max(each.height for each in row) + GAP
    return sheet


def save(sheet: Image.Image, path: Path) -> None:
    """Write a picture with few colours: the pages have few, and a README is opened on phones."""
    sheet.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path}\n")


def main(build: Path, folder: Path) -> None:
    """Draw the contact sheets of every guide in a build folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for screen in sorted(build.glob("*-brochure.pdf")):
        guide = screen.name.removesuffix("-brochure.pdf")
        save(contact_sheet(pages(screen), 6), folder / f"{guide}-panels.png")
        save(contact_sheet(pages(build / f"{guide}-brochure-print.pdf"), 1), folder / f"{guide}-sheets.png")
        if office := shutil.which("soffice"):
            with tempfile.TemporaryDirectory() as aside:
                settings = f"-env:UserInstallation={Path(aside, 'settings').as_uri()}"
                command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", aside]
                subprocess.run([*command, str(build / f"{guide}-handout.docx")], capture_output=True, check=False)
                made = Path(aside, f"{guide}-handout.pdf")
                if made.is_file():
                    save(contact_sheet(pages(made), 3), folder / f"{guide}-handout.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
