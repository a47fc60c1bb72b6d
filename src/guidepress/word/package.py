"""Opens a .docx file: unpacks its parts (ECMA-376 part 2) with limits, reads its XML, refuses what is not Word.

The file comes from outside: from a school, through any program. Whatever is not a plain Word file of a plausible size
is refused in a sentence, before it costs time or memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from guidepress.errors import ContentError
from guidepress.escaping import file_name
from guidepress.word.archive import XML_SIZE, Archive, open_archive, refusal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_LIMIT = 114  # XML_ERR_RESOURCE_LIMIT of libxml2: 256 elements deep, a text of 10 million bytes, entities that grow
_MACROS = ("vbaproject", "vbadata", "macroenabled")  # in the type of a part's content, or of its relation

Element = Any  # lxml's elements carry no types


@dataclass(frozen=True)
class Package:
    """A Word file: its XML parts by name, and the name of the part that holds its text.

    `name` is how problems call the file.
    """

    name: str
    members: Mapping[str, bytes] = field(repr=False)
    archive: Archive = field(repr=False)
    main: str = ""
    _known: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict, repr=False, compare=False)

    def xml(self, part: str) -> Element:
        """Return the root of a part. Raises ContentError where it is missing or cannot be read."""
        # Entities are never resolved, so that neither a bomb nor a file of this computer comes in with them.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.members[part], parser)
        except KeyError:
            raise _missing(self.name, part) from None
        except etree.XMLSyntaxError as error:
            if error.code == _LIMIT:
                sentence = f"this file is far larger than any handout, or nested far deeper, in its part {_shown(part)}"
                raise refusal(self.name, sentence) from None
            raise _unreadable(self.name, part) from None
        if root.getroottree().docinfo.doctype:
            raise refusal(self.name, f"this Word file holds a document type in {_shown(part)}, which no Word file has")
        return root

    def optional(self, part: str) -> Element | None:
        """Return the root of a part, None where there is no such part."""
        return self.xml(part) if part in self.members else None

    def related(self, kind: str, part: str | None = None) -> str:
        """Return the part of this kind that `part` (the text where none is given) refers to, or nothing."""
        for relation_kind, target in self.relations(self.main if part is None else part).values():
            if relation_kind == kind and target and not target.startswith("external:"):
                return target
        return ""

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the kind and the target of each relation of a part, by id; one that leads outside has “external:”.

        Raises ContentError where one that should stay in the file leads out of it.
        """
        if part not in self._known:
            self._known[part] = self._relations(part)
        return self._known[part]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder = dirname(part)
        relations: dict[str, tuple[str, str]] = {}
        root = self.optional(join(folder, "_rels", f"{part[len(folder) :].lstrip('/')}.rels"))
        for number, relation in enumerate(() if root is None else root):
            if not isinstance(relation.tag, str):
                continue
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                target = f"external:{target}"
            else:
                target = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
                if target.startswith("..") or "\\" in target:
                    raise refusal(self.name, "this Word file is damaged: it names a part that lies outside of it")
            kind = relation.get("Type", "").removeprefix(f"{RELATIONS}/")
            relations[relation.get("Id") or str(number)] = kind, target
        return relations

    def blob(self, part: str) -> bytes:
        """Return the bytes of a picture. Raises ContentError where it is missing or too large."""
        try:
            return self.archive.unpack([part])[part]
        except KeyError:
            raise _missing(self.name, part) from None


def open_package(data: bytes, name: str) -> Package:
    """Unpack the XML parts of a Word file.

    Raises ContentError when the bytes are no Word document, are damaged, protected with a password, hold macros, or are
    larger when unpacked than any handout.
    """
    archive = _archive(data, name)
    # Pictures are unpacked one by one where they are wanted, fonts never.
    xml_parts = [part for part in archive.entries if part.endswith((".xml", ".rels"))]
    members = archive.unpack(xml_parts, XML_SIZE)
    if "[Content_Types].xml" not in members or "_rels/.rels" not in members:
        raise refusal(name, "this is not a Word file (.docx)")
    package = Package(name, members, archive)
    if _holds_macros(package):
        raise refusal(
            name, "this Word file holds macros", "save it in Word as “Word Document (*.docx)”, without macros"
        )
    main = package.related("officeDocument", "")
    if main and package.xml(main).tag == f"{W}document":
        return Package(name, members, archive, main)
    strict = b"purl.oclc.org/ooxml" in members["_rels/.rels"]
    hint = "save it in Word as “Word Document (*.docx)”" if strict else ""
    raise refusal(name, "this is not a Word file (.docx)", hint)


def _missing(name: str, part: str) -> ContentError:
    return refusal(name, f"this Word file is damaged: its part {_shown(part)} is missing")


def _unreadable(name: str, part: str) -> ContentError:
    return refusal(name, f"this Word file is damaged: its part {_shown(part)} cannot be read")


def _shown(part: str) -> str:
    """Return the name of a part as a terminal can show it: it comes from the file, as everything does."""
    return file_name(part[:80]) + "…" * (len(part) > 80)


def _archive(data: bytes, name: str) -> Archive:
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):  # MS-CFB, 2.2: an old .doc, or an encrypted .docx
        raise refusal(
            name, "this is a protected or an old Word file", "open it in Word and save it as .docx, without a password"
        )
    if data.startswith(b"%PDF-"):
        raise refusal(name, "this is a PDF, whatever its name says", "the handout that was edited ends in .docx")
    return open_archive(data, name)


def _holds_macros(package: Package) -> bool:
    """Say whether a file holds macros, whatever the part is called that holds them.

    A program finds them by the type of the part's content, or by the relation that leads to it (MS-OFFMACRO2, 2.2.1).
    """
    parts = package.archive.entries
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in parts):
        return True
    endings = {part.rpartition(".")[2].lower() for part in parts}
    for entry in package.xml("[Content_Types].xml"):
        if not isinstance(entry.tag, str) or not _is_macro(entry.get("ContentType", "")):
            continue
        part, ending = entry.get("PartName", "").lstrip("/"), entry.get("Extension", "")
        if part in parts or ending.lower() in endings:
            return True
    relations = (package.xml(part) for part in package.members if part.endswith(".rels"))
    return any(isinstance(entry.tag, str) and _is_macro(entry.get("Type", "")) for root in relations for entry in root)


def _is_macro(kind: str) -> bool:
    return any(word in kind.lower() for word in _MACROS)
