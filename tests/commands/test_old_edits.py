"""Edits of before lines had names: each old way to say where they stand becomes a name, and the handout stays."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from guidepress import project
from guidepress.commands import cli
from guidepress.content import reading, source
from guidepress.roundtrip import old_places, remake
from guidepress.schools import school_library
from guidepress.word.lines import Passage
from helpers.checkout import ROOT
from helpers.copies import copy_content
from helpers.office.handouts import handouts
from helpers.typist import Typist

SCHOOL = "lincoln-high"
BASE = "2026.1-3fa2b1c0"
TODAY = date(2026, 11, 24)
COMPARISON, PATH, QUICK = "sections.comparison", "sections.path", "sections.quick-facts"
GROWTH = "roles.sonographer.facts.growth.value"

# Each as old versions wrote it: guide, path of the list, the piece, and the pieces that it becomes.
KINDS: dict[str, tuple[str, str, dict[str, Any], list[dict[str, Any]]]] = {
    "words of a head": (
        "technician", f"{COMPARISON}.replaced", {"of": "Career", "text": "Job"},
        [{"of": f"{COMPARISON}.table.role", "text": "Job", "was": "Career"}],
    ),
    "words of two lines": (
        "technician", f"{COMPARISON}.replaced", {"of": "Job growth 2024–34", "text": "Growth"},
        [{"of": f"{COMPARISON}.table.growth", "text": "Growth", "was": "Job growth 2024–34"}],
    ),
    "a figure alone": (
        "technician", f"{COMPARISON}.replaced", {"of": GROWTH, "text": "+14%"},
        [{"of": f"{COMPARISON}.roles.sonographer.in-growth", "text": "+14%", "was": "+13%"}],
    ),
    "a figure in a row": (
        "sonographer", f"{QUICK}.replaced",
        {"of": f"{QUICK}.facts.growth › roles.all-occupations.facts.growth.value", "text": "+4%"},
        [
            {
                "of": f"{QUICK}.facts.growth.in-context", "leaf": "roles.all-occupations.facts.growth.value",
                "text": "+4%", "was": "+3%",
            },
        ],
    ),
    "a name in a line of an entry": (
        "technician", "sections.match.replaced",
        {"of": "sections.match.lines.sonographer › roles.sonographer.short_name", "text": "Imager"},
        [
            {
                "of": "sections.match.lines.sonographer", "leaf": "roles.sonographer.short_name", "text": "Imager",
                "was": "Sonographer",
            },
        ],
    ),
    "words in a row": (
        "sonographer", f"{PATH}.replaced", {"of": f"{PATH}.steps.1 › 2 or 4 years", "text": "3 years"},
        [{"of": f"{PATH}.steps.1.in-time", "text": "3 years", "was": "2 or 4 years"}],
    ),
    "words that stand in other rows, too": (
        "sonographer", f"{PATH}.replaced", {"of": f"{PATH}.steps.2 › no fixed time", "text": "a month"},
        [{"of": f"{PATH}.steps.2.in-time", "text": "a month", "was": "no fixed time"}],
    ),
    "words in the head of a row's table": (
        "sonographer", f"{PATH}.replaced", {"of": f"{PATH}.steps.2 › Takes", "text": "Time"},
        [{"of": f"{PATH}.table.time", "text": "Time", "was": "Takes"}],
    ),
    "a line left out": (
        "sonographer", "sections.pay.replaced", {"of": "1 in 10 earns less"},
        [{"of": "sections.pay.table.low.in-measure"}],
    ),
    "a figure left out wherever it stands": (
        "sonographer", f"{QUICK}.replaced", {"of": "roles.all-occupations.short_name"},
        [
            {"of": f"{QUICK}.facts.pay-median.in-context", "leaf": "roles.all-occupations.short_name"},
            {"of": f"{QUICK}.facts.growth.in-context", "leaf": "roles.all-occupations.short_name"},
        ],
    ),
    "words of the page": (
        "sonographer", "replaced", {"of": "Handed out by", "text": "From"},
        [{"of": "publisher.heading", "text": "From", "was": "Handed out by"}],
    ),
    "added behind words": (
        "sonographer", "added", {"look": "paragraph", "text": "Welcome.", "after": "Handed out by"},
        [{"look": "paragraph", "text": "Welcome.", "after": "publisher.heading"}],
    ),
    "a row added behind a head": (
        "sonographer", "sections.workplaces.added", {"look": "row", "cells": ["Ships", "1%"], "after": "Workplace"},
        [{"look": "row", "cells": ["Ships", "1%"], "after": "sections.workplaces.table.workplace"}],
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy_content(tmp_path, "technician", "sonographer")
    shutil.copytree(ROOT / "content/schools" / SCHOOL, tmp_path / "content/schools" / SCHOOL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edits_file(guide: str) -> Path:
    return Path(f"content/schools/{SCHOOL}/edits/{guide}.yaml")


def write_edits(guide: str, lists: dict[str, list[dict[str, Any]]]) -> str:
    """Write a file of edits as people have it: comments above each piece and beside a value."""
    lines = ["# Lincoln's own words.", f"guide: {guide}", "edits:"]
    for path, pieces in lists.items():
        lines += [f"  # of {path}", f"  - base: {BASE}", f"    path: {path}", "    to:"]
        for number, piece in enumerate(pieces):
            lines.append(f"      # piece {number}")
            for index, (key, value) in enumerate(piece.items()):
                said = "[" + ", ".join(f'"{cell}"' for cell in value) + "]" if isinstance(value, list) else f'"{value}"'
                lines.append(f"      {'-' if index == 0 else ' '} {key}: {said}  # {key} {number}")
    file = edits_file(guide)
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file.read_text(encoding="utf-8")


def said(guide: str) -> dict[str, list[dict[str, Any]]]:
    data = source.load(edits_file(guide).read_bytes(), "").plain()
    return {edit["path"]: edit["to"] for edit in data["edits"]}


@cache
def unedited_lines(guide: str) -> list[Passage]:
    return lines_of(guide, ROOT)


def lines_of(guide: str, folder: Path | None = None) -> list[Passage]:
    """What the school's handout shows, line by line; the numbers of its own pieces are no part of that."""
    where = project.find(folder or Path.cwd())
    library = school_library.for_school(where, reading.read(where, TODAY), SCHOOL, TODAY)
    return old_places._shown(remake.of_today(where, library, guide))


