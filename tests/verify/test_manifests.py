"""Manifests of any shape: told in a sentence or passed over, and nothing is read outside of their folder."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from guidepress import artifacts
from guidepress.errors import ContentError
from guidepress.verify import manifests

ENTRY = {"sha256": "0" * 64}
SHAPES: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"hello",
    "a list": b"[]",
    "a word": b'"outputs"',
    "nothing": b"null",
    "no outputs": b"{}",
    "outputs that are a list": b'{"outputs": ["sonographer-brochure.pdf"]}',
    "outputs that are a word": b'{"outputs": "sonographer-brochure.pdf"}',
    "an entry that is a list": b'{"outputs": {"a.pdf": ["sha256"]}}',
    "an entry that is a word": b'{"outputs": {"a.pdf": "sha256"}}',
    "no number": b'{"outputs": {"a.pdf": {"sha256": NaN}}}',
    "a number without end": b'{"outputs": {"a.pdf": {"sha256": ' + b"9" * 100_000 + b"}}}",
    "100,000 deep": b"[" * 100_000,
    "200,000 deep in an entry": b'{"outputs": ' + b'{"a":' * 200_000,
    "not UTF-8": b'{"outputs": {"\xff\xfe.pdf": {}}}',
    "half a character": b'{"outputs": {"\\ud800.pdf": {"sha256": ""}}}',
    "a mark at its beginning": b"\xef\xbb\xbf[]",
    "a name without letters": json.dumps({"outputs": {"": ENTRY}}).encode(),
    "a name that ends early": json.dumps({"outputs": {"a\0b": ENTRY}}).encode(),
    "a command": json.dumps({"outputs": {"a\x1b[31m.pdf": ENTRY}}).encode(),
    "the folder itself": json.dumps({"outputs": {".": ENTRY}}).encode(),
    "the folder above": json.dumps({"outputs": {"../secret.txt": ENTRY}}).encode(),
    "a folder of Windows": json.dumps({"outputs": {"..\\secret.txt": ENTRY}}).encode(),
    "a place": json.dumps({"outputs": {"/etc/passwd": ENTRY}}).encode(),
    "a drive": json.dumps({"outputs": {"C:secret.txt": ENTRY}}).encode(),
    "a name of 100,000 letters": json.dumps({"outputs": {"a" * 100_000: ENTRY}}).encode(),
    "11 MB": b" " * 11_000_000 + b"{}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_manifest_of_any_shape_is_told_in_a_sentence(tmp_path: Path, shape: str) -> None:
    path = tmp_path / artifacts.MANIFEST
    path.write_bytes(SHAPES[shape])
    with pytest.raises(ContentError) as told:
        manifests.checks(path, [])
    assert "is not the list of files" in told.value.problems[0].message


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a folder", "a link that leads out"])
def test_a_manifest_that_is_no_file_beside_its_outputs_is_told_in_a_sentence(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    path = folder / artifacts.MANIFEST
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a folder":
        path.mkdir()
    else:
        outside = tmp_path / "outside.json"
        outside.write_text('{"outputs": {}}')
        path.symlink_to("/dev/zero" if kind == "a device" else outside)
    with pytest.raises(ContentError, match="cannot be read"):
        manifests.checks(path, [])


def test_doubled_names_and_the_same_file_still_pass(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    path = tmp_path / artifacts.MANIFEST
    path.write_text('{"outputs": {"a.pdf": 5, "a.pdf": {"sha256": "' + digest + '"}}}')
    assert all(check.passed for check in manifests.checks(path, [tmp_path / "a.pdf"]))


def test_a_listed_name_that_is_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "build"
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    (folder / "a.pdf").symlink_to(secret)
    path = folder / artifacts.MANIFEST
    path.write_text(json.dumps({"outputs": {"a.pdf": {"sha256": hashlib.sha256(b"other").hexdigest()}}}))
    assert all(check.passed for check in manifests.checks(path, []))  # read, it would differ
