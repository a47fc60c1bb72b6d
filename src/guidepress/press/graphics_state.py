"""Follows the instructions of a PDF's content one by one: the graphics state, and what each of them paints.

ISO 32000-1: 8.4 for the state, 8.5 for paths, 9.2 to 9.4 for text. Only what a press cares about is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any, Literal, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Stream

from guidepress.press import colour_spaces
from guidepress.press.colour_spaces import Space
from guidepress.press.glyph_widths import Advances

Kind = Literal["fill", "stroke", "text", "picture", "stencil", "shading"]
Key = tuple[int, int]
Edges = tuple[float, float, float, float]
Painted = tuple[Space, tuple[float, ...]]
CAPITALS = 0.72  # of the size: about the height of capitals
DEEPEST_STATE = 512  # q within q; more is refused as broken


@dataclass(frozen=True)
class Paint:
    """One fill, line, text or picture that a page paints.

    `page` counts from 1. `stream` is the stream it stands in, by its object, (-page, 0) for a page's own content;
    `index` is that of its instruction. `size` is in points on paper: the size of text, the width of a stroke, the
    thinner side of a filled rectangle, 0 for other fills; of a picture it is the resolution in pixels to the inch.
    `box` is the place on the page in points: left, bottom, right, top, without the width of strokes; that of text
    reaches from its baseline to the height of its capitals. `parts` are the places of a path's pieces, kept only for
    what prints on every plate: marks all round a sheet are often one path.
    """

    page: int
    kind: Kind
    stream: Key
    index: int
    space: Space
    values: tuple[float, ...]
    size: float = 0
    box: Edges | None = None
    overprints: bool = False
    blends: bool = False
    parts: tuple[Edges, ...] = ()


@dataclass(frozen=True)
class State:
    """The graphics state (ISO 32000-1, tables 52, 53 and 104)."""

    matrix: Matrix = field(default_factory=Matrix)
    fill: Painted = (colour_spaces.GRAY, (0.0,))
    stroke: Painted = (colour_spaces.GRAY, (0.0,))
    width: float = 1
    font: Any = None
    size: float = 0
    spacing: float = 0
    word: float = 0
    stretch: float = 1
    leading: float = 0
    rise: float = 0
    mode: int = 0
    fill_over: bool = False
    stroke_over: bool = False
    blends: bool = False
    mask: Key | None = None


class Host(Protocol):
    """What follows the streams of a page, and is told what they paint."""

    page: int

    def advances(self, font: Any) -> Advances:
        """Return how wide a font's characters are."""

    def form(self, form: Any, inherited: Any, state: State, depth: int) -> None:
        """Follow a form where it is placed."""

    def painted(self, paint: Paint, mask: Key | None = None) -> None:
        """Receive what is painted, and the form that masks it, by its object."""

    def placed(self, picture: Any) -> None:
        """Receive a picture that is an object of its own, where it is placed."""


