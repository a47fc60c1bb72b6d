"""Every kind of section goes there and back: composed, built, edited in a handout, read back, merged, made again.

One kind exists only here: a list of quotations. Its model and its two templates are all that it takes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

import guidepress
from guidepress import project
from guidepress.compose import prepared
from guidepress.compose.document import solid
from guidepress.content import paths, reading
from guidepress.content.library import Library
from guidepress.content.model import kinds
from guidepress.content.model.fields import Content, Text
from guidepress.content.model.guides import Guide
from guidepress.content.model.sections import SectionBase
from guidepress.project import Project
from guidepress.roundtrip.recovery import recovery, targets
from guidepress.schools import edits
from guidepress.verify import glyphs
from guidepress.word import handout, reader
from guidepress.word.base import Base
from guidepress.word.lines import Passage
from helpers.checkout import ROOT
from helpers.handwork import Edited, lines, new, say
from helpers.remaking import remake

QUOTES = """  - id: voices
    kind: quotes
    title: What they say
    quotes:
      - {who: Ana, text: I like that each patient is new.}
      - {who: Ben, text: You learn to read grey.}
      - {who: Cho, text: My arm is tired and I am not.}
"""
BROCHURE = """{% import "macros.html" as m %}
<ul class="dash">
{% for quote in data.quotes %}<li>{{ m.el("strong", quote.who) }}: {{ m.el("span", quote.text) }}</li>{% endfor %}
</ul>
"""
HANDOUT = """{% import "macros.html" as m %}
<ul>
{% for quote in section.quotes %}
<li><strong>{{ m.el("span", quote.who) }}:</strong> {{ m.el("span", quote.text) }}</li>
{% endfor %}
</ul>
"""


class Quote(Content):
    """What somebody said."""

    who: Text | None = None
    """Who said it."""
    text: Text
    """The words."""


class QuotesSection(SectionBase):
    """What people say."""

    kind: Literal["quotes"]
    quotes: Annotated[tuple[Quote, ...], Field(min_length=1)]
    """The quotations in order."""


QUOTATION = """  - id: voice
    kind: quotation
    rank: 5
    title: From someone made up
    words: I like that each patient is new.
    who: Avery Madeup, sonographer
    about: class of 2019
"""


@dataclass(frozen=True)
class Made:
    where: Project
    library: Library
    bases: dict[str, Base]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A project whose sonographer guide has quotations in the place of the section that grows from here."""
    root = tmp_path_factory.mktemp("kinds")
    for folder in ("content", "templates"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("schools"))
    for place, text in (("brochure", BROCHURE), ("handout", HANDOUT)):
        (root / "templates" / place / "kinds").mkdir()
        (root / "templates" / place / "kinds/quotes.html").write_text(text, encoding="utf-8")
    path = root / "content/guides/sonographer.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("  - id: growing\n")
    end = text.index("  - id: ", start + 1)
    panel = "    panel: back\n" if "panel: back" in text[start:end] else ""
    quotes = QUOTES.replace("    title", f"{panel}    title")
    path.write_text(text[:start] + quotes + QUOTATION + text[end:], encoding="utf-8")
    take_away = kinds.register(QuotesSection)
    try:
        where = project.find(root)
        library = reading.read(where, date(2026, 11, 30))
        bases = {
            slug: handout.make(prepared.prepare(where, library, guide, "clinic"), "letter")[2]
            for slug, guide in library.guides.items()
        }
        yield Made(where, library, bases)
    finally:
        take_away()


def items(base: Base, kind: str) -> list[list[int]]:
    """The rows of the passages of each item of the first section of a kind."""
    section = next(each for each in base.content["sections"] if each["kind"] == kind)
    name = f"sections.{section['id']}.{kinds.kind(kind).items}"
    found: dict[int, list[int]] = {}
    for row, slot in enumerate(targets.find(base)):
        if slot.list == name or slot.list.startswith(f"{name}."):
            number = slot.index if slot.list == name else _outer(base, slot, name)
            found.setdefault(number, []).append(row)
    return [found[number] for number in sorted(found)]


def _outer(base: Base, slot: targets.Target, name: str) -> int:
    inside = slot.list.removeprefix(f"{name}.").split(".")[0]
    location = paths.locate(base.content, f"{name}.{inside}")
    assert isinstance(location[-1], int)
    return location[-1]


def holder(made: Made, kind: str) -> Base:
    return next(base for base in made.bases.values() if any(each["kind"] == kind for each in base.content["sections"]))


WITH_ITEMS = sorted(name for name, kind in kinds.kinds().items() if kind.items)
LISTED = ("checklist", "ladder", "points", "quotes", "rows", "text")
"""The kinds whose items are a line each, which can be typed and moved line by line."""


def bring_home(made: Made, base: Base, read: Sequence[Passage]) -> tuple[Base, dict[str, Any]]:
    """Read an edited handout back, merge what has changed, and make the handout again."""
    found = recovery.recover(base, read)
    changed = edits.diff(base.content, found.guide, base.revision)
    _, again, content = remake(made.where, made.library, base.guide, changed, found.publisher)
    return again, content


def section_of(content: dict[str, Any], base: Base, kind: str) -> dict[str, Any] | None:
    name = next(each["id"] for each in base.content["sections"] if each["kind"] == kind)
    return next((each for each in content["sections"] if each["id"] == name), None)


