"""Draws the README's pictures (contact sheets) from builds: a folder for each theme, and in it for each guide

`<guide>.png`, its cover and its inside · `<guide>-panels.png`, all panels · `<guide>-sheets.png`, the printed sheets ·
`<guide>-handout.png`, the handout as LibreOffice shows it · and `covers.png`, the covers of all guides. From builds of
one guide in every format, `formats.png`, each of them on one sheet.
"""

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
SMALL = 72  # for the pictures that stand in the README
SMALLEST = 40  # for the sheet of all formats
GROUND = (214, 218, 222)
GAP = 14  # pixels between pages


def pages(pdf: Path, dots: int = DOTS) -> list[Image.Image]:
    """Render every page of a PDF."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=dots / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def contact_sheet(pictures: Sequence[Image.Image], columns: int, gap: int = GAP) -> Image.Image:
    """Lay pictures out in rows on a grey ground, and return the sheet."""
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
    width = max(sum(picture.width + gap for picture in row) for row in rows) + gap
    height = sum(max(picture.height for picture in row) + gap for row in rows) + gap
    sheet = Image.new("RGB", (width, height), GROUND)
    top = gap
    for row in rows:
        left = gap
        for picture in row:
            sheet.paste(picture, (left, top))
            left += picture.width + gap
        top += max(picture.height for picture in row) + gap
    return sheet


def inside(screen: Path) -> Image.Image:
    """Return a picture of the cover and, a little apart, the three inside panels side by side, as when opened."""
    panels = pages(screen, SMALL)
    opened_inside = contact_sheet(panels[2:5], 3, gap=0)
    return contact_sheet([panels[0], opened_inside], 2)


def formats(folder: Path, guide: str) -> Image.Image:
    """Return one picture of a guide in every format: pages as a reader holds them, and the outside of a Z-fold."""

    def read(name: str, ending: str = "brochure") -> list[Image.Image]:
        return pages(folder / name / f"{guide}-{ending}.pdf", SMALLEST)

    def opened(panels: Sequence[Image.Image]) -> list[Image.Image]:
        return [panels[0], contact_sheet(panels[1:3], 2, gap=0), *panels[3:4]]

    rows = [
        read("trifold"),
        opened(read("halffold")),
        [*read("flyer"), read("large-print")[0]],
        [*opened(read("booklet")[:3]), read("zfold", "brochure-print")[0]],
    ]
    row_sheets = [contact_sheet(row, len(row)) for row in rows]
    return contact_sheet(row_sheets, 1, gap=0)


def save(sheet: Image.Image, path: Path, colours: int = 64) -> None:
    """Write a picture with few colours: the pages have few, and a README is opened on phones."""
    sheet.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path}\n")


def draw(build: Path, folder: Path) -> None:
    """Draw the pictures of every guide in a build folder."""
    folder.mkdir(parents=True, exist_ok=True)
    covers = []
    for screen in sorted(build.glob("*-brochure.pdf")):
        guide = screen.name.removesuffix("-brochure.pdf")
        covers.append(pages(screen, SMALL)[0])
        save(inside(screen), folder / f"{guide}.png", 32)
        save(contact_sheet(pages(screen), 6), folder / f"{guide}-panels.png")
        save(contact_sheet(pages(build / f"{guide}-brochure-print.pdf"), 1), folder / f"{guide}-sheets.png")
        if office := shutil.which("soffice"):
            with tempfile.TemporaryDirectory() as temporary:
                settings = f"-env:UserInstallation={Path(temporary, 'settings').as_uri()}"
                command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", temporary]
                subprocess.run([*command, str(build / f"{guide}-handout.docx")], capture_output=True, check=False)
                handout_pdf = Path(temporary, f"{guide}-handout.pdf")
                if handout_pdf.is_file():
                    save(contact_sheet(pages(handout_pdf), 4), folder / f"{guide}-handout.png")
    save(contact_sheet(covers, len(covers)), folder / "covers.png")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        save(formats(Path(sys.argv[1]), sys.argv[3]), Path(sys.argv[2], "formats.png"), 96)
    else:
        draw(Path(sys.argv[1]), Path(sys.argv[2]))