class TextRun:
    """One pass over the instructions of a stream: keeps the graphics state, and tells its host what is painted."""

    def __init__(self, host: Host, resources: Any, state: State, stream: Key, depth: int) -> None:
        self._host, self._resources, self._state = host, resources, state
        self._stream, self._depth = stream, depth
        self._stack: list[State] = []
        self._text = self._line = Matrix()
        self._rectangles: list[tuple[float, float]] = []
        self._pieces: list[list[tuple[float, float]]] = []
        self._drawn = False
        self._index = 0

    def do(self, index: int, instruction: Any) -> None:
        """Follow one instruction. Raises one of `pdf_limits.BROKEN` where its operands are not what they should be."""
        self._index = index
        operator = str(instruction.operator)
        if operator == "INLINE IMAGE":
            self._picture(instruction.operands[0].obj)
            return
        follow = _ACTS.get(operator)
        if follow is not None:
            follow(self, operator, list(instruction.operands))

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    # State (8.4.4) and colour (8.6.8).

    def _save(self, operator: str, operands: list[Any]) -> None:
        if operator == "q":
            if len(self._stack) >= DEEPEST_STATE:
                raise ValueError(operator)
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _transform(self, operator: str, operands: list[Any]) -> None:
        self._set(matrix=_matrix(operands) @ self._state.matrix)

    def _width(self, operator: str, operands: list[Any]) -> None:
        self._set(width=float(operands[0]))

    def _extended(self, operator: str, operands: list[Any]) -> None:
        """Take an extended graphics state (table 58). OP sets both where op is missing."""
        extension = self._resources.get("/ExtGState", Dictionary()).get(str(operands[0]), Dictionary())
        if "/LW" in extension:
            self._set(width=float(extension.get("/LW")))
        if "/OP" in extension:
            self._set(
                stroke_over=bool(extension.get("/OP")), fill_over=bool(extension.get("/op", extension.get("/OP")))
            )
        elif "/op" in extension:
            self._set(fill_over=bool(extension.get("/op")))
        if "/BM" in extension:
            blend_mode = extension.get("/BM")
            mode_name = blend_mode[0] if isinstance(blend_mode, Array) and len(blend_mode) else blend_mode
            self._set(blends=str(mode_name) not in ("/Normal", "/Compatible"))
        if "/SMask" in extension:
            soft_mask = extension.get("/SMask")
            form = soft_mask.get("/G") if isinstance(soft_mask, Dictionary) else None
            self._set(mask=form.objgen if isinstance(form, Stream) else None)
        if isinstance(extension.get("/Font"), Array):
            self._set(font=extension.get("/Font")[0], size=float(extension.get("/Font")[1]))

    def _device(self, operator: str, operands: list[Any]) -> None:
        space = {"g": colour_spaces.GRAY, "rg": colour_spaces.RGB, "k": colour_spaces.CMYK}[operator.lower()]
        self._colour(operator.islower(), space, operands)

    def _space(self, operator: str, operands: list[Any]) -> None:
        operand = operands[0]
        named_space = self._resources.get("/ColorSpace", Dictionary()).get(str(operand))
        space = colour_spaces.read(operand if named_space is None else named_space)
        self._set(**{"fill" if operator == "cs" else "stroke": (space, space.first())})

    def _component(self, operator: str, operands: list[Any]) -> None:
        fills = operator.islower()
        space = (self._state.fill if fills else self._state.stroke)[0]
        self._colour(fills, space, [operand for operand in operands if not isinstance(operand, Name)])

    def _colour(self, fills: bool, space: Space, operands: list[Any]) -> None:
        values = tuple(min(max(float(operand), -256.0), 256.0) for operand in operands)
        if len(values) < space.components:
            raise ValueError("too few components")
        self._set(**{"fill" if fills else "stroke": (space, values)})

    # Paths (8.5) and what else is painted.

    def _rectangle(self, operator: str, operands: list[Any]) -> None:
        wide, high = float(operands[2]), float(operands[3])
        matrix = self._state.matrix
        sides = abs(wide) * hypot(matrix.a, matrix.b), abs(high) * hypot(matrix.c, matrix.d)
        self._rectangles.append(sides)
        left, bottom = float(operands[0]), float(operands[1])
        self._pieces.append([(left, bottom), (left + wide, bottom + high)])

    def _segment(self, operator: str, operands: list[Any]) -> None:
        numbers = [float(operand) for operand in operands]
        if operator == "m" or not self._pieces:
            self._pieces.append([])
        self._pieces[-1] += zip(numbers[::2], numbers[1::2], strict=True)
        self._drawn = self._drawn or operator != "m"

    def _path(self, operator: str, operands: list[Any]) -> None:
        thin = min((min(sides) for sides in self._rectangles if max(sides) > 0), default=0.0)
        parts = tuple(_hull(self._state.matrix, piece) for piece in self._pieces if piece)
        if operator in _FILLS:
            self._paint("fill", 0.0 if self._drawn else thin, parts=parts)
        if operator in _STROKES:
            self._paint("stroke", self._state.width * _scale(self._state.matrix), parts=parts)
        self._rectangles, self._pieces, self._drawn = [], [], False

    def _paint(
        self,
        kind: Kind,
        size: float = 0,
        box: Edges | None = None,
        stroked: bool = False,
        parts: tuple[Edges, ...] = (),
    ) -> None:
        state = self._state
        strokes = stroked or kind == "stroke"
        space, values = state.stroke if strokes else state.fill
        overprints = state.stroke_over if strokes else state.fill_over
        kept_parts = parts if space.plates == ("All",) else ()
        self._host.painted(
            Paint(self._host.page, kind, self._stream, self._index, space, values, size, box or _round(parts),
                  overprints, state.blends, kept_parts),
            state.mask,
        )  # fmt: skip

    def _shading(self, operator: str, operands: list[Any]) -> None:
        shading = self._resources.get("/Shading", Dictionary()).get(str(operands[0]))
        space = colour_spaces.read(shading.get("/ColorSpace"))
        self._host.painted(Paint(self._host.page, "shading", self._stream, self._index, space, ()), self._state.mask)

    def _place(self, operator: str, operands: list[Any]) -> None:
        xobject = self._resources.get("/XObject", Dictionary()).get(str(operands[0]))
        if not isinstance(xobject, Stream):
            raise ValueError("no such object")
        if str(xobject.get("/Subtype")) == "/Image":
            self._host.placed(xobject)
            self._picture(xobject)
            return
        state = replace(self._state, matrix=_matrix(xobject.get("/Matrix")) @ self._state.matrix)
        self._host.form(xobject, self._resources, state, self._depth + 1)

    def _picture(self, picture: Any) -> None:
        matrix = self._state.matrix
        wide = hypot(matrix.a, matrix.b) / 72
        high = hypot(matrix.c, matrix.d) / 72
        pixels = int(picture.get("/Width", picture.get("/W", 0))), int(picture.get("/Height", picture.get("/H", 0)))
        resolution = min(pixels[0] / wide if wide else 0, pixels[1] / high if high else 0)
        box = _box(matrix, 0, 0, 1, 1)
        if picture.get("/ImageMask", picture.get("/IM", False)):
            self._paint("stencil", resolution, box)
            return
        operand = picture.get("/ColorSpace", picture.get("/CS"))
        named_space = (
            self._resources.get("/ColorSpace", Dictionary()).get(str(operand)) if isinstance(operand, Name) else None
        )
        space = colour_spaces.read(operand if named_space is None else named_space)
        state = self._state
        self._host.painted(
            Paint(
                self._host.page, "picture", self._stream, self._index, space, (), resolution, box,
                state.fill_over, state.blends,
            ),
            state.mask,
        )  # fmt: skip

    # Text (9.3 and 9.4).

    def _begin(self, operator: str, operands: list[Any]) -> None:
        self._text = self._line = Matrix()

    def _font(self, operator: str, operands: list[Any]) -> None:
        fonts = self._resources.get("/Font", Dictionary())
        self._set(font=fonts.get(str(operands[0])), size=float(operands[1]))

    def _text_state(self, operator: str, operands: list[Any]) -> None:
        value = float(operands[0])
        name = {"Tc": "spacing", "Tw": "word", "Tz": "stretch", "TL": "leading", "Ts": "rise", "Tr": "mode"}[operator]
        self._set(**{name: value / 100 if operator == "Tz" else int(value) if operator == "Tr" else value})

    def _position(self, operator: str, operands: list[Any]) -> None:
        if operator == "Tm":
            self._text = self._line = _matrix(operands)
            return
        x, y = (0.0, -self._state.leading) if operator == "T*" else (float(operands[0]), float(operands[1]))
        if operator == "TD":
            self._set(leading=-y)
        self._text = self._line = Matrix(1, 0, 0, 1, x, y) @ self._line

    def _show(self, operator: str, operands: list[Any]) -> None:
        if operator in ("'", '"'):
            if operator == '"':
                self._set(word=float(operands[0]), spacing=float(operands[1]))
            self._position("T*", [])
        pieces = list(operands[0]) if operator == "TJ" else [operands[-1]]
        state, advances = self._state, self._host.advances(self._state.font)
        start, length = self._text, 0.0
        for piece in pieces:
            if isinstance(piece, (int, float)) or not isinstance(piece, pikepdf.String):
                length -= float(piece) / 1000 * state.size * state.stretch
            else:
                length += advances.of(bytes(piece), state.size, state.spacing, state.word, state.stretch)
        self._text = Matrix(1, 0, 0, 1, length, 0) @ start
        to_page = start @ state.matrix
        size = abs(state.size) * hypot(to_page.c, to_page.d)
        box = _box(to_page, 0, state.rise, length, state.rise + CAPITALS * state.size)
        if state.mode in (0, 2, 4, 6):
            self._paint("text", size, box)
        if state.mode in (1, 2, 5, 6):
            self._paint("text", size, box, stroked=True)
            self._paint("stroke", state.width * _scale(state.matrix), box)


