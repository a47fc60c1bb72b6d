"""What programs that do not keep bookmarks leave of a handout: the same file without all or some of its marks."""

from __future__ import annotations

import io
import random
import zipfile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def strip_marks(docx: bytes, share: float, seed: int) -> bytes:
    """Return a DOCX without this share of our bookmarks of leaves and of lines, 1 for all; the seed chooses which."""
    chance = random.Random(seed)  # noqa: S311 (a seed is meant)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as stripped:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == "word/document.xml":
                data = _without(data, share, chance)
            stripped.writestr(entry, data)
    return out.getvalue()


def _without(data: bytes, share: float, chance: random.Random) -> bytes:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    gone: list[etree._Element] = []
    for kind in ("gp_", "gl_"):
        starts = [mark for mark in root.iter(f"{_W}bookmarkStart") if (mark.get(f"{_W}name") or "").startswith(kind)]
        gone += chance.sample(starts, round(share * len(starts)))
    numbers = {mark.get(f"{_W}id") for mark in gone}
    ends = [mark for mark in root.iter(f"{_W}bookmarkEnd") if mark.get(f"{_W}id") in numbers]
    for mark in (*gone, *ends):
        mark.getparent().remove(mark)
    stripped: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return stripped
