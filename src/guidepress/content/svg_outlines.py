"""Turns the elements of an SVG logo into flat outlines: one list of filled and stroked paths, as plain as they can be.

What flat outlines cannot show, such as gradients, masks and see-through parts, is named instead: such a logo is printed
as a picture. The order of painting and the meaning of attributes are those of SVG 2 (W3C, chapters 2, 5, 7 to 10, 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.pens.transformPen import TransformPen

from guidepress.content import svg_styles
from guidepress.content.picture_files import PictureError
from guidepress.content.svg_geometry import (
    SHAPES,
    Box,
    diagonal,
    fitting,
    outline_commands,
    outline_of,
    transform_of,
    view_box,
)
from guidepress.content.svg_styles import INHERITED, number
from guidepress.errors import shorten

Element = Any  # lxml's elements carry no types

MOST_SHAPES = 3_000
MOST_DATA = 400_000  # characters of path data
FARTHEST = 1e9  # from the origin of a drawing, in its units
GROUPS = ("svg", "g", "a", "symbol", "switch")

GRADIENTS, PATTERNS, MASKS, FILTERS = "gradients", "patterns", "masks", "filters"
SEE_THROUGH, BLENDED, IMAGES, MARKERS = "see-through parts", "blended colors", "a photograph or scan", "arrowheads"
OUTLINES = "very many outlines"
CLIPS, LINES = "clipping of a kind that print programs draw differently", "lines that do not scale"


@dataclass(frozen=True)
class Path:
    """An outline as pen commands (fontTools), with the transform that it is drawn by."""

    commands: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    transform: Transform = Transform()  # noqa: RUF009 - a value that cannot change

    def bounds(self) -> Box | None:
        """Return the box that holds the outline's points, its transform carried out; None for an empty one."""
        pen = ControlBoundsPen(None)
        self.draw(TransformPen(pen, self.transform))
        return pen.bounds  # type: ignore[no-any-return]

    def draw(self, pen: Any) -> None:
        """Draw the outline with a pen, without its transform."""
        for command, points in self.commands:
            getattr(pen, command)(*points)


@dataclass(frozen=True)
class Shape:
    """A path with its looks. Colours are #rrggbb, empty for none; lengths are in the units before its transform.

    `clips` are the paths that it is seen through, the outermost first.
    """

    path: Path
    fill: str = ""
    even_odd: bool = False
    stroke: str = ""
    stroke_width: float = 1.0
    line: Mapping[str, str] = field(default_factory=dict)
    clips: tuple[Path, ...] = ()

    def bounds(self) -> Box | None:
        """Return the box that holds what is painted, to the ends of its mitred corners."""
        box = self.path.bounds()
        if box is None or not self.stroke:
            return box
        reach = self.stroke_width / 2 * scale_of(self.path.transform) * 4
        return box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach


def scale_of(transform: Transform) -> float:
    """Return by how much a transform enlarges, at most."""
    return max(hypot(transform.xx, transform.xy), hypot(transform.yx, transform.yy))


@dataclass(frozen=True)
class _State:
    transform: Transform
    style: Mapping[str, str]
    clips: tuple[Path, ...] = ()
    viewport: tuple[float, float] = (0.0, 0.0)


