"""An empty handout in a look: the parts of a Word file, with its page, styles, lists, settings and colours.

Every part is written here, so nothing of another program's defaults (paper, theme fonts, compatibility mode, author)
can reach a handout.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from guidepress.word import look as looks
from guidepress.word import sheet
from guidepress.word.elements import twips
from guidepress.word.list_styles import numbering
from guidepress.word.look import Look
from guidepress.word.styles import Air, styles


@lru_cache(maxsize=64)
def template(look: Look, paper: str, language: str, air: Air, quotations: bool = False) -> bytes:
    """Return an empty handout in this look: a complete Word file that a designer can open.

    It has the styles of `quotations` where they are wanted.

    Raises ContentError when a colour is not `#RRGGBB`, or when text in it would be hard to read (below 4.5:1 on white).
    """
    looks.check(look)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_RELATIONSHIPS,
        "docProps/core.xml": _CORE,
        "word/document.xml": _document(paper),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": styles(look, sheet.measure(paper), language, air, quotations),
        "word/numbering.xml": numbering(look),
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
    """Return the table of fonts: a program that lacks one takes the other, whose letters are as wide."""
    other = _SAME_WIDTHS.get(look.font, "")
    named = f"<w:altName w:val={quoteattr(other)}/>" if other else ""
    return (
        f'<w:fonts xmlns:w="{_W}"><w:font w:name={quoteattr(look.font)}>{named}<w:charset w:val="00"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


_SAME_WIDTHS = {"Arial": "Liberation Sans", "Calibri": "Carlito", "Cambria": "Caladea"}


def _theme(look: Look) -> str:
    """Return the theme: it puts the guide's colours first in Word's palette; no style refers to it."""
    ink, grey, accent, hair = (value[1:] for value in (look.ink, look.grey, look.accent, look.hair))
    slots = {"dk1": ink, "lt1": "FFFFFF", "dk2": grey, "lt2": "FFFFFF", "accent1": accent, "accent2": ink}
    slots |= {"accent3": grey, "accent4": hair, "accent5": accent, "accent6": ink, "hlink": accent, "folHlink": accent}
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in slots.items())
    face = f'<a:latin typeface={quoteattr(look.font)}/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Guidepress"><a:themeElements>'
        f'<a:clrScheme name="Guidepress">{colours}</a:clrScheme><a:fontScheme name="Guidepress">'
        f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Guidepress"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _document(paper: str) -> str:
    """Return an empty body; the section at its end has the page, its header and its footers."""
    width, height = (twips(side) for side in sheet.size(paper))
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>'
        # The first page has its own footer and no header: the title stands there already.
        f'<w:footerReference w:type="first" r:id="rId6"/><w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{twips(sheet.TOP)}" w:right="{twips(sheet.SIDE)}" w:bottom="{twips(sheet.BOTTOM)}"'
        f' w:left="{twips(sheet.SIDE)}" w:header="{twips(sheet.HEADER)}" w:footer="{twips(sheet.FOOTER)}"'
        f' w:gutter="0"/><w:cols w:space="{twips(sheet.GUTTER)}"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def _story(tag: str, style: str) -> str:
    return f'<w:{tag} xmlns:w="{_W}" xmlns:r="{_R}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p></w:{tag}>'


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
