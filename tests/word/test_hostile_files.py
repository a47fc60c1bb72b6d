"""Word files that a stranger may send: each is refused in a sentence, or read, and what is not read is told."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from guidepress.errors import ContentError
from guidepress.word import conversion, edited, reader
from guidepress.word.archive import open_archive
from guidepress.word.lines import Passage
from helpers import hostile, hostile_files

LARGE = "this file is far larger than any handout"
DAMAGED = "this is not a Word file (.docx), or it is damaged"
DOUBLED = "this Word file is damaged: it holds two parts of the same name"
OVER = "this Word file is damaged: its parts lie over each other"
ODD = "this file is packed in a way that no Word file is"
MACROS = "this Word file holds macros"
PACKINGS = {
    "a member packed with bzip2": ODD,
    "a member packed with LZMA": ODD,
    "a picture packed with bzip2": ODD,
    "a kind of file packed with bzip2": ODD,
    "a member that says it is short": DAMAGED,
    "a member that says it is empty": DAMAGED,
    "members over each other": OVER,
    "a member in another": OVER,
    "a member that is nowhere": DAMAGED,
    "two parts but for case": DOUBLED,
    "two parts but for ß": DOUBLED,
    "two parts but for accents": DOUBLED,
    "XML too large in sum": f"{LARGE} when it is unpacked",
    "relations too large in sum": f"{LARGE} when it is unpacked",
    "macros in word/notes.bin": MACROS,
    "macros in word/settings2.xml": MACROS,
    "macros in word/embeddings/sheet.xlsm": MACROS,
    "macros by their ending": MACROS,
    "macros by their relation": MACROS,
    "macros in xl/vbaProject.bin": MACROS,
    "macros in ppt/VBAPROJECT.BIN": MACROS,
    "macros in word/vbaData.xml": MACROS,
}
CROWDS = {
    "a paragraph of 4,900 looks": "one of its paragraphs changes its look more than 500 times",
    "18 paragraphs of 4,900 looks": "one of its paragraphs changes its look more than 500 times",
    "40 paragraphs of 450 looks": "its words change their look more than 10,000 times",
    "7,000 bookmarks round 20,000 runs": "more than 500 of its bookmarks or comments have no end",
    "490 bookmarks round 20,000 runs": "one of its paragraphs has more than 5,000 characters",
    "490 bookmarks round 990 paragraphs": "it has more than 50,000 bookmarks of a handout",
    "a million empty runs": "its text is in more than 50,000 pieces",
    "a paragraph of 6,000 characters": "one of its paragraphs has more than 5,000 characters",
}


def refusal(data: bytes, read: object = edited.read) -> str:
    with pytest.raises(ContentError) as caught:
        read(data, "x.docx")  # type: ignore[operator]
    (problem,) = caught.value.problems
    assert problem.span.file == "x.docx"
    return problem.message


def test_zips_that_are_packed_to_do_harm_are_refused(made: bytes) -> None:
    found = {what: refusal(make(made)) for what, make in hostile_files.packings()}
    assert found == PACKINGS


@pytest.mark.parametrize("read", [edited.read, reader.read])
def test_crowds_are_refused_by_import_and_by_verify(made: bytes, read: object) -> None:
    found = {what: refusal(make(made), read) for what, make in hostile_files.crowds()}
    assert found == {what: f"{LARGE}: {sentence}" for what, sentence in CROWDS.items()}


def test_what_is_packed_oddly_is_not_unpacked(made: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_unopened = {what for what, sentence in PACKINGS.items() if sentence in (ODD, OVER, DOUBLED)}
    files = {what: make(made) for what, make in hostile_files.packings() if what in refused_unopened}
    assert files.keys() == refused_unopened

    def opens(*arguments: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr(zipfile.ZipFile, "open", opens)
    assert {what: refusal(data) for what, data in files.items()} == {what: PACKINGS[what] for what in files}


def test_members_are_unpacked_within_one_budget() -> None:
    archive = open_archive(hostile.packed({"a": bytes(60), "b": bytes(60)}), "x")
    assert {name: len(data) for name, data in archive.unpack(["a", "b"], 120).items()} == {"a": 60, "b": 60}
    with pytest.raises(ContentError, match=LARGE):
        archive.unpack(["a", "b"], 119)
    with pytest.raises(KeyError):
        archive.unpack(["c"])


def test_whole_handouts_are_far_from_every_bound(made: bytes) -> None:
    passages = edited.read(made, "x.docx").passages
    assert len(passages) > 50
    assert max(len(passage.stretches) for passage in passages) < 25
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith(".xml")) < 2**20


def test_files_at_the_edge_are_read(made: bytes) -> None:
    before = len(edited.read(made, "x.docx").passages)
    found = {what: edited.read(make(made), "x.docx") for what, make in hostile_files.busy()}
    assert len(found) == 4
    assert all(len(each.passages) > before for each in found.values())
    assert len(found["40,000 signs that nobody knows"].notes) == 1


def test_what_is_not_read_is_told(made: bytes) -> None:
    count = len(edited.read(made, "x.docx").passages)
    for what, told, make in hostile_files.unread():
        read = edited.read(make(made), "x.docx")
        notes = [note for note in read.notes if note.startswith(told)]
        assert len(notes) == 1, f"{what}: {read.notes}"
        added = [passage.text for passage in read.passages[count:]]
        # What such a place shows stands in the file like any other words.
        assert added == re.findall(r"typed|Click", "".join(added)), what
        assert bool(added) == (told.startswith("a place that Word fills") and what != "INCLUDEPICTURE"), what


def added_passage(handout: bytes, xml: str) -> tuple[Passage, tuple[str, ...]]:
    read = edited.read(hostile.after_body(handout, xml), "x.docx")
    return read.passages[-1], read.notes


def test_signs_that_turn_the_direction_of_writing_stay_only_where_they_are_needed(made: bytes) -> None:
    for what, typed, wanted in hostile_files.turned():
        passage, notes = added_passage(made, hostile.line(typed.replace("\x85", "&#x85;").replace("\x9b", "&#x9b;")))
        assert " ".join(passage.text.split()) == wanted, what
        is_told = any("turn the direction of writing" in note for note in notes)
        removed = sum(map(typed.count, hostile_files.TURNS)) - sum(map(wanted.count, hostile_files.TURNS))
        assert is_told == (removed > 0), what


def test_a_paragraph_that_says_it_is_right_to_left_keeps_signs_but_no_override(made: bytes) -> None:
    shown = hostile.words("\u200e(303) 555-0100")
    marked = f"<w:p><w:pPr><w:bidi/></w:pPr>{shown}</w:p>"
    assert added_passage(made, marked)[0].text == "\u200e(303) 555-0100"
    assert added_passage(made, marked.replace("<w:bidi/>", '<w:bidi w:val="0"/>'))[0].text == "(303) 555-0100"
    in_run = "<w:p><w:r><w:rPr><w:rtl/></w:rPr><w:t>\u2066a\u2069</w:t></w:r></w:p>"
    assert added_passage(made, in_run)[0].text == "\u2066a\u2069"
    forged = marked.replace("\u200e", "\u202e").replace("0100", "0100\u202c")
    assert added_passage(made, forged)[0].text == "(303) 555-0100"


def test_bookmarks_stay_round_their_words_where_signs_go(made: bytes) -> None:
    opened, closed = '<w:bookmarkStart w:id="9" w:name="gp_0123456789"/>', '<w:bookmarkEnd w:id="9"/>'
    before, inside, behind = map(hostile.words, ("\u202eA\u202c \u200f", "word\u2067s", "."))
    xml = f"<w:p>{before}{opened}{inside}{closed}{behind}</w:p>"
    passage, _ = added_passage(made, xml)
    (mark,) = passage.marks
    assert passage.text == "A words."
    assert passage.text[mark.start : mark.end] == "words"


# Other kinds of file -----------------------------------------------------------------------------------------------


def odt(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


def test_an_odt_is_known_only_if_it_is_packed_as_one() -> None:
    assert conversion.kind(odt(zipfile.ZIP_STORED)) == conversion.kind(odt(zipfile.ZIP_DEFLATED)) == "odt"
    assert conversion.kind(odt(zipfile.ZIP_BZIP2)) == conversion.kind(odt(zipfile.ZIP_LZMA)) == ""
    assert refusal(conversion.as_docx(odt(zipfile.ZIP_BZIP2), "x.docx")) == ODD
    assert conversion.kind(hostile.packed({"mimetype": bytes(5 * 2**20)})) == ""


LISTENER = '<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="{}"/>'
_NAMES = {"office": "office", "text": "text", "draw": "drawing", "script": "script", "svg": "svg-compatible"}
NAMESPACES = 'xmlns:xlink="http://www.w3.org/1999/xlink"' + "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items()
)
MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)


def opendocument(content: str, more: dict[str, bytes] | None = None) -> bytes:
    text = f"<office:body><office:text>{content}<text:p>Hello</text:p></office:text></office:body>"
    return hostile.packed({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": MANIFEST.encode(),
        "content.xml": f"<office:document-content {NAMESPACES}>{text}</office:document-content>".encode(),
        **(more or {}),
    })  # fmt: skip


def reaching(address: str, secret: Path) -> dict[str, bytes]:
    """Files that would have LibreOffice fetch, include or run something."""
    frame = '<text:p><draw:frame svg:width="2cm" svg:height="2cm">{}</draw:frame></text:p>'
    section = '<text:section text:name="s"><text:section-source xlink:href="{}"/><text:p>old</text:p></text:section>'
    link = f'xlink:href="{address}" xlink:type="simple"'
    fields = "".join(
        rf"{{\field{{\*\fldinst {name} \"{target}\"}}{{\fldrslt old}}}}".replace(r"\"", '"')
        for name, target in (("INCLUDEPICTURE", address), ("INCLUDETEXT", address), ("INCLUDETEXT", secret.as_posix()))
    )
    return {
        "a linked picture": opendocument(frame.format(f"<draw:image {link}/>")),
        "a linked section": opendocument(section.format(address)),
        "a section of a file here": opendocument(section.format(secret.as_uri())),
        "linked objects": opendocument(
            frame.format(f"<draw:object {link}/>") + frame.format(f"<draw:object-ole {link}/>")
        ),
        "a frame": opendocument(frame.format(f"<draw:floating-frame {link}/>")),
        "fields of an .rtf": rf"{{\rtf1 {fields}{{\*\template {address}}} Hello}}".encode(),
    }


@pytest.mark.judge("libreoffice")
def test_libreoffice_fetches_and_includes_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOPSECRET", encoding="utf-8")
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        port.listen()
        port.setblocking(False)
        for what, data in reaching(f"http://127.0.0.1:{port.getsockname()[1]}/x", secret).items():
            converted = conversion.as_docx(data, what)
            texts = b"".join(hostile.parts(converted).values())
            assert b"Hello" in texts, what
            assert b"TOPSECRET" not in texts, what
            with pytest.raises(BlockingIOError):
                port.accept()


@pytest.mark.judge("libreoffice")
def test_libreoffice_runs_no_macros(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    macro = f'Sub Main\nOpen "{ran}" For Output As #1\nClose #1\nEnd Sub'
    module = (
        f'<s:module xmlns:s="http://openoffice.org/2000/script" s:name="M" s:language="StarBasic">{macro}</s:module>'
    )
    listener = LISTENER.format("vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document")
    data = opendocument(
        f"<office:event-listeners>{listener}</office:event-listeners>", {"Basic/Standard/M.xml": module.encode()}
    )
    with suppress(ContentError):  # it is read without its macros, or not at all
        conversion.as_docx(data, "x.odt")
    assert not ran.exists()


@pytest.mark.skipif(os.name != "posix", reason="processes end in another way there")
def test_a_conversion_that_does_not_end_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    started = tmp_path / "started"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {started}\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(conversion, "SECONDS", 1)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    with pytest.raises(ContentError, match="LibreOffice cannot read it"):
        conversion.as_docx(b"{\\rtf1 Hello}", "x.rtf")
    process = int(started.read_text(encoding="utf-8"))
    for _ in range(50):
        status = Path(f"/proc/{process}/stat")
        if not status.exists() or status.read_text(encoding="utf-8").split(")")[1].split()[0] == "Z":
            return
        time.sleep(0.1)
    raise AssertionError(process)
