"""A school's edits in a real editor: our reader reads what LibreOffice shows, and the leaves' marks live through it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from guidepress.word import reader
from guidepress.word.edited import read as read_edited
from guidepress.word.names import marks_leaf
from helpers.office import KINDS, Edit, Edited, Office, OfficeError, alone, scripts, strip_marks
from helpers.office.handouts import handouts
from helpers.office.judge import judge, trace

pytestmark = pytest.mark.judge("office")

SEED = 11
WITHOUT_A_CHANGE = {"comment"}  # it stands beside the text
NEVER_TRACKED = {"picture", "comment"}
# What takes no leaf away and types inside it, beside it or elsewhere: each bookmark lives through it.
KEEPING = ("type_end", "type_start", "type_middle", "replace_word", "retype", "add_after", "bold", "link", "sub_bullet")


@pytest.fixture(scope="module")
def handout() -> bytes:
    [(_, data)] = handouts(["sonographer"])
    return data


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office() as running:
        yield running


@pytest.fixture(scope="module")
def alone_edited(office: Office, handout: bytes) -> dict[tuple[str, str | None], Edited]:
    """Return the handout after each kind of edit alone, plain, and tracked where it can be."""
    ways = [(kind, track) for kind in KINDS for track in (None, "open") if track is None or kind not in NEVER_TRACKED]
    return {(kind, track): office.edit(handout, alone(kind, SEED, track).edits) for kind, track in ways}


def read_words(data: bytes) -> list[str]:
    # A line break inside a paragraph is a new line in a passage too, so words are compared without regard to either.
    return [word for passage in read_edited(data, "handout.docx").passages for word in passage.text.split()]


def shown_words(edited: Edited) -> list[str]:
    # LibreOffice leaves a joiner behind the words of a new cell, which nobody typed.
    return [word for line in edited.saved for word in line["text"].replace("\u200d", "").split()]


def test_libreoffice_shows_of_an_unedited_handout_what_the_reader_reads(office: Office, handout: bytes) -> None:
    lines = office.show(handout)
    assert [word for line in lines for word in line["text"].split()] == read_words(handout)
    headings = [line["text"] for line in lines if line["role"].startswith(("title", "heading"))]
    assert headings == [text for _, text in reader.read(handout).headings]
    marks = [mark for line in lines for mark in line["marks"] if marks_leaf(mark)]
    assert sorted(marks) == sorted(name for name, _ in reader.read(handout).leaves)


def test_each_kind_of_edit_changes_the_handout_and_only_a_few_lines(
    alone_edited: dict[tuple[str, str | None], Edited],
) -> None:
    for (kind, _), edited in alone_edited.items():
        assert edited.told[0] is not None, kind
        [change] = trace([kind], edited.states).changes
        changed = bool(change.lines or change.removed or change.before or change.after)
        assert changed == (kind not in WITHOUT_A_CHANGE), kind
        for text in alone(kind, SEED).edits[0].texts[:1]:
            shown = [line["text"] for line in edited.saved] + [s[2] for line in edited.saved for s in line["spans"]]
            assert any(text in each for each in shown) == (kind not in WITHOUT_A_CHANGE), kind


def test_a_comment_is_in_the_file_and_not_in_the_text(alone_edited: dict[tuple[str, str | None], Edited]) -> None:
    [comment] = alone("comment", SEED).edits[0].texts
    data = alone_edited["comment", None].data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert comment.split()[0] in archive.read("word/comments.xml").decode()
    assert comment not in reader.read(data).text


def test_the_reader_reads_what_libreoffice_shows_with_every_change_accepted(
    alone_edited: dict[tuple[str, str | None], Edited],
) -> None:
    apart = [way for way, edited in alone_edited.items() if read_words(edited.data) != shown_words(edited)]
    assert apart == []


def test_bookmarks_live_through_edits_inside_and_beside_their_leaves(
    handout: bytes, alone_edited: dict[tuple[str, str | None], Edited]
) -> None:
    before = {name for name, _ in reader.read(handout).leaves}
    assert len(before) > 50
    for kind in KEEPING:
        edited = alone_edited[kind, None]
        lost = before - {name for name, _ in reader.read(edited.data).leaves}
        # A line of several leaves that is typed over as a whole keeps none of them.
        several = [set(line["marks"]) for line in edited.states[0] if len(line["marks"]) > 1]
        assert not lost or (kind == "retype" and any(lost <= marks for marks in several)), kind
    moved = reader.read(alone_edited["move_section", None].data).leaves
    assert before <= {name for name, _ in moved}


def test_a_rejected_change_leaves_the_handout_as_it_was(office: Office, handout: bytes) -> None:
    for kind in ("type_middle", "add_after", "delete"):
        edited = office.edit(handout, alone(kind, SEED, "rejected").edits)
        assert read_words(edited.data) == read_words(handout), kind


def test_an_accepted_change_is_the_same_as_a_plain_one(
    office: Office, handout: bytes, alone_edited: dict[tuple[str, str | None], Edited]
) -> None:
    edited = office.edit(handout, alone("retype", SEED, "accepted").edits)
    assert read_words(edited.data) == read_words(alone_edited["retype", None].data)


def test_a_script_is_edited_the_same_each_time_and_the_judge_finds_it_whole(office: Office, handout: bytes) -> None:
    [script] = scripts(SEED, 1, 6)
    first, second = (office.edit(handout, script.edits) for _ in range(2))
    assert first.states == second.states
    kinds = [edit.kind for edit in script.edits]
    assert judge(kinds, first.states, first.saved, first.last, second.saved).exact
    unedited = judge(kinds, first.states, first.saved, first.last, first.states[0])
    assert not any(change.recovered for change in unedited.changes if change.wanted)


def test_marks_are_taken_away_and_nothing_else(handout: bytes) -> None:
    leaves = reader.read(handout).leaves
    half = reader.read(strip_marks(handout, 0.5, SEED))
    assert len(half.leaves) == len(leaves) - round(len(leaves) / 2)
    none = reader.read(strip_marks(handout, 1, SEED))
    assert none.leaves == ()
    assert none.text == half.text == reader.read(handout).text


def test_the_office_says_what_went_wrong_and_starts_again(office: Office, handout: bytes) -> None:
    with pytest.raises(OfficeError, match="KeyError: 'nothing'"):
        office.edit(handout, [Edit("nothing", 0, ())])
    assert office.show(handout)
