"""The Word handout's margins and styles: headings, lists, tables, links and colours in the look of a theme.

Every part is written here, so nothing of another program's defaults (paper, theme fonts, compatibility mode, author)
can reach a handout. Names and ids of built-in styles are Word's own: its navigation pane, its table of contents and
its accessibility checker go by them. Sizes are points unless said otherwise.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from guidepress.compose.themes.colours import HIGHLIGHT, TEXT, contrast
from guidepress.errors import ContentError, Problem, Span, row
from guidepress.papers import PAPERS
from guidepress.word.names import UNFILLED

MARGIN = 72.0
BULLETS, NUMBERS, BOX = 0, 1, 2  # abstract numbering: dash list, numbered list, list inside the fill-in box

_HANG = 16.0  # hanging indent of lists
_INSET = 8  # between the fill-in box and its text


@dataclass(frozen=True)
class Look:
    """What a handout takes from its theme: colours as `#RRGGBB`, the names of its fonts, and the rules of headings.

    Fonts are named, not embedded: take ones that Word has and LibreOffice replaces metric for metric (Arial). Headings
    have the font of the text where `heading_font` is empty, and rules in ink where `rule` is. `rule_below` sets rules
    below headings instead of above; `head_filled` fills the first row of tables with ink.
    """

    accent: str
    ink: str
    grey: str
    hair: str
    font: str
    heading_font: str = ""
    rule: str = ""
    rule_below: bool = False
    head_filled: bool = False


def measure(paper: str) -> float:
    """Return the width of the text on a paper, in points."""
    return row(PAPERS, paper, "paper").upright[0] - 2 * MARGIN


@lru_cache(maxsize=64)
def template(look: Look, paper: str, language: str) -> bytes:
    """Return an empty handout in this look: a complete Word file that a designer can open.

    Raises ContentError when a colour is not `#RRGGBB`, or when text in it would be hard to read (below 4.5:1 on white).
    """
    _check(look)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONSHIPS,
        "docProps/core.xml": _CORE,
        "word/document.xml": _document(paper),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": _styles(look, paper, language),
        "word/numbering.xml": _numbering(look),
        "word/settings.xml": _settings(language),
        "word/fontTable.xml": _font_table(look),
        "word/theme/theme1.xml": _theme(look),
        "word/header1.xml": _story("hdr", "Header"),
        "word/footer1.xml": _story("ftr", "Footer"),
        "word/footer2.xml": _story("ftr", "Footer"),
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return output.getvalue()


def _check(look: Look) -> None:
    span, problems = Span("theme"), []
    for colour in ("accent", "ink", "grey", "hair", *(["rule"] if look.rule else [])):
        value = getattr(look, colour)
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
            problems.append(Problem(span, f"the color {colour} is “{value}”", "write it as #RRGGBB"))
        elif colour not in ("hair", "rule"):  # these are never colours of text
            ground = HIGHLIGHT if colour == "ink" else "#FFFFFF"
            ratio = contrast(value, ground)
            if ratio < TEXT:
                message = f"the color {colour}, {value}, is too pale to read: its contrast is {ratio:.1f}:1"
                problems.append(Problem(span, message, f"take a darker one, of at least {TEXT}:1"))
    for font in dict.fromkeys((look.font, look.heading_font or look.font)):
        if not re.fullmatch(r"[\w .-]{1,31}", font):
            problems.append(Problem(span, f"“{font}” is not the name of a font"))
    if problems:
        raise ContentError(problems)


def _twips(points: float) -> int:
    return round(points * 20)


@dataclass(frozen=True)
class _ParagraphStyle:
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
    next: str = ""
    outline: int = 0  # level in the navigation pane
    rule: float = 0  # weight of an ink rule above
    numbering: tuple[int, int] | None = None  # (num, level)
    hang: float = 0
    inset: float = 0  # from both margins
    extra: str = ""  # w:pBdr or w:tabs
    based: str = "Normal"


def style_id(name: str) -> str:
    """Return the id of a style: Word's own for built-in names (`heading 1` is `Heading1`)."""
    return "".join(word[0].upper() + word[1:] for word in re.split(r"[ -]", name))


