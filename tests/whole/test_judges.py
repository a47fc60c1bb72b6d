"""Every judge passes something good and objects to something bad, both made on the spot."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from helpers import judges
from helpers.checkout import ROOT

GOOD_HTML = """<html lang="en"><title>Careers</title><body><h1>Careers in <em>health</em></h1><p>Text.</p>
<h2>Pay &amp; outlook</h2><ul><li>One</ul><h3>Growth</h3><p>More text.</p></html>"""


def write_pdf(path: Path, html: str, variant: str | None = "pdf/ua-1") -> Path:
    import weasyprint

    weasyprint.HTML(string=html).write_pdf(path, pdf_variant=variant)
    return path


def write_docx(path: Path) -> Path:
    """Write a small DOCX without the stale second style sheet that python-docx's template carries."""
    document = docx.Document()
    document.add_heading("Careers in health", 0)
    document.add_heading("Skills", 1)
    document.add_paragraph("Patience.", style="List Bullet")
    document.add_heading("In the first year", 2)
    document.add_paragraph("Curiosity.")
    document.add_heading("Pay", 1)
    document.add_page_break()
    document.add_paragraph("Numbers.")
    part = document.part
    stale = [key for key, rel in part.rels.items() if rel.reltype.endswith("/stylesWithEffects")]
    for key in stale:
        part.drop_rel(key)
    document.save(str(path))
    return path


def change_part(source: Path, target: Path, part: str, old: str, new: str) -> Path:
    """Copy a DOCX with one text replaced in one part."""
    with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as write:
        for name in read.namelist():
            data = read.read(name)
            if name == part:
                assert old in data.decode()
                data = data.decode().replace(old, new, 1).encode()
            write.writestr(name, data)
    return target


@pytest.mark.judge("pdfua")
def test_verapdf_passes_a_tagged_pdf_and_names_the_rules_that_bad_ones_break(tmp_path: Path) -> None:
    good = write_pdf(tmp_path / "good.pdf", GOOD_HTML)
    untagged = write_pdf(tmp_path / "not tagged.pdf", GOOD_HTML, variant=None)
    skipping = write_pdf(tmp_path / "skipping.pdf", GOOD_HTML.replace("h2", "h3"))
    nothing = tmp_path / "nothing.pdf"
    nothing.write_text("This is not a PDF.")
    found = judges.pdfua([good, untagged, skipping, nothing])
    assert list(found) == [good, untagged, skipping, nothing]
    assert found[good] == []
    assert {"6.2-1", "7.1-3", "7.1-11"} <= {failure.rule for failure in found[untagged]}
    assert [failure.rule for failure in found[skipping]] == ["7.4.2-1"]
    assert found[skipping][0].message == "Heading level 2 is skipped in a descending sequence of header levels"
    assert [failure.rule for failure in found[nothing]] == ["unreadable"]


@pytest.mark.judge("page_validation")
def test_page_validation_passes_a_tagged_pdf_and_names_the_rules_that_bad_ones_break(tmp_path: Path) -> None:
    assert judges.page_validation(write_pdf(tmp_path / "good.pdf", GOOD_HTML)) == []
    untagged = judges.page_validation(write_pdf(tmp_path / "untagged.pdf", GOOD_HTML, variant=None))
    assert {"PDFUA1-STRUCT-TREE-ROOT-001", "PDFUA1-CONTENT-TAGGING-001"} <= {failure.rule for failure in untagged}
    skipping = judges.page_validation(write_pdf(tmp_path / "skipping.pdf", GOOD_HTML.replace("h2", "h3")))
    assert [failure.rule for failure in skipping] == ["PDFUA1-HEADING-NESTING-001"]
    (tmp_path / "nothing.pdf").write_text("This is not a PDF.")
    assert [failure.rule for failure in judges.page_validation(tmp_path / "nothing.pdf")] == ["unreadable"]


@pytest.mark.judge("poppler")
def test_poppler_reads_the_headings_of_a_tagged_pdf_and_none_from_an_untagged_one(tmp_path: Path) -> None:
    good = write_pdf(tmp_path / "good.pdf", GOOD_HTML)
    assert judges.poppler_headings(good) == [(1, "Careers in health"), (2, "Pay & outlook"), (3, "Growth")]
    narrow = write_pdf(tmp_path / "narrow.pdf", "<style>@page { size: 60mm 200mm }</style>" + GOOD_HTML)
    assert judges.poppler_headings(narrow)[0] == (1, "Careers in health")
    assert judges.poppler_headings(write_pdf(tmp_path / "untagged.pdf", GOOD_HTML, variant=None)) == []
    (tmp_path / "nothing.pdf").write_text("This is not a PDF.")
    with pytest.raises(judges.JudgeError, match=r"Poppler cannot read nothing\.pdf"):
        judges.poppler_headings(tmp_path / "nothing.pdf")


@pytest.mark.judge("openxml_sdk")
def test_the_open_xml_sdk_passes_a_sound_docx_and_objects_to_an_element_in_the_wrong_place(tmp_path: Path) -> None:
    good = write_docx(tmp_path / "good handout.docx")
    assert judges.openxml_sdk(good) == []
    bad = change_part(good, tmp_path / "bad.docx", "word/document.xml", "<w:p>", "<w:p><w:tbl/>")
    found = judges.openxml_sdk(bad)
    assert len(found) == 1
    assert "/word/document.xml" in found[0]
    assert "invalid child element" in found[0]
    (tmp_path / "nothing.docx").write_text("This is not a DOCX.")
    assert len(judges.openxml_sdk(tmp_path / "nothing.docx")) == 1


