"""Hundreds of generated guides: each fits, every word of it where it belongs, or is refused with its place.

What comes out is read with PDFium alone and compared with what went in, by arithmetic of this module's own: nothing of
the project's accounting or fitting judges itself here. An ordinary run sets a seeded sample, `--slow` three hundred.
"""

from __future__ import annotations

import random
import re
import string
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from PIL import Image

from guidepress import project
from guidepress.brochure import brochure, overset, typeset
from guidepress.compose import prepared
from guidepress.content import pictures, reading
from guidepress.content.library import Library
from guidepress.content.model import leaves
from guidepress.content.model.guides import Guide
from guidepress.content.model.publisher import Publisher
from helpers.checkout import ROOT
from helpers.glyph_boxes import MM, marks, overlaps

WHERE = project.find(ROOT)
LIBRARY = reading.read(WHERE, date(2026, 11, 24))
PANELS = ("cover", "flap", "inside-1", "inside-2", "inside-3", "back")
WIDTHS = {"letter": (265.5, 261.0, 612.0), "a4": (282.05, 277.8, 595.28)}
WORDS = re.findall(
    r"\w+",
    "you scan image patient dose room exam school steady hands careful friendly machine doctor bone heart sound light "
    "technologist radiography credential mammography continuing education certification examination accredited program",
)
AWKWARD = (
    "Pneumonoultramicroscopicsilicovolcanoconioses",
    "www.example.org/a/very/long/path/without-any-break/that-goes-on-and-on/index.html",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ",
    "R.T.(R)(CT)(MR)(ARRT)",
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
)


# What goes in ---------------------------------------------------------------------------------------------------------


def text(rng: random.Random, words: int) -> str:
    chosen = [rng.choice(AWKWARD) if rng.random() < 0.02 else rng.choice(WORDS) for _ in range(max(words, 1))]
    if rng.random() < 0.1:
        chosen[rng.randrange(len(chosen))] = "**bold**"
    if rng.random() < 0.05:
        chosen.append("[a link](https://www.example.org/one)")
    return " ".join(chosen)


def section(rng: random.Random, name: str, panel: str | None, amount: float) -> dict[str, Any]:
    made: dict[str, Any] = {"id": name, "title": text(rng, rng.randint(1, 5)).replace("**", "")}
    made["title"] = re.sub(r"\[a link\]\(\S+\)", "", made["title"]).strip() or "Title"
    if panel:
        made["panel"] = panel
    if rng.random() < 0.4:
        made["lead"] = text(rng, int(14 * amount))
    kind = rng.choice(["points", "checklist", "ladder", "text", "rows"])
    count = rng.choice([1, 2, 4, 6]) if rng.random() > 0.05 else 40
    lines = [text(rng, int(rng.randint(2, 12) * amount)) for _ in range(count)]
    if kind == "text":
        made |= {"kind": kind, "paragraphs": [text(rng, int(25 * amount)) for _ in range(min(count, 4))]}
    elif kind == "rows":
        made |= {"kind": kind, "rows": [{"term": text(rng, 1).replace("**", ""), "text": each} for each in lines]}
    else:
        made |= {"kind": kind, "points": lines}
    return made


def guide(rng: random.Random, amount: float) -> Guide:
    sections = []
    for panel in PANELS[1:]:
        for number in range(rng.choice([1, 1, 2, 3])):
            sections.append(section(rng, f"{panel}-{number}", None if number else panel, amount))
    back = {"id": "next", "title": "Next", "kind": "next", "steps": {"items": [text(rng, 6), text(rng, 4)]}}
    if rng.random() < 0.5:
        back["lookup"] = {"address": "https://www.bls.gov/ooh/", "text": text(rng, 3)}
    return Guide.model_validate(
        {
            "slug": "generated",
            "edition": "2026",
            "date": "2026-11-24",
            "title": " ".join(rng.choice(WORDS).title() for _ in range(rng.randint(1, 4))),
            "series": "Careers",
            "subject": "A guide.",
            "introduction": text(rng, int(20 * amount)),
            "sections": [*sections, back],
        }
    )


def publisher(rng: random.Random) -> tuple[Publisher, pictures.PictureFile | None]:
    if rng.random() < 0.3:
        return Publisher(), None
    name = "The Alexander Hamilton Memorial Consolidated Regional Vocational and Technical High School of Washington"
    given_name = name + "County" * 2 if rng.random() < 0.5 else "Lincoln High School"
    contact = ["Room 112", "555-0140", "careers@school.example"][: rng.randint(0, 3)] or None
    logo = None
    if rng.random() < 0.6:
        wide, high = rng.choice([(400, 400), (1200, 90), (90, 1200), (300, 200), (8, 8)])
        out = BytesIO()
        Image.new("RGB", (wide, high), (20, 60, 120)).save(out, "PNG")
        logo = pictures.PictureFile(out.getvalue(), wide, high, "The school")
    data: dict[str, Any] = {"name": given_name[:120], "contact": contact}
    if logo:
        data["logo"] = {"file": "logo.png", "alt": "The school"}
    return Publisher.model_validate(data), logo