_HEADINGS = ("Title", "heading 1", "heading 2", "heading 3", "Table Figure")
"""The styles that take the font of headings."""


def _paragraph_styles(look: Look, paper: str) -> tuple[_ParagraphStyle, ...]:
    ink, grey, accent = look.ink, look.grey, look.accent
    sides = "".join(  # of the box's own colour: they give its ground room round the text
        f'<w:{side} w:val="single" w:sz="6" w:space="{space}" w:color="{HIGHLIGHT[1:]}"/>'
        for side, space in (("top", 5), ("left", _INSET), ("bottom", 5), ("right", _INSET))
    )
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{HIGHLIGHT[1:]}"/>'
    page_tab = f'<w:tabs><w:tab w:val="right" w:pos="{_twips(measure(paper))}"/></w:tabs>'
    return (
        _ParagraphStyle("Title", 30, 33, 0, 7, ink, True, -0.7, keep=True, next="Subtitle", rule=1.5),
        _ParagraphStyle("Subtitle", 13, 18, 0, 8, next="Normal"),
        _ParagraphStyle("heading 1", 18, 22, 16, 5, ink, True, -0.25, keep=True, next="Normal", outline=1, rule=0.75),
        _ParagraphStyle("heading 2", 12.5, 16, 11, 3, accent, True, keep=True, next="Normal", outline=2),
        _ParagraphStyle("heading 3", 10.5, 15, 8, 1, ink, True, keep=True, next="Normal", outline=3),
        _ParagraphStyle("List Bullet", after=2.5, numbering=(1, 0)),
        _ParagraphStyle("List Bullet 2", after=2.5, numbering=(1, 1)),
        _ParagraphStyle("List Number", after=2.5, numbering=(2, 0)),
        _ParagraphStyle("List Number 2", after=2.5, numbering=(2, 1)),
        _ParagraphStyle("Term", before=3, after=0, bold=True, keep=True, next="Normal"),
        _ParagraphStyle("Contact", after=0),  # lines that belong together, as those of an address
        # Not “Note”: LibreOffice would take it for the structure type of that name.
        _ParagraphStyle("Remark", 9.5, 13, 8),
        _ParagraphStyle("caption", 9.5, 13, 6, 5, grey, next="Normal"),
        _ParagraphStyle("Source", 9.5, 13, 6, 6, grey, next="Normal"),
        _ParagraphStyle("Fill-in", after=1.5, hang=_HANG, inset=_INSET, extra=f"<w:pBdr>{sides}</w:pBdr>{ground}"),
        _ParagraphStyle("Table Text", 10, 13, after=0),
        _ParagraphStyle(
            "Table Heading",
            9.5,
            12,
            colour="#FFFFFF" if look.head_filled else grey,
            bold=True,
            after=0,
            based="Table Text",
        ),
        _ParagraphStyle("Table Row Heading", colour=ink, bold=True, after=0, based="Table Text"),
        _ParagraphStyle("Table Figure", 16, 18, colour=accent, bold=True, after=0, based="Table Text"),
        _ParagraphStyle("header", 9, 12, after=0, colour=grey),
        _ParagraphStyle("footer", 9, 12, after=0, colour=grey, extra=page_tab),
    )