class Outliner:
    """Walks a drawing once. `shapes` are its outlines, `effects` names what they cannot show.

    `styles` says what is declared for each element, `elements` which has which id, `name` is how problems call the
    file. Raises PictureError for text that is no outline, and for paths that cannot be read.
    """

    def __init__(self, styles: Mapping[Element, Mapping[str, str]], elements: Mapping[str, Element], name: str) -> None:
        self.shapes: list[Shape] = []
        self.effects: dict[str, None] = {}
        self._styles, self._elements, self._name = styles, elements, name
        self._data = 0
        self._in_use: list[Element] = []

    def walk(self, root: Element, box: Box) -> None:
        """Collect the outlines of a drawing. `box` is what its root shows."""
        state = _State(Transform(), INHERITED, viewport=(box[2] - box[0], box[3] - box[1]))
        self._element(root, state, is_root=True)

    # Elements -----------------------------------------------------------------------------------------------------

    def _element(self, element: Element, state: _State, is_root: bool = False) -> None:
        tag = tag_of(element)
        if tag not in SHAPES and tag not in GROUPS and tag not in ("use", "image", "text", "foreignObject"):
            return
        own = self._styles[element]
        if own.get("display", "inline") == "none" or number(own.get("opacity", "1"), default=1) <= 0:
            return
        inherited = {key: own[key] for key in INHERITED if own.get(key, "inherit") not in ("inherit", "unset")}
        transform = state.transform.transform(self._transform(own.get("transform", "")))
        state = replace(state, style={**state.style, **inherited}, transform=transform)
        state = self._clipped(own, state)
        if tag in SHAPES:
            self._note_effects(own)
            self._shape(element, tag, own, state)
        elif tag == "image":
            self.effects[IMAGES] = None
        elif tag == "text":
            if "".join(element.itertext()).strip() and state.style["visibility"] == "visible":
                raise text_error(self._name, "".join(element.itertext()).strip())
        elif tag == "foreignObject":
            if "".join(element.itertext()).strip():
                raise text_error(self._name, "".join(element.itertext()).strip())
        elif tag == "use":
            self._note_effects(own)
            self._use(element, state)
        else:
            self._note_effects(own)
            self._group(element, state if is_root or tag != "svg" else self._viewport(element, state, element))

    def _group(self, element: Element, state: _State) -> None:
        for child in chosen(element) if tag_of(element) == "switch" else element:
            if tag_of(child) != "symbol":
                self._element(child, state)

    def _use(self, element: Element, state: _State) -> None:
        target = self._elements.get(target_of(element))
        if target is None:
            return
        if any(target is each for each in self._in_use):
            raise PictureError(f"“{self._name}” uses itself within itself.", "export it again")
        x, y = (number(element.get(side, "0"), of) for side, of in zip("xy", state.viewport, strict=True))
        moved = replace(state, transform=state.transform.translate(x, y))
        self._in_use.append(target)
        if tag_of(target) in ("symbol", "svg"):
            own = self._styles[target]
            inherited = {key: own[key] for key in INHERITED if own.get(key, "inherit") not in ("inherit", "unset")}
            moved = replace(moved, style={**moved.style, **inherited})
            self._note_effects(own)
            self._group(target, self._viewport(target, moved, element))
        else:
            self._element(target, moved)
        self._in_use.pop()

    def _viewport(self, element: Element, state: _State, sized: Element) -> _State:
        """Return the state in a nested drawing: its view box is brought into its width and height, and clipped."""
        x, y = (
            number(element.get(side, "0"), of) if element is sized else 0.0
            for side, of in zip("xy", state.viewport, strict=True)
        )  # fmt: skip
        wide, high = (
            number(sized.get(side) or element.get(side, "100%"), of)
            for side, of in zip(("width", "height"), state.viewport, strict=True)
        )
        seen = Path(outline_commands(f"M{x} {y}H{x + wide}V{y + high}H{x}Z"), state.transform)
        clips = state.clips
        if self._styles[element].get("overflow") != "visible":
            clips = (*clips, seen)
        transform = state.transform.translate(x, y)
        view = view_box(element)
        if view:
            transform = transform.transform(fitting(view, (wide, high), element.get("preserveAspectRatio", "")))
            wide, high = view[2], view[3]
        return replace(state, transform=transform, clips=clips, viewport=(wide, high))

    # Looks --------------------------------------------------------------------------------------------------------

    def _note_effects(self, own: Mapping[str, str]) -> None:
        for key, effect in (("mask", MASKS), ("filter", FILTERS)):
            if own.get(key, "none") != "none":
                self.effects[effect] = None
        if own.get("mix-blend-mode", "normal") != "normal":
            self.effects[BLENDED] = None
        if number(own.get("opacity", "1"), default=1) < 1:
            self.effects[SEE_THROUGH] = None

    def _paint(self, state: _State, kind: str) -> str:
        """Return the colour of a fill or a stroke, empty for none, and note what is no flat colour."""
        value, style = state.style[kind], state.style
        reference = re.match(r"(?i)\s*url\(\s*[\"']?#([^)\"'\s]*)[\"']?\s*\)\s*(.*)", value)
        if reference:
            server = self._elements.get(reference[1].strip())
            tag = tag_of(server) if server is not None else ""
            if tag in ("linearGradient", "radialGradient"):
                self.effects[GRADIENTS] = None
                return ""
            if tag == "pattern":
                self.effects[PATTERNS] = None
                return ""
            value = reference[2] or "none"
        if value.strip().lower() in ("none", "transparent"):
            return ""
        paint = svg_styles.colour(value, style["color"])
        if paint is None:
            paint = ("#000000", 1.0) if kind == "fill" else None
        if paint is None:
            return ""
        opacity = paint[1] * min(max(number(style[f"{kind}-opacity"], default=1), 0.0), 1.0)
        if 0 < opacity < 1:
            self.effects[SEE_THROUGH] = None
        return paint[0] if opacity > 0 else ""

    def _shape(self, element: Element, tag: str, own: Mapping[str, str], state: _State) -> None:
        style = state.style
        if style["visibility"] != "visible":
            return
        fill, stroke = self._paint(state, "fill"), self._paint(state, "stroke")
        width = number(style["stroke-width"], diagonal(state.viewport), 1.0)
        if width <= 0:
            stroke = ""
        if tag == "line":
            fill = ""
        if not (fill or stroke):
            return
        path = Path(self._commands(element, tag, state.viewport), state.transform)
        if not path.commands:
            return
        if any(style[f"marker-{place}"] != "none" for place in ("start", "mid", "end")):
            self.effects[MARKERS] = None
        if stroke and own.get("vector-effect", "none") != "none":
            self.effects[LINES] = None
        if len(self.shapes) >= MOST_SHAPES:
            self.effects[OUTLINES] = None
            return
        shape = Shape(path, fill, style["fill-rule"] == "evenodd", stroke, width, self._line(state), state.clips)
        if fill and stroke and style["paint-order"].split()[0] in ("stroke", "markers stroke"):
            self.shapes.append(replace(shape, fill=""))
            shape = replace(shape, stroke="")
        box = shape.bounds()
        if box:
            clips = tuple(clip for clip in shape.clips if not _covers(clip, box))
            self.shapes.append(replace(shape, clips=clips))

    def _line(self, state: _State) -> dict[str, str]:
        """Return the attributes of a stroke that are not what they are without a word."""
        style = state.style
        line = {
            key: style[key]
            for key, words in (("stroke-linecap", ("round", "square")), ("stroke-linejoin", ("round", "bevel")))
            if style[key] in words
        }
        limit = number(style["stroke-miterlimit"], default=4)
        if limit != 4 and limit >= 1:
            line["stroke-miterlimit"] = f"{limit:g}"
        dashes = [number(part, diagonal(state.viewport), -1) for part in re.split(r"[\s,]+", style["stroke-dasharray"])]
        if min(dashes) >= 0 and sum(dashes) > 0:
            line["stroke-dasharray"] = " ".join(f"{dash:.6g}" for dash in dashes[:MOST_DASHES])
            line["stroke-dashoffset"] = f"{number(style['stroke-dashoffset'], diagonal(state.viewport)):.6g}"
        return line

    # Clipping and geometry ----------------------------------------------------------------------------------------

    def _clipped(self, own: Mapping[str, str], state: _State) -> _State:
        """Return the state with what an element is clipped to; what is no single plain outline is an effect."""
        value = own.get("clip-path", "none")
        if value == "none":
            return state
        clip = next((self._elements.get(address[1:]) for address in svg_styles.addresses(value)), None)
        if clip is None or tag_of(clip) != "clipPath":
            return state if "url(" in value.lower() else self._with_effect(state, CLIPS)
        transform = state.transform.transform(self._transform(self._styles[clip].get("transform", "")))
        parts = [child for child in clip if self._styles[child].get("display") != "none"]
        if len(parts) == 1 and tag_of(parts[0]) == "use":
            x, y = (number(parts[0].get(side, "0"), of) for side, of in zip("xy", state.viewport, strict=True))
            transform = transform.transform(self._transform(self._styles[parts[0]].get("transform", "")))
            transform = transform.translate(x, y)
            used = self._elements.get(target_of(parts[0]))
            parts = [] if used is None else [used]
        if any(tag_of(part) == "text" for part in parts):
            raise text_error(self._name, "".join(clip.itertext()).strip())
        if (
            len(parts) != 1
            or tag_of(parts[0]) not in SHAPES
            or clip.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse"
            or "none" not in {self._styles[each].get("clip-path", "none") for each in (clip, parts[0])}
        ):
            return self._with_effect(state, CLIPS)
        own_transform = self._transform(self._styles[parts[0]].get("transform", ""))
        path = Path(self._commands(parts[0], tag_of(parts[0]), state.viewport), transform.transform(own_transform))
        rule = self._styles[parts[0]].get("clip-rule") or self._styles[clip].get("clip-rule") or "nonzero"
        if rule == "evenodd" and sum(command == "moveTo" for command, _ in path.commands) > 1:
            return self._with_effect(state, CLIPS)
        return replace(state, clips=(*state.clips, path))

    def _with_effect(self, state: _State, effect: str) -> _State:
        self.effects[effect] = None
        return state

    def _transform(self, value: str) -> Transform:
        try:
            return transform_of(value)
        except ValueError:
            raise PictureError(f"“{self._name}” has a transform that cannot be read.", "export it again") from None

    def _commands(self, element: Element, tag: str, viewport: tuple[float, float]) -> Any:
        data = outline_of(element, tag, viewport)
        self._data += len(data)
        if self._data > MOST_DATA:
            self.effects[OUTLINES] = None
            return ()
        try:
            commands = outline_commands(data)
        except (ValueError, IndexError, AssertionError, TypeError, KeyError, ArithmeticError):
            commands = (("moveTo", ((FARTHEST, FARTHEST),)),)
        if any(not abs(edge) < FARTHEST for _, points in commands for point in points for edge in point):
            raise PictureError(f"“{self._name}” has a path that cannot be read.", "export it again")
        return commands