@pytest.mark.judge("openxml_audit")
def test_openxml_audit_passes_a_sound_docx_and_objects_to_a_style_that_is_not_there(tmp_path: Path) -> None:
    good = write_docx(tmp_path / "good.docx")
    assert judges.openxml_audit(good) == []
    bad = change_part(good, tmp_path / "bad.docx", "word/document.xml", 'w:val="Heading2"', 'w:val="NoSuchStyle"')
    assert any("NoSuchStyle" in sentence for sentence in judges.openxml_audit(bad))
    (tmp_path / "nothing.docx").write_text("This is not a DOCX.")
    assert any("not a valid ZIP" in sentence for sentence in judges.openxml_audit(tmp_path / "nothing.docx"))


@pytest.mark.judge("libreoffice")
def test_libreoffice_sees_headings_text_and_pages_of_a_docx(tmp_path: Path) -> None:
    good = write_docx(tmp_path / "good handout.docx")
    headings = [(0, "Careers in health"), (1, "Skills"), (2, "In the first year"), (1, "Pay")]
    assert judges.libreoffice_headings(good) == headings
    plain = change_part(good, tmp_path / "plain.docx", "word/document.xml", 'w:val="Heading2"', 'w:val="Normal"')
    assert judges.libreoffice_headings(plain) == [headings[0], headings[1], headings[3]]
    lines = [line for line in judges.libreoffice_text(good).splitlines() if line.strip()]
    assert [re.sub(r"^\W+ ", "", line) for line in lines] == [
        "Careers in health", "Skills", "Patience.", "In the first year", "Curiosity.", "Pay", "Numbers.",
    ]  # fmt: skip
    printed = judges.libreoffice_pdf(good, tmp_path)
    assert printed == tmp_path / "good handout.pdf"
    document = pypdfium2.PdfDocument(printed)
    assert len(document) == 2
    document.close()


@pytest.mark.judge("libreoffice")
def test_libreoffice_that_makes_nothing_is_an_error_although_its_exit_status_is_0(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(judges.JudgeError, match=r"LibreOffice made nothing of broken\.docx"):
        judges.libreoffice_pdf(broken, tmp_path)


def test_a_judge_that_is_missing_says_so_and_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.judges.panel.CACHE", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert judges.find_missing("pdfua") == "the veraPDF engine is not here: `scripts/test --full` installs it."
    assert judges.find_missing("libreoffice") == "LibreOffice is not here: `scripts/test --full` installs it."
    assert not any(judges.available()[name] for name in ("pdfua", "openxml_sdk", "libreoffice", "poppler"))
    with pytest.raises(judges.JudgeError, match="validator is not here"):
        judges.openxml_sdk(tmp_path / "any.docx")


def test_a_judge_made_from_other_sources_counts_as_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from helpers.judges import panel

    monkeypatch.setattr(panel, "CACHE", tmp_path)
    (tmp_path / "verapdf").mkdir()
    (tmp_path / "verapdf/made-from").write_text(panel.digest("verapdf"))
    assert panel.is_fetched("verapdf")
    (tmp_path / "verapdf/made-from").write_text(panel.digest("openxml-sdk"))
    assert not panel.is_fetched("verapdf")


SUITE = """
import pytest

def test_fine(): pass

@pytest.mark.judge("pdfua", "openxml_sdk")
def test_judged(): raise AssertionError("it ran without its judge")

@pytest.mark.skip("no printer")
def test_printed(): pass
"""


def run_suite(tmp_path: Path, text: str, *options: str) -> tuple[int, str]:
    """Run a small suite with this suite's conftest where nothing was ever fetched."""
    tests = ROOT / "tests"
    folder = tmp_path / "checkout" / "tests"
    shutil.copytree(tests / "helpers/judges", folder / "helpers/judges", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(tests / "helpers/remembering.py", folder / "helpers")  # the conftest reads content with it
    shutil.copy(tests / "conftest.py", folder)
    (folder / "test_small.py").write_text(text)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:openxml-audit",
        "-o",
        f"pythonpath={folder}",
        *options,
        str(folder),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_what_was_skipped_is_named_in_one_place_with_the_reason(tmp_path: Path) -> None:
    status, said = run_suite(tmp_path, SUITE)
    assert status == 0
    assert "1 passed, 2 skipped" in said
    assert "not tested on this machine" in said
    assert "1 test skipped: the veraPDF engine is not here: `scripts/test --full` installs it." in said
    assert "1 test skipped: no printer" in said


def test_under_full_every_skip_is_a_failure(tmp_path: Path) -> None:
    status, said = run_suite(tmp_path, SUITE, "--full")
    assert status == 1
    assert "1 passed, 2 errors" in said
    assert (
        "the veraPDF engine is not here: `scripts/test --full` installs it. (under --full a skip is a failure)" in said
    )
    assert "no printer (under --full a skip is a failure)" in said


def test_under_full_a_module_that_skips_itself_is_a_failure(tmp_path: Path) -> None:
    text = 'import pytest\npytest.skip("not on Sundays", allow_module_level=True)\n'
    assert run_suite(tmp_path, text)[0] == 5
    status, said = run_suite(tmp_path / "again", text, "--full")
    assert status == 2
    assert "not on Sundays (under --full a skip is a failure)" in said


def test_a_judge_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    status, said = run_suite(tmp_path, 'import pytest\n@pytest.mark.judge("my cousin")\ndef test_it(): pass\n')
    assert status == 4
    assert "test_it asks for an unknown judge: my cousin" in said