def _paragraph_style(style: _ParagraphStyle, look: Look, order: int) -> str:
    """Return a w:style; the order of its children is the schema's (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28)."""
    paragraph = "<w:keepNext/>" if style.keep else ""
    paragraph += "<w:keepLines/>" if style.keep or style.numbering else ""
    if style.numbering:
        number, level = style.numbering
        paragraph += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    if style.rule:
        # A rule below belongs to the words, so it is heavy and near; w:sz counts eighths of a point.
        edge_side, weight, space = ("bottom", 3 * style.rule, 3) if look.rule_below else ("top", style.rule, 8)
        colour = (look.rule or look.ink)[1:]
        edge_attributes = f'w:val="single" w:sz="{round(weight * 8)}" w:space="{space}" w:color="{colour}"'
        paragraph += f"<w:pBdr><w:{edge_side} {edge_attributes}/></w:pBdr>"
    paragraph += style.extra
    line_spacing = f' w:line="{_twips(style.leading)}" w:lineRule="atLeast"' if style.leading else ""
    paragraph += f'<w:spacing w:before="{_twips(style.before)}" w:after="{_twips(style.after)}"{line_spacing}/>'
    if style.hang:
        left, right, hang = (_twips(points) for points in (style.inset + style.hang, style.inset, style.hang))
        paragraph += f'<w:ind w:left="{left}" w:right="{right}" w:hanging="{hang}"/>'
    paragraph += f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    run = ""
    if look.heading_font and style.name in _HEADINGS:
        font = quoteattr(look.heading_font)
        run += f"<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>"
    run += "<w:b/><w:bCs/>" if style.bold else ""
    run += f'<w:color w:val="{style.colour[1:]}"/>' if style.colour else ""
    run += f'<w:spacing w:val="{_twips(style.tracking)}"/>' if style.tracking else ""
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


def _custom(name: str) -> str:
    own_styles = {"Term", "Contact", "Remark", "Source", "Fill-in", UNFILLED, "Guidepress Table"}
    return ' w:customStyle="1"' if name in own_styles or name.startswith("Table ") else ""


def _styles(look: Look, paper: str, language: str) -> str:
    font, ink, hair = quoteattr(look.font), look.ink[1:], look.hair[1:]
    paragraph_styles = "".join(
        _paragraph_style(style, look, order) for order, style in enumerate(_paragraph_styles(look, paper), 2)
    )
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="{colour}"/>'
        for side, weight, colour in (("top", 12, ink), ("bottom", 4, hair), ("insideH", 4, hair))
    )
    inset = 5 if look.head_filled else 0  # words keep clear of the edges of a filled row
    margins = "".join(
        f'<w:{side} w:w="{_twips(width)}" w:type="dxa"/>'
        for side, width in (("top", 4), ("left", inset), ("bottom", 4), ("right", GUTTER - inset))
    )
    return f"""<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>
<w:lang w:val={quoteattr(language)}/></w:rPr></w:rPrDefault><w:pPrDefault/>
</w:docDefaults><w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"
 w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:uiPriority w:val="1"/>
<w:qFormat/><w:pPr><w:widowControl/><w:spacing w:after="100" w:line="290" w:lineRule="atLeast"/></w:pPr>
<w:rPr><w:color w:val="{ink}"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
<w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>
<w:semiHidden/></w:style>
{paragraph_styles}
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:uiPriority w:val="30"/><w:qFormat/>
<w:rPr><w:color w:val="{look.accent[1:]}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="{UNFILLED}"><w:name w:val="{UNFILLED}"/>
<w:uiPriority w:val="31"/><w:qFormat/><w:rPr><w:color w:val="{ink}"/>
<w:shd w:val="clear" w:color="auto" w:fill="{HIGHLIGHT[1:]}"/></w:rPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="GuidepressTable"><w:name w:val="Guidepress Table"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="32"/><w:qFormat/><w:tblPr><w:tblBorders>{rules}</w:tblBorders>
<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style></w:styles>"""


def _numbering(look: Look) -> str:
    bullet, number = ("bullet", ("–", "–")), ("decimal", ("%1", "%2"))
    kinds = ((BULLETS, *bullet, "List Bullet"), (NUMBERS, *number, "List Number"), (BOX, *bullet, ""))
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{list_id}"><w:nsid w:val="6E1D00{list_id:02d}"/>'
        '<w:multiLevelType w:val="multilevel"/>'
        + "".join(
            _level(look, level, number_format, text, style, 0 if style else _INSET) for level, text in enumerate(labels)
        )
        + "</w:abstractNum>"
        for list_id, number_format, labels, style in kinds
    )
    # The first two nums belong to the list styles; every list that is written gets one of its own after them.
    lists = "".join(
        f'<w:num w:numId="{list_id + 1}"><w:abstractNumId w:val="{list_id}"/></w:num>' for list_id in (BULLETS, NUMBERS)
    )
    return f'<w:numbering xmlns:w="{_W}">{abstracts}{lists}</w:numbering>'