def run(*args: str, status: int = 0) -> str:
    result = CliRunner().invoke(cli.main, args)
    assert result.exit_code == status, result.output
    return result.output


@pytest.mark.parametrize("kind", KINDS)
def test_merge_names_the_line_and_the_handout_is_the_same_and_undo_takes_it_back(kind: str) -> None:
    guide, path, old, new = KINDS[kind]
    unedited = unedited_lines(guide)
    text = write_edits(guide, {path: [old]})
    before = lines_of(guide)
    output = run("merge")
    assert "that this school's earlier edits knew by the words there: now known by name" in output
    assert said(guide) == {path: new}
    assert lines_of(guide) == before != unedited
    rewritten = edits_file(guide).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in rewritten.splitlines() if line.lstrip().startswith("#")] == kept
    assert all(f"# {key} 0" in rewritten for key in old)
    run("undo")
    assert edits_file(guide).read_text(encoding="utf-8") == text


def test_all_kinds_at_once_keep_the_handout_too() -> None:
    for guide in ("technician", "sonographer"):
        lists: dict[str, list[dict[str, Any]]] = {}
        for kind_guide, path, old, _ in KINDS.values():
            if kind_guide == guide and len(old) > 1:
                lists.setdefault(path, []).append(old)
        write_edits(guide, lists)
        before = lines_of(guide)
        told = run("check")
        assert "lines are known by the words that stand there, and lost when those change." in told
        assert f"guidepress merge {guide} --school {SCHOOL}" in told
        assert "now known by name" in run("merge", guide)
        assert "known by" not in run("check") + run("merge")
        assert lines_of(guide) == before
        places = [piece.get("of") or piece["after"] for pieces in said(guide).values() for piece in pieces]
        assert places
        assert not [place for place in places if " " in place]


