"""The lists of a handout's styles: dashes or dots, small and large numbers, and rows that show no mark."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from guidepress.word.elements import twips
from guidepress.word.look import Look
from guidepress.word.names import style_id
from guidepress.word.styles import BOX_HANG, BOX_INSET, STEP_NUMBER

BULLETS, NUMBERS, BOX, STEPS, ROWS = range(5)
"""Abstract lists: with marks, with numbers, inside the box of what is to be filled in, with large numbers, without."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class _List:
    """An abstract list: the format and the text of each level, how far the first one hangs, its style and its size."""

    format: str
    texts: tuple[str, ...]
    hang: float
    style: str = ""
    size: float = 0.0
    inset: float = 0.0


def numbering(look: Look) -> str:
    """Return the part with the lists. The first nums belong to the list styles; each list gets one of its own later."""
    mark = "•" if look.round else "–"
    large = STEP_NUMBER * look.heading_scale
    lists = (
        _List("bullet", (mark, mark), 12, "List Bullet"),
        _List("decimal", ("%1", "%2"), 16, "List Number"),
        _List("bullet", ("–", "–"), BOX_HANG, inset=BOX_INSET),
        _List("decimal", ("%1", "%2"), 25, size=large),
        _List("bullet", ("", ""), 0),
    )
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="6E1D00{number:02d}"/>'
        '<w:multiLevelType w:val="multilevel"/>'
        + "".join(_level(look, one, level, text) for level, text in enumerate(one.texts))
        + "</w:abstractNum>"
        for number, one in enumerate(lists)
    )
    nums = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (BULLETS, NUMBERS)
    )
    return f'<w:numbering xmlns:w="{_W}">{abstracts}{nums}</w:numbering>'


def _level(look: Look, one: _List, level: int, text: str) -> str:
    linked = f'<w:pStyle w:val="{style_id(one.style + (" 2" if level else ""))}"/>' if one.style else ""
    number_format = "lowerLetter" if level and one.format == "decimal" else one.format
    font = quoteattr(look.font)
    suffix = "" if text else '<w:suff w:val="nothing"/>'
    # Numbers are as dark as words where the marks' colour is pale.
    colour = look.accent if one.format == "decimal" else look.marks
    left, hang = twips(one.inset + one.hang * (level + 1)), twips(one.hang)
    size = f'<w:sz w:val="{round(one.size * 2)}"/><w:szCs w:val="{round(one.size * 2)}"/>' if one.size else ""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{linked}{suffix}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hang}"/>'
        f"</w:pPr><w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:cs={font}/><w:b/><w:bCs/>"
        f'<w:color w:val="{colour[1:]}"/>{size}</w:rPr></w:lvl>'
    )
