"""The geometry of SVG: path data, shapes, transforms and view boxes, as pen commands and transforms of fontTools."""

from __future__ import annotations

import re
from math import hypot, radians, sqrt
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from guidepress.content.svg_styles import number

Element = Any  # lxml's elements carry no types
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of something, in the units of the drawing."""
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")


def outline_commands(data: str) -> Any:
    """Return path data (SVG 2, 9.3) as pen commands. Raises what fontTools raises for what it cannot read."""
    pen = RecordingPen()
    parse_path(data, pen)
    return tuple(pen.value)


def diagonal(viewport: tuple[float, float]) -> float:
    """Return what a length in percent is a share of where it is neither of the width nor of the height (SVG 2, 8.9)."""
    return hypot(*viewport) / sqrt(2)


def view_box(element: Element) -> Box | None:
    """Return an element's view box: left, top, width, height; None without one that shows anything."""
    parts = re.split(r"[\s,]+", element.get("viewBox", "").strip())
    numbers = [number(part, default=float("nan")) for part in parts]
    if len(numbers) != 4 or not (numbers[2] > 0 and numbers[3] > 0) or any(each != each for each in numbers):
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def fitting(view: Box, into: tuple[float, float], preserve: str) -> Transform:
    """Return the transform that brings a view box into a width and a height (SVG 2, 8.6)."""
    across, down = into[0] / view[2], into[1] / view[3]
    align, _, how = preserve.strip().partition(" ")
    if align == "none":
        return Transform(across, 0, 0, down, -view[0] * across, -view[1] * down)
    scale = max(across, down) if how.strip() == "slice" else min(across, down)
    shares = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    match = re.fullmatch(r"x(Min|Mid|Max)Y(Min|Mid|Max)", align)
    x_share, y_share = (shares[match[1]], shares[match[2]]) if match else (0.5, 0.5)
    x = (into[0] - view[2] * scale) * x_share - view[0] * scale
    y = (into[1] - view[3] * scale) * y_share - view[1] * scale
    return Transform(scale, 0, 0, scale, x, y)


def transform_of(value: str) -> Transform:
    """Return the transform that an attribute says (CSS Transforms 1, 8). Raises ValueError for what is none."""
    transform = Transform()
    if value.strip() in ("", "none"):
        return transform
    # What stands between two of them can be read in one way only: else the time doubles with each.
    if not re.fullmatch(r"(?:\s*[A-Za-z]+\s*\([^()]*\)(?:\s*,)?)+\s*", value):
        raise ValueError(value)
    for function, inner in re.findall(r"([A-Za-z]+)\s*\(([^()]*)\)", value):
        numbers = [float(re.sub(r"(?i)(px|deg)$", "", part)) for part in re.split(r"[\s,]+", inner.strip()) if part]
        transform = transform.transform(_function(function.lower(), numbers))
    if not all(abs(part) < 1e9 for part in transform):
        raise ValueError(value)
    return transform


def _function(name: str, numbers: list[float]) -> Transform:
    identity = Transform()
    match name, numbers:
        case "matrix", [a, b, c, d, e, f]:
            return Transform(a, b, c, d, e, f)
        case "translate", [x, *rest] if len(rest) < 2:
            return identity.translate(x, rest[0] if rest else 0)
        case (("translatex" | "translatey"), [by]):
            return identity.translate(by, 0) if name[-1] == "x" else identity.translate(0, by)
        case "scale", [x, *rest] if len(rest) < 2:
            return identity.scale(x, rest[0] if rest else x)
        case "rotate", [angle]:
            return identity.rotate(radians(angle))
        case "rotate", [angle, x, y]:
            return identity.translate(x, y).rotate(radians(angle)).translate(-x, -y)
        case "skewx", [angle]:
            return identity.skew(radians(angle), 0)
        case "skewy", [angle]:
            return identity.skew(0, radians(angle))
    raise ValueError(name)


def outline_of(element: Element, tag: str, viewport: tuple[float, float]) -> str:
    """Return the path data of a shape (SVG 2, 10), empty where it shows nothing."""
    wide, high = viewport

    def length(key: str, of: float, default: float = 0.0) -> float:
        return number(element.get(key, ""), of, default)

    if tag == "path":
        return str(element.get("d", ""))
    if tag == "rect":
        return _rectangle_outline(
            length("x", wide), length("y", high), length("width", wide), length("height", high),
            length("rx", wide, -1), length("ry", high, -1),
        )  # fmt: skip
    if tag in ("circle", "ellipse"):
        rx, ry = length("rx", wide, -1), length("ry", high, -1)
        rx, ry = (rx if rx >= 0 else ry), (ry if ry >= 0 else rx)
        if tag == "circle":
            rx = ry = length("r", diagonal(viewport))
        x, y = length("cx", wide), length("cy", high)
        if rx <= 0 or ry <= 0:
            return ""
        return f"M{x + rx} {y}A{rx} {ry} 0 0 1 {x - rx} {y}A{rx} {ry} 0 0 1 {x + rx} {y}Z"
    if tag == "line":
        return f"M{length('x1', wide)} {length('y1', high)}L{length('x2', wide)} {length('y2', high)}"
    points = [number(part, default=float("nan")) for part in re.findall(_NUMBER, element.get("points", ""))]
    pairs = [f"{x} {y}" for x, y in zip(points[::2], points[1::2], strict=False)]
    return f"M{'L'.join(pairs)}{'Z' if tag == 'polygon' else ''}" if len(pairs) > 1 else ""


_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"


def _rectangle_outline(x: float, y: float, wide: float, high: float, rx: float, ry: float) -> str:
    if wide <= 0 or high <= 0:
        return ""
    rx, ry = (rx if rx >= 0 else max(ry, 0)), (ry if ry >= 0 else max(rx, 0))
    rx, ry = min(rx, wide / 2), min(ry, high / 2)
    if not (rx and ry):
        return f"M{x} {y}H{x + wide}V{y + high}H{x}Z"
    corner = f"A{rx} {ry} 0 0 1"
    return (
        f"M{x + rx} {y}H{x + wide - rx}{corner} {x + wide} {y + ry}V{y + high - ry}{corner} {x + wide - rx} {y + high}"
        f"H{x + rx}{corner} {x} {y + high - ry}V{y + ry}{corner} {x + rx} {y}Z"
    )