def test_words_that_no_line_says_any_more_stay_and_are_told() -> None:
    lost = {"of": "A line of last year", "text": "Our line"}
    guide, path, old, new = KINDS["words in a row"]
    text = write_edits(guide, {path: [lost, old]})
    before = lines_of(guide)
    told = run("check")
    assert "No line of the handout says “A line of last year” any more" in told
    assert f"edits/{guide}.yaml:9:9" in told
    assert "“A line of last year” any more" in run("merge")
    assert said(guide) == {path: [lost, *new]}
    assert lines_of(guide) == before
    assert '- of: "A line of last year"  # of 0' in text
    assert '- of: "A line of last year"  # of 0' in edits_file(guide).read_text(encoding="utf-8")
    run("merge")
    assert said(guide) == {path: [lost, *new]}


def test_what_says_where_it_stands_as_today_is_not_touched() -> None:
    text = write_edits(
        "sonographer",
        {
            f"{PATH}.replaced": [{"of": f"{PATH}.steps.1.in-time", "text": "3 years", "was": "2 or 4 years"}],
            "sections.work.added": [
                {"look": "paragraph", "text": "Ours.", "after": "sections.work.points.1"},
                {"look": "paragraph", "text": "Last.", "after": "end"},
            ],
            "added": [{"look": "paragraph", "text": "Top.", "after": "banner"}],
        },
    )
    assert "known by" not in run("check") + run("merge")
    assert edits_file("sonographer").read_text(encoding="utf-8") == text


def test_a_renaming_that_would_change_the_handout_is_not_made() -> None:
    """Two pieces that the old way reads one after the other, the second in words that the first has put there."""
    first = {"of": f"{PATH}.steps.1 › 2 or 4 years", "text": "Three"}
    second = {"of": "Three", "text": "Four"}
    write_edits("sonographer", {f"{PATH}.replaced": [first, second]})
    before = lines_of("sonographer")
    run("merge")
    assert lines_of("sonographer") == before
    assert said("sonographer")[f"{PATH}.replaced"][1] == second


def test_a_section_of_the_schools_own_and_an_edit_that_goes_on_from_another_are_renamed_too() -> None:
    where = "content/schools/lincoln-high/edits/sonographer.yaml"
    Path(where).parent.mkdir()
    old, longer = (f"{{of: Handed out by, text: {text}}}" for text in ("From", "Made by"))
    Path(where).write_text(
        f"guide: sonographer\nedits:\n"
        f"- base: {BASE}\n  path: replaced\n  to: [{old}]\n"
        f"- base: {BASE}\n  path: sections.ours\n"
        "  to:\n    id: ours\n    kind: own\n    title: Ours\n    added:\n"
        "    - {look: paragraph, text: One}\n    - {look: paragraph, text: Two, after: One}\n"
        f"- base: {BASE}\n  path: replaced\n  was: [{old}]\n  to: [{longer}]\n",
        encoding="utf-8",
    )
    before = lines_of("sonographer")
    assert "2 lines" in run("merge")
    assert lines_of("sonographer") == before
    edits = source.load(Path(where).read_bytes(), "").plain()["edits"]
    assert edits[-1]["to"][0]["of"] == "publisher.heading"
    assert next(edit for edit in edits if edit["path"] == "sections.ours")["to"]["added"][1]["after"].startswith(
        "sections.ours.added."
    )


def test_an_import_renames_the_edits_that_it_writes_beside_and_says_so() -> None:
    guide, path, old, new = KINDS["words in a row"]
    text = write_edits(guide, {path: [old]})
    run("build", guide, "--school", SCHOOL, "-o", "out")
    name = f"out/{guide}-{SCHOOL}-handout.docx"
    typist = Typist(Path(name).read_bytes())
    typist.change("Stamina", "Stamina", "Patience")
    Path("back.docx").write_bytes(typist.docx())
    shown = run("import", "back.docx")
    assert "note         1 line that this school's earlier edits knew by the words there: now known by name" in shown
    assert edits_file(guide).read_text(encoding="utf-8") == text
    run("import", "back.docx", "--apply")
    assert said(guide)[path] == new
    assert said(guide)["sections.skills.points"][4] == "Patience"
    assert "Nothing has changed." in run("import", name)
    run("undo")
    assert edits_file(guide).read_text(encoding="utf-8") == text


