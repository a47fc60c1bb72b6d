"""The styles of a handout: title, headings, lists, tables, the contact card and what is small.

Names and ids of built-in styles are Word's own: its navigation pane, its table of contents and its accessibility
checker go by them. Sizes are points; they are given for Arial and scaled for other fonts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from guidepress.compose.themes.colours import HIGHLIGHT
from guidepress.word import measuring
from guidepress.word.elements import twips
from guidepress.word.look import Look
from guidepress.word.names import FACTS_TABLE, UNFILLED, style_id

HEADING, HEADING_LINE = 20.0, 23.0  # the heading of a section: its size, and the distance of its lines
BOX_HANG, BOX_INSET = 16.0, 9.0  # the list in the box of what is to be filled in, and the box round its text
TITLE_TRACKING = -1.1
STRIP, CARD_LINE, CARD_SPACE = 4.0, 18.0, 92.0  # the card: round its head, the distance of its lines, room for a stamp
STEP_NUMBER, STEP_DROP = 17.0, 3.6  # the number of a step: its size, and by how much its words begin lower
FACT_SIDE = 9.0  # left of the words of a quick fact

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CELL_MARGINS = {
    "Data Table": (3.0, 0.0, 3.0, 10.0), "Pay Table": (4.5, 0.0, 4.5, 10.0), "Path Table": (3.0, 0.0, 3.5, 10.0),
    FACTS_TABLE: (2.0, FACT_SIDE, 2.0, 4.0),
}  # fmt: skip
"""Round the words of the cells of each kind of table: above, left, below, right."""


@dataclass(frozen=True)
class Air:
    """The white of a handout in points: `gap` between its sections, `leading` added to each line of its text."""

    gap: float = 15.0
    leading: float = 0.0


@dataclass(frozen=True)
class ParagraphStyle:
    """A paragraph style of Word: how it differs from Normal; zero or empty where it does not."""

    name: str
    size: float = 0
    leading: float = 0
    before: float = 0
    after: float = 5
    colour: str = ""
    bold: bool = False
    tracking: float = 0
    keep: bool = False  # with the next paragraph
    whole: bool = False  # its lines stay together
    next: str = ""
    outline: int = 0  # level in the navigation pane
    numbering: tuple[int, int] | None = None  # (num, level)
    indent: tuple[float, float, float] = (0, 0, 0)  # left, right, hanging
    extra: str = ""  # w:pBdr, w:shd and w:tabs, in this order
    exact: bool = False  # the distance of lines
    based: str = "Normal"
    quotation: bool = False  # only in a handout in which somebody is quoted


def body_leading(look: Look, air: Air) -> float:
    """Return the distance of the lines of text."""
    # Calibri's lines stand closer for their size.
    return (13.75 if look.scale == 1 else 13.5 * look.size / 11) + air.leading


def paragraph_styles(look: Look, measure: float, air: Air) -> dict[str, ParagraphStyle]:
    """Return the paragraph styles by name, in the order in which Word lists them."""
    ink, grey, accent = look.ink, look.grey, look.accent
    scale, headings = look.scale, look.heading_scale
    size, line, small = look.size, body_leading(look, air), 8.5 * scale
    card, facts = look.card_surface, look.fact_surface
    page_tab = f'<w:tabs><w:tab w:val="right" w:pos="{twips(measure)}"/></w:tabs>'
    rule = look.rule or ink
    heading_rule = _borders(left=(6, rule, 6)) if look.rules == "left" else _borders(top=(0.75, rule, 4))
    quote = size + 3.5
    hang = measuring.extent("“", look.font, quote)  # the mark before a quotation hangs
    block: dict[str, Any] = {"colour": ink}  # behind the title
    if look.title:
        ground = look.title.fill
        sides = {"top": (1, ground, 7), "left": (1, ground, 17), "bottom": (1, ground, 9), "right": (1, ground, 17)}
        block = {"colour": look.title.text, "indent": (18, 18, 0), "extra": _borders(**sides) + _shade(ground)}
    edge = {"left": (0.75, card.fill, 9), "right": (0.75, card.fill, 9)}
    in_card: dict[str, Any] = {"indent": (10, 10, 0), "whole": True}
    strip = _borders(top=(0.75, card.fill, STRIP), bottom=(0.75, card.fill, STRIP), **edge) + _shade(card.fill)
    box = {side: (0.75, HIGHLIGHT, space) for side, space in (("top", 3), ("left", 8), ("bottom", 3), ("right", 8))}
    base = ParagraphStyle
    all_styles = (
        base("Masthead", size, line, after=9, bold=True, extra="" if look.title else _borders(bottom=(0.75, ink, 7))),
        base("Title", 40, 41 if not look.title else 40, after=7, bold=True, tracking=TITLE_TRACKING,
             keep=True, whole=True, next="Subtitle", exact=True, **block),
        base("Subtitle", 14 if not look.title else 15.5, 18 if not look.title else 20, after=0, next="Normal", **block),
        base("Banner", 1, 1, after=0),
        base("heading 1", HEADING * headings, HEADING_LINE * headings - (1 if headings > 1 else 0), air.gap, 5, ink,
             True, -0.4, keep=True, whole=True, next="Normal", outline=1, extra=heading_rule,
             indent=(12, 0, 0) if look.rules == "left" else (0, 0, 0)),
        base("heading 2", size + 1, line, 8, 2, ink, True, keep=True, whole=True, next="Normal", outline=2),
        base("heading 3", size, line, 6, 1, ink, True, keep=True, whole=True, next="Normal", outline=3),
        base("List Bullet", after=2.5, numbering=(1, 0), whole=True),
        base("List Bullet 2", after=2.5, numbering=(1, 1), whole=True),
        base("List Number", after=2.5, numbering=(2, 0), whole=True),
        base("List Number 2", after=2.5, numbering=(2, 1), whole=True),
        base("List Row", after=2.5, whole=True, based="List Bullet",
             extra=_borders(bottom=(0.5, look.hair, 2), between=(0.5, look.hair, 2))),
        base("List Step", size + 1.5, line + 1.5, after=6, whole=True, based="List Number"),
        base("Term", after=0, leading=line, bold=True, colour=card.strong, keep=True, next="Contact", extra=strip,
             **in_card),
        base("Contact", leading=CARD_LINE, after=0, extra=_borders(**edge), **in_card),
        base("Contact Last", leading=CARD_LINE, after=0, extra=_borders(bottom=(0.75, card.fill, 6), **edge), **in_card,
             based="Contact"),
        # Not “Note”: LibreOffice would take it for the structure type of that name.
        base("Remark", 9.5 * scale, 12.5 * scale, after=5, colour=grey),
        base("caption", small, 11 * scale, 3, 5, grey, next="Normal"),
        base("Source", small, 11 * scale, 2, 2, grey, whole=True, next="Normal"),
        base("List Source", small, 11 * scale, after=1, colour=grey, whole=True, based="List Bullet"),
        base("Fill-in", size - 0.5, after=0, indent=(BOX_INSET + BOX_HANG, BOX_INSET, BOX_HANG),
             extra=_borders(**box) + _shade(HIGHLIGHT)),
        base("Table Text", after=0, whole=True),
        base("Table Heading", small, 11 * scale, after=0, colour=grey, bold=True, keep=True, based="Table Text"),
        base("Table Row Heading", after=0, bold=True, whole=True, based="Table Text"),
        base("Table Figure", 15 * scale, 18 * scale, after=0, colour=accent, bold=True, based="Table Text"),
        base("Table Step", after=0, bold=True, whole=True, based="Table Row Heading"),
        base("Table Text Step", before=STEP_DROP * headings**3, after=0, whole=True, based="Table Text"),
        base("Fact Name", 9.5 * scale, 12 * scale, after=0, colour=facts.text, bold=True, keep=True),
        base("Fact Figure", 24 * headings, 28 * headings, after=0, colour=facts.strong, bold=True, tracking=-0.7,
             keep=True),
        base("Fact Note", 9 * scale, 11.5 * scale, after=2, colour=facts.text),
        base("header", small, 11, after=0, colour=grey, extra=page_tab),
        base("footer", small, 11, after=0, colour=grey, extra=page_tab),
        # The only empty paragraphs: the white before columns, and the places where they begin and end.
        base("Space", 1, air.gap, after=0, exact=True),
        base("Break", 1, 0.7, after=0, exact=True),
        base("Quote", quote, line + 4.5, before=2, after=3, colour=accent, keep=True, whole=True,
             next="Quoted Person", indent=(hang, 0, hang), quotation=True),
        base("Quoted Person", after=0, bold=True, whole=True, next="Remark", quotation=True),
    )  # fmt: skip
    return {style.name: style for style in all_styles}


def _borders(**sides: tuple[float, str, float]) -> str:
    """Return borders of a paragraph: for each side its weight, its colour, and how far it is from the words."""
    order = ("top", "left", "bottom", "right", "between")
    return (
        "<w:pBdr>"
        + "".join(
            f'<w:{side} w:val="single" w:sz="{round(weight * 8)}" w:space="{round(space)}" w:color="{colour[1:]}"/>'
            for side, (weight, colour, space) in sorted(sides.items(), key=lambda item: order.index(item[0]))
        )
        + "</w:pBdr>"
    )


def _shade(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour[1:]}"/>'


def _paragraph_style(style: ParagraphStyle, order: int) -> str:
    """Return a w:style; the order of its children is the schema's (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28)."""
    paragraph = "<w:keepNext/>" if style.keep else ""
    paragraph += "<w:keepLines/>" if style.keep or style.whole else ""
    if style.numbering:
        number, level = style.numbering
        paragraph += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph += style.extra
    rule = "exact" if style.exact else "atLeast"
    line_spacing = f' w:line="{twips(style.leading)}" w:lineRule="{rule}"' if style.leading else ""
    paragraph += f'<w:spacing w:before="{twips(style.before)}" w:after="{twips(style.after)}"{line_spacing}/>'
    if any(style.indent):
        left, right, hang = (twips(points) for points in style.indent)
        hanging = f' w:hanging="{hang}"' if hang else ""
        paragraph += f'<w:ind w:left="{left}" w:right="{right}"{hanging}/>'
    paragraph += '<w:textAlignment w:val="center"/>' if style.name == "Masthead" else ""
    paragraph += f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    run = "<w:b/><w:bCs/>" if style.bold else ""
    run += f'<w:color w:val="{style.colour[1:]}"/>' if style.colour else ""
    run += f'<w:spacing w:val="{twips(style.tracking)}"/>' if style.tracking else ""
    run += f'<w:sz w:val="{round(style.size * 2)}"/><w:szCs w:val="{round(style.size * 2)}"/>' if style.size else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(style.name)}"{_custom(style.name)}>'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="{style_id(style.based)}"/>'
        + (f'<w:next w:val="{style_id(style.next)}"/>' if style.next else "")
        + f'<w:uiPriority w:val="{order}"/><w:qFormat/>'
        + f"<w:pPr>{paragraph}</w:pPr>"
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


