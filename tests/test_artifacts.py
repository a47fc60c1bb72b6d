"""The files that leave: never two named alike, safe on every system, whole, and all of them in the manifest."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidepress import artifacts, disk
from guidepress.artifacts import ENDINGS, LONGEST, Built, outputs
from guidepress.brochure.fit import Setting
from guidepress.content.model.fields import SLUG
from guidepress.errors import ContentError

# Few and short parts, so that joined ids often read alike; long ones, so that names are cut; what Windows reserves, and
# what names end in.
PARTS = st.sampled_from(["a", "b", "c", "1", "con", "lpt1", "brochure", "print", "handout", "x" * 30, "y" * 90])
IDS = st.lists(PARTS, min_size=1, max_size=4).map("-".join)
DEVICES = r"con|prn|aux|nul|com[0-9]|lpt[0-9]"
ENDING = "-brochure-print.pdf"  # the longest one
ROOM = LONGEST - len(ENDING)


def names_of(guides: set[str], schools: set[str]) -> list[str]:
    """The names of all files of a project: the publisher's and every school's."""
    return [
        name for guide, school in product(guides, {"", *schools}) for name in outputs(guide, school, guides).values()
    ]


@given(st.sets(IDS, min_size=1, max_size=5), st.sets(IDS, min_size=1, max_size=5))
@example({"a", "a-b"}, {"c", "b-c"})
@example({"a", "a-b", "a-b-c"}, {"c", "b-c"})
@example({"a", "a-brochure"}, {"brochure", "brochure-print", "print"})
@example({"x" * 90 + "-a", "x" * 90 + "-b"}, {"y" * 90 + "-a", "y" * 90 + "-b"})
def test_no_two_files_are_named_alike_and_every_name_is_safe(guides: set[str], schools: set[str]) -> None:
    names = names_of(guides, schools)
    assert len(set(names)) == len(names) == len(guides) * (len(schools) + 1) * len(ENDINGS)
    for guide, school in product(guides, schools):
        for kind, name in outputs(guide, school, guides).items():
            assert len(name) <= LONGEST
            assert name.endswith(ENDINGS[kind])
            beginning = name.removesuffix(ENDINGS[kind])
            assert re.fullmatch(r"[a-z0-9]+(-{1,2}[a-z0-9]+)*", beginning)
            assert not re.fullmatch(DEVICES, name.partition(".")[0])


@given(IDS, IDS, st.sets(IDS, max_size=4))
def test_a_name_changes_with_no_guide_that_begins_otherwise(guide: str, school: str, others: set[str]) -> None:
    others = {slug for slug in others if not slug.startswith(f"{guide}-")}
    assert outputs(guide, school, others | {guide}) == outputs(guide, school)


def test_the_usual_name_is_guide_school_and_kind() -> None:
    guides = ["radiologic-technologist", "sonographer"]
    assert list(outputs("radiologic-technologist", "lincoln-high", guides).values()) == [
        "radiologic-technologist-lincoln-high-brochure.pdf",
        "radiologic-technologist-lincoln-high-brochure-print.pdf",
        "radiologic-technologist-lincoln-high-handout.docx",
        "radiologic-technologist-lincoln-high-brochure-press.pdf",
    ]
    assert outputs("sonographer")["screen"] == "sonographer-brochure.pdf"


def test_a_name_that_reads_as_that_of_another_guide_has_two_hyphens() -> None:
    guides = ["a", "a-b"]
    assert outputs("a-b", "c", guides)["handout"] == "a-b-c-handout.docx"
    assert outputs("a", "b-c", guides)["handout"] == "a--b-c-handout.docx"
    assert outputs("a", "bc", guides)["handout"] == "a-bc-handout.docx"
    assert outputs("a", "b", guides)["handout"] == "a--b-handout.docx"  # the publisher's guide a-b is a-b-handout.docx


def test_a_name_is_as_long_as_it_may_be_and_then_cut_in_both_ids() -> None:
    fits, one_more = "s" * (ROOM - 2), "s" * (ROOM - 1)
    assert outputs("a", fits)["print"] == f"a-{fits}{ENDING}"
    assert len(outputs("a", fits)["print"]) == LONGEST
    cut = outputs("a", one_more)["print"]
    assert len(cut) == LONGEST
    assert re.fullmatch(rf"a--s+--[0-9a-f]{{10}}{ENDING}", cut)
    both = outputs("guide" * 20, "school" * 20)["print"]
    assert len(both) == LONGEST
    assert re.fullmatch(rf"(?:guide){{6}}\w+--(?:school){{5}}\w+--[0-9a-f]{{10}}{ENDING}", both)


def test_a_cut_name_is_no_other_name_whatever_a_school_calls_itself() -> None:
    cut = outputs("g" * 50, "s" * 50)["handout"].removesuffix(ENDINGS["handout"])
    guide, school, digest = cut.split("--")
    assert all(re.fullmatch(SLUG, part) for part in (guide, school, digest))
    others = [(guide, f"{school}-{digest}"), (f"{guide}-{school}", digest), (guide, school)]
    guides = {guide, f"{guide}-{school}", "g" * 50}
    assert cut not in {outputs(*pair, guides)["handout"].removesuffix(ENDINGS["handout"]) for pair in others}


# --- written into a folder -------------------------------------------------------------------------------------------


def built(slug: str, data: bytes = b"x") -> Built:
    files = {name: data for kind, name in outputs(slug).items() if kind != "press"}
    return Built(slug, "2026.1-12345678", files, Setting(11, 1.3, 6), {}, (), {})


def listed(folder: Path) -> set[str]:
    return set(json.loads((folder / artifacts.MANIFEST).read_text(encoding="utf-8"))["outputs"])


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_artifacts import built
from guidepress import artifacts
sys.stdin.readline()
for _ in range(5):
    artifacts.write(Path(sys.argv[1]), [built(sys.argv[2], b"x" * 90_000)])
"""


