"""Reads an SVG logo within limits, and keeps of it nothing but its drawing: outlines, or what a picture is drawn from.

The file comes from a school, through any program: no script, no font, nothing from elsewhere, and no more elements than
a logo has. What is written is written anew, so nothing gets through that is not named here.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from lxml import etree

from guidepress.content import image_decoding, svg_geometry, svg_outlines, svg_styles
from guidepress.content.picture_files import PictureError, unreadable
from guidepress.content.svg_geometry import Box
from guidepress.content.svg_outlines import Path, Shape, scale_of, tag_of, too_large
from guidepress.content.svg_styles import number

Element = Any  # lxml's elements carry no types

LARGEST_FILE = 2_000_000  # bytes, unpacked; a logo has a few thousand
MOST_ELEMENTS = 10_000  # as drawn: what is used again counts again
DEEPEST = 80  # elements in elements
MOST_ATTRIBUTES = 1_000  # of one element: the time that they take grows with their square
_ATTRIBUTE = re.compile(rb"=\s{0,9}[\"']")
_LINK = "{http://www.w3.org/1999/xlink}href"
_LIMIT = 114  # XML_ERR_RESOURCE_LIMIT of libxml2: nested too deep, a text too long, entities that grow


@dataclass(frozen=True)
class SvgLogo:
    """An SVG logo. `box` is what it shows, in its own units; `shapes` are its outlines.

    `effects` names what outlines cannot show. Where there are any, `markup` is what a picture is to be drawn from: the
    drawing with all its effects, as SVG without anything active or from elsewhere, its size left open.
    """

    box: Box
    shapes: Sequence[Shape]
    effects: Sequence[str]
    markup: str


def is_svg(data: bytes) -> bool:
    """Say whether bytes are meant as SVG: XML that names it near its beginning, or such a file packed (.svgz)."""
    if data[:2] == b"\x1f\x8b":
        return True
    head = data[:4_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and b"<svg" in data[:100_000].replace(b"\0", b"")


def read(data: bytes, name: str) -> SvgLogo:
    """Read an SVG logo. `name` is how problems call it.

    Raises PictureError for what is no SVG, is far larger than a logo, takes something from elsewhere, or holds text.
    """
    try:
        return _read(data, name)
    except RecursionError:  # brackets in brackets of a style
        raise too_large(name) from None


def _read(data: bytes, name: str) -> SvgLogo:
    root = _parsed(_unpacked(data, name), name)
    elements: dict[str, Element] = {}
    for element in root.iter():
        if element.get("id"):
            elements.setdefault(element.get("id"), element)
    _check_links(root, name)
    sheets = ["".join(element.itertext()) for element in root.iter() if tag_of(element) == "style"]
    styles = svg_styles.declared(root, sheets, name)
    _Costs(styles, elements, name).check(root)
    box = _box(root)
    outliner = svg_outlines.Outliner(styles, elements, name)
    outliner.walk(root, box)
    if not outliner.effects:
        return SvgLogo(_shown(root, box, outliner.shapes), tuple(outliner.shapes), (), "")
    markup = "".join(_sanitised(root, styles, _Embedded(name), root, box))
    return SvgLogo(box, (), tuple(outliner.effects), markup)


def write(shapes: Sequence[Shape], box: Box, least_line: float = 0.0) -> str:
    """Return outlines as an SVG that shows `box`, every line at least `least_line` wide, both in the drawing's units.

    It holds paths and clip paths, and nothing else: every program draws it alike. Its size is left open.
    """
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    digits = max(0, 5 - len(str(int(max(wide, high)))))
    frame = Path(svg_geometry.outline_commands(f"M{left} {top}H{right}V{bottom}H{left}Z"))
    clip_ids: dict[str, str] = {}
    body: list[str] = []
    open_clips: tuple[str, ...] = ()
    for shape in shapes:
        edges = shape.bounds()
        if edges is None or edges[2] < left or edges[0] > right or edges[3] < top or edges[1] > bottom:
            continue
        inside = edges[0] >= left and edges[1] >= top and edges[2] <= right and edges[3] <= bottom
        clips = tuple(_data(clip, digits) for clip in ((*shape.clips,) if inside else (frame, *shape.clips)))
        if clips != open_clips:
            body += ["</g>"] * len(open_clips)
            body += [f'<g clip-path="url(#{clip_ids.setdefault(clip, f"c{len(clip_ids)}")})">' for clip in clips]
            open_clips = clips
        body.append(_path(shape, digits, least_line))
    body += ["</g>"] * len(open_clips)
    defined = "".join(f'<clipPath id="{key}"><path d="{data}"/></clipPath>' for data, key in clip_ids.items())
    view = " ".join(_number(edge, digits) for edge in (left, top, wide, high))
    defs = f"<defs>{defined}</defs>" if defined else ""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{defs}{"".join(body)}</svg>'


def sized(markup: str, wide: float, high: float) -> str:
    """Return an SVG whose size was left open in a width and a height."""
    return markup.replace("<svg ", f'<svg width="{wide:g}" height="{high:g}" ', 1)


def part(drawing: SvgLogo, box: Box) -> str:
    """Return what a picture of a part of a drawing is drawn from, its size left open."""
    edges = (drawing.box[0], drawing.box[1], drawing.box[2] - drawing.box[0], drawing.box[3] - drawing.box[1])
    place = " ".join(f'{key}="{edge:.9g}"' for key, edge in zip(("x", "y", "width", "height"), edges, strict=True))
    view = " ".join(f"{edge:.9g}" for edge in (box[0], box[1], box[2] - box[0], box[3] - box[1]))
    inner = drawing.markup.replace("<svg ", f"<svg {place} ", 1)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inner}</svg>'


def _path(shape: Shape, digits: int, least_line: float) -> str:
    transform = shape.path.transform
    looks = f' fill="{shape.fill or "none"}"' + (' fill-rule="evenodd"' if shape.fill and shape.even_odd else "")
    if not shape.stroke:
        return f'<path d="{_data(shape.path, digits)}"{looks}/>'
    scale = scale_of(transform)
    width = max(shape.stroke_width, least_line / scale if scale else 0)
    looks += f' stroke="{shape.stroke}" stroke-width="{width:.6g}"'
    looks += "".join(f" {key}={quoteattr(value)}" for key, value in shape.line.items())
    if transform != Transform():
        looks += ' transform="matrix({})"'.format(" ".join(f"{part:.8g}" for part in transform))
    return f'<path d="{_data(Path(shape.path.commands), 6)}"{looks}/>'


def _data(path: Path, digits: int) -> str:
    pen = SVGPathPen(None, ntos=lambda value: _number(value, digits))
    path.draw(TransformPen(pen, path.transform))
    return str(pen.getCommands())


def _number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


# Reading --------------------------------------------------------------------------------------------------------------


def _unpacked(data: bytes, name: str) -> bytes:
    if data[:2] == b"\x1f\x8b":
        try:
            data = zlib.decompressobj(31).decompress(data, LARGEST_FILE + 1)
        except zlib.error:
            raise unreadable(name) from None
    if len(data) > LARGEST_FILE:
        raise too_large(name)
    return data


def _parsed(data: bytes, name: str) -> Element:
    """Parse XML without anything from outside; entities that the file itself explains, as Illustrator writes them, are
    put in, within libxml2's limits."""
    if any(len(_ATTRIBUTE.findall(piece)) > MOST_ATTRIBUTES for piece in data.replace(b"\0", b"").split(b"<")):
        raise too_large(name)
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == _LIMIT:
            raise too_large(name) from None
        raise unreadable(name) from None
    except (ValueError, LookupError):
        raise unreadable(name) from None
    document_type = root.getroottree().docinfo.internalDTD
    for entity in document_type.iterentities() if document_type is not None else ():
        if entity.system_url:
            raise svg_styles.outside_error(name, entity.system_url)
    for instruction in root.xpath("/processing-instruction('xml-stylesheet')"):
        raise svg_styles.outside_error(name, instruction.get("href", ""))
    for instruction in root.xpath("//processing-instruction()"):
        if instruction.getparent() is not None:
            instruction.getparent().remove(instruction)
    if tag_of(root) != "svg":
        raise unreadable(name)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise too_large(name)
    return root


