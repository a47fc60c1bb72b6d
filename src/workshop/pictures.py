"""Draw contact sheets of builds: a folder for each theme, and in it for each guide

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
    """Lay pictures out in rows on a grey ground."""
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
    width = max(sum(each.width + gap for each in row) for row in rows) + gap
    height = sum(max(each.height for each in row) + gap for row in rows) + gap
    sheet = Image.new("RGB", (width, height), GROUND)
    top = gap
    for row in rows:
        left = gap
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width + gap
        top += max(each.height for each in row) + gap
    return sheet


def inside(screen: Path) -> Image.Image:
    """Lay the cover and, a little apart, the three inside panels as they lie side by side when opened."""
    found = pages(screen, SMALL)
    opened = contact_sheet(found[2:5], 3, gap=0)
    return contact_sheet([found[0], opened], 2)


def formats(folder: Path, guide: str) -> Image.Image:
    """Lay one guide in every format on a sheet: what a reader holds, spreads joined, and the outside of a Z-fold."""

    def read(name: str, ending: str = "brochure") -> list[Image.Image]:
        return pages(folder / name / f"{guide}-{ending}.pdf", SMALLEST)

    def opened(found: Sequence[Image.Image]) -> list[Image.Image]:
        return [found[0], contact_sheet(found[1:3], 2, gap=0), *found[3:4]]

    rows = [
        read("trifold"),
        opened(read("halffold")),
        [*read("flyer"), read("large-print")[0]],
        [*opened(read("booklet")[:3]), read("zfold", "brochure-print")[0]],
    ]
    drawn = [contact_sheet(row, len(row)) for row in rows]
    return contact_sheet(drawn, 1, gap=0)


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
            with tempfile.TemporaryDirectory() as aside:
                settings = f"-env:UserInstallation={Path(aside, 'settings').as_uri()}"
                command = [office, settings, "--headless", "--convert-to", "pdf", "--outdir", aside]
                subprocess.run([*command, str(build / f"{guide}-handout.docx")], capture_output=True, check=False)
                made = Path(aside, f"{guide}-handout.pdf")
                if made.is_file():
                    save(contact_sheet(pages(made), 4), folder / f"{guide}-handout.png")
    save(contact_sheet(covers, len(covers)), folder / "covers.png")


if __name__ == "__main__":
    if len(sys.argv) > 3:
        save(formats(Path(sys.argv[1]), sys.argv[3]), Path(sys.argv[2], "formats.png"), 96)
    else:
        draw(Path(sys.argv[1]), Path(sys.argv[2]))
