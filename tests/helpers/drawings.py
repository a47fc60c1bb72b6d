"""SVG logos as the programs of schools write them, and hostile ones: small, each for one thing."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from PIL import Image

NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inner: str, box: str = "0 0 100 100", more: str = "") -> str:
    """An SVG document that shows a box."""
    return f'<svg {NAMES} viewBox="{box}" {more}>{inner}</svg>'


SQUARE = '<path fill="#7a1f3d" d="M10 10h80v80h-80z"/>'

OUTLINES = {
    "classes": svg(
        "<defs><style>.cls-1{fill:#143c8c} .a .cls-2{fill:none;stroke:#c00;stroke-width:6px;stroke-linecap:round}"
        '</style></defs><g class="a"><circle class="cls-1" cx="50" cy="50" r="45"/>'
        '<path class="cls-2" d="M110 20 q30 80 80 10 t-5 60"/></g>',
        "0 0 200 100",
    ),
    "illustrator": (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns_svg "http://www.w3.org/2000/svg">'
        '<!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">]><svg xmlns="&ns_svg;" xmlns:i="&ns_ai;" '
        'width="300px" height="100px" viewBox="0 0 300 100"><switch><foreignObject requiredExtensions="&ns_ai;">'
        "<i:pgf>x</i:pgf></foreignObject>"
        '<g i:extraneous="self"><polygon points="10,90 50,10 90,90" fill="#050"/>'
        '<rect x="120" y="20" width="150" height="60" rx="20" fill="#fa0" stroke="#000" stroke-width="4"/>'
        "</g></switch></svg>"
    ),
    "figma": svg(
        '<g clip-path="url(#c)"><path d="M0 0H60V80H0z" fill="#0EA5E9"/><path fill-rule="evenodd" clip-rule="evenodd" '
        'd="M90 10a30 30 0 1 0 0 60 30 30 0 0 0 0-60zm0 15a15 15 0 1 1 0 30 15 15 0 0 1 0-30z" fill="#111827"/></g>'
        '<defs><clipPath id="c"><rect width="120" height="80" fill="white"/></clipPath></defs>',
        "0 0 120 80",
        'fill="none"',
    ),
    "inkscape": svg(
        '<g transform="translate(5,2) rotate(10) scale(1.2,.8)"><ellipse cx="20" cy="10" rx="15" ry="7" '
        'style="fill:#552288;stroke:#ffaa00;stroke-width:1.5"/></g><title>A</title><metadata/><script>x()</script>',
        "0 0 60 30",
        'width="60mm" height="30mm" onload="x()"',
    ),
    "used again": svg(
        '<defs><symbol id="s" viewBox="0 0 10 10"><path d="M0 0L10 5 0 10z"/></symbol><g id="g"><rect width="20" '
        'height="20"/></g></defs><use xlink:href="#s" x="10" y="10" width="40" height="40" fill="red"/><use href="#s" '
        'x="60" y="10" width="80" height="40" fill="green"/><use xlink:href="#g" x="150" y="60" style="fill:blue" '
        'transform="skewX(10)"/>',
        "0 0 200 100",
    ),
    "clipped": svg(
        '<clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath><g clip-path="url(#c)"><rect width="100" '
        'height="50" fill="#008"/><rect y="50" width="100" height="50" fill="#c80"/><g clip-path="url(#d)"><path '
        'd="M0 0H100V100H0Z" fill="#080"/></g></g><clipPath id="d"><path d="M30 30H70V70H30Z" '
        'transform="rotate(45 50 50)"/></clipPath>'
    ),
    "nested": svg(
        '<svg x="10" y="10" width="80" height="80" viewBox="0 0 20 10" preserveAspectRatio="xMinYMax meet">'
        '<rect width="20" height="10" fill="#a00"/><circle cx="20" cy="5" r="5" fill="#00a"/></svg>'
        '<svg x="110" y="10" width="80" height="80" viewBox="0 0 20 10" preserveAspectRatio="xMidYMid slice">'
        '<rect width="20" height="10" fill="#0a0"/><circle cx="10" cy="5" r="4" fill="#fff"/></svg>',
        "0 0 200 100",
    ),
    "beyond its edges": svg('<circle cx="100" cy="50" r="45" fill="#905"/><path d="M-50 10H300" stroke="#000"/>'),
    "strokes": svg(
        '<g stroke="#123456" stroke-width="2" stroke-linejoin="round" fill="none"><path d="M10 10 L50 90 L90 10" '
        'transform="matrix(1 0 0 .5 0 10)"/><path d="M10 60l40 30 40-30" stroke-linejoin="bevel" stroke-width="8" '
        'stroke-linecap="square" stroke-dasharray="20 14"/></g><path d="M20 20h60v10h-60z" fill="#fc0" stroke="#00f" '
        'stroke-width="6" paint-order="stroke"/>'
    ),
    "words for colors": svg(
        '<path fill="currentColor" d="M0 0h40v50H0z"/><path fill="rgb(200 30 40)" d="M50 0h40v50H50z"/>'
        '<path d="M92 0h8v50h-8z" fill="hsl(220, 60%, 40%)"/>',
        "0 0 100 50",
        'style="color:#0a6"',
    ),
    "important": svg(f"<style>path{{fill:#00f!important}}</style>{SQUARE}"),
}
"""Logos that can be kept as outlines, by what is special in each."""

STOPS = '<stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
_OUTPUT = BytesIO()
Image.new("RGB", (1, 1), "#7a1f3d").save(_OUTPUT, "PNG")
PIXEL = b64encode(_OUTPUT.getvalue()).decode()
EFFECTS = {
    "gradients": svg(f'<linearGradient id="g">{STOPS}</linearGradient><rect width="90" height="90" fill="url(#g)"/>'),
    "patterns": svg(
        f'<pattern id="g" width=".5" height=".5">{SQUARE}</pattern><path d="M0 0h90v90h-90z" fill="url(#g)"/>'
    ),
    "masks": svg(
        '<mask id="m"><rect width="50" height="100" fill="#fff"/></mask>'
        '<rect width="99" height="99" mask="url(#m)" fill="#060"/>'
    ),
    "filters": svg(f'<filter id="f"><feGaussianBlur stdDeviation="3"/></filter><g style="filter:url(#f)">{SQUARE}</g>'),
    "see-through parts": svg(f'<g opacity=".5">{SQUARE}</g><path fill="#00ff0080" d="M40 40h9v9h-9z"/>'),
    "blended colors": svg(f'{SQUARE}<g style="mix-blend-mode:multiply">{SQUARE}</g>'),
    "a photograph or scan": svg(
        f'<image width="90" height="90" preserveAspectRatio="none" xlink:href="data:image/png;base64,{PIXEL}"/>'
    ),
    "arrowheads": svg(
        f'<marker id="a" markerWidth="9" markerHeight="9">{SQUARE}</marker>'
        '<path d="M0 9H90V90" stroke="#000" stroke-width="9" marker-end="url(#a)"/>'
    ),
    "clipping of a kind that print programs draw differently": svg(
        f'<clipPath id="c"><circle cx="30" cy="30" r="20"/><circle cx="60" cy="60" r="20"/></clipPath>'
        f'<g clip-path="url(#c)">{SQUARE}</g>'
    ),
}
"""Logos that become a picture, by what makes them one."""


def bomb(uses: str, leaf: str) -> str:
    """A drawing that uses each of thirty groups again and again in the next."""
    groups = "".join(f'<g id="a{number}">{uses.format(number - 1) * 9}</g>' for number in range(1, 30))
    return svg(f'<defs><g id="a0">{leaf}</g>{groups}</defs>{uses.format(29)}')


LAUGHS = '<!DOCTYPE svg [<!ENTITY a0 "aaaaaaaaaa">{}]>'.format(
    "".join('<!ENTITY a{} "{}">'.format(number, f"&a{number - 1};" * 10) for number in range(1, 9))
)
LARGE = "The drawing “logo.svg” is far larger than a logo."
UNREADABLE = "“logo.svg” is not a PNG, JPEG or SVG picture that can be read."
ITSELF = "“logo.svg” uses itself within itself."


def outside(address: str) -> str:
    """The sentence for a drawing that takes something from elsewhere."""
    return f"“logo.svg” takes a part of itself from elsewhere: “{address}”."


HOSTILE = {
    "uses": (bomb('<use href="#a{}"/>', SQUARE), LARGE),
    "uses of nothing": (bomb('<use xlink:href="#a{}"/>', ""), LARGE),
    "masks in masks": (
        svg(
            '<mask id="m0"/>'
            + "".join(
                f'<mask id="m{number}">' + f'<g mask="url(#m{number - 1})">{SQUARE}</g>' * 6 + "</mask>"
                for number in range(1, 30)
            )
            + f'<g mask="url(#m29)">{SQUARE}</g>'
        ),
        LARGE,
    ),
    "entities": (f"{LAUGHS}<svg {NAMES}><text>&a8;</text></svg>", LARGE),
    "entities in an attribute": (f'{LAUGHS}<svg {NAMES}><path d="&a8;"/></svg>', LARGE),
    "depth": (svg("<g>" * 150 + SQUARE + "</g>" * 150), LARGE),
    "more depth": (svg("<g>" * 3000 + SQUARE + "</g>" * 3000), LARGE),
    "elements": (svg(SQUARE * 11_000), LARGE),
    "bytes": (svg(f"<!--{'x' * 2_000_001}-->{SQUARE}"), LARGE),
    "itself": (svg('<g id="a"><use href="#a"/></g>'), ITSELF),
    "each other": (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), ITSELF),
    "a file": (f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{svg(SQUARE)}', outside("file:///etc/passwd")),
    "a file that is shown": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{svg("<text>&x;</text>")}',
        UNREADABLE,
    ),
    "a picture elsewhere": (svg('<image href="https://example.org/a.png"/>'), outside("https://example.org/a.png")),
    "a picture beside it": (svg('<image xlink:href="../../secret.png"/>'), outside("../../secret.png")),
    "a drawing elsewhere": (svg('<use href="other.svg#x"/>'), outside("other.svg#x")),
    "a style sheet": (
        f'<?xml-stylesheet href="https://example.org/a.css"?>{svg(SQUARE)}',
        outside("https://example.org/a.css"),
    ),
    "an imported style sheet": (
        svg(f'<style>@import "https://example.org/a.css";</style>{SQUARE}'),
        outside('"https://example.org/a.css"'),
    ),
    "a style": (
        svg(f"<style>path {{ fill: url(https://example.org/a#b) }}</style>{SQUARE}"),
        outside("https://example.org/a#b"),
    ),
    "a style in disguise": (
        svg('<path style="fill:u\\72l(https://example.org/a)" d="M0 0h9v9z"/>'),
        outside("https://example.org/a"),
    ),
    "an attribute": (svg('<path filter="url(file:///a#b)" d="M0 0h9v9z"/>'), outside("file:///a#b")),
    "a drawing in it": (
        svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
        "“logo.svg, the picture in it” is not a PNG, JPEG or SVG picture that can be read.",
    ),
    "selectors": (
        svg(f"<style>g g g g g g path{{fill:red}}</style>{'<g>' * 60}{SQUARE}{'</g>' * 60}"),
        "The style sheet in “logo.svg” is more involved than that of a logo.",
    ),
    "numbers": (
        svg('<path d="M1e300 0H1e308V-1e308z"/>'),
        "“logo.svg” has a path that cannot be read.",
    ),
    "no path": (svg('<path d="M0 0 L x"/>'), "“logo.svg” has a path that cannot be read."),
    "no transform": (
        svg(f'<g transform="turn(3)">{SQUARE}</g>'),
        "“logo.svg” has a transform that cannot be read.",
    ),
    "text": (
        svg(f'{SQUARE}<text y="9"><tspan>Lincoln</tspan> High</text>'),
        "“logo.svg” holds the text “Lincoln High” as letters of a font, which is not here.",
    ),
    "text of a web page": (
        svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">Hello</p></foreignObject>'),
        "“logo.svg” holds the text “Hello” as letters of a font, which is not here.",
    ),
    "nothing": (svg(""), "“logo.svg” shows nothing: all of it is see-through."),
    "no size": (f"<svg {NAMES}/>", "“logo.svg” shows nothing."),
    "white": (
        svg(SQUARE.replace("#7a1f3d", "#fff")),
        "“logo.svg” cannot be seen: it is white, or nearly so, and stands on white paper.",
    ),
    "a line": (
        svg('<path d="M0 0H1000000V1H0z"/>', "0 0 1000000 1"),
        "The logo “logo.svg” is far wider than it is high.",
    ),
    "a pole": (
        svg('<path d="M0 0V1000000H1V0z"/>', "0 0 1 1000000"),
        "The logo “logo.svg” is far higher than it is wide.",
    ),
    "no end": (svg("<g>"), UNREADABLE),
    "a web page": ("<html><body><svg></svg></body></html>", UNREADABLE),
}
"""Drawings that are refused, and with which sentence."""