def _check_links(root: Element, name: str) -> None:
    """Raise PictureError where something that is drawn is to be fetched from elsewhere; links to click on go anyway."""
    for element in root.iter():
        if tag_of(element) in _FETCHING:
            for address in (element.get("href"), element.get(_LINK)):
                if address and not address.strip().startswith(("#", "data:")):
                    raise svg_styles.outside_error(name, address.strip())


_FETCHING = ("use", "image", "feImage", "pattern", "linearGradient", "radialGradient", "filter", "mask", "textPath")


class _Costs:
    """Counts what a drawing comes to when everything that is used again is drawn again."""

    def __init__(self, styles: Mapping[Element, Mapping[str, str]], elements: Mapping[str, Element], name: str) -> None:
        self._styles, self._elements, self._name = styles, elements, name
        self._known: dict[Element, tuple[int, int]] = {}
        self._open: set[Element] = set()

    def check(self, root: Element) -> None:
        """Raise PictureError where a drawing comes to far more than a logo, or uses itself within itself."""
        self._cost(root, 0)

    def _cost(self, element: Element, depth: int) -> tuple[int, int]:
        """Return how many elements are drawn, and how deep they lie in each other."""
        if element in self._known:
            return self._known[element]
        if element in self._open:
            raise PictureError(f"“{self._name}” uses itself within itself.", "export it again")
        if depth > DEEPEST:
            raise too_large(self._name)
        self._open.add(element)
        inner = list(element)
        values = [*self._styles[element].values(), element.get("href") or element.get(_LINK) or ""]
        for value in values:
            addresses = svg_styles.addresses(value) or ([value] if value.startswith("#") else [])
            inner += [self._elements[address[1:]] for address in addresses if address[1:] in self._elements]
        costs = [self._cost(each, depth + 1) for each in inner]
        total = 1 + sum(cost for cost, _ in costs), 1 + max((deep for _, deep in costs), default=0)
        if total[0] > MOST_ELEMENTS or total[1] > DEEPEST:
            raise too_large(self._name)
        self._open.remove(element)
        self._known[element] = total
        return total


