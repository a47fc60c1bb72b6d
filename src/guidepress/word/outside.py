"""What a Word file only names or holds without words: other files, objects, places that Word fills from elsewhere.

None of it is followed, opened or run. A person is told of it, since whoever typed it meant it to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guidepress.word.package import Element, W

_ANOTHER_FILE = "another file that was put into this one"
_OBJECT = "an object of another program"
UNREAD = {
    f"{W}altChunk": _ANOTHER_FILE,
    f"{W}subDoc": _ANOTHER_FILE,
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "a chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "a diagram (SmartArt)",
    f"{W}object": _OBJECT,
    "{urn:schemas-microsoft-com:office:office}OLEObject": _OBJECT,
    f"{W}control": "a control (ActiveX)",
    f"{W}contentPart": "a drawing by hand (ink)",
    "{http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing}webVideoPr": "a video",
}
"""What holds words or pictures that cannot be read: by its element's tag, what it is called."""
LINKED_PICTURE = "a picture that is linked, not in the file itself,"

_FILLED_FROM_ELSEWHERE = frozenset({
    "INCLUDETEXT", "INCLUDE", "INCLUDEPICTURE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "MACROBUTTON",
})  # fmt: skip
"""Fields that fetch from another file or program, or start something (ECMA-376 part 1, 17.16.5; the older ones are in
MS-DOC, 2.9.90)."""
_LONGEST = 500  # characters of a field's instruction that are kept


def fields(roots: Iterable[Element]) -> Iterator[str]:
    """Yield the instruction of each field that Word would fill from another file or program.

    What the field shows is text of the handout like any other: it stands there, and was read by whoever sent it.
    """
    for root in roots:
        open_fields: list[str] = []
        for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
            if element.tag == f"{W}fldSimple":
                yield from _named(element.get(f"{W}instr", ""))
            elif element.tag == f"{W}instrText" and open_fields:
                open_fields[-1] = (open_fields[-1] + (element.text or ""))[:_LONGEST]
            elif element.get(f"{W}fldCharType") == "begin":
                open_fields.append("")
            elif element.get(f"{W}fldCharType") == "end" and open_fields:
                yield from _named(open_fields.pop())
        for instruction in open_fields:  # one that has no end
            yield from _named(instruction)


def _named(instruction: str) -> Iterator[str]:
    words = instruction.split()
    if words and words[0].upper() in _FILLED_FROM_ELSEWHERE:
        yield " ".join(words)
