"""The handouts of all guides in every theme, with and without a school, on both papers; each is made once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from guidepress import project
from guidepress.compose import markup, prepared
from guidepress.compose.document import Document
from guidepress.content import reading
from guidepress.content.library import Library
from guidepress.content.revision import plain
from guidepress.schools import school_library
from guidepress.word import handout
from guidepress.word.look import Look
from helpers import judges, printed
from helpers.checkout import ROOT
from helpers.printed import Printed

TODAY = date(2026, 11, 24)
WHERE = project.find(ROOT)
ROLES = ("nuclear-medicine-technologist", "quality-assurance-specialist", "radiologic-technologist", "sonographer")
GUIDES = (*ROLES, "technician")
THEMES = ("clinic", "house", "track")
LONG = "Regional Career and Technical Center for Health Sciences of the Upper Valley Counties West"
"""The name of a school, in as many letters as a name on a sign may have: 90."""
SCHOOLS = {"none": "", "lincoln": "lincoln-high", "prairie": "prairie-college", "long": "lincoln-high"}


@dataclass(frozen=True)
class Way:
    """A handout: its guide, theme, school and paper."""

    theme: str
    guide: str
    school: str = "none"
    paper: str = "letter"

    def __str__(self) -> str:
        return f"{self.theme}-{self.guide}-{self.school}-{self.paper}"


def every() -> Iterator[Way]:
    """Yield the handouts whose pages have to be right: all guides and themes, each in five ways."""
    for theme in THEMES:
        for guide in GUIDES:
            yield from (Way(theme, guide, school) for school in SCHOOLS)
            yield Way(theme, guide, paper="a4")


@cache
def library(school: str) -> Library:
    """Return the library of the checkout for one of the schools."""
    read = reading.read(WHERE, TODAY)
    own = school_library.for_school(WHERE, read, SCHOOLS[school], TODAY) if SCHOOLS[school] else read
    if school != "long":
        return own
    renamed = plain(own.publisher) | {"name": LONG}
    return replace(own, publisher=type(own.publisher).model_validate_json(json.dumps(renamed)))


@cache
def ready(way: Way) -> prepared.Prepared:
    own = library(way.school)
    return prepared.prepare(WHERE, own, own.guides[way.guide], way.theme)


@cache
def make(way: Way) -> bytes:
    """Make a handout."""
    return handout.make(ready(way), way.paper)[1]


def document(way: Way) -> tuple[Document, Look]:
    """Return what a handout says, and its look, as it is laid out from."""
    return markup.parse(handout.html_of(ready(way), way.paper)), handout.look_of(ready(way).theme)


def print_all(files: Mapping[str, bytes], folder: Path) -> dict[str, Printed]:
    """Have LibreOffice print files in one go, and read where everything stands, by their names."""
    paths = []
    for name, data in files.items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(data)
    pdfs = judges.libreoffice_pdfs(paths, folder)
    return {name: printed.read(name, files[name], pdf) for name, pdf in zip(files, pdfs, strict=True)}