def _matrix(numbers: Any) -> Matrix:
    return Matrix(*(float(number) for number in numbers)) if numbers is not None else Matrix()


def _scale(matrix: Matrix) -> float:
    """Return the least by which a matrix enlarges the width of a line."""
    return min(hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d))


def _hull(matrix: Matrix, points: list[tuple[float, float]]) -> Edges:
    across, up = zip(*points, strict=True)
    return _box(matrix, min(across), min(up), max(across), max(up))


def _round(parts: tuple[Edges, ...]) -> Edges | None:
    """Return the rectangle round some others, None round none."""
    if not parts:
        return None
    lefts, bottoms, rights, tops = zip(*parts, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _box(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Edges:
    corners = [matrix.transform((x, y)) for x in (left, right) for y in (bottom, top)]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(across), min(up), max(across), max(up)


_FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
_STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
_ACTS: dict[str, Callable[[TextRun, str, list[Any]], None]] = {
    **dict.fromkeys(("q", "Q"), TextRun._save),
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), TextRun._device),
    **dict.fromkeys(("cs", "CS"), TextRun._space),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), TextRun._component),
    **dict.fromkeys(("m", "l", "c", "v", "y"), TextRun._segment),
    **dict.fromkeys((*_FILLS, *_STROKES, "n"), TextRun._path),
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Ts", "Tr"), TextRun._text_state),
    **dict.fromkeys(("Td", "TD", "Tm", "T*"), TextRun._position),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), TextRun._show),
    "cm": TextRun._transform, "w": TextRun._width, "gs": TextRun._extended, "re": TextRun._rectangle,
    "sh": TextRun._shading,
    "Do": TextRun._place, "BT": TextRun._begin, "Tf": TextRun._font,
}  # fmt: skip
