"""Rewrites a PDF's content in inks: every operator that sets a screen color, and black alone for small type.

A colour is written where it was set, so shapes and their order stay what they were. Type is looked at where it is
painted, since one colour may be set once for large and small type: where small type wants other inks, they are set
before it, and what follows gets its own back (ISO 32000-1, figure 9: colour may be set within a text object, never
between a path's first point and its painting).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Operator

from guidepress.errors import ContentError, Problem, Span
from guidepress.press import colour_spaces
from guidepress.press.colour_spaces import Space
from guidepress.press.separations import BLACK, Inks, Separations, limited

Sent = Inks | None


@dataclass(frozen=True)
class _Colour:
    """What is set for fills or strokes: its space, its inks (None where they are inherited or a plate's own)."""

    space: Space = colour_spaces.GRAY
    inks: Sent = None
    rgb: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class _State:
    fill: _Colour = _Colour()
    sent: Sent = None
    stroke: Space = colour_spaces.GRAY


def is_registration(space: Any) -> bool:
    """Say whether a colour space is the one of printer's marks: Separation All over CMYK (ISO 32000-1, 8.6.6.4)."""
    colour_space = colour_spaces.read(space)
    return (
        colour_space.family == "Separation"
        and colour_space.plates == ("All",)
        and colour_space.base == colour_spaces.CMYK
    )


def recolour(
    instructions: list[Any],
    resources: Any,
    separations: Separations,
    small: Collection[int],
    on_white: Collection[int],
    ink: tuple[int, int, int] | None,
    file: str,
) -> bytes:
    """Return a content stream with its screen colours replaced by inks.

    `small` and `on_white` are the indices of instructions that show small type, and of those among them whose ground is
    white everywhere: there, type in the colour `ink` becomes black alone. Raises ContentError, with `file` as the
    place, for what has no place on a press or cannot be converted: shadings, patterns, Lab, inline pictures.
    """
    writer = _Writer(resources, separations, ink, file)
    for index, instruction in enumerate(instructions):
        writer.take(instruction, index in small, index in on_white)
    return pikepdf.unparse_content_stream(writer.written)


class _Writer:
    def __init__(self, resources: Any, separations: Separations, ink: tuple[int, int, int] | None, file: str) -> None:
        self.written: list[Any] = []
        self._resources, self._separations, self._ink, self._file = resources, separations, ink, file
        self._state = _State()
        self._stack: list[_State] = []

    def take(self, instruction: Any, is_small: bool, is_on_white: bool) -> None:
        """Write one instruction, its colour in inks."""
        operator = str(instruction.operator)
        if operator == "INLINE IMAGE" and not _is_stencil(instruction.operands[0].obj):
            self._refuse("a picture within its text")
        if operator in _REFUSED:
            self._refuse(_REFUSED[operator])
        if operator in _COLOURS:
            _COLOURS[operator](self, operator, list(instruction.operands))
            if operator.lower() in ("cs", "sc", "scn") and self._space(operator).family == "Separation":
                self.written.append(instruction)
            return
        if operator == "q":
            self._stack.append(self._state)
        elif operator == "Q":
            self._state = self._stack.pop() if self._stack else _State()
        elif operator in _TYPE:
            self._send(self._type(is_small, is_on_white))
        elif operator in _PAINTING:
            self._send(self._state.fill.inks)
        self.written.append(instruction)

    def _space(self, operator: str) -> Space:
        return self._state.fill.space if operator.islower() else self._state.stroke

    def _type(self, is_small: bool, is_on_white: bool) -> Sent:
        fill = self._state.fill
        if not is_small or fill.inks is None:
            return fill.inks
        if is_on_white and self._ink is not None and fill.rgb == self._ink:
            return BLACK
        return self._separations.small(fill.inks)

    def _send(self, inks: Sent) -> None:
        """Set the inks of fills, where they are not set already."""
        if inks is not None and inks != self._state.sent:
            self._write(inks, "k")
            self._state = replace(self._state, sent=inks)

    def _write(self, inks: Inks, operator: str) -> None:
        self.written.append(ContentStreamInstruction([_number(ink) for ink in inks], Operator(operator)))

    def _device(self, operator: str, operands: list[Any]) -> None:
        self._set(
            operator,
            {"g": colour_spaces.GRAY, "rg": colour_spaces.RGB, "k": colour_spaces.CMYK}[operator.lower()],
            operands,
        )

    def _named(self, operator: str, operands: list[Any]) -> None:
        named_space = self._resources.get("/ColorSpace", Dictionary()).get(str(operands[0]))
        space_object = operands[0] if named_space is None else named_space
        space = colour_spaces.read(space_object)
        if is_registration(space_object):
            self._keep(operator, space)
        elif space.family in _KNOWN:
            self._set(operator, space, list(space.first()))
        else:
            self._refuse(f"a color in {space.family}")

    def _component(self, operator: str, operands: list[Any]) -> None:
        space = self._space(operator)
        if space.family != "Separation":
            self._set(operator, space, operands)

    def _keep(self, operator: str, space: Space) -> None:
        if operator.islower():
            self._state = replace(self._state, fill=_Colour(space), sent=None)
        else:
            self._state = replace(self._state, stroke=space)

    def _set(self, operator: str, space: Space, operands: list[Any]) -> None:
        try:
            values = [min(max(float(operand), 0.0), 1.0) for operand in operands]
        except (TypeError, ValueError):
            values = []
        if len(values) != space.components:
            self._refuse("a color that cannot be read")
        inks, rgb = self._convert(values)
        if operator.islower():
            self._state = replace(self._state, fill=_Colour(space, inks, rgb))
            self._send(inks)
        else:
            self._state = replace(self._state, stroke=space)
            self._write(inks, "K")

    def _convert(self, values: list[float]) -> tuple[Inks, tuple[int, int, int] | None]:
        if len(values) == 4:
            cyan, magenta, yellow, black = (float(ink) for ink in limited(values))
            return (cyan, magenta, yellow, black), None
        level = [round(255 * value) for value in values]
        rgb = (level[0], level[0], level[0]) if len(values) == 1 else (level[0], level[1], level[2])
        return self._separations.inks(*rgb), rgb

    def _refuse(self, what: str) -> None:
        sentence = f"The print edition holds {what}, which is not converted for a print shop."
        raise ContentError([Problem(Span(self._file), sentence, "draw it in flat colors")])


def _is_stencil(picture: Any) -> bool:
    return bool(picture.get("/IM", picture.get("/ImageMask", False)))


_KNOWN = frozenset(("DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased Gray", "ICCBased RGB"))
_REFUSED = {"sh": "a gradient", "d0": "a drawn font", "d1": "a drawn font"}
_TYPE = frozenset(("Tj", "TJ", "'", '"'))
_PAINTING = frozenset(("m", "re", "Do", "INLINE IMAGE"))  # a path's color must stand before its first point
_COLOURS: dict[str, Callable[[_Writer, str, list[Any]], None]] = {
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), _Writer._device),
    **dict.fromkeys(("cs", "CS"), _Writer._named),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), _Writer._component),
}


def _number(share: float) -> Decimal:
    """Round an ink to a hundredth of a percent, without digits that mean nothing."""
    return Decimal(f"{share:.4f}".rstrip("0").rstrip("."))