def test_a_handout_of_before_the_renaming_still_comes_home_after_it() -> None:
    guide, path, old, new = KINDS["words in a row"]
    write_edits(guide, {path: [old]})
    run("build", guide, "--school", SCHOOL, "-o", "out")
    typist = Typist(Path(f"out/{guide}-{SCHOOL}-handout.docx").read_bytes())
    typist.change("3 years", "3 years", "30 months")
    Path("back.docx").write_bytes(typist.docx())
    run("merge")
    run("import", "back.docx", "--apply")
    assert said(guide) == {path: [new[0] | {"text": "30 months"}]}


def test_a_published_base_without_names_gets_them_when_a_handout_is_taken_over() -> None:
    import json

    guide = "sonographer"
    data = dict(handouts([guide], [SCHOOL]))[f"{SCHOOL}-{guide}"]
    run("publish", guide, "--school", SCHOOL)
    [published] = Path(f"content/published/{guide}").iterdir()
    base = json.loads(published.read_bytes())
    for passage in base["passages"]:
        del passage["line"]
    published.write_text(json.dumps(base), encoding="utf-8")
    old = published.read_bytes()
    typist = Typist(data)
    typist.change("Stamina", "Stamina", "Patience")
    typist.strip_base()
    Path("back.docx").write_bytes(typist.docx())
    shown = run("import", "back.docx", "--school", SCHOOL, "--apply", "--yes")
    assert f"note         the lines in content/published/{guide}/{published.name}: now known by name" in shown
    without_name = [passage for passage in json.loads(published.read_bytes())["passages"] if "line" not in passage]
    assert [passage["look"] for passage in without_name] == ["picture"]  # the drawing, which is not made again
    run("undo")
    assert published.read_bytes() == old


def test_content_that_makes_no_handout_is_left_as_it_is() -> None:
    from guidepress.errors import ContentError

    def compose(content: Any) -> list[Passage]:
        raise ContentError([])

    content = {"sections": [{"id": "work", "replaced": [{"of": "Some words", "text": "Others"}]}]}
    assert old_places.renamed(content, compose).content is content


def test_a_moved_place_for_contact_lines_is_read_as_it_is_said_today_and_written_so() -> None:
    school_file = Path(f"content/schools/{SCHOOL}/school.yaml")
    head, _, rest = school_file.read_text(encoding="utf-8").partition("contact:\n")
    school_file.write_text(head + rest[rest.index("hours:") :], encoding="utf-8")
    guide, where, place = "sonographer", "sections.work.points.1", "[Room, telephone, email]"
    edits_file(guide).parent.mkdir()

    def line_before(path: str, to: str) -> str:
        text = f"guide: {guide}\nedits:\n  - base: {BASE}\n    path: {path}\n    to: {to}\n"
        edits_file(guide).write_text(text, encoding="utf-8")
        run("build", guide, "--school", SCHOOL, "--handout-only", "-o", "out")
        lines = [line.text for line in docx.Document(f"out/{guide}-{SCHOOL}-handout.docx").paragraphs]
        return lines[max(index for index, line in enumerate(lines) if line == place) - 1]  # the first is in the box

    usual = line_before("title", "Sonographer")
    today = line_before("moved_places", f"{{contact: {{after: {where}}}}}")
    assert line_before("contact_behind", where) == today != usual
    typist = Typist(Path(f"out/{guide}-{SCHOOL}-handout.docx").read_bytes())
    typist.change("Stamina", "Stamina", "Patience")
    Path("back.docx").write_bytes(typist.docx())
    run("import", "back.docx", "--apply", "--yes")
    assert said(guide)["moved_places"] == {"contact": {"after": where}}
    assert "contact_behind" not in edits_file(guide).read_text(encoding="utf-8")