_BUILT_IN = {
    "Title", "Subtitle", "heading 1", "heading 2", "heading 3", "List Bullet", "List Bullet 2", "List Number",
    "List Number 2", "caption", "header", "footer", "Quote",
}  # fmt: skip


def _custom(name: str) -> str:
    return "" if name in _BUILT_IN else ' w:customStyle="1"'


def styles(look: Look, measure: float, language: str, air: Air, quotations: bool = False) -> str:
    """Return the part with the styles; `measure` is the width of the text in points.

    Those of `quotations` are in it only where they are wanted.
    """
    font, ink, size = quoteattr(look.font), look.ink[1:], round(look.size * 2)
    line = twips(body_leading(look, air))
    paragraphs = "".join(
        _paragraph_style(style, order)
        for order, style in enumerate(paragraph_styles(look, measure, air).values(), 2)
        if quotations or not style.quotation
    )
    return f"""<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>
<w:lang w:val={quoteattr(language)}/></w:rPr></w:rPrDefault><w:pPrDefault/>
</w:docDefaults><w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"
 w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:uiPriority w:val="1"/>
<w:qFormat/><w:pPr><w:widowControl/><w:spacing w:after="100" w:line="{line}" w:lineRule="atLeast"/></w:pPr>
<w:rPr><w:color w:val="{ink}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_cell_margins(0, 0, 0, 0)}</w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>
<w:semiHidden/></w:style>
{paragraphs}
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="50"/><w:qFormat/>
<w:rPr><w:color w:val="{look.accent[1:]}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="{UNFILLED}"><w:name w:val="{UNFILLED}"/>
<w:uiPriority w:val="51"/><w:qFormat/><w:rPr><w:color w:val="{ink}"/>
<w:shd w:val="clear" w:color="auto" w:fill="{HIGHLIGHT[1:]}"/></w:rPr></w:style>
{_table_styles(look)}</w:styles>"""


