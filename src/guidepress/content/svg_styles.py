"""What an SVG logo says about its looks: style sheets, style attributes and plain attributes, worked out by element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import cssselect2
import tinycss2
from tinycss2 import color4

from guidepress.content.picture_files import PictureError

Element = Any  # lxml's elements carry no types

INHERITED = {
    "clip-rule": "nonzero",
    "color": "black",
    "fill": "black",
    "fill-opacity": "1",
    "fill-rule": "nonzero",
    "marker-end": "none",
    "marker-mid": "none",
    "marker-start": "none",
    "paint-order": "normal",
    "stroke": "none",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "visibility": "visible",
}
"""The properties that pass from an element to what is in it, each with its first value (SVG 2, appendix H)."""

OWN = {
    "clip-path": "none",
    "color-interpolation-filters": "",
    "display": "inline",
    "filter": "none",
    "flood-color": "",
    "flood-opacity": "",
    "isolation": "auto",
    "lighting-color": "",
    "mask": "none",
    "mask-type": "",
    "mix-blend-mode": "normal",
    "opacity": "1",
    "overflow": "",
    "stop-color": "",
    "stop-opacity": "",
    "transform": "",
    "vector-effect": "none",
}
"""The properties that hold for one element alone."""

MOST_RULES = 2_000
MOST_MATCHES = 1_000_000  # of selectors with elements
MOST_STYLES = 1_000_000  # characters of all style sheets and style attributes
LONGEST_VALUE = 10_000  # characters of one
_TOO_INVOLVED = "The style sheet in “{name}” is more involved than that of a logo."
_SAVE_PLAIN = "export it again with its styles as attributes: in Illustrator “Presentation Attributes”"


def declared(root: Element, sheets: list[str], name: str) -> dict[Element, dict[str, str]]:
    """Return by element what is declared for it: plain attributes, then style sheets, then its style attribute.

    Raises PictureError where a style sheet takes something from elsewhere, or is far larger than that of a logo.
    """
    matcher, order, selectors = cssselect2.Matcher(), 0, 0
    elements = list(root.iter())
    if sum(map(len, sheets)) + sum(len(element.get("style", "")) for element in elements) > MOST_STYLES:
        raise PictureError(_TOO_INVOLVED.format(name=name), _SAVE_PLAIN)
    for sheet in sheets:
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            if rule.type == "at-rule" and rule.lower_at_keyword == "import":
                raise outside_error(name, tinycss2.serialize(rule.prelude).strip())
            if rule.type != "qualified-rule":
                continue
            order += 1
            values = dict(_values(rule.content, name))
            for selector in _selectors(rule.prelude, name):
                selectors += 1
                matcher.add_selector(selector, (order, values))
    if order > MOST_RULES or selectors * len(elements) > MOST_MATCHES:
        raise PictureError(_TOO_INVOLVED.format(name=name), _SAVE_PLAIN)
    found: dict[Element, dict[str, str]] = {}
    for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
        element = wrapper.etree_element
        properties = {key: value for key, value in element.attrib.items() if key in INHERITED or key in OWN}
        for key, value in properties.items():
            _check(value, name)
            properties[key] = value.strip()
        important: dict[str, str] = {}
        matches = matcher.match(wrapper) if order else ()
        for *_, (_, values) in sorted(matches, key=lambda match: (match[0], match[1])):
            _take(values, properties, important)
        style = tinycss2.parse_blocks_contents(element.get("style", ""), skip_comments=True, skip_whitespace=True)
        _take(dict(_values(style, name, parsed=True)), properties, important)
        found[element] = properties | important
    return found


def _take(values: Mapping[str, tuple[str, bool]], properties: dict[str, str], important: dict[str, str]) -> None:
    for key, (value, is_important) in values.items():
        (important if is_important else properties)[key] = value


def _values(content: Any, name: str, parsed: bool = False) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield each known property with its value, and whether it is marked as important."""
    if not parsed:
        content = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for declaration in content:
        if declaration.type != "declaration":
            continue
        value = tinycss2.serialize(declaration.value).strip()
        if declaration.lower_name in INHERITED or declaration.lower_name in OWN:
            _check(value, name)
            yield declaration.lower_name, (value, declaration.important)


def _selectors(prelude: Any, name: str) -> list[Any]:
    """Return the selectors of a rule. Long chains could be matched in very many ways, so they are refused."""
    parts = tinycss2.serialize(prelude).split(",")
    if len(parts) > MOST_RULES:
        raise PictureError(_TOO_INVOLVED.format(name=name), _SAVE_PLAIN)
    for part in parts:
        if len(re.findall(r"[\s>+~]+", part.strip())) > 2 or re.search(r":\w[\w-]*\(", part):
            raise PictureError(_TOO_INVOLVED.format(name=name), _SAVE_PLAIN)
    try:
        return [
            selector
            for selector in cssselect2.compile_selector_list(prelude)
            if selector.pseudo_element is None and not selector.never_matches
        ]
    except cssselect2.SelectorError:
        return []


def _check(value: str, name: str) -> None:
    """Raise PictureError where a value takes something from outside of its file, or is longer than any of a logo."""
    if len(value) > LONGEST_VALUE:
        raise PictureError(_TOO_INVOLVED.format(name=name), _SAVE_PLAIN)
    for address in addresses(value):
        if not address.startswith("#"):
            raise outside_error(name, address)


def addresses(value: str) -> list[str]:
    """Return what stands in each `url(…)` of a value."""
    return [match.strip().strip("\"'").strip() for match in re.findall(r"(?i)url\(([^)]*)", value)]


def outside_error(name: str, address: str) -> PictureError:
    """Return the error for a drawing that takes something from outside of its file."""
    shown = address if len(address) <= 60 else f"{address[:59]}…"
    hint = "export it again with everything in the file itself: in Inkscape Extensions > Images > Embed Images"
    return PictureError(f"“{name}” takes a part of itself from elsewhere: “{shown}”.", hint)


def colour(value: str, current: str) -> tuple[str, float] | None:
    """Return a CSS colour as #rrggbb and how opaque it is, from 0 to 1; None where it is no colour.

    `current` is what the word currentColor stands for.
    """
    parsed = color4.parse_color(value)
    if parsed == "currentcolor":
        parsed = color4.parse_color(current)
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        red, green, blue, alpha = parsed.to("srgb")
    except (ValueError, NotImplementedError):
        return None
    levels = [round(255 * min(max(level or 0.0, 0.0), 1.0)) for level in (red, green, blue)]
    return "#{:02x}{:02x}{:02x}".format(*levels), min(max(alpha or 0.0, 0.0), 1.0)


def number(value: str, of: float = 1.0, default: float = 0.0) -> float:
    """Return a length in pixels (CSS 2.1, 4.3.2), a share of `of` where it is in percent; `default` for none."""
    if len(value) > LONGEST_NUMBER:
        return default
    match = re.fullmatch(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*([a-z%]*)\s*", value, re.IGNORECASE)
    if not match or (unit := match[2].lower()) not in _UNITS:
        return default
    length = float(match[1]) * (of / 100 if unit == "%" else _UNITS[unit])
    return length if abs(length) < _LONGEST else default


LONGEST_NUMBER = 200  # characters
_UNITS = {"": 1, "px": 1, "%": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "em": 16, "ex": 8}
_LONGEST = 1e9  # pixels: what is longer is no length of a logo