def _box(root: Element) -> Box:
    """Return what a drawing shows in its own units: its view box, or its width and height; all empty for neither."""
    view = svg_geometry.view_box(root)
    if view:
        return view[0], view[1], view[0] + view[2], view[1] + view[3]
    return 0.0, 0.0, number(root.get("width", ""), 0), number(root.get("height", ""), 0)


def _shown(root: Element, box: Box, shapes: Sequence[Shape]) -> Box:
    """Return the box of a drawing; where it names none, what its outlines take."""
    if box[2] > box[0] and box[3] > box[1]:
        return box
    edges = [edge for shape in shapes if (edge := shape.bounds())]
    if not edges:
        return box
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


# What a picture is drawn from -----------------------------------------------------------------------------------------

_KEPT = {
    *svg_geometry.SHAPES, *svg_outlines.GROUPS, "use", "image", "defs", "clipPath", "mask", "marker", "pattern",
    "linearGradient", "radialGradient", "stop", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feFuncR",
    "feFuncG", "feFuncB", "feFuncA", "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap",
    "feDistantLight", "feDropShadow", "feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset",
    "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
}  # fmt: skip
_LEFT_OUT = ("style", "class", "href", "width", "height", "viewBox")


def _sanitised(
    element: Element, styles: Mapping[Element, Mapping[str, str]], pictures: _Embedded, root: Element, box: Box
) -> list[str]:
    """Return an element as text, with only what is drawn in it, and its styles in one attribute."""
    tag = tag_of(element)
    if tag not in _KEPT:
        return []
    attributes = {
        key: value
        for key, value in element.attrib.items()
        if not key.startswith(("{", "on")) and ":" not in key
        and key not in svg_styles.INHERITED and key not in svg_styles.OWN
        and (element is not root or key not in _LEFT_OUT) and key not in _LEFT_OUT[:3]
    }  # fmt: skip
    own = dict(styles[element])
    if transform := own.pop("transform", ""):
        attributes["transform"] = transform
    if own:
        attributes["style"] = ";".join(f"{key}:{value}" for key, value in own.items())
    address = (element.get("href") or element.get(_LINK) or "").strip()
    if tag == "image":
        address = pictures.small(address)
    if address.startswith(("#", "data:image/png;base64,")):
        attributes["xlink:href"] = address
    if element is root:
        attributes |= {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "viewBox": " ".join(f"{edge:g}" for edge in (box[0], box[1], box[2] - box[0], box[3] - box[1])),
        }
    children = svg_outlines.chosen(element) if tag == "switch" else element
    inner = [text for child in children for text in _sanitised(child, styles, pictures, root, box)]
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    tag = "g" if tag == "switch" else tag
    return [f"<{tag}{written}>", *inner, f"</{tag}>"]


class _Embedded:
    """The pictures in a drawing, which may have so many pixels together."""

    def __init__(self, name: str) -> None:
        self._name, self._left = name, MOST_EMBEDDED

    def small(self, address: str) -> str:
        """Return the picture in a `data:` address as a PNG of moderate size.

        Raises PictureError for what is no picture, and where the pictures of a drawing are too large together.
        """
        match = re.match(r"data:image/(?:png|jpe?g);base64,", address, re.IGNORECASE)
        try:
            data = b64decode(re.sub(r"\s+", "", address[match.end() :]), validate=True) if match else b""
        except (Base64Error, ValueError):
            data = b""
        picture = image_decoding.decoded(data, f"{self._name}, the picture in it", most_pixels=self._left)
        self._left -= picture.width * picture.height
        picture.thumbnail((MOST_SIDE, MOST_SIDE))
        output = BytesIO()
        picture.save(output, "PNG")
        return f"data:image/png;base64,{b64encode(output.getvalue()).decode()}"


MOST_EMBEDDED = 25_000_000  # pixels of all pictures in a logo
MOST_SIDE = 1_500  # pixels: of a picture in a logo