def test_a_new_kind_is_composed_and_stands_in_both_outputs(made: Made) -> None:
    (built,) = guidepress.build(made.where, made.library, ["sonographer"])
    pages = glyphs.read(built.files["sonographer-brochure.pdf"], "brochure.pdf")
    printed = "".join("".join(glyph.text for glyph in page.glyphs) for page in pages)
    assert "Youlearntoreadgrey." in "".join(printed.split())
    written = " ".join(reader.read(built.files["sonographer-handout.docx"], "handout.docx").text.split())
    assert "Ben: You learn to read grey." in written


def test_every_kind_with_items_is_in_one_of_the_guides(made: Made) -> None:
    assert "quotes" in kinds.kinds()
    there = {each["kind"] for base in made.bases.values() for each in base.content["sections"]}
    assert {*WITH_ITEMS, "quotes", "quotation"} - there <= {"text"}


def test_what_is_known_of_the_new_kind_follows_from_its_model(made: Made) -> None:
    found = kinds.kind("quotes")
    assert (found.items, found.least, found.breakable, found.glanced) == ("quotes", 1, "quotes", "")
    assert kinds.pair(QuotesSection, ["quotes"]) == ("who", "text")
    assert kinds.may_be_empty(QuotesSection, ["quotes", "0", "who"])
    assert not kinds.may_be_empty(QuotesSection, ["quotes", "0", "text"])
    assert "who" in kinds.printed_fields()


def test_a_quotation_needs_its_words_and_a_name() -> None:
    found = kinds.kind("quotation")
    assert (found.items, found.texts) == ("", ("words", "who"))
    whole = {"id": "voice", "kind": "quotation", "title": "One", "words": "New.", "who": "Avery Madeup"}
    assert kinds.is_complete(whole)
    assert not kinds.is_complete({**whole, "words": ""})
    assert not kinds.is_complete({key: value for key, value in whole.items() if key != "who"})


def test_a_quotation_is_built_and_its_words_are_changed_and_moved(made: Made) -> None:
    base = holder(made, "quotation")
    rows = [row for row, each in enumerate(base.passages) if each.line.startswith("sections.voice.")]
    assert [base.passages[row].text for row in rows] == [
        "From someone made up", "“I like that each patient is new.”", "Avery Madeup, sonographer", "class of 2019",
    ]  # fmt: skip
    read = list(base.passages)
    read[rows[1]] = say(read[rows[1]], "“I like that each day is new.”")
    read[rows[0] : rows[-1] + 1] = []
    first = next(row for row, each in enumerate(read) if each.look == "h2")
    read[first:first] = [base.passages[rows[0]], say(base.passages[rows[1]], "“I like that each day is new.”"),
                         *(base.passages[row] for row in rows[2:])]  # fmt: skip
    again, content = bring_home(made, base, read)
    assert content["sections"][0]["words"] == "I like that each day is new."
    assert content["sections"][0]["kind"] == "quotation"
    assert [text for _, text in lines(again.passages)].count("“I like that each day is new.”") == 1


Do = Callable[[Base, Edited, list[list[int]]], None]


def add(base: Base, read: Edited, rows: list[list[int]]) -> None:
    read.insert(rows[0][-1] + 1, new(base.passages[rows[0][0]].look, "Dee: it is quiet work"))


def change(base: Base, read: Edited, rows: list[list[int]]) -> None:
    row = rows[-1][-1]
    read[row] = say(read[row], f"{read[row].text} Every day")


def move(base: Base, read: Edited, rows: list[list[int]]) -> None:
    read.insert(rows[0][0], read.pop(rows[-1][0]))


@pytest.mark.parametrize("do", [add, change, move], ids=lambda do: do.__name__)
@pytest.mark.parametrize("kind", [kind for kind in LISTED if kind != "text"])
def test_a_line_of_each_kind_is_added_changed_and_moved(made: Made, kind: str, do: Do) -> None:
    base = holder(made, kind)
    read = list(base.passages)
    do(base, read, items(base, kind))
    again, content = bring_home(made, base, read)
    assert lines(again.passages) == lines(read)
    found = section_of(content, base, kind)
    assert found is not None
    assert found["kind"] == kind  # it went into the list, not beside it
    assert "added" not in found


@pytest.mark.parametrize("kind", [kind for kind in [*WITH_ITEMS, "quotes"] if kind != "text"])
def test_a_kind_of_which_all_items_were_deleted_is_no_longer_one(made: Made, kind: str) -> None:
    base = holder(made, kind)
    gone = {row for item in items(base, kind) for row in item}
    assert gone
    read = [passage for row, passage in enumerate(base.passages) if row not in gone]
    again, content = bring_home(made, base, read)  # raises where what is left is no guide
    found = section_of(content, base, kind)
    assert found is None or found["kind"] == "own"
    left = " ".join(solid(passage.text) for passage in again.passages)
    kept = " ".join(solid(passage.text) for passage in read)
    for row in gone:
        words = solid(base.passages[row].text)
        assert words not in left or words in kept or len(words) < 12, words


def test_a_kind_is_gone_when_it_is_taken_away() -> None:
    class Verses(SectionBase):
        """A poem."""

        kind: Literal["verses"]
        verses: tuple[Text, ...] = ()
        """The lines."""

    take_away = kinds.register(Verses)
    assert "verses" in kinds.kinds()
    assert "verses" in str(Guide.model_json_schema())
    take_away()
    assert "verses" not in kinds.kinds()
    assert "verses" not in str(Guide.model_json_schema())
