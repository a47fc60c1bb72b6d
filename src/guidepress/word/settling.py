"""Settles, before its text is read, what of a Word file is not as it stands: tracked looks and cells, empty controls.

Tracked words are left to the walk over the text, which also has to know what stood there.
"""

from __future__ import annotations

from typing import Literal

from guidepress.word.on_off import is_on
from guidepress.word.package import Element, W

Changes = Literal["accept", "reject"]
"""What becomes of tracked changes."""

_FORMATS = ("rPr", "pPr", "tblPr", "trPr", "tcPr")
_KEPT = {f"{W}rPr", f"{W}sectPr"}  # of a paragraph's properties: what was before a change does not list them


def settle(body: Element, changes: Changes) -> list[str]:
    """Carry tracked changes of looks and of cells out, or undo them, and empty controls that show a placeholder.

    Changes the body. Returns the placeholders that were left out.
    """
    if changes == "reject":
        for name in _FORMATS:
            for change in list(body.iter(f"{W}{name}Change")):
                _undo(change, name)
    gone = "cellDel" if changes == "accept" else "cellIns"
    for mark in list(body.iter(f"{W}{gone}")):
        cell = next(mark.iterancestors(f"{W}tc"), None)
        if cell is not None and cell.getparent() is not None:
            cell.getparent().remove(cell)
    return _without_placeholders(body)


def _undo(change: Element, name: str) -> None:
    """Put the properties from before a change in the place of those that it made (ECMA-376 part 1, 17.13.5)."""
    properties, before = change.getparent(), change.find(f"{W}{name}")
    if properties is None or properties.tag != f"{W}{name}":
        return
    marks = {f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}cellIns", f"{W}cellDel"}
    kept = [child for child in properties if child.tag in marks or (name == "pPr" and child.tag in _KEPT)]
    properties[:] = [*(() if before is None else before), *kept]


def _without_placeholders(body: Element) -> list[str]:
    """Empty the content controls that show a placeholder (17.5.2.39): nobody typed its words. Returns them."""
    words = []
    for mark in list(body.iter(f"{W}showingPlcHdr")):
        control = next(mark.iterancestors(f"{W}sdt"), None)
        content = None if control is None else control.find(f"{W}sdtContent")
        if content is None or not is_on(mark.get(f"{W}val")):
            continue
        runs = list(content.iter(f"{W}r"))
        words.append("".join(text.text or "" for run in runs for text in run.iter(f"{W}t")))
        for run in runs:
            run.getparent().remove(run)
    return words
