"""A handout changed by hand, as a person does it in Word: each edit one on the XML of its document. Shared by tests."""

from __future__ import annotations

import copy
import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WHO = {f"{W}author": "M. Rivera", f"{W}date": "2026-12-01T09:00:00Z"}
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def element(xml: str) -> Any:
    """Return a piece of a document, in which `w:` is the namespace of its words."""
    return etree.fromstring(f'<root xmlns:w="{W.strip("{}")}" xmlns:m="{_MATH}">{xml}</root>')[0]


class Typist:
    """A handout that is being edited. A paragraph is known by its words; each edit fails where they are not there."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.links = 0

    def docx(self) -> bytes:
        """Return the file as it is now."""
        self.parts["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            for name, data in self.parts.items():
                package.writestr(zipfile.ZipInfo(name, (2026, 12, 1, 9, 0, 0)), data)
        return made.getvalue()

    def line(self, words: str) -> Any:
        """Return the one paragraph that says exactly this, or begins with it."""
        lines = [each for each in self.root.iter(f"{W}p") if _said(each).startswith(words)]
        exact = [each for each in lines if _said(each) == words]
        [found] = exact or lines
        return found

    def change(self, words: str, old: str, new: str) -> None:
        """Type over some words inside one run of a paragraph."""
        texts = [each for each in self.line(words).iter(f"{W}t") if old in (each.text or "")]
        assert texts, (words, old)
        texts[0].text = texts[0].text.replace(old, new)

    def add(self, behind: str, words: str, like: str = "") -> None:
        """Press Enter at the end of a paragraph and type another of the same look, or of the look of a third."""
        new = _emptied(self.line(like or behind))
        etree.SubElement(etree.SubElement(new, f"{W}r"), f"{W}t").text = words
        self.line(behind).addnext(new)

    def delete(self, words: str) -> None:
        line = self.line(words)
        line.getparent().remove(line)

    def move(self, words: str, behind: str) -> None:
        self.line(behind).addnext(self.line(words))

    def delete_row(self, words: str) -> None:
        """Delete the row of a table in which a paragraph stands."""
        [row] = self.line(words).iterancestors(f"{W}tr")
        row.getparent().remove(row)

    def delete_section(self, title: str) -> None:
        """Delete a heading and all that follows it up to the next."""
        heading = self.line(title)
        style = heading.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        for each in list(heading.itersiblings()):
            named = each.find(f"{W}pPr/{W}pStyle")
            if each.tag == f"{W}sectPr" or (named is not None and named.get(f"{W}val") == style):
                break
            each.getparent().remove(each)
        heading.getparent().remove(heading)

    def insert_tracked(self, words: str, new: str) -> None:
        """Type at the end of a paragraph while changes are tracked."""
        inserted = etree.SubElement(self.line(words), f"{W}ins", {f"{W}id": "9001", **_WHO})
        text = etree.SubElement(etree.SubElement(inserted, f"{W}r"), f"{W}t")
        text.text = new
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def comment(self, words: str, said: str) -> None:
        """Put a comment on a whole paragraph."""
        line = self.line(words)
        first = next(each for each in line if each.tag != f"{W}pPr")
        first.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": "1"}))
        etree.SubElement(line, f"{W}commentRangeEnd", {f"{W}id": "1"})
        etree.SubElement(etree.SubElement(line, f"{W}r"), f"{W}commentReference", {f"{W}id": "1"})
        comments = etree.Element(f"{W}comments", nsmap={"w": W.strip("{}")})
        one = etree.SubElement(comments, f"{W}comment", {f"{W}id": "1", f"{W}initials": "MR", **_WHO})
        run = etree.SubElement(etree.SubElement(one, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = said
        self.parts["word/comments.xml"] = etree.tostring(comments, xml_declaration=True, encoding="UTF-8")
        self._relate({"Id": "rIdComments", "Type": _COMMENTS, "Target": "comments.xml"})

    def link(self, words: str, new: str, address: str, place: str = "") -> None:
        """Type words at the end of a paragraph that lead to an address, and to a place in what is there."""
        self.links += 1
        anchor = {f"{W}anchor": place} if place else {}
        link = etree.SubElement(self.line(words), f"{W}hyperlink", {f"{_RELATED}id": f"rIdLink{self.links}", **anchor})
        etree.SubElement(etree.SubElement(link, f"{W}r"), f"{W}t").text = new
        kind = f"{_RELATED.strip('{}')}/hyperlink"
        self._relate({"Id": f"rIdLink{self.links}", "Type": kind, "Target": address, "TargetMode": "External"})

    def resave_link(self, words: str, address: str, place: str) -> None:
        """Write a link that is there in another way, as a program does that saves a file: the place in it apart."""
        [link] = [each for each in self.root.iter(f"{W}hyperlink") if _said(each) == words]
        name = "word/_rels/document.xml.rels"
        relations = etree.fromstring(self.parts[name])
        [relation] = [each for each in relations if each.get("Id") == link.get(f"{_RELATED}id")]
        relation.set("Target", address)
        link.attrib.pop(f"{W}anchor", None)
        if place:
            link.set(f"{W}anchor", place)
        self.parts[name] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8")

    def _relate(self, relation: dict[str, str]) -> None:
        name = "word/_rels/document.xml.rels"
        relations = etree.fromstring(self.parts[name])
        namespace = etree.QName(relations).namespace
        etree.SubElement(relations, f"{{{namespace}}}Relationship", relation)
        self.parts[name] = etree.tostring(relations, xml_declaration=True, encoding="UTF-8")

    def strip_base(self) -> None:
        """Lose the part that holds the base, and the file's properties, as some programs do when they save."""
        for name in [each for each in self.parts if each.startswith(("customXml/", "docProps/"))]:
            del self.parts[name]

    def strip_marks(self, keep: int = 0) -> None:
        """Lose all bookmarks but the first few."""
        for each in list(self.root.iter(f"{W}bookmarkStart"))[keep:]:
            each.getparent().remove(each)


def _said(line: Any) -> str:
    """The words of a paragraph: a tab behind a term is a blank, and blanks behind a bar or a logo are none."""
    words = (
        (each.text or "") if each.tag == f"{W}t" else " "
        for each in line.iter(f"{W}t", f"{W}tab")
        if each.getparent().tag == f"{W}r"
    )
    return "".join(words).lstrip(" ")


def _emptied(line: Any) -> Any:
    new = copy.deepcopy(line)
    for each in list(new):
        if each.tag != f"{W}pPr":
            new.remove(each)
    return new