def _table_styles(look: Look) -> str:
    """Return the styles of tables: that of data, with a rule under its head, and those that differ from it."""
    hair, ink = look.hair, look.rule if look.rules == "above" and look.rule else look.ink
    head = _edge("bottom", 0.75 if look.rules == "above" else 1.5, ink)
    facts = look.fact_surface
    rows = {
        "Data Table": ("TableNormal", _edge("bottom", 0.5, hair) + _edge("insideH", 0.5, hair), head),
        "Pay Table": ("DataTable", "", ""),
        "Path Table": ("DataTable", "", ""),
        # Rules of the ground's own colour hide the seams between its cells.
        FACTS_TABLE: (
            "TableNormal", _edge("insideH", 0.5, facts.fill) + _edge("insideV", 0.5, facts.tick),
            "",
        ),
    }  # fmt: skip
    return "".join(
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/><w:uiPriority w:val="52"/><w:qFormat/><w:tblPr>'
        + (f"<w:tblBorders>{borders}</w:tblBorders>" if borders else "")
        + f"{_cell_margins(*CELL_MARGINS[name])}</w:tblPr>"
        + (
            f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>{rule}</w:tcBorders></w:tcPr>'
            "</w:tblStylePr>"
            if rule
            else ""
        )
        + "</w:style>"
        for name, (base, borders, rule) in rows.items()
    )


def _edge(side: str, weight: float, colour: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{round(weight * 8)}" w:space="0" w:color="{colour[1:]}"/>'


def _cell_margins(*sides: float) -> str:
    """Return the margins of cells: top, left, bottom, right."""
    names = ("top", "left", "bottom", "right")
    inner = "".join(f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side, width in zip(names, sides, strict=True))
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"