def _level(look: Look, level: int, number_format: str, text: str, style: str, inset: float) -> str:
    linked = f'<w:pStyle w:val="{style_id(style + (" 2" if level else ""))}"/>' if style else ""
    number_format = "lowerLetter" if level and number_format == "decimal" else number_format
    font, left = quoteattr(look.font), _twips(inset + _HANG * (level + 1))
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{_twips(_HANG)}"/>'
        f"</w:pPr><w:rPr><w:rFonts w:ascii={font} w:hAnsi={font} w:cs={font}/><w:b/><w:bCs/>"
        f'<w:color w:val="{look.accent[1:]}"/></w:rPr></w:lvl>'
    )


def _settings(language: str) -> str:
    word_uri = "http://schemas.microsoft.com/office/word"
    values = {
        "compatibilityMode": 15,  # Word 2013 and later: no “compatibility mode” in the title bar
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{word_uri}" w:val="{value}"/>' for name, value in values.items()
    )
    return (
        f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>'
        f'<w:themeFontLang w:val={quoteattr(language)}/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _font_table(look: Look) -> str:
    return (
        f'<w:fonts xmlns:w="{_W}">'
        + "".join(
            f'<w:font w:name={quoteattr(font)}><w:charset w:val="00"/><w:family w:val="auto"/>'
            '<w:pitch w:val="variable"/></w:font>'
            for font in dict.fromkeys((look.font, look.heading_font or look.font))
        )
        + "</w:fonts>"
    )


def _theme(look: Look) -> str:
    """Return the theme: it puts the guide's colours first in Word's palette; no style refers to it."""
    ink, grey, accent, hair = (value[1:] for value in (look.ink, look.grey, look.accent, look.hair))
    slots = {"dk1": ink, "lt1": "FFFFFF", "dk2": grey, "lt2": "FFFFFF", "accent1": accent, "accent2": ink}
    slots |= {"accent3": grey, "accent4": hair, "accent5": accent, "accent6": ink, "hlink": accent, "folHlink": accent}
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in slots.items())
    major, face = (
        f'<a:latin typeface={quoteattr(font)}/><a:ea typeface=""/><a:cs typeface=""/>'
        for font in (look.heading_font or look.font, look.font)
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Guidepress"><a:themeElements>'
        f'<a:clrScheme name="Guidepress">{colours}</a:clrScheme><a:fontScheme name="Guidepress">'
        f"<a:majorFont>{major}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Guidepress"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _document(paper: str) -> str:
    width, height = (_twips(side) for side in row(PAPERS, paper, "paper").upright)
    sides = " ".join(f'w:{side}="{_twips(MARGIN)}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        # The first page has its own footer and no header: the title stands there already.
        f'<w:footerReference w:type="first" r:id="rId6"/><w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar {sides} w:header="{_twips(36)}" w:footer="{_twips(36)}" w:gutter="0"/>'
        '<w:cols w:space="720"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def _story(tag: str, style: str) -> str:
    return f'<w:{tag} xmlns:w="{_W}" xmlns:r="{_R}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p></w:{tag}>'


GUTTER = 12.0  # between the columns of a table

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("fontTable", "fontTable"),
            ("header1", "header"),
            ("footer1", "footer"),
            ("footer2", "footer"),
        )
    )
    + '<Override PartName="/word/theme/theme1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/></Types>'
)
_RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_PACKAGE_RELATIONSHIPS = (
    f'{_RELATIONSHIPS}<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Target="docProps/core.xml"'
    ' Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/></Relationships>'
)
_DOCUMENT_RELATIONSHIPS = (
    _RELATIONSHIPS
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{part}.xml"/>'
        for number, (kind, part) in enumerate(
            (
                ("styles", "styles"),
                ("numbering", "numbering"),
                ("settings", "settings"),
                ("header", "header1"),
                ("footer", "footer1"),
                ("footer", "footer2"),
                ("fontTable", "fontTable"),
                ("theme", "theme/theme1"),
            ),
            1,
        )
    )
    + "</Relationships>"
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)