MOST_DASHES = 20


def tag_of(element: Element) -> str:
    """Return an element's name without its namespace; empty for those of other languages than SVG."""
    tag = element.tag if isinstance(element.tag, str) else ""
    space, _, local = tag.rpartition("}")
    return local if space in ("", "{http://www.w3.org/2000/svg") else ""


def target_of(element: Element) -> str:
    """Return the id that an element refers to, empty for none."""
    address = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
    return address[1:] if address.startswith("#") else ""


def chosen(switch: Element) -> Iterator[Element]:
    """Yield the child of a `switch` that is drawn: the first that asks for nothing that is not there (SVG 2, 5.8)."""
    for child in switch:
        languages = child.get("systemLanguage")
        speaks = languages is None or any(each.strip().lower().startswith("en") for each in languages.split(","))
        if tag_of(child) and tag_of(child) != "foreignObject" and not child.get("requiredExtensions") and speaks:
            yield child
            return


def text_error(name: str, words: str) -> PictureError:
    """Return the error for a logo whose words are text, for which a font would be needed."""
    shown = shorten(" ".join(words.split()), 40)
    hint = (
        "turn the text into outlines and save it again: in Inkscape select all, then Path > Object to Path; in "
        "Illustrator Type > Create Outlines"
    )
    return PictureError(f"“{name}” holds the text “{shown}” as letters of a font, which is not here.", hint)


def too_large(name: str) -> PictureError:
    """Return the error for a drawing that is far larger than any logo."""
    return PictureError(f"The drawing “{name}” is far larger than a logo.", "export it simpler, or as PNG")


def _covers(clip: Path, box: Box) -> bool:
    """Say whether a clip is an upright rectangle round a box, so that nothing is cut off by it."""
    points = [clip.transform.transformPoint(point) for _, points in clip.commands for point in points]
    if any(command == "curveTo" or command == "qCurveTo" for command, _ in clip.commands) or len(points) not in (4, 5):
        return False
    across, down = ({round(point[axis], 6) for point in points} for axis in (0, 1))
    if len(across) != 2 or len(down) != 2 or len({(round(x, 6), round(y, 6)) for x, y in points}) != 4:
        return False
    slack = 0.001 * max(max(across) - min(across), max(down) - min(down))
    return bool(
        min(across) - slack <= box[0]
        and min(down) - slack <= box[1]
        and max(across) + slack >= box[2]
        and max(down) + slack >= box[3]
    )