@dataclass(frozen=True)
class Case:
    number: int
    theme: str
    paper: str
    amount: float
    format: str = "trifold"

    def library(self) -> tuple[Library, Guide]:
        rng = random.Random(self.number)  # noqa: S311 - chance that repeats is wanted
        made = guide(rng, self.amount)
        who, logo = publisher(rng)
        return replace(LIBRARY, guides={"generated": made}, publisher=who, logo=logo), made


CASES = st.builds(
    Case,
    st.integers(0, 10**9),
    st.sampled_from(["clinic", "house", "track"]),
    st.sampled_from(["letter", "a4"]),
    st.sampled_from([0.5, 0.8, 1.0, 1.4, 2.0]),
    st.sampled_from(["trifold", "trifold", "trifold", "zfold", "halffold", "flyer", "booklet"]),
)


# What comes out -------------------------------------------------------------------------------------------------------


def expected_sizes(case: Case, count: int) -> list[tuple[int, int]]:
    """The pages that a format has, by arithmetic from the sheet alone."""
    across, high = {"letter": (792.0, 612.0), "a4": (841.89, 595.28)}[case.paper]
    if case.format == "trifold":
        wide, narrow, _ = WIDTHS[case.paper]
        return [(round(each), round(high)) for each in (wide, narrow, wide, wide, narrow, wide)]
    if case.format == "zfold":
        return [(round(across / 3), round(high))] * 6
    if case.format == "flyer":
        assert count in (1, 2)
        return [(round(high), round(across))] * count
    assert count == 4 if case.format == "halffold" else count % 4 == 0
    return [(round(across / 2), round(high))] * count


def insets(panel: str) -> tuple[float, float]:
    """How far glyphs keep from the left and the right of a panel: 6 mm from an edge of the sheet, 5 from a fold."""
    edges = {
        "flap": (6, 5),
        "back": (5, 5),
        "cover": (5, 6),
        "inside-1": (6, 5),
        "inside-2": (5, 5),
        "inside-3": (5, 6),
    }
    left, right = edges[panel]
    return left * MM, right * MM


def plain(text_: str) -> str:
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text_.replace("**", ""))
    return re.sub(r"\s+", "", bare)


def judge(case: Case) -> str:
    """Set a case and judge it. Returns whether it fits or is refused."""
    library, made = case.library()
    ready = prepared.prepare(WHERE, replace(library, trees=_trees(made, library)), made, case.theme)
    ready, fitted = brochure.fitted(ready, case.format, case.paper)
    if not fitted.chosen.fits:
        told = [problem.message for problem in overset.report(fitted, {})]
        over = [name for name, room in fitted.chosen.rooms.items() if room.left < 0]
        assert len(told) == len(over) >= 1
        for name in over:
            panel, _, column = name.partition("-column-")
            where = rf"Column {column} of the panel {panel}" if column else rf"The panel {panel}"
            assert re.search(rf"{where} holds too much: .* \d+ mm", "\n".join(told))
        return "refused"
    pdf = typeset.write(fitted.laid, tagged=True)
    document = pdfium.PdfDocument(pdf)
    pages = [marks(page) for page in document]
    sizes = [page.get_size() for page in document]
    document.close()
    assert [(round(width), round(height)) for width, height in sizes] == expected_sizes(case, len(sizes))
    names = PANELS if case.format == "trifold" else [f"page {number}" for number in range(1, len(pages) + 1)]
    for panel, page, (width, height) in zip(names, pages, sizes, strict=True):
        left, right = insets(panel) if case.format == "trifold" else (5 * MM, 5 * MM)
        for mark in page:
            assert mark.left >= left - 0.1, (panel, mark)
            assert mark.right <= width - right + 0.1, (panel, mark)
            assert mark.top >= 6 * MM - 0.1, (panel, mark)
            assert mark.bottom <= height - 6 * MM + 0.1, (panel, mark)
        assert overlaps(page) == [], panel
    shown = Counter("".join(mark.char for page in pages for mark in page))
    wanted = Counter("".join(plain(str(leaf.text)) for leaf in leaves.walk(made)))
    letters = string.ascii_letters
    missing = {char: count - shown[char] for char, count in wanted.items() if char in letters and shown[char] < count}
    assert not missing
    return "fits"


def _trees(made: Guide, library: Library) -> Any:
    """Trees in which every place is found: a generated guide has no file."""

    class Anywhere(dict[Any, Any]):
        def __missing__(self, key: Any) -> Any:
            return LIBRARY.trees["guide", "technician"]

    return Anywhere({key: tree for key, tree in library.trees.items() if key[0] == "role"})


@pytest.fixture(scope="module")
def examples(request: pytest.FixtureRequest) -> int:
    return 300 if request.config.getoption("--slow") else 12


def test_every_generated_guide_fits_whole_or_is_refused_with_its_place(examples: int) -> None:
    seen: Counter[str] = Counter()

    @seed(20261124)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(CASES)
    def run(case: Case) -> None:
        seen[judge(case)] += 1

    run()
    assert sum(seen.values()) >= examples
    assert seen["fits"] >= examples // 5
    assert seen["refused"] or examples < 50