def test_two_builds_into_one_folder_lose_no_entry_of_the_manifest(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", WRITER, str(tmp_path)]
    paths = os.pathsep.join(map(str, sys.path))
    writers = [
        subprocess.Popen(
            [*arguments, slug, str(Path(__file__).parent)],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
        )
        for slug in ("aa", "bb", "cc")
    ]
    for writer in writers:  # all of them are started before the first begins to write
        assert writer.stdin
        writer.stdin.write(b"\n")
        writer.stdin.close()
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert len(listed(tmp_path)) == 9
    assert {path.name for path in tmp_path.iterdir()} == {*listed(tmp_path), artifacts.MANIFEST}


def test_it_is_told_that_another_build_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifacts, "SOON", 0.05)
    there, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        with artifacts._alone_in(tmp_path):
            there.set()
            go_on.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    there.wait(10)
    told = []
    artifacts.write(tmp_path, [built("aa")], waiting=lambda: (told.append(1), go_on.set())[0])
    holder.join()
    assert told == [1]
    assert len(listed(tmp_path)) == 3


def test_what_a_build_that_was_killed_has_left_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / ".making-abc").mkdir()
    (tmp_path / ".making-abc/aa-brochure.pdf").write_bytes(b"half")
    artifacts.write(tmp_path, [built("aa")])
    assert not list(tmp_path.glob(".*"))


def test_files_and_manifest_agree_where_it_is_stopped_while_they_are_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifacts.write(tmp_path, [built("aa", b"old")])
    really_replace, moved = os.replace, []

    def replace(source: Path, target: Path) -> None:
        if Path(target).parent == tmp_path:
            moved.append(target)
        if len(moved) == 2:
            raise SystemExit(130)
        really_replace(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(SystemExit):
        artifacts.write(tmp_path, [built("aa", b"new!")])
    assert {(tmp_path / name).read_bytes() for name in listed(tmp_path)} == {b"new!"}
    sizes = json.loads((tmp_path / artifacts.MANIFEST).read_text(encoding="utf-8"))["outputs"].values()
    assert {entry["bytes"] for entry in sizes} == {4}
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (28, "The disk is full: 0.0 MB of room is needed here."),
        (122, "The disk is full: 0.0 MB of room is needed here."),
        (30, "This place can only be read, not written to."),
        (13, "This may not be written: the computer does not allow it."),
        (5, "This cannot be written: Input/output error."),
    ],
)
def test_a_folder_that_cannot_be_written_is_told_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    artifacts.write(tmp_path, [built("aa", b"old")])

    def refuse(_: Path, data: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk, "write", refuse)
    for write in (
        lambda: artifacts.write(tmp_path, [built("aa", b"new")]),
        lambda: artifacts.write_file(tmp_path, "report.pdf", b"new"),
    ):
        with pytest.raises(ContentError, match=re.escape(sentence)) as caught:
            write()
        assert str(tmp_path) in caught.value.problems[0].span.file
    assert {(tmp_path / name).read_bytes() for name in listed(tmp_path)} == {b"old"}
    assert not list(tmp_path.glob(".*"))
